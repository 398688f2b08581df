/* actor: who is acting. The kernel's real uid, its passwd name, and the person whose login that
 * is; no option and no variable has a say. On the store's side of a host it is the uid that sudo
 * tells, and then the store must be a host's. */
#ifndef SVC_ACTOR_H
#define SVC_ACTOR_H

#include "svc/db.h"
#include "svc/event.h"

/* The uid and login; person and roles stay NULL. Strings live as long as the process. */
struct svc_actor svc_actor_login(void);

/* The same with person and roles from the store, for a login valid today; roles are those in force
 * today (a change counts from the next day). Dies with SVC_DENIED
 * when the store knows no such person. A host's store judges by the system's clock, and refuses
 * whoever `writes` at a fixed time. */
struct svc_actor svc_actor_known(struct svc_db *db, bool writes);

/* The roles that a registered person holds today, to be freed; NULL for an unknown one. Whoever
 * signs or decides is judged by these, not by the table's column. */
char *svc_actor_roles(struct svc_db *db, const char *person);

#endif
