# Codes that look the same and are not are refused, with the character that does it.
load common

setup_file() { make_company; }
setup() { fresh_store; }

NBSP=$'\xc2\xa0' WIDE=$'\xe3\x80\x80' ZWSP=$'\xe2\x80\x8b' BOM=$'\xef\xbb\xbf' PDF=$'\xe2\x80\xac' SHY=$'\xc2\xad' VS=$'\xef\xb8\x8f' TAG=$'\xf3\xa0\x81\x81'

# complaints NUMBER…: a file of complaints that differ in their number alone.
complaints() {
  echo source,source_no,received_at,channel,category,content
  for no in "$@"; do echo "crm,$no,2026-10-09 09:05,hotline,repair,x"; done
}

@test "a number with something invisible at it is no second number" {
  complaints GD1 "GD${NBSP}1" "GD${WIDE}1" "${ZWSP}GD1" "GD1$BOM" "GD1$PDF" "GD${SHY}1" "GD1$VS" \
    "GD1$TAG" >in.csv
  expect 65 svc-complaint import in.csv
  says 'holds U+00A0 no-break space'
  says 'holds U+3000 ideographic space'
  says 'holds U+200B zero width space'
  says 'holds U+FEFF byte order mark'
  says 'holds U+202C pop directional formatting'
  says 'holds U+00AD soft hyphen'
  says 'holds U+FE0F variation selector'
  says 'holds U+E0041 tag'
  says '8 rejected'
  expect 3 svc-complaint import --keep-good --rejects bad.csv in.csv
  [ "$(svc-complaint list -H -c source_no)" = GD1 ]
  # A blank around it is no part of it.
  complaints "GD1$NBSP" "${WIDE}GD1" >padded.csv
  expect 0 svc-complaint import -v padded.csv
  says 'read 2: 0 added, 0 updated, 2 unchanged, 0 rejected'
}

@test "nor is one that is written full-width or in a form of its own" {
  complaints ＧＤ1 GD① GDⅡ $'CAFE\xcc\x81' >in.csv
  expect 65 svc-complaint import in.csv
  says 'in.csv:2: record 1, column "source_no": "ＧＤ1": holds U+FF27, which is a full-width G'
  says 'holds U+2460, which looks like another character'
  says 'holds U+2161, which looks like another character'
  says 'holds U+0301, which looks like another character'
  complaints 'CAFE+BAR' 客服〔2026〕3号 12E3 GD-1/2 >good.csv
  expect 0 svc-complaint import good.csv
  [ "$(svc-complaint list -H -n 9 | wc -l)" -eq 4 ]
}

@test "a number that a converter rounded is no code" {
  complaints 1.38E+10 1.38e+10 138000000.0 1E+05 >in.csv
  expect 65 svc-complaint import in.csv
  says 'column "source_no": "1E+05": a number that a spreadsheet rounded'
  says '4 rejected'
  for number in 1.38E+10 1.38e+10 138000000.0; do
    expect 2 complaint customer="$number"
    says 'option --customer: a number that a spreadsheet rounded'
    expect 2 complaint phone="$number"
    says 'option --phone: a number that a spreadsheet rounded'
    expect 2 svc-complaint list --customer "$number"
    says 'a number that a spreadsheet rounded'
  done
  expect 0 complaint customer=CAFE+BAR
}

@test "options and filters know them as files do" {
  expect 2 complaint customer="1${NBSP}00"
  says 'option --customer: holds U+00A0 no-break space'
  expect 2 svc-complaint list --customer "１００"
  says 'holds U+FF11, which is a full-width 1'
  expect 2 svc-tier add customers --customer 100 --meter "M${ZWSP}1"
  says 'option --meter: holds U+200B zero width space'
  expect 2 svc-admin add depts --dept "９９" --name 新部
  says 'option --dept: holds U+FF19, which is a full-width 9'
  expect 2 svc-admin set persons 1203 --login "zhao$ZWSP" --reason x
  says 'option --login: holds U+200B zero width space'
  expect 2 complaint customer=100 op-id="a$NBSP"
  says 'option --op-id: holds U+00A0 no-break space'
}

@test "a department or person that only looks registered is told so" {
  { complaints 1 | sed 's/$/,dept/; 2s/dept$/０２/'; } >in.csv
  expect 65 svc-complaint import in.csv
  says 'column "dept": "０２": is not registered: holds U+FF10, which is a full-width 0'
  expect 2 complaint dept="02$BOM"
  says 'option --dept: holds U+FEFF byte order mark'
  no=$(complaint customer=100)
  expect 5 svc-complaint assign "$no" --dept ０２
  says 'no such department: "０２", which holds U+FF10, which is a full-width 0; nothing was done'
}

@test "whose number nobody has yet may lead a department, but not by a number that only looks like one" {
  printf '%s\n' dept,name,leader,head '77,新部,1999,' >in.csv
  expect 0 svc-admin import depts --dry-run in.csv
  printf '%s\n' dept,name,leader,head '77,新部,１９９９,' '78,又一部,,1998‎' >in.csv
  expect 65 svc-admin import depts in.csv
  says 'in.csv:2: record 1, column "leader": holds U+FF11, which is a full-width 1'
  says 'in.csv:3: record 2, column "head": holds U+200E left-to-right mark'
  expect 2 svc-admin add depts --dept 77 --name 新部 --leader １９９９
  says 'which is a full-width 1'
}

@test "names, addresses and evidence are written as people write them" {
  no=$(complaint caller='张　三' address='和平路（东）３号楼')
  [ "$(svc-complaint list -H --pii full --reason x -c address)" = '和平路（东）３号楼' ]
  expect 2 complaint caller=$'张\xe2\x80\xae三'
  says 'option --caller: holds U+202E right-to-left override'
  expect 2 complaint address="和平路$ZWSP"
  says 'option --address: holds U+200B zero width space'
  no=$(complaint address="${WIDE}和平路$NBSP")
  [ "$(svc-complaint list --no "$no" -H --pii full --reason x -c address)" = 和平路 ]
  expect 0 svc-admin add depts --dept 77 --name 城东（二）营业所
  expect 0 complaint dept=城东（二）营业所
  expect 2 svc-admin add depts --dept 78 --name "城西${BOM}所"
  says 'option --name: holds U+FEFF byte order mark'
  # What people tell is a text, whatever is in it.
  expect 0 svc-complaint add --received_at '2026-10-09 09:00' --channel hotline --category repair \
    --content "１３８${ZWSP}⚠$VS"
}

@test "a record without a key is refused, not taken twice" {
  complaints '' >in.csv
  expect 65 svc-complaint import in.csv
  says 'record 1, column "source_no": is empty, so the record has no key'
  complaints 7 | sed '2s/^crm//' >in.csv
  expect 65 svc-complaint import in.csv
  says 'record 1, column "source": is empty, so the record has no key'
  complaints ' ' >in.csv
  expect 65 svc-complaint import in.csv
  says 'record 1, column "source_no": is empty, so the record has no key'
  complaints 7 '' 8 >in.csv
  expect 3 svc-complaint import --keep-good --rejects bad.csv in.csv
  expect 0 svc-complaint import --receipt done.csv <(complaints 7 8)
  [ "$(value unchanged <done.csv)" = 2 ]
  # A number of one's own is key enough.
  { echo no,received_at,channel,category,content; echo 'C2026-000777,2026-10-09 09:05,web,repair,x'; } >in.csv
  expect 0 svc-complaint import in.csv
}
