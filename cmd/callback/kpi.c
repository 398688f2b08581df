/* kpi, stats: rates and counts of the tasks planned in a period, each with numerator and
 * denominator, beside the period before and the same period a year ago. */
#include "callback.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "svc/err.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/stat.h"

static struct {
    const char *by;
} opt;

const struct svc_option kpi_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "business, dept, caller, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "business", .type = SVC_TYPE_CODE, .label = "业务类型",
      .help = "business, with --by business", .list = "business callback.business" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "caller", .type = SVC_TYPE_CODE, .label = "回访人",
      .help = "who calls, with --by caller" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "callback.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "percent, or a mean; none for an empty denominator" },
    { .name = "low", .type = SVC_TYPE_CODE, .label = "区间下限",
      .help = "of the satisfied: lower end of 95 % (Wilson)" },
    { .name = "high", .type = SVC_TYPE_CODE, .label = "区间上限", .help = "its upper end" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期值",
      .help = "value of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期值",
      .help = "value of the same period a year ago" },
    { 0 }
};

enum { DIMENSIONS = 4 };

enum measure {
    PLANNED, CALLED, REACHED, GIVEN_UP, CANCELLED, LATE, ISSUES, COVERAGE, CONTACT, IN_WINDOW,
    SATISFIED, SOLVED, MEAN, MEAN_ATTITUDE, MEAN_SKILL, MEAN_TIMELINESS, MEAN_RESULT,
    ISSUE_CLOSED, DEVIATIONS, MEASURES
};
static const char *const names[MEASURES] = {
    "planned", "called", "reached", "unreachable", "cancelled", "late", "issues", "coverage",
    "contact", "in_window", "satisfied", "solved", "mean_overall", "mean_attitude", "mean_skill",
    "mean_timeliness", "mean_result", "issue_closed", "deviations"
};

/* -- counting ----------------------------------------------------------------------------- */

enum { BUSINESS, DEPT, CALLER, PLANNED_AT, WINDOW_FROM, WINDOW_TO, CALLED_AT, UNREACHABLE_AT,
       CANCELLED_AT, ATTEMPTS, IS_LATE, BAND, IS_SOLVED, SCORE, SCORES = 5,
       FIELDS = SCORE + SCORES };
enum { FIRST = PLANNED_AT + 1 }; /* behind the words of a group */

static struct svc_fraction *fractions_of(struct svc_rates *rates, const struct svc_rate_span *span,
                                         const struct svc_field *f)
{
    char month[SVC_RATE_SIZE];
    const char *const word[DIMENSIONS] = {
        f[BUSINESS].text, f[DEPT].text, f[CALLER].text,
        svc_rates_month(rates, f[PLANNED_AT].text, span->back, month)
    };
    return svc_rates_group(rates, word)->of[span->which];
}

static void count(struct svc_fraction *fraction, bool in, bool of)
{
    fraction->numerator += in;
    fraction->denominator += of;
}

static bool is_word(const struct svc_field *field, const char *word)
{
    return field->text && strcmp(field->text, word) == 0;
}

/* A task that is cancelled is not due; nobody who was not asked is satisfied. Done in the window
 * is what ended there, reached or given up; a window that is still open does not count yet. */
static void add_task(struct svc_fraction of[MEASURES], const struct svc_field *f, const char *now)
{
    if (f[CANCELLED_AT].text) {
        of[CANCELLED].numerator++;
        return;
    }
    bool called = f[ATTEMPTS].number > 0, reached = f[CALLED_AT].text;
    const char *end = reached ? f[CALLED_AT].text : f[UNREACHABLE_AT].text;
    const char *opens = f[WINDOW_FROM].text, *window = f[WINDOW_TO].text;
    bool in_window = window && end && strcmp(end, window) <= 0 &&
                     (!opens || strcmp(end, opens) >= 0);
    of[PLANNED].numerator++;
    of[CALLED].numerator += called;
    of[REACHED].numerator += reached;
    of[GIVEN_UP].numerator += f[UNREACHABLE_AT].text != NULL;
    of[LATE].numerator += is_word(&f[IS_LATE], "yes");
    count(&of[COVERAGE], called, true);
    count(&of[CONTACT], reached, called);
    count(&of[IN_WINDOW], in_window, window && (end || strcmp(window, now) < 0));
    count(&of[SATISFIED], is_word(&f[BAND], "satisfied"), reached);
    count(&of[SOLVED], is_word(&f[IS_SOLVED], "yes"), f[IS_SOLVED].text);
    for (int i = 0; i < SCORES; i++) {
        of[MEAN + i].numerator += f[SCORE + i].number;
        of[MEAN + i].denominator += !f[SCORE + i].null;
    }
}

/* The next row's words, or all it has. */
static bool next_row(struct svc_query *q, struct svc_field f[FIELDS], size_t count)
{
    for (int i = 0; i < FIELDS; i++)
        f[i] = (struct svc_field){ .column = i, .numeric = i == ATTEMPTS || i >= SCORE };
    if (!svc_next(q))
        return false;
    svc_cells(q, f, count);
    return true;
}

/* The index callback_kpi has all of these columns: no row of the table is looked up. */
static void add_tasks(struct svc_call *call, struct svc_rates *rates,
                      const struct svc_rate_span *span)
{
    char now[SVC_WHEN_SIZE];
    struct svc_field f[FIELDS];
    struct svc_query *q = svc_query(call->db,
        "SELECT business, dept, caller, planned_at, window_from, window_to, called_at,"
        "       unreachable_at, cancelled_at, attempts, late, satisfied, solved,"
        "       overall, attitude, skill, timeliness, result"
        "  FROM callback WHERE planned_at >= ?1 AND planned_at < ?2",
        "ww", span->period.from, span->period.until);
    svc_when_format(svc_now(), now);
    while (next_row(q, f, FIELDS))
        add_task(fractions_of(rates, span, f), f, now);
}

/* Issues and hearings are few beside the tasks, so each looks for its task, not the other way. */
static void add_beside(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    struct svc_field f[FIELDS];
    struct svc_query *q = svc_query(call->db,
        "SELECT t.business, t.dept, t.caller, t.planned_at,"
        "       CASE WHEN i.state = 'closed' THEN 1 ELSE 0 END,"
        "       CASE WHEN i.state = 'reopened' THEN 0 ELSE 1 END"
        "  FROM callback_issue i CROSS JOIN callback t"
        " WHERE t.no = i.no AND t.planned_at >= ?1 AND t.planned_at < ?2 AND i.raised_at >= ?1",
        "ww", span->period.from, span->period.until);
    while (next_row(q, f, FIRST)) {
        struct svc_fraction *of = fractions_of(rates, span, f);
        of[ISSUES].numerator++;
        of[ISSUE_CLOSED].numerator += svc_int(q, FIRST);
        of[ISSUE_CLOSED].denominator += svc_int(q, FIRST + 1);
    }
    q = svc_query(call->db,
        "SELECT t.business, t.dept, h.caller, t.planned_at, h.deviations"
        "  FROM callback_hearing h CROSS JOIN callback t"
        " WHERE t.no = h.no AND t.planned_at >= ?1 AND t.planned_at < ?2 AND h.heard_at >= ?1",
        "ww", span->period.from, span->period.until);
    while (next_row(q, f, FIRST)) {
        struct svc_fraction *of = fractions_of(rates, span, f);
        of[DEVIATIONS].numerator += svc_int(q, FIRST);
        of[DEVIATIONS].denominator++;
    }
}

static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    add_tasks(call, rates, span);
    add_beside(call, rates, span);
}

/* -- printing ----------------------------------------------------------------------------- */

static bool is_count(enum measure measure)
{
    return measure < COVERAGE;
}

/* Deviations are counted for each call that was listened to, so theirs is a mean too. */
static bool is_mean(enum measure measure)
{
    return (measure >= MEAN && measure <= MEAN_RESULT) || measure == DEVIATIONS;
}

static const char *value_text(enum measure measure, const struct svc_fraction *f,
                              const char *none, char out[SVC_RATE_SIZE])
{
    if (!is_count(measure))
        return svc_rate_text(*f, is_mean(measure) ? 1 : 100, none, out);
    snprintf(out, SVC_RATE_SIZE, "%lld", (long long)f->numerator);
    return out;
}

static void print_measure(struct svc_call *call, const struct svc_rate_group *group, enum measure m)
{
    struct svc_value row[DIMENSIONS + 8];
    char text[SVC_RATE_PERIODS][SVC_RATE_SIZE], end[2][SVC_NUM_SIZE];
    const struct svc_fraction *f = &group->of[0][m];
    const char *none = svc_print_none(call);
    bool ends = m == SATISFIED && f->denominator > 0;
    double low = 0, high = 0;
    size_t n = 0;
    if (ends)
        svc_stat_wilson((struct svc_share){ f->numerator, f->denominator }, &low, &high);
    for (int d = 0; d < DIMENSIONS; d++)
        row[n++] = svc_value_text(group->word[d]);
    row[n++] = svc_value_text(names[m]);
    row[n++] = svc_value_number(f->numerator);
    row[n++] = is_count(m) ? svc_value_text(NULL) : svc_value_number(f->denominator);
    row[n++] = svc_value_text(value_text(m, f, none, text[0]));
    row[n++] = svc_value_text(ends ? svc_hundredths_format(llround(low * 10000), end[0]) : NULL);
    row[n++] = svc_value_text(ends ? svc_hundredths_format(llround(high * 10000), end[1]) : NULL);
    for (int p = 1; p < SVC_RATE_PERIODS; p++)
        row[n++] = svc_value_text(value_text(m, &group->of[p][m], none, text[p]));
    svc_print_row(call, row);
}

static int print_groups(struct svc_call *call, enum measure first)
{
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    svc_rates_count(call, &rates, add_period);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < rates.count; i++)
        for (enum measure m = first; m < MEASURES; m++)
            print_measure(call, &rates.group[i], m);
    svc_rates_free(&rates);
    return svc_finish(call);
}

int callback_kpi(struct svc_call *call)
{
    return print_groups(call, COVERAGE);
}

int callback_stats(struct svc_call *call)
{
    return print_groups(call, PLANNED);
}
