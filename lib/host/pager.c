#include "svc/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inner.h"
#include "svc/host.h"

extern char **environ;

/* Runs the program with the pipe as its standard input. False when there is none. */
static bool run(int input, pid_t *pid)
{
    const char *own = getenv("SVC_PAGER"), *common = getenv("PAGER");
    const char *wanted = own || !common || !*common ? own : common;
    const char *shell[] = { "sh", "-c", wanted, NULL };
    const char *less[] = { "less", "-FRSX", NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t usual;
    if (wanted && (!*wanted || strcmp(wanted, "cat") == 0))
        return false;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE); /* a writing verb ignores it, a pager should not */
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    setenv("LESSCHARSET", "utf-8", 0); /* whatever the locale: the table is UTF-8 */
    setenv("LESS", "FRSX", 0);         /* wherever $PAGER is less: a short table stays, colours are colours */
    int error = posix_spawnp(pid, wanted ? "/bin/sh" : less[0], &files, &attributes,
                             (char *const *)(wanted ? shell : less), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error == 0;
}

bool svc_pager_start(struct svc_pager *pager, int *to)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    bool runs = run(ends[0], &pager->pid);
    close(ends[0]);
    if (!runs) {
        close(ends[1]);
        pager->pid = 0;
        return false;
    }
    /* While the person reads, ^C is the pager's. */
    pager->interrupt = signal(SIGINT, SIG_IGN);
    pager->quit = signal(SIGQUIT, SIG_IGN);
    *to = ends[1];
    return true;
}

bool svc_pager_end(struct svc_pager *pager)
{
    enum { NOT_RUN = 126, NOT_FOUND = 127 }; /* how the shell says so */
    int status = 0;
    if (!pager->pid)
        return false;
    while (waitpid(pager->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    pager->pid = 0;
    signal(SIGINT, pager->interrupt);
    signal(SIGQUIT, pager->quit);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return code != NOT_RUN && code != NOT_FOUND;
}

/* The bytes, to a pager that may end before it has read them all. */
static void feed(struct svc_sink *sink, int to)
{
    void (*broken)(int) = signal(SIGPIPE, SIG_IGN);
    svc_sink_send(sink, to);
    close(to);
    signal(SIGPIPE, broken);
}

static bool page_here(struct svc_sink *sink)
{
    struct svc_pager pager = { 0 };
    int to;
    if (!svc_pager_start(&pager, &to))
        return false;
    feed(sink, to);
    return svc_pager_end(&pager);
}

bool svc_page(struct svc_sink *sink)
{
    int shown = 0;
    if (svc_host_acts())
        svc_host_pour(SVC_HOST_SHOW, -1, sink, &shown);
    else
        shown = page_here(sink);
    if (shown)
        svc_sink_drop(sink);
    return shown;
}
