/* thresholds, award: what accumulates over a year, and who may still be honoured at its end. */
#include "reward.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/statement.h"
#include "svc/sql.h"
#include "svc/year.h"

/* The year asked for; it must have begun. */
static const struct svc_period *asked_year(struct svc_call *call)
{
    const struct svc_period *year = svc_call_year();
    if (year->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", year->name);
    return year;
}

/* The policy of the year's last day, or of today. */
static const struct svc_policy *policy_of(struct svc_rules *rules, const struct svc_period *year)
{
    svc_when last = year->until - 1 < svc_now() ? year->until - 1 : svc_now();
    return svc_rules_on(rules, svc_when_day(last));
}

/* -- thresholds --------------------------------------------------------------------------- */

static const struct svc_column threshold_columns[] = {
    { .name = "year", .type = SVC_TYPE_CODE, .label = "年度", .help = "the year" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "clause that counts" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "the department, or the person's" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "whose records are counted; empty for a department's" },
    { .name = "count", .type = SVC_TYPE_INT, .label = "次数", .help = "how many count" },
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

/* One person or department while the records are counted. */
struct tally {
    char *param, *clause, *person, *dept; /* person NULL for a department */
    int64_t count;
    struct svc_buf records, disputed;
};

static void append(struct svc_buf *list, const char *word)
{
    svc_buf_printf(list, "%s%s", list->len ? ";" : "", word);
}

static void print_tally(struct svc_call *call, const struct svc_period *year,
                        const struct svc_policy *policy, const struct tally *tally)
{
    if (!tally->dept)
        return;
    int64_t needed = svc_policy_number(policy, tally->param, INT64_MAX) / 100;
    if (tally->count + 1 < needed)
        return;
    char *no = svc_one(call->db,
        "SELECT no FROM reward_case WHERE person = ?1 AND clause = ?2 AND reverses IS NULL"
        "   AND state IN ('proposed', 'approved') AND substr(occurred_at, 1, 4) = ?3"
        " ORDER BY no LIMIT 1", "sss", tally->person, tally->clause, year->name);
    struct svc_value row[] = {
        svc_value_text(year->name), svc_value_text(tally->clause), svc_value_text(tally->dept),
        svc_value_text(tally->person), svc_value_number(tally->count), svc_value_number(needed),
        svc_value_text(tally->count >= needed ? "yes" : "no"),
        svc_value_text(svc_buf_text(&tally->records)),
        svc_value_text(svc_buf_text(&tally->disputed)), svc_value_text(no)
    };
    svc_print_row(call, row);
    free(no);
}

static void free_tally(struct tally *tally)
{
    free(tally->param);
    free(tally->clause);
    free(tally->person);
    free(tally->dept);
    svc_buf_free(&tally->records);
    svc_buf_free(&tally->disputed);
    *tally = (struct tally){ .count = 0 };
}

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The columns of report/thresholds.sql. */
enum { PARAM, CLAUSE, PERSON, DEPT, NO, DISPUTED };

int reward_thresholds(struct svc_call *call)
{
    const struct svc_period *year = asked_year(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = policy_of(rules, year);
    struct tally tally = { .count = 0 };
    svc_print_begin(call, threshold_columns);
    struct svc_query *q = svc_query(call->db, svc_sql("report/thresholds"), "ww", year->from,
                                    year->until);
    while (svc_next(q)) {
        if (!same(tally.param, svc_text(q, PARAM)) || !same(tally.person, svc_text(q, PERSON)) ||
            !same(tally.dept, svc_text(q, DEPT))) {
            print_tally(call, year, policy, &tally);
            free_tally(&tally);
            tally.param = svc_strdup(svc_text(q, PARAM));
            tally.clause = svc_strdup(svc_text(q, CLAUSE));
            tally.person = svc_strdup(svc_text(q, PERSON));
            tally.dept = svc_strdup(svc_text(q, DEPT));
        }
        bool disputed = svc_int(q, DISPUTED);
        tally.count += !disputed;
        append(disputed ? &tally.disputed : &tally.records, svc_text(q, NO));
    }
    print_tally(call, year, policy, &tally);
    free_tally(&tally);
    svc_rules_close(rules);
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
