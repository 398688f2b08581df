# At the edge of a period of validity the last day has the old and the next one the new: whatever a month's
# score lines and ledgers join with what holds on a day is asked at every such edge.
# bats file_tags=slow

load common
load misses

setup_file() {
  make_every_miss
  touch_everybody
}
setup() { fresh_store; }

# Every clause touches the person and the head, too, so that a line is missed where nobody is found.
touch_everybody() {
  local subject
  for subject in person head; do
    sqlite3 "$BATS_FILE_TMPDIR/template/svc.db" '.output /dev/null' '.dbconfig enable_trigger off' .output "
      INSERT INTO policy_leg SELECT l.version, l.clause, '$subject', l.sign, l.points_min, l.points_max,
             l.amount_min, l.amount_max, l.basis, l.effect, l.effect_basis, l.approval, l.per, NULL, NULL, NULL, NULL
        FROM policy_leg l WHERE l.loss_from IS NULL AND l.share_of IS NULL AND l.subject IN ('dept', 'person')
         AND NOT EXISTS (SELECT 1 FROM policy_leg x WHERE x.version = l.version AND x.clause = l.clause
                            AND (x.subject = '$subject' OR x.subject = 'dept' AND l.subject = 'person'))"
  done
}

# Makes a copy of the template in which everything changes on this day: the rules give twice as much,
# every department had another name and head before, every person another name and department.
cut_at() {
  local table columns sql=
  cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
  while IFS='|' read -r table columns; do
    sql+="INSERT INTO $table (version, $columns) SELECT 2, $columns FROM $table WHERE version = 1;"
  done < <(sqlite3 "$SVC_DB" "SELECT t.name, group_concat('\"' || c.name || '\"')
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name LIKE 'policy!_%' ESCAPE '!' AND c.name <> 'version'
      AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) v WHERE v.name = 'version')
    GROUP BY t.name")
  sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output "$sql
    UPDATE policy_version SET from_day = '$1' WHERE version = 2;
    UPDATE policy_version SET until_day = '$1' WHERE version = 1;
    UPDATE policy_leg SET points_min = points_min * 2, points_max = points_max * 2,
           amount_min = amount_min * 2, amount_max = amount_max * 2 WHERE version = 2;
    DELETE FROM dept_past;
    INSERT INTO dept_past (dept, until_day, name, leader, head, event)
      SELECT dept, '$1', name || '旧', leader, CASE WHEN head IS NOT NULL THEN '1003' END, event FROM dept;
    DELETE FROM person_past;
    INSERT INTO person_past (person, until_day, name, dept, post, roles, event)
      SELECT person, '$1', name || '旧', CASE dept WHEN '01' THEN '02' ELSE '01' END, post, roles, event
        FROM person"
}

next_day() { date -d "$1 + 1 day" +%F; }

# Its score lines of the month: what each is about and when, and whose it is.
lines_of() { "svc-$1" score -m 2026-09 -H -c clause,subject,source,record,occurred_at,dept,person | sort; }

# The rows of a ledger, without what a new name would change.
rows_of() { svc-report ledger "$1" -m 2026 -H | wc -l; }

# The files of this name that ask for periods, shortened by a sed script.
# shellcheck disable=SC2086 # the name has a star
with_versions() { grep -l until_day "$ROOT"/cmd/*/$1 | sed "$2"; }

# The days in its first lines of each clause, and the days after them.
days_in() {
  grep -oE '2026-[0-9]{2}-[0-9]{2}' | sort -u | while read -r day; do
    echo "$day"
    next_day "$day"
  done | sort -u
}

# Who answered before the day may be another one; from then on everything stands as it stood.
@test "on the last day of a version and the first of the next every score line is there once" {
  local noun day count=0
  shapes | cut -f 7 | days_in >days
  for noun in $(nouns); do
    lines_of "$noun" >"was.$noun"
    [ -s "was.$noun" ] || { echo "svc-$noun has no line in this month"; return 1; }
  done
  while read -r day; do
    cut_at "$day"
    for noun in $(nouns); do
      lines_of "$noun" >now
      count=$((count + 1))
      diff <(matters <"was.$noun") <(matters <now) && diff <(from "$day" <"was.$noun") <(from "$day" <now) ||
        { echo "svc-$noun, a version from $day"; return 1; }
    done
  done <days
  [ "$count" -ge 200 ]
}
from() { awk -F, -v day="$1" '$5 >= day'; }
matters() { cut -d, -f 1-5 | grep -v ',head,'; } # a head may be the one who did it, and was not before

# with SQL: done behind the tools' back.
with() { sqlite3 "$SVC_DB" '.output /dev/null' '.dbconfig enable_trigger off' .output "$1"; }

@test "the head whom a line touches is that of its department" {
  local noun dept person count=0
  for noun in $(nouns); do
    while IFS=, read -r dept person; do
      count=$((count + 1))
      [ "$person" = "$(sqlite3 "$SVC_DB" "SELECT head FROM dept WHERE dept = '$dept'")" ] ||
        { echo "svc-$noun: $dept has the head $person"; return 1; }
    done < <("svc-$noun" score -m 2026-09 -H -c dept,subject,person | sed -n 's/,head,/,/p')
  done
  [ "$count" -ge 20 ]
}

@test "what nobody has is the department's that the pack names for its day, else the office's of that day" {
  local noun record day
  whose() { "svc-$noun" score -m 2026-09 -H -c record,subject,occurred_at,dept 2>/dev/null |
    sed -n "s/^$record,dept,$day .*,//p"; }
  named() { with "UPDATE policy_param SET value = CASE version WHEN 1 THEN '03' ELSE '01' END WHERE name IN ('intake_dept', 'callback_dept')"; }
  left() { with "UPDATE person SET left_on = '$1' WHERE dept = '06'"; }
  for noun in complaint/4 order/11 callback/5; do
    record=$(number "${noun%/*}" "${noun#*/}") noun=${noun%/*}
    day=$("svc-$noun" score -m 2026-09 -H -c record,occurred_at | sed -n "s/^$record,\(.*\) .*/\1/p" | head -n 1)
    [ "$(whose)" = 06 ]
    cut_at "$day"
    [ "$(whose)" = 06 ]
    cut_at "$(next_day "$day")"
    [ "$(whose)" = 01 ] # where the office's people were before
    cut_at "$day"
    named
    [ "$(whose)" = 01 ]
    cut_at "$(next_day "$day")"
    named
    [ "$(whose)" = 03 ]
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    left "$day"
    [ "$(whose)" = 06 ] # their last day is one of theirs
    left "$(date -d "$day - 1 day" +%F)"
    [ -z "$(whose)" ]
  done
}

@test "on the last day of a version and the first of the next every line of a ledger is there once" {
  local name day was now count=0
  for name in $(with_versions 'ledger-*.sql' 's|.*/ledger-\(.*\).sql|\1|'); do
    cp -p "$BATS_FILE_TMPDIR/template/svc.db" "$SVC_DB"
    was=$(rows_of "$name")
    [ "$was" -gt 0 ] || { echo "$name has no line"; return 1; }
    for day in $(svc-report ledger "$name" -m 2026 -H | head -n 1 | days_in) 2026-10-12 2026-12-31; do
      cut_at "$day"
      now=$(rows_of "$name")
      count=$((count + 1))
      [ "$now" = "$was" ] || { echo "$name, a version from $day: $now lines, not $was"; return 1; }
    done
  done
  [ "$count" -ge 30 ]
}
