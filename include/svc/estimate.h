/* estimate: what the answers of some tell of all, and how many have to be asked.
 *
 * Shares are those of stat.h, intervals are of 95 %. For people to read: no points and no money are
 * made of these numbers, hence floating point; what must sum up exactly is whole numbers.
 */
#ifndef SVC_ESTIMATE_H
#define SVC_ESTIMATE_H

#include <stddef.h>

#include "svc/stat.h"

/* A value with its standard error and the interval of 95 %. Where `known` is false the answers do not
 * tell how far it may vary, and only the value is set: all are alike, or there are too few. */
struct svc_estimate {
    double value, se, low, high;
    bool known;
};

/* Net promoter score, -100 to 100: the share of those who recommend less that of those who advise
 * against. False when nobody answered. */
bool svc_estimate_nps(int64_t promoters, int64_t passives, int64_t detractors,
                      struct svc_estimate *out);

/* The mean of n values from their sum and the sum of their squares. False when there is none. */
bool svc_estimate_mean(int64_t n, double sum, double squares, struct svc_estimate *out);

/* How far two estimates of independent samples are apart: second less first; z and log10 of its
 * two-sided probability. False where one of them does not tell how far it may vary. */
struct svc_apart {
    double difference, se, z, log10_p;
};
bool svc_estimate_apart(const struct svc_estimate *first, const struct svc_estimate *second,
                        struct svc_apart *out);

/* A stratum of `size` customers, of whom some were asked. */
struct svc_stratum {
    int64_t size;
    struct svc_share share;
};

/* The share among all from the shares of the strata, each weighed by its size, with the correction for
 * finite strata. False when a stratum has nobody who answered; not known where one has a single one. */
bool svc_estimate_strata(const struct svc_stratum *strata, size_t count, struct svc_estimate *out);

/* How many answers a share needs that may be `error` off either way: `population` 0 stands for any
 * size; `p` is what the share is expected to be, 0.5 when nothing is known; `design` is how much more
 * the way of drawing takes than a plain draw, and comes before the correction for the population;
 * `response` is the share of those asked who answer. */
struct svc_size_asked {
    double error, p, design, response;
    int64_t population;
};
struct svc_size {
    int64_t n, send; /* answers; and how many to ask for them */
};
struct svc_size svc_estimate_size(const struct svc_size_asked *asked);

/* Parts `total` in proportion to the weights by largest remainder, the earlier of equals first: the
 * parts sum to the total exactly. Weights and total up to SVC_STAT_MOST, and some weight above 0. */
void svc_apportion(const int64_t *weight, size_t count, int64_t total, int64_t *part);

/* The same of a sample over strata of these sizes: each gets `least` or all it has, none more than it
 * has. False when that cannot be. */
bool svc_allocate(const int64_t *size, size_t count, int64_t total, int64_t least, int64_t *part);

/* Cronbach's alpha of `items` questions that n respondents answered whole: sums of each question and of
 * its squares, and of the respondents' totals. False with fewer than two of either, or no variance. */
struct svc_sums {
    int64_t sum, squares;
};
bool svc_alpha(const struct svc_sums *item, size_t items, int64_t n, struct svc_sums total,
               double *alpha);

#endif
