#include "svc/policy.h"

#include <string.h>

#include "svc/num.h"

static int compare(const struct svc_limit *limit, const struct svc_case *of)
{
    int order = strcmp(limit->clock, of->clock);
    return order ? order : strcmp(limit->matter, of->matter);
}

/* The first limit that is not before those of the case's clock and matter. */
static size_t first_of(const struct svc_policy *policy, const struct svc_case *of)
{
    size_t low = 0, high = policy->limit_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(&policy->limits[middle], of) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many of the limit's own words match the case; -1 when one does not. */
static int fit(const struct svc_limit *limit, const struct svc_case *of)
{
    const char *const words[][2] = { { limit->level, of->level },
                                     { limit->tier, of->tier },
                                     { limit->customer_kind, of->customer_kind } };
    int named = 0;
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
    return (struct svc_clock){ .calendar = policy->calendar, .length = limit->parsed,
                               .start = start, .holds = holds, .hold_count = hold_count,
                               .roll = policy->roll && limit->parsed.unit == SVC_UNIT_D };
}

bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *of, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out)
{
    int best = -1;
    for (size_t i = first_of(policy, of); i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        if (compare(limit, of) != 0)
            break;
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
    size_t low = 0, high = policy->param_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(policy->params[middle].name, name);
        if (order == 0)
            return policy->params[middle].value;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

int64_t svc_policy_number(const struct svc_policy *policy, const char *name, int64_t otherwise)
{
    const char *text = svc_policy_param(policy, name);
    int64_t value;
    return text && !svc_hundredths_parse(text, &value) ? value : otherwise;
}
