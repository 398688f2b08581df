#include "sqlite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mem.h"

/* A statement remembers where it belongs, whether it needs a write transaction, and whether a
 * user wrote it, or a company with its rules. */
struct stmt {
    struct svc_sqlite *conn;
    sqlite3_stmt *of;
    bool writes, asked;
    const struct svc_guard *guard;
    int64_t steps; /* left to it */
};

/* -- transactions ---------------------------------------------------------------------------- */

static bool script(void *handle, const char *sql, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    int rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || svc_sqlite_explain(conn, rc, NULL, error);
}

static void leave(struct svc_sqlite *conn)
{
    if (conn->migrating)
        sqlite3_exec(conn->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    if (conn->lock >= 0)
        svc_lock_leave(conn->lock);
    conn->lock = -1;
    conn->writing = conn->migrating = false;
}

static void rollback(void *handle)
{
    struct svc_sqlite *conn = handle;
    /* Whoever dies in the middle of a statement holds its lock, and nothing else ends it. */
    for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt(conn->db, stmt));)
        sqlite3_reset(stmt);
    if (!sqlite3_get_autocommit(conn->db))
        sqlite3_exec(conn->db, "ROLLBACK", NULL, NULL, NULL);
    leave(conn);
}

static bool holds(void *handle)
{
    struct svc_sqlite *conn = handle;
    return !conn->scratch && sqlite3_txn_state(conn->db, "main") != SQLITE_TXN_NONE && !svc_sqlite_is_away(conn->db);
}

static bool queue(struct svc_sqlite *conn, struct svc_db_error *error)
{
    if (svc_lock_enter(conn->path, &conn->lock))
        return true;
    if (errno == EAGAIN)
        return svc_engine_error(error, SVC_BUSY, "another writer holds the store\ntry again");
    return svc_engine_error(error, SVC_CONFIG, "cannot lock \"%s.lock\": %s", conn->path,
                            svc_lang_error(errno));
}

static bool begin(void *handle, enum svc_engine_mode mode, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    char identity[64];
    /* BEGIN alone takes no lock: the first read is what fixes the snapshot. */
    if (mode == SVC_ENGINE_READ)
        return script(conn, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", error);
    if (!conn->scratch && !queue(conn, error))
        return false;
    conn->migrating = mode == SVC_ENGINE_MIGRATE;
    conn->writing = true;
    snprintf(identity, sizeof identity, "BEGIN IMMEDIATE; PRAGMA application_id = %d",
             SVC_SQLITE_APPLICATION);
    if ((!conn->migrating || script(conn, "PRAGMA foreign_keys = OFF", error)) &&
        script(conn, conn->making ? identity : "BEGIN IMMEDIATE", error))
        return true;
    rollback(conn);
    return false;
}

static void complain(void *ctx, const char *what)
{
    struct svc_db_error *error = ctx;
    svc_engine_error(error, SVC_CONFIG, "%s", what);
}

static bool commit(void *handle, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    error->text[0] = '\0';
    if (conn->migrating)
        svc_sqlite_check_keys(conn, complain, error);
    if (error->text[0] || !script(conn, "COMMIT", error) || svc_sqlite_is_lost(conn, error))
        return false;
    conn->making = conn->making && !conn->writing;
    leave(conn);
    return true;
}

/* -- statements ------------------------------------------------------------------------------ */

static void *wrap(struct svc_sqlite *conn, sqlite3_stmt *of, bool asked)
{
    struct stmt *stmt = svc_alloc(sizeof *stmt);
    *stmt = (struct stmt){ .conn = conn, .of = of, .writes = conn->writes, .asked = asked };
    return stmt;
}

static void *prepare(void *handle, const char *sql, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    sqlite3_stmt *of = NULL;
    const char *rest;
    conn->writes = false;
    int rc = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &of, &rest);
    if (rc != SQLITE_OK) {
        svc_sqlite_explain(conn, rc, sql, error);
        return NULL;
    }
    if (!of || rest[strspn(rest, " \t\n")] != '\0') {
        sqlite3_finalize(of);
        svc_engine_error(error, SVC_BUG, "not one statement: %s", sql);
        return NULL;
    }
    return wrap(conn, of, false);
}

/* What a user's statement did wrong; anything else is explained as ever. */
static bool explain_asked(struct svc_sqlite *conn, int rc, struct svc_db_error *error)
{
    switch (rc & 0xff) {
    case SQLITE_AUTH:
        return svc_engine_error(error, SVC_USAGE, "this statement does more than read\n"
                                                  "give one SELECT");
    case SQLITE_ERROR:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
        return svc_engine_error(error, SVC_USAGE, "%s", sqlite3_errmsg(conn->db));
    default:
        return svc_sqlite_explain(conn, rc, NULL, error);
    }
}

static void *ask(void *handle, const char *sql, const char *hidden, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    sqlite3_stmt *of = NULL, *more = NULL;
    const char *rest = NULL;
    conn->asking = true;
    conn->hidden = hidden;
    conn->writes = false;
    int rc = sqlite3_prepare_v2(conn->db, sql, -1, &of, &rest);
    int after = rc == SQLITE_OK ? sqlite3_prepare_v2(conn->db, rest, -1, &more, NULL) : rc;
    conn->asking = false;
    bool only = of && after == SQLITE_OK && !more; /* a comment may follow */
    sqlite3_finalize(more);
    if (rc != SQLITE_OK)
        explain_asked(conn, rc, error);
    else if (!only)
        svc_engine_error(error, SVC_USAGE, "not one statement\ngive one SELECT");
    else if (!sqlite3_stmt_readonly(of) || sqlite3_column_count(of) == 0)
        explain_asked(conn, SQLITE_AUTH, error);
    else if (sqlite3_bind_parameter_count(of) > 0)
        svc_engine_error(error, SVC_USAGE, "the statement has a parameter\n"
                                           "write its value in its place");
    else
        return wrap(conn, of, true);
    sqlite3_finalize(of);
    return NULL;
}

static void *guard(void *handle, const char *sql, const struct svc_guard *limits,
                   struct svc_guarded_fault *fault)
{
    struct svc_sqlite *conn = handle;
    conn->writes = false;
    sqlite3_stmt *of = svc_sqlite_guard(conn, sql, limits, fault);
    struct stmt *stmt = of ? wrap(conn, of, false) : NULL;
    if (stmt) {
        stmt->guard = limits;
        stmt->steps = limits->steps;
    }
    return stmt;
}

static int parameters(void *stmt)
{
    return sqlite3_bind_parameter_count(((struct stmt *)stmt)->of);
}

/* A bind fails only for a wrong index (a bug that step would hide) or without memory. */
static void bound(int rc)
{
    if (rc != SQLITE_OK)
        svc_die(rc == SQLITE_NOMEM ? SVC_IO : SVC_BUG, "cannot bind a value: %s",
                sqlite3_errstr(rc));
}

static void bind_text(void *stmt, int parameter, const char *text, size_t len, bool copy)
{
    bound(sqlite3_bind_text64(((struct stmt *)stmt)->of, parameter, text, len,
                              copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8));
}

static void bind_int(void *stmt, int parameter, int64_t number)
{
    bound(sqlite3_bind_int64(((struct stmt *)stmt)->of, parameter, number));
}

static void bind_null(void *stmt, int parameter)
{
    bound(sqlite3_bind_null(((struct stmt *)stmt)->of, parameter));
}

static void bind_nulls(void *stmt)
{
    sqlite3_clear_bindings(((struct stmt *)stmt)->of);
}

static enum svc_engine_step step(void *handle, struct svc_db_error *error)
{
    struct stmt *stmt = handle;
    if (stmt->writes && !stmt->conn->writing) {
        svc_engine_error(error, SVC_BUG, "written outside a write transaction: %s",
                         sqlite3_sql(stmt->of));
        return SVC_ENGINE_FAILED;
    }
    if (stmt->guard)
        return svc_sqlite_guard_step(stmt->conn, stmt->of, stmt->guard, &stmt->steps, error);
    int rc = sqlite3_step(stmt->of);
    if (rc == SQLITE_ROW)
        return SVC_ENGINE_ROW;
    if (rc == SQLITE_DONE)
        return svc_sqlite_is_lost(stmt->conn, error) ? SVC_ENGINE_FAILED : SVC_ENGINE_DONE;
    if (stmt->asked)
        explain_asked(stmt->conn, rc, error);
    else
        svc_sqlite_explain(stmt->conn, rc, sqlite3_sql(stmt->of), error);
    return error->code == SVC_REFUSED ? SVC_ENGINE_REFUSED : SVC_ENGINE_FAILED;
}

static enum svc_engine_step attempt(void *stmt, struct svc_db_error *error)
{
    enum svc_engine_step result;
    while ((result = step(stmt, error)) == SVC_ENGINE_ROW)
        continue;
    return result;
}

static void reset(void *stmt)
{
    sqlite3_reset(((struct stmt *)stmt)->of);
}

static void finalize(void *stmt)
{
    sqlite3_finalize(((struct stmt *)stmt)->of);
    free(stmt);
}

static int64_t changes(void *handle)
{
    return sqlite3_changes64(((struct svc_sqlite *)handle)->db);
}

static int columns(void *stmt)
{
    return sqlite3_column_count(((struct stmt *)stmt)->of);
}

static const char *column_name(void *stmt, int column)
{
    return sqlite3_column_name(((struct stmt *)stmt)->of, column);
}

static enum svc_engine_kind column_kind(void *stmt, int column)
{
    switch (sqlite3_column_type(((struct stmt *)stmt)->of, column)) {
    case SQLITE_NULL:
        return SVC_ENGINE_NULL;
    case SQLITE_INTEGER:
        return SVC_ENGINE_INT;
    default:
        return SVC_ENGINE_TEXT;
    }
}

static const char *column_text(void *stmt, int column, size_t *len)
{
    sqlite3_stmt *of = ((struct stmt *)stmt)->of;
    const unsigned char *text = sqlite3_column_text(of, column);
    *len = (size_t)sqlite3_column_bytes(of, column);
    return (const char *)text;
}

static int64_t column_int(void *stmt, int column)
{
    return sqlite3_column_int64(((struct stmt *)stmt)->of, column);
}

/* The value is looked up once and then asked without the checks of the column functions: those
 * are half the time of a big list. One thread makes every value a protected one. */
static void cells(void *stmt, struct svc_field *cell, size_t count)
{
    sqlite3_stmt *of = ((struct stmt *)stmt)->of;
    for (; count > 0; count--, cell++) {
        sqlite3_value *value = sqlite3_column_value(of, cell->column);
        int type = sqlite3_value_type(value);
        cell->null = type == SQLITE_NULL;
        if (cell->stored)
            cell->numeric = type == SQLITE_INTEGER;
        cell->text = NULL;
        cell->number = 0;
        if (cell->null)
            continue;
        if (cell->numeric) {
            cell->number = sqlite3_value_int64(value);
            continue;
        }
        cell->text = (const char *)sqlite3_value_text(value);
        cell->len = (size_t)sqlite3_value_bytes(value);
    }
}

/* -- the whole store ------------------------------------------------------------------------- */

static bool keyword(const char *name)
{
    return sqlite3_keyword_check(name, (int)strlen(name));
}

static char *columns_of(void *handle, const char *table, bool keys)
{
    enum { NAME = 1, KEY = 5 };
    struct svc_sqlite *conn = handle;
    struct svc_buf names = { 0 };
    sqlite3_stmt *stmt = NULL;
    char *sql = sqlite3_mprintf("PRAGMA main.table_info(\"%w\")", table);
    int rc = sql ? sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(stmt);
        if (rc != SQLITE_ROW)
            break;
        if (keys && sqlite3_column_int(stmt, KEY) == 0)
            continue;
        if (names.len > 0)
            svc_buf_putc(&names, ';');
        svc_buf_puts(&names, (const char *)sqlite3_column_text(stmt, NAME));
    }
    if (rc != SQLITE_DONE) { /* no answer is not a no */
        struct svc_db_error error;
        svc_sqlite_explain(conn, rc, NULL, &error);
        svc_die(error.code, "%s", error.text);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    return svc_buf_take(&names);
}

static void bulk(void *handle, bool on)
{
    struct svc_sqlite *conn = handle;
    svc_sqlite_cache(conn->db, on ? SVC_SQLITE_CACHE_BULK : SVC_SQLITE_CACHE);
}

static bool drop_indexes(void *handle, const char *table, const char *column,
                         const char *const pair[2], struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle;
    struct svc_buf drops = { 0 };
    enum svc_engine_step found = SVC_ENGINE_FAILED;
    void *stmt = prepare(handle,
        "SELECT l.name FROM pragma_index_list(?1) l, pragma_index_info(l.name) i"
        " LEFT JOIN pragma_index_info(l.name) n ON n.seqno = 1"
        " WHERE l.origin = 'c' AND i.seqno = 0 AND i.name <> ?2"
        "   AND (l.\"unique\" = 0 OR (i.name = ?3 AND n.name = ?4)"
        "        OR (i.name = ?4 AND n.name = ?3))", error);
    if (stmt) {
        bind_text(stmt, 1, table, strlen(table), true);
        bind_text(stmt, 2, column, strlen(column), true);
        for (int i = 0; i < 2 && pair; i++)
            bind_text(stmt, i + 3, pair[i], strlen(pair[i]), true);
        while ((found = step(stmt, error)) == SVC_ENGINE_ROW)
            svc_buf_printf(&drops, "DROP INDEX \"%s\";",
                           (const char *)sqlite3_column_text(((struct stmt *)stmt)->of, 0));
        finalize(stmt);
    }
    bool good = found == SVC_ENGINE_DONE && script(conn, svc_buf_text(&drops), error);
    svc_buf_free(&drops);
    return good;
}

static const char *where(const void *handle)
{
    return ((const struct svc_sqlite *)handle)->path;
}

static const struct svc_engine_token tokens[] = {
    {"{KEY}", "INTEGER PRIMARY KEY"},
    {"{INT}", "INTEGER"},
    {"{TEXT}", "TEXT"},
    {"{STRICT}", "STRICT"},
    {"{BY_KEY}", "STRICT, WITHOUT ROWID"}, /* small rows that are only ever found by their key */
    {NULL, NULL},
};

const struct svc_engine svc_sqlite = {
    .name = "sqlite", .tokens = tokens,
    .open = svc_sqlite_open, .scratch = svc_sqlite_scratch, .close = svc_sqlite_close, .where = where, .columns_of = columns_of,
    .keyword = keyword,
    .begin = begin, .commit = commit, .rollback = rollback, .holds = holds,
    .state = svc_sqlite_state, .part = svc_sqlite_part, .lying = svc_sqlite_lying,
    .script = script,
    .prepare = prepare, .ask = ask, .guard = guard, .parameters = parameters,
    .bind_text = bind_text, .bind_int = bind_int, .bind_null = bind_null,
    .bind_nulls = bind_nulls, .step = step, .attempt = attempt, .reset = reset, .finalize = finalize,
    .changes = changes,
    .columns = columns, .column_name = column_name, .column_kind = column_kind,
    .column_text = column_text, .column_int = column_int, .cells = cells,
    .bulk = bulk, .drop_indexes = drop_indexes, .copy = svc_sqlite_copy,
    .twin = svc_sqlite_twin, .check = svc_sqlite_check, .objects = svc_sqlite_objects,
};
