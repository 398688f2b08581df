# A closed month gives back everything: points inside its caps, money, and what a clause does besides,
# each in the month of its fact.

load common

setup_file() { make_month; }
setup() { fresh_store; }

propose() { svc-reward propose -H --evidence E-1 "$@"; }
signed() { # signed NO PERSON…
  local no=$1 person
  shift
  for person in "$@"; do svc-reward sign --by "$person" --evidence "P-$person" "$no" || return; done
}
reversed() { # reversed NO PERSON…: by a case of its own, signed by the same
  local no
  no=$(svc-reward reverse -H --reason 查明 --evidence S-1 "$1" | cut -d, -f1)
  signed "$no" "${@:2}"
}
september() { propose --at '2026-09-20 09:00' --late-reason 补录 "$@"; }
close_month() { svc-report close -m "$1" --yes --carry-pending; }
sheet() { svc-report sheet -m "$1" --dept "$2" -H -c "$3"; }
person() { svc-report sheet -m "$1" --by person -H -c "subject,$3" | sed -n "s/^$2,//p"; }
year() { svc-report year -m 2026 --dept "$1" -H -c "$2"; }
person_year() { svc-report year -m 2026 --by person -H -c "subject,$2" | sed -n "s/^$1,//p"; }
differs() { svc-report diff -m 2026-09 -H -c dept,person,points_stored,points_now,effect_stored,effect_now,adjust || [ $? -eq 1 ]; }

# Both tools say the same of everybody who is a candidate.
agree() {
  { svc-report year -m 2026 -H -c subject,award,annual_points,reason
    svc-report year -m 2026 --by person -H -c subject,award,annual_points,reason; } |
    grep -v '^[^,]*,,' | sort >year.csv
  svc-reward award --year 2026 -H -c subject,eligible,annual_points,reasons | sort | diff year.csv -
}

# The data leak of 3.2.4(2): his suspension; his department's grade C, five points off the year.
@test "what is approved after the close is of the month of its fact, and so is what takes it back" {
  close_month 2026-09
  no=$(september --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby)
  signed "$no" 1201 1003 1601 1001
  [ "$(differs)" = '02,,0.00,0.00,,grade_c;annual_points,0.00
02,1202,0.00,0.00,,suspension,0.00' ]
  # until it is settled the year does not count it, and does not say yes
  [ "$(year 02 grade_09,annual_points,award)" = A,0.00,yes ]
  [ "$(person_year 1202 suspensions,award | cut -d, -f1,2)" = 0,open ]
  agree
  svc-report adjust -m 2026-10 --from 2026-09
  [ -z "$(differs)" ]
  [ "$(sheet 2026-10 02 adjust,grade,forced_grade,final_grade,effects)" = '0.00,A,,A,grade_c@2026-09;annual_points@2026-09' ]
  [ "$(person 2026-10 1202 effects)" = suspension@2026-09 ]
  [ "$(sheet 2026-09 02 forced_grade,final_grade,effects)" = ,A, ]
  [ "$(svc-report explain -m 2026-10 --dept 02 -H -c item,effect,occurred_at,reason | grep adjust)" = \
    "adjust,grade_c;annual_points,2026-09-20 09:00:00,2026-09: $no: 曝光" ]
  [ "$(svc-report explain -m 2026-10 -H -c item,dept,person,subject | grep ^adjust | sort)" = 'adjust,02,,dept
adjust,02,1202,person' ]
  [ "$(year 02 grade_09,grade_10,annual_points,award)" = C,A,-1.00,yes ]
  [ "$(person_year 1202 suspensions,award)" = 1,no ]
  agree
  [[ $(svc-report sheet -m 2026-10 --dept 02 -H -c effects --words zh) == '当月绩效考核为C（2026年9月）;'* ]]

  # October is closed with the correction in it; the case is reversed in November.
  export SVC_NOW='2026-11-02 09:00'
  close_month 2026-10
  reversed "$no" 1201 1003 1601 1001
  [ "$(differs)" = '02,,0.00,0.00,grade_c;annual_points,,0.00
02,1202,0.00,0.00,suspension,,0.00' ]
  expect 0 svc-report diff -m 2026-10 -H
  [ "$(year 02 grade_09,annual_points,award)" = C,-1.00,yes ]
  [[ $(person_year 1202 award,reason) == open,*"open:suspension:reward-3.2.4-2:$no" ]]
  svc-report adjust -m 2026-11 --from 2026-09
  [ "$(sheet 2026-11 02 forced_grade,final_grade,effects)" = ',A,-grade_c@2026-09;-annual_points@2026-09' ]
  [ "$(year 02 grade_09,annual_points,award)" = A,0.00,yes ]
  [ "$(person_year 1202 suspensions,reason)" = 0,open:suspension:reward-3.2.4-4:C2026-000020 ]
  agree
  # what is taken back is read again, in either language
  svc-report explain -m 2026-11 | svc-report sheet -m 2026-11 --lines - | cmp - <(svc-report sheet -m 2026-11)
  svc-report explain -m 2026-11 --words zh --header zh | svc-report sheet -m 2026-11 --lines - | cmp - <(svc-report sheet -m 2026-11)
  svc-report explain -m 2026-11 --words zh | grep -q 撤销当月绩效考核为C
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "the points that were chosen come off the year of the fact, and come back" {
  close_month 2026-09
  no=$(september --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby --annual_points 3 --reason 情节较重)
  signed "$no" 1201 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 02 effects)" = 'grade_c@2026-09;annual_points=3.00@2026-09' ]
  [ "$(year 02 annual_points)" = -3.00 ]
  export SVC_NOW='2026-11-02 09:00'
  close_month 2026-10
  reversed "$no" 1201 1003 1601 1001
  svc-report adjust -m 2026-11 --from 2026-09
  [ "$(sheet 2026-11 02 effects)" = '-grade_c@2026-09;-annual_points=3.00@2026-09' ]
  [ "$(year 02 annual_points)" = 0.00 ]
  svc-report explain -m 2026-11 --words zh --header zh | svc-report sheet -m 2026-11 --lines - | cmp - <(svc-report sheet -m 2026-11)
  agree
}

@test "a case of September that October signs lowers September's grade, not October's" {
  no=$(september --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby)
  close_month 2026-09
  [ "$(person_year 1202 award)" = open ]
  signed "$no" 1201 1003 1601 1001
  [ "$(sheet 2026-10 02 grade,final_grade,effects)" = 'A,A,grade_c@2026-09;annual_points@2026-09' ]
  [ "$(year 02 grade_09,grade_10,annual_points)" = C,A,-1.00 ]
  [ "$(person_year 1202 award)" = no ]
  agree
  # October has counted it; reversed in November it is October's difference, of September's fact.
  export SVC_NOW='2026-11-02 09:00'
  close_month 2026-10
  reversed "$no" 1201 1003 1601 1001
  [ -z "$(differs)" ]
  expect 1 svc-report diff -m 2026-10 -H -c dept,effect_stored,effect_now
  [ "${lines[0]}" = '02,grade_c;annual_points,' ]
  svc-report adjust -m 2026-11 --from 2026-10
  expect 0 svc-report diff -m 2026-10
  [ "$(sheet 2026-11 02 final_grade,effects)" = 'A,-grade_c@2026-09;-annual_points@2026-09' ]
  [ "$(year 02 grade_09,grade_10,grade_11,annual_points)" = A,A,A,0.00 ]
  agree
}

@test "corrections are outside of the bonus cap: -5 -3 +5 +3 is nothing, and so it is for money" {
  # Two cases of September, of five and three points and of 300 and 200 yuan, after its close.
  close_month 2026-09
  a=$(september --clause reward-3.2.2-1 --person 1302 --facts 甲 --points 5 --amount 300)
  b=$(september --clause reward-3.2.2-2 --person 1302 --facts 乙 --points 3 --amount 200)
  signed "$a" 1301 1003 1601 1001
  signed "$b" 1301 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 03 bonus,deductions,adjust,score)" = 0.00,0.00,-8.00,92.00 ]
  [ "$(person 2026-10 1302 reward_amount,penalty_amount)" = 0.00,-500.00 ]
  reversed "$a" 1301 1003 1601 1001
  reversed "$b" 1301 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 03 bonus,deductions,adjust,score)" = 0.00,0.00,0.00,100.00 ]
  [ "$(person 2026-10 1302 reward_amount,penalty_amount)" = 0.00,0.00 ]
}

@test "a penalty that comes back lowers penalties, a reward that is taken back lowers rewards" {
  a=$(september --clause reward-3.2.2-1 --person 1302 --facts 甲 --amount 100)
  b=$(september --clause reward-3.1.1-1 --person 1302 --facts 锦旗 --amount 300)
  signed "$a" 1301 1003 1601 1001
  signed "$b" 1301 1003 1601 1001
  close_month 2026-09
  reversed "$a" 1301 1003 1601 1001
  reversed "$b" 1301 1003 1601 1001
  # October has a penalty of 200 yuan of its own: 200 less 100 that come back.
  c=$(propose --clause reward-3.2.2-2 --person 1302 --facts 丙 --amount 200 --reason 情节较重)
  signed "$c" 1301 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(person 2026-10 1302 reward_amount,penalty_amount)" = -300.00,-100.00 ]
}

@test "a reversed line gives back what a cap let it cost" {
  # At most four points for complaints. September charges 05 with 2 + 1 + 1 + 1: four of the five.
  cp -r "$ROOT/lib/share/policy" pack
  echo complaint,,4,,,assumed >>pack/items.csv
  svc-policy load pack --from 2026-09-01 --reason 扣完为止
  [ "$(sheet 2026-09 05 complaint,deductions,score)" = -5.00,-4.00,96.00 ]
  close_month 2026-09
  # The two points of 000008 fall: three are left, all of them inside the cap. It has cost one.
  svc-complaint determine --valid no --responsible no C2026-000008
  expect 1 svc-report diff -m 2026-09 -H -c record,points_stored,points_now,adjust
  [ "$output" = C2026-000008,-2.00,0.00,1.00 ]
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 05 adjust)" = 1.00 ]
  # The next one has cost its whole point.
  svc-complaint determine --valid no --responsible no C2026-000013
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 05 adjust)" = 2.00 ]
  # A forgotten one of two points and one: two are there, four are the most.
  complaint received_at='2026-09-02 09:00' dept=05 level=3 responded_at='2026-09-05 09:00' closed_at='2026-09-20 09:00' >/dev/null
  expect 1 svc-report diff -m 2026-09 -H -c clause,points_stored,points_now,adjust
  [ "$output" = 'complaint-close,0.00,-2.00,-2.00
complaint-respond,0.00,-1.00,0.00' ]
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 05 adjust)" = 0.00 ]
  expect 0 svc-report diff -m 2026-09
}

@test "of a bonus over the cap only what it gave is taken back" {
  # 4 + 3 points of good deeds are capped at five: without the four there are three, so it gave two.
  a=$(september --clause reward-3.1.1-1 --person 1102 --facts 甲 --points 4)
  b=$(september --clause reward-3.1.1-2 --person 1102 --facts 乙 --points 3)
  signed "$a" 1101 1002 1601 1001
  signed "$b" 1101 1002 1601 1001
  [ "$(sheet 2026-09 01 reward,bonus)" = 7.00,5.00 ]
  close_month 2026-09
  reversed "$a" 1101 1002 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 01 adjust)" = -2.00 ]
}

@test "a major notice that falls after the close gives the award back" {
  svc-inspect plan --planned_at 2026-09-12 --level company --kind special --method on_site \
    --scope 03 --inspectors 1602 --scheme FA-1 >/dev/null
  svc-inspect sheet --at '2026-09-14 09:00' --late-reason 补录 I2026-000001 >/dev/null
  for n in 1 2; do
    svc-inspect find K2026-000001 --severity major --facts "超时$n" --at '2026-09-14 10:00' --late-reason 补录 >/dev/null
    svc-inspect notice Q2026-00000$n --demand 整改 --deadline 2026-10-30 --at '2026-09-15 09:00' --late-reason 补录 >/dev/null
  done
  [ "$(sheet 2026-09 03 effects)" = no_annual_award ]
  [ "$(year 03 award,counted,threshold,reason)" = no,2,2,no_annual_award:inspect-8.1:N2026-000002 ]
  agree
  close_month 2026-09
  svc-inspect cancel --reason 误发 N2026-000002
  [ "$(differs)" = 03,,0.00,0.00,no_annual_award,,0.00 ]
  [ "$(year 03 award,counted,reason)" = open,1,open:no_annual_award:inspect-8.1:N2026-000002 ]
  agree
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(sheet 2026-10 03 effects)" = -no_annual_award@2026-09 ]
  [ "$(year 03 award,counted,reason)" = yes,1, ]
  agree
}

@test "annual points, suspension, forced grade and lost award of an open month reach the year" {
  signed "$(september --clause reward-3.2.5-1 --dept 04 --facts 不配合)" 1401 1002 1601 1001
  signed "$(september --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby)" 1201 1003 1601 1001
  [ "$(year 04 award,reason,annual_points)" = 'no,no_annual_award:reward-3.2.5-1:R2026-000001,0.00' ]
  # ten months: 99.80 is the mean of nine hundreds and 98, five points less
  [ "$(year 02 score_09,months,mean,annual_points,annual_score,grade_09,award)" = 98.00,10,99.80,-1.00,98.80,C,yes ]
  [ "$(person_year 1202 suspensions,award)" = 1,no ]
  agree
}

@test "both tools say the same: proposed, suspended, reversed, carried, settled, of another year, left, of a contractor" {
  printf 'dept,name,kind,leader,head\n09,安保公司,contractor,1001,\n' | svc-admin import depts -
  a=$(september --clause reward-3.2.5-1 --dept 04 --facts 甲)
  b=$(september --clause reward-3.2.4-2 --person 1202 --facts 乙 --suspension standby)
  c=$(september --clause reward-3.2.4-3 --person 1302 --facts 丙 --suspension probation)
  agree
  [ "$(year 04 award)" = open ]
  signed "$b" 1201 1003 1601 1001
  svc-reward suspend --reason 申诉 "$b"
  agree
  [ "$(person_year 1202 award)" = open ]
  close_month 2026-09
  agree
  signed "$a" 1401 1002 1601 1001
  agree
  [ "$(year 04 award)" = no ]
  signed "$c" 1301 1003 1601 1001
  reversed "$c" 1301 1003 1601 1001
  agree
  [ "$(person_year 1302 award)" = yes ]
  sqlite3 "$SVC_DB" "UPDATE person SET left_on = '2026-10-01' WHERE person = '1202'"
  agree
  # Next year's January signs what December handed on: it is December's.
  export SVC_NOW='2026-12-20 09:00'
  d=$(propose --clause reward-3.2.5-2 --dept 05 --facts 丁)
  export SVC_NOW='2027-01-04 09:00'
  for month in 10 11 12; do close_month 2026-$month; done
  [ "$(year 05 award)" = open ]
  signed "$d" 1501 1002 1601 1001
  agree
  [ "$(year 05 award)" = no ]
  [ "$(svc-report year -m 2027 --dept 05 -H -c award)" = yes ]
  [ "$(sheet 2027-01 05 effects)" = no_annual_award@2026-12 ]
  [ "$(year 09 subject,award)" = 09, ]
}

@test "a month that took a line over and was revised when it was taken back gives it up, and charges it anew by its difference" {
  # A company with one complaint, answered a day late: one point, under appeal when September closes.
  SVC_DB=$BATS_TEST_TMPDIR/store/one.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  no=$(complaint received_at='2026-09-14 09:00' dept=05 person=1502 level=3 \
    responded_at='2026-09-16 09:00' closed_at='2026-09-17 09:00')
  svc-complaint determine --valid yes --responsible yes "$no"
  svc-complaint appeal --against responsible --by 1501 --reason 系统故障 "$no"
  close_month 2026-09
  SVC_NOW='2026-10-14 09:00' svc-complaint appeal-decide --outcome upheld --reason 核实 "$no"
  export SVC_NOW='2026-11-02 09:00'
  close_month 2026-10
  counted() { svc-report explain -m "$1" --dept 05 -H -c record,clause,points,status | sed -n 's/,final$//; /complaint-respond/p'; }
  [ "$(counted 2026-10)" = "$no,complaint-respond,-1.00" ]
  expect 4 svc-report close -m 2026-09 --yes --carry-pending --revise --reason 复核
  says 'are counted in 2026-10'
  # October is closed once more when the complaint is none: the line stands there as reversed.
  svc-complaint determine --valid no --responsible no "$no"
  svc-report close -m 2026-10 --yes --revise --reason 复核
  [ "$(counted 2026-10)" = "$no,complaint-respond,-1.00,reversed" ]
  [ -z "$(counted 2026-11)" ]
  # It is one after all: October owes the point, and no month counts it twice.
  svc-complaint determine --valid yes --responsible yes "$no"
  expect 1 svc-report diff -m 2026-10 -H -c record,points_stored,points_now,adjust
  [ "$output" = "$no,0.00,-1.00,-1.00" ]
  svc-report adjust -m 2026-11 --from 2026-10
  [ "$(sheet 2026-11 05 complaint,adjust)" = 0.00,-1.00 ]
  expect 4 svc-report close -m 2026-09 --yes --revise --reason 复核
  expect 0 svc-report diff -m 2026-10
}

@test "a month that no longer has the line it took over, as it was revised, forbids no revision" {
  SVC_DB=$BATS_TEST_TMPDIR/store/one.db # with this case alone
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  no=$(september --clause reward-3.2.2-1 --person 1302 --facts 甲)
  close_month 2026-09
  export SVC_NOW='2026-11-02 09:00'
  close_month 2026-10
  revised() { expect "$1" svc-report close -m "$2" --yes --carry-pending --revise --reason 复核; }
  revised 4 2026-09
  says 'are counted in 2026-10'
  svc-reward withdraw --reason 误提 "$no"
  revised 4 2026-09
  revised 0 2026-10
  revised 0 2026-09
  svc-report verify -m 2026-09
}

@test "months that are closed out of order count what is handed on once" {
  export SVC_NOW='2026-11-02 09:00'
  no=$(september --clause reward-3.2.2-1 --person 1302 --facts 甲 --points 2 --amount 100)
  close_month 2026-10
  close_month 2026-09
  signed "$no" 1301 1003 1601 1001
  [ "$(svc-report explain -m 2026-11 -H -c record | grep -c "$no")" -eq 2 ]
  expect 0 svc-report diff -m 2026-10
  svc-report adjust -m 2026-11 --from 2026-10
  [ "$(sheet 2026-11 03 reward,adjust)" = -2.00,0.00 ]
}

@test "an effect of a closed month never changes its own sheet but by a revision" {
  close_month 2026-09
  no=$(september --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby)
  signed "$no" 1201 1003 1601 1001
  [ "$(sheet 2026-09 02 final_grade)" = A ]
  svc-report close -m 2026-09 --yes --carry-pending --revise --reason 补录
  [ "$(sheet 2026-09 02 final_grade,effects)" = 'C,grade_c;annual_points' ]
  [ "$(sheet 2026-09@1 02 final_grade)" = A ]
  [ "$(year 02 grade_09,annual_points)" = C,-1.00 ]
  expect 0 svc-report diff -m 2026-09
  agree
}
