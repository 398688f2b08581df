# Every kind of bad input: its exit status, what is said, and that the store is not touched.
# bats file_tags=slow

load common

setup_file() {
  make_company
  printf '%s\n' source,source_no,received_at,channel,category,content,phone \
    'base,1,2026-10-09 09:00,web,other,x,13800000001' | svc-complaint import
}
setup() { fresh_store; }

HEADER=source,source_no,received_at,channel,category,content
PREFIX_A='a,1,2026-10-09 09:00,web,other,'
PREFIX_B='b,2,2026-10-09 09:00,web,other,'

# The store is byte for byte what it was; after a success, its content is.
untouched() {
  [ "$1" -eq 0 ] || cmp "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB" || return 1
  cmp <(sqlite3 "$BATS_FILE_TMPDIR/template/svc.db" .dump) <(sqlite3 "$SVC_DB" .dump)
}

# So many letters a.
letters() { head -c "$1" /dev/zero | tr '\0' a; }

# One line of the table.
try() {
  local name=$1 code=$2 options=$3 input=$4 text=$5 args=() large
  eval "args=($options)"
  large=$(letters 65536)
  input=${input//'{H}'/$HEADER}
  input=${input//'{A}'/$PREFIX_A}
  input=${input//'{B}'/$PREFIX_B}
  input=${input//'{N}'/$large}
  rm -f r.csv
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
  printf '%b' "$input" >in.csv
  expect "$code" svc-complaint import "${args[@]}" in.csv || { echo "in: $name"; return 1; }
  [ -z "$output" ] || { echo "$name: something on stdout"; return 1; }
  if [ -n "$text" ]; then
    says "$text" || { echo "in: $name"; return 1; }
  else
    [ -z "$stderr" ] || { echo "$name: said $stderr"; return 1; }
  fi
  untouched "$code" || { echo "$name: the store was changed"; return 1; }
  [ ! -e r.csv ] || { echo "$name: left a file of rejects"; return 1; }
}

@test "the table of bad inputs: status, message, nothing applied" {
  local count=0 bad=0 line fields
  while IFS= read -r line; do
    [[ $line != '#'* ]] || continue
    # A tab is white space to read, which would join empty fields.
    mapfile -t -d $'\x1f' fields < <(printf '%s' "${line//$'\t'/$'\x1f'}")
    try "${fields[@]:0:5}" || bad=$((bad + 1))
    count=$((count + 1))
  done <"$ROOT/tests/data/badinput/import.tsv"
  echo "$bad of $count failed"
  [ "$bad" -eq 0 ] && [ "$count" -ge 60 ]
}

@test "a record over 1 MiB, in one line and in quotes over many" {
  { printf '%s\n' "$HEADER"; printf '%s' "$PREFIX_A"
    for _ in $(seq 30); do letters 40000; printf ,; done; echo; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'line 2: the record is larger than 1 MiB'
  { printf '%s\n%s"' "$HEADER" "$PREFIX_A"; for _ in $(seq 30000); do
    printf 'some forty letters of a line, and no end\n'; done; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'line 2: a quoted cell that began here is still open after 1 MiB'
  untouched 65
}

@test "more than 200 columns" {
  { printf '%s' "$HEADER"; printf ',c%s' $(seq 195); echo; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'line 1: more than 200 columns'
  { printf '%s\n%sx' "$HEADER" "$PREFIX_A"; printf ',%s' $(seq 195); echo; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'line 2: more than 200 columns'
  untouched 65
}

@test "a file that is not there, not readable, not a file" {
  expect 65 svc-complaint import nowhere.csv
  says 'cannot read "nowhere.csv": No such file or directory'
  expect 65 svc-complaint import .
  says 'Is a directory; nothing was applied'
  expect 65 svc-complaint import <.
  says 'Is a directory'
  expect 65 svc-complaint import ''
  echo x >secret.csv
  chmod 000 secret.csv
  if [ ! -r secret.csv ]; then
    expect 65 svc-complaint import secret.csv
    says 'Permission denied'
  fi
  untouched 65
}

@test "of the rejected data words and codes alone are told, and no letter of names, numbers and prose" {
  printf '%s\n' "$HEADER,phone,caller,address" \
    'a,1,geheim1,geheim2,geheim3,geheim4,geheim5,geheim6,geheim7' \
    'a,2,2026-10-09 09:00,web,other,geheim8,1380000geheim,geheim9****,x' \
    'a,3,geheim,geheim' >in.csv
  expect 65 svc-complaint import in.csv
  says 'column "channel": "geheim2": an unknown word'
  [[ $stderr != *geheim[^23]* ]]
  expect 3 svc-complaint import --keep-good --rejects r.csv in.csv
  [[ $stderr != *geheim[^23]* ]]
  # What looks like a telephone number, or prose, strayed there from another column.
  printf '%s\n' "$HEADER" 'a,1,2026-10-09,13900000000,other,x' "a,2,2026-10-09,$(letters 70),other,x" >stray.csv
  expect 65 svc-complaint import stray.csv
  says 'column "channel" ×2 (lines 2–3): an unknown word; must be one of'
  [[ $stderr != *1390* && $stderr != *aaa* ]]
  # The file has the data, its reasons have none.
  sqlite3 -batch :memory: '.import --csv r.csv t' 'SELECT _column, _code, _reason FROM t' >reasons
  [ "$(wc -l <reasons)" -eq 3 ]
  refute grep geheim reasons
}

@test "a line of 1 GiB is refused in 64 MiB of memory" {
  ! ldd "$(command -v svc-complaint)" | grep -q libasan || skip "a sanitizer needs more memory"
  refuse() {
    local input=$1
    shift
    expect 65 bash -c "ulimit -v 65536; $input | svc-complaint import $*"
    says 'nothing was applied'
    untouched 65
  }
  refuse "head -c 1G /dev/zero | tr '\\0' a"
  says 'line 1: the record is larger than 1 MiB'
  refuse "{ echo $HEADER; printf '\"'; head -c 1G /dev/zero | tr '\\0' a; }"
  says 'line 2: a quoted cell that began here is still open after 1 MiB'
  refuse "head -c 1G /dev/zero | tr '\\0' ,"
  says 'line 1: '
  refuse "head -c 1G /dev/zero | tr '\\0' '\\261'" --encoding gb18030
  refuse "head -c 1G /dev/zero"
  says 'line 1, byte 0: a NUL byte'
}

@test "an option's text is refused for what a file's text is: control characters, no UTF-8" {
  no=$(complaint)
  for bad in $'a\x07b' $'a\x1b[31mb' $'a\x7fb' $'a\xc2\x85b' $'a\rb'; do
    expect 2 complaint source="$bad" source_no=1
    says 'option --source: holds a control character'
    expect 2 svc-complaint set --cause "$bad" --reason x "$no"
    says 'option --cause: holds a control character'
    expect 2 svc-complaint set --subject "$bad" --reason x "$no"
    expect 2 svc-complaint close --solution "$bad" "$no"
    expect 2 svc-complaint close --solution x --reason "$bad" "$no"
    expect 2 svc-complaint list --customer "$bad"
  done
  expect 2 complaint subject=$'\xff'
  says 'option --subject: not valid UTF-8'
  expect 2 complaint source=$'a\nb' source_no=1
  expect 2 complaint content="$(letters 65537)"
  says 'option --content: is larger than 64 KiB'
  expect 0 complaint content="$(letters 65536)"
  expect 2 svc-complaint set --cause x --reason "$(letters 2001)" "$no"
  says 'option --reason: is longer than 2000 bytes'
  expect 2 svc-complaint set --cause x --reason x --op-id "$(letters 201)" "$no"
  says 'option --op-id: is longer than 200 bytes'
  expect 0 svc-complaint set --cause x --reason "$(letters 2000)" --op-id "$(letters 200)" "$no"
  expect 0 complaint content=$'两行\n\t正文\r\n完'
  expect 0 svc-complaint list -H -o $'odd\xff.csv'
}
