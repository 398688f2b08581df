# svc-callback: call-back tasks and what came of them.

load common

setup_file() { make_company; }
setup() { fresh_store; }

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
    'record 10, column "attempts": is below 1, but it was tried' \
    'record 11, column "attempts": is below 1, but it was tried' \
    'record 12, column "called_at": lies before the call-back was planned' \
    'record 13, column "planned_at": lies in the future' \
    'record 14, column "window_from": is later than window_to' \
    'record 15, column "attempts": must not be negative'; do
    says "$text"
  done
  says 'read 15: 1 added, 0 updated, 0 unchanged, 14 rejected'
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
  says 'callback_reached'
  expect 2 svc-callback set "$no" --overall 9 --reason 补录
}

# Complaints closed in October: five. Called about: of the first twice (dissatisfied, then
# satisfied), of the second nobody was reached, the third gave no score, of the fourth the task was
# cancelled, the fifth was reopened and closed again without a new call.
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
  [ "$(rates)" = ',called_back,3,5,60.00 ,satisfied,1,2,50.00 ' ]
  [ "$(rates --by dept)" = '02,called_back,3,5,60.00 02,satisfied,1,2,50.00 05,called_back,0,0, 05,satisfied,0,0, ' ]
}
