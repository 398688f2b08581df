/* actor: who is acting. The kernel's real uid, its passwd name, and the person whose login that
 * is; no option and no variable has a say. */
#ifndef SVC_ACTOR_H
#define SVC_ACTOR_H

#include "svc/db.h"
#include "svc/event.h"

/* The uid and login; person and roles stay NULL. Strings live as long as the process. */
struct svc_actor svc_actor_login(void);

/* The same with person and roles from the store, for a login valid today. Dies with SVC_DENIED
 * when the store knows no such person. */
struct svc_actor svc_actor_known(struct svc_db *db);

#endif
