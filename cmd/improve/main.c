/* svc-improve: improvement, from an idea to the ledger. The entry is at the bottom. */
#include "improve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/when.h"

static const struct svc_column project_columns[] = {
    [P_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [P_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL },
    [P_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source",
                      NULL, NULL },
    [P_PROPOSED_ON] = { "proposed_on", SVC_TYPE_DAY, SVC_REQUIRED, "填单日期",
                        "when the scheme was written", NULL, NULL },
    [P_TITLE] = { "title", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "项目名称", "what it is called",
                  NULL, NULL },
    [P_KIND] = { "kind", SVC_TYPE_WORD, SVC_SET, "类型",
                 "a project, or a quality circle; project unless said",
                 "project|circle", NULL },
    [P_ROUTE] = { "route", SVC_TYPE_WORD, 0, "改进途径",
                  "as the idea was routed; needed without an idea",
                  "key|department", NULL },
    [P_IDEA] = { "idea", SVC_TYPE_CODE, 0, "改进建议", "the idea that it carries out", NULL, NULL },
    [P_DEPT] = { "dept", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "责任组织", "department responsible",
                 NULL, "dept" },
    [P_OWNER] = { "owner", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "责任人",
                  "person responsible; a circle's leader",
                  NULL, NULL },
    [P_ADVISER] = { "adviser", SVC_TYPE_CODE, SVC_SET, "辅导员", "of a quality circle", NULL, NULL },
    [P_MEMBERS] = { "members", SVC_TYPE_CODE, SVC_SET, "成员", "persons, ;-separated", NULL, NULL },
    [P_STARTS_ON] = { "starts_on", SVC_TYPE_DAY, SVC_REQUIRED | SVC_SET, "改进周期起",
                      "first day of the work", NULL, NULL },
    [P_ENDS_ON] = { "ends_on", SVC_TYPE_DAY, SVC_REQUIRED | SVC_SET, "改进周期止",
                    "last day; done by its end", NULL, NULL },
    [P_SITUATION] = { "situation", SVC_TYPE_TEXT, SVC_SET, "现状描述", "how it is now", NULL, NULL },
    [P_GOAL] = { "goal", SVC_TYPE_TEXT, SVC_SET, "改进目标", "how it shall be", NULL, NULL },
    [P_COST] = { "cost", SVC_TYPE_MONEY, SVC_SET, "成本预估", "estimated, in yuan", NULL, NULL },
    [P_BENEFIT] = { "benefit", SVC_TYPE_MONEY, SVC_SET, "收益预估", "estimated, in yuan", NULL, NULL },
    [P_METHOD] = { "method", SVC_TYPE_TEXT, SVC_SET, "效果评估方式", "how the effect will be judged",
                   NULL, NULL },
    [P_RESOURCES] = { "resources", SVC_TYPE_TEXT, SVC_SET, "资源盘点",
                      "what it takes; as the idea says unless given",
                      NULL, NULL },
    [P_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "how far it is",
                  "draft|signing|running|replanning|finished|summarised|closed|evaluated|archived|"
                  "stopped", NULL },
    [P_ROUND] = { "round", SVC_TYPE_INT, SVC_OWN, "轮次", "signing round of the scheme", NULL, NULL },
    [P_APPROVED_AT] = { "approved_at", SVC_TYPE_TIME, SVC_OWN, "批准时间",
                        "when the first scheme was approved", NULL, NULL },
    [P_FINISHED_AT] = { "finished_at", SVC_TYPE_TIME, SVC_OWN, "完成时间",
                        "when the last milestone was done", NULL, NULL },
    [P_STOPPED_AT] = { "stopped_at", SVC_TYPE_TIME, SVC_OWN, "终止时间", "when a review stopped it",
                       NULL, NULL },
    [P_RESULT] = { "result", SVC_TYPE_WORD, SVC_OWN, "评价结果", "the office's judgement",
                   "effective|partly|ineffective", NULL },
    [P_EVALUATED_AT] = { "evaluated_at", SVC_TYPE_TIME, SVC_OWN, "评价时间", "when it was judged",
                         NULL, NULL },
    [P_EVALUATION] = { "evaluation", SVC_TYPE_TEXT, SVC_OWN, "综合效果评价", "the judgement in words",
                       NULL, NULL },
    [P_FILED_AT] = { "filed_at", SVC_TYPE_TIME, SVC_OWN, "备案时间",
                     "when it was filed with the region", NULL, NULL },
    [P_FILING] = { "filing", SVC_TYPE_CODE, SVC_OWN, "备案号", "the region's reference", NULL, NULL },
    [P_PROMOTED_AT] = { "promoted_at", SVC_TYPE_TIME, SVC_OWN, "推广时间", "when it was promoted",
                        NULL, NULL },
    [P_PROMOTION] = { "promotion", SVC_TYPE_TEXT, SVC_OWN, "固化推广",
                      "where it was made known or taken over", NULL, NULL },
    [P_PAPERS] = { "papers", SVC_TYPE_CODE, SVC_OWN, "过程文件", "where the process files are", NULL,
                   NULL },
    [P_IMAGES] = { "images", SVC_TYPE_CODE, SVC_OWN, "影像资料", "where the pictures are", NULL, NULL },
    [P_ROOM] = { "room", SVC_TYPE_CODE, SVC_OWN, "归档位置", "where it is filed away", NULL, NULL },
    [P_ARCHIVED_AT] = { "archived_at", SVC_TYPE_TIME, SVC_OWN, "归档时间", "when it was filed away",
                        NULL, NULL },
    [P_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded here",
                        NULL, NULL },
    [P_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [P_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [P_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [P_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register improve_projects = {
    .name = "projects", .one = "project", .help = "key and department projects, quality circles",
    .table = "improve_project", .letter = 'G', .fact = "proposed_on", .columns = project_columns
};

/* -- what the files share ----------------------------------------------------------------- */

bool improve_is_year(const char *no)
{
    return strlen(no) == 4 && strspn(no, "0123456789") == 4;
}

/* The register that a number is of; NULL when it is none of those wanted. */
static const struct svc_register *register_of(const char *no, unsigned of)
{
    if (of & OF_PROJECTS && no[0] == improve_projects.letter)
        return &improve_projects;
    if (of & OF_IDEAS && no[0] == improve_ideas.letter)
        return &improve_ideas;
    if (of & OF_MILESTONES && no[0] == improve_milestones.letter)
        return &improve_milestones;
    return of & OF_PLANS && improve_is_year(no) ? &improve_plans : NULL;
}

static const char *wanted(unsigned of)
{
    return of == OF_IDEAS        ? "idea"
           : of == OF_MILESTONES ? "milestone"
           : of & OF_IDEAS       ? "project or idea"
           : of & OF_PLANS       ? "project or plan"
           : of & OF_MILESTONES  ? "milestone or project"
                                 : "project";
}

void improve_steps(struct svc_call *call, unsigned of, svc_when at,
                   void (*one)(const struct improve_step *step))
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct improve_step step = { .call = call, .at = at };
    struct svc_record record;
    svc_call_begin(call);
    step.rules = svc_rules_open(call->db);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct svc_register *reg = register_of(numbers.no[i], of);
        step.no = numbers.no[i];
        call->reg = reg;
        if (!reg || !svc_record_read(call, step.no, &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such %s", step.no, reg ? reg->one : wanted(of));
            continue;
        }
        step.values = record.values;
        one(&step);
        call->reg = reg;
        svc_record_free(call, &record);
    }
    svc_rules_close(step.rules);
    svc_call_commit(call);
}

int improve_each(struct svc_call *call, unsigned of, svc_when at,
                 void (*one)(const struct improve_step *step))
{
    improve_steps(call, of, at, one);
    return svc_finish(call);
}

bool improve_in_order(const struct improve_step *step, const char *last)
{
    char at[SVC_WHEN_SIZE];
    if (!last || strcmp(svc_when_format(step->at, at), last) >= 0)
        return true;
    svc_refuse(step->call, SVC_REFUSED, step->no, "the %s lies before the step before it (%s)",
               step->call->verb->name, last);
    return false;
}

void improve_refuse_state(const struct improve_step *step, const char *state)
{
    struct svc_query *q = svc_query(step->call->db,
        "SELECT verb, COALESCE(person, login), at FROM event WHERE record = ?1 AND tbl = ?2"
        " ORDER BY seq DESC LIMIT 1", "ss", step->no, step->call->reg->table);
    bool known = svc_next(q);
    char *who = known ? svc_format(" (%s by %s at %s)", svc_text(q, 0), svc_text(q, 1),
                                   svc_text(q, 2)) : svc_strdup("");
    if (known)
        svc_done(q);
    svc_refuse(step->call, SVC_REFUSED, step->no, "is %s%s: not the state for %s", state, who,
               step->call->verb->name);
    free(who);
}

bool improve_stands(const struct improve_step *step, const char *states)
{
    const char *state =
        step->values[svc_column_at(step->call->reg->columns, "state")].text;
    bool stands = svc_text_in(states, '|', state);
    if (!stands)
        improve_refuse_state(step, state);
    return stands;
}

void improve_office(struct svc_call *call, const char *what)
{
    if (!svc_call_holds(call, "office"))
        svc_deny(call, SVC_DENIED, NULL,
                 "%s is the service office's; \"%s\" does not hold the role office", what,
                 call->actor.person);
}

void improve_keeper(struct svc_call *call, const char *what)
{
    if (!svc_call_holds(call, IMPROVE_KEEPERS))
        svc_deny(call, SVC_DENIED, NULL,
                 "%s needs one of the roles " IMPROVE_KEEPERS "; \"%s\" holds none", what,
                 call->actor.person);
}

struct svc_period improve_year(int64_t year)
{
    struct svc_period period;
    char text[SVC_WHEN_SIZE];
    if (!year)
        year = svc_day_year(svc_when_day(svc_now()));
    snprintf(text, sizeof text, "%lld", (long long)year);
    const char *why = svc_period_parse(text, &period);
    if (why || strlen(text) != 4)
        svc_die(SVC_USAGE, "option --year: %s", why ? why : "not a year");
    return period;
}

const char *improve_chain(const char *route)
{
    return strcmp(route, "key") == 0 ? "improve_key" : "improve_dept";
}

/* -- intake of projects ------------------------------------------------------------------- */

static bool is_person(struct svc_call *call, const char *person)
{
    return svc_one_int(call->db, 0, "SELECT 1 FROM person WHERE person = ?1", "s", person) == 1;
}

/* Each of a `;`-separated list is a registered person; the first that is none, to be freed. */
static char *stranger(struct svc_call *call, const char *list)
{
    const char *word;
    size_t len;
    while (svc_text_next(&list, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        if (!is_person(call, one))
            return one;
        free(one);
    }
    return NULL;
}

static void check_people(struct svc_import *in, struct svc_call *call,
                         const struct svc_value *values)
{
    if (!is_person(call, values[P_OWNER].text))
        svc_import_reject(in, "owner", "is not registered");
    if (svc_value_given(&values[P_ADVISER]) && !is_person(call, values[P_ADVISER].text))
        svc_import_reject(in, "adviser", "is not registered");
    char *no_one = svc_value_given(&values[P_MEMBERS]) ? stranger(call, values[P_MEMBERS].text)
                                                       : NULL;
    if (no_one)
        svc_import_reject(in, "members", "\"%s\" is not registered", no_one);
    free(no_one);
}

/* The idea's route and inventory are the project's. An idea is carried out once. */
static void take_idea(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static char route[16];
    static char *resources;
    const char *idea = values[P_IDEA].text;
    struct svc_query *q = svc_query(call->db,
        "SELECT state, route, resources FROM improve_idea WHERE no = ?1", "s", idea);
    if (!svc_next(q)) {
        svc_import_reject(in, "idea", "no such idea");
        return;
    }
    const char *own = svc_text(q, 1);
    if (strcmp(svc_text(q, 0), "routed") != 0 || strcmp(own, "spot") == 0)
        svc_import_reject(in, "idea", "is %s%s; only one routed as key or department becomes a"
                          " project", svc_text(q, 0), own && strcmp(own, "spot") == 0
                          ? ", to be fixed on the spot" : "");
    else if (svc_value_given(&values[P_ROUTE]) && strcmp(values[P_ROUTE].text, own) != 0)
        svc_import_reject(in, "route", "the idea was routed otherwise");
    snprintf(route, sizeof route, "%s", own ? own : "");
    free(resources);
    resources = svc_strdup(svc_text(q, 2));
    svc_done(q);
    values[P_ROUTE] = svc_value_text(route);
    if (!svc_value_given(&values[P_RESOURCES]))
        values[P_RESOURCES] = svc_value_text(resources);
}

static void fill_project(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    char today[SVC_DAY_SIZE];
    const struct svc_value *before = svc_import_before(in);
    check_people(in, call, values);
    if (strcmp(values[P_PROPOSED_ON].text,
               svc_day_format(svc_when_day(svc_now()), today)) > 0)
        svc_import_reject(in, "proposed_on", "lies in the future");
    if (strcmp(values[P_ENDS_ON].text, values[P_STARTS_ON].text) < 0)
        svc_import_reject(in, "ends_on", "lies before the first day");
    if (!svc_value_given(&values[P_KIND]))
        values[P_KIND] = svc_value_text("project");
    if (svc_value_given(&values[P_ADVISER]) && strcmp(values[P_KIND].text, "circle") != 0)
        svc_import_reject(in, "adviser", "only a quality circle has one");
    if (before && !svc_value_same(&before[P_IDEA], &values[P_IDEA]))
        svc_import_reject(in, "idea", "stays as it was registered");
    if (before && !svc_value_same(&before[P_ROUTE], &values[P_ROUTE]))
        svc_import_reject(in, "route", "stays as it was registered");
    if (before)
        return;
    if (svc_value_given(&values[P_IDEA]))
        take_idea(in, call, values);
    else if (!svc_value_given(&values[P_ROUTE]))
        svc_import_reject(in, "route", "is needed where no idea says it");
    values[P_STATE] = svc_value_text("draft");
    values[P_ROUND] = svc_value_number(1);
}

/* Its idea is taken with the project. */
static void adopt(struct svc_call *call, struct svc_import *in, const struct svc_value *values)
{
    if (svc_import_before(in) || !svc_value_given(&values[P_IDEA]))
        return;
    char *idea = svc_one(call->db,
        "SELECT no FROM improve_idea WHERE no = ?1 AND state = 'routed'", "s",
        values[P_IDEA].text);
    call->reg = &improve_ideas;
    if (idea)
        svc_change(call, idea, "UPDATE improve_idea SET state = 'adopted'"
                               " WHERE no = ?1 AND state = 'routed'", "");
    call->reg = &improve_projects;
    free(idea);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    if (call->reg == &improve_ideas)
        improve_take_ideas(call, in);
    else if (call->reg == &improve_milestones)
        improve_take_milestones(call, in);
    else
        while ((values = svc_import_next(in))) {
            fill_project(in, call, values);
            adopt(call, in, values);
        }
    return svc_import_close(in);
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    return take_in(call, svc_import_open(call));
}

/* The store itself keeps what is signed; only a list of persons it cannot judge. */
static int set(struct svc_call *call)
{
    const char *list = call->reg == &improve_projects && svc_shared.values.text
                           ? svc_shared.values.text[P_MEMBERS] : NULL;
    char *no_one = list ? stranger(call, list) : NULL;
    if (no_one)
        svc_die(SVC_UNKNOWN, "no person \"%s\" is registered", no_one);
    return svc_set(call);
}

/* -- the command -------------------------------------------------------------------------- */

#define TAKERS "agent;staff;team_leader;clerk;office;dept_head;admin;cron"

static const struct svc_verb verbs[] = {
    { "add", "REGISTER ", add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one project, idea or milestone; prints its number" },
    { "import", "REGISTER [FILE|-]", import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { "set", "REGISTER NO...|-", set, svc_set_options, SVC_NEED_WRITE, IMPROVE_KEEPERS,
      "correct columns that may change; needs --reason" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "rank", NULL, improve_rank, rank_options, SVC_NEED_READ, NULL,
      "ideas by impact and difficulty, or as a tree of causes" },
    { "route", "NO...|-", improve_route, route_options, SVC_NEED_WRITE, "office",
      "choose how ideas are carried out, with the reason" },
    { "approve", "NO...|-", improve_approve, approve_options, SVC_NEED_WRITE, NULL,
      "sign schemes, summaries or a year's plan" },
    { "milestone", "NO...|-", improve_milestone, milestone_options, SVC_NEED_WRITE, IMPROVE_KEEPERS,
      "milestones done, missed or dated anew" },
    { "review", "NO...|-", improve_review, review_options, SVC_NEED_WRITE, IMPROVE_KEEPERS,
      "record a meeting over projects; a deviation opens the scheme again" },
    { "summary", "NO", improve_summary, summary_options, SVC_NEED_WRITE, IMPROVE_KEEPERS,
      "write a finished project's summary" },
    { "measure", "[FILE|- [FILE]]", improve_measure, measure_options, SVC_NEED_WRITE, NULL,
      "compare a rate before and after: chi-square, interval, effect" },
    { "evaluate", "NO...|-", improve_evaluate, evaluate_options, SVC_NEED_WRITE, "office",
      "judge results; file them with the region, promote them" },
    { "plan", NULL, improve_plan, plan_options, SVC_NEED_WRITE, NULL,
      "the year's plan: write it, adjust it, or print it month by month" },
    { "due", NULL, improve_due, due_options, SVC_NEED_READ, NULL, "what is missing, by deadline" },
    { "ledger", NULL, improve_ledger, ledger_options, SVC_NEED_READ, NULL,
      "the year's ledger of projects" },
    { "form", "NO...|-", improve_form, form_options, SVC_NEED_READ, NULL,
      "a scheme, a summary or a year's plan for paper" },
    { "archive", "NO...|-", improve_archive, archive_options, SVC_NEED_WRITE, NULL,
      "what a project's file lacks; with --room file it away" },
    { "award", NULL, improve_award, award_options, SVC_NEED_READ, NULL,
      "who may be honoured at the year's end" },
    { "stats", NULL, improve_stats, stats_options, SVC_NEED_READ, NULL,
      "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &improve_projects, &improve_ideas,
                                                        &improve_milestones, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-improve", .summary = "improvement, from an idea to the ledger",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
