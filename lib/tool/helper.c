#include "svc/helper.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/host.h"
#include "svc/mem.h"
#include "svc/spool.h"

extern char **environ;

/* Starts the program between the two descriptors; false with errno set. */
static bool start(const char *path, int input, int output, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    char *const words[] = { (char *)path, NULL };
    errno = posix_spawn(pid, path, &files, NULL, words, environ);
    posix_spawn_file_actions_destroy(&files);
    return errno == 0;
}

/* The code of a program that has ended. */
static enum svc_code wait_for(const char *name, pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            svc_die(SVC_BUG, "svc-%s is lost: %s", name, strerror(errno));
    if (WIFEXITED(status))
        return (enum svc_code)WEXITSTATUS(status);
    svc_warn("svc-%s was ended by signal %d", name, WTERMSIG(status));
    return SVC_IO;
}

static void put_file(int fd, struct svc_sink *to)
{
    char piece[64 * 1024];
    ssize_t n;
    for (off_t at = 0; (n = pread(fd, piece, sizeof piece, at)) != 0; at += n) {
        if (n < 0)
            svc_die(SVC_IO, "cannot read a temporary file: %s", strerror(errno));
        svc_sink_put(to, piece, (size_t)n);
    }
}

enum svc_code svc_helper_run(const char *name, struct svc_sink *from, struct svc_sink *to)
{
    int sheet = svc_temporary(), made = svc_temporary();
    pid_t pid;
    char *program = svc_format("svc-%s", name), *path = svc_installed_program(program);
    if (!svc_sink_send(from, sheet) || lseek(sheet, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot write a temporary file: %s", strerror(errno));
    if (!start(path, sheet, made, &pid))
        svc_die(SVC_CONFIG, "cannot run \"%s\": %s\ninstall svc whole, or write another format",
                path, strerror(errno));
    enum svc_code code = wait_for(name, pid);
    if (code == SVC_OK)
        put_file(made, to);
    close(made);
    close(sheet);
    free(path);
    free(program);
    return code;
}
