#include "spill.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

enum { PAGE = 32 * 1024, PAGES = 64 };

struct spill {
    struct svc_buf head, tail; /* the first bytes; the last ones, that are in no file yet */
    size_t memory;
    uint64_t filed;
    int fd;
    struct page {
        uint64_t no; /* from 1, 0 for none */
        char bytes[PAGE];
    } *pages;
};

struct spill *spill_new(size_t memory)
{
    struct spill *s = svc_alloc(sizeof *s);
    s->memory = memory;
    s->fd = -1;
    return s;
}

uint64_t spill_size(const struct spill *s)
{
    return s->head.len + s->filed + s->tail.len;
}

/* Whole pages alone go to the file, so that none that is kept grows old. */
static void file(struct spill *s)
{
    size_t len = s->tail.len / PAGE * PAGE;
    if (s->fd < 0) {
        s->fd = svc_temporary();
        s->pages = svc_alloc(PAGES * sizeof *s->pages);
    }
    if (!svc_write_all(s->fd, s->tail.data, len))
        svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
    s->filed += len;
    s->tail.len -= len;
    memmove(s->tail.data, s->tail.data + len, s->tail.len);
}

void spill_add(struct spill *s, const void *bytes, size_t len)
{
    size_t room = s->memory - s->head.len, n = len < room ? len : room;
    svc_buf_add(&s->head, bytes, n);
    if (n == len)
        return;
    svc_buf_add(&s->tail, (const char *)bytes + n, len - n);
    if (s->tail.len >= 4 * PAGE)
        file(s);
}

/* The page of the file that holds the byte. */
static const char *page(struct spill *s, uint64_t at)
{
    uint64_t no = at / PAGE;
    struct page *page = &s->pages[no % PAGES];
    if (page->no == no + 1)
        return page->bytes;
    ssize_t n;
    do
        n = pread(s->fd, page->bytes, PAGE, (off_t)(no * PAGE));
    while (n < 0 && errno == EINTR);
    if (n != PAGE)
        svc_die(SVC_IO, "cannot read a temporary file: %s", svc_lang_error(n < 0 ? errno : EIO));
    page->no = no + 1;
    return page->bytes;
}

void spill_read(struct spill *s, uint64_t at, void *to, size_t len)
{
    for (char *out = to; len;) {
        size_t n;
        if (at < s->head.len) {
            n = s->head.len - (size_t)at;
            n = n < len ? n : len;
            memcpy(out, s->head.data + at, n);
        } else if (at - s->head.len < s->filed) {
            uint64_t filed = at - s->head.len;
            n = PAGE - (size_t)(filed % PAGE);
            n = n < len ? n : len;
            memcpy(out, page(s, filed) + filed % PAGE, n);
        } else {
            n = len;
            memcpy(out, s->tail.data + (at - s->head.len - s->filed), n);
        }
        out += n;
        at += n;
        len -= n;
    }
}

void spill_free(struct spill *s)
{
    if (!s)
        return;
    svc_buf_free(&s->head);
    svc_buf_free(&s->tail);
    free(s->pages);
    if (s->fd >= 0)
        close(s->fd);
    free(s);
}
