/* The process at the back: it takes the locks, and whatever the person made is left behind. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/terminal.h"

/* -- its pace ---------------------------------------------------------------------------------- */

static bool is_slow(void)
{
    int policy = sched_getscheduler(0);
    return policy == SCHED_IDLE || policy == SCHED_BATCH || getpriority(PRIO_PROCESS, 0) > 0;
}

/* Whoever holds a lock runs as fast as those who wait for it: on every processor, and at no lower
 * priority than others. What cannot be taken back is refused. */
static void take_pace(void)
{
    enum { SELF = 1, NONE = 0 }; /* of ioprio_set */
    struct sched_param usual = { 0 };
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    sched_setaffinity(0, sizeof all, &all);
    syscall(SYS_ioprio_set, SELF, 0, NONE);
    if (is_slow()) {
        sched_setscheduler(0, SCHED_OTHER, &usual);
        setpriority(PRIO_PROCESS, 0, 0);
    }
    if (is_slow())
        svc_die(SVC_USAGE, "started at a low priority, it would hold up whoever waits for the store; nothing"
                           " was done\nrun it without nice");
}

/* Where these limits strike they end a process, between a commit and what must follow it, too, or have it fail in
 * what nobody would look for. Each has the least that all programs get along with, and is taken back as far as the
 * hard one allows. */
static void take_limits(void)
{
    static const struct {
        enum __rlimit_resource of;
        rlim_t least;
    } limits[] = { { RLIMIT_CPU, RLIM_INFINITY }, { RLIMIT_FSIZE, RLIM_INFINITY }, { RLIMIT_NOFILE, 64 },
                   { RLIMIT_STACK, 1 << 20 }, { RLIMIT_AS, 1 << 28 }, { RLIMIT_DATA, 1 << 28 } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit now;
        if (getrlimit(limits[i].of, &now) != 0)
            svc_die(SVC_IO, "cannot tell the limits: %s", svc_lang_error(errno));
        now.rlim_cur = now.rlim_max;
        setrlimit(limits[i].of, &now);
        if (now.rlim_max < limits[i].least)
            svc_die(SVC_USAGE, "started under a limit of processor time, file size, open files, stack or memory, it"
                               " could be ended in the middle; nothing was done\nrun it without ulimit -t, -f, -n,"
                               " -s, -v and -d");
    }
}

/* -- what it leaves behind --------------------------------------------------------------------- */

static void clean_environment(void)
{
    static const char *const names[] = { "SVC_DB", "SVC_FORMAT", "SVC_LANG", "LANGUAGE", "COLUMNS",
                                         "TMPDIR", "ASAN_OPTIONS" };
    enum { NAMES = sizeof names / sizeof *names };
    char *values[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        const char *value = getenv(names[i]);
        values[i] = value ? svc_strdup(value) : NULL;
    }
    bool good = clearenv() == 0 && setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1) == 0;
    for (size_t i = 0; i < NAMES; i++) {
        good = good && (!values[i] || setenv(names[i], values[i], 1) == 0);
        free(values[i]);
    }
    if (!good)
        svc_die(SVC_IO, "out of memory");
}

/* How signals are taken is inherited, too. */
static void clean_signals(void)
{
    sigset_t none;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A descriptor in its place, above which nothing stays open. */
static bool take_descriptors(int link, int output, int error)
{
    int none = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return none >= 0 && dup2(none, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
           dup2(error, STDERR_FILENO) >= 0 && dup3(link, SVC_HOST_LINK, O_CLOEXEC) >= 0 &&
           close_range(SVC_HOST_LINK + 1, ~0U, 0) == 0;
}

/* Its own session, which no terminal sends signals to; no folder of the person's. */
static void become(int link, int output, int error)
{
    clean_signals();
    if (setsid() < 0 || chdir("/") != 0 || !take_descriptors(link, output, error))
        _exit(SVC_IO);
    umask(077);
    clean_environment();
    svc_host_follow();
}

/* -- two processes ----------------------------------------------------------------------------- */

/* Low numbers may be taken: a pipe's end must not be where another one is to go. */
static bool pair(int ends[2], bool link)
{
    int made[2];
    if ((link ? socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, made)
              : pipe2(made, O_CLOEXEC)) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(made[i], F_DUPFD_CLOEXEC, SVC_HOST_LINK + 1);
        close(made[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

void svc_host_part(void)
{
    int link[2], output[2], error[2];
    const char **fate = mmap(NULL, sizeof *fate, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    take_pace();
    take_limits();
    svc_terminal_remember();
    signal(SIGCHLD, SIG_DFL); /* its end must be told, whatever this process was started with */
    pid_t pid = -1;
    if (fate != MAP_FAILED && pair(link, true) && pair(output, false) && pair(error, false)) {
        svc_err_fate_in(fate);
        pid = fork();
    }
    if (pid < 0)
        svc_die(SVC_IO, "cannot start a process: %s", svc_lang_error(errno));
    if (pid == 0) {
        become(link[1], output[1], error[1]);
        return;
    }
    close(link[1]);
    close(output[1]);
    close(error[1]);
    svc_host_front(&(struct svc_host_back){ .pid = pid, .link = link[0], .output = output[0],
                                            .error = error[0] });
}
