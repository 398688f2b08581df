/* progress: how far long work has come, for a person who waits at a terminal.
 *
 * Only when standard error is a terminal and the work has lasted two seconds a line appears there,
 * drawn over itself: rows, rows per second, and the percentage where the whole is known. Nothing
 * is printed otherwise, and nothing is left of the line at the end.
 *
 *     svc_progress_begin("read", size_of_the_file);
 *     while (…)
 *         svc_progress_step(rows, bytes);
 *     svc_progress_end();
 */
#ifndef SVC_PROGRESS_H
#define SVC_PROGRESS_H

#include <stdint.h>

#include "svc/buf.h"

/* `whole` is what `done` will be at the end, 0 when nobody knows. */
void svc_progress_begin(const char *what, uint64_t whole);

/* Cheap enough for every row. */
void svc_progress_step(uint64_t rows, uint64_t done);

/* Takes the line away, for a message; the next step may draw it again. */
void svc_progress_hide(void);
void svc_progress_end(void);

/* The line itself: "read 120000 rows, 60000 a second, 43%". */
void svc_progress_line(struct svc_buf *out, const char *what, uint64_t rows, uint64_t done,
                       uint64_t whole, uint64_t milliseconds);

#endif
