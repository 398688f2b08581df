/* twin: a private copy of a store, to try what must not be done. */
#ifndef SVC_TWIN_H
#define SVC_TWIN_H

#include "svc/db.h"

/* The whole store as it stands, in the snapshot of its reader if there is one: for this process alone, in
 * a write transaction that nobody waits for and that is never committed, without triggers and foreign
 * keys. No name leads to it; it is gone with svc_db_close, or with the process, however that ends. A
 * disk that is full ends in SVC_IO. */
struct svc_db *svc_db_twin(struct svc_db *db);

#endif
