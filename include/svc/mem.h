/* mem: allocation that never fails. Out of memory ends the process with SVC_IO.
 * What these return is the caller's to free(). */
#ifndef SVC_MEM_H
#define SVC_MEM_H

#include <stddef.h>

/* `size` zeroed bytes. */
void *svc_alloc(size_t size);

/* `count` × `size` bytes at a new place with the old content; the product is checked. */
void *svc_realloc(void *old, size_t count, size_t size);

/* A copy of `text`; NULL stays NULL. */
char *svc_strdup(const char *text);
char *svc_strndup(const char *text, size_t len);

/* A formatted string. */
char *svc_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element: returns `array` grown so that index `count` exists.
 * Capacities are powers of two, so no separate capacity is kept. */
void *svc_grow(void *array, size_t count, size_t size);

#endif
