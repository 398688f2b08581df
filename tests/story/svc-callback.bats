# svc-callback: call-back tasks and what came of them.

load common

setup_file() { make_company; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

# A short call-back: callback COLUMN=VALUE…
callback() {
  local args=() pair
  for pair in "$@"; do args+=("--${pair%%=*}" "${pair#*=}"); done
  svc-callback add -H --planned_at '2026-10-09 09:00' "${args[@]}"
}

# Brings a call-back on: bring NO COLUMN=VALUE…
bring() {
  local no=$1 head=no row=$1 pair
  shift
  for pair in "$@"; do head+=,${pair%%=*} row+=,${pair#*=}; done
  printf '%s\n%s\n' "$head" "$row" | svc-callback import --update -
}

cells() { svc-callback list --no "$1" -H -c "$2"; }

@test "a call-back goes from its plan to the customer's answers" {
  order=$(svc-order add -H --business repair --dept 02 --person 1203 --customer U7 --customer_kind home --accepted_at '2026-10-08 09:00')
  no=$(callback business=repair register=order record="$order" window_from='2026-10-09 08:00' window_to='2026-10-11 17:30')
  [ "$no" = B2026-000001 ]
  [ "$(cells "$no" state,dept,person,customer,customer_kind,attempts,late)" = planned,02,1203,U7,home,0, ]
  bring "$no" caller=1102
  [ "$(cells "$no" state)" = assigned ]
  bring "$no" attempted_at='2026-10-09 10:00'
  [ "$(cells "$no" state,attempts)" = tried,1 ]
  bring "$no" called_at='2026-10-10 10:00' attempts=2 attempted_at='2026-10-10 10:00' overall=9 solved=yes comment=很好
  [ "$(cells "$no" state,attempts,satisfied)" = reached,2,satisfied ]
  expect 0 svc-callback set "$no" --solved no --reason 听录音
  [ "$(cells "$no" solved)" = no ]
  svc-admin check
  svc-admin verify
}

@test "the band of the score follows the policy of the day of the call" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^satisfied_min,9/satisfied_min,8/; s/^fairly_min,7/fairly_min,5/' pack/params.csv
  svc-policy load pack --from 2026-10-10 -H
  for score in 10 9 8 7 6 5 4 1; do
    callback business=other called_at='2026-10-09 10:00' overall="$score" >/dev/null
    callback business=other called_at='2026-10-10 10:00' overall="$score" >/dev/null
  done
  bands() { svc-callback list --called_at "$1" -H -c satisfied --sort overall:desc | uniq -c | tr -s ' \n' ' '; }
  [ "$(bands '2026-10-09 10:00')" = ' 2 satisfied 2 fairly 4 dissatisfied ' ]
  [ "$(bands '2026-10-10 10:00')" = ' 3 satisfied 3 fairly 2 dissatisfied ' ]
}

@test "a word without a number is worth what the policy gives for it" {
  printf '%s\n' 来源编号,业务类型,计划时间,回访时间,满意度评价,总体评分 1,维修,2026-10-09,2026-10-09\ 10:00,非常满意, \
    2,维修,2026-10-09,2026-10-09\ 10:00,满意, 3,维修,2026-10-09,2026-10-09\ 10:00,基本满意, \
    4,维修,2026-10-09,2026-10-09\ 10:00,不满意, 5,维修,2026-10-09,2026-10-09\ 10:00,非常不满意, \
    6,维修,2026-10-09,2026-10-09\ 10:00,满意,8 7,维修,2026-10-09,2026-10-09\ 10:00,一般,10 >w.csv
  expect 0 svc-callback import --set source=w w.csv
  [ "$(svc-callback list -H -c overall,satisfied | tr '\n' ' ')" = \
    '10,satisfied 9,satisfied 7,fairly 4,dissatisfied 1,dissatisfied 8,fairly 10,satisfied ' ]
  [ "$(svc-callback list --satisfaction 一般 -H -c source_no | tr '\n' ' ')" = '3 7 ' ]
  expect 0 svc-callback import -v --set source=w w.csv
  says '7 unchanged'
  # the rates and the issues follow the value
  [ "$(svc-callback kpi -m 2026-10 -H -c measure,numerator,denominator | grep ^satisfied)" = satisfied,3,7 ]
  svc-callback issue "$(svc-callback list --source_no 4 -H -c no)"
  [ "$(svc-callback list issues -H -c cause | sort -u)" = dissatisfied ]
  # another word has another value; the number that was brought stays
  sed -i 's/非常满意,$/不满意,/; s/满意,8$/一般,8/' w.csv
  expect 0 svc-callback import --update --set source=w w.csv
  [ "$(svc-callback list --source_no 1,6 -H -c satisfaction,overall | tr '\n' ' ')" = 'dissatisfied,4 fair,8 ' ]
  svc-admin check
}

@test "a word and a number that say the contrary are refused" {
  task() { callback business=repair called_at='2026-10-09 10:00' "$@"; }
  expect 2 task satisfaction=satisfied overall=6
  says 'satisfaction: says the contrary of overall'
  expect 2 task satisfaction=very_dissatisfied overall=9
  says 'says the contrary of overall'
  expect 2 callback business=repair satisfaction=fair
  says 'satisfaction: nobody was reached'
  no=$(task)
  expect 4 svc-callback answer "$no" --overall 3 --satisfaction 满意
  says 'satisfaction says the contrary of overall'
  expect 0 svc-callback answer "$no" --satisfaction 不满意
  [ "$(cells "$no" satisfaction,overall,satisfied)" = dissatisfied,4,dissatisfied ]
  [ "$(svc-callback list issues -H -c no,cause)" = "$no,dissatisfied" ]
  # a policy that gives words no number takes none without one
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i /^satisfaction_fair,/d pack/params.csv
  svc-policy load pack --from 2026-10-01 -H
  expect 2 task satisfaction=fair
  says 'has no number in the policy of that day'
  task satisfaction=fair overall=7 >/dev/null
  sed -i 's/^satisfaction_satisfied,9/satisfaction_satisfied,11/' pack/params.csv
  expect 78 svc-policy load pack --from 2026-10-02
  says 'satisfaction_satisfied: must be 1 to 10'
}

@test "a task planned after its window is marked late" {
  no=$(callback business=other window_to='2026-10-08 17:30')
  [ "$(cells "$no" late)" = yes ]
  bring "$no" window_to='2026-10-09 17:30'
  [ "$(cells "$no" late)" = '""' ]
}

@test "bad rows are all told, and nothing is applied" {
  order=$(svc-order add -H --business repair --dept 02 --person 1203 --accepted_at '2026-10-08 09:00')
  printf '%s\n' source_no,business,planned_at,register,record,caller,attempts,attempted_at,called_at,unreachable_at,cancelled_at,overall,comment,window_from,window_to \
    "1,repair,2026-10-09,order,$order,1102,,,,,,,,," \
    "2,repair,2026-10-09,order,$order,1203,,,,,,,,," \
    '3,repair,2026-10-09,order,O2026-000099,,,,,,,,,,' \
    "4,repair,2026-10-09,complaint,$order,,,,,,,,,," \
    '5,repair,2026-10-09,order,,,,,,,,,,,' \
    '6,other,2026-10-09,,,,,,,,,9,,,' \
    '7,other,2026-10-09,,,,,,,,,,谢谢,,' \
    '8,other,2026-10-09,,,,,,2026-10-10,2026-10-10,,,,,' \
    '9,other,2026-10-09,,,,3,,,2026-10-10,2026-10-11,,,,' \
    '10,other,2026-10-09,,,,0,,2026-10-10,,,,,,' \
    '11,other,2026-10-09,,,,,,,2026-10-10,,,,,' \
    '12,other,2026-10-09,,,,,,2026-10-08,,,,,,' \
    '13,other,2026-10-13,,,,,,,,,,,,' \
    '14,other,2026-10-09,,,,,,,,,,,2026-10-12,2026-10-11' \
    '15,other,2026-10-09,,,,-1,,,,,,,,' >b.csv
  expect 65 svc-callback import --set source=c b.csv
  for text in 'record 2, column "caller": is the handler' \
    'record 3, column "record": no such order' \
    'record 4, column "record": no such complaint' \
    'record 5, column "record": register and record go together' \
    'record 6, column "overall": nobody was reached' \
    'record 7, column "comment": nobody was reached' \
    'record 8, column "unreachable_at": the customer was reached' \
    'record 9, column "cancelled_at": the call-back has ended otherwise' \
    'column "attempts" ×2 (lines 11–12): is below 1, but it was tried' \
    'record 12, column "called_at": lies before the call-back was planned' \
    'record 13, column "planned_at": lies in the future' \
    'record 14, column "window_from": is later than window_to' \
    'record 15, column "attempts": must not be negative'; do
    says "$text"
  done
  says 'read 15: 0 added, 0 updated, 0 unchanged, 14 rejected, 1 held back'
  [ -z "$(svc-callback list -H)" ]
  for score in 0 11 8.5; do
    expect 2 svc-callback add --business other --planned_at 2026-10-09 --called_at 2026-10-10 --overall "$score"
  done
  expect 2 svc-callback add --business party --planned_at 2026-10-09
  expect 3 svc-callback import --set source=c --keep-good --rejects bad.csv b.csv
  [ "$(svc-callback list -H -c source_no)" = 1 ]
  expect 0 svc-callback import --set source=c -v <(sed -n '1,2p' b.csv)
  says '1 unchanged'
}

@test "answers are corrected only where somebody was reached" {
  no=$(callback business=other)
  expect 4 svc-callback set "$no" --comment 不错 --reason 补录
  says 'only a customer who was reached has answered'
  expect 2 svc-callback set "$no" --overall 9 --reason 补录
}

# Complaints closed in October: five. Called about: of the first twice (dissatisfied, then
# satisfied), of the second nobody was reached, the third gave no score, of the fourth the task was
# cancelled, the fifth was reopened and closed again without a new call: both its rounds count.
@test "complaints called back and satisfied, of those closed and reached" {
  for _ in 1 2 3 4 5; do
    complaint received_at='2026-10-08 09:00' dept=02 closed_at='2026-10-08 16:00' solution=x level=3 >/dev/null
  done
  complaint received_at='2026-10-08 09:00' dept=05 >/dev/null
  call() { local no=$1; shift; callback business=complaint register=complaint record="C2026-00000$no" "$@" >/dev/null; }
  call 1 called_at='2026-10-09 10:00' overall=3
  call 1 called_at='2026-10-10 10:00' overall=10
  call 2 attempts=3 unreachable_at='2026-10-10 10:00'
  call 3 called_at='2026-10-09 11:00'
  call 4 cancelled_at='2026-10-09 11:00' attempts=1
  call 5 called_at='2026-10-09 11:00' overall=10
  rates() { svc-complaint stats -m 2026-10 "$@" -H -c dept,measure,numerator,denominator,value | grep -E 'called_back|satisfied' | tr '\n' ' '; }
  [ "$(rates)" = ',called_back,4,5,80.00 ,satisfied,2,3,66.67 ' ]
  svc-complaint reopen C2026-000005 --reason 又坏了 --at '2026-10-10 09:00'
  svc-complaint close C2026-000005 --solution 更换 --at '2026-10-11 09:00'
  [ "$(rates)" = ',called_back,4,6,66.67 ,satisfied,2,3,66.67 ' ]
  [ "$(rates --by dept)" = '02,called_back,4,6,66.67 02,satisfied,2,3,66.67 05,called_back,0,0, 05,satisfied,0,0, ' ]
}

# -- plans --------------------------------------------------------------------------------

# Finished orders: orders COUNT FIRST BUSINESS FINISHED_AT [KIND [TIER's customer prefix]]
orders() {
  { echo source,source_no,business,dept,person,customer,customer_kind,accepted_at,finished_at
    for i in $(seq "$2" $(($2 + $1 - 1))); do echo "d,$3$i,$3,02,1203,U$i,${5:-home},2026-10-05 09:00,$4"; done
  } | svc-order import -
}

# The numbers that a stratum's plan must draw: the COUNT of the smallest rank among those on stdin.
smallest() {
  while read -r no; do
    echo "$(printf '%s\0%s\0%s\0' "$1" "$2" "$no" | sha256sum | cut -c 1-64) $no"
  done | sort | head -n "$3" | cut -d' ' -f2 | sort
}

drawn() { svc-callback list -H -c record --stratum "$1" | sort; }

@test "a plan draws the exact share by rank, and the same again adds nothing" {
  orders 21 1 repair '2026-10-09 15:00'
  svc-order list --period this-month --state finished | svc-callback plan --seed 2026-10 -H - >plan
  [ "$(cat plan)" = repair/2026-10/v1,0.3,21,7,0,7,0 ]
  diff <(svc-order list -H -c no | smallest 2026-10 repair/2026-10/v1 7) <(drawn repair/2026-10/v1)
  [ "$(svc-callback list -H -c plan,business,dept,person,window_from,window_to,state,late | sort -u)" = \
    '2026-10,repair,02,1203,2026-10-10 00:00:00,2026-10-12 23:59:59,planned,' ]
  drawn repair/2026-10/v1 >before
  seq=$(svc-callback list draws -H | wc -l)
  expect 0 svc-callback plan --seed 2026-10 --period this-month -H -c had,drawn
  [ "$output" = 7,0 ]
  [ "$(svc-callback list draws -H | wc -l)" = "$seq" ]
  drawn repair/2026-10/v1 | cmp before
  svc-admin check
  svc-admin verify
}

@test "late rows move nobody who was drawn, and the share is met again" {
  orders 20 1 repair '2026-10-09 15:00'
  svc-callback plan --seed s --period this-month >/dev/null
  drawn repair/2026-10/v1 >before
  orders 10 21 repair '2026-10-09 16:00'
  expect 0 svc-callback plan --seed s --period this-month -H -c population,quota,had,drawn
  [ "$output" = 30,9,6,3 ]
  [ -z "$(drawn repair/2026-10/v1 | comm -13 - before)" ]
  [ "$(drawn repair/2026-10/v1 | wc -l)" -eq 9 ]
  # the same once more is no drawing
  expect 0 svc-callback plan --seed s --period this-month -H -c population,had,drawn
  [ "$output" = 30,9,0 ]
  # whatever the seed, nobody is called twice about one job
  expect 0 svc-callback plan --seed other --period this-month -H -c quota,had,drawn
  [ "$output" = 9,9,0 ]
  [ "$(svc-callback list draws -H -c plan,stratum,ratio,min,policy,population,quota,had,drawn,expired)" = \
    'other,repair/2026-10/v1,0.3,1,1,30,9,9,0,0
s,repair/2026-10/v1,0.3,1,1,20,6,0,6,0
s,repair/2026-10/v1,0.3,1,1,30,9,6,3,0' ]
}

@test "each business has its ratio and window; what is left out is counted and told" {
  orders 5 1 install '2026-10-09 15:00' business
  orders 10 6 install '2026-10-09 15:00' home
  orders 11 20 safety_check '2026-10-09 15:00'
  orders 2 40 emergency '2026-10-11 15:00'
  orders 2 50 emergency '2026-10-05 15:00'
  orders 1 60 name_transfer '2026-10-09 15:00'
  complaint received_at='2026-10-08 09:00' customer=U1 dept=02 closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  complaint received_at='2026-10-08 09:00' dept=02 closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  expect 0 svc-callback plan --seed s --period this-month -H -c stratum,population,quota,drawn,expired
  [ "$output" = 'complaint/2026-10/v1,1,1,1,0
emergency/2026-10/v1,4,4,4,2
excluded/no_contact,1,0,0,0
excluded/no_ratio,1,0,0,0
install/business/2026-10/v1,5,5,5,0
install/home/2026-10/v1,10,3,3,0
safety_check/2026-10/v1,11,2,2,0' ]
  [ "$(svc-callback list -H -c window_from,window_to --business complaint)" = ',2026-10-12 17:30:00' ]
  [ "$(svc-callback list -H -c window_to --business safety_check | sort -u)" = '2026-10-16 23:59:59' ]
  [ "$(svc-callback list -H -c window_to,late --business emergency | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" = \
    ' 2 2026-10-06 15:00:00,yes  2 2026-10-12 15:00:00, ' ]
  [ "$(svc-callback list -H --register complaint -c record)" = C2026-000001 ]
}

@test "ratio and window are those of the policy of the record's day" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^repair,,,0.3,1,1d,3d/repair,,,0.5,1,,24h/' pack/ratios.csv
  svc-policy load pack --from 2026-10-10 -H
  orders 10 1 repair '2026-10-09 15:00'
  orders 10 11 repair '2026-10-11 15:00'
  expect 0 svc-callback plan --seed s --period this-month -H -c stratum,ratio,population,drawn
  [ "$output" = 'repair/2026-10/v1,0.3,10,3
repair/2026-10/v2,0.5,10,5' ]
  [ "$(svc-callback list -H -c window_from,window_to | sort -u | tr '\n' ' ')" = \
    ',2026-10-12 15:00:00 2026-10-10 00:00:00,2026-10-12 23:59:59 ' ]
}

@test "VIP customers are asked every month, once" {
  for n in 1 2 3; do svc-tier add --customer "V$n" --kind person --customer_kind home --tier vip >/dev/null; done
  svc-tier add --customer N1 --tier general >/dev/null
  expect 0 svc-callback plan --seed s --period this-month -H -c stratum,population,drawn,expired
  [ "$output" = vip_monthly/vip/2026-10/v1,3,3,0 ]
  [ "$(svc-callback list -H --record V2 -c register,business,customer,window_from,window_to)" = \
    'customer,vip_monthly,V2,2026-10-01 00:00:00,2026-10-31 23:59:59' ]
  svc-callback plan --seed t --period this-month >/dev/null
  [ "$(svc-callback list -H | wc -l)" -eq 3 ]
  # last month's are late now
  expect 0 svc-callback plan --seed s --period last-month --business vip_monthly -H -c stratum,drawn,expired
  [ "$output" = vip_monthly/vip/2026-09/v1,3,3 ]
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^vip_monthly_callback,1,/vip_monthly_callback,0.5,/' pack/params.csv
  svc-policy load pack --from 2026-11-01 -H
  SVC_NOW='2026-11-02 09:00' expect 0 svc-callback plan --seed s --period 2026-11 -H -c stratum,ratio,quota,drawn
  [ "$output" = vip_monthly/vip/2026-11/v2,0.5,2,2 ]
}

@test "who was a VIP in a month is asked about it, whatever the customer is today" {
  svc-tier add --customer V1 --kind person --customer_kind home --tier vip >/dev/null
  svc-tier add --customer V2 --kind person --customer_kind home --tier vip >/dev/null
  tier() { svc-tier review --by 1002 --evidence x --reason y - <<<"customer,was,tier,proposer,why,from_day"$'\n'"$1" >/dev/null; }
  tier V1,vip,general,1401,x,2026-10-12
  tier V2,vip,general,1401,x,2026-11-15
  planned() { svc-callback plan --seed s --period "$1" --business vip_monthly "${@:2}" >/dev/null; }
  planned 2026-10
  [ "$(svc-callback list -H -c record,tier)" = V2,vip ]
  planned 2026-09
  [ "$(svc-callback list -H -c record,tier --sort record --stratum vip_monthly/vip/2026-09/v1 | tr '\n' ' ')" = 'V1,vip V2,vip ' ]
  planned 2026-11
  [ "$(svc-callback list -H | wc -l)" -eq 3 ]
  # by hand the day of planning counts, and what goes on later changes no tier
  [ "$(cells "$(callback business=other register=customer record=V1)" tier)" = vip ]
  no=$(svc-callback list -H -c no --record V1 --stratum vip_monthly/vip/2026-09/v1)
  bring "$no" caller=1102
  [ "$(cells "$no" tier,state)" = vip,assigned ]
}

@test "a new policy calls no VIP customer twice in a month" {
  svc-tier add --customer V1 --kind person --customer_kind home --tier vip >/dev/null
  svc-callback plan --seed s --period this-month >/dev/null
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^callback_gap,2h/callback_gap,3h/' pack/params.csv
  svc-policy load pack --from 2026-10-01 -H
  expect 0 svc-callback plan --seed s --period this-month -H -c stratum,population,had,drawn
  [ "$output" = vip_monthly/vip/2026-10/v2,1,1,0 ]
  expect 0 svc-callback plan --seed s --period last-month -H -c population,had,drawn
  [ "$output" = 1,0,1 ]
}

@test "a VIP customer whose call was cancelled is drawn again; where the ratios have a window for him it is that" {
  svc-tier add --customer V1 --kind person --customer_kind home --tier vip >/dev/null
  svc-callback plan --seed s --period this-month >/dev/null
  bring "$(svc-callback list -H -c no)" cancelled_at='2026-10-12 09:00'
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^vip_monthly,,vip,1,1,,/vip_monthly,,vip,1,1,1d,20d/' pack/ratios.csv
  svc-policy load pack --from 2026-10-01 -H
  expect 0 svc-callback plan --seed s --period this-month -H -c had,drawn
  [ "$output" = 0,1 ]
  [ "$(svc-callback list -H -c window_from,window_to,state --sort no)" = \
    '2026-10-01 00:00:00,2026-10-31 23:59:59,cancelled
2026-10-02 00:00:00,2026-10-21 23:59:59,planned' ]
}

@test "orders and complaints are planned by their numbers, too" {
  orders 1 1 emergency '2026-10-11 15:00'
  no=$(complaint received_at='2026-10-08 09:00' customer=U1 dept=02 closed_at='2026-10-09 16:00' solution=x level=3)
  expect 0 svc-callback plan --seed s -H -c stratum,drawn "$no" O2026-000001
  [ "$output" = 'complaint/2026-10/v1,1
emergency/2026-10/v1,1' ]
  [ "$(svc-callback list -H -c register,record,business --sort register)" = "complaint,$no,complaint
order,O2026-000001,emergency" ]
  expect 5 svc-callback plan --seed s C2026-000099
}

@test "callers share a plan's tasks, never of their own or their team's work" {
  orders 20 1 repair '2026-10-09 15:00'
  complaint received_at='2026-10-08 09:00' customer=U1 dept=01 person=1103 closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  svc-callback plan --seed s --period this-month --callers 1202,1102,1602 >/dev/null
  [ "$(svc-callback list -H -c caller,state | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" = ' 3 1102,assigned  1 1202,assigned  3 1602,assigned ' ]
  [ "$(svc-callback list -H --business complaint -c caller)" = 1202 ]
  expect 65 svc-callback import --set source=c,business=complaint,register=complaint,planned_at=2026-10-10,caller=1102 <(printf 'source_no,record\n1,C2026-000001\n')
  says 'column "caller": is of the team that did the job'
}

@test "callers share the work of one plan after the other" {
  for n in 1 2 3; do
    orders 1 "$n" emergency '2026-10-11 15:00'
    svc-callback plan --seed s --period this-month --callers 1102,1103,1602 >/dev/null
  done
  [ "$(svc-callback list -H -c caller --sort caller | tr '\n' ' ')" = '1102 1103 1602 ' ]
}

@test "a plan that is only tried tells the same and keeps no writer waiting" {
  orders 5 1 repair '2026-10-09 15:00'
  orders 2 9 emergency '2026-10-05 15:00'
  tried=$(timeout 20 flock "$SVC_DB.lock" svc-callback plan --seed s --period this-month --dry-run)
  [ -z "$(svc-callback list -H)$(svc-callback list draws -H)" ]
  svc-callback plan --seed s --period this-month >plan
  cmp plan - <<<"$tried"
  [ "$(svc-callback list -H -c no --sort no | head -n 1)" = B2026-000001 ]
  expect 5 svc-callback plan --seed s --dry-run O2026-000099
}

@test "what plan refuses" {
  orders 2 1 repair '2026-10-09 15:00'
  svc-order add --business repair --accepted_at '2026-10-09 09:00' >/dev/null
  expect 2 svc-callback plan --period this-month
  says 'plan needs a seed'
  expect 2 svc-callback plan --seed s
  says 'plan takes a period, or numbers'
  expect 2 svc-callback plan --seed s --period this-month -
  expect 2 svc-callback plan --seed s --period this-month --business repair,party
  says 'option --business must be one of install|gas_on|'
  expect 5 svc-callback plan --seed s --period this-month --callers 1102,9999
  expect 5 svc-callback plan --seed s - <<<$'no\nO2026-000001\nO2026-000009\nC2026-000001'
  says 'O2026-000009: no such order or complaint'
  says 'C2026-000001: no such order or complaint'
  says 'nothing was applied'
  [ -z "$(svc-callback list -H)" ]
  expect 0 svc-callback plan --seed s -H -c stratum,population,drawn - <<<$'no\nO2026-000001\nO2026-000003'
  [ "$output" = 'excluded/not_finished,1,0
repair/2026-10/v1,1,1' ]
  expect 0 svc-callback plan --seed s --period this-month --dry-run -H -c population,drawn
  [ "$output" = 2,0 ]
}

# -- calls ---------------------------------------------------------------------------------

at() { local now=$1; shift; SVC_NOW="2026-10-$now" "$@"; }

@test "the queue follows windows, gaps, half days, hours and callers" {
  a=$(callback business=other dept=02 person=1203 window_from='2026-10-12 00:00:00' window_to='2026-10-14 17:30')
  b=$(callback business=other dept=01 window_to='2026-10-13 17:30')
  callback business=other window_from='2026-10-13 00:00:00' >/dev/null
  callback business=other cancelled_at='2026-10-09 10:00' >/dev/null
  callback business=other called_at='2026-10-09 10:00' >/dev/null
  queue() { at "$1" svc-callback queue -H -c no "${@:2}" | tr '\n' ' '; }
  [ "$(queue '12 09:00')" = "$b $a " ]
  [ "$(queue '12 09:00' -n 1)" = "$b " ]
  [ "$(queue '12 09:00' --caller 1102)" = "$a " ]
  [ "$(queue '12 09:00' --caller 1203)" = "$b " ]
  [ "$(queue '12 09:00' --caller 1602)" = "$b $a " ]
  [ "$(queue '12 09:00' --dept 02)" = "$a " ]
  [ -z "$(queue '12 12:00')" ]
  [ -z "$(queue '12 13:59')" ]
  [ -z "$(queue '12 20:00')" ]
  [ -z "$(queue '12 07:59')" ]
  [ "$(queue '12 14:00')" = "$b $a " ]
  at '12 14:00' svc-callback attempt "$a" --disposition 占线 --caller 1102
  [ "$(queue '12 15:59')" = "$b " ]
  [ "$(queue '12 16:00')" = "$b $a " ]
  [ "$(queue '12 16:00' --caller 1602)" = "$b " ]
  at '12 16:00' svc-callback attempt "$a" --disposition no_answer --caller 1102
  [ "$(queue '12 19:00')" = "$b " ]
  [[ $(queue '13 08:00') == *"$a "* ]]
  expect 5 svc-callback queue --caller 9999
}

@test "attempts too early, too often, at quiet hours or by the wrong person are refused" {
  no=$(callback business=repair dept=02 person=1203 window_from='2026-10-12 00:00:00' window_to='2026-10-14 17:30')
  try() { SVC_NOW="2026-10-$2" expect "$1" svc-callback attempt "$no" --disposition no_answer --caller "${3:-1102}"; }
  try 4 '11 09:00'
  says 'too early, not to be called before 2026-10-12 00:00:00'
  try 4 '12 12:30'
  says 'nobody is called at that hour'
  try 4 '12 21:00'
  try 4 '12 09:00' 1203
  says "$no: the caller is the handler"
  try 4 '12 09:00' 1202
  says 'the caller is of the team that did the job'
  try 5 '12 09:00' 9999
  try 0 '12 14:00'
  [ "$(cells "$no" state,attempts,caller,disposition)" = tried,1,1102,no_answer ]
  try 4 '12 15:59'
  says 'may be tried again at 2026-10-12 16:00:00'
  try 0 '12 16:00'
  try 4 '12 18:30'
  says 'its attempts spread over 2 half days'
  SVC_NOW='2026-10-13 09:00' expect 4 svc-callback attempt "$no" --disposition busy --caller 1102 --at '2026-10-12 11:00'
  says 'before the attempt before it'
  try 0 '13 09:00'
  [ "$(cells "$no" state,attempts,unreachable_at)" = 'unreachable,3,2026-10-13 09:00:00' ]
  try 4 '13 14:00'
  says 'it is unreachable'
  [ "$(svc-callback list attempts --no "$no" -H -c nth,half_day,disposition,caller | tr '\n' ' ')" = \
    '1,2026-10-12 pm,no_answer,1102 2,2026-10-12 pm,no_answer,1102 3,2026-10-13 am,no_answer,1102 ' ]
  expect 2 svc-callback attempt "$no"
  expect 2 svc-callback attempt "$no" --disposition asleep
  expect 5 svc-callback attempt B2026-000099 --disposition busy
  run sqlite3 "$SVC_DB" "UPDATE callback_attempt SET disposition = 'reached'"
  [[ $output == *attempt_append_only* ]]
  svc-admin check
  svc-admin verify
}

@test "the rules of calling are those of the policy" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^callback_attempts,3/callback_attempts,2/; s/^callback_gap,2h/callback_gap,30min/
    s/^callback_half_days,2/callback_half_days,1/; s/^callback_quiet,[^,]*/callback_quiet,22:00-07:00/' pack/params.csv
  svc-policy load pack --from 2026-10-12 -H
  no=$(callback business=other)
  at '12 12:30' svc-callback attempt "$no" --disposition busy --caller 1102
  at '12 13:00' svc-callback attempt "$no" --disposition powered_off --caller 1102
  [ "$(cells "$no" state,attempts)" = unreachable,2 ]
}

@test "imported attempts count, and stand in nobody's way" {
  no=$(callback business=other attempts=2 attempted_at='2026-10-12 08:30')
  [ -z "$(svc-callback queue -H)" ]
  [ "$(at '12 10:30' svc-callback queue -H -c no)" = "$no" ]
  at '12 10:30' svc-callback attempt "$no" --disposition busy --caller 1102
  [ "$(cells "$no" state,attempts)" = unreachable,3 ]
}

@test "each later result of a call centre is one more attempt, and a wrong number stays found" {
  no=$(callback business=other customer=U9 attempted_at='2026-10-09 10:00' disposition=wrong_number)
  bring "$no" attempted_at='2026-10-10 10:00' disposition=no_answer caller=1102
  bring "$no" attempted_at='2026-10-10 10:00' disposition=no_answer caller=1102
  [ "$(cells "$no" state,attempts)" = tried,2 ]
  bring "$no" attempted_at='2026-10-11 15:00' disposition=no_answer
  [ "$(cells "$no" state,attempts,unreachable_at)" = 'unreachable,3,2026-10-11 15:00:00' ]
  [ "$(svc-callback list attempts --no "$no" -H -c nth,half_day,disposition | tr '\n' ' ')" = \
    '1,2026-10-09 am,wrong_number 2,2026-10-10 am,no_answer 3,2026-10-11 pm,no_answer ' ]
  [ "$(svc-callback raise --what entry -H -c source_no,found_at)" = "$no,2026-10-09 10:00:00" ]
  # an attempt that is recorded here loses it no more, nor does the call that reached somebody
  no=$(callback business=other attempted_at='2026-10-09 10:00' disposition=wrong_number)
  svc-callback attempt "$no" --disposition busy --caller 1102
  [ "$(svc-callback raise --what entry -H -c source_no | wc -l)" -eq 2 ]
  no=$(callback business=other attempted_at='2026-10-09 10:00' disposition=busy)
  bring "$no" called_at='2026-10-10 10:00'
  [ "$(cells "$no" state,attempts,attempted_at)" = 'reached,2,2026-10-10 10:00:00' ]
  svc-admin check
  svc-admin verify
}

@test "answers are asked by business, banded, given once, and only by who was reached" {
  no=$(callback business=repair dept=02)
  expect 4 svc-callback answer "$no" --overall 9
  says "$no: cannot answer, it is planned"
  svc-callback attempt "$no" --disposition reached --caller 1102
  expect 2 svc-callback answer "$no"
  expect 2 svc-callback answer "$no" --overall 11
  expect 2 svc-callback answer "$no" --kept flowers
  says 'svc-order visits lists the items'
  expect 4 svc-callback answer "$no" --kept greeting,cloth --broken cloth
  says 'broken has an item that is kept as well'
  expect 4 svc-callback answer "$no" --overall 9 --at '2026-10-11 09:00'
  says 'before the call'
  expect 0 svc-callback answer "$no" --attitude 10 --skill 8 --timeliness 7 --result 9 --overall 8 --solved yes \
    --kept greeting,cloth --broken star_card --comment 谢谢
  [ "$(cells "$no" attitude,skill,timeliness,result,overall,satisfied,solved,kept,broken,comment)" = \
    '10,8,7,9,8,fairly,yes,greeting;cloth,star_card,谢谢' ]
  expect 4 svc-callback answer "$no" --overall 10
  says 'cannot answer, it is reached'
  [ -z "$(svc-callback list issues -H)" ]
  no=$(callback business=vip_monthly)
  svc-callback attempt "$no" --disposition reached --caller 1102
  expect 4 svc-callback answer "$no" --skill 9
  says 'skill is asked about visits and complaints only'
  expect 4 svc-callback answer "$no" --result 9
  expect 4 svc-callback answer "$no" --broken greeting
  expect 0 svc-callback answer "$no" --comment 无意见
  [ "$(cells "$no" state,satisfied,comment)" = reached,,无意见 ]
}

# -- issues --------------------------------------------------------------------------------

# A customer who was reached at nine and is not content: unhappy COLUMN=VALUE… ANSWER…
reach() { local no; no=$(callback "$@"); svc-callback attempt "$no" --disposition reached --caller 1102; echo "$no"; }

@test "twice dissatisfied: an issue, its answer, its end, a second call, a complaint, once" {
  svc-tier add --customer V1 --kind person --customer_kind home --tier vip >/dev/null
  order=$(svc-order add -H --business repair --dept 02 --person 1203 --customer V1 --accepted_at '2026-10-08 09:00' --finished_at '2026-10-09 09:00')
  no=$(reach business=repair register=order record="$order")
  svc-callback answer "$no" --overall 6 --comment 漏气没修好
  [ "$(svc-callback list issues -H -c no,dept,cause,answer_due,close_due,state)" = \
    "$no,02,dissatisfied,2026-10-13 17:30:00,2026-10-15 17:30:00,open" ]
  expect 4 svc-callback issue "$no"
  says 'it has one since 2026-10-12 09:00:00'
  expect 2 svc-callback issue-answer "$no"
  expect 4 svc-callback issue-answer "$no" --answer x --at '2026-10-11 10:00'
  svc-callback issue-answer "$no" --answer 明日上门
  expect 4 svc-callback issue-answer "$no" --answer 又
  says 'cannot issue-answer, it is answered'
  [ "$(svc-callback raise -H)" = '' ]
  export SVC_NOW='2026-10-14 09:00'
  svc-callback issue-close "$no" --solution 更换胶管
  expect 4 svc-callback issue-close "$no" --solution 又
  says 'cannot issue-close, it is closed'
  second=$(svc-callback list issues --no "$no" -H -c second)
  [ "$(cells "$second" second_of,register,record,dept,person,customer,window_from,window_to,state)" = \
    "$no,order,$order,02,1203,V1,2026-10-15 00:00:00,2026-10-17 23:59:59,planned" ]
  export SVC_NOW='2026-10-15 09:00'
  svc-callback attempt "$second" --disposition reached --caller 1102
  svc-callback answer "$second" --solved no --comment 还在漏
  [ "$(svc-callback list issues -H | wc -l)" -eq 1 ]
  expect 4 svc-callback issue "$second"
  says 'it is the second call-back'
  svc-callback raise --period this-month | svc-complaint import -
  svc-callback raise --period this-month | svc-complaint import -
  [ "$(svc-complaint list -H -c source,source_no,channel,customer,category,level,dept,received_at,content)" = \
    "svc-callback,$second,internal,V1,repair,1,02,2026-10-15 09:00:00,还在漏" ]
  [ "$(svc-complaint list links -H -c with_register,with_record,same_fact)" = "order,$order,yes" ]
  [ -z "$(svc-callback raise -H)" ]
  [ -z "$(svc-callback raise --period last-month -H)" ]
  svc-admin check
  svc-admin verify
}

@test "twice dissatisfied customers that are no VIPs make complaints of level 2, linked" {
  complaint received_at='2026-10-08 09:00' customer=U1 category=billing dept=05 closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  first=$(reach business=complaint register=complaint record=C2026-000001)
  svc-callback answer "$first" --overall 2
  svc-callback issue-close "$first" --solution x
  second=$(svc-callback list issues -H -c second)
  svc-callback attempt "$second" --disposition reached --caller 1102
  svc-callback answer "$second" --overall 3
  svc-callback raise >found.csv
  svc-complaint import found.csv
  expect 0 svc-complaint import -v found.csv
  says '1 unchanged'
  [ "$(svc-complaint list --source svc-callback -H -c source_no,category,level,level_initial,repeat_of)" = \
    "$second,billing,2,2,C2026-000001" ]
}

@test "a call-back that says not solved re-opens its complaint" {
  for n in 1 2 3 4; do
    complaint received_at='2026-10-08 09:00' customer="U$n" dept=02 closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  done
  svc-callback plan --seed s --period this-month >/dev/null
  SVC_NOW='2026-10-12 09:30' svc-complaint reopen C2026-000004 --reason 又漏
  [ "$(svc-callback queue -H -c record | wc -l)" -eq 3 ]
  svc-callback queue -H -c no | svc-callback attempt --disposition reached --caller 1102 -
  svc-callback list --state reached -H -c no,record | while IFS=, read -r no record; do
    case $record in *1) solved=no ;; *) solved=yes ;; esac
    svc-callback answer "$no" --overall 9 --solved "$solved"
  done
  [ "$(svc-callback raise --what reopen --period this-month -H -c no,solved)" = C2026-000001,no ]
  export SVC_NOW='2026-10-12 10:00'
  svc-callback raise --what reopen --period this-month | svc-complaint reopen --reason 回访未解决 -
  [ "$(svc-complaint list -H -c no,state,round | tr '\n' ' ')" = \
    'C2026-000001,assigned,2 C2026-000002,closed,1 C2026-000003,closed,1 C2026-000004,assigned,2 ' ]
  [ -z "$(svc-callback raise --what reopen -H)" ]
  # the complaint knows who asked about it, and the queue asks no more
  task=$(svc-callback list --record C2026-000001 -H -c no)
  [ "$(svc-complaint show C2026-000001 -H -f tsv -c column,value | grep '^link')" = \
    $'link\t'"callbacks $task 2026-10-12 09:00:00 reached, satisfied, not solved"$'\nlink\t'"callbacks $task 2026-10-12 10:00:00 reopen" ]
  # its second round is called back about again
  export SVC_NOW='2026-10-13 09:00'
  svc-complaint close C2026-000001 --solution 更换
  expect 0 svc-callback plan --seed s --period this-month -H -c population,quota,had,drawn
  [ "$output" = 3,3,2,1 ]
}

@test "a complaint opened again takes its second call with it" {
  complaint received_at='2026-10-08 09:00' customer=U1 dept=02 closed_at='2026-10-08 16:00' solution=x level=3 >/dev/null
  first=$(reach business=complaint register=complaint record=C2026-000001)
  svc-callback answer "$first" --overall 2
  svc-callback issue-close "$first" --solution x
  second=$(svc-callback list issues -H -c second)
  at '12 09:30' svc-complaint reopen C2026-000001 --reason 又坏了
  SVC_NOW='2026-10-12 10:00' expect 4 svc-callback attempt "$second" --disposition reached --caller 1102
  says 'opened again'
  lines() { SVC_NOW='2026-10-30 09:00' svc-callback score -m 2026-10 -H -c clause,record | grep "$second"; }
  [ -z "$(lines)" ]
  # its next round is called about once
  at '13 09:00' svc-complaint close C2026-000001 --solution 更换
  at '13 10:00' svc-callback plan --seed s --period this-month >/dev/null
  [ "$(at '14 09:00' svc-callback queue -H -c no,record)" = B2026-000003,C2026-000001 ]
  SVC_NOW='2026-10-14 09:00' expect 4 svc-callback attempt "$second" --disposition reached --caller 1102
  [ -z "$(lines)" ]
  at '14 09:00' svc-callback attempt B2026-000003 --disposition reached --caller 1102
}

@test "a second call missed before its complaint was opened again stays missed" {
  complaint received_at='2026-10-08 09:00' customer=U1 dept=02 closed_at='2026-10-08 16:00' solution=x level=3 >/dev/null
  first=$(reach business=complaint register=complaint record=C2026-000001)
  svc-callback answer "$first" --overall 2
  svc-callback issue-close "$first" --solution x
  second=$(svc-callback list issues -H -c second)
  lines() { SVC_NOW='2026-10-30 09:00' svc-callback score -m 2026-10 -H -c clause,record | grep -c "callback-missed,$second"; }
  [ "$(lines)" = 1 ]
  at '20 09:00' svc-complaint reopen C2026-000001 --reason x
  [ "$(lines)" = 1 ]
}

@test "answers that were imported raise their issues together" {
  for solved in yes no; do for overall in 9 3; do
    callback business=other dept=02 called_at='2026-10-10 10:00' overall="$overall" solved="$solved" >/dev/null
  done; done
  svc-callback issue --dept 03 --dry-run
  svc-callback issue
  svc-callback issue
  [ "$(svc-callback list issues -H -c no,dept,cause | tr '\n' ' ')" = \
    'B2026-000002,02,dissatisfied B2026-000003,02,not_solved B2026-000004,02,dissatisfied ' ]
  expect 4 svc-callback issue B2026-000001
  says 'nobody said that anything is wrong'
  expect 5 svc-callback issue B2026-000099
  expect 0 svc-callback set issues B2026-000003 --dept 05 --reason 转办
  [ "$(svc-callback list issues -H -c dept --no B2026-000003)" = 05 ]
}

@test "wrong numbers go on as findings of data entry, once each" {
  no=$(callback business=other customer=U9)
  at '12 09:00' svc-callback attempt "$no" --disposition wrong_number --caller 1102
  at '12 14:00' svc-callback attempt "$no" --disposition wrong_number --caller 1102
  at '13 09:00' svc-callback attempt "$no" --disposition reached --caller 1102
  callback business=other customer=U8 attempts=1 attempted_at='2026-10-10 10:00' disposition=wrong_number >/dev/null
  [ "$(svc-callback raise --what entry --period 2026-10 -H)" = \
    "svc-callback,B2026-000002,2026-10-10 10:00:00,U8,phone,wrong_value,,
svc-callback,$no,2026-10-12 09:00:00,U9,phone,wrong_value,," ]
  [ -z "$(svc-callback raise --what entry --period 2026-09 -H)" ]
}

# -- figures -------------------------------------------------------------------------------

@test "missed call-backs and issues cost points, dated at the deadline" {
  complaint received_at='2026-10-08 08:30' customer=U1 dept=02 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  complaint received_at='2026-10-08 08:30' customer=U2 dept=03 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  complaint received_at='2026-10-08 08:30' customer=U3 dept=04 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  complaint received_at='2026-10-08 08:30' dept=04 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  complaint received_at='2026-10-08 08:30' customer=U5 dept=05 valid=no closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  callback source=s source_no=1 business=complaint register=complaint record=C2026-000001 called_at='2026-10-09 10:00' >/dev/null
  callback business=complaint register=complaint record=C2026-000002 called_at='2026-10-11 10:00' >/dev/null
  callback business=repair dept=02 person=1203 caller=1102 window_to='2026-10-10 17:30' >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' called_at='2026-10-10 17:31' >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' called_at='2026-10-10 17:30' >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' cancelled_at='2026-10-10 10:00' >/dev/null
  callback business=repair dept=02 window_to='2026-10-08 17:30' >/dev/null
  bad=$(callback business=repair dept=05 called_at='2026-10-10 09:00' overall=1)
  at '10 09:30' svc-callback issue "$bad"
  lines() { svc-callback score -m 2026-10 -H -c dept,clause,points,status,source,record,occurred_at; }
  [ "$(lines)" = '01,callback-missed,-0.50,final,callback,B2026-000003,2026-10-10 17:30:00
06,callback-missed,-0.50,final,callback,B2026-000004,2026-10-10 17:30:00
06,complaint-callback,-1.00,final,complaint,C2026-000002,2026-10-10 17:30:00
06,complaint-callback,-1.00,final,complaint,C2026-000003,2026-10-10 17:30:00
06,complaint-callback,-1.00,reversed,complaint,C2026-000005,2026-10-10 17:30:00' ] || { lines; return 1; }
  export SVC_NOW='2026-10-15 09:00'
  [ "$(lines | grep issue)" = "05,callback-issue-answer,-1.00,final,callback,$bad,2026-10-12 17:30:00
05,callback-issue-close,-1.00,final,callback,$bad,2026-10-14 17:30:00" ] || { lines; return 1; }
  [ "$(svc-report sheet -m 2026-10 -H -c subject,callback | tr '\n' ' ')" = \
    '01,-0.50 02,0.00 03,0.00 04,0.00 05,-2.00 06,-2.50 ' ]
  [ -z "$(svc-callback score -m 2026-09 -H)" ]
  # an appeal that takes the fault away takes the line away too
  svc-complaint determine C2026-000003 --valid yes --responsible yes
  svc-complaint appeal C2026-000003 --against responsible --by 1401 --reason x
  [ "$(svc-callback score -m 2026-10 -H -c record,status | grep C2026-000003)" = C2026-000003,suspended ]
}

@test "a call-back that nobody was given is missed by the department that calls, by the pack or the office's" {
  complaint received_at='2026-10-08 08:30' customer=U1 dept=02 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  callback business=repair dept=02 person=1203 window_to='2026-10-10 17:30' >/dev/null
  charged() { svc-callback score -m 2026-10 -H -c dept,clause; }
  [ "$(charged)" = $'06,callback-missed\n06,complaint-callback' ]
  mkdir pack
  cp "$ROOT"/lib/share/policy/*.csv pack
  sed -i 's/^callback_dept,/&01/' pack/params.csv
  svc-policy load --from 2026-10-01 pack >/dev/null
  [ "$(charged)" = $'01,callback-missed\n01,complaint-callback' ]
}

@test "a missed call-back and a missed issue are excused by the office: their lines stay, reversed" {
  own=$(complaint received_at='2026-10-08 08:30' customer=U1 dept=02 closed_at='2026-10-08 10:00' solution=x level=3)
  no=$(callback business=repair dept=02 person=1203 caller=1102 window_to='2026-10-10 17:30')
  bad=$(callback business=repair dept=05 called_at='2026-10-10 09:00' overall=1)
  at '10 09:30' svc-callback issue "$bad"
  export SVC_NOW='2026-10-15 09:00'
  ask() { "$@" --approver 1101 --evidence 通知 --reason 线路故障; }
  expect 4 ask svc-callback excuse --clock close "$no"
  says 'has no limit of that kind'
  expect 0 ask svc-callback excuse --clock window "$no"
  expect 4 ask svc-callback excuse --clock window "$no"
  says 'is excused already'
  expect 0 ask svc-callback excuse --clock answer "$bad"
  expect 0 ask svc-complaint excuse --clock callback "$own"
  [ "$(svc-callback score -m 2026-10 -H -c clause,record,status | sort | tr '\n' ' ')" = \
    "callback-issue-answer,$bad,reversed callback-issue-close,$bad,final callback-missed,$no,reversed complaint-callback,$own,reversed " ]
  [[ $(svc-callback score -m 2026-10 -H -c record,reason) == *"$no,"*'excused by 1101: 线路故障'* ]]
  expect 0 svc-admin verify
}

# Each window ended on Saturday 10 October, a working day, at 17:30, and it is Monday: what the caller
# says now of Saturday waits for the office, and what is there already stays, as asked.
@test "a missed call-back is not wiped by a file, nor by an attempt that is recorded late" {
  lines() { svc-callback score -m 2026-10 -H -c record,status,reason | grep "^$1,"; }
  missed() { callback business=repair dept=02 person=1203 caller=1102 window_to='2026-10-10 17:30' "$@"; }
  no=$(missed)
  [ "$(lines "$no")" = "$no,final,\"due 2026-10-10 17:30:00, not done\"" ]
  bring "$no" called_at='2026-10-10 17:00'
  late="$no,proposed,\"due 2026-10-10 17:30:00, done 2026-10-10 17:00:00: recorded 2026-10-12 09:00:00"
  [[ $(lines "$no") == "$late"*'after the limit; the office confirms it"' ]]
  bring "$no" called_at='2026-10-10 16:00' window_to='2026-10-13 17:30' planned_at='2026-10-11 09:00' cancelled_at=''
  [ "$(cells "$no" planned_at,window_to,called_at,late)" = '2026-10-09 09:00:00,2026-10-10 17:30:00,2026-10-10 17:00:00,' ]
  [[ $(lines "$no") == "$late"* ]]
  [ "$(svc-callback due --kind asked -H -c no,what | sort)" = "$no,called_at is to be 2026-10-10 16:00:00
$no,planned_at is to be 2026-10-11 09:00:00
$no,window_to is to be 2026-10-13 17:30:00" ]
  [[ $(SVC_NOW='2026-10-13 08:00' svc-report digest) == *"$no 请求更正"* ]]
  expect 1 svc-callback due --fail-if-any
  # with an attempt, or a cancellation dated before
  tried=$(missed)
  expect 0 svc-callback attempt --disposition reached --caller 1102 --at '2026-10-10 15:00' --late-reason 补录 "$tried"
  [[ $(lines "$tried") == "$tried,proposed,"* ]]
  expect 2 svc-callback confirm "$tried"
  expect 0 svc-callback confirm --reason 录音 "$tried"
  [[ $(lines "$tried") == "$tried,reversed,\"due 2026-10-10 17:30:00, done 2026-10-10 15:00:00: recorded after the limit, confirmed by "*': 录音"' ]]
  expect 4 svc-callback confirm --reason 再 "$tried"
  says 'no entry that came late waits'
  cancelled=$(missed)
  bring "$cancelled" cancelled_at='2026-10-09 10:00'
  [[ $(lines "$cancelled") == "$cancelled,proposed,"* ]]
  after=$(missed)
  bring "$after" cancelled_at='2026-10-11 10:00' # what was missed before stays missed
  [ "$(lines "$after")" = "$after,final,\"due 2026-10-10 17:30:00, not done\"" ]
  # the office corrects what was missed
  wrong=$(missed called_at='2026-10-11 10:00')
  printf 'no,called_at\n%s,2026-10-10 10:00\n' "$wrong" | svc-callback import --update --reason 录入有误 -
  [[ $(lines "$wrong") == "$wrong,reversed,\"due 2026-10-10 17:30:00, done 2026-10-10 10:00:00: no longer missed"*': 录入有误"' ]]
  [ "$(sqlite3 "$SVC_DB" 'SELECT col, was, becomes FROM former_time')" = 'called_at|2026-10-11 10:00:00|2026-10-10 10:00:00' ]
  # a window that is ahead is moved by a file, and one that was over before nothing hangs on
  ahead=$(callback business=repair window_to='2026-10-14 17:30')
  bring "$ahead" window_to='2026-10-13 17:30'
  [ "$(cells "$ahead" window_to)" = '2026-10-13 17:30:00' ]
  # the first word of the call centre's system is no late entry
  source=$(callback source=呼叫中心 source_no=9 business=repair window_to='2026-10-10 17:30' called_at='2026-10-10 10:00')
  [ -z "$(lines "$source")" ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "of two call-backs about a closing the first counts, and a file of the second takes nothing back" {
  for n in 1 2; do
    complaint received_at='2026-10-08 08:30' customer="U$n" dept=02 closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  done
  # by Saturday 17:30: in time and once more on Sunday; late on Sunday and once more on Monday
  for called in '1 10-10 17:30 1302' '1 10-11 10:00 1302' '2 10-11 11:00 1302' '2 10-12 08:30 1102'; do
    callback business=complaint register=complaint record="C2026-00000${called%% *}" called_at="2026-${called:2:11}" \
      caller="${called##* }" source=s source_no="$called" >/dev/null
  done
  [ "$(svc-callback score -m 2026-10 -H -c dept,clause,record,reason)" = \
    '03,complaint-callback,C2026-000002,"due 2026-10-10 17:30:00, done 2026-10-11 11:00:00"' ]
}

# Closed on Thursday 8 October, to be called back within two working days, by Saturday 17:30.
@test "a complaint's missed call-back, and its issue's limits, wait where they are met late" {
  lines() { svc-callback score -m 2026-10 -H -c clause,record,status | tr '\n' ' '; }
  own=$(complaint received_at='2026-10-08 08:30' customer=U1 dept=02 closed_at='2026-10-08 10:00' solution=x level=3)
  call=$(callback business=complaint register=complaint record="$own" window_to='2026-10-10 17:30' caller=1102)
  [ "$(lines)" = "complaint-callback,$own,final " ]
  expect 0 svc-callback attempt --disposition reached --caller 1102 --at '2026-10-10 15:00' --late-reason 补录 "$call"
  [ "$(lines)" = "complaint-callback,$own,proposed " ]
  expect 4 svc-callback confirm --reason 录音 "$call" # the limit is the complaint's
  expect 0 svc-complaint confirm --reason 录音 "$own"
  [ "$(lines)" = "complaint-callback,$own,reversed " ]
  # one that is entered by hand beside it, without a source
  other=$(complaint received_at='2026-10-08 08:30' customer=U2 dept=02 closed_at='2026-10-08 10:00' solution=x level=3)
  callback business=complaint register=complaint record="$other" called_at='2026-10-10 15:00' caller=1102 >/dev/null
  [ "$(lines)" = "complaint-callback,$own,reversed complaint-callback,$other,proposed " ]
  # raised on Saturday 09:30: to be answered by Monday, to be closed by Wednesday, 17:30 each
  bad=$(callback business=repair dept=05 called_at='2026-10-10 09:00' overall=1)
  at '10 09:30' svc-callback issue "$bad"
  export SVC_NOW='2026-10-15 09:00'
  issues() { svc-callback score -m 2026-10 -H -c clause,record,status | grep "$bad" | sort | tr '\n' ' '; }
  [ "$(issues)" = "callback-issue-answer,$bad,final callback-issue-close,$bad,final " ]
  expect 0 svc-callback issue-answer --answer 已致歉 --at '2026-10-12 17:30' --late-reason 补录 "$bad"
  [ "$(issues)" = "callback-issue-answer,$bad,proposed callback-issue-close,$bad,final " ]
  expect 0 svc-callback confirm --reason 来电记录 "$bad"
  [ "$(issues)" = "callback-issue-answer,$bad,reversed callback-issue-close,$bad,final " ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

# The issue of Saturday 09:30 is to be answered by Monday 17:30 and closed by Wednesday; opened again on
# Tuesday, as of Monday noon.
@test "a complaint opened again as of before its issue's limit leaves the miss that was there" {
  own=$(complaint received_at='2026-10-08 08:30' customer=U1 dept=02 closed_at='2026-10-08 10:00' solution=x level=3)
  call=$(callback business=complaint register=complaint record="$own" called_at='2026-10-10 09:00' overall=1 caller=1102 source=s source_no=1)
  at '10 09:30' svc-callback issue "$call"
  export SVC_NOW='2026-10-13 09:00'
  lines() { svc-callback score -m 2026-10 -H -c clause,record,status | tr '\n' ' '; }
  [ "$(lines)" = "callback-issue-answer,$call,final " ]
  expect 0 svc-complaint reopen --reason 未解决 --at '2026-10-12 12:00' --late-reason 补录 "$own"
  [ "$(lines)" = "callback-issue-answer,$call,proposed " ]
  expect 0 svc-callback confirm --reason 录音 "$call"
  [ "$(lines)" = "callback-issue-answer,$call,reversed " ]
  expect 0 svc-admin check
}

@test "a missed call to a VIP customer is the caller's department's, else the service office's, once" {
  for n in 1 2; do svc-tier add --customer "V$n" --kind person --customer_kind home --tier vip >/dev/null; done
  svc-callback plan --seed s --period this-month >/dev/null
  bring "$(svc-callback list -H -c no --record V1)" caller=1102
  export SVC_NOW='2026-11-02 09:00'
  expect 0 svc-callback score -m 2026-10 -H -c dept,clause,points
  [ "$output" = '01,callback-missed,-0.50
06,callback-missed,-0.50' ]
  [ -z "$stderr" ]
}

@test "a call-back missed before its complaint was reopened stays missed" {
  for n in 1 2 3; do
    complaint received_at='2026-10-08 08:30' customer="U$n" dept="0$n" closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  done
  at '08 11:00' svc-callback plan --seed s --period this-month >/dev/null
  at '10 17:00' svc-complaint reopen C2026-000001 --reason x
  at '10 17:31' svc-complaint reopen C2026-000002 --reason x
  lines() { svc-callback score -m 2026-10 -H -c dept,clause,record,occurred_at | tr '\n' ' '; }
  [ "$(lines)" = '06,complaint-callback,C2026-000002,2026-10-10 17:30:00 06,complaint-callback,C2026-000003,2026-10-10 17:30:00 ' ]
  # the second round has its own
  at '10 18:00' svc-complaint close C2026-000002 --solution x
  export SVC_NOW='2026-10-14 09:00'
  [ "$(lines)" = '06,complaint-callback,C2026-000002,2026-10-10 17:30:00 06,complaint-callback,C2026-000002/2,2026-10-13 17:30:00 06,complaint-callback,C2026-000003,2026-10-10 17:30:00 ' ]
}

# 1203 called about the first round of both. About the second nobody called, or 1102, a day late.
@test "a call about one round is none about the next, nor is its caller to blame" {
  for n in 1 2; do
    complaint received_at='2026-10-08 08:30' customer="U$n" dept="0$((n + 2))" closed_at='2026-10-08 10:00' solution=x level=3 >/dev/null
  done
  at '08 11:00' svc-callback plan --seed s --period this-month >/dev/null
  for no in $(svc-callback list -H -c no); do at '09 09:00' svc-callback attempt "$no" --disposition reached --caller 1203; done
  [ -n "$no" ]
  lines() { svc-callback score -m 2026-10 -H -c dept,clause,record; }
  export SVC_NOW='2026-10-20 09:00'
  [ -z "$(lines)" ]
  at '12 08:30' svc-complaint reopen C2026-000001 C2026-000002 --reason x
  at '12 10:00' svc-complaint close C2026-000001 C2026-000002 --solution x
  at '12 11:00' svc-callback plan --seed s --period this-month >/dev/null
  at '15 09:00' svc-callback attempt "$(svc-callback list -H -c no --record C2026-000002 --state planned)" --disposition reached --caller 1102
  [ "$(lines)" = '01,complaint-callback,C2026-000002/2
06,complaint-callback,C2026-000001/2' ]
}

# Closed on Tuesday 8 September 10:00: to be called back by Thursday 17:30, and nobody planned it. The
# first is opened again in October, when September is closed; the second was opened again in time.
@test "a missed call-back stays in its closed month when the complaint is opened again" {
  for n in 1 2; do
    complaint received_at='2026-09-07 16:00' customer="U$n" dept="0$n" responded_at='2026-09-07 16:10' closed_at='2026-09-08 10:00' solution=x level=3 >/dev/null
  done
  svc-complaint reopen C2026-000002 --reason x --at '2026-09-10 17:30' --late-reason x
  lines() { svc-callback score -m 2026-09 -H -c dept,clause,record,occurred_at; }
  [ "$(lines)" = '06,complaint-callback,C2026-000001,2026-09-10 17:30:00' ] || { lines; return 1; }
  svc-report close -m 2026-09 --yes
  svc-complaint reopen C2026-000001 --reason x
  svc-complaint close C2026-000001 --solution y
  [ "$(lines)" = '06,complaint-callback,C2026-000001,2026-09-10 17:30:00' ]
  expect 0 svc-report diff -m 2026-09 -H
  [ -z "$output" ]
  expect 0 svc-report adjust -m 2026-10 --from 2026-09
  expect 1 grep -q adjust <<<"$(svc-report explain -m 2026-10 --dept 06 -H -c item,record)"
  # withdrawn later, what was missed before stays
  svc-complaint reopen C2026-000001 --reason x
  svc-complaint withdraw C2026-000001
  [ "$(lines)" = '06,complaint-callback,C2026-000001,2026-09-10 17:30:00' ]
}

# The call-back is due two working days after the closing: from the 8th to the 10th of September 17:30, and
# from Monday 10-12 to Wednesday the 14th. The second complaint is opened again before its first one is due.
@test "a missed call-back stays missed whatever a reopening does to the clocks" {
  for clock in restart continue; do
    export SVC_DB=$PWD/store/$clock.db SVC_NOW='2026-10-12 09:00'
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    rm -rf pack && cp -r "$SVC_BUILD/share/svc/policy" pack
    sed -i "s/^reopen_clock,new-clock,/reopen_clock,$clock,/" pack/params.csv
    svc-policy load --from 2026-09-01 --reason x pack
    for n in 1 2; do
      complaint received_at='2026-09-07 16:00' customer="U$n" dept="0$n" responded_at='2026-09-07 16:10' closed_at='2026-09-08 10:00' solution=x level=3 >/dev/null
    done
    svc-complaint reopen C2026-000002 --reason x --at '2026-09-10 17:30' --late-reason x
    svc-report close -m 2026-09 --yes
    svc-complaint reopen C2026-000001 --reason x
    lines() { svc-callback score -m "2026-$1" -H -c dept,clause,status,record,occurred_at; }
    [ "$(svc-complaint list -H -c no,round | sort)" = $'C2026-000001,1\nC2026-000002,1' ]
    [ "$(lines 09)" = '06,complaint-callback,final,C2026-000001,2026-09-10 17:30:00' ] || { lines 09; return 1; }
    svc-complaint close C2026-000001 --solution y
    SVC_NOW='2026-10-15 09:00' svc-complaint reopen C2026-000001 --reason x
    export SVC_NOW='2026-10-15 10:00'
    [ "$(lines 09)" = '06,complaint-callback,final,C2026-000001,2026-09-10 17:30:00' ]
    # a call-back of the second closing was missed, too
    [ "$(lines 10)" = '06,complaint-callback,final,C2026-000001,2026-10-14 17:30:00' ]
    # (the closing, which `continue` takes back, was due in September)
    [ "$(svc-report diff -m 2026-09 -H | grep -cv complaint-close)" -eq 0 ]
    expect 0 svc-complaint excuse --clock callback --approver 1101 --evidence 通知 --reason 线路故障 C2026-000001
    [[ "$(lines 09)" = *reversed* ]]
    expect 0 svc-admin verify
    expect 0 svc-admin check
  done
}

@test "a sample of each caller's calls is listened to by somebody else, and deviations counted" {
  for n in $(seq 1 41); do
    caller=1102; [ "$n" -gt 40 ] && caller=1602
    echo "$n,2026-10-10 10:00,$caller"
  done | { echo source_no,called_at,caller; cat; } |
    svc-callback import --set source=c,business=other,planned_at=2026-10-09,overall=9 -
  expect 0 svc-callback qc --seed s --period this-month -H -c caller
  [ "$output" = '1102
1102
1602' ]
  sample=$(svc-callback qc --seed s -H -c no | head -n 1)
  expect 0 svc-callback qc --seed s -H -c no
  [ "${lines[0]}" = "$sample" ]
  expect 2 svc-callback qc
  expect 2 svc-callback qc "$sample"
  expect 2 svc-callback qc "$sample" --deviations tone
  expect 2 svc-callback qc "$sample" --deviations overall,overall
  expect 4 svc-callback qc "$sample" --deviations none --listener 1102
  says "$sample: who called does not listen to the call"
  expect 4 svc-callback qc "$sample" --deviations none --at '2026-10-09 09:00' --late-reason x
  svc-callback qc "$sample" --deviations overall,comment --remark 未提问 --listener 1602
  expect 4 svc-callback qc "$sample" --deviations none --listener 1602
  expect 4 svc-callback qc "$(callback business=other)" --deviations none
  [ "$(svc-callback list hearings -H -c no,listener,caller,deviations,deviating)" = "$sample,1602,1102,2,overall;comment" ]
  [ "$(svc-callback qc --seed s -H -c caller | tr '\n' ' ')" = '1102 1602 ' ]
  [ "$(svc-callback kpi -m 2026-10 --by caller -H -c caller,measure,numerator,denominator,value | grep 1102,dev)" = 1102,deviations,2,1,2.00 ]
}

@test "rates tell numerator and denominator, and nobody who was not asked is satisfied" {
  callback business=repair dept=02 window_to='2026-10-10 17:30' caller=1102 called_at='2026-10-10 10:00' overall=9 solved=yes attitude=10 >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' caller=1102 called_at='2026-10-11 10:00' overall=6 solved=no >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' caller=1102 called_at='2026-10-10 11:00' >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' caller=1102 attempts=3 attempted_at='2026-10-10 16:00' >/dev/null
  callback business=repair dept=02 window_to='2026-10-10 17:30' >/dev/null
  callback business=other dept=03 window_to='2026-10-30 17:30' >/dev/null
  callback business=other dept=03 cancelled_at='2026-10-10 17:30' >/dev/null
  svc-callback issue
  figures() { svc-callback "$@" -H -c measure,numerator,denominator,value,low,high; }
  [ "$(figures kpi -m 2026-10)" = 'coverage,4,6,66.67,,
contact,3,4,75.00,,
in_window,3,5,60.00,,
satisfied,1,3,33.33,6.15,79.23
solved,1,2,50.00,,
mean_overall,15,2,7.50,,
mean_attitude,10,1,10.00,,
mean_skill,0,0,,,
mean_timeliness,0,0,,,
mean_result,0,0,,,
issue_closed,0,1,0.00,,
deviations,0,0,,,' ]
  [ "$(figures stats -m 2026-10 | head -n 8 | cut -d, -f 1,2 | tr '\n' ' ')" = \
    'planned,6 called,4 reached,3 unreachable,1 cancelled,1 late,0 issues,1 coverage,4 ' ]
  [ "$(svc-callback kpi -m 2026 --by business,dept,month -H -c business,dept,month,measure,numerator,denominator | grep 2026-10,coverage | tr '\n' ' ')" = \
    'other,03,2026-10,coverage,0,1 repair,02,2026-10,coverage,4,5 ' ]
  [ "$(SVC_NOW='2026-11-12 09:00' svc-callback kpi -m 2026-11 -H -c measure,denominator,value,before | head -n 1)" = coverage,0,,66.67 ]
  [[ $(svc-callback kpi -m 2026-09 -f table) == *–* ]]
  expect 2 svc-callback kpi
  expect 2 svc-callback kpi -m 2026-10 --by tone
  expect 2 svc-callback stats -m 2026-10 --by customer
}

@test "a call made before its window opened was not made in it" {
  for called in '2026-10-09 23:59:59' '2026-10-10 00:00:00'; do
    callback business=repair dept=02 window_from='2026-10-10' window_to='2026-10-11 17:30' called_at="$called" >/dev/null
  done
  [ "$(svc-callback kpi -m 2026-10 -H -c measure,numerator,denominator | grep in_window)" = in_window,1,2 ]
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  [ "$(svc-report kpi -m 2026-10 --indicator callback_in_window --by dept -H -c dept,numerator,denominator | grep ^02)" = 02,1,2 ]
}

@test "the rates of a period are read from one index, and issues look for their tasks" {
  SVC_TRACE=1 svc-callback kpi -m 2026-10 --by dept 2>trace >/dev/null
  sed -n 's/^SELECT.*business.*/EXPLAIN QUERY PLAN &;/p' trace >plans.sql
  sqlite3 "$SVC_DB" <plans.sql >plan
  [ "$(grep -c 'SEARCH callback USING COVERING INDEX callback_kpi' plan)" -eq 3 ]
  [ "$(grep -c 'SEARCH t USING INDEX sqlite_autoindex_callback_1' plan)" -eq 6 ]
}

@test "a call centre's result file goes on with what was planned" {
  orders 3 1 emergency '2026-10-11 15:00'
  svc-callback plan --seed s --period this-month >/dev/null
  printf '%s\n' '任务号,接通时间,次数,结果,总分,解决,座席' \
    'B2026-000001,2026-10-12 09:30,1,reached,9,yes,1102' \
    'B2026-000002,2026-10-12 10:50,1,no_answer,,,1102' \
    'B2026-000003,2026-10-12 10:40,2,reached,3,no,1102' >result.csv
  export SVC_NOW='2026-10-12 11:00'
  map='任务号=no,接通时间=called_at,次数=attempts,结果=disposition,总分=overall,解决=solved,座席=caller'
  expect 65 svc-callback import --update --map "$map" result.csv
  says 'record 2, column "disposition": the customer was reached'
  sed -i 's/2026-10-12 10:50,1,no_answer,,,1102/,0,,,,1102/' result.csv
  svc-callback import --update --map "$map" result.csv
  [ "$(svc-callback list -H -c no,state,attempts,disposition,satisfied,caller | tr '\n' ' ')" = \
    'B2026-000001,reached,1,reached,satisfied,1102 B2026-000002,assigned,0,,,1102 B2026-000003,reached,2,reached,dissatisfied,1102 ' ]
  expect 0 svc-callback import --update --map "$map" -v result.csv
  says '3 unchanged'
  svc-callback issue
  [ "$(svc-callback list issues -H -c no)" = B2026-000003 ]
  printf 'no,attempts,attempted_at,disposition\nB2026-000002,3,2026-10-12 10:50,no_answer\n' | svc-callback import --update -
  [ "$(cells B2026-000002 state,unreachable_at)" = 'unreachable,2026-10-12 10:50:00' ]
  expect 65 svc-callback import --update - <<<$'no,disposition\nB2026-000001,busy'
  says 'column "disposition": the customer was reached'
  svc-admin check
}

@test "pipelines that people type" {
  SVC_NOW='2026-10-12 09:00' orders 10 1 repair '2026-10-09 15:00'
  export SVC_NOW='2026-11-02 09:00'
  svc-order list --period last-month --state finished | svc-callback plan --seed 2026-10 -
  [ "$(svc-callback list -H -c late | uniq -c | tr -d ' ')" = 3yes ]
  svc-callback raise --period last-month | svc-complaint import -
  [ -z "$(svc-complaint list -H)" ]
}

@test "what stands beside the call-backs is described as it is kept" {
  for register in $(listed svc-callback registers); do
    [[ $(tables_of svc-callback "$register") == callback* ]]
    expect 0 svc-callback list "$register" -H
    [ -z "$output" ]
  done
  [ -n "$register" ]
}

@test "who complained without a customer number can be called about what was raised for him" {
  complaint received_at='2026-10-08 09:00' caller=王建平 phone=13812345678 address=建设路18号 dept=02 \
    closed_at='2026-10-09 16:00' solution=x level=3 >/dev/null
  first=$(callback business=complaint register=complaint record=C2026-000001 dept=02 called_at='2026-10-12 09:00' overall=2)
  svc-callback issue
  svc-callback issue-close "$first" --solution 上门
  second=$(svc-callback list --second_of "$first" -H -c no)
  svc-callback attempt "$second" --disposition reached --caller 1102
  svc-callback answer "$second" --overall 2 --solved no
  # nobody's number is in the pipe, and the new complaint has it all the same
  svc-callback raise >raised
  [ "$(grep -c 13812345678 raised)" -eq 0 ]
  svc-complaint import - <raised
  [ "$(svc-complaint list --source svc-callback -H -c repeat_of,caller,phone,address --pii full --reason 核对)" = \
    C2026-000001,王建平,13812345678,建设路18号 ]
}

@test "a second call about a business without a window has that of complaints" {
  first=$(callback business=name_transfer dept=02 customer=U1 called_at='2026-10-12 09:00' overall=2)
  svc-callback issue
  svc-callback issue-close "$first" --solution 已更正
  [ "$(svc-callback list --second_of "$first" -H -c window_to)" = '2026-10-14 17:30:00' ]
}
