# make install and uninstall: everything in its place, and nothing left behind.

load common

setup_file() { copy_tree; }

@test "an installed toolkit runs from its place, and uninstall leaves nothing" {
  dest=$BATS_TEST_TMPDIR/dest
  remake DESTDIR="$dest" PREFIX=/usr install
  diff <(ls "$dest/usr/bin") <(ls "$SVC_BUILD/bin")
  diff <(ls "$dest/usr/libexec/svc") <(ls "$SVC_BUILD/libexec/svc")
  diff <(find "$dest/usr/share/man" -type f -printf '%f\n' | sort) <(find "$ROOT/man" -type f -printf '%f\n' | sort)
  diff <(find "$dest/usr/share/man/zh_CN" -type f -printf '%P\n' | sort) <(find "$ROOT/man/zh_CN" -type f -printf '%f\n' | sed 's|.*\(.\)$|man\1/&|' | sort)
  export SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
  expect 0 env PATH="$dest/usr/bin:/usr/bin:/bin" svc admin init
  expect 0 env PATH="$dest/usr/bin:/usr/bin:/bin" svc admin whoami
  remake DESTDIR="$dest" PREFIX=/usr uninstall
  [ -z "$(find "$dest" -type f)" ]
}

@test "man finds the page in the language that is asked for" {
  dest=$BATS_TEST_TMPDIR/dest
  remake DESTDIR="$dest" PREFIX=/usr install
  export MANPATH=$dest/usr/share/man LC_ALL=C.UTF-8 MANWIDTH=80
  [ "$(man -L C -w svc)" = "$MANPATH/man7/svc.7" ]
  [ "$(man -L zh_CN -w svc)" = "$MANPATH/zh_CN/man7/svc.7" ]
  man -L zh_CN svc >"$BATS_TEST_TMPDIR/page"
  grep -qx '名称' "$BATS_TEST_TMPDIR/page"
  man -L C svc >"$BATS_TEST_TMPDIR/page"
  grep -qx 'NAME' "$BATS_TEST_TMPDIR/page"
}

@test "a host is laid out below another root by anybody" {
  PATH=$PATH:/usr/sbin command -v visudo >/dev/null || skip 'sudo is not installed'
  dest=$BATS_TEST_TMPDIR/dest
  host() { remake DESTDIR="$dest" PREFIX=/usr "$@"; }
  host install-host
  [ "$(readlink "$dest/usr/bin/svc-admin")" = ../libexec/svc/svc-admin ]
  [ "$(cat "$dest/usr/libexec/svc/host")" = "$(printf 'svc\nSVC_SPOOL_MAX=1073741824')" ]
  [ "$(stat -c %a "$dest/var/lib/svc")" = 700 ]
  [ "$(stat -c %a "$dest/etc/sudoers.d/svc")" = 440 ]
  rule=$(grep '^%svc-users ALL = (svc) NOPASSWD: ' "$dest/etc/sudoers.d/svc")
  [ "${rule#*NOPASSWD: }" = "$(tools | tr ' ' '\n' | sed 's|^|/usr/libexec/svc/|' | paste -sd, | sed 's/,/, /g')" ]
  export SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
  PATH=$dest/usr/bin:/usr/bin:/bin expect 0 svc admin init
  touch "$dest/var/lib/svc/svc.db"
  host uninstall-host
  [ "$(find "$dest" -type f -o -type l)" = "$dest/var/lib/svc/svc.db" ]
  rm "$dest/var/lib/svc/svc.db"
  host install-host HOST_PEOPLE=%office
  grep -q '^%office ALL = (svc)' "$dest/etc/sudoers.d/svc"
  host uninstall-host
  [ ! -e "$dest/var/lib/svc" ]
}
