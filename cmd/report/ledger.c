/* svc-report ledger: any register as a form, each one file ledger-NAME.sql. */
#include "report.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/ledger.h"
#include "svc/print.h"
#include "svc/stock.h"

static const char *dept;

const struct svc_option report_ledger_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "2026-10, 2026Q3, last-month, ... (default: this year)" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_show_options),
    { 0 }
};

static const struct svc_column list_columns[] = {
    { .name = "name", .type = SVC_TYPE_CODE, .label = "台账", .help = "the ledger" },
    { .name = "title", .type = SVC_TYPE_CODE, .label = "名称", .help = "its title" },
    { .name = "about", .type = SVC_TYPE_CODE, .label = "内容", .help = "what its lines are" },
    { .name = "period", .type = SVC_TYPE_CODE, .label = "期间",
      .help = "what of a line lies in the period" },
    { 0 }
};

static void print_list(struct svc_call *call)
{
    svc_print_begin(call, list_columns);
    for (const struct svc_ledger *l = svc_ledgers(); l->name; l++) {
        struct svc_value row[] = { svc_value_text(l->name), svc_value_text(l->title),
                                   svc_value_text(svc_tr(l->about)), svc_value_text(svc_tr(l->period)) };
        svc_print_row(call, row);
    }
}

int report_ledger(struct svc_call *call)
{
    if (call->count > 1)
        svc_die(SVC_USAGE, "ledger takes one name: \"%s\"", call->operand[1]);
    if (call->count == 0 && (svc_shared.period.given || dept))
        svc_die(SVC_USAGE, "a period or department of which ledger?\n"
                "without options svc-report ledger lists them");
    if (call->count == 0)
        print_list(call);
    else
        svc_ledger_print(call, call->operand[0],
                         svc_shared.period.given ? &svc_shared.period.period : NULL, dept);
    return svc_finish(call);
}
