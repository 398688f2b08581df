#include "svc/encode.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "svc/decode.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/word.h"

#define NO_CONV ((iconv_t)-1)

/* Where a cell of the row begins. */
struct start {
    size_t at;
    const char *column;
};

struct svc_encoder {
    const char *name;
    iconv_t conv;
    struct start *start;
    size_t count;
    struct svc_buf out;
};

/* Appends the text to `out`; false when a character is not in the encoding, and then `*used` tells
 * how many bytes before it went well. An inexact conversion is none. */
static bool convert(struct svc_encoder *e, const char *text, size_t len, size_t *used)
{
    char *in = (char *)text; /* iconv only reads it */
    size_t left = len, room = len * 2 + 64;
    char *to = svc_buf_reserve(&e->out, room);
    size_t done = iconv(e->conv, &in, &left, &to, &room);
    if (done == 0)
        done = iconv(e->conv, NULL, NULL, &to, &room);
    e->out.len = (size_t)(to - e->out.data);
    *used = len - left;
    return done == 0;
}

struct svc_encoder *svc_encoder_open(const char *name)
{
    if (!name || strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0)
        return NULL;
    bool known = svc_encoding_known(name) || strcasecmp(name, "ascii") == 0 || strcasecmp(name, "latin1") == 0;
    iconv_t conv = known ? iconv_open(name, "UTF-8") : NO_CONV;
    if (conv == NO_CONV)
        svc_die(SVC_USAGE, "unknown encoding \"%s\"%s\nknown are utf-8, gb18030, gbk, gb2312, big5, latin1 and ascii", name,
                svc_word_hint("utf-8|gb18030|gbk|gb2312|utf-16|utf-16le|utf-16be|big5", name));
    struct svc_encoder *e = svc_alloc(sizeof *e);
    size_t used;
    e->name = name;
    e->conv = conv;
    if (!convert(e, "a,\n", 3, &used) || e->out.len != 3 || memcmp(e->out.data, "a,\n", 3) != 0)
        svc_die(SVC_USAGE, "the encoding \"%s\" is not written: it does not contain ASCII\n"
                "gb18030 and utf-8 hold every character", name);
    return e;
}

void svc_encode_cell(struct svc_encoder *e, size_t at, const char *column)
{
    if (!e)
        return;
    e->start = svc_grow(e->start, e->count, sizeof *e->start);
    e->start[e->count++] = (struct start){ at, column };
}

/* Tells which character of which cell is not in the encoding, never the cell itself. */
static _Noreturn void refuse(const struct svc_encoder *e, const struct svc_buf *row, size_t at,
                             size_t number)
{
    const char *column = "";
    size_t used = 0;
    unsigned c = at < row->len ? svc_utf8_char(row->data + at, &used) : 0;
    for (size_t i = 0; i < e->count && e->start[i].at <= at; i++)
        column = e->start[i].column;
    if (number == 0)
        svc_die(SVC_IO, "the header, column \"%s\": the character U+%04X is not in %s\n"
                "leave out --output-encoding, or write gb18030", column, c, e->name);
    svc_die(SVC_IO, "row %zu, column \"%s\": the character U+%04X is not in %s\n"
            "leave out --output-encoding, or write gb18030", number, column, c, e->name);
}

const struct svc_buf *svc_encode_row(struct svc_encoder *e, const struct svc_buf *row,
                                     size_t number)
{
    size_t used = 0;
    if (!e)
        return row;
    svc_buf_clear(&e->out);
    if (!convert(e, svc_buf_text(row), row->len, &used)) {
        /* Character by character, since an inexact conversion does not say where it was. */
        for (size_t at = 0, len; at < row->len; at += len) {
            svc_utf8_char(row->data + at, &len);
            svc_buf_clear(&e->out);
            if (!convert(e, row->data + at, len, &used))
                refuse(e, row, at, number);
        }
        refuse(e, row, row->len, number);
    }
    e->count = 0;
    return &e->out;
}

void svc_encoder_close(struct svc_encoder *e)
{
    if (!e)
        return;
    iconv_close(e->conv);
    svc_buf_free(&e->out);
    free(e->start);
    free(e);
}
