# Nobody is kept waiting by somebody else's pipe or terminal: whatever a verb reads from its caller or tells
# him, it does so without a lock of the store. A library in front of the C library notes what it sees
# (tests/fault/witness.c). Every statement is told, so that each verb has something to tell in the middle of it.
# bats file_tags=slow

load common

setup_file() {
  make_full_month
  export SVC_NOW='2026-10-12 09:00'
  svc-tier add --customer U1 >/dev/null
  svc-policy add feedback --book tier --dept 02 --given_at 2026-10-09 --text 建议 >/dev/null
  svc-monitor add --monitor J01 --name 陈立新 --grp media --district 城东 --appointed_on 2026-03-01 >/dev/null
  svc-monitor add opinions --monitor J01 --kind problem --raised_at '2026-10-09 09:00' --content 排队 >/dev/null
  svc-entry add tasks --matter customer_update --received_at '2026-10-12 08:00' --dept 05 >/dev/null
  cp -p "$SVC_DB" "$BATS_FILE_TMPDIR/template/svc.db"
}
setup() { fresh_store; }

# witnessed COMMAND…: with pipes on all sides, of which the first has what `input` holds. The end of what it said is
# in `said`, what was noted in `noted`; false when it waited for anybody.
input=
witnessed() {
  rm -f witness
  said=$(printf %s "$input" | SVC_TRACE=1 WITNESS=$PWD/witness LD_PRELOAD=$SVC_BUILD/tests/fault-witness.so \
    ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" "$@" 2>&1) || true
  [ ${#said} -lt 2000 ] || said=${said: -2000}
  noted=
  [ ! -e witness ] || noted=$(<witness)
  [[ $noted != *WAITS* ]] || { printf '%s\n' "$*" "$noted"; return 1; }
}

@test "the witness sees who waits with a lock, and which locks there were" {
  if witnessed flock "$SVC_DB.lock" true; then false; fi
  grep -qx 'flock: WAITS IN THE QUEUE: wait for a process' witness
  witnessed svc-complaint list
  [ "$noted" = 'svc-complaint: has: reader' ]
  witnessed svc-complaint determine C2026-000003 --valid yes
  [ "$(sort -u witness)" = "$(printf 'svc-complaint: has: %s\n' queue reader writer)" ]
}

@test "no verb that reads holds a lock while it tells what it read" {
  local count=0
  reader() {
    local words
    reads "$@" || return 0
    mapfile -t words < <(operands "$@")
    witnessed "$@" "${words[@]}" || return 1
    [[ $noted != *reader* ]] || count=$((count + 1))
  }
  each_verb reader
  [ "$count" -gt 150 ]
}

# set_option NAME VALUE: in `more`, the options of a verb's line.
set_option() {
  local at
  for at in "${!more[@]}"; do
    [ "${more[at]}" != "--$1" ] || { more[at + 1]=$2; return; }
  done
  more+=("--$1" "$2")
}

# Gives a verb's line what its answer asks for; false when that asks for nothing that is known here.
learn() {
  if [[ $said =~ option\ --([a-z_0-9-]+):\ is\ required ]]; then
    set_option "${BASH_REMATCH[1]}" "$(value_of "${BASH_REMATCH[1]}" '')"
  elif [[ $said =~ option\ --([a-z_0-9-]+)(:.*\ It)?\ must\ be\ one\ of\ ([^|$'\n']+) ]]; then
    set_option "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}"
  elif [[ $said =~ option\ --([a-z_0-9-]+):\ not\ a\ (date|time|period|whole|number) ]]; then
    case ${BASH_REMATCH[2]} in
      date | time) set_option "${BASH_REMATCH[1]}" 2026-10-12 ;;
      period) set_option "${BASH_REMATCH[1]}" 2026-09 ;;
      *) set_option "${BASH_REMATCH[1]}" 1 ;;
    esac
  elif [[ $said == *'nothing to set'* ]]; then
    set_option "$("$1" set --help | sed -n 's/^ *--\([a-z_]*\) VALUE .*/\1/p' | head -n 1)" 1203
  elif [[ $said == *'no record at the other end'* ]]; then
    set_option complaint C2026-000001
  else
    return 1
  fi
}

@test "no verb that writes holds one while it tells what becomes of it, tried first or not" {
  local count=0 said noted
  writer() {
    local words more _
    [[ $("$1" "$2" --help) == *' --dry-run '* && $2 != import ]] || return 0
    mapfile -t words < <(operands "$@" | sed -n '/^-/q; 1,9p')
    mapfile -t more < <(needs "$@"; ways "$@" | head -n 1 | tr ' ' '\n' | sed '/^$/d')
    for _ in 1 2 3 4 5 6 7 8; do
      witnessed "$@" "${words[@]}" "${more[@]}" -v || return 1
      [[ $noted != *writer* ]] && learn "$1" || break
    done
    [[ $noted == *writer* ]] || return 0
    count=$((count + 1))
    witnessed "$@" "${words[@]}" "${more[@]}" --dry-run
  }
  each_verb writer
  [ "$count" -gt 100 ]
}

@test "no import does, of what was listed, or of what is none" {
  local count=0 input said noted
  import_of() {
    verbs "$1" | grep -qx import || return 0
    input=$("$1" list "${@:2}")$'\n'
    witnessed "$1" import "${@:2}" - -v || return 1
    [[ $noted != *writer* ]] || count=$((count + 1))
    input+=$'x\n'
    witnessed "$1" import "${@:2}" - --keep-good --rejects /dev/null
  }
  each_register import_of
  [ "$count" -gt 30 ]
}
