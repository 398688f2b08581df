/* A private copy without a record. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"
#include "svc/mem.h"

/* The numbers of what is about a record, or was made of it: it would not be there either. */
#define FOLLOWERS \
    "SELECT no FROM callback WHERE record = ?1 OR second_of = ?1 UNION " \
    "SELECT no FROM reward_case WHERE source_no = ?1 OR source_no LIKE ?1 || '/%' OR reverses = ?1" \
    "    OR beside = ?1 UNION " \
    "SELECT no FROM inspect_sheet WHERE inspection = ?1 UNION " \
    "SELECT no FROM inspect_finding WHERE sheet = ?1 UNION " \
    "SELECT no FROM inspect_notice WHERE finding = ?1 UNION " \
    "SELECT no FROM improve_milestone WHERE project = ?1 UNION " \
    "SELECT no FROM link WHERE record = ?1 OR with_record = ?1 ORDER BY no"

/* Every row of the number, in whatever table; how many there were. */
static int64_t remove_rows(struct svc_db *db, const char *no)
{
    int64_t removed = 0;
    struct svc_query *q = svc_query(db, "SELECT tbl FROM register_state"
                                        " UNION SELECT tbl FROM personal ORDER BY 1", NULL);
    while (svc_next(q)) {
        const char *table = svc_text(q, 0);
        if (!svc_db_has(db, table, "no"))
            continue;
        char *sql = svc_format("DELETE FROM %s WHERE no = ?1", table);
        removed += svc_run(db, sql, "s", no);
        free(sql);
    }
    return removed;
}

static void gather(struct svc_query *q, struct svc_numbers *out)
{
    while (svc_next(q)) {
        out->no = svc_grow(out->no, out->count, sizeof *out->no);
        out->no[out->count++] = svc_strdup(svc_text(q, 0));
    }
}

static int64_t remove_record(struct svc_db *db, const char *no, struct svc_numbers *repeats)
{
    struct svc_numbers follower = { NULL, 0 };
    int64_t removed = remove_rows(db, no);
    if (removed == 0)
        return 0;
    gather(svc_query(db, FOLLOWERS, "s", no), &follower);
    gather(svc_query(db, "SELECT no FROM complaint WHERE repeat_of = ?1", "s", no), repeats);
    for (size_t i = 0; i < follower.count; i++) {
        remove_record(db, follower.no[i], repeats);
        free(follower.no[i]);
    }
    free(follower.no);
    svc_run(db, "DELETE FROM inspect_item WHERE sheet = ?1", "s", no);
    svc_run(db, "DELETE FROM inspect_points WHERE record = ?1", "s", no);
    svc_run(db, "UPDATE complaint SET repeat_of = NULL WHERE repeat_of = ?1", "s", no);
    return removed;
}

void svc_rules_without(struct svc_call *call, const char *no, struct svc_numbers *repeats)
{
    if (remove_record(call->db, no, repeats) == 0)
        svc_die(SVC_UNKNOWN, "option --without: no record \"%s\"; nothing was judged", no);
}
