/* Which days are worked, and which hours of them. */
#include "svc/calendar.h"

#include "calendar-csv.h"
#include "tap.h"

static svc_day day(const char *text)
{
    svc_day out = 0;
    const char *why = svc_day_parse(text, &out);
    if (why)
        ok(false, "%s: %s", text, why);
    return out;
}

/* A day's hours as text, `-` when it has none. */
static const char *hours(const struct svc_calendar *calendar, const char *text)
{
    static char out[128];
    int from, until;
    size_t len = 0;
    out[0] = '-';
    out[1] = '\0';
    for (size_t n = 0; svc_calendar_span(calendar, day(text), n, &from, &until); n++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%02d:%02d-%02d:%02d", n ? ";" : "",
                                from / 3600, from / 60 % 60, until / 3600, until / 60 % 60);
    return out;
}

static void the_plain_week(void)
{
    struct svc_calendar *calendar = svc_calendar_new();
    ok(svc_calendar_works(calendar, day("2026-03-06")), "a Friday is worked");
    ok(!svc_calendar_works(calendar, day("2026-03-07")), "a Saturday is not");
    ok(!svc_calendar_works(calendar, day("2026-03-08")), "a Sunday is not");
    ok(svc_calendar_works(calendar, day("1969-12-31")), "a Wednesday before 1970 is worked");
    is_str(svc_calendar_name(calendar, day("2026-03-07")), NULL, "a plain day has no name");
    ok(!svc_calendar_knows(calendar, 2026), "an empty calendar knows no year");
    is_str(hours(calendar, "2026-03-06"), "00:00-24:00", "all day until hours are given");
    is_str(hours(calendar, "2026-03-07"), "-", "no hours on a weekend");
    is_int(svc_calendar_close(calendar, day("2026-03-06")), SVC_DAY_SECONDS, "closes at 24:00");
    svc_calendar_free(calendar);
    svc_calendar_free(NULL);
}

static void days_that_differ(void)
{
    struct svc_calendar *calendar = svc_calendar_new();
    char name[] = "国庆节";
    ok(svc_calendar_add(calendar, day("2026-10-01"), false, name), "a holiday is added");
    name[0] = '?';
    is_str(svc_calendar_name(calendar, day("2026-10-01")), "国庆节", "its name is a copy");
    ok(!svc_calendar_add(calendar, day("2026-10-01"), true, "again"), "a day is listed once");
    ok(!svc_calendar_works(calendar, day("2026-10-01")), "and stays as it was listed first");
    ok(svc_calendar_add(calendar, day("2026-10-10"), true, "国庆节"), "a make-up day is added");
    ok(svc_calendar_works(calendar, day("2026-10-10")), "a make-up Saturday is worked");
    ok(svc_calendar_knows(calendar, 2026), "a year with a holiday is known");
    ok(svc_calendar_add(calendar, day("2024-12-31"), false, "元旦"), "days come in any order");
    ok(!svc_calendar_knows(calendar, 2024), "a December holiday belongs to the next year");
    ok(svc_calendar_add(calendar, day("2025-01-04"), true, "元旦"), "a make-up day alone");
    ok(!svc_calendar_knows(calendar, 2025), "does not make its year known");
    is_str(svc_calendar_name(calendar, day("2024-12-31")), "元旦", "the earlier day is found");
    is_str(svc_calendar_name(calendar, day("2025-06-02")), NULL, "a day between has no name");
    ok(svc_calendar_add(calendar, day("2030-01-01"), false, "a"), "far later");
    ok(svc_calendar_add(calendar, day("1999-01-01"), false, "b"), "far earlier");
    ok(!svc_calendar_works(calendar, day("2026-10-01")), "the table grows at both ends");
    ok(!svc_calendar_works(calendar, day("2030-01-01")), "the last day counts");
    ok(!svc_calendar_works(calendar, day("1999-01-01")), "the first day counts");
    ok(svc_calendar_works(calendar, day("9999-12-31")), "past the table the plain week holds");
    ok(!svc_calendar_knows(calendar, 1899) && !svc_calendar_knows(calendar, 12000),
       "no year out of range is known");
    svc_calendar_free(calendar);
}

static void bad_hours(struct svc_calendar *calendar)
{
    static const char shape[] = "not working hours; write 08:30-12:00;14:00-17:30";
    static const char *const misshapen[] = {
        "", "08:30", "8:30-12:00", "08:30-12:00;", ";08:30-12:00", "08:30-12:00,14:00-17:30",
        "08:30-12:00 ", "08:60-12:00", "08:30-24:01", "08:30-25:00", "0830-1200", "-08:30-12:00",
    };
    for (size_t i = 0; i < sizeof misshapen / sizeof *misshapen; i++) {
        char name[64];
        snprintf(name, sizeof name, "hours \"%s\" are refused", misshapen[i]);
        is_str(svc_calendar_hours(calendar, misshapen[i]), shape, name);
    }
    is_str(svc_calendar_hours(calendar, "12:00-08:30"), "working hours that end before they begin",
           "hours must not run backwards");
    is_str(svc_calendar_hours(calendar, "12:00-12:00"), "working hours that end before they begin",
           "nor stand still");
    is_str(svc_calendar_hours(calendar, "14:00-17:30;08:30-12:00"),
           "working hours out of order or overlapping", "hours must be in order");
    is_str(svc_calendar_hours(calendar, "08:30-12:00;11:59-17:30"),
           "working hours out of order or overlapping", "hours must not overlap");
    is_str(svc_calendar_hours(calendar, "01:00-01:10;02:00-02:10;03:00-03:10;04:00-04:10;"
                                        "05:00-05:10;06:00-06:10;07:00-07:10;08:00-08:10;"
                                        "09:00-09:10"),
           "too many spans of working hours in one day", "nine spans are too many");
}

static void working_hours(void)
{
    struct svc_calendar *calendar = svc_calendar_new();
    is_str(svc_calendar_hours(calendar, "08:30-12:00;14:00-17:30"), NULL, "hours are taken");
    bad_hours(calendar);
    is_str(hours(calendar, "2026-03-06"), "08:30-12:00;14:00-17:30", "they change nothing");
    is_int(svc_calendar_close(calendar, day("2026-03-06")), 17 * 3600 + 1800, "closes at 17:30");
    is_str(svc_calendar_hours(calendar, "00:00-12:00;12:00-24:00"), NULL, "spans may touch");
    is_str(svc_calendar_hours(calendar, "09:00-17:00"), NULL, "hours may change");

    is_str(svc_calendar_hours_of(calendar, 6, 0, "10:00-12:00"), NULL, "a Saturday gets hours");
    is_str(svc_calendar_hours_of(calendar, 1, 0, ""), NULL, "Mondays are closed");
    is_str(hours(calendar, "2026-03-07"), "10:00-12:00", "and works them");
    is_str(hours(calendar, "2026-03-09"), "-", "a closed Monday");
    is_str(hours(calendar, "2026-03-10"), "09:00-17:00", "the general hours stand elsewhere");
    svc_calendar_add(calendar, day("2026-03-14"), false, "off");
    svc_calendar_add(calendar, day("2026-03-15"), true, "make-up");
    svc_calendar_add(calendar, day("2026-03-21"), true, "make-up");
    is_str(hours(calendar, "2026-03-14"), "-", "a holiday beats the weekday's hours");
    is_str(hours(calendar, "2026-03-15"), "09:00-17:00", "a make-up Sunday has the general hours");
    is_str(hours(calendar, "2026-03-21"), "10:00-12:00", "a make-up Saturday has its own");

    is_str(svc_calendar_hours_of(calendar, 0, day("2026-03-10"), "13:00-14:00"), NULL,
           "one day gets hours");
    is_str(svc_calendar_hours_of(calendar, 0, day("2026-03-11"), ""), NULL, "one day is closed");
    is_str(svc_calendar_hours_of(calendar, 0, day("2026-03-14"), "08:00-09:00"), NULL,
           "a holiday gets hours");
    is_str(svc_calendar_hours_of(calendar, 0, day("2026-03-12"), "x"),
           "not working hours; write 08:30-12:00;14:00-17:30", "bad hours of a day are refused");
    is_str(hours(calendar, "2026-03-10"), "13:00-14:00", "a day's own hours stand first");
    ok(!svc_calendar_works(calendar, day("2026-03-11")), "a closed day is not worked");
    is_str(svc_calendar_name(calendar, day("2026-03-11")), NULL, "and has no name");
    is_str(hours(calendar, "2026-03-14"), "08:00-09:00", "even over a holiday");
    is_str(svc_calendar_name(calendar, day("2026-03-14")), "off", "which keeps its name");
    ok(svc_calendar_add(calendar, day("2026-03-11"), false, "late"), "it may be listed afterwards");
    is_str(svc_calendar_name(calendar, day("2026-03-11")), "late", "under its name");
    is_str(svc_calendar_hours_of(calendar, 0, day("2026-03-10"), "15:00-16:00"), NULL,
           "a day's hours may change");
    is_str(hours(calendar, "2026-03-10"), "15:00-16:00", "the later ones stand");
    svc_calendar_add(calendar, day("2026-03-10"), false, "off");
    is_str(hours(calendar, "2026-03-10"), "15:00-16:00", "even when it is listed afterwards");
    svc_calendar_free(calendar);
}

/* The State Council's schedules as the default pack holds them. */
static void the_default_pack(const char *path)
{
    struct svc_calendar *calendar = calendar_from_csv(path);
    int worked = 0;
    for (svc_day d = day("2026-01-01"); d <= day("2026-12-31"); d++)
        worked += svc_calendar_works(calendar, d);
    is_int(worked, 248, "2026 has 248 working days");
    bool known = true;
    for (int year = 2004; year <= 2026; year++)
        known = known && svc_calendar_knows(calendar, year);
    ok(known, "2004 to 2026 are known");
    ok(!svc_calendar_knows(calendar, 2003), "2003 is not");
    ok(!svc_calendar_knows(calendar, 2027), "2027 is not");
    is_str(svc_calendar_name(calendar, day("2026-10-06")), "国庆节", "2026-10-06 is 国庆节");
    ok(!svc_calendar_works(calendar, day("2026-10-06")), "and off");
    is_str(svc_calendar_name(calendar, day("2026-10-10")), "国庆节", "so is 2026-10-10");
    ok(svc_calendar_works(calendar, day("2026-10-10")), "but worked, on a Saturday");
    ok(!svc_calendar_works(calendar, day("2022-12-31")), "元旦 of 2023 begins in 2022");
    svc_calendar_free(calendar);
}

int main(int argc, char **argv)
{
    the_plain_week();
    days_that_differ();
    working_hours();
    the_default_pack(argc > 1 ? argv[1] : CALENDAR_CSV);
    return done_testing();
}
