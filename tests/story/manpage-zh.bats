# The Chinese manual: it tells what the English one does, its examples run with Chinese messages, and
# man and mandoc show it as it should look.

load common
load manual

setup_file() { manual_stores; }
setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export LC_ALL=C.UTF-8
}

# A copy of the manual and of what compares it: in the copy a page may be spoilt.
copy_manual() {
  mkdir -p copy/tests copy/lib/verb
  cp -r "$ROOT/man" copy
  cp "$ROOT/lib/verb/words.csv" copy/lib/verb
  cp "$ROOT/tests/manual" copy/tests
}

# spoil SED TEXT: the complaints' page so changed is found, with these words.
spoil() {
  cp "$ROOT/man/zh_CN/svc-complaint.1" copy/man/zh_CN
  sed -i -e "$1" copy/man/zh_CN/svc-complaint.1
  ! cmp -s "$ROOT/man/zh_CN/svc-complaint.1" copy/man/zh_CN/svc-complaint.1 || return 1
  expect 1 copy/tests/manual svc-complaint.1
  [[ $output == *"$2"* ]] || { echo "$1: $output"; return 1; }
}

# A page as it is installed, and the same without what stands there as it was typed, whose lines nobody breaks.
# Of man the folder tells the language.
built() { echo "$SVC_BUILD/share/man/zh_CN/man${1##*.}/$1"; }
without_blocks() {
  mkdir -p "man/zh_CN/man${1##*.}"
  sed -e '/^\.Bd -literal/,/^\.Ed/d' -e '/^\.Dl/d' "$(built "$1")" >"man/zh_CN/man${1##*.}/$1"
  echo "man/zh_CN/man${1##*.}/$1"
}

# The lines of standard input that are wider than a terminal of 80 columns.
wide() { perl -CSD -ne 'chomp; $w = length; $w++ while /[\x{1100}-\x{115f}\x{2e80}-\x{a4cf}\x{ac00}-\x{d7a3}\x{f900}-\x{faff}\x{fe30}-\x{fe6f}\x{ff01}-\x{ff60}]/g; print "$_\n" if $w > 80'; }

# well_shown PAGE: what it says at its top, of its name and its use, in the file shown.
well_shown() {
  local page=$1 source="$ROOT/man/zh_CN/$1" title name uses
  title=$(sed -nE 's/^\.Dt (\S+) (\S+)$/\1.\2./p' "$source")
  name=$(sed -n '/^\.Nd /s///p' "$source")
  uses=$(awk '/^\.Sh / { on = $2 == "概要" } on && /^\.Nm/' "$source" | wc -l)
  head -n 1 shown | grep -qE "^$title .* $title$" || { echo "$page: no head line"; return 1; }
  grep -q "^     .* [—–] $name$" shown || { echo "$page: no name"; return 1; }
  [ "$(awk '/^[^ ]/ { on = $1 == "概要" } on && /^     svc/' shown | wc -l)" = "$uses" ] ||
    { echo "$page: its synopsis is run together"; return 1; }
  wide <shown >found
  [ ! -s found ] || { echo "$page: wider than 80 columns"; cat found; return 1; }
}

@test "every page has its Chinese sister, which tells the same in the same order" {
  "$ROOT/tests/manual"
}

@test "a Chinese page that tells less, more or something else is found, and one that is missing" {
  copy_manual
  copy/tests/manual svc-complaint.1
  spoil '/^\.It Cm due /d' 'here is .'
  spoil '0,/^\.Pp$/{/^\.Pp$/d}' 'here is .'
  spoil '0,/^\.It Fl -solution /s//.It Fl -resolution /' 'resolution'
  spoil 's/^\.Xr svc-report 1/.Xr svc-tier 1/' 'lacks Xr'
  spoil 's/^\.Sh 退出状态/.Sh 退出码/' 'heading EXIT STATUS'
  spoil 's/^\.Sh 退出状态/.Sh EXIT STATUS/' 'heading in English'
  spoil '/^\.Sh 说明/a It tells how long a complaint may take.' 'English: It tells'
  spoil '0,/^\$ svc-complaint list/s//$ svc-complaint show/' 'other commands'
  spoil '0,/^\.Sh 说明/s//&\n.Pq 见 Xr svc 7 Ns No 。/' 'inside of its bracket'
  spoil '/^\.Sh 说明/a 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十' 'without a blank'
  spoil '/^\.Os/a .br' 'has .br'
  spoil '0,/dept_head/s//deputy_gm/' 'lacks the roles dept_head'
  rm copy/man/zh_CN/svc-complaint.1
  expect 1 copy/tests/manual
  [ "$output" = 'man/zh_CN/svc-complaint.1: is missing' ]
}

@test "the examples of every Chinese page run and give what is printed there, in Chinese" {
  export SVC_LANG=zh_CN
  run_examples man/zh_CN
}

@test "man shows every Chinese page within the terminal, under its head line" {
  local page
  for page in $(pages man/zh_CN); do
    MANWIDTH=80 man --warnings -L zh_CN -l "$(built "$page")" >shown 2>warnings
    [ ! -s warnings ] || { echo "$page:"; cat warnings; return 1; }
    MANWIDTH=80 man -L zh_CN -l "$(without_blocks "$page")" >shown
    well_shown "$page"
  done
  [ -n "$page" ]
}

@test "so does mandoc" {
  local page
  for page in $(pages man/zh_CN); do
    mandoc -K utf-8 -T utf8 -O width=80 "$(without_blocks "$page")" | perl -CSD -pe 's/.\x08//g' >shown
    well_shown "$page"
  done
  [ -n "$page" ]
}

@test "between Chinese clauses man shows no blank, and fills the line" {
  MANWIDTH=80 man -L zh_CN -l "$(built svc.7)" >shown
  grep -qF '小程序。它们保管' shown
  grep -qF 'svc-noun verb，该目录中没有时从 PATH' shown
}

@test "what is told of an item begins behind its tag" {
  MANWIDTH=80 man -L zh_CN -l "$(built svc-store.5)" >shown
  grep -qx '     register_state 中保存的审计链头' shown
}

@test "whatis finds the name of every page in its language" {
  local page folder
  for folder in man man/zh_CN; do
    for page in $(pages "$folder"); do
      lexgrog "$SVC_BUILD/share/$folder/man${page##*.}/$page" >found
      grep -qF ": \"${page%.*} - $(sed -n '/^\.Nd /s///p' "$ROOT/$folder/$page")\"" found || { cat found; return 1; }
    done
  done
}
