/* svc-report: the month as a product: sheet, every point behind it, close, and the indicators. The
 * entry is at the bottom. */
#include "report.h"

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/stock.h"

/* -- registers ---------------------------------------------------------------------------- */

static const struct svc_option import_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD",
      "the period of the records, where the file has no column of it" },
    SVC_OPTIONS_INCLUDE(svc_import_options),
    SVC_OPTIONS_END
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
                 call->verb->name, keepers, call->reg->name);
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
    { "add", "REGISTER ", add, svc_add_options, SVC_NEED_WRITE, KEEPERS, "register one record" },
    { "import", "REGISTER [FILE|-]", import, import_options, SVC_NEED_WRITE, KEEPERS,
      "register many records, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", "office"),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "sheet", NULL, report_sheet, report_sheet_options, SVC_NEED_READ, NULL,
      "a month's assessment sheet, a row per department or person" },
    { "explain", NULL, report_explain, report_explain_options, SVC_NEED_READ, NULL,
      "the lines behind the sheet: record, clause, text, worst first" },
    { "close", NULL, report_close, report_close_options, SVC_NEED_WRITE, "office;cron",
      "freeze a month: its lines, sheets and a manifest are kept for good" },
    { "verify", NULL, report_verify, report_verify_options, SVC_NEED_READ, NULL,
      "recompute the digests of a closed month; exit 1 if they differ" },
    { "diff", NULL, report_diff, report_diff_options, SVC_NEED_READ, NULL,
      "a closed month against what today's records would give; exit 1 if they differ" },
    { "adjust", NULL, report_adjust, report_adjust_options, SVC_NEED_WRITE, "office",
      "settle a closed month's difference in an open month" },
    { "year", NULL, report_year, report_year_options, SVC_NEED_READ, NULL,
      "twelve months side by side, annual points, award eligibility" },
    { "ledger", "[NAME]", report_ledger, report_ledger_options, SVC_NEED_READ, NULL,
      "a register as a form, with Chinese headings; without a name, which there are" },
    { "review", NULL, report_review, report_review_options, SVC_NEED_READ, NULL,
      "self score, computed and approved side by side" },
    { "note", NULL, report_note, report_note_options, SVC_NEED_WRITE, "office",
      "record the reviewer's note on an item of a department" },
    { "kpi", NULL, report_kpi, report_kpi_options, SVC_NEED_READ, NULL,
      "the indicators of a period: value, target, red, amber or green, trend" },
    { "chart", "pareto|trend|compare", report_chart, report_chart_options, SVC_NEED_READ, NULL,
      "a picture: what complaints are about, months with control limits, departments" },
    { "digest", NULL, report_digest, report_digest_options, SVC_NEED_READ, NULL,
      "a page: what changed, what is overdue, who is near a threshold, what waits" },
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &report_indicators, &report_values,
                                                        &report_selfscore, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-report", .summary = "a month's sheet, every point behind it, its close; indicators",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
