#include "svc/host.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inner.h"
#include "svc/account.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/server.h"
#include "svc/sink.h"
#include "svc/spool.h"

extern char **environ;

static char **words; /* of the command line, the program's name left out */
static bool acts;
static uid_t person;

/* -- the installation ------------------------------------------------------------------------ */

char *svc_installed_tools(void)
{
    char exe[4096];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(exe, '/');
    return slash ? svc_strndup(exe, (size_t)(slash - exe)) : NULL;
}

/* Of a tool in bin, and of one in libexec/svc. */
static char *installed(const char *folder, const char *name)
{
    static const char *const above[] = { "..", "../.." };
    char *own = svc_installed_tools(), *path = NULL;
    for (size_t i = 0; own && !path && i < sizeof above / sizeof *above; i++) {
        path = svc_format("%s/%s/%s/%s", own, above[i], folder, name);
        if (access(path, R_OK) != 0) {
            free(path);
            path = NULL;
        }
    }
    free(own);
    return path ? path : svc_format("%s/../../%s/%s", SVC_DATADIR, folder, name);
}

char *svc_installed(const char *name)
{
    return installed("share/svc", name);
}

char *svc_configured(const char *kind, size_t n)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (n > 0)
        return n == 1 ? svc_format("/etc/svc/%s", kind) : svc_installed(kind);
    if (svc_host_acts() || ((!config || *config != '/') && (!home || *home != '/')))
        return svc_strdup("");
    return config && *config == '/' ? svc_format("%s/svc/%s", config, kind)
                                    : svc_format("%s/.config/svc/%s", home, kind);
}

char *svc_installed_program(const char *name)
{
    return installed("libexec/svc", name);
}

/* The folder that sudo's rule is about, and whether this program stands in it. */
static bool find_tools(const char **tools)
{
    static const char end[] = "/libexec/svc";
    char *folder = svc_installed_tools();
    size_t len = folder ? strlen(folder) : 0;
    bool inside = len >= sizeof end && strcmp(folder + len - sizeof end + 1, end) == 0;
    *tools = inside ? folder : SVC_DATADIR "/../../libexec/svc";
    if (!inside)
        free(folder);
    return inside;
}

/* Of one more line of the file; what is none is a fault of whoever wrote it. */
static bool take_setting(const char *line, uint64_t *most)
{
    static const char name[] = "SVC_SPOOL_MAX=";
    int64_t n = 0;
    bool good = strncmp(line, name, sizeof name - 1) == 0 && !svc_int_parse(line + sizeof name - 1, &n) && n > 0;
    if (good)
        *most = (uint64_t)n;
    return good || !*line;
}

/* The system user of this installation, NULL where none is laid out, or not whole. */
const struct svc_host_system *svc_host_system(void)
{
    static struct svc_host_system user = { .most = 1 << 30 };
    char name[64] = "", line[64];
    if (user.name)
        return &user;
    find_tools(&user.tools);
    char *path = svc_format("%s/host", user.tools);
    FILE *file = fopen(path, "re");
    free(path);
    if (!file)
        return NULL;
    bool read = fgets(name, sizeof name, file) != NULL;
    while (read && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        read = take_setting(line, &user.most);
    }
    fclose(file);
    name[strcspn(name, "\n")] = '\0';
    const struct passwd *pw = read ? svc_account_named(name) : NULL;
    if (!pw)
        return NULL;
    user.home = svc_strdup(pw->pw_dir);
    user.uid = pw->pw_uid;
    user.name = svc_strdup(name);
    return &user;
}

/* The directory of the store's file; false when it cannot be reached. */
static bool look_at(const char *store, struct stat *dir)
{
    const char *slash = strrchr(store, '/');
    char *above = slash ? svc_strndup(store, (size_t)(slash - store) + 1) : svc_strdup(".");
    bool there = stat(above, dir) == 0;
    free(above);
    return there;
}

static bool is_home(const struct svc_host_system *user, const struct stat *dir)
{
    struct stat home;
    return stat(user->home, &home) == 0 && home.st_uid == user->uid &&
           home.st_dev == dir->st_dev && home.st_ino == dir->st_ino;
}

/* A copy beside the store, kept before an upgrade, ends otherwise: roles of the past do not count
 * by asking for it. */
static bool is_store_name(const char *store)
{
    size_t len = strlen(store);
    return len > 3 && strcmp(store + len - 3, ".db") == 0;
}

bool svc_host_keeps(const char *store)
{
    struct stat dir;
    const struct svc_host_system *user = svc_host_system();
    return user && geteuid() == user->uid && is_store_name(store) && look_at(store, &dir) &&
           is_home(user, &dir);
}

/* -- the store's side ------------------------------------------------------------------------ */

bool svc_host_acts(void)
{
    return acts;
}

uid_t svc_host_person(void)
{
    return person;
}

uint64_t svc_host_most(void)
{
    return svc_host_system()->most;
}

/* What people bring lies beside the stores, where nobody else can fill the place, until it is applied. */
static void take_room(const struct svc_host_system *user)
{
    char *room = svc_format("%s/spool", user->home);
    struct stat st;
    if ((mkdir(room, 0700) != 0 && errno != EEXIST) || lstat(room, &st) != 0)
        svc_die(SVC_IO, "cannot make a folder below \"%s\": %s", user->home, svc_lang_error(errno));
    if (!S_ISDIR(st.st_mode) || st.st_uid != user->uid || (st.st_mode & 07777) != 0700)
        svc_die(SVC_CONFIG, "\"%s\" is no folder that is closed to everybody but the system user\n"
                            "run make install-host again", room);
    svc_temporary_in(room);
    free(room);
}

/* Words that came over the link alone: those that sudo and this process were started with are no secret. */
static void take_words(int *argc, char ***argv)
{
    if (!svc_host_joined())
        return;
    if (*argc > 1)
        svc_die(SVC_USAGE, "the store's side takes its words from the person's side, not from its command line;"
                           " nothing was done\nrun %s itself, without sudo", svc_tool());
    *argv = svc_host_words_ask((*argv)[0], argc);
}

/* sudo sets SUDO_UID, whatever the caller's environment was. It means something only to a process
 * of the system user: a person's own process may carry it as an invention. */
static void find_side(int *argc, char ***argv)
{
    const char *sudo = getenv("SUDO_UID");
    const struct svc_host_system *user = sudo ? svc_host_system() : NULL;
    const char *tools;
    int64_t uid = -1;
    /* One that sudo may start must not take itself for its own master. */
    if (sudo && !user && find_tools(&tools))
        svc_die(SVC_CONFIG, "cannot tell the system user from \"%s/host\"\n"
                            "run make install-host again", tools);
    if (!user || getuid() != user->uid)
        return;
    if (svc_int_parse(sudo, &uid) || uid < 0 || uid >= UINT32_MAX)
        svc_die(SVC_DENIED, "SUDO_UID is no user id: \"%s\"", sudo);
    acts = true;
    person = (uid_t)uid;
    umask(077);
    take_room(user);
    svc_host_join();
    take_words(argc, argv);
    svc_host_part();
}

void svc_host_begin(int *argc, char ***argv)
{
    int n = *argc > 0 ? *argc - 1 : 0;
    words = svc_alloc(((size_t)n + 1) * sizeof *words);
    for (int i = 0; i < n; i++)
        words[i] = (*argv)[i + 1];
    find_side(argc, argv);
}

/* -- the person's side ----------------------------------------------------------------------- */

/* The words that go along. A fixed time does so as an option, because sudo leaves the variable behind. */
static char **their_words(char *now)
{
    static char as_of[] = "--as-of";
    size_t n = 0, count = 0, i = 0;
    while (words[count])
        count++;
    char **to = svc_alloc((count + 3) * sizeof *to);
    while (i < count && strcmp(words[i], "--") != 0)
        to[n++] = words[i++];
    if (now && *now) {
        to[n++] = as_of;
        to[n++] = now;
    }
    while (i < count)
        to[n++] = words[i++];
    to[n] = NULL;
    return to;
}

/* sudo with the socket as the other side's link, and with nothing that a person has said: whoever is on this
 * machine can read it. */
static pid_t start(const struct svc_host_system *user, int link)
{
    static char no_question[] = "-n", descriptors[] = "-C", as[] = "-u", end[] = "--", sudo[] = "sudo";
    posix_spawn_file_actions_t files;
    pid_t pid;
    char *wanted = svc_format("%s/%s", user->tools, svc_tool());
    char *program = realpath(wanted, NULL), *above = svc_format("%d", SVC_HOST_LINK + 1);
    if (!program)
        svc_die(SVC_CONFIG, "cannot find \"%s\": %s\nrun make install-host again", wanted,
                svc_lang_error(errno));
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, link, SVC_HOST_LINK);
    int error = posix_spawnp(&pid, sudo, &files, NULL,
                             (char *[]){ sudo, no_question, descriptors, above, as, user->name, end, program, NULL },
                             environ);
    posix_spawn_file_actions_destroy(&files);
    if (error)
        svc_die(SVC_CONFIG, "cannot run sudo: %s\nthe store of a host is reached through it",
                svc_lang_error(error));
    free(wanted);
    free(program);
    free(above);
    return pid;
}

/* The variable that goes along must mean the same on the other side. */
static void name_store(const char *store)
{
    char *here = *store == '/' ? NULL : get_current_dir_name();
    char *whole = here ? svc_format("%s/%s", here, store) : svc_strdup(store);
    if (setenv("SVC_DB", whole, 1) != 0)
        svc_die(SVC_IO, "out of memory");
    free(here);
    free(whole);
}

static void note(int signal_no)
{
    (void)signal_no; /* the store's side gets it too, and tells what became of the data */
}

/* ^C must not end this side before the other. What was ignored stays so, and sudo inherits nothing. */
static void await_interrupts(void)
{
    static const int signals[] = { SIGINT, SIGQUIT };
    struct sigaction act = { .sa_handler = note }, now;
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaction(signals[i], &act, NULL);
}

/* As the other side ended; one that could say no more itself was ended by others. */
_Noreturn static void end_by(int signal_no)
{
    static const int told[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE };
    size_t i = 0, count = sizeof told / sizeof *told;
    while (i < count && told[i] != signal_no)
        i++;
    if (svc_fate())
        svc_err_fate(N_("it is unknown whether anything was applied"));
    if (i == count)
        svc_die(SVC_IO, "the store's side was ended by signal %d", signal_no);
    signal(signal_no, SIG_DFL);
    raise(signal_no);
    exit(128 + signal_no); /* it is blocked here */
}

_Noreturn static void hand_over(const struct svc_host_system *user, const char *store, char *now)
{
    enum { SUDO_REFUSED = 1 };
    int ends[2], status = 0;
    name_store(store);
    signal(SIGCHLD, SIG_DFL); /* its end must be told */
    await_interrupts();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        svc_die(SVC_IO, "no socket: %s", svc_lang_error(errno));
    pid_t pid = start(user, ends[1]);
    close(ends[1]);
    bool here = svc_host_serve(ends[0], their_words(now));
    while (waitpid(pid, &status, 0) != pid)
        if (errno != EINTR)
            svc_die(SVC_IO, "lost sight of sudo: %s", svc_lang_error(errno));
    if (WIFSIGNALED(status))
        end_by(WTERMSIG(status));
    if (!here && WEXITSTATUS(status) == SUDO_REFUSED)
        svc_die(SVC_DENIED, "sudo does not run %s as the system user \"%s\"; nothing was done\n"
                            "an administrator looks at its rule for %s, or adds the login to the"
                            " group of the rule", svc_tool(), user->name, user->tools);
    exit(WEXITSTATUS(status));
}

void svc_host_enter(const char *store, char *now)
{
    struct stat dir;
    if (acts && !svc_host_keeps(store))
        svc_die(SVC_DENIED, "\"%s\" is no host's store; nothing was done\n"
                            "those are the files NAME.db in \"%s\"", store, svc_host_system()->home);
    if (acts || svc_server_has(store) || !look_at(store, &dir) || dir.st_uid == geteuid())
        return;
    const struct svc_host_system *user = svc_host_system();
    if (user && is_home(user, &dir))
        hand_over(user, store, now);
}
