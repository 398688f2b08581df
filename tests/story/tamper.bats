# Every kind of tampering by somebody who has the file and sqlite3: each is done on a copy of the
# month's store and named by verify or check.
# bats file_tags=slow

load common

setup_file() {
  make_month
  svc-report close -m 2026-09 --yes --carry-pending 2>/dev/null
}
setup() { fresh_store; }

# Each line is what the finding names, and the SQL that is done behind the tools' back.
found_all() {
  local names sql
  cp -p "$SVC_DB" before.db
  while IFS='|' read -r names sql; do
    cp -p before.db "$SVC_DB"
    ${1:-behind} "$sql"
    output=$(svc-admin verify -H -c finding 2>&1) && output=$(svc-admin check -H -c finding 2>&1) &&
      { echo "not found: $sql"; return 1; }
    output=${output//\"\"/\"}
    [[ $output == *"$names"* ]] || { echo "$sql: $output"; return 1; }
  done
}

@test "the untouched store is clean" {
  expect 0 svc-admin verify -H
  expect 0 svc-admin check -H
}

@test "a row edited, deleted, added or moved in a table of any kind is found" {
  found_all <<'END'
table "complaint"|UPDATE complaint SET level = 3 - level WHERE no = 'C2026-000001'
table "complaint"|UPDATE complaint SET closed_at = '2026-09-01 09:00:00' WHERE closed_at IS NOT NULL
table "complaint"|DELETE FROM complaint WHERE no = 'C2026-000002'
table "complaint"|UPDATE complaint SET no = 'C2026-000999' WHERE no = 'C2026-000003'
table "callback"|UPDATE callback SET person = '1201'
table "callback"|DELETE FROM callback WHERE no = (SELECT MIN(no) FROM callback)
table "person"|UPDATE person SET roles = 'gm' WHERE person = '1203'
table "person"|UPDATE person SET login = 'mallory' WHERE person = '1001'
table "dept"|UPDATE dept SET head = '1203' WHERE dept = '02'
table "policy_limit"|DELETE FROM policy_limit WHERE matter = 'complaint'
table "policy_clause"|UPDATE policy_clause SET article = '9.9'
table "policy_leg"|DELETE FROM policy_leg
table "policy_param"|UPDATE policy_param SET value = '9' WHERE name = 'max_backdate'
table "policy_chain"|DELETE FROM policy_chain
table "policy_version"|UPDATE policy_version SET digest = 'x'
table "policy_word"|DELETE FROM policy_word
table "policy_grade"|DELETE FROM policy_grade
table "calendar_day"|DELETE FROM calendar_day WHERE day = '2026-10-01'
table "calendar_revision"|DELETE FROM calendar_revision
table "month_line"|UPDATE month_line SET points = 0
table "month_line"|DELETE FROM month_line
table "month_sheet"|UPDATE month_sheet SET csv = ''
table "month_roster"|DELETE FROM month_roster
table "month_close"|DELETE FROM month_close
END
}

@test "events, states, salts and facts of the store are no less held" {
  found_all <<'END'
is missing|DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)
are missing|DELETE FROM event WHERE seq > (SELECT MAX(seq) - 3 FROM event)
events 1 to 5 are missing|DELETE FROM event WHERE seq < 6
event 5 is missing|DELETE FROM event WHERE seq = 5
event 7 was changed|UPDATE event SET at = '2026-01-01 00:00:00' WHERE seq = 7
event 7 was changed|UPDATE event SET login = 'mallory' WHERE seq = 7
event 7 was changed|UPDATE event SET change = NULL, reason = 'x' WHERE seq = 7
event 8 does not follow event 7|UPDATE event SET hash = prev WHERE seq = 7
event 0 was inserted|INSERT INTO event SELECT 0, at, fixed, uid, login, person, roles, tool, verb, tbl, record, op_id, reason, change, state, prev, hash FROM event WHERE seq = 1
added behind|INSERT INTO event SELECT (SELECT MAX(seq) + 1 FROM event), at, fixed, uid, login, person, roles, tool, verb, tbl, record, op_id, reason, change, state, hash, prev FROM event WHERE seq = (SELECT MAX(seq) FROM event)
"complaint"|UPDATE register_state SET state = (SELECT prev FROM event WHERE seq = 1) WHERE tbl = 'complaint'
"complaint"|UPDATE register_state SET seq = 1 WHERE tbl = 'complaint'
"complaint" is audited|DELETE FROM register_state WHERE tbl = 'complaint'
"event" is audited|DELETE FROM register_state WHERE tbl = 'event'
added behind|UPDATE register_state SET seq = seq - 1 WHERE tbl = 'event'
table "own" is|INSERT INTO register_state (tbl) VALUES ('own')
belongs to no commitment|INSERT INTO salt VALUES (1, 'person', '00112233445566778899aabbccddeeff')
the counter of C2026 stands at|UPDATE counter SET last = last + 5 WHERE prefix = 'C'
table "meta"|UPDATE meta SET value = 'host' WHERE name = 'mode'
table "meta"|INSERT INTO meta VALUES ('trust_filesystem', '1')
table "meta"|DELETE FROM meta WHERE name = 'created_at'
END
}

@test "what protects and defines is held to the schema" {
  plainly() { sqlite3 "$SVC_DB" "$1"; }
  found_all plainly <<'END'
trigger "event_no_delete" is missing|DROP TRIGGER event_no_delete
trigger "event_in_order" is not as|DROP TRIGGER event_in_order; CREATE TRIGGER event_in_order BEFORE INSERT ON event WHEN 0 BEGIN SELECT RAISE(ABORT, 'event_in_order'); END
trigger "own" is not of|CREATE TRIGGER own AFTER INSERT ON complaint BEGIN DELETE FROM hold; END
trigger "month_line_no_update" is missing|DROP TRIGGER month_line_no_update
index "event_op" is missing|DROP INDEX event_op
index "own" is not of|CREATE UNIQUE INDEX own ON event (op_id, seq)
view "miss_past" is missing|DROP VIEW miss_past
view "asked_open" is not as|DROP VIEW asked_open; CREATE VIEW asked_open AS SELECT tbl, no, col, asked, asked_at, asked_by FROM asked_time
table "own" is not of|CREATE TABLE own (a)
table "hold" is not as|ALTER TABLE hold ADD COLUMN own TEXT
table "salt" is not as|PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = REPLACE(sql, 'LENGTH(salt) = 32', '1') WHERE name = 'salt'
table "clock": the row complaint|DELETE FROM clock WHERE tbl = 'complaint'
table "clock_done": the row complaint,closed|DELETE FROM clock_done WHERE tbl = 'complaint'
table "clock_round": the row|DELETE FROM clock_round
table "personal": the row|DELETE FROM personal WHERE tbl = 'phone_number'
table "pack_sql": the row salt,*,0|INSERT INTO pack_sql VALUES ('salt', '*', 0)
table "check_item": the row|DELETE FROM check_item
table "book_content": the row|DELETE FROM book_content
END
}
