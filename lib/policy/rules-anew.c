/* Every deadline of a private copy, as if its rules had been those of every day. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/mem.h"
#include "svc/text.h"

/* One clock of a record, or of one of its rounds, that comes out otherwise. */
struct moved {
    char *no, *met, *due;
    int64_t round; /* 0: the record itself */
    const struct svc_clock_columns *clock; /* NULL: `due` is what is provisional */
};

struct anew {
    struct svc_rules *rules, *was;
    const char *only; /* this clock; NULL: all */
    const char *table;
    struct moved *moved;
    size_t count;
    struct svc_buf guesses; /* what is provisional of the record or round at hand */
};

static void add(struct anew *a, const struct moved *one)
{
    a->moved = svc_grow(a->moved, a->count, sizeof *a->moved);
    a->moved[a->count] = *one;
    a->moved[a->count].no = svc_strdup(one->no);
    a->moved[a->count].met = svc_strdup(one->met);
    a->moved[a->count++].due = svc_strdup(one->due);
}

/* Of a calendar that alone is another one, the version that judged the clock. */
static const struct svc_policy *version_of(const struct anew *a, const struct svc_running *running,
                                           const char *recorded, const char *due)
{
    const struct svc_policy *kept =
        a->was && due ? svc_rules_kept(a->was, running, recorded, due) : NULL;
    for (size_t v = 0; kept && v < a->rules->count; v++)
        if (a->rules->versions[v].version == kept->version)
            return svc_rules_content(a->rules, &a->rules->versions[v]);
    return svc_rules_on(a->rules, svc_when_day(running->start));
}

/* Notes the deadline where it is another one, and whether it is provisional. */
static void judge(struct anew *a, const struct svc_running *running, const char *recorded,
                  const char *due, const char *guesses, struct moved *one)
{
    char text[SVC_WHEN_SIZE];
    const char *clock = running->of.clock;
    bool guess = guesses && svc_text_in(guesses, ';', clock);
    if (!a->only || strcmp(a->only, clock) == 0) {
        guess = false;
        one->due = (char *)svc_rules_under(a->rules, version_of(a, running, recorded, due), running,
                                           text, &guess);
        one->met = (char *)running->met;
        if (!svc_text_same(one->due, due))
            add(a, one);
    }
    if (guess)
        svc_buf_printf(&a->guesses, "%s%s", a->guesses.len ? ";" : "", clock);
}

/* Behind the clocks of a record or round. */
static void note_guesses(struct anew *a, const char *before, const char *no, int64_t round)
{
    const struct moved one = { .no = (char *)no, .round = round,
                               .due = a->guesses.len ? a->guesses.data : NULL };
    if (!svc_text_same(one.due, before))
        add(a, &one);
    svc_buf_clear(&a->guesses);
}

static void look_at(struct anew *a, struct svc_query *q, const struct svc_clock_columns *clock,
                    size_t clocks, bool guesses)
{
    struct svc_running running;
    const char *due, *before = svc_text(q, SVC_ROW_PROVISIONAL);
    bool any = false;
    for (size_t i = 0; i < clocks; i++) {
        struct moved one = { .no = (char *)svc_text(q, SVC_ROW_NO), .clock = &clock[i] };
        if (!svc_rules_row(a->rules, a->table, q, i, &running, &due))
            continue;
        any = true;
        judge(a, &running, svc_text(q, SVC_ROW_RECORDED), due, before, &one);
    }
    if (any && guesses)
        note_guesses(a, before, svc_text(q, SVC_ROW_NO), 0);
}

static void look_at_round(void *ctx, const struct svc_round *round)
{
    struct anew *a = ctx;
    struct moved one = { .no = (char *)round->no, .round = round->number, .clock = round->clock };
    if (round->clock)
        judge(a, &round->running, round->recorded, round->due, round->provisional, &one);
    else
        note_guesses(a, round->provisional, round->no, round->number);
}

/* -- writing ------------------------------------------------------------------------------ */

/* What a register without rounds calls 1. */
static int64_t round_of(const struct anew *a, const struct moved *one, bool rounds)
{
    char *sql = rounds && !one->round ? svc_format("SELECT round FROM %s WHERE no = ?1", a->table) : NULL;
    int64_t round = sql ? svc_one_int(a->rules->db, 1, sql, "s", one->no) : one->round ? one->round : 1;
    free(sql);
    return round;
}

/* Nothing was entered of most records but by the file that brought them. */
static bool has_entries(struct svc_db *db, const char *no)
{
    return svc_one_int(db, 0, "SELECT 1 FROM event WHERE record = ?1 LIMIT 1", "s", no) == 1;
}

/* The changes, in `table`: that of the register, or of its rounds. */
static void write_all(struct anew *a, const char *table)
{
    struct svc_db *db = a->rules->db;
    bool rounds = svc_db_has(db, a->table, "round");
    for (size_t i = 0; i < a->count; i++) {
        struct moved *one = &a->moved[i];
        char *sql = svc_format("UPDATE %s SET %s = ?2 WHERE no = ?1%s", table,
                               one->clock ? one->clock->due_col : "provisional",
                               one->round ? " AND round = ?3" : "");
        svc_run(db, sql, one->round ? "ssi" : "ss", one->no, one->due, one->round);
        if (one->clock && one->clock->met_count && has_entries(db, one->no)) {
            const struct svc_anew anew = { .table = a->table, .no = one->no, .met = one->met,
                                           .due = one->due, .round = round_of(a, one, rounds),
                                           .clock = one->clock };
            svc_rules_anew_misses(db, &anew);
        }
        free(sql);
        free(one->no);
        free(one->met);
        free(one->due);
    }
    a->count = 0;
}

static void anew_table(struct anew *a)
{
    struct svc_db *db = a->rules->db;
    const struct svc_clock_columns *clock;
    struct svc_buf sql = { 0 };
    size_t clocks = svc_rules_clocks(a->rules, a->table, &clock);
    bool guesses = svc_db_has(db, a->table, "provisional");
    svc_rules_select(a->rules, a->table, &sql);
    svc_buf_puts(&sql, " ORDER BY no");
    struct svc_query *q = svc_query(db, sql.data, "s", a->table);
    while (svc_rules_next(a->rules, a->table, q))
        look_at(a, q, clock, clocks, guesses);
    write_all(a, a->table);
    char *table = svc_one(db, "SELECT round_tbl FROM clock_round WHERE tbl = ?1", "s", a->table);
    if (table) {
        svc_rules_rounds(a->rules, a->table, table, look_at_round, a);
        write_all(a, table);
    }
    free(table);
    svc_buf_free(&sql);
}

void svc_rules_anew(struct svc_rules *rules, struct svc_rules *was, const char *clock)
{
    struct anew a = { .rules = rules, .was = was, .only = clock };
    size_t count;
    char **tables = svc_rules_tables(rules->db, &count);
    for (size_t i = 0; i < count; i++) {
        a.table = tables[i];
        anew_table(&a);
        free(tables[i]);
    }
    svc_buf_free(&a.guesses);
    free(a.moved);
    free(tables);
}
