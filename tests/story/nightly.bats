# The nightly load from the call centre's spreadsheet: GBK, with some bad rows, which come back for
# repair; running anything twice is harmless.
# bats file_tags=slow

load common

setup_file() { make_company; }
setup() { fresh_store; }

MAP='工单号=source_no,来电时间=received_at,类型=category,诉求内容=content,联系电话=phone'
SET='source=callcentre,channel=hotline'

# Last night's spreadsheet.
spreadsheet() {
  printf '%s\r\n' 工单号,来电时间,类型,诉求内容,联系电话,坐席备注 \
    'G1,2026-10-09 09:00,repair,热水器打不着火,13812340001,' \
    'G2,2026-10-9 25:10,repair,"漏气,已关阀",13812340002,' \
    'G3,2026/10/9 9:20,billing,抄表读数有误,1.38E+10,"客户着急,请先回电"' \
    'G4,2026-10-09 10:00,installation,缴费后三周未安装,13812340004,' \
    'G5,2026-10-13 08:00,other,明天才来电,13812340005,' \
    'G1,2026-10-09 11:00,other,重复的工单号,13812340006,' \
    'G7,2026-10-09 12:00,supply,停气未通知,13812340007' \
    'G8,2026-10-10 08:30,supply,停气,13812340008,' |
    iconv -f utf-8 -t gb18030
}

# The line of the crontab.
load_night() {
  svc-complaint import --encoding gb18030 --map "$MAP" --set "$SET" --ignore 坐席备注 --keep-good \
    --rejects rejects-2026-10-12.csv --receipt receipt.csv "$@" tousu.csv
}

# The records, without what tells one import from another.
records() { svc-complaint list -c no,source_no,received_at,category,content,phone --sort source_no; }

@test "good rows land, bad ones come back, are repaired and land too; all of it twice" {
  spreadsheet >tousu.csv
  expect 3 load_night
  says 'tousu.csv:3: record 2, column "received_at": no such time of day'
  says 'tousu.csv:4: record 3, column "phone": a number that a spreadsheet rounded'
  says 'tousu.csv:6: record 5, column "received_at": lies in the future'
  says 'tousu.csv:7: record 6: has the same key as record 1'
  says 'tousu.csv:8: record 7: has 5 cells, the header 6'
  says 'read 8: 3 added, 0 updated, 0 unchanged, 5 rejected; sha256'
  [[ $stderr != *13812340* ]]
  [ "$(svc-complaint list -H -c source_no --sort source_no | tr '\n' ' ')" = 'G1 G4 G8 ' ]

  # The rows as they came, under their own headings, in their order, for the owner alone.
  [ "$(stat -c %a rejects-2026-10-12.csv)" = 600 ]
  diff - rejects-2026-10-12.csv <<'EOF'
工单号,来电时间,类型,诉求内容,联系电话,坐席备注,_line,_column,_code,_reason
G2,2026-10-9 25:10,repair,"漏气,已关阀",13812340002,,3,received_at,cell,no such time of day
G3,2026/10/9 9:20,billing,抄表读数有误,1.38E+10,"客户着急,请先回电",4,phone,cell,a number that a spreadsheet rounded; format the column as text and export again
G5,2026-10-13 08:00,other,明天才来电,13812340005,,6,received_at,rule,lies in the future
G1,2026-10-09 11:00,other,重复的工单号,13812340006,,7,,twice,has the same key as record 1
G7,2026-10-09 12:00,supply,停气未通知,13812340007,,8,,ragged,"has 5 cells, the header 6"
EOF
  for pair in file:tousu.csv read:8 added:3 updated:0 unchanged:0 rejected:5 dry_run:no; do
    [ "$(value "${pair%:*}" <receipt.csv)" = "${pair#*:}" ]
  done
  [ "$(value sha256 <receipt.csv)" = "$(sha256sum tousu.csv | cut -d' ' -f1)" ]
  op=$(value op_id <receipt.csv)
  [ "$(sqlite3 "$SVC_DB" "SELECT count(*) FROM event WHERE op_id = '$op'")" -eq 1 ]

  # Once more, by accident.
  records >before
  cp -p rejects-2026-10-12.csv kept.csv
  expect 3 load_night
  says 'read 8: 0 added, 0 updated, 3 unchanged, 5 rejected'
  cmp kept.csv rejects-2026-10-12.csv
  records | cmp before -

  # Repaired: the hour, the number, the day, the order number; the ragged row is good as padded.
  sed -e 's/2026-10-9 25:10/2026-10-09 15:10/; s/1.38E+10/13812340003/; s/2026-10-13/2026-10-11/' \
    -e 's/^G1,/G6,/' rejects-2026-10-12.csv >repaired.csv
  again() {
    svc-complaint import -v --map "$MAP" --set "$SET" --ignore 坐席备注 --keep-good \
      --rejects rejects-again.csv repaired.csv
  }
  expect 0 again
  says 'read 5: 5 added, 0 updated, 0 unchanged, 0 rejected'
  [ ! -e rejects-again.csv ]
  [ "$(svc-complaint list -H -c source_no --sort source_no | tr '\n' ' ')" = 'G1 G2 G3 G4 G5 G6 G7 G8 ' ]
  [ "$(svc-complaint list -H --source_no G2 -c received_at,content)" = '2026-10-09 15:10:00,"漏气,已关阀"' ]

  # The repaired file again, and the night's file again: nothing.
  records >before
  expect 0 again
  says '0 added, 0 updated, 5 unchanged'
  # (What was refused for its day is refused as another record now, so the file of rejects would
  # say something else, and the old one is kept.)
  expect 2 load_night
  cmp kept.csv rejects-2026-10-12.csv
  mv rejects-2026-10-12.csv done.csv
  expect 3 load_night
  says 'read 8: 0 added, 0 updated, 3 unchanged, 5 rejected'
  records | cmp before -
  # No number was lost to a rejected row.
  [ "$(svc-complaint list -H -c no --sort no | tail -n 1)" = C2026-000008 ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "what is still bad after the repair comes back under its own heading once" {
  spreadsheet >tousu.csv
  expect 3 load_night
  sed 's/1.38E+10/13812340003/' rejects-2026-10-12.csv >repaired.csv
  expect 3 svc-complaint import --map "$MAP" --set "$SET" --ignore 坐席备注 --keep-good \
    --rejects rejects-again.csv repaired.csv
  says '2 added'
  [ "$(head -n 1 rejects-again.csv)" = 工单号,来电时间,类型,诉求内容,联系电话,坐席备注,_line,_column,_code,_reason ]
  # G1 collides no more inside the file, but with the record of the night.
  [ "$(grep -c ^ rejects-again.csv)" -eq 4 ]
  grep -q '^G1,.*,5,received_at,conflict,differs from the stored record' rejects-again.csv
}

@test "a file of rejects that says something else is never overwritten" {
  spreadsheet >tousu.csv
  echo 昨天的 >rejects-2026-10-12.csv
  cp -p "$SVC_DB" before.db
  expect 2 load_night
  says '"rejects-2026-10-12.csv" is there already and holds something else; nothing was applied'
  says 'move it away'
  [ "$(cat rejects-2026-10-12.csv)" = 昨天的 ]
  cmp "$SVC_DB" before.db
  [ ! -e receipt.csv ]
  # Neither is a link followed, nor a device or a folder taken for a file.
  rm rejects-2026-10-12.csv
  ln -s elsewhere.csv rejects-2026-10-12.csv
  expect 2 load_night
  [ ! -e elsewhere.csv ]
  rm rejects-2026-10-12.csv
  ln -s /dev/null rejects-2026-10-12.csv
  expect 2 load_night
  rm rejects-2026-10-12.csv
  mkdir rejects-2026-10-12.csv
  expect 2 load_night
  [ -z "$(svc-complaint list -H)" ]
}

@test "where no file of rejects can be made, that is told before anything is read" {
  spreadsheet >tousu.csv
  mkfifo in
  expect 74 svc-complaint import --keep-good --rejects none/r.csv in # nobody writes into it
  says 'cannot write "none/r.csv": No such file or directory; nothing was applied'
}

@test "a file that takes the rejects' name meanwhile stays, and the message says what is done" {
  spreadsheet >tousu.csv
  mkfifo in
  svc-complaint import --encoding gb18030 --map "$MAP" --set "$SET" --ignore 坐席备注 \
    --keep-good --rejects r.csv --receipt receipt.csv --op-id night-7 in 2>said &
  exec 7>in # which waits until it is read
  echo 别人的 >r.csv
  cat tousu.csv >&7
  exec 7>&-
  code=0
  wait $! || code=$?
  [ "$code" -eq 74 ]
  [ "$(tail -n 2 said)" = 'svc-complaint: 3 are added, 0 updated, 0 unchanged, the rejects (5) are not written to "r.csv": another file was put there meanwhile; the change itself was applied
  remove the cause and run this again, which writes them' ]
  [ "$(cat r.csv)" = 别人的 ]
  [ "$(value rejected <receipt.csv)" = 5 ]
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 3 ]
  # The same operation once more is not applied again; its files are what they would have been.
  rm r.csv
  mv receipt.csv first.csv
  once_more() {
    expect "$1" svc-complaint import --encoding gb18030 --map "$MAP" --set "$SET" --ignore 坐席备注 \
      --keep-good --rejects r.csv --receipt receipt.csv --op-id night-7 "$2"
  }
  once_more 3 tousu.csv
  says 'operation "night-7" was applied already'
  says 'read 8: 0 added, 0 updated, 3 unchanged, 5 rejected, now that it was applied'
  [ "$(tail -n +2 r.csv | wc -l)" -eq 5 ]
  [ "$(value added <receipt.csv)" = 3 ]
  [ "$(value dry_run <receipt.csv)" = no ]
  diff <(tail -n 1 first.csv | cut -d, -f 2-) <(tail -n 1 receipt.csv | cut -d, -f 2-)
  once_more 3 tousu.csv
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 3 ]
  # Another file under its name is another operation.
  sed 1q tousu.csv >other.csv
  once_more 4 other.csv
  says 'operation "night-7" was used at 2026-10-12 09:00:00: svc-complaint import, complaint; this is another one'
  svc-admin verify
}

@test "a receipt that a failure left out is written by the same operation once more" {
  printf '%s\n' source,source_no,received_at,channel,category,content 'a,1,2026-10-09,web,other,x' >in.csv
  expect 74 svc-complaint import --receipt /dev/full --op-id night-1 in.csv
  says 'the change itself was applied'
  expect 0 svc-complaint import --receipt receipt.csv --op-id night-1 in.csv
  says 'nothing was applied again'
  [ "$(value added <receipt.csv)" = 1 ]
  [ "$(value op_id <receipt.csv)" = night-1 ]
}

@test "a file without bad rows leaves no file of rejects" {
  spreadsheet | sed -n '1,2p' >tousu.csv
  echo 昨天的 >rejects-2026-10-12.csv
  expect 0 load_night
  [ -z "$stderr" ]
  [ "$(cat rejects-2026-10-12.csv)" = 昨天的 ]
}

@test "a dry run writes the same rejects and a receipt that says so, and applies nothing" {
  spreadsheet >tousu.csv
  cp -p "$SVC_DB" before.db
  expect 3 load_night --dry-run
  says '3 added, 0 updated, 0 unchanged, 5 rejected (dry run: would be applied)'
  [ "$(value dry_run <receipt.csv)" = yes ]
  [ "$(value added <receipt.csv)" = 3 ]
  [ -z "$(svc-complaint list -H)" ]
  expect 3 load_night
  [ "$(value dry_run <receipt.csv)" = no ]
}

@test "every row is bad: all come back, nothing is applied" {
  spreadsheet | sed -n '1p;3,4p' >tousu.csv
  expect 3 load_night
  says 'read 2: 0 added, 0 updated, 0 unchanged, 2 rejected'
  [ "$(value read <receipt.csv)" = 2 ]
  [ -z "$(svc-complaint list -H)" ]
}

@test "more cells than the header has are kept beside the row" {
  printf '%s\n' source,source_no,received_at,channel,category,content \
    'a,1,2026-10-09,web,other,报修,再,"三,次"' 'a,2,2026-10-09,web,other,x' >in.csv
  expect 3 svc-complaint import --keep-good --rejects r.csv in.csv
  diff - r.csv <<'EOF'
source,source_no,received_at,channel,category,content,_line,_column,_code,_reason,_surplus
a,1,2026-10-09,web,other,报修,2,,ragged,"has 8 cells, the header 6","再,""三,次"""
EOF
}

@test "the rejects of a spreadsheet open in one, and of a TSV can stay TSV" {
  printf '%s\n' source,source_no,received_at,channel,category,content,customer \
    "a,1,2026-02-30,web,other,x,'0012" >in.csv
  expect 3 svc-complaint import --excel --keep-good --rejects r.csv in.csv
  [ "$(head -c 3 r.csv | od -An -tx1)" = ' ef bb bf' ]
  grep -q "x,"	0012",2,received_at" r.csv
  sed -i 's/2026-02-30/2026-02-28/' r.csv
  expect 0 svc-complaint import --excel r.csv
  [ "$(svc-complaint list -H -c customer)" = 0012 ]
  printf 'source\tsource_no\treceived_at\tchannel\tcategory\tcontent\na\t2\tx\tweb\tother\t一\\n二\n' >in.tsv
  expect 3 svc-complaint import --keep-good --rejects r.tsv in.tsv
  [ "$(tail -n 1 r.tsv | cut -f 6,7)" = '一\n二	2' ]
}

@test "more rejects than messages: all of them are in the file" {
  { echo source,source_no,received_at,channel,category,content
    for i in $(seq 3000); do echo "a,$i,$((i % 3 ? 2026 : 2099))-10-09,web,$( ((i % 5)) && echo other),内容 $i"; done
  } >in.csv
  expect 3 svc-complaint import --max-errors 1 --keep-good --rejects r.csv in.csv
  says 'more bad records follow'
  [ "$(wc -l <<<"$stderr")" -le 8 ]
  # Every third lies in the future, every fifth has no category; in the order of the input.
  [ "$(tail -n +2 r.csv | cut -d, -f2 | tr '\n' ' ')" = \
    "$(for i in $(seq 3000); do ((i % 3 && i % 5)) || echo -n "$i "; done)" ]
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 1600 ]
  [ "$(svc-complaint list -H -c no | tail -n 1)" = C2026-001600 ]
  svc-admin verify
}

@test "the receipt is written after the commit, whole, and not when nothing was applied" {
  printf '%s\n' source,source_no,received_at,channel,category,content 'a,1,2026-10-09,web,other,x' >in.csv
  expect 0 svc-complaint import --receipt receipt.csv --op-id night-1 in.csv
  [ -z "$stderr" ]
  head -n 1 receipt.csv | grep -qx file,sha256,read,added,updated,unchanged,rejected,op_id,at,dry_run,passed_over,encoding,left_out,profile,not_compared
  [ "$(value op_id <receipt.csv)" = night-1 ]
  [ "$(value at <receipt.csv)" = '2026-10-12 09:00:00' ]
  cp receipt.csv before.csv
  echo 'a,2,x,web,other,x' >>in.csv
  expect 65 svc-complaint import --receipt receipt.csv in.csv
  cmp before.csv receipt.csv
  # The place is tried before anything is done.
  expect 74 svc-complaint import --receipt /nonexistent/receipt.csv in.csv
  expect 74 svc-complaint import --receipt /dev/full <<<'source,source_no,received_at,channel,category,content
a,3,2026-10-09,web,other,x'
  says 'the change itself was applied'
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 2 ]
}

@test "a number that a rejected row was given is free again, also for a row that brings it" {
  printf '%s\n' no,source,source_no,received_at,channel,category,content \
    ,a,1,2026-10-13,web,other,x C2026-000001,a,2,2026-10-09,web,other,x ,a,3,2026-10-09,web,other,x \
    ,a,4,2026-10-13,web,other,x ,a,5,2026-10-14,web,other,x ,a,6,2026-10-09,web,other,x >in.csv
  expect 3 svc-complaint import --keep-good --rejects r.csv in.csv
  [ "$(svc-complaint list -H -c no,source_no | tr '\n' ' ')" = 'C2026-000001,2 C2026-000002,3 C2026-000003,6 ' ]
  svc-admin verify
}

@test "what the store itself refuses comes back too" {
  printf '%s\n' person,name,dept,roles,login 2001,甲,01,agent,same 2002,乙,01,agent,same >in.csv
  expect 3 svc-admin import persons --keep-good --rejects r.csv in.csv
  says 'read 2: 1 added, 0 updated, 0 unchanged, 1 rejected'
  grep -q '^2002,乙,01,agent,same,3,,store,refused by the store: ' r.csv
  [ "$(svc-admin list persons -H -c person --login same)" = 2001 ]
  svc-admin verify
}

@test "what a command did for a row that it then refused is undone" {
  head=source,source_no,received_at,channel,category,content,dept,assigned_at,closed_at
  printf '%s\n' $head 'a,1,2026-10-09,web,other,x,01,2026-10-09 10:00,' | svc-complaint import
  sqlite3 "$SVC_DB" .dump >before
  # Another department, and a time in the future.
  printf '%s\n' $head 'a,1,2026-10-09,web,other,x,02,2026-10-09 10:00,2026-10-13' >in.csv
  expect 3 svc-complaint import --update --keep-good --rejects r.csv in.csv
  says 'read 1: 0 added, 0 updated, 0 unchanged, 1 rejected'
  sqlite3 "$SVC_DB" .dump | cmp before -
  svc-admin verify
}

@test "masks and conflicts come back with their row, under --update only the masks" {
  head='source,source_no,received_at,channel,category,content,phone'
  printf '%s\n' $head 'a,1,2026-10-09,web,other,x,13812340001' 'a,2,2026-10-09,web,other,x,' | svc-complaint import
  printf '%s\n' $head 'a,1,2026-10-09,web,other,x,139****0001' 'a,2,2026-10-09,web,other,y,' \
    'a,3,2026-10-09,web,other,z,' >in.csv
  expect 3 svc-complaint import --dry-run --keep-good --rejects dry.csv in.csv
  [ "$(cut -d, -f 2,8-10 dry.csv | tail -n 2 | tr '\n' ' ')" = '1,2,phone,masked 2,3,content,conflict ' ]
  expect 3 svc-complaint import --update --keep-good --rejects r.csv in.csv
  says 'read 3: 1 added, 1 updated, 0 unchanged, 1 rejected'
  [ "$(tail -n +2 r.csv | cut -d, -f 1-10)" = 'a,1,2026-10-09,web,other,x,139****0001,2,phone,masked' ]
}

@test "kill -9 at any moment leaves all or nothing, and the file of rejects whole or not at all" {
  { echo source,source_no,received_at,channel,category,content
    awk 'BEGIN { for (i = 1; i <= 20000; i++) print "a," i ",2026-" (i % 100 ? 10 : 13) "-09,web,other,x" i }'
  } >big.csv
  start=$(date +%s%N)
  expect 3 svc-complaint import --keep-good --rejects whole.csv big.csv
  whole=$(( ($(date +%s%N) - start) / 1000 ))
  for part in 2 4 6 7 8 9 10; do
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    rm -f "$SVC_DB-journal" r.csv
    svc-complaint import --keep-good --rejects r.csv big.csv 2>/dev/null &
    sleep "$(awk -v u=$((whole * part / 10)) 'BEGIN { print u / 1e6 }')"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    n=$(svc-complaint list -H -c no | wc -l)
    # it has its name after the commit, so that who finds it finds the others in the store
    if [ -e r.csv ]; then cmp whole.csv r.csv && [ "$n" -eq 19800 ]; else [ "$n" -eq 0 ] || [ "$n" -eq 19800 ]; fi
    expect 3 svc-complaint import --keep-good --rejects r.csv big.csv
    [ "$(svc-complaint list -H -c no | wc -l)" -eq 19800 ]
    cmp whole.csv r.csv
  done
  svc-admin verify
  [ "$(find . -name '.svc-*' | wc -l)" -eq 0 ]
}
