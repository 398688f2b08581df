#include "svc/anchor.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/event.h"
#include "svc/mem.h"

/* -- sending --------------------------------------------------------------------------------- */

/* The lines that wait for the commit. */
static char **waiting;
static size_t count;
static bool local; /* the store's mode */

static void add_word(struct svc_buf *out, const char *text)
{
    svc_buf_puts(out, out->len ? " " : "");
    for (const char *p = text && *text ? text : "-"; *p; p++)
        svc_buf_putc(out, (unsigned char)*p <= ' ' || *p == 0x7f || *p == '#' ? '_' : *p);
}

void svc_anchor_line(struct svc_buf *out, const char *tool, const char *verb, const char *record,
                     const char *person, const char *mark)
{
    add_word(out, tool);
    add_word(out, verb);
    add_word(out, record);
    add_word(out, person);
    svc_buf_printf(out, " head %s", mark);
}

void svc_call_anchor(struct svc_call *call, const char *record)
{
    struct svc_buf line = { 0 };
    local = svc_one_int(call->db, 0,
        "SELECT 1 FROM meta WHERE name = 'mode' AND value = 'local'", NULL) == 1;
    svc_anchor_line(&line, call->command->name, call->verb->name, record, call->actor.person,
                    svc_event_head(call->db).mark);
    waiting = svc_grow(waiting, count, sizeof *waiting);
    waiting[count++] = svc_buf_take(&line);
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

void svc_anchor_send(void)
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

/* -- reading --------------------------------------------------------------------------------- */

enum { DIGITS = 18, OF_GROUP = 4 };

/* The number behind a `#`, and the space behind that. */
static bool take_number(FILE *text, int64_t *seq)
{
    int c, digits = 0;
    *seq = 0;
    while ((c = getc(text)) >= '0' && c <= '9')
        *seq = digits++ < DIGITS ? *seq * 10 + (c - '0') : INT64_MAX;
    if (c == ' ' && digits > 0)
        return true;
    ungetc(c, text);
    return false;
}

/* As much of the code as there is; how many characters. */
static size_t take_code(FILE *text, char out[SVC_EVENT_CODE])
{
    size_t len = 0;
    for (; len < SVC_EVENT_CODE - 1; len++) {
        int c = getc(text);
        bool dash = len % (OF_GROUP + 1) == OF_GROUP;
        if (dash ? c != '-' : !isxdigit(c)) {
            ungetc(c, text);
            break;
        }
        out[len] = (char)toupper(c);
    }
    out[len] = '\0';
    return len;
}

bool svc_anchor_next(FILE *text, size_t *line, struct svc_anchor *out)
{
    int c;
    while ((c = getc(text)) != EOF) {
        *line += c == '\n';
        if (c != '#' || !take_number(text, &out->seq))
            continue;
        size_t len = take_code(text, out->code);
        out->line = *line;
        out->whole = len == SVC_EVENT_CODE - 1;
        if (len > OF_GROUP) /* `#3 abcd` may be anything, `#3 abcd-` is an anchor */
            return true;
    }
    return false;
}
