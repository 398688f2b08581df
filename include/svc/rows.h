/* rows: many rows of one audited table, written by one statement under one event.
 *
 *     svc_rows_begin(&rows, db, "month_roster", names, "");
 *     while (...)
 *         svc_rows_add(&rows, values);
 *     svc_rows_end(&rows);
 *     ...the event...
 *
 * The table's state is the sum over what was written, so each row has the digest that row.h finds
 * for it when it is read.
 */
#ifndef SVC_ROWS_H
#define SVC_ROWS_H

#include "svc/event.h"
#include "svc/row.h"
#include "svc/value.h"

struct svc_rows {
    struct svc_db *db;
    const char *table;
    struct svc_query *insert;
    struct svc_names names;
    struct svc_state state;
    struct svc_behind *behind; /* of many rows: who adds up what they are in … */
    struct svc_state sum;      /* … this */
    size_t columns, count; /* count: rows that were written */
    bool tries; /* nothing will be kept, so nothing is added up */
};

/* `columns` are the names of the values, in their order; ends with NULL. `tail` comes after the
 * statement's VALUES. */
void svc_rows_begin(struct svc_rows *rows, struct svc_db *db, const char *table,
                    const char *const *columns, const char *tail);

/* 1, or 0 where `tail` left the row out, or -1: refused by a constraint (svc_refusal). */
int64_t svc_rows_add(struct svc_rows *rows, const struct svc_value *values);

/* The same by another statement, in the place of a row that had the digest `old`. */
int64_t svc_rows_put(struct svc_rows *rows, struct svc_query *query, const unsigned char *old,
                     const struct svc_value *values);

/* Keeps the table's state, where a row was written. */
void svc_rows_end(struct svc_rows *rows);

#endif
