/* The steps of a complaint's life. Each is a compare-and-set on its state. */
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/refusal.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    const char *dept, *person, *solution, *cause, *plan, *valid, *responsible, *clause, *level;
} opt;

const struct svc_option assign_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that takes it (required)" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person who handles it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option respond_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option propose_options[] = {
    { .name = "solution", .type = SVC_OPT_TEXT, .to = &opt.solution, .arg = "TEXT",
      .help = "what was told (required)" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option close_options[] = {
    { .name = "solution", .type = SVC_OPT_TEXT, .to = &opt.solution, .arg = "TEXT",
      .help = "the solution, where none is recorded" },
    { .name = "cause", .type = SVC_OPT_TEXT, .to = &opt.cause, .arg = "CODE",
      .help = "cause code" },
    { .name = "plan", .type = SVC_OPT_TEXT, .to = &opt.plan, .arg = "REF",
      .help = "contingency plan used (level 1)" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option withdraw_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option reopen_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option determine_options[] = {
    { .name = "level", .type = SVC_OPT_TEXT, .to = &opt.level, .arg = "1|2|3",
      .help = "the level; 1 is the worst" },
    { .name = "valid", .type = SVC_OPT_TEXT, .to = &opt.valid, .arg = "yes|no",
      .help = "is it a complaint" },
    { .name = "responsible", .type = SVC_OPT_TEXT, .to = &opt.responsible, .arg = "yes|no",
      .help = "is it the company's fault" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person responsible" },
    { .name = "clause", .type = SVC_OPT_TEXT, .to = &opt.clause, .arg = "CODE",
      .help = "penalty clause, such as reward-3.2.3-1" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The latest step taken; a step may not lie before it. A handing over and a determination may be
 * recorded late, only not from before intake. */
static const char *last_step(const struct svc_call *call, const struct svc_value *values)
{
    if (svc_text_in("assign|determine", '|', call->verb->name))
        return values[C_RECEIVED_AT].text;
    if (svc_value_given(&values[C_CLOSED_AT]))
        return values[C_CLOSED_AT].text;
    if (svc_value_given(&values[C_SOLUTION_AT]))
        return values[C_SOLUTION_AT].text;
    return values[svc_value_given(&values[C_RESPONDED_AT]) ? C_RESPONDED_AT : C_OPENED_AT].text;
}

/* False, and reported, when the complaint is on hold or the step would lie before the last. */
static bool in_order(const struct complaint_step *step)
{
    char text[SVC_WHEN_SIZE];
    const char *verb = step->call->verb->name;
    const char *last = last_step(step->call, step->values);
    const char *held = step->values[C_HELD_SINCE].text;
    bool runs_on = svc_text_in("assign|determine|withdraw", '|', verb);
    if (held && !runs_on)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot %s, it is on hold since %s\nresume it first", verb, held);
    else if (strcmp(svc_when_format(step->at, text), last) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot %s before the step before it (%s)",
                   verb, last);
    else
        return true;
    return false;
}

/* Whoever it is about does not say whether it counts. */
static bool own_case(const struct complaint_step *step)
{
    const char *person = step->values[C_PERSON].text, *actor = step->call->actor.person;
    bool own = person && strcmp(person, actor) == 0;
    if (own)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot %s it", actor,
                   step->call->verb->name);
    return own;
}

/* -- assign ------------------------------------------------------------------------------- */

/* A person stays responsible only as long as the department does. The move is kept, also the one
 * from no department: a limit missed until then is nobody else's. */
static void assign(const struct complaint_step *step)
{
    const char *from = step->values[C_DEPT].text;
    bool changed = in_order(step) && svc_change(step->call, step->no,
        "UPDATE complaint SET dept = ?2,"
        " person = COALESCE(?3, CASE WHEN dept = ?2 THEN person END),"
        " assigned_at = COALESCE(assigned_at, ?4),"
        " state = CASE state WHEN 'open' THEN 'assigned' ELSE state END"
        " WHERE no = ?1 AND state IN ('open', 'assigned', 'responded', 'proposed')",
        "ssw", opt.dept, opt.person, step->at);
    if (changed && (!from || strcmp(from, opt.dept) != 0))
        complaint_moved(step->call, step->no, step->at, from);
}

int complaint_assign(struct svc_call *call)
{
    if (!opt.dept)
        svc_die(SVC_USAGE, "no department\nadd --dept CODE");
    svc_call_dept(call, opt.dept);
    svc_call_person(call, opt.person);
    return complaint_each(call, assign);
}

/* -- respond, propose, close -------------------------------------------------------------- */

static void respond(const struct complaint_step *step)
{
    if (in_order(step))
        svc_change(step->call, step->no,
                   "UPDATE complaint SET responded_at = ?2, state = 'responded'"
                   " WHERE no = ?1 AND state IN ('open', 'assigned')",
                   "w", step->at);
}

int complaint_respond(struct svc_call *call)
{
    return complaint_each(call, respond);
}

static void propose(const struct complaint_step *step)
{
    if (in_order(step))
        svc_change(step->call, step->no,
                   "UPDATE complaint SET solution = ?2, solution_at = ?3, state = 'proposed'"
                   " WHERE no = ?1 AND state IN ('open', 'assigned', 'responded')",
                   "sw", opt.solution, step->at);
}

int complaint_propose(struct svc_call *call)
{
    if (!opt.solution)
        svc_die(SVC_USAGE, "no solution\nadd --solution TEXT: what the customer was told");
    return complaint_each(call, propose);
}

static void close_one(const struct complaint_step *step)
{
    char due[SVC_WHEN_SIZE];
    struct svc_case callback = { .matter = "complaint", .clock = "callback" };
    const struct svc_value *values = step->values;
    if (!in_order(step))
        return;
    if (!svc_value_given(&values[C_SOLUTION]) && !opt.solution)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot close, no solution is recorded\nadd --solution TEXT");
    else if (values[C_LEVEL].number == 1 && !svc_value_given(&values[C_PLAN]) && !opt.plan)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot close, level 1 needs its contingency plan\n" "add --plan REF");
    else
        svc_change(step->call, step->no,
                   "UPDATE complaint SET closed_at = ?2, state = 'closed',"
                   " solution = COALESCE(solution, ?3), cause = COALESCE(?4, cause),"
                   " plan = COALESCE(?5, plan), callback_due = ?6"
                   " WHERE no = ?1 AND state NOT IN ('closed', 'withdrawn')",
                   "wssss", step->at, opt.solution, opt.cause, opt.plan,
                   svc_rules_due(step->rules, &callback, step->at, due, NULL));
}

int complaint_close(struct svc_call *call)
{
    return complaint_each(call, close_one);
}

/* -- withdraw, reopen --------------------------------------------------------------------- */

static void withdraw(const struct complaint_step *step)
{
    if (!own_case(step) && in_order(step))
        svc_change(step->call, step->no,
                   "UPDATE complaint SET withdrawn_at = ?2, state = 'withdrawn'"
                   " WHERE no = ?1 AND state NOT IN ('closed', 'withdrawn')",
                   "w", step->at);
}

int complaint_withdraw(struct svc_call *call)
{
    return complaint_each(call, withdraw);
}

/* Keeps the round that ends, as its times and deadlines stood. */
static void keep_round(const struct complaint_step *step)
{
    svc_change_insert(step->call, "complaint_round", step->no,
        "INSERT INTO complaint_round (no, round, opened_at, dept, level, responded_at,"
        " solution_at, solution, closed_at, respond_due, solution_due, close_due, provisional,"
        " event) SELECT no, round, opened_at, dept, level, responded_at, solution_at, solution,"
        " closed_at, respond_due, solution_due, close_due, provisional, ?2"
        "  FROM complaint WHERE no = ?1 AND state = 'closed' RETURNING *", "se", step->no);
}

/* What a reopening does to the clocks (params reopen_clock): `continue` runs them on from the
 * first opening, `restart` starts them anew and forgets the round, `new-clock` keeps the round
 * that ended beside the new one, so that both are counted. */
static void reopen(const struct complaint_step *step)
{
    char opened[SVC_WHEN_SIZE];
    struct svc_value *values = step->values;
    const struct svc_policy *policy = svc_rules_on(step->rules, svc_when_day(step->at));
    const char *clock = svc_policy_param(policy, "reopen_clock");
    bool on = clock && strcmp(clock, "continue") == 0;
    bool keep = !clock || strcmp(clock, "new-clock") == 0;
    if (!in_order(step))
        return;
    if (!on) {
        values[C_OPENED_AT] = svc_value_text(svc_when_format(step->at, opened));
        values[C_RESPONDED_AT] = svc_value_text(NULL);
    }
    values[C_SOLUTION_AT] = values[C_CLOSED_AT] = svc_value_text(NULL);
    svc_rules_deadlines(step->rules, &complaint_register, values);
    if (keep)
        keep_round(step);
    svc_change(step->call, step->no,
               "UPDATE complaint SET round = round + ?2, opened_at = ?3, closed_at = NULL,"
               " state = CASE WHEN COALESCE(?4, '') <> '' THEN 'responded'"
               "              WHEN dept IS NULL THEN 'open' ELSE 'assigned' END,"
               " responded_at = ?4, solution_at = NULL, solution = NULL, respond_due = ?5,"
               " solution_due = ?6, close_due = ?7, callback_due = NULL, provisional = ?8"
               " WHERE no = ?1 AND state = 'closed'",
               "issssss", (int64_t)keep, values[C_OPENED_AT].text, values[C_RESPONDED_AT].text,
               values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
               values[C_PROVISIONAL].text);
}

int complaint_reopen(struct svc_call *call)
{
    complaint_reason(call);
    return complaint_each(call, reopen);
}

/* -- determine ---------------------------------------------------------------------------- */

static bool clause_in_force(const struct complaint_step *step)
{
    const char *received = step->values[C_RECEIVED_AT].text;
    if (!opt.clause || complaint_clause(step->call, opt.clause, received))
        return true;
    svc_refuse(step->call, SVC_REFUSED, step->no, "no penalty clause \"%s\" is in force on %.10s\n"
               "name one of the pack, such as reward-3.2.3-1", opt.clause, received);
    return false;
}

static void determine(const struct complaint_step *step)
{
    struct svc_value *values = step->values;
    if (own_case(step) || !in_order(step) || !clause_in_force(step))
        return;
    if (opt.level) {
        values[C_LEVEL] = svc_value_number(opt.level[0] - '0');
        svc_rules_deadlines(step->rules, &complaint_register, values);
    }
    svc_change(step->call, step->no,
               "UPDATE complaint SET level = ?2, valid = COALESCE(?3, valid),"
               " responsible = COALESCE(?4, responsible), person = COALESCE(?5, person),"
               " clause = COALESCE(?6, clause), determined_at = ?7, respond_due = ?8,"
               " solution_due = ?9, close_due = ?10, provisional = ?11"
               " WHERE no = ?1 AND state <> 'withdrawn'",
               "issssw" /* and the deadlines */ "ssss", values[C_LEVEL].number, opt.valid,
               opt.responsible, opt.person, opt.clause, step->at, values[C_RESPOND_DUE].text,
               values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text, values[C_PROVISIONAL].text);
}

int complaint_determine(struct svc_call *call)
{
    if (!opt.level && !opt.valid && !opt.responsible && !opt.clause && !opt.person)
        svc_die(SVC_USAGE, "nothing to determine\n"
                "add --level, --valid, --responsible, --person or --clause");
    svc_call_person(call, opt.person);
    return complaint_each(call, determine);
}
