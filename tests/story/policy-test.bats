# Tests for rule packs: facts in, expected deadlines and lines out, and what of a pack no test touches.
# bats file_tags=slow

load common

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  unset SVC_DB
  export HOME=$PWD TMPDIR=$PWD/tmp
  mkdir tmp
}

# Every test leaves nothing behind.
teardown() { [ -z "$(ls -A "$BATS_TEST_TMPDIR/tmp")" ]; }

# Monday the 12th is in a plain week: five working days end on the 19th, three on the 15th.
HEAD='case,now,received_at,channel,category,content,level,dept,person'
late() { printf '%s,2026-10-26 09:00,2026-10-12 09:00,hotline,repair,报修,%s,02,1202' "$1" "$2"; }

# file NAME LINE…
file() { printf '%s\n' "${@:2}" >"$1"; }

pack() { cp -r "$SVC_BUILD/share/svc/policy" pack && rm -r pack/cases; }

@test "what a pack makes of a case is told by nothing but the exit code, where all is as expected" {
  file complaint.csv "$HEAD,=respond_due,=close_due,=lines" \
    "$(late third 3),2026-10-13 09:00:00,2026-10-19 17:30:00,complaint-close/dept/-2;complaint-respond/dept/-1.00/0/final"
  pack
  expect 0 svc-policy test pack complaint.csv
  [ "$output" = file,line,case,register,record,what,expected,got,result ]
  [ -z "$stderr" ]
  expect 0 svc-policy test complaint.csv -v -H
  [ -z "$output" ]
  says 'svc-policy: cases: 1, checks: 3, differing: 0'
  expect 0 svc-policy test complaint.csv --all -H -c line,record,what,result
  [ "$output" = '2,C2026-000001,respond_due,same
2,C2026-000001,close_due,same
2,C2026-000001,lines,same' ]
}

@test "where a pack says otherwise, what was expected and what came is printed" {
  file complaint.csv "$HEAD,=close_due,=lines" "$(late third 3),2026-10-19 17:30:00,complaint-respond/dept/-1;complaint-close/dept/-2"
  pack
  # seven working days end on Wednesday the 21st; three points instead of two
  sed -i 's/^complaint,close,3,,,5wd/complaint,close,3,,,7wd/' pack/limits.csv
  sed -i 's/^complaint-close,dept,-,2,2/complaint-close,dept,-,3,3/' pack/legs.csv
  expect 1 svc-policy test pack complaint.csv
  [ "$output" = 'file,line,case,register,record,what,expected,got,result
complaint.csv,2,third,complaint,C2026-000001,close_due,2026-10-19 17:30:00,2026-10-21 17:30:00,differs
complaint.csv,2,third,complaint,C2026-000001,lines,complaint-respond/dept/-1;complaint-close/dept/-2,complaint-close/dept/-3.00/0.00/final;complaint-respond/dept/-1.00/0.00/final,differs' ]
  expect 0 svc-policy test complaint.csv
}

@test "of lines none may be missing, too many or other ones, in whatever order and detail they are written" {
  judge() { # judge CODE LINES
    file complaint.csv "$HEAD,=lines" "$(late third 3),$2"
    expect "$1" svc-policy test complaint.csv -H -c what
  }
  judge 0 'complaint-respond/dept/-1/0.00;complaint-close/dept'
  judge 0 'complaint-close/dept/-2//final;complaint-respond/dept/-1.0/'
  judge 1 'complaint-respond/dept/-1'
  judge 1 'complaint-respond/dept/-1;complaint-respond/dept/-1'
  judge 1 'complaint-respond/dept/-1;complaint-close/dept/-2;complaint-solution/dept/-1'
  judge 1 'complaint-respond/dept/-1;complaint-close/dept/-2/5'
  judge 1 'complaint-respond/dept/-1;complaint-close/dept/-2/0/proposed'
  judge 1 'complaint-respond/dept/-1;complaint-close/head/-2'
  judge 1 -
  file complaint.csv "$HEAD,responded_at,closed_at,solution,=lines,=solution_due" \
    "$(late kept 3),2026-10-12 10:00,2026-10-14 10:00,已修,-,-"
  expect 0 svc-policy test complaint.csv
}

@test "a case of several registers is loaded in its order, each row at its moment, apart from other cases" {
  # closed on the 13th, to be called within two working days, 15th; the call on the 16th is late
  file story.csv 'case,register,now,no,received_at,channel,category,content,level,dept,person,phone,responded_at,closed_at,solution,callback.register,record,business,planned_at,caller,called_at,attempts,=callback_due,=lines' \
    'called late,complaint,2026-10-14 09:00,C2026-000007,2026-10-12 09:00,hotline,repair,报修,3,02,1202,13812345678,2026-10-12 10:00,2026-10-13 10:00,已修,,,,,,,,2026-10-15 17:30:00,complaint-callback/dept/-1' \
    ',callback,2026-10-17 09:00,,,,,,,,,,,,,complaint,C2026-000007,complaint,2026-10-13 11:00,1102,2026-10-16 09:00,1,,' \
    'called in time,complaint,2026-10-14 09:00,C2026-000007,2026-10-12 09:00,hotline,repair,报修,3,02,1202,13812345678,2026-10-12 10:00,2026-10-13 10:00,已修,,,,,,,,2026-10-15 17:30:00,-' \
    ',callback,2026-10-17 09:00,,,,,,,,,,,,,complaint,C2026-000007,complaint,2026-10-13 11:00,1102,2026-10-15 09:00,1,,'
  expect 0 svc-policy test story.csv -v
  says 'cases: 2, checks: 4, differing: 0'
}

@test "steps and verbs carry a case on, and a row that only names a record tells what became of it" {
  file steps.csv 'case,register,now,no,received_at,channel,category,content,level,dept,person,verb,at,valid,responsible,clause,facts,source,source_no,=state,=lines' \
    'determined,complaint,2026-10-12 10:00,C2026-000001,2026-10-12 09:00,hotline,repair,报修,3,02,1202,,,,,,,,,assigned,' \
    ',complaint steps,2026-10-13 09:00,C2026-000001,,,,,,,,respond,2026-10-12 11:00,,,,,,,,' \
    ',complaint steps,2026-10-14 09:00,C2026-000001,,,,,,,1202,determine,2026-10-14 08:00,yes,yes,reward-3.2.2-1,,,,,' \
    ',reward propose,2026-10-15 09:00,,,,,,,,1202,,,,,reward-3.2.2-2,拖延,complaint,C2026-000001,,' \
    ',complaint,,C2026-000001,,,,,,,,,,,,,,,,responded,reward-3.2.2-1/dept/-1;reward-3.2.2-1/person/0/-100;reward-3.2.2-2/dept/-1;reward-3.2.2-2/person/0/-100/proposed'
  sed -i 's/,assigned,$/,responded,/' steps.csv # all is judged at the end
  expect 0 svc-policy test steps.csv -v
  says 'cases: 1, checks: 3, differing: 0'
}

@test "a company's own departments, people and customers stand beside the cases" {
  mkdir ours
  file ours/depts.csv dept,name,kind,head 31,维修站,business,901
  file ours/persons.csv person,name,dept,roles,joined 901,站长,31,dept_head,2020-01-01 902,师傅,31,staff,2020-01-01
  file ours/customers.csv customer,name,kind,customer_kind,tier K7,大客户,unit,business,vip
  # a VIP unit is to be reached within half an hour
  file ours/order.csv case,now,business,customer,dept,person,accepted_at,=tier,=arrive_due \
    'vip,2026-10-26 09:00,repair,K7,31,902,2026-10-12 09:00,vip,2026-10-12 09:30:00'
  expect 0 svc-policy test ours/*.csv -v
  says 'cases: 1, checks: 2, differing: 0'
  file ours/order.csv case,business,dept,accepted_at,=arrive_due 'other,repair,02,2026-10-12 09:00,-'
  expect 65 svc-policy test ours/order.csv
  says 'svc-policy: ours/order.csv:2: order: column "dept": "02": is not registered'
}

@test "what is wrong with a file of cases is told with its line, and nothing is tested" {
  file a.csv "$HEAD,=clse_due,solutin" "$(late one 3),2026-10-19 17:30:00,x"
  mv a.csv complaint.csv
  expect 65 svc-policy test complaint.csv
  [ -z "$output" ]
  says 'svc-policy: complaint.csv:2: column "=clse_due" is none of complaint; did you mean "close_due"?
  svc-complaint columns lists them
svc-policy: complaint.csv:2: column "solutin" is none of complaint; did you mean "solution"?'
  says 'svc-policy: nothing was tested'
  file complaint.csv "$HEAD,chanel" "$(late one 3),"
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv:1: column "chanel" is none of complaint; did you mean "channel"?'
  file b.csv "register,$HEAD" "complant,$(late one 3)" "inspect marks,$(late one 3)" "admin,$(late one 3)"
  expect 65 svc-policy test b.csv
  says 'b.csv:2: column "register": "complant": names no tool; did you mean "complaint"?'
  says 'b.csv:3: column "register": "inspect marks": no register or verb of that name'
  says 'b.csv:4: column "register": "admin": no register alone'
  file b.csv "register,$HEAD" "complaint stps,$(late one 3)"
  expect 65 svc-policy test b.csv
  says 'b.csv:2: column "register": "complaint stps": no register or verb of that name'
  file b.csv "$HEAD" "$(late one 3)"
  expect 65 svc-policy test b.csv
  says 'b.csv:2: column "register": is empty'
  file complaint.csv "$HEAD" "$(late '' 3)"
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv:2: column "case" is empty: the first row names its case'
  file complaint.csv "${HEAD#case,}" "$(late '' 3 | cut -c2-)"
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv:1: has no column "case"'
  file complaint.csv "$HEAD" "$(late one 3 | sed 's/10-26/13-26/')"
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv:2: column "now": '
  file complaint.csv "$HEAD,now" "$(late one 3),"
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv:1: column "now" comes twice'
  file complaint.csv "$HEAD" one,2
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv: line 2: has 2 cells, the heading has 9'
  : >complaint.csv
  expect 65 svc-policy test complaint.csv
  says 'complaint.csv: has no cases'
  file complaint.csv "$HEAD"
  expect 65 svc-policy coverage complaint.csv
  says 'complaint.csv: has no cases'
  expect 65 svc-policy test nowhere.csv
  says 'cannot read "nowhere.csv"'
}

@test "a fact that its register refuses is told with the line of the case, and the other cases are tested" {
  file complaint.csv "$HEAD,=close_due" "$(late good 3),2026-10-19 17:30:00" \
    "$(late bad 3 | sed s/hotline/hotlin/),2026-10-19 17:30:00" "$(late other 3),2026-10-19 17:30:01"
  expect 65 svc-policy test complaint.csv -H -c case,result
  [ "$output" = other,differs ]
  [ "$(wc -l <<<"$stderr")" = 1 ]
  says 'svc-policy: complaint.csv:3: complaint: column "channel": "hotlin": an unknown word; did you mean 客服热线=hotline?'
  file steps.csv 'case,register,no,received_at,channel,category,content,verb,at,=close_due' \
    'a,complaint,C2026-000001,2026-10-09 09:00,hotline,repair,报修,,,' \
    'a,complaint steps,C2026-000009,,,,,respond,2026-10-09 10:00,'
  expect 65 svc-policy test steps.csv
  says 'svc-policy: steps.csv:3: complaint steps: '
  file gone.csv 'case,register,no,received_at,channel,category,content,=close_due' \
    'a,complaint,C2026-000001,2026-10-09 09:00,hotline,repair,报修,' 'a,complaint,C2026-000009,,,,,2026-10-09 10:00'
  expect 1 svc-policy test gone.csv -H -c line,record,what,got
  [ "$output" = '3,,close_due,' ]
}

@test "nothing can be expected of a step, and a record without a number needs one" {
  file steps.csv 'case,register,no,verb,at,=close_due' 'a,complaint steps,C2026-000009,respond,2026-10-09 10:00,-'
  expect 65 svc-policy test steps.csv
  says 'steps.csv:2: nothing can be expected of a step'
  file order.csv case,business,accepted_at,dept ,,, a,,, 'a,repair,2026-10-09 09:00,'
  expect 65 svc-policy test order.csv
  says 'order.csv:3: has no facts'
}

@test "a pack with a fault, or none at all, is not tried" {
  file complaint.csv "$HEAD" "$(late one 3)"
  pack
  sed -i 's/^complaint,close,3,,,5wd/complaint,close,3,,,5weeks/' pack/limits.csv
  expect 78 svc-policy test pack complaint.csv
  says 'pack/limits.csv:10: length: '
  says 'faults of the pack: 1; nothing was tested'
  mkdir empty
  expect 78 svc-policy coverage empty complaint.csv
  expect 65 svc-policy test empty
  says '"empty/cases" has no cases; nothing was tested'
  mkdir calendar
  cp "$SVC_BUILD/share/svc/policy/calendar.csv" calendar
  expect 78 svc-policy test calendar complaint.csv
  says 'a calendar alone is no pack'
}

@test "what no case touches is named with its file and line, until a case does" {
  pack
  file complaint.csv "$HEAD" "$(late third 3)"
  expect 1 svc-policy coverage pack complaint.csv
  [ "${lines[0]}" = file,line,key ]
  # level 3 has an answer and an end, both missed; the other limits wait
  [ "$(grep -cE ',complaint/(respond|close)/3/' <<<"$output")" = 0 ]
  grep -q "^limits.csv,$(grep -n ^complaint,close,2, pack/limits.csv | cut -d: -f1),complaint/close/2/" <<<"$output"
  [ "$(grep -c complaint.close.missed <<<"$output")" = 0 ]
  grep -qx 'triggers.csv,[0-9]*,complaint.solution.missed/.*/complaint-solution' <<<"$output"
  [ "$(grep -c ,complaint-close/dept <<<"$output")" = 0 ]
  grep -qx 'legs.csv,[0-9]*,complaint-solution/dept' <<<"$output"
  # a row for a tool that is still to come waits for no case
  echo 'fleet.late,,,,,,,,entry-8.1,yes,assumed' >>pack/triggers.csv
  expect 1 svc-policy coverage pack complaint.csv
  grep -q ,entry.rate <<<"$output"
  [ "$(grep -c fleet <<<"$output")" = 0 ]
  counts() { svc-policy coverage pack complaint.csv --summary -H | cut -d, -f1,3; }
  expect 1 svc-policy coverage pack complaint.csv --summary
  [ "${lines[0]}" = file,rows,touched,untouched ]
  [ "$(counts || :)" = 'limits.csv,2
triggers.csv,2
legs.csv,2
thresholds.csv,0
bands.csv,0' ]
  file complaint.csv "$HEAD" "$(late third 3)" "$(late first 1)"
  # an answer, a solution and an end more; one trigger and one leg
  [ "$(counts || :)" = 'limits.csv,5
triggers.csv,3
legs.csv,3
thresholds.csv,0
bands.csv,0' ]
}

@test "of triggers of one clause the one that fired is touched, and so is the one of a case by hand" {
  pack
  sed -i '/^complaint.close.missed/d' pack/triggers.csv
  printf '%s\n' complaint.close.missed,3,,,,,,,complaint-close,,assumed complaint.close.missed,2,,,,,,,complaint-close,,assumed \
    >>pack/triggers.csv
  file complaint.csv "$HEAD" "$(late third 3)"
  untouched() { svc-policy coverage pack "$1" -H -c key | grep -E "$2" || :; }
  [ "$(untouched complaint.csv complaint.close.missed/)" = 'complaint.close.missed/2/*/*/*/*/*/*/complaint-close' ]
  # two triggers of one clause, neither of which speaks for the other
  file order.csv case,now,business,dept,person,accepted_at 'late,2026-10-26 09:00,repair,02,1202,2026-10-12 09:00'
  [ "$(untouched order.csv 'order.*reward-3.2.2-1$' | cut -d. -f2 | tr '\n' ' ')" = 'apply survey notice solution finish ' ]
  file hand.csv case,register,now,clause,person,facts 'by hand,reward propose,2026-10-26 09:00,reward-3.2.2-1,1202,误事'
  [ -z "$(untouched hand.csv 'reward.case.*reward-3.2.2-1$')" ]
  [ -n "$(untouched hand.csv 'order.arrive.*reward-3.2.2-1$')" ]
}

@test "of legs that the loss tells apart those are touched that a case's loss reaches" {
  pack
  sed -i '/^reward-3.2.3-1,person/d' pack/legs.csv
  # clause,subject,sign,points_min,points_max,amount_min,amount_max,basis,effect,effect_basis,approval,per,loss_from,loss_to
  printf '%s\n' reward-3.2.3-1,person,-,,,100,100,assumed,,,reward,,,1000 \
    reward-3.2.3-1,person,-,,,300,300,assumed,,,reward,,1000, >>pack/legs.csv
  file case.csv case,register,now,clause,person,facts,loss 'big,reward propose,2026-10-26 09:00,reward-3.2.3-1,1202,误事,2000'
  untouched() { svc-policy coverage pack case.csv -H -c key | grep '^reward-3.2.3-1/person' || :; }
  [ "$(untouched)" = reward-3.2.3-1/person ]
  file case.csv case,register,now,clause,person,facts,loss 'small,reward propose,2026-10-26 09:00,reward-3.2.3-1,1202,误事,500'
  [ "$(untouched)" = reward-3.2.3-1/person/loss_from=1000.00 ]
}

@test "a threshold is touched by the record that reaches it and by one that it frees, not by those before" {
  pack
  printf '%s\n' complaint-close,,,dept,count,month,,,1,,assumed complaint-respond,,,dept,count,month,2,inspect-8.1,,,assumed \
    >>pack/thresholds.csv
  untouched() { svc-policy coverage pack "$1" -H -c file,key | sed -n 's/^thresholds.csv,//p'; }
  file complaint.csv "$HEAD" "$(late one 3)"
  # the one that is free is the end; of answers it takes two
  [ "$(untouched complaint.csv)" = '*/*/complaint.counted/person/count/year/reward-3.2.4-4
*/*/inspect.notice.major/dept/count/year/inspect-8.1
complaint-respond/*/*/dept/count/month/inspect-8.1' ]
  file complaint.csv "$HEAD" "$(late one 3)" ",2026-10-26 09:00,2026-10-12 10:00,hotline,repair,报修,3,02,1202"
  [ "$(untouched complaint.csv | tail -n 1)" = '*/*/inspect.notice.major/dept/count/year/inspect-8.1' ]
}

@test "a band is touched by the value that is in it, as a condition too, once its period is over" {
  pack
  echo group,indicator,by,period,from,until,points,step,cap,clause,item,basis >pack/bands.csv
  printf '%s\n' late,complaint_close_in_time,dept,,,95,-1,,,complaint-close,complaint,assumed \
    late,complaint_respond_in_time,dept,,,50,,,,,,assumed \
    good,complaint_close_in_time,dept,,95,,1,,,complaint-close,complaint,assumed >>pack/bands.csv
  expect 0 svc-policy check pack
  untouched() { svc-policy coverage pack "$1" -H -c file,key | sed -n 's/^bands.csv,//p'; }
  # in October; in November it is over
  file complaint.csv "$HEAD" "$(late one 3)"
  [ "$(untouched complaint.csv | wc -l)" = 3 ]
  file complaint.csv "$HEAD" "$(late one 3 | sed s/2026-10-26/2026-11-02/)"
  [ "$(untouched complaint.csv)" = 'good/complaint_close_in_time/95.00/*' ]
}

@test "a test that is killed leaves nothing behind" {
  mkdir cases
  mkfifo cases/depts.csv
  file cases/complaint.csv "$HEAD" "$(late one 3)"
  for signal in KILL TERM; do
    svc-policy test cases/complaint.csv >out 2>&1 3>&- &
    exec 8>cases/depts.csv # whoever reads it has begun
    [ -n "$(ls -A tmp)" ]
    kill -"$signal" $!
    wait $! || :
    exec 8>&-
    gone=$((SECONDS + 30))
    while [ -n "$(ls -A tmp)" ] && [ "$SECONDS" -lt "$gone" ]; do :; done
    [ -z "$(ls -A tmp)" ]
  done
}

@test "no store is read or made, whichever is named" {
  file complaint.csv "$HEAD,=close_due" "$(late one 3),2026-10-19 17:30:00"
  export SVC_DB=$PWD/none/svc.db
  expect 0 svc-policy test complaint.csv
  [ ! -e none ]
  SVC_FORMAT=jsonl expect 0 svc-policy test complaint.csv
  TMPDIR=$PWD/nowhere expect 74 svc-policy test complaint.csv
  says "cannot make a folder below \"$PWD/nowhere\""
}
