/* issue, issue-answer, issue-close: what a dissatisfied customer gets answered. */
#include "callback.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"

static struct {
    const char *dept, *answer, *solution;
} opt;

const struct svc_option issue_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that answers; the handler's unless given", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option issue_answer_options[] = {
    { .name = "answer", .type = SVC_OPT_TEXT, .to = &opt.answer, .arg = "TEXT",
      .help = "what the department answers" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option issue_close_options[] = {
    { .name = "solution", .type = SVC_OPT_TEXT, .to = &opt.solution, .arg = "TEXT",
      .help = "what was done" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- issue -------------------------------------------------------------------------------- */

void callback_open_issue(const struct svc_step *step, const char *satisfied)
{
    struct svc_call *call = step->call;
    char raised[SVC_WHEN_SIZE];
    const char *dept = opt.dept ? opt.dept : step->values[B_DEPT].text;
    bool dissatisfied = satisfied && strcmp(satisfied, "dissatisfied") == 0;
    struct svc_value v[I_COLUMNS] = { 0 };
    v[I_NO] = svc_value_text(step->no);
    v[I_RAISED_AT] = svc_value_text(svc_when_format(step->at, raised));
    svc_rules_deadlines(step->context, &callback_issues, v);
    svc_change_insert(call, "callback_issue", step->no,
        "INSERT INTO callback_issue (no, dept, raised_at, cause, answer_due, close_due,"
        " provisional, state, recorded_at, recorded_by, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ?8, ?9, ?10) RETURNING *", "ssssssswse",
        step->no, dept, raised, dissatisfied ? "dissatisfied" : "not_solved",
        v[I_ANSWER_DUE].text, v[I_CLOSE_DUE].text, v[I_PROVISIONAL].text, svc_now(),
        call->actor.person);
}

/* A call-back for which its complaint was opened again: the complaint's clocks go on. */
#define REOPENED(no)                                                                             \
    "SELECT 1 FROM link l WHERE l.with_record = " no " AND l.with_register = 'callback'"          \
    "   AND l.origin = 'reopen' AND l.state = 'linked'"

static void issue(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const struct svc_value *values = step->values;
    const char *satisfied = values[B_SATISFIED].text, *solved = values[B_SOLVED].text;
    bool unhappy = (satisfied && strcmp(satisfied, "dissatisfied") == 0) ||
                   (solved && strcmp(solved, "no") == 0);
    char *since = svc_one(step->call->db, "SELECT raised_at FROM callback_issue WHERE no = ?1",
                          "s", step->no);
    bool reopened = svc_one_int(step->call->db, 0, REOPENED("?1"), "s", step->no) == 1;
    if (!unhappy)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot issue, nobody said that anything is wrong");
    else if (svc_value_given(&values[B_SECOND_OF]))
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot issue, it is the second call-back\n"
                   "svc-callback raise passes it on as a complaint");
    else if (reopened)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot issue, its complaint %s was opened again"
                   " for it", values[B_RECORD].text);
    else if (since)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot issue, it has one since %s", since);
    else if (strcmp(svc_when_format(step->at, at), values[B_CALLED_AT].text) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot issue before the call (%s)",
                   values[B_CALLED_AT].text);
    else
        callback_open_issue(step, satisfied);
    free(since);
}

/* Answers that came with an import have no issue yet. (The order is worked out, for it is the index of who
 * complained that shall be read, and not all call-backs in this order.) */
static void find_all(struct svc_call *call)
{
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT t.no FROM callback t WHERE (satisfied = 'dissatisfied' OR solved = 'no')"
        "   AND called_at <= ?1 AND second_of IS NULL"
        "   AND NOT EXISTS (SELECT 1 FROM callback_issue i WHERE i.no = t.no)"
        "   AND NOT EXISTS (" REOPENED("t.no") ")"
        " ORDER BY COALESCE(t.no, '')", "w", svc_shared.at.given ? svc_shared.at.when : svc_now());
    call->operand = NULL;
    while (svc_next(q)) {
        call->operand = svc_grow(call->operand, count, sizeof *call->operand);
        call->operand[count++] = svc_strdup(svc_text(q, 0));
    }
    call->count = (int)count;
}

/* What find_all found is refused by nothing that differs from one to the other: the first stands for all. */
static void try_first(struct svc_call *call)
{
    if (svc_call_talks() && call->count)
        svc_warn("%d call-backs would get an issue", call->count);
    call->count = call->count > 1 ? 1 : call->count;
}

int callback_issue(struct svc_call *call)
{
    if (call->count == 0) {
        find_all(call);
        if (svc_shared.dry_run)
            try_first(call);
    }
    return call->count ? callback_each(call, &callback_register, issue) : svc_finish(call);
}

/* -- issue-answer, issue-close ------------------------------------------------------------ */

/* What may run from the answer begins with it. */
static void answer(const struct svc_step *step)
{
    enum { CLOSE = 1 }; /* which clock */
    struct svc_value *values = step->values;
    char at[SVC_WHEN_SIZE];
    if (!svc_in_order(step, svc_step_text(step, I_RAISED_AT)))
        return;
    values[I_ANSWERED_AT] = svc_value_text(svc_when_format(step->at, at));
    if (svc_rules_starts(step->context, &callback_issues, values, CLOSE, "answered"))
        svc_rules_deadlines(step->context, &callback_issues, values);
    svc_move(step,
             "UPDATE callback_issue SET answered_at = ?3, answered_by = ?4, answer = ?5,"
             " close_due = ?6, provisional = ?7, state = 'answered' WHERE no = ?1 AND state = ?2",
             "sssss", at, step->call->actor.person, opt.answer, values[I_CLOSE_DUE].text,
             values[I_PROVISIONAL].text);
}

int callback_issue_answer(struct svc_call *call)
{
    return callback_each(call, &callback_issues, answer);
}

/* Every closed issue is asked about again, in the window of its business. */
static void plan_second(const struct svc_step *step, struct callback_batch *batch)
{
    struct svc_record first;
    struct svc_call *call = step->call;
    char planned[SVC_WHEN_SIZE];
    static const enum callback_column same[] = { B_REGISTER, B_RECORD, B_BUSINESS, B_DEPT,
                                                 B_PERSON, B_CUSTOMER, B_TIER, B_CUSTOMER_KIND };
    call->reg = &callback_register;
    bool found = svc_record_read(call, step->no, &first);
    call->reg = &callback_issues;
    if (!found)
        return;
    const struct svc_policy *policy = callback_policy(step);
    struct callback_ratios ratios = callback_ratios_load(call);
    const struct callback_ratio *ratio =
        callback_ratio_of(&ratios, policy, first.values[B_BUSINESS].text,
                          first.values[B_CUSTOMER_KIND].text, first.values[B_TIER].text);
    if (!ratio || !ratio->window_to) /* a business without a window has that of complaints */
        ratio = callback_ratio_of(&ratios, policy, "complaint", NULL, NULL);
    struct callback_window window = callback_window_of(policy, ratio, step->at);
    struct svc_value values[B_COLUMNS] = { 0 };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        values[same[i]] = first.values[same[i]];
    values[B_SECOND_OF] = svc_value_text(step->no);
    values[B_PLANNED_AT] = svc_value_text(svc_when_format(step->at, planned));
    values[B_WINDOW_FROM] = svc_value_text(*window.from ? window.from : NULL);
    values[B_WINDOW_TO] = svc_value_text(*window.to ? window.to : NULL);
    callback_batch_begin(call, batch);
    callback_batch_add(batch, values);
    char *change = svc_format("{\"second_of\":[null,\"%s\"]}", step->no);
    callback_batch_end(batch, batch->no, change);
    free(change);
    callback_ratios_free(&ratios);
    call->reg = &callback_register;
    svc_record_free(call, &first);
    call->reg = &callback_issues;
}

static void close_one(const struct svc_step *step)
{
    struct callback_batch batch = { 0 };
    const char *answered = svc_step_text(step, I_ANSWERED_AT);
    if (!svc_in_order(step, answered ? answered : svc_step_text(step, I_RAISED_AT)))
        return;
    plan_second(step, &batch);
    svc_move(step,
             "UPDATE callback_issue SET closed_at = ?3, closed_by = ?4, solution = ?5,"
             " second = ?6, state = 'closed' WHERE no = ?1 AND state = ?2",
             "wsss", step->at, step->call->actor.person, opt.solution, batch.no);
}

int callback_issue_close(struct svc_call *call)
{
    return callback_each(call, &callback_issues, close_one);
}
