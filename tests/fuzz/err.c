/* Stands in for lib/base/err.c: a refusal goes back to the harness instead of ending the process. Its
 * text is made all the same, so that a wrong argument is found. */
#include "fuzz.h"
#include "svc/err.h"

#include <stdarg.h>

jmp_buf fuzz_refused;
bool fuzz_within;

void fuzz_found(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: must be: %s\n", file, line, what);
    abort();
}

static void __attribute__((format(printf, 1, 0))) say(const char *fmt, va_list args)
{
    static char text[4096];
    MUST(vsnprintf(text, sizeof text, fmt, args) > 0);
    MUST(text[0] != ' ' && text[0] != '\n');
}

void svc_die(enum svc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    MUST(code != SVC_OK && code != SVC_BUG);
    MUST(fuzz_within);
    fuzz_end();
    longjmp(fuzz_refused, 1);
}

static size_t told;
static enum svc_code worst;

void svc_fail(enum svc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    told++;
    worst = code > worst ? code : worst;
}

void svc_warn(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
}

void svc_err_fate(const char *fate)
{
    (void)fate;
}

void svc_err_fate_in(const char **shared)
{
    (void)shared;
}

const char *svc_fate(void)
{
    return NULL;
}

void svc_err_tool(const char *argv0)
{
    (void)argv0;
}

const char *svc_tool(void)
{
    return "fuzz";
}

void svc_err_place(const char *where)
{
    (void)where;
}

size_t svc_err_count(void)
{
    return told;
}

enum svc_code svc_worst(void)
{
    return worst;
}

/* No harness holds a lock, and none has a terminal. */
void svc_err_locks(bool (*waits)(void), void (*let_go)(void))
{
    (void)waits;
    (void)let_go;
}

bool svc_err_waits(void)
{
    return false;
}

void svc_err_flush(void)
{
}

void svc_err_keep(bool on)
{
    (void)on;
}

int svc_err_terminal(void)
{
    return -1;
}

void svc_err_write(const char *bytes, size_t len)
{
    (void)bytes;
    (void)len;
}
