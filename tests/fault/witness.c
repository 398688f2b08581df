/* In front of the C library: while a program holds a lock of the store SVC_DB, notes each call by which
 * somebody else could keep it waiting: reading from or writing to a pipe, a socket or a terminal, opening a
 * pipe, waiting for a process or for the system's log. A line each in the file WITNESS, and one for the first
 * lock of each kind, so that who asks knows that there was one. What does not wait (O_NONBLOCK) is nobody's
 * concern, nor is a file. What stdio writes does not come by here; it writes help, before there is a store. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of the engine: the byte whose lock makes a writer, and those that readers share. */
enum { RESERVED = 0x40000001, SHARED = 0x40000002 };
enum { QUEUE = 1, READER = 2, WRITER = 4, KINDS = 8 };
static const char *const names[KINDS] = { [QUEUE] = "queue", [READER] = "reader", [WRITER] = "writer" };

ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room);
void syslog(int priority, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...);

static unsigned held, seen;
static int queue = -1;
static pid_t holder;

static void tell(const char *what, const char *about)
{
    char line[512];
    int saved = errno;
    const char *path = getenv("WITNESS");
    int len = snprintf(line, sizeof line, "%s: %s: %s\n", program_invocation_short_name, what, about);
    int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd >= 0 && syscall(SYS_write, fd, line, len) != len)
        _exit(99);
    if (fd >= 0)
        syscall(SYS_close, fd);
    errno = saved;
}

/* -- locks ---------------------------------------------------------------------------------------- */

/* A forked process has the lock of the queue with its parent, and none of the engine's. */
static unsigned holds(void)
{
    if (holder != getpid())
        held &= QUEUE;
    holder = getpid();
    return held;
}

static void take(unsigned kind, bool on)
{
    held = on ? holds() | kind : holds() & ~kind;
    if (on && !(seen & kind))
        tell("has", names[kind]);
    seen |= on ? kind : 0;
}

/* The descriptor is open for this file: SVC_DB itself, or with an end behind its name. */
static bool is_store(int fd, const char *end)
{
    char path[4096];
    struct stat file, store;
    const char *name = getenv("SVC_DB");
    int len = name ? snprintf(path, sizeof path, "%s%s", name, end) : 0;
    return len > 0 && (size_t)len < sizeof path && fstat(fd, &file) == 0 && stat(path, &store) == 0 &&
           file.st_ino == store.st_ino && file.st_dev == store.st_dev;
}

static bool covers(const struct flock64 *lock, off64_t at)
{
    return lock->l_start <= at && (lock->l_len == 0 || at < lock->l_start + lock->l_len);
}

int fcntl64(int fd, int command, ...)
{
    va_list args;
    va_start(args, command);
    void *arg = va_arg(args, void *);
    va_end(args);
    int result = (int)syscall(SYS_fcntl, fd, command, arg);
    const struct flock64 *lock = arg;
    if (result != 0 || (command != F_SETLK && command != F_OFD_SETLK) || !is_store(fd, ""))
        return result;
    if (covers(lock, RESERVED))
        take(WRITER, lock->l_type == F_WRLCK);
    if (covers(lock, SHARED))
        take(READER, lock->l_type != F_UNLCK);
    return result;
}

int flock(int fd, int operation)
{
    int result = (int)syscall(SYS_flock, fd, operation);
    if (result == 0 && (operation & LOCK_EX) && is_store(fd, ".lock")) {
        queue = fd;
        take(QUEUE, true);
    } else if (result == 0 && (operation & LOCK_UN) && fd == queue) {
        take(QUEUE, false);
        queue = -1;
    }
    return result;
}

/* -- what waits for others ------------------------------------------------------------------------ */

static void note(const char *what, const char *about)
{
    char line[256];
    unsigned now = holds();
    if (!now)
        return;
    snprintf(line, sizeof line, "%s %s", what, about);
    tell(now & WRITER ? "WAITS AS WRITER" : now & READER ? "WAITS AS READER" : "WAITS IN THE QUEUE", line);
}

/* What is behind the descriptor may keep its caller waiting. */
static bool may_wait(int fd)
{
    struct stat st;
    if (!holds() || fstat(fd, &st) != 0 || (syscall(SYS_fcntl, fd, F_GETFL) & O_NONBLOCK))
        return false;
    return S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) || (S_ISCHR(st.st_mode) && major(st.st_rdev) != 1);
}

static void note_fd(const char *what, int fd, const char *bytes, size_t len)
{
    char about[128];
    if (!may_wait(fd))
        return;
    snprintf(about, sizeof about, "%d %.*s", fd, bytes ? (int)(len < 60 ? len : 60) : 0, bytes ? bytes : "");
    note(what, about);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    note_fd("write", fd, bytes, len);
    return syscall(SYS_write, fd, bytes, len);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    note_fd("write", fd, NULL, 0);
    return syscall(SYS_writev, fd, parts, count);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    note_fd("send", fd, NULL, 0);
    return syscall(SYS_sendmsg, fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    note_fd("receive", fd, NULL, 0);
    return syscall(SYS_recvmsg, fd, message, flags);
}

ssize_t read(int fd, void *bytes, size_t len)
{
    note_fd("read", fd, NULL, 0);
    return syscall(SYS_read, fd, bytes, len);
}

ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room)
{
    return read(fd, bytes, len < room ? len : room);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    if (timeout != 0)
        note("poll", "");
    return (int)syscall(SYS_poll, fds, count, timeout);
}

pid_t waitpid(pid_t child, int *status, int options)
{
    if (!(options & WNOHANG))
        note("wait", "for a process");
    return (pid_t)syscall(SYS_wait4, child, status, options, NULL);
}

void syslog(int priority, const char *format, ...)
{
    (void)priority;
    note("log", format); /* nobody reads it here */
}

void __syslog_chk(int priority, int flag, const char *format, ...)
{
    (void)priority, (void)flag;
    note("log", format); /* nobody reads it here */
}

/* A pipe is opened when somebody else does it, too. */
static int open_at(int at, const char *path, int flags, mode_t mode)
{
    struct stat st;
    if (holds() && !(flags & (O_NONBLOCK | O_PATH)) && fstatat(at, path, &st, 0) == 0 && S_ISFIFO(st.st_mode))
        note("open", path);
    return (int)syscall(SYS_openat, at, path, flags, mode);
}

#include "opened.h"
