# The papers at the door: what the README and HACKING.md name is there, and what is there is named.

load common

setup() { cd "$ROOT" || return 1; }

# The map of the README, a path a line.
map() {
  awk '/^## How the house is laid out/ { on = 1 } /^## Packages/ { on = 0 }
    on && /^```/ { inside = !inside; next } on && inside { print $1 }' README.md
}

# Paths of HACKING.md, below a folder or at the door.
hacking() {
  tr '`|,;: ' '\n' <HACKING.md |
    grep -E '^((cmd|lib|include|man|tests)/[A-Za-z0-9_./-]*[A-Za-z0-9/]|[A-Z]+(file|\.md))$'
}

# NOUN, VERB and NAME in a path stand for any.
exists() {
  local path=$1 found
  path=${path//NOUN/*} path=${path//VERB/*} path=${path//NAME/*}
  # shellcheck disable=SC2206 # a pattern
  found=($path)
  [ -e "${found[0]}" ]
}

@test "each path that the README's map and HACKING.md name exists" {
  [ "$(map | wc -l)" -gt 30 ]
  [ "$(hacking | wc -l)" -gt 20 ]
  for path in $(map; hacking; grep -oE '\]\([A-Z.a-z/]+\)' README.md | tr -d ']()'); do
    exists "$path" || { echo "no $path"; return 1; }
  done
}

# A folder below one that the map names needs no line of its own, apart from the rooms.
@test "each folder of the tree is in the README's map" {
  local built folder
  built=$(realpath --relative-to=. "$SVC_BUILD")
  map | sed -nE 's,/[^/]*$,,p' | sort -u >"$BATS_TEST_TMPDIR/named"
  find . -mindepth 1 -maxdepth 2 -type d ! -path './.git*' ! -path "./${built%%/*}*" -printf '%P\n' |
    grep -vxE 'cmd|lib|include|tests|lib/share' | sed -E 's,^cmd/[^/]+$,cmd/NOUN,' | sort -u >"$BATS_TEST_TMPDIR/there"
  find lib/share -mindepth 1 -type d >>"$BATS_TEST_TMPDIR/there"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/there")" -gt 20 ]
  while read -r folder; do
    grep -qx "$folder" "$BATS_TEST_TMPDIR/named" || { echo "$folder is not in the map"; return 1; }
  done <"$BATS_TEST_TMPDIR/there"
}

@test "NEWS begins with the version that the programs tell" {
  [ "$(svc --version)" = "svc $(sed -n '1s/^svc \([0-9.]*\).*/\1/p' NEWS)" ]
}
