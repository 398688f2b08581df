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

@test "a company begins with its own rules, in force since ever" {
  cp -r "$SVC_BUILD/share/svc/policy" own
  sed -i 's/^complaint,close,3,,,5wd/complaint,close,3,,,7wd/' own/limits.csv
  export SVC_DB=$PWD/own.d/svc.db
  expect 0 svc-admin init --policy own
  [ "$(svc-policy in-force --on 2001-01-01 -H -c version,from)" = 1, ]
  [ -z "$(svc-policy diff 1 own -H)" ]
  rm -r own.d
  sed -i 's/^complaint,close,3,,,7wd/complaint,close,3,,,7weeks/' own/limits.csv
  expect 78 svc-admin init --policy own
  says 'own/limits.csv:'
  says 'the pack was not loaded'
  [ ! -e own.d/svc.db ]
  expect 78 svc-admin init --policy nowhere
  [ ! -e own.d/svc.db ]
}

@test "a host's store is not made just anywhere" {
  export SVC_DB=$BATS_TEST_TMPDIR/new/svc.db
  expect 2 svc-admin init --admin "$(id -un)"
  says 'is no place of a host'
  [ ! -e "$BATS_TEST_TMPDIR/new" ]
}

@test "a host's store takes no fixed time to write, and no other day to be somebody" {
  sqlite3 "$SVC_DB" "UPDATE meta SET value = 'host' WHERE name = 'mode'"
  expect 2 svc-admin add depts --dept 08 --name 后勤部
  says 'at no other time than now'
  expect 0 svc-admin list depts
  sqlite3 "$SVC_DB" "UPDATE person SET left_on = '$(date -d yesterday +%F)' WHERE login = '$(id -un)'"
  SVC_NOW=$(date -d '-3 days' +%F) expect 77 svc-admin list depts
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
  says 'p.csv:2: record 1, column "dept": "99": is not registered'
  says 'p.csv:3: record 2, column "roles": "king": an unknown word'
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

# -- roles ---------------------------------------------------------------------------------

@test "changed roles count from the next day on" {
  expect 0 svc-admin role 1203 --roles 'staff;clerk' --reason 兼岗
  expect 0 svc-admin list persons --person 1203 -H -c roles
  [ "$output" = staff ]
  [ -z "$(svc-admin list persons --person 1203 --roles clerk -H)" ]
  SVC_NOW='2026-10-13 00:00' expect 0 svc-admin list persons --person 1203 -H -c roles
  [ "$output" = 'staff;clerk' ]
  svc-admin log persons 1203 -H -c verb,reason,change | grep -qx 'role,兼岗,"{""roles"":\[""staff"",""staff;clerk""\]}"'
  expect 0 svc-admin verify -H
}

@test "nobody gets a role for today, not even from oneself" {
  me=$(id -un)
  expect 0 svc-admin role "$me" --roles 'admin;gm' --reason 试
  expect 0 svc-admin whoami -H -c roles,next_roles
  [ "$output" = 'admin;office;clerk,admin;gm' ]
  expect 0 svc-complaint list --pii full --reason 查看 -H
  SVC_NOW='2026-10-13 08:00' expect 0 svc-admin whoami -H -c roles,next_roles
  [ "$output" = 'admin;gm,' ]
  expect 0 svc-admin list persons --person "$me" -H -c roles
  [ "$output" = 'admin;office;clerk' ]
}

@test "of two changes on one day the last counts, and today stays as it was" {
  svc-admin role 1203 --roles clerk --reason 一
  svc-admin role 1203 --roles 'agent;clerk' --reason 二
  [ "$(svc-admin list persons --person 1203 -H -c roles)" = staff ]
  [ "$(SVC_NOW=2026-10-13 svc-admin list persons --person 1203 -H -c roles)" = 'agent;clerk' ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM person_past')" = 1 ]
  expect 0 svc-admin verify -H
}

@test "show and whoami tell the roles of today and the coming ones with their day" {
  me=$(id -un)
  svc-admin role "$me" 1203 --roles 'admin;clerk' --reason 兼岗
  [ "$(svc-admin show persons 1203 -H -c column,value | grep -E '^(roles|next)' | tr '\n' ' ')" = \
    'roles,staff next_roles,admin;clerk next_from,2026-10-13 ' ]
  svc-admin show persons 1203 -H -c value | grep -q ' role by '
  expect 0 svc-admin whoami -H -c roles,next_roles,next_from
  [ "$output" = 'admin;office;clerk,admin;clerk,2026-10-13' ]
  export SVC_NOW='2026-10-13 08:00'
  svc-admin role 1203 --roles gm --reason 升任
  [ "$(SVC_NOW='2026-10-12 10:00' svc-admin show persons 1203 -H -c column,value |
    grep -E '^(roles|next)' | tr '\n' ' ')" = 'roles,staff next_roles,admin;clerk next_from,2026-10-13 ' ]
  [ "$(svc-admin show persons 1203 -H -c column,value | grep -E '^(roles|next)' | tr '\n' ' ')" = \
    'roles,admin;clerk next_roles,gm next_from,2026-10-14 ' ]
  expect 0 svc-admin whoami -H -c roles,next_roles,next_from
  [ "$output" = 'admin;clerk,,' ]
  expect 0 svc-admin show depts 02 -H -c column
  expect 5 svc-admin show persons 9999
  expect 0 svc-admin log persons 1203 -H -c verb
}

@test "a role that is taken away is gone the next day" {
  svc-admin role "$(id -un)" --roles agent --reason 调岗
  expect 0 svc-admin add depts --dept 07 --name 物资供应部
  export SVC_NOW='2026-10-13 08:00'
  expect 77 svc-admin add depts --dept 08 --name 后勤部
  says 'holds agent'
}

@test "keys come from a list of persons, by the name of the key" {
  svc-admin list persons --person 1203,1202 -c name,person | svc-admin role - --roles clerk --reason 兼岗
  [ "$(svc-admin list persons --header zh --person 1203 -c 工号 | SVC_NOW=2026-10-13 svc-admin show persons - -H \
    -c column,value | grep ^roles)" = roles,clerk ]
  printf 'no,person\nC2026-000001,1203\n' | expect 0 svc-admin show persons -
}

@test "set corrects departments and persons, with a reason, but no key and no roles" {
  expect 0 svc-admin set depts 02 --head 1202 --leader 1002 --reason 调整
  [ "$(svc-admin list depts --dept 02 -H -c head,leader)" = 1202,1002 ]
  expect 0 svc-admin set persons 1203 1202 --dept 03 --title 高级技师 --reason 调动
  [ "$(svc-admin list persons --person 1202,1203 -H -c dept,title)" = $'03,高级技师\n03,高级技师' ]
  svc-admin log persons 1203 -H -c verb,reason | grep -qx set,调动
  expect 2 svc-admin set persons 1203 --title x
  says 'set needs a reason'
  expect 2 svc-admin set persons 1203 --roles gm --reason x
  says 'unknown option "--roles"'
  expect 2 svc-admin set persons 1203 --dept 99 --reason x
  says '1203: option --dept: is not registered'
  expect 5 svc-admin set depts 99 --name x --reason x
  expect 2 svc-admin set depts 02 --name '' --reason x
  expect 0 svc-admin import persons "$DEMO/persons.csv"
  expect 0 svc-admin verify
}

@test "what the store alone can judge is told in words" {
  expect 2 svc-admin add persons --person 56 --name 甲 --dept 01 --roles agent --login "$(id -un)"
  says 'refused by the store: another record has the same login'
  expect 2 svc-admin add persons --person 57 --name 乙 --dept 01 --roles agent --joined 2026-10-02 --left_on 2026-10-01
  says 'refused by the store: the last day lies before the first'
  expect 2 svc-admin add persons --person 58 --name 丙 --dept 01 --roles 'agent;clerk;agent'
  says 'option --roles: a word comes twice'
}

@test "role wants known roles, known persons, a reason" {
  expect 2 svc-admin role 1203 --roles king --reason x
  says 'must be one of agent|staff'
  expect 2 svc-admin role 1203 --roles agent
  says 'role needs a reason'
  expect 2 svc-admin role 1203 --reason x
  expect 5 svc-admin role 1203 9999 --roles agent --reason x
  says 'nothing was applied'
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM person_past')" = 0 ]
  expect 0 svc-admin role 1203 --roles staff --reason x
  says 'has these roles already'
}

@test "an import adds persons, but does not change their roles" {
  expect 65 svc-admin import persons --update - < <(printf 'person,roles\n1203,gm\n')
  says 'svc-admin role changes them'
  [ "$(svc-admin list persons --person 1203 -H -c roles)" = staff ]
}

# -- check ---------------------------------------------------------------------------------

@test "check looks where it is told to" {
  svc-admin add depts --dept 07 --name 物资供应部 --head 7001
  expect 0 svc-admin check store columns -H
  expect 1 svc-admin check references -H -c check
  [ "$output" = references ]
  expect 2 svc-admin check everything
  says 'one of store|columns|references'
  svc-admin check --help | grep -q 'store|columns|references|deadlines|audit|counters|states'
}

@test "check finds a counter behind a number in use" {
  no=$(complaint dept=02)
  expect 0 svc-admin check counters -H
  sqlite3 "$SVC_DB" "UPDATE counter SET last = 0"
  expect 1 svc-admin check counters -H
  [ "$output" = 'counters,"the counter of C2026 stands at 0, behind 1"' ]
  # Ahead, or of a year without a record: numbers are missing that nobody was given.
  sqlite3 "$SVC_DB" "UPDATE counter SET last = 4; INSERT INTO counter VALUES ('K', 2025, 2)"
  expect 1 svc-admin check counters -H -c finding
  [ "$output" = '"the counter of C2026 stands at 4, ahead of 1"
"the counter of K2025 stands at 2, ahead of 0"' ]
  [ "$no" = C2026-000001 ]
}

@test "check finds a state that the times do not bear out" {
  no=$(complaint dept=02)
  expect 0 svc-admin check states -H
  sqlite3 "$SVC_DB" "UPDATE complaint SET state = 'responded'"
  expect 1 svc-admin check states -H -c finding
  [ "$output" = "\"$no: is responded, but its times say open\"" ]
  sqlite3 "$SVC_DB" "UPDATE complaint SET state = 'open', assigned_at = '2026-01-01 00:00:00'"
  expect 1 svc-admin check states -H -c finding
  [ "$output" = "$no: its times are out of order" ]
}

# -- backup and restore --------------------------------------------------------------------

@test "check finds a row that names no event, another record's, or another table's" {
  complaint dept=02 >/dev/null
  expect 0 svc-admin check events -H
  name_event() { sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output "$1"; }
  last=$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')
  no=$(svc-complaint list -H -c no | tail -n 1)
  name_event "UPDATE complaint SET event = $last + 1 WHERE no = '$no'"
  expect 1 svc-admin check events -H
  [ "$output" = "events,\"table \"\"complaint\"\": $no names event $((last + 1)), which is none\"" ]
  name_event "UPDATE complaint SET event = 1 WHERE no = '$no'"
  expect 1 svc-admin check events -H
  [ "$output" = "events,\"table \"\"complaint\"\": $no names event 1, which is about something else\"" ]
  # the event of another complaint
  complaint dept=02 >/dev/null
  name_event "UPDATE complaint SET event = $last + 1 WHERE no = '$no'"
  expect 1 svc-admin check events -H
  name_event "UPDATE complaint SET event = $last WHERE no = '$no'"
  expect 0 svc-admin check events -H
}

@test "a backup is a whole store, for its owner alone" {
  no=$(complaint dept=02)
  expect 0 svc-admin backup copy.db -v
  says 'copied the store to "copy.db"'
  [ "$(stat -c '%a %h' copy.db)" = '600 1' ]
  [ -z "$(find . -maxdepth 1 -name 'copy.db.*')" ]
  SVC_DB=copy.db expect 0 svc-admin verify -H
  [ "$(SVC_DB=copy.db svc-complaint list -H -c no)" = "$no" ]
  [ "$(sqlite3 copy.db "SELECT verb FROM event ORDER BY seq DESC LIMIT 1")" = backup ]
}

@test "a backup overwrites nothing and leaves nothing half-made" {
  echo mine >copy.db
  expect 2 svc-admin backup copy.db
  says 'exists already'
  [ "$(cat copy.db)" = mine ]
  ln -s nowhere link.db
  expect 2 svc-admin backup link.db
  mkdir -m 777 open
  chmod 777 open
  expect 78 svc-admin backup open/copy.db
  says 'run chmod go-w'
  [ -z "$(ls open)" ]
  expect 2 svc-admin backup
  expect 2 svc-admin backup a b
  expect 74 svc-admin backup missing/copy.db
  says 'cannot write "missing/copy.db": No such file or directory; nothing was applied'
  [ ! -e missing ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE verb = 'backup' AND change LIKE '%missing%'")" = 0 ]
}

@test "a store edited by hand is copied as it is, and that is told" {
  sqlite3 "$SVC_DB" "UPDATE person SET title = '高级' WHERE person = '1203'"
  expect 78 svc-admin backup copy.db
  says 'the copy is made, but as in the store table "person" was changed outside the tools'
  [ -f copy.db ]
  expect 78 svc-admin restore copy.db
  says 'nothing was done'
}

@test "restore puts a backup in the store's place and keeps the store" {
  svc-admin backup copy.db
  svc-admin add depts --dept 07 --name 物资供应部
  expect 0 svc-admin restore copy.db --reason 误操作 -v
  says "kept as \"$SVC_DB.before-restore-20261012-090000\""
  [ -z "$(svc-admin list depts --dept 07 -H)" ]
  SVC_DB=$SVC_DB.before-restore-20261012-090000 expect 0 svc-admin list depts --dept 07 -H
  [ -n "$output" ]
  [ "$(stat -c %a "$SVC_DB")" = 600 ]
  expect 0 svc-admin verify -H
  last="SELECT verb, login, reason FROM event ORDER BY seq DESC LIMIT 1"
  [ "$(sqlite3 "$SVC_DB" "$last")" = "restore|$(id -un)|误操作" ]
  [ "$(find store -name '.svc-*')" = '' ]
  expect 0 svc-admin restore copy.db
  [ -f "$SVC_DB.before-restore-20261012-090000-2" ]
}

@test "restore helps when the store is gone or broken" {
  svc-admin backup copy.db
  head -c 100000 /dev/urandom | dd of="$SVC_DB" bs=4096 seek=4 conv=notrunc status=none
  touch "$SVC_DB-journal"
  expect 0 svc-admin restore copy.db
  expect 0 svc-admin check -H
  rm "$SVC_DB"
  echo old >"$SVC_DB-journal"
  expect 0 svc-admin restore copy.db
  expect 0 svc-admin check -H
  [ "$(cat "$SVC_DB"*-2-journal "$SVC_DB"*0-journal | grep -c old)" = 1 ]
}

@test "restore takes only what is a sound store of ours, and only from an admin" {
  svc-admin backup copy.db
  before=$(sha256sum "$SVC_DB")
  expect 78 svc-admin restore none.db
  cp copy.db open.db
  chmod 644 open.db
  expect 78 svc-admin restore open.db
  says 'run chmod 600'
  sqlite3 other.db 'CREATE TABLE a (b)'
  chmod 600 other.db
  expect 78 svc-admin restore other.db
  says 'is not a store of svc'
  cp -p copy.db bad.db
  head -c 100000 /dev/urandom | dd of=bad.db bs=4096 seek=40 conv=notrunc status=none
  expect 78 svc-admin restore bad.db
  expect 2 svc-admin restore "$SVC_DB"
  says 'is the store itself'
  [ "$before" = "$(sha256sum "$SVC_DB")" ]
  [ "$(ls store)" = "$(printf 'svc.db\nsvc.db.lock')" ]
  svc-admin role "$(id -un)" --roles agent --reason 调岗
  export SVC_NOW='2026-10-13 08:00'
  expect 77 svc-admin restore copy.db
  says 'restore needs the role admin'
}

# -- upgrade -------------------------------------------------------------------------------

@test "an older store is refused until it is upgraded, which keeps it beside" {
  copy_house
  cat >house/lib/store/schema/0001-titles.sql <<'END'
CREATE TABLE motto (text {TEXT} NOT NULL) {STRICT};
UPDATE person SET title = post WHERE title IS NULL;
END
  make_program svc-admin
  expect 78 svc-admin whoami
  says 'run svc-admin upgrade'
  cp -p "$SVC_DB" sound.db
  forges_rows
  behind "UPDATE event SET fixed = 2 WHERE seq = 1"
  expect 78 svc-admin upgrade -H
  says 'the copy is damaged: CHECK constraint failed in event'
  cp -p sound.db "$SVC_DB"
  expect 0 svc-admin upgrade --dry-run -H
  [ "$output" = "$(printf '0001-titles,\n0001-titles,person')" ]
  expect 78 svc-admin whoami
  [ "$(ls store)" = "$(printf 'svc.db\nsvc.db.lock')" ] || [ "$(ls store)" = svc.db ]
  expect 0 svc-admin upgrade -v -H --reason 新版
  [ "$output" = "$(printf '0001-titles,\n0001-titles,person')" ]
  says 'it is kept as'
  expect 0 svc-admin check -H
  [ "$(svc-admin list persons --person 1001 -H -c title)" = 总经理 ]
  [ "$(sqlite3 store/svc.db.before-0000 "SELECT value FROM meta WHERE name = 'schema'")" = 0 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT verb, reason, change FROM event WHERE verb = 'upgrade' AND change LIKE '%\"schema\"%'")" = \
    'upgrade|新版|{"step":"0001-titles","schema":[0,1]}' ]
  # and the programs that do not know the step leave the store alone
  expect 78 "$SVC_BUILD/bin/svc-admin" whoami
  says 'was made by a newer svc (schema 1, known here: 0)'
}

@test "an upgrade whose steps nobody reads is done, and says so" {
  copy_house
  echo 'CREATE TABLE motto (text {TEXT} NOT NULL) {STRICT};' >house/lib/store/schema/0001-motto.sql
  make_program svc-admin
  unread() { bash -c 'exec 1> >(:); wait $!; exec "$@"' - "$@"; }
  expect 0 unread svc-admin upgrade -H -v
  says 'upgraded the store from schema 0 to 1; it is kept as'
  [ "$(sqlite3 "$SVC_DB" "SELECT value FROM meta WHERE name = 'schema'")" = 1 ]
  # So is whatever else commits and then prints.
  svc-admin backup copy.db
  expect 0 unread svc-admin restore copy.db --reason 误操作
  expect 0 unread svc-admin add depts --dept 09 --name 安全部
  expect 0 unread svc-admin role 1203 --roles clerk --reason 调岗
  [ "$(svc-admin list depts --dept 09 -H -c name)" = 安全部 ]
  expect $((128 + $(kill -l PIPE))) unread svc-admin list persons
}

@test "an upgrade that stops on its way says which steps are applied, and where the store before is" {
  copy_house
  cat >house/lib/store/schema/0001-motto.sql <<'END'
CREATE TABLE motto (text {TEXT} NOT NULL) {STRICT};
END
  echo 'INSERT INTO motto (text) VALUES (NULL);' >house/lib/store/schema/0002-fails.sql
  make_program svc-admin
  code=0
  svc-admin upgrade -H 2>said || code=$?
  [ "$code" -ne 0 ]
  grep -q 'the upgrade is not finished; steps known to be applied: 0001-motto; the store as it was is kept as ".*/svc.db.before-0000"' said
  [ "$(sqlite3 "$SVC_DB" "SELECT value FROM meta WHERE name = 'schema'")" = 1 ]
  [ "$(sqlite3 store/svc.db.before-0000 "SELECT value FROM meta WHERE name = 'schema'")" = 0 ]
  # Where no step is applied, the copy of the first try is the one of the next, too.
  svc-admin upgrade -H 2>said || true
  svc-admin upgrade -H 2>said || true
  grep -q 'steps known to be applied: none; the store as it was is kept as ".*/svc.db.before-0001"' said
  [ "$(ls store)" = "$(printf 'svc.db%s\n' '' .before-0000 .before-0001 .lock)" ]
  # With the cause removed it goes on.
  echo 'INSERT INTO motto (text) VALUES (1);' >house/lib/store/schema/0002-fails.sql
  make_program svc-admin
  expect 0 svc-admin upgrade -H
  [ "$output" = 0002-fails, ]
}

@test "an upgrade with nothing to do is no failure" {
  before=$(sha256sum "$SVC_DB")
  expect 0 svc-admin upgrade -H -v
  says 'nothing to do'
  [ -z "$output" ]
  [ "$before" = "$(sha256sum "$SVC_DB")" ]
  [ "$(ls store)" = svc.db ]
}

# -- sql -----------------------------------------------------------------------------------

@test "sql prints what a SELECT finds, in every format, and keeps who asked" {
  select="SELECT dept, COUNT(*) AS persons, NULL AS none FROM person WHERE dept IN ('02', '05') GROUP BY dept"
  expect 0 svc-admin sql "$select" --reason 统计
  [ "$output" = "$(printf 'dept,persons,none\n02,3,\n05,2,')" ]
  expect 0 svc-admin sql "$select" --reason 统计 -f jsonl
  [ "${lines[0]}" = '{"dept":"02","persons":3,"none":null}' ]
  expect 0 svc-admin sql - --reason 统计 -f tsv -c persons -H <<<"$select -- by department"
  [ "$output" = "$(printf '3\n2')" ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE verb = 'sql' AND reason = '统计'")" = 3 ]
  expect 0 svc-admin sql "SELECT no FROM complaint" --reason 统计
  [ "$output" = no ]
}

@test "sql keeps no personal data in its event" {
  svc-admin sql "SELECT COUNT(*) AS n FROM complaint WHERE phone = '13800138000' OR caller = '王芳' OR 13800138000 = 1" --reason 查
  kept=$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE verb = 'sql'")
  [[ $kept != *138* && $kept != *王芳* && $kept == *"phone = '****'"* ]]
}

@test "sql shows personal data to those alone who may see it whole" {
  complaint caller=王芳 phone=13800138000
  select="SELECT COUNT(*) AS n, MAX(c.phone) AS p FROM (SELECT * FROM complaint) c WHERE c.content IS NOT NULL"
  expect 0 svc-admin sql "$select" --reason 查 -H
  [ "$output" = 1,13800138000 ]
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'admin' WHERE login = '$(id -un)'"
  expect 0 svc-admin sql "$select" --reason 查 -H
  [ "$output" = 1, ]
  expect 0 svc-admin sql "SELECT COUNT(*) AS n FROM complaint WHERE phone = '13800138000'" --reason 查 -H
  [ "$output" = 0 ]
}

@test "sql reads, and nothing else" {
  before=$(sha256sum "$SVC_DB")
  for sql in 'DELETE FROM person' 'PRAGMA query_only = OFF' "ATTACH 'x.db' AS x" 'BEGIN' 'VACUUM' \
    'CREATE TEMPORARY TABLE a (b)' "INSERT INTO meta VALUES ('a', 'b') RETURNING name"; do
    expect 2 svc-admin sql "$sql" --reason 试
    says 'does more than read'
  done
  [ "$before" = "$(sha256sum "$SVC_DB")" ]
}

@test "a mistake in the SQL is the user's, told in the engine's words" {
  expect 2 svc-admin sql 'SELECT nonsense FROM person' --reason 试
  says 'no such column: nonsense'
  expect 2 svc-admin sql 'SELEC 1' --reason 试
  says 'syntax error'
  expect 2 svc-admin sql 'SELECT abs(-9223372036854775807 - 1)' --reason 试
  says 'integer overflow'
  expect 2 svc-admin sql 'SELECT 1; SELECT 2' --reason 试
  says 'give one SELECT'
  expect 2 svc-admin sql 'SELECT 1 AS a, 2 AS a' --reason 试
  says 'name them with AS'
  expect 2 svc-admin sql 'SELECT 1'
  says 'sql needs a reason'
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'office' WHERE login = '$(id -un)'"
  expect 77 svc-admin sql 'SELECT 1' --reason 试
}

# -- retire --------------------------------------------------------------------------------

@test "retire removes personal data of old closed complaints and nothing else" {
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  complaint received_at='2026-10-09 10:00' caller=王芳 phone=13800138000
  count="SELECT COUNT(*), COUNT(phone), SUM(state = 'closed'), COUNT(content) FROM complaint"
  before=$(sqlite3 "$SVC_DB" "$count")
  export SVC_NOW='2029-11-01 09:00'
  expect 0 svc-admin retire --older-than 3y --reason 到期 --dry-run -H
  [ "$output" = $'complaint,21,2026-11-01,0\nmonitor,0,2026-11-01,0' ]
  [ "$(sqlite3 "$SVC_DB" "$count")" = "$before" ]
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [ "$output" = $'complaint,21,2026-11-01,0\nmonitor,0,2026-11-01,0' ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM complaint WHERE state = 'closed' AND
    (caller IS NOT NULL OR phone IS NOT NULL OR address IS NOT NULL)")" = 0 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM complaint WHERE state <> 'closed' AND phone IS NOT NULL")" -gt 0 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM complaint")" = 24 ]
  expect 0 svc-admin check -H
  svc-complaint log C2026-000001 -H -c verb,reason | grep -qx 'retire,到期'
  expect 0 svc-admin retire --older-than 3y --reason 到期 -H
  [ "${lines[0]}" = complaint,0,2026-11-01,0 ]
  expect 0 svc-complaint import "$DEMO/complaints-2026-09.csv" -v
  says '0 added, 0 updated, 23 unchanged'
}

@test "retire wants a reason, and an age where the policy tells none" {
  expect 0 svc-admin retire --reason 到期 --dry-run -H -c older_than
  [ "${lines[0]}" = 2023-10-12 ]
  expect 2 svc-admin retire --older-than 3y
  says 'retire needs a reason'
  for age in 3wd 0y 3 soon; do expect 2 svc-admin retire --older-than "$age" --reason 到期; done
}

# -- wages ---------------------------------------------------------------------------------------

@test "wages without a person or a month are refused row by row, and the others taken where that is asked" {
  printf '%s\n' person,period,gross 1203,2026-09,6000 ,2026-09,10 1103,,7 '" ",2026-09,3' >w.csv
  expect 65 svc-admin import wages w.csv
  says 'w.csv: column "person" ×2 (lines 3, 5): is required'
  says 'w.csv:4: record 3, column "period": is required'
  expect 3 svc-admin import wages --keep-good --rejects bad.csv w.csv
  [ "$(svc-admin list wages -H -c person,period)" = 1203,2026-09 ]
  expect 65 svc-admin import wages bad.csv
  expect 3 svc-admin import wages --keep-good --rejects bad.csv w.csv
  says '0 added, 0 updated, 1 unchanged, 3 rejected'
}

@test "wages are loaded once per person and month, and read by the office and the GM alone" {
  printf 'person,period,gross\n1203,2026-09,6000\n1103,2026-09,5000.50\n' >w.csv
  svc-admin import wages w.csv
  expect 0 svc-admin import wages -v w.csv
  says '2 unchanged'
  printf '工号,月份,应发工资\n1203,2026-09,6500\n' >again.csv
  expect 65 svc-admin import wages again.csv
  says 'differs from the stored record'
  svc-admin import wages --update again.csv
  [ "$(svc-admin list wages -m 2026-09 -H -c person,period,gross | tr '\n' ' ')" = '1203,2026-09,6500.00 1103,2026-09,5000.50 ' ]
  [ -z "$(svc-admin list wages -m 2026-08 -H)" ]
  printf 'person,period,gross\n1203,2026-13,1\n1203,九月,1\n9999,2026-09,1\n1203,2026-08,-1\n' >bad.csv
  expect 65 svc-admin import wages bad.csv
  says 'column "period" ×2 (lines 2–3): not a month; write 2026-10'
  says 'record 3, column "person": "9999": is not registered'
  expect 65 svc-admin import wages - <<<$'person,gross\n1203,1'
  says 'give columns no, or person and period'
  # what was earned stands in no event, and in nobody's sight
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change GLOB '*[^0-9a-f]6500*'")" -eq 0 ]
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'admin;auditor' WHERE login = '$(id -un)'"
  for verb in 'list wages' 'show wages Y2026-000001'; do
    # shellcheck disable=SC2086
    expect 77 svc-admin $verb
    says 'wages are read by the roles office;gm alone'
  done
  expect 0 svc-admin sql 'SELECT gross, digest FROM wage' --reason x -H
  [ "$output" = $',\n,' ]
}
