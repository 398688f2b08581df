/* snapshot: what a reader sees, and nobody waits for.
 *
 * A read transaction, and a query outside of one, sees one state of the store to its end. A writer who
 * comes meanwhile waits a tenth of a second for it, or some: then the reader goes on without a lock, while
 * writers keep for it what their pages were, in STORE.snapshot. Nothing need be done for that. A state that
 * somebody did not keep, because he is no program of these or had no room, ends the process with SVC_BUSY.
 */
#ifndef SVC_SNAPSHOT_H
#define SVC_SNAPSHOT_H

#include "svc/db.h"

/* The same at once, inside a read transaction; false when the file cannot be had, and then it is waited for
 * as before. */
bool svc_let_go(struct svc_db *db);

#endif
