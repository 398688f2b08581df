#include "svc/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"

char *svc_buf_reserve(struct svc_buf *buf, size_t more)
{
    size_t need = buf->len + more + 1;
    if (need > buf->cap) {
        size_t cap = buf->cap ? buf->cap : 64;
        while (cap < need)
            cap *= 2;
        buf->data = svc_realloc(buf->data, cap, 1);
        buf->cap = cap;
    }
    return buf->data + buf->len;
}

void svc_buf_add(struct svc_buf *buf, const void *bytes, size_t len)
{
    char *to = svc_buf_reserve(buf, len);
    if (len)
        memcpy(to, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void svc_buf_puts(struct svc_buf *buf, const char *text)
{
    svc_buf_add(buf, text, strlen(text));
}

void svc_buf_word(struct svc_buf *buf, const char *word)
{
    if (buf->len)
        svc_buf_putc(buf, ' ');
    svc_buf_puts(buf, word);
}

void svc_buf_putc(struct svc_buf *buf, char c)
{
    svc_buf_add(buf, &c, 1);
}

void svc_buf_int(struct svc_buf *buf, int64_t number)
{
    char digits[SVC_NUM_SIZE];
    svc_buf_add(buf, digits, svc_int_digits(number, digits));
}

void svc_buf_printf(struct svc_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        svc_die(SVC_BUG, "bad format \"%s\"", fmt);
    char *to = svc_buf_reserve(buf, (size_t)len);
    vsnprintf(to, (size_t)len + 1, fmt, again);
    va_end(again);
    buf->len += (size_t)len;
}

void svc_buf_json(struct svc_buf *buf, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    if (!text) {
        svc_buf_puts(buf, "null");
        return;
    }
    svc_buf_putc(buf, '"');
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        svc_buf_add(buf, text + start, i - start);
        start = i + 1;
        switch (c) {
        case '"': svc_buf_puts(buf, "\\\""); break;
        case '\\': svc_buf_puts(buf, "\\\\"); break;
        case '\n': svc_buf_puts(buf, "\\n"); break;
        case '\r': svc_buf_puts(buf, "\\r"); break;
        case '\t': svc_buf_puts(buf, "\\t"); break;
        default: {
            char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
            svc_buf_add(buf, escape, sizeof escape);
        }
        }
    }
    svc_buf_add(buf, text + start, len - start);
    svc_buf_putc(buf, '"');
}

void svc_buf_clear(struct svc_buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void svc_buf_free(struct svc_buf *buf)
{
    free(buf->data);
    *buf = (struct svc_buf){ 0 };
}

char *svc_buf_take(struct svc_buf *buf)
{
    char *text = buf->data ? buf->data : svc_strdup("");
    *buf = (struct svc_buf){ 0 };
    return text;
}

const char *svc_buf_text(const struct svc_buf *buf)
{
    return buf->data ? buf->data : "";
}
