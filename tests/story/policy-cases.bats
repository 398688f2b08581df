# The pack that comes with the tools, tried by its own cases.
# bats file_tags=slow

load common

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  unset SVC_DB
  export TMPDIR=$PWD
}

@test "the pack that comes with the tools makes of its cases what they expect" {
  expect 0 svc-policy test -v -H
  [ -z "$output" ]
  says 'differing: 0'
}

@test "each of its limits, triggers and legs is touched by a case, but for those that no case can reach" {
  expect 1 svc-policy coverage -H -c file,key
  # an appeal's limits stand in no record's deadline, but in the appeal itself and in what is due;
  # those of delegated matters are judged from the papers of the use;
  # the trigger of a good deed, or of rights to be withdrawn, says which clause it is for, and the case that
  # somebody proposes of it costs; a department's rate of a month is no record's
  [ "$(sed 's|/\*.*reward|/reward|; s|/\*.*||' <<<"$output")" = 'limits.csv,complaint/appeal
limits.csv,complaint/appeal_decide
limits.csv,complaint/appeal_decide_2
limits.csv,auth_omitted_install/promise
limits.csv,auth_priority/dispatch
limits.csv,entry/dispute
limits.csv,auth_frail/dispatch
triggers.csv,inspect.praise/reward-3.1.1-1
triggers.csv,entry.rate
triggers.csv,entry.rights
legs.csv,entry-8.1/dept' ]
}
