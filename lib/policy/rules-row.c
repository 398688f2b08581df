/* The clocks of stored records: read in rows of one SELECT, and checked. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

/* Of each clock, behind the columns of the record; its starts come after. */
enum { MATTER, START, TAKEN, DUE, BOUND, AGREED, MET, PER_CLOCK = MET + SVC_MET_COLUMNS };

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

static const char *or_null(const char *column)
{
    return column ? column : "NULL";
}

void svc_rules_select(struct svc_rules *rules, const char *table, struct svc_buf *sql)
{
    static const char *const named[] = { "tier", "customer_kind", "kind", "channel", "category",
                                         "class", "undated" }; /* as in enum svc_clock_row */
    struct svc_db *db = rules->db;
    const struct svc_clock_columns *clock;
    size_t count = svc_rules_clocks(rules, table, &clock);
    svc_buf_printf(sql, "SELECT no, CASE WHEN %s IN (SELECT d.state FROM clock_done d"
                   " WHERE d.tbl = ?1) THEN 1 ELSE 0 END, %s, %s, CAST(%s AS TEXT)",
                   svc_rules_column(db, table, "state"), svc_rules_column(db, table, "recorded_at"),
                   svc_rules_column(db, table, "provisional"), svc_rules_column(db, table, "level"));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        svc_buf_printf(sql, ", %s", svc_rules_column(db, table, named[i]));
    for (size_t i = 0; i < count; i++) {
        svc_buf_printf(sql, ", %s, CASE WHEN %s%s%s THEN %s END, %s, %s, %s, %s",
                       or_null(clock[i].matter_col),
                       clock[i].void_state ? "state <> '" : "1 = 1",
                       clock[i].void_state ? clock[i].void_state : "",
                       clock[i].void_state ? "'" : "", clock[i].start_col,
                       or_null(clock[i].taken_col), clock[i].due_col,
                       or_null(clock[i].bound_col), or_null(clock[i].agreed_col));
        for (size_t n = 0; n < SVC_MET_COLUMNS; n++)
            svc_buf_printf(sql, ", %s", n < clock[i].met_count ? clock[i].mets[n] : "NULL");
        for (size_t n = 0; n < clock[i].start_count; n++)
            svc_buf_printf(sql, ", %s", clock[i].start_names[n]);
    }
    svc_buf_printf(sql, " FROM %s", table);
}

bool svc_rules_row(struct svc_rules *rules, const char *table, struct svc_query *q, size_t i,
                   struct svc_running *out, const char **due)
{
    const struct svc_clock_columns *clock;
    int at = SVC_ROW_CLOCKS;
    svc_rules_clocks(rules, table, &clock);
    for (size_t n = 0; n < i; n++)
        at += PER_CLOCK + (int)clock[n].start_count;
    if (svc_is_null(q, at + START))
        return false;
    const char *matter = clock[i].matter_col ? svc_text(q, at + MATTER) : clock[i].matter;
    *out = (struct svc_running){
        .table = table, .no = svc_text(q, SVC_ROW_NO), .start = svc_moment(q, at + START),
        .agreed = svc_text(q, at + AGREED),
        .of = { .matter = matter, .clock = clock[i].clock, .level = svc_text(q, SVC_ROW_LEVEL),
                .tier = svc_text(q, SVC_ROW_TIER), .customer_kind = svc_text(q, SVC_ROW_KIND),
                .nature = svc_text(q, SVC_ROW_NATURE), .channel = svc_text(q, SVC_ROW_CHANNEL),
                .category = svc_text(q, SVC_ROW_CATEGORY), .class = svc_text(q, SVC_ROW_CLASS),
                .starts = rules->starts,
                .start_count = clock[i].start_count } };
    out->bound = svc_rules_bound(svc_text(q, at + BOUND), out->start);
    for (size_t n = 0; n < clock[i].start_count; n++)
        rules->starts[n] = (struct svc_start){ clock[i].starts[n].word,
                                               svc_moment(q, at + PER_CLOCK + (int)n), false };
    int met = -1;
    for (int n = 0; n < SVC_MET_COLUMNS && met < 0; n++)
        if (!svc_is_null(q, at + MET + n))
            met = n;
    out->met = met < 0 ? NULL : svc_text(q, at + MET + met);
    bool taken = !svc_is_null(q, at + TAKEN) &&
                 svc_moment(q, at + TAKEN) == svc_moment(q, at + START);
    svc_rules_complete(&clock[i], svc_text(q, SVC_ROW_UNDATED), taken, met, rules->starts, out);
    *due = svc_text(q, at + DUE);
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
    while (svc_next(q))
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
