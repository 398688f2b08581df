#include "svc/calendar.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"

enum { MOST_SPANS = 8, FIRST_YEAR = 1900, YEARS = 8100 };

enum kind { PLAIN, OFF, WORK, OWN_HOURS };

struct hours {
    size_t count;
    struct { int from, until; } span[MOST_SPANS];
};

/* A day that differs from its weekday: listed under a name, given hours of its own, or both. */
struct special {
    svc_day day;
    bool listed;
    char *name;
    struct hours *own;
};

struct svc_calendar {
    struct hours general;
    struct hours own[8];         /* by weekday */
    const struct hours *week[8]; /* what a plain weekday works, NULL when it does not */
    struct special *special;     /* in order of day */
    size_t count;
    /* The kind of every day of the years that have special ones: a limit asks day by day. */
    unsigned char *kind;
    size_t length;
    svc_day first;
    bool known[YEARS];
};

struct svc_calendar *svc_calendar_new(void)
{
    struct svc_calendar *calendar = svc_alloc(sizeof *calendar);
    calendar->general.count = 1;
    calendar->general.span[0].until = SVC_DAY_SECONDS;
    for (int weekday = 1; weekday <= 5; weekday++)
        calendar->week[weekday] = &calendar->general;
    return calendar;
}

void svc_calendar_free(struct svc_calendar *calendar)
{
    if (!calendar)
        return;
    for (size_t i = 0; i < calendar->count; i++) {
        free(calendar->special[i].name);
        free(calendar->special[i].own);
    }
    free(calendar->special);
    free(calendar->kind);
    free(calendar);
}

/* Where `day` stands or would stand among the special days. */
static size_t place(const struct svc_calendar *calendar, svc_day day)
{
    size_t low = 0, high = calendar->count;
    /* Calendars are mostly loaded in order. */
    if (high > 0 && calendar->special[high - 1].day < day)
        return high;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (calendar->special[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct special *find(const struct svc_calendar *calendar, svc_day day)
{
    size_t i = place(calendar, day);
    bool there = i < calendar->count && calendar->special[i].day == day;
    return there ? &calendar->special[i] : NULL;
}

static struct special *find_or_add(struct svc_calendar *calendar, svc_day day)
{
    size_t i = place(calendar, day);
    if (i < calendar->count && calendar->special[i].day == day)
        return &calendar->special[i];
    calendar->special = svc_grow(calendar->special, calendar->count, sizeof *calendar->special);
    struct special *at = calendar->special + i;
    memmove(at + 1, at, (calendar->count++ - i) * sizeof *at);
    *at = (struct special){ .day = day };
    return at;
}

static enum kind kind_on(const struct svc_calendar *calendar, svc_day day)
{
    size_t i = (size_t)((int64_t)day - calendar->first);
    return i < calendar->length ? (enum kind)calendar->kind[i] : PLAIN;
}

/* Notes the kind of a day; the table grows by whole years. */
static void mark(struct svc_calendar *calendar, svc_day day, enum kind kind)
{
    size_t i = (size_t)((int64_t)day - calendar->first);
    if (i >= calendar->length) {
        int year = svc_day_year(day);
        svc_day from = svc_day_of(year, 1, 1), until = svc_day_of(year + 1, 1, 1);
        svc_day end = calendar->first + (svc_day)calendar->length;
        if (calendar->length > 0 && calendar->first < from)
            from = calendar->first;
        if (calendar->length > 0 && end > until)
            until = end;
        unsigned char *table = svc_alloc((size_t)(until - from));
        if (calendar->length > 0)
            memcpy(table + (calendar->first - from), calendar->kind, calendar->length);
        free(calendar->kind);
        calendar->kind = table;
        calendar->length = (size_t)(until - from);
        calendar->first = from;
        i = (size_t)(day - from);
    }
    calendar->kind[i] = (unsigned char)kind;
}

bool svc_calendar_add(struct svc_calendar *calendar, svc_day day, bool work, const char *name)
{
    struct special *special = find_or_add(calendar, day);
    if (special->listed)
        return false;
    special->listed = true;
    special->name = svc_strdup(name);
    if (!special->own)
        mark(calendar, day, work ? WORK : OFF);
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    if (!work && month < 12 && year >= FIRST_YEAR && year - FIRST_YEAR < YEARS)
        calendar->known[year - FIRST_YEAR] = true;
    return true;
}

/* HH:MM at *p, up to 24:00. */
static bool time_of_day(const char **p, int *out)
{
    const char *s = *p;
    for (int i = 0; i < 5; i++)
        if (i == 2 ? s[i] != ':' : !isdigit((unsigned char)s[i]))
            return false;
    int hour = (s[0] - '0') * 10 + s[1] - '0';
    int minute = (s[3] - '0') * 10 + s[4] - '0';
    *out = hour * 3600 + minute * 60;
    *p += 5;
    return minute < 60 && *out <= SVC_DAY_SECONDS;
}

static const char *parse_hours(const char *text, struct hours *out)
{
    static const char shape[] = N_("not working hours; write 08:30-12:00;14:00-17:30");
    struct hours hours = { 0 };
    int last = 0;
    for (const char *p = text;; p++) {
        int from, until;
        if (!time_of_day(&p, &from) || *p++ != '-' || !time_of_day(&p, &until))
            return _(shape);
        if (until <= from)
            return _("working hours that end before they begin");
        if (from < last)
            return _("working hours out of order or overlapping");
        if (hours.count == MOST_SPANS)
            return _("too many spans of working hours in one day");
        hours.span[hours.count].from = from;
        hours.span[hours.count++].until = last = until;
        if (*p == '\0')
            break;
        if (*p != ';')
            return _(shape);
    }
    *out = hours;
    return NULL;
}

const char *svc_calendar_hours(struct svc_calendar *calendar, const char *text)
{
    return parse_hours(text, &calendar->general);
}

const char *svc_calendar_hours_of(struct svc_calendar *calendar, int weekday, svc_day day,
                                  const char *text)
{
    struct hours hours = { 0 };
    const char *why = *text ? parse_hours(text, &hours) : NULL;
    if (why)
        return why;
    if (weekday > 0) {
        calendar->own[weekday] = hours;
        calendar->week[weekday] = hours.count > 0 ? &calendar->own[weekday] : NULL;
        return NULL;
    }
    struct special *special = find_or_add(calendar, day);
    if (!special->own)
        special->own = svc_alloc(sizeof *special->own);
    *special->own = hours;
    mark(calendar, day, OWN_HOURS);
    return NULL;
}

/* The hours of a day, NULL when it is not worked. */
static const struct hours *hours_on(const struct svc_calendar *calendar, svc_day day)
{
    const struct hours *week = calendar->week[svc_weekday(day)];
    switch (kind_on(calendar, day)) {
    case OFF:
        return NULL;
    case WORK:
        return week ? week : &calendar->general;
    case OWN_HOURS: {
        const struct hours *own = find(calendar, day)->own;
        return own->count > 0 ? own : NULL;
    }
    case PLAIN:
        break;
    }
    return week;
}

bool svc_calendar_works(const struct svc_calendar *calendar, svc_day day)
{
    return hours_on(calendar, day) != NULL;
}

bool svc_calendar_knows(const struct svc_calendar *calendar, int year)
{
    return year >= FIRST_YEAR && year - FIRST_YEAR < YEARS && calendar->known[year - FIRST_YEAR];
}

const char *svc_calendar_name(const struct svc_calendar *calendar, svc_day day)
{
    if (kind_on(calendar, day) == PLAIN)
        return NULL;
    return find(calendar, day)->name;
}

bool svc_calendar_span(const struct svc_calendar *calendar, svc_day day, size_t n, int *from,
                       int *until)
{
    const struct hours *hours = hours_on(calendar, day);
    if (!hours || n >= hours->count)
        return false;
    *from = hours->span[n].from;
    *until = hours->span[n].until;
    return true;
}

int svc_calendar_day(const struct svc_calendar *calendar)
{
    int seconds = 0;
    for (size_t i = 0; i < calendar->general.count; i++)
        seconds += calendar->general.span[i].until - calendar->general.span[i].from;
    return seconds;
}

int svc_calendar_close(const struct svc_calendar *calendar, svc_day day)
{
    const struct hours *hours = hours_on(calendar, day);
    return hours ? hours->span[hours->count - 1].until : 0;
}
