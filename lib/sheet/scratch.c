#include "svc/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

static char *folder;
static int held; /* the end of the socket that this process and its programs keep open */
static pid_t keeper, owner;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    remove(path);
    return 0;
}

/* Makes the folder, tells its name, or nothing, and keeps it as long as somebody holds the other end.
 * Signals are for the tool, and whoever reads its output must not wait for this process as well. */
static _Noreturn void keep(int end)
{
    char byte;
    setsid();
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (int fd = 0; fd <= 2; fd++)
        close(fd);
    if (!mkdtemp(folder))
        _exit(errno);
    if (svc_write_all(end, folder, strlen(folder) + 1))
        while (read(end, &byte, 1) > 0 || errno == EINTR)
            errno = 0;
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    _exit(0);
}

/* At exit; a forked child has no part in it. */
static void let_go(void)
{
    if (getpid() != owner)
        return;
    close(held);
    while (waitpid(keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* The name that the keeper tells, as long as the pattern; false when it could not make the folder. */
static bool read_name(void)
{
    size_t len = strlen(folder) + 1, got = 0;
    ssize_t n;
    while (got < len && ((n = read(held, folder + got, len - got)) > 0 || (n < 0 && errno == EINTR)))
        got += n > 0 ? (size_t)n : 0;
    return got == len;
}

const char *svc_scratch(void)
{
    int ends[2], status;
    if (folder)
        return folder;
    folder = svc_format("%s/svc-scratch-XXXXXX", svc_temporary_folder());
    signal(SIGCHLD, SIG_DFL); /* its end must be told, whatever this process was started with */
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || (keeper = fork()) < 0)
        svc_die(SVC_IO, "cannot start a process: %s", svc_lang_error(errno));
    if (keeper == 0) {
        close(ends[1]);
        keep(ends[0]);
    }
    close(ends[0]);
    held = ends[1];
    owner = getpid();
    if (!read_name()) {
        while (waitpid(keeper, &status, 0) < 0 && errno == EINTR)
            continue;
        svc_die(SVC_IO, "cannot make a folder below \"%s\": %s", svc_temporary_folder(),
                svc_lang_error(WIFEXITED(status) ? WEXITSTATUS(status) : EIO));
    }
    if (atexit(let_go) != 0)
        svc_die(SVC_IO, "out of memory");
    return folder;
}

void svc_scratch_copy(const char *from, const char *to)
{
    char piece[64 * 1024];
    ssize_t n = -1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    while (out >= 0 && (n = read(in, piece, sizeof piece)) > 0)
        if (!svc_write_all(out, piece, (size_t)n)) {
            n = -1;
            break;
        }
    if (n < 0 || close(out) != 0)
        svc_die(SVC_IO, "cannot copy \"%s\": %s", from, svc_lang_error(errno));
    close(in);
}
