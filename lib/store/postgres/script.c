/* A schema's file. Triggers stand in the files in one form, which SQLite reads as it is; here each is a function
 * and a trigger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postgres.h"
#include "svc/buf.h"
#include "svc/mem.h"

/* CREATE TRIGGER name WHEN-AND-WHERE [WHEN condition] BEGIN SELECT RAISE(ABORT, 'word'); END; */
struct trigger {
    const char *name, *head, *condition, *word, *end;
    size_t name_len, head_len, condition_len, word_len;
};

static const char *after(const char *at, const char *text)
{
    const char *found = at ? strstr(at, text) : NULL;
    return found ? found + strlen(text) : NULL;
}

static bool take_trigger(const char *at, struct trigger *t)
{
    t->name = after(at, "CREATE TRIGGER ");
    t->name_len = strcspn(t->name, " \n");
    t->head = t->name + t->name_len + strspn(t->name + t->name_len, " \n");
    const char *body = strstr(t->head, "\nBEGIN\n"), *when = strstr(t->head, "\nWHEN ");
    if (!body)
        return false;
    bool conditional = when && when < body;
    t->head_len = (size_t)((conditional ? when : body) - t->head);
    t->condition = conditional ? when + 6 : "true";
    t->condition_len = conditional ? (size_t)(body - t->condition) : 4;
    t->word = after(body, "RAISE(ABORT, '");
    t->word_len = t->word ? strcspn(t->word, "'") : 0;
    t->end = after(t->word, "END;");
    return t->end != NULL;
}

/* x IS NOT y and x IS y hold for NULL, too. */
static void add_condition(struct svc_buf *out, const char *sql, size_t len)
{
    const char *end = sql + len;
    while (sql < end) {
        bool is = strncmp(sql, " IS ", 4) == 0, not = is && strncmp(sql + 4, "NOT ", 4) == 0;
        const char *what = sql + (not ? 8 : 4);
        if (is && strncmp(what, "NULL", 4) != 0) {
            svc_buf_puts(out, not ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ");
            sql = what;
        } else {
            svc_buf_putc(out, *sql++);
        }
    }
}

/* Of the triggers of a table SQLite asks the last one first, the server goes by their names. */
static void add_trigger(struct svc_buf *out, const struct trigger *t, int number)
{
    enum { MOST = 9999 };
    const char *returned = strstr(t->head, "DELETE") && strstr(t->head, "DELETE") < t->head + t->head_len ? "OLD" : "NEW";
    svc_buf_printf(out, "CREATE FUNCTION %.*s() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n    IF ",
                   (int)t->name_len, t->name);
    add_condition(out, t->condition, t->condition_len);
    svc_buf_printf(out, " THEN\n        RAISE EXCEPTION '%.*s';\n    END IF;\n    RETURN %s;\nEND\n$body$;\n",
                   (int)t->word_len, t->word, returned);
    svc_buf_printf(out, "CREATE TRIGGER t%04d_%.*s %.*s FOR EACH ROW EXECUTE FUNCTION %.*s();\n", MOST - number,
                   (int)t->name_len, t->name, (int)t->head_len, t->head, (int)t->name_len, t->name);
}

/* -- one statement after the other -------------------------------------------------------------- */

/* The first statement behind `sql`, without what stands before it; its end is behind the semicolon. NULL: none. */
static const char *statement(const char *sql, const char **end)
{
    while (*sql && (svc_pg_skip(sql) > sql || strchr(" \t\n;", *sql)))
        sql = svc_pg_skip(sql) > sql ? svc_pg_skip(sql) : sql + 1;
    const char *at = sql;
    while (*at && *at != ';')
        at = svc_pg_skip(at) > at ? svc_pg_skip(at) : at + 1;
    *end = *at ? at + 1 : at;
    return *sql ? sql : NULL;
}

/* Under a savepoint: 1 done, 0 it names a table that is not there yet, -1 it is wrong. */
static int try(struct svc_pg *conn, const char *sql, struct svc_db_error *error)
{
    PGresult *result = svc_pg_do(conn, "SAVEPOINT part", error) ? PQexec(conn->link, sql) : NULL;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    bool good = result && PQresultStatus(result) == PGRES_COMMAND_OK;
    bool waits = state && strcmp(state, "42P01") == 0;
    if (result && !good && !waits)
        svc_pg_explain(conn, result, sql, error);
    PQclear(result);
    if (good || waits)
        good = svc_pg_do(conn, waits ? "ROLLBACK TO part" : "RELEASE part", error);
    return !good ? -1 : waits ? 0 : 1;
}

/* SQLite lets a table refer to one that comes later: it waits for that here. */
static bool run(struct svc_pg *conn, const char *sql, struct svc_db_error *error)
{
    int done = try(conn, sql, error);
    if (done == 0) {
        conn->waiting = svc_grow(conn->waiting, conn->waits, sizeof *conn->waiting);
        conn->waiting[conn->waits++] = svc_strdup(sql);
    }
    return done >= 0;
}

static bool run_waiting(struct svc_pg *conn, struct svc_db_error *error)
{
    size_t before;
    do {
        before = conn->waits;
        size_t left = 0;
        for (size_t i = 0; i < before; i++) {
            int done = try(conn, conn->waiting[i], error);
            if (done < 0)
                return false;
            if (done)
                free(conn->waiting[i]);
            else
                conn->waiting[left++] = conn->waiting[i];
        }
        conn->waits = left;
    } while (conn->waits < before);
    return true;
}

bool svc_pg_script(void *handle, const char *sql, struct svc_db_error *error)
{
    static const char trigger[] = "CREATE TRIGGER ";
    struct svc_pg *conn = handle;
    const char *end;
    bool good = true;
    for (const char *at; good && (at = statement(sql, &end)); sql = end) {
        struct svc_buf own = { 0 };
        struct trigger t;
        if (strncmp(at, trigger, sizeof trigger - 1) != 0) {
            svc_buf_add(&own, at, (size_t)(end - at));
        } else if (take_trigger(at, &t)) {
            add_trigger(&own, &t, conn->triggers++);
            end = t.end;
        } else {
            good = svc_engine_error(error, SVC_BUG, "a trigger in another form: %.60s", at);
        }
        good = good && run(conn, own.data, error);
        svc_buf_free(&own);
    }
    return good && run_waiting(conn, error);
}
