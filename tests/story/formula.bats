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
  finds grades 5 code '"d0" is no grade of words.csv; one of A|B|C|D'
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

# -- items -----------------------------------------------------------------------------------

items() { printf '%s\n' item,base,cap,bonus_cap,weight,basis "$@" >pack/items.csv; }
param() { sed -i "s/^$1,[^,]*,/$1,$2,/" pack/params.csv; grep -q "^$1,$2," pack/params.csv; }

@test "a base of 240 in six items is rescaled to 100 points, between its bounds" {
  items complaint,40,40,,,seed callback,40,40,,,seed inspect,40,40,,,seed tier,40,40,,,seed order,40,40,,,seed \
    survey,40,40,,,seed
  param base_score ''
  finds params 2 value 'base_score is required'
  param base_score 0
  param score_full 100
  param score_ceiling 101
  param score_floor 20
  load_pack
  [ "$(what_if base,deductions,score,grade)" = 240.00,0.00,100.00,A ]
  # 228 of 240 are 95, 227 are 94.5833 and 229 are 95.41667
  [ "$(what_if base,deductions,score,grade complaint,-12)" = 240.00,-12.00,95.00,A ]
  [ "$(what_if score,grade complaint,-10 order,-3)" = 94.58,B ]
  [ "$(what_if score complaint,-11)" = 95.42 ]
  # an item loses no more than its 40 points: 200 of 240 are 83.3333
  [ "$(what_if complaint,deductions,score complaint,-50)" = -50.00,-40.00,83.33 ]
  # 240 + 5 are 102.08, and no more than 101; all six lost are 0, and no less than 20
  [ "$(what_if bonus,score reward,9)" = 5.00,101.00 ]
  [ "$(what_if score complaint,-50 callback,-50 inspect,-50 tier,-50 order,-50 survey,-50)" = 20.00 ]
  # a correction of a closed month is of the score already
  [ "$(what_if adjust,score adjust,-3 complaint,-12)" = -3.00,92.00 ]
}

@test "items of 100 points weigh 30, 50 and 20 of a hundred" {
  items complaint,100,,,0.3,seed order,100,,,0.5,seed survey,100,30,,0.2,seed
  param base_score 0
  load_pack
  # 0.3 x 90 + 0.5 x 96 + 0.2 x 85 = 27 + 48 + 17
  [ "$(what_if base,deductions,score complaint,-10 order,-4 survey,-15)" = 100.00,-8.00,92.00 ]
  # the survey loses 30 at most, 6 of the score
  [ "$(what_if survey,deductions,score survey,-45)" = -45.00,-6.00,94.00 ]
  # what is gained weighs as much; rewards weigh nothing but themselves
  [ "$(what_if bonus,score order,2)" = 1.00,101.00 ]
  [ "$(what_if bonus,deductions,score reward,2 reward,-1)" = 2.00,-1.00,101.00 ]
  # a case of half a point: 0.3 x 0.5 = 0.15; of 0.05: 0.015 and half up
  [ "$(what_if deductions,score complaint,-0.5)" = -0.15,99.85 ]
  [ "$(what_if deductions,score complaint,-0.05)" = -0.01,99.99 ]
  [ "$(what_if bonus,score complaint,0.05)" = 0.02,100.02 ]
}

@test "components of 25 and 20 points lose down to floors of their own" {
  items order,25,25,,,seed survey,20,15,3,,seed
  param base_score 55
  load_pack
  [ "$(what_if base,score)" = 100.00,100.00 ]
  [ "$(what_if deductions,score order,-30)" = -25.00,75.00 ]
  [ "$(what_if deductions,score order,-30 survey,-19)" = -40.00,60.00 ]
  [ "$(what_if survey,bonus,score survey,4)" = 4.00,3.00,103.00 ]
}

@test "what is weighed and rescaled comes out by hand, too" {
  items complaint,100,,,0.3,seed order,100,20,1,0.5,seed survey,100,30,,0.2,seed callback,20,0.5,,,seed
  five_grades
  param base_score 0
  param score_full 98.5
  load_pack 2026-01-01
  mkdir e
  "$ROOT/tests/independent/month.sh" export e
  cp pack/*.csv e
  for by in dept person; do
    "$ROOT/tests/independent/month.sh" "$by" e 2026-09 no >"$by.csv"
    svc-report sheet -m 2026-09 --by "$by" | cmp - "$by.csv"
  done
  # 02 has two points against it: 0.3 x 98 + 50 + 20 + 20 = 119.4 of 120, of 98.5
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c base,complaint,deductions,score)" = 120.00,-2.00,-0.60,98.01 ]
}

@test "a closed month is settled by what its weights let a line cost" {
  items complaint,100,3,,0.3,seed order,100,,,0.7,seed
  param base_score 0
  param score_full 50
  load_pack
  # 05 has lost 5, no more than 3: 0.9 of 100 are 0.45 of 50
  [ "$(svc-report sheet -m 2026-09 --dept 05 -H -c complaint,deductions,score)" = -5.00,-0.90,49.55 ]
  svc-report close -m 2026-09 --yes --carry-pending
  # The two points of 000008 fall: three are left, and they cost as much. Another one: 0.3 x 1 / 2.
  svc-complaint determine --valid no --responsible no C2026-000008 C2026-000013
  svc-report adjust -m 2026-10 --from 2026-09
  # October has two points of its own: 50 - 0.3 + 0.15
  [ "$(svc-report sheet -m 2026-10 --dept 05 -H -c complaint,adjust,score)" = -2.00,0.15,49.85 ]
}

@test "check refuses items that are none, weights that are no whole, and a scale without a base" {
  items ordr,,10,,,seed
  finds items 2 item 'no rule acts on "ordr"; did you mean order? One of complaint|callback|inspect|tier|auth|entry|reward|improve|contractor|order|survey|adjust'
  items adjust,,10,,,seed
  finds items 2 item 'corrections were weighed in the month that they are of'
  items order,100,,,0.3,seed reward,,,,,seed survey,100,,,0.6,seed
  finds items 2 weight 'the weights add up to 0.90, not 1'
  items order,100,,,0.3,seed order,100,,,0.7,seed
  finds items 3 item '"order" is there already, in line 2'
  items order,ten,,,,seed
  finds items 2 base 'not a plain number'
  items
  param base_score 0
  param score_full 100
  finds params "$(grep -n ^score_full, pack/params.csv | cut -d: -f1)" value \
    'score_full: neither base_score nor an item has a base to be rescaled'
  param base_score 100
  param score_ceiling 0
  finds params "$(grep -n ^score_ceiling, pack/params.csv | cut -d: -f1)" value \
    'score_ceiling must lie above score_floor: the bands overlap'
}

# -- items of the company's own ----

# Behind the survey, before the corrections: their order is 11 and 12.
own_item() { echo "item,zeal,服务热情,热情度,${1:-11}," >>pack/words.csv; }

# An item of its own with a base of 10 that loses 5 at most; 02 lost 8 full points of a rate of 87 under 95.
zealous() {
  house_clause
  own_item
  items zeal,10,5,,,seed
  bands g,imported:answer,dept,,,95,-1,1,20,house-9,zeal,seed
  load_pack
  indicator answer
  takes answer 2026-09 02 87 100
}

@test "an item of the company's own is a column of the sheet, summed, capped, explained and exported" {
  before=$(svc-report sheet -m 2026-09 --dept 02 -H -c deductions)
  zealous
  [ "$(svc-report sheet -m 2026-09 | head -n 1)" = 'subject,name,base,complaint,callback,inspect,tier,auth,entry,reward,improve,contractor,order,survey,zeal,adjust,bonus,deductions,score,grade,forced_grade,final_grade,reward_amount,penalty_amount,pending_lines,suspended_lines,effects' ]
  # 100 and its own 10; 8 points, of which 5 count beside those that were there before
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c base,zeal,survey)" = 110.00,-8.00,0.00 ]
  after=$(svc-report sheet -m 2026-09 --dept 02 -H -c deductions)
  [ "$(echo "$before - 5.00 - ($after)" | bc)" = 0 ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c 服务热情)" = -8.00 ]
  [[ $(svc-report sheet -m 2026-09 --header zh | head -n 1) == *',满意度,服务热情,更正,加分,'* ]]
  [ "$(svc-report explain -m 2026-09 --dept 02 -H -c item,points | grep zeal)" = zeal,-8.00 ]
  svc-report sheet -m 2026-09 -f html | grep -q 服务热情
  svc-report sheet -m 2026-09 -o sheet.xlsx
  unzip -p sheet.xlsx xl/worksheets/sheet1.xml | grep -q 服务热情
  # what if: its lines are summed as those of any other
  [ "$(what_if zeal,deductions zeal,-3 order,-1)" = -3.00,-4.00 ]
  expect 65 what_if zeal zeel,-3
}

@test "a closed month keeps the items that it had, an open one has those of its version" {
  zealous
  printf '%s\n' period,dept,item,points,comment 2026-09,02,zeal,-6,自评 | svc-report import selfscore -
  svc-report note -m 2026-09 --dept 02 --item zeal --text 已核
  [ "$(svc-report review -m 2026-09 -H -c dept,item,self,computed,note | grep zeal)" = 02,zeal,-6.00,-8.00,已核 ]
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 >before
  svc-report sheet -m 2026-09 --by person --words zh --header zh >before.zh
  svc-report sheet -m 2026-09 -f html >before.html
  cp "$SVC_BUILD"/share/svc/policy/*.csv pack
  load_pack 2026-10-01
  svc-report sheet -m 2026-09 | cmp - before
  svc-report sheet -m 2026-09 --by person --words zh --header zh | cmp - before.zh
  svc-report sheet -m 2026-09 -f html | cmp - before.html
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c zeal)" = -8.00 ]
  [ "$(svc-report review -m 2026-09 -H -c dept,item,approved | grep zeal)" = 02,zeal,-8.00 ]
  expect 0 svc-report verify -m 2026-09
  expect 0 svc-report diff -m 2026-09
  expect 2 svc-report sheet -m 2026-10 -H -c zeal
  says 'no column "zeal"'
  # a value that comes late is settled at what the item's cap lets it cost: 4 of the 5
  printf 'indicator,period,dept,numerator,denominator\nanswer,2026-09,02,91,100\n' | svc-report import values - --update
  [ "$(svc-report diff -m 2026-09 -H -c dept,points_stored,points_now,adjust || true)" = 02,-8.00,-4.00,1.00 ]
  svc-report adjust -m 2026-10 --from 2026-09 --reason 迟报
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c adjust)" = 1.00 ]
  # nor has the other month's version a column of what its lines still have, but behind its own
  printf '%s\n' dept,item,points,status 02,zeal,-3,final >lines.csv
  [[ $(svc-report sheet -m 2026-10 --lines lines.csv | head -n 1) == *,survey,adjust,zeal,bonus,* ]]
}

@test "the items stand as the list orders them; what acts as another one is none" {
  own_item 0
  echo item,speed,速度,,13,order >>pack/words.csv
  load_pack
  [[ $(svc-report sheet -m 2026-09 | head -n 1) == subject,name,base,zeal,complaint,*,survey,adjust,bonus,* ]]
  expect 2 svc-report sheet -m 2026-09 -H -c speed
  expect 65 what_if score speed,-1
  items speed,,10,,,seed
  expect 1 svc-policy check pack -H -f tsv -c file,column,finding
  [[ $output == *'item	no rule acts on "speed"; '*'|survey|adjust|zeal'* ]]
}

@test "check refuses an item that is called as a column of the sheet is, and knows those of the company" {
  local line
  line=$(($(wc -l <pack/words.csv) + 1))
  echo item,score,积分,,13, >>pack/words.csv
  finds words "$line" code '"score" is what report.sheet calls its built-in score'
  sed -i '$d' pack/words.csv
  echo item,zeal,得分,,13, >>pack/words.csv
  finds words "$line" label '"得分" is what report.sheet calls its built-in score'
  sed -i '$d' pack/words.csv
  # every column of the sheet that is no item is in that list
  svc-report sheet -m 2026-09 | head -n 1 | tr , '\n' | grep -vxE "$(grep ^item, pack/words.csv | cut -d, -f2 | paste -sd'|')" >columns
  while read -r name; do
    echo "item,$name,某项,,13," >>pack/words.csv
    expect 1 svc-policy check pack
    sed -i '$d' pack/words.csv
  done <columns
  own_item
  house_clause
  bands g,imported:x,dept,,,90,-1,,,house-9,zeal,seed
  echo ',zeal;order,,person,count,month,,,1,,assumed' >>pack/thresholds.csv
  expect 0 svc-policy check pack
  bands g,imported:x,dept,,,90,-1,,,house-9,zeel,seed
  finds bands 2 item 'no rule acts on "zeel"; did you mean zeal? One of complaint|callback|inspect|tier|auth|entry|reward|improve|contractor|order|survey|adjust|zeal'
}

# -- bands -----------------------------------------------------------------------------------

bands() { printf '%s\n' group,indicator,by,period,from,until,points,step,cap,clause,item,basis "$@" >pack/bands.csv; }

# A clause of the company's own book, which has no leg: the bands say what it gives.
house_clause() { echo 'house-9,inspect,9,score,指标考核,seed' >>pack/clauses.csv; }

# An indicator of departments, and its values: takes CODE PERIOD DEPT NUMERATOR DENOMINATOR
indicator() {
  svc-report add indicators -H --indicator "$1" --name 指标 --grp other --kind "${2:-month}" --scope dept --unit % \
    --times "${3-100}" --direction up
}
takes() { printf 'indicator,period,dept,numerator,denominator\n%s,%s,%s,%s,%s\n' "$@" | svc-report import values - --update; }
banded() { svc-report explain -m "${1:-2026-09}" -H -c dept,item,points,record | grep @ | sort; }

@test "a rate below 95 costs a point for each full percentage point, up to the cap" {
  house_clause
  bands answer,imported:answer,dept,,,95,-1,1,20,house-9,survey,seed
  load_pack
  indicator answer
  takes answer 2026-09 01 95 100  # 95: not below
  takes answer 2026-09 02 12 13   # 92.3077: 2.69 below
  takes answer 2026-09 03 1 2     # 50: 45 below
  takes answer 2026-09 04 189 200 # 94.5: half a point below
  takes answer 2026-09 05 94 100  # 94: one point exactly
  takes answer 2026-09 06 0 0     # nobody called
  [ "$(banded)" = '02,survey,-2.00,answer.imported:answer@2026-09
03,survey,-20.00,answer.imported:answer@2026-09
05,survey,-1.00,answer.imported:answer@2026-09' ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c complaint,survey,score)" = -2.00,-2.00,96.00 ]
  expect 0 svc-report explain -m 2026-09 --dept 02 -H -c clause,subject,status,source,occurred_at,reason,article,basis,policy
  [ "${lines[0]}" = 'house-9,dept,final,survey,2026-09-30 23:59:59,"answer: 12 of 13, 92.31",9,seed,2' ]
  # the month that is not over has none, nor has the version before
  [ -z "$(banded 2026-10)" ]
  [ -z "$(banded 2026-08)" ]
  # a tool's own lines are its own
  expect 0 svc-complaint score -m 2026-09 -H -c record
  [[ $output != *@* ]]
}

@test "the rates of the store's own records give points, by department or of the whole company" {
  house_clause
  # closed in time in September: 01 5 of 5, 02 5 of 6 ...; the company's is that of all together
  bands mine,complaint_close_in_time,dept,,,80,-1,10,,house-9,complaint,seed \
    all,complaint_close_in_time,company,,,95,-0.5,,,house-9,complaint,seed
  load_pack
  svc-report add indicators -H --indicator close --name 办结率 --grp other --kind month --scope dept --unit % --times 100 \
    --direction up --measure complaint_close_in_time
  svc-report kpi -m 2026-09 --indicator close --by dept -H -c dept,numerator,denominator |
    awk -F, '$3 && 100 * $2 < 80 * $3 { n = int((80 - 100 * $2 / $3) / 10 + 1e-9); if (n) printf "%s,complaint,-%d.00,mine.complaint_close_in_time@2026-09\n", $1, n }
      { a += $2; b += $3 } END { if (100 * a < 95 * b) for (i = 1; i <= 6; i++) printf "0%d,complaint,-0.50,all.complaint_close_in_time@2026-09\n", i }' |
    sort >wanted
  [ "$(wc -l <wanted)" -gt 6 ]
  banded | diff wanted -
}

@test "show clause tells the bands that give it" {
  house_clause
  bands g,complaint_close_in_time,dept,,,95,-1,10,20,house-9,complaint,seed \
    all,complaint_close_in_time,company,quarter,90,,0.5,,,house-9,survey,assumed
  load_pack
  expect 0 svc-policy show clause house-9 -H -f tsv -c line,event,only,subject,points,basis
  [ "$(grep ^band <<<"$output")" = 'band	complaint_close_in_time	group=all; by=company; period=quarter; item=survey; 90.00..	dept	0.50	assumed
band	complaint_close_in_time	group=g; by=dept; period=month; item=complaint; ..95.00; step=10.00; cap=20.00	dept	-1.00	seed' ]
}

@test "a group gives its points where all of its conditions hold" {
  house_clause
  bands both,imported:answer,dept,,95,,,,,,,seed both,imported:good,dept,,90,,2,,,house-9,survey,seed \
    worse,imported:good,dept,,80,90,-1,,,house-9,survey,seed worse,imported:good,dept,,,80,-3,,,house-9,survey,seed
  load_pack
  indicator answer
  indicator good
  takes answer 2026-09 01 96 100
  takes good 2026-09 01 90 100
  takes answer 2026-09 02 94 100
  takes good 2026-09 02 99 100
  takes answer 2026-09 03 100 100
  takes good 2026-09 03 80 100
  takes good 2026-09 04 799 1000
  takes good 2026-09 05 100 100 # and nothing known of the other one
  [ "$(banded)" = '01,survey,2.00,both.imported:good@2026-09
03,survey,-1.00,worse.imported:good@2026-09
04,survey,-3.00,worse.imported:good@2026-09' ]
  expect 0 svc-report explain -m 2026-09 --dept 01 -H -f tsv -c record,reason
  [ "$(grep @ <<<"$output")" = 'both.imported:good@2026-09	answer: 96 of 100, 96.00;good: 90 of 100, 90.00' ]
}

@test "places give prizes, equal ones share; a leg of the clause adds its money and effects" {
  house_clause
  echo house-9,dept,+,,,500,500,seed,notice,seed,auto >>pack/legs.csv
  bands first,most:imported:answer,dept,,,2,,,,house-9,survey,seed last,least:imported:answer,dept,,,2,-1,,,house-9,survey,seed
  load_pack
  indicator answer
  takes answer 2026-09 01 96 100
  takes answer 2026-09 02 48 50
  takes answer 2026-09 03 95 100
  takes answer 2026-09 04 0 0
  [ "$(banded)" = '01,survey,0.00,first.most:imported:answer@2026-09
02,survey,0.00,first.most:imported:answer@2026-09
03,survey,-1.00,last.least:imported:answer@2026-09' ]
  expect 0 svc-report explain -m 2026-09 --dept 01 -H -c amount,effect,reason
  [ "$(grep place <<<"$output")" = '500.00,notice,"answer: place 1 of 3, 96.00"' ]
}

@test "quarters and years give theirs in the month that ends them" {
  house_clause
  bands q,imported:answer,dept,quarter,,95,-1,1,,house-9,survey,seed y,imported:answer,dept,year,,95,-1,2,,house-9,survey,seed \
    m,imported:yearly,dept,,,95,-1,,,house-9,survey,seed
  load_pack 2026-01-01
  indicator answer
  indicator yearly year
  takes answer 2026-07 02 90 100
  takes answer 2026-08 02 94 100
  takes answer 2026-09 02 93 100
  takes yearly 2026 02 1 100
  # 277 of 300 are 92.33
  [ -z "$(banded 2026-07)$(banded 2026-08)" ]
  [ "$(banded 2026-09)" = 02,survey,-2.00,q.imported:answer@2026Q3 ]
  takes answer 2026-12 02 0 100 || true # has not begun
  export SVC_NOW='2027-01-04 09:00'
  takes answer 2026-10 02 90 100
  # 367 of 400 of the year are 91.75: 3.25 below, one step of 2; of the quarter 90: 5
  [ "$(banded 2026-12)" = '02,survey,-1.00,y.imported:answer@2026
02,survey,-5.00,q.imported:answer@2026Q4' ]
}

@test "a value that changes after the close is settled in an open month" {
  house_clause
  bands answer,imported:answer,dept,,,95,-1,1,20,house-9,survey,assumed
  load_pack
  indicator answer
  takes answer 2026-09 02 12 13
  expect 4 svc-report close -m 2026-09 --yes --carry-pending --strict
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 >before
  takes answer 2026-09 02 13 13
  svc-report sheet -m 2026-09 | cmp - before
  expect 1 svc-report diff -m 2026-09 -H -c record,points_stored,points_now,adjust
  [ "$output" = answer.imported:answer@2026-09,-2.00,0.00,2.00 ]
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c adjust)" = 2.00 ]
  # the next version has other bands, and judges no earlier day
  bands answer,imported:answer,dept,,,100,-9,,,house-9,survey,seed
  load_pack 2026-10-01
  [ "$(svc-report diff -m 2026-09 -H)" = '' ]
}

@test "check refuses bands that nothing measures, that overlap, leave a gap or give nothing" {
  house_clause
  bands g,complaint_closed_in_time,dept,,,95,-1,1,20,house-9,survey,seed
  expect 1 svc-policy check pack -H -f tsv -c file,line,column,finding
  [[ $output == 'pack/bands.csv	2	indicator	no rule acts on "complaint_closed_in_time"; did you mean complaint_close_in_time?'* ]]
  bands g,imported:,dept,,,95,-1,1,20,house-9,survey,seed
  finds bands 2 indicator 'which imported one? Write imported:CODE'
  bands g,most:imported:x,company,,,2,-1,,,house-9,survey,seed
  finds bands 2 by 'a place is one among departments'
  bands g,complaint_per_10000_customers,dept,,50,,-1,,,house-9,survey,seed
  finds bands 2 by "no department has a value of \"complaint_per_10000_customers\", which is the company's alone"
  bands g,imported:x,dept,,90,95,-1,1,,house-9,survey,seed
  finds bands 2 step 'counts from one bound: leave the other empty'
  bands g,imported:x,dept,,95,90,-1,,,house-9,survey,seed
  finds bands 2 until 'must lie above from: the band is empty'
  bands g,imported:x,dept,,,90,-1,0,,house-9,survey,seed
  finds bands 2 step 'must be more than 0'
  bands g,imported:x,dept,,,90,-1,,5,house-9,survey,seed
  finds bands 2 cap 'means nothing without step'
  bands g,imported:x,dept,,,90,-1,,,,,seed
  finds bands 2 clause 'is required: points are of a clause and an item, a condition of neither'
  bands g,imported:x,dept,,,90,,,,house-9,survey,seed
  finds bands 2 points 'is required: "house-9" has no leg for departments that gives anything'
  bands g,imported:x,dept,,,90,-1,,,house-8,survey,seed
  finds bands 2 clause '"house-8" is not in clauses.csv; did you mean house-9? One of those of clauses.csv'
  bands g,imported:x,dept,,,90,-1,,,reward-3.2.4-1,survey,seed
  finds bands 2 clause '"reward-3.2.4-1" waits for signatures: nothing counts by itself'
  echo house-9,dept,-,,,100,100,seed,,,auto,,300,, >>pack/legs.csv
  bands g,imported:x,dept,,,90,-1,,,house-9,survey,seed
  expect 1 svc-policy check pack -H -f tsv
  grep -qF 'pack/bands.csv	2	clause	"house-9" goes by a quantity, a loss or a share, which no indicator has' <<<"$output"
  sed -i '$d' pack/legs.csv
  bands g,imported:x,dept,,,90,-1,,,house-9,adjust,seed
  finds bands 2 item '"adjust" is no item of the sheet'
  bands g,imported:x,dept,,,90,-1,,,house-9,survey,seed g,imported:x,dept,,89,95,-1,,,house-9,survey,seed
  finds bands 3 from 'overlaps the band of line 2'
  bands g,imported:x,dept,,,90,-1,,,house-9,survey,seed g,imported:x,dept,,91,95,-1,,,house-9,survey,seed
  finds bands 2 until 'no band of the indicator begins here: the bands have a gap'
  bands g,imported:x,dept,,,90,-1,,,house-9,survey,seed g,imported:y,dept,year,91,95,-1,,,house-9,survey,seed
  finds bands 3 period "is another one than that of the group's line 2"
  bands g,imported:x,dept,,,90,,,,,,seed
  finds bands 2 clause 'no row of the group gives anything'
  bands g,imported:x,dept,,,90,-1,,,house-9,survey,seed g,imported:x,dept,,,90,-1,,,house-9,survey,seed
  finds bands 3 group '"g/imported:x/*/90.00" is there already, in line 2'
  bands g,imported:x,dept,,,-90,-1,,,house-9,survey,seed
  finds bands 2 until 'must not be negative'
}

@test "what no department has a value of is refused by department, and nothing else" {
  house_clause
  local measure measures tried=0
  # what the statement of the measures yields of the store's month, with a department and without
  { printf ".parameter set ?1 \"'2026-09-01 00:00:00'\"\n.parameter set ?2 \"'2026-10-01 00:00:00'\"\n"
    printf ".parameter set ?3 \"'2026-10-12 08:00:00'\"\n"; cat "$ROOT/lib/report/kpi.sql"; echo ';'; } |
    sqlite3 -separator , "$SVC_DB" >values
  mapfile -t measures < <(cut -d, -f1 values | sort -u)
  for measure in "${measures[@]}"; do
    tried=$((tried + 1))
    bands "g,$measure,dept,,,90,-1,,,house-9,survey,seed"
    if grep -q "^$measure,." values && ! grep -q "^$measure,," values; then
      expect 0 svc-policy check pack
      svc-report add indicators -H --indicator "i$tried" --name 指标 --grp other --kind month --scope dept --unit % \
        --times 100 --direction up --measure "$measure"
    else
      expect 1 svc-policy check pack
      expect 2 svc-report add indicators -H --indicator "i$tried" --name 指标 --grp other --kind month --scope dept \
        --unit % --times 100 --direction up --measure "$measure"
      says "no department has a value of $measure, which is the company's alone"
    fi
  done
  [ "$tried" -ge 12 ]
}
