# bats file_tags=slow
# What was printed can be read again: every list of every register comes back unchanged, in whatever form it
# went out, also into a store that has nothing yet.
load common

setup_file() {
  make_full_month
  export SVC_NOW='2026-10-12 09:00'
  add_the_rest
  cp -p "$SVC_DB" "$BATS_FILE_TMPDIR/template/svc.db"
}
setup() { fresh_store; }

# A record of each register that takes files and has none in the month.
add_the_rest() {
  {
    svc-inspect import walks - <<<'source,source_no,walked_at,zone,person,score
a,1,2026-10-08 10:00,前厅,1203,4'
    svc-inspect import patrols - <<<'source,source_no,patrolled_at,dept,patroller
a,1,2026-10-08 10:00,11,王平'
    svc-policy import feedback - <<<"source,source_no,book,dept,given_at,text
a,1,$(svc-policy books -H -c book | head -n 1),02,2026-10-08,好懂"
    svc-report import indicators - <<<'indicator,name,grp,kind,unit,times,direction,target,amber
own_1,入户率,service,month,%,100,up,95,90'
    svc-report import values - <<<'indicator,period,numerator,denominator
own_1,2026-10,19,20'
    svc-report import selfscore - <<<'period,dept,item,points,comment
2026-10,02,complaint,-1.50,=自评'
    svc-tier import contacts - <<<'source,source_no,customer,business,person,contact,phone,from_day
a,1,U0009,all,1203,王芳,13800138000,2026-10-01'
  } >/dev/null
}

importable() {
  local usage
  verbs "$1" | grep -qx import || return 1
  read -r usage < <("$1" import --help)
  [[ $usage == *' REGISTER '* ]] || [ "${2-}" = "$(listed "$1" registers | head -n 1)" ]
}

# comes_back TOOL REGISTER OPTION…: the list made with these options is unchanged.
comes_back() {
  local tool=$1 register=$2 count name=() undo=()
  shift 2
  [[ " $* " != *' --excel '* ]] || undo=(--excel)
  local file=out.${!#}
  [ "${#undo[@]}" -eq 0 ] || file=out.csv
  "$tool" list ${register:+"$register"} "${@:1:$#-1}" -o "$file"
  [[ $("$tool" import --help | head -n 1) != *' REGISTER '* ]] || name=("$register")
  status=0
  "$tool" import "${name[@]}" "${undo[@]}" --dry-run -v "$file" >answer 2>&1 || status=$?
  if [ "$status" -eq 2 ] && grep -qE 'made by|makes them|not imported|begin with|cases of|ends by|begins by' answer; then return 2; fi
  count=$("$tool" list ${register:+"$register"} -f jsonl | wc -l)
  [ "$status" -eq 0 ] && grep -q "read $count: 0 added, 0 updated, $count unchanged, 0 rejected" answer && return 0
  echo "$tool list $register $*: $status"
  cat answer
  return 1
}

every_list() {
  local code=0 options
  importable "$@" || return 0
  comes_back "$1" "${2-}" csv || code=$?
  [ "$code" -ne 2 ] || return 0
  [ "$code" -eq 0 ] || { bad=$((bad + 1)); return 0; }
  [ "$("$1" list "${@:2}" -H | wc -l)" -gt 0 ] || { echo "none: $*"; bad=$((bad + 1)); return 0; }
  seen=$((seen + 1))
  for options in '--header zh csv' '--words zh csv' '--header zh --words code csv' '--excel csv' 'tsv' \
    '--header zh tsv' jsonl '--words zh jsonl' xlsx html; do
    # shellcheck disable=SC2086 # a word is an option
    comes_back "$1" "${2-}" $options || bad=$((bad + 1))
  done
}

@test "every list of every register that takes files comes back unchanged, in every form" {
  local bad=0 seen=0
  each_register every_list
  echo "$seen registers, $bad of their lists do not come back"
  [ "$bad" -eq 0 ] && [ "$seen" -ge 30 ]
}

# comes_in TOOL REGISTER: the list of the old store goes into this one; the registers that cannot are kept.
comes_in() {
  local tool=$1 register=${2-} name=() whole=() undo=()
  importable "$@" || return 0
  [[ $("$tool" import --help | head -n 1) != *' REGISTER '* ]] || name=("$register")
  ! "$tool" list --help | grep -q -e --pii || whole=(--pii full --reason 迁移)
  [[ $form != *--excel* ]] || undo=(--excel)
  # shellcheck disable=SC2086 # a word is an option
  SVC_DB=$old "$tool" list ${register:+"$register"} "${whole[@]}" $form -o in.list
  status=0
  "$tool" import "${name[@]}" "${undo[@]}" -v in.list >answer 2>&1 || status=$?
  [ "$status" -ne 2 ] || return 0
  [ "$status" -eq 0 ] || { echo "$tool $register: $(head -n 1 answer)" >>refused; return 0; }
  echo "$tool $register: $(grep -o 'read .* unchanged' answer)" >>taken
}

@test "a store is made of another one's lists, as codes, in Chinese words and for spreadsheets" {
  local old=$SVC_DB form round count=0
  for form in '-f csv' '-f xlsx' '-f csv --excel'; do
    count=$((count + 1))
    SVC_DB=$PWD/fresh$count/svc.db
    svc-admin init
    for round in depts persons; do comes_in svc-admin $round; done
    comes_in svc-tier customers
    # What names another register's records comes once those are there.
    for round in 1 2 3; do
      rm -f refused taken
      each_register comes_in
    done
    # Sheets are made and surveys opened by a verb alone, so that there are none for items, findings, answers.
    [ "$(grep -cvE '"(item|sheet)"( ×[0-9]+ .lines [0-9–]+.)?: (is not registered|stands on no sheet)|"survey".*: is draft' refused)" -eq 0 ] || { cat refused; return 1; }
    # By now all of it is there and says the same.
    [ "$(grep -cE ' 0 added, 0 updated, [1-9]' taken)" -ge 27 ] || { cat taken; return 1; }
    [ "$(grep -cvE ' 0 added, 0 updated, ' taken)" -eq 0 ] || { cat taken; return 1; }
  done
}

@test "who made the store has no department, which is required of everybody else" {
  svc-admin list persons >persons.csv
  expect 0 svc-admin import persons -v persons.csv
  says 'read 18: 0 added, 0 updated, 18 unchanged, 0 rejected'
  printf '%s\n' person,name,dept,roles 1999,新人,,agent >new.csv
  expect 65 svc-admin import persons new.csv
  says 'new.csv:2: record 1, column "dept": is required'
  # Nobody loses one.
  printf '%s\n' person,dept 1203, >lost.csv
  expect 65 svc-admin import persons --update lost.csv
  says 'lost.csv:2: record 1, column "dept": is required'
}

@test "codes are guarded by a TAB nobody sees, days stay days, and both ways of reading take it off" {
  svc-admin add persons --person 0012 --name 零一 --dept 02 --roles agent --joined 2026-10-01 --post "'=岗" >/dev/null
  svc-admin list persons --person 0012 --excel -c person,name,dept,post,joined,roles,recorded_at -o guarded.csv
  printf '%s\r\n' $'\xef\xbb\xbf''工号,姓名,部门,岗位,入职日期,角色,登记时间' \
    "\"	0012\",零一,\"	02\",\"	'=岗\",2026-10-01,坐席员,2026-10-12 09:00:00" | diff - guarded.csv
  for undo in '' --excel; do
    # shellcheck disable=SC2086 # no word is no option
    expect 0 svc-admin import persons $undo -v guarded.csv
    says '1 unchanged'
  done
  # An apostrophe was the guard once.
  sed "s/\"	/\"'/g" guarded.csv >older.csv
  expect 0 svc-admin import persons --excel -v older.csv
  says '1 unchanged'
  # Codes in one column, without a heading, are known by what stands behind their guards.
  [ "$(svc-admin list persons --person 0012 --excel -H -c person | svc-admin show persons - -H | grep -c 零一)" -ge 1 ]
}

@test "LibreOffice shows codes as text and days as days, and what it saves comes back" {
  command -v soffice >/dev/null || skip 'needs LibreOffice'
  office() { HOME=$BATS_TEST_TMPDIR timeout 300 soffice --headless "$@" >/dev/null 2>&1; }
  svc-complaint list --excel -o list.csv
  office --infilter='Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' --convert-to xlsx list.csv
  expect 0 svc-complaint import -v list.xlsx
  says 'read 27: 0 added, 0 updated, 27 unchanged, 0 rejected'
  office --infilter='Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' --convert-to fods list.csv
  grep -q 'office:value-type="date" office:date-value="2026-09-01T09:12:00"' list.fods
  [ "$(sed 's/<text:tab\/>//g; s/[[:space:]]//g' list.fods | grep -c '^<text:p>02</text:p>$')" -ge 5 ]
  [ "$(grep -c "<text:p>'" list.fods)" -eq 0 ]
}

# The register that a ledger is of, as its file tells: `TOOL REGISTER`, nothing for one of several.
ledger_of() { grep -q '^-- table: ' "$1" && sed -n 's/^-- list: \(svc-[a-z]*\) list *\(.*\)/\1 \2/p' "$1"; }

@test "a ledger of one register comes back unchanged, any other names the list that exports its records" {
  local file name of form count back=0 refused=0
  for file in "$ROOT"/cmd/*/ledger-*.sql; do
    name=${file##*/ledger-} name=${name%.sql}
    of=$(ledger_of "$file") || of=
    count=$(svc-report ledger "$name" -m 2026 -H | wc -l)
    [ "$count" -gt 0 ] || { echo "$name is empty"; return 1; }
    for form in '-f csv' '-f csv --header zh' '-f csv --excel' '-f tsv' '-f jsonl' '-f xlsx'; do
      # shellcheck disable=SC2086 # a word is an option
      svc-report ledger "$name" -m 2026 $form -o ledger.out
      if [ -n "$of" ]; then
        read -r tool register <<<"$of"
        expect 0 "$tool" import ${register:+"$register"} --dry-run -v ledger.out
        says "read $count: 0 added, 0 updated, $count unchanged, 0 rejected"
        back=$((back + 1))
      else
        expect 65 svc-admin import depts ledger.out
        says "is the ledger \"$(sed -n 's/^-- title: //p' "$file")\""
        says "exported by $(sed -n 's/^-- list: //p' "$file")"
        refused=$((refused + 1))
      fi
    done
    # A page is laid out for paper.
    svc-report ledger "$name" -m 2026 -o ledger.html
    expect 65 svc-admin import depts ledger.html
  done
  echo "$back back, $refused refused"
  [ "$back" -ge 54 ] && [ "$refused" -ge 36 ]
}

@test "statistics, score lines and sheets name the list that exports the records" {
  local paper
  for paper in 'svc-complaint stats -m 2026-09' 'svc-complaint score -m 2026-09' 'svc-complaint due' \
    'svc-report sheet -m 2026-09' 'svc-report kpi -m 2026-09' 'svc-report year -m 2026' \
    'svc-callback kpi -m 2026-09' 'svc-report review -m 2026-09' 'svc-entry stats -m 2026-09'; do
    for form in '-f csv' '-f csv --excel' '-f xlsx'; do
      # shellcheck disable=SC2086 # a word is an option
      $paper $form -o paper.out
      expect 65 svc-complaint import paper.out
      says 'is a paper made of records'
      says 'the records are exported by svc-complaint list complaints'
    done
  done
}
