#!/usr/bin/env bats
# The language of messages and help: chosen by the person, else by the company, else by the machine.
# shellcheck disable=SC2154 # stderr is bats' own

load common

setup_file() {
  make_company
}
setup() {
  fresh_store
  unset SVC_LANG
}

usage() { "$@" svc --help | head -n 1; }

@test "a person chooses by SVC_LANG, or by the locale, which need not be installed" {
  [ "$(usage env)" = 'usage: svc NOUN VERB [OPERAND...] [options]' ]
  [ "$(usage env SVC_LANG=zh_CN)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  [ "$(usage env SVC_LANG=zh)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  [ "$(usage env LC_ALL=zh_CN.UTF-8)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  [ "$(usage env -u LC_ALL LC_MESSAGES=zh_CN)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  [ "$(usage env -u LC_ALL LANG=zh_CN.GB18030)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  [ "$(usage env -u LC_ALL LC_MESSAGES=en_US.UTF-8 LANG=zh_CN.UTF-8)" = \
    'usage: svc NOUN VERB [OPERAND...] [options]' ]
  [ "$(usage env LC_ALL=zh_CN.UTF-8 SVC_LANG=en)" = 'usage: svc NOUN VERB [OPERAND...] [options]' ]
  [ "$(usage env LC_ALL=C.UTF-8 LANGUAGE=zh_CN)" = 'usage: svc NOUN VERB [OPERAND...] [options]' ]
  [ "$(usage env LC_ALL=C.UTF-8 SVC_LANG=zh_CN LANGUAGE=de)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
}

@test "without an environment, as in cron, one variable is enough" {
  expect 2 env -i SVC_LANG=zh_CN "$SVC_BUILD/bin/svc" nothing
  [ "$stderr" = $'svc: 未知名称“nothing”\n  可用 svc --help 查看' ]
}

@test "what the company has chosen holds for whoever has chosen nothing" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^language,,/language,zh_CN,/' pack/params.csv
  svc-policy load --from 2026-10-12 pack
  expect 5 svc-complaint show C2026-000009
  says '没有该投诉'
  expect 5 env SVC_LANG=en svc-complaint show C2026-000009
  says 'no such'
  expect 5 env LC_ALL=en_US.UTF-8 svc-complaint show C2026-000009
  says 'no such'
  expect 5 env SVC_NOW='2026-10-11 12:00' svc-complaint show C2026-000009
  says 'no such'
  sed -i 's/^language,zh_CN,/language,french,/' pack/params.csv
  expect 1 svc-policy check pack
  [ "${lines[1]}" = 'pack/params.csv,10,value,language: must be zh_CN or en' ]
}

@test "codes and the log are the same in every language" {
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 报修 --dept 02
  expect 4 env SVC_LANG=zh_CN svc-complaint close C2026-000001 --reason 完成
  cp "$SVC_DB" zh.db
  last=$(sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1')
  expect 4 env SVC_LANG=en svc-complaint close C2026-000001 --reason 完成
  [ "$(sqlite3 "$SVC_DB" 'SELECT change FROM event ORDER BY seq DESC LIMIT 1')" = "$last" ]
}

@test "whatever help says is Chinese, of every command and verb" {
  local tool verb found=''
  for tool in svc $(tools); do
    found+=$(SVC_LANG=zh_CN "$tool" --help | prose)
    [ "$tool" = svc ] && continue
    for verb in $(verbs "$tool"); do found+=$(SVC_LANG=zh_CN "$tool" "$verb" --help | prose); done
  done
  [ -z "$found" ] || { echo "$found"; return 1; }
}

@test "what is wrong is told in Chinese: usage, input, rules, what is not there, what cannot be written" {
  export SVC_LANG=zh_CN
  told() {
    local code=$1
    shift
    expect "$code" "$@"
    [ -n "$stderr" ]
    [ -z "$(prose <<<"$stderr")$(perl -CSD -ne 'print if /\p{Han}[,;:]/' <<<"$stderr")" ] || { echo "$stderr"; return 1; }
  }
  told 2 svc-complaint nonsense
  told 2 svc-complaint list --nonsense
  told 2 svc-complaint list -c nonsense
  told 2 svc-complaint assign C2026-000001
  told 2 svc-complaint list --since 2026-02-30
  told 2 svc-report sheet -m 2026-13
  told 5 svc-complaint show C2026-000099
  told 65 svc-complaint import - <<<$'no,nonsense\n1,2'
  told 65 svc-complaint import - <<<$'received_at,channel,category,content,source,source_no\n2026-02-30,hotlin,repair,x,a,1'
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 报修 --dept 02
  told 4 svc-complaint close C2026-000001
  told 4 svc-complaint reopen C2026-000001 --reason 又坏了
  told 74 sh -c 'svc-complaint list >/dev/full'
  told 74 svc-complaint list -o /nonexistent/out.csv
  told 78 env SVC_DB=/nonexistent/svc.db svc-complaint list
}

@test "what columns mean is told in Chinese where words are, of every register, and in English where codes are" {
  english() {
    SVC_LANG=zh_CN "$1" columns "${@:2}" -H --words zh -c column,meaning |
      perl -CSD -ne 'print unless /,.*\p{Han}/' | sed "s/^/$*: /"
  }
  each_register english >found
  [ ! -s found ] || { cat found; return 1; }
  SVC_LANG=zh_CN svc-order columns -H -c meaning >codes
  svc-order columns -H -c meaning | diff codes -
}

# Runs a command where the machine's own language is zh_CN, and nothing of it in the environment.
on_chinese_machine() {
  mkdir -p etc/svc
  cp /etc/passwd /etc/group etc
  echo zh_CN >etc/svc/language
  unshare -m sh -c 'mount --bind etc /etc && exec "$@"' sh env -i SVC_DB="$SVC_DB" SVC_NOW="$SVC_NOW" "$@"
}

@test "what the machine says holds where neither a person nor the company has chosen, under cron as well" {
  unshare -m true 2>/dev/null || skip "no mount of one's own can be made here"
  [ "$(on_chinese_machine "$SVC_BUILD/bin/svc" --help | head -n 1)" = '用法：svc 名称 动词 [操作数...] [选项]' ]
  expect 5 on_chinese_machine "$SVC_BUILD/bin/svc-complaint" show C2026-000009
  says '没有该投诉'
  # a person, and then the company, go before it
  [ "$(on_chinese_machine SVC_LANG=en "$SVC_BUILD/bin/svc" --help | head -n 1)" = \
    'usage: svc NOUN VERB [OPERAND...] [options]' ]
  [ "$(on_chinese_machine LANG=en_US.UTF-8 "$SVC_BUILD/bin/svc" --help | head -n 1)" = \
    'usage: svc NOUN VERB [OPERAND...] [options]' ]
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^language,[^,]*,/language,en,/' pack/params.csv
  svc-policy load --from 2026-10-12 pack
  expect 5 on_chinese_machine "$SVC_BUILD/bin/svc-complaint" show C2026-000009
  says 'no such'
}
