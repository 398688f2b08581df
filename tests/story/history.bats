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
