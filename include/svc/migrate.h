/* migrate: the schema, in numbered steps.
 *
 * lib/store/schema/NNNN-topic.sql are embedded at build time and never change once shipped. The
 * store's schema number is the last one applied (meta 'schema'). Tokens {KEY} {INT} {TEXT}
 * {STRICT} become what the engine calls them.
 */
#ifndef SVC_MIGRATE_H
#define SVC_MIGRATE_H

#include "svc/db.h"

struct svc_migration {
    int number;
    const char *name; /* 0001-core */
    const char *sql;
};

/* All steps in order; ends with a NULL name. Generated at build. */
extern const struct svc_migration svc_migrations[];

/* The number of the last step this version knows. */
int svc_schema_known(void);

/* Applies the steps the store lacks, each in its own transaction; returns how many. */
int svc_migrate(struct svc_db *db);

#endif
