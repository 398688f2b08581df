/* The steps of an order's life, for those whose dispatch system tells them one by one: each sets its
 * time, and what follows from the times comes out anew. */
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "svc/change.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/when.h"

static struct {
    const char *dept, *person, *result;
} opt;

const struct svc_option order_assign_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that takes it", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person who does it", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option order_finish_options[] = {
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.result, .arg = "done|no_access|refused",
      .help = "what came of it (default: done)", .list = "order.result" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* Which time each verb sets. */
static const struct {
    const char *verb;
    enum order_column at;
} times[] = { { "dispatch", O_DISPATCHED_AT }, { "accept", O_ACCEPTED_BY_AT },
              { "survey", O_SURVEYED_AT },     { "notify", O_NOTIFIED_AT },
              { "arrive", O_ARRIVED_AT },      { "solve", O_SOLUTION_AT },
              { "finish", O_FINISHED_AT },     { "cancel", O_CANCELLED_AT } };

static enum order_column column_of(const struct svc_step *step)
{
    size_t i = 0;
    while (strcmp(times[i].verb, step->call->verb->name) != 0)
        i++;
    return times[i].at;
}

/* The latest of what is done so far: the next step does not lie before it. */
static const char *last_of(const struct svc_value *values)
{
    static const enum order_column done[] = { O_ACCEPTED_AT, O_DISPATCHED_AT, O_ACCEPTED_BY_AT,
                                              O_ARRIVED_AT };
    const char *last = NULL;
    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        if (svc_value_given(&values[done[i]]) && (!last || strcmp(values[done[i]].text, last) > 0))
            last = values[done[i]].text;
    return last;
}

/* Writes the step's time, what follows from it, and the result. */
static void write_step(const struct svc_step *step, enum order_column at)
{
    const struct svc_value *values = step->values;
    char *sql = svc_format("UPDATE service_order SET %s = ?3, state = ?4, result = ?5,"
                           " apply_due = ?6, survey_due = ?7, notice_due = ?8, arrive_due = ?9,"
                           " solution_due = ?10, finish_due = ?11, provisional = ?12"
                           " WHERE no = ?1 AND state = ?2", order_register.columns[at].name);
    struct svc_step was = *step;
    struct svc_value stored[O_COLUMNS];
    memcpy(stored, values, sizeof stored);
    stored[O_STATE] = *(const struct svc_value *)step->context;
    was.values = stored;
    svc_move(&was, sql, "ssssssssss", values[at].text, values[O_STATE].text,
             values[O_RESULT].text, values[O_APPLY_DUE].text, values[O_SURVEY_DUE].text,
             values[O_NOTICE_DUE].text, values[O_ARRIVE_DUE].text, values[O_SOLUTION_DUE].text,
             values[O_FINISH_DUE].text, values[O_PROVISIONAL].text);
    free(sql);
}

static void take(const struct svc_step *step)
{
    struct svc_value *values = step->values, state = values[O_STATE];
    enum order_column at = column_of(step);
    char text[SVC_WHEN_SIZE];
    if (svc_value_given(&values[at])) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "has its %s already, %s",
                   order_register.columns[at].name, values[at].text);
        return;
    }
    if (!svc_in_order(step, last_of(values)))
        return;
    values[at] = svc_value_text(svc_when_format(step->at, text));
    if (at == O_FINISHED_AT)
        values[O_RESULT] = svc_value_text(opt.result ? opt.result : "done");
    if (at == O_CANCELLED_AT)
        values[O_RESULT] = svc_value_text("cancelled");
    order_follow(step->context, values);
    if (at != O_ARRIVED_AT && at != O_FINISHED_AT && at != O_CANCELLED_AT)
        values[O_STATE] = state;
    struct svc_step one = *step;
    one.context = &state;
    write_step(&one, at);
}

int order_step(struct svc_call *call)
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_each(call, SVC_OF(&order_register), svc_call_at(call), take, rules);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* A limit missed until then stays with whoever had it. */
static void assign(const struct svc_step *step)
{
    const char *dept = step->values[O_DEPT].text, *person = step->values[O_PERSON].text;
    bool same = dept && strcmp(dept, opt.dept) == 0 &&
                (!opt.person || (person && strcmp(person, opt.person) == 0));
    bool changed = svc_in_order(step, step->values[O_ACCEPTED_AT].text) &&
                   svc_org_hands(step, opt.person, opt.dept) && svc_move(step,
        "UPDATE service_order SET dept = ?3,"
        " person = COALESCE(?4, CASE WHEN dept = ?3 THEN person END)"
        " WHERE no = ?1 AND state = ?2", "ss", opt.dept, opt.person);
    if (changed && !same)
        order_moved(step->call, step->values, step->at);
}

int order_assign(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&order_register), svc_call_at(call), assign, NULL);
}
