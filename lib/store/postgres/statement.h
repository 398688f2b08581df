/* statement: a statement, what is bound to it, and its rows as they come. */
#ifndef SVC_STORE_PG_STATEMENT_H
#define SVC_STORE_PG_STATEMENT_H

#include "postgres.h"
#include "svc/buf.h"
#include "svc/spool.h"

struct svc_pg_bound {
    enum svc_engine_kind kind;
    struct svc_buf text; /* ends with a NUL, a number's digits, too */
    bool shown;    /* the statement has it … */
    bool bare;     /* … in a place, too, that says nothing of a type */
};

struct svc_pg_cell {
    const char *text; /* NULL is NULL */
    size_t len;
};

struct svc_pg_stmt {
    struct svc_pg *conn;
    char *sql;
    int parameters;
    struct svc_pg_bound *bound; /* from 1 */

    enum svc_code judged; /* of somebody's own SQL, whose faults are not ours: the code of one, else 0 */
    int64_t steps;        /* … and how much it may take, 0: whatever */

    void (*explain)(struct svc_pg_stmt *stmt, const PGresult *result, struct svc_db_error *error); /* NULL: as ever */

    bool started;         /* its rows are coming, or kept */
    bool over;
    bool peeked;          /* the first step was done to learn its columns … */
    enum svc_engine_step first; /* … and this is what it was */
    struct svc_db_error why;

    int columns;
    char **names;
    unsigned *types;
    struct svc_pg_cell *cells;
    PGresult *row;
    struct svc_spool *kept; /* the rest of the rows, when another statement needed the connection */
};

/* Somebody's own SQL runs to its end at once, under a savepoint and a clock: judged.c. */
bool svc_pg_run_judged(struct svc_pg_stmt *stmt, struct svc_db_error *error);

/* Of statement.c: sends it, so that its rows come one by one. */
bool svc_pg_stream(struct svc_pg_stmt *stmt, struct svc_db_error *error);

/* Of result.c: what the first answer says of the columns; a row made current; the end. */
void svc_pg_describe(struct svc_pg_stmt *stmt, const PGresult *result);
void svc_pg_take(struct svc_pg_stmt *stmt, PGresult *result);
void svc_pg_forget(struct svc_pg_stmt *stmt);
/* Keeps all rows that are still to come, and takes the next of them. */
bool svc_pg_keep(struct svc_pg_stmt *stmt, struct svc_db_error *error);
enum svc_engine_step svc_pg_take_kept(struct svc_pg_stmt *stmt);

/* The next answer of the server to the statement, as a step. */
enum svc_engine_step svc_pg_receive(struct svc_pg_stmt *stmt, struct svc_db_error *error);

#endif
