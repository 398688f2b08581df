/* clock: from a moment and a limit to a deadline, and the arithmetic shown step by step.
 *
 * Limits are written `30min 2h 3d 1month 1y` (natural), `4wh 3wd` (working), `eod`; and `by 21:00`, that
 * hour of the same day, of the next where it is over at the start, `1d by 21:00`, `2wd by 17:30`, that
 * hour of the last day. Civil Code 200–204: a limit in days does not count its first day and ends with the last one: `wd` at the
 * close of business, `d`, `month`, `y` and `eod` at 24:00; a limit in hours or minutes runs from
 * the moment; months and years end on the matching date, else on the month's last day.
 *
 * A deadline is the last moment in time, so 24:00 is written 23:59:59 of its day: it stays in
 * its own day and month, and in time means `done <= due`.
 *
 * A hold stops the clock. Its overlap is measured in the clock's own unit, from the start on:
 * seconds for min and h, working seconds for wh. A limit in days moves on by whole days: by as many
 * as the working seconds of all its holds make days of ordinary hours for wd, and as their seconds
 * make days of 24 hours for d, month, y and eod; what is left over moves nothing, so that it always
 * ends as a day does. Overlapping holds count once. A hold that begins before the deadline counts
 * in full; one that begins at it or later changes nothing.
 */
#ifndef SVC_CLOCK_H
#define SVC_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/calendar.h"
#include "svc/when.h"

enum svc_unit {
    SVC_UNIT_MIN, SVC_UNIT_H, SVC_UNIT_D, SVC_UNIT_MONTH, SVC_UNIT_Y,
    SVC_UNIT_WH, SVC_UNIT_WD, SVC_UNIT_EOD
};

struct svc_length {
    int count; /* 0 for eod */
    enum svc_unit unit;
    int by; /* the minute of its last day that a limit in days ends at; 0: as its unit does */
};

/* Returns NULL when good, else why not. A limit may end by an hour, `eod` is then left out; any other
 * length may not. */
const char *svc_length_parse(const char *text, struct svc_length *out);
const char *svc_limit_parse(const char *text, struct svc_length *out);

/* A minute of the day as 21:00. */
enum { SVC_HOUR_SIZE = 6 };
const char *svc_hour_format(int minute, char out[SVC_HOUR_SIZE]);

struct svc_hold {
    svc_when from;
    svc_when until; /* SVC_HOLD_OPEN while it lasts */
};
#define SVC_HOLD_OPEN INT64_MAX

struct svc_deadline {
    svc_when due;
    bool held;        /* a hold is open: there is no due yet (0) */
    bool provisional; /* reaches into a year without a calendar */
};

/* One line of the arithmetic: START first, DUE last (HELD when on hold), days in order between; MOVED
 * before DUE where holds took something from a limit in days. */
struct svc_clock_step {
    enum { SVC_STEP_START, SVC_STEP_COUNTED, SVC_STEP_SKIPPED, SVC_STEP_HELD, SVC_STEP_MOVED,
           SVC_STEP_DUE } kind;
    svc_when at;     /* the day's first moment; START and DUE: the moment itself */
    int count;       /* COUNTED: which one of the limit's units; wh: working minutes so far. HELD: the
                      * minutes that the hold took that day. MOVED: by how many days. DUE: the
                      * minute of its day that the limit names, else 0 */
    const char *why; /* the holiday's name, "weekend", "make-up working day", …; borrowed */
    int64_t held, a_day; /* MOVED: the seconds that holds took, and those that make a day */
};

struct svc_clock {
    const struct svc_calendar *calendar;
    struct svc_length length;
    svc_when start;
    const struct svc_hold *holds; /* in order of `from` */
    size_t hold_count;
    bool roll; /* params natural_day_roll: a d limit that ends on a day off moves to the next
                * working day */
    bool back; /* counts back from the start: what must be done so long before it. Minutes, hours
                * and days alone; nothing holds or rolls it */
};

/* The deadline. When `steps` is not NULL, `*steps` is set to an array of `*count` lines that the
 * caller frees. */
struct svc_deadline svc_clock_due(const struct svc_clock *clock, struct svc_clock_step **steps,
                                  size_t *count);

/* Working seconds between two moments, negative when `until` lies before `from`. */
int64_t svc_clock_working(const struct svc_calendar *calendar, svc_when from, svc_when until);

/* Working days after `from` up to and with `until` (negative when swapped), and the n-th working
 * day after a day (n < 0: before; 0: the day itself). */
int svc_clock_days(const struct svc_calendar *calendar, svc_day from, svc_day until);
svc_day svc_clock_nth_day(const struct svc_calendar *calendar, svc_day day, int n);

#endif
