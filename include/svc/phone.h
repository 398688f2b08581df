/* phone: telephone numbers, however they are written.
 *
 * A cell is kept as it was written and compared by its numbers. 138 0000 0000, +86-13800000000 and
 * full-width １３８… are one number; (010)62345678 and +86 10 62345678 are 01062345678; what follows
 * 转, ext or a last dash is an extension: 01062345678-801. Two numbers in one cell stand apart by
 * / 、 ； ， or a blank between two whole ones.
 */
#ifndef SVC_PHONE_H
#define SVC_PHONE_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

/* Sets `out` to the cell's numbers, `;`-separated. False, and nothing useful in `out`, where a
 * number has fewer digits than 3 or more than 20, or something stands there that is none. */
bool svc_phone_numbers(const char *text, size_t len, struct svc_buf *out);

#endif
