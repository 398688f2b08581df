#include "svc/band.h"

#include <stdlib.h>
#include <string.h>

static bool take(const char **text, const char *lead)
{
    size_t len = strlen(lead);
    if (strncmp(*text, lead, len) != 0)
        return false;
    *text += len;
    return true;
}

struct svc_indicator svc_indicator_of(const char *text)
{
    struct svc_indicator of = { .place = SVC_VALUE };
    if (take(&text, "most:"))
        of.place = SVC_MOST;
    else if (take(&text, "least:"))
        of.place = SVC_LEAST;
    of.imported = take(&text, "imported:");
    of.code = text;
    return of;
}

bool svc_measure_by_dept(const char *measure)
{
    static const char *const whole[] = { "survey_csi", "survey_nps", "survey_response",
                                         "survey_on_time", "monitor_activity", "monitor_coverage" };
    static const char customers[] = "_customers";
    size_t len = strlen(measure), tail = sizeof customers - 1;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(measure, whole[i]) == 0)
            return false;
    return len < tail || strcmp(measure + len - tail, customers) != 0;
}

int64_t svc_measure_times(const char *measure)
{
    const char *per = strstr(measure, "_per_");
    int64_t times = per ? strtoll(per + strlen("_per_"), NULL, 10) : 0;
    return times > 0 ? times : 100;
}
