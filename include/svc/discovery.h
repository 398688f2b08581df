/* discovery: what checks of a sample can tell of errors that are rare, or that were overlooked.
 *
 * For people to read: no points and no money are made of these numbers, hence floating point.
 */
#ifndef SVC_DISCOVERY_H
#define SVC_DISCOVERY_H

#include <stdbool.h>
#include <stdint.h>

/* How many records have to be looked at to find one wrong with this confidence, where the share `rate`
 * of very many is wrong; both inside of 0 … 1. */
int64_t svc_discovery_size(double rate, double confidence);

/* None of n was wrong: with 95 % confidence no larger share of all is (exact, one-sided). n > 0. */
double svc_discovery_none(int64_t n);

/* The same cells looked at by two: what both found wrong, the first alone, the second alone, neither. */
struct svc_second {
    int64_t both, first, second, neither;
};
struct svc_second_look {
    double observed, expected; /* share of the cells on which they agree, and would by chance */
    double kappa;              /* Cohen's: 1 is complete agreement, 0 what chance gives */
    double truly;              /* errors there are, by those found twice (Lincoln, Petersen) */
    bool estimated;            /* false: nothing was found twice, and nothing can be said of them */
};

/* False where there is no cell, or chance alone would make them agree on all. */
bool svc_second_look(struct svc_second cells, struct svc_second_look *out);

#endif
