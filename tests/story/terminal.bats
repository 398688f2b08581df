# What a person at a terminal sees, and what must never depend on one: tables, the pager, the
# progress line, encodings.

load common

setup_file() { make_month; }
setup() { fresh_store; unset SVC_PAGER NO_COLOR; }

# Runs a command line with a terminal as standard output and error; what is shown goes to `screen`.
# A colour is no cell of it: `cells` leaves them out.
cells() { sed $'s/\033\\[[0-9]*m//g' "$@"; }
on_terminal() { script -qec "stty cols 80 rows 24; $1" /dev/null </dev/null | tr -d '\r' >screen; }

@test "a table on a terminal goes through SVC_PAGER; nothing else does" {
  export SVC_PAGER="sed 's/^/paged: /'"
  on_terminal 'svc-complaint list -c no,level -n 2'
  diff - screen <<'EOF'
paged: no            level
paged: C2026-000001      3
paged: C2026-000002      3
EOF
  on_terminal 'svc-complaint list -c no,level -n 2 --no-pager'
  [ "$(head -n 1 screen)" = 'no            level' ]
  on_terminal 'svc-complaint list -c no -n 2 -f csv'
  [ "$(head -n 1 screen)" = no ]
  on_terminal 'svc-complaint list -c no -n 2 -f table -o table.txt'
  [ ! -s screen ]
  [ "$(head -n 1 table.txt)" = no ]
  on_terminal 'svc-complaint list -c no -n 2 -f table | cat'
  [ "$(head -n 1 screen)" = no ]
  svc-complaint list -c no -n 2 -f table >screen
  [ "$(head -n 1 screen)" = no ]
}

@test "PAGER is the pager where SVC_PAGER is not set" {
  export PAGER="sed 's/^/common: /'"
  on_terminal 'svc-complaint list -c no -n 1'
  [ "$(head -n 1 screen)" = 'common: no' ]
  SVC_PAGER="sed 's/^/own: /'" on_terminal 'svc-complaint list -c no -n 1'
  [ "$(head -n 1 screen)" = 'own: no' ]
  SVC_PAGER='' on_terminal 'svc-complaint list -c no -n 1'
  [ "$(head -n 1 screen)" = no ]
}

@test "no pager: the table is shown plain" {
  for pager in '' cat; do
    SVC_PAGER=$pager on_terminal 'svc-complaint list -c no -n 1'
    [ "$(tr '\n' ' ' <screen)" = 'no C2026-000001 ' ]
  done
  SVC_PAGER=/nonexistent/pager on_terminal 'svc-complaint list -c no -n 1'
  [ "$(tail -n 2 screen | tr '\n' ' ')" = 'no C2026-000001 ' ]
  # A machine without less.
  mkdir bin
  ln -s "$(command -v svc-complaint)" "$(command -v stty)" bin
  on_terminal "PATH=$PWD/bin svc-complaint list -c no -n 1"
  [ "$(tr '\n' ' ' <screen)" = 'no C2026-000001 ' ]
}

@test "less shows Chinese text and nothing is left of a short table but the table" {
  command -v less >/dev/null || skip "less is not installed"
  TERM=dumb on_terminal 'svc-complaint list -c no,subject -n 1'
  grep -q 'C2026-000001  热水器点不着火' screen
}

@test "a pager that quits early is no error, and blocks no writer while it reads" {
  SVC_PAGER='head -n 1' on_terminal 'svc-complaint list --sort no; echo "code $?"'
  [ "$(tail -n 1 screen)" = 'code 0' ]
  SVC_PAGER=true on_terminal 'svc-complaint list; echo "code $?"'
  [ "$(cat screen)" = 'code 0' ]
  SVC_PAGER='timeout 10 svc-complaint determine --valid yes C2026-000019; cat' \
    on_terminal 'svc-complaint list --no C2026-000019 -c valid; echo "code $?"'
  [ "$(tail -n 1 screen)" = 'code 0' ]
  [ "$(svc-complaint list --no C2026-000019 -H -c valid)" = yes ]
}

@test "a table has the columns that fit a terminal, and tells how many more there are" {
  SVC_PAGER='' on_terminal 'svc-complaint list -n 3'
  [ "$(cells screen | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
  refute grep -q '…' screen
  grep -q '^no  .*received_at' screen
  grep -qE '^and [0-9]+ columns more: --columns names them' screen
  SVC_PAGER='' SVC_LANG=zh_CN COLUMNS=120 on_terminal 'svc-complaint list -n 3'
  [ "$(cells screen | LC_ALL=C.UTF-8 wc -L)" -le 120 ]
  grep -q '^编号  .*受理时间' screen
  grep -qE '^另有[0-9]+列' screen
  SVC_PAGER='' SVC_LANG=zh_CN on_terminal 'svc-report sheet -m 2026-09'
  [ "$(cells screen | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
  grep -q '^制表人：.*　　审核人：　　批准人：　　制表日期：' screen
  # who names columns has them whole: a pager goes to the right
  SVC_PAGER='cat' on_terminal 'svc-complaint list -n 3 -c no,content,address,solution,received_at,closed_at,state'
  refute grep -q '…' screen
}

@test "a table of columns that somebody names is cut to a terminal without a pager, never in a file" {
  on_terminal 'svc-complaint list -n 3 --no-pager -c no,content,address,solution,received_at,closed_at,state'
  [ "$(cells screen | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
  grep -q '…$' screen
  svc-complaint list -n 3 -f table >file
  refute grep -q '…' file
}

@test "how something stands is told by a word and its colour, without NO_COLOR and on a terminal alone" {
  SVC_PAGER='' on_terminal 'svc-complaint list -c no,state,level; svc-complaint nonsense'
  cells screen >plain
  refute cmp -s plain screen
  [ "$(grep -c $'\033\\[3[123]m[a-z]' screen)" -gt 20 ]
  refute grep -vE $'^[^\033]*(\033\\[3[123]m[a-z_]+\033\\[0m[^\033]*)?$' screen
  grep -q $'\033\\[32mclosed\033\\[0m' screen
  NO_COLOR=1 SVC_PAGER='' on_terminal 'svc-complaint list -c no,state,level; svc-complaint nonsense'
  cmp plain screen
  SVC_PAGER='' SVC_LANG=zh_CN on_terminal 'svc-complaint list -c no,state'
  grep -q $'\033\\[32m已办结\033\\[0m' screen
  TERM=dumb SVC_PAGER='' on_terminal 'svc-complaint list'
  refute grep -q $'\033' screen
  svc-complaint list -f table >file
  refute grep -q $'\033' file
}

@test "each word for how something stands has a colour, or is among those that are over without one" {
  local over=' withdrawn cancelled left ended resigned dismissed stopped dropped declined noted active coming recorded reversed linked unlinked '
  local lit count=0 word
  lit=" $(sed -n 's/^standing,[a-z]*,//p' "$ROOT/lib/verb/words.csv" | tr ',;\n' '   ') "
  while read -r word; do
    count=$((count + 1))
    [[ "$lit$over" = *" $word "* ]] || { echo "$word has no colour"; return 1; }
  done < <(awk -F, '$1 ~ /(^|_)(state|status)$/ { gsub(" ", "~", $2); print $2 }' "$ROOT"/{cmd,lib}/*/words.csv | sort -u | tr '~' ' ')
  [ "$count" -gt 40 ]
}

@test "SVC_FORMAT is the default format, options and suffixes win" {
  export SVC_FORMAT=jsonl
  [ "$(svc-complaint list -n 1 -c no)" = '{"no":"C2026-000001"}' ]
  [ "$(svc-complaint list -n 1 -c no -f csv | head -n 1)" = no ]
  svc-complaint list -n 1 -c no -o out.tsv
  [ "$(head -n 1 out.tsv)" = no ]
  [ "$(svc-complaint list --excel -H -n 1 -c no | tr -d '\r')" = $'\xef\xbb\xbfC2026-000001' ]
  SVC_FORMAT=auto
  [ "$(svc-complaint list -n 1 -c no | head -n 1)" = no ]
  SVC_FORMAT=pdf
  expect 2 svc-complaint list
  says 'SVC_FORMAT: unknown format "pdf"'
}

@test "output in GB18030 is the same text, in every format" {
  for format in csv tsv jsonl table; do
    svc-complaint list --header zh -f "$format" >utf8
    svc-complaint list --header zh -f "$format" --output-encoding gb18030 >gb
    refute cmp -s utf8 gb
    iconv -f gb18030 -t utf-8 gb | cmp utf8 -
    svc-complaint list --header zh -f "$format" --output-encoding UTF-8 | cmp utf8 -
  done
  svc-complaint list --output-encoding gb18030 -o named.csv
  svc-complaint list | iconv -t gb18030 -f utf-8 | cmp named.csv -
  # What was written so is read so.
  expect 0 svc-complaint import -v --encoding gb18030 named.csv
  says '23 unchanged'
  # A spreadsheet knows GB18030 by the lack of a mark.
  svc-complaint list --excel --output-encoding gb18030 -c no >excel.csv
  [ "$(iconv -f gb18030 -t utf-8 excel.csv | head -n 1)" = $'编号\r' ]
}

@test "a character that the encoding lacks is an error with row and column, never another one" {
  svc-complaint add -H --received_at '2026-10-09 09:00' --channel web --category other \
    --content '谢谢😀' --subject x >/dev/null
  for format in csv tsv jsonl table; do
    expect 74 svc-complaint list --sort no:desc -c no,content -f "$format" --output-encoding gbk -o out
    says 'row 1, column "content": the character U+1F600 is not in gbk'
    says 'leave out --output-encoding, or write gb18030'
    [ ! -e out ]
    expect 74 svc-complaint list --header zh -c no -f "$format" --output-encoding ascii ||
      [ "$format" = jsonl ]
  done
  expect 74 svc-complaint list --header zh -c no --output-encoding ascii
  says 'the header, column "no": the character U+7F16 is not in ascii'
  [ -z "$output" ]
  expect 0 svc-complaint list -c content --output-encoding gb18030
  for name in klingon gbk//TRANSLIT ascii//IGNORE utf-16 ''; do
    expect 2 svc-complaint list --output-encoding "$name"
    [ -z "$output" ]
  done
}

@test "long work shows a line on a terminal, none elsewhere and none when it is short" {
  mkfifo slow
  feed() {
    echo source,source_no,received_at,channel,category,content
    seq -f 'a,%g,2026-10-09,web,other,x' 1 300
    [ -z "$1" ] || sleep 2.3
    seq -f 'a,%g,2026-10-09,web,other,x' 301 600
  }
  feed slowly >slow &
  on_terminal 'svc-complaint import --dry-run slow'
  wait
  grep -qE 'read [0-9]+ rows, [0-9]+ a second' screen
  [ "$(sed 's/.*\x1b\[K//' screen | tail -n 1)" = \
    "svc-complaint: slow: read 600: 600 added, 0 updated, 0 unchanged, 0 rejected (dry run: would be applied); sha256 $(feed | sha256sum | cut -d' ' -f1)" ]
  feed slowly >slow &
  expect 0 svc-complaint import --dry-run slow
  wait
  [ -z "$stderr" ]
  seq -f 'b,%g,2026-10-09,web,other,x' 1 3000 | sed '1i source,source_no,received_at,channel,category,content' >fast.csv
  on_terminal 'svc-complaint import --dry-run fast.csv'
  refute grep -q 'a second' screen
}

@test "what changed is told in sentences where people read it, and as JSON where programs do" {
  svc-complaint set C2026-000001 --subject '炉子"点"不着' --reason 更正
  svc-complaint reopen C2026-000001 --reason 又坏了
  refute svc-complaint close C2026-000001 --reason x
  svc-complaint log C2026-000001 -c verb,change -f table >log
  grep -qx 'set     subject: 热水器点不着火 → 炉子"点"不着' log
  grep -q '^reopen  state: closed → assigned; ' log
  grep -q '^close   refused: ' log
  SVC_LANG=zh_CN svc-complaint log C2026-000001 -c verb,change -f table >log
  grep -qx 'set     主题：热水器点不着火 → 炉子"点"不着' log
  grep -q '^reopen  .*状态：已办结 → ' log
  SVC_LANG=zh_CN svc-complaint show C2026-000001 -f table | grep -q '主题：热水器点不着火 → 炉子"点"不着'
  svc-complaint log C2026-000001 -c verb,change -H | grep -qF '"{""subject"":[""热水器点不着火"",""炉子\""点\""不着""]}"'
}

@test "no list, ledger or statistic is wider than the terminal, of 80 cells or of 120, in either language" {
  BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR make_full_month
  export SVC_DB=$BATS_TEST_TMPDIR/template/svc.db SVC_NOW='2026-10-12 09:00' SVC_PAGER=
  ask() { printf 'printf "\\n@ %%s\\n" %q; %s 2>/dev/null </dev/null\n' "$*" "$(printf '%q ' "$@")" >>asked; }
  table() {
    local words help
    help=$("$1" "$2" --help)
    [[ $help == *' --columns '* && $help != *' --dry-run '* ]] || return 0
    mapfile -t words < <(operands "$@")
    ask "$@" "${words[@]}"
  }
  each_verb table
  [ "$(wc -l <asked)" -ge 100 ]
  for name in $(svc-report ledger -H -c name); do ask svc-report ledger "$name" -m 2026Q3; done
  [ -n "$name" ]
  register() { ask "$1" list "${@:2}" && ask "$1" columns "${@:2}"; }
  each_register register
  for width in 80 120; do
    for language in en zh_CN; do
      SVC_LANG=$language script -qec "stty cols $width rows 24; . ./asked" /dev/null </dev/null | tr -d '\r' | cells >screen
      grep -v '^@' screen >shown
      [ "$(wc -l <shown)" -gt 1000 ]
      [ "$(LC_ALL=C.UTF-8 wc -L <shown)" -le "$width" ] || {
        while IFS= read -r line; do
          case $line in @*) verb=$line ;; *) [ "$(LC_ALL=C.UTF-8 wc -L <<<"$line")" -le "$width" ] || echo "$width $language $verb: $line" ;; esac
        done <screen
        return 1
      }
    done
  done
}
