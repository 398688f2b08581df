# At its very moment: what is done at the last moment of a limit is in time, what is not done by then is late
# a second later, and what happens at the midnight between two periods is the second one's. Asked of every
# score file, and of every way in which it makes a line.
# bats file_tags=slow

load common
load misses

setup_file() { make_every_miss; }
setup() { fresh_store; export SVC_NOW='2026-12-31 09:00'; }

# there NOUN RECORD CLAUSE SUBJECT OPTION…: how many such lines of this record are in the score of a period.
there() { "svc-$1" score -H -c record,clause,subject "${@:5}" | grep -cxF "$2,$3,$4" || :; }

# Writes one moment for another wherever it stands, behind the tools' back.
instead() {
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output 'PRAGMA ignore_check_constraints = 1' \
    "BEGIN; $(sqlite3 "$SVC_DB" "SELECT 'UPDATE ' || t.name || ' SET \"' || c.name || '\" = ''$2'' WHERE \"' || c.name || '\" = ''$1'';'
      FROM sqlite_schema t, pragma_table_info(t.name) c
      WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT LIKE 'policy!_%' ESCAPE '!'") COMMIT"
}
anew() { cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"; }


later() { date -u -d "$2 UTC + $1" '+%F %T'; } # later '1 second' MOMENT
found=
must() { [ "$2" = "$3" ] || found+="$1: $2 lines, not $3"$'\n'; }
nothing_found() { [ -z "$found" ] || { echo "$found"; return 1; }; }

@test "what is done at the last moment of its limit is in time, a second later it is late" {
  local noun due ended record clause subject at count=0
  shapes >shapes
  while IFS=$'\t' read -r noun due ended record clause subject at; do
    [[ $due != - && $ended > $due ]] || continue
    count=$((count + 1))
    anew
    instead "$ended" "$due"
    must "$noun $record $clause done at $due" "$(there "$noun" "$record" "$clause" "$subject" -m 2026-09)" 0
    anew
    instead "$ended" "$(later '1 second' "$due")"
    must "$noun $record $clause done a second after" "$(there "$noun" "$record" "$clause" "$subject" -m 2026-09)" 1
  done <shapes
  [ "$count" -ge 10 ]
  nothing_found
}

@test "what is not done is late when its last moment is over, not before" {
  local noun due ended record clause subject at count=0
  shapes >shapes
  while IFS=$'\t' read -r noun due ended record clause subject at; do
    [[ $due != - && ($ended == - || $ended > $due) ]] || continue
    count=$((count + 1))
    must "$noun $record $clause at $due" "$(there "$noun" "$record" "$clause" "$subject" -m 2026-09 --as-of "$due")" 0
    must "$noun $record $clause after $due" \
      "$(there "$noun" "$record" "$clause" "$subject" -m 2026-09 --as-of "$(later '1 second' "$due")")" 1
  done <shapes
  [ "$count" -ge 30 ]
  nothing_found
}

@test "what happens at midnight between two periods is the second one's, and what ends a day is that day's" {
  local noun due ended record clause subject at next count=0
  shapes >shapes
  while IFS=$'\t' read -r noun due ended record clause subject at; do
    count=$((count + 1))
    anew
    must "$noun $record $clause on its day" "$(there "$noun" "$record" "$clause" "$subject" --period "${at% *}..${at% *}")" 1
    next=$(later '1 day' "${at% *} 00:00:00")
    case $at in *23:59:59) continue ;; esac # a date, not a moment
    instead "$at" "$next"
    [ "$ended" = - ] || instead "$ended" "$(later '3 days' "$next")"
    must "$noun $record $clause before $next" "$(there "$noun" "$record" "$clause" "$subject" --period "${at% *}..${at% *}")" 0
    must "$noun $record $clause from $next" \
      "$(there "$noun" "$record" "$clause" "$subject" --period "${next% *}..${next% *}")" 1
  done <shapes
  [ "$count" -ge 40 ]
  nothing_found
}

# -- what is excused ----------------------------------------------------------------------------------

# excuse TABLE NO ROUND CLOCK
excuse() {
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output \
    "INSERT INTO excuse VALUES ('$1', '$2', $3, '$4', '$due', '1301', '停电', 'E', '2026-09-30 09:00:00', NULL, 1)"
}

@test "an excuse takes back the miss that it is for, of its record, round and clock, and no other" {
  local noun due ended record clause subject at table clock no round was count=0
  status() { "svc-$noun" score -m 2026-09 -H -c record,clause,subject,status,reason | grep "^$record,$clause,$subject," | cut -d, -f 4-; }
  shapes >shapes
  while IFS=$'\t' read -r noun due ended record clause subject at; do
    [[ $due != - && ($ended == - || $ended > $due) ]] || continue
    case $noun/$clause in
      callback/complaint-callback) table=complaint clock=callback ;;
      callback/callback-missed) table=callback clock=window ;;
      callback/*) table=callback_issue clock=${clause##*-} ;;
      complaint/*) table=complaint clock=${clause#complaint-} ;;
      inspect/inspect-6.3) table=inspect_notice clock=rectify ;;
      *) continue ;;
    esac
    anew
    count=$((count + 1)) no=${record%/*} round=1
    [ "$no" = "$record" ] || round=${record##*/}
    was=$(status)
    excuse "$table" none "$round" "$clock"
    excuse "$table" "$no" "$((round + 1))" "$clock"
    [ "$noun" = inspect ] || excuse "$table" "$no" "$round" promise # a notice has one limit
    excuse service_order "$no" "$round" "$clock"
    [ "$(status)" = "$was" ] || found+="$record $clause: $(status), not $was"$'\n'
    excuse "$table" "$no" "$round" "$clock"
    [[ $(status) == reversed,*停电* ]] || found+="$record $clause excused: $(status)"$'\n'
  done <shapes
  [ "$count" -ge 15 ]
  nothing_found
}

# -- what a trigger selects --------------------------------------------------------------------------

table_of() { case $1 in C*) echo complaint ;; O*) echo service_order ;; B*) echo callback ;; Q*) echo inspect_finding ;; EF*) echo entry_error ;; esac; }

# fires LINES TRIGGER_VALUE: with this in the triggers of the clause so many lines are there.
fires() {
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output \
    "UPDATE policy_trigger SET $selector = '$2' WHERE clause = '$clause'"
  must "$noun $record $clause of the $selector $2" "$(there "$noun" "$record" "$clause" "$subject" -m 2026-09)" "$1"
}

@test "a trigger fires for what it names, by any word that acts as that, and for nothing else" {
  local noun due ended record clause subject at selector table own count=0
  shapes | sort -t $'\t' -k 1,1 -k 5,5 -k 4.1,4.1 -u >shapes
  while IFS=$'\t' read -r noun due ended record clause subject at; do
    table=$(table_of "$record")
    # what adds up selects by its own row, and what a contractor owes by nothing
    [[ -n $table && $noun != reward && $subject != contractor &&
      $(sqlite3 "$SVC_DB" "SELECT COUNT(*) FROM policy_threshold WHERE gives = '$clause'") -eq 0 ]] || continue
    while IFS=, read -r _ selector _; do
      count=$((count + 1))
      anew
      case $noun/$selector/$table in
        callback/business/complaint) own=complaint ;;
        *) own=$(sqlite3 "$SVC_DB" "SELECT $selector FROM $table WHERE no = '${record%/*}'") ;;
      esac
      case $selector/$own/$table in
        level/* | business/complaint/complaint) ;;
        *) sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output \
             "PRAGMA ignore_check_constraints = 1;
              UPDATE $table SET $selector = 'neu' WHERE no = '${record%/*}';
              INSERT INTO policy_word (version, list, code, label, \"order\", acts_as)
                SELECT 1, '$selector', 'neu', '新', 99, NULLIF('$own', '')"
           fires 1 neu
           [ "$selector" = tier ] && own=neu ;;
      esac
      [ -z "$own" ] || fires 1 "$own"
      fires 0 other
    done < <(grep '^selector,' "$ROOT/cmd/$noun/words.csv")
  done <shapes
  [ "$count" -ge 20 ]
  nothing_found
}
