/* told: what an event changed, as people read it. */
#ifndef SVC_TOLD_H
#define SVC_TOLD_H

#include "svc/buf.h"
#include "svc/record.h"
#include "svc/statement.h"

/* Appends it: `subject: slow → slow, again; state: open → closed`, in Chinese under the register's headings
 * and with its words. `change` is an event's; what is no such JSON is appended as it is. */
void svc_change_tell(const struct svc_register *reg, const char *change, enum svc_language language,
                     struct svc_buf *out);

#endif
