/* What of stat.h is counted exactly, or over several tests. */
#include <math.h>
#include <stdlib.h>

#include "svc/mem.h"
#include "svc/stat.h"

static double smaller(int64_t a, int64_t b)
{
    return (double)(a < b ? a : b);
}

double svc_stat_least_expected(struct svc_share before, struct svc_share after)
{
    int64_t yes = before.k + after.k, n = before.n + after.n;
    if (n == 0)
        return 0;
    return smaller(before.n, after.n) * smaller(yes, n - yes) / (double)n;
}

/* With margins fixed, a table is told by its first cell. From one to the next the probability changes by
 * a ratio of four counts: logarithms of these add up without factorials. */
static double step(int64_t cell, struct svc_share before, struct svc_share after, int64_t yes)
{
    double up = (double)(before.n - cell) * (double)(yes - cell);
    double down = (double)(cell + 1) * (double)(after.n - yes + cell + 1);
    return log(up) - log(down);
}

/* Tables that differ by less than what the sums lose are equally probable. */
static const double same = 1e-7;

double svc_stat_log10_fisher(struct svc_share before, struct svc_share after)
{
    int64_t yes = before.k + after.k;
    int64_t first = yes > after.n ? yes - after.n : 0, last = yes < before.n ? yes : before.n;
    double own = 0, most = 0, at = 0, all = 0, rare = 0;
    for (int64_t cell = first; cell <= last; cell++) {
        if (cell == before.k)
            own = at;
        most = fmax(most, at);
        if (cell < last)
            at += step(cell, before, after, yes);
    }
    at = 0;
    double top = own; /* of the rare ones none is larger */
    for (int64_t cell = first; cell <= last; cell++) {
        all += exp(at - most);
        if (at <= own + same)
            rare += exp(at - top);
        if (cell < last)
            at += step(cell, before, after, yes);
    }
    return fmin(0, (top - most) * M_LOG10E + log10(rare) - log10(all));
}

struct place {
    double value;
    size_t at;
};

static int by_value(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    if (p->value != q->value)
        return p->value < q->value ? -1 : 1;
    return p->at < q->at ? -1 : 1;
}

void svc_stat_holm(double *log10_p, size_t count)
{
    struct place *order = svc_alloc((count + 1) * sizeof *order);
    double largest = -INFINITY;
    for (size_t i = 0; i < count; i++)
        order[i] = (struct place){ log10_p[i], i };
    qsort(order, count, sizeof *order, by_value);
    for (size_t i = 0; i < count; i++) {
        double worth = order[i].value + log10((double)(count - i));
        largest = fmax(largest, fmin(0, worth));
        log10_p[order[i].at] = largest;
    }
    free(order);
}
