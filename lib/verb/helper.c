#include "svc/helper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/child.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

static void put_file(int fd, struct svc_sink *to)
{
    char piece[64 * 1024];
    ssize_t n;
    for (off_t at = 0; (n = pread(fd, piece, sizeof piece, at)) != 0; at += n) {
        if (n < 0)
            svc_die(SVC_IO, "cannot read a temporary file: %s", svc_lang_error(errno));
        svc_sink_put(to, piece, (size_t)n);
    }
}

enum svc_code svc_helper_run(const char *name, struct svc_sink *from, struct svc_sink *to)
{
    int sheet = svc_temporary(), made = svc_temporary();
    char *program = svc_format("svc-%s", name), *path = svc_installed_program(program);
    if (!svc_sink_send(from, sheet) || lseek(sheet, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
    int status = svc_child_run((char *[]){ path, NULL }, (int[]){ sheet, made, STDERR_FILENO }, NULL);
    if (status == -1)
        svc_die(SVC_CONFIG, "cannot run \"%s\": %s\ninstall svc whole, or write another format",
                path, svc_lang_error(errno));
    if (!WIFEXITED(status))
        svc_warn("%s was ended by signal %d", program, WTERMSIG(status));
    if (status == 0)
        put_file(made, to);
    close(made);
    close(sheet);
    free(path);
    free(program);
    return WIFEXITED(status) ? (enum svc_code)WEXITSTATUS(status) : SVC_IO;
}
