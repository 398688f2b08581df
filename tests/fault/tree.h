/* tree: what stands in a folder, so that two of them can be compared, and copied. Lock files are
 * nothing: they are empty, and stay. */
#ifndef FAULT_TREE_H
#define FAULT_TREE_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/digest.h"
#include "svc/mem.h"

/* A step that must not fail, for then nothing would be told of the programs. */
static inline void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "fault: %s: %s\n", what, strerror(errno));
        exit(99);
    }
}

static inline bool is_lock(const char *path)
{
    size_t len = strlen(path);
    return len > 5 && strcmp(path + len - 5, ".lock") == 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st, (void)type, (void)walk;
    return remove(path);
}

static inline void tree_remove(const char *dir)
{
    must(access(dir, F_OK) != 0 || nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, dir);
}

static struct {
    const char *to;
    size_t skip;
} copying;

static int copy_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)walk;
    char *to = svc_format("%s%s", copying.to, path + copying.skip);
    if (type == FTW_D) {
        must(mkdir(to, st->st_mode & 07777) == 0, to);
    } else {
        int in = open(path, O_RDONLY | O_CLOEXEC);
        int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st->st_mode & 07777);
        must(in >= 0 && out >= 0, to);
        for (off_t left = st->st_size; left > 0;) {
            ssize_t n = sendfile(out, in, NULL, (size_t)left);
            must(n > 0, to);
            left -= n;
        }
        close(in);
        close(out);
    }
    free(to);
    return 0;
}

static inline void tree_copy(const char *from, const char *to)
{
    tree_remove(to);
    copying.to = to;
    copying.skip = strlen(from);
    must(nftw(from, copy_one, 16, FTW_PHYS) == 0, from);
}

/* -- what is there ------------------------------------------------------------------------ */

enum { TREE_FILES = 64 };

struct tree {
    struct tree_file {
        char *name; /* below the folder */
        unsigned char digest[SVC_DIGEST];
    } file[TREE_FILES];
    size_t count;
    unsigned char digest[SVC_DIGEST]; /* of all */
};

static struct tree *reading;
static size_t reading_skip;

static void digest_file(const char *path, unsigned char out[SVC_DIGEST])
{
    static char bytes[1 << 16];
    struct svc_digest digest;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    must(fd >= 0, path);
    svc_digest_begin(&digest);
    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        svc_digest_bytes(&digest, bytes, (size_t)n);
    must(n == 0, path);
    close(fd);
    svc_digest_end(&digest, out);
}

static int read_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)walk, (void)st;
    if (type == FTW_D || is_lock(path))
        return 0;
    must(reading->count < TREE_FILES, "too many files");
    struct tree_file *file = &reading->file[reading->count++];
    file->name = svc_strdup(path + reading_skip + 1);
    digest_file(path, file->digest);
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tree_file *)a)->name, ((const struct tree_file *)b)->name);
}

static inline void tree_read(const char *dir, struct tree *tree)
{
    struct svc_digest digest;
    *tree = (struct tree){ .count = 0 };
    reading = tree;
    reading_skip = strlen(dir);
    must(nftw(dir, read_one, 16, FTW_PHYS) == 0, dir);
    qsort(tree->file, tree->count, sizeof *tree->file, by_name);
    svc_digest_begin(&digest);
    for (size_t i = 0; i < tree->count; i++) {
        svc_digest_text(&digest, tree->file[i].name, strlen(tree->file[i].name));
        svc_digest_bytes(&digest, tree->file[i].digest, SVC_DIGEST);
    }
    svc_digest_end(&digest, tree->digest);
}

static inline void tree_free(struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        free(tree->file[i].name);
}

/* -- what stores hold --------------------------------------------------------------------- */

static void digest_rows(sqlite3 *db, const char *table, struct svc_digest *digest)
{
    sqlite3_stmt *q;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    must(sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    while (sqlite3_step(q) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(q); i++)
            svc_digest_text(digest, (const char *)sqlite3_column_text(q, i),
                            (size_t)sqlite3_column_bytes(q, i));
    sqlite3_finalize(q);
    sqlite3_free(sql);
}

/* A store's rows, table by table, without those of `except`; of another file its bytes. */
static inline void content(const char *path, const char *except, unsigned char out[SVC_DIGEST])
{
    struct svc_digest digest;
    sqlite3 *db;
    sqlite3_stmt *q;
    svc_digest_begin(&digest);
    must(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK, path);
    if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table'"
                               " AND ?1 NOT LIKE '%;' || name || ';%' ORDER BY name", -1, &q, NULL)) {
        sqlite3_close(db);
        digest_file(path, out);
        return;
    }
    sqlite3_bind_text(q, 1, except, -1, NULL);
    while (sqlite3_step(q) == SQLITE_ROW)
        digest_rows(db, (const char *)sqlite3_column_text(q, 0), &digest);
    sqlite3_finalize(q);
    sqlite3_close(db);
    svc_digest_end(&digest, out);
}

#endif
