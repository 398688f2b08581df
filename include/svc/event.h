/* event: who changed what, chained so that nothing can be changed unseen.
 *
 * Every change of a register writes one event in the change's own transaction. An event's hash is
 * SHA-256 over its length-prefixed fields and the hash before it. Each event also carries the
 * state of its table: the sum modulo 2^256 of the digests of the table's rows (row.h), kept up by
 * difference, so a row edited behind the tool's back is found and imported rows are covered by
 * one event.
 */
#ifndef SVC_EVENT_H
#define SVC_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/db.h"
#include "svc/digest.h"

/* The acting person as the audit keeps it: kernel uid, login, person no, roles held. */
struct svc_actor {
    int64_t uid;
    const char *login;
    const char *person;
    const char *roles; /* `;`-separated */
};

struct svc_event {
    const char *tool, *verb;
    const char *table;  /* whose state it carries */
    const char *record; /* the record's number, NULL for a whole register */
    const char *op_id;
    const char *reason; /* NULL when none was given */
    const char *change; /* JSON, column → [old, new]; NULL for none */
};

/* Stands for the hash before the first event, and for the state of a table that has none yet. */
#define SVC_EVENT_NONE "0000000000000000000000000000000000000000000000000000000000000000"

enum { SVC_EVENT_CODE = 15 }; /* 4F7A-91C2-03B5 and a NUL */

/* The head of the chain. */
struct svc_head_mark {
    int64_t seq;
    char hash[SVC_DIGEST_HEX];
    char mark[40]; /* for people: `#17 4F7A-91C2-03B5` (seq and the first 12 hex digits) */
};

/* The sum of a table's row digests while it changes. */
struct svc_state {
    unsigned char sum[SVC_DIGEST];
};

/* Adds a row and takes one away, by its digest (row.h). */
void svc_state_add(struct svc_state *state, const unsigned char digest[SVC_DIGEST]);
void svc_state_sub(struct svc_state *state, const unsigned char digest[SVC_DIGEST]);

/* Reads and keeps the state of an audited table (one that has a row in table register_state; any
 * other is a bug). Kept before the event that carries it is added. */
void svc_state_load(struct svc_db *db, const char *table, struct svc_state *state);
void svc_state_save(struct svc_db *db, const char *table, const struct svc_state *state);

/* The sum over the rows that are there now. */
void svc_state_sum(struct svc_db *db, const char *table, struct svc_state *sum);

/* Appends the event, inside the caller's write transaction. */
void svc_event_add(struct svc_db *db, const struct svc_actor *actor, const struct svc_event *event);

struct svc_head_mark svc_event_head(struct svc_db *db);

/* The first 12 digits of a hash as marks have them; returns `out`. */
char *svc_event_code(const char *hash, char out[SVC_EVENT_CODE]);

/* Recomputes the chain, every table's state and the commitments to personal data (salt.h); calls
 * `found` once for each thing that does not fit, in words. True when all fits. */
bool svc_event_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

/* The chain alone, from the event of this number on, which is the first. */
bool svc_event_verify_since(struct svc_db *db, int64_t seq, void (*found)(void *ctx, const char *what),
                            void *ctx);

#endif
