# The Chinese manual: it tells what the English one does, its examples run with Chinese messages, and
# man and mandoc show it as it should look.

load common
load manual

setup_file() { manual_stores; }
setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export LC_ALL=C.UTF-8
}

# A page without what stands there as it was typed, whose lines nobody breaks.
without_blocks() { sed -e '/^\.Bd -literal/,/^\.Ed/d' -e '/^\.Dl/d' "$1"; }

# The lines of standard input that are wider than a terminal of 80 columns.
wide() { perl -CSD -ne 'chomp; $w = length; $w++ while /[\x{1100}-\x{115f}\x{2e80}-\x{a4cf}\x{ac00}-\x{d7a3}\x{f900}-\x{faff}\x{fe30}-\x{fe6f}\x{ff01}-\x{ff60}]/g; print "$_\n" if $w > 80'; }

# What a page says at its top and of its name and use: shown FILE, of a page rendered from SOURCE.
well_shown() {
  local page=${1##*/} name title uses
  title=$(sed -nE 's/^\.Dt (\S+) (\S+)$/\1(\2)/p' "$1")
  name=$(sed -n '/^\.Nd /s///p' "$1")
  uses=$(awk '/^\.Sh / { on = $2 == "概要" } on && /^\.Nm/' "$1" | wc -l)
  head -n 1 shown | grep -qE "^${title//[()]/.} .* ${title//[()]/.}$" || { echo "$page: no head line"; return 1; }
  grep -q "^     .* [—–] $name$" shown || { echo "$page: no name"; return 1; }
  [ "$(awk '/^[^ ]/ { on = $1 == "概要" } on && /^     svc/' shown | wc -l)" = "$uses" ] ||
    { echo "$page: its synopsis is run together"; return 1; }
  wide <shown >found
  [ ! -s found ] || { echo "$page: wider than 80 columns"; cat found; return 1; }
}

@test "every Chinese page tells what its sister tells, in the same order" {
  pages man/zh_CN | xargs -r "$ROOT/tests/manual"
}

@test "the examples of every Chinese page run and give what is printed there, in Chinese" {
  export SVC_LANG=zh_CN
  run_examples man/zh_CN
}

@test "man shows every Chinese page within the terminal, under its head line" {
  local page
  for page in $(pages man/zh_CN); do
    MANWIDTH=80 man --warnings -L zh_CN -l "$ROOT/man/zh_CN/$page" >shown 2>warnings
    [ ! -s warnings ] || { echo "$page:"; cat warnings; return 1; }
    without_blocks "$ROOT/man/zh_CN/$page" >"$page"
    MANWIDTH=80 man -L zh_CN -l "$page" >shown
    well_shown "$page"
  done
}

@test "so does mandoc" {
  local page
  for page in $(pages man/zh_CN); do
    without_blocks "$ROOT/man/zh_CN/$page" >"$page"
    mandoc -K utf-8 -T utf8 -O width=80 "$page" | perl -CSD -pe 's/.\x08//g' >shown
    well_shown "$page"
  done
}

@test "whatis finds the name of every page in its language" {
  local page folder
  for folder in man man/zh_CN; do
    for page in $(pages "$folder"); do
      lexgrog "$ROOT/$folder/$page" >found
      grep -qF ": \"${page%.*} - $(sed -n '/^\.Nd /s///p' "$ROOT/$folder/$page")\"" found || { cat found; return 1; }
    done
  done
}
