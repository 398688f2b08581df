#!/bin/sh
# A month recomputed as man/svc-recompute.7 tells an auditor to: the commands, the SQL and the
# program there are run as they stand, with sqlite3 and mlr alone.
#   month.sh export FOLDER            the registers and the policy pack, as CSV, into FOLDER
#   month.sh dept FOLDER MONTH yes    the sheet by department from them; `no`: not closed yet
#   month.sh person FOLDER MONTH yes  by person
#   month.sh other FOLDER MONTH       other.csv: what the closed MONTH, whose lines are closed.csv,
#                                     hands on and changes by today's records; taken up when it is there
#   month.sh dept FOLDER MONTH no FIRST UNTIL   a month with other days than the calendar's
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

# The literal blocks of a section, as they look on the screen.
section() {
  awk -v name="$1" '/^\.Sh / { on = substr($0, 5) == name; next }
    on && /^\.Bd -literal/ { inside = 1; next }
    /^\.Ed/ { inside = 0; next }
    inside { gsub(/\\&/, ""); gsub(/\\e/, "\\"); print }' "$root/man/svc-recompute.7"
}

what=$1
cd "$2"
case $what in
  export)
    section EXPORTS | grep '^svc-' | sh -eu
    for table in calendar limits legs thresholds params grades items authority_conditions; do cp "$root/lib/share/policy/$table.csv" .; done
    ;;
  dept | person | other)
    others='OTHER MONTHS' left='WHAT IS LEFT'
    [ -f other.csv ] && [ "$what" != other ] || others=
    [ "$what" != other ] || left='A CLOSED MONTH TODAY'
    {
      first=${5:-$3-01}
      until=${6:-$(date -d "$first +1 month" +%F)}
      section DESCRIPTION | sed "s/2026-10-01/$until/; t; s/2026-09-01/$first/"
      section EXPORTS | grep '^\.'
      for part in DEADLINES 'WHO WAS WHO' 'WHAT THE LOG TELLS' LINES "$others" "$left"; do section "$part"; done
      [ "$what" = other ] || section ROWS
    } | sqlite3 -batch -bail :memory:
    [ "$what" != other ] || exit 0
    section SHEET | sed '1,/line.csv$/d' >sheet.mlr
    section SHEET | sed "/line.csv$/q; s/closed=yes/closed=$4/" | sed "s/person-/$what-/g" | sh -eu
    ;;
esac
