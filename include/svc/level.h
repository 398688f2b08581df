/* level: how grave a complaint looks at intake. 1 (一级) is the worst.
 *
 * The intake rule only proposes, by the rows of levels.csv; the service office determines the level
 * later, worse or better, and both stay (domain 1).
 */
#ifndef SVC_LEVEL_H
#define SVC_LEVEL_H

#include "svc/policy.h"

struct svc_intake {
    const char *channel, *category;
    const char *tier;  /* of the customer, NULL for none */
    int64_t people;    /* customers who complain together, 0 when not told */
    bool accident, repeat;
};

/* The level proposed: the worst of those whose row fits, as the pack writes it; NULL when none does. */
const char *svc_level_propose(const struct svc_policy *policy, const struct svc_intake *intake);

#endif
