/* The engine's own checks of a store. */
#include <string.h>

#include "sqlite.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"

static void each_row(struct svc_sqlite *conn, const char *sql,
                     void (*row)(sqlite3_stmt *stmt, struct svc_buf *what),
                     void (*found)(void *ctx, const char *what), void *ctx)
{
    struct svc_buf what = { 0 };
    struct svc_db_error error;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(stmt);
        if (svc_sqlite_is_lost(conn, &error))
            svc_die(error.code, "%s", error.text);
        if (rc != SQLITE_ROW)
            break;
        svc_buf_clear(&what);
        row(stmt, &what);
        if (what.len > 0)
            found(ctx, what.data);
    }
    if (rc != SQLITE_DONE)
        found(ctx, sqlite3_errmsg(conn->db));
    sqlite3_finalize(stmt);
    svc_buf_free(&what);
}

static void key_row(sqlite3_stmt *stmt, struct svc_buf *what)
{
    svc_buf_printf(what, _("table \"%s\": a record refers to a missing record of \"%s\""),
                   (const char *)sqlite3_column_text(stmt, 0),
                   (const char *)sqlite3_column_text(stmt, 2));
}

static void integrity_row(sqlite3_stmt *stmt, struct svc_buf *what)
{
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    if (text && strcmp(text, "ok") != 0)
        svc_buf_puts(what, text);
}

void svc_sqlite_check_keys(struct svc_sqlite *conn, void (*found)(void *ctx, const char *what),
                           void *ctx)
{
    each_row(conn, "PRAGMA foreign_key_check", key_row, found, ctx);
}

void svc_sqlite_check(void *handle, void (*found)(void *ctx, const char *what), void *ctx)
{
    each_row(handle, "PRAGMA integrity_check", integrity_row, found, ctx);
    svc_sqlite_check_keys(handle, found, ctx);
}

/* As they were written: SQLite keeps the text of each statement. */
void svc_sqlite_objects(void *handle,
                        void (*each)(void *ctx, const char *kind, const char *name, const char *sql),
                        void *ctx)
{
    struct svc_sqlite *conn = handle;
    struct svc_db_error error;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db, "SELECT type, name, sql FROM main.sqlite_schema", -1, &stmt,
                                NULL);
    if (rc == SQLITE_OK)
        while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
            each(ctx, (const char *)sqlite3_column_text(stmt, 0),
                 (const char *)sqlite3_column_text(stmt, 1),
                 (const char *)sqlite3_column_text(stmt, 2));
    if (rc != SQLITE_DONE) { /* no answer is not a no */
        svc_sqlite_explain(conn, rc, NULL, &error);
        svc_die(error.code, "%s", error.text);
    }
    sqlite3_finalize(stmt);
}
