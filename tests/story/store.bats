# The store file as a user meets it: what is opened, what is refused, and what to do then.

load common

setup_file() { make_company; }
setup() { fresh_store; }

# refuses WORDS TOOL [REGISTER]: a list is refused with 78, and these words are said.
refuses() {
  expect 78 "$2" list "${@:3}" || return
  says "$1" && [ -z "$output" ]
}

# Every tool refuses the store, reading and writing.
refused() {
  each_register refuses "$1"
  expect 78 svc-admin add depts --dept 07 --name 物资供应部
  says "$1"
}

@test "a store that others may read" {
  chmod 640 "$SVC_DB"
  refused "run chmod 600 $SVC_DB"
  chmod 600 "$SVC_DB"
  expect 0 svc-complaint list
}

@test "a directory that others may write" {
  chmod 770 store
  refused "run chmod go-w"
  chmod 1777 store
  refused "keep the store in a directory of your own"
  chmod 755 store
  expect 0 svc-complaint list
}

@test "another user's store, another user's directory" {
  [ "$(id -u)" = 0 ] || skip 'only root can give a file away'
  chown nobody "$SVC_DB"
  refused "run this as the store's owner"
  chown root "$SVC_DB"
  chown nobody store
  refused 'belongs to another user'
  chown root store
}

@test "a symbolic link, a second name" {
  mv "$SVC_DB" store/real.db
  ln -s real.db "$SVC_DB"
  refused "name the store's file itself"
  rm "$SVC_DB"
  ln store/real.db "$SVC_DB"
  refused 'remove the other name'
  rm store/real.db
  expect 0 svc-complaint list
}

@test "a directory, a FIFO, a URI, no path" {
  SVC_DB=$PWD/store refused "name the store's file"
  mkfifo -m 600 store/fifo
  SVC_DB=$PWD/store/fifo refused "name the store's file"
  SVC_DB="file:$SVC_DB" refused 'give the path of the file'
  SVC_DB=store/ refused 'give the path of the store'
}

@test "a file that is no store of ours, an empty one, a missing one" {
  yes no,received_at | head -n 1000 >store/text.db
  sqlite3 store/other.db 'CREATE TABLE meta (name, value)'
  : >store/empty.db
  chmod 600 store/*.db
  SVC_DB=$PWD/store/text.db refused 'is not a store of svc'
  SVC_DB=$PWD/store/other.db refused 'is not a store of svc'
  SVC_DB=$PWD/store/empty.db refused 'remove it and run svc-admin init'
  SVC_DB=$PWD/store/none.db refused 'run svc-admin init first'
}

@test "a newer store is refused by every tool, also for reading and for an upgrade" {
  sqlite3 "$SVC_DB" "UPDATE meta SET value = '9999' WHERE name = 'schema'"
  refused 'install that version'
  expect 78 svc-admin upgrade
  says 'was made by a newer svc (schema 9999'
}

@test "a store of another schema is refused by every tool, and no upgrade leads out of it" {
  sqlite3 "$SVC_DB" "UPDATE meta SET value = lower(hex(zeroblob(32))) WHERE name = 'schema_digest'"
  refused 'was made by a development version of svc'
  says 'import them into a new store'
  expect 78 svc-admin upgrade
  says 'was made by a development version of svc'
  # as one whose schema was numbered from its first step on
  sqlite3 "$SVC_DB" "DELETE FROM meta WHERE name = 'schema_digest'" \
    "UPDATE meta SET value = '24' WHERE name = 'schema'"
  refused 'was made by a development version of svc'
}

@test "a host's store wants a directory of its own" {
  sqlite3 "$SVC_DB" "UPDATE meta SET value = 'host' WHERE name = 'mode'"
  chmod 755 store
  refused 'run chmod 700'
  chmod 700 store
  expect 0 svc-complaint list
}

@test "a file system whose locks are unknown is taken only when told so, and that is kept" {
  expect 0 env SVC_DB="$PWD/trusting/svc.db" svc-admin init --trust-filesystem
  [ "$(sqlite3 trusting/svc.db "SELECT value FROM meta WHERE name = 'trust_filesystem'")" = 1 ]
  [ -z "$(sqlite3 "$SVC_DB" "SELECT value FROM meta WHERE name = 'trust_filesystem'")" ]
  SVC_DB=$PWD/trusting/svc.db expect 0 svc-admin whoami
}

@test "a writer that was killed leaves nothing behind" {
  before=$(svc-admin list depts -H | wc -l)
  sqlite3 "$SVC_DB" "BEGIN IMMEDIATE" "DELETE FROM event" ".exit 1" 2>/dev/null || true
  expect 0 svc-admin check -H
  [ "$(svc-admin list depts -H | wc -l)" -eq "$before" ]
  [ ! -e "$SVC_DB-journal" ]
}

@test "a writer waits for another one and says so; readers do not" {
  exec 9<>"$SVC_DB.lock"
  flock 9
  svc-admin add depts --dept 07 --name 物资供应部 2>told 9<&- &
  until grep -q 'waiting for another writer' told; do :; done
  [ -z "$(svc-admin list depts --dept 07 -H 9<&-)" ]
  exec 9<&-
  wait $!
  [ -n "$(svc-admin list depts --dept 07 -H)" ]
}

@test "readers need no lock and leave no files" {
  flock "$SVC_DB.lock" svc-complaint list
  rm -f "$SVC_DB.lock"
  svc-complaint list
  [ "$(ls store)" = svc.db ]
}

@test "whatever the umask, the lock of a store is its owner's alone" {
  rm -f "$SVC_DB.lock"
  (umask 777 && svc-admin add depts --dept 97 --name 甲部 -H)
  [ "$(stat -c %a "$SVC_DB.lock")" = 600 ]
  chmod 666 "$SVC_DB.lock"
  expect 0 svc-admin add depts --dept 98 --name 乙部 -H
  [ "$(stat -c %a "$SVC_DB.lock")" = 600 ]
}
