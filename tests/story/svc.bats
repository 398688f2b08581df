# svc: the front door, `svc NOUN VERB` for svc-NOUN.

load common

setup_file() { make_month; }
setup() { fresh_store; }

@test "svc NOUN VERB is svc-NOUN VERB" {
  cmp <(svc complaint list) <(svc-complaint list)
  expect 2 svc nonsense
  says 'unknown noun "nonsense"'
  expect 2 svc ../bin/sh
}

@test "svc --help lists the nouns that are installed" {
  expect 0 svc --help
  for tool in "$SVC_BUILD"/bin/svc-*; do
    grep -qx "  ${tool##*/svc-}" <<<"$output"
  done
}

@test "svc help NOUN is the noun's own help; help knows the register" {
  cmp <(svc help complaint) <(svc-complaint --help)
  cmp <(svc help complaint due) <(svc-complaint due --help)
  expect 0 svc-admin help list persons
  [[ $output == *--login* ]]
  expect 0 svc-admin list --help persons
  [[ $output == *--login* ]]
  cmp <(svc-complaint help help) <(svc-complaint help)
}
