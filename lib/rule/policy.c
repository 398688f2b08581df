#include "svc/policy.h"

#include <stddef.h>
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

/* What a limit may name of a case, and the company's list of such words; a kind is met by a nature,
 * too. */
static const struct named {
    size_t limit, of, beside;
    const char *list;
} named_words[] = {
#define NAMED(word, list) \
    { offsetof(struct svc_limit, word), offsetof(struct svc_case, word), \
      offsetof(struct svc_case, word), list }
    NAMED(level, "level"),
    NAMED(tier, NULL),
    { offsetof(struct svc_limit, customer_kind), offsetof(struct svc_case, customer_kind),
      offsetof(struct svc_case, nature), "customer_kind" },
    NAMED(channel, "channel"),
    NAMED(category, "category"),
    NAMED(class, "class"),
#undef NAMED
};
enum { NAMED_WORDS = sizeof named_words / sizeof *named_words };

static const char *limit_word(const struct svc_limit *limit, const struct named *word)
{
    return *(char *const *)(const void *)((const char *)limit + word->limit);
}

static const char *case_word(const struct svc_case *of, size_t at)
{
    return *(const char *const *)(const void *)((const char *)of + at);
}

static bool is_word(const char *word, const char *of)
{
    return of && strcmp(word, of) == 0;
}

/* How many of the limit's own words match the case; -1 when one does not. */
static int fit(const struct svc_limit *limit, const struct svc_case *of)
{
    int named = 0;
    for (const struct named *w = named_words; w < named_words + NAMED_WORDS; w++) {
        const char *word = limit_word(limit, w);
        if (!word)
            continue;
        if (!is_word(word, case_word(of, w->of)) && !is_word(word, case_word(of, w->beside)))
            return -1;
        named++;
    }
    return named;
}

int svc_policy_fit(const struct svc_limit *limit, const struct svc_case *of)
{
    return compare(limit, of) == 0 ? fit(limit, of) : -1;
}

const char *svc_policy_acting(const struct svc_policy *policy, const char *list, const char *code)
{
    for (size_t i = 0; code && i < policy->acting_count; i++)
        if (strcmp(policy->acting[i].list, list) == 0 && strcmp(policy->acting[i].code, code) == 0)
            return policy->acting[i].as;
    return code;
}

/* Whether a limit of the case's clock and matter names this word itself. */
static bool names(const struct svc_policy *policy, const struct svc_case *of, const struct named *w)
{
    const char *word = case_word(of, w->of);
    for (size_t i = first_of(policy, of);
         word && i < policy->limit_count && compare(&policy->limits[i], of) == 0; i++) {
        const char *named = limit_word(&policy->limits[i], w);
        if (named && strcmp(named, word) == 0)
            return true;
    }
    return false;
}

struct svc_case svc_policy_case(const struct svc_policy *policy, const struct svc_case *of)
{
    struct svc_case as = *of;
    if (!policy->acting_count)
        return as;
    size_t first = first_of(policy, of);
    if (first == policy->limit_count || compare(&policy->limits[first], of) != 0)
        as.matter = svc_policy_acting(policy, "business", of->matter);
    for (const struct named *w = named_words; w < named_words + NAMED_WORDS; w++) {
        const char **word = (const char **)(void *)((char *)&as + w->of);
        if (w->list && !names(policy, &as, w))
            *word = svc_policy_acting(policy, w->list, *word);
    }
    return as;
}

/* Among limits that name as much, an extended one is the one that was asked for. */
static bool is_extended(const struct svc_limit *limit, const struct svc_case *of)
{
    return of->more && of->more->count > 0 && of->more->unit == limit->parsed.unit;
}

static bool counts_back(const struct svc_limit *limit)
{
    return limit->start && strcmp(limit->start, "before") == 0;
}

struct svc_clock svc_policy_clock(const struct svc_policy *policy, const struct svc_limit *limit,
                                  svc_when start, const struct svc_hold *holds, size_t hold_count)
{
    return (struct svc_clock){ .calendar = policy->calendar, .length = limit->parsed,
                               .start = start, .holds = holds, .hold_count = hold_count,
                               .roll = policy->roll && limit->parsed.unit == SVC_UNIT_D,
                               .back = counts_back(limit) };
}

bool svc_policy_starts(const struct svc_policy *policy, const char *clock, const char *word, bool before)
{
    for (size_t i = 0; i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        if (strcmp(limit->clock, clock) == 0 &&
            (strcmp(limit->start, word) == 0 || (before && counts_back(limit))))
            return true;
    }
    return false;
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

/* A limit on hold has no deadline yet: another one's comes first. */
static bool earlier(const struct svc_deadline *a, const struct svc_deadline *b)
{
    return !a->held && (b->held || a->due < b->due);
}

bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *whose, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out)
{
    const struct svc_case as = svc_policy_case(policy, whose), *of = &as;
    int best = -1;
    for (size_t i = first_of(policy, of); i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        if (compare(limit, of) != 0)
            break;
        int named = fit(limit, of);
        if (named >= 0)
            named = 2 * named + is_extended(limit, of);
        if (named < 0 || named < best)
            continue;
        if (named > best)
            *out = (struct svc_due){ .limit = limit };
        best = named;
        svc_when from = start_of(limit, of, start);
        if (!from)
            continue;
        struct svc_clock clock = svc_policy_clock(policy, limit, from, holds, hold_count);
        clock.length.count += is_extended(limit, of) ? of->more->count : 0;
        struct svc_deadline deadline = svc_clock_due(&clock, NULL, NULL);
        if (!out->start || earlier(&deadline, &out->deadline))
            *out = (struct svc_due){ deadline, limit, from };
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
