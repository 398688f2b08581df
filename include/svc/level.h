/* level: how grave a complaint looks at intake. 1 (一级) is the worst.
 *
 * The intake rule only proposes; the service office determines the level later and both stay
 * (domain 1). 1: casualty or safety accident, media, regulator or government channel, a
 * collective complaint. 2: repeat of a closed complaint (a broken staff rule or promise needs a
 * person's judgement). 3: the rest.
 */
#ifndef SVC_LEVEL_H
#define SVC_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

struct svc_intake {
    const char *channel;
    int64_t people;     /* customers who complain together, 0 when not told */
    int64_t collective; /* params collective_customers: so many make it collective */
    bool accident, repeat;
};

/* The level proposed: 1, 2 or 3. */
int svc_level_propose(const struct svc_intake *intake);

#endif
