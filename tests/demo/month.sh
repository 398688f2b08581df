#!/bin/sh
# A whole month of the example company as its office lives it, from the imports to the closed sheet:
# `tests/demo/month.sh BUILD [FOLDER]`. September 2026, worked off on 12 October.
set -eu
build=$(cd "${1:-build}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=${2:-$build/month}
PATH="$build/bin:$PATH"
SVC_DB="$work/svc.db"
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

# Who became a VIP by the year's usage; signed by the deputy GM.
printf '%s\n' customer,daily_gas_m3 U0024,1100 U0032,1240 |
  svc-tier propose --usage - | svc-tier review --by 1002 --evidence 复核单7 --reason 年度复核 - >"$work/vip.csv"

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
svc-inspect sheet I2026-000001 >/dev/null
svc-inspect find K2026-000001 --item 3.3.1 --severity major --facts 三件投诉超时未响应 >/dev/null
svc-inspect list items --sheet K2026-000001 --result unmarked -H -c item |
  svc-inspect mark --result pass -
svc-inspect sign K2026-000001 --by 1201 --evidence 检查表11
svc-inspect notice Q2026-000001 --demand 明确值班接单人 --deadline 2026-10-16 >/dev/null

# What waits for signatures becomes cases; one is signed by four persons, the rest still waits.
for t in complaint order callback auth inspect; do svc-$t score -m last-month; done |
  svc-reward propose --suspension standby - >"$work/cases.csv"
for staff in 1301 1003 1601 1001; do
  svc-reward list --source_no C2026-000015 -c no | svc-reward sign --by "$staff" --evidence 档-31 -
done

# The month is closed, checked, and printed.
svc-report close --period last-month --yes --carry-pending -o "$work/out"
svc-report verify -m 2026-09 >"$work/verified.csv"
svc-admin check
svc-admin verify
svc-report sheet -m 2026-09
