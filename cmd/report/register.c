/* What svc-report registers: the shape of its records. */
#include "report.h"
#include "svc/grade.h"

static const struct svc_column indicator_columns[] = {
    [D_INDICATOR] = { .name = "indicator", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_REQUIRED,
                      .label = "指标代码", .help = "its code, the key" },
    [D_NAME] = { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET | SVC_CALLED,
                 .label = "指标名称", .help = "its name" },
    [D_GROUP] = { .name = "grp", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "指标类别", .help = "group of article 18",
                  .list = "report.group" },
    [D_SCOPE] = { .name = "scope", .type = SVC_TYPE_WORD, .label = "适用范围",
                  .help = "whose values there are; company unless said",
                  .list = "report.scope" },
    [D_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "统计周期",
                 .help = "how long one period is",
                 .list = "report.kind" },
    [D_UNIT] = { .name = "unit", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                 .label = "单位", .help = "unit of the value, such as %" },
    [D_TIMES] = { .name = "times", .type = SVC_TYPE_INT, .label = "倍数",
                  .help = "value = times x numerator / denominator: 100 for percent; empty for a plain "
                  "number without denominator" },
    [D_DIRECTION] = { .name = "direction", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "指标方向", .help = "up: more is better; down: less is better",
                      .list = "report.direction" },
    [D_TARGET] = { .name = "target", .type = SVC_TYPE_POINTS, .flags = SVC_SET, .label = "目标值",
                   .help = "green from here on" },
    [D_AMBER] = { .name = "amber", .type = SVC_TYPE_POINTS, .flags = SVC_SET, .label = "预警值",
                  .help = "amber from here on, worse than the target; red beyond" },
    [D_MEASURE] = { .name = "measure", .type = SVC_TYPE_WORD, .label = "数据来源",
                    .help = "the own measure that gives its values, or imported (unless said)",
                    .list = "report.measure" },
    { .name = "clause", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "条款",
      .help = "where the indicator is asked for" },
    { .name = "basis", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "目标依据",
      .help = "where the target is from",
      .list = "policy.basis" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register report_indicators = {
    .name = "indicators", .one = "indicator", .help = "what is measured, and its target",
    .table = "indicator", .columns = indicator_columns
};

static const struct svc_column value_columns[] = {
    [L_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [L_INDICATOR] = { .name = "indicator", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                      .label = "指标代码", .help = "the indicator; key with period and dept",
                      .table = "indicator" },
    [L_PERIOD] = { .name = "period", .type = SVC_TYPE_PERIOD, .flags = SVC_REQUIRED, .label = "期间",
                   .help = "2026-W37, 2026-09, 2026Q3 or 2026, as long as the indicator's kind" },
    [L_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "the department; empty for the company", .table = "dept" },
    [L_NUMERATOR] = { .name = "numerator", .type = SVC_TYPE_INT, .flags = SVC_REQUIRED,
                      .label = "分子", .help = "how many" },
    [L_DENOMINATOR] = { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母",
                        .help = "of how many; empty for a plain number" },
    [L_SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "来源",
                   .help = "where the numbers come from" },
    [L_STARTS_ON] = { .name = "starts_on", .type = SVC_TYPE_DAY, .flags = SVC_OWN,
                      .label = "起始日", .help = "the calendar's first day of that period" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register report_values = {
    .name = "values", .one = "value", .help = "imported values of indicators",
    .table = "indicator_value", .prefix = "L", .fact = "starts_on", .columns = value_columns,
    .pair = { "indicator", "period", "dept" }
};

static const struct svc_column self_columns[] = {
    [H_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [H_PERIOD] = { .name = "period", .type = SVC_TYPE_MONTH, .flags = SVC_REQUIRED, .label = "月份",
                   .help = "the month, such as 2026-09; key with dept and item" },
    [H_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "部门",
                 .help = "the department that scores itself", .table = "dept" },
    [H_ITEM] = { .name = "item", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "考核项",
                 .help = "column of the sheet", .list = "item" },
    [H_POINTS] = { .name = "points", .type = SVC_TYPE_POINTS, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "自评分", .help = "points, signed as in the sheet" },
    { .name = "comment", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "自评说明",
      .help = "what the department says of it" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register report_selfscore = {
    .name = "selfscore", .one = "self score", .help = "what departments say of their own month",
    .table = "selfscore", .prefix = "H", .fact = "period", .columns = self_columns,
    .pair = { "period", "dept", "item" }
};
