# A host: many persons, one store of a system user. Its users are made for these tests and go with
# them; nobody else's are touched.

load common
unset SVC_NOW

setup_file() {
  bats_require_minimum_version 1.5.0
  NO_HOST=$(lacking)
  export NO_HOST
  [ -z "$NO_HOST" ] || return 0
  sweep
  lay_out
}

lacking() {
  [ "$(id -u)" = 0 ] || { echo 'only root can make users'; return; }
  [ -d /etc/cron.d ] || { echo 'there is no /etc/cron.d'; return; }
  for program in sudo visudo useradd setpriv script; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
  done
  [ -d /etc/sudoers.d ] || { echo 'there is no /etc/sudoers.d'; return; }
  ! setpriv --reuid 65534 --regid 65534 --clear-groups sudo -n -l 2>&1 |
    grep -qE 'effective uid|setuid|no new privileges' || echo 'sudo can do nothing here'
}

# What a run that was killed left: its users bear its process number.
sweep() {
  local home number
  for home in /var/tmp/svct*; do
    number=${home##*/svct}
    if [ -d "$home" ] && ! kill -0 "$number" 2>/dev/null; then clear_away "svct$number"; fi
  done
}

clear_away() {
  rm -f "/etc/sudoers.d/$1s" "/etc/cron.d/$1s"
  for letter in a b e s; do userdel -f "$1$letter" 2>/dev/null || true; done
  groupdel "$1s-users" 2>/dev/null || true
  rm -rf "/var/tmp/$1"
}

# The toolkit, three users, and a store whose admin is the first of them.
lay_out() {
  export ID=svct$$
  export PLACE=/var/tmp/$ID
  export PREFIX=$PLACE/usr STATE=$PLACE/state SYSTEM=${ID}s ALICE=${ID}a BOB=${ID}b EVE=${ID}e
  export TOOLS=$PREFIX/libexec/svc
  mkdir -m 755 "$PLACE"
  copy_tree
  host_make install-host
  [ -z "${ASAN_OPTIONS:-}" ] ||
    sed -i 's/COLUMNS"/COLUMNS ASAN_OPTIONS"/' "/etc/sudoers.d/$SYSTEM"
  for user in "$ALICE" "$BOB" "$EVE"; do
    useradd --no-create-home --home-dir "$PLACE/$user" --shell /bin/sh --groups "$SYSTEM-users" "$user"
    install -d -m 700 -o "$user" -g "$user" "$PLACE/$user"
  done
  export SVC_DB=$STATE/svc.db
  "$PREFIX/bin/svc-admin" init --admin "$ALICE"
  printf 'dept,name\n01,客户服务部\n' >"$PLACE/depts.csv"
  printf 'person,name,dept,roles,login\n1101,甲,01,agent;clerk;office,%s\n' "$BOB" >"$PLACE/persons.csv"
  as "$ALICE" svc-admin import depts "$PLACE/depts.csv"
  as "$ALICE" svc-admin import persons "$PLACE/persons.csv"
}

host_make() {
  remake PREFIX="$PREFIX" HOST_USER="$SYSTEM" HOST_STATE="$STATE" "$@"
}

teardown_file() { [ -n "$NO_HOST" ] || clear_away "$ID"; }

# Every test begins with the same store.
setup() {
  [ -z "$NO_HOST" ] || skip "$NO_HOST"
  if [ -f "$PLACE/first.db" ]; then cp -p "$PLACE/first.db" "$SVC_DB"; else cp -p "$SVC_DB" "$PLACE/first.db"; fi
  rm -rf "${PLACE:?}/$ALICE/"* "${PLACE:?}/$BOB/"* "${STATE:?}/backup/"*
  cd / || return 1
}

# as USER [NAME=VALUE…] COMMAND…: in the user's home and with little else.
as() {
  local user=$1
  shift
  (cd "$PLACE/$user" && exec ${LIMIT-} setpriv --reuid "$user" --regid "$user" --init-groups env -i \
    PATH="$PREFIX/bin:/usr/bin:/bin" HOME="$PLACE/$user" USER="$user" SVC_DB="$SVC_DB" \
    ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$@")
}
# The same, which must not wait for others: those whom it could wait for would do so for longer.
soon() { LIMIT='timeout 20' as "$@"; }
alice() { as "$ALICE" "$@"; }
bob() { as "$BOB" "$@"; }
eve() { as "$EVE" "$@"; }
shell() { local user=$1; shift; as "$user" sh -c "$@"; }
on_terminal() { as "$1" script -qec "stty cols 80 rows 24; $2" /dev/null </dev/null | tr -d '\r'; }

running() { find /proc -maxdepth 1 -name '[0-9]*' -user "$SYSTEM" 2>/dev/null | grep -q .; }

received=$(date -d '-1 hour' '+%F %H:%M')
some() {
  echo source,source_no,received_at,channel,category,content
  seq -f "crm,%.0f,$received,web,other,x" "${1:-1}"
}
count() { bob svc-complaint list -H -c no | wc -l; }

@test "the store belongs to the system user and is closed to everybody" {
  [ "$(stat -c '%U %a' "$STATE")" = "$SYSTEM 700" ]
  [ "$(stat -c '%U %a' "$SVC_DB")" = "$SYSTEM 600" ]
  expect 0 alice svc-admin sql --reason look -H "SELECT value FROM meta WHERE name = 'mode'"
  [ "$output" = host ]
  refute bob sqlite3 "$SVC_DB" .schema
  refute bob cat "$SVC_DB"
  refute bob ls "$STATE"
  refute bob touch "$STATE/x"
  [ "$(stat -c '%U %a' "$TOOLS/svc-admin")" = 'root 755' ]
  [ "$(stat -c '%U %a' "/etc/sudoers.d/$SYSTEM")" = 'root 440' ]
  [ ! -e "$TOOLS/svc" ] # it would look for programs in PATH
}

@test "two persons act as themselves in one store, a third is not let in" {
  expect 0 alice svc-admin whoami -H -c login,person,roles,mode,through
  [ "$output" = "$ALICE,$ALICE,admin,host,sudo" ]
  expect 0 bob svc-admin whoami -H -c uid,login,person,roles,store
  [ "$output" = "$(id -u "$BOB"),$BOB,1101,agent;clerk;office,$SVC_DB" ]
  expect 77 eve svc-complaint list
  says "\"$EVE\" is no person of this store"
  expect 77 bob svc-admin role 1101 --roles admin --reason ich
  says 'needs one of the roles admin'
  expect 0 bob svc complaint add -H --received_at "$received" --channel web --category other --content x
  no=$output
  expect 0 alice svc-complaint log -H -c login,person "$no"
  [ "$output" = "$BOB,1101" ]
  expect 0 alice svc-admin sql --reason look -H "SELECT uid, roles FROM event WHERE record = '$no'"
  [ "$output" = "$(id -u "$BOB"),agent;clerk;office" ]
  expect 0 alice svc-admin verify -H
  expect 0 bob svc-report sheet -m "$(date +%Y-%m)" -f table
  [[ $output == *head* && $output != *'local mode'* ]]
}

@test "sudo lets nobody in who is not of the group that the installation made" {
  grep -q "^%$SYSTEM-users ALL = ($SYSTEM) NOPASSWD: $TOOLS/svc-admin, " "/etc/sudoers.d/$SYSTEM"
  usermod -G '' "$BOB"
  expect 77 bob svc-complaint list
  says "or adds the login to the group of the rule"
  host_make install-host >/dev/null # once more: who is in it stays
  [ "$(getent group "$SYSTEM-users" | cut -d: -f4)" = "$ALICE,$EVE" ]
  usermod -G "$SYSTEM-users" "$BOB"
  expect 0 bob svc-complaint list
}

@test "a stranger fills nothing: of his tries the audit has the first of a day, without what he said" {
  for _ in 1 2; do
    expect 77 eve svc-complaint add --received_at "$received" --channel web --category other --content x --reason '我的话' --op-id 我的
  done
  expect 77 eve svc-complaint import --dry-run /dev/null
  [ "$(alice svc-admin sql --reason look -H "SELECT login, tool, verb, op_id, reason, change FROM event WHERE person IS NULL AND login = '$EVE'")" = \
    "$EVE,svc-complaint,add,stranger refused,,"'"{""refused"":""stranger""}"' ]
  expect 77 bob svc-admin role 1101 --roles admin --reason ich --dry-run
  [ "$(alice svc-admin sql --reason look -H "SELECT verb FROM event WHERE login = '$BOB' AND change LIKE '{\"refused\"%'")" = role ]
  expect 0 alice svc-admin verify -H
}

@test "two logins of one user id are nobody" {
  local twin=${ID}t
  useradd --no-create-home --non-unique --uid "$(id -u "$BOB")" --gid "$(id -g "$BOB")" "$twin"
  run --separate-stderr bob svc-complaint list
  userdel "$twin"
  [ "$status" -eq 77 ]
  says 'are one user id on this machine'
  expect 0 bob svc-complaint list -H
}

@test "the system user's side tells a person what is wrong in the person's language" {
  expect 5 bob SVC_LANG=zh_CN svc-complaint show C2026-999999
  says '没有该投诉'
  expect 5 bob LC_ALL=zh_CN.UTF-8 svc-complaint show C2026-999999
  says '没有该投诉'
  expect 5 alice svc-complaint show C2026-999999
  says 'no such complaint'
  [ "$(bob SVC_LANG=zh_CN svc-complaint list -f table | tail -n 1)" != "$(alice svc-complaint list -f table | tail -n 1)" ]
}

@test "the name that a person gives an operation is his own" {
  some 2 >"$PLACE/two.csv"
  expect 0 bob svc-complaint import "$PLACE/two.csv" --op-id night
  expect 0 bob svc-complaint import - --op-id night <"$PLACE/two.csv"
  says 'operation "night" was applied already, by '"$BOB"
  some 3 >"$PLACE/three.csv"
  expect 4 bob svc-complaint import "$PLACE/three.csv" --op-id night
  says 'svc-complaint import, complaint; this is another one; nothing was applied'
  [ "$(count)" -eq 2 ]
  expect 0 alice svc-complaint import "$PLACE/three.csv" --op-id night -v
  says '1 added, 0 updated, 2 unchanged'
  expect 0 alice svc-complaint import "$PLACE/three.csv" --op-id night
  says 'operation "night" was applied already, by '"$ALICE"
  [ "$(count)" -eq 3 ]
  # Numbers on standard input come over the link, too.
  bob svc-complaint list -H -c no >"$PLACE/numbers"
  expect 0 bob svc-complaint assign - --dept 01 --op-id a <"$PLACE/numbers"
  expect 0 bob svc-complaint assign - --dept 01 --op-id a <"$PLACE/numbers"
  says 'was applied already'
  expect 4 bob svc-complaint assign - --dept 01 --op-id a < <(head -n 1 "$PLACE/numbers")
  expect 0 alice svc-admin verify
}

@test "no variable tells who acts" {
  for user in "$ALICE" root; do
    id=$(id -u "$user")
    expect 0 bob USER="$user" LOGNAME="$user" SUDO_USER="$user" SUDO_UID="$id" SUDO_GID="$id" \
      svc-admin whoami -H -c login
    [ "$output" = "$BOB" ]
    expect 77 eve USER="$user" SUDO_UID="$id" SUDO_USER="$user" svc-admin whoami
  done
  expect 0 bob svc-admin whoami -H -c login
  # Root is nobody here, unless an admin registers it.
  expect 77 "$PREFIX/bin/svc-admin" whoami
  says '"root" is no person of this store'
}

@test "in a store of one's own SUDO_UID is nothing, with host tools too" {
  SVC_DB=$PLACE/$BOB/own/svc.db
  expect 0 bob svc-admin init
  expect 0 bob SUDO_UID=0 svc-admin whoami -H -c login,mode,through
  [ "$output" = "$BOB,local,kernel" ]
  expect 2 bob SVC_DB="$PLACE/$BOB/two/svc.db" svc-admin init --admin "$BOB"
  says 'is no place of a host'
  bob test ! -e two
}

@test "a chart is drawn by the host's gnuplot, and written with the user's rights" {
  mkdir -p "$PLACE/$BOB/bin"
  printf '#!/bin/sh\nid -un >/tmp/%s-drew\n' "$ID" >"$PLACE/$BOB/bin/gnuplot"
  chmod 755 "$PLACE/$BOB" "$PLACE/$BOB/bin" "$PLACE/$BOB/bin/gnuplot"
  expect 0 bob PATH="$PLACE/$BOB/bin:$PREFIX/bin:/usr/bin:/bin" svc-report chart compare -m "$(date +%Y-%m)" -o a.png
  chmod 700 "$PLACE/$BOB"
  [ ! -e "/tmp/$ID-drew" ]
  [ "$(stat -c %U "$PLACE/$BOB/a.png")" = "$BOB" ]
  [ "$(head -c 4 "$PLACE/$BOB/a.png" | tail -c 3)" = PNG ]
  [ "$(find "$STATE" -mindepth 1 ! -name 'svc.db*' ! -name backup ! -name spool | wc -l)" -eq 0 ]
}

@test "a profile is a file of the user's, or one of the host: there his own folder is not looked into" {
  some 2 | sed '1s/received_at/何时/' | bob sh -c 'umask 077; cat >in.csv'
  printf '%s\n' register,kind,heading,column,value,word complaints,map,何时,received_at,, |
    bob sh -c 'umask 077; mkdir -p .config/svc/profile; tee p.csv >.config/svc/profile/own.csv'
  expect 2 bob svc-complaint import --profile own in.csv
  says 'no "own" in /etc/svc/profile, share/svc/profile'
  expect 65 bob svc-complaint import --profile 12345 in.csv
  says 'no column "来电类别'
  expect 0 bob svc-complaint import --profile p.csv --save-profile q.csv in.csv
  [ "$(count)" -eq 2 ]
  [ "$(stat -c %U "$PLACE/$BOB/q.csv")" = "$BOB" ]
  bob cmp p.csv q.csv
  bob rm -r .config
}

@test "the user's files are read with the user's rights" {
  some 3 | bob sh -c 'umask 077; cat >in.csv'
  refute setpriv --reuid "$SYSTEM" --regid "$SYSTEM" --clear-groups test -r "$PLACE/$BOB/in.csv"
  expect 0 bob svc-complaint import in.csv
  [ "$(count)" -eq 3 ]
  some 4 | bob svc-complaint import -
  [ "$(count)" -eq 4 ]
  some 5 | bob bash -c 'svc-complaint import <(cat)'
  [ "$(count)" -eq 5 ]
  expect 65 bob svc-complaint import none.csv
  says 'svc-complaint: cannot read "none.csv": No such file or directory'
  bob mkdir pack
  cp "$PREFIX"/share/svc/policy/*.csv "$PLACE/$BOB/pack"
  expect 0 bob svc-policy diff 1 pack
  bob mkdir pack/score
  echo 'SELECT 1 AS thing' | bob sh -c 'umask 077; cat >pack/score/x.sql'
  expect 78 bob svc-policy diff 1 pack
  says 'the pack in "pack" has faults'
  [[ $stderr == *'pack/score/x.sql:1: thing: is no column of a score line'* ]]
  expect 78 bob svc-policy diff 1 nowhere
  says 'cannot read "nowhere/books.csv"'
}

@test "-o makes the user's file, whole or not at all" {
  some 2 | bob svc-complaint import -
  expect 0 shell "$BOB" 'umask 027; svc-complaint list -o out.csv'
  [ "$(stat -c '%U %G %a' "$PLACE/$BOB/out.csv")" = "$BOB $BOB 640" ]
  [ "$(wc -l <"$PLACE/$BOB/out.csv")" -eq 3 ]
  bob sh -c 'echo before >kept.csv; chmod 604 kept.csv; ln -s kept.csv link.csv'
  expect 2 bob svc-complaint list --state nonsense -o link.csv
  [ "$(cat "$PLACE/$BOB/kept.csv")" = before ]
  expect 0 bob svc-complaint list -o link.csv
  [ "$(stat -c %a "$PLACE/$BOB/kept.csv")" = 604 ]
  [ -L "$PLACE/$BOB/link.csv" ]
  bob cmp out.csv kept.csv
  expect 74 bob svc-complaint list -o /dev/full
  says 'No space left'
  expect 74 bob svc-complaint list -o none/out.csv
  says 'svc-complaint: cannot write "none/out.csv": No such file or directory'
  expect 74 bob svc-complaint list -o "$PLACE/$ALICE/out.csv"
  says 'Permission denied'
  bob mkfifo fifo
  expect 0 shell "$BOB" 'cat fifo >through & svc-complaint list -o fifo; wait; cmp through out.csv'
  expect 0 shell "$BOB" 'svc-complaint list -o /dev/stdout | cmp - out.csv'
  [ "$(bob ls -A | tr '\n' ' ')" = 'fifo kept.csv link.csv out.csv through ' ] || { bob ls -A; return 1; }
}

@test "rejects and receipt are the user's files, and keep their promises" {
  { some 2; echo 'crm,9,never,web,other,x'; } | bob sh -c 'cat >in.csv'
  expect 3 bob svc-complaint import --keep-good --rejects bad.csv --receipt done.csv in.csv
  [ "$(stat -c '%U %a' "$PLACE/$BOB/bad.csv")" = "$BOB 600" ]
  [ "$(stat -c %U "$PLACE/$BOB/done.csv")" = "$BOB" ]
  [ "$(bob tail -n 1 bad.csv | cut -d, -f2,8)" = 9,received_at ]
  [ "$(value added <"$PLACE/$BOB/done.csv")" = 2 ]
  # The same bytes again are accepted, others stop the import before anything is applied.
  expect 3 bob svc-complaint import --keep-good --rejects bad.csv in.csv
  { some 3; echo 'crm,9,never,web,other,y'; } | bob sh -c 'cat >in.csv'
  expect 2 bob svc-complaint import --keep-good --rejects bad.csv in.csv
  says 'is there already and holds something else; nothing was applied'
  [ "$(count)" -eq 2 ]
  expect 74 bob svc-complaint import --keep-good --rejects "$STATE/bad.csv" in.csv
  says 'Permission denied'
  expect 2 bob svc-complaint import --receipt in.csv in.csv
  says 'are the same file'
  expect 65 bob svc-complaint import --receipt new.csv in.csv
  bob test ! -e new.csv
  [ "$(count)" -eq 2 ]
}

@test "no name gives access to the system user's files" {
  some 1 | bob svc-complaint import -
  bob ln -s "$SVC_DB" link
  for name in "$SVC_DB" link; do
    expect 65 bob svc-complaint import "$name"
    says 'Permission denied'
  done
  for name in "$SVC_DB" "$STATE/x" link; do
    expect 74 bob svc-complaint list -o "$name"
    says 'Permission denied'
  done
  expect 78 alice svc-policy load "$STATE" --from 2030-01-01
  for name in ../x "$STATE/x" .x ''; do
    expect 2 alice svc-admin backup "$name"
    says "\"$name\" is no plain name"
    expect 2 alice svc-admin restore "$name"
    says "\"$name\" is no plain name"
  done
  [ "$(ls -A "$STATE")" = "$(printf 'backup\nspool\nsvc.db\nsvc.db.lock')" ]
}

@test "evidence is looked at as the person, through what he opened, and nobody waits for what is no file" {
  local no minutes=(svc-monitor minutes)
  expect 0 bob svc-monitor add meetings -H --held_at "$received" --kind 座谈会 --place 营业厅
  no=$output
  bob sh -c 'umask 077; printf 纪要 >minutes.txt; mkfifo fifo; ln -s fifo link; mkdir folder; ln -s minutes.txt good'
  for what in fifo link folder /dev/null /dev/zero; do
    expect 65 soon "$BOB" "${minutes[@]}" "$no" --file $what
    says 'is not a file'
  done
  # nor what the system user alone could read
  for what in "$SVC_DB" "$STATE/backup" "$STATE/nothing"; do
    expect 65 bob "${minutes[@]}" "$no" --file "$what"
    says 'Permission denied'
  done
  expect 77 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-monitor" minutes "$no" --file "$PLACE/$BOB/minutes.txt"
  expect 0 bob "${minutes[@]}" "$no" --file good # which the system user could not read
  [ "$(bob svc-monitor list meetings -H -c minutes_sha256)" = "$(printf 纪要 | sha256sum | cut -d' ' -f1)" ]
}

@test "of a store elsewhere nothing is told, not even whether it is there" {
  local said=
  install -d -m 700 -o "$SYSTEM" -g "$SYSTEM" "$PLACE/other"
  install -m 600 -o "$SYSTEM" -g "$SYSTEM" "$PLACE/first.db" "$PLACE/other/there.db"
  for name in other/there.db other/none.db other/none/none.db; do
    SVC_DB=$PLACE/$name expect 77 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami
    [ -z "$said" ] || [ "$said" = "${stderr//$name/}" ]
    said=${stderr//$name/}
  done
  [ "$(ls -A "$PLACE/other")" = there.db ]
  rm -r "$PLACE/other"
}

@test "the pager is the user's program" {
  some 2 | bob svc-complaint import -
  # shellcheck disable=SC2016 # the user's shell expands
  on_terminal "$BOB" 'SVC_PAGER="id -un; cat" svc-complaint list -c no' >"$PLACE/screen"
  [ "$(head -n 2 "$PLACE/screen" | tr -s ' \n' ' ')" = "$BOB no " ]
  [ "$(wc -l <"$PLACE/screen")" -eq 4 ]
  for pager in true 'head -n 1' '' /nonexistent/pager; do
    on_terminal "$BOB" "SVC_PAGER='$pager' svc-complaint list -c no; echo code \$?" >"$PLACE/screen"
    [ "$(tail -n 1 "$PLACE/screen")" = 'code 0' ]
  done
  grep -qx 'no *' "$PLACE/screen"
  # Run without its other side a tool pages nothing, least of all as the system user.
  on_terminal "$BOB" "sudo -n -u $SYSTEM $TOOLS/svc-complaint list -c no" >"$PLACE/screen"
  [ "$(head -n 1 "$PLACE/screen" | tr -d ' ')" = no ]
}

@test "a workbook, a page and a chart are made on the store's side and are the person's files" {
  some 2 | bob svc-complaint import -
  expect 0 bob svc-complaint list -o list.xlsx
  expect 0 bob svc-complaint list -o list.html
  expect 0 bob svc-report chart pareto -m this-month -o chart.svg
  for file in list.xlsx list.html chart.svg; do
    [ "$(stat -c %U "$PLACE/$BOB/$file")" = "$BOB" ]
  done
  [ "$(head -c 2 "$PLACE/$BOB/list.xlsx")" = PK ]
  [ "$(grep -c '<tr>' "$PLACE/$BOB/list.html")" -eq 3 ]
  grep -q '</svg>' "$PLACE/$BOB/chart.svg"
  # Started by sudo without a tool, a helper writes nothing but its own output.
  touch "$PLACE/shared" && chmod 644 "$PLACE/shared" && chown "$SYSTEM" "$PLACE/shared"
  refute shell "$BOB" "printf 'title\tx\nend\n' | sudo -n -u $SYSTEM $TOOLS/svc-html >$PLACE/shared"
  [ ! -s "$PLACE/shared" ]
  [ "$(ls -A "$STATE")" = "$(printf 'backup\nspool\nsvc.db\nsvc.db.lock')" ]
}

@test "a workbook is read by a program of the person's" {
  some 3 | bob svc-complaint import -
  bob svc-complaint list -o list.xlsx
  chgrp "$BOB" "$TOOLS"/svc-*-read && chmod 750 "$TOOLS"/svc-*-read # the system user could not run it
  expect 0 bob svc-complaint import -v list.xlsx
  says 'svc-complaint: list.xlsx, worksheet "投诉清单": read 3: 0 added, 0 updated, 3 unchanged'
  expect 0 shell "$BOB" 'exec svc-complaint import -v - <list.xlsx'
  says 'standard input, worksheet "投诉清单": read 3'
  expect 0 shell "$BOB" 'head -c 1000000 list.xlsx | svc-complaint import -v'
  says '3 unchanged'
  expect 65 bob svc-complaint import --worksheet 无 list.xlsx
  says 'svc-complaint: list.xlsx: no worksheet "无"; nothing was done'
  expect 65 shell "$BOB" 'head -c 100 list.xlsx | svc-complaint import'
  says 'svc-complaint: standard input: a workbook that is cut off or damaged; nothing was done'
  expect 0 shell "$BOB" 'svc-complaint list -f jsonl | svc-complaint import -v'
  says '3 unchanged'
  chmod 755 "$TOOLS"/svc-*-read
}

# The command line of every process of the system user's and of sudo, as anybody can read it.
shown() {
  local process
  for process in /proc/[0-9]*; do
    if [ "$(stat -c %U "$process" 2>/dev/null)" = "$SYSTEM" ] || [ "$(cat "$process/comm" 2>/dev/null)" = sudo ]; then
      tr '\0' ' ' <"$process/cmdline" 2>/dev/null && echo
    fi
  done
}

@test "what a person says is in no command line of sudo or of the store's side" {
  shell "$BOB" "mkfifo held; svc-complaint import held --set phone=13912345678 --set caller=张三丰 --reason 13912345678的来电 2>said
    echo \$? >code" 3>&- &
  until [ -p "$PLACE/$BOB/held" ]; do :; done
  exec 7<>"$PLACE/$BOB/held"
  until shown >"$PLACE/shown"; [ "$(grep -c "$TOOLS/svc-complaint *\$" "$PLACE/shown")" -ge 3 ]; do # sudo, front, back
    [ ! -e "$PLACE/$BOB/code" ] || { cat "$PLACE/$BOB/said"; return 1; }
  done
  refute grep -e 139 -e 张 -e import "$PLACE/shown"
  some 2 >&7
  exec 7>&-
  wait $!
  [ "$(cat "$PLACE/$BOB/code")" = 0 ] || { cat "$PLACE/$BOB/said"; return 1; }
  [ "$(bob svc-complaint list -H --pii full --reason 核对 -c caller)" = "$(printf '张三丰\n张三丰')" ]
  # words of every kind come through as they are
  expect 0 bob svc-complaint add -H --received_at "$received" --channel web --category other --content '  a
b\\ *'
  expect 0 bob svc-complaint show "$output" -f jsonl
  [[ $output == *'a\nb'* ]]
  expect 5 bob svc-complaint show -- --reason
  expect 2 shell "$BOB" "exec 3<>/dev/null; sudo -n -C 4 -u $SYSTEM $TOOLS/svc-complaint list --nonsense"
  says 'nonsense'
}

@test "what one run brings is bounded, and lies beside the store" {
  printf '%s\n' "$SYSTEM" SVC_SPOOL_MAX=100000 >"$TOOLS/host"
  some 200 | bob sh -c 'cat >small.csv'
  some 9000 | bob sh -c 'cat >large.csv'
  seq -f C2026-%06.0f 9000 | bob sh -c 'cat >numbers'
  expect 0 bob svc-complaint import small.csv
  for way in 'import large.csv' 'import - <large.csv' 'import --set subject=x - --dry-run <large.csv' \
    'assign --dept 01 - <numbers' '{ echo {; yes; } | svc-complaint import' '{ printf PK\\003\\004; yes; } | svc-complaint import'; do
    case $way in *'|'*) ;; *) way="svc-complaint $way" ;; esac
    expect 65 shell "$BOB" "$way"
    says 'is more than the 100000 bytes that one run may bring here; nothing was applied'
  done
  [ "$(count)" -eq 200 ]
  [ -z "$(ls -A "$STATE/spool")" ]
  printf '%s\n' "$SYSTEM" SVC_SPOOL_MAX=x >"$TOOLS/host"
  expect 78 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami
  # nothing of it is in the way of others, and what a machine that stopped has left is swept
  host_make install-host >/dev/null
  grep -qx SVC_SPOOL_MAX=1073741824 "$TOOLS/host"
  # shellcheck disable=SC2016
  setpriv --reuid "$SYSTEM" --regid "$SYSTEM" --clear-groups sh -c \
    'mkdir "$1/svc-scratch-x"; touch "$1/svc-scratch-x/y" "$1/svc-y" "$1/svc-new"; touch -d -2days "$1"/svc-scratch-x/y "$1"/svc-scratch-x "$1"/svc-y' \
    sh "$STATE/spool"
  expect 0 bob svc-complaint list -H -c no
  [ "$(ls -A "$STATE/spool")" = svc-new ]
  rm "$STATE/spool/svc-new"
  chmod 755 "$STATE/spool"
  expect 78 bob svc-complaint list
  says 'no folder that is closed to everybody'
  chmod 700 "$STATE/spool"
  # shellcheck disable=SC2016
  expect 0 shell "$BOB" 'umask 777; exec svc-complaint list -H -c no'
}

@test "^C ends who waits for an input that never comes" {
  # shellcheck disable=SC2016 # the user's shell expands
  expect 0 shell "$BOB" 'mkfifo slow; sleep 60 >slow & timeout -s INT 2 svc-complaint import slow 2>said
    code=$?; kill $! && rm slow && test $code -eq 124' # the writer was still there
  [ "$(cat "$PLACE/$BOB/said")" = 'svc-complaint: interrupted; nothing was applied' ]
  [ "$(count)" -eq 0 ]
}

@test "who left while his input was held open writes nothing" {
  shell "$BOB" "mkfifo held; svc-complaint import held 2>said; echo \$? >code" 3>&- &
  until [ -p "$PLACE/$BOB/held" ]; do :; done
  exec 7>"$PLACE/$BOB/held" # somebody reads: he was let in
  alice svc-admin set persons 1101 --left_on "$(date -d yesterday +%F)" --reason 离职
  some 2 >&7
  exec 7>&-
  wait $!
  [ "$(cat "$PLACE/$BOB/code")" = 77 ]
  grep -q "\"$BOB\" is no person of this store" "$PLACE/$BOB/said"
  [ "$(alice svc-complaint list -H -c no | wc -l)" -eq 0 ]
  [ "$(alice svc-admin sql --reason look -H "SELECT COUNT(*) FROM event
    WHERE verb = 'import' AND login = '$BOB' AND change LIKE '%stranger%'")" -eq 1 ]
  alice svc-admin verify
}

# Nothing of the store's side runs any more.
quiet() {
  for _ in $(seq 200); do
    running || return 0
    sleep 0.1
  done
  return 1
}

@test "who has his answer cannot keep the look-up from being counted" {
  bob svc-complaint add -H --received_at "$received" --channel web --category other --content x --phone 13800138000
  looked_up() { alice svc-admin sql --reason look -H "SELECT COUNT(*) FROM event WHERE change LIKE '{\"looked_up\"%'"; }
  # shellcheck disable=SC2016
  look='svc-complaint list -H -c no --phone 13800138000 >out & read -r no <out; kill -KILL $!; [ -n "$no" ]'
  alice mkfifo out
  for _ in 1 2 3 4; do expect 0 shell "$ALICE" "$look"; done
  quiet
  [ "$(looked_up)" -eq 4 ]
  # nor where somebody writes meanwhile: he is answered at once, and then it waits for its turn
  exec 9<>"$SVC_DB.lock"
  flock 9
  expect 0 soon "$ALICE" sh -c "$look" 9<&-
  exec 9<&-
  quiet
  [ "$(looked_up)" -eq 5 ]
  # of many at once as many are answered as there may be within an hour
  # shellcheck disable=SC2016
  shell "$ALICE" 'for i in $(seq 40); do svc-complaint list -H -c no --phone 13800138000 >>many 2>/dev/null & done; wait'
  [ "$(alice wc -l <"$PLACE/$ALICE/many")" -eq 25 ]
  [ "$(looked_up)" -eq 30 ]
}

@test "a terminal is a terminal on both sides" {
  some 1 | bob svc-complaint import -
  on_terminal "$BOB" 'SVC_PAGER= svc-complaint list' >"$PLACE/screen"
  grep -qE '^and [0-9]+ columns more' "$PLACE/screen"
  [ "$(LC_ALL=C.UTF-8 wc -L <"$PLACE/screen")" -le 80 ]
  on_terminal "$BOB" 'COLUMNS=30 SVC_PAGER= svc-complaint list' >"$PLACE/screen"
  [ "$(head -n 2 "$PLACE/screen" | LC_ALL=C.UTF-8 wc -L)" -le 30 ]
  [ "$(bob SVC_FORMAT=jsonl svc-complaint list -c level)" = '{"level":3}' ]
}

@test "the time is the host's to tell" {
  some 1 | bob svc-complaint import -
  for words in "SVC_NOW=2026-01-01 svc-complaint add" 'svc-complaint add --as-of 2026-01-01'; do
    # shellcheck disable=SC2086
    expect 2 bob $words --received_at "$received" --channel web --category other --content x
    says 'at no other time than now'
  done
  expect 2 bob SVC_NOW=2026-01-01 svc-complaint list --pii full --reason 看
  expect 2 alice SVC_NOW=2026-01-01 svc-admin backup x
  expect 2 alice SVC_NOW=2026-01-01 svc-admin upgrade
  [ "$(count)" -eq 1 ]
  # To read, a person may ask as of another time, but stays who he is today.
  expect 0 bob SVC_NOW='2027-02-01' svc-complaint list -m last-month -H
  [ -z "$output" ]
  expect 0 bob SVC_NOW='2027-02-01' svc-complaint show -- "C$(date +%Y)-000001"
  printf 'person,left_on\n1101,%s\n' "$(date -d yesterday +%F)" | alice svc-admin import persons --update -
  expect 77 bob svc-complaint list
  expect 77 bob svc-complaint list --as-of "$(date -d '-3 days' +%F)"
  expect 77 bob SVC_NOW="$(date -d '-3 days' +%F)" svc-complaint list
}

@test "the rule of sudo allows the programs and nothing else" {
  expect 1 bob sudo -n -u "$SYSTEM" sh -c id
  expect 1 bob sudo -n -u "$SYSTEM" cat "$SVC_DB"
  expect 1 bob sudo -n -u root "$TOOLS/svc-admin" whoami
  expect 1 bob sudo -n -u "$SYSTEM" SVC_NOW=2026-01-01 "$TOOLS/svc-admin" whoami
  expect 1 bob sudo -n -u "$SYSTEM" PATH="$PLACE/$BOB" "$TOOLS/svc-admin" whoami
  expect 1 bob sudo -n -u "$SYSTEM" "$TOOLS/host"
  expect 1 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-html"
  expect 0 bob SVC_NOW=2026-01-01 SVC_TRACE=1 TMPDIR=/nonexistent sudo -n -u "$SYSTEM" \
    "$TOOLS/svc-admin" whoami -H -c login
  [ "$output" = "$BOB" ] && [ -z "$stderr" ]
}

@test "a program started by hand as the system user opens no file and no other store" {
  some 1 | bob sh -c 'cat >in.csv'
  direct() { bob sudo -n -u "$SYSTEM" "$TOOLS/$1" "${@:2}"; }
  expect 77 direct svc-complaint import "$PLACE/$BOB/in.csv"
  says 'run svc-complaint itself, without sudo'
  expect 77 direct svc-complaint list -o "$PLACE/$BOB/out.csv"
  expect 77 direct svc-policy check "$STATE"
  expect 0 direct svc-complaint list -H
  expect 77 direct svc-admin init --admin "$BOB"
  expect 77 eve sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami
  # Another store of the system user's: of mode local, or an old copy in which roles differ.
  install -d -m 700 -o "$SYSTEM" -g "$SYSTEM" "$STATE/backup"
  cp -p "$SVC_DB" "$STATE/backup/old.db"
  cp -p "$SVC_DB" "$STATE/svc.db.before-0007"
  cp -p "$SVC_DB" "$STATE/local.db"
  sqlite3 "$STATE/local.db" "UPDATE meta SET value = 'local' WHERE name = 'mode'"
  for name in backup/old.db svc.db.before-0007 local.db; do
    SVC_DB=$STATE/$name expect 77 direct svc-admin whoami
    says 'is no host'
  done
  SVC_DB=$STATE/svc.db.before-0007 expect 77 bob svc-admin whoami
  SVC_DB=$STATE/backup/old.db expect 78 bob svc-admin whoami
  SVC_DB=$PLACE/$BOB/x/svc.db expect 77 direct svc-admin init
  bob test ! -e x
  rm "$STATE/local.db" "$STATE/svc.db.before-0007"
}

@test "a user who does not read his messages holds up nobody" {
  some 1 | bob svc-complaint import -
  mkfifo -m 666 "$PLACE/$BOB/messages"
  # more messages than a pipe holds: 64 KiB
  # shellcheck disable=SC2016
  shell "$BOB" 'exec svc-complaint determine --valid yes $(seq -f C2026-9%05.0f 1 4000) 2>messages' &
  exec 7<"$PLACE/$BOB/messages"
  head -c 1 <&7 >/dev/null
  expect 0 soon "$ALICE" svc-admin add depts --dept 09 --name 计量部 -H
  [ "$(tail -n 1 <&7)" = 'svc-complaint: nothing was applied' ]
  exec 7<&-
  wait $! || [ $? -eq 5 ]
}

# An import that holds the lock, stopped there by root: `back` is the process that has it, `front` the one
# before it, `person` the one that the person started, and `job` its group, as in a person's shell. Its
# input is his file, its output and its messages go to others.
stopped_import() {
  some 20000 | bob sh -c 'cat >many.csv'
  : >"$SVC_DB.lock" # of one that was killed
  set -m
  shell "$BOB" 'echo $$ >pid; exec svc-complaint import --receipt done.csv many.csv >out 2>said' 3>&- 7>&- &
  job=$!
  set +m
  back=
  until [ -n "$back" ]; do back=$(sed -n 's/^pid \([0-9]*\) .*/\1/p' "$SVC_DB.lock"); done
  kill -STOP "$back"
  [ -s "$SVC_DB.lock" ] # it was not too late
  person=$(<"$PLACE/$BOB/pid")
  front=$(awk '{ print $4 }' "/proc/$back/stat")
}
state_of() { sed -n 's/^State:.\(.\).*/\1/p' "/proc/$1/status"; }
ended() {
  code=0
  wait "$job" || code=$?
}
ends() { # the process, soon
  for _ in $(seq 200); do
    [ -e "/proc/$1" ] || return 0
    sleep 0.1
  done
  return 1
}

@test "the process that takes the lock has nothing that a person made" {
  stopped_import
  [ "$(readlink "/proc/$back/cwd")" = / ]
  # pid, its own group and session, no terminal
  [ "$(awk '{ print ($1 == $5 && $1 == $6), $7 }' "/proc/$back/stat")" = '1 0' ]
  [ "$(readlink "/proc/$back/fd/0")" = /dev/null ]
  for fd in "/proc/$back/fd"/*; do readlink "$fd"; done | sort -u >"$PLACE/its"
  grep -q "^$SVC_DB.lock\$" "$PLACE/its"
  refute grep "^$PLACE/$BOB" "$PLACE/its"
  # nothing is left that is not of the store's side: what the person has it has not
  refute grep -v -e '^/dev/null$' -e "^$STATE/" -e '^pipe:' -e '^socket:' "$PLACE/its"
  for fd in "/proc/$person/fd"/*; do readlink "$fd"; done | sort -u >"$PLACE/his"
  grep -q '^socket:' "$PLACE/his"
  [ "$(comm -12 "$PLACE/its" "$PLACE/his" | grep -c -e '^pipe:' -e '^socket:')" -eq 0 ]
  refute setpriv --reuid "$BOB" --regid "$BOB" --clear-groups kill -0 "$back"
  refute setpriv --reuid "$BOB" --regid "$BOB" --clear-groups ls "/proc/$back/fd"
  kill -CONT "$back"
  ended
  [ "$code" -eq 0 ] || { cat "$PLACE/$BOB/said"; return 1; }
  [ "$(count)" -eq 20000 ]
}

@test "^Z and everything else that a person can stop hold up nobody" {
  stopped_import
  kill -TSTP -- "-$job" # as a terminal does it: to the whole job
  setpriv --reuid "$BOB" --regid "$BOB" --clear-groups kill -STOP -- -1
  until [ "$(state_of "$person")" = T ]; do :; done
  kill -CONT "$back"
  expect 0 soon "$ALICE" svc-admin add depts --dept 09 --name 计量部 -H
  [ "$(alice svc-complaint list -H -c no | wc -l)" -eq 20000 ] # and what he began is done
  kill -CONT -- "-$job"
  ended
  [ "$code" -eq 0 ]
  bob test -s done.csv
}

@test "^C rolls back what is not committed, and says so" {
  stopped_import
  kill -INT -- "-$job"
  kill -CONT "$back"
  ended
  [ "$code" -eq 130 ]
  ends "$front" # who says it may outlive who was interrupted
  [ "$(cat "$PLACE/$BOB/said")" = 'svc-complaint: interrupted; nothing was applied' ]
  [ "$(count)" -eq 0 ]
  bob test ! -e done.csv
}

@test "when the person's side is killed, the other ends, and nothing is half done" {
  stopped_import
  kill -KILL "$person"
  kill -CONT "$back"
  ended
  ends "$back"
  expect 0 bob svc-complaint list -H -c no
  [ -z "$output" ] || [ "${#lines[@]}" -eq 20000 ]
  expect 0 alice svc-admin verify -H
}

@test "when the process in front is killed, the person is told that nobody knows" {
  stopped_import
  kill -KILL "$front"
  kill -CONT "$back"
  ended
  [ "$code" -eq 74 ]
  grep -q "^svc-complaint: the store's side was ended by signal 9; it is unknown whether anything was applied" \
    "$PLACE/$BOB/said"
  ends "$back"
  expect 0 bob svc-complaint list -H -c no
  [ -z "$output" ] || [ "${#lines[@]}" -eq 20000 ]
  expect 0 soon "$ALICE" svc-admin add depts --dept 09 --name 计量部 -H
}

# adds NAME: another person's add, whose milliseconds are in `took`.
adds() {
  local began=${EPOCHREALTIME/./}
  expect 0 soon "$ALICE" svc-admin add depts --dept "$1" --name x -H
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
}

# A second more than what an add takes by itself at such a time; a machine that does much else takes its time for both.
@test "a person's side that means harm holds up nobody, and gets nothing" {
  local longest=0 alone=0 worst
  some 1 | bob svc-complaint import -
  "${CC:-cc}" -std=c11 -D_GNU_SOURCE -o "$PLACE/forge" "$ROOT/tests/torture/forge.c"
  mapfile -t unknown < <(seq -f C2026-9%05.0f 1 3000) # messages that fill a pipe
  for how in silent signals flood many cut stop early-silent early-signals early-flood early-many early-cut early-stop \
    starved unasked full; do
    for user in "$BOB" "$EVE"; do
      adds "alone-$how-$user"
      ((took <= alone)) || alone=$took
      words=(determine --valid yes "${unknown[@]}")
      [ $how != unasked ] || words=(import -)
      set -m
      as "$user" "$PLACE/forge" $how "$SYSTEM" "$TOOLS/svc-complaint" "${words[@]}" \
        2>"$PLACE/forged" </dev/null 3>&- &
      job=$!
      set +m
      until [ -s "$PLACE/forged" ]; do [ -e "/proc/$job" ] || break; done
      adds "$how-$user"
      ((took <= longest)) || longest=$took worst="$how, $user"
      setpriv --reuid "$user" --regid "$user" --clear-groups kill -KILL -- "-$job" || true
      kill -CONT -- "-$job" 2>/dev/null || true # sudo itself, where it was stopped before it was root's
      wait "$job" || true
      rm -f "$PLACE/forged"
    done
  done
  echo "# the longest add beside harm: $longest ms ($worst), by itself: $alone ms" >&3
  ((longest <= 1000 + 5 * alone))
  quiet # nothing of it stays: the store's side of each has ended
  expect 0 alice svc-admin verify -H
}

@test "a low priority is taken back, or nothing is done" {
  expect 2 bob nice -n 5 svc-complaint list
  says 'run it without nice'
  expect 2 bob chrt --idle 0 svc-complaint list
  expect 0 bob ionice -c 3 taskset 1 svc-complaint list -H
}

@test "a limit that would end it anywhere is taken back, or nothing is done" {
  some 200 | bob sh -c 'cat >in.csv'
  for limit in 'f 8' 't 8' 'n 16' 's 512' 'v 100000' 'd 100000'; do
    expect 2 as "$BOB" timeout 20 bash -c "ulimit -$limit; exec svc-complaint import in.csv"
    says 'run it without ulimit -t, -f, -n, -s, -v and -d'
  done
  # with so few that no message of its own comes it ends, too
  for limit in 'n 4' 'n 6' 'n 8' 'n 10' 'n 12' 's 16' 's 64' 'v 8000' 'd 500'; do
    as "$BOB" timeout 20 bash -c "ulimit -$limit; exec svc-complaint import in.csv" && return 1
    [ $? -ne 124 ]
  done
  quiet
  expect 0 shell "$BOB" 'ulimit -S -f 8; ulimit -S -t 1; ulimit -S -n 16; ulimit -S -d 100000; exec svc-complaint import in.csv'
  [ "$(count)" -eq 200 ]
}

@test "who is nobody here is told so while others write" {
  exec 9<>"$SVC_DB.lock"
  flock 9
  expect 77 soon "$EVE" svc-complaint list 9<&-
  exec 9<&-
}

@test "inputs that are none" {
  expect 65 shell "$BOB" 'exec svc-complaint import - </'
  says 'cannot read "-": Is a directory'
  expect 65 bob svc-complaint import /
  says 'cannot read "/": Is a directory'
  expect 65 shell "$BOB" 'exec svc-complaint import - 0>out'
  some 3 | bob sh -c 'cat >in.csv'
  # shellcheck disable=SC2016 # the user's shell expands
  expect 0 shell "$BOB" 'while read -r line; do svc-complaint list -H -c no </dev/null; echo "$line"; done <in.csv | wc -l'
  [ "$output" -eq 4 ]
  # a verb that reads no input leaves it to the next program
  expect 0 shell "$BOB" '{ svc-complaint list -H; cat; } <in.csv | wc -l'
  [ "$output" -eq 4 ]
}

@test "a forged other side gains nothing" {
  some 1 | bob svc-complaint import -
  # Descriptor 3 is no socket, a file, or closed.
  expect 0 shell "$BOB" "sudo -n -C 4 -u $SYSTEM $TOOLS/svc-admin whoami -H -c login 3</dev/null"
  [ "$output" = "$BOB" ]
  expect 77 shell "$BOB" "sudo -n -C 4 -u $SYSTEM $TOOLS/svc-complaint import /etc/shadow 3</dev/null"
  expect 0 shell "$BOB" "SVC_DB= sudo -n -C 4 -u $SYSTEM SVC_DB=$SVC_DB $TOOLS/svc-complaint list -H -c no 3<&-"
}

@test "a starved or damaged program of the system user does not take itself for a job" {
  alice svc-admin add persons --person 9001 --name 定时任务 --dept 01 --roles cron --login "$SYSTEM" >/dev/null
  for limit in 3 4 5 6 7 8 9 10; do
    expect 0 shell "$BOB" "ulimit -n $limit; sudo -n -u $SYSTEM $TOOLS/svc-admin whoami -H -c login || :"
    [ -z "$output" ] || [ "$output" = "$BOB" ]
  done
  mv "$TOOLS/host" "$PLACE/host"
  expect 78 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami
  says 'run make install-host again'
  expect 78 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-policy" check "$STATE"
  says 'run make install-host again'
  mv "$PLACE/host" "$TOOLS/host"
  host_make uninstall >/dev/null # without -host: the rule is still there
  expect 0 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami -H -c login
  [ "$output" = "$BOB" ]
  host_make install-host
  [ -z "${ASAN_OPTIONS:-}" ] ||
    sed -i 's/COLUMNS"/COLUMNS ASAN_OPTIONS"/' "/etc/sudoers.d/$SYSTEM"
}

@test "exit codes and messages come through as they are" {
  some 1 | bob svc-complaint import -
  no=C$(date +%Y)-000001
  expect 0 bob svc-complaint list --state closed -H
  [ -z "$output$stderr" ]
  expect 1 bob svc-complaint due --within 1wd --fail-if-any
  expect 2 bob svc-complaint list --nonsense
  expect 2 bob svc-complaint list --state nonsense
  expect 4 bob svc-complaint reopen --reason x "$no"
  says "svc-complaint: $no: cannot reopen, it is open"
  expect 5 bob svc-complaint show C2020-000001
  expect 65 bob svc-complaint import </dev/null
  expect 77 bob svc-admin upgrade
  SVC_DB=$STATE/none.db expect 78 bob svc-complaint list
  says 'run svc-admin init first'
  expect 0 bob svc-complaint --help
  expect 0 bob svc-complaint columns
}

@test "a closed pipe, a full disk, a closed standard output" {
  some 2000 | bob svc-complaint import -
  expect 0 shell "$BOB" 'svc-complaint list | head -n 1 >head; wc -l <head'
  [ "$output" -eq 1 ]
  expect 141 as "$BOB" bash -c 'set -o pipefail; svc-complaint list | head -n 1 >head'
  expect 74 shell "$BOB" 'svc-complaint list >/dev/full'
  says 'No space left'
  expect 74 shell "$BOB" 'svc-complaint list >&-'
  says 'standard output is closed; nothing was applied'
  expect 65 shell "$BOB" 'svc-complaint import <&-'
  expect 0 shell "$BOB" 'svc-complaint list -H 2>&- | wc -l'
  [ "$output" -eq 2000 ]
  expect 0 as "$BOB" bash -c "set -o pipefail; svc-complaint add --received_at '$received' --channel web \
    --category other --content x | true"
  [ "$(count)" -eq 2001 ]
}

@test "the store's side ends with the person's side" {
  bob mkfifo slow
  exec 8<>"$PLACE/$BOB/slow" # a writer that says nothing
  expect 124 bob timeout 1 svc-complaint import slow 8<&-
  quiet
  exec 8<&-
}

@test "jobs of the system user act as the person with its login" {
  job() { setpriv --reuid "$SYSTEM" --regid "$SYSTEM" --init-groups env -i PATH="$PREFIX/bin:/usr/bin:/bin" \
    SVC_DB="$SVC_DB" ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$@"; }
  expect 77 job svc-complaint due
  alice svc-admin add persons --person 9001 --name 定时任务 --dept 01 --roles cron --login "$SYSTEM" >/dev/null
  expect 0 job svc-admin whoami -H -c person,roles,through
  [ "$output" = 9001,cron,kernel ]
  expect 0 job svc-admin backup "$STATE/backup/nightly.db"
  [ "$(stat -c '%U %a' "$STATE/backup/nightly.db")" = "$SYSTEM 600" ]
  expect 77 job svc-complaint list --pii full --reason x
  expect 2 job SVC_NOW=2026-01-01 svc-admin backup "$STATE/backup/x.db"
}

@test "backups have names, and come back by name" {
  some 1 | bob svc-complaint import -
  expect 0 alice svc-admin backup monday
  [ "$(stat -c '%U %a' "$STATE/backup/monday")" = "$SYSTEM 600" ]
  expect 2 alice svc-admin backup monday
  some 3 | bob svc-complaint import -
  expect 77 bob svc-admin restore monday
  expect 0 alice svc-admin restore monday --reason 误操作
  [ "$(count)" -eq 1 ]
  # A store that is gone: the backup has the say.
  rm "$SVC_DB"
  expect 77 bob svc-admin restore monday
  expect 0 alice svc-admin restore monday
  [ "$(count)" -eq 1 ]
  sqlite3 "$STATE/backup/monday" "UPDATE meta SET value = 'local' WHERE name = 'mode'"
  expect 78 alice svc-admin restore monday
  rm -f "$STATE"/svc.db.before-*
}

@test "a host's store is made once, by root, in its place" {
  expect 78 "$PREFIX/bin/svc-admin" init --admin "$BOB"
  says 'there is a store at'
  SVC_DB=$STATE/second.db expect 77 alice svc-admin init --admin "$ALICE"
  SVC_DB=$STATE/second.db expect 2 "$PREFIX/bin/svc-admin" init
  says 'add --admin LOGIN'
  SVC_DB=$STATE/second.db expect 2 "$PREFIX/bin/svc-admin" init --admin nobody-of-this-name
  [ ! -e "$STATE/second.db" ]
  SVC_DB=$STATE/second.db expect 0 "$PREFIX/bin/svc-admin" init --admin "$BOB"
  SVC_DB=$STATE/second.db expect 0 bob svc-admin whoami -H -c roles
  [ "$output" = admin ]
  # A relative path means the same on the other side.
  cd "$STATE"
  SVC_DB=second.db expect 77 "$PREFIX/bin/svc-admin" whoami
  says '"root" is no person'
  rm "$STATE"/second.db*
  chmod 750 "$STATE"
  expect 78 bob svc-complaint list
  says 'of a host'
  chmod 700 "$STATE"
}

@test "one clerk alone brings through neither a case of his own nor a delegation that he wrote" {
  local no until
  grep -v ^1101 "$ROOT/tests/demo/persons.csv" | sed "1s/\$/,login/; s/^1602.*/&,$EVE/; /login/!{/$EVE/!s/\$/,/}" >"$PLACE/company.csv"
  alice svc-admin import depts --update "$ROOT/tests/demo/depts.csv"
  alice svc-admin import persons "$PLACE/company.csv"
  refusals() { alice svc-admin sql --reason look -H "SELECT record, change FROM event WHERE login = '$EVE' AND change LIKE '{\"refused\"%' ORDER BY seq"; }
  # The first: he proposes a reward and enters from paper that everybody has signed it.
  expect 0 eve svc-reward propose -H --evidence E-1 --clause reward-3.2.2-1 --person 1202 --facts 爽约
  no=$output
  for signer in 1201 1003 1601 1001; do
    expect 4 eve svc-reward sign "$no" --by "$signer" --evidence "P-$signer"
    [ "$signer" != 1201 ] || says '"1602" proposed it and enters no signature of it' # the others wait for him
  done
  [ "$(eve svc-reward list -H -c state --no "$no")" = proposed ]
  [ "$(refusals | grep -c "^$no,")" -eq 4 ]
  # The second: he enters from paper that a head has given him, or somebody, the authority, and confirms it.
  until=$(date -d '+9 days' +%F)
  expect 4 eve svc-auth delegate 1602 --by 1201 --evidence P-1 --scope all --until_day "$until" --reason 出差
  says '"1602" is given it and cannot record it'
  expect 0 eve svc-auth delegate 1203 --by 1201 --evidence P-1 --scope all --until_day "$until" --reason 出差 -H
  expect 4 eve svc-auth confirm "$output"
  says '"1602" recorded it and cannot confirm it'
  [ "$(refusals | grep -c 'cannot record it\|cannot confirm it')" -eq 2 ]
  expect 0 alice svc-admin verify -H
}

@test "without its rule the tool says what is missing" {
  mv "/etc/sudoers.d/$SYSTEM" "$PLACE/rule"
  expect 77 bob svc-complaint list
  says "sudo does not run svc-complaint as the system user \"$SYSTEM\"; nothing was done"
  mv "$PLACE/rule" "/etc/sudoers.d/$SYSTEM"
  expect 78 bob PATH=/nonexistent "$PREFIX/bin/svc-complaint" list
  says 'cannot run sudo'
}

@test "svc doctor --host finds nothing wrong, and names what is" {
  doctor() { env PATH="$PREFIX/bin:$PATH" SVC_LANG=en "$PREFIX/bin/svc" doctor --host "$@"; }
  # whether what lies above is as it should be is none of the host's
  expect 1 doctor
  [ "$(grep -c "^no job of cron or of a timer runs .* for $SVC_DB; " <<<"$output")" -eq 4 ]
  [ "${#lines[@]}" -eq 4 ]
  grep -hE '^(SVC_DB=|[0-9])' "$PREFIX/share/doc/svc/examples/svc.cron" |
    sed -E "s/^([0-9*]+ +){5}/0 0 30 2 * /; \$a 0 0 30 2 * $SYSTEM $PREFIX/bin/svc-admin backup x" >"/etc/cron.d/$SYSTEM"
  expect 0 doctor
  [ -z "$output" ]
  expect 0 doctor -v
  grep -qx "looked at $SVC_DB" <<<"$output"
  wrong() { expect 1 doctor && grep -F -- "$1" <<<"$output"; }
  chmod 640 "$SVC_DB"
  wrong "$SVC_DB has mode 0640, not 0600; run chmod 0600 $SVC_DB"
  chmod 600 "$SVC_DB"
  chmod 755 "$STATE"
  wrong "$STATE has mode 0755, not 0700"
  chmod 700 "$STATE"
  chmod g+w "$TOOLS/svc-admin"
  wrong "/libexec/svc/svc-admin can be written by others; run chmod go-w "
  chmod g-w "$TOOLS/svc-admin"
  chown "$BOB" "$TOOLS/svc-order"
  wrong "/libexec/svc/svc-order belongs to the user id $(id -u "$BOB"), not to 0"
  chown 0 "$TOOLS/svc-order"
  chmod o+w "$PREFIX/libexec"
  wrong "/libexec can be written by others, and "
  chmod o-w "$PREFIX/libexec"
  usermod --shell /bin/sh "$SYSTEM"
  wrong "the user $SYSTEM can log in"
  usermod --shell /usr/sbin/nologin "$SYSTEM"
  cp -p "/etc/sudoers.d/$SYSTEM" "$PLACE/rule"
  sed -i "s/^%$SYSTEM-users /ALL /" "/etc/sudoers.d/$SYSTEM"
  wrong "/etc/sudoers.d/$SYSTEM lets everybody run the programs"
  sed -i "s/^ALL ALL/%${ID}none ALL/" "/etc/sudoers.d/$SYSTEM"
  wrong "the group ${ID}none, which /etc/sudoers.d/$SYSTEM lets in, does not exist"
  sed -i '/NOPASSWD/d' "/etc/sudoers.d/$SYSTEM"
  wrong "/etc/sudoers.d/$SYSTEM does not name the programs in"
  mv "$PLACE/rule" "/etc/sudoers.d/$SYSTEM"
  expect 0 doctor
}

@test "the examples use verbs and options that exist" {
  local line words tool verb
  grep -rhoE "$PREFIX/bin/svc-[a-z]+ .*" "$PREFIX/share/doc/svc/examples" >"$PLACE/lines"
  [ "$(wc -l <"$PLACE/lines")" -ge 4 ]
  while read -r line; do
    read -ra words <<<"$line"
    tool=${words[0]} verb=${words[1]}
    "$tool" "$verb" --help >"$PLACE/help"
    for word in "${words[@]:2}"; do
      case $word in --*) grep -q -- " $word" "$PLACE/help" || { echo "$line: $word"; return 1; } ;; esac
    done
  done <"$PLACE/lines"
  refute grep -r '@[A-Z]*@' "$PREFIX/share/doc/svc/examples" "/etc/sudoers.d/$SYSTEM"
}

@test "uninstall-host removes what was laid out, but neither the data nor their owner" {
  host_make uninstall-host >"$PLACE/told"
  grep -q "the data in $STATE stay" "$PLACE/told"
  [ -z "$(find "$PREFIX" -type f -o -type l)" ]
  [ ! -e "/etc/sudoers.d/$SYSTEM" ]
  [ -f "$SVC_DB" ]
  getent passwd "$SYSTEM"
  expect 1 bob sudo -n -u "$SYSTEM" "$TOOLS/svc-admin" whoami
  # Laid out again it goes on; and where there is no data, the user goes too.
  host_make install-host
  expect 77 eve svc-admin whoami
  rm -rf "${STATE:?}"/*
  host_make uninstall-host
  [ ! -e "$STATE" ]
  refute getent passwd "$SYSTEM"
}
