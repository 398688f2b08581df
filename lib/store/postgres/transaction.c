/* Beginning and ending. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postgres.h"
#include "svc/err.h"
#include "svc/mem.h"

enum { NOTICE_MS = 1000 };
#define PATIENCE "30s"

/* All that a transaction is set to, by itself. */
static char *beginning(const struct svc_pg *conn, const char *kind, const char *more)
{
    return svc_format("BEGIN ISOLATION LEVEL %s; SET LOCAL search_path TO %s; SET LOCAL jit TO off%s", kind,
                      conn->schema, more);
}

static bool begin(struct svc_pg *conn, const char *kind, const char *more, struct svc_db_error *error)
{
    char *sql = beginning(conn, kind, more);
    bool begun = svc_pg_do(conn, sql, error);
    free(sql);
    if (!begun && PQtransactionStatus(conn->link) != PQTRANS_IDLE)
        PQclear(PQexec(conn->link, "ROLLBACK"));
    return begun;
}

static bool begin_reading(struct svc_pg *conn, struct svc_db_error *error)
{
    return begin(conn, "REPEATABLE READ, READ ONLY", "; SELECT 1", error);
}

bool svc_pg_begin_alone(struct svc_pg *conn, struct svc_db_error *error)
{
    if (conn->in != SVC_PG_OUTSIDE)
        return true;
    if (!begin_reading(conn, error))
        return false;
    conn->in = SVC_PG_ALONE;
    return true;
}

static void end(struct svc_pg *conn)
{
    conn->in = SVC_PG_OUTSIDE;
    conn->writing = false;
}

void svc_pg_end_alone(struct svc_pg *conn)
{
    if (conn->in != SVC_PG_ALONE || conn->streaming)
        return;
    PQclear(PQexec(conn->link, "COMMIT"));
    end(conn);
}

/* Sends the question for the head's row, and says so once when the answer does not come. */
static bool queue(struct svc_pg *conn, struct svc_db_error *error)
{
    static const char head[] = "SELECT seq FROM register_state WHERE tbl = 'event' FOR UPDATE";
    struct pollfd socket = { .fd = PQsocket(conn->link), .events = POLLIN };
    if (!PQsendQuery(conn->link, head))
        return svc_pg_explain(conn, NULL, NULL, error);
    while (PQflush(conn->link) > 0)
        continue;
    if (poll(&socket, 1, NOTICE_MS) == 0)
        svc_warn("waiting for another writer…");
    PGresult *result = PQgetResult(conn->link);
    bool good = PQresultStatus(result) == PGRES_TUPLES_OK || svc_pg_explain(conn, result, head, error);
    for (; result; result = PQgetResult(conn->link))
        PQclear(result);
    return good;
}

bool svc_pg_begin(void *handle, enum svc_engine_mode mode, struct svc_db_error *error)
{
    struct svc_pg *conn = handle;
    svc_pg_end_alone(conn);
    if (mode == SVC_ENGINE_READ) {
        if (!begin_reading(conn, error))
            return false;
        conn->in = SVC_PG_INSIDE;
        return true;
    }
    char *make = svc_format("; CREATE SCHEMA %s", conn->schema);
    bool begun = begin(conn, "READ COMMITTED, READ WRITE", conn->making ? make : "; SET LOCAL lock_timeout TO '" PATIENCE "'",
                       error);
    free(make);
    if (!begun)
        return false;
    conn->in = SVC_PG_INSIDE;
    conn->writing = true;
    if (conn->making || (queue(conn, error) && svc_pg_do(conn, "SET LOCAL lock_timeout TO 0", error)))
        return true;
    svc_pg_rollback(conn);
    return false;
}

bool svc_pg_commit(void *handle, struct svc_db_error *error)
{
    struct svc_pg *conn = handle;
    if (conn->waits)
        return svc_engine_error(error, SVC_BUG, "a table that never came: %.200s", conn->waiting[0]);
    PGresult *result = PQexec(conn->link, "COMMIT");
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good && !svc_pg_explain(conn, result, NULL, error) && error->code == SVC_NOSERVER && conn->writing)
        error->code = SVC_IO; /* it may have been done */
    else if (good && strcmp(PQcmdStatus(result), "COMMIT") != 0) /* something had failed in it */
        good = svc_engine_error(error, SVC_BUG, "the store does not understand: a commit of what failed");
    PQclear(result);
    if (good)
        conn->making = conn->making && !conn->writing;
    if (good || PQtransactionStatus(conn->link) == PQTRANS_IDLE)
        end(conn);
    return good;
}

void svc_pg_rollback(void *handle)
{
    struct svc_pg *conn = handle;
    if (conn->streaming)
        svc_pg_reset(conn->streaming);
    if (PQtransactionStatus(conn->link) != PQTRANS_IDLE)
        PQclear(PQexec(conn->link, "ROLLBACK"));
    end(conn);
}

/* A snapshot keeps nobody waiting. */
bool svc_pg_holds(void *handle)
{
    return ((struct svc_pg *)handle)->writing;
}
