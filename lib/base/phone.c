#include "svc/phone.h"

#include <string.h>

#include "svc/text.h"

/* No fewer digits make a number that stands for itself beside another one in a cell. */
enum { WHOLE = 7, LONG = 11, LEAST = 3, MOST = 20, MOST_EXTENSION = 6 };

/* -- one alphabet ------------------------------------------------------------------------- */

/* What is written in several ways, and its one sign: x before an extension, ; between numbers. */
static const struct {
    const char *written;
    char sign;
} signs[] = {
    { "转", 'x' }, { "轉", 'x' }, { "分机", 'x' }, { "ext.", 'x' }, { "ext", 'x' }, { "EXT.", 'x' },
    { "EXT", 'x' }, { "Ext.", 'x' }, { "Ext", 'x' }, { "＋", '+' }, { "－", '-' }, { "（", '(' },
    { "）", ')' }, { "\u3000", ' ' }, { "\u00a0", ' ' }, { "‐", '-' }, { "‑", '-' }, { "–", '-' },
    { "—", '-' }, { "−", '-' }, { "／", ';' }, { "/", ';' }, { "、", ';' }, { "；", ';' },
    { ";", ';' }, { "，", ';' }, { ",", ';' }, { "(", '(' }, { ")", ')' }, { "-", '-' },
    { "+", '+' }, { " ", ' ' },
};

/* The digit at `text`, ASCII or full-width, as ASCII; 0 for none. */
static char digit_at(const char *text, size_t len, size_t *used)
{
    static const char wide[] = "\xef\xbc"; /* ０ is ef bc 90 */
    *used = 1;
    if (text[0] >= '0' && text[0] <= '9')
        return text[0];
    *used = 3;
    unsigned char last = len < 3 ? 0 : (unsigned char)text[2];
    return len >= 3 && memcmp(text, wide, 2) == 0 && last >= 0x90 && last <= 0x99
               ? (char)('0' + last - 0x90)
               : 0;
}

static char sign_at(const char *text, size_t len, size_t *used)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        *used = strlen(signs[i].written);
        if (*used <= len && memcmp(text, signs[i].written, *used) == 0)
            return signs[i].sign;
    }
    return 0;
}

/* The cell in digits and signs; false where something else stands in it. */
static bool fold(const char *text, size_t len, struct svc_buf *out)
{
    size_t used;
    svc_buf_clear(out);
    for (size_t at = 0; at < len; at += used) {
        char c = digit_at(text + at, len - at, &used);
        if (!c)
            c = sign_at(text + at, len - at, &used);
        if (!c)
            return false;
        svc_buf_putc(out, c);
    }
    return true;
}

/* -- one number --------------------------------------------------------------------------- */

static bool is_mobile(const char *digits, size_t len)
{
    return len == 11 && digits[0] == '1' && digits[1] >= '3';
}

/* A number that lacks nothing: mobile, 400 or 800, with its area code, or a local one. */
static bool is_complete(const char *digits, size_t len)
{
    if (is_mobile(digits, len) || (len == 10 && (digits[0] == '4' || digits[0] == '8') &&
                                   digits[1] == '0' && digits[2] == '0'))
        return true;
    if (digits[0] != '0')
        return digits[0] != '1' && (len == 7 || len == 8);
    return digits[1] == '1' || digits[1] == '2' ? len == 10 || len == 11
                                                : digits[1] != '0' && (len == 11 || len == 12);
}

/* Without the country's code, and with the 0 of an area code that it swallowed. */
static void add_national(const char *digits, size_t len, struct svc_buf *out)
{
    bool area = digits[0] != '0' && !is_mobile(digits, len) &&
                !(len == 10 && (memcmp(digits, "400", 3) == 0 || memcmp(digits, "800", 3) == 0));
    if (len == 12 && digits[0] == '0' && is_mobile(digits + 1, 11))
        svc_buf_add(out, digits + 1, 11);
    else
        svc_buf_printf(out, "%s%.*s", area ? "0" : "", (int)len, digits);
}

static void add_main(const char *digits, size_t len, bool plus, struct svc_buf *out)
{
    if (!plus && len > 4 && memcmp(digits, "00", 2) == 0) {
        plus = true;
        digits += 2;
        len -= 2;
    }
    bool china = len > 9 && memcmp(digits, "86", 2) == 0 && (plus || !is_complete(digits, len)) &&
                 memcmp(digits + 2, "00", 2) != 0; /* without the 86 it would be one abroad */
    if (china)
        add_national(digits + 2, len - 2, out);
    else if (plus)
        svc_buf_printf(out, "+%.*s", (int)len, digits);
    else if (len == 12 && digits[0] == '0' && is_mobile(digits + 1, 11))
        svc_buf_add(out, digits + 1, 11);
    else
        svc_buf_add(out, digits, len);
}

/* Digits of one number as it was written, where its last dash stands, and its extension. */
struct parts {
    char main[MOST + 2], extension[MOST + 2];
    size_t len, more, dash; /* dash: digits before it; 0 for none */
    bool plus;
};

static bool take_apart(const char *text, size_t len, struct parts *p)
{
    bool extends = false;
    *p = (struct parts){ .len = 0 };
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '+' && (p->len || p->plus || extends))
            return false;
        p->plus |= c == '+';
        if (c == 'x' && (extends || !p->len))
            return false;
        extends |= c == 'x';
        if (c == '-' && !extends)
            p->dash = p->len;
        if (c < '0' || c > '9')
            continue;
        if (p->len + p->more >= MOST)
            return false;
        if (extends)
            p->extension[p->more++] = c;
        else
            p->main[p->len++] = c;
    }
    return p->len >= LEAST && extends == (p->more > 0);
}

/* 010-62345678-801: the last dash parts an extension where the number is complete without it. */
static void find_extension(struct parts *p)
{
    if (p->more || !p->dash || p->dash == p->len || p->len - p->dash > MOST_EXTENSION ||
        is_complete(p->main, p->len) || p->plus || !is_complete(p->main, p->dash))
        return;
    p->more = p->len - p->dash;
    memcpy(p->extension, p->main + p->dash, p->more);
    p->len = p->dash;
}

static bool add_number(const char *text, size_t len, struct svc_buf *out)
{
    struct parts p;
    if (!take_apart(text, len, &p))
        return false;
    find_extension(&p);
    if (out->len)
        svc_buf_putc(out, ';');
    add_main(p.main, p.len, p.plus, out);
    if (p.more)
        svc_buf_printf(out, "-%.*s", (int)p.more, p.extension);
    return true;
}

/* -- several numbers ---------------------------------------------------------------------- */

/* The digits before an extension; the rest of a cell may have more than a number can. */
static size_t digits_of(const char *text, size_t len, char out[MOST + 2])
{
    size_t count = 0;
    memset(out, 0, MOST + 2);
    for (size_t i = 0; i < len && text[i] != 'x' && count < MOST; i++)
        if (text[i] >= '0' && text[i] <= '9')
            out[count++] = text[i];
    return count;
}

/* The end of the number at the beginning of `text`: a blank parts two that are whole. */
static size_t first_number(const char *text, size_t len)
{
    char digits[MOST + 2];
    for (size_t i = 0; i < len; i++) {
        if (text[i] != ' ' || digits_of(text + i, len - i, digits) < WHOLE)
            continue;
        size_t count = digits_of(text, i, digits);
        if (count >= LONG || (count >= WHOLE && is_complete(digits, count)))
            return i;
    }
    return len;
}

/* A mobile number alone, and nothing written around it. */
static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len && len == LONG; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return is_mobile(text, len);
}

bool svc_phone_numbers(const char *text, size_t len, struct svc_buf *out)
{
    static struct svc_buf folded;
    const char *list, *part;
    size_t count;
    svc_buf_clear(out);
    if (is_plain(text, len)) { /* as most cells are */
        svc_buf_add(out, text, len);
        return true;
    }
    if (!fold(text, len, &folded))
        return false;
    list = svc_buf_text(&folded);
    while (svc_text_next(&list, ';', &part, &count))
        for (size_t used; count; part += used, count -= used) {
            used = first_number(part, count);
            if (strspn(part, " ") < used && !add_number(part, used, out))
                return false;
            used += used < count;
        }
    return out->len > 0;
}
