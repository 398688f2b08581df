#include "svc/rates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/words.h"

/* -- --by --------------------------------------------------------------------------------- */

bool svc_by_names(const char *by, const struct svc_column *column)
{
    return by && (svc_text_in(by, ',', column->name) ||
                  svc_text_in(by, ',', svc_column_label(column)));
}

void svc_by_check(const char *by, const struct svc_column *columns, int dimensions)
{
    const char *list = by, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        bool known = false;
        char *one = svc_strndup(word, len);
        for (int i = 0; i < dimensions; i++)
            known |= svc_by_names(one, &columns[i]);
        free(one);
        if (known)
            continue;
        struct svc_buf names = { 0 };
        for (int i = 0; i < dimensions; i++)
            svc_buf_printf(&names, "%s%s", i ? ", " : "", columns[i].name);
        svc_die(SVC_USAGE, "option --by: not of %s", svc_buf_text(&names));
    }
}

/* -- groups ------------------------------------------------------------------------------- */

static const char *word_of(const struct svc_rates *rates, const char *const *word, int dimension)
{
    return rates->asked[dimension] && word[dimension] ? word[dimension] : "";
}

static bool is_group(const struct svc_rates *rates, const struct svc_rate_group *group,
                     const char *const *word)
{
    for (int d = 0; d < rates->dimensions; d++)
        if (strcmp(group->word[d], word_of(rates, word, d)) != 0)
            return false;
    return true;
}

/* FNV-1a over the words that are asked for. */
static size_t hash_of(const struct svc_rates *rates, const char *const *word)
{
    uint64_t hash = 14695981039346656037u;
    for (int d = 0; d < rates->dimensions; d++)
        for (const char *c = word_of(rates, word, d);; c++) {
            hash = (hash ^ (unsigned char)*c) * 1099511628211u;
            if (!*c)
                break;
        }
    return (size_t)(hash ^ hash >> 32);
}

/* The slot of these words: that of their group, counted from 1, or an empty one. */
static size_t *slot_of(const struct svc_rates *rates, const char *const *word)
{
    size_t at = hash_of(rates, word) & (rates->slots - 1);
    while (rates->slot[at] && !is_group(rates, &rates->group[rates->slot[at] - 1], word))
        at = (at + 1) & (rates->slots - 1);
    return &rates->slot[at];
}

/* Room for one more group: at most half of the slots are taken. */
static void make_room(struct svc_rates *rates)
{
    if (2 * (rates->count + 1) <= rates->slots)
        return;
    free(rates->slot);
    for (rates->slots = 64; rates->slots < 4 * (rates->count + 1);)
        rates->slots *= 2;
    rates->slot = svc_alloc(rates->slots * sizeof *rates->slot);
    for (size_t i = 0; i < rates->count; i++)
        *slot_of(rates, (const char *const *)rates->group[i].word) = i + 1;
}

struct svc_rate_group *svc_rates_group(struct svc_rates *rates, const char *const *word)
{
    if (rates->count && is_group(rates, &rates->group[rates->last], word))
        return &rates->group[rates->last];
    make_room(rates);
    size_t *slot = slot_of(rates, word);
    if (*slot) {
        rates->last = *slot - 1;
        return &rates->group[rates->last];
    }
    *slot = rates->count + 1;
    rates->last = rates->count;
    rates->group = svc_grow(rates->group, rates->count, sizeof *rates->group);
    struct svc_rate_group *group = &rates->group[rates->count++];
    *group = (struct svc_rate_group){ .word = { NULL } };
    for (int d = 0; d < rates->dimensions; d++)
        group->word[d] = svc_strdup(word_of(rates, word, d));
    for (int p = 0; p < SVC_RATE_PERIODS; p++)
        group->of[p] = svc_alloc((size_t)rates->measures * sizeof *group->of[p]);
    return group;
}

static int by_words(const void *a, const void *b)
{
    const struct svc_rate_group *x = a, *y = b;
    int order = 0;
    for (int d = 0; d < SVC_RATE_DIMENSIONS && x->word[d] && !order; d++)
        order = strcmp(x->word[d], y->word[d]);
    return order;
}

void svc_rates_ask(struct svc_rates *rates)
{
    static const char *const everything[SVC_RATE_DIMENSIONS];
    svc_by_check(rates->by, rates->columns, rates->dimensions);
    for (int d = 0; d < rates->dimensions; d++)
        rates->asked[d] = svc_by_names(rates->by, &rates->columns[d]);
    if (!rates->by)
        svc_rates_group(rates, everything);
}

void svc_rates_sort(struct svc_rates *rates)
{
    if (rates->count > 1)
        qsort(rates->group, rates->count, sizeof *rates->group, by_words);
    rates->last = 0;
    free(rates->slot); /* which knew them by their places */
    rates->slot = NULL;
    rates->slots = 0;
}

void svc_rates_free(struct svc_rates *rates)
{
    for (size_t i = 0; i < rates->count; i++) {
        for (int d = 0; d < rates->dimensions; d++)
            free(rates->group[i].word[d]);
        for (int p = 0; p < SVC_RATE_PERIODS; p++)
            free(rates->group[i].of[p]);
    }
    free(rates->group);
    free(rates->slot);
    rates->group = NULL;
    rates->slot = NULL;
    rates->slots = 0;
    rates->count = rates->last = 0;
}

/* -- periods ------------------------------------------------------------------------------ */

/* The month that was asked for last; the next moment often lies in it, too. */
static struct {
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE], name[SVC_MONTH_SIZE];
    int back;
} known;

static void find_month(const char *moment, int back)
{
    char day[SVC_DAY_SIZE] = "";
    struct svc_period month, beside;
    svc_day of;
    memcpy(day, moment, strnlen(moment, sizeof day - 1));
    if (svc_day_parse(day, &of))
        svc_die(SVC_CONFIG, "the store has a moment that is none");
    svc_period_month(of, &month);
    svc_day_format(svc_when_day(month.from), known.from);
    svc_day_format(svc_when_day(month.until), known.until);
    svc_period_shift(&month, back, &beside);
    memcpy(known.name, beside.name, sizeof known.name);
    known.back = back;
}

const char *svc_rates_month(const struct svc_rates *rates, const char *moment, int back,
                            char out[SVC_RATE_SIZE])
{
    if (!moment || !rates->asked[rates->dimensions - 1])
        return NULL;
    if (!known.name[0] || strcmp(moment, known.from) < 0 || strcmp(moment, known.until) >= 0 ||
        back != known.back)
        find_month(moment, back);
    memcpy(out, known.name, sizeof known.name);
    return out;
}

/* The one before, or the same one a year ago. Where months are asked for each stands beside others. */
static struct svc_rate_span earlier(const struct svc_rates *rates, int which)
{
    const struct svc_period *period = svc_call_period(false);
    bool months = rates->asked[rates->dimensions - 1];
    struct svc_rate_span span = { which, which ? which == 1 ? 1 : 12 : 0, *period };
    if (which && months)
        svc_period_shift(period, -span.back, &span.period);
    else if (which)
        (which == 1 ? svc_period_before : svc_period_year_ago)(period, &span.period);
    return span;
}

static void copy_period(struct svc_rates *rates, int from, int to)
{
    for (size_t i = 0; i < rates->count; i++)
        memcpy(rates->group[i].of[to], rates->group[i].of[from], (size_t)rates->measures * sizeof *rates->group[i].of[to]);
}

void svc_rates_count(struct svc_call *call, struct svc_rates *rates,
                     void (*add)(struct svc_call *call, struct svc_rates *rates,
                                 const struct svc_rate_span *span))
{
    struct svc_rate_span span[SVC_RATE_PERIODS];
    svc_rates_ask(rates);
    svc_bulk(call->db, true); /* a period's rows lie close together, but not in its order */
    for (int p = 0; p < SVC_RATE_PERIODS; p++) {
        span[p] = earlier(rates, p);
        bool again = p > 0 && span[p].period.from == span[p - 1].period.from &&
                     span[p].period.until == span[p - 1].period.until;
        if (again) /* the year before is the year ago */
            copy_period(rates, p - 1, p);
        else
            add(call, rates, &span[p]);
    }
}

/* -- fractions ---------------------------------------------------------------------------- */

/* Takes the whole part off a fraction, whose denominator is positive, and leaves less than one. */
static int64_t take_whole(struct svc_fraction *f)
{
    int64_t whole = f->numerator / f->denominator, rest = f->numerator % f->denominator;
    f->numerator = rest < 0 ? rest + f->denominator : rest;
    return whole - (rest < 0);
}

/* The whole parts tell, or else what is left, turned over: a crosswise product could be too large. */
int svc_fraction_compare(struct svc_fraction a, struct svc_fraction b)
{
    int64_t x = take_whole(&a), y = take_whole(&b);
    if (x != y || !a.numerator || !b.numerator)
        return x != y ? (x > y) - (x < y) : (a.numerator > 0) - (b.numerator > 0);
    return svc_fraction_compare((struct svc_fraction){ b.denominator, b.numerator },
                                (struct svc_fraction){ a.denominator, a.numerator });
}

const char *svc_rate_text(struct svc_fraction f, int64_t times, const char *none,
                          char out[SVC_RATE_SIZE])
{
    if (f.denominator == 0)
        return none;
    int64_t twice = 200 * times * f.numerator + f.denominator, whole = twice / (2 * f.denominator);
    bool below = twice < 0 && whole * 2 * f.denominator != twice; /* half up, also below 0 */
    return svc_hundredths_format(whole - below, out);
}
