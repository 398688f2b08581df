# The harnesses of tests/fuzz for some thousand runs each, the same ones every time; `make fuzz` takes
# its time.
# bats file_tags=slow

load common

@test "whatever bytes stand in a file, a cell, a rule pack or a command line, they are taken or refused" {
  [ -x "$SVC_BUILD/fuzz/tests/fuzz-read" ] || skip 'no clang with libFuzzer here'
  run "$ROOT/tests/fuzz/run" "$SVC_BUILD/fuzz" 20000
  echo "$output"
  [ "$status" -eq 0 ]
  [ "$(grep -c ' 0 findings$' <<<"$output")" -eq "$(find "$SVC_BUILD/fuzz/tests" -name 'fuzz-*' -perm -100 | wc -l)" ]
}
