# What every command promises, looped over all of them.
# bats file_tags=slow

load common

setup_file() {
  make_month
  svc-tier add --customer U1 >/dev/null
  svc-policy add feedback --book tier --dept 02 --given_at 2026-10-09 --text 建议 >/dev/null
  svc-callback add --business other --planned_at '2026-10-09 09:00' >/dev/null
  svc-order add --business repair --accepted_at '2026-10-09 09:00' >/dev/null
  svc-reward propose --clause reward-3.1.1-1 --person 1102 --facts 锦旗 >/dev/null
  svc-auth use network_cooperation --person 1201 --exceeded x >/dev/null
  svc-inspect plan --planned_at 2026-10-12 --level company --kind routine --method on_site \
    --scope 02 --inspectors 1601 >/dev/null
  svc-improve add --proposed_on 2026-10-09 --title 预约 --route department --dept 02 --owner 1202 \
    --starts_on 2026-10-12 --ends_on 2026-12-31 >/dev/null
  svc-survey add --code A --title 调查 --kind internal --open_from 2026-09-01 --open_until 2026-10-31 \
    --rate_question q --satisfied 9 >/dev/null
  printf '%s\n' question,dimension,kind,scale_min,scale_max,weight q,satisfaction,scale,1,10,1 n,loyalty,nps,,,0 |
    svc-survey import questions --set survey=SV2026-000001 -
  svc-survey add dimensions --survey SV2026-000001 --dimension satisfaction --weight 1 >/dev/null
  svc-survey add units --survey SV2026-000001 --unit A --customers 9 --gas_m3 9 >/dev/null
  svc-survey open SV2026-000001
  printf '%s\n' respondent,unit,q,n R1,A,9,9 R2,A,8,7 R3,A,9,10 R4,A,9,8 R5,A,9,6 |
    svc-survey import answers --wide --set survey=SV2026-000001,answered_at=2026-09-20 -
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
}
setup() { fresh_store; }

@test "help and version are on stdout with 0" {
  for tool in svc $(tools); do
    expect 0 "$tool" --help
    [ -n "$output" ]
    [ -z "$stderr" ]
    expect 0 "$tool" --version
    [[ $output == "$tool "[0-9]* ]]
    [ -z "$stderr" ]
  done
}

@test "every verb has its help, with and without a store" {
  helps() {
    expect 0 "$1" "$2" --help
    [[ $output == "usage: $1 $2"* ]] && [ -z "$stderr" ] || return 1
    expect 0 "$1" help "$2"
    [[ $output == "usage: $1 $2"* ]]
  }
  each_verb helps
  export SVC_DB=/nonexistent/svc.db
  each_verb helps
}

@test "unknown verbs, options and abbreviations are usage errors with nothing on stdout" {
  for tool in $(tools); do
    expect 2 "$tool"
    expect 2 "$tool" --nonsense
    expect 2 "$tool" nonsense
    [ -z "$output" ]
  done
  [ -n "$tool" ]
  wrong() {
    local register=
    # A register that is missing would be told first.
    [[ $("$1" "$2" --help) == *' REGISTER '* ]] && register=$(listed "$1" registers | head -n 1)
    expect 2 "$1" "$2" ${register:+"$register"} --nonsense
    [ -z "$output" ] && says 'unknown option "--nonsense"' || return 1
    expect 2 "$1" "$2" ${register:+"$register"} --verbos
    [ -z "$output" ] && says 'did you mean --verbose?' || return 1
    expect 2 "$1" "$2" ${register:+"$register"} -Q
    [ -z "$output" ]
  }
  export SVC_DB=/nonexistent/svc.db
  each_verb wrong
}

@test "an option without its value is told" {
  expect 2 svc-complaint assign --dept
  says 'option --dept needs a value'
  expect 2 svc-complaint assign --dep
  says 'did you mean --dept?'
}

@test "a full disk is never success" {
  ran=0 passed_over=0
  onto_full() { "$@" >/dev/full </dev/null; }
  full() {
    reads "$1" "$2" || return 0
    mapfile -t rest < <(operands "$1" "$2")
    # What needs more than its help tells, such as a closed month, is passed over.
    if "$@" "${rest[@]}" >printed 2>/dev/null </dev/null || [ $? -eq 1 ] && [ -s printed ]; then
      expect 74 onto_full "$@" "${rest[@]}"
      says 'No space left'
      ran=$((ran + 1))
    else
      [[ $2 != list && $2 != columns ]] || return 1
      passed_over=$((passed_over + 1))
    fi
  }
  each_verb full
  [ $((passed_over * 5)) -lt "$ran" ]
  expect 74 sh -c 'svc --help >/dev/full'
  expect 74 sh -c 'svc-complaint --help >/dev/full'
  expect 74 sh -c 'svc-complaint add --help >/dev/full'
  expect 74 sh -c 'svc-complaint --version >/dev/full'
}

@test "a closed standard output is never success, and nothing is done" {
  onto_none() { "$@" >&- </dev/null; }
  closed() {
    mapfile -t rest < <(operands "$1" "$2")
    expect 74 onto_none "$@" "${rest[@]}"
    says 'standard output is closed'
  }
  each_verb closed
  expect 74 sh -c 'svc --help >&-'
  expect 74 sh -c 'svc-complaint --help >&-'
  [ "$(svc-complaint list -H -c no | wc -l)" -eq 23 ]
}

@test "closed standard input and error harm nothing" {
  expect 0 sh -c 'svc-complaint list <&- 2>&- | wc -l'
  [ "$output" -eq 24 ]
  expect 65 sh -c 'svc-complaint import <&-'
  svc-admin verify
}

@test "formats, headers and column choices never depend on where the output goes" {
  svc-complaint list >file
  svc-complaint list | cat >pipe
  svc-complaint list -o named.csv
  cmp file pipe
  cmp file named.csv
  svc-complaint list -o named.tsv
  svc-complaint list -f tsv | cmp - named.tsv
}

@test "an unknown format, a format not built, a column that is none" {
  expect 2 svc-complaint list -f pdf
  expect 2 svc-complaint list -o list.pdf
  says 'no format for a file that ends in ".pdf"'
  [ ! -e list.pdf ]
  expect 2 svc-complaint list -c no,state,no
  says 'names "no" twice'
  expect 2 svc-complaint list -c no,nonsense
  says 'known columns: no source'
  expect 2 svc-complaint list --sort nonsense
  expect 2 svc-complaint list --sort no:down
  says 'option --sort: "no:down" is not COL or COL:desc'
  expect 0 svc-complaint list --sort no:asc
  expect 2 svc-complaint list --state nonsense
  expect 2 svc-complaint list --limit x
}

# A form is a paper of its own kind, a chart a picture; only what prints rows fits a worksheet.
@test "whatever prints rows prints them as a workbook and as a page, too" {
  ran=0 passed_over=0
  prints() {
    local suffix code=0
    reads "$1" "$2" && [[ $("$1" "$2" --help) == *xlsx* ]] || return 0
    mapfile -t rest < <(operands "$1" "$2")
    "$@" "${rest[@]}" >x.csv 2>/dev/null </dev/null || code=$?
    if [ "$code" -gt 1 ] || ! [ -s x.csv ]; then
      passed_over=$((passed_over + 1))
      return 0
    fi
    ran=$((ran + 1))
    for suffix in xlsx html jsonl; do
      code=0
      "$@" "${rest[@]}" -o "x.$suffix" </dev/null || code=$?
      [ "$code" -le 1 ] || { echo "$1 $2 -o x.$suffix: exit $code"; return 1; }
    done
    [ "$(head -c 2 x.xlsx)" = PK ] && [ "$(head -n 1 x.html)" = '<!DOCTYPE html>' ] || return 1
    mlr --jsonl nothing x.jsonl || { echo "$1 $2"; return 1; }
    # as many rows, the heading aside, as the CSV has
    [ "$(sed -n '/<tbody>/,/<\/tbody>/p' x.html | grep -c '<tr>')" -eq \
      "$(sqlite3 -batch :memory: '.mode csv' '.import x.csv t' 'SELECT COUNT(*) FROM t')" ] || { echo "$1 $2"; return 1; }
  }
  each_verb prints
  [ $((passed_over * 5)) -lt "$ran" ]
}

@test "-o writes the file whole or not at all" {
  echo before >out.csv
  expect 2 svc-complaint list --state nonsense -o out.csv
  [ "$(cat out.csv)" = before ]
  expect 0 svc-complaint list -o out.csv
  [ "$(wc -l <out.csv)" -gt 20 ]
  expect 74 svc-complaint list -o /nonexistent/out.csv
  [ "$(find . -maxdepth 1 -name 'out*' | wc -l)" -eq 1 ]
}

@test "every register's description is a table of the store, in order" {
  described() { [ "$(tables_of "$@" | wc -l)" -eq 1 ] || { echo "$*: $(tables_of "$@")"; return 1; }; }
  each_register described
}

@test "no two registers number their records with the same letters" {
  grep -ohE '\.prefix = "[^"]*"' "$ROOT"/cmd/*/register.c "$ROOT"/lib/verb/*.c | sort >prefixes
  [ -s prefixes ]
  [ -z "$(uniq -d prefixes)" ]
  expect 1 grep -vE '"[A-Z]{1,2}"$' prefixes
}

@test "a short letter means one thing in the whole toolkit" {
  letters() { "$1" "$2" --help | sed -nE 's/^ +-(.), (--[a-z-]+).*/\1 \2/p'; }
  [ -z "$(each_verb letters | sort -u | cut -d' ' -f1 | uniq -d)" ]
}

# A table that the file knows is just as it is there, with its indexes and triggers; a command may bring
# tables of its own.
@test "the schema is the one expected" {
  sqlite3 golden.db <"$ROOT/tests/golden/schema.sql"
  sqlite3 "$SVC_DB" .schema | sqlite3 made.db
  sqlite3 golden.db "ATTACH 'made.db' AS made;
    SELECT '-' || sql FROM (SELECT sql FROM main.sqlite_schema EXCEPT SELECT sql FROM made.sqlite_schema);
    SELECT '+' || sql FROM (SELECT sql FROM made.sqlite_schema
        WHERE tbl_name IN (SELECT tbl_name FROM main.sqlite_schema) EXCEPT SELECT sql FROM main.sqlite_schema)" >differences
  [ ! -s differences ] || { cat differences; return 1; }
}

@test "locale and time zone change nothing" {
  LC_ALL=C TZ=UTC svc-complaint list >a
  LC_ALL=zh_CN.UTF-8 TZ=America/New_York svc-complaint list 2>/dev/null >b
  cmp a b
  LC_ALL=C svc-report sheet -m 2026-09 -f table >a
  LC_ALL=zh_CN.UTF-8 svc-report sheet -m 2026-09 -f table 2>/dev/null >b
  cmp a b
}

@test "programs run from anywhere by their own path" {
  cd /
  expect 0 env -i ASAN_OPTIONS="${ASAN_OPTIONS:-}" SVC_DB="$SVC_DB" "$SVC_BUILD/bin/svc" complaint list -H -n 1 -c no
  [ "$output" = C2026-000001 ]
}
