# What a person asks for under a name of its own, and asks for once more.

load common

setup_file() { make_company; }
setup() { fresh_store; }
teardown() { rows_name_their_events; }

rows() { printf '%s\n' source,source_no,received_at,channel,category,content "$@"; }
add() { svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 报修 "$@"; }
events() { sqlite3 "$SVC_DB" 'SELECT MAX(seq) FROM event'; }

# again COMMAND…: it is answered as applied, and nothing is written.
again() {
  local before
  before=$(events)
  expect 0 "$@"
  says 'was applied already'
  [ "$before" = "$(events)" ]
}
# another SUBJECT COMMAND…: the name is taken, which is told with when and for what.
another() {
  local subject=$1
  shift
  expect 4 "$@"
  says "was used at 2026-10-12 09:00:00: $subject; this is another one; nothing was applied
  give this one another --op-id"
}

@test "an operation that was applied is not applied again, and its name is taken" {
  first=$(add --dept 02 --op-id op-7)
  again add --dept 02 --op-id op-7
  [ "$output" = "$first" ]
  again add --op-id op-7 --dept 02 -f tsv -v
  another "svc-complaint add, $first" add --dept 03 --op-id op-7
  another "svc-complaint add, $first" add --op-id op-7
  another "svc-complaint add, $first" svc-complaint assign "$first" --dept 03 --op-id op-7
  another "svc-complaint add, $first" svc-admin add depts --dept 07 --name 物资部 --op-id op-7
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 1 ]
  # Who tried it stands in the chain.
  [ "$(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE change LIKE '{\"refused\":\"operation%another one%'")" -eq 4 ]
  expect 0 svc-admin verify -H
}

@test "a step is the same however its options are spelled, and another one with any other" {
  first=$(add --dept 02)
  second=$(add --dept 02)
  assign() { svc-complaint assign --op-id a "$@"; }
  assign "$first" --dept 03 --at '2026-10-11 08:05' --reason 划转
  again assign --reason 划转 --at 2026/10/11T8:05 --dept 安全检查部 "$first"
  again svc-complaint assign --dept 03 --reason 划转 --at '2026-10-11 08:05:00' --op-id a - <<<"$first"
  again svc-complaint assign --dept 03 --reason 划转 --at '2026-10-11 08:05:00' --op-id a - <<<"编号
$first"
  for other in "$second --dept 03 --at 2026-10-11T08:05 --reason 划转" "$first --dept 04 --at 2026-10-11T08:05 --reason 划转" \
    "$first --dept 03 --at 2026-10-11T08:06 --reason 划转" "$first --dept 03 --at 2026-10-11T08:05 --reason 误" \
    "$first --dept 03 --at 2026-10-11T08:05" "$first $second --dept 03 --at 2026-10-11T08:05 --reason 划转"; do
    # shellcheck disable=SC2086 # a word is an argument
    another "svc-complaint assign, $first" assign $other
  done
  another "svc-complaint assign, $first" svc-complaint assign --dept 03 --at '2026-10-11 08:05' --reason 划转 \
    --op-id a - <<<"$second"
}

@test "many records of one operation are told by the first of them" {
  for _ in 1 2 3 4 5; do add; done >numbers
  svc-complaint assign --dept 03 --op-id all - <numbers
  again svc-complaint assign --dept 03 --op-id all - <numbers
  { echo no; cat numbers; } | again svc-complaint assign --dept 03 --op-id all -
  tail -n +2 numbers >fewer
  another 'svc-complaint assign, C2026-000001, C2026-000002, C2026-000003, ...' \
    svc-complaint assign --dept 03 --op-id all - <fewer
}

@test "a file is what it holds, wherever it stands, and not its name, its receipt or how much is said" {
  rows crm,1,2026-10-09,web,other,x crm,2,2026-10-09,web,other,y >in.csv
  cp in.csv copy.csv
  svc-complaint import in.csv --op-id f --receipt r.csv
  again svc-complaint import copy.csv --op-id f --receipt again.csv -v --max-errors 3
  diff <(tail -n 1 r.csv | cut -d, -f 2-) <(tail -n 1 again.csv | cut -d, -f 2-)
  again svc-complaint import - --op-id f <copy.csv
  mkfifo pipe
  cat in.csv >pipe &
  again svc-complaint import --op-id f pipe
  sed 's/x$/z/' in.csv >other.csv
  for how in other.csv '- --update' 'in.csv --keep-good --rejects bad.csv' '--set level=3 in.csv' 'in.csv --reason 补录'; do
    # shellcheck disable=SC2086 # a word is an argument
    another 'svc-complaint import, complaint' svc-complaint import --op-id f $how <in.csv
  done
  # Where there is nothing to do nothing is kept of the name.
  svc-complaint import in.csv --op-id g
  expect 0 svc-complaint import --op-id g <<<"$(rows crm,3,2026-10-09,web,other,z)"
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 3 ]
}

@test "an import that left records out is the same operation without its rejects, and writes them" {
  rows crm,1,2026-10-09,web,other,x crm,2,never,web,other,y >in.csv
  expect 3 svc-complaint import --keep-good --rejects bad.csv in.csv --op-id k
  mv bad.csv was.csv
  expect 3 svc-complaint import --keep-good --rejects bad.csv - --op-id k <in.csv
  says 'was applied already'
  cmp bad.csv was.csv
  sed 's/never/2026-10-08/' in.csv >mended.csv
  another 'svc-complaint import, complaint' svc-complaint import --keep-good --rejects more.csv mended.csv --op-id k
  [ ! -e more.csv ]
  expect 0 svc-complaint import mended.csv --op-id k2
}

@test "files of steps, of proposals and of numbers are inputs like any other" {
  first=$(add --source crm --source_no 1)
  steps() { printf '%s\n' no,verb,at,dept "$first,assign,2026-10-10 09:00,$1"; }
  steps 03 | svc-complaint import steps - --op-id s
  steps 03 >steps.csv
  again svc-complaint import steps steps.csv --op-id s
  steps 04 >steps.csv
  another "svc-complaint import, $first" svc-complaint import steps steps.csv --op-id s
  printf '%s\n' no,occurred_at,clause,person,facts "$first,2026-10-10,reward-3.2.2-1,1202,爽约" >cases.csv
  svc-reward propose --source inspect cases.csv --op-id p
  again svc-reward propose --source inspect --op-id p - <cases.csv
  sed 's/爽约/迟到/' cases.csv >other.csv
  another 'svc-reward propose, R2026-000001' svc-reward propose --source inspect --op-id p other.csv
}

@test "a rule pack is all of its files, and a file that is evidence what it holds" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^complaint,close,3,,,5wd/complaint,close,3,,,4wd/' pack/limits.csv
  svc-policy load pack --from 2026-11-01 --op-id v
  again svc-policy load pack --from 2026-11-01 --op-id v
  cp -r pack elsewhere
  again svc-policy load elsewhere --from 2026/11/1 --op-id v
  sed -i 's/^complaint,close,3,,,4wd/complaint,close,3,,,3wd/' pack/limits.csv
  expect 4 svc-policy load pack --from 2026-11-01 --op-id v
  says 'was used at 2026-10-12 09:00:00: svc-policy load, '
  expect 4 svc-policy load elsewhere --from 2026-12-01 --op-id v
  echo 甲 >photo
  sheet=$(svc-inspect sheet -H "$(svc-inspect plan -H --planned_at 2026-10-12 --level company --kind routine \
    --method on_site --inspectors '1601;1602' --scope 02 --scheme FA-01)")
  find_it() {
    svc-inspect find "$sheet" -H --severity minor --facts x --item 3.1.1 --deadline 2026-10-20 --evidence photo --op-id e
  }
  found=$(find_it)
  again find_it
  [ "$output" = "$found" ]
  echo 乙 >photo
  expect 4 find_it
  says 'svc-inspect find, '
}

@test "a month's close is another operation for another month, whatever its period was called" {
  SVC_NOW='2026-10-12 09:00' svc-report close -m last-month --yes --carry-pending --op-id monthly
  mkdir out
  again svc-report close -m 2026年9月 --yes --carry-pending --op-id monthly -o out
  (cd out/2026-09 && sha256sum --quiet -c SHA256SUMS)
  export SVC_NOW='2026-11-12 09:00'
  expect 4 svc-report close -m last-month --yes --carry-pending --op-id monthly
  says 'was used at 2026-10-12 09:00:00: svc-report close, '
  expect 0 svc-report close -m last-month --yes --carry-pending --op-id monthly-10
}

@test "a trial, a refusal and a usage error do not use a name up" {
  expect 0 svc-admin add depts --dept 07 --name 物资供应部 --op-id d7 --dry-run
  expect 5 svc-complaint withdraw C2026-000001 --op-id d7 --reason x
  expect 2 svc-admin add depts --dept 07 --nam 物资供应部 --op-id d7
  expect 0 svc-admin add depts --dept 07 --name 物资供应部 --op-id d7 -H
  [ "$output" = 07 ]
  again svc-admin add depts --dept 07 --name 物资供应部 --op-id d7 -H
  [ "$output" = 07 ]
  again svc-admin add depts --dept 07 --name 物资供应部 --op-id d7 -H --dry-run
  another 'svc-admin add, 07' svc-admin add depts --dept 08 --name 物资供应部 --op-id d7 --dry-run
  another 'svc-admin add, 07' svc-admin add persons --person 7 --name 甲 --dept 07 --roles agent --op-id d7
}

@test "a name that was never applied is free, also when the program was killed" {
  mkfifo in
  svc-complaint import in --op-id n &
  exec 7>in # it reads
  rows crm,1,2026-10-09,web,other,x >&7
  kill -9 $!
  wait $! || true
  exec 7>&-
  rows crm,2,2026-10-09,web,other,y >other.csv
  expect 0 svc-complaint import other.csv --op-id n
  [ "$(svc-complaint list -H -c source_no)" = 2 ]
}

@test "killed behind its commit it is applied, and the same once more writes what is missing" {
  rows crm,1,2026-10-09,web,other,x >in.csv
  mkfifo said
  exec 8<>said
  dd if=/dev/zero of=said bs=4096 oflag=nonblock 2>/dev/null || true # nobody reads it, and it is full
  svc-complaint import -v --op-id n --receipt r.csv in.csv 2>said &
  until [ "$(sqlite3 -cmd '.timeout 10000' "$SVC_DB" "SELECT COUNT(*) FROM event WHERE op_id = 'n'")" = 1 ]; do
    kill -0 $! || return 1
  done
  kill -9 $!
  wait $! || true
  exec 8>&-
  [ ! -e r.csv ]
  again svc-complaint import --op-id n --receipt r.csv in.csv
  [ "$(value added <r.csv)" = 1 ]
  sed 's/x$/z/' in.csv >other.csv
  another 'svc-complaint import, complaint' svc-complaint import --op-id n other.csv
}

@test "of an operation from before digests were kept the name alone decides" {
  first=$(add --dept 02 --op-id old)
  sqlite3 "$SVC_DB" 'DELETE FROM operation'
  again add --dept 03 --op-id old
  [ "$output" = "$first" ]
  another "svc-complaint add, $first" svc-complaint assign "$first" --dept 03 --op-id old
  expect 0 svc-admin verify -H
}

@test "what bears on personal data goes with them" {
  first=$(add --caller 王芳 --phone 13800138000 --op-id p)
  add --op-id other >/dev/null
  svc-complaint assign "$first" --dept 02 --op-id q
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM operation')" -eq 3 ]
  svc-complaint determine "$first" --valid no --responsible no
  svc-complaint close "$first" --solution 修好
  SVC_NOW='2030-10-12 09:00' svc-admin retire --older-than 3y --reason 到期 -H
  [ "$(sqlite3 "$SVC_DB" 'SELECT op_id FROM operation')" = other ]
  [ -z "$(sqlite3 "$SVC_DB" "SELECT 1 FROM event WHERE change LIKE '%13800138000%'")" ]
  SVC_NOW='2030-10-12 09:00' again add --phone 13900139000 --op-id p
}
