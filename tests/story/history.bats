#!/usr/bin/env bats
# People move and heads change: every fact is judged by the organisation of its own day.
load common

setup_file() { make_company; }
setup() { fresh_store; }

# One person's department as the rules see it on some days.
stood() { # PERSON DAY...
  local person=$1 day
  shift
  for day; do
    sqlite3 "$SVC_DB" "SELECT dept FROM person_span WHERE person = '$person' AND from_day <= '$day' AND until_day > '$day'"
  done | paste -sd' '
}

@test "a person who moves today stood elsewhere yesterday, and show tells it" {
  expect 0 svc-admin set persons 1203 --dept 03 --reason 调动
  [ "$(stood 1203 2009-01-01 2026-10-11 2026-10-12 2030-01-01)" = '02 02 03 03' ]
  expect 0 svc-admin show persons 1203 -H
  [[ $output == *'until 2026-10-12: name 李大勇, dept 02, post 维修工, roles staff'* ]]
  expect 0 svc-admin show persons 1203 -H --words zh
  [[ $output == *'至 2026-10-12 前：姓名 李大勇，部门 02，岗位 维修工，角色'* ]]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "a file brings moves from a day on" {
  printf '%s\n' person,dept 1203,03 1202,04 >moves.csv
  expect 0 svc-admin import persons --update --from 2026-10-05 --reason 人事令 moves.csv
  [ "$(stood 1203 2026-10-04 2026-10-05)" = '02 03' ]
  [ "$(stood 1202 2026-10-04 2026-10-05)" = '02 04' ]
  expect 0 svc-admin verify
}

@test "an earlier move that becomes known leaves the later one as it is" {
  svc-admin set persons 1203 --dept 04 --from 2026-10-10 --reason 调动
  expect 0 svc-admin set persons 1203 --dept 03 --from 2026-10-05 --reason 补录
  says 'the dept counts until 2026-10-10, from when another one is known'
  [ "$(stood 1203 2026-10-04 2026-10-05 2026-10-09 2026-10-10)" = '02 03 03 04' ]
  [ "$(svc-admin list persons --person 1203 -H -c dept)" = 04 ]
  # the move of the 10th was the 8th in truth
  expect 0 svc-admin set persons 1203 --dept 04 --from 2026-10-08 --reason 更正
  [ "$(stood 1203 2026-10-07 2026-10-08 2026-10-10)" = '03 04 04' ]
  expect 0 svc-admin verify
}

@test "what is decided for a day to come counts from that day, and a list tells today" {
  expect 0 svc-admin set depts 02 --head 1203 --from 2026-11-01 --reason 任免
  [ "$(svc-admin list depts --dept 02 -H -c head)" = 1201 ]
  [ "$(SVC_NOW='2026-11-01 08:00' svc-admin list depts --dept 02 -H -c head)" = 1203 ]
  expect 0 svc-admin role 1203 --roles 'staff;clerk' --from 2026-12-01 --reason 值班
  [ "$(SVC_NOW='2026-11-30 08:00' svc-admin list persons --person 1203 -H -c roles)" = staff ]
  [ "$(SVC_NOW='2026-12-01 08:00' svc-admin list persons --person 1203 -H -c roles)" = 'staff;clerk' ]
}

@test "history prints who was what and when, as rows" {
  svc-admin set persons 1203 --dept 03 --from 2026-10-05 --reason 调动
  svc-admin set depts 02 --head 1202 --from 2026-11-01 --reason 任免
  [ "$(svc-admin history persons -H -c person,from_day,until_day,dept | grep ^1203)" = \
    $'1203,,2026-10-05,02\n1203,2026-10-05,,03' ]
  [ "$(svc-admin history depts -H -c dept,from_day,until_day,head | grep ^02)" = \
    $'02,,2026-11-01,1201\n02,2026-11-01,,1202' ]
  expect 2 svc-admin history wages
  says 'wages have no history'
}

@test "back and forth on one day leaves no trace in the past" {
  svc-admin set persons 1203 --dept 03 --reason 错
  svc-admin set persons 1203 --dept 02 --reason 更正
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM person_past')" = 0 ]
  expect 0 svc-admin verify
}

@test "a day that is over is the office's to name, with a reason, and roles never count before tomorrow" {
  printf '%s\n' person,dept 1203,03 >moves.csv
  expect 2 svc-admin import persons --update --from 2026-10-05 moves.csv
  says 'needs a reason'
  expect 2 svc-admin role 1203 --roles clerk --from 2026-10-12 --reason x
  says 'roles count from tomorrow on at the earliest'
  expect 2 svc-admin set persons 1203 --dept 03 --from '2026-10-05 09:00' --reason x
  says 'a day, such as'
  svc-admin role "$(id -un)" --roles admin --reason x
  export SVC_NOW='2026-10-13 09:00'
  expect 77 svc-admin set persons 1203 --dept 03 --from 2026-10-12 --reason x
  says 'the office alone changes what held on a day that is over'
  expect 0 svc-admin set persons 1203 --dept 03 --reason x
}

# -- who pays --------------------------------------------------------------------------------

legs() { sqlite3 "$SVC_DB" "SELECT subject, dept, person FROM reward_leg WHERE no = '$1' ORDER BY leg"; }

@test "a head changed on the 5th does not pay for the 2nd, and pays for the 6th" {
  svc-admin set depts 02 --head 1202 --from 2026-10-05 --reason 任免
  svc-reward propose -H --clause reward-3.2.3-1 --person 1203 --at '2026-10-02 10:00' --facts x --evidence a --late-reason 补报
  svc-reward propose -H --clause reward-3.2.3-1 --person 1203 --at '2026-10-06 10:00' --facts y --evidence b --late-reason 补报
  [[ $(legs R2026-000001) == *'head|02|1201'* ]]
  [[ $(legs R2026-000002) == *'head|02|1202'* ]]
}

@test "a person moved on the 8th is charged on the 7th where he stood, and a share where its taker did" {
  svc-admin set persons 1203 --dept 03 --from 2026-10-08 --reason 调动
  svc-reward propose -H --clause reward-3.2.2-2 --person 1203 --at '2026-10-07 10:00' --facts x --evidence a --late-reason 补报
  svc-reward propose -H --clause reward-3.2.2-2 --person 1203 --at '2026-10-08 10:00' --facts y --evidence b --late-reason 补报
  [[ $(legs R2026-000001) == 'person|02|1203'* ]]
  [[ $(legs R2026-000002) == 'person|03|1203'* ]]
}

@test "a sheet has everybody where the month's last day found him" {
  svc-admin set persons 1203 --dept 03 --from 2026-10-01 --reason 调动
  svc-report sheet -m 2026-09 --by person --dept 02 -H -c subject | grep -qx 1203
  svc-report sheet -m 2026-10 --by person --dept 03 -H -c subject | grep -qx 1203
  expect 0 svc-report sheet -m 2026-10 --by person --dept 02 -H -c subject
  [[ $output != *1203* ]]
}

# -- names -----------------------------------------------------------------------------------

@test "a department's old name is taken on the days it bore it, and asked by for ever" {
  svc-admin set depts 02 --name 抢修中心 --from 2026-10-10 --reason 更名
  printf '%s\n' source,source_no,received_at,channel,category,content,dept \
    x,1,'2026-10-09 09:00',hotline,repair,报修,维修抢险部 \
    x,2,'2026-10-11 09:00',hotline,repair,报修,抢修中心 >in.csv
  expect 0 svc-complaint import in.csv
  [ "$(svc-complaint list -H -c dept | sort -u)" = 02 ]
  [ "$(svc-complaint list --dept 维修抢险部 -H -c source_no)" = $'1\n2' ]
  [ "$(svc-report ledger complaint -m 2026-10 -H -c source_no,dept_name)" = $'1,维修抢险部\n2,抢修中心' ]
  printf '%s\n' source,source_no,received_at,channel,category,content,dept \
    x,3,'2026-10-11 09:00',hotline,repair,报修,维修抢险部 >late.csv
  expect 65 svc-complaint import late.csv
  says '02 was called so until 2026-10-10'
}

# -- work ------------------------------------------------------------------------------------

@test "who has left takes no work, and who is of another department only for a reason" {
  svc-admin set persons 1203 --left_on 2026-10-10 --reason 离职
  complaint dept=02 >/dev/null
  expect 4 svc-complaint assign C2026-000001 --dept 02 --person 1203 --reason x
  says '"1203" left on 2026-10-10 and takes no work'
  expect 4 svc-complaint assign C2026-000001 --dept 02 --person 1302
  says '"1302" was of the department 03 on 2026-10-12, not of 02'
  says 'add --reason TEXT'
  expect 0 svc-complaint assign C2026-000001 --dept 02 --person 1302 --reason 支援
  expect 2 svc-inspect plan --level company --kind routine --method on_site --scope 02 --inspectors '1601;1203' --planned_at 2026-10-12 --scheme FA-01
  says '1203 left on 2026-10-10 and takes no work'
}

# 1203 left on the 10th. What he had taken until then he had; what comes after it he cannot have.
@test "nor does it come to him by registering it, by a file or by a correction" {
  svc-admin set persons 1203 --left_on 2026-10-10 --reason 离职
  expect 2 svc-complaint add --received_at '2026-10-11 09:00' --channel web --category repair --content x --dept 02 --person 1203
  says 'left on 2026-10-10 and takes no work'
  expect 2 svc-order add --business repair --dept 02 --person 1203 --accepted_at '2026-10-11 08:00'
  says 'left on 2026-10-10 and takes no work'
  expect 65 svc-complaint import <<<$'source,source_no,received_at,channel,category,content,dept,person\ncrm,1,2026-10-11 09:00,web,repair,x,02,1203'
  says 'column "person": left on 2026-10-10 and takes no work'
  expect 65 svc-order import <<<$'source,source_no,business,dept,person,accepted_at\nd,1,repair,02,1203,2026-10-11 09:00'
  says 'column "person": left on 2026-10-10 and takes no work'
  expect 0 svc-complaint import <<<$'source,source_no,received_at,channel,category,content,dept,person\ncrm,2,2026-10-09 09:00,web,repair,x,02,1203'
  expect 0 svc-order import <<<$'source,source_no,business,dept,person,accepted_at\nd,2,repair,02,1203,2026-10-09 09:00\nd,3,repair,02,1202,2026-10-11 09:00'
  expect 65 svc-order import --update <<<$'source,source_no,person\nd,3,1203'
  says 'left on 2026-10-10 and takes no work'
  expect 4 svc-order set --person 1203 --reason x O2026-000002
  says '"1203" left on 2026-10-10 and takes no work'
  # who is of another department is handed work by a reason; a file tells what another system did
  expect 2 svc-complaint add --received_at '2026-10-11 09:00' --channel web --category repair --content x --dept 02 --person 1302
  says 'was of the department 03 on 2026-10-11, not of 02; if it is meant all the same, add --reason TEXT'
  expect 0 svc-complaint add --received_at '2026-10-11 09:00' --channel web --category repair --content x --dept 02 --person 1302 --reason 支援
  expect 0 svc-order import <<<$'source,source_no,business,dept,person,accepted_at\nd,4,repair,02,1302,2026-10-11 09:00'
}
