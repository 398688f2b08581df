/* near: what somebody may have meant whose word is none of those that the store has. */
#ifndef SVC_NEAR_H
#define SVC_NEAR_H

#include "svc/db.h"

/* Told behind the word (svc_word_hint): the nearest of the codes that the SELECT gives, which people also know by
 * the name in its second column. Kept for the process; "" when none is near. */
const char *svc_near(struct svc_db *db, const char *sql, const char *text);

/* The registered customers one slip of the keyboard away from `text`, three at most, as people read a list; looked
 * for by their numbers, so that it is quick among millions. Good until the next call; "" when none is near. */
const char *svc_near_customers(struct svc_db *db, const char *text);

#endif
