# Attacks on what decides pay and power: each is refused by its code and kept in the audit, or
# found afterwards by verify and check.
# bats file_tags=slow

load common

setup_file() { make_month; }
setup() { fresh_store; }

# A case by hand: propose OPTION… prints its number.
propose() { svc-reward propose -H --evidence E-1 "$@"; }
late() { propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 "$@"; }

# A signature on paper: paper NO PERSON [OPTION…]
paper() { svc-reward sign "$1" --by "$2" --evidence "P-$2" "${@:3}"; }
signed() {
  local no=$1 person
  shift
  for person in "$@"; do paper "$no" "$person" || return; done
}

# Becomes another person of the company: be NO.
be() {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL WHERE login = '$(id -un)';
    UPDATE person SET login = '$(id -un)' WHERE person = '$1'"
}

# The newest event is a refusal of this record, for this reason: kept RECORD TEXT.
kept() {
  local last
  last=$(sqlite3 "$SVC_DB" "SELECT COALESCE(record, '-') || ' ' || change || ' ' || COALESCE(tbl, '-') FROM event ORDER BY seq DESC LIMIT 1")
  [[ $last == "$1 {\"refused\":"*"$2"*' -' ]] || { echo "kept: $last"; return 1; }
}

# refused CODE RECORD TEXT COMMAND…: told with the code, kept with the record, and nothing else
# has changed.
refused() {
  local before after
  before=$(sqlite3 "$SVC_DB" 'SELECT COUNT(*), SUM(tbl IS NOT NULL) FROM event')
  expect "$1" "${@:4}"
  says "$3"
  kept "$2" "${3//\"/\\\"}"
  after=$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) - 1, SUM(tbl IS NOT NULL) FROM event')
  [ "$before" = "$after" ]
}

# Refused by the store itself: by_hand CONSTRAINT SQL.
by_hand() {
  run sqlite3 "$SVC_DB" "$2"
  if [ "$status" -eq 0 ] || [[ $output != *"$1"* ]]; then
    echo "$2: $output"
    return 1
  fi
}

# Done by force and found: forced TEXT SQL. The check is named by $found, verify unless said.
forced() {
  local copy=$BATS_TEST_TMPDIR/forced
  rm -rf "$copy"
  mkdir -m 700 "$copy"
  cp -p "$SVC_DB" "$copy/svc.db"
  SVC_DB=$copy/svc.db behind "$2"
  # shellcheck disable=SC2086
  SVC_DB=$copy/svc.db expect 1 svc-admin ${found:-verify} -H
  [[ $output == *"$1"* ]] || { echo "$2: $output"; return 1; }
  # shellcheck disable=SC2086
  SVC_LANG=zh_CN SVC_DB=$copy/svc.db expect 1 svc-admin ${found:-verify} -f table
  [ -z "$(prose <<<"$output")" ] || { echo "$2: $output"; return 1; }
}

# -- who signs -----------------------------------------------------------------------------------

@test "nobody signs what he proposed" {
  be 1201
  no=$(late)
  refused 4 "$no" '"1201" proposed it and cannot sign it' svc-reward sign "$no"
  refused 4 "$no" '"1201" proposed it and cannot sign it' svc-reward reject --reason x "$no"
  be 1602
  refused 4 "$no" '"1201" proposed it and cannot sign it' paper "$no" 1201
}

@test "nobody signs a case of his own, neither as person nor as head" {
  no=$(late)
  refused 4 "$no" '"1202" is a subject of it' paper "$no" 1202
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵)
  [ "$(sqlite3 "$SVC_DB" "SELECT person FROM reward_leg WHERE subject = 'head'")" = 1201 ]
  refused 4 "$no" '"1201" is a subject of it' paper "$no" 1201
  be 1201
  refused 4 "$no" '"1201" is a subject of it' svc-reward sign "$no"
  refused 4 "$no" '"1201" is a subject of it' svc-reward reject --reason x "$no"
  refused 4 "$no" 'is about "1201", who cannot set it' svc-reward set --facts y --reason x "$no"
}

@test "nobody signs twice, before his turn, or for another department" {
  no=$(late)
  refused 4 "$no" 'it is not yet the turn of stage 4' paper "$no" 1001
  refused 4 "$no" 'it is not yet the turn of stage 2' paper "$no" 1003
  refused 4 "$no" 'is signed by the dept_head of the department concerned, not by "1301"' \
    paper "$no" 1301
  refused 77 "$no" 'stage 1 is signed by the dept_head, and "1203" is none' paper "$no" 1203
  paper "$no" 1201
  refused 4 "$no" '"1201" signed stage 1 already' paper "$no" 1201
  refused 4 "$no" 'is signed by the deputy_gm of the department concerned, not by "1002"' \
    paper "$no" 1002
  refused 4 "$no" 'the next stage is 2, not 3' paper "$no" 1003 --stage 3
  refused 4 "$no" 'cannot sign before the step before it' \
    paper "$no" 1003 --at '2026-10-12 08:59'
  signed "$no" 1003 1601 1001
  refused 4 "$no" 'cannot sign, it is approved (sign by' paper "$no" 1602
  refused 4 "$no" 'cannot reject, it is approved (sign by' svc-reward reject --by 1002 --evidence x --reason x "$no"
}

@test "a signature by somebody who is gone, or not there yet, is none" {
  no=$(late)
  svc-admin set persons 1201 --left_on 2026-10-11 --reason 离职
  refused 77 "$no" '1201' paper "$no" 1201
  svc-admin set persons 1201 --left_on 2026-10-12 --reason 更正
  paper "$no" 1201 # the last day is one of his days
  svc-admin set persons 1003 --joined 2026-10-13 --reason x
  refused 77 "$no" '1003' paper "$no" 1003
}

@test "delegations reach as far as they were given" {
  delegate() { svc-auth delegate "$2" --by "$1" --evidence W --reason 出差 -H "${@:3}"; }
  no=$(late --amount 300 --reason 情节较重)
  delegate 1201 1301 --scope reward --until_day 2026-10-31 --cap 299.99
  refused 4 "$no" 'the delegation of "1201" to "1301" does not cover this amount' paper "$no" 1301
  delegate 1201 1401 --scope reward --from_day 2026-10-10 --until_day 2026-10-11
  refused 4 "$no" 'the delegation of "1201" to "1401" does not cover that day' paper "$no" 1401
  delegate 1201 1501 --scope auth_slip --until_day 2026-10-31
  refused 4 "$no" 'of the department concerned, not by "1501"' paper "$no" 1501
  delegate 1201 1101 --scope all --until_day 2026-10-31
  refused 4 1101 'what was delegated cannot be delegated again' \
    delegate 1101 1203 --scope reward --until_day 2026-10-20
  refused 4 1003 'what was delegated cannot be delegated again' \
    delegate 1003 1201 --scope reward --until_day 2026-10-20
  refused 4 1003 'nobody delegates to oneself' delegate 1003 1003 --scope all --until_day 2026-10-20
  # Nobody ends what another gave, and nothing lasts longer than it was given.
  no=$(svc-auth list delegations -H -c no --grantor 1201 --delegate 1101)
  refused 77 "$no" 'is ended by "1201", who delegated it' \
    svc-auth end "$no" --by 1101 --evidence W --reason x
  # A subject or a proposer who is a delegate signs for nobody either.
  own=$(propose --clause reward-3.2.2-2 --person 1101 --dept 02 --facts 迟到)
  refused 4 "$own" '"1101" is a subject of it' paper "$own" 1101
}

@test "cron signs nothing, decides nothing and sees nothing whole" {
  svc-admin add persons --person 9001 --name 定时 --dept 06 --roles 'cron;office;gm;committee' >/dev/null
  no=$(late)
  signed "$no" 1201 1003
  refused 77 "$no" '"9001" holds the role cron, which never signs' paper "$no" 9001
  refused 4 1003 '"9001" holds the role cron, which never signs' \
    svc-auth delegate 9001 --by 1003 --evidence W --scope all --until_day 2026-10-20 --reason x
  svc-complaint determine --valid yes --responsible yes C2026-000008
  svc-complaint appeal --against responsible --by 1501 --reason 划账 C2026-000008
  be 9001
  refused 77 "$no" 'holds the role cron, which never signs' svc-reward sign "$no"
  refused 77 C2026-000008 'holds the role cron, which never signs' \
    svc-complaint appeal-decide --outcome upheld --reason x C2026-000008
  svc-policy advance reward --at '2026-10-12 08:00' 2>/dev/null || true
  kept reward 'holds the role cron, which never signs'
  refused 77 - '--pii full needs one of the roles' svc-complaint list --pii full --reason x
  [ -z "$output" ]
}

@test "paper is entered by a clerk or the office alone, whatever it decides" {
  no=$(late)
  other=$(late --also 另一次)
  svc-complaint determine --valid yes --responsible yes C2026-000008
  svc-complaint appeal --against responsible --by 1501 --reason 划账 C2026-000008
  feedback=$(svc-policy add feedback -H --book reward --kind feedback --dept 01 --text 好 --person 1203 --given_at '2026-10-12 08:00')
  svc-policy advance reward --at '2026-10-12 08:00'
  for item in methods scope supervision; do svc-policy advance reward --item $item --article 3; done
  svc-policy advance reward --by 1101 --evidence a
  svc-policy advance reward --by 1601 --evidence b
  be 1002 # deputy manager and member of the committee
  refused 77 "$no" 'is recorded by a clerk or the office; "1002" is neither' paper "$no" 1201
  refused 77 "$no" 'is recorded by a clerk or the office' \
    svc-reward reject --by 1201 --evidence x --reason x "$no"
  expect 77 svc-reward sign "$no" "$other" --by 1201 --evidence x
  kept "$other" 'is recorded by a clerk or the office'
  svc-reward log "$no" -f jsonl | grep -F '{\"refused\":' | grep -q 'clerk or the office'
  refused 77 C2026-000008 'is recorded by a clerk or the office' \
    svc-complaint appeal-decide --by 1601 --evidence x --outcome upheld --reason x C2026-000008
  refused 77 1003 'is recorded by a clerk or the office' \
    svc-auth delegate 1002 --by 1003 --evidence x --scope all --until_day 2026-10-20 --reason x
  be 1101
  refused 77 reward 'is recorded by a clerk or the office' \
    svc-policy advance reward --by 1601 --evidence x
  refused 77 reward 'is recorded by a clerk or the office' svc-policy advance reward --evidence 区域-7
  refused 77 "$feedback" 'is recorded by a clerk or the office' \
    svc-policy answer "$feedback" --text x --by 1601 --evidence x
}

@test "nobody decides an appeal of his own, nor both of its stages" {
  svc-complaint determine --valid yes --responsible yes --person 1601 C2026-000008
  svc-complaint appeal --against responsible --by 1601 --reason 划账 C2026-000008
  decide() { svc-complaint appeal-decide --outcome upheld --reason x --evidence P "$@" C2026-000008; }
  refused 4 C2026-000008 '"1601" appealed and cannot decide' decide --by 1601
  refused 77 C2026-000008 'stage 1 is decided by the role office; "1001" does not hold it' \
    decide --by 1001
  svc-admin add persons --person 1603 --name 乙 --dept 06 --roles 'office;committee' >/dev/null
  decide --by 1603
  svc-complaint appeal --against responsible --by 1601 --reason 再审 C2026-000008
  refused 4 C2026-000008 '"1603" decided stage 1 already' decide --by 1603
  svc-admin set persons 1002 --left_on 2026-10-01 --reason 离职
  refused 77 C2026-000008 'stage 2 is decided by the role committee; "1002" does not hold it' \
    decide --by 1002
}

@test "nobody makes himself head or leader for today" {
  no=$(late)
  other=$(propose --clause reward-3.2.2-1 --person 1302 --facts 爽约)
  third=$(propose --clause reward-3.2.2-1 --person 1402 --facts 爽约)
  svc-admin set depts 04 --head 1602 --reason 代管 # by somebody else: at once
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'clerk;admin' WHERE person = '1602'"
  be 1602
  svc-admin set depts 02 --head 1602 --leader 1602 --reason 自荐
  svc-admin import depts --update - <<<$'dept,head\n03,1602' 2>/dev/null
  svc-reward sign "$third"
  refused 77 "$no" 'stage 1 is signed by the dept_head, and "1602" is none' svc-reward sign "$no"
  refused 77 "$other" 'stage 1 is signed by the dept_head, and "1602" is none' \
    svc-reward sign "$other"
  [ "$(svc-reward waiting -H -c no,signers)" = "$no,1001
$other,1003
$third,1002" ]
  export SVC_NOW='2026-10-13 09:00'
  svc-reward sign "$no" "$other"
}

@test "nobody decides whether a complaint about himself counts, by no way" {
  be 1203
  own=C2026-000004
  line=$(svc-complaint list --no $own -c source,source_no,valid,responsible)
  bring() { svc-complaint import --update - <<<"$line"; }
  expect 0 bring # nothing new
  line=${line/yes,yes/no,no}
  refused2() { expect "$1" bring; says "$2"; [ "$(svc-complaint list --no $own -H -c valid,responsible)" = yes,yes ]; }
  refused2 4 'is about "1203", who cannot change its valid'
  kept $own 'who cannot change its responsible'
  be 1202
  refused2 77 'its valid was determined, and is changed by the office'
  kept $own 'its responsible was determined'
  be 1203
  other=$(svc-complaint list --person 1203 --state responded -H -c no)
  refused 4 "$other" 'is about "1203", who cannot withdraw it' svc-complaint withdraw --reason x "$other"
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'staff;office' WHERE person = '1203'"
  refused 4 $own 'is about "1203", who cannot determine it' svc-complaint determine --valid no $own
  refused 77 - 'determine needs one of the roles' sh -c "sqlite3 '$SVC_DB' \"UPDATE person SET roles = 'staff' WHERE person = '1203'\"; svc-complaint determine --valid no $own"
  be 1602
  local role said=no,no next=yes,yes
  for role in office clerk admin cron; do # the file of another system, by whoever corrects by file
    act_as "$role"
    bring
    [ "$(svc-complaint list --no $own -H -c valid,responsible)" = "$said" ]
    line=${line/$said/$next}
    read -r said next <<<"$next $said"
  done
}

@test "nobody hands his use beyond authority to somebody else" {
  bring() { svc-auth import uses --update -; }
  bring <<<'source,source_no,used_at,matter,person
oa,1,2026-10-12 08:00,no_work_order,1502' >/dev/null
  no=A2026-000001
  [ "$(svc-auth list -H -c verdict,person)" = exceeded,1502 ]
  for who in 1502 1501; do # the person, and his head
    be $who
    expect 77 bring <<<$'source,source_no,person\noa,1,1203'
    says "$no: is judged exceeded; \"$who\" cannot change its person"
    kept $no 'cannot change its person'
    expect 77 bring <<<$'source,source_no,used_at\noa,1,2026-10-12 08:30'
    [ "$(svc-auth list -H -c verdict,person)" = exceeded,1502 ]
  done
  be 1602
  expect 0 bring <<<$'source,source_no,person\noa,1,1203'
}

# -- who somebody is -----------------------------------------------------------------------------

@test "personal data is shown whole to nobody without the right, and the attempt is kept" {
  be 1102
  refused 77 - '--pii full needs one of the roles' svc-complaint list --pii full --reason 好奇
  [ -z "$output" ]
  refused 77 - '--pii full needs one of the roles' svc-complaint show C2026-000001 --pii full --reason x
  refused 77 - 'sql needs one of the roles' svc-admin sql --reason x 'SELECT phone FROM complaint'
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change LIKE '%138%'")" -eq 0 ]
}

@test "what the environment says of oneself changes nothing" {
  me=$(svc-admin whoami -H)
  for forged in SUDO_UID=1001 SUDO_UID=0 SUDO_USER=1001 USER=1001 LOGNAME=1001 USERNAME=1001 \
    SVC_ACTOR=1001 SVC_USER=1001 SVC_LOGIN=1001; do
    [ "$(env "$forged" svc-admin whoami -H)" = "$me" ]
  done
  no=$(late)
  refused 4 "$no" "\"$(id -un)\" proposed it and cannot sign it" \
    env SUDO_UID=1201 USER=1201 LOGNAME=1201 svc-reward sign "$no"
  [ "$(sqlite3 "$SVC_DB" 'SELECT DISTINCT uid, login FROM event' | wc -l)" -eq 1 ]
}

@test "a role given to oneself counts tomorrow" {
  no=$(late)
  signed "$no" 1201 1003
  svc-admin role "$(id -un)" --roles 'admin;clerk;office;gm;dept_head' --reason 自荐
  refused 4 "$no" 'proposed it and cannot sign it' svc-reward sign "$no"
  signed "$no" 1601
  refused 4 "$no" 'proposed it and cannot sign it' svc-reward sign "$no"
  be 1602
  svc-admin role 1602 --roles 'clerk;gm' --reason x 2>/dev/null || true
  kept - 'role needs one of the roles admin'
  refused 77 "$no" 'stage 4 is signed by the gm, and "1602" is none' svc-reward sign "$no"
}

@test "an unknown login writes nothing, and the first attempt of a day is kept" {
  sqlite3 "$SVC_DB" "UPDATE person SET login = NULL"
  expect 77 svc-reward propose --clause reward-3.2.5-1 --dept 01 --facts x --reason 我说
  says "\"$(id -un)\" is no person of this store"
  kept - stranger
  [ "$(sqlite3 "$SVC_DB" 'SELECT reason IS NULL FROM event ORDER BY seq DESC LIMIT 1')" = 1 ]
  before=$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM event')
  expect 77 svc-complaint determine --valid no C2026-000001
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM event')" = "$before" ]
  SVC_NOW='2027-01-10 09:00' expect 77 svc-complaint determine --valid no C2026-000001
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM event')" = $((before + 1)) ]
  expect 77 svc-reward list
  [ -z "$output" ]
}

@test "a verb for others is refused, and kept" {
  be 1203
  refused 77 - 'propose needs one of the roles' svc-reward propose --clause reward-3.2.5-1 --dept 01 --facts x
  refused 77 - 'role needs one of the roles' svc-admin role 1203 --roles gm --reason x
  refused 77 - 'set needs one of the roles' svc-admin set depts 02 --head 1203 --reason x
  refused 77 - 'close needs one of the roles' svc-report close -m 2026-09 --yes
  refused 77 - 'adjust needs one of the roles' svc-report adjust -m 2026-10 --from 2026-09
  refused 77 - 'assess needs one of the roles' svc-auth assess A2026-000001 --reason x
}

# -- behind the tools' back ------------------------------------------------------------------------

# A store with something of everything; sets $no, a decided case, and $open, one on its way.
busy_store() {
  no=$(propose --clause reward-3.2.3-1 --person 1203 --facts 争吵 --amount 200 --reason 情节较重 --head_amount 150)
  signed "$no" 1003 1001 1601 1002
  shared=$(propose --clause reward-3.1.1-1 --dept 02 --facts 锦旗 --shares '1202=60,1203=60' --reason 情节较重)
  open=$(late)
  paper "$open" 1201
  svc-auth delegate 1101 --by 1003 --evidence W --scope reward --cap 100 --until_day 2026-10-20 --reason x >/dev/null
  use=$(svc-auth use no_work_order --person 1203 --exceeded 无单作业 -H)
  svc-report close -m 2026-09 --yes --carry-pending 2>/dev/null
}

@test "what is edited by hand is refused by the store, and found where the store was forced" {
  busy_store
  svc-admin verify
  svc-admin check
  by_hand signature_append_only "UPDATE signature SET person = '1002' WHERE stage = 2"
  by_hand signature_append_only 'DELETE FROM signature'
  by_hand signing_append_only "UPDATE signing SET proposer = '1001'"
  by_hand signing_append_only "DELETE FROM signing_subject WHERE person = '1203'"
  by_hand signature_subject "INSERT INTO signature SELECT tbl, no, chain, round, 2, 'deputy_gm', '1202', NULL, '1202', NULL, 'signed', NULL, signed_at, 1 FROM signature WHERE no = '$open'"
  by_hand reward_case_never_changes "UPDATE reward_case SET amount = 1"
  by_hand reward_case_moves_forward "UPDATE reward_case SET state = 'withdrawn' WHERE no = '$no'"
  by_hand reward_leg_never_changes 'UPDATE reward_leg SET amount = -1'
  by_hand authority_use_points "UPDATE authority_use SET points = 100000 WHERE no = '$use'"
  by_hand delegation_fixed "UPDATE delegation SET cap = 100000"
  by_hand month_closed 'UPDATE month_line SET points = 0'
  by_hand event_append_only "UPDATE event SET login = 'nobody'"
  by_hand event_in_order "INSERT INTO event SELECT * FROM event ORDER BY seq LIMIT 1"
  by_hand FOREIGN "PRAGMA foreign_keys = 1; DELETE FROM person WHERE person = '1203'"

  forced signature "UPDATE signature SET person = '1602' WHERE no = '$no' AND stage = 2"
  forced signature "DELETE FROM signature WHERE no = '$no' AND stage = 4"
  forced signing "UPDATE signing SET amount = 0"
  forced signing_subject "DELETE FROM signing_subject WHERE person = '1203'"
  forced reward_case "UPDATE reward_case SET state = 'withdrawn', decided_at = NULL WHERE no = '$no'"
  forced reward_case "DELETE FROM reward_case WHERE no = '$shared'"
  forced reward_leg "UPDATE reward_leg SET amount = -1 WHERE no = '$no'"
  forced reward_leg "UPDATE reward_leg SET person = '1202' WHERE no = '$no' AND leg = 1"
  forced authority_use "UPDATE authority_use SET verdict = 'ok'"
  forced delegation "UPDATE delegation SET cap = 100000"
  forced delegation 'DELETE FROM delegation'
  forced month_line "UPDATE month_line SET points = 0 WHERE points < 0"
  forced month_sheet "UPDATE month_sheet SET csv = ''"
  forced person "UPDATE person SET roles = 'gm' WHERE person = '1203'"
  forced person "UPDATE person SET login = 'mallory' WHERE person = '1001'"
  forced person_past "INSERT INTO person_past VALUES ('1203', '2026-10-13', '李大勇', '02', NULL, 'gm', 1)"
  forced dept "UPDATE dept SET head = '1203' WHERE dept = '02'"
  forced '' "UPDATE event SET login = 'nobody' WHERE seq = 3"
  forced '' 'DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)'
  forced '' "UPDATE register_state SET state = '$(printf '%064d' 0)' WHERE tbl = 'signature'"
}

@test "check derives each case once more from its signatures and its clause" {
  busy_store
  reversal=$(svc-reward reverse -H --reason 有误 --evidence S "$no" | cut -d, -f1)
  signed "$reversal" 1003 1001 1601 1002
  gone=$(propose --clause reward-3.2.2-2 --person 1302 --facts 迟到)
  svc-reward reject --by 1301 --evidence P --reason 不实 "$gone"
  expect 0 svc-admin check cases -H
  [ -z "$output" ]
  found='check cases'
  one() { forced "$1: $2" "$3"; }
  one "$no" 'is reversed, but not every stage is signed' "DELETE FROM signature WHERE no = '$no' AND stage = 3"
  one "$shared" 'is approved, but not every stage is signed' "UPDATE reward_case SET state = 'approved', decided_at = '2026-10-12 09:00:00' WHERE no = '$shared'"
  one "$reversal" 'is proposed, but every stage is signed' "UPDATE reward_case SET state = 'proposed', decided_at = NULL WHERE no = '$reversal'"
  one "$reversal" 'is withdrawn, but every stage is signed' "UPDATE reward_case SET state = 'withdrawn', decided_at = NULL WHERE no = '$reversal'"
  one "$gone" 'is proposed, but somebody rejected it' "UPDATE reward_case SET state = 'proposed', decided_at = NULL WHERE no = '$gone'"
  one "$open" 'is rejected, but by nobody or by several' "UPDATE reward_case SET state = 'rejected', decided_at = '2026-10-12 09:00:00' WHERE no = '$open'"
  one "$no" 'was decided at 2026-10-01 09:00:00, but the last signature is of 2026-10-12 09:00:00' "UPDATE reward_case SET decided_at = '2026-10-01 09:00:00' WHERE no = '$no'"
  one "$no" 'its chain is for another amount' "UPDATE signing SET amount = 1 WHERE no = '$no'"
  one "$open" 'its chain names another proposer or department' "UPDATE signing SET proposer = '1001' WHERE no = '$open'"
  one "$open" 'its chain names another proposer or department' "UPDATE signing SET subject_dept = '01' WHERE no = '$open'"
  one "$open" 'its chain was never begun' "DELETE FROM signing_subject WHERE no = '$open'; DELETE FROM signature WHERE no = '$open'; DELETE FROM signing WHERE no = '$open'"
  one "$open" 'is signed, but there is no such case' "DELETE FROM reward_leg WHERE no = '$open'; DELETE FROM reward_case WHERE no = '$open'"
  one "$open" 'has no leg' "DELETE FROM reward_leg WHERE no = '$open'"
  one "$no" 'does not keep 1201, whom it is about, from signing' "DELETE FROM signing_subject WHERE no = '$no' AND person = '1201'"
  one "$open" 'keeps 1003 from signing, whom it is not about' "INSERT INTO signing_subject VALUES ('reward_case', '$open', 'reward', 1, '1003', 1)"
  one "$no" 'is reversed, but no approved case reverses it' "UPDATE reward_case SET reverses = NULL WHERE no = '$reversal'"
  one "$reversal" "is approved, but $no, which it reverses, is approved" "UPDATE reward_case SET state = 'approved' WHERE no = '$no'"
  one "$reversal" "does not give back what $no gave or took" "UPDATE reward_leg SET amount = 1 WHERE no = '$reversal' AND leg = 1"
  one "$reversal" "does not give back what $no gave or took" "DELETE FROM reward_leg WHERE no = '$reversal' AND leg = 2"
  one "$open" 'its leg for the head is not in clause reward-3.2.2-1' "UPDATE reward_leg SET subject = 'head' WHERE no = '$open' AND subject = 'person'"
  one "$open" 'its leg for the person lies outside of clause reward-3.2.2-1' "UPDATE reward_leg SET amount = -50001 WHERE no = '$open' AND subject = 'person'"
  one "$open" 'its leg for the person lies outside of clause reward-3.2.2-1' "UPDATE reward_leg SET amount = -9999 WHERE no = '$open' AND subject = 'person'"
  one "$open" 'its leg for the person lies outside of clause reward-3.2.2-1' "UPDATE reward_leg SET amount = 10000 WHERE no = '$open' AND subject = 'person'"
  one "$open" 'its leg for the dept lies outside of clause reward-3.2.2-1' "UPDATE reward_leg SET points = -501 WHERE no = '$open' AND subject = 'dept'"
  one "$shared" 'the shares do not add up to its amount' "UPDATE reward_leg SET amount = 6001 WHERE no = '$shared' AND person = '1202'"
  one "$open" 'its leg for the person is of another amount' "UPDATE reward_leg SET amount = -20000 WHERE no = '$open' AND subject = 'person'"
  one "$open" 'is for 1203, but no leg is' "UPDATE reward_case SET person = '1203' WHERE no = '$open'"
  one "$open" 'is signed without evidence' "UPDATE reward_case SET evidence = NULL WHERE no = '$open'"
  one "$open" 'is signed before its fact' "UPDATE reward_case SET occurred_at = '2026-10-12 10:00:00' WHERE no = '$open'"
}

# -- numbers, days, crowds -------------------------------------------------------------------------

@test "amounts that are none, too large or run over are refused before anything is added up" {
  share() { expect "$1" propose --clause reward-3.1.1-1 --dept 02 --facts 锦旗 --shares "$2" && says "$3"; }
  share 2 '1202=92233720368547758.07,1203=92233720368547758.07' 'more than all shares may be'
  share 4 '1202=500.01,1203=60' 'more than all shares may be'
  share 4 '1202=500,1203=0.01' 'amount 500.01 lies outside of 100.00 to 500.00'
  share 4 '1202=184467440737095516.16,1203=60' 'too large a number'
  share 2 '1202=-60,1203=160' 'not above zero'
  share 2 '1202=0,1203=160' 'not above zero'
  share 2 '1202=60,,1203=60' 'not PERSON=YUAN'
  for amount in 0 -100 0.00 -0.01 92233720368547758.08 1e9 0x64 ' 100' 100.001; do
    expect 2 late --amount "$amount"
  done
  for amount in 99.99 500.01 92233720368547758.07; do expect 4 late --amount "$amount"; done
  for points in 0.99 5.01; do expect 4 late --points "$points"; done
  late --amount 100 --points 1
  late --amount 500 --points 5 --reason 情节较重 --also 边界
  expect 4 propose --clause reward-3.2.4-1 --person 1202 --facts x --suspension standby --loss 92233720368547758.07
  [ "$(svc-reward list -H | wc -l)" -eq 2 ]
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM signing')" -eq 2 ]
}

@test "a fact of a day before or after somebody's time with the company is none of his" {
  expect 4 late --at '2012-12-31 10:00' --late-reason 补
  says '"1202" was not with the company on 2012-12-31'
  svc-admin set persons 1203 --left_on 2026-09-30 --reason 离职
  records() { printf 'no,person,occurred_at\n%s\n' "$@" | svc-reward propose --clause reward-3.2.2-1 --source gis -; }
  expect 4 records 'X1,1203,2026-10-01 00:00'
  says '"1203" was not with the company on 2026-10-01'
  expect 0 records 'X1,1203,2026-09-30 23:59'
  expect 4 propose --clause reward-3.1.1-1 --dept 02 --facts 锦旗 --shares '1202=60,1203=60' --reason 情节较重
  # Nor does a head answer for what was before him.
  svc-admin set persons 1201 --joined 2026-10-01 --reason 更正
  expect 0 propose --clause reward-3.2.3-1 --person 1202 --facts 争吵 --at '2026-09-30 10:00' --late-reason 补
  says 'department 02 has no head of that day'
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM reward_leg WHERE person = '1201'")" -eq 0 ]
}

@test "a department without head and leader has its stages one level up" {
  svc-admin add depts --dept 09 --name 新部 >/dev/null
  no=$(propose --clause reward-3.2.5-1 --dept 09 --facts 不配合)
  [ "$(svc-reward waiting -H -c role,signers)" = dept_head,1001 ]
  refused 4 "$no" 'of the department concerned, not by "1201"' paper "$no" 1201
  signed "$no" 1001
  refused 4 "$no" '"1001" signed stage 1 already' paper "$no" 1001
}

@test "a chain that is changed meanwhile rules what begins afterwards" {
  no=$(late)
  paper "$no" 1201
  cp -r "$ROOT/lib/share/policy" pack
  sed -i 's/^reward,2,.*$/reward,2,committee,company,,seed/; /^reward,4/d' pack/chains.csv
  svc-policy load pack --from 2026-10-12 --reason 精简 >/dev/null
  new=$(propose --clause reward-3.2.2-2 --person 1203 --facts 迟到)
  refused 4 "$no" 'is signed by the deputy_gm of the department concerned, not by "1002"' paper "$no" 1002
  signed "$no" 1003 1601
  [ "$(svc-reward list --no "$no" -H -c state)" = proposed ]
  paper "$no" 1001
  paper "$new" 1201
  refused 77 "$new" 'stage 2 is signed by the committee, and "1003" is none' paper "$new" 1003
  signed "$new" 1002 1601
  [ "$(svc-reward list -H -c state | sort -u)" = approved ]
  svc-admin check
}

@test "a department that is renamed keeps its cases, its closed sheets keep its name" {
  no=$(late)
  svc-report close -m 2026-09 --yes --carry-pending
  svc-report sheet -m 2026-09 >before.csv
  svc-admin set depts 02 --name 抢险中心 --reason 更名
  svc-report sheet -m 2026-09 | cmp before.csv
  signed "$no" 1201 1003 1601 1001
  svc-reward form "$no" | grep -q 抢险中心
  [ "$(svc-report sheet -m 2026-10 --by person --dept 02 -H -c subject,penalty_amount | grep 1202)" = 1202,-100.00 ]
  svc-admin check
}

@test "one operation twice gives the same numbers again, and does nothing twice" {
  svc-complaint score -m 2026-09 >lines.csv
  once() { # once COMMAND…: the answers of two calls are one
    local first events
    first=$("$@")
    events=$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')
    expect 0 "$@"
    says 'was applied already'
    [ "$output" = "$first" ] || { echo "$first"; echo "$output"; return 1; }
    [ "$events" = "$(sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event')" ]
  }
  once svc-reward propose --clause reward-3.2.2-1 --person 1202 --facts 爽约 --evidence E --op-id r1
  once svc-reward propose -H -c no,clause,person,amount --clause reward-3.2.2-2 --person 1202 --facts 迟到 --op-id r2
  once svc-reward propose -H -c no lines.csv --op-id r3
  once svc-auth use no_work_order --person 1203 --exceeded 无单 --op-id a1
  once svc-auth delegate 1002 --by 1003 --evidence W --scope all --until_day 2026-10-20 --reason x --op-id d1
  once svc-admin add depts --dept 09 --name 新部 --op-id p1
  once svc-reward sign R2026-000001 --by 1201 --evidence P --op-id s1
  [ "$(svc-reward propose -H lines.csv --op-id r3 2>/dev/null | wc -l)" -eq 6 ]
  expect 4 svc-reward withdraw R2026-000001 --op-id r1
  says 'give this one another --op-id'
}

@test "a month closed in the middle of proposing has all of it or none" {
  svc-complaint score -m 2026-09 >lines.csv
  svc-report close -m 2026-09 --yes --carry-pending 2>/dev/null &
  close=$!
  svc-reward propose --suspension standby lines.csv >/dev/null &
  propose=$!
  wait $close
  wait $propose
  expect 0 svc-report verify -m 2026-09
  expect 0 svc-report diff -m 2026-09
  [ "$(svc-report explain -m 2026-10 -H -c status,record | sort -u | grep -c proposed)" -eq 6 ]
  svc-admin verify
  svc-admin check
}

@test "a tool that is killed has done all of it or nothing" {
  svc-complaint score -m 2026-09 >lines.csv
  for ms in 01 02 03 05 08 13 21; do
    timeout -s KILL 0.0$ms svc-reward propose --suspension standby lines.csv >/dev/null 2>&1 || true
    cases=$(svc-reward list -H | wc -l)
    [ "$cases" -eq 0 ] || [ "$cases" -eq 6 ]
    svc-admin verify
    svc-admin check
  done
}

@test "a full disk takes no form for printed, and the locale changes nothing" {
  no=$(late)
  expect 74 sh -c "svc-reward form $no >/dev/full"
  expect 74 sh -c "svc-reward propose --clause reward-3.2.2-2 --person 1203 --facts x >/dev/full"
  says 'the change itself was applied'
  [ "$(svc-reward list --person 1203 -H | wc -l)" -eq 1 ]
  svc-reward form "$no" | grep -v '^审计链头' >form
  for locale in C.UTF-8 zh_CN.UTF-8 tr_TR.UTF-8 POSIX; do
    LC_ALL=$locale svc-reward form "$no" | grep -v '^审计链头' | cmp form
    [ "$(LC_ALL=$locale svc-reward waiting)" = "$(svc-reward waiting)" ]
    LC_ALL=$locale refused 4 "$no" 'it is not yet the turn of stage 2' paper "$no" 1003
  done
}
