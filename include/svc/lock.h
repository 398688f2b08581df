/* lock: the writers' queue in front of a store file.
 *
 * Writers of one store wait in a blocking flock of `STORE.lock`, which the kernel hands on in
 * order, instead of polling the engine. The lock is the process's: it is gone with it.
 */
#ifndef SVC_LOCK_H
#define SVC_LOCK_H

#include <stdbool.h>

/* Waits for the lock: says so on stderr after `notice_ms`, gives up after `limit_ms` (false,
 * errno EAGAIN; any other errno: the lock file cannot be used). `*fd` is the descriptor to give
 * to svc_lock_leave. */
bool svc_lock_wait(const char *store, int notice_ms, int limit_ms, int *fd);
void svc_lock_leave(int fd);

/* With the times that every tool has: 1 s and 30 s. */
static inline bool svc_lock_enter(const char *store, int *fd)
{
    return svc_lock_wait(store, 1000, 30000, fd);
}

#endif
