/* due: limits of issues that come near, and times that files asked to be others, for a crontab or the
 * morning's list. Tasks stand in the queue. */
#include "callback.h"

#include "svc/duty.h"
#include "svc/sql.h"

static const char *only;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &only, .arg = "answer|close|asked",
      .help = "this kind alone", .list = "callback.clock callback.due" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

int callback_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    struct svc_duties found = { .kind = only, .dept = svc_due_given.dept,
                                .horizon = svc_due_horizon(policy, svc_due_ever()) };
    if (!svc_due_rests(policy))
        svc_duties_read(&found, svc_query(call->db, svc_sql("callback/due"), NULL));
    size_t count = svc_duties_print(call, &found, "callback.clock callback.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}
