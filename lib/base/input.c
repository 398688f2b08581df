#include "svc/input.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"

static struct input {
    int fd; /* -1: it was read to its end */
    char *path;
    char digest[SVC_DIGEST_HEX];
} *all;
static size_t count;

void svc_input_begin(int fd, const char *path)
{
    all = svc_grow(all, count, sizeof *all);
    all[count] = (struct input){ .fd = fd };
    all[count++].path = svc_strdup(path ? path : "-");
}

void svc_input_end(int fd, const char *digest)
{
    for (struct input *in = all; in < all + count; in++)
        if (in->fd == fd) {
            in->fd = -1;
            memcpy(in->digest, digest ? digest : "", digest ? SVC_DIGEST_HEX : 1);
        }
}

void svc_input_text(int fd, const char *text, size_t len)
{
    char hex[SVC_DIGEST_HEX];
    svc_input_end(fd, svc_digest_whole(text, len, hex));
}

bool svc_input_named(const char *path)
{
    size_t len = strlen(path);
    for (const struct input *in = all; in < all + count; in++)
        if (strncmp(in->path, path, len) == 0 && (!in->path[len] || in->path[len] == '/'))
            return true;
    return false;
}

void svc_input_sum(struct svc_digest *sum)
{
    for (const struct input *in = all; in < all + count; in++) {
        if (in->fd >= 0)
            svc_die(SVC_BUG, "nobody has told what was read from \"%s\"", in->path);
        if (*in->digest)
            svc_digest_text(sum, in->digest, strlen(in->digest));
    }
}
