# What a full disk, a broken one, too little memory or kill -9 leave: each call of an operation fails in
# turn. `make fault` tries many more.
# bats file_tags=slow

load common

@test "whatever call fails, what is told of the data is true, and the same command once more does the work" {
  cd "$BATS_TEST_TMPDIR" || return 1
  run env FAULT_N=3 "$ROOT/tests/fault/run" "$SVC_BUILD" add set import night sign adjust
  echo "$output"
  [ "$status" -eq 0 ]
  [ "$(grep -c ' faults, .* 0 false messages, 0 failures$' <<<"$output")" -eq 6 ]
}
