# What is wrong is told so that it can be acted on: the same fault once with its count and lines, counts that
# are true, the nearest word, and options as people type them.
# shellcheck disable=SC2154 # stderr and status are bats' own
load common

setup_file() { make_company; }
setup() { fresh_store; }

HEADER=source,source_no,received_at,channel,category,content,phone
# rows FIRST LAST CHANNEL [PHONE]: a complaint a line.
rows() { for no in $(seq "$1" "$2"); do echo "crm,$no,2026-10-09 09:00,$3,repair,x,$4"; done; }

@test "the same fault of the same word is told once, with its count and its lines" {
  { echo "$HEADER"; rows 1 40 客服专线; rows 41 41 hotline; rows 42 42 客服专线; rows 43 43 telex; } >may.csv
  expect 65 svc-complaint import may.csv
  says 'may.csv: column "channel": "客服专线" ×41 (lines 2–41, 43): an unknown word; did you mean 客服热线=hotline?'
  says 'may.csv:44: record 43, column "channel": "telex": an unknown word'
  [ "$(grep -c 'unknown word' <<<"$stderr")" -eq 2 ]
  says 'may.csv: read 43: 0 added, 0 updated, 0 unchanged, 42 rejected, 1 held back'
  says 'nothing was applied'
  [ -z "$(svc-complaint list -H)" ]
  SVC_LANG=zh_CN expect 65 svc-complaint import may.csv
  says '“客服专线”共41条（第2–41，43行）'
  # The file of rejects has each record.
  expect 3 svc-complaint import --keep-good --rejects r.csv may.csv
  [ "$(tail -n +2 r.csv | wc -l)" -eq 42 ]
  says '1 added, 0 updated, 0 unchanged, 42 rejected; sha256'
}

@test "numbers and names are never told; of many places the first are, and faults keep the order of the file" {
  { echo "$HEADER"; for no in $(seq 1 3 60); do
    rows "$no" "$no" web 1390000abcd; rows "$((no + 1))" "$((no + 1))" web; rows "$((no + 2))" "$((no + 2))" fax; done; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'column "phone" ×20 (lines 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35 …): not a phone number'
  says 'column "channel": "fax" ×20'
  [[ $stderr != *1390000* ]]
  [[ $stderr == *'"phone"'*'"fax"'* ]]
  expect 65 svc-complaint import --max-errors 1 in.csv
  says '"phone" ×20'
  says 'more bad records follow'
  [[ $stderr != *fax* ]]
}

@test "what the records themselves forbid is grouped, too, in the order of the file though they are taken in by time" {
  { echo source,source_no,received_at,closed_at
    echo crm,1,2026-10-05 09:00,2026-10-05 08:00
    echo crm,2,2026-10-14 09:00,
    echo crm,3,2026-10-04 09:00,2026-10-04 08:00
    echo crm,4,2026-10-13 09:00,; } >in.csv
  expect 65 svc-complaint import --set channel=web,category=repair,content=x in.csv
  [ "$(grep -o '"[a-z_]*" ×2 (lines [0-9, ]*)' <<<"$stderr" | tr '\n' ' ')" = \
    '"closed_at" ×2 (lines 2, 4) "received_at" ×2 (lines 3, 5) ' ]
}

@test "a dry run says what would be applied, or that nothing would" {
  { echo "$HEADER"; rows 1 3 web; } >in.csv
  expect 0 svc-complaint import --dry-run -v in.csv
  says 'read 3: 3 added, 0 updated, 0 unchanged, 0 rejected (dry run: would be applied)'
  rows 4 4 fax >>in.csv
  expect 65 svc-complaint import --dry-run in.csv
  says 'read 4: 0 added, 0 updated, 0 unchanged, 1 rejected, 3 held back (dry run)'
}

@test "a filter by what is not there is no empty answer" {
  expect 5 svc-complaint list --dept XX
  says 'option --dept: "XX" is not registered'
  expect 5 svc-complaint list --dept 维修部
  says 'near it: 02 维修抢险部'
  expect 5 svc-order list --person 9999
  # A customer is one who is registered, or has records.
  expect 5 svc-complaint list --customer G404
  says 'option --customer: "G404" is not registered'
  complaint customer=G9 >/dev/null
  expect 0 svc-complaint list --customer G9
  svc-tier add --customer G405 --name 甲 --class resident >/dev/null
  expect 0 svc-complaint list --customer G405
  expect 5 svc-complaint list --customer G9,G404
  says 'near it: G405'
  expect 2 svc-complaint list --channel hotlin
  says 'did you mean 客服热线=hotline?'
}

@test "the nearest noun, verb, option, column, register and ledger is told" {
  expect 2 svc complant list
  says 'did you mean svc complaint?'
  expect 2 svc-complaint lst
  says 'did you mean list?'
  expect 2 svc-complaint list --chanel web
  says 'did you mean --channel?'
  expect 2 svc-complaint list -c no,chanel
  says 'no column "chanel"; did you mean channel?'
  says 'known columns: no source'
  expect 2 svc-complaint list --sort recieved_at:desc
  says 'did you mean received_at?'
  expect 2 svc-complaint list --sheets chanel
  says 'did you mean channel?'
  expect 2 svc-admin list person
  says 'no register "person"; did you mean persons?'
  expect 2 svc-report ledger complant
  says 'no ledger "complant"; did you mean complaint?'
}

@test "options stand before the register's name as well as behind it" {
  printf '%s\n' dept,name 02,维修抢险一部 >d.csv
  expect 0 svc-admin import --update depts d.csv
  [ "$(svc-admin list -H -c name --dept 02 depts)" = 维修抢险一部 ]
  [ "$(svc-admin list -Hc name depts --dept=02)" = 维修抢险一部 ]
  expect 2 svc-admin list -n 1 nonsense
  says 'no register "nonsense"'
  same() {
    [ -n "$2" ] || return 0
    diff <("$1" list "$2" -f jsonl -n 3) <("$1" list --format jsonl -n 3 "$2")
  }
  each_register same
}

@test "- may be typed for _ in every option" {
  no=$(svc-complaint add -H --received-at '2026-10-09 09:00' --channel web --category repair --content x --source-no 9 --source crm)
  [ "$(svc-complaint list --source-no=9 -H -c no)" = "$no" ]
  # A value that looks like an option stays as it is.
  expect 0 svc-complaint set "$no" --reason x --subject --received-at
  [ "$(svc-complaint list --no "$no" -H -c subject)" = --received-at ]
  typed() {
    local column with=() without=()
    for column in $(columns_of "$@" | grep _); do
      with+=("--$column" '') without+=("--${column//_/-}" '')
    done
    diff <("$1" list "${@:2}" "${with[@]}" 2>&1) <("$1" list "${@:2}" "${without[@]}" 2>&1)
  }
  each_register typed
}
