#include "svc/policy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
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

/* -- limits of cases alike ------------------------------------------------------------------ */

/* The limits that name most of a case, in their order. */
struct fitting {
    const struct svc_limit **limit;
    size_t count;
    char *key; /* what of the case they follow from … */
    size_t len;
    struct fitting *next; /* … and another one in its place */
};

/* Records differ little in what limits name of them: what was found for one is kept for the next. */
struct svc_fittings {
    struct fitting *place[256];
    size_t count;
};

static void fitting_of(const struct svc_policy *policy, const struct svc_case *whose, struct fitting *out)
{
    const struct svc_case of = svc_policy_case(policy, whose);
    int best = 0;
    out->count = 0;
    for (size_t i = first_of(policy, &of); i < policy->limit_count; i++) {
        const struct svc_limit *limit = &policy->limits[i];
        if (compare(limit, &of) != 0)
            break;
        int named = fit(limit, &of);
        if (named < best)
            continue;
        out->count = named > best ? 0 : out->count;
        best = named;
        out->limit = svc_grow(out->limit, out->count, sizeof *out->limit);
        out->limit[out->count++] = limit;
    }
}

enum { LONGEST_KEY = 256, MOST_FITTINGS = 4096 };

/* The words of the case behind each other, whole numbers of 8 bytes; 0 where they are longer than usual. */
static size_t key_of(const struct svc_case *of, char key[LONGEST_KEY])
{
    const char *const words[] = { of->matter,  of->clock,    of->level, of->tier, of->customer_kind, of->nature,
                                  of->channel, of->category, of->class };
    size_t len = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = words[i] ? words[i] : "\1";
        size_t more = strlen(word) + 1;
        if (more > LONGEST_KEY - 8 - len)
            return 0;
        memcpy(key + len, word, more);
        len += more;
    }
    for (; len % 8; len++)
        key[len] = '\0';
    return len;
}

static size_t place_of(const char *key, size_t len)
{
    uint64_t sum = 0, word;
    for (size_t i = 0; i < len; i += sizeof word) {
        memcpy(&word, key + i, sizeof word);
        sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
        sum ^= sum >> 32;
    }
    return sum % (sizeof((struct svc_fittings *)NULL)->place / sizeof(struct fitting *));
}

static const struct fitting *find_fitting(const struct svc_policy *policy, const struct svc_case *whose)
{
    static struct fitting other; /* of a case that is not kept */
    char key[LONGEST_KEY];
    size_t len = policy->fittings ? key_of(whose, key) : 0;
    struct fitting **place = len ? &policy->fittings->place[place_of(key, len)] : NULL, *found = place ? *place : &other;
    while (found && place && (found->len != len || memcmp(found->key, key, len) != 0))
        found = found->next;
    if (found && place)
        return found;
    if (place && policy->fittings->count == MOST_FITTINGS) {
        found = &other;
    } else if (place) {
        found = svc_alloc(sizeof *found);
        *found = (struct fitting){ .key = svc_realloc(NULL, len, 1), .len = len, .next = *place };
        memcpy(found->key, key, len);
        *place = found;
        policy->fittings->count++;
    }
    fitting_of(policy, whose, found);
    return found;
}

void svc_policy_remember(struct svc_policy *policy)
{
    policy->fittings = svc_alloc(sizeof *policy->fittings);
}

void svc_policy_forget(struct svc_policy *policy)
{
    struct svc_fittings *all = policy->fittings;
    for (size_t i = 0; all && i < sizeof all->place / sizeof *all->place; i++)
        for (struct fitting *one = all->place[i], *next; one; one = next) {
            next = one->next;
            free(one->limit);
            free(one->key);
            free(one);
        }
    free(all);
    policy->fittings = NULL;
}

bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *of, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out)
{
    const struct fitting *fitting = find_fitting(policy, of);
    bool asked = false;
    for (size_t i = 0; i < fitting->count; i++)
        asked = asked || is_extended(fitting->limit[i], of);
    *out = (struct svc_due){ .limit = NULL };
    for (size_t i = 0; i < fitting->count; i++) {
        const struct svc_limit *limit = fitting->limit[i];
        if (asked && !is_extended(limit, of))
            continue;
        if (!out->limit)
            out->limit = limit;
        svc_when from = start_of(limit, of, start);
        if (!from)
            continue;
        struct svc_clock clock = svc_policy_clock(policy, limit, from, holds, hold_count);
        clock.length.count += is_extended(limit, of) ? of->more->count : 0;
        struct svc_deadline deadline = svc_clock_due(&clock, NULL, NULL);
        if (!out->start || earlier(&deadline, &out->deadline))
            *out = (struct svc_due){ deadline, limit, from };
    }
    return out->limit;
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
