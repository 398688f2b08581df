/* due, count, contractor: duties that are missing, deadlines that are past, what adds up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/duty.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/statement.h"

static struct {
    const char *kind, *dept;
} opt;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind,
      .arg = "plan|special|coverage|routine|contractor|unnoticed|notice|finding|effect",
      .help = "this kind alone", .list = "inspect.due" },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD",
      .help = "quarters and months of PERIOD (default: this year; until March last year's too)" },
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

/* -- what is due -------------------------------------------------------------------------- */

static struct svc_duties found;

static bool asked(const char *kind)
{
    return svc_duties_asked(&found, kind);
}

/* -- duties of the calendar --------------------------------------------------------------- */

/* A special inspection of the company counts for the quarter in which it was checked, and for a
 * department once the department's sheet is signed. */
#define SPECIAL \
    " FROM inspect_sheet s JOIN inspection i ON i.no = s.inspection" \
    " WHERE i.kind = 'special' AND i.level = 'company' AND s.state = 'signed'" \
    "   AND s.checked_at >= ?1 AND s.checked_at < ?2"

static void take_quarter(struct svc_call *call, struct svc_rules *rules, const char *name,
                         svc_when from, svc_when until)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(until - 1));
    int64_t least = svc_policy_number(policy, "special_inspections_per_quarter", 0) / 100;
    int64_t held = svc_one_int(call->db, 0, "SELECT COUNT(DISTINCT s.inspection)" SPECIAL, "ww",
                               from, until);
    struct svc_buf what = { 0 };
    svc_statement(&what, "special_inspections", "sii", name, held, least);
    if (held < least)
        svc_duties_add(&found, "special", NULL, NULL, NULL, what.data, until - 1);
    svc_buf_free(&what);
    if (asked("coverage"))
        svc_duties_take(&found, "coverage", svc_query(call->db,
            "SELECT NULL, d.dept, d.head, 'not_covered|' || ?3, ?4 FROM dept d"
            " WHERE d.kind <> 'contractor' AND d.dept NOT IN (SELECT s.dept" SPECIAL ")",
            "wwsw", from, until, name, until - 1));
    if (asked("contractor"))
        svc_duties_take(&found, "contractor", svc_query(call->db,
            "SELECT NULL, d.dept, NULL, 'no_contractor_sheet|' || ?1, ?2 FROM dept d"
            " WHERE d.kind = 'contractor' AND NOT EXISTS"
            "       (SELECT 1 FROM inspect_sheet s WHERE s.dept = d.dept AND s.quarter = ?1)",
            "sw", name, until - 1));
}

/* The head leads the department's own routine and sums it up. */
static void take_month(struct svc_call *call, const char *name, svc_when from, svc_when until)
{
    if (asked("routine"))
        svc_duties_take(&found, "routine", svc_query(call->db,
            "SELECT NULL, d.dept, d.head, 'no_routine|' || ?3, ?4"
            "  FROM dept d WHERE d.kind <> 'contractor' AND NOT EXISTS"
            "       (SELECT 1 FROM inspection i WHERE i.level = 'department'"
            "           AND i.kind = 'routine' AND i.state IN ('reported', 'filed')"
            "           AND i.scope = d.dept AND i.held_at >= ?1 AND i.held_at < ?2"
            "           AND i.inspectors || ';' LIKE d.head || ';%')",
            "wwsw", from, until, name, until - 1));
}

/* Every quarter of the calendar, every month of assessment from the day's on that ends inside of the
 * horizon. */
static void take_quarters(struct svc_call *call, struct svc_rules *rules, svc_day day,
                          svc_when until)
{
    char name[QUARTER_SIZE];
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    day = svc_day_of(year, month - (month - 1) % 3, 1);
    while (svc_day_start(day) < until) {
        svc_day next = svc_day_add_months(day, 3);
        if (svc_day_start(next) - 1 > found.horizon)
            return;
        take_quarter(call, rules, inspect_quarter(day, name), svc_day_start(day),
                     svc_day_start(next));
        day = next;
    }
}

static void take_months(struct svc_call *call, svc_day day, svc_when until)
{
    struct svc_period month;
    for (svc_period_month(day, &month); month.from < until && month.until - 1 <= found.horizon;
         svc_period_shift(&month, 1, &month))
        take_month(call, month.name, month.from, month.until);
}

/* The calendar duties are looked for in the period given; else in this year, and until the end of
 * its first quarter in last year too, so that December's are not lost. */
static void take_calendar(struct svc_call *call, struct svc_rules *rules)
{
    const struct svc_period *period = &svc_shared.period.period;
    struct svc_period year, calendar;
    char name[SVC_NUM_SIZE];
    if (svc_shared.period.given) {
        if (svc_period_calendar(period->name, &calendar)) /* days from to are those of both */
            calendar = *period;
        take_months(call, svc_when_day(period->from), period->until);
        take_quarters(call, rules, svc_when_day(calendar.from), calendar.until);
        return;
    }
    svc_when never = svc_day_start(svc_day_of(9999, 1, 1));
    svc_day then = svc_day_add_months(svc_when_day(svc_now()), -3);
    name[svc_int_digits(svc_day_year(then), name)] = '\0';
    if (svc_period_parse(name, &year) || svc_period_calendar(name, &calendar))
        svc_die(SVC_BUG, "%s is no year", name);
    take_months(call, svc_when_day(year.from), never);
    take_quarters(call, rules, svc_when_day(calendar.from), never);
}

/* -- due ---------------------------------------------------------------------------------- */

int inspect_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    found = (struct svc_duties){ .kind = opt.kind, .dept = svc_due_given.dept,
                                 .horizon = svc_due_horizon(policy, svc_now() - 1) };
    if (!svc_due_rests(policy)) {
        svc_duties_read(&found, svc_query(call->db, svc_sql("inspect/due"), NULL));
        take_calendar(call, rules);
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

struct tally {
    char dept[64], name[256];
    int64_t count;
    struct svc_buf records;
};

static void print_tally(struct svc_call *call, const char *year, int64_t threshold,
                        struct tally *tally)
{
    struct svc_value row[] = {
        svc_value_text(year), svc_value_text(tally->dept), svc_value_text(tally->name),
        svc_value_number(tally->count), svc_value_number(threshold),
        svc_value_text(tally->count >= threshold ? "yes" : "no"),
        svc_value_text(svc_buf_text(&tally->records))
    };
    if (tally->count)
        svc_print_row(call, row);
    tally->count = 0;
    svc_buf_clear(&tally->records);
}

int inspect_count(struct svc_call *call)
{
    const struct svc_period *year = svc_call_year();
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_when last = year->until - 1 < svc_now() ? year->until - 1 : svc_now();
    int64_t threshold = svc_policy_number(svc_rules_on(rules, svc_when_day(last)),
                                          "major_notices_per_dept_year", 0) / 100;
    struct tally tally = { .count = 0 };
    svc_print_begin(call, count_columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT n.dept, d.name, n.no FROM inspect_notice n JOIN dept d ON d.dept = n.dept"
        "  JOIN notice_severity g ON g.no = n.no AND g.severity = 'major'"
        " WHERE n.state <> 'cancelled' AND n.issued_at >= ?1"
        "   AND n.issued_at < ?2 AND n.dept = COALESCE(?3, n.dept)"
        " ORDER BY n.dept, n.issued_at, n.no", "wws", year->from, year->until, opt.dept);
    while (svc_next(q)) {
        if (strcmp(tally.dept, svc_text(q, 0)) != 0)
            print_tally(call, year->name, threshold, &tally);
        snprintf(tally.dept, sizeof tally.dept, "%s", svc_text(q, 0));
        snprintf(tally.name, sizeof tally.name, "%s", svc_text(q, 1));
        svc_buf_printf(&tally.records, "%s%s", tally.count++ ? ";" : "", svc_text(q, 2));
    }
    print_tally(call, year->name, threshold, &tally);
    svc_buf_free(&tally.records);
    svc_rules_close(rules);
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
