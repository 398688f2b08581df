/* rate, stats: what was kept in time, and counts, of the orders accepted in a period, each with
 * numerator and denominator, beside the period before and the same period a year ago. */
#include "svc-order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/text.h"

static struct {
    const char *by;
} opt;

const struct svc_option rate_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD", "the period (required)" },
    { "by", 0, SVC_OPT_TEXT, &opt.by, "COL,...",
      "business, dept, class, customer_kind, tier, month" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_column columns[] = {
    { "business", SVC_TYPE_CODE, 0, "业务类型", "business, with --by business", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "department, with --by dept", NULL, NULL },
    { "class", SVC_TYPE_CODE, 0, "用气类别", "class, with --by class", NULL, NULL },
    { "customer_kind", SVC_TYPE_CODE, 0, "用户类别", "kind, with --by customer_kind", NULL, NULL },
    { "tier", SVC_TYPE_CODE, 0, "服务等级", "tier, with --by tier", NULL, NULL },
    { "month", SVC_TYPE_CODE, 0, "月份", "month, with --by month", NULL, NULL },
    { "measure", SVC_TYPE_CODE, 0, "指标", "what is measured", NULL, NULL },
    { "numerator", SVC_TYPE_INT, 0, "分子", "how many", NULL, NULL },
    { "denominator", SVC_TYPE_INT, 0, "分母", "of how many", NULL, NULL },
    { "value", SVC_TYPE_CODE, 0, "值", "percent; a dash for an empty denominator", NULL, NULL },
    { "before", SVC_TYPE_CODE, 0, "环比基数", "value of the period before", NULL, NULL },
    { "year_ago", SVC_TYPE_CODE, 0, "同比基数", "value of the same period a year ago", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

enum { DIMENSIONS = 6, MONTH = 5, PERIODS = 3 };

enum measure {
    APPLY, SURVEY, NOTICE, ARRIVE, SOLUTION, FINISH, ORDER, FINISHED, CANCELLED, OPEN, ACCEPTED,
    KEPT7653, MEASURES
};

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

/* -- groups ------------------------------------------------------------------------------- */

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
            svc_die(SVC_USAGE, "option --by: not of business, dept, class, customer_kind, tier,"
                    " month");
    }
}

/* The group of the row's first columns; a month that lies `back` months before the one it is
 * compared with stands with that one. */
static struct group *group_of(struct groups *groups, struct svc_query *q, int back)
{
    char month[SVC_DAY_SIZE] = "";
    const char *word[DIMENSIONS] = { "", "", "", "", "", "" };
    svc_day day;
    for (int d = 0; q && d < DIMENSIONS; d++)
        word[d] = svc_is_null(q, d) ? "" : svc_text(q, d);
    if (*word[MONTH]) {
        snprintf(month, sizeof month, "%.7s-01", word[MONTH]);
        if (!svc_day_parse(month, &day))
            svc_day_format(svc_day_add_months(day, back), month);
        month[7] = '\0';
        word[MONTH] = month;
    }
    for (size_t i = 0; i < groups->count; i++) {
        bool same = true;
        for (int d = 0; d < DIMENSIONS && same; d++)
            same = strcmp(groups->group[i].word[d], word[d]) == 0;
        if (same)
            return &groups->group[i];
    }
    groups->group = svc_grow(groups->group, groups->count, sizeof *groups->group);
    struct group *group = &groups->group[groups->count++];
    *group = (struct group){ .word = { NULL } };
    for (int d = 0; d < DIMENSIONS; d++)
        group->word[d] = svc_strdup(word[d]);
    return group;
}

static int by_words(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int order = 0;
    for (int d = 0; d < DIMENSIONS && !order; d++)
        order = strcmp(x->word[d], y->word[d]);
    return order;
}

/* -- counting ----------------------------------------------------------------------------- */

/* The dimensions that were not asked for are the same for all. */
#define WORDS \
    "CASE ?4 WHEN 1 THEN o.business END, CASE ?5 WHEN 1 THEN o.dept END," \
    " CASE ?6 WHEN 1 THEN o.class END, CASE ?7 WHEN 1 THEN o.customer_kind END," \
    " CASE ?8 WHEN 1 THEN o.tier END, CASE ?9 WHEN 1 THEN SUBSTR(o.accepted_at, 1, 7) END"

/* 1 for a limit kept, 0 for one missed, NULL while it is open or where there is none. What was
 * cancelled before its deadline is neither. */
#define KEPT(due, done, as) \
    " CASE WHEN " done " <= " due " THEN 1 WHEN " done " > " due " THEN 0" \
    " WHEN " due " < COALESCE(cancelled_at, ?3) THEN 0 END AS " as ","

/* ?1 and ?2 bound the period, ?3 is now. */
static const char limits_sql[] =
    "WITH l AS ("
    "SELECT business, dept, class, customer_kind, tier, accepted_at,"
    "  CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END AS finished,"
    "  CASE WHEN cancelled_at IS NULL THEN 0 ELSE 1 END AS cancelled,"
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
    " SUM(1 - finished - cancelled), COUNT(*), COUNT(*) FROM o"
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
        by[d] = asked(d);
    return svc_query(call->db, sql, "wwwiiiiii", period->from, period->until, svc_now(), by[0],
                     by[1], by[2], by[3], by[4], by[5]);
}

/* Adds a period that lies `back` months before the one asked for. */
static void add_period(struct svc_call *call, struct groups *groups, int which, int back,
                       const struct svc_period *period)
{
    struct svc_query *q = ask(call, limits_sql, period);
    while (svc_next(q)) {
        struct fraction *of = group_of(groups, q, back)->of[which];
        for (int m = APPLY; m < ACCEPTED; m++)
            of[m] = (struct fraction){ svc_int(q, DIMENSIONS + 2 * m),
                                       svc_int(q, DIMENSIONS + 2 * m + 1) };
        of[ACCEPTED].numerator = svc_int(q, DIMENSIONS + 2 * ACCEPTED);
    }
    q = ask(call, visits_sql, period);
    while (svc_next(q))
        group_of(groups, q, back)->of[which][KEPT7653] =
            (struct fraction){ svc_int(q, DIMENSIONS), svc_int(q, DIMENSIONS + 1) };
}

/* The same span, so many months earlier. */
static struct svc_period earlier(const struct svc_period *period, int months)
{
    struct svc_period out = *period;
    out.from = svc_day_start(svc_day_add_months(svc_when_day(period->from), -months));
    out.until = svc_day_start(svc_day_add_months(svc_when_day(period->until), -months));
    return out;
}

/* -- printing ----------------------------------------------------------------------------- */

/* Two decimals, half up, in integers. */
static const char *value_text(enum measure m, const struct fraction *f, char out[32])
{
    if (m == ACCEPTED) {
        snprintf(out, 32, "%lld", (long long)f->numerator);
    } else if (f->denominator == 0) {
        return "–";
    } else {
        int64_t hundredths = (20000 * f->numerator + f->denominator) / (2 * f->denominator);
        snprintf(out, 32, "%lld.%02lld", (long long)(hundredths / 100),
                 (long long)(hundredths % 100));
    }
    return out;
}

static void print_measure(struct svc_call *call, const struct group *group, enum measure m,
                          const char *name)
{
    struct svc_value row[DIMENSIONS + 6];
    char text[PERIODS][32];
    const struct fraction *f = &group->of[0][m];
    size_t n = 0;
    for (int d = 0; d < DIMENSIONS; d++)
        row[n++] = svc_value_text(group->word[d]);
    row[n++] = svc_value_text(name);
    row[n++] = svc_value_number(f->numerator);
    row[n++] = m == ACCEPTED ? svc_value_text(NULL) : svc_value_number(f->denominator);
    for (int p = 0; p < PERIODS; p++)
        row[n++] = svc_value_text(value_text(m, &group->of[p][m], text[p]));
    svc_print_row(call, row);
}

/* Each clock that had a limit to keep, and the orders that kept all of theirs. */
static void print_rates(struct svc_call *call, const struct group *group)
{
    static const char *const names[] = { "apply", "survey", "notice", "arrive", "solution",
                                         "finish", "order" };
    for (enum measure m = APPLY; m <= ORDER; m++) {
        bool any = m == ORDER;
        for (int p = 0; p < PERIODS; p++)
            any |= group->of[p][m].denominator > 0;
        if (any)
            print_measure(call, group, m, names[m]);
    }
}

static void print_counts(struct svc_call *call, const struct group *group)
{
    print_measure(call, group, ACCEPTED, "accepted");
    print_measure(call, group, FINISHED, "finished");
    print_measure(call, group, CANCELLED, "cancelled");
    print_measure(call, group, OPEN, "open");
    print_measure(call, group, ORDER, "in_time");
    print_measure(call, group, KEPT7653, "kept_7653");
}

static int print_groups(struct svc_call *call,
                        void (*print)(struct svc_call *call, const struct group *group))
{
    struct groups groups = { NULL, 0 };
    const struct svc_period *period = svc_call_period(false);
    int months = period->month ? 1 : strchr(period->name, 'Q') ? 3 : 12;
    struct svc_period before = earlier(period, months), year_ago = earlier(period, 12);
    check_dimensions();
    if (!opt.by)
        group_of(&groups, NULL, 0);
    add_period(call, &groups, 0, 0, period);
    add_period(call, &groups, 1, months, &before);
    add_period(call, &groups, 2, 12, &year_ago);
    if (groups.count > 1)
        qsort(groups.group, groups.count, sizeof *groups.group, by_words);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < groups.count; i++) {
        print(call, &groups.group[i]);
        for (int d = 0; d < DIMENSIONS; d++)
            free(groups.group[i].word[d]);
    }
    free(groups.group);
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
