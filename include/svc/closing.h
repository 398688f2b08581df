/* closing: the days on which the store's policy lets months close, for period.h. */
#ifndef SVC_CLOSING_H
#define SVC_CLOSING_H

#include "svc/db.h"
#include "svc/period.h"

/* The store's hold from now on; svc_main does so as it opens one. */
void svc_closings_open(struct svc_db *db);

/* As they will be with one more version, in force from that day, whose parameter has this value. */
void svc_closings_with(struct svc_db *db, svc_day from, const char *value);

#endif
