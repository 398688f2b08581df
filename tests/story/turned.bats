# What is printed does not hang on the order in which the store happens to keep its rows: they came in one
# after the other here, and are turned round.
# bats file_tags=slow

load common

setup_file() { make_full_month; }
setup() { fresh_store; }

# Makes the store keep every row in the opposite order, without the indexes that would help to find them.
turn_round() {
  local table sql=
  while read -r table; do
    sql+="CREATE TEMP TABLE turned AS SELECT * FROM $table ORDER BY rowid DESC;
      DELETE FROM $table; INSERT INTO $table SELECT * FROM turned ORDER BY rowid; DROP TABLE turned;"
  done < <(sqlite3 "$SVC_DB" "SELECT t.name FROM register_state r JOIN sqlite_schema t ON t.name = r.tbl
    WHERE t.type = 'table' AND t.sql NOT LIKE '%WITHOUT ROWID%'
      AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.pk = 1 AND c.type = 'INTEGER')")
  sql+=$(sqlite3 "$SVC_DB" "SELECT 'DROP INDEX ' || name || ';' FROM sqlite_schema
    WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'")
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output 'PRAGMA foreign_keys = OFF' \
    "BEGIN; $sql COMMIT"
}

# What is printed, without the path and the mark, which are each store's own, and without what verify has
# to tell of the turned one: that its indexes are gone.
told() {
  sed 's/turned\.db/svc.db/; s/ #[0-9]* [0-9A-F]*-[0-9A-F]*-[0-9A-F]*$//
    /^audit,"index .* is missing"$/d'
}

@test "whatever order the store keeps its rows in, every verb that reads prints its own" {
  local count=0 straight=$SVC_DB turned=$BATS_TEST_TMPDIR/store/turned.db
  cp -p "$straight" "$turned"
  SVC_DB=$turned turn_round
  same() {
    local words
    reads "$@" || return 0
    mapfile -t words < <(operands "$@")
    count=$((count + 1))
    "$@" "${words[@]}" 2>&1 </dev/null | told >was || :
    SVC_DB=$turned "$@" "${words[@]}" 2>&1 </dev/null | told >now || :
    diff was now >>differ || echo "$*" >>differ
  }
  each_verb same
  [ ! -s differ ] || { cat differ; return 1; }
  for name in $(svc-report ledger -H -c name); do
    svc-report ledger "$name" -m 2026 >was
    [ "$(wc -l <was)" -gt 2 ] || { echo "$name has no two lines"; return 1; }
    SVC_DB=$turned svc-report ledger "$name" -m 2026 | diff was -
  done
  [ "$count" -ge 100 ]
}
