/* The second half of an import: what was spooled is applied under the writer lock. */
#include "svc/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/change.h"
#include "svc/closed.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/progress.h"
#include "svc/rows.h"
#include "svc/when.h"

/* Columns that the importer itself fills, where a register has them, and its statements. */
struct svc_import_sql {
    struct svc_query *by_key, *by_pair, *update;
    struct svc_rows rows; /* the new ones; and the state of all */
    struct svc_query *mark, *undo, *keep; /* around each record, with --keep-good alone */
    int recorded_at, recorded_by, digest, event;
    int64_t seq; /* of the event this import will write */
    unsigned char old_digest[SVC_DIGEST];
    bool numbered; /* the current record has moved the counter of its number */
    char number[SVC_NUMBER_SIZE], now[SVC_WHEN_SIZE], record_digest[SVC_DIGEST_HEX];
    struct svc_buf *kept; /* by column: texts of the stored record */
    struct svc_buf json;
};

/* -- opening ------------------------------------------------------------------------------ */

static struct svc_query *prepare_lookup(const struct svc_import *in, const char *where)
{
    char *sql = svc_register_select(in->reg, where);
    struct svc_query *q = svc_prepare(in->call->db, sql);
    free(sql);
    return q;
}

static struct svc_query *prepare_update(const struct svc_import *in)
{
    struct svc_buf sql = { 0 };
    const struct svc_column *columns = in->reg->columns;
    svc_buf_printf(&sql, "UPDATE %s SET ", in->reg->table);
    const char **names = svc_column_names(columns);
    for (size_t i = 0; names[i]; i++)
        svc_buf_printf(&sql, "%s\"%s\" = ?%zu", i ? ", " : "", names[i], i + 1);
    free(names);
    svc_buf_printf(&sql, " WHERE \"%s\" = ?1", columns[0].name);
    struct svc_query *q = svc_prepare(in->call->db, sql.data);
    svc_buf_free(&sql);
    return q;
}

static struct svc_import *new_import(struct svc_call *call)
{
    static const char *const source[3] = { "source", "source_no" };
    const char *const *pair = call->reg->pair;
    struct svc_import *in = svc_alloc(sizeof *in);
    size_t n = svc_column_count(call->reg->columns);
    in->call = call;
    in->reg = call->reg;
    in->columns = n;
    in->given = svc_alloc(n * sizeof *in->given);
    in->input = svc_alloc(n * sizeof *in->input);
    in->values = svc_alloc(n * sizeof *in->values);
    in->before = svc_alloc(n * sizeof *in->before);
    in->none = svc_alloc(n * sizeof *in->none);
    for (size_t i = 0; i < n; i++)
        in->none[i].is = SVC_EMPTY;
    in->key = 0;
    in->undated = svc_column_find(call->reg->columns, "undated");
    for (int i = 0; i < 3; i++)
        in->pair[i] = pair[i]                ? svc_column_at(call->reg->columns, pair[i])
                      : pair[0] || !source[i] ? -1
                                              : svc_column_find(call->reg->columns, source[i]);
    return in;
}

static void begin_apply(struct svc_import *in)
{
    struct svc_import_sql *sql = in->sql = svc_alloc(sizeof *sql);
    const struct svc_column *columns = in->reg->columns;
    struct svc_db *db = in->call->db;
    svc_call_begin(in->call);
    in->veiled = !svc_mask_lifts(in->call);
    svc_import_made_begin(in);
    svc_bulk(db, true);
    char *any = svc_format("SELECT 1 FROM %s LIMIT 1", in->reg->table);
    in->empty = svc_one_int(db, 0, any, NULL) == 0;
    free(any);
    in->unread = in->empty && svc_shared.dry_run;
    svc_digest_hex((const unsigned char[SVC_DIGEST]){ 0 }, sql->record_digest);
    sql->by_key = prepare_lookup(in, NULL);
    if (in->pair[0] >= 0) {
        const char *third = in->pair[2] < 0 ? NULL : columns[in->pair[2]].name;
        char *where = svc_format("\"%s\" = ?1 AND \"%s\" = ?2%s%s%s", columns[in->pair[0]].name,
                           columns[in->pair[1]].name, third ? " AND COALESCE(\"" : "",
                           third ? third : "", third ? "\", '') = ?3" : "");
        sql->by_pair = prepare_lookup(in, where);
        free(where);
    }
    sql->update = prepare_update(in);
    const char **names = svc_column_names(columns);
    svc_rows_begin(&sql->rows, db, in->reg->table, names, "");
    free(names);
    sql->rows.tries = svc_shared.dry_run;
    if (in->rejects) {
        sql->mark = svc_prepare(db, "SAVEPOINT record");
        sql->undo = svc_prepare(db, "ROLLBACK TO record");
        sql->keep = svc_prepare(db, "RELEASE record");
    }
    sql->recorded_at = svc_column_find(columns, "recorded_at");
    sql->recorded_by = svc_column_find(columns, "recorded_by");
    sql->digest = svc_column_find(columns, "digest");
    sql->event = svc_column_find(columns, "event");
    sql->seq = svc_event_head(db).seq + 1;
    sql->kept = svc_alloc(in->columns * sizeof *sql->kept);
    svc_when_format(svc_now(), sql->now);
}

struct svc_import *svc_import_open(struct svc_call *call)
{
    return svc_import_assuming(call, NULL, NULL);
}

struct svc_import *svc_import_assuming(struct svc_call *call, const char *column, const char *value)
{
    struct svc_import *in = new_import(call);
    in->assumes = column;
    in->assumed = value;
    in->rejects = svc_rejects_open();
    svc_receipt_open(in);
    in->said = svc_said_open(in->reg);
    svc_import_file(in);
    svc_import_again(in);
    begin_apply(in);
    svc_progress_begin("applied", in->spooled);
    return in;
}

struct svc_import *svc_import_one(struct svc_call *call)
{
    struct svc_import *in = new_import(call);
    in->single = true;
    svc_import_options_record(in);
    begin_apply(in);
    return in;
}

void svc_import_finds_by(struct svc_import *in, const char *column)
{
    const char *pair[2] = { NULL };
    for (int i = 0; i < 2 && in->pair[0] >= 0; i++)
        pair[i] = in->reg->columns[in->pair[i]].name;
    if (in->unread)
        svc_drop_indexes(in->call->db, in->reg->table, column, pair[0] ? pair : NULL);
}

/* -- one record --------------------------------------------------------------------------- */

static void keep_stored(struct svc_import *in, struct svc_query *q)
{
    for (size_t i = 0; i < in->columns; i++) {
        struct svc_value *v = &in->before[i];
        *v = (struct svc_value){ .is = SVC_EMPTY };
        if (svc_is_null(q, (int)i))
            continue;
        if (svc_kind_is_number(svc_column_kind(&in->reg->columns[i]))) {
            *v = svc_value_number(svc_int(q, (int)i));
            continue;
        }
        struct svc_buf *kept = &in->sql->kept[i];
        svc_buf_clear(kept);
        svc_buf_add(kept, svc_text(q, (int)i), svc_text_len(q, (int)i));
        *v = (struct svc_value){ .is = SVC_IS_TEXT, .text = kept->data, .len = kept->len };
    }
    svc_row_digest(q, in->sql->old_digest);
}

/* Looks the current record up by its keys; fills `before`. */
static bool find_stored(struct svc_import *in)
{
    struct svc_query *q = NULL;
    const struct svc_value *key = &in->input[in->key];
    if (in->empty)
        return false;
    if (key->is == SVC_IS_TEXT) {
        q = in->sql->by_key;
        svc_bind_text(q, 1, key->text, key->len);
    } else if (in->sql->by_pair && svc_value_given(&in->input[in->pair[0]]) &&
               svc_value_given(&in->input[in->pair[1]])) {
        q = in->sql->by_pair;
        for (int i = 0; i < 3 && in->pair[i] >= 0; i++)
            svc_bind_text(q, i + 1, in->input[in->pair[i]].len ? in->input[in->pair[i]].text : "",
                          in->input[in->pair[i]].len);
    }
    if (!q)
        return false;
    bool found = svc_next(q);
    if (found)
        keep_stored(in, q);
    svc_rewind(q);
    return found;
}

static void fill_own(struct svc_import *in)
{
    struct svc_import_sql *sql = in->sql;
    if (sql->digest >= 0 && !in->unread)
        svc_import_digest(in, sql->record_digest);
    if (sql->digest >= 0)
        in->values[sql->digest] = svc_value_text(sql->record_digest);
    if (in->stored)
        return;
    if (sql->event >= 0)
        in->values[sql->event] = svc_value_number(sql->seq);
    if (sql->recorded_at >= 0)
        in->values[sql->recorded_at] = svc_value_text(sql->now);
    if (sql->recorded_by >= 0)
        in->values[sql->recorded_by] = svc_value_text(in->call->actor.person);
}

/* The next number of the fact's year, or the one that is given. Where the tool derives the fact, the
 * natural key names the period that it is derived from. */
static void give_number(struct svc_import *in)
{
    struct svc_import_sql *sql = in->sql;
    struct svc_db *db = in->call->db;
    if (!in->reg->prefix || in->stored)
        return;
    int dated = svc_value_given(&in->values[in->fact]) ? in->fact : in->pair[1];
    int year = (int)strtol(in->values[dated].text, NULL, 10);
    const char *why = NULL;
    if (in->values[0].is == SVC_IS_TEXT)
        why = svc_number_keep(db, in->reg->prefix, in->values[0].text, year);
    else
        in->values[0] =
            svc_value_text(svc_number_next(db, in->reg->prefix, year, sql->number));
    sql->numbered = !why;
    if (why)
        svc_import_fault(in, "cell", in->reg->columns[0].name, why);
}

/* The same as the last import gave. With a reason it is a correction: what stands there is compared. */
static bool same_digest(struct svc_import *in)
{
    int at = in->sql->digest;
    char mine[SVC_DIGEST_HEX];
    if (at < 0 || (svc_shared.update && svc_shared.reason) || in->before[at].is != SVC_IS_TEXT)
        return false;
    svc_import_digest(in, mine);
    return strcmp(mine, in->before[at].text) == 0;
}

/* The current record is turned down for good; its number is free again. */
static void settle(struct svc_import *in)
{
    if (in->sql->numbered)
        svc_number_undo();
    svc_import_settle(in, SVC_REJECT_APPLY);
}

/* Readies the current record for writing; false when it is unchanged or was turned down. */
static bool ready(struct svc_import *in)
{
    in->rejected = in->spared = false;
    in->kinless = SVC_UNASKED;
    in->sql->numbered = false;
    in->stored = find_stored(in);
    svc_import_names_late(in);
    svc_import_count_veiled(in);
    if (in->stored && same_digest(in)) {
        in->unchanged++;
        memcpy(in->values, in->before, in->columns * sizeof *in->values);
        return false;
    }
    int differs = svc_import_merge(in);
    in->same = in->stored && differs < 0 && !in->rejected;
    if (in->same && !in->computed) {
        in->unchanged++;
        return false;
    }
    if (in->stored && differs >= 0 && !svc_shared.update)
        svc_import_fault(in, "conflict", in->reg->columns[differs].name,
                         in->single ? _("differs from the record that is there already")
                                    : _("differs from the stored record; --update would change it"));
    svc_import_check(in);
    if (!in->rejected) {
        give_number(in);
        fill_own(in);
    }
    if (in->rejected)
        settle(in);
    else if (in->rejects)
        svc_next(in->sql->mark);
    return !in->rejected;
}

/* Brings the next record that needs writing to `values`; false at the end. */
static bool take_next(struct svc_import *in)
{
    while (svc_import_unspool(in)) {
        in->applied++;
        svc_progress_step(in->applied, in->applied);
        if (ready(in))
            return true;
    }
    svc_progress_end();
    return false;
}

/* Writes the current record; false when it was turned down, by its command or by the store. */
static bool write_record(struct svc_import *in)
{
    struct svc_import_sql *sql = in->sql;
    if (in->rejected)
        return false;
    if (in->same) {
        in->unchanged++;
        return true;
    }
    struct svc_query *q = in->stored ? sql->update : sql->rows.insert;
    if (!in->spared && svc_rows_put(&sql->rows, q, in->stored ? sql->old_digest : NULL, in->values) != 1) {
        char *why = svc_format(_("refused by the store: %s"), svc_refusal_told(q));
        svc_import_fault(in, "store", NULL, why);
        free(why);
        return false;
    }
    svc_import_phones(in);
    svc_closed_record(in->call, in->reg, in->values);
    svc_closed_record(in->call, in->reg, in->stored ? in->before : NULL);
    if (!in->stored) {
        in->added++;
        svc_import_made(in);
        return true;
    }
    in->updated++;
    svc_buf_clear(&sql->json);
    svc_change_json(in->call, &sql->json, in->before, in->values);
    svc_change_event(in->call, NULL, in->values[0].text, svc_buf_text(&sql->json));
    return true;
}

/* Ends the current record. Whatever its command has done for one that was turned down is undone,
 * since with --keep-good the transaction goes on. */
static void write_current(struct svc_import *in)
{
    if (!in->current)
        return;
    bool written = write_record(in);
    if (in->rejects && !written)
        svc_next(in->sql->undo);
    if (in->rejects)
        svc_next(in->sql->keep);
    if (!written)
        settle(in);
}

struct svc_value *svc_import_next(struct svc_import *in)
{
    write_current(in);
    in->current = take_next(in);
    return in->current ? in->values : NULL;
}

const struct svc_value *svc_import_before(const struct svc_import *in)
{
    return in->stored ? in->before : NULL;
}

/* -- the end ------------------------------------------------------------------------------ */

static void import_event(struct svc_import *in)
{
    struct svc_buf change = { 0 };
    if (in->single) {
        struct svc_buf *json = &in->sql->json;
        svc_buf_clear(json);
        svc_change_json(in->call, json, NULL, in->values);
        svc_change_event(in->call, in->reg->table, in->values[0].text, json->data);
        return;
    }
    svc_receipt_json(in, &change);
    svc_change_event(in->call, in->reg->table, NULL, change.data);
    svc_buf_free(&change);
}

static void close_apply(struct svc_import *in)
{
    struct svc_import_sql *sql = in->sql;
    struct svc_query *const all[] = { sql->by_key, sql->by_pair, sql->update, sql->mark, sql->undo,
                                      sql->keep };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i])
            svc_free(all[i]);
    svc_bulk(in->call->db, false);
    for (size_t i = 0; i < in->columns; i++)
        svc_buf_free(&sql->kept[i]);
    svc_buf_free(&sql->json);
    free(sql->kept);
}

/* `add` answers with the number it gave, or that stands there already. */
static void print_number(struct svc_import *in, const char *no)
{
    static struct svc_column number[2];
    struct svc_value value = svc_value_text(no);
    number[0] = in->reg->columns[0];
    svc_print_begin(in->call, number);
    svc_print_row(in->call, &value);
}

int svc_import_close(struct svc_import *in)
{
    struct svc_call *call = in->call;
    char *no = in->single ? svc_strdup(in->values[0].text) : NULL;
    svc_rows_end(&in->sql->rows);
    svc_import_phones_end(in);
    svc_import_tell(in);
    if (in->added || in->updated)
        import_event(in);
    close_apply(in);
    svc_import_files_fill(in);
    svc_call_commit(call);
    svc_import_files_write(in);
    if (no && !svc_shared.dry_run)
        print_number(in, no);
    free(no);
    svc_spool_close(in->spool);
    svc_rejects_close(in->rejects);
    return svc_finish(call);
}
