# What every command promises, looped over all of them.

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
  svc-report import indicators "$SVC_BUILD/share/svc/template/indicators.csv"
}
setup() { fresh_store; }

# Every tool, every verb.
tools() { find "$SVC_BUILD/bin" -type f -name 'svc-*' -printf '%f\n' | sort; }
verbs() { "$1" --help | awk '/^verbs:/ { on = 1; next } /^$/ { on = 0 } on && $1 != "help" { print $1 }'; }
each_verb() { for tool in $(tools); do for verb in $(verbs "$tool"); do "$@" "$tool" "$verb" || return 1; done; done; }

# The rest of a reading verb's line, so that it has something to print.
operands() {
  case "$1 $2" in
    'svc-admin list' | 'svc-admin columns') echo persons ;;
    'svc-admin show' | 'svc-admin log') echo persons 1203 ;;
    'svc-policy list' | 'svc-policy columns') echo feedback ;;
    'svc-policy show' | 'svc-policy log') echo feedback F2026-000001 ;;
    'svc-tier show' | 'svc-tier log') echo U1 ;;
    'svc-callback show' | 'svc-callback log') echo B2026-000001 ;;
    'svc-callback score' | 'svc-callback kpi') echo -m 2026-09 ;;
    'svc-order show' | 'svc-order log' | 'svc-order limits') echo O2026-000001 ;;
    'svc-tier check' | 'svc-tier score') echo -m 2026-10 ;;
    'svc-improve show' | 'svc-improve log' | 'svc-improve form') echo G2026-000001 ;;
    'svc-complaint show' | 'svc-complaint log' | 'svc-complaint explain') echo C2026-000001 ;;
    'svc-inspect show' | 'svc-inspect log') echo I2026-000001 ;;
    'svc-inspect score') echo -m 2026-10 ;;
    'svc-report year') echo -m 2026 ;;
    'svc-report ledger') echo complaint -m 2026-09 ;;
    'svc-report list' | 'svc-report columns') echo indicators ;;
    'svc-report show' | 'svc-report log') echo indicators three_rings ;;
    'svc-report chart') echo pareto -m 2026-09 ;;
    'svc-reward show' | 'svc-reward log' | 'svc-reward form') echo R2026-000001 ;;
    'svc-auth show' | 'svc-auth log' | 'svc-auth form') echo A2026-000001 ;;
    'svc-auth can') echo no_work_order ;;
    'svc-complaint score' | 'svc-improve score' | 'svc-improve stats' | 'svc-order score' | 'svc-order rate' | 'svc-complaint stats' | 'svc-order stats' | 'svc-reward s'* | 'svc-auth score' | 'svc-auth audit' | 'svc-auth stats' | 'svc-auth ledger' | 'svc-report '*) echo -m 2026-09 ;;
  esac
}
# Only a closed month can be verified; some words write, or need more than a period.
reads() { case "$1 $2" in 'svc-report review') return 0 ;; 'svc-report verify' | 'svc-inspect sheet' | 'svc-inspect verify' | 'svc-inspect form' | 'svc-inspect stats' | 'svc-tier stats' | 'svc-callback stats') return 1 ;; esac; case $2 in list | show | log | columns | explain | limits | overdue | rate | visits | queue | kpi | score | sheet | whoami | check | verify | head | form | stats | award | waiting | thresholds | matrix | can | audit | ledger | chart | digest) ;; *) return 1 ;; esac; }

@test "help and version are on stdout with 0" {
  for tool in svc $(tools); do
    expect 0 "$tool" --help
    [ -n "$output" ] && [ -z "$stderr" ]
    expect 0 "$tool" --version
    [[ $output == "$tool "[0-9]* ]] && [ -z "$stderr" ]
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
  wrong() {
    expect 2 "$1" "$2" --nonsense
    [ -z "$output" ] && says 'unknown option "--nonsense"' || return 1
    expect 2 "$1" "$2" --verbos
    [ -z "$output" ] && says 'did you mean --verbose?' || return 1
    expect 2 "$1" "$2" -Q
    [ -z "$output" ]
  }
  export SVC_DB=/nonexistent/svc.db
  # A command whose registers must be named says that first: its own verbs alone.
  for verb in $(verbs svc-complaint); do wrong svc-complaint "$verb"; done
  for verb in $(verbs svc-inspect); do wrong svc-inspect "$verb"; done
  for verb in $(verbs svc-report | grep -vxE 'add|import|list|show|set|log|columns'); do wrong svc-report "$verb"; done
  for verb in $(verbs svc-order); do wrong svc-order "$verb"; done
  for verb in $(verbs svc-auth); do wrong svc-auth "$verb"; done
  for verb in init whoami check verify; do wrong svc-admin "$verb"; done
}

@test "an option without its value is told" {
  expect 2 svc-complaint assign --dept
  says 'option --dept needs a value'
  expect 2 svc-complaint assign --dep
  says 'did you mean --dept?'
}

@test "a full disk is never success" {
  full() {
    reads "$1" "$2" || return 0
    # shellcheck disable=SC2046
    expect 74 sh -c '"$@" >/dev/full' - "$1" "$2" $(operands "$1" "$2")
    says 'No space left'
  }
  each_verb full
  expect 74 sh -c 'svc --help >/dev/full'
  expect 74 sh -c 'svc-complaint --help >/dev/full'
  expect 74 sh -c 'svc-complaint add --help >/dev/full'
  expect 74 sh -c 'svc-complaint --version >/dev/full'
}

@test "a closed standard output is never success, and nothing is done" {
  closed() {
    # shellcheck disable=SC2046
    expect 74 sh -c '"$@" >&-' - "$1" "$2" $(operands "$1" "$2")
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
  expect 2 svc-complaint list --state nonsense
  expect 2 svc-complaint list --limit x
}

# A form is a paper of its own kind, a chart a picture; only what prints rows fits a worksheet.
@test "whatever prints rows prints them as a workbook and as a page, too" {
  prints() {
    reads "$1" "$2" || return 0
    case $2 in form | head | chart | digest) return 0 ;; esac
    local code=0
    for suffix in csv xlsx html jsonl; do
      # shellcheck disable=SC2046
      "$1" "$2" $(operands "$1" "$2") -o "x.$suffix" || code=$?
      [ "$code" -le 1 ] || { echo "$1 $2 -o x.$suffix: exit $code"; return 1; }
    done
    [ "$(head -c 2 x.xlsx)" = PK ] && [ "$(head -n 1 x.html)" = '<!DOCTYPE html>' ] || return 1
    mlr --jsonl nothing x.jsonl || { echo "$1 $2"; return 1; }
    # as many rows, the heading aside, as the CSV has
    [ "$(sed -n '/<tbody>/,/<\/tbody>/p' x.html | grep -c '<tr>')" -eq \
      "$(sqlite3 -batch :memory: '.mode csv' '.import x.csv t' 'SELECT COUNT(*) FROM t')" ] || { echo "$1 $2"; return 1; }
  }
  each_verb prints
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

@test "every register's description is its table, in order" {
  [ "$(svc-complaint columns -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('complaint') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  for pair in customers:customer contacts:tier_contact reviews:tier_review spotchecks:tier_check; do
    [ "$(svc-tier columns "${pair%:*}" -H -c column | tr '\n' ' ')" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('${pair#*:}') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  done
  for pair in inspections:inspection sheets:inspect_sheet items:inspect_item findings:inspect_finding \
    notices:inspect_notice praise:praise walks:walk; do
    [ "$(svc-inspect columns "${pair%:*}" -H -c column | tr '\n' ' ')" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('${pair#*:}') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  done
  [ "$(svc-policy columns feedback -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('book_feedback') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  [ "$(svc-callback columns -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('callback') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  [ "$(svc-order columns -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('service_order') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  [ "$(svc-reward columns -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('reward_case') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  [ "$(svc-auth columns -H -c column | tr '\n' ' ')" = \
    "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('authority_use') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  for pair in projects:improve_project ideas:improve_idea milestones:improve_milestone; do
    [ "$(svc-improve columns "${pair%:*}" -H -c column | tr '\n' ' ')" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('${pair#*:}') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  done
  for pair in indicators:indicator values:indicator_value selfscore:selfscore; do
    [ "$(svc-report columns "${pair%:*}" -H -c column | tr '\n' ' ')" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('${pair#*:}') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  done
  for pair in depts:dept persons:person wages:wage; do
    [ "$(svc-admin columns "${pair%:*}" -H -c column | tr '\n' ' ')" = \
      "$(sqlite3 "$SVC_DB" "SELECT name FROM pragma_table_info('${pair#*:}') WHERE name NOT IN ('digest', 'event')" | tr '\n' ' ')" ]
  done
}

@test "no register's column bears a shared option's name" {
  shared=$(for verb in import assign; do svc-complaint "$verb" --help; done | grep -oE -- '--[a-z-]+' | sort -u |
    grep -vxE -- '--(dept|person)'; svc-report sheet --help | grep -oE -- '--[a-z-]+' | grep -vxE -- '--(dept|person|by)')
  for column in $( { svc-complaint columns -H -c column; svc-order columns -H -c column
      for register in customers contacts reviews spotchecks; do svc-tier columns "$register" -H -c column; done
      for register in projects ideas milestones; do svc-improve columns "$register" -H -c column; done
      svc-reward columns -H -c column
      svc-auth columns -H -c column
      svc-auth columns delegations -H -c column
      svc-callback columns -H -c column; svc-admin columns depts -H -c column; svc-policy columns feedback -H -c column
      svc-admin columns persons -H -c column
      # a period is given to an import by --period, and selects by it in a list
      for register in indicators values selfscore; do svc-report columns "$register" -H -c column | grep -vx period; done
      for register in inspections sheets items findings notices praise walks; do
        svc-inspect columns "$register" -H -c column
      done; } ); do
    ! grep -qx -- "--$column" <<<"$shared" || { echo "column $column"; return 1; }
  done
}

@test "a short letter means one thing in the whole toolkit" {
  letters() { "$1" "$2" --help | sed -nE 's/^ +-(.), (--[a-z-]+).*/\1 \2/p'; }
  [ -z "$(each_verb letters | sort -u | cut -d' ' -f1 | uniq -d)" ]
}

@test "the schema is the one expected" {
  diff "$ROOT/tests/golden/schema.sql" <(sqlite3 "$SVC_DB" .schema)
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
