/* stats: the cases of a period, and what they gave and took. */
#include "reward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/num.h"
#include "svc/print.h"
#include "svc/rates.h"

static struct {
    const char *by;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "clause, dept, month, state" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款",
      .help = "clause, with --by clause" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份",
      .help = "month of the fact, with --by month" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "state, with --by state",
      .list = "reward.state" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "reward.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "count, yuan, percent or days; none for an empty " "denominator" },
    { 0 }
};

enum { DIMENSIONS = 4 };

enum measure { CASES, REWARDS, PENALTIES, REWARD_YUAN, PENALTY_YUAN, APPROVED, REVERSED, DAYS,
               MEASURES };
static const char *const names[MEASURES] = { "cases", "rewards", "penalties", "reward_amount",
                                             "penalty_amount", "approved", "reversed",
                                             "mean_days" };

static void count(struct svc_fraction *fraction, bool in, bool of)
{
    fraction->numerator += in && of;
    fraction->denominator += of;
}

/* Money and points count when they were approved and not taken back; a decision takes as long as
 * from the proposal to the last signature. */
static void add_case(struct svc_fraction of[MEASURES], struct svc_query *q)
{
    enum { STATE = 3, PLUS, GIVEN, TAKEN, PROPOSED_AT, DECIDED_AT };
    const char *state = svc_text(q, STATE);
    bool stands = strcmp(state, "approved") == 0, reversed = strcmp(state, "reversed") == 0;
    bool decided = stands || reversed || strcmp(state, "rejected") == 0;
    bool plus = svc_int(q, PLUS) > 0;
    of[CASES].numerator++;
    of[REWARDS].numerator += stands && plus;
    of[PENALTIES].numerator += stands && !plus;
    of[REWARD_YUAN].numerator += stands ? svc_int(q, GIVEN) : 0;
    of[PENALTY_YUAN].numerator += stands ? svc_int(q, TAKEN) : 0;
    count(&of[APPROVED], stands || reversed, decided);
    count(&of[REVERSED], reversed, stands || reversed);
    if (decided) {
        of[DAYS].numerator += svc_moment(q, DECIDED_AT) - svc_moment(q, PROPOSED_AT);
        of[DAYS].denominator++;
    }
}

static void read_cases(struct svc_call *call, const struct svc_period *period,
                       struct svc_rates *rates)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT c.clause, c.dept, c.occurred_at, c.state,"
        "       CASE WHEN EXISTS (SELECT 1 FROM policy_leg p"
        "                           JOIN policy_version v ON v.version = p.version"
        "                          WHERE p.clause = c.clause AND p.sign = '+'"
        "                            AND v.from_day <= substr(c.occurred_at, 1, 10)"
        "                            AND v.until_day > substr(c.occurred_at, 1, 10))"
        "            THEN 1 ELSE 0 END,"
        "       COALESCE(SUM(CASE WHEN l.amount > 0 THEN l.amount END), 0),"
        "       COALESCE(SUM(CASE WHEN l.amount < 0 THEN l.amount END), 0),"
        "       c.recorded_at, c.decided_at"
        "  FROM reward_case c JOIN reward_leg l ON l.no = c.no"
        " WHERE c.occurred_at >= ?1 AND c.occurred_at < ?2 AND c.reverses IS NULL"
        " GROUP BY c.no, c.clause, c.dept, c.occurred_at, c.state, c.recorded_at, c.decided_at"
        " ORDER BY c.no", "ww", period->from, period->until);
    while (svc_next(q)) {
        char month[SVC_RATE_SIZE];
        const char *const word[DIMENSIONS] = {
            svc_text(q, 0), svc_text(q, 1), svc_rates_month(rates, svc_text(q, 2), 0, month),
            svc_text(q, 3)
        };
        add_case(svc_rates_group(rates, word)->of[0], q);
    }
}

/* A paper signed before the case was recorded counts as no time. */
static const char *value_text(enum measure measure, struct svc_fraction f, const char *none,
                              char out[SVC_RATE_SIZE])
{
    if (measure <= PENALTIES)
        out[svc_int_digits(f.numerator, out)] = '\0';
    else if (measure == REWARD_YUAN || measure == PENALTY_YUAN)
        svc_hundredths_format(f.numerator, out);
    else if (measure == DAYS)
        return svc_rate_text((struct svc_fraction){ f.numerator > 0 ? f.numerator : 0,
                                                    f.denominator * SVC_DAY_SECONDS }, 1, none, out);
    else
        return svc_rate_text(f, 100, none, out);
    return out;
}

static void print_group(struct svc_call *call, const struct svc_rate_group *group)
{
    for (enum measure m = 0; m < MEASURES; m++) {
        struct svc_value row[DIMENSIONS + 4];
        char text[SVC_RATE_SIZE];
        const struct svc_fraction *f = &group->of[0][m];
        bool money = m == REWARD_YUAN || m == PENALTY_YUAN;
        size_t n = 0;
        for (int d = 0; d < DIMENSIONS; d++)
            row[n++] = svc_value_text(group->word[d]);
        row[n++] = svc_value_text(names[m]);
        row[n++] = money ? svc_value_text(NULL)
                         : svc_value_number(m == DAYS ? f->numerator / 60 : f->numerator);
        row[n++] = m < APPROVED ? svc_value_text(NULL) : svc_value_number(f->denominator);
        row[n++] = svc_value_text(value_text(m, *f, svc_print_none(call), text));
        svc_print_row(call, row);
    }
}

int reward_stats(struct svc_call *call)
{
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    const struct svc_period *period = svc_call_period(false);
    svc_rates_ask(&rates);
    read_cases(call, period, &rates);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < rates.count; i++)
        print_group(call, &rates.group[i]);
    svc_rates_free(&rates);
    return svc_finish(call);
}
