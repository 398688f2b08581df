#include "svc/num.h"

#include <string.h>

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
        return "not a whole number";
    int64_t value = 0;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(*p - '0'), &value))
            return "too large a number";
    }
    if (*p == '.')
        return "not a whole number";
    if (*p)
        return "not a plain number";
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
        return "not a plain number";
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
            return "more than two decimals";
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(*p - '0'), &value))
            return "too large a number";
    }
    if (*p == ',')
        return "written with a thousands separator; write 1000";
    if (*p == 'e' || *p == 'E')
        return "written with an exponent; write the digits";
    if (*p || decimals == 0)
        return "not a plain number";
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return "too large a number";
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
