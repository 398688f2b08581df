# A company with one of each kind of miss, and the shapes of their lines.
# shellcheck shell=bash disable=SC2154 # BATS_FILE_TMPDIR is bats' own

# One of each kind of miss in September, done late and not done at all, beside what the month has.
make_every_miss() {
  make_full_month
  export SVC_NOW='2026-10-12 09:00'
  printf '%s\n' customer,kind,customer_kind,class,tier,tier_since B1,unit,business,commercial,general, \
    V9,unit,business,industrial,vip,2026-01-01 | svc-tier import customers -
  printf '%s\n' source,source_no,business,customer,dept,person,accepted_at,papers_complete_at,survey_ready_at,stopped_at,surveyed_at,notified_at,arrived_at,solution_at,finished_at \
    'm,1,install,U0001,02,1202,2026-09-10 09:00,2026-09-09 08:00,,,,,,,2026-09-11 10:00' \
    'm,2,install,B1,02,1202,2026-09-10 09:00,2026-09-10 08:00,2026-09-10 10:00,,2026-09-16 10:00,,,,2026-09-16 11:00' \
    'm,3,install,B1,02,1202,2026-09-10 09:00,2026-09-10 08:00,2026-09-10 10:00,,,,,,' \
    'm,4,stop_notice,,02,1202,2026-09-12 09:00,,,2026-09-16 08:00,,2026-09-14 10:00,,,' \
    'm,5,stop_notice,,02,1202,2026-09-12 09:00,,,2026-09-16 08:00,,,,,' \
    'm,6,repair,V9,02,1202,2026-09-10 09:00,,,,,,2026-09-10 09:20,2026-09-15 09:00,2026-09-15 10:00' \
    'm,7,repair,V9,02,1202,2026-09-10 09:00,,,,,,2026-09-10 09:20,,' \
    'm,8,repair,U0002,02,1202,2026-09-10 09:00,,,,,,,,' \
    'm,9,gas_on,U0003,02,1202,2026-09-10 09:00,,,,,,,,2026-09-14 10:00' \
    'm,10,repair,U0004,02,1202,2026-09-11 09:00,,,,,,,,' \
    'm,11,repair,U0005,,,2026-09-12 09:00,,,,,,,,' | svc-order import -
  printf '%s\n' source,source_no,received_at,channel,category,content,level,dept,person,responded_at,solution,solution_at \
    'm,1,2026-09-07 09:00,hotline,repair,漏气,1,02,1202,2026-09-07 09:10,换阀,2026-09-09 10:00' \
    'm,2,2026-09-07 10:00,hotline,repair,漏气,1,02,1202,2026-09-07 10:10,,' \
    'm,3,2026-09-07 11:00,hotline,repair,报修,3,02,1202,,,' \
    'm,4,2026-09-14 11:00,hotline,repair,报修,3,,,,,' | svc-complaint import -
  printf '%s\n' source,source_no,business,dept,person,planned_at,window_to,caller,attempts,called_at,overall \
    'm,1,repair,02,1203,2026-09-07 09:00,2026-09-08 17:30,1102,,,' \
    'm,2,repair,02,1203,2026-09-07 09:00,2026-09-08 17:30,1102,,,' \
    'm,3,repair,02,1203,2026-09-07 09:00,2026-09-08 17:30,1102,1,2026-09-08 10:00,2' \
    'm,4,repair,02,1203,2026-09-07 09:00,2026-09-08 17:30,1102,1,2026-09-08 10:00,2' \
    'm,5,repair,02,1203,2026-09-08 09:00,2026-09-10 17:30,,,,' | svc-callback import -
  entered
  late_entries
  inspected
  improved
  SVC_NOW='2026-09-18 14:00' svc-auth use vip_maintenance_fee --person 1203 --facts tier=general \
    --amount 60 --handler 1203 --damage 100 --exceeded 急 >/dev/null
  cp -p "$SVC_DB" "$BATS_FILE_TMPDIR/template/svc.db"
}

number() { # number TOOL SOURCE_NO
  "svc-$1" list --source m --source_no "$2" -H -c no
}

# Errors that an audit found, one of them false, so many that the department's rate is exceeded; a draft's.
entered() {
  local no
  no=$(svc-entry add audits -H --audited_at '2026-09-16 09:00' --kind monthly --auditor 1602 --dept 05 \
    --operator 1502 --records_checked 1 --fields_checked 100)
  svc-entry error "$no" --field phone --error wrong_value --at '2026-09-16 10:00' --late-reason 补录 >/dev/null
  svc-entry error "$no" --field gas --error false --at '2026-09-16 11:00' --late-reason 补录 >/dev/null
  svc-entry close "$no"
  no=$(svc-entry add audits -H --audited_at '2026-09-17 09:00' --kind monthly --auditor 1602 --dept 05 \
    --operator 1502 --records_checked 1 --fields_checked 100)
  svc-entry error "$no" --field phone --error missing --at '2026-09-17 10:00' --late-reason 补录 >/dev/null
}

# Told after the limit and dated before it: a line that waits.
late_entries() {
  local issue
  svc-complaint respond --at '2026-09-07 12:00' --late-reason 补录 "$(number complaint 3)"
  printf '%s\n' source,source_no,arrived_at 'm,10,2026-09-11 10:00' | svc-order import --update -
  svc-callback attempt --disposition reached --caller 1102 --at '2026-09-08 15:00' --late-reason 补录 \
    "$(number callback 2)"
  SVC_NOW='2026-09-08 11:00' svc-callback issue "$(number callback 3)" "$(number callback 4)"
  issue=$(number callback 3)
  svc-callback issue-answer --answer 已上门 --at '2026-09-08 12:00' --late-reason 补录 "$issue"
  svc-callback issue-close --solution 已修 --at '2026-09-08 13:00' --late-reason 补录 "$issue"
}

# A special inspection and a routine one: what is found, refused, fails, and is told late.
inspected() {
  local sheet no
  export SVC_NOW='2026-09-08 10:00'
  svc-inspect plan --planned_at 2026-09-08 --level company --kind special --method on_site --scope 03 \
    --inspectors '1601;1602' --scheme FA-9 >/dev/null
  sheet=$(svc-inspect sheet -H "$(svc-inspect list --scheme FA-9 -H -c no)")
  find() { svc-inspect find -H "$sheet" --severity major --facts x --item "$@"; }
  notice() { svc-inspect notice -H "$1" --demand x --deadline 2026-09-10; }
  no=$(notice "$(find 3.3.1 --person 1302)")
  svc-inspect reply "$no" --reply 已改
  svc-inspect verify --result fail --reason 仍缺 --by 1601 --evidence 复查 --deadline 2026-09-11 "$no"
  no=$(notice "$(find 3.3.2)")
  svc-inspect verify --result refused --reason 拒不 --deadline 2026-09-30 "$no"
  no=$(notice "$(find 3.1.1)")
  find 3.1.2 --deadline 2026-09-09 >/dev/null
  SVC_NOW='2026-09-14 09:00' svc-inspect reply --reply 已改 --at '2026-09-10 10:00' --late-reason 补录 "$no"
  # a contractor's finding that was there before
  sheet=$(svc-inspect list sheets --quarter 2026Q3 -H -c no | head -n 1)
  export SVC_NOW='2026-09-23 11:00'
  svc-inspect fix "$(find 5.3.1 --deadline 2026-09-28)"
  SVC_NOW='2026-09-23 12:00' find 5.3.1 --deadline 2026-09-29 >/dev/null
}

# A date that was missed and moved, one that is told late, and an end that passed.
improved() {
  local no
  export SVC_NOW='2026-09-02 09:00'
  no=$(svc-improve add -H --proposed_on 2026-09-02 --route department --title 短信 --dept 03 --owner 1302 \
    --starts_on 2026-09-02 --ends_on 2026-09-25 --goal 到达)
  for day in 08 09; do
    svc-improve add milestones --project "$no" --due_on "2026-09-$day" --title "节点$day" --standard 试行 >/dev/null
  done
  for staff in 1301 1601; do svc-improve approve --by "$staff" --evidence 方案 "$no"; done
  export SVC_NOW='2026-09-14 09:00'
  svc-improve milestone --state slipped --until 2026-09-21 --reason 延误 "$(svc-improve list milestones --title 节点08 -H -c no)"
  svc-improve milestone --state 'done' --at '2026-09-09 10:00' --late-reason 补录 \
    "$(svc-improve list milestones --title 节点09 -H -c no)"
}

nouns() { for file in "$ROOT"/cmd/*/score.sql; do basename "$(dirname "$file")"; done | grep -vx report; }

# The lines of September, a noun each: noun, due, done, record, clause, subject, occurred_at; due and done
# of what names them. One of each shape is enough: a clause, a status, a clock, done or not.
shapes() {
  local noun
  for noun in $(nouns); do
    "svc-$noun" score -m 2026-09 -c record,clause,subject,occurred_at,status,reason -f tsv -H | awk -F'\t' -v OFS='\t' -v noun="$noun" '
      { due = noun != "reward" && $6 ~ /due 20/ ? $4 : ""
        done = match($6, /done 20[0-9: -]*[0-9]/) ? substr($6, RSTART + 5, RLENGTH - 5) : ""
        kind = $6; gsub(/[0-9: -]+/, "", kind) }
      !seen[$2, $5, done != "", substr(kind, 1, 12)]++ {
        print noun, due ? due : "-", done ? done : "-", $1, $2, $3, $4 }'
  done
  [ -n "$noun" ]
}
