#include "svc/db.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "query.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mem.h"
#include "svc/migrate.h"
#include "svc/text.h"

static struct svc_db *all;

/* -- opening and closing --------------------------------------------------------------------- */

/* A query left open would keep its lock beyond the transaction. */
static void end_queries(struct svc_db *db)
{
    for (struct svc_query *q = db->queries; q; q = q->next) {
        if (q->at_row)
            db->engine->reset(q->stmt);
        q->over = q->over || q->at_row;
        q->at_row = false;
        svc_query_alone(q, false);
    }
}

void svc_db_close(struct svc_db *db)
{
    struct svc_db **link = &all;
    while (*link != db)
        link = &(*link)->next;
    *link = db->next;
    while (db->queries)
        svc_query_drop(db->queries);
    if (db->conn)
        db->engine->close(db->conn);
    free(db->name);
    free(db);
    svc_err_flush();
}

/* Whether anybody waits for this process, or would. A forked child has no part in its parent's
 * transaction. */
static bool are_awaited(void)
{
    for (struct svc_db *db = all; db; db = db->next)
        if (db->owner == getpid() && db->conn && db->engine->holds(db->conn))
            return true;
    return svc_lock_held();
}

/* What was begun is rolled back, so that no journal waits for the next one to open. A reader has only
 * memory to give back, and that goes with the process. */
static void close_all(void)
{
    while (all && all->owner == getpid()) {
        struct svc_db *db = all;
        if (db->use != SVC_DB_READ) {
            svc_db_close(db);
            continue;
        }
        end_queries(db);
        if (db->conn)
            db->engine->rollback(db->conn);
        all = db->next;
    }
    svc_lock_leave_all();
}

static void at_exit(void)
{
    close_all();
    svc_err_flush();
}

/* The number of its schema, and whether that is of this version's kind, and not of one that was
 * never released. */
static int schema_of(struct svc_db *db, bool *same)
{
    int number = -1;
    *same = false;
    if (!svc_db_has(db, "meta", NULL))
        return number;
    struct svc_query *q = svc_query(db, "SELECT name, value FROM meta"
                                        " WHERE name IN ('schema', 'schema_digest')", NULL);
    while (svc_next(q)) {
        if (strcmp(svc_text(q, 0), "schema") == 0)
            number = (int)svc_int(q, 1);
        else
            *same = !svc_is_null(q, 1) && strcmp(svc_text(q, 1), svc_schema_digest) == 0;
    }
    return number;
}

int svc_db_schema(struct svc_db *db)
{
    bool same;
    return schema_of(db, &same);
}

int svc_schema_known(void)
{
    int last = 0;
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        last = m->number;
    return last;
}

static void check_schema(struct svc_db *db)
{
    bool same;
    int number = schema_of(db, &same);
    if (number < 0 || !same)
        svc_die(SVC_CONFIG, "\"%s\" was made by a development version of svc, with another schema\n"
                            "export its records with that version and import them into a new store",
                svc_db_where(db));
    if (number > svc_schema_known())
        svc_die(SVC_CONFIG, "\"%s\" was made by a newer svc (schema %d, known here: %d)\n"
                            "install that version", svc_db_where(db), number, svc_schema_known());
    if (number < svc_schema_known() && db->use != SVC_DB_UPGRADE)
        svc_die(SVC_CONFIG, "\"%s\" is of an older svc (schema %d, needed: %d)\n"
                            "run svc-admin upgrade", svc_db_where(db), number, svc_schema_known());
}

struct svc_db *svc_db_keep(const struct svc_engine *engine, void *conn, enum svc_db_use use)
{
    static bool registered;
    struct svc_db *db = svc_alloc(sizeof *db);
    *db = (struct svc_db){ .next = all, .engine = engine, .conn = conn, .use = use, .owner = getpid() };
    all = db;
    if (!registered)
        atexit(at_exit);
    svc_err_locks(are_awaited, close_all);
    registered = true;
    return db;
}

struct svc_db *svc_db_scratch_of(int number)
{
    struct svc_db_error error;
    void *conn = svc_sqlite.scratch(&error);
    if (!conn)
        svc_db_give_up(NULL, &error);
    struct svc_db *db = svc_db_keep(&svc_sqlite, conn, SVC_DB_CREATE);
    svc_migrate_to(db, number);
    return db;
}

struct svc_db *svc_db_model(struct svc_db *db)
{
    if (!db->engine->beside)
        return svc_db_scratch_of(svc_db_schema(db));
    char *beside = db->engine->beside(db->name);
    struct svc_db *model = svc_db_open(beside, SVC_DB_CREATE);
    free(beside);
    svc_begin_write(model); /* and never commits it */
    svc_migrate_to(model, svc_db_schema(db));
    return model;
}

struct svc_db *svc_db_scratch(void)
{
    return svc_db_scratch_of(svc_schema_known());
}

struct svc_db *svc_db_open(const char *where, enum svc_db_use use)
{
    struct svc_db_error error;
    const struct svc_engine *engine = svc_engine_of(where);
    void *conn = engine->open(where, use, &error);
    if (!conn)
        svc_db_give_up(NULL, &error);
    struct svc_db *db = svc_db_keep(engine, conn, use);
    db->name = svc_strdup(where);
    if (use != SVC_DB_CREATE)
        check_schema(db);
    return db;
}

const char *svc_db_where(const struct svc_db *db)
{
    return db->engine->where(db->conn);
}

char *svc_db_columns(struct svc_db *db, const char *table)
{
    return db->engine->columns_of(db->conn, table, false);
}

char *svc_db_keys(struct svc_db *db, const char *table)
{
    return db->engine->columns_of(db->conn, table, true);
}

bool svc_db_has(struct svc_db *db, const char *table, const char *column)
{
    char *columns = svc_db_columns(db, table);
    bool has = column ? svc_text_in(columns, ';', column) : *columns != '\0';
    free(columns);
    return has;
}

bool svc_db_keyword(const struct svc_db *db, const char *name)
{
    return db->engine->keyword(name);
}

const struct svc_engine *svc_db_engine(const struct svc_db *db)
{
    return db->engine;
}

bool svc_db_is_new(const struct svc_db *db)
{
    return db->use == SVC_DB_CREATE;
}

bool svc_db_writing(const struct svc_db *db)
{
    return db->writing;
}

/* -- transactions ---------------------------------------------------------------------------- */

static void ended(struct svc_db *db)
{
    if (db->depth > 0)
        svc_stops_hold(false);
    db->depth = 0;
    db->writing = false;
}

static void begin(struct svc_db *db, enum svc_engine_mode mode)
{
    struct svc_db_error error;
    svc_stops_hold(true);
    if (!db->engine->begin(db->conn, mode, &error))
        svc_db_give_up(db, &error);
    db->depth = 1;
    db->writing = mode != SVC_ENGINE_READ;
}

void svc_begin_read(struct svc_db *db)
{
    if (db->depth > 0)
        db->depth++;
    else
        begin(db, SVC_ENGINE_READ);
}

void svc_end_read(struct svc_db *db)
{
    struct svc_db_error error;
    if (db->depth == 0 || (db->depth == 1 && db->writing))
        svc_die(SVC_BUG, "the end of a read transaction that was not begun");
    if (db->depth > 1) {
        db->depth--;
        return;
    }
    end_queries(db);
    if (!db->engine->commit(db->conn, &error))
        svc_db_give_up(db, &error);
    ended(db);
    svc_err_flush();
}

void svc_read_pause(struct svc_db *db, bool on)
{
    struct svc_db_error error;
    if (on)
        end_queries(db);
    if (!(on ? db->engine->commit(db->conn, &error) : db->engine->begin(db->conn, SVC_ENGINE_READ, &error)))
        svc_db_give_up(db, &error);
}

static void begin_writing(struct svc_db *db, enum svc_engine_mode mode)
{
    if (db->depth > 0 || db->use == SVC_DB_READ)
        svc_die(SVC_BUG, "a write transaction begun while reading");
    begin(db, mode);
}

void svc_begin_write(struct svc_db *db)
{
    begin_writing(db, SVC_ENGINE_WRITE);
    if (db->use == SVC_DB_WRITE && svc_db_schema(db) != svc_schema_known())
        svc_die(SVC_BUSY, "the store was upgraded meanwhile; nothing was applied\n"
                          "run this again with the new version");
}

void svc_begin_migration(struct svc_db *db)
{
    begin_writing(db, SVC_ENGINE_MIGRATE);
}

void svc_rollback(struct svc_db *db)
{
    end_queries(db);
    db->engine->rollback(db->conn);
    ended(db);
    svc_err_flush();
}

/* A new connection, as after a crash; the kept statements go with it. */
static bool reopen(struct svc_db *db)
{
    struct svc_db_error error;
    for (struct svc_query *q = db->queries; q; q = q->next) {
        db->engine->finalize(q->stmt);
        q->stmt = NULL;
    }
    db->engine->close(db->conn);
    db->conn = NULL;
    db->conn = db->engine->open(db->name, SVC_DB_WRITE, &error);
    bool good = db->conn != NULL;
    for (struct svc_query *q = db->queries; q && good; q = q->next)
        good = (q->stmt = db->engine->prepare(db->conn, q->sql, &error)) != NULL;
    return good;
}

/* Whether the store has the operation; by the engine alone, because a fault is an answer too. */
static enum svc_engine_step look_for(struct svc_db *db, const char *login, const char *op_id)
{
    struct svc_db_error error;
    void *stmt = db->engine->prepare(db->conn, "SELECT 1 FROM event WHERE op_id = ?1 AND login = ?2"
                                               " LIMIT 1", &error);
    if (!stmt)
        return SVC_ENGINE_FAILED;
    db->engine->bind_text(stmt, 1, op_id, strlen(op_id), true);
    db->engine->bind_text(stmt, 2, login, strlen(login), true);
    enum svc_engine_step found = db->engine->step(stmt, &error);
    db->engine->finalize(stmt);
    return found;
}

/* The commit reported `error`: opens the store again and looks whether it was applied. */
static void look_again(struct svc_db *db, const char *login, const char *op_id,
                       const struct svc_db_error *error)
{
    int line = (int)strcspn(error->text, "\n");
    enum svc_engine_step found = SVC_ENGINE_FAILED;
    if (reopen(db) && op_id)
        found = look_for(db, login, op_id);
    if (found == SVC_ENGINE_ROW) {
        svc_warn("the commit reported an error, but was applied: %.*s", line, error->text);
    } else if (found == SVC_ENGINE_DONE) {
        svc_err_fate("the commit was not applied");
        svc_die(SVC_IO, "%.*s\nremove the cause, then run this again", line, error->text);
    } else {
        if (op_id)
            svc_die(SVC_IO, "%.*s\nrun this again with --op-id %s", line, error->text, op_id);
        svc_die(SVC_IO, "%.*s", line, error->text);
    }
}

void svc_commit(struct svc_db *db, const char *login, const char *op_id)
{
    struct svc_db_error error;
    const char *before = svc_fate();
    if (!db->writing)
        svc_die(SVC_BUG, "a commit without a write transaction");
    end_queries(db);
    svc_err_fate("it is unknown whether the commit was applied");
    bool committed = db->engine->commit(db->conn, &error);
    if (!committed)
        db->engine->rollback(db->conn);
    if (!committed && error.code != SVC_IO) {
        svc_err_fate(before);
        svc_db_give_up(db, &error);
    }
    ended(db);
    if (!committed)
        look_again(db, login, op_id, &error);
    svc_err_fate(before);
    svc_err_flush();
}

/* -- the whole store ------------------------------------------------------------------------- */

/* A schema file's tokens replaced by the engine's words. */
static char *translate(const struct svc_db *db, const char *sql)
{
    struct svc_buf out = { 0 };
    while (*sql) {
        size_t plain = strcspn(sql, "{");
        svc_buf_add(&out, sql, plain);
        sql += plain;
        const struct svc_engine_token *t = db->engine->tokens;
        while (t->token && strncmp(sql, t->token, strlen(t->token)) != 0)
            t++;
        if (t->token)
            svc_buf_puts(&out, t->meaning);
        else if (*sql)
            svc_buf_putc(&out, *sql);
        sql += t->token ? strlen(t->token) : *sql != '\0';
    }
    return svc_buf_take(&out);
}

void svc_script(struct svc_db *db, const char *name, const char *sql)
{
    struct svc_db_error error;
    if (!db->writing)
        svc_die(SVC_BUG, "script %s outside a write transaction", name);
    char *own = translate(db, sql);
    if (!db->engine->script(db->conn, own, &error)) {
        svc_warn("in the script %s", name);
        svc_db_give_up(db, &error);
    }
    for (struct svc_query *q = db->queries; q; q = q->next)
        svc_names_free(&q->names); /* a table may have other columns now */
    free(own);
}

void svc_bulk(struct svc_db *db, bool on)
{
    db->engine->bulk(db->conn, on);
}

void svc_drop_indexes(struct svc_db *db, const char *table, const char *column,
                      const char *const pair[2])
{
    struct svc_db_error error;
    if (!db->writing)
        svc_die(SVC_BUG, "indexes dropped outside a write transaction");
    if (!db->engine->drop_indexes(db->conn, table, column, pair, &error))
        svc_db_give_up(db, &error);
}

void svc_db_copy(struct svc_db *db, const char *path)
{
    struct svc_db_error error;
    if (db->depth > 0)
        svc_die(SVC_BUG, "a copy inside a transaction");
    if (!db->engine->copy)
        svc_pour_file(db, path);
    else if (!db->engine->copy(db->conn, path, &error))
        svc_db_give_up(db, &error);
}

void svc_db_check(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    db->engine->check(db->conn, found, ctx);
}
