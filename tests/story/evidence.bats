# What the audit chain, the shape of the store and its commitments prove; tamper.bats has the kinds of
# tampering one by one, personal.bats what the store never tells.
# bats file_tags=slow

load common

setup_file() { make_four; }
setup() { fresh_store; }

# What verify finds after SQL by hand, and nothing else.
finds() {
  behind "$1"
  expect 1 svc-admin verify -H -c finding
  [ "$output" = "$2" ] || { echo "$output"; return 1; }
}

# -- the chain ------------------------------------------------------------------------------

@test "an event that was changed is found" {
  finds "UPDATE event SET login = 'wang' WHERE seq = 18" 'event 18 was changed'
}

@test "an event that was changed together with its hash is found" {
  finds "UPDATE event SET reason = 'x', hash = (SELECT hash FROM event WHERE seq = 1) WHERE seq = 18" \
    "$(printf 'event 18 was changed\nevent 19 does not follow event 18')"
}

@test "an event that was removed is found" {
  # Its salt goes with it, or that would tell, too.
  finds "DELETE FROM event WHERE seq = $(event_of 1); DELETE FROM salt WHERE seq = $(event_of 1)" "event $(event_of 1) is missing"
}

@test "an event that was put in is found" {
  finds "INSERT INTO event SELECT 0, at, fixed, uid, login, person, roles, tool, verb, tbl, record,
    'x', reason, NULL, state, prev, hash FROM event WHERE seq = 1" \
    "$(printf 'event 0 was inserted\nevent 0 was changed\nevent 1 does not begin the chain')"
}

@test "events that changed places are found" {
  behind "UPDATE event SET seq = -1 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4;
    UPDATE event SET seq = 4 WHERE seq = -1"
  expect 1 svc-admin verify -H -c finding
  [[ $output == *'event 3 does not follow event 2'*'event 3 was changed'*'event 4 was changed'* ]]
}

@test "a chain cut off at its end is found by the states" {
  finds "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)" \
    "$(printf 'event %s is missing\n"the state of table ""complaint_move"" is not the one of its last event"' "$(last_event)")"
}

# A number as a digest has it: seven bits a byte, the low ones first; and a text, by its length.
number() {
  local n=$1
  for (( ; n > 127; n >>= 7 )); do printf %b "$(printf '\\x%x' $((n & 127 | 128)))"; done
  printf %b "$(printf '\\x%x' "$n")"
}
text() { printf '\x02'; number "${#1}"; printf %s "$1"; }

@test "the state of a table can be computed without the programs" {
  printf 'person,period,gross\n1001,2026-09,12345.67\n' | svc-admin import wages
  columns=$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('wage') ORDER BY name")
  for column in $columns; do
    kind=$(sqlite3 "$SVC_DB" "SELECT typeof($column) FROM wage")
    value=$(sqlite3 "$SVC_DB" "SELECT $column FROM wage")
    case $kind in
      null) continue ;;
      integer) { printf '\x01'; number "$value"; } >>values ;;
      *) text "$value" >>values ;;
    esac
    text "$column" >>names
  done
  state=$(sqlite3 "$SVC_DB" "SELECT state FROM register_state WHERE tbl = 'wage'")
  [ "$state" = "$(cat names values | sha256sum | cut -c 1-64)" ]
  # and a column that is added, wherever it stands, restates nothing, though the table is another one
  finds 'ALTER TABLE complaint ADD COLUMN absent TEXT' '"table ""complaint"" is not as the schema has it"'
}

@test "a record changed, put in or removed behind the tools' back is found" {
  cp -p "$SVC_DB" before.db
  for sql in "UPDATE complaint SET level = 2 WHERE no = 'C2026-000001'" \
    "CREATE TEMP TABLE copy AS SELECT * FROM complaint WHERE no = 'C2026-000001';
     UPDATE copy SET no = 'C2026-000009', caller = NULL, phone = NULL;
     INSERT INTO complaint SELECT * FROM copy" \
    "DELETE FROM complaint WHERE no = 'C2026-000004'"; do
    cp -p before.db "$SVC_DB"
    sqlite3 "$SVC_DB" "$sql"
    expect 1 svc-admin verify -H -c finding
    [ "${lines[0]}" = '"table ""complaint"" was changed outside the tools"' ]
  done
}

# -- the shape of the store -----------------------------------------------------------------

# What verify finds after this by hand: shape SQL FINDING.
shape() {
  cp -p before.db "$SVC_DB"
  sqlite3 "$SVC_DB" "$1"
  expect 1 svc-admin verify -H -c finding
  [ "${output//\"\"/\"}" = "\"$2\"" ] || { echo "$1: $output"; return 1; }
}

@test "a store that has lost a protection, or has something of its own, is found by name" {
  cp -p "$SVC_DB" before.db
  shape 'DROP TRIGGER event_no_delete' 'trigger "event_no_delete" is missing'
  shape "DROP TRIGGER event_no_delete; CREATE TRIGGER event_no_delete BEFORE DELETE ON event WHEN OLD.seq < 9
    BEGIN SELECT RAISE(ABORT, 'event_append_only'); END" 'trigger "event_no_delete" is not as the schema has it'
  shape 'CREATE TRIGGER quiet AFTER INSERT ON complaint BEGIN UPDATE wage SET gross = 0; END' \
    'trigger "quiet" is not of the schema'
  shape 'DROP INDEX event_op' 'index "event_op" is missing'
  shape 'CREATE INDEX own ON complaint (dept)' 'index "own" is not of the schema'
  shape 'CREATE TABLE own (a)' 'table "own" is not of the schema'
  shape 'DROP VIEW miss_past' 'view "miss_past" is missing'
  shape "PRAGMA writable_schema = 1; UPDATE sqlite_schema
    SET sql = REPLACE(sql, 'CHECK (LENGTH(salt) = 32)', 'CHECK (1)') WHERE name = 'salt'" \
    'table "salt" is not as the schema has it'
  shape "DELETE FROM clock_done WHERE tbl = 'complaint' AND state = 'closed'" \
    'table "clock_done": the row complaint,closed is missing'
  shape "INSERT INTO pack_sql VALUES ('salt', '*', 0)" 'table "pack_sql": the row salt,*,0 is not of the schema'
}

@test "facts of the store itself are audited: its mode is no matter of an edit" {
  finds "UPDATE meta SET value = 'host' WHERE name = 'mode'" '"table ""meta"" was changed outside the tools"'
}

@test "nothing is written on top of an end that was cut off, by any program" {
  svc-complaint close C2026-000003 --solution 处理
  behind "DELETE FROM event WHERE seq = $(last_event)"
  for write in 'svc-complaint respond C2026-000004' 'svc-complaint close C2026-000002 --solution x --dry-run' \
    "svc-tier add --customer U1 --name 王芳" 'svc-admin backup copy.db' 'svc-complaint list --pii full --reason x'; do
    # shellcheck disable=SC2086 # a word is an argument
    expect 78 $write
    says 'nothing was written'
    says 'svc-admin verify'
    expect 1 svc-admin verify -H -c finding
    [[ $output == *"event $(($(last_event) + 1)) is missing"* ]]
  done
  expect 0 svc-complaint list -H
}

@test "which tables are audited is no matter of rows that somebody may delete" {
  cp -p "$SVC_DB" before.db
  shape "DELETE FROM register_state WHERE tbl = 'complaint'; UPDATE complaint SET level = 2" \
    'table "complaint" is audited, and its row of register_state is missing'
  expect 78 svc-admin backup copy.db
  says 'as in the store table "complaint" is audited, and its row of register_state is missing'
  expect 78 svc-admin restore copy.db
  says '"copy.db" does not fit: table "complaint" is audited'
  # nor of a register of svc-admin itself
  shape "DELETE FROM register_state WHERE tbl = 'wage'" \
    'table "wage" is audited, and its row of register_state is missing'
  expect 1 svc-admin check audit
}

# -- heads kept elsewhere -------------------------------------------------------------------

@test "head is what forms, sheets and verify print" {
  expect 0 svc-admin head
  [ "${lines[0]}" = seq,at,head,hash ]
  [[ ${lines[1]} =~ ^[0-9]+,2026-10-12\ 09:00:00,(#[0-9]+\ [0-9A-F-]{14}),[0-9a-f]{64}$ ]]
  mark=${BASH_REMATCH[1]}
  expect 0 svc-admin verify -v
  says "head $mark"
  svc-report sheet -m 2026-09 -f table | grep -qxF "2026-09  head $mark"
  svc-report sheet -m 2026-09 -f table | tail -n 1 | grep -qx 'local mode: identity not isolated'
}

# Entries of the journal with what stands on standard input as their messages: journal UID.
journal() { sed 's/.*/{"_PID":"314","MESSAGE":"svc-reward sign P2026-000001 1203 head &","_UID":"'"$1"'"}/'; }

@test "heads from forms and from the journal fit, wherever they stand in a line" {
  svc-report sheet -m 2026-09 -f table -o form.table
  head_mark | journal "$(id -u)" >journal
  svc-complaint assign C2026-000001 --dept 04
  head_mark | tr 'A-F' 'a-f' | journal "$(id -u)" >>journal
  expect 0 svc-admin verify --anchors journal -H -v
  says 'journal: heads that fit: 2'
  expect 0 svc-admin verify --anchors - -H -v < <(cat form.table journal)
  says 'standard input: heads that fit: 3'
  [ -z "$output" ]
}

@test "what others wrote into the log is no head, whatever it looks like" {
  head_mark | journal "$(id -u)" >journal
  echo '#1 0000-0000-0000' | journal 54321 >>journal
  expect 0 svc-admin verify --anchors journal -H -v
  says 'journal: passed over, since others wrote them or may have: heads in lines of a log: 1'
  says 'journal: heads that fit: 1'
  # of a line without a mark nobody knows
  echo 'Oct 12 09:00:01 gas svc[314]: svc-reward sign P2026-000001 1203 head #1 0000-0000-0000' >syslog
  expect 0 svc-admin verify --anchors - -H < <(cat journal syslog)
  says 'heads in lines of a log: 2'
  expect 65 svc-admin verify --anchors syslog -H
  says 'no head of an audit chain is there'
  expect 1 svc-admin verify --anchors syslog --trust-log -H
  [[ $output == *'syslog:1: event 1 is another one, not 0000-0000-0000'* ]]
  expect 2 svc-admin verify --trust-log
  says '--trust-log is of --anchors'
}

@test "a chain cut off with its records is found by a head alone" {
  cp -p "$SVC_DB" before.db
  svc-complaint assign C2026-000001 --dept 04
  mark=$(head_mark)
  printf 'nothing here\n%s\n' "$mark" >heads
  cp -p before.db "$SVC_DB"
  expect 0 svc-admin verify -H
  expect 1 svc-admin verify -H --anchors heads
  seq=${mark%% *}
  [ "$output" = "anchors,\"heads:2: event ${seq#?} is missing, it was ${mark#* }\"" ]
}

@test "a chain that was wholly computed anew is found by a head alone" {
  cp -p "$SVC_DB" before.db
  svc-complaint assign C2026-000001 --dept 04
  mark=$(head_mark)
  cp -p before.db "$SVC_DB"
  svc-complaint assign C2026-000001 --dept 05 # the forger has the tools
  [ "$(head_mark | cut -d' ' -f1)" = "${mark%% *}" ]
  expect 0 svc-admin verify -H
  expect 1 svc-admin verify -H -c finding --anchors - <<<"$mark"
  [[ $output == *"standard input:1: event $(last_event) is another one, not ${mark#* }"* ]]
}

@test "a text without a head proves nothing, and is refused" {
  : >empty
  expect 65 svc-admin verify --anchors empty
  says 'no head of an audit chain is there'
  expect 65 svc-admin verify --anchors - <<<'issue #12 is done'
  expect 65 svc-admin verify --anchors none.txt
  says 'none.txt: No such file'
  expect 65 svc-admin verify --anchors "$BATS_TEST_TMPDIR"
  says 'Is a directory'
  [ -z "$output" ]
}

@test "a head that is cut off is told, and the others are still compared" {
  mark=$(head_mark)
  printf '%s\n#1 0000-0000-0000\n' "${mark%???}" >heads
  expect 65 svc-admin verify -H -c finding --anchors heads
  says 'heads:1: a head is cut off'
  [[ $output == *'heads:2: event 1 is another one, not 0000-0000-0000'* ]]
}

@test "verify holds no lock while it waits for its heads" {
  mkfifo slow
  svc-admin verify --anchors slow -H >found &
  exec 8>slow
  svc-admin head -H -c head >&8
  timeout 10 svc-complaint assign C2026-000001 --dept 04
  exec 8>&-
  wait $!
  [ ! -s found ]
}

@test "a signature whose head no syslog takes is applied, and that is told" {
  [ ! -e /dev/log ] || skip 'this machine has a syslog'
  svc-complaint close C2026-000003 --solution 处理
  svc-complaint determine C2026-000003 --valid yes --responsible yes --person 1201
  svc-complaint appeal C2026-000003 --against responsible --by 1201 --reason 非我部责任
  decide=(svc-complaint appeal-decide C2026-000003 --outcome not_responsible --reason 属实)
  expect 0 "${decide[@]}" -v --dry-run
  [[ $stderr != *head* ]]
  expect 0 "${decide[@]}" -v
  says "applied, but no syslog takes its head: svc-complaint appeal-decide C2026-000003 $(id -un) head $(head_mark)"
  says 'keep this line elsewhere'
  expect 0 svc-admin verify -H --anchors - <<<"$stderr"
  expect 0 svc-policy advance complaint # a local store is silent where nobody listens
  [ -z "$stderr" ]
  sqlite3 "$SVC_DB" "UPDATE meta SET value = 'host' WHERE name = 'mode'"
  # a host's is not, and it is written at no fixed time
  expect 0 env -u SVC_NOW svc-policy advance reward
  says "no syslog takes its head: svc-policy advance reward $(id -un) head #"
}

# -- time -----------------------------------------------------------------------------------

# The machine's clock at a moment of its own: at 'YYYY-MM-DD HH:MM' COMMAND…
at() {
  env -u SVC_NOW MOMENT="$(date -d "$1 +0800" +%s)" LD_PRELOAD="$PWD/moment.so" \
    ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" "${@:2}"
}

@test "a clock that was set back is told by the next write, once, and found by check" {
  printf '#include <stdlib.h>\n#include <time.h>\ntime_t time(time_t *t) { (void)t; return atol(getenv("MOMENT")); }\n' >moment.c
  cc -shared -fPIC -o moment.so moment.c
  expect 0 at '2026-10-12 12:00' svc-complaint respond C2026-000001
  [ -z "$stderr" ]
  expect 0 svc-admin check clock -H
  first=$(last_event)
  expect 0 at '2026-10-12 10:00' svc-complaint respond C2026-000003
  says "the clock runs behind the last event: it is 2026-10-12 10:00:00, event $first is of 2026-10-12 12:00:00"
  says 'svc-admin check clock'
  expect 0 at '2026-10-12 10:30' svc-complaint respond C2026-000004
  [ -z "$stderr" ]
  # A time that was given, before or after, says nothing of a clock, and hides nothing.
  expect 0 svc-complaint set C2026-000003 --phone 13900139000 --reason 更正
  expect 0 env SVC_NOW='2026-10-13 09:00' svc-complaint set C2026-000004 --phone 13900139000 --reason 更正
  [ -z "$stderr" ]
  expect 0 at '2026-10-12 10:15' svc-complaint set C2026-000001 --phone 13900139000 --reason 更正
  says "it is 2026-10-12 10:15:00, event $((first + 2)) is of 2026-10-12 10:30:00"
  [ "$(grep -c 'clock runs behind' <<<"$stderr")" -eq 1 ]
  expect 1 svc-admin check clock -H
  [ "$output" = "clock,\"event $((first + 1)) is of 2026-10-12 10:00:00, before that of event $first, 2026-10-12 12:00:00\"
clock,\"event $((first + 5)) is of 2026-10-12 10:15:00, before that of event $((first + 2)), 2026-10-12 10:30:00\"" ]
  expect 0 svc-admin verify -H
}

# -- commitments ----------------------------------------------------------------------------

@test "a commitment is opened with its salt, and with sha256sum alone" {
  svc-complaint set C2026-000001 --phone 13900139000 --reason 更正
  seq=$(last_event)
  change=$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE seq = $seq")
  [[ $change == '{"phone":["salted:'*'","salted:'*'"]}' ]]
  salt=$(sqlite3 "$SVC_DB" "SELECT salt FROM salt WHERE seq = $seq")
  [[ $salt =~ ^[0-9a-f]{32}$ ]]
  for phone in 13800138000 13900139000; do
    [[ $change == *"$(printf '%s\n%s\n%s' "$salt" phone "$phone" | sha256sum | cut -c 1-64)"* ]]
  done
  [[ $change != *"$(printf '%s\n%s\n%s' "$salt" phone 13900139001 | sha256sum | cut -c 1-64)"* ]]
}

@test "the same value looks different in every event" {
  [ "$(sqlite3 "$SVC_DB" "SELECT change FROM event" | grep -o 'phone":\[null,"salted:[0-9a-f]*' | sort -u | wc -l)" -eq 4 ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(DISTINCT salt) FROM salt')" -eq 4 ]
}

@test "an import of many has one event and no salts; what changes later has" {
  printf 'source,source_no,received_at,channel,category,content,phone\na,1,2026-10-09,web,other,x,13800138001\na,2,2026-10-09,web,other,y,13800138002\n' >f.csv
  expect 0 svc-complaint import f.csv
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM salt')" -eq 4 ]
  sed 's/13800138001/13800138003/' f.csv >g.csv
  expect 0 svc-complaint import --update g.csv
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM salt')" -eq 5 ]
  svc-complaint set C2026-000006 --phone '' --caller 李四 --reason 更正
  expect 0 svc-admin check -H
}

@test "a dry run and a refused record leave no salt" {
  expect 0 svc-complaint set C2026-000001 --phone 13900139000 --reason x --dry-run
  expect 5 svc-complaint set C2026-000001 C2026-999999 --phone 13900139000 --reason x
  printf 'no,received_at,channel,category,content,phone\nC2026-000001,2026-10-05 09:00,hotline,repair,报修,13800138009\nC2026-000002,2026-10-06 09:00,hotline,repair,报修,1\n' >f.csv
  svc-complaint import --update --keep-good --rejects r.csv f.csv || true
  expect 0 svc-admin check -H
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM salt')" -eq 5 ]
}

@test "a stored value that is not the one committed to is found, though all states fit" {
  state=$(sqlite3 "$SVC_DB" "SELECT state FROM register_state WHERE tbl = 'complaint'")
  sqlite3 "$SVC_DB" "UPDATE complaint SET phone = '13800138009' WHERE no = 'C2026-000003'"
  expect 1 svc-admin verify -H -c finding
  [ "${#lines[@]}" -eq 2 ]
  [[ ${lines[1]} == *'complaint'*'the phone of C2026-000003 is not the one of event '"$(event_of 3)"* ]]
  [[ $output != *138* ]]
  [ "$state" = "$(sqlite3 "$SVC_DB" "SELECT state FROM register_state WHERE tbl = 'complaint'")" ]
}

@test "a salt that was changed, removed or put in is found" {
  cp -p "$SVC_DB" before.db
  finds "UPDATE salt SET salt = '00112233445566778899aabbccddeeff' WHERE seq = $(event_of 3)" \
    "$(printf "\"table \"\"complaint\"\": the %s of C2026-000003 is not the one of event $(event_of 3)\"\\n" caller phone)"
  cp -p before.db "$SVC_DB"
  finds "DELETE FROM salt WHERE seq = $(event_of 3)" "the salt of event $(event_of 3) is missing"
  cp -p before.db "$SVC_DB"
  finds "INSERT INTO salt VALUES (1, 'person', '00112233445566778899aabbccddeeff')" \
    'the salt of event 1 belongs to no commitment'
  cp -p before.db "$SVC_DB"
  finds "INSERT INTO salt VALUES (99, 'person', '00112233445566778899aabbccddeeff')" \
    'the salt of event 99 belongs to no commitment'
  expect 1 svc-admin check store -H -c finding
  [ "$output" = '"table ""salt"": a record refers to a missing record of ""event"""' ]
  cp -p before.db "$SVC_DB"
  finds "INSERT INTO personal VALUES ('person_past', 'person', 'x; DROP', 'never')" \
    "$(printf '"%s"\n' 'table ""personal"": the row person_past,person,x; DROP,never is not of the schema' \
      'personal data of ""person_past"": there is no column ""x; DROP""')"
  for place in "nowhere|no|x" "complaint|nothing|content" "meta WHERE 0; --|no|x"; do
    IFS='|' read -r table key column <<<"$place"
    cp -p before.db "$SVC_DB"
    finds "INSERT INTO personal VALUES ('$table', '$key', '$column', 'never')" \
      "$(printf '"%s"\n' "table \"\"personal\"\": the row $table,$key,$column,never is not of the schema" \
        "personal data of \"\"$table\"\": there is no column \"\"$column\"\"")"
  done
}

@test "a text that looks like a commitment is none" {
  complaint content='{"phone":[null,"salted:00"],"salted:"}' subject='["salted:'
  expect 0 svc-admin check -H
}

@test "a personal column of a side table is committed to as well" {
  sqlite3 "$SVC_DB" "INSERT INTO personal VALUES ('complaint_move', 'no', 'from_dept', 'never')"
  svc-complaint assign C2026-000001 --dept 05
  change=$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE tbl = 'complaint_move' ORDER BY seq DESC LIMIT 1")
  [[ $change == *'"from_dept":[null,"salted:'* ]]
  # the commitment fits; that the store has such a definition is what is found
  expect 1 svc-admin verify -H -c finding
  [ "$output" = '"table ""personal"": the row complaint_move,no,from_dept,never is not of the schema"' ]
}

@test "a register that is not as the store has it is refused before anything is shown" {
  cp -p "$SVC_DB" before.db
  # refuses SQL WORDS
  refuses() {
    cp -p before.db "$SVC_DB"
    sqlite3 "$SVC_DB" "$1"
    for verb in list 'show C2026-000001' 'stats -m 2026-10' due "assign C2026-000001 --dept 05"; do
      # shellcheck disable=SC2086 # a word is an argument
      expect 70 svc-complaint $verb
      says "register \"complaints\": $2"
      [ -z "$output" ]
    done
  }
  refuses "DELETE FROM personal WHERE col = 'phone'" 'a column has a mask and is not in table'
  refuses "INSERT INTO personal VALUES ('complaint', 'no', 'subject', 'never')" \
    'column "subject" is personal and has no mask'
  refuses "ALTER TABLE complaint ADD COLUMN fax TEXT" 'its table has column "fax"'
  refuses "DELETE FROM register_state WHERE tbl = 'complaint'" 'its table is not audited'
  # the other commands have other registers
  expect 0 svc-order list
}

@test "what the store says of columns that are not there is found" {
  check() { sqlite3 "$SVC_DB" "$1"; expect 1 svc-admin check columns -H -c finding; }
  expect 0 svc-admin check columns -H
  check "INSERT INTO personal VALUES ('hold', 'no', 'reason', 'from_at')"
  [ "${lines[0]}" = '"personal data of table ""hold"": there is no column ""state"""' ]
  [ "${lines[1]}" = '"personal data of table ""hold"": no state of a record ends it"' ]
  check "DELETE FROM personal WHERE tbl = 'hold';
    UPDATE clock SET due_col = 'gone' WHERE clock = 'survey'"
  [ "$output" = '"clock survey of table ""service_order"": there is no column ""gone"""' ]
}

# -- what came after a head -----------------------------------------------------------------

since() { svc-admin verify -H -c finding --since "$1"; }
# finds_since HEAD SQL FINDING
finds_since() {
  cp -p before.db "$SVC_DB"
  behind "$2"
  expect 1 since "$1"
  [ "$output" = "$3" ] || { echo "$output"; return 1; }
}

@test "what came after a head is looked at by itself, and it is told that nothing older was" {
  head=$(head_mark)
  first=${head#\#} first=${first%% *}
  expect 0 since "$head"
  [ -z "$output" ]
  says "looked at: events after $first: 0, rows that they name: 0; not looked at: whatever is older, and the rows of later events that name none: 0
  svc-admin verify looks at everything"
  no=$(svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content "$(printf '报修%.0s' {1..60})" --dept 02 --caller 李明 --phone 13912345678)
  svc-complaint assign C2026-000003 --dept 03 --reason 划转
  svc-complaint respond "$no"
  svc-complaint hold "$no" --reason 等待用户
  svc-complaint resume "$no" --reason 已联系
  svc-reward propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --evidence E --amount 100 >/dev/null
  printf 'source,source_no,received_at,channel,category,content\ncrm,1,2026-10-09,web,other,x\n' | svc-complaint import -
  printf 'source,source_no,received_at,channel,category,content\ncrm,1,2026-10-09,web,other,y\n' | svc-complaint import --update -
  expect 0 since "$head"
  [ -z "$output" ]
  says 'rows of later events that name none: 3'
  cp -p "$SVC_DB" before.db
  # A row of before is not looked at, which is told; one that was changed later is held to that.
  behind "UPDATE complaint SET level = 1 WHERE no = 'C2026-000001'"
  expect 0 since "$head"
  says 'not looked at: whatever is older'
  expect 1 svc-admin verify
  event() { sqlite3 before.db "SELECT MAX(seq) FROM event WHERE record = '$1' AND tbl = '$2'"; }
  added=$(sqlite3 before.db "SELECT seq FROM event WHERE record = '$no' AND verb = 'add'")
  finds_since "$head" "UPDATE complaint SET dept = '02' WHERE no = 'C2026-000003'" \
    "\"table \"\"complaint\"\": the dept of C2026-000003 is not the one of event $(event C2026-000003 complaint)\""
  finds_since "$head" "UPDATE complaint SET channel = 'web' WHERE no = '$no'" \
    "\"table \"\"complaint\"\": the channel of $no is not the one of event $added\""
  finds_since "$head" "UPDATE complaint SET content = content || '。' WHERE no = '$no'" \
    "\"table \"\"complaint\"\": the content of $no is not the one of event $added\""
  finds_since "$head" "UPDATE complaint SET phone = '13900000000' WHERE no = '$no'" \
    "\"table \"\"complaint\"\": the phone of $no is not the one of event $added\""
  finds_since "$head" "DELETE FROM complaint WHERE no = '$no'" \
    "\"table \"\"complaint\"\": $no is missing, but event $(event "$no" complaint) has it\""
  finds_since "$head" "UPDATE reward_case SET amount = amount + 1" \
    "\"table \"\"reward_case\"\": the amount of R2026-000001 is not the one of event $(event R2026-000001 reward_case)\""
  finds_since "$head" "UPDATE hold SET reason = '无' WHERE no = '$no'" \
    "\"table \"\"hold\"\": the reason of complaint/$no/2026-10-12 09:00:00 is not the one of event $(event "$no" hold)\""
  finds_since "$head" "DELETE FROM hold_end; DELETE FROM hold" "\"table \"\"hold_end\"\": complaint/$no/2026-10-12 09:00:00 is missing, but event $(event "$no" hold_end) has it\"
\"table \"\"hold\"\": complaint/$no/2026-10-12 09:00:00 is missing, but event $(event "$no" hold) has it\""
  source=$(sqlite3 before.db "SELECT no FROM complaint WHERE source_no = '1'")
  finds_since "$head" "UPDATE complaint SET content = 'x' WHERE no = '$source'" \
    "\"table \"\"complaint\"\": the content of $source is not the one of event $(sqlite3 before.db "SELECT MAX(seq) FROM event WHERE record = '$source'")\""
  finds_since "$head" "UPDATE event SET login = 'x' WHERE seq = $added" "event $added was changed"
  finds_since "$head" "DELETE FROM event WHERE seq = $added" "event $added is missing"
  finds_since "$head" "UPDATE register_state SET state = (SELECT state FROM register_state WHERE tbl = 'hold') WHERE tbl = 'complaint'" \
    '"the state of table ""complaint"" is not the one of its last event"'
  finds_since "$head" 'DROP INDEX event_op' '"index ""event_op"" is missing"'
}

@test "a head that the chain does not have is a finding, and one that is none a usage error" {
  head=$(head_mark)
  seq=$(last_event)
  svc-complaint assign C2026-000003 --dept 03 --reason 划转
  expect 1 since "${head% *} 0000-0000-0000"
  [ "$output" = "\"event $seq is another one, not 0000-0000-0000\"" ]
  says 'nothing was looked at'
  expect 1 since '#999999 4F7A-91C2-03B5'
  [ "$output" = '"event 999999 is missing, it was 4F7A-91C2-03B5"' ]
  for none in 17 x '#17' '#17 4F7A-91C2' "$(sqlite3 "$SVC_DB" 'SELECT hash FROM event WHERE seq = 17')"; do
    expect 2 since "$none"
    says 'is no head of an audit chain'
  done
  expect 2 svc-admin verify --since "$head" --anchors heads
  # The event of the head itself is looked at, too: what follows stands on it.
  behind "UPDATE event SET reason = 'x' WHERE seq = $seq"
  expect 1 since "$head"
}

@test "a row that was given a number far out does not keep verify busy" {
  forges_rows
  behind "UPDATE complaint SET rowid = 9223372036854775806 WHERE no = 'C2026-000001'"
  expect 0 timeout 60 svc-admin verify
  behind "UPDATE complaint SET level = 1, rowid = 4611686018427387904 WHERE no = 'C2026-000001'"
  expect 1 timeout 60 svc-admin verify
  [[ $output == *'complaint'* ]]
}
