/* Limits as they are written. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "svc/clock.h"
#include "svc/lang.h"

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

static const char shape[] = N_("not a time limit; write 30min, 2h, 3d, 1month, 1y, 4wh, 3wd or eod");

/* The text is not translated yet. */
static const char *parse_length(const char *text, struct svc_length *out)
{
    if (strcmp(text, "eod") == 0) {
        *out = (struct svc_length){ 0, SVC_UNIT_EOD, 0 };
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
            return N_("a time limit of nothing; write 1 or more");
        if (count > units[i].most)
            return N_("too long a time limit; a hundred years at most");
        *out = (struct svc_length){ count, units[i].unit, 0 };
        return NULL;
    }
    return shape;
}

const char *svc_length_parse(const char *text, struct svc_length *out)
{
    const char *why = parse_length(text, out);
    return why ? _(why) : NULL;
}

/* HH:MM of 00:01 to 24:00 as minutes; 0 for anything else. */
static int minute_of(const char *text)
{
    static const char form[] = "00:00";
    for (size_t i = 0; i < sizeof form; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return 0;
    int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    return minute < 60 && hour * 60 + minute <= 24 * 60 ? hour * 60 + minute : 0;
}

const char *svc_limit_parse(const char *text, struct svc_length *out)
{
    const char *by = strstr(text, "by "), *why = NULL;
    char days[16] = "eod";
    size_t len = by ? (size_t)(by - text) : 0;
    if (!by) {
        why = parse_length(text, out);
        return why == shape ? _("not a time limit; write 30min, 2h, 3d, 1month, 1y, 4wh, 3wd, eod,"
                                " by 21:00 or 1d by 21:00")
               : why ? _(why) : NULL;
    }
    if (len > sizeof days || (len && text[len - 1] != ' '))
        return _("not a time limit; write by 21:00, 1d by 21:00 or 2wd by 17:30");
    if (len)
        snprintf(days, sizeof days, "%.*s", (int)len - 1, text);
    why = svc_length_parse(days, out);
    out->by = minute_of(by + strlen("by "));
    if (!why && (out->unit == SVC_UNIT_MIN || out->unit == SVC_UNIT_H || out->unit == SVC_UNIT_WH ||
                 (len && out->unit == SVC_UNIT_EOD)))
        why = _("only a limit in days ends by an hour; write by 21:00, 1d by 21:00 or 2wd by 17:30");
    if (!why && !out->by)
        why = _("not an hour of a day; write by 00:01 to by 24:00");
    return why;
}

const char *svc_hour_format(int minute, char out[SVC_HOUR_SIZE])
{
    snprintf(out, SVC_HOUR_SIZE, "%02u:%02u", (unsigned)minute / 60 % 100, (unsigned)minute % 60);
    return out;
}
