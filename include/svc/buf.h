/* buf: one growable string of bytes. A zeroed struct is an empty buffer; `data` is NUL-terminated
 * as soon as anything was added, the NUL not counted in `len`. */
#ifndef SVC_BUF_H
#define SVC_BUF_H

#include <stddef.h>
#include <stdint.h>

struct svc_buf {
    char *data;
    size_t len;
    size_t cap;
};

void svc_buf_add(struct svc_buf *buf, const void *bytes, size_t len);
void svc_buf_puts(struct svc_buf *buf, const char *text);
void svc_buf_putc(struct svc_buf *buf, char c);

/* Adds a word of a list, behind a blank unless it is the first. */
void svc_buf_word(struct svc_buf *buf, const char *word);

void svc_buf_printf(struct svc_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void svc_buf_int(struct svc_buf *buf, int64_t number);

/* Appends a JSON string with its quotes; bytes must be UTF-8, NULL becomes null. */
void svc_buf_json(struct svc_buf *buf, const char *text, size_t len);

/* Makes room for `more` bytes and returns where they start; the caller raises `len` itself. */
char *svc_buf_reserve(struct svc_buf *buf, size_t more);

/* Empties the buffer, keeping its memory. */
void svc_buf_clear(struct svc_buf *buf);

/* Frees the memory; the buffer is empty and usable again. */
void svc_buf_free(struct svc_buf *buf);

/* Hands the string over (the caller frees it); never NULL. The buffer is empty afterwards. */
char *svc_buf_take(struct svc_buf *buf);

/* The content as a string: "" while nothing was added. Borrowed until the next change. */
const char *svc_buf_text(const struct svc_buf *buf);

#endif
