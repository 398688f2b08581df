# svc doctor: what is missing on this machine, a line each. What the machine itself has, such as a syslog,
# is none of these tests' business: they ask for the lines that they are about.

load common

setup_file() { make_company; }
setup() { fresh_store; }

refute() { ! "$@"; }

# told WORDS: one of its lines has these words.
told() {
  expect 1 svc doctor
  grep -qF -- "$1" <<<"$output"
}

@test "what is wrong is one line with what to do, and goes when it is mended" {
  told "no backup lies in $BATS_TEST_TMPDIR/store/backup; run svc-admin backup every night"
  mkdir -m 700 store/backup
  svc-admin backup store/backup/today
  svc doctor >out || true
  refute grep -F backup out
  touch -d '-9 days' store/backup/today
  told 'is 9 days old; run svc-admin backup every night'
  chmod 640 store/svc.db
  told "$SVC_DB has mode 0640; run chmod 600 $SVC_DB"
  told 'the store cannot be read: '
  chmod 600 store/svc.db
  SVC_NOW=2026-10-31 svc doctor >out || true
  refute grep -F calendar out
  SVC_NOW=2031-01-01 told 'the calendar has no holidays of 2031'
  mkdir -m 700 none
  SVC_DB=$PWD/none/svc.db told "there is no store at $PWD/none/svc.db; run svc-admin init"
}

@test "programs that are missing are named" {
  mkdir path
  ln -s /usr/bin/less path/less
  PATH=$SVC_BUILD/bin:$PWD/path "$SVC_BUILD/bin/svc" doctor >out || true
  grep -qx 'gnuplot is missing, no chart is drawn; install gnuplot-nox' out
  refute grep -F less out
}

@test "it speaks Chinese, and says with -v what it looked at" {
  SVC_LANG=zh_CN expect 1 svc doctor -v
  grep -q '^已检查 .*/svc-xlsx$' <<<"$output"
  grep -q '中没有备份；请每晚运行 svc-admin backup$' <<<"$output"
}

@test "it takes no other words, and a host is for root to look at" {
  expect 2 svc doctor --nonsense
  says 'usage: svc doctor [--host] [-v]'
  if [ "$(id -u)" -ne 0 ]; then
    expect 2 svc doctor --host
    says 'a host is looked at by root'
  fi
}
