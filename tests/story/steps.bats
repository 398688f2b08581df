# What another system did with records, step by step, is taken over by the verbs themselves.
# shellcheck disable=SC2154 # expect leaves it

load common

setup_file() { make_company; }
setup() {
  fresh_store
  export SVC_NOW='2026-10-26 09:00'
}

# A complaint of Friday 9 October 09:00, level 3, as a desk's log has it: to be closed within five
# working days, by Thursday the 15th (Saturday the 10th is worked). It was parked for its customer from
# the 10th to the 19th and closed on the 20th.
parked() {
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,customer,level\ncrm,1,2026-10-09 09:00,hotline,repair,热水器,U1,3'
  cat >steps.csv <<'CSV'
source,source_no,verb,at,dept,person,reason,solution,valid,responsible,clause
crm,1,close,2026-10-20 10:00,,,,更换电磁阀,,,
crm,1,assign,2026-10-09 09:30,02,1203,,,,,
crm,1,respond,2026-10-09 10:00,,,,,,,
crm,1,hold,2026-10-10 09:00,,,客户外出,,,,
crm,1,resume,2026-10-19 09:00,,,客户回家,,,,
crm,1,determine,2026-10-21 10:00,,1203,,,yes,yes,reward-3.2.3-1
CSV
}

@test "a ticket that was parked has the points it deserves" {
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,customer,level,dept,assigned_at,responded_at,closed_at,solution\ncrm,0,2026-10-09 09:00,hotline,billing,x,U0,3,02,2026-10-09 09:30,2026-10-09 10:00,2026-10-20 10:00,x'
  parked
  expect 0 svc-complaint import steps -v --reason 迁移 steps.csv
  says 'steps.csv: read 6: 6 taken, 0 unchanged'
  [ "$(svc-complaint list --source_no 1 -H -c state,dept,person,closed_at,close_due,responsible_person,clause)" = \
    'closed,02,1203,2026-10-20 10:00:00,2026-10-23 17:30:00,1203,reward-3.2.3-1' ]
  # of the two only the one whose file could not say that it was parked was late
  [ "$(svc-complaint score -m 2026-10 -H -c clause,record | grep -v reward)" = complaint-close,C2026-000001 ]
  # as many steps stand in the history, each with its reason
  [ "$(svc-complaint log C2026-000002 -H -c verb | uniq | tr '\n' ' ')" = 'import assign respond hold resume close determine ' ]
  [ "$(svc-complaint log C2026-000002 -H -c verb,reason | grep resume | tail -n 1)" = 'resume,客户回家; late: 迁移' ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "which steps were brought cannot be rewritten behind the tools' back" {
  parked
  svc-complaint import steps --reason 迁移 steps.csv
  cp -p "$SVC_DB" before.db
  for sql in "DELETE FROM step_brought WHERE verb = 'close'" "UPDATE step_brought SET at = '2026-10-08 09:00:00'" \
    "INSERT INTO step_brought VALUES ('complaint', 'C2026-000001', 'respond', '2026-10-12 09:00:00', 'x')"; do
    cp -p before.db "$SVC_DB"
    sqlite3 "$SVC_DB" "$sql"
    expect 1 svc-admin verify -H -c finding
    [ "$output" = '"table ""step_brought"" was changed outside the tools"' ]
  done
  # what was brought before is no reason for an event
  cp -p before.db "$SVC_DB"
  before=$(svc-admin head -H)
  expect 0 svc-complaint import steps --reason 迁移 steps.csv
  [ "$before" = "$(svc-admin head -H)" ]
  # and the next file goes on from there
  expect 0 svc-complaint import steps --reason 迁移 <<<$'source,source_no,verb,at,reason\ncrm,1,reopen,2026-10-22 09:00,复发'
  expect 0 svc-admin verify -H
}

# As before, never parked: extended on the 14th by two working days, when the limit still ran, its limit
# is Monday the 19th 17:30 (the weekend does not count). What was extended on the 16th was late then, too.
@test "an extension of the file is judged at its own moment, before the limit or after it" {
  parked
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,level,dept\ncrm,2,2026-10-09 09:00,hotline,repair,x,3,02'
  extended() {
    printf 'source,source_no,verb,at,reason,clock,length,approver,told\ncrm,%s,用户外出,close,2wd,1201,%s\n' "$1" "$2" >e.csv
  }
  extended '1,extend,2026-10-14 10:00' '2026-10-14 09:50'
  expect 0 svc-complaint import steps --reason 迁移 e.csv
  [ "$(svc-complaint list --source_no 1 -H -c close_due)" = '2026-10-19 17:30:00' ]
  extended '2,extend,2026-10-16 10:00' '2026-10-16 09:50'
  expect 4 svc-complaint import steps --reason 迁移 e.csv
  says 'cannot extend, the limit was 2026-10-15 17:30:00'
  # the desk itself cannot date an extension back before a limit that is over
  expect 4 svc-complaint extend --at '2026-10-14 10:00' --late-reason x --length 2wd --approver 1201 \
    --told '2026-10-14 09:50' --reason y C2026-000002
  says 'cannot extend, the limit was 2026-10-15 17:30:00'
}

@test "old steps want a reason, and the message says the option that the file's import has" {
  parked
  expect 4 svc-complaint import steps steps.csv
  says 'add --reason TEXT'
  case $stderr in *'--late-reason'*) false ;; esac
}

# Answered by the 10th 09:00 it was in time, says the file of the 26th. What a handler says so late waits
# for the office; the first coming of another system's record does not, a second file of its steps does.
@test "steps that come late wait for the office, unless they come with their record" {
  parked
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,level,dept\ncrm,2,2026-10-09 09:00,hotline,repair,x,3,02\ncrm,3,2026-10-09 09:00,hotline,repair,x,3,02'
  file() { printf 'source,source_no,verb,at,dept\ncrm,%s\n' "$1" | svc-complaint import steps --reason 迁移; }
  file '2,assign,2026-10-09 09:30,02'
  file '2,respond,2026-10-09 10:00,'
  file '3,respond,2026-10-09 10:00,'
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status,record | grep respond | sort | tr '\n' ' ')" = \
    'complaint-respond,final,C2026-000001 complaint-respond,proposed,C2026-000002 ' ]
}

@test "the same steps again change nothing, other values are a conflict" {
  parked
  svc-complaint import steps --reason 迁移 steps.csv
  svc-complaint list -H >before
  expect 0 svc-complaint import steps -v --reason 迁移 - <steps.csv
  says 'standard input: read 6: 0 taken, 6 unchanged'
  sed -i 's/更换电磁阀/更换灶具/' steps.csv
  expect 65 svc-complaint import steps --reason 迁移 steps.csv
  says 'steps.csv:2: C2026-000001: close at 2026-10-20 10:00:00 was brought with other values'
  diff before <(svc-complaint list -H)
  # what came since is taken
  sed -i -e 's/更换灶具/更换电磁阀/' -e '$a crm,1,reopen,2026-10-22 09:00,,,又坏了,,,,' steps.csv
  expect 0 svc-complaint import steps -v --reason 迁移 steps.csv
  says 'read 7: 1 taken, 6 unchanged'
  [ "$(svc-complaint list -H -c state,round)" = responded,2 ] || [ "$(svc-complaint list -H -c state,round)" = assigned,2 ]
}

@test "a step that its verb refuses is told with its line, and nothing is applied" {
  parked
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content\ncrm,2,2026-10-09 09:00,hotline,repair,x\ncrm,3,2026-10-09 09:00,hotline,repair,x'
  cat >bad.csv <<'CSV'
source,source_no,verb,at,dept,solution,reason
crm,1,close,2026-10-09 12:00,,,
crm,1,assign,2026-10-09 13:00,02,,
crm,2,respond,2026-10-09 08:00,,,
crm,3,respond,2026-10-09 10:00,,,
crm,3,assign,2026-10-09 09:30,02,,
CSV
  expect 4 svc-complaint import steps --reason 迁移 bad.csv
  says 'bad.csv:2: C2026-000001: cannot close, no solution is recorded'
  says 'bad.csv:4: C2026-000002: cannot respond before the step before it'
  [[ $stderr != *bad.csv:3* && $stderr != *bad.csv:5* ]]
  says 'nothing was applied'
  [ "$(svc-complaint list -H -c state | sort -u)" = open ]
  bad() { printf '%s\n' "$@" >b.csv; expect "$code" svc-complaint import steps --reason x b.csv; }
  code=65
  bad verb,at,no 'dance,2026-10-09 10:00,C2026-000001'
  says 'b.csv:2: column "verb": "dance" takes no step'
  bad verb,at,no,clause 'respond,2026-10-09 10:00,C2026-000001,reward-3.2.3-1'
  says 'b.csv:2: column "clause": respond takes none'
  bad verb,at,no 'assign,2026-10-09 10:00,C2026-000001'
  says 'b.csv:2: assign needs a dept'
  bad verb,at,no 'respond,2026-10-32,C2026-000001'
  says 'b.csv:2: column "at"'
  bad verb,at,no,colour 'respond,2026-10-09 10:00,C2026-000001,red'
  says 'unknown columns: "colour"'
  bad verb,no 'respond,C2026-000001'
  says 'steps have columns at'
  code=5
  bad verb,at,no 'respond,2026-10-09 10:00,C2026-000099'
  says 'b.csv:2: C2026-000099: no such complaint'
  code=4
  bad verb,at,no 'respond,2026-10-27 10:00,C2026-000001'
  says 'lies in the future'
  expect 2 svc-complaint import steps --update bad.csv
  expect 0 svc-admin verify
}

@test "who may not take a step brings it only as cron or clerk, with a reason" {
  parked
  local role
  act_as agent
  expect 77 svc-complaint import steps --reason 迁移 steps.csv
  says 'steps.csv:7: C2026-000001: determine needs one of the roles office'
  [[ $stderr != *'give the file a reason'* ]]
  cp "$SVC_DB" before.db
  sed -n '1p; /determine/p' steps.csv >determined.csv
  for role in cron clerk; do
    cp before.db "$SVC_DB"
    act_as "$role"
    expect 77 env SVC_NOW='2026-10-21 11:00' svc-complaint import steps determined.csv
    says 'needs one of the roles'
    says 'or give the file a reason'
    expect 0 svc-complaint import steps --reason 迁移 steps.csv
  done
}

@test "the columns of steps are the options of the verbs, with Chinese headings too" {
  expect 0 svc-complaint columns steps -H -c column,label
  for column in no,编号 source_no,来源编号 verb,操作 at,时间 solution,解决方案 approver,批准人 late-reason,补录原因; do
    grep -qx "$column" <<<"$output"
  done
  parked
  cat >zh.csv <<'CSV'
来源系统,来源编号,操作,时间,部门
crm,1,assign,2026-10-09 09:30,维修抢险部
CSV
  expect 0 svc-complaint import steps --reason 迁移 zh.csv
  [ "$(svc-complaint list -H -c dept,assigned_at)" = '02,2026-10-09 09:30:00' ]
}

# An indoor repair of the 9th 09:00: on site within four hours. 02 had it until 14:00.
@test "an order's steps, handed on to another department on the way" {
  svc-order import <<<$'source,source_no,business,dept,person,customer,customer_kind,accepted_at\ngis,1,repair,02,1203,U1,home,2026-10-09 09:00\ngis,2,repair,02,1203,U1,home,2026-10-09 09:00'
  cat >steps.csv <<'CSV'
source,source_no,verb,at,dept,person,result
gis,1,finish,2026-10-09 16:00,,,done
gis,1,dispatch,2026-10-09 09:10,,,
gis,1,accept,2026-10-09 09:20,,,
gis,1,assign,2026-10-09 14:00,05,1502,
gis,1,arrive,2026-10-09 15:00,,,
gis,2,arrive,2026-10-09 12:00,,,
gis,2,finish,2026-10-09 12:00,,,no_access
CSV
  expect 0 svc-order import steps -v --reason 迁移 steps.csv
  says 'read 7: 7 taken'
  [ "$(svc-order list -H -c source_no,state,dept,person,dispatched_at,arrived_at,finished_at,result)" = \
    '1,finished,05,1502,2026-10-09 09:10:00,2026-10-09 15:00:00,2026-10-09 16:00:00,done
2,no_access,02,1203,,2026-10-09 12:00:00,2026-10-09 12:00:00,no_access' ]
  [ "$(svc-order score -m 2026-10 -H -c record,dept,person | sort -u | tr '\n' ' ')" = 'O2026-000001,02, O2026-000001,02,1203 ' ]
  expect 0 svc-order import steps -v --reason 迁移 steps.csv
  says '7 unchanged'
  expect 4 svc-order arrive O2026-000001
  says 'it is finished'
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "an order's steps are verbs of their own" {
  no=$(svc-order add -H --business repair --dept 02 --accepted_at '2026-10-26 08:00')
  svc-order dispatch "$no" --at '2026-10-26 08:10'
  expect 4 svc-order dispatch "$no"
  says 'has its dispatched_at already, 2026-10-26 08:10:00'
  expect 4 svc-order arrive "$no" --at '2026-10-26 08:05'
  says 'cannot arrive before the step before it'
  svc-order arrive "$no" --at '2026-10-26 08:30'
  svc-order assign "$no" --dept 02 --person 1203
  svc-order cancel "$no"
  [ "$(svc-order list -H -c state,person,result)" = cancelled,1203,cancelled ]
  expect 4 svc-order finish "$no"
  expect 0 svc-admin check
}

@test "a call centre's attempts are taken by the rules of calling" {
  svc-callback import <<<$'source,source_no,business,planned_at,customer\nacd,1,other,2026-10-09 09:00,U1\nacd,2,other,2026-10-09 09:00,U2'
  cat >attempts.csv <<'CSV'
source,source_no,at,disposition,caller
acd,1,2026-10-10 10:00,reached,1102
acd,1,2026-10-09 10:00,no_answer,1102
acd,1,2026-10-09 15:00,busy,1102
CSV
  expect 0 svc-callback import attempts -v --reason 迁移 attempts.csv
  says 'read 3: 3 taken'
  [ "$(svc-callback list --source_no 1 -H -c state,attempts,called_at,caller)" = 'reached,3,2026-10-10 10:00:00,1102' ]
  echo 'acd,2,2026-10-10 13:00,reached,1102' >>attempts.csv
  expect 4 svc-callback import attempts --reason 迁移 attempts.csv
  says 'attempts.csv:5: B2026-000002: nobody is called at that hour'
  # answers come the same way, each with its own
  printf '%s\n' verb,source,source_no,at,overall,comment 'answer,acd,1,2026-10-10 10:05,9,好' >answers.csv
  expect 0 svc-callback import steps --reason 迁移 answers.csv
  [ "$(svc-callback list --source_no 1 -H -c overall,comment)" = 9,好 ]
  expect 0 svc-admin verify
}

# -- a flat file that says when it was on hold ------------------------------------------------------

# Two complaints as in `parked`, both closed on Tuesday the 20th. On hold from Saturday the 10th 09:00 (a
# worked one) to Monday the 19th 09:00 the second lost 390 + 5 × 420 + 30 = 2520 working minutes, six days of
# 420: five working days become eleven, from the 10th to Friday the 23rd. The first was due on the 15th.
@test "a flat file says when its tickets were parked, and they have the points of the time that ran" {
  flat=source,source_no,received_at,channel,category,content,level,dept,assigned_at,responded_at,closed_at,solution
  {
    echo "$flat,挂起时段"
    echo 'crm,1,2026-10-09 09:00,hotline,repair,x,3,02,2026-10-09 09:30,2026-10-09 10:00,2026-10-20 10:00,x,'
    echo 'crm,2,2026-10-09 09:00,hotline,repair,x,3,02,2026-10-09 09:30,2026-10-09 10:00,2026-10-20 10:00,x,2026/10/10 9:00/2026/10/19 9:00'
  } >flat.csv
  expect 0 svc-complaint import --reason 迁移 flat.csv
  [ "$(svc-complaint list -H -c source_no,close_due,held,held_since | sort)" = '1,2026-10-15 17:30:00,,
2,2026-10-23 17:30:00,2026-10-10 09:00:00/2026-10-19 09:00:00,' ]
  [ "$(svc-complaint score -m 2026-10 -H -c clause,points,status,record)" = complaint-close,-2.00,final,C2026-000001 ]
  svc-complaint explain C2026-000002 -H -c clock,step,note | grep -qx 'close,moved,"held 2520 min, a day has 420 min: moved by 6 days"'
  # each period has its events, under the file's reason
  [ "$(svc-complaint log C2026-000002 -H -c verb,reason,change | grep -c 'import,迁移.*from_at')" = 2 ]
  expect 0 svc-complaint import -v --reason 迁移 flat.csv
  says 'read 2: 0 added, 0 updated, 2 unchanged'
  # what is listed is what is taken in, here and elsewhere
  svc-complaint list -c "no,$flat,held" >again.csv
  expect 0 svc-complaint import -v again.csv
  says 'read 2: 0 added, 0 updated, 2 unchanged'
  before=$(svc-complaint list -H -c no,close_due,held,state)
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" store/other.db
  export SVC_DB=$PWD/store/other.db
  expect 0 svc-complaint import again.csv
  [ "$(svc-complaint list -H -c no,close_due,held,state)" = "$before" ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

# 210 + 210 min on the 12th and 13th are a day: five working days from the 9th end on the 16th.
@test "verbs and files say the same of holds: what a file brings goes on where the verbs were" {
  new() { svc-complaint add -H --source crm --source_no "$1" --received_at '2026-10-09 09:00' --channel hotline --category repair --content x --level 3 --dept 02; }
  export SVC_NOW='2026-10-12 08:00'
  no=$(new 1)
  at() { SVC_NOW="2026-10-$1" svc-complaint "$2" --reason 等待 "$no"; }
  file() { printf 'source,source_no,received_at,channel,category,content,held\ncrm,1,2026-10-09 09:00,hotline,repair,x,%s\n' "$1" >file.csv; }
  held() { svc-complaint list --no "$no" -H -c held,held_since,close_due; }
  at '12 08:30' hold
  [ "$(held)" = '2026-10-12 08:30:00/,2026-10-12 08:30:00,' ]
  at '12 12:00' resume
  at '13 14:00' hold
  export SVC_NOW='2026-10-14 10:00'
  two='2026-10-12 08:30:00/2026-10-12 12:00:00;2026-10-13 14:00:00/'
  [ "$(held)" = "$two,2026-10-13 14:00:00," ]
  file "$two"
  expect 0 svc-complaint import -v file.csv
  says '1 unchanged'
  file "${two}2026-10-13 17:30"
  expect 65 svc-complaint import file.csv
  says 'column "held": differs from the stored record'
  expect 0 svc-complaint import --update file.csv
  [ "$(held)" = "${two}2026-10-13 17:30:00,,2026-10-16 17:30:00" ]
  file "${two}2026-10-13 17:30;2026-10-14 09:00/"
  expect 0 svc-complaint import --update file.csv
  [ "$(held)" = "${two}2026-10-13 17:30:00;2026-10-14 09:00:00/,2026-10-14 09:00:00," ]
  expect 4 svc-complaint hold --reason x "$no"
  says 'is on hold since 2026-10-14 09:00:00'
  at '14 09:30' resume
  [ "$(held)" = "${two}2026-10-13 17:30:00;2026-10-14 09:00:00/2026-10-14 09:30:00,,2026-10-16 17:30:00" ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

# Held from the 12th 08:30 to the 13th 08:30 it lost 420 min, a day: due on the 16th in place of the 15th.
@test "no file takes a hold back that moved a deadline; the office does, with a reason, and it stays known" {
  printf 'source,source_no,received_at,channel,category,content,level,dept,held\ncrm,1,2026-10-09 09:00,hotline,repair,x,3,02,2026-10-12 08:30/2026-10-13 08:30\n' >file.csv
  export SVC_NOW='2026-10-14 10:00'
  svc-complaint import file.csv
  held() { svc-complaint list -H -c held,close_due; }
  first='2026-10-12 08:30:00/2026-10-13 08:30:00'
  [ "$(held)" = "$first,2026-10-16 17:30:00" ]
  for other in '' '2026-10-12 08:30/2026-10-12 09:00' '2026-10-09 10:00/2026-10-09 11:00;2026-10-12 08:30/2026-10-13 08:30' '2026-10-12 08:30/'; do
    printf 'source,source_no,received_at,channel,category,content,held\ncrm,1,2026-10-09 09:00,hotline,repair,x,%s\n' "$other" >other.csv
    expect 65 svc-complaint import other.csv
    says 'column "held": differs from the stored record; --update would change it'
    expect 0 svc-complaint import --update other.csv
    [ "$(held)" = "$first,2026-10-16 17:30:00" ]
  done
  [ "$(svc-complaint due -H -c no,clock)" = $'C2026-000001,respond\nC2026-000001,asked\nC2026-000001,close' ]
  printf 'source,source_no,held\ncrm,1,2026-10-12 08:30/2026-10-12 09:00\n' >other.csv
  expect 0 svc-complaint import --update --reason 录入有误 other.csv
  [ "$(held)" = '2026-10-12 08:30:00/2026-10-12 09:00:00,2026-10-15 17:30:00' ]
  svc-complaint log C2026-000001 -H -c reason,change | grep '录入有误' | grep -q '2026-10-13 08:30:00'
  printf 'source,source_no,held\ncrm,1,\n' >other.csv
  expect 0 svc-complaint import --update --reason 录入有误 other.csv
  [ "$(held)" = ',2026-10-15 17:30:00' ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM hold UNION ALL SELECT COUNT(*) FROM hold_end' | tr '\n' ' ')" = '0 0 ' ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

# Not closed by the 15th 17:30 it was late. A file of the 26th says that it was on hold until the 23rd.
@test "a hold that a file brings after the deadline waits for the office" {
  printf 'source,source_no,received_at,channel,category,content,level,dept,responded_at\ncrm,1,2026-10-09 09:00,hotline,repair,x,3,02,2026-10-09 09:30\n' | svc-complaint import
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status)" = complaint-close,final ]
  printf 'source,source_no,held\ncrm,1,2026-10-10 09:00/2026-10-23 09:00\n' | svc-complaint import --update
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status)" = complaint-close,proposed ]
  svc-complaint confirm --reason 有录音 C2026-000001
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status)" = complaint-close,reversed ]
  expect 0 svc-admin check
}

# Ten working days from Monday the 12th end on Monday the 26th 17:30. Held until then it lost eleven whole
# working days: five become sixteen, from the 10th (a worked Saturday) to Friday the 30th.
@test "a file that brings a hold longer than the policy lets it names who allowed it" {
  export SVC_NOW='2026-10-28 09:00'
  file() { printf 'no,received_at,channel,category,content,level,dept,person,held\nC2026-000001,2026-10-09 09:00,hotline,repair,x,3,02,1203,2026-10-12 08:30/2026-10-26 17:30%s\n' "$1" >long.csv; }
  file ''
  expect 0 svc-complaint import --dry-run long.csv
  sed -i 's/17:30$/17:31/' long.csv
  expect 65 svc-complaint import long.csv
  says "long.csv:2: record 1, column \"held\": was on hold longer than until 2026-10-26 17:30:00, which the policy's hold_longest allows"
  file :01/1203
  expect 65 svc-complaint import long.csv
  says 'column "held": holds none of the roles dept_head;deputy_gm;office;gm on that day'
  file :01/nobody
  expect 65 svc-complaint import long.csv
  file :01/1201
  expect 0 svc-complaint import long.csv
  [ "$(svc-complaint list holds -H -c until_at,longest,approver)" = '2026-10-26 17:30:01,2026-10-26 17:30:00,1201' ]
  [ "$(svc-complaint list -H -c held,close_due)" = '2026-10-12 08:30:00/2026-10-26 17:30:01/1201,2026-10-30 17:30:00' ]
  svc-complaint list -c no,held >again.csv
  expect 0 svc-complaint import -v --update again.csv
  says '1 unchanged'
  # that nobody allowed it any more is not the file's to say
  sed -i 's,/1201,,' again.csv
  expect 0 svc-complaint import --update again.csv
  [ "$(svc-complaint list holds -H -c approver)" = 1201 ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "what is no hold of the complaint is refused with its line" {
  bad() { # HELD REASON [COLUMN VALUE]
    printf 'no,received_at,channel,category,content,held%s\n,2026-10-09 09:00,hotline,repair,x,%s%s\n' "${3:+,$3}" "$1" "${4:+,$4}" |
      sed '2s/^/C2026-000001/' >bad.csv
    expect 65 svc-complaint import bad.csv
    says "bad.csv:2: record 1, column \"${5:-held}\": $2"
    says 'nothing was applied'
  }
  bad yesterday 'not a period; write 2026-10-09 10:00/2026-10-10 09:00'
  bad '2026-10-09 10:00' 'not a period'
  bad '2026-10-09 10:00/tomorrow' 'not a '
  bad '2026-10-10/2026-10-11' 'needs times of day'
  bad '2026-10-10 10:00/2026-10-11' 'needs times of day'
  bad '2026-10-10 10:00/2026-10-10 09:59' 'a period ends before it begins'
  bad '2026-10-10 10:00/2026-10-12 09:00;2026-10-11 10:00/' 'a period begins before the one before it ends'
  bad '2026-10-12 10:00/2026-10-12 11:00;2026-10-10 10:00/2026-10-10 11:00' 'a period begins before the one before it ends'
  bad '2026-10-10 10:00/;2026-10-12 10:00/2026-10-12 11:00' 'only the last period may be without its end'
  bad '2026-10-09 08:59/2026-10-10 09:00' 'a period begins before the complaint was received'
  bad '2026-10-26 08:00/2026-10-26 09:01' 'a period lies in the future'
  bad '2026-10-26 09:01/' 'a period lies in the future'
  bad '2026-10-10 10:00/2026-10-13 09:00' 'a period lies after the end of the complaint' closed_at '2026-10-12 09:00'
  bad '2026-10-10 10:00/' 'the complaint is on hold; resume it first' closed_at '2026-10-12 09:00' closed_at
  [ "$(svc-complaint list -H -c no | wc -l)" = 0 ]
  # one bad one leaves nothing of itself behind, and the others land
  printf 'source,source_no,received_at,channel,category,content,held\ncrm,1,2026-10-09 09:00,hotline,repair,x,2026-10-10 10:00/2026-10-11 10:00\ncrm,2,2026-10-09 09:00,hotline,repair,x,2026-10-10 10:00/2026-10-27 10:00\ncrm,3,2026-10-09 09:00,hotline,repair,x,2026-10-10 10:00/\n' >some.csv
  expect 3 svc-complaint import --keep-good --rejects rejects.csv some.csv
  [ "$(svc-complaint list -H -c source_no,held_since | sort)" = $'1,\n3,2026-10-10 10:00:00' ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM hold UNION ALL SELECT COUNT(*) FROM hold_end' | tr '\n' ' ')" = '2 1 ' ]
  expect 0 svc-complaint add --received_at '2026-10-09 09:00' --channel hotline --category repair --content x --held '2026-10-10 10:00/'
  expect 2 svc-complaint add --received_at '2026-10-09 09:00' --channel hotline --category repair --content x --held never
  expect 0 svc-admin verify
}

@test "columns of what is no register are not those of the first" {
  for tool in svc-complaint svc-order svc-callback; do
    expect 0 "$tool" columns steps
    expect 2 "$tool" columns stps
    says '"stps" has no columns here'
  done
}

@test "steps are read as offices write them: in a workbook, with a title, Chinese headings and verbs, sums below" {
  load workbook
  parked
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' 投诉办理过程 '' '' '' '' '' '' '' '' '' \
    序号 来源系统 工单编号 环节 操作时间 承办单位 处理人 原因 '解决方案 ' 是否有责 \
    =1 crm ' 1 ' 办结 2026.10.20\ 10:00 '' '' '' 更换电磁阀 '' \
    =2 crm 1 派单 '2026年10月9日 9时30分' 维修抢险部 李大勇 '' '' '' \
    =3 crm 1　 响应 2026-10-09T10:00:00 '' '' '' '' '' =4 crm 1 挂起 '2026/10/10 9:00' '' '' 客户外出 '' '' \
    =5 crm 1 恢复 2026-10-19\ 09:00:00.0 '' '' 客户回家 '' '' '' '' '' '' '' '' '' '' '' '' \
    合计 '' =5 '' '' '' '' '' '' '' '制表人：何佳' '' '' '' '' '' '' '' '' '' | workbook steps.xlsx A1:J1
  expect 0 svc-complaint import steps -v --reason 迁移 steps.xlsx
  says 'read 5: 5 taken, 0 unchanged'
  [ "$(svc-complaint list --source_no 1 -H -c state,dept,person,closed_at,responded_at)" = \
    'closed,02,1203,2026-10-20 10:00:00,2026-10-09 10:00:00' ]
  [ "$(svc-complaint log C2026-000001 -H -c verb,reason | grep resume | tail -n 1)" = 'resume,客户回家; late: 迁移' ]
  expect 0 svc-complaint import steps -v --reason 迁移 steps.xlsx
  says 'read 5: 0 taken, 5 unchanged'
  # All headings that nobody knows are told at once, the near ones with what they may be.
  printf '%s\n' 编号,操作,solutin,天气,reson 'C2026-000001,重开,2026-10-22 09:00,晴,x' >b.csv
  expect 65 svc-complaint import steps b.csv
  says 'unknown columns: "solutin" (near it: solution), "天气", "reson" (near it: reason); nothing was read further'
  printf '%s\n' 编号,操作,时间,原因, '合计,重开,2026-10-22 09:00,x,' 'C2026-000001,重开,2026-10-22 09:00,x,多余' >b.csv
  expect 65 svc-complaint import steps --reason 迁移 b.csv
  says 'b.csv:2: 合计: no such complaint'
  says 'b.csv:3: cell 5 stands below no heading'
}
