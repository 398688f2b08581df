/* svc-entry: what was entered wrong, by whom, and how often. The entry is at the bottom. */
#include "entry.h"

#include "svc/actor.h"
#include "svc/form.h"
#include "svc/score.h"
#include "svc/stock.h"

#define AUDITORS "auditor;office;team_leader;dept_head;staff;agent;clerk"
#define TAKERS AUDITORS ";admin;cron"
#define JUDGES "office;deputy_gm;gm;dept_head;auditor"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = entry_add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = TAKERS,
      .help = "register one audit, error, training or task" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = entry_import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = TAKERS,
      .help = "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { .name = "set", .operands = "REGISTER NO...|-", .run = entry_set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = "auditor;office;team_leader;dept_head;clerk",
      .requires = "reason", .help = "correct columns that may change" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "error", .operands = "AUDIT", .run = entry_error, .options = error_options,
      .need = SVC_NEED_WRITE, .roles = AUDITORS, .requires = "field;error",
      .help = "register what an audit found; prints its number" },
    { .name = "close", .operands = "NO...|-", .run = entry_close, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = AUDITORS, .help = "make audits final, from when they count" },
    { .name = "fix", .operands = "NO...|-", .run = entry_fix, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = AUDITORS, .help = "record that errors were put right" },
    { .name = "dispute", .operands = "NO...|-", .run = entry_dispute, .options = dispute_options,
      .need = SVC_NEED_WRITE, .requires = "reason",
      .help = "say that errors are none; their lines are suspended" },
    { .name = "decide", .operands = "NO...|-", .run = entry_decide, .options = decide_options,
      .need = SVC_NEED_WRITE, .roles = JUDGES, .requires = "outcome;reason",
      .help = "decide what was disputed" },
    { .name = "entered", .operands = "NO...|-", .run = entry_entered, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = TAKERS, .help = "record that tasks were entered" },
    { .name = "plan", .operands = "[FILE|-]", .run = entry_plan, .options = plan_options,
      .need = SVC_NEED_NOTHING, .requires = "seed",
      .help = "which records of a list to look at, the same ones everywhere" },
    { .name = "fields", .run = entry_fields, .options = fields_options, .need = SVC_NEED_NOTHING,
      .help = "the groups of fields, and what each field must be" },
    { .name = "check", .operands = "[FILE...|-]", .run = entry_check, .options = check_options,
      .need = SVC_NEED_NOTHING, .requires = "group",
      .help = "every cell of files that breaks a rule of its field" },
    { .name = "reconcile", .operands = "RECEIPTS CASH SYSTEM", .run = entry_reconcile,
      .options = reconcile_options, .need = SVC_NEED_NOTHING, .saves = &entry_saves,
      .help = "hold receipts, money and the system's report against each other" },
    { .name = "sign", .operands = "NO...|-", .run = entry_sign, .options = entry_sign_options,
      .need = SVC_NEED_WRITE, .help = "sign reconciliations, or reject them" },
    { .name = "due", .run = entry_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "what waits to be entered, put right, decided, closed or signed" },
    { .name = "late", .run = entry_late, .options = svc_period_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "tasks that were entered late, as errors to be imported" },
    { .name = "rights", .run = entry_propose_rights, .options = svc_period_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "whose rights to enter are to be proposed for withdrawal" },
    { .name = "stats", .run = entry_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "rates of a period, each with its numerator, denominator and interval" },
    { .name = "types", .run = entry_types, .options = types_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "errors of a period by field and type, the most frequent first" },
    { .name = "agree", .operands = "AUDIT AUDIT", .run = entry_agree, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "how far two audits of the same cells agree" },
    { .name = "form", .operands = "NO...|-", .run = entry_form, .options = svc_form_options,
      .need = SVC_NEED_READ, .help = "print audits, reconciliations and letters about rights, to be signed" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = {
    &entry_audits, &entry_errors, &entry_trainings, &entry_tasks, &entry_reconciliations,
    &entry_rights, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-entry", .summary = "what was entered wrong, by whom, and how often",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
