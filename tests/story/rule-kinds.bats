# Kinds of rule that published rule books have, each as rows of a pack, facts, and the line that comes of them;
# those that no other story tells.

load common

setup_file() {
  make_company
}

setup() {
  fresh_store
  cp -r "$SVC_BUILD/share/svc/policy" pack
}

# Adds rows to a file of the pack: row FILE ROW…
row() { printf '%s\n' "${@:2}" >>"pack/$1.csv"; }
bands() { printf '%s\n' group,indicator,by,period,from,until,points,step,cap,clause,item,basis "$@" >pack/bands.csv; }
in_force() { svc-policy load pack --from 2026-08-01 --reason 试行; }
clause() { row clauses "$1,reward,7,score,$2,external"; }

@test "each item that was not checked costs 10 yuan" {
  clause k-item 漏检每项
  row triggers reward.case,,,,,,,,k-item,,external
  row legs k-item,person,-,,,10,10,external,,,reward,item
  in_force
  svc-reward propose --clause k-item --person 1203 --facts 漏检三项 --quantity 3 --at '2026-10-10 09:00' >/dev/null
  [ "$(svc-report explain -m 2026-10 -H -c person,amount,status)" = 1203,-30.00,proposed ]
}

@test "every complaint that the office finds a department to answer for costs it half a point" {
  local day
  clause k-each 每件投诉
  row triggers complaint.determined,,,,,,,,k-each,,external
  row legs k-each,dept,-,0.5,0.5,,,external,,,auto
  in_force
  for day in 01 02 03; do
    complaint received_at="2026-10-$day 09:00" dept=02 level=3 responded_at="2026-10-$day 09:10" \
      closed_at="2026-10-$day 10:00" solution=修 >/dev/null
  done
  svc-complaint determine C2026-00000{1..3} --valid yes --responsible yes --dept 02 --clause k-each
  each() { svc-report explain -m 2026-10 --dept 02 -H -c clause,points,status | sort | uniq -c | tr -s ' '; }
  [ "$(each)" = ' 3 k-each,-0.50,final' ]
  svc-complaint determine C2026-000002 --valid no --reason 不属实
  [ "$(each | head -n 1)" = ' 2 k-each,-0.50,final' ]
}

# Week 37 is from Monday the 7th to Sunday the 13th, 36 from the 31st of August, 40 to the 4th of October.
@test "who has the fewest complaints per 10 000 square metres of a week has a point, the last one loses two" {
  clause k-week 周排名
  bands first,least:imported:per_area,dept,week,1,2,1,,,k-week,complaint,external \
    last,most:imported:per_area,dept,week,1,2,-2,,,k-week,complaint,external
  expect 0 svc-policy check pack
  in_force
  svc-report add indicators -H --indicator per_area --name 每万平方米投诉 --grp other --kind week --scope dept --unit 件 \
    --times 10000 --direction down
  # in 37 one of 20 000 has 0.5, five of 50 000 have 1, three of 10 000 have 3; two of 36 share the first place
  printf '%s\n' indicator,period,dept,numerator,denominator per_area,2026-W37,02,1,20000 per_area,2026-W37,03,5,50000 \
    per_area,2026-W37,04,3,10000 per_area,2026-W36,02,1,10000 per_area,2026-W36,03,2,20000 per_area,2026-W36,04,9,10000 \
    per_area,2026-W40,02,1,10000 per_area,2026-W40,04,2,10000 >values.csv
  svc-report import values values.csv
  ranks() { svc-report explain -m "$1" -H -c dept,points,record | grep @ | sort; }
  [ "$(ranks 2026-09)" = '02,1.00,first.least:imported:per_area@2026-W36
02,1.00,first.least:imported:per_area@2026-W37
03,1.00,first.least:imported:per_area@2026-W36
04,-2.00,last.most:imported:per_area@2026-W36
04,-2.00,last.most:imported:per_area@2026-W37' ]
  # a week is of the month that it ends in, and dated there
  [ "$(ranks 2026-10)" = '02,1.00,first.least:imported:per_area@2026-W40
04,-2.00,last.most:imported:per_area@2026-W40' ]
  svc-report explain -m 2026-09 --dept 02 -H -c record,occurred_at,reason | grep -q \
    '^first.least:imported:per_area@2026-W37,2026-09-13 23:59:59,.*0.50'
  # the week is asked for by its name, the month adds its weeks up: those that begin in it
  [ "$(svc-report kpi -m 2026-W37 --indicator per_area --by dept -H -c dept,numerator,denominator,value | grep ^02)" = 02,1,20000,0.50 ]
  [ "$(svc-report kpi -m 2026-09 --indicator per_area --by dept -H -c dept,numerator,denominator | grep ^03)" = 03,5,50000 ]
  expect 65 svc-report import values - <<<$'indicator,period,dept,numerator,denominator\nper_area,2026-09,02,1,1'
  says "is a month, the indicator's is a week"
}

@test "a week's rate of the store's own records gives points too, once the week is over" {
  clause k-close 周办结
  bands close,complaint_close_in_time,dept,week,,50,-1,,,k-close,complaint,external
  in_force
  complaint received_at='2026-10-05 09:00' dept=02 closed_at='2026-10-11 15:00' responded_at='2026-10-05 09:10' solution=修 level=1 plan=预案1 >/dev/null
  weeks() { svc-report explain -m 2026-10 -H -c dept,points,record | grep @ || :; }
  [ "$(SVC_NOW='2026-10-11 20:00' weeks)" = '' ]
  [ "$(weeks)" = 02,-1.00,close.complaint_close_in_time@2026-W41 ]
}
