/* stats: counts and rates of a period, each with numerator and denominator, beside the period
 * before and the same period a year ago. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc-complaint.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/text.h"

static struct {
    const char *by;
} opt;

const struct svc_option stats_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD", "the period (required)" },
    { "by", 0, SVC_OPT_TEXT, &opt.by, "COL,...", "dept, category, channel, level, month" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_column columns[] = {
    { "dept", SVC_TYPE_CODE, 0, "部门", "department, with --by dept", NULL, NULL },
    { "category", SVC_TYPE_CODE, 0, "类别", "category, with --by category", NULL, NULL },
    { "channel", SVC_TYPE_CODE, 0, "渠道", "channel, with --by channel", NULL, NULL },
    { "level", SVC_TYPE_CODE, 0, "级别", "level, with --by level", NULL, NULL },
    { "month", SVC_TYPE_CODE, 0, "月份", "month, with --by month", NULL, NULL },
    { "measure", SVC_TYPE_CODE, 0, "指标", "what is measured", NULL, NULL },
    { "numerator", SVC_TYPE_INT, 0, "分子", "how many", NULL, NULL },
    { "denominator", SVC_TYPE_INT, 0, "分母", "of how many", NULL, NULL },
    { "value", SVC_TYPE_CODE, 0, "值", "percent, or hours; none for an empty denominator", NULL, NULL },
    { "before", SVC_TYPE_CODE, 0, "环比基数", "value of the period before", NULL, NULL },
    { "year_ago", SVC_TYPE_CODE, 0, "同比基数", "value of the same period a year ago", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

enum { MONTH = 4, DIMENSIONS = 5, PERIODS = 3 };

enum measure {
    RECEIVED, COUNTED, RESPOND_IN_TIME, CLOSE_IN_TIME, VALID, RESPONSIBLE, REPEAT, HOURS,
    PER_CUSTOMERS, PER_ORDERS, CALLED_BACK, SATISFIED, MEASURES
};
static const char *const names[MEASURES] = { "received", "verified", "respond_in_time",
                                             "close_in_time", "valid", "responsible", "repeat",
                                             "mean_hours", "per_10000_customers",
                                             "per_1000_orders", "called_back", "satisfied" };

struct fraction {
    int64_t numerator, denominator;
};

/* One combination of the dimensions asked for, in each of the three periods. */
struct group {
    char *word[DIMENSIONS];
    struct fraction of[PERIODS][MEASURES];
};

struct groups {
    struct group *group;
    size_t count;
};

static bool asked(int dimension)
{
    return opt.by && svc_text_in(opt.by, ',', columns[dimension].name);
}

static void check_dimensions(void)
{
    const char *list = opt.by, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        bool known = false;
        for (int i = 0; i < DIMENSIONS; i++)
            known |= strlen(columns[i].name) == len && memcmp(columns[i].name, word, len) == 0;
        if (!known)
            svc_die(SVC_USAGE, "option --by: not of dept, category, channel, level, month");
    }
}

/* Groups are few; the last one found is likely the next one too. */
static struct group *group_of(struct groups *groups, const char *const word[DIMENSIONS])
{
    for (size_t i = groups->count; i-- > 0;) {
        bool same = true;
        for (int d = 0; d < DIMENSIONS && same; d++)
            same = !asked(d) || strcmp(groups->group[i].word[d], word[d] ? word[d] : "") == 0;
        if (same)
            return &groups->group[i];
    }
    groups->group = svc_grow(groups->group, groups->count, sizeof *groups->group);
    struct group *group = &groups->group[groups->count++];
    *group = (struct group){ .word = { NULL } };
    for (int d = 0; d < DIMENSIONS; d++)
        group->word[d] = svc_strdup(asked(d) && word[d] ? word[d] : "");
    return group;
}

static void count(struct fraction *fraction, bool in, bool of)
{
    fraction->numerator += in && of;
    fraction->denominator += of;
}

/* A limit counts once it was met or has passed. */
static void count_limit(struct fraction *fraction, const char *due, const char *done,
                        const char *now)
{
    bool met = due && done && strcmp(done, due) <= 0;
    count(fraction, met, due && (done || strcmp(due, now) < 0));
}

enum { DEPT, CATEGORY, CHANNEL, LEVEL, RECEIVED_AT, RESPONDED, CLOSED, RESPOND_DUE, CLOSE_DUE,
       OPENED_AT, IS_VALID, IS_RESPONSIBLE, REPEATS, EARLIER, IS_CALLED, IS_SATISFIED };

/* A round of a complaint. An earlier one counts for its limits and its time alone. */
static void add_row(struct fraction of[MEASURES], struct svc_query *q, const char *now)
{
    count_limit(&of[RESPOND_IN_TIME], svc_text(q, RESPOND_DUE), svc_text(q, RESPONDED), now);
    count_limit(&of[CLOSE_IN_TIME], svc_text(q, CLOSE_DUE), svc_text(q, CLOSED), now);
    if (!svc_is_null(q, CLOSED)) {
        of[HOURS].numerator += svc_moment(q, CLOSED) - svc_moment(q, OPENED_AT);
        of[HOURS].denominator++;
    }
    if (svc_int(q, EARLIER))
        return;
    bool valid = strcmp(svc_text(q, IS_VALID), "yes") == 0;
    bool responsible = strcmp(svc_text(q, IS_RESPONSIBLE), "yes") == 0;
    of[RECEIVED].numerator++;
    of[PER_CUSTOMERS].numerator++;
    of[PER_ORDERS].numerator++;
    of[COUNTED].numerator += valid && responsible;
    count(&of[VALID], valid, true);
    count(&of[RESPONSIBLE], responsible, true);
    count(&of[REPEAT], !svc_is_null(q, REPEATS), true);
    count(&of[CALLED_BACK], svc_int(q, IS_CALLED) > 0, !svc_is_null(q, CLOSED));
    if (!svc_is_null(q, IS_SATISFIED))
        count(&of[SATISFIED], strcmp(svc_text(q, IS_SATISFIED), "satisfied") == 0, true);
}

/* The call-backs about the complaint's present round. */
#define OF_THIS_ROUND \
    " WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at" \
    "   AND t.cancelled_at IS NULL"

/* Adds a period that lies `back` months before the one asked for; its months stand beside those
 * they are compared with. Both rounds of a reopened complaint are counted. */
static void add_period(struct svc_call *call, struct groups *groups, int which, int back,
                       const struct svc_period *period)
{
    char now[SVC_WHEN_SIZE], level[2] = "", month[SVC_DAY_SIZE];
    svc_when_format(svc_now(), now);
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, category, channel, level, received_at,"
        "       COALESCE(responded_at, solution_at, closed_at), closed_at, respond_due, close_due,"
        "       opened_at, valid, responsible, repeat_of, 0,"
        "       (SELECT MAX(t.attempts) FROM callback t" OF_THIS_ROUND "),"
        "       (SELECT COALESCE(t.satisfied, 'no answer') FROM callback t" OF_THIS_ROUND
        "           AND t.called_at IS NOT NULL ORDER BY t.called_at DESC, t.no DESC LIMIT 1)"
        "  FROM complaint c WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'"
        " UNION ALL "
        "SELECT r.dept, c.category, c.channel, r.level, c.received_at,"
        "       COALESCE(r.responded_at, r.solution_at, r.closed_at), r.closed_at, r.respond_due,"
        "       r.close_due, r.opened_at, NULL, NULL, NULL, 1, NULL, NULL"
        "  FROM complaint c JOIN complaint_round r ON r.no = c.no"
        " WHERE c.received_at >= ?1 AND c.received_at < ?2 AND c.state <> 'withdrawn'",
        "ww", period->from, period->until);
    while (svc_next(q)) {
        level[0] = (char)('0' + svc_int(q, LEVEL));
        svc_day_format(svc_day_add_months(svc_when_day(svc_moment(q, RECEIVED_AT)), back), month);
        month[7] = '\0';
        const char *const word[DIMENSIONS] = { svc_text(q, DEPT), svc_text(q, CATEGORY),
                                               svc_text(q, CHANNEL),
                                               level, month };
        add_row(group_of(groups, word)->of[which], q, now);
    }
}

/* The orders completed in a period, for the groups of their department and month; category, channel
 * and level are no properties of an order. */
static void add_orders(struct svc_call *call, struct groups *groups, int which, int back,
                       const struct svc_period *period)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, SUBSTR(finished_at, 1, 7) || '-01', COUNT(*) FROM service_order"
        " WHERE finished_at >= ?1 AND finished_at < ?2 GROUP BY 1, 2",
        "ww", period->from, period->until);
    while (svc_next(q)) {
        const char *dept = svc_is_null(q, 0) ? "" : svc_text(q, 0);
        char month[SVC_DAY_SIZE];
        svc_day_format(svc_day_add_months(svc_when_day(svc_moment(q, 1)), back), month);
        month[7] = '\0';
        for (size_t i = 0; i < groups->count; i++) {
            struct group *group = &groups->group[i];
            bool its = (!asked(DEPT) || strcmp(group->word[DEPT], dept) == 0) &&
                       (!asked(MONTH) || strcmp(group->word[MONTH], month) == 0);
            group->of[which][PER_ORDERS].denominator += its ? svc_int(q, 2) : 0;
        }
    }
}

/* Two decimals, half away from zero, in integers; `none` for an empty denominator. */
static const char *value_text(enum measure measure, const struct fraction *f, const char *none,
                              char out[32])
{
    if (measure == RECEIVED || measure == COUNTED) {
        snprintf(out, 32, "%lld", (long long)f->numerator);
    } else if (f->denominator == 0) {
        return none;
    } else {
        int64_t scale = measure == HOURS ? 3600 : 1;
        int64_t times = measure == HOURS           ? 100
                        : measure == PER_CUSTOMERS ? 1000000
                        : measure == PER_ORDERS    ? 100000
                                                   : 10000;
        int64_t of = f->denominator * scale;
        int64_t hundredths = (2 * times * f->numerator + of) / (2 * of);
        snprintf(out, 32, "%lld.%02lld", (long long)(hundredths / 100),
                 (long long)(hundredths % 100));
    }
    return out;
}

/* The customers are those of today in each period: nobody knows how many there were. */
static void print_group(struct svc_call *call, struct group *group, int64_t customers)
{
    for (int p = 0; p < PERIODS; p++)
        group->of[p][PER_CUSTOMERS].denominator = customers;
    const char *none = svc_print_none(call);
    for (enum measure m = 0; m < MEASURES; m++) {
        struct svc_value row[DIMENSIONS + 6];
        char text[PERIODS][32];
        const struct fraction *f = &group->of[0][m];
        bool plain = m == RECEIVED || m == COUNTED;
        size_t n = 0;
        for (int d = 0; d < DIMENSIONS; d++)
            row[n++] = svc_value_text(group->word[d]);
        row[n++] = svc_value_text(names[m]);
        row[n++] = svc_value_number(m == HOURS ? f->numerator / 60 : f->numerator);
        row[n++] = plain ? svc_value_text(NULL) : svc_value_number(f->denominator);
        for (int p = 0; p < PERIODS; p++)
            row[n++] = svc_value_text(value_text(m, &group->of[p][m], none, text[p]));
        svc_print_row(call, row);
    }
}

static int by_words(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    for (int d = 0; d < DIMENSIONS; d++) {
        int order = strcmp(x->word[d], y->word[d]);
        if (order)
            return order;
    }
    return 0;
}

/* The same span, so many months earlier. */
static struct svc_period earlier(const struct svc_period *period, int months)
{
    struct svc_period out = *period;
    out.from = svc_day_start(svc_day_add_months(svc_when_day(period->from), -months));
    out.until = svc_day_start(svc_day_add_months(svc_when_day(period->until), -months));
    return out;
}

int complaint_stats(struct svc_call *call)
{
    struct groups groups = { NULL, 0 };
    const struct svc_period *period = svc_call_period(false);
    bool by_month = period->month || asked(MONTH);
    int months = by_month ? 1 : strchr(period->name, 'Q') ? 3 : 12;
    struct svc_period before = earlier(period, months), year_ago = earlier(period, 12);
    static const char *const everything[DIMENSIONS];
    check_dimensions();
    int64_t customers = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM customer", NULL);
    if (!opt.by)
        group_of(&groups, everything);
    add_period(call, &groups, 0, 0, period);
    add_period(call, &groups, 1, months, &before);
    add_period(call, &groups, 2, 12, &year_ago);
    add_orders(call, &groups, 0, 0, period);
    add_orders(call, &groups, 1, months, &before);
    add_orders(call, &groups, 2, 12, &year_ago);
    if (groups.count > 1)
        qsort(groups.group, groups.count, sizeof *groups.group, by_words);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < groups.count; i++) {
        print_group(call, &groups.group[i], customers);
        for (int d = 0; d < DIMENSIONS; d++)
            free(groups.group[i].word[d]);
    }
    free(groups.group);
    return svc_finish(call);
}
