#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "sqlite.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* Where locks or fsync are known not to hold, or depend on a program nobody here knows. */
static const struct {
    uint32_t magic;
    const char *name;
    bool trustable;
} file_systems[] = {
    {0x6969, "NFS", false},        {0x517b, "SMB", false},        {0xff534d42, "CIFS", false},
    {0xfe534d42, "SMB2", false},   {0x00c36400, "Ceph", false},   {0x5346414f, "AFS", false},
    {0x6b414653, "AFS", false},    {0x73757245, "Coda", false},   {0x65735546, "FUSE", true},
    {0x01021997, "9p", true},
};

static bool trust_all;

void svc_db_trust_filesystem(bool on)
{
    trust_all = on;
}

static bool refuse_missing(const char *path, struct svc_db_error *error)
{
    return svc_engine_error(error, SVC_CONFIG, "no store at \"%s\"\nrun svc-admin init first",
                            path);
}

static bool refuse_unreachable(const char *path, struct svc_db_error *error)
{
    return svc_engine_error(error, SVC_CONFIG, "cannot reach \"%s\": %s", path, svc_lang_error(errno));
}

/* The directories that lead to `path`, each 0700. */
static bool make_directories(const char *path, struct svc_db_error *error)
{
    char *copy = svc_strdup(path);
    bool made = true;
    for (char *slash = strchr(copy + 1, '/'); slash && made; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        made = mkdir(copy, 0700) == 0 || errno == EEXIST;
        if (!made)
            svc_engine_error(error, SVC_CONFIG, "cannot make directory \"%s\": %s", copy,
                             svc_lang_error(errno));
        *slash = '/';
    }
    free(copy);
    return made;
}

/* Splits `where` into its real directory and the absolute path of the file in it. */
static bool resolve(const char *where, char **dir, char **path, struct svc_db_error *error)
{
    const char *slash = strrchr(where, '/');
    const char *name = slash ? slash + 1 : where;
    char *above = slash ? svc_strndup(where, (size_t)(slash - where) + 1) : svc_strdup(".");
    *dir = realpath(above, NULL);
    free(above);
    if (!*dir)
        return errno == ENOENT ? refuse_missing(where, error) : refuse_unreachable(where, error);
    *path = svc_format("%s/%s", strcmp(*dir, "/") == 0 ? "" : *dir, name);
    return true;
}

static bool check_directory(const char *dir, struct svc_db_error *error)
{
    struct stat st;
    if (stat(dir, &st) != 0)
        return refuse_unreachable(dir, error);
    if (st.st_uid != geteuid())
        return svc_engine_error(error, SVC_CONFIG,
                                "directory \"%s\" belongs to another user\n"
                                "keep the store in a directory of your own", dir);
    if ((st.st_mode & (S_IWGRP | S_IWOTH)) && (st.st_mode & S_ISVTX))
        return svc_engine_error(error, SVC_CONFIG,
                                "directory \"%s\" is everybody's\n"
                                "keep the store in a directory of your own", dir);
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        return svc_engine_error(error, SVC_CONFIG,
                                "directory \"%s\" can be written by others\nrun chmod go-w %s",
                                dir, dir);
    return true;
}

/* lstat and no descriptor: closing one would drop every lock this process has on the file. The
 * directory is ours alone, so nobody can change the file under the name between check and open. */
static bool check_file(const char *path, struct svc_db_error *error)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? refuse_missing(path, error) : refuse_unreachable(path, error);
    if (S_ISLNK(st.st_mode))
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is a symbolic link\nname the store's file itself", path);
    if (!S_ISREG(st.st_mode))
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is not a regular file\nname the store's file", path);
    if (st.st_nlink != 1)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" has a second name (a hard link)\nremove the other name",
                                path);
    if (st.st_uid != geteuid())
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" belongs to another user\nrun this as the store's owner",
                                path);
    if ((st.st_mode & 07777) != 0600)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" has mode %04o, not 0600\nrun chmod 600 %s", path,
                                (unsigned)(st.st_mode & 07777), path);
    return true;
}

bool svc_sqlite_file_system(struct svc_sqlite *conn, const char *at, uint32_t type,
                            struct svc_db_error *error)
{
    for (size_t i = 0; i < sizeof file_systems / sizeof *file_systems; i++) {
        if (file_systems[i].magic != type)
            continue;
        if (!file_systems[i].trustable)
            return svc_engine_error(error, SVC_CONFIG,
                                    "\"%s\" is on %s, where locks do not hold\n"
                                    "keep the store on a local disk", at, file_systems[i].name);
        conn->doubt = file_systems[i].name;
    }
    return true;
}

static bool check_file_system(struct svc_sqlite *conn, const char *at, struct svc_db_error *error)
{
    struct statfs fs;
    if (statfs(at, &fs) != 0)
        return refuse_unreachable(at, error);
    return svc_sqlite_file_system(conn, at, (uint32_t)fs.f_type, error);
}

/* Exclusively and with its final mode, whatever the umask. */
static bool make_file(const char *path, struct svc_db_error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" exists already\n"
                                "name another file; nothing is ever overwritten", path);
    if (fd < 0 || fchmod(fd, 0600) != 0) {
        int why = errno;
        if (fd >= 0)
            close(fd);
        return svc_engine_error(error, SVC_CONFIG, "cannot make \"%s\": %s", path, svc_lang_error(why));
    }
    close(fd);
    return true;
}

bool svc_sqlite_trusted(const struct svc_sqlite *conn, const char *mode, const char *trust,
                        struct svc_db_error *error)
{
    if (conn->doubt && !trust_all && !(trust && strcmp(trust, "1") == 0))
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is on %s, whose locks are unknown\n"
                                "keep the store on a local disk, or see "
                                "svc-admin init --trust-filesystem", conn->path, conn->doubt);
    if (mode && strcmp(mode, "host") == 0) {
        char *dir = svc_strndup(conn->path, (size_t)(strrchr(conn->path, '/') - conn->path));
        struct stat st;
        bool closed = stat(*dir ? dir : "/", &st) == 0 && (st.st_mode & 07777) == 0700;
        if (!closed)
            svc_engine_error(error, SVC_CONFIG,
                             "directory \"%s\" of a host's store is open to others\n"
                             "run chmod 700 %s", dir, dir);
        free(dir);
        return closed;
    }
    return true;
}

bool svc_sqlite_find(struct svc_sqlite *conn, const char *where, enum svc_db_use use,
                     struct svc_db_error *error)
{
    size_t len = strlen(where);
    if (strncmp(where, "file:", 5) == 0)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is a URI, not a path\ngive the path of the file", where);
    if (len == 0 || where[len - 1] == '/')
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is not a path of a file\ngive the path of the store",
                                where);
    bool create = use == SVC_DB_CREATE;
    if (create && !make_directories(where, error))
        return false;
    char *dir = NULL;
    bool good = resolve(where, &dir, &conn->path, error) && check_directory(dir, error) &&
                (create || check_file(conn->path, error)) &&
                check_file_system(conn, create ? dir : conn->path, error) &&
                (!create || svc_sqlite_trusted(conn, NULL, NULL, error));
    free(dir);
    if (good && create)
        conn->making = good = make_file(conn->path, error);
    return good;
}
