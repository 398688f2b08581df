/* One limit of a rehearsal with another length, and who misses it. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/mem.h"
#include "svc/rehearse.h"
#include "svc/text.h"

void svc_rehearse_limit(struct svc_call *call, const struct svc_limit *limit, const char *length)
{
    svc_run(call->db, "UPDATE policy_limit SET length = ?9 WHERE matter = ?1 AND clock = ?2"
                      "   AND COALESCE(level, '') = COALESCE(?3, '')"
                      "   AND COALESCE(tier, '') = COALESCE(?4, '')"
                      "   AND COALESCE(customer_kind, '') = COALESCE(?5, '')"
                      "   AND COALESCE(channel, '') = COALESCE(?6, '')"
                      "   AND COALESCE(category, '') = COALESCE(?7, '')"
                      "   AND COALESCE(class, '') = COALESCE(?8, '')", "sssssssss", limit->matter,
            limit->clock, limit->level, limit->tier, limit->customer_kind, limit->channel,
            limit->category, limit->class, length);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_rules_anew(rules, NULL, limit->clock);
    svc_rules_close(rules);
}

struct search {
    struct svc_rules *rules;
    const struct svc_limit *limit;
    char from[SVC_WHEN_SIZE], until[SVC_WHEN_SIZE]; /* first moment after, or now */
    void (*one)(void *ctx, const struct svc_missed *missed);
    void *ctx;
};

static bool is_it(const struct svc_limit *a, const struct svc_limit *b)
{
    return svc_text_same(a->matter, b->matter) && svc_text_same(a->clock, b->clock) &&
           svc_text_same(a->level, b->level) && svc_text_same(a->tier, b->tier) &&
           svc_text_same(a->customer_kind, b->customer_kind) &&
           svc_text_same(a->channel, b->channel) && svc_text_same(a->category, b->category) &&
           svc_text_same(a->class, b->class);
}

/* Tells the clock where it is missed by this limit. */
static void look(const struct search *s, const struct svc_clock_columns *columns,
                 const struct svc_running *running, const char *due, int64_t round)
{
    struct svc_clock clock;
    struct svc_due by;
    bool late = due && strcmp(due, s->from) >= 0 && strcmp(due, s->until) < 0 &&
                (!running->met || strcmp(running->met, due) > 0);
    if (!late || !svc_rules_clock(s->rules, svc_rules_on(s->rules, svc_when_day(running->start)),
                                  running, &clock, &by) || !is_it(by.limit, s->limit))
        return;
    char *record = round > 1 ? svc_format("%s/%lld", running->no, (long long)round)
                             : svc_strdup(running->no);
    const struct svc_missed missed = { record, due, columns->met_count == 0 };
    s->one(s->ctx, &missed);
    free(record);
}

static void look_at_round(void *ctx, const struct svc_round *round)
{
    const struct search *s = ctx;
    if (round->clock && strcmp(round->clock->clock, s->limit->clock) == 0)
        look(s, round->clock, &round->running, round->due, round->number);
}

static void search_table(struct search *s, const char *table)
{
    struct svc_db *db = s->rules->db;
    const struct svc_clock_columns *clock;
    struct svc_buf sql = { 0 };
    struct svc_running running;
    const char *due;
    size_t at = 0, clocks = svc_rules_clocks(s->rules, table, &clock);
    while (at < clocks && strcmp(clock[at].clock, s->limit->clock) != 0)
        at++;
    if (at == clocks)
        return;
    char *of_round = svc_db_has(db, table, "round")
                         ? svc_format("SELECT round FROM %s WHERE no = ?1", table) : NULL;
    svc_rules_select(s->rules, table, &sql);
    svc_buf_printf(&sql, " WHERE %s >= ?2 AND %s < ?3 ORDER BY no", clock[at].due_col, clock[at].due_col);
    struct svc_query *q = svc_query(db, sql.data, "sss", table, s->from, s->until);
    while (svc_rules_next(s->rules, table, q))
        if (svc_rules_row(s->rules, table, q, at, &running, &due))
            look(s, &clock[at], &running, due,
                 of_round ? svc_one_int(db, 1, of_round, "s", running.no) : 1);
    char *rounds = svc_one(db, "SELECT round_tbl FROM clock_round WHERE tbl = ?1", "s", table);
    if (rounds)
        svc_rules_rounds(s->rules, table, rounds, look_at_round, s);
    free(rounds);
    free(of_round);
    svc_buf_free(&sql);
}

void svc_rehearse_missed(struct svc_call *call, const struct svc_limit *limit,
                         const struct svc_period *period,
                         void (*one)(void *ctx, const struct svc_missed *missed), void *ctx)
{
    struct search s = { .rules = svc_rules_open(call->db), .limit = limit, .one = one, .ctx = ctx };
    size_t count;
    char **tables = svc_rules_tables(call->db, &count);
    svc_when_format(period->from, s.from);
    svc_when_format(period->until < svc_now() ? period->until : svc_now(), s.until);
    for (size_t i = 0; i < count; i++) {
        search_table(&s, tables[i]);
        free(tables[i]);
    }
    free(tables);
    svc_rules_close(s.rules);
}
