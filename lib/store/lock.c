#include "svc/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/when.h"

enum { LINE = 256, BEYOND = 1 << 20 /* where no line of a holder is */ };

/* What this process holds; a forked child holds nothing of it. */
static int *held;
static size_t held_count;
static pid_t holder;

static const char *signer, *doing;

void svc_lock_sign(const char *login, const char *verb)
{
    signer = login ? login : signer;
    doing = verb ? verb : doing;
}

/* -- who holds it --------------------------------------------------------------------------- */

static void unsign(int fd)
{
    if (ftruncate(fd, 0) != 0)
        errno = 0; /* the next one writes over it */
}

/* What cannot be written is not told: it is help for those who wait, and no more. */
static void sign(int fd)
{
    char at[SVC_WHEN_SIZE];
    svc_when_format(svc_clock(), at);
    char *text = svc_format("pid %ld (%s%s%s) since %s\n", (long)getpid(), signer ? signer : "",
                            signer ? ", " : "", doing ? doing : svc_tool(), at + SVC_DAY_SIZE);
    size_t len = strlen(text);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, len, 0) != (ssize_t)len)
        unsign(fd);
    free(text);
}

/* Names the holder where its line is whole and plain. */
static void tell_holder(int fd)
{
    char line[LINE], who[LINE], since[LINE];
    long pid;
    int used = 0;
    ssize_t len = pread(fd, line, LINE - 1, 0);
    line[len > 0 ? len : 0] = '\0';
    bool told = sscanf(line, "pid %ld (%[^)\n]) since %[0-9:]%n", &pid, who, since, &used) == 3 &&
                strcmp(line + used, "\n") == 0;
    for (const char *at = line; told && at < line + used; at++)
        told = (unsigned char)*at >= ' ' && *at != 127;
    if (told)
        svc_warn("waiting for the store: pid %ld (%s) since %s", pid, who, since);
    else
        svc_warn("waiting for another writer…");
}

/* -- stopping ------------------------------------------------------------------------------- */

static sigset_t stops; /* those that this process blocked itself */
static int holding;

void svc_stops_hold(bool on)
{
    static const int signals[] = { SIGTSTP, SIGTTIN, SIGTTOU };
    sigset_t before;
    holding += on ? 1 : -1;
    if (!on && holding == 0)
        sigprocmask(SIG_UNBLOCK, &stops, NULL);
    if (!on || holding != 1)
        return;
    sigprocmask(SIG_BLOCK, NULL, &before);
    sigemptyset(&stops);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!sigismember(&before, signals[i]))
            sigaddset(&stops, signals[i]);
    sigprocmask(SIG_BLOCK, &stops, NULL);
}

/* Whoever only waits may be stopped. */
static void stop_here(void)
{
    sigprocmask(SIG_UNBLOCK, &stops, NULL);
    sigprocmask(SIG_BLOCK, &stops, NULL);
}

/* -- the queue ------------------------------------------------------------------------------ */

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
        stop_here();
        if (now_ms() - start >= limit_ms) {
            errno = EAGAIN;
            return false;
        }
        if (!told && now_ms() - start >= notice_ms) {
            tell_holder(fd);
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

static void keep(int fd)
{
    if (holder != getpid())
        held_count = 0;
    holder = getpid();
    held = svc_grow(held, held_count, sizeof *held);
    held[held_count++] = fd;
}

static int open_lock(const char *store)
{
    char *path = svc_format("%s.lock", store);
    int lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    free(path);
    return lock;
}

int svc_lock_alone(const char *store, int64_t of, int limit_ms)
{
    const struct timespec tick = { .tv_nsec = 10 * 1000000 };
    struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = BEYOND + of, .l_len = 1 };
    int lock = open_lock(store);
    int64_t start = now_ms();
    while (lock >= 0 && fcntl(lock, F_OFD_SETLK, &range) != 0) {
        bool waits = errno == EAGAIN || errno == EACCES;
        if (waits && now_ms() - start < limit_ms) {
            nanosleep(&tick, NULL);
            continue;
        }
        int why = waits ? EAGAIN : errno;
        close(lock);
        lock = -1;
        errno = why;
    }
    return lock;
}

bool svc_lock_wait(const char *store, int notice_ms, int limit_ms, int *fd)
{
    struct stat st;
    int lock = open_lock(store);
    if (lock < 0)
        return false;
    svc_stops_hold(true); /* from before the lock is there */
    errno = EINVAL;
    bool known = fstat(lock, &st) == 0;
    if (known && st.st_uid == geteuid() && (st.st_mode & 07777) != 0600)
        fchmod(lock, 0600); /* whatever the umask left of it */
    if (known && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
        (flock(lock, LOCK_EX | LOCK_NB) == 0 ||
         (errno == EWOULDBLOCK && wait_for(lock, notice_ms, limit_ms)))) {
        keep(lock);
        sign(lock);
        *fd = lock;
        return true;
    }
    int why = errno;
    close(lock);
    svc_stops_hold(false);
    errno = why;
    return false;
}

void svc_lock_leave(int fd)
{
    size_t at = 0;
    while (at < held_count && held[at] != fd)
        at++;
    if (at < held_count)
        held[at] = held[--held_count];
    unsign(fd);
    flock(fd, LOCK_UN); /* also for a copy that a forked child still holds */
    close(fd);
    svc_stops_hold(false);
}

bool svc_lock_held(void)
{
    return held_count > 0 && holder == getpid();
}

bool svc_lock_taken(const char *store)
{
    char *path = svc_format("%s.lock", store);
    int lock = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool taken = lock >= 0 && flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (lock >= 0)
        close(lock);
    free(path);
    return taken;
}

void svc_lock_leave_all(void)
{
    while (svc_lock_held())
        svc_lock_leave(held[held_count - 1]);
}
