#include "svc/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/mem.h"
#include "svc/spool.h"

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

/* -- one that is made whole --------------------------------------------------------------- */

struct svc_folder {
    char *name, *beside;     /* in the folder that both are in */
    int in, was, is;         /* that one; the folder of before, -1: none; the one that is built */
    struct svc_buf room;     /* for a file of before */
};

static void remove_files(int in, const char *name)
{
    int fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct svc_buf list = { 0 };
    int kept = fd < 0 ? -1 : dup(fd);
    if (kept >= 0 && svc_folder_list(kept, &list))
        for (const char *file = svc_buf_text(&list); file < list.data + list.len; file += strlen(file) + 1)
            unlinkat(fd, file, 0);
    if (fd >= 0)
        close(fd);
    svc_buf_free(&list);
    unlinkat(in, name, AT_REMOVEDIR);
}

/* Parts the path into the folder that it is in, opened and locked, and its name there. */
static bool find_place(struct svc_folder *folder, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    char *whole = svc_strndup(path, len), *slash = strrchr(whole, '/');
    folder->name = svc_strdup(slash ? slash + 1 : whole);
    if (slash)
        slash[slash == whole] = '\0';
    folder->in = open(slash ? whole : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(whole);
    if (!*folder->name || strcmp(folder->name, ".") == 0 || strcmp(folder->name, "..") == 0)
        errno = EINVAL;
    else if (folder->in >= 0 && (flock(folder->in, LOCK_EX) == 0 || errno == ENOLCK || errno == EOPNOTSUPP))
        return true;
    return false;
}

/* A folder is replaced file by file: one that holds anything else is somebody's. */
static bool has_files_alone(int fd, const struct svc_buf *list)
{
    struct stat st;
    for (const char *name = svc_buf_text(list); name < list->data + list->len; name += strlen(name) + 1)
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
            (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || S_ISDIR(st.st_mode)))
            return false;
    return true;
}

/* Nothing has the name, or an empty folder, or one with the mark and files alone. */
static bool find_before(struct svc_folder *folder, const char *mark)
{
    struct svc_buf list = { 0 };
    struct stat st;
    folder->was = openat(folder->in, folder->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->was < 0 && errno == ENOENT)
        return true;
    int kept = folder->was < 0 ? -1 : dup(folder->was);
    bool good = kept >= 0 && svc_folder_list(kept, &list);
    bool empty = good && list.len == strlen(".") + strlen("..") + 2;
    bool files = good && has_files_alone(folder->was, &list);
    svc_buf_free(&list);
    if (!good && errno != ENOTDIR && errno != ELOOP)
        return false;
    if (good && files && (empty || fstatat(folder->was, mark, &st, AT_SYMLINK_NOFOLLOW) == 0))
        return true;
    errno = EEXIST;
    return false;
}

static void let_go(struct svc_folder *folder)
{
    const int fds[] = { folder->is, folder->was, folder->in };
    int error = errno;
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    svc_buf_free(&folder->room);
    free(folder->name);
    free(folder->beside);
    free(folder);
    errno = error;
}

struct svc_folder *svc_folder_begin(const char *path, const char *mark)
{
    struct svc_folder *folder = svc_alloc(sizeof *folder);
    *folder = (struct svc_folder){ .in = -1, .was = -1, .is = -1 };
    bool good = find_place(folder, path) && find_before(folder, mark);
    if (good) {
        folder->beside = svc_format(".svc-%s", folder->name);
        remove_files(folder->in, folder->beside);
        good = mkdirat(folder->in, folder->beside, 0700) == 0 &&
               (folder->is = openat(folder->in, folder->beside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) >= 0;
    }
    if (!good) {
        let_go(folder);
        return NULL;
    }
    return folder;
}

/* Whether the folder of before has a file of that name that says the same. */
static bool stands(struct svc_folder *folder, const char *name, const char *bytes, size_t len)
{
    struct stat st;
    int fd = folder->was < 0 ? -1 : openat(folder->was, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool same = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 0777) == 0600 &&
                (size_t)st.st_size == len;
    svc_buf_clear(&folder->room);
    if (same) {
        char *room = svc_buf_reserve(&folder->room, len + 1);
        same = read(fd, room, len + 1) == (ssize_t)len && memcmp(room, bytes, len) == 0;
    }
    if (fd >= 0)
        close(fd);
    return same;
}

bool svc_folder_put(struct svc_folder *folder, const char *name, const char *bytes, size_t len)
{
    if (stands(folder, name, bytes, len) && linkat(folder->was, name, folder->is, name, 0) == 0)
        return true;
    int fd = openat(folder->is, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = fd >= 0 && svc_write_all(fd, bytes, len);
    return fd >= 0 && (close(fd) == 0) & good;
}

static bool take_place(struct svc_folder *folder)
{
    return renameat2(folder->in, folder->beside, folder->in, folder->name,
                     folder->was < 0 ? RENAME_NOREPLACE : RENAME_EXCHANGE) == 0;
}

bool svc_folder_end(struct svc_folder *folder)
{
    if (syncfs(folder->is) != 0 || !take_place(folder)) {
        svc_folder_drop(folder);
        return false;
    }
    if (folder->was >= 0)
        remove_files(folder->in, folder->beside);
    fsync(folder->in);
    let_go(folder);
    return true;
}

void svc_folder_drop(struct svc_folder *folder)
{
    int error = errno;
    remove_files(folder->in, folder->beside);
    errno = error;
    let_go(folder);
}
