#include "svc/err.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/lang.h"
#include "svc/spool.h"

static const char *tool = "svc";
static enum svc_code worst = SVC_OK;
static const char *place; /* of an input, which messages are about */
static size_t told;
static const char *own_fate, **fate = &own_fate; /* of the data, NULL: none is told */

/* -- where messages go ---------------------------------------------------------------------- */

/* What the others wait for, if they do: of the room that holds locks. */
static bool (*awaited)(void);
static void (*let_go)(void);

static struct svc_spool *kept; /* the messages that wait, NULL for none */
static pid_t keeper;           /* whose they are: a forked child prints none of its parent's */
static bool keeping;           /* for a while, whether anybody waits or not */
static bool letting_go, dying; /* what is said while letting go is kept, too */

void svc_err_locks(bool (*waits)(void), void (*end)(void))
{
    awaited = waits;
    let_go = end;
}

bool svc_err_waits(void)
{
    return !dying && (keeping || (awaited && awaited()));
}

static void print_kept(void)
{
    struct svc_spool *spool = kept;
    kept = NULL; /* should it fail, the message that says so is printed at once */
    if (keeper == getpid())
        svc_spool_send(spool, STDERR_FILENO);
    svc_spool_close(spool);
}

void svc_err_flush(void)
{
    if (kept && !svc_err_waits())
        print_kept();
}

/* A signal that ends the process comes when what must be done first is done. */
static void hold_ends(bool on)
{
    static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGIO };
    static sigset_t ends; /* those that were blocked here */
    sigset_t before;
    if (!on) {
        sigprocmask(SIG_UNBLOCK, &ends, NULL);
        sigemptyset(&ends);
        return;
    }
    sigprocmask(SIG_BLOCK, NULL, &before);
    sigemptyset(&ends);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!sigismember(&before, signals[i]))
            sigaddset(&ends, signals[i]);
    sigprocmask(SIG_BLOCK, &ends, NULL);
}

void svc_err_keep(bool on)
{
    if (on != keeping)
        hold_ends(on);
    keeping = on;
    svc_err_flush();
}

void svc_err_write(const char *bytes, size_t len)
{
    enum { MEMORY = 64 * 1024 };
    if (!svc_err_waits()) {
        svc_err_flush();
        svc_write_all(STDERR_FILENO, bytes, len); /* there is nobody to tell that it failed */
        return;
    }
    if (!kept || keeper != getpid()) {
        kept = svc_spool_open(MEMORY);
        keeper = getpid();
    }
    svc_spool_add(kept, bytes, len);
}

int svc_err_terminal(void)
{
    return open("/dev/stderr", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* -- messages ------------------------------------------------------------------------------- */

void svc_err_tool(const char *argv0)
{
    const char *slash = strrchr(argv0, '/');
    tool = slash ? slash + 1 : argv0;
}

const char *svc_tool(void)
{
    return tool;
}

enum { TEXT = 4096, WHOLE = 2 * TEXT };

/* The message as it is printed, "" when it cannot be made. Memory may be what lacks: it takes none. */
static void __attribute__((format(printf, 3, 0))) compose(char whole[WHOLE], enum svc_code code,
                                                          const char *fmt, va_list args)
{
    char text[TEXT];
    const char *end = code == SVC_IO ? *fate : NULL;
    int len = vsnprintf(text, sizeof text, svc_tr(fmt), args);
    *whole = '\0';
    if (len < 0)
        return;
    char *remedy = strchr(text, '\n');
    if (remedy)
        *remedy++ = '\0';
    snprintf(whole, WHOLE, "%s: %s%s%s%s%s\n%s%s%s", tool, place ? place : "", place ? ": " : "", text,
             end ? "; " : "", end ? svc_tr(end) : "", remedy && *remedy ? "  " : "",
             remedy && *remedy ? remedy : "", remedy && *remedy ? "\n" : "");
}

/* One message is one write, so that the lines of parallel tools never mix. */
static void tell(const char *message)
{
    svc_err_write(message, strlen(message));
}

/* Whatever is held is let go before anything is printed: the terminal may be a stopped one. The
 * message is composed first, because its words may be borrowed from what goes. */
void svc_die(enum svc_code code, const char *fmt, ...)
{
    char last[WHOLE];
    va_list args;
    va_start(args, fmt);
    compose(last, code, fmt, args);
    va_end(args);
    bool again = letting_go || dying;
    letting_go = true;
    if (!again && let_go)
        let_go();
    dying = true;
    if (keeping)
        hold_ends(false);
    svc_err_flush();
    tell(last);
    exit(place && code == SVC_USAGE ? SVC_BADINPUT : (int)code);
}

void svc_fail(enum svc_code code, const char *fmt, ...)
{
    char message[WHOLE];
    va_list args;
    va_start(args, fmt);
    compose(message, code, fmt, args);
    tell(message);
    va_end(args);
    told++;
    if (code > worst)
        worst = code;
}

void svc_warn(const char *fmt, ...)
{
    char message[WHOLE];
    va_list args;
    va_start(args, fmt);
    compose(message, SVC_OK, fmt, args);
    tell(message);
    va_end(args);
}

void svc_err_place(const char *where)
{
    place = where;
}

void svc_err_fate(const char *what)
{
    *fate = what;
}

const char *svc_fate(void)
{
    return *fate;
}

void svc_err_fate_in(const char **shared)
{
    *shared = *fate;
    fate = shared;
}

size_t svc_err_count(void)
{
    return told;
}

enum svc_code svc_worst(void)
{
    return worst;
}
