/* stats: counts and rates of a period, each with numerator and denominator, beside the period
 * before and the same period a year ago. */
#include <stdio.h>
#include <string.h>

#include "complaint.h"
#include "svc/print.h"
#include "svc/rates.h"

static struct {
    const char *by;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "dept, category, channel, level, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "category", .type = SVC_TYPE_CODE, .label = "类别",
      .help = "category, with --by category", .list = "category" },
    { .name = "channel", .type = SVC_TYPE_CODE, .label = "渠道",
      .help = "channel, with --by channel", .list = "channel" },
    { .name = "level", .type = SVC_TYPE_CODE, .label = "级别", .help = "level, with --by level",
      .list = "level" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "complaint.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "percent, or hours; none for an empty denominator" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期值",
      .help = "value of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期值",
      .help = "value of the same period a year ago" },
    { 0 }
};

enum { MONTH = 4, DIMENSIONS = 5 };

enum measure {
    RECEIVED, COUNTED, RESPOND_IN_TIME, CLOSE_IN_TIME, VALID, RESPONSIBLE, REPEAT, HOURS,
    PER_CUSTOMERS, PER_ORDERS, CALLED_BACK, SATISFIED, MEASURES
};
static const char *const names[MEASURES] = { "received", "verified", "respond_in_time",
                                             "close_in_time", "valid", "responsible", "repeat",
                                             "mean_hours", "per_10000_customers",
                                             "per_1000_orders", "called_back", "satisfied" };

static void count(struct svc_fraction *fraction, bool in, bool of)
{
    fraction->numerator += in && of;
    fraction->denominator += of;
}

/* A limit counts once it was met or has passed. */
static void count_limit(struct svc_fraction *fraction, const char *due, const char *done,
                        const char *now)
{
    bool met = due && done && strcmp(done, due) <= 0;
    count(fraction, met, due && (done || strcmp(due, now) < 0));
}

enum { DEPT, LEVEL, RESPONDED, CLOSED, RESPOND_DUE, CLOSE_DUE, OPENED_AT, CALLS, BAND, CATEGORY,
       CHANNEL, RECEIVED_AT, IS_VALID, IS_RESPONSIBLE, REPEATS, ROUND, ANSWERS, FIELDS };
enum { OF_ROUND = BAND + 1 }; /* the fields of an earlier round */

static svc_when moment(const char *text)
{
    svc_when when = 0;
    svc_when_parse(text, &when);
    return when;
}

/* What counts for each round. */
static void add_round(struct svc_fraction of[MEASURES], const struct svc_field *f, const char *now)
{
    count_limit(&of[RESPOND_IN_TIME], f[RESPOND_DUE].text, f[RESPONDED].text, now);
    count_limit(&of[CLOSE_IN_TIME], f[CLOSE_DUE].text, f[CLOSED].text, now);
    if (f[CLOSED].text) {
        of[HOURS].numerator += moment(f[CLOSED].text) - moment(f[OPENED_AT].text);
        of[HOURS].denominator++;
    }
    count(&of[CALLED_BACK], f[CALLS].number > 0, f[CLOSED].text);
    if (f[BAND].text)
        count(&of[SATISFIED], strcmp(f[BAND].text, "satisfied") == 0, true);
}

static void add_complaint(struct svc_fraction of[MEASURES], const struct svc_field *f)
{
    bool valid = strcmp(f[IS_VALID].text, "yes") == 0;
    bool responsible = strcmp(f[IS_RESPONSIBLE].text, "yes") == 0;
    of[RECEIVED].numerator++;
    of[PER_CUSTOMERS].numerator++;
    of[PER_ORDERS].numerator++;
    count(&of[VALID], valid, true);
    count(&of[RESPONSIBLE], responsible, true);
    count(&of[REPEAT], f[REPEATS].text, true);
}

static struct svc_fraction *fractions_of(struct svc_rates *rates, const struct svc_rate_span *span,
                                         const struct svc_field *f)
{
    char level[2] = { (char)('0' + f[LEVEL].number), '\0' }, month[SVC_RATE_SIZE];
    const char *const word[DIMENSIONS] = {
        f[DEPT].text, f[CATEGORY].text, f[CHANNEL].text, level,
        svc_rates_month(rates, f[RECEIVED_AT].text, span->back, month)
    };
    return svc_rates_group(rates, word)->of[span->which];
}

/* What the call-backs about a round of `c`, those planned until it ended, came to: the most attempts,
 * and the last answer. */
#define CALLS_UNTIL(end) \
    "(SELECT MAX(t.attempts) FROM callback t WHERE t.register = 'complaint' AND t.record = c.no" \
    "    AND t.planned_at >= c.opened_at AND t.planned_at < " end " AND t.cancelled_at IS NULL)," \
    "(SELECT COALESCE(t.satisfied, 'no answer') FROM callback t" \
    "  WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at" \
    "    AND t.planned_at < " end " AND t.cancelled_at IS NULL AND t.called_at IS NOT NULL" \
    "  ORDER BY t.called_at DESC, t.no DESC LIMIT 1)"

/* What is verified counts with the department that answers for it. */
static void add_counted(struct svc_rates *rates, const struct svc_rate_span *span,
                        struct svc_field *f)
{
    struct svc_field stands = f[DEPT];
    if (strcmp(f[IS_VALID].text, "yes") != 0 || strcmp(f[IS_RESPONSIBLE].text, "yes") != 0)
        return;
    f[DEPT] = f[ANSWERS];
    fractions_of(rates, span, f)[COUNTED].numerator++;
    f[DEPT] = stands;
}

/* The rounds that reopening ended, of the complaint in `f`: theirs take the place of its own. */
static void add_earlier(struct svc_call *call, struct svc_rates *rates,
                        const struct svc_rate_span *span, struct svc_field *f, const char *no,
                        const char *now)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, level, COALESCE(responded_at, solution_at, closed_at), closed_at,"
        "       respond_due, close_due, opened_at, " CALLS_UNTIL("c.reopened_at")
        "  FROM complaint_round c WHERE no = ?1", "s", no);
    while (svc_next(q)) {
        svc_cells(q, f, OF_ROUND);
        add_round(fractions_of(rates, span, f), f, now);
    }
}

/* Each round of a reopened complaint is counted. */
static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    char now[SVC_WHEN_SIZE];
    struct svc_field f[FIELDS];
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, level, COALESCE(responded_at, solution_at, closed_at), closed_at,"
        "       respond_due, close_due, opened_at, " CALLS_UNTIL("'9999'") ", category, channel,"
        "       received_at, valid, responsible, repeat_of, round, responsible_dept, no"
        "  FROM complaint c WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'",
        "ww", span->period.from, span->period.until);
    svc_when_format(svc_now(), now);
    for (int i = 0; i < FIELDS; i++)
        f[i] = (struct svc_field){ .column = i,
                                   .numeric = i == LEVEL || i == ROUND || i == CALLS };
    while (svc_next(q)) {
        svc_cells(q, f, FIELDS);
        struct svc_fraction *of = fractions_of(rates, span, f);
        add_round(of, f, now);
        add_complaint(of, f);
        add_counted(rates, span, f);
        if (f[ROUND].number > 1)
            add_earlier(call, rates, span, f, svc_text(q, FIELDS), now);
    }
}

/* The orders completed in a period, for the groups of their department and month; category, channel
 * and level are no properties of an order. */
static void add_orders(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, CASE ?3 WHEN 1 THEN SUBSTR(finished_at, 1, 10) END, COUNT(*)"
        "  FROM service_order"
        " WHERE finished_at >= ?1 AND finished_at < ?2 AND state = 'finished' GROUP BY 1, 2",
        "wwi", span->period.from, span->period.until, (int64_t)rates->asked[MONTH]);
    while (svc_next(q)) {
        const char *dept = svc_is_null(q, 0) ? "" : svc_text(q, 0);
        char room[SVC_RATE_SIZE];
        const char *month = svc_rates_month(rates, svc_text(q, 1), span->back, room);
        for (size_t i = 0; i < rates->count; i++) {
            struct svc_rate_group *group = &rates->group[i];
            bool its = (!rates->asked[DEPT] || strcmp(group->word[DEPT], dept) == 0) &&
                       (!month || strcmp(group->word[MONTH], month) == 0);
            group->of[span->which][PER_ORDERS].denominator += its ? svc_int(q, 2) : 0;
        }
    }
}

static const char *value_text(enum measure measure, struct svc_fraction f, const char *none,
                              char out[SVC_RATE_SIZE])
{
    switch (measure) {
    case RECEIVED:
    case COUNTED: snprintf(out, SVC_RATE_SIZE, "%lld", (long long)f.numerator); return out;
    case HOURS: f.denominator *= 3600; return svc_rate_text(f, 1, none, out);
    case PER_CUSTOMERS: return svc_rate_text(f, 10000, none, out);
    case PER_ORDERS: return svc_rate_text(f, 1000, none, out);
    default: return svc_rate_text(f, 100, none, out);
    }
}

/* The customers are those of today in each period: nobody knows how many there were. */
static void print_group(struct svc_call *call, struct svc_rate_group *group, int64_t customers)
{
    for (int p = 0; p < SVC_RATE_PERIODS; p++)
        group->of[p][PER_CUSTOMERS].denominator = customers;
    const char *none = svc_print_none(call);
    for (enum measure m = 0; m < MEASURES; m++) {
        struct svc_value row[DIMENSIONS + 6];
        char text[SVC_RATE_PERIODS][SVC_RATE_SIZE];
        const struct svc_fraction *f = &group->of[0][m];
        bool plain = m == RECEIVED || m == COUNTED;
        size_t n = 0;
        for (int d = 0; d < DIMENSIONS; d++)
            row[n++] = svc_value_text(group->word[d]);
        row[n++] = svc_value_text(names[m]);
        row[n++] = svc_value_number(m == HOURS ? f->numerator / 60 : f->numerator);
        row[n++] = plain ? svc_value_text(NULL) : svc_value_number(f->denominator);
        for (int p = 0; p < SVC_RATE_PERIODS; p++)
            row[n++] = svc_value_text(value_text(m, group->of[p][m], none, text[p]));
        svc_print_row(call, row);
    }
}

int complaint_stats(struct svc_call *call)
{
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    svc_rates_count(call, &rates, add_period);
    svc_rates_count(call, &rates, add_orders);
    int64_t customers = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM customer", NULL);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < rates.count; i++)
        print_group(call, &rates.group[i], customers);
    svc_rates_free(&rates);
    return svc_finish(call);
}
