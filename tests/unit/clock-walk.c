/* A hundred thousand random limits against a naive walk, minute by minute and day by day, that
 * shares nothing with the rule but the calendar file: its days are counted one after the other
 * and its rules are written as the law says them, not as the clock computes them. */
#include "svc/clock.h"

#include "calendar-csv.h"
#include "tap.h"

enum {
    DAYS = 24107, /* 1970-01-01 to 2036-01-01 */
    MINUTES = 1440,
    CASES = 100000,
    VARIANTS = 3,
    MOST_HOLDS = 3,
    NEVER = INT32_MAX
};

/* One day of the naive calendar; `listed` is 'o' for off, 'w' for work. */
static struct {
    int year, month, mday, weekday;
    char listed;
} days[DAYS];

/* What each variant of the company works: by weekday, and in general (on make-up days). */
static struct {
    const char *general, *monday, *saturday;
    bool minute[8][MINUTES]; /* 0: in general */
    bool open[8];
    struct svc_calendar *calendar;
} variant[VARIANTS] = {
    { .general = "08:30-12:00;14:00-17:30" },
    { .general = "00:00-24:00" },
    { .general = "09:00-17:00", .monday = "", .saturday = "10:00-13:00" },
};

struct hold {
    int from, until; /* minutes; NEVER while it lasts */
};

struct limit {
    int which; /* the variant */
    enum svc_unit unit;
    int count, by; /* by: the minute of the last day, 0 for none */
    bool roll;
    int start;
    int holds;
    struct hold hold[MOST_HOLDS];
};

static uint64_t seed = 0x5eed5eed5eed5eedu;

static int below(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed % (uint64_t)n);
}

static int days_in(int year, int month)
{
    if (month == 2)
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static int day_number(int year, int month, int mday)
{
    for (int d = 0; d < DAYS; d++)
        if (days[d].year == year && days[d].month == month && days[d].mday == mday)
            return d;
    return -1;
}

static void paint(bool *minute, const char *hours)
{
    int a, b, c, d, used;
    memset(minute, 0, MINUTES * sizeof *minute);
    for (; sscanf(hours, "%d:%d-%d:%d%n", &a, &b, &c, &d, &used) == 4; hours += *hours == ';') {
        hours += used;
        for (int m = a * 60 + b; m < c * 60 + d; m++)
            minute[m] = true;
    }
}

static void build_days(const char *path)
{
    int year = 1970, month = 1, mday = 1, weekday = 4;
    for (int d = 0; d < DAYS; d++) {
        days[d].year = year;
        days[d].month = month;
        days[d].mday = mday;
        days[d].weekday = weekday;
        weekday = weekday % 7 + 1;
        if (++mday > days_in(year, month)) {
            mday = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    FILE *file = fopen(path, "r");
    char line[256], kind;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "%d-%d-%d,%c", &year, &month, &mday, &kind) == 4)
            days[day_number(year, month, mday)].listed = kind;
    if (file)
        fclose(file);
}

static void build_variants(const char *path)
{
    for (int v = 0; v < VARIANTS; v++) {
        variant[v].calendar = calendar_from_csv(path);
        svc_calendar_hours(variant[v].calendar, variant[v].general);
        for (int weekday = 0; weekday < 8; weekday++) {
            const char *own = weekday == 1 ? variant[v].monday : weekday == 6 ? variant[v].saturday
                                                                              : NULL;
            paint(variant[v].minute[weekday], own ? own : variant[v].general);
            variant[v].open[weekday] = own ? *own != '\0' : weekday < 6;
            if (own)
                svc_calendar_hours_of(variant[v].calendar, weekday, 0, own);
        }
    }
}

static bool is_workday(int v, int day)
{
    if (days[day].listed)
        return days[day].listed == 'w';
    return variant[v].open[days[day].weekday];
}

static bool is_working_minute(int v, int minute)
{
    int day = minute / MINUTES, weekday = days[day].weekday;
    if (!is_workday(v, day))
        return false;
    return variant[v].minute[variant[v].open[weekday] ? weekday : 0][minute % MINUTES];
}

static bool on_hold(const struct limit *l, int minute)
{
    for (int i = 0; i < l->holds; i++)
        if (l->hold[i].until != NEVER && l->hold[i].from <= minute && minute < l->hold[i].until)
            return true;
    return false;
}

/* Minutes pass one by one; the limit's own minutes are counted. */
static svc_when walk_minutes(const struct limit *l)
{
    int left = l->count * (l->unit == SVC_UNIT_MIN ? 1 : 60), minute = l->start;
    for (; left > 0; minute++)
        if ((l->unit != SVC_UNIT_WH || is_working_minute(l->which, minute)) && !on_hold(l, minute))
            left--;
    bool midnight = l->unit == SVC_UNIT_WH && minute % MINUTES == 0;
    return (svc_when)minute * 60 - midnight;
}

/* The last moment of a day limit that ends with `day`. */
static svc_when day_ends(const struct limit *l, int day)
{
    int minute = (day + 1) * MINUTES;
    if (l->by)
        return (svc_when)(day * MINUTES + l->by) * 60 - (l->by == MINUTES);
    while (l->unit == SVC_UNIT_WD && !is_working_minute(l->which, minute - 1))
        minute--;
    return (svc_when)minute * 60 - (minute % MINUTES == 0);
}

/* The month's or year's matching date: days pass until it is there, or its month is over. */
static int walk_to_date(const struct limit *l)
{
    int day = l->start / MINUTES, wanted = days[day].mday;
    int month = days[day].year * 12 + days[day].month - 1;
    month += l->count * (l->unit == SVC_UNIT_Y ? 12 : 1);
    while (days[day].year * 12 + days[day].month - 1 < month)
        day++;
    while (days[day].mday < wanted && days[day + 1].mday != 1)
        day++;
    return day;
}

/* The last day when `extra` more days are to be waited for because of holds. */
static int walk_days(const struct limit *l, int extra)
{
    int day = l->unit == SVC_UNIT_MONTH || l->unit == SVC_UNIT_Y ? walk_to_date(l)
                                                                 : l->start / MINUTES;
    while (l->unit == SVC_UNIT_EOD && l->by && day * MINUTES + l->by < l->start)
        day++;
    int left = extra + (l->unit == SVC_UNIT_D || l->unit == SVC_UNIT_WD ? l->count : 0);
    while (left > 0) {
        day++;
        left -= l->unit != SVC_UNIT_WD || is_workday(l->which, day);
    }
    return day;
}

static int roll(const struct limit *l, int day)
{
    while (l->roll && l->unit == SVC_UNIT_D && !is_workday(l->which, day))
        day++;
    return day;
}

/* Whole days that holds begun before `due` take from the limit: every minute of the limit's own
 * kind, from the start on, that is inside any of them, and as many of these as make a day. */
static int held_days(const struct limit *l, svc_when due)
{
    int held = 0, last = 0, day = 0;
    for (int i = 0; i < l->holds; i++)
        if (l->hold[i].until != NEVER && l->hold[i].until > last)
            last = l->hold[i].until;
    for (int minute = l->start; minute < last; minute++) {
        bool taken = false;
        for (int i = 0; i < l->holds; i++)
            taken = taken || (l->hold[i].until != NEVER && (svc_when)l->hold[i].from * 60 < due &&
                              l->hold[i].from <= minute && minute < l->hold[i].until);
        held += taken && (l->unit != SVC_UNIT_WD || is_working_minute(l->which, minute));
    }
    for (int minute = 0; minute < MINUTES; minute++)
        day += l->unit != SVC_UNIT_WD || variant[l->which].minute[0][minute];
    return held / day;
}

/* The limit with as many days more as holds take from it; `*last` is its last day unrolled. */
static svc_when wait_days(const struct limit *l, int *last)
{
    for (int extra = 0;;) {
        *last = walk_days(l, extra);
        svc_when due = day_ends(l, roll(l, *last));
        int held = held_days(l, due);
        if (held == extra)
            return due;
        extra = held;
    }
}

static bool any_unknown(int from, int until)
{
    for (int day = from; day <= until; day++)
        if (days[day].year < 2004 || days[day].year > 2026)
            return true;
    return false;
}

static void naive(const struct limit *l, struct svc_deadline *out)
{
    int last = 0, first = l->start / MINUTES;
    bool by_minute = l->unit == SVC_UNIT_MIN || l->unit == SVC_UNIT_H || l->unit == SVC_UNIT_WH;
    svc_when due = by_minute ? walk_minutes(l) : wait_days(l, &last);
    int until = (int)(due / (MINUTES * 60));
    *out = (struct svc_deadline){ .due = due };
    for (int i = 0; i < l->holds; i++) {
        if (l->hold[i].until == NEVER && (svc_when)l->hold[i].from * 60 < due)
            *out = (struct svc_deadline){ .held = true };
    }
    if (out->held)
        return;
    if (l->unit == SVC_UNIT_WH)
        out->provisional = any_unknown(first, until);
    else if (l->unit == SVC_UNIT_WD)
        out->provisional = any_unknown(first + 1, until);
    else if (l->unit == SVC_UNIT_D && l->roll)
        out->provisional = any_unknown(last, until);
}

/* About the days that a limit takes without holds, and some more. */
static int about(const struct limit *l)
{
    static const double taken[] = { [SVC_UNIT_MIN] = 1 / 1440.0, [SVC_UNIT_H] = 1 / 24.0,
                                    [SVC_UNIT_D] = 1, [SVC_UNIT_MONTH] = 31, [SVC_UNIT_Y] = 366,
                                    [SVC_UNIT_WH] = 1 / 5.0, [SVC_UNIT_WD] = 1.5,
                                    [SVC_UNIT_EOD] = 0 };
    return 4 + (int)(taken[l->unit] * l->count * 1.2);
}

/* A minute of some day, often one at which something begins or ends. */
static int any_minute(void)
{
    static const int special[] = { 0, 510, 720, 840, 1050, 1439, 540, 1020 };
    return below(3) == 0 ? special[below(8)] : below(MINUTES);
}

static void any_limit(struct limit *l)
{
    static const int most[] = { [SVC_UNIT_MIN] = 2000, [SVC_UNIT_H] = 300, [SVC_UNIT_D] = 40,
                                [SVC_UNIT_MONTH] = 3, [SVC_UNIT_Y] = 2, [SVC_UNIT_WH] = 60,
                                [SVC_UNIT_WD] = 15 };
    int first = day_number(2004, 1, 1) + below(365 * 24);
    *l = (struct limit){ .which = below(VARIANTS), .unit = (enum svc_unit)below(8) };
    l->count = l->unit == SVC_UNIT_EOD ? 0 : 1 + below(most[l->unit]);
    l->roll = below(2) == 0;
    bool by_minute = l->unit == SVC_UNIT_MIN || l->unit == SVC_UNIT_H || l->unit == SVC_UNIT_WH;
    l->by = by_minute || below(2) ? 0 : 1 + any_minute();
    l->start = first * MINUTES + any_minute();
    l->holds = below(MOST_HOLDS + 1);
    for (int i = 0; i < l->holds; i++) {
        struct hold hold;
        hold.from = (first - 2 + below(about(l))) * MINUTES + any_minute();
        hold.until = (hold.from / MINUTES + below(6)) * MINUTES + any_minute();
        if (hold.until < hold.from)
            hold.until = hold.from + below(90);
        if (below(9) == 0)
            hold.until = NEVER;
        int at = i; /* in order of from */
        for (; at > 0 && l->hold[at - 1].from > hold.from; at--)
            l->hold[at] = l->hold[at - 1];
        l->hold[at] = hold;
    }
}

static void tell(const struct limit *l, struct svc_deadline got, struct svc_deadline want)
{
    char start[SVC_WHEN_SIZE], a[SVC_WHEN_SIZE], b[SVC_WHEN_SIZE];
    fprintf(stderr, "#   variant %d unit %d count %d by %d roll %d from %s\n", l->which, (int)l->unit,
            l->count, l->by, l->roll, svc_when_format((svc_when)l->start * 60, start));
    for (int i = 0; i < l->holds; i++)
        fprintf(stderr, "#   hold %s to %s\n", svc_when_format((svc_when)l->hold[i].from * 60, a),
                l->hold[i].until == NEVER ? "-"
                                          : svc_when_format((svc_when)l->hold[i].until * 60, b));
    fprintf(stderr, "#   got %s%s%s, want %s%s%s\n", svc_when_format(got.due, a),
            got.held ? " held" : "", got.provisional ? " provisional" : "",
            svc_when_format(want.due, b), want.held ? " held" : "",
            want.provisional ? " provisional" : "");
}

static bool same(struct svc_deadline a, struct svc_deadline b)
{
    return a.due == b.due && a.held == b.held && a.provisional == b.provisional;
}

/* The lines begin with the start, end with the due, go forward in time and count to the limit. */
static bool lines_add_up(const struct svc_clock *clock, struct svc_deadline due)
{
    struct svc_clock_step *step;
    size_t count;
    bool good = same(svc_clock_due(clock, &step, &count), due) && count >= 2;
    int counted = 0, want = clock->length.count, moved = 0;
    bool by_day = clock->length.unit == SVC_UNIT_D || clock->length.unit == SVC_UNIT_WD;
    svc_when at = 0;
    for (size_t i = 0; good && i < count; i++) {
        good = (step[i].kind == SVC_STEP_START) == (i == 0) &&
               (step[i].kind == SVC_STEP_DUE) == (i == count - 1 && !due.held) &&
               (i < 2 || step[i].at >= at) && (step[i].kind != SVC_STEP_SKIPPED || step[i].why);
        at = step[i].at;
        if (step[i].kind == SVC_STEP_COUNTED)
            counted = step[i].count;
        if (step[i].kind == SVC_STEP_MOVED) {
            moved = step[i].count;
            good = good && i == count - 2 && step[i].held > 0 && step[i].held / step[i].a_day == moved;
        }
    }
    want += by_day ? moved : 0;
    if (clock->length.unit == SVC_UNIT_WH)
        want *= 60;
    if (clock->length.unit == SVC_UNIT_MIN || clock->length.unit == SVC_UNIT_H)
        want = 0;
    good = good && (due.held ? step[count - 1].kind == SVC_STEP_HELD
                             : at == due.due && counted == want);
    free(step);
    return good;
}

static void limits_agree(void)
{
    int wrong = 0, per_unit[8] = { 0 }, held = 0, provisional = 0;
    for (int i = 0; i < CASES; i++) {
        struct limit l;
        struct svc_deadline want;
        any_limit(&l);
        naive(&l, &want);
        struct svc_hold hold[MOST_HOLDS] = { { 0, 0 } };
        for (int h = 0; h < l.holds; h++) {
            hold[h].from = (svc_when)l.hold[h].from * 60;
            hold[h].until = l.hold[h].until == NEVER ? SVC_HOLD_OPEN
                                                     : (svc_when)l.hold[h].until * 60;
        }
        struct svc_clock clock = { variant[l.which].calendar, { l.count, l.unit, l.by },
                                   (svc_when)l.start * 60, hold, (size_t)l.holds, l.roll, false };
        struct svc_deadline got = svc_clock_due(&clock, NULL, NULL);
        per_unit[l.unit]++;
        held += got.held;
        provisional += got.provisional;
        if ((!same(got, want) || !lines_add_up(&clock, got)) && wrong++ < 5)
            tell(&l, got, want);
    }
    printf("# %d limits: min %d h %d d %d month %d y %d wh %d wd %d eod %d; held %d, "
           "provisional %d\n", CASES, per_unit[0], per_unit[1], per_unit[2],
           per_unit[3], per_unit[4], per_unit[5], per_unit[6], per_unit[7], held, provisional);
    is_int(wrong, 0, "random limits end where the walk ends");
}

static void worked_time_agrees(void)
{
    int wrong = 0;
    for (int i = 0; i < 4000; i++) {
        int v = below(VARIANTS), worked = 0;
        int from = (day_number(2004, 1, 1) + below(365 * 24)) * MINUTES + any_minute();
        int until = (from / MINUTES + below(20)) * MINUTES + any_minute();
        for (int m = from; m < until; m++)
            worked += is_working_minute(v, m);
        for (int m = until; m < from; m++)
            worked -= is_working_minute(v, m);
        const struct svc_calendar *calendar = variant[v].calendar;
        int64_t got = svc_clock_working(calendar, from * 60LL, until * 60LL);
        int64_t back = svc_clock_working(calendar, until * 60LL, from * 60LL);
        wrong += got != worked * 60LL || back != -got;
    }
    is_int(wrong, 0, "working time between random moments");
}

static void days_agree(void)
{
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        int v = below(VARIANTS), n = below(61) - 30, worked = 0;
        int from = day_number(2004, 1, 1) + below(365 * 24), until = from + below(60);
        int day = from, left = n;
        while (left != 0) {
            day += n > 0 ? 1 : -1;
            if (is_workday(v, day))
                left += n > 0 ? -1 : 1;
        }
        for (int d = from + 1; d <= until; d++)
            worked += is_workday(v, d);
        const struct svc_calendar *calendar = variant[v].calendar;
        wrong += svc_clock_nth_day(calendar, from, n) != day ||
                 svc_clock_days(calendar, from, until) != worked ||
                 svc_clock_days(calendar, until, from) != -worked;
    }
    is_int(wrong, 0, "working days between and after random days");
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : CALENDAR_CSV;
    build_days(path);
    build_variants(path);
    limits_agree();
    worked_time_agrees();
    days_agree();
    for (int v = 0; v < VARIANTS; v++)
        svc_calendar_free(variant[v].calendar);
    return done_testing();
}
