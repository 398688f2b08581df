/* change: one record changed by one statement, with its event.
 *
 * The statement is visible SQL in the verb, a compare-and-set on the record's number and state:
 *
 *     svc_change(call, no, "UPDATE complaint SET … WHERE no = ?1 AND state IN ('open')", "…", …)
 *
 * svc_change reads the row before and after, writes the event with what changed (personal data
 * as salted commitments, salt.h) and keeps the table's state. Nothing changed means: no such
 * record (SVC_UNKNOWN), or a state that forbids it (SVC_REFUSED, with who brought it there and
 * when). Both are reported and remembered; svc_call_commit then applies nothing.
 */
#ifndef SVC_CHANGE_H
#define SVC_CHANGE_H

#include <stdarg.h>
#include <stdbool.h>

#include "svc/call.h"

/* One stored record: its values in the order of the register's columns. */
struct svc_record {
    struct svc_value *values;
    char **texts; /* what the values name */
    unsigned char digest[SVC_DIGEST];
};

/* Reads the record of call->reg; false when there is none, and then nothing is to be freed. */
bool svc_record_read(struct svc_call *call, const char *no, struct svc_record *record);
void svc_record_free(const struct svc_call *call, struct svc_record *record);

/* ?1 is `no`; `types` and what follows are ?2 …. True when the record was changed. */
bool svc_change(struct svc_call *call, const char *no, const char *sql, const char *types, ...);

/* The same with ?2 … ?count+1 bound from `values`; those absent are not bound. */
bool svc_change_values(struct svc_call *call, const char *no, const char *sql,
                       const struct svc_value *values, size_t count);

/* The same with the statement's other parameters bound; takes the query over. A new state must be
 * one to which the register's moves let the verb go. */
bool svc_change_bound(struct svc_call *call, const char *no, struct svc_query *query);

/* What the verb does to a state of the register's records; NULL where its moves have none. */
const struct svc_move *svc_move_of(const struct svc_register *reg, const char *verb);

/* True when the register's moves let the verb be taken for a record with these values; else it is
 * refused, with who brought it to its state and when. */
bool svc_may_move(struct svc_call *call, const char *no, const struct svc_value *values);

/* The same for one of the `|`-separated states. */
bool svc_stands_in(struct svc_call *call, const char *no, const struct svc_value *values,
                   const char *states);

/* For the importer and the loaders: the event of one row that was written, or of many. `before`
 * is NULL for a new row; values are in the order of the columns of call->reg. Personal data in
 * the JSON is bound to the event that is written next, so the event follows at once. */
void svc_change_json(struct svc_call *call, struct svc_buf *out, const struct svc_value *before,
                     const struct svc_value *after);
void svc_change_event(struct svc_call *call, const char *table, const char *record,
                      const char *change);

/* Keeps the telephone numbers of such a row (phones.h). */
void svc_change_phones(struct svc_call *call, const char *no, const struct svc_value *before,
                       const struct svc_value *after);

/* Inserts one row into an audited side table of the record `no`, with its event; which columns
 * are personal is told by table `personal`. The statement ends in RETURNING *; `types` and what
 * follows are ?1 …. */
void svc_change_insert(struct svc_call *call, const char *table, const char *no, const char *sql,
                       const char *types, ...);

/* One row of an audited table of another command's register, whose key is its first column, changed as
 * svc_change does. */
bool svc_change_of(struct svc_call *call, const char *table, const char *no, const char *sql,
                   const char *types, ...);

/* The same of rows that later knowledge puts others in the place of: a DELETE. What they said stays in
 * the event. */
void svc_change_delete(struct svc_call *call, const char *table, const char *no, const char *sql,
                       const char *types, ...);

#endif
