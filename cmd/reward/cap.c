/* The pay law: how much of a month's wage penalties may take. */
#include "reward.h"

/* The largest penalty still allowed of a wage: its share, and what leaves the minimum wage. */
static int64_t cap_of(const struct svc_policy *policy, int64_t gross)
{
    int64_t share = svc_policy_number(policy, "wage_deduction_cap", -1);
    int64_t minimum = svc_policy_number(policy, "minimum_wage", -1);
    int64_t cap = share < 0 ? INT64_MAX : gross / 100 * share + gross % 100 * share / 100;
    if (minimum >= 0 && gross - minimum < cap)
        cap = gross > minimum ? gross - minimum : 0;
    return cap;
}

bool reward_over_cap(struct svc_call *call, struct svc_rules *rules, const char *person,
                     const char *fact, int64_t more)
{
    svc_when when;
    if (svc_when_parse(fact, &when))
        return false;
    struct svc_period month;
    svc_period_month(svc_when_day(when), &month);
    int64_t gross = svc_one_int(call->db, -1,
        "SELECT gross FROM wage WHERE person = ?1 AND period = ?2", "ss", person, month.name);
    int64_t sum = svc_one_int(call->db, 0,
        "SELECT SUM(-l.amount) FROM reward_leg l JOIN reward_case c ON c.no = l.no"
        " WHERE l.person = ?1 AND l.amount < 0 AND c.state = 'approved' AND c.reverses IS NULL"
        "   AND c.occurred_at >= ?2 AND c.occurred_at < ?3", "sww", person, month.from, month.until);
    return gross >= 0 && sum + more > cap_of(svc_rules_on(rules, svc_when_day(when)), gross);
}
