# The build: what is made anew and what is not, the tarball, the packages, whose files they are.

load common

setup() {
  copy_tree
  cd "$TREE" || return 1
}
teardown() { rm -rf "${place:-}"; }
contents() { ar t build/lib/libsvc.a; nm build/bin/svc; }

# The file of the build folder was made anew since `begin`.
begin() { touch "$BATS_TEST_TMPDIR/begin"; }
anew() { [ "build/$1" -nt "$BATS_TEST_TMPDIR/begin" ]; }
as_before() { ! anew "$1"; }

# A program of the test's own, as on standard input: fake NAME
fake() {
  bin=$BATS_TEST_TMPDIR/bin
  mkdir -p "$bin"
  { echo '#!/bin/sh'; cat; } >"$bin/$1"
  chmod +x "$bin/$1"
}

@test "another PREFIX, flag or compiler makes anew what depends on it, and nothing else" {
  remake all
  begin
  remake all
  as_before bin/svc-admin
  remake PREFIX=/else/where all
  anew bin/svc-admin
  as_before cmd/admin/main.o
  grep -aq /else/where/share/svc build/bin/svc-admin
  begin
  remake PREFIX=/else/where all
  as_before bin/svc-admin
  remake PREFIX=/else/where LDFLAGS="${LDFLAGS:-} -Wl,-O1" build/bin/svc
  anew bin/svc
  as_before cmd/svc/main.o
  fake gcc <<'END'
echo "$@" >>"$0.calls"
exec cc "$@"
END
  for flag in OPT=-O1 CPPFLAGS=-DSEEN=1 CFLAGS=-fno-common CC="$bin/gcc" VERSION=9.9; do
    begin
    remake "$flag" build/lib/base/num.o
    anew lib/base/num.o || { echo "$flag"; return 1; }
  done
  remake CC="$bin/gcc" CPPFLAGS=-DSEEN=1 build/lib/base/num.o
  grep -q -- '-DSEEN=1 .*num\.c' "$bin/gcc.calls"
}

@test "a protection that the compiler does not have is left out, and asked for once" {
  fake gcc <<'END'
echo "$@" >>"$0.calls"
case "$* $(cat build/list/protection)" in *-fcf-protection*) exit 1 ;; esac
exec cc "$@"
END
  remake CC="$bin/gcc" build/lib/base/num.o build/lib/base/buf.o
  [ ! -s build/list/protection ]
  [ "$(grep -c -- -fcf-protection "$bin/gcc.calls")" -eq 1 ]
  [ "$(wc -l <"$bin/gcc.calls")" -eq 3 ]
  remake build/lib/base/num.o
  if cc -fcf-protection -x c -S -o /dev/null /dev/null 2>/dev/null; then
    grep -qx -- -fcf-protection build/list/protection
  fi
}

@test "a source that goes leaves the library and the program" {
  for file in lib/base/passing.c cmd/svc/passing.c; do
    printf 'int passing(void);\nint passing(void) { return 1; }\n' >"$file"
    remake build/lib/libsvc.a build/bin/svc
    contents >"$BATS_TEST_TMPDIR/there"
    rm "$file"
    remake build/lib/libsvc.a build/bin/svc
    contents >"$BATS_TEST_TMPDIR/gone"
    grep -q passing "$BATS_TEST_TMPDIR/there"
    refute grep passing "$BATS_TEST_TMPDIR/gone"
  done
}

@test "a question or a table of policy that goes leaves the next build, too" {
  echo 'SELECT passing' >lib/report/passing.sql
  echo passing >lib/share/policy/passing.csv
  remake build/gen/sql.c build/list/shared
  grep -q '"report/passing"' build/gen/sql.c
  [ -f build/share/svc/policy/passing.csv ]
  rm lib/report/passing.sql lib/share/policy/passing.csv
  remake build/gen/sql.c build/list/shared
  refute grep passing build/gen/sql.c
  [ ! -e build/share/svc/policy/passing.csv ]
  diff -r lib/share/policy build/share/svc/policy
}

@test "the tarball is the same when it is packed again, whoever packs it, and from a checkout" {
  tarball=build/svc-$(sed -n 's/^VERSION := //p' Makefile).tar.gz
  remake SOURCE_DATE_EPOCH=1790000000 dist
  cp "$tarball" "$BATS_TEST_TMPDIR/first.tar.gz"
  cd "$BATS_TEST_TMPDIR"
  tar -xzf first.tar.gz
  cd svc-*
  diff -r --exclude=build "$TREE" .
  (umask 077; make -s BUILD=build dist)
  cmp "$tarball" ../first.tar.gz
  command -v git >/dev/null || skip 'git is not installed'
  unset "${!GIT_@}" # of a hook that runs this
  git init -q && git add -A && touch stray
  make -s BUILD=build SOURCE_DATE_EPOCH=1790000000 dist
  cmp "$tarball" ../first.tar.gz
}

@test "a tree in a folder of any name is built, shown and tested" {
  remake all
  expect 0 tests/demo/run build
  hint=$(tail -n 2 <<<"$output")
  expect 0 env -u SVC_DB -u SVC_NOW sh -c "$hint"
  [ "$(head -n 1 <<<"$output")" = "$(sh -c "$hint" | head -n 1)" ]
  grep -q C2026-000009 <<<"$output"
  expect 0 env -i PATH=/usr/local/bin:/usr/bin:/bin ASAN_OPTIONS="${ASAN_OPTIONS:-}" \
    tests/run build svc.bats
}

# What make deps meets: a machine that lacks datamash, an apt-get as on standard input: machine UID
machine() {
  fake apt-get
  fake id <<<"echo $1"
  fake sleep </dev/null
  fake dpkg-query <<'END'
shift 3
for package; do [ "$package" = "${LACKS-datamash}" ] || echo "$package installed"; done
END
  for program in awk cat env; do ln -s "$(command -v "$program")" "$bin"; done
}
deps() { env PATH="$bin" "$@" "$(command -v make)" -s -C "$TREE" BUILD=build "${goal-deps}"; }

@test "packages: nothing is asked where nothing is missing" {
  machine 1000 <<<'exit 9'
  expect 0 deps LACKS=
  [ -z "$output$stderr" ]
}

@test "packages: whoever cannot install them is told what to run as root" {
  machine 1000 <<<'exit 9'
  for goal in deps demo check; do
    expect 2 deps
    says 'as root: apt-get update && apt-get install -y --no-install-recommends datamash'
  done
  fake id <<<'echo 0'
  fake apt-get <<<'echo "E: Unable to fetch some archives" >&2; exit 100'
  goal=deps expect 2 deps
  says 'E: Unable to fetch some archives'
  says 'as root: apt-get update'
}

@test "packages: while another program installs some, it waits and says so" {
  machine 0 <<'END'
calls=${0%/*}/calls
echo "$@" >>"$calls"
case $(cat "$calls") in
  *y*datamash*datamash) ;;
  *datamash) echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held' >&2; exit 100 ;;
  *update*update) ;;
  *) echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held' >&2; exit 100 ;;
esac
END
  expect 0 deps
  [ "$output" = 'installing datamash' ]
  [ "$stderr" = 'waiting: another program is installing packages' ]
  [ "$(cut -d' ' -f2 "$bin/calls" | tr '\n' ' ')" = 'update update install install ' ]
}

@test "installed by sudo, the build folder stays the user's own" {
  [ "$(id -u)" = 0 ] || skip 'only root can be another user'
  place=$(mktemp -d /var/tmp/svc-build-XXXXXX)
  chmod 755 "$place"
  mv "$TREE" "$place"
  TREE="$place/${TREE##*/}"
  cd "$TREE"
  rm build/bin/svc build/cmd/svc/main.o build/list/prefix
  chown -R nobody:nogroup "$TREE"
  expect 0 env SUDO_UID="$(id -u nobody)" SUDO_GID="$(id -g nobody)" \
    make -s -C "$TREE" BUILD=build DESTDIR="$BATS_TEST_TMPDIR/dest" PREFIX=/usr install-host
  [ -z "$(find "$TREE" ! -user nobody)" ]
  [ "$(stat -c %U "$BATS_TEST_TMPDIR/dest/usr/bin/svc")" = root ]
  [ -x build/bin/svc ]
}
