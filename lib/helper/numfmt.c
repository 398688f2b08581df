#include "numfmt.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "svc/lang.h"
#include "svc/when.h"

enum {
    UNIX_1900 = 25569, UNIX_1904 = 24107, /* 1970-01-01 in either way to count */
    NO_DAY = 60,                          /* 1900-02-29, which spreadsheets count */
    LAST_1900 = 2958465                   /* 9999-12-31 */
};

/* -- formats ------------------------------------------------------------------------------------ */

struct seen {
    bool day, time, span, minutes, seconds, digits, other;
    unsigned zeros;
};

/* Where what stands in quotes, behind a backslash or in brackets ends. */
static const char *skip(const char *c, struct seen *seen)
{
    static const char *const spans[] = { "[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]" };
    if (*c == '"') {
        const char *end = strchr(c + 1, '"');
        return end ? end + 1 : c + strlen(c);
    }
    if (*c == '[') {
        const char *end = strchr(c, ']');
        for (size_t i = 0; end && i < sizeof spans / sizeof *spans; i++)
            if ((size_t)(end - c) + 1 == strlen(spans[i]) && strncasecmp(c, spans[i], strlen(spans[i])) == 0) {
                seen->span = true;
                seen->seconds = seen->seconds || i >= 4;
            }
        return end ? end + 1 : c + strlen(c);
    }
    return c[1] ? c + 2 : c + 1; /* \x, _x, *x */
}

/* `E+` of a number is no year. */
static void look(const char *c, struct seen *seen)
{
    switch (tolower((unsigned char)*c)) {
    case 'y':
    case 'd':
    case 'b': seen->day = true; break;
    case 'e':
        if (c[1] != '+' && c[1] != '-')
            seen->day = true;
        else
            seen->other = true;
        break;
    case 'a': seen->day = seen->day || strncasecmp(c, "aaa", 3) == 0; break;
    case 'h': seen->time = true; break;
    case 's': seen->time = seen->seconds = true; break;
    case 'm': seen->minutes = true; break;
    case '0':
        seen->digits = true;
        seen->zeros++;
        break;
    case '#':
    case '?': seen->digits = seen->other = true; break;
    case '.':
    case ',':
    case '%':
    case '/': seen->other = true; break;
    }
}

/* Months stand alone only where no hours are. The second and later parts are for other signs. */
struct numfmt numfmt_of(const char *code)
{
    struct seen seen = { 0 };
    struct numfmt is = { 0 };
    if (strncasecmp(code, "General", 7) == 0)
        return is;
    for (const char *c = code; *c && *c != ';';) {
        if (strchr("\"[\\_*", *c)) {
            c = skip(c, &seen);
            continue;
        }
        look(c, &seen);
        c += strncasecmp(c, "AM/PM", 5) == 0 ? 5 : strncasecmp(c, "A/P", 3) == 0 ? 3
             : strncasecmp(c, "aaa", 3) == 0 ? 3 : strncasecmp(c, "General", 7) == 0 ? 7 : 1;
    }
    bool months = seen.minutes && !seen.time && !seen.span;
    is.seconds = seen.seconds;
    if (seen.span)
        is.kind = NUMFMT_SPAN;
    else if (seen.day || months)
        is.kind = seen.time ? NUMFMT_MOMENT : NUMFMT_DAY;
    else if (seen.time)
        is.kind = NUMFMT_TIME;
    else if (!seen.other && seen.zeros > 1)
        is.zeros = (unsigned char)(seen.zeros < 20 ? seen.zeros : 20);
    return is;
}

/* Those that no workbook spells out, with those of Chinese spreadsheets. */
struct numfmt numfmt_known(unsigned id)
{
    static const struct { unsigned char from, to, kind, seconds; } known[] = {
        { 14, 17, NUMFMT_DAY, 0 },  { 18, 18, NUMFMT_TIME, 0 },   { 19, 19, NUMFMT_TIME, 1 },
        { 20, 20, NUMFMT_TIME, 0 }, { 21, 21, NUMFMT_TIME, 1 },   { 22, 22, NUMFMT_MOMENT, 0 },
        { 27, 31, NUMFMT_DAY, 0 },  { 32, 32, NUMFMT_TIME, 0 },   { 33, 33, NUMFMT_TIME, 1 },
        { 34, 34, NUMFMT_TIME, 0 }, { 35, 35, NUMFMT_TIME, 1 },   { 36, 36, NUMFMT_DAY, 0 },
        { 45, 45, NUMFMT_TIME, 1 }, { 46, 46, NUMFMT_SPAN, 1 },   { 47, 47, NUMFMT_TIME, 1 },
        { 50, 54, NUMFMT_DAY, 0 },  { 55, 55, NUMFMT_TIME, 0 },   { 56, 56, NUMFMT_TIME, 1 },
        { 57, 58, NUMFMT_DAY, 0 }
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (id >= known[i].from && id <= known[i].to)
            return (struct numfmt){ .kind = known[i].kind, .seconds = known[i].seconds };
    return (struct numfmt){ 0 };
}

/* -- numbers ------------------------------------------------------------------------------------ */

/* Fifteen digits, as a spreadsheet shows them, and never an exponent. */
static const char *write_plain(double number, unsigned zeros, char out[NUMFMT_SIZE])
{
    if (fabs(number) >= 1e15)
        return _("a number of more than 15 digits, the last of which the spreadsheet has lost\n"
                 "format the column as text before such numbers are typed");
    if (zeros && number >= 0 && number == floor(number)) {
        snprintf(out, NUMFMT_SIZE, "%0*.0f", (int)zeros, number);
        return NULL;
    }
    snprintf(out, NUMFMT_SIZE, "%.15g", number);
    char *exponent = strchr(out, 'e');
    if (exponent) {
        int places = 14;
        for (double n = fabs(number); n < 1 && places < 340; n *= 10)
            places++;
        snprintf(out, NUMFMT_SIZE, "%.*f", places, number);
        for (size_t len = strlen(out); len && (out[len - 1] == '0' || out[len - 1] == '.'); len--) {
            bool point = out[len - 1] == '.';
            out[len - 1] = '\0';
            if (point)
                break;
        }
    }
    if (strcmp(out, "-0") == 0)
        memmove(out, out + 1, 2);
    return NULL;
}

static void write_clock(int64_t seconds, bool show_seconds, char *out)
{
    int n = snprintf(out, NUMFMT_SIZE - 40, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (show_seconds || seconds % 60)
        snprintf(out + n, 8, ":%02d", (int)(seconds % 60));
}

/* A time of day alone has no day; where a cell that shows a day holds a time as well, both are told. */
static const char *write_moment(double number, struct numfmt format, bool since_1904, char *out)
{
    if (number < 0 || number >= LAST_1900 + 1)
        return _("a date that no spreadsheet shows");
    int64_t all = llround(number * SVC_DAY_SECONDS), days = all / SVC_DAY_SECONDS, rest = all % SVC_DAY_SECONDS;
    if (format.kind == NUMFMT_TIME && days == 0) {
        write_clock(rest, format.seconds, out);
        return NULL;
    }
    if (!since_1904 && (days == 0 || days == NO_DAY))
        return _("a date that is none");
    int64_t day = since_1904 ? days - UNIX_1904 : days - UNIX_1900 + (days < NO_DAY);
    if (format.kind == NUMFMT_DAY && rest == 0)
        svc_day_format((svc_day)day, out);
    else
        svc_when_format(day * SVC_DAY_SECONDS + rest, out);
    return NULL;
}

static const char *write_span(double number, bool show_seconds, char *out)
{
    if (fabs(number) >= LAST_1900)
        return _("a length of time that no spreadsheet shows");
    int64_t all = llround(fabs(number) * SVC_DAY_SECONDS);
    int n = snprintf(out, NUMFMT_SIZE - 40, "%s%lld:%02d", number < 0 && all ? "-" : "", (long long)(all / 3600),
                     (int)(all / 60 % 60));
    if (show_seconds || all % 60)
        snprintf(out + n, 8, ":%02d", (int)(all % 60));
    return NULL;
}

const char *numfmt_write(double number, struct numfmt format, bool since_1904, char out[NUMFMT_SIZE])
{
    if (!isfinite(number))
        return _("no number");
    switch ((enum numfmt_kind)format.kind) {
    case NUMFMT_PLAIN: return write_plain(number, format.zeros, out);
    case NUMFMT_SPAN: return write_span(number, format.seconds, out);
    case NUMFMT_DAY:
    case NUMFMT_TIME:
    case NUMFMT_MOMENT: break;
    }
    return write_moment(number, format, since_1904, out);
}
