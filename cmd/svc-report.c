/* svc-report: the month as a product: sheet, every point behind it, close. The entry is at the
 * bottom. */
#include "svc-report.h"

#include "svc/err.h"

int64_t report_closed(struct svc_call *call, const char *period)
{
    return svc_one_int(call->db, 0, "SELECT MAX(revision) FROM month_close WHERE period = ?1", "s",
                       period);
}

struct report_month report_month(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(true);
    struct report_month month = { period, report_closed(call, period->name) };
    int64_t asked = svc_shared.period.revision;
    if (period->from > svc_now())
        svc_die(SVC_REFUSED, "%s has not begun", period->name);
    if (asked > month.revision)
        svc_die(SVC_UNKNOWN, "%s has no revision %lld; %s", period->name, (long long)asked,
                month.revision ? "it was closed fewer times" : "it is open");
    if (asked)
        month.revision = asked;
    return month;
}

/* -- the command -------------------------------------------------------------------------- */

static const struct svc_verb verbs[] = {
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
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-report", .summary = "a month's sheet, every point behind it, its close",
        .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
