/* since: what happened behind a head of the chain, which is taken for sound.
 *
 * Looked at are the later events, the states that they tell, and the rows that they name: what the last of
 * them says of each column must be stored. That costs by what came later and not by what was there
 * before. A row that was there before is held to its later changes alone; one that came with a file is
 * named by no event. Whole states are for svc_event_verify.
 */
#ifndef SVC_SINCE_H
#define SVC_SINCE_H

#include "svc/db.h"

struct svc_since {
    int64_t events, rows; /* looked at */
    int64_t unnamed;      /* events of many rows, which name none */
};

/* Calls `found` once for each thing that does not fit, in words. True when all fits. */
bool svc_since_verify(struct svc_db *db, int64_t seq, struct svc_since *looked,
                      void (*found)(void *ctx, const char *what), void *ctx);

#endif
