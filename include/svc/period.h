/* period: the spans of time that are asked for: assessment months and what is made of them, weeks,
 * days from to.
 *
 * An assessment month bears the name of the calendar month that it ends in. Its last day there is the
 * closing day of the policy in force on that calendar month's last day (parameter month_closing_day),
 * or the month's last where it is shorter. It begins on the day after the month before it ended: so
 * months follow each other without gap or overlap, whatever policies come after one another, and where
 * the closing day changes one month is longer or shorter than the others. Quarters and years are three
 * and twelve such months. What a rule counts by the calendar asks svc_period_calendar.
 *
 * Nothing else may cut a month out of a day: SQL is given the first moment and the first moment after,
 * and whoever needs a name asks svc_month_of.
 */
#ifndef SVC_PERIOD_H
#define SVC_PERIOD_H

#include "svc/when.h"

/* From which day on months close on which day; SVC_MONTH_END and more: on their last one. */
enum { SVC_MONTH_END = 31 };
struct svc_closing {
    svc_day from;
    int day;
};

/* What holds from now on in this process, in order of day (copied); before the first of them, and
 * with none, months are the calendar's. The store's are set as it is opened (svc/closing.h). */
void svc_closings_set(const struct svc_closing *closing, size_t count);

/* The parameter's value: empty or `month_end`, or 1 to 31. Returns NULL when good, else why not. */
const char *svc_closing_parse(const char *text, int *day);

enum svc_period_kind { SVC_SPAN, SVC_WEEK, SVC_MONTH, SVC_QUARTER, SVC_YEAR };

/* A period of fact dates: `from` is its first moment, `until` the first moment after. */
struct svc_period {
    svc_when from;
    svc_when until;
    enum svc_period_kind kind;
    char name[24]; /* 2026-10, 2026Q3, 2026, 2026-W37, 2026-08-26..2026-09-25 */
};

/* `2026-10`, `2026Q3`, `2026`, `2026-W37` (Monday to Sunday, as ISO 8601 counts), both days of
 * `2026-08-26..2026-09-25`, the same as Chinese papers have it (2026年9月, 2026年第3季度, 2026年第三季度,
 * 2026年, 2026年第37周, 2026年8月26日至2026年9月25日), this- or last- with month, quarter, year or week
 * (counted from svc_now). Days that are a whole month, quarter or year are that one; they are a hundred
 * years at most. Returns NULL
 * when good, else why not. */
const char *svc_period_parse(const char *text, struct svc_period *out);
#define SVC_PERIOD_WORDS \
    "this-month|last-month|this-quarter|last-quarter|this-year|last-year|this-week|last-week"

/* `2026-10`, `2026Q3` or `2026` of the calendar, whatever day months close on. */
const char *svc_period_calendar(const char *text, struct svc_period *out);

/* The assessment month that a day lies in; and its name alone, in `out` (SVC_MONTH_SIZE bytes). */
enum { SVC_MONTH_SIZE = 8 };
void svc_period_month(svc_day day, struct svc_period *out);
const char *svc_month_of(svc_day day, char *out);

/* The week that a day lies in, Monday to Sunday. */
void svc_period_week(svc_day day, struct svc_period *out);

/* Among which days what was reported of the period by its name begins: the calendar's of those months, the
 * week's own. False where it is neither whole months nor a week. */
bool svc_period_reported(const struct svc_period *period, svc_day *from, svc_day *until);

/* The period `months` later (earlier where negative): each of its ends that is a month's is that of
 * the other month, else the matching date. Both may be the same. */
void svc_period_shift(const struct svc_period *period, int months, struct svc_period *out);

/* What it is compared with: the period before of the same kind, or as long; the same a year ago, of a
 * week the one 52 weeks earlier. */
void svc_period_before(const struct svc_period *period, struct svc_period *out);
void svc_period_year_ago(const struct svc_period *period, struct svc_period *out);

/* How many whole months it has; 0 where it begins or ends within one. */
int svc_period_months(const struct svc_period *period);

/* Whether it is a month that is longer or shorter because the closing day changed. */
bool svc_period_odd(const struct svc_period *period);

/* A period's name as Chinese papers have it, in `out` (SVC_PERIOD_SIZE bytes): 2026年9月, 2026年第3季度,
 * 2026年. What is no such name is returned as it is. */
enum { SVC_PERIOD_SIZE = 80 };
const char *svc_period_label(const char *name, char *out);

/* Its name for a title, in `out` (SVC_PERIOD_SIZE bytes): with its days where they are not those of
 * the calendar: 2026年9月（8月26日至9月25日）. */
const char *svc_period_title(const struct svc_period *period, char *out);

#endif
