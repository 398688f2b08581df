# svc doctor: what is missing on this machine, a line each. What the machine itself has, such as a syslog,
# is none of these tests' business: they ask for the lines that they are about.

load common

setup_file() { make_company; }
setup() { fresh_store; }

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
  refute grep -F 'no backup' out
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

@test "each job that the store needs of the machine is named where none does it" {
  mkdir -p path store/backup
  doctor() { PATH=$PWD/path:$PATH svc doctor >out || true; }
  jobs() { printf '#!/bin/sh\n[ "$*" = -l ] || exit 1\ncat %s/table\n' "$PWD" >path/crontab; chmod +x path/crontab; }
  lacks() { grep -c "^no job of cron or of a timer runs svc-[a-z]* [a-z]* for $SVC_DB; share/doc/svc/examples has some\$" out || true; }
  jobs
  : >table
  doctor
  [ "$(lacks)" -eq 4 ]
  printf '%s\n' "SVC_DB=$SVC_DB" '5 8 * * * svc-complaint due' '5 6 4 * * svc-report close -m last-month' \
    '40 2 * * * svc-admin check' >table
  doctor
  [ "$(lacks)" -eq 1 ]
  grep -q 'runs svc-admin backup for' out
  echo "10 2 * * * svc-admin backup x" >>table
  doctor
  [ "$(lacks)" -eq 0 ]
  # jobs of another store are none of this one's
  sed -i "s|$SVC_DB|/another/svc.db|" table
  doctor
  [ "$(lacks)" -eq 4 ]
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
