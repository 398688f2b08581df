#include "svc/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* Pieces of this size stay in the processor's cache on their way to the file and back. */
enum { READ_SIZE = 64 * 1024 };

/* So much of the file is at hand where its pieces are asked for in another order; it is read anew when so many
 * were fetched since. */
enum { WINDOW_SIZE = 4 << 20, WORTH_IT = 2000 };

/* A piece in the order is one number: where it begins, and its length in the lower bits. */
enum { LENGTH_BITS = 22 };

struct svc_spool {
    size_t memory;       /* how much may be held */
    struct svc_buf held; /* while adding: what the file lacks; while reading: a window on it */
    size_t at;           /* read so far of `held` */
    int fd;              /* -1 while memory is enough */
    uint64_t filed;      /* bytes in the file */
    uint64_t next;       /* where in the file `held` ends while reading */
    bool reading;
    uint64_t *order; /* pieces in another order; NULL: as they came */
    size_t pieces, piece, fetched;
    const char *current; /* what is left of the piece at hand … */
    size_t left;
    struct svc_buf far; /* … which stands here when it is none of the window */
};

bool svc_write_all(int fd, const void *bytes, size_t len)
{
    const char *from = bytes;
    while (len) {
        ssize_t n = write(fd, from, len);
        if (n >= 0) {
            from += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

struct svc_spool *svc_spool_open(size_t memory)
{
    struct svc_spool *spool = svc_alloc(sizeof *spool);
    spool->memory = memory;
    spool->fd = -1;
    return spool;
}

const char *svc_temporary_folder(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/var/tmp";
}

/* A file without a name; where the file system cannot do that, one that loses it at once. */
static int nameless(const char *dir)
{
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd;
    char *name = svc_format("%s/svc-XXXXXX", dir);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    free(name);
    return fd;
}

static bool fixed; /* the folder is none of the person's choice */

_Noreturn static void broken(const char *what)
{
    if (fixed)
        svc_die(SVC_IO, "cannot %s a temporary file in \"%s\": %s\nan administrator makes room there",
                what, svc_temporary_folder(), svc_lang_error(errno));
    svc_die(SVC_IO, "cannot %s a temporary file in \"%s\": %s\nTMPDIR can name another directory",
            what, svc_temporary_folder(), svc_lang_error(errno));
}

/* The folder itself is kept; what somebody else removes at the same time is gone as well. */
static int remove_old(const char *path, const struct stat *st, int type, struct FTW *at)
{
    enum { DAY = 24 * 60 * 60 };
    (void)type;
    if (at->level > 0 && time(NULL) - st->st_mtime > DAY)
        remove(path);
    return 0;
}

void svc_temporary_in(const char *folder)
{
    if (setenv("TMPDIR", folder, 1) != 0)
        svc_die(SVC_IO, "out of memory");
    fixed = true;
    nftw(folder, remove_old, 16, FTW_DEPTH | FTW_PHYS);
}

int svc_temporary(void)
{
    int fd = nameless(svc_temporary_folder());
    if (fd < 0)
        broken(_("create"));
    return fd;
}

static void file(struct svc_spool *spool, const void *bytes, size_t len)
{
    if (spool->fd < 0)
        spool->fd = svc_temporary();
    if (!svc_write_all(spool->fd, bytes, len))
        broken(_("write"));
    spool->filed += len;
}

void svc_spool_add(struct svc_spool *spool, const void *bytes, size_t len)
{
    if (len > spool->memory - spool->held.len) {
        file(spool, svc_buf_text(&spool->held), spool->held.len);
        svc_buf_clear(&spool->held);
        if (spool->memory > READ_SIZE)
            spool->memory = READ_SIZE;
    }
    if (len > spool->memory)
        file(spool, bytes, len);
    else
        svc_buf_add(&spool->held, bytes, len);
}

uint64_t svc_spool_size(const struct svc_spool *spool)
{
    return spool->filed + (spool->reading && spool->fd >= 0 ? 0 : spool->held.len);
}

void svc_spool_rewind(struct svc_spool *spool)
{
    bool filed = spool->fd >= 0;
    if (filed && !spool->reading)
        file(spool, svc_buf_text(&spool->held), spool->held.len);
    if (filed)
        svc_buf_free(&spool->held); /* and what it took while adding */
    spool->reading = true;
    spool->at = 0;
    spool->next = 0;
    spool->piece = spool->left = 0;
    spool->fetched = WORTH_IT;
}

/* Reads `len` bytes of the file, as far as it goes. */
static void fetch(struct svc_spool *spool, uint64_t at, size_t len, struct svc_buf *out)
{
    svc_buf_clear(out);
    char *to = svc_buf_reserve(out, len);
    while (out->len < len) {
        ssize_t n = pread(spool->fd, to + out->len, len - out->len, (off_t)(at + out->len));
        if (n < 0 && errno != EINTR)
            broken(_("read"));
        if (n == 0)
            return;
        out->len += n > 0 ? (size_t)n : 0;
    }
}

/* The bytes of the piece, wherever they stand. */
static const char *piece_at(struct svc_spool *spool, uint64_t at, size_t len)
{
    struct svc_buf *window = &spool->held;
    if (spool->fd < 0)
        return svc_buf_text(window) + at;
    bool near = at >= spool->next && at + len <= spool->next + window->len;
    if (!near && spool->fetched >= WORTH_IT) {
        spool->next = at > WINDOW_SIZE / 2 ? at - WINDOW_SIZE / 2 : 0;
        fetch(spool, spool->next, WINDOW_SIZE, window);
        spool->fetched = 0;
        near = at + len <= spool->next + window->len;
    }
    spool->fetched++;
    if (near)
        return window->data + (at - spool->next);
    fetch(spool, at, len, &spool->far);
    if (spool->far.len < len)
        broken(_("read"));
    return spool->far.data;
}

static const void *take_ordered(struct svc_spool *spool, size_t len)
{
    if (!spool->left && spool->piece < spool->pieces) {
        uint64_t piece = spool->order[spool->piece++];
        spool->left = piece & ((1u << LENGTH_BITS) - 1);
        spool->current = piece_at(spool, piece >> LENGTH_BITS, spool->left);
    }
    if (spool->left < len)
        return NULL;
    const char *bytes = spool->current;
    spool->current += len;
    spool->left -= len;
    return bytes;
}

/* Moves the window on so that it begins at the next byte and holds `len` bytes or more. */
static void slide(struct svc_spool *spool, size_t len)
{
    size_t left = spool->held.len - spool->at;
    size_t more = len > READ_SIZE ? len : READ_SIZE;
    svc_buf_reserve(&spool->held, more);
    memmove(spool->held.data, spool->held.data + spool->at, left);
    spool->held.len = left;
    spool->at = 0;
    while (spool->held.len < len) {
        ssize_t n = pread(spool->fd, spool->held.data + spool->held.len, more - spool->held.len,
                          (off_t)spool->next);
        if (n == 0)
            return;
        if (n < 0 && errno != EINTR)
            broken(_("read"));
        if (n > 0) {
            spool->held.len += (size_t)n;
            spool->next += (uint64_t)n;
        }
    }
}

const void *svc_spool_take(struct svc_spool *spool, size_t len)
{
    if (spool->order)
        return take_ordered(spool, len);
    if (spool->fd >= 0 && spool->held.len - spool->at < len)
        slide(spool, len);
    if (spool->held.len - spool->at < len)
        return NULL;
    const char *bytes = svc_buf_text(&spool->held) + spool->at;
    spool->at += len;
    return bytes;
}

static int by_place(const void *a, const void *b)
{
    const struct svc_piece *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

bool svc_spool_arrange(struct svc_spool *spool, struct svc_piece *pieces, size_t count)
{
    size_t sorted = 1;
    while (sorted < count && by_place(&pieces[sorted - 1], &pieces[sorted]) < 0)
        sorted++;
    if (sorted >= count)
        return false;
    qsort(pieces, count, sizeof *pieces, by_place);
    spool->order = svc_realloc(NULL, count, sizeof *spool->order);
    spool->pieces = count;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len >> LENGTH_BITS)
            svc_die(SVC_BUG, "a piece of %zu bytes", pieces[i].len);
        spool->order[i] = pieces[i].at << LENGTH_BITS | pieces[i].len;
    }
    return true;
}

bool svc_spool_send(struct svc_spool *spool, int fd)
{
    svc_spool_rewind(spool);
    for (uint64_t left = svc_spool_size(spool); left;) {
        size_t len = left < READ_SIZE ? (size_t)left : READ_SIZE;
        const void *bytes = svc_spool_take(spool, len);
        if (!bytes || !svc_write_all(fd, bytes, len))
            return false;
        left -= len;
    }
    return true;
}

void svc_spool_close(struct svc_spool *spool)
{
    if (!spool)
        return;
    if (spool->fd >= 0)
        close(spool->fd);
    svc_buf_free(&spool->held);
    svc_buf_free(&spool->far);
    free(spool->order);
    free(spool);
}

int svc_memory_file(const char *bytes, size_t len)
{
    int fd = memfd_create("svc", MFD_CLOEXEC);
    if (fd < 0 || !svc_write_all(fd, bytes, len) || lseek(fd, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "no file in memory: %s", svc_lang_error(errno));
    return fd;
}
