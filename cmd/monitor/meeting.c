/* Meetings with the monitors, and the file of their minutes. */
#include <string.h>

#include "monitor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/when.h"

static const char *path;

const struct svc_option minutes_options[] = {
    { .name = "file", .type = SVC_OPT_TEXT, .to = &path, .arg = "FILE",
      .help = "the minutes" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

void monitor_take_meetings(struct svc_call *call, struct svc_import *in)
{
    char now[SVC_WHEN_SIZE];
    struct svc_value *values;
    svc_when_format(svc_now(), now);
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (strcmp(values[T_HELD_AT].text, now) > 0)
            svc_import_reject(in, "held_at", "lies in the future");
        if (before && !svc_value_same(&before[T_MINUTES], &values[T_MINUTES]))
            values[T_MINUTES_SHA256] = svc_value_text(NULL);
    }
    (void)call;
}

/* -- minutes ------------------------------------------------------------------------------- */

static void keep(const struct svc_step *step)
{
    const struct svc_file_named *file = step->context;
    svc_change(step->call, step->no,
               "UPDATE monitor_meeting SET minutes = ?2, minutes_sha256 = ?3 WHERE no = ?1", "ss",
               file->path, file->sha256);
}

int monitor_minutes(struct svc_call *call)
{
    const char *no = svc_call_numbers(call).no[0];
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM monitor_meeting WHERE no = ?1", "s", no))
        svc_die(SVC_UNKNOWN, "%s: no such meeting", no);
    struct svc_file_named file = svc_file_named("file", path);
    return svc_each_verb(call, SVC_OF(&monitor_meetings), svc_now(), keep, &file);
}
