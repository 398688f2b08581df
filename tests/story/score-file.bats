# A rule that no table can say is one SELECT of the company's own, in the pack: score/NAME.sql.

load common

setup_file() {
  make_company
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
  printf '%s\n' HP01,person HP02,person GU01,person | sed '1i customer,kind' | svc-tier import
  cd "$BATS_FILE_TMPDIR" || return 1
  printf '%s\n' street,reward,7.4,score,一周内同一街道三次迟到,assumed two,reward,7.5,score,两次,assumed >>pack/clauses.csv
  printf '%s\n' street,dept,-,2,2,,,assumed,,,auto >>pack/legs.csv
  cp pack/score/example.sql.txt pack/score/street.sql
  # repairs are visited within 4 hours; all but O7 came after 6
  {
    echo source,source_no,business,customer,dept,accepted_at,arrived_at,finished_at
    while read -r no customer day; do
      echo "d,$no,repair,$customer,02,2026-09-$day 09:00,2026-09-$day 15:00,2026-09-$day 16:00"
    done <<<'1 HP01 08
2 HP02 09
3 GU01 08
4 GU01 10
5 HP01 13
6 HP02 14
8 HP01 15'
    echo 'd,7,repair,HP01,02,2026-09-08 10:00,2026-09-08 11:00,2026-09-08 12:00'
  } >orders.csv
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
  cp "$BATS_FILE_TMPDIR/orders.csv" .
}

in_force() { svc-policy load pack --from "${1:-2026-09-01}" --reason 试行; }
lines() { svc-order score -m 2026-09 -f csv -c clause,dept,points,status,record,occurred_at | grep -v ',reward-\|^reward\|^clause'; }

# A score file of one row under the clause: row COLUMN=SQL… in the place of what it would have.
row() {
  local pair name sql=SELECT
  local -A cell=([dept]="'02'" [person]=NULL [item]="'order'" [clause]="'street'" [subject]="'dept'"
    [points]=-200 [amount]=0 [effect]=NULL [status]="'final'" [source]="'order'" [record]="'X'"
    [occurred_at]="substr(?1, 1, 10) || ' 09:00:00'" [reason]=NULL)
  for pair in "$@"; do cell[${pair%%=*}]=${pair#*=}; done
  for name in "${!cell[@]}"; do sql+=" ${cell[$name]} AS $name,"; done
  echo "${sql%,}"
}

# check finds this first in score/x.sql, and load refuses it with the same: refused SQL LINE[:COLUMN] WHY.
refused() {
  local line=${2%%:*} column=${2#"${2%%:*}"}
  printf '%s\n' "$1" >pack/score/x.sql
  expect 1 svc-policy check pack -H -f tsv
  [[ ${lines[0]} == "pack/score/x.sql	$line	${column#:}	"*"$3"* ]] || { echo "found: $output"; return 1; }
  expect 78 svc-policy load pack --from 2026-09-01
  says "pack/score/x.sql:$line: ${column:+${column#:}: }"
  says "$3"
  [ "$(svc-policy in-force -H -c version)" = 1 ]
}

# -- a month ---------------------------------------------------------------------------------

@test "three late visits to one street in a week cost the department two points, from the import to the closed sheet" {
  in_force
  svc-order import orders.csv
  # HP: the 8th, 9th, 13th and 14th are one week, the 15th another; GU: the 8th and 10th are two
  [ "$(lines)" = 'street,02,-2.00,final,O2026-000005,2026-09-13 13:00:00' ]
  # 100 − 2; what the late orders themselves cost waits for signatures
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c order,score)" = -2.00,98.00 ]
  expect 0 svc-report explain -m 2026-09 --dept 02 -f csv -c clause,article,text,basis,policy,reason
  grep -qx 'street,7.4,一周内同一街道三次迟到,assumed,2,the third of one street in a week' <<<"$output"
  svc-report sheet -m 2026-09 -c subject,order,score,deductions >before.csv
  svc-report close -m 2026-09 --carry-pending --yes
  svc-report sheet -m 2026-09 -c subject,order,score,deductions | cmp - before.csv
  svc-report verify -m 2026-09
  expect 0 svc-report diff -m 2026-09
  [ "$(svc-report year -m 2026 --dept 02 -H -f tsv | grep -c 98.00)" -ge 1 ]
  svc-admin check
  svc-admin verify
}

@test "what a closed month would be under a correction is settled in the next, by the company's rule too" {
  in_force
  svc-order import orders.csv
  svc-report close -m 2026-09 --carry-pending --yes
  # the 13th was in time: the third is now the visit of the 14th
  printf 'no,arrived_at\nO2026-000005,2026-09-13 12:00\n' | svc-order import --update --reason 误录 -
  [ "$(lines)" = 'street,02,-2.00,final,O2026-000006,2026-09-14 13:00:00' ]
  expect 1 svc-report diff -m 2026-09 -f csv
  grep -q 'street.*O2026-000005' <<<"$output"
  grep -q 'street.*O2026-000006' <<<"$output"
}

@test "a file judges the days of its own version alone" {
  svc-order import orders.csv
  in_force 2026-09-14
  # the third, on the 13th, was judged by a version without the file
  [ -z "$(lines)" ]
  sed 's/nth = 3/nth = 4/' pack/score/street.sql >new && mv new pack/score/street.sql
  in_force 2026-09-14
  [ "$(lines)" = 'street,02,-2.00,final,O2026-000006,2026-09-14 13:00:00' ]
  rm pack/score/street.sql
  expect 78 svc-policy load pack --from 2026-09-15
  says 'nothing fires "street"'
  svc-policy load "$SVC_BUILD/share/svc/policy" --from 2026-09-15
  [ "$(lines)" = 'street,02,-2.00,final,O2026-000006,2026-09-14 13:00:00' ]
}

@test "a line that waits for signatures becomes a case, and is counted once" {
  sed -i '/^street,dept/s/auto$/committee/' pack/legs.csv
  in_force
  svc-order import orders.csv
  [ "$(lines)" = 'street,02,-2.00,proposed,O2026-000005,2026-09-13 13:00:00' ]
  svc-order score -m 2026-09 -f csv | grep -e ^period -e street | svc-reward propose - >/dev/null
  no=$(svc-reward list --clause street -H -c no)
  [ -n "$no" ]
  [ "$(svc-report explain -m 2026-09 --dept 02 -H -f csv -c clause | grep -c '^street')" -eq 1 ]
}

@test "persons, heads, effects and money are in the sheet as any line, with a reason that is a text" {
  sed -i '/^street,dept/d' pack/legs.csv
  printf '%s\n' street,person,-,0.5,2,,,assumed,notice,assumed,auto street,head,-,,,50,200,assumed,,,auto >>pack/legs.csv
  cat >pack/score/street.sql <<'SQL'
SELECT dept, person, 'complaint' AS item, 'street' AS clause, 'person' AS subject, -150 AS points, 0 AS amount,
       'notice' AS effect, 'final' AS status, 'complaint' AS source, no AS record, received_at AS occurred_at,
       'a|b\c 错' AS reason
  FROM complaint WHERE received_at >= ?1 AND received_at < ?2
UNION ALL
SELECT dept, '1201', 'complaint', 'street', 'head', NULL, -10000, NULL, 'final', 'complaint', no, received_at, NULL
  FROM complaint WHERE received_at >= ?1 AND received_at < ?2
SQL
  in_force
  complaint received_at='2026-09-10 09:00' level=3 dept=02 person=1203 closed_at='2026-09-10 10:00' solution_at='2026-09-10 10:00' responded_at='2026-09-10 09:10' >/dev/null
  expect 0 svc-complaint score -m 2026-09 -H -f csv -c person,points,amount,effect,reason
  [ "$output" = '1201,0.00,-100.00,,
1203,-1.50,0.00,notice,a|b\c 错' ]
  # it is a line of svc-complaint, and of no other tool
  for tool in $(tools); do
    ! verbs "$tool" | grep -qx score || "$tool" score -m 2026-09 -H -f csv -c clause
  done | grep -c street >count
  [ "$(cat count)" -eq 2 ]
  [ "$(svc-report sheet -m 2026-09 --by person --dept 02 -H -c subject,complaint,penalty_amount,effects | grep -v ',0.00,0.00')" = \
    '1201,0.00,-100.00,
1203,-1.50,0.00,notice' ]
}

@test "a rule about cases has its lines with those of svc-reward" {
  row source="'reward'" record="'R2026-000009'" >pack/score/x.sql
  in_force
  [ "$(svc-reward score -m 2026-09 -H -f csv -c item,clause,record,points)" = order,street,R2026-000009,-2.00 ]
  [ -z "$(svc-order score -m 2026-09 -H)" ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c order)" = -2.00 ]
}

@test "of records that are one fact the heavier line stands, the company's own or not" {
  sed -i 's/^street,dept,-,2,2/street,dept,-,3,3/' pack/legs.csv
  in_force
  svc-order import orders.csv
  # closed too late: two points by complaint-close
  complaint received_at='2026-09-01 09:00' level=3 dept=02 responded_at='2026-09-01 09:10' order_no=O2026-000005 >/dev/null
  svc-complaint score -m 2026-09 -H -f csv -c clause,points,status,reason | grep ^complaint-close >told
  # due five working days after Tuesday the 1st, at 17:30: the 8th
  [ "$(cat told)" = 'complaint-close,-2.00,reversed,"same fact as order O2026-000005: due 2026-09-08 17:30:00, not done"' ]
  [ "$(lines)" = 'street,02,-3.00,final,O2026-000005,2026-09-13 13:00:00' ]
}

# -- the pack ---------------------------------------------------------------------------------

@test "the example of the manual is the one that comes with a new pack, and works" {
  svc-policy new mine >written
  grep -qx 'mine/score/example.sql.txt' written
  # what is no .sql is passed over
  expect 0 svc-policy diff 1 mine
  awk '/^-- A department that came late/ { on = 1 } /^\.Ed/ { on = 0 } on' "$ROOT/man/svc-policy.5" |
    sed 's/\\e/\\/g; s/\\(aq/'"'"'/g; s/\\&//g; s/\\-/-/g' | diff - mine/score/example.sql.txt
}

@test "versions differ by their score files, shown, compared and told apart by one byte" {
  in_force
  expect 0 svc-policy show score -H -f tsv
  [[ ${lines[0]} == 'street	1	-- A department that came late'* ]]
  expect 0 svc-policy show score street -H -f tsv -c line
  [ "${#lines[@]}" -eq "$(wc -l <pack/score/street.sql)" ]
  expect 5 svc-policy show score stret
  says 'no such score file is in force'
  expect 0 svc-policy diff 2 pack
  was=$(svc-policy in-force -H -c digest)
  echo >>pack/score/street.sql
  expect 1 svc-policy diff 2 pack -H -c file,key,change,column
  [ "$output" = score,street,changed,text ]
  in_force
  [ "$(svc-policy in-force -H -c digest)" != "$was" ]
  mv pack/score/street.sql pack/score/road.sql
  expect 1 svc-policy diff 3 pack -H -c file,key,change
  [ "$output" = $'score,road,added\nscore,street,removed' ]
  svc-admin verify
}

@test "a name that is no code, an empty file and one that is no text are refused" {
  cp pack/score/street.sql 'pack/score/My street.sql'
  : >pack/score/x.sql
  expect 1 svc-policy check pack -H -f csv
  [ "$output" = 'pack/score/My street.sql,1,,"is called by other characters than a-z, 0-9, - and _"
pack/score/x.sql,1,,is empty' ]
  printf '\377' >pack/score/x.sql
  expect 78 svc-policy check pack
  says 'pack/score/x.sql: is not UTF-8'
  rm -r pack/score
  echo >pack/score
  expect 78 svc-policy check pack
  says 'cannot read "pack/score"'
}

# -- what a score file may not do ----------------------------------------------------------------

@test "one SELECT that reads, and nothing else, with the line where it goes wrong" {
  refused "$(row)
FORM service_order" 2 'syntax error'
  refused "$(row); DELETE FROM service_order" 1 'has more than one statement'
  refused 'DELETE FROM service_order' 1 'does more than read'
  refused "UPDATE service_order SET dept = '01' RETURNING $(row | cut -c8-)" 1 'does more than read'
  refused 'PRAGMA user_version = 7' 1 'does more than read'
  refused "ATTACH 'x.db' AS x" 1 'does more than read'
  refused '-- nothing' 1 'has no statement'
  refused "$(row dept=':dept')" 1 'has other parameters than ?1, ?2 and ?3'
  refused "$(row dept='?4')" 1 'has other parameters than ?1, ?2 and ?3'
  [ ! -e x.db ]
}

@test "the columns of a score line, all of them and no other, each once" {
  refused "$(row | sed "s/'02' AS dept/'02' AS department/")" 1:department 'is no column of a score line'
  refused "$(row | sed 's/ NULL AS reason,\?//; s/,$//')" 1:reason 'is missing'
  refused "$(row), 1 AS points" 1:points 'comes twice'
}

@test "personal data, wages, logins, salts and events are not for rules to read" {
  refused "$(row record='c.phone') FROM complaint c" 1 'complaint.phone: is not for rules to read'
  refused "$(row) FROM complaint WHERE address LIKE '和平路%'" 1 'complaint.address: is not for rules to read'
  refused "$(row record='name') FROM customer" 1 'customer.name: is not for rules to read'
  refused "$(row record='name') FROM person" 1 'person.name: is not for rules to read'
  refused "$(row) FROM wage WHERE gross > 1" 1 'wage: is not for rules to read'
  refused "$(row amount='(SELECT COUNT(*) FROM wage)')" 1 'wage: is not for rules to read'
  refused "WITH signer AS (SELECT gross FROM wage) $(row amount=gross) FROM signer" 1 'wage'
  refused "$(row) FROM salt" 1 'salt: is not for rules to read'
  refused "$(row) FROM event" 1 'event: is not for rules to read'
  refused "$(row record=value) FROM meta" 1 'meta: is not for rules to read'
  refused "$(row record=name) FROM sqlite_schema" 1 'is not for rules to read'
  refused "$(row record=name) FROM pragma_table_list" 1 'does more than read'
  refused "$(row) FROM service_ordr" 1 'no such table: service_ordr'
  refused "$(row) FROM service_order WHERE street = 1" 1 'no such column: street'
}

@test "what a view shows beside names is open, and the names in it are empty" {
  echo "$(row record="s.name || 'X'") FROM person_span s WHERE s.person = '1203'" >pack/score/x.sql
  in_force
  expect 78 svc-report sheet -m 2026-09
  says 'row 1: record: is empty'
  echo "$(row record='s.person') FROM person_span s WHERE s.person = '1203'" >pack/score/x.sql
  in_force
  [ "$(lines)" = 'street,02,-2.00,final,1203,2026-09-01 09:00:00' ]
  # a table of one's own by the name of a view is none
  echo "WITH person_span AS (SELECT name FROM person WHERE person = '1203') $(row record='name') FROM person_span" \
    >pack/score/x.sql
  in_force
  expect 78 svc-report sheet -m 2026-09
  says 'row 1: record: is empty'
}

@test "every personal column that the schema knows is closed to rules" {
  sqlite3 "$SVC_DB" "SELECT tbl || ' ' || col FROM personal" >columns
  [ "$(wc -l <columns)" -ge 6 ]
  while read -r table column; do
    refused "$(row record="$column") FROM $table" 1 'is not for rules to read'
  done <columns
}

@test "what gives another answer tomorrow is no function that rules may call" {
  refused "$(row points='random()')" 1 'random: is no function that rules may call'
  refused "$(row record=CURRENT_TIMESTAMP)" 1 'current_timestamp: is no function that rules may call'
  refused "$(row record="datetime('now')")" 1 'datetime: is no function that rules may call'
  refused "$(row record="load_extension('x')")" 1 'load_extension: is no function that rules may call'
}

@test "a recursion without an end is found by check, and stopped where only the records show it" {
  refused "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) $(row) FROM n WHERE i < 0" 1 \
    'does not come to an end'
  echo "WITH RECURSIVE n(i) AS (SELECT 1 FROM service_order UNION ALL SELECT i + 1 FROM n) $(row) FROM n WHERE i < 0" >pack/score/x.sql
  in_force
  svc-report sheet -m 2026-09 >/dev/null
  svc-order import orders.csv
  expect 78 svc-report sheet -m 2026-09
  [ -z "$output" ]
  says 'score/x.sql of policy version 2: does not come to an end'
}

# -- what it may not yield -------------------------------------------------------------------------

@test "a row that no rule allows ends the report with the file and the row, and nothing is printed" {
  yields() { # yields WHY COLUMN=SQL…
    local why=$1
    shift
    row "$@" >pack/score/x.sql
    in_force 2026-09-01 2>/dev/null
    expect 78 svc-report sheet -m 2026-09
    [ -z "$output" ]
    says "score/x.sql of policy version $(svc-policy in-force -H -c version): row 1: $why"
  }
  yields 'item: no item of the sheet' item="'parking'"
  yields 'item: "reward" is for what people decide' item="'reward'"
  yields 'status: must be one of' status="'done'"
  yields 'dept: is empty' dept=NULL
  yields 'dept: there is no department "77"' dept="'77'"
  yields 'person: there is nobody with the code "7777"' person="'7777'"
  yields 'person: the leg is that of a dept' person="'1203'"
  yields 'record: is empty' record=NULL
  yields 'source: no records are of "weather"' source="'weather'"
  yields 'source: no records are of "report"' source="'report'"
  yields 'source: no records are of "adjust"' source="'adjust'"
  yields 'clause: "stret" is not in force on 2026-09-01 with a leg for a dept' clause="'stret'"
  yields 'clause: "street" is not in force on 2026-09-01 with a leg for a head' subject="'head'" person="'1201'"
  yields 'clause "street": points: are outside of what the clause says' points=-2
  yields 'clause "street": a clause that takes does not give' points=200
  yields 'clause "street": effect: has a word that the clause does not' effect="'grade_c'"
  yields 'points: is no whole number' points=-1.5
  yields 'occurred_at: "2026-09-01" is no moment' occurred_at='substr(?1, 1, 10)'
  yields 'occurred_at: 2026-08-31 09:00:00 is none of the moments asked for' occurred_at="'2026-08-31 09:00:00'"
}

@test "two lines with one key are refused, of one file, of two, or beside the tools' own" {
  row >pack/score/x.sql
  row >pack/score/y.sql
  in_force
  expect 78 svc-report sheet -m 2026-09
  [ -z "$output" ]
  says 'a score file yields a line that is there already: order X, clause "street", dept of department 02'
}

@test "a month without a score file of the company is what it was" {
  svc-order import orders.csv
  svc-report sheet -m 2026-09 >before.csv
  svc-policy load "$SVC_BUILD/share/svc/policy" --from 2026-09-01
  svc-report sheet -m 2026-09 | cmp - before.csv
}

@test "a score file gives lines of an item of the company's own, and of no other" {
  row "item='zeal'" >pack/score/x.sql
  in_force
  expect 78 svc-order score -m 2026-09
  says 'item: no item of the sheet'
  echo item,zeal,服务热情,,11, >>pack/words.csv
  svc-policy load pack --from 2026-09-02 --reason 增项
  # the version of the 1st judges that day alone, and has no such item
  expect 78 svc-order score -m 2026-09
  says "by this version's words.csv"
  rm -rf store
  fresh_store
  in_force
  expect 0 svc-order score -m 2026-09 -H -c item,clause,points
  grep -qx 'zeal,street,-2.00' <<<"$output"
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c zeal)" = -2.00 ]
}
