# Every verb against every state: what a register tells of its moves is what its verbs do. Which
# programs, registers, states and verbs there are, and what a verb needs, is asked for.
# bats file_tags=slow

load common

# One record of each register with states, the last of its list, for which no verb lacks anything but
# the state.
setup_file() {
  make_month
  cd "$BATS_FILE_TMPDIR" || return 1
  local no
  no=$(svc-callback add -H --business other --planned_at '2026-10-09 09:00')
  svc-callback attempt "$no" --disposition reached
  svc-callback answer "$no" --overall 2
  {
    complaint
    svc-callback add --business other --planned_at '2026-10-09 09:00'
    svc-order add --business repair --accepted_at '2026-10-09 09:00' --arrived_at '2026-10-09 10:00'
    svc-survey add --code KH --title 满意度 --kind internal --open_from 2026-10-01 --open_until 2026-10-31
    svc-policy add feedback --book tier --dept 02 --person 1203 --given_at '2026-10-09 09:00' --text 建议
    svc-reward propose --clause reward-3.1.1-1 --person 1102 --facts 锦旗 --evidence 照片
    svc-tier add spotchecks --checked_at '2026-10-09 09:00' --dept 03 --clause tier-8 --finding 未安检
    svc-auth use network_cooperation --person 1201 --exceeded 抢修
    svc-improve add ideas --raised_at '2026-10-09 09:00' --content 约定时间未上门
    svc-improve add --proposed_on 2026-10-09 --title 预约 --route department --dept 02 --owner 1202 \
      --starts_on 2026-10-12 --ends_on 2026-12-31
    svc-improve add milestones --project G2026-000001 --standard 通过 --title 设计 --due_on 2026-11-30
    svc-inspect plan --planned_at 2026-10-12 --level company --kind routine --method on_site \
      --scope 02 --inspectors '1601;1602' --scheme 一
    svc-inspect sheet I2026-000001
    svc-inspect find K2026-000001 --severity major --facts 未佩戴 --deadline 2026-10-20
    svc-inspect notice Q2026-000001 --demand 整改 --deadline 2026-10-20
    svc-inspect reply N2026-000001 --reply 已整改 --by 1203
    svc-inspect verify N2026-000001 --result pass --effect_on 2026-11-30
    svc-entry add audits --audited_at '2026-10-09 09:00' --kind monthly --auditor 1602 --dept 05 --operator 1502 \
      --records_checked 1 --fields_checked 9
    svc-entry error EA2026-000001 --field phone --error missing
    svc-entry add tasks --matter customer_update --received_at '2026-10-12 08:00' --dept 05
    svc-monitor add --monitor J01 --name 陈立新 --grp media --district 城东 --appointed_on 2026-03-01
    svc-monitor add opinions --monitor J01 --kind problem --raised_at '2026-10-09 09:00' --content 排队
    svc-monitor assign MO2026-000001 --dept 02
    svc-monitor answer MO2026-000001 --answer 已增开 --by 1203
    printf '%s\n' receipt_no,amount 1,5 | tee receipts.csv cash.csv >system.csv
    svc-entry reconcile receipts.csv cash.csv system.csv --save --dept 05 --day_from 2026-10-10 --reason 日结
  } >/dev/null
  # Whoever acts here holds every role that does not keep from signing: it is the state that refuses.
  sqlite3 "$SVC_DB" "UPDATE person SET roles = 'agent;staff;team_leader;dept_head;deputy_gm;gm;office;clerk;admin;committee'
    WHERE login = '$(id -un)'"
}
setup() { fresh_store; }

# -- taking a verb ------------------------------------------------------------------------------

# Takes a verb for a record as if nobody watched, and leaves $code and $told: take WAY TOOL VERB NO
# OPTION….
take() {
  code=0
  # shellcheck disable=SC2086 # a word is an option or its value
  told=$("${@:2}" $1 2>&1 >/dev/null </dev/null) || code=$?
}

writes() { "$1" "$2" --help | grep -q -- ' --op-id '; }

# The states of a register, `|`-separated; its moves, a line each: verb, from, to. Both are empty
# where there are none.
states_of() { "$1" columns "${@:2}" -H -f tsv -c column,values | sed -n 's/^state	//p'; }
moves_of() { ! verbs "$1" | grep -qx moves || "$1" moves "${@:2}" -H -f tsv; }

among() { [[ "|$2|" == *"|$1|"* ]]; }

# -- the moves -----------------------------------------------------------------------------------

@test "a move is of a verb that writes, and goes from states of its register to states of it" {
  local count=0
  known() {
    local states verb from to word
    states=$(states_of "$@")
    while IFS=$'\t' read -r verb from to; do
      writes "$1" "$verb" || { echo "$*: $verb does not write"; return 1; }
      for word in ${from//|/ } ${to//|/ }; do
        among "$word" "$states" || { echo "$*: $verb: no state $word"; return 1; }
      done
      count=$((count + 1))
    done < <(moves_of "$@")
  }
  each_register known
  [ "$count" -ge 25 ]
}

@test "a verb is refused in every state that its register's moves do not name, and in no other" {
  local count=0 refused=0 fresh=
  # step TABLE KEY NO STATE FROM TOOL VERB OPTION…: with the record in this state, whatever forbids it;
  # what was refused has changed nothing, so that the copy of the store will do again.
  step() {
    local table=$1 key=$2 no=$3 state=$4 from=$5 was now way told code
    local wrong="$no: cannot $7, it is $state"
    [ -n "$fresh" ] || cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    was=$(sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output \
      'PRAGMA ignore_check_constraints = ON' "UPDATE $table SET state = '$state' WHERE $key = '$no'" \
      "SELECT * FROM $table WHERE $key = '$no'" 'SELECT MAX(seq) + 1 FROM event')
    count=$((count + 1))
    while read -r way; do
      take "$way" "$6" "$7" "$no" "${@:8}"
      [ "$code" -ne 0 ] && fresh=yes || fresh=
      if among "$state" "$from"; then
        [[ $code =~ ^(0|4|77)$ && $told != *"$wrong"* ]] && return
      else
        refused=$((refused + 1))
        now=$(sqlite3 "$SVC_DB" "SELECT * FROM $table WHERE $key = '$no'" "SELECT MAX(seq) FROM event
          WHERE verb = '$7' AND record = '$no' AND change LIKE '{\"refused\":%'")
        [ "$code" -eq 4 ] && [[ $told == *"$wrong"* ]] && [ "$now" = "$was" ] && return
        break
      fi
    done < <(ways "$6" "$7")
    echo "${*:6:2} of $no, which is $state: $code: $told"
    return 1
  }
  try() {
    local table key no states state verb from to options
    states=$(states_of "$@") fresh=
    while IFS=$'\t' read -r verb from to; do
      [ -n "$table" ] || {
        table=$(tables_of "$@") key=$(columns_of "$@" | head -n 1) no=$(keys_of "$@" | tail -n 1)
        [ -n "$no" ] || { echo "$*: there is no record"; return 1; }
      }
      mapfile -t options < <(needs "$1" "$verb")
      for state in ${states//|/ }; do
        step "$table" "$key" "$no" "$state" "$from" "$1" "$verb" "${options[@]}" || return 1
      done
    done < <(moves_of "$@")
  }
  each_register try
  [ "$count" -gt "$refused" ] && [ "$refused" -gt 50 ]
}

@test "a verb that writes to records with states stands in their register's moves" {
  local count=0 last='' all=''
  # The last number of each register with states, and the verbs that may be taken for each number: one
  # may be of several registers.
  note() {
    local no='' taken
    verbs "$1" | grep -qx moves && [ -n "$(states_of "$@")" ] || return 0
    taken=$(moves_of "$@" | cut -f 1 | tr '\n' ' ')
    for no in $(keys_of "$@"); do all+="$1 $no $taken"$'\n'; done
    last+="$1 $no"$'\n'
  }
  # What is no number of a verb's registers is unknown to it, or of a kind that it is not for.
  # A record is corrected and linked in any state.
  stands() {
    local help tool no told options code numbers=' \[?NO(\.\.\.\|-)?\]? '
    help=$("$1" "$2" --help)
    [[ $2 != set && $2 != link && $2 != unlink && $help == *' --op-id '* && ${help%%$'\n'*} =~ $numbers ]] || return 0
    mapfile -t options < <(needs "$1" "$2")
    while read -r tool no; do
      [ "$tool" = "$1" ] || continue
      take "$(ways "$1" "$2" | head -n 1)" "$1" "$2" "$no" "${options[@]}" --dry-run
      [ "$code" -ne 2 ] || { echo "$1 $2: $told"; return 1; }
      [ "$code" -ne 5 ] && [[ $told != *"$no: a "*' cannot be '* ]] || continue
      count=$((count + 1))
      grep -qE "^$1 $no (.* )?$2 " <<<"$all" || { echo "$1: $2 is no move of $no: $told"; return 1; }
    done <<<"$last"
  }
  each_register note
  each_verb stands
  [ "$count" -ge 25 ]
}
