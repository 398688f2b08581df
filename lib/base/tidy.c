#include "svc/tidy.h"

#include <string.h>

#include "svc/text.h"

static const struct {
    unsigned from, to;
} blanks[] = {
    { 0x09, 0x0d }, { 0x20, 0x20 }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a },
    { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
};

static bool is_blank(unsigned c)
{
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (c >= blanks[i].from && c <= blanks[i].to)
            return true;
    return false;
}

/* How many bytes the blank at the beginning or at the end has; 0 where none stands there. */
static size_t blank_first(const char *text, size_t len)
{
    size_t used;
    return len && is_blank(svc_utf8_char(text, &used)) ? used : 0;
}

static size_t blank_last(const char *text, size_t len)
{
    size_t used, at = len;
    while (at > 0 && len - at < 3) {
        at--;
        unsigned char lead = (unsigned char)text[at];
        if ((lead & 0xc0) != 0x80)
            return (size_t)svc_utf8_length(lead) == len - at && is_blank(svc_utf8_char(text + at, &used))
                       ? len - at : 0;
    }
    return 0;
}

/* Most cells begin and end with what is seen: no look further is needed. */
static bool is_bare(const char *text, size_t len)
{
    unsigned char first = (unsigned char)text[0], last = (unsigned char)text[len - 1];
    bool plain = first > ' ' && first != '=' && first != 0xc2 && (first < 0xe1 || first > 0xe3);
    return plain && last > ' ' && (last < 0x80 || len < 2 || !blank_last(text, len));
}

const char *svc_tidy(const char *text, size_t *len, struct svc_buf *room)
{
    const char *from = text;
    size_t left = *len, used;
    if (!left || is_bare(text, left))
        return text;
    if (svc_utf8_valid(text, left) != left)
        return text; /* refused as such */
    do {
        while ((used = blank_first(from, left))) {
            from += used;
            left -= used;
        }
        while ((used = blank_last(from, left)))
            left -= used;
        used = left >= 3 && from[0] == '=' && from[1] == '"' && from[left - 1] == '"';
        from += 2 * used;
        left -= 3 * used;
    } while (used);
    if (left == *len)
        return text;
    *len = left;
    svc_buf_clear(room);
    svc_buf_add(room, from, left);
    return svc_buf_text(room);
}

/* What the character at the front is as ASCII, `*used` bytes long: a full-width letter, figure or sign, and a blank
 * of any kind; '\0' for one that stays. */
static char narrowed(const char *text, size_t len, size_t *used)
{
    static const unsigned first = 0xff01, last = 0xff5e, ascii = '!'; /* ！ to ～ */
    int n = svc_utf8_length((unsigned char)*text);
    if (n < 1 || (size_t)n > len)
        return '\0';
    unsigned c = svc_utf8_char(text, used);
    if (c >= first && c <= last)
        return (char)(c - first + ascii);
    return is_blank(c) ? ' ' : '\0';
}

const char *svc_tidy_narrow(const char *text, size_t *len, struct svc_buf *room)
{
    const char *p = text, *end = text + *len;
    size_t used;
    while (p < end && ((*p >= ' ' && (unsigned char)*p < 0x80) || !narrowed(p, (size_t)(end - p), &used)))
        p++;
    if (p == end)
        return text;
    svc_buf_clear(room);
    svc_buf_add(room, text, (size_t)(p - text));
    while (p < end) {
        char as = narrowed(p, (size_t)(end - p), &used);
        svc_buf_putc(room, as ? as : *p);
        p += as ? used : 1;
    }
    *len = room->len;
    return svc_buf_text(room);
}
