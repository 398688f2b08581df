# Pipelines as people type them, with readers and writers that misbehave.

load common

setup_file() { make_month; }
setup() { fresh_store; }

@test "a reader stalled in a pager blocks no writer" {
  mkfifo stalled
  svc-complaint list >stalled &
  exec 7<stalled
  head -c 1 <&7 >/dev/null
  # The list waits in the pipe; a write must go through while it does.
  timeout 10 svc-complaint determine --valid yes C2026-000019
  [ "$(svc-complaint list --no C2026-000019 -H -c valid)" = yes ]
  cat <&7 | tail -n 1 | grep -q '^C2026-000023'
  exec 7<&-
  wait
}

@test "an import that waits for its input holds no lock" {
  mkfifo slow
  svc-complaint import slow &
  exec 8>slow
  printf 'source,source_no,received_at,channel,category,content\n' >&8
  timeout 10 svc-complaint determine --valid yes C2026-000019
  printf 'a,1,2026-10-09 09:00,web,other,x\n' >&8
  exec 8>&-
  wait $!
  [ "$(svc-complaint list --source a -H -c source_no)" = 1 ]
}

@test "a reader that waits for its input holds no lock" {
  mkfifo slow
  cp -r "$ROOT/lib/policy" dir
  rm dir/calendar.csv
  mkfifo dir/calendar.csv
  for reader in 'show -' 'log -' 'explain -'; do
    # shellcheck disable=SC2086
    svc-complaint $reader <slow >answer &
    exec 8>slow
    timeout 10 svc-complaint determine --valid yes C2026-000019
    echo C2026-000019 >&8
    exec 8>&-
    wait $!
    grep -q C2026-000019 answer
  done
  svc-policy diff 1 dir &
  exec 8>dir/calendar.csv
  timeout 10 svc-complaint determine --valid no C2026-000019
  cat "$ROOT/lib/policy/calendar.csv" >&8
  exec 8>&-
  wait $!
}

@test "a reader that goes away ends a list by the signal" {
  bash -c 'set -o pipefail; for i in $(seq 400); do svc-complaint list; done | head -n 1; exit 0' >/dev/null
  mkfifo gone
  svc-complaint list >gone &
  pid=$!
  exec 7<gone
  exec 7<&-
  code=0
  wait "$pid" || code=$?
  [ "$code" -eq 141 ] || [ "$code" -eq 0 ]
}

@test "an atomic batch: all of them or none" {
  svc-complaint add --received_at '2026-10-09 09:00' --channel web --category other --content a --dept 01
  svc-complaint add --received_at '2026-10-09 09:00' --channel web --category other --content b --dept 01
  svc-complaint list --state open --dept 01 -c no -H | svc-complaint assign --dept 02 --reason 划转 -
  [ -z "$(svc-complaint list --state open --dept 01 -H)" ]
  [ "$(svc-complaint list --state assigned --dept 02 -H -c no | wc -l)" -eq 2 ]
}

@test "why did a department lose points, worst first, with mlr" {
  command -v mlr >/dev/null || skip "mlr is not installed"
  svc-report explain -m 2026-09 --dept 05 -c item,points,record,clause,text |
    mlr --icsv --oxtab head -n 1 | grep -q 'points *-2.00'
}

@test "who has three complaints, by hand, with datamash" {
  command -v datamash >/dev/null || skip "datamash is not installed"
  svc-complaint list --period 2026 --valid yes --responsible yes -f tsv -c person,no |
    datamash -H -s -g person count no | awk -F'\t' 'NR == 1 || $2 >= 3' >three
  [ "$(tail -n +2 three | cut -f1 | tr "\n" " ")" = "1202 1203 1502 " ]
}

@test "propose VIP changes from gas usage, look, then apply" {
  svc-tier add --customer U1 --kind unit --class industrial --daily_gas_m3 10 >/dev/null
  printf '%s\n' customer,daily_gas_m3 U1,1000 >usage-2026.csv
  svc-admin role "$(id -un)" --roles 'admin;deputy_gm' --reason 兼任
  export SVC_NOW='2026-10-13 09:00'
  svc-tier propose --usage usage-2026.csv > vip.csv && svc-tier review --dry-run vip.csv && svc-tier review --reason '2026 年度复核' vip.csv
  [ "$(svc-tier list -H -c customer,tier,since)" = U1,vip,2026-10-13 ]
}

@test "JSON lines are one object a line, numbers as numbers, codes as strings" {
  svc-complaint list -f jsonl -n 2 -c no,level,dept >two.jsonl
  [ "$(head -n 1 two.jsonl)" = '{"no":"C2026-000001","level":3,"dept":"02"}' ]
}

@test "sixteen writers at once: none fails, none is lost" {
  for w in $(seq 16); do
    ( for i in $(seq 5); do
        svc-complaint add --received_at '2026-10-09 09:00' --channel web --category other \
          --content x --source w --source_no "$w-$i" >/dev/null || echo failed >>failures
      done ) &
  done
  wait
  [ ! -e failures ]
  [ "$(svc-complaint list --source w -H -c no | sort -u | wc -l)" -eq 80 ]
  svc-admin verify
}

@test "a batch from a list of any format" {
  svc-complaint list --state closed -f tsv -c state,no | svc-complaint determine --valid yes -
  [ -z "$(svc-complaint list --state closed --valid undetermined -H)" ]
}

@test "the morning's mail: only on a working day, only when something is due" {
  morning() {
    svc-complaint due --within 1wd --only-workday --fail-if-any -c no,level,dept,due_at,left \
      -f table -o due.txt
    [ $? -eq 1 ] && cat due.txt
  }
  run morning
  [[ $output == no*level*dept*due_at*left*C2026-000022* ]]
  export SVC_NOW='2026-10-17 08:05' # a Saturday
  run morning
  [ -z "$output" ]
}

@test "who is held responsible where, month by month, with plain awk" {
  svc-complaint list --period 2026 --valid yes --responsible yes -f tsv -H -c received_at,dept |
    awk -F'\t' '{ n[substr($1, 1, 7) " " $2]++ } END { for (k in n) print k, n[k] }' | sort >counted
  [ "$(head -n 1 counted)" = '2026-09 01 3' ]
}

@test "overdue orders per department, and a month's late ones checked in one batch" {
  { echo source_no,business,dept,accepted_at,arrived_at
    for i in 1 2 3; do echo "$i,repair,02,2026-10-09 09:00,"; done
    echo '4,gas_on,04,2026-09-30 09:00,'
    echo '5,repair,02,2026-10-09 09:00,2026-10-09 14:00'
  } | svc-order import --set source=d -
  [ "$(svc-order overdue -f tsv -H -c dept | sort | uniq -c | tr -s ' \n' ' ')" = ' 3 02 1 04 ' ]
  svc-order score -m this-month -f tsv -H -c record,reason | awk -F'\t' '$2 ~ /, done/ { print $1 }' |
    svc-order check7653 --broken delay -
  [ "$(svc-order visits O2026-000005 -H -c item,answer | grep broken)" = delay,broken ]
}

@test "overdue rectification notices per department, with datamash" {
  svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope '02;05' --inspectors 1602 --scheme FA-1 >/dev/null
  svc-inspect sheet I2026-000001 >/dev/null
  for sheet in K2026-000001 K2026-000001 K2026-000002; do
    svc-inspect find "$sheet" --severity minor --facts 单据缺项 >/dev/null
  done
  svc-inspect list findings | svc-inspect notice --demand 整改 --deadline 2026-10-16 - >/dev/null
  export SVC_NOW='2026-10-19 09:00'
  [ "$(svc-inspect due --kind notice -f tsv -H -c dept,days_over)" = $'02\t3\n02\t3\n05\t3' ]
  command -v datamash >/dev/null || skip "datamash is not installed"
  svc-inspect due --kind notice -f tsv -c dept,days_over |
    datamash -H -s -g dept count days_over max days_over | tail -n 2 |
    diff - <(printf '02\t2\t3\n05\t1\t3\n')
}
