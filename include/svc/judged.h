/* judged: a clock under a version of the policy and a calendar that need not be the newest.
 *
 * A decided record keeps the rules and the days that decided it.
 */
#ifndef SVC_JUDGED_H
#define SVC_JUDGED_H

#include "svc/rules.h"

/* The deadline under one version; NULL for none, or none yet. */
const char *svc_rules_under(struct svc_rules *rules, const struct svc_policy *policy,
                            const struct svc_running *running, char *out, bool *provisional);

/* The version, with the revision of the calendar, that gives a decided record the deadline it has: the
 * newest that does, back to those of when it was recorded; NULL when there is none. */
const struct svc_policy *svc_rules_kept(struct svc_rules *rules, const struct svc_running *running,
                                        const char *recorded, const char *is);

/* Its deadline if everything that was given as a date without a time came at the end of its day; the
 * same as the other one where a limit is in days, or every time is known. */
const char *svc_rules_latest(struct svc_rules *rules, const struct svc_policy *policy,
                             const struct svc_running *running, char *out);

/* Whether the outcome hangs on a time of day that was not given: in time at one end of the day, late at
 * the other. Such a deadline is provisional, too. `due` is what svc_rules_running gave. */
bool svc_rules_unsure(struct svc_rules *rules, const struct svc_policy *policy,
                      const struct svc_running *running, const char *due);

#endif
