# svc-improve: ideas, the projects made of them, and the year they belong to.

load common

# The company, with the outside signers, in January; each test lives at its own time.
setup_file() {
  export SVC_NOW='2026-01-05 09:00'
  make_company
  printf 'person,name,dept,roles\n1004,钱立,06,service_director\n1005,孙伟,06,committee\n1006,赵宁,06,region_director\n' |
    svc-admin import persons -
}
setup() {
  fresh_store
  at '2026-09-01 09:00'
}
teardown() { rows_name_their_events; }

at() { export SVC_NOW="$1"; }

# One new record; prints its number.
idea() { svc-improve add ideas -H --raised_at '2026-08-31 10:00' --content 约定时间未上门 "$@"; }
milestone() { svc-improve add milestones -H --project G2026-000001 --standard 评审通过 --title "$1" --due_on "$2" "${@:3}"; }

# E2026-000001, routed as a key project.
key_idea() {
  idea --source complaint --source_no C2026-000009 --impact 5 --difficulty 4 --cross_dept yes --person 1203 "$@" >/dev/null
  svc-improve route --route key --resources '2 人，3 万元' --reason 跨部门 E2026-000001
}

scheme() {
  svc-improve add -H --proposed_on 2026-09-01 --title 预约上门 --dept 02 --owner 1202 \
    --starts_on 2026-09-07 --ends_on 2026-12-31 --goal 准时率95% "$@"
}
key_scheme() {
  key_idea --dept 02
  scheme --idea E2026-000001 --situation 准时率71% --cost 30000 --benefit 50000 --method 前后对比 "$@" >/dev/null
}

sign() { svc-improve approve --by "$1" --evidence 纸 "${@:2}"; }
sign_key() { for who in 1201 1601 1004 1001 1005; do sign "$who" G2026-000001; done; }
sign_summary() { for who in 1601 1004 1001; do sign "$who" G2026-000001; done; }
state() { svc-improve list -H -c state --no G2026-000001; }

# A key project under way with two milestones, M1 of department 02 and M2 of 01.
running() {
  key_scheme
  milestone 流程设计 2026-09-28 >/dev/null
  milestone 上线 2026-12-18 --dept 01 --person 1102 >/dev/null
  sign_key
}

# A department's project under way with one milestone on its last day.
small() {
  scheme --route department "${@:2}" >/dev/null
  milestone 完成 "${1:-2026-10-30}" >/dev/null
  sign 1201 G2026-000001
  sign 1601 G2026-000001
}

finish() {
  svc-improve milestone --state 'done' "$@"
}

summarise() {
  svc-improve summary --before 准时率71% --effect 准时率96% --deviation 无 --verification 每月抽查 \
    --cost 28000 --tangible 61000 --intangible 投诉减少 --lessons 先试点 "$@" G2026-000001
}

# -- from idea to ledger --------------------------------------------------------------------

@test "an idea shows the project that it became, a project its milestones, and neither those of another" {
  links() { svc-improve show "$@" -H -c column,value -f tsv | sed -n 's/^link\t//p' | cut -d' ' -f1,2,4-; }
  running
  scheme --route department --title 早报 >/dev/null
  milestone 试行 2026-10-30 --project G2026-000002 >/dev/null
  [ "$(links ideas E2026-000001)" = 'projects G2026-000001 预约上门' ]
  [ "$(links G2026-000001)" = $'milestones M2026-000001 流程设计, planned\nmilestones M2026-000002 上线, planned' ]
}

# Due on Monday 28 September; on the 30th somebody says that it was done on the 28th at 17:00.
@test "a milestone that is told late waits as proposed until the office confirms it" {
  running
  at '2026-09-30 09:00'
  lines() { svc-improve score -m 2026-09 -H -c record,status,reason; }
  [[ $(lines) == 'M2026-000001,final,'*'due 2026-09-28, not done"' ]] || { lines; return 1; }
  expect 4 svc-improve confirm --reason x M2026-000001
  says 'no entry that came late waits'
  finish --at '2026-09-28 17:00' --late-reason 补录 M2026-000001
  [[ $(lines) == 'M2026-000001,proposed,"due 2026-09-28 23:59:59, done 2026-09-28 17:00:00: recorded 2026-09-30 09:00:00'*'the office confirms it"' ]] || { lines; return 1; }
  expect 2 svc-improve confirm M2026-000001
  expect 0 svc-improve confirm --reason 会议纪要 M2026-000001
  [[ $(lines) == 'M2026-000001,reversed,'*'confirmed'*': 会议纪要"' ]] || { lines; return 1; }
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "a key project goes from a complaint to the ledger, with one milestone late" {
  running
  [ "$(state)" = running ]
  at '2026-10-08 09:00'
  svc-improve milestone --state slipped --points 2 --reason 供应商延误 M2026-000001
  finish --evidence 评审纪要 M2026-000001
  expect 0 svc-improve score -m 2026-09 -H -c dept,item,clause,subject,points,status,record,occurred_at
  [ "$output" = '02,improve,improve-6.2,dept,-2.00,final,M2026-000001,2026-09-28 23:59:59' ]
  [ "$(svc-report sheet -m 2026-09 -H --dept 02 -c improve,deductions)" = '-2.00,-2.00' ]
  [ "$(svc-report explain -m 2026-09 --dept 02 -H -c points,clause,text)" = \
    '-2.00,improve-6.2,服务改进项目未按时间节点完成' ]
  svc-improve review --kind stage --milestone M2026-000001 --result good --text 通过 --attended '1202;1601' G2026-000001
  at '2026-12-17 16:00'
  finish M2026-000002
  [ "$(svc-improve list -H -c state,finished_at)" = 'finished,2026-12-17 16:00:00' ]
  svc-improve review --kind stage --milestone M2026-000002 --result good --text 通过 G2026-000001
  at '2026-12-21 09:00'
  summarise
  sign_summary
  [ "$(state)" = closed ]
  at '2026-12-28 09:00'
  svc-improve evaluate --result effective --text 准时率提高 --filed 区备2026-7 --promoted 全公司 G2026-000001
  svc-improve archive --papers 柜3-1 --images 盘/2026 --room 档案室2-4 G2026-000001
  [ "$(state)" = archived ]
  expect 0 svc-improve ledger --year 2026 -H
  [ "$output" = '1,G2026-000001,预约上门,2026-09-07,2026-12-17,28000.00,61000.00,投诉减少,无,E2026-000001 complaint C2026-000009,02,1202,project,key,archived,1' ]
  [[ $(svc-improve ledger -H -f table --year 2026) == *'2026年 年度服务改进项目台账  共1条'* ]]
  at '2027-01-04 09:00'
  [ "$(svc-report year -m 2026 -H --dept 02 -c score_09,months,mean)" = 98.00,12,99.83 ]
  svc-admin verify
  svc-admin check
}

@test "the ledger is of a year, printed in Chinese" {
  running
  [ "$(svc-improve ledger --header zh | head -n 1)" = \
    '序号,编号,项目名称,起始时间,完成时间,成本(元),有形收益(元),无形收益,偏差分析,项目依据,责任部门,责任人,类型,改进途径,状态,逾期节点' ]
  [ -z "$(svc-improve ledger --year 2025 -H)" ]
  [ -z "$(svc-improve ledger --year 2026 --dept 01 -H)" ]
  expect 2 svc-improve ledger --year 26
  expect 5 svc-improve ledger --dept 99
}

# -- ideas ----------------------------------------------------------------------------------

@test "ideas come from complaints on a pipe, once" {
  svc-complaint add -H --received_at '2026-08-30 09:00' --channel hotline --category repair --content 未上门 --dept 02 >/dev/null
  hand_off() {
    svc-complaint list -c no,received_at,content,dept |
      svc-improve import ideas -v --map no=source_no,received_at=raised_at --set source=complaint,direction=customer -
  }
  expect 0 hand_off
  says 'read 1: 1 added'
  expect 0 hand_off
  says 'read 1: 0 added, 0 updated, 1 unchanged'
  [ "$(svc-improve list ideas -H -c no,source,source_no,raised_at,direction,state)" = \
    'E2026-000001,complaint,C2026-000001,2026-08-30 09:00:00,customer,open' ]
}

@test "an idea is refused with an unknown source, direction or mark, from the future, or under none" {
  expect 2 idea --source rumour
  says 'unknown word'
  expect 2 idea --direction nowhere
  expect 2 idea --impact 6
  expect 2 idea --difficulty 0
  expect 2 svc-improve add ideas --raised_at 2026-09-02 --content x
  says 'lies in the future'
  expect 2 idea --parent E2026-000009
  says 'no such idea'
  expect 2 idea --no E2026-000003 --parent E2026-000003
  says 'is the idea itself'
  [ -z "$(svc-improve list ideas -H)" ]
}

@test "rank is by impact and difficulty, and as a tree of causes" {
  idea --impact 3 --difficulty 4 >/dev/null
  idea --impact 5 --difficulty 3 --parent E2026-000001 >/dev/null
  idea --impact 5 --difficulty 5 --direction risk --dept 03 >/dev/null
  idea --parent E2026-000002 >/dev/null
  idea --impact 4 --difficulty 3 >/dev/null
  [ "$(svc-improve rank -H -c no,score | tr '\n' ' ')" = \
    'E2026-000003,25 E2026-000002,15 E2026-000005,12 E2026-000001,12 E2026-000004, ' ]
  [ "$(svc-improve rank --tree -H -c no,depth,root,causes | head -n 3)" = \
    "$(printf 'E2026-000001,0,E2026-000001,1\nE2026-000002,1,E2026-000001,1\nE2026-000004,2,E2026-000001,0')" ]
  [ "$(svc-improve rank --dept 03 --direction risk -H -c no)" = E2026-000003 ]
  expect 4 svc-improve set ideas --parent E2026-000004 --reason x E2026-000001
  says 'it would be a cause of itself'
  expect 5 svc-improve rank --dept 99
  expect 2 svc-improve rank --state nowhere
}

@test "a route needs its reason, the marks, an inventory, and fits the problem" {
  idea --impact 4 >/dev/null
  expect 2 svc-improve route --route key E2026-000001
  says 'needs a reason'
  expect 2 svc-improve route --reason x E2026-000001
  expect 2 svc-improve route --route spot --reason x E2026-000001
  says 'who fixes it?'
  expect 4 svc-improve route --route department --reason x E2026-000001
  says 'is not scored yet'
  svc-improve set ideas --difficulty 5 --systemic yes --reason 分析 E2026-000001
  expect 4 svc-improve route --route department --reason x E2026-000001
  says 'that is a key project'
  expect 4 svc-improve route --route key --reason x E2026-000001
  says 'chosen after an inventory'
  svc-improve route --route key --resources 3人 --reason 系统性 E2026-000001
  [ "$(svc-improve list ideas -H -c state,route,why,resources)" = 'routed,key,系统性,3人' ]
  expect 5 svc-improve route --route none --reason x E2026-000009
  says 'no such idea'
  expect 5 svc-improve route --route none --reason x G2026-000001
  [ "$(svc-improve log ideas E2026-000001 -H -c change | grep -c refused)" = 3 ]
}

@test "an idea may be declined, and taken up again" {
  idea --impact 4 --difficulty 1 >/dev/null
  svc-improve route --route none --reason 已有项目 E2026-000001
  [ "$(svc-improve list ideas -H -c state,route)" = declined, ]
  svc-improve route --route department --reason 再议 E2026-000001
  scheme --idea E2026-000001 >/dev/null
  [ "$(svc-improve list ideas -H -c state)" = adopted ]
  expect 4 svc-improve route --route none --reason x E2026-000001
  says 'is adopted (add by'
}

@test "a fix on the spot needs no signature, but somebody looks after it" {
  idea --impact 2 --difficulty 1 >/dev/null
  svc-improve route --route spot --owner 1203 --reason 岗位可解决 E2026-000001
  expect 2 scheme --idea E2026-000001
  says 'to be fixed on the spot'
  [ "$(svc-improve due -H -c kind,no,person --kind evaluation)" = evaluation,E2026-000001,1203 ]
  expect 4 svc-improve evaluate --result effective --text x --promoted y E2026-000001
  svc-improve evaluate --result effective --text 已改 E2026-000001
  [ "$(svc-improve list ideas -H -c state,result,checked_at)" = 'closed,effective,2026-09-01 09:00:00' ]
  expect 4 svc-improve evaluate --result effective --text x E2026-000001
  says 'is closed (evaluate by'
  [ -z "$(svc-improve due -H --kind evaluation)" ]
}

@test "nobody judges their own fix on the spot" {
  idea --impact 2 --difficulty 1 >/dev/null
  me=$(svc-admin whoami -H -c person)
  svc-improve route --route spot --owner "$me" --reason x E2026-000001
  expect 4 svc-improve evaluate --result effective --text x E2026-000001
  says 'cannot judge it'
}

# -- schemes --------------------------------------------------------------------------------

@test "a project takes route and inventory from its idea" {
  key_idea --dept 02
  expect 2 scheme
  says 'is needed where no idea says it'
  expect 2 scheme --idea E2026-000001 --route department
  says 'the idea was routed otherwise'
  expect 2 scheme --idea E2026-000002
  says 'no such idea'
  scheme --idea E2026-000001 >/dev/null
  [ "$(svc-improve list -H -c route,resources,state,round)" = 'key,2 人，3 万元,draft,1' ]
  expect 2 scheme --idea E2026-000001
  says 'is adopted'
}

@test "a project is refused with unknown people, days out of order, or an adviser without a circle" {
  expect 2 scheme --route department --owner 9999
  expect 2 scheme --route department --members '1203;9999'
  says 'option --members: number 2 of the list is not registered'
  expect 2 scheme --route department --ends_on 2026-09-06
  says 'lies before the first day'
  expect 2 scheme --route department --adviser 1601
  says 'only a quality circle has one'
  expect 2 scheme --route department --proposed_on 2026-09-02
  says 'lies in the future'
  expect 2 scheme --route department --cost 1e3
  scheme --route department >/dev/null
  expect 2 svc-improve set --members 9999 --reason x G2026-000001
  expect 2 svc-improve set --owner 9999 --reason x G2026-000001
  expect 4 svc-improve set --ends_on 2026-09-01 --reason x G2026-000001
  says 'it ends before it starts'
}

@test "the same file twice changes nothing" {
  printf 'source_no,proposed_on,title,route,dept,owner,starts_on,ends_on\n7,2026-09-01,甲,department,02,1202,2026-09-07,2026-12-31\n' >p.csv
  expect 0 svc-improve import -v --set source=oa p.csv
  says '1 added'
  expect 0 svc-improve import -v --set source=oa p.csv
  says '1 unchanged'
  printf 'source_no,project,title,standard,due_on\n1,G2026-000001,乙,合格,2026-10-30\n2,G2026-000001,丙,合格,2027-01-01\n' >m.csv
  expect 65 svc-improve import milestones --set source=oa m.csv
  says 'm.csv:3: record 2, column "due_on": lies outside of the project'
  expect 3 svc-improve import milestones --set source=oa --keep-good --rejects bad.csv m.csv
  [ "$(svc-improve list milestones -H -c no,dept,state,round)" = M2026-000001,02,planned,1 ]
}

@test "an import never changes what was registered or approved" {
  head=source_no,proposed_on,title,route,dept,owner,starts_on,ends_on
  row() { printf '%s\n7,2026-09-01,甲,%s,02,1202,2026-09-07,2026-12-31\n' "$head" "$1"; }
  row department | svc-improve import --set source=oa -
  expect 65 svc-improve import --update --set source=oa - < <(row key)
  says 'column "route": stays as it was registered'
  svc-improve set --goal x --reason x G2026-000001
  row() { printf 'source_no,project,title,standard,due_on\n1,G2026-000001,乙,合格,%s\n' "$1"; }
  row 2026-09-28 | svc-improve import milestones --set source=oa -
  row 2026-09-29 | svc-improve import milestones --update --set source=oa -
  sign 1201 G2026-000001
  sign 1601 G2026-000001
  expect 65 svc-improve import milestones --update --set source=oa - < <(row 2026-10-30)
  says 'its scheme is signed'
  at '2026-10-08 09:00'
  svc-improve review --kind stage --milestone M2026-000001 --result deviation --text x G2026-000001
  expect 65 svc-improve import milestones --update --set source=oa - < <(row 2026-10-30)
  says 'column "due_on": was approved'
  [ "$(svc-improve score -m 2026-09 -H -c record)" = M2026-000001 ]
}

@test "a scheme is signed whole: each part of form 1 is asked for" {
  key_idea --dept 02
  scheme --idea E2026-000001 >/dev/null
  for part in situation cost benefit method; do
    expect 4 sign 1201 G2026-000001
    says "its scheme lacks the $part"
    svc-improve set "--$part" 1 --reason 补 G2026-000001
  done
  expect 4 sign 1201 G2026-000001
  says 'lacks the milestones'
  milestone 流程设计 2026-09-28 >/dev/null
  sign 1201 G2026-000001
  [ "$(state)" = signing ]
}

@test "a department project has two signatures, a key project five, in order" {
  running
  [ "$(sqlite3 "$SVC_DB" "SELECT group_concat(role) FROM (SELECT role FROM signature ORDER BY stage)")" = \
    dept_head,office,service_director,gm,committee ]
  expect 4 sign 1005 G2026-000001
  says 'is running (approve by'
  at '2026-09-02 09:00'
  scheme --route department >/dev/null
  svc-improve add milestones -H --project G2026-000002 --standard 合格 --title 甲 --due_on 2026-10-30 >/dev/null
  expect 4 sign 1601 G2026-000002
  says 'not yet the turn of stage 2'
  sign 1201 G2026-000002
  sign 1601 G2026-000002
  [ "$(svc-improve list -H -c state --no G2026-000002)" = running ]
}

@test "an owner never approves their own project" {
  key_scheme --owner 1201
  milestone 流程设计 2026-09-28 >/dev/null
  expect 4 sign 1201 G2026-000001
  says '"1201" is a subject of it and cannot sign it'
  says 'it waits for stage 1 dept_head 1003'
  sign 1003 G2026-000001
  expect 4 sign 1201 G2026-000001
  [ "$(state)" = signing ]
}

@test "what is signed stays as it is" {
  running
  expect 4 svc-improve set --goal 别的 --reason x G2026-000001
  says 'the scheme is signed'
  expect 4 svc-improve set milestones --standard 别的 --reason x M2026-000001
  expect 2 milestone 又一个 2026-10-30
  says 'its scheme is signed'
  expect 4 svc-improve milestone --state planned --until 2026-10-30 M2026-000001
  says 'the scheme is signed'
  expect 4 svc-improve set --owner 1203 --reason x G2026-000001
}

@test "a rejected scheme goes back, and is signed in a new round" {
  key_scheme
  milestone 流程设计 2026-09-28 >/dev/null
  sign 1201 G2026-000001
  expect 2 sign 1601 --reject G2026-000001
  sign 1601 --reject --reason 目标不清 G2026-000001
  [ "$(svc-improve list -H -c state,round,approved_at)" = draft,2, ]
  svc-improve set --goal 准时率95%以上 --reason 修改 G2026-000001
  sign_key
  [ "$(svc-improve list -H -c state,round)" = running,2 ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM signature')" = 7 ]
}

@test "a date that is past or outside cannot be signed, but moved first" {
  key_scheme
  milestone 流程设计 2026-09-28 >/dev/null
  at '2026-10-08 09:00'
  expect 4 sign 1201 G2026-000001
  says 'milestone M2026-000001, due 2026-09-28, is past'
  expect 4 svc-improve milestone --state planned --until 2027-01-01 M2026-000001
  says 'outside of the project'
  svc-improve milestone --state planned --until 2026-10-30 M2026-000001
  sign 1201 G2026-000001
  [ "$(svc-improve list milestones -H -c due_on,round)" = 2026-10-30,1 ]
  at '2026-11-02 09:00'
  for who in 1601 1004 1001 1005; do sign "$who" G2026-000001; done
  # Nothing is late that was not approved yet.
  [ -z "$(svc-improve score -m 2026-10 -H)" ]
}

@test "a signature does not lie before the one before it, and unknown projects are told" {
  key_scheme
  milestone 流程设计 2026-09-28 >/dev/null
  at '2026-09-03 09:00'
  sign 1201 G2026-000001
  expect 4 sign 1601 --at '2026-09-02 09:00' G2026-000001
  says 'before the step before it'
  expect 5 sign 1601 G2026-000009
  says 'no such project'
  expect 5 sign 1601 M2026-000001
  expect 5 sign 1601 2026
  says 'no such plan'
}

# -- milestones -----------------------------------------------------------------------------

@test "a milestone is late after the end of its last day, not before" {
  small 2026-09-30
  at '2026-09-30 23:59:59'
  [ -z "$(svc-improve score -m 2026-09 -H)" ]
  at '2026-10-01 00:00:00'
  [ "$(svc-improve score -m 2026-09 -H -c points,occurred_at)" = '-1.00,2026-09-30 23:59:59' ]
  finish --at '2026-09-30 23:59:59' M2026-000001 # told a second later, it waits for the office
  [ "$(svc-improve score -m 2026-09 -H -c status,occurred_at)" = 'proposed,2026-09-30 23:59:59' ]
}

@test "the last day of February is agreed in a common year, and there is another in a leap year" {
  at '2027-01-04 09:00'
  scheme --route department --starts_on 2027-01-05 --ends_on 2028-12-31 >/dev/null
  expect 2 milestone 甲 2027-02-29
  says 'no such day'
  milestone 甲 2027-02-28 >/dev/null
  milestone 乙 2028-02-29 >/dev/null
  sign 1201 G2026-000001
  sign 1601 G2026-000001
  at '2027-03-01 00:00:00'
  [ "$(svc-improve score -m 2027-02 -H -c record,occurred_at)" = 'M2027-000001,2027-02-28 23:59:59' ]
  at '2028-02-29 23:59:59'
  [ -z "$(svc-improve score -m 2028-02 -H)" ]
  at '2028-03-01 00:00:00'
  [ "$(svc-improve score -m 2028-02 -H -c record,occurred_at)" = 'M2028-000001,2028-02-29 23:59:59' ]
}

@test "a date that was agreed stands on a holiday, too" {
  small 2026-10-01
  at '2026-10-08 08:30'
  [ "$(svc-improve score -m 2026-10 -H -c record,occurred_at)" = 'M2026-000001,2026-10-01 23:59:59' ]
}

@test "what was due on the first of a month belongs to that month alone, in score and plan" {
  small 2027-01-01 --ends_on 2027-02-01
  at '2027-03-01 09:00'
  for month in 2026-12 2027-01 2027-02; do
    svc-improve score -m "$month" -H -c period,record,occurred_at
  done >lines
  [ "$(cat lines)" = '2027-01,M2027-000001,2027-01-01 23:59:59
2027-02,G2026-000001,2027-02-01 23:59:59' ]
  [ -z "$(svc-improve plan --year 2026 -H)" ]
  [ "$(svc-improve plan --year 2027 -H -c month,no)" = 2027-01,M2027-000001 ]
  svc-improve milestone --state slipped --until 2027-02-01 --points 2 --reason 延误 M2027-000001
  [ -z "$(svc-improve score -m 2026 -H)" ]
  [ "$(svc-improve score -m 2027-01 -H -c record,points)" = M2027-000001,-2.00 ]
  [ "$(svc-improve score -m 2027-02 -H -c record,occurred_at)" = 'M2027-000001/2,2027-02-01 23:59:59' ]
}

@test "points for a missed date stay inside of the clause's range, and are the office's" {
  small 2026-09-30
  at '2026-10-08 09:00'
  for points in 0.99 3.01 4 0 -1; do
    expect 4 svc-improve milestone --state slipped --points "$points" --reason x M2026-000001
    says 'improve-6.2 takes 1.00 to 3.00 points'
  done
  expect 2 svc-improve milestone --state slipped --points x --reason x M2026-000001
  expect 2 svc-improve milestone --state slipped --points 2 M2026-000001
  says 'needs a reason'
  expect 2 svc-improve milestone --state 'done' --points 2 M2026-000001
  svc-improve milestone --state slipped --points 3 --reason 无故 M2026-000001
  svc-improve milestone --state slipped --points 1.5 --reason 更正 M2026-000001
  expect 0 svc-improve score -m 2026-09 -H -c points,reason
  [ "$output" = '-1.50,"完成: due 2026-09-30, not done; 更正"' ]
  # what is said later without points leaves them
  svc-improve milestone --state slipped --reason 仍未完成 M2026-000001
  expect 0 svc-improve score -m 2026-09 -H -c points,reason
  [ "$output" = '-1.50,"完成: due 2026-09-30, not done; 更正"' ]
}

@test "where a missed date needs signatures, its line waits with its case, and is suspended with it" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i '/^improve-6.2,/s/,auto$/,reward/' pack/legs.csv
  svc-policy load pack --from 2026-09-01 --reason 修订 >/dev/null
  small 2026-09-30
  at '2026-10-08 09:00'
  line() { svc-improve score -m 2026-09 -H -c record,points,status; }
  [ "$(line)" = M2026-000001,-1.00,proposed ]
  svc-improve score -m 2026-09 | svc-reward propose -
  [ "$(line)" = M2026-000001,-1.00,proposed ]
  no=$(svc-reward list -H -c no)
  svc-reward suspend --reason 申诉 "$no"
  [ "$(line)" = M2026-000001,-1.00,suspended ]
  svc-reward suspend --lift --reason 维持 "$no"
  [ "$(line)" = M2026-000001,-1.00,proposed ]
}

@test "a date missed twice costs twice, each in its own month" {
  running
  at '2026-10-08 09:00'
  expect 4 svc-improve milestone --state slipped --until 2026-09-20 --reason x M2026-000001
  says 'is not later than'
  expect 4 svc-improve milestone --state slipped --until 2027-02-01 --reason x M2026-000001
  says 'outside of the project'
  svc-improve milestone --state slipped --until 2026-10-20 --points 2 --reason 延误 M2026-000001
  [ "$(svc-improve list milestones --no M2026-000001 -H -c due_on,state,round)" = 2026-10-20,slipped,2 ]
  at '2026-11-03 09:00'
  finish M2026-000001
  [ "$(svc-improve score -m 2026Q4 -H -c record,points,occurred_at)" = 'M2026-000001/2,-1.00,2026-10-20 23:59:59' ]
  [ "$(svc-improve score -m 2026-09 -H -c record,points)" = M2026-000001,-2.00 ]
  [ "$(svc-improve plan --year 2026 -H -c month,no,status | head -n 2 | tr '\n' ' ')" = \
    '2026-09,M2026-000001,late 2026-10,M2026-000001,done late ' ]
  [ "$(svc-improve ledger -H -c late)" = 2 ]
  expect 4 finish M2026-000001
  says 'is done (milestone by'
  expect 5 finish M2026-000009
  expect 5 finish G2026-000001
}

@test "a milestone waits for the approval, and is not done before it" {
  key_scheme
  milestone 流程设计 2026-09-28 >/dev/null
  expect 4 finish M2026-000001
  says 'its project G2026-000001 is draft'
  sign_key
  expect 4 finish --at '2026-08-31 09:00' M2026-000001
  says 'before the step before it'
  expect 4 svc-improve milestone --state slipped --points 1 --reason x G2026-000001
  says 'is not late'
}

@test "a late project costs its department once, also when its last milestone is late with it" {
  small 2026-10-20 --ends_on 2026-10-30
  at '2026-11-05 09:00'
  [ "$(svc-improve score -m 2026-10 -H -c record | tr '\n' ' ')" = 'G2026-000001 M2026-000001 ' ]
  svc-improve milestone --state slipped --points 2 --reason 拖延 G2026-000001
  expect 4 svc-improve milestone --state slipped --points 2 --until 2026-12-01 --reason x G2026-000001
  says 'by a new scheme'
  [ "$(svc-improve score -m 2026-10 -H -c record,points | head -n 1)" = G2026-000001,-2.00 ]
  finish M2026-000001
  [ "$(svc-improve score -m 2026-10 -H -c record,points | head -n 1)" = G2026-000001,-2.00 ]
}

@test "a project and its milestone late on the same day are one fact" {
  small 2026-10-30 --ends_on 2026-10-30
  at '2026-11-05 09:00'
  [ "$(svc-improve score -m 2026-10 -H -c record)" = M2026-000001 ]
}

@test "a late milestone in a closed month becomes a correction of the next one" {
  small 2026-09-30
  at '2026-10-04 06:05'
  svc-report close --yes -m 2026-09 >/dev/null
  [ "$(svc-report sheet -m 2026-09 -H --dept 02 -c improve)" = -1.00 ]
  at '2026-10-12 09:00'
  svc-improve milestone --state slipped --points 3 --reason 无故 M2026-000001
  [ "$(svc-report sheet -m 2026-09 -H --dept 02 -c improve)" = -1.00 ]
  expect 1 svc-report diff -m 2026-09 -H
  [[ $output == *improve-6.2* ]]
  svc-report adjust -m 2026-10 --from 2026-09 --reason 更正
  [ "$(svc-report sheet -m 2026-10 -H --dept 02 -c improve,adjust)" = 0.00,-2.00 ]
}

# -- reviews --------------------------------------------------------------------------------

@test "a deviation opens the scheme again: other dates, another signing round" {
  running
  at '2026-10-08 09:00'
  svc-improve review --kind stage --milestone M2026-000001 --result deviation --text 供应商更换 G2026-000001
  [ "$(svc-improve list -H -c state,round)" = replanning,2 ]
  svc-improve milestone --state planned --until 2026-11-20 M2026-000001
  svc-improve milestone --state planned --until 2026-12-25 M2026-000002
  milestone 复训 2026-12-28 >/dev/null
  svc-improve set --cost 36000 --reason 换供应商 G2026-000001
  sign_key
  [ "$(svc-improve list -H -c state,round)" = running,2 ]
  # The date missed by then stays missed; the one that was moved in time does not.
  at '2027-01-04 09:00'
  [ "$(svc-improve score -m 2026-09 -H -c record,points)" = M2026-000001,-1.00 ]
  [ "$(svc-improve score -m 2026Q4 -H -c record,occurred_at)" = "$(printf '%s\n' \
    'M2026-000002,2026-12-25 23:59:59' 'G2026-000001,2026-12-31 23:59:59' \
    'M2026-000001/2,2026-11-20 23:59:59' 'M2026-000003,2026-12-28 23:59:59')" ]
}

@test "an end missed before a new scheme stays missed" {
  small 2026-10-20 --ends_on 2026-10-30
  at '2026-11-03 09:00'
  finish M2026-000001
  svc-improve review --kind decision --result deviation --text 未达目标 G2026-000001
  expect 4 sign 1201 G2026-000001
  says 'its last day, 2026-10-30, is past'
  svc-improve set --ends_on 2026-11-30 --reason 重排 G2026-000001
  milestone 再改 2026-11-30 >/dev/null
  sign 1201 G2026-000001
  sign 1601 G2026-000001
  at '2026-12-01 09:00'
  [ "$(svc-improve score -m 2026-10 -H -c record | tr '\n' ' ')" = 'G2026-000001 M2026-000001 ' ]
  [ "$(svc-improve score -m 2026-11 -H -c record)" = M2026-000002 ]
}

@test "a review stops a project, and nothing is late after that" {
  small 2026-10-30
  at '2026-10-12 09:00'
  svc-improve review --kind decision --result stop --text 并入他项 G2026-000001
  [ "$(svc-improve list -H -c state,stopped_at)" = 'stopped,2026-10-12 09:00:00' ]
  at '2026-11-12 09:00'
  [ -z "$(svc-improve score -m 2026-10 -H)" ]
  expect 4 finish M2026-000001
  says 'its project G2026-000001 is stopped'
  expect 4 svc-improve review --kind verify --result good --text x G2026-000001
  svc-improve archive --papers 柜1 --room 档案室 G2026-000001
  [ "$(state)" = archived ]
}

@test "a draft that nobody wants is stopped, and asks for nothing more" {
  scheme --route department >/dev/null
  expect 4 svc-improve review --kind decision --result good --text x G2026-000001
  svc-improve review --kind decision --result stop --text 不再需要 G2026-000001
  at '2027-01-04 09:00'
  expect 1 grep -vE 'plan|adjustment' < <(svc-improve due -H -c kind)
  [ -z "$(svc-improve ledger --year 2026 -H)" ]
  expect 4 sign 1201 G2026-000001
  says 'is stopped (review by'
}

@test "reviews are told what is wrong with them" {
  running
  expect 2 svc-improve review --kind stage --result good --text x G2026-000001
  says 'which milestone?'
  expect 2 svc-improve review --kind weekly --result good G2026-000001
  expect 5 svc-improve review --kind stage --milestone M2026-000009 --result good --text x G2026-000001
  expect 5 svc-improve review --kind verify --result good --text x --attended '1202;9999' G2026-000001
  expect 4 svc-improve review --kind weekly --result good --text x G2026-000001
  says 'is no quality circle'
  expect 4 svc-improve review --kind stage --milestone M2026-000001 --result good --text x G2026-000001
  says 'milestone M2026-000001 is not done yet'
  scheme --route department >/dev/null
  expect 4 svc-improve review --kind stage --milestone M2026-000001 --result good --text x G2026-000002
  expect 4 svc-improve review --kind decision --result deviation --text x G2026-000002
  says 'is draft ('
}

@test "a quality circle meets every week" {
  small 2026-11-27 --kind circle --adviser 1601 --members '1202;1203' --owner 1203
  at '2026-09-20 22:00'
  # Approved on Tuesday, the work begins on Monday 7 September: two weeks so far.
  [ "$(svc-improve due --kind weekly -H -c what,due_at | tr '\n' ' ')" = \
    'week of 2026-09-07: no review,2026-09-13 23:59:59 week of 2026-09-14: no review,2026-09-20 23:59:59 ' ]
  svc-improve review --kind weekly --result good --text 鱼骨图 --attended '1202;1203' G2026-000001
  [ -z "$(svc-improve due --kind weekly -H)" ]
  at '2026-09-21 00:00'
  [ "$(svc-improve due --kind weekly -H -c due_at)" = '2026-09-27 23:59:59' ]
  at '2026-11-27 10:00'
  finish M2026-000001
  svc-improve evaluate --result effective --text x --filed 区备9 G2026-000001
  [ "$(svc-improve due --kind review -H -c what | tr '\n' ' ')" = \
    '预约上门: no review recheck 预约上门: no review standard 预约上门: no review verify ' ]
  for kind in verify standard; do
    svc-improve review --kind $kind --result good --text x G2026-000001
  done
  expect 4 svc-improve archive --papers x --images x --room x G2026-000001
  says 'its file lacks the followups'
  svc-improve review --kind recheck --result good --text x G2026-000001
  [ -z "$(svc-improve due --kind review -H)" ]
  svc-improve archive --papers x --images x --room x G2026-000001
  [ -z "$(svc-improve due --kind weekly -H)" ]
}

# -- what came of it ------------------------------------------------------------------------

@test "a summary is whole, of a finished project, and signed; a rejected one is written again" {
  running
  expect 4 summarise
  says 'cannot summary, it is running (approve by'
  at '2026-12-14 09:00'
  finish M2026-000001 M2026-000002
  expect 2 svc-improve summary --before x G2026-000001
  says 'summary needs an effect'
  expect 2 summarise --tangible -1
  expect 5 svc-improve form --kind summary G2026-000009
  expect 4 svc-improve form --kind summary G2026-000001
  says 'has no summary'
  summarise
  expect 4 svc-improve evaluate --result effective --text x G2026-000001
  says 'is summarised (summary by'
  sign 1601 G2026-000001
  sign 1004 --reject --reason 数据不足 G2026-000001
  [ "$(state)" = finished ]
  summarise --data '见附表'
  sign_summary
  [ "$(state)" = closed ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM improve_summary')" = 2 ]
}

@test "only an effective result is filed and promoted, and nobody judges their own" {
  small 2026-10-30 --owner "$(svc-admin whoami -H -c person)"
  at '2026-10-30 09:00'
  finish M2026-000001
  expect 4 svc-improve evaluate --result partly --text x G2026-000001
  says 'cannot judge it'
}

@test "a result that is not effective goes nowhere" {
  small
  at '2026-10-30 09:00'
  expect 4 svc-improve evaluate --result partly --text x G2026-000001
  says 'is running (approve by'
  finish M2026-000001
  expect 4 svc-improve evaluate --filed x G2026-000001
  says 'is not judged yet'
  expect 4 svc-improve evaluate --result partly --text 一般 --filed x G2026-000001
  svc-improve evaluate --result partly --text 一般 G2026-000001
  expect 4 svc-improve evaluate --promoted x G2026-000001
  says 'only an effective result'
  [ "$(svc-improve award -H -c no,eligible,why)" = 'G2026-000001,no,judged partly' ]
  expect 2 svc-improve evaluate G2026-000001
  expect 2 svc-improve evaluate --result effective G2026-000001
}

@test "the archive tells what a file lacks, and takes only a whole one" {
  running
  expect 0 svc-improve archive -H -c item,there,what G2026-000001
  [ "$output" = "$(printf '%s\n' 'scheme,yes,2026-09-01 09:00:00' 'milestones,no,0 of 2' 'reviews,no,0 of 2' \
    summary,no, evaluation,no, papers,no, images,no,)" ]
  expect 4 svc-improve archive --room x G2026-000001
  says 'its file lacks the milestones'
  expect 5 svc-improve archive G2026-000009
  small=$(scheme --route department)
  expect 4 svc-improve archive --papers x "$small"
  says 'is draft ('
}

@test "the award list is of effective projects of the year, the best first" {
  small
  scheme --route department --title 乙 >/dev/null
  svc-improve add milestones --project G2026-000002 --title 甲 --standard 合格 --due_on 2026-10-30 >/dev/null
  sign 1201 G2026-000002
  sign 1601 G2026-000002
  at '2026-10-20 09:00'
  finish M2026-000001 M2026-000002
  svc-improve summary --before x --effect x --deviation x --verification x --cost 1 --tangible 500 --intangible x G2026-000002
  for who in 1601 1004 1001; do sign $who G2026-000002; done
  svc-improve evaluate --result effective --text 好 G2026-000001 G2026-000002
  [ "$(svc-improve award --year 2026 -H -c no,tangible,late,eligible | tr '\n' ' ')" = \
    'G2026-000002,500.00,0,yes G2026-000001,,0,yes ' ]
  [ -z "$(svc-improve award --year 2025 -H)" ]
}

# -- measuring ------------------------------------------------------------------------------

@test "a rate before and after: chi-square, interval, effect" {
  expect 0 svc-improve measure --before-n 20 --before-satisfied 10 --after-n 20 --after-satisfied 15
  [ "${lines[1]}" = 20,10,50.00,20,15,75.00,25.00,-4.68,49.36,2.667,1.707,0.1025,0.1914,0.2582,,pearson ]
  expect 0 svc-improve measure --before-n 35109 --before-satisfied 8391 --after-n 35109 --after-satisfied 33389 -H -c chi,yates,p,phi
  [ "$output" = 36931.037,36928.082,10^-8021.9,0.7252 ]
  expect 0 svc-improve measure --before-n 0 --before-satisfied 0 --after-n 9 --after-satisfied 9 -H -c before_rate,difference,chi,p
  [ "$output" = ,,, ]
  [ "$(svc-improve measure --before-n 0 --before-satisfied 0 --after-n 9 --after-satisfied 9 -f table -H -c chi)" = – ]
}

@test "of a rounded rate the range of chi-square is printed: the published study" {
  study() { svc-improve measure --before-n 35109 --after-n 35109 --before-rate "$1" --after-rate "$2" -H -c before_satisfied,before_rate,chi; }
  [ "$(study 23.9 95.1)" = ,23.9,36830.6-37031.6 ]
  [ "$(study 40.8 97.0)" = ,40.8,25785.8-25966.1 ]
  expect 2 svc-improve measure --before-n 10 --before-rate 33.3 --after-n 10 --after-satisfied 5
  says 'no whole number'
  expect 2 svc-improve measure --before-n 10 --before-rate 101 --after-n 10 --after-satisfied 5
}

@test "counts come from files, and from a query on a pipe" {
  printf 'ok,x\nyes,1\nno,1\n,1\nyes,1\n' >before.csv
  printf 'x,ok\n1,yes\n1,yes\n' >after.csv
  [ "$(svc-improve measure --column ok before.csv after.csv -H -c before_n,before_satisfied,after_n,after_satisfied)" = 3,2,2,2 ]
  [ "$(svc-improve measure --column x --value 1,2 before.csv after.csv -H -c before_n,before_satisfied)" = 4,4 ]
  printf 'n,satisfied\n10,4\n10,6\n' >b.csv
  printf 'n,satisfied\n20,18\n' >a.csv
  [ "$(svc-improve measure b.csv a.csv -H -c before_n,before_satisfied,after_n,after_satisfied)" = 20,10,20,18 ]
  sums() { svc-admin sql --reason 对比 "SELECT 'after' AS \"group\", 20 AS n, 15 AS satisfied UNION ALL SELECT 'before', 20, 10"; }
  [ "$(sums | svc-improve measure - -H -c before_n,before_satisfied,chi)" = 20,10,2.667 ]
  expect 65 svc-improve measure --column none before.csv after.csv
  says 'no column "none"'
  expect 65 svc-improve measure b.csv none.csv
  expect 65 svc-improve measure b.csv
  says 'no column "group"'
  expect 65 svc-improve measure - <<<"$(printf 'group,n,satisfied\nbefore,1,2\n')"
  says 'more are satisfied'
  expect 65 svc-improve measure - <<<"$(printf 'group,n,satisfied\nwhen,1,1\n')"
  expect 65 svc-improve measure - <<<"$(printf 'group,n,satisfied\nafter,x,1\n')"
  expect 65 svc-improve measure - </dev/null
}

@test "measure is told what is wrong with its options" {
  expect 2 svc-improve measure
  says 'the group before needs'
  expect 2 svc-improve measure --before-n 5 --before-satisfied 6 --after-n 5 --after-satisfied 5
  says 'more than were asked'
  expect 2 svc-improve measure --before-n -5 --before-satisfied 1 --after-n 5 --after-satisfied 5
  expect 2 svc-improve measure --before-n 5 --before-satisfied 1 --before-rate 20 --after-n 5 --after-satisfied 5
  expect 2 svc-improve measure --before-n 5 a.csv
  expect 2 svc-improve measure a b c
  expect 2 svc-improve measure --value yes a.csv b.csv
  expect 2 svc-improve measure --column ok a.csv
  expect 2 svc-improve measure --before-n 5 --before-satisfied 1 --after-n 5 --after-satisfied 5 --project G2026-000001
}

@test "a measurement is kept with its project and stands on form 2" {
  running
  expect 5 svc-improve measure --before-n 20 --before-satisfied 10 --after-n 20 --after-satisfied 15 --project G2026-000009 --what 准时率
  [ -z "$output" ]
  expect 2 svc-improve measure --before-n 20 --before-rate 50 --after-n 20 --after-satisfied 15 --project G2026-000001 --what 准时率
  expect 0 svc-improve measure --before-n 20 --before-satisfied 10 --after-n 20 --after-satisfied 15 --project G2026-000001 --what 准时率 -H -c phi
  [ "$output" = 0.2582 ]
  at '2026-12-14 09:00'
  finish M2026-000001 M2026-000002
  summarise
  svc-improve form --kind summary G2026-000001 | grep -q '准时率：10 / 20 → 15 / 20'
  svc-admin verify
}

# -- the year -------------------------------------------------------------------------------

year_plan() { svc-improve plan --year 2027 --goal 满意率95% --duties 各部门按月 --incentives 年底表彰 "$@"; }
# What the plan consists of: a project's milestone that is due in the year.
year_item() {
  svc-improve add milestones -H --standard 评审通过 --title 完成 --due_on "${1:-2027-12-31}" --project "$(svc-improve add -H \
    --proposed_on 2027-02-01 --title 预约上门 --dept 02 --owner 1202 --starts_on 2027-02-01 \
    --ends_on 2028-02-28 --goal 准时率95% --route department)"
}

@test "the year's plan goes from the office to the region by the end of February" {
  at '2027-02-01 09:00'
  [ "$(svc-improve due --kind plan -H -c no,what,due_at,days_over)" = ',there is no plan of the year,2027-02-28 23:59:59,-27' ]
  expect 2 svc-improve plan --year 2027 --goal x
  says 'needs --goal, --duties and --incentives'
  year_plan
  year_plan --goal 满意率96%
  expect 4 svc-improve plan --year 2027 --adjust x
  says 'is draft ('
  year_item
  sign 1601 2027
  expect 4 year_plan
  says 'is signing (approve by'
  at '2027-02-26 09:00'
  sign 1005 2027
  [ -z "$(svc-improve due --kind plan -H)" ]
  [ "$(svc-improve due --kind signature -H -c no,what)" = '2027,the year'"'"'s plan waits for the region' ]
  sign 1006 2027
  [ -z "$(svc-improve due --kind signature -H)" ]
  expect 0 svc-improve form 2027
  [[ $output == *年度服务改进计划*递交期限*2027年2月28日*满意率96%*'1006 赵宁'*2027年2月26日* ]]
  svc-admin verify
}

@test "in a leap year, too, the plan is due on 28 February" {
  at '2028-01-04 09:00'
  [ "$(svc-improve due --kind plan -H -c due_at)" = '2028-02-28 23:59:59' ]
  expect 1 svc-improve due --kind plan --within 60d --fail-if-any
  expect 0 svc-improve due --kind plan --within 30d --fail-if-any
}

# 001, 5.2.1.1 and 000: the plan is broken down by month into what departments do. A project of the next year
# is no item of this one, nor is one that was stopped.
@test "a plan of the year without items is signed by nobody" {
  at '2027-02-01 09:00'
  year_plan
  expect 4 sign 1601 2027
  says 'has no items: no milestone of a project is due that year'
  year_item 2028-01-31
  expect 4 sign 1601 2027
  year_item
  expect 0 sign 1601 2027
  expect 0 sign 1005 2027
}

@test "a plan sent back is written anew; nobody signs twice or for the region" {
  at '2027-02-01 09:00'
  year_plan
  year_item
  sign 1601 2027
  expect 4 sign 1601 2027
  expect 77 sign 1201 2027
  sign 1005 --reject --reason 目标偏低 2027
  [ "$(svc-improve due --kind plan -H -c no)" = 2027 ]
  year_plan --goal 满意率97%
  for who in 1601 1005 1006; do sign $who 2027; done
  expect 4 sign 1006 2027
  says 'is approved (approve by'
}

@test "the plan is adjusted in July and the adjustment filed one level up" {
  at '2027-02-01 09:00'
  year_plan
  year_item
  for who in 1601 1005 1006; do sign $who 2027; done
  at '2027-06-30 23:59'
  expect 4 svc-improve plan --year 2027 --adjust 增加一项
  says 'is adjusted from 2027-07-01 on'
  at '2027-07-01 00:00'
  expect 4 svc-improve plan --year 2027 --filed 报备7
  says 'has no adjustment'
  [ "$(svc-improve due --kind adjustment -H -c due_at)" = '2027-07-31 23:59:59' ]
  svc-improve plan --year 2027 --adjust 增加一项
  [ "$(svc-improve due --kind filing -H -c no,due_at)" = '2027,2027-07-31 23:59:59' ]
  svc-improve plan --year 2027 --filed 报备7
  [ -z "$(svc-improve due --kind filing -H)" ]
  expect 4 svc-improve plan --year 2027 --filed 报备8
  expect 5 svc-improve plan --year 2026 --adjust x
  expect 2 svc-improve plan --year 2027 --adjust x --filed y
  expect 2 svc-improve plan
}

@test "month by month the plan is what departments have to do" {
  running
  at '2026-10-08 09:00'
  [ "$(svc-improve plan --year 2026 -H -c month,dept,person,no,status | tr '\n' ' ')" = \
    '2026-09,02,,M2026-000001,late 2026-12,01,1102,M2026-000002,open ' ]
  [ "$(svc-improve plan --year 2026 --dept 01 -H -c no)" = M2026-000002 ]
  [ -z "$(svc-improve plan --year 2025 -H)" ]
  expect 5 svc-improve plan --year 2026 --dept 99
}

@test "due tells each thing that is missing, and nothing when all is done" {
  at '2026-09-01 09:00'
  kinds() { svc-improve due -H -c kind --within 120d | grep -vE 'plan|adjustment' | sort | uniq -c | awk '{ printf "%s%s ", $2, $1 }'; }
  key_idea --dept 02
  [ "$(kinds)" = 'project1 ' ]
  scheme --idea E2026-000001 --situation x --cost 1 --benefit 1 --method x >/dev/null
  [ "$(kinds)" = 'scheme1 ' ]
  milestone 甲 2026-09-28 >/dev/null
  sign 1201 G2026-000001
  [ "$(kinds)" = 'signature1 ' ]
  for who in 1601 1004 1001 1005; do sign $who G2026-000001; done
  [ "$(kinds)" = 'milestone1 ' ] # the end is 121 days away
  expect 1 svc-improve due --kind milestone --dept 02 --fail-if-any -H -c no
  expect 0 svc-improve due --kind milestone --dept 01 --fail-if-any
  finish M2026-000001
  [ "$(kinds)" = 'review1 summary1 ' ]
  svc-improve review --kind stage --milestone M2026-000001 --result good --text x G2026-000001
  summarise
  [ "$(kinds)" = 'signature1 ' ]
  sign_summary
  [ "$(kinds)" = 'evaluation1 ' ]
  svc-improve evaluate --result effective --text x G2026-000001
  [ "$(kinds)" = 'archive1 filing1 ' ]
  svc-improve evaluate --filed 区备1 G2026-000001
  svc-improve archive --papers a --images b --room c G2026-000001
  [ -z "$(kinds)" ]
  at '2026-10-01 09:00'
  expect 0 svc-improve due --only-workday --fail-if-any
  expect 2 svc-improve due --within soon
  expect 2 svc-improve due --kind nonsense
}

# -- numbers and paper ----------------------------------------------------------------------

@test "stats have numerator and denominator, and none for an empty one" {
  running
  idea --dept 03 --direction risk >/dev/null
  at '2026-10-08 09:00'
  finish M2026-000001
  expect 0 svc-improve stats -m 2026Q3 -H
  [ "$output" = "$(printf '%s\n' ,ideas,2,, ,carried_out,1,2,50.00 ,approved,1,, ,milestones_in_time,0,1,0.00)" ]
  [ "$(svc-improve stats -m 2026-08 --by direction -H | tr '\n' ' ')" = \
    ',ideas,1,, ,carried_out,1,1,100.00 risk,ideas,1,, risk,carried_out,0,1,0.00 ' ]
  [ -z "$(svc-improve stats -m 2025 -H)" ]
  expect 2 svc-improve stats
  expect 2 svc-improve stats -m 2026-09 --by owner
}

@test "the forms carry what the rule book asks for, empty boxes too" {
  key_scheme
  milestone 流程设计 2026-09-28 --person 1203 >/dev/null
  sign 1201 G2026-000001
  expect 0 svc-improve form G2026-000001
  for text in 项目改进方案 G2026-000001 预约上门 2026年9月7日 至2026年12月31日 '02 维修抢险部' '1202 孙磊' \
    准时率71% 准时率95% '30000.00 元' '50000.00 元' '2026年9月28日　流程设计（标准：评审通过；责任：02 维修抢险部' \
    前后对比 '1201 马志强' 服务总监 一号位意见 '审计链头 #' 单机模式; do
    [[ $output == *"$text"* ]] || { echo "no $text"; return 1; }
  done
  [ "$(grep -c 签名 <<<"$output")" = 5 ]
  [ "$(grep -c '签名：1' <<<"$output")" = 1 ]
  svc-improve form -o scheme.html G2026-000001
  [ "$(grep -c '<td class="sign"\|class="sign"' scheme.html)" -ge 5 ]
  [ "$(grep -o '<table' scheme.html | wc -l)" = "$(grep -o '</table' scheme.html | wc -l)" ]
  expect 5 svc-improve form G2026-000009
  [ -z "$output" ]
  expect 5 svc-improve form 2026
  expect 2 svc-improve form -f xlsx G2026-000001
}

@test "roles: who may not is told, and the attempt is kept" {
  svc-admin role --roles 'staff;admin' --reason 调岗 "$(svc-admin whoami -H -c person)"
  at '2026-09-02 09:00'
  idea --impact 1 --difficulty 1 >/dev/null
  expect 77 svc-improve route --route none --reason x E2026-000001
  expect 77 svc-improve plan --year 2027 --goal x --duties x --incentives x
  scheme --route department >/dev/null
  milestone 甲 2026-10-30 >/dev/null
  expect 77 sign 1201 G2026-000001
  expect 77 svc-improve approve G2026-000001
  expect 77 svc-improve archive --room x G2026-000001
  expect 77 svc-improve milestone --state slipped --reason x M2026-000001
  expect 77 svc-improve review --kind decision --result stop --text x G2026-000001
  svc-admin role --roles 'agent;admin' --reason 调岗 "$(svc-admin whoami -H -c person)"
  at '2026-09-03 09:00'
  expect 77 svc-improve archive --papers x G2026-000001
  expect 77 svc-improve measure --before-n 2 --before-satisfied 1 --after-n 2 --after-satisfied 1 --project G2026-000001 --what x
  [ -z "$output" ]
  expect 77 summarise
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change LIKE '{\"refused%' AND tool = 'svc-improve'")" -ge 5 ]
}
