# The examples that are installed for cron and systemd: each job as it stands there, run against the
# example company.

load common

setup_file() {
  PREFIX=$BATS_FILE_TMPDIR/usr STATE=$BATS_FILE_TMPDIR/state
  EXAMPLES=$PREFIX/share/doc/svc/examples
  export PREFIX STATE EXAMPLES
  copy_tree
  remake PREFIX="$PREFIX" HOST_STATE="$STATE" install
  make_month
}

setup() {
  rm -rf "$STATE"
  mkdir -m 700 "$STATE" "$STATE/backup"
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$STATE/svc.db"
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir bin
  unset SVC_DB
}

# A job has little more than this; `mail` is what the test put there.
bare() { env -i LC_ALL=C SVC_NOW="$SVC_NOW" PATH="$PWD/bin:/usr/bin:/bin" HOME="$STATE" ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} "$@"; }

# The crontab's job with this word, run as cron runs it: its variables set, the time and the user cut
# off, \% a percent sign, any other % a new line of which the first ends the command: cron WORD [FILE].
cron() {
  local line variables=() command stdin
  while IFS= read -r line; do
    case $line in
      '#'* | '') ;;
      [A-Z]*=*) variables+=("$line") ;;
      *"$1"*) command=$(sed -E 's/^([^ ]+ +){6}//; s/\\%/\x01/g; y/%/\n/' <<<"$line" | tr '\001' '%') ;;
    esac
  done <"${2:-$EXAMPLES/svc.cron}"
  [ -n "$command" ]
  stdin=$(sed 1d <<<"$command")
  bare "${variables[@]}" /bin/sh -c "${command%%$'\n'*}" <<<"$stdin"
}

# The commands of a service, one after the other; systemd's $$ and %% are one of each, and its quotes
# those of the shell.
service() {
  local line variable
  variable=$(sed -n 's/^Environment=//p' "$EXAMPLES/svc-$1.service")
  sed -n 's/^ExecStart=//p' "$EXAMPLES/svc-$1.service" | sed 's/%%/%/g; s/\$\$/$/g' >commands
  while IFS= read -r line; do
    eval "set -- $line"
    bare "$variable" "$@" || return
  done <commands
}

month_is_written() {
  [ "$(ls -A "$STATE/months")" = 2026-09 ]
  (cd "$STATE/months/2026-09" && sha256sum --quiet -c SHA256SUMS)
  SVC_DB=$STATE/svc.db svc-report sheet -m 2026-09 | cmp - "$STATE/months/2026-09/sheet-dept.csv"
}

# What a second run must not change.
state() {
  SVC_DB=$STATE/svc.db svc-admin head -H
  cat "$STATE/months/2026-09"/*
  stat -c '%n %y' "$STATE/months/2026-09"/*
}

@test "every place in the examples is filled, and every program named is there" {
  expect 1 grep -r '@[A-Z]*@' "$EXAMPLES"
  # The rule for sudo is for a host alone.
  diff <(ls "$EXAMPLES") <(find "$ROOT/lib/share/host" -type f ! -name sudoers -printf '%f\n' | sort)
  grep -rhoE "$PREFIX/bin/[a-z-]+" "$EXAMPLES" | sort -u >named
  [ "$(wc -l <named)" -ge 3 ]
  while read -r program; do [ -x "$program" ]; done <named
}

@test "the crontab has five fields, a user and a command, and no bare percent sign" {
  grep -vE '^(#|$|[A-Z_]+=)' "$EXAMPLES/svc.cron" >table
  [ "$(wc -l <table)" -eq 4 ]
  expect 1 grep -vE '^([0-9*]+ +){5}svc [^ ]' table
  expect 1 grep -E '(^|[^\\])%' table
  grep -q '^5 6 4 \* \* ' table
}

@test "a percent sign is cron's own: the rest of the line is the job's input" {
  echo "0 0 * * * svc printf '\\%s ' this:job a\\%b; cat%one%two" >table
  [ "$(cron this:job table)" = 'this:job a%b one
two' ]
}

close_by() { case $1 in cron) cron 'svc-report close' ;; service) service close ;; esac; }

# The month's close by cron or by systemd: silent and whole, and the second run changes nothing.
closes() {
  expect 0 close_by "$1"
  [ -z "$output$stderr" ]
  month_is_written
  state >before
  expect 0 close_by "$1"
  says '2026-09 is closed already, revision 1'
  [ -z "$output" ]
  state | cmp before -
}

@test "cron closes the month, once" { closes cron; }

@test "cron tells which closed month is no longer what its records say, else nothing" {
  cron 'svc-report close'
  expect 0 cron 'svc-report diff'
  [ -z "$output$stderr" ]
  SVC_DB=$STATE/svc.db svc-complaint determine --valid no --responsible no C2026-000008
  expect 1 cron 'svc-report diff'
  [[ $output == 2026-09*05*C2026-000008*2.00* ]]
  export SVC_NOW='2026-11-04 06:05'
  expect 0 cron 'svc-report close'
  says '2026-09 differs from its records in 1 lines'
  says 'svc-report diff -m 2026-09 shows them, svc-report adjust -m 2026-11 --from 2026-09 settles them'
}
@test "systemd closes the month, once" { closes service; }

# What cannot be written is told, the month stays open, and there is no half of a folder.
cannot() {
  touch "$STATE/months" # no folder
  expect 1 close_by "$1"
  says 'File exists'
  [ "$(sqlite3 "$STATE/svc.db" 'SELECT COUNT(*) FROM month_close')" -eq 0 ]
  rm "$STATE/months"
  expect 0 close_by "$1"
  month_is_written
}

@test "cron tells when there is no place for the month's files, and does it another day" { cannot cron; }
@test "systemd tells when there is no place for the month's files, and does it another day" { cannot service; }

# Two complaints are open and due on Monday, 12 October.
nothing_due() { SVC_DB=$STATE/svc.db svc-complaint withdraw --reason 撤诉 C2026-000019 C2026-000022; }

@test "cron prints what is due, on a working day, and nothing when there is nothing" {
  expect 0 cron 'svc-complaint due'
  [ "$(tail -n +2 <<<"$output" | cut -d' ' -f1 | tr '\n' ' ')" = 'C2026-000019 C2026-000019 C2026-000022 ' ]
  [ -z "$stderr" ]
  SVC_NOW='2026-10-11 08:05' expect 1 cron 'svc-complaint due'
  [ -z "$output$stderr" ]
  nothing_due
  expect 1 cron 'svc-complaint due'
  [ -z "$output$stderr" ]
}

@test "systemd mails what is due, on a working day, and nothing when there is nothing" {
  printf '%s\n' '#!/bin/sh' "{ echo \"\$*\"; cat; } >'$PWD/mailed'" >bin/mail
  chmod +x bin/mail
  expect 0 service due
  [ "$(head -n 1 mailed)" = '-s 到期投诉 root' ]
  [ "$(grep -c ^C2026 mailed)" -eq 3 ]
  rm mailed
  SVC_NOW='2026-10-11 08:05' expect 0 service due
  nothing_due
  expect 0 service due
  [ ! -e mailed ]
  rm "$STATE/svc.db"
  expect 1 service due
  [ ! -e mailed ]
}

@test "the nightly jobs: a look at the store, silent while it is sound, and its backup" {
  expect 0 cron 'svc-admin check'
  [ -z "$output$stderr" ]
  expect 0 service backup
  SVC_DB=$(echo "$STATE"/backup/nightly-*.db) expect 0 svc-admin verify
}

@test "each timer has its service and a moment that systemd reads" {
  local timer service
  for timer in "$EXAMPLES"/*.timer; do
    service=${timer%.timer}.service
    for word in '[Unit]' '[Timer]' '[Install]' WantedBy=timers.target; do grep -qxF "$word" "$timer"; done
    for word in '[Unit]' '[Service]' Type=oneshot User=svc "Environment=SVC_DB=$STATE/svc.db"; do
      grep -qxF "$word" "$service"
    done
    grep -qE '^OnCalendar=\*-\*-(\*|[0-9]{2}) [0-9]{2}:[0-9]{2}:00$' "$timer"
    if command -v systemd-analyze >/dev/null; then
      systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$timer")" >/dev/null
      systemd-analyze verify "$timer" "$service"
    fi
  done
}

@test "uninstall takes the examples away" {
  remake PREFIX="$PWD/other" install
  grep -q "$PWD/other/bin/svc-report close" other/share/doc/svc/examples/svc.cron
  remake PREFIX="$PWD/other" uninstall
  [ -z "$(find other -type f)" ]
}
