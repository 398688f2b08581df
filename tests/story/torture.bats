# Many at one store: storms, races, kills and a full disk for some seconds; `make torture` takes its time.
# bats file_tags=slow

load common

@test "however many write at once, are held up, killed or out of room, nobody loses what he was told is done" {
  cd "$BATS_TEST_TMPDIR" || return 1
  run env TORTURE_S=3 "$ROOT/tests/torture/run" "$SVC_BUILD"
  echo "$output"
  [ "$status" -eq 0 ]
  [ "$(grep -c ' runs .*, 0 failures$' <<<"$output")" -eq 4 ]
}
