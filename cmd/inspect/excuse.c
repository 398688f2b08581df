/* excuse and confirm: what the office says about a rectification or repair that came late, or that is said
 * late not to have. Its line stays, `reversed`; a failed one is not excused. */
#include "inspect.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/mem.h"
#include "svc/misses.h"
#include "svc/refusal.h"

const struct svc_option excuse_options[] = {
    SVC_OPTIONS_INCLUDE(svc_excuse_options),
    { 0 }
};

static bool is_finding(const struct svc_step *step)
{
    return step->call->reg == &inspect_findings;
}

static const char *person_of(const struct svc_step *step)
{
    const char *person = step->values[is_finding(step) ? F_PERSON : N_PERSON].text;
    return person ? person : "";
}

static void excuse(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    const char *const about[] = { person_of(step), NULL };
    bool finding = is_finding(step);
    svc_misses_excuse(step, &(struct svc_miss){
        .table = finding ? "inspect_finding" : "inspect_notice", .no = step->no,
        .clock = finding ? "fix" : "rectify", .round = finding ? 1 : values[N_ROUND].number,
        .due = values[finding ? F_DUE_AT : N_DUE_AT].text,
        .done = values[finding ? F_FIXED_AT : N_REPLIED_AT].text, .about = about });
}

int inspect_excuse(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_notices, &inspect_findings), svc_call_at(call),
                         excuse, NULL);
}

static void confirm(const struct svc_step *step)
{
    const char *actor = step->call->actor.person;
    if (actor && strcmp(person_of(step), actor) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot confirm it",
                   actor);
    else
        svc_misses_confirm(step, is_finding(step) ? "inspect_finding" : "inspect_notice", NULL);
}

int inspect_confirm(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_notices, &inspect_findings), svc_call_at(call),
                         confirm, NULL);
}

/* -- steps that meet a deadline ----------------------------------------------------------- */

struct timed {
    struct svc_rules *rules;
    void (*one)(const struct svc_step *step);
};

/* One step, and what it did to the miss of its record. */
static void take(const struct svc_step *step)
{
    const struct timed *timed = step->context;
    const struct svc_register *reg = step->call->reg;
    size_t size = svc_column_count(reg->columns) * sizeof *step->values;
    struct svc_value *before = memcpy(svc_alloc(size), step->values, size);
    struct svc_record after;
    timed->one(step);
    if (svc_record_read(step->call, step->no, &after)) {
        svc_misses_keep(step->call, timed->rules, reg, before, after.values, SVC_ENTERED_LATE);
        svc_record_free(step->call, &after);
    }
    free(before);
}

int inspect_each_timed(struct svc_call *call, const struct svc_register *reg,
                       void (*one)(const struct svc_step *step))
{
    struct timed timed = { svc_rules_open(call->db), one };
    int code = svc_each_verb(call, SVC_OF(reg), svc_call_at(call), take, &timed);
    svc_rules_close(timed.rules);
    return code;
}
