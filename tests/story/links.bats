# Links between records: who says what is about what, what is one fact, and what that costs once.

load common

# Two orders of 02/1203 and a complaint: the first was late, on 1 October, limit 12:00, on site 15:00.
setup_file() {
  make_company
  cat >"$BATS_FILE_TMPDIR/orders.csv" <<'CSV'
no,source,source_no,business,dept,person,accepted_at,arrived_at,finished_at
O2026-000001,dispatch,G1,repair,02,1203,2026-10-01 08:00,2026-10-01 15:00,2026-10-01 16:00
O2026-000002,dispatch,G2,repair,02,1203,2026-10-01 08:00,2026-10-01 09:00,2026-10-01 10:00
CSV
  svc-order import "$BATS_FILE_TMPDIR/orders.csv"
  complaint no=C2026-000001 dept=02
}

setup() { fresh_store; }

links() { svc-complaint list links -H -c register,record,with_register,with_record,same_fact,state "$@"; }

@test "a complaint is linked with the order of its visit, from either end, and both show it" {
  expect 0 svc-order link O2026-000001 --complaint C2026-000001 --reason 客户投诉晚到
  [ "$output" = "" ]
  [ "$(links)" = 'complaint,C2026-000001,order,O2026-000001,yes,linked' ]
  svc-complaint show C2026-000001 | grep -q '^C2026-000001,link,关联,"orders O2026-000001 2026-10-12 09:00:00 hand, same fact"$'
  svc-order show O2026-000001 | grep -q '^O2026-000001,link,关联,"complaints C2026-000001 2026-10-12 09:00:00 hand, same fact"$'
  # said again it is the same link
  expect 0 svc-complaint link C2026-000001 --order O2026-000001 --reason 再说一遍
  [ "$(links | wc -l)" -eq 1 ]
  [ "$(svc-complaint list links -H -c linked_by,why)" = 'root,客户投诉晚到' ]
  [ "$(svc-complaint list links --words zh -H -c register,with_register,same_fact,origin,state)" = '投诉,工单,是,人工,有效' ]
  svc-admin check
  svc-admin verify
}

@test "a link that was wrong is taken back, stays in the register, and may be made again" {
  svc-complaint link C2026-000001 --order O2026-000001 --order O2026-000002 --reason 初判
  [ "$(links)" = 'complaint,C2026-000001,order,O2026-000002,yes,linked' ]
  expect 0 svc-order unlink O2026-000002 --complaint C2026-000001 --reason 不是这次上门
  [ "$(svc-complaint list links -H -c state,unlinked_at,unlinked_by,unlink_why)" = \
    'unlinked,2026-10-12 09:00:00,root,不是这次上门' ]
  [ "$(svc-order show O2026-000002 | grep -c ',link,')" -eq 0 ]
  svc-complaint log links U2026-000001 -H -c verb,reason | grep -qx 'unlink,不是这次上门'
  expect 4 svc-order unlink O2026-000002 --complaint C2026-000001 --reason 再撤
  says 'O2026-000002: is not linked with C2026-000001'
  svc-order link O2026-000002 --complaint C2026-000001 --reason 复核后确认
  [ "$(links --state linked)" = 'complaint,C2026-000001,order,O2026-000002,yes,linked' ]
  [ "$(links | wc -l)" -eq 2 ]
}

@test "what is not there, the record itself and a link that says otherwise are refused" {
  expect 5 svc-complaint link C2026-000001 --order O2026-000009 --reason 无
  says 'no such order: O2026-000009'
  expect 5 svc-complaint link C2026-000009 --order O2026-000001 --reason 无
  says 'C2026-000009: no such complaint'
  expect 4 svc-complaint link C2026-000001 --complaint C2026-000001 --reason 无
  says 'is the record itself'
  expect 2 svc-complaint link C2026-000001 --reason 无
  says 'no record at the other end'
  expect 2 svc-complaint link C2026-000001 --order O2026-000001
  complaint no=C2026-000002
  svc-complaint link C2026-000001 --complaint C2026-000002 --reason 相关
  [ "$(links)" = 'complaint,C2026-000001,complaint,C2026-000002,no,linked' ]
  expect 4 svc-complaint link C2026-000002 --complaint C2026-000001 --same-fact --reason 同一事实
  says 'is linked with C2026-000001 otherwise, by U2026-000001'
  svc-complaint unlink C2026-000001 --complaint C2026-000002 --reason 改
  svc-complaint link C2026-000002 --complaint C2026-000001 --same-fact --reason 同一事实
  [ "$(links --state linked)" = 'complaint,C2026-000001,complaint,C2026-000002,yes,linked' ]
}

@test "a file of complaints names the order of the visit, by its number or the dispatch system's" {
  printf '%s\n' 编号,受理时间,渠道,类别,内容,工单编号 \
    C2026-000011,2026-10-09,hotline,repair,晚到,O2026-000001 \
    C2026-000012,2026-10-09,hotline,repair,晚到,G2 >c.csv
  expect 0 svc-complaint import c.csv
  [ "$(links)" = 'complaint,C2026-000011,order,O2026-000001,yes,linked
complaint,C2026-000012,order,O2026-000002,yes,linked' ]
  [ "$(svc-complaint list links -H -c origin | sort -u)" = import ]
  # the same file again links nothing again, also where a link was taken back meanwhile
  svc-complaint unlink C2026-000011 --order O2026-000001 --reason 另一次上门
  expect 0 svc-complaint import c.csv
  [ "$(links --state linked)" = 'complaint,C2026-000012,order,O2026-000002,yes,linked' ]
  # a corrected file takes the other order back
  sed -i 's/G2/G1/' c.csv
  expect 0 svc-complaint import --update c.csv
  [ "$(links --record C2026-000012)" = 'complaint,C2026-000012,order,O2026-000002,yes,unlinked
complaint,C2026-000012,order,O2026-000001,yes,linked' ]
  svc-admin check
  svc-admin verify
}

@test "a file of orders names the complaint about the visit" {
  printf '%s\n' no,business,dept,accepted_at,complaint_no \
    'O2026-000021,repair,02,2026-10-09 08:00,C2026-000001' >o.csv
  expect 0 svc-order import o.csv
  [ "$(links)" = 'complaint,C2026-000001,order,O2026-000021,yes,linked' ]
}

@test "an order that is not there refuses its complaint, and with --keep-good it alone" {
  printf '%s\n' no,received_at,channel,category,content,order_no \
    C2026-000011,2026-10-09,hotline,repair,晚到,O2026-000099 \
    C2026-000012,2026-10-09,hotline,repair,晚到,O2026-000002 >c.csv
  expect 65 svc-complaint import c.csv
  says 'order_no'
  [ "$(links)" = '' ]
  expect 3 svc-complaint import --keep-good --rejects bad.csv c.csv
  [ "$(links)" = 'complaint,C2026-000012,order,O2026-000002,yes,linked' ]
  svc-admin verify
}

@test "a try changes nothing" {
  expect 0 svc-complaint link C2026-000001 --order O2026-000001 --reason 试 --dry-run
  printf '%s\n' no,received_at,channel,category,content,order_no \
    C2026-000011,2026-10-09,hotline,repair,晚到,O2026-000001 >c.csv
  expect 0 svc-complaint import --dry-run c.csv
  [ "$(links)" = '' ]
  svc-admin verify
}

@test "svc-admin check finds a link whose record is not there" {
  svc-complaint link C2026-000001 --order O2026-000001 --reason 晚到
  sqlite3 "$SVC_DB" "UPDATE link SET with_record = 'O2026-000077'"
  expect 1 svc-admin check links
  [ "${lines[1]}" = 'links,"link U2026-000001 names order ""O2026-000077"", which is not registered"' ]
}
