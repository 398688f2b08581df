#include "svc/beside.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "query.h"
#include "svc/err.h"
#include "svc/mem.h"

enum { MEMORY = 64 * 1024 };
enum { LARGE = 32 << 20 }; /* a store of so many bytes is worth a process */
enum { STATE = 64 };      /* a state's text is shorter */

/* What both processes have. */
struct share {
    struct svc_db *db;
    size_t count;
    void (*job)(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx);
    void *ctx;
    struct svc_spool **told;
    size_t *next; /* the job that is taken next, in memory of both */
    pid_t other;
    int line; /* to the other process, -1: there is none */
};

static bool sharing; /* a job that has jobs of its own does them by itself */

/* Before what a job told; after the last one `job` is `count`. */
struct head {
    size_t job;
    uint64_t len;
};

static int64_t tell_state(struct svc_db *db, char state[STATE])
{
    memset(state, 0, STATE);
    return db->engine->state ? db->engine->state(db->conn, state, STATE) : 0;
}

static void work(struct share *share)
{
    size_t i;
    while ((i = __atomic_fetch_add(share->next, 1, __ATOMIC_RELAXED)) < share->count) {
        share->told[i] = svc_spool_open(MEMORY);
        share->job(share->db, i, share->told[i], share->ctx);
    }
}

/* -- the process beside ------------------------------------------------------------------------------ */

/* It says nothing to anybody but the other one, and ends with him. */
static void be_quiet(void)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
        _exit(SVC_IO);
}

static void must(bool done)
{
    if (!done)
        _exit(SVC_IO);
}

/* The connection of the process that it came from is not its own: neither used nor closed. */
static _Noreturn void stand_beside(struct share *share, int line, const char *where)
{
    char go, state[STATE];
    be_quiet();
    share->db = svc_db_open(where, SVC_DB_READ);
    svc_bulk(share->db, true);
    svc_begin_read(share->db);
    tell_state(share->db, state);
    sharing = true;
    if (svc_write_all(line, state, sizeof state) && read(line, &go, 1) == 1)
        work(share);
    else
        share->count = 0;
    svc_end_read(share->db); /* where what it has read was of one state */
    for (size_t i = 0; i < share->count; i++) {
        struct head head = { i, share->told[i] ? svc_spool_size(share->told[i]) : 0 };
        if (!share->told[i])
            continue;
        svc_spool_rewind(share->told[i]);
        must(svc_write_all(line, &head, sizeof head) && svc_spool_send(share->told[i], line));
    }
    must(svc_write_all(line, &(struct head){ .job = share->count }, sizeof(struct head)));
    svc_db_close(share->db);
    _exit(SVC_OK);
}

/* -- this process -------------------------------------------------------------------------------------- */

static bool read_all(int fd, void *bytes, size_t len)
{
    char *to = bytes;
    ssize_t n;
    while (len > 0 && (n = read(fd, to, len)) > 0) {
        to += n;
        len -= (size_t)n;
    }
    return len == 0;
}

static void end_other(struct share *share)
{
    close(share->line);
    share->line = -1;
    if (share->other > 0)
        waitpid(share->other, NULL, 0);
}

/* Whoever reads keeps the others from committing for a while: once both read at the same time, the one who
 * comes second sees what the first one does, unless he came while a commit was under way. */
static bool agree(struct share *share)
{
    enum { TRIES = 3 };
    char theirs[STATE], own[STATE];
    bool same = false, told = read_all(share->line, theirs, sizeof theirs) && *theirs;
    for (int i = 0; i < TRIES && told && !same; i++) {
        if (i > 0)
            svc_read_pause(share->db, true);
        if (i > 0)
            svc_read_pause(share->db, false);
        tell_state(share->db, own);
        same = memcmp(own, theirs, sizeof own) == 0;
    }
    return same && svc_write_all(share->line, "", 1);
}

/* Whoever has given his lock to a writer already keeps what he has. */
static bool is_worth_it(struct svc_db *db)
{
    char state[STATE];
    cpu_set_t set;
    return !sharing && db->engine->holds(db->conn) && sched_getaffinity(0, sizeof set, &set) == 0 &&
           CPU_COUNT(&set) > 1 && tell_state(db, state) >= LARGE;
}

/* A process inherits no lock: the snapshot is ended, and another one taken behind the fork. */
static void start_other(struct share *share)
{
    int ends[2];
    if (!is_worth_it(share->db) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    signal(SIGCHLD, SIG_DFL); /* it is waited for, whatever this process was started with */
    svc_read_pause(share->db, true);
    share->other = fork();
    if (share->other == 0) {
        close(ends[0]);
        stand_beside(share, ends[1], svc_db_where(share->db));
    }
    svc_read_pause(share->db, false);
    close(ends[1]);
    share->line = ends[0];
    if (share->other < 0 || !agree(share))
        end_other(share);
}

static bool take_bytes(struct share *share, const struct head *head)
{
    char piece[MEMORY];
    size_t n;
    share->told[head->job] = svc_spool_open(MEMORY);
    for (uint64_t left = head->len; left > 0; left -= n) {
        n = left < sizeof piece ? (size_t)left : sizeof piece;
        if (!read_all(share->line, piece, n))
            return false;
        svc_spool_add(share->told[head->job], piece, n);
    }
    return true;
}

/* What the other one has told counts when all of it is there. */
static void take_in(struct share *share)
{
    struct head head;
    bool *theirs = svc_alloc(share->count * sizeof *theirs), whole = false;
    while (read_all(share->line, &head, sizeof head)) {
        whole = head.job == share->count;
        if (head.job >= share->count || share->told[head.job])
            break;
        theirs[head.job] = true;
        if (!take_bytes(share, &head))
            break;
    }
    for (size_t i = 0; i < share->count && !whole; i++)
        if (theirs[i]) {
            svc_spool_close(share->told[i]);
            share->told[i] = NULL;
        }
    free(theirs);
    end_other(share);
}

void svc_beside(struct svc_db *db, size_t count,
                void (*job)(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx), void *ctx,
                struct svc_spool **told)
{
    struct share share = { .db = db, .count = count, .job = job, .ctx = ctx, .told = told, .line = -1 };
    memset(told, 0, count * sizeof *told);
    share.next = mmap(NULL, sizeof *share.next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (share.next == MAP_FAILED)
        svc_die(SVC_IO, "out of memory");
    svc_begin_read(db);
    bool inner = sharing;
    start_other(&share);
    sharing = true;
    work(&share);
    if (share.line >= 0)
        take_in(&share);
    for (size_t i = 0; i < count; i++)
        if (!told[i]) {
            told[i] = svc_spool_open(MEMORY);
            job(db, i, told[i], ctx);
        }
    for (size_t i = 0; i < count; i++)
        svc_spool_rewind(told[i]);
    sharing = inner;
    svc_end_read(db);
    munmap(share.next, sizeof *share.next);
}

/* -- texts --------------------------------------------------------------------------------------------- */

void svc_beside_tell(void *told, const char *text)
{
    size_t len = strlen(text) + 1;
    svc_spool_add(told, &len, sizeof len);
    svc_spool_add(told, text, len);
}

void svc_beside_each(struct svc_spool *told, void (*found)(void *ctx, const char *what), void *ctx)
{
    const void *bytes;
    size_t len;
    while ((bytes = svc_spool_take(told, sizeof len))) {
        memcpy(&len, bytes, sizeof len);
        found(ctx, svc_spool_take(told, len));
    }
}
