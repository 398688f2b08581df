# Who may: the table of tests/data/roles.csv tells of every verb whose it is, a verb without roles being
# anybody's. Two must agree with it, what help tells and what the programs do.
# bats file_tags=slow

load common

TABLE=$ROOT/tests/data/roles.csv

# Somebody registered, whose roles a test sets, so that nothing else keeps a verb from him.
setup_file() { make_company; }
setup() { fresh_store; }

# All roles that there are, a line each.
all_roles() { sed -n 's/^role,\([a-z_]*\),.*/\1/p' "$ROOT/lib/verb/words.csv"; }

# The roles of TOOL VERB as the table has them.
roles_of() { awk -F, -v tool="$1" -v verb="$2" '$1 == tool && $2 == verb { print $3 }' "$TABLE"; }

# The shortest line of TOOL VERB that its usage allows, a word a line. No record of it has to be there.
shortest() {
  local - usage word
  set -f
  read -r usage < <("$1" "$2" --help)
  usage=${usage#"usage: $1 $2"}
  for word in ${usage%% --*}; do
    case $word in
      REGISTER) listed "$1" registers | head -n 1 ;;
      [A-Z]*) echo none ;;
    esac
  done
  needs "$@"
}

# How many changes the audit has, attempts left out.
done_so_far() {
  sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM event WHERE COALESCE(change, '') NOT LIKE '{\"refused\":%'"
}

# Takes a verb with these roles, wherever it leads otherwise; leaves $code and $answer.
take_as() {
  act_as "$1"
  code=0
  # shellcheck disable=SC2086 # a word is an option or its value
  answer=$("${@:2}" 2>&1 </dev/null >/dev/null) || code=$?
}

@test "the table has every verb once, and help tells the same roles" {
  each_verb echo | tr ' ' , | sort >verbs
  sed 1d "$TABLE" | cut -d, -f 1,2 | sort | diff verbs -
  same() {
    local told
    told=$("$1" "$2" --help | sed -n 's/^needs one of the roles //p' | tr ';' '\n' | sort)
    [ "$told" = "$(roles_of "$@" | tr ';' '\n' | sort)" ] ||
      { echo "$*: help tells" "$told" "the table $(roles_of "$@")"; return 1; }
  }
  each_verb same
}

@test "who holds every role but those of a verb is told which one he lacks, and nothing is done" {
  local count=0 was
  was=$(done_so_far)
  keeps_out() {
    local roles others options code answer
    roles=$(roles_of "$@")
    [ -n "$roles" ] || return 0
    others=$(all_roles | grep -vxF "${roles//;/$'\n'}" | paste -sd ';')
    mapfile -t options < <(shortest "$@")
    take_as "$others" "$@" "${options[@]}"
    count=$((count + 1))
    [[ $code -eq 77 && $answer =~ " $2 needs "(one of )?'the role'.*'" holds ' && $answer == *'nothing was done'* ]] ||
      { echo "$* as $others: $code: $answer"; return 1; }
  }
  each_verb keeps_out
  [ "$(done_so_far)" = "$was" ]
  [ "$count" -ge 100 ]
}

@test "each role of a verb is enough by itself" {
  local count=0 verbs
  # One verb for each list of roles; that the others are held to theirs is told above.
  verbs=$(sed 1d "$TABLE" | awk -F, '$3 != "" && !seen[$3]++ { print $1, $2 }')
  lets_in() {
    local role options code answer
    mapfile -t options < <(shortest "$@")
    for role in $(roles_of "$@" | tr ';' ' '); do
      take_as "$role" "$@" "${options[@]}"
      count=$((count + 1))
      [[ ! $answer =~ " $2 needs "(one of )?'the role'.*'" holds ' ]] || { echo "$* as $role: $code: $answer"; return 1; }
    done
  }
  while read -r tool verb; do lets_in "$tool" "$verb"; done <<<"$verbs"
  [ "$count" -ge 100 ]
}
