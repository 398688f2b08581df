/* STORE.snapshot: what writers tell those who read on without a lock, see sqlite-snapshot.c. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "svc/mem.h"
#include "told.h"

enum { COUNTER_AT = 24 }; /* in the header of a database */

static uint32_t big_endian(const unsigned char bytes[4])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

bool svc_told_ask(sqlite3_file *file, const struct snapshot *s, struct state *state)
{
    unsigned char bytes[4];
    struct stat st;
    *state = s->last;
    if (s->real->xRead(file, bytes, sizeof bytes, COUNTER_AT) != SQLITE_OK)
        return false;
    if (stat(s->store, &st) == 0 && st.st_ino == s->inode)
        state->changed = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    state->counter = big_endian(bytes);
    return true;
}

bool svc_told_same(const struct state *a, const struct state *b)
{
    return a->changed == b->changed && a->counter == b->counter;
}

/* The file behind the name, as long as that is the one that is open. */
bool svc_told_identify(sqlite3_file *file, struct snapshot *s)
{
    struct stat st;
    int moved = 1;
    bool same = stat(s->store, &st) == 0 &&
                s->real->xFileControl(file, SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && !moved;
    s->inode = st.st_ino;
    return same;
}

void svc_told_shut(struct snapshot *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

int svc_told_open(const struct snapshot *s, int flags)
{
    return open(s->path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0600);
}

void svc_told_stop(struct snapshot *s)
{
    svc_told_shut(s);
    free(s->told);
    free(s->page);
    s->told = s->page = NULL;
}

/* What cannot be told ends the snapshots, not the write. */
static void give_up(struct snapshot *s)
{
    unlink(s->path);
    svc_told_stop(s);
}

static void tell_state(sqlite3_file *file, struct snapshot *s, enum told_kind kind)
{
    struct told told;
    memset(&told, 0, sizeof told);
    told.store = s->inode;
    told.kind = kind;
    if (!svc_told_ask(file, s, &told.state) || write(s->fd, &told, sizeof told) != (ssize_t)sizeof told)
        give_up(s);
}

/* With the exclusive lock: nobody comes any more. A file that nobody holds was left by a process that was
 * killed. Where the file cannot be had those who read on find it out by the store's state. Who has not
 * reserved the store before undoes what was cut off. */
void svc_told_begin(sqlite3_file *file, struct snapshot *s)
{
    sqlite3_int64 size = 0;
    s->fd = svc_told_open(s, 0);
    if (s->fd < 0)
        return;
    bool idle = flock(s->fd, LOCK_EX | LOCK_NB) == 0;
    if (idle)
        unlink(s->path);
    if (idle || !svc_told_identify(file, s) || s->real->xFileSize(file, &size) != SQLITE_OK)
        svc_told_shut(s);
    s->size = (uint64_t)size;
    s->undoing = s->level == SQLITE_LOCK_SHARED;
    if (s->fd >= 0)
        tell_state(file, s, s->undoing ? UNDOING : BEGUN);
}

void svc_told_end(sqlite3_file *file, struct snapshot *s)
{
    if (s->fd >= 0)
        tell_state(file, s, ENDED);
    svc_told_stop(s);
}

void svc_told_page(sqlite3_file *file, struct snapshot *s, uint64_t at, size_t len)
{
    struct told head;
    uint64_t page = at / len;
    if (at >= s->size || s->undoing)
        return;
    memset(&head, 0, sizeof head);
    head.store = s->inode;
    head.at = at;
    head.len = len;
    if (!s->told) {
        s->told = svc_alloc(s->size / len + 1);
        s->page = svc_alloc(len);
    }
    if (s->told[page])
        return;
    s->told[page] = 1;
    struct iovec parts[] = { { &head, sizeof head }, { s->page, len } };
    if (s->real->xRead(file, s->page, (int)len, (sqlite3_int64)at) == SQLITE_OK &&
        writev(s->fd, parts, 2) == (ssize_t)(sizeof head + len))
        return;
    give_up(s);
}
