/* plan: the year's plan. The office writes it in February, adjusts it in summer; month by month it
 * is the projects' milestones, which enter the departments' assessment. */
#include <stdio.h>
#include <string.h>

#include "improve.h"
#include "svc/frame.h"
#include "svc/lang.h"
#include "svc/period.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/when.h"

static struct {
    const char *goal, *duties, *incentives, *adjust, *filed, *dept;
} opt;

const struct svc_option plan_options[] = {
    { .name = "year", .type = SVC_OPT_INT, .to = &svc_shared.year, .arg = "YEAR",
      .help = "the plan's year" },
    { .name = "goal", .type = SVC_OPT_TEXT, .to = &opt.goal, .arg = "TEXT",
      .help = "the year's goal" },
    { .name = "duties", .type = SVC_OPT_TEXT, .to = &opt.duties, .arg = "TEXT",
      .help = "who does what" },
    { .name = "incentives", .type = SVC_OPT_TEXT, .to = &opt.incentives, .arg = "TEXT",
      .help = "what is rewarded, and how" },
    { .name = "adjust", .type = SVC_OPT_TEXT, .to = &opt.adjust, .arg = "TEXT",
      .help = "record the adjustment of the summer" },
    { .name = "filed", .type = SVC_OPT_TEXT, .to = &opt.filed, .arg = "REF",
      .help = "the adjustment was filed one level up" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "print this department's months only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_step_output_options),
    { 0 }
};

/* -- writing ------------------------------------------------------------------------------ */

/* Its words may change until the first signature of a round. */
static void rewrite(const struct svc_step *step)
{
    if (svc_stands(step, "draft"))
        svc_move(step,
                 "UPDATE improve_plan SET goal = COALESCE(?3, goal),"
                 " duties = COALESCE(?4, duties), incentives = COALESCE(?5, incentives)"
                 " WHERE \"year\" = ?1 AND state = ?2", "sss", opt.goal, opt.duties,
                 opt.incentives);
}

static void write_new(struct svc_call *call, const char *year, svc_when at)
{
    if (!opt.goal || !opt.duties || !opt.incentives)
        svc_die(SVC_USAGE, "a new plan needs --goal, --duties and --incentives");
    svc_change_insert(call, "improve_plan", year,
        "INSERT INTO improve_plan (\"year\", goal, duties, incentives, state, round, recorded_at,"
        " recorded_by, event) VALUES (?1, ?2, ?3, ?4, 'draft', 1, ?5, ?6, ?7) RETURNING *",
        "sssswse", year, opt.goal, opt.duties, opt.incentives, at, call->actor.person);
}

/* Every July (params midyear_review_month) an approved plan is adjusted; later is late, earlier
 * is no review of the half year. */
static void adjust(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE], first[SVC_DAY_SIZE];
    struct svc_rules *rules = svc_rules_open(step->call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(step->at));
    int64_t month = svc_policy_number(policy, "midyear_review_month", 100) / 100;
    svc_rules_close(rules);
    snprintf(first, sizeof first, "%s-%02d-01", step->no, (int)month % 100);
    if (!svc_stands(step, "approved"))
        return;
    if (strncmp(svc_when_format(step->at, at), first, 10) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is adjusted from %s on", first);
    else
        svc_move(step,
                 "UPDATE improve_plan SET adjustment = ?3, adjusted_at = ?4"
                 " WHERE \"year\" = ?1 AND state = ?2 AND filed_at IS NULL", "sw", opt.adjust,
                 step->at);
}

static void file(const struct svc_step *step)
{
    const char *adjusted = step->values[Y_ADJUSTED_AT].text;
    if (!adjusted)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has no adjustment to be filed");
    else if (svc_in_order(step, adjusted))
        svc_move(step,
                 "UPDATE improve_plan SET filing = ?3, filed_at = ?4"
                 " WHERE \"year\" = ?1 AND state = ?2 AND filed_at IS NULL", "sw", opt.filed,
                 step->at);
}

static int write_plan(struct svc_call *call, char *year)
{
    svc_when at = svc_call_at(call);
    bool words = opt.goal || opt.duties || opt.incentives;
    improve_office(call, N_("the year's plan"));
    if (words + (opt.adjust != NULL) + (opt.filed != NULL) > 1)
        svc_die(SVC_USAGE, "one thing at a time: the plan, --adjust or --filed");
    if (words && !svc_one_int(call->db, 0, "SELECT 1 FROM improve_plan WHERE \"year\" = ?1", "s",
                              year)) {
        svc_call_begin(call);
        write_new(call, year, at);
        svc_call_commit(call);
        return svc_finish(call);
    }
    call->operand = &year;
    call->count = 1;
    return svc_each_verb(call, SVC_OF(&improve_plans), at,
                         words ? rewrite : opt.adjust ? adjust : file, NULL);
}

/* -- month by month ----------------------------------------------------------------------- */

static const struct svc_column month_columns[] = {
    { .name = "month", .type = SVC_TYPE_MONTH, .label = "月份", .help = "when it is due" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "责任部门",
      .help = "whose assessment it enters", .table = "dept" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "责任人", .help = "person responsible",
      .table = "person" },
    { .name = "project", .type = SVC_TYPE_CODE, .label = "项目", .help = "the project" },
    { .name = "no", .type = SVC_TYPE_CODE, .label = "节点编号", .help = "the milestone" },
    { .name = "due_on", .type = SVC_TYPE_DAY, .label = "时间节点", .help = "the last day" },
    { .name = "title", .type = SVC_TYPE_CODE, .label = "改进措施", .help = "what is to be done" },
    { .name = "standard", .type = SVC_TYPE_TEXT, .label = "完成标准",
      .help = "when it counts as done" },
    { .name = "done_at", .type = SVC_TYPE_TIME, .label = "完成时间", .help = "when it was done" },
    { .name = "status", .type = SVC_TYPE_CODE, .label = "情况",
      .help = "open, done, late or done late", .list = "improve.status" },
    { 0 }
};

/* The months of approved schemes; a date that was missed stays in its month. */
static int print_months(struct svc_call *call, const struct svc_period *year)
{
    char title[SVC_PERIOD_SIZE], day[SVC_DAY_SIZE];
    svc_period_title(year, title);
    svc_print_title(call, "%s 服务改进年度计划", title);
    svc_frame(call, &(struct svc_frame){ .dept = opt.dept, .period = title, .keys = 2,
                                         .until = svc_day_format(svc_when_day(year->until) - 1, day) });
    svc_print_begin(call, month_columns);
    svc_begin_read(call->db);
    svc_print_query(call, month_columns, svc_query(call->db,
        "SELECT (SELECT s.month FROM assessment_month s WHERE s.from_day <= n.due_on"
        "         ORDER BY s.from_day DESC LIMIT 1),"
        "       n.dept, n.person, n.project, n.no, n.due_on, n.title,"
        "       n.standard, n.done_at,"
        "       CASE WHEN n.missed = 1 THEN 'late'"
        "            WHEN n.done_at > n.due_on || ' 23:59:59' THEN 'done late'"
        "            WHEN n.done_at IS NOT NULL THEN 'done'"
        "            WHEN n.due_on || ' 23:59:59' < ?3 THEN 'late' ELSE 'open' END"
        "  FROM (SELECT m.no, m.project, m.due_on, m.dept, m.person, m.title, m.standard,"
        "               m.done_at, 0 AS missed FROM improve_milestone m"
        "        UNION ALL"
        "        SELECT m.no, m.project, s.due_on, m.dept, m.person, m.title, m.standard,"
        "               NULL, 1"
        "          FROM improve_slip s JOIN improve_milestone m ON m.no = s.no"
        "         WHERE s.passed = 1) n"
        "  JOIN improve_project p ON p.no = n.project"
        " WHERE p.approved_at IS NOT NULL"
        "   AND (p.stopped_at IS NULL OR n.due_on || ' 23:59:59' < p.stopped_at)"
        "   AND n.due_on >= substr(?1, 1, 10) AND n.due_on < substr(?2, 1, 10)"
        "   AND n.dept = COALESCE(?4, n.dept)"
        " ORDER BY n.due_on, n.dept, n.no, n.missed DESC", "wwws", year->from, year->until,
        svc_now(), opt.dept));
    svc_print_foot(call, call->title, NULL);
    svc_end_read(call->db);
    return svc_finish(call);
}

int improve_plan(struct svc_call *call)
{
    struct svc_period year = *svc_call_year();
    bool writes = opt.goal || opt.duties || opt.incentives || opt.adjust || opt.filed;
    if (writes && opt.dept)
        svc_die(SVC_USAGE, "--dept goes with printing");
    return writes ? write_plan(call, year.name) : print_months(call, &year);
}
