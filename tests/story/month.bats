# A whole month as one script: every tool hands on to the next, and the sheet comes out the same.

load common

@test "September from the imports to the closed sheet, the same on every run" {
  cd "$BATS_TEST_TMPDIR" || return 1
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_TEST_TMPDIR/a" >a.out
  "$ROOT/tests/demo/month.sh" "$SVC_BUILD" "$BATS_TEST_TMPDIR/b" >b.out
  cmp a.out b.out
  sed -n '/^subject/,$p' a.out | diff "$ROOT/tests/golden/month-2026-09.csv" -
  for file in plan.csv vip.csv kpi.csv cases.csv out/2026-09/sheet-dept.csv out/2026-09/lines.csv; do
    cmp "$BATS_TEST_TMPDIR/a/$file" "$BATS_TEST_TMPDIR/b/$file"
  done
  export SVC_DB=$BATS_TEST_TMPDIR/a/svc.db
  # the sample: a third of the repairs, a tenth of the checks, none called by those who did the job
  [ "$(cut -d, -f1,3,4,6 "$BATS_TEST_TMPDIR/a/plan.csv" | tail -n +2 | tr '\n' ' ')" = \
    'repair/2026-09/v1,80,24,24 safety_check/2026-09/v1,40,4,4 ' ]
  [ "$(svc-reward list --state approved -H -c source_no)" = 'R2026-000001
C2026-000015
C2026-000021
O2026-000004
EF2026-000013' ]
  [ "$(svc-report explain -m 2026-09 --person 1302 -H -c amount,status,record)" = $'-100.00,final,C2026-000015\n0.00,final,EF2026-000013' ]
  # what was not signed waits in October
  [ "$(svc-report explain -m 2026-10 -H -c status,source | grep -c '^proposed,complaint')" -gt 5 ]
  (cd "$BATS_TEST_TMPDIR/a/out/2026-09" && sha256sum --quiet -c SHA256SUMS)
}
