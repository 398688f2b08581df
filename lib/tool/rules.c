#include "svc/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"

enum { MOST_CLOCKS = 8 }; /* of one register */

struct svc_rules {
    struct svc_db *db;
    struct svc_policy *versions; /* newest first day first; content when `calendar` is set */
    char (*loaded)[SVC_WHEN_SIZE]; /* beside it: when it was loaded */
    size_t count;
    struct clock_set {
        char *table;
        struct svc_clock_columns *clock;
        size_t count;
        const struct svc_register *reg; /* whose positions these are */
        int (*at)[2];                   /* by clock: start and due */
        int level, tier, customer_kind, provisional;
    } *sets;
    size_t set_count;
    char due[MOST_CLOCKS][SVC_WHEN_SIZE];
    struct svc_buf provisional;
};

static svc_day day_of(struct svc_query *q, int column)
{
    svc_day day;
    const char *text = svc_text(q, column);
    if (strcmp(text, "0001-01-01") == 0)
        return INT32_MIN;
    if (strcmp(text, "9999-12-31") == 0)
        return INT32_MAX;
    const char *why = svc_day_parse(text, &day);
    if (why)
        svc_die(SVC_CONFIG, "the store's policy has a day that is none: %s", why);
    return day;
}

struct svc_rules *svc_rules_open(struct svc_db *db)
{
    struct svc_rules *rules = svc_alloc(sizeof *rules);
    rules->db = db;
    struct svc_query *q = svc_query(db,
        "SELECT version, from_day, until_day, loaded_at FROM policy_version"
        " ORDER BY from_day DESC, version DESC", NULL);
    while (svc_next(q)) {
        rules->versions = svc_grow(rules->versions, rules->count, sizeof *rules->versions);
        rules->loaded = svc_grow(rules->loaded, rules->count, sizeof *rules->loaded);
        snprintf(rules->loaded[rules->count], SVC_WHEN_SIZE, "%s", svc_text(q, 3));
        rules->versions[rules->count++] = (struct svc_policy){
            .version = (int)svc_int(q, 0), .from = day_of(q, 1), .until = day_of(q, 2) };
    }
    if (rules->count == 0)
        svc_die(SVC_CONFIG, "the store has no policy\nload one with svc-admin init");
    return rules;
}

static void load_limits(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db,
        "SELECT matter, clock, level, tier, customer_kind, length, start, basis FROM policy_limit"
        " WHERE version = ?1 ORDER BY matter, clock, level NULLS FIRST, tier NULLS FIRST,"
        " customer_kind NULLS FIRST", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->limits = svc_grow(policy->limits, policy->limit_count, sizeof *policy->limits);
        struct svc_limit *limit = &policy->limits[policy->limit_count++];
        char **text[] = { &limit->matter, &limit->clock, &limit->level, &limit->tier,
                          &limit->customer_kind, &limit->length, &limit->start, &limit->basis };
        for (int i = 0; i < 8; i++)
            *text[i] = svc_strdup(svc_text(q, i));
        const char *why = svc_length_parse(limit->length, &limit->parsed);
        if (why)
            svc_die(SVC_CONFIG, "policy %d: limit %s %s: %s", policy->version, limit->matter,
                    limit->clock, why);
    }
}

static void load_params(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT name, value FROM policy_param WHERE version = ?1",
                                    "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->params = svc_grow(policy->params, policy->param_count, sizeof *policy->params);
        policy->params[policy->param_count++] =
            (struct svc_param){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)) };
    }
}

static void load_calendar(struct svc_db *db, struct svc_policy *policy)
{
    svc_day day;
    const char *hours = svc_policy_param(policy, "work_hours"), *why;
    policy->calendar = svc_calendar_new();
    if (!hours)
        svc_die(SVC_CONFIG, "policy %d: params has no work_hours", policy->version);
    if ((why = svc_calendar_hours(policy->calendar, hours)))
        svc_die(SVC_CONFIG, "policy %d: work_hours: %s", policy->version, why);
    struct svc_query *q = svc_query(db,
        "SELECT day, kind, name FROM policy_calendar WHERE version = ?1 ORDER BY day", "i",
        (int64_t)policy->version);
    while (svc_next(q)) {
        why = svc_day_parse(svc_text(q, 0), &day);
        if (why)
            svc_die(SVC_CONFIG, "policy %d: calendar: %s", policy->version, why);
        svc_calendar_add(policy->calendar, day, strcmp(svc_text(q, 1), "work") == 0,
                         svc_text(q, 2));
    }
}

static const struct svc_policy *content(struct svc_rules *rules, struct svc_policy *policy)
{
    if (!policy->calendar) {
        load_limits(rules->db, policy);
        load_params(rules->db, policy);
        load_calendar(rules->db, policy);
    }
    return policy;
}

const struct svc_policy *svc_rules_on(struct svc_rules *rules, svc_day day)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct svc_policy *policy = &rules->versions[i];
        if (day >= policy->from && day < policy->until)
            return content(rules, policy);
    }
    char text[SVC_DAY_SIZE];
    svc_die(SVC_CONFIG, "no policy is in force on %s", svc_day_format(day, text));
}

void svc_rules_close(struct svc_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct svc_policy *policy = &rules->versions[i];
        for (size_t n = 0; n < policy->limit_count; n++) {
            struct svc_limit *l = &policy->limits[n];
            char *text[] = { l->matter, l->clock, l->level, l->tier,
                             l->customer_kind, l->length, l->start, l->basis };
            for (int t = 0; t < 8; t++)
                free(text[t]);
        }
        for (size_t n = 0; n < policy->param_count; n++) {
            free(policy->params[n].name);
            free(policy->params[n].value);
        }
        if (policy->calendar)
            svc_calendar_free(policy->calendar);
        free(policy->limits);
        free(policy->params);
    }
    for (size_t i = 0; i < rules->set_count; i++) {
        struct clock_set *set = &rules->sets[i];
        for (size_t n = 0; n < set->count; n++) {
            free(set->clock[n].clock);
            free(set->clock[n].matter);
            free(set->clock[n].start_col);
            free(set->clock[n].due_col);
        }
        free(set->clock);
        free(set->at);
        free(set->table);
    }
    free(rules->sets);
    free(rules->versions);
    free(rules->loaded);
    svc_buf_free(&rules->provisional);
    free(rules);
}

const char *svc_rules_due(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                          char *out, bool *provisional)
{
    struct svc_due due;
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(start));
    if (!svc_policy_due(policy, of, start, NULL, 0, &due))
        return NULL;
    if (provisional && due.deadline.provisional)
        *provisional = true;
    return svc_when_format(due.deadline.due, out);
}

static struct clock_set *set_of(struct svc_rules *rules, const char *table)
{
    for (size_t i = 0; i < rules->set_count; i++)
        if (strcmp(rules->sets[i].table, table) == 0)
            return &rules->sets[i];
    rules->sets = svc_grow(rules->sets, rules->set_count, sizeof *rules->sets);
    struct clock_set *set = &rules->sets[rules->set_count++];
    *set = (struct clock_set){ .table = svc_strdup(table) };
    struct svc_query *q = svc_query(rules->db,
        "SELECT clock, matter, start_col, due_col FROM clock WHERE tbl = ?1 ORDER BY place",
        "s", table);
    while (svc_next(q)) {
        set->clock = svc_grow(set->clock, set->count, sizeof *set->clock);
        set->clock[set->count++] = (struct svc_clock_columns){
            svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
            svc_strdup(svc_text(q, 3)) };
    }
    if (set->count > MOST_CLOCKS)
        svc_die(SVC_BUG, "table %s has more than %d clocks", table, MOST_CLOCKS);
    return set;
}

size_t svc_rules_clocks(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns **out)
{
    struct clock_set *set = set_of(rules, table);
    *out = set->clock;
    return set->count;
}

/* Names become positions once, not once per record. */
static struct clock_set *positions(struct svc_rules *rules, const struct svc_register *reg)
{
    struct clock_set *set = set_of(rules, reg->table);
    if (set->reg == reg)
        return set;
    set->reg = reg;
    set->at = svc_realloc(set->at, set->count, sizeof *set->at);
    for (size_t i = 0; i < set->count; i++) {
        set->at[i][0] = svc_column_at(reg->columns, set->clock[i].start_col);
        set->at[i][1] = svc_column_at(reg->columns, set->clock[i].due_col);
    }
    set->level = svc_column_find(reg->columns, "level");
    set->tier = svc_column_find(reg->columns, "tier");
    set->customer_kind = svc_column_find(reg->columns, "customer_kind");
    set->provisional = svc_column_find(reg->columns, "provisional");
    return set;
}

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

void svc_rules_deadlines(struct svc_rules *rules, const struct svc_register *reg,
                         struct svc_value *values)
{
    char digits[3][2];
    const struct clock_set *set = positions(rules, reg);
    struct svc_case of = { .level = case_word(values, set->level, digits[0]),
                           .tier = case_word(values, set->tier, digits[1]),
                           .customer_kind = case_word(values, set->customer_kind, digits[2]) };
    svc_buf_clear(&rules->provisional);
    for (size_t i = 0; i < set->count; i++) {
        const struct svc_value *start = &values[set->at[i][0]];
        struct svc_value *due = &values[set->at[i][1]];
        svc_when when;
        bool unknown = false;
        *due = (struct svc_value){ .is = SVC_EMPTY };
        if (!svc_value_given(start) || svc_when_parse(start->text, &when))
            continue;
        of.matter = set->clock[i].matter;
        of.clock = set->clock[i].clock;
        *due = svc_value_text(svc_rules_due(rules, &of, when, rules->due[i], &unknown));
        if (unknown)
            svc_buf_printf(&rules->provisional, "%s%s", rules->provisional.len ? ";" : "",
                           of.clock);
    }
    if (set->provisional >= 0)
        values[set->provisional] = svc_value_text(svc_buf_text(&rules->provisional));
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
static bool kept(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                 const char *recorded, const char *is)
{
    svc_day day = svc_when_day(start);
    struct svc_due due;
    char text[SVC_WHEN_SIZE];
    int newest = 0;
    for (size_t i = 0; i < rules->count; i++)
        newest = rules->versions[i].version > newest ? rules->versions[i].version : newest;
    for (int number = newest; number > 0; number--) {
        size_t at;
        struct svc_policy *policy = judged(rules, number, day, &at);
        if (!policy)
            continue;
        bool limited = svc_policy_due(content(rules, policy), of, start, NULL, 0, &due);
        if (limited ? is && strcmp(svc_when_format(due.deadline.due, text), is) == 0 : !is)
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
    char *sql = svc_format("SELECT no, %s, %s, CAST(%s AS TEXT), %s, %s, %s, CASE WHEN %s IN"
                           " (SELECT d.state FROM clock_done d WHERE d.tbl = ?1) THEN 1 ELSE 0 END"
                           " FROM %s WHERE %s IS NOT NULL ORDER BY no",
                           clock->start_col, clock->due_col, svc_rules_column(db, table, "level"),
                           svc_rules_column(db, table, "tier"),
                           svc_rules_column(db, table, "customer_kind"),
                           svc_rules_column(db, table, "recorded_at"),
                           svc_rules_column(db, table, "state"), table, clock->start_col);
    struct svc_query *q = svc_query(db, sql, "s", table);
    while (svc_next(q)) {
        char due[SVC_WHEN_SIZE];
        struct svc_case of = { clock->matter, clock->clock, svc_text(q, 3), svc_text(q, 4),
                               svc_text(q, 5) };
        const char *should = svc_rules_due(rules, &of, svc_moment(q, 1), due, NULL);
        const char *is = svc_text(q, 2);
        if (strcmp(should ? should : "", is ? is : "") == 0 ||
            (svc_int(q, 7) && kept(rules, &of, svc_moment(q, 1), svc_text(q, 6), is)))
            continue;
        char *what = svc_format("%s: %s is %s, should be %s", svc_text(q, 0), clock->due_col,
                                is ? is : "empty", should ? should : "empty");
        found(ctx, what);
        free(what);
    }
    free(sql);
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
