/* The clocks of registers: which columns they are, what moves them, and their deadlines. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"

static struct svc_clock_set *set_of(struct svc_rules *rules, const char *table)
{
    for (size_t i = 0; i < rules->set_count; i++)
        if (strcmp(rules->sets[i].table, table) == 0)
            return &rules->sets[i];
    rules->sets = svc_grow(rules->sets, rules->set_count, sizeof *rules->sets);
    struct svc_clock_set *set = &rules->sets[rules->set_count++];
    *set = (struct svc_clock_set){ .table = svc_strdup(table) };
    struct svc_query *q = svc_query(rules->db,
        "SELECT clock, matter, start_col, due_col, met_cols, bound_col FROM clock WHERE tbl = ?1 ORDER BY place",
        "s", table);
    while (svc_next(q)) {
        set->clock = svc_grow(set->clock, set->count, sizeof *set->clock);
        set->clock[set->count++] = (struct svc_clock_columns){
            svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
            svc_strdup(svc_text(q, 3)), svc_strdup(svc_text(q, 4)), svc_strdup(svc_text(q, 5)) };
    }
    if (set->count > SVC_MOST_CLOCKS)
        svc_die(SVC_BUG, "table %s has more than %d clocks", table, SVC_MOST_CLOCKS);
    return set;
}

size_t svc_rules_clocks(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns **out)
{
    struct svc_clock_set *set = set_of(rules, table);
    *out = set->clock;
    return set->count;
}

static int place_of(const struct svc_register *reg, const char *name, size_t len)
{
    char *one = name ? svc_strndup(name, len) : NULL;
    int at = one ? svc_column_at(reg->columns, one) : -1;
    free(one);
    return at;
}

/* Names become positions once, not once per record. */
static struct svc_clock_set *positions(struct svc_rules *rules, const struct svc_register *reg)
{
    struct svc_clock_set *set = set_of(rules, reg->table);
    if (set->reg == reg)
        return set;
    set->reg = reg;
    set->at = svc_realloc(set->at, set->count, sizeof *set->at);
    for (size_t i = 0; i < set->count; i++) {
        const struct svc_clock_columns *clock = &set->clock[i];
        const char *list = clock->met_cols, *word;
        size_t len, n = 0;
        set->at[i].start = svc_column_at(reg->columns, clock->start_col);
        set->at[i].due = svc_column_at(reg->columns, clock->due_col);
        set->at[i].bound = place_of(reg, clock->bound_col,
                                    clock->bound_col ? strlen(clock->bound_col) : 0);
        while (n < SVC_MET_COLUMNS && svc_text_next(&list, ',', &word, &len))
            set->at[i].met[n++] = place_of(reg, word, len);
        while (n < SVC_MET_COLUMNS)
            set->at[i].met[n++] = -1;
    }
    set->level = svc_column_find(reg->columns, "level");
    set->tier = svc_column_find(reg->columns, "tier");
    set->customer_kind = svc_column_find(reg->columns, "customer_kind");
    set->provisional = svc_column_find(reg->columns, "provisional");
    return set;
}

void svc_rules_forget_clocks(struct svc_rules *rules)
{
    for (size_t i = 0; i < rules->set_count; i++) {
        struct svc_clock_set *set = &rules->sets[i];
        for (size_t n = 0; n < set->count; n++) {
            char *const texts[] = { set->clock[n].clock, set->clock[n].matter,
                                    set->clock[n].start_col, set->clock[n].due_col,
                                    set->clock[n].met_cols, set->clock[n].bound_col };
            for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
                free(texts[t]);
        }
        free(set->clock);
        free(set->at);
        free(set->table);
    }
    free(rules->sets);
    free(rules->holds);
}

void svc_rules_stir(struct svc_rules *rules)
{
    rules->moved_clocks = true;
}

/* -- one running clock -------------------------------------------------------------------- */

/* The record's holds that began before the clock was met. */
static void load_holds(struct svc_rules *rules, const struct svc_running *running)
{
    struct svc_query *q = svc_query(rules->db,
        "SELECT h.from_at, e.until_at FROM hold h LEFT JOIN hold_end e"
        "    ON e.tbl = h.tbl AND e.no = h.no AND e.from_at = h.from_at"
        " WHERE h.tbl = ?1 AND h.no = ?2 AND h.from_at < COALESCE(?3, '9999')"
        " ORDER BY h.from_at", "sss", running->table, running->no, running->met);
    rules->hold_count = 0;
    while (svc_next(q)) {
        rules->holds = svc_grow(rules->holds, rules->hold_count, sizeof *rules->holds);
        rules->holds[rules->hold_count++] = (struct svc_hold){
            svc_moment(q, 0), svc_is_null(q, 1) ? SVC_HOLD_OPEN : svc_moment(q, 1) };
    }
}

/* By how many of its units the limit was made longer. */
static int extension_of(struct svc_rules *rules, const struct svc_running *running)
{
    char start[SVC_WHEN_SIZE];
    struct svc_length length = { .count = 0 };
    char *text = svc_one(rules->db,
        "SELECT length FROM extension WHERE tbl = ?1 AND no = ?2 AND clock = ?3 AND start_at = ?4",
        "ssss", running->table, running->no, running->of.clock,
        svc_when_format(running->start, start));
    if (text && svc_length_parse(text, &length))
        svc_die(SVC_CONFIG, "%s: the extension of %s is no length", running->no,
                running->of.clock);
    free(text);
    return length.count;
}

bool svc_rules_clock(struct svc_rules *rules, const struct svc_policy *policy,
                     const struct svc_running *running, struct svc_clock *clock,
                     struct svc_due *due)
{
    bool moved = rules->moved_clocks && running->no;
    if (!svc_policy_due(policy, &running->of, running->start, NULL, 0, due))
        return false;
    rules->hold_count = 0;
    if (moved)
        load_holds(rules, running);
    *clock = svc_policy_clock(policy, due->limit, running->start, rules->holds, rules->hold_count);
    if (moved) {
        clock->length.count += extension_of(rules, running);
        due->deadline = svc_clock_due(clock, NULL, NULL);
    }
    return true;
}

/* The deadline under one version; NULL for none, or none yet. */
static const char *due_under(struct svc_rules *rules, const struct svc_policy *policy,
                             const struct svc_running *running, char *out, bool *provisional)
{
    struct svc_clock clock;
    struct svc_due due = { .limit = NULL };
    bool limited = svc_rules_clock(rules, policy, running, &clock, &due);
    if (due.deadline.held)
        return NULL;
    if (provisional && due.deadline.provisional)
        *provisional = true;
    if (limited)
        svc_when_format(due.deadline.due, out);
    if (running->bound && (!limited || strcmp(running->bound, out) < 0))
        memcpy(out, running->bound, SVC_WHEN_SIZE);
    return limited || running->bound ? out : NULL;
}

const char *svc_rules_running(struct svc_rules *rules, const struct svc_running *running,
                              char *out, bool *provisional)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(running->start));
    return due_under(rules, policy, running, out, provisional);
}

const char *svc_rules_due(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                          char *out, bool *provisional)
{
    struct svc_running running = { .of = *of, .start = start };
    return svc_rules_running(rules, &running, out, provisional);
}

/* -- the clocks of a record --------------------------------------------------------------- */

/* The text of a column that a limit may name; levels are numbers. */
static const char *case_word(const struct svc_value *values, int at, char digit[2])
{
    if (at < 0 || !svc_value_given(&values[at]))
        return NULL;
    if (values[at].is == SVC_IS_TEXT)
        return values[at].text;
    digit[0] = (char)('0' + values[at].number);
    digit[1] = '\0';
    return digit;
}

static const char *given_text(const struct svc_value *values, int at)
{
    return at >= 0 && svc_value_given(&values[at]) ? values[at].text : NULL;
}

void svc_rules_deadlines(struct svc_rules *rules, const struct svc_register *reg,
                         struct svc_value *values)
{
    char digits[3][2];
    const char *start = NULL;
    const struct svc_clock_set *set = positions(rules, reg);
    struct svc_running running = { .table = reg->table, .no = given_text(values, 0) };
    running.of = (struct svc_case){
        .level = case_word(values, set->level, digits[0]),
        .tier = case_word(values, set->tier, digits[1]),
        .customer_kind = case_word(values, set->customer_kind, digits[2]) };
    svc_buf_clear(&rules->provisional);
    for (size_t i = 0; i < set->count; i++) {
        const struct svc_clock_places *at = &set->at[i];
        bool unknown = false;
        values[at->due] = (struct svc_value){ .is = SVC_EMPTY };
        if (!svc_value_given(&values[at->start]))
            continue;
        bool again = start == values[at->start].text; /* clocks that start together */
        start = values[at->start].text;
        if (!again && svc_when_parse(start, &running.start)) {
            start = NULL;
            continue;
        }
        running.of.matter = set->clock[i].matter;
        running.of.clock = set->clock[i].clock;
        running.bound = given_text(values, at->bound);
        running.met = NULL;
        for (int n = 0; n < SVC_MET_COLUMNS && !running.met; n++)
            running.met = given_text(values, at->met[n]);
        values[at->due] = svc_value_text(
            svc_rules_running(rules, &running, rules->due[i], &unknown));
        if (unknown)
            svc_buf_printf(&rules->provisional, "%s%s", rules->provisional.len ? ";" : "",
                           running.of.clock);
    }
    if (set->provisional >= 0)
        values[set->provisional] = svc_value_text(svc_buf_text(&rules->provisional));
}

char *svc_rules_met(const struct svc_clock_columns *clock)
{
    if (!clock->met_cols)
        return svc_strdup("NULL");
    return svc_format("COALESCE(%s, NULL)", clock->met_cols);
}

const char *svc_rules_column(struct svc_db *db, const char *table, const char *column)
{
    char *sql = svc_format("SELECT * FROM %s LIMIT 0", table);
    struct svc_query *q = svc_prepare(db, sql);
    bool has = false;
    for (int i = 0; i < svc_columns(q); i++)
        has |= strcmp(svc_column_name(q, i), column) == 0;
    svc_free(q);
    free(sql);
    return has ? column : "NULL";
}

/* The version that judged the day right after version `number` was loaded; NULL when it is not
 * that one: another begins later, or it begins after the day. */
static struct svc_policy *judged(struct svc_rules *rules, int number, svc_day day, size_t *at)
{
    struct svc_policy *best = NULL;
    for (size_t i = 0; i < rules->count && !best; i++)
        if (rules->versions[i].version <= number && rules->versions[i].from <= day) {
            best = &rules->versions[i];
            *at = i;
        }
    return best && best->version == number ? best : NULL;
}

/* A record that is done keeps the deadline it had: of the version that judged its day when it was
 * recorded, or of one that was loaded since and did so for a time. */
static bool kept(struct svc_rules *rules, const struct svc_running *running,
                 const char *recorded, const char *is)
{
    svc_day day = svc_when_day(running->start);
    char text[SVC_WHEN_SIZE];
    int newest = 0;
    for (size_t i = 0; i < rules->count; i++)
        newest = rules->versions[i].version > newest ? rules->versions[i].version : newest;
    for (int number = newest; number > 0; number--) {
        size_t at;
        struct svc_policy *policy = judged(rules, number, day, &at);
        if (!policy)
            continue;
        const char *due = due_under(rules, svc_rules_content(rules, policy), running, text, NULL);
        if (strcmp(due ? due : "", is ? is : "") == 0)
            return true;
        if (!recorded || strcmp(rules->loaded[at], recorded) < 0)
            return false;
    }
    return false;
}

static void check_table(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns *clock,
                        void (*found)(void *ctx, const char *what), void *ctx)
{
    struct svc_db *db = rules->db;
    char *met = svc_rules_met(clock);
    char *sql = svc_format("SELECT no, %s, %s, CAST(%s AS TEXT), %s, %s, %s, CASE WHEN %s IN"
                           " (SELECT d.state FROM clock_done d WHERE d.tbl = ?1) THEN 1 ELSE 0 END,"
                           " %s, %s FROM %s WHERE %s IS NOT NULL ORDER BY no",
                           clock->start_col, clock->due_col, svc_rules_column(db, table, "level"),
                           svc_rules_column(db, table, "tier"),
                           svc_rules_column(db, table, "customer_kind"),
                           svc_rules_column(db, table, "recorded_at"),
                           svc_rules_column(db, table, "state"), met,
                           clock->bound_col ? clock->bound_col : "NULL", table, clock->start_col);
    struct svc_query *q = svc_query(db, sql, "s", table);
    while (svc_next(q)) {
        char due[SVC_WHEN_SIZE];
        struct svc_running running = {
            .table = table, .no = svc_text(q, 0), .start = svc_moment(q, 1), .met = svc_text(q, 8),
            .bound = svc_text(q, 9), .of = { clock->matter, clock->clock, svc_text(q, 3),
                                             svc_text(q, 4), svc_text(q, 5) } };
        const char *should = svc_rules_running(rules, &running, due, NULL);
        const char *is = svc_text(q, 2);
        if (strcmp(should ? should : "", is ? is : "") == 0 ||
            (svc_int(q, 7) && kept(rules, &running, svc_text(q, 6), is)))
            continue;
        char *what = svc_format("%s: %s is %s, should be %s", svc_text(q, 0), clock->due_col,
                                is ? is : "empty", should ? should : "empty");
        found(ctx, what);
        free(what);
    }
    free(sql);
    free(met);
}

char **svc_rules_tables(struct svc_db *db, size_t *count)
{
    char **tables = NULL;
    struct svc_query *q = svc_query(db, "SELECT DISTINCT tbl FROM clock ORDER BY tbl", NULL);
    *count = 0;
    while (svc_next(q)) {
        tables = svc_grow(tables, *count, sizeof *tables);
        tables[(*count)++] = svc_strdup(svc_text(q, 0));
    }
    return tables;
}

void svc_rules_check(struct svc_rules *rules, void (*found)(void *ctx, const char *what),
                     void *ctx)
{
    size_t count;
    char **tables = svc_rules_tables(rules->db, &count);
    for (size_t i = 0; i < count; i++) {
        const struct svc_clock_columns *clock;
        size_t n = svc_rules_clocks(rules, tables[i], &clock);
        for (size_t c = 0; c < n; c++)
            check_table(rules, tables[i], &clock[c], found, ctx);
        free(tables[i]);
    }
    free(tables);
}
