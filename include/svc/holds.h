/* holds: when a record's clocks stood still, as the text of one column.
 *
 * `2026-10-09 10:00:00/2026-10-10 09:00:00;2026-10-12 08:30:00/`: begin and end of each period, in order
 * of time; the last one has no end as long as it lasts. Both are moments, a date alone is none; they may
 * be written in any way of when.h. Behind another slash stands who allowed one that lasted long.
 */
#ifndef SVC_HOLDS_H
#define SVC_HOLDS_H

#include "svc/buf.h"
#include "svc/clock.h"

enum { SVC_APPROVER_SIZE = 64 };

struct svc_held {
    svc_when from;
    svc_when until; /* SVC_HOLD_OPEN while it lasts */
    char approver[SVC_APPROVER_SIZE]; /* "" for none */
};

struct svc_holds {
    struct svc_held *hold; /* to be freed, or parsed into again */
    size_t count;
};

/* NULL when good, else why not. */
const char *svc_holds_parse(const char *text, struct svc_holds *out);

void svc_holds_format(const struct svc_holds *holds, struct svc_buf *out);

/* The one that begins at a moment, or NULL. */
const struct svc_held *svc_holds_at(const struct svc_holds *holds, svc_when from);

/* True when both end alike, with the same approver. */
bool svc_holds_end_alike(const struct svc_held *one, const struct svc_held *other);

/* True when `is` has all that `was` has and goes on behind it: an open one may have ended. */
bool svc_holds_go_on(const struct svc_holds *was, const struct svc_holds *is);

#endif
