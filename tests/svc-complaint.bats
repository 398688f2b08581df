# svc-complaint: what happens to a complaint, and what is refused.

load common

setup_file() { make_company; }
setup() { fresh_store; }

state() { svc-complaint list --no "$1" -H -c state; }

@test "a complaint goes from open to closed" {
  no=$(complaint dept=01)
  [ "$no" = C2026-000001 ]
  [ "$(state "$no")" = open ]
  expect 0 svc-complaint assign --dept 02 --person 1203 --at '2026-10-09 09:30' "$no"
  [ "$(state "$no")" = assigned ]
  expect 0 svc-complaint respond --at '2026-10-09 10:00' "$no"
  [ "$(state "$no")" = responded ]
  expect 0 svc-complaint propose --solution 更换电磁阀 --at '2026-10-09 15:00' "$no"
  [ "$(state "$no")" = proposed ]
  expect 0 svc-complaint close --cause R01 --at '2026-10-10 11:00' "$no"
  [ "$(svc-complaint list --no "$no" -H -c state,dept,person,closed_at,callback_due,cause)" = \
    'closed,02,1203,2026-10-10 11:00:00,2026-10-13 17:30:00,R01' ]
}

@test "every step is an event with who, when and what changed" {
  no=$(complaint)
  svc-complaint assign --dept 02 --reason 划转 "$no"
  expect 0 svc-complaint log "$no" -H -c verb,reason,change
  [ "${lines[1]}" = 'assign,划转,"{""dept"":[null,""02""],""state"":[""open"",""assigned""],""assigned_at"":[null,""2026-10-12 09:00:00""]}"' ]
  expect 0 svc-admin verify
}

@test "silent on success when nobody watches" {
  no=$(complaint)
  expect 0 svc-complaint assign --dept 02 "$no"
  [ -z "$output" ] && [ -z "$stderr" ]
}

@test "-v says what changed" {
  no=$(complaint)
  expect 0 svc-complaint respond -v "$no"
  says "$no: {"
}

@test "a level 1 complaint cannot be closed without its contingency plan" {
  no=$(complaint level=1 dept=02)
  expect 4 svc-complaint close --solution 处理 "$no"
  says 'level 1 needs its contingency plan'
  says 'nothing was applied'
  [ "$(state "$no")" = open ]
  expect 0 svc-complaint close --solution 处理 --plan YJ-07 "$no"
}

@test "a complaint cannot be closed without a solution" {
  no=$(complaint)
  expect 4 svc-complaint close "$no"
  says 'no solution is recorded'
}

@test "a wrong state is told with who brought it there and when" {
  no=$(complaint)
  svc-complaint close --solution 处理 "$no"
  expect 4 svc-complaint respond "$no"
  says "$no: cannot respond, it is closed (close by $(id -un) at 2026-10-12 09:00:00)"
}

@test "an unknown number is 5, and in a batch nothing is applied" {
  no=$(complaint)
  expect 5 svc-complaint respond "$no" C2026-999999
  says 'C2026-999999: no such complaint'
  says 'nothing was applied'
  [ "$(state "$no")" = open ]
}

@test "many numbers come from standard input, with or without a header" {
  a=$(complaint) b=$(complaint) c=$(complaint)
  svc-complaint list -c state,no | svc-complaint assign --dept 02 -
  [ "$(svc-complaint list --state assigned -H -c no | wc -l)" -eq 3 ]
  printf '%s\n' "$a" "$b" | svc-complaint respond -
  [ "$(state "$b")" = responded ] && [ "$(state "$c")" = assigned ]
}

@test "a list with no column no is refused" {
  run svc-complaint respond - <<<$'state,dept\nopen,01'
  [ "$status" -eq 65 ]
}

@test "no step lies in the future, before the complaint, or too far back without a reason" {
  no=$(complaint)
  expect 4 svc-complaint respond --at '2026-10-12 09:01' "$no"
  says 'lies in the future'
  expect 4 svc-complaint respond --at '2026-10-09 08:59' "$no"
  old=$(complaint received_at='2026-10-01 09:00')
  expect 4 svc-complaint respond --at '2026-10-02 09:00' "$old"
  says '--late-reason'
  expect 0 svc-complaint respond --at '2026-10-02 09:00' --late-reason 系统故障 "$old"
  [ "$(svc-complaint log "$old" -H -c reason | tail -n 1)" = 'late: 系统故障' ]
}

@test "the office determines level, validity and responsibility; both levels stay" {
  no=$(complaint level=3 dept=02)
  expect 0 svc-complaint determine --level 2 --valid yes --responsible yes --person 1203 \
    --clause reward-3.2.3-1 "$no"
  [ "$(svc-complaint list --no "$no" -H -c level_initial,level,valid,responsible,respond_due,clause)" = \
    '3,2,yes,yes,2026-10-09 11:00:00,reward-3.2.3-1' ]
}

@test "a clause must be in force, a department and a person must exist" {
  no=$(complaint)
  expect 4 svc-complaint determine --clause reward-9.9 "$no"
  says 'no clause "reward-9.9" is in force on 2026-10-09'
  expect 5 svc-complaint assign --dept 99 "$no"
  says 'no such department: "99"'
  expect 5 svc-complaint determine --person 9999 "$no"
  says 'no such person: "9999"'
}

@test "a dry run checks everything and changes nothing" {
  no=$(complaint)
  expect 0 svc-complaint assign --dept 02 --dry-run "$no"
  [ "$(state "$no")" = open ]
  expect 4 svc-complaint close --dry-run "$no"
}

@test "levels: named channels propose 1, the rest 3; a level given is kept as both" {
  [ "$(svc-complaint list --no "$(complaint channel=media)" -H -c level_initial,level)" = 1,1 ]
  [ "$(svc-complaint list --no "$(complaint)" -H -c level_initial,level)" = 3,3 ]
  [ "$(svc-complaint list --no "$(complaint level=2)" -H -c level_initial,level)" = 2,2 ]
}

@test "personal data is masked in every list, and shown whole for a reason that is recorded" {
  no=$(complaint caller=王建平 phone=13812345678 address=建设路18号3栋502)
  [ "$(svc-complaint list -H -c caller,phone,address)" = '王****,138****5678,建设路18号****' ]
  svc-complaint show "$no" | grep -q '138\*\*\*\*5678'
  [[ $(svc-complaint show "$no") != *13812345678* ]]
  expect 2 svc-complaint list --pii full
  says 'needs a reason'
  expect 0 svc-complaint list --pii full --reason 复核 -H -c caller,phone,address
  [ "$output" = '王建平,13812345678,建设路18号3栋502' ]
  [ "$(sqlite3 "$SVC_DB" "SELECT reason FROM event WHERE change = '{\"pii\":\"full\"}'")" = 复核 ]
  [[ $(sqlite3 "$SVC_DB" 'SELECT change FROM event') != *13812345678* ]]
}

@test "explain counts each day across the National Day holiday and its make-up Saturday" {
  no=$(complaint received_at='2026-09-30 15:00' level=3)
  expect 0 svc-complaint explain "$no"
  diff - <(echo "$output" | grep ',close,') <<TABLE
$no,close,limit,,,,"5wd from received: limits.csv complaint,close,3,,; basis assumed; policy 1"
$no,close,start,2026-09-30 15:00:00,Wed,,the first day is not counted
$no,close,skipped,2026-10-01,Thu,,国庆节
$no,close,skipped,2026-10-02,Fri,,国庆节
$no,close,skipped,2026-10-03,Sat,,国庆节
$no,close,skipped,2026-10-04,Sun,,国庆节
$no,close,skipped,2026-10-05,Mon,,国庆节
$no,close,skipped,2026-10-06,Tue,,国庆节
$no,close,skipped,2026-10-07,Wed,,国庆节
$no,close,counted,2026-10-08,Thu,1,
$no,close,counted,2026-10-09,Fri,2,
$no,close,counted,2026-10-10,Sat,3,make-up working day
$no,close,skipped,2026-10-11,Sun,,weekend
$no,close,counted,2026-10-12,Mon,4,
$no,close,counted,2026-10-13,Tue,5,
$no,close,due,2026-10-13 17:30:00,Tue,,close of business
$no,close,result,,,,open
TABLE
}

@test "a deadline in a year without calendar is provisional, and its missed line waits" {
  export SVC_NOW='2027-02-01 09:00'
  no=$(complaint received_at='2026-12-30 09:00' dept=02)
  [ "$(svc-complaint list --no "$no" -H -c provisional)" = close ]
  svc-complaint explain "$no" | grep -q 'provisional'
  [ "$(svc-complaint score -m 2027-01 -H -c clause,status)" = 'complaint-close,proposed' ]
}

@test "a missed limit is one line per clock, dated at the deadline, due by the policy" {
  no=$(complaint received_at='2026-09-07 11:00' level=2 dept=02)
  expect 0 svc-complaint score -m 2026-09 -H -c dept,item,clause,subject,points,status,record,occurred_at
  [ "${lines[0]}" = "02,complaint,complaint-close,dept,-2.00,final,$no,2026-09-10 17:30:00" ]
  [ "${lines[1]}" = "02,complaint,complaint-respond,dept,-1.00,final,$no,2026-09-07 13:00:00" ]
  [ "${#lines[@]}" -eq 2 ]
  [ -z "$(svc-complaint score -m 2026-10 -H)" ]
}

@test "a limit that is open and not yet past makes no line" {
  no=$(complaint received_at='2026-10-12 08:30' level=2 dept=02)
  [ -z "$(svc-complaint score -m 2026-10 -H)" ]
  [ -n "$(svc-complaint score -m 2026-10 -H --as-of '2026-10-12 10:30:01')" ]
}

@test "a later step satisfies an earlier clock whose own time is missing" {
  complaint received_at='2026-09-07 11:00' level=2 dept=02 closed_at='2026-09-07 12:00' solution=办结
  [ -z "$(svc-complaint score -m 2026-09 -H)" ]
}

@test "a missed limit belongs to the department that had the complaint at the deadline" {
  export SVC_NOW='2026-09-07 12:00'
  no=$(complaint received_at='2026-09-07 11:00' level=2 dept=01)
  export SVC_NOW='2026-09-08 09:00'
  svc-complaint assign --dept 02 "$no"
  export SVC_NOW='2026-10-12 09:00'
  [ "$(svc-complaint score -m 2026-09 -H -c clause,dept)" = $'complaint-respond,01\ncomplaint-close,02' ]
}

@test "a missed limit counts unless invalid or not responsible" {
  no=$(complaint received_at='2026-09-07 11:00' dept=02)
  [ -n "$(svc-complaint score -m 2026-09 -H)" ]
  svc-complaint determine --valid no "$no"
  [ -z "$(svc-complaint score -m 2026-09 -H)" ]
  svc-complaint determine --valid yes --responsible no "$no"
  [ -z "$(svc-complaint score -m 2026-09 -H)" ]
  svc-complaint determine --responsible yes "$no"
  [ -n "$(svc-complaint score -m 2026-09 -H)" ]
}

@test "a limit missed by a complaint with no department is told, not lost" {
  no=$(complaint received_at='2026-09-07 11:00')
  expect 0 svc-complaint score -m 2026-09 -H
  [ -z "$output" ]
  says "2 lines have no department to charge and are left out, such as $no"
}

@test "a clause gives a leg to person, head and department, waiting for signatures" {
  no=$(complaint received_at='2026-10-09 09:00' dept=02 person=1203 closed_at='2026-10-09 09:30' \
    solution=道歉 valid=yes responsible=yes clause=reward-3.2.3-1)
  expect 0 svc-complaint score -m 2026-10 -H -c dept,person,subject,points,amount,effect,status
  [ "${lines[0]}" = '02,,dept,-1.00,0.00,,proposed' ]
  [ "${lines[1]}" = '02,1201,head,0.00,-100.00,,proposed' ]
  [ "${lines[2]}" = '02,1203,person,0.00,-100.00,notice,proposed' ]
}

@test "clause lines need a complaint both valid and responsible" {
  complaint dept=02 person=1203 closed_at='2026-10-09 09:30' solution=道歉 valid=yes \
    clause=reward-3.2.3-1
  [ -z "$(svc-complaint score -m 2026-10 -H)" ]
}

@test "a head who is also the responsible person is charged once" {
  complaint dept=02 person=1201 closed_at='2026-10-09 09:30' solution=道歉 valid=yes \
    responsible=yes clause=reward-3.2.3-1
  [ "$(svc-complaint score -m 2026-10 -H -c person,subject)" = $',dept\n1201,person' ]
}

@test "show tells every value and the history" {
  no=$(complaint subject=热水器打不着火)
  svc-complaint respond --reason 回电 "$no"
  expect 0 svc-complaint show "$no" -H
  echo "$output" | grep -q "^$no,subject,主题,热水器打不着火$"
  echo "$output" | grep -q "^$no,event,历史,\"2026-10-12 09:00:00 respond by .*回电"
  expect 5 svc-complaint show C2026-000099
}

@test "add with values that cannot be is a usage error that names the option" {
  expect 2 complaint level=4
  says 'option --level: out of range, must be one of 1|2|3'
  expect 2 complaint channel=pigeon
  says 'option --channel: an unknown word'
  expect 2 complaint received_at=2026-02-30
  says 'option --received_at: no such day'
  expect 2 complaint received_at=45658
  says "a spreadsheet's serial number"
  expect 2 complaint phone=1.38E+10
  says 'a number that a spreadsheet rounded'
  expect 2 complaint received_at='2026-10-13 09:00'
  says 'lies in the future'
  expect 2 svc-complaint add --channel hotline
  says 'is required'
}

@test "adding the same source number twice changes nothing" {
  a=$(complaint source=crm source_no=77)
  b=$(complaint source=crm source_no=77)
  [ "$a" = "$b" ]
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 1 ]
}
