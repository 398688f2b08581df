# What analysts get: the registers as views in a file of their own, with nothing personal in it.
# bats file_tags=slow

load common

setup_file() { make_full_month; }
setup() { fresh_store; }

in_file() { sqlite3 -noheader views.db "$1"; }
csv() { sqlite3 -separator , -noheader views.db "$1"; }

@test "every register has a view in either language, every row is there, and each column is described" {
  svc-admin publish views.db
  [ "$(stat -c %a views.db)" = 600 ]
  diff <(csv 'SELECT no, state, level FROM v_complaint ORDER BY 1') <(svc-complaint list -H -c no,state,level | sort)
  diff <(csv 'SELECT 编号, 状态, 级别 FROM v_投诉 ORDER BY 1') <(svc-complaint list -H -c no,state,level --words zh | sort)
  diff <(csv 'SELECT 工号, 姓名 FROM v_人员 ORDER BY 1') <(svc-admin list persons -H -c person,name | sort)
  [ "$(in_file "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'view'")" -ge 80 ]
  [ -z "$(in_file "SELECT name FROM sqlite_schema WHERE name LIKE '%wage%' OR sql LIKE '%gross%'")" ]
  # every view answers
  in_file "SELECT 'SELECT COUNT(*) FROM \"' || name || '\";' FROM sqlite_schema WHERE type = 'view'" >ask.sql
  sqlite3 -bail views.db <ask.sql >counts
  [ "$(wc -l <counts)" -eq "$(wc -l <ask.sql)" ]
  in_file "SELECT s.name, p.name FROM sqlite_schema s, pragma_table_info(s.name) p WHERE s.type = 'view'" | sort >there
  in_file "SELECT view, \"column\" FROM columns UNION ALL SELECT view_zh, column_zh FROM columns" | sort | diff there -
  [ -z "$(in_file "SELECT view, \"column\" FROM columns WHERE meaning IS NULL OR meaning_zh IS NULL")" ]
  [ "$(in_file "SELECT masked, column_zh, type FROM columns WHERE view = 'v_complaint' AND \"column\" = 'phone'")" = 'yes|电话|phone' ]
}

@test "score lines add up to the sheets, and those of closed months are what the close stored" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-admin publish views.db
  diff <(svc-report sheet -m 2026-09 -H -c subject,complaint | grep -v ',0.00') \
    <(csv "SELECT dept, printf('%.2f', SUM(points)) FROM v_score_line WHERE period = '2026-09' AND person IS NULL
      AND item = 'complaint' AND status = 'final' GROUP BY dept HAVING SUM(points) <> 0 ORDER BY dept")
  [ "$(in_file "SELECT COUNT(*) FROM v_考核明细 WHERE 期间 = '2026-09'")" = \
    "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM month_line')" ]
  [ "$(in_file "SELECT COUNT(*) FROM v_score_line WHERE period = '2026-10'")" -gt 0 ]
}

@test "nothing personal and nothing that people wrote is in the file, whatever the register" {
  local plant
  forges_rows
  svc-admin publish before.db
  svc-admin publish --text with.db
  { sqlite3 "$SVC_DB" 'SELECT tbl, col FROM personal'
    sqlite3 with.db "ATTACH 'before.db' AS before; SELECT substr(view, 3), \"column\" FROM columns
      EXCEPT SELECT substr(view, 3), \"column\" FROM before.columns"
  } | sort -u >columns
  [ "$(wc -l <columns)" -gt 60 ]
  mapfile -t plant < <(canaries columns)
  [ "${#plant[@]}" -gt 50 ]
  behind "${plant[@]}"
  svc-admin publish views.db
  [ "$(grep -ac '庚辛\|12345678\|1234-5678' views.db)" = 0 ]
  svc-admin publish --text views.db
  [ "$(grep -ac '己\*\*\*\*庚辛' views.db)" -gt 0 ]
  sqlite3 views.db .dump | grep '12345678\|1234-5678' >leaked || true
  [ ! -s leaked ] || { cut -c 1-300 leaked; return 1; }
}

@test "a file that was published is put in the place of at once, any other is left alone" {
  svc-admin publish views.db
  ln views.db old.db
  complaint >/dev/null
  svc-admin publish views.db
  [ "$(in_file 'SELECT COUNT(*) FROM v_complaint')" = "$(svc-complaint list -H -c no | wc -l)" ]
  [ "$(stat -c %i old.db)" != "$(stat -c %i views.db)" ]
  echo mine >mine
  expect 2 svc-admin publish mine
  says 'was not published'
  [ "$(cat mine)" = mine ]
  expect 2 svc-admin publish "$SVC_DB"
  [ -z "$(find . -name '.svc-*')" ]
  # and it stands in the audit
  [ "$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE verb = 'publish' ORDER BY seq DESC LIMIT 1")" = '{"file":"views.db","text":"no"}' ]
  act_as clerk
  expect 77 svc-admin publish other.db
  [ ! -e other.db ]
}

@test "DuckDB reads it where it is installed" {
  command -v duckdb >/dev/null || skip 'no duckdb here'
  svc-admin publish views.db
  [ "$(duckdb -csv -noheader -c "INSTALL sqlite; ATTACH 'views.db' AS v (TYPE sqlite); SELECT COUNT(*) FROM v.\"v_投诉\"")" = "$(svc-complaint list -H -c no | wc -l)" ]
}
