/* What SQLite's result codes mean to a user. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sqlite.h"
#include "svc/lang.h"

/* SQLite tells the constraint only in its message. */
static void name_constraint(const char *message, int rc, struct svc_db_error *error)
{
    static const struct {
        const char *starts, *called;
    } kinds[] = {
        {"CHECK constraint failed: ", ""},
        {"UNIQUE constraint failed: ", "UNIQUE "},
        {"NOT NULL constraint failed: ", "NOT NULL "},
        {"FOREIGN KEY constraint failed", "FOREIGN KEY"},
    };
    size_t size = sizeof error->constraint;
    snprintf(error->constraint, size, "%s", message); /* a trigger's own words */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && rc != SQLITE_CONSTRAINT_TRIGGER; i++) {
        size_t len = strlen(kinds[i].starts);
        if (strncmp(message, kinds[i].starts, len) == 0)
            snprintf(error->constraint, size, "%s%s", kinds[i].called, message + len);
    }
    error->code = SVC_REFUSED;
    snprintf(error->text, sizeof error->text, _("refused by the store: %s"), error->constraint);
}

bool svc_sqlite_is_lost(const struct svc_sqlite *conn, struct svc_db_error *error)
{
    return !conn->writing && svc_sqlite_lost(conn->db) && !svc_sqlite_explain(conn, SQLITE_IOERR, NULL, error);
}

bool svc_sqlite_explain(const struct svc_sqlite *conn, int rc, const char *sql,
                        struct svc_db_error *error)
{
    const char *why = sqlite3_errmsg(conn->db);
    int system = (rc & 0xff) == SQLITE_CANTOPEN ? svc_sqlite_open_error()
                                                : sqlite3_system_errno(conn->db);
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        name_constraint(why, rc, error);
        return false;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return svc_engine_error(error, SVC_BUSY, "the store is busy\ntry again");
    case SQLITE_FULL:
        return svc_engine_error(error, SVC_IO, "no space left for the store \"%s\"", conn->path);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        if (svc_sqlite_lost(conn->db))
            return svc_engine_error(error, SVC_BUSY, "the store \"%s\" was changed while it was read, and what it"
                                    " was could not be kept\nrun this again; only these programs may write, and"
                                    " the disk needs some room", conn->path);
        return svc_engine_error(error, SVC_IO, "cannot read or write the store \"%s\": %s%s%s",
                                conn->path, why, system ? ": " : "",
                                system ? svc_lang_error(system) : "");
    case SQLITE_NOMEM:
        return svc_engine_error(error, SVC_IO, "out of memory");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        if (system == EIO) /* the disk, not what is on it */
            return svc_engine_error(error, SVC_IO, "cannot read the store \"%s\": %s", conn->path,
                                    svc_lang_error(system));
        return svc_engine_error(error, SVC_CONFIG,
                                "the store \"%s\" is damaged: %s\nrestore a backup", conn->path,
                                why);
    case SQLITE_READONLY:
        if (rc == SQLITE_READONLY_DBMOVED)
            return svc_engine_error(error, SVC_BUSY, "the store \"%s\" was replaced meanwhile\n"
                                                     "try again", conn->path);
        return svc_engine_error(error, SVC_CONFIG, "the store \"%s\" cannot be written",
                                conn->path);
    default:
        return svc_engine_error(error, SVC_BUG, "the store does not understand: %s%s%s", why,
                                sql ? ": " : "", sql ? sql : "");
    }
}
