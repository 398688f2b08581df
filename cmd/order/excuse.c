/* excuse and confirm: what the office says about a limit that was missed. The line stays, `reversed`. */
#include "order.h"

#include <string.h>

#include "svc/misses.h"
#include "svc/refusal.h"
#include "svc/rules.h"

static struct {
    const char *clock;
} opt;

const struct svc_option excuse_options[] = {
    { .name = "clock", .type = SVC_OPT_TEXT, .to = &opt.clock,
      .arg = "apply|survey|notice|arrive|solution|finish", .help = "the limit that was missed",
      .list = "order.clock" },
    SVC_OPTIONS_INCLUDE(svc_excuse_options),
    { 0 }
};

/* Each clock's deadline, and what ends it: the first that is given. */
static const struct {
    const char *clock;
    enum order_column due, done[3];
} clocks[] = {
    { "apply", O_APPLY_DUE, { O_ACCEPTED_AT, O_COLUMNS, O_COLUMNS } },
    { "survey", O_SURVEY_DUE, { O_SURVEYED_AT, O_FINISHED_AT, O_CANCELLED_AT } },
    { "notice", O_NOTICE_DUE, { O_NOTIFIED_AT, O_CANCELLED_AT, O_COLUMNS } },
    { "arrive", O_ARRIVE_DUE, { O_ARRIVED_AT, O_FINISHED_AT, O_CANCELLED_AT } },
    { "solution", O_SOLUTION_DUE, { O_SOLUTION_AT, O_FINISHED_AT, O_CANCELLED_AT } },
    { "finish", O_FINISH_DUE, { O_FINISHED_AT, O_CANCELLED_AT, O_COLUMNS } },
};

static void excuse(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    const char *const about[] = { values[O_PERSON].text ? values[O_PERSON].text : "", NULL };
    struct svc_miss miss = { .table = "service_order", .no = step->no, .clock = opt.clock,
                             .round = 1, .about = about };
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (strcmp(clocks[i].clock, opt.clock) != 0)
            continue;
        miss.due = values[clocks[i].due].text;
        for (int n = 0; n < 3 && !miss.done && clocks[i].done[n] != O_COLUMNS; n++)
            miss.done = values[clocks[i].done[n]].text;
    }
    svc_misses_excuse(step, &miss);
}

int order_excuse(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&order_register), svc_call_at(call), excuse, NULL);
}

static void confirm(const struct svc_step *step)
{
    const char *person = step->values[O_PERSON].text, *actor = step->call->actor.person;
    if (person && actor && strcmp(person, actor) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot confirm it",
                   actor);
    else
        svc_misses_confirm(step, "service_order", NULL);
}

int order_confirm(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&order_register), svc_call_at(call), confirm, NULL);
}
