#include "svc/decode.h"

#include <endian.h>
#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

struct svc_decoder {
    const char *encoding;
    iconv_t conv;       /* NO_CONV when the input is UTF-8 already */
    struct svc_buf block; /* of a conversion: input that no block is full of yet */
    struct svc_buf raw; /* input that iconv has not taken yet */
    uint64_t taken;     /* raw bytes behind the decoded text */
    char rest[4];       /* decoded text that waits for more */
    size_t rest_len;
    size_t line;
    bool begun;
    bool bom;
    struct {
        bool valid;  /* so far */
        bool beyond; /* ASCII */
        char rest[4];
        size_t rest_len;
    } utf8; /* whether the input of a conversion would have been UTF-8 */
    char *error;
};

enum { BLOCK = 64 * 1024 };
#define NO_CONV ((iconv_t)-1)
#define NOWHERE UINT64_MAX
static const char mark[3] = { '\xef', '\xbb', '\xbf' };

bool svc_encoding_known(const char *name)
{
    static const char *const known[] = { "utf-8", "utf8", "gb18030", "gbk", "gb2312", "cp936", "big5", "utf-16",
                                         "utf16", "utf-16le", "utf-16be" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(name, known[i]) == 0)
            return true;
    return false;
}

struct svc_decoder *svc_decoder_open(const char *encoding)
{
    iconv_t conv = NO_CONV;
    if (encoding && strcasecmp(encoding, "utf-8") != 0 && strcasecmp(encoding, "utf8") != 0) {
        conv = svc_encoding_known(encoding) ? iconv_open("UTF-8", encoding) : NO_CONV;
        if (conv == NO_CONV)
            return NULL;
    }
    struct svc_decoder *d = svc_alloc(sizeof *d);
    d->encoding = encoding;
    d->conv = conv;
    d->line = 1;
    d->utf8.valid = true;
    return d;
}

static void refuse(struct svc_decoder *d, uint64_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Remembers why reading ends. `at` is the raw byte, NOWHERE when a conversion hides it. What
 * looks wrong in an input that is UTF-8 after all has only one cause. */
static void refuse(struct svc_decoder *d, uint64_t at, const char *fmt, ...)
{
    struct svc_buf text = { 0 };
    if (d->utf8.valid && d->utf8.beyond) {
        svc_buf_printf(&text, _("the input is UTF-8, not %s\nleave out --encoding"), d->encoding);
    } else {
        char what[160];
        va_list args;
        va_start(args, fmt);
        vsnprintf(what, sizeof what, svc_tr(fmt), args);
        va_end(args);
        if (at == NOWHERE)
            svc_buf_printf(&text, _("line %zu: %s"), d->line, what);
        else
            svc_buf_printf(&text, _("line %zu, byte %lld: %s"), d->line, (long long)at, what);
    }
    d->error = svc_buf_take(&text);
}

/* Refuses the byte at d->taken, where no character begins. */
static void refuse_bytes(struct svc_decoder *d, const char *bytes, size_t len)
{
    const char *name = d->conv == NO_CONV ? "UTF-8" : d->encoding;
    size_t two = len < 2 ? len : 2;
    if (d->taken == 0 &&
        (memcmp(bytes, "\xff\xfe", two) == 0 || memcmp(bytes, "\xfe\xff", two) == 0))
        refuse(d, 0, "UTF-16, not %s\nadd --encoding utf-16", name);
    else if (d->conv != NO_CONV)
        refuse(d, d->taken, "not valid %s", name);
    else
        refuse(d, d->taken,
               "not valid UTF-8\nif the file comes from Excel or a Chinese system, "
               "add --encoding gb18030");
}

/* Bytes up to the first that may be a control character: C0, DEL, or the lead byte of a C1.
 * Looks at eight at once; the lowest flag is exact, and no other is used. */
static size_t plain(const char *text, size_t len)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t i = 0;
    uint64_t w;
    for (; len - i >= sizeof w; i += sizeof w) {
        memcpy(&w, text + i, sizeof w);
        w = le64toh(w);
        uint64_t del = w ^ 0x7f * ones, c2 = w ^ 0xc2 * ones;
        uint64_t flags = ((w - 0x20 * ones) & ~w) | ((del - ones) & ~del) | ((c2 - ones) & ~c2);
        flags &= 0x80 * ones;
        if (flags)
            return i + (size_t)__builtin_ctzll(flags) / 8;
    }
    for (; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f || c == 0xc2)
            break;
    }
    return i;
}

/* How much of this well-formed UTF-8 is free of refused characters; counts its lines. A carriage
 * return at the very end is left over unless `last`. */
static size_t accept(struct svc_decoder *d, const char *text, size_t len, bool last)
{
    uint64_t base = d->conv == NO_CONV ? d->taken : NOWHERE;
    for (size_t i = 0;;) {
        i += plain(text + i, len - i);
        if (i == len)
            return len;
        unsigned char c = (unsigned char)text[i];
        uint64_t at = base == NOWHERE ? NOWHERE : base + i;
        if (c == '\n') {
            d->line++;
        } else if (c == '\r') {
            if (i + 1 == len && !last)
                return i;
            if (i + 1 == len || text[i + 1] != '\n') {
                refuse(d, at,
                       "a carriage return without a line feed\n"
                       "convert the line ends to LF or CRLF");
                return i;
            }
        } else if (c == 0xc2) {
            unsigned char next = (unsigned char)text[i + 1];
            if (next < 0xa0) {
                refuse(d, at, "the control character U+%04X", next);
                return i;
            }
            i++;
        } else if (c != '\t') {
            if (c == '\0')
                refuse(d, at, "a NUL byte");
            else
                refuse(d, at, "the control character U+%04X", c);
            return i;
        }
        i++;
    }
}

/* Runs iconv over everything pending; false at bytes that the encoding does not have. */
static bool convert(struct svc_decoder *d, const char *bytes, size_t len, bool last,
                    struct svc_buf *out)
{
    svc_buf_add(&d->raw, bytes, len);
    char *in = d->raw.data;
    size_t left = d->raw.len, done = 0;
    bool good = true;
    do {
        size_t room = left * 2 + 64;
        char *to = svc_buf_reserve(out, room);
        done = iconv(d->conv, &in, &left, &to, &room);
        if (done != (size_t)-1 && last)
            done = iconv(d->conv, NULL, NULL, &to, &room);
        out->len = (size_t)(to - out->data);
    } while (done == (size_t)-1 && errno == E2BIG);
    if (done == (size_t)-1)
        good = errno == EINVAL && !last;
    d->taken += d->raw.len - left;
    memmove(d->raw.data, in, left);
    d->raw.len = left;
    return good;
}

/* Follows whether the input of a conversion is UTF-8 all the way. */
static void watch(struct svc_decoder *d, const char *bytes, size_t len)
{
    while (d->utf8.valid && d->utf8.rest_len && len) {
        d->utf8.rest[d->utf8.rest_len++] = *bytes++;
        len--;
        size_t need = (size_t)svc_utf8_length((unsigned char)d->utf8.rest[0]);
        if (d->utf8.rest_len < need)
            continue;
        d->utf8.valid = svc_utf8_valid(d->utf8.rest, need) == need;
        d->utf8.beyond = true;
        d->utf8.rest_len = 0;
    }
    if (!d->utf8.valid || !len)
        return;
    size_t valid = svc_utf8_valid(bytes, len), rest = len - valid;
    for (size_t i = 0; i < valid && !d->utf8.beyond; i++)
        d->utf8.beyond = (unsigned char)bytes[i] >= 0x80;
    if (rest == 0)
        return;
    if ((size_t)svc_utf8_length((unsigned char)bytes[valid]) <= rest) {
        d->utf8.valid = false;
    } else {
        memcpy(d->utf8.rest, bytes + valid, rest);
        d->utf8.rest_len = rest;
    }
}

/* Drops a byte order mark from the front of the first text. */
static void drop_mark(struct svc_decoder *d, char *text, size_t *len)
{
    if (d->begun || *len == 0)
        return;
    d->begun = true;
    d->bom = *len >= sizeof mark && memcmp(text, mark, sizeof mark) == 0;
    if (d->bom) {
        *len -= sizeof mark;
        memmove(text, text + sizeof mark, *len);
    }
}

static bool decode(struct svc_decoder *d, const char *bytes, size_t len, bool last,
                   struct svc_buf *out)
{
    size_t from = out->len;
    bool converted = true;
    svc_buf_add(out, d->rest, d->rest_len);
    if (d->conv == NO_CONV) {
        svc_buf_add(out, bytes, len);
    } else {
        watch(d, bytes, len);
        converted = convert(d, bytes, len, last, out);
    }
    char *text = out->data + from;
    size_t total = out->len - from;
    size_t valid = svc_utf8_valid(text, total), left = total - valid;
    bool begins = d->taken == 0 && total == 1; /* it takes two to tell UTF-16 */
    bool cut = left && !last &&
               (begins || (size_t)svc_utf8_length((unsigned char)text[valid]) > left);
    size_t taken = accept(d, text, valid, last || (left && !cut));
    if (d->conv == NO_CONV)
        d->taken += taken;
    if (!d->error && !converted)
        refuse_bytes(d, d->raw.data, d->raw.len);
    if (!d->error && left && !cut)
        refuse_bytes(d, text + valid, left);
    if (!d->error && last && d->utf8.beyond && d->utf8.valid && d->utf8.rest_len == 0)
        refuse(d, NOWHERE, "not %s", d->encoding);
    d->rest_len = d->error ? 0 : total - taken;
    memcpy(d->rest, text + taken, d->rest_len);
    drop_mark(d, text, &taken);
    out->len = from + taken;
    out->data[out->len] = '\0';
    return !d->error;
}

/* What is refused in a conversion, and as what, may hang on bytes behind it: so it is made in blocks of
 * one size, wherever the pieces of a pipe happen to end. */
static bool decode_blocks(struct svc_decoder *d, const char *bytes, size_t len, bool last,
                          struct svc_buf *out)
{
    size_t at = 0;
    bool good = true;
    svc_buf_add(&d->block, bytes, len);
    const char *block = svc_buf_text(&d->block);
    for (; good && d->block.len - at >= BLOCK; at += BLOCK)
        good = decode(d, block + at, BLOCK, false, out);
    if (good && last)
        return decode(d, block + at, d->block.len - at, true, out);
    d->block.len -= at;
    if (at)
        memmove(d->block.data, block + at, d->block.len);
    return good;
}

bool svc_decode(struct svc_decoder *d, const char *bytes, size_t len, bool last,
                struct svc_buf *out)
{
    if (d->error)
        return false;
    return d->conv == NO_CONV ? decode(d, bytes, len, last, out)
                              : decode_blocks(d, bytes, len, last, out);
}

bool svc_decoder_offset(const struct svc_decoder *d, uint64_t decoded, uint64_t *offset)
{
    *offset = decoded + (d->bom ? sizeof mark : 0);
    return d->conv == NO_CONV;
}

const char *svc_decoder_error(const struct svc_decoder *d)
{
    return d->error;
}

void svc_decoder_close(struct svc_decoder *d)
{
    if (!d)
        return;
    if (d->conv != NO_CONV)
        iconv_close(d->conv);
    svc_buf_free(&d->block);
    svc_buf_free(&d->raw);
    free(d->error);
    free(d);
}
