/* The calendar of the default policy pack, for tests that run before any store exists. */
#ifndef CALENDAR_CSV_H
#define CALENDAR_CSV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/calendar.h"
#include "svc/when.h"

#define CALENDAR_CSV "lib/share/policy/calendar.csv"

/* Reads `day,kind,name` lines after a header line; ends the test when the file is not usable. */
static inline struct svc_calendar *calendar_from_csv(const char *path)
{
    struct svc_calendar *calendar = svc_calendar_new();
    FILE *file = fopen(path, "r");
    char line[256];
    if (!file || !fgets(line, sizeof line, file)) {
        printf("Bail out! %s: not readable\n", path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        char *kind = strchr(line, ','), *name = kind ? strchr(kind + 1, ',') : NULL;
        svc_day day;
        if (name) {
            *kind++ = '\0';
            *name++ = '\0';
        }
        if (!name || svc_day_parse(line, &day) ||
            !svc_calendar_add(calendar, day, strcmp(kind, "work") == 0, name)) {
            printf("Bail out! %s: bad line %s\n", path, line);
            exit(1);
        }
    }
    fclose(file);
    return calendar;
}

#endif
