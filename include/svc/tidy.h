/* tidy: what spreadsheets and systems put around a value, which is none of it.
 *
 * Cells are padded with blanks of every kind, long numbers are kept from a spreadsheet by a TAB in front or
 * by ="…", figures are written full-width. Whoever reads a cell takes these off first, so that the same value
 * is the same however it was exported. What stands within a text is the person's, and stays.
 */
#ifndef SVC_TIDY_H
#define SVC_TIDY_H

#include <stddef.h>

#include "svc/buf.h"

/* The text without blanks of any kind at its ends, and without ="…" around it; `*len` becomes its length.
 * `text` itself where nothing is to be taken off, else `room`. NUL-terminated like `text`. */
const char *svc_tidy(const char *text, size_t *len, struct svc_buf *room);

/* The same with full-width letters, figures and signs as ASCII has them: what dates, numbers and words are
 * compared by. `text` itself or `room`, which is another one than that of `text`. */
const char *svc_tidy_narrow(const char *text, size_t *len, struct svc_buf *room);

#endif
