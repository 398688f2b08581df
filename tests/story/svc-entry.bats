# svc-entry: what was entered wrong, by whom, and how often.

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
