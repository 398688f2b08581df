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
  says 'column 4 of the header has an unknown name'
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
  role() { sqlite3 "$SVC_DB" "UPDATE person SET roles = '$1' WHERE login = '$(id -un)'"; }
  role agent
  expect 77 svc-complaint import steps --reason 迁移 steps.csv
  says 'steps.csv:7: C2026-000001: determine needs one of the roles office'
  role cron
  expect 77 svc-complaint import steps steps.csv
  says 'needs one of the roles'
  expect 0 svc-complaint import steps --reason 迁移 steps.csv
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
