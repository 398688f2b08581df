/* Writing a pack into the store as a new version of the policy. */
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/closing.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/rows.h"
#include "svc/reload.h"

/* The new version's row; the version it cuts short ends where it begins. */
static void insert_version(struct svc_call *call, int64_t version, const char *from)
{
    struct svc_db *db = call->db;
    char at[SVC_WHEN_SIZE];
    svc_run(db, "UPDATE policy_version SET until_day = ?1 WHERE until_day > ?1 AND from_day <= ?1",
            "s", from);
    char *until = svc_one(db, "SELECT MIN(from_day) FROM policy_version WHERE from_day > ?1", "s",
                          from);
    svc_run(db, "INSERT INTO policy_version (version, from_day, until_day, loaded_at, loaded_by,"
                " digest) VALUES (?1, ?2, ?3, ?4, ?5, '')",
            "issss", version, from, until ? until : "9999-12-31", svc_when_format(svc_now(), at),
            call->actor.person);
    free(until);
}

static void write_table(struct svc_db *db, int64_t version, const struct svc_pack_table *table)
{
    const char *names[SVC_PACK_WIDEST + 1] = { "version" };
    struct svc_value row[SVC_PACK_WIDEST];
    struct svc_rows rows;
    size_t count = svc_column_count(table->shape->columns);
    for (size_t i = 0; i < count; i++)
        names[i + 1] = table->shape->columns[i].name;
    svc_rows_begin(&rows, db, table->shape->table, names, "");
    row[0] = svc_value_number(version);
    for (size_t i = 0; i < table->count; i++) {
        memcpy(row + 1, table->row[i].values, count * sizeof *row);
        if (svc_rows_add(&rows, row) != 1)
            svc_die(SVC_CONFIG, "%s:%zu: %s", table->path, table->row[i].line,
                    svc_refusal_told(rows.insert));
    }
    svc_rows_end(&rows);
}

/* Writes the pack's digest, the state of the few version rows, and the event of every table. */
static void seal_version(struct svc_call *call, int64_t version, const char *from,
                         const struct svc_pack *pack)
{
    struct svc_db *db = call->db;
    struct svc_state state;
    svc_run(db, "UPDATE policy_version SET digest = ?1 WHERE version = ?2", "si", pack->digest,
            version);
    svc_state_sum(db, "policy_version", &state);
    svc_state_save(db, "policy_version", &state);
    char *change = svc_format("{\"version\":%lld,\"from\":\"%s\",\"pack\":\"%s\"}",
                              (long long)version, from, pack->digest);
    svc_change_event(call, "policy_version", NULL, change);
    free(change);
    for (int i = 0; i < SVC_PACK_FILES; i++)
        if (i != SVC_PACK_CALENDAR)
            svc_change_event(call, pack->table[i].shape->table, NULL, NULL);
}

/* What a later version calls a word must not be what an earlier one, which has it too, calls another:
 * an old record is printed by the later label, and read back by the words of its own day. */
static void check_labels(struct svc_db *db, int64_t version)
{
    struct svc_query *q = svc_query(db,
        "SELECT n.list, n.label, n.code, o.code, o.version, n.version FROM policy_word n"
        "  JOIN policy_version vn ON vn.version = n.version"
        "  JOIN policy_word s ON s.list = n.list AND s.code = n.code AND s.version <> n.version"
        "  JOIN policy_version vo ON vo.version = s.version AND vo.from_day < vn.from_day"
        "  JOIN policy_word o ON o.version = s.version AND o.list = n.list AND o.code <> n.code"
        " WHERE ?1 IN (n.version, o.version)"
        "   AND (o.label = n.label OR ';' || o.synonyms || ';' LIKE '%;' || n.label || ';%')"
        " ORDER BY n.list, n.code, o.version", "i", version);
    if (svc_next(q))
        svc_die(SVC_CONFIG, "list %s: \"%s\" is %s in version %lld, and %s in version %lld: records of"
                " then could not be read back\ncall it otherwise; nothing was loaded",
                svc_text(q, 0), svc_text(q, 1), svc_text(q, 2), (long long)svc_int(q, 5),
                svc_text(q, 3), (long long)svc_int(q, 4));
}

/* -- months ------------------------------------------------------------------------------- */

/* The value of the pack's parameter; NULL where it has none. */
static const char *closing_of(const struct svc_pack *pack)
{
    const struct svc_pack_row *row = svc_pack_find(pack, SVC_PACK_PARAMS, "month_closing_day", false);
    return row ? svc_pack_cell(SVC_PACK_PARAMS, row, "value")->text : NULL;
}

/* Since its first day months close as the version says. What is closed keeps its days. */
static void check_months(struct svc_call *call, const struct svc_pack *pack, svc_day from)
{
    struct svc_period *closed = NULL, now;
    char first[SVC_DAY_SIZE], last[SVC_DAY_SIZE];
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
                                    "SELECT DISTINCT period FROM month_close ORDER BY period", NULL);
    while (svc_next(q)) {
        closed = svc_grow(closed, count, sizeof *closed);
        count += svc_period_parse(svc_text(q, 0), &closed[count]) == NULL;
    }
    svc_closings_with(call->db, from, closing_of(pack));
    for (struct svc_period *was = closed; was < closed + count; was++)
        if (!svc_period_parse(was->name, &now) && (now.from != was->from || now.until != was->until))
            svc_deny(call, SVC_REFUSED, NULL,
                     "month_closing_day: %s is closed as %s to %s, and these days would change\n"
                     "load it from the first day of a later calendar month on; nothing was loaded",
                     was->name, svc_day_format(svc_when_day(was->from), first),
                     svc_day_format(svc_when_day(was->until) - 1, last));
    free(closed);
}

/* The table that SQL groups by. */
static void write_months(struct svc_db *db)
{
    enum { FIRST = 1970, LAST = 2099 };
    struct svc_period month;
    struct svc_query *q = svc_prepare(db, "INSERT INTO assessment_month (month, from_day, until_day)"
                                          " VALUES (?1, ?2, ?3)");
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    svc_run(db, "DELETE FROM assessment_month", NULL);
    svc_period_month(svc_day_of(FIRST, 1, 1), &month);
    for (int i = 0; i < 12 * (LAST - FIRST + 1); i++) {
        svc_day_format(svc_when_day(month.from), from);
        svc_day_format(svc_when_day(month.until), until);
        svc_bind_text(q, 1, month.name, strlen(month.name));
        svc_bind_text(q, 2, from, strlen(from));
        svc_bind_text(q, 3, until, strlen(until));
        if (svc_try(q) != 1)
            svc_die(SVC_BUG, "assessment_month: %s", svc_refusal_told(q));
        svc_period_shift(&month, 1, &month);
    }
    svc_free(q);
}

int64_t svc_rules_write(struct svc_call *call, const struct svc_pack *pack, const svc_day *from)
{
    char first[SVC_DAY_SIZE] = "0001-01-01";
    if (from)
        svc_day_format(*from, first);
    int64_t version =
        svc_one_int(call->db, 0, "SELECT MAX(version) FROM policy_version", NULL) + 1;
    if (svc_pack_prepared(pack, call->db, &svc_pack_aloud) > 0)
        svc_die(SVC_CONFIG, "a score file does not fit the store; nothing was loaded");
    check_months(call, pack, from ? *from : INT32_MIN);
    insert_version(call, version, first);
    for (int i = 0; i < SVC_PACK_FILES; i++)
        if (i != SVC_PACK_CALENDAR)
            write_table(call->db, version, &pack->table[i]);
    svc_rules_calendar(call, pack);
    check_labels(call->db, version);
    write_months(call->db);
    seal_version(call, version, first, pack);
    return version;
}

/* The rows of earlier versions and revisions; what names a version names the first. */
static void forget_versions(struct svc_db *db)
{
    for (int i = 0; i < SVC_PACK_FILES; i++) {
        char *sql = svc_format("DELETE FROM %s", svc_pack_shapes[i].table);
        svc_run(db, sql, NULL);
        free(sql);
    }
    svc_run(db, "DELETE FROM calendar_revision", NULL);
    svc_run(db, "DELETE FROM policy_version", NULL);
    svc_run(db, "UPDATE signing SET version = 1", NULL);
    svc_run(db, "UPDATE callback_draw SET policy = 1", NULL);
}

/* A word by which a record may be called, of the newest version that has it. */
struct acting {
    char *text[5]; /* list, code, label, synonyms, the built-in word */
};

static struct acting *read_acting(struct svc_db *db, size_t *count)
{
    struct acting *words = NULL;
    struct svc_query *q = svc_query(db,
        "SELECT w.list, w.code, w.label, w.synonyms, w.acts_as FROM policy_word w"
        " WHERE w.acts_as IS NOT NULL AND w.list NOT IN ('effect', 'item', 'grade') AND w.version ="
        "       (SELECT MAX(x.version) FROM policy_word x WHERE x.list = w.list AND x.code = w.code)",
        NULL);
    *count = 0;
    while (svc_next(q)) {
        words = svc_grow(words, *count, sizeof *words);
        for (int i = 0; i < 5; i++)
            words[*count].text[i] = svc_strdup(svc_text(q, i));
        (*count)++;
    }
    return words;
}

/* What the pack does not call at all acts as it did: records are called so. It stands behind the pack's
 * own, which are found first. */
static void write_acting(struct svc_db *db, int64_t version, struct acting *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char **text = words[i].text;
        svc_run(db, "INSERT INTO policy_word (version, list, code, label, synonyms, \"order\", acts_as)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, 1000000, ?6) ON CONFLICT DO NOTHING",
                "isssss", version, text[0], text[1], text[2], text[3], text[4]);
        for (int n = 0; n < 5; n++)
            free(text[n]);
    }
    free(words);
}

void svc_rules_only(struct svc_call *call, const struct svc_pack *pack)
{
    struct svc_db *db = call->db;
    enum { FIRST = 1 };
    size_t count;
    if (svc_pack_prepared(pack, db, &svc_pack_aloud) > 0)
        svc_die(SVC_CONFIG, "a score file does not fit the store; nothing was judged");
    struct acting *words = read_acting(db, &count);
    forget_versions(db);
    insert_version(call, FIRST, "0001-01-01");
    for (int i = 0; i < SVC_PACK_FILES; i++)
        if (i != SVC_PACK_CALENDAR)
            write_table(db, FIRST, &pack->table[i]);
    write_acting(db, FIRST, words, count);
    svc_rules_days(call, pack);
    svc_closings_open(db);
    write_months(db);
}

void svc_rules_load(struct svc_call *call, const char *dir, const svc_day *from)
{
    struct svc_pack *pack = svc_pack_read(dir, &svc_pack_aloud);
    if (pack->faults > 0)
        svc_die(SVC_CONFIG, "the pack was not loaded");
    svc_rules_write(call, pack, from);
    svc_pack_free(pack);
}
