/* told: what an event changed, as people read it. */
#ifndef SVC_TOLD_H
#define SVC_TOLD_H

#include "svc/buf.h"
#include "svc/call.h"
#include "svc/statement.h"

/* Appends it: `subject: slow → slow, again; state: open → closed`, in Chinese under the headings of the
 * tool's register of that table and with its words; points and yuan as they are printed, statements as
 * what they say. `change` and `table` (NULL: none) are an event's; what is no such JSON stays as it is. */
void svc_change_tell(const struct svc_call *call, const char *table, const char *change,
                     enum svc_language language, struct svc_buf *out);

#endif
