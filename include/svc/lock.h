/* lock: the writers' queue in front of a store file.
 *
 * Writers of one store wait in a blocking flock of `STORE.lock`, which the kernel hands on in
 * order, instead of polling the engine. The lock is the process's: it is gone with it. Who holds it
 * stands in the file for those who wait: process, login, verb and since when.
 */
#ifndef SVC_LOCK_H
#define SVC_LOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Who will hold locks, and doing what: a login and a verb ("svc-order import"), borrowed for the
 * process. NULL leaves what was told before; a tool that tells neither is called by its name. */
void svc_lock_sign(const char *login, const char *verb);

/* Waits for the lock: says so, and for whom, on stderr after `notice_ms`, gives up after `limit_ms` (false,
 * errno EAGAIN; any other errno: the lock file cannot be used). `*fd` is the descriptor to give
 * to svc_lock_leave. */
bool svc_lock_wait(const char *store, int notice_ms, int limit_ms, int *fd);
void svc_lock_leave(int fd);

/* Waits until no other process with the same number has this, which is no place in the queue and keeps nobody
 * else waiting. The descriptor that has it until it is closed; -1 with errno EAGAIN after `limit_ms`. */
int svc_lock_alone(const char *store, int64_t of, int limit_ms);

/* Whether this process is at the head of any queue; leaves all of them. */
bool svc_lock_held(void);

/* Whether somebody holds the queue of the store. */
bool svc_lock_taken(const char *store);
void svc_lock_leave_all(void);

/* A person's ^Z, or a terminal that is another job's, stops nobody whom others wait for: TSTP, TTIN and
 * TTOU are blocked from the first `true` to the last `false`, and what came meanwhile stops the process
 * then. So it is while a lock is waited for or held, and while there is a snapshot. */
void svc_stops_hold(bool on);

/* With the times that every tool has: 1 s and 30 s. */
static inline bool svc_lock_enter(const char *store, int *fd)
{
    return svc_lock_wait(store, 1000, 30000, fd);
}

#endif
