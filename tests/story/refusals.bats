# What is refused is told by its code and its words: what no other story asks for.
# bats file_tags=slow

load common

setup_file() {
  make_full_month
  export SVC_NOW='2026-10-12 09:00'
}
setup() { fresh_store; }

# Lines of CODE|TEXT|COMMAND: the command ends with the code and says the text. None of them does anything.
refuses_all() {
  local code text command told=
  while IFS='|' read -r code text command; do
    [ -n "$code" ] || continue
    status=0
    output=$(eval "$command" 2>&1 </dev/null) || status=$?
    [[ $status -eq $code && $output == *"$text"* ]] || told+="$command: $status: $output"$'\n'
    told+=$(in_chinese "$command")
  done
  [ -z "$told" ] || { echo "$told"; return 1; }
}

# The same command again, for somebody who speaks Chinese: what is not told in Chinese.
in_chinese() { (export SVC_LANG=zh_CN; eval "$1" 2>&1 </dev/null) | prose; }

@test "what does not go together, or says too little, is wrong usage" {
  refuses_all <<'END'
2|no noun|svc
2|unknown noun "cake"|svc cake
78|no store is named|env -u SVC_DB -u HOME svc-complaint list
2|SVC_NOW: |env SVC_NOW=gestern svc-complaint list
2|delegate takes one person|svc-auth delegate --scope all --until_day 2026-12-31 --reason x
2|use takes one matter|svc-auth use
2|--exceeded is the remark|svc-auth use vip_maintenance_fee --person 1203 --exceeded x --remark y
2|--level goes with --outcome downgraded|svc-complaint appeal-decide --outcome upheld --level 3 --reason x C2026-000006
2|option --kind must be one of respond|svc-complaint due --kind cake
2|nothing to determine|svc-complaint determine C2026-000001
2|--evidence goes with --state done|svc-improve milestone --state planned --until 2026-12-01 --evidence x M2026-000001
2|which day?|svc-improve milestone --state planned M2026-000001
2|--dept goes with printing|svc-improve plan --year 2027 --dept 02 --goal x
2|one project at a time|svc-improve summary --before a --effect b --deviation c --verification d --tangible 1 --intangible e --lessons f --cost 1 G2026-000001 G2026-000002
2|--deadline goes with fail|svc-inspect verify --result pass --deadline 2026-12-01 N2026-000002
2|--quarter and --inspectors|svc-inspect sheet --quarter 2026Q4 I2026-000002
2|contents takes one book|svc-policy contents a b
2|--item and --article go together|svc-policy advance service --item x
2|which clause?|svc-policy show clause
2|show what?|svc-policy show
2|is not one month of assessment|svc-report adjust -m 2026-10 --from 2026
2|one file at a time|svc-tier evaluate a b
2|--initial is for customers|svc-tier import contacts --initial x.csv
2|--to goes with neither|svc-tier propose --to vip --initial U0001
2|--reason goes with --to|svc-tier propose --usage x.csv --reason y
2|one list at a time|svc-tier review a b --reason x
2|one file at a time|svc-complaint import steps a b
2|needs an until_day|svc-auth delegate 1203 --scope all --reason x
2|--to names the customers|svc-tier propose --to vip
2|option --category: |svc-complaint list --category 没有
2|option --older-than|svc-admin retire --reason x --older-than soon
2|option --sort: "no:down" is not COL or COL:desc|svc-complaint list --sort no:down
2|a date without a time of day|svc-complaint close --at 2026-10-12 C2026-000024
2|has numbers and texts|svc-admin sql --reason x "SELECT 1 AS a UNION ALL SELECT 'x'"
2|is no text|svc-admin sql --reason x "SELECT x'ff' AS a"
END
}

@test "a file that is none, or has what it must not have, is told" {
  head -c 70000 /dev/zero | tr '\0' ' ' >long.sql
  printf 'SELECT 1\0' >nul.sql
  printf 'no,no\n' >twice.csv
  printf 'no,at,verb\nC2026-000001\n' >ragged.csv
  : >empty.csv
  printf 'customer,customer\n' >names.csv
  refuses_all <<'END'
65|longer than a statement of 64 KiB|svc-admin sql --reason x - <long.sql
65|has a NUL|svc-admin sql --reason x - <nul.sql
65|comes twice|svc-complaint import steps twice.csv
65|has 1 cells, the header 3|svc-complaint import steps ragged.csv
65|cannot read "none.csv"|svc-complaint import steps none.csv
65|nothing was applied|svc-complaint import steps empty.csv
65|comes twice|svc-tier propose --usage names.csv
65|cannot read "none.csv"|svc-tier propose --usage none.csv
65|names no record|printf '%s\n' at,verb,no '2026-10-12,close,' | svc-complaint import steps -
5|no such complaint: x y|printf '%s\n' at,verb,source,source_no '2026-10-12 09:00,close,x,y' | svc-complaint import steps -
END
}

@test "what a record is not in a state for, or a person not entitled to, is refused" {
  was=$(complaint received_at='2026-10-09 09:00' dept=02 level=3)
  svc-complaint hold --reason x --at '2026-10-10 09:00' "$was"
  svc-complaint resume --reason x --at '2026-10-10 11:00' "$was"
  svc-complaint determine --valid yes --responsible yes "$was"
  held=$(complaint received_at='2026-10-09 09:00' dept=02 level=3)
  svc-complaint hold --reason x "$held"
  refuses_all <<'END'
5|no such case|svc-reward form R2026-999999
5|no such|svc-complaint explain C2026-999999
4|before the determination|svc-complaint appeal --against responsible --by 1201 --reason x --at '2026-10-11 09:00' "$was"
4|has no such round|svc-complaint excuse --clock respond --round 2 --approver 1201 --evidence E --reason x C2026-000009
4|before it was opened|svc-complaint hold --reason x --at '2026-09-01 09:00' --late-reason y C2026-000019
4|inside an earlier hold|svc-complaint hold --reason x --at '2026-10-10 10:00' "$was"
4|before the hold began|svc-complaint resume --reason x --at '2026-10-12 08:00' "$held"
4|cannot decide before the appeal|svc-complaint appeal-decide --outcome upheld --reason x --at '2026-10-11 09:00' C2026-000006
END
}

# One finding of a file: finding SHEET,ITEM,FOUND_AT,SEVERITY,DEPT,DEADLINE,FIXED_AT [OPTION…]
finding() {
  printf '%s\n' source,source_no,facts,sheet,item,found_at,severity,dept,deadline,fixed_at "x,1,f,$1" |
    svc-inspect import findings - "${@:2}"
}

@test "what a file says was found stands on its sheet, in its time and of its department" {
  expect 0 finding 'K2026-000001,3.1.1,2026-09-16 10:00,minor,02,2026-10-20,' --dry-run
  refuses_all <<'END'
65|column "found_at": lies in the future|finding 'K2026-000001,3.1.1,2026-10-13 10:00,minor,02,2026-10-20,'
65|column "found_at": lies before the check|finding 'K2026-000001,3.1.1,2026-09-14 10:00,minor,02,2026-10-20,'
65|column "found_at": lies outside of the sheet's quarter|finding 'K2026-000003,5.3.1,2026-10-05 10:00,minor,11,2026-10-20,'
65|column "fixed_at": lies in the future|finding 'K2026-000001,3.1.1,2026-09-16 10:00,minor,02,,2026-10-13 10:00'
65|column "fixed_at": lies before it was found|finding 'K2026-000001,3.1.1,2026-09-16 10:00,minor,02,,2026-09-16 09:00'
65|column "item": stands not on the sheet|finding 'K2026-000001,99.9,2026-09-16 10:00,minor,02,2026-10-20,'
65|column "sheet": is signed|finding 'K2026-000002,3.1.1,2026-10-12 09:00,minor,02,2026-10-20,'
65|column "dept": is not the contractor of the sheet|finding 'K2026-000003,5.3.1,2026-09-23 10:00,minor,02,2026-10-20,'
65|column "deadline": is required|finding 'K2026-000001,3.1.1,2026-09-16 10:00,minor,02,,'
END
}

# -- a store whose rules somebody broke -------------------------------------------------------------

# Lines of TEXT|SQL|COMMAND: done to a copy behind the tools' back, the command ends with 78 and says the text.
broken_all() {
  local text sql command told=
  while IFS='|' read -r text sql command; do
    [ -n "$text" ] || continue
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output \
      "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0; $sql"
    status=0
    output=$(eval "$command" 2>&1 </dev/null) || status=$?
    [[ $status -eq 78 && $output == *"$text"* ]] || told+="$sql: $command: $status: $output"$'\n'
    told+=$(in_chinese "$command")
  done
  [ -z "$told" ] || { echo "$told"; return 1; }
}

@test "rules that somebody broke in the store are told by what is broken, and nothing is done by them" {
  broken_all <<'END'
the store has no policy|DELETE FROM policy_version|svc-complaint due
has a day that is none|UPDATE policy_version SET from_day = 'gestern'|svc-complaint due
no policy is in force on 2026-10-12|UPDATE policy_version SET from_day = '2027-01-01'|svc-complaint due
policy 1: params has no work_hours|DELETE FROM policy_param WHERE name = 'work_hours'|svc-complaint due
policy 1: work_hours: |UPDATE policy_param SET value = '8' WHERE name = 'work_hours'|svc-complaint due
policy 1: limit complaint respond: |UPDATE policy_limit SET length = 'soon' WHERE matter = 'complaint' AND clock = 'respond'|svc-complaint due
calendar revision |UPDATE calendar_day SET day = '2026-13-01' WHERE day = '2026-10-01'|svc-complaint due
params: month_closing_day: |UPDATE policy_param SET value = 'late' WHERE name = 'month_closing_day'|svc-report sheet -m 2026-10
params: max_backdate must be days|UPDATE policy_param SET value = 'long' WHERE name = 'max_backdate'|svc-complaint respond --at '2026-10-11 09:00' C2026-000019
no row of levels.csv fits a complaint|DELETE FROM policy_level|complaint dept=02
has no chain|DELETE FROM policy_chain|svc-reward propose --clause reward-3.2.2-1 --person 1203 --facts x --evidence E --at '2026-10-09 09:00'
is no share of 0 to 1|UPDATE policy_ratio SET ratio = '9'|svc-callback plan --seed s -m 2026-10
a window of call-backs is no limit|UPDATE policy_ratio SET window_to = 'soon'|svc-callback plan --seed t -m 2026-10
policy 1: duty_tip: |UPDATE policy_param SET value = 'sometimes' WHERE name = 'duty_tip'|svc-tier duties -m 2026-10
is none of 0 to 1|UPDATE policy_param SET value = '9' WHERE name = 'vip_monthly_callback'|svc-tier duties -m 2026-10
the policy has no share of calls to listen to|DELETE FROM policy_param WHERE name = 'callback_qc'|svc-callback qc --seed s -m 2026-10
the sheet of 2026-09 is missing|DELETE FROM month_sheet|svc-report sheet -m 2026-09
has no date|UPDATE month_line SET occurred_at = 'x'|svc-report sheet -m 2026-10
END
}
