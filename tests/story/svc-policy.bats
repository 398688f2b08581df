# svc-policy: the rules as data.

load common

setup_file() {
  make_month
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
}
teardown() { rows_name_their_events; }

# The pack with one line edited: edit FILE SED-SCRIPT.
edit() { sed -i "$2" "pack/$1.csv"; }

# check finds exactly this, and load refuses the same with file and line: finds FILE LINE COLUMN WHY.
finds() {
  expect 1 svc-policy check pack -H -f tsv
  [ "$output" = "pack/$1.csv	$2	$3	$4" ] || { echo "found: $output"; return 1; }
  expect 78 svc-policy load pack --from 2026-11-01
  says "pack/$1.csv:$2: ${3:+$3: }$4"
  [ "$(svc-policy in-force --on 2026-12-01 -H -c version)" = 1 ]
}

# The line of a file on which the words stand.
line() { grep -nF "$2" "pack/$1.csv" | head -n 1 | cut -d: -f1; }

slower() { edit limits 's/^complaint,close,3,,,5wd/complaint,close,3,,,7wd/'; }

# -- load --------------------------------------------------------------------------------------

@test "a change from a day on moves open deadlines from that day, and nothing that is decided" {
  early=$(complaint dept=02 level=3 received_at='2026-09-30 10:00')
  done=$(complaint dept=02 level=3 received_at='2026-10-08 09:00')
  open=$(complaint dept=02 level=3 received_at='2026-10-08 10:00')
  svc-complaint close "$done" --solution 已处理 --at '2026-10-10 09:00'
  svc-report sheet -m 2026-09 >before.csv
  svc-report explain -m 2026-09 >lines.csv
  svc-complaint list >list.csv
  slower
  expect 0 svc-policy load pack --from 2026-10-01 --reason 试行
  [ "${lines[1]}" = "complaint,$open,close,2026-10-14 17:30:00,2026-10-16 17:30:00,," ]
  [ "${#lines[@]}" -eq 2 ]
  [ "$(svc-complaint list --no "$open" -H -c close_due)" = '2026-10-16 17:30:00' ]
  [ "$(svc-complaint list --no "$done" -H -c close_due)" = '2026-10-14 17:30:00' ]
  [ "$(svc-complaint list --no "$early" -H -c close_due)" = '2026-10-13 17:30:00' ]
  cp -p "$SVC_DB" kept.db
  printf 'no,phone\n%s,13812345678\n' "$done" | svc-complaint import --update -
  [ "$(svc-complaint list --no "$done" -H -c close_due)" = '2026-10-14 17:30:00' ]
  cp -p kept.db "$SVC_DB"
  [ "$(svc-complaint list | diff list.csv - | grep -c '^>')" -eq 1 ]
  svc-report sheet -m 2026-09 | cmp - before.csv
  svc-report explain -m 2026-09 | cmp - lines.csv
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "a moved deadline has its event, with tool, verb and reason" {
  no=$(complaint dept=02 level=3 received_at='2026-10-08 10:00')
  slower
  svc-policy load pack --from 2026-10-01 --reason 试行 -H
  expect 0 svc-complaint log "$no" -H -c tool,verb,reason,change
  [ "${lines[1]}" = 'svc-policy,load,试行,"{""close_due"":[""2026-10-14 17:30:00"",""2026-10-16 17:30:00""]}"' ]
}

@test "a dry run shows what would move, and changes nothing" {
  no=$(complaint dept=02 level=3)
  before=$(svc-complaint list; svc-policy in-force; svc-admin verify)
  slower
  expect 0 svc-policy load pack --from 2026-10-01 --dry-run -H -c no,clock
  [ "$output" = "$no,close" ]
  [ "$before" = "$(svc-complaint list; svc-policy in-force; svc-admin verify)" ]
}

@test "new complaints are judged by the version of their own day" {
  slower
  svc-policy load pack --from 2026-10-08
  a=$(complaint dept=02 level=3 received_at='2026-09-29 23:59')
  b=$(complaint dept=02 level=3 received_at='2026-10-08 00:00')
  [ "$(svc-complaint list --no "$a" -H -c close_due)" = '2026-10-12 17:30:00' ]
  [ "$(svc-complaint list --no "$b" -H -c close_due)" = '2026-10-16 17:30:00' ]
  svc-admin check
}

@test "a deadline that something else decided stays" {
  no=$(complaint dept=02 level=3)
  sqlite3 "$SVC_DB" "UPDATE complaint SET close_due = '2026-10-20 17:30:00' WHERE no = '$no'"
  slower
  expect 0 svc-policy load pack --from 2026-10-01 -H
  [ -z "$output" ]
  [ "$(svc-complaint list --no "$no" -H -c close_due)" = '2026-10-20 17:30:00' ]
}

@test "the calendar of a new year makes provisional deadlines firm" {
  export SVC_NOW='2026-12-31 09:00'
  no=$(complaint dept=02 level=3 received_at='2026-12-30 15:00')
  [ "$(svc-complaint list --no "$no" -H -c close_due,provisional)" = '2027-01-06 17:30:00,close' ]
  printf '2027-01-01,off,元旦\n2027-01-02,off,元旦\n2027-01-04,off,元旦\n' >>pack/calendar.csv
  expect 0 svc-policy load pack --from 2026-12-01 -H
  [ "$output" = "complaint,$no,close,2027-01-06 17:30:00,2027-01-08 17:30:00,," ]
  [ "$(svc-complaint list --no "$no" -H -c close_due,provisional)" = '2027-01-08 17:30:00,' ]
  [ "$(svc-complaint log "$no" -H -f tsv -c change | tail -n 1)" = \
    '{"close_due":["2027-01-06 17:30:00","2027-01-08 17:30:00"],"provisional":["close",null]}' ]
  svc-admin check
  svc-admin verify
}

@test "a record that was done keeps its deadline through several versions" {
  done=$(complaint dept=02 level=3 received_at='2026-10-08 09:00')
  svc-complaint close "$done" --solution 已处理
  slower
  svc-policy load pack --from 2026-10-01 -H
  edit limits 's/^complaint,close,3,,,7wd/complaint,close,3,,,9wd/'
  svc-policy load pack --from 2026-10-05 -H
  svc-admin check
  sqlite3 "$SVC_DB" "UPDATE complaint SET close_due = '2026-10-15 17:30:00' WHERE no = '$done'"
  expect 1 svc-admin check -H -f tsv -c finding
  [ "${lines[0]}" = "$done: close_due is 2026-10-15 17:30:00, should be 2026-10-20 17:30:00" ]
}

@test "versions stand on both sides of a day" {
  slower
  edit clauses 's/^complaint-close,\(.*\),未在规定时限内办结/complaint-close,\1,超时办结/'
  svc-policy load pack --from 2026-10-01
  edit limits 's/^complaint,close,3,,,7wd/complaint,close,3,,,4wd/'
  svc-policy load pack --from 2026-08-01
  version() { svc-policy in-force --on "$1" -H -c version,from,until; }
  [ "$(version 2026-07-31)" = 1,,2026-08-01 ]
  [ "$(version 2026-08-01)" = 3,2026-08-01,2026-10-01 ]
  [ "$(version 2026-09-30)" = 3,2026-08-01,2026-10-01 ]
  [ "$(version 2026-10-01)" = 2,2026-10-01, ]
  [ "$(svc-policy clauses --on 2026-07-31 -f tsv -H -c clause,text | grep ^complaint-close)" = \
    'complaint-close	未在规定时限内办结' ]
  [ "$(svc-policy clauses --on 2026-10-01 -f tsv -H -c clause,text | grep ^complaint-close)" = \
    'complaint-close	超时办结' ]
  svc-admin check
  svc-admin verify
}

@test "the same load twice is one" {
  slower
  svc-policy load pack --from 2026-10-01
  head=$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')
  expect 0 svc-policy load pack --from 2026-10-01 -v
  says 'the same pack is in force as version 2'
  [ "$head" = "$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')" ]
  edit limits 's/^complaint,close,3,,,7wd/complaint,close,3,,,4wd/'
  svc-policy load pack --from 2026-10-01 --op-id o1
  svc-policy load pack --from 2026-10-01 --op-id o1
  edit limits 's/^complaint,close,3,,,4wd/complaint,close,3,,,6wd/'
  expect 4 svc-policy load pack --from 2026-10-01 --op-id o1
  [ "$(svc-policy in-force -H -c version)" = 3 ]
}

@test "load wants a day, one directory and the role" {
  expect 2 svc-policy load pack
  says 'add --from DATE'
  expect 2 svc-policy load pack --from '2026-10-01 08:00'
  expect 2 svc-policy load pack pack --from 2026-10-01
  expect 2 svc-policy load pack --from 9999-12-31
  expect 78 svc-policy load nowhere --from 2026-10-01
  says 'cannot read "nowhere/books.csv"'
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'agent' WHERE login = '$(id -un)'"
  expect 77 svc-policy load pack --from 2026-10-01
}

# -- check -------------------------------------------------------------------------------------

@test "the pack that comes with the tools is faultless" {
  expect 0 svc-policy check -H
  [ -z "$output" ]
  expect 0 svc-policy check pack -H
  SVC_DB=/nonexistent expect 0 svc-policy check
}

@test "check refuses codes that nothing has" {
  edit clauses 's/^tier-8,tier,/tier-8,tiers,/'
  finds clauses "$(line clauses tier-8,tiers)" book '"tiers" is not in books.csv; did you mean tier? One of complaint|callback|inspect|tier|auth|reward|entry|monitor|improve|contractor|survey|standard'
}

@test "check refuses a leg of no clause" {
  sed -n 's/^inspect-6.3,/inspect-6.9,/p' pack/legs.csv >leg && cat leg >>pack/legs.csv
  finds legs "$(line legs inspect-6.9)" clause '"inspect-6.9" is not in clauses.csv; did you mean inspect-6.3? One of those of clauses.csv'
}

# The first finding of a pack with one more row: more FILE ROW.
more() {
  printf '%s\n' "$2" >>"pack/$1.csv"
  svc-policy check pack -H -c column,finding
  sed -i '$d' "pack/$1.csv"
}

@test "check refuses rows that would never act: clocks, kinds, tiers, businesses, starts, parameters, events" {
  [[ $(more limits 'complaint,respnd,1,vip,,1h,received,assumed') == 'clock,"no rule acts on ""respnd""; did you mean respond? One of respond|'* ]]
  [[ $(more limits 'complaint,finish,1,vip,,1h,received,assumed') == 'clock,"no rule acts on ""finish""; '*'one of respond|solution|close|'* ]]
  [[ $(more limits 'complaint,close,1,vvip,,1h,received,assumed') == 'tier,"no rule acts on ""vvip""; did you mean vip? One of vip|key|general"' ]]
  [[ $(more limits 'complaint,close,1,,firm,1h,received,assumed') == 'customer_kind,"no rule acts on ""firm"";'* ]]
  [[ $(more limits 'complaint,close,1,vip,,1h,arrived,assumed') == 'start,"no rule acts on ""arrived"";'* ]]
  [[ $(more limits 'instal,finish,,,,1h,accepted,assumed') == 'matter,"no rule acts on ""instal""; did you mean install?'* ]]
  [[ $(more limits 'repair,asked,,,,1h,accepted,assumed') == 'clock,"no rule acts on ""asked"";'* ]]
  [[ $(more ratios 'repairs,,,1,1,,2wd,assumed') == 'business,"no rule acts on ""repairs""; did you mean repair?'* ]]
  [[ $(more params 'bonus_kap,5,x,assumed') == 'name,"no rule acts on ""bonus_kap""; did you mean bonus_cap?'* ]]
  [[ $(more triggers 'complaint.clos.missed,,,,,,,,complaint-close,,assumed') == 'event,"no rule acts on ""complaint.clos.missed""; did you mean complaint.close.missed?'* ]]
  [[ $(more triggers 'improve.project.late,1,,,,,,,improve-6.2,,assumed') == 'level,does not select among such events' ]]
  [[ $(more triggers 'complaint.close.missed,,,,fax,,,,complaint-close,,assumed') == 'channel,"no rule acts on ""fax"";'* ]]
}

@test "check refuses a clause that nothing fires, and a trigger of which nothing comes" {
  edit triggers '/^tier.spot,.*tier-8,/d'
  finds legs "$(line legs tier-8,)" clause 'nothing fires "tier-8"; triggers.csv would name the event'
  cp "$BATS_FILE_TMPDIR/pack/triggers.csv" pack
  edit legs '/^tier-8,/d'
  finds triggers "$(line triggers tier-8,)" clause '"tier-8" has no leg: nothing would come of it'
}

@test "a pack to start from tells its columns, is faultless, and is the one that came with the tools" {
  expect 0 svc-policy new mine
  grep -q '^# event 事件: what the tools notice' mine/triggers.csv
  expect 0 svc-policy check mine
  expect 0 svc-policy diff 1 mine
  expect 74 svc-policy new mine
  says 'nothing was written'
  expect 2 svc-policy new
}

@test "a pack to start from tells every column in the language of who made it, each by what it is in its file" {
  export LC_ALL=C.UTF-8
  SVC_LANG=zh_CN svc-policy new mine >files
  grep -h '^# ' mine/*.csv | sed 's/^[^:]*: //' >told
  [ "$(wc -l <told)" -gt 100 ]
  run grep -vP '\p{Han}' told
  [ -z "$output" ] || { echo "$output"; return 1; }
  grep -q '^# class 授权种类: ' mine/authority.csv
  grep -q '^# class 用气类别: ' mine/limits.csv
}

@test "two directories are compared without a store" {
  export SVC_DB=$PWD/none.db
  cp -r pack other
  edit legs 's/^complaint-close,dept,-,2,2/complaint-close,dept,-,2,3/'
  expect 1 svc-policy diff other pack -H
  [ "$output" = legs,complaint-close/dept,changed,points_max,2.00,3.00 ]
  expect 78 svc-policy diff 1 pack
  says 'version 1 is of a store, and there is none'
}

@test "show clause tells what fires it and what it does to whom" {
  expect 0 svc-policy show clause inspect-6.2-major -H -c line,event,only,subject,points,approval
  [ "$output" = 'text,,,,,
trigger,inspect.finding,severity=major,,,
leg,,,person,-3.00..-5.00,auto' ]
  expect 5 svc-policy show clause inspect-9
  says 'no such clause is in force'
  expect 5 svc-policy show clause inspect-6.2-majr
  says 'inspect-6.2-majr: no such clause is in force; did you mean inspect-6.2-major?'
}

@test "every word that a pack may use is told by the vocabulary and by the manual" {
  local kind word
  svc-policy vocabulary -H -f tsv | grep -E '^(event|selector|matter|clock|case|start)' | cut -f1,3 >words
  [ "$(wc -l <words)" -gt 70 ]
  man -l -Tutf8 -P cat "$ROOT/man/svc-policy.5" 2>/dev/null | col -b | tr -s ' \n' ' ' >page
  while read -r kind word; do
    grep -qF -- "$word" page || { echo "svc-policy(5) lacks the $kind $word"; return 1; }
  done <words
}

@test "check refuses an approval by no chain" {
  edit legs 's/,committee$/,comittee/'
  expect 1 svc-policy check pack -H -c line,column,finding
  [[ ${lines[0]} == "$(line legs ,comittee),approval,\"\"\"comittee\"\" is not in chains.csv; did you mean committee? One of auto|reward|"* ]]
}

@test "check refuses a condition of no matter, a role and a class nobody knows" {
  edit authority_conditions '2s/^no_work_order/no_order/'
  finds authority_conditions 2 matter '"no_order" is not in authority.csv; one of no_work_order|name_change_at_gas_on|frail_customer_help|indoor_rectification|network_cooperation|vip_maintenance_fee|obstruction_waiver|omitted_installation|priority_install'
  edit authority_conditions '2s/^no_order/no_work_order/'
  edit chains '2s/dept_head/king/'
  expect 1 svc-policy check pack -H -c file,line,column
  [ "$output" = pack/chains.csv,2,role ]
  edit chains '2s/king/dept_head/'
  edit authority '2s/permission/permit/'
  expect 1 svc-policy check pack -H -c file,line,column
  [ "$output" = pack/authority.csv,2,class ]
}

@test "check refuses ranges upside down or with one end" {
  edit legs 's/^inspect-6.2-minor,person,-,1,2/inspect-6.2-minor,person,-,3,2/'
  finds legs "$(line legs inspect-6.2-minor)" points_min 'is above its maximum'
  edit legs 's/^inspect-6.2-minor,person,-,3,2/inspect-6.2-minor,person,-,,2/'
  finds legs "$(line legs inspect-6.2-minor)" points_min 'is missing: a range has both ends'
}

@test "check refuses bands that overlap" {
  edit grades 's/^B,85/B,95/'
  finds grades "$(line grades B,)" from 'B must begin below A: the grades overlap'
  edit grades 's/^B,95/B,85/'
  edit params 's/^fairly_min,7/fairly_min,9/'
  finds params "$(line params satisfied_min)" value \
    'satisfied_min must lie above fairly_min: the bands overlap'
}

@test "check refuses a missing band" {
  edit params '/^fairly_min,/d'
  finds params 1 value 'fairly_min is required'
}

@test "check refuses weights that are not one whole" {
  edit params 's/^value_growth,0.2/value_growth,0.1/'
  finds params "$(line params value_usage)" value 'the weights value_... add up to 0.90, not 1'
}

@test "check refuses two limits that are equally specific" {
  first=$(line limits complaint,close,3)
  echo 'complaint,close,3,,,9wd,received,assumed' >>pack/limits.csv
  finds limits "$(wc -l <pack/limits.csv)" '' \
    "is as specific as the limit in line $first: both apply to the same case"
}

@test "check refuses a chain with a hole" {
  edit chains '/^reward,2,/d'
  finds chains "$(line chains reward,3)" stage 'chain "reward" has no stage 2 before it'
}

@test "check refuses a calendar day twice, and one both off and worked" {
  first=$(line calendar 2026-10-01)
  echo 2026-10-01,off,国庆节 >>pack/calendar.csv
  last=$(wc -l <pack/calendar.csv)
  finds calendar "$last" day "2026-10-01 is listed already in line $first"
  edit calendar "${last}s,off,work,"
  finds calendar "$last" kind \
    "2026-10-01 is \"off\" already in line $first: a day is off or worked, not both"
}

@test "check refuses bad lengths, hours, days, shares and words" {
  edit limits '2s/,1h,/,1hour,/'
  expect 1 svc-policy check pack -H -c file,line,column
  [ "$output" = pack/limits.csv,2,length ]
  edit limits '2s/,1hour,/,1h,/'
  edit params 's/^work_hours,[^,]*/work_hours,08:30-25:00/; s/^repeat_window,30d/repeat_window,30days/
    s/^callback_quiet,[^,]*/callback_quiet,12-14/; s/^annual_plan_due,02-28/annual_plan_due,02-30/
    s/^natural_day_roll,no/natural_day_roll,never/; s/^bonus_cap,5/bonus_cap,five/'
  edit ratios '4s/,0.3,/,1.3,/'
  expect 1 svc-policy check pack -H -f tsv -c file,line,column,finding
  for name in work_hours repeat_window callback_quiet annual_plan_due natural_day_roll bonus_cap; do
    grep -q "^pack/params.csv	$(line params "$name,")	value	$name: " <<<"$output"
  done
  grep -q "^pack/ratios.csv	4	ratio	is not a share of 0 to 1" <<<"$output"
  [ "${#lines[@]}" -eq 7 ]
}

@test "check refuses a condition that compares with what is neither number nor limit" {
  edit authority_conditions 's/,households_affected,>=,30,/,households_affected,>=,many,/'
  finds authority_conditions "$(line authority_conditions obstruction_waiver,households_affected)" value \
    'is neither a number nor a limit'
}

@test "check refuses keys that come twice, in every file" {
  for file in pack/*.csv; do
    sed -n 2p "$file" >row
    [ -s row ] || continue # one that comes without rows
    cat row >>"$file"
    expect 1 svc-policy check pack -H -c file,line,finding
    [[ ${lines[0]} == "$file,$(wc -l <"$file"),"*'in line 2'* ]] ||
      { echo "$file: $output"; return 1; }
    sed -i '$d' "$file"
  done
}

@test "check reports every fault at once" {
  edit limits '2s/,1h,/,1hour,/'
  edit chains '/^reward,2,/d'
  sed -n 's/^inspect-6.3,/inspect-6.9,/p' pack/legs.csv >leg && cat leg >>pack/legs.csv
  expect 1 svc-policy check pack -H
  [ "${#lines[@]}" -eq 3 ]
  expect 78 svc-policy load pack --from 2026-11-01
  says 'faults of the pack: 3; nothing was loaded'
}

@test "check cannot use what is no pack" {
  expect 78 svc-policy check nowhere
  says 'cannot read "nowhere/books.csv"'
  edit limits '1s/matter/thing/'
  expect 78 svc-policy check pack
  says 'pack/limits.csv:1: unknown column "thing"'
  edit limits '1s/thing/matter/'
  printf '\377' >>pack/params.csv
  expect 78 svc-policy check pack
}

# -- diff --------------------------------------------------------------------------------------

@test "diff tells rows added, removed and changed, and nothing else" {
  expect 0 svc-policy diff 1 pack -H
  [ -z "$output" ]
  slower
  edit ratios '/^vip_monthly,/d'
  edit legs 's/^complaint-close,dept,-,2,2/complaint-close,dept,-,2,3/'
  echo order,,10,,,assumed >>pack/items.csv
  expect 1 svc-policy diff 1 pack -H
  [ "${lines[0]}" = 'legs,complaint-close/dept,changed,points_max,2.00,3.00' ]
  [ "${lines[1]}" = 'limits,complaint/close/3/*/*,changed,length,5wd,7wd' ]
  [ "${lines[2]}" = 'ratios,vip_monthly/*/vip,removed,,business=vip_monthly; tier=vip; ratio=1; min=1; basis=assumed,' ]
  [ "${lines[3]}" = 'items,order,added,,,item=order; cap=10.00; basis=assumed' ]
  [ "${#lines[@]}" -eq 4 ]
  svc-policy load pack --from 2026-10-01
  expect 0 svc-policy diff 2 pack
  expect 1 svc-policy diff 2 1 -H -c change
  [ "$output" = "$(printf '%s\n' changed changed added removed)" ]
}

@test "diff wants two packs that are there" {
  expect 2 svc-policy diff 1
  expect 5 svc-policy diff 1 9
  expect 78 svc-policy diff 1 nowhere
}

# -- calendar ----------------------------------------------------------------------------------

@test "calendar explain counts and skips each day across the National Day" {
  expect 0 svc-policy calendar explain 2026-09-30T15:00 3wd -H
  [ "${lines[0]}" = 'start,2026-09-30 15:00:00,Wed,,the first day is not counted' ]
  [ "$(grep -c '^skipped,.*国庆节$' <<<"$output")" -eq 7 ]
  [ "${lines[8]}" = 'counted,2026-10-08,Thu,1,' ]
  [ "${lines[10]}" = 'counted,2026-10-10,Sat,3,make-up working day' ]
  [ "${lines[11]}" = 'due,2026-10-10 17:30:00,Sat,,close of business' ]
  [ "${#lines[@]}" -eq 12 ]
}

@test "a limit that reaches into an unknown year is provisional" {
  expect 0 svc-policy calendar explain 2026-12-30T15:00 3wd -H -c step,at
  [ "${lines[-2]}" = 'due,2027-01-04 17:30:00' ]
  [ "${lines[-1]}" = 'provisional,2027-01-04 17:30:00' ]
  expect 0 svc-policy calendar explain 2026-12-30T15:00 3d -H -c step
  [ "${lines[-1]}" = due ]
}

@test "calendar lists the days that differ, and says which years are unknown" {
  expect 0 svc-policy calendar -m 2026-10 -H -c day,kind
  [ "${lines[0]}" = 2026-10-01,off ]
  [ "${lines[7]}" = 2026-10-10,work ]
  [ "${#lines[@]}" -eq 8 ]
  expect 0 svc-policy calendar -m 2027 -H -c day,kind
  [ "$output" = 2027,unknown ]
  [ "$(svc-policy calendar -H -c day,kind | tail -n 1)" = 2027,unknown ]
}

@test "calendar takes no other words" {
  expect 2 svc-policy calendar explain 2026-09-30
  expect 2 svc-policy calendar explain yesterday 3wd
  expect 2 svc-policy calendar explain 2026-09-30 3weeks
  expect 2 svc-policy calendar tell 2026-09-30 3wd
}

# -- clauses, in-force -------------------------------------------------------------------------

@test "clauses tell what each does to whom" {
  expect 0 svc-policy clauses -f tsv -H -c clause,subject,amount_min,amount_max,approval
  grep -qx 'reward-3.2.3-1	head	100.00	500.00	reward' <<<"$output"
  grep -qx 'complaint-close	dept			auto' <<<"$output"
  expect 0 svc-policy clauses --strict -H -c clause
  grep -qx complaint-close <<<"$output"
  run ! grep -qx auth-6.1 <<<"$output"
}

@test "in-force counts what is assumed, and lists it" {
  count=$(svc-policy in-force -H -c assumed)
  [ "$count" -gt 0 ]
  expect 0 svc-policy in-force --strict -H
  [ "${#lines[@]}" -eq "$count" ]
  grep -qx 'grades,A,basis' <<<"$output"
}

@test "check --strict finds what is assumed, load --strict refuses it, each with file and line" {
  count=$(svc-policy in-force -H -c assumed)
  expect 1 svc-policy check --strict pack -H -f tsv
  [ "${#lines[@]}" -eq "$count" ]
  grep -qx "pack/grades.csv	$(line grades A,)	basis	is assumed" <<<"$output"
  expect 65 svc-policy load --strict pack --from 2026-11-01
  says "pack/grades.csv:$(line grades A,): basis: is assumed"
  says "assumed values of the pack: $count; nothing was loaded"
  sed -i 's/,assumed$/,external/; s/,assumed,/,external,/g' pack/*.csv
  expect 0 svc-policy check --strict pack -H
  [ -z "$output" ]
  edit legs 's/^inspect-8.1,\(.*\),seed,auto/inspect-8.1,\1,assumed,auto/'
  expect 1 svc-policy check --strict pack -H -c file,line,column
  [ "$output" = "pack/legs.csv,$(line legs inspect-8.1),effect_basis" ]
  expect 0 svc-policy check pack -H
  edit grades 's/^B,85/B,95/'
  expect 78 svc-policy load --strict pack --from 2026-11-01
  says "pack/legs.csv:$(line legs inspect-8.1): effect_basis: is assumed"
  says 'faults of the pack: 1; nothing was loaded'
  edit grades 's/^B,95/B,85/'
  edit legs 's/^inspect-8.1,\(.*\),assumed,auto/inspect-8.1,\1,seed,auto/'
  expect 0 svc-policy load --strict pack --from 2026-11-01
  [ "$(svc-policy in-force --on 2026-11-01 -H -c version,assumed)" = 2,0 ]
}

# -- books -------------------------------------------------------------------------------------

@test "a trial of six months ends on the matching date, then the book is in force" {
  state() { svc-policy books --on "$1" -f tsv -H -c book,state,trial_until | grep "^$2"; }
  [ "$(state 2010-12-31 reward)" = 'reward	waiting	2011-07-01' ]
  [ "$(state 2011-01-01 reward)" = 'reward	trial	2011-07-01' ]
  [ "$(state 2011-06-30 reward)" = 'reward	trial	2011-07-01' ]
  [ "$(state 2011-07-01 reward)" = 'reward	in_force	2011-07-01' ]
  [ "$(state 2000-01-01 complaint)" = 'complaint	in_force	' ]
  [ "$(state 2000-01-01 inspect)" = 'inspect	in_force	' ]
}

# Shows every required content of a book's edition: shown BOOK.
shown() { svc-policy contents "$1" -H -c item | while read -r item; do svc-policy advance "$1" --item "$item" --article "$item"; done; }

@test "a book goes from its draft through every signature to its trial" {
  adv() { expect 0 svc-policy advance reward "$@"; }
  adv --at '2026-10-12 08:00'
  shown reward
  expect 4 svc-policy advance reward
  says 'has a hand in this edition'
  adv --by 1101 --evidence 评审-1
  expect 77 svc-policy advance reward --by 1101 --evidence x
  says 'approval is signed by the role office'
  adv --by 1601 --evidence 审批-1
  expect 77 svc-policy advance reward
  says 'the role region_director'
  adv --evidence 区域-7
  adv --evidence 备案-9
  [ "$(svc-policy books -f tsv -H -c book,state,revision,edition | grep ^reward)" = 'reward	in_force	filed	' ]
  adv
  [ "$(svc-policy books -f tsv -H -c book,state,trial_until,edition | grep ^reward)" = \
    'reward	trial	2027-04-12	1' ]
  expect 4 svc-policy advance reward
  says 'on trial until 2027-04-12, then in force by itself'
  [ "$(svc-policy books --on 2027-04-12 -f tsv -H -c book,state | grep ^reward)" = 'reward	in_force' ]
  adv --revise
  [ "$(svc-policy books --on 2027-04-12 -f tsv -H -c book,state,revision | grep ^reward)" = \
    'reward	revised	draft' ]
  svc-admin verify
}

@test "call-back rules end at the region, company books at the company" {
  walk() {
    svc-policy advance "$1"
    shown "$1"
    svc-policy advance "$1" --by 1101 --evidence a
    svc-policy advance "$1" --by 1601 --evidence b
    svc-policy advance "$1" --evidence c
  }
  walk callback
  svc-policy advance callback
  [ "$(sqlite3 "$SVC_DB" "SELECT stage FROM book_step WHERE book = 'callback' ORDER BY event" | tr '\n' ' ')" = \
    'draft review approval region in_force ' ]
  walk survey
  [ "$(sqlite3 "$SVC_DB" "SELECT stage FROM book_step WHERE book = 'survey' ORDER BY event" | tr '\n' ' ')" = \
    'draft review approval in_force ' ]
}

@test "required contents are listed and shown article by article" {
  expect 0 svc-policy contents complaint -H -c item
  [ "$(tr '\n' ' ' <<<"$output")" = 'bodies levels plan limits centre appeal ' ]
  expect 4 svc-policy advance complaint --item plan --article 5.2
  says 'no edition was begun'
  svc-policy advance complaint
  svc-policy advance complaint --item plan --article 5.2
  svc-policy advance complaint --item plan --article 5.3
  expect 5 svc-policy advance complaint --item plans --article 5.3
  [ "$(svc-policy contents complaint -f tsv -H -c item,article | grep ^plan)" = 'plan	5.3' ]
  [ "$(svc-policy books -f tsv -H -c book,contents | grep ^complaint)" = 'complaint	1/6' ]
  svc-admin verify
}

# 001, 5.3: a reward book has 奖惩方式, 奖惩范围和标准 and 监察机制.
@test "nobody signs a book without its required contents, in no edition" {
  svc-policy advance reward --at '2026-10-12 08:00'
  expect 4 svc-policy advance reward --by 1101 --evidence a
  says 'its edition 1 does not show the required content "methods", so nobody signs review'
  says 'svc-policy advance reward --item methods --article ARTICLE'
  svc-policy advance reward --item methods --article 1
  svc-policy advance reward --item supervision --article 4
  expect 4 svc-policy advance reward --by 1101 --evidence a
  says 'the required content "scope"'
  svc-policy advance reward --item scope --article 3
  svc-policy advance reward --by 1101 --evidence a
  svc-policy advance reward --by 1601 --evidence b
  svc-policy advance reward --evidence c
  svc-policy advance reward --evidence d
  svc-policy advance reward
  svc-policy advance reward --revise
  expect 4 svc-policy advance reward --by 1101 --evidence a
  says 'its edition 2 does not show the required content "methods"'
}

@test "contents wants a known book" {
  expect 5 svc-policy contents nonsense
  says 'no such book: "nonsense"'
  expect 0 svc-policy contents survey -H
  [ -z "$output" ]
}

@test "advance wants a known book and the paper of who signs" {
  expect 5 svc-policy advance nonsense
  expect 2 svc-policy advance
  expect 2 svc-policy advance reward --by 1101
  expect 5 svc-policy advance reward --by 9999 --evidence x
  expect 0 svc-policy advance reward --dry-run
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM book_step')" = 0 ]
}

# -- feedback ----------------------------------------------------------------------------------

# Feedback on a book: feedback BOOK [--COLUMN VALUE…]
feedback() { svc-policy add feedback -H --book "$1" --dept 02 --given_at '2026-10-09 09:00' --text 建议 "${@:2}"; }
open_of() { svc-policy books "${@:2}" -f tsv -H -c book,unanswered | sed -n "s/^$1	//p"; }

@test "feedback is recorded, waits, and is answered by somebody else" {
  no=$(feedback reward --person 1203)
  [ "$no" = F2026-000001 ]
  eval=$(feedback reward --kind evaluation --person 1101 --text 效果良好)
  [ "$(open_of reward)" = 2 ]
  [ "$(open_of tier)" = 0 ]
  [ "$(open_of reward --on 2026-10-08)" = 0 ]
  expect 0 svc-policy answer "$no" --text 采纳，下次修订写入
  [ "$(open_of reward)" = 1 ]
  [ "$(open_of reward --on 2026-10-11)" = 2 ]
  [ "$(svc-policy list feedback --state open -H -c no,kind,dept,person)" = "$eval,evaluation,02,1101" ]
  [ "$(svc-policy list feedback --no "$no" -H -c kind,state,answer,answered_at,answered_by)" = \
    "feedback,answered,采纳，下次修订写入,2026-10-12 09:00:00,$(id -un)" ]
  svc-policy log feedback "$no" -H -c verb | tr '\n' ' ' | grep -qx 'add answer '
  svc-policy show feedback "$no" -H -c column,value | grep -qx 'answer,采纳，下次修订写入'
  expect 4 svc-policy answer "$no" --text 再答
  says "cannot answer, it is answered (answer by $(id -un)"
  expect 0 svc-admin check
  expect 0 svc-admin verify
}

@test "nobody answers their own feedback, neither in person nor on paper" {
  own=$(feedback reward)
  [ "$(svc-policy list feedback --no "$own" -H -c person)" = "$(id -un)" ]
  expect 4 svc-policy answer "$own" --text x
  says "$own: \"$(id -un)\" gave it and cannot answer it"
  says 'nothing was applied'
  his=$(feedback reward --person 1101)
  expect 4 svc-policy answer "$own" "$his" --text x --by 1101 --evidence 函1
  says "$his: \"1101\" gave it and cannot answer it"
  [ "$(open_of reward)" = 2 ]
  expect 0 svc-policy answer "$own" --text x --by 1101 --evidence 函1
  [ "$(svc-policy list feedback --no "$own" -H -c answered_by,evidence)" = 1101,函1 ]
  run ! sqlite3 "$SVC_DB" "UPDATE book_feedback SET state = 'answered', answer = 'x',
    answered_at = given_at, answered_by = person WHERE no = '$his'"
}

@test "feedback names a book of its day, a department, a person; an answer its roles and text" {
  expect 2 feedback nonsense
  says 'option --book: no such book on that day'
  expect 2 feedback reward --person 9999
  says 'option --person: is not registered'
  expect 2 feedback reward --kind praise
  expect 2 feedback reward --no C2026-000009
  says 'option --no: not a number of this register, such as F2026-000123'
  expect 2 feedback reward --given_at '2026-10-13 09:00'
  says 'lies in the future'
  expect 2 svc-policy add --book reward
  says 'name one of: feedback'
  expect 2 svc-policy list
  says 'list needs a register'
  expect 2 svc-policy list books
  says 'no register "books"'
  no=$(feedback reward --person 1203)
  expect 2 svc-policy answer "$no"
  says 'add --text TEXT'
  expect 2 svc-policy answer --text x
  expect 2 svc-policy answer "$no" --text x --by 1101
  expect 5 svc-policy answer "$no" --text x --by 9999 --evidence y
  expect 77 svc-policy answer "$no" --text x --by 1202 --evidence y
  says '"1202" holds none'
  late=$(feedback reward --person 1203 --given_at '2026-10-12 08:00')
  expect 4 svc-policy answer "$late" --text x --at '2026-10-12 07:59'
  says 'cannot answer before it was given'
  expect 5 svc-policy answer F2026-000009 --text x
  says 'F2026-000009: no such feedback'
  expect 0 svc-policy answer "$no" --text x --dry-run
  [ "$(open_of reward)" = 2 ]
  svc-policy list feedback -c no,state | expect 0 svc-policy answer - --text 一并答复
  [ "$(open_of reward)" = 0 ]
}

@test "a department's sheet of feedback comes in once, and what was answered stays" {
  printf '%s\n' source,source_no,book,kind,dept,person,given_at,text \
    '安检部,1,inspect,feedback,02,1201,2026-10-08,检查表太长' \
    '安检部,2,tier,evaluation,02,1201,2026-10-08,分级有效' >in.csv
  expect 0 svc-policy import feedback in.csv
  expect 0 svc-policy import feedback in.csv -v
  says '2 unchanged'
  svc-policy answer F2026-000001 --text 精简
  expect 0 svc-policy import feedback in.csv -v
  says '2 unchanged'
  sed -i 's/检查表太长/检查表过长/; s/分级有效/分级很有效/' in.csv
  expect 65 svc-policy import feedback --update in.csv
  says 'in.csv:2: record 1: was answered, and stays as it is'
  says 'in.csv: read 2: 0 added, 0 updated, 0 unchanged, 1 rejected, 1 held back'
  svc-policy list feedback --header zh | sed -n 1p | grep -qx '编号,来源系统,来源编号,制度,类型,反馈部门,.*'
  expect 0 svc-policy columns feedback -H -c column,import
  grep -qx 'dept,required' <<<"$output"
  expect 0 svc-admin verify
}

# -- levels at intake --------------------------------------------------------------------------

@test "which complaints intake takes for grave is the pack's to say, and the office determines otherwise" {
  # of what 12345 sends, conduct alone is grave; ten people are, five are not; unknown words are refused
  edit levels 's/^1,12345,,/1,12345,conduct,/; s/^1,,,,,,5,/1,,,,,,10,/'
  expect 0 svc-policy load pack --from 2026-10-01 --reason 分级
  asked=$(complaint channel=12345 category=billing)
  rude=$(complaint channel=12345 category=conduct)
  five=$(complaint people=5)
  ten=$(complaint people=10)
  [ "$(for no in $asked $rude $five $ten; do svc-complaint list --no "$no" -H -c level; done | paste -sd' ')" = '3 1 3 1' ]
  expect 0 svc-complaint determine "$rude" --level 2 --valid yes
  [ "$(svc-complaint list --no "$rude" -H -c level_initial,level)" = 1,2 ]
  edit levels 's/^3,,,,,,,/3,hotline,,,,,,/'
  expect 1 svc-policy check pack -H -c file,line,finding
  [ "$output" = 'pack/levels.csv,1,no row is for all the others: a level alone' ]
  edit levels 's/^3,hotline,/3,fax,/'
  expect 1 svc-policy check pack -H -c column,finding
  [[ $output == *'channel,"no rule acts on ""fax"";'* ]]
}

# -- words that are none, wherever they stand ----------------------------------------------------

# A pack with rows in every file, and whatever columns each may have: cells FILE prints the line, the place,
# the name and the text of each column's first cell that is not empty, else of the first row.
full_pack() {
  cp -r "$ROOT/tests/data/company/policy" full
  cp pack/calendar.csv full
}
columns_of() { grep -v '^#' "mine/$1.csv" | head -n 1 | tr , '\n'; }
cells() {
  awk -v FS=, -v columns="$(columns_of "$1" | tr '\n' ' ')" '
    /^#/ { next }
    !n { n = split($0, name); for (i = 1; i <= n; i++) at[name[i]] = i; next }
    { first = first ? first : FNR
      for (i = 1; i <= n; i++) if ($i != "" && !(i in line)) { line[i] = FNR; cell[i] = $i } }
    END { m = split(columns, want, " ")
      for (j = 1; j <= m; j++) {
        i = at[want[j]]
        if (!i) continue
        print (i in line ? line[i] : first), i, want[j], cell[i] } }' "full/$1.csv"
}
# Puts a word there: with_cell FILE LINE PLACE WORD; what check finds about that cell.
with_cell() {
  awk -v FS=, -v OFS=, -v line="$2" -v place="$3" -v word="$4" 'FNR == line { $place = word } 1' \
    "full/$1.csv" >changed
  cp "full/$1.csv" kept
  mv changed "full/$1.csv"
  svc-policy check full -H -f tsv -c file,line,column,finding >found 2>/dev/null || true
  mv kept "full/$1.csv"
}

@test "a word that is none, in whatever column of whatever file, is told with its file, line, column and words" {
  local file line place column cell asked=0 near=0
  full_pack
  svc-policy new mine -H >files
  expect 0 svc-policy check full
  # what a company calls its own by, and what it says: books, clauses, matters, facts, groups, words, texts
  # shellcheck disable=SC2013 # a name a line
  for file in $(sed -n 's|^mine/\([a-z_]*\)[.]csv$|\1|p' files); do
    while read -r line place column cell; do
      with_cell "$file" "$line" "$place" zqxwv
      case $file.$column in
        *.text | books.title | clauses.article | calendar.name | words.label | words.synonyms | bands.group | \
          authority_conditions.key)
          [ ! -s found ] || { echo "$file $column"; cat found; return 1; } ;;
        books.book | clauses.clause | authority.matter | words.code) # what names the old one is told
          grep -q 'zqxwv' found || { echo "$file $column"; cat found; return 1; } ;;
        authority_conditions.value) ;; # of a fact that is a company's own
        *)
          awk -F'\t' -v at="full/$file.csv $line $column" '$1 " " $2 " " $3 == at { print $4 }' found >told
          grep -qE '; one of |did you mean|there is none|not a |not an |must be |is not a |is no |has none' told ||
            { echo "$file $line $column: not told"; cat found; return 1; }
          asked=$((asked + 1))
          # where words are listed, the one that is near comes first
          if grep -q 'one of' told && [[ ${#cell} -gt 3 && $cell != *\;* ]]; then
            with_cell "$file" "$line" "$place" "${cell%?}"
            awk -F'\t' -v at="full/$file.csv $line $column" '$1 " " $2 " " $3 == at { print $4 }' found |
              grep -q "did you mean ${cell%?}" || { echo "$file $line $column: not near"; cat found; return 1; }
            near=$((near + 1))
          fi ;;
      esac
    done < <(cells "$file")
  done
  echo "$asked $near"
  [ "$asked" -gt 90 ] && [ "$near" -gt 25 ]
}
