/* A store copied whole while others go on with it: into a file, or for this process alone. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sqlite.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

/* The engine has let go of the file, so a descriptor of our own drops none of its locks. */
bool svc_sqlite_to_disk(const char *path, struct svc_db_error *error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return good || svc_engine_error(error, SVC_IO, "cannot write \"%s\": %s", path,
                                    svc_lang_error(why));
}

/* One snapshot: the reader's, or the newest. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy)
        return sqlite3_extended_errcode(to);
    sqlite3_backup_step(copy, -1);
    return sqlite3_backup_finish(copy);
}

/* Until it has its name a copy is nobody's, so that no journal stands beside it and only its end is waited for.
 * Pages that hold nothing are copied, too: they are empty, since deletions are overwritten. */
static int fill(sqlite3 *from, struct svc_sqlite *to)
{
    int rc = sqlite3_open_v2(to->path, &to->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return rc == SQLITE_OK ? copy_pages(from, to->db) : rc;
}

bool svc_sqlite_copy(void *handle, const char *path, struct svc_db_error *error)
{
    struct svc_sqlite *conn = handle, to = { .lock = -1 };
    bool good = svc_sqlite_find(&to, path, SVC_DB_CREATE, error);
    if (good) {
        int rc = fill(conn->db, &to);
        good = rc == SQLITE_OK || svc_sqlite_explain(svc_sqlite_lost(conn->db) ? conn : &to, rc, NULL, error);
        sqlite3_close(to.db);
        good = good && !svc_sqlite_is_lost(conn, error) && svc_sqlite_to_disk(to.path, error);
        if (!good)
            unlink(to.path);
    }
    free(to.path);
    return good;
}

/* A database without a name lies in a file that the engine unlinks as it makes it, beside the store
 * (keep_temporaries_beside) or where temporary files are, and in memory as far as its cache goes. */
static struct svc_sqlite *open_private(char *path, const char *name, struct svc_db_error *error)
{
    struct svc_sqlite *conn = svc_alloc(sizeof *conn);
    *conn = (struct svc_sqlite){ .lock = -1, .scratch = true, .path = path };
    int rc = sqlite3_open_v2(name, &conn->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, NULL);
    if (rc != SQLITE_OK)
        svc_sqlite_explain(conn, rc, NULL, error);
    else if (svc_sqlite_protect(conn->db, error)) {
        sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
        svc_sqlite_cache(conn->db, SVC_SQLITE_CACHE_BULK);
        return conn;
    }
    svc_sqlite_close(conn);
    return NULL;
}

void *svc_sqlite_twin(void *handle, struct svc_db_error *error)
{
    const struct svc_sqlite *from = handle;
    struct svc_sqlite *conn = open_private(svc_strdup(from->path), "", error);
    int rc = conn ? copy_pages(from->db, conn->db) : SQLITE_OK;
    if (conn && rc == SQLITE_OK && !svc_sqlite_is_lost(from, error))
        return svc_sqlite_finish(conn);
    if (rc != SQLITE_OK)
        svc_sqlite_explain(svc_sqlite_lost(from->db) ? from : conn, rc, NULL, error);
    if (conn)
        svc_sqlite_close(conn);
    return NULL;
}

/* The file is nobody's until it has its name, as above. */
void *svc_sqlite_blank(const char *path, struct svc_db_error *error)
{
    struct svc_sqlite place = { .lock = -1 };
    svc_sqlite_start(svc_temporary_folder());
    if (path && !svc_sqlite_find(&place, path, SVC_DB_CREATE, error)) {
        free(place.path);
        return NULL;
    }
    char *name = place.path ? place.path : svc_strdup("");
    struct svc_sqlite *conn = open_private(name, name, error);
    if (!conn)
        return NULL;
    conn->making = path != NULL;
    sqlite3_exec(conn->db, "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return svc_sqlite_finish(conn);
}
