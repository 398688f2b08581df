/* Limits as they are written. */
#include <ctype.h>
#include <string.h>

#include "svc/clock.h"

/* The longest limits are a hundred years, so that no sum of ours can overflow. */
static const struct {
    const char *name;
    enum svc_unit unit;
    int most;
} units[] = {
    { "min", SVC_UNIT_MIN, 100 * 366 * 24 * 60 },
    { "h", SVC_UNIT_H, 100 * 366 * 24 },
    { "d", SVC_UNIT_D, 100 * 366 },
    { "month", SVC_UNIT_MONTH, 100 * 12 },
    { "y", SVC_UNIT_Y, 100 },
    { "wh", SVC_UNIT_WH, 100 * 366 * 24 },
    { "wd", SVC_UNIT_WD, 100 * 366 },
};

const char *svc_length_parse(const char *text, struct svc_length *out)
{
    static const char shape[] =
        "not a time limit; write 30min, 2h, 3d, 1month, 1y, 4wh, 3wd or eod";
    if (strcmp(text, "eod") == 0) {
        *out = (struct svc_length){ 0, SVC_UNIT_EOD };
        return NULL;
    }
    const char *p = text;
    int count = 0;
    for (; isdigit((unsigned char)*p); p++)
        if (count < 100000000)
            count = count * 10 + *p - '0';
    for (size_t i = 0; p > text && i < sizeof units / sizeof *units; i++) {
        if (strcmp(p, units[i].name) != 0)
            continue;
        if (count == 0)
            return "a time limit of nothing; write 1 or more";
        if (count > units[i].most)
            return "too long a time limit; a hundred years at most";
        *out = (struct svc_length){ count, units[i].unit };
        return NULL;
    }
    return shape;
}
