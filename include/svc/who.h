/* who: persons and departments as papers write them, the code with the name: `1203 李大勇`.
 *
 * A code that names nobody stays as it is. The answers are the caller's to free; NULL for NULL. */
#ifndef SVC_WHO_H
#define SVC_WHO_H

#include "svc/db.h"

/* Of one person or department, or of several `;`-separated, with `、` between them. */
char *svc_who_persons(struct svc_db *db, const char *persons);
/* The same for a paper, NULL for nobody: who has no name of his own but that of his login, as he who made the
 * store at first, is left out, for the pen. */
char *svc_who_on_paper(struct svc_db *db, const char *persons);
char *svc_who_depts(struct svc_db *db, const char *depts);

#endif
