# What a limit may be told apart by, what it may run from, and how its length is written.

load common

setup_file() {
  make_company
  PACK=$BATS_FILE_TMPDIR/pack
  cp -r "$SVC_BUILD/share/svc/policy" "$PACK"
  # the three columns that the shipped file does without, behind customer_kind
  awk -F, -v OFS=, '{ $5 = $5 (NR == 1 ? ",channel,category,class" : ",,,") } 1' \
    "$SVC_BUILD/share/svc/policy/limits.csv" >"$PACK/limits.csv"
  echo 'category,leak,燃气泄漏,户内泄漏,90,repair' >>"$PACK/words.csv"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
}

limit() { printf '%s\n' "$@" >>pack/limits.csv; }
in_force() { svc-policy load pack --from "${1:-2026-09-01}" --reason 试行; }
dues() { svc-complaint list -H -c no,respond_due,close_due; }

# No level has a limit of its own: a call an hour, a letter three and ten working days, a leak by
# telephone half an hour.
by_channel() {
  sed -i -E '/^complaint,(respond|solution|close),/d' pack/limits.csv
  limit complaint,respond,,,,hotline,,,1h,received,assumed, \
    complaint,respond,,,,letter,,,3wd,received,assumed, \
    complaint,close,,,,letter,,,10wd,received,assumed, \
    complaint,respond,,,,hotline,leak,,30min,received,assumed, \
    complaint,close,,,,,,,5wd,received,assumed,
}

@test "a written suggestion has working days, a call an hour, a leak by telephone half an hour" {
  by_channel
  in_force
  printf '%s\n' source,source_no,received_at,channel,category,content \
    x,1,'2026-10-09 09:00',hotline,repair,报修 x,2,'2026-10-09 09:00',letter,other,建议 \
    x,3,'2026-10-09 09:00',hotline,leak,漏气 x,4,'2026-10-09 09:00',letter,leak,漏气 \
    x,5,'2026-10-09 09:00',counter,repair,报修 >in.csv
  svc-complaint import in.csv
  # From Friday the 9th, with the make-up day of the 10th: 10 12 13 are three working days, 10 12 13
  # 14 15 five, 10 12-16 19-22 ten. Nothing is for the counter.
  [ "$(dues)" = 'C2026-000001,2026-10-09 10:00:00,2026-10-15 17:30:00
C2026-000002,2026-10-13 17:30:00,2026-10-22 17:30:00
C2026-000003,2026-10-09 09:30:00,2026-10-15 17:30:00
C2026-000004,2026-10-13 17:30:00,2026-10-22 17:30:00
C2026-000005,,2026-10-15 17:30:00' ]
  expect 0 svc-complaint explain C2026-000003 -H -c clock,step,note
  [ "${lines[0]}" = 'respond,limit,"30min from received: limits.csv complaint,respond,,,,channel hotline,category leak; basis assumed; policy 2"' ]
  [ "${lines[1]}" = 'respond,passed,"1h from received: limits.csv complaint,respond,,,,channel hotline; names less"' ]
  svc-complaint explain C2026-000003 --words zh -H -c note >zh
  grep -qx '自受理起30分钟：依据 limits.csv 投诉/响应/客服热线/燃气泄漏；依据类别 暂定；制度版本2' zh
  expect 0 svc-complaint due --within 2wd -H -c no,clock,due_at
  [[ $output == *'C2026-000002,respond,2026-10-13 17:30:00'* ]]
  # three were not answered within their limit
  [ "$(svc-complaint score -m 2026-10 -H -c record,clause | sort)" = 'C2026-000001,complaint-respond
C2026-000003,complaint-respond' ]
  svc-admin check
}

@test "the category is corrected, and the deadline moves at once" {
  by_channel
  in_force
  complaint received_at='2026-10-12 08:20' category=repair
  svc-complaint set C2026-000001 --category leak --reason 核实
  [ "$(dues)" = 'C2026-000001,2026-10-12 08:50:00,2026-10-19 17:30:00' ]
  svc-complaint log C2026-000001 -H -c change | grep -q '2026-10-12 09:20:00.*2026-10-12 08:50:00'
  # the leak was missed at 08:50: the office corrects it, and the line stays, with who and why
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status)" = complaint-respond,final ]
  svc-complaint set C2026-000001 --category repair --reason 误记
  [ "$(dues)" = 'C2026-000001,2026-10-12 09:20:00,2026-10-19 17:30:00' ]
  [ "$(svc-complaint score -m 2026-10 -H -c clause,status,reason)" = \
    'complaint-respond,reversed,"due 2026-10-12 08:50:00: no longer missed, by root: 误记"' ]
  svc-complaint set C2026-000001 --category repair --reason 同上
  svc-admin check
  svc-admin verify
}

@test "a file that brings another channel brings another deadline" {
  by_channel
  in_force
  printf '%s\n' source,source_no,received_at,channel,category,content x,1,'2026-10-12 08:30',hotline,other,建议 >in.csv
  svc-complaint import in.csv
  sed -i s/hotline/letter/ in.csv
  svc-complaint import --update in.csv
  # 13 14 15 and up to the 23rd: 13-16 19-23 26 are ten
  [ "$(dues)" = 'C2026-000001,2026-10-15 17:30:00,2026-10-26 17:30:00' ]
}

@test "an order of an industrial customer has eight hours where a home has four" {
  limit repair,arrive,,,,,,industrial,8h,accepted,assumed, repair,finish,,,,,,industrial,3d,accepted,assumed,
  in_force
  printf '%s\n' customer,kind,customer_kind,class,name K1,unit,business,industrial,甲厂 K2,person,home,resident,张三 \
    K3,unit,business,commercial,乙店 >k.csv
  svc-tier import k.csv
  printf '%s\n' source,source_no,business,customer,accepted_at d,1,repair,K1,'2026-10-11 08:00' \
    d,2,repair,K2,'2026-10-11 08:00' d,3,repair,K3,'2026-10-11 08:00' d,4,gas_on,K1,'2026-10-11 08:00' >o.csv
  svc-order import o.csv
  [ "$(svc-order list -H -c no,arrive_due,finish_due)" = 'O2026-000001,2026-10-11 16:00:00,2026-10-14 23:59:59
O2026-000002,2026-10-11 12:00:00,
O2026-000003,2026-10-11 12:00:00,
O2026-000004,,2026-10-12 17:30:00' ]
  expect 0 svc-order limits O2026-000001 -H -c clock,step,note
  [ "${lines[0]}" = 'arrive,limit,"8h from accepted: limits.csv repair,arrive,,,,class industrial; basis assumed; policy 2"' ]
}

@test "a word of the company's has the limit of the word it acts as, until a limit names it" {
  sed -i -E '/^complaint,respond,/d' pack/limits.csv
  limit complaint,respond,,,,web,,,4h,received,assumed, complaint,respond,,,,,repair,,2h,received,assumed,
  in_force
  # wechat acts as web, leak as repair; of two that name as much the earlier deadline wins
  complaint channel=wechat category=billing
  complaint channel=counter category=leak
  complaint channel=wechat category=leak
  [ "$(svc-complaint list -H -c respond_due)" = '2026-10-09 13:00:00
2026-10-09 11:00:00
2026-10-09 11:00:00' ]
  limit complaint,respond,,,,wechat,,,5h,received,assumed,
  in_force 2026-09-02
  [ "$(svc-complaint list -H -c respond_due | head -n 1)" = '2026-10-09 14:00:00' ]
}

@test "another version moves what is open, and tells it" {
  by_channel
  in_force
  complaint channel=letter category=other
  sed -i 's/^complaint,close,,,,letter,,,10wd/complaint,close,,,,letter,,,7wd/' pack/limits.csv
  expect 0 svc-policy load pack --from 2026-10-01 --reason 缩短 -c no,clock,old,new
  # 10 12 13 14 15 16 19
  [ "$output" = 'no,clock,old,new
C2026-000001,close,2026-10-22 17:30:00,2026-10-19 17:30:00' ]
  expect 1 svc-policy diff 2 3 -H
  [[ $output == *complaint/close/*/*/*/channel=letter*10wd*7wd* ]]
}

@test "a limit that names what its records do not have is refused, with file and line" {
  local before
  before=$(wc -l <pack/limits.csv)
  limit repair,arrive,,,,hotline,,,8h,accepted,assumed, repair,arrive,,,,,repair,,8h,accepted,assumed, \
    repair,arrive,1,,,,,,8h,accepted,assumed, complaint,respond,,,,,,industrial,1h,received,assumed, \
    callback_issue,answer,,vip,,,,,1h,raised,assumed, inspect,fix,,,,,,resident,1d,found,assumed, \
    complaint,respond,,,,telephone,,,1h,received,assumed, complaint,respond,,,,,flood,,1h,received,assumed,
  expect 1 svc-policy check pack -H -c file,line,column,finding
  [ "$(head -n 6 <<<"$output")" = "pack/limits.csv,$((before + 1)),channel,does not select among such limits
pack/limits.csv,$((before + 2)),category,does not select among such limits
pack/limits.csv,$((before + 3)),level,does not select among such limits
pack/limits.csv,$((before + 4)),class,does not select among such limits
pack/limits.csv,$((before + 5)),tier,does not select among such limits
pack/limits.csv,$((before + 6)),class,does not select among such limits" ]
  [[ ${lines[6]} == "pack/limits.csv,$((before + 7)),channel,"*'no rule acts on ""telephone""; one of hotline|'* ]]
  [[ ${lines[7]} == "pack/limits.csv,$((before + 8)),category,"*'no rule acts on ""flood""'* ]]
}

@test "two limits for one case are refused, whichever columns they name" {
  by_channel
  limit complaint,respond,,,,hotline,leak,,2h,received,assumed, complaint,respond,,,,,leak,,2h,received,assumed,
  expect 1 svc-policy check pack -H
  [[ ${#lines[@]} -eq 1 && $output == *'is as specific as the limit in line '* ]] || { echo "$output"; false; }
}

@test "what a limit may name is what its records have" {
  local noun table
  while IFS=, read -r noun table; do
    [ "$(svc-policy vocabulary -H -c kind,of,word | sed -n "s/^case,svc-$noun,//p" | sort)" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('$table') WHERE name IN
        ('level', 'tier', 'customer_kind', 'channel', 'category', 'class') ORDER BY name")" ] ||
      { echo "$noun $table"; return 1; }
  done <<<"complaint,complaint
order,service_order
callback,callback_issue
inspect,inspect_finding
inspect,inspect_notice
monitor,monitor_opinion
entry,entry_task
entry,entry_error"
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(DISTINCT tbl) FROM clock')" = 8 ]
}

# -- what a limit runs from --------------------------------------------------------------------

# An hour for the first answer, from when the department got it; two working days to close.
from_assignment() {
  sed -i -E '/^complaint,(respond|solution|close),/d' pack/limits.csv
  limit complaint,respond,,,,,,,1h,assigned,assumed, complaint,close,,,,,,,2wd,assigned,assumed,
  in_force
}

@test "a limit runs from when the department got it, not from receipt" {
  from_assignment
  complaint received_at='2026-10-10 09:00' >/dev/null
  # nobody has it: no deadline, nothing is late, however long
  [ "$(dues)" = C2026-000001,, ]
  [ -z "$(svc-complaint score -m 2026-10 -H)" ]
  svc-complaint explain C2026-000001 -H -c step,note | grep -qx 'result,not begun: runs from assigned'
  svc-complaint explain C2026-000001 --words zh -H -c note | grep -qx 未起算：自派单起算
  svc-complaint assign C2026-000001 --dept 02 --at '2026-10-12 08:30'
  # an hour from 08:30; of working days the 13th and the 14th
  [ "$(dues)" = 'C2026-000001,2026-10-12 09:30:00,2026-10-14 17:30:00' ]
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE verb = 'assign' AND tbl = 'complaint'")" = 1 ]
  svc-complaint explain C2026-000001 -H -c clock,step,at,note | grep -qx \
    'respond,limit,,"1h from assigned: limits.csv complaint,respond,,,; basis assumed; policy 2"'
  # handed on it keeps running from the first
  svc-complaint assign C2026-000001 --dept 03
  [ "$(dues)" = 'C2026-000001,2026-10-12 09:30:00,2026-10-14 17:30:00' ]
  expect 0 svc-complaint due -H -c no,clock,due_at
  [ "${lines[0]}" = 'C2026-000001,respond,2026-10-12 09:30:00' ]
  export SVC_NOW='2026-10-12 10:00'
  [ "$(svc-complaint score -m 2026-10 -H -c dept,clause,status)" = 03,complaint-respond,final ]
  svc-admin check
  svc-admin verify
}

@test "a file brings when the department got it, at once or later, and a step does, too" {
  from_assignment
  printf '%s\n' source,source_no,received_at,assigned_at,channel,category,content,dept \
    x,1,'2026-10-12 08:00','2026-10-12 08:20',hotline,repair,报修,02 x,2,'2026-10-12 08:00',,hotline,repair,报修, >in.csv
  svc-complaint import in.csv
  [ "$(dues)" = 'C2026-000001,2026-10-12 09:20:00,2026-10-14 17:30:00
C2026-000002,,' ]
  printf '%s\n' source,source_no,assigned_at,dept x,2,'2026-10-12 08:40',03 | svc-complaint import --update
  [ "$(dues | tail -n 1)" = 'C2026-000002,2026-10-12 09:40:00,2026-10-14 17:30:00' ]
  # the deadline hangs on it now: another file does not move it, the office does
  printf '%s\n' source,source_no,assigned_at x,2,'2026-10-12 08:55' | svc-complaint import --update
  [ "$(dues | tail -n 1)" = 'C2026-000002,2026-10-12 09:40:00,2026-10-14 17:30:00' ]
  printf '%s\n' source,source_no,assigned_at x,2,'2026-10-12 08:55' | svc-complaint import --update --reason 核实
  [ "$(dues | tail -n 1)" = 'C2026-000002,2026-10-12 09:55:00,2026-10-14 17:30:00' ]
  complaint received_at='2026-10-12 08:00' source=x source_no=3 >/dev/null
  printf '%s\n' source,source_no,verb,at,dept x,3,assign,'2026-10-12 08:50',02 | svc-complaint import steps
  [ "$(dues | tail -n 1)" = 'C2026-000003,2026-10-12 09:50:00,2026-10-14 17:30:00' ]
  svc-admin check
}

@test "in a new round it runs from the reopening" {
  from_assignment
  complaint received_at='2026-10-09 09:00' dept=02 assigned_at='2026-10-09 09:10' responded_at='2026-10-09 09:30' \
    closed_at='2026-10-09 15:00' solution=修 >/dev/null
  svc-complaint reopen C2026-000001 --at '2026-10-12 08:30' --reason 不满意
  # 13 14
  [ "$(dues)" = 'C2026-000001,2026-10-12 09:30:00,2026-10-14 17:30:00' ]
  [ -z "$(svc-complaint score -m 2026-10 -H)" ]
  svc-admin check
}

@test "a date without a time of day leaves the hour open" {
  from_assignment
  printf '%s\n' source,source_no,received_at,assigned_at,responded_at,channel,category,content,dept \
    x,1,'2026-10-08 08:00',2026-10-08,'2026-10-08 10:00',hotline,repair,报修,02 >in.csv
  svc-complaint import in.csv
  # it was got between 08:00 and 24:00: answered at 10:00 that is late or not
  [ "$(svc-complaint list -H -c respond_due,provisional)" = '2026-10-08 09:00:00,respond' ]
  svc-complaint explain C2026-000001 -H -c step,note | grep -q '^undated,.*2026-10-08 09:00:00.*2026-10-09 00:59:59'
}

@test "what a step begins, the step itself dates: solution, answer, determination" {
  sed -i -E '/^(complaint,(respond|solution|close|callback)|callback_issue,close),/d' pack/limits.csv
  limit complaint,solution,,,,,,,4h,responded,assumed, complaint,close,,,,,,,1d,solution,assumed, \
    complaint,callback,,,,,,,1wd,determined,assumed, callback_issue,close,,,,,,,1wd,answered,assumed,
  in_force
  complaint received_at='2026-10-12 08:00' dept=02 phone=13812340001 >/dev/null
  each() { svc-complaint list -H -c solution_due,close_due,callback_due; }
  [ "$(each)" = ,, ]
  svc-complaint respond C2026-000001 --at '2026-10-12 08:10'
  [ "$(each)" = '2026-10-12 12:10:00,,' ]
  svc-complaint propose C2026-000001 --solution 换表 --at '2026-10-12 08:20'
  [ "$(each)" = '2026-10-12 12:10:00,2026-10-13 23:59:59,' ]
  svc-complaint close C2026-000001 --at '2026-10-12 08:30'
  [ "$(each)" = '2026-10-12 12:10:00,2026-10-13 23:59:59,' ]
  svc-complaint determine C2026-000001 --valid yes --at '2026-10-12 08:40'
  [ "$(each)" = '2026-10-12 12:10:00,2026-10-13 23:59:59,2026-10-13 17:30:00' ]
  svc-callback add -H --register complaint --record C2026-000001 --business complaint --planned_at '2026-10-12 08:45' \
    --called_at '2026-10-12 08:45' --caller 1102 --overall 2 --dept 02 >/dev/null
  svc-callback issue --at '2026-10-12 08:50'
  [ "$(svc-callback list issues -H -c close_due,no)" = ,B2026-000001 ]
  svc-callback issue-answer B2026-000001 --answer 再修 --at '2026-10-12 08:55'
  [ "$(svc-callback list issues -H -c close_due)" = '2026-10-13 17:30:00' ]
  svc-admin check
}

@test "an order's limit runs from when it was sent out, and from when it was taken" {
  limit repair,arrive,,,,,,,1h,accepted_by,assumed, repair,finish,,,,,,,4h,dispatched,assumed,
  sed -i '/^repair,arrive,,,,,,,4h/d' pack/limits.csv
  in_force
  printf '%s\n' source,source_no,business,accepted_at d,1,repair,'2026-10-12 08:00' | svc-order import
  times() { svc-order list -H -c arrive_due,finish_due; }
  [ "$(times)" = , ]
  svc-order dispatch O2026-000001 --at '2026-10-12 08:10'
  [ "$(times)" = ',2026-10-12 12:10:00' ]
  svc-order accept O2026-000001 --at '2026-10-12 08:20'
  [ "$(times)" = '2026-10-12 09:20:00,2026-10-12 12:10:00' ]
  svc-admin check
}

@test "an appeal is within the limit of its complaint, from where the limit says" {
  sed -i -E '/^complaint,appeal,/d' pack/limits.csv
  limit complaint,appeal,,,,hotline,,,1d,determined,assumed, complaint,appeal,,,,,,,5d,closed,assumed,
  in_force
  for channel in hotline counter; do
    complaint channel=$channel level=3 dept=02 responded_at='2026-10-09 09:10' closed_at='2026-10-09 15:00' solution=修 >/dev/null
  done
  svc-complaint determine C2026-000001 C2026-000002 --valid yes --responsible yes --dept 02 --at '2026-10-10 09:00'
  export SVC_NOW='2026-10-12 09:00'
  expect 4 svc-complaint appeal C2026-000001 --by 1201 --against valid --reason 不服
  says 'too late to appeal, the limit was 2026-10-11 23:59:59'
  svc-complaint appeal C2026-000002 --by 1201 --against valid --reason 不服
}

# -- an hour of the day ------------------------------------------------------------------------

@test "a repair is done by 21:00 the same day, the next where it came later" {
  limit 'repair,finish,,,,,,,by 21:00,accepted,assumed,' 'repair,solution,,,,,,,2wd by 12:00,accepted,assumed,' \
    'gas_on,arrive,,,,,,,1d by 18:00,accepted,assumed,'
  in_force
  printf '%s\n' source,source_no,business,accepted_at d,1,repair,'2026-10-09 08:00' d,2,repair,'2026-10-09 21:00' \
    d,3,repair,'2026-10-09 21:01' d,4,gas_on,'2026-10-09 22:00' >o.csv
  svc-order import o.csv
  # from Friday the 9th the working days are the 10th and the 12th
  [ "$(svc-order list -H -c solution_due,finish_due,arrive_due)" = '2026-10-12 12:00:00,2026-10-09 21:00:00,2026-10-09 12:00:00
2026-10-12 12:00:00,2026-10-09 21:00:00,2026-10-10 01:00:00
2026-10-12 12:00:00,2026-10-10 21:00:00,2026-10-10 01:01:00
,2026-10-10 17:30:00,2026-10-10 18:00:00' ]
  expect 0 svc-order limits O2026-000003 -H -c clock,step,at,note
  [[ $output == *'finish,limit,,"by 21:00 from accepted: limits.csv repair,finish,,,; basis assumed; policy 2"
finish,start,2026-10-09 21:01:00,ends the next day as the hour is over
finish,due,2026-10-10 21:00:00,by 21:00
'* ]]
  svc-order limits O2026-000003 --words zh -H -c note >zh
  grep -qx '自受理工单起当日21:00前：依据 limits.csv 维修/完工；依据类别 暂定；制度版本2' zh
  grep -qx 已过该时点，次日截止 zh
  grep -qx 21:00前 zh
  grep -qx '自受理工单起2个工作日，末日12:00前：依据 limits.csv 维修/方案；依据类别 暂定；制度版本2' zh
  # at the hour it is in time, a second later it is not: of the first the arrival alone was missed
  svc-order finish O2026-000001 --at '2026-10-09 21:00:00' --late-reason 补录
  svc-order finish O2026-000002 --at '2026-10-09 21:00:01' --late-reason 补录
  [ "$(svc-order score -m 2026-10 -H -c record,occurred_at | sort | head -n 2)" = 'O2026-000001,2026-10-09 12:00:00
O2026-000002,2026-10-09 21:00:00' ]
  svc-admin check
}

@test "a hold moves an hour of the day by whole days, and an extension of it is none" {
  sed -i -E '/^complaint,close,/d' pack/limits.csv
  limit 'complaint,close,,,,,,,by 21:00,received,assumed,'
  in_force
  complaint received_at='2026-10-12 08:00' dept=02 >/dev/null
  [ "$(svc-complaint list -H -c close_due)" = '2026-10-12 21:00:00' ]
  svc-complaint hold C2026-000001 --reason 等客户
  [ "$(svc-complaint list -H -c close_due,no)" = ,C2026-000001 ]
  export SVC_NOW='2026-10-13 15:00'
  # 30 hours make one day
  svc-complaint resume C2026-000001 --reason 客户回复
  [ "$(svc-complaint list -H -c close_due)" = '2026-10-13 21:00:00' ]
  expect 4 svc-complaint extend C2026-000001 --length eod --approver 1601 --told '2026-10-13 14:00' --reason 等配件
  says 'the limit is by 21:00'
  expect 2 svc-complaint extend C2026-000001 --length 'by 22:00' --approver 1601 --told '2026-10-13 14:00' --reason 等配件
}

@test "an hour that is none is refused" {
  limit 'repair,finish,,,,,,,by 25:00,accepted,assumed,' 'repair,finish,,vip,,,,,2h by 21:00,accepted,assumed,'
  expect 1 svc-policy check pack -H -c column,finding
  [ "$output" = 'length,not an hour of a day; write by 00:01 to by 24:00
length,"only a limit in days ends by an hour; write by 21:00, 1d by 21:00 or 2wd by 17:30"' ]
  expect 2 svc-policy calendar explain 2026-10-09T22:00 'by 24:30'
  [ "$(svc-policy calendar explain 2026-10-09T22:00 'by 21:00' -H -c step,at,count,note)" = 'start,2026-10-09 22:00:00,,ends the next day as the hour is over
due,2026-10-10 21:00:00,,by 21:00' ]
}

# The words of a kind that a tool has: of KIND NOUN.
of() { svc-policy vocabulary -H -c kind,of,word | sed -n "s/^$1,svc-$2,//p"; }

# A limit of an hour for every clock of the tool from every start that there is, each for a case of its own:
# combine NOUN MATTER CATEGORY CLOCK…. %s in matter and category is the start. `check` refuses what can never
# act; the rest stays, as clock and start in taken.
combine() {
  local clock start matter category first
  first=$(($(wc -l <pack/limits.csv) + 1))
  for clock in "${@:4}"; do
    for start in $(of start "$1"); do
      # shellcheck disable=SC2059 # the formats are the caller's
      printf -v matter "$2" "$start"
      # shellcheck disable=SC2059
      printf -v category "$3" "$start"
      limit "$matter,$clock,,,,,$category,,1h,$start,assumed,"
    done
  done
  svc-policy check pack -H -f tsv -c file,line,column,finding >found || [ $? -eq 1 ]
  sed -i '/\tis as specific as the limit in line /d' found # where the case is one and the same
  [ "$(cut -f1,3 found | sort -u)" = $'pack/limits.csv\tstart' ] || { cat found; return 1; }
  cut -f4 found | sort -u >refused
  sed -i "$(cut -f2 found | sed 's/$/d/')" pack/limits.csv
  svc-policy check pack -H
  tail -n "+$first" pack/limits.csv | cut -d, -f2,10 >taken
}
starts() { printf '%s\n' "$@" >>pack/words.csv; }

@test "from whatever a complaint's limit may run it begins then, and what its clock is over with is refused" {
  local start n=60
  sed -i '/^complaint,/d' pack/limits.csv
  for start in $(of start complaint); do
    starts "category,k_$start,甲$start,,$((n += 1)),other"
  done
  combine complaint complaint k_%s respond solution close callback
  [ "$(<refused)" = 'callback never runs from "appealed"; one of received|assigned|responded|solution|closed|determined
close never runs from "appealed"; one of received|assigned|responded|solution|determined
close never runs from "closed"; one of received|assigned|responded|solution|determined
respond never runs from "appealed"; one of received|assigned|determined
respond never runs from "closed"; one of received|assigned|determined
respond never runs from "responded"; one of received|assigned|determined
respond never runs from "solution"; one of received|assigned|determined
solution never runs from "appealed"; one of received|assigned|responded|determined
solution never runs from "closed"; one of received|assigned|responded|determined
solution never runs from "solution"; one of received|assigned|responded|determined' ] || { cat refused; false; }
  [ "$(wc -l <taken)" = 18 ]
  in_force
  echo source,source_no,channel,category,content,solution,dept,valid,received_at,assigned_at,responded_at,determined_at,solution_at,closed_at >in.csv
  for start in $(of start complaint | grep -vx appealed); do
    echo "x,$start,hotline,k_$start,x,修,02,yes,2026-10-10 08:01,2026-10-10 08:02,2026-10-10 08:03,2026-10-10 08:04,2026-10-10 08:05,2026-10-10 08:06" >>in.csv
  done
  svc-complaint import in.csv
  at() { sed -E 's/received$/1/; s/assigned$/2/; s/responded$/3/; s/determined$/4/; s/solution$/5/; s/closed$/6/'; }
  at <taken | sort >expected
  for clock in respond solution close callback; do
    svc-complaint list -H -f tsv -c "${clock}_due" | sed -n "s/2026-10-10 09:0\(.\):00/$clock,\1/p"
  done | sort >is
  diff expected is
}

@test "from whatever an order's limit may run it begins then" {
  local start n=60 columns at
  for start in $(of start order); do
    starts "business,b_$start,甲$start,,$((n += 1)),"
  done
  # shellcheck disable=SC2046 # a word a clock
  combine order b_%s '' $(of clock order)
  [ "$(grep -c '^apply never runs from' refused)" = 8 ]
  [ "$(grep -v ^apply refused | sed 's/;.*//')" = 'arrive never runs from "arrived"
notice never runs from "notified"
solution never runs from "solution"
survey never runs from "surveyed"' ] || { cat refused; false; }
  [ "$(wc -l <taken)" = $((6 * 13 - 12)) ]
  in_force
  # each has the moments of accepting, at 08:00, and of its own start alone: 07:00 or 08:30, a stop at 12:00
  for start in $(of start order); do
    case $start in
      accepted) columns=content at=x ;;
      papers_complete | survey_ready | install_ready) columns=${start}_at at='2026-10-12 07:00' ;;
      before) columns=stopped_at at='2026-10-12 12:00' ;;
      *) columns=${start}_at at='2026-10-12 08:30' ;;
    esac
    printf '%s\n' "source,source_no,business,accepted_at,$columns" "d,$start,b_$start,2026-10-12 08:00,$at" |
      svc-order import --ignore content -
  done
  local clock
  while IFS=, read -r clock start; do
    case $start in
      accepted) at=09:00 ;;
      papers_complete | survey_ready | install_ready) at=08:00 ;;
      before) at=11:00 ;;
      *) at=09:30 ;;
    esac
    # an appointment agreed with the customer stands in the place of the hour
    [ "$clock,$start" != arrive,appointed ] || at=08:30
    echo "b_$start,$clock,2026-10-12 $at:00"
  done <taken | sort >expected
  for clock in $(of clock order); do
    svc-order list -H -c "business,${clock}_due" | sed -n "s/,\(2.*\)/,$clock,\1/p"
  done | sort >is
  diff expected is
}

@test "what inspections and call-backs found has its time from the one moment or the two that it may run from" {
  sed -i '/^callback_issue,/d' pack/limits.csv
  combine inspect inspect '' fix rectify effect
  [ "$(<taken)" = 'fix,found
rectify,issued
effect,passed' ]
  combine callback callback_issue '' answer
  [ "$(<taken)" = answer,raised ]
  cp pack/limits.csv limits.csv
  limit callback_issue,close,,,,,,,1h,answered,assumed, callback_issue,close,,,,,,,1h,raised,assumed,
  expect 1 svc-policy check pack -H
  [[ ${#lines[@]} -eq 1 && $output == *'is as specific as'* ]]
  cp limits.csv pack
  limit callback_issue,close,,,,,,,2h,answered,assumed,
  in_force
  svc-callback add -H --business other --planned_at '2026-10-12 08:30' --called_at '2026-10-12 08:30' --caller 1102 \
    --overall 2 --dept 02 >/dev/null
  svc-callback issue --at '2026-10-12 08:40'
  svc-callback issue-answer B2026-000001 --answer 再修 --at '2026-10-12 08:50'
  [ "$(svc-callback list issues -H -c answer_due,close_due)" = '2026-10-12 09:40:00,2026-10-12 10:50:00' ]
  svc-inspect plan --planned_at 2026-10-12 --level company --kind routine --method on_site --scope 02 \
    --inspectors 1601 --scheme FA-1 >/dev/null
  SVC_NOW='2026-10-12 08:00' svc-inspect sheet I2026-000001 >/dev/null
  svc-inspect find K2026-000001 --item 3.1.1 --severity minor --facts x --at '2026-10-12 08:10' >/dev/null
  svc-inspect find K2026-000001 --item 3.1.2 --severity major --facts x --at '2026-10-12 08:20' >/dev/null
  svc-inspect notice Q2026-000002 --demand x --at '2026-10-12 08:30' >/dev/null
  [ "$(svc-inspect list findings -H -c due_at | head -n 1)" = '2026-10-12 09:10:00' ]
  [ "$(svc-inspect list notices -H -c due_at)" = '2026-10-12 09:30:00' ]
  svc-inspect reply N2026-000001 --reply x --at '2026-10-12 08:40'
  svc-inspect verify N2026-000001 --result pass --by 1601 --evidence X --at '2026-10-12 08:50'
  [ "$(svc-inspect list notices -H -c effect_due)" = '2026-10-12 09:50:00' ]
  svc-admin check
}

@test "an appeal and its decisions have their time from what was there when somebody appealed" {
  local start n=60
  sed -i '/^complaint,appeal/d' pack/limits.csv
  for start in $(of start complaint); do
    starts "category,a_$start,甲$start,,$((n += 1)),other" "category,d_$start,乙$start,,$((n += 1)),other"
  done
  [ -n "$start" ]
  combine complaint complaint d_%s appeal_decide appeal_decide_2
  [ "$(cut -d, -f2 taken | sort | uniq -c | tr -s ' ')" = ' 2 appealed
 2 determined
 2 received' ] || { cat taken; false; }
  combine complaint complaint a_%s appeal
  [ "$(wc -l <taken)" = 6 ]
  in_force
  echo source,source_no,channel,category,content,solution,dept,valid,responsible,responsible_dept,received_at,assigned_at,responded_at,determined_at,solution_at,closed_at >in.csv
  for start in a_{received,assigned,responded,determined,solution,closed} d_{received,determined,appealed}; do
    echo "x,$start,hotline,$start,x,修,02,yes,yes,02,2026-10-10 08:01,2026-10-10 08:02,2026-10-10 08:03,2026-10-10 08:04,2026-10-10 08:05,2026-10-10 08:06" >>in.csv
  done
  svc-complaint import in.csv
  n=0
  for start in 1 2 3 4 5 6; do
    expect 4 svc-complaint appeal "C2026-00000$((n += 1))" --by 1201 --against valid --reason 不服
    says "too late to appeal, the limit was 2026-10-10 09:0$start:00"
  done
  svc-complaint appeal C2026-00000{7,8,9} --by 1201 --against valid --reason 不服 --at '2026-10-10 08:30'
  [ "$(svc-complaint list appeals -H -c due)" = '2026-10-10 09:01:00
2026-10-10 09:04:00
2026-10-10 09:30:00' ]
  svc-complaint appeal-decide C2026-00000{7,8,9} --outcome upheld --reason 属实 --at '2026-10-10 08:40'
  svc-complaint appeal C2026-00000{7,8,9} --by 1201 --against valid --reason 不服 --at '2026-10-10 08:50'
  [ "$(svc-complaint list appeals -H -c no,stage,due | grep ,2,)" = 'C2026-000007,2,2026-10-10 09:01:00
C2026-000008,2,2026-10-10 09:04:00
C2026-000009,2,2026-10-10 09:50:00' ]
}

@test "what is due after an act has one limit, and a row for a tool that is there is none that is still to come" {
  local before
  before=$(wc -l <pack/limits.csv)
  limit auth_priority,promise,,,,,,,1d,confirmed,assumed, complaint,respnd,,,,,,,1h,received,assumed,yes \
    new_tool,respnd,,,,,,,1h,received,assumed,yes complaint,solution,3,,,,,,1h,received,assumed,yes
  echo complaint.counted.nth,,,,,,,,complaint-close,yes,assumed >>pack/triggers.csv
  expect 1 svc-policy check pack -H -f tsv -c line,column,finding
  grep -q "^$((before + 1))"$'\tmatter\t"auth_priority" has its limit already, in line ' <<<"$output"
  grep -q "^$((before + 2))"$'\tclock\tno rule acts on "respnd"; did you mean respond?' <<<"$output"
  [ "$(grep -c "^$((before + 2))"$'\tplanned\t' <<<"$output")" = 1 ]
  [ "$(grep -c "^$((before + 3))" <<<"$output")" = 0 ]
  grep -q "^$((before + 4))"$'\tplanned\tthe tool is there, the row acts: leave the cell empty' <<<"$output"
  grep -q $'event\tno rule acts on "complaint.counted.nth"' <<<"$output"
}

@test "the starts that a pack may name are the columns that clocks run from" {
  local noun tables
  while read -r noun tables; do
    of start "$noun" | grep -vxE 'before|appealed' | sort >words
    sqlite3 "$SVC_DB" "SELECT start_cols FROM clock WHERE instr('$tables', tbl) > 0" | tr , '\n' |
      sed 's/:.*//; s/_at$//' | sort -u >columns
    diff words columns
  done <<<"complaint complaint
order service_order
callback callback_issue
inspect inspect_finding inspect_notice"
}
