# The same commands on PostgreSQL.
# bats file_tags=slow

load common

setup_file() {
  PG=$(mktemp -d /tmp/svc-pg.XXXXXX)
  export PG PGHOST=$PG PGUSER=svc
  "$ROOT/tests/pg/cluster" there 2>"$PG/why" || return 0
  "$ROOT/tests/pg/cluster" start "$PG"
  make_database template
  SVC_DB=$(url template) svc-admin init
}

teardown_file() {
  [ ! -d "$PG/data" ] || "$ROOT/tests/pg/cluster" stop "$PG" || true
  rm -rf "$PG"
}

setup() {
  [ -d "$PG/data" ] || skip "$(<"$PG/why")"
  cd "$BATS_TEST_TMPDIR" || return 1
}

# make_database NAME [OPTION…], of none or of another one; url NAME
make_database() { createdb -E UTF8 --locale=C -T template0 "${@:2}" "$1"; }
url() { echo "postgresql://svc@/$1?host=$PG"; }
psql() { command psql -X -q -At -v ON_ERROR_STOP=1 -d "$@"; }

# A store of its own for the test: the same that init made.
fresh_database() {
  createdb -T template "$1"
  SVC_DB=$(url "$1")
  export SVC_DB
}

@test "the demo month gives the same bytes on both engines" {
  make_database month
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$PWD/file" >file.out
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$PWD/server" "$(url month)" >server.out
  cmp file.out server.out
  [ "$(cd file && find . -name '*.csv' | wc -l)" -gt 20 ]
  # The chain has random salts: its head, and what shows it, differ.
  local head of
  for of in file server; do
    head=$(sed -n 's/^head,#[0-9]* //p' $of/out/2026-09/manifest.csv)
    [ -n "$head" ]
    find $of -name '*.html' -exec sed -i "s/$head/HEAD/" {} +
    sed -i "s/$head/HEAD/" $of/out/2026-09/manifest.csv
    find $of \( -name SHA256SUMS -o -name '*.xlsx' -o -name 'svc.db*' \) -delete
  done
  diff -r file server
}

@test "a store is made whole or not at all" {
  make_database whole
  SVC_DB=$(url whole) expect 78 svc-admin init --policy /nowhere
  [ "$(psql whole -c "SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE 'svc%'")" = 0 ]
  SVC_DB=$(url whole) expect 0 svc-admin init
  SVC_DB=$(url whole) expect 78 svc-admin init
  says 'there is a store at'
  [ "$(psql whole -c "SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE 'svc%'")" = 1 ]
  expect 78 env SVC_DB="$(url postgres)" svc-admin list persons
  says 'run svc-admin init first'
}

@test "two companies have a schema each in one database" {
  make_database group
  local south north
  south="$(url group)&options=-csearch_path%3Dsouth" north="$(url group)&options=-c%20search_path%3Dnorth"
  SVC_DB=$south expect 0 svc-admin init
  SVC_DB=$north expect 0 svc-admin init
  SVC_DB=$south expect 0 svc-admin import depts "$DEMO/depts.csv"
  SVC_DB=$south expect 0 svc-admin list depts -H -c dept
  [ "${#lines[@]}" -gt 3 ]
  SVC_DB=$north expect 0 svc-admin list depts -H -c dept
  [ "${#lines[@]}" = 0 ]
  SVC_DB="$(url group)&options=-cwork_mem%3D1GB" expect 78 svc-admin head
  says 'more than where the tables stand'
}

@test "a database whose order is not that of bytes is refused" {
  createdb -E UTF8 --locale=C.UTF-8 -T template0 other
  SVC_DB=$(url other) expect 78 svc-admin init
  says 'the order of bytes'
  createdb -E LATIN1 --locale=C -T template0 latin
  SVC_DB=$(url latin) expect 78 svc-admin init
  says 'not in UTF-8'
}

@test "a server that is not there ends a command, and no message has the password" {
  local at
  for at in "postgresql://me:geheim@/x?host=$PWD" "postgres://me:ge%40heim@127.0.0.1:1/x" \
    "postgresql://me@127.0.0.1:1/x?password=geheim&connect_timeout=2" 'postgresql://me:geheim@:zzz/x' \
    "postgresql:///x?host=$PWD&pass%77ord=geheim" "postgresql:///x?host=$PWD&sslpassword=geheim"; do
    status=0
    stderr=$(SVC_DB=$at svc-admin list persons 2>&1) || status=$?
    [ "$status" = 69 ] || [ "$status" = 78 ]
    [[ $stderr == svc-admin:* ]]
    [[ $stderr != *heim* ]]
  done
  expect 69 env SVC_DB="postgresql:///x?host=$PWD" svc-admin list persons
  says 'not reachable'
}

@test "who am I tells the store without its password" {
  fresh_database whoami
  SVC_DB="postgresql://svc:geheim@/whoami?host=$PG" expect 0 svc-admin whoami
  [[ $output == *"postgresql://svc@/whoami"* ]]
  [[ $output != *geheim* ]]
}

@test "without the plug-in a command says what to install" {
  mkdir bin
  cp "$SVC_BUILD/bin/svc-admin" bin
  expect 69 env SVC_DB=postgresql:///x bin/svc-admin list persons
  says 'svc-postgres.so'
  says 'libpq'
}

@test "writers wait for one another, and are told so" {
  fresh_database queue
  svc-admin import depts "$DEMO/depts.csv"
  psql queue -c "BEGIN; SELECT 1 FROM svc.register_state WHERE tbl = 'event' FOR UPDATE; SELECT pg_sleep(2); COMMIT" >/dev/null &
  until [ "$(psql postgres -c "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(2)%' AND pid <> pg_backend_pid()")" = 1 ]; do :; done
  expect 0 svc-admin list depts
  [ -z "$stderr" ]
  expect 0 svc-admin set depts 02 --name 维修队 --reason 改名
  says 'waiting for another writer'
  wait
  expect 0 svc-admin verify
}

@test "many writers at once make one chain" {
  fresh_database storm
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  local i
  for i in 1 2 3 4 5 6 7 8; do
    complaint dept=02 >"out.$i" 2>&1 &
  done
  wait
  cat out.*
  [ "$(svc-complaint list -H -c no | wc -l)" = 8 ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "what is refused leaves nothing, and is told as on a file" {
  fresh_database refused
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  printf '%s\n' person,name,dept 9001,甲,99 9002,乙,02 >lost.csv
  printf '%s\n' source,source_no,received_at,channel,category,content,dept,closed_at \
    'a,1,2026-10-09 09:00,hotline,repair,报修,02,2026-10-08 09:00' 'a,2,2026-10-09 09:00,hotline,repair,报修,02,' \
    'a,3,2026-10-09 09:00,hotline,none,报修,02,' 'a,4,2026-10-09 09:00,hotline,repair,,02,' >complaints.csv
  local said
  refusals() {
    expect "$1" svc-admin import persons lost.csv
    said=$stderr
    expect "$1" svc-complaint import complaints.csv
    said+=$stderr
    expect 3 svc-complaint import --keep-good --rejects rejects.csv complaints.csv
    said+=$stderr$output$(<rejects.csv)
    rm rejects.csv
  }
  refusals 65
  local server=$said
  SVC_DB=$PWD/store/svc.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  refusals 65
  echo "$server"
  echo "$said"
  [ "$said" = "$server" ]
}

@test "what was changed behind the tools' back is found" {
  fresh_database behind
  svc-admin import depts "$DEMO/depts.csv"
  expect 0 svc-admin verify
  psql behind -c "UPDATE svc.dept SET name = 'x' WHERE dept = '02'"
  expect 1 svc-admin verify
  [[ $output == *'""dept"" was changed outside the tools'* ]]
  fresh_database shape
  psql shape -c 'ALTER TABLE svc.event DISABLE TRIGGER ALL; DROP INDEX svc.event_op'
  expect 1 svc-admin verify
  [[ $output == *'""event_op"" is missing'* ]]
  fresh_database trigger
  psql trigger -c "CREATE OR REPLACE FUNCTION svc.signature_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
  expect 1 svc-admin verify
  [[ $output == *'""signature_order"" is not as the schema has it'* ]]
}

@test "a SELECT of one's own reads what a person may see, and nothing of the server" {
  fresh_database asked
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 报修 --dept 02 \
    --caller 王芳 --phone 13800138000 >/dev/null
  svc-admin role "$(id -un)" --roles admin --reason 分工
  export SVC_NOW='2026-10-13 09:00'
  expect 0 svc-admin sql -H --reason 核对 'SELECT no, phone, caller FROM complaint; -- alle'
  [ "$output" = C2026-000001,, ]
  expect 0 svc-admin sql -H --reason 核对 'WITH c AS (SELECT phone FROM complaint) SELECT COUNT(phone) FROM c'
  [ "$output" = 0 ]
  expect 2 svc-admin sql --reason 核对 'SELECT * FROM pg_authid'
  expect 2 svc-admin sql --reason 核对 "SELECT pg_read_file('x')"
  expect 2 svc-admin sql --reason 核对 'DELETE FROM event'
  expect 2 svc-admin sql --reason 核对 "SELECT CAST(name AS BIGINT) FROM dept"
}

@test "a server that stops in the middle ends the command, and nothing was applied" {
  fresh_database stopped
  svc-admin import depts "$DEMO/depts.csv"
  before=$(svc-admin list persons)
  mkfifo line
  svc-admin import persons line 2>said &
  local job=$! fd
  exec {fd}>line
  head -n 3 "$DEMO/persons.csv" >&"$fd"
  until [ "$(psql postgres -c "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = 'stopped'")" -ge 1 ]; do :; done
  psql postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'stopped'" >/dev/null
  exec {fd}>&-
  status=0
  wait "$job" || status=$?
  [ "$status" = 69 ]
  [[ $(<said) == *'not reachable'* ]]
  [ "$(svc-admin list persons)" = "$before" ]
}

@test "a backup is a store of its own, in a file, that says the same" {
  fresh_database backed-up
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  expect 0 svc-admin backup copy.db
  local query server
  for query in 'svc-complaint list' 'svc-admin list persons' 'svc-report sheet -m 2026-09' 'svc-admin head' \
    'svc-complaint log C2026-000001'; do
    server=$($query)
    [ -n "$server" ]
    [ "$(SVC_DB=$PWD/copy.db $query)" = "$server" ]
  done
  export SVC_DB=$PWD/copy.db
  expect 0 svc-admin verify
  expect 0 svc-admin check
  complaint dept=02
  expect 0 svc-admin verify
}

@test "rules are rehearsed on a copy of a store on a server, which stays as it was" {
  fresh_database rehearsed
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-admin backup copy.db 2>/dev/null
  local before trial
  before=$(svc-admin head)
  trial=(svc-policy tune 'complaint,close,3' -m 2026-09 --from 1wd --to 5wd)
  expect 0 "${trial[@]}"
  [ "${#lines[@]}" = 6 ]
  [ "$(SVC_DB=$PWD/copy.db "${trial[@]}")" = "$output" ]
  [ "$(svc-admin head)" = "$before" ]
}

@test "what does not work on a server yet says so" {
  fresh_database not-yet
  expect 78 svc-admin restore copy.db
  says 'nothing was done'
}
