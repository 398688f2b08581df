/* A look at the whole store is shared with a second process: what comes out is what one would have told. */
#include <sched.h>
#include <sys/file.h>

#include "store.h"
#include "svc/beside.h"
#include "svc/event.h"

enum { ROWS = 150000, JOBS = 40 }; /* more than two parts of a table, and a store that is worth a process */

static const struct svc_actor actor = { 1000, "liu", "0001", "agent;clerk" };
static pid_t self;

static void make_large(void)
{
    struct svc_state state;
    struct svc_event event = { .tool = "svc-test", .verb = "import", .table = "thing", .op_id = "op" };
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_run(db, "DELETE FROM register_state WHERE tbl <> 'event'", NULL);
    svc_script(db, "rows", "CREATE TABLE thing (no {TEXT} PRIMARY KEY NOT NULL, n {INT} NOT NULL, what {TEXT}) {STRICT};"
                           "INSERT INTO register_state (tbl) VALUES ('thing');");
    svc_run(db, "INSERT INTO thing WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < ?1)"
                " SELECT 'T' || i, 0, 'what there is to be said about number ' || i || printf('%200s', '') FROM r", "i", (int64_t)ROWS);
    svc_state_sum(db, "thing", &state);
    svc_state_save(db, "thing", &state);
    svc_event_add(db, &actor, &event);
    svc_commit(db, "liu", "op");
    svc_db_close(db);
}

/* Each job tells its number, who did it and what it has read, and leaves time for the other one. */
static void tell(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx)
{
    if (ctx && getpid() != self)
        _exit(3);
    char *what = svc_format("%zu %s %lld", i, getpid() == self ? "own" : "other",
                            (long long)svc_one_int(db, -1, "SELECT SUM(n) FROM thing WHERE no IN ('T1', 'T77')", NULL));
    svc_beside_tell(told, what);
    free(what);
    usleep(5000);
}

struct heard {
    size_t count, others, wrong;
    int64_t number; /* that all have read; -1: whatever the first one has */
};

static void hear(void *ctx, const char *what)
{
    struct heard *heard = ctx;
    size_t i;
    char who[16];
    long long n;
    bool read = sscanf(what, "%zu %15s %lld", &i, who, &n) == 3;
    if (read && heard->count == 0 && heard->number < 0)
        heard->number = n;
    heard->wrong += !read || i != heard->count || n != heard->number;
    heard->others += strcmp(who, "other") == 0;
    heard->count++;
}

static struct heard share(struct svc_db *db, void *dying, int64_t number)
{
    struct heard heard = { .number = number };
    struct svc_spool *told[JOBS];
    svc_beside(db, JOBS, tell, dying, told);
    for (size_t i = 0; i < JOBS; i++) {
        svc_beside_each(told[i], hear, &heard);
        svc_spool_close(told[i]);
    }
    return heard;
}

static bool has_two_processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
}

static void test_jobs(void)
{
    self = getpid();
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    struct heard heard = share(db, NULL, 0);
    ok(heard.count == JOBS && heard.wrong == 0, "each job is done once, and told in its place");
    ok(!has_two_processors() || (heard.others > 0 && heard.others < JOBS), "by two processes, where there are processors");
    heard = share(db, &self, 0);
    ok(heard.count == JOBS && heard.wrong == 0 && heard.others == 0, "what a process that fails has done is done again");
    svc_begin_read(db);
    heard = share(db, NULL, 0);
    ok(heard.count == JOBS && heard.wrong == 0, "within a transaction that reads, too");
    svc_end_read(db);
    svc_db_close(db);
}

static void write_once(const char *arg)
{
    (void)arg;
    usleep(20000);
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_run(db, "UPDATE thing SET n = n + 1", NULL);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void test_writer(void)
{
    struct child writer = start_child(write_once, NULL);
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    struct heard heard = share(db, NULL, -1);
    ok(heard.count == JOBS && heard.wrong == 0, "while somebody writes both read one state");
    svc_db_close(db);
    ok(end_child(writer).code == 0, "and he is not kept from it");
    by_hand("t.db", "UPDATE thing SET n = 0");
}

static void collect(void *ctx, const char *what)
{
    svc_buf_printf(ctx, "%s\n", what);
}

/* One test: what verification says after `sql` by hand, which `back` undoes. */
static void found(const char *sql, const char *back, const char *want, const char *name)
{
    struct svc_buf said = { 0 };
    by_hand("t.db", sql);
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    bool good = svc_event_verify(db, collect, &said);
    is_str(svc_buf_text(&said), want, name);
    ok(good == (*want == '\0'), "the answer is %s", good ? "yes" : "no");
    svc_db_close(db);
    svc_buf_free(&said);
    by_hand("t.db", back);
}

static void test_verify(void)
{
    static const char changed[] = "table \"thing\" was changed outside the tools\n";
    found("SELECT 1", "SELECT 1", "", "all parts of a table add up to its state");
    found("UPDATE thing SET n = 1 WHERE no = 'T1'", "UPDATE thing SET n = 0", changed, "a change in the first is found");
    found("UPDATE thing SET n = 1 WHERE no = 'T80000'", "UPDATE thing SET n = 0", changed, "in one between");
    found("UPDATE thing SET n = 1 WHERE no = 'T150000'", "UPDATE thing SET n = 0", changed, "in the last");
    found("INSERT INTO thing (rowid, no, n) VALUES (-5, 'X', 1)", "DELETE FROM thing WHERE no = 'X'", changed,
          "a row before the first");
    found("INSERT INTO thing (rowid, no, n) VALUES (1000000, 'X', 1)", "DELETE FROM thing WHERE no = 'X'", changed,
          "a row far behind the last");
    found("UPDATE thing SET rowid = -rowid WHERE no = 'T7'", "UPDATE thing SET rowid = -rowid WHERE no = 'T7'", "",
          "where a row stands is no part of what it says");
}

int main(void)
{
    make_home();
    make_large();
    test_jobs();
    test_writer();
    test_verify();
    return done_testing();
}
