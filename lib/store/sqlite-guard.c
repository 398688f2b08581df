/* What a statement of a company's rules may do: SQLite asks at every table, column and function that
 * it names, and every so many steps whether it may go on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite.h"
#include "svc/buf.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

static int deny(struct svc_sqlite *conn, const char *what, const char *of, const char *why)
{
    snprintf(conn->denied, sizeof conn->denied, "%s%s%s: %s", what, of && *of ? "." : "",
             of ? of : "", why);
    return SQLITE_DENY;
}

static int judge_column(struct svc_sqlite *conn, const char *table, const char *column,
                        const char *schema, const char *inside)
{
    char name[200];
    bool view = svc_text_in(conn->objects[1], ';', table);
    snprintf(name, sizeof name, "%s.%s", table, column);
    if (schema && strcmp(schema, "main") != 0)
        return deny(conn, table, NULL, _("is not of the store"));
    if (svc_text_in(conn->guard->closed, ';', name))
        return inside && svc_text_in(conn->objects[1], ';', inside)
                   ? SQLITE_IGNORE /* a view shows it beside what may be read: as NULL */
                   : deny(conn, table, column, _("is not for rules to read"));
    if (view || svc_text_in(conn->guard->tables, ';', table))
        return SQLITE_OK;
    if (*column || svc_text_in(conn->objects[0], ';', table))
        return deny(conn, table, NULL, _("is not for rules to read"));
    return SQLITE_OK; /* a WITH of its own, of which nothing is read but how many rows it has */
}

int svc_sqlite_guard_judge(struct svc_sqlite *conn, int action, const char *a, const char *b,
                           const char *schema, const char *inside)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_READ:
        return judge_column(conn, a, b ? b : "", schema, inside);
    case SQLITE_FUNCTION: {
        char name[64];
        size_t i = 0;
        for (; b && b[i] && i + 1 < sizeof name; i++)
            name[i] = (char)(b[i] >= 'A' && b[i] <= 'Z' ? b[i] - 'A' + 'a' : b[i]);
        name[i] = '\0';
        return svc_text_in(conn->guard->functions, ';', name)
                   ? SQLITE_OK : deny(conn, name, NULL, _("is no function that rules may call"));
    }
    default:
        return deny(conn, _("the statement"), NULL, _("does more than read"));
    }
}

/* The names of all tables or views; SQLite's own tables are among the tables. */
static char *names_of(struct svc_sqlite *conn, const char *type)
{
    struct svc_buf names = { 0 };
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db, "SELECT name FROM sqlite_schema WHERE type = ?1", -1,
                                &stmt, NULL);
    if (rc == SQLITE_OK)
        sqlite3_bind_text(stmt, 1, type, -1, SQLITE_STATIC);
    while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        svc_buf_printf(&names, "%s;", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return svc_buf_take(&names);
}

static void begin(struct svc_sqlite *conn, const struct svc_guard *guard)
{
    conn->guard = guard;
    conn->denied[0] = '\0';
}

static void refuse(struct svc_guarded_fault *fault, const char *why)
{
    snprintf(fault->why, sizeof fault->why, "%s", why);
}

/* Nothing follows the statement but blanks and comments. */
static bool is_last(struct svc_sqlite *conn, const char *rest)
{
    sqlite3_stmt *more = NULL;
    bool good = sqlite3_prepare_v2(conn->db, rest, -1, &more, NULL) == SQLITE_OK;
    bool last = good && !more;
    sqlite3_finalize(more);
    return last;
}

/* ?1 to ?3, and no other. */
static const char *wrong_parameter(sqlite3_stmt *of)
{
    if (sqlite3_bind_parameter_count(of) > 3)
        return _("has other parameters than ?1, ?2 and ?3");
    for (int i = 1; i <= sqlite3_bind_parameter_count(of); i++) {
        const char *name = sqlite3_bind_parameter_name(of, i);
        if (name && (name[0] != '?' || name[1] != '0' + i || name[2]))
            return _("has other parameters than ?1, ?2 and ?3");
    }
    return NULL;
}

sqlite3_stmt *svc_sqlite_guard(struct svc_sqlite *conn, const char *sql,
                               const struct svc_guard *guard, struct svc_guarded_fault *fault)
{
    sqlite3_stmt *of = NULL;
    const char *rest = NULL, *why = NULL;
    for (int i = 0; i < 2; i++)
        if (!conn->objects[i])
            conn->objects[i] = names_of(conn, i ? "view" : "table");
    begin(conn, guard);
    int rc = sqlite3_prepare_v2(conn->db, sql, -1, &of, &rest);
    if (rc != SQLITE_OK) {
        int offset = sqlite3_error_offset(conn->db);
        fault->placed = offset >= 0;
        fault->offset = offset >= 0 ? (size_t)offset : 0;
        why = conn->denied[0] ? conn->denied : sqlite3_errmsg(conn->db);
    } else if (!of) {
        why = _("has no statement");
    } else if (!is_last(conn, rest)) {
        fault->placed = true;
        fault->offset = (size_t)(rest - sql) + strspn(rest, " \t\r\n;");
        why = _("has more than one statement");
    } else if (!sqlite3_stmt_readonly(of) || sqlite3_column_count(of) == 0) {
        why = _("does more than read");
    } else {
        why = wrong_parameter(of);
    }
    if (why) {
        refuse(fault, why);
        sqlite3_finalize(of);
        of = NULL;
    }
    conn->guard = NULL;
    return of;
}

int svc_sqlite_tick(void *ctx)
{
    struct svc_sqlite *conn = ctx;
    svc_sqlite_look(conn->db);
    if (!conn->steps)
        return 0;
    *conn->steps -= SVC_SQLITE_TICK;
    return *conn->steps < 0;
}

enum svc_engine_step svc_sqlite_guard_step(struct svc_sqlite *conn, sqlite3_stmt *stmt,
                                           const struct svc_guard *guard, int64_t *steps,
                                           struct svc_db_error *error)
{
    begin(conn, guard); /* a statement may be prepared once more on its way */
    conn->steps = steps;
    int rc = sqlite3_step(stmt);
    conn->steps = NULL;
    conn->guard = NULL;
    switch (rc & 0xff) {
    case SQLITE_ROW:
        return SVC_ENGINE_ROW;
    case SQLITE_DONE:
        return SVC_ENGINE_DONE;
    case SQLITE_INTERRUPT:
        svc_engine_error(error, SVC_CONFIG, "does not come to an end: it was stopped after %lld steps",
                         (long long)guard->steps);
        break;
    case SQLITE_ERROR:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_AUTH:
        svc_engine_error(error, SVC_CONFIG, "%s", sqlite3_errmsg(conn->db));
        break;
    default:
        svc_sqlite_explain(conn, rc, NULL, error);
    }
    return SVC_ENGINE_FAILED;
}
