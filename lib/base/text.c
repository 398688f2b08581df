#include "svc/text.h"

#include <ctype.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "svc/alike.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

int svc_utf8_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Length of the well-formed sequence at `s`, 0 if there is none within `len` bytes. */
static size_t sequence(const unsigned char *s, size_t len)
{
    int need = svc_utf8_length(s[0]);
    if (need == 0 || (size_t)need > len)
        return 0;
    for (int i = 1; i < need; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool outside = (s[0] == 0xed && s[1] >= 0xa0) || (s[0] == 0xf4 && s[1] >= 0x90);
    return overlong || outside ? 0 : (size_t)need;
}

size_t svc_utf8_valid(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t i = 0;
    while (i < len) {
        uint64_t eight;
        if (len - i >= sizeof eight) {
            memcpy(&eight, s + i, sizeof eight);
            if ((eight & 0x8080808080808080u) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t used = sequence(s + i, len - i);
        if (used == 0)
            break;
        i += used;
    }
    return i;
}

unsigned svc_utf8_char(const char *text, size_t *used)
{
    const unsigned char *s = (const unsigned char *)text;
    int n = svc_utf8_length(s[0]);
    if (n <= 1) {
        *used = 1;
        return s[0];
    }
    unsigned c = s[0] & (0xffu >> (n + 1));
    for (int i = 1; i < n; i++)
        c = c << 6 | (s[i] & 0x3fu);
    *used = (size_t)n;
    return c;
}

const char *svc_text_refused(const char *text)
{
    size_t len = strlen(text), used;
    if (svc_utf8_valid(text, len) != len)
        return _("not valid UTF-8");
    for (const char *p = text; *p; p += used) {
        unsigned c = svc_utf8_char(p, &used);
        bool line = c == '\t' || c == '\n' || (c == '\r' && p[1] == '\n');
        if (!line && (c < 0x20 || (c >= 0x7f && c < 0xa0)))
            return _("holds a control character");
    }
    return NULL;
}

/* Characters that a terminal obeys or hides instead of showing. */
static bool invisible(unsigned c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || svc_char_unseen(c);
}

void svc_text_visible(struct svc_buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t used;
        unsigned c = svc_utf8_char(text + i, &used);
        if (!invisible(c))
            svc_buf_add(out, text + i, used);
        else if (c == '\n')
            svc_buf_puts(out, "\\n");
        else if (c == '\t')
            svc_buf_puts(out, "\\t");
        else if (c == '\r')
            svc_buf_puts(out, "\\r");
        else if (c < 0x100)
            svc_buf_printf(out, "\\x%02x", c);
        else
            svc_buf_printf(out, "\\u{%x}", c);
        i += used;
    }
}

/* glibc's own width table under a private locale: no table of ours, no dependence on the user's
 * locale. */
static int char_width(unsigned c)
{
    static locale_t utf8;
    if (c < 0x7f)
        return 1;
    if (!utf8 && !(utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)))
        svc_die(SVC_CONFIG, "the C library's \"C.UTF-8\" locale is missing\ninstall libc-bin");
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)c);
    uselocale(before);
    return width < 0 ? 0 : width;
}

size_t svc_text_fit(const char *text, size_t len, size_t columns)
{
    size_t width = 0;
    for (size_t i = 0; i < len;) {
        size_t used;
        width += (size_t)char_width(svc_utf8_char(text + i, &used));
        if (width > columns)
            return i;
        i += used;
    }
    return len;
}

size_t svc_text_width(const char *text, size_t len)
{
    size_t width = 0;
    for (size_t i = 0; i < len;) {
        size_t used;
        width += (size_t)char_width(svc_utf8_char(text + i, &used));
        i += used;
    }
    return width;
}

bool svc_text_next(const char **list, char separator, const char **word, size_t *len)
{
    if (!*list || !**list)
        return false;
    const char *end = strchr(*list, separator);
    *word = *list;
    *len = end ? (size_t)(end - *list) : strlen(*list);
    *list = end ? end + 1 : *list + *len;
    return true;
}

char *svc_text_union(const char *one, const char *other, char separator)
{
    struct svc_buf both = { 0 };
    const char *word;
    size_t len;
    if (one)
        svc_buf_puts(&both, one);
    while (svc_text_next(&other, separator, &word, &len)) {
        char *name = svc_strndup(word, len);
        if (!one || !svc_text_in(one, separator, name)) {
            if (both.len)
                svc_buf_putc(&both, separator);
            svc_buf_puts(&both, name);
        }
        free(name);
    }
    return svc_buf_take(&both);
}

int svc_text_compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

bool svc_text_same(const char *a, const char *b)
{
    return svc_text_compare(a, b) == 0;
}

void svc_text_set(char **text, const char *to)
{
    char *copy = svc_strdup(to);
    free(*text);
    *text = copy;
}

bool svc_text_in(const char *list, char separator, const char *word)
{
    for (; list && *list; list += *list != '\0') {
        const char *left = word;
        for (; *left && *left == *list && *list != separator; left++)
            list++;
        if (!*left && (*list == separator || *list == '\0'))
            return true;
        while (*list && *list != separator)
            list++;
    }
    return false;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

enum { LONGEST = 63 };

/* The characters of a short text, of an ill-formed one its bytes; more than fit when it is long. */
static size_t characters(const char *text, unsigned out[LONGEST])
{
    size_t len = strlen(text), n = 0, used = 1;
    bool valid = svc_utf8_valid(text, len) == len;
    for (const char *p = text; *p; p += used, n++) {
        if (n == LONGEST)
            return LONGEST + 1;
        out[n] = valid ? svc_utf8_char(p, &used) : (unsigned char)*p;
    }
    return n;
}

int svc_text_distance(const char *one, const char *other)
{
    unsigned a[LONGEST], b[LONGEST];
    size_t na = characters(one, a), nb = characters(other, b);
    if (na > LONGEST || nb > LONGEST)
        return LONGEST;
    int rows[3][LONGEST + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= nb; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= na; i++) {
        now[0] = (int)i;
        for (size_t j = 1; j <= nb; j++) {
            int same = a[i - 1] == b[j - 1];
            now[j] = least(last[j - 1] + !same, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        int *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[nb];
}

void svc_text_escape(struct svc_buf *out, const char *text, size_t len)
{
    for (const char *end = text + len; text < end; text++) {
        switch (*text) {
        case '<': svc_buf_puts(out, "&lt;"); break;
        case '>': svc_buf_puts(out, "&gt;"); break;
        case '&': svc_buf_puts(out, "&amp;"); break;
        case '"': svc_buf_puts(out, "&quot;"); break;
        default: svc_buf_putc(out, *text);
        }
    }
}

size_t svc_text_day(const char *text)
{
    static const char *const units[][3] = { { "-", "-", "" }, { "年", "月", "日" } };
    for (int style = 0; style < 2; style++) {
        size_t len = 0;
        bool all = true;
        for (int i = 0; i < 3 && all; i++) {
            size_t digits = strspn(text + len, "0123456789"), unit = strlen(units[style][i]);
            all = (i == 0 ? digits == 4 : digits == 2 || (digits == 1 && style == 1)) &&
                  strncmp(text + len + digits, units[style][i], unit) == 0;
            len += digits + unit;
        }
        if (all)
            return len;
    }
    return 0;
}

/* The length of a day or month that begins here, as it is stored; 0: none does. */
static size_t stored_day(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t len = 0;
    while (shape[len] && (shape[len] == 'd' ? isdigit((unsigned char)text[len]) : text[len] == '-'))
        len++;
    len = len == strlen(shape) ? len : len >= strlen("dddd-dd") ? strlen("dddd-dd") : 0;
    return len && (isalnum((unsigned char)text[len]) || (text[len] == '-' && isdigit((unsigned char)text[len + 1]))) ? 0 : len;
}

void svc_text_dated(struct svc_buf *out, const char *line)
{
    char before = '\0';
    while (*line) {
        size_t len = isalnum((unsigned char)before) || before == '-' || before == '/' ? 0 : stored_day(line);
        if (len) {
            svc_buf_printf(out, "%.4s年%ld月", line, strtol(line + 5, NULL, 10));
            if (len > strlen("dddd-dd"))
                svc_buf_printf(out, "%ld日", strtol(line + 8, NULL, 10));
        } else {
            svc_buf_putc(out, *line);
        }
        before = line[len ? len - 1 : 0];
        line += len ? len : 1;
    }
}

/* The bytes of a digit that begins here, full-width, too; 0: none does. */
static size_t digit_at(const char *text)
{
    if (isdigit((unsigned char)*text))
        return 1;
    return strncmp(text, "\xef\xbc", 2) == 0 && (unsigned char)text[2] >= 0x90 && (unsigned char)text[2] <= 0x99 ? 3 : 0;
}

/* What people put between the digits of one number. */
static size_t joint_at(const char *text)
{
    static const char *const joints[] = { " ", "-", ")", "　", "－", "–", "—", "）", "\u00a0" };
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strncmp(text, joints[i], strlen(joints[i])) == 0)
            return strlen(joints[i]);
    return 0;
}

/* How many digits a number has that begins here, one joint between two of them at most, and its bytes. */
static size_t number_at(const char *text, size_t *len)
{
    size_t digits = 0, at = 0;
    for (*len = 0;;) {
        size_t digit = digit_at(text + at), joint = !digit && at == *len && digits ? joint_at(text + at) : 0;
        if (!digit && !joint)
            return digits;
        at += digit + joint;
        if (digit) {
            digits++;
            *len = at;
        }
    }
}

/* A day of our time, or behind a letter the number of a record, 2026-000123. */
static size_t harmless_at(const char *text, bool behind_letter)
{
    static const char shape[] = "dddd-dddddd";
    size_t day = strncmp(text, "19", 2) == 0 || strncmp(text, "20", 2) == 0 ? svc_text_day(text) : 0, len = 0;
    while (!day && behind_letter && shape[len] &&
           (shape[len] == 'd' ? isdigit((unsigned char)text[len]) : text[len] == shape[len]))
        len++;
    return day ? day : len == strlen(shape) && !isdigit((unsigned char)text[len]) ? len : 0;
}

void svc_text_unnumbered(struct svc_buf *out, const char *text)
{
    enum { LONG_NUMBER = 7 };
    for (bool letter = false; *text;) {
        size_t len, kept = harmless_at(text, letter), digits = kept ? 0 : number_at(text, &len);
        if (!digits)
            len = kept ? kept : 1;
        if (digits >= LONG_NUMBER)
            svc_buf_puts(out, "****");
        else
            svc_buf_add(out, text, len);
        letter = isupper((unsigned char)text[len - 1]);
        text += len;
    }
}
