/* mask: personal data as lists show it: 138****8000, 王****, 建设路1号2****.
 * Every mask holds four asterisks, so that a masked cell is known when it comes back. */
#ifndef SVC_MASK_H
#define SVC_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

/* Appends the mask that the column's flags ask for (record.h). */
void svc_mask(struct svc_buf *out, unsigned flags, const char *text, size_t len);

/* True when the text holds a mask's asterisks. */
bool svc_mask_in(const char *text, size_t len);

#endif
