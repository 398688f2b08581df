# What fires a clause is data: events, what selects among them, and legs for whomever the pack says.

load common

setup_file() {
  make_company
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" pack
}

in_force() { svc-policy load pack --from 2026-09-01 --reason 试行; }
lines() { svc-"$1" score -m 2026-10 -H -c dept,person,clause,subject,points,amount,status; }

# A complaint of level 3 that 02 and 1203 have, due on Wednesday the 14th, never closed.
late() { complaint dept=02 person=1203 level=3 received_at='2026-10-08 09:00' responded_at='2026-10-08 10:00' "$@"; }

@test "a missed limit charges the person who had it then and the head of that day, where the pack says so" {
  printf '%s\n' complaint-close,person,-,0.5,0.5,20,20,assumed,,,auto complaint-close,head,-,,,10,10,assumed,,,auto >>pack/legs.csv
  in_force
  late >/dev/null
  svc-complaint assign C2026-000001 --dept 02 --person 1202 --at '2026-10-12 08:50'
  svc-admin set depts 02 --head 1202 --from 2026-10-20 --reason 任免
  # five working days from Thursday the 8th, with the make-up day of the 10th: the 14th, 17:30
  export SVC_NOW='2026-10-21 09:00'
  svc-complaint assign C2026-000001 --dept 03 --person 1302
  [ "$(lines complaint)" = '02,,complaint-close,dept,-2.00,0.00,final
02,1201,complaint-close,head,0.00,-10.00,final
02,1202,complaint-close,person,-0.50,-20.00,final' ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint)" = -2.00 ]
  [ "$(svc-report sheet -m 2026-10 --by person --dept 02 -H -c subject,complaint,penalty_amount | grep -v ',0.00,0.00')" = '1201,0.00,-10.00
1202,-0.50,-20.00' ]
}

@test "another clause for what the regulator sends, and both where both fit" {
  printf '%s\n' complaint-grave,complaint,时限,score,上级转办逾期,assumed >>pack/clauses.csv
  printf '%s\n' complaint-grave,dept,-,5,5,,,assumed,,,auto >>pack/legs.csv
  printf '%s\n' complaint.close.missed,,,,regulator,,,,complaint-grave,,assumed >>pack/triggers.csv
  in_force
  late >/dev/null
  late channel=regulator level=3 >/dev/null
  export SVC_NOW='2026-10-21 09:00'
  [ "$(svc-complaint score -m 2026-10 -H -c record,clause,points | sort)" = 'C2026-000001,complaint-close,-2.00
C2026-000002,complaint-close,-2.00
C2026-000002,complaint-grave,-5.00' ]
}

@test "a clause by another name acts as its trigger says, and two triggers of one clause fire it once" {
  sed -i 's/^complaint-close,/zj-7-2,/' pack/clauses.csv pack/legs.csv
  sed -i 's/,complaint-close,/,zj-7-2,/' pack/triggers.csv
  printf '%s\n' complaint.close.missed,3,,,,,,,zj-7-2,,assumed >>pack/triggers.csv
  in_force
  late >/dev/null
  export SVC_NOW='2026-10-21 09:00'
  [ "$(lines complaint)" = 02,,zj-7-2,dept,-2.00,0.00,final ]
}

@test "a call-back and a late milestone charge persons, too" {
  printf '%s\n' complaint-callback,person,-,0.5,0.5,,,assumed,,,auto improve-6.2,person,-,1,1,,,assumed,,,auto \
    improve-6.2,head,-,2,2,,,assumed,,,auto >>pack/legs.csv
  in_force
  printf '%s\n' source,source_no,received_at,channel,category,content,level,dept,person,phone,responded_at,closed_at,solution \
    x,1,'2026-10-08 09:00',hotline,repair,报修,3,02,1203,13812340001,'2026-10-08 10:00','2026-10-09 10:00',修 >in.csv
  svc-complaint import in.csv
  svc-callback add -H --register complaint --record C2026-000001 --business complaint --planned_at '2026-10-09 11:00' \
    --window_to '2026-10-12 17:30' --caller 1102 --dept 02 --person 1203
  export SVC_NOW='2026-10-21 09:00'
  [ "$(lines callback)" = '01,,complaint-callback,dept,-1.00,0.00,final
01,1102,complaint-callback,person,-0.50,0.00,final' ]
}
