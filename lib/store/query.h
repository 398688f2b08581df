/* query: what the two halves of the store layer share. db.c opens stores and begins and ends
 * transactions, query.c runs statements; neither knows an engine. */
#ifndef SVC_STORE_QUERY_H
#define SVC_STORE_QUERY_H

#include <stdbool.h>
#include <sys/types.h>

#include "engine.h"
#include "svc/row.h"

struct svc_db {
    struct svc_db *next;
    const struct svc_engine *engine;
    void *conn;
    char *name; /* as it was given, a password with it */
    enum svc_db_use use;
    pid_t owner;
    int depth; /* of nested transactions */
    bool writing;
    struct svc_query *queries; /* all there are, the latest used first … */
    int idle;                  /* … and how many of them are cached */
};

/* One more that is open, to be closed with the process at the latest. */
struct svc_db *svc_db_keep(const struct svc_engine *engine, void *conn, enum svc_db_use use);

/* Idle: finished and cached by its text. Running: of svc_query. Kept: of svc_prepare. */
enum svc_query_use { SVC_QUERY_IDLE, SVC_QUERY_RUNNING, SVC_QUERY_KEPT };

struct svc_query {
    struct svc_db *db;
    struct svc_query *next;
    char *sql;
    void *stmt;
    enum svc_query_use use;
    struct svc_names names; /* of its columns, once a row was digested … */
    struct svc_field *cells; /* … and these in their order */
    bool at_row; /* the engine holds a row, hence the snapshot */
    bool alone;  /* … of its own, outside a transaction */
    bool over;   /* its transaction ended under it: there is no next row */
    char refusal[128];
};

/* A copy of any engine's store as one of SQLite's: the new file `path`, on the disk; and one that no path leads to,
 * as svc_db_twin has it: pour.c. */
void svc_pour_file(struct svc_db *from, const char *path);
struct svc_db *svc_pour_twin(struct svc_db *from);

void svc_query_drop(struct svc_query *query);

/* Outside a transaction nothing stops the process while the query holds the snapshot. */
void svc_query_alone(struct svc_query *query, bool on);

/* A query of the engine's statement, until svc_free. */
struct svc_query *svc_query_keep(struct svc_db *db, const char *sql, void *stmt);

/* Ends the process with the engine's message and what it means for the data. */
_Noreturn void svc_db_give_up(const struct svc_db *db, const struct svc_db_error *error);

#endif
