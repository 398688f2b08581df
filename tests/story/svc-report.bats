# svc-report: the month's sheet and what stands behind it.

load common

setup_file() { make_month; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

@test "every department has a row, ordered by code, with and without a line" {
  [ "$(svc-report sheet -m 2026-09 -H -c subject | tr '\n' ' ')" = '01 02 03 04 05 06 ' ]
  [ "$(svc-report sheet -m 2026-07 -H -c subject,base,score,grade,final_grade | head -n 1)" = \
    '01,100.00,100.00,A,A' ]
}

@test "the example company's September" {
  expect 0 svc-report sheet -m 2026-09
  diff "$ROOT/tests/golden/sheet-2026-09.csv" <(echo "$output")
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
       OR CAST(s.score AS REAL) <> s.base + s.bonus + s.deductions + s.adjust")" = 0 ]
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
  says 'needs a period'
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

# -- closed months -------------------------------------------------------------------------------

close_september() { svc-report close -m 2026-09 --yes --carry-pending "$@"; }

# A complaint of September that was forgotten, answered far too late.
late_complaint() {
  svc-complaint add --source crm --source_no late-1 --received_at '2026-09-02 09:00' \
    --channel hotline --category billing --content 账单有误 --level 3 --dept 04 \
    --responded_at "2026-09-05 09:00" --closed_at '2026-09-07 09:00' >/dev/null
}

@test "a closed month prints the same bytes whatever happens to its records" {
  close_september
  svc-report sheet -m 2026-09 >before.csv
  svc-report sheet -m 2026-09 --by person >persons.csv
  svc-report explain -m 2026-09 >lines.csv
  late_complaint
  svc-complaint withdraw --reason 撤诉 C2026-000019
  svc-complaint determine --valid no --responsible no C2026-000008
  sed 's/市场发展部/市场部/' "$ROOT/tests/demo/depts.csv" | svc-admin import depts --update
  svc-report sheet -m 2026-09 | cmp before.csv
  svc-report sheet -m 2026-09 --by person | cmp persons.csv
  svc-report explain -m 2026-09 | cmp lines.csv
  expect 0 svc-report verify -m 2026-09 -H -c part,same
  [ "$(grep -c ,yes <<<"$output")" -eq 7 ]
  [ "$(svc-report sheet -m 2026-09 --dept 05 -H -c subject,deductions)" = 05,-5.00 ]
  [ "$(svc-report sheet -m 2026-09 --by person --dept 02 -H -c subject | tr '\n' ' ')" = '1201 1202 1203 ' ]
  expect 0 svc-admin check
}

@test "closing a closed month says so and changes nothing" {
  close_september
  seq=$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')
  expect 0 close_september
  says '2026-09 is closed already, revision 1'
  [ "$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')" = "$seq" ]
}

@test "what waits for a signature refuses the close, or is handed on until it is decided" {
  expect 4 svc-report close -m 2026-09 --yes
  says 'lines wait for signatures or an appeal'
  waiting=$(svc-report explain -m 2026-09 -H -c status | grep -c proposed)
  late=$(svc-report explain -m 2026-10 -H -c status | grep -c proposed || true)
  close_september
  [ "$(svc-report explain -m 2026-09 -H -c status | grep -c proposed)" -eq 0 ]
  [ "$(svc-report explain -m 2026-10 -H -c status | grep -c proposed)" -eq $((waiting + late)) ]
  export SVC_NOW='2026-11-02 09:00'
  svc-report close -m 2026-10 --yes --carry-pending
  [ "$(svc-report explain -m 2026-11 -H -c status | grep -c proposed)" -eq $((waiting + late)) ]
  expect 0 svc-report diff -m 2026-09
  # the one that is decided meanwhile is taken back, its month stays as it was
  svc-complaint determine --valid no --responsible no C2026-000004
  [ "$(svc-report explain -m 2026-11 -H -c record,status | grep C2026-000004 | sort -u)" = C2026-000004,reversed ]
  expect 0 svc-report diff -m 2026-10
}

@test "what cannot be closed, and why" {
  expect 2 svc-report close -m 2026-09
  says 'close needs --yes'
  expect 4 svc-report close -m 2026-10 --yes
  says '2026-10 is not over'
  expect 4 svc-report close -m 2026-09 --yes --carry-pending --strict
  says 'are only assumed'
  expect 4 svc-report close -m 2026-09 --yes --revise --reason x
  says 'there is nothing to revise'
  expect 4 svc-report verify -m 2026-09
  says 'is open'
  expect 4 svc-report diff -m 2026-09
  expect 5 svc-report sheet -m 2026-09@1
  says 'has no revision 1; it is open'
  expect 2 svc-report sheet -m 2026-09@x
  says 'not a revision'
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM month_close')" -eq 0 ]
}

@test "a dry run closes nothing" {
  mkdir out
  close_september --dry-run -o out
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM month_close')" -eq 0 ]
  [ -z "$(ls -A out)" ]
}

@test "a revision follows today's records, and the first stays readable" {
  close_september
  svc-report sheet -m 2026-09 >first.csv
  late_complaint
  expect 2 svc-report close -m 2026-09 --yes --carry-pending --revise
  says '--revise needs a reason'
  close_september --revise --reason 补录投诉
  svc-report sheet -m 2026-09@1 | cmp first.csv
  [ "$(svc-report sheet -m 2026-09 --dept 04 -H -c deductions)" = -3.00 ]
  [ "$(svc-report sheet -m 2026-09@1 --dept 04 -H -c deductions)" = -2.00 ]
  expect 0 svc-report verify -m 2026-09@1
  expect 0 svc-report verify -m 2026-09@2
  expect 5 svc-report sheet -m 2026-09@3
}

@test "a late complaint and a won appeal are settled in the next month, once" {
  svc-complaint determine --valid yes --responsible yes C2026-000008
  close_september
  svc-report sheet -m 2026-09 >before.csv
  late_complaint
  svc-complaint appeal --against responsible --by 1501 --reason 银行重复划账 C2026-000008
  svc-complaint appeal-decide --outcome not_responsible --reason 银行已书面说明 C2026-000008
  expect 1 svc-report diff -m 2026-09 -H -c dept,clause,points_stored,points_now,status_now
  [ "$(sort <<<"$output")" = "04,complaint-respond,0.00,-1.00,final
05,complaint-close,-2.00,0.00,reversed" ]
  svc-report adjust -m 2026-10 --from 2026-09
  expect 0 svc-report diff -m 2026-09
  [ "$(svc-report sheet -m 2026-10 -H -c subject,adjust | grep -v ,0.00 | tr '\n' ' ')" = '04,-1.00 05,2.00 ' ]
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM adjustment')" -eq 2 ]
  svc-report sheet -m 2026-09 | cmp before.csv
  [ "$(svc-report explain -m 2026-10 --dept 05 -H -c item,reason | grep adjust)" = 'adjust,2026-09: no longer counted' ]
  # the difference is settled: a revision would count it twice
  expect 4 svc-report close -m 2026-09 --yes --carry-pending --revise --reason x
  says 'was settled in a later month already'
}

@test "nothing is settled into a closed month, an earlier one, or from an open one" {
  expect 4 svc-report adjust -m 2026-10 --from 2026-09
  says '2026-09 is open'
  close_september
  expect 4 svc-report adjust -m 2026-08 --from 2026-09
  expect 2 svc-report adjust -m 2026-10
  says 'add --from MONTH'
  export SVC_NOW='2026-11-02 09:00'
  svc-report close -m 2026-10 --yes --carry-pending
  expect 4 svc-report adjust -m 2026-10 --from 2026-09
  says '2026-10 is closed'
}

@test "close writes a folder, whole, and leaves one alone that is there" {
  mkdir out
  close_september -o out
  [ "$(ls out)" = 2026-09 ]
  (cd out/2026-09 && sha256sum --quiet -c SHA256SUMS)
  svc-report sheet -m 2026-09 | cmp - out/2026-09/sheet-dept.csv
  svc-report sheet -m 2026-09 --by person | cmp - out/2026-09/sheet-person.csv
  grep -q '^revision,1$' out/2026-09/manifest.csv
  echo changed >out/2026-09/sheet-dept.csv
  expect 0 close_september -o out
  [ "$(cat out/2026-09/sheet-dept.csv)" = changed ]
  close_september --revise --reason 复核 -o out
  [ -f 'out/2026-09@2/manifest.csv' ]
  [ -z "$(find out -name '.svc-*')" ]
}

@test "a folder that cannot be written is told before the month is closed" {
  expect 74 close_september -o nowhere
  says 'nothing was applied'
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM month_close')" -eq 0 ]
}

# Writes the folder with no room for more than a KiB in any file; lines.csv is longer.
cramped() { (ulimit -f 1; close_september -o out); }

@test "a full disk or a kill while the folder is written leaves no half of it, the next run writes it" {
  mkdir out
  close_september
  expect 74 bash -c "$(declare -f cramped close_september); trap '' XFSZ; cramped"
  says '; the month is closed; its folder is not written'
  says 'run close again, without --revise, to write it'
  [ -z "$(ls -A out)" ]
  expect $((128 + $(kill -l XFSZ))) bash -c "$(declare -f cramped close_september); cramped"
  [ ! -e out/2026-09 ]
  expect 0 close_september -o out
  [ "$(ls -A out)" = 2026-09 ]
  (cd out/2026-09 && sha256sum --quiet -c SHA256SUMS)
}

@test "a close that is asked for again by its operation id writes the folder that is missing" {
  mkdir out
  close_september --op-id september
  expect 0 close_september --op-id september -o out
  says 'operation "september" was applied already'
  (cd out/2026-09 && sha256sum --quiet -c SHA256SUMS)
  # So is a revision, of which there is no second one.
  close_september --revise --reason 更正 --op-id again
  expect 0 close_september --revise --reason 更正 --op-id again -o out
  [ -e out/2026-09@2/SHA256SUMS ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT MAX(revision) FROM month_close')" = 2 ]
  expect 0 close_september --op-id september -o out
  expect 4 svc-report close -m 2026-08 --yes --op-id september -o out
  says 'this is another one; nothing was applied'
}

@test "what is stored of a closed month cannot be edited, and an edit by force is found" {
  close_september
  for table in $(sqlite3 "$SVC_DB" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'month%'"); do
    run sqlite3 "$SVC_DB" "DELETE FROM $table"
    [[ $output == *month_closed* ]]
  done
  [ -n "$table" ]
  sqlite3 "$SVC_DB" "DROP TRIGGER month_line_no_update; UPDATE month_line SET points = 0 WHERE points < 0"
  expect 1 svc-report verify -m 2026-09 -H -c part,same
  [[ $output == *lines,no* ]]
  expect 1 svc-admin verify
}

@test "a year shows the months that have begun, closed or open, and their mean" {
  close_september
  expect 0 svc-report year -m 2026 --dept 05 -H -c subject,score_08,score_09,grade_09,score_11,months,award
  [ "$output" = 05,100.00,95.00,A,,10,yes ]
  scores=$(svc-report year -m 2026 --dept 05 -f tsv -H -c score_01,score_02,score_03,score_04,score_05,score_06,score_07,score_08,score_09,score_10)
  mean=$(tr '\t' '\n' <<<"$scores" | awk '{ sum += $1 } END { printf "%.2f", sum / NR }')
  [ "$(svc-report year -m 2026 --dept 05 -H -c mean)" = "$mean" ]
  [ "$(svc-report year -m 2026 --by person -H -c subject | wc -l)" -eq 17 ]
  # what adds up over the year, as svc-reward counts it
  svc-report year -m 2026 --by person -H -c subject,counted,threshold | grep -v ',0,3$' >counted
  svc-reward thresholds --year 2026 -H -c person,count,threshold | grep '^[0-9]' >thresholds
  [ -s thresholds ]
  [ -z "$(comm -13 counted thresholds)" ]
  expect 2 svc-report year -m 2026-09
  says 'is not one year'
}

@test "what would be if: a sheet of other lines than the records give" {
  svc-report explain -m 2026-09 >lines.csv
  svc-report sheet -m 2026-09 --lines lines.csv | cmp - <(svc-report sheet -m 2026-09)
  # Whatever they were printed as; sums that somebody put below are passed over.
  svc-report explain -m 2026-09 -o lines.xlsx
  svc-report sheet -m 2026-09 --lines lines.xlsx | cmp - <(svc-report sheet -m 2026-09)
  { cat lines.csv; head -n 1 lines.csv | sed 's/[^,]//g; s/^/合计/'; } >below.csv
  svc-report sheet -m 2026-09 --lines below.csv | cmp - <(svc-report sheet -m 2026-09)
  svc-report explain -m 2026-09 | svc-report sheet -m 2026-09 --by person --lines - | cmp - <(svc-report sheet -m 2026-09 --by person)
  # without one late closing, and with a bonus; two tools' lines one after the other
  { svc-complaint score -m 2026-09 | grep -v C2026-000008; svc-callback score -m 2026-09; } |
    svc-report sheet -m 2026-09 --dept 05 -H -c complaint,score --lines - >without
  [ "$(cat without)" = -3.00,97.00 ]
  printf 'dept\titem\tpoints\tstatus\n05\treward\t3\tfinal\n05\treward\t9\tproposed\n' |
    svc-report sheet -m 2026-09 --dept 05 -H -c complaint,reward,score,pending_lines --lines - >bonus
  [ "$(cat bonus)" = 0.00,3.00,103.00,1 ]
  svc-report sheet -m 2026-09 -f table --lines lines.csv | grep -q '^2026年9月 试算  head #'
  # a closed month's own sheet is left alone
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 >closed.csv
  printf 'dept,item,points,status\n05,reward,3,final\n' |
    svc-report sheet -m 2026-09 --dept 05 -H -c score --lines - >what.csv
  [ "$(cat what.csv)" = 103.00 ]
  svc-report sheet -m 2026-09 | cmp - closed.csv
}

@test "bad lines of what would be are all told, with their place, and nothing is summed" {
  expect 65 svc-report sheet -m 2026-09 --lines - <<'END'
period,dept,person,item,points,status
2026-09,99,,complaint,-1,final
2026-09,02,9999,complaint,-1,final
2026-09,02,,nonsense,-1,final
2026-09,02,,complaint,1e3,final
2026-09,02,,complaint,-1,maybe
2026-08,02,,complaint,-1,final
2026-09,02,,complaint,-1
,,,complaint,-1,final
END
  [ -z "$output" ]
  says 'standard input:2: record 1, column "dept": is not registered'
  says 'standard input:3: record 2, column "person": is not registered'
  says 'standard input:4: record 3, column "item": an unknown word; must be one of complaint|callback|'
  says 'standard input:5: record 4, column "points": written with an exponent'
  says 'standard input:6: record 5, column "status": an unknown word; must be one of final|proposed|suspended|reversed'
  says 'standard input:7: record 6, column "period": another period'
  says 'standard input:8: record 7, column "period": not as many cells'
  says 'standard input:9: record 8, column "dept": is required'
  says 'nothing was summed'
  expect 65 svc-report sheet -m 2026-09 --lines - <<<'dept,item,points'
  says 'no column "status"'
  expect 65 svc-report sheet -m 2026-09 --lines - <<<'dept,item,points,status,colour'
  says 'column "colour" is unknown'
  expect 65 svc-report sheet -m 2026-09 --lines nowhere.csv
  says 'cannot read "nowhere.csv"'
}

@test "lines that are waited for hold no lock" {
  mkfifo lines
  svc-report sheet -m 2026-09 --lines - <lines >sheet &
  exec 7>lines
  echo 'dept,item,points,status' >&7
  svc-complaint add --received_at '2026-10-09 09:00' --channel web --category other --content x
  echo '05,reward,1,final' >&7
  exec 7>&-
  wait $!
  grep -q '^05,.*101.00' sheet
}

# A line handed on from September, decided in October, counts in October's sheet and nowhere else.
handed_on() {
  svc-complaint determine --valid yes --responsible yes C2026-000019
  svc-complaint appeal --against responsible --by 1501 --reason 系统故障 C2026-000019
  svc-report close -m 2026-09 --yes --carry-pending
  SVC_NOW='2026-10-14 09:00' svc-complaint appeal-decide --outcome upheld --reason 核实 C2026-000019
  export SVC_NOW='2026-11-02 09:00'
  svc-report close -m 2026-10 --yes --carry-pending
}

@test "a month that took over what another handed on is not changed by that" {
  handed_on
  [ "$(svc-report explain -m 2026-10 --dept 05 -H -c points,status,clause | grep complaint-respond)" = \
    -1.00,final,complaint-respond ]
  expect 0 svc-report diff -m 2026-10 -H
  [ -z "$output" ]
  svc-report adjust -m 2026-11 --from 2026-10
  [ "$(svc-report explain -m 2026-11 -H -c item | grep -c adjust)" -eq 0 ]
  svc-report sheet -m 2026-10 >first
  svc-report close -m 2026-10 --yes --revise --reason 复核 --carry-pending
  svc-report sheet -m 2026-10 | cmp - first
  # handed on twice: decided in November, of September
  expect 0 svc-report diff -m 2026-09 -H
}

@test "what a later month counts already is not counted again by a revision" {
  handed_on
  expect 4 svc-report close -m 2026-09 --yes --revise --reason 复核 --carry-pending
  says 'handed on are counted in 2026-10; a revision would count them twice'
  [ "$(svc-report sheet -m 2026-09 --dept 05 -H -c complaint)" = "$(svc-report sheet -m 2026-09@1 --dept 05 -H -c complaint)" ]
}

@test "a difference is settled in a month that has begun" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-complaint determine --valid no --responsible no C2026-000008
  expect 4 svc-report adjust -m 2027-05 --from 2026-09
  says '2027-05 has not begun'
  expect 1 svc-report diff -m 2026-09
  expect 4 svc-report year -m 2027
  says '2027 has not begun'
}

@test "a folder that is there but is not the month's is no success" {
  mkdir -p out/2026-09
  expect 74 svc-report close -m 2026-09 --yes --carry-pending -o out
  says '"out/2026-09" is there and is not what a close writes'
  says 'the month is closed'
  rmdir out/2026-09
  echo x >out/2026-09
  expect 74 svc-report close -m 2026-09 --yes -o out
  rm out/2026-09
  expect 0 svc-report close -m 2026-09 --yes -o out
  [ -s out/2026-09/SHA256SUMS ]
  expect 0 svc-report close -m 2026-09 --yes -o out
  # what stands in the way of an unfinished folder is told
  rm -r out/2026-09
  mkdir -p out/.svc-2026-09/x
  expect 74 svc-report close -m 2026-09 --yes -o out
  says 'remove it'
}
