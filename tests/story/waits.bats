# Who waits for whom: a person who does not read, a stopped terminal, a queue of writers.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# More numbers of no record than a pipe holds messages about: 64 KiB are some 1300 of them.
unknown() { seq -f 'C2026-9%05.0f' 1 4000; }

# silent COMMAND…: its messages go to a pipe that is read up to the first byte; a pause would not show
# more, because nothing else of it is read before others have written.
silent() {
  mkfifo messages
  "$@" 2>messages >/dev/null &
  exec 7<messages
  head -c 1 <&7 >first
}

# The rest of the messages, in `said`, and the code of the silent command.
listen() {
  cat first - <&7 >said
  exec 7<&-
  code=0
  wait "$!" || code=$?
}

@test "a writer whose messages nobody reads holds up nobody" {
  # shellcheck disable=SC2046 # a word a number
  silent svc-complaint determine --valid yes $(unknown)
  timeout 10 svc-complaint determine --valid yes C2026-000019
  listen
  [ "$code" -eq 5 ]
  # every message, in order, and what became of the data at the end
  [ "$(wc -l <said)" -eq 4001 ]
  [[ $(head -n 1 said) == *C2026-900001* ]]
  [[ $(sed -n 4000p said) == *C2026-904000* ]]
  [ "$(tail -n 1 said)" = 'svc-complaint: nothing was applied' ]
  [ "$(svc-complaint list --no C2026-000019 -H -c valid)" = yes ]
}

@test "nor does a reader whose messages nobody reads" {
  # shellcheck disable=SC2046
  silent svc-complaint show $(unknown)
  timeout 10 svc-complaint determine --valid yes C2026-000019
  listen
  [ "$code" -eq 5 ]
  [ "$(grep -c 'C2026-9' said)" -eq 4000 ]
}

@test "nor does whoever has every statement printed" {
  export SVC_TRACE=1
  # shellcheck disable=SC2046
  silent svc-complaint determine --valid yes C2026-000018 C2026-000019 $(unknown)
  unset SVC_TRACE
  timeout 10 svc-complaint determine --valid no C2026-000019
  listen
  [ "$code" -eq 5 ]
  # the statements stand among the messages, where they were run
  [[ $(grep -n -m 1 'BEGIN IMMEDIATE' said | cut -d : -f 1) -lt $(grep -n -m 1 'C2026-900001: ' said | cut -d : -f 1) ]]
  [[ $(grep -n 'ROLLBACK' said | tail -n 1 | cut -d : -f 1) -gt $(grep -n 'C2026-904000: ' said | cut -d : -f 1) ]]
}

@test "who did not let the refusal be printed did not keep it out of the audit" {
  # a closed case is not assigned; its reader is killed before a word is printed
  before=$(svc-admin sql --reason look -H "SELECT COUNT(*) FROM event WHERE change LIKE '{\"refused\"%'")
  closed=$(svc-complaint list --state closed -H -c no)
  # shellcheck disable=SC2046,SC2086
  silent svc-complaint assign --dept 02 --reason 划转 $(unknown) $closed
  kill -KILL $!
  exec 7<&-
  wait "$!" || true
  after=$(svc-admin sql --reason look -H "SELECT COUNT(*) FROM event WHERE change LIKE '{\"refused\"%'")
  [ "$after" -gt "$before" ]
}

@test "who waits is told for whom: process, login, what he does and since when" {
  { echo source,source_no,received_at,channel,category,content
    seq -f 'crm,%.0f,2026-10-09 09:00,web,other,x' 1 30000; } >many.csv
  svc-complaint import many.csv &
  long=$!
  until [ -s "$SVC_DB.lock" ]; do :; done
  kill -STOP "$long" # in the middle of it
  [ "$(stat -c %a "$SVC_DB.lock")" = 600 ]
  svc-complaint determine --valid yes C2026-000019 2>told &
  short=$!
  SVC_LANG=zh_CN svc-admin add depts --dept 07 --name 物资供应部 >/dev/null 2>chinese &
  third=$!
  until [ -s told ] && [ -s chinese ]; do :; done
  kill -CONT "$long"
  wait "$long"
  wait "$short"
  wait "$third"
  grep -qxE "svc-complaint: waiting for the store: pid $long \($(id -un), svc-complaint import\) since [0-9]{2}(:[0-9]{2}){2}" told
  grep -qF "svc-admin: 正在等待数据库：进程 $long（$(id -un), svc-complaint import）自 " chinese
  # and afterwards nobody is
  [ ! -s "$SVC_DB.lock" ]
}

@test "^Z in the middle of an import stops it after its commit, and nobody waits for it" {
  { echo source,source_no,received_at,channel,category,content
    seq -f 'crm,%.0f,2026-10-09 09:00,web,other,x' 1 30000; } >many.csv
  # a job of its own, as in a person's shell
  # shellcheck disable=SC2016 # the inner shell expands
  expect 0 bash -c 'set -m
    svc-complaint import many.csv &
    until [ -s "$SVC_DB.lock" ]; do :; done
    kill -TSTP $!
    timeout 20 svc-complaint determine --valid yes C2026-000019 || exit 9
    until grep -q "^State:.T" /proc/$!/status; do :; done
    svc-complaint list --source crm -H -c source_no | wc -l >stored
    kill -CONT $!
    while [ -e /proc/$! ] && ! grep -qs "^State:.Z" /proc/$!/status; do :; done'
  [ "$(cat stored)" -eq 30000 ]
}

@test "who waits for the store can be stopped and goes on" {
  exec 9<>"$SVC_DB.lock"
  flock 9
  set -m
  svc-complaint determine --valid yes C2026-000019 2>told 9<&- &
  set +m
  kill -TSTP $!
  until grep -q '^State:.T' /proc/$!/status; do :; done
  exec 9<&-
  kill -CONT $!
  wait $!
}

# long VERB…: is stopped in the middle of its reading once a writer has waited for it; `shown` and `told` are
# what it prints. It has gone away when it has no lock of the store any more, a moment after its file is there.
# Then the lock is free for whoever comes.
long() {
  local inode state
  inode=$(stat -c %i "$SVC_DB")
  for _ in 1 2 3 4 5; do # whoever was done before he could be stopped begins again
    exec 9<>"$SVC_DB.lock"
    flock 9
    "$@" >shown 2>told 9<&- &
    while kill -0 $! 2>/dev/null &&
      { [ ! -e "$SVC_DB.snapshot" ] || grep -q "POSIX .* $! [^ ]*:$inode " /proc/locks; }; do :; done
    kill -STOP $! 2>/dev/null || true
    state=run
    while [[ $state = [a-z]* || $state = [RSD] ]]; do
      state=$(sed -n 's/^State:.\(.\).*/\1/p' "/proc/$!/status" 2>/dev/null) || true
    done
    exec 9<&-
    [ "$state" != T ] || return 0
    wait $!
  done
  return 1
}

# goes_on CODE: the same ends with it, and leaves nothing behind.
goes_on() {
  local code=0
  kill -CONT $!
  wait $! || code=$?
  cat told
  [ "$code" -eq "$1" ] && [ ! -e "$SVC_DB.snapshot" ]
}

@test "no writer waits for what reads the whole store, and that sees one state of it" {
  { echo source,source_no,received_at,channel,category,content
    seq -f 'crm,%.0f,2026-10-09 09:00,web,other,x' 1 60000; } >many.csv
  svc-complaint import many.csv
  svc-complaint list >alone
  head=$(svc-admin head -H -c head)
  for verb in 'svc-complaint list' 'svc-admin verify -v' 'svc-admin check audit deadlines'; do
    # shellcheck disable=SC2086 # a word is a word
    long $verb
    timeout 10 svc-complaint determine --valid yes C2026-000019
    timeout 10 svc-complaint import - <<<$'source,source_no,received_at,channel,category,content\nphone,1,2026-10-09 09:00,web,other,y'
    goes_on 0
    case $verb in
      *list) cmp alone shown ;;
      *verify*) grep -qF "head $head" told ;;
    esac
    head=$(svc-admin head -H -c head)
  done
}

@test "an input that somebody still types holds up no writer" {
  mkfifo typed
  local verb
  for verb in 'svc-survey check --bands' 'svc-survey compare' 'svc-survey rollup' 'svc-admin verify --anchors' \
    'svc-report sheet -m 2026-09 --lines'; do
    # shellcheck disable=SC2086 # a word is a word
    $verb typed >shown 2>told &
    exec 8>typed # when it has been opened for reading
    timeout 20 svc-complaint determine --valid yes C2026-000019
    exec 8>&-
    wait "$!" || [ $? -eq 65 ] # it is empty
  done
}
