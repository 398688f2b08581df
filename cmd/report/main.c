/* svc-report: the month as a product: sheet, every point behind it, close, and the indicators. The
 * entry is at the bottom. */
#include "report.h"

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/stock.h"

/* -- registers ---------------------------------------------------------------------------- */

static const struct svc_option import_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "the period of the records, where the file has no column of it" },
    SVC_OPTIONS_INCLUDE(svc_import_options),
    { 0 }
};

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        if (call->reg == &report_indicators)
            report_take_indicator(call, in, values);
        else if (call->reg == &report_values)
            report_take_value(call, in, values);
        else
            report_take_selfscore(call, in, values);
    return svc_import_close(in);
}

/* Heads bring the self scores of their departments and nothing else; targets are the office's. */
static void guard(struct svc_call *call)
{
    const char *keepers = call->reg == &report_indicators ? "office"
                          : call->reg == &report_values   ? "office;clerk;cron"
                                                          : "office;clerk;dept_head";
    if (!svc_call_holds(call, keepers))
        svc_deny(call, SVC_DENIED, NULL, "%s needs one of the roles %s for %s; nothing was done",
                 call->verb->name, svc_worded("verb.role", keepers), call->reg->name);
}

static int add(struct svc_call *call)
{
    guard(call);
    return take_in(call, svc_import_one(call));
}

/* A period is one more column that the file lacks. */
static int import(struct svc_call *call)
{
    guard(call);
    if (svc_shared.period.given) {
        if (svc_column_find(call->reg->columns, "period") < 0)
            svc_die(SVC_USAGE, "%s have no period\nleave out --period", call->reg->name);
        const char *name = svc_call_period(call->reg == &report_selfscore)->name;
        svc_shared.set = svc_format("%s%speriod=%s", svc_shared.set ? svc_shared.set : "",
                                    svc_shared.set ? "," : "", name);
    }
    return take_in(call, svc_import_open(call));
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "office;clerk;cron;dept_head"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = KEEPERS, .help = "register one record" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = import, .options = import_options,
      .need = SVC_NEED_WRITE, .roles = KEEPERS, .help = "register many records, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", "office"),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { .name = "sheet", .run = report_sheet, .options = report_sheet_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "a month's assessment sheet, a row per department or person" },
    { .name = "explain", .run = report_explain, .options = report_explain_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "the lines behind the sheet: record, clause, text, worst first" },
    { .name = "close", .run = report_close, .options = report_close_options, .need = SVC_NEED_WRITE,
      .roles = "office;cron", .requires = "period;yes",
      .help = "freeze a month: its lines, sheets and a manifest are kept for good" },
    { .name = "verify", .run = report_verify, .options = report_verify_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "recompute the digests of a closed month; exit 1 if they differ" },
    { .name = "diff", .run = report_diff, .options = report_closed_options, .need = SVC_NEED_READ,
      .help = "closed months against what today's records would give; exit 1 if they differ" },
    { .name = "adjust", .run = report_adjust, .options = report_adjust_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "period;from",
      .help = "settle a closed month's difference in an open month" },
    { .name = "year", .run = report_year, .options = report_year_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "twelve months side by side, annual points, award eligibility" },
    { .name = "ledger", .operands = "[NAME]", .run = report_ledger,
      .options = report_ledger_options, .need = SVC_NEED_READ,
      .help = "a register as a form, with Chinese headings; without a name, which there are" },
    { .name = "review", .run = report_review, .options = report_review_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "self score, computed and approved side by side" },
    { .name = "note", .run = report_note, .options = report_note_options, .need = SVC_NEED_WRITE,
      .roles = "office", .requires = "period;dept;item;text",
      .help = "record the reviewer's note on an item of a department" },
    { .name = "kpi", .run = report_kpi, .options = report_kpi_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "the indicators of a period: value, target, red, amber or green, trend" },
    { .name = "chart", .operands = "pareto|trend|compare", .run = report_chart,
      .options = report_chart_options, .need = SVC_NEED_READ, .requires = "period",
      .help = "a picture: what complaints are about, months with control limits, departments" },
    { .name = "digest", .run = report_digest, .options = report_digest_options,
      .need = SVC_NEED_READ,
      .help = "a page: what changed, what is overdue, who is near a threshold, what waits" },
    { .name = "book", .run = report_book, .options = report_book_options, .need = SVC_NEED_WRITE,
      .roles = "office;auditor;gm", .requires = "period;output",
      .help = "a month as a folder of pages: every cell links to its lines, every line to its record" },
    { 0 }
};

static const struct svc_register *const registers[] = { &report_indicators, &report_values,
                                                        &report_selfscore, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-report",
        .summary = "a month's sheet, every point behind it, its close; indicators",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
