/* mask: personal data as lists show it: 138****8000, 王****, 建设路1号2****, and who may see it whole.
 * Every mask holds four asterisks, so that a masked cell is known when it comes back. */
#ifndef SVC_MASK_H
#define SVC_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"
#include "svc/call.h"

/* Appends the mask that the column's flags ask for (record.h). */
void svc_mask(struct svc_buf *out, unsigned flags, const char *text, size_t len);

/* True when the text holds a mask's asterisks. */
bool svc_mask_in(const char *text, size_t len);

/* The roles of which the actor must hold one to see personal data whole; who also holds cron, a
 * program's role, never does. */
#define SVC_MASK_SEERS "office;auditor;gm"
bool svc_mask_lifts(const struct svc_call *call);

/* Denies the call (SVC_DENIED) when --pii full is given and the actor may not. */
void svc_mask_judge(struct svc_call *call);

#endif
