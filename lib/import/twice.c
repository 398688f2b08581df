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
    uint64_t *place; /* of each print one, by itself; 0: free */
    size_t room, count;
    uint64_t waiting[32]; /* noted, and not yet placed: their places are fetched together */
    size_t wait;
    uint64_t *suspect; /* those that came again */
    size_t suspects;
    void *seen;
};

struct svc_twice *svc_twice_new(void)
{
    return svc_alloc(sizeof(struct svc_twice));
}

void svc_twice_free(struct svc_twice *twice)
{
    tdestroy(twice->seen, free);
    free(twice->place);
    free(twice->suspect);
    free(twice);
}

/* FNV-1a: short keys, and a collision costs one comparison only. */
static uint64_t fingerprint(const char *key, size_t len)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 1099511628211u;
    return hash ? hash : 1;
}

/* Where the print is, or belongs. */
static uint64_t *place_of(uint64_t *place, size_t room, uint64_t print)
{
    size_t at = print & (room - 1);
    while (place[at] && place[at] != print)
        at = (at + 1) & (room - 1);
    return &place[at];
}

static void make_room(struct svc_twice *twice)
{
    size_t room = twice->room ? 2 * twice->room : 1024;
    uint64_t *place = svc_alloc(room * sizeof *place);
    for (size_t i = 0; i < twice->room; i++)
        if (twice->place[i])
            *place_of(place, room, twice->place[i]) = twice->place[i];
    free(twice->place);
    twice->place = place;
    twice->room = room;
}

static void put(struct svc_twice *twice, uint64_t print)
{
    if (4 * twice->count >= 3 * twice->room)
        make_room(twice);
    uint64_t *place = place_of(twice->place, twice->room, print);
    twice->count += !*place;
    if (*place) {
        twice->suspect = svc_grow(twice->suspect, twice->suspects, sizeof *twice->suspect);
        twice->suspect[twice->suspects++] = print;
    }
    *place = print;
}

static void put_waiting(struct svc_twice *twice)
{
    for (size_t i = 0; i < twice->wait && twice->room; i++)
        __builtin_prefetch(&twice->place[twice->waiting[i] & (twice->room - 1)], 1);
    for (size_t i = 0; i < twice->wait; i++)
        put(twice, twice->waiting[i]);
    twice->wait = 0;
}

void svc_twice_note(struct svc_twice *twice, const char *key, size_t len)
{
    twice->waiting[twice->wait++] = fingerprint(key, len);
    if (twice->wait == sizeof twice->waiting / sizeof *twice->waiting)
        put_waiting(twice);
}

static int by_print(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool svc_twice_suspects(struct svc_twice *twice)
{
    put_waiting(twice);
    if (twice->suspects > 1)
        qsort(twice->suspect, twice->suspects, sizeof *twice->suspect, by_print);
    free(twice->place);
    twice->place = NULL;
    twice->room = twice->count = 0;
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
    return twice->suspects && bsearch(&print, twice->suspect, twice->suspects, sizeof print, by_print);
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
