/* csi: a satisfaction index, exactly: answers on any scale, weights, and what they come to.
 *
 *     score of a question  = (mean − min) / (max − min) × 100, turned round where less is better
 *     score of a dimension = Σ score × weight of its questions
 *     index                = Σ score × weight of the dimensions
 *
 * A mean is over those who answered. Numbers are whole, 10^-18 of a point; they are rounded half up once,
 * when they are told. A weight is a decimal number of up to six places, held in millionths.
 */
#ifndef SVC_CSI_H
#define SVC_CSI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 svc_fixed;

struct svc_scale {
    int64_t min, max; /* max > min */
    bool down;        /* the least answer is the best */
};

struct svc_counted {
    int64_t n, sum; /* of the answers */
};

/* The score of a question with n > 0. */
svc_fixed svc_csi_score(const struct svc_scale *scale, struct svc_counted answers);

/* One part of a sum; the sum of all is to be divided once, by svc_csi_weighed. */
svc_fixed svc_csi_part(svc_fixed score, int64_t weight);
svc_fixed svc_csi_weighed(svc_fixed parts);

/* Half up to so many decimals, up to 6: 69.94 with two is 6994. */
int64_t svc_csi_round(svc_fixed value, int decimals);

/* The mean with four decimals, in ten-thousandths. */
int64_t svc_csi_mean(struct svc_counted answers);

/* `0.35` from 0 to 1 in millionths. NULL when good, else why not. */
enum { SVC_WEIGHT_ONE = 1000000, SVC_WEIGHT_SIZE = 12 };
const char *svc_weight_parse(const char *text, int64_t *out);

/* The shortest way to write it: 0.35, 1, 0; `out` has SVC_WEIGHT_SIZE bytes. Returns `out`. */
char *svc_weight_format(int64_t weight, char *out);

/* A whole number in units of 10^-decimals as text, -1.50; `out` has SVC_CSI_SIZE bytes. Returns `out`. */
enum { SVC_CSI_SIZE = 48 };
char *svc_csi_format(int64_t number, int decimals, char *out);

/* What units come to together: each has an index in hundredths, customers and gas.
 *
 *     w × Σ index × its share of the customers + (1 − w) × Σ index × its share of the gas
 *
 * `literal` is the second sum taken as the source prints it, without shares: it leaves 0 … 100. */
struct svc_rolled_unit {
    int64_t index, customers, gas;
};
struct svc_rolled {
    int64_t index;                /* hundredths */
    int64_t by_customers, by_gas; /* the two sums, millionths */
    int64_t customers, gas;       /* of all */
    double literal;
};

/* `weight`, of the customers, in hundredths. NULL when good, else why it cannot be: a unit without
 * customers, or no gas at all. */
const char *svc_csi_roll(const struct svc_rolled_unit *unit, size_t count, int64_t weight,
                         struct svc_rolled *out);

#endif
