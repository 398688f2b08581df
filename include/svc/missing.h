/* missing: what the rule books ask for by the calendar and nobody has done: special inspections of the
 * quarter, which cover every department and every contractor, the departments' routine ones of the month,
 * the year's plan of improvement. For the tools that say what is due, and for the digest. */
#ifndef SVC_MISSING_H
#define SVC_MISSING_H

#include "svc/duty.h"
#include "svc/period.h"
#include "svc/rules.h"

/* Inspections that are missing in the period (kinds special, coverage, contractor, routine); with NULL in
 * this year, and until the end of its first quarter in last year too, so that December's are not lost.
 * A quarter or month counts when it is over. */
void svc_missing_inspections(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                             const struct svc_period *period);

/* What is missing of the plan of the year: kinds plan, signature, adjustment, filing. */
void svc_missing_plan(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                      int year);

/* The last day on which the plan of the year may go to the region. */
svc_day svc_plan_due(struct svc_rules *rules, int year);

#endif
