# What a command line names to be written never takes the place of what the tools keep or read.
load common

setup_file() { make_month; }
setup() {
  fresh_store
  sha256sum "$SVC_DB" >before
}

# The store is byte for byte as it was.
whole() { sha256sum --quiet -c before; }

# refused WORDS COMMAND…: it ends with 2, says so, and nothing was touched.
refused() {
  expect 2 "${@:2}"
  says "$1"
  says 'nothing was done'
  [ -z "$output" ]
  whole
}

# Whatever else its line lacks: files are looked at first.
onto_store() {
  local words=()
  "$1" "$2" --help | grep -qE -- '^ .*--output (FILE|DIR)' || return 0
  mapfile -t words < <(operands "$1" "$2")
  refused '--output and the store are the same file' "$1" "$2" "${words[@]}" -o "$SVC_DB"
  echo "$1 $2" >>asked
}

@test "no verb of any tool writes its answer over the store" {
  each_verb onto_store
  [ "$(wc -l <asked)" -gt 60 ]
}

@test "the store is known by any of its names" {
  ln -s "$SVC_DB" link.csv
  mkdir folder
  ln -s ../store folder/there
  for name in link.csv ./store/svc.db folder/there/svc.db store/../store/svc.db; do
    refused '--output and the store are the same file' svc-complaint list -o "$name"
  done
  ln "$SVC_DB" hard.csv # which the store itself would not allow, but that is told later
  refused '--output and the store are the same file' svc-complaint list -o hard.csv
}

@test "nor does the shell lead an answer, or a message, behind the store's pages" {
  code=0
  svc-complaint list -n 1 >>"$SVC_DB" 2>told || code=$?
  [ "$code" -eq 2 ]
  grep -q 'standard output goes to the store; nothing was done' told
  whole
  code=0
  svc-complaint show C2026-999999 2>>"$SVC_DB" || code=$?
  [ "$code" -eq 2 ]
  whole
}

@test "nor does an answer become its lock or its journal, there or not" {
  for end in .lock -journal -wal -shm; do
    rm -f "$SVC_DB$end"
    expect 2 svc-complaint list -o "$SVC_DB$end"
    says "\"$SVC_DB$end\"; nothing was done"
    [ ! -e "$SVC_DB$end" ]
    expect 2 svc-admin backup "store/svc.db$end"
    says 'FILE and the '
    [ ! -e "$SVC_DB$end" ]
  done
  whole
}

@test "a tool that needs no store spares it, too" {
  refused '--output and the store' svc-policy check -o "$SVC_DB"
  refused '--output and the store' svc-policy vocabulary -o "$SVC_DB"
  refused 'FILE and the store are the same file' svc-admin backup "$SVC_DB"
  refused '--output and the store' svc-report close --yes -m 2026-09 -o "$SVC_DB"
}

@test "an import's input is no place for what it writes" {
  cp "$DEMO/complaints-2026-09.csv" in.csv
  ln -s in.csv link.csv
  ln in.csv hard.csv
  for name in in.csv ./in.csv link.csv hard.csv; do
    refused '--receipt and the input are the same file' svc-complaint import --receipt "$name" in.csv
    refused '--rejects and the input are the same file' \
      svc-complaint import --keep-good --rejects "$name" in.csv
  done
  refused '--receipt and the input' svc-complaint import --receipt in.csv - <in.csv
  refused '--receipt and the input' svc-complaint import --receipt in.csv <in.csv
  refused '--receipt and the input' svc-complaint import --receipt /dev/stdin - <in.csv
  refused '--receipt and the store' svc-complaint import --receipt "$SVC_DB" in.csv
  refused '--rejects and the store' svc-complaint import --keep-good --rejects "$SVC_DB" in.csv
  cmp in.csv "$DEMO/complaints-2026-09.csv"
}

@test "two outputs are two files" {
  cp "$DEMO/complaints-2026-09.csv" in.csv
  for name in out.csv ./out.csv "$PWD/out.csv"; do
    refused '--rejects and --receipt name the same file' \
      svc-complaint import --keep-good --receipt out.csv --rejects "$name" in.csv
    [ ! -e out.csv ]
  done
  # Devices take both.
  expect 0 svc-complaint import --receipt /dev/null in.csv
}

@test "a file that an option reads is not written" {
  printf 'code,name\n' >calendar.csv
  refused '--output and the input' svc-report sheet -m 2026-09 --calendar calendar.csv -o calendar.csv
}

@test "a pack's own files are not replaced by what is said of them" {
  svc-policy new pack >files
  cp pack/limits.csv limits.csv
  expect 2 svc-policy check pack -o pack/limits.csv
  says 'is as it was'
  cmp pack/limits.csv limits.csv
  expect 0 svc-policy check pack -o pack/said.txt
  expect 0 svc-policy check pack -o pack/said.txt
}

@test "what is listed while a loop reads its file leaves that file alone" {
  svc-complaint list -H -c no | head -n 2 >numbers
  cp numbers kept
  refused '--output and the input' svc-complaint list -o numbers <numbers
  cmp numbers kept
}

@test "an output that is the file of standard output goes there" {
  echo first >log
  svc-complaint list -n 1 -c no -o log >>log
  svc-complaint list -n 1 -c no >one
  { echo first; cat one; } | cmp - log
}

# left PID START [BOOT]: a file as a process with this number, begun then, leaves it.
left() {
  local boot numbers
  boot=$(head -c 8 /proc/sys/kernel/random/boot_id)
  numbers=$(printf %08x "$(stat -Lc %i /proc/self/ns/pid)")
  echo ".svc-${3:-$boot$numbers}-$1-$2-0"
}

@test "what a killed process left goes with the next output, what others are writing stays" {
  sleep 0 &
  gone=$!
  wait "$gone"
  alive=$(left "$$" "$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)")
  reused=$(left "$$" 1)
  fresh=$(left "$gone" 7 aaaaaaaabbbbbbbb) old=$(left "$gone" 8 aaaaaaaabbbbbbbb)
  for folder in . store; do
    touch "$folder/$(left "$gone" 5)" "$folder/$(left "$gone" 5).lock" "$folder/$alive" \
      "$folder/$reused" "$folder/$fresh" "$folder/.svc-of-mine"
    touch -d '2 days ago' "$folder/$old"
  done
  svc-complaint list -o out.csv
  svc-admin upgrade # which has nothing to do
  svc-admin backup store/copy.db
  for folder in . store; do
    [ "$(cd "$folder" && printf '%s\n' .svc-* | sort)" = "$(printf '%s\n' "$alive" "$fresh" .svc-of-mine | sort)" ]
  done
}

@test "a backup that is killed leaves nothing that the next one does not remove" {
  start=$(date +%s%N)
  svc-admin backup whole.db
  whole=$((($(date +%s%N) - start) / 1000))
  for part in 2 4 5 6 7 8 9; do
    svc-admin backup "part-$part.db" &
    sleep "$(awk -v u=$((whole * part / 10)) 'BEGIN { print u / 1e6 }')"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    # a name is there for a whole copy alone
    [ ! -e "part-$part.db" ] || expect 0 env SVC_DB="$PWD/part-$part.db" svc-admin check -H
    rm -f "part-$part.db" "part-$part.db.lock"
  done
  svc-admin backup last.db
  [ -z "$(find . -name '.svc-*')" ]
}
