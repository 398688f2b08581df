# Assertions of the stories that cannot fail: set -e passes over all of a list of && but its end, over what
# has a ! before it. A count is compared with something.
# `awk -f tests/asserts.awk tests/story/*.bats tests/story/*.bash`

# What is quoted, substituted or within [[ ]] is no list of commands.
function bare(line) {
  gsub(/\\./, "", line)
  while (sub(/'[^']*'/, "Q", line) || sub(/\$\([^()]*\)/, "S", line) || sub(/"[^"]*"/, "Q", line)) { }
  gsub(/\[[^][ ]+\]/, "C", line)
  gsub(/\[\[ ([^]]|\][^]])* \]\]/, "[[ ]]", line)
  sub(/ #.*/, "", line)
  return line
}

function asserts(line) {
  return line ~ /(^|&&) *(\[\[? |! |grep |cmp |diff |expect |says |refute |test |among )/
}

# What a list ends with may be no assertion: then its beginning is a condition.
function steers(line) {
  return line ~ /&& *([a-z_]+(\+|\[[^ ]*\])?=|continue|break|return|skip|shift|local |export |exit|echo |printf )[^&|]*;?$/
}

function complain_at(what) { print what ": " FILENAME ":" from ": " loop; bad = 1 }
function complain(what) { print what ": " file ":" at ": " text; bad = 1 }

# A whole command, and the line that follows it.
function look(command, after,   line) {
  line = bare(command)
  if (!asserts(line) || line ~ /\|\|/ || line ~ /^ *(if|elif|while|until) |['{]|} *$/)
    return
  if (line ~ /^ *! / && after !~ /^ *}/)
    complain("a ! that passes over a failure")
  else if (line ~ /&&/ && !steers(line) && !steers(command) && after !~ /^ *}/)
    complain("a list that passes over its beginning")
  if (command ~ /\[ (-n )?"?\$\(([^()]*\| *)?(grep -[a-z]*c|wc )[^()]*\)"? \]/)
    complain("a count that is compared with nothing")
}

# A loop of a function itself, over a list that may be empty.
function loops(line) {
  if (line ~ /^}/ && list != "") complain_at("a loop that may be over nothing")
  if (line ~ /^}/) list = ""
  if (line ~ /^  for [a-z_]+ in \$\([^;]*\); do/ && line !~ /in \$\(seq /) { split(line, word, " "); list = word[2]; from = FNR; loop = line }
  else if (list != "" && line ~ /^  [^ ]/ && (line ~ "\\[ .*\\$\\{?" list "[^a-z_]" || line ~ /\[.*-(ge|eq) "?[$1-9]|\[.*-gt |diff|cmp/))
    list = ""
}

FNR == 1 { if (whole != "") look(whole, "}"); whole = joined = "" ; file = FILENAME }
heredoc == "" { loops($0) }
heredoc != "" { if ($0 ~ "^\t*" heredoc "$") heredoc = ""; next }
/^ *(#|$)/ { next }
{
  if (joined != "") joined = joined " " $0
  else { if (whole != "") look(whole, $0); joined = $0; at = FNR; text = $0 }
  whole = ""
  if (match($0, /<<-?['"]?[A-Z]+['"]?/)) { heredoc = substr($0, RSTART, RLENGTH); gsub(/[^A-Z]/, "", heredoc) }
  if ($0 ~ /(&&|\|\||\\|\|)$/) { sub(/\\$/, "", joined); next }
  whole = joined; joined = ""
}
END { if (whole != "") look(whole, "}"); exit bad }
