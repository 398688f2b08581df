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
 * first of a page since a reader came is what the page was then. Beside the pages a writer tells when it begins
 * and ends, with the store's change counter, which page 1 has, and the time of its last change. What was
 * changed in between nobody told (another program than these, or one for which there was no room), and a
 * commit that was cut off and has no journal any more was undone by such a program: a reader never takes
 * pages of two states for one, but fails. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "svc/lock.h"
#include "svc/mem.h"
#include "told.h"

enum { PATIENCE_MS = 100, LOOK_MS = 20 }; /* before a reader is asked to go, and between two looks */
enum { PAGE_SIZE_AT = 16 }; /* in the header of a database */

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

/* -- a reader goes away -------------------------------------------------------------------------- */

/* In the file, and held by this process; else it stays, and tries again. */
static bool come(struct snapshot *s)
{
    struct stat st;
    s->fd = svc_told_open(s, O_CREAT);
    if (s->fd >= 0 && flock(s->fd, LOCK_SH | LOCK_NB) == 0 && fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode) &&
        st.st_nlink == 1) {
        s->read = (uint64_t)st.st_size;
        return true;
    }
    svc_told_shut(s);
    return false;
}

/* The last one takes the file away. A name that is another file's by now is not of this one. */
static void leave(struct snapshot *s)
{
    struct stat st;
    if (s->fd >= 0 && flock(s->fd, LOCK_EX | LOCK_NB) == 0 && fstat(s->fd, &st) == 0 && st.st_nlink > 0)
        unlink(s->path);
    svc_told_shut(s);
    free(s->was);
    s->was = NULL;
    s->away = false;
}

static bool go_away(sqlite3_file *file, struct snapshot *s)
{
    unsigned char size[2];
    sqlite3_int64 bytes;
    if (!svc_told_identify(file, s) || !svc_told_ask(file, s, &s->last) ||
        real->xRead(file, size, sizeof size, PAGE_SIZE_AT) != SQLITE_OK ||
        real->xFileSize(file, &bytes) != SQLITE_OK || !come(s))
        return false;
    s->page_size = (uint32_t)size[0] << 8 | size[1];
    s->page_size = s->page_size == 1 ? 65536 : s->page_size;
    s->pages = (uint32_t)((uint64_t)bytes / s->page_size);
    s->was = svc_alloc((s->pages + 1) * sizeof *s->was);
    s->began = s->last.counter;
    s->begun = s->undone = false;
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

/* What is undone may have been begun by a program that tells nothing: then it has changed something already. */
static void note_state(struct snapshot *s, const struct told *told)
{
    if (told->kind == ENDED) {
        s->lost = s->lost || !s->begun || (s->undone && told->state.counter != s->last.counter);
        s->begun = s->undone = false;
        s->last = told->state;
        return;
    }
    bool again = told->kind == UNDOING && s->begun;
    s->lost = s->lost || (!again && (s->begun || !svc_told_same(&told->state, &s->last)));
    s->begun = true;
    s->undone = told->kind == UNDOING;
}

static void note(struct snapshot *s, const struct told *told, uint64_t at)
{
    uint64_t page = told->at / s->page_size;
    if (told->store != s->inode)
        return;
    if (told->kind != PAGE)
        note_state(s, told);
    else if (page < s->pages && s->was[page] == 0)
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

/* Of a writer. */
static int write_at(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    struct snapshot *s = of(file);
    if (s->fd >= 0)
        svc_told_page(file, s, (uint64_t)at, (size_t)len);
    return real->xWrite(file, bytes, len, at);
}

/* -- locks --------------------------------------------------------------------------------------- */

/* As long as one is at work his journal is there; when it is gone he tells next that he has ended. */
static bool is_at_work(const struct snapshot *s)
{
    struct stat st;
    char *journal = svc_format("%s-journal", s->store);
    bool there = stat(journal, &st) == 0;
    free(journal);
    return there;
}

/* Whether everything was told that has happened to the store until now. Whoever is about to tell that he has
 * ended is waited for; who has gone without it is not in the queue. */
static bool is_whole(sqlite3_file *file, struct snapshot *s)
{
    enum { TRIES = 1000 };
    for (int i = 0; i < TRIES; i++) {
        struct state now;
        bool queue = svc_lock_taken(s->store), at_work = is_at_work(s);
        uint64_t read = s->read;
        if (!svc_told_ask(file, s, &now) || !catch_up(s))
            return false;
        if (s->read != read)
            continue;
        if (!s->begun || at_work || !queue)
            return s->begun ? at_work : svc_told_same(&now, &s->last);
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    }
    return false;
}

/* For more than reading it needs its lock again, which is to be had while nobody has written. */
static int come_back(sqlite3_file *file, struct snapshot *s)
{
    int rc = real->xLock(file, SQLITE_LOCK_SHARED);
    if (rc == SQLITE_OK && (!is_whole(file, s) || s->begun || s->last.counter != s->began)) {
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
        svc_told_begin(file, s);
    s->level = level;
    return SQLITE_OK;
}

/* The end of what was read. */
static void end_reading(sqlite3_file *file, struct snapshot *s)
{
    s->lost = !is_whole(file, s);
    leave(s);
}

static int unlock(sqlite3_file *file, int level)
{
    struct snapshot *s = of(file);
    if (s->away && level == SQLITE_LOCK_NONE)
        end_reading(file, s);
    else if (!s->away)
        svc_told_end(file, s);
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
    svc_told_stop(s);
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
    *of(file) = (struct snapshot){ .real = real, .fd = -1, .store = svc_strdup(name),
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
