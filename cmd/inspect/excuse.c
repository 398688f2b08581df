/* excuse: a rectification that came late. Its line stays, `reversed`; a failed one is not excused. */
#include "inspect.h"

#include "svc/misses.h"

const struct svc_option excuse_options[] = {
    SVC_OPTIONS_INCLUDE(svc_excuse_options),
    { 0 }
};

static void excuse(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    const char *const about[] = { values[N_PERSON].text ? values[N_PERSON].text : "", NULL };
    svc_misses_excuse(step, &(struct svc_miss){
        .table = "inspect_notice", .no = step->no, .clock = "rectify",
        .round = values[N_ROUND].number, .due = values[N_DUE_AT].text,
        .done = values[N_REPLIED_AT].text, .about = about });
}

int inspect_excuse(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_notices), svc_call_at(call), excuse, NULL);
}
