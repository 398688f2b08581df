/* A reader for whom nobody waits goes on with the state that it began with, whatever is written meanwhile, and
 * never takes two states for one. */
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "store.h"

/* Of a kilobyte each, which are some pages of 16 KiB; and so many of twenty are more than a writer has memory
 * for. */
enum { ROWS = 4000, PAGES = 200, MANY = 1200 };

static const char snapshot[] = "t.db.snapshot";

static void make_rows(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    char *text = svc_alloc(1001);
    memset(text, 'x', 1000);
    svc_begin_write(db);
    svc_migrate(db);
    svc_script(db, "rows", "CREATE TABLE thing (id {KEY}, n {INT} NOT NULL, what {TEXT}) {STRICT};"
                           "CREATE INDEX thing_n ON thing (n);");
    for (int64_t i = 1; i <= ROWS; i++)
        svc_run(db, "INSERT INTO thing VALUES (?1, 0, ?2)", "is", i, text);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
    free(text);
}

static void collect(void *ctx, const char *what)
{
    fprintf(stderr, "# %s\n", what);
    ++*(int *)ctx;
}

/* All rows have this number, the index says so, too, and the engine finds nothing wrong. */
static bool all_have(struct svc_db *db, int64_t n)
{
    int bad = 0;
    svc_db_check(db, collect, &bad);
    return bad == 0 && svc_one_int(db, -1, "SELECT COUNT(*) FROM thing WHERE +n = ?1", "i", n) == ROWS &&
           svc_one_int(db, -1, "SELECT COUNT(*) FROM thing WHERE n = ?1", "i", n) == ROWS &&
           svc_one_int(db, -1, "SELECT COUNT(*) FROM thing", NULL) == ROWS;
}

/* The reader has had its lock for a while when somebody stands in the writers' queue, and goes on without it. */
static bool let_go(struct svc_db *db)
{
    int queue = open("t.db.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    must(queue >= 0 ? 0 : -1);
    must(flock(queue, LOCK_EX));
    svc_one_int(db, -1, "SELECT n FROM thing WHERE id = 1", NULL);
    usleep(120000);
    svc_one_int(db, -1, "SELECT n FROM thing WHERE id = 2000", NULL); /* of pages that it has not read yet */
    close(queue);
    return exists(snapshot);
}

/* -- writers ------------------------------------------------------------------------------------- */

static void write_all(const char *n)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_run(db, "UPDATE thing SET n = ?1", "i", (int64_t)strtol(n, NULL, 10));
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

/* With more than the cache holds, so that pages are written before the commit, and more than once. */
static void write_much(const char *n)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    char *text = svc_alloc(20001);
    memset(text, 'y', 20000);
    svc_begin_write(db);
    svc_run(db, "UPDATE thing SET n = n + 1", NULL);
    for (int64_t i = 1; i <= MANY; i++)
        svc_run(db, "INSERT INTO thing VALUES (?1, 7, ?2)", "is", ROWS + i, text);
    svc_run(db, "UPDATE thing SET n = ?1", "i", (int64_t)strtol(n, NULL, 10));
    svc_run(db, "DELETE FROM thing WHERE id > ?1", "i", (int64_t)ROWS);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
    free(text);
}

static void be_killed(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    char *text = svc_alloc(20001);
    memset(text, 'z', 20000);
    svc_begin_write(db);
    svc_run(db, "UPDATE thing SET n = -1", NULL);
    for (int64_t i = 1; i <= MANY; i++)
        svc_run(db, "UPDATE thing SET what = ?1 WHERE id = ?2", "si", text, i);
    kill(getpid(), SIGKILL);
}

/* By a program that tells nobody. */
static void write_silently(const char *unused)
{
    (void)unused;
    sqlite3 *db;
    if (sqlite3_open_v2("t.db", &db, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK ||
        sqlite3_exec(db, "UPDATE thing SET what = what || 'x' WHERE id = 1", NULL, NULL, NULL) != SQLITE_OK)
        exit(9);
    sqlite3_close(db);
}

/* The same, killed in the middle of it. */
static void be_killed_silently(const char *unused)
{
    (void)unused;
    sqlite3 *db;
    if (sqlite3_open_v2("t.db", &db, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA cache_size = 5; BEGIN; UPDATE thing SET what = what || 'x'", NULL, NULL, NULL) !=
            SQLITE_OK)
        exit(9);
    kill(getpid(), SIGKILL);
}

/* What it tells is more than a file may have. */
static void write_without_room(const char *n)
{
    struct rlimit limit = { 64 << 20, 64 << 20 };
    signal(SIGXFSZ, SIG_IGN);
    if (truncate(snapshot, 64 << 20) != 0 || setrlimit(RLIMIT_FSIZE, &limit) != 0)
        exit(9);
    write_all(n);
}

/* -- one reader ---------------------------------------------------------------------------------- */

static void test_reader(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    is_int(svc_one_int(db, -1, "PRAGMA page_count", NULL) > PAGES, 1, "there is more than a small cache holds");
    svc_begin_read(db);
    ok(let_go(db), "a reader lets go");
    ok(exists(snapshot), "and writers can see that");
    is_int(in_child(write_all, "1").code, 0, "a writer commits beside it");
    ok(all_have(db, 0), "the reader sees what was there");
    is_int(in_child(write_much, "2").code, 0, "another one does, with more than it has memory for");
    ok(all_have(db, 0), "the reader sees the same");
    is_int(in_child(be_killed, "").code, -1, "one is killed when it has written half");
    ok(all_have(db, 0), "the reader sees the same");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM thing WHERE n = 2"), ROWS, "who comes sees what was committed");
    ok(all_have(db, 0), "the reader sees the same, though the half was rolled back");
    is_int(in_child(write_all, "3").code, 0, "one more commits");
    ok(all_have(db, 0), "the reader sees the same");
    svc_end_read(db);
    ok(!exists(snapshot), "the file goes with its reader");
    ok(all_have(db, 3), "who sees what came meanwhile when it begins anew");
    svc_db_close(db);
}

/* Later ones have later states; the file goes with the last. */
static void test_readers(void)
{
    struct svc_db *db[3];
    for (int64_t i = 0; i < 3; i++) {
        char n[2] = { (char)('4' + i), '\0' };
        db[i] = svc_db_open("t.db", SVC_DB_READ);
        is_int(in_child(write_all, n).code, 0, "a writer commits");
        svc_begin_read(db[i]);
        ok(let_go(db[i]), "and another reader lets go");
    }
    is_int(in_child(write_much, "7").code, 0, "a writer commits once more");
    for (int64_t i = 2; i >= 0; i--)
        ok(all_have(db[i], 4 + i), "each reader sees its own state");
    svc_end_read(db[0]);
    is_int(in_child(write_all, "8").code, 0, "a writer commits when one has ended");
    ok(all_have(db[1], 5) && all_have(db[2], 6), "the others see theirs");
    svc_end_read(db[2]);
    ok(exists(snapshot), "the file is there for the last");
    svc_end_read(db[1]);
    ok(!exists(snapshot), "and goes with it");
    for (int i = 0; i < 3; i++)
        svc_db_close(db[i]);
}

/* -- a reader that a writer waits for ------------------------------------------------------------ */

static int gate[2];

static void write_when_told(const char *n)
{
    char c;
    if (read(gate[0], &c, 1) != 1)
        exit(9);
    write_all(n);
}

/* Nothing is said to it, and its transaction goes on for as long as that takes. */
static void test_waited_for(void)
{
    must(pipe(gate));
    struct child writer = start_child(write_when_told, "9");
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    int64_t sum = 0, turns = 0;
    svc_begin_read(db);
    int64_t before = svc_one_int(db, -1, "SELECT SUM(n) FROM thing", NULL);
    must(write(gate[1], "x", 1) == 1 ? 0 : -1);
    int status = 0;
    while (waitpid(writer.pid, &status, WNOHANG) == 0 && turns++ < 1000000)
        sum = svc_one_int(db, -1, "SELECT SUM(n) FROM thing", NULL);
    close(writer.err);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a writer passes a reader that goes on reading");
    is_int(sum, before, "which sees what it saw");
    is_int(svc_one_int(db, -1, "SELECT SUM(n) FROM thing", NULL), before, "also later");
    svc_end_read(db);
    is_int(svc_one_int(db, -1, "SELECT MIN(n) FROM thing", NULL), 9, "the write is there");
    svc_db_close(db);
}

/* -- what is left over, and what is not kept -------------------------------------------------------- */

static void be_killed_away(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    svc_begin_read(db);
    if (!let_go(db))
        exit(9);
    kill(getpid(), SIGKILL);
}

static void test_killed(void)
{
    is_int(in_child(be_killed_away, "").code, -1, "a reader is killed");
    ok(exists(snapshot), "its file stays");
    is_int(in_child(write_all, "1").code, 0, "a writer");
    ok(!exists(snapshot), "takes it away");
}

static void read_beside(void (*writer)(const char *))
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    svc_begin_read(db);
    if (!let_go(db) || in_child(writer, "2").code != 0)
        exit(9);
    all_have(db, 1);
    svc_end_read(db);
    exit(0);
}

static void beside_silent(const char *unused)
{
    (void)unused;
    read_beside(write_silently);
}

/* In one tick of the clock, as it were. */
static void write_at_once(const char *unused)
{
    struct stat st;
    must(stat("t.db", &st));
    write_silently(unused);
    must(utimensat(AT_FDCWD, "t.db", (struct timespec[]){ st.st_atim, st.st_mtim }, 0));
}

static void beside_at_once(const char *unused)
{
    (void)unused;
    read_beside(write_at_once);
}

/* Who was cut off told what he was about to change; what others did with it, nobody. */
static void cut_off(const char *unused)
{
    (void)unused;
    if (in_child(be_killed, "").code != -1)
        exit(9);
}

static void cut_off_and_changed(const char *unused)
{
    cut_off(unused);
    write_silently(unused);
}

static void cut_off_and_undone(const char *unused)
{
    if (in_child(be_killed_silently, "").code != -1)
        exit(9);
    count_in("t.db", "SELECT COUNT(*) FROM thing");
    (void)unused;
}

static void cut_off_twice(const char *unused)
{
    cut_off_and_changed(unused);
    cut_off_and_undone(unused);
}

static void beside_cut_off(const char *unused)
{
    (void)unused;
    read_beside(cut_off);
}

static void beside_changed(const char *unused)
{
    (void)unused;
    read_beside(cut_off_and_changed);
}

static void beside_undone(const char *unused)
{
    (void)unused;
    read_beside(cut_off_and_undone);
}

static void beside_two(const char *unused)
{
    (void)unused;
    read_beside(cut_off_twice);
}

static void beside_full(const char *unused)
{
    (void)unused;
    read_beside(write_without_room);
}

static void read_alone_beside_silent(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    struct svc_query *q = svc_query(db, "SELECT id FROM thing", NULL);
    if (!svc_next(q) || !let_go(db) || in_child(write_silently, "").code != 0)
        exit(9);
    while (svc_next(q))
        continue;
    exit(0);
}

static void test_lost(void)
{
    static const char said[] = "was changed while it was read, and what it was could not be kept";
    dies(beside_silent, "", SVC_BUSY, said, "a state that another program changed is none");
    dies(beside_at_once, "", SVC_BUSY, said, "nor when it did so in no time");
    dies(read_alone_beside_silent, "", SVC_BUSY, said, "nor is it for one query alone");
    dies(beside_full, "", SVC_BUSY, said, "nor is one for which a writer had no room");
    is_int(in_child(beside_cut_off, "").code, 0, "one that was cut off and stands there as it was left has told enough");
    dies(beside_changed, "", SVC_BUSY, said, "another program that undid it and went on has not");
    dies(beside_undone, "", SVC_BUSY, said, "nor is what such a program left to be undone a state");
    dies(beside_two, "", SVC_BUSY, said, "nor is it when both have left something");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM thing WHERE n = 2"), ROWS, "who is not held up by that");
    ok(!exists(snapshot), "nothing is left over");
}

/* -- from reading to writing ------------------------------------------------------------------------ */

static void write_on(const char *beside)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    struct svc_query *q = svc_query(db, "SELECT id FROM thing", NULL);
    if (!svc_next(q) || !let_go(db) || (*beside && in_child(write_all, "5").code != 0))
        exit(9);
    svc_begin_write(db);
    svc_run(db, "UPDATE thing SET n = 4", NULL);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void test_upgrade(void)
{
    is_int(in_child(write_on, "").code, 0, "a reader that let go writes while nobody else has");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM thing WHERE n = 4"), ROWS, "and that is there");
    dies(write_on, "x", SVC_BUSY, "busy", "and is refused when somebody has");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM thing WHERE n = 5"), ROWS, "whose write is there");
}

int main(void)
{
    make_home();
    make_rows();
    test_reader();
    test_readers();
    test_waited_for();
    test_killed();
    test_lost();
    test_upgrade();
    return done_testing();
}
