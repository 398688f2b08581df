#include "svc/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/mem.h"

static struct kept {
    struct svc_place place;
    const char *what;
    struct kept *next;
} *all;

/* Where the file would be; false when there is no such folder. */
static bool find_folder(const char *path, struct svc_place *place)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    char *dir = slash ? svc_strndup(path, (size_t)(slash - path) + 1) : svc_strdup(".");
    bool there = stat(dir, &st) == 0;
    free(dir);
    if (there)
        *place = (struct svc_place){ st.st_dev, st.st_ino, svc_strdup(slash ? slash + 1 : path) };
    return there;
}

bool svc_place_find(const char *path, struct svc_place *place)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return errno == ENOENT && find_folder(path, place);
    *place = (struct svc_place){ st.st_dev, st.st_ino, NULL };
    return S_ISREG(st.st_mode);
}

bool svc_place_of(int fd, struct svc_place *place)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *place = (struct svc_place){ st.st_dev, st.st_ino, NULL };
    return true;
}

bool svc_place_same(const struct svc_place *a, const struct svc_place *b)
{
    return a->device == b->device && a->inode == b->inode && !a->name == !b->name &&
           (!a->name || strcmp(a->name, b->name) == 0);
}

void svc_place_free(struct svc_place *place)
{
    free(place->name);
    place->name = NULL;
}

static void keep(const struct svc_place *place, const char *what)
{
    if (svc_place_kept(place)) {
        free(place->name);
        return;
    }
    struct kept *one = svc_alloc(sizeof *one);
    *one = (struct kept){ *place, what, all };
    all = one;
}

void svc_place_keep(const char *path, const char *what)
{
    struct svc_place place;
    if (svc_place_find(path, &place))
        keep(&place, what);
}

void svc_place_keep_open(int fd, const char *what)
{
    struct svc_place place;
    if (svc_place_of(fd, &place))
        keep(&place, what);
}

const char *svc_place_kept(const struct svc_place *place)
{
    for (const struct kept *at = all; at; at = at->next)
        if (svc_place_same(&at->place, place))
            return at->what;
    return NULL;
}

int svc_place_standing(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return fd;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 || errno == ELOOP || errno == ENXIO)
        errno = EEXIST;
    return -1;
}
