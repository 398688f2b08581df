/* svc doctor: what is missing on this machine, or of its host. */
#include "doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/call.h"
#include "svc/child.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/server.h"
#include "svc/spool.h"

enum { OTHERS_WRITE = 022, DAY = 24 * 60 * 60 };

static size_t found;
static bool verbose;

static void tell(const char *what)
{
    found++;
    puts(what);
}

void doctor_looked(const char *at)
{
    if (verbose)
        printf(_("looked at %s\n"), at);
}

void doctor_wrong(const char *fmt, ...)
{
    va_list args;
    found++;
    va_start(args, fmt);
    vprintf(svc_tr(fmt), args);
    va_end(args);
    putchar('\n');
}

/* -- what is installed ------------------------------------------------------------------------- */

static bool in_path(const char *program)
{
    const char *path = getenv("PATH");
    bool there = false;
    for (const char *at = path ? path : "/usr/bin:/bin"; !there && *at; at += *at == ':') {
        size_t len = strcspn(at, ":");
        char *file = svc_format("%.*s/%s", (int)len, at, program);
        there = access(file, X_OK) == 0;
        free(file);
        at += len;
    }
    doctor_looked(program);
    return there;
}

/* What is installed with the programs; the path is freed. */
static void look_at_installed(char *path, int mode)
{
    doctor_looked(path);
    if (access(path, mode) != 0)
        doctor_wrong("%s: %s; install svc whole", path, svc_lang_error(errno));
    free(path);
}

static void look_at_programs(void)
{
    static const char *const helpers[] = { "svc-xlsx", "svc-html", "svc-xlsx-read", "svc-html-read", "svc-json-read" };
    static const char *const files[] = { "policy/books.csv", "locale/zh_CN/LC_MESSAGES/svc.mo" };
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
        look_at_installed(svc_installed_program(helpers[i]), X_OK);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        look_at_installed(svc_installed(files[i]), R_OK);
    if (!in_path("gnuplot"))
        doctor_wrong("gnuplot is missing, no chart is drawn; install gnuplot-nox");
    if (!in_path("less"))
        doctor_wrong("less is missing, nothing is shown page by page; install less");
}

static void look_at_machine(void)
{
    struct stat st;
    doctor_looked("/dev/log");
    if (stat("/dev/log", &st) != 0)
        doctor_wrong("no syslog is running, heads of the audit chain are kept nowhere else; start one");
}

/* -- the store --------------------------------------------------------------------------------- */

char *doctor_run(char *const words[], char **why)
{
    int none = open("/dev/null", O_RDONLY | O_CLOEXEC), out = svc_memory_file(NULL, 0), err = svc_memory_file(NULL, 0);
    int status = svc_child_run(words, (int[]){ none, out, err }, NULL);
    bool good = status == 0;
    struct svc_buf text = { 0 };
    ssize_t n;
    int from = good ? out : err;
    lseek(from, 0, SEEK_SET);
    while ((n = read(from, svc_buf_reserve(&text, 4096), 4096)) > 0)
        text.len += (size_t)n;
    svc_buf_putc(&text, '\0');
    char *said = svc_buf_take(&text);
    if (!good)
        said[strcspn(said, "\n")] = '\0';
    *why = good ? NULL : said;
    close(none);
    close(out);
    close(err);
    return good ? said : NULL;
}

/* The same of the program beside this one. */
static char *ask(const char *program, const char *verb, char **why)
{
    char *folder = svc_installed_tools(), *path = svc_format("%s/%s", folder ? folder : ".", program);
    char bare[] = "-H", *word = svc_strdup(verb);
    char *said = doctor_run((char *[]){ path, word, bare, NULL }, why);
    free(word);
    free(path);
    free(folder);
    return said;
}

/* The calendar of this year, and from November on of the next one. */
static void look_at_calendar(void)
{
    const char *now = getenv("SVC_NOW");
    time_t clock = time(NULL);
    struct tm today;
    char day[32], *why;
    localtime_r(&clock, &today);
    snprintf(day, sizeof day, "%04d-%02d", today.tm_year + 1900, today.tm_mon + 1);
    if (now && strlen(now) >= 10)
        snprintf(day, sizeof day, "%.10s", now);
    int year = (int)strtol(day, NULL, 10), last = year + (strcmp(day + 5, "11") >= 0);
    char *days = ask("svc-policy", "calendar", &why);
    if (!days)
        doctor_wrong("the store cannot be read: %s", why);
    for (; days && year <= last; year++) {
        char *begins = svc_format("\n%d-", year);
        doctor_looked(begins + 1);
        if (!strstr(days, begins))
            doctor_wrong("the calendar has no holidays of %d; import them with svc-policy load", year);
        free(begins);
    }
    free(days);
    free(why);
}

static void look_at_mode(const char *path, mode_t bad, const char *remedy)
{
    struct stat st;
    doctor_looked(path);
    if (lstat(path, &st) == 0 && st.st_mode & bad)
        doctor_wrong("%s has mode %04o; run %s %s", path, (unsigned)st.st_mode & 07777, remedy, path);
}

/* Whether there is a copy of yesterday in the folder beside the store. */
static void look_at_backup(const char *folder)
{
    char *backups = svc_format("%s/backup", folder), **names = svc_file_names(backups, "", true);
    time_t newest = 0;
    struct stat st;
    doctor_looked(backups);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = svc_format("%s/%s", backups, names[i]);
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime > newest)
            newest = st.st_mtime;
        free(path);
    }
    if (!newest)
        doctor_wrong("no backup lies in %s; run svc-admin backup every night", backups);
    else if (time(NULL) - newest > 2 * DAY)
        doctor_wrong("the newest backup in %s is %lld days old; run svc-admin backup every night", backups,
              (long long)(time(NULL) - newest) / DAY);
    free(backups);
}

/* On a host the store is seen by its owner and by root alone. */
static void look_at_store(void)
{
    const char *store = svc_call_named(), *slash = store ? strrchr(store, '/') : NULL;
    char *folder = slash ? svc_strndup(store, slash > store ? (size_t)(slash - store) : 1) : svc_strdup(".");
    if (!store) {
        doctor_wrong("no store is named; set SVC_DB to its path");
    } else if (svc_server_has(store)) {
        look_at_calendar();
    } else if (access(folder, X_OK) == 0 && access(store, F_OK) != 0) {
        doctor_wrong("there is no store at %s; run svc-admin init", store);
    } else {
        if (access(folder, X_OK | R_OK) == 0) {
            look_at_mode(folder, OTHERS_WRITE, "chmod go-w");
            look_at_mode(store, 07177, "chmod 600");
            look_at_backup(folder);
            doctor_jobs(store);
        }
        look_at_calendar();
    }
    free(folder);
}

int doctor(int count, char **words)
{
    bool host = false;
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], "--host") == 0)
            host = true;
        else if (strcmp(words[i], "-v") == 0 || strcmp(words[i], "--verbose") == 0)
            verbose = true;
        else
            svc_die(SVC_USAGE, "unknown word \"%s\"\nusage: svc doctor [--host] [-v]", words[i]);
    }
    if (host && geteuid() != 0)
        svc_die(SVC_USAGE, "a host is looked at by root");
    if (host) {
        svc_host_examine(&(struct svc_host_report){ tell, doctor_looked });
        if (svc_call_named() && !svc_server_has(svc_call_named()))
            doctor_jobs(svc_call_named());
    } else {
        look_at_programs();
        look_at_machine();
        look_at_store();
    }
    if (fflush(stdout) != 0 || fclose(stdout) != 0)
        svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
    return found ? SVC_NO : SVC_OK;
}
