# The floors of the house, from below. A room asks lower floors only, so no two ask each other.
# Reads lib/*/*.[ch] and include/svc/*.h for their includes, and `nm -A -g` of the objects for the
# symbols they use; prints what does not go down.
#
#     { nm -A -g OBJECTS; } | awk -f tests/floors.awk lib/*/*.[ch] include/svc/*.h -
BEGIN {
    split("base sheet store rule host verb policy import sign paper", name, " ")
    split("0 1 1 2 2 3 4 4 4 5", level, " ")
    for (i in name) floor[name[i]] = level[i]
    for (i = 1; i < ARGC; i++)
        if (split(ARGV[i], part, /[\/.]/) == 4 && part[1] == "lib" && part[2] != "helper" && part[4] == "c") {
            if (part[3] in owner) print ARGV[i] ": lib/" owner[part[3]] " has a file of that name"
            if (!(part[2] in floor)) print ARGV[i] ": a room without a floor"
            owner[part[3]] = part[2]
        }
}

function asks(file, from, to, what)
{
    if (from != "" && to != "" && from != to && floor[to] >= floor[from] && !told[file, what]++)
        print file " (" from ") asks " to " for " what
}

# build/lib/ROOM/FILE.o: ADDRESS TYPE SYMBOL, or without an address where it is used
/\.o:/ {
    n = split($1, part, "/")
    room = part[n - 1]
    if ($(NF - 1) == "U") { used[++uses] = $NF; by[uses] = part[n]; in_room[uses] = room }
    else home[$NF] = room
    next
}

/^#include "svc\// {
    split(FILENAME, part, /[\/.]/)
    header = $2
    gsub(/"svc\/|\.h"/, "", header)
    asks(FILENAME, part[1] == "include" ? owner[part[3]] : part[2] == "helper" ? "" : part[2],
         owner[header], "svc/" header ".h")
}

END {
    for (i = 1; i <= uses; i++)
        if (used[i] in home)
            asks(by[i], in_room[i], home[used[i]], used[i])
}
