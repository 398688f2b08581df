/* The first half of an import: input read, mapped, checked and spooled, with no lock held. */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/progress.h"

enum { SPOOL_MEMORY = 2 << 20 };

void svc_import_unreadable(struct svc_import *in, const char *why)
{
    svc_import_tell(in);
    size_t line = strcspn(why, "\n");
    svc_die(SVC_BADINPUT, "%s: %.*s; nothing was applied%s", in->file, (int)line, why, why + line);
}

/* -- records ------------------------------------------------------------------------------ */

/* Why a value that could be read is refused all the same; NULL when it is not. A name becomes its
 * code. */
static const char *judge(struct svc_import *in, struct svc_import_input *file, size_t at)
{
    if (svc_value_given(&in->input[at]))
        return svc_import_name(in, at, &file->room[at]);
    if (!(in->reg->columns[at].flags & SVC_REQUIRED))
        return NULL;
    if (!svc_import_may_want(in, (int)at))
        return _("is required");
    file->wanting = true;
    return NULL;
}

/* What stands before a record in the spool. */
struct head { size_t line, record; uint32_t packed, raw; };

enum { ALONE = 8, IS = 7 }; /* what stands before a cell, and of a text its length */

/* The columns that are given; in a record the others are absent. */
static void pack(struct svc_buf *out, const struct svc_import *in)
{
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *v = &in->input[i];
        if (!in->given[i])
            continue;
        uint32_t len = (uint32_t)v->len; /* no record is larger than 1 MiB */
        char *to = svc_buf_reserve(out, 1 + sizeof v->number + len + 1);
        *to++ = (char)((int)v->is | (v->alone ? ALONE : 0));
        if (v->is == SVC_IS_NUMBER) {
            memcpy(to, &v->number, sizeof v->number);
            to += sizeof v->number;
        }
        if (v->is == SVC_IS_TEXT) {
            memcpy(to, &len, sizeof len);
            memcpy(to + sizeof len, v->text, len);
            to += sizeof len + len;
            *to++ = '\0';
        }
        out->len = (size_t)(to - out->data);
    }
}

/* Where the record that is spooled next will stand, and the moment it is of. */
static void note_piece(struct svc_import *in, size_t len)
{
    svc_when at = 0;
    const struct svc_value *fact = &in->input[in->fact];
    if (!svc_value_given(fact) || svc_when_parse(fact->text, &at))
        at = 0;
    in->pieces = svc_grow(in->pieces, in->spooled, sizeof *in->pieces);
    in->pieces[in->spooled] = (struct svc_piece){ at, svc_spool_size(in->spool), len };
}

/* The records by their facts, where the register is taken in so. */
static void arrange(struct svc_import *in)
{
    if (!in->pieces)
        return;
    in->arranged = svc_spool_arrange(in->spool, in->pieces, in->spooled);
    free(in->pieces);
    in->pieces = NULL;
}

/* The record and, with --keep-good, its raw cells behind it. */
static void spool_record(struct svc_import *in, struct svc_buf *packed)
{
    struct head head = { in->line, in->record, 0, (uint32_t)in->raw_len };
    svc_buf_clear(packed);
    svc_buf_add(packed, &head, sizeof head);
    pack(packed, in);
    head.packed = (uint32_t)(packed->len - sizeof head);
    memcpy(packed->data, &head, sizeof head);
    if (in->reg->in_time && in->fact >= 0)
        note_piece(in, packed->len + in->raw_len);
    svc_spool_add(in->spool, packed->data, packed->len);
    if (in->raw_len)
        svc_spool_add(in->spool, in->raw, in->raw_len);
    in->spooled++;
}

bool svc_import_unspool(struct svc_import *in)
{
    struct head head;
    const void *bytes = svc_spool_take(in->spool, sizeof head);
    if (!bytes)
        return false;
    memcpy(&head, bytes, sizeof head);
    in->line = head.line;
    in->record = head.record;
    const char *p = svc_spool_take(in->spool, head.packed + head.raw);
    in->raw = p + head.packed;
    in->raw_len = head.raw;
    for (size_t i = 0; i < in->columns; i++) {
        struct svc_value *v = &in->input[i];
        uint32_t len;
        *v = (struct svc_value){ .is = in->given[i] ? *p & IS : SVC_ABSENT };
        if (!in->given[i])
            continue;
        v->alone = *p++ & ALONE;
        if (v->is == SVC_IS_NUMBER) {
            memcpy(&v->number, p, sizeof v->number);
            p += sizeof v->number;
        }
        if (v->is == SVC_IS_TEXT) {
            memcpy(&len, p, sizeof len);
            v->len = len;
            v->text = p + sizeof len;
            p = v->text + len + 1;
        }
    }
    return true;
}

/* The current record's n-th natural key, prefixed by which one it is. */
static bool natural_key(const struct svc_import *in, int n, struct svc_buf *key)
{
    int first = n == 0 ? in->key : in->pair[0], second = n == 0 ? -1 : in->pair[1];
    if (first < 0 || in->input[first].is != SVC_IS_TEXT ||
        (second >= 0 && in->input[second].is != SVC_IS_TEXT))
        return false;
    svc_buf_clear(key);
    svc_buf_putc(key, n == 0 ? 'n' : 's');
    svc_buf_add(key, in->input[first].text, in->input[first].len + 1);
    if (second >= 0)
        svc_buf_add(key, in->input[second].text, in->input[second].len + 1);
    if (second >= 0 && in->pair[2] >= 0 && in->input[in->pair[2]].is == SVC_IS_TEXT)
        svc_buf_add(key, in->input[in->pair[2]].text, in->input[in->pair[2]].len);
    return true;
}

/* The day whose words a record has; those of any where the file does not date it. */
static svc_day words_day(const struct svc_import *in)
{
    svc_day day;
    bool dated = in->fact >= 0 && svc_value_given(&in->input[in->fact]);
    return dated && !svc_day_parse(in->day, &day) ? day : SVC_WORDS_EVER;
}

/* A company's word is read as its day has it. One of another day alone is told once the merged record
 * is known, which may keep what it had. */
static const char *read_cell(struct svc_import *in, size_t at, const struct svc_cell *cell,
                             struct svc_buf *room)
{
    const struct svc_column *column = &in->reg->columns[at];
    struct svc_value *value = &in->input[at];
    bool own = column->list && svc_words_are_own(column->list);
    svc_day day = own ? words_day(in) : SVC_WORDS_EVER;
    const char *why = svc_value_read(column, day, cell->text, cell->len, value, room);
    if (why && day != SVC_WORDS_EVER &&
        !svc_value_read(column, SVC_WORDS_EVER, cell->text, cell->len, value, room))
        return NULL;
    return why;
}

static void take_cell(struct svc_import *in, struct svc_import_input *file, size_t at,
                      const struct svc_cell *cell)
{
    const struct svc_column *column = &in->reg->columns[at];
    const char *code = "cell";
    const char *why = read_cell(in, at, cell, &file->room[at]);
    if (!why) {
        code = svc_value_given(&in->input[at]) ? "unknown" : "required";
        if ((int)at == in->fact)
            svc_import_date(in);
        why = judge(in, file, at);
    }
    if (why && svc_column_words(column, SVC_WORDS_EVER)) {
        char *full = svc_format("%s%s", why,
                                svc_value_choice(column, words_day(in), cell->text, _("; ")));
        svc_import_fault_of(in, code, column, full, cell->text, cell->len);
        free(full);
    } else if (why) {
        svc_import_fault_of(in, code, column, why, cell->text, cell->len);
    }
}

/* The names that --set gives are those of each row's day and department. */
static void name_constants(struct svc_import *in, struct svc_import_input *file)
{
    for (size_t i = 0; i < in->columns; i++) {
        const char *why = file->constant[i].is == SVC_IS_TEXT
                              ? svc_import_name(in, i, &file->room[i]) : NULL;
        if (why)
            svc_import_fault(in, "unknown", in->reg->columns[i].name, why);
    }
}

static void take_cells(struct svc_import *in, struct svc_import_input *file,
                       const struct svc_row *row)
{
    memcpy(in->input, file->constant, in->columns * sizeof *in->input);
    svc_import_date(in);
    for (struct svc_taken *taken = file->taken; taken < file->taken + file->taken_count; taken++) {
        struct svc_cell cell = svc_import_cell(taken, row);
        cell = svc_said_value(in, (size_t)taken->column, &cell);
        take_cell(in, file, (size_t)taken->column, &cell);
    }
    for (size_t i = 0; i < file->width; i++)
        if (file->meaning[i] == SVC_NO_COLUMN && row->cells[i].len)
            svc_import_nameless(in, i, &row->cells[i]);
    if (file->named)
        name_constants(in, file);
    if (file->wanting)
        svc_import_wants(in);
    file->wanting = false;
}

/* A record without a key would come twice with the same file. */
static void check_key(struct svc_import *in)
{
    if (in->pair[0] < 0 || in->pair[1] < 0 || svc_value_given(&in->input[in->key]))
        return;
    for (int i = 0; i < 2; i++)
        if (!svc_value_given(&in->input[in->pair[i]])) {
            svc_import_fault(in, "required", in->reg->columns[in->pair[i]].name,
                             _("is empty, so the record has no key"));
            return;
        }
}

/* One that is added by hand may do without a key, but not have half of one: a file that brings it again
 * would not find it. What has to be given anyway is no key by itself, and neither is a word of a list,
 * such as who had an idea: it says of what kind the record is. */
static void check_half_key(struct svc_import *in)
{
    if (in->pair[0] < 0 || in->pair[1] < 0 || svc_value_given(&in->input[in->key]))
        return;
    for (int i = 0; i < 2; i++) {
        int half = in->pair[i], other = in->pair[1 - i];
        const struct svc_column *column = &in->reg->columns[half];
        if (svc_value_given(&in->input[half]) && !svc_value_given(&in->input[other]) &&
            !(column->flags & SVC_REQUIRED) && column->type != SVC_TYPE_WORD)
            svc_import_fault(in, "required", in->reg->columns[other].name,
                             _("is empty, so the record has no key"));
    }
}

static void take_row(struct svc_import *in, struct svc_import_input *file,
                     const struct svc_row *row)
{
    if (svc_import_passes_over(in, file, row)) {
        in->passed.totals++;
        return;
    }
    if (svc_said_leaves_out(in, row))
        return;
    in->line = row->line;
    in->record = row->record;
    in->rejected = false;
    in->read++;
    if (in->rejects)
        in->raw = svc_rejects_raw(in->rejects, row, &in->raw_len);
    if (!svc_import_fits(file, row)) {
        char *why = svc_format(_("has %zu cells, the header %zu"), row->count, file->width);
        svc_import_fault(in, "ragged", NULL, why);
        free(why);
    } else {
        take_cells(in, file, row);
        if (!in->rejected)
            check_key(in);
    }
    if (in->rejected) {
        svc_import_settle(in, SVC_REJECT_READ);
        return;
    }
    for (int n = 0; n < 2; n++)
        if (natural_key(in, n, &file->key))
            svc_twice_note(file->twice, file->key.data, file->key.len);
    svc_import_kin_note(in);
    spool_record(in, &file->packed);
}

/* The record where a key of the current one came first, 0 where none did; whether it says the same. */
static size_t came_first(struct svc_import *in, struct svc_import_input *file, bool *same)
{
    char print[SVC_DIGEST_HEX] = "";
    size_t first = 0;
    for (int n = 0; n < 2 && !first; n++) {
        if (!natural_key(in, n, &file->key) ||
            !svc_twice_suspected(file->twice, file->key.data, file->key.len))
            continue;
        if (!*print)
            svc_import_digest(in, print);
        first = svc_twice_first(file->twice, file->key.data, file->key.len, in->record, print, same);
    }
    return first;
}

/* The second look at keys that may have come twice: a row that is there twice says nothing new, two
 * that differ contradict each other. */
static void report_twice(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_spool *all = in->spool;
    struct svc_spool *kept = svc_spool_open(SPOOL_MEMORY);
    svc_spool_rewind(all);
    in->spooled = 0;
    while (svc_import_unspool(in)) {
        bool same = false;
        in->rejected = false;
        size_t first = came_first(in, file, &same);
        if (first && same) {
            in->unchanged++;
            continue;
        }
        if (first) {
            char *why = svc_format(_("has the same key as record %zu"), first);
            svc_import_fault(in, "twice", NULL, why);
            free(why);
            svc_import_settle(in, SVC_REJECT_TWICE);
            continue;
        }
        in->spool = kept;
        spool_record(in, &file->packed);
        in->spool = all;
    }
    svc_spool_close(all);
    in->spool = kept;
}

static void open_input(struct svc_import *in, struct svc_import_input *file, const struct svc_front *front)
{
    const struct svc_reader_options how = { .excel = svc_shared.excel, .front = front };
    if (in->call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    svc_feed_open(&file->feed, in->call->count ? in->call->operand[0] : NULL, &how);
    file->reader = file->feed.reader;
    in->path = file->feed.file;
    in->file = file->feed.name;
}

static void open_file(struct svc_import *in, struct svc_import_input *file)
{
    size_t n = in->columns;
    file->constant = svc_alloc(n * sizeof *file->constant);
    file->room = svc_alloc(n * sizeof *file->room);
    file->twice = svc_twice_new();
    in->spool = svc_spool_open(SPOOL_MEMORY);
}

static void close_file(struct svc_import *in, struct svc_import_input *file)
{
    for (size_t i = 0; i < in->columns; i++)
        svc_buf_free(&file->room[i]);
    svc_twice_free(file->twice);
    svc_buf_free(&file->packed);
    svc_buf_free(&file->key);
    free(file->room);
    for (size_t i = 0; i < file->taken_count; i++) {
        svc_buf_free(&file->taken[i].joint);
        free(file->taken[i].cells);
    }
    free(file->taken);
    free(file->meaning);
    free(file->constant);
}

/* An error ends the reading, since nothing can resynchronise: then nothing is applied, whatever
 * was asked for. */
static void read_rows(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_row row;
    if (!svc_file_is_typed())
        svc_progress_begin("read", svc_file_size());
    while (svc_reader_next(file->reader, &row)) {
        take_row(in, file, &row);
        svc_progress_step(in->read, svc_reader_bytes(file->reader));
    }
    svc_progress_end();
    if (svc_reader_error(file->reader))
        svc_import_unreadable(in, svc_reader_error(file->reader));
}

void svc_import_file(struct svc_import *in)
{
    struct svc_import_input file = { 0 };
    struct svc_front front = { svc_said_heading, in };
    open_input(in, &file, &front);
    open_file(in, &file);
    svc_import_header(in, &file);
    svc_import_names(in, &file);
    svc_import_kin_begin(in);
    read_rows(in, &file);
    in->encoding = svc_reader_seen(file.reader)->encoding;
    in->passed.above = svc_reader_seen(file.reader)->above;
    in->passed.blank = svc_reader_seen(file.reader)->blank;
    const char *digest = svc_reader_digest(file.reader);
    memcpy(in->digest, digest, sizeof in->digest);
    svc_import_kin_end(in);
    if (svc_twice_suspects(file.twice))
        report_twice(in, &file);
    svc_import_tell(in);
    arrange(in);
    svc_spool_rewind(in->spool);
    svc_feed_close(&file.feed);
    close_file(in, &file);
}

static void take_option(struct svc_import *in, struct svc_import_input *file, size_t at)
{
    const char *text = svc_shared.values.text[at];
    struct svc_cell cell = { .text = text, .len = text ? strlen(text) : 0 };
    take_cell(in, file, at, &cell);
}

void svc_import_options_record(struct svc_import *in)
{
    struct svc_import_input file = { 0 };
    in->file = in->path = "options";
    open_file(in, &file);
    for (size_t i = 0; i < in->columns; i++) {
        svc_import_takes(&file, (int)i, i);
        in->given[i] = svc_shared.values.text[i] != NULL;
    }
    svc_import_names(in, &file);
    svc_import_date(in);
    for (size_t n = 0; n < file.taken_count; n++)
        take_option(in, &file, (size_t)file.taken[n].column);
    check_half_key(in);
    in->read = 1;
    spool_record(in, &file.packed);
    svc_spool_rewind(in->spool);
    close_file(in, &file);
}
