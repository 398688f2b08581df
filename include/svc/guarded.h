/* guarded: a SELECT that came with a company's rules, and an empty store to try it on.
 *
 * It may read the audited tables and the views, but no personal data, wages, logins or names of
 * persons (schema: tables `personal` and `pack_sql`), calls only functions that give the same answer
 * today and tomorrow on every engine, and is stopped when it has taken too many steps. What is wrong with it is
 * told to the caller, who knows the file; a fault of the store itself ends the process as ever.
 */
#ifndef SVC_GUARDED_H
#define SVC_GUARDED_H

#include "svc/db.h"

/* Why a statement was refused or stopped, and where in its text, in bytes, if the engine can tell. */
struct svc_guarded_fault {
    char why[512]; /* "" for nothing */
    bool placed;
    size_t offset;
};

/* Starts the statement with ?1 to ?3 bound to the moments, where it has them; NULL where it is refused:
 * it does not parse, is not one statement, does more than read, reads what it may not. It lives
 * until svc_free; `steps` are the engine's, some ten millions a second. */
struct svc_query *svc_guarded(struct svc_db *db, const char *sql, const svc_when at[3],
                              int64_t steps, struct svc_guarded_fault *fault);

/* The next row; false after the last, and where `fault` says that there would be more. */
bool svc_guarded_next(struct svc_query *query, struct svc_guarded_fault *fault);

/* An empty store in memory, with this version's schema; it ends with svc_db_close. */
struct svc_db *svc_db_scratch(void);

#endif
