# A company's own formula of the month's sheet: its grades, what each item weighs, points from rates.

load common

setup_file() { make_month; }
setup() {
  fresh_store
  cp -r "$SVC_BUILD/share/svc/policy" pack
}

load_pack() { svc-policy load pack --from "${1:-2026-09-01}" --reason 本公司办法; }

# The sheet of what if: lines of ITEM,POINTS[,EFFECT] for department 02, and the columns asked for.
what_if() {
  local columns=$1 line
  shift
  { echo dept,item,points,effect,status
    for line in "$@"; do
      [[ $line == *,*,* ]] || line=$line,
      echo "02,$line,final"
    done; } >lines.csv
  svc-report sheet -m 2026-09 --dept 02 -H -c "$columns" --lines lines.csv
}

# check finds this alone: finds FILE LINE COLUMN WHY.
finds() {
  expect 1 svc-policy check pack -H -f tsv
  [ "$output" = "pack/$1.csv	$2	$3	$4" ] || { echo "found: $output"; return 1; }
}

# Five grades with words of their own; a clause of the shipped pack forces the fourth.
five_grades() {
  printf '%s\n' code,from,basis top,98,seed good,90,seed fair,80,seed pass,60,seed fail,,seed >pack/grades.csv
  sed -i '/^grade,/d; /^effect,grade_c,/d' pack/words.csv
  printf '%s\n' grade,top,优秀,优,1, grade,good,良好,良,2, grade,fair,中等,,3, grade,pass,及格,,4, \
    grade,fail,不及格,,5, effect,held,本月考核及格,,10,grade_pass >>pack/words.csv
  sed -i 's/grade_c/held/g' pack/legs.csv
}

@test "five grades, each from its own lowest score, in the company's words" {
  five_grades
  load_pack
  [ "$(what_if score,grade,final_grade)" = 100.00,top,top ]
  [ "$(what_if score,grade complaint,-2)" = 98.00,top ]
  [ "$(what_if score,grade complaint,-2.01)" = 97.99,good ]
  [ "$(what_if score,grade complaint,-10)" = 90.00,good ]
  [ "$(what_if score,grade complaint,-20)" = 80.00,fair ]
  [ "$(what_if score,grade complaint,-40)" = 60.00,pass ]
  [ "$(what_if score,grade complaint,-40.01)" = 59.99,fail ]
  [ "$(what_if score,grade complaint,-500)" = 0.00,fail ]
  # the month itself: 95.00 of department 05
  [ "$(svc-report sheet -m 2026-09 --dept 05 -H -c score,final_grade --words zh)" = 95.00,良好 ]
}

@test "an effect forces the grade that its word acts as, and lowers alone" {
  five_grades
  load_pack
  [ "$(what_if grade,forced_grade,final_grade,effects complaint,-1,held)" = top,pass,pass,held ]
  [ "$(what_if grade,forced_grade,final_grade complaint,-41,held)" = fail,pass,fail ]
  [ "$(what_if grade,forced_grade,final_grade complaint,-1)" = 'top,,top' ]
  # a signed case does so too, on the sheet and in the year
  no=$(svc-reward propose -H --evidence E-1 --at '2026-09-20 09:00' --late-reason 补录 --clause reward-3.2.4-2 \
    --person 1202 --facts 曝光 --suspension standby)
  for person in 1201 1003 1601 1001; do svc-reward sign --by "$person" --evidence "P-$person" "$no"; done
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c grade,forced_grade,final_grade)" = top,pass,pass ]
  [ "$(svc-report year -m 2026 --dept 02 -H -c grade_09,grade_10)" = pass,top ]
}

@test "the year has each month's grades as its own version calls them" {
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 >before
  svc-report sheet -m 2026-09 --words zh --by person >before.zh
  svc-report chart compare -m 2026-09 -f script >before.chart
  five_grades
  load_pack 2026-10-01
  svc-report sheet -m 2026-09 | cmp - before
  svc-report sheet -m 2026-09 --words zh --by person | cmp - before.zh
  svc-report chart compare -m 2026-09 -f script | cmp - before.chart
  expect 0 svc-report verify -m 2026-09
  # 95.00 points are A by September's version, by October's they were good
  [ "$(svc-report year -m 2026 --dept 05 -H -c score_09,grade_09,grade_10)" = 95.00,A,top ]
  svc-report chart compare -m 2026-10 -f script | grep -q "优秀 ≥ 98.00"
  svc-report digest -m 2026-10 | grep -q '等级 .* → 优秀'
}

@test "one grade alone is that of every score" {
  printf '%s\n' code,from,basis A,,seed >pack/grades.csv
  sed -i 's/grade_c;//' pack/legs.csv
  load_pack
  [ "$(what_if score,grade complaint,-500)" = 0.00,A ]
}

@test "check refuses grades without order, end or name, and what forces none" {
  sed -i 's/^B,85/B,70/' pack/grades.csv
  finds grades 4 from 'C must begin below B: the grades overlap'
  sed -i 's/^B,70/B,/' pack/grades.csv
  finds grades 3 from 'is missing: the last grade alone has no lowest score'
  sed -i 's/^B,/B,85/; s/^D,/D,10/' pack/grades.csv
  finds grades 5 from 'the last grade has no lowest score, or what lies below it has no grade'
  sed -i 's/^D,10/D,/' pack/grades.csv
  sed -i 's/^D,,/d0,50,assumed\n&/' pack/grades.csv
  finds grades 5 code '"d0" is no grade of words.csv'
  sed -i '/^d0,/d' pack/grades.csv
  echo effect,mark_e,本月评为E,,10,grade_e >>pack/words.csv
  finds words "$(wc -l <pack/words.csv)" acts_as '"grade_e" forces a grade that is not in grades.csv'
  sed -i '$d' pack/words.csv
  sed -i 's/^inspect-8.1,dept,\(.*\)no_annual_award/inspect-8.1,dept,\1grade_b1/' pack/legs.csv
  echo effect,grade_b1,评为B1,,10, >>pack/words.csv
  finds legs "$(grep -nF grade_b1 pack/legs.csv | cut -d: -f1)" effect '"grade_b1" forces a grade that is not in grades.csv'
  head -n 1 "$SVC_BUILD/share/svc/policy/grades.csv" >pack/grades.csv
  expect 1 svc-policy check pack -H -f tsv
  grep -qF 'pack/grades.csv	1	from	the last grade has no lowest score, or' <<<"$output"
  rm pack/grades.csv
  expect 78 svc-policy load pack --from 2026-11-01
  says 'cannot read "pack/grades.csv": No such file or directory'
}

@test "another version's grades are told by diff" {
  sed -i 's/^B,85/B,80/' pack/grades.csv
  load_pack 2026-11-01
  expect 1 svc-policy diff 1 2 -H
  [ "$output" = 'grades,B,changed,from,85.00,80.00' ]
}
