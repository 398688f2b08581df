/* svc-monitor: social monitors, what they say, and what becomes of it. The entry is at the bottom. */
#include "monitor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/err.h"
#include "svc/explain.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/steps.h"
#include "svc/stock.h"

/* -- intake ------------------------------------------------------------------------------- */

void monitor_forbid(struct svc_import *in, struct svc_call *call, const char *column,
                    const char *fmt, ...)
{
    char kept[256], why[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    vsnprintf(kept, sizeof kept, fmt, args);
    vsnprintf(why, sizeof why, svc_tr(fmt), again);
    va_end(again);
    va_end(args);
    if (strcmp(call->verb->name, "add") == 0)
        svc_deny_both(call, SVC_REFUSED, NULL, svc_format("column \"%s\" %s", column, kept),
                      svc_format(_("column \"%s\" %s"), column, why));
    svc_import_reject(in, column, "%s", why);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    if (call->reg == &monitor_opinions)
        return monitor_take_opinions(call, in);
    if (call->reg == &monitor_meetings)
        monitor_take_meetings(call, in);
    else
        monitor_take_monitors(call, in);
    return svc_import_close(in);
}

/* Their records follow from steps. */
static void refuse_views(const struct svc_call *call)
{
    if (call->reg == &monitor_terms)
        svc_die(SVC_USAGE, "terms begin with a monitor, and by renew");
    if (call->reg == &monitor_rounds)
        svc_die(SVC_USAGE, "a round ends by verify");
}

static int add(struct svc_call *call)
{
    refuse_views(call);
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    if (call->reg == &monitor_opinions && svc_steps_named(call, "steps"))
        return svc_steps_import(call, NULL);
    refuse_views(call);
    return take_in(call, svc_import_open(call));
}

static int columns(struct svc_call *call)
{
    bool steps = call->reg == &monitor_opinions && svc_steps_named(call, "steps");
    return steps ? svc_steps_columns(call) : svc_columns_verb(call);
}

/* Opinions alone have clocks. */
static int explain(struct svc_call *call)
{
    call->reg = &monitor_opinions;
    return svc_explain(call);
}

/* Backdating, in either way in. */
#define LATE \
    { .name = "late-reason", .type = SVC_OPT_TEXT, .to = &svc_shared.late_reason, .arg = "TEXT", \
      .help = "why an opinion lies outside of the monitor's terms" }

static const struct svc_option add_options[] = {
    LATE,
    SVC_OPTIONS_INCLUDE(svc_add_options),
    { 0 }
};

static const struct svc_option import_options[] = {
    LATE,
    SVC_OPTIONS_INCLUDE(svc_import_options),
    { 0 }
};

/* -- the command -------------------------------------------------------------------------- */

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = add, .options = add_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register one monitor, opinion or meeting; prints its number" },
    { .name = "import", .operands = "REGISTER [steps] [FILE|-]", .run = import,
      .options = import_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", MONITOR_KEEPERS),
    SVC_STOCK_LOG("REGISTER "),
    { .name = "columns", .operands = "REGISTER [steps]", .run = columns,
      .options = svc_output_options, .need = SVC_NEED_WORDS,
      .help = "the columns that an import may bring; steps: those of its steps" },
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "renew", .operands = "NO...|-", .run = monitor_renew, .options = renew_options,
      .need = SVC_NEED_WRITE, .roles = "office",
      .help = "appoint monitors for another term; the old one is kept" },
    { .name = "end", .operands = "NO...|-", .run = monitor_end, .options = end_options,
      .need = SVC_NEED_WRITE, .roles = "office", .help = "record that terms are over" },
    { .name = "dismiss", .operands = "NO...|-", .run = monitor_end, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "dismiss monitors" },
    { .name = "assign", .operands = "NO...|-", .run = monitor_assign, .options = assign_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "dept",
      .help = "hand opinions to a department" },
    { .name = "answer", .operands = "NO...|-", .run = monitor_answer, .options = answer_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "answer",
      .help = "record the department's answer" },
    { .name = "verify", .operands = "NO...|-", .run = monitor_verify, .options = verify_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "verified",
      .help = "record whether answers were borne out; no sends them back" },
    { .name = "use", .operands = "NO...|-", .run = monitor_use, .options = use_options,
      .need = SVC_NEED_WRITE, .roles = MONITOR_KEEPERS, .requires = "as",
      .help = "record what opinions were used as" },
    { .name = "withdraw", .operands = "NO...|-", .run = monitor_withdraw,
      .options = svc_step_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .requires = "reason", .help = "the monitor takes opinions back" },
    { .name = "minutes", .operands = "NO", .run = monitor_minutes, .options = minutes_options,
      .need = SVC_NEED_WRITE, .roles = MONITOR_KEEPERS, .requires = "file",
      .help = "add the file of a meeting's minutes, with its digest" },
    { .name = "raise", .operands = "[NO...|-]", .run = monitor_raise, .options = raise_options,
      .need = SVC_NEED_READ, .requires = "as",
      .help = "what other registers take over, as they import it" },
    { .name = "due", .run = monitor_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "what waits for somebody, by deadline; terms that end" },
    { .name = "coverage", .run = monitor_coverage, .options = coverage_options,
      .need = SVC_NEED_READ, .help = "groups and districts without a monitor" },
    { .name = "stats", .run = monitor_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, each with its numerator and denominator" },
    { .name = "feedback", .operands = "NO...|-", .run = monitor_feedback,
      .options = svc_output_options, .need = SVC_NEED_READ,
      .help = "the opinions of monitors, with answers and use, for the monitors" },
    { .name = "form", .operands = "[NO...|-]", .run = monitor_form, .options = form_options,
      .need = SVC_NEED_READ,
      .help = "letters of appointment, the roster, slips, letters of feedback, minutes for paper" },
    { .name = "explain", .operands = "NO...|-", .run = explain, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "show the arithmetic of the deadlines" },
    { 0 }
};

static const struct svc_register *const registers[] = {
    &monitor_monitors, &monitor_opinions, &monitor_meetings, &monitor_terms, &monitor_rounds, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-monitor", .summary = "social monitors, what they say, and what becomes of it",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
