/* phones: which records have a telephone number, in table phone_number.
 *
 * A register's column of type SVC_TYPE_PHONE keeps what was written; beside it each of its numbers
 * (phone.h) stands once, so that a record is found by its number however it was spelled. Whatever
 * writes or removes such a column says so here.
 */
#ifndef SVC_PHONES_H
#define SVC_PHONES_H

#include "svc/buf.h"
#include "svc/db.h"

/* The record's cell said `was` and says `is`; NULL for nothing. */
void svc_phones_keep(struct svc_db *db, const char *table, const char *no, const char *was,
                     const char *is);

/* The statement that keeps one number: table, number, record. */
extern const char svc_phones_add[];

/* The numbers of a cell, `;`-separated; "" for none. Borrowed until the next call. */
const char *svc_phones_of(const char *text);

#endif
