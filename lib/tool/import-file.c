/* The first half of an import: input read, mapped, checked and spooled, with no lock held. */
#include "import-file.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { SPOOL_MEMORY = 8 << 20 };

void svc_import_fault(struct svc_import *in, size_t line, size_t record, const char *column,
                      const char *why)
{
    if (in->single)
        svc_die(SVC_USAGE, "%s%s%s%s\nnothing was registered", column ? "option --" : "",
                column ? column : "", column ? ": " : "", why);
    if (!in->rejected)
        in->refused++;
    in->rejected = true;
    if (in->refused > (size_t)svc_shared.max_errors) {
        if (in->refused == (size_t)svc_shared.max_errors + 1)
            svc_fail(SVC_BADINPUT, "%s: more bad records follow; they are counted only", in->file);
        return;
    }
    if (column)
        svc_fail(SVC_BADINPUT, "%s:%zu: record %zu, column \"%s\": %s", in->file, line, record,
                 column, why);
    else
        svc_fail(SVC_BADINPUT, "%s:%zu: record %zu: %s", in->file, line, record, why);
}

/* -- records ------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Keys of the tables that columns refer to, read before the input so that no lock is held. */
static void load_known(struct svc_import *in, struct svc_import_input *file)
{
    for (size_t i = 0; i < in->columns; i++) {
        const char *table = in->reg->columns[i].table;
        if (!table || !in->given[i])
            continue;
        char *sql = svc_format("SELECT %s FROM %s", table, table);
        struct svc_query *q = svc_query(in->call->db, sql, NULL);
        while (svc_next(q))
            tsearch(svc_strdup(svc_text(q, 0)), &file->known[i], by_text);
        free(sql);
    }
}

static const char *judge(const struct svc_import *in, struct svc_import_input *file, size_t at,
                         const struct svc_value *value)
{
    const struct svc_column *column = &in->reg->columns[at];
    if (!svc_value_given(value))
        return column->flags & SVC_REQUIRED ? "is required" : NULL;
    if (column->table && !tfind(value->text, &file->known[at], by_text))
        return "is not registered";
    return NULL;
}

static void pack(struct svc_buf *out, const struct svc_import *in)
{
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *v = &in->input[i];
        svc_buf_putc(out, (char)v->is);
        if (v->is == SVC_IS_NUMBER)
            svc_buf_add(out, &v->number, sizeof v->number);
        if (v->is == SVC_IS_TEXT) {
            svc_buf_add(out, &v->len, sizeof v->len);
            svc_buf_add(out, v->text, v->len + 1);
        }
    }
}

static void spool_record(struct svc_import *in, struct svc_buf *packed)
{
    size_t head[3] = { in->line, in->record, 0 };
    svc_buf_clear(packed);
    pack(packed, in);
    head[2] = packed->len;
    svc_spool_add(in->spool, head, sizeof head);
    svc_spool_add(in->spool, packed->data, packed->len);
}

bool svc_import_unspool(struct svc_import *in)
{
    size_t head[3];
    const void *bytes = svc_spool_take(in->spool, sizeof head);
    if (!bytes)
        return false;
    memcpy(head, bytes, sizeof head);
    in->line = head[0];
    in->record = head[1];
    const char *p = svc_spool_take(in->spool, head[2]);
    for (size_t i = 0; i < in->columns; i++) {
        struct svc_value *v = &in->input[i];
        *v = (struct svc_value){ 0 };
        v->is = (unsigned char)*p++;
        if (v->is == SVC_IS_NUMBER) {
            memcpy(&v->number, p, sizeof v->number);
            p += sizeof v->number;
        }
        if (v->is == SVC_IS_TEXT) {
            memcpy(&v->len, p, sizeof v->len);
            v->text = p + sizeof v->len;
            p = v->text + v->len + 1;
        }
    }
    return true;
}

/* The current record's n-th natural key, prefixed by which one it is. */
static bool natural_key(const struct svc_import *in, int n, struct svc_buf *key)
{
    svc_buf_clear(key);
    if (n == 0) {
        if (in->key < 0 || in->input[in->key].is != SVC_IS_TEXT)
            return false;
        svc_buf_printf(key, "n%s", in->input[in->key].text);
        return true;
    }
    if (in->source < 0 || in->input[in->source].is != SVC_IS_TEXT ||
        in->input[in->source_no].is != SVC_IS_TEXT)
        return false;
    svc_buf_printf(key, "s%s", in->input[in->source].text);
    svc_buf_add(key, in->input[in->source_no].text, in->input[in->source_no].len + 1);
    svc_buf_putc(key, 's');
    return true;
}

static void take_row(struct svc_import *in, struct svc_import_input *file, const struct svc_row *row)
{
    in->line = row->line;
    in->record = row->record;
    in->rejected = false;
    in->read++;
    if (row->ragged) {
        char *why = svc_format("has %zu cells, the header %zu", row->count, file->width);
        svc_import_fault(in, row->line, row->record, NULL, why);
        free(why);
        return;
    }
    for (size_t i = 0; i < in->columns; i++)
        in->input[i] = file->constant[i];
    for (size_t i = 0; i < row->count; i++) {
        if (file->meaning[i] == SVC_PASSED_OVER)
            continue;
        size_t at = (size_t)file->meaning[i];
        const struct svc_column *column = &in->reg->columns[at];
        const char *why = svc_value_read(column, row->cells[i].text, row->cells[i].len,
                                         &in->input[at], &file->room[at]);
        if (!why)
            why = judge(in, file, at, &in->input[at]);
        if (why && column->values) {
            char *full = svc_format("%s, must be one of %s", why, column->values);
            svc_import_fault(in, row->line, row->record, column->name, full);
            free(full);
        } else if (why) {
            svc_import_fault(in, row->line, row->record, column->name, why);
        }
    }
    if (in->rejected)
        return;
    for (int n = 0; n < 2; n++)
        if (natural_key(in, n, &file->key))
            svc_twice_note(file->twice, file->key.data, file->key.len);
    spool_record(in, &file->packed);
}

/* The second look at keys that may have come twice. */
static void report_twice(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_spool *all = in->spool;
    struct svc_spool *kept = svc_spool_open(SPOOL_MEMORY);
    svc_spool_rewind(all);
    while (svc_import_unspool(in)) {
        size_t first = 0;
        in->rejected = false;
        for (int n = 0; n < 2 && !first; n++)
            if (natural_key(in, n, &file->key))
                first = svc_twice_first(file->twice, file->key.data, file->key.len, in->record);
        if (first) {
            char *why = svc_format("has the same key as record %zu", first);
            svc_import_fault(in, in->line, in->record, NULL, why);
            free(why);
            continue;
        }
        in->spool = kept;
        spool_record(in, &file->packed);
        in->spool = all;
    }
    svc_spool_close(all);
    in->spool = kept;
}

static int open_input(struct svc_import *in)
{
    if (in->call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    const char *path = in->call->count ? in->call->operand[0] : "-";
    if (strcmp(path, "-") == 0) {
        in->file = "standard input";
        return STDIN_FILENO;
    }
    in->file = path;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s", path, strerror(errno));
    return fd;
}

static void open_file(struct svc_import *in, struct svc_import_input *file)
{
    size_t n = in->columns;
    file->constant = svc_alloc(n * sizeof *file->constant);
    file->room = svc_alloc(n * sizeof *file->room);
    file->known = svc_alloc(n * sizeof *file->known);
    file->twice = svc_twice_new();
    in->spool = svc_spool_open(SPOOL_MEMORY);
}

static void close_file(struct svc_import *in, struct svc_import_input *file)
{
    for (size_t i = 0; i < in->columns; i++) {
        svc_buf_free(&file->room[i]);
        tdestroy(file->known[i], free);
    }
    svc_twice_free(file->twice);
    svc_buf_free(&file->packed);
    svc_buf_free(&file->key);
    free(file->room);
    free(file->known);
    free(file->meaning);
    free(file->constant);
}

void svc_import_file(struct svc_import *in)
{
    struct svc_import_input file = { 0 };
    struct svc_row row;
    const char *kind = svc_shared.input_format;
    struct svc_reader_options opt = { .encoding = svc_shared.encoding, .excel = svc_shared.excel };
    opt.format = !kind || strcmp(kind, "auto") == 0 ? SVC_INPUT_AUTO
                 : strcmp(kind, "csv") == 0         ? SVC_INPUT_CSV
                                                    : SVC_INPUT_TSV;
    int fd = open_input(in);
    open_file(in, &file);
    file.reader = svc_reader_open(fd, in->file, &opt);
    svc_import_header(in, &file);
    load_known(in, &file);
    for (size_t i = 0; i < in->columns; i++)
        if (file.constant[i].is == SVC_IS_TEXT && judge(in, &file, i, &file.constant[i]))
            svc_die(SVC_USAGE, "option --set, column \"%s\": %s", in->reg->columns[i].name,
                    judge(in, &file, i, &file.constant[i]));
    while (svc_reader_next(file.reader, &row))
        take_row(in, &file, &row);
    if (svc_reader_error(file.reader))
        svc_die(SVC_BADINPUT, "%s: %s\nnothing was applied", in->file,
                svc_reader_error(file.reader));
    const char *digest = svc_reader_digest(file.reader);
    memcpy(in->digest, digest, sizeof in->digest);
    if (svc_twice_suspects(file.twice))
        report_twice(in, &file);
    svc_spool_rewind(in->spool);
    svc_reader_close(file.reader);
    if (fd != STDIN_FILENO)
        close(fd);
    close_file(in, &file);
}

void svc_import_options_record(struct svc_import *in)
{
    struct svc_import_input file = { 0 };
    in->file = "options";
    open_file(in, &file);
    for (size_t i = 0; i < in->columns; i++)
        in->given[i] = svc_shared.values.text[i] != NULL;
    load_known(in, &file);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        const char *text = svc_shared.values.text[i];
        in->input[i] = (struct svc_value){ 0 };
        const char *why = text ? svc_value_read(column, text, strlen(text), &in->input[i],
                                                &file.room[i])
                               : NULL;
        if (!why)
            why = judge(in, &file, i, &in->input[i]);
        if (why && text && column->values)
            why = svc_format("%s, must be one of %s", why, column->values);
        if (why)
            svc_import_fault(in, 0, 0, column->name, why);
    }
    in->read = 1;
    spool_record(in, &file.packed);
    svc_spool_rewind(in->spool);
    close_file(in, &file);
}
