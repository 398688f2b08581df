/* opened: the names under which programs open files, all of them the includer's open_at. */
#ifndef FAULT_OPENED_H
#define FAULT_OPENED_H

#include <fcntl.h>
#include <stdarg.h>
#include <sys/types.h>

static int open_at(int at, const char *path, int flags, mode_t mode);

/* As the library's headers have it when programs are fortified; none declares it. */
int __open64_2(const char *path, int flags);

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_at(at, path, flags, mode);
}

int __open64_2(const char *path, int flags)
{
    return open_at(AT_FDCWD, path, flags, 0);
}

#endif
