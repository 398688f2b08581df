/* twin: a private copy of a store, to try what must not be done, or to look at what takes long. */
#ifndef SVC_TWIN_H
#define SVC_TWIN_H

#include "svc/db.h"

/* The whole store as it stands, in the snapshot of its reader if there is one: for this process alone, in
 * a write transaction that nobody waits for and that is never committed, without triggers and foreign
 * keys. No name leads to it; it is gone with svc_db_close, or with the process, however that ends. A
 * disk that is full ends in SVC_IO. */
struct svc_db *svc_db_twin(struct svc_db *db);

/* The same for reading. Outside a transaction it is made in portions, so that no writer waits for it, nor
 * for as long as it is looked at. */
struct svc_db *svc_db_still(struct svc_db *db);

/* Whether a writer is at work in the store, or waits. */
bool svc_db_wanted(const struct svc_db *db);

#endif
