# svc-monitor: social monitors, what they say, who answers it, and what becomes of it.

load common

setup_file() {
  make_company
  printf '%s\n' customer,name,kind,class U1,陈立新,person,monitor U2,丁店,unit,commercial | svc-tier import customers -
  printf '%s\n' monitor,name,phone,grp,district,customer,appointed_on,letter_no \
    J01,陈立新,13912345678,媒体,城东,U1,2024-03-01,聘2024-01 \
    J02,李秋月,13800001111,居民,城西,,2024-02-29, \
    J03,王守义,,社区,城东,,2026-01-05, | svc-monitor import -
  svc-monitor renew J01 J02 --from 2026-03-01
}
setup() { fresh_store; }
teardown() { rows_name_their_events; }

at() { export SVC_NOW="$1"; }

# Columns of the opinions with these filters: said COL,… [OPTION…].
said() { svc-monitor list opinions -H -c "$1" "${@:2}"; }

# opinion COLUMN=VALUE…: one of J03's problems, unless said otherwise.
opinion() {
  local args=() pair
  for pair in monitor=J03 kind=problem content=排队 "$@"; do args+=("--${pair%%=*}" "${pair#*=}"); done
  svc-monitor add opinions -H "${args[@]}"
}

# way NO [ANSWERED [VERIFIED]]: to department 02 and on, a moment a step.
way() {
  svc-monitor assign "$1" --dept 02 --at '2026-10-09 09:00'
  [ -z "${2-}" ] || svc-monitor answer "$1" --answer 已整改 --by 1203 --at "$2"
  [ -z "${3-}" ] || svc-monitor verify "$1" --verified yes --monitor --at "$3"
}

# -- terms -----------------------------------------------------------------------------------

@test "a term of two years ends on the matching day, or on the month's last" {
  [ "$(svc-monitor list terms -H -c monitor,term,appointed_on,ends_on,last_on,state)" = \
    'J01,2,2026-03-01,2028-03-01,2028-03-01,active
J01,1,2024-03-01,2026-03-01,2026-02-28,ended
J02,2,2026-03-01,2028-03-01,2028-03-01,active
J02,1,2024-02-29,2026-02-28,2026-02-28,ended
J03,1,2026-01-05,2028-01-05,2028-01-05,active' ]
  [ "$(svc-monitor show terms J02 -H -c column,value | grep -E '^(term|last_on),' | tr '\n' ' ')" = \
    'term,2 last_on,2028-03-01 term,1 last_on,2026-02-28 ' ]
  [ "$(svc-monitor show terms J02 -H -c column,value | grep -c ' renew by ')" -eq 2 ]
}

@test "terms are told sixty days before they end, or when they ran out" {
  svc-monitor add --monitor J04 --name 何芳 --grp 政府 --district 城南 --appointed_on 2024-03-01 >/dev/null
  at '2025-12-30 23:59'
  expect 0 svc-monitor due --kind term --within 60d -H
  [ -z "$output" ]
  at '2025-12-31 00:00'
  expect 1 svc-monitor due --kind term --within 60d --fail-if-any -H -c kind,no,what,due_at
  [ "$output" = 'term,J04,"term 1, government, 城南",2026-03-01 23:59:59' ]
  expect 0 svc-monitor due --kind term --fail-if-any -H
  at '2026-03-02 08:00'
  [ "$(svc-monitor due -H -c no,days_over)" = J04,1 ]
  [[ $(svc-monitor due -f table --header zh) == *'第1届任期（政府，城南）'* ]]
  svc-monitor end J04 --reason 届满
  [ "$(svc-monitor list --monitor J04 -H -c state,ended_on,why)" = ended,2026-03-01,届满 ]
  [ -z "$(svc-monitor due -H)" ]
}

@test "more than two terms without a gap are refused; after a gap it counts as a first one" {
  expect 4 svc-monitor renew J01
  says "J01: had 2 terms without a gap, the policy's monitor_terms_max"
  svc-monitor renew J03 --letter_no 聘9
  [ "$(svc-monitor list --monitor J03 -H -c appointed_on,ends_on,term,letter_no)" = 2028-01-06,2030-01-06,2,聘9 ]
  expect 4 svc-monitor renew J01 --from 2026-02-01
  says 'begins on 2026-03-01'
  svc-monitor renew J01 --from 2028-03-03
  [ "$(svc-monitor list --monitor J01 -H -c term,state)" = 1,active ]
  [ "$(svc-monitor list terms --monitor J01 -H | wc -l)" -eq 3 ]
  expect 4 svc-monitor add --monitor J05 --name 何芳 --grp 媒体 --district 城东 --appointed_on 2026-10-01 --term 3
  says "is more than the policy's monitor_terms_max"
}

@test "who resigned may come back, who was dismissed may not, and a term that ran out needs its day" {
  svc-monitor end J02 --resigned --reason 出国
  [ "$(svc-monitor list --monitor J02 -H -c state,ended_on)" = resigned,2026-10-12 ]
  at '2026-11-20 09:00'
  expect 4 svc-monitor renew J02
  says 'its term ran out on 2026-10-12'
  svc-monitor renew J02 --from 2026-11-20
  [ "$(svc-monitor list --monitor J02 -H -c state,term)" = active,1 ]
  expect 2 svc-monitor dismiss J03
  svc-monitor dismiss J03 --reason 泄露内部资料
  expect 4 svc-monitor renew J03
  says 'it is dismissed'
  expect 4 svc-monitor end J03
  [ "$(svc-monitor list --state dismissed -H -c monitor,why)" = J03,泄露内部资料 ]
}

@test "who was appointed for the next term already and leaves before it ends with the present one" {
  svc-monitor renew J03 --letter_no 聘9
  [ "$(svc-monitor list terms --monitor J03 -H -c term,last_on | tr '\n' ' ')" = '2,2030-01-06 1,2028-01-05 ' ]
  expect 4 svc-monitor end J03 --at '2025-12-31 09:00' --reason 补录
  svc-monitor end J03 --resigned --reason 迁居
  [ "$(svc-monitor list --monitor J03 -H -c term,appointed_on,ends_on,letter_no,state,ended_on,why)" = \
    1,2026-01-05,2028-01-05,,resigned,2026-10-12,迁居 ]
  [ "$(svc-monitor list terms --monitor J03 -H -c term,last_on)" = 1,2026-10-12 ]
  [[ $(svc-monitor log J03 -H -c verb) == *renew*end* ]]
  svc-monitor renew J03 --from 2026-10-20
  [ "$(svc-monitor list --monitor J03 -H -c state,term)" = active,1 ]
  svc-admin verify
}

@test "nobody of the company watches it, and nobody does so under two numbers" {
  wrong() {
    expect 4 svc-monitor add --grp 媒体 --district 城东 --appointed_on 2026-10-01 "$@"
  }
  wrong --monitor 1203 --name 李大勇
  says 'who watches nobody'
  wrong --monitor J09 --name 李大勇
  says 'is "1203" of the company'
  svc-monitor add --monitor J09 --name 李大勇 --grp 媒体 --district 城东 --appointed_on 2026-10-01 --reason 同名，记者 >/dev/null
  wrong --monitor J10 --name 陈新 --customer U1
  says 'is that of monitor "J01", who is in office'
  wrong --monitor J10 --name 陈新 --phone '139 1234 5678'
  says 'column "phone" is that of monitor "J01"'
  # shellcheck disable=SC2154 # stderr is bats' own
  [[ $stderr != *13912345678* ]]
  svc-monitor dismiss J01 --reason 换届
  svc-monitor add --monitor J10 --name 陈新 --customer U1 --grp 媒体 --district 城东 --appointed_on 2026-10-13 >/dev/null
  expect 65 svc-monitor import <<<$'monitor,name,grp,district,appointed_on\nJ11,马志强,媒体,城东,2026-10-01'
  says 'record 1, column "name": is "1201" of the company'
  expect 2 svc-monitor add --monitor J12 --name 丁 --grp 商会 --district 城东 --appointed_on 2026-10-01
}

# -- opinions --------------------------------------------------------------------------------

@test "five working days: over the holidays, onto a make-up Saturday, and on" {
  for raised in '2026-09-24 10:00' '2026-09-28' '2026-09-30 15:00'; do opinion raised_at="$raised" >/dev/null; done
  [ "$(said raised_at,answer_due)" = '2026-09-24 10:00:00,2026-10-09 17:30:00
2026-09-28 00:00:00,2026-10-10 17:30:00
2026-09-30 15:00:00,2026-10-13 17:30:00' ]
  [ "$(said assign_due | tail -n 1)" = '2026-10-08 17:30:00' ]
  svc-monitor explain MO2026-000003 -f table -c clock,step,note | grep -q 'answer.*limits.csv monitor,answer.*basis assumed'
  svc-monitor explain MO2026-000003 --words zh -c note | grep -q '社会监督意见/答复'
  svc-admin check
}

@test "from what was said to what it was used for, each step by whom it may be" {
  no=$(opinion raised_at='2026-09-30 15:00')
  expect 4 svc-monitor answer "$no" --answer x --by 1203
  says 'cannot answer, it is open'
  svc-monitor assign "$no" --dept 02 --person 1203 --at '2026-10-09 09:00'
  expect 4 svc-monitor answer "$no" --answer x
  says 'is not of department 02, which answers'
  expect 4 svc-monitor answer "$no" --answer x --by 1302
  svc-monitor answer "$no" --answer 增开窗口 --by 1203 --at '2026-10-09 15:00'
  [ "$(said state,answered_by,verify_due --no "$no")" = 'answered,1203,2026-10-22 17:30:00' ]
  expect 4 svc-monitor verify "$no" --verified yes --by 1203
  says '"1203" answered it and cannot verify it'
  expect 4 svc-monitor verify "$no" --verified yes --by 1202
  says '"1202" is of department 02, which answered'
  expect 2 svc-monitor verify "$no" --verified yes --by 1602 --monitor
  svc-monitor verify "$no" --verified yes --satisfied fairly --by 1602
  expect 4 svc-monitor withdraw "$no" --reason x
  [ "$(svc-monitor due --kind use -H -c no,due_at)" = "$no,2026-10-12 09:00:00" ]
  expect 5 svc-monitor use "$no" --as improve --record E2026-000001
  expect 2 svc-monitor use "$no" --as improve
  expect 2 svc-monitor use "$no" --as none --record E2026-000001
  svc-improve add ideas --raised_at '2026-10-12 08:00' --content 窗口 >/dev/null
  svc-monitor use "$no" --as improve --record E2026-000001
  [ "$(said state,use,use_no,satisfied --no "$no")" = closed,improve,E2026-000001,fairly ]
  expect 4 svc-monitor use "$no" --as none
}

@test "an answer that is not borne out goes back, and both rounds are kept" {
  no=$(opinion raised_at='2026-09-30 15:00')
  way "$no" '2026-10-09 15:00'
  svc-monitor verify "$no" --verified no --satisfied no --monitor --reason 周末仍排队
  [ "$(said round,state,opened_at,assigned_at,answered_at,assign_due,answer_due,verify_due --no "$no")" = \
    '2,assigned,2026-10-12 09:00:00,2026-10-12 09:00:00,,2026-10-13 17:30:00,2026-10-19 17:30:00,' ]
  [ "$(svc-monitor list rounds -H -c no,round,answered_by,answer,answer_due,verified,satisfied,why)" = \
    "$no,1,1203,已整改,2026-10-13 17:30:00,no,no,周末仍排队" ]
  at '2026-10-20 09:00'
  svc-monitor answer "$no" --answer 周末也开 --by 1203
  svc-monitor verify "$no" --verified yes --monitor
  # in time the first, late the second
  [ "$(svc-monitor stats -m 2026-10 -H -c measure,numerator,denominator | head -n 4)" = 'due,2,
in_time,1,2
answered,2,2
verified,1,2' ]
  svc-admin check
  svc-admin verify
}

@test "praise needs no answer, and what was taken back counts nowhere" {
  no=$(opinion kind=praise content=态度好 raised_at='2026-09-30 15:00')
  [ "$(said state,assign_due,answer_due,verify_due --no "$no")" = noted,,, ]
  expect 4 svc-monitor answer "$no" --answer 谢谢 --by 1203
  svc-monitor use "$no" --as none
  [ "$(said state --no "$no")" = closed ]
  other=$(opinion raised_at='2026-09-24 10:00')
  svc-monitor withdraw "$other" --reason 已解决
  at '2026-10-20 09:00'
  [ "$(svc-monitor stats -m 2026-10 -H -c measure,numerator,denominator | head -n 2)" = 'due,0,
in_time,0,0' ]
  [ -z "$(svc-monitor due -H)" ]
}

@test "an opinion lies in a term of its monitor, or somebody says why not" {
  expect 4 svc-monitor add opinions --monitor J03 --kind problem --content x --raised_at '2026-01-04 09:00'
  says "lies outside of the monitor's terms"
  svc-monitor end J03 --at 2026-10-10
  expect 4 svc-monitor add opinions --monitor J03 --kind problem --content x --raised_at '2026-10-11 09:00'
  expect 65 svc-monitor import opinions <<<$'source,source_no,monitor,kind,content,raised_at\na,1,J03,problem,x,2026-10-11 09:00'
  says "column \"raised_at\": lies outside of the monitor's terms"
  svc-monitor add opinions --monitor J03 --kind problem --content x --raised_at '2026-10-11 09:00' --late-reason 离任前口头提出 >/dev/null
  [ "$(svc-monitor log opinions MO2026-000001 -H -c reason)" = 离任前口头提出 ]
  expect 2 svc-monitor add opinions --monitor J99 --kind problem --content x --raised_at '2026-10-11 09:00'
  says 'is not registered'
}

@test "a book of the past comes in whole, in Chinese and in GBK, and twice is once" {
  printf '%s\n' 来源系统,来源编号,提出时间,监督员编号,意见类型,类别,意见内容,承办部门,转办时间,答复时间,答复人,答复内容,核实时间,核实结果,是否满意 \
    '台账,1,2026-09-01 09:00,J01,问题,收费,窗口少,维修抢险部,2026-09-01 10:00,2026-09-03 09:00,李大勇,已增加,2026-09-04 09:00,是,满意' \
    '台账,2,2026-09-02 09:00,J02,表扬,,态度好,,,,,,,,' >book.csv
  iconv -f utf-8 -t gb18030 book.csv >gbk.csv
  svc-monitor import opinions --encoding gb18030 gbk.csv
  expect 0 svc-monitor import opinions -v book.csv
  says '0 added, 0 updated, 2 unchanged'
  [ "$(said source_no,state,answered_by,verified,satisfied)" = '1,verified,1203,yes,yes
2,noted,,,' ]
  bad() { sed "1!s/^台账,/再,$1/; $2" book.csv >bad.csv; expect 65 svc-monitor import opinions bad.csv; }
  bad 3 's/李大勇/吴桂兰/'
  bad 4 's/2026-09-03 09:00/2026-09-01 09:30/'
  says 'column "answered_at": lies before the step before it'
  bad 5 's/,已增加,/,,/'
  says 'column "answer": is missing'
  bad 6 's/,是,满意/,否,满意/'
  says 'no sends an opinion back'
  sed 's/,否,满意/,是,满意/' bad.csv | sed 3s/表扬/夸奖/ >one.csv
  expect 3 svc-monitor import opinions --keep-good --rejects rejects.csv one.csv
  sed 's/夸奖/表扬/' rejects.csv | svc-monitor import opinions -
  [ "$(said no | wc -l)" -eq 4 ]
}

@test "another system's steps are taken one by one" {
  opinion source=crm source_no=7 raised_at='2026-10-08 09:00' >/dev/null
  printf '%s\n' source,source_no,verb,at,dept,answer,by,verified,monitor \
    'crm,7,assign,2026-10-08 10:00,02,,,,' 'crm,7,answer,2026-10-09 10:00,,已修,1203,,' \
    'crm,7,verify,2026-10-10 10:00,,,1602,yes,' | svc-monitor import opinions steps --ignore monitor --reason 补录 -
  [ "$(said state,answered_at,verified_by)" = 'verified,2026-10-09 10:00:00,1602' ]
  svc-monitor columns opinions steps -H -c column,label | grep -q '^verified,核实结果'
}

# -- what flows on ---------------------------------------------------------------------------

@test "a complaint of a monitor is one of the customer, once, and says so on both sides" {
  no=$(opinion monitor=J01 kind=complaint category=收费 raised_at='2026-10-09 09:00' dept=05)
  svc-monitor raise --as complaint | tee raised | svc-complaint import -
  [ "$(sed 1d raised)" = "svc-monitor,$no,2026-10-09 09:00:00,monitor,U1,billing,排队,05" ]
  [ "$(svc-complaint list -H -c no,source,source_no,channel,customer)" = "C2026-000001,svc-monitor,$no,monitor,U1" ]
  [ "$(said state,use,use_no,used_at)" = 'open,complaint,C2026-000001,2026-10-12 09:00:00' ]
  svc-monitor show opinions "$no" -H -c column,value | grep -q '^link,complaints C2026-000001'
  svc-complaint show C2026-000001 -H -c column,value | grep -q "^link,\"opinions $no 2026-10-09 09:00:00 complaint, open"
  [ -z "$(svc-monitor raise --as complaint -H)" ]
  expect 4 svc-monitor raise --as improve "$no"
  says 'is used as complaint C2026-000001 already'
  svc-complaint import -v raised 2>&1 | grep -q '1 unchanged'
  [ "$(said use_no)" = C2026-000001 ]
  svc-monitor log opinions "$no" -H -c tool,verb,change | grep -q '^svc-complaint,import,.*C2026-000001'
  # answered and verified, it is closed without anything more
  svc-monitor assign "$no" --dept 05
  svc-monitor answer "$no" --answer 已退费 --by 1502
  svc-monitor verify "$no" --verified yes --monitor
  [ "$(said state)" = closed ]
}

@test "suggestions become ideas, praise good deeds, and what is tried only leaves no trace" {
  suggests=$(opinion kind=suggestion raised_at='2026-10-09 09:00')
  praises=$(opinion kind=praise content=扶老人过马路 person=1203 raised_at='2026-10-09 10:00')
  svc-monitor raise --as improve | svc-improve import ideas --dry-run -
  [ "$(said state,use --no "$suggests")" = open, ]
  svc-monitor raise --as improve -m 2026-10 | svc-improve import ideas -
  svc-monitor raise --as inspect | svc-inspect import praise -
  [ "$(svc-improve list ideas -H -c no,source,source_no)" = "E2026-000001,monitor,$suggests" ]
  [ "$(said no,state,use,use_no)" = "$suggests,open,improve,E2026-000001
$praises,closed,inspect,P2026-000001" ]
  [ "$(svc-improve list ideas -H -c content)" = 排队 ]
  # a number that is none of ours is nobody's
  printf '%s\n' source,source_no,raised_at,content 'monitor,M-1,2026-10-09 09:00,别家' | svc-improve import ideas -
  svc-admin check
  svc-admin verify
}

@test "a problem is raised by its number as whatever it is, and a slip says which field is wrong" {
  no=$(opinion raised_at='2026-10-09 09:00')
  [ -z "$(svc-monitor raise --as improve -H)" ]
  [ "$(svc-monitor raise --as improve "$no" -H)" = "monitor,$no,2026-10-09 09:00:00,排队," ]
  expect 2 svc-monitor raise --as entry "$no"
  expect 2 svc-monitor raise --as entry --field phone --error wrong_value
  [ "$(svc-monitor raise --as entry --field phone --error wrong_value "$no" -H)" = \
    "svc-monitor,$no,2026-10-09 09:00:00,,phone,wrong_value," ]
  svc-monitor raise --as entry --field phone --error wrong_value "$no" | svc-entry import errors -
  [ "$(said use,use_no)" = entry,EF2026-000001 ]
  [ "$(svc-entry list errors -H -c source,source_no,field)" = "svc-monitor,$no,phone" ]
  expect 2 svc-monitor raise --as complaint --field phone "$no"
  expect 2 svc-monitor raise --as complaint -m 2026-10 "$no"
  expect 5 svc-monitor raise --as complaint MO2026-000099
}

# -- numbers ---------------------------------------------------------------------------------

# Twelve opinions due in October: nine answered in time, one late, two open and past; the ten are
# verified, seven borne out; nine of the ten problems and suggestions, two of them used. One more is
# praise, one not yet due.
twelve() {
  local n no
  for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    opinion kind="$([ "$n" -eq 7 ] && echo complaint || echo suggestion)" monitor="J0$((n % 2 + 1))" \
      raised_at='2026-09-24 10:00' >/dev/null
  done
  opinion kind=praise raised_at='2026-09-24 10:00' >/dev/null
  for n in 01 02 03 04 05 06 07 08 09; do way "MO2026-0000$n" '2026-10-09 17:30'; done
  way MO2026-000010 '2026-10-09 17:31'
  at '2026-11-02 09:00'
  opinion raised_at='2026-10-30 10:00' >/dev/null
  for n in 01 02 03 04 05 06 07; do svc-monitor verify "MO2026-0000$n" --verified yes --satisfied yes --monitor; done
  for n in 08 09 10; do svc-monitor verify "MO2026-0000$n" --verified no --monitor --reason 不符; done
  svc-improve add ideas --raised_at '2026-10-12 08:00' --content 窗口 >/dev/null
  svc-monitor use MO2026-000001 MO2026-000002 --as improve --record E2026-000001
  svc-monitor use MO2026-000003 --as none
}

@test "in time 9 of 12, answered 10 of 12, borne out 7 of 10, used 2 of 9" {
  twelve
  [ "$(svc-monitor stats -m 2026-10 -H -c measure,numerator,denominator,value,low,high)" = 'due,12,,12,,
in_time,9,12,75.00,46.77,91.11
answered,10,12,83.33,55.20,95.30
verified,7,10,70.00,39.68,89.22
satisfied,7,7,100.00,64.57,100.00
used,2,9,22.22,6.32,54.74
activity,3,3,100.00,43.85,100.00
answer_minutes,24300,10,2430.00,,' ]
  [ "$(svc-monitor stats -m 2026-10 --by kind -H -c kind,measure,numerator,denominator | grep ',in_time,')" = \
    'complaint,in_time,1,1
suggestion,in_time,8,11' ]
  [ "$(svc-monitor stats -m 2025-10 -H -c measure,value | head -n 3)" = 'due,0
in_time,
answered,' ]
  [[ $(svc-monitor stats -m 2025-10 -f table) == *'in_time'*'–'* ]]
}

@test "the indicators of the reports count the same" {
  twelve
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  [ "$(svc-report kpi -m 2026Q4 --indicator monitor_in_time,monitor_used,monitor_activity,monitor_coverage \
    -H -c indicator,numerator,denominator,value)" = 'monitor_activity,3,3,100.00
monitor_coverage,3,6,50.00
monitor_in_time,9,12,75.00
monitor_used,2,9,22.22' ]
  [ "$(svc-report kpi -m 2026Q4 --by dept --indicator monitor_in_time -H -c dept,numerator,denominator)" = ',0,2
02,9,10' ]
}

@test "the silent ones are told by name, and twelve months are enough" {
  opinion monitor=J01 raised_at='2026-03-02 09:00' >/dev/null
  at '2027-04-01 09:00'
  silent() { svc-monitor stats -m "$1" --by monitor -H -c monitor,name,measure,numerator | grep ',activity,'; }
  [ "$(silent 2027-02)" = 'J01,陈****,activity,1
J02,李****,activity,0
J03,王****,activity,0' ]
  [ "$(silent 2027-03 | head -n 1)" = 'J01,陈****,activity,0' ]
}

@test "each group that the policy asks for has somebody in office, in each district where it names some" {
  expect 1 svc-monitor coverage -H -c grp,district,count,monitors
  [ "$output" = 'congress,,0,
government,,0,
media,,1,J01
community,,1,J03
business,,0,
resident,,1,J02' ]
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^monitor_groups,[^,]*/monitor_groups,media;resident/; s/^monitor_districts,[^,]*/monitor_districts,城东;城西/' pack/params.csv
  svc-policy load pack --from 2026-10-12
  expect 1 svc-monitor coverage --empty -H -c grp,district
  [ "$output" = 'media,城西
resident,城东' ]
  printf '%s\n' monitor,name,grp,district,appointed_on J21,何芳,media,城西,2026-10-01 J22,何平,resident,城东,2026-10-01 | svc-monitor import -
  expect 0 svc-monitor coverage --empty -H
  expect 1 svc-monitor coverage --on 2028-03-02 -H
  sed -i 's/media;resident/media;tenant/' pack/params.csv
  expect 1 svc-policy check pack
  [[ $output == *tenant* ]]
}

# -- a VIP while the term runs -----------------------------------------------------------------

@test "a monitor is owed what VIPs are in the last month of the term, and no longer" {
  printf '%s\n' customer,name,kind,class,tier U7,何芳,person,monitor,vip U8,丁,person,monitor,vip | svc-tier import customers -
  svc-monitor add --monitor J07 --name 何芳 --grp 媒体 --district 城东 --customer U7 --appointed_on 2024-03-01 >/dev/null
  owed() { svc-tier duties -m "$1" --duty tip -H -c customer,slot | grep '^U7' || true; }
  [ "$(owed 2026-03)" = U7,2026-03 ]
  [ -z "$(owed 2026-04)" ]
  # of whom no term is known the register's class alone tells
  [ "$(svc-tier duties -m 2026-04 --duty tip -H -c customer)" = U8 ]
  # a monthly call-back, and what is due at the end of a longer slot that the term still touches
  [ "$(svc-tier duties -m 2026-04 --duty callback -H -c customer | grep -cx U7)" = 0 ]
  svc-tier duties -m 2026-03 --duty callback -H -c customer | grep -qx U7
  svc-monitor renew J07 --from 2026-03-02
  [ "$(owed 2026-04)" = U7,2026-04 ]
  svc-monitor end J07 --at 2026-10-11
  [ "$(owed 2026-10)" = U7,2026-10 ]
  [ -z "$(owed 2026-11)" ]
}

@test "the list of those in office goes to the grading, and whose term is over is graded again" {
  svc-monitor set J03 --customer U2 --reason 补录
  svc-monitor list monitors --state active -c customer,monitor | svc-tier propose - >proposed
  [ "$(svc-tier propose U1 U2 -H -c customer,was,tier,why)" = 'U1,general,vip,class monitor
U2,general,vip,class monitor' ]
  cut -d, -f1-3 proposed >seen
  [ "$(cat seen)" = 'customer,was,tier
U1,general,vip
U2,general,vip' ]
  svc-tier review --by 1002 --evidence 复核单1 --reason 社会监督员 proposed >/dev/null
  [ "$(svc-tier list customers -H -c customer,tier)" = 'U1,vip
U2,vip' ]
  [ -z "$(svc-tier propose -H)" ]
  svc-monitor end J03 --at 2026-10-11
  [ "$(svc-tier propose -H -c customer,was,tier,why)" = 'U2,vip,general,the term as a social monitor is over' ]
  at '2028-03-02 09:00'
  [ "$(svc-tier propose --words zh -H -c customer,tier,why | head -n 1)" = U1,一般客户,社会监督员任期已满 ]
  [ "$(svc-tier propose --from 2028-03-01 -H -c customer | grep -cx U1)" = 0 ]
  expect 5 svc-tier propose U1 U9
  expect 2 svc-tier propose --to vip --by 1401 --reason x
  expect 2 svc-tier propose U1 --usage -
}

# -- paper, personal data, the audit -----------------------------------------------------------

@test "letter, roster, slip, letter of feedback and minutes are printed for paper" {
  no=$(opinion monitor=J01 category=收费 raised_at='2026-09-30 15:00')
  way "$no" '2026-10-09 15:00'
  svc-monitor verify "$no" --verified no --monitor --reason 周末仍排队
  svc-monitor form J01 >letter
  grep -q '聘书' letter
  grep -q '陈\*\*\*\* 同志' letter
  grep -q '自2026年3月1日起至2028年3月1日止' letter
  svc-monitor form --kind roster | grep -q 'J02.*李\*\*\*\*.*居民用户.*城西'
  svc-monitor form "$no" >slip
  grep -q '社会监督意见处理单' slip
  grep -q '第1轮.*已整改；核实不符：周末仍排队' slip
  [ "$(grep -c 签名 slip)" -eq 3 ]
  svc-monitor form J01 --kind feedback | grep -q "$no"
  printf 纪要 >minutes.txt
  svc-monitor add meetings --held_at '2026-09-30 14:00' --kind 座谈会 --place 营业厅 --monitors 'J01;J03' \
    --topics 窗口排队 --chair 1601 >/dev/null
  svc-monitor minutes MM2026-000001 --file minutes.txt
  svc-monitor form MM2026-000001 >paper
  grep -q '社会监督员座谈会纪要' paper
  grep -q 'J01 陈\*\*\*\*、J03 王\*\*\*\*' paper
  grep -q "$no.*排队" paper
  [ "$(svc-monitor list meetings -H -c minutes,minutes_sha256)" = "minutes.txt,$(sha256sum <minutes.txt | cut -d' ' -f1)" ]
  expect 65 svc-monitor minutes MM2026-000001 --file nothing.txt
  expect 2 svc-monitor form
  expect 5 svc-monitor form J77
  svc-monitor form "$no" MM2026-000001 J01 -o papers.html
  [ "$(grep -c '<section' papers.html)" -eq 3 ]
}

@test "names and telephones are masked in every format; whole only for a reason that is kept" {
  for format in csv tsv jsonl table html; do
    svc-monitor list -f "$format" >list
    svc-report ledger monitor -f "$format" >>list
    ! grep -qE '13912345678|陈立新' list || { echo "$format"; return 1; }
  done
  svc-monitor stats -m 2026-09 --by monitor | grep -q '陈\*\*\*\*'
  expect 2 svc-monitor form J01 --pii full
  svc-monitor form J01 --pii full --reason 印发聘书 | grep -q '陈立新 同志'
  [ "$(sqlite3 "$SVC_DB" "SELECT verb, reason FROM event ORDER BY seq DESC LIMIT 1")" = 'form|印发聘书' ]
  [ -z "$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE change LIKE '%13912345678%' OR change LIKE '%陈立新%'")" ]
  opinion monitor=J01 raised_at='2026-10-09 09:00' >/dev/null
  svc-monitor feedback J01 >told
  [ "$(grep -cE '陈|U1|139' told)" = 0 ]
}

@test "years after a monitor left, name and telephone are removed, and what was said stays" {
  opinion monitor=J02 raised_at='2026-10-09 09:00' >/dev/null
  svc-monitor end J02 --at 2026-10-10
  at '2029-10-11 09:00'
  svc-admin retire --older-than 3y --reason 到期 -H | grep -q '^monitor,1,'
  [ "$(svc-monitor list --monitor J02 -H -c name,phone)" = , ]
  [ "$(svc-monitor list --monitor J01 -H -c name)" = '陈****' ]
  [ "$(said content)" = 排队 ]
  svc-admin check
  svc-admin verify
}

@test "what was said and what became of it are ledgers" {
  no=$(opinion monitor=J01 raised_at='2026-09-30 15:00')
  way "$no" '2026-10-09 15:00' '2026-10-10 09:00'
  [ "$(svc-report ledger opinion -m 2026Q3 -H -c no,monitor,name,dept,answer,verified,state)" = \
    "$no,J01,陈****,02,已整改,yes,verified" ]
  [[ $(svc-report ledger 社会监督意见台账 -m 2026-09 -f table) == *'02 维修抢险部'*'1203 李大勇'*'已核实'* ]]
  [ "$(svc-report ledger monitor -m 2025 -H -c monitor,term,ended_on)" = 'J01,1,2026-02-28
J02,1,2026-02-28' ]
  [ "$(svc-report ledger monitor -m 2026 -H -c monitor,term,opinions | sort)" = 'J01,1,1
J01,2,1
J02,1,0
J02,2,0
J03,1,0' ]
}

@test "what was changed behind the tools' back is found, and past terms cannot be" {
  forges_rows
  opinion raised_at='2026-10-09 09:00' >/dev/null
  expect 19 sqlite3 "$SVC_DB" "UPDATE monitor_term SET ended_on = '2026-01-01'"
  says monitor_term_append_only
  sqlite3 "$SVC_DB" "UPDATE monitor_opinion SET content = '好' WHERE no = 'MO2026-000001'"
  expect 1 svc-admin verify -H -c finding
  [ "$output" = '"table ""monitor_opinion"" was changed outside the tools"' ]
}
