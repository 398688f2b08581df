/* shape: whether a store is still what the schema's files make.
 *
 * Which tables, indexes, triggers and views a store has, which tables are audited and what the tables
 * of definitions hold (clock, personal: whatever the schema's files fill and no tool changes) is known
 * to the program: a store made anew in memory, with the steps that the store has, is compared with
 * it. Rows that somebody deleted or added have no say.
 */
#ifndef SVC_SHAPE_H
#define SVC_SHAPE_H

#include "svc/db.h"

/* Calls `found` once for each thing that is missing, of no schema or another one, in words. True when
 * nothing differs. */
bool svc_shape_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

/* All that a store can tell of itself: its shape, then the chain and every state (event.h). */
bool svc_store_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

#endif
