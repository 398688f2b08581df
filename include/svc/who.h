/* who: persons and departments as papers write them, the code with the name: `1203 李大勇`.
 *
 * A code that names nobody stays as it is. The answers are the caller's to free; NULL for NULL. */
#ifndef SVC_WHO_H
#define SVC_WHO_H

#include "svc/db.h"

/* Of one person or department, or of several `;`-separated, with `、` between them. */
char *svc_who_persons(struct svc_db *db, const char *persons);
char *svc_who_depts(struct svc_db *db, const char *depts);

#endif
