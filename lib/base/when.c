#include "svc/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "svc/lang.h"
#include "svc/tidy.h"

enum { CIVIL_OFFSET = 8 * 3600, FIRST_YEAR = 1900, LAST_YEAR = 9999 };

static svc_when fixed_now;
static bool now_fixed;

/* Days by the proleptic Gregorian calendar, counted in 400-year eras that begin on 1 March. */
svc_day svc_day_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + day_of_era - 719468;
}

void svc_day_split(svc_day day, int *year, int *month, int *mday)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * y + y / 4 - y / 100);
    int m = (5 * of_year + 2) / 153;
    *mday = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

int svc_day_year(svc_day day)
{
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    return year;
}

int svc_weekday(svc_day day)
{
    int n = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (n < 0 ? n + 7 : n) + 1;
}

const char *svc_weekday_name(svc_day day)
{
    static const char names[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    return names[svc_weekday(day) - 1];
}

int svc_month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

svc_day svc_day_add_months(svc_day day, int n)
{
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    int months = year * 12 + month - 1 + n;
    int last = svc_month_days(months / 12, months % 12 + 1);
    return svc_day_of(months / 12, months % 12 + 1, mday < last ? mday : last);
}

svc_day svc_when_day(svc_when when)
{
    svc_when day = when / SVC_DAY_SECONDS;
    return (svc_day)(when % SVC_DAY_SECONDS < 0 ? day - 1 : day);
}

svc_when svc_day_start(svc_day day)
{
    return (svc_when)day * SVC_DAY_SECONDS;
}

/* Reads 1 to `most` digits. */
static bool digits(const char **p, int most, int *out)
{
    int n = 0, value = 0;
    while (n < most && (*p)[n] >= '0' && (*p)[n] <= '9')
        value = value * 10 + (*p)[n++] - '0';
    *out = value;
    *p += n;
    return n > 0;
}

static bool skip(const char **p, const char *word)
{
    size_t len = strlen(word);
    if (**p != *word || strncmp(*p, word, len) != 0)
        return false;
    *p += len;
    return true;
}

/* YYYY-M-D, also with / or . between, YYYY年M月D日, or YYYYMMDD at *p. */
static const char *parse_date(const char **p, svc_day *out)
{
    static const char shape[] = N_("not a date; write 2026-03-01");
    int year, month, mday;
    const char *start = *p;
    size_t len = strspn(start, "0123456789");
    if (len == 8 || len == 12 || len == 14) {
        digits(p, 4, &year);
        digits(p, 2, &month);
        digits(p, 2, &mday);
    } else {
        if (len && len != 4 && (start[len] == '\0' || start[len] == '.'))
            return _("a spreadsheet's serial number, not a date; write 2026-03-01");
        if (len != 4 || !digits(p, 4, &year))
            return _(shape);
        bool chinese = skip(p, "年");
        char separator = **p;
        if (!chinese && separator != '-' && separator != '/' && separator != '.')
            return _(shape);
        *p += !chinese;
        if (!digits(p, 2, &month))
            return _(shape);
        if (chinese ? !skip(p, "月") : *(*p)++ != separator)
            return _(shape);
        if (!digits(p, 2, &mday) || (chinese && !skip(p, "日") && !skip(p, "号")))
            return _(shape);
    }
    if (year < FIRST_YEAR || month < 1 || month > 12 || mday < 1 ||
        mday > svc_month_days(year, month))
        return _("no such day");
    *out = svc_day_of(year, month, mday);
    return NULL;
}

/* Halves of the day, before the hour in Chinese and behind the time in English: hours below `below` are
 * counted on from noon, an hour above `most` is none of that half. */
static const struct {
    const char *word;
    int below, most;
} halves[] = {
    { "上午", 0, 12 }, { "早上", 0, 12 }, { "凌晨", 0, 12 }, { "中午", 3, 23 }, { "下午", 12, 23 },
    { "晚上", 12, 23 }, { "AM", 0, 12 }, { "am", 0, 12 }, { "PM", 12, 23 }, { "pm", 12, 23 },
};

static void blanks(const char **p)
{
    *p += strspn(*p, " ");
}

static int half_of(const char **p)
{
    int n = **p && !(**p >= '0' && **p <= '9') ? (int)(sizeof halves / sizeof *halves) : 0;
    while (n-- > 0)
        if (skip(p, halves[n].word))
            break;
    return n;
}

/* The hour of the half; 24 for one that it does not have. Twelve in the morning is midnight. */
static int hour_of(int half, int hour)
{
    if (half < 0)
        return hour;
    if (hour > halves[half].most)
        return 24;
    if (halves[half].below)
        return hour < halves[half].below ? hour + 12 : hour;
    return hour % 12;
}

/* The parts behind the date, as far as the text goes: 9:05, 9:05:07, 9:05:07.0, 9时05分07秒, 090507. */
static bool parse_parts(const char **p, bool compact, int *hour, int *minute, int *second)
{
    if (!digits(p, 2, hour))
        return false;
    if (compact)
        return digits(p, 2, minute) && (**p == '\0' || **p == '.' || digits(p, 2, second));
    if (skip(p, "时") || skip(p, "点")) {
        if (!digits(p, 2, minute))
            return true;
        if (skip(p, "分") && digits(p, 2, second))
            return skip(p, "秒");
        return true;
    }
    if (!skip(p, ":") || !digits(p, 2, minute))
        return false;
    return !skip(p, ":") || digits(p, 2, second);
}

/* How far the clock that was written is ahead of the company's, in seconds; false for no zone at all. */
static bool parse_zone(const char **p, int *ahead)
{
    int hour, minute = 0, sign = **p == '-' ? -1 : 1;
    *ahead = -CIVIL_OFFSET;
    if (skip(p, "Z"))
        return true;
    if (!skip(p, "+") && !skip(p, "-"))
        return false;
    const char *from = *p;
    if (!digits(p, 2, &hour) || *p - from != 2)
        return false;
    skip(p, ":");
    digits(p, 2, &minute);
    *ahead += sign * (hour * 3600 + minute * 60);
    return hour < 15 && minute < 60;
}

/* What stands behind the date; `*at` seconds of its day, which a zone may leave. */
static const char *parse_clock(const char *p, bool compact, svc_when *at)
{
    static const char shape[] = N_("not a time; write 2026-03-01 09:05");
    int hour, minute = 0, second = 0, ahead = 0;
    if (!compact && !skip(&p, "T"))
        blanks(&p);
    int half = half_of(&p);
    blanks(&p);
    if (!parse_parts(&p, compact, &hour, &minute, &second))
        return _(shape);
    if (*p == '.' && p[1])
        p += 1 + strspn(p + 1, "0123456789"); /* a database's fraction of a second */
    blanks(&p);
    if (half < 0)
        half = half_of(&p);
    if (*p && !parse_zone(&p, &ahead))
        return _(shape);
    if (*p)
        return _(shape);
    hour = hour_of(half, hour);
    if (hour > 23 || minute > 59 || second > 59)
        return _("no such time of day");
    *at = hour * 3600 + minute * 60 + second - ahead;
    return NULL;
}

/* The number that n figures make; -1 where something else stands among them. */
static int figures(const char *text, int n)
{
    int value = 0;
    for (; n > 0; n--, text++) {
        if (*text < '0' || *text > '9')
            return -1;
        value = 10 * value + *text - '0';
    }
    return value;
}

/* A time as the store writes it, 2026-03-01 09:05:00: most are, and each is read many times. */
static bool parse_stored(const char *text, svc_when *out)
{
    int year, month, mday, hour, minute, second;
    if ((year = figures(text, 4)) < FIRST_YEAR || text[4] != '-' || (month = figures(text + 5, 2)) < 1 || month > 12 ||
        text[7] != '-' || (mday = figures(text + 8, 2)) < 1 || mday > svc_month_days(year, month) || text[10] != ' ' ||
        (hour = figures(text + 11, 2)) < 0 || hour > 23 || text[13] != ':' || (minute = figures(text + 14, 2)) < 0 ||
        minute > 59 || text[16] != ':' || (second = figures(text + 17, 2)) < 0 || second > 59 || text[19])
        return false;
    *out = svc_day_start(svc_day_of(year, month, mday)) + hour * 3600 + minute * 60 + second;
    return true;
}

const char *svc_when_parse(const char *text, svc_when *out)
{
    const char *p = text;
    svc_day day;
    if (parse_stored(text, out))
        return NULL;
    svc_when at = 0;
    const char *why = parse_date(&p, &day);
    if (!why && *p)
        why = parse_clock(p, strspn(text, "0123456789") > 8, &at);
    if (!why)
        *out = svc_day_start(day) + at;
    return why;
}

const char *svc_day_parse(const char *text, svc_day *out)
{
    const char *p = text;
    const char *why = parse_date(&p, out);
    if (why)
        return why;
    return *p ? _("not a date alone; write 2026-03-01") : NULL;
}

const char *svc_when_read(const char *text, svc_when *out)
{
    static struct svc_buf bare, narrow;
    size_t len = strlen(text);
    text = svc_tidy(text, &len, &bare);
    return svc_when_parse(svc_tidy_narrow(text, &len, &narrow), out);
}

static void two(char *out, int n)
{
    out[0] = (char)('0' + n / 10);
    out[1] = (char)('0' + n % 10);
}

char *svc_day_format(svc_day day, char *out)
{
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    two(out, year / 100);
    two(out + 2, year % 100);
    out[4] = out[7] = '-';
    two(out + 5, month);
    two(out + 8, mday);
    out[10] = '\0';
    return out;
}

char *svc_when_format(svc_when when, char *out)
{
    svc_day day = svc_when_day(when);
    int left = (int)(when - svc_day_start(day));
    svc_day_format(day, out);
    out[10] = ' ';
    two(out + 11, left / 3600);
    out[13] = out[16] = ':';
    two(out + 14, left / 60 % 60);
    two(out + 17, left % 60);
    out[19] = '\0';
    return out;
}

char *svc_when_label(svc_when when, bool minutes, char *out)
{
    int year, month, mday, left = (int)(when - svc_day_start(svc_when_day(when)));
    svc_day_split(svc_when_day(when), &year, &month, &mday);
    int len = snprintf(out, SVC_LABEL_SIZE, "%d年%d月%d日", year, month, mday);
    if (minutes)
        snprintf(out + len, SVC_LABEL_SIZE - (size_t)len, " %02d:%02d", left / 3600, left / 60 % 60);
    return out;
}

svc_when svc_clock(void)
{
    return (svc_when)time(NULL) + CIVIL_OFFSET;
}

char *svc_span_format(int64_t minutes, char *out)
{
    long long size = llabs(minutes), days = size / 1440, hours = size / 60 % 24;
    const char *sign = minutes < 0 ? "-" : "";
    if (days)
        snprintf(out, SVC_SPAN_SIZE, "%s%lldd %lldh", sign, days, hours);
    else if (hours)
        snprintf(out, SVC_SPAN_SIZE, "%s%lldh %lldmin", sign, hours, size % 60);
    else
        snprintf(out, SVC_SPAN_SIZE, "%s%lldmin", sign, size);
    return out;
}

svc_when svc_now(void)
{
    return now_fixed ? fixed_now : svc_clock();
}

void svc_now_set(svc_when when)
{
    fixed_now = when;
    now_fixed = true;
}

bool svc_now_is_fixed(void)
{
    return now_fixed;
}
