#include "svc/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"

/* Of the LONGEST days, too, what lies as long before them is still days that can be written. */
enum { FIRST_YEAR = 1900, LAST_YEAR = 9999, WEEK = 7, LONGEST = 100 * 366 };

static struct {
    struct svc_closing *item;
    size_t count;
} closings;

void svc_closings_set(const struct svc_closing *closing, size_t count)
{
    free(closings.item);
    closings.item = svc_alloc((count + 1) * sizeof *closings.item);
    closings.count = count;
    if (count)
        memcpy(closings.item, closing, count * sizeof *closing);
}

/* 1 to `most` digits that are all of the text, or end where the rest begins. */
static const char *number(const char *p, int most, int *out)
{
    int n = 0;
    *out = 0;
    while (n < most && p[n] >= '0' && p[n] <= '9')
        *out = *out * 10 + p[n++] - '0';
    return n ? p + n : NULL;
}

static const char *past(const char *p, const char *word)
{
    size_t len = strlen(word);
    return p && strncmp(p, word, len) == 0 ? p + len : NULL;
}

const char *svc_closing_parse(const char *text, int *day)
{
    *day = SVC_MONTH_END;
    if (!text || !*text || strcmp(text, "month_end") == 0)
        return NULL;
    const char *end = number(text, 2, day);
    return end && !*end && *day >= 1 && *day <= 31 ? NULL : _("must be month_end or 1 to 31");
}

/* -- months ------------------------------------------------------------------------------- */

/* A month counted from year 0, and the day it closes on. */
static int closing_of(int month)
{
    int days = svc_month_days(month / 12, month % 12 + 1);
    svc_day last = svc_day_of(month / 12, month % 12 + 1, days);
    size_t i = closings.count;
    while (i > 0 && closings.item[i - 1].from > last)
        i--;
    return i > 0 && closings.item[i - 1].day < SVC_MONTH_END ? closings.item[i - 1].day
                                                             : SVC_MONTH_END;
}

static svc_day last_of(int month)
{
    int days = svc_month_days(month / 12, month % 12 + 1), day = closing_of(month);
    return svc_day_of(month / 12, month % 12 + 1, day < days ? day : days);
}

static int month_at(svc_day day)
{
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    month += 12 * year - 1;
    return day > last_of(month) ? month + 1 : month;
}

/* The period of `months` months that begins with a month. */
static void name_of(struct svc_period *out, int month, int months)
{
    static const enum svc_period_kind kinds[] = { [1] = SVC_MONTH, [3] = SVC_QUARTER,
                                                  [12] = SVC_YEAR };
    out->kind = kinds[months];
    if (months == 1)
        snprintf(out->name, sizeof out->name, "%04d-%02d", month / 12 % 10000, month % 12 + 1);
    else if (months == 3)
        snprintf(out->name, sizeof out->name, "%04dQ%d", month / 12 % 10000, month % 12 / 3 + 1);
    else
        snprintf(out->name, sizeof out->name, "%04d", month / 12 % 10000);
}

static void take_months(struct svc_period *out, int month, int months)
{
    out->from = svc_day_start(last_of(month - 1) + 1);
    out->until = svc_day_start(last_of(month + months - 1) + 1);
    name_of(out, month, months);
}

static void take_calendar(struct svc_period *out, int month, int months)
{
    int after = month + months;
    out->from = svc_day_start(svc_day_of(month / 12, month % 12 + 1, 1));
    out->until = svc_day_start(svc_day_of(after / 12, after % 12 + 1, 1));
    name_of(out, month, months);
}

void svc_period_month(svc_day day, struct svc_period *out)
{
    take_months(out, month_at(day), 1);
}

const char *svc_month_of(svc_day day, char *out)
{
    unsigned month = (unsigned)month_at(day);
    snprintf(out, SVC_MONTH_SIZE, "%04u-%02u", month / 12 % 10000, month % 12 + 1);
    return out;
}

int svc_period_months(const struct svc_period *period)
{
    svc_day first = svc_when_day(period->from), last = svc_when_day(period->until) - 1;
    int month = month_at(first), end = month_at(last);
    return first == last_of(month - 1) + 1 && last == last_of(end) ? end - month + 1 : 0;
}

bool svc_period_odd(const struct svc_period *period)
{
    int month = month_at(svc_when_day(period->from));
    return period->kind == SVC_MONTH && closing_of(month) != closing_of(month - 1);
}

/* -- days, weeks ---------------------------------------------------------------------------- */

/* The days from to, both included; those of whole months are their month, quarter or year. */
static void take_days(struct svc_period *out, svc_day first, svc_day last)
{
    int month = month_at(first), months = month_at(last) - month + 1;
    char from[SVC_DAY_SIZE], to[SVC_DAY_SIZE];
    bool whole = first == last_of(month - 1) + 1 && last == last_of(month + months - 1);
    if (whole && (months == 1 || (months == 3 && month % 3 == 0) || (months == 12 && month % 12 == 0))) {
        take_months(out, month, months);
        return;
    }
    *out = (struct svc_period){ svc_day_start(first), svc_day_start(last + 1), SVC_SPAN, "" };
    snprintf(out->name, sizeof out->name, "%s..%s", svc_day_format(first, from),
             svc_day_format(last, to));
}

/* The week of a day is that of its Thursday's year. */
static void take_week(struct svc_period *out, svc_day day)
{
    svc_day monday = day - (svc_weekday(day) - 1);
    int year = svc_day_year(monday + 3);
    *out = (struct svc_period){ svc_day_start(monday), svc_day_start(monday + WEEK), SVC_WEEK, "" };
    snprintf(out->name, sizeof out->name, "%04d-W%02d", year % 10000,
             (monday + 3 - svc_day_of(year, 1, 1)) / WEEK % 100 + 1);
}

void svc_period_week(svc_day day, struct svc_period *out)
{
    take_week(out, day);
}

bool svc_period_reported(const struct svc_period *period, svc_day *from, svc_day *until)
{
    svc_day first = svc_when_day(period->from), last = svc_when_day(period->until) - 1;
    struct svc_period begins = *period, ends = *period;
    if (svc_period_months(period)) {
        take_calendar(&begins, month_at(first), 1);
        take_calendar(&ends, month_at(last), 1);
    } else if (period->kind != SVC_WEEK) {
        return false;
    }
    *from = svc_when_day(begins.from);
    *until = svc_when_day(ends.until);
    return true;
}

static bool week_of(int year, int week, struct svc_period *out)
{
    take_week(out, svc_day_of(year, 1, 4) + WEEK * (week - 1));
    return week >= 1 && svc_day_year(svc_when_day(out->from) + 3) == year;
}

/* An end of a period, its first day or the first day after, as it lies `months` later. */
static svc_day shifted(svc_day day, int months)
{
    int month = month_at(day);
    return day == last_of(month - 1) + 1 ? last_of(month + months - 1) + 1
                                         : svc_day_add_months(day, months);
}

void svc_period_shift(const struct svc_period *period, int months, struct svc_period *out)
{
    svc_day first = shifted(svc_when_day(period->from), months);
    svc_day after = shifted(svc_when_day(period->until), months);
    take_days(out, first, after > first ? after - 1 : first);
}

void svc_period_before(const struct svc_period *period, struct svc_period *out)
{
    static const int months[] = { [SVC_MONTH] = 1, [SVC_QUARTER] = 3, [SVC_YEAR] = 12 };
    svc_day first = svc_when_day(period->from);
    if (period->kind == SVC_WEEK)
        take_week(out, first - WEEK);
    else if (period->kind == SVC_SPAN)
        take_days(out, 2 * first - svc_when_day(period->until), first - 1);
    else
        svc_period_shift(period, -months[period->kind], out);
}

void svc_period_year_ago(const struct svc_period *period, struct svc_period *out)
{
    if (period->kind == SVC_WEEK)
        take_week(out, svc_when_day(period->from) - 52 * WEEK);
    else
        svc_period_shift(period, -12, out);
}

/* -- reading -------------------------------------------------------------------------------- */

typedef void take_fn(struct svc_period *out, int month, int months);

/* this- or last- with month, quarter, year, week. */
static bool read_word(const char *text, struct svc_period *out)
{
    svc_day today = svc_when_day(svc_now());
    int month = month_at(today);
    const char *rest = past(text, "this-");
    bool last = !rest;
    if (last)
        rest = past(text, "last-");
    if (!rest)
        return false;
    if (strcmp(rest, "month") == 0)
        take_months(out, month, 1);
    else if (strcmp(rest, "quarter") == 0)
        take_months(out, month - month % 3, 3);
    else if (strcmp(rest, "year") == 0)
        take_months(out, month - month % 12, 12);
    else if (strcmp(rest, "week") == 0)
        take_week(out, today);
    else
        return false;
    if (last)
        svc_period_before(out, out);
    return true;
}

/* 1 to 4, also as Chinese has them. */
static const char *quarter(const char *p, int *out)
{
    static const char *const names[] = { "一", "二", "三", "四" };
    for (*out = 1; *out <= 4; ++*out) {
        const char *end = p[0] == '0' + *out ? p + 1 : past(p, names[*out - 1]);
        if (end)
            return end;
    }
    return NULL;
}

static bool ends(const char *p)
{
    return p && !*p;
}

/* What stands behind `2026年`. */
static bool read_chinese(int year, const char *p, struct svc_period *out, take_fn *take)
{
    const char *numbered = past(p, "第");
    int n;
    if (!*p) {
        take(out, 12 * year, 12);
        return true;
    }
    const char *end = quarter(numbered ? numbered : p, &n);
    if (ends(past(end, "季度"))) {
        take(out, 12 * year + 3 * (n - 1), 3);
        return true;
    }
    end = number(p, 2, &n);
    if (ends(past(end, "月")) && n >= 1 && n <= 12) {
        take(out, 12 * year + n - 1, 1);
        return true;
    }
    end = numbered ? number(numbered, 2, &n) : NULL;
    return ends(past(end, "周")) && week_of(year, n, out);
}

/* 2026, 2026Q3, 2026-10, 2026-W37, and the Chinese names of these. */
static bool read_name(const char *text, struct svc_period *out, take_fn *take)
{
    int year, n;
    const char *p = number(text, 4, &year);
    if (!p || p - text != 4 || year < FIRST_YEAR || year >= LAST_YEAR)
        return false;
    if (past(p, "年"))
        return read_chinese(year, past(p, "年"), out, take);
    if (!*p) {
        take(out, 12 * year, 12);
        return true;
    }
    if (*p == 'Q' && ends(number(p + 1, 1, &n)) && n >= 1 && n <= 4) {
        take(out, 12 * year + 3 * (n - 1), 3);
        return true;
    }
    if (*p != '-')
        return false;
    if (p[1] == 'W')
        return strlen(p) == 4 && ends(number(p + 2, 2, &n)) && week_of(year, n, out);
    if (strlen(p) != 3 || !ends(number(p + 1, 2, &n)) || n < 1 || n > 12)
        return false;
    take(out, 12 * year + n - 1, 1);
    return true;
}

/* `2026-08-26..2026-09-25`, also with 至. */
static const char *read_days(const char *text, const char *joint, size_t len, struct svc_period *out)
{
    svc_day first, last;
    char *from = svc_strndup(text, (size_t)(joint - text));
    const char *why = svc_day_parse(from, &first);
    free(from);
    if (!why)
        why = svc_day_parse(joint + len, &last);
    if (!why && last < first)
        why = _("ends before it begins");
    if (!why && last - first >= LONGEST)
        why = _("longer than a hundred years");
    if (!why)
        take_days(out, first, last);
    return why;
}

const char *svc_period_parse(const char *text, struct svc_period *out)
{
    const char *joint = strstr(text, "..");
    if (joint)
        return read_days(text, joint, strlen(".."), out);
    if ((joint = strstr(text, "至")))
        return read_days(text, joint, strlen("至"), out);
    if (read_word(text, out) || read_name(text, out, take_months))
        return NULL;
    return _("not a period; write 2026-10, 2026Q3, 2026, 2026-W37, 2026-08-26..2026-09-25, this-month, "
           "last-month, last-quarter, last-year or last-week");
}

const char *svc_period_calendar(const char *text, struct svc_period *out)
{
    if (read_name(text, out, take_calendar) && out->kind != SVC_WEEK)
        return NULL;
    return _("not a month, quarter or year; write 2026-10, 2026Q3 or 2026");
}

/* -- writing -------------------------------------------------------------------------------- */

const char *svc_period_label(const char *name, char *out)
{
    struct svc_period period;
    char from[SVC_LABEL_SIZE], to[SVC_LABEL_SIZE];
    size_t len = strlen(name);
    int n = len >= 7 ? (int)strtol(name + (name[5] == 'W' ? 6 : 5), NULL, 10) : 0;
    if (strstr(name, "至") || strstr(name, "年") || svc_period_parse(name, &period))
        return name;
    switch (period.kind) {
    case SVC_MONTH: snprintf(out, SVC_PERIOD_SIZE, "%.4s年%d月", period.name, n); break;
    case SVC_QUARTER:
        snprintf(out, SVC_PERIOD_SIZE, "%.4s年第%c季度", period.name, period.name[5]);
        break;
    case SVC_YEAR: snprintf(out, SVC_PERIOD_SIZE, "%.4s年", period.name); break;
    case SVC_WEEK: snprintf(out, SVC_PERIOD_SIZE, "%.4s年第%d周", period.name, n); break;
    case SVC_SPAN:
        svc_when_label(period.from, false, from);
        svc_when_label(period.until - 1, false, to);
        snprintf(out, SVC_PERIOD_SIZE, "%s至%s", from, to);
    }
    return out;
}

/* Whether the calendar has the same days under this name. */
static bool is_calendar(const struct svc_period *period)
{
    struct svc_period calendar;
    return period->kind == SVC_SPAN || period->kind == SVC_WEEK ||
           (!svc_period_calendar(period->name, &calendar) && calendar.from == period->from &&
            calendar.until == period->until);
}

/* Of 2026年9月1日, where the name has that year already. */
static const char *without_year(const char *day, const char *name)
{
    return strncmp(day, name, strlen("2026")) == 0 ? day + strlen("2026年") : day;
}

const char *svc_period_title(const struct svc_period *period, char *out)
{
    char name[SVC_PERIOD_SIZE], from[SVC_LABEL_SIZE], to[SVC_LABEL_SIZE];
    const char *label = svc_period_label(period->name, name);
    if (is_calendar(period)) {
        snprintf(out, SVC_PERIOD_SIZE, "%s", label);
        return out;
    }
    svc_when_label(period->from, false, from);
    svc_when_label(period->until - 1, false, to);
    snprintf(out, SVC_PERIOD_SIZE, "%s（%s至%s）", label, without_year(from, period->name),
             without_year(to, period->name));
    return out;
}
