#include "svc/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/litter.h"
#include "svc/mem.h"
#include "svc/place.h"
#include "svc/spool.h"

enum { BUFFER_SIZE = 256 * 1024, SPOOL_MEMORY = 4 * 1024 * 1024, NAMES = 100 };

struct svc_sink {
    int fd;                  /* -1: a FIFO, opened only to send the spool */
    const char *fifo;        /* its path */
    struct svc_spool *spool; /* NULL when written directly */
    struct svc_buf buf;
    struct svc_buf *memory; /* the caller's, instead of any file */
    char *target;    /* a regular file that the temporary one replaces at the close */
    char *temporary; /* its name, NULL while it has none */
    int error;       /* the first errno */
    bool terminal;
    bool fresh;      /* the target must not exist, or hold the same bytes */
    struct svc_place place; /* that the close takes */
    struct svc_sink *next;
};

static bool all_wait;

void svc_sink_all_wait(void)
{
    all_wait = true;
}

/* Sinks with a target; a named temporary file goes when the process exits before the close. */
static struct svc_sink *unfinished;

static void remove_unfinished(void)
{
    for (struct svc_sink *sink = unfinished; sink; sink = sink->next)
        if (sink->temporary)
            unlink(sink->temporary);
}

static void remember(struct svc_sink *sink)
{
    static bool registered;
    if (!registered && atexit(remove_unfinished) != 0)
        svc_die(SVC_IO, "out of memory");
    registered = true;
    sink->next = unfinished;
    unfinished = sink;
    svc_litter_sweep(sink->target);
}

static void forget(struct svc_sink *sink)
{
    for (struct svc_sink **link = &unfinished; *link; link = &(*link)->next) {
        if (*link == sink) {
            *link = sink->next;
            svc_place_free(&sink->place);
            return;
        }
    }
}

static bool is_taken(const struct svc_place *place)
{
    for (const struct svc_sink *sink = unfinished; sink; sink = sink->next)
        if (svc_place_same(&sink->place, place))
            return true;
    return svc_place_kept(place) != NULL;
}

/* The place of the target, for this sink alone; false with errno set. */
static bool take_target(struct svc_sink *sink)
{
    bool found = svc_place_find(sink->target, &sink->place);
    if (found && is_taken(&sink->place)) {
        svc_place_free(&sink->place);
        errno = ETXTBSY;
        return false;
    }
    remember(sink);
    return true;
}

bool svc_sink_spare(int fd)
{
    struct svc_place place;
    svc_place_keep_open(fd, _("an input"));
    if (!svc_place_of(fd, &place))
        return true;
    for (const struct svc_sink *sink = unfinished; sink; sink = sink->next)
        if (svc_place_same(&sink->place, &place))
            return false;
    return true;
}

/* The directory part of a path, to be freed. */
static char *folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return svc_strdup(".");
    return slash == path ? svc_strdup("/") : svc_strndup(path, (size_t)(slash - path));
}

/* Takes the first free name beside the target: by creating the file, or by linking the nameless
 * one there. False with errno set. */
static bool name_temporary(struct svc_sink *sink)
{
    char *self = svc_format("/proc/self/fd/%d", sink->fd);
    bool done = false;
    for (int n = 0; n < NAMES && !done && (n == 0 || errno == EEXIST); n++) {
        char *name = svc_litter_name(sink->target, n);
        if (sink->fd >= 0)
            done = linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
        else
            done = (sink->fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
                                    sink->fresh ? 0600 : 0666)) >= 0;
        if (done)
            sink->temporary = name;
        else
            free(name);
    }
    free(self);
    return done;
}

/* A file without a name vanishes with the process; it can get one later only through /proc. */
static bool open_temporary(struct svc_sink *sink)
{
    if (access("/proc/self/fd", X_OK) == 0) {
        char *dir = folder(sink->target);
        sink->fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, sink->fresh ? 0600 : 0666);
        free(dir);
    }
    return sink->fd >= 0 || name_temporary(sink);
}

static bool is_standard_output(const char *path)
{
    struct svc_place named, output;
    return svc_place_of(STDOUT_FILENO, &output) && svc_place_find(path, &named) &&
           svc_place_same(&named, &output);
}

/* False with errno set. */
static bool open_named(struct svc_sink *sink, const char *path)
{
    struct stat st;
    bool exists = stat(path, &st) == 0;
    if (!exists && errno != ENOENT)
        return false;
    if (exists && S_ISFIFO(st.st_mode)) {
        sink->fifo = path;
        return true;
    }
    if (exists && !S_ISREG(st.st_mode))
        return (sink->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)) >= 0;
    if (exists && is_standard_output(path)) /* by name; it is written on, not replaced */
        return (sink->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)) >= 0;
    if (exists && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
        return false;
    /* A symbolic link stays one: what it points to is replaced. */
    sink->target = exists ? realpath(path, NULL) : svc_strdup(path);
    return sink->target && take_target(sink) && open_temporary(sink) &&
           (!exists || fchmod(sink->fd, st.st_mode & 0777) == 0);
}

/* What goes to a person or another process waits for the close. */
static struct svc_sink *settle(struct svc_sink *sink)
{
    struct stat st = { 0 };
    if (sink->fd >= 0 && fstat(sink->fd, &st) != 0)
        sink->error = errno;
    sink->terminal = sink->fd >= 0 && isatty(sink->fd);
    if (all_wait || sink->fd < 0 || sink->terminal || S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
        sink->spool = svc_spool_open(SPOOL_MEMORY);
    return sink;
}

/* A sink half opened goes without a trace. */
static struct svc_sink *give_up(struct svc_sink *sink)
{
    int error = errno;
    if (sink->fd >= 0)
        close(sink->fd);
    if (sink->temporary)
        unlink(sink->temporary);
    forget(sink);
    free(sink->target);
    free(sink->temporary);
    free(sink);
    errno = error;
    return NULL;
}

struct svc_sink *svc_sink_wait(bool terminal)
{
    struct svc_sink *sink = svc_alloc(sizeof *sink);
    sink->fd = -1;
    sink->terminal = terminal;
    sink->spool = svc_spool_open(SPOOL_MEMORY);
    return sink;
}

struct svc_sink *svc_sink_open(const char *path)
{
    struct svc_sink *sink = svc_alloc(sizeof *sink);
    bool standard = !path || strcmp(path, "-") == 0;
    sink->fd = standard ? STDOUT_FILENO : -1;
    return standard || open_named(sink, path) ? settle(sink) : give_up(sink);
}

struct svc_sink *svc_sink_open_new(const char *path)
{
    struct svc_sink *sink = svc_alloc(sizeof *sink);
    sink->fd = -1;
    sink->fresh = true;
    sink->target = svc_strdup(path);
    return take_target(sink) && open_temporary(sink) ? settle(sink) : give_up(sink);
}

int svc_sink_fd(const struct svc_sink *sink)
{
    return sink->fd;
}

struct svc_sink *svc_sink_open_memory(struct svc_buf *memory)
{
    struct svc_sink *sink = svc_alloc(sizeof *sink);
    sink->fd = -1;
    sink->memory = memory;
    return sink;
}

bool svc_sink_is_terminal(const struct svc_sink *sink)
{
    return sink->terminal;
}

static void write_out(struct svc_sink *sink, const void *bytes, size_t len)
{
    if (!sink->error && !svc_write_all(sink->fd, bytes, len))
        sink->error = errno;
}

void svc_sink_put(struct svc_sink *sink, const void *bytes, size_t len)
{
    if (sink->error)
        return;
    if (sink->memory) {
        svc_buf_add(sink->memory, bytes, len);
        return;
    }
    if (sink->spool) {
        svc_spool_add(sink->spool, bytes, len);
        return;
    }
    if (sink->buf.len + len > BUFFER_SIZE) {
        write_out(sink, svc_buf_text(&sink->buf), sink->buf.len);
        svc_buf_clear(&sink->buf);
    }
    if (len > BUFFER_SIZE)
        write_out(sink, bytes, len);
    else
        svc_buf_add(&sink->buf, bytes, len);
}

/* True when the target is a file with exactly the temporary one's bytes. */
static bool same_bytes(const struct svc_sink *sink)
{
    enum { PIECE = 4096 };
    char ours[PIECE], theirs[PIECE];
    struct stat st;
    ssize_t n = -1, m = -1;
    int fd = open(sink->target, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool same = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    for (off_t at = 0; same && n != 0; at += n) {
        n = pread(sink->fd, ours, sizeof ours, at);
        m = n < 0 ? -1 : pread(fd, theirs, n ? (size_t)n : 1, at);
        same = n >= 0 && m == n && memcmp(ours, theirs, (size_t)n) == 0;
    }
    if (fd >= 0)
        close(fd);
    return same;
}

/* Gives the finished file the target's name if nothing has it. */
static bool take_name(struct svc_sink *sink)
{
    char *self = svc_format("/proc/self/fd/%d", sink->fd);
    int done = sink->temporary ? renameat2(AT_FDCWD, sink->temporary, AT_FDCWD, sink->target,
                                           RENAME_NOREPLACE)
                               : linkat(AT_FDCWD, self, AT_FDCWD, sink->target,
                                        AT_SYMLINK_FOLLOW);
    free(self);
    if (done == 0)
        return true;
    if (errno != EEXIST)
        return false;
    if (!same_bytes(sink)) {
        errno = EEXIST;
        return false;
    }
    if (sink->temporary)
        unlink(sink->temporary);
    return true;
}

/* Puts the finished temporary file in the target's place; false with errno set. */
static bool take_place(struct svc_sink *sink)
{
    return (sink->temporary || name_temporary(sink)) &&
           rename(sink->temporary, sink->target) == 0;
}

/* Makes the finished temporary file the target; false with errno set. The new name is the moment
 * it counts: that the directory cannot be synced after it undoes nothing. */
static bool finish_target(struct svc_sink *sink)
{
    if (fsync(sink->fd) != 0 || !(sink->fresh ? take_name(sink) : take_place(sink)))
        return false;
    char *dir = folder(sink->target);
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(dir);
    return true;
}

/* Sends what waits; false with errno set. */
static bool flush(struct svc_sink *sink)
{
    if (sink->error) {
        errno = sink->error;
        return false;
    }
    if (sink->memory)
        return true;
    if (sink->fifo && (sink->fd = open(sink->fifo, O_WRONLY | O_CLOEXEC)) < 0)
        return false;
    if (sink->spool)
        return svc_spool_send(sink->spool, sink->fd);
    return svc_write_all(sink->fd, svc_buf_text(&sink->buf), sink->buf.len);
}

bool svc_sink_send(struct svc_sink *sink, int fd)
{
    return !sink->spool || svc_spool_send(sink->spool, fd);
}

void svc_sink_drop(struct svc_sink *sink)
{
    svc_spool_close(sink->spool);
    sink->spool = NULL;
}

void svc_sink_waiting(struct svc_sink *sink, void (*each)(void *ctx, const void *bytes, size_t len),
                      void *ctx)
{
    enum { PIECE = 64 * 1024 };
    svc_spool_rewind(sink->spool);
    for (uint64_t left = svc_spool_size(sink->spool); left;) {
        size_t len = left < PIECE ? (size_t)left : PIECE;
        each(ctx, svc_spool_take(sink->spool, len), len);
        left -= len;
    }
}

bool svc_sink_close(struct svc_sink *sink)
{
    bool good = flush(sink) && (!sink->target || finish_target(sink));
    int error = errno;
    if (sink->fd >= 0 && close(sink->fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (sink->temporary && !good)
        unlink(sink->temporary);
    forget(sink);
    svc_spool_close(sink->spool);
    svc_buf_free(&sink->buf);
    free(sink->target);
    free(sink->temporary);
    free(sink);
    errno = error;
    return good;
}
