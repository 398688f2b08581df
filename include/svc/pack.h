/* pack: a whole rule pack in memory, from its CSV files or from a version of the store.
 *
 * A pack is read once, checked as a whole, and only then written: nothing of a faulty pack ever
 * reaches the store, and no lock is held while files are read. Every fault has its file and line.
 */
#ifndef SVC_PACK_H
#define SVC_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/db.h"
#include "svc/digest.h"
#include "svc/value.h"

/* The files, in the order of their references. */
enum svc_pack_file {
    SVC_PACK_BOOKS, SVC_PACK_CLAUSES, SVC_PACK_LEGS, SVC_PACK_TRIGGERS, SVC_PACK_LIMITS, SVC_PACK_CHAINS,
    SVC_PACK_RATIOS, SVC_PACK_AUTHORITY, SVC_PACK_CONDITIONS, SVC_PACK_PARAMS, SVC_PACK_CALENDAR,
    SVC_PACK_WORDS, SVC_PACK_LEVELS, SVC_PACK_GRADES, SVC_PACK_THRESHOLDS, SVC_PACK_ITEMS,
    SVC_PACK_BANDS,
    SVC_PACK_SCORES, /* a folder: a file score/NAME.sql is a row */
    SVC_PACK_FILES
};

struct svc_pack_shape {
    const char *name;  /* of the file, without .csv */
    const char *table; /* where its rows are kept, after a column `version`; calendar: `revision` */
    const struct svc_column *columns;
    const char *key;   /* `,`-separated: what tells two rows apart; behind a `;` what does, too, and is
                        * told with its name where a row has it */
};
/* The lists of words.csv; business is also what a call-back or a contact is about. */
#define SVC_WORD_LISTS \
    "channel|category|business|class|customer_kind|cause|effect|severity|item|grade|level|" \
    "monitor_group"

/* Whom a leg may reach (svc/leg.h). */
#define SVC_SUBJECTS "person|head|leader|deputy|dept|contractor"

extern const struct svc_pack_shape svc_pack_shapes[SVC_PACK_FILES];
enum { SVC_PACK_WIDEST = 24 };

struct svc_pack_row {
    size_t line;              /* 0 when the pack comes from the store */
    struct svc_value *values; /* by the shape's columns */
    char *key;                /* its key's cells with `/` between, `*` for a blank one, COLUMN=cell for
                               * those behind the `;` */
    bool whole;               /* every cell could be read */
};

struct svc_pack_table {
    const struct svc_pack_shape *shape;
    char *path;
    struct svc_pack_row *row; /* as they stand in the file */
    size_t count;
    size_t *by_key;           /* positions in `row`, in order of key */
};

struct svc_pack {
    struct svc_pack_table table[SVC_PACK_FILES];
    char digest[SVC_DIGEST_HEX]; /* SHA-256 over the files */
    size_t faults;
    bool alone; /* the folder has calendar.csv and no other file of a pack */
};

/* What a fault is told to; `column` is NULL for a whole row. */
struct svc_pack_ear {
    void (*fault)(void *ctx, const char *path, size_t line, const char *column, const char *why);
    void *ctx;
};

/* Says it on stderr as `path:line: column: why` and remembers SVC_CONFIG. */
extern const struct svc_pack_ear svc_pack_aloud;

/* Reads the pack in `dir` (NULL: the one that came with the tools) and checks every cell, then
 * every rule that spans rows and files. Dies with SVC_CONFIG only when a file cannot be read as
 * the table it should be. */
struct svc_pack *svc_pack_read(const char *dir, const struct svc_pack_ear *ear);

/* The days alone, from a file that is a calendar.csv whatever its name. */
struct svc_pack *svc_pack_days(const char *path, const struct svc_pack_ear *ear);

/* A version of the store; NULL when there is none with that number. */
struct svc_pack *svc_pack_stored(struct svc_db *db, int64_t version);

void svc_pack_free(struct svc_pack *pack);

/* Tells each value whose basis is `assumed`, file by file, by line or, from the store, by key;
 * `column` is basis or effect_basis. Returns how many there are; `tell` may be NULL. */
typedef void svc_pack_assumption(void *ctx, const struct svc_pack_table *table,
                                 const struct svc_pack_row *row, const char *column);
size_t svc_pack_assumed(const struct svc_pack *pack, svc_pack_assumption *tell, void *ctx);

/* The same as faults, with file and line: what --strict refuses. */
size_t svc_pack_strict(const struct svc_pack *pack, const struct svc_pack_ear *ear);

/* The n-th parameter that the tools read by name, NULL behind the last; a name ending in _ begins a
 * family of them. */
const char *svc_pack_parameter(size_t n);

/* The rules that span rows and files; called by svc_pack_read. */
void svc_pack_check(struct svc_pack *pack, const struct svc_pack_ear *ear);

/* The score files prepared on the store that the pack is for; faults are told, how many returned. */
size_t svc_pack_prepared(const struct svc_pack *pack, struct svc_db *db,
                         const struct svc_pack_ear *ear);
/* The position of the n-th column of a shape's key, -1 behind the last. */
int svc_pack_key_column(const struct svc_pack_shape *shape, size_t n);

/* One cell's value, and the row with a key: NULL when there is none. `under` also takes a longer
 * key that begins with the given cells. */
const struct svc_value *svc_pack_cell(enum svc_pack_file file, const struct svc_pack_row *row,
                                      const char *column);
const struct svc_pack_row *svc_pack_find(const struct svc_pack *pack, enum svc_pack_file file,
                                         const char *key, bool under);

#endif
