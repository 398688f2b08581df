/* The steps of a complaint's life. Each is a compare-and-set on its state. */
#include <stdlib.h>
#include <string.h>

#include "svc-complaint.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/rules.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    const char *dept, *person, *solution, *cause, *plan, *valid, *responsible, *clause, *level;
} opt;

const struct svc_option assign_options[] = {
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "department that takes it (required)" },
    { "person", 0, SVC_OPT_TEXT, &opt.person, "NO", "person who handles it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option respond_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option propose_options[] = {
    { "solution", 0, SVC_OPT_TEXT, &opt.solution, "TEXT", "what was told (required)" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option close_options[] = {
    { "solution", 0, SVC_OPT_TEXT, &opt.solution, "TEXT", "the solution, where none is recorded" },
    { "cause", 0, SVC_OPT_TEXT, &opt.cause, "CODE", "cause code" },
    { "plan", 0, SVC_OPT_TEXT, &opt.plan, "REF", "contingency plan used (level 1)" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option withdraw_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option reopen_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

const struct svc_option determine_options[] = {
    { "level", 0, SVC_OPT_TEXT, &opt.level, "1|2|3", "the level; 1 is the worst" },
    { "valid", 0, SVC_OPT_TEXT, &opt.valid, "yes|no", "is it a complaint" },
    { "responsible", 0, SVC_OPT_TEXT, &opt.responsible, "yes|no", "is it the company's fault" },
    { "person", 0, SVC_OPT_TEXT, &opt.person, "NO", "person responsible" },
    { "clause", 0, SVC_OPT_TEXT, &opt.clause, "CODE", "penalty clause, such as reward-3.2.3-1" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
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

/* Reads the complaint; reports an unknown number, or a step that would lie before the last. */
static bool look(struct svc_call *call, const char *no, svc_when at, struct svc_record *record)
{
    char text[SVC_WHEN_SIZE];
    if (!svc_record_read(call, no, record)) {
        svc_fail(SVC_UNKNOWN, "%s: no such complaint", no);
        return false;
    }
    const char *last = last_step(call, record->values);
    const char *held = record->values[C_HELD_SINCE].text;
    bool runs_on = svc_text_in("assign|determine|withdraw", '|', call->verb->name);
    if (held && !runs_on)
        svc_fail(SVC_REFUSED, "%s: cannot %s, it is on hold since %s\nresume it first", no,
                 call->verb->name, held);
    else if (strcmp(svc_when_format(at, text), last) < 0)
        svc_fail(SVC_REFUSED, "%s: cannot %s before the step before it (%s)", no,
                 call->verb->name, last);
    else
        return true;
    svc_record_free(call, record);
    return false;
}

static void must_exist(struct svc_call *call, const char *sql, const char *what, const char *code)
{
    if (code && !svc_one_int(call->db, 0, sql, "s", code))
        svc_die(SVC_UNKNOWN, "no such %s: \"%s\"; nothing was applied", what, code);
}

static void must_know(struct svc_call *call)
{
    must_exist(call, "SELECT 1 FROM dept WHERE dept = ?1", "department", opt.dept);
    must_exist(call, "SELECT 1 FROM person WHERE person = ?1", "person", opt.person);
}

/* -- assign ------------------------------------------------------------------------------- */

/* A person stays responsible only as long as the department does. The move is kept, also the one
 * from no department: a limit missed until then is nobody else's. */
static void assign(struct svc_call *call, const char *no, svc_when at)
{
    struct svc_record record;
    if (look(call, no, at, &record)) {
        const char *from = record.values[C_DEPT].text;
        bool changed = svc_change(call, no,
            "UPDATE complaint SET dept = ?2,"
            " person = COALESCE(?3, CASE WHEN dept = ?2 THEN person END),"
            " assigned_at = COALESCE(assigned_at, ?4),"
            " state = CASE state WHEN 'open' THEN 'assigned' ELSE state END"
            " WHERE no = ?1 AND state IN ('open', 'assigned', 'responded', 'proposed')",
            "ssw", opt.dept, opt.person, at);
        if (changed && (!from || strcmp(from, opt.dept) != 0))
            complaint_moved(call, no, at, from);
        svc_record_free(call, &record);
    }
}

int complaint_assign(struct svc_call *call)
{
    if (!opt.dept)
        svc_die(SVC_USAGE, "no department\nadd --dept CODE");
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    svc_call_begin(call);
    must_know(call);
    for (size_t i = 0; i < numbers.count; i++)
        assign(call, numbers.no[i], at);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- respond, propose, close -------------------------------------------------------------- */

int complaint_respond(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    struct svc_record record;
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        if (!look(call, numbers.no[i], at, &record))
            continue;
        svc_change(call, numbers.no[i],
                   "UPDATE complaint SET responded_at = ?2, state = 'responded'"
                   " WHERE no = ?1 AND state IN ('open', 'assigned')",
                   "w", at);
        svc_record_free(call, &record);
    }
    svc_call_commit(call);
    return svc_finish(call);
}

int complaint_propose(struct svc_call *call)
{
    if (!opt.solution || !*opt.solution)
        svc_die(SVC_USAGE, "no solution\nadd --solution TEXT: what the customer was told");
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    struct svc_record record;
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        if (!look(call, numbers.no[i], at, &record))
            continue;
        svc_change(call, numbers.no[i],
                   "UPDATE complaint SET solution = ?2, solution_at = ?3, state = 'proposed'"
                   " WHERE no = ?1 AND state IN ('open', 'assigned', 'responded')",
                   "sw", opt.solution, at);
        svc_record_free(call, &record);
    }
    svc_call_commit(call);
    return svc_finish(call);
}

static void close_one(struct svc_call *call, struct svc_rules *rules, const char *no, svc_when at)
{
    char due[SVC_WHEN_SIZE];
    struct svc_case callback = { .matter = "complaint", .clock = "callback" };
    struct svc_record record;
    if (look(call, no, at, &record)) {
        const struct svc_value *values = record.values;
        if (!svc_value_given(&values[C_SOLUTION]) && !opt.solution)
            svc_fail(SVC_REFUSED, "%s: cannot close, no solution is recorded\nadd --solution TEXT",
                     no);
        else if (values[C_LEVEL].number == 1 && !svc_value_given(&values[C_PLAN]) && !opt.plan)
            svc_fail(SVC_REFUSED, "%s: cannot close, level 1 needs its contingency plan\n"
                     "add --plan REF", no);
        else
            svc_change(call, no,
                       "UPDATE complaint SET closed_at = ?2, state = 'closed',"
                       " solution = COALESCE(solution, ?3), cause = COALESCE(?4, cause),"
                       " plan = COALESCE(?5, plan), callback_due = ?6"
                       " WHERE no = ?1 AND state NOT IN ('closed', 'withdrawn')",
                       "wssss", at, opt.solution, opt.cause, opt.plan,
                       svc_rules_due(rules, &callback, at, due, NULL));
        svc_record_free(call, &record);
    }
}

int complaint_close(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    for (size_t i = 0; i < numbers.count; i++)
        close_one(call, rules, numbers.no[i], at);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- withdraw, reopen --------------------------------------------------------------------- */

int complaint_withdraw(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    struct svc_record record;
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        if (!look(call, numbers.no[i], at, &record))
            continue;
        svc_change(call, numbers.no[i],
                   "UPDATE complaint SET withdrawn_at = ?2, state = 'withdrawn'"
                   " WHERE no = ?1 AND state NOT IN ('closed', 'withdrawn')",
                   "w", at);
        svc_record_free(call, &record);
    }
    svc_call_commit(call);
    return svc_finish(call);
}

/* What a reopening does to the clocks (params reopen_clock): `continue` runs them on from the
 * first opening, `restart` starts them anew and forgets the round, `new-clock` keeps the round
 * that ended beside the new one, so that both are counted. */
static void reopen(struct svc_call *call, struct svc_rules *rules, const char *no, svc_when at)
{
    char opened[SVC_WHEN_SIZE];
    struct svc_record record;
    const char *clock = svc_policy_param(svc_rules_on(rules, svc_when_day(at)), "reopen_clock");
    bool on = clock && strcmp(clock, "continue") == 0;
    bool keep = !clock || strcmp(clock, "new-clock") == 0;
    if (!look(call, no, at, &record))
        return;
    struct svc_value *values = record.values;
    if (!on) {
        values[C_OPENED_AT] = svc_value_text(svc_when_format(at, opened));
        values[C_RESPONDED_AT] = svc_value_text(NULL);
    }
    values[C_SOLUTION_AT] = values[C_CLOSED_AT] = svc_value_text(NULL);
    svc_rules_deadlines(rules, &complaint_register, values);
    if (keep)
        svc_change_insert(call, "complaint_round", no,
            "INSERT INTO complaint_round (no, round, opened_at, dept, level, responded_at,"
            " solution_at, solution, closed_at, respond_due, solution_due, close_due,"
            " provisional, event) SELECT no, round, opened_at, dept, level, responded_at,"
            " solution_at, solution, closed_at, respond_due, solution_due, close_due,"
            " provisional, ?2 FROM complaint WHERE no = ?1 AND state = 'closed' RETURNING *",
            "si", no, svc_event_head(call->db).seq + 1);
    svc_change(call, no,
               "UPDATE complaint SET round = round + ?2, opened_at = ?3, closed_at = NULL,"
               " state = CASE WHEN COALESCE(?4, '') <> '' THEN 'responded'"
               "              WHEN dept IS NULL THEN 'open' ELSE 'assigned' END,"
               " responded_at = ?4, solution_at = NULL, solution = NULL, respond_due = ?5,"
               " solution_due = ?6, close_due = ?7, callback_due = NULL, provisional = ?8"
               " WHERE no = ?1 AND state = 'closed'",
               "issssss", (int64_t)keep, values[C_OPENED_AT].text, values[C_RESPONDED_AT].text,
               values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
               values[C_PROVISIONAL].text);
    svc_record_free(call, &record);
}

int complaint_reopen(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    if (!svc_shared.reason || !*svc_shared.reason)
        svc_die(SVC_USAGE, "reopen needs a reason\nadd --reason TEXT: what was not solved, or is new");
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    for (size_t i = 0; i < numbers.count; i++)
        reopen(call, rules, numbers.no[i], at);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- determine ---------------------------------------------------------------------------- */

static bool clause_in_force(struct svc_call *call, const char *no, const char *received)
{
    if (!opt.clause || complaint_clause(call, opt.clause, received))
        return true;
    svc_fail(SVC_REFUSED, "%s: no penalty clause \"%s\" is in force on %.10s\n"
             "name one of the pack, such as reward-3.2.3-1", no, opt.clause, received);
    return false;
}

static void determine(struct svc_call *call, struct svc_rules *rules, const char *no, svc_when at)
{
    struct svc_record record;
    if (!look(call, no, at, &record))
        return;
    struct svc_value *values = record.values;
    if (clause_in_force(call, no, values[C_RECEIVED_AT].text)) {
        if (opt.level) {
            values[C_LEVEL] = svc_value_number(opt.level[0] - '0');
            svc_rules_deadlines(rules, &complaint_register, values);
        }
        svc_change(call, no,
                   "UPDATE complaint SET level = ?2, valid = COALESCE(?3, valid),"
                   " responsible = COALESCE(?4, responsible), person = COALESCE(?5, person),"
                   " clause = COALESCE(?6, clause), determined_at = ?7, respond_due = ?8,"
                   " solution_due = ?9, close_due = ?10, provisional = ?11"
                   " WHERE no = ?1 AND state <> 'withdrawn'",
                   "issssw" /* and the deadlines */ "ssss", values[C_LEVEL].number, opt.valid,
                   opt.responsible, opt.person, opt.clause, at, values[C_RESPOND_DUE].text,
                   values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
                   values[C_PROVISIONAL].text);
    }
    svc_record_free(call, &record);
}

int complaint_determine(struct svc_call *call)
{
    if (!opt.level && !opt.valid && !opt.responsible && !opt.clause && !opt.person)
        svc_die(SVC_USAGE, "nothing to determine\n"
                "add --level, --valid, --responsible, --person or --clause");
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    svc_call_begin(call);
    must_know(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    for (size_t i = 0; i < numbers.count; i++)
        determine(call, rules, numbers.no[i], at);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}
