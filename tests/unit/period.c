/* Assessment months: which days each has, that they follow each other without gap or overlap whatever
 * closing days come after one another, and what periods are written as. */
#include "svc/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static const char *days(const char *text)
{
    static char out[64];
    char from[SVC_DAY_SIZE], to[SVC_DAY_SIZE];
    struct svc_period p;
    const char *why = svc_period_parse(text, &p);
    if (why)
        return why;
    snprintf(out, sizeof out, "%s %s %s", p.name, svc_day_format(svc_when_day(p.from), from),
             svc_day_format(svc_when_day(p.until - 1), to));
    return out;
}

static const char *label(const char *name)
{
    static char out[SVC_PERIOD_SIZE];
    return svc_period_label(name, out);
}

static const char *month(const char *day)
{
    static char out[SVC_MONTH_SIZE];
    svc_day of;
    return svc_day_parse(day, &of) ? "no day" : svc_month_of(of, out);
}

static void calendar(void)
{
    is_str(days("2026-09"), "2026-09 2026-09-01 2026-09-30", "a month of the calendar");
    is_str(days("2026Q3"), "2026Q3 2026-07-01 2026-09-30", "a quarter");
    is_str(days("2026"), "2026 2026-01-01 2026-12-31", "a year");
    is_str(days("2026年9月"), "2026-09 2026-09-01 2026-09-30", "as papers write it");
    is_str(days("2026年09月"), "2026-09 2026-09-01 2026-09-30", "with two digits");
    is_str(days("2026年"), "2026 2026-01-01 2026-12-31", "a Chinese year");
    is_str(days("2026年第三季度"), "2026Q3 2026-07-01 2026-09-30", "a Chinese quarter");
    is_str(days("2026年第3季度"), "2026Q3 2026-07-01 2026-09-30", "with a digit");
    is_str(days("2026年3季度"), "2026Q3 2026-07-01 2026-09-30", "without 第");
    /* 2026-01-01 is a Thursday, so week 1 begins on Monday 2025-12-29, week 37 36 weeks later. */
    is_str(days("2026-W37"), "2026-W37 2026-09-07 2026-09-13", "a week");
    is_str(days("2026年第37周"), "2026-W37 2026-09-07 2026-09-13", "a Chinese week");
    is_str(days("2026-W01"), "2026-W01 2025-12-29 2026-01-04", "the first one begins in December");
    is_str(days("2026-W53"), "2026-W53 2026-12-28 2027-01-03", "2026 has 53");
    ok(strstr(days("2025-W53"), "not a period") != NULL, "2025 has 52");
    is_str(days("2026-08-26..2026-09-25"), "2026-08-26..2026-09-25 2026-08-26 2026-09-25", "days from to");
    is_str(days("2026年8月26日至2026年9月25日"), "2026-08-26..2026-09-25 2026-08-26 2026-09-25",
       "the same in Chinese");
    is_str(days("2026-09-01..2026-09-30"), "2026-09 2026-09-01 2026-09-30", "whole months are months");
    is_str(days("2026-07-01..2026-09-30"), "2026Q3 2026-07-01 2026-09-30", "whole quarters are quarters");
    is_str(days("2026-01-01..2026-12-31"), "2026 2026-01-01 2026-12-31", "a whole year is a year");
    is_str(days("2026-02-01..2026-04-30"), "2026-02-01..2026-04-30 2026-02-01 2026-04-30",
       "three months that are no quarter are days");
    is_str(days("2026-09-25..2026-08-26"), "ends before it begins", "from to, not to from");
    is_str(days("2026-08-26..6918-09-25"), "longer than a hundred years", "what has no days before it");
    is_str(days("1900-01-01..1999-12-31"), "1900-01-01..1999-12-31 1900-01-01 1999-12-31", "a century");
    is_str(days("2026-02-30..2026-03-01"), "no such day", "a day that is none");
    static const char *const bad[] = { "2026-13", "2026-9", "2026Q5", "2026Q", "26-09", "", "this-day",
                                       "2026-W00", "2026-W7", "2026年13月", "2026年第5季度", "2026年季度",
                                       "last-", "2026-09-01", "2026Q31" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(strstr(days(bad[i]), "not a period") != NULL, "\"%s\" is none", bad[i]);
    is_str(label("2026-09"), "2026年9月", "a month's label");
    is_str(label("2026Q3"), "2026年第3季度", "a quarter's");
    is_str(label("2026"), "2026年", "a year's");
    is_str(label("2026-W37"), "2026年第37周", "a week's");
    is_str(label("2026-08-26..2026-09-25"), "2026年8月26日至2026年9月25日", "that of days");
    is_str(label("whatever"), "whatever", "no period is left as it is");
}

static void now_words(void)
{
    svc_when now;
    svc_when_parse("2026-09-26 00:00", &now); /* a Saturday */
    svc_now_set(now);
    is_str(days("this-month"), "2026-10 2026-09-26 2026-10-25", "the 26th is the next month's");
    is_str(days("last-month"), "2026-09 2026-08-26 2026-09-25", "which follows this one");
    is_str(days("this-quarter"), "2026Q4 2026-09-26 2026-12-25", "and the next quarter's");
    is_str(days("last-quarter"), "2026Q3 2026-06-26 2026-09-25", "last-quarter");
    is_str(days("this-year"), "2026 2025-12-26 2026-12-25", "this-year");
    is_str(days("last-year"), "2025 2024-12-26 2025-12-25", "last-year");
    is_str(days("this-week"), "2026-W39 2026-09-21 2026-09-27", "this-week");
    is_str(days("last-week"), "2026-W38 2026-09-14 2026-09-20", "last-week");
}

static void closing(void)
{
    const struct svc_closing on_25 = { INT32_MIN, 25 }, on_30 = { INT32_MIN, 30 };
    svc_closings_set(&on_25, 1);
    is_str(days("2026-09"), "2026-09 2026-08-26 2026-09-25", "26th to 25th");
    is_str(month("2026-09-25"), "2026-09", "the 25th is the last day");
    is_str(month("2026-09-26"), "2026-10", "the 26th is the next month's");
    is_str(month("2026-12-26"), "2027-01", "and the next year's");
    is_str(days("2026-08-26..2026-09-25"), "2026-09 2026-08-26 2026-09-25", "by its days");
    is_str(days("2026-09-01..2026-09-30"), "2026-09-01..2026-09-30 2026-09-01 2026-09-30",
       "the calendar's month is none");
    struct svc_period p;
    char title[SVC_PERIOD_SIZE];
    svc_period_parse("2026-09", &p);
    is_str(svc_period_title(&p, title), "2026年9月（8月26日至9月25日）", "a title tells its days");
    ok(!svc_period_odd(&p), "and it is as long as others");
    svc_period_parse("2026", &p);
    is_str(svc_period_title(&p, title), "2026年（2025年12月26日至12月25日）", "and the year where it is another");
    svc_period_parse("2026-09", &p);
    svc_period_before(&p, &p);
    is_str(p.name, "2026-08", "the month before");
    svc_period_year_ago(&p, &p);
    is_str(p.name, "2025-08", "a year ago");
    is_str(svc_period_calendar("2026Q3", &p) ? "bad" : p.name, "2026Q3", "the calendar's quarter");
    ok(p.from == svc_day_start(svc_day_of(2026, 7, 1)), "begins on 1 July");
    svc_period_parse("2026-09-10..2026-09-19", &p);
    svc_period_before(&p, &p);
    is_str(p.name, "2026-08-31..2026-09-09", "ten days come after ten days");
    now_words();
    svc_closings_set(&on_30, 1);
    is_str(days("2026-02"), "2026-02 2026-01-31 2026-02-28", "past February's end it is its last day");
    is_str(days("2026-03"), "2026-03 2026-03-01 2026-03-30", "from where the next one begins");
    is_str(days("2028-02"), "2028-02 2028-01-31 2028-02-29", "also in a leap year");
}

/* From calendar months to the 25th, and back. */
static void change(void)
{
    struct svc_closing to_25[] = { { INT32_MIN, 31 }, { 0, 25 } };
    struct svc_period p;
    static const struct {
        int month, day;
        const char *odd, *next;
    } from[] = { /* the first day of the new version, what its month and the next one become */
        { 9, 26, "2026-09 2026-09-01 2026-09-25", "2026-10 2026-09-26 2026-10-25" },
        { 9, 30, "2026-09 2026-09-01 2026-09-25", "2026-10 2026-09-26 2026-10-25" },
        { 9, 1, "2026-09 2026-09-01 2026-09-25", "2026-10 2026-09-26 2026-10-25" }
    };
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        to_25[1].from = svc_day_of(2026, from[i].month, from[i].day);
        svc_closings_set(to_25, 2);
        is_str(days("2026-08"), "2026-08 2026-08-01 2026-08-31", "the month before keeps its days");
        is_str(days("2026-09"), from[i].odd, "the month of the change is short");
        is_str(days("2026-10"), from[i].next, "the next one is whole");
        svc_period_parse("2026-09", &p);
        ok(svc_period_odd(&p), "the short month is odd");
        svc_period_parse("2026-10", &p);
        ok(!svc_period_odd(&p), "the next one is not");
    }
    const struct svc_closing back[] = { { INT32_MIN, 25 }, { svc_day_of(2026, 10, 31), 31 } };
    svc_closings_set(back, 2);
    is_str(days("2026-10"), "2026-10 2026-09-26 2026-10-31", "back again the month of the change is long");
    is_str(days("2026-11"), "2026-11 2026-11-01 2026-11-30", "and the next one is the calendar's");
}

/* Any sequence of versions: each day of four years lies in exactly one month, months are in order, and
 * each ends in the calendar month of its name. */
static void tiling(void)
{
    unsigned long long seed = 20260926;
    size_t bad = 0, days_seen = 0;
    for (int round = 0; round < 400; round++) {
        struct svc_closing list[8];
        size_t count = 0;
        svc_day day = svc_day_of(2023, 12, 1);
        do {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            day += (int)(seed >> 33) % 200;
            list[count] = (struct svc_closing){ count ? day : INT32_MIN, 1 + (int)(seed >> 40) % 31 };
        } while (++count < 8);
        svc_closings_set(list, count);
        struct svc_period month, other;
        svc_day next = svc_day_of(2024, 1, 1);
        svc_period_month(next, &month);
        next = svc_when_day(month.from);
        for (int i = 0; i < 48; i++) {
            int year, of, mday;
            char name[SVC_MONTH_SIZE];
            svc_day_split(svc_when_day(month.until) - 1, &year, &of, &mday);
            snprintf(name, sizeof name, "%04u-%02u", (unsigned)year % 10000, (unsigned)of % 100);
            bad += strcmp(name, month.name) != 0;                /* it ends in the month of its name */
            bad += svc_when_day(month.from) != next;             /* where the one before ended */
            bad += month.until <= month.from;
            for (; next < svc_when_day(month.until); next++, days_seen++) {
                svc_period_month(next, &other);
                bad += strcmp(other.name, month.name) != 0 || other.from != month.from ||
                       other.until != month.until;
                bad += strcmp(svc_month_of(next, name), month.name) != 0;
            }
            svc_period_shift(&month, 1, &month);
        }
    }
    is_int((long long)bad, 0, "every day lies in exactly one month");
    ok(days_seen > 400 * 1400, "of four years each time");
}

int main(void)
{
    int day;
    calendar();
    closing();
    change();
    tiling();
    ok(svc_when_day(-1) == -1 && svc_when_day(-86400) == -1 && svc_when_day(-86401) == -2,
       "days before 1970 begin at midnight, too");
    ok(!svc_closing_parse("month_end", &day) && day == 31, "month_end");
    ok(!svc_closing_parse(NULL, &day) && day == 31, "which an empty value means");
    ok(!svc_closing_parse("25", &day) && day == 25, "25");
    ok(svc_closing_parse("0", &day) && svc_closing_parse("32", &day) && svc_closing_parse("25th", &day) &&
       svc_closing_parse("-1", &day), "1 to 31 alone");
    return done_testing();
}
