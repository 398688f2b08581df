/* number: record numbers, C2026-000123: the register's prefix of one or two letters, the year of
 * the fact, and a count of six or more digits from a counter row, taken under the writer lock. */
#ifndef SVC_NUMBER_H
#define SVC_NUMBER_H

#include <stdbool.h>

#include "svc/db.h"

enum { SVC_NUMBER_SIZE = 32 };

/* The next number of the prefix and year, into `out` (SVC_NUMBER_SIZE bytes); returns `out`.
 * Counters are kept in memory until svc_call_commit saves them. */
char *svc_number_next(struct svc_db *db, const char *prefix, int year, char *out);

/* A number that was given is kept; the counter never falls behind it. Returns NULL when it has
 * the register's form and the fact's year, else why not. */
const char *svc_number_keep(struct svc_db *db, const char *prefix, const char *no, int year);

/* True when the number begins with the whole prefix: E2026-000001 is of E, EA2026-000001 is not. */
bool svc_number_begins(const char *prefix, const char *no);

/* The record that the latest number was given to, or kept for, was turned down: its counter stands
 * where it stood before. */
void svc_number_undo(void);

/* Writes the counters back, before the commit. */
void svc_number_save(struct svc_db *db);

#endif
