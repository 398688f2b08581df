# What the stories of the manual share: its pages, its examples, and the stores that these begin with.
# shellcheck shell=bash

# Two stores to copy from: the company alone, and with the complaints of September.
manual_stores() {
  make_company
  mkdir -m 700 "$BATS_FILE_TMPDIR/month"
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$BATS_FILE_TMPDIR/month/svc.db"
  SVC_DB=$BATS_FILE_TMPDIR/month/svc.db svc-complaint import "$DEMO/complaints-2026-09.csv"
  SVC_DB=$BATS_FILE_TMPDIR/month/svc.db svc-callback import "$DEMO/callbacks-2026-09.csv"
}

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
  awk '/^\.Sh / { on = $0 == ".Sh EXAMPLES" || $0 == ".Sh 示例"; next }
    on && /^\.Bd -literal/ { inside = 1; next }
    /^\.Ed/ { inside = 0; next }
    inside { gsub(/\\&/, ""); gsub(/\\e/, "\\"); print }' "$1"
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

# Whether the examples of every page of a folder run: man, or man/zh_CN.
run_examples() {
  local page bad=0
  for page in $(pages "$1"); do
    # A page tells in a comment where its examples begin; most begin with the company alone.
    if grep -q '^\.\\" The examples begin with September' "$ROOT/$1/$page"; then
      fresh_place month "$page"
    else
      fresh_place template "$page"
    fi
    examples "$ROOT/$1/$page" | follow || { echo "in the examples of $1/$page"; bad=1; }
  done
  [ -n "$page" ]
  [ "$bad" -eq 0 ]
}

pages() { find "$ROOT/${1:-man}" -maxdepth 1 -type f -printf '%f\n' | sort; }
