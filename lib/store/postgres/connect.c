/* Which server, which database, which schema. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "postgres.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/server.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_"
enum { NAME_MAX_LEN = 48, OLDEST = 130000 };
static const char usual[] = "svc";

/* -- the URL --------------------------------------------------------------------------------- */

static bool is_plain(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= NAME_MAX_LEN && name[strspn(name, LETTERS)] == '\0' && *name > '9' &&
           strncmp(name, "pg_", 3) != 0;
}

/* Of what a server may be set to by a URL one thing is ours: where the tables stand. */
static char *schema_of(const char *options)
{
    static const char path[] = "search_path=";
    if (!options || !*options)
        return svc_strdup(usual);
    if (strncmp(options, "-c", 2) != 0)
        return NULL;
    options += 2 + strspn(options + 2, " ");
    bool ours = strncmp(options, path, sizeof path - 1) == 0 && is_plain(options + sizeof path - 1);
    return ours ? svc_strdup(options + sizeof path - 1) : NULL;
}

static PQconninfoOption *option(PQconninfoOption *options, const char *name)
{
    while (strcmp(options->keyword, name) != 0)
        options++;
    return options;
}

void svc_pg_place_free(struct svc_pg_place *place)
{
    PQconninfoFree(place->options);
    free(place->schema);
}

bool svc_pg_place(const char *where, struct svc_pg_place *place, struct svc_db_error *error)
{
    char *told = svc_server_told(where);
    place->schema = NULL;
    place->options = PQconninfoParse(where, NULL); /* whose words on a bad one would show it */
    if (place->options)
        place->schema = schema_of(option(place->options, "options")->val);
    if (!place->options)
        svc_engine_error(error, SVC_CONFIG, "\"%s\" is no URL of a database\n"
                         "such a one is postgresql://HOST/DATABASE or postgresql:///DATABASE?host=/FOLDER", told);
    else if (!place->schema)
        svc_engine_error(error, SVC_CONFIG, "\"%s\" sets more than where the tables stand\n"
                         "options=-csearch_path%%3DNAME names a schema, in small letters; leave out the rest", told);
    free(told);
    if (place->schema)
        return true;
    svc_pg_place_free(place);
    return false;
}

/* -- connecting ------------------------------------------------------------------------------ */

static void pass_over(void *ctx, const PGresult *notice)
{
    (void)ctx;
    (void)notice;
}

static PGconn *reach(const struct svc_pg_place *place)
{
    enum { OWN = 4 };
    size_t count = 0, n = 0;
    while (place->options[count].keyword)
        count++;
    const char **names = svc_alloc((count + OWN) * sizeof *names), **values = svc_alloc((count + OWN) * sizeof *values);
    names[n] = "connect_timeout"; /* what the URL says comes later, and wins */
    values[n++] = "10";
    for (const PQconninfoOption *o = place->options; o->keyword; o++)
        if (o->val && strcmp(o->keyword, "options") != 0) {
            names[n] = o->keyword;
            values[n++] = o->val;
        }
    names[n] = "fallback_application_name";
    values[n++] = svc_tool();
    names[n] = "client_encoding";
    values[n++] = "UTF8";
    names[n] = values[n] = NULL;
    PGconn *link = PQconnectdbParams(names, values, 0);
    free(names);
    free(values);
    return link;
}

/* What any store here asks of a database. */
static bool check_database(struct svc_pg *conn, const PGresult *facts, struct svc_db_error *error)
{
    const char *collation = PQgetvalue(facts, 0, 0);
    if (PQserverVersion(conn->link) < OLDEST)
        return svc_engine_error(error, SVC_CONFIG, "the server of \"%s\" is too old: version 13 is needed", conn->told);
    if (strcmp(PQgetvalue(facts, 0, 1), "UTF8") != 0 ||
        (strcmp(collation, "C") != 0 && strcmp(collation, "POSIX") != 0))
        return svc_engine_error(error, SVC_CONFIG, "the database of \"%s\" is not in UTF-8 with the order of bytes\n"
                                "make it by createdb -T template0 -E UTF8 --locale=C NAME", conn->told);
    if (strcmp(PQgetvalue(facts, 0, 2), "on") != 0)
        return svc_engine_error(error, SVC_CONFIG, "\"%s\" reads backslashes in texts\n"
                                "set standard_conforming_strings to on", conn->told);
    return true;
}

static bool check_store(struct svc_pg *conn, enum svc_db_use use, struct svc_db_error *error)
{
    static const char sql[] =
        "SELECT d.datcollate, pg_encoding_to_char(d.encoding), current_setting('standard_conforming_strings'),"
        "       EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = $1),"
        "       EXISTS (SELECT 1 FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid"
        "                WHERE n.nspname = $1 AND c.relname = 'meta')"
        "  FROM pg_database d WHERE d.datname = current_database()";
    const char *const values[] = { conn->schema };
    PGresult *facts = PQexecParams(conn->link, sql, 1, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(facts) == PGRES_TUPLES_OK || svc_pg_explain(conn, facts, sql, error);
    good = good && check_database(conn, facts, error);
    if (good) {
        bool taken = *PQgetvalue(facts, 0, 3) == 't', store = *PQgetvalue(facts, 0, 4) == 't';
        if (use == SVC_DB_CREATE && taken)
            good = svc_engine_error(error, SVC_CONFIG, "\"%s\" exists already: schema %s\n"
                                    "name another one; nothing is ever overwritten", conn->told, conn->schema);
        else if (use != SVC_DB_CREATE && !store)
            good = svc_engine_error(error, SVC_CONFIG, "no store at \"%s\"\nrun svc-admin init first", conn->told);
    }
    PQclear(facts);
    return good;
}

void *svc_pg_open(const char *where, enum svc_db_use use, struct svc_db_error *error)
{
    struct svc_pg_place place;
    const char *trace = getenv("SVC_TRACE");
    if (!svc_pg_place(where, &place, error))
        return NULL;
    struct svc_pg *conn = svc_alloc(sizeof *conn);
    *conn = (struct svc_pg){ .told = svc_server_told(where), .schema = svc_strdup(place.schema),
                             .making = use == SVC_DB_CREATE, .traced = trace && *trace };
    conn->link = reach(&place);
    svc_pg_place_free(&place);
    bool good = PQstatus(conn->link) == CONNECTION_OK || svc_pg_explain(conn, NULL, NULL, error);
    if (good) {
        PQsetNoticeReceiver(conn->link, pass_over, NULL);
        good = check_store(conn, use, error);
    }
    if (good)
        return conn;
    svc_pg_close(conn);
    return NULL;
}

void svc_pg_close(void *handle)
{
    struct svc_pg *conn = handle;
    PQfinish(conn->link); /* what was begun the server rolls back */
    free(conn->told);
    free(conn->schema);
    free(conn);
}

/* -- a store made beside its place ------------------------------------------------------------- */

/* The same URL with another schema. */
static char *with_schema(const char *where, const char *schema)
{
    static const char name[] = "options=";
    struct svc_db_error ignored;
    struct svc_pg_place place;
    if (!svc_pg_place(where, &place, &ignored))
        return svc_strdup(where); /* which is told when it is opened */
    svc_pg_place_free(&place);
    const char *at = strchr(where, '?');
    while (at && strncmp(at + 1, name, sizeof name - 1) != 0)
        at = strchr(at + 1, '&');
    size_t before = at ? (size_t)(at - where) : strlen(where);
    const char *rest = at ? at + 1 + strcspn(at + 1, "&") : "";
    char sign = memchr(where, '?', before) ? '&' : '?';
    return svc_format("%.*s%coptions=-csearch_path%%3D%s%s", (int)before, where, sign, schema, rest);
}

char *svc_pg_beside(const char *where)
{
    uint64_t chance = 0; /* processes of two hosts may have one number */
    if (getrandom(&chance, sizeof chance, 0) != (ssize_t)sizeof chance)
        chance = (uint64_t)getpid();
    char *schema = svc_format("svc_made_%016llx", (unsigned long long)chance), *beside = with_schema(where, schema);
    free(schema);
    return beside;
}

/* One statement outside of any store. */
static bool run(const char *where, const char *sql, struct svc_db_error *error)
{
    struct svc_pg_place place;
    if (!svc_pg_place(where, &place, error))
        return false;
    struct svc_pg conn = { .link = reach(&place), .told = svc_server_told(where) };
    svc_pg_place_free(&place);
    PQsetNoticeReceiver(conn.link, pass_over, NULL);
    bool good = PQstatus(conn.link) == CONNECTION_OK || svc_pg_explain(&conn, NULL, NULL, error);
    if (good) {
        PGresult *result = PQexec(conn.link, sql);
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        if (state && strcmp(state, "42P06") == 0)
            good = svc_engine_error(error, SVC_CONFIG, "there is a store at \"%s\" already; nothing was done", conn.told);
        else
            good = PQresultStatus(result) == PGRES_COMMAND_OK || svc_pg_explain(&conn, result, sql, error);
        PQclear(result);
    }
    PQfinish(conn.link);
    free(conn.told);
    return good;
}

bool svc_pg_put(const char *beside, const char *where, struct svc_db_error *error)
{
    struct svc_pg_place from, to;
    if (!svc_pg_place(beside, &from, error) || !svc_pg_place(where, &to, error))
        return false;
    char *sql = svc_format("ALTER SCHEMA %s RENAME TO %s", from.schema, to.schema);
    bool good = run(where, sql, error);
    free(sql);
    svc_pg_place_free(&from);
    svc_pg_place_free(&to);
    return good;
}

void svc_pg_discard(const char *beside)
{
    struct svc_pg_place place;
    struct svc_db_error ignored;
    if (!svc_pg_place(beside, &place, &ignored))
        return;
    char *sql = svc_format("DROP SCHEMA IF EXISTS %s CASCADE", place.schema);
    run(beside, sql, &ignored);
    free(sql);
    svc_pg_place_free(&place);
}
