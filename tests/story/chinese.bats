#!/usr/bin/env bats
# Whoever speaks Chinese is told everything in Chinese: what verbs print for people, what is found, what the
# log says. Codes stay what they are.
# bats file_tags=slow
# shellcheck disable=SC2154 # stderr is bats' own

load common

setup_file() {
  make_full_month
  export SVC_NOW='2026-10-12 09:00'
}
setup() { fresh_store; }

@test "no verb that reads prints an English sentence in a table" {
  count=0
  told() {
    local words found
    reads "$@" || return 0
    mapfile -t words < <(operands "$@")
    count=$((count + 1))
    # but for the checks of a field, which are written so
    found=$(SVC_LANG=zh_CN "$@" "${words[@]}" -f table 2>&1 </dev/null | grep -v ' day;after ' | prose | head -n 3) || :
    [ -z "$found" ] || printf '%s\n' "$*:" "$found" >>english
  }
  each_verb told
  [ ! -e english ] || { cat english; return 1; }
  [ "$count" -ge 100 ]
}

@test "what a column means is told in the language of its heading" {
  tell() {
    "$1" columns "${@:2}" --header zh -c meaning | prose >>english
    [ "$("$1" columns "${@:2}" -H -c meaning | grep -c '[^ -~]')" -le 2 ] || echo "$*" >>chinese
  }
  each_register tell
  [ ! -s english ] || { cat english; return 1; }
  [ ! -e chinese ] || { cat chinese; return 1; }
}

@test "a change is told under headings, in words and in yuan, whatever table it was in" {
  no=$(svc-reward list -H -c no --source reward -n 1)
  SVC_LANG=zh_CN svc-reward show "$no" -f table | grep '历史' >history
  ! grep -E '[；：][a-z_]+：' history || return 1
  grep -q "^$no *event *历史 *2026-.*root propose（.*）：编号：$no；来源类别：奖惩；" history
  grep -q '；金额：200.00；' history
  grep -q '；主要奖惩事实：[^|]*；' history
  svc-reward show "$no" -f table | grep -q " propose by root, .*; amount: 200.00; "
}

@test "the roles that a verb needs are called by their names" {
  SVC_LANG=zh_CN svc-complaint close --help | grep -q '坐席员、员工、班组长'
  svc-complaint close --help | grep -q 'agent;staff;team_leader'
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' "UPDATE person SET roles = 'auditor' WHERE login = '$(id -un)'"
  expect 77 env SVC_LANG=zh_CN svc-complaint close C2026-000001
  says '坐席员、员工、班组长、录入员、服务管理办公室、部门主任'
  says '的角色为 审计员'
  # the audit keeps it in English, with codes
  sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1' | grep -q 'agent;staff;.*holds auditor'
}

@test "a state that forbids a step is called by its name" {
  expect 4 env SVC_LANG=zh_CN svc-complaint close C2026-000001
  says '已办结'
  [[ $stderr != *closed* ]]
  sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1' | grep -q 'it is closed'
}

@test "what is listed behind a colon begins behind it, without a blank" {
  while read -r words; do
    # shellcheck disable=SC2086 # a word is an operand
    SVC_LANG=zh_CN $words 2>message || :
    grep -qP '：[^\s]' message
    ! grep -P '[：，。；、）”]\s' message || { echo "$words"; return 1; }
  done <<'EOF'
svc-complaint list --dept 维修部
svc-complaint list --dept 修抢
svc-report ledger 某台账
svc-auth can 某事项
svc-auth can free_gas
svc-tier check -m 2026-09 --duty x
EOF
  printf '%s\n' dept,颜色 02,红 | SVC_LANG=zh_CN svc-complaint import - 2>message || :
  grep -q '可用的列：no source ' message
}

@test "what each ledger has is told in Chinese where people read" {
  expect 0 svc-report ledger -f table
  [ "$(grep -c 'the ' <<<"$output")" -gt 5 ]
  SVC_LANG=zh_CN expect 0 svc-report ledger -f table
  sed 1d <<<"$output" | cut -d' ' -f2- | grep -i '[a-z]\{4,\}' >latin || true
  [ ! -s latin ]
  [[ $output == *投诉，从客户反映的内容到处理结果和责任认定* ]]
}
