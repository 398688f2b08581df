#include "svc/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"

void *svc_alloc(size_t size)
{
    void *mem = calloc(1, size ? size : 1);
    if (!mem)
        svc_die(SVC_IO, "out of memory");
    return mem;
}

void *svc_realloc(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        svc_die(SVC_IO, "out of memory");
    size_t bytes = count * size;
    void *mem = realloc(old, bytes > 0 ? bytes : 1);
    if (!mem)
        svc_die(SVC_IO, "out of memory");
    return mem;
}

char *svc_strndup(const char *text, size_t len)
{
    if (!text)
        return NULL;
    char *copy = svc_realloc(NULL, len + 1, 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *svc_strdup(const char *text)
{
    return text ? svc_strndup(text, strlen(text)) : NULL;
}

char *svc_format(const char *fmt, ...)
{
    char *text;
    va_list args;
    va_start(args, fmt);
    int len = vasprintf(&text, fmt, args);
    va_end(args);
    if (len < 0)
        svc_die(SVC_IO, "out of memory");
    return text;
}

void *svc_grow(void *array, size_t count, size_t size)
{
    bool full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
    if (!full)
        return array;
    return svc_realloc(array, count == 0 ? 8 : count * 2, size);
}
