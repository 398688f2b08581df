/* migrate: the schema, and the numbered steps that bring an older store up to it.
 *
 * The schema is lib/store/schema/NOUN.sql, a file for each domain, embedded at build time: core.sql
 * first, then the others in any order, since a reference may name a table that is still to come.
 * What only one engine understands comes last, in NOUN.trigger.sql; for another engine than SQLite
 * NOUN.trigger.ENGINE.sql stands in its place. Tokens {KEY} {INT} {TEXT} {STRICT} become what the
 * engine calls them. A store keeps the digest of the schema that it was made of (meta
 * 'schema_digest'), and one made of another is refused: it is of a version under development.
 *
 * Shipped files never change. From the first release on a change is a step of its own,
 * NNNN-topic.sql, and the store's schema number is the last one applied (meta 'schema', 0 before
 * the first).
 */
#ifndef SVC_MIGRATE_H
#define SVC_MIGRATE_H

#include "svc/db.h"
#include "svc/event.h"

struct svc_migration {
    int number;         /* of the step; 0: a file of the schema itself */
    const char *name;   /* 0001-topic, complaint.trigger */
    const char *engine; /* stands for this engine in the place of the one of the same name */
    const char *sql;
};

/* All files in order; ends with a NULL name. Generated at build, as is the SHA-256 over those of
 * the schema itself, in hex. */
extern const struct svc_migration svc_migrations[];
extern const char svc_schema_digest[];

/* The number of the last step this version knows. */
int svc_schema_known(void);

/* Applies the steps the store lacks, to an empty one the schema first; returns how many steps.
 * Each has its own transaction; those of a CREATEd store share one, the caller's when it is in
 * one, so that a store appears whole or not at all. */
int svc_migrate(struct svc_db *db);

/* The same for a store in use: each step leaves an event like `as`, and one more for every audited
 * table whose rows it changed, with the table's state before and after. Calls `told` for each:
 * the step's name, and the table or NULL; and with neither once the step is committed. */
typedef void svc_upgraded(void *ctx, const char *step, const char *table);
int svc_upgrade(struct svc_db *db, const struct svc_actor *actor, const struct svc_event *as,
                svc_upgraded *told, void *ctx);

#endif
