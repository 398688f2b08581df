# The import contract: all or nothing, idempotent, every fault told with its line.

load common

setup_file() { make_company; }
setup() { fresh_store; }

count() { svc-complaint list -H -c no | wc -l; }

# A small file: header, then the given lines.
file() {
  printf '%s\n' 'source,source_no,received_at,channel,category,content,phone' "$@" >in.csv
}

@test "all records land, the same file twice changes nothing" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,13812345678' \
    'crm,2,2026/10/9 9:05,web,billing,"两行
内容",' 'crm,3,2026年10月9日,letter,other,信,'
  expect 0 svc-complaint import -v in.csv
  says 'read 3: 3 added, 0 updated, 0 unchanged, 0 rejected'
  expect 0 svc-complaint import -v in.csv
  says 'read 3: 0 added, 0 updated, 3 unchanged, 0 rejected'
  [ "$(svc-complaint list -H -c source_no,received_at | sed -n 1p)" = '3,2026-10-09 00:00:00' ]
  expect 0 svc-admin verify
}

@test "what an export puts around a value is none of it" {
  file 'crm,1,2026-10-09 09:05,hotline,repair,报修,13812345678'
  expect 0 svc-complaint import in.csv
  printf '%s\n' 'source,source_no,received_at,channel,category,content,phone' \
    $' crm ,1\t,2026.10.9 9:05 ,　hotline,repair\xc2\xa0, 报修 ,\t13812345678' >padded.csv
  expect 0 svc-complaint import -v padded.csv
  says 'read 1: 0 added, 0 updated, 1 unchanged, 0 rejected'
  # ="…" keeps a spreadsheet from reading a code as a number; full-width figures are figures.
  printf '%s\n' 'source,source_no,received_at,channel,category,content,phone' \
    'crm,"=""0012""",２０２６－１０－０９ ０９：０５,"=""hotline""",repair,报修,' >guarded.csv
  expect 0 svc-complaint import guarded.csv
  [ "$(svc-complaint list -H -c source_no,received_at --source_no 0012)" = '0012,2026-10-09 09:05:00' ]
  # Typed by hand it is the same value.
  [ "$(svc-complaint list --source_no ' 0012 ' -H -c source_no)" = 0012 ]
}

@test "a row that is there twice says nothing new; two that differ contradict each other" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,' 'crm,2,2026-10-09 09:01,web,billing,账单,' \
    'crm,1,2026-10-09 9:00:00,hotline,repair,报修 ,'
  expect 0 svc-complaint import -v in.csv
  says 'read 3: 2 added, 0 updated, 1 unchanged, 0 rejected'
  file 'crm,5,2026-10-09 09:00,hotline,repair,报修,' 'crm,5,2026-10-09 09:00,hotline,repair,又报修,'
  expect 65 svc-complaint import in.csv
  says 'in.csv:3: record 2: has the same key as record 1'
}

@test "silent when nobody watches" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,'
  expect 0 svc-complaint import in.csv
  [ -z "$output$stderr" ]
}

@test "one bad record and nothing is applied; every bad one is told with file, line and column" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,' \
    'crm,2,2026-02-30,hotline,repair,报修,' \
    'crm,3,2026-10-09 09:00,pigeon,repair,报修,' \
    'crm,4,2026-10-09 09:00,hotline,repair,报修,1.38E+10' \
    'crm,5,2026-10-09 09:00,hotline,repair,,' \
    'crm,6,2026-10-09 09:00,hotline,repair'
  expect 65 svc-complaint import in.csv
  says 'in.csv:3: record 2, column "received_at": no such day'
  says 'in.csv:4: record 3, column "channel": "pigeon": an unknown word; must be one of hotline|counter'
  says 'in.csv:5: record 4, column "phone": a number that a spreadsheet rounded'
  says 'in.csv:6: record 5, column "content": is required'
  says 'in.csv:7: record 6: has 5 cells, the header 7'
  says 'read 6: 0 added, 0 updated, 0 unchanged, 5 rejected, 1 held back; sha256'
  [ "$(grep -c 'nothing.*applied' <<<"$stderr")" -eq 1 ]
  [ "$(count)" -eq 0 ]
}

@test "messages never show the data" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,not-a-phone-13812345678'
  expect 65 svc-complaint import in.csv
  [[ $stderr != *13812345678* ]]
}

@test "more faults than asked for are counted only" {
  file 'a,1,x,hotline,repair,c,' 'a,2,2026-10-09,hotline,repair,,' 'a,3,2026-10-09,fax,repair,c,'
  expect 65 svc-complaint import --max-errors 2 in.csv
  says 'record 2'
  [[ $stderr != *'record 3'* ]]
  says 'more bad records follow'
  says '3 rejected'
}

@test "line numbers are right after records of several lines" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,"一
二
三",' 'crm,2,nonsense,hotline,repair,x,'
  expect 65 svc-complaint import in.csv
  says 'in.csv:5: record 2, column "received_at"'
}

@test "a conflict is told; --update lets the file win; absent columns stay, empty cells clear" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,13812345678'
  svc-complaint import --set dept=02 in.csv
  file 'crm,1,2026-10-09 09:00,hotline,billing,报修,'
  expect 65 svc-complaint import in.csv
  says 'column "category": differs from the stored record; --update would change it'
  expect 0 svc-complaint import --update -v in.csv
  says '0 added, 1 updated'
  [ "$(svc-complaint list -H -c category,phone,dept)" = 'billing,,02' ]
  svc-complaint log C2026-000001 -H -c verb,change | grep -q '""category"":\[""repair"",""billing""\]'
  expect 0 svc-admin verify
}

@test "what happened to a record since its import is no conflict" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,'
  svc-complaint import in.csv
  svc-complaint assign --dept 02 C2026-000001
  expect 0 svc-complaint import -v in.csv
  says '1 unchanged'
}

@test "the same key twice in one file is rejected with both record numbers" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,甲,' 'crm,2,2026-10-09 09:00,hotline,repair,乙,' \
    'crm,1,2026-10-09 09:00,hotline,repair,丙,'
  expect 65 svc-complaint import in.csv
  says 'in.csv:4: record 3: has the same key as record 1'
  [ "$(count)" -eq 0 ]
}

@test "concatenated files read as one" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,甲,'
  cp in.csv a.csv
  file 'crm,2,2026-10-09 09:00,hotline,repair,乙,'
  cat a.csv in.csv | svc-complaint import
  [ "$(count)" -eq 2 ]
}

@test "concatenated exports for a spreadsheet read as one, each with its mark" {
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  { svc-complaint list --excel --level 1; svc-complaint list --excel --state open; } >two.csv
  expect 0 svc-complaint import --excel -v two.csv
  says 'read 2: 0 added, 0 updated, 2 unchanged, 0 rejected'
}

@test "columns whose names begin with _ are passed over, unless they are mapped" {
  printf '%s\n' source,source_no,received_at,channel,category,content,_line,_line,_tel \
    'a,1,2026-10-09 09:00,web,other,x,7,8,13812345678' >in.csv
  expect 0 svc-complaint import in.csv
  [ "$(svc-complaint list -H -c phone)" = '""' ]
  expect 0 svc-complaint import --update --map _tel=phone in.csv
  [ "$(svc-complaint list -H -c phone)" = '138****5678' ]
}

@test "both header languages, any order" {
  printf '内容,类别,受理时间,渠道,来源系统,来源编号\n报修,repair,2026-10-09 09:00,hotline,crm,1\n' >zh.csv
  expect 0 svc-complaint import zh.csv
  [ "$(count)" -eq 1 ]
}

@test "a foreign header is mapped, filled, ignored; an unknown column is refused with the known ones" {
  printf '日期,说明,别的\n2026-10-09 09:00,"要,点",x\n' >foreign.csv
  expect 65 svc-complaint import foreign.csv
  says 'no heading is known: "日期"'
  says 'known: no source source_no received_at'
  expect 0 svc-complaint import --map 日期=received_at,说明=content --ignore 别的 \
    --set 'source=x,source_no=1,channel=web,category=other,"subject=甲,乙"' foreign.csv
  [ "$(svc-complaint list -H -c content,subject)" = '"要,点","甲,乙"' ]
  expect 65 svc-complaint import --map 无=received_at foreign.csv
}

@test "a file without key is refused with the remedy" {
  printf 'received_at,channel,category,content\n2026-10-09 09:00,web,other,x\n' >nokey.csv
  expect 65 svc-complaint import nokey.csv
  says 'records have no key'
  says '--set source='
}

@test "a missing required column is told once" {
  printf 'source,source_no,channel,category\na,1,web,other\na,2,web,other\n' >in.csv
  expect 65 svc-complaint import in.csv
  says 'required column "received_at" is missing'
}

@test "columns twice, constants twice, words that are none" {
  printf 'source,source,source_no\n' >in.csv
  expect 65 svc-complaint import in.csv
  says 'comes twice'
  file
  expect 2 svc-complaint import --set channel=web in.csv
  says 'the file has a column "channel"'
  expect 2 svc-complaint import --set level=9 in.csv
  expect 2 svc-complaint import --set dept=99 in.csv
  says 'is not registered'
}

@test "a given number is kept and the counter goes on from there" {
  printf 'no,received_at,channel,category,content\nC2026-000041,2026-10-09 09:00,web,other,x\n' >in.csv
  svc-complaint import in.csv
  [ "$(complaint)" = C2026-000042 ]
  printf 'no,received_at,channel,category,content\nX1,2026-10-09 09:00,web,other,x\n' >in.csv
  expect 65 svc-complaint import in.csv
  says 'not a number of this register'
}

@test "state follows from the times; dept alone is a suggestion" {
  printf '%s\n' 'source,source_no,received_at,channel,category,content,dept,assigned_at,responded_at,solution_at,closed_at' \
    'a,1,2026-10-09 09:00,web,other,x,02,,,,' 'a,2,2026-10-09 09:00,web,other,x,02,2026-10-09 10:00,,,' \
    'a,3,2026-10-09 09:00,web,other,x,02,,2026-10-09 10:00,,' 'a,4,2026-10-09 09:00,web,other,x,02,,,2026-10-09 10:00,' \
    'a,5,2026-10-09 09:00,web,other,x,02,,,,2026-10-09 10:00' >in.csv
  svc-complaint import in.csv
  [ "$(svc-complaint list -H -c state | tr '\n' ' ')" = 'open assigned responded proposed closed ' ]
}

@test "times out of order or in the future are refused" {
  printf '%s\n' 'source,source_no,received_at,channel,category,content,closed_at' \
    'a,1,2026-10-09 09:00,web,other,x,2026-10-08 10:00' 'a,2,2026-10-13 09:00,web,other,x,' >in.csv
  expect 65 svc-complaint import in.csv
  says 'record 1, column "closed_at": lies before the complaint was received'
  says 'record 2, column "received_at": lies in the future'
}

@test "GB18030 is converted on request, wrongly declared encodings are refused" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,热水器打不着火,'
  iconv -f UTF-8 -t GB18030 in.csv >gb.csv
  expect 65 svc-complaint import gb.csv
  says '--encoding gb18030'
  expect 0 svc-complaint import --encoding gb18030 gb.csv
  [ "$(svc-complaint list -H -c content)" = 热水器打不着火 ]
  expect 65 svc-complaint import --encoding gb18030 in.csv
  says 'UTF-8'
  expect 2 svc-complaint import --encoding nonsense in.csv
}

@test "a quoting error ends the reading and applies nothing" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,甲,' 'crm,2,2026-10-09 09:00,hotline,repair,"乙,'
  expect 65 svc-complaint import in.csv
  says 'line 3'
  [ "$(count)" -eq 0 ]
}

@test "TSV comes in as TSV" {
  printf 'source\tsource_no\treceived_at\tchannel\tcategory\tcontent\na\t1\t2026-10-09 09:00\tweb\tother\t一\\n二\n' >in.tsv
  expect 0 svc-complaint import in.tsv
  [ "$(svc-complaint list -f tsv -H -c content)" = '一\n二' ]
}

@test "a list imported into a fresh store gives equal rows" {
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-complaint list --pii full --reason 迁移 >all.csv
  old=$SVC_DB
  SVC_DB=$BATS_TEST_TMPDIR/second/svc.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import <all.csv
  diff all.csv <(svc-complaint list --pii full --reason 迁移)
  SVC_DB=$old
  svc-complaint list --excel --pii full --reason 迁移 >excel.csv
  expect 0 svc-complaint import --excel -v excel.csv
  says '23 unchanged'
}

@test "masked cells are unchanged where they match, refused where they do not" {
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-complaint list >masked.csv
  expect 0 svc-complaint import -v masked.csv
  says '23 unchanged'
  sed 's/138\*\*\*\*0001/139****0001/' masked.csv >changed.csv
  expect 65 svc-complaint import --update changed.csv
  says 'column "phone" ×2 (lines 2, 10): is masked'
}

@test "a dry run reports like the real one and applies nothing" {
  expect 0 svc-complaint import --dry-run -v "$DEMO/complaints-2026-09.csv"
  says '23 added'
  says 'dry run'
  [ "$(count)" -eq 0 ]
}

@test "a dry run into an empty register finds what the import finds, and leaves the schema alone" {
  {
    echo 'no,source,source_no,received_at,closed_at,channel,category,customer,content'
    echo ',crm,1,2026-10-01 09:00,2026-10-01 10:00,hotline,repair,K1,a'
    echo ',crm,2,2026-10-02 09:00,2026-10-02 10:00,hotline,repair,K1,b'
    echo ',crm,3,2026-10-03 09:00,,hotline,repair,K1,c'
    echo 'C2026-000002,crm,4,2026-10-04 09:00,,hotline,repair,K2,d'
    echo ',crm,5,2026-10-05 09:00,2026-10-05 10:00,12345,repair,K3,e'
  } >in.csv
  sqlite3 "$SVC_DB" .schema >before
  expect 65 svc-complaint import --dry-run in.csv
  dry=$stderr
  expect 65 svc-complaint import in.csv
  [ "$stderr" = "${dry/ (dry run)/}" ]
  says 'in.csv:5: record 4: refused by the store: another record has the same no'
  says 'in.csv:6: record 5, column "plan"'
  sed -i -e '/,4,/d' -e '/,5,/d' in.csv
  expect 0 svc-complaint import --dry-run -v in.csv
  says 'read 3: 3 added'
  diff before <(sqlite3 "$SVC_DB" .schema)
  expect 0 svc-complaint import in.csv
  diff before <(sqlite3 "$SVC_DB" .schema)
  [ "$(svc-complaint list -H -c repeat_of,flagged | paste -sd ' ')" = \
    ', C2026-000001, C2026-000002,yes' ]
  expect 0 svc-admin verify
  expect 0 svc-admin check
}

@test "a dry run looks back at the file's own records as the import does, by customer and by telephone" {
  cp -r "$SVC_BUILD/share/svc/policy" pack
  sed -i 's/^2,,,,,yes,/1,,,,,yes,/' pack/levels.csv
  expect 0 svc-policy load pack --from 2026-10-01 --reason 重复投诉从严
  {
    echo 'source,source_no,received_at,closed_at,channel,category,customer,phone,content'
    echo 'crm,1,2026-10-05 09:00,2026-10-05 10:00,hotline,repair,,138 0000 0001,一'
    echo 'crm,2,2026-10-01 09:00,2026-10-01 10:00,hotline,repair,,13800000001,二'
    echo 'crm,3,2026-10-02 09:00,2026-10-02 10:00,hotline,repair,K1,,三'
    echo 'crm,4,2026-10-03 09:00,2026-10-03 10:00,hotline,repair,K2,13800000002,四'
    echo 'crm,5,2026-10-04 09:00,2026-10-04 10:00,hotline,repair,K1,13800000003,五'
    echo 'crm,6,2026-10-06 09:00,2026-10-06 10:00,hotline,repair,,13800000002,六'
  } >in.csv
  expect 65 svc-complaint import --dry-run in.csv
  dry=$stderr
  expect 65 svc-complaint import in.csv
  [ "$stderr" = "${dry/ (dry run)/}" ]
  says 'column "plan" ×2 (lines 2, 6)'
  # A customer that is registered with several telephones is one, whichever of them a record brings.
  printf '%s\n' 'customer,name,kind,customer_kind,class,phone' 'K9,张三,person,home,resident,13900000001/13900000002' |
    svc-tier import customers -
  printf '%s\n' 'source,source_no,received_at,closed_at,channel,category,phone,content' \
    'crm,7,2026-10-05 09:00,2026-10-05 10:00,hotline,repair,13900000001,七' \
    'crm,8,2026-10-06 09:00,2026-10-06 10:00,hotline,repair,13900000002,八' >in.csv
  expect 65 svc-complaint import --dry-run in.csv
  dry=$stderr
  expect 65 svc-complaint import in.csv
  [ "$stderr" = "${dry/ (dry run)/}" ]
  says 'in.csv:3: record 2, column "plan"'
}

@test "whose telephone a repeat was given by what it repeats is looked back at by the rest of the file" {
  printf '%s\n' 'source,source_no,received_at,closed_at,channel,category,phone,content' \
    'crm,1,2026-10-01 09:00,2026-10-01 10:00,hotline,repair,13800000001,一' | svc-complaint import -
  printf '%s\n' 'source,source_no,received_at,channel,category,phone,repeat_of,content' \
    'crm,2,2026-10-05 09:00,hotline,repair,,C2026-000001,二' \
    'crm,3,2026-10-06 09:00,hotline,repair,138 0000 0001,,三' >in.csv
  expect 0 svc-complaint import in.csv
  [ "$(svc-complaint list -H -c source_no,flagged | paste -sd ' ')" = '1, 2, 3,yes' ]
  [ "$(svc-complaint list --phone 13800000001 -H -c source_no | paste -sd ' ')" = '1 2 3' ]
}

@test "a dry run keeps the index by which a customer's earlier complaints are found" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,'
  SVC_TRACE=1 expect 0 svc-complaint import --dry-run in.csv
  says 'DROP INDEX "complaint_received"'
  [[ $stderr != *'DROP INDEX "complaint_customer"'* ]]
  says 'DROP INDEX "complaint_source"'
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,' 'crm,1,2026-10-09 10:00,web,repair,报修,'
  expect 65 svc-complaint import --dry-run in.csv
  says 'in.csv:3: record 2: has the same key as record 1'
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,'
  SVC_TRACE=1 expect 0 svc-complaint import in.csv
  [[ $stderr != *'DROP INDEX'* ]]
  file 'crm,2,2026-10-09 09:00,hotline,repair,报修,'
  SVC_TRACE=1 expect 0 svc-complaint import --dry-run in.csv
  [[ $stderr != *'DROP INDEX'* ]]
}

@test "times come in canonical form, however they were written" {
  file 'crm,1,2026-10-09 09:05:07,hotline,repair,a,' 'crm,2,2026-10-09T09:05:07,hotline,repair,b,' \
    'crm,3,2026/10/09 09:05:07,hotline,repair,c,' 'crm,4,2026-10-9 09:05:07,hotline,repair,d,' \
    'crm,5,2026-10-09 9:05:07,hotline,repair,e,' 'crm,6,2026年10月9日 9:05:07,hotline,repair,f,'
  expect 0 svc-complaint import in.csv
  [ "$(svc-complaint list -H -c received_at | sort -u)" = '2026-10-09 09:05:07' ]
}

@test "two words of a list are not a word of it" {
  file 'crm,1,2026-10-09 09:00,hotline|counter,repair,报修,' \
    'crm,2,2026-10-09 09:00,hot,repair,报修,' 'crm,3,2026-10-09 09:00,web|,repair,报修,'
  expect 65 svc-complaint import in.csv
  says 'read 3: 0 added, 0 updated, 0 unchanged, 3 rejected'
}

@test "an unreadable file is 65, two files are a usage error" {
  expect 65 svc-complaint import /nonexistent.csv
  expect 2 svc-complaint import a.csv b.csv
}

@test "kill -9 at any moment leaves all or nothing" {
  { echo 'source,source_no,received_at,channel,category,content'
    awk 'BEGIN { for (i = 1; i <= 20000; i++) print "a," i ",2026-10-09 09:00,web,other,content " i }'
  } >big.csv
  start=$(date +%s%N)
  svc-complaint import big.csv
  whole=$(( ($(date +%s%N) - start) / 1000 ))
  for part in 1 2 3 4 5 6 7 8 9 10; do
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    rm -f "$SVC_DB-journal"
    svc-complaint import big.csv &
    sleep "$(awk -v u=$((whole * part / 10)) 'BEGIN { print u / 1e6 }')"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    n=$(count)
    [ "$n" -eq 0 ] || [ "$n" -eq 20000 ]
    svc-admin verify
  done
}

@test "the number of a rejected record is free again, given or brought" {
  printf '%s\n' no,received_at,channel,category,content,closed_at \
    'C2026-000999,2026-10-09 09:00,hotline,repair,甲,2026-10-08 09:00' \
    'C2026-000005,2026-10-09 09:00,hotline,repair,乙,' \
    'C2026-000777,2026-10-09 09:00,hotline,repair,丙,2026-10-13 09:00' >in.csv
  expect 3 svc-complaint import --keep-good --rejects r.csv in.csv
  [ "$(svc-complaint list -H -c no)" = C2026-000005 ]
  [ "$(complaint)" = C2026-000006 ]
  printf '%s\n' source,source_no,received_at,channel,category,content,closed_at \
    'a,1,2026-10-09 09:00,web,repair,甲,2026-10-08 09:00' \
    'a,2,2026-10-09 09:00,web,repair,乙,' \
    'a,3,2026-10-09 09:00,web,repair,丙,2026-10-08 09:00' >in.csv
  expect 3 svc-complaint import --keep-good --rejects r2.csv in.csv
  [ "$(svc-complaint list -H -c no --source a)" = C2026-000007 ]
  [ "$(complaint)" = C2026-000008 ]
  expect 0 svc-admin verify
}

# K1's second is a repeat of the closed first; the third, of the closed second, is flagged, and so is the
# fourth, with three behind it since 8 September. Numbers go by time, too.
@test "what intake proposes does not hang on the order of a file's rows" {
  rows='crm,1,2026-09-10 09:00,2026-09-10 10:00,x
crm,2,2026-09-20 09:00,2026-09-20 10:00,x
crm,3,2026-10-05 09:00,,
crm,4,2026-10-08 09:00,,'
  for order in '1 2 3 4' '4 3 2 1' '2 4 1 3'; do
    rm -rf s && mkdir -m 700 s && cp -p "$BATS_FILE_TMPDIR/template/svc.db" s/svc.db
    { echo source,source_no,received_at,closed_at,solution; for n in $order; do sed -n "${n}p" <<<"$rows"; done; } >in.csv
    SVC_DB=s/svc.db svc-complaint import --set channel=hotline,category=repair,customer=K1,content=x in.csv
    SVC_DB=s/svc.db expect 0 svc-complaint list -H -c no,source_no,level,repeat_of,flagged
    diff - <(echo "$output") <<'TABLE'
C2026-000001,1,3,,
C2026-000002,2,2,C2026-000001,
C2026-000003,3,2,C2026-000002,yes
C2026-000004,4,2,C2026-000002,yes
TABLE
    SVC_DB=s/svc.db expect 0 svc-admin verify
  done
}

@test "rows taken in by time are told and turned down in the order of the file" {
  export SVC_NOW='2026-10-26 09:00'
  { echo source,source_no,received_at,closed_at,repeat_of
    echo crm,1,2026-10-05 09:00,2026-10-05 08:00,
    echo crm,2,2026-10-03 09:00,,
    echo crm,3,2026-10-04 09:00,2026-10-04 08:00,
    echo crm,4,2026-10-02 09:00,,C2026-000099
  } >in.csv
  load() { svc-complaint import --set channel=hotline,category=repair,customer=K1,content=x "$@" in.csv; }
  expect 65 load
  [ "$(grep -o 'in.csv:[0-9]\|lines [0-9, ]*' <<<"$stderr" | tr '\n' ' ')" = 'lines 2, 4 in.csv:5 ' ]
  expect 65 load --max-errors 1
  [ "$(grep -o 'in.csv:[0-9]\|lines [0-9, ]*' <<<"$stderr" | tr '\n' ' ')" = 'lines 2, 4 ' ]
  says 'more bad records follow'
  expect 3 load --keep-good --rejects r.csv --receipt receipt.csv
  [ "$(cut -d, -f2,6 r.csv | tr '\n' ' ')" = 'source_no,_line 1,2 3,4 4,5 ' ]
  [ "$(value added <receipt.csv)" = 1 ]
  [ "$(svc-complaint list -H -c source_no)" = 2 ]
  expect 0 svc-admin verify
}

@test "a file may name as repeated what stands in a later row of it" {
  { echo no,received_at,channel,category,content,repeat_of
    echo C2026-000007,2026-10-05 09:00,web,repair,x,C2026-000003
    echo C2026-000003,2026-10-04 09:00,web,repair,x,
    echo C2026-000005,2026-10-04 09:00,web,repair,x,C2026-000006
    echo C2026-000006,2026-10-04 09:00,web,repair,x,
  } >in.csv
  expect 0 svc-complaint import in.csv
  [ "$(svc-complaint list -H -c no,level,repeat_of | tr '\n' ' ')" = \
    'C2026-000003,3, C2026-000005,2,C2026-000006 C2026-000006,3, C2026-000007,2,C2026-000003 ' ]
}

# A level that a file leaves empty is intake's: 12345 is an outside channel. What was determined stays.
@test "a file that updates with an empty level has intake propose it again" {
  file 'crm,1,2026-10-09 09:00,hotline,repair,报修,' 'crm,2,2026-10-09 10:00,12345,repair,报修,'
  svc-complaint import --set level=3 in.csv
  { echo source,source_no,no,level,level_initial,subject; echo crm,1,,,,热水器; echo crm,2,,,,热水器; } >up.csv
  expect 0 svc-complaint import -v --update up.csv
  says '2 updated'
  [ "$(svc-complaint list -H -c source_no,level,level_initial,subject | tr '\n' ' ')" = '1,3,3,热水器 2,1,1,热水器 ' ]
  svc-complaint determine C2026-000002 --level 2
  sed -i 's/热水器/灶具/' up.csv
  expect 0 svc-complaint import --update up.csv
  [ "$(svc-complaint list -H -c source_no,level,subject | tr '\n' ' ')" = '1,3,灶具 2,2,灶具 ' ]
  expect 0 svc-admin check
}

@test "a repeated complaint must be there, in the store or in the file" {
  first=$(complaint)
  head='no,received_at,channel,category,content,repeat_of'
  printf '%s\n' "$head" "C2026-000010,2026-10-09 10:00,web,repair,甲,$first" \
    'C2026-000011,2026-10-09 11:00,web,repair,乙,C2026-000010' \
    'C2026-000012,2026-10-09 11:00,web,repair,丙,C2026-000013' \
    'C2026-000013,2026-10-09 11:00,web,repair,丁,C2026-000013' >in.csv
  expect 65 svc-complaint import in.csv
  says 'in.csv:4: record 3, column "repeat_of": no such complaint'
  says 'in.csv:5: record 4, column "repeat_of": is the complaint itself'
  expect 3 svc-complaint import --keep-good --rejects r.csv in.csv
  [ "$(svc-complaint list -H -c no,repeat_of | tail -n 2 | tr '\n' ' ')" = \
    "C2026-000010,$first C2026-000011,C2026-000010 " ]
  expect 2 complaint repeat_of=C2026-000777
  says 'option --repeat_of: no such complaint'
  printf 'no,repeat_of\nC2026-000010,C2026-000010\n' >in.csv
  expect 65 svc-complaint import --update in.csv
  says 'column "repeat_of": is the complaint itself'
  [ "$(svc-complaint list --no "$(complaint repeat_of="$first")" -H -c repeat_of,level)" = "$first,2" ]
  svc-complaint list --state open >back.csv
  expect 0 svc-complaint import -v back.csv
  says '0 added, 0 updated'
}

@test "half of a natural key is none: who registers by hand gives both halves or neither" {
  complaint() { svc-complaint add --received_at 2026-10-09 --channel web --category other --content x "$@"; }
  order() { svc-order add --business repair --accepted_at '2026-10-09 09:00' "$@"; }
  call() { svc-callback add --business repair --planned_at '2026-10-09 09:00' "$@"; }
  for one in complaint order call; do
    expect 2 $one --source crm
    says 'option --source_no: is empty, so the record has no key'
    expect 2 $one --source_no 7
    says 'option --source: is empty, so the record has no key'
    expect 0 $one --source crm --source_no 7
    expect 0 $one
  done
  # Who had an idea is no half of a key, but a number that nobody gave is.
  idea() { svc-improve add ideas --raised_at 2026-10-09 --content x "$@"; }
  expect 0 idea --source staff
  expect 2 idea --source_no 7
  says 'option --source: is empty, so the record has no key'
}

@test "what became of the data is said wherever a file is refused, and a rule of the store is a sentence" {
  printf '%s\n' 'received_at,channel' '2026-10-09 09:00,hotline' >in.csv
  expect 65 svc-complaint import in.csv
  says 'records have no key, so a second import would double them; nothing was applied'
  expect 65 svc-complaint import --set source=x,source_no=1 in.csv
  says 'is missing; nothing was applied'
  printf '%s\n' source,source_no,received_at,channel,category,content,level,closed_at,solution \
    'x,1,2026-10-08 09:00,media,repair,漏气,1,2026-10-08 12:00,已修' >in.csv
  expect 65 svc-complaint import in.csv
  says 'for the whole file by --set plan=REF'
  expect 0 svc-complaint import --set plan=预案一 in.csv
  printf '%s\n' source,source_no,register,record,business,planned_at 'z,1,complaint,C2026-000001,complaint,2026-10-10 09:00' |
    svc-callback import -
  expect 4 svc-callback set --comment 很好 --reason 更正 B2026-000001
  says 'only a customer who was reached has answered'
}

@test "what is set, mapped and passed over may be said in one list or in several" {
  printf '%s\n' 单号,时间,x,y 1,'2026-10-09 09:00',a,b >f.csv
  expect 0 svc-complaint import --map 单号=source_no --map 时间=received_at --set source=crm,channel=web \
    --set category=other --set '"content=甲,乙"' --set phone=13800138000 --set caller=王芳 --ignore x --ignore y f.csv
  [ "$(svc-complaint list -H -c source,source_no,channel,content,phone,caller)" = \
    'crm,1,web,"甲,乙",138****8000,王****' ]
  expect 2 svc-complaint import --map 时间=received_at --ignore x,y --set source=a --set source=b f.csv
}
