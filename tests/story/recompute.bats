# The example company's September by hand: what man/svc-recompute.7 tells an auditor to do, with
# the registers and the policy pack as CSV, sqlite3 and mlr alone, gives the closed sheets.
# shellcheck disable=SC2016 # what is quoted are mlr's fields

load common

setup_file() {
  "$DEMO/month.sh" "$SVC_BUILD" "$BATS_FILE_TMPDIR/month" >"$BATS_FILE_TMPDIR/said"
  mkdir "$BATS_FILE_TMPDIR/exports"
  SVC_DB=$BATS_FILE_TMPDIR/month/svc.db by_hand export "$BATS_FILE_TMPDIR/exports"
}

setup() {
  export SVC_DB=$BATS_FILE_TMPDIR/month/svc.db
  cd "$BATS_TEST_TMPDIR" || return 1
  cp -r "$BATS_FILE_TMPDIR/exports" e
}

by_hand() { "$ROOT/tests/independent/month.sh" "$@"; }

@test "the closed sheets come out by hand, byte for byte" {
  local by
  for by in dept person; do
    by_hand "$by" e 2026-09 yes >"$by.csv"
    svc-report sheet -m 2026-09 --by "$by" | cmp - "$by.csv"
    cmp "$BATS_FILE_TMPDIR/month/out/2026-09/sheet-$by.csv" "$by.csv"
  done
}

@test "so do the sheets before the close, with what waits for a signature or an appeal" {
  local by
  for by in dept person; do
    by_hand "$by" e 2026-09 no >"$by.csv"
    cmp "$BATS_FILE_TMPDIR/month/open-$by.csv" "$by.csv"
  done
}

@test "the month has lines of every kind that is recomputed" {
  by_hand dept e 2026-09 no >/dev/null
  kinds() { sed 1d "e/$1-line.csv" | cut -d, -f2,6 | sort -u | tr '\n' ' '; }
  [ "$(kinds dept)" = 'callback,final complaint,final complaint,proposed complaint,suspended entry,final improve,final inspect,final order,proposed reward,final survey,final tier,final ' ]
  [ "$(kinds person)" = 'auth,final complaint,proposed entry,final entry,proposed entry,suspended inspect,final order,proposed reward,final reward,proposed ' ]
}

# The cells in which two sheets differ: `subject column old new` a line.
moved() {
  awk -F, '
    NR == FNR { for (i = 1; i <= NF; i++) then[FNR, i] = $i; next }
    FNR == 1 { for (i = 1; i <= NF; i++) head[i] = $i }
    { for (i = 1; i <= NF; i++) if ($i != then[FNR, i]) print $1, head[i], then[FNR, i], $i }' "$@"
}

# The cells that a change of the exports moves: changed BY FILE MLR-WORD…, one `subject column old
# new` a line. The change is one of FILE, by mlr.
changed() {
  local by=$1 file=$2
  shift 2
  mlr --csv "$@" "e/$file.csv" >changed.csv
  ! cmp -s changed.csv "e/$file.csv" || { echo "nothing changed in $file"; return 1; }
  mv changed.csv "e/$file.csv"
  by_hand "$by" e 2026-09 yes >now.csv
  svc-report sheet -m 2026-09 --by "$by" | moved - now.csv
}

@test "a complaint closed after its deadline costs its department two points" {
  [ "$(changed dept complaint put '$no == "C2026-000005" { $closed_at = "2026-09-09 17:30:01" }')" = \
    '02 complaint -2.00 -4.00
02 deductions -6.00 -8.00
02 score 94.00 92.00' ]
}

@test "closed with the last second of its deadline it costs nothing" {
  [ -z "$(changed dept complaint put '$no == "C2026-000005" { $closed_at = "2026-09-09 17:30:00" }')" ]
}

@test "one holiday more moves the deadlines that run over it" {
  [ "$(changed dept calendar put 'end { emit1 {"day": "2026-09-17", "kind": "off", "name": "停工"} }')" = '01 callback -1.50 -0.50
01 deductions -2.50 -1.50
01 score 99.50 100.50
02 callback -1.00 0.00
02 deductions -6.00 -5.00
02 score 94.00 95.00
02 grade B A
02 final_grade B A' ]
}

@test "a signature that is not there takes the forced grade and the effects away" {
  [ "$(changed dept reward_case put '$source_no == "C2026-000021" { $state = "proposed" }')" = \
    '05 forced_grade C 
05 final_grade C B
05 effects grade_c;annual_points ' ]
  [ "$(changed person reward_case put '$source_no == "C2026-000015" { $amount = "150.00" }')" = \
    '1302 penalty_amount -100.00 -150.00
1502 effects suspension ' ]
}

@test "a number of the policy pack that is changed shows in every department it touches" {
  [ "$(changed dept params put '$name == "bonus_cap" { $value = 1 } $name == "score_floor" { $value = 97 }')" = \
    '01 bonus 2.00 1.00
01 score 99.50 98.50
02 score 94.00 97.00
02 grade B A
02 final_grade B A
04 score 96.30 97.00
05 score 93.80 97.00
05 grade B A' ]
}

@test "four customers more who are satisfied are a full point of the rate, and half a point of the sheet" {
  [ "$(changed dept answer put '$unit == "E" && $question == "q3" && $respondent >= "R0341" && $respondent <= "R0344" { $score = "9" }')" = \
    '04 survey -2.50 -2.00
04 deductions -4.50 -4.00
04 score 96.30 96.80' ]
}

@test "an error less is a fifth of a point of its operator, and the department keeps its rate with fewer than it is allowed" {
  [ "$(changed person entry_error put '$no == "EF2026-000003" { $points = "" }')" = \
    '1502 entry -1.80 -1.00
1502 deductions -1.80 -1.00
1502 score 98.20 99.00' ]
  # eight errors in 2700 fields are too many, five are not; nor is a check that is a draft counted
  [ "$(changed dept entry_audit put '$no == "EA2026-000002" { $fields_checked = "1799" }')" = '' ]
  [ "$(changed dept entry_audit put '$no == "EA2026-000002" { $fields_checked = "1800" }')" = \
    '05 entry -0.20 0.00
05 deductions -6.20 -6.00
05 score 93.80 94.00' ]
  cp "$BATS_FILE_TMPDIR/exports/entry_audit.csv" e
  [ "$(changed dept entry_audit put '$no == "EA2026-000002" { $state = "draft" } $no == "EA2026-000004" { $fields_checked = "500" }')" = \
    '05 entry -0.20 0.00
05 deductions -6.20 -6.00
05 score 93.80 94.00' ]
}

@test "an error that was found oneself costs nothing when it is put right the same day, else what others cost" {
  [ "$(changed person entry_error put '$no == "EF2026-000010" { $fixed_at = "2026-09-16 00:00:00" }')" = \
    '1502 entry -1.80 -2.00
1502 deductions -1.80 -2.00
1502 score 98.20 98.00' ]
  [ -z "$(changed person entry_error put '$no == "EF2026-000010" { $fixed_at = "2026-09-15 23:59:59" }')" ]
  [ "$(changed person entry_error put '$no == "EF2026-000009" { $state = "open" }')" = \
    '1103 entry -0.20 -0.40
1103 deductions -0.20 -0.40
1103 score 99.80 99.60' ]
}

@test "what the page leaves to be followed by hand is named" {
  [ "$(by_hand dept e 2026-09 yes | sed '/^subject/,$d')" = '' ]
  sed -n 2p e/log.csv | sed 's/,import,/,hold,/' >>e/log.csv
  sed -i 's/,exceeded,/,expired_delegation,/; s/tier=general/tier=vip/' e/authority_use.csv
  [ "$(by_hand dept e 2026-09 yes | sed '/^subject/,$d')" = 'C2026-000001,hold
A2026-000001,expired_delegation' ]
}

# -- after the close -----------------------------------------------------------------------------

# Changes of September's records in October: a complaint told late, an appeal won, a finding taken
# back, a call-back made after all, a person renamed and gone, another policy.
happen() {
  svc-complaint add --source crm --source_no late-1 --received_at '2026-09-02 09:00' --channel hotline \
    --category billing --content 账单有误 --level 3 --dept 04 --responded_at '2026-09-05 09:00' \
    --closed_at '2026-09-07 09:00' >late.no
  svc-complaint determine --valid yes --responsible yes C2026-000009
  svc-complaint appeal --against responsible --by 1201 --reason 客户改约 C2026-000009
  svc-complaint appeal-decide --outcome not_responsible --reason 通话录音为证 --by 1601 --evidence 复核9 C2026-000009
  svc-inspect cancel --reason 查错了人 Q2026-000001
  printf '%s\n' source,source_no,register,record,business,planned_at,window_to,caller,attempts,called_at,overall,solved \
    'callcentre,H2610001,complaint,C2026-000024,complaint,2026-09-09 15:00,2026-09-11 17:30,1102,1,2026-10-12 08:50,9,yes' |
    svc-callback import -
  sed -n '1p; s/吴桂兰/吴桂香/; s/2016-11-14/&,2026-09-30/; /1302/p' "$DEMO/persons.csv" |
    sed '1s/$/,left_on/' | svc-admin import persons --update -
  mkdir pack
  cp "$ROOT"/lib/share/policy/*.csv pack
  sed -i 's/^base_score,100/base_score,120/' pack/params.csv
  svc-policy load --from 2026-10-13 pack >moved
}

@test "what changes afterwards leaves the closed month as it is, and is settled in the next" {
  local by sum='complaint + callback + inspect + tier + auth + entry + reward + improve + contractor + "order" + survey + adjust'
  mkdir -m 700 store
  cp -p "$SVC_DB" store/svc.db
  export SVC_DB=$PWD/store/svc.db
  svc-report explain -m 2026-09 >lines.csv
  happen
  expect 0 svc-report verify -m 2026-09
  svc-report explain -m 2026-09 | cmp lines.csv
  mkdir again
  svc-report close -m 2026-09 --yes -o again
  diff -r "$BATS_FILE_TMPDIR/month/out" again
  by_hand export e
  svc-report adjust -m 2026-10 --from 2026-09
  expect 0 svc-report diff -m 2026-09
  for by in dept person; do
    svc-report sheet -m 2026-09 --by "$by" >then.csv
    cmp "again/2026-09/sheet-$by.csv" then.csv
    by_hand "$by" e 2026-09 yes >now.csv
    svc-report sheet -m 2026-10 --by "$by" >next.csv
    sqlite3 -batch :memory: '.import --csv then.csv was' '.import --csv now.csv now' '.import --csv next.csv next' \
      "SELECT subject, printf('%.2f', n.s - w.s), printf('%.2f', next.adjust)
         FROM (SELECT subject, $sum AS s FROM was) w JOIN (SELECT subject, $sum AS s FROM now) n USING (subject)
         JOIN next USING (subject) WHERE n.s <> w.s OR next.adjust <> '0.00'" >"$by.moved"
  done
  [ "$(tr '\n' ' ' <dept.moved)" = '01|-1.00|-1.00 02|1.50|1.50 04|-1.00|-1.00 06|1.00|1.00 ' ]
  [ "$(cat person.moved)" = '1203|1.00|1.00' ]
}

# -- the tools' own lines ------------------------------------------------------------------------

# The cells of a sheet that are not what its explain lines sum to: MONTH BY.
not_explained() {
  local item tests=
  svc-report explain -m "$1" >lines.csv
  svc-report sheet -m "$1" --by "$2" >sheet.csv
  for item in $(head -n 1 sheet.csv | cut -d, -f4-15 | tr , ' '); do
    tests+="SELECT subject, '$item' FROM sheet s WHERE ROUND(100 * \"$item\") <>
      (SELECT COALESCE(SUM(ROUND(100 * points)), 0) FROM own WHERE of = s.subject AND item = '$item' AND status = 'final');"
  done
  [ -n "$item" ]
  sqlite3 -batch :memory: '.import --csv lines.csv line' '.import --csv sheet.csv sheet' \
    "CREATE TABLE own AS SELECT *, CASE '$2' WHEN 'person' THEN person WHEN 'dept' THEN
       CASE person WHEN '' THEN dept END END AS of FROM line" "$tests" \
    "SELECT subject, 'reward_amount' FROM sheet s WHERE ROUND(100 * reward_amount) <>
       (SELECT COALESCE(SUM(ROUND(100 * amount)), 0) FROM own WHERE of = s.subject AND status = 'final' AND amount + 0 > 0)" \
    "SELECT subject, 'penalty_amount' FROM sheet s WHERE ROUND(100 * penalty_amount) <>
       (SELECT COALESCE(SUM(ROUND(100 * amount)), 0) FROM own WHERE of = s.subject AND status = 'final' AND amount + 0 < 0)" \
    "SELECT subject, 'pending_lines' FROM sheet s WHERE pending_lines <>
       (SELECT COUNT(*) || '' FROM own WHERE of = s.subject AND status = 'proposed')" \
    "SELECT subject, 'suspended_lines' FROM sheet s WHERE suspended_lines <>
       (SELECT COUNT(*) || '' FROM own WHERE of = s.subject AND status = 'suspended')" \
    "CREATE TABLE effect AS SELECT DISTINCT of AS subject, e.value FROM own, json_each('[\"' || replace(effect, ';', '\",\"') || '\"]') e
       WHERE status = 'final' AND effect <> '' AND of <> ''" \
    "CREATE TABLE shown AS SELECT subject, e.value FROM sheet, json_each('[\"' || replace(effects, ';', '\",\"') || '\"]') e
       WHERE effects <> ''" \
    "SELECT subject, 'effects' FROM (SELECT * FROM effect EXCEPT SELECT * FROM shown)" \
    "SELECT subject, 'effects' FROM (SELECT * FROM shown EXCEPT SELECT * FROM effect)"
}

@test "every cell of every row is the sum of its explain lines, of a closed month and an open one" {
  local month by
  for month in 2026-09 2026-10; do
    for by in dept person; do
      diff /dev/null <(not_explained "$month" "$by")
    done
  done
  # what is summed is there: final lines of nine items in September, waiting ones in October
  [ "$(svc-report explain -m 2026-09 -H -c item,status | grep ,final | sort -u | grep -c .)" -eq 9 ]
  [ "$(svc-report sheet -m 2026-10 -H -c pending_lines,suspended_lines | awk -F, '{ p += $1; s += $2 } END { print p, s }')" = '9 1' ]
}

# The example company's registers under a month from the 26th to the 25th: nothing was closed yet.
@test "a month from the 26th to the 25th comes out by hand, too" {
  mkdir -m 700 s pack
  export SVC_DB=$PWD/s/svc.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  cp "$SVC_BUILD"/share/svc/policy/*.csv pack
  sed -i 's/^month_closing_day,[^,]*,/month_closing_day,25,/' pack/params.csv
  svc-policy load --from 2025-01-01 pack >/dev/null
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
  mkdir x
  by_hand export x
  local by
  for by in dept person; do
    by_hand "$by" x 2026-09 no 2026-08-26 2026-09-26 >"$by-09.csv"
    svc-report sheet -m 2026-09 --by "$by" | cmp - "$by-09.csv"
    by_hand "$by" x 2026-10 no 2026-09-26 2026-10-26 >"$by-10.csv"
    svc-report sheet -m 2026-10 --by "$by" --as-of "2026-10-26 00:00" | cmp - "$by-10.csv"
  done
  # other days, another sheet
  by_hand dept x 2026-09 no >calendar.csv
  expect 1 cmp -s calendar.csv dept-09.csv
}

@test "what a closed month handed on and gives back is on the sheet of the next one, byte for byte" {
  # A store of its own: September was closed in it; since then a complaint's department turned out not
  # to blame, a case that was handed on was signed, a signed one reversed, and a penalty was
  # reversed: points, yuan, grade C and annual points come and go in October.
  mkdir -m 700 own
  cp -p "$BATS_FILE_TMPDIR/month/svc.db" own/svc.db
  export SVC_DB=$BATS_TEST_TMPDIR/own/svc.db
  signed() { local by no=$1; for by in "${@:2}"; do svc-reward sign --by "$by" --evidence 档-32 "$no"; done; }
  of() { svc-reward list --source_no "$1" --clause "$2" --state "$3" -H -c no; }
  svc-complaint determine --valid no --responsible no C2026-000008
  signed "$(of C2026-000018 reward-3.2.4-4 proposed)" 1201 1003 1601 1001
  for record in C2026-000021 C2026-000015 O2026-000004; do
    case_no=$(svc-reward list --source_no $record --state approved -H -c no)
    svc-reward reverse --reason 查明 --evidence 复核单 "$case_no" >/dev/null
  done
  signed "$(svc-reward list --source_no C2026-000021 --state proposed -H -c no)" 1501 1002 1601 1001
  signed "$(svc-reward list --source_no C2026-000015 --state proposed -H -c no)" 1301 1003 1601 1001
  signed "$(svc-reward list --source_no O2026-000004 --state proposed -H -c no)" 1201 1003 1601 1001
  svc-report adjust -m 2026-10 --from 2026-09
  mkdir x
  by_hand export x
  cp "$BATS_FILE_TMPDIR/month/out/2026-09/lines.csv" x/closed.csv
  by_hand other x 2026-09
  grep -q -- '-grade_c@2026-09' x/other.csv
  local by
  for by in dept person; do
    by_hand "$by" x 2026-10 no >"$by.csv"
    svc-report sheet -m 2026-10 --by "$by" --as-of '2026-11-01 00:00' | diff - "$by.csv"
  done
}

@test "what is one fact falls by hand as it does on the sheet" {
  mkdir -m 700 store
  cp "$SVC_DB" store/svc.db
  export SVC_DB=$PWD/store/svc.db SVC_NOW='2026-10-12 09:00'
  # September as if it had not been closed
  sqlite3 "$SVC_DB" .schema | awk '/^CREATE TRIGGER month_/ { print "DROP TRIGGER " $3 ";" }' | sqlite3 "$SVC_DB"
  sqlite3 "$SVC_DB" 'DELETE FROM month_line; DELETE FROM month_sheet; DELETE FROM month_roster; DELETE FROM month_close'
  # two complaints of 05 (2 points and 1), a finding of 02 and 1203 (0.5 and 1) and a late order's case
  # (1 point, 100 yuan): C2026-000013 falls, and both lines of the finding
  svc-complaint link C2026-000008 --complaint C2026-000013 --same-fact --reason 同一事
  svc-inspect link Q2026-000001 --case "$(svc-reward list --source_no O2026-000004 -H -c no)" --reason 同一事
  expect 0 svc-report explain -m 2026-09 -H -c record,subject,status
  [ "$(grep -E 'C2026-000013|Q2026-000001' <<<"$output" | sort)" = 'C2026-000013,dept,reversed
Q2026-000001,dept,reversed
Q2026-000001,person,reversed' ]
  local by
  by_hand export e
  for by in dept person; do
    by_hand "$by" e 2026-09 no >"$by.csv"
    svc-report sheet -m 2026-09 --by "$by" | cmp - "$by.csv"
  done
  [ "$(grep '^05,' dept.csv | cut -d, -f18)" = 94.80 ] # 93.80 and 1 more
}

# Who answers by their day, where all of it changed in the middle of September: the head of 02, the
# department of the caller 1102 and of the office's 1601 on the 15th, and names.
@test "who headed, where somebody stood and what all were called is of the fact's day, by hand, too" {
  mkdir -m 700 own
  export SVC_DB=$BATS_TEST_TMPDIR/own/svc.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,level,dept,person,responded_at,closed_at,valid,responsible,clause
crm,1,2026-09-15 09:00,web,conduct,态度,3,02,1203,2026-09-15 10:00,2026-09-16 10:00,yes,yes,reward-3.2.3-1'
  # not answered by the 17th at 09:00, and withdrawn after that
  svc-complaint import <<<$'source,source_no,received_at,channel,category,content,level,dept,withdrawn_at
crm,2,2026-09-16 09:00,web,repair,x,3,04,2026-09-17 09:01'
  # missed windows: of a caller, of none, before the 15th and on it
  svc-callback import <<<$'source,source_no,business,dept,planned_at,window_to,caller
k,1,emergency,02,2026-09-13 09:00,2026-09-14 23:59:59,1102
k,2,emergency,02,2026-09-14 09:00,2026-09-15 00:00:00,1102
k,3,emergency,02,2026-09-13 09:00,2026-09-14 12:00,
k,4,emergency,02,2026-09-13 09:00,2026-09-15 12:00,'
  svc-admin set depts 02 --head 1202 --from 2026-09-15 --reason 任免
  svc-admin set depts 03 --name 安全部 --from 2026-09-30 --reason 更名
  svc-admin set depts 05 --name 收费部 --from 2026-10-01 --reason 更名
  svc-admin set persons 1102 --dept 04 --from 2026-09-15 --reason 调动
  svc-admin set persons 1601 --dept 03 --from 2026-09-15 --reason 调动
  svc-admin set persons 1203 --name 李大永 --from 2026-09-20 --reason 更名
  svc-admin set persons 1302 --name 吴桂香 --from 2026-10-02 --reason 更名
  local day
  for day in '2026-09-14 23:00' '2026-09-15 08:00'; do # his head pays as well, and is another
    svc-reward propose --clause reward-3.2.3-1 --person 1203 --at "$day" --facts "$day" --evidence a --late-reason 补报 >/dev/null
  done
  mkdir x
  by_hand export x
  local by
  for by in dept person; do
    by_hand "$by" x 2026-09 no >"$by.csv"
    svc-report sheet -m 2026-09 --by "$by" | cmp - "$by.csv"
  done
  svc-report explain -m 2026-09 --dept 04 -H -c record,clause | grep -qx C2026-000025,complaint-respond
  # C2026-000004 is of the 3rd, C2026-000024 of the 15th; the cases of the 14th and the 15th
  [ "$(svc-report explain -m 2026-09 -H -c person,record,clause,subject,occurred_at | awk -F, '$4 == "head" && $1 ~ /^12/ { print $1, $2, $5 }' | sort -k 3)" = \
    '1201 C2026-000004 2026-09-03 08:50:00
1201 R2026-000001 2026-09-14 23:00:00
1202 R2026-000002 2026-09-15 08:00:00
1202 C2026-000024 2026-09-15 09:00:00' ]
  [ "$(svc-report explain -m 2026-09 -H -c dept,clause,occurred_at | grep callback-missed)" = \
    '06,callback-missed,2026-09-14 12:00:00
01,callback-missed,2026-09-14 23:59:59
04,callback-missed,2026-09-15 00:00:00
03,callback-missed,2026-09-15 12:00:00' ]
  [ "$(cut -d, -f1,2 dept.csv | grep -E '^0[35]')" = $'03,安全部\n05,计量收费部' ]
  [ "$(cut -d, -f1,2 person.csv | grep -E '^1[23]0[23]')" = $'1202,孙磊\n1203,李大永\n1302,吴桂兰' ]
  # today's departments and persons, as if they had always been so, tell another month: what they
  # move, a line `subject column then now`
  svc-admin list depts | mlr --csv put '$from_day = ""; $until_day = ""' >x/dept.csv
  svc-admin list persons | mlr --csv put '$from_day = ""; $until_day = ""' >x/person.csv
  for by in dept person; do
    by_hand "$by" x 2026-09 no >today.csv
    moved "$by.csv" today.csv
  done >other
  [ "$(grep -Ev ' (deductions|score) ' other)" = \
    '01 callback -0.50 0.00
03 callback -0.50 -1.00
04 callback -0.50 -1.00
05 name 计量收费部 收费部
06 callback -0.50 0.00
1201 pending_lines 2 0
1202 pending_lines 3 5
1302 name 吴桂兰 吴桂香' ]
}
