/* store: what the tests of the store share: a directory of their own, children whose exit code
 * and messages are looked at, and SQLite by hand for what the tools would never do. */
#ifndef TEST_STORE_H
#define TEST_STORE_H

#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/db.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/migrate.h"
#include "tap.h"

static char home[512];
static pid_t home_owner;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

static void remove_home(void)
{
    if (getpid() == home_owner)
        nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A fresh directory, mode 0700, gone at the end; the tests stand in it. */
static inline void make_home(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(home, sizeof home, "%s/svc-test.XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(home) || chdir(home) != 0 || !getcwd(home, sizeof home)) {
        perror(home);
        exit(1);
    }
    home_owner = getpid();
    atexit(remove_home);
}

struct child {
    pid_t pid;
    int err; /* the reading end of its stderr */
};

struct outcome {
    int code;   /* exit code, -1 for a signal */
    char err[4096];
};

/* Runs `run` in a child, which exits with 0 when it returns. No store may be open here. */
static inline struct child start_child(void (*run)(const char *arg), const char *arg)
{
    struct child child;
    int ends[2];
    fflush(NULL);
    if (pipe2(ends, O_CLOEXEC) != 0)
        exit(1);
    child.err = ends[0];
    child.pid = fork();
    if (child.pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        run(arg);
        exit(0);
    }
    close(ends[1]);
    return child;
}

static inline struct outcome end_child(struct child child)
{
    struct outcome out = { 0 };
    size_t len = 0;
    ssize_t got;
    int status;
    while (len + 1 < sizeof out.err &&
           (got = read(child.err, out.err + len, sizeof out.err - 1 - len)) > 0)
        len += (size_t)got;
    close(child.err);
    waitpid(child.pid, &status, 0);
    out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

static inline struct outcome in_child(void (*run)(const char *arg), const char *arg)
{
    return end_child(start_child(run, arg));
}

/* One test: the child ends with `code` and says `words`. */
static inline void dies(void (*run)(const char *arg), const char *arg, int code, const char *words,
                        const char *name)
{
    struct outcome out = in_child(run, arg);
    if (!ok(out.code == code && strstr(out.err, words), "%s", name))
        fprintf(stderr, "#   exit %d, want %d; said: %s#   want: %s\n", out.code, code, out.err,
                words);
}

/* A step of the preparation. */
static inline void must(int result)
{
    if (result != 0) {
        perror("preparing a test");
        exit(1);
    }
}

/* SQL by hand, around every protection. */
static inline void by_hand(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, sql, NULL, NULL, &why)) {
        fprintf(stderr, "# by hand: %s: %s\n", sql, why ? why : sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_close(db);
}

static inline void make_store(const char *path)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_CREATE);
    svc_migrate(db);
    svc_db_close(db);
}

static inline int64_t count_in(const char *path, const char *sql)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_READ);
    int64_t n = svc_one_int(db, -1, sql, NULL);
    svc_db_close(db);
    return n;
}

static inline bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

#endif
