/* svc-admin retire: personal data that is no longer needed is removed, the records stay. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/phones.h"
#include "svc/print.h"
#include "svc/row.h"
#include "svc/rules.h"
#include "svc/salt.h"
#include "svc/text.h"

static const char *older_than;

const struct svc_option admin_retire_options[] = {
    { .name = "older-than", .type = SVC_OPT_TEXT, .to = &older_than, .arg = "LENGTH",
      .help = "records whose fact is older, such as 3y, 36month, 1000d; the policy's unless said" },
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "register", .type = SVC_TYPE_CODE, .label = "登记表", .help = "the table" },
    { .name = "records", .type = SVC_TYPE_INT, .label = "条数",
      .help = "records whose personal data was removed" },
    { .name = "older_than", .type = SVC_TYPE_DAY, .label = "早于",
      .help = "facts before this day" },
    { .name = "salts", .type = SVC_TYPE_INT, .label = "盐数",
      .help = "salts of their events that were erased" },
    { 0 }
};

/* As long as the policy of today keeps personal data, where nothing is said. */
static void default_age(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const char *years = svc_policy_param(svc_rules_on(rules, svc_when_day(svc_now())),
                                         "retention_years");
    if (!years)
        svc_die(SVC_USAGE, "how old?\nadd --older-than LENGTH, or give params.csv a row"
                " retention_years");
    older_than = svc_format("%sy", years);
    svc_rules_close(rules);
}

static svc_day limit_day(void)
{
    struct svc_length length;
    svc_day today = svc_when_day(svc_now());
    const char *why = svc_length_parse(older_than, &length);
    if (!why && length.count == 0)
        why = _("must be more than nothing");
    if (!why && length.unit == SVC_UNIT_Y)
        return svc_day_add_months(today, -12 * length.count);
    if (!why && length.unit == SVC_UNIT_MONTH)
        return svc_day_add_months(today, -length.count);
    if (!why && length.unit == SVC_UNIT_D)
        return today - length.count;
    svc_die(SVC_USAGE, "option --older-than: %s\nsuch as 3y, 36month or 1000d",
            why ? why : _("not years, months or days"));
}

/* A table whose personal data expires, as table `personal` says; its statements, and what its rows
 * add up to. */
struct work {
    char *table, *key, *old; /* old: the column with the day that it grows old from */
    char *personal;          /* its columns, `;`-separated */
    char *select, *row;
    struct svc_query *update, *again;
    struct svc_state state;
    int64_t count, salts;
};

/* What the record's history says: that a value was there, and is not any more. */
static char *removed(const struct work *work, struct svc_query *row, int64_t salts)
{
    struct svc_buf json = { 0 };
    svc_buf_puts(&json, "{");
    for (int i = 0; i < svc_columns(row); i++)
        if (svc_text_in(work->personal, ';', svc_column_name(row, i)) && !svc_is_null(row, i))
            svc_buf_printf(&json, "\"%s\":[\"****\",null],", svc_column_name(row, i));
    svc_buf_printf(&json, "\"salts\":[%lld,0]}", (long long)salts);
    return svc_buf_take(&json);
}

static void retire_row(struct svc_call *call, struct work *work, struct svc_query *row,
                       const char *no)
{
    unsigned char digest[SVC_DIGEST];
    int64_t salts = svc_salt_erase(call->db, work->table, no);
    char *change = removed(work, row, salts);
    for (int i = 0; i < svc_columns(row); i++)
        if (svc_text_in(work->personal, ';', svc_column_name(row, i)))
            svc_phones_keep(call->db, work->table, no, svc_text(row, i), NULL);
    svc_row_digest(row, digest);
    svc_state_sub(&work->state, digest);
    svc_done(row);
    svc_bind_text(work->update, 1, no, strlen(no));
    if (svc_try(work->update) != 1)
        svc_die(SVC_BUG, "%s: not changed: %s", no, svc_refusal(work->update));
    svc_bind_text(work->again, 1, no, strlen(no));
    if (svc_next(work->again)) {
        svc_row_digest(work->again, digest);
        svc_state_add(&work->state, digest);
    }
    svc_rewind(work->again);
    svc_change_event(call, NULL, no, change);
    work->count++;
    work->salts += salts;
    free(change);
}

/* The rows after `*last` are taken a few at a time, because a query must not run over what it
 * changes; false when there are none. */
static bool retire_some(struct svc_call *call, struct work *work, const char *before, char **last)
{
    enum { AT_ONCE = 256 };
    static char *keys[AT_ONCE];
    size_t count = 0;
    struct svc_query *q = svc_query(call->db, work->select, "ssis", before, *last,
                                    (int64_t)AT_ONCE, work->table);
    while (svc_next(q))
        keys[count++] = svc_strdup(svc_text(q, 0));
    if (count > 0) {
        free(*last);
        *last = svc_strdup(keys[count - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        q = svc_query(call->db, work->row, "s", keys[i]);
        if (svc_next(q))
            retire_row(call, work, q, keys[i]);
        free(keys[i]);
    }
    return count > 0;
}

/* A record has something to remove while it has a value, or an event of it has a salt; and it is
 * done with in the states in which its clocks are. */
static void write_statements(struct svc_call *call, struct work *work)
{
    struct svc_buf given = { 0 }, gone = { 0 };
    const char *list = work->personal, *column;
    size_t len;
    while (svc_text_next(&list, ';', &column, &len)) {
        svc_buf_printf(&given, "%.*s IS NOT NULL OR ", (int)len, column);
        svc_buf_printf(&gone, "%s%.*s = NULL", gone.len ? ", " : "", (int)len, column);
    }
    work->select = svc_format(
        "SELECT %s FROM %s WHERE state IN (SELECT d.state FROM clock_done d WHERE d.tbl = ?4)"
        " AND %s < ?1 AND %s > ?2 AND (%sEXISTS"
        " (SELECT 1 FROM event e JOIN salt s ON s.seq = e.seq"
        "   WHERE e.record = %s.%s AND s.tbl = ?4)) ORDER BY %s LIMIT ?3",
        work->key, work->table, work->old, work->key, given.data, work->table, work->key,
        work->key);
    work->row = svc_format("SELECT * FROM %s WHERE %s = ?1", work->table, work->key);
    char *update = svc_format("UPDATE %s SET %s WHERE %s = ?1", work->table, gone.data, work->key);
    work->update = svc_prepare(call->db, update);
    work->again = svc_prepare(call->db, work->row);
    svc_buf_free(&given);
    svc_buf_free(&gone);
    free(update);
}

static void retire_table(struct svc_call *call, struct work *work, const char *before)
{
    char *last = svc_strdup("");
    work->personal = svc_salt_columns(call->db, work->table);
    write_statements(call, work);
    svc_state_load(call->db, work->table, &work->state);
    while (retire_some(call, work, before, &last))
        continue;
    svc_state_save(call->db, work->table, &work->state);
    if (work->count) {
        char *change = svc_format("{\"before\":\"%s\",\"records\":%lld,\"salts\":%lld}", before,
                                  (long long)work->count, (long long)work->salts);
        svc_change_event(call, work->table, NULL, change);
        free(change);
    }
    svc_free(work->update);
    svc_free(work->again);
    free(work->select);
    free(work->row);
    free(work->personal);
    free(last);
}

/* What was looked up by personal data concerns no record that could be retired: it ends by its own age. */
static int64_t retire_look_ups(struct svc_call *call, const char *before)
{
    int64_t salts = svc_salt_erase_look_ups(call->db, before);
    char *change = svc_format("{\"before\":\"%s\",\"look_ups\":%lld}", before, (long long)salts);
    if (salts)
        svc_change_event(call, NULL, NULL, change);
    free(change);
    return salts;
}

/* Every table that has personal data with an end. */
static size_t find_tables(struct svc_call *call, struct work **work)
{
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT DISTINCT tbl, key_col, old_col FROM personal WHERE old_col <> 'never' ORDER BY tbl",
        NULL);
    *work = NULL;
    while (svc_next(q)) {
        *work = svc_grow(*work, count, sizeof **work);
        (*work)[count++] = (struct work){ .table = svc_strdup(svc_text(q, 0)),
                                          .key = svc_strdup(svc_text(q, 1)),
                                          .old = svc_strdup(svc_text(q, 2)) };
    }
    return count;
}

int admin_retire(struct svc_call *call)
{
    struct work *work;
    char before[SVC_DAY_SIZE];
    if (!older_than)
        default_age(call);
    svc_day_format(limit_day(), before);
    svc_call_begin(call);
    size_t count = find_tables(call, &work);
    for (size_t i = 0; i < count; i++)
        retire_table(call, &work[i], before);
    int64_t look_ups = retire_look_ups(call, before);
    svc_call_commit(call);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < count; i++) {
        struct svc_value row[] = { svc_value_text(work[i].table), svc_value_number(work[i].count),
                                   svc_value_text(before), svc_value_number(work[i].salts) };
        svc_print_row(call, row);
    }
    if (look_ups) {
        struct svc_value row[] = { svc_value_text("look_up"), svc_value_number(0), svc_value_text(before),
                                   svc_value_number(look_ups) };
        svc_print_row(call, row);
    }
    return svc_finish(call);
}
