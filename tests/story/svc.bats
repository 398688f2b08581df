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

# -- as of -----------------------------------------------------------------------------------

@test "a list as of a day has what was recorded by then, in every register, and of a day its last second" {
  one_more() { SVC_NOW=$1 svc-complaint add -H --received_at '2026-10-09 09:00' --channel hotline --category repair --content 报修; }
  first=$(one_more '2026-10-12 09:00')
  second=$(one_more '2026-10-13 23:59:59')
  third=$(one_more '2026-10-14 00:00:00')
  export SVC_NOW='2026-10-27 09:00'
  listed() { svc-complaint list -m 2026-10 -H -c no "$@" | tr '\n' ' '; }
  [ "$(listed)" = "$first $second $third " ]
  [ "$(listed --as-of 2026-10-13)" = "$first $second " ]
  [ "$(listed --as-of '2026-10-13 23:59:58')" = "$first " ]
  [ "$(listed --as-of 2026-10-11)" = '' ]
  [ "$(listed --as-of 2026-10-14)" = "$first $second $third " ]
  none() { [ -z "$("$1" list ${2:+"$2"} -H --as-of 2000-01-01)" ] || { echo "$@"; return 1; }; }
  each_register none
}
