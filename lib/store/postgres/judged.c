/* Somebody's own SQL, which SQLite has let pass: tables, columns and functions are those of a store. What it may not
 * see reads as NULL, in the tables and in whatever view shows them: in front of it stand tables and views of the
 * same names, which it means instead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statement.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { STEPS_A_MS = 10000 }; /* of SQLite, by which the limits are told */

/* Each table and view with its columns, or with its text, in the order in which they were made. */
static const char SHOWN[] =
    "SELECT c.relname, c.relkind, CASE c.relkind WHEN 'v' THEN pg_get_viewdef(c.oid) END,"
    "       (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ';' ORDER BY a.attnum)"
    "          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)"
    "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = $1 AND c.relkind IN ('r', 'v') ORDER BY c.relkind, c.oid";

static void add_table(struct svc_buf *out, const struct svc_pg *conn, const char *table, const char *columns,
                      const char *hidden)
{
    const char *list = columns, *column;
    size_t len;
    bool any = false;
    struct svc_buf names = { 0 };
    while (svc_text_next(&list, ';', &column, &len)) {
        int name = (int)strcspn(column, " ");
        char *whole = svc_format("%s.%.*s", table, name, column);
        bool hides = svc_text_in(hidden, ';', whole);
        svc_buf_puts(&names, names.len ? ", " : "");
        if (hides)
            svc_buf_printf(&names, "CAST(NULL AS %.*s) AS \"%.*s\"", (int)len - name - 1, column + name + 1, name, column);
        else
            svc_buf_printf(&names, "\"%.*s\"", name, column);
        any = any || hides;
        free(whole);
    }
    if (any)
        svc_buf_printf(out, "%s%s AS NOT MATERIALIZED (SELECT %s FROM %s.%s)", out->len ? ", " : "WITH ", table, names.data,
                       conn->schema, table);
    svc_buf_free(&names);
}

/* The user's text may end with a semicolon and a comment. */
static char *veil(struct svc_pg *conn, const char *sql, const char *hidden)
{
    struct svc_db_error error;
    struct svc_buf out = { 0 };
    const char *const values[] = { conn->schema };
    PGresult *result = svc_pg_ask(conn, SHOWN, 1, values, &error);
    if (!result)
        svc_die(error.code, "%s", error.text);
    for (int i = 0; i < PQntuples(result); i++) {
        const char *name = PQgetvalue(result, i, 0), *text = PQgetvalue(result, i, 2);
        if (*PQgetvalue(result, i, 1) == 'r')
            add_table(&out, conn, name, PQgetvalue(result, i, 3), hidden);
        else if (out.len)
            svc_buf_printf(&out, ", %s AS NOT MATERIALIZED (%.*s)", name, (int)strlen(text) - 1, text); /* ends with ; */
    }
    PQclear(result);
    if (!out.len)
        return svc_strdup(sql);
    svc_buf_puts(&out, " SELECT * FROM (");
    while (*sql) {
        const char *end = svc_pg_skip(sql) > sql ? svc_pg_skip(sql) : sql + 1;
        if (*sql != ';')
            svc_buf_add(&out, sql, (size_t)(end - sql));
        sql = end;
    }
    svc_buf_puts(&out, "\n) own");
    return svc_buf_take(&out);
}

void *svc_pg_judged(void *handle, const char *sql, const char *hidden, enum svc_code code, int64_t steps)
{
    struct svc_db_error ignored;
    char *own = hidden ? veil(handle, sql, hidden) : svc_strdup(sql);
    struct svc_pg_stmt *stmt = svc_pg_prepare(handle, own, &ignored);
    stmt->judged = code;
    stmt->steps = steps;
    free(own);
    return stmt;
}

/* Its faults are its author's, and the server's words on them are for him; whatever else goes wrong is told as ever. */
static void explain(struct svc_pg_stmt *stmt, const PGresult *result, struct svc_db_error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    svc_pg_explain(stmt->conn, result, NULL, error);
    if (state && strcmp(state, "57014") == 0 && stmt->steps)
        svc_engine_error(error, stmt->judged, "does not come to an end: it was stopped after %lld steps",
                         (long long)stmt->steps);
    else if (state && (*state == '2' || strncmp(state, "42", 2) == 0 || strncmp(state, "54", 2) == 0))
        svc_engine_error(error, stmt->judged, "%s", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

bool svc_pg_run_judged(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    struct svc_pg *conn = stmt->conn;
    char *begin = svc_format("SAVEPOINT judged; SET LOCAL statement_timeout TO %lld", (long long)(stmt->steps / STEPS_A_MS));
    bool good = svc_pg_do(conn, begin, error) && svc_pg_stream(stmt, error);
    free(begin);
    if (!good)
        return false;
    stmt->explain = explain;
    good = svc_pg_keep(stmt, error);
    struct svc_db_error worse;
    if (!svc_pg_do(conn, good ? "RELEASE judged; SET LOCAL statement_timeout TO 0" : "ROLLBACK TO judged; RELEASE judged", &worse)) {
        *error = worse;
        good = false;
    }
    return good;
}
