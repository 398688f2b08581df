/* Tables that verbs of svc-tier read, other than the imports of its registers. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tier.h"
#include "svc/digest.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/read.h"
#include "svc/spool.h"
#include "svc/text.h"
#include "svc/twice.h"
#include "svc/word.h"

enum { SPOOL_MEMORY = 8 << 20, MOST_TOLD = 100 };

const struct svc_option tier_rows_options[] = {
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    { .name = "ignore", .type = SVC_OPT_TEXT, .to = &svc_shared.ignore, .arg = "COL,...",
      .help = "pass over columns of the file" },
    { 0 }
};

struct tier_rows {
    const struct svc_column *columns;
    size_t width;  /* of the columns */
    const char *name;
    struct svc_reader *reader;
    int *meaning;  /* by cell of the file; -1: passed over */
    size_t cells;
    struct svc_buf *room, packed;
    struct svc_value *values;
    struct svc_spool *spool;
    struct svc_twice *twice;
    size_t line, record, count, faults;
    char digest[SVC_DIGEST_HEX];
};

/* -- reading ------------------------------------------------------------------------------ */

static void tell(struct tier_rows *rows, enum svc_code code, const char *column, const char *what)
{
    char *place = column ? svc_format(", column \"%s\"", column) : svc_strdup("");
    if (rows->faults++ < MOST_TOLD)
        svc_fail(code, "%s:%zu: record %zu%s: %s", rows->name, rows->line, rows->record, place,
                 what);
    else if (rows->faults == MOST_TOLD + 1)
        svc_fail(code, "%s: more bad records follow", rows->name);
    free(place);
}

void tier_rows_fault(struct tier_rows *rows, const char *column, const char *fmt, ...)
{
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, svc_tr(fmt), args);
    va_end(args);
    tell(rows, SVC_BADINPUT, column, what);
}

void tier_rows_unknown(struct tier_rows *rows)
{
    tell(rows, SVC_UNKNOWN, rows->columns[0].name, _("no such customer"));
}

static _Noreturn void unknown_column(const struct tier_rows *rows, size_t at, const char *name)
{
    struct svc_buf known = { 0 }, words = { 0 };
    for (size_t c = 0; c < rows->width; c++) {
        svc_buf_word(&known, rows->columns[c].name);
        svc_buf_printf(&words, "%s%s:%s", c ? "|" : "", rows->columns[c].name, svc_column_label(&rows->columns[c]));
    }
    svc_die(SVC_BADINPUT, "%s: column %zu of the header has an unknown name%s; nothing was done\n"
            "leave it out with --ignore; known: %s", rows->name, at + 1, svc_word_hint(svc_buf_text(&words), name),
            known.data);
}

static void read_header(struct tier_rows *rows, const struct svc_column *passed)
{
    struct svc_row row;
    if (!svc_reader_header(rows->reader, &row)) {
        const char *why = svc_reader_error(rows->reader);
        svc_die(SVC_BADINPUT, "%s: %s; nothing was done", rows->name, why ? why : _("is empty"));
    }
    rows->cells = row.count;
    rows->meaning = svc_alloc(row.count * sizeof *rows->meaning);
    for (size_t i = 0; i < row.count; i++) {
        const char *name = row.cells[i].text ? row.cells[i].text : "";
        rows->meaning[i] = -1;
        if (svc_shared.ignore && svc_text_in(svc_shared.ignore, ',', name))
            continue;
        rows->meaning[i] = svc_column_find(rows->columns, name);
        for (size_t n = 0; n < i && rows->meaning[i] >= 0; n++)
            if (rows->meaning[n] == rows->meaning[i])
                svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was done",
                        rows->name, rows->columns[rows->meaning[i]].name);
        if (rows->meaning[i] < 0 && !(passed && svc_column_find(passed, name) >= 0))
            unknown_column(rows, i, name);
    }
}

/* Departments stand before the persons who are sought in them. */
static void take_names(struct tier_rows *rows, struct svc_db *db)
{
    char day[SVC_DAY_SIZE];
    int dept = svc_column_find(rows->columns, "dept");
    struct svc_where where = { .day = svc_named_day(NULL, day) };
    for (size_t i = 0; i < rows->width; i++) {
        const char *why = svc_named_value(db, &rows->columns[i], &where, &rows->values[i],
                                          &rows->room[i]);
        if (why)
            tier_rows_fault(rows, rows->columns[i].name, "%s", why);
        if ((int)i == dept && svc_value_given(&rows->values[i]))
            where.dept = rows->values[i].text;
    }
}

static void take_row(struct tier_rows *rows, struct svc_db *db, const struct svc_row *row)
{
    size_t before = rows->faults;
    rows->line = row->line;
    rows->record = row->record;
    if (row->ragged) {
        tier_rows_fault(rows, NULL, "has %zu cells, the header %zu", row->count, rows->cells);
        return;
    }
    memset(rows->values, 0, rows->width * sizeof *rows->values);
    for (size_t i = 0; i < row->count; i++) {
        if (rows->meaning[i] < 0)
            continue;
        const struct svc_column *column = &rows->columns[rows->meaning[i]];
        struct svc_value *value = &rows->values[rows->meaning[i]];
        const char *why = svc_value_read(column, SVC_WORDS_EVER, row->cells[i].text, row->cells[i].len, value,
                                         &rows->room[rows->meaning[i]]);
        if (why)
            tier_rows_fault(rows, column->name, "%s%s", why,
                            svc_value_choice(column, SVC_WORDS_EVER, row->cells[i].text, _("; ")));
    }
    take_names(rows, db);
    for (size_t i = 0; i < rows->width && rows->faults == before; i++)
        if (rows->columns[i].flags & SVC_REQUIRED && !svc_value_given(&rows->values[i]))
            tier_rows_fault(rows, rows->columns[i].name, "is required");
    if (rows->faults > before)
        return;
    svc_twice_note(rows->twice, rows->values[0].text, rows->values[0].len);
    svc_buf_clear(&rows->packed);
    for (size_t i = 0; i < rows->width; i++) {
        const struct svc_value *v = &rows->values[i];
        svc_buf_putc(&rows->packed, (char)v->is);
        svc_buf_add(&rows->packed, &v->number, sizeof v->number);
        svc_buf_add(&rows->packed, &v->len, sizeof v->len);
        if (v->is == SVC_IS_TEXT)
            svc_buf_add(&rows->packed, v->text, v->len + 1);
    }
    size_t head[3] = { rows->line, rows->record, rows->packed.len };
    svc_spool_add(rows->spool, head, sizeof head);
    svc_spool_add(rows->spool, rows->packed.data, rows->packed.len);
    rows->count++;
}

static void refuse_twice(struct tier_rows *rows)
{
    tier_rows_rewind(rows);
    while (tier_rows_next(rows)) {
        size_t first = svc_twice_first(rows->twice, rows->values[0].text, rows->values[0].len,
                                       rows->record, NULL, NULL);
        if (first)
            tier_rows_fault(rows, rows->columns[0].name, "is the same as in record %zu", first);
    }
}

static enum svc_heading is_heading(const void *rows, const char *text, size_t len)
{
    const struct tier_rows *of = rows;
    return svc_column_find(of->columns, text) < 0 ? SVC_NO_HEADING : svc_heading_kind(text, len);
}

struct tier_rows *tier_rows_read(struct svc_call *call, const char *path, const struct svc_column *columns,
                                 const struct svc_column *passed)
{
    struct tier_rows *rows = svc_alloc(sizeof *rows);
    struct svc_row row;
    struct svc_feed feed;
    rows->columns = columns;
    rows->width = svc_column_count(columns);
    rows->room = svc_alloc(rows->width * sizeof *rows->room);
    rows->values = svc_alloc(rows->width * sizeof *rows->values);
    rows->spool = svc_spool_open(SPOOL_MEMORY);
    rows->twice = svc_twice_new();
    const struct svc_front front = { is_heading, rows };
    const struct svc_reader_options how = { .front = &front };
    svc_feed_open(&feed, path, &how);
    rows->reader = feed.reader;
    rows->name = feed.name;
    read_header(rows, passed);
    while (svc_reader_next(rows->reader, &row))
        take_row(rows, call->db, &row);
    if (svc_reader_error(rows->reader))
        svc_die(SVC_BADINPUT, "%s: %s", rows->name, svc_reader_error(rows->reader));
    memcpy(rows->digest, svc_reader_digest(rows->reader), sizeof rows->digest);
    svc_feed_close(&feed);
    if (svc_twice_suspects(rows->twice))
        refuse_twice(rows);
    if (rows->faults)
        svc_die(SVC_BADINPUT, "%s: %zu bad records; nothing was done", rows->name, rows->faults);
    tier_rows_rewind(rows);
    return rows;
}

/* -- what was read ------------------------------------------------------------------------ */

const struct svc_value *tier_rows_next(struct tier_rows *rows)
{
    size_t head[3];
    const void *bytes = svc_spool_take(rows->spool, sizeof head);
    if (!bytes)
        return NULL;
    memcpy(head, bytes, sizeof head);
    rows->line = head[0];
    rows->record = head[1];
    const char *p = svc_spool_take(rows->spool, head[2]);
    for (size_t i = 0; i < rows->width; i++) {
        struct svc_value *v = &rows->values[i];
        *v = (struct svc_value){ 0 };
        v->is = (unsigned char)*p++;
        memcpy(&v->number, p, sizeof v->number);
        memcpy(&v->len, p + sizeof v->number, sizeof v->len);
        p += sizeof v->number + sizeof v->len;
        if (v->is == SVC_IS_TEXT) {
            v->text = p;
            p += v->len + 1;
        }
    }
    return rows->values;
}

void tier_rows_rewind(struct tier_rows *rows)
{
    svc_spool_rewind(rows->spool);
}

size_t tier_rows_count(const struct tier_rows *rows)
{
    return rows->count;
}

const char *tier_rows_digest(const struct tier_rows *rows)
{
    return rows->digest;
}

void tier_rows_close(struct tier_rows *rows)
{
    for (size_t i = 0; i < rows->width; i++)
        svc_buf_free(&rows->room[i]);
    svc_buf_free(&rows->packed);
    svc_spool_close(rows->spool);
    svc_twice_free(rows->twice);
    free(rows->room);
    free(rows->meaning);
    free(rows->values);
    free(rows);
}
