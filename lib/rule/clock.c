#include "svc/clock.h"

#include "svc/mem.h"

/* 1900-01-01 and 9999-12-31: a calendar that never works again must not be searched for ever. */
enum { FIRST_DAY = -25567, LAST_DAY = 2932896 };

int svc_clock_days(const struct svc_calendar *calendar, svc_day from, svc_day until)
{
    if (until < from)
        return -svc_clock_days(calendar, until, from);
    int days = 0;
    for (svc_day day = from; day < until; day++)
        days += svc_calendar_works(calendar, day + 1);
    return days;
}

svc_day svc_clock_nth_day(const struct svc_calendar *calendar, svc_day day, int n)
{
    for (; n > 0 && day < LAST_DAY; n -= svc_calendar_works(calendar, day))
        day++;
    for (; n < 0 && day > FIRST_DAY; n += svc_calendar_works(calendar, day))
        day--;
    return day;
}

int64_t svc_clock_working(const struct svc_calendar *calendar, svc_when from, svc_when until)
{
    if (until < from)
        return -svc_clock_working(calendar, until, from);
    int64_t seconds = 0;
    for (svc_day day = svc_when_day(from); svc_day_start(day) < until; day++) {
        int opens, closes;
        for (size_t n = 0; svc_calendar_span(calendar, day, n, &opens, &closes); n++) {
            svc_when open = svc_day_start(day) + opens, close = svc_day_start(day) + closes;
            open = open < from ? from : open;
            close = close > until ? until : close;
            seconds += close > open ? close - open : 0;
        }
    }
    return seconds;
}

/* A limit in hours or minutes, not in days. */
static bool in_time(enum svc_unit unit)
{
    return unit == SVC_UNIT_MIN || unit == SVC_UNIT_H || unit == SVC_UNIT_WH;
}

/* The union of the holds, met while time goes on. */
struct stops {
    const struct svc_hold *next;
    size_t left;
};

static struct stops stops_of(const struct svc_clock *clock)
{
    return (struct stops){ clock->holds, clock->hold_count };
}

/* The first moment from `t` on that is not on hold: SVC_HOLD_OPEN when there is none. */
static svc_when resumes(struct stops *stops, svc_when t)
{
    for (; stops->left > 0 && stops->next->from <= t; stops->next++, stops->left--)
        if (stops->next->until > t)
            t = stops->next->until;
    return t;
}

/* The next moment up to `end` at which a hold begins, else `end`. */
static svc_when stops_at(const struct stops *stops, svc_when end)
{
    return stops->left > 0 && stops->next->from < end ? stops->next->from : end;
}

/* Lets the clock run from `*t` to `end` except while on hold; true when `*left` seconds have
 * run out, at `*t`. */
static bool run(struct stops *stops, svc_when *t, svc_when end, svc_when *left)
{
    while (*t < end) {
        *t = resumes(stops, *t);
        if (*t >= end)
            break;
        svc_when stop = stops_at(stops, end);
        if (*left <= stop - *t) {
            *t += *left;
            return true;
        }
        *left -= stop - *t;
        *t = stop;
    }
    return false;
}

static struct svc_deadline natural_time(const struct svc_clock *clock)
{
    struct stops stops = stops_of(clock);
    svc_when t = clock->start, end = svc_day_start(LAST_DAY + 1);
    svc_when left = clock->length.count * (clock->length.unit == SVC_UNIT_H ? 3600LL : 60LL);
    if (run(&stops, &t, end, &left))
        return (struct svc_deadline){ .due = t };
    return t == SVC_HOLD_OPEN ? (struct svc_deadline){ .held = true }
                              : (struct svc_deadline){ .due = end - 1 };
}

/* True when a day of `from` to `until` lies in a year that has no calendar. */
static bool unknown(const struct svc_calendar *calendar, svc_day from, svc_day until)
{
    for (int year = svc_day_year(from), last = svc_day_year(until); year <= last; year++)
        if (!svc_calendar_knows(calendar, year))
            return true;
    return false;
}

static struct svc_deadline working_time(const struct svc_clock *clock)
{
    struct stops stops = stops_of(clock);
    svc_when t = clock->start, left = clock->length.count * 3600LL;
    svc_day first = svc_when_day(t);
    for (svc_day day = first; day <= LAST_DAY; day++) {
        int opens, closes;
        for (size_t n = 0; svc_calendar_span(clock->calendar, day, n, &opens, &closes); n++) {
            svc_when close = svc_day_start(day) + closes;
            if (t < svc_day_start(day) + opens)
                t = svc_day_start(day) + opens;
            if (run(&stops, &t, close, &left)) {
                bool provisional = unknown(clock->calendar, first, day);
                return (struct svc_deadline){ .due = t, .provisional = provisional };
            }
            if (t == SVC_HOLD_OPEN)
                return (struct svc_deadline){ .held = true };
        }
    }
    return (struct svc_deadline){ .due = svc_day_start(LAST_DAY + 1) - 1, .provisional = true };
}

/* The day that is `count` months or years after the start. */
static svc_day matching_day(const struct svc_clock *clock, int count)
{
    int months = clock->length.unit == SVC_UNIT_Y ? 12 : 1;
    return svc_day_add_months(svc_when_day(clock->start), count * months);
}

/* By an hour of its day that is over when it starts: the next day's. */
static bool is_late(const struct svc_clock *clock)
{
    return clock->length.unit == SVC_UNIT_EOD && clock->length.by &&
           clock->start > svc_day_start(svc_when_day(clock->start)) + clock->length.by * 60;
}

/* The last day of a limit in days without any hold. */
static svc_day last_day(const struct svc_clock *clock)
{
    svc_day first = svc_when_day(clock->start);
    switch (clock->length.unit) {
    case SVC_UNIT_WD:
        return svc_clock_nth_day(clock->calendar, first, clock->length.count);
    case SVC_UNIT_D:
        return first + clock->length.count;
    case SVC_UNIT_MONTH:
    case SVC_UNIT_Y:
        return matching_day(clock, clock->length.count);
    default:
        return first + is_late(clock);
    }
}

static bool rolls(const struct svc_clock *clock)
{
    return clock->roll && clock->length.unit == SVC_UNIT_D;
}

/* The day on which a limit falls due whose last day is `last`. */
static svc_day due_day(const struct svc_clock *clock, svc_day last)
{
    bool moves = rolls(clock) && !svc_calendar_works(clock->calendar, last);
    return moves ? svc_clock_nth_day(clock->calendar, last, 1) : last;
}

static svc_when due_moment(const struct svc_clock *clock, svc_day day)
{
    int close = clock->length.by ? clock->length.by * 60 : SVC_DAY_SECONDS;
    if (clock->length.unit == SVC_UNIT_WD && !clock->length.by)
        close = svc_calendar_close(clock->calendar, day);
    return svc_day_start(day) + (close < SVC_DAY_SECONDS ? close : SVC_DAY_SECONDS - 1);
}

/* What a hold takes from a limit in days: working seconds from wd, all seconds from others. */
static int64_t taken(const struct svc_clock *clock, svc_when from, svc_when until)
{
    return clock->length.unit == SVC_UNIT_WD ? svc_clock_working(clock->calendar, from, until)
                                             : until - from;
}

/* The seconds that make a day of the limit. */
static int64_t day_of(const struct svc_clock *clock)
{
    return clock->length.unit == SVC_UNIT_WD ? svc_calendar_day(clock->calendar) : SVC_DAY_SECONDS;
}

/* The last day of a limit from which holds took so much. */
static svc_day moved(const struct svc_clock *clock, svc_day last, int64_t held)
{
    int days = (int)(held / day_of(clock));
    return clock->length.unit == SVC_UNIT_WD ? svc_clock_nth_day(clock->calendar, last, days)
                                             : last + days;
}

/* Each hold that begins before the limit is over adds to what moves its last day on. */
static struct svc_deadline whole_days(const struct svc_clock *clock, int64_t *held)
{
    svc_day last = last_day(clock), ends = last, due = due_day(clock, last);
    svc_when seen = clock->start;
    for (size_t i = 0; i < clock->hold_count; i++) {
        const struct svc_hold *hold = &clock->holds[i];
        if (hold->from >= due_moment(clock, due))
            break;
        if (hold->until == SVC_HOLD_OPEN)
            return (struct svc_deadline){ .held = true };
        svc_when from = hold->from > seen ? hold->from : seen;
        if (hold->until <= from)
            continue;
        *held += taken(clock, from, hold->until);
        ends = moved(clock, last, *held);
        due = due_day(clock, ends);
        seen = hold->until;
    }
    struct svc_deadline result = { .due = due_moment(clock, due) };
    if (clock->length.unit == SVC_UNIT_WD)
        result.provisional = unknown(clock->calendar, svc_when_day(clock->start) + 1, due);
    else if (rolls(clock))
        result.provisional = unknown(clock->calendar, ends, due);
    return result;
}

/* So long before the start: days are counted from the last whole one before it. */
static struct svc_deadline back(const struct svc_clock *clock)
{
    const struct svc_length *length = &clock->length;
    svc_day first = svc_when_day(clock->start), last = first - length->count;
    if (in_time(length->unit))
        return (struct svc_deadline){
            .due = clock->start - length->count * (length->unit == SVC_UNIT_H ? 3600LL : 60LL) };
    if (length->unit == SVC_UNIT_WD)
        last = svc_clock_nth_day(clock->calendar, first, -length->count);
    return (struct svc_deadline){
        .due = due_moment(clock, last),
        .provisional = length->unit == SVC_UNIT_WD && unknown(clock->calendar, last, first - 1) };
}

struct lines {
    struct svc_clock_step *step;
    size_t count;
};

static void add(struct lines *lines, struct svc_clock_step step)
{
    lines->step = svc_grow(lines->step, lines->count, sizeof step);
    lines->step[lines->count++] = step;
}

static void counted(struct lines *lines, const struct svc_calendar *calendar, svc_day day, int n)
{
    const char *name = svc_calendar_name(calendar, day);
    if (name && svc_calendar_works(calendar, day))
        name = "make-up working day";
    add(lines, (struct svc_clock_step){ .kind = SVC_STEP_COUNTED, .at = svc_day_start(day),
                                        .count = n, .why = name });
}

static void skipped(struct lines *lines, const struct svc_calendar *calendar, svc_day day)
{
    const char *name = svc_calendar_name(calendar, day);
    const char *why = name ? name : svc_weekday(day) > 5 ? "weekend" : "closed";
    add(lines, (struct svc_clock_step){ .kind = SVC_STEP_SKIPPED, .at = svc_day_start(day),
                                        .why = why });
}

static void held(struct lines *lines, svc_day day, int minutes)
{
    add(lines, (struct svc_clock_step){ .kind = SVC_STEP_HELD, .at = svc_day_start(day),
                                        .count = minutes, .why = "on hold" });
}

/* What holds took on one day after the start: the union of those that are over. */
static int64_t held_on(const struct svc_clock *clock, svc_day day)
{
    svc_when seen = svc_day_start(day), end = svc_day_start(day + 1);
    int64_t seconds = 0;
    if (seen < clock->start)
        seen = clock->start;
    for (size_t i = 0; i < clock->hold_count; i++) {
        const struct svc_hold *hold = &clock->holds[i];
        svc_when from = hold->from > seen ? hold->from : seen;
        svc_when until = hold->until < end ? hold->until : end;
        if (hold->until == SVC_HOLD_OPEN || until <= from)
            continue;
        seconds += taken(clock, from, until);
        seen = until;
    }
    return seconds;
}

/* The first day and those after it, up to and with `until`; holds moved it by `more` days. */
static void explain_days(const struct svc_clock *clock, struct lines *lines, svc_day until,
                         int more)
{
    const struct svc_calendar *calendar = clock->calendar;
    enum svc_unit unit = clock->length.unit;
    bool by_day = unit == SVC_UNIT_D || unit == SVC_UNIT_WD;
    svc_day first = svc_when_day(clock->start);
    int n = 0, most = clock->length.count + (by_day ? more : 0);
    for (svc_day day = first; day <= until; day++) {
        bool off = !svc_calendar_works(calendar, day);
        if (day > first && unit == SVC_UNIT_WD && off)
            skipped(lines, calendar, day);
        else if (day > first && by_day && n < most)
            counted(lines, calendar, day, ++n);
        else if (day > first && unit == SVC_UNIT_D && off)
            skipped(lines, calendar, day); /* the limit rolls over it */
        else if (day > first && !by_day && n < most && day == matching_day(clock, n + 1))
            counted(lines, calendar, day, ++n);
        int64_t seconds = held_on(clock, day);
        if (seconds > 0)
            held(lines, day, (int)(seconds / 60));
    }
}

static void explain_back(const struct svc_clock *clock, struct lines *lines, svc_day until)
{
    int n = 0;
    for (svc_day day = svc_when_day(clock->start) - 1; day >= until; day--)
        if (clock->length.unit == SVC_UNIT_WD && !svc_calendar_works(clock->calendar, day))
            skipped(lines, clock->calendar, day);
        else
            counted(lines, clock->calendar, day, ++n);
}

/* Adds the seconds of `from` to `until` that run to `*ran` and those on hold to `*stopped`. */
static void measure(const struct svc_clock *clock, svc_when from, svc_when until, svc_when *ran,
                    svc_when *stopped)
{
    struct stops stops = stops_of(clock);
    for (svc_when t = from; t < until;) {
        svc_when resumed = resumes(&stops, t);
        resumed = resumed < until ? resumed : until;
        *stopped += resumed - t;
        t = stops_at(&stops, until);
        *ran += t - resumed;
    }
}

/* The days that the time from the start to `until` touches. */
static void explain_time(const struct svc_clock *clock, struct lines *lines, svc_when until)
{
    const struct svc_calendar *calendar = clock->calendar;
    bool working = clock->length.unit == SVC_UNIT_WH;
    svc_when used = 0;
    for (svc_day day = svc_when_day(clock->start); svc_day_start(day) < until; day++) {
        svc_when at = svc_day_start(day), ran = 0, stopped = 0;
        int opens = 0, closes = SVC_DAY_SECONDS;
        for (size_t n = 0; working ? svc_calendar_span(calendar, day, n, &opens, &closes) : n < 1;
             n++) {
            svc_when from = at + opens < clock->start ? clock->start : at + opens;
            measure(clock, from, at + closes < until ? at + closes : until, &ran, &stopped);
        }
        used += ran;
        if (stopped > 0)
            held(lines, day, (int)(stopped / 60));
        if (working && ran > 0)
            counted(lines, calendar, day, (int)(used / 60));
        else if (working && !svc_calendar_works(calendar, day))
            skipped(lines, calendar, day);
        else if (working && clock->start >= at + svc_calendar_close(calendar, day))
            add(lines, (struct svc_clock_step){ .kind = SVC_STEP_SKIPPED, .at = at,
                                                .why = "after working hours" });
    }
}

/* The moment from which an open hold stops the clock. */
static svc_when held_since(const struct svc_clock *clock)
{
    const struct svc_hold *hold = clock->holds;
    while (hold->until != SVC_HOLD_OPEN)
        hold++;
    return hold->from > clock->start ? hold->from : clock->start;
}

/* The lines that lead to `result`; the clock stopped at `end`. */
static struct lines explain(const struct svc_clock *clock, const struct svc_deadline *result,
                            svc_when end, int64_t stopped)
{
    int days = (int)(stopped / day_of(clock));
    enum svc_unit unit = clock->length.unit;
    struct lines lines = { 0 };
    const char *why = "the first day is not counted", *due = "24:00";
    if (unit == SVC_UNIT_EOD) {
        why = is_late(clock) ? "ends the next day as the hour is over" : "ends with its first day";
    } else if (unit == SVC_UNIT_WD) {
        due = "close of business";
    } else if (in_time(unit)) {
        why = clock->back ? "counted back from the moment" : "runs from the moment";
        due = NULL;
    }
    due = clock->length.by ? NULL : due;
    if (result->held)
        end = held_since(clock);
    add(&lines, (struct svc_clock_step){ .kind = SVC_STEP_START, .at = clock->start, .why = why });
    if (in_time(unit) && !clock->back)
        explain_time(clock, &lines, end);
    else if (!in_time(unit) && clock->back)
        explain_back(clock, &lines, svc_when_day(end));
    else if (!in_time(unit))
        explain_days(clock, &lines, svc_when_day(end), days);
    if (stopped > 0 && !result->held)
        add(&lines, (struct svc_clock_step){ SVC_STEP_MOVED, svc_day_start(svc_when_day(end)), days,
                                             NULL, stopped, day_of(clock) });
    if (result->held)
        add(&lines, (struct svc_clock_step){ .kind = SVC_STEP_HELD,
                                             .at = svc_day_start(svc_when_day(end)),
                                             .why = "still on hold" });
    else
        add(&lines, (struct svc_clock_step){ .kind = SVC_STEP_DUE, .at = result->due, .why = due,
                                             .count = clock->length.by });
    return lines;
}

struct svc_deadline svc_clock_due(const struct svc_clock *clock, struct svc_clock_step **steps,
                                  size_t *count)
{
    enum svc_unit unit = clock->length.unit;
    int64_t held = 0;
    struct svc_deadline result = clock->back             ? back(clock)
                                 : !in_time(unit)        ? whole_days(clock, &held)
                                 : unit == SVC_UNIT_WH   ? working_time(clock)
                                                         : natural_time(clock);
    svc_when end = result.due;
    if (unit == SVC_UNIT_WH && !result.held && end == svc_day_start(svc_when_day(end)))
        result.due--; /* business closes at 24:00 */
    if (steps) {
        struct lines lines = explain(clock, &result, end, held);
        *steps = lines.step;
        *count = lines.count;
    }
    return result;
}
