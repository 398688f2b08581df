/* svc-improve: improvement, from an idea to the ledger. The entry is at the bottom. */
#include "improve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/when.h"
#include "svc/words.h"

/* -- what the files share ----------------------------------------------------------------- */

void improve_office(struct svc_call *call, const char *what)
{
    if (!svc_call_holds(call, "office"))
        svc_deny_both(call, SVC_DENIED, NULL,
                      svc_format("%s is the service office's; \"%s\" does not hold the role office", what,
                                 call->actor.person),
                      svc_format(_("%s is the service office's; \"%s\" does not hold the role office"),
                                 _(what), call->actor.person));
}

void improve_keeper(struct svc_call *call, const char *what)
{
    if (!svc_call_holds(call, IMPROVE_KEEPERS))
        svc_deny_both(call, SVC_DENIED, NULL,
                      svc_format("%s needs one of the roles %s; \"%s\" holds none", what, IMPROVE_KEEPERS,
                                 call->actor.person),
                      svc_format(_("%s needs one of the roles %s; \"%s\" holds none"), _(what),
                                 svc_words_told("verb.role", IMPROVE_KEEPERS), call->actor.person));
}

const char *improve_chain(const char *route)
{
    return strcmp(route, "key") == 0 ? "improve_key" : "improve_dept";
}

/* -- intake of projects ------------------------------------------------------------------- */

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
    if (own && strcmp(own, "spot") == 0)
        svc_import_reject(in, "idea", "is %s, to be fixed on the spot; only one routed as key or department"
                          " becomes a project", svc_text(q, 0));
    else if (strcmp(svc_text(q, 0), "routed") != 0)
        svc_import_reject(in, "idea", "is %s; only one routed as key or department becomes a project",
                          svc_text(q, 0));
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
    if (strcmp(values[P_PROPOSED_ON].text,
               svc_day_format(svc_when_day(svc_now()), today)) > 0)
        svc_import_reject(in, "proposed_on", "lies in the future");
    const char *away = before ? NULL : svc_org_takes_not(call->db, values[P_OWNER].text, NULL,
                                                         values[P_PROPOSED_ON].text);
    if (away)
        svc_import_reject(in, "owner", "%s", away);
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

/* -- the command -------------------------------------------------------------------------- */

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register one project, idea or milestone; prints its number" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", IMPROVE_KEEPERS),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "rank", .run = improve_rank, .options = rank_options, .need = SVC_NEED_READ,
      .help = "ideas by impact and difficulty, or as a tree of causes" },
    { .name = "route", .operands = "NO...|-", .run = improve_route, .options = route_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "route;reason",
      .help = "choose how ideas are carried out" },
    { .name = "approve", .operands = "NO...|-", .run = improve_approve, .options = approve_options,
      .need = SVC_NEED_WRITE, .help = "sign schemes, summaries or a year's plan" },
    { .name = "milestone", .operands = "NO...|-", .run = improve_milestone,
      .options = milestone_options, .need = SVC_NEED_WRITE, .roles = IMPROVE_KEEPERS,
      .requires = "state", .help = "milestones done, missed or dated anew" },
    { .name = "confirm", .operands = "NO...|-", .run = improve_confirm, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "confirm a milestone recorded after its day and dated before its end" },
    { .name = "review", .operands = "NO...|-", .run = improve_review, .options = review_options,
      .need = SVC_NEED_WRITE, .roles = IMPROVE_KEEPERS, .requires = "kind;result;text",
      .help = "record a meeting over projects; a deviation opens the scheme again" },
    { .name = "summary", .operands = "NO", .run = improve_summary, .options = summary_options,
      .need = SVC_NEED_WRITE, .roles = IMPROVE_KEEPERS,
      .requires = "before;effect;deviation;verification;cost;tangible;intangible",
      .help = "write a finished project's summary" },
    { .name = "measure", .operands = "[FILE|- [FILE]]", .run = improve_measure,
      .options = measure_options, .need = SVC_NEED_WRITE,
      .help = "compare a rate before and after: chi-square, interval, effect" },
    { .name = "evaluate", .operands = "NO...|-", .run = improve_evaluate,
      .options = evaluate_options, .need = SVC_NEED_WRITE, .roles = "office",
      .help = "judge results; file them with the region, promote them" },
    { .name = "plan", .run = improve_plan, .options = plan_options, .need = SVC_NEED_WRITE,
      .requires = "year",
      .help = "the year's plan: write it, adjust it, or print it month by month" },
    { .name = "due", .run = improve_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "what is missing, by deadline" },
    { .name = "ledger", .run = improve_ledger, .options = ledger_options, .need = SVC_NEED_READ,
      .help = "the year's ledger of projects" },
    { .name = "form", .operands = "NO...|-", .run = improve_form, .options = form_options,
      .need = SVC_NEED_READ, .help = "a scheme, a summary or a year's plan for paper" },
    { .name = "archive", .operands = "NO...|-", .run = improve_archive, .options = archive_options,
      .need = SVC_NEED_WRITE, .help = "what a project's file lacks; with --room file it away" },
    { .name = "award", .run = improve_award, .options = svc_year_options, .need = SVC_NEED_READ,
      .help = "who may be honoured at the year's end" },
    { .name = "stats", .run = improve_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_SCORE,
    { 0 }
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
