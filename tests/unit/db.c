/* Statements, values, transactions: what the layer promises to whoever writes SQL on it. */
#include <sys/file.h>

#include "store.h"

static const char things[] =
    "CREATE TABLE thing (no {TEXT} PRIMARY KEY NOT NULL, n {INT}, at {TEXT},"
    " dept {TEXT} REFERENCES dept2 (dept), kind {TEXT} NOT NULL,"
    " CONSTRAINT thing_kind CHECK (kind IN ('a', 'b')), UNIQUE (n, at)) {STRICT};"
    "CREATE TABLE dept2 (dept {TEXT} PRIMARY KEY NOT NULL) {STRICT};"
    "CREATE TRIGGER thing_kept BEFORE DELETE ON thing BEGIN SELECT RAISE(ABORT, 'thing_kept'); END;"
    "CREATE TABLE count_me (id {KEY}, who {INT}) {STRICT}; -- {braces} and {\"json\"} stay";

static void make_things(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_script(db, "things", things);
    svc_commit(db, NULL, NULL);
    svc_db_close(db);
}

static void test_values(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    const char *row = "SELECT no, n, at, dept, kind FROM thing WHERE no = ?1";
    const char *insert = "INSERT INTO thing (no, n, at, kind) VALUES (?1, ?2, ?3, 'a')";
    svc_when when;
    svc_when_parse("2026-10-01 09:30", &when);
    svc_begin_write(db);
    is_int(svc_run(db, insert, "siw", "用户", INT64_MIN, when), 1, "one row changed");
    svc_run(db, insert, "sis", "", INT64_MAX, NULL);
    svc_run(db, insert, "sid", "day", (int64_t)0, svc_day_of(2026, 3, 1));
    svc_run(db, insert, "siw", "none", (int64_t)1, (svc_when)0);
    svc_commit(db, NULL, NULL);

    struct svc_query *q = svc_query(db, row, "s", "用户");
    ok(svc_next(q), "the row is found by its text");
    is_int(svc_columns(q), 5, "with its columns");
    is_str(svc_column_name(q, 2), "at", "and their names");
    is_str(svc_text(q, 0), "用户", "text comes back");
    is_int((long long)svc_text_len(q, 0), 6, "with its length in bytes");
    ok(svc_int(q, 1) == INT64_MIN && svc_is_int(q, 1), "the smallest number comes back");
    is_str(svc_text(q, 2), "2026-10-01 09:30:00", "a moment is kept as text");
    ok(svc_moment(q, 2) == when && !svc_is_int(q, 2), "and read as a moment");
    ok(svc_is_null(q, 3) && !svc_text(q, 3) && svc_moment(q, 3) == 0, "NULL is NULL");
    ok(!svc_next(q), "there is one row");

    q = svc_query(db, row, "s", "");
    ok(svc_next(q) && !svc_is_null(q, 0) && svc_text_len(q, 0) == 0, "empty text is not NULL");
    ok(svc_int(q, 1) == INT64_MAX && svc_is_null(q, 2), "the largest number, and NULL for NULL");
    svc_done(q);
    char *day = svc_one(db, "SELECT at FROM thing WHERE no = 'day'", NULL);
    is_str(day, "2026-03-01", "a day is kept as text");
    free(day);
    is_str(svc_one(db, "SELECT at FROM thing WHERE no = ?1", "s", "none"), NULL,
           "moment 0 is NULL");
    is_str(svc_one(db, "SELECT at FROM thing WHERE no = 'nobody'", NULL), NULL, "no row is NULL");
    is_int(svc_one_int(db, 7, "SELECT n FROM thing WHERE no = 'nobody'", ""), 7, "or otherwise");
    is_int(svc_one_int(db, 7, "SELECT MAX(n) FROM thing WHERE no = 'x'", ""), 7, "so is NULL");
    svc_db_close(db);
}

static void test_statements(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    const char *same = "SELECT no FROM thing WHERE n >= ?1 ORDER BY n";
    struct svc_query *outer = svc_query(db, same, "i", (int64_t)0), *inner;
    int pairs = 0;
    while (svc_next(outer))
        for (inner = svc_query(db, same, "i", (int64_t)0); svc_next(inner); pairs++)
            continue;
    is_int(pairs, 9, "the same statement may run inside itself");

    bool right = true;
    for (int64_t round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++) {
            char *sql = svc_format("SELECT ?1 + %d", i);
            right = right && svc_one_int(db, -1, sql, "i", round) == round + i;
            free(sql);
        }
    }
    ok(right, "many statements come and go");

    char text[] = "first";
    struct svc_query *q = svc_query(db, "SELECT ?1 AS t UNION ALL SELECT ?1", "s", text);
    svc_next(q);
    memcpy(text, "other", sizeof text);
    svc_next(q);
    is_str(svc_text(q, 0), "first", "text given to svc_query may go");
    svc_done(q);

    struct svc_query *kept = svc_prepare(db, "SELECT n FROM thing WHERE no = ?1");
    svc_bind_text(kept, 1, "day", 3);
    ok(svc_next(kept) && svc_int(kept, 0) == 0, "a kept SELECT");
    svc_rewind(kept);
    svc_bind_text(kept, 1, "none", 4);
    ok(svc_next(kept) && svc_int(kept, 0) == 1 && !svc_next(kept), "bound again");

    svc_begin_read(db);
    q = svc_query(db, same, "i", (int64_t)0);
    svc_next(q);
    svc_end_read(db);
    ok(!svc_next(q), "a query left open ends with its transaction");
    svc_free(kept);
    svc_db_close(db);
}

static void test_refusals(void)
{
    static const struct {
        const char *sql, *name;
    } cases[] = {
        {"INSERT INTO thing (no, kind) VALUES ('x', 'z')", "thing_kind"},
        {"INSERT INTO thing (no, kind) VALUES ('x', NULL)", "NOT NULL thing.kind"},
        {"INSERT INTO thing (no, kind) VALUES ('day', 'a')", "UNIQUE thing.no"},
        {"INSERT INTO thing (no, kind, n, at) VALUES ('x', 'a', 0, '2026-03-01')",
         "UNIQUE thing.n, thing.at"},
        {"INSERT INTO thing (no, kind, dept) VALUES ('x', 'a', '99')", "FOREIGN KEY"},
        {"DELETE FROM thing", "thing_kept"},
    };
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    int64_t before = svc_one_int(db, -1, "SELECT COUNT(*) FROM thing", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct svc_query *q = svc_prepare(db, cases[i].sql);
        is_int(svc_try(q), -1, "refused");
        is_str(svc_refusal(q), cases[i].name, cases[i].name);
        svc_free(q);
    }
    struct svc_query *q = svc_prepare(db, "INSERT INTO thing (no, n, kind) VALUES (?1, ?2, 'a')");
    svc_bind_text(q, 1, "kept", 4);
    svc_bind_null(q, 2);
    is_int(svc_try(q), 1, "the transaction goes on after a refusal");
    svc_bind_text(q, 1, NULL, 0);
    is_int(svc_try(q), -1, "and the statement too");
    svc_free(q);
    is_int(svc_one_int(db, -1, "SELECT COUNT(*) FROM thing", NULL), before + 1, "one came in");
    svc_rollback(db);
    is_int(svc_one_int(db, -1, "SELECT COUNT(*) FROM thing", NULL), before, "and went again");
    svc_db_close(db);
}

static void run_refused(const char *sql)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_run(db, "INSERT INTO thing (no, kind) VALUES ('gone', 'a')", NULL);
    svc_run(db, sql, NULL);
}

static void run_outside(const char *sql)
{
    svc_run(svc_db_open("t.db", SVC_DB_WRITE), sql, NULL);
}

static void run_as_reader(const char *sql)
{
    svc_run(svc_db_open("t.db", SVC_DB_READ), sql, NULL);
}

static void query_alone(const char *sql)
{
    struct svc_query *q = svc_query(svc_db_open("t.db", SVC_DB_READ), sql, NULL);
    while (svc_next(q))
        continue;
}

static void write_as_reader(const char *unused)
{
    (void)unused;
    svc_begin_write(svc_db_open("t.db", SVC_DB_READ));
}

static void read_then_write(const char *unused)
{
    (void)unused;
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_read(db);
    svc_begin_write(db);
}

static void traced(const char *unused)
{
    (void)unused;
    setenv("SVC_TRACE", "1", 1);
    svc_one_int(svc_db_open("t.db", SVC_DB_READ), 0, "SELECT ?1 || 'b'", "s", "o'a");
}

static void test_faults(void)
{
    dies(run_refused, "INSERT INTO thing (no, kind) VALUES ('x', 'z')", 4,
         "thing_kind; nothing was applied", "an unexpected refusal ends with its name");
    is_int(count_in("t.db", "SELECT COUNT(*) FROM thing WHERE no = 'gone'"), 0, "nothing applied");
    dies(run_outside, "DELETE FROM count_me", 70, "outside a write transaction",
         "nothing is written past the queue");
    dies(run_as_reader, "DELETE FROM count_me", 70, "outside a write transaction",
         "a reader does not write");
    dies(query_alone, "SELECT nowhere FROM thing", 70, "no such column", "wrong SQL is our bug");
    dies(query_alone, "SELECT \"thing_\" FROM thing", 70, "no such column",
         "a double-quoted word is a name");
    dies(query_alone, "SELECT 1; SELECT 2", 70, "not one statement", "one statement at a time");
    dies(query_alone, "SELECT ?1", 70, "parameters", "every parameter is bound");
    dies(run_as_reader, "ATTACH 'x.db' AS x", 70, "too many attached", "nothing is attached");
    ok(!exists("x.db"), "nor made");
    dies(write_as_reader, "", 70, "while reading", "a reader begins no write");
    dies(read_then_write, "", 70, "while reading", "no read turns into a write");
    dies(traced, "", 0, "SELECT 'o''a' || 'b'", "SVC_TRACE shows the values");
}

static void test_temporary(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_run(db, "CREATE TEMPORARY TABLE seen (no TEXT PRIMARY KEY)", NULL);
    svc_run(db, "INSERT INTO seen SELECT no FROM thing", NULL);
    is_int(svc_one_int(db, -1, "SELECT COUNT(*) FROM seen", NULL), 4,
           "a temporary table needs no write transaction");
    int fd = open("t.db.lock", O_RDONLY);
    is_int(flock(fd, LOCK_EX | LOCK_NB), 0, "and holds no lock");
    flock(fd, LOCK_UN);
    svc_begin_write(db);
    is_int(flock(fd, LOCK_EX | LOCK_NB), -1, "a write transaction holds the queue's");
    svc_rollback(db);
    is_int(flock(fd, LOCK_EX | LOCK_NB), 0, "and leaves it");
    close(fd);
    svc_bulk(db, true);
    svc_bulk(db, false);
    svc_begin_read(db);
    svc_begin_read(db);
    svc_end_read(db);
    svc_end_read(db);
    ok(true, "read transactions nest");
    svc_db_close(db);
}

static char *indexes(struct svc_db *db)
{
    struct svc_buf names = { 0 };
    struct svc_query *q = svc_query(db, "SELECT name FROM sqlite_schema WHERE sql IS NOT NULL AND"
                                        " type = 'index' AND tbl_name IN ('thing', 'dept2')"
                                        " ORDER BY name", NULL);
    while (svc_next(q))
        svc_buf_printf(&names, "%s ", svc_text(q, 0));
    return svc_buf_take(&names);
}

static void test_drop_indexes(void)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_script(db, "indexes",
               "CREATE INDEX a ON thing (at, kind); CREATE INDEX b ON thing (kind, at);"
               "CREATE UNIQUE INDEX c ON thing (at, no); CREATE INDEX d ON thing (n) WHERE n > 5;"
               "CREATE INDEX e ON dept2 (dept);");
    struct svc_query *insert = svc_prepare(db, "INSERT INTO thing (no, kind) VALUES (?1, ?2)");
    svc_drop_indexes(db, "thing", "kind", (const char *const[2]){ "n", "no" });
    is_str(indexes(db), "b c e ", "constraints, the named column's and other tables' indexes stay");
    svc_drop_indexes(db, "thing", "kind", (const char *const[2]){ "at", "no" });
    is_str(indexes(db), "b e ", "the unique one of a pair that was made sure of goes");
    svc_bind_text(insert, 1, "late", 4);
    svc_bind_text(insert, 2, "a", 1);
    is_int(svc_try(insert), 1, "a statement prepared before goes on");
    svc_bind_nulls(insert);
    is_int(svc_try(insert), -1, "every parameter is NULL");
    is_str(svc_refusal(insert), "NOT NULL thing.no", "hence refused");
    svc_free(insert);
    svc_rollback(db);
    is_str(indexes(db), "", "all in the transaction");
    svc_db_close(db);
}

static void collect(void *ctx, const char *what)
{
    svc_buf_printf(ctx, "%s\n", what);
}

static void test_check(void)
{
    struct svc_buf found = { 0 };
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    svc_db_check(db, collect, &found);
    is_str(svc_buf_text(&found), "", "a good store has no complaints");
    svc_db_close(db);
    by_hand("t.db", "INSERT INTO thing (no, kind, dept) VALUES ('orphan', 'a', '99')");
    db = svc_db_open("t.db", SVC_DB_READ);
    svc_db_check(db, collect, &found);
    is_str(svc_buf_text(&found),
           "table \"thing\": a record refers to a missing record of \"dept2\"\n",
           "a missing record is found");
    svc_db_close(db);
    svc_buf_free(&found);
}

static void copy_things(const char *to)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    svc_db_copy(db, to);
    svc_db_close(db);
}

static void write_while_reading(const char *unused)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    (void)unused;
    copy_things("third.db");
    svc_run(db, "DELETE FROM thing", NULL);
}

static void test_copy(void)
{
    struct stat st;
    int64_t rows = count_in("t.db", "SELECT COUNT(*) FROM thing");
    copy_things("copies/copy.db");
    must(lstat("copies/copy.db", &st));
    is_int(st.st_mode & 07777, 0600, "a copy is for its owner alone");
    is_int(count_in("copies/copy.db", "SELECT COUNT(*) FROM thing"), rows, "and a whole store");
    ok(!exists("copies/copy.db.lock") && !exists("copies/copy.db-journal"),
       "nothing else is left");
    dies(copy_things, "copies/copy.db", 78, "exists already", "nothing is overwritten");
    must(mkdir("open", 0700));
    must(chmod("open", 0777));
    dies(copy_things, "open/copy.db", 78, "run chmod go-w", "a place open to others");
    dies(write_while_reading, "", 70, "written outside a write transaction",
         "afterwards a reader still cannot write");
}

static void ask(const char *sql)
{
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    struct svc_query *q = svc_ask(db, sql, NULL);
    while (svc_next(q))
        continue;
}

static void test_ask(void)
{
    static const struct {
        const char *sql, *words;
    } wrong[] = {
        { "SELEC 1", "near \"SELEC\": syntax error" },
        { "SELECT missing FROM thing", "no such column: missing" },
        { "SELECT abs(-9223372036854775807 - 1)", "integer overflow" },
        { "DELETE FROM thing", "does more than read" },
        { "CREATE TEMPORARY TABLE a (b)", "does more than read" },
        { "PRAGMA query_only = OFF", "does more than read" },
        { "ATTACH 'x.db' AS x", "does more than read" },
        { "BEGIN", "does more than read" },
        { "SELECT 1; SELECT 2", "not one statement" },
        { "", "not one statement" },
        { "SELECT ?1", "has a parameter" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        dies(ask, wrong[i].sql, 2, wrong[i].words, wrong[i].sql);
    is_int(in_child(ask, "SELECT * FROM thing; -- all").code, 0, "a comment may follow");
    ok(!exists("x.db"), "nothing was made");
    struct svc_db *db = svc_db_open("t.db", SVC_DB_READ);
    struct svc_query *q = svc_ask(db, "SELECT COUNT(*), COUNT(t.no), COUNT(u.no) FROM thing t"
                                      " LEFT JOIN (SELECT no, kind FROM thing) u ON u.no = t.no"
                                      " WHERE t.kind IS NOT NULL", "other.kind;thing.no");
    ok(svc_next(q) && svc_int(q, 0) > 0, "rows are there");
    ok(svc_int(q, 1) == 0 && svc_int(q, 2) == 0, "a hidden column reads as NULL everywhere");
    svc_db_close(db);
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    make_things();
    test_values();
    test_statements();
    test_refusals();
    test_faults();
    test_temporary();
    test_drop_indexes();
    test_copy();
    test_ask();
    test_check();
    return done_testing();
}
