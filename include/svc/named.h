/* named: names put in by people become the codes that are kept: in cells, and in options.
 *
 * A column or an option with a `table` holds the code of a department or a person; its name will do
 * wherever the code does. Options are read so before their verb runs, cells by whoever has the
 * whole record, because its department and its day decide whose name it is. */
#ifndef SVC_NAMED_H
#define SVC_NAMED_H

#include "svc/call.h"

/* What of the record decides whose name it is. */
struct svc_where {
    const char *dept, *day; /* as in roll.h */
    bool later; /* they are not known yet: a name that somebody bears stays as it is */
};

/* Puts the code of what the value names into its place; a text that several share is made in `room`.
 * NULL when good or empty, else why not, until the next. */
const char *svc_named_value(struct svc_db *db, const struct svc_column *column,
                            const struct svc_where *where, struct svc_value *value,
                            struct svc_buf *room);

/* The same of a text that is the caller's own, made anew. */
const char *svc_named_text(struct svc_db *db, const char *table, const struct svc_where *where,
                           char **text);

/* The day or month of a fact, as the value of its column tells it; today without one. */
const char *svc_named_day(const struct svc_value *fact, char out[SVC_DAY_SIZE]);

/* The table that the column's codes are of, NULL for none: the key of departments and of persons is
 * of their own. */
const char *svc_named_table(const struct svc_register *reg, size_t at);

/* The column that tells the department of a record, -1 for none. */
int svc_named_dept(const struct svc_register *reg);

/* The code of the department or person (`table`) that `text` names; else the tool ends: SVC_UNKNOWN
 * when there is none, SVC_USAGE when it cannot be told which. `where` may be NULL: whoever bears
 * the name. Kept for the process. */
const char *svc_named_code(struct svc_call *call, const char *table, const char *text,
                           const struct svc_where *where);

/* The same for every option that was given, in its place; svc_main does it. */
void svc_named_options(struct svc_call *call);

#endif
