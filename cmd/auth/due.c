/* due: what uses of authority still owe, for a crontab or the morning's list. */
#include "auth.h"
#include "svc/duty.h"
#include "svc/missing.h"
#include "svc/policy.h"
#include "svc/when.h"

static const char *only;

const struct svc_option auth_due_options[] = {
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &only, .arg = "KEY",
      .help = "this duty alone, as matrix prints it under procedure" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

int auth_due(struct svc_call *call)
{
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    const struct svc_policy *policy = svc_matrix_policy(matrix, svc_when_day(svc_now()));
    struct svc_duties found = { .kind = only, .dept = svc_due_given.dept,
                                .horizon = svc_due_horizon(policy, svc_due_ever()) };
    if (!svc_due_rests(policy))
        svc_missing_of_uses(&found, call->db, matrix, false);
    size_t count = svc_duties_print(call, &found, "base.fact");
    svc_matrix_close(matrix);
    return svc_due_finish(call, count);
}
