/* The schema and its steps: a new store gets all or nothing, an old one step by step. This test
 * brings its own instead of the program's. */
#include "store.h"

const char svc_schema_digest[] = "of the fixture";

const struct svc_migration svc_migrations[] = {
    { 0, "core", NULL,
      "CREATE TABLE meta (name {TEXT} PRIMARY KEY NOT NULL, value {TEXT}) {STRICT};"
      "CREATE TABLE event (op_id {TEXT}) {STRICT};"
      "CREATE TABLE child (name {TEXT} NOT NULL REFERENCES parent (name)) {STRICT};" },
    { 0, "parent", NULL, "CREATE TABLE parent (name {TEXT} PRIMARY KEY NOT NULL) {STRICT};" },
    { 0, "core.trigger", NULL, "CREATE TABLE of_every_other (n {INT}) {STRICT};" },
    { 0, "core.trigger", "postgres", "THIS IS NOT FOR SQLITE;" },
    { 0, "parent.trigger", NULL, "THIS IS NOT FOR SQLITE EITHER;" },
    { 0, "parent.trigger", "sqlite", "CREATE TABLE of_sqlite (n {INT}) {STRICT};" },
    { 1, "0001-more", NULL, "ALTER TABLE child ADD COLUMN more {TEXT};" },
    { 2, "0002-rebuild", NULL, /* the table others refer to is made anew */
      "CREATE TABLE new_parent (name {TEXT} PRIMARY KEY NOT NULL, n {INT}) {STRICT};"
      "INSERT INTO new_parent (name) SELECT name FROM parent WHERE name <> 'bad';"
      "DROP TABLE parent;"
      "ALTER TABLE new_parent RENAME TO parent;" },
    { 0, NULL, NULL, NULL }
};

static void upgrade(const char *path)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_UPGRADE);
    exit(svc_migrate(db));
}

static void make_half(const char *path)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    _exit(9); /* as if killed */
}

static void open_read(const char *path)
{
    svc_db_open(path, SVC_DB_READ);
}

static void open_write(const char *path)
{
    svc_db_open(path, SVC_DB_WRITE);
}

/* Back to before the first step. */
static void make_old(const char *path)
{
    make_store(path);
    by_hand(path, "DROP TABLE child; DROP TABLE parent;"
                  "CREATE TABLE parent (name TEXT PRIMARY KEY NOT NULL) STRICT;"
                  "CREATE TABLE child (name TEXT NOT NULL REFERENCES parent (name)) STRICT;"
                  "INSERT INTO parent VALUES ('good');"
                  "INSERT INTO child VALUES ('good');"
                  "UPDATE meta SET value = 0 WHERE name = 'schema'");
}

static void test_new(void)
{
    struct svc_db *db = svc_db_open("new.db", SVC_DB_CREATE);
    is_int(svc_schema_known(), 2, "this version knows two steps");
    svc_begin_write(db);
    is_int(svc_migrate(db), 2, "a new store gets the schema and them");
    svc_run(db, "INSERT INTO meta VALUES ('mode', 'local')", NULL);
    svc_commit(db, NULL, NULL);
    ok(svc_db_has(db, "of_sqlite", NULL), "what is for its engine alone");
    ok(svc_db_has(db, "of_every_other", NULL), "and what another engine has in another way");
    svc_db_close(db);
    is_int(count_in("new.db", "SELECT COUNT(*) FROM meta"), 3, "in the caller's transaction");

    is_int(in_child(make_half, "half.db").code, 9, "the making is cut off");
    dies(open_read, "half.db", 78, "nobody finished making it", "half a store is no store");
}

static void test_old(void)
{
    make_old("old.db");
    dies(open_read, "old.db", 78, "run svc-admin upgrade", "an older store is refused");
    dies(open_write, "old.db", 78, "run svc-admin upgrade", "also for writing");
    is_int(in_child(upgrade, "old.db").code, 2, "the upgrade applies what it lacks");
    is_int(count_in("old.db", "SELECT COUNT(*) FROM parent WHERE n IS NULL"), 1, "rows stay");
    is_int(in_child(upgrade, "old.db").code, 0, "a second upgrade finds nothing to do");

    make_old("bad.db");
    by_hand("bad.db", "INSERT INTO parent VALUES ('bad'); INSERT INTO child VALUES ('bad')");
    dies(upgrade, "bad.db", 78,
         "table \"child\": a record refers to a missing record of \"parent\"; nothing was applied",
         "a step that breaks a reference is refused");
    by_hand("bad.db", "DELETE FROM child WHERE name = 'bad'");
    is_int(in_child(upgrade, "bad.db").code, 1, "only that step was left to do");

    struct svc_db *db = svc_db_open("bad.db", SVC_DB_WRITE);
    struct svc_query *q = svc_prepare(db, "INSERT INTO child (name) VALUES ('nobody')");
    svc_begin_write(db);
    ok(svc_try(q) == -1, "afterwards references are kept again");
    svc_free(q);
    svc_db_close(db);
}

static void test_other(void)
{
    make_store("other.db");
    by_hand("other.db", "UPDATE meta SET value = 'of another' WHERE name = 'schema_digest'");
    dies(open_read, "other.db", 78, "made by a development version", "another schema is refused");
    dies(upgrade, "other.db", 78, "made by a development version", "there is no way up from it");
    by_hand("other.db", "DELETE FROM meta WHERE name = 'schema_digest'");
    dies(open_read, "other.db", 78, "made by a development version", "one that nobody knows, too");
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    test_new();
    test_old();
    test_other();
    return done_testing();
}
