# Finds a word of a list beside what it is called, both as whole literals in one line: first the lists,
# words.csv, then the sources. A heading is no word: those of a register, of `.label = ` and of a table's
# SVC_KIND_ are passed over.

function literals(line, quote,    n, part, i) {
    n = split(line, part, quote)
    for (i = 2; i < n; i += 2)
        if (part[i - 1] !~ /\.label = $/)
            there[part[i]] = 1
}

FILENAME ~ /words\.csv$/ {
    split($0, cell, ",")
    if (FNR > 1 && cell[3] ~ /[^ -~]/)
        label[cell[2], cell[3]] = 1
    next
}

FILENAME !~ /register\.c$/ && !/SVC_KIND_/ && /[^ -~]/ {
    split("", there)
    literals($0, "\"")
    literals($0, "'")
    for (pair in label) {
        split(pair, word, SUBSEP)
        if (word[1] in there && word[2] in there)
            print FILENAME ":" FNR ": " word[1] " " word[2]
    }
}
