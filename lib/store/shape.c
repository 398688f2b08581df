#include "svc/shape.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "query.h"
#include "svc/buf.h"
#include "svc/event.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* Things that two stores have or have not, sorted by name before they are compared. */
struct things {
    struct thing {
        char *name, *text;
    } *thing;
    size_t count;
};

static void add(struct things *things, char *name, const char *text)
{
    things->thing = svc_grow(things->thing, things->count, sizeof *things->thing);
    things->thing[things->count++] = (struct thing){ name, svc_strdup(text ? text : "") };
}

static void clear(struct things *things)
{
    for (size_t i = 0; i < things->count; i++) {
        free(things->thing[i].name);
        free(things->thing[i].text);
    }
    free(things->thing);
    *things = (struct things){ NULL, 0 };
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct thing *)a)->name, ((const struct thing *)b)->name);
}

static void sort(struct things *things)
{
    if (things->count)
        qsort(things->thing, things->count, sizeof *things->thing, by_name);
}

struct shape {
    struct svc_db *db, *made; /* the store, and one made anew */
    void (*found)(void *ctx, const char *what);
    void *ctx;
    bool good;
};

static void tell(struct shape *shape, const char *what, const char *name, const char *how)
{
    char *text = svc_format("%s%s%s%s", _(what), name, *how ? " " : "", *how ? _(how) : "");
    shape->good = false;
    shape->found(shape->ctx, text);
    free(text);
}

/* What a finding is called. */
struct words {
    const char *what, *missing, *strange, *other;
};

static void compare(struct shape *shape, struct things *has, struct things *wants,
                    const struct words *words)
{
    size_t h = 0, w = 0;
    sort(has);
    sort(wants);
    while (h < has->count || w < wants->count) {
        const struct thing *mine = h < has->count ? &has->thing[h] : NULL;
        const struct thing *want = w < wants->count ? &wants->thing[w] : NULL;
        int order = !mine ? 1 : !want ? -1 : by_name(mine, want);
        if (order > 0)
            tell(shape, words->what, want->name, words->missing);
        else if (order < 0)
            tell(shape, words->what, mine->name, words->strange);
        else if (strcmp(mine->text, want->text) != 0)
            tell(shape, words->what, mine->name, words->other);
        h += order <= 0;
        w += order >= 0;
    }
    clear(has);
    clear(wants);
}

/* -- tables, indexes, triggers, views -------------------------------------------------------- */

static void add_object(void *ctx, const char *kind, const char *name, const char *sql)
{
    add(ctx, svc_format("%s \"%s\"", kind, name), sql);
}

static void verify_objects(struct shape *shape)
{
    static const struct words words = { "", N_("is missing"), N_("is not of the schema"),
                                        N_("is not as the schema has it") };
    struct things has = { NULL, 0 }, wants = { NULL, 0 };
    shape->db->engine->objects(shape->db->conn, add_object, &has);
    shape->made->engine->objects(shape->made->conn, add_object, &wants);
    compare(shape, &has, &wants, &words);
}

/* -- rows that define ------------------------------------------------------------------------ */

static void add_rows(struct svc_db *db, const char *sql, struct things *rows)
{
    struct svc_buf row = { 0 };
    struct svc_query *q = svc_query(db, sql, NULL);
    while (svc_next(q)) {
        for (int i = 0; i < svc_columns(q); i++) {
            const char *text = svc_text(q, i);
            svc_buf_printf(&row, "%s%s", i ? "," : "", text ? text : "");
        }
        add(rows, svc_buf_take(&row), NULL);
    }
}

/* The columns are those of the schema: a table that lacks one was told of, and is left out. */
static void verify_rows(struct shape *shape, const char *table, const char *columns,
                        const struct words *words)
{
    struct things has = { NULL, 0 }, wants = { NULL, 0 };
    char *there = svc_db_columns(shape->db, table), *should = svc_db_columns(shape->made, table);
    char *sql = svc_format("SELECT %s FROM \"%s\"", columns, table);
    if (strcmp(there, should) == 0) {
        add_rows(shape->db, sql, &has);
        add_rows(shape->made, sql, &wants);
        compare(shape, &has, &wants, words);
    }
    free(sql);
    free(should);
    free(there);
}

static bool has_rows(struct svc_db *db, const char *table)
{
    char *sql = svc_format("SELECT 1 FROM \"%s\" LIMIT 1", table);
    bool has = svc_one_int(db, 0, sql, NULL) == 1;
    free(sql);
    return has;
}

static void verify_table(struct shape *shape, const char *table)
{
    static const struct words audited = { N_("table "), N_("is audited, and its row of register_state is missing"),
                                          N_("is not audited, and has a row of register_state"), "" };
    if (strcmp(table, "register_state") == 0) {
        verify_rows(shape, table, "'\"' || tbl || '\"'", &audited);
        return;
    }
    char *what = svc_format(_("table \"%s\": the row "), table);
    const struct words defined = { what, N_("is missing"), N_("is not of the schema"), "" };
    if (strcmp(table, "meta") != 0 && has_rows(shape->made, table))
        verify_rows(shape, table, "*", &defined);
    free(what);
}

static void take_table(void *ctx, const char *kind, const char *name, const char *sql)
{
    if (strcmp(kind, "table") == 0)
        add(ctx, svc_strdup(name), sql);
}

bool svc_shape_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    struct things tables = { NULL, 0 };
    struct shape shape = { db, svc_db_model(db), found, ctx, true };
    svc_begin_read(db);
    verify_objects(&shape);
    shape.made->engine->objects(shape.made->conn, take_table, &tables);
    for (size_t i = 0; i < tables.count; i++)
        verify_table(&shape, tables.thing[i].name);
    svc_end_read(db);
    clear(&tables);
    svc_db_close(shape.made);
    return shape.good;
}

bool svc_store_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    svc_begin_read(db);
    bool shaped = svc_shape_verify(db, found, ctx);
    bool whole = svc_event_verify(db, found, ctx);
    svc_end_read(db);
    return shaped && whole;
}
