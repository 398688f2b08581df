/* Misses that records do not show any more, under other deadlines: which entries came late hangs on
 * when each was made, which its event tells. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/mem.h"

/* What is kept of an entry that came late stays where it came after this deadline, too, and was dated
 * before it. How many there are. */
static int64_t keep_late(struct svc_db *db, const struct svc_anew *anew)
{
    svc_run(db, "DELETE FROM miss_undone WHERE tbl = ?1 AND no = ?2 AND round = ?3 AND clock = ?4"
                "   AND how = 'late' AND (?5 IS NULL OR undone_at <= ?5 OR done_at > ?5)", "ssiss",
            anew->table, anew->no, anew->round, anew->clock->clock, anew->due);
    return svc_run(db, "UPDATE miss_undone SET due_at = ?5 WHERE tbl = ?1 AND no = ?2 AND round = ?3"
                       "   AND clock = ?4 AND how = 'late'", "ssiss", anew->table, anew->no,
                   anew->round, anew->clock->clock, anew->due);
}

/* The first entries of another system's record, which a file of steps brings, are never late. */
#define IS_FIRST \
    "(EXISTS (SELECT 1 FROM step_brought b WHERE b.tbl = e.tbl AND b.no = e.record" \
    "            AND b.verb = e.verb AND b.at = ?3)" \
    " AND NOT EXISTS (SELECT 1 FROM event x WHERE x.record = e.record AND x.seq < e.seq" \
    "                    AND (x.op_id <> e.op_id OR x.login <> e.login) AND x.verb <> 'import'" \
    "                    AND x.change NOT LIKE '{\"refused\":%'))"

/* The entry that met the clock by this column, where it came after the deadline; false where none did. The
 * record's own first entry is its own event. */
static bool find_late(struct svc_db *db, const struct svc_anew *anew, const char *column)
{
    char *given = svc_format("%%\"%s\":[null,\"%s\"]%%", column, anew->met);
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1 AND %s = ?2", anew->table, column);
    bool found = svc_one_int(db, 0, sql, "ss", anew->no, anew->met) == 1;
    if (found)
        svc_run(db, "INSERT INTO miss_undone (tbl, no, round, clock, due_at, done_at, how, reason,"
                    " undone_at, undone_by, event)"
                    " SELECT ?1, ?2, ?6, ?7, ?5, ?3, 'late', e.reason, e.at, e.person,"
                    "        (SELECT COALESCE(MAX(m.event), 0) FROM miss_undone m) + e.seq"
                    "  FROM event e WHERE e.record = ?2 AND e.tbl = ?1 AND e.change LIKE ?4"
                    "   AND e.at > ?5 AND e.change NOT LIKE '{\"no\":[null,%'"
                    "   AND NOT " IS_FIRST " ORDER BY e.seq DESC LIMIT 1", "sssssis", anew->table,
                anew->no, anew->met, given, anew->due, anew->round, anew->clock->clock);
    free(given);
    free(sql);
    return found;
}

void svc_rules_anew_misses(struct svc_db *db, const struct svc_anew *anew)
{
    bool found = keep_late(db, anew) > 0 || !anew->met || !anew->due || strcmp(anew->met, anew->due) > 0;
    for (size_t i = 0; i < anew->clock->met_count && !found; i++)
        found = find_late(db, anew, anew->clock->mets[i]);
}
