# The ledgers of svc-report: registers as the forms of the rule books, each a file of its command.

load common

setup_file() {
  make_month
  svc-admin add depts --dept 11 --name 安心物业 --kind contractor --leader 1002 >/dev/null
  printf '%s\n' 'customer,name,kind,class,daily_gas_m3,phone,address,tier,tier_since' \
    U4,丁店,unit,commercial,1500,13812340004,人民西路7号3栋,vip,2026-08-01 \
    U5,戊社,unit,media,,13812340005,,key,2026-10-05 | svc-tier import customers -
}
setup() { fresh_store; }

at() { export SVC_NOW="$1"; }

# ledger NAME COL,… [OPTION…]: cells without header.
ledger() { svc-report ledger "$1" -H -c "$2" "${@:3}"; }
names() { svc-report ledger -H -c name; }

# -- all of them ----------------------------------------------------------------------------

@test "without a name the ledgers are listed, with title, subject and what the period means" {
  expect 0 svc-report ledger -H -c name,title
  [ "$output" = 'audit,录入检查月统计表
auth,客户问题授权处理台账
callback,客户回访台账
complaint,客户投诉台账
contractor,季度服务品质检查情况记录表
entry,录入差错台账
improve,年度服务改进项目台账
inspection,服务状况检查台账
monitor,社会监督员名册
notice,整改通知书台账
opinion,社会监督意见台账
order,服务工单台账
praise,优秀服务事例台账
reconcile,三方核对台账
reward,服务管理奖惩台账
survey,满意度调查台账
vip,VIP客户台账' ]
  expect 0 svc-report ledger --header zh -c name,period
  [ "${lines[0]}" = 台账,期间 ]
  [ "${lines[2]}" = 'auth,when the authority was exercised' ]
  [ "$(names | wc -l)" -eq "$(find "$ROOT/cmd" -name 'ledger-*.sql' | wc -l)" ]
}

@test "a name that is none, a second one, and a period without a name are usage errors" {
  expect 2 svc-report ledger tier
  says 'no ledger "tier"'
  says 'name one of: audit auth callback complaint contractor entry improve inspection monitor notice opinion order praise reconcile reward survey vip'
  [ -z "$output" ]
  expect 2 svc-report ledger auth vip
  says 'takes one name: "vip"'
  expect 2 svc-report ledger -m 2026-09
  says 'of which ledger?'
  expect 2 svc-report ledger --dept 02
  expect 2 svc-report ledger auth -m 2026-13
  expect 5 svc-report ledger auth --dept 99
  expect 2 svc-report ledger auth -c no,nonsense
  says 'known columns: seq month dept'
}

@test "each has a heading for each column, its own words, and only those when nothing happened" {
  for name in $(names); do
    expect 0 svc-report ledger "$name" -m 2019
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == seq,* ]]
    [[ $output =~ ^[a-z0-9_,]+$ ]]
    [ -z "$(tr , '\n' <<<"$output" | sort | uniq -d)" ]
    ids=$(tr -cd , <<<"$output")
    expect 0 svc-report ledger "$name" -m 2019 --header zh
    [[ $output == 序号,* && ,$output, != *,,* && ! $output =~ [a-z_] ]]
    [ "$(tr -cd , <<<"$output")" = "$ids" ]
    expect 0 svc-report ledger "$name" -m 2019 -f table
    [[ $output == *2019*"$(svc-report ledger -H -c name,title | sed -n "s/^$name,//p")"'  共0条  审计链头 #'* ]]
  done
  [ -n "$name" ]
}

@test "the lines are numbered from 1, in whatever columns and format" {
  [ "$(ledger complaint seq | tail -n 1)" = 23 ]
  [ "$(ledger complaint seq,no --dept 05 | head -n 2)" = '1,C2026-000002
2,C2026-000008' ]
  [ "$(svc-report ledger complaint -m 2026-09 -f jsonl -c seq,no | sed -n 2p)" = '{"seq":2,"no":"C2026-000002"}' ]
  [[ $(svc-report ledger complaint -m 2026-09 -f table) == *'制表人：'*'2026年9月 客户投诉台账  共23条  '*'单机模式：登录身份未隔离，仅供内部使用' ]]
}

@test "without a period it is the running year's" {
  complaint received_at='2025-12-31 23:59:59' >/dev/null
  complaint received_at='2026-01-01' >/dev/null
  [ "$(ledger complaint received_at | head -n 1)" = '2026-01-01 00:00:00' ]
  [ "$(ledger complaint received_at -m 2025)" = '2025-12-31 23:59:59' ]
  [ "$(ledger complaint received_at --as-of '2025-12-31 09:00')" = '2025-12-31 23:59:59' ]
}

# -- customers' side ------------------------------------------------------------------------

@test "a complaint from the customer's words to the fault; whose data is shown, is recorded" {
  expect 0 svc-report ledger complaint -m 2026-09 -H
  [ "${lines[1]}" = '2,C2026-000002,hotline,T2609002,2026-09-01 14:40:00,hotline,U100877,刘****,138****0002,人民****,billing,抄表读数有误,连续两个月读数偏高,3,3,05,计量收费部,1502,计量收费部,1502,罗军,2026-09-02 16:10:00,2026-09-03 09:30:00,核实读数并退费,2026-09-03 10:00:00,,yes,yes,,closed' ]
  expect 2 svc-report ledger complaint -m 2026-09 --pii full
  says 'needs a reason'
  expect 0 svc-report ledger complaint -m 2026-09 --pii full --reason 核对 -H -c caller,phone,address
  [ "${lines[1]}" = 刘芳,13812340002,人民西路7号 ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT tool, verb, reason, change FROM event ORDER BY seq DESC LIMIT 1')" = \
    'svc-report|ledger|核对|{"pii":"full"}' ]
  act_as staff
  expect 77 svc-report ledger complaint -m 2026-09 --pii full --reason 好奇
  [ -z "$output" ]
  [[ $(ledger complaint caller -m 2026-09 | sed -n 2p) == '刘****' ]]
}

@test "a call-back, what was said, and the issue that came of it" {
  [ "$(ledger callback no,record,dept,caller_name,attempts,called_at,attitude,overall,satisfied,solved,issue -m 2026-09 | head -n 1)" = \
    'B2026-000001,C2026-000001,02,何佳,1,2026-09-04 09:05:00,10,9,satisfied,yes,' ]
  at '2026-09-30 10:00'
  no=$(svc-callback add -H --business other --planned_at '2026-09-30 09:00' --dept 02 --caller 1102)
  printf 'no,attempts,called_at,overall,solved,comment\n%s,1,2026-09-30 09:30,2,no,仍漏气\n' "$no" |
    svc-callback import --update -
  svc-callback issue
  svc-callback issue-answer "$no" --answer 更换阀门
  [ "$(ledger callback no,satisfied,solved,comment,issue,answer,issue_closed_at -m 2026-09 | grep ",仍漏气,")" = \
    "$no,dissatisfied,no,仍漏气,answered,更换阀门," ]
}

@test "an order with its steps beside their limits" {
  no=$(svc-order add -H --business repair --dept 02 --person 1203 --customer U4 --content 灶具漏气 \
    --accepted_at '2026-10-09 09:00' --dispatched_at '2026-10-09 09:02' --accepted_by_at '2026-10-09 09:05' \
    --arrived_at '2026-10-09 09:40' --finished_at '2026-10-09 11:00' --result "done")
  [ "$(svc-report ledger order -m 2026-10 -H)" = \
    "1,$no,,repair,U4,vip,灶具漏气,02,维修抢险部,1203,李大勇,2026-10-09 09:00:00,,2026-10-09 09:02:00,2026-10-09 09:05:00,2026-10-09 09:30:00,2026-10-09 09:40:00,,2026-10-09 11:00:00,,done,finished" ]
}

@test "VIPs of a period's last day, and today's, as svc-tier tells them" {
  svc-tier add contacts --customer U4 --business repair --person 1202 --contact 王经理 \
    --phone 13900001111 --from_day 2026-09-30 --until_day 2026-09-30 >/dev/null
  svc-tier add contacts --customer U4 --person 1001 --from_day 2026-10-12 >/dev/null
  [ "$(svc-report ledger vip -m 2026-09 -H)" = \
    '1,U4,丁****,unit,commercial,1500,人民西路****,138****0004,vip,2026-08-01,,,,repair,1202,孙磊,王****,139****1111' ]
  [ -z "$(ledger vip customer -m 2026-07)" ]
  [ "$(ledger vip customer,tier,person_name)" = 'U4,vip,周明远
U5,key,' ]
  cmp <(svc-report ledger vip) <(svc-tier ledger)
  [ "$(ledger vip customer,tier -m 2026-12)" = 'U4,vip
U5,key' ]
  svc-report ledger vip -m 2026-09 -f table | grep -q '^2026年9月30日 VIP客户台账  共1条'
  svc-tier ledger -f table | grep -q '^2026年10月12日 VIP客户台账  共2条'
  expect 0 svc-report ledger vip -m 2026-09 --pii full --reason 拜访 -H -c name,address,contact,contact_phone
  [ "$output" = 丁店,人民西路7号3栋,王经理,13900001111 ]
  [ -z "$(ledger vip customer --dept 04)" ]
  printf 'customer,was,tier,dept\nU5,key,vip,04\n' | svc-tier review --by 1002 --evidence 复核 --reason 年度 - >/dev/null
  [ "$(ledger vip customer,tier,from_day,dept,review --dept 04)" = U5,vip,2026-10-12,04,T2026-000001 ]
  # graded once more, the last grading speaks
  printf 'customer,was,tier,dept,proposer,why\nU5,vip,key,05,1401,用气减少\n' | svc-tier review --by 1002 --evidence 复核2 --reason 年度 - >/dev/null
  [ -z "$(ledger vip customer --dept 04)" ]
  [ "$(ledger vip customer,tier,dept,review | grep U5)" = U5,key,05,T2026-000002 ]
}

# -- the company's side ---------------------------------------------------------------------

@test "uses of authority in the columns of the register, as svc-auth prints them" {
  svc-auth use vip_maintenance_fee --person 1203 --handler 1203 --amount 60 --customer U4 --remark 用户催办 \
    --at '2026-10-09 10:00' >/dev/null
  svc-auth sign A2026-000001 --by 1203 --evidence 单-1
  svc-auth reject A2026-000001 --by 1201 --evidence 单-1 --reason 未附收据
  svc-auth use network_cooperation --person 1201 --exceeded x --at '2026-10-09 11:00' >/dev/null
  expect 0 svc-report ledger auth -m 2026-10 --dept 02 -H
  [ "${lines[0]}" = '1,2026-10,02,维修抢险部,fee_waiver,VIP及关键客户管道维护免上门费、只收材料费,A2026-000001,2026-10-09 10:00:00,U4,,1203,李大勇,,60.00,,rejected,1203 李大勇;1201 马志强（不同意）,用户催办' ]
  [[ ${lines[1]} == 2,2026-10,02,维修抢险部,permission,*,A2026-000002,* && ${#lines[@]} -eq 2 ]]
  [ "$(svc-auth ledger -m 2026-10 --dept 02 -H)" = "$output" ]
  [ -z "$(ledger auth no --dept 01)" ]
}

@test "the classes of authority are called in the ledger as on the slip" {
  for matter in priority_install omitted_installation network_cooperation obstruction_waiver; do
    no=$(svc-auth use "$matter" -H --person 1401 --exceeded x)
    svc-auth form "$no" | grep -q "$(ledger auth no,class --words zh | sed -n "s/^$no,//p")"
  done
  [ "$(ledger auth class | sort -u | wc -l)" -eq 4 ]
}

@test "a case has a line for each whom it reaches, rewards apart from penalties, and its signers" {
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby - >/dev/null
  no=$(svc-reward list --source_no C2026-000015 -H -c no)
  for signer in 1301 1003 1601 1001; do svc-reward sign --by "$signer" --evidence 档-31 "$no"; done
  svc-reward reject --by 1003 --evidence 档-32 --reason 不符 \
    "$(svc-reward list --source_no C2026-000004 -H -c no)"
  columns=dept_name,person,name,post,title,joined,facts,article,subject,reward,penalty,points,effect,signed_by,state
  [ "$(ledger reward "$columns" -m 2026-09 --dept 03 | tail -n 2)" = \
    '安全检查部,1302,吴桂兰,安检员,,2016-11-14,determined under reward-3.2.2-3,3.2.2(3),person,,-100.00,0.00,,1301 陈卫东;1003 韩建国;1601 沈文;1001 周明远,approved
安全检查部,,,,,,determined under reward-3.2.2-3,3.2.2(3),dept,,,-1.00,,1301 陈卫东;1003 韩建国;1601 沈文;1001 周明远,approved' ]
  [ "$(ledger reward "$columns" -m 2026-09 --dept 02 | sed -n 2p)" = \
    '维修抢险部,1201,马志强,部门主任,工程师,2011-04-18,determined under reward-3.2.3-1,3.2.3(1),head,,-100.00,0.00,,1003 韩建国（不同意）,rejected' ]
  svc-reward propose -H --clause reward-3.1.1-1 --person 1102 --facts 锦旗 --evidence 锦旗-1 >/dev/null
  [ "$(ledger reward "$columns" -m 2026-10)" = \
    '客户服务部,1102,何佳,坐席员,,2019-03-11,锦旗,3.1.1(1),person,100.00,,0.00,,,proposed
客户服务部,,,,,,锦旗,3.1.1(1),dept,,,1.00,,,proposed' ]
}

@test "a good deed and what became of the reward for it" {
  svc-inspect add praise --occurred_at '2026-10-10 15:00' --person 1203 --facts 冒雨抢修 --evidence 锦旗-3 >/dev/null
  [ "$(svc-report ledger praise -m 2026-10 -H)" = \
    '1,P2026-000001,2026-10-10 15:00:00,02,维修抢险部,1203,李大勇,维修工,冒雨抢修,锦旗-3,,reward-3.1.1-1,,' ]
  svc-inspect list praise | svc-reward propose - >/dev/null
  [ "$(ledger praise reward,reward_state)" = R2026-000001,proposed ]
  svc-reward withdraw --reason 误报 R2026-000001
  [ "$(ledger praise reward,reward_state)" = , ]
  svc-inspect list praise | svc-reward propose - >/dev/null
  sign() { for signer in 1201 1003 1601 1001; do svc-reward sign --by "$signer" --evidence 档-31 "$1"; done; }
  sign R2026-000002
  [ "$(ledger praise reward,reward_state)" = R2026-000002,approved ]
  svc-reward reverse --reason 有误 --evidence 档-32 R2026-000002 >/dev/null
  [ "$(ledger praise reward,reward_state)" = R2026-000002,approved ]
  sign R2026-000003
  [ "$(ledger praise reward,reward_state)" = , ]
  [ "$(ledger reward no,subject,reward,penalty,state,reverses)" = 'R2026-000001,person,100.00,,withdrawn,
R2026-000001,dept,,,withdrawn,
R2026-000002,person,100.00,,reversed,
R2026-000002,dept,,,reversed,
R2026-000003,person,,-100.00,approved,R2026-000002
R2026-000003,dept,,,approved,R2026-000002' ]
}

@test "a sheet in the fields of its form, and the notice of what it found until it passes" {
  no=$(svc-inspect plan -H --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope 02 --inspectors '1601;1602' --scheme FA-1)
  svc-inspect sheet "$no" >/dev/null
  svc-inspect find K2026-000001 --item 3.3.1 --severity major --facts 超时未响应 >/dev/null
  svc-inspect cancel --reason 误记 "$(svc-inspect find -H K2026-000001 --severity minor --facts x --fixed)"
  [ "$(ledger inspection failed,findings,signed_by,state)" = 1,1,,open ]
  svc-inspect list items --sheet K2026-000001 --result unmarked -H -c item | svc-inspect mark --result pass -
  svc-inspect set sheets K2026-000001 --opinion 明确值班 --answer 照办 --reason 记录
  svc-inspect sign K2026-000001 --by 1201 --evidence 检查表11
  [ "$(svc-report ledger inspection -m 2026-10 -H)" = \
    "1,K2026-000001,$no,company,special,1601;1602,02,维修抢险部,2026-10-12 09:00:00,3.1;3.2;3.3;3.4;3.5;3.6;3.7,1,1,明确值班,照办,1201 马志强,2026-10-12 09:00:00,signed" ]
  svc-inspect notice Q2026-000001 --demand 专人值班 --deadline 2026-10-16 >/dev/null
  at '2026-10-15 10:00'
  svc-inspect reply --reply 已排班 --by 1201 N2026-000001
  svc-inspect verify --result fail --by 1602 --evidence 复查1 --reason 未执行 --deadline 2026-10-20 N2026-000001
  [ "$(ledger notice round,reply,verifier,passed_at,state)" = 2,,,,issued ]
  at '2026-10-19 10:00'
  svc-inspect reply --reply 已执行 --by 1201 N2026-000001
  svc-inspect verify --result pass --by 1602 --evidence 复查2 --effect_on 2026-10-20 N2026-000001
  [ "$(ledger notice no,issued_at,dept_name,person,finding,severity,facts,demand,due_at,reply,replied_by,round,verifier,passed_at,state)" = \
    'N2026-000001,2026-10-12 09:00:00,维修抢险部,1201,Q2026-000001,major,超时未响应,专人值班,2026-10-20 23:59:59,已执行,1201,2,1602,2026-10-19 10:00:00,passed' ]
  at '2026-10-20 10:00'
  svc-inspect verify --result fail --by 1602 --evidence 复查3 --reason 反弹 --deadline 2026-10-30 N2026-000001
  [ "$(ledger notice no,round,reply,verifier,state)" = N2026-000001,3,,,issued ]
  [ -z "$(ledger contractor finding)" ]
  # a sheet without items has its line, too
  behind "DELETE FROM inspect_item"
  [ "$(ledger inspection no,content,failed)" = K2026-000001,,0 ]
}

@test "what was found with a contractor costs what the score lines say" {
  found() { svc-inspect find -H "$1" --severity minor --facts "$2" --item "$3" "${@:4}"; }
  sheet=$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)
  late=$(found "$sheet" 有积水 5.1.1 --deadline 2026-10-13)
  found "$sheet" 未登记 5.2.1 --deadline 2026-10-14 >/dev/null
  good=$(found "$sheet" 未确认 5.3.1 --deadline 2026-10-14)
  svc-inspect fix "$good"
  gone=$(found "$sheet" 误记 5.4.1 --fixed)
  svc-inspect cancel --reason 误记 "$gone"
  [ "$(ledger contractor fault,amount | sort -u)" = , ]
  at '2026-10-14 09:00'
  svc-inspect fix "$late"
  at '2026-11-02 09:00'
  found "$sheet" 未确认 5.3.1 --fixed >/dev/null
  found "$sheet" 未清洁 5.4.1 --fixed >/dev/null
  [ "$(ledger contractor seq,quarter,dept_name,item,facts,due_at,fixed_at,fault,occurred_at,amount)" = \
    '1,2026Q4,安心物业,5.1.1,有积水,2026-10-13 23:59:59,2026-10-14 09:00:00,late,2026-10-13 23:59:59,-100.00
2,2026Q4,安心物业,5.2.1,未登记,2026-10-14 23:59:59,,not_fixed,2026-10-14 23:59:59,-100.00
3,2026Q4,安心物业,5.3.1,未确认,2026-10-14 23:59:59,2026-10-12 09:00:00,,,
4,2026Q4,安心物业,5.3.1,未确认,,2026-11-02 09:00:00,again,2026-11-02 09:00:00,-100.00
5,2026Q4,安心物业,5.4.1,未清洁,,2026-11-02 09:00:00,,,' ]
  [ "$(ledger contractor finding,amount | grep -v ',$')" = "$(svc-inspect contractor -m 2026 -H -c finding,amount)" ]
  [ -z "$(ledger inspection no)" ]
  # what costs more from the 14th on costs less on the 13th
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^\(contractor-10,contractor,-,[^,]*,[^,]*\),100,100,/\1,200,200,/' pack/legs.csv
  svc-policy load pack --from 2026-10-14 >/dev/null
  [ "$(ledger contractor item,amount | grep -v ',$' | tr '\n' ' ')" = '5.1.1,-100.00 5.2.1,-200.00 5.3.1,-200.00 ' ]
  [ "$(ledger contractor finding,amount | grep -v ',$')" = "$(svc-inspect contractor -m 2026 -H -c finding,amount)" ]
}

@test "projects under way, as svc-improve prints them" {
  at '2026-09-01 09:00'
  svc-improve add --proposed_on 2026-09-01 --title 预约上门 --route department --dept 02 --owner 1202 \
    --starts_on 2026-09-01 --ends_on 2026-12-31 --goal 准时率95% --cost 30000 >/dev/null
  svc-improve add milestones --project G2026-000001 --standard 评审 --title 设计 --due_on 2026-10-09 >/dev/null
  [ -z "$(ledger improve no)" ]
  for signer in 1201 1601; do svc-improve approve --by "$signer" --evidence 纸 G2026-000001; done
  at '2026-10-12 09:00'
  [ "$(svc-report ledger improve -m 2026-09 -H)" = \
    '1,G2026-000001,预约上门,2026-09-01,,30000.00,,,,,02,1202,project,department,running,1' ]
  [ -z "$(ledger improve no -m 2026-08)" ]
  [ "$(ledger improve no -m 2026 --dept 02)" = G2026-000001 ]
  [ -z "$(ledger improve no -m 2026 --dept 03)" ]
  cmp <(svc-report ledger improve -m 2026) <(svc-improve ledger)
}

# -- periods and departments ----------------------------------------------------------------

# Four records of a register, a second before and at each end of September: at_ends TOOL REGISTER
# COLUMN HEADER,… CELL,…
at_ends() {
  { echo "source,source_no,$3,$4"
    n=0
    for time in '2026-08-31 23:59:59' 2026-09-01 '2026-09-30 23:59:59' 2026-10-01; do
      echo "ends,$((n += 1)),$time,$5"
    done; } | svc-"$1" import ${2:+"$2"} -
}

# What is printed of them for September.
ends() { ledger "$1" "$2" -m 2026-09 | grep -E ' (00:00:00|23:59:59)$' | tr '\n' ' '; }

@test "a period has both its ends in it, and a department its own lines" {
  both='2026-09-01 00:00:00 2026-09-30 23:59:59 '
  at_ends complaint '' received_at channel,category,content,dept hotline,repair,x,02
  [ "$(ends complaint received_at)" = "$both" ]
  at_ends order '' accepted_at business,dept safety_check,03
  [ "$(ends order accepted_at)" = "$both" ]
  at_ends callback '' planned_at business,dept other,02
  [ "$(ends callback planned_at)" = "$both" ]
  at_ends inspect praise occurred_at person,facts 1203,锦旗
  [ "$(ends praise occurred_at)" = "$both" ]
  at_ends auth uses used_at matter,person network_cooperation,1201
  [ "$(ends auth used_at)" = "$both" ]
  for name in order praise auth; do
    [ "$(ledger "$name" dept -m 2026-09 --dept "$(ledger "$name" dept | tail -n 1)" | wc -l)" -eq 2 ]
    [ -z "$(ledger "$name" dept --dept 05)" ]
  done
  for name in complaint callback; do
    [ "$(ledger "$name" dept -m 2026-09 --dept 02 | sort -u)" = 02 ]
  done
  [ "$(ledger complaint no -m 2026-09 --dept 06 | wc -l)" -eq 0 ]
}

@test "what happens at an end of a month stands in that month: sheets, notices, findings, cases" {
  for time in '2026-09-30 23:59:59' '2026-10-01 00:00:00'; do
    at "$time"
    sheet=$(svc-inspect sheet -H "$(svc-inspect plan -H --planned_at "${time%% *}" --level company \
      --kind special --method on_site --scope 02 --inspectors 1601 --scheme FA-1)")
    svc-inspect notice --demand x --deadline 2026-10-16 \
      "$(svc-inspect find -H "$sheet" --severity major --facts x)" >/dev/null
    svc-inspect find "$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)" \
      --severity minor --facts x --item 5.1.1 --deadline 2026-10-16 >/dev/null
    svc-reward propose -H --clause reward-3.1.1-1 --person 1102 --facts "$time" --evidence E >/dev/null
  done
  for pair in inspection:checked_at notice:issued_at contractor:found_at reward:occurred_at; do
    [ "$(ledger "${pair%:*}" "${pair#*:}" -m 2026-09 | sort -u)" = '2026-09-30 23:59:59' ]
    [ "$(ledger "${pair%:*}" "${pair#*:}" -m 2026-10 | sort -u)" = '2026-10-01 00:00:00' ]
    [ -z "$(ledger "${pair%:*}" dept --dept 03)" ]
    dept=$(ledger "${pair%:*}" dept | sort -u)
    [ "$(ledger "${pair%:*}" dept --dept "$dept" | sort -u)" = "$dept" ]
  done
}
