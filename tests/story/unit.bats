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
  for source in "$ROOT"/tests/fault/*.c; do
    grep -q "unit fault-$(basename "$source" .c)\$" "$BATS_TEST_FILENAME"
  done
}

@test "calendar: working days, holidays, unknown years" {
  unit calendar
}

@test "chain: who signs, and a million random attempts against a model" {
  unit chain
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

@test "policy: which limit applies, and where it runs from" {
  unit policy
}

@test "authority: facts, conditions, ranks, duties, the judgement" {
  unit authority
}

@test "stat: two shares compared, the study with 35 109 in each group, control limits" {
  unit stat
}

@test "store, db: transactions, values, refusals" {
  unit db
}

@test "store, db-open: what is opened and what is refused" {
  unit db-open
}

@test "store, file-system: where a store may lie" {
  unit file-system
}

@test "store, db-many: many processes, kill -9" {
  unit db-many
}

@test "store, db-upgrade: steps of a store in use, with their events" {
  unit db-upgrade
}

@test "store, event: the chain finds every tampering" {
  unit event
}

@test "tool, anchor: heads that leave the store, and find back" {
  unit anchor
}

@test "store, lock: the writers queue" {
  unit lock
}

@test "store, migrate: steps of the schema" {
  unit migrate
}

@test "store, commit: every fault of a commit: the message says what happened" {
  unit fault-commit
}

@test "sheet, decode: strict UTF-8, GB18030" {
  unit decode
}

@test "sheet, read: CSV and TSV in, with the public spectrum of CSV files" {
  unit read
}

@test "sheet, write: CSV, TSV, JSON lines out, and back" {
  unit write
}

@test "sheet, table: aligned by display width" {
  unit table
}

@test "sheet, spool: kept aside in memory, then on disk" {
  unit spool
}

@test "sheet, sink: whole or not at all, wherever it goes" {
  unit sink
}

@test "vip: who is one, what is due to one and when" {
  unit vip
}

@test "proof: a register against the store" {
  unit proof
}

@test "score: lines by the names of their columns, and what none may be" {
  unit score
}

@test "worth: what a customer is worth, from counts" {
  unit worth
}

@test "sample: the exact share, the same everywhere, late rows move nobody" {
  unit sample
}
