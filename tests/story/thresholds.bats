# What adds up: so many of something in a period give another clause, and the first of it may be free.

load common

# The pack with three clauses that nothing but thresholds fires.
setup_file() {
  make_month
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
  printf '%s\n' 'card-12,inspect,附则1,threshold,一年累计扣满12分,assumed' \
    'veto,inspect,附则2,threshold,重大违规一票否决,assumed' \
    'third,inspect,附则3,threshold,累计三次,assumed' >>"$BATS_FILE_TMPDIR/pack/clauses.csv"
  printf '%s\n' card-12,person,-,,,500,500,assumed,suspension,assumed,committee \
    veto,dept,-,,,,,assumed,grade_c,assumed,auto \
    third,person,-,2,2,,,assumed,,,auto third,head,-,,,50,50,assumed,,,auto >>"$BATS_FILE_TMPDIR/pack/legs.csv"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
}

# Adds rows to thresholds.csv: clause,item,event,subject,measure,period,n,gives,first_free. Clauses that no
# row gives keep a trigger, so that the pack has no leg that never acts.
counted() { printf '%s,,assumed\n' "$@" >>pack/thresholds.csv; }

fired() {
  local clause
  for clause in card-12 veto third; do
    grep -q ",$clause," pack/thresholds.csv pack/triggers.csv ||
      printf 'reward.case,,,,,,,,%s,,assumed\n' "$clause" >>pack/triggers.csv
  done
}

in_force() {
  fired
  expect 0 svc-policy load pack --from "${1:-2026-07-01}" --reason 试行
}

# A finding of a day about a person of 02: minor costs him 1.00, major 3.00, both the department 0.50.
found() {
  local SVC_NOW="$1 08:00" plan sheet
  export SVC_NOW
  plan=$(svc-inspect plan -H --planned_at "$1" --level company --kind routine --method on_site \
    --scope 02 --inspectors '1601;1602' --scheme FA-1)
  sheet=$(svc-inspect sheet -H "$plan")
  svc-inspect find -H "$sheet" --severity "$2" --person "${3:-1203}" --facts 违规 --fixed >/dev/null
}

# The lines of a month under a clause: given CLAUSE MONTH COLUMNS.
given() { svc-report explain -m "$2" -H -c "clause,$3" | sed -n "s/^$1,//p"; }

# -- facts -------------------------------------------------------------------------------------

@test "the third complaint of a year and the second major notice are rows of the pack" {
  [ "$(svc-policy show clause reward-3.2.4-4 inspect-8.1 -H -c line,event,only,subject,points,amount,per,loss,share_of,share,effect,approval,basis,text | grep threshold)" = \
    'threshold,complaint.counted,count; period=year; n=3; gives=reward-3.2.4-4,person,,,,,,,,,seed,
threshold,inspect.notice.major,count; period=year; n=2; gives=inspect-8.1,dept,,,,,,,,,seed,' ]
  # of 1203 those of the 3rd, the 10th and the 24th count
  [ "$(svc-complaint score -m 2026-09 -H -c person,clause,status,record,reason | grep '^1203,reward-3.2.4')" = \
    '1203,reward-3.2.4-4,proposed,C2026-000018,3 counted complaints of 1203 in 2026' ]
  sed -i '/complaint.counted/s/,3,/,2,/' pack/thresholds.csv
  fired
  svc-policy diff 1 pack -H -c file,key,column,old,new >diff.csv || [ $? -eq 1 ]
  grep -qx 'thresholds,\*/\*/complaint.counted/person/count/year/reward-3.2.4-4,n,3,2' diff.csv
  in_force 2026-01-01
  [ "$(given reward-3.2.4-4 2026-09 person,record,reason | grep ^1203)" = \
    '1203,C2026-000009,2 counted complaints of 1203 in 2026' ]
}

@test "the complaints of a quarter count by themselves, and those of a department too" {
  counted ,,complaint.counted,dept,count,quarter,3,veto,
  in_force
  # 02 has those of the 3rd, 4th, 10th, 12th, 24th and 28th: the third one is T2609009
  [ "$(given veto 2026-09 dept,record,effect,status,reason | grep ^02)" = \
    '02,C2026-000009,grade_c,final,3 of complaint.counted by 02 in 2026Q3' ]
  # in October the count begins anew, and two are not three
  for at in '2026-10-02 09:00' '2026-10-03 09:00'; do
    complaint dept=02 person=1203 received_at="$at" responsible_person=1203 valid=yes responsible=yes >/dev/null
  done
  expect 1 grep -q ^02 <(given veto 2026-10 dept)
  complaint dept=02 person=1203 received_at='2026-10-04 09:00' responsible_person=1202 valid=yes responsible=yes >/dev/null
  [ "$(given veto 2026-10 dept,occurred_at | grep ^02)" = '02,2026-10-04 09:00:00' ]
  svc-reward thresholds -H -c year,clause,dept,person,count,reached >list
  grep -qx '2026Q3,veto,02,,6,yes' list
  grep -qx '2026Q4,veto,02,,3,yes' list
}

@test "where the number changes within a year the record's day says how many it takes, and it acts once" {
  # Three until August; from September on two. 1302 has one of the 7th and one of the 18th of September.
  sed -i '/complaint.counted/s/,3,/,2,/' pack/thresholds.csv
  in_force 2026-09-10
  [ "$(given reward-3.2.4-4 2026-09 person,record | grep ^1302)" = 1302,C2026-000015 ]
  # 1202 had the one of the 4th when it was three, and has its second on the 12th; the third of the 28th is none
  [ "$(given reward-3.2.4-4 2026-09 person,record | grep ^1202)" = 1202,C2026-000011 ]
  # with four from the 20th on what was reached before stands, and the fourth is no second one
  sed -i '/complaint.counted/s/,2,/,4,/' pack/thresholds.csv
  in_force 2026-09-20
  complaint dept=02 received_at='2026-09-29 09:00' responsible_person=1202 valid=yes responsible=yes >/dev/null
  [ "$(given reward-3.2.4-4 2026-09 person,record | grep ^1202)" = 1202,C2026-000011 ]
}

# -- lines -------------------------------------------------------------------------------------

@test "a card of twelve points a year suspends at the line that fills it, once it is signed" {
  counted ',inspect;order,,person,sum,year,12,card-12,'
  in_force
  for day in 2026-08-03 2026-08-20 2026-09-10; do found "$day" major; done
  found 2026-09-14 minor
  [ -z "$(given card-12 2026-09 person)" ] # 3 + 3 + 3 + 1 = 10
  found 2026-09-21 major
  found 2026-09-22 major
  [ "$(given card-12 2026-09 person,item,amount,effect,status,record,occurred_at,reason)" = \
    '1203,inspect,-500.00,suspension,proposed,Q2026-000005,2026-09-21 08:00:00,12 points of inspect;order by 1203 in 2026' ]
  [ "$(svc-inspect score -m 2026-09 -H -c clause,person | grep -c card-12)" -eq 1 ]
  [ "$(svc-reward thresholds -H -c clause,person,count,threshold,reached | grep card)" = card-12,1203,16,12,yes ]
  svc-inspect score -m 2026-09 | svc-reward propose --suspension standby -
  no=$(svc-reward list --clause card-12 -H -c no)
  svc-reward sign --by 1002 --evidence 签字-1 "$no"
  [ "$(given card-12 2026-09 person,item,status,record)" = 1203,reward,final,Q2026-000005 ]
  [ "$(svc-reward thresholds -H -c clause,case | grep card)" = "card-12,$no" ]
  # one that was counted falls: 3 + 3 + 1 + 3 = 10 on the 21st, and the one of the 22nd fills it
  svc-inspect cancel Q2026-000003 --reason 误判
  [ "$(given card-12 2026-09 status,record | sort)" = 'final,Q2026-000006
reversed,Q2026-000005' ]
  [[ $(given card-12 2026-09 status,reason | grep reversed) == *'; of the year Q2026-000006 is in its place now'* ]]
  # and one more: it is no longer filled at all
  svc-inspect cancel Q2026-000006 --reason 误判
  [ "$(given card-12 2026-09 status,record)" = reversed,Q2026-000005 ]
  [[ $(given card-12 2026-09 reason) == *'; it is no longer reached'* ]]
}

@test "what a quarter, a half or a month gives says so when it moves to another record" {
  local period told
  while IFS=, read -r period told; do
    rm -rf store
    fresh_store
    cp "$BATS_FILE_TMPDIR"/pack/*.csv pack
    counted ",inspect,,person,sum,$period,6,card-12,"
    in_force 2026-01-01
    found 2026-09-10 major
    found 2026-09-11 major
    found 2026-09-12 major
    svc-inspect score -m 2026-09 | svc-reward propose --suspension standby -
    svc-reward sign --by 1002 --evidence 签字-1 R2026-000001
    # 3 + 3 on the 11th; without the first one 3 + 3 on the 12th
    svc-inspect cancel Q2026-000001 --reason 误判
    [[ $(given card-12 2026-09 status,reason | grep reversed) == *"; of $told Q2026-000003 is in its place now"* ]]
    svc-report explain -m 2026-09 --words zh -H -c clause,reason | grep ^card-12 | grep -q "；${told}内现由Q2026-000003代之"
  done <<<"month,2026-09
quarter,2026Q3
half,2026H2"
}

@test "a case by hand of what adds up comes once in the period that it adds up in" {
  local period first same next
  while IFS=, read -r period first same next; do
    rm -rf store
    fresh_store
    cp "$BATS_FILE_TMPDIR"/pack/*.csv pack
    counted ",inspect,,person,sum,$period,12,card-12,"
    in_force 2026-01-01
    propose() { svc-reward propose -H --evidence E-1 --late-reason 补录 --clause card-12 --person 1203 --suspension standby \
      --facts "累计 $1" --at "$1 09:00"; }
    expect 0 propose "$first"
    expect 4 propose "$same"
    says 'is sanctioned for this fact already, by R2026-000001'
    [ -z "$next" ] || expect 0 propose "$next"
  done <<<"month,2026-08-03,2026-08-31,2026-09-01
quarter,2026-04-01,2026-06-30,2026-07-01
half,2026-01-01,2026-06-30,2026-07-01
year,2026-01-01,2026-10-01,"
}

@test "one grave violation vetoes the department's grade" {
  counted inspect-6.2-major,,,dept,count,month,1,veto,
  in_force
  found 2026-09-14 minor
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c forced_grade)" = '""' ]
  before=$(svc-report sheet -m 2026-09 --dept 02 -H -c score)
  found 2026-09-15 major
  found 2026-09-16 major
  # twice 0.50 for the findings themselves; the veto costs no points, and is one a month
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c score,forced_grade,final_grade)" = \
    "$(awk -v s="$before" 'BEGIN { printf "%.2f", s - 1 }'),C,C" ]
  [ "$(given veto 2026-09 dept,effect,status,record,reason)" = \
    '02,grade_c,final,Q2026-000002,1 of inspect-6.2-major by 02 in 2026-09' ]
  [ "$(svc-report year -m 2026 --dept 02 -H -c grade_09)" = C ]
}

@test "one slip a month is free, and its line says so" {
  counted inspect-6.2-minor,,,person,count,month,,,1
  in_force
  for day in 2026-08-20 2026-09-02 2026-09-03; do found "$day" minor; done
  found 2026-09-04 minor 1202
  slips() { svc-report explain -m "$1" -H -c clause,person,status,record | grep minor | sort; }
  [ "$(slips 2026-08)" = inspect-6.2-minor,1203,reversed,Q2026-000001 ]
  [ "$(slips 2026-09)" = 'inspect-6.2-minor,1202,reversed,Q2026-000004
inspect-6.2-minor,1203,final,Q2026-000003
inspect-6.2-minor,1203,reversed,Q2026-000002' ]
  [ "$(given inspect-6.2-minor 2026-09 person,reason | grep ^1202)" = \
    '1202,"one of the first 1 of 2026-09, which are free: minor finding"' ]
  [ "$(svc-report sheet -m 2026-09 --by person -H -c subject,inspect | grep '^120[23]')" = '1202,0.00
1203,-1.00' ]
  # the first one falls: the next is the first
  svc-inspect cancel Q2026-000002 --reason 误判
  [ "$(slips 2026-09 | grep 1203)" = 'inspect-6.2-minor,1203,reversed,Q2026-000002
inspect-6.2-minor,1203,reversed,Q2026-000003' ]
}

@test "a month is the month of assessment" {
  counted inspect-6.2-minor,,,person,count,month,,,1
  sed -i 's/^month_closing_day,[^,]*,/month_closing_day,25,/' pack/params.csv
  in_force 2026-07-01
  for day in 2026-09-24 2026-09-25 2026-09-26; do found "$day" minor; done
  # the month ends on the 25th, and the 26th is the first of October
  [ "$(svc-report explain -m 2026-09 -H -c clause,status | grep minor | sort)" = 'inspect-6.2-minor,final
inspect-6.2-minor,reversed' ]
  [ "$(svc-report explain -m 2026-10 -H -c clause,status | grep minor)" = inspect-6.2-minor,reversed ]
}

@test "a free one does not count: one is free, and then two make three" {
  counted inspect-6.2-minor,,,person,count,quarter,2,third,1
  in_force
  for day in 2026-07-06 2026-08-03; do found "$day" minor; done
  [ -z "$(given third 2026-08 person)" ]
  found 2026-09-01 minor
  # its own legs: the person's points, and the head of the department's money
  [ "$(given third 2026-09 person,subject,points,amount,record | sort)" = '1201,head,0.00,-50.00,Q2026-000003
1203,person,-2.00,0.00,Q2026-000003' ]
}

@test "what is given counts for the next: two thirds fill a card" {
  counted inspect-6.2-minor,,,person,count,month,2,third, third,,,person,count,half,2,card-12,
  in_force
  for day in 2026-07-06 2026-07-07 2026-08-03; do found "$day" minor; done
  [ -z "$(given card-12 2026-08 person)" ]
  found 2026-08-04 minor
  [ "$(given card-12 2026-08 person,status,occurred_at,reason)" = \
    '1203,proposed,2026-08-04 08:00:00,2 of third by 1203 in 2026H2' ]
  svc-inspect cancel Q2026-000002 --reason 误判
  [ -z "$(given third 2026-07 person)" ] && [ -z "$(given card-12 2026-08 person)" ]
}

@test "while one of them is under appeal what they give is suspended, and when it is won it ends" {
  counted complaint-close,,,dept,count,month,2,veto,
  in_force
  # 05 closed C2026-000008 a day late; nobody closes C2026-000019, due on the 9th of October
  [ -z "$(given veto 2026-09 dept)" ]
  no=$(complaint dept=05 level=3 received_at='2026-09-01 09:00' responded_at='2026-09-01 10:00')
  [ "$(given veto 2026-09 dept,status,record)" = 05,final,C2026-000008 ]
  svc-complaint determine --valid yes --responsible yes C2026-000008
  svc-complaint appeal --against valid --by 1501 --reason 不实 C2026-000008
  [ "$(given veto 2026-09 dept,status,record)" = 05,suspended,C2026-000008 ]
  svc-complaint appeal-decide --outcome invalid --reason 属实 C2026-000008
  [ -z "$(given veto 2026-09 dept)" ]
  [ -n "$no" ]
}

@test "a closed month keeps what was given, and its difference is told when one of them falls" {
  counted inspect-6.2-major,,,dept,count,month,1,veto,
  in_force
  found 2026-09-15 major
  svc-report close -m 2026-09 --carry-pending --yes >/dev/null
  svc-inspect cancel Q2026-000001 --reason 误判
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c forced_grade)" = C ]
  svc-report diff -m 2026-09 -H -c dept,clause,effect_stored,effect_now >diff.csv || true
  grep -qx '02,veto,grade_c,' diff.csv
}

# -- refusals ----------------------------------------------------------------------------------

@test "check refuses thresholds that would never act, with what is near" {
  n=$(($(wc -l <pack/thresholds.csv) + 1))
  cp pack/thresholds.csv rows.csv
  printf 'reward.case,,,,,,,,%s,,assumed\n' card-12 veto third >>pack/triggers.csv
  finds() { # ROW COLUMN FINDING
    { cat rows.csv; printf '%s,,assumed\n' "$1"; } >pack/thresholds.csv
    expect 1 svc-policy check pack -H -f tsv -c line,column,finding
    [[ $output == "$n	$2	"*"$3"* ]] || { echo "$1: $output"; return 1; }
  }
  finds inspect-6.2-mayor,,,dept,count,month,1,veto, clause 'did you mean inspect-6.2-major?'
  finds ,inspct,,dept,count,month,1,veto, item 'did you mean inspect?'
  finds ,,complaint.count,dept,count,month,1,veto, event 'did you mean complaint.counted?'
  finds inspect-6.2-major,,,dept,count,month,1,vetto, gives 'did you mean veto?'
  finds ,,,dept,count,month,1,veto, clause 'nothing is counted'
  finds inspect-6.1,inspect,,dept,count,month,1,veto, clause 'one of them is counted'
  finds inspect-6.1,,,dept,count,month,0,veto, n 'must be 1 or more'
  finds inspect-6.1,,,dept,count,month,,veto, n 'is required with gives'
  finds inspect-6.1,,,dept,count,month,2,, gives 'is required with n'
  finds inspect-6.1,,,dept,count,month,,, gives 'gives nothing and frees nothing'
  finds inspect-6.1,,,dept,count,month,1,inspect-8.2, gives 'has a leg of a person'
  finds inspect-6.1,,,person,count,month,1,third, clause 'has no leg of a person'
  finds veto,,,dept,count,month,2,veto, gives 'a circle: "veto" comes of "veto"'
  finds inspect-6.1,,,dept,sum,month,,,1 first_free 'is how many, not how many points'
  finds ,,complaint.counted,dept,count,month,,,1 first_free 'costs nothing itself'
  finds inspect-6.1,,,dept,count,week,1,veto, period 'an unknown word'
  finds inspect-6.1,,,dept,count,month,1,veto,-1 first_free 'must not be negative'
  # a clause without leg, and a circle through another
  sed -i '/^veto,/d' pack/legs.csv
  sed -i '/,veto,,assumed$/d' pack/triggers.csv
  finds inspect-6.1,,,dept,count,month,1,veto, gives 'has no leg: nothing would come of it'
  printf '%s,,assumed\n' third,,,person,count,month,2,card-12, card-12,,,person,count,month,2,third, >>rows.csv
  cp rows.csv pack/thresholds.csv
  expect 1 svc-policy check pack -H -f tsv -c line,column,finding
  [ "${lines[0]}" = "$n	gives	a circle: \"card-12\" comes of \"third\" and counts for it" ]
  expect 78 svc-policy load pack --from 2026-07-01 --reason x
}

@test "a clause that a threshold gives needs no trigger, and one that is planned is left alone" {
  counted inspect-6.2-major,,,dept,count,month,1,veto, ,,meter.read,dept,count,month,9,veto,
  sed -i 's/\(meter.read.*\),,assumed$/\1,yes,assumed/' pack/thresholds.csv
  in_force
  found 2026-09-15 major
  [ "$(given veto 2026-09 dept)" = 02 ]
  [ "$(svc-policy vocabulary -H -c kind,of,word | grep ^counted)" = 'counted,svc-complaint,complaint.counted
counted,svc-inspect,inspect.notice.major' ]
}
