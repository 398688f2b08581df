/* In front of the C library: counts a program's calls, and brings the one fault that the plan in the
 * file FAULT_PLAN asks for. Random numbers are the same in each run, so that what a program leaves
 * can be compared byte for byte. What stdio writes, such as a message, does not come by here. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plan.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static struct fault_plan *plan;

__attribute__((constructor)) static void find_plan(void)
{
    const char *file = getenv("FAULT_PLAN");
    int fd = file ? (int)syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *mapped = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    plan = mapped == MAP_FAILED ? NULL : mapped;
    close(fd);
}

/* Counts the call. True when it fails, with errno set. */
static bool fails(enum fault_kind kind)
{
    if (!plan)
        return false;
    int seen = __atomic_add_fetch(&plan->seen[kind], 1, __ATOMIC_SEQ_CST);
    bool now = plan->at > 0 && plan->kind == kind &&
               (plan->way == FAULT_FOR_GOOD ? seen >= plan->at : seen == plan->at);
    if (now && plan->way == FAULT_KILL)
        kill(getpid(), SIGKILL);
    if (now)
        errno = plan->error;
    return now;
}

static bool is_done(void)
{
    return plan->way == FAULT_REPORTED;
}

/* A system call: not made, made and reported as failed, or what it should be. */
#define CALL(kind, ...)                         \
    do {                                        \
        bool fault = fails(kind);               \
        if (fault && !is_done())                \
            return -1;                          \
        long result = syscall(__VA_ARGS__);     \
        if (fault)                              \
            errno = plan->error;                \
        return fault ? -1 : (int)result;        \
    } while (0)

void *malloc(size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __libc_realloc(old, size);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    if (fd == STDERR_FILENO) /* a message that is lost is nobody's lie */
        return syscall(SYS_write, fd, bytes, len);
    CALL(FAULT_WRITE, SYS_write, fd, bytes, len);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    CALL(FAULT_WRITE, SYS_pwrite64, fd, bytes, len, at);
}

int ftruncate64(int fd, off64_t size)
{
    CALL(FAULT_WRITE, SYS_ftruncate, fd, size);
}

int fsync(int fd)
{
    CALL(FAULT_SYNC, SYS_fsync, fd);
}

int fdatasync(int fd)
{
    CALL(FAULT_SYNC, SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    CALL(FAULT_NAME, SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    CALL(FAULT_NAME, SYS_renameat2, from_at, from, to_at, to, flags);
}

int link(const char *from, const char *to)
{
    CALL(FAULT_NAME, SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_at, const char *from, int to_at, const char *to, int flags)
{
    CALL(FAULT_NAME, SYS_linkat, from_at, from, to_at, to, flags);
}

int unlink(const char *path)
{
    CALL(FAULT_NAME, SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode)
{
    CALL(FAULT_NAME, SYS_mkdirat, AT_FDCWD, path, mode);
}

/* The engine's own random numbers come from a file. */
static const char *no_chance(const char *path)
{
    return plan && strcmp(path, "/dev/urandom") == 0 ? "/dev/zero" : path;
}

/* A file that is opened, but reported as not: its descriptor would be lost, so it fails. */
static int open_at(int at, const char *path, int flags, mode_t mode)
{
    if (fails(FAULT_OPEN))
        return -1;
    return (int)syscall(SYS_openat, at, no_chance(path), flags, mode);
}

#include "opened.h"

ssize_t getrandom(void *to, size_t len, unsigned flags)
{
    unsigned char *byte = to;
    if (!plan)
        return syscall(SYS_getrandom, to, len, flags);
    for (size_t i = 0; i < len; i++) {
        plan->random = plan->random * 1664525u + 1013904223u;
        byte[i] = (unsigned char)(plan->random >> 24);
    }
    return (ssize_t)len;
}
