/* proof: a register against the store that is opened.
 *
 * What a register's description says in C the schema says in SQL, too: the columns, which of them
 * are personal, that the table is audited. Where the two differ cells would stand under the wrong
 * heading, or a telephone number would be shown whole to somebody: no verb runs on such a store.
 * Nor does one where a column, which is an option and a bare word in a user's SQL, too, bears the
 * name of a shared option or a word of SQL; or one where telephone numbers (phones.h) stand in a column
 * that is not called phone, by which name svc-admin check finds them.
 */
#ifndef SVC_PROOF_H
#define SVC_PROOF_H

#include "svc/db.h"
#include "svc/record.h"

/* Ends the tool with SVC_BUG, the register's name and what differs. */
void svc_register_prove(struct svc_db *db, const struct svc_register *reg);

#endif
