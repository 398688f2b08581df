#include "svc/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/mem.h"

static void wake(int signal_number)
{
    (void)signal_number; /* its arrival interrupts flock: that is all it is for */
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The blocking flock, woken every `notice_ms`. A tick that falls just before the call is lost;
 * the next one is not. */
static bool wait_ticking(int fd, int notice_ms, int limit_ms)
{
    int64_t start = now_ms();
    bool told = false;
    while (flock(fd, LOCK_EX) != 0) {
        if (errno != EINTR)
            return false;
        if (now_ms() - start >= limit_ms) {
            errno = EAGAIN;
            return false;
        }
        if (!told && now_ms() - start >= notice_ms) {
            svc_warn("waiting for another writer…");
            told = true;
        }
    }
    return true;
}

/* The timer has a signal of its own, so that no alarm of anybody else is lost meanwhile. */
static bool wait_for(int fd, int notice_ms, int limit_ms)
{
    int tick = SIGRTMIN;
    struct sigaction act = { .sa_handler = wake }, old;
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = tick };
    struct timespec step = { .tv_sec = notice_ms / 1000,
                             .tv_nsec = (long)(notice_ms % 1000) * 1000000 };
    struct itimerspec every = { .it_interval = step, .it_value = step };
    sigset_t mask, before;
    timer_t timer;
    sigemptyset(&act.sa_mask);
    sigemptyset(&mask);
    sigaddset(&mask, tick);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
        return false;
    sigaction(tick, &act, &old);
    sigprocmask(SIG_UNBLOCK, &mask, &before);
    timer_settime(timer, 0, &every, NULL);
    bool got = wait_ticking(fd, notice_ms, limit_ms);
    int why = errno;
    timer_delete(timer);
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(tick, &old, NULL);
    errno = why;
    return got;
}

bool svc_lock_wait(const char *store, int notice_ms, int limit_ms, int *fd)
{
    struct stat st;
    char *path = svc_format("%s.lock", store);
    int lock = open(path, O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    free(path);
    if (lock < 0)
        return false;
    errno = EINVAL;
    if (fstat(lock, &st) == 0 && S_ISREG(st.st_mode) &&
        (flock(lock, LOCK_EX | LOCK_NB) == 0 ||
         (errno == EWOULDBLOCK && wait_for(lock, notice_ms, limit_ms)))) {
        *fd = lock;
        return true;
    }
    int why = errno;
    close(lock);
    errno = why;
    return false;
}

void svc_lock_leave(int fd)
{
    flock(fd, LOCK_UN); /* also for a copy that a forked child still holds */
    close(fd);
}
