/* parameter: a single value of the store's policy, for what needs no other of its rules. */
#ifndef SVC_PARAMETER_H
#define SVC_PARAMETER_H

#include "svc/db.h"

/* The value of the version in force on that day, `2026-09-30` (NULL: today); NULL where it has none. The
 * caller frees it. */
char *svc_parameter(struct svc_db *db, const char *name, const char *day);

#endif
