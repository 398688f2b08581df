/* svc-admin upgrade: an older store brought to this version's schema. */
#include "admin.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/migrate.h"
#include "svc/print.h"
#include "svc/sink.h"

const struct svc_option admin_upgrade_options[] = {
    { .name = "dry-run", .type = SVC_OPT_FLAG, .to = &svc_shared.dry_run,
      .help = "upgrade a copy and throw it away" },
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why, for the history" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "step", .type = SVC_TYPE_CODE, .label = "步骤", .help = "the step of the schema" },
    { .name = "register", .type = SVC_TYPE_CODE, .label = "登记表",
      .help = "an audited table whose state it changed" },
    { 0 }
};

/* What a failure on the way leaves: steps are committed one by one. */
static struct {
    char *kept;             /* the store as it was; NULL when nothing is at stake */
    struct svc_buf applied; /* steps that are committed … */
    const char *step;       /* … and the last that was made */
} half;

static void tell_half(void)
{
    if (half.kept)
        svc_warn("the upgrade is not finished; steps known to be applied: %s; the store as it was is kept as"
                 " \"%s\"\nremove the cause and run svc-admin upgrade again, or restore that one",
                 half.applied.len ? half.applied.data : "none", half.kept);
}

static void print_step(void *ctx, const char *step, const char *table)
{
    struct svc_call *call = ctx;
    if (!step) {
        svc_buf_printf(&half.applied, "%s%s", half.applied.len ? ", " : "", half.step);
        svc_err_fate("the steps up to this one are applied");
        return;
    }
    half.step = step;
    struct svc_value row[] = { svc_value_text(step), svc_value_text(table) };
    svc_print_row(call, row);
}

/* All steps, each with its events. */
static void bring_up(struct svc_call *call, struct svc_db *db)
{
    char *op_id = svc_format("upgrade-%s", svc_event_head(db).hash);
    struct svc_event event = { .tool = call->command->name, .verb = call->verb->name,
                               .op_id = op_id, .reason = svc_shared.reason };
    svc_upgrade(db, &call->actor, &event, print_step, call);
    free(op_id);
}

static void damaged(void *ctx, const char *what)
{
    (void)ctx;
    svc_die(SVC_CONFIG, "the upgraded copy is damaged: %s\nthe store is as it was", what);
}

/* The whole upgrade on a copy that goes at the end; nothing of the store is touched. */
static void rehearse(struct svc_call *call, const char *copy)
{
    struct svc_db *db = svc_db_open(copy, SVC_DB_UPGRADE);
    bring_up(call, db);
    svc_db_check(db, damaged, NULL);
    svc_db_close(db);
}

int admin_upgrade(struct svc_call *call)
{
    const char *store = svc_call_store();
    svc_err_fate("nothing was applied");
    svc_sink_all_wait(); /* what is printed is told of steps that are under way */
    call->db = svc_db_open(store, SVC_DB_UPGRADE);
    call->actor = svc_actor_known(call->db, true);
    admin_needs_admin(call);
    svc_print_begin(call, columns);
    int from = svc_db_schema(call->db);
    if (from == svc_schema_known()) {
        if (svc_call_talks())
            svc_warn("the store has this version's schema, %d; nothing to do", from);
        return svc_finish(call);
    }
    admin_needs_file(call, store);
    char *copy = admin_temporary(store);
    admin_copy(call->db, copy);
    if (svc_shared.dry_run) {
        rehearse(call, copy);
        if (svc_call_talks())
            svc_warn("the upgrade from schema %d to %d works; nothing was applied", from,
                     svc_schema_known());
        return svc_finish(call);
    }
    char *what = svc_format("before-%04d", from);
    char *kept = admin_keep(copy, store, what);
    if (atexit(tell_half) != 0)
        svc_die(SVC_IO, "out of memory");
    half.kept = kept;
    signal(SIGPIPE, SIG_IGN); /* what is done is told, whether or not somebody reads the steps */
    bring_up(call, call->db);
    half.kept = NULL;
    svc_err_fate("the store is upgraded");
    svc_print_end(call, true);
    if (svc_call_talks())
        svc_warn("upgraded the store from schema %d to %d; it is kept as \"%s\" as it was", from,
                 svc_schema_known(), kept);
    free(kept);
    free(what);
    return svc_finish(call);
}
