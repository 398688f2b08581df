/* beside: a look at the whole store, shared with a second process.
 *
 * The look is divided into jobs. This process and one beside it take them in turn, whoever is free the next
 * one, and both read the same state of the store, each by a connection of its own. Where that gains nothing
 * (a small store, one processor), where the state could not be had twice, or where the other process failed,
 * this one does by itself what is left: what comes out is always the same.
 */
#ifndef SVC_BESIDE_H
#define SVC_BESIDE_H

#include "svc/db.h"
#include "svc/spool.h"

/* Does the jobs 0 to `count` - 1, each once, the first ones first, and keeps what job i tells in
 * `told[i]`, rewound, which is the caller's to close. `job` runs in either process: it reads from `db`, and
 * nothing that it changes in memory can be counted on. In a transaction that reads already the state is the
 * one of now from here on, not that of its beginning, and no query of it may be open; else the jobs have a
 * transaction of their own. */
void svc_beside(struct svc_db *db, size_t count,
                void (*job)(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx), void *ctx,
                struct svc_spool **told);

/* Texts that jobs find: `tell` is called for one, with the spool; `each` gives them back in their order. */
void svc_beside_tell(void *told, const char *text);
void svc_beside_each(struct svc_spool *told, void (*found)(void *ctx, const char *what), void *ctx);

#endif
