/* rate, stats: what was kept in time, and counts, of the orders accepted in a period, each with
 * numerator and denominator, beside the period before and the same period a year ago. */
#include "order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/lying.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/progress.h"
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

/* -- counting ----------------------------------------------------------------------------- */

/* What a row of an order tells; the dimensions stand first, of which the month is a moment. */
enum field {
    BUSINESS, DEPT, CLASS, CUSTOMER_KIND, TIER, ACCEPTED_AT, STATE, CANCELLED_AT, SURVEYED_AT, NOTIFIED_AT,
    ARRIVED_AT, SOLUTION_AT, FINISHED_AT, DUES, DUE = DUES, FIELDS = DUES + ORDER, NO = FIELDS, VISITED
};
#define ROW "o.business, o.dept, o.class, o.customer_kind, o.tier, o.accepted_at, o.state, o.cancelled_at," \
    " o.surveyed_at, o.notified_at, o.arrived_at, o.solution_at, o.finished_at, o.apply_due, o.survey_due," \
    " o.notice_due, o.arrive_due, o.solution_due, o.finish_due"

/* What meets each limit; where that is missing, whether the end of the order does. */
static const struct {
    enum field met;
    bool end;
} limits[ORDER] = {
    [APPLY] = { ACCEPTED_AT, false }, [SURVEY] = { SURVEYED_AT, true }, [NOTICE] = { NOTIFIED_AT, false },
    [ARRIVE] = { ARRIVED_AT, true }, [SOLUTION] = { SOLUTION_AT, true }, [FINISH] = { FINISHED_AT, false }
};

static struct svc_fraction *fractions_of(struct svc_rates *rates, const struct svc_rate_span *span,
                                         const struct svc_field *f)
{
    char month[SVC_RATE_SIZE];
    const char *word[DIMENSIONS];
    for (int d = 0; d < MONTH; d++)
        word[d] = f[d].text;
    word[MONTH] = svc_rates_month(rates, f[ACCEPTED_AT].text, span->back, month);
    return svc_rates_group(rates, word)->of[span->which];
}

/* 1 for a limit kept, 0 for one missed, -1 while it is open or where there is none. What was
 * cancelled before its deadline is neither. */
static int kept(const struct svc_field *f, enum measure m, const char *now)
{
    const char *due = f[DUE + m].text, *met = f[limits[m].met].text;
    if (!due)
        return -1;
    if (!met && limits[m].end)
        met = f[FINISHED_AT].text;
    if (met)
        return strcmp(met, due) <= 0;
    return strcmp(due, f[CANCELLED_AT].text ? f[CANCELLED_AT].text : now) < 0 ? 0 : -1;
}

static void count(struct svc_fraction *fraction, bool yes)
{
    fraction->numerator += yes;
    fraction->denominator++;
}

/* An order is in time when each limit was kept; it is known when one was not, or at the end. */
static void count_limits(struct svc_fraction *of, const struct svc_field *f, bool finished, const char *now)
{
    bool any = false, all = true;
    for (enum measure m = APPLY; m < ORDER; m++) {
        int is = kept(f, m, now);
        if (is < 0)
            continue;
        any = true;
        all = all && is;
        count(&of[m], is);
    }
    if (any && (finished || !all))
        count(&of[ORDER], all);
}

static void count_order(struct svc_fraction *of, const struct svc_field *f, const char *now)
{
    bool finished = strcmp(f[STATE].text, "finished") == 0;
    bool cancelled = strcmp(f[STATE].text, "cancelled") == 0;
    bool no_access = strcmp(f[STATE].text, "no_access") == 0;
    count_limits(of, f, finished, now);
    count(&of[FINISHED], finished);
    count(&of[CANCELLED], cancelled);
    count(&of[NO_ACCESS], no_access);
    count(&of[OPEN], !finished && !cancelled && !no_access);
    of[ACCEPTED].numerator++;
}

/* What was found by now on a visit of the order; the last answer to an item counts. */
static void add_visit(struct svc_call *call, struct svc_fraction *of, const char *no, const char *now)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT k.answer FROM order_check k WHERE k.no = ?1 AND k.checked_at <= ?2"
        "   AND NOT EXISTS (SELECT 1 FROM order_check n WHERE n.no = k.no AND n.item = k.item"
        "                      AND n.event > k.event)", "ss", no, now);
    while (svc_next(q))
        count(&of[KEPT7653], strcmp(svc_text(q, 0), "kept") == 0);
}

/* Row by row: the engine would work out each limit once more for every sum. */
static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    static uint64_t counted;
    char now[SVC_WHEN_SIZE];
    struct svc_field f[FIELDS];
    for (int i = 0; i < FIELDS; i++)
        f[i] = (struct svc_field){ .column = i };
    svc_when_format(svc_now(), now);
    char *accepted = svc_lying(call->db, "service_order", "o", "accepted_at >= ?1 AND accepted_at < ?2");
    char *sql = svc_format("SELECT " ROW ", o.no,"
                           "       CASE WHEN EXISTS (SELECT 1 FROM order_check k WHERE k.no = o.no) THEN 1 ELSE 0 END"
                           "  FROM service_order o WHERE %s", accepted);
    struct svc_query *q = svc_query(call->db, sql, "ww", span->period.from, span->period.until);
    while (svc_next(q)) {
        svc_cells(q, f, FIELDS);
        struct svc_fraction *of = fractions_of(rates, span, f);
        count_order(of, f, now);
        if (svc_int(q, VISITED))
            add_visit(call, of, svc_text(q, NO), now);
        svc_progress_step(++counted, 0);
    }
    free(sql);
    free(accepted);
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
    svc_progress_begin("counted", 0);
    svc_rates_count(call, &rates, add_period);
    svc_progress_end();
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
