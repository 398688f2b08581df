# svc-inspect: from the plan to the archive room, and what is refused on the way.

load common

setup_file() {
  make_company
  svc-admin add depts --dept 11 --name 安心物业 --kind contractor --leader 1002 >/dev/null
}
setup() { fresh_store; }
teardown() { rows_name_their_events; }

at() { export SVC_NOW="$1"; }

# A planned inspection with its scheme: plan COLUMN=VALUE…
plan() {
  local args=() pair
  for pair in "$@"; do args+=("--${pair%%=*}" "${pair#*=}"); done
  svc-inspect plan -H --planned_at "${SVC_NOW%% *}" --level company --kind routine \
    --method on_site --inspectors '1601;1602' --scope 02 --scheme FA-01 "${args[@]}"
}
held() { svc-inspect sheet -H "$(plan "$@")"; }
found() { svc-inspect find -H "$1" --facts 未佩戴胸牌 --severity "${@:2}"; }
pass() { svc-inspect list items --sheet "$1" --result unmarked -H -c item | svc-inspect mark --result pass -; }
signed() { pass "$1" && svc-inspect sign "$1" --by "$2" --evidence QZ-1; }
noticed() { svc-inspect notice -H "$1" --demand 整改 --deadline "$2"; }
state() { svc-inspect list notices --no "$1" -H -c state; }
score() { svc-inspect score -m "$1" -H -c "$2"; }

# -- plans ---------------------------------------------------------------------------------

@test "a plan has its level, kind, methods, scope and inspectors" {
  no=$(plan kind=special scope='02;05' method='on_site;ledger;mystery' title=国庆专项)
  [ "$no" = I2026-000001 ]
  [ "$(svc-inspect list --no "$no" -H -c level,kind,method,plan_of,scope,inspectors,state)" = \
    'company,special,on_site;ledger;mystery,2026Q4,02;05,1601;1602,planned' ]
  no=$(plan scope=all planned_at='2026-11-05')
  [ "$(svc-inspect list --no "$no" -H -c scope,plan_of)" = '01;02;03;04;05;06,2026-11' ]
  [ -z "$(svc-inspect list --no "$(plan kind=surprise)" -H -c plan_of)" ] ||
    [ "$(svc-inspect list --kind surprise -H -c plan_of)" = '""' ]
}

@test "a plan that does not fit is refused with its column" {
  wrong() { expect 2 plan "$1" && says "option --${2-${1%%=*}}: "; }
  wrong scope=99
  wrong scope='02;02'
  wrong scope='02;'
  wrong scope=02,05
  wrong scope=11
  wrong inspectors=7777
  wrong method=guess
  wrong level=region
  wrong kind=yearly
  wrong plan_of=2026Q3 planned_at
  wrong plan_of=last-month plan_of
  wrong planned_at=2026-02-29
  expect 2 plan level=team scope='01;02'
  says 'only the company inspects several'
  [ -z "$(svc-inspect list -H)" ]
}

@test "only the office plans for the company; a head plans for the department, a team leader for the team" {
  act_as team_leader 02
  expect 77 plan level=department inspectors=1201
  says 'is planned by the roles office;clerk;dept_head'
  expect 0 plan level=team inspectors=1201
  act_as dept_head 02
  expect 0 plan level=team inspectors=1201
  expect 77 plan
  says 'is planned by the roles office;clerk'
  expect 0 plan level=department inspectors=1201
  expect 2 plan level=department scope=05 inspectors=1501
  says 'is another department than yours'
}

@test "an inspection shows its sheets, a sheet its findings, a finding its notice, and none those of another" {
  local sheet other finding second notice
  links() { svc-inspect show "$@" -H -c column,value -f tsv | sed -n 's/^link\t//p' | cut -d' ' -f1,2,5-; }
  sheet=$(held)
  other=$(held level=department scope=05 inspectors=1501)
  finding=$(found "$sheet" major)
  second=$(found "$other" minor --deadline 2026-10-20)
  notice=$(noticed "$finding" 2026-10-20)
  [ "$(links "$(svc-inspect list sheets --no "$sheet" -H -c inspection)")" = "sheets $sheet 02, open" ]
  [ "$(links sheets "$sheet")" = "findings $finding major" ]
  [ "$(links sheets "$other")" = "findings $second minor" ]
  [ "$(links findings "$finding")" = "notices $notice issued" ]
  [ -z "$(links findings "$second")" ]
}

@test "who is of neither side changes nothing" {
  no=$(plan)
  sheet=$(svc-inspect sheet -H "$no")
  other=$(plan level=department scope=05 inspectors=1501)
  planned=$(plan)
  finding=$(found "$sheet" minor --deadline 2026-10-20)
  open=$(found "$sheet" minor --deadline 2026-10-20)
  notice=$(noticed "$(found "$sheet" major)" 2026-10-20)
  act_as 'dept_head;team_leader' 02 # of the department inspected
  expect 77 svc-inspect mark --result pass "$sheet/3.1.1"
  expect 77 svc-inspect find "$sheet" --severity minor --facts x --fixed
  says 'is no inspector of it'
  expect 77 svc-inspect set sheets "$sheet" --opinion 无 --reason 改
  says "the opinion is the inspectors', the answer the department's"
  expect 0 svc-inspect set sheets "$sheet" --answer 将整改 --reason 答复
  expect 77 svc-inspect sign "$sheet" --opinion 无
  expect 77 svc-inspect set "$no" --scheme FA-9 --reason 改
  expect 2 svc-inspect set - --scheme FA-9 --reason 改 </dev/null
  sqlite3 "$SVC_DB" "UPDATE inspect_finding SET recorded_by = '1602'"
  expect 77 svc-inspect set findings "$finding" --action 换发 --reason 改
  says 'it was recorded by somebody else'
  expect 77 svc-inspect cancel --reason 不服 "$notice"
  says 'only the office cancels it'
  expect 77 svc-inspect cancel --reason 不服 "$planned"
  expect 77 svc-inspect cancel --reason 不服 "$other"
  expect 77 svc-inspect sheet "$other"
  says 'is no inspector of it'
  expect 77 svc-inspect summary --summary 好 "$no"
  says 'could not plan it and cannot sum it up'
  expect 77 svc-inspect verify --result pass --by 1601 --evidence X "$notice"
  says 'is entered by a clerk or the office'
  expect 77 svc-inspect reply --reply 已改 --by 1203 "$notice"
  expect 0 svc-inspect reply --reply 已改 "$notice"
  expect 4 svc-inspect verify --result pass "$notice"
  expect 0 svc-inspect fix "$finding"
  expect 77 svc-inspect notice "$finding" --demand x --deadline 2026-10-20
  expect 77 svc-inspect points "$finding" --clause inspect-6.1 --points 0.5 --reason x
  expect 77 svc-inspect file --room A "$no"
  expect 0 svc-inspect cancel --reason 停工 "$(plan level=department inspectors=1201)"
  act_as staff 05
  expect 77 svc-inspect fix "$open"
  says 'is neither of department 02 nor inspected it'
}

@test "a year's plan is imported once; a plan changes until it is held" {
  cat >plans.csv <<'CSV'
source,source_no,planned_at,level,kind,method,scope,inspectors,scheme
plan,1,2026-03-30,company,special,on_site,all,1601;1602,FA-1
plan,2,2026-06-29,company,special,on_site,all,1601;1602,FA-2
plan,3,2026-10-20,company,special,on_site,all,1601;1602,
CSV
  expect 0 svc-inspect import plans.csv
  expect 0 svc-inspect import -v plans.csv
  says 'read 3: 0 added, 0 updated, 3 unchanged'
  sed -i 's/^plan,3,2026-10-20/plan,3,2026-10-12/; s/FA-2/FA-2b/' plans.csv
  expect 65 svc-inspect import plans.csv
  expect 0 svc-inspect import --update plans.csv
  no=$(svc-inspect list --source_no 3 -H -c no)
  svc-inspect set "$no" --scheme FA-3 --reason 方案已批
  svc-inspect sheet --dept 01 "$no" >/dev/null
  expect 4 svc-inspect set "$no" --scheme FA-9 --reason 改
  says 'inspection_held'
  sed -i 's/^plan,3,2026-10-12/plan,3,2026-10-13/' plans.csv
  expect 65 svc-inspect import --update --set no=x --ignore source,source_no plans.csv
  expect 65 svc-inspect import --update plans.csv
  says 'column "planned_at": cannot change, the inspection is held'
}

# -- sheets --------------------------------------------------------------------------------

@test "no check without a scheme" {
  no=$(svc-inspect plan -H --planned_at 2026-10-12 --level company --kind routine \
    --method on_site --inspectors 1601 --scope 02)
  expect 4 svc-inspect sheet "$no"
  says 'has no scheme'
  expect 0 svc-inspect set "$no" --scheme FA-7 --reason 已定
  expect 0 svc-inspect sheet "$no"
  [ "$(svc-inspect list --no "$no" -H -c state,held_at)" = 'held,2026-10-12 09:00:00' ]
}

@test "each department of the scope gets one sheet, every item unmarked" {
  no=$(plan scope='02;05')
  expect 4 svc-inspect sheet --dept 03 "$no"
  says 'department 03 is not in its scope'
  expect 0 svc-inspect sheet -H --dept 05 "$no"
  [ "$output" = K2026-000001 ]
  expect 4 svc-inspect sheet --dept 05 "$no"
  says 'has its sheet K2026-000001 already'
  expect 0 svc-inspect sheet -H "$no"
  [ "$output" = K2026-000002 ]
  expect 4 svc-inspect sheet "$no"
  [ "$(svc-inspect list sheets -H -c no,inspection,dept,state,template | tail -n 1)" = \
    "K2026-000002,$no,02,open,service" ]
  [ "$(svc-inspect list items --sheet K2026-000002 -H -c result | sort | uniq -c | tr -s ' ')" = ' 14 unmarked' ]
  [ "$(svc-inspect list items --sheet K2026-000002 -H -c content | sort -u | tr '\n' ' ')" = '3.1 3.2 3.3 3.4 3.5 3.6 3.7 ' ]
  expect 5 svc-inspect sheet I2026-000099
}

@test "a cancelled inspection is not held, and a held one is not cancelled" {
  no=$(plan)
  expect 2 svc-inspect cancel "$no"
  expect 0 svc-inspect cancel --reason 停工 "$no"
  expect 4 svc-inspect sheet "$no"
  says 'it is cancelled'
  no=$(plan)
  svc-inspect sheet "$no" >/dev/null
  expect 4 svc-inspect cancel --reason 停工 "$no"
  says "$no: cannot cancel, it is held"
}

@test "items come from a template of one's own, or none that exists" {
  printf '%s\n' item,content,text a.1,3.1,着装 a.2,3.4,态度 >own.csv
  sheet=$(svc-inspect sheet -H --template ./own.csv "$(plan)")
  [ "$(svc-inspect list items --sheet "$sheet" -H -c item,content,text)" = "$sheet/a.1,3.1,着装
$sheet/a.2,3.4,态度" ]
  expect 2 svc-inspect sheet --template nothing "$(plan)"
  says 'no template "nothing"'
  expect 65 svc-inspect sheet --template ./nothing.csv "$(plan)"
  printf '%s\n' item,content,text a.1,3.1,着装 a.1,3.4,态度 >own.csv
  expect 65 svc-inspect sheet --template ./own.csv "$(plan)"
  says 'item "a.1" comes twice'
  printf '%s\n' item,text a.1,着装 >own.csv
  expect 65 svc-inspect sheet --template ./own.csv "$(plan)"
  says 'no column "content"'
  expect 65 svc-inspect sheet --template - "$(plan)" </dev/null
}

@test "a template of one's own is a workbook as the office keeps it" {
  load workbook
  printf '%s\t%s\t%s\t%s\n' 服务检查表 '' '' '' 序号 条款号 检查内容 检查标准 =1 a.1 仪容 ' 着装整齐 ' '' '' '' '' =2 a.2 态度 用语文明 \
    合计 '' '' '' | workbook own.xlsx A1:D1
  sheet=$(svc-inspect sheet -H --template ./own.xlsx "$(plan)")
  [ "$(svc-inspect list items --sheet "$sheet" -H -c item,content,text)" = "$sheet/a.1,仪容,着装整齐
$sheet/a.2,态度,用语文明" ]
}

@test "an unmarked sheet cannot be signed" {
  sheet=$(held)
  svc-inspect mark --result na "$sheet/3.1.1"
  expect 4 svc-inspect sign "$sheet" --by 1201 --evidence QZ-1
  says "unmarked items: 13, such as $sheet/3.1.2"
  [ "$(svc-inspect list sheets -H -c state)" = open ]
  pass "$sheet"
  expect 0 svc-inspect sign "$sheet" --by 1201 --evidence QZ-1 --opinion 无 --answer 同意
  [ "$(svc-inspect list sheets -H -c state,signed_at,opinion,answer)" = 'signed,2026-10-12 09:00:00,无,同意' ]
  expect 4 svc-inspect sign "$sheet" --by 1201 --evidence QZ-1
  says 'cannot sign, it is signed (sign by'
}

@test "a signed sheet never changes" {
  sheet=$(held)
  finding=$(found "$sheet" minor --item 3.1.1 --fixed)
  signed "$sheet" 1201
  expect 4 svc-inspect mark --result fail "$sheet/3.1.2"
  says "the sheet $sheet is signed"
  expect 4 svc-inspect find "$sheet" --severity minor --facts x --fixed
  says 'is signed'
  expect 4 svc-inspect set sheets "$sheet" --answer 不同意 --reason 改
  svc-inspect list items >items.csv
  sed -i 's/,pass,/,fail,/' items.csv
  expect 65 svc-inspect import items --update items.csv
  for change in "UPDATE inspect_item SET result = 'na' WHERE code = '3.1.2'" \
    "DELETE FROM inspect_item WHERE code = '3.1.2'" \
    "UPDATE inspect_sheet SET answer = 'x'" "DELETE FROM inspect_sheet" \
    "UPDATE inspect_finding SET severity = 'major'"; do
    run sqlite3 "$SVC_DB" "$change"
    [[ $output == *inspect_sheet_signed* ]] || { echo "$change: $output"; return 1; }
  done
  expect 0 svc-admin check
  [ -n "$finding" ]
}

@test "the head of the department inspected signs, nobody who inspected" {
  sheet=$(held)
  pass "$sheet"
  expect 4 svc-inspect sign "$sheet" --by 1602 --evidence QZ-1
  says '"1602" is a subject of it and cannot sign it'
  expect 4 svc-inspect sign "$sheet" --by 1301 --evidence QZ-1
  says 'it waits for stage 1 dept_head 1201'
  expect 77 svc-inspect sign "$sheet"
  expect 2 svc-inspect sign "$sheet" --by 1201
  says 'needs both --by NO and --evidence REF'
  expect 0 svc-inspect sign "$sheet" --by 1201 --evidence QZ-1
  [ "$(svc-inspect log "$sheet" -H -c verb,change 2>/dev/null | wc -l)" -eq 0 ]
  [ "$(svc-inspect log sheets "$sheet" -H -c change | grep -c refused)" -eq 3 ]
}

@test "a department's own routine, led by its head, is signed one level up" {
  no=$(plan level=department inspectors='1201;1202')
  sheet=$(svc-inspect sheet -H "$no")
  pass "$sheet"
  expect 4 svc-inspect sign "$sheet" --by 1201 --evidence QZ-1
  expect 0 svc-inspect sign "$sheet" --by 1003 --evidence QZ-1
}

@test "marks are made by the inspectors, or entered for them" {
  sheet=$(held inspectors=1602)
  expect 2 svc-inspect mark "$sheet/3.1.1"
  expect 2 svc-inspect mark --result good "$sheet/3.1.1"
  expect 5 svc-inspect mark --result pass "$sheet/9.9"
  act_as staff 02
  expect 77 svc-inspect mark --result pass "$sheet/3.1.1"
  says 'is no inspector of the sheet'
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '1602'"
  expect 0 svc-inspect mark --result fail --opinion 缺胸牌 --answer 已补 "$sheet/3.1.1"
  [ "$(svc-inspect list items --item "$sheet/3.1.1" -H -c result,opinion,answer,marked_by)" = \
    'fail,缺胸牌,已补,1602' ]
}

@test "marks come back from a spreadsheet" {
  sheet=$(held)
  svc-inspect list items --excel --words code -o items.csv
  sed -i 's/unmarked/pass/; s/unmarked/fail/' items.csv
  expect 0 svc-inspect import items --excel --update items.csv
  [ "$(svc-inspect list items -H -c result | sort -u)" = pass ]
  expect 0 svc-inspect import items --excel --update items.csv
  printf '%s\n' item,result "$sheet/3.9,pass" >more.csv
  expect 65 svc-inspect import items --update more.csv
  says 'stands on no sheet'
  printf '%s\n' item,result "$sheet/3.1.1,perhaps" >more.csv
  expect 65 svc-inspect import items --update more.csv
  expect 2 svc-inspect add items
  says 'the verb sheet makes them'
  expect 2 svc-inspect import notices
  says 'the verb notice makes them'
}

# -- findings ------------------------------------------------------------------------------

@test "a finding keeps its evidence with the SHA-256, before and after" {
  sheet=$(held)
  echo before >before.jpg
  echo after >after.jpg
  no=$(found "$sheet" minor --item 3.1.1 --person 1203 --action 当场纠正 \
    --evidence before.jpg --deadline 2026-10-20)
  [ "$no" = Q2026-000001 ]
  [ "$(svc-inspect list findings -H -c sheet,item,dept,state,due_at,evidence_sha256)" = \
    "$sheet,3.1.1,02,open,2026-10-20 23:59:59,$(sha256sum <before.jpg | cut -d' ' -f1)" ]
  [ "$(svc-inspect list items --item "$sheet/3.1.1" -H -c result)" = fail ]
  expect 4 svc-inspect mark --result pass "$sheet/3.1.1"
  says "finding $no stands against it"
  expect 0 svc-inspect fix --after_evidence after.jpg --action 已换发 "$no"
  [ "$(svc-inspect list findings -H -c state,fixed_at,action,after_sha256)" = \
    "fixed,2026-10-12 09:00:00,已换发,$(sha256sum <after.jpg | cut -d' ' -f1)" ]
  expect 4 svc-inspect fix "$no"
  says 'cannot fix, it is fixed'
}

@test "what a finding lacks or gets wrong is told" {
  sheet=$(held)
  expect 2 svc-inspect find "$sheet" --severity minor
  expect 2 svc-inspect find --severity minor --facts x --fixed
  expect 2 svc-inspect find "$sheet" --severity minor --facts x
  says 'add --fixed, or --deadline TIME'
  expect 2 svc-inspect find "$sheet" --severity severe --facts x
  expect 5 svc-inspect find K2026-000099 --severity minor --facts x --fixed
  expect 5 svc-inspect find "$sheet" --severity minor --facts x --fixed --item 9.9
  expect 5 svc-inspect find "$sheet" --severity minor --facts x --fixed --person 7777
  expect 5 svc-inspect find "$sheet" --severity minor --facts x --fixed --dept 77
  expect 2 svc-inspect find "$sheet" --severity minor --facts x --deadline 2026-10-11
  says 'lies before it was found'
  expect 2 svc-inspect find "$sheet" --severity minor --facts x --deadline 2026-02-29
  expect 65 svc-inspect find "$sheet" --severity minor --facts x --fixed --evidence nothing.jpg
  says 'cannot read "nothing.jpg"'
  mkfifo pipe
  expect 65 svc-inspect find "$sheet" --severity minor --facts x --fixed --evidence pipe
  says 'is not a file'
  expect 4 svc-inspect find "$sheet" --severity minor --facts x --fixed --at '2026-10-13'
  [ -z "$(svc-inspect list findings -H)" ]
}

@test "findings are imported, without files" {
  sheet=$(held)
  printf '%s\n' source,source_no,sheet,item,found_at,severity,facts,deadline,fixed_at \
    "pad,1,$sheet,3.1.1,2026-10-12 09:00,minor,缺胸牌,2026-10-20," \
    "pad,2,$sheet,3.4.1,2026-10-12 09:00,minor,态度生硬,,2026-10-12 09:00" >f.csv
  expect 0 svc-inspect import findings f.csv
  expect 0 svc-inspect import findings f.csv
  [ "$(svc-inspect list findings -H -c state,due_at)" = 'open,2026-10-20 23:59:59
fixed,' ]
  expect 65 svc-inspect import findings --set evidence=/etc/hostname --update f.csv
  says 'is taken by the verbs find and fix alone'
  sed -i "s/$sheet/K2026-000077/" f.csv
  expect 65 svc-inspect import findings --update f.csv
}

@test "the office chooses points inside the clause's range, the least otherwise" {
  sheet=$(held)
  no=$(found "$sheet" major --person 1203)
  [ "$(score 2026-10 clause,dept,person,points,status)" = 'inspect-6.1,02,,-0.50,final
inspect-6.2-major,02,1203,-3.00,final' ]
  expect 2 svc-inspect points "$no" --clause inspect-6.2-major --points 4
  says 'points needs a reason'
  expect 4 svc-inspect points "$no" --clause inspect-6.2-major --points 5.01 --reason 屡犯
  says 'inspect-6.2-major takes 3.00 to 5.00 points'
  expect 4 svc-inspect points "$no" --clause inspect-6.2-major --points 2.99 --reason 屡犯
  expect 4 svc-inspect points "$no" --clause inspect-6.2-minor --points 1 --reason 屡犯
  says 'no finding or notice that falls under inspect-6.2-minor'
  expect 5 svc-inspect points Q2026-000077 --clause inspect-6.1 --points 1 --reason 屡犯
  expect 2 svc-inspect points "$no" --clause inspect-6.1 --points 1,5 --reason 屡犯
  expect 0 svc-inspect points "$no" --clause inspect-6.2-major --points 4 --reason 屡犯
  expect 0 svc-inspect points "$no" --clause inspect-6.2-major --points 5 --reason 更正
  expect 0 svc-inspect points "$no" --clause inspect-6.1 --points 3 --reason 影响大
  [ "$(score 2026-10 clause,points,reason)" = 'inspect-6.1,-3.00,major finding; 影响大
inspect-6.2-major,-5.00,major finding; 更正' ]
  [ "$(svc-report sheet -m 2026-10 --by person -H -c subject,inspect | grep 1203)" = 1203,-5.00 ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c inspect,score)" = -3.00,97.00 ]
  run sqlite3 "$SVC_DB" "DELETE FROM inspect_points"
  [[ $output == *inspect_points_append_only* ]]
}

@test "a special inspection goes by notice and charges no person" {
  sheet=$(held kind=special)
  found "$sheet" minor --person 1203 >/dev/null
  [ "$(score 2026-10 clause,person)" = 'inspect-6.1,' ]
  [ "$(svc-inspect due --kind unnoticed --within 1d -H -c no,dept)" = Q2026-000001,02 ]
  noticed Q2026-000001 2026-10-20
  [ -z "$(svc-inspect due --kind unnoticed --within 1d -H)" ]
}

@test "a cancelled finding costs nothing" {
  no=$(found "$(held)" major --person 1203)
  expect 0 svc-inspect cancel --reason 查无实据 "$no"
  [ "$(score 2026-10 status | sort -u)" = reversed ]
  expect 4 svc-inspect notice "$no" --demand x --deadline 2026-10-20
}

# -- notices -------------------------------------------------------------------------------

@test "a notice is answered, fails, opens again with a new deadline, passes, and its effect is checked" {
  at '2026-09-28 09:00'
  sheet=$(held kind=special)
  finding=$(found "$sheet" major --item 3.1.1 --person 1203)
  no=$(noticed "$finding" 2026-10-08)
  [ "$no" = N2026-000001 ]
  # a deadline is no earlier than its notice, and may be the same moment
  other=$(found "$sheet" major --item 3.1.2)
  expect 4 svc-inspect notice "$other" --demand x --deadline '2026-09-28 08:59:59'
  says "the deadline 2026-09-28 08:59:59 lies before 2026-09-28 09:00:00"
  expect 0 svc-inspect notice "$other" --demand x --deadline '2026-09-28 09:00' --dry-run
  [ "$(svc-inspect list notices -H -c finding,dept,person,severity,round,due_at,state)" = \
    "$finding,02,1203,major,1,2026-10-08 23:59:59,issued" ]
  expect 4 svc-inspect notice "$finding" --demand x --deadline 2026-10-20
  says "$finding: cannot notice, it is noticed (notice by"
  expect 4 svc-inspect fix "$finding"
  expect 4 svc-inspect verify --result pass --by 1601 --evidence X "$no"
  says 'it is not answered yet'

  at '2026-10-12 09:00' # after the holidays, four days late
  echo 整改报告 >report.txt
  expect 2 svc-inspect reply "$no"
  expect 0 svc-inspect reply --reply 已培训 --report report.txt --by 1201 "$no"
  [ "$(svc-inspect list notices -H -c state,report_sha256)" = "replied,$(sha256sum <report.txt | cut -d' ' -f1)" ]
  expect 4 svc-inspect reply --reply 再报 --by 1201 "$no"
  expect 2 svc-inspect verify --result fail --deadline 2026-10-20 "$no"
  says 'fail needs a reason'
  expect 4 svc-inspect verify --result fail --reason 抽查仍缺 "$no"
  says 'has no deadline, and the policy has no limit for it'
  expect 4 svc-inspect verify --result fail --reason 抽查仍缺 --deadline 2026-10-11 "$no"
  expect 0 svc-inspect verify --result fail --reason 抽查仍缺 --deadline 2026-10-20 "$no"
  [ "$(svc-inspect list notices -H -c state,round,due_at,replied_at)" = 'issued,2,2026-10-20 23:59:59,' ]

  at '2026-10-19 09:00'
  svc-inspect reply --reply 全员配发 --by 1201 "$no"
  expect 0 svc-inspect verify --result pass --effect_on 2026-11-19 "$no"
  [ "$(svc-inspect list notices -H -c state,passed_at,effect_due)" = 'passed,2026-10-19 09:00:00,2026-11-19 23:59:59' ]
  [ "$(svc-inspect list findings --no "$finding" -H -c state,fixed_at)" = 'fixed,2026-10-19 09:00:00' ]
  at '2026-11-21 09:00'
  [ "$(svc-inspect due --kind effect -H -c no,days_over)" = "$no,2" ]
  expect 0 svc-inspect verify --result pass "$no"
  [ "$(svc-inspect list notices -H -c state,effect_at)" = 'effective,2026-11-21 09:00:00' ]
  expect 4 svc-inspect verify --result pass "$no"
  says 'it is effective'
  expect 4 svc-inspect notice "$finding" --demand x --deadline 2026-12-20
  expect 4 svc-inspect cancel --reason 误录 "$finding"
  says "it has the notice $no"

  # One line for the first round, late and failed, dated at the deadline; none for the second.
  [ "$(score 2026-10 clause,record,points,occurred_at)" = "inspect-6.3,$no,-1.00,2026-10-08 23:59:59" ]
  [ -z "$(score 2026-11 clause)" ]
  svc-inspect points "$no" --clause inspect-6.3 --points 2 --reason 拖延
  [ "$(score 2026-10 points)" = -2.00 ]
  run sqlite3 "$SVC_DB" "UPDATE inspect_check SET result = 'pass'"
  [[ $output == *inspect_check_append_only* ]]
  expect 0 svc-admin check
}

@test "a rectification whose effect fails is opened again" {
  no=$(noticed "$(found "$(held)" major)" 2026-10-20)
  svc-inspect reply --reply 已改 --by 1201 "$no"
  svc-inspect verify --result pass --effect_on 2026-10-20 "$no"
  at '2026-10-20 09:00'
  expect 0 svc-inspect verify --result fail --reason 反弹 --deadline 2026-10-30 "$no"
  [ "$(svc-inspect list notices -H -c state,round)" = issued,2 ]
  [ "$(svc-inspect list findings -H -c state,fixed_at)" = 'noticed,' ]
  [ "$(score 2026-10 record,clause,reason | grep 6.3)" = "$no,inspect-6.3,failed 2026-10-20 09:00:00" ]
  expect 5 svc-inspect points "$no/3" --clause inspect-6.3 --points 2 --reason x
  expect 0 svc-inspect points "$no/2" --clause inspect-6.3 --points 2 --reason x
  expect 0 svc-admin check
}

@test "nobody judges their own rectification" {
  no=$(noticed "$(found "$(held)" major --person 1203)" 2026-10-20)
  svc-inspect reply --reply 已改 "$no"
  expect 4 svc-inspect verify --result pass "$no"
  says "\"$(id -un)\" reported the rectification and cannot judge it"
  expect 4 svc-inspect verify --result pass --by 1203 --evidence X "$no"
  says '"1203" is responsible for the rectification'
  expect 4 svc-inspect verify --result pass --by 1201 --evidence X "$no"
  says 'is of department 02, which rectified it'
  expect 2 svc-inspect verify --result pass --by 1601 "$no"
  expect 2 svc-inspect verify "$no"
  [ "$(state "$no")" = replied ]
  [ "$(svc-inspect log notices "$no" -H -c change | grep -c refused)" -eq 3 ]
  expect 0 svc-inspect verify --result pass --by 1601 --evidence X "$no"
  expect 5 svc-inspect verify --result pass --by 1601 --evidence X N2026-000077
}

@test "who will not rectify goes to the committee" {
  no=$(noticed "$(found "$(held)" major)" 2026-10-20)
  expect 0 svc-inspect verify --result refused --reason 拒不配合 --deadline 2026-10-30 "$no"
  [ "$(svc-inspect list notices -H -c state,round,person)" = issued,2,1201 ]
  [ "$(score 2026-10 clause,person,points,effect,status,record | grep 8.2)" = \
    "inspect-8.2,1201,0.00,committee,proposed,$no" ]
}

@test "a deadline of the policy runs over the holidays; an earlier one that is given wins" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  echo inspect,rectify,,,,3wd,issued,assumed >>pack/limits.csv
  echo inspect,fix,,,,1month,found,assumed >>pack/limits.csv
  svc-policy load pack --from 2026-01-01 --reason 整改时限 >/dev/null
  at '2026-09-30 09:00'
  sheet=$(held)
  svc-inspect notice "$(found "$sheet" major)" --demand a >/dev/null
  svc-inspect notice "$(found "$sheet" major)" --demand b --deadline 2026-10-09 >/dev/null
  svc-inspect notice "$(found "$sheet" major)" --demand c --deadline 2026-10-31 >/dev/null
  [ "$(svc-inspect list notices -H -c due_at)" = '2026-10-10 17:30:00
2026-10-09 23:59:59
2026-10-10 17:30:00' ]
  found "$sheet" minor --item 3.1.1 >/dev/null
  [ "$(svc-inspect list findings --severity minor -H -c due_at)" = '2026-10-30 23:59:59' ]
  expect 0 svc-admin check

  # Another length, from a later day: what is open moves with it.
  sed -i 's/^inspect,rectify,,,,3wd/inspect,rectify,,,,5wd/' pack/limits.csv
  at '2026-10-01 09:00'
  svc-policy load pack --from 2026-09-30 -H -c no,clock,new >moved
  [ "$(cat moved)" = 'N2026-000001,rectify,2026-10-13 17:30:00
N2026-000003,rectify,2026-10-13 17:30:00' ]
  expect 0 svc-admin check
}

@test "a deadline in a year without a calendar is provisional, and its line waits" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  printf '%s\n' inspect,rectify,,,,3wd,issued,assumed inspect,effect,,,,5wd,passed,assumed >>pack/limits.csv
  svc-policy load pack --from 2026-01-01 --reason 整改时限 >/dev/null
  at '2027-03-01 09:00'
  no=$(svc-inspect notice -H "$(found "$(held)" major)" --demand a)
  [ "$(svc-inspect list notices -H -c due_at,provisional)" = '2027-03-04 17:30:00,rectify' ]
  at '2027-03-05 09:00'
  [ "$(score 2027-03 clause,status | grep 6.3)" = inspect-6.3,proposed ]
  svc-inspect reply --reply 已改 --by 1201 "$no"
  svc-inspect verify --result pass "$no"
  [ "$(svc-inspect list notices -H -c effect_due,provisional)" = '2027-03-12 17:30:00,rectify;effect' ]
  [ "$(score 2027-03 clause,status | grep 6.3)" = inspect-6.3,proposed ]
  expect 0 svc-admin check
}

@test "a deadline on the 29th of February" {
  at '2028-02-21 09:00'
  no=$(noticed "$(found "$(held)" major)" 2028-02-29)
  [ "$(svc-inspect list notices -H -c no,due_at)" = "N2028-000001,2028-02-29 23:59:59" ]
  at '2028-02-29 23:59:59'
  [ -z "$(svc-inspect due --kind notice -H)" ]
  at '2028-03-01 00:00'
  [ "$(svc-inspect due --kind notice -H -c no,days_over)" = "$no,1" ]
  expect 2 svc-inspect notice Q2028-000001 --demand x --deadline 2027-02-29
  says 'no such day'
}

@test "a finding that was to be fixed without a notice, and was not" {
  sheet=$(held)
  no=$(found "$sheet" minor --deadline 2026-10-13)
  at '2026-10-15 08:00'
  [ "$(svc-inspect due --kind finding -H -c no,dept,days_over)" = "$no,02,2" ]
  [ "$(score 2026-10 clause,record,reason | grep 6.3)" = \
    "inspect-6.3,$no,\"due 2026-10-13 23:59:59, not done\"" ]
  svc-inspect fix "$no"
  [ "$(score 2026-10 reason | grep due)" = '"due 2026-10-13 23:59:59, done 2026-10-15 08:00:00"' ]
}

@test "a finding with a notice is late by the notice alone, and by itself once that is cancelled" {
  no=$(found "$(held)" minor --deadline 2026-10-13)
  paper=$(noticed "$no" 2026-10-13)
  late() { score 2026-10 clause,record | sed -n 's/^inspect-6.3,//p'; }
  at '2026-10-15 08:00'
  [ "$(late)" = "$paper" ]
  svc-inspect cancel --reason 下达有误 "$paper"
  [ "$(late)" = "$no" ]
}

# Found on the 6th, to be fixed by the 7th; on the 9th nothing was done. What is said on the 9th of the 7th
# waits for the office; what a file says is only asked for.
@test "a repair or a report that is told late and dated before its deadline waits for the office" {
  at '2026-10-06 09:00'
  sheet=$(held)
  no=$(found "$sheet" minor --item 3.1.1 --person 1203 --deadline 2026-10-07)
  open=$(found "$sheet" minor --item 3.1.2 --person 1203 --deadline 2026-10-07)
  paper=$(noticed "$(found "$sheet" major --item 3.1.3 --person 1203)" 2026-10-07)
  at '2026-10-09 09:00'
  late() { score 2026-10 record,clause,status,reason | grep "^$1,inspect-6.3"; }
  [ "$(late "$no")" = "$no,inspect-6.3,final,\"due 2026-10-07 23:59:59, not done\"" ]
  [ "$(late "$paper")" = "$paper,inspect-6.3,final,\"due 2026-10-07 23:59:59, not done\"" ]
  expect 0 svc-inspect fix --at '2026-10-07 10:00' "$no"
  expect 0 svc-inspect reply --reply 已整改 --at '2026-10-07 10:00' "$paper"
  for one in "$no" "$paper"; do
    [ "$(late "$one" | cut -d, -f3)" = proposed ]
    expect 4 svc-inspect excuse --approver 1201 --evidence E --reason x "$one"
    expect 0 svc-inspect confirm --reason 有照片 "$one"
    [ "$(late "$one" | cut -d, -f3)" = reversed ]
    late "$one" | grep -q 'recorded after the limit, confirmed.*有照片'
    expect 4 svc-inspect confirm --reason 有照片 "$one"
    says 'no entry that came late waits'
  done
  # a file moves no deadline that decided a miss, but by the office with a reason: then it says so
  expect 0 svc-inspect import findings --update <<<$'no,deadline\n'"$open"',2026-10-30'
  [ "$(late "$open")" = "$open,inspect-6.3,final,\"due 2026-10-07 23:59:59, not done\"" ]
  at '2026-10-09 10:00'
  svc-inspect due -c kind,no,what | grep "^asked,$open,deadline 2026-10-30"
  expect 0 svc-inspect excuse --approver 1201 --evidence E --reason 停电 "$open"
  late "$open" | grep -q ',reversed,.*excused by 1201: 停电'
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "a rectification that came late is excused by the office: its line stays, reversed" {
  at '2026-10-09 09:00'
  no=$(noticed "$(found "$(held kind=special)" major --item 3.1.1 --person 1203)" 2026-10-10)
  ask() { expect "$1" svc-inspect excuse --approver "$2" --evidence 停电通知 --reason 停电 "$no"; }
  ask 4 1201
  says 'is not missed, it is 2026-10-10 23:59:59'
  at '2026-10-12 09:00'
  [ "$(score 2026-10 record,status | grep "$no")" = "$no,final" ]
  ask 4 1203
  says '"1203" holds no leading role'
  ask 0 1201
  ask 4 1201
  [ "$(score 2026-10 record,status,reason | grep "$no")" = "$no,reversed,\"due 2026-10-10 23:59:59, not done; excused by 1201: 停电\"" ]
  expect 0 svc-admin verify
}

@test "a cancelled notice is as if it had not been" {
  finding=$(found "$(held)" major)
  no=$(noticed "$finding" 2026-10-20)
  expect 0 svc-inspect cancel --reason 下达有误 "$no"
  [ "$(svc-inspect list findings -H -c state)" = open ]
  [ -z "$(svc-inspect count -H)" ]
  expect 4 svc-inspect reply --reply x "$no"
  [ "$(noticed "$finding" 2026-10-21)" = N2026-000002 ]
}

# -- thresholds ----------------------------------------------------------------------------

@test "the second major notice of a calendar year costs the annual award" {
  at '2026-03-02 09:00'
  noticed "$(found "$(held)" major)" 2026-03-20 >/dev/null
  noticed "$(found "$(held kind=special)" minor)" 2026-03-20 >/dev/null
  [ "$(svc-inspect count -H -c dept,major_notices,threshold,no_annual_award,records)" = 02,1,2,no,N2026-000001 ]
  [ "$(score 2026-03 clause | grep -c 8.1)" -eq 0 ]
  at '2026-12-31 23:59:59'
  noticed "$(found "$(held)" major)" 2027-01-20 >/dev/null
  [ "$(score 2026-12 clause,dept,effect,status,record,reason | grep 8.1)" = \
    'inspect-8.1,02,no_annual_award,final,N2026-000003,2 major notices of 02 in 2026' ]
  [ "$(svc-report sheet -m 2026-12 --dept 02 -H -c effects)" = no_annual_award ]
  [ "$(svc-inspect count --year 2026 -H -c major_notices,no_annual_award,records)" = \
    '2,yes,N2026-000001;N2026-000003' ]
  # A third one costs nothing more, the next year begins anew.
  noticed "$(found "$(held)" major)" 2027-01-20 >/dev/null
  [ "$(score 2026 clause | grep -c 8.1)" -eq 1 ]
  at '2027-01-04 09:00'
  noticed "$(found "$(held)" major)" 2027-01-20 >/dev/null
  [ "$(svc-inspect count -H -c year,major_notices,no_annual_award)" = 2027,1,no ]
  [ "$(score 2027-01 clause | grep -c 8.1)" -eq 0 ]
  expect 2 svc-inspect count --year 2026Q1
  expect 5 svc-inspect count --dept 77
}

# -- due -----------------------------------------------------------------------------------

@test "the last day of a quarter still counts, the next day it is over" {
  at '2026-09-30 23:59:59'
  [ -z "$(svc-inspect due -m 2026Q3 --kind special -H)" ]
  [ "$(svc-inspect due -m 2026Q3 --kind special --within 1d -H -c kind,due_at,days_over)" = \
    'special,2026-09-30 23:59:59,0' ]
  at '2026-10-01 00:00'
  [ "$(svc-inspect due -m 2026Q3 --kind special -H -c what,days_over)" = \
    '2026Q3: 0 of 1 special inspections,1' ]
  at '2026-09-30 17:00'
  sheet=$(held kind=special)
  expect 0 signed "$sheet" 1201
  at '2026-10-01 00:00'
  [ -z "$(svc-inspect due -m 2026Q3 --kind special -H)" ]
  [ "$(svc-inspect due -m 2026Q3 --kind coverage -H -c dept | tr '\n' ' ')" = '01 03 04 05 06 ' ]
}

@test "last year's December is not lost in January" {
  at '2027-01-05 09:00'
  [ "$(svc-inspect due --kind special -H -c what | tail -n 1)" = '2026Q4: 0 of 1 special inspections' ]
  at '2027-04-01 09:00'
  [ "$(svc-inspect due --kind special -H -c what)" = '2027Q1: 0 of 1 special inspections' ]
}

@test "a month needs each department's routine, led by its head and summed up" {
  no=$(plan level=department inspectors='1201;1202')
  sheet=$(svc-inspect sheet -H "$no")
  signed "$sheet" 1003
  other=$(plan level=department scope=05 inspectors='1502;1501')
  svc-inspect sheet "$other" >/dev/null
  at '2026-10-30 09:00'
  expect 0 svc-inspect summary --summary 运行正常 "$no"
  expect 4 svc-inspect summary --summary 运行正常 "$other"
  says 'the sheet of department 05 is not signed'
  signed K2026-000002 1002
  svc-inspect summary --summary 运行正常 "$other"
  at '2026-11-02 09:00'
  [ "$(svc-inspect due -m 2026-10 --kind routine -H -c dept | tr '\n' ' ')" = '01 03 04 05 06 ' ]
  [ "$(svc-inspect due -m 2026-10 --kind routine --dept 05 -H -c person,what)" = \
    '1501,2026-10: no routine of its head with a summary' ]
}

@test "what is overdue ends a cron job's command with 1" {
  expect 0 svc-inspect due --kind notice --fail-if-any
  no=$(noticed "$(found "$(held)" major)" 2026-10-16)
  expect 0 svc-inspect due --kind notice --fail-if-any
  expect 1 svc-inspect due --kind notice --within 4d --fail-if-any -H -c no,dept,days_over
  [ "$output" = "$no,02,-4" ]
  at '2026-10-17 09:00'
  expect 0 svc-inspect due --kind notice --fail-if-any --only-workday
  expect 1 svc-inspect due --kind notice --fail-if-any -f tsv -c dept,days_over
  [ "$output" = $'dept\tdays_over\n02\t1' ]
  expect 0 svc-inspect due --kind notice --fail-if-any --dept 01
  expect 2 svc-inspect due --kind nothing
  expect 2 svc-inspect due --within soon
}

@test "a plan that was not held" {
  no=$(plan planned_at=2026-10-13 title=秋检)
  at '2026-10-14 09:00'
  [ "$(svc-inspect due --kind plan -H -c no,dept,what,days_over)" = "$no,02,秋检,1" ]
}

# -- contractors ---------------------------------------------------------------------------

@test "a contractor has one sheet a quarter, and pays for what is late, not fixed or found again" {
  expect 2 svc-inspect sheet
  expect 2 svc-inspect sheet --template property
  expect 4 svc-inspect sheet --template property --dept 02
  says 'department 02 is no contractor'
  expect 2 svc-inspect sheet --template property --dept 11 --quarter 2026-10
  expect 4 svc-inspect sheet --template property --dept 11 --quarter 2026Q3
  expect 0 svc-inspect sheet -H --template property --dept 11 --inspectors 1602
  sheet=$output
  expect 0 svc-inspect sheet -H --template cleaning --dept 11 # the same firm cleans
  [ "$output" = "$sheet" ]
  [ "$(svc-inspect list sheets -H -c dept,quarter,inspection)" = 11,2026Q4, ]
  [ "$(svc-inspect list items -H -c code | grep -c '^6')" -eq 9 ]
  expect 2 svc-inspect find "$sheet" --severity minor --facts x --deadline 2026-10-14
  says 'is required on a contractor'
  late=$(found "$sheet" minor --item 6.2.1 --deadline 2026-10-13)
  open=$(found "$sheet" minor --item 6.2.2 --deadline 2026-10-14)
  good=$(found "$sheet" minor --item 8.2.2 --deadline 2026-10-14)
  expect 2 svc-inspect find "$sheet" --severity minor --facts x --item 6.2.1 --deadline 2026-10-14
  says 'has a finding that is still open'
  expect 4 svc-inspect notice "$late" --demand x --deadline 2026-10-14
  says 'a contractor gets no notice'
  svc-inspect fix "$good"
  at '2026-10-14 09:00'
  svc-inspect fix "$late"
  at '2026-11-02 09:00'
  again=$(found "$sheet" minor --item 8.2.2 --fixed)
  [ "$(svc-inspect contractor -m 2026Q4 -H -c dept,sheet,finding,item,fault,amount)" = \
    "11,$sheet,$late,6.2.1,\"due 2026-10-13 23:59:59, fixed 2026-10-14 09:00:00\",-100.00
11,$sheet,$open,6.2.2,\"due 2026-10-14 23:59:59, not fixed\",-100.00
11,$sheet,$again,8.2.2,found again after $good,-100.00" ]
  # a third time it is found again after the second
  at '2026-11-03 09:00'
  third=$(found "$sheet" minor --item 8.2.2 --fixed)
  [ "$(svc-inspect contractor -m 2026Q4 -H -c finding,fault | tail -n 1)" = "$third,found again after $again" ]
  svc-inspect cancel "$third" --reason 误记
  [ "$(score 2026-10 dept,item,subject,amount,status | uniq -c | tr -s ' ')" = ' 2 11,contractor,contractor,-100.00,final' ]
  [ "$(svc-report sheet -m 2026-11 --dept 11 -H -c penalty_amount,score)" = -100.00,100.00 ]
  signed "$sheet" 1002
  expect 4 svc-inspect sheet --template security --dept 11
  says 'the sheet of 2026Q4 is signed already'
  at '2027-01-04 09:00'
  [ "$(svc-inspect due -m 2026 --kind contractor -H -c dept,what | tr '\n' ' ')" = \
    '11,2026Q1: no sheet of the contractor 11,2026Q2: no sheet of the contractor 11,2026Q3: no sheet of the contractor ' ]
  expect 0 svc-admin check
}

@test "what a contractor was charged with in one quarter is found again in the next, and in no later one" {
  first=$(found "$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)" minor --item 8.2.2 --fixed)
  at '2027-01-12 09:00'
  sheet=$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)
  other=$(found "$sheet" minor --item 8.2.1 --fixed)
  again=$(found "$sheet" minor --item 8.2.2 --fixed)
  [ "$(svc-inspect contractor -m 2027Q1 -H -c sheet,finding,item,fault,amount)" = \
    "$sheet,$again,8.2.2,found again after $first,-100.00" ]
  [ "$(svc-report ledger contractor -m 2027Q1 -H -c finding,fault,amount)" = "$other,,
$again,again,-100.00" ]
  # what was cancelled was not found
  svc-inspect cancel "$again" --reason 误记
  svc-inspect cancel "$other" --reason 误记
  at '2027-07-12 09:00'
  sheet=$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)
  found "$sheet" minor --item 8.2.2 --fixed >/dev/null
  [ -z "$(svc-inspect contractor -m 2027Q3 -H)" ]
  # as many quarters back as the policy of the day asks
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^contractor_again_quarters,1,/contractor_again_quarters,3,/' pack/params.csv
  svc-policy load pack --from 2027-07-01 >/dev/null
  [ "$(svc-inspect contractor -m 2027Q3 -H -c item,fault)" = "8.2.2,found again after $first" ]
}

@test "a contractor's premises are patrolled on every working day, make-up days among them" {
  patrols() { printf '%s\n' source,source_no,patrolled_at,dept,area,patroller "$@" | svc-inspect import patrols -; }
  [ -z "$(svc-inspect due --kind patrol -H)" ]
  patrols '本,1,2026-09-30 09:00,11,总部,王队' '本,2,2026-10-08 09:00,11,总部,王队' \
    '本,3,2026-10-09 09:00,安心物业,总部,王队' '本,4,2026-10-09 15:00,11,总部,王队' '本,5,2026-10-03 15:00,11,总部,王队'
  # today counts tomorrow
  [ "$(svc-inspect patrols -m 2026-10 -H -c dept,patrols,numerator,denominator,value,missing)" = 11,4,2,3,66.67,2026-10-10 ]
  patrols '本,6,2026-10-10 08:40,11,总部,王队'
  [ "$(svc-inspect patrols -m 2026-10 --dept 11 -H -c numerator,value,missing)" = 3,100.00, ]
  [ "$(svc-inspect due --kind patrol -H -c dept,what)" = '11,2026-09: no patrol on 21 of 22 working days' ]
  svc-inspect due --kind patrol --words zh -H -c what | grep -qx '2026年9月：22个工作日中有21日无巡视记录'
  expect 65 patrols '本,7,2026-10-10 08:40,02,总部,王队'
  says 'is no contractor'
  expect 65 patrols '本,8,2026-10-13 08:40,11,总部,王队'
  svc-inspect set patrols IP2026-000001 --evidence 巡视本3 --reason 补
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^contractor_patrols_per_workday,1,/contractor_patrols_per_workday,2,/' pack/params.csv
  svc-policy load pack --from 2026-10-01 >/dev/null
  [ "$(svc-inspect patrols -m 2026-10 -H -c numerator,denominator)" = 1,3 ]
}

# -- praise, walk-rounds -------------------------------------------------------------------

@test "good deeds are listed as svc-reward takes them" {
  no=$(svc-inspect add praise -H --occurred_at '2026-10-10 15:00' --person 1203 \
    --facts 冒雨抢修至深夜 --evidence 锦旗-3)
  [ "$no" = P2026-000001 ]
  [ "$(svc-inspect list praise -m 2026-10 -c no,dept,person,occurred_at,facts,evidence)" = \
    'no,dept,person,occurred_at,facts,evidence
P2026-000001,02,1203,2026-10-10 15:00:00,冒雨抢修至深夜,锦旗-3' ]
  expect 2 svc-inspect add praise --occurred_at 2026-10-13 --person 1203 --facts x
  expect 2 svc-inspect add praise --occurred_at 2026-10-10 --person 7777 --facts x
  expect 2 svc-inspect add praise --occurred_at 2026-10-10 --person 1203 --facts x --inspection I2026-000009
  expect 0 svc-inspect set praise "$no" --evidence 锦旗-4 --reason 编号有误
}

@test "walk-rounds give 1 to 5 points, summed for the month" {
  cat >walks.csv <<'CSV'
source,source_no,walked_at,zone,person,walker,score,remark
pad,1,2026-10-09 09:00,大厅,1102,1101,5,
pad,2,2026-10-09 09:05,大厅,1103,1101,3,离岗
pad,3,2026-10-10 09:00,机房,1102,1101,4,
pad,4,2026-09-30 09:00,机房,1102,1101,1,
CSV
  expect 0 svc-inspect import walks walks.csv
  [ "$(svc-inspect walks -m 2026-10 -H -c person,dept,marks,sum,mean,least)" = '1102,01,2,9,4.50,4
1103,01,1,3,3.00,3' ]
  [ "$(svc-inspect walks -m 2026-10 --by zone -H -c person,zone,sum | head -n 1)" = 1102,大厅,5 ]
  for score in 0 6 4.5 五; do
    sed "s/,5,\$/,$score,/; s/pad/bad/" walks.csv >bad.csv
    expect 65 svc-inspect import walks bad.csv
  done
  expect 2 svc-inspect add walks --walked_at '2026-10-11 09:00' --zone 大厅 --person 1102 --walker 1102 --score 5
  says 'nobody marks themselves'
  expect 2 svc-inspect walks
}

# -- papers --------------------------------------------------------------------------------

@test "the archive tells which papers are missing, and takes only what is complete" {
  no=$(plan kind=special scope='02;05')
  [ "$(svc-inspect archive "$no" -H -c paper,needed,there,complete | tr '\n' ' ')" = \
    'plan,1,1,yes scheme,1,1,yes sheets,2,0,no notices,0,0,yes rectifications,0,0,yes violations,0,0,yes report,1,0,no ' ]
  svc-inspect sheet "$no" >/dev/null
  finding=$(found K2026-000001 minor)
  signed K2026-000001 1201
  signed K2026-000002 1501
  svc-inspect summary --summary 已检查 "$no"
  expect 4 svc-inspect file --room A-12 "$no"
  says 'its papers are not complete: notices'
  notice=$(noticed "$finding" 2026-10-20)
  svc-inspect reply --reply 已改 --by 1201 "$notice"
  svc-inspect verify --result pass "$notice"
  expect 4 svc-inspect file --room A-12 "$no"
  says 'its papers are not complete: rectifications'
  echo 整改 >rectified.txt
  svc-inspect reply --report rectified.txt --by 1201 "$notice"
  expect 4 svc-inspect file --room A-12 "$no"
  says 'its papers are not complete: report'
  no2=$(plan)
  svc-inspect sheet "$no2" >/dev/null
  expect 4 svc-inspect file --room A-13 "$no2"
  signed K2026-000003 1201
  expect 2 svc-inspect summary "$no2"
  svc-inspect summary --summary 正常 "$no2"
  expect 4 svc-inspect summary --summary 正常 "$no2"
  expect 2 svc-inspect file "$no2"
  expect 0 svc-inspect file --room A-13 "$no2"
  [ "$(svc-inspect list --no "$no2" -H -c state,room,filed_at)" = 'filed,A-13,2026-10-12 09:00:00' ]
  expect 5 svc-inspect archive I2026-000077
}

@test "a special inspection ends with a report, kept by its digest" {
  no=$(plan kind=special)
  signed "$(svc-inspect sheet -H "$no")" 1201
  echo 检查报告 >report.txt
  expect 65 svc-inspect summary --summary 见报告 --report nothing.txt "$no"
  expect 0 svc-inspect summary --summary 见报告 --report report.txt "$no"
  [ "$(svc-inspect list -H -c report,report_sha256)" = "report.txt,$(sha256sum <report.txt | cut -d' ' -f1)" ]
  expect 0 svc-inspect file --room A-12 "$no"
}

# 6.3: 将整改情况形成完整的整改报告移交服务管理办公室存档; 7.1.2, 7.1.4: reports belong into the archive.
@test "a report's file that was forgotten is added later, once, and counts then" {
  no=$(plan kind=special)
  sheet=$(svc-inspect sheet -H "$no")
  finding=$(found "$sheet" minor)
  signed "$sheet" 1201
  notice=$(noticed "$finding" 2026-10-20)
  echo 整改报告 >rectified.txt
  echo 检查报告 >report.txt
  expect 2 svc-inspect reply --report rectified.txt --by 1201 "$notice"
  says 'is not answered yet'
  svc-inspect reply --reply 已改 --by 1201 "$notice"
  expect 4 svc-inspect reply --reply 再报 --report rectified.txt --by 1201 "$notice"
  says 'its report may still come: --report FILE, without --reply'
  svc-inspect verify --result pass "$notice"
  papers() { svc-inspect archive "$no" -H -c paper,needed,there | grep -e "^$1"; }
  [ "$(papers rectif)" = rectifications,1,0 ]
  expect 0 svc-inspect reply --report rectified.txt --by 1201 "$notice"
  [ "$(papers rectif)" = rectifications,1,1 ]
  digest=$(sha256sum <rectified.txt | cut -d' ' -f1)
  [ "$(svc-inspect list notices -H -c state,reply,report,report_sha256)" = "passed,已改,rectified.txt,$digest" ]
  [ "$(svc-inspect list findings -H -c state,after_evidence,after_sha256)" = "fixed,rectified.txt,$digest" ]
  expect 4 svc-inspect reply --report report.txt --by 1201 "$notice"
  says ', with its report'
  expect 2 svc-inspect summary --report report.txt "$no"
  says 'has no summary yet'
  svc-inspect summary --summary 已检查 "$no"
  [ "$(papers report)" = report,1,0 ]
  expect 4 svc-inspect summary --summary 又查 --report report.txt "$no"
  says 'its report may still come: --report FILE, without --summary'
  expect 65 svc-inspect summary --report nothing.txt "$no"
  expect 0 svc-inspect summary --report report.txt "$no"
  expect 4 svc-inspect summary --report rectified.txt "$no"
  says ', and its report'
  [ "$(svc-inspect list -H -c state,summary,report)" = reported,已检查,report.txt ]
  expect 0 svc-inspect file --room A-12 "$no"
  expect 4 svc-inspect summary --report report.txt "$no"
  svc-admin check
  svc-admin verify
}

@test "what failed is checked again, and nothing else" {
  no=$(plan scope='02;05')
  svc-inspect sheet "$no" >/dev/null
  svc-inspect mark --result fail --opinion 缺 K2026-000001/3.1.1 K2026-000002/3.7.1
  expect 0 svc-inspect recheck "$no"
  [ "${lines[1]}" = '02,3.1.1,3.1,员工行为规范执行情况：着装、胸牌、用语、仪态,K2026-000001/3.1.1,缺' ]
  again=$(plan scope='02;05' title=复查)
  svc-inspect recheck "$no" | svc-inspect sheet --template - "$again" >/dev/null
  [ "$(svc-inspect list items --sheet K2026-000003,K2026-000004 -H -c item | tr '\n' ' ')" = \
    'K2026-000003/3.1.1 K2026-000004/3.7.1 ' ]
  third=$(plan scope='02;03')
  svc-inspect recheck K2026-000001 >failed.csv
  expect 4 svc-inspect sheet --template ./failed.csv "$third"
  says 'the template has no item for department 03'
  expect 5 svc-inspect recheck I2026-000077
}

@test "sheets and notices are printed to be signed" {
  sheet=$(held)
  finding=$(found "$sheet" major --item 3.1.1 --person 1203)
  notice=$(noticed "$finding" 2026-10-20)
  expect 0 svc-inspect form "$sheet" "$notice"
  for text in 服务状况检查表 检查小组成 '1601 沈文、1602 唐敏' 被检查部门 '02 维修抢险部' 检查时间 \
    不合格 未评 整改意见 '1203 李大勇' 整改通知书 2026年10月20日 '审计链头 #'; do
    [[ $output == *"$text"* ]] || { echo "no $text"; return 1; }
  done
  expect 0 svc-inspect form -o sheet.html "$sheet" "$notice"
  grep -q '<h1>服务状况检查表</h1>' sheet.html
  grep -q '<h1>整改通知书</h1>' sheet.html
  [ "$(grep -c '<section>' sheet.html)" -eq 2 ]
  svc-inspect form I2026-000001 >whole
  svc-inspect form "$sheet" "$notice" | diff whole -
  expect 5 svc-inspect form K2026-000077 N2026-000077 I2026-000077
  contractor=$(svc-inspect sheet -H --template property --dept 11)
  svc-inspect form "$contractor" | grep -q 季度服务品质检查情况记录表
}

@test "rates have their numerator and denominator, and nothing is divided by nothing" {
  expect 0 svc-inspect stats -m 2026-10 -H -c measure,value
  [[ $output == *items_failed,$'\n'* && $output != *–* ]]
  sheet=$(held)
  found "$sheet" minor --item 3.1.1 --fixed >/dev/null
  noticed "$(found "$sheet" major --item 3.1.2)" 2026-10-20 >/dev/null
  signed "$sheet" 1201
  held scope=05 kind=special >/dev/null
  at '2026-10-13 09:00'
  svc-inspect reply --reply 已改 --by 1201 N2026-000001
  svc-inspect verify --result pass N2026-000001
  [ "$(svc-inspect stats -m 2026-10 -H -c measure,numerator,denominator,value | tr '\n' ' ')" = \
    'inspections,2,,2 sheets_signed,1,2,50.00 items_failed,2,14,14.29 findings,2,,2 major,1,2,50.00 fixed_on_the_spot,1,2,50.00 notices,1,,1 rectified_in_time,1,1,100.00 passed_at_once,1,1,100.00 ' ]
  [ "$(svc-inspect stats -m 2026Q4 --by dept,kind -H -c dept,kind,measure,numerator | grep sheets | tr '\n' ' ')" = \
    '02,routine,sheets_signed,1 05,special,sheets_signed,0 ' ]
  expect 2 svc-inspect stats -m 2026-10 --by colour
}

# -- a year --------------------------------------------------------------------------------

# A quarter's special inspection of every department; one finding in the department given.
special() {
  local no dept sheet finding notice
  no=$(plan kind=special scope=all inspectors='1602')
  svc-inspect sheet "$no" >/dev/null
  for dept in 01:1101 02:1201 03:1301 04:1401 05:1501 06:1601; do
    sheet=$(svc-inspect list sheets --inspection "$no" --dept "${dept%:*}" -H -c no)
    [ "${dept%:*}" != "$1" ] || finding=$(found "$sheet" "$2" --item 3.3.1)
    signed "$sheet" "${dept#*:}"
  done
  echo "$no" >report.txt
  svc-inspect summary --summary 见报告 --report report.txt "$no"
  notice=$(noticed "$finding" "$3")
  svc-inspect reply --reply 初次整改 --by "${1}01" --at "$4" "$notice" 2>/dev/null || true
  echo "$no $notice"
}

@test "a year of the example company" {
  at '2026-03-20 09:00' && read -r i1 n1 < <(special 02 major 2026-04-10)
  at '2026-04-09 09:00'
  svc-inspect reply --reply 已整改 --by 1201 "$n1"
  svc-inspect verify --result fail --reason 台账不全 --deadline 2026-04-20 "$n1"
  at '2026-04-20 16:00' && svc-inspect reply --reply 台账补齐 --report report.txt --by 1201 "$n1"
  at '2026-04-21 09:00' && svc-inspect verify --result pass "$n1"
  at '2026-04-22 09:00' && svc-inspect file --room 2026-1 "$i1"
  at '2026-06-30 09:00' && read -r i2 n2 < <(special 05 minor 2026-07-10)
  at '2026-07-13 09:00' && svc-inspect reply --reply 已整改 --report report.txt --by 1501 "$n2" # three days late
  at '2026-07-14 09:00' && svc-inspect verify --result pass "$n2"
  at '2026-09-29 09:00' && read -r i3 n3 < <(special 02 major 2026-10-09)
  at '2026-10-09 17:00'
  svc-inspect reply --reply 已整改 --report report.txt --by 1201 "$n3"
  svc-inspect verify --result pass "$n3"
  at '2026-12-31 17:00' && read -r i4 n4 < <(special 01 minor 2027-01-08)
  at '2027-01-04 09:00'
  svc-inspect reply --reply 已整改 --report report.txt --by 1101 "$n4"
  svc-inspect verify --result pass "$n4"
  svc-inspect file --room 2026-2 "$i2" "$i3" "$i4"

  [ -z "$(svc-inspect due -m 2026 --kind special -H)" ]
  [ -z "$(svc-inspect due -m 2026 --kind coverage -H)" ]
  [ -z "$(svc-inspect due --kind notice -H)" ]
  [ "$(svc-inspect list -H -c state | sort | uniq -c | tr -s ' ')" = ' 4 filed' ]
  [ "$(score 2026 clause,dept,points,effect,record | grep -v 6.1)" = \
    "inspect-6.3,02,-1.00,,$n1
inspect-8.1,02,0.00,no_annual_award,$n3
inspect-6.3,05,-1.00,,$n2" ]
  [ "$(svc-inspect count --year 2026 -H -c dept,major_notices,no_annual_award)" = 02,2,yes ]
  [ "$(svc-inspect stats -m 2026 -H -c measure,numerator,denominator | grep -E 'sheets|time|once' | tr '\n' ' ')" = \
    'sheets_signed,24,24 rectified_in_time,3,4 passed_at_once,2,3 ' ]
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "the lines of a finding that is cancelled stay, with who took it back and why" {
  finding=$(found "$(held)" minor --fixed --dept 02 --person 1203)
  [ "$(score 2026-10 record,clause,status | paste -sd' ')" = "$finding,inspect-6.1,final $finding,inspect-6.2-minor,final" ]
  svc-inspect cancel --reason 查错了人 "$finding"
  [ "$(score 2026-10 clause,status | paste -sd' ')" = 'inspect-6.1,reversed inspect-6.2-minor,reversed' ]
  [ "$(svc-inspect score -m 2026-10 -H -c reason | sort -u)" = "minor finding; cancelled by $(svc-admin whoami -H -c person): 查错了人" ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c inspect,score)" = 0.00,100.00 ]
}
