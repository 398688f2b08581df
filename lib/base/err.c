#include "svc/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *tool = "svc";
static enum svc_code worst = SVC_OK;
static const char *place; /* of an input, which messages are about */
static size_t told;

void svc_err_tool(const char *argv0)
{
    const char *slash = strrchr(argv0, '/');
    tool = slash ? slash + 1 : argv0;
}

const char *svc_tool(void)
{
    return tool;
}

/* One message is one write, so that the lines of parallel tools never mix. */
static void __attribute__((format(printf, 1, 0))) say(const char *fmt, va_list args)
{
    char text[4096];
    int len = vsnprintf(text, sizeof text, fmt, args);
    if (len < 0)
        return;
    char *remedy = strchr(text, '\n');
    if (remedy)
        *remedy++ = '\0';
    fprintf(stderr, "%s: %s%s%s\n%s%s%s", tool, place ? place : "", place ? ": " : "", text,
            remedy && *remedy ? "  " : "", remedy && *remedy ? remedy : "",
            remedy && *remedy ? "\n" : "");
}

void svc_die(enum svc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    exit(place && code == SVC_USAGE ? SVC_BADINPUT : (int)code);
}

void svc_fail(enum svc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    told++;
    if (code > worst)
        worst = code;
}

void svc_warn(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
}

void svc_err_place(const char *where)
{
    place = where;
}

size_t svc_err_count(void)
{
    return told;
}

enum svc_code svc_worst(void)
{
    return worst;
}
