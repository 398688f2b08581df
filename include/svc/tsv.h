/* tsv: what a cell of TSV stands for. A tab, LF, CR and backslash are written \t, \n, \r, \\; a CR only
 * before an LF. */
#ifndef SVC_TSV_H
#define SVC_TSV_H

#include <stddef.h>

#include "svc/buf.h"

/* Appends the text as such a cell has it. */
void svc_tsv_escape(struct svc_buf *out, const char *text, size_t len);

/* Undoes the escapes where the text stands, with room for a NUL behind it, and shortens `*len`. NULL, or why it is
 * refused, translated; then `*at` is where. */
const char *svc_tsv_unescape(char *text, size_t *len, const char **at);

#endif
