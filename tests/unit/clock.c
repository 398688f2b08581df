/* From a moment and a limit to a deadline: the stories of the rule. clock-walk.c compares a
 * hundred thousand random limits with a naive walk, sla.c the cases of other programs. */
#include "svc/clock.h"

#include "calendar-csv.h"
#include "tap.h"

static const struct svc_calendar *calendar;

static svc_when when(const char *text)
{
    svc_when out = 0;
    const char *why = svc_when_parse(text, &out);
    if (why)
        ok(false, "%s: %s", text, why);
    return out;
}

/* `from/until;from/-` into holds, `-` for one that lasts. */
static size_t holds_of(const char *text, struct svc_hold *out)
{
    char copy[256], *rest = copy;
    size_t n = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *hold = strsep(&rest, ";"); hold && *hold; hold = strsep(&rest, ";")) {
        char *from = strsep(&hold, "/");
        out[n].from = when(from);
        out[n++].until = strcmp(hold, "-") == 0 ? SVC_HOLD_OPEN : when(hold);
    }
    return n;
}

static struct svc_clock clock_of(const char *start, const char *length, const char *holds,
                                 struct svc_hold *hold)
{
    struct svc_clock clock = { .calendar = calendar, .start = when(start), .holds = hold };
    const char *why = svc_limit_parse(length, &clock.length);
    if (why)
        ok(false, "%s: %s", length, why);
    clock.hold_count = holds_of(holds, hold);
    return clock;
}

static void is_due(struct svc_clock clock, const char *want, const char *name)
{
    char got[64] = "on hold";
    struct svc_deadline due = svc_clock_due(&clock, NULL, NULL);
    if (!due.held)
        svc_when_format(due.due, got);
    if (due.provisional)
        strncat(got, " provisional", sizeof got - strlen(got) - 1);
    is_str(got, want, name);
}

static void due(const char *start, const char *length, const char *want, const char *name)
{
    is_due(clock_of(start, length, "", NULL), want, name);
}

static void held(const char *start, const char *length, const char *holds, const char *want,
                 const char *name)
{
    struct svc_hold hold[8];
    is_due(clock_of(start, length, holds, hold), want, name);
}

static void rolled(const char *start, const char *length, const char *holds, const char *want,
                   const char *name)
{
    struct svc_hold hold[8];
    struct svc_clock clock = clock_of(start, length, holds, hold);
    clock.roll = true;
    is_due(clock, want, name);
}

static bool rolls; /* the clocks of what follows */

/* The lines of the arithmetic as text, one a line. */
static void steps(const char *start, const char *length, const char *holds, const char *want,
                  const char *name)
{
    static const char *const kinds[] = { "start", "counted", "skipped", "held", "moved", "due" };
    struct svc_hold hold[8];
    struct svc_clock clock = clock_of(start, length, holds, hold);
    clock.roll = rolls;
    struct svc_clock_step *step;
    size_t count, len = 0;
    char got[4096];
    svc_clock_due(&clock, &step, &count);
    for (size_t i = 0; i < count; i++) {
        char at[SVC_WHEN_SIZE], nth[32] = "";
        bool moment = step[i].kind == SVC_STEP_START || step[i].kind == SVC_STEP_DUE;
        svc_when_format(step[i].at, at);
        if (!moment && step[i].at % SVC_DAY_SECONDS == 0)
            at[10] = '\0';
        if (step[i].kind == SVC_STEP_COUNTED || (step[i].kind == SVC_STEP_HELD && step[i].count))
            snprintf(nth, sizeof nth, " %d", step[i].count);
        if (step[i].kind == SVC_STEP_MOVED)
            snprintf(nth, sizeof nth, " %d/%d=%d", (int)(step[i].held / 60),
                     (int)(step[i].a_day / 60), step[i].count);
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%s %s%s%s%s", i ? "\n" : "",
                                kinds[step[i].kind], at, nth, step[i].why ? " " : "",
                                step[i].why ? step[i].why : "");
    }
    free(step);
    is_str(got, want, name);
}

static void hours(void)
{
    static const struct {
        const char *text;
        int count;
        enum svc_unit unit;
        int by;
    } good[] = {
        { "by 21:00", 0, SVC_UNIT_EOD, 1260 },  { "1d by 21:00", 1, SVC_UNIT_D, 1260 },
        { "2wd by 17:30", 2, SVC_UNIT_WD, 1050 }, { "1month by 00:01", 1, SVC_UNIT_MONTH, 1 },
        { "by 24:00", 0, SVC_UNIT_EOD, 1440 },  { "3wd", 3, SVC_UNIT_WD, 0 },
    };
    static const char *const bad[] = { "by 25:00", "by 24:01", "by 00:00", "by 9:00", "by 21:60",
                                       "by 21:00 ", "by 2100", "by", "by ", "2h by 21:00", "30min by 21:00",
                                       "4wh by 21:00", "eod by 21:00", "1dby 21:00", "1d  by 21:00",
                                       "1d by 21:00 by 22:00", "0d by 21:00", " by 21:00",
                                       "11111111111111111111d by 21:00" };
    struct svc_length length;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ok(!svc_limit_parse(good[i].text, &length) && length.count == good[i].count &&
               length.unit == good[i].unit && length.by == good[i].by, "limit %s", good[i].text);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(svc_limit_parse(bad[i], &length) != NULL, "limit \"%s\" is refused", bad[i]);
    ok(svc_length_parse("by 21:00", &length) != NULL, "what is no limit has no hour");

    due("2026-03-02 15:00", "by 21:00", "2026-03-02 21:00:00", "the same day's hour");
    due("2026-03-02 21:00", "by 21:00", "2026-03-02 21:00:00", "at the hour: still the same day's");
    due("2026-03-02 21:00:01", "by 21:00", "2026-03-03 21:00:00", "a second later: the next day's");
    due("2026-03-02 23:59", "by 24:00", "2026-03-02 23:59:59", "24:00 is the end of the day");
    due("2026-03-02 22:00", "1d by 21:00", "2026-03-03 21:00:00", "the first day is not counted");
    due("2026-03-06 09:00", "2wd by 12:00", "2026-03-10 12:00:00", "over a weekend, to noon");
    held("2026-03-02 15:00", "by 21:00", "2026-03-02 16:00/2026-03-03 15:00", "2026-03-02 21:00:00",
         "23 hours on hold move nothing");
    held("2026-03-02 15:00", "by 21:00", "2026-03-02 16:00/2026-03-03 16:00", "2026-03-03 21:00:00",
         "24 hours move a day");
    held("2026-03-02 15:00", "by 21:00", "2026-03-02 21:00/2026-03-05 16:00", "2026-03-02 21:00:00",
         "a hold from the deadline on moves nothing");
    steps("2026-03-02 22:00", "by 21:00", "", "start 2026-03-02 22:00:00 ends the next day as the hour is over\n"
          "due 2026-03-03 21:00:00", "by an hour that is over");
}

static void lengths(void)
{
    static const struct {
        const char *text;
        int count;
        enum svc_unit unit;
    } good[] = {
        { "30min", 30, SVC_UNIT_MIN }, { "2h", 2, SVC_UNIT_H },   { "3d", 3, SVC_UNIT_D },
        { "1month", 1, SVC_UNIT_MONTH }, { "1y", 1, SVC_UNIT_Y }, { "4wh", 4, SVC_UNIT_WH },
        { "3wd", 3, SVC_UNIT_WD },     { "eod", 0, SVC_UNIT_EOD }, { "36600d", 36600, SVC_UNIT_D },
        { "03wd", 3, SVC_UNIT_WD },
    };
    static const char *const misshapen[] = { "3 wd", "-1d", "3w", "", "wd", "3", "+3d", "3WD",
                                             "1.5h", "3wd ", " 3wd", "3d2h", "1eod", "3months" };
    static const char *const huge[] = { "99999999999d", "36601d", "101y", "1201month",
                                        "4294967297wd", "18446744073709551617min" };
    struct svc_length length;
    char name[64];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ok(!svc_length_parse(good[i].text, &length) && length.count == good[i].count &&
               length.unit == good[i].unit, "length %s", good[i].text);
    for (size_t i = 0; i < sizeof misshapen / sizeof *misshapen; i++) {
        snprintf(name, sizeof name, "length \"%s\" is refused", misshapen[i]);
        is_str(svc_length_parse(misshapen[i], &length),
               "not a time limit; write 30min, 2h, 3d, 1month, 1y, 4wh, 3wd or eod", name);
    }
    for (size_t i = 0; i < sizeof huge / sizeof *huge; i++) {
        snprintf(name, sizeof name, "length \"%s\" is refused", huge[i]);
        is_str(svc_length_parse(huge[i], &length),
               "too long a time limit; a hundred years at most", name);
    }
    is_str(svc_length_parse("0wd", &length), "a time limit of nothing; write 1 or more",
           "length \"0wd\" is refused");
}

static void working_days(void)
{
    static const struct {
        const char *day;
        int n;
        const char *want;
    } policy[] = {
        { "2024-02-09", 1, "2024-02-18" }, { "2024-04-30", 1, "2024-05-06" },
        { "2024-09-30", 3, "2024-10-10" }, { "2025-01-27", 1, "2025-02-05" },
        { "2025-09-30", 5, "2025-10-14" }, { "2025-12-31", 1, "2026-01-04" },
        { "2026-02-14", 1, "2026-02-24" }, { "2026-09-24", 5, "2026-10-09" },
        { "2026-09-30", 3, "2026-10-10" },
    };
    for (size_t i = 0; i < sizeof policy / sizeof *policy; i++) {
        char got[SVC_DAY_SIZE], name[64], length[16], moment[SVC_WHEN_SIZE];
        svc_day from = svc_when_day(when(policy[i].day));
        svc_day until = svc_when_day(when(policy[i].want));
        snprintf(name, sizeof name, "policy: %s + %d", policy[i].day, policy[i].n);
        svc_day_format(svc_clock_nth_day(calendar, from, policy[i].n), got);
        is_str(got, policy[i].want, name);
        is_int(svc_clock_days(calendar, from, until), policy[i].n, "and back");
        is_int(svc_clock_days(calendar, until, from), -policy[i].n, "and swapped");
        snprintf(length, sizeof length, "%dwd", policy[i].n);
        snprintf(moment, sizeof moment, "%s 17:30:00", policy[i].want);
        due(policy[i].day, length, moment, "and as a limit");
    }
    svc_day sunday = svc_when_day(when("2026-03-08"));
    is_int(svc_clock_nth_day(calendar, sunday, 0), sunday, "the 0th day is the day itself");
    is_int(svc_clock_nth_day(calendar, sunday, -1), sunday - 2, "the day before a weekend");
    is_int(svc_clock_days(calendar, sunday, sunday), 0, "no days in no time");
    due("2026-03-02 08:00", "1wd", "2026-03-03 17:30:00", "the first day is not counted");
    due("2026-03-02 23:59:59", "1wd", "2026-03-03 17:30:00", "not even its last second");
    due("2026-03-07 10:00", "1wd", "2026-03-09 17:30:00", "nor when it is a day off");
}

static void natural_limits(void)
{
    due("2026-03-01 10:20:30", "30min", "2026-03-01 10:50:30", "minutes run from the moment");
    due("2026-03-01 23:30", "2h", "2026-03-02 01:30:00", "hours run over midnight");
    due("2026-03-01 22:00", "2h", "2026-03-02 00:00:00", "hours may end at midnight");
    due("2026-03-01 10:00", "3d", "2026-03-04 23:59:59", "days end at 24:00");
    due("2028-02-28 10:00", "1d", "2028-02-29 23:59:59", "a leap day is a day");
    due("2011-01-01", "6month", "2011-07-01 23:59:59", "months end on the matching date");
    due("2027-01-31 09:00", "1month", "2027-02-28 23:59:59", "else on the month's last day");
    due("2028-01-31 09:00", "1month", "2028-02-29 23:59:59", "which may be a leap day");
    due("2027-01-31 09:00", "2month", "2027-03-31 23:59:59", "and comes back to its date");
    due("2028-02-29 09:00", "1y", "2029-02-28 23:59:59", "a year from a leap day");
    due("2028-02-29 09:00", "4y", "2032-02-29 23:59:59", "four years from a leap day");
    due("2026-11-30", "3month", "2027-02-28 23:59:59", "over a year's end");
    due("2026-03-01 00:00", "eod", "2026-03-01 23:59:59", "the end of the day");
    due("2026-03-01 23:59:59", "eod", "2026-03-01 23:59:59", "in its last second");
    due("2026-10-01 10:00", "1d", "2026-10-02 23:59:59", "plain days do not mind holidays");
}

static void working_hours(void)
{
    due("2026-03-02 09:00", "2wh", "2026-03-02 11:00:00", "within a morning");
    due("2026-03-02 11:00:30", "2wh", "2026-03-02 15:00:30", "over the lunch break");
    due("2026-03-02 09:00", "3wh", "2026-03-02 12:00:00", "ends at the closing instant");
    due("2026-03-02 14:30", "3wh", "2026-03-02 17:30:00", "not at the next opening");
    due("2026-03-02 12:00", "1wh", "2026-03-02 15:00:00", "from the closing instant");
    due("2026-03-02 03:00", "1wh", "2026-03-02 09:30:00", "from before opening");
    due("2026-03-02 20:00", "1wh", "2026-03-03 09:30:00", "from after closing");
    due("2026-03-06 17:00", "1wh", "2026-03-09 09:00:00", "over a weekend");
    due("2026-09-30 17:00", "8wh", "2026-10-09 09:00:00", "over 国庆");
    due("2026-10-09 17:00", "4wh", "2026-10-10 12:00:00", "onto a make-up Saturday");
}

static void holds(void)
{
    held("2026-03-02 09:00", "30min", "2026-03-02 09:10/2026-03-02 10:00", "2026-03-02 10:20:00",
         "a hold stops the minutes");
    held("2026-03-02 09:00", "2h", "2026-03-02 11:00/2026-03-02 12:00", "2026-03-02 11:00:00",
         "a hold that begins when the limit ends changes nothing");
    held("2026-03-02 09:00", "2h", "2026-03-02 10:59:59/2026-03-02 12:00", "2026-03-02 12:00:01",
         "a second earlier it does");
    held("2026-03-02 09:00", "2h", "2026-03-02 09:30/2026-03-02 10:30;2026-03-02 10:00/2026-03-02 "
         "11:00;2026-03-02 10:10/2026-03-02 10:20", "2026-03-02 12:30:00",
         "overlapping holds count once");
    held("2026-03-02 09:00", "2h", "2026-03-01 09:00/2026-03-02 10:00", "2026-03-02 12:00:00",
         "a hold counts from the start on");
    held("2026-03-02 09:00", "2h", "2026-03-01 09:00/2026-03-02 09:00", "2026-03-02 11:00:00",
         "a hold over before the start changes nothing");
    held("2026-03-02 09:00", "4wh", "2026-03-02 11:00/2026-03-02 15:00", "2026-03-02 17:00:00",
         "a hold takes working hours only");
    held("2026-03-02 09:00", "4wh", "2026-03-02 17:30/2026-03-03 08:30", "2026-03-02 15:00:00",
         "a night's hold takes none");
    held("2026-03-02 10:00", "8wh", "2026-03-02 20:00/2026-03-03 09:30", "2026-03-03 12:00:00",
         "a hold over an opening");
    /* A working day has 420 minutes: 08:30 to 12:00 and 14:00 to 17:30. */
    held("2026-03-02 09:00", "3wd", "2026-03-03 10:00/2026-03-04 10:00", "2026-03-06 17:30:00",
         "120 + 210 + 90 = 420 working minutes make a day");
    held("2026-03-02 09:00", "3wd", "2026-03-03 10:00/2026-03-04 09:59:59", "2026-03-05 17:30:00",
         "a second less makes none");
    held("2026-03-02 09:00", "3wd", "2026-03-03 08:30/2026-03-03 17:30", "2026-03-06 17:30:00",
         "a day on hold from opening to closing is one");
    held("2026-03-02 09:00", "3wd", "2026-03-02 18:00/2026-03-03 08:30", "2026-03-05 17:30:00",
         "a night takes none");
    held("2026-03-05 09:00", "3wd", "2026-03-06 18:00/2026-03-09 08:00", "2026-03-10 17:30:00",
         "nor does a weekend");
    held("2026-09-29 09:00", "3wd", "2026-09-30 17:30/2026-10-08 08:30", "2026-10-09 17:30:00",
         "nor 国庆");
    held("2026-03-02 09:00", "3wd", "2026-03-02 23:59/2026-03-03 00:01;2026-03-03 09:00/2026-03-03 "
         "09:02;2026-03-03 11:00/2026-03-03 11:02;2026-03-03 23:59/2026-03-04 00:01;2026-03-04 "
         "09:00/2026-03-04 09:02;2026-03-04 23:59/2026-03-05 00:01;2026-03-05 09:00/2026-03-05 09:02",
         "2026-03-05 17:30:00", "seven holds of two minutes take nothing");
    held("2026-03-02 09:00", "3wd", "2026-03-03 08:30/2026-03-03 12:00;2026-03-04 14:00/2026-03-04 "
         "17:30", "2026-03-06 17:30:00", "two halves make a day: 210 + 210");
    held("2026-03-05 09:00", "3wd", "2026-03-06 10:00/2026-03-09 09:00", "2026-03-10 17:30:00",
         "over a weekend 330 + 30 working minutes make none");
    held("2026-03-05 09:00", "3d", "2026-03-06 10:00/2026-03-09 09:00", "2026-03-10 23:59:59",
         "but 71 hours make two natural days");
    held("2026-03-05 09:00", "3d", "2026-03-06 23:59/2026-03-07 00:01;2026-03-07 23:59/2026-03-08 "
         "00:01", "2026-03-08 23:59:59", "midnights crossed take nothing");
    held("2026-03-02 09:00", "3wd", "2026-03-03 09:00/2026-03-05 09:00;2026-03-04 09:00/2026-03-06 "
         "09:00;2026-03-04 10:00/2026-03-05 10:00", "2026-03-10 17:30:00",
         "overlapping holds take a day once");
    held("2026-03-02 09:00", "3wd", "2026-02-20 09:00/2026-03-03 09:00", "2026-03-06 17:30:00",
         "days are held from the start on");
    held("2026-03-02 09:00", "1wd", "2026-03-03 17:00/2026-03-04 17:00", "2026-03-04 17:30:00",
         "a hold from the last day on counts in full");
    held("2026-03-02 09:00", "1wd", "2026-03-03 17:30/2026-03-04 09:00", "2026-03-03 17:30:00",
         "unless business is closed");
    held("2026-03-02 09:00", "1wd", "2026-03-03 17:00/2026-03-04 17:00;2026-03-04 17:00/2026-03-05 "
         "17:00", "2026-03-05 17:30:00", "a hold in what another hold gave");
    held("2026-01-31 09:00", "1month", "2026-02-10 09:00/2026-02-12 09:00", "2026-03-02 23:59:59",
         "held days are added to a month");
    held("2028-02-29 09:00", "1y", "2028-03-01 09:00/2028-03-02 09:00", "2029-03-01 23:59:59",
         "and to a year");
    held("2026-03-02 09:00", "eod", "2026-03-02 10:00/2026-03-03 10:00", "2026-03-03 23:59:59",
         "and to the end of the day");
    held("2026-03-02 09:00", "eod", "2026-03-02 10:00/2026-03-03 09:59:59", "2026-03-02 23:59:59",
         "less than 24 hours give none");
    held("2026-03-02 09:00", "1d", "2026-03-03 09:00/2026-03-03 09:00", "2026-03-03 23:59:59",
         "an empty hold holds nothing");
}

static void open_holds(void)
{
    held("2026-03-02 09:00", "2h", "2026-03-02 10:00/-", "on hold", "an open hold: no due");
    held("2026-03-02 09:00", "2h", "2026-03-02 11:00/-", "2026-03-02 11:00:00",
         "an open hold after the deadline changes nothing");
    held("2026-03-02 09:00", "2h", "2026-03-01 10:00/-", "on hold", "an open hold from before");
    held("2026-03-02 09:00", "2h", "2026-03-02 09:30/2026-03-02 10:30;2026-03-02 11:30/-",
         "on hold", "an open hold in what another hold gave");
    held("2026-03-02 09:00", "2wh", "2026-03-02 11:00/-", "2026-03-02 11:00:00",
         "working hours over, then held");
    held("2026-03-02 17:00", "2wh", "2026-03-02 20:00/-", "on hold", "held between working hours");
    held("2026-03-02 16:30", "1wh", "2026-03-02 17:30/-", "2026-03-02 17:30:00",
         "held as business closes");
    held("2026-03-02 09:00", "1wd", "2026-03-03 17:29:59/-", "on hold", "held in the last second");
    held("2026-03-02 09:00", "1wd", "2026-03-03 17:30/-", "2026-03-03 17:30:00", "held too late");
    held("2026-03-02 09:00", "1d", "2026-03-03 23:59:58/-", "on hold", "held before 24:00");
    held("2026-03-02 09:00", "1d", "2026-03-03 23:59:59/-", "2026-03-03 23:59:59", "held at 24:00");
    held("2026-03-02 09:00", "1month", "2026-03-03 09:00/2026-03-04 09:00;2026-04-02 23:00/-",
         "on hold", "held in a month's added day");
    held("2026-03-02 09:00", "eod", "2026-03-02 10:00/-", "on hold", "held before the day ends");
}

static void rolling(void)
{
    rolled("2026-03-05 09:00", "2d", "", "2026-03-09 23:59:59", "a Saturday rolls to Monday");
    rolled("2026-09-28 09:00", "3d", "", "2026-10-08 23:59:59", "over 国庆");
    rolled("2026-03-05 09:00", "1d", "", "2026-03-06 23:59:59", "a Friday stays");
    rolled("2026-10-08 09:00", "2d", "", "2026-10-10 23:59:59", "a make-up Saturday stays");
    due("2026-03-05 09:00", "2d", "2026-03-07 23:59:59", "without roll a Saturday stays");
    rolled("2026-02-07 09:00", "1month", "", "2026-03-07 23:59:59", "months do not roll");
    rolled("2026-03-02 09:00", "5d", "2026-03-04 09:00/2026-03-05 09:00", "2026-03-09 23:59:59",
           "held days first, then the roll");
    rolled("2026-03-02 09:00", "5d", "2026-03-08 09:00/2026-03-09 09:00", "2026-03-09 23:59:59",
           "a hold while rolling moves the last day, which rolls");
    rolled("2026-03-02 09:00", "5d", "2026-03-08 09:00/-", "on hold", "held while rolling");
}

static void provisional(void)
{
    due("2026-12-30 09:00", "1wd", "2026-12-31 17:30:00", "2026 is known to its end");
    due("2026-12-31 09:00", "1wd", "2027-01-01 17:30:00 provisional", "2027 is not");
    due("2003-12-31 09:00", "1wd", "2004-01-02 17:30:00", "the day not counted may be unknown");
    due("2026-12-31 17:00", "1wh", "2027-01-01 09:00:00 provisional", "working hours into 2027");
    due("2003-12-31 17:00", "1wh", "2004-01-02 09:00:00 provisional", "working hours from 2003");
    due("2026-12-31 09:00", "3d", "2027-01-03 23:59:59", "plain days need no calendar");
    due("2026-12-31 09:00", "48h", "2027-01-02 09:00:00", "nor do hours");
    due("2026-12-31 09:00", "1month", "2027-01-31 23:59:59", "nor months");
    rolled("2026-12-31 09:00", "3d", "", "2027-01-04 23:59:59 provisional", "a roll does");
    rolled("2026-12-30 09:00", "1d", "", "2026-12-31 23:59:59", "if in an unknown year");
    const struct svc_calendar *whole = calendar;
    for (int year = 2022; year <= 2023; year++) {
        struct svc_calendar *one = svc_calendar_new();
        svc_calendar_add(one, svc_day_of(year, 1, 3), false, "the only day off");
        calendar = one;
        rolled("2022-12-30 09:00", "1d", "", "2023-01-02 23:59:59 provisional",
               year == 2022 ? "a roll into an unknown year" : "a roll out of an unknown year");
        svc_calendar_free(one);
    }
    calendar = whole;
}

static void worked_time(void)
{
    is_int(svc_clock_working(calendar, when("2026-03-02 08:00"), when("2026-03-02 18:00")),
           7 * 3600, "a working day has seven hours");
    is_int(svc_clock_working(calendar, when("2026-03-02 11:59:59"), when("2026-03-02 14:00:01")), 2,
           "two seconds around lunch");
    is_int(svc_clock_working(calendar, when("2026-03-02 18:00"), when("2026-03-02 08:00")),
           -7 * 3600, "negative when swapped");
    is_int(svc_clock_working(calendar, when("2026-09-30 17:00"), when("2026-10-10 09:00")),
           3600 + 2 * 7 * 3600, "over 国庆 onto a make-up Saturday");
}

static void no_end(void)
{
    struct svc_calendar *closed = svc_calendar_new();
    for (int weekday = 1; weekday <= 7; weekday++)
        svc_calendar_hours_of(closed, weekday, 0, "");
    struct svc_clock clock = { .calendar = closed, .length = { 1, SVC_UNIT_WH, 0 } };
    is_due(clock, "9999-12-31 23:59:59 provisional", "hours that never come end with the calendar");
    clock.length.unit = SVC_UNIT_WD;
    struct svc_deadline end = svc_clock_due(&clock, NULL, NULL);
    is_int(svc_when_day(end.due), svc_when_day(when("9999-12-31")), "so do days");
    is_int(svc_clock_nth_day(closed, 0, -1), svc_when_day(when("1900-01-01")), "both ways");
    svc_calendar_free(closed);
    struct svc_calendar *late = svc_calendar_new();
    svc_calendar_hours(late, "20:00-24:00");
    clock = (struct svc_clock){ .calendar = late, .start = when("2026-03-02 09:00"), .length = { 4, SVC_UNIT_WH, 0 } };
    is_due(clock, "2026-03-02 23:59:59 provisional", "business that closes at 24:00 closes in the day's last second");
    svc_calendar_free(late);
}

static void explained(void)
{
    steps("2026-09-30 15:00", "3wd", "",
          "start 2026-09-30 15:00:00 the first day is not counted\n"
          "skipped 2026-10-01 国庆节\nskipped 2026-10-02 国庆节\nskipped 2026-10-03 国庆节\n"
          "skipped 2026-10-04 国庆节\nskipped 2026-10-05 国庆节\nskipped 2026-10-06 国庆节\n"
          "skipped 2026-10-07 国庆节\ncounted 2026-10-08 1\ncounted 2026-10-09 2\n"
          "counted 2026-10-10 3 make-up working day\ndue 2026-10-10 17:30:00 close of business",
          "three working days over 国庆");
    steps("2026-03-05 15:00", "2wd", "2026-03-06 10:00/2026-03-09 10:00",
          "start 2026-03-05 15:00:00 the first day is not counted\ncounted 2026-03-06 1\n"
          "held 2026-03-06 330 on hold\nskipped 2026-03-07 weekend\nskipped 2026-03-08 weekend\n"
          "counted 2026-03-09 2\nheld 2026-03-09 90 on hold\ncounted 2026-03-10 3\n"
          "moved 2026-03-10 420/420=1\ndue 2026-03-10 17:30:00 close of business",
          "two working days with a hold");
    steps("2026-03-05 15:00", "2wd", "2026-03-06 10:00/-",
          "start 2026-03-05 15:00:00 the first day is not counted\ncounted 2026-03-06 1\n"
          "held 2026-03-06 still on hold", "an open hold");
    steps("2026-03-02 15:00", "1wd", "2026-03-01 10:00/2026-03-03 00:00",
          "start 2026-03-02 15:00:00 the first day is not counted\nheld 2026-03-02 150 on hold\n"
          "counted 2026-03-03 1\nmoved 2026-03-03 150/420=0\n"
          "due 2026-03-03 17:30:00 close of business", "what makes no day moves nothing");
    steps("2026-03-02 15:00", "1wd", "2026-02-20 10:00/-",
          "start 2026-03-02 15:00:00 the first day is not counted\n"
          "held 2026-03-02 still on hold", "on hold since before the start");
    steps("2026-09-30 15:00", "2d", "",
          "start 2026-09-30 15:00:00 the first day is not counted\ncounted 2026-10-01 1 国庆节\n"
          "counted 2026-10-02 2 国庆节\ndue 2026-10-02 23:59:59 24:00", "two natural days");
    steps("2026-01-31 15:00", "2month", "2026-02-09 09:00/2026-02-10 09:00",
          "start 2026-01-31 15:00:00 the first day is not counted\nheld 2026-02-09 900 on hold\n"
          "held 2026-02-10 540 on hold\ncounted 2026-02-28 1 make-up working day\n"
          "counted 2026-03-31 2\nmoved 2026-04-01 1440/1440=1\ndue 2026-04-01 23:59:59 24:00", "two months");
    steps("2026-03-02 15:00", "eod", "", "start 2026-03-02 15:00:00 ends with its first day\n"
          "due 2026-03-02 23:59:59 24:00", "the end of the day");
    steps("2026-03-02 23:00", "3h", "2026-03-02 23:30/2026-03-03 00:30",
          "start 2026-03-02 23:00:00 runs from the moment\nheld 2026-03-02 30 on hold\n"
          "held 2026-03-03 30 on hold\ndue 2026-03-03 03:00:00", "hours with a hold");
    steps("2026-03-02 15:00", "3h", "2026-03-02 15:10/2026-03-02 15:30;2026-03-02 15:20/2026-03-02 15:40",
          "start 2026-03-02 15:00:00 runs from the moment\nheld 2026-03-02 30 on hold\n"
          "due 2026-03-02 18:30:00", "what two holds have in common is held once");
    steps("2026-03-06 18:00", "8wh", "2026-03-10 08:00/2026-03-10 09:00",
          "start 2026-03-06 18:00:00 runs from the moment\nskipped 2026-03-06 after working hours\n"
          "skipped 2026-03-07 weekend\nskipped 2026-03-08 weekend\ncounted 2026-03-09 420\n"
          "held 2026-03-10 30 on hold\ncounted 2026-03-10 480\ndue 2026-03-10 10:00:00",
          "working hours with a hold");
    steps("2026-03-02 15:00", "1wd", "2026-03-02 15:10/2026-03-02 15:20;2026-03-02 16:00/-",
          "start 2026-03-02 15:00:00 the first day is not counted\nheld 2026-03-02 10 on hold\n"
          "held 2026-03-02 still on hold", "on hold again, after it was before");
    rolls = true;
    steps("2026-03-05 15:00", "2d", "",
          "start 2026-03-05 15:00:00 the first day is not counted\ncounted 2026-03-06 1\n"
          "counted 2026-03-07 2\nskipped 2026-03-08 weekend\n"
          "due 2026-03-09 23:59:59 24:00", "two days that roll over a Sunday");
    rolls = false;
    steps("2026-03-02 09:00", "2wh", "2026-03-02 10:00/-",
          "start 2026-03-02 09:00:00 runs from the moment\ncounted 2026-03-02 60\n"
          "held 2026-03-02 still on hold", "working hours on hold");
}

static void back(const char *start, const char *length, const char *want, const char *name)
{
    struct svc_clock clock = clock_of(start, length, "", NULL);
    clock.back = true;
    is_due(clock, want, name);
}

static void counted_back(void)
{
    back("2026-10-14 08:00", "48h", "2026-10-12 08:00:00", "48 hours before");
    back("2026-10-14 00:10", "30min", "2026-10-13 23:40:00", "half an hour before midnight");
    back("2026-10-14 08:00", "2d", "2026-10-12 23:59:59", "two days before: up to that day's end");
    back("2024-03-01 08:00", "1d", "2024-02-29 23:59:59", "a leap day");
    back("2026-10-12 08:00", "3wd", "2026-10-08 17:30:00", "working days, a make-up Saturday");
    back("2026-10-08 08:00", "1wd", "2026-09-30 17:30:00", "over the National Day");
    back("2027-01-02 08:00", "1wd", "2027-01-01 17:30:00 provisional", "in an unknown year");
}

int main(int argc, char **argv)
{
    struct svc_calendar *loaded = calendar_from_csv(argc > 1 ? argv[1] : CALENDAR_CSV);
    is_str(svc_calendar_hours(loaded, "08:30-12:00;14:00-17:30"), NULL, "working hours");
    calendar = loaded;
    lengths();
    hours();
    working_days();
    natural_limits();
    working_hours();
    holds();
    open_holds();
    rolling();
    provisional();
    worked_time();
    no_end();
    counted_back();
    explained();
    svc_calendar_free(loaded);
    return done_testing();
}
