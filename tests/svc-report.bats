# svc-report: the month's sheet and what stands behind it.

load common

setup_file() { make_month; }
setup() { fresh_store; }

@test "every department has a row, ordered by code, with and without a line" {
  [ "$(svc-report sheet -m 2026-09 -H -c subject | tr '\n' ' ')" = '01 02 03 04 05 06 ' ]
  [ "$(svc-report sheet -m 2026-07 -H -c subject,base,score,grade,final_grade | head -n 1)" = \
    '01,100.00,100.00,A,A' ]
}

@test "the example company's September" {
  expect 0 svc-report sheet -m 2026-09
  diff "$ROOT/tests/expected/sheet-2026-09.csv" <(echo "$output")
}

@test "every person with a department has a row" {
  [ "$(svc-report sheet -m 2026-09 --by person -H -c subject | wc -l)" -eq 17 ]
  [ "$(svc-report sheet -m 2026-09 --by person --dept 02 -H -c subject | tr '\n' ' ')" = '1201 1202 1203 ' ]
}

@test "persons have no row before they join" {
  [[ $(svc-report sheet -m 2022-03 --by person -H -c subject) != *1602* ]]
  [ "$(svc-report sheet -m 2022-04 --by person -H -c subject | grep 1602)" = 1602 ]
}

@test "explain adds up to the sheet, department by department, item by item" {
  svc-report explain -m 2026-09 >lines.csv
  svc-report sheet -m 2026-09 >sheet.csv
  [ "$(sqlite3 -batch :memory: '.import --csv lines.csv line' '.import --csv sheet.csv sheet' \
    "SELECT COUNT(*) FROM sheet s WHERE CAST(s.complaint AS REAL) <> COALESCE((SELECT SUM(CAST(points AS REAL))
       FROM line l WHERE l.dept = s.subject AND l.person = '' AND l.item = 'complaint' AND l.status = 'final'), 0)
       OR CAST(s.score AS REAL) <> s.base + s.bonus + s.deductions")" = 0 ]
}

@test "explain is worst first and carries the clause's text, basis and policy version" {
  expect 0 svc-report explain -m 2026-09 --dept 05 -H -c points,clause,text,basis,policy
  [[ ${lines[0]} == '-2.00,complaint-close,未在规定时限内办结,assumed,1' ]]
}

@test "pending lines stand apart: they are counted, not summed" {
  expect 0 svc-report sheet -m 2026-09 -H --dept 02 -c reward_amount,penalty_amount,pending_lines
  [ "$output" = 0.00,0.00,3 ]
}

@test "a sheet wants one month" {
  expect 2 svc-report sheet
  says 'no period'
  expect 2 svc-report sheet -m 2026
  says 'is not one month'
  expect 2 svc-report sheet -m 2026-13
  says 'not a period'
}

@test "an unknown department or person, and a month that has not begun, are told" {
  expect 5 svc-report sheet -m 2026-09 --dept 99
  says 'no such department: "99"'
  expect 5 svc-report explain -m 2026-09 --person 9999
  expect 4 svc-report sheet -m 2026-11
  says '2026-11 has not begun'
}

@test "a table carries its footer and the audit head; data formats do not" {
  svc-report sheet -m 2026-09 -f table | tail -n 1 | grep -qx 'local mode: identity not isolated'
  svc-report sheet -m 2026-09 -f table | grep -Eq '^2026-09  head #[0-9]+ [0-9A-F]{4}-'
  [[ $(svc-report sheet -m 2026-09) != *head* ]]
}

@test "last-month is counted from now" {
  [ "$(svc-report sheet -m last-month)" = "$(svc-report sheet -m 2026-09)" ]
}
