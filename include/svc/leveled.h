/* leveled: the level that intake gives a complaint. */
#ifndef SVC_LEVELED_H
#define SVC_LEVELED_H

#include "svc/level.h"
#include "svc/when.h"

/* The company's level of the day for the one that the pack proposes: 1, 2 … Dies with SVC_CONFIG where
 * no row of levels.csv fits. */
int64_t svc_leveled(const struct svc_policy *policy, const struct svc_intake *intake, svc_day day);

#endif
