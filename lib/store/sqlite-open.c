#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "sqlite.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { BUSY_MS = 30000 };

/* Every setting is read back: a library built otherwise must not go unnoticed. */
static const struct {
    int option, value;
    const char *name;
} options[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1, "defensive"},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, "trusted_schema"},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, "load_extension"},
    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, "fts3_tokenizer"},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, "writable_schema"},
    {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0, "legacy_alter_table"},
    {SQLITE_DBCONFIG_DQS_DML, 0, "dqs_dml"},
    {SQLITE_DBCONFIG_DQS_DDL, 0, "dqs_ddl"},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1, "foreign_keys"},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, "triggers"},
};

/* Enough for records of 1 MiB and hand-written SQL, far from what hurts. */
static const struct {
    int limit, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 8 << 20},         {SQLITE_LIMIT_SQL_LENGTH, 256 << 10},
    {SQLITE_LIMIT_COLUMN, 250},             {SQLITE_LIMIT_EXPR_DEPTH, 250},
    {SQLITE_LIMIT_COMPOUND_SELECT, 100},    {SQLITE_LIMIT_VDBE_OP, 250000},
    {SQLITE_LIMIT_FUNCTION_ARG, 32},        {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 4096}, {SQLITE_LIMIT_VARIABLE_NUMBER, SVC_BOUND_MOST},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 16},       {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct pragma {
    const char *name, *value, *expected;
} pragmas[] = {
    {"cell_size_check", "ON", "1"},
    {"journal_mode", "DELETE", "delete"},
    {"synchronous", "EXTRA", "3"},
    {"recursive_triggers", "ON", "1"},
    {"ignore_check_constraints", "OFF", "0"},
    {"secure_delete", "ON", "1"},
    {"temp_store", "FILE", "1"},
    {"mmap_size", "0", "0"},
    {"locking_mode", "NORMAL", "normal"},
};

/* The first value of a statement's first row, NULL when there is none; `*rc` says why. */
static char *value_of(sqlite3 *db, const char *sql, int *rc)
{
    sqlite3_stmt *stmt = NULL;
    char *value = NULL;
    *rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (*rc == SQLITE_OK && (*rc = sqlite3_step(stmt)) == SQLITE_ROW)
        value = svc_strdup((const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return value;
}

bool svc_sqlite_set(sqlite3 *db, const char *name, const char *value, const char *expected)
{
    int rc;
    char *set = svc_format("PRAGMA %s = %s", name, value);
    char *get = svc_format("PRAGMA %s", name);
    free(value_of(db, set, &rc));
    char *now = value_of(db, get, &rc);
    bool same = now && strcmp(now, expected) == 0;
    free(set);
    free(get);
    free(now);
    return same;
}

bool svc_sqlite_cache(sqlite3 *db, int kib)
{
    char size[16];
    snprintf(size, sizeof size, "-%d", kib);
    return svc_sqlite_set(db, "cache_size", size, size);
}

static bool refuse_setting(const char *name, struct svc_db_error *error)
{
    return svc_engine_error(error, SVC_CONFIG,
                            "this SQLite library (%s) does not take the setting %s\n"
                            "install the SQLite library of the system", sqlite3_libversion(), name);
}

/* What protects against a hostile file comes before anything is read from it. */
bool svc_sqlite_protect(sqlite3 *db, struct svc_db_error *error)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        int now = -1;
        if (sqlite3_db_config(db, options[i].option, options[i].value, &now) != SQLITE_OK ||
            now != options[i].value)
            return refuse_setting(options[i].name, error);
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        sqlite3_limit(db, limits[i].limit, limits[i].value);
        if (sqlite3_limit(db, limits[i].limit, -1) != limits[i].value)
            return refuse_setting("limit", error);
    }
    return true;
}

/* Is the file a store of ours? The first look into it: a hot journal is rolled back here. */
static bool identify(const struct svc_sqlite *conn, struct svc_db_error *error)
{
    int rc;
    char *id = value_of(conn->db, "PRAGMA application_id", &rc);
    bool ours = id && strtol(id, NULL, 10) == SVC_SQLITE_APPLICATION;
    free(id);
    if (ours)
        return true;
    if (rc != SQLITE_ROW && (rc & 0xff) != SQLITE_NOTADB)
        return svc_sqlite_explain(conn, rc, NULL, error);
    char *pages = value_of(conn->db, "PRAGMA page_count", &rc);
    bool empty = pages && strcmp(pages, "0") == 0;
    free(pages);
    if (empty)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" is empty: nobody finished making it\n"
                                "remove it and run svc-admin init", conn->path);
    return svc_engine_error(error, SVC_CONFIG,
                            "\"%s\" is not a store of svc\nname another file, or see SVC_DB",
                            conn->path);
}

static bool set_up(const struct svc_sqlite *conn, enum svc_db_use use, struct svc_db_error *error)
{
    sqlite3 *db = conn->db;
    if (use == SVC_DB_CREATE && !svc_sqlite_set(db, "page_size", "16384", "16384"))
        return refuse_setting("page_size", error);
    if (use == SVC_DB_CREATE && !svc_sqlite_set(db, "auto_vacuum", "NONE", "0"))
        return refuse_setting("auto_vacuum", error);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        const struct pragma *p = &pragmas[i];
        if (svc_sqlite_set(db, p->name, p->value, p->expected))
            continue;
        int rc = sqlite3_extended_errcode(db);
        if ((rc & 0xff) == SQLITE_OK || (rc & 0xff) == SQLITE_DONE || (rc & 0xff) == SQLITE_ROW)
            return refuse_setting(p->name, error);
        return svc_sqlite_explain(conn, rc, NULL, error);
    }
    if (!svc_sqlite_cache(db, use == SVC_DB_READ ? SVC_SQLITE_CACHE_READ : SVC_SQLITE_CACHE))
        return refuse_setting("cache_size", error);
    if (use == SVC_DB_READ && !svc_sqlite_set(db, "query_only", "ON", "1"))
        return refuse_setting("query_only", error);
    return true;
}

/* The file could only be opened for reading: right for a reader where nothing can be written and
 * no journal waits to be rolled back, wrong anywhere else. */
static bool check_read_only(const struct svc_sqlite *conn, enum svc_db_use use,
                            struct svc_db_error *error)
{
    struct statvfs fs;
    if (sqlite3_db_readonly(conn->db, "main") == 0)
        return true;
    bool fixed = statvfs(conn->path, &fs) == 0 && (fs.f_flag & ST_RDONLY);
    if (use != SVC_DB_READ || !fixed)
        return fixed ? svc_engine_error(error, SVC_CONFIG, "\"%s\" cannot be written: its file system is"
                                        " read-only", conn->path)
                     : svc_engine_error(error, SVC_CONFIG, "\"%s\" cannot be written", conn->path);
    char *journal = svc_format("%s-journal", conn->path);
    bool hot = access(journal, F_OK) == 0;
    free(journal);
    if (hot)
        return svc_engine_error(error, SVC_CONFIG,
                                "\"%s\" was cut off while writing and its file system is "
                                "read-only\nmount it for writing once", conn->path);
    return true;
}

/* SQLite's temporary files hold records: they belong beside the store, not into /tmp. */
static void keep_temporaries_beside(const char *path)
{
    int len = (int)(strrchr(path, '/') - path);
    sqlite3_free(sqlite3_temp_directory);
    sqlite3_temp_directory = sqlite3_mprintf("%.*s", len > 0 ? len : 1, path);
}

static int trace(unsigned what, void *ctx, void *stmt, void *sql)
{
    (void)what;
    (void)ctx;
    (void)sql;
    char *text = sqlite3_expanded_sql(stmt);
    char *line = svc_format("%s\n", text ? text : sqlite3_sql(stmt));
    svc_err_write(line, strlen(line));
    free(line);
    sqlite3_free(text);
    return 0;
}

/* What a statement took, when it has run: the same everywhere, whatever else the machine does. */
static int trace_steps(unsigned what, void *ctx, void *stmt, void *detail)
{
    if (what == SQLITE_TRACE_STMT)
        return trace(what, ctx, stmt, detail);
    char *line = svc_format("-- %d steps, %d rows scanned\n",
                            sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1),
                            sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1));
    svc_err_write(line, strlen(line));
    free(line);
    return 0;
}

static bool is_hidden(const struct svc_sqlite *conn, const char *table, const char *column)
{
    if (!conn->hidden || !table || !column)
        return false;
    char *name = svc_format("%s.%s", table, column);
    bool hidden = svc_text_in(conn->hidden, ';', name);
    free(name);
    return hidden;
}

/* Notes whether the statement being prepared would write into the store itself; a temporary
 * table may be filled at any time. A user's statement may select, and nothing else: a PRAGMA
 * would act while it is prepared. */
static int judge(void *ctx, int action, const char *a, const char *b, const char *schema,
                        const char *trigger)
{
    struct svc_sqlite *conn = ctx;
    if (conn->guard)
        return svc_sqlite_guard_judge(conn, action, a, b, schema, trigger);
    if (action == SQLITE_READ && is_hidden(conn, a, b))
        return SQLITE_IGNORE;
    if (conn->asking && action != SQLITE_SELECT && action != SQLITE_READ &&
        action != SQLITE_FUNCTION && action != SQLITE_RECURSIVE)
        return SQLITE_DENY;
    if ((action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE) &&
        schema && strcmp(schema, "main") == 0)
        conn->writes = true;
    return SQLITE_OK;
}

static bool open_file(struct svc_sqlite *conn, enum svc_db_use use, struct svc_db_error *error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW;
    int rc = sqlite3_open_v2(conn->path, &conn->db, flags, NULL);
    if (rc == SQLITE_NOMEM)
        return svc_sqlite_explain(conn, rc, NULL, error);
    if (rc != SQLITE_OK) { /* whether the machine fails, or somebody has to set something right */
        int system = svc_sqlite_open_error();
        bool fails = system == EIO || system == ENOSPC || system == EMFILE || system == ENFILE;
        return svc_engine_error(error, fails ? SVC_IO : SVC_CONFIG, "cannot open \"%s\": %s%s%s",
                                conn->path, sqlite3_errmsg(conn->db), system ? ": " : "",
                                system ? svc_lang_error(system) : "");
    }
    if (!svc_sqlite_protect(conn->db, error) || !check_read_only(conn, use, error))
        return false;
    return (use == SVC_DB_CREATE || identify(conn, error)) && set_up(conn, use, error);
}

static bool check_records(const struct svc_sqlite *conn, struct svc_db_error *error)
{
    int rc;
    char *mode = value_of(conn->db, "SELECT value FROM meta WHERE name = 'mode'", &rc);
    char *trust = conn->doubt
        ? value_of(conn->db, "SELECT value FROM meta WHERE name = 'trust_filesystem'", &rc)
        : NULL; /* asked only where it matters */
    bool good = svc_sqlite_trusted(conn, mode, trust, error);
    free(mode);
    free(trust);
    return good;
}

/* One thread, paths are never URIs, nobody asks for statistics. */
static void start(void)
{
    static bool started;
    if (started)
        return;
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_URI, 0);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    svc_sqlite_memory();
    svc_sqlite_unname_temporaries();
    svc_sqlite_keep_snapshots();
    started = true;
}

void svc_sqlite_start(const char *folder)
{
    start();
    if (!sqlite3_temp_directory)
        sqlite3_temp_directory = sqlite3_mprintf("%s", folder);
}

void *svc_sqlite_finish(struct svc_sqlite *conn)
{
    const char *asked = getenv("SVC_TRACE");
    if (asked && strcmp(asked, "1") == 0)
        sqlite3_trace_v2(conn->db, SQLITE_TRACE_STMT, trace, conn);
    if (asked && strcmp(asked, "steps") == 0)
        sqlite3_trace_v2(conn->db, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, trace_steps, conn);
    sqlite3_set_authorizer(conn->db, judge, conn);
    sqlite3_progress_handler(conn->db, SVC_SQLITE_TICK, svc_sqlite_tick, conn);
    return conn;
}

void *svc_sqlite_scratch(struct svc_db_error *error)
{
    struct svc_sqlite *conn = svc_alloc(sizeof *conn);
    *conn = (struct svc_sqlite){ .lock = -1, .scratch = true, .path = svc_strdup(":memory:") };
    start();
    int rc = sqlite3_open_v2(conn->path, &conn->db, SQLITE_OPEN_READWRITE, NULL);
    if (rc != SQLITE_OK)
        svc_engine_error(error, SVC_IO, "cannot make a store in memory: %s", sqlite3_errstr(rc));
    else if (svc_sqlite_protect(conn->db, error)) {
        if (svc_sqlite_set(conn->db, "temp_store", "MEMORY", "2"))
            return svc_sqlite_finish(conn);
        refuse_setting("temp_store", error);
    }
    svc_sqlite_close(conn);
    return NULL;
}

void *svc_sqlite_open(const char *where, enum svc_db_use use, struct svc_db_error *error)
{
    struct svc_sqlite *conn = svc_alloc(sizeof *conn);
    conn->lock = -1;
    conn->reading = use == SVC_DB_READ;
    start();
    if (svc_sqlite_find(conn, where, use, error)) {
        keep_temporaries_beside(conn->path);
        if (open_file(conn, use, error) &&
            (use == SVC_DB_CREATE || check_records(conn, error)))
            return svc_sqlite_finish(conn);
    }
    svc_sqlite_close(conn);
    return NULL;
}

void svc_sqlite_close(void *handle)
{
    struct svc_sqlite *conn = handle;
    sqlite3_close(conn->db);
    if (conn->making) { /* never committed: nobody else could have opened it */
        char *lock = svc_format("%s.lock", conn->path);
        unlink(conn->path);
        unlink(lock);
        free(lock);
    }
    if (conn->lock >= 0)
        svc_lock_leave(conn->lock);
    free(conn->path);
    free(conn);
}
