# svc-report: self scores, and their review beside what was computed.

load common

setup_file() { make_month; }
setup() {
  fresh_store
  printf '%s\n' dept,item,points,comment '02,complaint,-1.00,一件响应超时' 02,callback,0,无 >02.csv
}

# The person at the keyboard becomes one of a department: as ROLES DEPT
as() { sqlite3 "$SVC_DB" "UPDATE person SET roles = '$1', dept = '$2' WHERE login = '$(id -un)'"; }

@test "a department's own sheet comes in once, whole, under the month of -m" {
  expect 0 svc-report import selfscore -m 2026-09 02.csv -v
  says 'read 2: 2 added'
  expect 0 svc-report import selfscore -m last-month 02.csv -v
  says '0 added, 0 updated, 2 unchanged'
  [ "$(svc-report list selfscore -m 2026-09 -H -c period,dept,item,points,comment)" = "2026-09,02,complaint,-1.00,一件响应超时
2026-09,02,callback,0.00,无" ]
  expect 0 svc-report import selfscore -m 2026-08 02.csv -v
  says '2 added'
  sed -i s/-1.00/-2.00/ 02.csv
  expect 65 svc-report import selfscore -m 2026-09 02.csv
  says 'differs from the stored record; --update would change it'
  expect 0 svc-report import selfscore -m 2026-09 02.csv --update -v
  says '1 updated, 1 unchanged'
  [ "$(svc-report log selfscore H2026-000001 -H -c verb | tr '\n' ' ')" = 'import import ' ]
  svc-admin verify
}

@test "a sheet without its month, with a wrong item, a strange department or a bad number" {
  expect 65 svc-report import selfscore 02.csv
  says 'give columns no, or period and dept'
  expect 2 svc-report import selfscore -m 2026Q3 02.csv
  says 'is not one month'
  printf '%s\n' dept,item,points 02,manners,-1 99,complaint,-1 02,order,-1.234 02,tier,-1 02,tier,-2 >bad.csv
  expect 65 svc-report import selfscore -m 2026-09 bad.csv
  says 'record 1, column "item": "manners": an unknown word'
  says 'record 2, column "dept": "99": is not registered'
  says 'record 3, column "points": more than two decimals'
  says 'record 5: has the same key as record 4'
  expect 4 svc-report import selfscore -m 2026-11 02.csv
  says '2026-11 has not begun'
  [ -z "$(svc-report list selfscore -H)" ]
}

@test "self, computed and approved side by side, with the difference" {
  svc-report import selfscore -m 2026-09 02.csv
  expect 0 svc-report review -m 2026-09 --dept 02
  [ "$output" = "dept,item,self,computed,approved,difference,comment,note,noted_by
02,complaint,-1.00,-2.00,,1.00,一件响应超时,,
02,callback,0.00,0.00,,0.00,无,," ]
  # who handed nothing in stands there too, with what was computed
  [ "$(svc-report review -m 2026-09 -H -c dept,item,self,computed,difference | grep -v ^02)" = "03,complaint,,-2.00,
04,complaint,,-2.00,
05,complaint,,-5.00," ]
  # the computed column is the sheet's
  diff <(svc-report review -m 2026-09 -H -c dept,item,computed | grep complaint | sed s/complaint,//) \
    <(svc-report sheet -m 2026-09 -H -c subject,complaint | grep -v ,0.00)
  svc-report close -m 2026-09 --yes --carry-pending
  [ "$(svc-report review -m 2026-09 --dept 02 -H -c item,self,computed,approved)" = "complaint,-1.00,-2.00,-2.00
callback,0.00,0.00,0.00" ]
  # what happens to the records later changes nothing that was approved
  svc-complaint determine --valid no --responsible no C2026-000001 C2026-000002
  [ "$(svc-report review -m 2026-09 --dept 05 -H -c computed,approved)" = -5.00,-5.00 ]
  expect 5 svc-report review -m 2026-09@2
  expect 5 svc-report review -m 2026-09 --dept 99
  expect 4 svc-report review -m 2026-11
}

@test "the reviewer's note stands beside the score, the last one, by whom" {
  svc-report import selfscore -m 2026-09 02.csv
  expect 0 svc-report note -m 2026-09 --dept 02 --item complaint --text 另有一件未报
  svc-report note -m 2026-09 --dept 02 --item complaint --text '另有一件未报，按两件计'
  svc-report note -m 2026-09 --dept 01 --item entry --text 未交自评
  [ "$(svc-report review -m 2026-09 -H -f tsv -c dept,item,note,noted_by | awk -F'\t' '$3 != ""')" = \
    "$(printf '01\tentry\t未交自评\t%s\n02\tcomplaint\t另有一件未报，按两件计\t%s' "$(id -un)" "$(id -un)")" ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE verb = 'note' AND record = '2026-09/02/complaint'")" = 2 ]
  run sqlite3 "$SVC_DB" "UPDATE review_note SET note = 'x'"
  [[ $output == *note_append_only* ]]
  svc-admin verify
  expect 0 svc-report note -m 2026-09 --dept 02 --item order --text x --dry-run
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM review_note')" = 3 ]
}

@test "a note names its item, and an open month" {
  expect 2 svc-report note -m 2026-09 --dept 02 --text x
  says 'note needs an item'
  expect 2 svc-report note -m 2026-09 --dept 02 --item manners --text x
  expect 2 svc-report note --dept 02 --item order --text x
  says 'needs a period'
  expect 5 svc-report note -m 2026-09 --dept 99 --item order --text x
  expect 4 svc-report note -m 2026-11 --dept 02 --item order --text x
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM review_note')" = 0 ]
}

@test "nobody reviews the own department's sheet, and only the office reviews" {
  as office 02
  expect 4 svc-report note -m 2026-09 --dept 02 --item complaint --text 我看可以
  says 'nobody reviews the sheet of the own department'
  expect 0 svc-report note -m 2026-09 --dept 03 --item complaint --text 属实
  # the head of a department is of it, wherever the person is registered
  sqlite3 "$SVC_DB" "UPDATE dept SET head = '$(id -un)' WHERE dept = '04'"
  expect 4 svc-report note -m 2026-09 --dept 04 --item complaint --text 属实
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM review_note')" = 1 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE tbl IS NULL AND change LIKE '{\"refused\"%'")" = 2 ]
  as dept_head 02
  expect 77 svc-report note -m 2026-09 --dept 03 --item complaint --text x
}

@test "a head brings the own department's sheet and no other" {
  as dept_head 02
  expect 0 svc-report import selfscore -m 2026-09 02.csv
  sed s/^02/03/ 02.csv >03.csv
  expect 65 svc-report import selfscore -m 2026-09 03.csv
  says 'column "dept" ×2 (lines 2–3): is not your own department'
  as 'dept_head;office' 02
  expect 0 svc-report import selfscore -m 2026-09 03.csv
  as 'dept_head;clerk' 02
  sed s/^02/04/ 02.csv >04.csv
  expect 0 svc-report import selfscore -m 2026-09 04.csv
  as agent 02
  expect 77 svc-report import selfscore -m 2026-09 02.csv
}

@test "once the month is closed what was said of it stays, whichever way it is tried" {
  svc-report import selfscore -m 2026-09 02.csv
  svc-report close -m 2026-09 --yes --carry-pending
  # the same sheet again says nothing new
  expect 0 svc-report import selfscore -m 2026-09 02.csv
  sed -i s/-1.00/-2.00/ 02.csv
  expect 4 svc-report import selfscore -m 2026-09 02.csv --update
  says '2026-09 is closed'
  sed s/^02/03/ 02.csv >03.csv
  expect 4 svc-report import selfscore -m 2026-09 03.csv
  expect 4 svc-report import selfscore -m 2026-09 03.csv --keep-good --rejects bad.csv
  [ ! -e bad.csv ] # nothing of the file was taken in, so all of it is brought again
  expect 4 svc-report add selfscore --period 2026-09 --dept 03 --item order --points -1
  expect 4 svc-report set selfscore H2026-000001 --points -2 --reason 更正
  says 'the month is closed'
  expect 4 svc-report note -m 2026-09 --dept 02 --item complaint --text x
  run sqlite3 "$SVC_DB" 'DELETE FROM selfscore'
  [[ $output == *month_closed* ]]
  [ "$(svc-report list selfscore -H -c dept,points | sort -u)" = "02,-1.00
02,0.00" ]
}

@test "the office corrects an open month's self score with a reason" {
  svc-report import selfscore -m 2026-09 02.csv
  expect 2 svc-report set selfscore H2026-000001 --points -2
  says 'set needs a reason'
  expect 0 svc-report set selfscore H2026-000001 --points -2 --comment 两件 --reason 部门来函
  [ "$(svc-report show selfscore H2026-000001 -H -c column,value | sed -n 's/^points,//p')" = -2.00 ]
  [ "$(svc-report review -m 2026-09 --dept 02 -H -c item,difference | head -n 1)" = complaint,0.00 ]
}
