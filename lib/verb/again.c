#include "svc/again.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/db.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/text.h"

/* The numbers that the operation gave: of the records whose key came with one of its events. */
void svc_again_answer(struct svc_call *call)
{
    static struct svc_column number[2];
    struct svc_record record;
    struct svc_buf numbers = { 0 };
    const char *list, *word;
    size_t len;
    if (!call->reg)
        return;
    char *made = svc_format("{\"%s\":[null,%%", call->reg->columns[0].name);
    struct svc_query *q = svc_query(call->db,
        "SELECT record FROM event WHERE op_id = ?1 AND tbl = ?2 AND change LIKE ?3 ORDER BY seq",
        "sss", call->op_id, call->reg->table, made);
    while (svc_next(q))
        svc_buf_printf(&numbers, "%s%s", numbers.len ? "\n" : "", svc_text(q, 0));
    number[0] = call->reg->columns[0];
    if (numbers.len)
        svc_print_begin(call, svc_shared.columns ? call->reg->columns : number);
    for (list = svc_buf_text(&numbers); svc_text_next(&list, '\n', &word, &len);) {
        char *no = svc_strndup(word, len);
        if (svc_record_read(call, no, &record))
            svc_print_row(call, record.values);
        svc_record_free(call, &record);
        free(no);
    }
    svc_buf_free(&numbers);
    free(made);
}

/* The operation `op_id` has an event: it is not done again. */
void svc_again_tell(struct svc_call *call)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT tool, verb, at, login, tbl FROM event WHERE op_id = ?1"
        " ORDER BY seq LIMIT 1", "s", call->op_id);
    svc_next(q);
    bool add = strcmp(call->verb->name, "add") == 0;
    if (strcmp(svc_text(q, 0), call->command->name) != 0 ||
        strcmp(svc_text(q, 1), call->verb->name) != 0 ||
        (add && svc_text(q, 4) && strcmp(svc_text(q, 4), call->reg->table) != 0))
        svc_die(SVC_REFUSED, "operation \"%s\" was %s %s by %s at %s; nothing was applied\n"
                "give this one another --op-id", call->op_id, svc_text(q, 0), svc_text(q, 1),
                svc_text(q, 3), svc_text(q, 2));
    svc_warn("operation \"%s\" was applied already, by %s at %s; nothing was applied again",
             call->op_id, svc_text(q, 3), svc_text(q, 2));
    svc_done(q);
    svc_err_fate("the change itself was applied");
}

bool svc_again(struct svc_call *call)
{
    bool applied = svc_shared.op_id && svc_event_applied(call->db, call->op_id);
    if (applied)
        svc_again_tell(call);
    return applied;
}
