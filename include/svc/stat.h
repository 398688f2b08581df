/* stat: two shares compared (the groups before and after an improvement), an interval for one, and
 * what a series of months may vary by chance.
 *
 * A share is k of n. Two of them make a 2×2 table, whose chi-square has one degree of freedom.
 * Everything here is for people to read: no points and no money are made of these numbers, hence
 * floating point. Intervals are of 95 %.
 */
#ifndef SVC_STAT_H
#define SVC_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct svc_share {
    int64_t k, n; /* 0 ≤ k ≤ n */
};

/* The largest n: up to here every product below is exact enough. */
#define SVC_STAT_MOST INT64_C(1000000000)

/* The normal quantile of 97.5 %. */
#define SVC_STAT_Z95 1.959963984540054

/* Wilson's interval of a share; the whole of 0 … 1 when n is 0. */
void svc_stat_wilson(struct svc_share share, double *low, double *high);

struct svc_compared {
    double before, after; /* the shares, 0 … 1 */
    double difference, low, high; /* after − before, with Newcombe's interval */
    double chi, yates;    /* Pearson's chi-square, and with Yates' correction */
    double log10_p, log10_p_yates;
    double phi;           /* effect size, signed as the difference */
};

/* False when there is nothing to test: an empty group, or everybody (or nobody) counts in both;
 * then only the shares, the difference and its interval are set, and not even these for an empty
 * group. */
bool svc_stat_compare(struct svc_share before, struct svc_share after, struct svc_compared *out);

/* log10 of the probability of a chi-square (one degree of freedom) at least this large; it does
 * not underflow. */
double svc_stat_log10_p(double chi);

/* The least count that a cell of the table would have if the groups did not differ; below 5 chi-square
 * misleads, and Fisher's exact test stands first. */
double svc_stat_least_expected(struct svc_share before, struct svc_share after);

/* log10 of Fisher's two-sided probability: of all tables with these margins, those that are not more
 * probable. Quick where the least expected count is small. */
double svc_stat_log10_fisher(struct svc_share before, struct svc_share after);

/* Several tests at once: each log10 of a probability becomes what it is worth among all of them
 * (Holm), in place and in the same order. */
void svc_stat_holm(double *log10_p, size_t count);

/* The whole counts out of n that round (half up) to a percentage as it is written, `95.1`: the
 * least and the largest; low > high when there is none. NULL when good, else why not. */
const char *svc_stat_rounded(const char *percent, int64_t n, int64_t *low, int64_t *high);

/* Chi-square over all tables with before.k in [before, before_high] and so on: the least and the
 * largest. For ranges of counts that do not overlap as shares. */
struct svc_counts {
    int64_t low, high, n;
};
void svc_stat_range(struct svc_counts before, struct svc_counts after, bool yates, double *least,
                    double *most);

/* Control limits (Shewhart), three standard deviations either side of the mean. A count per month
 * (c-chart): mean ± 3·√mean, the lower one not below 0. A share (p-chart) has limits of its own for
 * each denominator: p ± 3·√(p·(1 − p) / n), inside of 0 … 1, p over all points. */
struct svc_control {
    double mean, low, high;
};
struct svc_control svc_stat_c_chart(int64_t sum, int64_t points);       /* points > 0 */
struct svc_control svc_stat_p_chart(struct svc_share all, int64_t n);   /* both n > 0 */

#endif
