# The manual and the README tell what the programs do: their examples run and give what is printed
# there, and every verb and option is told, none that does not exist.

load common
load manual

setup_file() { manual_stores; }
setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# The console blocks of the README.
tour() {
  awk '/^```console$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$ROOT/README.md"
}

# Every long option of a verb, as its help shows it, for each register that it may be about.
options() {
  local help register
  help=$("$1" "$2" --help)
  {
    echo "$help"
    [[ $help != *' REGISTER '* ]] ||
      for register in $(listed "$1" registers); do "$1" "$2" "$register" --help; done
  } | sed -nE 's/^ +(-[A-Za-z], )?--([a-z][a-z0-9_-]*).*/\2/p' | sort -u
}

# What a verb's help and entry say, a line each: "has TOOL VERB OPTION"; "takes TOOL VERB GROUP",
# "names TOOL VERB OPTION", and "item TOOL VERB OPTION" where the option has an item of its own. What a
# page says beside its entries has a dash for the verb.
has() { options "$@" | sed "s/^/has $1 $2 /"; }
told() {
  awk -v tool="$1" '
    function each(what, pattern, cut,   line, word) {
      for (line = $0; match(line, pattern); line = substr(line, RSTART + RLENGTH)) {
        word = substr(line, RSTART + cut, RLENGTH - cut)
        sub(/ ?options$/, "", word)
        print what, tool, verb, word == "" ? "common" : word
      }
    }
    /^\.Sh / { verb = "-" }
    /^\.It Cm / { verb = $3; each("takes", "Ar ([a-z]+ )?options", 3) }
    { each("names", "Fl -[a-z][a-z0-9_-]*", 4) }
    /^\.It Fl -/ { print "item", tool, verb, substr($3, 2) }' "$ROOT/man/$1.1"
}

# The groups of options in svc(7), a line for each option that one brings: "group step at". A group
# names those that it is built on.
groups() {
  awk 'function tell(group, from,   word, i, n) {
      n = split(has[from], word, " "); for (i = 1; i <= n; i++) print "group", group, word[i]
      n = split(built_on[from], word, " "); for (i = 1; i <= n; i++) tell(group, word[i])
    }
    /^\.S[hs] / { group = $1 == ".Sh" && $2 != "OPTIONS" || $NF != "options" ? "" : tolower($2) }
    group == "" { next }
    /^\.Ss / { has[group] = "" }
    /^\.It Fl -/ { has[group] = has[group] " " substr($3, 2) }
    /^\.Sx .* options/ { built_on[group] = built_on[group] " " tolower($2) }
    END { for (group in has) tell(group, group) }' "$ROOT/man/svc.7"
}

# Reads all of these lines and says where help and manual differ, or the manual tells a thing twice.
differences() {
  awk '
    $1 == "group" { brings[$2] = brings[$2] " " $3; next }
    { about = $2 " " $3 }
    $1 == "has" { has[about, $4]; any[$2, $4] }
    $1 == "takes" { taken[about] = taken[about] " " $4
      if (!($4 in brings)) print about ": there is no group of " $4 " options"
      n = split(brings[$4], word, " "); for (i = 1; i <= n; i++) shared[about, word[i]] }
    $1 == "names" { names[about, $4]; said[$2, $4] }
    $1 == "item" { item[about, $4] }
    END {
      for (key in shared) { split(key, k, SUBSEP); if (!(key in has)) print k[1] " lacks --" k[2] " of its groups" }
      for (key in has) {
        split(key, k, SUBSEP); split(k[1], t, " ")
        if (!(key in shared)) left[t[1], k[2]]
        if (!(key in shared || key in names || (t[1] " -", k[2]) in item)) print k[1] ": nothing tells of --" k[2]
      }
      for (key in item) {
        split(key, k, SUBSEP); split(k[1], t, " ")
        if (t[2] == "-" && !((t[1], k[2]) in left)) print t[1] ": its page tells --" k[2] " for no verb, or again"
        if (t[2] != "-" && !(key in has)) print k[1] " lacks --" k[2] " of its entry"
        if (t[2] != "-" && key in shared) print k[1] ": its entry repeats --" k[2] " of its groups"
      }
      for (key in said) { split(key, k, SUBSEP); if (!(key in any)) print k[1] " has no --" k[2] }
    }' | sort
}

@test "the examples of every page run and give what is printed there" {
  run_examples man
}

@test "the tour of the README runs and gives what is printed there" {
  fresh_place month tour
  tour | follow
}

@test "the README tells why each package is needed, and of no other" {
  make -C "$ROOT" -pqrR BUILD=build 2>/dev/null | sed -nE 's/^PACKAGES(_PG)? := //p' |
    tr -s ' ' '\n' | sort >packages
  [ -s packages ]
  awk -F'`' '/^\| `/ { print $2 }' "$ROOT/README.md" | sort | diff packages -
}

@test "every command has its page" {
  diff <(tools) <(pages | sed -n 's/\.1$//p')
}

@test "every option of every verb is told once: with the verb, by its page, or by a group of svc(7)" {
  local tool
  {
    groups
    each_verb has
    for tool in $(tools); do told "$tool"; done
  } >lines
  [ "$(cut -d ' ' -f 1 lines | sort -u | tr '\n' ' ')" = 'group has item names takes ' ]
  differences <lines >found
  [ ! -s found ] || { cat found; return 1; }
}

@test "the other pages name no option that no verb has" {
  local page
  each_verb options | sort -u - <(printf "%s\n" version host) >known # of svc itself
  for page in $(pages | grep -v '\.1$'); do
    grep -oE '\bFl -[a-z][a-z0-9_-]*' "$ROOT/man/$page" | sed 's/^Fl -//' | sort -u | comm -23 - known >unknown
    [ ! -s unknown ] || { echo "$page names $(cat unknown)"; return 1; }
  done
  [ -n "$page" ]
}

@test "every group of options in svc(7) is some verb's" {
  local tool
  {
    sed -n 's/^\.Sx \(.*\) options.*/\L\1/p' "$ROOT/man/svc.7"
    for tool in $(tools); do told "$tool" | sed -n 's/^takes .* //p'; done
  } | sort -u | diff <(groups | cut -d ' ' -f 2 | sort -u) -
}

@test "every verb has its entry with the roles it needs, and every entry is a verb" {
  local tool verb role
  for tool in $(tools); do
    listed "$tool" verbs | sort >entries
    sed -nE 's/^\.It Cm ([a-z][a-z0-9-]*).*/\1/p' "$ROOT/man/$tool.1" | sort | diff entries -
    while read -r verb; do
      awk -v verb="$verb" '/^\.It Cm / { on = $3 == verb } /^\.Sh / { on = 0 } on' \
        "$ROOT/man/$tool.1" >entry
      for role in $("$tool" "$verb" --help | sed -n 's/^needs one of the roles //p' | tr ';' ' '); do
        grep -qw -- "$role" entry || { echo "$tool $verb: no role $role"; return 1; }
      done
    done <entries
  done
  [ -n "$tool" ]
}

@test "what a verb cannot do without stands in its usage line and in the head of its entry" {
  local tool verb option count=0
  for tool in $(tools); do
    for verb in $(verbs "$tool"); do
      "$tool" "$verb" --help >help
      while read -r option; do
        head -n 1 help | grep -q -- " --$option " ||
          { echo "$tool $verb: --$option is not in its usage line"; return 1; }
        grep -E "^\.It Cm $verb( |$)" "$ROOT/man/$tool.1" | grep -qE -- "Fl -$option( |$)" ||
          { echo "$tool.1: $verb does not say that it needs --$option"; return 1; }
        count=$((count + 1))
      done < <(sed -nE '/\(required\)$/s/^ .*--([a-z_-]+) .*/\1/p' help)
    done
  done
  [ "$count" -gt 0 ]
}

@test "every page is rendered without a warning" {
  local page
  for page in $(pages); do
    # what the clock of this machine says is no fault of the page
    run grep -v 'date in the future' < <(mandoc -T lint -W warning "$ROOT/man/$page")
    [ -z "$output" ] || { echo "$output"; return 1; }
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$ROOT/man/$page" >rendered 2>warnings
    [ -s rendered ]
    [ ! -s warnings ] || { cat warnings; return 1; }
  done
  [ -n "$page" ]
}
