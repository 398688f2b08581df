#include "svc/runs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

/* What stays in memory at the end instead of being written and read once more; and what the runs are
 * read by, all of them together and each of them. */
enum { KEPT = 2 << 20, WINDOWS = 6 << 20, LEAST = 16 << 10, MOST = 256 << 10, SAMPLE = 64 };

/* A string in memory: eight bytes of it as one number, behind what all strings begin with, which decides
 * most comparisons. */
struct item {
    uint64_t first;
    uint32_t at, len;
};

/* A run in the file, and the window through which it is read. */
struct run {
    off_t at, end;         /* of what was not read into the window yet */
    unsigned char *window; /* `held` bytes of it, read on from `next` */
    size_t held, next;
    const unsigned char *bytes; /* the string at hand; NULL: none is left */
    uint32_t len;
    uint64_t first;
};

struct svc_runs {
    size_t memory;
    unsigned char *bytes;
    size_t used;
    struct item *item;
    size_t count, room, next;
    int fd; /* -1: nothing was written */
    off_t size;
    struct run *run;
    size_t runs, window;
    struct run **heap; /* the run with the least string first */
    size_t heaped;
    bool handed; /* the first one's string is with the caller */
    unsigned char sample[SAMPLE]; /* how the first string of all begins … */
    size_t common;                /* … and how many bytes of it all of them share */
    bool any;
};

struct svc_runs *svc_runs_open(size_t memory)
{
    struct svc_runs *runs = svc_alloc(sizeof *runs);
    *runs = (struct svc_runs){ .memory = memory, .fd = -1 };
    runs->bytes = svc_alloc(memory);
    return runs;
}

/* -- in memory ---------------------------------------------------------------------------- */

static uint64_t first_of(const struct svc_runs *runs, const unsigned char *bytes, size_t len)
{
    uint64_t first = 0;
    for (size_t i = runs->common; i < runs->common + 8; i++)
        first = first << 8 | (i < len ? bytes[i] : 0);
    return first;
}

static int compare(uint64_t first, const unsigned char *a, size_t a_len, uint64_t other,
                   const unsigned char *b, size_t b_len)
{
    if (first != other)
        return first < other ? -1 : 1;
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int by_bytes(const void *x, const void *y, void *bytes)
{
    const struct item *a = x, *b = y;
    const unsigned char *base = bytes;
    return compare(a->first, base + a->at, a->len, b->first, base + b->at, b->len);
}

static void note_common(struct svc_runs *runs, const unsigned char *bytes, size_t len)
{
    if (!runs->any) {
        runs->common = len < SAMPLE ? len : SAMPLE;
        memcpy(runs->sample, bytes, runs->common);
        runs->any = true;
    }
    if (runs->common > len)
        runs->common = len;
    while (runs->common > 0 && memcmp(runs->sample, bytes, runs->common) != 0)
        runs->common--;
}

static void sort_items(struct svc_runs *runs)
{
    for (struct item *item = runs->item; item < runs->item + runs->count; item++)
        item->first = first_of(runs, runs->bytes + item->at, item->len);
    if (runs->count > 1)
        qsort_r(runs->item, runs->count, sizeof *runs->item, by_bytes, runs->bytes);
}

/* -- runs --------------------------------------------------------------------------------- */

_Noreturn static void cannot(const char *what)
{
    svc_die(SVC_IO, "cannot %s a temporary file in %s: %s; nothing was done", what,
            svc_temporary_folder(), svc_lang_error(errno));
}

static void flush(struct svc_runs *runs, unsigned char *out, size_t *filled)
{
    if (!svc_write_all(runs->fd, out, *filled))
        cannot("write");
    runs->size += (off_t)*filled;
    *filled = 0;
}

/* Each string behind its length, three bytes of it. */
static void write_run(struct svc_runs *runs)
{
    unsigned char *out = svc_alloc(MOST);
    size_t filled = 0;
    struct run run = { .at = runs->size };
    if (runs->fd < 0 && (runs->fd = svc_temporary()) < 0)
        cannot("make");
    sort_items(runs);
    for (size_t i = 0; i < runs->count; i++) {
        const unsigned char *bytes = runs->bytes + runs->item[i].at;
        size_t left = runs->item[i].len;
        if (filled + 3 > MOST)
            flush(runs, out, &filled);
        out[filled++] = (unsigned char)(left >> 16);
        out[filled++] = (unsigned char)(left >> 8);
        out[filled++] = (unsigned char)left;
        while (left > 0) {
            size_t part = left < MOST - filled ? left : MOST - filled;
            memcpy(out + filled, bytes, part);
            filled += part;
            bytes += part;
            left -= part;
            if (filled == MOST)
                flush(runs, out, &filled);
        }
    }
    flush(runs, out, &filled);
    free(out);
    run.end = runs->size;
    runs->run = svc_grow(runs->run, runs->runs, sizeof *runs->run);
    runs->run[runs->runs++] = run;
    runs->used = runs->count = 0;
}

void svc_runs_add(struct svc_runs *runs, const void *bytes, size_t len)
{
    if (runs->used + len > runs->memory && runs->count > 0)
        write_run(runs);
    if (len > runs->memory) {
        runs->memory = len;
        runs->bytes = svc_realloc(runs->bytes, len, 1);
    }
    if (runs->count == runs->room) {
        runs->room = runs->room ? runs->room + runs->room / 2 : 1024;
        runs->item = svc_realloc(runs->item, runs->room, sizeof *runs->item);
    }
    memcpy(runs->bytes + runs->used, bytes, len);
    note_common(runs, runs->bytes + runs->used, len);
    runs->item[runs->count++] = (struct item){ 0, (uint32_t)runs->used, (uint32_t)len };
    runs->used += len;
}

/* -- merging ------------------------------------------------------------------------------ */

/* Fills the window so that `need` bytes of the run lie in it; false at its end. */
static bool hold(const struct svc_runs *runs, struct run *run, size_t need)
{
    size_t left = run->held - run->next;
    if (left >= need)
        return true;
    if (left == 0 && run->at == run->end)
        return false;
    memmove(run->window, run->window + run->next, left);
    run->held = left;
    run->next = 0;
    size_t size = need > runs->window ? need : runs->window;
    if (need > runs->window)
        run->window = svc_realloc(run->window, need, 1);
    while (run->held < size && run->at < run->end) {
        size_t part = size - run->held;
        if ((off_t)part > run->end - run->at)
            part = (size_t)(run->end - run->at);
        ssize_t n = pread(runs->fd, run->window + run->held, part, run->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n < 0 ? errno : EIO;
            cannot("read");
        }
        run->held += (size_t)n;
        run->at += n;
    }
    return run->held >= need;
}

static bool advance(const struct svc_runs *runs, struct run *run)
{
    if (!hold(runs, run, 3))
        return false;
    const unsigned char *head = run->window + run->next;
    run->len = (uint32_t)head[0] << 16 | (uint32_t)head[1] << 8 | head[2];
    run->next += 3;
    if (!hold(runs, run, run->len)) {
        errno = EIO;
        cannot("read");
    }
    run->bytes = run->window + run->next;
    run->next += run->len;
    run->first = first_of(runs, run->bytes, run->len);
    return true;
}

static bool before(const struct run *a, const struct run *b)
{
    return compare(a->first, a->bytes, a->len, b->first, b->bytes, b->len) < 0;
}

static void sink_down(struct svc_runs *runs, size_t at)
{
    struct run *moved = runs->heap[at];
    for (size_t child; (child = 2 * at + 1) < runs->heaped; at = child) {
        if (child + 1 < runs->heaped && before(runs->heap[child + 1], runs->heap[child]))
            child++;
        if (!before(runs->heap[child], moved))
            break;
        runs->heap[at] = runs->heap[child];
    }
    runs->heap[at] = moved;
}

void svc_runs_sort(struct svc_runs *runs)
{
    if (runs->runs == 0 && runs->used + runs->count * sizeof *runs->item <= KEPT) {
        sort_items(runs);
        runs->bytes = svc_realloc(runs->bytes, runs->used ? runs->used : 1, 1);
        return;
    }
    if (runs->count > 0)
        write_run(runs);
    free(runs->bytes);
    free(runs->item);
    runs->bytes = NULL;
    runs->item = NULL;
    runs->window = WINDOWS / runs->runs;
    runs->window = runs->window < LEAST ? LEAST : runs->window > MOST ? MOST : runs->window;
    runs->heap = svc_alloc(runs->runs * sizeof *runs->heap);
    for (size_t i = 0; i < runs->runs; i++) {
        runs->run[i].window = svc_alloc(runs->window);
        if (advance(runs, &runs->run[i]))
            runs->heap[runs->heaped++] = &runs->run[i];
    }
    for (size_t i = runs->heaped / 2; i-- > 0;)
        sink_down(runs, i);
}

const unsigned char *svc_runs_next(struct svc_runs *runs, size_t *len)
{
    if (!runs->heap) {
        if (runs->next == runs->count)
            return NULL;
        const struct item *item = &runs->item[runs->next++];
        *len = item->len;
        return runs->bytes + item->at;
    }
    if (runs->handed) {
        if (!advance(runs, runs->heap[0]))
            runs->heap[0] = runs->heap[--runs->heaped];
        if (runs->heaped > 0)
            sink_down(runs, 0);
    }
    runs->handed = runs->heaped > 0;
    if (!runs->handed)
        return NULL;
    *len = runs->heap[0]->len;
    return runs->heap[0]->bytes;
}

void svc_runs_close(struct svc_runs *runs)
{
    for (size_t i = 0; i < runs->runs; i++)
        free(runs->run[i].window);
    if (runs->fd >= 0)
        close(runs->fd);
    free(runs->run);
    free(runs->heap);
    free(runs->bytes);
    free(runs->item);
    free(runs);
}
