#include "svc/num.h"

#include <string.h>

#include "svc/buf.h"
#include "svc/lang.h"

size_t svc_int_digits(int64_t number, char *out)
{
    char digits[SVC_NUM_SIZE];
    size_t n = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        digits[--n] = '-';
    memcpy(out, digits + n, sizeof digits - n);
    return sizeof digits - n;
}

const char *svc_int_parse(const char *text, int64_t *out)
{
    const char *p = text;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (*p < '0' || *p > '9')
        return _("not a whole number");
    int64_t value = 0;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(*p - '0'), &value))
            return _("too large a number");
    }
    if (*p == '.')
        return _("not a whole number");
    if (*p)
        return _("not a plain number");
    *out = negative ? -value : value;
    return NULL;
}

const char *svc_hundredths_parse(const char *text, int64_t *out)
{
    const char *p = text;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (*p < '0' || *p > '9')
        return _("not a plain number");
    int64_t value = 0;
    int decimals = -1;
    for (;; p++) {
        if (*p == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9')
            break;
        if (decimals >= 0 && ++decimals > 2)
            return _("more than two decimals");
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(*p - '0'), &value))
            return _("too large a number");
    }
    if (*p == ',')
        return _("written with a thousands separator; write 1000");
    if (*p == 'e' || *p == 'E')
        return _("written with an exponent; write the digits");
    if (*p || decimals == 0)
        return _("not a plain number");
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return _("too large a number");
    *out = negative ? -value : value;
    return NULL;
}

char *svc_hundredths_format(int64_t hundredths, char *out)
{
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    char *p = out;
    if (hundredths < 0)
        *p++ = '-';
    p += svc_int_digits((int64_t)(size / 100), p);
    *p++ = '.';
    *p++ = (char)('0' + size / 10 % 10);
    *p++ = (char)('0' + size % 10);
    *p = '\0';
    return out;
}

/* -- capital figures ------------------------------------------------------------------------ */

static const char *const capitals[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* Four digits, 仟佰拾 behind them; zeros between two figures are told once, `zero`: those before, too. */
static void put_four(unsigned four, bool zero, struct svc_buf *out)
{
    static const char *const units[] = { "仟", "佰", "拾", "" };
    static const unsigned size[] = { 1000, 100, 10, 1 };
    for (int i = 0; i < 4; i++) {
        unsigned digit = four / size[i] % 10;
        if (digit)
            svc_buf_printf(out, "%s%s%s", zero ? "零" : "", capitals[digit], units[i]);
        zero = !digit && (zero || out->len > 0);
    }
}

/* By groups of four, each called by its 万 or 亿; one of zeros has no name, but 亿 stays. */
static void put_whole(uint64_t yuan, struct svc_buf *out)
{
    static const char *const groups[] = { "", "万", "亿", "万", "亿" };
    static const uint64_t size[] = { 1, 10000, 100000000, 1000000000000, 10000000000000000 };
    struct svc_buf digits = { 0 };
    bool zero = false;
    for (int i = 4; i >= 0; i--) {
        unsigned four = (unsigned)(yuan / size[i] % 10000);
        put_four(four, zero, &digits);
        zero = !four && digits.len > 0;
        if (i == 2 ? yuan >= size[2] : four > 0)
            svc_buf_puts(&digits, groups[i]);
    }
    svc_buf_puts(out, svc_buf_text(&digits));
    svc_buf_free(&digits);
}

void svc_yuan_words(int64_t fen, struct svc_buf *out)
{
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen, yuan = size / 100;
    unsigned jiao = (unsigned)(size / 10 % 10), cents = (unsigned)(size % 10);
    svc_buf_puts(out, fen < 0 ? "负" : "");
    if (yuan)
        put_whole(yuan, out);
    if (yuan || size == 0)
        svc_buf_puts(out, yuan ? "元" : "零元");
    if (jiao)
        svc_buf_printf(out, "%s角", capitals[jiao]);
    if (cents)
        svc_buf_printf(out, "%s%s分", yuan && !jiao ? "零" : "", capitals[cents]);
    else
        svc_buf_puts(out, "整");
}
