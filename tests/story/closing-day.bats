# A company whose month of assessment runs from the 26th to the 25th (month_closing_day 25), and one that
# changes to it from the months of the calendar.
#
# The days around the end of September 2026: the 24th is a Thursday, the 25th to 27th are the Mid-Autumn
# Festival, 1 to 7 October the National Day, Saturday 10 October is worked. Working days after the 24th
# are 28, 29, 30 September, 8, 9 October; after 26 August (a Wednesday) 27, 28, 31, 1, 2 September.
# A complaint of level 3 is answered within 24 hours (1 point) and done within 5 working days (2 points).

load common

setup_file() {
  make_company
  cp -r "$SVC_BUILD/share/svc/policy" "$BATS_FILE_TMPDIR/pack25"
  closing 25 "$BATS_FILE_TMPDIR/pack25"
}
setup() { fresh_store; }

# closing DAY PACK: the pack's months close on that day.
closing() { sed -i "s/^month_closing_day,[^,]*,/month_closing_day,$1,/" "$2/params.csv"; }

# on_25 [DAY]: months close on the 25th, since 2025 or from that day on.
on_25() { svc-policy load --from "${1:-2025-01-01}" "$BATS_FILE_TMPDIR/pack25" >/dev/null; }

# of RECEIVED [OPTION…]: a complaint that department 02 has since then.
of() {
  svc-complaint add -H --received_at "$1" --channel hotline --category repair --content 报修 \
    --level 3 --dept 02 "${@:2}"
}

# days TOOL…: the numbers that a list shows, in one line.
numbers() { "$@" -H -c no | cut -c 10- | tr '\n' ' '; }

@test "the 25th at 23:59:59 is September's, the 26th at midnight is October's" {
  on_25
  of '2026-08-25 23:59:59' && of '2026-08-26 00:00' && of '2026-09-25 23:59:59' && of '2026-09-26 00:00'
  [ "$(numbers svc-complaint list -m 2026-08)" = '001 ' ]
  [ "$(numbers svc-complaint list -m 2026-09)" = '002 003 ' ]
  [ "$(numbers svc-complaint list -m 2026-10)" = '004 ' ]
  # the quarters are made of them: 26 June to 25 September, and from 26 September on
  [ "$(svc-complaint stats -m 2026-09 -H -c measure,numerator | head -n 1)" = received,2 ]
  [ "$(svc-complaint stats -m 2026Q3 --by month -H -c month,measure,numerator | grep received | tr '\n' ' ')" = \
    '2026-08,received,1 2026-09,received,2 ' ]
  # beside each month the one before: October's 1 beside September's 2, no November's beside October's 1
  [ "$(svc-complaint stats -m 2026Q4 --by month -H -c month,measure,numerator,before | grep received | tr '\n' ' ')" = \
    '2026-10,received,1,2 2026-11,received,0,1 ' ]
}

@test "a company of the calendar's months keeps them" {
  of '2026-09-25 23:59:59' && of '2026-09-26 00:00' && of '2026-10-01 00:00'
  [ "$(numbers svc-complaint list -m 2026-09)" = '001 002 ' ]
  svc-report sheet -m 2026-09 -f table | grep -q '^2026-09  head'
  grep -q '^month_closing_day,month_end,' "$SVC_BUILD/share/svc/policy/params.csv"
}

@test "a month is written by its name, in Chinese, by all of its days or counted from now" {
  on_25
  of '2026-08-26 00:00' && of '2026-09-25 23:59:59' && of '2026-09-26 00:00'
  local p
  for p in 2026-09 2026年9月 2026-08-26..2026-09-25 2026年8月26日至2026年9月25日; do
    [ "$(numbers svc-complaint list -m "$p")" = '001 002 ' ]
    svc-report sheet -m "$p" >"sheet-$p"
    svc-complaint score -m "$p" | cut -d, -f1 | sort -u | grep -qx 2026-09
    cmp sheet-2026-09 "sheet-$p"
  done
  # now is 12 October: in the month of 26 September to 25 October
  [ "$(numbers svc-complaint list -m this-month)" = '003 ' ]
  [ "$(numbers svc-complaint list -m last-month)" = '001 002 ' ]
  [ "$(SVC_NOW='2026-09-25 23:59' numbers svc-complaint list -m this-month)" = '001 002 ' ]
  [ "$(SVC_NOW='2026-09-25 23:59' numbers svc-complaint list -m last-month)" = '' ]
  # 26 September is the Saturday of week 39, which begins on Monday the 21st
  [ "$(numbers svc-complaint list -m 2026-W39)" = '002 003 ' ]
  [ "$(SVC_NOW='2026-09-28 08:00' numbers svc-complaint list -m last-week)" = '002 003 ' ]
  [ "$(SVC_NOW='2026-09-28 08:00' numbers svc-complaint list -m this-week)" = '' ]
  [ "$(numbers svc-complaint list -m 2026-09-25..2026-09-25)" = '002 ' ]
  [ "$(numbers svc-complaint list -m 2026年第四季度)" = '003 ' ]
  [ "$(numbers svc-complaint list -m 2026年)" = '001 002 003 ' ]
  [ "$(numbers svc-complaint list -m this-year)" = '001 002 003 ' ]
  [ "$(numbers svc-complaint list -m last-year)" = '' ]
}

@test "a span of days has its figures beside those of as many days before, and of a year ago" {
  on_25
  of '2026-08-30 23:59' && of '2026-08-31 00:00' && of '2026-09-09 23:59' && of '2026-09-10 00:00' &&
    of '2026-09-19 23:59' && of '2026-09-19 09:00' && of '2026-09-20 00:00' && of '2025-09-15 09:00'
  # ten days from the 10th have 3, the ten before (31 August to 9 September) 2, those of 2025 1
  [ "$(svc-complaint stats -m 2026-09-10..2026-09-19 -H -c measure,numerator,before,year_ago | head -n 1)" = \
    received,3,2,1 ]
  # week 37 is 7 to 13 September with 2, week 36 begins on 31 August with 1
  [ "$(svc-complaint stats -m 2026-W37 -H -c measure,numerator,before | head -n 1)" = received,2,1 ]
  # of the indicators a week has those that the store's records tell, not what was reported by the month
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  [ "$(svc-report kpi -m 2026-W37 --indicator complaint_respond -H -c numerator,denominator)" = 0,2 ]
  [ "$(svc-report kpi -m 2026-08-26..2026-09-25 --indicator complaint_respond -H)" = \
    "$(svc-report kpi -m 2026-09 --indicator complaint_respond -H)" ]
  imported=$(svc-report list indicators --kind month --measure imported -H -c indicator | head -n 1)
  expect 2 svc-report kpi -m 2026-W37 --indicator "$imported"
  says "$imported is counted by the month; ask for a whole one"
}

@test "sheet and close want one whole month, and say so" {
  on_25
  local p
  for p in 2026-09-01..2026-09-30 2026-W37 2026Q3 2026; do
    expect 2 svc-report sheet -m "$p"
    says 'is not one month of assessment'
    says 'give one by its name, such as 2026-10, or by all of its days'
    expect 2 svc-report close -m "$p" --yes
    says 'is not one month of assessment'
  done
  expect 2 svc-report year -m 2026-08-26..2026-09-25
  says 'is not one year'
  expect 2 svc-complaint list -m 2026-09-25..2026-08-26
  says 'ends before it begins'
  expect 2 svc-complaint list -m 2026-02-30..2026-03-01
  says 'no such day'
  expect 2 svc-complaint list -m 2025-W53
  says 'not a period; write 2026-10, 2026Q3, 2026, 2026-W37, 2026-08-26..2026-09-25'
}

@test "a missed limit is the month's in which it ran out" {
  on_25
  # 1: answered by 25 Sep 23:59:59, the last moment of September; done by 9 Oct 17:30, October's
  # 2: answered by 26 Sep 00:00, the first moment of October; done by 9 Oct 17:30
  of '2026-09-24 23:59:59' && of '2026-09-25 00:00'
  [ "$(svc-complaint score -m 2026-09 -H -c period,record,clause,points,occurred_at | cut -c 1-64)" = \
    '2026-09,C2026-000001,complaint-respond,-1.00,2026-09-25 23:59:59' ]
  [ "$(svc-complaint score -m 2026-10 -H -c record,clause,points | sort | tr '\n' ' ')" = \
    'C2026-000001,complaint-close,-2.00 C2026-000002,complaint-close,-2.00 C2026-000002,complaint-respond,-1.00 ' ]
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c complaint,score,grade)" = -1.00,99.00,A ]
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c complaint,score,grade)" = -5.00,95.00,A ]
  # the title tells the days that the month has
  svc-report sheet -m 2026-09 -f html | grep -q '2026年9月（8月26日至9月25日） 部门服务考核表'
  svc-report explain -m 2026-09 -f html | grep -q '2026年9月（8月26日至9月25日） 考核明细'
}

@test "a month is closed when its last day is over, and hands on to the next" {
  on_25
  of '2026-09-20 09:00' --person 1203 --responded_at '2026-09-20 10:00' --closed_at '2026-09-20 11:00'
  svc-complaint determine --valid yes --responsible yes --person 1203 --clause reward-3.2.3-1 C2026-000001
  of '2026-09-24 09:00' # answered by 25 Sep 09:00: 1 point in September
  expect 4 svc-report close -m 2026-09 --yes --as-of '2026-09-25 23:59:59'
  says '2026-09 is not over'
  expect 4 svc-report close -m 2026-09 --yes --as-of '2026-09-26 00:00'
  says 'wait for signatures'
  mkdir out
  SVC_NOW='2026-09-26 00:00' svc-report close -m 2026-09 --yes --carry-pending -o out
  (cd out/2026-09 && sha256sum --quiet -c SHA256SUMS)
  [ "$(svc-report sheet -m 2026-09 --dept 02 -H -c score,pending_lines)" = 99.00,0 ]
  # what waits is October's now, though its fact is not
  svc-report explain -m 2026-10 -H -c record,occurred_at,status | sort -u |
    grep -qx 'C2026-000001,2026-09-20 09:00:00,proposed'
  # 2 missed its 5 working days on 9 October: 2 points in October, which ends on the 25th
  SVC_NOW='2026-10-26 08:00' svc-report close -m 2026-10 --yes --carry-pending
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c score)" = 98.00 ]
  svc-report explain -m 2026-11 --as-of '2026-10-26 09:00' -H -c record,status | sort -u |
    grep -qx C2026-000001,proposed
  expect 0 svc-report verify -m 2026-09
  expect 0 svc-report diff -m 2026-09
}

@test "a late record of the 25th is settled in the month that begins on the 26th" {
  on_25
  svc-report close -m 2026-09 --yes
  of '2026-09-24 09:00' --responded_at '2026-09-25 09:00:01' --closed_at '2026-09-25 10:00'
  expect 1 svc-report diff -m 2026-09 -H -c dept,clause,points_stored,points_now
  [ "$output" = 02,complaint-respond,0.00,-1.00 ]
  svc-report adjust -m 2026-10 --from 2026-09
  # the line stands in October, dated as its fact is
  [ "$(svc-report explain -m 2026-10 --dept 02 -H -c item,points,occurred_at)" = \
    'adjust,-1.00,2026-09-25 09:00:00' ]
  expect 0 svc-report diff -m 2026-09
  [ "$(svc-report sheet -m 2026-10 --dept 02 -H -c adjust,score)" = -1.00,99.00 ]
}

@test "a year is twelve such months; what a rule counts in a calendar year stays the calendar's" {
  on_25
  # neither is answered by 26 Dec 2025 00:00, the first moment of January 2026, and by 25 Dec 2026
  # 23:59:59, the last one of December; the second is done before the 31st, its fifth working day
  export SVC_NOW='2027-01-04 09:00'
  of '2025-12-25 00:00' --closed_at '2025-12-26 09:00'
  of '2026-12-24 23:59:59' --closed_at '2026-12-30 09:00'
  [ "$(svc-report year -m 2025 --dept 02 -H -c score_12)" = 100.00 ]
  [ "$(svc-report year -m 2026 --dept 02 -H -c score_01,score_11,score_12,months,mean)" = \
    99.00,100.00,99.00,12,99.83 ]
  [ "$(svc-report year -m 2025-12-26..2026-12-25 --dept 02 -H -c score_01)" = 99.00 ]
  svc-report year -m 2026 -f html | grep -q '2026年（2025年12月26日至12月25日） 部门年度考核汇总'
  # three complaints in one calendar year count, though the third one, of 28 December, lies in the
  # assessment month 2027-01
  local day
  for day in 2026-03-02 2026-12-20 2026-12-28; do
    of "$day 09:00" --person 1203 --responded_at "$day 09:10" --closed_at "$day 10:00"
  done
  svc-complaint determine --valid yes --responsible yes --person 1203 C2026-000002 C2026-000003 C2026-000004
  [ "$(svc-reward thresholds --year 2026 -H -c person,count,reached)" = 1203,3,yes ]
  [ "$(svc-report year -m 2026 --by person -H -c subject,counted | grep 1203)" = 1203,3 ]
  [ "$(svc-complaint score -m 2027-01 -H -c clause,occurred_at | grep 3.2.4-4 | sort -u | cut -d, -f1,2)" = \
    'reward-3.2.4-4,2026-12-28 09:00:00' ]
  expect 0 svc-complaint score -m 2026-12 -H -c clause
  [[ $output != *3.2.4-4* ]]
}

@test "what a month's wage may bear, and what a department gives itself, go by the month" {
  on_25
  printf '%s\n' period,person,gross 2026年9月,1203,1000.00 2026-10,1203,9000.00 >wages.csv
  svc-admin import wages wages.csv
  # a fifth of September's 1000 is 200: 300 on 25 September is too much, on 26 September it is October's
  local case=(--clause reward-3.2.3-1 --person 1203 --amount 300 --reason 情节较重 --facts 与客户争吵 --evidence 录音)
  export SVC_NOW='2026-09-26 09:00'
  expect 4 svc-reward propose "${case[@]}" --at '2026-09-25 23:59:59'
  says 'in 2026-09 exceed the cap'
  expect 0 svc-reward propose "${case[@]}" --at '2026-09-26 00:00'
  printf '%s\n' dept,item,points 02,complaint,-1 >self.csv
  svc-report import selfscore -m 2026-08-26..2026-09-25 self.csv
  [ "$(svc-report list selfscore -m 2026年9月 -H -c period,dept)" = 2026-09,02 ]
  [ -z "$(svc-report list selfscore -m 2026-10 -H)" ]
}

@test "from the calendar's months to the 26th: one short month, which is said" {
  on_25 2026-10-01
  # October ends on the 25th, as the version in force on its last day says; September stays whole
  of '2026-09-30 23:59:59' && of '2026-10-01 00:00'
  [ "$(numbers svc-complaint list -m 2026-09)" = '001 ' ]
  [ "$(numbers svc-complaint list -m 2026-10)" = '002 ' ]
  expect 0 svc-report sheet -m 2026-10 -v
  says '2026-10 is an odd month, 2026-10-01 to 2026-10-25: the day that months close on changed'
  svc-report sheet -m 2026-10 -f html | grep -q '2026年10月（10月1日至10月25日） '
  expect 0 svc-report sheet -m 2026-09 -v
  [ -z "$stderr" ]
  expect 0 svc-report sheet -m 2026-10 # cron hears nothing
  [ -z "$stderr" ]
  # the next one is whole: 26 October to 25 November
  SVC_NOW='2026-11-02 09:00'
  of '2026-10-25 23:59:59' && of '2026-10-26 00:00'
  [ "$(numbers svc-complaint list -m 2026-10)" = '002 003 ' ]
  [ "$(numbers svc-complaint list -m 2026-11)" = '004 ' ]
  [ "$(svc-admin sql --reason 核对 "SELECT month, from_day, until_day FROM assessment_month
       WHERE month BETWEEN '2026-09' AND '2026-11' ORDER BY month" -H | tr '\n' ' ')" = \
    '2026-09,2026-09-01,2026-10-01 2026-10,2026-10-01,2026-10-26 2026-11,2026-10-26,2026-11-26 ' ]
}

@test "close, what is handed on, what is settled and the year go over the short month" {
  of '2026-09-20 09:00' --person 1203 --responded_at '2026-09-20 10:00' --closed_at '2026-09-20 11:00'
  svc-complaint determine --valid yes --responsible yes --person 1203 --clause reward-3.2.3-1 C2026-000001
  svc-report close -m 2026-09 --yes --carry-pending
  on_25 2026-10-01
  # answered by 21 October 09:00: 1 point in October, which ends on the 25th; done by the fifth working
  # day, 27 October: 2 points in November, which begins on the 26th
  SVC_NOW='2026-10-20 10:00' of '2026-10-20 09:00'
  expect 4 svc-report close -m 2026-10 --yes --carry-pending --as-of '2026-10-25 23:59'
  says '2026-10 is not over'
  export SVC_NOW='2026-10-26 00:00'
  svc-report explain -m 2026-10 -H -c record,status | sort -u | grep -qx C2026-000001,proposed
  svc-report close -m 2026-10 --yes --carry-pending
  export SVC_NOW='2026-10-28 09:00'
  svc-report explain -m 2026-11 -H -c record,status | sort -u | grep -qx C2026-000001,proposed
  [ "$(svc-report sheet -m 2026-11 --dept 02 -H -c complaint,score)" = -2.00,98.00 ]
  # nine months of 100, 99 and 98: 1097 / 11 = 99.727
  [ "$(svc-report year -m 2026 --dept 02 -H -c score_09,score_10,score_11,score_12,months,mean)" = \
    100.00,99.00,98.00,,11,99.73 ]
  # a late record of September, a second too late on the 30th, is settled in November
  of '2026-09-29 09:00' --responded_at '2026-09-30 09:00:01' --closed_at '2026-09-30 10:00'
  expect 1 svc-report diff -m 2026-09 -H -c dept,clause,points_now
  [ "$output" = 02,complaint-respond,-1.00 ]
  svc-report adjust -m 2026-11 --from 2026-09
  [ "$(svc-report sheet -m 2026-11 --dept 02 -H -c complaint,adjust,score)" = -2.00,-1.00,97.00 ]
  expect 0 svc-report diff -m 2026-09
  expect 0 svc-report verify -m 2026-10
}

@test "it does not matter on which day of the month the new version begins" {
  on_25 2026-10-31
  of '2026-10-01 00:00' && of '2026-09-30 23:59'
  [ "$(numbers svc-complaint list -m 2026-10-01..2026-10-25)" = '001 ' ]
  SVC_NOW='2026-11-02 09:00' svc-report sheet -m 2026-10-01..2026-10-25 -f html | grep -q '2026年10月（10月1日至10月25日）'
}

@test "back to the calendar's months: one long month" {
  on_25
  cp -r "$BATS_FILE_TMPDIR/pack25" pack
  closing month_end pack
  expect 0 svc-policy load --from 2026-10-01 -v pack
  says '2026-10 is an odd month, 2026-09-26 to 2026-10-31'
  of '2026-09-26 00:00'
  [ "$(numbers svc-complaint list -m 2026-10)" = '001 ' ]
  [ "$(numbers svc-complaint list -m 2026-11-01..2026-11-30)" = '' ]
  [ "$(sqlite3 "$SVC_DB" "SELECT from_day, until_day FROM assessment_month WHERE month = '2026-11'")" = \
    '2026-11-01|2026-12-01' ]
}

@test "a closed month keeps its days: a load that would move them is refused" {
  svc-report close -m 2026-09 --yes
  of '2026-09-30 09:00' --responded_at '2026-10-02 09:00' # 1 point, of 1 October
  svc-report sheet -m 2026-09 >before.csv
  # from any day of September on it would end on the 25th
  expect 4 svc-policy load --from 2026-09-30 "$BATS_FILE_TMPDIR/pack25"
  says 'month_closing_day: 2026-09 is closed as 2026-09-01 to 2026-09-30, and these days would change'
  says 'load it from the first day of a later calendar month on; nothing was loaded'
  expect 4 svc-policy load --from 2026-01-01 "$BATS_FILE_TMPDIR/pack25"
  [ "$(sqlite3 "$SVC_DB" 'SELECT COUNT(*) FROM policy_version')" -eq 1 ]
  # from the next month on it may; other rules may change from any day
  expect 0 svc-policy load --from 2026-10-01 "$BATS_FILE_TMPDIR/pack25"
  svc-report sheet -m 2026-09 | cmp before.csv
  expect 0 svc-report verify -m 2026-09
  cp -r "$SVC_BUILD/share/svc/policy" other
  sed -i 's/^bonus_cap,5,/bonus_cap,6,/' other/params.csv
  expect 0 svc-policy load --from 2026-09-15 other
  # October begins where September ended, whatever its closing day
  SVC_NOW='2026-10-26 09:00' svc-report close -m 2026-10 --yes
  expect 4 svc-policy load --from 2026-10-31 "$SVC_BUILD/share/svc/policy" --as-of '2026-10-27 09:00'
  says '2026-10 is closed as 2026-10-01 to 2026-10-25'
}

@test "what was reported of a month stays that month's, whatever day it closes on" {
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  local code values=$BATS_TEST_TMPDIR/values.csv
  code=$(svc-report list indicators --kind month --measure imported --scope company -H -c indicator | head -n 1)
  printf 'indicator,period,numerator,denominator\n%s,2026-09,9,10\n%s,2026-10,7,10\n' "$code" "$code" >"$values"
  svc-report import values "$values"
  on_25 2026-09-01
  printf 'indicator,period,numerator,denominator\n%s,2026年9月,8,10\n' "$code" | svc-report import values - --update
  printf 'indicator,period,numerator,denominator\n%s,2026-09-01..2026-09-25,9,10\n' "$code" |
    svc-report import values - --update
  [ "$(svc-report list values -H -c period | tr '\n' ' ')" = '2026-09 2026-10 ' ]
  printf 'indicator,period,numerator,denominator\n%s,2026-W37,8,10\n' "$code" >"$values"
  expect 65 svc-report import values "$values"
  says "is a week, the indicator's is a month"
  [ "$(svc-report kpi -m 2026-09 --indicator "$code" -H -c numerator)" = 9 ]
  [ "$(svc-report kpi -m 2026-10 --indicator "$code" -H -c numerator)" = 7 ]
  [ "$(svc-report kpi -m 2026-09-01..2026-10-25 --indicator "$code" -H -c numerator)" = 16 ]
}

@test "the table of months is proven against the policy" {
  on_25
  expect 0 svc-admin check months
  sqlite3 "$SVC_DB" "UPDATE assessment_month SET until_day = '2026-09-27' WHERE month = '2026-09'"
  expect 1 svc-admin check months -H -c finding
  [ "$output" = 'assessment_month: 2026-09 is not the days that the policy gives it' ]
  sqlite3 "$SVC_DB" 'DELETE FROM assessment_month'
  expect 1 svc-admin check months -H -c finding
  [ "$output" = 'assessment_month: months are missing' ]
}

@test "a VIP is called in the month of assessment, whose promises are due on its last day" {
  on_25
  svc-tier add -H --customer V1 --kind unit --tier vip --tier_since 2026-01-01 >/dev/null
  expect 0 svc-callback plan --seed 2026-09 --period 2026-09 --business vip_monthly --as-of '2026-09-26 09:00'
  [ "$(sqlite3 "$SVC_DB" "SELECT stratum, window_from, window_to FROM callback")" = \
    'vip_monthly/vip/2026-09/v2|2026-08-26 00:00:00|2026-09-25 23:59:59' ]
  [ "$(svc-tier duties -m 2026-09 --duty tip -H -c slot,from_day,due)" = 2026-09,2026-08-26,2026-09-25 ]
  [ "$(svc-tier duties -m 2026-09 --duty callback -H -c slot,from_day,due)" = 2026-09,2026-08-26,2026-09-25 ]
}

@test "a closing day past a short month's end is its last day" {
  cp -r "$BATS_FILE_TMPDIR/pack25" pack
  closing 30 pack
  svc-policy load --from 2025-01-01 pack >/dev/null
  of '2026-01-30 23:59' && of '2026-01-31 00:00' && of '2026-02-28 23:59' && of '2026-03-01 00:00'
  [ "$(numbers svc-complaint list -m 2026-01)" = '001 ' ]
  [ "$(numbers svc-complaint list -m 2026-02)" = '002 003 ' ]
  [ "$(numbers svc-complaint list -m 2026-03)" = '004 ' ]
}

@test "a closing day that is none is a fault of the pack" {
  cp -r "$BATS_FILE_TMPDIR/pack25" pack
  local day
  for day in 0 32 -1 25th last 5.5; do
    closing "$day" pack
    expect 78 svc-policy load --from 2026-01-01 pack
    says 'month_closing_day: must be month_end or 1 to 31'
  done
  closing '' pack
  expect 0 svc-policy load --from 2026-01-01 pack
  of '2026-09-30 23:59'
  [ "$(numbers svc-complaint list -m 2026-09)" = '001 ' ]
}

@test "a month's plans are those of its days, a quarter's special inspection is the calendar's" {
  on_25
  local by=(--level department --kind routine --scope 02 --inspectors 1201 --scheme 方案 --method on_site)
  svc-inspect plan -H --planned_at 2026-09-25 "${by[@]}" && svc-inspect plan -H --planned_at 2026-09-26 "${by[@]}"
  svc-inspect plan -H --planned_at 2026-09-26 --level company --kind special --scope 02 --inspectors 1601 \
    --scheme 方案 --method on_site
  expect 2 svc-inspect plan -H --planned_at 2026-09-26 --plan_of 2026年9月 "${by[@]}"
  says 'lies outside of the plan'
  [ "$(svc-inspect list inspections -H -f tsv -c plan_of | tr '\n' ' ')" = \
    '2026-09 2026-10 2026Q3 ' ]
  # September is over on the 25th: nobody held its routine; the calendar's third quarter runs until the 30th
  expect 0 svc-inspect due -m 2026-09 --as-of '2026-09-26 09:00' --kind routine -H -c what
  [[ $output == *'2026-09: no routine'* ]]
  [[ $(svc-inspect due -m 2026-09 --as-of '2026-09-26 09:00' --kind special -H) == '' ]]
  [[ $(svc-inspect due -m 2026-09 --as-of '2026-10-01 09:00' --kind special -H -c what) == *2026Q3* ]]
}
