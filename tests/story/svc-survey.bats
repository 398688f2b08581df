# svc-survey: satisfaction surveys, from the questions to the index.
# shellcheck disable=SC2154 # stderr is left by expect

load common

setup_file() { make_company; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

# A survey with its questions and dimensions, open: survey [COLUMN VALUE…].
survey() {
  svc-survey add -H --code KH --title 客户满意度调查 --kind external --open_from 2026-09-01 \
    --open_until 2026-10-31 "$@"
}
S=SV2026-000001
questions() { printf '%s\n' question,dimension,scale_min,scale_max,direction,kind,weight "$@" | svc-survey import questions --set survey=$S -; }
dimensions() { printf '%s\n' dimension,weight "$@" | svc-survey import dimensions --set survey=$S -; }
units() { printf '%s\n' unit,parent,dept,customers,gas_m3 "$@" | svc-survey import units --set survey=$S -; }
wide() { svc-survey import answers --wide --set "survey=$S,answered_at=2026-09-20" -; }

# The survey of the manual: six respondents, one of whom left a question out.
six() {
  survey >/dev/null
  questions q1,quality,1,10,,,0.6 q2,quality,1,10,,,0.4 q3,satisfaction,1,10,,,1 q4,complaint,1,5,down,,1
  dimensions quality,0.5 satisfaction,0.3 complaint,0.2
  svc-survey open $S
  printf '%s\n' respondent,q1,q2,q3,q4 R1,9,8,9,2 R2,7,6,7,3 R3,10,9,10,1 R4,4,,5,4 R5,8,8,8,2 R6,6,7,6,3 | wide
}

# N respondents PREFIX0001… of a unit, of whom the first K answer A and the others B: block PREFIX UNIT N K A B
block() {
  awk -v p="$1" -v u="$2" -v n="$3" -v k="$4" -v a="$5" -v b="$6" \
    'BEGIN { for (i = 1; i <= n; i++) printf "%s%04d,%s,%d\n", p, i, u, i <= k ? a : b }'
}

# One question about satisfaction on 1 to 10; 9 and 10 are satisfied.
rated() {
  survey --rate_question q --satisfied '9;10' >/dev/null
  questions q,satisfaction,1,10,,,1
  dimensions satisfaction,1
}

index() { svc-survey index --survey $S -H -c "$@"; }

# A policy with other parameters from the first of the year on: param NAME=VALUE…
param() {
  local pair
  cp -r "$SVC_BUILD/share/svc/policy" pack
  rm -rf pack/cases pack/score
  for pair in "$@"; do sed -i "s/^${pair%%=*},[^,]*,/${pair%%=*},${pair#*=},/" pack/params.csv; done
  svc-policy load pack --from 2026-01-01 --reason 试 -H >/dev/null
}

# -- the index ------------------------------------------------------------------------------

@test "the index is over those who answered: a blank is neither a 0 nor the loss of a respondent" {
  six
  [ "$(index level,question,n,mean,score)" = 'question,q1,6,7.3333,70.37
question,q2,5,7.6000,73.33
dimension,,,,71.56
question,q3,6,7.5000,72.22
dimension,,,,72.22
question,q4,6,2.5000,62.50
dimension,,,,62.50
index,,6,68.68,69.94' ]
  [ "$(index contribution | tr '\n' ' ')" = '21.1111 14.6667 35.7778 21.6667 21.6667 12.5000 12.5000 69.9444 ' ]
}

@test "the interval is that of the respondents' own scores, and comes with enough of them" {
  six
  [ "$(index level,sd,se,low,high,note | tail -n 1)" = index,22.18,,,,provisional ]
  param survey_min_n=6
  [ "$(index level,sd,se,low,high,note | tail -n 1)" = index,22.18,9.05,52.20,87.68, ]
  [ "$(svc-survey index --survey $S -f table -H -c level,se | tail -n 1 | tr -s " ")" = "index 9.05" ]
}

@test "whoever answered too little has no score of his own, and counts in the questions" {
  six
  echo R7,10,,, | cat <(echo respondent,q1,q2,q3,q4) - | wide
  [ "$(index level,n,mean,sd | tail -n 1)" = index,7,68.68,22.18 ]
  [ "$(index question,n,mean | head -n 1)" = q1,7,7.7143 ]
  param survey_complete_min=0.3
  [ "$(index level,n,mean | tail -n 1)" = index,7,73.15 ]
}

@test "any scale, in either direction, any dimension and any number of questions" {
  survey >/dev/null
  questions a,reliability,1,10,,,1 b,tangibles,1,5,,,1 c,empathy,0,100,,,0.5 d,empathy,,,,yes_no,0.5
  dimensions reliability,0.333333 tangibles,0.333333 empathy,0.333334
  svc-survey open $S
  for i in 1 2 3 4 5; do echo "R$i,8,4,67,$((i % 2))"; done | cat <(echo respondent,a,b,c,d) - | wide
  [ "$(index question,score | grep -v ^,)" = 'a,77.78
b,75.00
c,67.00
d,60.00' ]
  [ "$(index level,score | tail -n 1)" = index,72.09 ]
}

@test "a scale from below zero, such as -2 to 2, is one like any other" {
  survey --rate_question q --satisfied '-1;2' >/dev/null
  questions q,quality,-2,2,,,1.0 r,value,-3,3,down,,1.000000
  dimensions quality,0.50 value,0.5
  svc-survey open $S
  printf '%s\n' respondent,q,r A1,-2,-3 A2,-1,-3 A3,0,0 A4,2,3 A5,2,-3 | wide
  svc-survey import answers --set survey=$S - <<<$'respondent,question,score,answered_at\nA6,q,-2,2026-09-20'
  [ "$(index question,n,mean,score,weight)" = 'q,6,-0.1667,45.83,1
,,,45.83,0.5
r,5,-1.2000,70.00,1
,,,70.00,0.5
,6,62.50,57.92,1' ]
  [ "$(svc-survey rate --survey $S -H -c satisfied,n)" = 3,6 ]
  [ "$(svc-survey rate --survey $S --satisfied -2,0 -H -c satisfied,n)" = 3,6 ]
  expect 65 svc-survey import answers --set survey=$S - <<<$'respondent,question,score,answered_at\nA7,q,-3,2026-09-20'
  says 'must be -2 to 2'
  expect 65 svc-survey import questions --set survey=$S - <<<$'question,dimension,scale_min,scale_max,weight\ns,value,-1001,2,0'
  says 'must be -1000 at least'
}

@test "where all answered alike there is a spread of none, and no interval" {
  rated
  svc-survey open $S
  { echo respondent,q; block A 9 40 40 9 9 | sed 's/,9,/,/'; } | wide
  [ "$(index level,n,mean,score,sd,se,low,high,note | tail -n 1)" = index,40,88.89,88.89,0.00,,,,alike ]
}

@test "seven dimensions of the rule book, weighed as agreed" {
  survey >/dev/null
  questions i,image,1,10,,,1 e,expectation,1,10,,,1 q,quality,1,10,,,1 v,value,1,10,,,1 s,satisfaction,1,10,,,1 c,complaint,1,10,,,1 l,loyalty,1,10,,,1
  dimensions image,0.10 expectation,.10 quality,0.30 2>/dev/null && return 1
  dimensions image,0.10 expectation,0.10 quality,0.30 value,0.15 satisfaction,0.20 complaint,0.05 loyalty,0.10
  svc-survey open $S
  # ten answers whose means are 8.2 7.9 8.4 7.5 8.1 9.0 7.8
  for r in 0 1 2 3 4 5 6 7 8 9; do
    echo "R$r,$((8 + (r < 2))),$((7 + (r < 9))),$((8 + (r < 4))),$((7 + (r < 5))),$((8 + (r < 1))),9,$((7 + (r < 8)))"
  done | cat <(echo respondent,i,e,q,v,s,c,l) - | wide
  [ "$(index level,score | tail -n 1)" = index,78.94 ]
  [ "$(svc-survey index --survey $S --words zh -H -c dimension | sed -n 2p)" = 形象 ]
}

@test "the ACSI is the mean of three questions on 1 to 10, by weights or equally" {
  survey >/dev/null
  questions a,satisfaction,1,10,,,0.3885 b,satisfaction,1,10,,,0.3190 c,satisfaction,1,10,,,0.2925 d,value,1,5,,,1
  dimensions satisfaction,0.9 value,0.1
  svc-survey open $S
  for r in 0 1 2 3 4 5 6 7 8 9; do echo "R$r,$((8 + (r < 5))),$((7 + (r < 8))),$((7 + (r < 4))),3"; done |
    cat <(echo respondent,a,b,c,d) - | wide
  [ "$(svc-survey index --survey $S --acsi -H -c score | tail -n 1)" = 77.28 ]
  [ "$(svc-survey index --survey $S --acsi --equal -H -c score | tail -n 1)" = 76.67 ]
  expect 4 svc-survey index --survey $S --acsi --dimension value
  says 'the ACSI asks on 1 to 10'
  expect 2 svc-survey index --survey $S --equal
}

@test "explain prints every product, and they add up to the index" {
  six
  expect 0 svc-survey explain --survey $S
  [ "${lines[1]}" = 'question,q1,(7.3333 - 1) / (10 - 1) x 100 = 70.37; x 0.6 x 0.5,21.1111' ]
  [ "${lines[6]}" = 'question,q4,100 - (2.5000 - 1) / (5 - 1) x 100 = 62.50; x 1 x 0.2,12.5000' ]
  [ "$(svc-survey explain --survey $S -H -c level,value | awk -F, '$1 == "question" { s += $2 } END { printf "%.2f", s }')" = 69.94 ]
  expect 5 svc-survey explain --survey $S NONE
}

# -- roll-up --------------------------------------------------------------------------------

@test "units roll up by customers and by gas, and the source's literal formula stands beside" {
  printf '%s\n' unit,index,customers,gas_m3 A,82.50,120000,40000000 B,78.00,60000,30000000 C,88.20,20000,10000000 >u.csv
  [ "$(svc-survey rollup u.csv -H | head -n 1)" = ,,81.64,200000,80000000,81.72,81.525,2608800049.03 ]
  printf '%s\n' unit,index,customers,gas_m3 A,82.50,120000,0 B,78.00,60000,30000000 >u.csv
  [ "$(svc-survey rollup u.csv -H -c index | head -n 1)" = 79.80 ]
  expect 4 svc-survey rollup <<<$'unit,index,customers,gas_m3\nA,82.50,120000,0'
  says 'sells no gas'
  expect 4 svc-survey rollup <<<$'unit,index,customers,gas_m3\nA,82.50,0,9\nB,80,5,9'
  says 'A: has no customers'
}

@test "tables under Chinese headings are read: units, strata, bands, shares, customers" {
  survey >/dev/null
  printf '%s\n' unit,index,customers,gas_m3 A,82.50,120000,40000000 B,78.00,60000,30000000 >units.csv
  svc-survey rollup units.csv --header zh >zh.csv
  [ "$(sed 2d zh.csv | svc-survey rollup -)" = "$(svc-survey rollup units.csv)" ]
  [ "$(svc-survey allocate 3 --strata - -H <<<$'层,户 数\n城东,20\n城西,10')" = $'城东,20,2\n城西,10,1' ]
  [ "$(svc-survey check --bands - -H <<<$'等级,分数段\n差,60分以下\n好,60分以上')" = '' ]
  [ "$(svc-survey compare -H -c before_n,after_satisfied - <<<$'组别,样本数,满意数\n前,100,60\n后,100,75')" = 100,75 ]
  [ "$(svc-survey draw --survey $S --n 1 -H -c customer - <<<$'户号,片区\nU1,东')" = U1 ]
}

@test "areas roll up into a unit, rounded, and units into the company" {
  printf '%s\n' unit,index,customers,gas_m3,parent a1,84.00,70000,25000000,A a2,80.00,50000,15000000,A \
    B,78.00,60000,30000000, >u.csv
  [ "$(svc-survey rollup u.csv -H -c unit,parent,index)" = ',,80.77
B,,78.00
A,,82.40
a1,A,84.00
a2,A,80.00' ]
  expect 65 svc-survey rollup <<<$'unit,index,customers,gas_m3\nA,82.5,1,1\nA,82.5,1,1'
  says 'stands here twice'
  expect 65 svc-survey rollup <<<$'unit,index,customers,gas_m3\nA,120,1,1'
  expect 65 svc-survey rollup <<<$'unit,index,customers,gas_m3\nA,82.505,1,1'
  expect 4 svc-survey rollup <<<$'unit,index,customers,gas_m3,parent\nA,1,1,1,B\nB,1,1,1,A\nC,5,5,5,'
  says 'circle'
}

@test "the survey's own units are printed for the roll-up, and explained" {
  rated
  units A,,,200,50 a1,A,,120,30 a2,A,,80,20 B,,,100,50
  svc-survey open $S
  { echo respondent,unit,q; block X a1 40 20 10 7; block Y a2 40 40 9 9; block Z B 40 0 9 6; } | wide
  [ "$(svc-survey index --survey $S --by unit -H -c unit,parent,n,index)" = 'A,,,
a1,A,40,83.33
a2,A,40,88.89
B,,40,55.56' ]
  [ "$(svc-survey index --survey $S --by unit | svc-survey rollup -H -c unit,index - | head -n 1)" = ,73.55 ]
  [ "$(svc-survey rollup --survey $S -H -c unit,index | head -n 1)" = ,73.55 ]
  expect 0 svc-survey explain A --survey $S -H
  [ "${lines[0]}" = 'unit,a1,83.33 x (0.60 x 120 / 200 + 0.40 x 30 / 50),49.9980' ]
  [ "$(svc-survey explain --survey $S -H | tail -n 1 | cut -d, -f 1,2)" = index,$S ]
  expect 0 svc-survey check $S
  svc-survey set units $S/A --customers 300 --reason 更新
  expect 1 svc-survey check $S -H
  [ "$output" = "$S/A,\"its units have 200 customers and 50 m3, itself 300 and 50\"" ]
}

# -- weights --------------------------------------------------------------------------------

@test "weights that do not sum to 1 exactly keep a survey from being opened" {
  survey >/dev/null
  questions q1,quality,1,10,,,0.1 q2,quality,1,10,,,0.2 q3,quality,1,10,,,0.7 q4,value,1,10,,,1
  dimensions quality,0.33 value,0.33
  expect 4 svc-survey open $S
  says 'weights sum to 0.66, not to 1'
  expect 1 svc-survey check $S -H
  [ "$output" = "$S,\"weights sum to 0.66, not to 1\"" ]
  svc-survey set dimensions $S/quality --weight 0.67 --reason 商定
  expect 0 svc-survey check $S
  svc-survey set questions $S/q1 --weight 0.1000001 --reason x 2>err && return 1
  grep -q 'more than six decimals' err
  svc-survey set questions $S/q1 --weight 0.09 --reason 试
  expect 1 svc-survey check $S -H
  [ "$output" = "$S/quality,\"weights sum to 0.99, not to 1\"" ]
  printf '%s\n' dimension,weight image,-0.1 | svc-survey import dimensions --set survey=$S - 2>err && return 1
  grep -q 'must not be negative' err
}

@test "experts' scores become weights that sum to 1, the rest to the earlier of equals" {
  survey >/dev/null
  questions i,image,1,10,,,1 e,expectation,1,10,,,1 q,quality,1,10,,,1 v,value,1,10,,,1 s,satisfaction,1,10,,,1 c,complaint,1,10,,,1 l,loyalty,1,10,,,1
  printf '%s\n' 8,7,10,6,9,4,6 9,6,9,7,8,3,8 7,8,10,5,9,5,6 | awk -F, 'BEGIN { print "expert,dimension,score"
    split("image expectation quality value satisfaction complaint loyalty", d, " ") }
    { for (i = 1; i <= 7; i++) print "Z" NR "," d[i] "," $i }' | svc-survey import experts --set survey=$S -
  [ "$(svc-survey weights --survey $S -H -c weight | tr '\n' ' ')" = '0.1600 0.1400 0.1934 0.1200 0.1733 0.0800 0.1333 ' ]
  svc-survey weights --survey $S | svc-survey import dimensions -
  [ "$(svc-survey list dimensions --dimension quality -H -c dimension,weight,method,source)" = quality,0.1934,expert,29/150 ]
  svc-survey open $S
  expect 65 svc-survey import experts - <<<$'survey,expert,dimension,score\nSV2026-000001,Z4,image,11'
  svc-survey add experts --survey $S --expert Z4 --dimension image --score 5 >/dev/null
  expect 4 svc-survey weights --survey $S
  says 'judged by 3 of 4 experts'
}

@test "the answers go out as a matrix for R, and its weights come back" {
  six
  [ "$(svc-survey weights export --survey $S | sed -n '1p;5p')" = 'respondent,unit,q1,q2,q3,q4
R4,,4,,5,4' ]
  printf '%s\n' dimension,weight,method quality,0.6 satisfaction,0.2 complaint,0.2 | sed 's/$/,regression/; 1s/,regression//' |
    svc-survey import dimensions --set survey=$S --update -
  [ "$(index level,score | tail -n 1)" = index,69.88 ]
  [ "$(svc-survey list dimensions --dimension quality -H -c method)" = regression ]
}

@test "reliability turns reversed questions round and counts who answered all" {
  six
  [ "$(svc-survey reliability --survey $S --questions q1,q2,q3 -H)" = ,3,5,0.954 ]
  [ "$(svc-survey reliability --survey $S -H -c dimension,questions,n,alpha | head -n 2)" = $'quality,2,5,0.882\nsatisfaction,1,6,' ]
  alpha=$(svc-survey reliability --survey $S --questions q1,q3,q4 -H -c alpha)
  svc-survey set questions $S/q4 --direction up --reason 试
  [ "$(svc-survey reliability --survey $S --questions q1,q3,q4 -H -c alpha)" != "$alpha" ]
  expect 5 svc-survey reliability --survey $S --questions q9
}

# -- answers --------------------------------------------------------------------------------

@test "answers come one a row or one respondent a row, and the same file twice is once" {
  six
  printf '%s\n' respondent,question,score,answered_at R7,q1,9,2026-09-21 R7,q3,8,2026-09-21 >long.csv
  svc-survey import answers --set survey=$S long.csv
  expect 0 svc-survey import answers -v --set survey=$S long.csv
  says '0 added, 0 updated, 2 unchanged'
  expect 0 svc-survey import answers -v --wide --set survey=$S,answered_at=2026-09-20 - <<<$'respondent,q1,q2,q3,q4\nR1,9,8,9,2'
  says '4 unchanged'
  [ "$(svc-survey list answers --respondent R4 --question q2 -H -c score)" = '""' ]
}

@test "an export of LimeSurvey with codes is taken by its own headings, one with labels is refused" {
  rated
  svc-survey open $S
  printf '%s\n' id,submitdate,lastpage,'G01Q02[SQ001]' 1,'2026-09-03 10:00:00',4,9 2,'2026-09-03 11:00:00',4,N/A >lime.csv
  svc-survey import answers --wide --blank N/A --set survey=$S --ignore lastpage \
    --map 'id=respondent,submitdate=answered_at,G01Q02[SQ001]=q' lime.csv
  [ "$(svc-survey list answers -H -c respondent,question,score,answered_at)" = '1,q,9,2026-09-03 10:00:00
2,q,,2026-09-03 11:00:00' ]
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'respondent,How satisfied are you?\n3,9'
  says 'export question codes and answer codes'
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'respondent,q\n3,Very satisfied\n4,11\n5,6.5'
  says ':2: record 1, column "q": not a whole number; export answer codes'
  says ':3: record 2, column "q": lies outside of the question'
  says '3 bad cells; nothing was applied'
  [ "$(svc-survey list answers -H | wc -l)" -eq 2 ]
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'respondent,z\n3,9'
  says 'neither a column of answers nor a question'
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'respondent,answered_at\n3,2026-09-03'
  expect 65 svc-survey import answers --wide --map x=q --set survey=$S,answered_at=2026-09-03 - <<<$'respondent,q\n3,9'
  says 'no column for --map'
  expect 2 svc-survey import answers --wide - <<<$'respondent,q\n3,9'
  says '--set survey=NO'
  expect 2 svc-survey import answers --wide --keep-good --rejects r.csv --set survey=$S - </dev/null
  expect 2 svc-survey import questions --wide - </dev/null
}

@test "a table of respondents is taken as offices and questionnaires print it: title, Chinese headings, yes and no in words" {
  rated
  questions k,complaint,,,,yes_no,0 t,complaint,,,,text,0
  svc-survey open $S
  printf '%s\n' 2026年满意度调查,,,, ,,,, 序号,受访者代码,提交答卷时间,q,k '1,R1,2026/9/3 10:00,９,是' 2,R2,2026年9月4日,' 8 ',否 >zh.csv
  iconv -f utf-8 -t gb18030 zh.csv >gb.csv
  svc-survey import answers --wide --set survey=$S gb.csv
  printf '%s\n' id,submitdate,lastpage,'G02Q01' 3,'2026-09-03 10:00:00',4,Y 4,'2026-09-03 11:00:00',4,N 5,'2026-09-03 12:00:00',4, |
    svc-survey import answers --wide --set survey=$S --ignore lastpage --map id=respondent,G02Q01=k -
  [ "$(svc-survey list answers -H -c respondent,question,score,answered_at)" = 'R1,q,9,2026-09-03 10:00:00
R1,k,1,2026-09-03 10:00:00
R2,q,8,2026-09-04 00:00:00
R2,k,0,2026-09-04 00:00:00
3,k,1,2026-09-03 10:00:00
4,k,0,2026-09-03 11:00:00
5,k,,2026-09-03 12:00:00' ]
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'受访者,q,k\nR9,9,大概'
  says 'column "k": not a whole number'
  expect 65 svc-survey import answers --wide --set survey=$S,answered_at=2026-09-03 - <<<$'受访者,受访者代码,q\nR9,R9,9'
  says 'column 2 of the header says what column 1 says'
}

@test "a score off the scale or between two points, an unknown question or unit, a day outside are refused" {
  rated
  units E,,,10,10 F,,,10,10
  svc-survey open $S
  bad() { expect 65 svc-survey import answers --set survey=$S - <<<"respondent,question,score,unit,answered_at"$'\n'"$1"; says "$2"; }
  bad R1,q,11,E,2026-09-03 'must be 1 to 10'
  bad R1,q,0,E,2026-09-03 'must be 1 to 10'
  bad R1,q,6.5,E,2026-09-03 'not a whole number'
  bad R1,z,6,E,2026-09-03 'no such question'
  bad R1,q,6,G,2026-09-03 'no such unit'
  bad R1,q,6,,2026-09-03 'is required: the survey has units'
  bad R1,q,6,E,2026-08-31 'lies outside of 2026-09-01 to 2026-10-31'
  bad R1,q,6,E,2026-11-01 'lies outside of'
  bad $'R1,q,6,E,2026-09-03\nR1,q,7,E,2026-09-03' 'has the same key as record 1'
  svc-survey import answers --set survey=$S - <<<$'respondent,question,score,unit,answered_at\nR1,q,6,E,2026-09-03'
  questions p,value,1,10,,,0
  bad R1,p,6,F,2026-09-03 "another one than in the respondent's other answers"
  expect 4 svc-survey set answers SA2026-000001 --score 11 --reason x
  says 'outside of the question'
}

@test "a respondent is a code: names, telephones, identity cards and mail addresses are refused" {
  rated
  svc-survey open $S
  for who in 13812345678 01062345678 王建平 'Wang Jianping' 110101199003078515 a@b.cn; do
    expect 65 svc-survey import answers --set survey=$S - <<<$'respondent,question,score,answered_at\n'"$who,q,6,2026-09-03"
    says 'give a code'
    [[ $stderr != *"$who"* ]]
  done
  svc-survey import answers --set survey=$S - <<<$'respondent,question,score,answered_at\n城东001,q,6,2026-09-03\n000123,q,6,2026-09-03'
  [ "$(svc-survey list answers -H -c respondent | tr '\n' ' ')" = '城东001 000123 ' ]
}

@test "answers come while the survey is open, and not before or after" {
  rated
  one() { printf '%s\n' respondent,question,score,answered_at "$1,q,6,2026-09-03" | svc-survey import answers --set survey=$S -; }
  expect 65 one R1
  says 'is draft; answers are taken while it is open'
  svc-survey open $S
  one R1
  svc-survey close $S
  expect 65 one R2
  says 'is closed'
  expect 4 svc-survey open $S
  [ "$(sqlite3 "$SVC_DB" "INSERT INTO survey_answer SELECT 'SA2026-000009', survey, 'R9', question, score, unit, stratum, grp, answered_at, channel, recorded_at, recorded_by, digest, event FROM survey_answer" 2>&1)" != '' ]
  expect 65 svc-survey import answers - <<<$'survey,respondent,question,score,answered_at\nSV2026-000009,R1,q,6,2026-09-03'
  says 'no such survey'
}

@test "scales, kinds and units that cannot be are refused" {
  survey >/dev/null
  bad() { expect 65 svc-survey import questions --set survey=$S - <<<"question,dimension,scale_min,scale_max,kind,weight"$'\n'"$1"; says "$2"; }
  bad a,loyalty,1,4,nps,1 'a question of the kind nps is asked on 0 to 10'
  bad a,loyalty,,,scale,1 'a scale needs scale_min and scale_max'
  bad a,loyalty,5,5,,1 'must be more than scale_min'
  bad a,loyalty,,,text,0.5 'has no score: its weight is 0'
  bad a,loyalty,1,5,,1.5 'is more than 1'
  bad a,loyalty,1,5,,0.1234567 'more than six decimals'
  units A,,,10,10 A1,A,,10,10 A2,A1,,10,10
  expect 4 svc-survey set units $S/A --parent A2 --reason x
  says 'parents would run in a circle'
  expect 65 svc-survey import units --set survey=$S - <<<$'unit,parent,customers,gas_m3\nB,B,1,1'
  questions q,satisfaction,1,10,,,1
  dimensions satisfaction,1
  expect 0 svc-survey open $S
  expect 65 svc-survey import answers --set survey=$S - <<<$'respondent,question,score,unit,answered_at\nR1,q,6,A,2026-09-03'
  says 'is rolled up from other units'
  svc-survey import answers --set survey=$S - <<<$'respondent,question,score,unit,answered_at\nR1,q,6,A2,2026-09-03'
  expect 65 svc-survey import units --set survey=$S - <<<$'unit,parent,customers,gas_m3\nC,A2,1,1'
  says 'a unit is asked or rolled up, not both'
  expect 65 svc-survey import surveys - <<<$'source,source_no,code,title,kind,open_from,open_until\na,1,KH,x,internal,2026-05-01,2026-06-01'
  says 'another survey of the year has it'
  expect 65 svc-survey import surveys - <<<$'source,source_no,code,title,kind,open_from,open_until,issued,returned\na,1,K2,x,internal,2026-05-01,2026-04-01,10,11'
  says 'lies before the first day'
  says 'more came back than were issued'
}

@test "of fewer than five nothing is told, in no format" {
  rated
  units E,,02,10,10 F,,03,10,10
  svc-survey open $S
  { echo respondent,unit,q; block X E 40 20 10 7; block Y F 4 4 9 9; } | wide
  [ "$(svc-survey index --survey $S --by unit -H -c unit,n,index,note)" = $'E,40,83.33,\nF,<5,,few' ]
  for format in csv tsv jsonl table html; do
    for verb in "index --by unit" "rate --by unit" "compare --by unit" "rollup"; do
      # shellcheck disable=SC2086
      svc-survey $verb --survey $S -f $format >told
      ! grep -E '88\.89|100\.00' told || { echo "$verb $format"; cat told; return 1; }
    done
  done
  grep -q '<5' <(svc-survey index --survey $S --by unit -f table)
  grep -q '&lt;5' <(svc-survey index --survey $S --by unit -f html)
  svc-survey form --kind indices $S | grep -F '<5' | grep -qv 88.89
  expect 0 svc-survey chart units --survey $S -f script
  [[ $output != *88.89* ]]
  svc-survey close $S
  svc-survey freeze $S
  [ "$(svc-survey index --survey $S --by unit -H -c unit,n,index)" = $'E,40,83.33\nF,<5,' ]
  [ -z "$(svc-report ledger survey --dept 03 -H)" ]
}

# -- rates ----------------------------------------------------------------------------------

@test "what is rolled up from fewer than five in all is not told either, be it of one unit or of several" {
  rated
  units A,,,20,20 A1,A,,10,10 A2,A,,10,10 B,,,10,10
  svc-survey open $S
  { echo respondent,unit,q; block X A1 2 2 9 9; block Y A2 2 2 9 9; block Z B 1 1 9 9; } | wide
  [ "$(svc-survey rollup --survey $S -H -c unit,index,by_gas,literal)" = ',88.89,88.89,1120.01
A,,,
A1,,,
A2,,,
B,,,' ]
  svc-survey explain A --survey $S | grep -F '<5' | grep -qv 88.89
  [ "$(svc-survey explain A --survey $S | grep -c 88.89)" -eq 0 ]
  svc-survey import answers --wide --update --set survey=$S,answered_at=2026-09-20,unit=A1 - <<<$'respondent,q\nX0001,'
  for verb in "rollup --survey" "explain --survey" form "chart units -f script --survey"; do
    # shellcheck disable=SC2086
    svc-survey $verb $S >told
    ! grep 88.89 told || { echo "$verb"; return 1; }
  done
  svc-survey close $S
  svc-survey freeze $S
  [ "$(svc-survey list indices | grep -c 88.89)" -eq 0 ]
  [ "$(svc-survey rollup --survey $S | grep -c 88.89)" -eq 0 ]
}

@test "a rate has Wilson's interval, and is reached only at the target" {
  rated
  units A,,,2000,1 B,,,2000,1 C,,,2000,1 D,,,2000,1 E,,,2000,1
  svc-survey open $S
  { echo respondent,unit,q; block A A 10 0 9 5; block B B 10 10 9 5; block C C 19 14 9 5; block D D 100 93 9 5; block E E 1000 900 9 5; } | wide
  [ "$(svc-survey rate --survey $S --by unit -H -c part,satisfied,n,rate,low,high,verdict)" = 'A,0,10,0.00,0.00,27.75,missed
B,10,10,100.00,72.25,100.00,reached
C,14,19,73.68,51.21,88.19,missed
D,93,100,93.00,86.25,96.57,reached
E,900,1000,90.00,87.98,91.71,reached' ]
  [ "$(svc-survey rate --survey $S --satisfied 5 --question q -H -c satisfied,n)" = 122,1139 ]
  expect 2 svc-survey rate --survey $S --satisfied 11
  expect 2 svc-survey rate --survey $S --satisfied x
}

@test "strata are weighed by their size, and the plain rate stands beside" {
  rated
  svc-survey open $S
  { echo respondent,stratum,q; block A a 100 80 9 5; block B b 100 60 9 5; block C c 100 95 9 5; } | wide
  printf '%s\n' stratum,size a,3200 b,1300 c,500 >strata.csv
  [ "$(svc-survey rate --survey $S --by-stratum --strata strata.csv -H -c part,rate,se,low,high | tail -n 2)" = 'weighed,76.30,2.82,70.77,81.83
plain,78.33,,73.33,82.62' ]
  sed -i 's/3200/99/' strata.csv
  expect 4 svc-survey rate --survey $S --by-stratum --strata strata.csv
  says '100 answered of 99'
  echo d,5 >>strata.csv
  sed -i 's/,99$/,3200/' strata.csv
  expect 4 svc-survey rate --survey $S --by-stratum --strata strata.csv
  says 'nobody answered'
}

@test "who knows it falls into the bands of the policy, on any scale, to the point" {
  survey --rate_question q --satisfied 100 >/dev/null
  questions q,image,0,100,,,1 five,image,1,5,down,,0 words,image,,,,text,0
  dimensions image,1
  units E,,,10,1 W,,,10,1
  svc-survey open $S
  { echo respondent,unit,q,five
    for score in 59 60 79 80 100 0; do printf 'E%d,E,%d,%d\n' "$score" "$score" $((score / 20 ? score / 20 : 1)); done
    for score in 60 60 80 81 90 12 77; do printf 'W%d,W,%d,\n' $((n += 1)) "$score"; done; } | wide
  known() { svc-survey known --survey $S -H -c "$@"; }
  [ "$(known band,from,people,n,rate,low,high)" = 'good,80.00,5,13,38.46,17.71,64.48
basic,60.00,5,13,38.46,17.71,64.48
none,,3,13,23.08,8.18,50.26
known,60.00,10,13,76.92,49.74,91.82' ]
  [ "$(known part,band,people,n --by unit | grep known)" = $'E,known,4,6\nW,known,6,7' ]
  # 1 is the best of 1 to 5: 1 is 100, 2 is 75, 3 is 50
  [ "$(known band,people --question five | tr '\n' ' ')" = 'good,1 basic,1 none,4 known,2 ' ]
  param knowledge_good_min=75 knowledge_basic_min=50
  [ "$(known band,people --question five | tr '\n' ' ')" = 'good,2 basic,2 none,2 known,4 ' ]
  param survey_min_cell=8
  [ "$(known part,band,people,n,rate --by unit | sort -u | head -n 1)" = 'E,basic,,<8,' ]
  expect 5 known band --question other
  expect 4 known band --question words
}

@test "a band of what is known must lie above the other, and a survey without a question of its own names one" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^knowledge_good_min,80/knowledge_good_min,60/' pack/params.csv
  expect 1 svc-policy check pack
  [[ $output == *'knowledge_good_min must lie above knowledge_basic_min'* ]]
  survey >/dev/null
  expect 2 svc-survey known --survey $S
  says 'name --question'
}

# A survey that asks for a recommendation: nps CODE YEAR PROMOTERS PASSIVES DETRACTORS
nps() {
  local no
  no=$(svc-survey add -H --code "$1" --title 推荐 --kind internal --open_from "$2-01-01" --open_until "$2-12-31")
  svc-survey add questions --survey "$no" --question n --dimension loyalty --kind nps --weight 1 >/dev/null
  svc-survey add dimensions --survey "$no" --dimension loyalty --weight 1 >/dev/null
  svc-survey open "$no"
  { echo respondent,n; block P x "$3" 0 9 10; block N x "$4" 0 9 7; block D x "$5" 0 9 6; } | cut -d, -f 1,3 |
    sed '1s/.*/respondent,n/' | svc-survey import answers --wide --set "survey=$no,answered_at=$2-06-01" -
  echo "$no"
}

@test "the net promoter score has its error, and none where all are alike" {
  a=$(nps A 2025 60 25 15) b=$(nps B 2026 45 35 20) c=$(nps C 2026 18 11 2) d=$(nps D 2026 0 0 10) e=$(nps E 2026 50 0 50)
  score() { svc-survey nps --survey "$1" -H -c promoters,passives,detractors,nps,se,low,high; }
  [ "$(score "$a")" = 60,25,15,45.00,7.40,30.50,59.50 ]
  [ "$(score "$c")" = 18,11,2,51.61,11.05,29.95,73.28 ]
  [ "$(score "$d")" = 0,0,10,-100.00,,, ]
  [ "$(score "$e")" = 50,0,50,0.00,10.00,-19.60,19.60 ]
  [ "$(svc-survey nps --survey "$d" -f table -H -c low)" = – ]
  [ "$(svc-survey nps --survey "$b" --against "$a" -H -c part,nps,se,z,p,verdict | tail -n 1)" = difference,-20.00,10.65,-1.877,0.0605,none_shown ]
}

@test "0 is a detractor, 6 too, 7 and 8 are neither, 9 and 10 promote" {
  no=$(nps A 2026 0 0 0)
  for score in 0 6 7 8 9 10; do
    printf '%s\n' respondent,n "R$score,$score" | svc-survey import answers --wide --set "survey=$no,answered_at=2026-06-01" -
  done
  [ "$(svc-survey nps --survey "$no" -H -c promoters,passives,detractors)" = 2,2,2 ]
  rated2=$(svc-survey add -H --code Z --title x --kind internal --open_from 2026-01-01 --open_until 2026-12-31)
  svc-survey add questions --survey "$rated2" --question q --dimension loyalty --scale_min 1 --scale_max 4 --weight 1 >/dev/null
  expect 4 svc-survey nps --survey "$rated2" --question q
  says 'only a question of the kind nps'
  expect 5 svc-survey nps --survey "$rated2"
}

# -- samples --------------------------------------------------------------------------------

@test "how many answers are needed: the design effect comes before the population" {
  size() { svc-survey sample-size -H -c n,send "$@"; }
  [ "$(size --error 0.05)" = 385,385 ]
  [ "$(size --error 0.05 --population 5000)" = 357,357 ]
  [ "$(size --error 0.03)" = 1068,1068 ]
  [ "$(size --error 0.03 --population 5000)" = 880,880 ]
  [ "$(size --error 0.02 --population 200000)" = 2373,2373 ]
  [ "$(size --error 0.05 --population 100)" = 80,80 ]
  [ "$(size --error 0.05 --population 385)" = 193,193 ]
  [ "$(size --error 0.05 --population 1)" = 1,1 ]
  [ "$(size --error 0.03 --population 5000 --p 0.9)" = 357,357 ]
  [ "$(size --error 0.05 --population 400 --deff 1.5)" = 237,237 ]
  [ "$(size --error 0.05 --population 5000 --deff 1.5 --response 0.3)" = 517,1724 ]
  [ "$(svc-survey sample-size --error 0.05 --population 5000 --response 0.3 -H -c send)" = 1190 ]
  expect 2 svc-survey sample-size --error 0
  expect 2 svc-survey sample-size --error 0.05 --population 0
  expect 2 svc-survey sample-size --error 5%
  expect 2 svc-survey sample-size --error 0.05 --p 1
}

@test "a sample is shared out over strata so that it adds up" {
  share() { printf '%s\n' stratum,size "${@:2}" | svc-survey allocate "$1" --strata - -H -c n | tr '\n' ' '; }
  [ "$(share 357 a,3200 b,1300 c,500)" = '228 93 36 ' ]
  [ "$(share 385 a,120000 b,60000 c,20000)" = '231 116 38 ' ]
  [ "$(printf '%s\n' stratum,size a,990 b,6 c,4 | svc-survey allocate 100 --strata - --least 5 -H -c n | tr '\n' ' ')" = '91 5 4 ' ]
  expect 4 svc-survey allocate 9 --strata - <<<$'stratum,size\na,3\nb,5'
  expect 2 svc-survey allocate x --strata -
  expect 65 svc-survey allocate 2 --strata - <<<$'stratum,size\na,3\na,5'
}

@test "a draw is the same for the same seed, whatever the order, and becomes call-backs" {
  rated
  for i in $(seq 40); do echo "U$i,$([ "$i" -le 30 ] && echo home || echo firm)"; done >people
  { echo customer,class; cat people; } >a.csv
  { echo customer,class; tac people; } >b.csv
  svc-survey draw --survey $S --n 8 --by class a.csv >drawn.csv
  [ "$(svc-survey draw --survey $S --n 8 --by class b.csv | sort)" = "$(sort drawn.csv)" ]
  [ "$(cut -d, -f 5 drawn.csv | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 2 firm; 6 home; 1 stratum;' ]
  [ "$(svc-survey draw --survey $S --n 8 --seed other a.csv | sort)" != "$(sort drawn.csv)" ]
  expect 0 svc-callback import -v drawn.csv
  says '8 added'
  { cat a.csv; echo U1,home; } >c.csv
  expect 65 svc-survey draw --survey $S --n 8 c.csv
  says 'stands there twice'
  expect 4 svc-survey draw --survey $S --n 41 a.csv
}

@test "VIPs and whom a call-back reached of late are left out of a draw, and named" {
  rated
  svc-tier add --customer U1 --tier vip >/dev/null
  printf '%s\n' source,source_no,business,customer,planned_at,attempts,attempted_at,disposition,called_at,overall \
    'a,1,other,U2,2026-10-01 09:00,1,2026-10-02 10:00,reached,2026-10-02 10:00,9' \
    'a,2,other,U3,2026-08-01 09:00,1,2026-08-02 10:00,reached,2026-08-02 10:00,9' | svc-callback import -
  printf '%s\n' customer U1 U2 U3 >c.csv
  [ "$(svc-survey draw --survey $S --excluded --no-vip --not-called 30d c.csv -H)" = $'U1,vip\nU2,called' ]
  [ "$(svc-survey draw --survey $S --n 1 --no-vip --not-called 30d c.csv -H -c customer)" = U3 ]
  expect 2 svc-survey draw --survey $S c.csv
  expect 2 svc-survey draw --survey $S --n 1 --not-called soon c.csv
}

# -- comparisons ----------------------------------------------------------------------------

@test "two shares are compared as svc-improve measure does, Fisher first where counts are small" {
  groups() { svc-survey compare --before-n "$2" --before-satisfied "$1" --after-n "$4" --after-satisfied "$3" -H -c chi,yates,p,p_yates,phi,difference,low,high,p_fisher,test; }
  [ "$(groups 60 100 75 100)" = 5.128,4.467,0.0235,0.0346,0.1601,15.00,2.01,27.31,,pearson ]
  [ "$(groups 18 100 61 148)" = 14.818,13.768,0.000118,0.000207,0.2444,23.22,11.68,33.44,,pearson ]
  [ "$(groups 780 1000 840 1000)" = 11.696,11.309,0.000626,0.000771,0.0765,6.00,2.56,9.42,,pearson ]
  [ "$(groups 0 20 5 20)" = 5.714,3.657,0.0168,0.0558,0.3780,25.00,3.78,46.87,0.0471,fisher ]
  [ "$(groups 7 10 9 10)" = 1.250,0.312,0.2636,0.5762,0.2500,20.00,-15.98,51.41,0.5820,fisher ]
  [ "$(groups 1 2 2 2)" = 1.333,0.000,0.2482,1.0000,0.5774,50.00,-27.26,90.55,1.0000,fisher ]
  [ "$(groups 8391 35109 33389 35109 | cut -d, -f 1-3,5)" = 36931.037,36928.082,10^-8021.9,0.7252 ]
  [ "$(groups 14324 35109 34056 35109 | cut -d, -f 1,3,5)" = 25876.882,10^-5621.4,0.6071 ]
  same="--before-n 100 --before-satisfied 60 --after-n 100 --after-satisfied 75"
  # shellcheck disable=SC2086 # a word is an option
  [ "$(svc-survey compare $same)" = "$(svc-improve measure $same)" ]
}

@test "a rounded rate is a range of tables, and one that no whole number gives is refused" {
  expect 0 svc-survey compare --before-n 35109 --before-rate 23.9 --after-n 35109 --after-rate 95.1 -H -c chi
  [ "$output" = 36830.6-37031.6 ]
  says 'chi-square is printed for all counts'
  [ "$(svc-survey compare --before-n 35109 --before-rate 40.8 --after-n 35109 --after-rate 97.0 -H -c chi 2>/dev/null)" = 25785.8-25966.1 ]
  expect 2 svc-survey compare --before-n 10 --before-rate 33.3 --after-n 10 --after-satisfied 5
  says 'no whole number out of so many rounds to it'
}

@test "each unit is compared with all the others, by a probability that knows how many there are" {
  rated
  units A,,,1,1 B,,,1,1 C,,,1,1
  svc-survey open $S
  { echo respondent,unit,q; block A A 100 60 9 5; block B B 100 90 9 5; block C C 100 80 9 5; } | wide
  svc-survey compare --survey $S --by unit -H -c part,p,p_holm,verdict >told
  [ "$(cut -d, -f 1,4 told | tr '\n' ' ')" = 'A,differs B,differs C,none_shown ' ]
  [ "$(awk -F, '$3 + 0 < $2 + 0' told)" = '' ]
  expect 2 svc-survey compare --survey $S
  expect 2 svc-survey compare --survey $S --by unit --before-n 5
}

# -- bands ----------------------------------------------------------------------------------

@test "bands that overlap or leave a gap are found, both faults of the study at once" {
  bands() { printf '%s\n' band,range "$@" | svc-survey check --bands - -H; }
  expect 1 bands 不满意,60分以下 基本满意,70~90 满意,90分以上
  [ "$output" = $'60-69,in no band\n90,"in 2 bands: 基本满意, 满意"' ]
  expect 0 bands '未掌握,<60' 基本掌握,60-79 '掌握,≥80'
  expect 0 bands '未掌握,≤59' '基本掌握,60～79分' '掌握,>79'
  expect 0 bands 低,0至59 中,60 高,61–100
  expect 65 bands 低,60分 中,六十
  says 'not a range of whole points'
  expect 1 sh -c "printf '%s\n' band,range low,1-4 high,6-10 | svc-survey check --bands - --least 1 --most 10 -H"
  [ "$output" = '5,in no band' ]
}

# -- freezing and points --------------------------------------------------------------------

@test "a frozen survey prints the same bytes ever after; a correction is a revision beside it" {
  six
  svc-survey close $S
  svc-survey freeze $S
  svc-survey index --survey $S >before
  svc-survey explain --survey $S >explained
  no=$(svc-survey list answers --respondent R4 --question q2 -H -c no)
  svc-survey set answers "$no" --score 9 --reason 复核
  svc-survey set dimensions $S/quality --weight 0.4 --reason x
  svc-survey set questions $S/q1 --text 时间 --reason x
  svc-survey index --survey $S | cmp - before
  svc-survey explain --survey $S | cmp - explained
  expect 4 svc-survey freeze $S
  says 'revision 2 and needs --reason'
  svc-survey set dimensions $S/quality --weight 0.5 --reason x
  svc-survey freeze $S --reason 复核
  [ "$(index score | tail -n 1)" = 70.46 ]
  svc-survey index --survey $S --revision 1 | cmp - before
  [ "$(svc-survey list indices -H -c no,revision,csi,why)" = $'SI2026-000001,1,69.94,\nSI2026-000002,2,70.46,复核' ]
  expect 5 svc-survey index --survey $S --revision 3
  expect 65 svc-survey import dimensions --set survey=$S - <<<$'dimension,weight\nimage,0.1'
  says 'is frozen'
  expect 2 svc-survey add indices --survey $S
  expect 0 svc-admin verify
}

# Departments 02 with 874 of 1000, 03 with 88 of 100, 05 with 891 of 1000, and one of nobody.
frozen() {
  rated
  units E,,02,1000,500 W,,03,2000,700 N,,05,3000,900 X,,,10,10
  svc-survey open $S
  { echo respondent,unit,q; block E E 1000 874 9 5; block W W 100 88 9 5; block N N 1000 891 9 5; block X X 40 0 9 5; } | wide
  svc-survey close $S
  svc-survey freeze $S
}

@test "each full point below the target costs half a point, and the sheet shows it" {
  frozen
  [ "$(svc-survey score -m 2026-10 -H -c dept,clause,points,status,record,reason)" = "02,survey-target,-1.00,final,$S/E,\"874 of 1000 satisfied, target 90 %: 2 full points below\"
03,survey-target,-1.00,proposed,$S/W,\"88 of 100 satisfied, target 90 %: 2 full points below; its interval reaches the target\"" ]
  [ "$(svc-report sheet -m 2026-10 -H -c subject,survey,score,pending_lines | grep -v ',0.00,100.00,0$')" = $'02,-1.00,99.00,0\n03,0.00,100.00,1' ]
  svc-survey judge $S --unit W --outcome upheld --reason 样本充足
  [ "$(svc-survey score -m 2026-10 -H -c dept,points,status | tail -n 1)" = 03,-1.00,final ]
  svc-survey judge $S --unit W --outcome dropped --reason 停气影响
  svc-survey score -m 2026-10 -H -c dept,points,status,reason | tail -n 1 | grep -q '^03,-1.00,reversed,.*dropped by .*停气影响'
  expect 4 svc-survey judge $S --unit X --outcome upheld --reason x
  expect 0 svc-admin verify
}

@test "the leg's most is the most, and too few answers hold nobody" {
  rated
  units E,,02,1000,500 W,,03,2000,700
  svc-survey open $S
  { echo respondent,unit,q; block E E 1000 100 9 5; block W W 29 0 9 5; } | wide
  svc-survey close $S
  svc-survey freeze $S
  [ "$(svc-survey score -m 2026-10 -H -c dept,points)" = 02,-3.00 ]
}

@test "a closed month stays as it was when a revision corrects the survey" {
  frozen
  SVC_NOW='2026-11-03 09:00' svc-report close -m 2026-10 --yes --carry-pending 2>/dev/null
  before=$(svc-report sheet -m 2026-10)
  export SVC_NOW='2026-11-05 09:00'
  svc-survey list answers --unit E --score 5 -H -c no | head -n 40 | svc-survey set answers --score 9 --reason 复核 -
  svc-survey freeze $S --reason 复核
  [ "$(svc-report sheet -m 2026-10)" = "$before" ]
  svc-report diff -m 2026-10 | grep -q "$S/E"
}

@test "what the surveys are due, and which the year lacks" {
  frozen
  [ "$(svc-survey due -H -c kind,no,due_at)" = "internal,2025,2025-12-31 23:59:59
external,2025,2026-01-10 23:59:59
internal,2026,2026-12-31 23:59:59
report,$S,2027-01-15 23:59:59" ]
  svc-survey report $S --report FGD-7
  [ -z "$(svc-survey due --kind report -H)" ]
  svc-survey add --code NB --title 自评 --kind internal --open_from 2026-10-01 --open_until 2026-11-30 >/dev/null
  [ "$(svc-survey due --kind freeze -H -c no,due_at)" = 'SV2026-000002,2026-12-31 23:59:59' ]
  expect 1 svc-survey due --kind external --fail-if-any
}

@test "the year's measures: index, rate by department, recommendation, response, in time" {
  frozen
  svc-survey set $S --issued 3000 --returned 2140 --reason 统计
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  [ "$(svc-report kpi -m 2026 -H -c indicator,numerator,denominator,value | grep ^survey_ | grep -v on_time)" = "survey_csi,$(svc-survey rollup --survey $S -H -c index | head -n 1 | tr -d .),10000,$(svc-survey rollup --survey $S -H -c index | head -n 1)
survey_nps,0,0,
survey_response,2140,3000,71.33
survey_satisfied,1853,2140,86.59" ]
  [ "$(svc-report kpi -m 2026 --by dept -H -c indicator,dept,numerator,denominator | grep '^survey_satisfied,0[23]')" = $'survey_satisfied,02,874,1000\nsurvey_satisfied,03,88,100' ]
  [ "$(svc-survey response --survey $S -H)" = 3000,2140,2140,71.33,100.00 ]
  expect 65 svc-survey import surveys - <<<$'source,source_no,code,title,kind,open_from,open_until,issued,returned\na,1,QCC,品管圈,internal,2026-01-01,2026-12-01,70218,70219'
  svc-survey add --code QCC --title 品管圈 --kind internal --open_from 2026-01-01 --open_until 2026-12-01 --issued 70218 --returned 70218 >/dev/null
  [ "$(svc-survey response --survey SV2026-000002 -H -c issued,returned,response_rate)" = 70218,70218,100.00 ]
}

@test "an evaluation is in time that is frozen by the end of its day, and late from then on" {
  on_time() { svc-report kpi -m 2026 -H -c indicator,numerator,denominator | grep survey_on_time; }
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  for S in SV2026-000001 SV2026-000002 SV2026-000003; do
    svc-survey add --code "$S" --title 自评 --kind internal --open_from 2026-10-01 --open_until 2026-11-30 >/dev/null
    questions q,quality,1,10,,,1
    dimensions quality,1
    svc-survey open $S
    printf '%s\n' respondent,q R1,9 | svc-survey import answers --wide --set "survey=$S,answered_at=2026-10-10" -
  done
  export SVC_NOW='2026-12-31 23:59:59'
  for S in SV2026-000001 SV2026-000002; do svc-survey close $S; done
  svc-survey freeze SV2026-000001
  [ "$(on_time)" = survey_on_time,1,1 ]
  export SVC_NOW='2027-01-01 00:00:00'
  svc-survey freeze SV2026-000002
  [ "$(on_time)" = survey_on_time,1,3 ]
}

@test "what scores low becomes ideas for improvement, once" {
  six
  svc-survey close $S
  svc-survey freeze $S
  take() { svc-survey stats -m 2026-10 --below 72 -c source_no,raised_at,content | svc-improve import ideas -v --set source=survey -; }
  expect 0 take
  says '2 added'
  expect 0 take
  says '2 unchanged'
  [ "$(svc-improve list ideas -H -c source_no,content)" = "$S/q1,\"客户满意度调查: q1, 70.37 of 100 points\"
$S/q4,\"客户满意度调查: q4, 62.50 of 100 points\"" ]
  expect 2 svc-survey stats
}

@test "what call-backs asked is taken in as a survey's answers" {
  no=$(svc-survey add -H --code HF --title 回访 --kind internal --open_from 2026-07-01 --open_until 2026-10-31)
  svc-survey add questions --survey "$no" --question overall --dimension satisfaction --scale_min 1 --scale_max 10 --weight 1 >/dev/null
  svc-survey add dimensions --survey "$no" --dimension satisfaction --weight 1 >/dev/null
  svc-survey open "$no"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
  svc-callback list -m last-quarter --state reached -c no,overall,called_at |
    svc-survey import answers --set "survey=$no,question=overall" --map no=respondent,overall=score,called_at=answered_at -
  [ "$(svc-survey list answers -H | wc -l)" -gt 5 ]
  [ "$(svc-survey index --survey "$no" -H -c mean | head -n 1)" = "$(svc-callback list -m last-quarter --state reached -c overall | mlr --icsv --onidx --ofmt %.4lf stats1 -a mean -f overall)" ]
}

# -- papers ---------------------------------------------------------------------------------

@test "the report, the table of indices, the questionnaire and the parts of the sample go on paper" {
  frozen
  svc-survey set $S --target_n 385 --agency 第三方 --mode 'phone;web' --reason 补
  expect 0 svc-survey form $S
  for text in 满意度调查报告 第三方 电话问卷、网上问卷 加权汇总指数 按原文字面 得分最低的题目 '86.59%（1853 / 2140' 总经理; do
    [[ $output == *"$text"* ]] || { echo "no $text"; return 1; }
  done
  expect 0 svc-survey form --kind sample $S
  [[ $output == *样本分配表* && $output == *385* ]]
  expect 0 svc-survey form --kind questionnaire $S
  [[ $output == *'□9 □10'* ]]
  expect 0 svc-survey form --kind indices --against $S $S
  [[ $output == *指数汇总表* && $output == *0.00* ]]
  svc-survey form $S -o r.html
  grep -q '<h1>满意度调查报告</h1>' r.html
  svc-survey form $S | sed '$d' >again
  svc-survey form $S | sed '$d' | cmp - again
  expect 2 svc-survey form --against $S $S
  svc-survey set $S --target_n 0 --reason x
  expect 4 svc-survey form --kind sample $S
}

@test "a dot and a whisker for each unit, and importance beside satisfaction" {
  frozen
  expect 0 svc-survey chart units --survey $S -f script
  [[ $output == *yerrorbars* && $output == *加权汇总* ]]
  [ "$(grep NaN <<<"$output")" = $'4\t"X"\t44.44\tNaN\tNaN' ] # all alike: a dot without a whisker
  expect 0 svc-survey chart matrix --survey $S -f script
  [[ $output == *重要性—满意度矩阵* && $output == *客户满意* ]]
  expect 0 svc-survey chart 单位图 --survey $S -f script
  expect 2 svc-survey chart bars --survey $S -f script
  expect 5 svc-survey chart matrix --survey $S --unit ZZ -f script
  svc-survey chart units --survey $S -o u.svg
  grep -q '<svg' u.svg
}

@test "the ledger of surveys has what came of each" {
  frozen
  [ "$(svc-report ledger survey -H -c no,respondents,satisfied,asked,target,state)" = $S,2140,1853,2140,90,frozen ]
  [ "$(svc-report ledger survey --dept 02 -H -c no,respondents,satisfied)" = $S,1000,874 ]
  svc-report ledger 满意度调查台账 --header zh | head -n 1 | grep -q 满意度指数
}

@test "Chinese headings and words are taken in, GB18030 too" {
  survey >/dev/null
  printf '%s\n' 题号,维度,最低分,最高分,计分方向,权重 q1,感知质量,1,10,正向,1 q2,抱怨,1,5,越低越好,1 |
    iconv -f utf-8 -t gb18030 | svc-survey import questions --encoding gb18030 --set survey=$S -
  [ "$(svc-survey list questions -H -c question,dimension,direction)" = $'q1,quality,up\nq2,complaint,down' ]
  [ "$(svc-survey list questions --words zh -H -c dimension | tail -n 1)" = 客户抱怨 ]
}

@test "only the office opens, closes, freezes and judges" {
  frozen
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'clerk' WHERE login = '$(id -un)'"
  for verb in open close freeze 'report --report x' 'judge --unit E --outcome upheld --reason x'; do
    # shellcheck disable=SC2086 # a word is an option
    expect 77 svc-survey $verb $S
  done
}
