/* Table phone_number, which follows from the records' own cells, against these cells. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/phones.h"
#include "svc/text.h"

struct look {
    struct svc_call *call;
    void (*found)(void *ctx, const char *what);
    void *ctx;
};

/* Never which number: it is personal. */
static void tell(const struct look *look, const char *table, const char *no, const char *how)
{
    char *what = svc_format(_("table \"phone_number\": a number of %s \"%s\" %s"), table, no, how);
    look->found(look->ctx, what);
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
static void look_for_missing(const struct look *look, const char *table, const char *key)
{
    struct svc_query *kept = svc_prepare(look->call->db,
        "SELECT 1 FROM phone_number WHERE tbl = ?1 AND number = ?2 AND no = ?3");
    char *sql = svc_format("SELECT %s, phone FROM %s WHERE phone IS NOT NULL ORDER BY %s", key, table,
                           key);
    struct svc_query *q = svc_query(look->call->db, sql, NULL);
    while (svc_next(q)) {
        const char *list = svc_phones_of(svc_text(q, 1)), *number;
        size_t len;
        bool all = true;
        while (svc_text_next(&list, ';', &number, &len))
            all = all && is_kept(kept, table, svc_text(q, 0), number, len);
        if (!all)
            tell(look, table, svc_text(q, 0), _("is missing"));
    }
    svc_free(kept);
    free(sql);
}

/* Every number that is kept stands in the cell. */
static void look_for_strange(const struct look *look, const char *table, const char *key)
{
    char *sql = svc_format("SELECT n.no, n.number, t.phone FROM phone_number n LEFT JOIN %s t"
                           " ON t.%s = n.no WHERE n.tbl = ?1 ORDER BY n.no, n.number", table, key);
    struct svc_query *q = svc_query(look->call->db, sql, "s", table);
    while (svc_next(q))
        if (!svc_text_in(svc_phones_of(svc_text(q, 2)), ';', svc_text(q, 1)))
            tell(look, table, svc_text(q, 0), _("is none of its own"));
    free(sql);
}

void admin_check_phones(struct svc_call *call, void (*found)(void *ctx, const char *what), void *ctx)
{
    const struct look look = { call, found, ctx };
    struct svc_query *q = svc_query(call->db,
        "SELECT tbl, key_col FROM personal WHERE col = 'phone' ORDER BY tbl", NULL);
    while (svc_next(q)) {
        look_for_missing(&look, svc_text(q, 0), svc_text(q, 1));
        look_for_strange(&look, svc_text(q, 0), svc_text(q, 1));
    }
    q = svc_query(call->db, "SELECT tbl, no FROM phone_number WHERE tbl NOT IN"
                            " (SELECT p.tbl FROM personal p WHERE p.col = 'phone') ORDER BY tbl, no", NULL);
    while (svc_next(q))
        tell(&look, svc_text(q, 0), svc_text(q, 1), _("is none of its own"));
}
