#include "svc/change.h"

#include <stdlib.h>
#include <string.h>

#include "svc/closed.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/phones.h"
#include "svc/record.h"
#include "svc/refusal.h"
#include "svc/row.h"
#include "svc/salt.h"
#include "svc/text.h"

enum { LONG_TEXT = 120 };

/* Personal data stands in an event as a commitment, which is nothing without its salt. */
static void json_salted(struct svc_buf *out, struct svc_call *call, const char *table,
                        const char *column, const char *text, size_t len)
{
    char hex[SVC_DIGEST_HEX];
    svc_buf_printf(out, "\"salted:%s\"",
                   svc_salt_commit(call->db, table, column, text, len, hex));
}

/* A value in an event: secrets never, personal data as a commitment, long texts by their digest. */
static void json_value(struct svc_buf *out, struct svc_call *call,
                       const struct svc_column *column, const struct svc_value *value)
{
    struct svc_buf room = { 0 };
    char hex[SVC_DIGEST_HEX];
    if (!value || !svc_value_given(value)) {
        svc_buf_puts(out, "null");
    } else if (column->flags & SVC_SECRET) {
        svc_buf_puts(out, "\"****\"");
    } else if (value->is == SVC_IS_NUMBER) {
        svc_buf_puts(out, svc_value_show(column, value, &room));
    } else if (column->flags & SVC_PERSONAL) {
        json_salted(out, call, call->reg->table, column->name, value->text, value->len);
    } else if (value->len > LONG_TEXT) {
        svc_buf_printf(out, "\"sha256:%s\"", svc_digest_one(value->text, value->len, hex));
    } else {
        svc_buf_json(out, value->text, value->len);
    }
    svc_buf_free(&room);
}

void svc_change_json(struct svc_call *call, struct svc_buf *out, const struct svc_value *before,
                     const struct svc_value *after)
{
    const struct svc_column *columns = call->reg->columns;
    bool first = true;
    svc_buf_putc(out, '{');
    for (size_t i = 0; columns[i].name; i++) {
        const struct svc_value *old = before ? &before[i] : NULL;
        bool same = old ? svc_value_same(old, &after[i]) : !svc_value_given(&after[i]);
        if (same || columns[i].flags & SVC_INNER)
            continue;
        svc_buf_printf(out, "%s\"%s\":[", first ? "" : ",", columns[i].name);
        json_value(out, call, &columns[i], old);
        svc_buf_putc(out, ',');
        json_value(out, call, &columns[i], &after[i]);
        svc_buf_putc(out, ']');
        first = false;
    }
    svc_buf_putc(out, '}');
}

void svc_change_event(struct svc_call *call, const char *table, const char *record,
                      const char *change)
{
    struct svc_event event = {
        .tool = call->command->name, .verb = call->verb->name, .table = table, .record = record,
        .op_id = call->op_id, .reason = svc_shared.reason, .change = change
    };
    svc_event_add(call->db, &call->actor, &event);
}

bool svc_record_read(struct svc_call *call, const char *no, struct svc_record *row)
{
    const struct svc_register *reg = call->reg;
    size_t n = svc_column_count(reg->columns);
    char *sql = svc_register_select(reg, NULL);
    struct svc_query *q = svc_query(call->db, sql, "s", no);
    bool found = svc_next(q);
    if (found) {
        row->values = svc_alloc(n * sizeof *row->values);
        row->texts = svc_alloc(n * sizeof *row->texts);
        svc_row_digest(q, row->digest);
        for (size_t i = 0; i < n; i++) {
            if (svc_kind_is_number(svc_column_kind(&reg->columns[i])) && !svc_is_null(q, (int)i)) {
                row->values[i] = svc_value_number(svc_int(q, (int)i));
            } else {
                row->texts[i] = svc_strdup(svc_text(q, (int)i));
                row->values[i] = svc_value_text(row->texts[i]);
            }
        }
        svc_done(q);
    }
    free(sql);
    return found;
}

void svc_record_free(const struct svc_call *call, struct svc_record *row)
{
    for (size_t i = 0; row->texts && call->reg->columns[i].name; i++)
        free(row->texts[i]);
    free(row->texts);
    free(row->values);
}

/* Why a step cannot be taken: the state, and who brought the record there. What this very operation
 * has written is not the reason. */
static void refuse(struct svc_call *call, const char *no)
{
    const struct svc_register *reg = call->reg;
    char *sql = svc_format("SELECT c.state, e.at, e.login, e.verb FROM %s c LEFT JOIN event e"
                           " ON e.seq = (SELECT MAX(seq) FROM event WHERE record = ?1"
                           "            AND tbl IS NOT NULL AND (op_id <> ?2 OR login <> ?3))"
                           " WHERE c.\"%s\" = ?1", reg->table, reg->columns[0].name);
    struct svc_query *q = svc_query(call->db, sql, "sss", no, call->op_id, call->actor.login);
    if (svc_next(q)) {
        const char *state = svc_worded(reg->columns[svc_column_at(reg->columns, "state")].list, svc_text(q, 0));
        if (svc_text(q, 1))
            svc_refuse(call, SVC_REFUSED, no, "cannot %s, it is %s (%s by %s at %s)",
                       call->verb->name, state, svc_text(q, 3), svc_text(q, 2), svc_text(q, 1));
        else
            svc_refuse(call, SVC_REFUSED, no, "cannot %s, it is %s", call->verb->name, state);
        svc_done(q);
    }
    free(sql);
}

const struct svc_move *svc_move_of(const struct svc_register *reg, const char *verb)
{
    const struct svc_move *move = reg->moves;
    while (move && move->verb && strcmp(move->verb, verb) != 0)
        move++;
    return move && move->verb ? move : NULL;
}

bool svc_stands_in(struct svc_call *call, const char *no, const struct svc_value *values,
                   const char *states)
{
    int at = svc_column_at(call->reg->columns, "state");
    bool stands = svc_text_in(states, '|', values[at].text);
    if (!stands)
        refuse(call, no);
    return stands;
}

bool svc_may_move(struct svc_call *call, const char *no, const struct svc_value *values)
{
    const struct svc_move *move = svc_move_of(call->reg, call->verb->name);
    return !move || svc_stands_in(call, no, values, move->from);
}

/* What the register tells of its moves and what its statements do must be the same. */
static void check_move(const struct svc_call *call, const struct svc_record *before,
                       const struct svc_record *after)
{
    const struct svc_move *move = svc_move_of(call->reg, call->verb->name);
    int at = move ? svc_column_at(call->reg->columns, "state") : 0;
    if (move && !svc_value_same(&before->values[at], &after->values[at]) &&
        (!move->to || !svc_text_in(move->to, '|', after->values[at].text)))
        svc_die(SVC_BUG, "%s: %s leads to the state %s, which its moves do not tell",
                call->reg->name, move->verb, after->values[at].text);
}

/* A company's word must be one of the fact's day. */
static void check_words(struct svc_call *call, const char *no, const struct svc_record *before,
                        const struct svc_record *after)
{
    svc_day day;
    char text[SVC_DAY_SIZE];
    const struct svc_column *column =
        svc_words_refused(call->reg, before->values, after->values, &day);
    if (column)
        svc_fail(SVC_REFUSED, "%s: the %s is no word of %s; nothing was changed%s", no,
                 column->name, svc_day_format(day, text),
                 svc_value_choice(column, day, NULL, "\n"));
}

/* The record's state moves by the difference, the event tells it. */
static void keep_change(struct svc_call *call, const char *no, const struct svc_record *before,
                        const struct svc_record *after)
{
    struct svc_state state;
    struct svc_buf json = { 0 };
    check_move(call, before, after);
    check_words(call, no, before, after);
    svc_closed_record(call, call->reg, before->values);
    svc_closed_record(call, call->reg, after->values);
    svc_state_load(call->db, call->reg->table, &state);
    svc_state_sub(&state, before->digest);
    svc_state_add(&state, after->digest);
    svc_state_save(call->db, call->reg->table, &state);
    svc_change_json(call, &json, before->values, after->values);
    svc_change_event(call, call->reg->table, no, json.data);
    svc_change_phones(call, no, before->values, after->values);
    if (svc_call_talks())
        svc_warn("%s: %s", no, json.data);
    svc_buf_free(&json);
}

void svc_change_phones(struct svc_call *call, const char *no, const struct svc_value *before,
                       const struct svc_value *after)
{
    const struct svc_column *columns = call->reg->columns;
    for (size_t i = 0; columns[i].name; i++)
        if (columns[i].type == SVC_TYPE_PHONE)
            svc_phones_keep(call->db, call->reg->table, no, before ? before[i].text : NULL,
                            after[i].text);
}

bool svc_change_bound(struct svc_call *call, const char *no, struct svc_query *q)
{
    struct svc_record before = { 0 }, after = { 0 };
    if (!svc_record_read(call, no, &before)) {
        svc_fail(SVC_UNKNOWN, "%s: no such %s", no, svc_tr(call->reg->one));
        svc_free(q);
        return false;
    }
    svc_bind_text(q, 1, no, strlen(no));
    int64_t changed = svc_try(q);
    if (changed < 0)
        svc_refuse_by_store(call, no, q);
    svc_free(q);
    if (changed == 0)
        refuse(call, no);
    if (changed == 1 && svc_record_read(call, no, &after))
        keep_change(call, no, &before, &after);
    svc_record_free(call, &before);
    svc_record_free(call, &after);
    return changed == 1;
}

bool svc_change(struct svc_call *call, const char *no, const char *sql, const char *types, ...)
{
    va_list args;
    struct svc_query *q = svc_prepare(call->db, sql);
    va_start(args, types);
    svc_bind_list(q, 2, types, args);
    va_end(args);
    return svc_change_bound(call, no, q);
}

bool svc_change_values(struct svc_call *call, const char *no, const char *sql,
                       const struct svc_value *values, size_t count)
{
    struct svc_query *q = svc_prepare(call->db, sql);
    for (size_t i = 0; i < count; i++) {
        int at = (int)i + 2;
        if (values[i].is == SVC_IS_TEXT)
            svc_bind_text(q, at, values[i].text, values[i].len);
        else if (values[i].is == SVC_IS_NUMBER)
            svc_bind_int(q, at, values[i].number);
        else if (values[i].is == SVC_EMPTY)
            svc_bind_null(q, at);
    }
    return svc_change_bound(call, no, q);
}

/* A table as a register without words: its columns, the last of which is its event. */
static struct svc_register bare_register(struct svc_call *call, const char *table)
{
    struct svc_column *columns = NULL;
    size_t count = 0, len;
    char *names = svc_db_columns(call->db, table);
    const char *list = names, *name;
    for (; svc_text_next(&list, ';', &name, &len); count++) {
        columns = svc_grow(columns, count, sizeof *columns);
        columns[count] = (struct svc_column){ .name = svc_strndup(name, len), .type = SVC_TYPE_CODE };
        if (strcmp(columns[count].name, "event") == 0)
            columns[count].flags = SVC_INNER;
    }
    columns = svc_grow(columns, count, sizeof *columns);
    columns[count] = (struct svc_column){ 0 };
    free(names);
    return (struct svc_register){ .name = table, .one = "record", .table = table, .columns = columns };
}

bool svc_change_of(struct svc_call *call, const char *table, const char *no, const char *sql,
                   const char *types, ...)
{
    va_list args;
    const struct svc_register *reg = call->reg;
    const struct svc_register bare = bare_register(call, table);
    struct svc_query *q = svc_prepare(call->db, sql);
    va_start(args, types);
    svc_bind_list(q, 2, types, args);
    va_end(args);
    call->reg = &bare;
    bool changed = svc_change_bound(call, no, q);
    call->reg = reg;
    for (size_t i = 0; bare.columns[i].name; i++)
        free((char *)bare.columns[i].name);
    free((struct svc_column *)bare.columns);
    return changed;
}

/* A row of a side table as a change: each column from nothing to its value, or to nothing where the
 * row is taken away. */
static void json_row(struct svc_buf *out, struct svc_call *call, const char *table,
                     struct svc_query *q, bool taken)
{
    bool first = true;
    char *personal = svc_salt_columns(call->db, table);
    svc_buf_putc(out, '{');
    for (int i = 0; i < svc_columns(q); i++) {
        const char *name = svc_column_name(q, i);
        if (svc_is_null(q, i) || strcmp(name, "event") == 0)
            continue;
        svc_buf_printf(out, "%s\"%s\":[%s", first ? "" : ",", name, taken ? "" : "null,");
        if (svc_text_in(personal, ';', name))
            json_salted(out, call, table, name, svc_text(q, i), svc_text_len(q, i));
        else
            svc_buf_json(out, svc_text(q, i), svc_text_len(q, i));
        svc_buf_puts(out, taken ? ",null]" : "]");
        first = false;
    }
    svc_buf_putc(out, '}');
    free(personal);
}

/* What the row dates its fact by, of a table that is a register of the command; NULL for none. */
static const char *fact_of(const struct svc_call *call, const char *table, struct svc_query *q)
{
    const struct svc_register *const *reg = call->command->registers;
    while (reg && *reg && strcmp((*reg)->table, table) != 0)
        reg++;
    for (int i = 0; reg && *reg && (*reg)->fact && i < svc_columns(q); i++)
        if (strcmp(svc_column_name(q, i), (*reg)->fact) == 0)
            return svc_text(q, i);
    return NULL;
}

/* Runs the statement, whose rows come to the table or are taken from it, and keeps their event. */
static void change_rows(struct svc_call *call, const char *table, const char *no,
                        struct svc_query *q, bool taken)
{
    struct svc_state state;
    struct svc_buf json = { 0 };
    unsigned char digest[SVC_DIGEST];
    svc_state_load(call->db, table, &state);
    while (svc_next(q)) {
        svc_row_digest(q, digest);
        if (taken)
            svc_state_sub(&state, digest);
        else
            svc_state_add(&state, digest);
        json_row(&json, call, table, q, taken);
        svc_closed_fact(call, fact_of(call, table, q));
    }
    svc_free(q);
    if (json.len > 0) {
        svc_state_save(call->db, table, &state);
        svc_change_event(call, table, no, json.data);
    }
    svc_buf_free(&json);
}

void svc_change_insert(struct svc_call *call, const char *table, const char *no, const char *sql,
                       const char *types, ...)
{
    va_list args;
    struct svc_query *q = svc_prepare(call->db, sql);
    va_start(args, types);
    svc_bind_list(q, 1, types, args);
    va_end(args);
    change_rows(call, table, no, q, false);
}

void svc_change_delete(struct svc_call *call, const char *table, const char *no, const char *sql,
                       const char *types, ...)
{
    va_list args;
    struct svc_query *q = svc_prepare(call->db, sql);
    va_start(args, types);
    svc_bind_list(q, 1, types, args);
    va_end(args);
    change_rows(call, table, no, q, true);
}
