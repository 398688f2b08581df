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
  cp -r "$ROOT/lib/share/policy" dir
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
  cat "$ROOT/lib/share/policy/calendar.csv" >&8
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

@test "is the archived month still what the register says, and what changed since" {
  svc-report close -m 2026-09 --yes --carry-pending
  changed() { svc-report verify -m 2026-09 >/dev/null && ! svc-report diff -m 2026-09 -f table; }
  # the last word is that of diff: nothing changed
  expect 1 changed
  svc-complaint determine --valid no --responsible no C2026-000008
  expect 0 changed
  [[ $output == *C2026-000008* ]]
}

@test "a ledger for the manager, as a workbook" {
  svc-auth use network_cooperation --person 1201 --exceeded 未经批准 >/dev/null
  SVC_NOW='2026-11-02 08:00' svc-report ledger auth -m last-month --header zh -o 授权处理台账.xlsx
  sqlite3 :memory: "SELECT data FROM zipfile('授权处理台账.xlsx') WHERE name = 'xl/worksheets/sheet1.xml'" |
    grep -q '<t>授权事项</t>.*<t>A2026-000001</t>'
}

@test "who has three complaints, by hand, with datamash" {
  command -v datamash >/dev/null || skip "datamash is not installed"
  svc-complaint list --period 2026 --valid yes --responsible yes -f tsv -c responsible_person,no |
    datamash -H -s -g responsible_person count no | awk -F'\t' 'NR == 1 || $2 >= 3' >three
  [ "$(tail -n +2 three | cut -f1 | tr "\n" " ")" = "1202 1203 1502 " ]
}

@test "propose VIP changes from gas usage, look, then apply" {
  svc-tier add --customer U1 --kind unit --class industrial --daily_gas_m3 10 >/dev/null
  printf '%s\n' customer,daily_gas_m3 U1,1000 >usage-2026.csv
  svc-admin role "$(id -un)" --roles 'admin;deputy_gm' --reason 兼任
  export SVC_NOW='2026-10-13 09:00'
  svc-tier propose --usage usage-2026.csv --by 1401 > vip.csv && svc-tier review --dry-run vip.csv && svc-tier review --reason '2026 年度复核' vip.csv
  [ "$(svc-tier list -H -c customer,tier,tier_since)" = U1,vip,2026-10-13 ]
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

# Every department's and person's points and yuan on the month's sheet are the sums of the lines
# that explain them: adds_up MONTH.
adds_up() {
  svc-report explain -m "$1" >lines.csv
  svc-report sheet -m "$1" >depts.csv
  svc-report sheet -m "$1" --by person >persons.csv
  sqlite3 -batch :memory: '.import --csv lines.csv line' '.import --csv depts.csv sheet' \
    '.import --csv persons.csv person' \
    "CREATE TABLE told AS SELECT subject, '' AS dept, bonus + deductions + adjust AS points, reward_amount, penalty_amount FROM person
       UNION ALL SELECT '', subject, bonus + deductions + adjust AS points, reward_amount, penalty_amount FROM sheet" \
    "SELECT t.*, SUM(l.points), SUM(l.amount) FROM told t LEFT JOIN line l
         ON l.status = 'final' AND l.person = t.subject AND (t.subject <> '' OR l.dept = t.dept)
      GROUP BY t.subject, t.dept
     HAVING ABS(t.points - COALESCE(SUM(CAST(l.points AS REAL)), 0)) > 0.001
         OR ABS(t.reward_amount + t.penalty_amount - COALESCE(SUM(CAST(l.amount AS REAL)), 0)) > 0.001" \
    "SELECT * FROM line WHERE person <> '' AND person NOT IN (SELECT subject FROM person)" >odd
  [ ! -s odd ] || { cat odd; return 1; }
  [ "$(wc -l <persons.csv)" -gt 17 ]
}

@test "from last month's records to what is paid: proposed, signed, closed, appealed, settled" {
  sheet() { svc-report sheet -m "$1" --by person -H -c subject,penalty_amount,pending_lines | grep "^$2,"; }
  sign() { # sign NO PERSON…
    local person
    for person in "${@:2}"; do svc-reward sign --by "$person" --evidence "P-$person" "$1" || return; done
  }
  case_of() { svc-reward list --source_no "$1" --clause "$2" -H -c no; }
  svc-order import --set source=gis - <<<'source_no,business,dept,accepted_at,arrived_at,person
1,repair,02,2026-09-10 09:00,2026-09-10 14:00,1203'
  svc-auth import uses - <<<'source,source_no,used_at,matter,person,facts,damage
oa,1,2026-09-05 10:00,no_work_order,1502,,800'
  adds_up 2026-09
  [ "$(sheet 2026-09 1302)" = 1302,0.00,1 ]
  for t in complaint order auth; do svc-$t score -m last-month; done |
    svc-reward propose --suspension standby -c no,source,source_no - >cases.csv
  [ "$(cut -d, -f2 cases.csv | sort | uniq -c | tr -s ' \n' ' ')" = ' 1 auth 6 complaint 1 order 1 source ' ]
  # Until it is signed a line stands where it stood, once: the proposed case has none of its own.
  for t in complaint order auth; do svc-$t score -m 2026-09 -H -c status; done | sort -u >left
  [ "$(tr '\n' ' ' <left)" = 'final proposed ' ]
  [ -z "$(svc-reward score -m 2026-09 -H)" ]
  [ "$(sheet 2026-09 1302)" = 1302,0.00,1 ]
  adds_up 2026-09

  kept=$(case_of C2026-000015 reward-3.2.2-3)
  late=$(case_of O2026-000001 reward-3.2.2-1)
  row=$(case_of C2026-000004 reward-3.2.3-1)
  sign "$kept" 1301 1003 1601
  [ "$(sheet 2026-09 1302)" = 1302,0.00,1 ] # three of four signatures pay nothing
  sign "$kept" 1001
  sign "$late" 1201 1003 1601 1001
  sign "$row" 1003 1001 1601 1002
  sign "$(case_of A2026-000001 auth-6.2)" 1002
  [ "$(sheet 2026-09 1302)" = 1302,-100.00,0 ]
  [ "$(sheet 2026-09 1203)" = 1203,-200.00,1 ]
  [ "$(sheet 2026-09 1201)" = 1201,-100.00,0 ]
  [ "$(svc-report sheet -m 2026-09 --dept 03 -H -c complaint,reward,score)" = -2.00,-1.00,97.00 ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c complaint,reward,score)" = -2.00,-2.00,96.00 ]
  [ "$(svc-report explain -m 2026-09 --person 1203 -H -c amount,status,clause,source,record,article | grep final | sort)" = \
    '-100.00,final,reward-3.2.2-1,order,O2026-000001,3.2.2(1)
-100.00,final,reward-3.2.3-1,complaint,C2026-000004,3.2.3(1)' ]
  adds_up 2026-09

  # A won appeal takes its line back while the month is open.
  svc-complaint determine --valid yes --responsible yes C2026-000015
  svc-complaint appeal --against responsible --by 1301 --reason 无责 C2026-000015
  [ "$(sheet 2026-09 1302)" = 1302,0.00,0 ]
  svc-complaint appeal-decide --outcome not_responsible --reason 属实 C2026-000015
  [ "$(svc-report explain -m 2026-09 --person 1302 -H -c status,record)" = reversed,C2026-000015 ]
  [ "$(svc-report sheet -m 2026-09 --dept 03 -H -c reward)" = 0.00 ]
  adds_up 2026-09

  # What still waits goes to October; what is reversed after the close is settled there, once.
  expect 4 svc-report close -m 2026-09 --yes
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 --by person >closed.csv
  adds_up 2026-09
  [ "$(sheet 2026-09 1203)" = 1203,-200.00,0 ]
  [ "$(sheet 2026-10 1203)" = 1203,0.00,1 ]
  back=$(svc-reward reverse -H --reason 有误 --evidence S-1 "$late" | cut -d, -f1)
  sign "$back" 1201 1003 1601 1001
  sign "$(case_of C2026-000018 reward-3.2.4-4)" 1201 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(svc-report explain -m 2026-10 --person 1203 -H -c item,amount,record,clause,status | grep adjust)" = \
    adjust,100.00,O2026-000001,reward-3.2.2-1,final ]
  [ "$(svc-report sheet -m 2026-10 --by person -H -c subject,reward_amount,penalty_amount | grep ^1203)" = 1203,0.00,100.00 ]
  adds_up 2026-10
  svc-report adjust -m 2026-10 --from 2026-09
  adds_up 2026-10
  expect 0 svc-report diff -m 2026-09
  svc-report sheet -m 2026-09 --by person | cmp closed.csv
  expect 0 svc-admin check
  expect 0 svc-admin verify
}
