/* Table phone_number, which follows from the records' own cells, against these cells. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/event.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/phones.h"
#include "svc/text.h"

/* Never which number: it is personal. */
static void tell(struct admin_findings *findings, const char *table, const char *no, const char *how)
{
    char *what = svc_format(_("table \"phone_number\": a number of %s \"%s\" %s"), table, no, how);
    admin_found(findings, what);
    free(what);
}

static bool is_kept(struct svc_query *kept, const char *table, const char *no, const char *number,
                    size_t len)
{
    svc_bind_text(kept, 1, table, strlen(table));
    svc_bind_text(kept, 2, number, len);
    svc_bind_text(kept, 3, no, strlen(no));
    bool is = svc_next(kept);
    svc_rewind(kept);
    return is;
}

/* Every number that a cell has is kept. */
static void look_for_missing(struct admin_findings *findings, const char *table, const char *key)
{
    struct svc_query *kept = svc_prepare(findings->call->db,
        "SELECT 1 FROM phone_number WHERE tbl = ?1 AND number = ?2 AND no = ?3");
    char *sql = svc_format("SELECT %s, phone FROM %s WHERE phone IS NOT NULL ORDER BY %s", key, table,
                           key);
    struct svc_query *q = svc_query(findings->call->db, sql, NULL);
    while (svc_next(q)) {
        const char *list = svc_phones_of(svc_text(q, 1)), *number;
        size_t len;
        bool all = true;
        while (svc_text_next(&list, ';', &number, &len))
            all = all && is_kept(kept, table, svc_text(q, 0), number, len);
        if (!all)
            tell(findings, table, svc_text(q, 0), _("is missing"));
    }
    svc_free(kept);
    free(sql);
}

/* Every number that is kept stands in the cell. */
static void look_for_strange(struct admin_findings *findings, const char *table, const char *key)
{
    char *sql = svc_format("SELECT n.no, n.number, t.phone FROM phone_number n LEFT JOIN %s t"
                           " ON t.%s = n.no WHERE n.tbl = ?1 ORDER BY n.no, n.number", table, key);
    struct svc_query *q = svc_query(findings->call->db, sql, "s", table);
    while (svc_next(q))
        if (!svc_text_in(svc_phones_of(svc_text(q, 2)), ';', svc_text(q, 1)))
            tell(findings, table, svc_text(q, 0), _("is none of its own"));
    free(sql);
}

/* -- all at once ---------------------------------------------------------------------------- */

static void add_pair(struct svc_state *sum, const char *no, const char *number, size_t len)
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    svc_digest_text(&digest, no, strlen(no));
    svc_digest_text(&digest, number, len);
    svc_digest_end(&digest, bytes);
    svc_state_add(sum, bytes);
}

/* Whether an earlier number of the list, which begins at `list`, is this one. */
static bool is_again(const char *list, const char *number, size_t len)
{
    const char *other;
    size_t count;
    while (svc_text_next(&list, ';', &other, &count) && other != number)
        if (count == len && memcmp(other, number, len) == 0)
            return true;
    return false;
}

/* The records with their numbers come to the same sum on either side, in whatever order they are read: then
 * none is missing and none is strange, and no number had to be looked for. */
static bool is_same(struct svc_db *db, const char *table, const char *key)
{
    struct svc_state cells = { { 0 } }, kept = { { 0 } };
    char *sql = svc_format("SELECT %s, phone FROM %s WHERE phone IS NOT NULL", key, table);
    struct svc_query *q = svc_query(db, sql, NULL);
    while (svc_next(q)) {
        const char *all = svc_phones_of(svc_text(q, 1)), *list = all, *number;
        size_t len;
        while (svc_text_next(&list, ';', &number, &len))
            if (!is_again(all, number, len))
                add_pair(&cells, svc_text(q, 0), number, len);
    }
    free(sql);
    q = svc_query(db, "SELECT no, number FROM phone_number WHERE tbl = ?1", "s", table);
    while (svc_next(q))
        add_pair(&kept, svc_text(q, 0), svc_text(q, 1), svc_text_len(q, 1));
    return memcmp(cells.sum, kept.sum, sizeof cells.sum) == 0;
}

void admin_check_phones(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT tbl, key_col FROM personal WHERE col = 'phone' ORDER BY tbl", NULL);
    while (svc_next(q)) {
        if (is_same(call->db, svc_text(q, 0), svc_text(q, 1)))
            continue;
        look_for_missing(findings, svc_text(q, 0), svc_text(q, 1));
        look_for_strange(findings, svc_text(q, 0), svc_text(q, 1));
    }
    q = svc_query(call->db, "SELECT tbl, no FROM phone_number WHERE tbl NOT IN"
                            " (SELECT p.tbl FROM personal p WHERE p.col = 'phone') ORDER BY tbl, no", NULL);
    while (svc_next(q))
        tell(findings, svc_text(q, 0), svc_text(q, 1), _("is none of its own"));
}
