/* Whether a host is as `make install-host` laid it out. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inner.h"
#include "svc/account.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"

enum { OTHERS_WRITE = 022, ANY = 0xffff };

static const struct svc_host_report *report;

static void __attribute__((format(printf, 1, 2))) wrong(const char *fmt, ...)
{
    char *text;
    va_list args;
    va_start(args, fmt);
    if (vasprintf(&text, svc_tr(fmt), args) < 0)
        svc_die(SVC_IO, "out of memory");
    va_end(args);
    report->wrong(text);
    free(text);
}

/* Whose it is, and exactly this mode; ANY: one in which nobody else writes. Whether it is there. */
static bool examine(const char *path, uid_t owner, mode_t mode)
{
    struct stat st;
    report->looked(path);
    if (lstat(path, &st) != 0) {
        wrong("%s: %s; run make install-host again", path, svc_lang_error(errno));
        return false;
    }
    if (st.st_uid != owner)
        wrong("%s belongs to the user id %lu, not to %lu; run chown %lu %s", path, (unsigned long)st.st_uid,
              (unsigned long)owner, (unsigned long)owner, path);
    if (mode == ANY && !S_ISLNK(st.st_mode) && st.st_mode & OTHERS_WRITE)
        wrong("%s can be written by others; run chmod go-w %s", path, path);
    if (mode != ANY && (st.st_mode & 07777) != mode)
        wrong("%s has mode %04o, not %04o; run chmod %04o %s", path, (unsigned)st.st_mode & 07777, (unsigned)mode,
              (unsigned)mode, path);
    return true;
}

/* Whoever may write in a folder may put another one in the place of what is in it, unless the folder is sticky. */
static void examine_above(const char *path)
{
    char *above = svc_strdup(path);
    struct stat st;
    for (char *slash; (slash = strrchr(above, '/')) != NULL;) {
        *slash = '\0';
        const char *folder = *above ? above : "/";
        report->looked(folder);
        if (stat(folder, &st) == 0 && st.st_mode & OTHERS_WRITE && !(st.st_mode & S_ISVTX))
            wrong("%s can be written by others, and %s lies below it; run chmod go-w %s", folder, path, folder);
    }
    free(above);
}

static void examine_programs(const char *tools)
{
    char **names = svc_file_names(tools, "", true);
    examine(tools, 0, ANY);
    examine_above(tools);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = svc_format("%s/%s", tools, names[i]);
        examine(path, 0, ANY);
        free(path);
    }
}

static void examine_state(const struct svc_host_system *user)
{
    static const char *const folders[] = { "", "/backup", "/spool" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = svc_format("%s%s", user->home, folders[i]);
        examine(path, user->uid, 0700);
        free(path);
    }
    examine_above(user->home);
    char **stores = svc_file_names(user->home, ".db", true);
    if (!stores || !*stores)
        wrong("there is no store in %s; run svc-admin init --admin LOGIN as root", user->home);
    for (size_t i = 0; stores && stores[i]; i++) {
        char *path = svc_format("%s/%s.db", user->home, stores[i]);
        examine(path, user->uid, 0600);
        free(path);
    }
}

/* Whom the rule lets in: the word before this one, at the beginning of its line. */
static void examine_people(const char *text, const char *rule, const char *path)
{
    const char *line = rule;
    while (line > text && line[-1] != '\n')
        line--;
    char *people = svc_strndup(line, strcspn(line, " \t"));
    if (strcmp(people, "ALL") == 0)
        wrong("%s lets everybody run the programs; run make install-host without HOST_PEOPLE=ALL", path);
    if (*people == '%' && !svc_account_group(people + 1))
        wrong("the group %s, which %s lets in, does not exist; run groupadd --system %s", people + 1, path, people + 1);
    free(people);
}

static void examine_rule(const struct svc_host_system *user)
{
    char *path = svc_format("/etc/sudoers.d/%s", user->name);
    char *tools = realpath(user->tools, NULL); /* as sudo is asked for them */
    char *wanted = svc_format(" ALL = (%s) NOPASSWD: %s/svc-admin, ", user->name, tools ? tools : user->tools);
    if (examine(path, 0, 0440)) {
        char *text = svc_file_shipped_text(path), *rule = strstr(text, wanted);
        if (rule)
            examine_people(text, rule, path);
        else
            wrong("%s does not name the programs in %s; run make install-host again", path, user->tools);
        free(text);
    }
    free(wanted);
    free(tools);
    free(path);
}

static void examine_account(const struct svc_host_system *user)
{
    const struct passwd *pw = svc_account_named(user->name);
    const char *slash = pw ? strrchr(pw->pw_shell, '/') : NULL;
    report->looked(user->name);
    if (!slash || (strcmp(slash, "/nologin") != 0 && strcmp(slash, "/false") != 0))
        wrong("the user %s can log in; run usermod --shell /usr/sbin/nologin %s", user->name, user->name);
    if (user->uid == 0)
        wrong("the stores belong to root; run make install-host with another HOST_USER");
}

void svc_host_examine(const struct svc_host_report *to)
{
    const struct svc_host_system *user = svc_host_system();
    report = to;
    if (!user) {
        wrong("there is no host on this machine, or its file \"host\" is damaged; run make install-host");
        return;
    }
    char *host = svc_format("%s/host", user->tools);
    examine(host, 0, 0644);
    free(host);
    examine_account(user);
    examine_programs(user->tools);
    examine_rule(user);
    examine_state(user);
}
