/* lock: the writers' queue in front of a store file.
 *
 * Writers of one store wait in a blocking flock of `STORE.lock`, which the kernel hands on in
 * order, instead of polling the engine. The lock is the process's: it is gone with it.
 */
#ifndef SVC_LOCK_H
#define SVC_LOCK_H

#include <stdbool.h>

/* Waits for the lock: says so on stderr after 1 s, gives up after 30 s (false, errno EAGAIN).
 * `*fd` is the descriptor to give to svc_lock_leave. */
bool svc_lock_enter(const char *store, int *fd);
void svc_lock_leave(int fd);

#endif
