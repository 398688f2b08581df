#include "svc/entered.h"

#include <string.h>

#include "svc/actor.h"
#include "svc/clock.h"
#include "svc/db.h"
#include "svc/when.h"

const char *svc_entered_due(struct svc_rules *rules, const char *entered_at, char *out)
{
    struct svc_clock clock = { .start = 0 };
    if (svc_when_parse(entered_at, &clock.start))
        return NULL;
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(clock.start));
    const char *limit = svc_policy_param(policy, "paper_dispute_limit");
    clock.calendar = policy->calendar;
    if (!limit || !*limit || svc_length_parse(limit, &clock.length))
        return NULL;
    return svc_when_format(svc_clock_due(&clock, NULL, NULL).due, out);
}

static const char query[] =
    "SELECT s.no, s.chain, s.role, s.person, s.entered_by, e.at, s.stage"
    "  FROM signature s"
    "  JOIN person p ON p.person = s.person AND p.login IS NOT NULL"
    "  JOIN event e ON e.seq = s.event"
    " WHERE s.tbl = 'reward_case' AND s.entered_by <> s.person"
    "   AND COALESCE(?1, s.person) = s.person"
    "   AND (?2 IS NULL OR " SVC_PERSON_ON("dept", "?3") " = ?2)"
    "   AND NOT EXISTS (SELECT 1 FROM paper_dispute d WHERE d.no = s.no AND d.stage = s.stage)"
    " ORDER BY s.no, s.stage";

void svc_entered_each(struct svc_call *call, struct svc_rules *rules, const char *person, const char *dept,
                      void (*found)(void *ctx, const struct svc_entered *entered), void *ctx)
{
    char now[SVC_WHEN_SIZE], today[SVC_DAY_SIZE], due[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    svc_day_format(svc_when_day(svc_now()), today);
    struct svc_query *q = svc_query(call->db, query, "sss", person, dept, today);
    while (svc_next(q)) {
        struct svc_entered one = { svc_text(q, 0), svc_text(q, 1), svc_text(q, 2), svc_text(q, 3), svc_text(q, 4),
                                   svc_text(q, 5), NULL, (int)svc_int(q, 6) };
        one.due = svc_entered_due(rules, one.entered_at, due);
        if (!one.due || strcmp(now, one.due) <= 0)
            found(ctx, &one);
    }
}
