/* sample: an exact share of a population, the same one on any machine.
 *
 * A record's rank is the SHA-256 over seed, stratum and record number, each with its NUL. Of a
 * stratum of N records the ceil(ratio × N) of the smallest rank are drawn, and at least so many as
 * the pack's `min` says; the ratio is the decimal number that the pack has, so nothing is rounded.
 * Records that were drawn before keep their place: a row that comes late moves none of them.
 */
#ifndef SVC_SAMPLE_H
#define SVC_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/digest.h"

/* A share as the fraction that its decimals are: 0.3 is 3/10. */
struct svc_share {
    int64_t part, whole;
};

/* A decimal number from 0 to 1 with at most nine decimals. Returns NULL when good, else why not. */
const char *svc_share_parse(const char *text, struct svc_share *out);

/* How many of `population` (below 9 × 10^9) are drawn: the share rounded up, at least `min`, and
 * never more than there are. */
int64_t svc_sample_quota(const struct svc_share *share, int64_t population, int64_t min);

/* One record of a stratum. */
struct svc_sampled {
    const char *no; /* borrowed */
    unsigned char rank[SVC_DIGEST];
    bool drawn, added; /* added: by the latest draw */
};

void svc_sample_rank(const char *seed, const char *stratum, const char *no,
                     unsigned char rank[SVC_DIGEST]);

/* Ranks the records, sorts them by rank and draws from the front until `quota` are drawn, those
 * counted that were drawn before; returns how many were added. */
size_t svc_sample_draw(struct svc_sampled *records, size_t count, const char *seed,
                       const char *stratum, int64_t quota);

#endif
