/* Statements. The type of a parameter is known from what is bound: a number is a bigint, a text is what its place
 * asks for, and text where no place says anything. One that yields rows streams them; what it still has coming when
 * another statement is run is kept aside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statement.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"

/* -- the text -------------------------------------------------------------------------------- */

const char *svc_pg_skip(const char *at)
{
    const char *end = at;
    if (*at == '\'' || *at == '"')
        end = strchr(at + 1, *at);
    else if (strncmp(at, "--", 2) == 0)
        end = strchr(at, '\n');
    else
        return at;
    return end ? end + 1 : at + strlen(at);
}

/* A place that says nothing of a type: ?3 IS NULL. */
static bool tells_type(const char *after)
{
    return strncmp(after + strspn(after, " "), "IS NULL", 7) != 0 &&
           strncmp(after + strspn(after, " "), "IS NOT NULL", 11) != 0;
}

static void note_parameter(struct svc_pg_stmt *stmt, int number, const char *after)
{
    if (number > SVC_BOUND_MOST || number < 1)
        svc_die(SVC_BUG, "no parameter ?%d: %s", number, stmt->sql);
    while (stmt->parameters < number) {
        stmt->bound = svc_grow(stmt->bound, (size_t)stmt->parameters + 1, sizeof *stmt->bound);
        stmt->bound[++stmt->parameters] = (struct svc_pg_bound){ .kind = SVC_ENGINE_NULL };
    }
    stmt->bound[number].shown = true;
    stmt->bound[number].bare |= !tells_type(after);
}

/* ?1 becomes $1. */
static void translate(struct svc_pg_stmt *stmt, const char *sql)
{
    struct svc_buf out = { 0 };
    while (*sql) {
        const char *end = svc_pg_skip(sql);
        if (end > sql) {
            svc_buf_add(&out, sql, (size_t)(end - sql));
            sql = end;
        } else if (*sql == '?') {
            char *after;
            long number = strtol(sql + 1, &after, 10);
            note_parameter(stmt, (int)number, after);
            svc_buf_printf(&out, "$%ld", number);
            sql = after;
        } else {
            svc_buf_putc(&out, *sql++);
        }
    }
    stmt->sql = svc_buf_take(&out);
}

void *svc_pg_prepare(void *handle, const char *sql, struct svc_db_error *error)
{
    (void)error; /* what is wrong with it the server says when it runs */
    struct svc_pg_stmt *stmt = svc_alloc(sizeof *stmt);
    *stmt = (struct svc_pg_stmt){ .conn = handle, .bound = svc_grow(NULL, 0, sizeof *stmt->bound) };
    translate(stmt, sql);
    return stmt;
}

void svc_pg_finalize(void *handle)
{
    struct svc_pg_stmt *stmt = handle;
    svc_pg_reset(stmt);
    svc_pg_forget(stmt);
    for (int i = 1; i <= stmt->parameters; i++)
        svc_buf_free(&stmt->bound[i].text);
    free(stmt->bound);
    free(stmt->sql);
    free(stmt);
}

/* -- what is bound --------------------------------------------------------------------------- */

int svc_pg_parameters(void *stmt)
{
    return ((struct svc_pg_stmt *)stmt)->parameters;
}

static struct svc_pg_bound *bound(struct svc_pg_stmt *stmt, int parameter)
{
    if (parameter < 1 || parameter > stmt->parameters)
        svc_die(SVC_BUG, "no parameter ?%d: %s", parameter, stmt->sql);
    struct svc_pg_bound *b = &stmt->bound[parameter];
    svc_buf_clear(&b->text);
    return b;
}

void svc_pg_bind_text(void *stmt, int parameter, const char *text, size_t len, bool copy)
{
    (void)copy;
    struct svc_pg_bound *b = bound(stmt, parameter);
    b->kind = SVC_ENGINE_TEXT;
    svc_buf_add(&b->text, text, len);
    svc_buf_putc(&b->text, '\0');
}

void svc_pg_bind_int(void *stmt, int parameter, int64_t number)
{
    char digits[SVC_NUM_SIZE];
    struct svc_pg_bound *b = bound(stmt, parameter);
    b->kind = SVC_ENGINE_INT;
    svc_buf_add(&b->text, digits, (size_t)svc_int_digits(number, digits));
    svc_buf_putc(&b->text, '\0');
}

void svc_pg_bind_null(void *stmt, int parameter)
{
    bound(stmt, parameter)->kind = SVC_ENGINE_NULL;
}

void svc_pg_bind_nulls(void *handle)
{
    struct svc_pg_stmt *stmt = handle;
    for (int i = 1; i <= stmt->parameters; i++)
        svc_pg_bind_null(stmt, i);
}

/* -- running --------------------------------------------------------------------------------- */

static void trace(const struct svc_pg_stmt *stmt)
{
    struct svc_buf line = { 0 };
    svc_buf_puts(&line, stmt->sql);
    for (int i = 1; i <= stmt->parameters; i++)
        svc_buf_printf(&line, "%s$%d = %s", i > 1 ? ", " : " -- ", i,
                       stmt->bound[i].kind == SVC_ENGINE_NULL ? "NULL" : stmt->bound[i].text.data);
    svc_buf_putc(&line, '\n');
    svc_err_write(line.data, line.len);
    svc_buf_free(&line);
}

static bool send(struct svc_pg_stmt *stmt)
{
    int n = stmt->parameters;
    Oid types[SVC_BOUND_MOST];
    const char *values[SVC_BOUND_MOST];
    if (stmt->conn->traced)
        trace(stmt);
    for (int i = 0; i < n; i++) {
        const struct svc_pg_bound *b = &stmt->bound[i + 1];
        types[i] = b->kind == SVC_ENGINE_INT ? SVC_PG_INT8 : b->shown && !b->bare ? 0 : SVC_PG_TEXT;
        values[i] = b->kind == SVC_ENGINE_NULL ? NULL : b->text.data;
    }
    return PQsendQueryParams(stmt->conn->link, stmt->sql, n, types, values, NULL, NULL, 0) == 1;
}

/* The rows of another statement that are still to come must not be in the way. */
static bool free_link(struct svc_pg *conn, struct svc_db_error *error)
{
    return !conn->streaming || svc_pg_keep(conn->streaming, error);
}

static void end_stream(struct svc_pg_stmt *stmt)
{
    struct svc_pg *conn = stmt->conn;
    if (conn->streaming == stmt)
        conn->streaming = NULL;
}

enum svc_engine_step svc_pg_receive(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    PGconn *link = stmt->conn->link;
    PGresult *result = PQgetResult(link);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_SINGLE_TUPLE) {
        svc_pg_take(stmt, result);
        return SVC_ENGINE_ROW;
    }
    bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    if (good) {
        svc_pg_describe(stmt, result);
        stmt->conn->changes = strtoll(PQcmdTuples(result), NULL, 10);
    } else if (stmt->explain) {
        stmt->explain(stmt, result, error);
    } else {
        svc_pg_explain(stmt->conn, result, stmt->sql, error);
    }
    for (; result; result = PQgetResult(link))
        PQclear(result);
    end_stream(stmt);
    return good ? SVC_ENGINE_DONE : error->code == SVC_REFUSED ? SVC_ENGINE_REFUSED : SVC_ENGINE_FAILED;
}

bool svc_pg_stream(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    struct svc_pg *conn = stmt->conn;
    if (!send(stmt) || !PQsetSingleRowMode(conn->link))
        return svc_pg_explain(conn, NULL, stmt->sql, error);
    conn->streaming = stmt;
    stmt->started = true;
    return true;
}

static bool start(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    if (!free_link(stmt->conn, error) || !svc_pg_begin_alone(stmt->conn, error))
        return false;
    return stmt->judged ? svc_pg_run_judged(stmt, error) : svc_pg_stream(stmt, error);
}

static enum svc_engine_step next(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    if (!stmt->started && !start(stmt, error))
        return SVC_ENGINE_FAILED;
    enum svc_engine_step step = stmt->kept ? svc_pg_take_kept(stmt) : svc_pg_receive(stmt, error);
    stmt->over = step != SVC_ENGINE_ROW;
    if (step == SVC_ENGINE_DONE)
        svc_pg_end_alone(stmt->conn);
    return step;
}

enum svc_engine_step svc_pg_step(void *handle, struct svc_db_error *error)
{
    struct svc_pg_stmt *stmt = handle;
    if (stmt->peeked) {
        stmt->peeked = false;
        *error = stmt->why;
        return stmt->first;
    }
    if (stmt->over)
        svc_pg_reset(stmt);
    return next(stmt, error);
}

void svc_pg_reset(void *handle)
{
    struct svc_pg_stmt *stmt = handle;
    struct svc_db_error ignored;
    while (stmt->conn->streaming == stmt && svc_pg_receive(stmt, &ignored) == SVC_ENGINE_ROW)
        continue;
    if (stmt->row)
        PQclear(stmt->row);
    if (stmt->kept)
        svc_spool_close(stmt->kept);
    bool ran = stmt->started;
    stmt->row = NULL;
    stmt->kept = NULL;
    stmt->started = stmt->over = stmt->peeked = false;
    if (ran)
        svc_pg_end_alone(stmt->conn);
}

/* -- what may be refused ----------------------------------------------------------------------- */

/* Three statements on one way there and back; what follows one that failed is passed over. */
static bool send_guarded(struct svc_pg_stmt *stmt)
{
    PGconn *link = stmt->conn->link;
    return PQsendQueryParams(link, "SAVEPOINT attempt", 0, NULL, NULL, NULL, NULL, 0) && send(stmt) &&
           PQsendQueryParams(link, "RELEASE attempt", 0, NULL, NULL, NULL, NULL, 0) && PQpipelineSync(link);
}

/* All that came of them, up to the answer to the last. */
static enum svc_engine_step receive_guarded(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    enum { SAVED, RAN, RELEASED, SYNCED };
    enum svc_engine_step step = SVC_ENGINE_DONE;
    for (int at = SAVED; at <= SYNCED; at++) {
        PGresult *result = PQgetResult(stmt->conn->link);
        ExecStatusType status = PQresultStatus(result);
        bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_SYNC;
        if (good && at == RAN)
            stmt->conn->changes = strtoll(PQcmdTuples(result), NULL, 10);
        if (!good && step == SVC_ENGINE_DONE) {
            svc_pg_explain(stmt->conn, result, stmt->sql, error);
            step = error->code == SVC_REFUSED ? SVC_ENGINE_REFUSED : SVC_ENGINE_FAILED;
        }
        PQclear(result);
        while (at != SYNCED && result && (result = PQgetResult(stmt->conn->link)))
            PQclear(result);
    }
    return step;
}

enum svc_engine_step svc_pg_attempt(void *handle, struct svc_db_error *error)
{
    struct svc_pg_stmt *stmt = handle;
    struct svc_pg *conn = stmt->conn;
    svc_pg_reset(stmt);
    if (!free_link(conn, error))
        return SVC_ENGINE_FAILED;
    if (!PQenterPipelineMode(conn->link) || !send_guarded(stmt)) {
        svc_pg_explain(conn, NULL, stmt->sql, error);
        return SVC_ENGINE_FAILED;
    }
    enum svc_engine_step step = receive_guarded(stmt, error);
    PQexitPipelineMode(conn->link);
    if (step == SVC_ENGINE_REFUSED) {
        struct svc_db_error worse;
        if (!svc_pg_do(conn, "ROLLBACK TO attempt; RELEASE attempt", &worse)) {
            *error = worse;
            return SVC_ENGINE_FAILED;
        }
    }
    return step;
}

/* -- the engine's own ------------------------------------------------------------------------ */

bool svc_pg_do(struct svc_pg *conn, const char *sql, struct svc_db_error *error)
{
    if (!free_link(conn, error))
        return false;
    PGresult *result = PQexec(conn->link, sql);
    ExecStatusType status = PQresultStatus(result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || svc_pg_explain(conn, result, sql, error);
    PQclear(result);
    return good;
}

PGresult *svc_pg_ask(struct svc_pg *conn, const char *sql, int count, const char *const *values,
                     struct svc_db_error *error)
{
    if (!free_link(conn, error) || !svc_pg_begin_alone(conn, error))
        return NULL;
    PGresult *result = PQexecParams(conn->link, sql, count, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        svc_pg_explain(conn, result, sql, error);
        PQclear(result);
        result = NULL;
    }
    svc_pg_end_alone(conn);
    return result;
}
