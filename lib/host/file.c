#include "svc/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/place.h"

/* A sink whose file the person's side has opened and will name. */
struct theirs {
    struct svc_sink *sink;
    int file;
    const char *fifo; /* the path of a FIFO, borrowed */
    struct theirs *next;
};

static struct theirs *all;

static struct theirs *find(const struct svc_sink *sink)
{
    struct theirs *at = all;
    while (at && at->sink != sink)
        at = at->next;
    return at;
}

/* NULL with errno set. What must be new is a plain file: nothing else is ever given a name. */
static struct svc_sink *open_there(const char *path, bool new)
{
    struct stat st;
    int file, fd;
    if (!svc_host_ask(new ? SVC_HOST_NEW : SVC_HOST_WRITE, -1, path, &file, &fd))
        return NULL;
    if (new && (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        errno = EPERM;
        return NULL;
    }
    struct theirs *at = svc_alloc(sizeof *at);
    *at = (struct theirs){ .sink = svc_sink_adopt(fd), .file = file,
                           .fifo = fd < 0 ? path : NULL, .next = all };
    all = at;
    return at->sink;
}

int svc_file_shipped(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* -1 with errno set. */
static int read_here(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || svc_sink_spare(fd))
        return fd;
    close(fd);
    errno = ETXTBSY;
    return -1;
}

int svc_file_read(const char *path)
{
    int fd = -1;
    if (!svc_host_acts())
        fd = read_here(path);
    else
        svc_host_ask(SVC_HOST_READ, -1, path, NULL, &fd);
    if (fd < 0 && errno == ETXTBSY)
        svc_die(SVC_USAGE, "\"%s\" is to be read, and to be written by the same run; it is as it"
                           " was\nname another file for the output", path);
    return fd;
}

bool svc_file_there(const char *path, char digest[SVC_DIGEST_HEX])
{
    int fd = -1;
    *digest = '\0';
    if (svc_host_acts())
        svc_host_ask(SVC_HOST_THERE, -1, path, NULL, &fd);
    else
        fd = svc_place_standing(path);
    bool stands = fd >= 0 || errno == EEXIST;
    if ((fd < 0 && !stands && errno != ENOENT) || (fd >= 0 && !svc_file_digest(fd, digest)))
        svc_die(SVC_IO, "cannot read \"%s\": %s", path, svc_lang_error(errno));
    if (fd >= 0)
        close(fd);
    return stands;
}

bool svc_file_digest(int fd, char out[SVC_DIGEST_HEX])
{
    char piece[64 * 1024];
    unsigned char bytes[SVC_DIGEST];
    struct svc_digest sum;
    ssize_t n;
    svc_digest_begin(&sum);
    while ((n = read(fd, piece, sizeof piece)) > 0)
        svc_digest_bytes(&sum, piece, (size_t)n);
    svc_digest_end(&sum, bytes);
    svc_digest_hex(bytes, out);
    return n == 0;
}

static struct svc_sink *written(struct svc_sink *sink, const char *path)
{
    if (!sink && errno == ETXTBSY)
        svc_die(SVC_USAGE, "\"%s\" is a file that this run reads or writes; it is as it was\n"
                           "name another file for the output", path);
    if (!sink)
        svc_die(SVC_IO, "cannot write \"%s\": %s", path, svc_lang_error(errno));
    return sink;
}

struct svc_sink *svc_file_write(const char *path)
{
    bool named = path && strcmp(path, "-") != 0;
    return written(named && svc_host_acts() ? open_there(path, false) : svc_sink_open(path), path);
}

struct svc_sink *svc_file_write_new(const char *path)
{
    return written(svc_host_acts() ? open_there(path, true) : svc_sink_open_new(path), path);
}

/* Everything that waits, into the FIFO that now gets its reader. */
static bool send_there(struct svc_sink *sink, const char *fifo)
{
    int fd;
    if (!svc_host_ask(SVC_HOST_FIFO, -1, fifo, NULL, &fd))
        return false;
    bool sent = svc_sink_send(sink, fd);
    int error = errno;
    svc_sink_drop(sink);
    close(fd);
    errno = error;
    return sent;
}

bool svc_file_close(struct svc_sink *sink)
{
    struct theirs *at = find(sink);
    if (!at)
        return svc_sink_close(sink);
    bool sent = !at->fifo || send_there(sink, at->fifo);
    int error = errno;
    bool good = svc_sink_close(sink) && sent;
    if (!sent)
        errno = error;
    at->sink = NULL;
    return good && (at->fifo || svc_host_ask(SVC_HOST_NAME, at->file, NULL, NULL, NULL));
}

struct svc_file_named svc_file_named(const char *option, const char *path)
{
    struct stat file;
    if (!path || !*path)
        return (struct svc_file_named){ NULL, NULL };
    bool waits = stat(path, &file) == 0 && !S_ISREG(file.st_mode); /* a FIFO would, for ever */
    int fd = waits ? -1 : svc_file_read(path);
    if (waits)
        svc_die(SVC_BADINPUT, "option --%s: \"%s\" is not a file; nothing was done", option, path);
    if (fd < 0 || fstat(fd, &file) != 0)
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, svc_lang_error(errno));
    char *hex = svc_alloc(SVC_DIGEST_HEX);
    if (!svc_file_digest(fd, hex))
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, svc_lang_error(errno));
    close(fd);
    return (struct svc_file_named){ path, hex };
}
