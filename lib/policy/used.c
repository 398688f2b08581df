#include "svc/used.h"

#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"

/* The cells of a limit's key, by the names of their columns. */
static const struct {
    const char *name;
    size_t at;
} cells[] = {
    { "matter", offsetof(struct svc_limit, matter) }, { "clock", offsetof(struct svc_limit, clock) },
    { "level", offsetof(struct svc_limit, level) },   { "tier", offsetof(struct svc_limit, tier) },
    { "customer_kind", offsetof(struct svc_limit, customer_kind) },
    { "channel", offsetof(struct svc_limit, channel) },
    { "category", offsetof(struct svc_limit, category) },
    { "class", offsetof(struct svc_limit, class) },
};

static const char *cell_of(const struct svc_limit *limit, const char *name)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (strcmp(cells[i].name, name) == 0)
            return *(char *const *)((const char *)limit + cells[i].at);
    svc_die(SVC_BUG, "a limit has no \"%s\", by which limits.csv tells its rows apart", name);
}

static bool is_row(const struct svc_limit *limit, const struct svc_pack_row *row)
{
    const struct svc_pack_shape *shape = &svc_pack_shapes[SVC_PACK_LIMITS];
    int at;
    for (size_t n = 0; (at = svc_pack_key_column(shape, n)) >= 0; n++) {
        const char *cell = cell_of(limit, shape->columns[at].name);
        const char *other = svc_value_given(&row->values[at]) ? row->values[at].text : NULL;
        if (strcmp(cell ? cell : "", other ? other : "") != 0)
            return false;
    }
    return true;
}

static const struct svc_pack_row *row_of(const struct svc_pack *pack, const struct svc_limit *limit)
{
    const struct svc_pack_table *table = &pack->table[SVC_PACK_LIMITS];
    for (size_t i = 0; i < table->count; i++)
        if (is_row(limit, &table->row[i]))
            return &table->row[i];
    svc_die(SVC_BUG, "a limit of %s %s decided that the pack does not have", limit->matter, limit->clock);
}

/* The limit that a kept deadline follows from; NULL for none. */
static const struct svc_limit *decided(struct svc_rules *rules, const struct svc_running *running,
                                       const char *kept)
{
    struct svc_clock clock;
    struct svc_due due;
    if (!kept || running->agreed || (running->bound && strcmp(running->bound, kept) == 0))
        return NULL;
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(running->start));
    return svc_rules_clock(rules, policy, running, &clock, &due) ? due.limit : NULL;
}

static void ask_table(struct svc_rules *rules, const struct svc_pack *pack, const char *table,
                      void (*used)(void *ctx, const struct svc_pack_row *row), void *ctx)
{
    const struct svc_clock_columns *clock;
    struct svc_running running;
    struct svc_buf sql = { 0 };
    const char *kept;
    size_t count = svc_rules_clocks(rules, table, &clock);
    svc_rules_select(rules, table, &sql);
    struct svc_query *q = svc_query(rules->db, sql.data, "s", table);
    while (svc_rules_next(rules, table, q))
        for (size_t i = 0; i < count; i++) {
            const struct svc_limit *limit =
                svc_rules_row(rules, table, q, i, &running, &kept) ? decided(rules, &running, kept) : NULL;
            if (limit)
                used(ctx, row_of(pack, limit));
        }
    svc_buf_free(&sql);
}

void svc_rules_used(struct svc_rules *rules, const struct svc_pack *pack,
                    void (*used)(void *ctx, const struct svc_pack_row *row), void *ctx)
{
    size_t count;
    char **tables = svc_rules_tables(rules->db, &count);
    for (size_t i = 0; i < count; i++) {
        ask_table(rules, pack, tables[i], used, ctx);
        free(tables[i]);
    }
    free(tables);
}
