# What every story starts from. The company is made once per file and copied per test.
# shellcheck shell=bash disable=SC2154 # status, output and stderr are bats' own

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
DEMO=$ROOT/tests/demo
export LC_ALL=C SVC_LANG=en SVC_NOW='2026-10-12 09:00' HOME=$BATS_FILE_TMPDIR
unset SVC_FORMAT SVC_TRACE PAGER LESS XDG_DATA_HOME COLUMNS TZ
umask 022

# A company with its departments and persons, no records.
make_company() {
  SVC_DB=$BATS_FILE_TMPDIR/template/svc.db
  export SVC_DB
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
}

# The same with four complaints of one caller, the second handed on; what their evidence is asked by.
make_four() {
  local day
  make_company
  for day in 05 06 07 08; do
    svc-complaint add -H --received_at "2026-10-$day 09:00" --channel hotline --category repair \
      --content 报修 --dept 02 --caller 王芳 --phone 13800138000 >/dev/null
  done
  svc-complaint assign C2026-000002 --dept 03 --reason 划转
}
event_of() { sqlite3 "$SVC_DB" "SELECT event FROM complaint WHERE no = 'C2026-00000$1'"; }
last_event() { sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event'; }
head_mark() { svc-admin head -H -c head; }

# A company with the complaints of September and the call-backs about them.
make_month() {
  make_company
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
}

# The demo month, and what it has not, or not twice: a contractor's sheet, good deeds, uses of authority, surveys.
make_full_month() {
  local sheet signer
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_FILE_TMPDIR/month" >/dev/null
  export SVC_DB=$BATS_FILE_TMPDIR/month/svc.db
  printf '%s\n' source,source_no,occurred_at,person,facts 'a,1,2026-09-08 10:00,1203,锦旗' \
    'a,2,2026-09-08 10:00,1202,锦旗' 'a,3,2026-09-09 10:00,1202,锦旗' | svc-inspect import praise -
  printf '%s\n' source,source_no,used_at,matter,person 'a,1,2026-09-08 10:00,network_cooperation,1201' \
    'a,2,2026-09-09 10:00,network_cooperation,1201' | svc-auth import uses -
  svc-admin add depts --dept 11 --name 安心物业 --kind contractor --leader 1002 --head 1003 >/dev/null
  export SVC_NOW='2026-09-22 10:00'
  sheet=$(svc-inspect sheet -H --template property --dept 11 --inspectors 1602)
  svc-inspect find "$sheet" --severity minor --facts x --item 5.1.1 \
    --deadline 2026-09-24 >/dev/null
  SVC_NOW='2026-09-22 11:00' svc-inspect find "$sheet" --severity minor --facts y --item 5.2.1 \
    --deadline 2026-09-25 >/dev/null
  svc-improve add --proposed_on 2026-09-22 --title 早报 --route department --dept 02 --owner 1202 \
    --starts_on 2026-09-22 --ends_on 2026-12-31 --goal 准时 --cost 1 >/dev/null
  svc-improve add milestones --project G2026-000002 --standard 评审 --title 设计 --due_on 2026-10-09 >/dev/null
  for signer in 1201 1601; do svc-improve approve --by "$signer" --evidence 纸 G2026-000002; done
  SVC_NOW='2026-10-12 09:00' svc-survey add --code 内部 --title 内部测评 --kind internal --open_from 2026-10-01 \
    --open_until 2026-10-31 >/dev/null
  mkdir "$BATS_FILE_TMPDIR/template"
  cp -p "$SVC_DB" "$BATS_FILE_TMPDIR/template/svc.db"
}

# A copy of the tree with what is built, in $TREE: to make something anew in, while other stories run
# the programs of the one build folder. Its name is one that a person might give.
copy_tree() {
  TREE="${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/城 燃 气"
  export TREE
  mkdir -p "$TREE/build"
  tar -C "$ROOT" --exclude=./.git --exclude=./build -cf - . | tar -C "$TREE" -xf -
  cp -a "$SVC_BUILD"/{bin,cmd,gen,lib,libexec,list,share} "$TREE/build"
  name_build "$TREE/build"
}

# What the objects depend on was written for a build folder that may have had another name.
name_build() {
  local was=${SVC_BUILD#"$ROOT"/}
  [ "$was" = build ] || find "$1" -type f -name '*.d' -exec sed -i "s|$was/|build/|g" {} +
}

# make in there.
remake() { make -s -C "$TREE" BUILD=build "$@"; }

# Gives the test its own copy of the file's store.
fresh_store() {
  mkdir -m 700 "$BATS_TEST_TMPDIR/store"
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$BATS_TEST_TMPDIR/store/svc.db"
  SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
  export SVC_DB
  cd "$BATS_TEST_TMPDIR" || return 1
}

# SQL behind the tools' back, around every trigger, check and foreign key, which stand again
# afterwards: what is found is what the SQL did, and not the way in.
behind() {
  local triggers="FROM sqlite_schema WHERE type = 'trigger' ORDER BY name" again
  again=$(sqlite3 "$SVC_DB" "SELECT sql || ';' $triggers")
  {
    echo 'PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0;'
    sqlite3 "$SVC_DB" "SELECT 'DROP TRIGGER ' || name || ';' $triggers"
    printf '%s;\n' "$@"
    printf '%s\n' "$again"
  } | sqlite3 -bail "$SVC_DB"
}

# Runs a command that must end with the given code; leaves $output (stdout), its $lines without
# the blank ones, and $stderr. Leaner than bats' run: a thousand stories ask thousands of times.
expect() {
  local code=$1 errors=${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/.stderr set=$-
  shift
  status=0
  output=$("$@" 2>"$errors") || status=$?
  stderr=$(<"$errors")
  local IFS=$'\n'
  set -f
  # shellcheck disable=SC2206,SC2034 # a word is a line, for the stories
  lines=($output)
  [[ $set == *f* ]] || set +f
  if [ "$status" -ne "$code" ]; then
    echo "exit $status, expected $code: $*"
    echo "stdout: $output"
    echo "stderr: $stderr"
    return 1
  fi
}

# The last message has this text.
says() {
  case $stderr in
    *"$1"*) ;;
    *) echo "no \"$1\" in: $stderr"; return 1 ;;
  esac
}

# refute COMMAND…: it fails. (A plain ! would be ignored in the middle of a test.)
refute() { ! "$@"; }

# act_as ROLES [DEPT]: whoever runs the test has these roles alone.
act_as() { sqlite3 "$SVC_DB" "UPDATE person SET roles = '$1', dept = COALESCE(NULLIF('${2-}', ''), dept) WHERE login = '$(id -un)'"; }

# canaries FILE: SQL that plants a text and a telephone number, as people may write it, behind whatever stands in these
# columns, `table|column` a line; those that are no table's are passed over.
canaries() {
  sqlite3 "$SVC_DB" "SELECT m.name || '|' || p.name FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = 'table'" |
    awk -F'|' 'NR == FNR { there[$0]; next }
      $0 in there { printf "UPDATE OR IGNORE \"%s\" SET \"%s\" = \"%s\" || '\''金丝雀甲乙丙丁戊己13912345678庚辛 139-1234-5678壬癸'\'' WHERE \"%s\" IS NOT NULL\n", $1, $2, $2, $2 }' - "$1"
}

# One cell: value COLUMN < one-row CSV.
value() { sqlite3 -batch -noheader :memory: '.mode csv' '.import --csv /dev/stdin t' '.mode list' "SELECT \"$1\" FROM t"; }

# After a test: each row that it wrote names the change that wrote it. A test that writes rows by itself
# begins with forges_rows; a store that it broke answers nothing.
forges_rows() { forged=yes; }
rows_name_their_events() {
  [ -z "${forged-}" ] || return 0
  status=0
  output=$(svc-admin check -H events 2>/dev/null) || status=$?
  [ "$status" -ne 1 ] || { echo "$output"; return 1; }
}

# English sentences of a text, which are not to be without one of these words; codes in a row are none.
prose() {
  sed 's/可用的列：.*//' | grep -E -e '(^|[^-a-z_])(the|an|of|is|are|was|has|have|no|not|nothing|with|for|to|by|on|at|in|it|its|what|who|whose|which|how|when|where|only|and|but|must|needs|than|before|after|one) [a-z]' \
    -e '(option|column|line|record|event|table) ["0-9-]' || true
}

# A short complaint: complaint COLUMN=VALUE…
complaint() {
  local args=() pair
  for pair in "$@"; do args+=("--${pair%%=*}" "${pair#*=}"); done
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content 报修 "${args[@]}"
}

# A copy of the sources and of what was built of them, in `house`, to be changed and made again.
copy_house() {
  mkdir -p house/build
  cp -a "$ROOT"/Makefile "$ROOT"/cmd "$ROOT"/include "$ROOT"/lib house
  cp -a "$SVC_BUILD"/cmd "$SVC_BUILD"/gen "$SVC_BUILD"/lib "$SVC_BUILD"/list house/build
  name_build house/build
}

# make_program NAME…: makes these programs in the copy, and puts them first in PATH.
make_program() {
  make -s -C house BUILD=build "${@/#/build/bin/}" 2>house.log || { cat house.log; return 1; }
  PATH=$PWD/house/build/bin:$PATH
}

# -- what the programs tell of themselves, so that no story keeps a list of them ----------------

tools() { find "$SVC_BUILD/bin" -type f -name 'svc-*' -printf '%f\n' | sort; }

# The words under a heading of a program's help: listed TOOL verbs, listed TOOL registers.
listed() {
  "$1" --help | awk -v head="$2:" '$0 == head { on = 1; next } /^$/ { on = 0 } on { print $1 }'
}

verbs() { listed "$1" verbs | grep -vx help; }

# each_verb COMMAND…: with every program and each of its verbs behind it.
each_verb() {
  local tool verb
  for tool in $(tools); do
    for verb in $(verbs "$tool"); do "$@" "$tool" "$verb"; done
  done
  [ -n "$tool" ]
}

# each_register COMMAND…: with every program that has registers, and the name of each; a register
# that stands alone has no name to be given.
each_register() {
  local tool names name
  for tool in $(tools); do
    verbs "$tool" | grep -qx columns || continue
    names=$(listed "$tool" registers)
    while read -r name; do "$@" "$tool" ${name:+"$name"}; done <<<"$names"
  done
  [ -n "$tool" ]
}

# columns_of TOOL [REGISTER], one a line; keys_of TOOL [REGISTER]: the keys of all its records.
columns_of() { "$1" columns "${@:2}" -H -c column; }
keys_of() { "$1" list "${@:2}" -H -c "$(columns_of "$@" | head -n 1)"; }

# The tables that have just a register's columns, in this order; columns that are computed, or shown
# nowhere, are left out. No program tells which table a register is; the schema does.
tables_of() {
  local shown
  shown=$("$1" columns "${@:2}" -H -c column,import | sed '/,compared$/d; s/,.*//' | tr '\n' ' ')
  sqlite3 "$SVC_DB" "SELECT name FROM sqlite_schema t WHERE type IN ('table', 'view') AND '$shown' =
    (SELECT group_concat(c.name || ' ', '') FROM pragma_table_info(t.name) c
      WHERE c.name NOT IN ('digest', 'event', 'why') OR instr(' $shown', ' ' || c.name || ' '))"
}

# A sensible value of an option, by its name and by what stands for its value in a usage line.
value_of() {
  case "$1 $2" in
    *'|'*) echo "${2%%|*}" ;;
    'clause '*) echo inspect-6.1 ;;
    'dept '*) echo 02 ;;
    'duty '*) echo tip ;;
    'roles '*) echo agent ;;
    'milestone '*) echo M2026-000001 ;;
    'deadline '* | 'until '*) echo 2026-12-31 ;;
    'points '*) echo 0.5 ;;
    'severity '*) echo minor ;;
    'survey '*) echo SV2026-000001 ;;
    'error '*) echo 0.05 ;;
    'year '*) echo 2026 ;;
    'item '*) echo complaint ;;
    *' MONTH') echo 2026-09 ;;
    *' NO') echo 1203 ;;
    *' LIMIT') echo 1wd ;;
    *' N' | *' YUAN') echo 1 ;;
    *' DATE' | *' DAY' | *' TIME') echo 2026-10-12 ;;
    *) echo 说明 ;;
  esac
}

# What else a verb needs, a line for each way to take it: one of several options, or what goes with a
# word of another. States may hang on that, too.
ways() {
  case "$1 $2" in
    'svc-callback answer') echo --overall 9 ;;
    'svc-callback qc') echo --deviations none ;;
    'svc-complaint determine') echo --valid yes ;;
    'svc-improve archive') echo --room A-1 ;;
    'svc-improve evaluate') printf '%s\n' '--result effective --text 有效' '--filed A-1' ;;
    'svc-improve milestone')
      printf '%s\n' '--state done' '--state planned --until 2026-12-31' '--state slipped --reason 晚' ;;
    'svc-improve review')
      printf '%s\n' '--kind stage --milestone M2026-000001' '--kind verify' '--kind decision --result stop' ;;
    'svc-improve route') echo --resources 二人 ;;
    'svc-inspect find') echo --fixed ;;
    'svc-order check7653') echo --kept all ;;
    *) echo ;;
  esac
}

# The options that a verb cannot do without, a word a line: needs TOOL VERB.
needs() {
  local - usage
  set -f
  read -r usage < <("$1" "$2" --help)
  # shellcheck disable=SC2086 # a word is an operand, an option or what stands for its value
  set -- $usage
  for (( ; $#; )); do
    [[ $1 != --* ]] || echo "$1"
    [[ $1 != --* || $2 == --* || $2 == '[options]' ]] || value_of "${1#--}" "$2"
    shift
  done
}

# A verb that only reads: it prints in a format, and has nothing to try first.
reads() {
  local help
  help=$("$1" "$2" --help)
  [[ $help == *' --format '* && $help != *' --dry-run '* ]]
}

# A file of one case, to try the shipped pack by: its own cases take a while.
small_case() {
  local file=${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/order.csv
  printf '%s\n' case,business,accepted_at 'one,repair,2026-10-09 09:00' >"$file"
  echo "$file"
}

# The rest of a reading verb's line, a word a line, as its help asks for it: the first register,
# all of its records, the first of several words, a name that the verb itself tells; the options that
# must be given, and a period. What else a word in capitals stands for no help tells: a matter is
# looked up, a SELECT made, the rest left out.
operands() {
  local - help usage word register=
  set -f
  help=$("$1" "$2" --help)
  read -r usage <<<"$help"
  usage=${usage#"usage: $1 $2"}
  for word in ${usage%% --*}; do
    case $word in
      REGISTER) register=$(listed "$1" registers | head -n 1) && echo "$register" ;;
      NO*) keys_of "$1" ${register:+"$register"} ;;
      MATTER) svc-auth matrix -H -c matter | head -n 1 ;;
      SELECT*) echo 'SELECT 1 AS one' ;;
      '[NAME]') "$1" "$2" -H | sed -n '1s/,.*//p' ;;
      '[DIR]') ;;
      '[FILE...]') small_case ;;
      \[*) break ;;
      [a-z]*'|'*) echo "${word%%|*}" ;;
    esac
  done
  needs "$1" "$2" | sed '/^--period$/,+1d'
  case $help in
    *' --since '*) ;;
    *' --period YEAR '*) printf '%s\n' -m 2026 ;;
    *' --period '*) printf '%s\n' -m 2026-09 ;;
  esac
}
