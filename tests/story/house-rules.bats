# What lint keeps so: each rule of the house refuses what breaks it, in a copy of the tree.

setup_file() {
  load common
  mkdir "$BATS_FILE_TMPDIR/tree"
  cp -a "$ROOT"/cmd "$ROOT"/lib "$ROOT"/include "$ROOT"/man "$ROOT"/tests "$ROOT"/Makefile \
    "$ROOT"/README.md "$BATS_FILE_TMPDIR/tree"
  mkdir "$BATS_FILE_TMPDIR/tree/build"
  cp -a "$SVC_BUILD/lib" "$BATS_FILE_TMPDIR/tree/build"
}

setup() {
  load common
  cp -a "$BATS_FILE_TMPDIR/tree" "$BATS_TEST_TMPDIR/tree"
  cd "$BATS_TEST_TMPDIR/tree" || return 1
}

# The house is refused, and says why.
refuses() {
  run tests/house build
  [ "$status" -eq 1 ]
  case $output in *"$1"*) ;; *) echo "no \"$1\" in: $output"; return 1 ;; esac
}

@test "the house as it stands has nothing to complain of" {
  run tests/house build
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

@test "an include that climbs is refused" {
  sed -i '1i #include "svc/call.h"' lib/rule/grade.c
  refuses 'lib/rule/grade.c (rule) asks verb for svc/call.h'
}

@test "a header that climbs is refused" {
  sed -i '/^#include "svc\/buf.h"/a #include "svc/score.h"' include/svc/opt.h
  sed -i '/^#include <stdint.h>/a #include "svc/score.h"' include/svc/opt.h
  refuses 'include/svc/opt.h (verb) asks paper for svc/score.h'
}

@test "two rooms that ask each other are refused" {
  sed -i '1i #include "svc/rules.h"' lib/import/merge.c
  sed -i '1i #include "svc/import.h"' lib/policy/matrix.c
  refuses 'lib/import/merge.c (import) asks policy for svc/rules.h'
  refuses 'lib/policy/matrix.c (policy) asks import for svc/import.h'
}

@test "a symbol that climbs is refused, though nothing was included" {
  printf '%s\n' 'int svc_finish(void *call);' 'int svc_climb(void);' \
    'int svc_climb(void) { return svc_finish(0); }' >>lib/rule/level.c
  make -s BUILD=build build/lib/rule/level.o
  refuses 'level.o'
  refuses '(rule) asks verb for svc_finish'
}

@test "a refusal that leaves no event is refused" {
  echo 'void x(const char *no) { svc_fail(SVC_REFUSED, "%s: no", no); }' >>cmd/order/stats.c
  refuses 'a refusal that leaves no event'
}

@test "a second list of the sheet's items is refused" {
  echo 'static const char *const mine[] = { "complaint", "callback", "inspect", "tier" };' \
    >>cmd/order/stats.c
  refuses "a second list of the items of the sheet:
cmd/order/stats.c"
}

@test "a room without a floor, and a file name that two rooms have, are refused" {
  mkdir lib/attic
  touch lib/attic/grade.c
  refuses 'lib/attic/grade.c: a room without a floor'
  refuses 'has a file of that name'
}

@test "an engine, its dialect and a user's file opened by hand are refused outside their room" {
  echo '#include <sqlite3.h>' >>cmd/order/stats.c
  echo 'const char *x = "PRAGMA user_version";' >>cmd/order/due.sql
  echo 'int y(const char *p) { return open(p, 0); }' >>lib/paper/form.c
  refuses 'cmd/order/stats.c'
  refuses 'cmd/order/due.sql'
  refuses 'lib/paper/form.c'
}
