/* What the server's refusals mean to a user. Its words are told where they are about the statement or the machine;
 * a DETAIL, which shows the row, never is. */
#include <stdio.h>
#include <string.h>

#include "postgres.h"
#include "svc/lang.h"

static const char *field(const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    return text ? text : "";
}

/* The columns of a unique index stand in the DETAIL in whatever language, as the first parenthesis that
 * =(…) follows; where they are expressions SQLite tells the index. */
static void name_unique(const PGresult *result, char *out, size_t size)
{
    const char *detail = field(result, PG_DIAG_MESSAGE_DETAIL), *table = field(result, PG_DIAG_TABLE_NAME);
    const char *from = strchr(detail, '('), *to = from ? strstr(from, ")=(") : NULL;
    size_t used = (size_t)snprintf(out, size, "UNIQUE ");
    if (!to || memchr(from + 1, '(', (size_t)(to - from - 1))) {
        snprintf(out + used, size - used, "index '%s'", field(result, PG_DIAG_CONSTRAINT_NAME));
        return;
    }
    for (from++; from < to && used < size;) {
        size_t len = strcspn(from, ",)");
        used += (size_t)snprintf(out + used, size - used, "%s.%.*s%s", table, (int)len, from,
                                 from + len < to ? ", " : "");
        from += len + strspn(from + len, ", ");
    }
}

/* As SQLite calls them; `constraint` is what stories and sentences know. */
static bool refuse(const PGresult *result, const char *state, struct svc_db_error *error)
{
    char name[sizeof error->constraint];
    if (strcmp(state, "23505") == 0)
        name_unique(result, name, sizeof name);
    else if (strcmp(state, "23502") == 0)
        snprintf(name, sizeof name, "NOT NULL %s.%s", field(result, PG_DIAG_TABLE_NAME),
                 field(result, PG_DIAG_COLUMN_NAME));
    else if (strcmp(state, "23503") == 0)
        snprintf(name, sizeof name, "FOREIGN KEY");
    else if (strcmp(state, "P0001") == 0)
        snprintf(name, sizeof name, "%s", field(result, PG_DIAG_MESSAGE_PRIMARY));
    else
        snprintf(name, sizeof name, "%s", field(result, PG_DIAG_CONSTRAINT_NAME));
    svc_engine_error(error, SVC_REFUSED, "refused by the store: %s", name);
    snprintf(error->constraint, sizeof error->constraint, "%s", name);
    return false;
}

/* The first line of what libpq says of the connection. */
static bool explain_link(struct svc_pg *conn, struct svc_db_error *error)
{
    const char *why = PQerrorMessage(conn->link);
    return svc_engine_error(error, SVC_NOSERVER, "the database server of \"%s\" is not reachable: %.*s", conn->told,
                            (int)strcspn(why, "\n"), why);
}

static bool starts(const char *state, const char *class)
{
    return strncmp(state, class, strlen(class)) == 0;
}

bool svc_pg_explain(struct svc_pg *conn, const PGresult *result, const char *sql, struct svc_db_error *error)
{
    const char *state = field(result, PG_DIAG_SQLSTATE), *why = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (starts(state, "23") || strcmp(state, "P0001") == 0)
        return refuse(result, state, error);
    if (!*state || PQstatus(conn->link) == CONNECTION_BAD || starts(state, "08") || starts(state, "57P"))
        return explain_link(conn, error);
    if (strcmp(state, "55P03") == 0)
        return svc_engine_error(error, SVC_BUSY, "another writer holds the store\ntry again");
    if (starts(state, "40") || strcmp(state, "53300") == 0)
        return svc_engine_error(error, SVC_BUSY, "the store is busy\ntry again");
    if (strcmp(state, "53100") == 0)
        return svc_engine_error(error, SVC_IO, "no space left for the store \"%s\"", conn->told);
    if (starts(state, "53") || starts(state, "58"))
        return svc_engine_error(error, SVC_IO, "cannot read or write the store \"%s\": %s", conn->told, why);
    if (starts(state, "XX"))
        return svc_engine_error(error, SVC_CONFIG, "the store \"%s\" is damaged: %s\nrestore a backup", conn->told, why);
    if (strcmp(state, "42501") == 0)
        return svc_engine_error(error, SVC_CONFIG, "the login of \"%s\" may not do this: %s", conn->told, why);
    if (strcmp(state, "25006") == 0 && conn->writing)
        return svc_engine_error(error, SVC_CONFIG, "\"%s\" cannot be written: it is a replica, or read-only", conn->told);
    if (strcmp(state, "22P02") == 0 || strcmp(state, "22003") == 0) /* the words would show the value */
        why = _("a value that is no number of the column");
    return svc_engine_error(error, SVC_BUG, "the store does not understand: %s%s%s", why, sql ? ": " : "", sql ? sql : "");
}
