# make install and uninstall: everything in its place, and nothing left behind.

load common

@test "an installed toolkit runs from its place, and uninstall leaves nothing" {
  dest=$BATS_TEST_TMPDIR/dest
  make -s -C "$ROOT" BUILD="$SVC_BUILD" DESTDIR="$dest" PREFIX=/usr install
  [ -x "$dest/usr/bin/svc-complaint" ]
  [ -r "$dest/usr/share/man/man1/svc-complaint.1" ]
  [ -r "$dest/usr/share/man/man7/svc.7" ]
  export SVC_DB=$BATS_TEST_TMPDIR/store/svc.db
  expect 0 env PATH="$dest/usr/bin:/usr/bin:/bin" svc admin init
  expect 0 env PATH="$dest/usr/bin:/usr/bin:/bin" svc admin whoami
  make -s -C "$ROOT" BUILD="$SVC_BUILD" DESTDIR="$dest" PREFIX=/usr uninstall
  [ -z "$(find "$dest" -type f)" ]
}
