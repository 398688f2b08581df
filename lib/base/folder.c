#include "svc/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"

bool svc_folder_list(int fd, struct svc_buf *out)
{
    DIR *dir = fdopendir(fd);
    const struct dirent *entry;
    if (!dir)
        return false;
    while ((errno = 0, entry = readdir(dir)))
        svc_buf_add(out, entry->d_name, strlen(entry->d_name) + 1);
    int error = errno;
    closedir(dir);
    errno = error;
    return error == 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **svc_folder_names(const struct svc_buf *list, const char *end)
{
    size_t count = 0, cut = strlen(end);
    char **names = svc_grow(NULL, 0, sizeof *names);
    for (size_t at = 0, len; at < list->len; at += len + 1) {
        const char *name = list->data + at;
        len = strlen(name);
        if (len <= cut || strcmp(name + len - cut, end) != 0)
            continue;
        names[count++] = svc_strndup(name, len - cut);
        names = svc_grow(names, count, sizeof *names);
    }
    names[count] = NULL;
    qsort(names, count, sizeof *names, by_text);
    return names;
}
