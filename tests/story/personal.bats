# What the store never tells: personal data comes out nowhere unasked, and can be forgotten without
# touching the chain.
# bats file_tags=slow

load common

setup_file() { make_four; }
setup() { fresh_store; }

# -- retiring -------------------------------------------------------------------------------

@test "retire erases the salts of what it retires, and everything still verifies" {
  svc-complaint close C2026-000001 --solution 处理
  svc-complaint set C2026-000002 --phone '' --caller '' --reason 要求删除
  svc-complaint close C2026-000002 --solution 处理
  svc-tier add --customer U1 --name 王芳 --phone 13800138000 >/dev/null
  chain=$(sqlite3 "$SVC_DB" "SELECT seq, change, hash FROM event")
  states="SELECT tbl, state FROM register_state WHERE tbl NOT IN ('complaint', 'event') ORDER BY tbl"
  before=$(sqlite3 "$SVC_DB" "$states")
  mark=$(head_mark)
  export SVC_NOW='2029-11-01 09:00'
  counts=$(svc-complaint stats --period 2026 --by category)
  expect 0 svc-admin retire --older-than 3y --reason 到期 --dry-run
  [ "$output" = "$(printf 'register,records,older_than,salts\ncomplaint,2,2026-11-01,3\nmonitor,0,2026-11-01,0')" ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM salt')" -eq 6 ]
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [ "$output" = $'complaint,2,2026-11-01,3\nmonitor,0,2026-11-01,0' ]
  # The two that are still open and the customer keep theirs; of the retired ones nothing is left.
  [ "$(sqlite3 "$SVC_DB" 'SELECT seq, tbl FROM salt ORDER BY seq' | tr '\n' ' ')" = "$(event_of 3)|complaint $(event_of 4)|complaint $(sqlite3 "$SVC_DB" "SELECT seq FROM event WHERE tool = 'svc-tier'")|customer " ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(phone) FROM complaint')" -eq 2 ]
  expect 0 svc-admin check -H
  expect 0 svc-admin verify -H --anchors - <<<"$mark"
  [ "$chain" = "$(sqlite3 "$SVC_DB" "SELECT seq, change, hash FROM event WHERE seq <= $(wc -l <<<"$chain")")" ]
  [ "$before" = "$(sqlite3 "$SVC_DB" "$states")" ]
  [ "$counts" = "$(svc-complaint stats --period 2026 --by category)" ]
  svc-complaint log C2026-000001 -H -c verb,change | grep -qx 'retire,"{""caller"":\[""\*\*\*\*"",null\],""phone"":\[""\*\*\*\*"",null\],""salts"":\[1,0\]}"'
  svc-complaint log C2026-000002 -H -c verb,change | grep -qx 'retire,"{""salts"":\[2,0\]}"'
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [ "$output" = $'complaint,0,2026-11-01,0\nmonitor,0,2026-11-01,0' ]
}

@test "what is recorded after retiring is committed to, and retired again" {
  svc-complaint close C2026-000001 --solution 处理
  export SVC_NOW='2029-11-01 09:00'
  svc-admin retire --older-than 3y --reason 到期
  svc-complaint set C2026-000001 --phone 13900139000 --reason 来电
  expect 0 svc-admin verify -H
  sqlite3 "$SVC_DB" 'DELETE FROM salt WHERE seq = (SELECT MAX(seq) FROM salt)'
  expect 1 svc-admin verify -H -c finding
  [ "$output" = "the salt of event $(last_event) is missing" ]
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [ "$output" = $'complaint,1,2026-11-01,0\nmonitor,0,2026-11-01,0' ]
  expect 0 svc-admin verify -H
}

# -- personal data --------------------------------------------------------------------------

# Nothing of the secret customer stands in the files.
no_secret() {
  ! grep -nE '张密密|139123|45678|路77号5' "$@"
}

@test "personal data comes out nowhere: every verb, every format, messages, receipts, reasons, events" {
  secret=(--caller 张密密 --phone 13912345678 --address 机密路77号5单元601)
  exec 5>&2 2>said
  no=$(svc-complaint add -v -H --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content 报修 --dept 02 "${secret[@]}")
  svc-tier add -v --customer U7 --name 张密密 --phone 13912345678 --address 机密路77号5单元601 >>said
  svc-complaint set "$no" -v --phone 13912345679 --caller 张密密密 --reason 更正
  svc-complaint assign "$no" -v --dept 03
  svc-complaint respond "$no" -v
  svc-complaint close "$no" -v --solution 处理
  svc-complaint reopen "$no" -v --reason 复发
  svc-complaint close "$no" -v --solution 处理
  svc-tier set U7 -v --phone 13912345679 --reason 更正
  # What is refused is never quoted.
  for value in 139123x45678 '139****5678' "13912345678
139123"; do svc-complaint set "$no" --phone "$value" --reason x || true; done
  svc-complaint set "$no" --caller ' 张密密 ' --reason x || true
  svc-complaint list --phone 139123x45678 >>said || true
  printf '%s\n' source,source_no,received_at,channel,category,content,caller,phone,address \
    'a,1,2026-10-09,web,other,x,张密密,13912345678,机密路77号5单元601' \
    'a,2,2026-10-09,web,other,x,张密密,139123x45678,机密路77号5单元601' \
    'a,3,2026-10-09,web,other,x,张密密****,139****5678,机密路77号****' \
    'a,4,2026-13-09,web,other,x,张密密,1.3912345678E+10,机密路77号5单元601' \
    'a,5,2026-10-09,web,nonsense,x,张密密,13912345678,机密路77号5单元601,extra' >f.csv
  svc-complaint import -v f.csv || true
  svc-complaint import -v --keep-good --rejects r.csv --receipt receipt.csv f.csv || true
  sed 's/13912345678/13912345670/' f.csv | svc-complaint import -v --max-errors 9 - || true
  exec 2>&5 5>&-
  no_secret said receipt.csv
  [ "$(stat -c %a r.csv)" = 600 ]
  mlr=$(sqlite3 :memory: '.import --csv r.csv t' 'SELECT "_line", "_column", "_code", "_reason" FROM t')
  no_secret <<<"$mlr"
  grep -c rejected said
  # What is read, in every format that is text, and in Chinese.
  read_it() {
    local format operands
    reads "$1" "$2" || return 0
    mapfile -t operands < <(operands "$1" "$2")
    for format in csv tsv jsonl table html; do "$1" "$2" "${operands[@]}" -f "$format" </dev/null || true; done
  }
  each_verb read_it >printed 2>&1
  for args in 'due --within 30d' 'stats --period 2026 --by dept' 'score -m 2026-10' 'list --excel -f csv' \
    'list --header zh' 'list --sort phone -c phone,caller,address'; do
    # shellcheck disable=SC2086
    svc-complaint $args
  done >>printed 2>&1
  for verb in sheet explain; do svc-report "$verb" -m 2026-10; done >>printed 2>&1
  svc-complaint list -o o.csv
  svc-complaint list -o o.table
  [ "$(wc -l <printed)" -gt 5000 ]
  no_secret printed o.csv o.table
  grep -q '139\*\*\*\*5679' printed
  sqlite3 "$SVC_DB" 'SELECT * FROM event' >events
  no_secret events
}

@test "personal data in full needs the role and a reason, and no role of cron" {
  count="SELECT COUNT(*) FROM event WHERE change = '{\"pii\":\"full\"}'"
  expect 2 svc-complaint list --pii full
  says '--pii full needs a reason'
  for roles in admin clerk 'admin;clerk;agent;committee' cron 'office;cron' 'cron;auditor;gm'; do
    sqlite3 "$SVC_DB" "UPDATE person SET roles = '$roles' WHERE login = '$(id -un)'"
    for verb in list 'show C2026-000001'; do
      # shellcheck disable=SC2086
      expect 77 svc-complaint $verb --pii full --reason 核对
      [ -z "$output" ]
      says 'nothing was shown'
    done
  done
  [ "$(sqlite3 "$SVC_DB" "$count")" -eq 0 ]
  for roles in office auditor gm; do
    sqlite3 "$SVC_DB" "UPDATE person SET roles = '$roles' WHERE login = '$(id -un)'"
    expect 0 svc-complaint list --pii full --reason 核对 -H -c phone
    [ "${lines[0]}" = 13800138000 ]
  done
  [ "$(sqlite3 "$SVC_DB" "$count AND tool = 'svc-complaint' AND verb = 'list' AND reason = '核对'")" -eq 3 ]
}

@test "who may no longer see when his input ends is shown nothing" {
  mkfifo held
  svc-complaint show - --pii full --reason held <held >shown 2>said &
  exec 7>held
  until [ "$(sqlite3 -cmd '.timeout 9000' "$SVC_DB" "SELECT COUNT(*) FROM event WHERE reason = 'held'")" = 1 ]; do :; done
  holds agent
  echo C2026-000001 >&7
  exec 7>&-
  code=0
  wait $! || code=$?
  [ "$code" -eq 77 ]
  [ ! -s shown ]
  grep -q 'pii full needs one of the roles' said
}

@test "the event of showing personal data is there before its first byte" {
  shown() { sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE reason = '$1'"; }
  expect 74 sh -c 'svc-complaint list --pii full --reason full >/dev/full'
  [ "$(shown full)" -eq 1 ]
  svc-complaint list --pii full --reason gone | true
  [ "$(shown gone)" -eq 1 ]
  mkfifo slow
  svc-complaint list --pii full --reason slow >slow &
  exec 7<slow
  head -c 1 <&7 >/dev/null
  [ "$(shown slow)" -eq 1 ]
  exec 7<&-
  wait $! || true
  expect 2 svc-complaint list --pii full --reason wrong -c nonsense
  [ "$(shown wrong)" -eq 1 ]
}

@test "sql hides personal data and salts from those who may not see them, cron among them" {
  svc-tier add --customer U1 --name 王芳 --phone 13800138000 --address 建设路18号 >/dev/null
  select='SELECT c.caller, c.phone, u.name, u.phone AS p, u.address, s.salt FROM complaint c, customer u, salt s LIMIT 1'
  expect 0 svc-admin sql "$select" --reason 查 -H
  [[ $output == 王芳,13800138000,王芳,13800138000,建设路18号,* ]]
  for roles in admin 'admin;cron;office'; do
    sqlite3 "$SVC_DB" "UPDATE person SET roles = '$roles' WHERE login = '$(id -un)'"
    expect 0 svc-admin sql "$select" --reason 查 -H
    [ "$output" = ,,,,, ]
    # nor what a telephone number could be tried by
    expect 0 svc-admin sql "SELECT c.digest, u.digest AS d, e.state, r.state AS s, o.digest AS p FROM complaint c, customer u,
      event e, register_state r LEFT JOIN operation o ON 1 WHERE e.tbl = 'complaint' AND r.tbl = 'complaint' LIMIT 1" --reason 查 -H
    [ "$output" = ,,,, ]
  done
}

@test "what is short is not masked down to one character" {
  for phone in 68001234 6800123 010-68001234 13800138000; do complaint phone="$phone" >/dev/null; done
  for address in 建设路18号3栋502 人民西路7号 仓库 ABC; do complaint address="$address" >/dev/null; done
  for caller in 王 王芳 欧阳建国; do complaint caller="$caller" >/dev/null; done
  [ "$(svc-complaint list -H -c phone --sort no | tail -n +5 | head -n 4 | tr '\n' ' ')" = \
    '****1234 **** 010****1234 138****8000 ' ]
  [ "$(svc-complaint list -H -c address --sort no | tail -n +9 | head -n 4 | tr '\n' ' ')" = \
    '建设路18号**** 人民**** **** **** ' ]
  [ "$(svc-complaint list -H -c caller --sort no | tail -n +13 | tr '\n' ' ')" = '**** 王**** 欧**** ' ]
}

# -- questions ------------------------------------------------------------------------------

# Holds these roles alone: holds ROLES.
holds() { sqlite3 "$SVC_DB" "UPDATE person SET roles = '$1' WHERE login = '$(id -un)'"; }

# As the tools made them: what was changed here is no finding.
holds_again() { holds 'admin;office;clerk'; }

looked_up() { sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change LIKE '{\"looked_up\":%'"; }

@test "who may not see looks up one value at a time, and each look-up leaves its event, salted" {
  holds agent
  expect 0 svc-complaint list --phone '138-0013-8000' -H -c no,phone
  [[ ${lines[0]} == 'C2026-0'*',138****8000' ]]
  [ "$(looked_up)" -eq 1 ]
  row=$(sqlite3 "$SVC_DB" "SELECT e.change, s.salt FROM event e JOIN salt s ON s.seq = e.seq ORDER BY e.seq DESC LIMIT 1")
  hash=$(printf '%s\nphone\n13800138000' "${row#*|}" | sha256sum)
  [ "${row%|*}" = "{\"looked_up\":\"complaint\",\"phone\":[\"salted:${hash%% *}\"]}" ]
  # Of those that have none everybody may ask; nobody asks for several, or has them in order.
  expect 0 svc-complaint list --phone '' -H
  for many in '13800138000,13900139000' '13800138000/13900139000'; do
    expect 77 svc-complaint list --phone "$many"
    [ -z "$output" ]
    says 'give one value'
  done
  expect 77 svc-complaint list --caller 王芳,李明
  for sort in phone phone:desc no,caller; do
    expect 77 svc-complaint list --sort "$sort" -n 1
    says 'what the masks hide'
  done
  [ "$(looked_up)" -eq 1 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change LIKE '{\"refused\":\"--%'")" -eq 6 ]
  # Who may see asks what he likes.
  holds office
  expect 0 svc-complaint list --phone 13800138000,13900139000 --sort phone
  [ "$(looked_up)" -eq 1 ]
  holds 'office;cron'
  expect 77 svc-complaint list --phone 13800138000,13900139000
  holds_again
  expect 0 svc-admin verify -H
}

@test "look-ups of an hour are as many as the policy says" {
  holds agent
  for ((i = 0; i < 30; i++)); do svc-complaint list --caller "王$i" >/dev/null; done
  [ "$(looked_up)" -eq 30 ]
  expect 77 svc-complaint list --caller 王芳
  says 'looked up 30 times'
  [ -z "$output" ]
  expect 77 svc-tier list --phone 13800138000
  expect 0 svc-complaint list -H
  holds auditor
  expect 0 svc-complaint list --caller 王芳 -H
  holds agent
  SVC_NOW="$(date -d "$SVC_NOW 61 minutes" '+%F %T')" expect 0 svc-complaint list --caller 王芳 -H
  [ "$(looked_up)" -eq 31 ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM look_up')" -eq 1 ]
}

@test "what was looked up long ago is forgotten with what grew old" {
  holds agent
  svc-complaint list --caller 王芳 >/dev/null
  holds_again
  SVC_NOW='2027-11-01 09:00' expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [[ $output != *look_up* ]]
  export SVC_NOW='2029-12-01 09:00'
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [[ $output == *$'\nlook_up,0,2026-12-01,1' ]]
  expect 0 svc-admin verify -H
  holds agent
  svc-complaint list --caller 王芳 >/dev/null
  sqlite3 "$SVC_DB" 'DELETE FROM salt WHERE seq = (SELECT MAX(seq) FROM salt)'
  holds_again
  expect 1 svc-admin verify -H -c finding
  [[ $output == *' is missing' ]]
}

@test "no import answers whose a number is: what who may not see brings is not compared" {
  head='source,source_no,received_at,channel,category,content,phone'
  row='x,1,2026-10-09 09:00,web,other,内容'
  svc-complaint import - <<<"$head"$'\n'"$row,13800138000"
  holds clerk
  for phone in 13800138000 13800138001 ''; do
    expect 0 svc-complaint import -v --dry-run --receipt r.csv - <<<"$head"$'\n'"$row,$phone"
    says '0 added, 0 updated, 1 unchanged'
    says '1 cells of personal data were not compared'
    [ "$(sqlite3 :memory: '.import --csv r.csv t' 'SELECT unchanged, not_compared FROM t')" = '1|1' ]
  done
  expect 0 svc-complaint import -v --update - <<<"$head"$'\n'"${row/内容/新},13800138001"
  says '1 updated'
  expect 0 svc-complaint import --update --op-id o-1 --receipt a.csv - <<<"$head"$'\n'"${row/内容/再},13800138001"
  expect 0 svc-complaint import --update --op-id o-1 --receipt b.csv - <<<"$head"$'\n'"${row/内容/再},13800138001"
  [ "$(cut -d, -f3- a.csv)" = "$(cut -d, -f3- b.csv)" ]
  # A mask is no question; a new record is none.
  expect 0 svc-complaint import -v - <<<"$head"$'\n'"${row/内容/再},138****8000"
  says '1 unchanged'
  run says 'not compared'
  [ "$status" -eq 1 ]
  expect 0 svc-complaint import -v - <<<"$head"$'\n'"${row/x,1/x,2},13800138005"
  says '1 added'
  holds_again
  expect 0 svc-complaint list --source x --sort source_no --pii full --reason 查 -H -c phone
  [ "$output" = $'13800138000\n13800138005' ]
  expect 0 svc-complaint import -v --update - <<<"$head"$'\n'"${row/内容/再},13800138001"
  says '1 updated'
  expect 0 svc-admin verify -H
}

@test "who may not see puts nothing in the place of what is masked, and hears nothing of it" {
  holds agent
  for phone in 13800138000 13800138001 ''; do
    for dry in --dry-run -v; do
      expect 77 svc-complaint set C2026-000001 --phone "$phone" --reason 更正 $dry
      says 'set --phone needs one of the roles office;auditor;gm'
    done
  done
  expect 0 svc-complaint set C2026-000001 --subject 主题 --reason 更正
  holds clerk
  svc-monitor add --monitor J01 --name 陈立新 --grp media --district 城东 --appointed_on 2026-03-01 --phone 13800138007
  for phone in 13800138007 13800138008; do
    expect 0 svc-monitor add --dry-run --monitor J02 --name 李新 --grp media --district 城东 --appointed_on 2026-03-01 --phone "$phone"
  done
  holds office
  expect 4 svc-monitor add --monitor J02 --name 李新 --grp media --district 城东 --appointed_on 2026-03-01 --phone 13800138007
  says 'is that of monitor "J01", who is in office'
  expect 0 svc-complaint set C2026-000001 --phone '' --reason 更正
  holds agent
  expect 0 svc-complaint set C2026-000001 --phone 13800138001 --reason 更正 # where nothing stands
  holds_again
  expect 0 svc-admin verify -H
}

@test "too many values to select by are told in a sentence" {
  expect 2 svc-complaint list --source_no "$(seq -s, 1 1001)"
  says 'more than 1000 values to select by'
}
