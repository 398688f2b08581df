/* A whole store, in one snapshot, as another one of SQLite: what an engine whose stores are no files has for a copy.
 * The schema is made anew, and the rows of each table are put in the place of those that came with it. */
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "query.h"
#include "sqlite.h"
#include "svc/buf.h"
#include "svc/mem.h"
#include "svc/text.h"

/* INSERT INTO table (columns) VALUES (?1, …); and the SELECT that answers to it. */
static void compose(const char *table, const char *columns, struct svc_buf *insert, struct svc_buf *select)
{
    const char *list = columns, *name;
    struct svc_buf names = { 0 }, places = { 0 };
    size_t len;
    for (int n = 1; svc_text_next(&list, ';', &name, &len); n++) {
        svc_buf_printf(&names, "%s\"%.*s\"", n > 1 ? ", " : "", (int)len, name);
        svc_buf_printf(&places, "%s?%d", n > 1 ? ", " : "", n);
    }
    svc_buf_printf(insert, "INSERT INTO \"%s\" (%s) VALUES (%s)", table, names.data, places.data);
    svc_buf_printf(select, "SELECT %s FROM \"%s\"", names.data, table);
    svc_buf_free(&names);
    svc_buf_free(&places);
}

static void copy_row(struct svc_query *from, struct svc_query *to)
{
    for (int i = 0; i < svc_columns(from); i++) {
        if (svc_is_null(from, i))
            svc_bind_null(to, i + 1);
        else if (svc_is_int(from, i))
            svc_bind_int(to, i + 1, svc_int(from, i));
        else
            svc_bind_text(to, i + 1, svc_text(from, i), svc_text_len(from, i));
    }
    if (svc_try(to) != 1)
        svc_die(SVC_CONFIG, "a row of the store does not fit the schema: %s\nrun svc-admin check", svc_refusal_told(to));
}

static void copy_table(struct svc_db *from, struct svc_db *to, const char *table)
{
    struct svc_buf insert = { 0 }, select = { 0 };
    char *columns = svc_db_columns(to, table), *keys = svc_db_keys(to, table);
    char *empty = svc_format("DELETE FROM \"%s\"", table);
    compose(table, columns, &insert, &select);
    if (*keys) { /* the order in which SQLite would have them */
        for (char *sign = strchr(keys, ';'); sign; sign = strchr(sign, ';'))
            *sign = ',';
        svc_buf_printf(&select, " ORDER BY %s", keys);
    }
    svc_run(to, empty, NULL);
    struct svc_query *put = svc_prepare(to, insert.data), *row = svc_query(from, select.data, NULL);
    while (svc_next(row))
        copy_row(row, put);
    svc_free(put);
    svc_buf_free(&insert);
    svc_buf_free(&select);
    free(columns);
    free(keys);
    free(empty);
}

struct tables {
    char **name;
    size_t count;
};

static void take_table(void *ctx, const char *kind, const char *name, const char *sql)
{
    struct tables *tables = ctx;
    if (strcmp(kind, "table") != 0 || !sql || strncmp(name, "sqlite_", 7) == 0)
        return;
    tables->name = svc_grow(tables->name, tables->count, sizeof *tables->name);
    tables->name[tables->count++] = svc_strdup(name);
}

static void pour(struct svc_db *from, struct svc_db *to)
{
    struct tables tables = { NULL, 0 };
    svc_begin_read(from);
    svc_begin_write(to);
    svc_migrate_to(to, svc_db_schema(from));
    to->engine->objects(to->conn, take_table, &tables);
    for (size_t i = 0; i < tables.count; i++) {
        copy_table(from, to, tables.name[i]);
        free(tables.name[i]);
    }
    free(tables.name);
    svc_commit(to, NULL, NULL);
    svc_end_read(from);
}

/* The empty store of SQLite that is made for it, in the file, or nowhere where `path` is NULL. */
static struct svc_db *make(const char *path)
{
    struct svc_db_error error;
    void *conn = svc_sqlite_blank(path, &error);
    if (!conn)
        svc_db_give_up(NULL, &error);
    return svc_db_keep(&svc_sqlite, conn, SVC_DB_CREATE);
}

void svc_pour_file(struct svc_db *from, const char *path)
{
    struct svc_db_error error;
    struct svc_db *to = make(path);
    pour(from, to);
    svc_db_close(to);
    if (!svc_sqlite_to_disk(path, &error))
        svc_db_give_up(NULL, &error);
}

struct svc_db *svc_pour_twin(struct svc_db *from)
{
    struct svc_db *to = make(NULL);
    pour(from, to);
    to->use = SVC_DB_WRITE;
    return to;
}
