/* calendar: which days are worked, and which hours of them.
 *
 * The plain week is Monday to Friday. A calendar holds the days that differ: `off` (a holiday)
 * or `work` (a make-up working day, 调休). The State Council announces each year on its own, so a
 * year is known only when the calendar has an `off` day of it before December (a year's schedule
 * may reach into the December before it). In an unknown year the plain week is assumed and
 * whatever is computed from it is provisional.
 */
#ifndef SVC_CALENDAR_H
#define SVC_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/when.h"

struct svc_calendar;

struct svc_calendar *svc_calendar_new(void);
void svc_calendar_free(struct svc_calendar *calendar);

/* Adds a day that differs; `name` (国庆节) is copied. False when the day is listed already. */
bool svc_calendar_add(struct svc_calendar *calendar, svc_day day, bool work, const char *name);

/* Working hours of every working day, `08:30-12:00;14:00-17:30`, in order, not overlapping, 24:00
 * allowed as an end; all day until they are given. Returns NULL when good, else why not. */
const char *svc_calendar_hours(struct svc_calendar *calendar, const char *text);

/* Working hours of one weekday (1 = Monday) or, if `weekday` is 0, of one day; the general hours
 * stand elsewhere. An empty text closes the day. Weekend days given hours become working days.
 * A day's own hours stand even when it is a listed holiday. */
const char *svc_calendar_hours_of(struct svc_calendar *calendar, int weekday, svc_day day,
                                  const char *text);

bool svc_calendar_works(const struct svc_calendar *calendar, svc_day day);
bool svc_calendar_knows(const struct svc_calendar *calendar, int year);

/* Why a day is worked or not: the holiday's name, NULL for a plain weekday or weekend. */
const char *svc_calendar_name(const struct svc_calendar *calendar, svc_day day);

/* The n-th span of working time of a day, as seconds of the day; false when there is none. */
bool svc_calendar_span(const struct svc_calendar *calendar, svc_day day, size_t n, int *from,
                       int *until);

/* The seconds of a day of general working hours. */
int svc_calendar_day(const struct svc_calendar *calendar);

/* The close of business of a day that works, as seconds of the day. */
int svc_calendar_close(const struct svc_calendar *calendar, svc_day day);

#endif
