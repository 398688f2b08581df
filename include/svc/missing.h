/* missing: what the rule books ask for by the calendar and nobody has done: special inspections of the
 * quarter, which cover every department and every contractor, the departments' routine ones of the month,
 * the year's plan of improvement; and what uses of delegated authority still owe. For the tools that say what is due, and for the digest. */
#ifndef SVC_MISSING_H
#define SVC_MISSING_H

#include "svc/duty.h"
#include "svc/matrix.h"
#include "svc/period.h"
#include "svc/rules.h"

/* Inspections that are missing in the period (kinds special, coverage, contractor, routine, and patrol of
 * contractors whose patrols are registered); with NULL in
 * this year, and until the end of its first quarter in last year too, so that December's are not lost.
 * A quarter or month counts when it is over. */
void svc_missing_inspections(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                             const struct svc_period *period);

/* The working days from ≤ day < until, those of them on which the premises of the contractor were patrolled
 * as often as the policy of the day asks (contractor_patrols_per_workday), and the others, `;`-separated. */
struct svc_patrolled {
    int64_t working, patrolled;
    struct svc_buf missing;
};
struct svc_patrolled svc_patrolled(struct svc_db *db, struct svc_rules *rules, const char *dept,
                                   svc_when from, svc_when until);

/* What is missing of the plan of the year: kinds plan, signature, adjustment, filing. */
void svc_missing_plan(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                      int year);

/* What uses that were not turned down owe after the act: the kinds are the duties' keys, of base.fact.
 * `limited` leaves out what has no limit, which is due since the use. */
void svc_missing_of_uses(struct svc_duties *duties, struct svc_db *db, struct svc_matrix *matrix,
                         bool limited);

/* Whose duty it is to take the matter over and see to it in time: of a matter with the signer
 * receiving_head, whatever the limit's own clock asks for falls to the other department. */
#define SVC_USE_RECEIVER "receiving_head"
bool svc_use_falls_to_other(const struct svc_matter *matter, const struct svc_duty *duty);

/* The day of the year that a parameter `MM-DD` names, the month's last one where the month is too short; of
 * NULL the year's last. */
svc_day svc_day_in(int year, const char *text);

/* The last day on which the plan of the year may go to the region. */
svc_day svc_plan_due(struct svc_rules *rules, int year);

#endif
