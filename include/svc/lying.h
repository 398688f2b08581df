/* lying: rows that an index finds in another order than they lie in.
 *
 * A month of orders that came in no order of time is spread over the whole table: read by the index each page
 * comes and goes for every row on it. Read as the rows lie each page comes once, whatever the order.
 */
#ifndef SVC_LYING_H
#define SVC_LYING_H

#include "svc/db.h"

/* The condition of a WHERE that picks the rows of `table`, called `as` there, where `condition` holds, and lets
 * them be read as they lie. The condition is on columns of one index alone, without a name before them. The
 * caller frees it. */
char *svc_lying(struct svc_db *db, const char *table, const char *as, const char *condition);

#endif
