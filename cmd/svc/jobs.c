/* svc doctor: whether this machine does by itself what must be done every night and every month. */
#include "doctor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/file.h"
#include "svc/mem.h"

/* Jobs that name the store. */
static void add_text(struct svc_buf *jobs, const char *text, const char *store)
{
    if (strstr(text, store))
        svc_buf_puts(jobs, text);
}

static void add_file(struct svc_buf *jobs, const char *path, const char *store)
{
    char *text = svc_file_shipped_text(path);
    add_text(jobs, text, store);
    free(text);
}

static void add_folder(struct svc_buf *jobs, const char *folder, const char *store)
{
    char **names = svc_file_names(folder, "", true);
    doctor_looked(folder);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = svc_format("%s/%s", folder, names[i]);
        add_file(jobs, path, store);
        free(path);
    }
}

/* Services that a timer which is enabled starts. */
static void add_timers(struct svc_buf *jobs, const char *store)
{
    static const char folder[] = "/etc/systemd/system";
    char *wants = svc_format("%s/timers.target.wants", folder), **names = svc_file_names(wants, ".timer", true);
    doctor_looked(wants);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = svc_format("%s/%s.service", folder, names[i]);
        add_file(jobs, path, store);
        free(path);
    }
    free(wants);
}

static void add_own(struct svc_buf *jobs, const char *store)
{
    char program[] = "crontab", list[] = "-l";
    char *why, *text = doctor_run((char *[]){ program, list, NULL }, &why);
    doctor_looked("crontab -l");
    if (text)
        add_text(jobs, text, store);
    free(text);
    free(why);
}

void doctor_jobs(const char *store)
{
    static const char *const wanted[][2] = { { "svc-admin backup" }, { "svc-admin verify", "svc-admin check" },
                                             { "svc-complaint due" }, { "svc-report close" } };
    struct svc_buf jobs = { 0 };
    add_file(&jobs, "/etc/crontab", store);
    add_folder(&jobs, "/etc/cron.d", store);
    add_folder(&jobs, "/var/spool/cron/crontabs", store);
    add_timers(&jobs, store);
    add_own(&jobs, store);
    svc_buf_putc(&jobs, '\0');
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strstr(jobs.data, wanted[i][0]) && !(wanted[i][1] && strstr(jobs.data, wanted[i][1])))
            doctor_wrong("no job of cron or of a timer runs %s for %s; share/doc/svc/examples has some", wanted[i][0],
                         store);
    svc_buf_free(&jobs);
}
