#include "svc/refusal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"

static struct refusal {
    char *no, *what;
} *kept;
static size_t count;

static void keep(const char *no, const char *what)
{
    kept = svc_grow(kept, count, sizeof *kept);
    kept[count++] = (struct refusal){ svc_strdup(no), svc_strndup(what, strcspn(what, "\n")) };
}

void svc_refuse(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
{
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    svc_fail(code, "%s: %s", no, what);
    if (call->op_id)
        keep(no, what);
}

/* The operation's own name stays free: a refused operation may be tried again under it. */
static void write_events(struct svc_call *call)
{
    struct svc_buf json = { 0 };
    const char *op_id = call->op_id;
    char *refused = svc_format("%s refused", op_id);
    call->op_id = refused;
    svc_begin_write(call->db);
    for (size_t i = 0; i < count; i++) {
        svc_buf_clear(&json);
        svc_buf_puts(&json, "{\"refused\":");
        svc_buf_json(&json, kept[i].what, strlen(kept[i].what));
        svc_buf_putc(&json, '}');
        svc_change_event(call, NULL, kept[i].no, json.data);
    }
    svc_commit(call->db, refused);
    call->op_id = op_id;
    free(refused);
    svc_buf_free(&json);
}

void svc_refusals_keep(struct svc_call *call)
{
    if (count == 0 || svc_shared.dry_run)
        return;
    write_events(call);
    for (size_t i = 0; i < count; i++) {
        free(kept[i].no);
        free(kept[i].what);
    }
    count = 0;
}

void svc_deny(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
{
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    keep(no, what);
    svc_err_keep(true); /* nobody keeps the attempt out of the audit by not listening */
    if (call->db)
        svc_rollback(call->db); /* whatever was begun is not done */
    if (call->op_id && !svc_shared.dry_run)
        write_events(call);
    svc_die(code, "%s%s%s", no ? no : "", no ? ": " : "", what);
}
