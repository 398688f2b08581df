#include "svc/worth.h"

#include <stddef.h>
#include <stdio.h>

const char *const svc_part_names[SVC_PARTS] = { "usage", "growth", "payment", "cooperation" };

enum { FULL = 10000 };

/* `of` full marks in hundredths, rounded half up, at most FULL; -1 without a whole. */
static int64_t share(int64_t part, int64_t whole, int64_t of)
{
    if (part < 0 || whole <= 0)
        return -1;
    if (part / (FULL / of) >= whole)
        return FULL;
    while (whole > INT64_MAX / (4 * FULL)) {
        part /= 2;
        whole /= 2;
    }
    return (2 * of * part + whole) / (2 * whole);
}

/* The mean of the parts from `first` on, by weight. */
static int64_t mean(const struct svc_worth *worth, enum svc_part first)
{
    int64_t sum = 0, weights = 0;
    for (size_t i = first; i < SVC_PARTS; i++) {
        if (worth->part[i] < 0)
            continue;
        sum += worth->part[i] * worth->weight[i];
        weights += worth->weight[i];
    }
    return weights > 0 ? (2 * sum + weights) / (2 * weights) : -1;
}

static char band(const struct svc_policy *policy, int64_t score)
{
    if (score < 0)
        return 0;
    if (score >= svc_policy_number(policy, "customer_grade_a", INT64_MAX))
        return 'A';
    if (score >= svc_policy_number(policy, "customer_grade_b", INT64_MAX))
        return 'B';
    return score >= svc_policy_number(policy, "customer_grade_c", INT64_MAX) ? 'C' : 'D';
}

void svc_worth_find(const struct svc_policy *policy, const struct svc_worth_facts *facts,
                    struct svc_worth *out)
{
    int64_t full = svc_policy_number(policy, "vip_daily_gas_m3", 0);
    *out = (struct svc_worth){ .risky = false };
    for (size_t i = 0; i < SVC_PARTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "value_%s", svc_part_names[i]);
        out->weight[i] = svc_policy_number(policy, name, 0);
    }
    out->part[SVC_PART_USAGE] = share(facts->gas, full / 100, FULL);
    out->part[SVC_PART_GROWTH] = share(facts->gas, facts->gas_before, FULL / 2);
    out->part[SVC_PART_PAYMENT] = share(facts->bills_on_time, facts->bills, FULL);
    out->part[SVC_PART_COOPERATION] = share(facts->met, facts->asked, FULL);
    out->value = mean(out, SVC_PART_USAGE);
    out->credit = mean(out, SVC_PART_PAYMENT);
    out->value_grade = band(policy, out->value);
    out->credit_grade = band(policy, out->credit);
    out->risky = out->credit_grade == 'D';
}
