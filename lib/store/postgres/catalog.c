/* What the schema has, and the table of the engine's functions. */
#include <stdlib.h>
#include <string.h>

#include "postgres.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/mem.h"

char *svc_pg_columns_of(void *handle, const char *table, bool keys)
{
    static const char sql[] =
        "SELECT a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        "  JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0"
        "   AND NOT a.attisdropped AND ($3 = '' OR EXISTS"
        "       (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)))"
        " ORDER BY a.attnum";
    struct svc_pg *conn = handle;
    struct svc_db_error error;
    struct svc_buf names = { 0 };
    const char *const values[] = { conn->schema, table, keys ? "keys" : "" };
    PGresult *result = svc_pg_ask(conn, sql, 3, values, &error);
    if (!result) /* no answer is not a no */
        svc_die(error.code, "%s", error.text);
    for (int i = 0; i < PQntuples(result); i++)
        svc_buf_printf(&names, "%s%s", i ? ";" : "", PQgetvalue(result, i, 0));
    PQclear(result);
    return svc_buf_take(&names);
}

/* Each with what makes it, in the server's words and without the schema's name. */
void svc_pg_objects(void *handle,
                    void (*each)(void *ctx, const char *kind, const char *name, const char *sql), void *ctx)
{
    static const char sql[] =
        "WITH own AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1),"
        " told (kind, name, text) AS ("
        "SELECT 'table', o.relname, (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),"
        "           l.collname, CASE WHEN a.attnotnull THEN 'NOT NULL' END, pg_get_expr(d.adbin, d.adrelid)), ', '"
        "           ORDER BY a.attnum) FROM pg_attribute a"
        "           LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        "           LEFT JOIN pg_collation l ON l.oid = a.attcollation"
        "          WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped)"
        "    || COALESCE((SELECT string_agg(k.conname || ' ' || k.convalidated || ' ' || pg_get_constraintdef(k.oid), ', '"
        "          ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = o.oid AND k.contype IN ('c', 'f')), '')"
        "  FROM own o WHERE o.relkind = 'r'"
        " UNION ALL SELECT 'index', o.relname, pg_get_indexdef(o.oid) FROM own o WHERE o.relkind = 'i'"
        " UNION ALL SELECT 'view', o.relname, pg_get_viewdef(o.oid) FROM own o WHERE o.relkind = 'v'"
        " UNION ALL SELECT 'trigger', SUBSTR(t.tgname, 7), t.tgenabled::text || pg_get_triggerdef(t.oid) || p.prosrc"
        "  FROM pg_trigger t JOIN own o ON o.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal)"
        " SELECT kind, name, replace(text, $1 || '.', '') FROM told";
    struct svc_pg *conn = handle;
    struct svc_db_error error;
    const char *const values[] = { conn->schema };
    PGresult *result = svc_pg_ask(conn, sql, 1, values, &error);
    if (!result) /* no answer is not a no */
        svc_die(error.code, "%s", error.text);
    for (int i = 0; i < PQntuples(result); i++)
        each(ctx, PQgetvalue(result, i, 0), PQgetvalue(result, i, 1), PQgetvalue(result, i, 2));
    PQclear(result);
}

/* Whoever may write could have put a constraint out of force: what the catalog says of them is compared with the
 * schema. What the disk has is the server's to check. */
static void check(void *conn, void (*found)(void *ctx, const char *what), void *ctx)
{
    (void)conn;
    (void)found;
    (void)ctx;
}

/* What the server's language has for itself it does not let a column be called. */
static bool keyword(const char *name)
{
    (void)name;
    return false;
}

static const char *where(const void *conn)
{
    return ((const struct svc_pg *)conn)->told;
}

static int64_t changes(void *conn)
{
    return ((struct svc_pg *)conn)->changes;
}

/* Rows are written as they are: there is no cache of ours. */
static void bulk(void *conn, bool on)
{
    (void)conn;
    (void)on;
}

/* Readers would wait for the end of the transaction. */
static bool drop_indexes(void *conn, const char *table, const char *column, const char *const pair[2],
                         struct svc_db_error *error)
{
    (void)conn;
    (void)table;
    (void)column;
    (void)pair;
    (void)error;
    return true;
}

static char *lying(const char *table, const char *as, const char *condition)
{
    return svc_format("%s.ctid IN (SELECT ctid FROM %s WHERE %s)", as, table, condition);
}

static const struct svc_engine_token tokens[] = {
    {"{KEY}", "BIGINT PRIMARY KEY"},
    {"{INT}", "BIGINT"},
    {"{TEXT}", "TEXT COLLATE \"C\""},
    {"{STRICT}", ""},
    {"{BY_KEY}", ""},
    {NULL, NULL},
};

static const struct svc_engine engine = {
    .name = "postgres", .tokens = tokens,
    .open = svc_pg_open, .close = svc_pg_close, .where = where, .columns_of = svc_pg_columns_of, .keyword = keyword,
    .beside = svc_pg_beside, .put = svc_pg_put, .discard = svc_pg_discard,
    .begin = svc_pg_begin, .commit = svc_pg_commit, .rollback = svc_pg_rollback, .holds = svc_pg_holds,
    .part = NULL, /* one process reads it all: the server may have others to serve */
    .lying = lying, .script = svc_pg_script,
    .prepare = svc_pg_prepare, .judged = svc_pg_judged, .parameters = svc_pg_parameters,
    .bind_text = svc_pg_bind_text, .bind_int = svc_pg_bind_int, .bind_null = svc_pg_bind_null,
    .bind_nulls = svc_pg_bind_nulls, .step = svc_pg_step, .attempt = svc_pg_attempt, .reset = svc_pg_reset,
    .finalize = svc_pg_finalize, .changes = changes,
    .columns = svc_pg_columns, .column_name = svc_pg_column_name, .column_kind = svc_pg_column_kind,
    .column_text = svc_pg_column_text, .column_int = svc_pg_column_int, .cells = svc_pg_cells,
    .bulk = bulk, .drop_indexes = drop_indexes, .check = check, .objects = svc_pg_objects,
};

extern const struct svc_plug_in svc_plug_in;
const struct svc_plug_in svc_plug_in = { SVC_VERSION, &engine };
