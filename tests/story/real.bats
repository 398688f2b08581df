# Real citizens' messages with replies, when the trial data is at hand (they are never part of
# this project): a foreign file with tabs, multi-line texts, CRLF and loose dates goes through the
# whole path, and an independent count agrees with every month.

load common

TRIAL=${SVC_TRIAL_DATA:-$ROOT/../shared/data/complaints-real}
OPTIONS=(--map '留言编号=source_no,留言用户=caller,留言主题=subject,留言时间=received_at,留言详情=content,答复意见=solution,答复时间=closed_at'
  --set 'source=web,channel=web,category=other,dept=01,level=3,valid=yes,responsible=yes')

setup_file() {
  [ -r "$TRIAL/government-messages.csv" ] || return 0
  make_company
  svc-complaint import "${OPTIONS[@]}" "$TRIAL/government-messages.csv"
}

setup() {
  [ -r "$TRIAL/government-messages.csv" ] || skip "the trial data is not here: set SVC_TRIAL_DATA"
  fresh_store
}

@test "all 2816 messages are taken; a second import changes nothing" {
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 2816 ]
  [ "$(svc-complaint list -H -c state | sort -u)" = closed ]
  expect 0 svc-complaint import -v "${OPTIONS[@]}" "$TRIAL/government-messages.csv"
  says 'read 2816: 0 added, 0 updated, 2816 unchanged, 0 rejected'
  expect 0 svc-admin check
}

@test "the same file in GB18030 gives the same records" {
  expect 0 svc-complaint import -v --encoding gb18030 "${OPTIONS[@]}" \
    "$TRIAL/government-messages.gb18030.csv"
  says '2816 unchanged'
}

@test "tabs inside the texts are kept; the 67586 around them are none of the texts" {
  [ "$(svc-complaint list -f jsonl -c subject,content,solution | grep -o '\\t' | wc -l)" -eq 41 ]
}

@test "exported whole and imported into a fresh store, the rows are equal" {
  svc-complaint list --pii full --reason 迁移 >all.csv
  export SVC_DB=$BATS_TEST_TMPDIR/second/svc.db
  svc-admin init
  svc-admin import depts "$DEMO/depts.csv"
  svc-admin import persons "$DEMO/persons.csv"
  svc-complaint import <all.csv
  cmp all.csv <(svc-complaint list --pii full --reason 迁移)
}

@test "score, sheet and explain of every month agree with an independent count" {
  "$ROOT/tests/independent/missed.sh" "$TRIAL/government-messages.csv" \
    "$ROOT/lib/share/policy/calendar.csv" >counted.csv
  [ "$(wc -l <counted.csv)" -eq 200 ]
  for year in $(seq 2011 2020); do
    for month in 01 02 03 04 05 06 07 08 09 10 11 12; do
      m=$year-$month
      respond=$(awk -F, -v m="$m" '$1 == m && $2 == "respond" { print $3 }' counted.csv)
      close=$(awk -F, -v m="$m" '$1 == m && $2 == "close" { print $3 }' counted.csv)
      points=$((-(${respond:-0} + 2 * ${close:-0})))
      svc-complaint score -m "$m" -H -c clause,points,status |
        awk -F, '{ n[$1]++ } $3 != "final" { bad = 1 }
          END { print n["complaint-respond"] + 0, n["complaint-close"] + 0, bad + 0 }' >score
      [ "$(cat score)" = "${respond:-0} ${close:-0} 0" ]
      [ "$(svc-report sheet -m "$m" -H --dept 01 -c complaint)" = "$points.00" ]
      [ "$(svc-report explain -m "$m" -H --dept 01 -c points |
        awk '{ s += $1 } END { printf "%.2f", s + 0 }')" = "$points.00" ]
    done
  done
}
