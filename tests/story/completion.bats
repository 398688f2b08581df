# What a shell offers while a line is typed: the programs say it themselves, by --complete.

load common

setup_file() { make_month; }
setup() { fresh_store; }

# What the program offers, without what is told of each.
offered() { "$1" --complete "${@:2}" | cut -f 1; }

@test "every verb of every program is offered with what its help says of it, and every option of its own" {
  count=0
  look() {
    "$1" --complete "$2" | cut -f 1 | grep -qx "$2"
    diff <("$1" "$2" --help | sed -nE 's/^  *(-., )?(--[a-z0-9_-]+).*/\2/p' | sort -u) <(offered "$1" "$2" -- | sort -u)
    count=$((count + 1))
  }
  each_verb look
  [ "$count" -gt 150 ]
  [ "$(svc-complaint --complete due)" = "due$(printf '\t')$(svc-complaint --help | sed -n 's/^  due  *//p')" ]
}

@test "words are offered by their codes, by their Chinese names to whoever types those, and to the part of a list behind its comma" {
  [ "$(svc-complaint --complete add --category safety)" = $'safety_check\t安检' ]
  [ "$(svc-complaint --complete add --category 安)" = $'安检\tsafety_check' ]
  [ "$(offered svc-complaint list -c no,sta)" = 'no,state' ]
  [ "$(offered svc-complaint list --sort sta)" = state ]
  [ "$(offered svc-complaint list -f x)" = xlsx ]
  [ "$(offered svc-report sheet -m this-m)" = this-month ]
  [ "$(offered svc-complaint list -f '')" = "$(printf '%s\n' csv tsv jsonl table xlsx html auto)" ]
}

@test "departments and persons are offered by number or name, records in the states that the verb leads on from" {
  [ "$(svc-complaint --complete add --dept 02)" = $'02\t维修抢险部' ]
  [ "$(svc-complaint --complete add --dept 维修)" = $'维修抢险部\t02' ]
  [ "$(offered svc-complaint close C2026)" = "$(svc-complaint list -H -c no,state --sort no:desc |
    grep -vE ',(closed|withdrawn)$' | cut -d, -f 1)" ]
  [ -n "$(offered svc-complaint show C2026)" ]
  svc-complaint withdraw --reason 用户撤诉 "$(offered svc-complaint withdraw C2026 | head -n 1)"
  refute grep -qx "$(svc-complaint list --state withdrawn -H -c no)" <(offered svc-complaint close C2026)
}

@test "registers, profiles and files stand where they may" {
  [ "$(offered svc-inspect list f)" = findings ]
  [ "$(svc-complaint --complete import --profile 1 | cut -f 1)" = "$(printf '12345\n\n')" ]
  [ "$(svc-complaint --complete import '')" = $'steps\t\n\tfile' ]
  [ "$(svc-policy --complete load '')" = $'\tfolder' ]
  [ "$(svc --complete '' | cut -f 1)" = "$(tools | sed -n 's/^svc-//p')" ]
  [ "$(svc --complete complaint with)" = "$(svc-complaint --complete with)" ]
}

@test "without a store, and for nobody of it, what needs none is offered and nothing is told of it" {
  export SVC_DB=$BATS_TEST_TMPDIR/none/svc.db
  [ "$(offered svc-complaint clo)" = close ]
  [ -z "$(svc-complaint --complete add --dept '' 2>&1)" ]
  [ -z "$(svc-complaint --complete close C 2>&1)" ]
  expect 0 svc-complaint --complete
  expect 0 svc-complaint --complete nonsense more
  [ -z "$output" ]
}

@test "bash completes a line by it, with Chinese names; looked at only, each has its meaning beside it" {
  # shellcheck source=/dev/null
  . "$SVC_BUILD/share/bash-completion/completions/svc-complaint"
  compopt() { :; }
  # typed WORD…: what bash would put in, or show.
  typed() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _svc
    printf '%s\n' "${COMPREPLY[@]}"
  }
  complete -p svc-complaint svc svc-report | grep -q 'complete -F _svc svc-report'
  [ "$(COMP_TYPE=9 typed svc-complaint clo)" = close ]
  [ "$(COMP_TYPE=9 typed svc-complaint add --category 安)" = 安检 ]
  [ "$(COMP_TYPE=63 typed svc-complaint list --state c)" = "closed" ]
  COMP_TYPE=63 typed svc-complaint list --state '' | grep -qx 'closed  (已办结)'
  [ "$(COMP_TYPE=9 typed svc complaint withd)" = withdraw ]
  cd "$BATS_TEST_TMPDIR"
  touch 投诉.csv
  [ "$(COMP_TYPE=9 typed svc-complaint import 投)" = 投诉.csv ]
}

@test "fish completes a line by it, and zsh knows which programs it is for" {
  { command -v fish && command -v zsh; } >/dev/null || skip 'fish and zsh are not both installed'
  export HOME=$BATS_TEST_TMPDIR
  fish -c "set -p fish_complete_path '$SVC_BUILD/share/fish/vendor_completions.d'
           complete -C 'svc-complaint list --state wi'" >told
  [ "$(cat told)" = $'withdrawn\t已撤诉' ]
  zsh -f -c "fpath=('$SVC_BUILD/share/zsh/site-functions' \$fpath); autoload -Uz compinit; compinit -u -D
             for tool in $(tools | tr '\n' ' '); do echo \${_comps[\$tool]}; done" >told
  [ "$(sort -u told)" = _svc ]
}

@test "-h is --help, before a verb and behind it" {
  [ "$(svc-complaint -h)" = "$(svc-complaint --help)" ]
  [ "$(svc-complaint due -h)" = "$(svc-complaint due --help)" ]
  [ "$(svc -h)" = "$(svc --help)" ]
}
