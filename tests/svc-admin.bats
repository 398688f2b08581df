# svc-admin: the store, its departments and persons.

load common

setup_file() { make_company; }
setup() { fresh_store; }

@test "init makes a private store and registers its caller" {
  export SVC_DB=$BATS_TEST_TMPDIR/new/deep/svc.db
  expect 0 svc-admin init
  [ "$(stat -c %a "$SVC_DB")" = 600 ]
  [ "$(stat -c %a "$BATS_TEST_TMPDIR/new/deep")" = 700 ]
  [ "$(ls "$BATS_TEST_TMPDIR/new/deep")" = "svc.db" ]
  expect 0 svc-admin whoami -H -c login,roles,mode
  [ "$output" = "$(id -un),admin;office;clerk,local" ]
}

@test "init never touches a store that is there" {
  before=$(sha256sum "$SVC_DB")
  expect 78 svc-admin init
  says 'there is a store at'
  [ "$before" = "$(sha256sum "$SVC_DB")" ]
}

@test "no store, no answer: the message says what to do" {
  SVC_DB=$BATS_TEST_TMPDIR/store/none.db expect 78 svc-complaint list
  says 'run svc-admin init'
}

@test "an unknown login is not let in" {
  sqlite3 "$SVC_DB" "UPDATE person SET login = 'somebody' WHERE login = '$(id -un)'"
  expect 77 svc-complaint list
  says 'is no person of this store'
}

@test "a role that is missing is told, and nothing is done" {
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'agent' WHERE login = '$(id -un)'"
  expect 77 svc-admin add persons --person 1 --name 甲 --dept 01 --roles agent
  says 'needs one of the roles admin;office'
  expect 77 svc-complaint list --pii full --reason 看看
}

@test "departments and persons are listed, added, and keep their history" {
  [ "$(svc-admin list depts -H -c dept | tr '\n' ' ')" = '01 02 03 04 05 06 ' ]
  [ "$(svc-admin list persons --dept 02 --sort joined -H -c person | head -n 1)" = 1201 ]
  expect 0 svc-admin add depts --dept 07 --name 物资供应部 -H
  [ "$output" = 07 ]
  [ "$(svc-admin list depts --dept 07 -H -c kind)" = business ]
  svc-admin log depts 07 -H -c verb | grep -qx add
  expect 0 svc-admin show persons 1203
}

@test "a command with several registers wants one named" {
  expect 2 svc-admin list
  says 'name one of: depts persons'
  expect 2 svc-admin list deps
}

@test "persons must name a known department and known roles" {
  printf 'person,name,dept,roles\n2001,甲,99,agent\n2002,乙,01,king\n2003,丙,01,agent;clerk\n' >p.csv
  expect 65 svc-admin import persons p.csv
  says 'p.csv:2: record 1, column "dept": is not registered'
  says 'p.csv:3: record 2, column "roles": an unknown word'
  [ -z "$(svc-admin list persons --person 2003 -H)" ]
}

@test "check and verify find nothing in a sound store" {
  expect 0 svc-admin check -H
  [ -z "$output" ]
  expect 0 svc-admin verify -H
  [ -z "$output" ]
}

@test "check tells which persons a department names in vain" {
  svc-admin add depts --dept 07 --name 物资供应部 --head 7001
  expect 1 svc-admin check -H
  [ "$output" = 'references,"department 07 names head ""7001"", who is not registered"' ]
}

@test "verify finds a row edited behind the tools' back" {
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'gm' WHERE person = '1203'"
  expect 1 svc-admin verify -H
  [[ $output == *person* ]]
}

@test "check finds a deadline that was tampered with" {
  no=$(complaint dept=02)
  sqlite3 "$SVC_DB" "UPDATE complaint SET close_due = '2026-12-31 17:30:00'"
  expect 1 svc-admin check -H
  [[ $output == *"$no: close_due is 2026-12-31 17:30:00, should be"* ]]
}

@test "columns is the import template" {
  expect 0 svc-admin columns persons -H -c column,import
  [ "${lines[0]}" = person,required ]
}
