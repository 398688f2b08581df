/* Rows. All values come as text; what is a number the server's type of the column tells. */
#include <stdlib.h>
#include <string.h>

#include "statement.h"
#include "svc/err.h"
#include "svc/mem.h"

enum { BOOL = 16, INT2 = 21, INT4 = 23, NUMERIC = 1700, KEPT_IN_MEMORY = 1 << 20 };

void svc_pg_forget(struct svc_pg_stmt *stmt)
{
    for (int i = 0; i < stmt->columns; i++)
        free(stmt->names[i]);
    free(stmt->names);
    free(stmt->types);
    free(stmt->cells);
    stmt->names = NULL;
    stmt->types = NULL;
    stmt->cells = NULL;
    stmt->columns = 0;
}

static bool is_described(const struct svc_pg_stmt *stmt, const PGresult *result)
{
    bool same = stmt->cells && PQnfields(result) == stmt->columns;
    for (int i = 0; i < stmt->columns && same; i++)
        same = stmt->types[i] == PQftype(result, i);
    return same;
}

void svc_pg_describe(struct svc_pg_stmt *stmt, const PGresult *result)
{
    if (is_described(stmt, result))
        return;
    svc_pg_forget(stmt);
    size_t count = (size_t)PQnfields(result);
    stmt->columns = (int)count;
    stmt->names = svc_alloc((count + 1) * sizeof *stmt->names);
    stmt->types = svc_alloc((count + 1) * sizeof *stmt->types);
    stmt->cells = svc_alloc((count + 1) * sizeof *stmt->cells);
    for (int i = 0; i < stmt->columns; i++) {
        stmt->names[i] = svc_strdup(PQfname(result, i));
        stmt->types[i] = PQftype(result, i);
    }
}

static struct svc_pg_cell cell_of(const struct svc_pg_stmt *stmt, const PGresult *result, int column)
{
    if (PQgetisnull(result, 0, column))
        return (struct svc_pg_cell){ NULL, 0 };
    const char *text = PQgetvalue(result, 0, column);
    if (stmt->types[column] == BOOL)
        return (struct svc_pg_cell){ *text == 't' ? "1" : "0", 1 };
    return (struct svc_pg_cell){ text, (size_t)PQgetlength(result, 0, column) };
}

void svc_pg_take(struct svc_pg_stmt *stmt, PGresult *result)
{
    if (stmt->row)
        PQclear(stmt->row);
    else
        svc_pg_describe(stmt, result);
    stmt->row = result;
    for (int i = 0; i < stmt->columns; i++)
        stmt->cells[i] = cell_of(stmt, result, i);
}

/* -- rows kept aside ------------------------------------------------------------------------- */

/* A row as bytes: each cell's length, or less than none for NULL, and its text with a NUL behind it. */
static void keep_row(struct svc_pg_stmt *stmt, const PGresult *result, struct svc_buf *bytes)
{
    svc_buf_clear(bytes);
    for (int i = 0; i < stmt->columns; i++) {
        struct svc_pg_cell cell = cell_of(stmt, result, i);
        int64_t len = cell.text ? (int64_t)cell.len : -1;
        svc_buf_add(bytes, (const char *)&len, sizeof len);
        if (cell.text)
            svc_buf_add(bytes, cell.text, cell.len + 1);
    }
    uint64_t size = bytes->len;
    svc_spool_add(stmt->kept, &size, sizeof size);
    svc_spool_add(stmt->kept, bytes->data, bytes->len);
}

bool svc_pg_keep(struct svc_pg_stmt *stmt, struct svc_db_error *error)
{
    struct svc_buf bytes = { 0 };
    PGresult *current = stmt->row;
    struct svc_pg_cell *cells = stmt->cells;
    enum svc_engine_step step;
    stmt->kept = svc_spool_open(KEPT_IN_MEMORY);
    stmt->row = NULL; /* the current row stays as it is */
    stmt->cells = NULL;
    if (cells)
        stmt->cells = svc_alloc(((size_t)stmt->columns + 1) * sizeof *cells);
    while ((step = svc_pg_receive(stmt, error)) == SVC_ENGINE_ROW) {
        keep_row(stmt, stmt->row, &bytes);
    }
    if (stmt->row)
        PQclear(stmt->row);
    if (cells) {
        free(stmt->cells);
        stmt->cells = cells;
    }
    stmt->row = current;
    svc_spool_rewind(stmt->kept);
    svc_buf_free(&bytes);
    return step == SVC_ENGINE_DONE;
}

enum svc_engine_step svc_pg_take_kept(struct svc_pg_stmt *stmt)
{
    uint64_t size;
    const void *head = svc_spool_take(stmt->kept, sizeof size);
    if (!head)
        return SVC_ENGINE_DONE;
    memcpy(&size, head, sizeof size);
    const char *at = svc_spool_take(stmt->kept, size);
    for (int i = 0; at && i < stmt->columns; i++) {
        int64_t len;
        memcpy(&len, at, sizeof len);
        at += sizeof len;
        stmt->cells[i] = (struct svc_pg_cell){ len < 0 ? NULL : at, len < 0 ? 0 : (size_t)len };
        at += len < 0 ? 0 : len + 1;
    }
    return at ? SVC_ENGINE_ROW : SVC_ENGINE_DONE;
}

/* -- the current row ------------------------------------------------------------------------- */

/* The columns are known from the first answer: whoever asks before the first step begins it. */
int svc_pg_columns(void *handle)
{
    struct svc_pg_stmt *stmt = handle;
    if (!stmt->started && !stmt->cells) {
        stmt->first = svc_pg_step(stmt, &stmt->why);
        stmt->peeked = true;
        if (stmt->first == SVC_ENGINE_FAILED)
            svc_die(stmt->why.code, "%s", stmt->why.text);
    }
    return stmt->columns;
}

const char *svc_pg_column_name(void *handle, int column)
{
    struct svc_pg_stmt *stmt = handle;
    return column < svc_pg_columns(stmt) ? stmt->names[column] : NULL;
}

/* A sum of numbers is a numeric, which is whole. */
static bool is_number(const struct svc_pg_stmt *stmt, int column)
{
    switch (stmt->types[column]) {
    case BOOL:
    case SVC_PG_INT8:
    case INT2:
    case INT4:
        return true;
    case NUMERIC:
        return !memchr(stmt->cells[column].text, '.', stmt->cells[column].len);
    default:
        return false;
    }
}

enum svc_engine_kind svc_pg_column_kind(void *handle, int column)
{
    const struct svc_pg_stmt *stmt = handle;
    if (!stmt->cells[column].text)
        return SVC_ENGINE_NULL;
    return is_number(stmt, column) ? SVC_ENGINE_INT : SVC_ENGINE_TEXT;
}

const char *svc_pg_column_text(void *handle, int column, size_t *len)
{
    const struct svc_pg_stmt *stmt = handle;
    *len = stmt->cells[column].len;
    return stmt->cells[column].text;
}

int64_t svc_pg_column_int(void *handle, int column)
{
    const struct svc_pg_stmt *stmt = handle;
    const char *text = stmt->cells[column].text;
    return text ? strtoll(text, NULL, 10) : 0;
}

void svc_pg_cells(void *handle, struct svc_field *cell, size_t count)
{
    const struct svc_pg_stmt *stmt = handle;
    for (; count > 0; count--, cell++) {
        const struct svc_pg_cell *own = &stmt->cells[cell->column];
        cell->null = !own->text;
        if (cell->stored)
            cell->numeric = own->text && is_number(stmt, cell->column);
        cell->text = NULL;
        cell->number = 0;
        if (own->text && cell->numeric)
            cell->number = strtoll(own->text, NULL, 10);
        else if (own->text) {
            cell->text = own->text;
            cell->len = own->len;
        }
    }
}
