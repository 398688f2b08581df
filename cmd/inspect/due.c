/* due, count, contractor: duties that are missing, deadlines that are past, what adds up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/duty.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/missing.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/threshold.h"

static struct {
    const char *kind, *dept;
} opt;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind,
      .arg = "plan|special|coverage|routine|contractor|patrol|unnoticed|notice|finding|effect|asked",
      .help = "this kind alone", .list = "inspect.due" },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD",
      .help = "quarters and months of PERIOD (default: this year; until the end of March "
              "last year's too)" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

const struct svc_option count_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_year_options),
    { 0 }
};

const struct svc_option contractor_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this contractor only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

/* -- due ---------------------------------------------------------------------------------- */

int inspect_due(struct svc_call *call)
{
    struct svc_duties found;
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    found = (struct svc_duties){ .kind = opt.kind, .dept = svc_due_given.dept,
                                 .horizon = svc_due_horizon(policy, svc_now() - 1) };
    if (!svc_due_rests(policy)) {
        svc_duties_read(&found, svc_query(call->db, svc_sql("inspect/due"), NULL));
        svc_missing_inspections(&found, call->db, rules,
                                svc_shared.period.given ? &svc_shared.period.period : NULL);
    }
    size_t count = svc_duties_print(call, &found, "inspect.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}

/* -- count -------------------------------------------------------------------------------- */

static const struct svc_column count_columns[] = {
    { .name = "year", .type = SVC_TYPE_CODE, .label = "年度", .help = "the calendar year" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the department" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "major_notices", .type = SVC_TYPE_INT, .label = "重大问题通知数",
      .help = "notices of major findings" },
    { .name = "threshold", .type = SVC_TYPE_INT, .label = "取消评优次数",
      .help = "from so many on no annual award" },
    { .name = "no_annual_award", .type = SVC_TYPE_CODE, .label = "取消评优",
      .help = "yes once it is reached", .list = "verb.yes_no" },
    { .name = "records", .type = SVC_TYPE_CODE, .label = "通知编号",
      .help = "the notices counted, ;-separated" },
    { 0 }
};

/* So many of a year cost a department what the policy of the day gives for it; 0: nothing does. */
static int64_t needed_on(const struct svc_thresholds *all, const struct svc_threshold *what,
                         const char *day)
{
    int64_t least = 0;
    for (const struct svc_threshold *t = all->one; t < all->one + all->count; t++) {
        const struct svc_threshold_version *v = svc_threshold_on(t, day);
        if (v && v->n && t->event && strcmp(t->event, what->event) == 0 && !t->person &&
            strcmp(t->period, what->period) == 0 && (!least || v->n < least))
            least = v->n;
    }
    return least;
}

static void print_tally(struct svc_call *call, const char *year, int64_t needed,
                        const struct svc_tally *tally)
{
    struct svc_buf records = { 0 };
    char *name = svc_one(call->db, "SELECT name FROM dept WHERE dept = ?1", "s", tally->whose);
    for (size_t i = 0; i < tally->count; i++)
        svc_buf_printf(&records, "%s%s", i ? ";" : "", tally->one[i].record);
    struct svc_value row[] = {
        svc_value_text(year), svc_value_text(tally->whose), svc_value_text(name),
        svc_value_number((int64_t)tally->count),
        needed ? svc_value_number(needed) : svc_value_text(NULL),
        svc_value_text(needed && (int64_t)tally->count >= needed ? "yes" : "no"),
        svc_value_text(records.data)
    };
    svc_print_row(call, row);
    svc_buf_free(&records);
    free(name);
}

int inspect_count(struct svc_call *call)
{
    const struct svc_period *year = svc_call_year();
    const struct svc_threshold notices = { .event = (char *)"inspect.notice.major",
                                           .period = (char *)"year" };
    char last[SVC_WHEN_SIZE];
    struct svc_thresholds all = svc_thresholds_read(call->db);
    svc_when_format(year->until - 1 < svc_now() ? year->until - 1 : svc_now(), last);
    int64_t needed = needed_on(&all, &notices, last);
    svc_print_begin(call, count_columns);
    struct svc_tallies tallies = svc_tallies_read(call->db, &all, &notices, year);
    for (size_t i = 0; i < tallies.count; i++)
        if (!opt.dept || strcmp(tallies.one[i].whose, opt.dept) == 0)
            print_tally(call, year->name, needed, &tallies.one[i]);
    svc_tallies_free(&tallies);
    svc_thresholds_free(&all);
    return svc_finish(call);
}

/* -- contractor --------------------------------------------------------------------------- */

static const struct svc_column fault_columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "外委单位", .help = "the contractor" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "quarter", .type = SVC_TYPE_CODE, .label = "季度", .help = "of the sheet" },
    { .name = "sheet", .type = SVC_TYPE_CODE, .label = "检查表", .help = "the sheet" },
    { .name = "finding", .type = SVC_TYPE_CODE, .label = "问题编号", .help = "the finding" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "项目代码", .help = "the item" },
    { .name = "facts", .type = SVC_TYPE_TEXT, .label = "问题", .help = "what was found" },
    { .name = "fault", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "处罚原因",
      .help = "late, not fixed, or found again" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan, negative" },
    { 0 }
};

static void print_fault(struct svc_call *call, const struct svc_line *line)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT d.name, s.quarter, s.no, f.item, f.facts FROM inspect_finding f"
        "  JOIN inspect_sheet s ON s.no = f.sheet JOIN dept d ON d.dept = f.dept"
        " WHERE f.no = ?1", "s", line->record);
    while (svc_next(q)) {
        struct svc_value row[] = {
            svc_value_text(line->dept), svc_value_text(svc_text(q, 0)),
            svc_value_text(svc_text(q, 1)), svc_value_text(svc_text(q, 2)),
            svc_value_text(line->record), svc_value_text(svc_text(q, 3)),
            svc_value_text(svc_text(q, 4)), svc_value_text(line->reason),
            svc_value_number(line->amount)
        };
        svc_print_row(call, row);
    }
}

const char *inspect_contractor_asked(void)
{
    return opt.dept;
}

/* The score lines of contractors, with what stands behind them. */
int inspect_contractor(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    struct svc_lines lines = svc_score_lines(call->db, "inspect", period);
    svc_print_begin(call, fault_columns);
    for (size_t i = 0; i < lines.count; i++)
        if (strcmp(lines.line[i].item, "contractor") == 0 &&
            (!opt.dept || strcmp(lines.line[i].dept, opt.dept) == 0))
            print_fault(call, &lines.line[i]);
    svc_lines_free(&lines);
    return svc_finish(call);
}
