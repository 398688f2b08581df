/* What of a pack no case touches: its limits, triggers, legs, thresholds and bands. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "policy.h"
#include "svc/err.h"
#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/used.h"

static bool summary;

const struct svc_option coverage_options[] = {
    { .name = "summary", .type = SVC_OPT_FLAG, .to = &summary, .help = "counts by file instead" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column row_columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the pack's file" },
    { .name = "line", .type = SVC_TYPE_INT, .label = "行", .help = "its line" },
    { .name = "key", .type = SVC_TYPE_CODE, .label = "键",
      .help = "which row; * where a cell of its key is blank" },
    { 0 }
};

static const struct svc_column summary_columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the pack's file" },
    { .name = "rows", .type = SVC_TYPE_INT, .label = "行数", .help = "rows that can act" },
    { .name = "touched", .type = SVC_TYPE_INT, .label = "已覆盖", .help = "those that a case touches" },
    { .name = "untouched", .type = SVC_TYPE_INT, .label = "未覆盖", .help = "those that none does" },
    { 0 }
};

static const enum svc_pack_file files[] = { SVC_PACK_LIMITS, SVC_PACK_TRIGGERS, SVC_PACK_LEGS,
                                            SVC_PACK_THRESHOLDS, SVC_PACK_BANDS };
enum { FILES = sizeof files / sizeof *files };

struct touching {
    const struct svc_pack *pack;
    bool *touched[SVC_PACK_FILES]; /* by the row's position in its file */
};

static const char *text_of(enum svc_pack_file file, const struct svc_pack_row *row, const char *column)
{
    const struct svc_value *value = svc_pack_cell(file, row, column);
    return value->is == SVC_IS_TEXT ? value->text : NULL;
}

static bool *touched(struct touching *t, enum svc_pack_file file, const struct svc_pack_row *row)
{
    return &t->touched[file][row - t->pack->table[file].row];
}

/* -- what lines tell ----------------------------------------------------------------------------- */

static void touch_limit(void *ctx, const struct svc_pack_row *row)
{
    *touched(ctx, SVC_PACK_LIMITS, row) = true;
}

/* Lines under the clause; with `item`, of this item of the sheet alone. */
static size_t lines_under(const struct svc_lines *lines, const char *clause, const char *item)
{
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++)
        count += strcmp(lines->line[i].clause ? lines->line[i].clause : "", clause) == 0 &&
                 (!item || strcmp(lines->line[i].item, item) == 0);
    return count;
}

/* -- what would come otherwise ------------------------------------------------------------------- */

/* A cell of a key as the store has it, to be compared as text. */
static char *stored_text(const struct svc_value *value)
{
    return value->is == SVC_IS_NUMBER ? svc_format("%lld", (long long)value->number)
                                      : svc_strdup(svc_value_given(value) ? value->text : "");
}

/* Changes the row of the file, or with `but` all others (every one where it is NULL), in the store. */
static void change(struct svc_db *db, const char *how, enum svc_pack_file file, bool but,
                   const struct svc_pack_row *row)
{
    const struct svc_pack_shape *shape = &svc_pack_shapes[file];
    struct svc_buf sql = { 0 };
    char *cell[SVC_PACK_WIDEST]; /* bound text is borrowed */
    size_t count = 0;
    int at;
    svc_buf_printf(&sql, "%s WHERE %s (1 = %d", how, but ? "NOT" : "", row != NULL);
    for (size_t n = 0; row && (at = svc_pack_key_column(shape, n)) >= 0; n++)
        svc_buf_printf(&sql, " AND COALESCE(CAST(\"%s\" AS TEXT), '') = ?%zu", shape->columns[at].name, n + 1);
    svc_buf_putc(&sql, ')');
    struct svc_query *q = svc_prepare(db, sql.data);
    for (; row && (at = svc_pack_key_column(shape, count)) >= 0; count++) {
        cell[count] = stored_text(&row->values[at]);
        svc_bind_text(q, (int)count + 1, cell[count], strlen(cell[count]));
    }
    if (svc_try(q) < 0)
        svc_die(SVC_BUG, "%s: %s", shape->table, svc_refusal_told(q));
    svc_free(q);
    while (count > 0)
        free(cell[--count]);
    svc_buf_free(&sql);
}

/* The lines that come with no trigger but this one; NULL: with none. The store is a scratch one, and
 * nothing of it is kept. */
static struct svc_lines lines_with(struct svc_db *db, const struct svc_pack_row *row)
{
    svc_begin_write(db);
    change(db, "DELETE FROM policy_trigger", SVC_PACK_TRIGGERS, true, row);
    struct svc_lines lines = cases_lines(db);
    svc_rollback(db);
    return lines;
}

/* The lines that come where the row does nothing: a threshold that is not there, a band that no value
 * reaches - without it the others of its group would hold for it. */
static struct svc_lines lines_but(struct svc_db *db, enum svc_pack_file file, const struct svc_pack_row *row)
{
    svc_begin_write(db);
    change(db, file == SVC_PACK_BANDS ? "UPDATE policy_band SET \"from\" = 900000000000000, until = NULL"
                                      : "DELETE FROM policy_threshold", file, false, row);
    struct svc_lines lines = cases_lines(db);
    svc_rollback(db);
    return lines;
}

/* -- which leg it was ---------------------------------------------------------------------------- */

static bool is_under(const struct svc_line *line, const struct svc_pack_row *leg)
{
    return line->clause && line->subject && strcmp(line->clause, text_of(SVC_PACK_LEGS, leg, "clause")) == 0 &&
           strcmp(line->subject, text_of(SVC_PACK_LEGS, leg, "subject")) == 0;
}

static bool is_within(int64_t number, const struct svc_pack_row *leg, const char *least, const char *most)
{
    const struct svc_value *from = svc_pack_cell(SVC_PACK_LEGS, leg, least);
    const struct svc_value *to = svc_pack_cell(SVC_PACK_LEGS, leg, most);
    return svc_value_given(from) ? llabs(number) >= from->number && llabs(number) <= to->number : number == 0;
}

/* Of several legs of one clause and subject the loss tells which it was; where that is not known, as of a
 * case that somebody proposed, what the line has lies in the leg's range. */
static bool decided(struct svc_db *db, const struct svc_line *line, const struct svc_pack_row *leg)
{
    const struct svc_value *from = svc_pack_cell(SVC_PACK_LEGS, leg, "loss_from");
    const struct svc_value *to = svc_pack_cell(SVC_PACK_LEGS, leg, "loss_to");
    int64_t loss = svc_leg_quantity(db, line->item, line->record, "loss");
    if (loss >= 0)
        return (!svc_value_given(from) || loss >= from->number) && (!svc_value_given(to) || loss < to->number);
    return is_within(line->points, leg, "points_min", "points_max") &&
           is_within(line->amount, leg, "amount_min", "amount_max");
}

/* Another leg of the same clause and subject, which a loss tells apart. */
static bool has_twin(const struct svc_pack_table *table, const struct svc_pack_row *leg)
{
    const struct svc_line line = { .clause = (char *)text_of(SVC_PACK_LEGS, leg, "clause"),
                                   .subject = (char *)text_of(SVC_PACK_LEGS, leg, "subject") };
    for (size_t i = 0; i < table->count; i++)
        if (&table->row[i] != leg && is_under(&line, &table->row[i]))
            return true;
    return false;
}

static void touch_legs(struct touching *t, struct svc_db *db, const struct svc_lines *lines)
{
    const struct svc_pack_table *table = &t->pack->table[SVC_PACK_LEGS];
    for (size_t i = 0; i < table->count; i++)
        for (size_t l = 0; l < lines->count && !*touched(t, SVC_PACK_LEGS, &table->row[i]); l++)
            *touched(t, SVC_PACK_LEGS, &table->row[i]) =
                is_under(&lines->line[l], &table->row[i]) &&
                (!has_twin(table, &table->row[i]) || decided(db, &lines->line[l], &table->row[i]));
}

/* -- which trigger it was ------------------------------------------------------------------------ */

/* The clause was named by a record of this item, not fired: then it is the item's own events. */
static bool is_named(const struct svc_lines *unfired, const struct svc_pack_row *row, const char *clause)
{
    const char *event = text_of(SVC_PACK_TRIGGERS, row, "event");
    char *item = svc_strndup(event, strcspn(event, "."));
    bool named = lines_under(unfired, clause, item) > 0;
    free(item);
    return named;
}

/* A trigger was touched where lines under its clause come by it alone. */
static void touch_triggers(struct touching *t, struct svc_db *db, const struct svc_lines *lines)
{
    const struct svc_pack_table *table = &t->pack->table[SVC_PACK_TRIGGERS];
    struct svc_lines unfired = lines_with(db, NULL);
    for (size_t i = 0; i < table->count; i++) {
        const struct svc_pack_row *row = &table->row[i];
        const char *clause = text_of(SVC_PACK_TRIGGERS, row, "clause");
        if (*touched(t, SVC_PACK_TRIGGERS, row) || !lines_under(lines, clause, NULL))
            continue;
        struct svc_lines alone = lines_with(db, row);
        *touched(t, SVC_PACK_TRIGGERS, row) = is_named(&unfired, row, clause) ||
            lines_under(&alone, clause, NULL) > lines_under(&unfired, clause, NULL);
        svc_lines_free(&alone);
    }
    svc_lines_free(&unfired);
}

/* -- which threshold and which band --------------------------------------------------------------- */

static bool same_text(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

static bool same_lines(const struct svc_lines *one, const struct svc_lines *other)
{
    if (one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++) {
        const struct svc_line *a = &one->line[i], *b = &other->line[i];
        if (a->points != b->points || a->amount != b->amount || !same_text(a->clause, b->clause) ||
            !same_text(a->status, b->status) || !same_text(a->record, b->record) ||
            !same_text(a->subject, b->subject))
            return false;
    }
    return true;
}

/* Whether there is a line that the row may have made: of what a threshold gives, one that it freed, of a
 * band's group. Spares the question where there is none. */
static bool may_act(const struct svc_lines *lines, enum svc_pack_file file, const struct svc_pack_row *row)
{
    const char *group = file == SVC_PACK_BANDS ? text_of(file, row, "group") : NULL;
    const char *gives = group ? NULL : text_of(file, row, "gives");
    bool frees = !group && svc_value_given(svc_pack_cell(file, row, "first_free"));
    size_t len = group ? strlen(group) : 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        if ((group && line->record && strncmp(line->record, group, len) == 0 && line->record[len] == '.') ||
            (gives && same_text(line->clause, gives)) || (frees && same_text(line->status, "reversed")))
            return true;
    }
    return false;
}

/* A row was touched where the lines were other ones if it did nothing. */
static void touch_needed(struct touching *t, struct svc_db *db, const struct svc_lines *lines,
                         enum svc_pack_file file)
{
    const struct svc_pack_table *table = &t->pack->table[file];
    for (size_t i = 0; i < table->count; i++) {
        const struct svc_pack_row *row = &table->row[i];
        if (*touched(t, file, row) || !may_act(lines, file, row))
            continue;
        struct svc_lines without = lines_but(db, file, row);
        *touched(t, file, row) = !same_lines(lines, &without);
        svc_lines_free(&without);
    }
}

static void touch(struct touching *t, const struct one_case *one)
{
    struct svc_db *db = cases_open(one, SVC_DB_WRITE);
    struct svc_rules *rules = svc_rules_open(db);
    svc_rules_used(rules, t->pack, touch_limit, t);
    svc_rules_close(rules);
    struct svc_lines lines = cases_lines(db);
    touch_legs(t, db, &lines);
    if (lines.count > 0)
        touch_triggers(t, db, &lines);
    touch_needed(t, db, &lines, SVC_PACK_THRESHOLDS);
    touch_needed(t, db, &lines, SVC_PACK_BANDS);
    svc_lines_free(&lines);
    svc_db_close(db);
}

/* -- telling ------------------------------------------------------------------------------------- */

static bool is_planned(enum svc_pack_file file, const struct svc_pack_row *row)
{
    return text_of(file, row, "planned") != NULL;
}

/* A leg whose clause is fired by nothing but what is still to come. */
static bool is_ahead(const struct svc_pack *pack, const struct svc_pack_row *leg)
{
    const struct svc_pack_table *triggers = &pack->table[SVC_PACK_TRIGGERS];
    const char *clause = text_of(SVC_PACK_LEGS, leg, "clause");
    size_t planned = 0, built = 0;
    for (size_t i = 0; i < triggers->count; i++) {
        const struct svc_pack_row *row = &triggers->row[i];
        if (strcmp(text_of(SVC_PACK_TRIGGERS, row, "clause"), clause) != 0)
            continue;
        planned += is_planned(SVC_PACK_TRIGGERS, row);
        built += !is_planned(SVC_PACK_TRIGGERS, row);
    }
    return planned && !built;
}

static bool acts(const struct svc_pack *pack, enum svc_pack_file file, const struct svc_pack_row *row)
{
    return file == SVC_PACK_LEGS ? !is_ahead(pack, row) : file == SVC_PACK_BANDS || !is_planned(file, row);
}

/* How many rows of the file no case touches. */
static size_t tell_file(struct svc_call *call, struct touching *t, enum svc_pack_file file)
{
    const struct svc_pack_table *table = &t->pack->table[file];
    char *name = svc_format("%s.csv", table->shape->name);
    size_t rows = 0, untouched = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct svc_pack_row *row = &table->row[i];
        if (!acts(t->pack, file, row))
            continue;
        rows++;
        if (*touched(t, file, row))
            continue;
        untouched++;
        struct svc_value values[] = { svc_value_text(name), svc_value_number((int64_t)row->line),
                                      svc_value_text(row->key) };
        if (!summary)
            svc_print_row(call, values);
    }
    struct svc_value values[] = {
        svc_value_text(name), svc_value_number((int64_t)rows),
        svc_value_number((int64_t)(rows - untouched)), svc_value_number((int64_t)untouched)
    };
    if (summary)
        svc_print_row(call, values);
    free(name);
    return untouched;
}

int policy_coverage(struct svc_call *call)
{
    struct cases cases = cases_read(call);
    struct svc_pack *pack = cases_pack(&cases);
    struct touching t = { .pack = pack };
    size_t untouched = 0;
    svc_when now = svc_now();
    for (int i = 0; i < FILES; i++)
        t.touched[files[i]] = svc_alloc(pack->table[files[i]].count + 1);
    svc_print_begin(call, summary ? summary_columns : row_columns);
    for (size_t f = 0; f < cases.count; f++)
        for (size_t c = 0; c < cases.file[f].count; c++)
            if (cases_load(&cases, &cases.file[f], &cases.file[f].one[c]))
                touch(&t, &cases.file[f].one[c]);
    svc_now_set(now);
    for (int i = 0; i < FILES; i++) {
        untouched += tell_file(call, &t, files[i]);
        free(t.touched[files[i]]);
    }
    svc_pack_free(pack);
    int code = svc_finish(call);
    return code == SVC_OK && untouched > 0 ? SVC_NO : code;
}
