/* rate, stats: what was kept in time, and counts, of the orders accepted in a period, each with
 * numerator and denominator, beside the period before and the same period a year ago. */
#include "order.h"

#include <stdio.h>

#include "svc/print.h"
#include "svc/rates.h"

static struct {
    const char *by;
} opt;

const struct svc_option rate_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "business, dept, class, customer_kind, tier, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "business", .type = SVC_TYPE_CODE, .label = "业务类型",
      .help = "business, with --by business", .list = "business" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "class", .type = SVC_TYPE_CODE, .label = "用气类别",
      .help = "class, with --by class", .list = "class" },
    { .name = "customer_kind", .type = SVC_TYPE_CODE, .label = "客户类别",
      .help = "kind, with --by customer_kind", .list = "customer_kind" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "服务等级", .help = "tier, with --by tier",
      .list = "tier.tier" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "order.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "percent; none for an empty denominator" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期值",
      .help = "value of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期值",
      .help = "value of the same period a year ago" },
    { 0 }
};

enum { DIMENSIONS = 6, MONTH = 5 };

enum measure {
    APPLY, SURVEY, NOTICE, ARRIVE, SOLUTION, FINISH, ORDER, FINISHED, CANCELLED,
    NO_ACCESS, OPEN, ACCEPTED, KEPT7653, MEASURES
};

/* The group of the row's first columns, of which the month is a day. */
static struct svc_fraction *fractions_of(struct svc_rates *rates, const struct svc_rate_span *span,
                                         struct svc_query *q)
{
    char month[SVC_RATE_SIZE];
    const char *word[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++)
        word[d] = svc_text(q, d);
    word[MONTH] = svc_rates_month(rates, word[MONTH], span->back, month);
    return svc_rates_group(rates, word)->of[span->which];
}

/* -- counting ----------------------------------------------------------------------------- */

/* The dimensions that were not asked for are the same for all. */
#define WORDS \
    "CASE ?4 WHEN 1 THEN o.business END, CASE ?5 WHEN 1 THEN o.dept END," \
    " CASE ?6 WHEN 1 THEN o.class END, CASE ?7 WHEN 1 THEN o.customer_kind END," \
    " CASE ?8 WHEN 1 THEN o.tier END, CASE ?9 WHEN 1 THEN SUBSTR(o.accepted_at, 1, 10) END"

/* 1 for a limit kept, 0 for one missed, NULL while it is open or where there is none. What was
 * cancelled before its deadline is neither. */
#define KEPT(due, done, as) \
    " CASE WHEN " done " <= " due " THEN 1 WHEN " done " > " due " THEN 0" \
    " WHEN " due " < COALESCE(cancelled_at, ?3) THEN 0 END AS " as ","

/* ?1 and ?2 bound the period, ?3 is now. */
static const char limits_sql[] =
    "WITH l AS MATERIALIZED (" /* else each CASE is worked out for every sum that has it */
    "SELECT business, dept, class, customer_kind, tier, accepted_at,"
    "  CASE state WHEN 'finished' THEN 1 ELSE 0 END AS finished,"
    "  CASE state WHEN 'cancelled' THEN 1 ELSE 0 END AS cancelled,"
    "  CASE state WHEN 'no_access' THEN 1 ELSE 0 END AS no_access,"
    KEPT("apply_due", "accepted_at", "apply")
    KEPT("survey_due", "COALESCE(surveyed_at, finished_at)", "survey")
    KEPT("notice_due", "notified_at", "notice")
    KEPT("arrive_due", "COALESCE(arrived_at, finished_at)", "arrive")
    KEPT("solution_due", "COALESCE(solution_at, finished_at)", "solution")
    KEPT("finish_due", "finished_at", "finish")
    "  no FROM service_order WHERE accepted_at >= ?1 AND accepted_at < ?2),"
    " o AS ("
    "SELECT l.*, CASE WHEN 0 IN (apply, survey, notice, arrive, solution, finish) THEN 0"
    "  WHEN finished = 1 AND 1 IN (apply, survey, notice, arrive, solution, finish) THEN 1"
    "  END AS whole FROM l)"
    " SELECT " WORDS ","
    " SUM(apply), COUNT(apply), SUM(survey), COUNT(survey), SUM(notice), COUNT(notice),"
    " SUM(arrive), COUNT(arrive), SUM(solution), COUNT(solution), SUM(finish), COUNT(finish),"
    " SUM(whole), COUNT(whole), SUM(finished), COUNT(*), SUM(cancelled), COUNT(*),"
    " SUM(no_access), COUNT(*), SUM(1 - finished - cancelled - no_access), COUNT(*), COUNT(*) FROM o"
    " GROUP BY 1, 2, 3, 4, 5, 6";

/* What was found by now (?3) on the visits of these orders; the last answer to an item counts. */
static const char visits_sql[] =
    "SELECT " WORDS ", SUM(CASE k.answer WHEN 'kept' THEN 1 ELSE 0 END), COUNT(*)"
    "  FROM service_order o JOIN order_check k ON k.no = o.no"
    " WHERE o.accepted_at >= ?1 AND o.accepted_at < ?2 AND k.checked_at <= ?3"
    "   AND NOT EXISTS (SELECT 1 FROM order_check n WHERE n.no = k.no AND n.item = k.item"
    "                      AND n.event > k.event)"
    " GROUP BY 1, 2, 3, 4, 5, 6";

static struct svc_query *ask(struct svc_call *call, const char *sql,
                             const struct svc_period *period)
{
    int64_t by[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++)
        by[d] = svc_by_names(opt.by, &columns[d]);
    return svc_query(call->db, sql, "wwwiiiiii", period->from, period->until, svc_now(), by[0],
                     by[1], by[2], by[3], by[4], by[5]);
}

/* The days of a month come one by one. */
static void add(struct svc_fraction *f, struct svc_query *q, int column)
{
    f->numerator += svc_int(q, column);
    f->denominator += svc_int(q, column + 1);
}

static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    struct svc_query *q = ask(call, limits_sql, &span->period);
    while (svc_next(q)) {
        struct svc_fraction *of = fractions_of(rates, span, q);
        for (int m = APPLY; m < ACCEPTED; m++)
            add(&of[m], q, DIMENSIONS + 2 * m);
        of[ACCEPTED].numerator += svc_int(q, DIMENSIONS + 2 * ACCEPTED);
    }
    q = ask(call, visits_sql, &span->period);
    while (svc_next(q))
        add(&fractions_of(rates, span, q)[KEPT7653], q, DIMENSIONS);
}

/* -- printing ----------------------------------------------------------------------------- */

static const char *value_text(enum measure m, const struct svc_fraction *f, const char *none,
                              char out[SVC_RATE_SIZE])
{
    if (m != ACCEPTED)
        return svc_rate_text(*f, 100, none, out);
    snprintf(out, SVC_RATE_SIZE, "%lld", (long long)f->numerator);
    return out;
}

static void print_measure(struct svc_call *call, const struct svc_rate_group *group, enum measure m,
                          const char *name)
{
    struct svc_value row[DIMENSIONS + 6];
    char text[SVC_RATE_PERIODS][SVC_RATE_SIZE];
    const struct svc_fraction *f = &group->of[0][m];
    size_t n = 0;
    for (int d = 0; d < DIMENSIONS; d++)
        row[n++] = svc_value_text(group->word[d]);
    row[n++] = svc_value_text(name);
    row[n++] = svc_value_number(f->numerator);
    row[n++] = m == ACCEPTED ? svc_value_text(NULL) : svc_value_number(f->denominator);
    for (int p = 0; p < SVC_RATE_PERIODS; p++)
        row[n++] = svc_value_text(value_text(m, &group->of[p][m], svc_print_none(call), text[p]));
    svc_print_row(call, row);
}

/* Each clock that had a limit to keep, and the orders that kept all of theirs. */
static void print_rates(struct svc_call *call, const struct svc_rate_group *group)
{
    static const char *const names[] = { "apply", "survey", "notice", "arrive", "solution",
                                         "finish", "order" };
    for (enum measure m = APPLY; m <= ORDER; m++) {
        bool any = m == ORDER;
        for (int p = 0; p < SVC_RATE_PERIODS; p++)
            any |= group->of[p][m].denominator > 0;
        if (any)
            print_measure(call, group, m, names[m]);
    }
}

static void print_counts(struct svc_call *call, const struct svc_rate_group *group)
{
    print_measure(call, group, ACCEPTED, "accepted");
    print_measure(call, group, FINISHED, "finished");
    print_measure(call, group, CANCELLED, "cancelled");
    print_measure(call, group, NO_ACCESS, "no_access");
    print_measure(call, group, OPEN, "open");
    print_measure(call, group, ORDER, "in_time");
    print_measure(call, group, KEPT7653, "kept_7653");
}

static int print_groups(struct svc_call *call,
                        void (*print)(struct svc_call *call, const struct svc_rate_group *group))
{
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    svc_rates_count(call, &rates, add_period);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < rates.count; i++)
        print(call, &rates.group[i]);
    svc_rates_free(&rates);
    return svc_finish(call);
}

int order_rate(struct svc_call *call)
{
    return print_groups(call, print_rates);
}

int order_stats(struct svc_call *call)
{
    return print_groups(call, print_counts);
}
