#include "svc/policy.h"

#include <string.h>

#include "svc/num.h"

static bool is_word(const char *word, const char *of)
{
    return of && strcmp(word, of) == 0;
}

int svc_policy_fit(const struct svc_limit *limit, const struct svc_case *of)
{
    const char *const words[][3] = { { limit->level, of->level, NULL },
                                     { limit->tier, of->tier, NULL },
                                     { limit->customer_kind, of->customer_kind, of->nature } };
    int named = 0;
    if (limit->matter[0] != of->matter[0] || limit->clock[0] != of->clock[0] ||
        strcmp(limit->clock, of->clock) != 0 || strcmp(limit->matter, of->matter) != 0)
        return -1; /* first letters first: a million records ask for four clocks each */
    for (int i = 0; i < 3; i++) {
        if (!words[i][0])
            continue;
        if (!is_word(words[i][0], words[i][1]) && !is_word(words[i][0], words[i][2]))
            return -1;
        named++;
    }
    return named;
}

static bool counts_back(const struct svc_limit *limit)
{
    return limit->start && strcmp(limit->start, "before") == 0;
}

struct svc_clock svc_policy_clock(const struct svc_policy *policy, const struct svc_limit *limit,
                                  svc_when start, const struct svc_hold *holds, size_t hold_count)
{
    bool days = limit->parsed.unit == SVC_UNIT_D; /* nothing else rolls */
    const char *roll = days ? svc_policy_param(policy, "natural_day_roll") : NULL;
    return (struct svc_clock){ .calendar = policy->calendar, .length = limit->parsed,
                               .start = start, .holds = holds, .hold_count = hold_count,
                               .roll = roll && strcmp(roll, "yes") == 0,
                               .back = counts_back(limit) };
}

/* Where the limit runs from; 0 when that moment has not come. */
static svc_when start_of(const struct svc_limit *limit, const struct svc_case *of, svc_when start)
{
    if (of->start_count == 0)
        return start;
    if (counts_back(limit))
        return of->starts[0].at;
    for (size_t i = 0; i < of->start_count; i++)
        if (strcmp(of->starts[i].word, limit->start) == 0)
            return of->starts[i].at;
    return 0;
}

bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *of, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out)
{
    int best = -1;
    for (size_t i = 0; i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        int named = svc_policy_fit(limit, of);
        if (named < 0 || named < best)
            continue;
        if (named > best)
            *out = (struct svc_due){ .limit = limit };
        best = named;
        svc_when from = start_of(limit, of, start);
        if (!from)
            continue;
        struct svc_clock clock = svc_policy_clock(policy, limit, from, holds, hold_count);
        struct svc_deadline deadline = svc_clock_due(&clock, NULL, NULL);
        if (!out->start || deadline.due < out->deadline.due)
            *out = (struct svc_due){ deadline, limit, from };
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
