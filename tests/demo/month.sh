#!/bin/sh
# A whole month of the example company as its office lives it, from the imports to the closed sheet:
# `tests/demo/month.sh BUILD [FOLDER [STORE]]`. September 2026, worked off on 12 October.
set -eu
build=$(cd "${1:-build}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=${2:-$build/month}
PATH="$build/bin:$PATH"
SVC_DB=${3:-$work/svc.db}
SVC_NOW='2026-10-12 09:00'
export PATH SVC_DB SVC_NOW

rm -rf "$work"
mkdir -m 700 "$work"
mkdir "$work/out"

# The company, its customers, and what other systems know of September.
svc-admin init
svc-admin import depts "$here/depts.csv"
svc-admin import persons "$here/persons.csv"
awk 'BEGIN {
  print "customer,kind,customer_kind,class,daily_gas_m3"
  for (i = 1; i <= 40; i++) {
    unit = i % 8 == 0
    printf "U%04d,%s,%s,%s,%d\n", i, unit ? "unit" : "person", unit ? "business" : "home",
           unit ? "industrial" : "resident", unit ? 300 * i / 8 : 1
  }
}' | svc-tier import customers -
awk 'BEGIN {
  print "source,source_no,business,dept,person,customer,accepted_at,arrived_at,finished_at"
  for (i = 1; i <= 120; i++) {
    day = 1 + i % 27
    late = i % 28 == 4 # came after five hours instead of four
    printf "dispatch,%d,%s,%s,%s,U%04d,2026-09-%02d 09:00,2026-09-%02d %s,2026-09-%02d 16:00\n", i,
           i % 3 ? "repair" : "safety_check", i % 3 ? "02" : "03", i % 3 ? "1203" : "1302",
           1 + i % 40, day, day, late ? "14:30" : "10:00", day
  }
}' | svc-order import -
svc-complaint import "$here/complaints-2026-09.csv"
svc-callback import "$here/callbacks-2026-09.csv"
printf '%s\n' person,period,gross 1203,2026-09,6200 1302,2026-09,5800 | svc-admin import wages -

# Another system's complaints: of one nobody called the customer, of the other too late.
printf '%s\n' source,source_no,received_at,channel,customer,category,content,level,dept,responded_at,closed_at,valid,responsible,external_due \
  'crm,1,2026-09-07 09:00,web,U0012,safety_check,安检记录有误,3,03,2026-09-07 10:00,2026-09-09 15:00,yes,yes,' \
  'crm,2,2026-09-11 09:00,web,U0013,billing,发票抬头有误,3,05,2026-09-11 10:00,2026-09-18 16:00,yes,yes,2026-09-17 12:00' \
  'crm,3,2026-09-11 11:00,web,U0014,billing,账单未送达,3,05,2026-09-11 13:00,2026-09-16 16:00,yes,yes,' |
  svc-complaint import -

# Orders with an appointment, kept and not, and one that nobody finished.
printf '%s\n' source,source_no,business,dept,person,customer,accepted_at,appointed_at,arrived_at \
  'dispatch,201,repair,02,1202,U0005,2026-09-23 09:00,2026-09-24 10:00,2026-09-24 09:50' \
  'dispatch,202,repair,02,1202,U0006,2026-09-23 09:00,2026-09-24 10:00,2026-09-24 10:20' \
  'dispatch,203,gas_on,04,1402,U0007,2026-09-22 09:00,,' |
  svc-order import -

# What happened on its day: a call-back that came too late, one that left the customer dissatisfied,
# and what became of that.
printf '%s\n' source,source_no,register,record,business,dept,planned_at,window_to,caller,attempts,called_at,overall,solved \
  'callcentre,H2609101,complaint,C2026-000025,complaint,05,2026-09-18 16:00,2026-09-21 17:30,1102,1,2026-09-21 10:00,9,yes' \
  'callcentre,H2609102,complaint,C2026-000026,complaint,05,2026-09-16 16:00,2026-09-18 17:30,1102,1,2026-09-20 10:00,9,yes' \
  'callcentre,H2609103,,,emergency,02,2026-09-14 09:00,2026-09-15 09:00,1102,1,2026-09-15 10:00,8,yes' \
  'callcentre,H2609104,,,emergency,02,2026-09-16 09:00,2026-09-17 09:00,1102,1,2026-09-16 10:00,3,no' |
  svc-callback import -
printf '%s\n' source,source_no,business,dept,planned_at,window_to,customer,caller,attempts,attempted_at,disposition \
  'callcentre,H2609105,repair,02,2026-09-28 09:00,2026-10-20 17:30,U0034,1102,1,2026-09-28 10:00,wrong_number' |
  svc-callback import -
SVC_NOW='2026-09-16 11:00' svc-callback issue --dept 02
issue=$(svc-callback list issues -H -c no)
SVC_NOW='2026-09-18 09:00' svc-callback issue-answer "$issue" --answer 已重新上门
SVC_NOW='2026-09-20 17:30' svc-callback issue-close "$issue" --solution 更换胶管

# A routine inspection: one finding charges a person, the other's rectification is late.
export SVC_NOW='2026-09-15 10:00'
plan=$(svc-inspect plan -H --planned_at 2026-09-15 --level company --kind routine --method on_site \
  --scope 02 --inspectors '1601;1602' --scheme FA-2026-09)
sheet=$(svc-inspect sheet -H "$plan")
svc-inspect find "$sheet" --item 3.3.1 --severity minor --person 1203 --facts 未佩戴工牌 --fixed >/dev/null
major=$(svc-inspect find -H "$sheet" --item 3.3.2 --severity major --facts 抢险台账不全)
notice=$(svc-inspect notice -H "$major" --demand 补齐台账 --deadline 2026-09-21)
SVC_NOW='2026-09-23 17:00' svc-inspect reply "$notice" --reply 已补齐
SVC_NOW='2026-10-12 09:00'

# A fee was waived beyond authority; a project did not keep its first date.
SVC_NOW='2026-09-17 14:00' svc-auth use vip_maintenance_fee --person 1202 --facts tier=general \
  --amount 60 --handler 1202 --exceeded 用户投诉多次 >/dev/null
export SVC_NOW='2026-09-08 09:00'
project=$(svc-improve add -H --proposed_on 2026-09-07 --route department --title 热线接通 --dept 01 \
  --owner 1102 --starts_on 2026-09-08 --ends_on 2026-11-30 --goal 三声内接听)
svc-improve add milestones --project "$project" --due_on 2026-09-18 --title 排班 --standard 试行 >/dev/null
for staff in 1101 1601; do svc-improve approve --by "$staff" --evidence 方案1 "$project"; done
SVC_NOW='2026-10-12 09:00'

# A spot check of the service office was content; a customer brought a pennant.
svc-tier add spotchecks --checked_at '2026-09-22 15:00' --dept 04 --clause tier-8-plus --points 0.8 \
  --finding 专人服务到位 >/dev/null
svc-tier list spotchecks -H -c no | svc-tier sign --by 1601 --evidence 抽查表3 -
SVC_NOW='2026-09-24 16:00' svc-reward propose --clause reward-3.1.1-1 --person 1102 --points 2 --reason 事迹突出 \
  --amount 200 --facts 用户送锦旗 --evidence 锦旗照片 >"$work/praise.csv"

# Who became a VIP by the year's usage; signed by the deputy GM.
printf '%s\n' customer,daily_gas_m3 U0024,1100 U0032,1240 |
  svc-tier propose --usage - --by 1401 | svc-tier review --by 1002 --evidence 复核单7 --reason 年度复核 - >"$work/vip.csv"

# Social monitors: one is a customer, and so a VIP for the term; what they said, to what it was used for.
printf '%s\n' monitor,name,phone,grp,district,customer,appointed_on,letter_no \
  J01,陈立新,13912345678,媒体,城东,U0009,2026-03-01,聘2026-01 \
  J02,李秋月,13800001111,居民,城西,,2024-11-20,聘2024-07 \
  J03,王守义,,社区,城东,,2026-01-05,聘2026-02 | svc-monitor import monitors -
printf '%s\n' source,source_no,raised_at,monitor,kind,category,content,dept,assigned_at,answered_at,answered_by,answer,verified_at,verified,satisfied \
  '意见簿,1,2026-09-04 10:00,J01,建议,抄表收费,增开缴费窗口,05,2026-09-04 11:00,2026-09-09 16:00,1502,周末增开一个,2026-09-11 10:00,是,满意' \
  '意见簿,2,2026-09-08 15:00,J03,问题,维修,上门未穿鞋套,02,2026-09-08 16:00,2026-09-18 09:00,1203,已批评教育,2026-09-21 09:00,是,一般' \
  '意见簿,3,2026-09-16 09:00,J02,表扬,,师傅耐心讲解安全用气,02,,,,,,,' \
  '意见簿,4,2026-10-12 08:30,J02,投诉,信息告知,停气未提前通知,03,,,,,,,' |
  svc-monitor import opinions -
svc-monitor raise --as improve | svc-improve import ideas -
svc-monitor raise --as complaint | svc-complaint import -
svc-monitor use MO2026-000002 --as none
svc-monitor add meetings --held_at '2026-09-16 14:00' --kind symposium --place 营业厅二楼 --chair 1601 \
  --monitors 'J01;J02;J03' --topics 缴费窗口与停气通知 >/dev/null
svc-tier propose U0009 | svc-tier review --by 1002 --evidence 复核单6 --reason 社会监督员 - >"$work/monitors.csv"
svc-monitor stats -m 2026-09 >"$work/monitor-stats.csv"

# A survey of the year: its sample, its answers, the index for good, and the report. One department's unit
# is five full points below the target.
SVC_NOW='2026-09-01 09:00' svc-survey add --code 年度测评 --title 2026年客户满意度调查 --kind external \
  --agency 第三方测评公司 --mode 'phone;web' --open_from 2026-09-01 --open_until 2026-09-20 \
  --population 9000 --target_n "$(svc-survey sample-size --error 0.04 --population 9000 -H -c n)" \
  --issued 1000 --returned 820 --rate_question q3 --satisfied '9;10' >/dev/null
printf '%s\n' question,dimension,kind,scale_min,scale_max,direction,weight,text \
  q1,quality,,1,10,,0.6,维修服务及时 q2,quality,,1,10,,0.4,人员态度 q3,satisfaction,,1,10,,1,总体满意 \
  q4,complaint,,1,5,down,1,抱怨的次数 q5,loyalty,nps,,,,0,推荐的意愿 |
  svc-survey import questions --set survey=SV2026-000001 -
printf '%s\n' 8,7,10 9,6,9 7,8,10 | awk -F, 'BEGIN { print "expert,dimension,score" }
  { print "Z" NR ",quality," $1; print "Z" NR ",satisfaction," $3; print "Z" NR ",complaint," $2 }' |
  svc-survey import experts --set survey=SV2026-000001 -
svc-survey weights --survey SV2026-000001 | svc-survey import dimensions -
printf '%s\n' unit,name,dept,customers,gas_m3 E,城东,04,5000,3000000 W,城西,05,4000,2500000 |
  svc-survey import units --set survey=SV2026-000001 -
SVC_NOW='2026-09-01 10:00' svc-survey open SV2026-000001
awk 'BEGIN {
  print "respondent,unit,answered_at,q1,q2,q3,q4,q5"
  for (i = 1; i <= 820; i++) {
    east = i <= 400
    happy = east ? i <= 340 : i <= 790
    printf "R%04d,%s,2026-09-%02d,%d,%s,%d,%d,%d\n", i, east ? "E" : "W", 1 + i % 20, happy ? 9 : 6,
           i % 50 ? (happy ? 8 : 5) : "", happy ? 9 + i % 2 : 7, happy ? 1 + i % 2 : 4, i % 11
  }
}' | svc-survey import answers --wide --set survey=SV2026-000001,channel=phone -
SVC_NOW='2026-09-21 09:00' svc-survey close SV2026-000001
SVC_NOW='2026-09-28 16:00' svc-survey freeze SV2026-000001
svc-survey rollup --survey SV2026-000001 >"$work/csi.csv"
SVC_NOW='2026-09-30 10:00' svc-survey report SV2026-000001 --report 测评报告2026
svc-survey stats -m 2026-09 --below 75 -c source_no,raised_at,content |
  svc-improve import ideas --set source=survey -

# What was entered into the customer system is checked: a twentieth of the finished orders, by whoever
# has the same list the same ones; two departments' entries, of which one has more errors than the pack
# allows; what somebody found himself and put right; what is disputed; a check that is not finished.
svc-order list -m 2026-09 --state finished -c no |
  svc-entry plan --ratio 0.05 --min 4 --seed 2026-09 - >"$work/audit.csv"
printf '%s\n' source,source_no,audited_at,kind,auditor,dept,operator,role,grp,records_checked,fields_checked,population,seed \
  'oa,1,2026-09-10 09:00,月检,1602,05,1502,抄表员,basic,200,2000,4000,2026-09' \
  'oa,2,2026-09-18 09:00,班组长监督,1501,05,,,dealings,60,500,,' \
  'oa,3,2026-09-22 09:00,月检,1602,01,1103,坐席员,basic,125,1000,1250,2026-09' \
  'oa,4,2026-09-15 08:30,自查,1502,05,1502,抄表员,basic,20,200,,' \
  'oa,5,2026-09-29 09:00,下一环节检查,1102,02,1202,录单员,dealings,10,80,,' | svc-entry import audits -
printf '%s\n' source,source_no,audit,found_at,register,record,field,error,severity,operator,points,fixed_at \
  'oa,1,EA2026-000001,2026-09-10 09:20,customer,U0003,phone,wrong_value,,,,2026-09-11 09:00' \
  'oa,2,EA2026-000001,2026-09-10 09:40,customer,U0008,phone,format,,,,2026-09-11 09:00' \
  'oa,3,EA2026-000001,2026-09-10 10:00,customer,U0016,meter,wrong_value,major,,1,2026-09-14 09:00' \
  'oa,4,EA2026-000001,2026-09-10 10:20,customer,U0021,address,missing,,,,' \
  'oa,5,EA2026-000002,2026-09-18 09:30,,Z0091801,reading,logic,,1502,,2026-09-18 11:00' \
  'oa,6,EA2026-000002,2026-09-18 09:40,,Z0091802,amount,wrong_value,,,,2026-09-18 11:00' \
  'oa,7,EA2026-000002,2026-09-18 09:50,,Z0091807,notice_no,missing,,,,' \
  'oa,8,EA2026-000003,2026-09-22 10:00,customer,U0030,phone,format,,,,2026-09-22 15:00' \
  'oa,9,EA2026-000003,2026-09-22 10:10,customer,U0031,name,missing,,,,' \
  'oa,10,EA2026-000004,2026-09-15 08:40,customer,U0002,phone,format,,,,2026-09-15 09:00' \
  'oa,11,EA2026-000004,2026-09-15 08:50,customer,U0011,meter_from,late,,,,2026-09-18 09:00' \
  'oa,12,EA2026-000005,2026-09-29 09:30,order,O2026-000010,order_no,format,,,,' \
  'oa,13,,2026-09-24 10:00,order,O2026-000012,reading,false,,1302,,' | svc-entry import errors -
for close in '2026-09-10 17:00 EA2026-000001' '2026-09-15 17:00 EA2026-000004' '2026-09-18 17:00 EA2026-000002' \
  '2026-09-22 17:00 EA2026-000003'; do
  SVC_NOW=${close% *} svc-entry close "${close##* }"
done
SVC_NOW='2026-09-11 10:00' svc-entry dispute EF2026-000004 --reason 地址栏已填
SVC_NOW='2026-09-14 10:00' svc-entry decide EF2026-000004 --outcome dropped --reason 系统显示延迟
SVC_NOW='2026-09-23 10:00' svc-entry dispute EF2026-000009 --reason 客户未提供
svc-callback raise --what entry -m 2026-09 | svc-entry import errors -

# Who went on after a training is proposed for losing the right to enter; what waited to be entered; the
# money of two days against its receipts and the system.
svc-entry add trainings --trained_at '2026-09-03 14:00' --person 1502 --grp basic --topic 客户信息录入标准 \
  --evidence 签到表9 >/dev/null
svc-entry rights -m 2026-09 >"$work/rights.csv"
svc-reward propose --clause entry-9.2 - <"$work/rights.csv" >/dev/null
printf '%s\n' source,source_no,matter,received_at,dept,person,customer,entered_at \
  'crm,1,master_data,2026-09-08 15:00,05,1502,U0039,2026-09-09 16:00' \
  'crm,2,customer_update,2026-09-08 15:00,05,1502,U0012,2026-09-09 09:00' \
  'crm,3,business_info,2026-09-21 10:00,01,1103,U0017,2026-09-21 11:00' | svc-entry import tasks -
for day in 17 18; do
  awk -v day="$day" 'BEGIN { print "receipt_no,amount"; for (i = 1; i <= 5; i++) printf "P%d%02d,%d.50\n", day, i, 40 + 7 * i }' |
    tee "$work/receipts-$day.csv" "$work/money-$day.csv" >"$work/system-$day.csv"
done
sed -i 's/^P1803,61.50$/P1803,61.05/' "$work/money-18.csv"
for day in 17 18; do
  SVC_NOW="2026-09-$day 17:20" svc-entry reconcile --save --dept 05 --day_from "2026-09-$day" --reason 日结 \
    "$work/receipts-$day.csv" "$work/money-$day.csv" "$work/system-$day.csv" >"$work/agreed-$day.csv" || [ $? -eq 1 ]
done
SVC_NOW='2026-09-18 17:25' svc-entry sign ER2026-000001
svc-entry stats -m 2026-09 >"$work/entry-stats.csv"

# A sample of the finished orders is called back; two customers are not satisfied.
svc-order list --period last-month --state finished | svc-callback plan --seed 2026-09 - >"$work/plan.csv"
svc-callback list --register order --state planned -H -c no |
  awk 'BEGIN { print "no,caller,attempts,called_at,overall,solved" }
    { printf "%s,1102,1,2026-10-12 09:00,%d,%s\n", $1, NR % 9 == 0 ? 5 : 9, NR % 9 == 0 ? "no" : "yes" }' |
  svc-callback import --update -
svc-callback issue
svc-callback kpi -m this-month >"$work/kpi.csv"

# A special inspection, what it found, and the notice.
svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
  --scope 02 --inspectors '1601;1602' --scheme FA-2026-10 >/dev/null
svc-inspect sheet I2026-000002 >/dev/null
svc-inspect find K2026-000002 --item 3.3.1 --severity major --facts 三件投诉超时未响应 >/dev/null
svc-inspect list items --sheet K2026-000002 --result unmarked -H -c item |
  svc-inspect mark --result pass -
svc-inspect sign K2026-000002 --by 1201 --evidence 检查表11
svc-inspect notice Q2026-000003 --demand 明确值班接单人 --deadline 2026-10-16 >/dev/null

# One appeal is won, another still open; a complaint goes to another department, overdue.
svc-complaint determine --valid yes --responsible yes C2026-000002 C2026-000006
svc-complaint appeal --against responsible --by 1501 --reason 抄表口径 C2026-000002
svc-complaint appeal --against responsible --by 1301 --reason 客户改约 C2026-000006
svc-complaint appeal-decide --outcome not_responsible --reason 表计故障 --by 1601 \
  --evidence 复核8 C2026-000002
svc-complaint assign --dept 04 --reason 划转 C2026-000019

# What waits for signatures becomes cases; four persons sign each of these, one was a mistake, and
# the rest still waits.
for t in complaint order callback auth inspect entry; do svc-$t score -m last-month; done |
  svc-reward propose --suspension standby - >"$work/cases.csv"
sign() { # filter value signers
  for staff in $3; do svc-reward list "--$1" "$2" -c no | svc-reward sign --by "$staff" --evidence 档-31 -; done
}
sign source_no C2026-000015 '1301 1003 1601 1001'
sign source_no O2026-000004 '1201 1003 1601 1001'
sign source_no C2026-000021 '1501 1002 1601 1001'
sign clause reward-3.1.1-1 '1101 1002 1601 1001'
sign clause entry-9.3 1601
svc-reward list --source_no O2026-000116 -c no | svc-reward withdraw --reason 已与用户改约 -

# The month is looked at, closed, checked, and printed.
svc-report sheet -m 2026-09 >"$work/open-dept.csv"
svc-report sheet -m 2026-09 --by person >"$work/open-person.csv"
svc-report close --period last-month --yes --carry-pending -o "$work/out"
svc-report verify -m 2026-09 >"$work/verified.csv"
svc-admin check
svc-admin verify
svc-report sheet -m 2026-09
