# What a clause does to whom, where that is more than a range: so much for each household, by the loss, and
# a share of another one's fine.

load common

setup_file() {
  make_company
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
  printf '%s\n' k-per,reward,1.1,penalty,每户罚款,assumed k-loss,reward,1.2,penalty,损失罚款,assumed \
    k-share,reward,1.3,penalty,连带责任,assumed >>pack/clauses.csv
  printf '%s\n' reward.case,,,,,,,,k-per,,assumed reward.case,,,,,,,,k-loss,,assumed \
    reward.case,,,,,,,,k-share,,assumed >>pack/triggers.csv
  per household
  # 50 yuan for a loss of 300 to below 1000, 200 from there to below 3000
  printf '%s\n' k-loss,person,-,,,50,50,assumed,,,reward,,300,1000 \
    k-loss,person,-,1,1,200,300,assumed,notice,assumed,reward,,1000,3000 >>pack/legs.csv
  printf '%s\n' k-share,person,-,,,1.55,500,assumed,,,reward k-share,head,-,,,,,assumed,,,reward,,,,person,0.3 >>pack/legs.csv
}

# per WORD: 20 yuan and half a point for each, of a person and of the department.
per() { printf '%s\n' "k-per,person,-,,,20,50,assumed,,,reward,$1" "k-per,dept,-,0.5,0.5,,,assumed,,,reward,$1" >>pack/legs.csv; }
in_force() { svc-policy load pack --from "${1:-2026-10-01}" --reason 试行; }
propose() { svc-reward propose -H --person 1203 --evidence E --facts 漏检 "$@"; }
# Whoever may sign next does; the legs of the head move the stages one level up.
signed() { for by in 1201 1003 1601 1001 1601 1002; do svc-reward sign --by "$by" --evidence P "$1" >/dev/null 2>&1 || true; done; }
legs() { svc-reward score -m 2026-10 -H -c subject,person,points,amount | sort; }
# finds LINE-OF-LEGS COLUMN FINDING: the check tells it of that line.
finds() {
  expect 1 svc-policy check pack -H -f tsv -c line,column,finding
  grep -qF "$1	$2	$3" <<<"$output" || { echo "$output"; return 1; }
}
last() { wc -l <pack/legs.csv; }

# -- per ------------------------------------------------------------------------------------------

# 20.00 × 7 = 140.00 yuan; 0.50 × 7 = 3.50 points
@test "twenty yuan a household, seven households" {
  in_force
  expect 4 propose --clause k-per
  says 'clause "k-per" is per household, and no quantity is named'
  says 'add --quantity N'
  no=$(propose --clause k-per --quantity 7)
  [ "$(svc-reward list --no "$no" -H -c amount,points,quantity)" = 140.00,3.50,7 ]
  [ "$(legs)" = $'dept,,-3.50,0.00\nperson,1203,0.00,-140.00' ]
  [ "$(svc-report explain -m 2026-10 --person 1203 -H -f tsv -c amount,reason)" = \
    "-140.00	$no: 漏检; 7 household, 20.00 × 7 = 140.00 yuan" ]
  [ "$(svc-report explain -m 2026-10 --dept 02 -H -f tsv -c points,reason)" = \
    "-3.50	$no: 漏检; 7 household, 0.50 × 7 = 3.50 points" ]
  [ "$(svc-report explain -m 2026-10 --person 1203 -H -c reason --words zh)" = "$no：漏检；7（户），20.00×7＝140.00元" ]
  # what a person chooses is for one of them: 30 × 7
  other=$(propose --clause k-per --quantity 7 --amount 30 --reason 情节较重 --facts 又 --also 另)
  [ "$(svc-reward list --no "$other" -H -c amount)" = 210.00 ]
  expect 4 propose --clause k-per --quantity 7 --amount 51 --reason 情节较重 --facts 再 --also 另
  says 'amount 51.00 lies outside of 20.00 to 50.00'
  svc-admin check
}

@test "a quantity is a whole number of one or more, and no sum runs over" {
  in_force
  for bad in 0 -1 1.5 七; do
    expect 2 propose --clause k-per --quantity "$bad"
    says 'option --quantity'
  done
  expect 4 propose --clause k-per --quantity 9223372036854775807
  says 'too large a sum'
  expect 4 propose --clause k-share --quantity 2
  says 'clause "k-share" is per nothing'
  [ -z "$(svc-reward list -H -c no)" ]
}

# 20 × 3 and 20 × 1; the row without a number is refused, and with it the file
@test "a table's column quantity says how many, row by row" {
  in_force
  printf '%s\n' no,dept,person,occurred_at,facts,quantity x1,02,1203,'2026-10-09 09:00',甲,3 \
    x2,03,1302,'2026-10-09 10:00',乙,1 >in.csv
  expect 0 svc-reward propose --clause k-per --source inspect --evidence E in.csv
  [ "$(svc-reward list -H -c source_no,amount,quantity | sort)" = $'x1,60.00,3\nx2,20.00,1' ]
  printf '%s\n' no,dept,person,occurred_at,facts,quantity x3,02,1203,'2026-10-09 09:00',甲, \
    x4,02,1203,'2026-10-09 09:00',甲,0 >in.csv
  expect 65 svc-reward propose --clause k-per --source inspect --evidence E in.csv
  says 'quantity: not 1 or more'
  sed -i 's/,0$/,2/' in.csv
  expect 4 svc-reward propose --clause k-per --source inspect --evidence E in.csv
  says 'in.csv:2: clause "k-per" is per household, and no quantity is named'
}

# A point for each of the 12 who complain together; alone one needs no number. A deadline of Wednesday the
# 14th, 17:30: 3 days, 6 half days, 64 hours have begun on Saturday the 17th at 09:00.
@test "a record tells its own number, and a missed limit how late it was" {
  printf '%s\n' k-people,complaint,1,score,群诉,assumed k-days,complaint,2,score,逾期,assumed \
    k-half,complaint,3,score,逾期,assumed k-hours,complaint,4,score,逾期,assumed >>pack/clauses.csv
  printf '%s\n' k-people,dept,-,1,1,,,assumed,,,auto,people k-days,dept,-,,,10,10,assumed,,,auto,day_late \
    k-half,dept,-,,,10,10,assumed,,,auto,half_day_late k-hours,dept,-,,,10,10,assumed,,,auto,hour_late >>pack/legs.csv
  for clause in people days half hours; do echo "complaint.close.missed,,,,,,,,k-$clause,,assumed"; done >>pack/triggers.csv
  in_force
  for people in 12 ''; do
    complaint dept=02 person=1203 level=3 received_at='2026-10-08 09:00' responded_at='2026-10-08 10:00' people="$people" >/dev/null
  done
  lines() { svc-complaint score -m 2026-10 -H -c record,clause,points,amount,status | grep ,k- | sort; }
  export SVC_NOW='2026-10-15 08:00'
  # it is not done yet: what has passed so far, and it waits
  [ "$(lines | grep 0001)" = 'C2026-000001,k-days,0.00,-10.00,proposed
C2026-000001,k-half,0.00,-20.00,proposed
C2026-000001,k-hours,0.00,-150.00,proposed
C2026-000001,k-people,-12.00,0.00,final' ]
  export SVC_NOW='2026-10-17 09:00'
  svc-complaint propose C2026-000001 --solution 修
  svc-complaint close C2026-000001 --solution 修
  export SVC_NOW='2026-10-20 09:00'
  [ "$(lines | grep 0001)" = 'C2026-000001,k-days,0.00,-30.00,final
C2026-000001,k-half,0.00,-60.00,final
C2026-000001,k-hours,0.00,-640.00,final
C2026-000001,k-people,-12.00,0.00,final' ]
  [ "$(lines | grep '0002.*people')" = C2026-000002,k-people,-1.00,0.00,final ]
  [[ $(svc-report explain -m 2026-10 --dept 02 -H -c clause,reason | grep k-hours) == *'64 hour_late, 10.00 × 64 = 640.00 yuan'* ]]
  # more who complain together than were told at first
  svc-complaint set C2026-000001 --people 13 --reason 补充
  [ "$(lines | grep '0001.*people')" = C2026-000001,k-people,-13.00,0.00,final ]
}

# -- bands of the loss ----------------------------------------------------------------------------

@test "the loss picks the band: from its first yuan on, to below its last" {
  in_force
  expect 4 propose --clause k-loss
  says 'clause "k-loss" is about a loss, and none is named'
  expect 4 propose --clause k-loss --loss 299.99
  says 'a loss under 300.00 yuan has no clause here'
  expect 4 propose --clause k-loss --loss 3000
  says 'a loss from 3000.00 yuan on has no clause here'
  for loss in 300 999.99 1000 2999.99; do propose --clause k-loss --loss "$loss" --facts "损失$loss" --also 另 >/dev/null; done
  [ "$(svc-reward list -H -c loss,amount)" = $'300.00,50.00\n999.99,50.00\n1000.00,200.00\n2999.99,200.00' ]
  [ "$(svc-reward score -m 2026-10 -H -c amount,points,effect | sort | uniq -c | sed 's/^ *//')" = \
    $'2 -200.00,-1.00,notice\n2 -50.00,0.00,' ]
  expect 4 propose --clause k-loss --loss 500 --amount 200 --reason 情节较重 --facts 高
  says 'amount 200.00 lies outside of 50.00 to 50.00'
  svc-admin check
  # the store itself holds a leg to the band of its case's loss
  no=$(svc-reward list -H -c no | head -n 1)
  run sqlite3 "$SVC_DB" "DROP TRIGGER reward_leg_in_time; INSERT INTO reward_leg VALUES ('$no', 9, 'person', '02', '1202', -100, -20000, 'notice', 1)"
  [[ $output == *reward_leg_in_range* ]]
}

@test "a complaint's line takes the lowest band and waits for a case that names the loss" {
  printf '%s\n' complaint.determined,,,,,,,,k-loss,,assumed >>pack/triggers.csv
  in_force
  no=$(complaint dept=02 responded_at='2026-10-09 09:10')
  svc-complaint determine --valid yes --responsible yes --clause k-loss --person 1203 "$no"
  [ "$(svc-complaint score -m 2026-10 -H -c subject,person,amount,status)" = person,1203,-50.00,proposed ]
  case=$(propose --clause k-loss --loss 1500 --source complaint --source_no "$no")
  signed "$case"
  [ "$(svc-report explain -m 2026-10 --person 1203 -H -c item,amount,points,status)" = reward,-200.00,-1.00,final ]
}

# The damage that a use of authority did is known: 100 below 2000 yuan, 500 from there on. A repairman grants a
# quicker connection, which is beyond him.
@test "what a record tells of its loss picks the band by itself" {
  printf '%s\n' auth-6.3,auth,6.3,penalty,赔偿,assumed >>pack/clauses.csv
  printf '%s\n' auth.damage,,,,,,,,auth-6.3,,assumed >>pack/triggers.csv
  printf '%s\n' auth-6.3,person,-,,,100,100,assumed,,,auto,,,2000 auth-6.3,person,-,,,500,500,assumed,,,auto,,2000 >>pack/legs.csv
  in_force
  no=$(svc-auth use priority_install -H --person 1203 --exceeded 紧急)
  for damage in 800 1999.99 2000; do
    svc-auth assess "$no" --damage "$damage" --reason 查明
    svc-auth score -m 2026-10 -H -c clause,amount,status | grep auth-6.3
  done >lines
  [ "$(cat lines)" = $'auth-6.3,-100.00,final\nauth-6.3,-100.00,final\nauth-6.3,-500.00,final' ]
}

# -- shares ---------------------------------------------------------------------------------------

# 30 % of 1.55 is 0.465: 0.47. Of 100 it is 30, on top of the person's.
@test "the head pays thirty per cent of the fine, half up in fen" {
  in_force
  no=$(propose --clause k-share)
  [ "$(svc-reward list --no "$no" -H -c amount,head_amount)" = 1.55,0.47 ]
  [ "$(legs)" = $'head,1201,0.00,-0.47\nperson,1203,0.00,-1.55' ]
  propose --clause k-share --amount 100 --reason 情节较重 --facts 又 --also 另 >/dev/null
  [ "$(legs)" = $'head,1201,0.00,-0.47\nhead,1201,0.00,-30.00\nperson,1203,0.00,-1.55\nperson,1203,0.00,-100.00' ]
  [ "$(svc-report explain -m 2026-10 --person 1201 -H -f tsv -c amount,reason | head -n 1)" = \
    "-30.00	R2026-000002: 又; 0.3 of the person's, 100.00 × 0.3 = 30.00 yuan" ]
  expect 4 propose --clause k-share --amount 100 --reason 情节较重 --head_amount 50 --facts 再 --also 另
  says 'head_amount 50.00 is not 30.00, the share that clause "k-share" says'
  # of two culprits the head has a share of each: 30 + 60
  propose --clause k-share --amount 100 --reason 情节较重 --with 1202=200 --facts 两人 --also 另 >/dev/null
  [ "$(svc-reward list -H -c head_amount | tail -n 1)" = 90.00 ]
  svc-admin check
}

@test "a head who is the culprit pays his own fine alone" {
  in_force
  no=$(svc-reward propose -H --clause k-share --person 1201 --amount 100 --reason 情节较重 --evidence E --facts 漏检)
  [ "$(legs)" = person,1201,0.00,-100.00 ]
  [ "$(svc-reward list --no "$no" -H -c amount,head_amount)" = 100.00, ]
  svc-admin check
}

# 140 of seven households; a tenth of it the team leader, half of that his department's deputy GM:
# 14.00 and 7.00. The department loses a fifth of the fine's points, of which there are none.
@test "team leader and deputy answer, too, each for a share of another one's" {
  printf '%s\n' k-per,leader,-,,,,,assumed,notice,assumed,reward,,,,person,0.1 \
    k-per,deputy,-,,,,,assumed,,,reward,,,,leader,0.5 >>pack/legs.csv
  in_force
  propose --clause k-per --quantity 7 >/dev/null
  [ "$(legs)" = $'dept,,-3.50,0.00\ndeputy,1003,0.00,-7.00\nleader,1202,0.00,-14.00\nperson,1203,0.00,-140.00' ]
  # the office of the customers has no team leader: nobody to answer
  expect 0 svc-reward propose -H --clause k-per --person 1102 --quantity 2 --evidence E --facts 甲
  says 'department 01 has no leader of that day, or several'
  [ "$(legs | grep -c -e ^leader -e ^deputy)" -eq 2 ]
  svc-admin check
}

# A complaint's clause of 100 for the person: 30 for the head, 20 for the team leader; the points a half.
@test "the lines of a record have the shares, and so has the case that they become" {
  printf '%s\n' k-both,reward,2,penalty,投诉连带,assumed >>pack/clauses.csv
  printf '%s\n' complaint.determined,,,,,,,,k-both,,assumed reward.case,,,,,,,,k-both,,assumed >>pack/triggers.csv
  printf '%s\n' k-both,person,-,1.25,1.25,100,500,assumed,,,reward k-both,head,-,,,,,assumed,notice,assumed,reward,,,,person,0.3 \
    k-both,leader,-,,,20,20,assumed,,,reward k-both,dept,-,,,,,assumed,,,reward,,,,person,0.5 >>pack/legs.csv
  in_force
  no=$(complaint dept=02 responded_at='2026-10-09 09:10')
  svc-complaint determine --valid yes --responsible yes --clause k-both --person 1203 "$no"
  # 0.3 of 1.25 is 0.375: 0.38; half of 1.25 is 0.625: 0.63
  both='dept,,-0.63,-50.00
head,1201,-0.38,-30.00
leader,1202,0.00,-20.00
person,1203,-1.25,-100.00'
  [ "$(svc-complaint score -m 2026-10 -H -c subject,person,points,amount | sort)" = "$both" ]
  [ "$(svc-complaint score -m 2026-10 -H -c effect,status | sort | uniq -c | sed 's/^ *//')" = $'3 ,proposed\n1 notice,proposed' ]
  svc-complaint score -m 2026-10 | svc-reward propose - >/dev/null
  [ "$(svc-reward list -H -c amount,head_amount,facts)" = '100.00,30.00,determined under k-both' ]
  signed R2026-000001
  [ "$(legs)" = "$both" ]
  [ -z "$(svc-complaint score -m 2026-10 -H -c subject)" ]
  svc-admin check
}

# -- what is refused ------------------------------------------------------------------------------

@test "a pack whose bands overlap or leave a gap is refused, with file and line" {
  svc-policy check pack
  echo k-loss,person,-,,,400,400,assumed,,,reward,,2999.99,4000 >>pack/legs.csv
  finds "$(last)" loss_from "overlaps the band of line $(($(last) - 3)): a loss of 2999.99 would have both"
  sed -i '$s/2999.99/3000.01/' pack/legs.csv
  finds "$(last)" loss_from "leaves a gap behind line $(($(last) - 3)): a loss from 3000.00 to below 3000.01 would have no leg"
  sed -i '$s/3000.01/3000/' pack/legs.csv
  svc-policy check pack
  sed -i '$s/,reward,,3000,4000/,office,,3000,2000/' pack/legs.csv
  finds "$(last)" loss_to 'is not above loss_from'
  finds "$(last)" approval 'is another one than in the band below'
  expect 78 svc-policy load pack --from 2026-10-01 --reason x
  says "pack/legs.csv:$(last): loss_to: is not above loss_from"
}

@test "a quantity that nothing knows, or that the records have not, is refused" {
  sed -i 's/^\(k-per,.*\),household$/\1,houshold/' pack/legs.csv
  finds "$(grep -n ^k-per,dept pack/legs.csv | cut -d: -f1)" per 'no rule acts on "houshold"; did you mean household?'
  sed -i 's/^\(k-per,.*\),houshold$/\1,day_late/' pack/legs.csv
  svc-policy check pack
  printf '%s\n' complaint.determined,,,,,,,,k-per,,assumed >>pack/triggers.csv
  finds "$(grep -n ^k-per,dept pack/legs.csv | cut -d: -f1)" per 'the records of complaint.determined, which fires the clause, have no day_late'
  sed -i 's/^\(k-per,.*\),day_late$/\1,people/' pack/legs.csv
  svc-policy check pack
  sed -i 's/^complaint.determined\(.*k-per\)/order.finish.missed\1/' pack/triggers.csv
  finds "$(grep -n ^k-per,dept pack/legs.csv | cut -d: -f1)" per 'the records of order.finish.missed, which fires the clause, have no people'
  sed -i 's/^k-per,dept,-,0.5,0.5/k-per,dept,-,,/' pack/legs.csv
  finds "$(grep -n ^k-per,dept pack/legs.csv | cut -d: -f1)" per 'multiplies points or yuan, and there are none'
}

@test "a share of nobody, of everything and more, or round in a circle is refused" {
  share() { sed -i "s/^k-share,head,.*/$1/" pack/legs.csv; }
  at=$(grep -n ^k-share,head pack/legs.csv | cut -d: -f1)
  for bad in 0 0.0 1.1 30% .3 0.1234567 -0.3; do
    share "k-share,head,-,,,,,assumed,,,reward,,,,person,$bad"
    finds "$at" share 'is not a share above 0 and up to 1'
  done
  share k-share,head,-,,,,,assumed,,,reward,,,,person,1
  svc-policy check pack
  share k-share,head,-,,,,,assumed,,,reward,,,,dept,0.3
  finds "$at" share_of 'the clause has no leg for dept, whose it would follow'
  share k-share,head,-,,,,,assumed,,,reward,,,,deputy,0.3
  echo k-share,deputy,-,,,,,assumed,,,reward,,,,head,0.3 >>pack/legs.csv
  finds "$at" share_of 'goes round in a circle: deputy has in turn a share of head'
  sed -i '$d' pack/legs.csv
  share k-share,head,-,,,,,assumed,,,reward,,,,head,0.3
  finds "$at" share_of 'goes round in a circle'
  share k-share,head,-,,,10,20,assumed,,,reward,,,,person,0.3
  finds "$at" amount_min 'a share has no points or yuan of its own'
  share k-share,head,-,,,,,assumed,,,office,,,,person,0.3
  finds "$at" approval 'is another one than that of person: both are decided together'
  share k-share,head,-,,,,,assumed,,,reward,,,,person
  finds "$at" share 'is missing: a share has both'
  share k-share,leader,-,,,,,assumed,,,reward,,,,persn,0.3
  finds "$at" share_of 'an unknown word'
}

@test "what a clause does is shown with its quantity, bands and shares" {
  in_force
  expect 0 svc-policy show clause k-per k-loss k-share -H -c clause,subject,points,amount,per,loss,share_of,share
  [ "$(grep -v ',,,,,,,$' <<<"$output")" = 'k-per,dept,-0.50,,household,,,
k-per,person,,-20.00..-50.00,household,,,
k-loss,person,,-50.00,,300.00..1000.00,,
k-loss,person,-1.00,-200.00..-300.00,,1000.00..3000.00,,
k-share,head,,,,,person,0.3
k-share,person,,-1.55..-500.00,,,,' ]
  [ "$(svc-policy show clause reward-3.2.4-1 -H -c loss | tail -n 1)" = 2000.00..5000.00 ]
  svc-policy vocabulary -H | grep -qx 'quantity,svc-complaint,people,投诉人数'
  svc-policy vocabulary -H | grep -q '^quantity,,half_day_late,'
}

# -- closed months --------------------------------------------------------------------------------

# 20 × 7, told with the month; a case of two more households that is signed after the close: 20 × 2, and
# the head's 30 % of another's 100.
@test "a closed month keeps its arithmetic, and what comes later is settled in the next" {
  in_force 2026-09-01
  september() { propose --at '2026-09-20 09:00' --late-reason 补录 "$@"; }
  one=$(september --clause k-per --quantity 7)
  signed "$one"
  svc-report close -m 2026-09 --yes --carry-pending
  [ "$(svc-report explain -m 2026-09 --person 1203 -H -f tsv -c amount,reason)" = \
    "-140.00	$one: 漏检; 7 household, 20.00 × 7 = 140.00 yuan" ]
  two=$(september --clause k-per --quantity 2 --facts 又 --also 另)
  three=$(september --clause k-share --amount 100 --facts 再 --also 另)
  signed "$two"
  signed "$three"
  svc-report adjust -m 2026-10 --from 2026-09
  [ "$(svc-report explain -m 2026-10 -H -c item,subject,person,points,amount | sort)" = 'adjust,dept,,-1.00,0.00
adjust,head,1201,0.00,-30.00
adjust,person,1203,0.00,-100.00
adjust,person,1203,0.00,-40.00' ]
  [ "$(svc-report sheet -m 2026-10 --by person -H -c subject,penalty_amount | grep 120)" = $'1201,-30.00\n1202,0.00\n1203,-140.00' ]
  svc-report verify -m 2026-09
  svc-admin check
}

# A case of the pack that a complaint was blamed under k-loss: its line has the lowest band, and the other
# one is named as not touched.
@test "coverage asks for a case of each band" {
  printf '%s\n' complaint.determined,,,,,,,,k-loss,,assumed >>pack/triggers.csv
  svc-policy coverage pack -H -f tsv >told || [ $? -eq 1 ]
  [ "$(grep -c 'k-loss/person' told)" -eq 2 ] || { grep k-loss told; return 1; }
}
