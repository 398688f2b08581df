/* postgres: what the parts of the PostgreSQL engine share, a plug-in of its own. connect.c finds the server and
 * takes a URL apart, transaction.c begins and ends, statement.c runs statements and result.c has their rows,
 * catalog.c tells what the schema has, script.c reads a schema's files, judged.c runs what somebody else wrote,
 * failure.c tells what went wrong.
 *
 * Nothing that is set outlives a transaction, and no statement has a name, so that a pooler may stand between.
 * A writer's queue is the row of the chain's head, which READ COMMITTED finds as the one before left it; a reader
 * has one snapshot, in a transaction of the caller's or of its statement's own.
 */
#ifndef SVC_STORE_POSTGRES_H
#define SVC_STORE_POSTGRES_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "../engine.h"

enum { SVC_PG_INT8 = 20, SVC_PG_TEXT = 25 }; /* types of parameters, as the server numbers them */

struct svc_pg_stmt;

struct svc_pg {
    PGconn *link;
    char *told;    /* the URL without its password */
    char *schema;  /* plain letters */
    bool making;   /* CREATEd and nothing committed yet */
    bool writing;
    enum { SVC_PG_OUTSIDE, SVC_PG_ALONE, SVC_PG_INSIDE } in; /* ALONE: a statement's own transaction */
    bool traced;
    struct svc_pg_stmt *streaming; /* whose rows the server still sends */
    int64_t changes;
    int triggers;      /* that were made on this connection */
    char **waiting;    /* statements of a schema that name a table which is still to come */
    size_t waits;
};

/* Where a store lies: what libpq is given, and the schema. False with `error` filled. */
struct svc_pg_place {
    PQconninfoOption *options;
    char *schema;
};
bool svc_pg_place(const char *where, struct svc_pg_place *place, struct svc_db_error *error);
void svc_pg_place_free(struct svc_pg_place *place);

void *svc_pg_open(const char *where, enum svc_db_use use, struct svc_db_error *error);
void svc_pg_close(void *conn);
char *svc_pg_beside(const char *where);
bool svc_pg_put(const char *beside, const char *where, struct svc_db_error *error);
void svc_pg_discard(const char *beside);

bool svc_pg_begin(void *conn, enum svc_engine_mode mode, struct svc_db_error *error);
bool svc_pg_commit(void *conn, struct svc_db_error *error);
void svc_pg_rollback(void *conn);
bool svc_pg_holds(void *conn);
/* Around a statement outside of a transaction: one of its own, for reading. */
bool svc_pg_begin_alone(struct svc_pg *conn, struct svc_db_error *error);
void svc_pg_end_alone(struct svc_pg *conn);

/* Statements without parameters, and a question with its answer (to be cleared; NULL with `error` filled). What
 * another statement still has coming is kept aside first. */
bool svc_pg_do(struct svc_pg *conn, const char *sql, struct svc_db_error *error);
PGresult *svc_pg_ask(struct svc_pg *conn, const char *sql, int count, const char *const *values,
                     struct svc_db_error *error);

/* Where what begins at `at` ends, when it is a literal, a quoted name or a comment; else `at`. */
const char *svc_pg_skip(const char *at);

/* The engine's statements: statement.c and result.c. */
void *svc_pg_prepare(void *conn, const char *sql, struct svc_db_error *error);
enum svc_engine_step svc_pg_step(void *stmt, struct svc_db_error *error);
enum svc_engine_step svc_pg_attempt(void *stmt, struct svc_db_error *error);
void svc_pg_reset(void *stmt);
void svc_pg_finalize(void *stmt);
int svc_pg_parameters(void *stmt);
void svc_pg_bind_text(void *stmt, int parameter, const char *text, size_t len, bool copy);
void svc_pg_bind_int(void *stmt, int parameter, int64_t number);
void svc_pg_bind_null(void *stmt, int parameter);
void svc_pg_bind_nulls(void *stmt);
int svc_pg_columns(void *stmt);
const char *svc_pg_column_name(void *stmt, int column);
enum svc_engine_kind svc_pg_column_kind(void *stmt, int column);
const char *svc_pg_column_text(void *stmt, int column, size_t *len);
int64_t svc_pg_column_int(void *stmt, int column);
void svc_pg_cells(void *stmt, struct svc_field *cells, size_t count);

void *svc_pg_judged(void *conn, const char *sql, const char *hidden, enum svc_code code, int64_t steps);

bool svc_pg_script(void *conn, const char *sql, struct svc_db_error *error);

char *svc_pg_columns_of(void *conn, const char *table, bool keys);
void svc_pg_objects(void *conn,
                    void (*each)(void *ctx, const char *kind, const char *name, const char *sql), void *ctx);

/* Fills `error` with what a result, or a connection without one, means to a user; false. Never a row's values. */
bool svc_pg_explain(struct svc_pg *conn, const PGresult *result, const char *sql, struct svc_db_error *error);

#endif
