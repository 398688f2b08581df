/* stats: how quickly monitors were answered, whether that was borne out, what it was used for, and who
 * was silent; each with numerator and denominator, beside the period before and a year ago. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "monitor.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/stat.h"
#include "svc/when.h"

static struct {
    const char *by;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "dept, kind, grp, district, monitor, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "承办部门",
      .help = "department, with --by dept" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "意见类型", .help = "kind, with --by kind",
      .list = "monitor.kind" },
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "所属群体", .help = "group, with --by grp",
      .list = "monitor_group" },
    { .name = "district", .type = SVC_TYPE_CODE, .label = "所在片区",
      .help = "district, with --by district" },
    { .name = "monitor", .type = SVC_TYPE_CODE, .label = "监督员编号",
      .help = "monitor, with --by monitor" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "name", .type = SVC_TYPE_CODE, .flags = SVC_NAME, .label = "姓名",
      .help = "of the monitor, with --by monitor" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "monitor.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子",
      .help = "how many; minutes of the mean" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "percent, or working minutes; none for an empty denominator" },
    { .name = "low", .type = SVC_TYPE_CODE, .label = "区间下限",
      .help = "of a rate: lower end of 95 % (Wilson)" },
    { .name = "high", .type = SVC_TYPE_CODE, .label = "区间上限", .help = "its upper end" },
    { .name = "before", .type = SVC_TYPE_RATE, .label = "上期值",
      .help = "value of the period before" },
    { .name = "year_ago", .type = SVC_TYPE_RATE, .label = "上年同期值",
      .help = "value of the same period a year ago" },
    { 0 }
};

enum { DEPT, KIND, GRP, DISTRICT, MONITOR, MONTH, DIMENSIONS };

enum measure { DUE, IN_TIME, ANSWERED, VERIFIED, SATISFIED, USED, ACTIVITY, MINUTES, MEASURES };
static const char *const names[MEASURES] = { "due",  "in_time",  "answered", "verified", "satisfied",
                                             "used", "activity", "answer_minutes" };

/* -- counting ------------------------------------------------------------------------------ */

/* A round that was due in the period, and what is counted of it. */
enum { AT_DUE = MONTH, OPENED, ANSWERED_AT, IS_VERIFIED, VERIFY_DUE, CONTENT, TAKEN, LATEST, FIELDS };

/* What the rounds share: the calendar that working minutes are counted by. */
static const struct svc_calendar *calendar;

static void count(struct svc_fraction *fraction, bool in, bool of)
{
    fraction->numerator += in && of;
    fraction->denominator += of;
}

static bool is_word(const struct svc_field *field, const char *word)
{
    return field->text && strcmp(field->text, word) == 0;
}

static svc_when moment(const char *text)
{
    svc_when when = 0;
    svc_when_parse(text, &when);
    return when;
}

/* One that is neither answered nor past counts nowhere; an answer that nobody verified, as soon as that
 * is past; the use of what was verified once, with its last round. */
static void add_round(struct svc_fraction of[MEASURES], const struct svc_field *f, const char *now)
{
    const char *due = f[AT_DUE].text, *answered = f[ANSWERED_AT].text, *check = f[VERIFY_DUE].text;
    bool verified = f[IS_VERIFIED].text != NULL;
    bool suggests = is_word(&f[KIND], "problem") || is_word(&f[KIND], "suggestion");
    if (!answered && strcmp(due, now) >= 0)
        return;
    of[DUE].numerator++;
    count(&of[IN_TIME], answered && strcmp(answered, due) <= 0, true);
    count(&of[ANSWERED], answered, true);
    count(&of[VERIFIED], is_word(&f[IS_VERIFIED], "yes"),
          answered && (verified || (check && strcmp(check, now) < 0)));
    count(&of[SATISFIED], is_word(&f[CONTENT], "yes"), f[CONTENT].text);
    count(&of[USED], f[TAKEN].text && !is_word(&f[TAKEN], "none"),
          verified && suggests && f[LATEST].number);
    if (answered) {
        of[MINUTES].numerator += svc_clock_working(calendar, moment(f[OPENED].text), moment(answered));
        of[MINUTES].denominator++;
    }
}

static void add_rounds(struct svc_call *call, struct svc_rates *rates, const struct svc_rate_span *span)
{
    char now[SVC_WHEN_SIZE];
    struct svc_field f[FIELDS];
    struct svc_query *q = svc_query(call->db,
        "SELECT r.dept, r.kind, m.grp, m.district, r.monitor, r.answer_due, r.opened_at, r.answered_at,"
        "       r.verified, r.verify_due, r.satisfied, r.use,"
        "       CASE WHEN r.round = MAX(CASE WHEN r.verified IS NULL THEN 0 ELSE r.round END)"
        "                           OVER (PARTITION BY r.no) THEN 1 ELSE 0 END"
        "  FROM monitor_rounds r JOIN monitor m ON m.monitor = r.monitor"
        " WHERE r.answer_due >= ?1 AND r.answer_due < ?2 AND r.state <> 'withdrawn'",
        "ww", span->period.from, span->period.until);
    svc_when_format(svc_now(), now);
    for (int i = 0; i < FIELDS; i++)
        f[i] = (struct svc_field){ .column = i, .numeric = i == LATEST };
    while (svc_next(q)) {
        char month[SVC_RATE_SIZE];
        svc_cells(q, f, FIELDS);
        const char *const word[DIMENSIONS] = {
            f[DEPT].text, f[KIND].text, f[GRP].text, f[DISTRICT].text, f[MONITOR].text,
            svc_rates_month(rates, f[AT_DUE].text, span->back, month)
        };
        add_round(svc_rates_group(rates, word)->of[span->which], f, now);
    }
}

/* Who was in office in the period, and spoke up in the twelve months until its end. It is nobody's
 * department and of no kind or month. */
static void add_activity(struct svc_call *call, struct svc_rates *rates,
                         const struct svc_rate_span *span)
{
    svc_when from = span->period.from, until = span->period.until;
    if (rates->asked[DEPT] || rates->asked[KIND] || rates->asked[MONTH])
        return;
    struct svc_query *q = svc_query(call->db,
        "SELECT m.grp, m.district, m.monitor,"
        "       CASE WHEN EXISTS (SELECT 1 FROM monitor_opinion o WHERE o.monitor = m.monitor"
        "                            AND o.raised_at >= ?3 AND o.raised_at < ?4"
        "                            AND o.state <> 'withdrawn') THEN 1 ELSE 0 END"
        "  FROM monitor m"
        " WHERE EXISTS (SELECT 1 FROM monitor_terms t WHERE t.monitor = m.monitor AND t.last_on >= ?1"
        "                  AND t.appointed_on < ?2 AND t.appointed_on <= ?5)"
        " ORDER BY m.monitor", "ddwwd", svc_when_day(from), svc_when_day(until),
        svc_day_start(svc_day_add_months(svc_when_day(until), -12)), until, svc_when_day(svc_now()));
    while (svc_next(q)) {
        const char *const word[DIMENSIONS] = { NULL, NULL, svc_text(q, 0), svc_text(q, 1),
                                               svc_text(q, 2), NULL };
        count(&svc_rates_group(rates, word)->of[span->which][ACTIVITY], svc_int(q, 3), true);
    }
}

static void add_period(struct svc_call *call, struct svc_rates *rates,
                       const struct svc_rate_span *span)
{
    add_rounds(call, rates, span);
    add_activity(call, rates, span);
}

/* -- printing ------------------------------------------------------------------------------ */

static const char *value_text(enum measure m, struct svc_fraction f, const char *none,
                              char out[SVC_RATE_SIZE])
{
    if (m == DUE) {
        snprintf(out, SVC_RATE_SIZE, "%lld", (long long)f.numerator);
        return out;
    }
    if (m == MINUTES) /* counted in seconds */
        f.denominator *= 60;
    return svc_rate_text(f, m == MINUTES ? 1 : 100, none, out);
}

static void print_measure(struct svc_call *call, const struct svc_rate_group *group, const char *name,
                          enum measure m)
{
    struct svc_value row[DIMENSIONS + 9];
    char text[SVC_RATE_PERIODS][SVC_RATE_SIZE], end[2][SVC_NUM_SIZE];
    const struct svc_fraction *f = &group->of[0][m];
    const char *none = svc_print_none(call);
    bool rate = m != DUE && m != MINUTES && f->denominator > 0;
    double low = 0, high = 0;
    size_t n = 0;
    if (rate)
        svc_stat_wilson((struct svc_share){ f->numerator, f->denominator }, &low, &high);
    for (int d = 0; d < DIMENSIONS; d++)
        row[n++] = svc_value_text(group->word[d]);
    row[n++] = svc_value_text(name);
    row[n++] = svc_value_text(names[m]);
    row[n++] = svc_value_number(m == MINUTES ? f->numerator / 60 : f->numerator);
    row[n++] = m == DUE ? svc_value_text(NULL) : svc_value_number(f->denominator);
    row[n++] = svc_value_text(value_text(m, *f, none, text[0]));
    row[n++] = svc_value_text(rate ? svc_hundredths_format(llround(low * 10000), end[0]) : NULL);
    row[n++] = svc_value_text(rate ? svc_hundredths_format(llround(high * 10000), end[1]) : NULL);
    for (int p = 1; p < SVC_RATE_PERIODS; p++)
        row[n++] = svc_value_text(value_text(m, group->of[p][m], none, text[p]));
    svc_print_row(call, row);
}

int monitor_stats(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_rates rates = { .columns = columns, .dimensions = DIMENSIONS, .measures = MEASURES,
                               .by = opt.by };
    calendar = svc_rules_on(rules, svc_when_day(svc_now()))->calendar;
    svc_rates_count(call, &rates, add_period);
    svc_rates_sort(&rates);
    svc_print_begin(call, columns);
    struct svc_query *q = svc_prepare(call->db, "SELECT name FROM monitor WHERE monitor = ?1");
    for (size_t i = 0; i < rates.count; i++) {
        const char *monitor = rates.group[i].word[MONITOR];
        svc_bind_text(q, 1, monitor, strlen(monitor));
        const char *name = svc_next(q) ? svc_text(q, 0) : NULL;
        for (enum measure m = 0; m < MEASURES; m++)
            print_measure(call, &rates.group[i], name, m);
        svc_rewind(q);
    }
    svc_free(q);
    svc_rates_free(&rates);
    svc_rules_close(rules);
    return svc_finish(call);
}
