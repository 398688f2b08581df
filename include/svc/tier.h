/* tier: a customer as registered, and the tier that it has on the day of a fact.
 *
 * Registers whose limits depend on it (complaints, service orders) ask once, as a record is taken
 * in, and keep the answer with the record: a tier that changes later moves no deadline.
 */
#ifndef SVC_TIER_H
#define SVC_TIER_H

#include <stdbool.h>

#include "svc/db.h"

struct svc_tier {
    char tier[16], kind[16], customer_kind[16], class[16]; /* no class: "" */
};

/* The customer's tier at `at` (a day or moment as text), and its kinds and class as registered. A
 * `tier_since` dates the tier alone: before the first that is known the customer was general. False
 * when the customer is unknown. */
bool svc_tier_on(struct svc_db *db, const char *customer, const char *at, struct svc_tier *out);

/* SQL of all (customer, tier) pairs on the day ?1, leaving out `general`: a query of its own, for
 * those who ask about every VIP. */
#define SVC_TIERS_ON_1                                                                          \
    "SELECT customer, tier FROM customer WHERE tier <> 'general'"                               \
    "   AND (tier_since IS NULL OR tier_since <= ?1)"                                                     \
    " UNION "                                                                                   \
    "SELECT h.customer, h.was FROM tier_change h JOIN tier_review r ON r.no = h.review"         \
    " WHERE r.state = 'signed' AND h.was <> 'general' AND h.from_day > ?1"                      \
    "   AND (h.was_since IS NULL OR h.was_since <= ?1)"

#endif
