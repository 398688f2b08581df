/* The clocks of stored records: read in rows of one SELECT, and checked. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

const char *svc_rules_column(struct svc_db *db, const char *table, const char *column)
{
    return svc_db_has(db, table, column) ? column : "NULL";
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

/* The columns of each record, whatever its clocks; NULL for one that is none of the table's. */
static const char *const of_record[] = {
    [SVC_ROW_RECORDED] = "recorded_at", [SVC_ROW_PROVISIONAL] = "provisional", [SVC_ROW_LEVEL] = "level",
    [SVC_ROW_TIER] = "tier", [SVC_ROW_KIND] = "customer_kind", [SVC_ROW_NATURE] = "kind",
    [SVC_ROW_CHANNEL] = "channel", [SVC_ROW_CATEGORY] = "category", [SVC_ROW_CLASS] = "class",
    [SVC_ROW_UNDATED] = "undated", [SVC_ROW_STATE] = "state"
};

/* Where the column stands among those of the clocks, which it is added to; -1 for NULL. */
static int place_of(struct svc_rules_columns *row, const char *column)
{
    size_t i = 0;
    if (!column)
        return -1;
    while (i < row->count && strcmp(row->name[i], column) != 0)
        i++;
    if (i == row->count) {
        row->name = svc_grow(row->name, row->count, sizeof *row->name);
        row->name[row->count++] = svc_strdup(column);
    }
    return SVC_ROW_CLOCKS + (int)i;
}

static void place_clock(struct svc_rules_columns *row, const struct svc_clock_columns *clock,
                        struct svc_clock_places *at)
{
    at->matter = place_of(row, clock->matter_col);
    at->start = place_of(row, clock->start_col);
    at->taken = place_of(row, clock->taken_col);
    at->due = place_of(row, clock->due_col);
    at->bound = place_of(row, clock->bound_col);
    at->agreed = place_of(row, clock->agreed_col);
    for (size_t n = 0; n < SVC_MET_COLUMNS; n++)
        at->met[n] = place_of(row, n < clock->met_count ? clock->mets[n] : NULL);
    for (size_t n = 0; n < clock->start_count; n++)
        at->starts[n] = place_of(row, clock->start_names[n]);
}

static struct svc_rules_columns *row_of(struct svc_rules *rules, const char *table)
{
    struct svc_clock_set *set = svc_rules_set(rules, table);
    struct svc_rules_columns *row = &set->row;
    if (row->at)
        return row;
    row->at = svc_alloc((set->count + 1) * sizeof *row->at);
    for (size_t i = 0; i < set->count; i++)
        place_clock(row, &set->clock[i], &row->at[i]);
    size_t all = SVC_ROW_CLOCKS + row->count;
    row->cell = svc_alloc(all * sizeof *row->cell);
    row->moment = svc_alloc(all * sizeof *row->moment);
    for (size_t i = 0; i < all; i++)
        row->cell[i].column = (int)i;
    return row;
}

void svc_rules_forget_row(struct svc_rules_columns *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->name[i]);
    free(row->name);
    free(row->cell);
    free(row->moment);
    free(row->at);
}

void svc_rules_select(struct svc_rules *rules, const char *table, struct svc_buf *sql)
{
    struct svc_db *db = rules->db;
    const struct svc_rules_columns *row = row_of(rules, table);
    svc_buf_printf(sql, "SELECT no, CASE WHEN %s IN (SELECT d.state FROM clock_done d"
                   " WHERE d.tbl = ?1) THEN 1 ELSE 0 END", svc_rules_column(db, table, "state"));
    for (size_t i = SVC_ROW_RECORDED; i < SVC_ROW_CLOCKS; i++)
        svc_buf_printf(sql, i == SVC_ROW_LEVEL ? ", CAST(%s AS TEXT)" : ", %s",
                       svc_rules_column(db, table, of_record[i]));
    for (size_t i = 0; i < row->count; i++)
        svc_buf_printf(sql, ", %s", row->name[i]);
    svc_buf_printf(sql, " FROM %s", table);
}

bool svc_rules_next(struct svc_rules *rules, const char *table, struct svc_query *q)
{
    const struct svc_rules_columns *row = row_of(rules, table);
    size_t all = SVC_ROW_CLOCKS + row->count;
    if (!svc_next(q))
        return false;
    svc_cells(q, row->cell + SVC_ROW_RECORDED, all - SVC_ROW_RECORDED);
    memset(row->moment, 0, all * sizeof *row->moment);
    return true;
}

static const char *text_at(const struct svc_rules_columns *row, int at)
{
    return at < 0 ? NULL : row->cell[at].text;
}

/* Read once, however many clocks ask for it. */
static svc_when moment_at(const struct svc_rules_columns *row, struct svc_query *q, int at)
{
    if (!text_at(row, at))
        return 0;
    if (!row->moment[at])
        row->moment[at] = svc_moment(q, at);
    return row->moment[at];
}

bool svc_rules_row(struct svc_rules *rules, const char *table, struct svc_query *q, size_t i,
                   struct svc_running *out, const char **due)
{
    const struct svc_clock_set *set = svc_rules_set(rules, table);
    const struct svc_rules_columns *row = &set->row; /* which svc_rules_next made ready */
    const struct svc_clock_columns *clock = &set->clock[i];
    const struct svc_clock_places *at = &row->at[i];
    const char *state = text_at(row, SVC_ROW_STATE);
    if (!text_at(row, at->start) || (clock->void_state && (!state || strcmp(state, clock->void_state) == 0)))
        return false;
    svc_when start = moment_at(row, q, at->start);
    *out = (struct svc_running){
        .table = table, .no = svc_text(q, SVC_ROW_NO), .start = start, .agreed = text_at(row, at->agreed),
        .of = { .matter = at->matter < 0 ? clock->matter : text_at(row, at->matter), .clock = clock->clock,
                .level = text_at(row, SVC_ROW_LEVEL), .tier = text_at(row, SVC_ROW_TIER),
                .customer_kind = text_at(row, SVC_ROW_KIND), .nature = text_at(row, SVC_ROW_NATURE),
                .channel = text_at(row, SVC_ROW_CHANNEL), .category = text_at(row, SVC_ROW_CATEGORY),
                .class = text_at(row, SVC_ROW_CLASS), .starts = rules->starts,
                .start_count = clock->start_count } };
    out->bound = svc_rules_bound(text_at(row, at->bound), start);
    for (size_t n = 0; n < clock->start_count; n++)
        rules->starts[n] = (struct svc_start){ clock->starts[n].word, moment_at(row, q, at->starts[n]), false };
    int met = -1;
    for (int n = 0; n < SVC_MET_COLUMNS && met < 0; n++)
        if (text_at(row, at->met[n]))
            met = n;
    out->met = met < 0 ? NULL : text_at(row, at->met[met]);
    bool taken = text_at(row, at->taken) && moment_at(row, q, at->taken) == start;
    svc_rules_complete(clock, text_at(row, SVC_ROW_UNDATED), taken, met, rules->starts, out);
    *due = text_at(row, at->due);
    return true;
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

/* The newest revision of the calendar from before the record. */
static int64_t known_at(struct svc_rules *rules, const char *recorded)
{
    return svc_one_int(rules->db, 1, "SELECT MAX(revision) FROM calendar_revision"
                                     " WHERE loaded_at < ?1", "s", recorded ? recorded : "");
}

/* A record that is done keeps the deadline it had: of the version that judged its day when it was
 * recorded, or of one that was loaded since and did so for a time; by the calendar likewise. */
const struct svc_policy *svc_rules_kept(struct svc_rules *rules, const struct svc_running *running,
                                        const char *recorded, const char *is)
{
    svc_day day = svc_when_day(running->start);
    char text[SVC_WHEN_SIZE];
    int newest = 0;
    int64_t first = 0; /* asked for when the newest calendar is not the one */
    for (size_t i = 0; i < rules->count; i++)
        newest = rules->versions[i].version > newest ? rules->versions[i].version : newest;
    for (int number = newest; number > 0; number--) {
        size_t at;
        struct svc_policy *policy = judged(rules, number, day, &at);
        for (int64_t r = rules->revision; policy && r > 0; r--) {
            if (r < rules->revision && first == 0)
                first = known_at(rules, recorded);
            if (r < first)
                break;
            const struct svc_policy *as = svc_rules_revised(rules, policy, r);
            const char *due = svc_rules_under(rules, as, running, text, NULL);
            if (strcmp(due ? due : "", is ? is : "") == 0)
                return as;
        }
        if (policy && (!recorded || strcmp(rules->loaded[at], recorded) < 0))
            return NULL;
    }
    return NULL;
}

/* The deadline as it is kept, where it is not the one that comes out. */
static void check_clock(struct svc_rules *rules, const char *table, struct svc_query *q, size_t i,
                        void (*found)(void *ctx, const char *what), void *ctx)
{
    const struct svc_clock_columns *clock;
    struct svc_running running;
    char due[SVC_WHEN_SIZE];
    const char *is;
    svc_rules_clocks(rules, table, &clock);
    if (!svc_rules_row(rules, table, q, i, &running, &is))
        return;
    const char *should = svc_rules_running(rules, &running, due, NULL);
    if (strcmp(should ? should : "", is ? is : "") == 0 ||
        (svc_int(q, SVC_ROW_DONE) && svc_rules_kept(rules, &running, svc_text(q, SVC_ROW_RECORDED), is)))
        return;
    char *what = svc_format(_("%s: %s is %s, should be %s"), running.no, clock[i].due_col,
                            is ? is : "empty", should ? should : "empty");
    found(ctx, what);
    free(what);
}

static void check_table(struct svc_rules *rules, const char *table,
                        void (*found)(void *ctx, const char *what), void *ctx)
{
    const struct svc_clock_columns *clock;
    size_t count = svc_rules_clocks(rules, table, &clock);
    struct svc_buf sql = { 0 };
    svc_rules_select(rules, table, &sql);
    svc_buf_puts(&sql, " ORDER BY no");
    struct svc_query *q = svc_query(rules->db, sql.data, "s", table);
    while (svc_rules_next(rules, table, q))
        for (size_t i = 0; i < count; i++)
            check_clock(rules, table, q, i, found, ctx);
    svc_buf_free(&sql);
}

void svc_rules_check(struct svc_rules *rules, void (*found)(void *ctx, const char *what),
                     void *ctx)
{
    size_t count;
    char **tables = svc_rules_tables(rules->db, &count);
    for (size_t i = 0; i < count; i++) {
        check_table(rules, tables[i], found, ctx);
        free(tables[i]);
    }
    free(tables);
}
