/* An older store in use: each step leaves its event, the states of the tables it changed move with
 * it, and what was changed by hand before stays visible. This test brings its own steps. */
#include "store.h"
#include "svc/event.h"

#define NONE "'0000000000000000000000000000000000000000000000000000000000000000'"

const char svc_schema_digest[] = "of the fixture";

const struct svc_migration svc_migrations[] = {
    { 0, "core", NULL,
      "CREATE TABLE meta (name {TEXT} PRIMARY KEY NOT NULL, value {TEXT}) {STRICT};"
      "CREATE TABLE event (seq {INT}, at {TEXT}, fixed {INT}, uid {INT}, login {TEXT},"
      " person {TEXT}, roles {TEXT}, tool {TEXT}, verb {TEXT}, tbl {TEXT}, record {TEXT},"
      " op_id {TEXT}, reason {TEXT}, change {TEXT}, state {TEXT}, prev {TEXT}, hash {TEXT})"
      " {STRICT};"
      "CREATE TABLE register_state (tbl {TEXT} PRIMARY KEY NOT NULL, state {TEXT} NOT NULL,"
      " seq {INT} NOT NULL DEFAULT 0) {STRICT};"
      "CREATE TABLE salt (seq {INT}, tbl {TEXT}, salt {TEXT}) {STRICT};"
      "CREATE TABLE personal (tbl {TEXT}, key_col {TEXT}, col {TEXT}) {STRICT};"
      "CREATE TABLE thing (no {TEXT} PRIMARY KEY NOT NULL, n {INT}) {STRICT};"
      "CREATE TABLE other (no {TEXT} PRIMARY KEY NOT NULL) {STRICT};"
      "INSERT INTO register_state (tbl, state) VALUES ('event', " NONE "), ('thing', " NONE "),"
      " ('other', " NONE ");" },
    { 1, "0001-more", NULL, /* a column alone restates nothing */
      "ALTER TABLE other ADD COLUMN note {TEXT};"
      "ALTER TABLE thing ADD COLUMN note {TEXT};"
      "UPDATE thing SET note = 'seen';" },
    { 3, "0003-new", NULL,
      "CREATE TABLE fresh (no {TEXT} PRIMARY KEY NOT NULL) {STRICT};"
      "INSERT INTO fresh VALUES ('F1');"
      "INSERT INTO register_state (tbl, state) VALUES ('fresh', " NONE ");" },
    { 0, NULL, NULL, NULL }
};

static const struct svc_actor actor = { 1000, "liu", "0001", "admin" };

/* A row with its event, as a tool writes it. */
static void add_row(struct svc_db *db, const char *table, const char *sql, const char *op_id)
{
    struct svc_state state;
    struct svc_event event = { .tool = "svc-test", .verb = "add", .table = table,
                               .op_id = op_id };
    svc_begin_write(db);
    svc_run(db, sql, NULL);
    svc_state_sum(db, table, &state);
    svc_state_save(db, table, &state);
    svc_event_add(db, &actor, &event);
    svc_commit(db, actor.login, op_id);
}

/* As it was before the first step, with a row in each table. */
static void make_old(const char *path)
{
    make_store(path);
    by_hand(path, "ALTER TABLE thing DROP COLUMN note; ALTER TABLE other DROP COLUMN note;"
                  "DROP TABLE fresh;"
                  "DELETE FROM register_state WHERE tbl = 'fresh';"
                  "UPDATE meta SET value = 0 WHERE name = 'schema'");
    struct svc_db *db = svc_db_open(path, SVC_DB_UPGRADE);
    add_row(db, "thing", "INSERT INTO thing (no, n) VALUES ('T1', 1)", "op-1");
    add_row(db, "other", "INSERT INTO other VALUES ('O1')", "op-2");
    svc_db_close(db);
}

static void note_step(void *ctx, const char *step, const char *table)
{
    if (step)
        svc_buf_printf(ctx, "%s:%s\n", step, table ? table : "");
    else
        svc_buf_puts(ctx, "committed\n");
}

static void collect(void *ctx, const char *what)
{
    svc_buf_printf(ctx, "%s\n", what);
}

static int upgrade(const char *path, struct svc_buf *told)
{
    struct svc_event as = { .tool = "svc-test", .verb = "upgrade", .op_id = "up" };
    struct svc_db *db = svc_db_open(path, SVC_DB_UPGRADE);
    int steps = svc_upgrade(db, &actor, &as, note_step, told);
    svc_db_close(db);
    return steps;
}

static void test_sound(void)
{
    struct svc_buf told = { 0 }, found = { 0 };
    make_old("old.db");
    is_int(upgrade("old.db", &told), 2, "both steps are applied");
    is_str(svc_buf_text(&told), "0001-more:\n0001-more:thing\ncommitted\n0003-new:\n0003-new:fresh\ncommitted\n",
           "the tables that changed are told, the others not");
    struct svc_db *db = svc_db_open("old.db", SVC_DB_READ);
    ok(svc_event_verify(db, collect, &found), "the chain and every state fit");
    is_str(svc_buf_text(&found), "", "nothing is found");
    is_int(svc_one_int(db, 0, "SELECT COUNT(*) FROM event WHERE verb = 'upgrade'", NULL), 4,
           "an event for each step and each table");
    is_int(svc_one_int(db, 0, "SELECT COUNT(*) FROM event WHERE tbl = 'thing' AND op_id = 'up-1'"
                              " AND change LIKE '%\"state\":[\"%'", NULL), 1,
           "it tells the state before and after");
    char *change = svc_one(db, "SELECT change FROM event WHERE op_id = 'up-1' AND tbl IS NULL",
                           NULL);
    is_str(change, "{\"step\":\"0001-more\",\"schema\":[0,1]}", "and from where to where");
    free(change);
    svc_db_close(db);
    is_int(upgrade("old.db", &told), 0, "a second upgrade has nothing to do");
    svc_buf_free(&told);
}

static void test_tampered(void)
{
    struct svc_buf told = { 0 }, found = { 0 };
    make_old("bad.db");
    by_hand("bad.db", "UPDATE thing SET n = 99");
    is_int(upgrade("bad.db", &told), 2, "a store edited by hand is upgraded, too");
    struct svc_db *db = svc_db_open("bad.db", SVC_DB_READ);
    ok(!svc_event_verify(db, collect, &found), "and what was edited is not forgiven");
    is_str(svc_buf_text(&found), "table \"thing\" was changed outside the tools\n",
           "it is found as before");
    svc_db_close(db);
    svc_buf_free(&told);
    svc_buf_free(&found);
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    test_sound();
    test_tampered();
    return done_testing();
}
