/* when: days and moments of the company's civil time.
 *
 * Civil time is UTC+08:00 all year; TZ and locale change nothing. A moment is a count of seconds
 * since 1970-01-01 00:00:00 civil time, a day a count of days since 1970-01-01. Text is
 * `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`; years 1900 to 9999.
 */
#ifndef SVC_WHEN_H
#define SVC_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t svc_when;
typedef int32_t svc_day;

enum { SVC_DAY_SECONDS = 86400, SVC_WHEN_SIZE = 20, SVC_DAY_SIZE = 11 };

svc_day svc_day_of(int year, int month, int day);
void svc_day_split(svc_day day, int *year, int *month, int *mday);
int svc_day_year(svc_day day);
int svc_weekday(svc_day day);                    /* 1 = Monday … 7 = Sunday */
const char *svc_weekday_name(svc_day day);       /* Mon … Sun, words of base.weekday */
int svc_month_days(int year, int month);         /* 28 … 31 */
svc_day svc_day_add_months(svc_day day, int n);  /* matching date, else the month's last day */

/* The day a moment falls on, and a day's first moment. */
svc_day svc_when_day(svc_when when);
svc_when svc_day_start(svc_day day);

/* Text into a moment. Takes what offices and their systems write: `2026-03-01`, `2026/3/1 9:05[:09]`,
 * `2026.3.1`, `2026年3月1日[ ]9时5分`, `下午 3:05`, `3:05 PM`, `20260301`, `20260301090500`, `T` as separator, a
 * fraction of a second, which is dropped, and a zone, `+08:00` or `Z`, by which the clock is put right; parts
 * may have one digit; a date alone means 00:00:00. Which number is the month must be certain: 10/9/2026 is
 * refused. Returns NULL when good, else why not in words ("no such day", "a spreadsheet's serial number, not
 * a date", …). */
const char *svc_when_parse(const char *text, svc_when *out);
const char *svc_day_parse(const char *text, svc_day *out);

/* The same of a moment as a person or a file gives it: blanks of any kind around and within it, full-width figures. */
const char *svc_when_read(const char *text, svc_when *out);

/* Writes `YYYY-MM-DD HH:MM:SS` (out has SVC_WHEN_SIZE bytes) or `YYYY-MM-DD` (SVC_DAY_SIZE);
 * returns `out`. */
char *svc_when_format(svc_when when, char *out);
char *svc_day_format(svc_day day, char *out);

/* As Chinese papers have it into `out` (SVC_LABEL_SIZE bytes): 2026年9月1日, with minutes 2026年9月1日 09:12;
 * returns `out`. */
enum { SVC_LABEL_SIZE = 32 };
char *svc_when_label(svc_when when, bool minutes, char *out);

/* A span as people say it into `out` (SVC_SPAN_SIZE bytes): `2d 3h`, `5h 10min`, `45min`, a minus
 * sign for a negative one; returns `out`. */
enum { SVC_SPAN_SIZE = 48 };
char *svc_span_format(int64_t minutes, char *out);

/* Now: what svc_now_set fixed (SVC_NOW, --as-of), else the system's clock. */
svc_when svc_now(void);
void svc_now_set(svc_when when);
bool svc_now_is_fixed(void);

/* The system's clock, whatever was fixed. */
svc_when svc_clock(void);

#endif
