/* The register of indicators (rule book 003, article 18) and the values that are imported. */
#include <string.h>

#include "report.h"
#include "svc/err.h"

/* -- indicators --------------------------------------------------------------------------- */

enum { D_INDICATOR, D_NAME, D_GROUP, D_SCOPE, D_KIND, D_UNIT, D_TIMES, D_DIRECTION, D_TARGET,
       D_AMBER, D_MEASURE };

static const struct svc_column indicator_columns[] = {
    [D_INDICATOR] = { "indicator", SVC_TYPE_CODE, SVC_KEY | SVC_REQUIRED, "指标代码",
                      "its code, the key", NULL, NULL },
    [D_NAME] = { "name", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "指标名称", "its name", NULL, NULL },
    [D_GROUP] = { "group", SVC_TYPE_WORD, SVC_REQUIRED | SVC_SET, "指标类别",
                  "group of article 18", "service|regulation|planning|system|technology|other",
                  NULL },
    [D_SCOPE] = { "scope", SVC_TYPE_WORD, 0, "适用范围",
                  "whose values there are; company unless said", "company|dept", NULL },
    [D_KIND] = { "kind", SVC_TYPE_WORD, SVC_REQUIRED, "统计周期", "how long one period is",
                 "month|quarter|year", NULL },
    [D_UNIT] = { "unit", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "单位", "unit of the value, such as %",
                 NULL, NULL },
    [D_TIMES] = { "times", SVC_TYPE_INT, 0, "倍数",
                  "value = times x numerator / denominator: 100 for percent; empty for a plain "
                  "number without denominator", NULL, NULL },
    [D_DIRECTION] = { "direction", SVC_TYPE_WORD, SVC_REQUIRED | SVC_SET, "方向",
                      "up: more is better; down: less is better", "up|down", NULL },
    [D_TARGET] = { "target", SVC_TYPE_POINTS, SVC_SET, "目标值", "green from here on", NULL, NULL },
    [D_AMBER] = { "amber", SVC_TYPE_POINTS, SVC_SET, "预警值",
                  "amber from here on, worse than the target; red beyond", NULL, NULL },
    [D_MEASURE] = { "measure", SVC_TYPE_WORD, 0, "数据来源",
                    "the own measure that gives its values, or imported (unless said)",
                    "imported|complaint_respond_in_time|complaint_close_in_time|complaint_repeat|"
                    "complaint_called_back|complaint_hotline_called_back|complaint_satisfied|"
                    "complaint_per_10000_customers|complaint_per_1000_orders|order_in_time|"
                    "order_arrive|order_finish|callback_coverage|callback_contact|"
                    "callback_in_window|callback_satisfied|callback_issue_closed", NULL },
    { "clause", SVC_TYPE_CODE, SVC_SET, "条款", "where the indicator is asked for", NULL, NULL },
    { "basis", SVC_TYPE_WORD, SVC_SET, "目标依据", "where the target is from",
      "seed|external|assumed", NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register report_indicators = {
    .name = "indicators", .one = "indicator", .help = "what is measured, and its target",
    .table = "indicator", .columns = indicator_columns
};

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
    for (size_t i = 0; used && i < sizeof fixed / sizeof *fixed; i++)
        if (!svc_value_same(&before[fixed[i]], &values[fixed[i]]))
            svc_import_reject(in, indicator_columns[fixed[i]].name,
                              "has values that are counted otherwise");
}

/* -- values ------------------------------------------------------------------------------- */

enum { L_NO, L_INDICATOR, L_PERIOD, L_DEPT, L_NUMERATOR, L_DENOMINATOR, L_SOURCE, L_STARTS_ON };

static const struct svc_column value_columns[] = {
    [L_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought", NULL,
               NULL },
    [L_INDICATOR] = { "indicator", SVC_TYPE_CODE, SVC_REQUIRED, "指标代码",
                      "the indicator; key with period and dept", NULL, "indicator" },
    [L_PERIOD] = { "period", SVC_TYPE_CODE, SVC_REQUIRED, "期间",
                   "2026-09, 2026Q3 or 2026, as long as the indicator's kind", NULL, NULL },
    [L_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "the department; empty for the company", NULL,
                 "dept" },
    [L_NUMERATOR] = { "numerator", SVC_TYPE_INT, SVC_REQUIRED, "分子", "how many", NULL, NULL },
    [L_DENOMINATOR] = { "denominator", SVC_TYPE_INT, 0, "分母",
                        "of how many; empty for a plain number", NULL, NULL },
    [L_SOURCE] = { "source", SVC_TYPE_CODE, SVC_SET, "来源", "where the numbers come from", NULL,
                   NULL },
    [L_STARTS_ON] = { "starts_on", SVC_TYPE_DAY, SVC_OWN, "起始日", "the period's first day", NULL,
                      NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register report_values = {
    .name = "values", .one = "value", .help = "imported values of indicators",
    .table = "indicator_value", .letter = 'L', .fact = "starts_on", .columns = value_columns,
    .pair = { "indicator", "period", "dept" }
};

const char *report_kind(const struct svc_period *period)
{
    return period->month ? "month" : strchr(period->name, 'Q') ? "quarter" : "year";
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
            svc_import_reject(in, "dept", by_dept ? "is required, the indicator is of departments"
                                                  : "must be empty, the indicator is the company's");
        if (plain == svc_value_given(&values[L_DENOMINATOR]))
            svc_import_reject(in, "denominator", plain ? "must be empty, it is a plain number"
                                                       : "is required, it is a fraction");
    }
}

void report_take_value(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    static char starts[SVC_DAY_SIZE];
    struct svc_period period;
    const char *text = values[L_PERIOD].text;
    if (svc_period_parse(text, &period) || strcmp(period.name, text) != 0) {
        svc_import_reject(in, "period", "not a period; write 2026-09, 2026Q3 or 2026");
        return;
    }
    if (period.from > svc_now())
        svc_import_reject(in, "period", "has not begun");
    values[L_STARTS_ON] = svc_value_text(svc_day_format(svc_when_day(period.from), starts));
    check_value(call, in, values, report_kind(&period));
}
