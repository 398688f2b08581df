/* svc-auth: delegated authority, from the matrix to the audit. The entry is at the bottom. */
#include "auth.h"

#include <string.h>

#include "svc/actor.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/import.h"
#include "svc/score.h"
#include "svc/sign.h"
#include "svc/stock.h"

/* -- import ------------------------------------------------------------------------------- */

static int import(struct svc_call *call)
{
    struct auth_case of = { .matter = NULL };
    const char *column, *why;
    struct svc_value *values;
    if (call->reg != &auth_uses)
        svc_die(SVC_USAGE, "delegations are not imported\nregister each with svc-auth delegate");
    struct svc_import *in = svc_import_open(call);
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    while ((values = svc_import_next(in))) {
        why = auth_fill(call, matrix, values, svc_import_before(in), &of, &column);
        if (why)
            svc_import_reject(in, column, "%.*s", (int)strcspn(why, "\n"), why);
        else if (of.slip)
            auth_begin_slip(call, values);
    }
    int code = svc_import_close(in);
    auth_case_free(&of);
    svc_matrix_close(matrix);
    return code;
}

/* -- the command -------------------------------------------------------------------------- */

#define STAFF SVC_ROLES_HANDLE ";deputy_gm;gm"

static const struct svc_verb verbs[] = {
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = STAFF ";admin;cron",
      .help = "register many uses, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", STAFF),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "matrix", .run = auth_matrix, .options = auth_matrix_options, .need = SVC_NEED_READ,
      .help = "the matters of authority in force: who may, under which conditions" },
    { .name = "can", .operands = "MATTER", .run = auth_can, .options = auth_can_options,
      .need = SVC_NEED_READ, .help = "may this person do that: yes or no for each condition" },
    { .name = "use", .operands = "MATTER", .run = auth_use, .options = auth_use_options,
      .need = SVC_NEED_WRITE, .roles = STAFF,
      .help = "register one exercise of authority; prints its number" },
    { .name = "done", .operands = "NO...|-", .run = auth_done, .options = auth_done_options,
      .need = SVC_NEED_WRITE, .roles = STAFF, .requires = "duty",
      .help = "record that what is due after the act was done" },
    { .name = "sign", .operands = "NO...|-", .run = auth_sign, .options = svc_sign_options,
      .need = SVC_NEED_WRITE, .help = "sign slips: the next stage of each" },
    { .name = "reject", .operands = "NO...|-", .run = auth_reject, .options = svc_sign_options,
      .need = SVC_NEED_WRITE, .requires = "reason", .help = "reject slips instead of signing" },
    { .name = "assess", .operands = "NO...|-", .run = auth_assess, .options = auth_assess_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "decide on false use, damage and points" },
    { .name = "delegate", .operands = "PERSON", .run = auth_delegate,
      .options = auth_delegate_options, .need = SVC_NEED_WRITE,
      .requires = "scope;until_day;reason",
      .help = "let somebody act for whoever is away; prints its number" },
    { .name = "confirm", .operands = "NO...|-", .run = auth_confirm, .options = svc_write_options,
      .need = SVC_NEED_WRITE, .help = "give delegations force that somebody else recorded" },
    { .name = "end", .operands = "NO...|-", .run = auth_end, .options = auth_end_options,
      .need = SVC_NEED_WRITE, .requires = "reason", .help = "end delegations earlier" },
    { .name = "due", .run = auth_due, .options = auth_due_options, .need = SVC_NEED_READ,
      .help = "what is due after uses and not done, by deadline" },
    { .name = "audit", .run = auth_audit, .options = auth_audit_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "judge each use again by the matrix of its day" },
    { .name = "stats", .run = auth_stats, .options = auth_stats_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and amounts of a period" },
    { .name = "ledger", .run = auth_ledger, .options = auth_ledger_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "the register of a period as it is handed in, by department and class" },
    { .name = "form", .operands = "NO...|-", .run = auth_form, .options = svc_form_options,
      .need = SVC_NEED_READ, .help = "the slip of each use, to be printed" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = { &auth_uses, &auth_delegations, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-auth", .summary = "delegated authority: who may, who did, who signed",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
