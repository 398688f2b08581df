/* salt: personal data in the audit chain, as commitments.
 *
 * An event stays for ever, so it has no personal value, but the SHA-256 of the event's salt, the
 * column's name and the value, parted by line feeds. Whoever has the salt and is told the value
 * can check it, with no more than
 *
 *     printf '%s\n%s\n%s' SALT COLUMN VALUE | sha256sum
 *
 * Salts stand in a table of their own. Once a salt is deleted nobody can check or guess what the
 * event committed to, and neither the event nor any state has changed.
 */
#ifndef SVC_SALT_H
#define SVC_SALT_H

#include <stddef.h>
#include <stdint.h>

#include "svc/db.h"
#include "svc/digest.h"

enum { SVC_SALT_SIZE = 33 }; /* 32 hexadecimal digits and a NUL */

/* The commitment: 64 hexadecimal digits; returns `out`. */
char *svc_salt_hash(const char *salt, const char *column, const char *text, size_t len,
                    char out[SVC_DIGEST_HEX]);

/* The same with the salt of the event that is written next, which is made when there is none yet;
 * `table` is the one that the column belongs to. Inside the write transaction of that event. */
char *svc_salt_commit(struct svc_db *db, const char *table, const char *column, const char *text,
                      size_t len, char out[SVC_DIGEST_HEX]);

/* Erases the salts of the record's events, and what is kept of their operations (operation.h); how many
 * salts. */
int64_t svc_salt_erase(struct svc_db *db, const char *table, const char *no);

/* The same of the events of look-ups (look-up.h) from before the day, which belong to no record. */
int64_t svc_salt_erase_look_ups(struct svc_db *db, const char *before);

/* The personal columns of a table, `;`-separated, "" for none; the caller frees it. */
char *svc_salt_columns(struct svc_db *db, const char *table);

/* Calls `found` for each salt that has no event or no commitment, each commitment without salt
 * whose record was not retired, and each stored value that the last commitment does not fit. */
void svc_salt_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

#endif
