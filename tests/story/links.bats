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
  complaint no=C2026-000001 dept=02 'responded_at=2026-10-09 09:00'
}

setup() { fresh_store; }
teardown() { rows_name_their_events; }

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
  printf '%s\n' 编号,受理时间,渠道,类别,内容,服务工单 \
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
  [ "${lines[1]}" = 'links,"U2026-000001: names order O2026-000077, which is not registered"' ]
}

# -- one fact, one sanction ------------------------------------------------------------------------

# The department of order O2026-000001 has a complaint about that visit, of 2 October, neither
# answered (24 h: 3 October 09:00, 1 point) nor closed (5 working days after the holiday: 13 October,
# 2 points). The order itself missed its arrival (1 October 12:00): the department 1 point at least, its
# person 100 yuan, which four persons sign.
visit() {
  export SVC_NOW='2026-10-14 09:00'
  complaint no=C2026-000007 'received_at=2026-10-02 09:00' dept=02 order_no=O2026-000001
}

# dept,person,clause,points,amount,status,record of what the visit costs, as the sheet's explanation has it
costs() {
  svc-report explain -m 2026-10 -H -c dept,person,clause,points,amount,status,record |
    grep -E 'O2026-00000[12]|C2026-00000[78]|R2026|Q2026' | sort
}

# A case of the order, of POINTS and YUAN, signed by everybody.
signed_case() {
  svc-reward propose -H --clause reward-3.2.2-1 --dept 02 --person 1203 --source order \
    --source_no O2026-000001 --at '2026-10-01 12:00' --late-reason 核实 --facts 晚到 --evidence E1 --points "$1" --reason 情节较重 --amount "$2"
  local by
  for by in 1201 1003 1601 1001; do svc-reward sign --by $by --evidence "P-$by" R2026-000001; done
}

@test "of a late order and the complaint about that visit the heavier line of the department stands" {
  visit
  # 2 points are more than 1: the order's leg of the department falls, that of the person stays, and so do
  # both lines of the complaint, for they are one record.
  [ "$(costs)" = '02,,complaint-close,-2.00,0.00,final,C2026-000007
02,,complaint-respond,-1.00,0.00,final,C2026-000007
02,,reward-3.2.2-1,-1.00,0.00,reversed,O2026-000001
02,1203,reward-3.2.2-1,0.00,-100.00,proposed,O2026-000001' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,order,score,pending_lines)" = -3.00,0.00,97.00,0 ]
  [ "$(svc-order score -m 2026-10 -H -c status,reason | head -n 1)" = \
    'reversed,"same fact as complaint C2026-000007: arrive due 2026-10-01 12:00:00, done 2026-10-01 15:00:00"' ]
  [ "$(svc-order score -m 2026-10 --words zh -H -c status,reason | head -n 1)" = \
    '已冲销,与投诉 C2026-000007 系同一事实：到场时限 2026-10-01 12:00，实际 2026-10-01 15:00' ]
  # without the link both stand: 100 - 3, and one more to be signed
  svc-complaint unlink C2026-000007 --order O2026-000001 --reason 另一次上门
  [ "$(costs | sed -n 3p)" = '02,,reward-3.2.2-1,-1.00,0.00,proposed,O2026-000001' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c score,pending_lines)" = 97.00,1 ]
}

@test "where a case is linked elsewhere, an order by itself still falls behind the complaint about it" {
  visit
  svc-reward propose --clause reward-3.2.3-1 --dept 03 --person 1302 --facts 态度差 --evidence E1 >/dev/null
  svc-complaint link C2026-000001 --case R2026-000001 --same-fact --reason 同一次上门
  falls() { svc-order score -m 2026-10 -H -c dept,person,status,reason | sed -n 's/^02,,//p'; }
  [[ $(falls) == 'reversed,"same fact as complaint C2026-000007: '* ]]
  svc-complaint unlink C2026-000007 --order O2026-000001 --reason 另一次上门
  [[ $(falls) == proposed,* ]]
}

@test "a case that is signed fells the lighter complaint, and gives it back when it falls itself" {
  visit
  signed_case 5 300
  # 5 points are more than 2: both lines of the complaint fall. 100 - 5 = 95
  [ "$(costs)" = '02,,complaint-close,-2.00,0.00,reversed,C2026-000007
02,,complaint-respond,-1.00,0.00,reversed,C2026-000007
02,,reward-3.2.2-1,-5.00,0.00,final,O2026-000001
02,1203,reward-3.2.2-1,0.00,-300.00,final,O2026-000001' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,reward,score)" = 0.00,-5.00,95.00 ]
  [ "$(svc-complaint score -m 2026-10 -H -c status,record | sort -u)" = reversed,C2026-000007 ]
  # under appeal it fells nothing: 100 - 3 = 97
  svc-reward suspend R2026-000001 --reason 申诉
  [ "$(svc-complaint score -m 2026-10 -H -c status | sort -u)" = final ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,reward,score,suspended_lines)" = -3.00,0.00,97.00,1 ]
}

@test "a lighter case falls behind the complaint, and stands again when nobody is responsible" {
  visit
  signed_case 1 100
  # 2 points are more than 1; the person has one line alone
  [ "$(costs | tail -n 2)" = '02,,reward-3.2.2-1,-1.00,0.00,reversed,O2026-000001
02,1203,reward-3.2.2-1,0.00,-100.00,final,O2026-000001' ]
  [ "$(svc-reward score -m 2026-10 -H -c subject,status | sort)" = 'dept,reversed
person,final' ]
  svc-complaint determine C2026-000007 --valid yes --responsible no
  [ "$(costs | grep -v ,reversed,)" = '02,,reward-3.2.2-1,-1.00,0.00,final,O2026-000001
02,1203,reward-3.2.2-1,0.00,-100.00,final,O2026-000001' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c score)" = 99.00 ]
}

@test "two complaints about one visit are one fact: of equal lines the earlier stands" {
  visit
  complaint no=C2026-000008 'received_at=2026-10-02 10:00' dept=02 order_no=O2026-000001
  # both were to be closed by 13 October 17:30 and cost 2; C2026-000007 was to be answered an hour earlier
  expect 0 costs
  [ "$(costs | grep -c final)" -eq 2 ]
  [ "$(costs | grep C2026-000008)" = '02,,complaint-close,-2.00,0.00,reversed,C2026-000008
02,,complaint-respond,-1.00,0.00,reversed,C2026-000008' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c score)" = 97.00 ]
}

@test "two visits of one department are two facts, whether a case is linked or none" {
  visit
  complaint no=C2026-000008 'received_at=2026-10-02 09:00' dept=02 order_no=O2026-000002
  stand() { costs | sed -n 's/^02,,complaint-close,-2.00,0.00,final,//p' | tr '\n' ' '; }
  [ "$(stand)" = 'C2026-000007 C2026-000008 ' ]
  svc-reward propose --clause reward-3.2.3-1 --dept 03 --person 1302 --facts 态度差 --evidence E1 >/dev/null
  svc-complaint link C2026-000001 --case R2026-000001 --same-fact --reason 同一次上门
  [ "$(stand)" = 'C2026-000007 C2026-000008 ' ]
}

@test "a line of another department, and a link for reading, displace nothing" {
  export SVC_NOW='2026-10-14 09:00'
  complaint no=C2026-000007 'received_at=2026-10-02 09:00' dept=03 order_no=O2026-000001
  [ "$(costs | grep -c reversed)" -eq 0 ]
  complaint no=C2026-000008 'received_at=2026-10-02 09:00' dept=03
  svc-complaint link C2026-000007 --complaint C2026-000008 --reason 相关
  [ "$(costs | grep -c reversed)" -eq 0 ]
  [ "$(svc-report sheet -m 2026-10 --dept 03 -H -c score)" = 94.00 ]
  # nor where another record and a case are one fact
  svc-reward propose --clause reward-3.2.3-1 --dept 04 --person 1402 --facts 态度差 --evidence E1 >/dev/null
  svc-complaint link C2026-000001 --case R2026-000001 --same-fact --reason 同一次上门
  [ "$(costs | grep -c reversed)" -eq 0 ]
  [ "$(svc-report sheet -m 2026-10 --dept 03 -H -c score)" = 94.00 ]
}

@test "a fact is one whatever the months of its lines; a closed month gives back what is displaced later" {
  # late on 30 September: accepted 08:00, limit 12:00
  printf '%s\n' no,business,dept,person,accepted_at,arrived_at \
    'O2026-000031,repair,02,1203,2026-09-30 08:00,2026-09-30 15:00' | svc-order import -
  svc-reward propose -H --clause reward-3.2.2-1 --dept 02 --person 1203 --source order \
    --source_no O2026-000031 --at '2026-09-30 12:00' --late-reason 核实 --facts 晚到 --evidence E1
  for by in 1201 1003 1601 1001; do svc-reward sign --by $by --evidence "P-$by" R2026-000001; done
  svc-report close -m 2026-09 --yes
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c score)" = 99.00 ]
  # complained of on 2 October, not closed by the 13th: 2 points, more than 1
  export SVC_NOW='2026-10-14 09:00'
  expect 0 complaint no=C2026-000007 'received_at=2026-10-02 09:00' dept=02 order_no=O2026-000031
  says 'fact of closed 2026-09: adjust with'
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c score)" = 99.00 ]
  expect 1 svc-report diff -m 2026-09 -H -c dept,record,points_stored,points_now,status_now,reason
  [ "$output" = '02,O2026-000031,-1.00,0.00,reversed,same fact as complaint C2026-000007: R2026-000001: 晚到' ]
  # a tool alone says the same of a month in which the other line is not
  [ "$(svc-reward score -m 2026-09 -H -c subject,status | sort)" = 'dept,reversed
person,final' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,adjust,score)" = -3.00,0.00,97.00 ]
  svc-report adjust -m 2026-10 --from 2026-09 --reason 同一事实
  # the heavier alone: 100 - 3 + 1, where September had taken the 1
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,adjust,score)" = -3.00,1.00,98.00 ]
  expect 0 svc-report diff -m 2026-09 -H
}

@test "a finding and a case linked with it are one fact once the case is signed" {
  no=$(svc-inspect plan -H --planned_at '2026-10-08 09:00' --level company --kind routine --method on_site \
    --scope 02 --inspectors 1601 --scheme 方案1)
  sheet=$(svc-inspect sheet "$no" -H)
  finding=$(svc-inspect find "$sheet" -H --severity minor --person 1203 --facts 未穿工装 --fixed)
  [ "$(costs | grep -v O2026 | sed 's/Q2026.*/Q/')" = '02,,inspect-6.1,-0.50,0.00,final,Q
02,1203,inspect-6.2-minor,-1.00,0.00,final,Q' ]
  svc-reward propose -H --clause reward-3.2.2-1 --dept 02 --person 1203 --at '2026-10-08 10:00' --late-reason 核实 \
    --facts 未穿工装 --evidence E1
  expect 0 svc-reward link R2026-000001 --finding "$finding" --reason 同一次检查
  [ "$(costs | grep -c reversed)" -eq 0 ]
  for by in 1201 1003 1601 1001; do svc-reward sign --by $by --evidence "P-$by" R2026-000001; done
  # 1 point is more than 0.5, and 100 yuan more than points
  [ "$(costs | grep -v O2026 | sed 's/Q2026.*/Q/')" = '02,,inspect-6.1,-0.50,0.00,reversed,Q
02,,reward-3.2.2-1,-1.00,0.00,final,R2026-000001
02,1203,inspect-6.2-minor,-1.00,0.00,reversed,Q
02,1203,reward-3.2.2-1,0.00,-100.00,final,R2026-000001' ]
  [ "$(svc-inspect score -m 2026-10 -H -c status | sort -u)" = reversed ]
  svc-inspect unlink "$finding" --case R2026-000001 --reason 误关联
  [ "$(svc-inspect score -m 2026-10 -H -c status | sort -u)" = final ]
}

@test "what fell needs no case, waits nowhere in the digest, and is closed as it stands" {
  visit
  # the department's leg fell; the person's alone is proposed, in the one case of the order
  expect 0 sh -c 'svc-order score -m 2026-10 | svc-reward propose -v -'
  says 'read 2: 1 cases added, 0 unchanged, 1 passed over'
  [ "$(costs | grep reward-3)" = '02,,reward-3.2.2-1,-1.00,0.00,reversed,O2026-000001
02,1203,reward-3.2.2-1,0.00,-100.00,proposed,O2026-000001' ]
  for by in 1201 1003 1601 1001; do svc-reward sign --by $by --evidence "P-$by" R2026-000001; done
  # the signed case has both legs of its clause; the department's falls behind the complaint
  costs >open
  [ "$(grep reward-3 open)" = '02,,reward-3.2.2-1,-1.00,0.00,reversed,O2026-000001
02,1203,reward-3.2.2-1,0.00,-100.00,final,O2026-000001' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c reward,score,pending_lines)" = 0.00,97.00,0 ]
  export SVC_NOW='2026-11-02 09:00'
  svc-report sheet -m 2026-10 >sheet
  svc-report close -m 2026-10 --yes --carry-pending
  svc-report sheet -m 2026-10 | grep -v '^#' | cmp - sheet
  costs | diff open -
  svc-report explain -m 2026-10 --words zh -H -c reason | grep -q '与投诉 C2026-000007 系同一事实'
  svc-report verify -m 2026-10
  expect 0 svc-report diff -m 2026-10 -H
}

@test "a later round is the same record, and whoever is charged by one leg or the other the same person" {
  visit
  svc-complaint close C2026-000007 --solution 更换 --at '2026-10-13 18:00'
  svc-complaint reopen C2026-000007 --reason 又漏 --at '2026-10-13 19:00'
  export SVC_NOW='2026-10-21 09:00' # answered it was to be by the 14th, closed by the 20th
  signed_case 5 300
  [ "$(costs)" = '02,,complaint-close,-2.00,0.00,reversed,C2026-000007
02,,complaint-close,-2.00,0.00,reversed,C2026-000007/2
02,,complaint-respond,-1.00,0.00,reversed,C2026-000007
02,,complaint-respond,-1.00,0.00,reversed,C2026-000007/2
02,,reward-3.2.2-1,-5.00,0.00,final,O2026-000001
02,1203,reward-3.2.2-1,0.00,-300.00,final,O2026-000001' ]
  # 1201 is the head of 02: 100 yuan for the complaint as its head, 200 for the order that he did himself
  svc-order set O2026-000002 --person 1201 --reason 更正
  complaint no=C2026-000008 'received_at=2026-10-20 10:00' dept=02 order_no=O2026-000002
  svc-complaint determine C2026-000008 --valid yes --responsible yes --person 1203 --clause reward-3.2.3-1
  [ "$(costs | grep 1201)" = '02,1201,reward-3.2.3-1,0.00,-100.00,proposed,C2026-000008' ]
  svc-reward propose -H --clause reward-3.2.2-1 --dept 02 --person 1201 --source order --source_no O2026-000002 \
    --at '2026-10-20 09:00' --facts 敷衍 --evidence E --amount 200 --reason 情节较重
  for by in 1003 1001 1601 1002; do svc-reward sign --by $by --evidence "P-$by" R2026-000002; done
  [ "$(costs | grep 1201)" = '02,1201,reward-3.2.2-1,0.00,-200.00,final,O2026-000002
02,1201,reward-3.2.3-1,0.00,-100.00,reversed,C2026-000008' ]
}

# -- a complaint that a call-back opened again -------------------------------------------------------

@test "a dissatisfied call-back sent on to reopen its complaint ends its issue, and its clocks" {
  svc-complaint add -H --no C2026-000007 --received_at '2026-10-08 09:00' --channel hotline \
    --category repair --content 漏气 --customer U1 --dept 02 --responded_at '2026-10-08 10:00' --closed_at '2026-10-09 16:00'
  svc-callback add -H --no B2026-000001 --register complaint --record C2026-000007 --business complaint \
    --planned_at '2026-10-10 09:00' --window_to '2026-10-13 17:30' --caller 1102
  svc-callback attempt B2026-000001 --disposition reached --caller 1102
  svc-callback answer B2026-000001 --overall 2 --solved no
  # the department would have until the 13th to answer, and until the 15th to close
  [ "$(svc-callback list issues -H -c no,answer_due,close_due,state)" = \
    'B2026-000001,2026-10-13 17:30:00,2026-10-15 17:30:00,open' ]
  expect 0 sh -c 'svc-callback raise --what reopen | svc-complaint reopen --reason 回访未解决 -'
  [ "$(svc-callback list issues -H -c state,reopened_at)" = 'reopened,2026-10-12 09:00:00' ]
  [ "$(svc-callback list issues --words zh -H -c state)" = 已转重办 ]
  svc-callback log issues B2026-000001 -H -c tool,verb,change | grep -q 'svc-complaint,reopen,.*""state"":\[""open"",""reopened""\]'
  [ "$(svc-complaint list links -H -c register,record,with_register,with_record,same_fact,origin)" = \
    'complaint,C2026-000007,callback,B2026-000001,no,reopen' ]
  # neither raised once more, nor answered or closed
  expect 0 svc-callback issue
  [ "$(svc-callback list issues -H | wc -l)" -eq 1 ]
  expect 4 svc-callback issue B2026-000001
  says 'its complaint C2026-000007 was opened again for it'
  expect 4 svc-callback issue-answer B2026-000001 --answer 无
  says 'it is reopened'
  [ "$(svc-callback raise --what reopen -H)" = '' ]
  # on the 21st both limits of the issue are over: it costs nothing, the complaint's second round alone does
  SVC_NOW='2026-10-21 09:00' expect 0 svc-report explain -m 2026-10 -H -c clause,record
  [ "$(grep 000007 <<<"$output" | sort)" = 'complaint-close,C2026-000007/2
complaint-respond,C2026-000007/2' ]
  [ "$(grep -c B2026 <<<"$output")" -eq 0 ]
  svc-admin check
  svc-admin verify
}

@test "what an issue missed before its complaint was opened again stays missed" {
  svc-complaint add -H --no C2026-000007 --received_at '2026-10-08 09:00' --channel hotline \
    --category repair --content 漏气 --customer U1 --dept 02 --responded_at '2026-10-08 10:00' --closed_at '2026-10-09 16:00'
  svc-callback add -H --no B2026-000001 --register complaint --record C2026-000007 --business complaint \
    --planned_at '2026-10-10 09:00' --window_to '2026-10-13 17:30' --caller 1102
  svc-callback attempt B2026-000001 --disposition reached --caller 1102
  svc-callback answer B2026-000001 --overall 2 --solved no
  export SVC_NOW='2026-10-14 09:00' # answered it was to be by the 13th, 17:30
  svc-callback raise --what reopen | svc-complaint reopen --reason 回访未解决 -
  SVC_NOW='2026-10-21 09:00' expect 0 svc-callback score -m 2026-10 -H -c clause,points,record,reason
  [ "$output" = 'callback-issue-answer,-1.00,B2026-000001,"due 2026-10-13 17:30:00, done 2026-10-14 09:00:00"' ]
}

# -- what else asks ----------------------------------------------------------------------------------

@test "a case by hand about a record whose linked record has one needs a reason, and then stands beside" {
  visit
  signed_case 1 100
  # the person has his 100 yuan for this visit, under another clause
  hand=(--clause reward-3.2.3-1 --dept 02 --person 1203 --source complaint --source_no C2026-000007
    --at '2026-10-02 09:00' --late-reason 核实 --facts 态度差 --evidence E2)
  expect 4 svc-reward propose -H "${hand[@]}"
  says 'person 1203 is sanctioned for this fact already, by R2026-000001'
  expect 0 svc-reward propose -H "${hand[@]}" --also 态度问题另行处理 --amount 200 --reason 情节较重
  for by in 1003 1001 1601 1002; do svc-reward sign --by $by --evidence "P-$by" R2026-000002; done
  [ "$(svc-reward list --no R2026-000002 -H -c state)" = approved ]
  # 200 yuan do not fell 100, nor 100 the other way round
  [ "$(costs | grep 1203)" = '02,1203,reward-3.2.2-1,0.00,-100.00,final,O2026-000001
02,1203,reward-3.2.3-1,0.00,-200.00,final,C2026-000007' ]
  # without a link there is nothing to ask
  svc-complaint unlink C2026-000007 --order O2026-000001 --reason 另一次上门
  svc-order import - <<<'no,business,dept,person,accepted_at,complaint_no
O2026-000051,repair,02,1203,2026-10-13 08:00,C2026-000001'
  expect 0 svc-reward propose -H --clause reward-3.2.3-1 --dept 02 --person 1203 --source complaint \
    --source_no C2026-000001 --at '2026-10-13 09:00' --facts 又态度差 --evidence E3
}

@test "explain tells which records are one fact, and a link into a closed month tells that month" {
  visit
  expect 0 svc-complaint explain C2026-000007 -H -c step,note
  [ "${lines[-1]}" = 'linked,one fact with order O2026-000001' ]
  expect 0 svc-order limits O2026-000001 --words zh -H -c step,note
  [ "${lines[-1]}" = '同一事实,与投诉 C2026-000007 系同一事实' ]
  export SVC_NOW='2026-11-02 09:00'
  svc-report close -m 2026-10 --yes --carry-pending
  expect 0 svc-order unlink O2026-000001 --complaint C2026-000007 --reason 误
  says 'fact of closed 2026-10: adjust with svc-report adjust -m 2026-11 --from 2026-10'
}

# -- who may say so ------------------------------------------------------------------------------------

# Becomes another person of the company until the test's end: be NO.
be() {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '$1'"
}

@test "nobody says of a record about himself that it is one fact, and only the office says it of others" {
  complaint no=C2026-000002 dept=02
  complaint no=C2026-000003 dept=02
  be 1203
  expect 77 svc-order link O2026-000001 --complaint C2026-000001 --reason 晚到
  says 'is about "1203", who cannot say what is one fact with it'
  expect 0 svc-complaint link C2026-000001 --complaint C2026-000002 --reason 相关
  be 1102
  expect 77 svc-complaint link C2026-000001 --complaint C2026-000003 --same-fact --reason 同一事
  says 'that two records are one fact is said by the office or a clerk'
  expect 0 svc-order link O2026-000001 --complaint C2026-000001 --reason 晚到
  be 1203
  expect 77 svc-order unlink O2026-000001 --complaint C2026-000001 --reason 不是
  be 1502
  expect 0 svc-order unlink O2026-000001 --complaint C2026-000001 --reason 不是
  be 1601
  svc-complaint unlink C2026-000001 --complaint C2026-000002 --reason 改
  expect 0 svc-complaint link C2026-000001 --complaint C2026-000002 --same-fact --reason 同一事
  svc-order log O2026-000001 -f jsonl | grep -q 'refused'
}
