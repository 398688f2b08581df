# svc-report: the register of indicators, their values, red, amber and green.

load common

setup_file() {
  make_month
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
}
setup() { fresh_store; }

# One more indicator of percent, imported by the month: indicator CODE [OPTION VALUE]…
indicator() {
  local code=$1
  shift
  svc-report add indicators -H --indicator "$code" --name 试点率 --grp other --kind month \
    --unit % --times 100 --direction up "$@"
}

# One value: takes CODE PERIOD NUMERATOR [DENOMINATOR [DEPT]]
takes() { printf 'indicator,period,numerator,denominator,dept\n%s,%s,%s,%s,%s\n' "$1" "$2" "$3" "${4-}" "${5-}" | svc-report import values - --update; }

# The named columns of one indicator: of CODE PERIOD COLUMNS
of() { svc-report kpi -m "$2" --indicator "$1" -H -c "$3"; }

@test "the set that comes with the tools is taken in whole, once, and says where a target is from" {
  set=$SVC_BUILD/share/svc/template/indicators.csv
  [ "$(svc-report list indicators -H -c indicator | wc -l)" -eq "$(($(wc -l <"$set") - 1))" ]
  expect 0 svc-report import indicators "$set" -v
  says '0 added, 0 updated'
  groups=$(svc-report columns indicators -H -f tsv -c column,values | sed -n 's/^grp\t//p' | tr '|' ' ')
  groups=${groups% other} # the company's own
  [ -n "$groups" ]
  for group in $groups; do
    [ "$(svc-report list indicators --grp "$group" -H | wc -l)" -gt 0 ]
  done
  # whatever has a target says on what it rests, and only that
  [ "$(svc-report list indicators -H -f tsv -c target,basis | awk -F'\t' '($1 == "") != ($2 == "")' | wc -l)" -eq 0 ]
  # article 18 has eleven kinds of service indicators and one to seven checks in the other groups
  [ "$(cut -d, -f12 "$set" | sed -n 's/^003-18\.1\.\([0-9]*\)$/\1/p' | sort -un | tr '\n' ' ')" = '1 2 3 4 5 6 7 8 9 10 11 ' ]
}

@test "own measures of the example company, counted by hand" {
  # 23 complaints: 22 are closed or past their limit, 19 of these in time; 19 of 21 closed were called back
  [ "$(of complaint_respond 2026-09 numerator,denominator,value,status)" = 15,23,65.22,red ]
  [ "$(of complaint_close 2026-09 numerator,denominator,value,status)" = 19,22,86.36,red ]
  [ "$(of complaint_callback 2026-09 numerator,denominator,value,status)" = 19,21,90.48,red ]
  [ "$(of complaint_satisfied 2026-09 numerator,denominator,value)" = 14,19,73.68 ]
  [ "$(of callback_contact 2026-09 numerator,denominator,value,status)" = 18,18,100.00,green ]
  [ "$(of callback_satisfied 2026-09 numerator,denominator,value)" = 13,18,72.22 ]
  # by hotline came fewer, as the list shows
  closed=$(svc-complaint list --channel hotline --state closed -m 2026-09 -H | wc -l)
  called=$(svc-complaint list --channel hotline --state closed -m 2026-09 -H -c no | grep -cxFf \
    <(svc-callback list --register complaint -H -c record,attempts | sed -n 's/,[1-9][0-9]*$//p'))
  [ "$called" -lt "$closed" ]
  [ "$(of hotline_callback 2026-09 numerator,denominator)" = "$called,$closed" ]
  # a second call-back that nobody tried takes nothing back
  svc-callback add --register complaint --record C2026-000001 --business complaint --planned_at '2026-10-10 09:00' >/dev/null
  [ "$(of hotline_callback 2026-09 numerator,denominator)" = "$called,$closed" ]
  # of two that reached the customer the later says how it was
  again=$(svc-callback list --register complaint --satisfied satisfied -H -c record | head -n 1)
  svc-callback add --register complaint --record "$again" --business complaint --planned_at '2026-10-10 09:00' \
    --called_at '2026-10-10 10:00' --attempts 1 --overall 1 >/dev/null
  [ "$(of complaint_satisfied 2026-09 numerator,denominator)" = 13,19 ]
  # nobody knows how many customers there are: no rate, no colour
  [ "$(of complaints_per_10000 2026-09 numerator,denominator,value,status,trend)" = 23,0,,, ]
  for no in 1 2 3 4; do echo "K$no,person,home"; done |
    sed '1i customer,kind,customer_kind' | svc-tier import customers -
  [ "$(of complaints_per_10000 2026-09 numerator,denominator,value,status)" = 23,4,57500.00,red ]
}

@test "what the register counts is what each tool prints, for every measure and every department" {
  svc-tier add --customer V9 --kind unit --customer_kind business --tier vip >/dev/null
  # each clock kept, missed, missed and still open; one cancelled, one without department; `f` tell when it was
  # finished alone; the limits of `n` are still to come, and before the month's end
  cat >orders.csv <<'END'
source,source_no,business,dept,customer,customer_kind,accepted_at,papers_complete_at,survey_ready_at,surveyed_at,stopped_at,notified_at,arrived_at,solution_at,finished_at,cancelled_at
d,1,repair,02,,,2026-09-10 09:00,,,,,,2026-09-10 10:30,,2026-09-10 11:00,
d,2,repair,02,,,2026-09-10 09:00,,,,,,2026-09-10 14:30,,2026-09-10 15:00,
d,3,repair,02,,,2026-09-29 09:00,,,,,,,,,
d,4,repair,02,,,2026-09-29 09:00,,,,,,,,,2026-09-29 10:00
d,5,gas_on,04,,,2026-09-10 09:00,,,,,,,,2026-09-11 10:00,
d,6,gas_on,04,,,2026-09-10 09:00,,,,,,,,2026-09-21 10:00,
d,7,gas_on,04,,,2026-09-10 09:00,,,,,,,,,
d,8,emergency,,,,2026-09-12 09:00,,,,,,2026-09-12 09:20,,2026-09-12 11:00,
d,9,stop_notice,05,,,2026-09-10 09:00,,,,2026-09-14 08:00,2026-09-11 09:00,,,2026-09-15 09:00,
d,10,stop_notice,05,,,2026-09-10 09:00,,,,2026-09-14 08:00,2026-09-13 09:00,,,2026-09-15 09:00,
d,11,stop_notice,05,,,2026-09-10 09:00,,,,2026-09-14 08:00,,,,,
d,12,repair,03,V9,,2026-09-10 09:00,,,,,,2026-09-10 09:10,2026-09-10 12:00,2026-09-12 09:00,
d,13,repair,03,V9,,2026-09-10 09:00,,,,,,2026-09-10 09:10,2026-09-14 12:00,2026-09-14 13:00,
d,14,repair,03,V9,,2026-09-10 09:00,,,,,,2026-09-10 09:10,,,
d,15,install,06,,business,2026-09-10 09:00,2026-09-10 08:00,2026-09-10 08:00,2026-09-11 09:00,,,,,2026-09-12 09:00,
d,16,install,06,,business,2026-09-10 09:00,2026-09-10 08:00,2026-09-02 08:00,2026-09-11 09:00,,,,,2026-09-12 09:00,
d,17,install,01,,business,2026-09-10 09:00,2026-09-08 08:00,2026-09-10 08:00,2026-09-11 09:00,,,,,2026-09-12 09:00,
d,18,install,01,,business,2026-09-10 09:00,2026-09-10 08:00,2026-09-10 08:00,,,,,,,
f,1,repair,05,,,2026-09-10 09:00,,,,,,,,2026-09-10 11:00,
f,2,repair,04,,,2026-09-10 09:00,,,,,,,,2026-09-10 20:00,
f,3,install,03,,business,2026-09-10 09:00,2026-09-10 08:00,2026-09-10 08:00,,,,,,2026-09-12 09:00,
f,4,install,02,,business,2026-09-10 09:00,2026-09-10 08:00,2026-09-02 08:00,,,,,,2026-09-12 09:00,
f,5,repair,06,V9,,2026-09-10 09:00,,,,,,2026-09-10 09:10,,2026-09-10 12:00,
f,6,repair,01,V9,,2026-09-10 09:00,,,,,,2026-09-10 09:10,,2026-09-14 13:00,
n,1,repair,02,,,2026-10-12 08:00,,,,,,,,,
n,2,gas_on,03,,,2026-10-12 08:00,,,,,,,,,
n,3,stop_notice,04,,,2026-10-12 08:00,,,,2026-10-20 08:00,,,,,
n,4,install,05,,business,2026-10-12 08:00,2026-10-12 07:00,2026-10-12 07:00,,,,,,,
n,5,repair,06,V9,,2026-10-12 08:30,,,,,,2026-10-12 08:40,,,
END
  svc-order import orders.csv
  svc-complaint reopen --reason 又坏了 C2026-000001
  printf '%s\n' source,source_no,received_at,channel,category,content,level,dept,solution,solution_at,closed_at \
    'f,1,2026-09-07 09:00,hotline,repair,报修,3,04,换阀,2026-09-07 10:00,2026-09-10 10:00' \
    'f,2,2026-09-07 09:00,hotline,repair,报修,3,05,换阀,,2026-09-07 10:00' \
    'n,1,2026-10-12 08:30,hotline,repair,报修,3,06,,,' | svc-complaint import -
  svc-callback add --business repair --dept 02 --planned_at '2026-09-20 09:00' --window_to '2026-09-22 09:00'
  svc-callback issue "$(svc-callback add -H --business repair --dept 03 --planned_at '2026-10-09 09:00' \
    --called_at '2026-10-09 10:00' --attempts 1 --overall 2 --solved no)"
  svc-callback add --business repair --dept 02 --planned_at '2026-10-10 09:00' --window_to '2026-11-22 09:00'
  svc-monitor add --monitor J1 --name 陈立新 --grp media --district 城东 --appointed_on 2026-03-01 >/dev/null
  printf '%s\n' source,source_no,raised_at,monitor,kind,content,dept,assigned_at,answered_at,answered_by,answer,verified_at,verified \
    'a,1,2026-09-01 09:00,J1,problem,一,02,2026-09-01 10:00,2026-09-02 09:00,1203,好,2026-09-03 09:00,yes' \
    'a,2,2026-09-01 09:00,J1,suggestion,二,02,2026-09-01 10:00,2026-09-20 09:00,1203,好,2026-09-21 09:00,yes' \
    'a,3,2026-09-01 09:00,J1,complaint,三,05,2026-09-01 10:00,,,,,' \
    'a,4,2026-09-01 09:00,J1,praise,四,05,,,,,,' 'a,5,2026-09-02 09:00,J1,problem,五,,,,,,,' | svc-monitor import opinions -
  svc-monitor raise --as improve MO2026-000001 | svc-improve import ideas -
  printf '%s\n' source,source_no,audited_at,kind,auditor,dept,records_checked,fields_checked \
    'a,1,2026-09-08 10:00,monthly,1602,05,10,400' 'a,2,2026-10-08 10:00,monthly,1602,02,10,500' | svc-entry import audits -
  printf '%s\n' source,source_no,found_at,audit,field,error 'a,1,2026-09-08 10:00,EA2026-000001,phone,format' \
    'a,2,2026-10-08 10:00,EA2026-000002,phone,late' | svc-entry import errors -
  svc-entry close EA2026-000001 EA2026-000002
  printf '%s\n' source,source_no,matter,received_at,dept,entered_at 'a,1,master_data,2026-09-08 10:00,05,2026-09-09 10:00' \
    'a,2,customer_update,2026-09-09 10:00,05,' | svc-entry import tasks -
  printf '%s\n' receipt_no,amount 1,5 2,6 | tee r.csv s.csv >c.csv
  sed -i s/6/7/ c.csv
  svc-entry reconcile r.csv c.csv s.csv --save --dept 05 --day_from 2026-09-08 --reason 日结 >/dev/null || [ $? -eq 1 ]
  for period in 2026-09 2026-10 2026Q3; do
    { svc-complaint stats -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | sed 's/\t/\tcomplaint_/'
      svc-order rate -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | sed 's/\t/\torder_/'
      svc-order stats -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | grep -w in_time | sed 's/\t/\torder_/'
      svc-callback kpi -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | sed 's/\t/\tcallback_/'
      svc-monitor stats -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | sed 's/\t/\tmonitor_/'
      svc-entry stats -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator | sed 's/\t/\tentry_/'
    } | sort -u >theirs
    svc-report kpi -m $period --by dept -H -f tsv -c dept,measure,numerator,denominator |
      awk -F'\t' '$3 + $4 > 0 && ($3 > 0 || $2 !~ /per_1000_/)' | grep -v complaint_hotline | sort -u >ours
    cut -f2 ours >>seen
    [ -z "$(comm -23 ours theirs)" ] || { comm -23 ours theirs; return 1; }
    # and the other way round: no measure of theirs under our names is missing where it counts
    cut -f2 ours | sort -u >names
    awk -F'\t' '$4 > 0' theirs | grep -wFf names | comm -23 - ours >missing
    [ ! -s missing ] || { cat missing; return 1; }
  done
  # every measure was compared, but those that are no department's, and what surveys say
  diff <(sort -u seen) <(svc-report columns indicators -f tsv -H -c column,values |
    sed -n 's/^measure\timported|//p' | tr '|' '\n' | grep -vE 'hotline|customers|monitor_activity|monitor_coverage|^survey_' | sort)
}

@test "the words of the column measure are those of the report, no more and no less" {
  diff <(svc-report columns indicators -f tsv -H -c column,values | sed -n 's/^measure\timported|//p' | tr '|' '\n' | sort) \
    <(sed -nE "s/^SELECT '([a-z0-9_]+)'.*/\1/p; s/.*\(struct svc_measured\)\{ \"([a-z0-9_]+)\".*/\1/p" \
      "$ROOT/lib/report/kpi.sql" "$ROOT/lib/paper/measure.c" | sort -u)
}

@test "green begins on the target and amber ends on its limit, upwards" {
  indicator share --target 95 --amber 90
  for case in '950 1000 green' '949 1000 amber' '900 1000 amber' '899 1000 red' \
    '19 20 green' '999999999 1000000000 green' '899999999 1000000000 red'; do
    read -r numerator denominator wanted <<<"$case"
    takes share 2026-09 "$numerator" "$denominator"
    [ "$(of share 2026-09 status)" = "$wanted" ] || { echo "$case"; return 1; }
  done
  # what is rounded to the target is not the target
  takes share 2026-09 949999 1000000
  [ "$(of share 2026-09 value,status)" = 95.00,amber ]
}

@test "and downwards" {
  svc-report add indicators --indicator speed --name 应答 --grp service --kind month --unit 秒 \
    --times 1 --direction down --target 15 --amber 20
  for case in '150 10 green' '151 10 amber' '200 10 amber' '201 10 red' '0 10 green'; do
    read -r numerator denominator wanted <<<"$case"
    takes speed 2026-09 "$numerator" "$denominator"
    [ "$(of speed 2026-09 status)" = "$wanted" ] || { echo "$case"; return 1; }
  done
  # without a margin there is no amber, without a target no colour
  svc-report set indicators speed --amber '' --reason 无预警
  takes speed 2026-09 151 10
  [ "$(of speed 2026-09 status)" = red ]
  svc-report set indicators speed --target '' --reason 未定
  [ "$(of speed 2026-09 value,status)" = 15.10, ]
}

@test "the period before, the year before, and whether it got better" {
  indicator share --target 95
  takes share 2025-09 8 10
  takes share 2026-08 9 10
  takes share 2026-09 95 100
  [ "$(of share 2026-09 value,before,year_ago,trend)" = 95.00,90.00,80.00,better ]
  takes share 2026-08 96 100
  [ "$(of share 2026-09 trend)" = worse ]
  takes share 2026-08 19 20
  [ "$(of share 2026-09 trend)" = level ]
  # exactly, also where a product of two would be too large
  takes share 2026-08 899999999 999999999
  takes share 2026-09 900000000 1000000000
  [ "$(of share 2026-09 trend)" = better ]
  takes share 2026-08 900000000 1000000000
  [ "$(of share 2026-09 trend)" = level ]
  takes share 2026-09 95 100
  svc-report set indicators share --direction down --reason 反向
  takes share 2026-08 96 100
  [ "$(of share 2026-09 trend)" = better ]
  # the first month has nothing to be compared with
  [ "$(of share 2026-08 before,trend)" = , ]
}

@test "a longer period adds numerators and denominators up; a plain number has no colour there" {
  indicator share --target 50
  svc-report add indicators --indicator fires --name 突发 --grp service --kind month --unit 起 \
    --direction down --target 1 --scope dept
  takes share 2026-07 1 10
  takes share 2026-08 9 10
  takes fires 2026-07 1 '' 02
  takes fires 2026-08 2 '' 02
  takes fires 2026-08 1 '' 03
  [ "$(of share 2026Q3 numerator,denominator,value,status)" = 10,20,50.00,green ]
  [ "$(of share 2026 numerator,denominator)" = 10,20 ]
  [ "$(of fires 2026-08 numerator,denominator,value,status)" = 3,,3.00,red ]
  [ "$(of fires 2026Q3 value,status)" = 4.00, ]
  [ "$(of fires 2026-09 numerator,value,status)" = ,, ]
  [ "$(svc-report kpi -m 2026-08 --by dept --indicator fires,share -H -c indicator,dept,value,status)" = "fires,02,2.00,red
fires,03,1.00,green" ]
}

@test "an indicator of a quarter or a year is asked for by a whole one" {
  svc-report kpi -m 2026-09 -H -c indicator >month
  svc-report kpi -m 2026Q3 -H -c indicator >quarter
  svc-report kpi -m 2026 -H -c indicator >year
  [ "$(grep -cx trained month)" -eq 0 ]
  grep -qx trained quarter
  [ "$(grep -cx public_rating_rank quarter)" -eq 0 ]
  grep -qx public_rating_rank year
  [ "$(wc -l <year)" -eq "$(svc-report list indicators -H | wc -l)" ]
  expect 2 svc-report kpi -m 2026-09 --indicator trained
  says 'trained is counted by the quarter; ask for a whole one'
  takes public_rating_rank 2025 4
  takes public_rating_rank 2026 2
  [ "$(of public_rating_rank 2026 value,status,before,trend)" = 2.00,green,4.00,better ]
}

@test "an indicator has one source: the store's own records, or imported values" {
  expect 65 takes complaint_close 2026-09 1 1 02
  says "counts the store's own records (complaint_close_in_time)"
  takes three_rings 2026-09 1 2
  [ "$(of three_rings 2026-09 numerator,denominator,measure)" = 1,2,imported ]
  # changed to a measure, it counts the records and the value no more
  svc-report list indicators --indicator three_rings | sed s/imported/callback_contact/ | svc-report import indicators - --update
  [ "$(of three_rings 2026-09 numerator,denominator,measure)" = 18,18,callback_contact ]
}

@test "a value fits its indicator" {
  expect 65 takes three_rings 2026Q3 1 2
  says 'record 1, column "period": is a quarter, the indicator'"'"'s is a month'
  expect 65 takes three_rings 2026-9 1 2
  says 'not a period; write 2026-W37, 2026-09, 2026Q3 or 2026'
  expect 65 takes three_rings last-month 1 2
  says 'not a period'
  expect 65 takes three_rings 2026-11 1 2
  says 'has not begun'
  expect 65 takes three_rings 2026-09 1
  says 'column "denominator": is required, it is a fraction'
  expect 65 takes three_rings 2026-09 1 2 02
  says "must be empty, the indicator is the company's"
  expect 65 takes emergencies 2026-09 1 '' ''
  says 'is required, the indicator is of departments'
  expect 65 takes emergencies 2026-09 1 5 02
  says 'must be empty, it is a plain number'
  expect 65 takes nothing 2026-09 1 2
  says 'column "indicator": "nothing": is not registered'
  expect 65 takes three_rings 2026-09 1000000001 1000000001
  says 'lies between 0 and 1000000000'
  expect 65 takes three_rings 2026-09 -1 2
  says 'must not be negative'
  [ -z "$(svc-report list values -H)" ]
}

@test "the same file of values twice changes nothing; another number wants --update" {
  printf '%s\n' indicator,dept,numerator,denominator emergencies,02,3, emergencies,03,0, three_rings,,80,100 >values.csv
  expect 0 svc-report import values -m 2026-09 values.csv -v
  says '3 added'
  expect 0 svc-report import values -m 2026-09 values.csv -v
  says '0 added, 0 updated, 3 unchanged'
  expect 0 svc-report import values -m last-month values.csv -v
  says '3 unchanged'
  sed -i s/80/85/ values.csv
  expect 65 svc-report import values -m 2026-09 values.csv
  says 'column "numerator": differs from the stored record; --update would change it'
  expect 0 svc-report import values -m 2026-09 values.csv --update -v
  says '0 added, 1 updated, 2 unchanged'
  expect 0 svc-report import values -m 2026-08 values.csv -v
  says '3 added'
  printf '%s\n' indicator,dept,numerator emergencies,02,1 emergencies,02,2 >twice.csv
  expect 65 svc-report import values -m 2026-07 twice.csv
  says 'has the same key as record 1'
  printf '%s\n' indicator,period,numerator,denominator three_rings,2026-08,1,2 >own.csv
  expect 2 svc-report import values -m 2026-08 own.csv
  says 'the file has a column "period"'
  expect 2 svc-report import indicators -m 2026-08 own.csv
  says 'indicators have no period'
  [ "$(svc-report list values -m 2026-09 -H -c indicator,dept,numerator,starts_on)" = "emergencies,02,3,2026-09-01
emergencies,03,0,2026-09-01
three_rings,,85,2026-09-01" ]
  # a quarter's values, with one more column that the file lacks; the good ones with --keep-good
  printf '%s\n' indicator,dept,numerator,denominator trained,02,8,10 trained,03,9, trained,04,10,10 >quarter.csv
  expect 3 svc-report import values -m 2026Q3 --set '"source=培训科,三季度"' quarter.csv --keep-good --rejects bad.csv
  says 'record 2, column "denominator": is required, it is a fraction'
  [ "$(svc-report list values --indicator trained -H -f tsv -c no,period,dept,source)" = "$(printf 'L2026-000007\t2026Q3\t02\t培训科,三季度\nL2026-000008\t2026Q3\t04\t培训科,三季度')" ]
  svc-admin verify
  svc-admin check
}

@test "an indicator keeps its rules" {
  expect 2 indicator a --target 90 --amber 95
  says 'amber needs a target and lies on its worse side'
  expect 2 indicator a --amber 95
  says 'amber needs a target'
  expect 2 indicator a --measure nothing
  says 'an unknown word'
  expect 2 indicator a --times 0
  expect 2 svc-report add indicators --indicator a --name 甲 --grp other --kind month --unit % --direction up --measure order_finish
  says 'a measure of our own is a fraction, so it needs times'
  expect 2 svc-report add indicators --indicator a --name 甲 --kind month --unit % --direction up
  says '--grp'
  indicator a --target 90 --amber 80
  expect 4 svc-report set indicators a --amber 91 --reason x
  says 'lies on its worse side'
  expect 2 svc-report set indicators a --kind year --reason x
  takes a 2026-09 1 2
  expect 65 sh -c 'svc-report list indicators --indicator a | sed s/,month,/,year,/ | svc-report import indicators - --update'
  says 'column "kind": has values that are counted otherwise'
  svc-report set indicators a --target 40 --amber '' --reason 下调
  [ "$(of a 2026-09 status)" = green ]
  svc-report log indicators a -H -c verb,change | grep -q '^set,.*""target"":\[90.00,40.00\]'
}

@test "kpi wants a period that has begun, and indicators that are there" {
  expect 2 svc-report kpi
  says 'needs a period'
  expect 4 svc-report kpi -m 2026-11
  says '2026-11 has not begun'
  expect 5 svc-report kpi -m 2026-09 --indicator three_rings,nothing
  says 'no such indicator: "nothing"'
  expect 2 svc-report kpi -m 2026-09 --by month
}

@test "no value is a dash to a reader and an empty cell to a machine" {
  svc-report kpi -m 2026-09 --indicator three_rings -c value,status -f table | sed -n 2p | grep -q '^–'
  [ "$(of three_rings 2026-09 value,status)" = , ]
}

@test "who keeps what: targets the office, values the clerk too, a head neither" {
  as() { sqlite3 "$SVC_DB" "UPDATE person SET roles = '$1', dept = '02' WHERE login = '$(id -un)'"; }
  as clerk
  expect 77 indicator a
  says 'add needs one of the roles office for indicators'
  expect 0 takes three_rings 2026-09 1 2
  expect 77 svc-report set values L2026-000001 --source x --reason x
  as dept_head
  expect 77 takes three_rings 2026-09 1 2
  as agent
  expect 77 svc-report import values -
  expect 0 svc-report kpi -m 2026-09 --indicator three_rings
}

@test "values without an indicator or a period are refused row by row; one without a department is the company's" {
  indicator pilot >/dev/null
  printf '%s\n' indicator,period,numerator,denominator,dept pilot,2026-09,1,2, ,2026-09,1,2,02 pilot,,1,2,02 \
    '" ",2026-08,1,2,' >v.csv
  expect 65 svc-report import values v.csv
  says 'v.csv: column "indicator" ×2 (lines 3, 5): is required'
  says 'v.csv:4: record 3, column "period": is required'
  [ -z "$(svc-report list values -H)" ]
  expect 3 svc-report import values --keep-good --rejects bad.csv v.csv
  expect 3 svc-report import values --keep-good --rejects bad.csv v.csv
  says '0 added, 0 updated, 1 unchanged, 3 rejected'
  [ "$(svc-report list values -H -c indicator,period,dept)" = pilot,2026-09, ]
}
