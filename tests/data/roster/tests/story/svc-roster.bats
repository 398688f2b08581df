# svc-roster: who is on duty when, and where to be called.

load common

setup_file() { make_company; }
setup() { fresh_store; }

duty() { svc-roster add -H --day 2026-10-19 --shift night --person 1203 "$@"; }

@test "a duty is planned, changed for a reason, and its history tells by whom" {
  no=$(duty --remark 换班)
  expect 2 svc-roster set "$no" --person 1202
  svc-roster set "$no" --person 1202 --reason 病假
  [ "$(svc-roster show "$no" -H -c column,value | grep -E '^(person|shift|remark),')" = \
    $'shift,night\nperson,1202\nremark,换班' ]
  svc-roster log "$no" -H -c verb,reason,change | grep -q '^set,病假,.*1203.*1202'
}

@test "a file of duties lands whole, under Chinese headings, and twice is once" {
  printf '%s\n' 来源系统,来源编号,值班日期,班次,值班人 x,1,2026-10-19,day,1202 x,2,2026-10-20,day,1203 >duties.csv
  svc-roster import duties.csv
  expect 0 svc-roster import -v duties.csv
  says '0 added, 0 updated, 2 unchanged'
  [ "$(svc-roster list --person 1203 -H -c day)" = 2026-10-20 ]
  [ -z "$(svc-roster list -m 2026-11 -H)" ]
  echo x,3,2026-10-21,dusk,1203 >>duties.csv
  expect 65 svc-roster import duties.csv
  [ "$(svc-roster list -H | wc -l)" -eq 2 ]
}

@test "nobody sees a stand-in's name and telephone without the right" {
  no=$(duty --stand_in 王建平 --phone 13812345678)
  [ "$(svc-roster list -H -c stand_in,phone)" = '王****,138****5678' ]
  select="SELECT no, stand_in, phone FROM roster"
  expect 0 svc-admin sql "$select" --reason 查 -H
  [ "$output" = "$no,王建平,13812345678" ]
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'admin' WHERE login = '$(id -un)'"
  expect 0 svc-admin sql "$select" --reason 查 -H
  [ "$output" = "$no,," ]
  [ -z "$(sqlite3 "$SVC_DB" "SELECT change FROM event WHERE change LIKE '%13812345678%'")" ]
  expect 77 svc-roster set "$no" --remark x --reason x
}

@test "what was changed behind the tools' back is found" {
  no=$(duty)
  svc-admin check
  sqlite3 "$SVC_DB" "UPDATE roster SET person = '1202' WHERE no = '$no'"
  expect 1 svc-admin verify -H -c finding
  [ "$output" = '"table ""roster"" was changed outside the tools"' ]
}
