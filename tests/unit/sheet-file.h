/* sheet-file: bytes in memory as a file or a pipe to read, and standard output caught in memory.
 * For the tests of lib/sheet. */
#ifndef SHEET_FILE_H
#define SHEET_FILE_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/buf.h"

/* A regular file with these bytes, at its beginning. */
static inline int file_of(const void *bytes, size_t len)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    return fd;
}

/* A descriptor from which every read(2) returns at most `chunk` of the bytes. */
static inline int trickle_of(const char *bytes, size_t len, size_t chunk, pid_t *writer)
{
    int ends[2];
    fflush(stdout);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0 || (*writer = fork()) < 0)
        abort();
    if (*writer == 0) {
        close(ends[0]);
        for (size_t n; len; bytes += n, len -= n) {
            n = chunk < len ? chunk : len;
            if (send(ends[1], bytes, n, MSG_NOSIGNAL) < 0)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

/* Everything in a file, appended. */
static inline void load(int fd, struct svc_buf *out)
{
    char bytes[4096];
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0;)
        svc_buf_add(out, bytes, (size_t)n);
}

static int real_stdout = -1;

/* Puts `fd` in standard output's place until restore_stdout. */
static inline void replace_stdout(int fd)
{
    fflush(stdout);
    real_stdout = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
    if (real_stdout < 0 || dup2(fd, STDOUT_FILENO) < 0)
        abort();
}

static inline void restore_stdout(void)
{
    if (dup2(real_stdout, STDOUT_FILENO) < 0)
        abort();
    close(real_stdout);
}

/* Numbers that are the same in every run. */
static uint64_t xorshift_state = 88172645463325252u;

static inline size_t any(size_t below)
{
    xorshift_state ^= xorshift_state << 13;
    xorshift_state ^= xorshift_state >> 7;
    xorshift_state ^= xorshift_state << 17;
    return (size_t)(xorshift_state % below);
}

#endif
