# svc-entry: what was entered wrong, by whom, and how often.
# shellcheck disable=SC2154 # expect leaves stderr

load common

setup_file() { make_company; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

# A final or draft audit of person 1502; prints its number: audit FIELDS [OPTION...].
audit() {
  svc-entry add audits -H --audited_at '2026-10-10 09:00' --kind monthly --auditor 1602 --dept 05 \
    --operator 1502 --records_checked 1 --fields_checked "$@"
}
# wrong AUDIT [OPTION...]: one error more.
wrong() { svc-entry error "$1" -H --field phone --error wrong_value "${@:2}"; }
lines() { svc-entry score -m 2026-10 -H "$@"; }

# Errors of an audit without number: errors AUDIT COUNT [COLUMN VALUE].
errors() {
  awk -v audit="$1" -v count="$2" -v column="${3:-role}" -v value="${4:-}" 'BEGIN {
    print "source,source_no,found_at,audit,field,error,record," column
    for (i = 1; i <= count; i++)
      printf "list,%s-%s-%d,2026-10-10 10:00,%s,phone,wrong_value,U%05d,%s\n", audit, value, i, audit, i, value
  }' | svc-entry import errors -
}

# -- intake ------------------------------------------------------------------------------------

@test "an audit lives from its draft to the sheet, and its history tells by whom" {
  no=$(audit 4000)
  [ "$no" = EA2026-000001 ]
  [ "$(wrong "$no" --record U0001)" = EF2026-000001 ]
  wrong "$no" --record U0002 >/dev/null
  wrong "$no" --record U0003 >/dev/null
  wrong "$no" --record U0004 --severity major --points 1.00 >/dev/null
  # while it is a draft nothing counts
  [ "$(lines -c points,status | sort | uniq -c | tr -s ' ')" = $' 3 -0.20,proposed\n 1 -1.00,proposed' ]
  svc-entry close "$no"
  [ "$(lines -c person,clause,points,status,record)" = '1502,entry-9.1,-0.20,final,EF2026-000001
1502,entry-9.1,-0.20,final,EF2026-000002
1502,entry-9.1,-0.20,final,EF2026-000003
1502,entry-9.1,-1.00,final,EF2026-000004' ]
  [ "$(svc-report sheet -m 2026-10 --by person -H -c subject,entry,score | grep ^1502)" = 1502,-1.60,98.40 ]
  svc-entry log "$no" -H -c verb,person | tail -n 1 | grep -q '^close,'
  expect 4 svc-entry close "$no"
  expect 4 svc-entry error "$no" --field phone --error format
  says 'is final; nothing more is found by it'
  expect 4 svc-entry set audits "$no" --fields_checked 9000 --reason x
  expect 4 svc-entry set errors EF2026-000001 --points 0.5 --reason x
  says 'its audit is final'
  expect 65 svc-entry import audits --update - <<<$'no,fields_checked\n'"$no"',9000'
  says 'the audit is final'
}

@test "lists come in whole, under Chinese headings and in GBK, and twice is once" {
  printf '%s\n' 来源系统,来源编号,检查时间,检查方式,检查人,被检查部门,检查记录数,检查字段数 \
    'oa,1,2026-10-09 09:00,月检,1602,05,10,120' 'oa,2,2026-10-09 15:00,班组长监督,1202,02,5,60' | iconv -f utf-8 -t gb18030 >a.csv
  svc-entry import audits --encoding gb18030 a.csv
  expect 0 svc-entry import audits --encoding gb18030 -v a.csv
  says '0 added, 0 updated, 2 unchanged'
  [ "$(svc-entry list -H -c kind,dept,fields_checked,state)" = $'monthly,05,120,draft\nteam_leader,02,60,draft' ]
  printf '%s\n' source,source_no,found_at,audit,field,error 'x,1,2026-10-09 10:00,EA2026-000001,phone,format' \
    'x,2,2026-10-09 10:00,EA2026-000009,phone,format' 'x,3,2026-10-19 10:00,,phone,odd' >e.csv
  expect 3 svc-entry import errors --keep-good --rejects bad.csv e.csv
  [ "$(svc-entry list errors -H -c source_no,dept,severity,state)" = 1,05,minor,open ]
  sed 's/EA2026-000009/EA2026-000002/; s/2026-10-19/2026-10-09/; s/,odd/,missing/' bad.csv >good.csv
  svc-entry import errors --ignore _line,_column,_code,_reason good.csv
  [ "$(svc-entry list errors -H | wc -l)" -eq 3 ]
  cp "$SVC_DB" before
  svc-entry import errors --dry-run - <<<$'source,source_no,found_at,field,error\nx,9,2026-10-09,phone,format'
  cmp before "$SVC_DB"
}

@test "the template of an import tells the type of each column" {
  [ "$(svc-entry columns errors -H -c column,type | grep -E '^(no|evidence|points|found_at|error|objection),' | tr '\n' ' ')" = \
    'no,code found_at,time error,word evidence,line points,points objection,text ' ]
  [ "$(svc-entry columns -H -c column,type | grep -E '^(operator|fields_checked),' | tr '\n' ' ')" = \
    'operator,code fields_checked,integer ' ]
  [ "$(svc-entry columns reconciliations -H -c column,type | grep -E '^(day_from|cash_sum),' | tr '\n' ' ')" = \
    'day_from,day cash_sum,money ' ]
}

@test "wrong numbers that call-backs found come in as they are printed, and score nobody" {
  printf '%s\n' source,source_no,business,dept,planned_at,customer,caller,attempts,attempted_at,disposition \
    'cc,1,repair,02,2026-10-08 09:00,U77,1102,1,2026-10-08 10:00,wrong_number' | svc-callback import -
  svc-callback raise --what entry -m 2026-10 | svc-entry import errors -
  svc-callback raise --what entry -m 2026-10 --header zh --words code | svc-entry import errors -
  [ "$(svc-entry list errors -H -c source,customer,field,error,operator,state)" = \
    'svc-callback,U77,phone,wrong_value,,open' ]
  [ -z "$(lines)" ]
}

# -- refusals ----------------------------------------------------------------------------------

@test "what an audit must not be is refused" {
  expect 4 svc-entry add --audited_at '2026-10-10 09:00' --kind monthly --auditor 1502 --dept 05 --operator 1502 \
    --records_checked 1 --fields_checked 10
  says 'nobody but a self check checks oneself'
  expect 4 svc-entry add --audited_at '2026-10-10 09:00' --kind self --auditor 1501 --dept 05 --operator 1502 \
    --records_checked 1 --fields_checked 10
  expect 2 audit 0
  says 'must be one at least'
  expect 2 svc-entry add --audited_at '2026-10-13 09:00' --kind monthly --auditor 1602 --dept 05 --records_checked 1 --fields_checked 9
  says 'lies in the future'
  expect 2 svc-entry add --audited_at '2026-10-10 09:00' --kind monthly --auditor 1602 --dept 02 --operator 1502 \
    --records_checked 1 --fields_checked 9
  says '02'
  # a next step's check by the same post of the same team is none; by another post it is
  printf 'person,name,dept,post,roles\n1503,郑敏,05,抄表员,staff\n1504,于洋,05,核算员,staff\n' | svc-admin import persons -
  step() { svc-entry add -H --audited_at '2026-10-10 09:00' --kind next_step --auditor "$1" --dept 05 --operator 1502 --records_checked 1 --fields_checked 9; }
  expect 4 step 1503
  says 'the same post in the same department'
  expect 0 step 1504
  expect 65 svc-entry import audits - <<<$'source,source_no,audited_at,kind,auditor,dept,operator,records_checked,fields_checked\nx,1,2026-10-10 09:00,next_step,1503,05,1502,1,9'
  says 'record 1, column "auditor"'
}

@test "what an error must not be is refused" {
  no=$(audit 2)
  expect 2 svc-entry error "$no" --field phone --error wrong_value --entered_at '2026-10-12 10:00'
  says 'lies behind the moment when it was found'
  expect 4 svc-entry error "$no" --field phone --error wrong_value --points 1.01
  says 'points must be 0.20 to 1.00'
  expect 4 svc-entry error "$no" --field phone --error wrong_value --points 0.19
  expect 2 svc-entry error "$no" --field phone --error wrong_value --operator 1502 --dept 02
  expect 2 svc-entry error "$no" --field phone --error wrong_value --complaint C2026-000099
  says 'is not registered'
  wrong "$no" >/dev/null
  wrong "$no" >/dev/null
  expect 4 svc-entry error "$no" --field phone --error wrong_value
  says 'has looked at 2 fields, and as many are wrong already'
  svc-admin set persons 1203 --left_on 2026-09-30 --reason 离职
  expect 65 svc-entry import errors - <<<$'source,source_no,found_at,field,error,operator\nx,1,2026-10-10 09:00,phone,format,1203'
  says 'left on 2026-09-30 and takes no work'
  expect 5 svc-entry error EA2026-000077 --field phone --error format
}

@test "an audit of nothing, or of fewer fields than errors, never becomes final" {
  no=$(svc-entry add -H --audited_at '2026-10-10 09:00' --kind monthly --auditor 1602 --dept 05 --records_checked 0 --fields_checked 2)
  expect 4 svc-entry close "$no"
  says 'has looked at no record'
  wrong "$no" >/dev/null
  wrong "$no" >/dev/null
  svc-entry set audits "$no" --records_checked 1 --fields_checked 1 --reason 更正
  expect 4 svc-entry close "$no"
  says 'has looked at 1 fields, and 2 are wrong'
  svc-entry set audits "$no" --fields_checked 2 --reason 更正
  expect 0 svc-entry close "$no"
}

# -- disputes ----------------------------------------------------------------------------------

@test "a disputed error is suspended, one that is dropped costs nothing, and nobody decides his own" {
  no=$(audit 4000)
  for _ in 1 2; do wrong "$no" >/dev/null; done
  svc-entry close "$no"
  svc-entry fix EF2026-000002
  svc-entry dispute EF2026-000001 EF2026-000002 --reason 以录音为准
  [ "$(lines -c status | sort -u)" = suspended ]
  expect 4 svc-entry fix EF2026-000001
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)'; UPDATE person SET login = '$(id -un)' WHERE person = '1501'"
  forges_rows
  svc-entry decide EF2026-000001 --outcome dropped --reason 核实
  svc-entry decide EF2026-000002 --outcome upheld --reason 核实
  [ "$(lines -c record,status)" = $'EF2026-000001,reversed\nEF2026-000002,final' ]
  [ "$(svc-entry list errors -H -c no,state,outcome,decided_by)" = $'EF2026-000001,dropped,dropped,1501\nEF2026-000002,fixed,upheld,1501' ]
  expect 4 svc-entry dispute EF2026-000002 --reason 再议
  says 'was disputed before'
}

@test "an error can be disputed for three working days, and its auditor or operator does not decide" {
  no=$(audit 4000)
  wrong "$no" >/dev/null
  forges_rows
  export SVC_NOW='2026-10-16 09:00'
  expect 4 svc-entry dispute EF2026-000001 --reason x
  says 'could be disputed until'
  export SVC_NOW='2026-10-12 10:00'
  svc-entry dispute EF2026-000001 --reason x
  login() { sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)'; UPDATE person SET login = '$(id -un)', roles = 'office' WHERE person = '$1'"; }
  login 1502
  expect 4 svc-entry decide EF2026-000001 --outcome upheld --reason x
  says 'is about "1502", who cannot decide it'
  login 1602
  expect 4 svc-entry decide EF2026-000001 --outcome upheld --reason x
  says 'was found by "1602", who cannot decide it'
}

# -- what it costs -----------------------------------------------------------------------------

@test "more errors in a thousand fields than the pack allows cost the department once, as many as it allows do not" {
  no=$(audit 2000)
  errors "$no" 4
  svc-entry close "$no"
  [ "$(lines -c clause | sort -u)" = entry-9.1 ]
  again=$(svc-entry add -H --audited_at '2026-10-11 09:00' --kind monthly --auditor 1602 --dept 05 --records_checked 100 --fields_checked 2000)
  errors "$again" 8
  [ "$(lines -c clause | sort -u)" = entry-9.1 ]
  svc-entry close "$again"
  [ "$(lines -c dept,person,clause,points,record,occurred_at,reason | grep entry-8.1)" = \
    '05,,entry-8.1,-0.20,entry-rate,2026-10-11 09:00:00,"12 errors in 4000 fields, more than 2.00 in a thousand"' ]
  [ "$(svc-entry score -m 2026Q4 -H -c record | grep -c entry-rate)" -eq 1 ]
}

@test "who finds and mends his own slips the same day pays nothing" {
  self=$(svc-entry add -H --audited_at '2026-10-12 08:30' --kind self --auditor 1502 --dept 05 --records_checked 10 --fields_checked 1000)
  [ "$(svc-entry list --no "$self" -H -c operator)" = 1502 ]
  wrong "$self" --fixed >/dev/null
  wrong "$self" >/dev/null
  svc-entry close "$self"
  [ "$(lines -c record)" = EF2026-000002 ]
  SVC_NOW='2026-10-13 09:00' svc-entry fix EF2026-000002 # a day late
  [ "$(lines -c record)" = EF2026-000002 ]
}

@test "a false entry goes to the reward book and costs no points by itself" {
  no=$(audit 4000)
  svc-entry error "$no" --field gas_m3 --error false --record U0007 >/dev/null
  svc-entry close "$no"
  [ "$(lines -c clause,points,effect,status)" = entry-9.3,0.00,employee_rules,proposed ]
  svc-entry score -m 2026-10 | svc-reward propose - >/dev/null
  [ "$(svc-reward list -H -c clause,source,source_no,person,state)" = 'entry-9.3,entry,EF2026-000001,1502,proposed' ]
  [ "$(lines -c status | sort -u)" = proposed ]
}

# -- reconcile ---------------------------------------------------------------------------------

# three RECEIPTS CASH SYSTEM: files r, c and s, each a list of KEY=AMOUNT.
three() {
  local name list
  for name in r c s; do
    list=$1
    shift
    { echo receipt_no,amount; tr ' ' '\n' <<<"$list" | sed '/^$/d; s/=/,/'; } >$name.csv
  done
}
agree() { svc-entry reconcile r.csv c.csv s.csv "$@"; }

@test "receipts, money and system: what each of them lacks, and by how much they differ" {
  three 'R001=120.00 R002=80.50 R003=50.00 R004=66.00 R006=30.00 R006=30.00 R007=12.30' \
    'R001=120.00 R002=80.00 R004=66.00 R005=40.00 R006=30.00 R007=12.3' \
    'R001=120.00 R002=80.50 R003=50.00 R005=40.00 R006=30.00 R006=30.00 R007=12.30'
  rm "$SVC_DB" # nothing is asked of a store
  expect 1 agree --summary sums.csv
  [ "$output" = 'key,verdict,receipt_count,receipt_amount,cash_count,cash_amount,system_count,system_amount,cash_minus_receipt,system_minus_receipt,receipt_line,cash_line,system_line
R001,match,1,120.00,1,120.00,1,120.00,0.00,0.00,2,2,2
R002,amount_differs,1,80.50,1,80.00,1,80.50,-0.50,0.00,3,3,3
R003,missing_cash,1,50.00,0,0.00,1,50.00,-50.00,0.00,4,,4
R004,missing_system,1,66.00,1,66.00,0,0.00,0.00,-66.00,5,4,
R005,missing_receipt,0,0.00,1,40.00,1,40.00,40.00,40.00,,5,5
R006,count_differs,2,60.00,1,30.00,2,60.00,-30.00,0.00,6,6,6
R007,match,1,12.30,1,12.30,1,12.30,0.00,0.00,8,7,8' ]
  [ "$(grep -vE 'sha256|name' sums.csv | tr '\n' ' ')" = 'keys,7 matched,2 differing,5 missing_receipt,1 missing_cash,1 missing_system,1 netted,0 receipt_rows,7 receipt_sum,388.80 cash_rows,6 cash_sum,348.30 system_rows,7 system_sum,362.80 cash_minus_receipt,-40.50 system_minus_receipt,-26.00 ' ]
  [ "$(grep receipt_sha256 sums.csv)" = "receipt_sha256,$(sha256sum <r.csv | cut -d' ' -f1)" ]
  [ "$(agree -f table --only diff | tail -n 1)" = '7 keys, 2 agree (28.57%), 5 do not' ]
  [ "$(agree --only diff -H -c key -n 2 | tr '\n' ' ')" = 'R002 R003 ' ]
  all=$output
  # whatever the order of the files
  for name in r c s; do { sed -n 1p $name.csv; sed 1d $name.csv | tac; } >t && mv t $name.csv; done
  expect 1 agree -c key,verdict,receipt_count,receipt_amount,cash_count,cash_amount,system_count,system_amount,cash_minus_receipt,system_minus_receipt
  [ "$output" = "$(cut -d, -f1-10 <<<"$all")" ]
}

@test "slips that cancel out are differences, equal sums are not equal payments, and two of the same are no double" {
  three 'R1=100 R2=90' 'R1=90 R2=100' 'R1=100 R2=90'
  expect 1 agree -H -c key,verdict
  [ "$output" = $'R1,amount_differs\nR2,amount_differs' ]
  three 'K=10.00 K=20.00' 'K=10.00 K=20.00' 'K=15.00 K=15.00'
  expect 1 agree -H -c verdict,cash_minus_receipt,system_minus_receipt
  [ "$output" = amount_differs,0.00,0.00 ]
  three 'K=10.00 K=10.00' 'K=10.00 K=10.00' 'K=10.00 K=10.00'
  expect 0 agree -H -c verdict,receipt_count,cash_count,system_count
  [ "$output" = match,2,2,2 ]
  three 'K=50.00 K=-50.00 L=1' 'L=1' 'L=1'
  expect 1 agree -H -c key,verdict
  [ "$output" = $'K,only_receipt\nL,match' ]
  expect 0 agree --net -H -c key,verdict --summary sums.csv
  [ "$output" = L,match ]
  grep -qx netted,1 sums.csv
  three 'K=10.00' 'K=10.01' 'K=9.99'
  expect 1 agree --tolerance 0.00
  expect 0 agree --tolerance 0.01
}

@test "a reconciliation is printed in the order that is asked for, and cut behind it" {
  three 'a=9 b=100 c=-5 d=70 ab=9' 'a=8.50 b=30 c=-5 e=1 ab=9' 'a=9 b=100 c=-5 d=70 e=1 ab=9'
  keys() { expect 1 agree -H -c key --sort "$@"; tr '\n' ' ' <<<"$output"; }
  [ "$(keys cash_minus_receipt)" = 'b d a ab c e ' ]
  [ "$(keys cash_minus_receipt:desc)" = 'e ab c a b d ' ]
  [ "$(keys verdict,system_amount:desc)" = 'b a ab c d e ' ]
  [ "$(keys key:desc)" = 'e d c b ab a ' ]
  # what a file has not comes last, up and down
  [ "$(keys cash_line)" = 'a b c e ab d ' ]
  [ "$(keys cash_line:desc)" = 'ab e c b a d ' ]
  [ "$(keys cash_minus_receipt -n 2)" = 'b d ' ]
  [ "$(keys cash_minus_receipt --only diff)" = 'b d a e ' ]
  [ "$(agree --sort key:desc | head -n 3 | tail -n 1)" = "$(agree | grep ^d,)" ]
  expect 1 agree -H -c key,receipt_quantity --quantity amount --sort receipt_quantity:desc -n 1
  [ "$output" = b,100.00 ]
  expect 2 agree --sort receipt_quantity
  says 'no column "receipt_quantity"'
  expect 2 agree --sort key:up
  says '"key:up" is not COL or COL:desc'
  # as many rows as do not fit into the memory that they are sorted in
  awk 'BEGIN { print "receipt_no,amount"; for (i = 0; i < 150000; i++) printf "K%06d,%d\n", i, i * 7919 % 150000 }' | tee r.csv s.csv >c.csv
  expect 0 agree --sort receipt_amount:desc -H -c receipt_amount
  [ "$(sha256sum <<<"$output")" = "$(seq 149999 -1 0 | sed 's/$/.00/' | sha256sum)" ]
}

@test "a day's money in one deposit is compared with the sum of its receipts" {
  printf '%s\n' day,operator,receipt_no,amount 09-01,1502,1,120.00 09-01,1502,2,80.50 09-01,1502,3,50.00 | tee s.csv >r.csv
  printf '%s\n' day,operator,amount 09-01,1502,250.50 >c.csv
  expect 0 agree --by day,operator -H -c key,verdict,receipt_count,cash_count
  [ "$output" = '09-01|1502,match,3,1' ]
  expect 0 agree --cash-by day,operator -H -c key,verdict
  [ "$output" = $'1,match\n2,match\n3,match\n09-01|1502,match' ]
  sed -i s/250.50/250.00/ c.csv
  expect 1 agree --by day,operator -H -c verdict,cash_minus_receipt
  [ "$output" = amount_differs,-0.50 ]
  # what cancels out within a group is seen where receipts and system are compared by key
  sed -i 's/120.00/121.00/; s/80.50/79.50/' s.csv
  sed -i s/250.00/250.50/ c.csv
  expect 0 agree --by day,operator
  expect 1 agree --cash-by day,operator -H -c key,verdict
  [ "$output" = $'1,amount_differs\n2,amount_differs\n3,match\n09-01|1502,match' ]
}

@test "consumables are compared by quantity, too, under whatever the files call their columns" {
  printf '%s\n' 单号,件数,金额 1,2,10 >r.csv
  printf '%s\n' no,qty,amount 1,3,10 >c.csv
  printf '%s\n' receipt_no,qty,amount 1,2,10 >s.csv
  expect 1 agree --quantity qty --map-receipt 单号=receipt_no,件数=qty,金额=amount --map-cash no=receipt_no -H \
    -c verdict,receipt_quantity,cash_quantity,system_quantity
  [ "$output" = amount_differs,2.00,3.00,2.00 ]
  expect 65 agree --quantity qty
  says 'r.csv: no column "receipt_no"'
  iconv -f utf-8 -t gb18030 r.csv >g.csv && mv g.csv r.csv
  expect 1 agree --encoding gb18030,utf-8,utf-8 --quantity qty --map-receipt 单号=receipt_no,件数=qty,金额=amount --map-cash no=receipt_no
}

@test "what cannot be compared is refused, every bad record of it, and nothing is printed" {
  local bad
  for bad in '1=1,000' '1=￥200' '1=1e3' '1=12.345' '1=' '=5' '１=5' '1.38E+10=5' '1.38e+10=5' '138000000.0=5' '1=1=1'; do
    three '1=5' '1=5' "$bad"
    expect 65 agree
    [ -z "$output" ]
    [[ $stderr == *s.csv:2:* ]]
  done
  printf 'receipt_no,amount\n" 1",5\n1 ,5\n' >s.csv
  expect 65 agree
  says 's.csv:2: record 1, key: has blanks around it'
  says 's.csv:3: record 2, key: has blanks around it'
  three '1=90000000000000000 2=90000000000000000' '1=5' '1=5'
  expect 65 agree
  says 'larger than can be held'
  three '' '' ''
  expect 65 agree
  says 'none of the three files has a record'
  expect 0 agree --allow-empty
  printf 'receipt_no,amount,amount\n1,5,5\n' >s.csv
  expect 65 agree
  says 'comes twice'
  : >s.csv
  expect 65 agree
  ln r.csv again.csv
  expect 2 svc-entry reconcile r.csv again.csv c.csv
  says 'are one file'
  expect 2 svc-entry reconcile - - c.csv
  expect 2 agree --by day --key receipt_no
  expect 2 svc-entry reconcile r.csv c.csv
}

@test "a reconciliation that is kept is signed by who took the money and by the auditor" {
  three '1=5 2=7' '1=5' '1=5 2=7'
  expect 2 agree --save
  mkdir folder
  mv c.csv folder
  expect 1 svc-entry reconcile r.csv folder/c.csv - --save --dept 05 --day_from 2026-10-10 --reason 日结 -v <s.csv
  says 'kept as ER2026-000001'
  [ "$(svc-entry list reconciliations -H -c receipt_file,cash_file,system_file)" = 'r.csv,c.csv,standard input' ]
  [ "$(svc-entry list reconciliations -H -c no,day_from,day_to,dept,kind,keys,matched,missing_cash,receipt_sum,cash_sum,state)" = \
    'ER2026-000001,2026-10-10,2026-10-10,05,money,2,1,1,12.00,5.00,open' ]
  printf 'person,name,dept,roles\n1701,江岚,06,auditor\n' | svc-admin import persons -
  expect 4 svc-entry sign ER2026-000001 --by 1701 --evidence 核对表
  svc-entry sign ER2026-000001
  svc-entry sign ER2026-000001 --by 1701 --evidence 核对表
  [ "$(svc-entry list reconciliations -H -c state)" = signed ]
  expect 4 svc-entry sign ER2026-000001
  expect 0 svc-admin verify
}

@test "who handles what customers bring, the auditor and a job keep a reconciliation; others look alone" {
  local role keep=0
  three '1=5' '1=5' '1=5'
  for role in agent staff team_leader clerk office dept_head auditor cron deputy_gm gm general_office committee \
    region_director national_centre admin; do
    act_as "$role"
    expect 0 agree
    [ "$role" != deputy_gm ] || keep=77
    expect "$keep" agree --save --dept 05 --day_from 2026-10-10 --reason 日结
  done
  [ "$(svc-entry list reconciliations -H -c no | wc -l)" -eq 8 ]
}

@test "a working day of which the money was reconciled is told from one of which it was not" {
  three '1=5' '1=5' '1=5'
  save() { expect 0 agree --save --dept "$1" --day_from "$2" --day_to "$3" --reason 日结 "${@:4}"; }
  days() { svc-entry stats -m "$1" -H -c measure,numerator,denominator "${@:2}" | sed -n 's/^reconciled_days,//p'; }
  [ "$(days 2026-10)" = 0,0 ]
  # 2026-09-21 to 24 and 28 to 30 are worked, 25 to 27 a holiday, 1 to 7 October another, 10 October is worked
  save 05 2026-09-21 2026-09-22
  save 05 2026-09-22 2026-09-26
  save 05 2026-09-30 2026-10-08
  save 05 2026-10-11 2026-10-11
  [ "$(days 2026-09)" = 5,7 ]
  [ "$(days 2026-10)" = 1,3 ]
  [ "$(days 2026Q3)" = 5,7 ]
  [ "$(days 2026)" = 6,10 ]
  [ "$(svc-entry stats -m 2026 --by month -H -c month,measure,numerator,denominator | sed -n 's/,reconciled_days//p')" = \
    $'2026-09,5,7\n2026-10,1,3' ]
  # today counts once it is done; consumables are no money; what was turned down is none; each department by itself
  save 05 2026-10-09 2026-10-12
  [ "$(days 2026-10)" = 4,4 ]
  printf 'receipt_no,amount,n\n1,5,2\n' | tee r.csv c.csv >s.csv
  save 02 2026-09-01 2026-09-30 --quantity n
  [ "$(days 2026-09)" = 5,7 ]
  save 02 2026-09-29 2026-09-30
  [ "$(svc-entry stats -m 2026-09 --by dept -H -c dept,measure,numerator,denominator | grep reconciled_days)" = \
    $'02,reconciled_days,2,2\n05,reconciled_days,5,7' ]
  svc-entry sign --reject --reason 重做 "$(svc-entry list reconciliations --day_from 2026-09-30 -H -c no)"
  [ "$(svc-entry stats -m 2026-09 --by dept -H -c dept,measure,numerator,denominator | grep 05,reconciled_days)" = 05,reconciled_days,4,7 ]
  [ "$(SVC_NOW='2026-10-13 09:00' svc-entry stats -m 2026-10 -H -c measure,numerator,denominator | grep reconciled_days)" = reconciled_days,3,8 ]
}

# -- samples and machines ----------------------------------------------------------------------

@test "a plan draws an exact share by a seed, the same one from any order of the list" {
  seq 1 1560 | awk 'BEGIN { print "no,operator" } { printf "U%04d,15%02d\n", $1, $1 % 3 }' >list.csv
  [ "$(svc-entry plan --ratio 0.05 --seed 2026-09 -H list.csv | wc -l)" -eq 78 ]
  [ "$(svc-entry plan --ratio 0.05 --seed 2026-09 -H -c population,drawn,seed list.csv | sort -u)" = 1560,78,2026-09 ]
  { sed -n 1p list.csv; sed 1d list.csv | tac; sed -n 2,9p list.csv; } |
    svc-entry plan --ratio 0.05 --seed 2026-09 - | cmp - <(svc-entry plan --ratio 0.05 --seed 2026-09 list.csv)
  [ "$(svc-entry plan --ratio 0.05 --seed 2026-10 list.csv | sha256sum)" != "$(svc-entry plan --ratio 0.05 --seed 2026-09 list.csv | sha256sum)" ]
  # of each operator 26 of 520, and 30 where fewer are too few
  [ "$(svc-entry plan --ratio 0.05 --seed x --by operator -H -c stratum,population,drawn list.csv | sort | uniq -c | tr -s ' ')" = \
    $' 26 1500,520,26\n 26 1501,520,26\n 26 1502,520,26' ]
  [ "$(svc-entry plan --ratio 0.05 --min 30 --seed x --by operator -H list.csv | wc -l)" -eq 90 ]
  [ "$(svc-entry plan --discover 0.01 --confidence 0.95 --seed x -H -c drawn list.csv | sort -u)" = 299 ]
  [ "$(svc-entry plan --discover 0.01 --seed x -H list.csv | wc -l)" -eq 299 ]
  sed '1s/.*/编号,录入人/' list.csv | svc-entry plan --ratio 0.05 --seed x --by 录入人 - |
    cmp - <(svc-entry plan --ratio 0.05 --seed x --by operator list.csv)
  expect 2 svc-entry plan --seed x list.csv
  expect 2 svc-entry plan --seed x --ratio 1.5 list.csv
  expect 65 svc-entry plan --seed x --ratio 0.1 --by person list.csv
  says 'no column "person"'
}

@test "a file is looked at by the machine, and every bad cell of it can be imported" {
  printf '%s\n' 客户号,用户名称,用气地址,联系电话,用户类别,表号,装表日期,设备安装日期,燃气设备,录入人 \
    U0001,张三,和平路1号,13812345678,居民,M-00001,2026-01-05,2026-02-01,灶具,1502 \
    U0002,,和平路2号,1381234,居民,M1,2026-13-01,,灶具,1502 \
    U0003,李四,和平路3号,010-62345678,商户,M-00003,2026-03-05,2026-02-01,,1402 >customers.csv
  expect 1 svc-entry check --group basic customers.csv --summary looked.csv
  [ "$(cut -d, -f4,6- <<<"$output")" = 'record,field,error,operator,file_line,why
U0002,name,missing,1502,3,required
U0002,meter,format,1502,3,"regex ^[0-9A-Za-z-]{4,20}$"
U0002,meter_from,format,1502,3,day
U0003,customer_kind,wrong_value,1402,4,words home|business|居民|非居民
U0003,appliance,missing,1402,4,required
U0003,appliance_from,logic,1402,4,after meter_from' ] || { echo "$output"; return 1; }
  [ "$(tr '\n' ' ' <looked.csv)" = 'name,value records,3 fields,24 errors,6 ' ]
  [[ $output != *13812345678* && $output != *张三* ]]
  [ "$(sed '1s/客户号/编号/' customers.csv | svc-entry check --group basic -H -c record - | sort -u | tr '\n' ' ')" = 'U0002 U0003 ' ]
  audit 24 >/dev/null
  svc-entry check --group basic customers.csv | svc-entry import errors --set audit=EA2026-000001 -
  svc-entry check --group basic customers.csv | svc-entry import errors --set audit=EA2026-000001 -
  [ "$(svc-entry list errors -H -c record,field,operator,dept,grp,found_at | sed -n '1p;4p')" = \
    'U0002,name,1502,05,basic,2026-10-12 00:00:00
U0003,customer_kind,1402,04,basic,2026-10-12 00:00:00' ]
  sed -i '3,4d' customers.csv
  expect 0 svc-entry check --group basic customers.csv
  expect 2 svc-entry check --group other customers.csv
  expect 65 svc-entry check --group dealings customers.csv
  says 'no column of the group'
}

@test "fields and their groups have names that people read, those that came with the tools by their titles" {
  svc-entry fields -H -c grp,field,title -f tsv | while IFS=$'\t' read -r grp field title; do
    no=$(svc-entry add errors -H --found_at '2026-10-10 09:00' --grp "$grp" --field "$title" --error 漏录)
    [ "$(svc-entry list errors --no "$no" -H -c grp,field,error)" = "$grp,$field,missing" ] || { echo "$field"; exit 1; }
    [ "$(svc-entry list errors --no "$no" -H -c field --words zh)" = "$title" ] || { echo "$title"; exit 1; }
  done
  # and one of the company's own, as it is written
  no=$(svc-entry add errors -H --found_at '2026-10-10 09:00' --grp 自有 --field 颜色 --error missing)
  [ "$(svc-entry list errors --no "$no" -H -c grp,field --words zh)" = 自有,颜色 ]
  [ "$(svc-report explain -m 2026-10 -H -c reason)" = '' ]
}

@test "a company's own groups of fields are a file, and a rule that is none is refused" {
  printf '%s\n' grp,field,title,check 'own,colour,颜色,required;words red|green' 'own,size,,range 1 3.5' >fields.csv
  [ "$(svc-entry fields --fields fields.csv -H -c grp,field,check)" = 'own,colour,required;words red|green
own,size,range 1 3.5' ]
  printf '%s\n' no,颜色,size 1,red,3.5 2,blue,3.51 3,,0.99 4,green,x >own.csv
  expect 1 svc-entry check --group own --fields fields.csv own.csv -H -c record,field,error
  [ "$output" = '2,colour,wrong_value
2,size,wrong_value
3,colour,missing
3,size,wrong_value
4,size,wrong_value' ]
  local bad
  for bad in maybe 'range 3 1' 'range 3' regex 'regex (' 'required x'; do
    printf '%s\n' grp,field,check "own,colour,$bad" >fields.csv
    expect 65 svc-entry check --group own --fields fields.csv own.csv
    says 'fields.csv:2: check'
  done
}

@test "what waits to be entered has a limit of its own: a day for master data, the same day for the rest" {
  printf '%s\n' source,source_no,matter,received_at,dept,person,entered_at \
    'crm,1,master_data,2026-09-30 15:00,05,1502,2026-10-01 23:59:59' \
    'crm,2,master_data,2026-09-30 15:00,05,1502,2026-10-02 00:00:00' \
    'crm,3,customer_update,2026-09-30 15:00,05,1502,' | svc-entry import tasks -
  [ "$(svc-entry list tasks -H -c due_at,state)" = '2026-10-01 23:59:59,entered
2026-10-01 23:59:59,entered
2026-09-30 23:59:59,open' ]
  svc-entry entered EN2026-000003 --reason 补录 --at '2026-10-11 09:00'
  [ "$(svc-entry list tasks --no EN2026-000003 -H -c entered_at,state)" = '2026-10-11 09:00:00,entered' ]
  expect 4 svc-entry entered EN2026-000003
  expect 65 svc-entry import tasks - <<<$'source,source_no,matter,received_at,dept,entered_at\nx,1,master_data,2026-10-02 10:00,05,2026-10-02 09:00'
  says 'lies before it came in'
}

@test "what was entered late is an error of whoever entered it, once; what waits is none yet" {
  printf '%s\n' source,source_no,matter,received_at,dept,person,record,entered_at \
    'crm,1,master_data,2026-10-08 15:00,05,1502,U1,2026-10-09 23:59:59' \
    'crm,2,master_data,2026-10-08 15:00,05,1502,U2,2026-10-10 00:00:00' \
    'crm,3,customer_update,2026-10-08 15:00,02,,U3,2026-10-09 08:00' \
    'crm,4,business_info,2026-10-08 15:00,05,1502,U4,' \
    'crm,5,business_info,2026-10-08 15:00,05,1502,U5,2026-10-08' \
    'crm,6,customer_update,2026-09-30 15:00,05,1502,U6,2026-10-08 09:00' | svc-entry import tasks -
  [ "$(svc-entry late -m 2026-10 -H -c source_no,found_at,record,field,error,operator,dept)" = \
    $'EN2026-000003,2026-10-09 08:00:00,U3,customer_update,late,,02\nEN2026-000002,2026-10-10 00:00:00,U2,master_data,late,1502,05' ]
  svc-entry late -m 2026-10 | svc-entry import errors -
  svc-entry late -m 2026-10 --header zh | svc-entry import errors -
  [ "$(svc-entry list errors -H -c source,source_no,error,entered_at)" = \
    $'svc-entry,EN2026-000003,late,2026-10-09 08:00:00\nsvc-entry,EN2026-000002,late,2026-10-10 00:00:00' ]
  [ "$(lines -c person,clause,points,record)" = 1502,entry-9.1,-0.20,EF2026-000002 ]
  [ "$(svc-entry late -m 2026-09 -H -c record)" = U6 ]
}

@test "an error is put right by the close of the next working day, and not a second later" {
  due() { svc-entry list errors -H -c fix_due --no "$1"; }
  found() { svc-entry add errors -H --found_at "$1" --field phone --error format --operator 1502 "${@:2}"; }
  fixed() { svc-entry stats -m "$1" -H -c measure,numerator,denominator | sed -n 's/^fixed_in_time,//p'; }
  # the Saturday is worked, the Sunday not; holidays are skipped; a day without a time is as good as its end
  [ "$(due "$(found '2026-10-09 10:00')")" = '2026-10-10 17:30:00' ]
  [ "$(due "$(found '2026-10-10 17:30')")" = '2026-10-12 17:30:00' ]
  [ "$(due "$(found '2026-09-30 15:00')")" = '2026-10-08 17:30:00' ]
  [ "$(due "$(found 2026-10-10)")" = '2026-10-12 17:30:00' ]
  [ "$(fixed 2026-10)" = 0,2 ]
  svc-entry fix EF2026-000001 --at '2026-10-10 17:30:00'
  [ "$(fixed 2026-10)" = 1,2 ]
  svc-entry fix EF2026-000003 --at '2026-10-08 17:30:01' --late-reason 补报
  [ "$(fixed 2026-10)" = 1,2 ]
  # of what is not due yet nothing is counted, but what was put right before
  [ "$(svc-entry due --kind fix -H -c no)" = $'EF2026-000002\nEF2026-000004' ]
  svc-entry fix EF2026-000002
  [ "$(fixed 2026-10)" = 2,3 ]
  [ "$(SVC_NOW='2026-10-12 17:30:00' fixed 2026-10)" = 2,3 ]
  [ "$(SVC_NOW='2026-10-12 17:30:01' fixed 2026-10)" = 2,4 ]
  # one that was dropped, or is disputed, has no limit to be missed
  svc-entry dispute EF2026-000004 --reason 录音为证
  [ "$(SVC_NOW='2026-10-12 17:30:01' fixed 2026-10)" = 2,3 ]
  [ -z "$(SVC_NOW='2026-10-13 09:00' svc-entry due --kind fix -H)" ]
  # found on a day, it is put right on that day at the earliest
  # a day without a time is done by its end: on the day when it is due in time, on the next one late
  printf '%s\n' source,source_no,found_at,field,error,fixed_at 'd,1,2026-09-21 10:00,phone,format,2026-09-22' \
    'd,2,2026-09-21 10:00,phone,format,2026-09-21' 'd,3,2026-09-21 10:00,phone,format,2026-09-23' | svc-entry import errors -
  [ "$(fixed 2026-09)" = 2,3 ]
  no=$(found '2026-10-11 10:00')
  expect 4 svc-entry fix "$no" --at '2026-10-11 09:59:59'
  expect 65 svc-entry import errors - <<<$'source,source_no,found_at,field,error,fixed_at\nx,1,2026-10-11 10:00,phone,format,2026-10-11 09:59:59'
  says 'lies before it was found'
  # a year without a calendar is not settled
  [ "$(SVC_NOW='2027-12-31 09:00' svc-entry add errors -H --found_at '2027-12-30 10:00' --field phone --error format)" = EF2027-000001 ]
  [ "$(svc-entry list errors --no EF2027-000001 -H -c provisional)" = fix ]
}

@test "an error is disputed until the close of the third working day, to the second" {
  for _ in 1 2 3; do svc-entry add errors --found_at '2026-09-28 10:00' --field phone --error format --operator 1502 >/dev/null; done
  # 29 and 30 September, and 8 October behind the holidays
  SVC_NOW='2026-10-08 17:30:00' svc-entry dispute EF2026-000001 --reason 录音为证
  SVC_NOW='2026-10-08 17:30:01' expect 4 svc-entry dispute EF2026-000002 --reason 录音为证
  says 'could be disputed until 2026-10-08 17:30:00'
  # what counts is when it was said, not when it is typed in
  svc-entry dispute EF2026-000003 --reason 录音为证 --at '2026-10-08 17:30:00' --late-reason 当日口头提出
  expect 4 svc-entry dispute EF2026-000002 --reason 录音为证 --at '2026-09-28 09:59:59' --late-reason x
}

# -- how often ---------------------------------------------------------------------------------

# rate FIELDS ERRORS: the measure of a final audit with so many.
rate() {
  local no
  no=$(svc-entry add audits -H --audited_at '2026-10-10 09:00' --kind monthly --auditor 1602 --dept 05 --operator 1502 \
    --records_checked "${3:-1}" --fields_checked "$1")
  [ "$2" -eq 0 ] || errors "$no" "$2"
  svc-entry close "$no"
}
of() { svc-entry stats -m 2026-10 -H -c "measure,$1" "${@:2}" | grep "^${measure:-error_rate}," | cut -d, -f2-; }

@test "errors in a thousand fields come with what they are counted of, and how far that may be off" {
  local case
  while read -r -a case; do
    cp "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    rate "${case[1]}" "${case[0]}"
    [ "$(of numerator,denominator,value,low,high,bound)" = "${case[0]},${case[1]},${case[2]}" ] ||
      { of numerator,denominator,value,low,high,bound; return 1; }
  done <<'END'
37 12480 2.96,2.15,4.08,
12 4000 3.00,1.72,5.24,
20 7680 2.60,1.69,4.02,
5 800 6.25,2.67,14.55,
0 300 0.00,0.00,12.64,9.94
END
  [ "$(svc-entry stats -m 2026-09 -H -c value | sort -u)" = '""' ]
  [ "$(svc-entry stats -m 2026-09 -f table -c measure,value | awk '$1 == "error_rate" { print $2 }')" = – ]
}

@test "accuracy and the records with an error, beside the period before; groups sum up to the whole" {
  rate 12480 31 1560
  [ "$(measure=records_with_errors of numerator,denominator,value,low,high)" = 31,1560,1.99,1.40,2.81 ]
  again=$(svc-entry add audits -H --audited_at '2026-10-11 09:00' --kind team_leader --auditor 1602 --dept 02 --records_checked 10 --fields_checked 1000)
  wrong "$again" --operator 1202 --dept 02 >/dev/null
  wrong "$again" --dept 02 >/dev/null
  svc-entry close "$again"
  [ "$(of numerator,denominator,target)" = 33,13480,2.00 ]
  [ "$(measure=accuracy of numerator,denominator,value,target)" = 13447,13480,99.76,100.00 ]
  [ "$(svc-entry stats -m 2026-10 --by operator -H -c operator,measure,numerator,denominator | grep error_rate)" = \
    $',error_rate,1,1000\n1202,error_rate,1,0\n1502,error_rate,31,12480' ]
  [ "$(svc-entry stats -m 2026-10 --by dept,kind -H -c dept,kind,measure,numerator | grep error_rate)" = \
    $'02,team_leader,error_rate,2\n05,monthly,error_rate,31' ]
  [ "$(SVC_NOW='2026-11-02 09:00' svc-entry stats -m 2026-11 -H -c measure,before | grep error_rate)" = error_rate,2.45 ]
}

@test "the types of errors stand in the order of how often they are" {
  no=$(audit 100)
  for _ in 1 2 3; do wrong "$no" >/dev/null; done
  svc-entry error "$no" --field address --error missing >/dev/null
  for day in 2026-09-01 2026-09-30 2025-10-31 2025-11-01; do
    svc-entry add errors --found_at "$day 10:00" --field phone --error wrong_value >/dev/null
  done
  svc-entry add errors --found_at '2026-09-02 10:00' --field name --error missing >/dev/null
  [ "$(svc-entry types -m 2026-10 -H)" = 'phone,wrong_value,3,75.00,75.00,2,1
address,missing,1,25.00,100.00,0,0' ]
  [ -z "$(svc-entry types -m 2026-10 --dept 02 -H)" ]
}

@test "two audits of the same cells tell how far they agree, and how much both overlooked" {
  audit 1000 >/dev/null
  audit 1000 >/dev/null
  list() { seq "$2" "$3" | awk -v audit="$1" 'BEGIN { print "source,source_no,found_at,audit,field,error,record" }
    { printf "x,%s-%d,2026-10-10 10:00,%s,phone,format,U%d\n", audit, $1, audit, $1 }' | svc-entry import errors -; }
  list EA2026-000001 1 48
  list EA2026-000002 19 60
  [ "$(svc-entry agree EA2026-000001 EA2026-000002 -H)" = 30,18,12,940,0.970,0.914032,0.651,67.2 ]
  audit 900 >/dev/null
  expect 65 svc-entry agree EA2026-000001 EA2026-000003
  expect 5 svc-entry agree EA2026-000001 EA2026-000009
}

@test "what people type works as it is written: a sample of orders, a workbook of what differs, lines on the sheet" {
  printf '%s\n' source,source_no,business,dept,person,accepted_at,arrived_at,finished_at > orders.csv
  seq 40 | awk '{ printf "d,%d,repair,02,%s,2026-09-%02d 09:00,2026-09-%02d 09:20,2026-09-%02d 11:00\n", $1, $1 % 4 ? "1203" : "1202", 1 + $1 % 28, 1 + $1 % 28, 1 + $1 % 28 }' >>orders.csv
  svc-order import orders.csv
  svc-order list -m last-month --state finished -c no,person | svc-entry plan --ratio 0.05 --seed 2026-09 --by person - >audit.csv
  [ "$(cut -d, -f2-4 audit.csv | sort | uniq -c | tr -s ' ')" = $' 1 1202,10,1\n 2 1203,30,2\n 1 stratum,population,drawn' ]
  three '1=5 2=7' '1=5' '1=5 2=7'
  for name in r:票据 c:钱款 s:系统; do mv "${name%:*}.csv" "${name#*:}.csv"; done
  expect 1 svc-entry reconcile 票据.csv 钱款.csv 系统.csv -o "三方差异-$(date +%F).xlsx"
  [ -s "三方差异-$(date +%F).xlsx" ]
  [ -z "$output" ]
  svc-entry add errors --found_at '2026-09-20 10:00' --field phone --error format --operator 1502 >/dev/null
  [ "$(svc-entry score -m last-month | svc-report sheet -m last-month --by person --lines - -H -c subject,entry,score | grep ^1502)" = 1502,-0.20,99.80 ]
}

@test "web pages, JSON lines and workbooks are looked at, drawn from and reconciled as CSV is" {
  three '1=5.00 2=7' '1=5 2=7.50' '1=5 2=7'
  page() { sed 's|,|</td><td>|; s|.*|<tr><td>&</td></tr>|; 1i <html><body><table>
$a </table></body></html>' "$1.csv" >"$1.html"; }
  page r
  page c
  printf '%s\n' '{"receipt_no":"1","amount":"5"}' '{"receipt_no":"2","amount":"7"}' >s.jsonl
  expect 1 svc-entry reconcile r.html c.html s.jsonl -H -c key,verdict,cash_minus_receipt
  [ "$output" = $'1,match,0.00\n2,amount_differs,0.50' ]
  expect 65 svc-entry reconcile r.csv c.csv s.csv --worksheet 一
  says 'it is no workbook'
  [ "$(svc-entry plan --ratio 1 --seed x --column receipt_no -H -c no r.html | sort | tr '\n' ' ')" = '1 2 ' ]
  printf '%s\n' grp,field,check 'own,核对结果,words 一致' >fields.csv
  expect 1 svc-entry reconcile r.html c.html s.jsonl -o all.xlsx
  expect 1 svc-entry check --group own --fields fields.csv --key 核对项 all.xlsx -H -c record,error
  [ "$output" = 2,wrong_value ]
}

@test "no record is no error: what is empty prints its heading alone, and rates have nothing to be of" {
  for verb in list 'list errors' 'list rights' 'rights -m 2026-10' 'late -m 2026-10' 'types -m 2026-10' 'score -m 2026-10' due; do
    # shellcheck disable=SC2086 # a word is a word
    [ "$(svc-entry $verb | wc -l)" -eq 1 ] || { echo "$verb"; return 1; }
  done
  [ "$(svc-entry stats -m 2026-10 -H -c value,low,high,bound | sort -u)" = ,,, ]
  echo source,source_no,found_at,field,error >empty
  expect 0 svc-entry import errors empty
  [ -z "$(svc-report ledger entry -m 2026-10 -H)$(svc-report ledger audit -m 2026-10 -H)" ]
  printf 'no,phone\n' | svc-entry check --group basic - >checked
  [ "$(wc -l <checked)" -eq 1 ]
  printf 'no\n' | svc-entry plan --ratio 0.05 --seed x -H - >planned
  [ ! -s planned ]
}

@test "what waits is told by its limit" {
  svc-entry add tasks --matter master_data --received_at '2026-10-11 15:00' --dept 05 --person 1502 --record U0009 >/dev/null
  no=$(audit 100)
  wrong "$no" --at '2026-10-11 10:00' >/dev/null
  [ "$(svc-entry due -H -c kind,no,what,due_at)" = "monthly,,no monthly check of 2026-09,2026-10-01 00:00:00
close,EA2026-000001,\"not final yet, 1 errors found\",2026-10-10 09:00:00
fix,EF2026-000001,wrong_value in field phone,2026-10-12 17:30:00
task,EN2026-000001,\"master_data to be entered, U0009\",2026-10-12 23:59:59" ] || { svc-entry due -H -c kind,no,what,due_at; return 1; }
  expect 1 svc-entry due --kind task --fail-if-any
  svc-entry dispute EF2026-000001 --reason 录音为准
  [ "$(svc-entry due --kind decide -H -c no,what)" = EF2026-000001,录音为准 ]
}

@test "who goes on after a training, or made a customer complain, is proposed; nobody is withdrawn by the tool" {
  for day in 01 02 03; do
    svc-entry add errors -H --found_at "2026-09-$day 10:00" --grp basic --field phone --error format --operator 1502 >/dev/null
  done
  svc-entry add trainings -H --trained_at '2026-09-10 10:00' --person 1502 --grp basic --topic 录入标准 --evidence 签到表 >/dev/null
  svc-entry add errors --found_at '2026-09-20 10:00' --grp basic --field phone --error format --operator 1502 >/dev/null
  svc-entry add errors --found_at '2026-10-03 10:00' --grp dealings --field amount --error format --operator 1502 >/dev/null
  svc-entry add errors --found_at '2026-10-04 10:00' --grp basic --field phone --error format --operator 1502 >/dev/null
  [ -z "$(svc-entry rights -m 2026-10 -H)" ]
  svc-entry add errors --found_at '2026-10-05 10:00' --grp basic --field phone --error format --operator 1502 >/dev/null
  svc-entry add errors --found_at '2026-10-06 10:00' --grp basic --field phone --error format --operator 1502 >/dev/null
  slip=$(complaint)
  svc-entry add errors --found_at '2026-10-07 10:00' --field address --error wrong_value --operator 1402 --complaint "$slip" >/dev/null
  [ "$(svc-entry rights -m 2026-10 -H -c no,error,person,errors,training,complaint,facts,clause)" = \
    "ET2026-000001/1502,EF2026-000007,1502,3,ET2026-000001,,ET2026-000001 EF2026-000004 EF2026-000006 EF2026-000007,entry-9.2
$slip/1402,EF2026-000009,1402,0,,$slip,$slip EF2026-000009,entry-9.2" ] || { svc-entry rights -m 2026-10 -H; return 1; }
  [ -z "$(svc-entry list rights -H)" ]
  svc-entry rights -m 2026-10 | svc-reward propose --clause entry-9.2 - >/dev/null
  svc-entry rights -m 2026-10 | svc-reward propose --clause entry-9.2 - >/dev/null
  [ "$(svc-entry list rights -H -c person,source_no,state,action)" = \
    "1502,ET2026-000001/1502,proposed,suggested
1402,$slip/1402,proposed,suggested" ]
  svc-reward list -H -c no --person 1502 | svc-reward sign --by 1601 --evidence 建议书 -
  [ "$(svc-entry list rights --person 1502 -H -c action)" = withdrawn ]
  # what it rests on is told, not kept as it is stored; its history is the case's
  [ "$(svc-entry list rights --person 1502 -H -c source,facts,evidence --words zh)" = \
    '信息录入,ET2026-000001 EF2026-000004 EF2026-000006 EF2026-000007,信息录入 ET2026-000001/1502' ]
  [ "$(svc-entry show rights R2026-000001 -H -c column,value | grep '^action,')" = action,withdrawn ]
  [ "$(svc-entry log rights R2026-000001 -H -c verb | sort -u | tr '\n' ' ')" = 'propose sign ' ]
  # given back, they stand as such; a proposal that was withdrawn is none
  svc-reward reverse --reason 查明 --evidence 复核单 R2026-000001 >/dev/null
  svc-reward list -H -c no --state proposed --person 1502 | svc-reward sign --by 1601 --evidence 恢复单 -
  [ "$(svc-entry list rights --person 1502 -H -c no,action)" = R2026-000001,restored ]
  svc-reward withdraw R2026-000002 --reason 误报
  [ "$(svc-entry list rights -H -c no)" = R2026-000001 ]
}

@test "errors found at one moment, as by the machine, are counted one by one" {
  svc-entry add trainings -H --trained_at '2026-09-10 10:00' --person 1502 --grp basic --topic 录入标准 --evidence 签到表 >/dev/null
  printf '%s\n' no,name,address,phone,customer_kind,meter,appliance,operator U1,,a,无,居民,M1,灶具,1502 U2,,,无,居民,M1,灶具,1502 >basic.csv
  svc-entry check --group basic basic.csv | svc-entry import errors -
  [ "$(svc-entry list errors -H | wc -l)" -eq 7 ]
  expect 0 svc-entry rights -m 2026-10 -H -c error,errors,facts
  [ "$output" = 'EF2026-000003,3,ET2026-000001 EF2026-000001 EF2026-000002 EF2026-000003' ]
}

@test "the letter that proposes to withdraw rights has the errors, the training or the complaint, and a receipt" {
  sed 's/withdraw_rights/rights_back/' "$ROOT/lib/share/policy/legs.csv" >legs.csv
  sed 's/^effect,withdraw_rights,[^,]*,\(.*\)$/effect,rights_back,停用权限,\1withdraw_rights/' \
    "$ROOT/lib/share/policy/words.csv" >words.csv
  mkdir pack
  cp "$ROOT"/lib/share/policy/*.csv pack
  mv legs.csv words.csv pack
  sed -i 's/^company,[^,]*,/company,和平燃气有限公司,/' pack/params.csv
  svc-policy load pack --from 2026-01-01 --reason 本公司用语 >/dev/null
  svc-entry add trainings -H --trained_at '2026-09-10 10:00' --person 1502 --topic 录入标准 --evidence 签到表 >/dev/null
  for day in 4 5 6; do
    svc-entry add errors --found_at "2026-10-0$day 10:00" --field phone --error format --operator 1502 --record "U0$day" >/dev/null
  done
  slip=$(complaint)
  svc-entry add errors --found_at '2026-10-07 10:00' --field 楼栋 --error wrong_value --operator 1402 --complaint "$slip" >/dev/null
  svc-entry rights -m 2026-10 | svc-reward propose --clause entry-9.2 - >/dev/null
  svc-reward propose --clause entry-9.2 --person 1203 --at '2026-10-11 09:00' --facts 借用他人账号录入 --evidence 日志 >/dev/null
  svc-entry form R2026-000001 R2026-000002 R2026-000003 -o letters.html
  sed -E '/^<style>/,/^<.style>/d; s/<.?span[^>]*>//g; s/<[^>]*>/ /g' letters.html | tr -s ' ' >letters
  for text in 和平燃气有限公司05\ 计量收费部\ 1502\ 罗军经培训后仍屡次发生录入差错 《客户信息系统录入管理办法》9.2 \
    'ET2026-000001　2026年9月10日　录入标准（字段组：全部；依据：签到表）' 'EF2026-000003 2026年10月6日 联系电话 格式错误 U06' \
    '1402 徐静发生录入差错' "$slip　2026年10月" 'EF2026-000004 2026年10月7日 楼栋 内容错误' 借用他人账号录入 '回　执' \
    服务管理办公室意见; do
    grep -qF "$text" letters || { echo "no $text"; cat letters; return 1; }
  done
  [ "$(grep -c '服务管理办公室（盖章）' letters)" -eq 3 ]
  expect 5 svc-entry form R2026-000009
  # a case that withdraws no rights has no such letter
  svc-reward propose --clause reward-3.1.1-1 --person 1203 --at '2026-10-11 09:00' --facts 锦旗 --evidence 照片 >/dev/null
  expect 5 svc-entry form R2026-000004
  says 'no such audit, reconciliation or case of rights'
}

@test "audits and reconciliations are papers to be signed, and lines of ledgers" {
  no=$(audit 4000)
  wrong "$no" --record U0001 >/dev/null
  wrong "$no" --record U0002 --fixed >/dev/null
  svc-entry close "$no"
  three '1=5 2=7' '1=5' '1=5 2=7'
  expect 1 agree --save --dept 05 --day_from 2026-10-10 --reason 日结
  svc-entry form "$no" ER2026-000001 >paper
  for text in 信息录入检查表 '2 个（每千字段 0.50）' '1. 联系电话　内容错误　U0001　待更正' '2. 联系电话　内容错误　U0002　已更正' \
    '1602 唐敏' 三方核对差异表 '2 项，一致 1 项，不一致 1 项' '缺单据 0 项，缺钱款 1 项，缺系统记录 0 项' 财务; do
    grep -qF "$text" paper || { echo "no $text"; return 1; }
  done
  tr -d ' \n|│' <paper | grep -qF "$(sha256sum <c.csv | cut -c1-20)"
  expect 5 svc-entry form EA2026-000009
  [ "$(svc-report ledger entry -m 2026-10 -H -c no,operator,field,error,state)" = \
    $'EF2026-000001,1502,phone,wrong_value,open\nEF2026-000002,1502,phone,wrong_value,fixed' ]
  [ "$(svc-report ledger audit -m 2026-10 -H -c dept,kind,audits,fields,errors,wrong,late)" = 05,monthly,1,4000,2,2,0 ]
  [ "$(svc-report ledger reconcile -m 2026-10 -H -c no,receipt_sum,cash_sum,matched,differing)" = ER2026-000001,12.00,5.00,1,1 ]
  [ -z "$(svc-report ledger reconcile -m 2026-09 -H)" ]
}
