# svc-tier: customers, and what their tier does.

load common

setup_file() { make_company; }
setup() { fresh_store; }

@test "customers are registered, listed masked, corrected, and keep their history" {
  expect 0 svc-tier add --customer U1 --name 王建平 --phone 13812340001 -H
  [ "$output" = U1 ]
  [ "$(svc-tier list -H -c customer,name,phone,kind,customer_kind,tier)" = \
    'U1,王****,138****0001,person,home,general' ]
  expect 0 svc-tier set --meter M77 --reason 换表 U1
  svc-tier log U1 -H -c verb | tail -n 1 | grep -qx set
  expect 2 svc-tier set --tier vip --reason x U1
  says 'unknown option "--tier"'
}

@test "many customers, all or none, the same file twice changes nothing" {
  printf 'customer,name,kind,class,daily_gas_m3,tier\nU1,甲厂,unit,industrial,1200,vip\nU2,乙,person,resident,,\n' >c.csv
  expect 0 svc-tier import -v c.csv
  says '2 added'
  expect 0 svc-tier import -v c.csv
  says '2 unchanged'
  [ "$(svc-tier list --customer U1 -H -c customer_kind,tier)" = business,vip ]
  sed -i 's/vip/gold/' c.csv
  expect 65 svc-tier import c.csv
}

@test "a VIP's complaint is answered in an hour and solved in a day; the shorter limit wins" {
  svc-tier add --customer U9 --tier vip >/dev/null
  vip=$(complaint customer=U9 level=3 dept=02)
  [ "$(svc-complaint list --no "$vip" -H -c tier,respond_due,solution_due,close_due)" = \
    'vip,2026-10-09 10:00:00,2026-10-10 23:59:59,2026-10-15 17:30:00' ]
  svc-complaint explain "$vip" -c clock,step,note | grep -q 'respond,limit,"1h from received: limits.csv complaint,respond,,vip,; basis seed'
  first=$(complaint customer=U9 level=1 dept=02)
  [ "$(svc-complaint list --no "$first" -H -c solution_due)" = '2026-10-10 09:00:00' ]
  expect 0 svc-admin check
}

@test "the tier is that of the day the customer spoke, and stays with the complaint" {
  svc-tier add --customer U9 --tier vip --since 2026-10-01 >/dev/null
  before=$(complaint customer=U9 received_at='2026-09-30 09:00')
  after=$(complaint customer=U9 received_at='2026-10-01 09:00')
  [ "$(svc-complaint list --no "$before" -H -c tier)" = '""' ]
  [ "$(svc-complaint list --no "$after" -H -c tier)" = vip ]
}
