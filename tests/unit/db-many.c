/* Many processes on one store: none fails, none is lost, nobody is stopped for long, and one
 * that is killed leaves no trace. */
#include <signal.h>
#include <sys/file.h>

#include "store.h"

enum { WRITERS = 16, WRITES = 200 };

static int gate[2], signal_back[2];

static void make_counts(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_script(db, "counts", "CREATE TABLE count_me (id {KEY}, who {TEXT}) {STRICT};"
                             "CREATE TABLE total (n {INT} NOT NULL) {STRICT};"
                             "INSERT INTO total VALUES (0);");
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void count_up(struct svc_db *db, const char *who)
{
    svc_begin_write(db);
    int64_t n = svc_one_int(db, -1, "SELECT n FROM total", NULL);
    svc_run(db, "INSERT INTO count_me (who) VALUES (?1)", "s", who);
    svc_run(db, "UPDATE total SET n = ?1", "i", n + 1);
    svc_commit(db, NULL, NULL);
}

static void write_many(const char *who)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    for (int i = 0; i < WRITES; i++)
        count_up(db, who);
    svc_db_close(db);
}

static void read_many(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    for (int i = 0; i < WRITES; i++) {
        svc_begin_read(db);
        int64_t n = svc_one_int(db, -1, "SELECT n FROM total", NULL);
        if (svc_one_int(db, -2, "SELECT COUNT(*) FROM count_me", NULL) != n)
            svc_die(SVC_BUG, "half a transaction was seen");
        svc_end_read(db);
    }
    svc_db_close(db);
}

static void test_many_writers(void)
{
    struct child children[WRITERS + 1];
    bool good = true;
    for (int i = 0; i < WRITERS; i++)
        children[i] = start_child(write_many, "w");
    children[WRITERS] = start_child(read_many, "");
    for (int i = 0; i <= WRITERS; i++) {
        struct outcome out = end_child(children[i]);
        good = good && out.code == 0;
        if (out.code != 0)
            fprintf(stderr, "# exit %d: %s", out.code, out.err);
    }
    ok(good, "no writer and no reader failed");
    is_int(count_in("t.db", "SELECT n FROM total"), WRITERS * WRITES, "no write was lost");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM count_me"), WRITERS * WRITES, "no row either");
}

/* -- a reader's snapshot --------------------------------------------------------------------- */

static void tell(int fd)
{
    if (write(fd, "x", 1) != 1)
        exit(9);
}

static void await(int fd)
{
    char c;
    if (read(fd, &c, 1) != 1)
        exit(9);
}

static void hold_snapshot(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    svc_begin_read(db);
    tell(signal_back[1]);
    await(gate[0]);
    int64_t n = svc_one_int(db, -1, "SELECT n FROM total", NULL);
    svc_end_read(db);
    svc_db_close(db);
    exit(n == WRITERS * WRITES ? 0 : 9);
}

static void write_one(const char *who)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    count_up(db, who);
    svc_db_close(db);
}

/* In rollback mode a reader keeps the commit out; the snapshot begins with svc_begin_read, and
 * its end lets the writer pass. */
static void test_snapshot(void)
{
    struct child reader = start_child(hold_snapshot, "");
    await(signal_back[0]);
    struct child writer = start_child(write_one, "late");
    for (int i = 0; i < 3000 && !exists("t.db-journal"); i++)
        usleep(1000); /* until the writer is at work */
    ok(waitpid(writer.pid, NULL, WNOHANG) == 0, "the commit waits for the reader");
    tell(gate[1]);
    is_int(end_child(reader).code, 0, "the reader saw the state of its begin");
    is_int(end_child(writer).code, 0, "the end of reading lets the writer pass");
    is_int(count_in("t.db", "SELECT n FROM total"), WRITERS * WRITES + 1, "and its write counts");
}

/* -- processes that end in the middle -------------------------------------------------------- */

/* More than the cache holds: pages of the open transaction stand in the file, and only the
 * journal knows the old ones. */
static void write_too_much(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    char *text = svc_alloc(100001);
    memset(text, 'x', 100000);
    svc_begin_write(db);
    svc_run(db, "UPDATE total SET n = 0", NULL);
    for (int i = 0; i < 300; i++)
        svc_run(db, "INSERT INTO count_me (who) VALUES (?1)", "s", text);
    free(text);
}

static void be_killed(const char *unused)
{
    (void)unused;
    write_too_much();
    kill(getpid(), SIGKILL);
}

static void be_refused(const char *unused)
{
    (void)unused;
    write_too_much();
    svc_die(SVC_REFUSED, "no");
}

/* A helper program that was forked, but not executed, ends while its parent writes. */
static void fork_inside(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_run(db, "UPDATE total SET n = n + 1", NULL);
    pid_t helper = fork();
    if (helper == 0)
        exit(0);
    waitpid(helper, NULL, 0);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void test_endings(void)
{
    int64_t total = count_in("t.db", "SELECT n FROM total");
    is_int(in_child(be_killed, "").code, -1, "a writer is killed in the middle");
    ok(exists("t.db-journal"), "its journal is hot");
    is_int(count_in("t.db", "SELECT n FROM total"), total, "a reader brings the old state back");
    ok(!exists("t.db-journal"), "and the journal is gone");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM count_me"), total, "no row came in");

    is_int(in_child(be_refused, "").code, 4, "a writer gives up in the middle");
    ok(!exists("t.db-journal"), "it leaves no journal");
    int fd = open("t.db.lock", O_RDONLY);
    is_int(flock(fd, LOCK_EX | LOCK_NB), 0, "and no lock");
    close(fd);
    is_int(in_child(fork_inside, "").code, 0, "a forked child leaves its parent's transaction");
    is_int(count_in("t.db", "SELECT n FROM total"), total + 1, "which is applied");
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    must(pipe(gate));
    must(pipe(signal_back));
    make_counts();
    test_many_writers();
    test_snapshot();
    test_endings();
    return done_testing();
}
