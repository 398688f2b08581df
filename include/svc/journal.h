/* journal: what goes to syslog when it is committed, and not before.
 *
 * Facility authpriv, level notice. Whoever writes what must be known outside the store (the head of
 * the audit chain at a signature) keeps a line here inside the transaction; the call's commit sends
 * it.
 */
#ifndef SVC_JOURNAL_H
#define SVC_JOURNAL_H

#include "svc/call.h"

/* Takes the line over, to be sent after the commit of this call. */
void svc_journal_keep(struct svc_call *call, char *line);

/* Sends a line at once: of what leaves no event, or not every time. */
void svc_journal_tell(const char *line);

/* For svc_call_commit: sends them. What is committed stays committed: a syslog that nobody reads
 * is told on standard error, in a store of mode local only where the call talks. */
void svc_journal_send(void);

#endif
