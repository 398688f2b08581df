/* engine: what a database must offer to carry a store. One table of functions per engine; db.c
 * and query.c are the only callers. Functions return false (or NULL) on failure and leave the
 * reason in `error`; codes are those of err.h. SQLite is part of every program; an engine that needs a
 * library of its own is a plug-in, opened when a store's name asks for it: engine.c. */
#ifndef SVC_STORE_ENGINE_H
#define SVC_STORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/db.h"
#include "svc/err.h"
#include "svc/guarded.h"

/* Why the last call failed. */
struct svc_db_error {
    enum svc_code code;
    char text[1024];      /* a message for the user, remedy on a second line */
    char constraint[128]; /* the constraint that refused, else empty */
};

/* MIGRATE writes with foreign keys off and has them checked by the commit. */
enum svc_engine_mode { SVC_ENGINE_READ, SVC_ENGINE_WRITE, SVC_ENGINE_MIGRATE };
enum svc_engine_step { SVC_ENGINE_ROW, SVC_ENGINE_DONE, SVC_ENGINE_FAILED, SVC_ENGINE_REFUSED };
enum svc_engine_kind { SVC_ENGINE_NULL, SVC_ENGINE_INT, SVC_ENGINE_TEXT };

/* A schema file's words and what this engine calls them. */
struct svc_engine_token {
    const char *token, *meaning;
};

/* What a guarded statement may touch. */
struct svc_guard {
    const char *tables;    /* that may be read, `;`-separated, beside the store's views */
    const char *closed;    /* columns of them that may not: TABLE.COLUMN;… */
    const char *functions; /* `;`-separated */
    int64_t steps;         /* of the engine, until it is stopped */
};

struct svc_engine {
    const char *name;                       /* as in schema/NOUN.trigger.NAME.sql */
    const struct svc_engine_token *tokens;  /* ends with NULL */

    void *(*open)(const char *where, enum svc_db_use use, struct svc_db_error *error);
    void *(*scratch)(struct svc_db_error *error); /* as svc_db_scratch, without a schema */
    void (*close)(void *conn); /* rolls back; a CREATEd store without a commit is removed */
    const char *(*where)(const void *conn); /* without a password */
    char *(*columns_of)(void *conn, const char *table, bool keys); /* as svc_db_columns and _keys */
    bool (*keyword)(const char *name);                  /* as svc_db_keyword */

    /* Of a store that is no file: a name for one that is made to be put in the place `where`, to be freed;
     * whether that was done; and the end of one that was not. NULL where stores are files. */
    char *(*beside)(const char *where);
    bool (*put)(const char *beside, const char *where, struct svc_db_error *error);
    void (*discard)(const char *beside);

    /* Writing modes queue for the writer lock first; commit and rollback leave the queue. After
     * a failed commit the transaction is still the caller's to roll back. */
    bool (*begin)(void *conn, enum svc_engine_mode mode, struct svc_db_error *error);
    bool (*commit)(void *conn, struct svc_db_error *error);
    void (*rollback)(void *conn);
    /* Whether it has a snapshot or a lock of its own; the writers' queue is svc/lock.h. */
    bool (*holds)(void *conn);
    /* Names the committed state that its snapshot is of, the same in each connection to it and in no two
     * states, "" where that cannot be told; returns the bytes of the store. NULL: it never can. */
    int64_t (*state)(void *conn, char *name, size_t size);
    /* What stands behind FROM for the i-th part of a table's rows, NULL behind the last one; the caller
     * frees it. The parts are all rows, each once, in whatever state they are asked for. NULL: there is one. */
    char *(*part)(void *conn, const char *table, size_t i);
    char *(*lying)(const char *table, const char *as, const char *condition); /* as svc_lying; NULL: it does so */
    bool (*script)(void *conn, const char *sql, struct svc_db_error *error);

    void *(*prepare)(void *conn, const char *sql, struct svc_db_error *error);
    /* A user's own SQL, which may only read: what is wrong with it is SVC_USAGE, here and when it
     * runs. The columns in `hidden` read as NULL from now on. */
    void *(*ask)(void *conn, const char *sql, const char *hidden, struct svc_db_error *error);
    /* A company's own SQL, held to what the guard names, here and while it runs: as svc_guarded. */
    void *(*guard)(void *conn, const char *sql, const struct svc_guard *guard,
                   struct svc_guarded_fault *fault);
    /* Where these two are NULL: a statement that SQLite has judged as they would (judge.c). The columns in
     * `hidden` read as NULL in it; what is wrong with it is `code`, as is taking more than `steps` (0: as long
     * as it takes). */
    void *(*judged)(void *conn, const char *sql, const char *hidden, enum svc_code code, int64_t steps);
    int (*parameters)(void *stmt);
    void (*bind_text)(void *stmt, int parameter, const char *text, size_t len, bool copy);
    void (*bind_int)(void *stmt, int parameter, int64_t number);
    void (*bind_null)(void *stmt, int parameter);
    void (*bind_nulls)(void *stmt); /* every parameter */
    enum svc_engine_step (*step)(void *stmt, struct svc_db_error *error);
    /* All steps at once, DONE at the end; what was refused leaves the transaction as it was. */
    enum svc_engine_step (*attempt)(void *stmt, struct svc_db_error *error);
    void (*reset)(void *stmt);
    void (*finalize)(void *stmt);
    int64_t (*changes)(void *conn);

    int (*columns)(void *stmt);
    const char *(*column_name)(void *stmt, int column);
    enum svc_engine_kind (*column_kind)(void *stmt, int column);
    const char *(*column_text)(void *stmt, int column, size_t *len);
    int64_t (*column_int)(void *stmt, int column); /* of a text: the number it begins with */
    void (*cells)(void *stmt, struct svc_field *cells, size_t count);

    void (*bulk)(void *conn, bool on);
    /* The table's indexes that do not begin with `column`; of the unique ones the pair's alone. */
    bool (*drop_indexes)(void *conn, const char *table, const char *column,
                         const char *const pair[2], struct svc_db_error *error);
    /* The whole store, page for page, into the new file `path`: mode 0600, on the disk. */
    bool (*copy)(void *conn, const char *path, struct svc_db_error *error);
    /* The whole store as a connection of its own that no path leads to: without triggers, foreign keys
     * and a queue, and gone with the process, however that ends. NULL when it failed. */
    void *(*twin)(void *conn, struct svc_db_error *error);
    void (*check)(void *conn, void (*found)(void *ctx, const char *what), void *ctx);
    /* Each table, index, trigger and view, and the statement that makes it, NULL where the engine made it
     * by itself. */
    void (*objects)(void *conn,
                    void (*each)(void *ctx, const char *kind, const char *name, const char *sql),
                    void *ctx);
};

extern const struct svc_engine svc_sqlite;

/* The engine of a store of this name. Dies where it is a plug-in that is not there. */
const struct svc_engine *svc_engine_of(const char *where);

/* What a plug-in has under the name svc_plug_in; it is of the programs' own version, or of no use. */
struct svc_plug_in {
    const char *version;
    const struct svc_engine *engine;
};

/* Fills `error` with a message, and returns false. */
bool svc_engine_error(struct svc_db_error *error, enum svc_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* An empty store in memory as it was after the step of this number, for shape.c. */
struct svc_db *svc_db_scratch_of(int number);

/* A user's or a company's statement on an engine that cannot judge it itself: judge.c. */
void *svc_judge_ask(struct svc_db *db, const char *sql, const char *hidden, struct svc_db_error *error);
void *svc_judge_guard(struct svc_db *db, const char *sql, const struct svc_guard *guard,
                      struct svc_guarded_fault *fault);

/* An empty store on the engine of `db`, as that should be: for shape.c, until it is closed. */
struct svc_db *svc_db_model(struct svc_db *db);

/* What db.c and migrate.c offer each other. */
int svc_migrate_to(struct svc_db *db, int number); /* a new store, no further than this step */
const struct svc_engine *svc_db_engine(const struct svc_db *db);
bool svc_db_is_new(const struct svc_db *db);  /* opened with CREATE */
bool svc_db_writing(const struct svc_db *db); /* inside a write transaction */
void svc_begin_migration(struct svc_db *db);  /* svc_begin_write in mode MIGRATE */
/* Inside a read transaction: gives its snapshot back, and takes the newest one. */
void svc_read_pause(struct svc_db *db, bool on);

#endif
