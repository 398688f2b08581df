# The C unit tests: each program prints TAP; one test per program here.

load common

# Runs a program from the project's root, where it finds its data, and shows what failed.
unit() {
  cd "$ROOT" || return 1
  run "$SVC_BUILD/tests/$1"
  grep -v '^ok' <<<"$output" | tail -n 40
  [ "$status" -eq 0 ]
  grep -q '^1\.\.[1-9]' <<<"$output"
}

@test "every unit test program is run here" {
  for source in "$ROOT"/tests/unit/*.c; do
    grep -q "unit $(basename "$source" .c)\$" "$BATS_TEST_FILENAME"
  done
}

@test "calendar: working days, holidays, unknown years" {
  unit calendar
}

@test "clock: deadlines in every unit, holds, the arithmetic shown" {
  unit clock
}

@test "clock: 100 000 random cases against a brute-force walk" {
  unit clock-walk
}

@test "clock: the cases of nine peers" {
  unit sla
}
