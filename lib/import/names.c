/* Names in the cells of an import: whose they are on the day of the record. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/roll.h"

static bool is_person(const struct svc_column *column)
{
    return column->table && strcmp(column->table, "person") == 0;
}

/* Whose name it is each row decides, which department is the same for all. */
static void check_constants(struct svc_import *in, struct svc_import_input *file)
{
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        struct svc_value whole = file->constant[i];
        struct svc_where where = { .later = is_person(column) };
        const char *why = svc_named_value(in->call->db, column, &where, &whole, &file->room[i]);
        if (why)
            svc_import_set_refused(in, (int)i, why);
        if (where.later && whole.is == SVC_IS_TEXT)
            file->named = true;
        else
            file->constant[i] = whole;
    }
}

/* What dates the record is read first, then whose it is. */
static size_t place(const struct svc_import *in, const struct svc_taken *taken)
{
    return taken->column == in->fact ? 0 : taken->column == in->dept ? 1 : 2;
}

static void put_in_order(const struct svc_import *in, struct svc_import_input *file)
{
    struct svc_taken *sorted = svc_alloc((file->taken_count + 1) * sizeof *sorted);
    size_t count = 0;
    for (size_t n = 0; n < 3; n++)
        for (size_t i = 0; i < file->taken_count; i++)
            if (place(in, &file->taken[i]) == n)
                sorted[count++] = file->taken[i];
    free(file->taken);
    file->taken = sorted;
}

void svc_import_names(struct svc_import *in, struct svc_import_input *file)
{
    const struct svc_column *columns = in->reg->columns;
    in->fact = in->reg->fact ? svc_column_at(columns, in->reg->fact) : -1;
    in->dept = svc_named_dept(in->reg);
    for (size_t i = 0; i < in->columns; i++) {
        if (columns[i].table && in->given[i])
            svc_roll(in->call->db, columns[i].table);
        in->computed = in->computed || (in->given[i] && columns[i].flags & SVC_COMPUTED);
    }
    put_in_order(in, file);
    check_constants(in, file);
}

static const struct svc_value *cell(const struct svc_value *values, int at)
{
    return at >= 0 && svc_value_given(&values[at]) ? &values[at] : NULL;
}

void svc_import_date(struct svc_import *in)
{
    svc_named_day(cell(in->input, in->fact), in->day);
}

/* A key is looked up before anything stored is known. */
static bool is_key(const struct svc_import *in, size_t at)
{
    for (int i = 0; i < 3; i++)
        if (in->pair[i] == (int)at)
            return true;
    return in->key == (int)at;
}

const char *svc_import_name(struct svc_import *in, size_t at, struct svc_buf *room)
{
    const struct svc_column *column = &in->reg->columns[at];
    const struct svc_value *dept = cell(in->input, in->dept);
    struct svc_where where = { .dept = dept ? dept->text : NULL, .day = in->day };
    bool whole = (in->fact < 0 || cell(in->input, in->fact)) && (in->dept < 0 || dept);
    if (!column->table)
        return NULL;
    where.later = !whole && is_person(column) && !is_key(in, at);
    in->late = in->late || where.later;
    return svc_named_value(in->call->db, column, &where, &in->input[at], room);
}

/* The record's own cell, else what is stored of it. */
static const struct svc_value *latest(const struct svc_import *in, int at)
{
    const struct svc_value *own = cell(in->input, at);
    return own || !in->stored ? own : cell(in->before, at);
}

void svc_import_names_late(struct svc_import *in)
{
    static struct svc_buf *rooms;
    if (!in->late)
        return;
    if (!rooms)
        rooms = svc_alloc(in->columns * sizeof *rooms);
    const struct svc_value *dept = latest(in, in->dept);
    struct svc_where where = { .dept = dept ? dept->text : NULL };
    where.day = svc_named_day(latest(in, in->fact), in->day);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        const char *why = in->given[i] ? svc_named_value(in->call->db, column, &where,
                                                         &in->input[i], &rooms[i]) : NULL;
        if (why)
            svc_import_fault_of(in, "unknown", column, why, in->input[i].text, in->input[i].len);
    }
}
