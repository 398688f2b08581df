/* say: a stored statement (statement.h) as people read it, with the names of this store. */
#ifndef SVC_SAY_H
#define SVC_SAY_H

#include <stdbool.h>

#include "svc/buf.h"
#include "svc/db.h"
#include "svc/statement.h"

/* Appends what it says. In Chinese a person is NAME（CODE）, a department its name, a clause
 * 《BOOK》ARTICLE by the policy of its day (today's where it has none), a word its label. What has no
 * name here keeps its code. A statement that cannot be said is a bug. */
void svc_say(struct svc_db *db, enum svc_language language, const char *statement,
             struct svc_buf *out);

/* The same into a text of its own, for the caller to free. */
char *svc_said(struct svc_db *db, enum svc_language language, const char *statement);

/* True when the text is what the statement says, in either language: it was printed here, and comes
 * back unchanged. */
bool svc_says(struct svc_db *db, const char *statement, const char *text);

#endif
