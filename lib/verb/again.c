#include "svc/again.h"

#include <stdlib.h>
#include <string.h>

#include "svc/asked.h"
#include "svc/change.h"
#include "svc/db.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/operation.h"
#include "svc/print.h"
#include "svc/refusal.h"
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
        "SELECT record FROM event WHERE op_id = ?1 AND login = ?2 AND tbl = ?3 AND change LIKE ?4"
        " ORDER BY seq", "ssss", call->op_id, call->actor.login, call->reg->table, made);
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

/* The records of the operation's events, or the first table. */
static char *subject(struct svc_call *call)
{
    enum { MOST = 3 };
    struct svc_buf out = { 0 };
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT DISTINCT record FROM event WHERE op_id = ?1 AND login = ?2 AND record IS NOT NULL"
        " ORDER BY record LIMIT ?3", "ssi", call->op_id, call->actor.login, (int64_t)MOST + 1);
    while (svc_next(q)) {
        if (count < MOST)
            svc_buf_printf(&out, "%s%s", count ? ", " : "", svc_text(q, 0));
        count++;
    }
    if (count > MOST)
        svc_buf_puts(&out, ", ...");
    char *table = svc_one(call->db,
        "SELECT tbl FROM event WHERE op_id = ?1 AND login = ?2 ORDER BY seq LIMIT 1", "ss",
        call->op_id, call->actor.login);
    if (count == 0)
        svc_buf_puts(&out, table ? table : "-");
    free(table);
    return svc_buf_take(&out);
}

/* The operation has an event: it is not done again, and nothing else is done in its name. */
void svc_again_tell(struct svc_call *call)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT tool, verb, at FROM event WHERE op_id = ?1 AND login = ?2"
        " ORDER BY seq DESC LIMIT 1", "ss", call->op_id, call->actor.login);
    svc_next(q); /* the last: a file of steps has those of its verbs before its own */
    char *kept = svc_operation_digest(call->db, call->actor.login, call->op_id);
    bool same = kept ? strcmp(kept, call->op_digest) == 0
                     : strcmp(svc_text(q, 0), call->command->name) == 0 &&
                           strcmp(svc_text(q, 1), call->verb->name) == 0;
    if (!same)
        svc_deny(call, SVC_REFUSED, NULL,
                 "operation \"%s\" was used at %s: %s %s, %s; this is another one; nothing was applied\n"
                 "give this one another --op-id", call->op_id, svc_text(q, 2), svc_text(q, 0),
                 svc_text(q, 1), subject(call));
    svc_warn("operation \"%s\" was applied already, by %s at %s; nothing was applied again",
             call->op_id, call->actor.login, svc_text(q, 2));
    svc_done(q);
    free(kept);
    svc_err_fate("the change itself was applied");
}

bool svc_again(struct svc_call *call)
{
    svc_asked_end(call);
    bool applied = call->op_digest &&
                   svc_operation_applied(call->db, call->actor.login, call->op_id);
    if (applied)
        svc_again_tell(call);
    return applied;
}
