# What is asked every morning stays quick in the tenth year: it reads what is open and what is named, and
# not what lies behind. Counted in steps of the engine, which are the same on every machine.

# shellcheck disable=SC2154 # stderr is the one of expect
load common

# complaints FROM UNTIL MONTHS [SINCE]: of these numbers, some in each of so many months, which end with last
# September or so many months before; none: they are of October and still open.
complaints() {
  awk -v from="$1" -v until="$2" -v months="$3" -v since="${4:-0}" 'BEGIN {
    print "source,source_no,received_at,channel,category,content,phone,customer,dept,responded_at,closed_at,solution,valid,responsible"
    for (i = from; i < until; i++) {
      at = 2026 * 12 + 8 - since - (months ? i % months : 0)
      month = sprintf("%04d-%02d", at / 12, at % 12 + 1)
      if (!months) month = "2026-10"
      day = months ? 1 + i % 20 : 1 + i % 9
      printf "crm,%d,%s-%02d 09:00,hotline,repair,报修,138%08d,U%06d,0%d,", i, month, day, i, i, 1 + i % 3
      print months ? sprintf("%s-%02d 11:00,%s-%02d 12:00,已办,yes,no", month, day + 1, month, day + 1) : ",,,,"
    }
  }'
}

orders() {
  awk -v from="$1" -v until="$2" -v months="$3" -v since="${4:-0}" 'BEGIN {
    print "source,source_no,business,dept,customer,accepted_at,arrived_at,finished_at"
    for (i = from; i < until; i++) {
      at = 2026 * 12 + 8 - since - (months ? i % months : 0)
      month = months ? sprintf("%04d-%02d", at / 12, at % 12 + 1) : "2026-10"
      printf "dispatch,%d,repair,0%d,U%06d,%s-%02d 09:00,", i, 1 + i % 3, i, month, 1 + i % 9
      print months ? sprintf("%s-%02d 10:00,%s-%02d 11:00", month, 1 + i % 9, month, 1 + i % 9) : ","
    }
  }'
}

callbacks() {
  awk -v from="$1" -v until="$2" -v months="$3" -v since="${4:-0}" 'BEGIN {
    print "source,source_no,business,planned_at,window_to,dept,customer,attempts,called_at,overall,solved"
    for (i = from; i < until; i++) {
      at = 2026 * 12 + 8 - since - (months ? i % months : 0)
      month = months ? sprintf("%04d-%02d", at / 12, at % 12 + 1) : "2026-10"
      printf "acd,%d,repair,%s-%02d 09:00,%s-%02d 17:30,0%d,U%06d,", i, month, 1 + i % 9, month, 3 + i % 9, 1 + i % 3, i
      print months ? sprintf("1,%s-%02d 11:00,9,yes", month, 2 + i % 9) : "0,,,"
    }
  }'
}

bring() {
  complaints "$@" | svc-complaint import -
  orders "$@" | svc-order import -
  callbacks "$@" | svc-callback import -
}

setup_file() {
  make_company
  bring 0 60 1
  bring 100 120 0
}
setup() { fresh_store; }

# The engine's steps of a command that ends with 0 or, where it finds something, 1.
steps() {
  local got=0 words
  read -ra words <<<"$1"
  SVC_TRACE=steps "${words[@]}" 2>trace >/dev/null || got=$?
  [ "$got" -le 1 ] || return "$got"
  awk '/^-- [0-9]+ steps, / { sum += $2 } END { print sum + 0 }' trace
}

due_of() { ! verbs "$1" | grep -qx due || echo "$1 due"; }

daily() {
  local tool
  for tool in $(tools); do due_of "$tool"; done
  [ -n "$tool" ]
  for tool in svc-complaint svc-order svc-callback; do
    echo "$tool list --state ${states[$tool]}"
    echo "$tool list --state ${states[$tool]} --sort ${facts[$tool]}"
    echo "$tool list --customer U000103"
    echo "$tool list --customer U000103 --sort ${facts[$tool]}"
    echo "$tool list --source_no 103"
  done
  echo 'svc-complaint list --phone 13800000103'
  echo 'svc-complaint list --phone 13800000103 --sort received_at'
}

@test "what is due, what is open and what is named takes as long with five years behind as with a month" {
  declare -A states=([svc-complaint]='open,assigned' [svc-order]=accepted [svc-callback]=planned) before
  declare -A facts=([svc-complaint]=received_at [svc-order]=accepted_at [svc-callback]=planned_at:desc)
  local line
  while read -r line; do before[$line]=$(steps "$line"); done < <(daily)
  [ "${#before[@]}" -gt 15 ]
  bring 1000 4000 60
  for line in "${!before[@]}"; do
    [ "$(steps "$line")" -le $((${before[$line]} * 12 / 10 + 100)) ] || { echo "$line: more than ${before[$line]}"; return 1; }
  done
  # and all of it finds what it found
  [ "$(svc-complaint list --state open,assigned,responded -H -c no | wc -l)" = 20 ]
  [ "$(svc-order list --state accepted -H -c no | wc -l)" = 20 ]
  [ "$(svc-callback list --state planned -H -c no | wc -l)" = 20 ]
  [ "$(svc-complaint list --phone '138 0000 0103' -H -c source_no)" = 103 ]
  [ "$(svc-complaint list --state closed -H -c no | wc -l)" = 3060 ]
}

# searched COLUMN VALUE TOOL [REGISTER]: a list by this column, where the register has it, is a search.
searched() {
  local column=$1 value=$2 plan table
  shift 2
  columns_of "$@" 2>/dev/null | grep -qx "$column" || return 0
  SVC_TRACE=1 "$1" list "${@:2}" "--$column" "$value" -n 5 2>trace >/dev/null || true
  table=$(grep '^SELECT "' trace | tail -n 1)
  [ -n "$table" ] || return 0
  plan=$(sqlite3 "$SVC_DB" "EXPLAIN QUERY PLAN $table")
  if [[ $plan != *SEARCH* || $plan == *SCAN* ]]; then
    echo "$* by $column: $plan"
    return 1
  fi
  count=$((count + 1))
}

@test "a record of whatever register is searched by telephone, customer and foreign number, and never sought through all" {
  local count=0
  svc-tier import <<<$'customer,name\nU1,甲'
  each_register searched phone 13812345678
  each_register searched customer U1
  each_register searched source_no 77
  [ "$count" -gt 20 ]
}

@test "a customer that nobody knows is told beside those one sign away, without reading the roll" {
  local before
  svc-tier import <<<$'customer,name\nU200001,甲\nU200012,乙\nX200001,丙'
  expect 5 svc-complaint list --customer U20001
  says 'near it: U200001, U200012'
  before=$(SVC_TRACE=steps svc-complaint list --customer U20001 2>&1 >/dev/null | awk '/^-- / { n += $2 } END { print n }' || true)
  seq 300000 301999 | sed '1i customer' | svc-tier import
  [ "$(SVC_TRACE=steps svc-complaint list --customer U20001 2>&1 >/dev/null | awk '/^-- / { n += $2 } END { print n }' || true)" \
    -le $((before * 12 / 10)) ]
  expect 5 svc-complaint list --customer 客户一号
  says 'option --customer: "客户一号" is not registered'
  expect 5 svc-monitor list --customer U20001
}

@test "rates of orders are counted by reading each order of the period once" {
  local rows
  orders 5000 5300 1 | svc-order import -
  svc-order rate -m 2026-09 --by business,dept,month | cat >rate.csv
  [ "$(awk -F, '$7 == "order" { n += $9 } END { print n }' rate.csv)" = 360 ]
  SVC_TRACE=steps svc-order rate -m 2026-09 --by business,dept,month 2>trace >/dev/null
  rows=$(awk '/^-- [0-9]+ steps, / { n += $2 } END { print n }' trace)
  [ "$rows" -lt $((360 * 40 + 20000)) ] || { echo "$rows"; return 1; }
}

@test "a month's digest, its plan of call-backs and what they raise read that month, not the years before it" {
  declare -A before
  local line
  local -a asked=('svc-report digest' 'svc-callback plan -m 2026-09 --seed 2026-09 --dry-run' 'svc-callback issue --dry-run')
  for line in "${asked[@]}"; do before[$line]=$(steps "$line"); done
  bring 1000 4000 36 24
  for line in "${asked[@]}"; do
    [ "$(steps "$line")" -le $((${before[$line]} * 12 / 10)) ] || { echo "$line: more than ${before[$line]}"; return 1; }
  done
}

@test "a plan is ranked before the lock is taken, and once more under it where somebody wrote meanwhile" {
  local head job
  svc-callback plan -m 2026-09 --seed 一 --op-id plan-1 -H -c drawn >drawn
  [ "$(svc-callback list --plan 一 -H -c no | wc -l)" = "$(awk '{ n += $1 } END { print n }' drawn)" ]
  # a number that is none is told once, and nothing is planned
  head=$(last_event)
  expect 5 svc-callback plan C2026-000001 C2026-999999 --seed 二
  [ "$(grep -c 'no such order or complaint' .stderr)" = 1 ]
  [ "$(last_event)" = "$head" ]
  # the same operation once more answers as it did
  svc-callback plan -m 2026-09 --seed 一 --op-id plan-1 >again
  [ "$(last_event)" = "$head" ]
  # while it waits for the lock, ten complaints more are closed
  mkdir -m 700 other
  cp -p "$SVC_DB" other/svc.db
  complaints 7000 7010 1 | SVC_DB=$PWD/other/svc.db svc-complaint import -
  exec 9<>"$SVC_DB.lock"
  flock 9
  svc-callback plan -m 2026-09 --seed 二 --business complaint -H -c population >ranked 2>waits 9>&- &
  job=$!
  until [ -s waits ]; do [ -e "/proc/$job" ] || break; done
  cat other/svc.db >"$SVC_DB"
  exec 9>&-
  wait "$job"
  [ "$(cat ranked)" = 70 ]
  expect 0 svc-admin verify
}

@test "what would raise an issue is counted by trying the first, and found by the index of who complained" {
  printf '%s\n' source,source_no,business,planned_at,window_to,dept,attempts,called_at,overall,solved \
    'acd,b1,repair,2026-09-02 09:00,2026-09-05 17:30,02,1,2026-09-03 11:00,2,no' \
    'acd,b2,repair,2026-09-02 09:00,2026-09-05 17:30,02,1,2026-09-03 12:00,9,no' | svc-callback import -
  expect 0 svc-callback issue --dry-run -v
  says '2 call-backs would get an issue'
  [ -z "$(svc-callback list issues -H -c no)" ]
  svc-callback issue
  [ "$(svc-callback list issues -H -c no | wc -l)" = 2 ]
  expect 0 svc-callback issue --dry-run -v
  [[ $stderr != *'would get'* ]]
}

@test "a check of the telephone numbers, and of the counters, reads each record once and looks for none" {
  local before steps
  before=$(steps 'svc-admin check phones counters')
  complaints 1000 2000 60 | svc-complaint import -
  steps=$(steps 'svc-admin check phones counters')
  [ "$steps" -lt $((before + 1000 * 90)) ] || { echo "$steps, $before before"; return 1; }
}
