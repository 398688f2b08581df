#include "svc/policy.h"

#include <string.h>

#include "svc/num.h"

/* How many of the limit's own words match the case; -1 when one does not. */
static int fit(const struct svc_limit *limit, const struct svc_case *of)
{
    const char *const words[][2] = { { limit->level, of->level },
                                     { limit->tier, of->tier },
                                     { limit->customer_kind, of->customer_kind } };
    int named = 0;
    if (limit->matter[0] != of->matter[0] || limit->clock[0] != of->clock[0] ||
        strcmp(limit->clock, of->clock) != 0 || strcmp(limit->matter, of->matter) != 0)
        return -1; /* first letters first: a million records ask for four clocks each */
    for (int i = 0; i < 3; i++) {
        if (!words[i][0])
            continue;
        if (!words[i][1] || strcmp(words[i][0], words[i][1]) != 0)
            return -1;
        named++;
    }
    return named;
}

struct svc_clock svc_policy_clock(const struct svc_policy *policy, const struct svc_limit *limit,
                                  svc_when start, const struct svc_hold *holds, size_t hold_count)
{
    bool days = limit->parsed.unit == SVC_UNIT_D; /* nothing else rolls */
    const char *roll = days ? svc_policy_param(policy, "natural_day_roll") : NULL;
    return (struct svc_clock){ .calendar = policy->calendar, .length = limit->parsed,
                               .start = start, .holds = holds, .hold_count = hold_count,
                               .roll = roll && strcmp(roll, "yes") == 0 };
}

bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *of, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out)
{
    int best = -1;
    for (size_t i = 0; i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        int named = fit(limit, of);
        if (named < 0 || named < best)
            continue;
        struct svc_clock clock = svc_policy_clock(policy, limit, start, holds, hold_count);
        struct svc_deadline deadline = svc_clock_due(&clock, NULL, NULL);
        if (named > best || deadline.due < out->deadline.due)
            *out = (struct svc_due){ deadline, limit };
        best = named;
    }
    return best >= 0;
}

const char *svc_policy_param(const struct svc_policy *policy, const char *name)
{
    for (size_t i = 0; i < policy->param_count; i++)
        if (strcmp(policy->params[i].name, name) == 0)
            return policy->params[i].value;
    return NULL;
}

int64_t svc_policy_number(const struct svc_policy *policy, const char *name, int64_t otherwise)
{
    const char *text = svc_policy_param(policy, name);
    int64_t value;
    return text && !svc_hundredths_parse(text, &value) ? value : otherwise;
}
