/* A store copied whole while others go on reading it: into a file, or for this process alone. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sqlite.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* VACUUM INTO attaches the file it fills, and is no writing of the store itself: attaching and
 * query_only are opened for it alone. */
static int vacuum_into(const struct svc_sqlite *conn, const char *path)
{
    char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
    if (!sql)
        return SQLITE_NOMEM;
    sqlite3_limit(conn->db, SQLITE_LIMIT_ATTACHED, 1);
    if (conn->reading)
        svc_sqlite_set(conn->db, "query_only", "OFF", "0");
    int rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
    if (conn->reading)
        svc_sqlite_set(conn->db, "query_only", "ON", "1");
    sqlite3_limit(conn->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_free(sql);
    return rc;
}

/* The engine has let go of the file, so a descriptor of our own drops none of its locks. */
static bool to_disk(const char *path, struct svc_db_error *error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return good || svc_sqlite_error(error, SVC_IO, "cannot write \"%s\": %s", path,
                                    svc_lang_error(why));
}

bool svc_sqlite_copy(void *handle, const char *path, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle, to = { .lock = -1 };
    bool good = svc_sqlite_find(&to, path, SVC_DB_CREATE, error);
    if (good) {
        int rc = vacuum_into(conn, to.path);
        to.db = conn->db;
        good = rc == SQLITE_OK ? to_disk(to.path, error)
                               : svc_sqlite_explain(&to, rc, NULL, error);
        if (!good)
            unlink(to.path);
    }
    free(to.path);
    return good;
}

/* The snapshot that the reader is in; or the newest, in portions between which writers come in. The
 * engine begins anew when one has: where it never ends so, the rest is taken at once. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    enum { PORTION = 1024, TIMES = 8 }; /* of 16 KiB, some hundredths of a second */
    int rc, steps = 0, most = sqlite3_get_autocommit(from) ? 1 : 0;
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy)
        return sqlite3_extended_errcode(to);
    while ((rc = sqlite3_backup_step(copy, steps < most ? PORTION : -1)) == SQLITE_OK)
        if (steps++ == 0)
            most = TIMES * (1 + sqlite3_backup_pagecount(copy) / PORTION);
    return sqlite3_backup_finish(copy);
}

/* A database without a name lies in a file that the engine unlinks as it makes it, beside the store
 * (keep_temporaries_beside), and in memory as far as its cache goes. */
void *svc_sqlite_twin(void *handle, struct svc_db_error *error)
{
    const struct svc_sqlite *from = handle;
    struct svc_sqlite *conn = svc_alloc(sizeof *conn);
    *conn = (struct svc_sqlite){ .lock = -1, .scratch = true, .path = svc_strdup(from->path) };
    int rc = sqlite3_open_v2("", &conn->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (rc == SQLITE_OK && svc_sqlite_protect(conn->db, error)) {
        sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
        svc_sqlite_cache(conn->db, SVC_SQLITE_CACHE_BULK);
        rc = copy_pages(from->db, conn->db);
        if (rc == SQLITE_OK)
            return svc_sqlite_finish(conn);
    }
    if (rc != SQLITE_OK)
        svc_sqlite_explain(conn, rc, NULL, error);
    svc_sqlite_close(conn);
    return NULL;
}
