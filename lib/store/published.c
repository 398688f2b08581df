#include "svc/published.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "query.h"
#include "sqlite.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* `svcv`, at its place in the file's header. */
enum { MARK_AT = 68, MARK_LEN = 4 };
static const char mark[] = "svcv";

struct svc_published {
    sqlite3 *db;
    sqlite3_stmt *insert;
    char *path;
};

static void check(const struct svc_published *to, int rc)
{
    if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
        svc_die(SVC_IO, "cannot write \"%s\": %s", to->path, sqlite3_errmsg(to->db));
}

void svc_published_script(struct svc_published *to, const char *sql)
{
    check(to, sqlite3_exec(to->db, sql, NULL, NULL, NULL));
}

/* Nobody has its name yet, so that no journal is needed. */
struct svc_published *svc_published_open(const char *path)
{
    struct svc_published *to = svc_alloc(sizeof *to);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    to->path = svc_strdup(path);
    if (fd < 0)
        svc_die(SVC_IO, "cannot write \"%s\": %s", path, svc_lang_error(errno));
    close(fd);
    check(to, sqlite3_open_v2(path, &to->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL));
    svc_published_script(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x73766376;"
                             " BEGIN");
    return to;
}

void svc_published_into(struct svc_published *to, const char *insert)
{
    sqlite3_finalize(to->insert);
    to->insert = NULL;
    check(to, sqlite3_prepare_v2(to->db, insert, -1, &to->insert, NULL));
}

void svc_published_text(struct svc_published *to, int at, const char *text, size_t len)
{
    check(to, sqlite3_bind_text64(to->insert, at, text, len, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void svc_published_int(struct svc_published *to, int at, int64_t number)
{
    check(to, sqlite3_bind_int64(to->insert, at, number));
}

void svc_published_row(struct svc_published *to)
{
    check(to, sqlite3_step(to->insert));
    check(to, sqlite3_reset(to->insert));
    sqlite3_clear_bindings(to->insert);
}

void svc_published_close(struct svc_published *to)
{
    sqlite3_finalize(to->insert);
    svc_published_script(to, "COMMIT");
    check(to, sqlite3_close(to->db));
    struct svc_db_error error;
    if (!svc_sqlite_to_disk(to->path, &error))
        svc_db_give_up(NULL, &error);
    free(to->path);
    free(to);
}

bool svc_published_is(const char *path)
{
    char found[MARK_LEN];
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool is = fd >= 0 && pread(fd, found, sizeof found, MARK_AT) == MARK_LEN && memcmp(found, mark, MARK_LEN) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}
