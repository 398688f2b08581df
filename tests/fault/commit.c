/* Every write, sync, truncation and removal of one commit fails in turn: what the message says of
 * the data must be what the next one to open the store finds.
 *
 * The system calls below stand in front of the C library's, for SQLite too, because the dynamic
 * linker looks into the program first. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "../unit/store.h"
#include "svc/event.h"

/* Once; from then on; done, but reported as failed; one, and the process is gone. */
enum kind { NEVER, ONCE, FOR_GOOD, REPORTED, KILLED, KINDS };

static enum kind kind;
static int at, seen, error;

static bool faulty(void)
{
    seen++;
    bool now = kind == FOR_GOOD ? seen >= at : kind != NEVER && seen == at;
    if (now && kind == KILLED)
        _exit(9);
    if (now)
        errno = error;
    return now;
}

/* One call: not made, or made and reported as failed, or what it should be. */
#define CALL(...)                                   \
    do {                                            \
        bool fault = faulty();                      \
        if (fault && kind != REPORTED)              \
            return -1;                              \
        long result = syscall(__VA_ARGS__);         \
        if (fault)                                  \
            errno = error;                          \
        return fault ? -1 : (int)result;            \
    } while (0)

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
    CALL(SYS_pwrite64, fd, bytes, len, offset);
}

int ftruncate64(int fd, off64_t size)
{
    CALL(SYS_ftruncate, fd, size);
}

int fsync(int fd)
{
    CALL(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    CALL(SYS_fdatasync, fd);
}

int unlink(const char *path)
{
    CALL(SYS_unlinkat, AT_FDCWD, path, 0); /* not every processor has SYS_unlink */
}

static void make_counts(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_script(db, "total", "CREATE TABLE total (n {INT} NOT NULL) {STRICT};"
                            "INSERT INTO total VALUES (0);");
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void add_one(struct svc_db *db, const char *op_id)
{
    struct svc_actor actor = { 0, "liu", NULL, NULL };
    struct svc_event event = { .tool = "t", .verb = "add", .op_id = op_id };
    svc_begin_write(db);
    svc_run(db, "UPDATE total SET n = n + 1", NULL);
    svc_event_add(db, &actor, &event);
    svc_commit(db, actor.login, op_id);
}

static void write_with_fault(const char *op_id)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    seen = 0;
    add_one(db, op_id);
    int calls = seen;
    kind = NEVER;
    svc_one_int(db, 0, "SELECT n FROM total", NULL); /* the connection goes on working */
    svc_db_close(db);
    exit(calls < at ? 99 : 0); /* 99: there is no call number `at` */
}

enum told { NOTHING, APPLIED, NOT_APPLIED, UNKNOWN, GONE, WRONG };

static enum told what_was_told(const struct outcome *out)
{
    if (out->code == 9)
        return GONE;
    if (out->code == 0)
        return strstr(out->err, "but was applied") ? APPLIED : NOTHING;
    if (out->code == 74 && strstr(out->err, "it is unknown whether"))
        return UNKNOWN;
    if (out->code == 74 && (strstr(out->err, "the commit was not applied") ||
                            strstr(out->err, "; nothing was applied")))
        return NOT_APPLIED;
    return WRONG;
}

/* One commit with its call number `at` failing; false when it has no such call. */
static bool one_fault(int told[])
{
    char *op_id = svc_format("op-%d-%d-%d", (int)kind, error, at);
    char *sql = svc_format("SELECT COUNT(*) FROM event WHERE op_id = '%s'", op_id);
    enum kind asked = kind;
    struct outcome out = in_child(write_with_fault, op_id);
    kind = NEVER;
    int64_t total = count_in("t.db", "SELECT n FROM total");
    int64_t events = count_in("t.db", "SELECT COUNT(*) FROM event");
    int64_t applied = count_in("t.db", sql);
    kind = asked;
    if (out.code != 99) {
        enum told what = what_was_told(&out);
        bool right = what == NOTHING || what == APPLIED ? applied == 1
                     : what == NOT_APPLIED              ? applied == 0
                                                        : what != WRONG;
        if (!ok(right && total == events, "%s", op_id))
            fprintf(stderr, "#   exit %d, applied %d, total %d, events %d; said: %s", out.code,
                    (int)applied, (int)total, (int)events, out.err);
        told[what]++;
    }
    free(sql);
    free(op_id);
    return out.code != 99;
}

static void test_each_call(void)
{
    int told[WRONG + 1] = { 0 };
    for (int k = ONCE; k < KINDS; k++)
        for (int e = 0; e < 2; e++) {
            kind = (enum kind)k;
            error = e ? ENOSPC : EIO;
            for (at = 1; one_fault(told); at++)
                continue;
        }
    kind = NEVER;
    printf("# told: nothing %d, applied %d, not applied %d, unknown %d, gone %d\n", told[NOTHING],
           told[APPLIED], told[NOT_APPLIED], told[UNKNOWN], told[GONE]);
    ok(told[APPLIED] > 0 && told[NOT_APPLIED] > 0 && told[UNKNOWN] > 0 && told[GONE] > 0,
       "every answer was given");
}

/* A file that may not grow, by the kernel itself. */
static void write_past_limit(const char *op_id)
{
    struct stat st;
    stat("t.db", &st);
    struct rlimit limit = { (rlim_t)st.st_size, RLIM_INFINITY };
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    svc_begin_write(db);
    for (int64_t i = 0; i < 1000; i++)
        svc_run(db, "INSERT INTO counter VALUES (?1, ?2, 1)", "si",
                "a text that takes some room in a page, for the file has to grow", i);
    svc_commit(db, "liu", op_id);
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    make_counts();
    test_each_call();
    dies(write_past_limit, "op-limit", 74, "the commit was not applied", "the file may not grow");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM counter"), 0, "nothing was applied");
    return done_testing();
}
