# The manual and the README tell what the programs do: their examples run and give what is printed
# there, and every verb and option is told, none that does not exist.

load common

# Two stores to copy from: the company alone, and with the complaints of September.
setup_file() {
  make_company
  mkdir -m 700 "$BATS_FILE_TMPDIR/month"
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$BATS_FILE_TMPDIR/month/svc.db"
  SVC_DB=$BATS_FILE_TMPDIR/month/svc.db svc-complaint import "$DEMO/complaints-2026-09.csv"
  SVC_DB=$BATS_FILE_TMPDIR/month/svc.db svc-callback import "$DEMO/callbacks-2026-09.csv"
}

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# A directory with the example company's files and its own copy of a store.
fresh_place() {
  local place=$BATS_TEST_TMPDIR/$2
  mkdir -m 700 "$place" "$place/store"
  cp -p "$BATS_FILE_TMPDIR/$1/svc.db" "$place/store/svc.db"
  cp "$DEMO"/*.csv "$place"
  export SVC_DB=$place/store/svc.db
  cd "$place" || return 1
}

# The literal blocks of a page's EXAMPLES, as they look on the screen.
examples() {
  awk '/^\.Sh / { on = $0 == ".Sh EXAMPLES"; next }
    on && /^\.Bd -literal/ { inside = 1; next }
    /^\.Ed/ { inside = 0; next }
    inside { gsub(/\\&/, ""); gsub(/\\e/, "\\"); print }' "$1"
}

# The console blocks of the README.
tour() {
  awk '/^```console$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$ROOT/README.md"
}

# Runs standard input in this shell: a line `$ …` is a command, which a backslash at its end
# continues on the next line; the lines up to the next one are its whole standard output.
follow() {
  local lines command i=0 count=0 bad=0
  mapfile -t lines
  while [ "$i" -lt "${#lines[@]}" ]; do
    [[ ${lines[i]} == '$ '* ]] || { echo "not a command: ${lines[i]}"; return 1; }
    command=${lines[i++]#'$ '}
    while [[ $command == *\\ ]]; do command=${command%\\}${lines[i++]}; done
    : >"$BATS_TEST_TMPDIR/told"
    while [ "$i" -lt "${#lines[@]}" ] && [[ ${lines[i]} != '$ '* ]]; do
      printf '%s\n' "${lines[i++]}" >>"$BATS_TEST_TMPDIR/told"
    done
    eval "$command" >"$BATS_TEST_TMPDIR/printed" </dev/null || true
    diff "$BATS_TEST_TMPDIR/told" "$BATS_TEST_TMPDIR/printed" || { echo "in: $command"; bad=1; }
    count=$((count + 1))
  done
  [ "$count" -gt 0 ] && [ "$bad" -eq 0 ]
}

pages() { find "$ROOT/man" -type f -printf '%f\n' | sort; }
tools() { find "$SVC_BUILD/bin" -type f -name 'svc-*' -printf '%f\n' | sort; }

# The words under a heading of a command's help.
listed() {
  "$1" --help | awk -v head="$2:" '$0 == head { on = 1; next } /^$/ { on = 0 } on { print $1 }'
}

# Every long option that a command's help shows, of each verb and of each register.
options() {
  local verb register
  for verb in $(listed "$1" verbs); do
    "$1" "$verb" --help >help
    cat help
    grep -q '^usage: .* REGISTER' help || continue
    for register in $(listed "$1" registers); do "$1" "$verb" "$register" --help; done
  done | sed -nE 's/^ +(-[A-Za-z], )?--([a-z][a-z_-]*).*/\2/p' | sort -u
}

# Every long option that a page names anywhere.
named() { grep -oE '\bFl -[a-z][a-z_-]*' "$ROOT/man/$1" | sed 's/^Fl -//' | sort -u; }

@test "the examples of every page run and give what is printed there" {
  local page bad=0
  for page in $(pages); do
    case $page in
      svc-report.1 | svc-reward.1) fresh_place month "$page" ;;
      *) fresh_place template "$page" ;;
    esac
    examples "$ROOT/man/$page" | follow || { echo "in the examples of $page"; bad=1; }
  done
  [ "$bad" -eq 0 ]
}

@test "the tour of the README runs and gives what is printed there" {
  fresh_place month tour
  tour | follow
}

@test "the README tells why each package is needed, and of no other" {
  make -C "$ROOT" -pqrR BUILD=build 2>/dev/null | sed -n 's/^PACKAGES := //p' |
    tr -s ' ' '\n' | sort >packages
  [ -s packages ]
  awk -F'`' '/^\| `/ { print $2 }' "$ROOT/README.md" | sort | diff packages -
}

@test "every command has its page" {
  diff <(tools) <(pages | sed -n 's/\.1$//p')
}

@test "every option of every verb is told, and none that no verb has" {
  local tool bad=0
  for tool in $(tools); do
    options "$tool" >has
    sed -nE 's/^\.It Fl -([a-z][a-z_-]*).*/\1/p' "$ROOT/man/$tool.1" | sort -u | diff has - ||
      { echo "in $tool.1"; bad=1; }
    named "$tool.1" | comm -23 - has >unknown
    [ ! -s unknown ] || { echo "$tool.1 names $(cat unknown)"; bad=1; }
  done
  [ "$bad" -eq 0 ]
}

@test "the other pages name no option that no verb has" {
  local tool page
  for tool in $(tools); do options "$tool"; done >has
  echo version | sort -u - has >known
  for page in $(pages | grep -v '\.1$'); do
    named "$page" | comm -23 - known >unknown
    [ ! -s unknown ] || { echo "$page names $(cat unknown)"; return 1; }
  done
}

@test "every verb has its entry with the roles it needs, and every entry is a verb" {
  local tool verb role
  for tool in $(tools); do
    listed "$tool" verbs | sort >entries
    sed -nE 's/^\.It Cm ([a-z][a-z0-9-]*).*/\1/p' "$ROOT/man/$tool.1" | sort | diff entries -
    while read -r verb; do
      awk -v verb="$verb" '/^\.It Cm / { on = $3 == verb } /^\.Sh / { on = 0 } on' \
        "$ROOT/man/$tool.1" >entry
      for role in $("$tool" "$verb" --help | sed -n 's/^needs one of the roles //p' | tr ';' ' '); do
        grep -qw -- "$role" entry || { echo "$tool $verb: no role $role"; return 1; }
      done
    done <entries
  done
}

@test "every page is rendered without a warning" {
  local page
  for page in $(pages); do
    # what the clock of this machine says is no fault of the page
    run grep -v 'date in the future' < <(mandoc -T lint -W warning "$ROOT/man/$page")
    [ -z "$output" ] || { echo "$output"; return 1; }
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$ROOT/man/$page" >rendered 2>warnings
    [ -s rendered ]
    [ ! -s warnings ] || { cat warnings; return 1; }
  done
}
