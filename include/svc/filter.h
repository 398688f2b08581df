/* filter: the selection of a list as SQL, from the register's columns and the options given.
 * User text only ever travels as a bound parameter. */
#ifndef SVC_FILTER_H
#define SVC_FILTER_H

#include "svc/call.h"

/* Runs SELECT columns FROM the register with the filters, --period, --since, --until, --sort and
 * --limit of this call; `columns` is SQL. A word unknown to a column, or a sort by an unknown
 * column, is a usage error. */
struct svc_query *svc_filter_query(struct svc_call *call, const char *columns);

#endif
