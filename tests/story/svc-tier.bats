# svc-tier: customers, and what their tier does.

load common

setup_file() { make_company; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

@test "customers are registered, listed masked, corrected, and keep their history" {
  expect 0 svc-tier add --customer U1 --name 王建平 --phone 13812340001 -H
  [ "$output" = U1 ]
  [ "$(svc-tier list -H -c customer,name,phone,kind,customer_kind,tier)" = \
    'U1,王****,138****0001,person,home,general' ]
  expect 0 svc-tier set --meter M77 --reason 换表 U1
  svc-tier log U1 -H -c verb | tail -n 1 | grep -qx set
  expect 2 svc-tier set --tier vip --reason x U1
  says 'unknown option "--tier"'
}

@test "many customers, all or none, the same file twice changes nothing" {
  printf 'customer,name,kind,class,daily_gas_m3,tier\nU1,甲厂,unit,industrial,1200,vip\nU2,乙,person,resident,,\n' >c.csv
  expect 0 svc-tier import -v c.csv
  says '2 added'
  expect 0 svc-tier import -v c.csv
  says '2 unchanged'
  [ "$(svc-tier list --customer U1 -H -c customer_kind,tier)" = business,vip ]
  sed -i 's/vip/gold/' c.csv
  expect 65 svc-tier import c.csv
}

@test "a VIP's complaint is answered in an hour and solved in a day; the shorter limit wins" {
  svc-tier add --customer U9 --tier vip >/dev/null
  vip=$(complaint customer=U9 level=3 dept=02)
  [ "$(svc-complaint list --no "$vip" -H -c tier,respond_due,solution_due,close_due)" = \
    'vip,2026-10-09 10:00:00,2026-10-10 23:59:59,2026-10-15 17:30:00' ]
  svc-complaint explain "$vip" -c clock,step,note | grep -q 'respond,limit,"1h from received: limits.csv complaint,respond,,vip,; basis seed'
  first=$(complaint customer=U9 level=1 dept=02)
  [ "$(svc-complaint list --no "$first" -H -c solution_due)" = '2026-10-10 09:00:00' ]
  expect 0 svc-admin check
}

@test "the tier is that of the day the customer spoke, and stays with the complaint" {
  svc-tier add --customer U9 --kind unit --tier vip --tier_since 2026-10-01 >/dev/null
  before=$(complaint customer=U9 received_at='2026-09-30 09:00')
  after=$(complaint customer=U9 received_at='2026-10-01 09:00')
  [ "$(svc-complaint list --no "$before" -H -c tier,customer_kind,respond_due,solution_due)" = \
    'general,business,2026-10-01 09:00:00,' ]
  [ "$(svc-complaint list --no "$after" -H -c tier,customer_kind,respond_due,solution_due)" = \
    'vip,business,2026-10-01 10:00:00,2026-10-02 23:59:59' ]
}

# -- grading --------------------------------------------------------------------------------

# A few customers of every sort.
customers() {
  printf '%s\n' customer,name,kind,class,daily_gas_m3,phone,tier \
    U1,甲厂,unit,industrial,900,13812340001,general U2,乙,person,resident,,13812340002,general \
    U3,丙报,unit,media,10,,general U4,丁店,unit,commercial,1500,13812340004,vip \
    U5,戊,person,monitor,,13812340005,general >c.csv
  svc-tier import c.csv
}
usage() { printf 'customer,daily_gas_m3\n' >usage.csv; printf '%s\n' "$@" >>usage.csv; }

# Records a duty as done; the word itself is the shell's.
perform() { svc-tier "done" "$@"; }

# A review signed on paper by a deputy GM.
review() { svc-tier review --by 1002 --evidence 复核单 --reason 年度复核 "$@"; }

# Makes somebody of the store's user with these roles, from the next day on.
become() {
  svc-admin role "$(id -un)" --roles "$1" --reason 兼任
  export SVC_NOW='2026-10-13 09:00'
}

tier_of() { svc-tier list customers --customer "$1" -H -c tier,tier_since; }

@test "propose says who changes and why, from a file or from the rule alone, and changes nothing" {
  customers
  usage U1,1000 U2,5000 U4,999
  expect 0 svc-tier propose --usage usage.csv -c customer,was,tier,why
  [ "$output" = 'customer,was,tier,why
U1,general,vip,"1000 m3 a day, at least 1000"
U4,vip,general,"999 m3 a day, less than 1000"' ]
  expect 0 svc-tier propose -H -c customer,was,tier,why
  [ "$output" = 'U3,general,vip,class media
U5,general,vip,class monitor' ]
  [ "$(tier_of U1)" = 'general,' ]
  usage U1,1000 U9,5
  expect 5 svc-tier propose --usage usage.csv
  says 'usage.csv:3: record 2, column "customer": no such customer'
}

@test "the pipeline: propose, look, review; the same list again changes nothing" {
  customers
  usage U1,1000 U4,999
  become 'admin;clerk;deputy_gm'
  svc-tier propose --usage usage.csv --by 1401 >vip.csv && svc-tier review --dry-run vip.csv &&
    svc-tier review --reason '2026 年度复核' vip.csv
  [ "$(tier_of U1)" = vip,2026-10-13 ]
  [ "$(tier_of U4)" = general,2026-10-13 ]
  expect 0 svc-tier review --reason 又一次 vip.csv
  [ "$output" = 'customer,was,tier,from_day,review,outcome
U1,general,vip,,,unchanged
U4,vip,general,,,unchanged' ]
  [ "$(svc-tier list reviews -H -c no,kind,customers,state)" = T2026-000001,change,2,signed ]
  svc-tier log U1 -H -c verb,reason | tail -n 1 | grep -qx 'review,2026 年度复核'
  [ -z "$(svc-tier propose --usage usage.csv -H)" ]
  svc-admin check && svc-admin verify
}

@test "a look changes nothing, and a list may come through a pipe" {
  customers
  usage U1,1000
  svc-tier propose --usage - --by 1401 <usage.csv >vip.csv
  expect 0 review --dry-run vip.csv
  [ "${lines[1]}" = U1,general,vip,2026-10-12,,changed ]
  [ "$(tier_of U1)" = 'general,' ]
  review - <vip.csv
  [ "$(tier_of U1)" = vip,2026-10-12 ]
}

@test "nobody reviews what they propose, nor without the role" {
  customers
  expect 77 svc-tier review --reason x - <<<$'customer,was,tier\nU3,general,vip'
  says 'stage 1 is signed by the deputy_gm'
  printf 'customer,daily_gas_m3,dept,proposer\nU1,1200,04,1002\nU3,10,06,1401\n' >usage.csv
  svc-tier propose --usage usage.csv >vip.csv
  expect 4 review vip.csv
  says '"1002" proposed it and cannot sign it'
  echo U2 | svc-tier propose - --to vip --by 1002 --reason 市领导 >two.csv
  expect 4 review --dry-run two.csv
  expect 0 svc-tier review --by 1003 --evidence 复核单 --reason 复核 vip.csv
  [ "$(svc-tier history U1 -H -c tier,reviewer,dept,proposer | tail -n 1)" = vip,1003,04,1002 ]
  # Two proposers: neither of them signs.
  printf '%s\n' customer,was,tier,proposer U2,general,vip,1401 U5,general,vip,1002 >both.csv
  expect 4 review both.csv
  says '"1002" is a subject of it'
}

@test "what the rule does not give needs somebody who proposes it" {
  customers
  expect 4 review - <<<$'customer,was,tier\nU1,general,vip'
  says 'U1: the rule does not give that tier'
  # Nor does a usage or a grade that the list alone tells.
  for gas in 999 5000; do
    expect 4 review - <<<"customer,was,tier,daily_gas_m3"$'\n'"U1,general,vip,$gas"
    says 'U1: has another usage than is registered'
  done
  expect 4 review - <<<$'customer,was,tier,value_grade\nU1,general,key,A'
  [ "$(svc-tier list --customer U1 -H -c daily_gas_m3,tier)" = 900,general ]
  expect 0 review - <<<$'customer,was,tier,proposer,why\nU2,general,vip,1401,市领导'
  [ "$(tier_of U2)" = vip,2026-10-12 ]
  # Whom people chose the rule leaves alone.
  [ "$(svc-tier propose -H | grep -c ^U2)" -eq 0 ]
  expect 2 svc-tier propose U2 --to general
  expect 2 svc-tier propose --to general --by 1401 --reason x
  expect 4 svc-tier propose U2 --to vip --by 1401 --reason x
  expect 5 svc-tier propose U2 --to general --by 9999 --reason x
  expect 5 svc-tier propose U99 --to general --by 1401 --reason x
}

@test "a list that does not fit the store is refused whole" {
  customers
  printf '%s\n' customer,was,tier U3,general,vip U4,general,vip >vip.csv
  expect 0 review vip.csv
  [ "$(cut -d, -f6 <<<"${lines[2]}")" = unchanged ]
  expect 4 review - <<<$'customer,was,tier,proposer\nU5,vip,key,1401\nU1,general,key,1401'
  says 'U5: has another tier by now; propose it again'
  [ "$(tier_of U1)" = 'general,' ]
  expect 5 review - <<<$'customer,was,tier\nU77,general,vip'
  expect 65 review - <<<$'customer,was,tier,proposer\nU1,general,key,9999'
  says 'record 1, column "proposer": is not registered'
  expect 4 review - <<<$'customer,was,tier,from_day\nU5,general,vip,2026-10-01'
  says 'a tier takes effect when it is reviewed, not before'
  expect 65 review - <<<$'customer,was,tier\nU5,general,gold'
  says 'standard input:2: record 1, column "tier"'
  expect 65 review - <<<$'customer,was,tier\nU5,general,vip\nU1,general,vip\nU5,general,vip'
  says 'record 3, column "customer": is the same as in record 1'
  expect 65 review - <<<$'customer,tier,colour\nU5,vip,red'
  expect 65 review nowhere.csv
  expect 2 svc-tier review --by 1002 --evidence x vip.csv
  says 'review needs a reason'
  expect 0 review - <<<customer,was,tier
  [ "$output" = customer,was,tier,from_day,review,outcome ]
}

@test "the tier of the day: before and after a reviewed change, also one that is still to come" {
  customers
  svc-tier propose U2 --to vip --by 1401 --reason 市领导 --from 2026-10-20 >vip.csv
  review vip.csv
  before=$(complaint customer=U2 received_at='2026-10-11 09:00')
  export SVC_NOW='2026-10-21 09:00'
  old=$(complaint customer=U2 received_at='2026-10-19 23:59')
  new=$(complaint customer=U2 received_at='2026-10-20 00:00')
  [ "$(svc-complaint list --no "$before,$old,$new" -H -c no,tier)" = "$before,general
$old,general
$new,vip" ]
  svc-tier propose U2 --to general --by 1401 --reason 离任 --from 2026-10-25 | review - >/dev/null
  export SVC_NOW='2026-10-26 09:00'
  days=''
  for day in 19 20 24 25; do
    days+=$(svc-complaint list --no "$(complaint customer=U2 received_at="2026-10-$day 12:00")" -H -c tier)' '
  done
  [ "$days" = 'general vip vip general ' ]
  expect 0 svc-tier history U2 -H -c tier,from_day,until_day,review
  [ "$output" = 'general,,2026-10-20,
vip,2026-10-20,2026-10-25,T2026-000001
general,2026-10-25,,T2026-000002' ]
  # The complaints kept what they had.
  [ "$(svc-complaint list --no "$new" -H -c tier)" = vip ]
  svc-admin check
  expect 5 svc-tier history U99
}

@test "a tier changes by review alone" {
  customers
  expect 2 svc-tier set --tier general --reason x U4
  sed -i 's/,vip$/,general/' c.csv
  expect 65 svc-tier import --update c.csv
  says 'tier changes by review alone'
  expect 2 svc-tier add reviews
  says 'reviews are made by review'
  expect 2 svc-tier set reviews T2026-000001 --reason x
  says 'no column of reviews may be changed'
}

@test "the first grading is reviewed by the leadership, once, and keeps who supplied it" {
  customers
  svc-admin add persons --person 1004 --name 李国强 --dept 06 --roles leadership >/dev/null
  svc-tier propose --initial --dept 06 >first.csv
  [ "$(cut -d, -f1-3,7 first.csv | tail -n +2)" = 'U3,general,vip,06
U4,vip,vip,06
U5,general,vip,06' ]
  expect 77 svc-tier review --initial --by 1201 --evidence 会议纪要 --reason 首次分级 first.csv
  expect 0 svc-tier review --initial --by 1004 --evidence 会议纪要 --reason 首次分级 first.csv
  [ "$(svc-tier list reviews -H -c kind,customers,state)" = initial,3,signed ]
  [ "$(tier_of U4)" = 'vip,' ]
  [ "$(tier_of U5)" = vip,2026-10-12 ]
  [ -z "$(svc-tier propose --initial -H)" ]
  expect 0 svc-tier review --initial --by 1004 --evidence 会议纪要 --reason 首次分级 first.csv
  [ "$(svc-tier list reviews -H | wc -l)" -eq 1 ]
  expect 4 svc-tier review --initial --by 1004 --evidence 会议纪要 --reason 再次 - \
    <<<$'customer,was,tier,proposer\nU4,vip,general,1401'
  says 'was graded and reviewed already'
  # A complaint of before knows the tier that was registered.
  [ "$(svc-complaint list --no "$(complaint customer=U4 received_at='2026-10-10 09:00')" -H -c tier)" = vip ]
}

@test "a chain of two stages: nothing changes before the last has signed that very list" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  echo 'tier_review,2,gm,company,,assumed' >>pack/chains.csv
  svc-policy load pack --from 2026-10-12 --reason 两级审核
  customers
  svc-tier propose >vip.csv
  expect 0 review vip.csv
  [ "${lines[1]}" = U3,general,vip,2026-10-12,T2026-000001,waiting ]
  [ "$(tier_of U3)" = 'general,' ]
  expect 4 review vip.csv
  says 'waits for stage 2 gm 1001'
  head -n 2 vip.csv >part.csv
  expect 4 svc-tier review --by 1001 --evidence 复核单 --reason x part.csv
  says 'sign that list whole'
  expect 4 svc-tier review --by 1001 --evidence 复核单 --reason x - \
    <<<$'customer,was,tier,proposer\nU3,general,key,1401'
  says 'waits for a signature in T2026-000001 already'
  expect 0 svc-tier review --by 1001 --evidence 复核单 --reason 同意 vip.csv
  [ "$(tier_of U3)" = vip,2026-10-12 ]
  [ "$(svc-tier list reviews -H -c no,state)" = T2026-000001,signed ]
  svc-admin check
}

@test "a list whose first day is over before the last signature is proposed again" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  echo 'tier_review,2,gm,company,,assumed' >>pack/chains.csv
  svc-policy load pack --from 2026-10-12 --reason 两级审核
  customers
  svc-tier propose >vip.csv
  review vip.csv
  export SVC_NOW='2026-10-13 09:00'
  expect 4 svc-tier review --by 1001 --evidence 复核单 --reason 同意 vip.csv
  says 'U3: was to begin on 2026-10-12, which is over'
  expect 0 svc-tier review --reject --by 1001 --evidence 复核单 --reason 过期 vip.csv
  svc-tier propose --from 2026-10-20 >vip.csv
  expect 0 review vip.csv
  sed 's/2026-10-20/2026-10-21/' vip.csv >other.csv
  expect 4 svc-tier review --by 1001 --evidence 复核单 --reason 同意 other.csv
  export SVC_NOW='2026-10-19 09:00'
  expect 0 svc-tier review --by 1001 --evidence 复核单 --reason 同意 vip.csv
  [ "$(tier_of U3)" = vip,2026-10-20 ]
}

@test "a policy from before these rules is told, never taken for a rule that finds nobody" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i '/^vip_classes,/d; /^customer_grade_[abc],/d; /^duty_/d' pack/params.csv
  svc-policy load pack --from 2026-10-01 --reason 旧
  customers
  expect 78 svc-tier propose
  says 'params has no vip_classes'
  expect 78 review - <<<$'customer,was,tier\nU3,general,vip'
  expect 78 svc-tier evaluate - <<<$'customer,bills,bills_on_time\nU1,3,3'
  says 'params has no customer_grade_a'
  expect 0 svc-tier duties -m 2026-10
  says 'promises nothing'
}

@test "a list that is turned down is kept, and changes nothing" {
  customers
  svc-tier propose >vip.csv
  expect 2 svc-tier review --reject --by 1002 --evidence 复核单 vip.csv
  expect 0 review --reject vip.csv
  [ "$(svc-tier list reviews -H -c state)" = rejected ]
  [ "$(tier_of U3)" = 'general,' ]
  expect 0 review vip.csv
  [ "$(tier_of U3)" = vip,2026-10-12 ]
}

@test "a list or a file that is long in coming holds no lock" {
  customers
  mkfifo slow
  svc-tier propose --usage slow >vip.csv &
  exec 8>slow
  printf 'customer,daily_gas_m3\n' >&8
  timeout 10 svc-tier set --meter M1 --reason x U1
  printf 'U1,1000\n' >&8
  exec 8>&-
  wait $!
  [ "$(tail -n +2 vip.csv | cut -d, -f1)" = U1 ]
  review slow >out &
  exec 8>slow
  printf 'customer,was,tier\n' >&8
  timeout 10 svc-tier set --meter M2 --reason x U1
  printf 'U3,general,vip\n' >&8
  exec 8>&-
  wait $!
  [ "$(tier_of U3)" = vip,2026-10-12 ]
}

@test "two hundred thousand customers are proposed in a moment" {
  awk 'BEGIN { print "customer,kind,class"; for (i = 0; i < 200000; i++)
    printf "U%06d,unit,industrial\n", i }' >many.csv
  svc-tier import many.csv
  awk 'BEGIN { print "customer,daily_gas_m3"; for (i = 0; i < 200000; i++)
    printf "U%06d,%d\n", i, i % 100 ? 5 : 1000 }' >usage.csv
  [ "$(timeout 20 svc-tier propose --usage usage.csv -H | wc -l)" -eq 2000 ]
}

# -- contacts and the ledger ----------------------------------------------------------------

@test "the ledger has each VIP with its contacts; personal data is masked and salted" {
  customers
  svc-tier propose | review - >/dev/null
  expect 0 svc-tier add contacts --customer U4 --person 1001 --from_day 2026-10-12 -H
  [ "$output" = V2026-000001 ]
  svc-tier add contacts --customer U4 --business repair --person 1202 --contact 王经理 \
    --phone 13900001111 --from_day 2026-10-12 >/dev/null
  svc-tier add contacts --customer U4 --person 1102 --from_day 2026-01-01 --until_day 2026-10-11 >/dev/null
  [ "$(svc-tier ledger -H -c customer,tier,business,person,person_name,contact,contact_phone)" = 'U3,vip,,,,,
U4,vip,all,1001,周明远,,
U4,vip,repair,1202,孙磊,王****,139****1111
U5,vip,,,,,' ]
  svc-tier ledger -f table --header zh | grep -q '客户号.*服务等级.*联络人'
  expect 0 svc-tier ledger --pii full --reason 拜访 -H -c contact,contact_phone
  [[ $output == *王经理,13900001111* ]]
  [ "$(sqlite3 "$SVC_DB" 'SELECT change FROM event' | grep -c 13900001111)" -eq 0 ]
  expect 2 svc-tier add contacts --customer U4 --from_day 2026-10-12
  expect 2 svc-tier add contacts --customer U99 --person 1001 --from_day 2026-10-12
  expect 0 svc-tier set contacts V2026-000001 --until_day 2026-10-12 --reason 换人
  svc-admin verify
}

# -- duties ---------------------------------------------------------------------------------

@test "duties: what is due to whom in a month, a half-year, at a festival" {
  customers
  svc-tier propose U2 --to vip --by 1401 --reason 市领导 | review - >/dev/null
  expect 0 svc-tier duties -m 2026-10 -H -c customer,duty,slot,due
  [ "$output" = 'U2,callback,2026-10,2026-10-31
U4,callback,2026-10,2026-10-31
U4,greeting,2026-10-01,2026-10-07
U4,safety_check,2026-10,2026-10-31
U2,tip,2026-10,2026-10-31
U4,tip,2026-10,2026-10-31' ]
  [ "$(svc-tier duties -m 2026-12 -H -c customer,duty,role,slot,times | grep -v ',2026-12,1$')" = \
    'U4,safety_led,deputy_gm,2026H2,1
U2,safety_person,,2026,1
U4,visit,gm,2026,1' ]
  [ "$(svc-tier duties -m 2024-02 --duty tip -H -c customer,due)" = U4,2024-02-29 ]
  [ "$(svc-tier duties -m 2026-02 --duty greeting -H -c slot,due)" = 2026-02-15,2026-02-23 ]
  expect 0 svc-tier duties -m 2027-02 --duty greeting -H
  [ -z "$output" ]
  says 'the calendar has no holidays of 2027'
  expect 2 svc-tier duties -m 2026-10 --duty dance
  says 'the policy has: answer callback emergency_head'
  expect 2 svc-tier duties
}

# 国庆节 of 2025 is 1 to 5 and 7, 8 October, 中秋 the 6th between them: two festivals, not three. In the pack
# 2027 the 6th of October is worked and makes up for nothing but the holiday around it: one.
@test "a festival whose days lie around a make-up day, or around another festival, is greeted once" {
  customers
  [ "$(svc-tier duties -m 2025-10 --duty greeting -H -c slot,due)" = '2025-10-01,2025-10-08
2025-10-06,2025-10-06' ]
  cp -r "$ROOT/lib/share/policy" pack
  printf '2027-10-%s,国庆节\n' 01,off 02,off 03,off 04,off 05,off 06,work 07,off 08,off >>pack/calendar.csv
  svc-policy load pack --from 2026-10-13
  [ "$(svc-tier duties -m 2027-10 --duty greeting -H -c slot,due)" = 2027-10-01,2027-10-08 ]
}

@test "done and check: kept, missed, not proven, open" {
  customers
  expect 1 svc-tier check -m 2026-09 --duty tip -H -c customer,verdict
  [ "$output" = U4,missed ]
  expect 0 svc-tier check -m 2026-10 --duty tip -H -c customer,verdict
  [ "$output" = U4,open ]
  expect 0 perform U4 --duty tip --at '2026-10-11 10:00'
  expect 1 svc-tier check -m 2026-10 --duty tip -H -c customer,done,verdict
  [ "$output" = U4,1,not_proven ]
  expect 0 perform U4 --duty tip --at '2026-10-11 10:00' --evidence 短信平台1011
  expect 0 perform U4 --duty tip --at '2026-10-11 10:00' --evidence 短信平台1011
  expect 0 svc-tier check -m 2026-10 --duty tip -H -c customer,done,verdict
  [ "$output" = U4,1,kept ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM tier_done')" -eq 2 ]
  # The last second of a month belongs to it, the next one does not.
  export SVC_NOW='2026-11-01 00:00:00'
  perform U4 --duty callback --by 1102 --evidence 录音1 --at '2026-10-31 23:59:59'
  perform U4 --duty safety_check --by 1302 --evidence 单1 --at '2026-11-01 00:00:00'
  expect 1 svc-tier check -m 2026-10 -H -c duty,verdict
  [ "$output" = 'callback,kept
greeting,missed
safety_check,missed
tip,kept
contacts,missed
review,not_proven' ]
  expect 1 svc-tier check -m 2026-10 --verdict missed -H -c duty
  [ "$output" = 'greeting
safety_check
contacts' ]
  svc-admin verify
}

# 6.1(1), 6.2(1): leaders are named to each VIP, one customer to many of them. 12 October is the last day asked.
@test "a VIP without named contacts fails the check, until somebody of the company is named" {
  customers
  listed() { svc-tier check -m 2026-10 --verdict missed -H -c customer,duty,slot | grep contacts; }
  [ "$(listed)" = U4,contacts,2026-10 ]
  svc-tier add contacts --customer U4 --contact 王经理 --from_day 2026-10-01 >/dev/null # nobody of ours
  svc-tier add contacts --customer U4 --person 1102 --from_day 2026-01-01 --until_day 2026-10-11 >/dev/null
  svc-tier add contacts --customer U4 --person 1101 --from_day 2026-10-13 >/dev/null
  [ "$(listed)" = U4,contacts,2026-10 ]
  svc-tier add contacts --customer U4 --person 1001 --from_day 2026-10-12 >/dev/null
  [ -z "$(listed)" ]
  svc-tier check -m 2026-10 -H -c customer,duty,verdict | grep -x U4,review,not_proven
}

@test "whoever is registered above the general tier waits for a review once the register is in use" {
  printf 'customer,kind,tier\nU1,unit,vip\nU2,person,\n' >first.csv
  svc-tier import --initial first.csv
  svc-tier add --customer U3 --tier vip --tier_since 2026-01-01 >/dev/null
  [ "$(svc-tier list -H -c customer,tier,asked,grading)" = 'U1,vip,,unreviewed
U2,general,,
U3,vip,,unreviewed' ]
  svc-tier propose --initial >list.csv
  svc-tier review --initial --by 1003 --evidence 首次 --reason 首次分级 list.csv
  [ "$(svc-tier list --tier vip -H -c customer,grading)" = $'U1,\nU3,' ]
  # Now it is in use.
  export SVC_NOW='2026-10-13 09:00'
  expect 4 svc-tier add --initial --customer U4 --tier vip
  says 'the register is in use'
  svc-tier add --customer U4 --kind unit --tier vip --tier_since 2026-01-01 >/dev/null
  printf 'customer,kind,tier\nU5,person,key\nU6,person,general\n' >more.csv
  svc-tier import more.csv
  [ "$(svc-tier list --customer U4,U5,U6 -H -c customer,tier,tier_since,asked,grading)" = 'U4,general,,vip,waiting
U5,general,,key,waiting
U6,general,,,' ]
  [ "$(complaint customer=U4 level=3 dept=02 received_at='2026-10-13 08:00' | xargs svc-complaint list -H -c tier --no)" = general ]
  svc-tier check -m 2026-10 -H -c customer,duty,verdict | grep -x U4,review,open
  # No back door.
  sed -i 's/U6,person,general/U6,person,vip/' more.csv
  expect 65 svc-tier import --update more.csv
  says "a registered customer's tier changes by review alone"
  expect 2 svc-tier set U6 --asked vip --reason x
  expect 0 svc-tier import --update - <<<$'customer,kind,tier\nU5,person,key'
  # Whoever registered it does not review it.
  expect 0 svc-tier propose -H -c customer,was,tier,proposer
  [ "$output" = "U4,general,vip,$(id -un)
U5,general,key,$(id -un)" ]
  svc-tier propose >waiting.csv
  { head -n 1 waiting.csv; grep ^U4 waiting.csv; } >vip.csv
  { head -n 1 waiting.csv; grep ^U5 waiting.csv; } >key.csv
  review vip.csv >/dev/null
  review --reject key.csv >/dev/null
  [ "$(svc-tier list --customer U4,U5 -H -c customer,tier,tier_since,asked,grading)" = 'U4,vip,2026-10-13,,
U5,general,,,' ]
  [ -z "$(svc-tier propose -H)" ]
  svc-admin verify
  svc-admin check
}

@test "what is done is done by the right person, for a VIP, as promised" {
  customers
  expect 4 perform U4 --duty visit --by 1002 --evidence x
  says '"visit" is led by a gm, and "1002" is none'
  expect 0 perform U4 --duty visit --by 1001 --evidence 照片
  expect 4 perform U1 --duty tip
  says 'is no VIP on that day'
  expect 4 perform U4 --duty safety_person
  says 'is promised to a person, and it is a unit'
  expect 5 perform U9 --duty tip
  expect 5 perform U4 --duty tip --by 9999
  expect 2 perform U4
  expect 2 perform U4 --duty dance
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM tier_done')" -eq 1 ]
}

@test "a deputy GM answers a VIP's complaint: kept, not proven, missed, open" {
  svc-tier add --customer V1 --tier vip >/dev/null
  svc-tier add --customer N1 >/dev/null
  at() { complaint customer=V1 level=3 dept=02 received_at="$1" "${@:2}"; }
  answers() { svc-tier check -m 2026-10 --duty answer -H -c slot,due,done,verdict,evidence; }
  # Received on the 8th, solved within one natural day: until the 9th 23:59:59.
  kept=$(at '2026-10-08 09:00') other=$(at '2026-10-08 10:00') late=$(at '2026-10-08 11:00')
  svc-complaint propose --solution x --by 1002 --at '2026-10-09 23:59:59' "$kept"
  svc-complaint propose --solution x --by 1101 --at '2026-10-09 15:00' "$other" # a head of department
  svc-complaint propose --solution x --by 1002 --at '2026-10-10 00:00:00' "$late" # a second later
  # Nobody says who answered; nobody answered yet; withdrawn in time; no VIP's.
  silent=$(at '2026-10-08 12:00' solution_at='2026-10-09 12:00' solution=x)
  waits=$(at '2026-10-12 08:00')
  gone=$(at '2026-10-12 08:10')
  svc-complaint withdraw "$gone"
  general=$(complaint customer=N1)
  expect 1 answers
  [ "$output" = "$kept,2026-10-09,1,kept,1002
$other,2026-10-09,1,not_proven,
$late,2026-10-09,0,missed,
$silent,2026-10-09,1,not_proven,
$waits,2026-10-13,0,open," ]
  # The role of the day: 1003 is no deputy GM any more when he answers.
  svc-admin role 1003 --roles leadership --reason 卸任
  export SVC_NOW='2026-10-13 09:00'
  svc-complaint propose --solution x --by 1003 "$waits"
  answers | grep -x "$waits,2026-10-13,1,not_proven,"
  # What was done beside it is recorded of the complaint, by a deputy GM of that day, with what proves it.
  expect 4 perform V1 --duty answer --record "$waits" --by 1003 --evidence 录音
  says '"answer" is led by a deputy_gm, and "1003" is none'
  expect 0 perform V1 --duty answer --record "$waits" --by 1002
  answers | grep -x "$waits,2026-10-13,1,not_proven,"
  expect 0 perform V1 --duty answer --record "$waits" --by 1002 --evidence 录音7
  answers | grep -x "$waits,2026-10-13,1,kept,录音7"
  expect 2 perform V1 --duty answer --by 1002
  says 'add --record NO'
  expect 2 perform V1 --duty tip --record "$waits"
  expect 4 perform V1 --duty answer --record C2026-999999 --by 1002
  says 'is no complaint of this customer'
  expect 4 perform N1 --duty answer --record "$general" --by 1002
  says 'was no VIP when'
  expect 4 perform V1 --duty answer --record "$waits" --by 1002 --at '2026-10-12 07:59:59'
  says 'after this was done'
  # Reopened: the round that was is judged as it stood, and the new one is due a day later.
  svc-complaint close "$kept"
  svc-complaint reopen --reason 不满意 "$kept"
  svc-tier check -m 2026-10 --duty answer -H -c slot,from_day,due,verdict | grep "^$kept" >rounds
  [ "$(<rounds)" = "$kept,2026-10-08,2026-10-09,kept
$kept,2026-10-13,2026-10-14,open" ]
  svc-admin check && svc-admin verify
}

@test "a team leader comes to a VIP person within the hour, whoever has the order when he arrives" {
  svc-tier add --customer V1 --tier vip >/dev/null
  svc-tier add --customer VU --kind unit --tier vip >/dev/null
  order() { svc-order add -H --customer "$1" --business "$2" --dept 02 --accepted_at "$3" "${@:4}"; }
  visits() { svc-tier check -m 2026-10 -H -c duty,slot,due,done,verdict,evidence | grep ^visit_; }
  # Accepted at 09:00, an hour: until 10:00. 1202 is a team leader, 1203 is none.
  a=$(order V1 repair '2026-10-09 09:00' --arrived_at '2026-10-09 10:00' --person 1202)
  b=$(order V1 repair '2026-10-09 09:00' --arrived_at '2026-10-09 09:30' --person 1203)
  c=$(order V1 gas_on '2026-10-09 09:00' --arrived_at '2026-10-09 10:00:01' --person 1202)
  d=$(order V1 gas_on '2026-10-12 08:30')
  # The customer's own time wins: the 12th 14:00, and he is there.
  e=$(order V1 gas_on '2026-10-09 09:00' --appointed_at '2026-10-10 14:00' --arrived_at '2026-10-10 13:50' --person 1202)
  # No word of who came; called off in time; a unit is promised half an hour, by anybody.
  f=$(order V1 repair '2026-10-10 09:00' --arrived_at '2026-10-10 09:30')
  order V1 repair '2026-10-11 09:00' --cancelled_at '2026-10-11 09:30' >/dev/null
  order VU repair '2026-10-09 09:00' --arrived_at '2026-10-09 09:20' --person 1203 >/dev/null
  [ "$(visits)" = "visit_gas_on,$c,2026-10-09,0,missed,
visit_gas_on,$e,2026-10-10,1,kept,1202
visit_gas_on,$d,2026-10-12,0,open,
visit_repair,$a,2026-10-09,1,kept,1202
visit_repair,$b,2026-10-09,1,not_proven,
visit_repair,$f,2026-10-10,1,not_proven," ]
  # Handed on after he came: it was he who came.
  svc-order set "$a" --person 1203 --reason 收尾
  visits | grep -x "visit_repair,$a,2026-10-09,1,kept,1202"
  # He went along with 1203.
  expect 0 perform V1 --duty visit_repair --record "$b" --by 1202 --at '2026-10-09 09:30' --evidence 照片3
  visits | grep -x "visit_repair,$b,2026-10-09,1,kept,照片3"
  expect 4 perform V1 --duty visit_gas_on --record "$b" --by 1202 --evidence x
  says "\"$b\" is no gas_on of this customer"
  svc-admin check
}

@test "leaders come to a VIP's emergency while it lasts, for persons and units" {
  svc-tier add --customer V1 --tier vip >/dev/null
  svc-tier add --customer VU --kind unit --tier vip >/dev/null
  order() { svc-order add -H --customer "$1" --business emergency --dept 03 --accepted_at "$2" "${@:3}"; }
  leaders() { svc-tier check -m 2026-10 -H -c slot,duty,due,done,verdict,evidence | grep ,emergency_ | sort; }
  a=$(order V1 '2026-10-10 09:00' --arrived_at '2026-10-10 09:10' --finished_at '2026-10-10 12:00' --person 1301)
  b=$(order VU '2026-10-12 08:00' --arrived_at '2026-10-12 08:20')
  order V1 '2026-10-11 09:00' --cancelled_at '2026-10-11 09:10' >/dev/null # a false alarm
  # The crew's own arrival proves no leader: over without one is missed, going on is open.
  [ "$(leaders)" = "$a,emergency_head,,0,missed,
$a,emergency_leader,,0,missed,
$b,emergency_head,,0,open,
$b,emergency_leader,,0,open," ]
  svc-tier duties -m 2026-10 --duty emergency_leader -H -c customer,slot,role,due | grep -x "VU,$b,deputy_gm,"
  expect 4 perform V1 --duty emergency_leader --record "$a" --by 1301 --at '2026-10-10 10:00' --evidence x
  says '"emergency_leader" is led by a deputy_gm, and "1301" is none'
  perform V1 --duty emergency_leader --record "$a" --by 1002 --at '2026-10-10 10:00' --evidence 抢修记录5
  perform V1 --duty emergency_head --record "$a" --by 1301 --at '2026-10-10 12:00:01' --evidence 抢修记录5 # it is over
  perform VU --duty emergency_leader --record "$b" --by 1003 --at '2026-10-12 08:40'
  [ "$(leaders)" = "$a,emergency_head,,0,missed,
$a,emergency_leader,,1,kept,抢修记录5
$b,emergency_head,,0,open,
$b,emergency_leader,,1,not_proven," ]
  # What fell due: 1 of 3 kept, what is open is not counted.
  [ "$(svc-tier stats -m 2026-10 -H | grep emergency)" = 'kept,emergency_head,0,1,0.00
proven,emergency_head,0,0,
kept,emergency_leader,1,2,50.00
proven,emergency_leader,1,2,50.00' ]
}

@test "the month's tip in one go, from the list of what is due" {
  customers
  svc-tier propose | review - >/dev/null
  svc-tier duties -m 2026-10 --duty tip -c customer | perform --duty tip --evidence 短信平台 -
  expect 0 svc-tier check -m 2026-10 --duty tip -H -c customer,verdict
  [ "$output" = 'U3,kept
U4,kept
U5,kept' ]
}

@test "the duties are the policy's: another pack, another promise; more visits; fewer call-backs" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^duty_tip,any month/duty_tip,any quarter/; s/^care_visits_per_year,1/care_visits_per_year,2/
    s/^vip_monthly_callback,1/vip_monthly_callback,0.3/' pack/params.csv
  svc-policy load pack --from 2026-10-01 --reason 修订
  for i in 1 2 3 4 5 6 7; do svc-tier add --customer "K$i" --kind unit --tier vip >/dev/null; done
  [ -z "$(svc-tier duties -m 2026-10 --duty tip -H)" ]
  [ "$(svc-tier duties -m 2026-09 --duty tip -H | wc -l)" -eq 7 ]
  [ "$(svc-tier duties -m 2026 --duty tip -H -c slot | sort | uniq -c | wc -l)" -eq 10 ]
  [ "$(svc-tier duties -m 2026-12 --duty visit -H -c times | sort -u)" = 2 ]
  # ceil(0.3 x 7) = 3, the same ones every time, others another month.
  [ "$(svc-tier duties -m 2026-10 --duty callback -H | wc -l)" -eq 3 ]
  cmp <(svc-tier duties -m 2026-11 --duty callback) <(svc-tier duties -m 2026-11 --duty callback)
  # a pack that says nothing of it, with a ratio and without
  sed -i '/^vip_monthly_callback/d' pack/params.csv
  sed -i 's/^vip_monthly,,vip,1,/vip_monthly,,vip,0.5,/' pack/ratios.csv
  svc-policy load pack --from 2026-11-01 --reason 修订
  sed -i '/^vip_monthly/d' pack/ratios.csv
  svc-policy load pack --from 2026-12-01 --reason 修订
  [ "$(svc-tier duties -m 2026-11 --duty callback -H | wc -l)" -eq 4 ]
  [ "$(svc-tier duties -m 2026-12 --duty callback -H | wc -l)" -eq 7 ]
  for bad in 'unit weekly' 'person install team_leader' 'all month' 'unit month pope' month; do
    sed "s/^duty_tip,any quarter/duty_tip,$bad/" pack/params.csv >params
    cp -r pack other && cp params other/params.csv
    expect 1 svc-policy check other -H -c column,finding
    case $bad in
      *pope) [[ $output == value,*'no rule acts on "'*'pope"'*'team_leader'* ]] ;;
      *) [[ $output == value,*'duty_tip: '* ]] ;;
    esac
    rm -r other
  done
}

@test "the month's call-backs are due to the very customers whom the plan draws, before and after" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^vip_monthly_callback,1/vip_monthly_callback,0.3/
    s/^vip_monthly,,vip,1,1/vip_monthly,home,vip,1,1,,,assumed\n&/' pack/params.csv pack/ratios.csv
  svc-policy load pack --from 2026-09-01 --reason 修订
  for i in {01..20}; do echo "V$i,vip,home"; done >v.csv
  for i in {21..30}; do echo "V$i,vip,business"; done >>v.csv
  svc-tier import - < <(echo customer,tier,customer_kind; cat v.csv)
  due() { svc-tier duties -m "$1" --duty callback -H -c customer | sort; }
  due 2026-09 >september; due 2026-10 >october
  [ "$(wc -l <september)" -eq 9 ]
  [ "$(<september)" != "$(<october)" ]
  svc-callback plan --seed 2026-09 -m 2026-09 >/dev/null
  cmp september <(svc-callback list --plan 2026-09 -H -c record | sort)
  cmp september <(due 2026-09)
  # A plan of another name is as good: its customers are owed it, and nobody else.
  svc-callback plan --seed other -m 2026-10 >/dev/null
  cmp <(due 2026-10) <(svc-callback list --plan other -H -c record | sort)
}

@test "a month's call-back proves the duty: reached, given up, open, and what it costs" {
  for i in 1 2 3 4; do svc-tier add --customer "V$i" --tier vip >/dev/null; done
  verdicts() { svc-tier check -m "$1" --duty callback -H -c customer,done,verdict,evidence; }
  task() { svc-callback list --record "$1" --plan "$2" -H -c no; }
  svc-callback plan --seed 2026-10 -m 2026-10 >/dev/null
  v1=$(task V1 2026-10)
  svc-callback attempt "$v1" --disposition reached --caller 1102
  for at in '10-12 09:00' '10-12 14:30' '10-13 09:00'; do
    SVC_NOW="2026-$at" svc-callback attempt "$(task V2 2026-10)" --disposition no_answer --caller 1102
  done
  export SVC_NOW='2026-10-13 10:00'
  perform V3 --duty callback --by 1102 --evidence 录音3
  expect 1 verdicts 2026-10
  [ "$output" = "V1,1,kept,$v1
V2,0,missed,
V3,1,kept,录音3
V4,0,open," ]
  # Called when the month was over: too late, unless the plan itself came later.
  export SVC_NOW='2026-11-02 09:00'
  svc-callback attempt "$(task V4 2026-10)" --disposition reached --caller 1102
  [ "$(verdicts 2026-10 | tail -n 1)" = V4,0,missed, ]
  # One fact, one score line: the call-back's own.
  [ "$(svc-tier score -m 2026-10 -H)" = '' ]
  svc-callback plan --seed 2026-09 -m 2026-09 >/dev/null
  v4=$(task V4 2026-09)
  svc-callback attempt "$v4" --disposition reached --caller 1102
  [ "$(verdicts 2026-09 | tail -n 1)" = "V4,1,kept,$v4" ]
}

# -- spot checks ----------------------------------------------------------------------------

@test "a spot check counts when the office has signed it" {
  customers
  expect 0 svc-tier add spotchecks --checked_at '2026-10-10 15:00' --dept 03 --clause tier-8 \
    --customer U4 --duty safety_check --finding 九月未安检 --evidence 台账 -H
  [ "$output" = X2026-000001 ]
  svc-tier add spotchecks --checked_at '2026-10-11' --dept 01 --clause tier-8-plus --points 0.8 \
    --finding 走访及时 >/dev/null
  [ "$(svc-tier score -m 2026-10 -H -c dept,clause,points,status)" = '01,tier-8-plus,0.80,proposed
03,tier-8,-0.50,proposed' ]
  expect 4 svc-tier sign X2026-000001
  says 'proposed it and cannot sign it'
  expect 0 svc-tier sign --by 1601 --evidence 办公会1 X2026-000001
  expect 0 svc-tier sign --reject --by 1601 --evidence 办公会1 --reason 证据不足 X2026-000002
  [ "$(svc-tier score -m 2026-10 -H -c dept,points,status,record,reason)" = 03,-0.50,final,X2026-000001,九月未安检 ]
  [ "$(svc-report sheet -m 2026-10 --dept 03 -H -c tier,score)" = -0.50,99.50 ]
  expect 4 svc-tier sign --by 1601 --evidence 办公会1 X2026-000001
  expect 5 svc-tier sign --by 1601 --evidence 办公会1 X2026-000099
  [ "$(svc-tier list spotchecks -H -c no,state)" = 'X2026-000001,signed
X2026-000002,rejected' ]
  svc-admin check
}

@test "a spot check stays inside its clause's range, and what was recorded stays" {
  spot() { svc-tier add spotchecks --checked_at '2026-10-10' --dept 03 --finding x "$@"; }
  expect 2 spot --clause tier-8 --points 1.01
  says 'must be 0.50 to 1.00'
  expect 2 spot --clause tier-8 --points 0.49
  expect 2 spot --clause tier-8 --points -0.5
  expect 2 spot --clause inspect-6.1
  expect 2 spot --clause tier-8 --customer U99
  expect 2 spot --clause tier-8 --duty dance
  expect 2 svc-tier add spotchecks --checked_at 2026-10-13 --dept 03 --clause tier-8 --finding x
  printf '%s\n' source,source_no,checked_at,dept,clause,finding a,1,2026-10-10,03,tier-8,x >s.csv
  expect 0 svc-tier import spotchecks s.csv
  expect 0 svc-tier import spotchecks -v s.csv
  says '1 unchanged'
  sed -i 's/tier-8,x/tier-8,y/' s.csv
  expect 65 svc-tier import spotchecks --update s.csv
  says 'record another'
}

# -- worth ----------------------------------------------------------------------------------

@test "evaluate: every score tells what it was made from, and the risky ones are listed" {
  customers
  printf '%s\n' customer,daily_gas_m3,daily_gas_before_m3,bills,bills_on_time,asked,met \
    U1,600,500,10,9,2,1 U4,,1500,4,1,, U2,,,,,, >facts.csv
  expect 0 svc-tier evaluate facts.csv -c customer,value,value_grade,credit,credit_grade,risk
  [ "$output" = 'customer,value,value_grade,credit,credit_grade,risk
U1,66.00,B,75.00,B,
U4,66.18,B,25.00,D,yes
U2,,,,,' ]
  expect 0 svc-tier evaluate --risky facts.csv -H -c customer,why
  [ "$output" = 'U4,usage 100.00 x 0.40 (1500 of 1000 m3 a day); growth 50.00 x 0.20 (1500 after 1500 m3 a day); payment 25.00 x 0.25 (1 of 4 bills in time); cooperation left out' ]
  expect 65 svc-tier evaluate - <<<$'customer,bills,bills_on_time\nU1,3,4'
  says 'column "bills_on_time": is more than bills'
  expect 65 svc-tier evaluate - <<<$'customer,bills_on_time\nU1,4'
  expect 5 svc-tier evaluate - <<<$'customer\nU99'
}

@test "evaluate feeds propose: a worthy customer is key where the policy says so" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^key_value_grade,,/key_value_grade,B,/' pack/params.csv
  svc-policy load pack --from 2026-10-01 --reason 修订
  customers
  # U2's gas is known nowhere, U5 is a VIP whom people chose: its grade takes nothing from it.
  svc-tier propose U5 --to vip --by 1401 --reason 市领导 | review - >/dev/null
  svc-tier set --class resident --reason 更正 U5
  printf '%s\n' customer,daily_gas_m3,bills,bills_on_time U1,900,10,10 U2,,10,10 U3,1,10,0 \
    U5,,10,10 >facts.csv
  svc-tier evaluate facts.csv | svc-tier propose --usage - --by 1401 >vip.csv
  [ "$(cut -d, -f1-3,5,6,8 vip.csv)" = 'customer,was,tier,daily_gas_m3,value_grade,proposer
U1,general,key,900,A,1401
U2,general,key,,A,1401
U3,general,vip,1,D,1401' ]
  review vip.csv
  [ "$(tier_of U1)" = key,2026-10-12 ]
}

@test "a table's other columns are passed over by name, never unseen" {
  customers
  printf '%s\n' customer,daily_gas_m3,area,month U1,1000,城东,2026-09 >usage.csv
  expect 65 svc-tier propose --usage usage.csv
  says 'column 3 of the header has an unknown name'
  says '--ignore'
  expect 0 svc-tier propose --usage usage.csv --ignore area,month -H -c customer,tier
  [ "$output" = U1,vip ]
  expect 65 svc-tier propose --usage usage.csv --ignore area
  # A grade alone says nothing where the policy has no key tier; nothing at all is no fault.
  expect 0 svc-tier propose --usage - <<<$'customer,value_grade\nU1,A\nU4,'
  [ "${#lines[@]}" -eq 1 ]
}

# -- messages and counts --------------------------------------------------------------------

@test "notify: a line for each VIP, masked unless it is granted, and then recorded" {
  customers
  svc-tier propose U2 --to vip --by 1401 --reason 市领导 | review - >/dev/null
  expect 0 svc-tier notify --text '尊敬的{name}：天冷请注意通风'
  [ "$output" = "$(printf 'U2\t138****0002\t尊敬的****：天冷请注意通风\nU4\t138****0004\t尊敬的丁****：天冷请注意通风')" ]
  expect 0 svc-tier notify --text '{name}，节日快乐' --kind unit --pii full --reason 国庆问候
  [ "$output" = "$(printf 'U4\t13812340004\t丁店，节日快乐')" ]
  [ "$(sqlite3 "$SVC_DB" "SELECT verb || ' ' || reason || ' ' || change FROM event ORDER BY seq DESC LIMIT 1")" = \
    'notify 国庆问候 {"pii":"full"}' ]
  expect 2 svc-tier notify --text x --pii full
  expect 2 svc-tier notify
  become clerk
  expect 77 svc-tier notify --text x --pii full --reason x
  [ -z "$output" ]
}

@test "notify --duty: who is owed it today and did not get it, so it can run again" {
  customers
  svc-tier propose U1 --to vip --by 1401 --reason x | review - >/dev/null
  [ "$(svc-tier notify --duty tip --text x | cut -f1 | tr '\n' ' ')" = 'U1 U4 ' ]
  svc-tier notify --duty tip --text x | cut -f1 | perform --duty tip --evidence 短信 -
  [ -z "$(svc-tier notify --duty tip --text x)" ]
  expect 0 svc-tier notify --duty greeting --text 节日快乐
  [ -z "$output" ]
  [ -z "$stderr" ]
  expect 0 svc-tier notify --duty greeting --text 节日快乐 -v
  says '"greeting" is not due today'
  [ "$(svc-tier notify --duty greeting --text 节日快乐 --as-of 2026-10-03 | cut -f1)" = U4 ]
  [ -z "$(svc-tier notify --duty safety_person --text x)" ]
  expect 2 svc-tier notify --duty dance --text x
}

@test "a VIP without a telephone is sent nothing, can be listed, and is told of when asked" {
  customers
  svc-tier propose | review - >/dev/null
  expect 0 svc-tier notify --text x -f csv --header id
  [ "${lines[0]}" = customer,phone,text ]
  [ "${#lines[@]}" -eq 3 ]
  [ -z "$stderr" ]
  expect 0 svc-tier notify --text x -v
  says '1 VIPs have no telephone'
  [ "$(svc-tier list --tier vip --phone '' -H -c customer)" = U3 ]
}

@test "stats: VIPs, changes, kept promises, spot checks, each with its denominator" {
  customers
  usage U1,1000
  svc-tier propose --usage usage.csv --by 1401 | review - >/dev/null
  perform U4 --duty tip --evidence x
  perform U1 --duty tip
  export SVC_NOW='2026-11-01 09:00'
  [ "$(svc-tier stats -m 2026-10 -H | grep -Ev ',(callback|greeting|safety_check),')" = 'vip,unit,2,,2
changes,general>vip,1,,1
kept,,1,7,14.29
proven,,1,2,50.00
kept,tip,1,2,50.00
proven,tip,1,2,50.00' ]
  [ "$(svc-tier stats -m 2026-10 -H | grep proven,greeting)" = proven,greeting,0,0, ]
  fresh=$(svc-tier stats -m 2026-11 -H | grep ^kept)
  [ "$fresh" = kept,,0,0, ]
}
