# What a draft of the rules would have done to a month: judged on a private copy, and the same as a store
# that had the draft from its first day.

load common

setup_file() {
  make_month
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack"
  # Without a level intake proposes one; by a word of the company's, too.
  cat >"$BATS_FILE_TMPDIR/more.csv" <<'EOF'
source,source_no,received_at,channel,customer,category,content,dept,person,assigned_at,responded_at,solution_at,closed_at
crm,1,2026-09-07 09:00,hotline,U9,repair,点不着火,02,1203,2026-09-07 09:10,2026-09-07 15:00,2026-09-08 09:00,2026-09-16 10:00
crm,2,2026-09-08 09:00,web,U10,billing,多收费,02,1203,2026-09-08 09:10,2026-09-08 10:00,2026-09-09 09:00,2026-09-09 10:00
crm,3,2026-09-08 09:00,wechat,U11,billing,多收费,05,1502,2026-09-08 09:10,2026-09-08 10:00,2026-09-09 09:00,2026-09-21 10:00
EOF
  svc-complaint import "$BATS_FILE_TMPDIR/more.csv"
}

setup() {
  fresh_store
  cp -r "$BATS_FILE_TMPDIR/pack" draft
}

# A row of the draft: row FILE KEY NEW.
row() { sed -i "s|^$2.*|$3|" "draft/$1.csv" && grep -qx "$3" "draft/$1.csv"; }

# Limits, a leg, a trigger of its own, the level of bills, and another meaning of a word.
another_pack() {
  row limits complaint,close,3, complaint,close,3,,,2wd,received,assumed,
  row limits complaint,respond,3, complaint,respond,3,,,30min,received,assumed,
  row legs complaint-respond,dept complaint-respond,dept,-,1.5,1.5,10,10,assumed,,,auto
  printf '%s\n' complaint-wechat,complaint,微信,score,微信投诉逾期,assumed >>draft/clauses.csv
  printf '%s\n' complaint-wechat,dept,-,3,3,,,assumed,,,auto >>draft/legs.csv
  printf '%s\n' complaint.close.missed,,,,hotline,,,,complaint-wechat,,assumed >>draft/triggers.csv
  printf '%s\n' 2,,billing,,,,,assumed >>draft/levels.csv
  sed -i '/^channel,wechat,/s/,web$/,hotline/' draft/words.csv
  grep -q '^channel,wechat,.*,hotline$' draft/words.csv
}

# A store that had the pack before its first record.
had_it() {
  mkdir -m 700 other
  SVC_DB=$PWD/other/svc.db
  svc-admin init --policy "$1"
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import "$DEMO/complaints-2026-09.csv"
  svc-callback import "$DEMO/callbacks-2026-09.csv"
  svc-complaint import "$BATS_FILE_TMPDIR/more.csv"
}

both() { svc-report sheet -m 2026-09 "$@"; svc-report sheet -m 2026-09 --by person "$@"; svc-report explain -m 2026-09 "$@"; }

@test "a draft judges the month as a store would that had it from the beginning" {
  another_pack
  both >now
  both --policy draft --then >would
  had_it draft
  both >fresh
  cmp would fresh
  expect 1 cmp -s now would
}

@test "what is in force, rehearsed, changes nothing" {
  [ "$(svc-report explain -m 2026-09 --policy draft -H)" = '' ]
  svc-report sheet -m 2026-09 --policy draft -f csv -H -c score_difference,reward_amount_difference,penalty_amount_difference >rows
  [ "$(sort -u rows)" = 0.00,0.00,0.00 ]
  [ "$(wc -l <rows)" -eq 6 ]
}

@test "each department's score now and then, and what moved it" {
  # 30 minutes and 2 working days instead of 24 hours and 5: department 04 answered C2026-000003 after
  # 56 minutes (-1 more) and closed it on the 10th in any case (-2 as before); its deadline was the 4th
  row limits complaint,close,3, complaint,close,3,,,2wd,received,assumed,
  row limits complaint,respond,3, complaint,respond,3,,,30min,received,assumed,
  svc-report explain -m 2026-09 --dept 04 --policy draft -H -c change,record,clause,occurred_at_now,occurred_at_then,points_now,points_then | grep C2026-000003 >lines
  [ "$(cat lines)" = 'changed,C2026-000003,complaint-close,2026-09-09 17:30:00,2026-09-04 17:30:00,-2.00,-2.00
then,C2026-000003,complaint-respond,,2026-09-02 10:35:00,,-1.00' ]
  svc-report sheet -m 2026-09 --dept 04 --policy draft -H -c score_now,score_then,score_difference >row
  IFS=, read -r now would difference <row
  [ "$now" = "$(svc-report sheet -m 2026-09 --dept 04 -H -c score)" ]
  [ "$would" = "$(svc-report sheet -m 2026-09 --dept 04 --policy draft --then -H -c score)" ]
  [ "$difference" = "$(echo "$would - $now" | bc)" ]
}

@test "a closed month is judged by a draft, too, and stays as it was closed" {
  another_pack
  svc-report close -m 2026-09 --yes --carry-pending >/dev/null
  svc-report sheet -m 2026-09 >closed
  both --policy draft --then >would
  svc-report sheet -m 2026-09 --policy draft -H -c subject,score_now >now
  [ "$(cat now)" = "$(svc-report sheet -m 2026-09 -H -c subject,score)" ]
  svc-report sheet -m 2026-09 | cmp - closed
  svc-report verify -m 2026-09
  expect 2 svc-report sheet -m 2026-09@1 --policy draft
  says 'leave out @1'
  had_it draft
  both >fresh
  cmp would fresh
}

@test "the store is not touched, and nothing is left behind" {
  another_pack
  before=$(sha256sum "$SVC_DB") files=$(find . | sort)
  both --policy draft >out
  both --policy draft --then >out
  rm out
  [ "$(sha256sum "$SVC_DB")" = "$before" ]
  [ "$(find . | sort)" = "$files" ]
  svc-admin verify
}

@test "a holiday that is a day longer, alone or under a draft" {
  # C2026-000003 of the 2nd was due on the 9th and closed on the 10th at 09:10; with the 9th off it is due
  # on the 10th at 17:30
  { cat draft/calendar.csv; echo 2026-09-09,off,加休; } | sort >longer.csv
  { grep ^day, longer.csv; grep -v ^day, longer.csv; } >days.csv
  svc-report explain -m 2026-09 --calendar days.csv -H -c change,record,clause,occurred_at_now,occurred_at_then >alone
  grep -qx 'now,C2026-000003,complaint-close,2026-09-09 17:30:00,' alone
  cp days.csv draft/calendar.csv
  both --calendar days.csv --then >would
  both --policy draft --then >under
  cmp would under
  had_it draft
  both >fresh
  cmp would fresh
}

@test "a complaint that had never come: its lines, its call-backs and cases go with it" {
  no=$(svc-report explain -m 2026-09 -H -c record,status,points | sed -n 's/,final,-.*//p' | head -n 1)
  svc-report explain -m 2026-09 --without "$no" -H -c change,record >gone
  [ "$(sort -u gone)" = "now,$no" ]
  svc-report explain -m 2026-09 --without "$no" --then -H -c record >left
  expect 1 grep -q "$no" left
  [ "$(wc -l <left)" -eq $(($(svc-report explain -m 2026-09 -H | wc -l) - $(wc -l <gone))) ]
  expect 5 svc-report sheet -m 2026-09 --without C2026-999999
  says 'no record "C2026-999999"'
}

@test "a draft with faults is refused with file and line, and judges nothing" {
  row limits complaint,close,3, complaint,close,3,,,soon,received,assumed,
  expect 78 svc-report sheet -m 2026-09 --policy draft
  says length:
  says draft/limits.csv:
  says "nothing was judged"
  [ "$output" = "" ]
  expect 78 svc-report sheet -m 2026-09 --policy nowhere
  mkdir days && mv draft/calendar.csv days
  expect 2 svc-report sheet -m 2026-09 --policy days
  says 'give that file with --calendar'
  expect 2 svc-report sheet -m 2026-09 --then
  expect 2 svc-report sheet -m 2026-09 --policy draft --lines -
  expect 4 svc-report sheet -m 2026-12 --calendar days/calendar.csv
  expect 78 svc-report sheet -m 2026-09 --calendar draft/limits.csv
}

# A complaint of the 8th, answered at ten, which is written down at six in the evening.
told_late() {
  export SVC_NOW='2026-10-08 09:30'
  no=$(svc-complaint add -H --received_at '2026-10-08 09:00' --channel hotline --category repair \
    --content 点不着火 --level 3)
  svc-complaint assign --dept 02 --person 1203 "$no"
  SVC_NOW='2026-10-08 18:00' svc-complaint respond --at '2026-10-08 10:00' "$no"
  export SVC_NOW='2026-10-12 09:00'
}

@test "an entry that came late under the draft waits for the office, as it would have" {
  # 4 hours instead of 24: due at 13:00, done at 10:00, written down at 18:00
  row limits complaint,respond,3, complaint,respond,3,,,4h,received,assumed,
  told_late
  svc-report explain -m 2026-10 --policy draft -H -c change,clause,occurred_at_then,status_then >lines
  grep -qx 'then,complaint-respond,2026-10-08 13:00:00,proposed' lines
  svc-report explain -m 2026-10 --policy draft --then >would
  had_it draft
  told_late
  svc-report explain -m 2026-10 | cmp - would
}

@test "each length of a limit with what it would have cost, the same as a rehearsal with it" {
  svc-policy tune complaint,close,3 --from 1wd --to 7wd -m 2026-09 -H >tuned
  [ "$(cut -d , -f 1,2 tuned | tr '\n' ' ')" = '1wd, 2wd, 3wd, 4wd, 5wd,yes 6wd, 7wd, ' ]
  svc-complaint list --level 3 -H -c no | sort >third
  for length in 1wd 3wd 7wd; do
    row limits complaint,close,3, "complaint,close,3,,,$length,received,assumed,"
    svc-report explain -m 2026-09 --policy draft --then -H -f tsv -c record,clause,points,status |
      awk '$2 == "complaint-close" && $4 != "reversed" { print $1, $3 }' | sort | join - third |
      awk '{ sum += $2 } END { printf "%.2f\n", sum }' >points
    [ "$(cat points)" = "$(sed -n "s/^$length,[^,]*,[0-9]*,\([^,]*\),.*/\1/p" tuned)" ]
  done
  # the lengths of the others are not tried
  [ "$(svc-policy tune complaint,close,1 --from 1d --to 1d -m 2026-09 -H -c limit)" = 1d ]
}

@test "a limit that is none, and lengths that cannot be tried" {
  expect 5 svc-policy tune complaint,clos,3 --from 1wd --to 2wd -m 2026-09
  says 'the clock "clos"'
  says 'did you mean close?'
  expect 5 svc-policy tune complant,close,3 --from 1wd --to 2wd -m 2026-09
  says 'did you mean complaint?'
  expect 5 svc-policy tune complaint,close,9 --from 1wd --to 2wd -m 2026-09
  says 'the level "9"'
  expect 2 svc-policy tune complaint --from 1wd --to 2wd -m 2026-09
  expect 2 svc-policy tune complaint,close,3 --from 2wd --to 1wd -m 2026-09
  says 'is longer than'
  expect 2 svc-policy tune complaint,close,3 --from 2h --to 3wd -m 2026-09
  says 'different units'
  expect 2 svc-policy tune complaint,close,3 --from eod --to eod -m 2026-09
  expect 2 svc-policy tune complaint,close,3 --from 1wd --to 400wd -m 2026-09
  says 'at most 366'
  expect 4 svc-policy tune complaint,close,3 --from 1wd --to 2wd -m 2026-12
}
