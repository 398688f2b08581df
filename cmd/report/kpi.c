/* svc-report kpi: each indicator's value beside its target, the period before and the same one a
 * year ago. An indicator has one source: a measure (svc/measure.h), or imported values. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/frame.h"
#include "svc/measure.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/refusal.h"
#include "svc/sql.h"
#include "svc/text.h"

static struct {
    const char *by, *indicator;
} opt;

const struct svc_option report_kpi_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "company|dept",
      .help = "one row per indicator (default), or per indicator and department",
      .list = "report.scope" },
    { .name = "indicator", .type = SVC_OPT_TEXT, .to = &opt.indicator, .arg = "CODE,...",
      .help = "these indicators only" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "indicator", .type = SVC_TYPE_CODE, .flags = SVC_CODED, .label = "指标代码", .help = "its code" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "指标名称", .help = "its name" },
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "指标类别", .help = "its group",
      .list = "report.group" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept", .table = "dept" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .flags = SVC_LEAD, .label = "数值",
      .help = "times x numerator / denominator; none without" },
    { .name = "unit", .type = SVC_TYPE_CODE, .label = "单位", .help = "unit of the value" },
    { .name = "target", .type = SVC_TYPE_POINTS, .label = "目标值", .help = "green from here on" },
    { .name = "amber", .type = SVC_TYPE_POINTS, .label = "预警值", .help = "amber from here on" },
    { .name = "direction", .type = SVC_TYPE_CODE, .label = "指标方向",
      .help = "up: more is better; down: less", .list = "report.direction" },
    { .name = "status", .type = SVC_TYPE_LIGHT, .flags = SVC_LEAD, .label = "状态",
      .help = "green, amber or red; empty without value or target", .list = "report.light" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期值",
      .help = "value of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期值",
      .help = "value of the same period a year ago" },
    { .name = "trend", .type = SVC_TYPE_CODE, .label = "趋势",
      .help = "better, worse or level against the period before", .list = "report.trend" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "数据来源",
      .help = "the own measure, or imported", .list = "report.measure" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "目标依据",
      .help = "where the target is from", .list = "policy.basis" },
    { 0 }
};
enum { COLUMNS = sizeof columns / sizeof *columns - 1 };

/* What is counted by. Months stand apart only as whole reports. */
static const struct svc_column dimensions[] = {
    { .name = "indicator", .type = SVC_TYPE_CODE, .label = "", .help = "" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "", .help = "" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "", .help = "" },
    { 0 }
};
enum { DEPT = 1, DIMENSIONS = 3 };

struct indicator {
    char *code, *name, *group, *unit, *direction, *measure, *basis;
    bool by_dept, other;         /* its own period is not as long as the one asked for */
    struct svc_value times, target, amber;
};

/* Loaded once; what is counted finds them here. */
static struct {
    struct indicator *item;
    size_t count;
} register_of;

/* -- loading ------------------------------------------------------------------------------ */

static int months(const char *kind)
{
    return strcmp(kind, "week") == 0 ? 0 : strcmp(kind, "month") == 0 ? 1 : strcmp(kind, "quarter") == 0 ? 3 : 12;
}

static struct svc_value number(struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? svc_value_text(NULL) : svc_value_number(svc_int(q, column));
}

static void load_indicators(struct svc_call *call, const struct svc_period *period)
{
    int asked = svc_period_months(period);
    struct svc_query *q = svc_query(call->db,
        "SELECT indicator, name, grp, unit, direction, measure, basis, scope, kind, times,"
        "       target, amber FROM indicator ORDER BY indicator", NULL);
    while (svc_next(q)) {
        bool named = opt.indicator && svc_text_in(opt.indicator, ',', svc_text(q, 0));
        int its = months(svc_text(q, 8));
        bool own = strcmp(svc_text(q, 5), "imported") != 0; /* its records tell of any day */
        bool whole = asked ? its <= asked : own || (!its && period->kind == SVC_WEEK);
        if (named && !whole)
            svc_die(SVC_USAGE, "%s is counted by the %s; ask for a whole one", svc_text(q, 0),
                    svc_text(q, 8));
        if (!whole || (opt.indicator && !named))
            continue;
        register_of.item = svc_grow(register_of.item, register_of.count, sizeof *register_of.item);
        register_of.item[register_of.count++] = (struct indicator){
            svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
            svc_strdup(svc_text(q, 3)), svc_strdup(svc_text(q, 4)), svc_strdup(svc_text(q, 5)),
            svc_strdup(svc_text(q, 6)), strcmp(svc_text(q, 7), "dept") == 0, its != asked,
            number(q, 9), number(q, 10), number(q, 11)
        };
    }
}

static void free_indicators(void)
{
    for (size_t i = 0; i < register_of.count; i++) {
        struct indicator *item = &register_of.item[i];
        char *const texts[] = { item->code, item->name, item->group, item->unit, item->direction,
                                item->measure, item->basis };
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            free(texts[t]);
    }
    free(register_of.item);
    register_of.item = NULL;
    register_of.count = 0;
}

static void check_names(struct svc_call *call)
{
    const char *list = opt.indicator, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        char *code = svc_strndup(word, len);
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM indicator WHERE indicator = ?1", "s", code))
            svc_die(SVC_UNKNOWN, "no such indicator: \"%s\"%s", code,
                    svc_near(call->db, "SELECT indicator, name FROM indicator", code));
        free(code);
    }
}

/* -- counting ----------------------------------------------------------------------------- */

struct counting {
    struct svc_rates *rates;
    int which;
};

/* One row of numbers goes to the indicators that its code or its measure names. */
static void add_row(const struct counting *to, const struct svc_measured *row, bool imported)
{
    for (size_t i = 0; i < register_of.count; i++) {
        const struct indicator *item = &register_of.item[i];
        bool counts = strcmp(item->measure, imported ? "imported" : row->measure) == 0 &&
                      (!imported || strcmp(item->code, row->measure) == 0) &&
                      (item->by_dept || !to->rates->asked[DEPT]);
        if (!counts)
            continue;
        const char *const word[DIMENSIONS] = { item->code, row->dept, NULL };
        struct svc_fraction *f = svc_rates_group(to->rates, word)->of[to->which];
        f->numerator += row->numerator;
        f->denominator += row->denominator;
    }
}

static void add_measured(void *ctx, const struct svc_measured *row)
{
    add_row(ctx, row, false);
}

static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    struct counting to = { rates, span->which };
    svc_day from, until;
    svc_measures(call->db, &span->period, add_measured, &to);
    if (!svc_period_reported(&span->period, &from, &until))
        return;
    struct svc_query *q = svc_query(call->db,
        "SELECT indicator, dept, numerator, COALESCE(denominator, 1) FROM indicator_value"
        " WHERE starts_on >= ?1 AND starts_on < ?2", "dd", from, until);
    while (svc_next(q))
        add_row(&to, &(struct svc_measured){ svc_text(q, 0), svc_text(q, 1), svc_int(q, 2), svc_int(q, 3),
                                               0 }, true);
}

/* -- judging ------------------------------------------------------------------------------ */

/* Positive when `a` is the better one. */
static int better(const struct indicator *item, struct svc_fraction a, struct svc_fraction b)
{
    return strcmp(item->direction, "up") == 0 ? svc_fraction_compare(a, b) : svc_fraction_compare(b, a);
}

/* The value as a fraction: a plain number is that many, however many values it adds up. */
static struct svc_fraction value_of(const struct indicator *item, struct svc_fraction f)
{
    if (!svc_value_given(&item->times))
        return (struct svc_fraction){ f.numerator, f.denominator > 0 };
    return (struct svc_fraction){ item->times.number * f.numerator, f.denominator };
}

/* The target of a plain number is that of one period of its own. */
static const char *status(const struct indicator *item, struct svc_fraction value)
{
    bool plain = !svc_value_given(&item->times);
    if (!value.denominator || !svc_value_given(&item->target) || (plain && item->other))
        return NULL;
    if (better(item, value, (struct svc_fraction){ item->target.number, 100 }) >= 0)
        return "green";
    bool amber = svc_value_given(&item->amber) &&
                 better(item, value, (struct svc_fraction){ item->amber.number, 100 }) >= 0;
    return amber ? "amber" : "red";
}

static const char *trend(const struct indicator *item, struct svc_fraction now,
                         struct svc_fraction before)
{
    static const char *const words[] = { "worse", "level", "better" };
    return now.denominator && before.denominator ? words[better(item, now, before) + 1] : NULL;
}

/* -- printing ----------------------------------------------------------------------------- */

static void print_group(struct svc_call *call, const struct indicator *item,
                        const struct svc_rate_group *group)
{
    struct svc_value row[COLUMNS];
    struct svc_fraction of[SVC_RATE_PERIODS];
    char text[SVC_RATE_PERIODS][SVC_RATE_SIZE];
    const struct svc_fraction *f = group->of[0];
    bool plain = !svc_value_given(&item->times);
    size_t n = 0;
    for (int p = 0; p < SVC_RATE_PERIODS; p++)
        of[p] = value_of(item, *group->of[p]);
    row[n++] = svc_value_text(item->code);
    row[n++] = svc_value_text(item->name);
    row[n++] = svc_value_text(item->group);
    row[n++] = svc_value_text(group->word[DEPT]);
    row[n++] = plain && !f->denominator ? svc_value_text(NULL) : svc_value_number(f->numerator);
    row[n++] = plain ? svc_value_text(NULL) : svc_value_number(f->denominator);
    row[n++] = svc_value_text(svc_rate_text(of[0], 1, svc_print_none(call), text[0]));
    row[n++] = svc_value_text(item->unit);
    row[n++] = item->target;
    row[n++] = item->amber;
    row[n++] = svc_value_text(item->direction);
    row[n++] = svc_value_text(status(item, of[0]));
    for (int p = 1; p < SVC_RATE_PERIODS; p++)
        row[n++] = svc_value_text(svc_rate_text(of[p], 1, svc_print_none(call), text[p]));
    row[n++] = svc_value_text(trend(item, of[0], of[1]));
    row[n++] = svc_value_text(item->measure);
    row[n++] = svc_value_text(item->basis);
    svc_print_row(call, row);
}

/* Both are in order of the code. */
static void print_groups(struct svc_call *call, const struct svc_rates *rates)
{
    const struct indicator *item = register_of.item;
    for (size_t i = 0; i < rates->count; i++) {
        while (strcmp(item->code, rates->group[i].word[0]) != 0)
            item++;
        print_group(call, item, &rates->group[i]);
    }
}

void report_print_kpi(struct svc_call *call, const struct svc_period *period)
{
    char title[SVC_PERIOD_SIZE], day[SVC_DAY_SIZE];
    bool by_dept = opt.by && strcmp(opt.by, "dept") == 0;
    struct svc_rates rates = { .columns = dimensions, .dimensions = DIMENSIONS, .measures = 1,
                               .by = by_dept ? "indicator,dept" : "indicator" };
    load_indicators(call, period);
    svc_rates_ask(&rates);
    for (size_t i = 0; i < register_of.count && !by_dept; i++)
        svc_rates_group(&rates, (const char *const[DIMENSIONS]){ register_of.item[i].code });
    svc_rates_count(call, &rates, add_period);
    svc_rates_sort(&rates);
    svc_print_title(call, "%s 服务指标", svc_period_title(period, title));
    svc_frame(call, &(struct svc_frame){ .period = title, .keys = 2,
                                         .until = svc_day_format(svc_when_day(period->until) - 1, day) });
    svc_print_begin(call, columns);
    print_groups(call, &rates);
    svc_print_foot(call, call->title, NULL);
    svc_rates_free(&rates);
    free_indicators();
}

int report_kpi(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    if (period->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", period->name);
    check_names(call);
    report_print_kpi(call, period);
    return svc_finish(call);
}
