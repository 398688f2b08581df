/* The steps of a complaint's life. Each is a compare-and-set on its state. */
#include <stdlib.h>
#include <string.h>

#include "svc-complaint.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/rules.h"
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

const struct svc_option determine_options[] = {
    { "level", 0, SVC_OPT_TEXT, &opt.level, "1|2|3", "the level; 1 is the worst" },
    { "valid", 0, SVC_OPT_TEXT, &opt.valid, "yes|no", "is it a complaint" },
    { "responsible", 0, SVC_OPT_TEXT, &opt.responsible, "yes|no", "is it the company's fault" },
    { "person", 0, SVC_OPT_TEXT, &opt.person, "NO", "person responsible" },
    { "clause", 0, SVC_OPT_TEXT, &opt.clause, "CODE", "penalty clause, such as reward-3.2.3-1" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

/* What the steps must know of a complaint before they change it. */
struct now {
    char received_at[SVC_WHEN_SIZE], closed_at[SVC_WHEN_SIZE];
    char *dept, *solution, *plan;
    int64_t level;
    bool closed;
};

/* Reads it; reports an unknown number, or a step that would lie before the complaint. */
static bool look(struct svc_call *call, const char *no, svc_when at, struct now *now)
{
    *now = (struct now){ .level = 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT received_at, closed_at, dept, solution, plan, level FROM complaint WHERE no = ?1",
        "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such complaint", no);
        return false;
    }
    memcpy(now->received_at, svc_text(q, 0), SVC_WHEN_SIZE);
    now->closed = !svc_is_null(q, 1);
    if (now->closed)
        memcpy(now->closed_at, svc_text(q, 1), SVC_WHEN_SIZE);
    now->dept = svc_is_null(q, 2) ? NULL : svc_strdup(svc_text(q, 2));
    now->solution = svc_is_null(q, 3) ? NULL : svc_strdup(svc_text(q, 3));
    now->plan = svc_is_null(q, 4) ? NULL : svc_strdup(svc_text(q, 4));
    now->level = svc_int(q, 5);
    bool early = svc_moment(q, 0) > at;
    svc_done(q);
    if (early)
        svc_fail(SVC_REFUSED, "%s: cannot %s before it was received", no, call->verb->name);
    return !early;
}

static void forget(struct now *now)
{
    free(now->dept);
    free(now->solution);
    free(now->plan);
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

static void assign(struct svc_call *call, const char *no, svc_when at)
{
    struct now now;
    if (look(call, no, at, &now)) {
        bool changed = svc_change(call, no,
            "UPDATE complaint SET dept = ?2, person = COALESCE(?3, person),"
            " assigned_at = COALESCE(assigned_at, ?4),"
            " state = CASE state WHEN 'open' THEN 'assigned' ELSE state END"
            " WHERE no = ?1 AND state <> 'closed'",
            "ssw", opt.dept, opt.person, at);
        if (changed && now.dept && strcmp(now.dept, opt.dept) != 0)
            svc_change_insert(call, "complaint_move", no,
                "INSERT INTO complaint_move (no, moved_at, from_dept, event)"
                " VALUES (?1, ?2, ?3, ?4) RETURNING *",
                "swsi", no, at, now.dept, svc_event_head(call->db).seq + 1);
    }
    forget(&now);
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
    struct now now;
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        if (look(call, numbers.no[i], at, &now))
            svc_change(call, numbers.no[i],
                       "UPDATE complaint SET responded_at = ?2, state = 'responded'"
                       " WHERE no = ?1 AND state IN ('open', 'assigned')",
                       "w", at);
        forget(&now);
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
    struct now now;
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        if (look(call, numbers.no[i], at, &now))
            svc_change(call, numbers.no[i],
                       "UPDATE complaint SET solution = ?2, solution_at = ?3, state = 'proposed'"
                       " WHERE no = ?1 AND state IN ('open', 'assigned', 'responded')",
                       "sw", opt.solution, at);
        forget(&now);
    }
    svc_call_commit(call);
    return svc_finish(call);
}

static void close_one(struct svc_call *call, struct svc_rules *rules, const char *no, svc_when at)
{
    char due[SVC_WHEN_SIZE];
    struct svc_case callback = { .matter = "complaint", .clock = "callback" };
    struct now now;
    if (look(call, no, at, &now)) {
        if (!now.solution && !opt.solution)
            svc_fail(SVC_REFUSED, "%s: cannot close, no solution is recorded\nadd --solution TEXT",
                     no);
        else if (now.level == 1 && !now.plan && !opt.plan)
            svc_fail(SVC_REFUSED, "%s: cannot close, level 1 needs its contingency plan\n"
                     "add --plan REF", no);
        else
            svc_change(call, no,
                       "UPDATE complaint SET closed_at = ?2, state = 'closed',"
                       " solution = COALESCE(solution, ?3), cause = COALESCE(?4, cause),"
                       " plan = COALESCE(?5, plan), callback_due = ?6"
                       " WHERE no = ?1 AND state <> 'closed'",
                       "wssss", at, opt.solution, opt.cause, opt.plan,
                       svc_rules_due(rules, &callback, at, due, NULL));
    }
    forget(&now);
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

/* -- determine ---------------------------------------------------------------------------- */

/* A clause counts only while the policy of the fact's day knows it. */
static bool clause_in_force(struct svc_call *call, const char *no, const struct now *now)
{
    if (!opt.clause ||
        svc_one_int(call->db, 0,
                    "SELECT 1 FROM policy_clause c JOIN policy_version v ON v.version = c.version"
                    " WHERE c.clause = ?1 AND v.from_day <= ?2 AND v.until_day > ?2",
                    "ss", opt.clause, now->received_at))
        return true;
    svc_fail(SVC_REFUSED, "%s: no clause \"%s\" is in force on %.10s\nname one of the pack, such as reward-3.2.3-1",
             no, opt.clause, now->received_at);
    return false;
}

static void determine(struct svc_call *call, struct svc_rules *rules, const char *no, svc_when at)
{
    struct svc_value values[C_COLUMNS] = { { 0 } };
    struct now now;
    if (look(call, no, at, &now) && clause_in_force(call, no, &now)) {
        int64_t level = opt.level ? opt.level[0] - '0' : now.level;
        values[C_LEVEL] = svc_value_number(level);
        values[C_RECEIVED_AT] = svc_value_text(now.received_at);
        values[C_CLOSED_AT] = svc_value_text(now.closed_at);
        svc_rules_deadlines(rules, &complaint_register, values);
        svc_change(call, no,
                   "UPDATE complaint SET level = ?2, valid = COALESCE(?3, valid),"
                   " responsible = COALESCE(?4, responsible), person = COALESCE(?5, person),"
                   " clause = COALESCE(?6, clause), determined_at = ?7, respond_due = ?8,"
                   " solution_due = ?9, close_due = ?10, provisional = ?11 WHERE no = ?1",
                   "issssw"
                   "ssss", level, opt.valid, opt.responsible, opt.person, opt.clause, at,
                   values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text,
                   values[C_CLOSE_DUE].text, values[C_PROVISIONAL].text);
    }
    forget(&now);
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
