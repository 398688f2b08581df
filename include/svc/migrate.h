/* migrate: the schema, in numbered steps.
 *
 * lib/store/schema/NNNN-topic.sql are embedded at build time and never change once shipped. The
 * store's schema number is the last one applied (meta 'schema'). Tokens {KEY} {INT} {TEXT}
 * {STRICT} become what the engine calls them. What only one engine understands (triggers) stands
 * in NNNN-topic.ENGINE.sql and belongs to the same step.
 */
#ifndef SVC_MIGRATE_H
#define SVC_MIGRATE_H

#include "svc/db.h"
#include "svc/event.h"

struct svc_migration {
    int number;
    const char *name;   /* 0001-core */
    const char *engine; /* sqlite; NULL for every engine */
    const char *sql;
};

/* All steps in order; ends with a NULL name. Generated at build. */
extern const struct svc_migration svc_migrations[];

/* The number of the last step this version knows. */
int svc_schema_known(void);

/* Applies the steps the store lacks; returns how many. Each has its own transaction; those of a
 * CREATEd store share one, the caller's when it is in one, so that a store appears whole or not
 * at all. */
int svc_migrate(struct svc_db *db);

/* The same for a store in use: each step leaves an event like `as`, and one more for every audited
 * table whose rows it changed, with the table's state before and after. Calls `told` for each:
 * the step's name, and the table or NULL. */
typedef void svc_upgraded(void *ctx, const char *step, const char *table);
int svc_upgrade(struct svc_db *db, const struct svc_actor *actor, const struct svc_event *as,
                svc_upgraded *told, void *ctx);

#endif
