# svc-reward: a case from the fact to its last signature, and everything that must not be.

load common

setup_file() { make_month; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

# A case by hand: propose OPTION… prints its number.
propose() { svc-reward propose -H --evidence E-1 "$@"; }

# Signatures on paper, in order: signed NO PERSON…
signed() {
  local no=$1 person
  shift
  for person in "$@"; do svc-reward sign --by "$person" --evidence "P-$person" "$no" || return; done
}

state() { svc-reward list --no "$1" -H -c state; }
legs() { svc-reward score -m 2026-10 -H -c subject,dept,person,points,amount,effect,status | sort; }

# What the log of a case says was refused.
refused() { svc-reward log "$1" -f jsonl | grep -F '{\"refused\":' | grep -F "$2"; }

# Becomes another person of the company until the test's end: be NO.
be() {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '$1'"
}

# -- stories -------------------------------------------------------------------------------------

@test "score lines become cases, four persons sign, and the sheet pays" {
  svc-complaint score -m 2026-09 >lines.csv
  expect 0 svc-reward propose -v --suspension standby lines.csv
  says 'lines.csv: read 23: 6 cases added, 0 unchanged, 9 passed over'
  [ "$(svc-report sheet -m 2026-09 --by person --dept 03 -H -c subject,penalty_amount,pending_lines | tail -n 1)" = \
    1302,0.00,1 ]
  no=$(svc-reward list --source_no C2026-000015 -H -c no)
  signed "$no" 1301 1003 1601 1001
  [ "$(state "$no")" = approved ]
  [ "$(svc-report sheet -m 2026-09 --by person --dept 03 -H -c subject,penalty_amount,pending_lines | tail -n 1)" = \
    1302,-100.00,0 ]
  [ "$(svc-report sheet -m 2026-09 --dept 03 -H -c complaint,reward,score,pending_lines)" = -2.00,-1.00,97.00,0 ]
  expect 0 svc-report explain -m 2026-09 --person 1302 -H -c amount,status,item,clause,source,record,article
  [ "$output" = '-100.00,final,reward,reward-3.2.2-3,complaint,C2026-000015,3.2.2(3)' ]
  svc-admin verify
  svc-admin check
}

@test "the same lines twice add nothing, nor does the month after they have gone" {
  svc-complaint score -m 2026-09 >lines.csv
  svc-reward propose lines.csv
  expect 0 svc-reward propose -v lines.csv
  says '0 cases added, 6 unchanged'
  [ "$output" = no,clause,dept,person,amount,head_amount,points,occurred_at,chain,source,source_no ]
  # Proposed cases have no line of their own: 14 of the 23 wait where they stood.
  [ "$(svc-complaint score -m 2026-09 -H -c status | sort | uniq -c | tr '\n' ' ' | tr -s ' ')" = ' 9 final 14 proposed ' ]
  [ -z "$(svc-reward score -m 2026-09 -H)" ]
  expect 0 sh -c 'svc-complaint score -m 2026-09 | svc-reward propose -v -'
  says '0 cases added, 6 unchanged, 9 passed over'
  expect 0 sh -c '{ svc-complaint score -m 2026-09; svc-reward score -m 2026-09; } | svc-reward propose -v -'
  says '0 cases added, 6 unchanged'
  [ "$(svc-reward list -H -c no | wc -l)" -eq 6 ]
  # A line that waits for a calendar counts by itself and needs no case.
  expect 0 svc-reward propose -v - <<<'dept,person,clause,subject,points,amount,status,source,record,occurred_at,reason
02,,complaint-close,dept,-2.00,0.00,proposed,complaint,C2026-000001,2026-10-01 17:30:00,provisional'
  says '0 cases added, 0 unchanged, 1 passed over'
}

@test "last month's lines of several tools are read as one; two at once add them once" {
  for tool in complaint reward; do svc-$tool score -m last-month; done >lines.csv
  svc-reward propose --suspension standby lines.csv >a &
  first=$!
  svc-reward propose --suspension standby lines.csv >b &
  second=$!
  wait $first
  wait $second
  [ "$(cat a b | wc -l)" -eq 8 ] # two headers and six cases
  [ "$(svc-reward list -H | wc -l)" -eq 6 ]
}

@test "lines of one fact that come apart are one case; a whole line may be Chinese" {
  svc-complaint score -m 2026-09 --header zh >lines.csv
  { head -n 1 lines.csv; grep 3.2.3-1 lines.csv | sort; } >some.csv
  expect 0 svc-reward propose -H -c clause,dept,person,amount,head_amount,points some.csv
  [ "$output" = 'reward-3.2.3-1,01,1103,100.00,100.00,1.00
reward-3.2.3-1,02,1203,100.00,100.00,1.00' ]
}

@test "a rejected fact does not come back, a withdrawn one does" {
  svc-complaint score -m 2026-09 >lines.csv
  svc-reward propose --suspension standby lines.csv
  no=$(svc-reward list --source_no C2026-000015 -H -c no)
  expect 0 svc-reward reject --by 1301 --evidence P1 --reason 证据不足 "$no"
  [ "$(state "$no")" = rejected ]
  [ "$(svc-complaint score -m 2026-09 -H -c record,status | grep -c 000015,proposed)" -eq 0 ]
  [ "$(svc-reward score -m 2026-09 -H -c record | grep -c 000015)" -eq 0 ]
  expect 0 svc-reward propose -v lines.csv
  says '0 cases added, 6 unchanged'
  expect 4 svc-reward sign --by 1003 --evidence P2 "$no"
  says "cannot sign, it is rejected (reject by"
  expect 4 propose --clause reward-3.2.2-3 --person 1302 --facts x --source complaint --source_no C2026-000015
  says "which is rejected"
  expect 0 propose --clause reward-3.2.2-3 --person 1302 --facts x --source complaint --source_no C2026-000015 --also 新证据

  no=$(svc-reward list --source_no C2026-000004 -H -c no)
  svc-reward withdraw "$no"
  [ "$(svc-complaint score -m 2026-09 -H -c record,status | grep -c 000004,proposed)" -eq 3 ]
  expect 0 svc-reward propose -v lines.csv
  says '1 cases added, 5 unchanged'
  svc-admin verify
}

@test "until it is signed a line stays in its item, rejected it is reversed with who and why" {
  # An order that misses two limits is one promise: the department loses one point, the person 100 yuan.
  svc-order add --no O2026-000001 --business repair --dept 02 --person 1202 --customer_kind home \
    --accepted_at '2026-09-03 08:40' --arrived_at '2026-09-03 13:00' --finished_at '2026-09-03 14:00' >/dev/null
  line() { svc-report explain -m 2026-09 -H -c item,subject,status,record,reason | grep O2026-000001 | sort; }
  waits='order,dept,proposed,O2026-000001,"arrive due 2026-09-03 12:40:00, done 2026-09-03 13:00:00"
order,person,proposed,O2026-000001,"arrive due 2026-09-03 12:40:00, done 2026-09-03 13:00:00"'
  [ "$(line)" = "$waits" ]
  no=$(svc-order score -m 2026-09 | svc-reward propose -H -c no -)
  [ "$(line)" = "$waits" ]
  [ -z "$(svc-reward score -m 2026-09 -H)" ]
  svc-reward suspend --reason 申诉 "$no"
  [ "$(line | cut -d, -f1-3 | sort -u | tr '\n' ' ')" = 'order,dept,suspended order,person,suspended ' ]
  svc-reward suspend --lift --reason 维持 "$no"
  svc-reward withdraw "$no"
  [ "$(line)" = "$waits" ]
  no=$(svc-order score -m 2026-09 | svc-reward propose -H -c no -)
  svc-reward reject --by 1201 --evidence P1 --reason '途中|事故' "$no"
  [ "$(line | head -n 1)" = "order,dept,reversed,O2026-000001,\"arrive due 2026-09-03 12:40:00, done 2026-09-03 13:00:00; $no rejected by 1201: 途中|事故\"" ]
  [ -z "$(svc-reward score -m 2026-09 -H)" ]
  # Once more, with a reason: it waits again, and signed it is a line of the case.
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --source order --source_no O2026-000001 --at '2026-09-03 12:40' --late-reason 补录 --also 查无事故)
  [ "$(line)" = "$waits" ]
  signed "$no" 1201 1003 1601 1001
  [ "$(line | cut -d, -f1-3 | tr '\n' ' ')" = 'reward,dept,final reward,person,final ' ]
  [ -z "$(svc-order score -m 2026-09 -H)" ]
}

@test "a case that no line was there before waits under reward, and rejected has no line" {
  no=$(propose --clause reward-3.2.2-4 --person 1202 --facts 私自收费)
  [ "$(svc-reward score -m 2026-10 -H -c item,status | sort -u)" = reward,proposed ]
  svc-reward reject --by 1201 --evidence P1 --reason 查无实据 "$no"
  [ -z "$(svc-reward score -m 2026-10 -H)" ]
}

@test "a decided case never changes: its reversal goes through the same chain" {
  no=$(propose --clause reward-3.1.1-1 --person 1102 --facts 锦旗 --amount 300 --reason 情节较重 --points 2)
  signed "$no" 1101 1002 1601 1001
  [ "$(svc-report sheet -m 2026-10 --by person --dept 01 -H -c subject,reward_amount | grep 1102)" = 1102,300.00 ]
  [ "$(svc-report sheet -m 2026-10 --dept 01 -H -c bonus,score)" = 2.00,101.00 ]
  expect 4 svc-reward withdraw "$no"
  says "cannot withdraw, it is approved"
  expect 4 svc-reward set --facts y --reason x "$no"
  expect 0 svc-reward reverse -H --reason 事实有误 "$no"
  [ "$output" = "R2026-000002,$no" ]
  expect 4 svc-reward reverse --reason again "$no"
  says 'its reversal is proposed already, R2026-000002'
  expect 4 svc-reward sign --by 1101 --evidence P1 R2026-000002
  says 'has no evidence'
  svc-reward set --evidence S-1 --reason 补 R2026-000002
  expect 4 svc-reward sign --by 1102 --evidence P1 R2026-000002
  svc-reward withdraw R2026-000002
  expect 0 svc-reward reverse -H --reason 事实有误 --evidence S-1 "$no"
  [ "$output" = "R2026-000003,$no" ]
  signed R2026-000003 1101 1002 1601
  [ "$(state "$no")" = approved ]
  signed R2026-000003 1001
  [ "$(state "$no")" = reversed ]
  [ "$(svc-report sheet -m 2026-10 --by person --dept 01 -H -c subject,reward_amount | grep 1102)" = 1102,0.00 ]
  [ "$(svc-reward score -m 2026-10 -H -c status | sort -u)" = reversed ]
  case $(svc-reward score -m 2026-10 -H -c reason | sort -u) in
    "$no: "*'; reversed by R2026-000003: 事实有误') ;;
    *) false ;;
  esac
  expect 4 svc-reward reverse --reason x R2026-000003
  says "reverses $no and is not reversed itself"
  expect 4 svc-reward reverse --reason x "$no"
  says 'it is reversed'
  # The fact may be proposed again, and then only the new case has a line.
  again=$(propose --clause reward-3.1.1-1 --person 1102 --facts 锦旗 --source reward --source_no "$no" --also 更正金额)
  [ "$(svc-reward score -m 2026-10 -H -c subject,amount,status | grep person)" = person,100.00,proposed ]
  [ "$(svc-reward list --no "$again" -H -c source_no,also_reason)" = "$no,更正金额" ]
  svc-admin check
}

@test "an open appeal suspends, by the office or by the complaint's own appeal; a lost determination reverses" {
  svc-complaint determine --valid yes --responsible yes C2026-000015
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby -
  no=$(svc-reward list --source_no C2026-000015 -H -c no)
  signed "$no" 1301 1003 1601 1001
  line() { svc-reward score -m 2026-09 -H -c record,subject,status | sed -n 's/^C2026-000015,person,//p'; }
  [ "$(line)" = final ]
  expect 0 svc-reward suspend --reason 本人申诉 "$no"
  [ "$(line)" = suspended ]
  expect 4 svc-reward suspend --reason 再次 "$no"
  says 'is suspended since'
  expect 0 svc-reward suspend --lift --reason 维持 "$no"
  [ "$(line)" = final ]
  expect 4 svc-reward suspend --lift --reason 维持 "$no"
  says 'not suspended'
  svc-complaint appeal --against responsible --by 1302 --reason 不属实 C2026-000015
  [ "$(line)" = suspended ]
  svc-complaint appeal-decide --outcome not_responsible --reason 属实 C2026-000015
  [ "$(line)" = reversed ]
  [ "$(svc-report sheet -m 2026-09 --by person --dept 03 -H -c penalty_amount,suspended_lines | tail -n 1)" = 0.00,0 ]
}

@test "a case whose complaint's appeal was decided against the person stands again" {
  svc-complaint determine --valid yes --responsible yes C2026-000004
  no=$(propose --clause reward-3.2.2-1 --source complaint --source_no C2026-000004 --person 1203 --facts 爽约)
  signed "$no" 1201 1003 1601 1001
  line() { svc-reward score -m 2026 -H -c record,subject,status | sed -n 's/^C2026-000004,person,//p'; }
  [ "$(line)" = final ]
  svc-complaint appeal --against responsible --by 1203 --reason 不属实 C2026-000004
  [ "$(line)" = suspended ]
  svc-complaint appeal-decide --outcome upheld --reason 核实 C2026-000004
  [ "$(line)" = final ]
}

@test "whom a case is about leaves it alone, and so does who did not propose it" {
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵)
  be 1201
  expect 4 svc-reward set --facts 误会 --reason x "$no"
  says 'is about "1201", who cannot set it'
  refused "$no" 'who cannot set it'
  be 1301
  expect 4 svc-reward set --facts 误会 --reason x "$no"
  says 'besides only a clerk or the office may add to it'
  be 1602
  expect 0 svc-reward set --facts '争吵 2' --reason x "$no"
  other=$(propose --clause reward-3.2.2-1 --person 1601 --facts 拖延)
  be 1601
  expect 4 svc-reward suspend --reason x "$other"
  says 'is about "1601", who cannot suspend it'
}

@test "a suspended case is not signed" {
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  svc-reward suspend --reason 申诉 "$no"
  expect 4 svc-reward sign --by 1201 --evidence P1 "$no"
  says 'is suspended since'
  [ "$(svc-reward score -m 2026-10 -H -c status | sort -u)" = suspended ]
}

@test "three complaints of a year are one case, whose line moves to the one that is the third" {
  svc-complaint score -m 2026-09 | svc-reward propose --suspension standby -
  no=$(svc-reward list --clause reward-3.2.4-4 --person 1203 -H -c no)
  signed "$no" 1201 1003 1601 1001
  lines() { svc-reward score -m 2026-09 -H -c person,clause,status | sed -n 's/^1203,reward-3.2.4-4,//p'; }
  [ "$(lines)" = final ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c forced_grade,final_grade)" = C,C ]
  # An earlier one is won: only two are left. A later one makes three again; there is no second case.
  svc-complaint determine --valid yes --responsible yes C2026-000009
  svc-complaint appeal --against responsible --by 1201 --reason x C2026-000009
  [ "$(lines)" = suspended ]
  svc-complaint appeal-decide --outcome not_responsible --reason x C2026-000009
  [ "$(lines)" = reversed ]
  why() { svc-reward score -m 2026-09 -H -c person,clause,status,reason | grep '^1203,reward-3.2.4-4,reversed'; }
  [[ $(why) == *"; appeal won, decided by root: x; so C2026-000009 counts no more\"" ]]
  other=$(complaint person=1203 dept=02 received_at='2026-10-10 09:00')
  svc-complaint determine --valid yes --responsible yes --person 1203 "$other"
  [ "$(lines)" = reversed ]
  october() { svc-reward score -m 2026-10 -H -c person,clause,status,record,occurred_at | sed -n 's/^1203,reward-3.2.4-4,//p'; }
  [ "$(october)" = "final,$other,2026-10-10 09:00:00" ]
  [ "$(svc-complaint score -m 2026-10 -H -c clause,person | grep -c 1203)" -eq 0 ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c forced_grade)" = '""' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c forced_grade)" = C ]
  [[ $(why) == *"; so C2026-000009 counts no more\"" ]]
  # an earlier one, determined last, makes the third fall back into September
  complaint person=1203 dept=02 received_at='2026-09-03 09:00' responsible_person=1203 valid=yes responsible=yes >/dev/null
  [ -z "$(october)" ]
  [ "$(lines | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 1 final;' ]
  # one more before them, and the third is another one than the case was signed for
  earlier=$(complaint person=1203 dept=02 received_at='2026-09-04 09:00' responded_at='2026-09-04 10:00')
  svc-complaint determine --valid yes --responsible yes --person 1203 "$earlier"
  [[ $(why) == *"; of the year $earlier is in its place now" ]]
}

# -- every clause --------------------------------------------------------------------------------

@test "every clause of the reward book goes through its chain with the legs of the pack" {
  local clause with numbers=() heads=() plain=() inner=()
  while IFS=, read -r clause _; do
    with=(--person 1202 --facts "事实 $clause")
    case $clause in
      reward-3.2.5-*) with=(--dept 02 --facts "事实 $clause") ;;
      reward-3.2.4-1) with+=(--loss 2000 --suspension probation) ;;
      reward-3.2.4-*) with+=(--suspension standby) ;;
    esac
    no=$(propose --clause "$clause" "${with[@]}")
    case $clause in
      reward-3.2.1-*) inner+=("$no") ;;
      reward-3.2.3-*) heads+=("$no") ;;
      *) plain+=("$no") ;;
    esac
    numbers+=("$no")
  done < <(grep ^reward- "$ROOT/lib/share/policy/clauses.csv")
  [ "${#numbers[@]}" -eq 27 ]
  [ "${#inner[@]}" -eq 4 ]
  [ "${#heads[@]}" -eq 4 ]
  for by in 1201 1003 1601 1001; do svc-reward sign --by $by --evidence "P-$by" "${plain[@]}"; done
  for by in 1003 1001 1601 1002; do svc-reward sign --by $by --evidence "P-$by" "${heads[@]}"; done
  svc-reward sign --by 1201 --evidence P-1201 "${inner[@]}"
  [ "$(svc-reward list -H -c state | sort | uniq -c | tr -s ' ')" = ' 27 approved' ]
  awk -F, '$1 ~ /^reward-/ {
    sign = $3 == "-" ? -1 : 1
    printf "%s,%s,%.2f,%.2f,%s\n", $1, $2, sign * $4 + 0, sign * $6 + 0, $9
  }' "$ROOT/lib/share/policy/legs.csv" | sed 's/-0\.00/0.00/g' | sort >should
  svc-reward score -m 2026-10 -H -c clause,subject,points,amount,effect | sort | diff should -
  [ "$(svc-reward score -m 2026-10 -H -c status | sort -u)" = final ]
  svc-admin check
  svc-admin verify
}

@test "more than the least is chosen with a reason, whichever value it is, and the least without" {
  asks() {
    expect 4 svc-reward propose --facts x --dry-run "${@:2}"
    says "more than the least $1, "
    says 'add --reason TEXT'
    expect 0 svc-reward propose --facts x --dry-run "${@:2}" --reason 情节较重
  }
  asks amount --clause reward-3.2.3-1 --person 1202 --amount 100.01
  asks head_amount --clause reward-3.2.3-1 --person 1202 --head_amount 100.01
  asks points --clause reward-3.1.1-1 --person 1102 --points 1.01
  asks amount --clause reward-3.2.3-1 --person 1202 --with 1203=200
  asks amount --clause reward-3.1.1-1 --dept 01 --shares 1102=60,1101=60
  expect 0 svc-reward propose --clause reward-3.2.3-1 --person 1202 --amount 100 --head_amount 100 --facts x --dry-run
  # of a table, too; a score line has what was chosen where its record is
  echo 'no,occurred_at,person,facts
X1,2026-10-09 10:00,1202,x' >in.csv
  asks amount --clause reward-3.2.2-2 --source praise --amount 200 in.csv
  echo 'dept,person,clause,subject,points,amount,status,source,record,occurred_at,reason
02,1202,reward-3.2.2-2,person,0.00,-200.00,proposed,order,O2026-000001,2026-10-09 10:00,迟到' |
    svc-reward propose --dry-run -
}

@test "the largest value of every range is allowed, a fen or a hundredth more is not" {
  while IFS=, read -r clause subject _ _ points _ amount _; do
    option=(--points "$points")
    [ -z "$amount" ] || option=(--amount "$amount")
    [ "$subject" != head ] || option=(--head_amount "$amount")
    whom=(--person 1202)
    [[ $clause != reward-3.2.5-* ]] || whom=(--dept 02)
    expect 0 svc-reward propose --clause "$clause" "${whom[@]}" --facts x --reason 情节较重 --dry-run "${option[@]}"
    option[1]=${option[1]}.01
    expect 4 svc-reward propose --clause "$clause" "${whom[@]}" --facts x --reason 情节较重 --dry-run "${option[@]}"
    says "lies outside of"
  done < <(grep -E '^reward-[^,]*,[^,]*,.,[^,]*,[^,]*,[^,]*,[^,]*,' "$ROOT/lib/share/policy/legs.csv" |
    awk -F, '$5 != "" || $7 != ""')
  [ -z "$(svc-reward list -H)" ]
}

# -- proposing -----------------------------------------------------------------------------------

@test "by hand the least of each range is taken, and the number is the answer" {
  expect 0 propose --clause reward-3.2.3-1 --person 1203 --facts 争吵
  [ "$output" = R2026-000001 ]
  [ "$(legs)" = 'dept,02,,-1.00,0.00,,proposed
head,02,1201,0.00,-100.00,,proposed
person,02,1203,0.00,-100.00,notice,proposed' ]
  [ "$(svc-reward list -H -c source,source_no,dept,proposer,chain)" = "reward,R2026-000001,02,$(id -un),reward" ]
}

@test "who is also the head gets the larger of the two legs" {
  propose --clause reward-3.2.3-1 --person 1201 --facts 甲 --amount 200 --reason 情节较重 --head_amount 300
  [ "$(svc-reward list -H -c amount,head_amount)" = ,300.00 ]
  propose --clause reward-3.2.3-2 --person 1301 --facts 乙 --amount 300 --reason 情节较重 --head_amount 300
  [ "$(svc-reward list --person 1301 -H -c amount,head_amount)" = 300.00, ]
  [ "$(legs | grep -c -e ^head -e ^person)" -eq 2 ]
  svc-admin import depts --update - <<<$'dept,name,head\n02,维修抢险部,'
  expect 0 propose --clause reward-3.2.3-3 --person 1203 --facts 丙
  says 'department 02 has no head'
}

# 3.2.3: the culprit is made known to the company, and his head pays too. Where one person is both, the larger
# leg stands: 300 of the head here; the notice came with the other leg.
@test "a head who is the culprit is made known as anybody else" {
  no=$(propose --clause reward-3.2.3-1 --person 1201 --facts 甲 --amount 200 --reason 情节较重 --head_amount 300)
  [ "$(legs)" = 'dept,02,,-1.00,0.00,,proposed
head,02,1201,0.00,-300.00,notice,proposed' ]
  signed "$no" 1003 1001 1601 1002
  expect 0 svc-reward notice "$no"
  [[ $output == *'部门负责人 马志强（1201）：绩效扣减300.00元（人民币叁佰元整）；公司范围内通报'* ]]
  [ "$(svc-report sheet -m 2026-10 --by person --dept 02 -H -c subject,penalty_amount,effects | grep 1201)" = \
    1201,-300.00,notice ]
  other=$(propose --clause reward-3.2.3-2 --person 1301 --facts 乙)
  [ "$(legs | grep 1301)" = person,03,1301,0.00,-100.00,notice,proposed ]
  svc-reward reverse --evidence E --reason 查无此事 "$no"
}

# The same in the lines of a complaint, of which the larger leg stands before there is a case: a pack whose
# head pays 200 and whose culprit 100.
@test "the line of a head who is the culprit keeps the effect of the leg it displaces" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^reward-3.2.3-1,head,-,,,100,500,/reward-3.2.3-1,head,-,,,200,500,/' pack/legs.csv
  svc-policy load pack --from 2026-10-01
  no=$(svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 争吵 --dept 02)
  svc-complaint determine --valid yes --responsible yes --clause reward-3.2.3-1 --person 1201 "$no"
  expect 0 svc-complaint score -m 2026-10 -H -c subject,person,amount,effect
  [ "$(grep ,1201, <<<"$output")" = head,1201,-200.00,notice ]
}

# -- several persons ----------------------------------------------------------------------------

@test "two culprits of one complaint are one case, or two; head and department answer once" {
  one=$(complaint dept=02 assigned_at='2026-10-09 09:30')
  two=$(complaint dept=02 assigned_at='2026-10-09 09:30')
  svc-complaint determine --valid yes --responsible yes "$one" "$two"
  both=$(propose --clause reward-3.2.3-1 --source complaint --source_no "$one" --person 1203 --facts 争吵 \
    --with 1202=300 --reason 情节较重)
  [ "$(svc-reward list --no "$both" -H -c person,amount,head_amount,points)" = 1203,100.00,100.00,1.00 ]
  [ "$(legs)" = 'dept,02,,-1.00,0.00,,proposed
head,02,1201,0.00,-100.00,,proposed
person,02,1202,0.00,-300.00,notice,proposed
person,02,1203,0.00,-100.00,notice,proposed' ]
  expect 4 svc-reward sign --by 1202 --evidence P "$both"
  says '"1202" is a subject of it'
  fact=(--clause reward-3.2.3-1 --source complaint --source_no "$two" --facts 推诿)
  first=$(propose "${fact[@]}" --person 1203 --at 2026-10-11)
  second=$(propose "${fact[@]}" --person 1202 --at 2026-10-11)
  [ "$(svc-reward list --no "$second" -H -c person,beside,amount,head_amount,points)" = "1202,$first,100.00,," ]
  [ "$(legs | sort | uniq -c | sed 's/^ *//')" = '2 dept,02,,-1.00,0.00,,proposed
2 head,02,1201,0.00,-100.00,,proposed
1 person,02,1202,0.00,-100.00,notice,proposed
1 person,02,1202,0.00,-300.00,notice,proposed
2 person,02,1203,0.00,-100.00,notice,proposed' ]
  signed "$first" 1003 1001 1601 1002
  signed "$second" 1201 1003 1601 1001
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c reward)" = -1.00 ]
  [ "$(svc-report sheet -m 2026-10 --by person --dept 02 -H -c subject,penalty_amount)" = '1201,-100.00
1202,-100.00
1203,-100.00' ]
  svc-admin verify
  svc-admin check
}

@test "a further person's case names no other leg, and is his only one" {
  fact=(--clause reward-3.2.3-1 --source complaint --source_no C2026-000002 --facts 推诿)
  propose "${fact[@]}" --person 1203 >/dev/null
  expect 4 svc-reward propose "${fact[@]}" --person 1202 --head_amount 200 --reason 情节较重
  says 'the legs of head and department are those of R2026-000001'
  expect 4 svc-reward propose "${fact[@]}" --person 1201
  says 'has its case under clause "reward-3.2.3-1": R2026-000001'
  propose "${fact[@]}" --person 1202 >/dev/null
  expect 4 svc-reward propose "${fact[@]}" --person 1202
  says 'has its case under clause "reward-3.2.3-1": R2026-000002, which is proposed'
  wrong() { expect "$1" svc-reward propose --clause "$2" --person 1203 --facts "$RANDOM" --with "$3" && says "$4"; }
  wrong 4 reward-3.2.2-1 1202=99 'amount 99.00 lies outside of 100.00 to 500.00'
  wrong 4 reward-3.2.2-1 1202=501 'amount 501.00 lies outside'
  wrong 2 reward-3.2.2-1 1202,1202 '"1202" comes twice'
  wrong 2 reward-3.2.2-1 1203 '"1203" comes twice'
  wrong 2 reward-3.2.2-1 1202= '"1202"'
  wrong 5 reward-3.2.2-1 7777 7777
  wrong 4 reward-3.2.4-4 1202 "what adds up over a year is one person's"
  wrong 4 reward-3.1.1-2 1202=100 'a reward of several is told by --shares'
  expect 4 svc-reward propose --clause reward-3.2.5-1 --dept 02 --facts x --with 1202
}

@test "what a finding took already is not taken by a case as well, unless somebody says why" {
  sheet=$(svc-inspect sheet -H "$(svc-inspect plan -H --planned_at 2026-10-12 --level company --kind routine \
    --method on_site --inspectors 1601 --scope 02 --scheme FA-01)")
  found=$(svc-inspect find -H "$sheet" --facts 未佩戴胸牌 --severity minor --person 1203 --deadline 2026-10-20)
  [ "$(svc-inspect score -m 2026-10 -H -c person,clause,points,status)" = ',inspect-6.1,-0.50,final
1203,inspect-6.2-minor,-1.00,final' ]
  fact=(--clause reward-3.2.2-2 --person 1203 --facts 未着工装 --source inspect --source_no "$found")
  expect 4 svc-reward propose "${fact[@]}"
  says "person 1203 was charged for $found under clause \"inspect-6.2-minor\" already"
  [ -z "$(svc-reward list -H)" ]
  # The department's half point was for the same finding.
  expect 4 svc-reward propose --clause reward-3.2.5-2 --dept 02 --facts 不改进 --source inspect --source_no "$found"
  says 'department 02 was charged'
  expect 0 propose "${fact[@]}" --also 屡教不改
  [ "$(svc-reward list -H -c also_reason)" = 屡教不改 ]
}

@test "several share a reward, and the shares are the whole of it" {
  expect 0 propose --clause reward-3.1.1-2 --dept 01 --shares 1102=200,1202=300 --reason 情节较重 --amount 500 --facts 合作
  [ "$(legs)" = 'dept,01,,1.00,0.00,,proposed
person,01,1102,0.00,200.00,,proposed
person,02,1202,0.00,300.00,,proposed' ]
  wrong() { expect "$1" svc-reward propose --clause "$2" --dept 01 --facts "$RANDOM" --shares "$3" "${@:5}" && says "$4"; }
  wrong 4 reward-3.1.1-2 1102=200,1202=300 'the shares add up to 500.00, not to 400.00' --amount 400
  wrong 4 reward-3.1.1-2 1102=20,1202=30 'amount 50.00 lies outside of'
  wrong 2 reward-3.1.1-2 1102=200,1102=100 'comes twice'
  wrong 2 reward-3.1.1-2 1102 'not PERSON=YUAN'
  wrong 2 reward-3.1.1-2 1102=-5 'not above zero'
  wrong 2 reward-3.1.1-2 1102=1e3 'exponent'
  wrong 5 reward-3.1.1-2 9999=100 'person "9999" is not registered'
  wrong 4 reward-3.2.2-1 1102=200 'only a reward is shared'
  wrong 4 reward-3.1.1-2 1102=200 'leave out --person' --person 1103
  wrong 4 reward-3.2.5-1 1102=200 'is about the department alone'
  # Each of them is a subject and signs nothing.
  expect 4 svc-reward sign --by 1102 --evidence P1 R2026-000001
  says 'is a subject of it'
}

@test "a loss has its clause from 2000 to below 5000 yuan, as the pack says" {
  loss() { svc-reward propose -H --clause reward-3.2.4-1 --person 1202 --facts 损坏 --suspension probation "$@"; }
  expect 4 loss
  says 'add --loss YUAN'
  expect 4 loss --loss 1999.99
  says 'a loss under 2000.00 yuan has no clause here'
  expect 4 loss --loss 5000
  says 'a loss from 5000.00 yuan on has no clause here'
  expect 0 loss --loss 4999.99
  expect 0 loss --loss 2000 --also 另一次
}

@test "a case is judged by the policy of its fact's day" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^reward-3.2.2-1,person,-,,,100,500/reward-3.2.2-1,person,-,,,200,800/' pack/legs.csv
  svc-policy load --from 2026-10-11 pack
  expect 4 propose --clause reward-3.2.2-1 --person 1202 --facts 甲 --amount 800 --reason 情节较重 --at '2026-10-10 10:00'
  expect 0 propose --clause reward-3.2.2-1 --person 1202 --facts 甲 --amount 500 --reason 情节较重 --at '2026-10-10 10:00'
  expect 0 propose --clause reward-3.2.2-1 --person 1202 --facts 乙 --amount 800 --reason 情节较重 --at '2026-10-11 10:00'
  expect 0 propose --clause reward-3.2.2-1 --person 1203 --facts 丙
  [ "$(svc-reward list -H -c amount | tr '\n' ' ')" = '500.00 800.00 200.00 ' ]
}

@test "one fact, one sanction: by record, by day and words, by day and clause" {
  propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --at '2026-10-10 10:00'
  no() { expect 4 svc-reward propose "$@" && says 'is sanctioned for this fact already, by R2026-00000'; }
  no --clause reward-3.2.2-1 --person 1202 --facts 又是 --at '2026-10-10 15:00'
  no --clause reward-3.2.2-5 --person 1202 --facts 爽约 --at '2026-10-10 15:00'
  no --clause reward-3.2.2-1 --person 1203 --facts 爽约 --at '2026-10-10 10:00' # the department again
  expect 0 propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --at '2026-10-11 10:00'
  expect 0 propose --clause reward-3.2.2-5 --person 1202 --facts 爽约 --at '2026-10-10 15:00' --also 情节严重
  [ "$(svc-reward list --clause reward-3.2.2-5 -H -c also_reason)" = 情节严重 ]
  propose --clause reward-3.2.2-4 --person 1302 --facts 吵 --source complaint --source_no C2026-000006
  no --clause reward-3.2.2-5 --person 1302 --facts 拖 --source complaint --source_no C2026-000006
  expect 4 svc-reward propose --clause reward-3.2.2-4 --person 1302 --facts 吵 --source complaint --source_no C2026-000006 --also x
  says 'complaint C2026-000006 has its case under clause "reward-3.2.2-4": R2026-000004, which is proposed'
  # Three complaints are counted once a year.
  propose --clause reward-3.2.4-4 --person 1402 --facts 三次 --suspension standby
  no --clause reward-3.2.4-4 --person 1402 --facts 四次 --suspension standby --at '2026-10-10'
}

@test "what a clause has no use for is refused" {
  wrong() { expect 4 svc-reward propose --facts x "${@:2}" && says "$1"; }
  wrong 'is about a person, and none is named' --clause reward-3.2.2-1 --dept 02
  wrong 'is about the department alone' --clause reward-3.2.5-1 --person 1202
  wrong 'has no amount' --clause reward-3.2.1-1 --person 1202 --amount 100
  wrong 'has no head_amount' --clause reward-3.2.2-1 --person 1202 --head_amount 100
  wrong 'has no points' --clause reward-3.2.1-1 --person 1202 --points 1
  wrong 'suspends nobody' --clause reward-3.2.2-1 --person 1202 --suspension standby
  wrong 'counts by itself and needs no case' --clause complaint-close --dept 02
  wrong 'no department is named' --clause reward-3.2.2-1 --person "$(id -un)"
  wrong 'no department is named' --clause reward-3.2.5-1
}

@test "wrong options are told before anything is read" {
  wrong() { expect "$1" svc-reward propose "${@:3}" </dev/null && says "$2" && [ -z "$output" ]; }
  wrong 2 'no clause' --facts x
  wrong 2 'no facts' --clause reward-3.2.2-1 --person 1202
  wrong 2 'option --amount: not above zero' --clause reward-3.2.2-1 --person 1202 --facts x --amount 0
  wrong 2 'option --amount: written with a thousands separator' --clause reward-3.2.2-1 --person 1202 --facts x --amount 1,000
  wrong 2 'option --points: more than two decimals' --clause reward-3.2.2-1 --person 1202 --facts x --points 1.001
  wrong 2 '--source and --source_no go together' --clause reward-3.2.2-1 --person 1202 --facts x --source complaint
  wrong 2 'option --evidence: has more than one line' --clause reward-3.2.2-1 --person 1202 --facts x --evidence $'a\nb'
  wrong 2 'option --suspension must be one of' --clause reward-3.2.4-2 --person 1202 --facts x --suspension fired
  wrong 5 'no such person: "9999"' --clause reward-3.2.2-1 --person 9999 --facts x
  wrong 5 'no such department: "99"' --clause reward-3.2.5-1 --dept 99 --facts x
  wrong 5 'no such record: complaint "C9"' --clause reward-3.2.2-1 --person 1202 --facts x --source complaint --source_no C9
  wrong 5 'no such record: reward "R9"' --clause reward-3.2.2-1 --person 1202 --facts x --source reward --source_no R9
  wrong 5 'no clause "reward-9" is in force on 2026-10-12' --clause reward-9 --person 1202 --facts x
  wrong 4 'lies in the future' --clause reward-3.2.2-1 --person 1202 --facts x --at '2026-10-13'
  wrong 4 'further back than the policy allows' --clause reward-3.2.2-1 --person 1202 --facts x --at '2026-09-01'
  wrong 2 'go with a case proposed by hand' --at '2026-10-10' -
  wrong 2 'one file at a time' a b
  wrong 65 'cannot read "nowhere.csv"' nowhere.csv
  wrong 65 'no header line' -
}

@test "bad score lines are all told with their place, and nothing is proposed" {
  cat >lines.csv <<'END'
dept,person,clause,subject,points,amount,status,source,record,occurred_at,reason
03,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I1,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,person,0.00,-1e3,proposed,inspect,I2,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I3,2026-02-30,x
03,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I4,2027-01-01,x
03,1302,,person,0.00,-100.00,proposed,inspect,I5,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,dept,-1.00,0.00,proposed,inspect,I6,2026-09-18 10:45:00,x
02,1202,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I6,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,person
END
  expect 65 svc-reward propose lines.csv
  [ -z "$output" ]
  says 'lines.csv:3: points or amount: written with an exponent'
  says "lines.csv:4: the fact's time: no such day"
  says "lines.csv:5: the fact's time: lies in the future"
  says 'lines.csv:6: a score line has clause, source, record and dept'
  says 'lines.csv:8: the lines of one fact name two departments'
  says 'lines.csv:9: has 4 cells'
  says 'nothing was applied'
  [ -z "$(svc-reward list -H)" ]
  cat >lines.csv <<'END'
dept,person,clause,subject,points,amount,status,source,record,occurred_at,reason
03,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I1,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,person,0.00,-900.00,proposed,inspect,I2,2026-09-18 10:45:00,x
03,9999,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I3,2026-09-18 10:45:00,x
99,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,inspect,I4,2026-09-18 10:45:00,x
03,1302,reward-nope,person,0.00,-100.00,proposed,inspect,I5,2026-09-18 10:45:00,x
03,,reward-3.2.2-3,dept,-1.00,0.00,proposed,inspect,I6,2026-09-18 10:45:00,x
03,1302,reward-3.2.2-3,person,0.00,-100.00,proposed,complaint,C2026-009999,2026-09-18 10:45:00,x
END
  expect 65 svc-reward propose lines.csv
  says 'lines.csv:8: no such record: complaint "C2026-009999"'
  says 'lines.csv:3: amount 900.00 lies outside of 100.00 to 500.00'
  says 'lines.csv:4: person "9999" is not registered'
  says 'lines.csv:5: dept "99" is not registered'
  says 'lines.csv:6: no clause "reward-nope" is in force on 2026-09-18'
  says 'lines.csv:7: clause "reward-3.2.2-3" is about a person, and none is named'
  [ -z "$(svc-reward list -H)" ]
  sed -n 1,3p lines.csv >two.csv
  expect 4 svc-reward propose two.csv
  expect 65 svc-reward propose - <<<$'dept,person,subject,record\n'
  says 'no column "clause"'
  expect 2 svc-reward propose --clause reward-3.2.2-3 two.csv
  says 'score lines bring clause, source, whom and how much themselves'
}

@test "a table of another tool's records becomes cases of one clause" {
  cat >audit.csv <<'END'
no,used_at,matter,person,dept,verdict,reason,amount,damage
A2026-000001,2026-09-05 10:00,no_work_order,1202,02,exceeded,超出授权,900.00,yes
A2026-000002,2026-09-06 10:00,frail_customer_help,1302,03,exceeded,,,yes
END
  expect 0 svc-reward propose --clause auth-6.2 --dry-run -H - <audit.csv
  [ "$output" = 'R2026-000001,auth-6.2,02,1202,,,,2026-09-05 10:00:00,committee,auth,A2026-000001
R2026-000002,auth-6.2,03,1302,,,,2026-09-06 10:00:00,committee,auth,A2026-000002' ]
  [ -z "$(svc-reward list -H)" ]
  svc-reward propose --clause auth-6.2 audit.csv
  expect 0 svc-reward propose -v --clause auth-6.2 audit.csv
  says '0 cases added, 2 unchanged'
  [ "$(svc-reward list -H -c source,source_no,facts,evidence | head -n 1)" = 'auth,A2026-000001,超出授权,auth A2026-000001' ]
  svc-reward list --source auth -c no | svc-reward sign --by 1002 --evidence W-1 -
  [ "$(svc-reward score -m 2026-09 -H -c person,effect,status)" = '1202,committee;notice,final
1302,committee;notice,final' ]
  expect 2 svc-reward propose audit.csv
  says 'add --clause CODE'
  printf 'no,person,found_at,content\nW7,1102,2026-10-09,拾金不昧\n' >praise.csv
  expect 2 svc-reward propose --clause reward-3.1.1-7 praise.csv
  says 'add --source WORD'
  expect 0 svc-reward propose -H -c dept,person,amount,source_no --source praise --clause reward-3.1.1-7 --amount 200 --reason 情节较重 praise.csv
  [ "$output" = 01,1102,200.00,W7 ]
  # the department is the record's, wherever the person is; its source is the book of the clause as it is now
  sqlite3 "$SVC_DB" "UPDATE policy_clause SET book = 'order' WHERE clause = 'auth-6.2'"
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^callback_gap,2h/callback_gap,3h/' pack/params.csv
  svc-policy load pack --from 2026-10-01 -H
  expect 0 svc-reward propose -H -c dept,person,source --clause auth-6.2 - <<<$'no,used_at,dept,person,amount\nA2026-000009,2026-09-07 10:00,03,1402,'
  [ "$output" = 03,1402,auth ]
  expect 65 svc-reward propose --source praise --clause reward-3.1.1-7 - <<<$'no,person\nW8,1102'
  says 'no column "occurred_at|used_at'
  expect 65 svc-reward propose --source praise --clause reward-3.1.1-7 - <<<$'no,person,seen_at\n,1102,2026-10-09'
  says 'the record has no number'
}

@test "a dry run proposes and signs nothing" {
  expect 0 propose --clause reward-3.2.2-1 --person 1202 --facts x --dry-run
  [ "$output" = R2026-000001 ]
  [ -z "$(svc-reward list -H)" ]
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts x)
  svc-reward sign --dry-run --by 1201 --evidence P1 "$no"
  svc-reward sign --by 1201 --evidence P1 "$no"
}

# -- signing -------------------------------------------------------------------------------------

@test "nobody signs without evidence, nor a suspension that has no name" {
  no=$(svc-reward propose -H --clause reward-3.2.4-2 --person 1202 --facts 曝光)
  expect 4 svc-reward sign --by 1201 --evidence P1 "$no"
  says 'has no evidence'
  refused "$no" 'has no evidence'
  expect 0 svc-reward reject --dry-run --by 1201 --evidence P1 --reason 无证据 "$no"
  svc-reward set --evidence 报纸 --reason 补充 "$no"
  expect 4 svc-reward sign --by 1201 --evidence P1 "$no"
  says 'does not name the suspension'
  expect 2 svc-reward set --suspension fired --reason x "$no"
  expect 2 svc-reward set --evidence '' --reason x "$no"
  expect 2 svc-reward set --evidence x "$no"
  expect 2 svc-reward set --reason x "$no"
  svc-reward set --suspension probation --facts '曝光 2' --reason 补充 "$no"
  signed "$no" 1201
  expect 4 svc-reward set --suspension standby --reason x "$no"
  says 'cannot set, it is proposed (sign by'
  signed "$no" 1003 1601 1001
  [ "$(svc-reward list -H -c state,suspension,facts)" = 'approved,probation,曝光 2' ]
  other=$(propose --clause reward-3.2.2-1 --person 1202 --facts x)
  expect 4 svc-reward set --suspension standby --reason x "$other"
  says 'suspends nobody'
}

@test "neither proposer nor subject signs, nobody twice, nobody before his turn or for another department" {
  be 1201
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  expect 4 svc-reward sign "$no"
  says '"1201" proposed it and cannot sign it'
  says 'it waits for stage 1 dept_head 1003'
  refused "$no" 'proposed it'
  be 1602
  no() { expect "$1" svc-reward sign --by "$2" --evidence P "$no" && says "$3" && refused "$no" "${3%%\"*}"; }
  no 4 1202 '"1202" is a subject of it'
  no 4 1601 'it is not yet the turn of stage 3'
  no 4 1301 'stage 1 is signed by the dept_head of the department concerned'
  no 77 1203 'stage 1 is signed by the dept_head, and "1203" is none'
  expect 5 svc-reward sign --by 9999 --evidence P "$no"
  signed "$no" 1003 # one level up, for the head who proposed it
  no 4 1003 '"1003" signed stage 1 already'
  no 4 1002 'stage 2 is signed by the deputy_gm of the department concerned'
  signed "$no" 1001 1601
  no 4 1001 '"1001" signed stage 2 already'
  signed "$no" 1002
  [ "$(state "$no")" = approved ]
  no 4 1003 'cannot sign, it is approved (sign by'
  [ "$(sqlite3 "$SVC_DB" "SELECT group_concat(role || ' ' || person, ', ') FROM signature WHERE no = '$no'")" = \
    'deputy_gm 1003, gm 1001, office 1601, leadership 1002' ]
}

@test "a head who is a subject is passed over, and so is the leader who stood in" {
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵)
  expect 4 svc-reward sign --by 1201 --evidence P "$no"
  says '"1201" is a subject of it'
  says 'it waits for stage 1 dept_head 1003'
  signed "$no" 1003
  expect 4 svc-reward sign --by 1003 --evidence P "$no"
  signed "$no" 1001 1601 1002
  [ "$(state "$no")" = approved ]
}

@test "cron signs nothing, and only a clerk or the office copies paper" {
  svc-admin add persons --person 9001 --name 定时 --dept 06 --roles 'cron;dept_head' --login nightly
  no=$(propose --clause reward-3.2.5-1 --dept 06 --facts 不配合)
  sqlite3 "$SVC_DB" "UPDATE dept SET head = '9001' WHERE dept = '06'"
  expect 77 svc-reward sign --by 9001 --evidence P "$no"
  says 'holds the role cron, which never signs'
  refused "$no" 'never signs'
  be 1203
  expect 77 svc-reward sign --by 1601 --evidence P "$no"
  says 'is recorded by a clerk or the office'
  sqlite3 "$SVC_DB" 'SELECT change FROM event' | grep -F '{"refused":' | grep -q 'by a clerk or the office'
  expect 2 svc-reward sign --by 1601 "$no"
  says 'needs both --by NO and --evidence REF'
  expect 77 svc-reward propose --clause reward-3.2.5-1 --dept 01 --facts x
  expect 77 svc-reward reverse --reason x "$no"
  expect 77 svc-reward suspend --reason x "$no"
}

@test "the acting person signs for himself, in order of time" {
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --at '2026-10-10 10:00')
  be 1201
  expect 4 svc-reward sign --at '2026-10-10 09:59' "$no"
  says 'cannot sign before the step before it (2026-10-10 10:00:00)'
  expect 0 svc-reward sign -v --at '2026-10-11 10:00' "$no"
  says "$no: signed; it waits for stage 2 deputy_gm 1003"
  be 1003
  expect 4 svc-reward sign --at '2026-10-11 09:00' "$no"
  says 'cannot sign before the step before it (2026-10-11 10:00:00)'
  expect 4 svc-reward sign --stage 3 "$no"
  says 'the next stage is 2, not 3'
  svc-reward sign "$no"
  [ "$(sqlite3 "$SVC_DB" "SELECT group_concat(person || ' ' || entered_by || ' ' || COALESCE(evidence, '-'), ', ') FROM signature")" = \
    '1201 1201 -, 1003 1003 -' ]
}

@test "a delegate signs inside scope, cap and days" {
  forges_rows
  # The register of delegations has its own tool; here its rows are enough.
  delegate() { # delegate NO GRANTOR DELEGATE SCOPE CAP FROM UNTIL
    sqlite3 "$SVC_DB" "INSERT INTO delegation (no, grantor, delegate, scope, cap, from_day, until_day, why, recorded_at, recorded_by, digest, event, confirmed_by) VALUES ('$1', '$2', '$3', '$4', $5, '$6', '$7', '出差', '', NULL, '', 1, '$2')"
  }
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --amount 300 --reason 情节较重)
  delegate D1 1201 1301 reward 20000 2026-10-01 2026-10-31
  expect 4 svc-reward sign --by 1301 --evidence P "$no"
  says 'the delegation of "1201" to "1301" does not cover this amount'
  refused "$no" 'does not cover this amount'
  delegate D2 1003 1002 all NULL 2026-09-01 2026-10-11
  signed "$no" 1201
  expect 4 svc-reward sign --by 1002 --evidence P "$no"
  says 'the delegation of "1003" to "1002" does not cover that day'
  delegate D3 1003 1401 auth_slip NULL 2026-10-01 2026-10-31
  expect 77 svc-reward sign --by 1401 --evidence P "$no" # another scope
  delegate D4 1003 1002 reward 30000 2026-10-12 2026-10-12
  signed "$no" 1002
  [ "$(sqlite3 "$SVC_DB" "SELECT role || ' ' || person || ' ' || behalf FROM signature WHERE stage = 2")" = 'deputy_gm 1002 1003' ]
  svc-reward form "$no" | grep -A 2 '代 1003' | grep -q '签名：郑晓云（1002）　日期：2026年10月12日'
}

@test "who proposed on paper is the proposer, and who entered it stays in the log" {
  no=$(propose --clause reward-3.2.2-1 --person 1203 --facts 爽约 --by 1201)
  [ "$(svc-reward list --no "$no" -H -c proposer)" = 1201 ]
  [ "$(svc-reward log "$no" -H -c person,verb | head -n 1)" = "$(id -un),propose" ]
  expect 4 svc-reward sign --by 1201 --evidence P "$no"
  says '"1201" proposed it and cannot sign it'
  signed "$no" 1003 1001 1601 1002
  again=$(svc-reward reverse --evidence E --reason 复查 --by 1003 -H "$no" | cut -d, -f1)
  [ "$(svc-reward list --no "$again" -H -c proposer)" = 1003 ]
  expect 4 svc-reward withdraw "$again"
  says 'was proposed by 1003, who alone withdraws it'
  expect 4 svc-reward withdraw --by 1201 --evidence P "$again"
  expect 2 svc-reward withdraw --by 1003 "$again"
  svc-reward withdraw --by 1003 --evidence P "$again"
  [ "$(state "$again")" = withdrawn ]
  [ "$(svc-complaint score -m 2026-09 | svc-reward propose --by 1601 - -H | wc -l)" -eq 6 ]
  [ "$(svc-reward list -m 2026-09 -H -c proposer | sort -u)" = 1601 ]
}

@test "who may not propose does not do so on paper, nor enter what another proposed" {
  refuses() { expect "$1" svc-reward propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --by "$2" && says "$3"; }
  refuses 77 1203 '"1203" holds staff'
  svc-admin add persons --person 9001 --name 定时 --dept 06 --roles 'cron;office' >/dev/null
  refuses 77 9001 '"9001" holds cron;office'
  [ -z "$(svc-reward list -H)" ]
  refuses 5 7777 7777
  svc-admin set persons 1301 --left_on 2026-10-11 --reason 离职
  refuses 4 1301 '"1301" is not with the company today'
  be 1201
  refuses 77 1202 'is entered by a clerk or the office; "1201" is neither'
  svc-reward propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --by 1201
  [ "$(svc-reward list -H -c proposer)" = 1201 ]
}

# Who may not sign has nothing to hand on: the stage of an excluded head moves up to the leader, 1003. The
# delegate of somebody whom the case is about signs no stage of it, not even one that is his own.
@test "nobody signs for whom the case is about, nor does that person's own delegate sign at all" {
  delegate() { svc-auth delegate "$2" --by "$1" --evidence W --reason 出差 --until_day 2026-10-31 -H "${@:3}"; }
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵) # 1201, the head, has a leg of it
  delegate 1201 1601 --scope all
  delegate 1203 1001 --scope auth_slip
  delegate 1203 1101 --scope reward --cap 1
  expect 4 svc-reward sign --by 1601 --evidence P "$no"
  says '"1601" acts for "1201", a subject of it'
  says 'it waits for stage 1 dept_head 1003'
  refused "$no" 'acts for \\\"1201\\\"'
  expect 4 svc-reward sign --by 1101 --evidence P "$no"
  says '"1101" acts for "1203", a subject of it'
  signed "$no" 1003 1001 # what 1001 may sign for 1203 is another chain's
  expect 4 svc-reward sign --by 1601 --evidence P "$no"
  says '"1601" acts for "1201", a subject of it'
  # The office's only holder is the delegate: its stage moves up.
  says 'it waits for stage 3 office 1002'
  by_hand() { run sqlite3 "$SVC_DB" "$1"; [ "$status" -ne 0 ] && [[ $output == *signature_delegate* ]] || { echo "$1: $output"; return 1; }; }
  by_hand "INSERT INTO signature VALUES ('reward_case', '$no', 'reward', 1, 3, 'office', '1601', NULL, '1601', NULL, 'signed', NULL, '2026-10-12 10:00:00', 1)"
  by_hand "INSERT INTO signature VALUES ('reward_case', '$no', 'reward', 1, 3, 'office', '1002', '1003', '1002', NULL, 'signed', NULL, '2026-10-12 10:00:00', 1)"
}

@test "a delegate does not sign for a head who proposed, or who signed already" {
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  svc-admin set depts 02 --leader 1201 --reason x
  svc-auth delegate 1301 --by 1201 --evidence W --reason 出差 --until_day 2026-10-31 --scope reward
  signed "$no" 1201
  expect 4 svc-reward sign --by 1301 --evidence P "$no"
  says '"1201", for whom "1301" signs, cannot sign it'
  says 'it waits for stage 2 deputy_gm 1001'
  be 1201
  no=$(propose --clause reward-3.2.2-1 --person 1203 --facts 迟到 --at '2026-10-11 08:00')
  be 1602
  expect 4 svc-reward sign --by 1301 --evidence P "$no"
  says '"1201", for whom "1301" signs, cannot sign it'
}

@test "of two who sign at once one wins, the other is told who and when" {
  svc-admin add persons --person 1603 --name 乙 --dept 06 --roles office
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  signed "$no" 1201 1003
  svc-reward sign --by 1601 --evidence A "$no" 2>a &
  first=$!
  svc-reward sign --by 1603 --evidence B "$no" 2>b &
  second=$!
  codes=0
  wait $first || codes=$((codes + $?))
  wait $second || codes=$((codes + $?))
  [ $codes -eq 4 ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM signature WHERE stage = 3")" -eq 1 ]
  case $(sqlite3 "$SVC_DB" "SELECT person FROM signature WHERE stage = 3") in
    1601) grep 'stage 3 was signed by 1601 already, the last signature is of 2026-10-12 09:00:00' b ;;
    1603) grep 'stage 3 was signed by 1603 already, the last signature is of 2026-10-12 09:00:00' a ;;
  esac
  svc-admin verify
}

@test "waiting tells whose turn it is, and what must come first" {
  a=$(propose --clause reward-3.2.3-1 --person 1203 --facts 甲)
  svc-reward propose --clause reward-3.2.4-2 --person 1302 --facts 乙
  propose --clause reward-3.2.4-2 --person 1102 --facts 丙
  signed "$a" 1003
  expect 0 svc-reward waiting -H -c no,stage,role,signers,lacks
  [ "$output" = "$a,2,deputy_gm,1001,
R2026-000002,1,dept_head,1301,evidence
R2026-000003,1,dept_head,1101,suspension" ]
  [ -z "$(svc-reward waiting --mine -H)" ]
  be 1301
  [ "$(svc-reward waiting --mine -H -c no)" = R2026-000002 ]
}

@test "many are signed together, or none" {
  a=$(propose --clause reward-3.2.2-1 --person 1202 --facts 甲)
  b=$(propose --clause reward-3.2.2-1 --person 1302 --facts 乙)
  expect 5 svc-reward sign --by 1201 --evidence P "$a" R2026-000099
  says 'R2026-000099: no such case'
  expect 4 svc-reward sign --by 1201 --evidence P "$a" "$b"
  [ -z "$(sqlite3 "$SVC_DB" 'SELECT * FROM signature')" ]
  refused "$b" 'of the department concerned'
  svc-reward list -c no --dept 02 | svc-reward sign --by 1201 --evidence P -
  [ "$(sqlite3 "$SVC_DB" 'SELECT no FROM signature')" = "$a" ]
}

@test "only the proposer withdraws, and only before the end" {
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  signed "$no" 1201
  be 1602
  expect 4 svc-reward withdraw "$no"
  says "was proposed by $(id -un), who alone withdraws it"
  refused "$no" 'who alone withdraws it'
  be "$(id -un)"
  expect 0 svc-reward withdraw "$no"
  [ "$(state "$no")" = withdrawn ]
  [ -z "$(svc-reward score -m 2026-10 -H)" ]
  expect 4 svc-reward sign --by 1003 --evidence P "$no"
  says 'cannot sign, it is withdrawn (withdraw by'
  expect 4 svc-reward withdraw "$no"
  expect 5 svc-reward withdraw R2026-000077
}

@test "penalties stay under the pay law's cap where the wage is known, and the wage stays unsaid" {
  forges_rows
  wage() { sqlite3 "$SVC_DB" "INSERT INTO wage VALUES ('W$1$2', '$1', '$2', $3, '', NULL, '', 1)"; }
  first=$(propose --clause reward-3.2.2-1 --person 1202 --facts 甲 --amount 300 --reason 情节较重)
  second=$(propose --clause reward-3.2.2-5 --person 1202 --facts 乙 --amount 400 --reason 情节较重)
  signed "$first" 1201 1003 1601 1001
  signed "$second" 1201 1003 1601
  wage 1202 2026-10 347000 # a fifth is 694
  expect 4 svc-reward propose --clause reward-3.2.2-3 --person 1202 --facts 丙 --amount 394.01 --reason 情节较重
  says 'the penalties of 1202 in 2026-10 exceed the cap of the pay law'
  expect 0 svc-reward propose --clause reward-3.2.2-3 --person 1202 --facts 丙 --amount 394 --reason 情节较重 --dry-run
  expect 4 svc-reward sign --by 1001 --evidence P "$second"
  says 'the penalties of 1202 in 2026-10 exceed the cap of the pay law'
  expect 4 sh -c "svc-reward sign --by 1001 --evidence P $second 2>&1"
  [[ $output != *3470* && $output != *694* ]]
  refused "$second" 'the cap of the pay law'
  [ "$(state "$second")" = proposed ]
  sqlite3 "$SVC_DB" 'UPDATE wage SET gross = 350000'
  signed "$second" 1001

  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^minimum_wage,,/minimum_wage,2000,/' pack/params.csv
  svc-policy load --from 2026-10-11 pack
  wage 1302 2026-10 220000
  expect 4 svc-reward propose --clause reward-3.2.2-3 --person 1302 --facts 丁 --amount 200.01 --reason 情节较重
  expect 0 svc-reward propose --clause reward-3.2.2-3 --person 1302 --facts 丁 --amount 200 --reason 情节较重
}

# -- behind the tool's back ----------------------------------------------------------------------

@test "the store itself refuses what the tool refuses" {
  forges_rows
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  by_hand() { # by_hand CONSTRAINT SQL
    run sqlite3 "$SVC_DB" "$2"
    [ "$status" -ne 0 ] && [[ $output == *"$1"* ]] || { echo "$2: $output"; return 1; }
  }
  by_hand reward_case_lacks_signatures "UPDATE reward_case SET state = 'approved', decided_at = '2026-10-12'"
  by_hand reward_case_lacks_a_rejection "UPDATE reward_case SET state = 'rejected', decided_at = '2026-10-12'"
  by_hand reward_case_lacks_its_reversal "UPDATE reward_case SET state = 'reversed', decided_at = '2026-10-12'"
  by_hand reward_case_never_changes "UPDATE reward_case SET amount = 50000"
  by_hand reward_case_never_changes "UPDATE reward_case SET person = '1203'"
  by_hand reward_case_stays "DELETE FROM reward_case"
  by_hand reward_leg_never_changes "UPDATE reward_leg SET amount = 0"
  by_hand reward_leg_never_changes "DELETE FROM reward_leg"
  by_hand reward_leg_comes_with_its_case "INSERT INTO reward_leg VALUES ('$no', 9, 'person', '02', '1203', 0, -10000, NULL, 1)"
  by_hand signature_subject "INSERT INTO signature VALUES ('reward_case', '$no', 'reward', 1, 1, 'dept_head', '1202', NULL, '1202', NULL, 'signed', NULL, '2026-10-12', 1)"
  columns='no, source, source_no, clause, dept, person, facts, occurred_at, chain, proposer, state, recorded_at, event'
  row="'R2026-000009', 'reward', 'R2026-000009', 'reward-3.2.2-1', '02', '1202', 'x', '2026-10-12', 'reward', '1601'"
  by_hand reward_case_is_proposed_first "INSERT INTO reward_case ($columns, decided_at) VALUES ($row, 'approved', '', 1, '')"
  by_hand 'UNIQUE' "INSERT INTO reward_case ($columns) SELECT 'R2026-000009', source, source_no, clause, dept, person, facts, occurred_at, chain, proposer, state, recorded_at, event FROM reward_case"
  sqlite3 "$SVC_DB" "INSERT INTO reward_case ($columns) VALUES ($row, 'proposed', '', 1)"
  by_hand reward_leg_in_range "INSERT INTO reward_leg VALUES ('R2026-000009', 1, 'person', '02', '1203', 0, -50001, NULL, 1)"
  by_hand reward_leg_in_range "INSERT INTO reward_leg VALUES ('R2026-000009', 1, 'person', '02', '1203', 0, 10000, NULL, 1)"
  by_hand reward_leg_in_range "INSERT INTO reward_leg VALUES ('R2026-000009', 1, 'head', '02', '1201', 0, -10000, NULL, 1)"
  by_hand signature_needs_evidence "INSERT INTO signing VALUES ('reward_case', 'R2026-000009', 'reward', 1, 1, '1602', '02', NULL, NULL, 0, '', 1);
    INSERT INTO signature VALUES ('reward_case', 'R2026-000009', 'reward', 1, 1, 'dept_head', '1201', NULL, '1201', NULL, 'signed', NULL, '2026-10-12', 1)"
  # What no trigger sees the audit finds.
  expect 1 svc-admin verify
  [[ $output == *reward_case* ]]
}

@test "a decided case and its evidence cannot be touched by hand" {
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  signed "$no" 1201 1003 1601 1001
  for change in "facts = 'y'" "evidence = 'y'" "suspension = 'standby'" "decided_at = '2026-01-01'" \
    "state = 'withdrawn'" "state = 'reversed'" "state = 'proposed', decided_at = NULL"; do
    run sqlite3 "$SVC_DB" "UPDATE reward_case SET $change WHERE no = '$no'"
    [ "$status" -ne 0 ] || { echo "$change"; return 1; }
  done
  columns=$(sqlite3 "$SVC_DB" "SELECT group_concat(name) FROM pragma_table_info('reward_case') WHERE name NOT IN ('no', 'state', 'decided_at', 'reverses')")
  run sqlite3 "$SVC_DB" "INSERT INTO reward_case (no, state, reverses, $columns) SELECT 'R2026-000008', 'proposed', no, $columns FROM reward_case;
    INSERT INTO reward_leg SELECT 'R2026-000008', leg, subject, dept, person, points, amount, effect, 1 FROM reward_leg"
  [[ $output == *reward_leg_gives_back_the_first* ]]
  sqlite3 "$SVC_DB" "DROP TRIGGER reward_case_fixed; UPDATE reward_case SET amount = 1 WHERE no = '$no'"
  expect 1 svc-admin verify
}

# -- paper and lists -----------------------------------------------------------------------------

@test "the form is the rule book's, filled as far as the case has come" {
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts $'进门不穿鞋套\n与老人争吵' --amount 200 --reason 情节较重)
  svc-reward form "$no" >empty.txt
  grep -q '^ *奖惩审批表$' empty.txt
  grep -q "^ *编号：$no$" empty.txt
  grep -Eq '单位或部门 .* 02 维修抢险部 .* 填表时间 .* 2026年10月12日' empty.txt
  grep -Eq '姓名 .* 李大勇（1203） .* 岗位 .* 维修工' empty.txt
  grep -Eq '职称 +\|  +\| 入职时间 +\| 2018年8月6日' empty.txt
  grep -q '依据：《服务管理奖惩办法》3.2.3(1) 处理不当导致用户投诉' empty.txt
  grep -q '李大勇（1203）：绩效扣减200.00元（人民币贰佰元整）；' empty.txt
  grep -q '部门负责人 马志强（1201）：绩效扣减100.00元（人民币壹佰元' empty.txt
  grep -q '维修抢险部：月度绩效考核扣 1.00 分' empty.txt
  [ "$(grep -c '签名：　　　　　　　日期：　　年　月　日' empty.txt)" -eq 4 ]
  [ "$(sed -n 's/^| \(.*意见\) .*/\1/p' empty.txt | tr '\n' ' ')" = '部门主任意见 部门主管领导意见 服务管理办公室意见 公司总经理意见 ' ]
  grep -q '| 与老人争吵 ' empty.txt
  tail -n 2 empty.txt | head -n 1 | grep -Eq '^审计链头 #[0-9]+ [0-9A-F]{4}-'
  svc-reward sign --by 1003 --evidence P-7 --reason 情况属实 "$no"
  svc-reward form "$no" -o form.txt
  grep -q '部门主任意见 .* 同意，情况属实' form.txt
  grep -q '由部门主管领导签' form.txt
  grep -q '书面签批，存档号 P-7  *|$' form.txt # who entered it has no name but his login
  grep -q '签名：韩建国（1003）　日期：2026年10月12日' form.txt
  svc-reward form "$no" -o form.html
  grep -q '<h1>奖惩审批表</h1>' form.html
  [ "$(grep -c 'class="sign"' form.html)" -eq 4 ]
  [ "$(svc-reward form "$no" "$no" | grep -c 奖惩审批表)" -eq 1 ]
  propose --clause reward-3.2.1-1 --person 1202 --facts 没戴工牌
  [ "$(svc-reward list -c no | svc-reward form - | grep -c $'\f')" -eq 1 ]
  expect 5 svc-reward form "$no" R2026-000099
  [ -z "$output" ]
}

@test "the pack's own word for a penalty stands on the paper" {
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^penalty_word,绩效扣减/penalty_word,罚款/' pack/params.csv
  svc-policy load --from 2026-10-11 pack
  no=$(propose --clause reward-3.2.2-1 --person 1202 --facts 爽约)
  svc-reward form "$no" | grep -q '罚款100.00元（人民币壹佰元整）'
}

@test "a notice is of an approved case whose clause asks for one" {
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵)
  expect 4 svc-reward notice "$no"
  says 'only an approved case is made known'
  signed "$no" 1003 1001 1601 1002
  svc-reward notice "$no" >notice.txt
  grep -q '^ *通 报$' notice.txt
  grep -q '李大勇（1203）：绩效扣减100.00元（人民币壹佰元整）；公司范围内通报' notice.txt
  svc-reward notice -m 2026-10 | cmp - notice.txt
  svc-reward suspend --reason 申诉 "$no"
  expect 4 svc-reward notice "$no"
  says 'is under appeal'
  [ -z "$(svc-reward notice -m 2026-10)" ]
  [ -z "$(svc-reward notice -m 2026-09)" ]
  other=$(propose --clause reward-3.2.2-1 --person 1302 --facts x)
  expect 4 svc-reward notice "$other"
  says 'asks for no notice'
  expect 2 svc-reward notice -m 2026-10 "$no"
  expect 2 svc-reward notice
}

@test "a department's notices of major findings are counted beside the persons' complaints" {
  svc-inspect plan --planned_at 2026-10-12 --level company --kind special --method on_site \
    --scope 02 --inspectors 1602 --scheme FA-1 >/dev/null
  svc-inspect sheet I2026-000001 >/dev/null
  for n in 1 2; do svc-inspect find K2026-000001 --severity major --facts "超时$n" >/dev/null; done
  svc-inspect notice Q2026-000001 --demand 整改 --deadline 2026-10-16 >/dev/null
  notices() { svc-reward thresholds -H -c clause,dept,person,count,threshold,reached,records | grep inspect; }
  [ "$(notices)" = inspect-8.1,02,,1,2,no,N2026-000001 ]
  svc-inspect notice Q2026-000002 --demand 整改 --deadline 2026-10-16 >/dev/null
  [ "$(notices)" = 'inspect-8.1,02,,2,2,yes,N2026-000001;N2026-000002' ]
}

@test "good deeds go from their register into cases, once, under the clause they name" {
  svc-inspect add praise --occurred_at '2026-10-10 15:00' --person 1203 --facts 冒雨抢修 --evidence 锦旗-3 >/dev/null
  svc-inspect add praise --occurred_at '2026-10-11 15:00' --person 1102 --facts 合理化建议 \
    --evidence 报告-1 --clause reward-3.1.1-2 >/dev/null
  svc-inspect list praise -m 2026-10 | svc-reward propose -
  [ "$(svc-reward list -H -c clause,person,amount,source,source_no)" = 'reward-3.1.1-1,1203,100.00,inspect,P2026-000001
reward-3.1.1-2,1102,100.00,inspect,P2026-000002' ]
  svc-inspect list praise -m 2026-10 | svc-reward propose -
  [ "$(svc-reward list -H | wc -l)" -eq 2 ]
}

@test "thresholds list who has one to go or none, with the records, without those under appeal" {
  expect 0 svc-reward thresholds --year 2026 -H -c person,count,threshold,reached,records,disputed
  [ "${lines[0]}" = '1202,3,3,yes,C2026-000005;C2026-000011;C2026-000020,' ]
  [ "${#lines[@]}" -eq 5 ]
  svc-complaint determine --valid yes --responsible yes C2026-000011
  svc-complaint appeal --against valid --by 1202 --reason x C2026-000011
  [ "$(svc-reward thresholds -H -c person,count,reached,records,disputed | head -n 1)" = \
    '1202,2,no,C2026-000005;C2026-000020,C2026-000011' ]
  [ -z "$(svc-reward thresholds --year 2025 -H)" ]
  expect 4 svc-reward thresholds --year 2027
  says '2027 has not begun'
  expect 2 svc-reward thresholds --year 20267
}

@test "who may be honoured at the year's end, and why not" {
  no=$(propose --clause reward-3.2.5-1 --dept 04 --facts 不配合)
  [ "$(svc-reward award -H -c subject,eligible,reasons | grep ^04)" = \
    "04,open,open:no_annual_award:reward-3.2.5-1:$no" ]
  signed "$no" 1401 1002 1601 1001
  [ "$(svc-reward award -H -c subject,eligible,reasons,penalties | grep ^04)" = \
    "04,no,no_annual_award:reward-3.2.5-1:$no,1" ]
  other=$(propose --clause reward-3.2.4-2 --person 1202 --facts 曝光 --suspension standby)
  signed "$other" 1201 1003 1601 1001
  [ "$(svc-reward award -H -c kind,subject,eligible,annual_points | grep -e ,02, -e ,1202,)" = \
    $'dept,02,yes,-1.00\nperson,1202,no,0.00' ]
  good=$(propose --clause reward-3.1.1-1 --person 1102 --facts 锦旗)
  signed "$good" 1101 1002 1601 1001
  [ "$(svc-reward award -H -c subject,eligible,rewards | grep 1102)" = 1102,yes,1 ]
  [ "$(svc-reward award -H | wc -l)" -eq 23 ]
}

# 3.2.4: 视情节扣减该部门年度绩效考核分, without a number: 1 to 5 in the pack, the least unless somebody chose.
@test "the points off the year are chosen inside a range, and go with the effect to sheet and year" {
  fact=(--clause reward-3.2.4-2 --suspension standby)
  wrong() { expect 4 svc-reward propose --clause "$1" --person 1202 --facts 曝光 --annual_points "$2" && says "$3"; }
  wrong reward-3.2.4-2 5.01 'annual_points 5.01 lies outside of 1.00 to 5.00'
  wrong reward-3.2.4-2 0.99 'lies outside of 1.00 to 5.00'
  wrong reward-3.2.2-1 1 'clause "reward-3.2.2-1" takes nothing off the year'
  expect 2 svc-reward propose "${fact[@]}" --person 1202 --facts 曝光 --annual_points x
  least=$(propose "${fact[@]}" --person 1302 --facts 曝光)
  [ "$(svc-reward list --no "$least" -H -c annual_points)" = 1.00 ]
  # chosen without a word it is refused; with the reason that stays in the case's history it is taken
  expect 4 svc-reward propose --evidence E-1 "${fact[@]}" --person 1202 --facts 泄密 --annual_points 3
  says 'add --reason TEXT'
  no=$(propose "${fact[@]}" --person 1202 --facts 泄密 --annual_points 3 --reason 媒体转载)
  svc-reward log "$no" -H -c verb,reason | grep -q '^propose,媒体转载$'
  [ "$(svc-reward list --no "$no" -H -c annual_points)" = 3.00 ]
  [ "$(legs | grep ^dept)" = 'dept,02,,0.00,0.00,grade_c;annual_points=3.00,proposed
dept,03,,0.00,0.00,grade_c;annual_points,proposed' ]
  signed "$least" 1301 1003 1601 1001
  signed "$no" 1201 1003 1601 1001
  svc-reward form "$no" | grep -q '扣减年度绩效考核分=3.00'
  [ "$(svc-report sheet -m 2026-10 -H -c subject,final_grade,effects | grep -e ^02 -e ^03)" = '02,C,grade_c;annual_points=3.00
03,C,grade_c;annual_points' ]
  [ "$(svc-reward award -H -c kind,subject,annual_points | grep -e dept,02 -e dept,03)" = 'dept,02,-3.00
dept,03,-1.00' ]
  [ "$(svc-report year -m 2026 -H -c subject,annual_points | grep -e ^02 -e ^03)" = '02,-3.00
03,-1.00' ]
  again=$(svc-reward reverse --evidence E --reason 查无此事 -H "$no" | cut -d, -f1)
  signed "$again" 1201 1003 1601 1001
  [ "$(svc-report year -m 2026 -H -c subject,annual_points | grep ^02)" = 02,0.00 ]
  svc-admin verify
  svc-admin check
}

@test "stats tell cases, yuan and rates apart, by clause, department, month and state" {
  a=$(propose --clause reward-3.1.1-1 --person 1102 --facts 甲 --amount 300 --reason 情节较重)
  b=$(propose --clause reward-3.2.2-1 --person 1202 --facts 乙 --amount 200 --reason 情节较重)
  c=$(propose --clause reward-3.2.2-1 --person 1302 --facts 丙)
  propose --clause reward-3.2.2-4 --person 1302 --facts 丁
  export SVC_NOW='2026-10-14 09:00'
  signed "$a" 1101 1002 1601 1001
  signed "$b" 1201 1003 1601 1001
  svc-reward reject --by 1301 --evidence P --reason x "$c"
  expect 0 svc-reward stats -m 2026-10 -H -c measure,numerator,denominator,value
  [ "$output" = 'cases,4,,4
rewards,1,,1
penalties,1,,1
reward_amount,,,300.00
penalty_amount,,,-200.00
approved,2,3,66.67
reversed,0,2,0.00
mean_days,8640,3,2.00' ]
  [ "$(svc-reward stats -m 2026-10 --by dept,state -H -c dept,state,measure,value | grep ,cases)" = '01,approved,cases,1
02,approved,cases,1
03,proposed,cases,1
03,rejected,cases,1' ]
  [ "$(svc-reward stats -m 2026-11 -H -c measure,value | grep approved)" = approved, ]
  [ "$(svc-reward stats -m 2026-11 -H -c measure,value -f table | grep approved)" = 'approved        –' ]
  expect 2 svc-reward stats -m 2026-10 --by person
  expect 2 svc-reward stats
}
