/* due: surveys to be closed, frozen and reported, and those that the year still lacks. */
#include <stdio.h>

#include "survey.h"
#include "svc/duty.h"
#include "svc/missing.h"
#include "svc/sql.h"
#include "svc/when.h"

#define KINDS "external|internal|close|freeze|report"

static const char *only;

const struct svc_option survey_due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &only, .arg = KINDS, .help = "this kind alone" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

static struct svc_duties found;

/* An evaluation that the year lacks so far: as many from outside as the policy says, one of the company's
 * own. */
static void take_year(struct svc_call *call, int year, const char *kind, int64_t wanted, svc_day due)
{
    char name[5];
    snprintf(name, sizeof name, "%04d", year);
    int64_t there = svc_one_int(call->db, 0,
        "SELECT COUNT(*) FROM survey WHERE kind = ?1 AND substr(open_from, 1, 4) = ?2", "ss", kind, name);
    for (; there < wanted; there++)
        svc_duties_add(&found, kind, name, NULL, NULL, "no_survey", svc_day_start(due + 1) - 1);
}

static void take_years(struct svc_call *call, struct svc_rules *rules)
{
    int this = svc_day_year(svc_when_day(svc_now()));
    for (int year = this - 1; year <= this; year++) {
        const struct svc_policy *policy = svc_rules_on(rules, svc_day_of(year, 12, 31));
        take_year(call, year, "external",
                  svc_policy_number(policy, "survey_external_per_year", 0) / 100,
                  svc_day_in(year + 1, svc_policy_param(policy, "survey_done")));
        take_year(call, year, "internal",
                  svc_policy_param(policy, "survey_internal_done") ? 1 : 0,
                  svc_day_in(year, svc_policy_param(policy, "survey_internal_done")));
    }
}

int survey_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    found = (struct svc_duties){ .kind = only, .dept = svc_due_given.dept,
                                 .horizon = svc_due_horizon(policy, svc_due_ever()) };
    if (!svc_due_rests(policy)) {
        svc_duties_read(&found, svc_query(call->db, svc_sql("survey/due"), NULL));
        take_years(call, rules);
    }
    size_t count = svc_duties_print(call, &found, "survey.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}
