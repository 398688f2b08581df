# The calendar is knowledge and no rule: its days hold for every clock as soon as they are known.
load common

setup_file() { make_company; }
setup() {
  fresh_store
  mkdir next
}

# The days of 2027 as they might be announced: 1 to 4 January off, Saturday the 9th worked.
of_2027() {
  printf '%s\n' day,kind,name 2027-01-01,off,元旦 2027-01-02,off,元旦 2027-01-03,off,元旦 2027-01-04,off,元旦 \
    2027-01-09,work,元旦 >next/calendar.csv
}
# Those of 2026, and 8 October off with 10 October plain: the holiday was lengthened by a day.
longer_2026() {
  { echo day,kind,name; grep ^2026 "$SVC_BUILD/share/svc/policy/calendar.csv"; echo 2026-10-08,off,国庆节; } >next/calendar.csv
}
december() {
  SVC_NOW='2026-12-30 10:00' complaint received_at='2026-12-30 10:00' level=3 dept=02 responded_at='2026-12-30 10:00'
}

# Level 3 has five working days. By the plain week 12-31, 01-01, 04, 05 and 06; by the announced days 12-31, 01-05,
# 06, 07 and 08.
@test "the days of the next year, loaded in November, hold for a complaint of December" {
  of_2027
  export SVC_NOW='2026-11-10 09:00'
  expect 0 svc-policy load next --reason 放假通知
  [ "$output" = register,no,clock,old,new,provisional,outcome ]
  [ -z "$stderr" ]
  no=$(december)
  [ "$(svc-complaint list --no "$no" -H -c close_due,provisional)" = '2027-01-08 17:30:00,' ]
}

@test "with a whole pack its days hold at once, whatever --from says" {
  of_2027
  cp -r "$SVC_BUILD/share/svc/policy" pack && sed 1d next/calendar.csv >>pack/calendar.csv
  SVC_NOW='2026-11-10 09:00' svc-policy load pack --from 2027-01-01 --reason 放假通知
  [ "$(svc-complaint list --no "$(december)" -H -c close_due,provisional)" = '2027-01-08 17:30:00,' ]
}

@test "loaded late, the days move what is open, and the load says how many deadlines and which outcomes" {
  no=$(december)
  [ "$(svc-complaint list --no "$no" -H -c close_due,provisional)" = '2027-01-06 17:30:00,close' ]
  of_2027
  export SVC_NOW='2027-01-07 09:00'
  [ "$(svc-complaint score -m 2027-01 -H -c clause,status)" = complaint-close,proposed ]
  expect 0 svc-policy load next --reason 放假通知 --dry-run
  [ "$(svc-complaint list --no "$no" -H -c close_due)" = '2027-01-06 17:30:00' ]
  expect 0 svc-policy load next --reason 放假通知 -H
  [ "$output" = "complaint,$no,close,2027-01-06 17:30:00,2027-01-08 17:30:00,,in_time" ]
  says 'deadlines moved: 1, with another outcome: 1'
  svc-complaint close --solution x "$no"
  [ -z "$(svc-complaint score -m 2027-01 -H)" ]
  [ "$(svc-complaint stats -m 2026-12 -H -c measure,numerator,denominator | grep close_in_time)" = close_in_time,1,1 ]
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "what was closed with a provisional deadline is in time once the days are known" {
  no=$(december)
  export SVC_NOW='2027-01-07 09:00'
  svc-complaint close --solution x "$no"
  [ "$(svc-complaint score -m 2027-01 -H -c clause,status)" = complaint-close,proposed ]
  # The call-back too: by the plain week 01-11, after the worked Saturday 01-09.
  [ "$(svc-complaint list --no "$no" -H -c callback_due,provisional)" = '2027-01-11 17:30:00,close;callback' ]
  of_2027
  expect 0 svc-policy load next --reason 放假通知 -H -c no,clock,new,outcome
  [ "$output" = "$no,close,2027-01-08 17:30:00,in_time
$no,callback,2027-01-09 17:30:00," ]
  says 'deadlines moved: 2, with another outcome: 1'
  [ "$(svc-complaint list --no "$no" -H -c close_due,callback_due,provisional)" = \
    '2027-01-08 17:30:00,2027-01-09 17:30:00,' ]
  [ -z "$(svc-complaint score -m 2027-01 -H)" ]
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "a load that changes the outcome of a closed month says so" {
  no=$(december)
  SVC_NOW='2027-01-07 09:00' svc-complaint close --solution x "$no"
  export SVC_NOW='2027-02-01 09:00'
  svc-report close -m 2027-01 --yes --carry-pending
  of_2027
  expect 0 svc-policy load next --reason 放假通知 -H -c no,clock,outcome
  [ "${lines[0]}" = "$no,close,in_time" ]
  says 'fact of closed 2027-01: adjust with svc-report adjust'
  expect 0 svc-report verify -m 2027-01
}

@test "a round that ended with a provisional deadline follows, too, when the complaint was opened again" {
  no=$(december)
  export SVC_NOW='2027-01-07 09:00'
  svc-complaint close --solution x "$no"
  export SVC_NOW='2027-01-08 09:00'
  svc-complaint reopen --reason 不满意 "$no"
  svc-complaint respond "$no"
  of_2027
  # Of the second round 5wd from 01-08: 11, 12, 13, 14, 15 by the plain week; with the worked 01-09 until the 14th.
  expect 0 svc-policy load next --reason 放假通知 -H -c register,no,clock,new,outcome
  [ "$output" = "complaint,$no,close,2027-01-14 17:30:00,
complaint_round,$no/1,close,2027-01-08 17:30:00,in_time
complaint_round,$no/1,callback,2027-01-09 17:30:00," ]
  [ "$(svc-complaint score -m 2027-01 -H -c record,clause | grep -c complaint-close)" -eq 0 ]
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

# 5wd from 09-28: 09-29, 09-30, 10-08, 10-09, 10-10. Without 10-08 the fifth is 10-12.
@test "a holiday that is lengthened moves what is open, and what was decided keeps its own days" {
  open=$(complaint received_at='2026-09-28 09:00' level=3 dept=02 responded_at='2026-09-28 10:00')
  done=$(complaint received_at='2026-09-28 09:00' level=3 dept=02 responded_at='2026-09-28 10:00' \
    closed_at='2026-10-10 16:00' solution=x)
  longer_2026
  expect 0 svc-policy load next --reason 放假延长 -H -c no,clock,old,new,outcome
  [ "$output" = "$open,close,2026-10-10 17:30:00,2026-10-12 17:30:00,in_time" ]
  [ "$(svc-complaint list -H -c close_due)" = $'2026-10-12 17:30:00\n2026-10-10 17:30:00' ]
  svc-complaint explain "$open" -H -c clock,step,at | grep -qx close,skipped,2026-10-08
  svc-complaint explain "$done" -H -c clock,step,at | grep -qx close,counted,2026-10-08
  [ "$(svc-complaint explain "$done" -H -c clock,step,note | grep close,result)" = 'close,result,in time' ]
  expect 0 svc-admin check
  expect 0 svc-admin verify
  # A correction of something else does not judge it anew.
  printf 'no,phone\n%s,13812345678\n' "$done" | svc-complaint import --update -
  [ "$(svc-complaint list --no "$done" -H -c phone,close_due)" = '138****5678,2026-10-10 17:30:00' ]
  # What is recorded from now on is judged by what is known now.
  late=$(complaint received_at='2026-09-28 09:00' level=3 dept=02 responded_at='2026-09-28 10:00')
  [ "$(svc-complaint list --no "$late" -H -c close_due)" = '2026-10-12 17:30:00' ]
}

@test "a load touches the years it contains, and no other" {
  days() { svc-policy calendar -H -c day,kind; }
  before=$(days | grep -v unknown)
  of_2027
  echo 2026-12-31,off,元旦 >>next/calendar.csv # a year's schedule may begin in the December before
  svc-policy load next --reason 通知
  [ "$(days | grep -v '^2027' | grep -v ^2026-12-31)" = "$before" ]
  [ "$(days | grep -c '^2027\|^2026-12-31')" -eq 6 ]
  # Corrected: the year is given whole, its other days go.
  printf '%s\n' day,kind,name 2027-01-01,off,元旦 >next/calendar.csv
  svc-policy load next --reason 更正
  [ "$(days | grep '^2027')" = 2027-01-01,off ]
  [ "$(days | grep -c ^2026-12-31)" -eq 1 ]
  expect 0 svc-policy load next --reason 更正 -v
  says 'these days are known; nothing was done'
  [ "$(sqlite3 "$SVC_DB" 'SELECT MAX(revision) FROM calendar_revision')" -eq 3 ]
  expect 0 svc-admin verify
}

@test "days are loaded without a first day, a pack with one; a bad day loads nothing" {
  of_2027
  expect 2 svc-policy load next --from 2027-01-01 --reason x
  says 'days are known at once'
  expect 2 svc-policy load --reason x
  says 'load needs --from'
  printf '%s\n' 2027-02-30,off,x 2027-01-09,off,x >>next/calendar.csv
  expect 78 svc-policy load next --reason x
  says 'next/calendar.csv:7: day: no such day'
  says '2027-01-09 is "work" already in line 6'
  expect 1 svc-policy check next
  [ "$(sqlite3 "$SVC_DB" 'SELECT MAX(revision) FROM calendar_revision')" -eq 1 ]
  mkdir few && cp next/calendar.csv "$SVC_BUILD/share/svc/policy/params.csv" few
  expect 78 svc-policy load few --from 2027-01-01 --reason x
  says 'cannot read "few/books.csv"'
}

@test "a closed month still proves its days after a later load" {
  SVC_NOW='2026-11-02 09:00' svc-report close -m 2026-09 --yes >/dev/null
  before=$(svc-report verify -m 2026-09)
  of_2027 && svc-policy load next --reason 通知
  longer_2026 && svc-policy load next --reason 延长
  [ "$(svc-report verify -m 2026-09)" = "$before" ]
  expect 0 svc-report verify -m 2026-09 -H -c part,same
  grep -qx calendar,yes <<<"$output"
  # Whoever changes them is found.
  sqlite3 "$SVC_DB" "UPDATE calendar_day SET kind = 'work' WHERE revision = 1 AND day = '2026-10-01'"
  expect 1 svc-report verify -m 2026-09 -H -c part,same
  grep -qx calendar,no <<<"$output"
  expect 1 svc-admin verify
}

@test "from November on a missing next year is told: by check, by due and in the digest" {
  SVC_NOW='2026-10-31 23:59:59' expect 0 svc-policy check
  [ -z "$stderr" ]
  SVC_NOW='2026-11-01 00:00' expect 0 svc-policy check
  says 'calendar.csv: has no holidays of 2027'
  SVC_NOW='2026-10-31 23:59:59' expect 0 svc-complaint due
  [ -z "$stderr" ]
  export SVC_NOW='2026-11-01 00:00'
  expect 0 svc-complaint due
  says 'no calendar of 2027: deadlines in that year are provisional'
  expect 0 svc-improve due
  says 'no calendar of 2027'
  svc-report digest -m 2026-10 | grep -q '尚无 2027 年放假安排'
  of_2027 && svc-policy load next --reason 通知
  expect 0 svc-complaint due
  [ -z "$stderr" ]
  [ "$(svc-report digest -m 2026-10 | grep -c '尚无 2027')" -eq 0 ]
}
