#include "svc/tier.h"

#include <stdio.h>

bool svc_tier_on(struct svc_db *db, const char *customer, const char *at, struct svc_tier *out)
{
    struct svc_query *q = svc_query(db,
        "SELECT c.tier, c.customer_kind FROM customer c WHERE c.customer = ?1"
        "   AND (c.since IS NULL OR c.since <= ?2)"
        " UNION ALL "
        "SELECT h.was, c.customer_kind FROM tier_change h"
        "  JOIN tier_review r ON r.no = h.review AND r.state = 'signed'"
        "  JOIN customer c ON c.customer = h.customer"
        " WHERE h.customer = ?1 AND h.from_day > ?2"
        "   AND (h.was_since IS NULL OR h.was_since <= ?2)", "ss", customer, at);
    bool found = svc_next(q);
    if (found) {
        snprintf(out->tier, sizeof out->tier, "%s", svc_text(q, 0));
        snprintf(out->customer_kind, sizeof out->customer_kind, "%s", svc_text(q, 1));
        svc_done(q);
    }
    return found;
}
