/* measure: what of the company's own records is measured, department by department.
 *
 * Measures are the rows of lib/report/kpi.sql, and what takes a calendar to count: the working days whose
 * receipts, money and system were held against each other. A measure is the sum of what is told of it.
 */
#ifndef SVC_MEASURE_H
#define SVC_MEASURE_H

#include <stdint.h>

#include "svc/db.h"
#include "svc/period.h"
#include "svc/when.h"

struct svc_measured {
    const char *measure, *dept; /* dept NULL: no department's; both borrowed */
    int64_t numerator, denominator;
    svc_day day;                /* of reconciled days, which are told one by one */
};

/* Tells every part of every measure in the period, as it is now. */
void svc_measures(struct svc_db *db, const struct svc_period *period,
                  void (*tell)(void *ctx, const struct svc_measured *part), void *ctx);

/* Of each department that reconciles its money, from the first day that it ever did: how many of the
 * period's working days until today it has a reconciliation of that was not turned down. Today counts
 * once it has one. */
void svc_reconciled_days(struct svc_db *db, const struct svc_period *period,
                         void (*tell)(void *ctx, const struct svc_measured *part), void *ctx);

#endif
