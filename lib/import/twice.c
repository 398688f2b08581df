#include "svc/twice.h"

#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"

struct seen {
    size_t record;
    char print[SVC_DIGEST_HEX];
    size_t len;
    char key[];
};

struct svc_twice {
    uint64_t *prints;
    size_t count;
    size_t suspects; /* how many of the sorted prints are kept: those that occur twice */
    void *seen;
};

struct svc_twice *svc_twice_new(void)
{
    return svc_alloc(sizeof(struct svc_twice));
}

void svc_twice_free(struct svc_twice *twice)
{
    tdestroy(twice->seen, free);
    free(twice->prints);
    free(twice);
}

/* FNV-1a: short keys, and a collision costs one comparison only. */
static uint64_t fingerprint(const char *key, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 1099511628211u;
    return hash;
}

void svc_twice_note(struct svc_twice *twice, const char *key, size_t len)
{
    twice->prints = svc_grow(twice->prints, twice->count, sizeof *twice->prints);
    twice->prints[twice->count++] = fingerprint(key, len);
}

static int by_print(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool svc_twice_suspects(struct svc_twice *twice)
{
    if (twice->count > 1)
        qsort(twice->prints, twice->count, sizeof *twice->prints, by_print);
    for (size_t i = 1; i < twice->count; i++)
        if (twice->prints[i] == twice->prints[i - 1])
            twice->prints[twice->suspects++] = twice->prints[i];
    return twice->suspects > 0;
}

static int by_key(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    if (x->len != y->len)
        return x->len < y->len ? -1 : 1;
    return memcmp(x->key, y->key, x->len);
}

bool svc_twice_suspected(const struct svc_twice *twice, const char *key, size_t len)
{
    uint64_t print = fingerprint(key, len);
    return bsearch(&print, twice->prints, twice->suspects, sizeof print, by_print);
}

size_t svc_twice_first(struct svc_twice *twice, const char *key, size_t len, size_t record,
                       const char print[SVC_DIGEST_HEX], bool *same)
{
    if (!svc_twice_suspected(twice, key, len))
        return 0;
    struct seen *mine = svc_alloc(sizeof *mine + len);
    mine->record = record;
    if (print)
        memcpy(mine->print, print, sizeof mine->print);
    mine->len = len;
    memcpy(mine->key, key, len);
    struct seen **found = tsearch(mine, &twice->seen, by_key);
    if (*found == mine)
        return 0;
    free(mine);
    if (same)
        *same = strcmp((*found)->print, print) == 0;
    return (*found)->record;
}
