#include "svc/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Starts the pager with the pipe as its standard input. False when there is none. */
static bool start(int input, pid_t *pid)
{
    const char *wanted = getenv("SVC_PAGER");
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
    int error = posix_spawnp(pid, wanted ? "/bin/sh" : less[0], &files, &attributes,
                             (char *const *)(wanted ? shell : less), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error == 0;
}

bool svc_page(struct svc_sink *sink)
{
    enum { NOT_RUN = 126, NOT_FOUND = 127 }; /* how the shell says so */
    int ends[2], status = 0;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    if (!start(ends[0], &pid)) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    close(ends[0]);
    /* While the person reads, ^C is the pager's, and its end is not ours. */
    void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
    void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
    void (*broken)(int) = signal(SIGPIPE, SIG_IGN);
    svc_sink_send(sink, ends[1]);
    close(ends[1]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    signal(SIGINT, interrupt);
    signal(SIGQUIT, quit);
    signal(SIGPIPE, broken);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    if (code == NOT_RUN || code == NOT_FOUND)
        return false;
    svc_sink_drop(sink);
    return true;
}
