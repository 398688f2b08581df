# Dates without a time: the end of their day as a deadline; where a clock in hours begins or ends on one,
# the outcome is judged at both ends of the day.
load common

setup_file() { make_company; }
setup() { fresh_store; }

SET=source=x,channel=hotline,category=repair,dept=02,content=x
take() { svc-complaint import --set "$SET" "$@" -; }
lines() { svc-complaint score -m 2026-10 -H -c record,clause,points,status; }

# Level 2 is answered in 2 h. From 00:00 that is 02:00, from 23:59:59 it is 01:59:59 of the day after: an answer
# at 09:10 is late by the one and in time by the other.
@test "received on a date without a time, an answer of the same day is a proposed line until the time is given" {
  printf '%s\n' source_no,received_at,level,responded_at '1,2026-10-09,2,2026-10-09 09:10' >r.csv
  take <r.csv
  [ "$(svc-complaint list -H -c received_at,respond_due,provisional,undated)" = \
    '2026-10-09 00:00:00,2026-10-09 02:00:00,respond,received_at' ]
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,proposed ]
  [[ $(svc-complaint score -m 2026-10 -H -c reason) == *'no time of day"' ]]
  expect 0 svc-complaint explain C2026-000001 -H -c clock,step,note
  grep -qx 'respond,undated,begins on a date without a time: due between 2026-10-09 02:00:00 and 2026-10-10 01:59:59' \
    <<<"$output"
  grep -qx 'respond,result,undecided until the time of day is given' <<<"$output"
  expect 0 svc-admin check

  # The time is given: 08:40 makes 10:40, in time; the file of before says nothing new of it.
  printf 'source_no,received_at\n1,2026-10-09 08:40\n' | take --update --reason 通话录音
  [ "$(svc-complaint list -H -c received_at,respond_due,provisional,undated)" = \
    '2026-10-09 08:40:00,2026-10-09 10:40:00,,' ]
  [ -z "$(lines)" ]
  expect 0 take -v <r.csv
  says '1 unchanged'
  # Or 06:00 makes 08:00, late.
  printf 'source_no,received_at\n1,2026-10-09 06:00\n' | take --update --reason 通话录音
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,final ]
  expect 0 svc-admin verify
}

@test "a time that the office did not give is asked for, and the line waits" {
  printf '%s\n' source_no,received_at,level,responded_at '1,2026-10-09,2,2026-10-09 09:10' | take
  printf 'source_no,received_at\n1,2026-10-09 08:40\n' >time.csv
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'agent' WHERE login = '$(id -un)'"
  take --update <time.csv
  [ "$(svc-complaint list -H -c received_at,undated)" = '2026-10-09 00:00:00,received_at' ]
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,proposed ]
  svc-complaint due -H -c no,clock | grep -qx C2026-000001,asked
}

@test "a time of day that the office gives to an answer decides it, what others give waits" {
  local role no
  for role in office admin clerk agent; do
    act_as "$role"
    printf '%s\n' source_no,received_at,level,responded_at "$role,2026-10-09 08:40,2,2026-10-09" | take
    printf '%s\n' source_no,responded_at "$role,2026-10-09 09:10" | take --update --reason 通话录音
    no=$(svc-complaint list -H -c no --source_no "$role")
    if [ "$role" = office ]; then [ -z "$(lines)" ]; else lines | grep -qx "$no,complaint-respond,-1.00,proposed"; fi
  done
  [ "$(lines | wc -l)" -eq 3 ]
}

# Of 10-08 the latest limit is 10-09 01:59:59, of 10-09 the earliest 02:00.
@test "late at both ends of the day is late, in time at both is in time" {
  printf '%s\n' source_no,received_at,level,responded_at '1,2026-10-08,2,2026-10-09 02:00' \
    '2,2026-10-09,2,2026-10-09 01:30' | take
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,final ]
  [ "$(svc-complaint list -H -c provisional,undated)" = $',received_at\n,received_at' ]
}

@test "what is open is due at the earliest moment, and late for good after the latest" {
  export SVC_NOW='2026-10-09 15:00'
  printf 'source_no,received_at,level\n1,2026-10-09,2\n' | take
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,proposed ]
  [ "$(svc-complaint due -H -c clock,due_at | head -n 1)" = 'respond,2026-10-09 02:00:00' ]
  export SVC_NOW='2026-10-10 09:00'
  svc-complaint respond C2026-000001
  [ "$(lines)" = C2026-000001,complaint-respond,-1.00,final ]
}

# Level 3 is answered in 24 h and closed in 5 working days: by 10-15.
@test "done on the last day of a limit in days is in time, and in hours it waits for the time" {
  export SVC_NOW='2026-10-20 09:00'
  printf '%s\n' source_no,received_at,responded_at,closed_at,solution \
    '1,2026-10-09 09:32,2026-10-09 10:00,2026-10-15,x' '2,2026-10-09 09:32,2026-10-09 10:00,2026-10-16,x' \
    '3,2026-10-09 09:32,,2026-10-09,x' '4,2026-10-09 09:32,,2026-10-10,x' '5,2026-10-09 09:32,,2026-10-11,x' | take
  [ "$(lines)" = 'C2026-000002,complaint-close,-2.00,final
C2026-000004,complaint-respond,-1.00,proposed
C2026-000005,complaint-respond,-1.00,final' ]
  [ "$(svc-complaint list -H --no C2026-000001 -c closed_at,close_due,undated)" = \
    '2026-10-15 23:59:59,2026-10-15 23:59:59,closed_at' ]
  expect 0 svc-admin check
}

@test "a date of today lies not in the future, and of the day of receipt not before it" {
  printf 'source_no,received_at,closed_at,solution\n1,2026-10-12 08:32,2026-10-12,x\n' | take
  [ "$(svc-complaint list -H -c closed_at,state)" = '2026-10-12 23:59:59,closed' ]
  printf 'source_no,received_at,responded_at,closed_at,solution\n2,2026-10-09,2026-10-09,2026-10-09 08:00,x\n' | take
  printf 'source_no,received_at,closed_at,solution\n3,2026-10-09 08:32,2026-10-08,x\n' >before.csv
  expect 65 take <before.csv
  says 'lies before the complaint was received'
  printf 'source_no,received_at,closed_at,solution\n4,2026-10-09 08:32,2026-10-13,x\n' >after.csv
  expect 65 take <after.csv
  says 'lies in the future'
}

@test "as a deadline a date without a time is the end of its day" {
  no=$(complaint external_due=2026-10-12)
  [ "$(svc-complaint list --no "$no" -H -c external_due,close_due,undated)" = \
    '2026-10-12 23:59:59,2026-10-12 23:59:59,external_due' ]
  svc-callback add --business repair --planned_at '2026-10-10 09:00' --window_to 2026-10-12 >/dev/null
  [ "$(svc-callback list -H -c window_to,undated)" = '2026-10-12 23:59:59,window_to' ]
}

# A visit was agreed for a day, or for 10:00 of it.
@test "orders: a day agreed with the customer lasts until its end" {
  printf '%s\n' source_no,accepted_at,business,dept,appointed_at,arrived_at \
    '1,2026-10-08 09:00,repair,02,2026-10-10,2026-10-10' '2,2026-10-08 09:00,repair,02,2026-10-10,2026-10-11' \
    '3,2026-10-08 09:00,repair,02,2026-10-10 10:00,2026-10-10' | svc-order import --set source=d -
  [ "$(svc-order list -H -c arrive_due,provisional,undated)" = \
    '2026-10-10 23:59:59,,appointed_at;arrived_at
2026-10-10 23:59:59,,appointed_at;arrived_at
2026-10-10 10:00:00,arrive,arrived_at' ]
  # Lines of orders wait for signatures anyway; the reason tells whose outcome is open.
  [ "$(svc-order score -m 2026-10 -H -c record,reason)" = \
    'O2026-000002,"arrive due 2026-10-10 23:59:59, done 2026-10-11 23:59:59"
O2026-000003,"arrive due 2026-10-10 10:00:00, done 2026-10-10 23:59:59, provisional: no calendar for that year, or no time of day"' ]
  expect 0 svc-admin check
}

@test "call-backs: a call on the day its window ends waits for its time, on the day after it is late" {
  printf '%s\n' source_no,business,dept,planned_at,window_to,called_at \
    '1,repair,02,2026-10-08 09:00,2026-10-09 10:00,2026-10-09' '2,repair,02,2026-10-08 09:00,2026-10-09 10:00,2026-10-10' \
    '3,repair,02,2026-10-08 09:00,2026-10-09,2026-10-09' | svc-callback import --set source=q -
  [ "$(svc-callback score -m 2026-10 -H -c record,clause,status)" = 'B2026-000001,callback-missed,proposed
B2026-000002,callback-missed,final' ]
  # A closed complaint is called back by the second working day, of whatever hour.
  complaint dept=02 phone=13812345678 received_at='2026-10-08 09:00' responded_at='2026-10-08 10:00' \
    closed_at='2026-10-08 11:00' solution=x >/dev/null
  printf 'source_no,business,register,record,planned_at,called_at\n4,complaint,complaint,C2026-000001,2026-10-08 12:00,%s\n' \
    2026-10-10 | svc-callback import --set source=q -
  [ "$(svc-complaint list -H -c callback_due)" = '2026-10-10 17:30:00' ]
  [ "$(svc-callback score -m 2026-10 -H | grep -c complaint-callback)" -eq 0 ]
}

@test "the mark goes to another store and comes back, and is refused where it names no time" {
  printf 'source_no,received_at,closed_at,solution\n1,2026-10-09,2026-10-10,x\n' | take
  svc-complaint list -c source,source_no,received_at,channel,category,content,closed_at,solution,undated >all.csv
  expect 0 svc-complaint import -v all.csv
  says '1 unchanged'
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" store/other.db
  SVC_DB=$PWD/store/other.db svc-complaint import all.csv
  [ "$(SVC_DB=$PWD/store/other.db svc-complaint list -H -c undated)" = 'received_at;closed_at' ]
  sed -i 's/received_at;closed_at/received_at;content/' all.csv
  expect 65 svc-complaint import --update all.csv
  says 'column "undated": names what is no time of the record'
}

@test "a reopened complaint forgets the dates of the round that ended" {
  printf 'source_no,received_at,closed_at,solution\n1,2026-10-09,2026-10-10,x\n' | take
  svc-complaint reopen --reason 不满意 C2026-000001
  [ "$(svc-complaint list -H -c undated,closed_at)" = received_at, ]
  svc-complaint close --solution x C2026-000001
  [ "$(svc-complaint list -H -c undated,closed_at)" = 'received_at,2026-10-12 09:00:00' ]
  expect 0 svc-admin check
}

@test "a step has its moment: --at wants the time of day" {
  no=$(complaint dept=02)
  expect 2 svc-complaint respond --at 2026-10-10 "$no"
  says 'option --at: a date without a time of day'
  [ "$(svc-complaint list --no "$no" -H -c no,responded_at)" = "$no," ]
}
