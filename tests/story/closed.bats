# A write whose fact lies in a closed month says so, once, with the remedy; nothing else says anything.

load common

setup_file() {
  make_month
  svc-report close -m 2026-09 --yes --carry-pending
}
setup() { fresh_store; }

# told COMMAND…: it succeeds, and says this of September, once, and no more.
told() {
  expect 0 "$@"
  [ "$(grep -c 'fact of closed' <<<"$stderr")" -eq 1 ]
  says 'fact of closed 2026-09: adjust with svc-report adjust -m 2026-10 --from 2026-09'
  says 'svc-report diff -m 2026-09 shows what it comes to'
}
silent() {
  expect 0 "$@"
  [ -z "$stderr" ] || { echo "$stderr"; return 1; }
}

late() { svc-complaint add --received_at "$1" --channel web --category other --content 补 --level 3; }

@test "a record of the month's last second is told, one of the next second is not" {
  told late '2026-09-30 23:59:59'
  silent late '2026-10-01 00:00:00'
  silent late '2026-08-20 09:00'
}

@test "steps, corrections and cases of the month are told, those of an open month are not" {
  told svc-complaint determine --valid no --responsible no C2026-000008 C2026-000013
  told svc-complaint set --category billing --reason 改 C2026-000001
  told svc-reward propose --clause reward-3.2.5-1 --dept 04 --facts 不配合 --evidence E --at '2026-09-20 09:00' --late-reason 补录
  told svc-reward sign --by 1401 --evidence P1 R2026-000001
  silent svc-reward propose --clause reward-3.2.5-2 --dept 05 --facts 不配合 --evidence E
  silent svc-reward sign --by 1501 --evidence P1 R2026-000002
  no=$(complaint dept=02)
  silent svc-complaint determine --valid no --responsible no "$no"
}

@test "a file tells it once for all of its rows, and not when nothing of it was new" {
  printf '%s\n' source,source_no,received_at,channel,category,content a,1,2026-09-03,web,other,甲 \
    a,2,2026-09-04,web,other,乙 a,3,2026-10-04,web,other,丙 >file.csv
  told svc-complaint import file.csv
  silent svc-complaint import file.csv
}

@test "a limit that ran out in the closed month is a fact of it, whenever the complaint was received" {
  # Received on Monday 31 August at 17:00, to be answered within 24 hours: September is closed, August is not.
  no=$(SVC_NOW='2026-10-12 09:00' late '2026-08-31 17:00' 2>/dev/null | tail -n 1)
  told svc-complaint determine --valid no --responsible no "$no"
}

@test "what has no score lines is not told: wages, indicators" {
  silent svc-admin import wages - <<<'person,period,gross
1202,2026-09,6000'
  silent svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
  silent svc-report import values -m 2026-09 - <<<'indicator,dept,numerator,denominator
complaint_time,02,100,2'
}

@test "what is refused is not told; a dry run is" {
  expect 4 svc-complaint close C2026-000001
  [[ $stderr != *'fact of closed'* ]]
  told svc-complaint determine --dry-run --valid no --responsible no C2026-000001
}

@test "who led a department in the closed month is told, and where that is settled when the month is closed" {
  told svc-admin set depts --head 1202 --from 2026-09-10 --reason 补记 02
  export SVC_NOW='2026-11-02 09:00'
  svc-report close -m 2026-10 --yes --carry-pending
  expect 0 svc-complaint determine --valid no --responsible no C2026-000008
  says 'fact of closed 2026-09: adjust with svc-report adjust -m 2026-11 --from 2026-09'
}
