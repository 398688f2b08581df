/* Rounds of records that were opened again: what was provisional of them follows the calendar, too. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/reload.h"
#include "svc/row.h"
#include "svc/text.h"

/* The columns of the query; those of each clock follow. */
enum { NO, ROUND, PROVISIONAL, LEVEL, TIER, KIND, CHANNEL, CATEGORY, CLASS, RECORDED, BOUND,
       CLOCKS };
enum { START, DUE, MET, PER_CLOCK = MET + SVC_MET_COLUMNS };

struct rounds {
    struct svc_call *call;
    struct svc_rules *was, *is;
    const char *table, *of; /* the rounds, and their records */
    const struct svc_clock_columns *clock;
    size_t clocks;
};

/* One round whose deadlines come out otherwise. */
struct round {
    char *no, *number, *provisional;
    char *old[SVC_MOST_CLOCKS], *due[SVC_MOST_CLOCKS];
    const char *outcome[SVC_MOST_CLOCKS];
    bool moves[SVC_MOST_CLOCKS], guess[SVC_MOST_CLOCKS];
};

static void add_column(const struct rounds *r, struct svc_buf *sql, const char *column, bool of)
{
    struct svc_db *db = r->is->db;
    if (column && svc_db_has(db, r->table, column))
        svc_buf_printf(sql, ", r.%s", column);
    else if (of && column && svc_db_has(db, r->of, column))
        svc_buf_printf(sql, ", c.%s", column);
    else
        svc_buf_puts(sql, ", NULL");
}

static struct svc_query *select_rounds(const struct rounds *r, const char *which)
{
    struct svc_buf sql = { 0 };
    const char *bound = NULL;
    for (size_t i = 0; i < r->clocks; i++)
        bound = r->clock[i].bound_col ? r->clock[i].bound_col : bound;
    svc_buf_printf(&sql, "SELECT r.no, CAST(r.round AS TEXT), r.provisional, %s",
                   svc_db_has(r->is->db, r->table, "level") ? "CAST(r.level AS TEXT)" : "NULL");
    add_column(r, &sql, "tier", true);
    add_column(r, &sql, "customer_kind", true);
    add_column(r, &sql, "channel", true);
    add_column(r, &sql, "category", true);
    add_column(r, &sql, "class", true);
    add_column(r, &sql, "recorded_at", true);
    add_column(r, &sql, bound, true);
    for (size_t i = 0; i < r->clocks; i++) {
        add_column(r, &sql, r->clock[i].start_col, false);
        add_column(r, &sql, r->clock[i].due_col, false);
        for (size_t n = 0; n < SVC_MET_COLUMNS; n++)
            add_column(r, &sql, n < r->clock[i].met_count ? r->clock[i].mets[n] : NULL, false);
        for (size_t n = 0; n < r->clock[i].start_count; n++)
            add_column(r, &sql, r->clock[i].start_names[n], true);
    }
    svc_buf_printf(&sql, " FROM %s r JOIN %s c ON c.no = r.no%s ORDER BY r.no, r.round", r->table,
                   r->of, which);
    struct svc_query *q = svc_query(r->is->db, sql.data, NULL);
    svc_buf_free(&sql);
    return q;
}

/* Where the columns of a clock begin. */
static int place_of(const struct rounds *r, size_t i)
{
    int at = CLOCKS;
    for (size_t n = 0; n < i; n++)
        at += PER_CLOCK + (int)r->clock[n].start_count;
    return at;
}

static svc_when start_at(struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? 0 : svc_moment(q, column);
}

static struct svc_running running_of(const struct rounds *r, struct svc_query *q, size_t i)
{
    int at = place_of(r, i);
    const struct svc_clock_columns *clock = &r->clock[i];
    struct svc_start *starts = r->is->starts;
    struct svc_running running = {
        .table = r->of, .no = svc_text(q, NO),
        .start = start_at(q, at + START),
        .of = { .matter = clock->matter, .clock = clock->clock, .level = svc_text(q, LEVEL),
                .tier = svc_text(q, TIER), .customer_kind = svc_text(q, KIND),
                .channel = svc_text(q, CHANNEL), .category = svc_text(q, CATEGORY),
                .class = svc_text(q, CLASS), .starts = starts,
                .start_count = clock->start_count } };
    for (int n = 0; n < SVC_MET_COLUMNS && !running.met; n++)
        running.met = svc_text(q, at + MET + n);
    for (size_t n = 0; n < clock->start_count; n++)
        starts[n] = (struct svc_start){ clock->starts[n].word, start_at(q, at + PER_CLOCK + (int)n),
                                        false };
    svc_rules_complete(clock, NULL, false, -1, starts, &running);
    if (clock->bound_col && running.start)
        running.bound = svc_rules_bound(svc_text(q, BOUND), running.start);
    return running;
}

/* One clock of a round; true when its deadline comes out otherwise. */
static bool look(const struct rounds *r, struct svc_query *q, size_t i, struct round *round)
{
    char after[SVC_WHEN_SIZE];
    const char *stored = svc_text(q, place_of(r, i) + DUE);
    struct svc_running running = running_of(r, q, i);
    if (!running.start || !stored || !svc_text_in(svc_text(q, PROVISIONAL), ';', running.of.clock))
        return false;
    round->guess[i] = true;
    const struct svc_policy *by = svc_rules_kept(r->was, &running, svc_text(q, RECORDED), stored);
    for (size_t v = 0; by && v < r->is->count; v++) {
        if (r->is->versions[v].version != by->version)
            continue;
        round->guess[i] = false;
        const char *due = svc_rules_under(r->is, svc_rules_content(r->is, &r->is->versions[v]),
                                          &running, after, &round->guess[i]);
        round->moves[i] = due && strcmp(due, stored) != 0;
        if (!round->moves[i])
            return !round->guess[i];
        round->old[i] = svc_strdup(stored);
        round->due[i] = svc_strdup(due);
        const char *old = svc_rules_outcome(&running, stored), *new = svc_rules_outcome(&running, due);
        round->outcome[i] = strcmp(old, new) == 0 ? NULL : new;
        return true;
    }
    return false;
}

static void add_digest(const struct rounds *r, const struct round *round, struct svc_state *state,
                       bool after)
{
    char *sql = svc_format("SELECT * FROM %s WHERE no = ?1 AND CAST(round AS TEXT) = ?2", r->table);
    svc_rules_add_row(svc_query(r->call->db, sql, "ss", round->no, round->number), round->no, state,
                      after);
    free(sql);
}

static void set(const struct rounds *r, const struct round *round, const char *column,
                const char *value)
{
    char *sql = svc_format("UPDATE %s SET %s = ?3 WHERE no = ?1 AND CAST(round AS TEXT) = ?2",
                           r->table, column);
    svc_run(r->call->db, sql, "sss", round->no, round->number, value);
    free(sql);
}

static void write_round(const struct rounds *r, const struct round *round)
{
    struct svc_state state;
    struct svc_buf json = { 0 };
    svc_state_load(r->call->db, r->table, &state);
    add_digest(r, round, &state, false);
    svc_buf_printf(&json, "{\"round\":%s", round->number);
    for (size_t i = 0; i < r->clocks; i++)
        if (round->moves[i]) {
            set(r, round, r->clock[i].due_col, round->due[i]);
            svc_buf_printf(&json, ",\"%s\":[\"%s\",\"%s\"]", r->clock[i].due_col, round->old[i],
                           round->due[i]);
        }
    set(r, round, "provisional", round->provisional);
    svc_buf_putc(&json, '}');
    add_digest(r, round, &state, true);
    svc_state_save(r->call->db, r->table, &state);
    svc_change_event(r->call, r->table, round->no, json.data);
    svc_buf_free(&json);
}

static void take(const struct rounds *r, struct svc_query *q, struct round **all, size_t *count)
{
    struct round round = { .no = NULL };
    struct svc_buf left = { 0 };
    bool other = false;
    for (size_t i = 0; i < r->clocks; i++) {
        other |= look(r, q, i, &round);
        if (round.guess[i])
            svc_buf_printf(&left, "%s%s", left.len ? ";" : "", r->clock[i].clock);
    }
    if (!other) {
        svc_buf_free(&left);
        return;
    }
    round.no = svc_strdup(svc_text(q, NO));
    round.number = svc_strdup(svc_text(q, ROUND));
    round.provisional = left.len ? svc_buf_take(&left) : NULL;
    *all = svc_grow(*all, *count, sizeof round);
    (*all)[(*count)++] = round;
}

static void tell(const struct rounds *r, const struct round *round,
                 void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx)
{
    char *no = svc_format("%s/%s", round->no, round->number);
    for (size_t i = 0; i < r->clocks; i++)
        if (round->moves[i])
            moved(ctx, &(struct svc_moved){ r->table, no, r->clock[i].clock, round->old[i],
                                            round->due[i], round->guess[i], round->outcome[i] });
    free(no);
}

void svc_rules_move_rounds(struct svc_call *call, struct svc_rules *was, struct svc_rules *is,
                           void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx)
{
    struct svc_query *tables = svc_query(call->db, "SELECT tbl, round_tbl FROM clock_round"
                                                   " ORDER BY tbl", NULL);
    while (svc_next(tables)) {
        char *of = svc_strdup(svc_text(tables, 0)), *table = svc_strdup(svc_text(tables, 1));
        struct rounds r = { .call = call, .was = was, .is = is, .table = table, .of = of };
        struct round *all = NULL;
        size_t count = 0;
        r.clocks = svc_rules_clocks(is, of, &r.clock);
        struct svc_query *q = select_rounds(&r, " WHERE r.provisional <> ''");
        while (svc_next(q))
            take(&r, q, &all, &count);
        for (size_t i = 0; i < count; i++) {
            write_round(&r, &all[i]);
            tell(&r, &all[i], moved, ctx);
        }
        free(all);
        free(table);
        free(of);
    }
}

void svc_rules_rounds(struct svc_rules *rules, const char *of, const char *table,
                      void (*one)(void *ctx, const struct svc_round *round), void *ctx)
{
    struct rounds r = { .is = rules, .table = table, .of = of };
    r.clocks = svc_rules_clocks(rules, of, &r.clock);
    struct svc_query *q = select_rounds(&r, "");
    while (svc_next(q)) {
        struct svc_round round = { .no = svc_text(q, NO), .provisional = svc_text(q, PROVISIONAL),
                                   .recorded = svc_text(q, RECORDED) };
        svc_int_parse(svc_text(q, ROUND), &round.number);
        for (size_t i = 0; i < r.clocks; i++) {
            round.clock = &r.clock[i];
            round.due = svc_text(q, CLOCKS + (int)i * PER_CLOCK + DUE);
            round.running = running_of(&r, q, i);
            if (round.running.start)
                one(ctx, &round);
        }
        round.clock = NULL;
        one(ctx, &round);
    }
}
