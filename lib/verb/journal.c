#include "svc/journal.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/mem.h"

/* The lines that wait for the commit. */
static char **waiting;
static size_t count;
static bool local; /* the store's mode */

void svc_journal_keep(struct svc_call *call, char *line)
{
    local = svc_one_int(call->db, 0,
        "SELECT 1 FROM meta WHERE name = 'mode' AND value = 'local'", NULL) == 1;
    waiting = svc_grow(waiting, count, sizeof *waiting);
    waiting[count++] = line;
}

/* syslog(3) never says whether anybody listens; the socket does. */
static bool somebody_listens(void)
{
    static const int kinds[] = { SOCK_DGRAM, SOCK_STREAM };
    const struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
    bool listens = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !listens; i++) {
        int fd = socket(AF_UNIX, kinds[i] | SOCK_CLOEXEC, 0);
        listens = fd >= 0 && connect(fd, (const struct sockaddr *)&log, sizeof log) == 0;
        if (fd >= 0)
            close(fd);
    }
    return listens;
}

void svc_journal_tell(const char *line)
{
    if (!somebody_listens())
        return;
    openlog("svc", LOG_PID, LOG_AUTHPRIV);
    syslog(LOG_NOTICE, "%s", line);
    closelog();
}

void svc_journal_send(void)
{
    if (count == 0)
        return;
    bool listens = somebody_listens();
    openlog("svc", LOG_PID, LOG_AUTHPRIV);
    for (size_t i = 0; i < count; i++) {
        if (listens)
            syslog(LOG_NOTICE, "%s", waiting[i]);
        else if (!local || svc_call_talks())
            svc_warn("applied, but no syslog takes its head: %s\nkeep this line elsewhere",
                     waiting[i]);
        free(waiting[i]);
    }
    closelog();
    free(waiting);
    waiting = NULL;
    count = 0;
}
