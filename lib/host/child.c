#include "svc/child.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"

extern char **environ;

int svc_child_run(char *const words[], const int ends[3], char *const environment[])
{
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status;
    posix_spawn_file_actions_init(&files);
    for (int fd = 0; fd < 3; fd++)
        posix_spawn_file_actions_adddup2(&files, ends[fd], fd);
    signal(SIGCHLD, SIG_DFL); /* its end must be told, whatever this process was started with */
    errno = posix_spawnp(&pid, words[0], &files, NULL, words,
                         environment ? environment : environ);
    posix_spawn_file_actions_destroy(&files);
    if (errno)
        return -1;
    while (waitpid(pid, &status, 0) != pid)
        if (errno != EINTR)
            svc_die(SVC_IO, "lost sight of \"%s\": %s", words[0], svc_lang_error(errno));
    return status;
}
