#include "svc/litter.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "svc/mem.h"

enum { BOOT = 24, DAY = 24 * 60 * 60 };

/* The boot and the process numbers that are meant: 8 digits of its id, the namespace. */
static const char *boot(void)
{
    static char name[BOOT];
    struct stat numbers = { 0 };
    char id[9] = "00000000";
    if (*name)
        return name;
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (file && !fgets(id, sizeof id, file))
        memset(id, '0', sizeof id - 1);
    if (file)
        fclose(file);
    stat("/proc/self/ns/pid", &numbers);
    snprintf(name, sizeof name, "%.8s%08lx", id, (unsigned long)numbers.st_ino & 0xffffffffu);
    return name;
}

/* When the process began, in ticks since the boot; 0 when that cannot be told. */
static unsigned long long start_of(long pid)
{
    char path[64], text[1024];
    unsigned long long start = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    char *at = strrchr(text, ')'); /* its name may hold anything; field 22 is the 20th behind it */
    for (int field = 0; at && field < 20; field++)
        at = strchr(at + 1, ' ');
    if (at)
        start = strtoull(at + 1, NULL, 10);
    return start;
}

/* With its slash; "./" for a plain name. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? svc_strndup(path, (size_t)(slash - path) + 1) : svc_strdup("./");
}

char *svc_litter_name(const char *path, int n)
{
    char *folder = folder_of(path);
    char *name = svc_format("%s.svc-%s-%ld-%llu-%d", folder, boot(), (long)getpid(),
                            start_of((long)getpid()), n);
    free(folder);
    return name;
}

/* Whether the file with this name is left by a process that is gone. */
static bool is_left(const char *name, const struct stat *file)
{
    char of[BOOT];
    long pid;
    unsigned long long start;
    int n, end = 0;
    if (sscanf(name, ".svc-%16[0-9a-f]-%ld-%llu-%d%n", of, &pid, &start, &n, &end) != 4 ||
        strlen(of) != strlen(boot()) || !S_ISREG(file->st_mode) || pid <= 0)
        return false;
    if (strcmp(of, boot()) != 0)
        return time(NULL) - file->st_mtime > DAY;
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
        return true;
    unsigned long long now = start_of(pid);
    return start != 0 && now != 0 && now != start;
}

void svc_litter_sweep(const char *path)
{
    char *folder = folder_of(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct stat st;
    for (const struct dirent *file; dir && (file = readdir(dir));)
        if (strncmp(file->d_name, ".svc-", 5) == 0 &&
            fstatat(fd, file->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && is_left(file->d_name, &st))
            unlinkat(fd, file->d_name, 0);
    if (dir)
        closedir(dir);
    free(folder);
}
