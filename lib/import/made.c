/* Records that were made of others tell them so, as they come in (table made_of). */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/change.h"
#include "svc/mem.h"

/* Whose records say that they were made of what, and what that is to know. */
struct svc_made {
    char *source, *of, *use, *ends;
    struct svc_made *next;
};

void svc_import_made_begin(struct svc_import *in)
{
    struct svc_query *q = svc_query(in->call->db,
        "SELECT source, of_tbl, use, ends FROM made_of WHERE tbl = ?1", "s", in->reg->table);
    while (svc_next(q)) {
        struct svc_made *made = svc_alloc(sizeof *made);
        *made = (struct svc_made){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)),
                                   svc_strdup(svc_text(q, 2)), svc_strdup(svc_text(q, 3)), in->made };
        in->made = made;
    }
}

/* Only what is not used yet learns of it; where the source is another company's there is no such record. */
static void tell(struct svc_import *in, const struct svc_made *made, const char *no)
{
    char *open = svc_format("SELECT 1 FROM %s WHERE no = ?1 AND use IS NULL", made->of);
    char *sql = svc_format("UPDATE %s SET use = ?2, use_no = ?3, used_at = ?4, state = CASE"
                           " WHEN ?5 LIKE '%%;' || state || ';%%' THEN 'closed' ELSE state END"
                           " WHERE no = ?1 AND use IS NULL", made->of);
    if (svc_one_int(in->call->db, 0, open, "s", no) == 1)
        svc_change_of(in->call, made->of, no, sql, "ssws", made->use, in->values[0].text, svc_now(),
                      made->ends);
    free(open);
    free(sql);
}

void svc_import_made(struct svc_import *in)
{
    if (!in->made)
        return;
    const struct svc_value *source = &in->values[svc_column_at(in->reg->columns, "source")];
    const struct svc_value *no = &in->values[svc_column_at(in->reg->columns, "source_no")];
    for (struct svc_made *made = in->made; made; made = made->next)
        if (svc_value_given(source) && svc_value_given(no) && strcmp(source->text, made->source) == 0)
            tell(in, made, no->text);
}
