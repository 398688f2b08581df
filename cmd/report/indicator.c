/* The register of indicators (rule book 003, article 18) and the values that are imported. */
#include <string.h>

#include "report.h"
#include "svc/band.h"
#include "svc/err.h"
#include "svc/lang.h"

void report_take_indicator(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    static const int fixed[] = { D_SCOPE, D_KIND, D_TIMES };
    const struct svc_value *before = svc_import_before(in);
    if (!svc_value_given(&values[D_SCOPE]))
        values[D_SCOPE] = svc_value_text("company");
    if (!svc_value_given(&values[D_MEASURE]))
        values[D_MEASURE] = svc_value_text("imported");
    bool used = before && svc_one_int(call->db, 0,
        "SELECT 1 FROM indicator_value WHERE indicator = ?1 LIMIT 1", "s",
        values[D_INDICATOR].text) == 1;
    if (strcmp(values[D_SCOPE].text, "dept") == 0 && !svc_measure_by_dept(values[D_MEASURE].text))
        svc_import_reject(in, "scope", "no department has a value of %s, which is the company's alone",
                          values[D_MEASURE].text);
    for (size_t i = 0; used && i < sizeof fixed / sizeof *fixed; i++)
        if (!svc_value_same(&before[fixed[i]], &values[fixed[i]]))
            svc_import_reject(in, report_indicators.columns[fixed[i]].name,
                              "has values that are counted otherwise");
}

const char *report_kind(const struct svc_period *period)
{
    static const char *const kinds[] = { "span", "week", "month", "quarter", "year" };
    return kinds[period->kind];
}

/* A value fits its indicator, which does not count it from the store's own records. */
static void check_value(struct svc_call *call, struct svc_import *in,
                        const struct svc_value *values, const char *kind)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT kind, scope, times, measure FROM indicator WHERE indicator = ?1", "s",
        values[L_INDICATOR].text);
    while (svc_next(q)) {
        bool by_dept = strcmp(svc_text(q, 1), "dept") == 0, plain = svc_is_null(q, 2);
        if (strcmp(svc_text(q, 3), "imported") != 0)
            svc_import_reject(in, "indicator", "counts the store's own records (%s)",
                              svc_text(q, 3));
        if (strcmp(svc_text(q, 0), kind) != 0)
            svc_import_reject(in, "period", "is a %s, the indicator's is a %s", kind,
                              svc_text(q, 0));
        if (by_dept != svc_value_given(&values[L_DEPT]))
            svc_import_reject(in, "dept", by_dept ? N_("is required, the indicator is of departments")
                                                  : N_("must be empty, the indicator is the company's"));
        if (plain == svc_value_given(&values[L_DENOMINATOR]))
            svc_import_reject(in, "denominator", plain ? N_("must be empty, it is a plain number")
                                                       : N_("is required, it is a fraction"));
    }
}

void report_take_value(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    static char starts[SVC_DAY_SIZE];
    struct svc_period period;
    const char *text = values[L_PERIOD].text;
    if (!text || svc_period_parse(text, &period))
        return;
    if (period.from > svc_now())
        svc_import_reject(in, "period", "has not begun");
    check_value(call, in, values, report_kind(&period));
    svc_period_calendar(text, &period); /* whatever day months close on, now or later */
    values[L_STARTS_ON] = svc_value_text(svc_day_format(svc_when_day(period.from), starts));
}
