/* stats, types, agree: how often entries are wrong, in what, and how much of it a check finds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/discovery.h"
#include "svc/err.h"
#include "svc/measure.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/rules.h"
#include "svc/stat.h"

static struct {
    const char *by, *dept;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "dept, operator, role, grp, kind, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

const struct svc_option types_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "errors of this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

enum { DIMENSIONS = 6, MEASURES = 7 };
enum { RATE, RECORDS, ACCURACY, ENTERED, FIXED, AGREED, DAYS };
static const char *const measures[MEASURES] = { "error_rate", "records_with_errors", "accuracy",
                                                "in_time", "fixed_in_time", "reconciled",
                                                "reconciled_days" };

static const struct svc_column columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department, with --by dept" },
    { .name = "operator", .type = SVC_TYPE_CODE, .label = "录入人",
      .help = "who entered it, with --by operator; empty: nobody known" },
    { .name = "role", .type = SVC_TYPE_CODE, .label = "录入岗位", .help = "at which post, with --by role",
      .list = "entry.role" },
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "字段组", .help = "group of fields, with --by grp",
      .list = "entry.grp" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "检查方式", .help = "whose check, with --by kind",
      .list = "entry.kind" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "entry.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "in a thousand fields, else percent; none for an empty denominator" },
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", .help = "Wilson's interval" },
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限",
      .help = "groups whose intervals overlap are not to be ranked" },
    { .name = "bound", .type = SVC_TYPE_RATE, .label = "零差错上界",
      .help = "where no error was found: there are no more, with 95 percent confidence (exact, one-sided)" },
    { .name = "target", .type = SVC_TYPE_RATE, .label = "目标值", .help = "of the rule pack" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期", .help = "of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期", .help = "a year ago" },
    { 0 }
};

/* -- counting ----------------------------------------------------------------------------- */

/* Each fact with its dimensions, what it adds to a measure's numerator and denominator, and when. */
#define FACTS                                                                                     \
    "SELECT dept, operator, role, grp, kind, audited_at AS at, 0 AS measure, 0 AS n,"             \
    "       fields_checked AS d FROM entry_audit WHERE state = 'final'"                           \
    "   AND audited_at >= ?1 AND audited_at < ?2"                                                 \
    " UNION ALL "                                                                                 \
    "SELECT e.dept, e.operator, e.role, e.grp, a.kind, a.audited_at, 0, 1, 0"                     \
    "  FROM entry_audit a JOIN entry_error e ON e.audit = a.no AND e.state <> 'dropped'"          \
    " WHERE a.state = 'final' AND a.audited_at >= ?1 AND a.audited_at < ?2"                       \
    " UNION ALL "                                                                                 \
    "SELECT dept, operator, role, grp, kind, audited_at, 1, 0, records_checked"                   \
    "  FROM entry_audit WHERE state = 'final' AND audited_at >= ?1 AND audited_at < ?2"           \
    " UNION ALL "                                                                                 \
    "SELECT MAX(e.dept), MAX(e.operator), MAX(e.role), MAX(e.grp), MAX(a.kind), MAX(a.audited_at),"\
    "       1, 1, 0"                                                                              \
    "  FROM entry_audit a JOIN entry_error e ON e.audit = a.no AND e.state <> 'dropped'"          \
    " WHERE a.state = 'final' AND a.audited_at >= ?1 AND a.audited_at < ?2"                       \
    " GROUP BY a.no, COALESCE(e.register, ''), COALESCE(e.record, e.no)"                          \
    " UNION ALL "                                                                                 \
    "SELECT dept, person, NULL, NULL, NULL, due_at, 3,"                                           \
    "       CASE WHEN entered_at <= due_at THEN 1 ELSE 0 END, 1 FROM entry_task"                  \
    " WHERE due_at >= ?1 AND due_at < ?2 AND (entered_at IS NOT NULL OR due_at < ?3)"             \
    " UNION ALL "                                                                                 \
    "SELECT dept, operator, role, grp, NULL, fix_due, 4,"                                         \
    "       CASE WHEN fixed_at <= fix_due THEN 1 ELSE 0 END, 1 FROM entry_error"                  \
    " WHERE state IN ('open', 'fixed') AND fix_due >= ?1 AND fix_due < ?2"                        \
    "   AND (fixed_at IS NOT NULL OR fix_due < ?3)"                                               \
    " UNION ALL "                                                                                 \
    "SELECT dept, NULL, NULL, NULL, NULL, day_to || ' 00:00:00', 5, matched, keys"                \
    "  FROM entry_reconciliation WHERE state <> 'rejected'"                                       \
    "   AND day_to || ' 00:00:00' >= ?1 AND day_to || ' 00:00:00' < ?2"

struct counting {
    struct svc_rates *rates;
    const struct svc_rate_span *span;
};

static void count(const struct counting *to, const char *const text[DIMENSIONS - 1], const char *at,
                  int64_t measure, struct svc_fraction part)
{
    char month[SVC_RATE_SIZE];
    const char *word[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS - 1; i++)
        word[i] = to->rates->asked[i] ? text[i] : NULL;
    word[DIMENSIONS - 1] = svc_rates_month(to->rates, at, to->span->back, month);
    struct svc_fraction *of = svc_rates_group(to->rates, word)->of[to->span->which];
    of[measure].numerator += part.numerator;
    of[measure].denominator += part.denominator;
}

static void add_days(void *ctx, const struct svc_measured *part)
{
    const struct counting *to = ctx;
    char at[SVC_WHEN_SIZE];
    const char *const text[DIMENSIONS - 1] = { part->dept };
    count(to, text, svc_when_format(svc_day_start(part->day), at), DAYS,
          (struct svc_fraction){ part->numerator, part->denominator });
}

static void add(struct svc_call *call, struct svc_rates *rates, const struct svc_rate_span *span)
{
    struct counting to = { rates, span };
    struct svc_query *q = svc_query(call->db, FACTS, "www", span->period.from, span->period.until,
                                    svc_now());
    while (svc_next(q)) {
        const char *text[DIMENSIONS - 1];
        for (int i = 0; i < DIMENSIONS - 1; i++)
            text[i] = svc_text(q, i);
        count(&to, text, svc_text(q, 5), svc_int(q, 6), (struct svc_fraction){ svc_int(q, 7), svc_int(q, 8) });
    }
    svc_reconciled_days(call->db, &span->period, add_days, &to);
}

/* -- printing ----------------------------------------------------------------------------- */

static const char *scaled(double share, int times, char out[SVC_RATE_SIZE])
{
    snprintf(out, SVC_RATE_SIZE, "%.2f", share * times);
    return out;
}

/* What the pack aims at, NULL for nothing. */
static const char *target_of(const struct svc_policy *policy, int measure, char out[SVC_RATE_SIZE])
{
    const char *text = svc_policy_param(policy, measure == RATE ? "entry_rate_max" : "data_accuracy_target");
    int64_t hundredths;
    if ((measure != RATE && measure != ACCURACY) || !text || svc_hundredths_parse(text, &hundredths))
        return NULL;
    return svc_hundredths_format(measure == RATE ? hundredths : 100 * hundredths, out);
}

static void print_measure(struct svc_call *call, const struct svc_policy *policy,
                          const struct svc_rate_group *group, int measure)
{
    char text[6][SVC_RATE_SIZE];
    const char *none = svc_print_none(call);
    int times = measure == RATE ? 1000 : 100;
    double low, high;
    const struct svc_fraction *of = &group->of[0][measure];
    bool possible = of->denominator > 0 && of->numerator <= of->denominator;
    struct svc_value row[DIMENSIONS + 10], *v = row;
    for (int i = 0; i < DIMENSIONS; i++)
        *v++ = svc_value_text(group->word[i]);
    svc_stat_wilson((struct svc_share){ of->numerator, of->denominator }, &low, &high);
    *v++ = svc_value_text(measures[measure]);
    *v++ = svc_value_number(of->numerator);
    *v++ = svc_value_number(of->denominator);
    *v++ = svc_value_text(svc_rate_text(*of, times, none, text[0]));
    *v++ = svc_value_text(possible ? scaled(low, times, text[1]) : none);
    *v++ = svc_value_text(possible ? scaled(high, times, text[2]) : none);
    *v++ = svc_value_text(measure == RATE && possible && of->numerator == 0
                              ? scaled(svc_discovery_none(of->denominator), times, text[3]) : NULL);
    *v++ = svc_value_text(target_of(policy, measure, text[3 + (of->numerator == 0)]));
    *v++ = svc_value_text(svc_rate_text(group->of[1][measure], times, none, text[5]));
    char year[SVC_RATE_SIZE];
    *v++ = svc_value_text(svc_rate_text(group->of[2][measure], times, none, year));
    svc_print_row(call, row);
}

int entry_stats(struct svc_call *call)
{
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_period *period = svc_call_period(false);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(period->until - 1));
    svc_rates_count(call, &rates, add);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    for (size_t g = 0; g < rates.count; g++) {
        struct svc_rate_group *group = &rates.group[g];
        for (int which = 0; which < SVC_RATE_PERIODS; which++)
            group->of[which][ACCURACY] = (struct svc_fraction){
                group->of[which][RATE].denominator - group->of[which][RATE].numerator,
                group->of[which][RATE].denominator };
        for (int m = 0; m < MEASURES; m++)
            if (!opt.by || group->of[0][m].numerator || group->of[0][m].denominator)
                print_measure(call, policy, group, m);
    }
    svc_rates_free(&rates);
    svc_rules_close(rules);
    return svc_finish(call);
}

/* -- types -------------------------------------------------------------------------------- */

static const struct svc_column types_columns[] = {
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "the field",
      .list = "entry.field" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错类型", .help = "how it was wrong",
      .list = "entry.error" },
    { .name = "errors", .type = SVC_TYPE_INT, .label = "差错数", .help = "how many" },
    { .name = "share", .type = SVC_TYPE_RATE, .label = "占比", .help = "percent of all" },
    { .name = "cumulated", .type = SVC_TYPE_RATE, .label = "累计占比", .help = "with those before it" },
    { .name = "before", .type = SVC_TYPE_INT, .label = "上期", .help = "of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_INT, .label = "上年同期", .help = "a year ago" },
    { 0 }
};

/* Beside those of the period those of the same kind in the period before, and a year ago. */
#define TYPES                                                                                      \
    "SELECT field, error, COUNT(CASE WHEN found_at >= ?1 AND found_at < ?2 THEN 1 END) AS found,"  \
    "       COUNT(CASE WHEN found_at >= ?3 AND found_at < ?4 THEN 1 END),"                         \
    "       COUNT(CASE WHEN found_at >= ?5 AND found_at < ?6 THEN 1 END)"                          \
    "  FROM entry_error WHERE state <> 'dropped' AND COALESCE(dept, '') = COALESCE(?7, dept, '')"  \
    "   AND ((found_at >= ?1 AND found_at < ?2) OR (found_at >= ?3 AND found_at < ?4)"             \
    "        OR (found_at >= ?5 AND found_at < ?6))"                                               \
    " GROUP BY field, error"                                                                       \
    " HAVING COUNT(CASE WHEN found_at >= ?1 AND found_at < ?2 THEN 1 END) > 0"                     \
    " ORDER BY found DESC, field, error"

int entry_types(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    struct svc_period before, year;
    int64_t so_far = 0;
    svc_period_before(period, &before);
    svc_period_year_ago(period, &year);
    svc_print_begin(call, types_columns);
    int64_t all = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM entry_error WHERE state <> 'dropped'"
        "   AND found_at >= ?1 AND found_at < ?2 AND COALESCE(dept, '') = COALESCE(?3, dept, '')", "wws",
        period->from, period->until, opt.dept);
    struct svc_query *q = svc_query(call->db, TYPES, "wwwwwws", period->from, period->until, before.from,
                                    before.until, year.from, year.until, opt.dept);
    while (svc_next(q)) {
        char share[SVC_RATE_SIZE], sum[SVC_RATE_SIZE];
        int64_t count = svc_int(q, 2);
        so_far += count;
        struct svc_value row[] = {
            svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)), svc_value_number(count),
            svc_value_text(svc_rate_text((struct svc_fraction){ count, all }, 100, NULL, share)),
            svc_value_text(svc_rate_text((struct svc_fraction){ so_far, all }, 100, NULL, sum)),
            svc_value_number(svc_int(q, 3)), svc_value_number(svc_int(q, 4))
        };
        svc_print_row(call, row);
    }
    return svc_finish(call);
}

/* -- agree -------------------------------------------------------------------------------- */

static const struct svc_column agree_columns[] = {
    { .name = "both", .type = SVC_TYPE_INT, .label = "均发现", .help = "cells that both found wrong" },
    { .name = "first", .type = SVC_TYPE_INT, .label = "仅甲发现", .help = "the first audit alone" },
    { .name = "second", .type = SVC_TYPE_INT, .label = "仅乙发现", .help = "the second alone" },
    { .name = "neither", .type = SVC_TYPE_INT, .label = "均未发现", .help = "neither" },
    { .name = "observed", .type = SVC_TYPE_RATE, .label = "一致率", .help = "share on which they agree" },
    { .name = "expected", .type = SVC_TYPE_RATE, .label = "偶然一致率", .help = "that chance would give" },
    { .name = "kappa", .type = SVC_TYPE_RATE, .label = "Kappa系数", .help = "Cohen's kappa" },
    { .name = "errors", .type = SVC_TYPE_RATE, .label = "估计差错数",
      .help = "errors there are, by those that both found" },
    { 0 }
};

static int64_t found(struct svc_call *call, const char *audit, const char *other, bool both)
{
    return svc_one_int(call->db, 0,
        "SELECT COUNT(*) FROM (SELECT DISTINCT e.record, e.field FROM entry_error e"
        "   WHERE e.audit = ?1 AND e.state <> 'dropped' AND e.record IS NOT NULL"
        "     AND (CASE WHEN EXISTS (SELECT 1 FROM entry_error o WHERE o.audit = ?2"
        "          AND o.state <> 'dropped' AND o.record = e.record AND o.field = e.field)"
        "          THEN 1 ELSE 0 END) = ?3) cell", "ssi", audit, other, (int64_t)both);
}

static int64_t cells_of(struct svc_call *call, const char *audit)
{
    int64_t cells = svc_one_int(call->db, -1, "SELECT fields_checked FROM entry_audit WHERE no = ?1", "s",
                                audit);
    if (cells < 0)
        svc_die(SVC_UNKNOWN, "%s: no such audit", audit);
    return cells;
}

int entry_agree(struct svc_call *call)
{
    char text[4][SVC_RATE_SIZE];
    struct svc_second cells;
    struct svc_second_look look;
    if (call->count != 2)
        svc_die(SVC_USAGE, "agree takes two audits of the same cells");
    const char *first = call->operand[0], *second = call->operand[1];
    int64_t all = cells_of(call, first);
    if (cells_of(call, second) != all)
        svc_die(SVC_BADINPUT, "%s and %s have not looked at as many fields", first, second);
    cells.both = found(call, first, second, true);
    cells.first = found(call, first, second, false);
    cells.second = found(call, second, first, false);
    cells.neither = all - cells.both - cells.first - cells.second;
    bool known = svc_second_look(cells, &look);
    snprintf(text[0], sizeof text[0], "%.3f", look.observed);
    snprintf(text[1], sizeof text[1], "%.6f", look.expected);
    snprintf(text[2], sizeof text[2], "%.3f", look.kappa);
    snprintf(text[3], sizeof text[3], "%.1f", look.truly);
    struct svc_value row[] = {
        svc_value_number(cells.both), svc_value_number(cells.first), svc_value_number(cells.second),
        svc_value_number(cells.neither), svc_value_text(text[0]), svc_value_text(text[1]),
        svc_value_text(known ? text[2] : NULL), svc_value_text(look.estimated ? text[3] : NULL)
    };
    svc_print_begin(call, agree_columns);
    svc_print_row(call, row);
    return svc_finish(call);
}
