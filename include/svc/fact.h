/* fact: the records that are one fact.
 *
 * A link may say so (linked.h), of two records or, by way of others, of many. What their score lines come
 * to is told by score.h: the heavier stands.
 */
#ifndef SVC_FACT_H
#define SVC_FACT_H

#include "svc/db.h"

/* As score lines name it: where it is from, and its number without a round; `case` is what came of a
 * finding under a clause of another book. */
struct svc_fact_record {
    char *source, *no;
};

/* The others that are one fact with a record; a list for the caller to free, ended by a NULL source. */
struct svc_fact_record *svc_fact_others(struct svc_db *db, const char *source, const char *no);

#endif
