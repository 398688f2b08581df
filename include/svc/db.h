/* db: the store, whatever engine it stands on.
 *
 * SQL is written where it is used, portable between the engines, with ?1-style parameters. A fault of the
 * store ends the process with the right code and says what happened to the data; only a refusal by a
 * constraint can be asked for (svc_try). No lock is held across user I/O: a reader's transaction ends before
 * its sink is closed, and goes on without a lock when a writer has waited for a tenth of a second (SVC_BUSY
 * where its state could not be kept); a writer validates before; what is said is kept (svc/err.h).
 */
#ifndef SVC_DB_H
#define SVC_DB_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/when.h"

struct svc_db;
struct svc_query;

/* CREATE makes a new, empty store (no tables) and refuses an existing file with SVC_CONFIG; until
 * its first commit it is removed again when the process ends. The others open an existing store
 * whose schema is exactly this version's; UPGRADE also takes an older one, for svc_migrate. */
enum svc_db_use { SVC_DB_READ, SVC_DB_WRITE, SVC_DB_CREATE, SVC_DB_UPGRADE };
enum { SVC_BOUND_MOST = 1000 }; /* values of one statement */
/* `where` is a path or a postgresql:// URL. Dies with SVC_CONFIG and the remedy when the store is
 * missing, not ours, unsafe (owner, mode, link, file system), older, newer or of another schema. */
struct svc_db *svc_db_open(const char *where, enum svc_db_use use);
void svc_db_close(struct svc_db *db);
const char *svc_db_where(const struct svc_db *db); /* absolute path or URL, borrowed */
char *svc_db_columns(struct svc_db *db, const char *table); /* `;`-separated; "" for no table … */
char *svc_db_keys(struct svc_db *db, const char *table);    /* … those of its primary key */
bool svc_db_has(struct svc_db *db, const char *table, const char *column); /* NULL: any column */
bool svc_db_keyword(const struct svc_db *db, const char *name); /* a word of the engine's SQL */
int svc_db_schema(struct svc_db *db); /* number of the last step it has; -1: no schema */
void svc_db_trust_filesystem(bool on); /* takes FUSE and 9p, like meta 'trust_filesystem' = '1' */

/* One snapshot for several queries; inside another transaction it is part of that one. */
void svc_begin_read(struct svc_db *db);
void svc_end_read(struct svc_db *db);
/* Queues for the writer lock (one line on stderr after 1 s, SVC_BUSY after 30 s), then begins. */
void svc_begin_write(struct svc_db *db);

/* Commits and leaves the queue. When the commit fails the store is opened again and asked for
 * `op_id` of this login (NULL: no event tells): applied (then it returns), not applied or unknown. */
void svc_commit(struct svc_db *db, const char *login, const char *op_id);
void svc_rollback(struct svc_db *db);

/* Starts a statement. `types` names the parameters that follow, one letter each; NULL or "" when
 * there are none. Text is copied where the engine needs it longer.
 *   s  const char * (NULL is NULL)      i  int64_t
 *   w  svc_when as text, 0 is NULL      d  svc_day as text
 *   e  nothing follows: the number of the event that is written next */
struct svc_query *svc_query(struct svc_db *db, const char *sql, const char *types, ...);

/* The next row; false after the last, and then the query is done. */
bool svc_next(struct svc_query *query);
void svc_done(struct svc_query *query); /* before the last row */

/* Columns of the current row, from 0; text is borrowed until the next row, NULL for NULL. */
int svc_columns(const struct svc_query *query);
const char *svc_column_name(const struct svc_query *query, int column);
const char *svc_text(struct svc_query *query, int column);
size_t svc_text_len(struct svc_query *query, int column);
int64_t svc_int(struct svc_query *query, int column);
bool svc_is_null(struct svc_query *query, int column);
bool svc_is_int(struct svc_query *query, int column); /* stored as a number */
svc_when svc_moment(struct svc_query *query, int column); /* text of a moment; 0 for NULL */
/* Several columns: the caller says which and whether as a number, or as it is stored, the rest is filled in. */
struct svc_field {
    int column;
    bool stored, numeric, null; /* stored: `numeric` is told; null: `number` is 0, `text` is NULL */
    int64_t number;
    const char *text;
    size_t len; /* of a text */
};
void svc_cells(struct svc_query *query, struct svc_field *cells, size_t count);

/* Runs a statement without rows; how many rows it changed. Refused by a constraint: SVC_REFUSED. */
int64_t svc_run(struct svc_db *db, const char *sql, const char *types, ...);

/* The first column of the first row: a copy for the caller to free, NULL without row or value;
 * or a number, `otherwise` without row or value. */
char *svc_one(struct svc_db *db, const char *sql, const char *types, ...);
int64_t svc_one_int(struct svc_db *db, int64_t otherwise, const char *sql, const char *types, ...);

void svc_script(struct svc_db *db, const char *name, const char *sql); /* several statements */

/* A statement kept for many rows. Bound text is borrowed until the statement ran. svc_try runs
 * it and resets it: rows changed, or -1 when a constraint refused. Then svc_refusal names it
 * ("NOT NULL complaint.dept", a CHECK's own name), svc_refusal_told says it to a user. */
struct svc_query *svc_prepare(struct svc_db *db, const char *sql);
void svc_bind_text(struct svc_query *query, int parameter, const char *text, size_t len);
void svc_bind_int(struct svc_query *query, int parameter, int64_t number);
void svc_bind_null(struct svc_query *query, int parameter);
void svc_bind_nulls(struct svc_query *query); /* every parameter */
void svc_bind_list(struct svc_query *query, int first, const char *types, va_list values);
int64_t svc_try(struct svc_query *query);
const char *svc_refusal(struct svc_query *query);
const char *svc_refusal_told(struct svc_query *query); /* good until the next one */
void svc_rewind(struct svc_query *query); /* for a prepared SELECT: ready to be bound again */
void svc_free(struct svc_query *query);

/* A SELECT that a user wrote. What is wrong with it (it does not parse, does more than read, fails
 * while running) ends the process with SVC_USAGE and the engine's words. The columns in `hidden`
 * (TABLE.COLUMN;…, borrowed; NULL for none) read as NULL on this connection from now on. */
struct svc_query *svc_ask(struct svc_db *db, const char *sql, const char *hidden);

void svc_bulk(struct svc_db *db, bool on); /* a larger cache while a big import runs */
/* Before a rollback: drops indexes not on `column`; of the unique ones `pair`'s alone, if any. */
void svc_drop_indexes(struct svc_db *db, const char *table, const char *column,
                      const char *const pair[2]);

/* The whole store, page for page and on the disk, as the new file `path`, 0600; outside a transaction. */
void svc_db_copy(struct svc_db *db, const char *path);
/* The engine's own checks (integrity, foreign keys): calls `found` for each complaint. */
void svc_db_check(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

#endif
