#include "svc/proof.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/shared.h"
#include "svc/text.h"

/* The same columns, in the same order. */
static void prove_columns(struct svc_db *db, const struct svc_register *reg)
{
    const struct svc_column *column = reg->columns;
    char *columns = svc_db_columns(db, reg->table);
    const char *list = columns, *name;
    size_t len;
    for (; svc_text_next(&list, ';', &name, &len); column++) {
        const char *want = column->name ? column->name : "";
        if (strlen(want) != len || memcmp(want, name, len) != 0)
            svc_die(SVC_BUG, "register \"%s\": its table has column \"%.*s\" in the place of \"%s\"",
                    reg->name, (int)len, name, want);
    }
    if (column->name && !(column->flags & SVC_COMPUTED))
        svc_die(SVC_BUG, "register \"%s\": its table has no column \"%s\"", reg->name, column->name);
    free(columns);
}

/* A column is an option, too, and a bare word in a user's SQL: it bears no shared option's name but
 * `period`, which selects by the fact, and no word of SQL but those that no engine reserves. */
static void prove_name(struct svc_db *db, const struct svc_register *reg, const char *name)
{
    if (svc_shared_option(name) && strcmp(name, "period") != 0)
        svc_die(SVC_BUG, "register \"%s\": column \"%s\" bears a shared option's name", reg->name,
                name);
    if (svc_db_keyword(db, name) && !svc_text_in("no;plan;action", ';', name))
        svc_die(SVC_BUG, "register \"%s\": column \"%s\" is a word of SQL", reg->name, name);
}

/* One column of table `personal`: it has a mask, and its record the same key. */
static void prove_personal(const struct svc_register *reg, const char *name, const char *key)
{
    int at = svc_column_find(reg->columns, name);
    if (at < 0 || !(reg->columns[at].flags & SVC_PERSONAL))
        svc_die(SVC_BUG, "register \"%s\": column \"%s\" is personal and has no mask", reg->name,
                name);
    if (strcmp(key, reg->columns[0].name) != 0)
        svc_die(SVC_BUG, "register \"%s\": its key is \"%s\", but for personal data \"%s\"",
                reg->name, reg->columns[0].name, key);
}

void svc_register_prove(struct svc_db *db, const struct svc_register *reg)
{
    size_t masked = 0;
    bool audited = reg->view;
    prove_columns(db, reg);
    for (const struct svc_column *column = reg->columns; column->name; column++) {
        prove_name(db, reg, column->name);
        masked += (column->flags & SVC_PERSONAL) != 0;
        if (column->type == SVC_TYPE_PHONE && strcmp(column->name, "phone") != 0)
            svc_die(SVC_BUG, "register \"%s\": column \"%s\" has telephone numbers, and svc-admin check"
                             " looks for them in \"phone\"", reg->name, column->name);
    }
    struct svc_query *q = svc_query(db,
        "SELECT col, key_col FROM personal WHERE tbl = ?1"
        " UNION ALL SELECT NULL, NULL FROM register_state WHERE tbl = ?1", "s", reg->table);
    while (svc_next(q)) {
        audited |= svc_is_null(q, 0);
        if (svc_is_null(q, 0))
            continue;
        prove_personal(reg, svc_text(q, 0), svc_text(q, 1));
        masked--;
    }
    if (masked)
        svc_die(SVC_BUG, "register \"%s\": a column has a mask and is not in table \"personal\"",
                reg->name);
    if (!audited)
        svc_die(SVC_BUG, "register \"%s\": its table is not audited", reg->name);
}
