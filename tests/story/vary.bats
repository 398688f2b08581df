# Natural files, varied at random from fixed seeds: each is taken in as the plain one is, or refused with a right
# reason. VARY is how many, VARY_FROM the number of the first.
# bats file_tags=slow
load common

setup_file() { make_company; }
setup() { fresh_store; }

# take TOOL FILE OPTIONS: the file is taken in; what it tells is in `told`.
take() {
  local words
  read -r -a words <<<"$3"
  "$1" import "${words[@]}" -v "$2" >/dev/null 2>told </dev/null
}

# What became of the file is not what was asked.
wrong() {
  echo "number $1, $2: asked was $3, exit $4:"
  head -n 5 told
  bad=$((bad + 1))
}

@test "a natural file is the plain one in whatever shape, or is refused with a right reason" {
  local number tool file options asked code bad=0 count=0 want
  lists() {
    svc-complaint list --pii full --reason 核对
    svc-order list
    svc-tier list customers --pii full --reason 核对
  }
  perl "$ROOT/tests/vary/vary.pl" "${VARY_FROM:-1}" "${VARY:-200}" . >list
  while IFS=$'\t' read -r number tool file options asked; do
    code=0
    take "$tool" "$file" "$options" || code=$?
    case $asked in
      plain)
        [ "$code" -eq 0 ] || { cat told; return 1; }
        lists >before
        ;;
      equal*)
        want="read ${asked#equal }: 0 added, 0 updated, ${asked#equal } unchanged, 0 rejected"
        { [ "$code" -eq 0 ] && grep -qF "$want" told; } || wrong "$number" "$file" "$asked" "$code"
        ;;
      refused*)
        { [ "$code" -eq 65 ] && grep -qP -- "${asked#refused }" told; } || wrong "$number" "$file" "$asked" "$code"
        ;;
    esac
    count=$((count + 1))
  done <list
  [ "$count" -gt 100 ]
  lists | diff before -
  [ "$bad" -eq 0 ]
}
