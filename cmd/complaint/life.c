/* The steps of a complaint's life. Each is a compare-and-set on its state. */
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "svc/change.h"
#include "svc/decided.h"
#include "svc/err.h"
#include "svc/linked.h"
#include "svc/misses.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/steps.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    const char *dept, *person, *by, *solution, *cause, *plan, *valid, *responsible, *clause, *level;
} opt;

const struct svc_option assign_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that takes it", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person who handles it", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option propose_options[] = {
    { .name = "solution", .type = SVC_OPT_TEXT, .to = &opt.solution, .arg = "TEXT",
      .help = "what was told" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who told it (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option close_options[] = {
    { .name = "solution", .type = SVC_OPT_TEXT, .to = &opt.solution, .arg = "TEXT",
      .help = "the solution, where none is recorded" },
    { .name = "cause", .type = SVC_OPT_TEXT, .to = &opt.cause, .arg = "CODE",
      .list = "cause",
      .help = "cause code" },
    { .name = "plan", .type = SVC_OPT_TEXT, .to = &opt.plan, .arg = "REF",
      .help = "contingency plan used (level 1)" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option determine_options[] = {
    { .name = "level", .type = SVC_OPT_TEXT, .to = &opt.level, .arg = "LEVEL",
      .list = "level",
      .help = "the level; 1 is the worst" },
    { .name = "valid", .type = SVC_OPT_TEXT, .to = &opt.valid, .arg = "yes|no",
      .list = "complaint.valid",
      .help = "is it a complaint" },
    { .name = "responsible", .type = SVC_OPT_TEXT, .to = &opt.responsible, .arg = "yes|no",
      .list = "complaint.responsible",
      .help = "is it the company's fault" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that answers for it", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person who answers for it", .table = "person" },
    { .name = "clause", .type = SVC_OPT_TEXT, .to = &opt.clause, .arg = "CODE",
      .help = "penalty clause, such as reward-3.2.3-1" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The latest step taken; a step may not lie before it. A handing over and a determination may be
 * recorded late, only not from before intake. */
static const char *last_step(const struct svc_call *call, const struct svc_value *values)
{
    static char room[SVC_WHEN_SIZE];
    int at = C_OPENED_AT;
    if (svc_text_in("assign|determine", '|', call->verb->name))
        return values[C_RECEIVED_AT].text;
    for (int i = C_RESPONDED_AT; i <= C_CLOSED_AT; i++)
        if (complaint_register.columns[i].type == SVC_TYPE_TIME && svc_value_given(&values[i]))
            at = i;
    return svc_value_earliest(complaint_register.columns, values, at, room);
}

/* False, and refused, when the complaint is on hold or the step would lie before the last. */
static bool in_order(const struct svc_step *step)
{
    const char *held = step->values[C_HELD_SINCE].text;
    const char *verb = step->call->verb->name;
    if (!held || svc_text_in("assign|determine|withdraw", '|', verb))
        return svc_in_order(step, last_step(step->call, step->values));
    svc_refuse(step->call, SVC_REFUSED, step->no,
               "cannot %s, it is on hold since %s\nresume it first", verb, held);
    return false;
}

/* Whoever it is about does not say whether it counts. */
static bool own_case(const struct svc_step *step)
{
    const char *actor = step->call->actor.person;
    bool own = complaint_is_about(step->values, actor);
    if (own)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot %s it", actor,
                   step->call->verb->name);
    return own;
}

/* -- assign ------------------------------------------------------------------------------- */

/* The deadlines with this step taken: which clocks are provisional may change by it, and what runs
 * from it begins. */
static void take_step(const struct svc_step *step, enum complaint_column at, char *room)
{
    step->values[at] = svc_value_text(svc_when_format(step->at, room));
    svc_rules_deadlines(step->context, &complaint_register, step->values);
}

/* Whether a limit of the complaint's policy runs from this step. */
static bool begins(const struct svc_step *step, const char *start)
{
    const struct svc_clock_columns *clocks;
    size_t count = svc_rules_clocks(step->context, complaint_register.table, &clocks);
    for (size_t i = 0; i < count; i++)
        if (svc_rules_starts(step->context, &complaint_register, step->values, i, start))
            return true;
    return false;
}

/* A person handles it only as long as the department does. The move is kept, also the one from no
 * department and the first, from a suggestion: a limit missed until then is nobody else's. What was
 * determined stays. */
static void assign(const struct svc_step *step)
{
    struct svc_value *values = step->values;
    const char *from = values[C_DEPT].text, *person = values[C_PERSON].text;
    char at[SVC_WHEN_SIZE];
    bool same_dept = from && strcmp(from, opt.dept) == 0, first = !svc_value_given(&values[C_ASSIGNED_AT]);
    bool same = same_dept && !first && (!opt.person || (person && strcmp(person, opt.person) == 0));
    if (!in_order(step) || !svc_org_hands(step, opt.person, opt.dept))
        return;
    if (first && begins(step, "assigned"))
        take_step(step, C_ASSIGNED_AT, at);
    bool changed = svc_move(step,
        "UPDATE complaint SET dept = ?3,"
        " person = COALESCE(?4, CASE WHEN dept = ?3 THEN person END),"
        " assigned_at = COALESCE(assigned_at, ?5),"
        " state = CASE state WHEN 'open' THEN 'assigned' ELSE state END,"
        " respond_due = ?6, solution_due = ?7, close_due = ?8, provisional = ?9"
        " WHERE no = ?1 AND state = ?2", "ssw" /* and the deadlines */ "ssss", opt.dept, opt.person,
        step->at, values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
        values[C_PROVISIONAL].text);
    if (changed && !same)
        complaint_moved(step->call, values, step->at);
}

int complaint_assign(struct svc_call *call)
{
    return complaint_each(call, assign);
}

/* -- respond, propose, close -------------------------------------------------------------- */

static void respond(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    if (!in_order(step))
        return;
    take_step(step, C_RESPONDED_AT, at);
    svc_move(step,
             "UPDATE complaint SET responded_at = ?3, provisional = ?4, solution_due = ?5,"
             " close_due = ?6, state = 'responded' WHERE no = ?1 AND state = ?2", "ssss", at,
             step->values[C_PROVISIONAL].text, step->values[C_SOLUTION_DUE].text,
             step->values[C_CLOSE_DUE].text);
}

int complaint_respond(struct svc_call *call)
{
    return complaint_each(call, respond);
}

/* Who told the customer, where nobody is named: the acting person, but not of a file's step. */
static const char *told_by(const struct svc_step *step)
{
    return svc_steps_taking() ? NULL : step->call->actor.person;
}

static void propose(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const char *by = opt.by ? opt.by : told_by(step);
    if (!in_order(step) || !svc_org_hands(step, opt.by, NULL))
        return;
    take_step(step, C_SOLUTION_AT, at);
    svc_move(step,
             "UPDATE complaint SET solution = ?3, answered_by = ?4, solution_at = ?5,"
             " provisional = ?6, close_due = ?7, state = 'proposed' WHERE no = ?1 AND state = ?2",
             "sssss", opt.solution, by, at, step->values[C_PROVISIONAL].text,
             step->values[C_CLOSE_DUE].text);
}

int complaint_propose(struct svc_call *call)
{
    return complaint_each(call, propose);
}

static void close_one(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const struct svc_value *values = step->values;
    if (!in_order(step))
        return;
    if (!svc_value_given(&values[C_SOLUTION]) && !opt.solution)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot close, no solution is recorded\nadd --solution TEXT");
    else if (complaint_is_gravest(values) && !svc_value_given(&values[C_PLAN]) && !opt.plan)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot close, level 1 needs its contingency plan\n" "add --plan REF");
    else {
        take_step(step, C_CLOSED_AT, at);
        svc_move(step,
                 "UPDATE complaint SET closed_at = ?3, state = 'closed',"
                 " answered_by = CASE WHEN solution IS NULL THEN ?5 ELSE answered_by END,"
                 " solution = COALESCE(solution, ?4), cause = COALESCE(?6, cause),"
                 " plan = COALESCE(?7, plan), callback_due = ?8, provisional = ?9"
                 " WHERE no = ?1 AND state = ?2", "sssssss", at, opt.solution,
                 told_by(step), opt.cause, opt.plan, values[C_CALLBACK_DUE].text,
                 values[C_PROVISIONAL].text);
    }
}

int complaint_close(struct svc_call *call)
{
    return complaint_each(call, close_one);
}

/* -- withdraw, reopen --------------------------------------------------------------------- */

static void withdraw(const struct svc_step *step)
{
    if (!own_case(step) && in_order(step))
        svc_move(step,
                 "UPDATE complaint SET withdrawn_at = ?3, state = 'withdrawn'"
                 " WHERE no = ?1 AND state = ?2", "w", step->at);
}

int complaint_withdraw(struct svc_call *call)
{
    return complaint_each(call, withdraw);
}

/* Keeps the round that ends, as its times and deadlines stood. */
static void keep_round(const struct svc_step *step)
{
    svc_change_insert(step->call, "complaint_round", step->no,
        "INSERT INTO complaint_round (no, round, opened_at, dept, level, responded_at,"
        " solution_at, solution, answered_by, closed_at, respond_due, solution_due, close_due,"
        " callback_due, provisional, reopened_at, event)"
        " SELECT no, round, opened_at, dept, level, responded_at,"
        " solution_at, solution, answered_by, closed_at, respond_due, solution_due, close_due,"
        " callback_due, provisional, ?2, ?3 FROM complaint WHERE no = ?1 RETURNING *",
        "swe", step->no, step->at);
}

/* A reopening that is recorded after a limit of the issue and dated before it wipes no miss. */
static void keep_issue(struct svc_call *call, const char *no, const char *at)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT 'answer', answer_due, answered_at, raised_at FROM callback_issue WHERE no = ?1"
        " UNION ALL SELECT 'close', close_due, NULL, raised_at FROM callback_issue WHERE no = ?1",
        "s", no);
    while (svc_next(q)) {
        const char *raised = svc_text(q, 3);
        struct svc_miss was = { .table = "callback_issue", .no = no, .clock = svc_text(q, 0),
                                .round = 1, .due = svc_text(q, 1), .done = svc_text(q, 2) };
        const struct svc_miss is = {
            .due = was.due, .done = was.done ? was.done : strcmp(raised, at) > 0 ? raised : at
        };
        svc_misses_undo(call, &was, &is, SVC_ENTERED_LATE);
    }
}

/* Where no round ends the call-back about this closing was owed all the same, once its deadline came. */
static void keep_closing(const struct svc_step *step)
{
    svc_change_insert(step->call, "complaint_closing", step->no,
        "INSERT INTO complaint_closing (no, round, opened_at, closed_at, callback_due, provisional,"
        " reopened_at, event) SELECT no, round, opened_at, closed_at, callback_due, provisional, ?2, ?3"
        "  FROM complaint WHERE no = ?1 AND callback_due < ?2 RETURNING *", "swe", step->no, step->at);
}

/* The call-backs of the round that ends whose customers were not content: the new round's clocks go on
 * instead of their issues', which end. */
static void end_issues(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    char at[SVC_WHEN_SIZE];
    svc_when_format(step->at, at);
    struct svc_query *q = svc_query(call->db,
        "SELECT t.no, CASE WHEN i.closed_at IS NULL AND i.reopened_at IS NULL THEN i.no END"
        "  FROM callback t LEFT JOIN callback_issue i ON i.no = t.no"
        " WHERE t.register = 'complaint' AND t.record = ?1 AND t.planned_at >= ?2"
        "   AND t.called_at <= ?3 AND (t.satisfied = 'dissatisfied' OR t.solved = 'no')"
        " ORDER BY t.no", "ssw", step->no, step->values[C_OPENED_AT].text, step->at);
    while (svc_next(q)) {
        svc_link_told(call, "complaint", step->no, "callback", svc_text(q, 0), "reopen");
        if (svc_is_null(q, 1))
            continue;
        keep_issue(call, svc_text(q, 1), at);
        svc_change_of(call, "callback_issue", svc_text(q, 1),
            "UPDATE callback_issue SET state = 'reopened',"
            " reopened_at = CASE WHEN raised_at > ?2 THEN raised_at ELSE ?2 END"
            " WHERE no = ?1 AND state IN ('open', 'answered')", "w", step->at);
    }
}

/* What a reopening does to the clocks (params reopen_clock): `continue` runs them on from the
 * first opening, `restart` starts them anew and forgets the round, `new-clock` keeps the round
 * that ended beside the new one, so that both are counted. */
static void reopen(const struct svc_step *step)
{
    char opened[SVC_WHEN_SIZE];
    struct svc_value *values = step->values;
    const struct svc_policy *policy = svc_rules_on(step->context, svc_when_day(step->at));
    const char *clock = svc_policy_param(policy, "reopen_clock");
    bool on = clock && strcmp(clock, "continue") == 0;
    bool keep = !clock || strcmp(clock, "new-clock") == 0;
    if (!in_order(step))
        return;
    end_issues(step);
    if (!on) {
        values[C_OPENED_AT] = svc_value_text(svc_when_format(step->at, opened));
        values[C_RESPONDED_AT] = svc_value_text(NULL);
    }
    values[C_SOLUTION_AT] = values[C_CLOSED_AT] = svc_value_text(NULL);
    for (int due = C_RESPOND_DUE; due <= C_CALLBACK_DUE; due++)
        values[due] = svc_value_text(NULL); /* nothing of what was decided is kept */
    values[C_UNDATED] = svc_value_undated(complaint_register.columns, values);
    svc_rules_deadlines(step->context, &complaint_register, values);
    if (keep)
        keep_round(step);
    else
        keep_closing(step);
    svc_move(step,
             "UPDATE complaint SET round = round + ?3, opened_at = ?4, closed_at = NULL,"
             " state = CASE WHEN COALESCE(?5, '') <> '' THEN 'responded'"
             "              WHEN dept IS NULL THEN 'open' ELSE 'assigned' END,"
             " responded_at = ?5, solution_at = NULL, solution = NULL, answered_by = NULL,"
             " respond_due = ?6, solution_due = ?7, close_due = ?8, callback_due = NULL, provisional = ?9,"
             " undated = ?10 WHERE no = ?1 AND state = ?2",
             "isssssss", (int64_t)keep, values[C_OPENED_AT].text, values[C_RESPONDED_AT].text,
             values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
             values[C_PROVISIONAL].text, values[C_UNDATED].text);
}

int complaint_reopen(struct svc_call *call)
{
    return complaint_each(call, reopen);
}

/* -- determine ---------------------------------------------------------------------------- */

static bool clause_in_force(const struct svc_step *step)
{
    const char *received = step->values[C_RECEIVED_AT].text;
    if (!opt.clause || complaint_clause(step->call, opt.clause, received))
        return true;
    svc_refuse(step->call, SVC_REFUSED, step->no, "no penalty clause \"%s\" is in force on %.10s\n"
               "name one that complaint.determined fires; svc-policy show clause tells", opt.clause, received);
    return false;
}

/* Who answers for it: whom the determination names; a department alone leaves the person, a person
 * alone brings his own department of the day it is about. Where nobody was named, and it is the
 * company's fault, it is the department that had it. */
static void take_responsible(const struct svc_step *step, struct svc_buf *room)
{
    struct svc_value *values = step->values;
    char at[SVC_WHEN_SIZE];
    bool clause = opt.clause || svc_value_given(&values[C_CLAUSE]);
    const char *responsible = opt.responsible ? opt.responsible : values[C_RESPONSIBLE].text;
    if (opt.person)
        values[C_RESPONSIBLE_PERSON] = svc_value_text(opt.person);
    if (opt.dept)
        values[C_RESPONSIBLE_DEPT] = svc_value_text(opt.dept);
    if (opt.dept || (!opt.person && (svc_value_given(&values[C_RESPONSIBLE_DEPT]) ||
                                     (!clause && strcmp(responsible, "yes") != 0))))
        return;
    char *dept = complaint_answering(step->call, values, svc_when_format(step->at, at));
    svc_buf_puts(room, dept ? dept : "");
    values[C_RESPONSIBLE_DEPT] = svc_value_text(svc_buf_text(room));
    free(dept);
}

/* A clause gives its lines to somebody: to a person where it has a leg for one. */
static bool names_somebody(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const struct svc_value *values = step->values;
    const char *clause = opt.clause ? opt.clause : values[C_CLAUSE].text;
    bool person = svc_value_given(&values[C_RESPONSIBLE_PERSON]);
    bool dept = svc_value_given(&values[C_RESPONSIBLE_DEPT]);
    if (clause && !person && complaint_needs_person(call, clause, values[C_RECEIVED_AT].text))
        svc_refuse(call, SVC_REFUSED, step->no, "%s is about a person, and none is named\n"
                   "add --person NO", clause);
    else if (clause && !dept)
        svc_refuse(call, SVC_REFUSED, step->no, "%s needs who answers for it\nadd --dept CODE",
                   clause);
    else
        return true;
    return false;
}

static bool same_text(const struct svc_value *value, const char *text)
{
    return svc_value_given(value) && text && strcmp(value->text, text) == 0;
}

/* True when a line of the complaint becomes heavier, or there is one now: a worse level, valid, the
 * company's fault, another clause. */
static bool is_heavier(const struct svc_value *before)
{
    bool yes = (opt.valid && strcmp(opt.valid, "yes") == 0 && !same_text(&before[C_VALID], "yes")) ||
               (opt.responsible && strcmp(opt.responsible, "yes") == 0 &&
                !same_text(&before[C_RESPONSIBLE], "yes"));
    return yes || (opt.level && opt.level[0] - '0' < before[C_LEVEL].number) ||
           (opt.clause && !same_text(&before[C_CLAUSE], opt.clause));
}

static void insert_ruling(const struct svc_step *step, const char *at, const char *starts,
                          const char *dept, const char *person)
{
    svc_change_insert(step->call, "complaint_ruling", step->no,
        "INSERT INTO complaint_ruling (no, determined_at, starts, dept, person, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING *", "ssssse", step->no, at, starts, dept, person);
}

/* Keeps whose limit of an appeal the determination starts. What a file determined has no row yet. */
static void keep_ruling(const struct svc_step *step, const struct svc_value *before)
{
    const struct svc_value *values = step->values;
    char at[SVC_WHEN_SIZE];
    const char *first = before[C_DETERMINED_AT].text;
    const char *dept = values[C_RESPONSIBLE_DEPT].text, *person = values[C_RESPONSIBLE_PERSON].text;
    bool new_dept = dept && !same_text(&before[C_RESPONSIBLE_DEPT], dept);
    bool new_person = person && !same_text(&before[C_RESPONSIBLE_PERSON], person);
    if (first && !svc_one_int(step->call->db, 0, "SELECT 1 FROM complaint_ruling WHERE no = ?1",
                              "s", step->no))
        insert_ruling(step, first, "all", NULL, NULL);
    bool all = !first || is_heavier(before);
    insert_ruling(step, svc_when_format(step->at, at),
                  all ? "all" : new_dept || new_person ? "named" : "none",
                  new_dept ? dept : NULL, new_person ? person : NULL);
}

/* Nothing is determined anew under an appeal. */
static bool under_appeal(const struct svc_step *step)
{
    bool open = svc_one_int(step->call->db, 0,
                            "SELECT undecided FROM complaint_appealed WHERE no = ?1", "s",
                            step->no) == 1;
    if (open)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot determine, an appeal is open\nsvc-complaint appeal-decide ends it");
    return open;
}

static void determine(const struct svc_step *step)
{
    struct svc_value *values = step->values, before[C_COLUMNS];
    struct svc_buf dept = { 0 };
    char at[SVC_WHEN_SIZE];
    memcpy(before, values, sizeof before);
    if (own_case(step) || under_appeal(step) || !in_order(step) || !clause_in_force(step))
        return;
    if (opt.level) {
        values[C_LEVEL] = svc_value_number(opt.level[0] - '0');
        complaint_leveled(step->call, step->no, false);
    }
    if (begins(step, "determined"))
        take_step(step, C_DETERMINED_AT, at);
    else if (opt.level)
        svc_rules_deadlines(step->context, &complaint_register, values);
    take_responsible(step, &dept);
    if (names_somebody(step) && svc_move(step,
             "UPDATE complaint SET level = ?3, valid = COALESCE(?4, valid),"
             " responsible = COALESCE(?5, responsible), responsible_dept = ?6,"
             " responsible_person = ?7, clause = COALESCE(?8, clause), determined_at = ?9,"
             " respond_due = ?10, solution_due = ?11, close_due = ?12, provisional = ?13,"
             " callback_due = ?14 WHERE no = ?1 AND state = ?2",
             "isssssw" /* and the deadlines */ "sssss", values[C_LEVEL].number, opt.valid,
             opt.responsible, values[C_RESPONSIBLE_DEPT].text, values[C_RESPONSIBLE_PERSON].text,
             opt.clause, step->at, values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text,
             values[C_CLOSE_DUE].text, values[C_PROVISIONAL].text, values[C_CALLBACK_DUE].text))
        keep_ruling(step, before);
    svc_buf_free(&dept);
}

int complaint_determine(struct svc_call *call)
{
    if (!opt.level && !opt.valid && !opt.responsible && !opt.clause && !opt.person && !opt.dept)
        svc_die(SVC_USAGE, "nothing to determine\n"
                "add --level, --valid, --responsible, --person, --dept or --clause");
    return complaint_each(call, determine);
}

/* -- set ---------------------------------------------------------------------------------- */

/* The deadlines as the rules have them for these values, where they are not those of `before`. */
static void follow(const struct svc_step *step, struct svc_rules *rules, struct svc_value *values)
{
    static const enum complaint_column kept[] = { C_RESPOND_DUE, C_SOLUTION_DUE, C_CLOSE_DUE,
                                                  C_CALLBACK_DUE, C_PROVISIONAL };
    bool same = true;
    svc_rules_deadlines(rules, &complaint_register, values);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        same = same && svc_value_same(&step->values[kept[i]], &values[kept[i]]);
    if (same)
        return;
    svc_change(step->call, step->no,
               "UPDATE complaint SET respond_due = ?2, solution_due = ?3, close_due = ?4,"
               " callback_due = ?5, provisional = ?6 WHERE no = ?1", "sssss",
               values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text,
               values[C_CALLBACK_DUE].text, values[C_PROVISIONAL].text);
    svc_misses_keep(step->call, rules, &complaint_register, step->values, values,
                    svc_decided_by(step->call) ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
}

/* Of what a limit may name the category alone is corrected: the deadlines follow. */
static bool judge_set(const struct svc_step *step, struct svc_value *given)
{
    struct svc_value values[C_COLUMNS];
    if (step->call->reg != &complaint_register || given[C_CATEGORY].is == SVC_ABSENT ||
        svc_value_same(&step->values[C_CATEGORY], &given[C_CATEGORY]))
        return true;
    memcpy(values, step->values, sizeof values);
    values[C_CATEGORY] = given[C_CATEGORY];
    struct svc_rules *rules = svc_rules_open(step->call->db);
    follow(step, rules, values);
    svc_rules_close(rules);
    return true;
}

int complaint_set(struct svc_call *call)
{
    return svc_set_judged(call, judge_set);
}
