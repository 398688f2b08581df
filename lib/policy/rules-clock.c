/* The clocks of registers: which columns they are, what moves them, and their deadlines. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { CLOCK_TEXTS = 11 };

/* In the order of the query below. */
static void texts_of(struct svc_clock_columns *clock, char **out[CLOCK_TEXTS])
{
    char **const texts[CLOCK_TEXTS] = { &clock->clock, &clock->matter, &clock->start_col,
                                        &clock->due_col, &clock->met_cols, &clock->bound_col,
                                        &clock->matter_col, &clock->start_cols,
                                        &clock->agreed_col, &clock->void_state,
                                        &clock->taken_col };
    memcpy(out, texts, sizeof texts);
}

/* The words of start_cols: a limit says accepted, the column is accepted_at, or what stands behind a
 * `:`; and those of met_cols. */
static void add_columns(struct svc_clock_columns *clock)
{
    const char *list = clock->start_cols, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        const char *colon = memchr(word, ':', len);
        size_t stem = colon ? (size_t)(colon - word) : len;
        if (!colon && len > 3 && memcmp(word + len - 3, "_at", 3) == 0)
            stem -= 3;
        clock->starts = svc_grow(clock->starts, clock->start_count, sizeof *clock->starts);
        clock->start_names = svc_grow(clock->start_names, clock->start_count,
                                      sizeof *clock->start_names);
        clock->start_names[clock->start_count] =
            colon ? svc_strndup(colon + 1, len - stem - 1) : svc_strndup(word, len);
        clock->starts[clock->start_count++] =
            (struct svc_start){ .word = svc_strndup(word, stem) };
    }
    for (list = clock->met_cols; svc_text_next(&list, ',', &word, &len);) {
        clock->mets = svc_grow(clock->mets, clock->met_count, sizeof *clock->mets);
        clock->mets[clock->met_count++] = svc_strndup(word, len);
    }
    if (clock->met_count > SVC_MET_COLUMNS)
        svc_die(SVC_BUG, "clock %s is met by more than %d columns", clock->clock, SVC_MET_COLUMNS);
    if (clock->start_count > SVC_MOST_STARTS)
        svc_die(SVC_BUG, "clock %s has more than %d starts", clock->clock, SVC_MOST_STARTS);
}

struct svc_clock_set *svc_rules_set(struct svc_rules *rules, const char *table)
{
    for (size_t i = 0; i < rules->set_count; i++)
        if (strcmp(rules->sets[i].table, table) == 0)
            return &rules->sets[i];
    rules->sets = svc_grow(rules->sets, rules->set_count, sizeof *rules->sets);
    struct svc_clock_set *set = &rules->sets[rules->set_count++];
    *set = (struct svc_clock_set){ .table = svc_strdup(table) };
    struct svc_query *q = svc_query(rules->db,
        "SELECT clock, matter, start_col, due_col, met_cols, bound_col, matter_col, start_cols,"
        "       agreed_col, void_state, taken_col FROM clock WHERE tbl = ?1 ORDER BY place", "s", table);
    while (svc_next(q)) {
        set->clock = svc_grow(set->clock, set->count, sizeof *set->clock);
        struct svc_clock_columns *clock = &set->clock[set->count++];
        char **text[CLOCK_TEXTS];
        *clock = (struct svc_clock_columns){ .start_count = 0 };
        texts_of(clock, text);
        for (int i = 0; i < CLOCK_TEXTS; i++)
            *text[i] = svc_strdup(svc_text(q, i));
        add_columns(clock);
    }
    struct svc_buf done = { 0 };
    q = svc_query(rules->db, "SELECT state FROM clock_done WHERE tbl = ?1", "s", table);
    while (svc_next(q))
        svc_buf_printf(&done, "%s;", svc_text(q, 0));
    set->done = svc_buf_take(&done);
    if (set->count > SVC_MOST_CLOCKS)
        svc_die(SVC_BUG, "table %s has more than %d clocks", table, SVC_MOST_CLOCKS);
    return set;
}

size_t svc_rules_clocks(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns **out)
{
    struct svc_clock_set *set = svc_rules_set(rules, table);
    *out = set->clock;
    return set->count;
}

static int place_of(const struct svc_register *reg, const char *name)
{
    return name ? svc_column_at(reg->columns, name) : -1;
}

/* The positions of a list of columns, -1 behind the last. */
static void places_of(const struct svc_register *reg, const char *list, int *out, size_t most)
{
    const char *word;
    size_t len, n = 0;
    while (n < most && svc_text_next(&list, ',', &word, &len)) {
        char *one = svc_strndup(word, len);
        out[n++] = place_of(reg, one);
        free(one);
    }
    while (n < most)
        out[n++] = -1;
}

/* Names become positions once, not once per record. */
static struct svc_clock_set *positions(struct svc_rules *rules, const struct svc_register *reg)
{
    struct svc_clock_set *set = svc_rules_set(rules, reg->table);
    if (set->reg == reg)
        return set;
    set->reg = reg;
    set->at = svc_realloc(set->at, set->count, sizeof *set->at);
    for (size_t i = 0; i < set->count; i++) {
        const struct svc_clock_columns *clock = &set->clock[i];
        struct svc_clock_places *at = &set->at[i];
        at->matter = place_of(reg, clock->matter_col);
        at->start = place_of(reg, clock->start_col);
        at->taken = place_of(reg, clock->taken_col);
        at->due = place_of(reg, clock->due_col);
        at->bound = place_of(reg, clock->bound_col);
        at->agreed = place_of(reg, clock->agreed_col);
        places_of(reg, clock->met_cols, at->met, SVC_MET_COLUMNS);
        for (size_t n = 0; n < clock->start_count; n++)
            at->starts[n] = place_of(reg, clock->start_names[n]);
    }
    set->state = svc_column_find(reg->columns, "state");
    set->level = svc_column_find(reg->columns, "level");
    set->tier = svc_column_find(reg->columns, "tier");
    set->customer_kind = svc_column_find(reg->columns, "customer_kind");
    set->nature = svc_column_find(reg->columns, "kind");
    set->channel = svc_column_find(reg->columns, "channel");
    set->category = svc_column_find(reg->columns, "category");
    set->class = svc_column_find(reg->columns, "class");
    set->recorded = svc_column_find(reg->columns, "recorded_at");
    set->provisional = svc_column_find(reg->columns, "provisional");
    set->undated = svc_column_find(reg->columns, "undated");
    return set;
}

void svc_rules_forget_clocks(struct svc_rules *rules)
{
    for (size_t i = 0; i < rules->set_count; i++) {
        struct svc_clock_set *set = &rules->sets[i];
        for (size_t n = 0; n < set->count; n++) {
            struct svc_clock_columns *clock = &set->clock[n];
            char **text[CLOCK_TEXTS];
            texts_of(clock, text);
            for (int t = 0; t < CLOCK_TEXTS; t++)
                free(*text[t]);
            for (size_t t = 0; t < clock->start_count; t++)
                free((char *)clock->starts[t].word);
            for (size_t t = 0; t < clock->start_count; t++)
                free(clock->start_names[t]);
            for (size_t t = 0; t < clock->met_count; t++)
                free(clock->mets[t]);
            free(clock->starts);
            free(clock->start_names);
            free(clock->mets);
        }
        svc_rules_forget_row(&set->row);
        free(set->clock);
        free(set->at);
        free(set->table);
        free(set->done);
    }
    free(rules->sets);
    free(rules->holds);
}

static bool is_met_by(const struct svc_clock_columns *clock, const char *column)
{
    for (size_t i = 0; i < clock->met_count; i++)
        if (strcmp(clock->mets[i], column) == 0)
            return true;
    return false;
}

bool svc_clock_starts(struct svc_db *db, const char *matter, const char *clock, struct svc_buf *out)
{
    struct svc_rules rules = { .db = db };
    bool kept = false, fixed = false;
    size_t count;
    char **tables = svc_rules_tables(db, &count);
    for (size_t t = 0; t < count; t++) {
        const struct svc_clock_set *set = svc_rules_set(&rules, tables[t]);
        for (const struct svc_clock_columns *c = set->clock; c < set->clock + set->count; c++) {
            bool own = !c->matter_col && strcmp(c->matter, matter) == 0;
            if (strcmp(c->clock, clock) != 0 || !(own || (c->matter_col && !fixed)))
                continue;
            if (own) /* and no clock of that name whose records name their matter */
                svc_buf_clear(out);
            fixed = fixed || own;
            kept = true;
            for (size_t i = 0; i < c->start_count; i++)
                if (!is_met_by(c, c->start_names[i]))
                    svc_buf_printf(out, "%s%s", out->len ? "|" : "", c->starts[i].word);
        }
        free(tables[t]);
    }
    free(tables);
    svc_rules_forget_clocks(&rules);
    return kept;
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

/* By how much the limit was made longer. */
static struct svc_length extension_of(struct svc_rules *rules, const struct svc_running *running)
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
    return length;
}

bool svc_rules_clock(struct svc_rules *rules, const struct svc_policy *policy,
                     const struct svc_running *running, struct svc_clock *clock,
                     struct svc_due *due)
{
    struct svc_case of = running->of;
    struct svc_length more = { .count = 0 };
    rules->hold_count = 0;
    if (rules->moved_clocks && running->no) {
        load_holds(rules, running);
        more = extension_of(rules, running);
        of.more = &more;
    }
    if (!svc_policy_due(policy, &of, running->start, rules->holds, rules->hold_count, due))
        return false;
    *clock = (struct svc_clock){ .calendar = policy->calendar };
    if (due->start) {
        *clock = svc_policy_clock(policy, due->limit, due->start, rules->holds, rules->hold_count);
        clock->length.count += more.unit == due->limit->parsed.unit ? more.count : 0;
    }
    return true;
}

const char *svc_rules_running(struct svc_rules *rules, const struct svc_running *running,
                              char *out, bool *provisional)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(running->start));
    return svc_rules_under(rules, policy, running, out, provisional);
}

const char *svc_rules_due(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                          char *out, bool *provisional)
{
    struct svc_running running = { .of = *of, .start = start };
    return svc_rules_running(rules, &running, out, provisional);
}

const char *svc_rules_bound(const char *bound, svc_when start)
{
    char text[SVC_WHEN_SIZE];
    return bound && strcmp(bound, svc_when_format(start, text)) >= 0 ? bound : NULL;
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

static svc_when given_moment(const struct svc_value *values, int at)
{
    svc_when when;
    const char *text = given_text(values, at);
    return text && !svc_when_parse(text, &when) ? when : 0;
}

/* The same of a record whose clocks are asked for one after the other. */
static svc_when moment_of(struct svc_rules *rules, const struct svc_value *values, int at)
{
    if (!rules->alike || at < 0 || at >= SVC_MOST_MOMENTS)
        return given_moment(values, at);
    if (!rules->moment[at].known) {
        rules->moment[at].known = true;
        rules->moment[at].at = given_moment(values, at);
    }
    return rules->moment[at].at;
}

static struct svc_case case_of(struct svc_rules *rules, const struct svc_clock_set *set,
                               const struct svc_value *values)
{
    return (struct svc_case){
        .level = case_word(values, set->level, rules->level),
        .tier = given_text(values, set->tier),
        .customer_kind = given_text(values, set->customer_kind),
        .nature = given_text(values, set->nature), .channel = given_text(values, set->channel),
        .category = given_text(values, set->category), .class = given_text(values, set->class) };
}

bool svc_rules_of(struct svc_rules *rules, const struct svc_register *reg,
                  const struct svc_value *values, size_t i, struct svc_running *out)
{
    const struct svc_clock_set *set = positions(rules, reg);
    const struct svc_clock_columns *clock = &set->clock[i];
    const struct svc_clock_places *at = &set->at[i];
    const char *state = given_text(values, set->state);
    if (clock->void_state && state && strcmp(state, clock->void_state) == 0)
        return false;
    *out = (struct svc_running){
        .table = reg->table, .no = given_text(values, 0), .start = moment_of(rules, values, at->start),
        .agreed = given_text(values, at->agreed) };
    if (!out->start)
        return false;
    out->bound = svc_rules_bound(given_text(values, at->bound), out->start);
    out->of = case_of(rules, set, values);
    out->of.matter = at->matter < 0 ? clock->matter : values[at->matter].text;
    out->of.clock = clock->clock;
    out->of.starts = rules->starts;
    out->of.start_count = clock->start_count;
    for (size_t n = 0; n < clock->start_count; n++)
        rules->starts[n] = (struct svc_start){ clock->starts[n].word,
                                               moment_of(rules, values, at->starts[n]), false };
    int met = -1;
    for (int n = 0; n < SVC_MET_COLUMNS && !out->met; n++)
        if ((out->met = given_text(values, at->met[n])))
            met = n;
    svc_rules_complete(clock, given_text(values, set->undated),
                    at->taken >= 0 && svc_value_same(&values[at->taken], &values[at->start]), met,
                    rules->starts, out);
    return true;
}

bool svc_rules_starts(struct svc_rules *rules, const struct svc_register *reg,
                      const struct svc_value *values, size_t i, const char *word)
{
    const struct svc_clock_set *set = positions(rules, reg);
    svc_when start = given_moment(values, set->at[i].start);
    return start && svc_policy_starts(svc_rules_on(rules, svc_when_day(start)), set->clock[i].clock,
                                      word, strcmp(word, set->clock[i].starts[0].word) == 0);
}

const struct svc_limit *svc_rules_limit(struct svc_rules *rules, const struct svc_register *reg,
                                        const struct svc_value *values, const char *name)
{
    const struct svc_clock_set *set = positions(rules, reg);
    struct svc_running running;
    struct svc_clock clock;
    struct svc_due due;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->clock[i].clock, name) == 0 && svc_rules_of(rules, reg, values, i, &running) &&
            svc_rules_clock(rules, svc_rules_on(rules, svc_when_day(running.start)), &running, &clock,
                            &due))
            return due.limit;
    return NULL;
}

/* Whether the record, as its values stand, is in a state of clock_done. */
static bool is_done(const struct svc_clock_set *set, const struct svc_value *values)
{
    const char *state = given_text(values, set->state);
    return state && set->done && svc_text_in(set->done, ';', state);
}

void svc_rules_deadlines(struct svc_rules *rules, const struct svc_register *reg,
                         struct svc_value *values)
{
    const struct svc_clock_set *set = positions(rules, reg);
    struct svc_running running;
    const char *guesses = given_text(values, set->provisional);
    char *before = svc_strdup(guesses);
    bool had = false;
    rules->alike = true;
    memset(rules->moment, 0, sizeof rules->moment);
    for (size_t i = 0; i < set->count; i++)
        had |= given_text(values, set->at[i].due) != NULL;
    bool done = had && is_done(set, values);
    svc_buf_clear(&rules->provisional);
    for (size_t i = 0; i < set->count; i++) {
        bool unknown = false;
        const char *old = given_text(values, set->at[i].due);
        const struct svc_policy *by = NULL;
        values[set->at[i].due] = (struct svc_value){ .is = SVC_EMPTY };
        if (!svc_rules_of(rules, reg, values, i, &running))
            continue;
        if (done && old && !svc_text_in(before, ';', running.of.clock))
            by = svc_rules_kept(rules, &running, given_text(values, set->recorded), old);
        if (!by)
            by = svc_rules_on(rules, svc_when_day(running.start));
        values[set->at[i].due] = svc_value_text(
            svc_rules_under(rules, by, &running, rules->due[i], &unknown));
        if (unknown)
            svc_buf_printf(&rules->provisional, "%s%s", rules->provisional.len ? ";" : "",
                           running.of.clock);
    }
    free(before);
    rules->alike = false;
    if (set->provisional >= 0)
        values[set->provisional] = svc_value_text(svc_buf_text(&rules->provisional));
}
