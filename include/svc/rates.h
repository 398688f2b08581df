/* rates: what is counted in a period, by the groups of --by, beside the period before and the same
 * period a year ago; each rate with its numerator and denominator. */
#ifndef SVC_RATES_H
#define SVC_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/call.h"
#include "svc/value.h"
#include "svc/period.h"

enum { SVC_RATE_DIMENSIONS = 6, SVC_RATE_PERIODS = 3, SVC_RATE_SIZE = 32 };

struct svc_fraction {
    int64_t numerator, denominator;
};

/* Which of two with positive denominators is larger, exactly: below, 0 or above 0. */
int svc_fraction_compare(struct svc_fraction a, struct svc_fraction b);

/* One combination of the dimensions asked for: its words, "" where not asked, and the measures of
 * each period. */
struct svc_rate_group {
    char *word[SVC_RATE_DIMENSIONS];
    struct svc_fraction *of[SVC_RATE_PERIODS];
};

struct svc_rates {
    const struct svc_column *columns; /* the dimensions stand first */
    int dimensions, measures;
    const char *by;                   /* --by, or NULL */
    bool asked[SVC_RATE_DIMENSIONS];  /* which of them --by names, from svc_rates_ask on */
    struct svc_rate_group *group;
    size_t count, last;               /* the last one found is likely the next one too */
    size_t *slot, slots;              /* the groups by what their words hash to */
};

/* A period to count: the one asked for (which 0), or one that lies `back` months before it. */
struct svc_rate_span {
    int which, back;
    struct svc_period period;
};

/* True when --by names the column. */
bool svc_by_names(const char *by, const struct svc_column *column);

/* A usage error for a word of --by that names none of the first `dimensions` columns. */
void svc_by_check(const char *by, const struct svc_column *columns, int dimensions);

/* Checks --by and notes what it asks for; without it there is one group at least. svc_rates_count
 * does so itself; a verb that counts one period alone, as which 0, begins with it. */
void svc_rates_ask(struct svc_rates *rates);

/* The group of these words (NULL counts as ""), made when it is new. Stays good until the next. */
struct svc_rate_group *svc_rates_group(struct svc_rates *rates, const char *const *word);

/* The month of a stored moment as 2026-10, `back` months later: months stand beside those they are
 * compared with. Returns `out`; NULL without a moment or when months are not asked for. */
const char *svc_rates_month(const struct svc_rates *rates, const char *moment, int back,
                            char out[SVC_RATE_SIZE]);

/* Calls `add` for the period of --period, the one before (the month before, when months are asked
 * for) and the same one a year ago. `month` must be the last dimension. */
void svc_rates_count(struct svc_call *call, struct svc_rates *rates,
                     void (*add)(struct svc_call *call, struct svc_rates *rates,
                                 const struct svc_rate_span *span));

/* Sorts the groups by their words, for printing. */
void svc_rates_sort(struct svc_rates *rates);
void svc_rates_free(struct svc_rates *rates);

/* times × fraction with two decimals, half up, in integers; `none` for an empty denominator. A
 * numerator is not negative. */
const char *svc_rate_text(struct svc_fraction f, int64_t times, const char *none,
                          char out[SVC_RATE_SIZE]);

#endif
