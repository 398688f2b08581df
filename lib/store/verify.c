/* The states of all audited tables, recomputed beside the chain and the salts. */
#include <stdlib.h>
#include <string.h>

#include "query.h"
#include "svc/beside.h"
#include "svc/event.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/row.h"
#include "svc/salt.h"

/* The jobs of a look at all: the chain, the salts, and each part of the rows of each table. */
enum { CHAIN, SALTS, PARTS };

struct verify {
    struct part {
        char *table, *from; /* from: NULL where the table is missing */
    } *part;
    size_t count;
    void (*found)(void *ctx, const char *what);
    void *ctx;
    bool good;
};

static void complain(void *ctx, const char *what)
{
    struct verify *v = ctx;
    v->good = false;
    v->found(v->ctx, what);
}

static void complain_of(struct verify *v, char *what)
{
    complain(v, what);
    free(what);
}

/* Whether the name may stand in SQL: a table that exists, in plain letters. */
static bool is_table(struct svc_db *db, const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
           svc_db_has(db, name, NULL);
}

static void sum_rows(struct svc_db *db, const char *from, struct svc_state *sum)
{
    unsigned char digest[SVC_DIGEST];
    char *sql = svc_format("SELECT * FROM %s", from);
    struct svc_query *q = svc_query(db, sql, NULL);
    memset(sum, 0, sizeof *sum);
    while (svc_next(q)) {
        svc_row_digest(q, digest);
        svc_state_add(sum, digest);
    }
    free(sql);
}

void svc_state_sum(struct svc_db *db, const char *table, struct svc_state *sum)
{
    sum_rows(db, table, sum);
}

static void add_part(struct verify *v, const char *table, char *from)
{
    v->part = svc_grow(v->part, v->count, sizeof *v->part);
    v->part[v->count++] = (struct part){ svc_strdup(table), from };
}

static char *part_of(struct svc_db *db, const char *table, size_t i)
{
    if (db->engine->part)
        return db->engine->part(db->conn, table, i);
    return i == 0 ? svc_strdup(table) : NULL;
}

static void find_parts(struct svc_db *db, struct verify *v)
{
    struct svc_query *q = svc_query(db, "SELECT tbl FROM register_state WHERE tbl <> 'event' ORDER BY tbl", NULL);
    while (svc_next(q)) {
        const char *table = svc_text(q, 0);
        char *from = NULL;
        if (!is_table(db, table))
            add_part(v, table, NULL);
        else
            for (size_t i = 0; (from = part_of(db, table, i)); i++)
                add_part(v, table, from);
    }
}

static void look(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx)
{
    const struct verify *v = ctx;
    struct svc_state sum;
    if (i == CHAIN)
        svc_event_verify_since(db, 1, svc_beside_tell, told);
    else if (i == SALTS)
        svc_salt_verify(db, svc_beside_tell, told);
    else if (v->part[i - PARTS].from) {
        sum_rows(db, v->part[i - PARTS].from, &sum);
        svc_spool_add(told, &sum, sizeof sum);
    }
}

/* Adds up the parts of the table whose first one is `*i`, and goes on behind them. */
static void take_sum(const struct verify *v, struct svc_spool **told, size_t *i, struct svc_state *sum)
{
    const char *table = v->part[*i].table;
    memset(sum, 0, sizeof *sum);
    for (; *i < v->count && strcmp(v->part[*i].table, table) == 0; ++*i)
        svc_state_add(sum, svc_spool_take(told[PARTS + *i], sizeof sum->sum));
}

/* `told` is what the last event of the table says; NULL when another one is kept as its last. */
static void compare(struct verify *v, const char *table, const struct svc_state *sum, const char *state,
                    const char *told)
{
    char hex[SVC_DIGEST_HEX];
    if (strcmp(svc_digest_hex(sum->sum, hex), state) != 0)
        complain_of(v, svc_format(_("table \"%s\" was changed outside the tools"), table));
    if (!told || strcmp(told, state) != 0)
        complain_of(v, svc_format(_("the state of table \"%s\" is not the one of its last event"), table));
}

static void compare_states(struct svc_db *db, struct verify *v, struct svc_spool **told)
{
    size_t i = 0;
    struct svc_state sum;
    struct svc_query *q = svc_query(db,
        "SELECT r.tbl, r.state, CASE WHEN r.seq = 0 AND l.seq IS NULL THEN ?1"
        "                            WHEN r.seq = l.seq THEN e.state END"
        "  FROM register_state r"
        "  LEFT JOIN (SELECT tbl, MAX(seq) AS seq FROM event GROUP BY tbl) l ON l.tbl = r.tbl"
        "  LEFT JOIN event e ON e.seq = l.seq"
        " WHERE r.tbl <> 'event' ORDER BY r.tbl", "s", SVC_EVENT_NONE);
    while (svc_next(q)) {
        const char *table = svc_text(q, 0), *state = svc_text(q, 1);
        while (i < v->count && strcmp(v->part[i].table, table) < 0)
            i++;
        if (i == v->count || strcmp(v->part[i].table, table) != 0 || !v->part[i].from) {
            complain_of(v, svc_format(_("table \"%s\" is missing"), table));
            continue;
        }
        take_sum(v, told, &i, &sum);
        compare(v, table, &sum, state ? state : "", svc_text(q, 2));
    }
}

bool svc_event_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    struct verify v = { .found = found, .ctx = ctx, .good = true };
    svc_begin_read(db);
    find_parts(db, &v);
    struct svc_spool **told = svc_alloc((PARTS + v.count) * sizeof(struct svc_spool *));
    svc_beside(db, PARTS + v.count, look, &v, told);
    svc_beside_each(told[CHAIN], complain, &v);
    compare_states(db, &v, told);
    svc_beside_each(told[SALTS], complain, &v);
    svc_end_read(db);
    for (size_t i = 0; i < PARTS + v.count; i++)
        svc_spool_close(told[i]);
    for (size_t i = 0; i < v.count; i++) {
        free(v.part[i].table);
        free(v.part[i].from);
    }
    free(v.part);
    free(told);
    return v.good;
}
