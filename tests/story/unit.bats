# The C unit tests and the one that brings faults: each program prints TAP, and is one test's worth
# of what its head says.
# bats file_tags=slow

load common

# Runs a program from the project's root, where it finds its data, and shows what failed.
unit() {
  cd "$ROOT" || return 1
  run "$SVC_BUILD/tests/$1"
  [ "$status" -eq 0 ] && grep -q '^1\.\.[1-9]' <<<"$output" && return
  echo "$1: exit $status"
  grep -v '^ok' <<<"$output" | tail -n 40
  return 1
}

# Every program whose source stands in tests/unit.
units() {
  local source bad=0
  for source in "$ROOT"/tests/unit/*.c; do unit "$(basename "$source" .c)" || bad=1; done
  return "$bad"
}

@test "every unit of base, sheet, rule, store and sign keeps its promises" {
  units
}

@test "every fault of a commit is survived, and the message says what happened" {
  unit fault-commit
}
