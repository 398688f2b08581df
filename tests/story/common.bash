# What every story starts from. The company is made once per file and copied per test.
# shellcheck shell=bash disable=SC2154 # status, output and stderr are bats' own

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
DEMO=$ROOT/tests/demo
export LC_ALL=C SVC_NOW='2026-10-12 09:00' HOME=$BATS_FILE_TMPDIR
unset SVC_FORMAT SVC_TRACE XDG_DATA_HOME COLUMNS TZ
umask 022

# A company with its departments and persons, no records.
make_company() {
  SVC_DB=$BATS_FILE_TMPDIR/template/svc.db
  export SVC_DB
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
}

# The same with the complaints of September and the call-backs about them.
make_month() {
  make_company
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
}

# A copy of the tree with what is built, in $TREE: to make something anew in, while other stories run
# the programs of the one build folder. Its name is one that a person might give.
copy_tree() {
  TREE="${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/城 燃 气"
  export TREE
  mkdir -p "$TREE/build"
  tar -C "$ROOT" --exclude=./.git --exclude=./build -cf - . | tar -C "$TREE" -xf -
  cp -a "$SVC_BUILD"/{bin,cmd,gen,lib,libexec,list,share} "$TREE/build"
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

# One cell: value COLUMN < one-row CSV.
value() { sqlite3 -batch -noheader :memory: '.mode csv' '.import --csv /dev/stdin t' '.mode list' "SELECT \"$1\" FROM t"; }

# A short complaint: complaint COLUMN=VALUE…
complaint() {
  local args=() pair
  for pair in "$@"; do args+=("--${pair%%=*}" "${pair#*=}"); done
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content 报修 "${args[@]}"
}
