/* sqlite: what the parts of the SQLite engine share. sqlite-path.c finds the file and judges
 * whether it may be trusted, sqlite-open.c opens it and sets it up, sqlite.c runs statements,
 * sqlite-guard.c those of a company's rules, sqlite-snapshot.c reads on while others write,
 * sqlite-error.c tells what went wrong. */
#ifndef SVC_STORE_SQLITE_H
#define SVC_STORE_SQLITE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine.h"

struct svc_sqlite {
    sqlite3 *db;
    char *path;         /* absolute, its directory without symbolic links */
    const char *doubt;  /* the kind of file system that has to be trusted, else NULL */
    int lock;           /* of the writer queue, -1 outside */
    bool scratch;       /* in memory: no file, no queue */
    bool making;        /* CREATEd and nothing committed yet */
    bool writing;       /* inside a write transaction */
    bool migrating;     /* … with foreign keys off */
    bool writes;        /* the statement being prepared writes into the store */
    bool asking;        /* … is a user's: it may read and nothing else */
    const char *hidden; /* columns that read as NULL, TABLE.COLUMN;… */
    bool reading;       /* opened with READ, hence query_only */
    const struct svc_guard *guard; /* of the statement being prepared or run, else NULL */
    int64_t *steps;                /* … and how many it has left while it runs */
    const char *objects[2];        /* names of all tables, and of all views, while guard is set */
    char denied[200];              /* what the guard did not let pass */
};

/* Finds the file and checks everything that can be told without opening it; with CREATE makes
 * it, empty. Fills `path`, `doubt` and `making`. */
bool svc_sqlite_find(struct svc_sqlite *conn, const char *where, enum svc_db_use use,
                     struct svc_db_error *error);

/* Judges the kind of file system under `at` by the type that statfs gives, and asks nothing else:
 * refused where locks are known not to hold, kept in `doubt` where nobody knows. */
bool svc_sqlite_file_system(struct svc_sqlite *conn, const char *at, uint32_t type,
                            struct svc_db_error *error);

/* Checks what only a mode or trust recorded inside the store can decide. */
bool svc_sqlite_trusted(const struct svc_sqlite *conn, const char *mode, const char *trust,
                        struct svc_db_error *error);

/* The engine's open. */
void *svc_sqlite_open(const char *where, enum svc_db_use use, struct svc_db_error *error);
void svc_sqlite_close(void *conn);

/* From now on; and the errno of the file that could not be opened last, 0 when it could: sqlite-temporary.c. */
void svc_sqlite_unname_temporaries(void);
int svc_sqlite_open_error(void);

/* An empty store in memory. */
void *svc_sqlite_scratch(struct svc_db_error *error);

/* Every so many steps of a statement: sees to those who wait, and stops a guarded one that has no more. */
enum { SVC_SQLITE_TICK = 1000 };
int svc_sqlite_tick(void *conn);

/* Where it takes its memory from: sqlite-memory.c. */
void svc_sqlite_memory(void);

/* Readers that keep their snapshot without a lock: sqlite-snapshot.c. From now on all files are opened so. */
void svc_sqlite_keep_snapshots(void);
/* Lets a reader go that has its lock for a while when a writer waits; whether it went. */
void svc_sqlite_look(sqlite3 *db);
bool svc_sqlite_is_away(sqlite3 *db);
/* Whether what it read last, or wants to read, is of no one state. */
bool svc_sqlite_lost(sqlite3 *db);

/* A guarded statement: sqlite-guard.c. `judge` is its part of the authorizer; `step` runs it on and
 * counts down `steps`. */
sqlite3_stmt *svc_sqlite_guard(struct svc_sqlite *conn, const char *sql,
                               const struct svc_guard *guard, struct svc_guarded_fault *fault);
int svc_sqlite_guard_judge(struct svc_sqlite *conn, int action, const char *a, const char *b,
                           const char *schema, const char *inside);
enum svc_engine_step svc_sqlite_guard_step(struct svc_sqlite *conn, sqlite3_stmt *stmt,
                                           const struct svc_guard *guard, int64_t *steps,
                                           struct svc_db_error *error);

/* The engine's checks, and that of foreign keys alone: sqlite-check.c. */
void svc_sqlite_check(void *conn, void (*found)(void *ctx, const char *what), void *ctx);
void svc_sqlite_objects(void *conn,
                        void (*each)(void *ctx, const char *kind, const char *name, const char *sql),
                        void *ctx);
void svc_sqlite_check_keys(struct svc_sqlite *conn, void (*found)(void *ctx, const char *what),
                           void *ctx);

/* The engine's copy and twin: sqlite-copy.c. */
bool svc_sqlite_copy(void *conn, const char *path, struct svc_db_error *error);
void *svc_sqlite_twin(void *conn, struct svc_db_error *error);
/* An empty database without triggers and foreign keys: the new file `path`, or where that is NULL one that no path
 * leads to. What was written is on the disk when the other one has returned true. */
void *svc_sqlite_blank(const char *path, struct svc_db_error *error);
bool svc_sqlite_to_disk(const char *path, struct svc_db_error *error);
/* Before the first connection: where temporary files lie, unless a store's folder has them already. */
void svc_sqlite_start(const char *folder);

/* Of those who read together, or rows as they lie: sqlite-share.c. */
int64_t svc_sqlite_state(void *conn, char *name, size_t size);
char *svc_sqlite_part(void *conn, const char *table, size_t i);
char *svc_sqlite_lying(const char *table, const char *as, const char *condition);

/* What a new connection begins and ends with: what protects against a hostile file; who listens to its
 * statements, after which it is returned. */
bool svc_sqlite_protect(sqlite3 *db, struct svc_db_error *error);
void *svc_sqlite_finish(struct svc_sqlite *conn);

/* The file's application_id: "SVC1". */
enum { SVC_SQLITE_APPLICATION = 0x53564331 };

/* Page caches in KiB: of a reader, a writer, a big import. */
enum { SVC_SQLITE_CACHE_READ = 4096, SVC_SQLITE_CACHE = 16384, SVC_SQLITE_CACHE_BULK = 65536 };

/* Sets a pragma and reads it back: false when the engine did not take it. */
bool svc_sqlite_set(sqlite3 *db, const char *name, const char *value, const char *expected);
bool svc_sqlite_cache(sqlite3 *db, int kib);

/* Fills `error` with what a result code means to a user, and returns false. */
bool svc_sqlite_explain(const struct svc_sqlite *conn, int rc, const char *sql,
                        struct svc_db_error *error);
/* Fills `error` and returns true when a reader's transaction that has ended was of no one state. */
bool svc_sqlite_is_lost(const struct svc_sqlite *conn, struct svc_db_error *error);

#endif
