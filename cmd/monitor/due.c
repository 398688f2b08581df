/* due: what waits for somebody, and terms that end, for a crontab or the morning's list. */
#include "monitor.h"
#include "svc/duty.h"
#include "svc/sql.h"
#include "svc/when.h"

#define KINDS "assign|answer|verify|use|term|asked"

static const char *only;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &only, .arg = KINDS,
      .help = "this kind alone", .list = "monitor.clock monitor.due" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

/* Terms are told that ran out; those that will where somebody looks that far. */
int monitor_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    struct svc_duties found = { .kind = only, .dept = svc_due_given.dept,
                                .horizon = svc_due_horizon(policy, svc_due_ever()) };
    svc_when terms = svc_due_given.within ? found.horizon : svc_now();
    if (!svc_due_rests(policy))
        svc_duties_read(&found, svc_query(call->db, svc_sql("monitor/due"), "w", terms));
    size_t count = svc_duties_print(call, &found, "monitor.clock monitor.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}
