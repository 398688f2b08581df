/* Readers for whom no writer waits. In a rollback journal a commit has to wait until the last reader is gone.
 * A reader that has taken long already, while a writer is at work or waits, therefore gives its lock back
 * and keeps its snapshot: every writer that finds such a reader puts what a page was into STORE.snapshot
 * before it overwrites the page, and the reader takes the page from there. That costs a writer a page
 * written once more, without waiting for the disk, and a reader nothing to begin with. A copy of the store
 * would cost its size and, made in portions between which writers come in, never end; held until it has
 * ended, it is what the writers wait for.
 *
 * The file is there while somebody reads so, who holds it by a shared flock. Who comes must have the
 * engine's lock, and who writes pages the exclusive one, so that neither misses the other. What was told
 * first of a page since a reader came is what the page was then. A commit of which nothing was told (by
 * another program than these, or for which there was no room) is known by the store's change counter, which
 * page 1 has: a reader never takes pages of two states for one, but fails. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "sqlite.h"
#include "svc/lock.h"
#include "svc/mem.h"

enum { PATIENCE_MS = 100, LOOK_MS = 20 }; /* before a reader is asked to go, and between two looks */
enum { PAGE_SIZE_AT = 16, COUNTER_AT = 24 }; /* in the header of a database */

/* What stands before a page in the file. */
struct told {
    uint64_t store; /* the inode: after svc-admin restore another file has the name */
    uint64_t at, len;
};

/* Behind the engine's own description of an open file. */
struct snapshot {
    char *store, *path; /* the files' names */
    int fd;             /* of STORE.snapshot, -1 when nobody needs it */
    int level;          /* of the lock that the engine believes to have */

    /* of a writer that tells */
    uint64_t inode;
    unsigned char *told; /* by page: done in this transaction */
    uint64_t size;       /* of the store when it began; what is behind is nobody's */
    unsigned char *page;

    /* of a reader */
    int64_t since, looked; /* milliseconds: when it took its lock, when it last looked who waits */
    bool away;             /* it has a snapshot and no lock */
    bool lost;             /* … which nobody kept */
    uint64_t read;         /* so much of STORE.snapshot is known */
    uint64_t *was;         /* by page: where in it the page stands, 0: it is as it was */
    uint32_t pages, page_size, began, next; /* change counters: its own, and the one after the last told */
};

static sqlite3_vfs ours;
static const sqlite3_io_methods *real;
static sqlite3_io_methods methods;

static size_t behind(const sqlite3_vfs *vfs)
{
    return ((size_t)vfs->szOsFile + 15) / 16 * 16;
}

static struct snapshot *of(sqlite3_file *file)
{
    return (struct snapshot *)((char *)file + behind(ours.pAppData));
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint32_t big_endian(const unsigned char bytes[4])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool counter(sqlite3_file *file, uint32_t *count)
{
    unsigned char bytes[4];
    bool read = real->xRead(file, bytes, sizeof bytes, COUNTER_AT) == SQLITE_OK;
    *count = read ? big_endian(bytes) : 0;
    return read;
}

/* The file behind the name, as long as that is the one that is open. */
static bool identify(sqlite3_file *file, struct snapshot *s)
{
    struct stat st;
    int moved = 1;
    bool same = stat(s->store, &st) == 0 &&
                real->xFileControl(file, SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && !moved;
    s->inode = st.st_ino;
    return same;
}

static void shut(struct snapshot *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

static int open_told(const struct snapshot *s, int flags)
{
    return open(s->path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0600);
}

/* -- a writer tells ------------------------------------------------------------------------------ */

/* With the exclusive lock: nobody comes any more. A file that nobody holds was left by a process that was
 * killed. Where the file cannot be had those who read on find it out by the counter. */
static void begin_telling(sqlite3_file *file, struct snapshot *s)
{
    sqlite3_int64 size = 0;
    s->fd = open_told(s, 0);
    if (s->fd < 0)
        return;
    bool idle = flock(s->fd, LOCK_EX | LOCK_NB) == 0;
    if (idle)
        unlink(s->path);
    if (idle || !identify(file, s) || real->xFileSize(file, &size) != SQLITE_OK)
        shut(s);
    s->size = (uint64_t)size;
}

static void end_telling(struct snapshot *s)
{
    shut(s);
    free(s->told);
    free(s->page);
    s->told = s->page = NULL;
}

/* What cannot be told ends the snapshots, not the write. */
static void tell(sqlite3_file *file, struct snapshot *s, uint64_t at, size_t len)
{
    struct told head = { s->inode, at, len };
    uint64_t page = at / len;
    if (at >= s->size)
        return;
    if (!s->told) {
        s->told = svc_alloc(s->size / len + 1);
        s->page = svc_alloc(len);
    }
    if (s->told[page])
        return;
    s->told[page] = 1;
    struct iovec parts[] = { { &head, sizeof head }, { s->page, len } };
    if (real->xRead(file, s->page, (int)len, (sqlite3_int64)at) == SQLITE_OK &&
        writev(s->fd, parts, 2) == (ssize_t)(sizeof head + len))
        return;
    unlink(s->path);
    end_telling(s);
}

static int write_at(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    struct snapshot *s = of(file);
    if (s->fd >= 0)
        tell(file, s, (uint64_t)at, (size_t)len);
    return real->xWrite(file, bytes, len, at);
}

/* -- a reader goes away -------------------------------------------------------------------------- */

/* In the file, and held by this process; else it stays, and tries again. */
static bool come(struct snapshot *s)
{
    struct stat st;
    s->fd = open_told(s, O_CREAT);
    if (s->fd >= 0 && flock(s->fd, LOCK_SH | LOCK_NB) == 0 && fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode) &&
        st.st_nlink == 1) {
        s->read = (uint64_t)st.st_size;
        return true;
    }
    shut(s);
    return false;
}

/* The last one takes the file away. A name that is another file's by now is not of this one. */
static void leave(struct snapshot *s)
{
    struct stat st;
    if (s->fd >= 0 && flock(s->fd, LOCK_EX | LOCK_NB) == 0 && fstat(s->fd, &st) == 0 && st.st_nlink > 0)
        unlink(s->path);
    shut(s);
    free(s->was);
    s->was = NULL;
    s->away = false;
}

static bool go_away(sqlite3_file *file, struct snapshot *s)
{
    unsigned char size[2];
    sqlite3_int64 bytes;
    if (!identify(file, s) || !counter(file, &s->began) ||
        real->xRead(file, size, sizeof size, PAGE_SIZE_AT) != SQLITE_OK ||
        real->xFileSize(file, &bytes) != SQLITE_OK || !come(s))
        return false;
    s->page_size = (uint32_t)size[0] << 8 | size[1];
    s->page_size = s->page_size == 1 ? 65536 : s->page_size;
    s->pages = (uint32_t)((uint64_t)bytes / s->page_size);
    s->was = svc_alloc((s->pages + 1) * sizeof *s->was);
    s->next = s->began;
    s->away = true;
    real->xUnlock(file, SQLITE_LOCK_NONE);
    return true;
}

static void look(sqlite3_file *file, struct snapshot *s)
{
    int64_t now;
    if (s->level != SQLITE_LOCK_SHARED || s->away || (now = now_ms()) - s->since < PATIENCE_MS ||
        now - s->looked < LOOK_MS)
        return;
    s->looked = now;
    if (svc_lock_taken(s->store))
        go_away(file, s);
}

/* -- and reads on -------------------------------------------------------------------------------- */

static void note(struct snapshot *s, const struct told *head, uint64_t at)
{
    unsigned char bytes[4];
    uint64_t page = head->at / s->page_size;
    if (head->store != s->inode)
        return;
    if (page == 0 && pread(s->fd, bytes, sizeof bytes, (off_t)(at + COUNTER_AT)) == (ssize_t)sizeof bytes) {
        uint32_t before = big_endian(bytes);
        s->lost = s->lost || (int32_t)(before - s->next) > 0;
        s->next += before == s->next;
    }
    if (page < s->pages && s->was[page] == 0)
        s->was[page] = at;
}

/* Takes in what was told since. A page was told whole before it was overwritten, so that this comes after
 * reading a page. */
static bool catch_up(struct snapshot *s)
{
    struct told head;
    struct stat st;
    s->lost = s->lost || fstat(s->fd, &st) != 0 || st.st_nlink == 0;
    while (!s->lost && s->read + sizeof head <= (uint64_t)st.st_size &&
           pread(s->fd, &head, sizeof head, (off_t)s->read) == (ssize_t)sizeof head &&
           s->read + sizeof head + head.len <= (uint64_t)st.st_size) {
        note(s, &head, s->read + sizeof head);
        s->read += sizeof head + head.len;
    }
    return !s->lost;
}

static int read_at(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    struct snapshot *s = of(file);
    int rc = real->xRead(file, bytes, len, at);
    if (!s->away) {
        look(file, s);
        return rc;
    }
    uint64_t page = (uint64_t)at / s->page_size, within = (uint64_t)at % s->page_size;
    if (!catch_up(s))
        return SQLITE_IOERR_READ;
    if (page >= s->pages || s->was[page] == 0)
        return rc;
    if (pread(s->fd, bytes, (size_t)len, (off_t)(s->was[page] + within)) == (ssize_t)len)
        return SQLITE_OK;
    s->lost = true;
    return SQLITE_IOERR_READ;
}

/* -- locks --------------------------------------------------------------------------------------- */

/* For more than reading it needs its lock again, which is to be had while nobody has written. */
static int come_back(sqlite3_file *file, struct snapshot *s)
{
    uint32_t now;
    int rc = real->xLock(file, SQLITE_LOCK_SHARED);
    if (rc == SQLITE_OK && (!counter(file, &now) || now != s->began)) {
        real->xUnlock(file, SQLITE_LOCK_NONE);
        rc = SQLITE_BUSY;
    }
    if (rc == SQLITE_OK)
        leave(s);
    return rc;
}

static int lock(sqlite3_file *file, int level)
{
    struct snapshot *s = of(file);
    int rc = s->away ? come_back(file, s) : SQLITE_OK;
    if (rc == SQLITE_OK)
        rc = real->xLock(file, level);
    if (rc != SQLITE_OK)
        return rc;
    if (level == SQLITE_LOCK_SHARED) {
        s->since = now_ms();
        s->lost = false;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE && s->level != SQLITE_LOCK_EXCLUSIVE)
        begin_telling(file, s);
    s->level = level;
    return SQLITE_OK;
}

/* The end of what was read. */
static void end_reading(sqlite3_file *file, struct snapshot *s)
{
    uint32_t now = s->next;
    s->lost = !counter(file, &now) || !catch_up(s) || (int32_t)(now - s->next) > 0;
    leave(s);
}

static int unlock(sqlite3_file *file, int level)
{
    struct snapshot *s = of(file);
    if (s->away && level == SQLITE_LOCK_NONE)
        end_reading(file, s);
    else if (!s->away)
        end_telling(s);
    if (level == SQLITE_LOCK_SHARED)
        s->since = now_ms();
    s->level = level;
    return s->away ? SQLITE_OK : real->xUnlock(file, level);
}

static int close_file(sqlite3_file *file)
{
    struct snapshot *s = of(file);
    if (s->away)
        leave(s);
    end_telling(s);
    free(s->path);
    free(s->store);
    return real->xClose(file);
}

/* -- the engine's files ----------------------------------------------------------------------------- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sqlite3_vfs *theirs = vfs->pAppData;
    int rc = theirs->xOpen(theirs, name, file, flags, out);
    if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB) || (real && file->pMethods != real))
        return rc;
    if (!real) {
        real = file->pMethods;
        methods = *real;
        methods.xRead = read_at;
        methods.xWrite = write_at;
        methods.xLock = lock;
        methods.xUnlock = unlock;
        methods.xClose = close_file;
    }
    *of(file) = (struct snapshot){ .fd = -1, .store = svc_strdup(name),
                                   .path = svc_format("%s.snapshot", name) };
    file->pMethods = &methods;
    return rc;
}

void svc_sqlite_keep_snapshots(void)
{
    sqlite3_vfs *theirs = sqlite3_vfs_find(NULL);
    if (!theirs)
        return;
    ours = *theirs;
    ours.zName = "svc";
    ours.pAppData = theirs;
    ours.szOsFile = (int)(behind(theirs) + sizeof(struct snapshot));
    ours.xOpen = open_file;
    sqlite3_vfs_register(&ours, 1);
}

/* The store's file, where it is one of those above. */
static sqlite3_file *file_of(sqlite3 *db)
{
    sqlite3_file *file = NULL;
    bool asked = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK;
    return asked && file && real && file->pMethods == &methods ? file : NULL;
}

void svc_sqlite_look(sqlite3 *db)
{
    sqlite3_file *file = file_of(db);
    if (file)
        look(file, of(file));
}

bool svc_sqlite_go_away(sqlite3 *db)
{
    sqlite3_file *file = file_of(db);
    return file && (of(file)->away || (of(file)->level == SQLITE_LOCK_SHARED && go_away(file, of(file))));
}

bool svc_sqlite_is_away(sqlite3 *db)
{
    sqlite3_file *file = file_of(db);
    return file && of(file)->away;
}

bool svc_sqlite_lost(sqlite3 *db)
{
    sqlite3_file *file = file_of(db);
    return file && of(file)->lost;
}
