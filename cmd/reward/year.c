/* thresholds, award: what accumulates over a year, and who may still be honoured at its end. */
#include "reward.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/statement.h"
#include "svc/threshold.h"
#include "svc/year.h"

/* The year asked for; it must have begun. */
static const struct svc_period *asked_year(struct svc_call *call)
{
    const struct svc_period *year = svc_call_year();
    if (year->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", year->name);
    return year;
}

/* -- thresholds --------------------------------------------------------------------------- */

static const struct svc_column threshold_columns[] = {
    { .name = "year", .type = SVC_TYPE_CODE, .label = "年度",
      .help = "the year, or its month, quarter or half that is counted by" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "the clause that it gives" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "the department, or the person's" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "whose records are counted; empty for a department's" },
    { .name = "count", .type = SVC_TYPE_INT, .label = "次数", .help = "how many, or points, count" },
    { .name = "threshold", .type = SVC_TYPE_INT, .label = "界限", .help = "how many it takes" },
    { .name = "reached", .type = SVC_TYPE_CODE, .label = "是否达到",
      .help = "yes, or no with one to go", .list = "verb.yes_no" },
    { .name = "records", .type = SVC_TYPE_CODE, .label = "计入记录",
      .help = "the counted records, ;-separated" },
    { .name = "disputed", .type = SVC_TYPE_CODE, .label = "申诉中",
      .help = "records under appeal, which do not count" },
    { .name = "case", .type = SVC_TYPE_CODE, .label = "奖惩编号",
      .help = "the case of that year, when there is one" },
    { 0 }
};

static void append(struct svc_buf *list, const struct svc_tally *tally, bool disputed)
{
    for (size_t i = 0; i < tally->count; i++)
        if ((tally->one[i].standing == SVC_DISPUTED) == disputed)
            svc_buf_printf(list, "%s%s", list->len ? ";" : "", tally->one[i].record);
}

static void print_tally(struct svc_call *call, const struct svc_threshold *t,
                        const struct svc_period *span, int64_t needed, const struct svc_tally *tally)
{
    const struct svc_counted *last = &tally->one[tally->count - 1];
    struct svc_buf records = { 0 }, disputed = { 0 };
    if (tally->sum + 100 < 100 * needed)
        return;
    append(&records, tally, false);
    append(&disputed, tally, true);
    char *no = svc_one(call->db,
        "SELECT no FROM reward_case WHERE clause = ?2 AND reverses IS NULL"
        "   AND CASE ?5 WHEN 1 THEN person ELSE dept END = ?1 AND (?5 = 1 OR person IS NULL)"
        "   AND state IN ('proposed', 'approved') AND occurred_at >= ?3 AND occurred_at < ?4"
        " ORDER BY no LIMIT 1", "sswwi", tally->whose, t->gives, span->from, span->until,
        (int64_t)t->person);
    struct svc_value row[] = {
        svc_value_text(span->name), svc_value_text(t->gives), svc_value_text(last->dept),
        svc_value_text(t->person ? tally->whose : NULL), svc_value_number(tally->sum / 100),
        svc_value_number(needed), svc_value_text(tally->sum >= 100 * needed ? "yes" : "no"),
        svc_value_text(svc_buf_text(&records)), svc_value_text(svc_buf_text(&disputed)),
        svc_value_text(no)
    };
    svc_print_row(call, row);
    svc_buf_free(&records);
    svc_buf_free(&disputed);
    free(no);
}

/* What a threshold counts in each of its periods of the year, whose last one may have begun in the year
 * and bear the next one's name. */
static void print_threshold(struct svc_call *call, const struct svc_thresholds *all,
                            const struct svc_threshold *t, const struct svc_period *year)
{
    struct svc_period span = { .until = year->from };
    char last[SVC_WHEN_SIZE];
    while (span.until < year->until && span.until <= svc_now()) {
        svc_threshold_span(t, svc_when_day(span.until), &span);
        svc_when_format(span.until - 1 < svc_now() ? span.until - 1 : svc_now(), last);
        const struct svc_threshold_version *v = svc_threshold_on(t, last);
        if (!v || v->n == 0 || strncmp(span.name, year->name, strlen(year->name)) != 0)
            continue;
        struct svc_tallies tallies = svc_tallies_read(call->db, all, t, &span);
        for (size_t i = 0; i < tallies.count; i++)
            print_tally(call, t, &span, v->n, &tallies.one[i]);
        svc_tallies_free(&tallies);
    }
}

int reward_thresholds(struct svc_call *call)
{
    const struct svc_period *year = asked_year(call);
    struct svc_thresholds all = svc_thresholds_read(call->db);
    svc_print_begin(call, threshold_columns);
    for (size_t i = 0; i < all.count; i++)
        if (all.one[i].gives)
            print_threshold(call, &all, &all.one[i], year);
    svc_thresholds_free(&all);
    return svc_finish(call);
}

/* -- award -------------------------------------------------------------------------------- */

static const struct svc_column award_columns[] = {
    { .name = "year", .type = SVC_TYPE_CODE, .label = "年度", .help = "the year" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类型", .help = "dept or person",
      .list = "reward.subject" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "department code or staff number" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the person's department" },
    { .name = "eligible", .type = SVC_TYPE_CODE, .label = "可否评优",
      .help = "yes, no, or open while a case is undecided", .list = "paper.award" },
    { .name = "reasons", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因",
      .help = "effect:clause:record, ;-separated" },
    { .name = "annual_points", .type = SVC_TYPE_POINTS, .label = "年度扣分",
      .help = "points off the year's assessment" },
    { .name = "rewards", .type = SVC_TYPE_INT, .label = "受奖次数", .help = "rewards of the year" },
    { .name = "penalties", .type = SVC_TYPE_INT, .label = "受罚次数",
      .help = "penalties of the year" },
    { 0 }
};

static void print_candidate(struct svc_call *call, const struct svc_period *year,
                            const struct svc_year_subject *one)
{
    struct svc_value row[] = {
        svc_value_text(year->name), svc_value_text(one->person ? "person" : "dept"),
        svc_value_text(one->code), svc_value_text(one->name), svc_value_text(one->dept),
        svc_value_text(svc_year_award(one)), svc_value_text(svc_buf_text(&one->reasons)),
        svc_value_number(one->annual_points), svc_value_number(one->rewards),
        svc_value_number(one->penalties)
    };
    svc_print_row(call, row);
}

/* As svc-report year has it: contractors are no candidates. */
int reward_award(struct svc_call *call)
{
    const struct svc_period *period = asked_year(call);
    struct svc_year year = svc_year_read(call->db, period->name);
    svc_print_begin(call, award_columns);
    for (const struct svc_year_subject *one = year.one; one < year.one + year.count; one++)
        if (one->there && !one->contractor)
            print_candidate(call, period, one);
    svc_year_free(&year);
    return svc_finish(call);
}
