#include "svc/estimate.h"

#include <math.h>
#include <stdlib.h>

#include "svc/mem.h"

/* What lies so near above a whole number is that number. */
static const double hair = 1e-9;

static struct svc_estimate interval(double value, double se, double least, double most)
{
    return (struct svc_estimate){ value, se, fmax(least, value - SVC_STAT_Z95 * se),
                                  fmin(most, value + SVC_STAT_Z95 * se), se > 0 };
}

bool svc_estimate_nps(int64_t promoters, int64_t passives, int64_t detractors,
                      struct svc_estimate *out)
{
    double n = (double)(promoters + passives + detractors);
    *out = (struct svc_estimate){ .known = false };
    if (n == 0)
        return false;
    double p = (double)promoters / n, d = (double)detractors / n;
    *out = interval(100 * (p - d), 100 * sqrt((p + d - (p - d) * (p - d)) / n), -100, 100);
    return true;
}

bool svc_estimate_mean(int64_t n, double sum, double squares, struct svc_estimate *out)
{
    *out = (struct svc_estimate){ .known = false };
    if (n == 0)
        return false;
    double mean = sum / (double)n;
    double around = n > 1 ? (squares - sum * mean) / (double)(n - 1) : 0;
    *out = interval(mean, sqrt(fmax(0, around) / (double)n), -INFINITY, INFINITY);
    return true;
}

bool svc_estimate_apart(const struct svc_estimate *first, const struct svc_estimate *second,
                        struct svc_apart *out)
{
    *out = (struct svc_apart){ .difference = second->value - first->value };
    if (!first->known || !second->known)
        return false;
    out->se = sqrt(first->se * first->se + second->se * second->se);
    out->z = out->difference / out->se;
    out->log10_p = svc_stat_log10_p(out->z * out->z);
    return true;
}

bool svc_estimate_strata(const struct svc_stratum *strata, size_t count, struct svc_estimate *out)
{
    double all = 0, mean = 0, around = 0;
    bool told = true;
    *out = (struct svc_estimate){ .known = false };
    for (size_t i = 0; i < count; i++) {
        all += (double)strata[i].size;
        if (strata[i].share.n == 0)
            return false;
    }
    if (all == 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        double n = (double)strata[i].share.n, size = (double)strata[i].size;
        double weight = size / all, p = (double)strata[i].share.k / n;
        mean += weight * p;
        if (n > 1)
            around += weight * weight * fmax(0, 1 - n / size) * p * (1 - p) / (n - 1);
        else
            told = told && n >= size;
    }
    *out = interval(mean, sqrt(around), 0, 1);
    out->known = out->known && told;
    return true;
}

static int64_t up(double value)
{
    return (int64_t)ceil(value - hair * fmax(1, value));
}

struct svc_size svc_estimate_size(const struct svc_size_asked *asked)
{
    double n = SVC_STAT_Z95 * SVC_STAT_Z95 * asked->p * (1 - asked->p) / (asked->error * asked->error);
    n *= asked->design;
    if (asked->population > 0)
        n /= 1 + (n - 1) / (double)asked->population;
    struct svc_size size = { .n = up(fmax(n, 1)) };
    if (asked->population > 0 && size.n > asked->population)
        size.n = asked->population;
    size.send = up((double)size.n / asked->response);
    return size;
}

/* -- parts that sum up ---------------------------------------------------------------------- */

void svc_apportion(const int64_t *weight, size_t count, int64_t total, int64_t *part)
{
    int64_t sum = 0, left = total;
    int64_t *rest = svc_alloc((count + 1) * sizeof *rest);
    for (size_t i = 0; i < count; i++)
        sum += weight[i];
    for (size_t i = 0; i < count; i++) {
        part[i] = weight[i] * total / sum;
        rest[i] = weight[i] * total % sum;
        left -= part[i];
    }
    for (; left > 0; left--) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            if (rest[i] > rest[most])
                most = i;
        part[most]++;
        rest[most] = -1;
    }
    free(rest);
}

/* Who gets less than the least, or more than there are, gets just that, and the others share what is
 * left. One round fixes at least one stratum. */
bool svc_allocate(const int64_t *size, size_t count, int64_t total, int64_t least, int64_t *part)
{
    int64_t *free_size = svc_alloc((count + 1) * sizeof *free_size);
    int64_t *share = svc_alloc((count + 1) * sizeof *share);
    bool *fixed = svc_alloc((count + 1) * sizeof *fixed);
    int64_t left = total;
    for (bool again = true; again && left >= 0;) {
        int64_t open = 0;
        again = false;
        for (size_t i = 0; i < count; i++) {
            free_size[i] = fixed[i] ? 0 : size[i];
            open += free_size[i];
        }
        if (open == 0)
            break;
        svc_apportion(free_size, count, left, share);
        for (size_t i = 0; i < count && !again; i++) {
            int64_t low = least < size[i] ? least : size[i];
            if (fixed[i] || (share[i] >= low && share[i] <= size[i]))
                continue;
            part[i] = share[i] < low ? low : size[i];
            left -= part[i];
            fixed[i] = again = true;
        }
        for (size_t i = 0; i < count && !again; i++)
            if (!fixed[i])
                part[i] = share[i];
    }
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += part[i];
    free(free_size);
    free(share);
    free(fixed);
    return sum == total;
}

/* n times the sum of squares about the mean: whole numbers below 2^63 up to some million answers of
 * two digits; beyond, a double is exact enough. */
static double spread(struct svc_sums sums, int64_t n)
{
    return (double)n * (double)sums.squares - (double)sums.sum * (double)sums.sum;
}

bool svc_alpha(const struct svc_sums *item, size_t items, int64_t n, struct svc_sums total,
               double *alpha)
{
    double own = 0, whole = spread(total, n), k = (double)items;
    *alpha = 0;
    if (items < 2 || n < 2 || whole <= 0)
        return false;
    for (size_t i = 0; i < items; i++)
        own += spread(item[i], n);
    *alpha = k / (k - 1) * (1 - own / whole);
    return true;
}
