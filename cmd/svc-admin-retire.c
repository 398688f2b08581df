/* svc-admin retire: personal data that is no longer needed is removed, the records stay. */
#include "svc-admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"

static const char *older_than;

const struct svc_option admin_retire_options[] = {
    { "older-than", 0, SVC_OPT_TEXT, &older_than, "LENGTH",
      "records whose fact is older, such as 3y, 36month, 1000d" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { "dry-run", 0, SVC_OPT_FLAG, &svc_shared.dry_run, NULL, "count, change nothing" },
    { "reason", 0, SVC_OPT_TEXT, &svc_shared.reason, "TEXT", "why, for the records' history" },
    { "op-id", 0, SVC_OPT_TEXT, &svc_shared.op_id, "ID", "this operation's own name" },
    SVC_OPTIONS_END
};

/* Where personal data stands: its columns, and which rows are done with. ?1 is the day before
 * which a fact is too old. */
static const struct personal {
    const char *table, *key, *old;
    const char *columns[4]; /* ends with NULL */
} places[] = {
    { "complaint", "no", "state IN ('closed', 'withdrawn') AND received_at < ?1",
      { "caller", "phone", "address", NULL } },
};

static const struct svc_column columns[] = {
    { "register", SVC_TYPE_CODE, 0, "登记表", "the table", NULL, NULL },
    { "records", SVC_TYPE_INT, 0, "条数", "records whose personal data was removed", NULL, NULL },
    { "older_than", SVC_TYPE_DAY, 0, "早于", "facts before this day", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static svc_day limit_day(void)
{
    struct svc_length length;
    svc_day today = svc_when_day(svc_now());
    if (!older_than)
        svc_die(SVC_USAGE, "retire needs an age\nadd --older-than LENGTH, such as 3y");
    const char *why = svc_length_parse(older_than, &length);
    if (!why && length.count == 0)
        why = "must be more than nothing";
    if (!why && length.unit == SVC_UNIT_Y)
        return svc_day_add_months(today, -12 * length.count);
    if (!why && length.unit == SVC_UNIT_MONTH)
        return svc_day_add_months(today, -length.count);
    if (!why && length.unit == SVC_UNIT_D)
        return today - length.count;
    svc_die(SVC_USAGE, "option --older-than: %s\nsuch as 3y, 36month or 1000d",
            why ? why : "not years, months or days");
}

/* What the record's history says: that a value was there, and is not any more. */
static char *removed(const struct personal *place, struct svc_query *row)
{
    struct svc_buf json = { 0 };
    svc_buf_putc(&json, '{');
    for (int c = 0; place->columns[c]; c++)
        for (int i = 0; i < svc_columns(row); i++)
            if (strcmp(svc_column_name(row, i), place->columns[c]) == 0 && !svc_is_null(row, i))
                svc_buf_printf(&json, "%s\"%s\":[\"****\",null]", json.len > 1 ? "," : "",
                               place->columns[c]);
    svc_buf_putc(&json, '}');
    return svc_buf_take(&json);
}

/* The statements of one place, and what its rows add up to. */
struct work {
    const struct personal *place;
    struct svc_query *update, *again;
    struct svc_state state;
    int64_t count;
};

static void retire_row(struct svc_call *call, struct work *work, struct svc_query *row, int key)
{
    unsigned char digest[SVC_DIGEST];
    char *no = svc_strdup(svc_text(row, key)), *change = removed(work->place, row);
    svc_row_digest(row, digest);
    svc_state_sub(&work->state, digest);
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
    free(change);
    free(no);
}

/* The rows after `*last` are taken a few at a time, because a query must not run over what it
 * changes; false when there are none. */
static bool retire_some(struct svc_call *call, struct work *work, const char *select,
                        const char *before, char **last)
{
    enum { AT_ONCE = 256 };
    static char *keys[AT_ONCE];
    size_t count = 0;
    struct svc_query *q =
        svc_query(call->db, select, "ssi", before, *last, (int64_t)AT_ONCE);
    while (svc_next(q))
        keys[count++] = svc_strdup(svc_text(q, 0));
    if (count > 0) {
        free(*last);
        *last = svc_strdup(keys[count - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        char *sql = svc_format("SELECT * FROM %s WHERE %s = ?1", work->place->table,
                               work->place->key);
        q = svc_query(call->db, sql, "s", keys[i]);
        int key = 0;
        if (svc_next(q)) {
            while (strcmp(svc_column_name(q, key), work->place->key) != 0)
                key++;
            retire_row(call, work, q, key);
            svc_done(q);
        }
        free(sql);
        free(keys[i]);
    }
    return count > 0;
}

static int64_t retire_place(struct svc_call *call, const struct personal *place,
                            const char *before)
{
    struct work work = { .place = place };
    char *last = svc_strdup("");
    struct svc_buf given = { 0 }, gone = { 0 };
    for (int c = 0; place->columns[c]; c++) {
        svc_buf_printf(&given, "%s%s IS NOT NULL", c ? " OR " : "", place->columns[c]);
        svc_buf_printf(&gone, "%s%s = NULL", c ? ", " : "", place->columns[c]);
    }
    char *select = svc_format(
        "SELECT %s FROM %s WHERE %s AND (%s) AND %s > ?2 ORDER BY %s LIMIT ?3", place->key,
        place->table, place->old, given.data, place->key, place->key);
    char *update = svc_format("UPDATE %s SET %s WHERE %s = ?1", place->table, gone.data,
                              place->key);
    char *again = svc_format("SELECT * FROM %s WHERE %s = ?1", place->table, place->key);
    work.update = svc_prepare(call->db, update);
    work.again = svc_prepare(call->db, again);
    svc_state_load(call->db, place->table, &work.state);
    while (retire_some(call, &work, select, before, &last))
        continue;
    svc_state_save(call->db, place->table, &work.state);
    if (work.count) {
        char *change = svc_format("{\"before\":\"%s\",\"records\":%lld}", before,
                                  (long long)work.count);
        svc_change_event(call, place->table, NULL, change);
        free(change);
    }
    svc_free(work.update);
    svc_free(work.again);
    svc_buf_free(&given);
    svc_buf_free(&gone);
    free(last);
    free(select);
    free(update);
    free(again);
    return work.count;
}

int admin_retire(struct svc_call *call)
{
    enum { PLACES = sizeof places / sizeof *places };
    int64_t counts[PLACES];
    char before[SVC_DAY_SIZE];
    svc_day_format(limit_day(), before);
    if (!svc_shared.reason)
        svc_die(SVC_USAGE, "retire needs a reason\nadd --reason TEXT");
    svc_call_begin(call);
    for (size_t i = 0; i < PLACES; i++)
        counts[i] = retire_place(call, &places[i], before);
    svc_call_commit(call);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < PLACES; i++) {
        struct svc_value row[] = { svc_value_text(places[i].table), svc_value_number(counts[i]),
                                   svc_value_text(before) };
        svc_print_row(call, row);
    }
    return svc_finish(call);
}
