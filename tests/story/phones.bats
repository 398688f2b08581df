# Telephone numbers: kept as they were written, compared by what they say, masked whatever they look like.

load common

setup_file() {
  make_company
  printf '%s\n' customer,phone 'U1,13812340001' 'U2,+86 138-1234-0001' 'U3,１３８１２３４０００１' \
    'U4,13812340001/13912340002' 'U5,(010)62345678' 'U6,010-62345678转801' 'U7,' 'U8,13912340002 010-62345678' \
    'U9,+86 10 62345678' | svc-tier import
}
setup() { fresh_store; }

found() { svc-tier list --phone "$1" -H -c customer | tr '\n' ' '; }

@test "a number finds every spelling of it, and cells where it stands beside another" {
  for phone in 13812340001 '138 1234 0001' +86-13812340001 008613812340001 '１３８　１２３４０００１'; do
    [ "$(found "$phone")" = 'U1 U2 U3 U4 ' ]
  done
  [ "$(found 13912340002)" = 'U4 U8 ' ]
  [ "$(found 01062345678)" = 'U5 U8 U9 ' ]
  [ "$(found '010-62345678-801')" = 'U6 ' ]
  [ "$(found '13912340002、010-62345678')" = 'U4 U5 U8 U9 ' ]
  [ "$(found '')" = 'U7 ' ]
  [ -z "$(found 1381234000)" ]
  [ "$(svc-tier list --phone 13812340001 -n 2 --sort customer:desc -H -c customer | tr '\n' ' ')" = 'U4 U3 ' ]
  expect 2 svc-tier list --phone 138x
  says 'option --phone: not a phone number'
}

@test "a phone is kept as it was written" {
  [ "$(svc-tier list --pii full --reason 核对 -H -c phone | sed -n '2p;3p;6p;8p' | tr '\n' '|')" = \
    '+86 138-1234-0001|１３８１２３４０００１|010-62345678转801|13912340002 010-62345678|' ]
}

@test "a file that spells a number otherwise changes nothing, another number does" {
  expect 0 svc-tier import -v - <<<$'customer,phone\nU1,138 1234 0001\nU5,+86-10-62345678\nU4,13812340001；13912340002'
  says '3 unchanged'
  expect 0 svc-tier import -v --update - <<<$'customer,phone\nU1,+8613812340001'
  says '1 unchanged'
  [ "$(svc-tier list --customer U1 --pii full --reason 核对 -H -c phone)" = 13812340001 ]
  expect 65 svc-tier import - <<<$'customer,phone\nU1,13812340009'
  says 'column "phone": differs from the stored record'
  expect 0 svc-tier import -v --update - <<<$'customer,phone\nU1,13812340009'
  says '1 updated'
  # where the file also changes something else the spelling that was kept stays
  expect 0 svc-tier import --update - <<<$'customer,phone,meter\nU2,13812340001,M1'
  [ "$(svc-tier list --customer U2 --pii full --reason 核对 -H -c phone,meter)" = '+86 138-1234-0001,M1' ]
  # who corrects the spelling itself says so
  expect 0 svc-tier set U2 --phone 13812340001 --reason 统一写法
  [ "$(svc-tier list --customer U2 --pii full --reason 核对 -H -c phone)" = 13812340001 ]
  svc-admin check
  svc-admin verify
}

@test "a complaint's phone is compared in the same way" {
  printf 'source,source_no,received_at,channel,category,content,phone\na,1,2026-10-09,web,other,x,%s\n' '010-62345678转801' >c.csv
  svc-complaint import c.csv
  sed -i 's/010-62345678转801/(010) 6234-5678 ext 801/' c.csv
  expect 0 svc-complaint import -v c.csv
  says '1 unchanged'
  [ "$(svc-complaint list --phone '01062345678-801' -H -c source_no)" = 1 ]
}

@test "masks show no more of a number in whatever spelling" {
  [ "$(svc-tier list -H -c phone | tr '\n' '|')" = \
    '138****0001|+86 1****0001|138****0001|138****0001/139****0002|(010****5678|010****8-801|""|139****0002/010****5678|+86 1****5678|' ]
  # a mask that comes back is the stored value
  svc-tier list -c customer,phone >masked.csv
  expect 0 svc-tier import -v masked.csv
  says '9 unchanged'
}

@test "a mask hides four digits, whatever stands between them" {
  local phone
  for phone in '62 34 56 78' 623-4567 021-6234567 400-123-4567 '(0755)12345678'; do
    svc-complaint add --received_at '2026-10-09 09:00' --channel hotline --category repair --content 漏 --phone "$phone" >/dev/null
  done
  svc-complaint list -H -c phone --since 2026-10-09 >masks
  diff - masks <<'END'
****56 78
****
****4567
****4567
(075****5678
END
}

@test "a number that was put to a record, or taken from it, behind the tools' back is found" {
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 漏 \
    --phone '13800138000;010-62345678' >no
  no=$(cat no)
  expect 0 svc-admin check phones -H
  # finds SQL FINDING, without saying the number
  finds() {
    cp -p before.db "$SVC_DB"
    sqlite3 "$SVC_DB" "$1"
    expect 1 svc-admin check phones -H -c finding
    [ "${output//\"\"/\"}" = "\"$2\"" ] || { echo "$output"; return 1; }
  }
  cp -p "$SVC_DB" before.db
  finds "DELETE FROM phone_number WHERE no = '$no' AND number = '13800138000'" \
    "table \"phone_number\": a number of complaint \"$no\" is missing"
  finds "INSERT INTO phone_number VALUES ('complaint', '13800138001', '$no')" \
    "table \"phone_number\": a number of complaint \"$no\" is none of its own"
  finds "INSERT INTO phone_number VALUES ('complaint', '13800138001', 'C2026-000999')" \
    'table "phone_number": a number of complaint "C2026-000999" is none of its own'
  finds "INSERT INTO phone_number VALUES ('person', '13800138001', '1201')" \
    'table "phone_number": a number of person "1201" is none of its own'
}
