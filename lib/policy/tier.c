#include "svc/tier.h"

#include <stdio.h>

bool svc_tier_on(struct svc_db *db, const char *customer, const char *at, struct svc_tier *out)
{
    struct svc_query *q = svc_query(db,
        "SELECT CASE WHEN c.tier_since IS NULL OR c.tier_since <= ?2 THEN c.tier ELSE COALESCE("
        "   (SELECT h.was FROM tier_change h"
        "      JOIN tier_review r ON r.no = h.review AND r.state = 'signed'"
        "     WHERE h.customer = c.customer AND h.from_day > ?2"
        "       AND (h.was_since IS NULL OR h.was_since <= ?2)), 'general') END,"
        "   c.kind, c.customer_kind, COALESCE(c.class, '')"
        "  FROM customer c WHERE c.customer = ?1", "ss", customer, at);
    bool found = svc_next(q);
    if (found) {
        snprintf(out->tier, sizeof out->tier, "%s", svc_text(q, 0));
        snprintf(out->kind, sizeof out->kind, "%s", svc_text(q, 1));
        snprintf(out->customer_kind, sizeof out->customer_kind, "%s", svc_text(q, 2));
        snprintf(out->class, sizeof out->class, "%s", svc_text(q, 3));
        svc_done(q);
    }
    return found;
}
