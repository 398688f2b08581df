/* operation: what a person asked for once, by its name.
 *
 * Its key is the login and the name: two people may give the same one. Its events carry both. Of one that
 * was named (--op-id) table `operation` keeps the digest of what was asked (asked.h), which bears on
 * personal data: it is no part of the chain, so that it can be erased with them, and then the name alone
 * decides, as for an operation of a program that kept none.
 */
#ifndef SVC_OPERATION_H
#define SVC_OPERATION_H

#include <stdbool.h>

#include "svc/db.h"

/* True when the store has an event of it: it was applied. */
bool svc_operation_applied(struct svc_db *db, const char *login, const char *op_id);

/* The digest that is kept of it, to be freed; NULL for none. */
char *svc_operation_digest(struct svc_db *db, const char *login, const char *op_id);

/* Keeps it, inside the transaction of its events; one that left none is not kept. */
void svc_operation_keep(struct svc_db *db, const char *login, const char *op_id, const char *digest);

/* Erases those of all operations that have an event of the record. */
void svc_operation_erase(struct svc_db *db, const char *no);

#endif
