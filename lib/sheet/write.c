#include "svc/write.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/buf.h"
#include "svc/encode.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/table.h"
#include "svc/text.h"
#include "svc/tsv.h"

struct svc_writer {
    struct svc_sink *sink;
    struct svc_writer_options opt;
    const struct svc_head *heads;
    size_t count;
    size_t column; /* of the next cell */
    size_t rows;
    bool begun;
    bool plain;    /* CSV as it stands: no table, no guards, no other encoding */
    bool typed;    /* a sheet for a helper */
    bool total;    /* the row is the sums of the others */
    size_t lines;  /* of a worksheet */
    struct svc_buf row;
    struct svc_table *table; /* for a table alone */
    struct svc_encoder *encoder; /* NULL for UTF-8 */
};

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Not 0 when one of eight bytes is 0: the borrow of a subtraction reaches its top bit. Bytes above
 * the first such one may be told wrongly, which does not matter here. */
static inline uint64_t zero_byte(uint64_t eight)
{
    return (eight - EIGHT(1)) & ~eight & EIGHT(0x80);
}

static inline uint64_t special_byte(const char *text)
{
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
    return zero_byte(eight ^ EIGHT(',')) | zero_byte(eight ^ EIGHT('"')) |
           zero_byte(eight ^ EIGHT('\n')) | zero_byte(eight ^ EIGHT('\r'));
}

/* Whether a CSV cell needs quotes. Most of a big list's bytes pass here and hardly any is special,
 * so eight are looked at together; the last eight may overlap those before them. */
static inline bool needs_quotes(const char *text, size_t len)
{
    enum { STEP = 8 };
    size_t i = 0;
    if (len >= STEP) {
        uint64_t found = special_byte(text + len - STEP);
        for (; i + STEP < len; i += STEP)
            found |= special_byte(text + i);
        return found != 0;
    }
    for (; i < len; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return false;
}

/* A day is one for a spreadsheet, too. */
static bool is_guarded(const struct svc_writer *w, const struct svc_head *head, const char *text, size_t len)
{
    bool dated = head->kind == SVC_KIND_DAY || head->kind == SVC_KIND_TIME;
    return w->opt.excel && !(dated && isdigit((unsigned char)text[0])) && svc_sheet_guards(text, len);
}

/* A guard is a TAB in quotes: nobody sees it, and no spreadsheet looks behind it for a number. */
static void put_csv(struct svc_buf *out, const char *text, size_t len, bool guard)
{
    bool quote = guard || needs_quotes(text, len);
    size_t room = 2 * len + 3;
    char *to = out->cap - out->len > room ? out->data + out->len : svc_buf_reserve(out, room);
    char *from = to;
    if (quote)
        *to++ = '"';
    if (guard)
        *to++ = '\t';
    if (quote) {
        for (size_t i = 0; i < len; i++) {
            if (text[i] == '"')
                *to++ = '"';
            *to++ = text[i];
        }
        *to++ = '"';
    } else {
        memcpy(to, text, len);
        to += len;
    }
    out->len += (size_t)(to - from);
}

static inline void put_byte(struct svc_buf *out, char c)
{
    if (out->cap - out->len < 2)
        svc_buf_reserve(out, 1);
    out->data[out->len++] = c;
}

static void end_line(struct svc_writer *w)
{
    svc_buf_puts(&w->row, w->opt.excel ? "\r\n" : "\n");
    const struct svc_buf *line = svc_encode_row(w->encoder, &w->row, w->rows);
    svc_sink_put(w->sink, line->data, line->len);
    svc_buf_clear(&w->row);
}

/* One line of a typed sheet: its word, and texts up to a NULL. */
static void put_typed(struct svc_writer *w, const char *word, ...)
{
    const char *text;
    va_list texts;
    svc_buf_puts(&w->row, word);
    va_start(texts, word);
    while ((text = va_arg(texts, const char *))) {
        svc_buf_putc(&w->row, '\t');
        svc_tsv_escape(&w->row, text, strlen(text));
    }
    va_end(texts);
    end_line(w);
}

static const char *typed_kind(const struct svc_head *head)
{
    static const char *const names[] = { "text", "code", "light", "day", "time", "rate", "int", "hundredths" };
    return names[head->kind];
}

/* The number of a column, as text; a missing one, which -c left out, is empty. */
static const char *typed_place(const struct svc_writer *w, const char *id, char out[SVC_NUM_SIZE])
{
    out[0] = '\0';
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->heads[i].id, id) == 0)
            out[svc_int_digits((int64_t)i, out)] = '\0';
    return out;
}

static void begin_typed(struct svc_writer *w)
{
    char names[SVC_NUM_SIZE], values[SVC_NUM_SIZE], *keys;
    const struct svc_chart *chart = w->opt.chart;
    const struct svc_paper *paper = w->opt.paper;
    put_typed(w, "title", w->opt.title ? w->opt.title : "", NULL);
    for (size_t i = 0; i < w->count; i++)
        put_typed(w, "column", w->opt.header == SVC_HEADER_ID ? w->heads[i].id : w->heads[i].label,
                  typed_kind(&w->heads[i]), NULL);
    if (w->opt.header == SVC_HEADER_NONE)
        put_typed(w, "headless", NULL);
    else
        w->lines++;
    if (w->opt.split && *typed_place(w, w->opt.split, names))
        put_typed(w, "split", names, NULL);
    if (w->opt.hidden)
        put_typed(w, "hidden", NULL);
    if (chart && *typed_place(w, chart->names, names) && *typed_place(w, chart->values, values))
        put_typed(w, "chart", chart->title, names, values, NULL);
    if (!paper)
        return;
    keys = svc_format("%zu", paper->keys < w->count ? paper->keys : w->count - 1); /* whoever chose few columns */
    put_typed(w, "paper", paper->company, keys, NULL);
    put_typed(w, "about", paper->about[0], paper->about[1], paper->about[2], NULL);
    free(keys);
}

/* One more line of a worksheet, if it has room. */
static void take_line(struct svc_writer *w)
{
    if (w->opt.format == SVC_FORMAT_XLSX && ++w->lines > SVC_XLSX_LINES)
        svc_die(SVC_REFUSED, "more than %d lines do not fit on a worksheet\n"
                "choose fewer with --period or a filter, or write CSV", SVC_XLSX_LINES);
}

/* What comes before the first row. */
static void begin(struct svc_writer *w)
{
    if (w->begun || w->table)
        return;
    w->begun = true;
    if (w->typed) {
        begin_typed(w);
        return;
    }
    if (w->opt.excel && !w->encoder) /* a mark in any other encoding is not understood */
        svc_buf_puts(&w->row, "\xef\xbb\xbf");
    if (w->opt.header == SVC_HEADER_NONE || w->opt.format == SVC_FORMAT_JSONL) {
        svc_sink_put(w->sink, svc_buf_text(&w->row), w->row.len);
        svc_buf_clear(&w->row);
        return;
    }
    bool tsv = w->opt.format == SVC_FORMAT_TSV;
    for (size_t i = 0; i < w->count; i++) {
        const char *name = w->opt.header == SVC_HEADER_ZH ? w->heads[i].label : w->heads[i].id;
        if (i)
            svc_buf_putc(&w->row, tsv ? '\t' : ',');
        svc_encode_cell(w->encoder, w->row.len, w->heads[i].id);
        if (tsv)
            svc_tsv_escape(&w->row, name, strlen(name));
        else
            put_csv(&w->row, name, strlen(name), false);
    }
    end_line(w);
}

struct svc_writer *svc_writer_open(struct svc_sink *sink, const struct svc_writer_options *opt,
                                   const struct svc_head *heads, size_t count)
{
    struct svc_writer *w = svc_alloc(sizeof *w);
    w->sink = sink;
    w->opt = *opt;
    w->opt.excel = opt->excel && opt->format == SVC_FORMAT_CSV;
    w->heads = heads;
    w->count = count;
    if (w->opt.excel && opt->header == SVC_HEADER_ID)
        w->opt.header = SVC_HEADER_ZH;
    w->typed = opt->format >= SVC_FORMAT_XLSX;
    if (opt->format == SVC_FORMAT_TABLE)
        w->table = svc_table_open(sink, opt, heads, count);
    else if (!w->typed)
        w->encoder = svc_encoder_open(opt->encoding);
    w->plain = opt->format == SVC_FORMAT_CSV && !opt->excel && !w->encoder;
    return w;
}

/* Starts the next cell of the row and returns its column. */
static const struct svc_head *begin_cell(struct svc_writer *w)
{
    if (!w->begun)
        begin(w);
    if (w->column == w->count)
        svc_die(SVC_BUG, "a row has more than %zu cells", w->count);
    const struct svc_head *head = &w->heads[w->column];
    if (w->plain) {
        if (w->column++)
            put_byte(&w->row, ',');
        return head;
    }
    switch (w->opt.format) {
    case SVC_FORMAT_CSV:
    case SVC_FORMAT_TSV:
        if (w->column)
            svc_buf_putc(&w->row, w->opt.format == SVC_FORMAT_CSV ? ',' : '\t');
        break;
    case SVC_FORMAT_JSONL:
        svc_buf_putc(&w->row, w->column ? ',' : '{');
        svc_buf_json(&w->row, head->id, strlen(head->id));
        svc_buf_putc(&w->row, ':');
        break;
    case SVC_FORMAT_XLSX:
    case SVC_FORMAT_HTML:
        svc_buf_puts(&w->row, w->column ? "\t" : w->total ? "total\t" : "row\t");
        break;
    case SVC_FORMAT_TABLE: break;
    }
    svc_encode_cell(w->encoder, w->row.len, head->id);
    w->column++;
    return head;
}

_Noreturn static void wrong_kind(const struct svc_head *head)
{
    svc_die(SVC_BUG, "column \"%s\" was given the wrong kind of cell", head->id);
}

void svc_write_text(struct svc_writer *w, const char *text, size_t len)
{
    if (!text || len == 0) {
        svc_write_null(w);
        return;
    }
    const struct svc_head *head = begin_cell(w);
    if (svc_kind_is_number(head->kind))
        wrong_kind(head);
    switch (w->opt.format) {
    case SVC_FORMAT_CSV: put_csv(&w->row, text, len, is_guarded(w, head, text, len)); break;
    case SVC_FORMAT_XLSX:
    case SVC_FORMAT_HTML:
    case SVC_FORMAT_TSV: svc_tsv_escape(&w->row, text, len); break;
    case SVC_FORMAT_JSONL:
        if (head->kind == SVC_KIND_RATE)
            svc_buf_add(&w->row, text, len);
        else
            svc_buf_json(&w->row, text, len);
        break;
    case SVC_FORMAT_TABLE: svc_table_cell(w->table, text, len); break;
    }
}

void svc_write_number(struct svc_writer *w, int64_t number)
{
    const struct svc_head *head = begin_cell(w);
    char digits[SVC_NUM_SIZE];
    size_t len;
    if (!svc_kind_is_number(head->kind))
        wrong_kind(head);
    else if (head->kind == SVC_KIND_INT)
        len = svc_int_digits(number, digits);
    else
        len = strlen(svc_hundredths_format(number, digits));
    if (w->table)
        svc_table_cell(w->table, digits, len);
    else
        svc_buf_add(&w->row, digits, len);
}

void svc_write_null(struct svc_writer *w)
{
    begin_cell(w);
    if (w->table)
        svc_table_cell(w->table, NULL, 0);
    else if (w->opt.format == SVC_FORMAT_JSONL)
        svc_buf_puts(&w->row, "null");
    else if (w->opt.format == SVC_FORMAT_CSV && w->count == 1)
        svc_buf_puts(&w->row, "\"\""); /* else it would be a blank line */
}

void svc_write_row(struct svc_writer *w)
{
    if (w->column != w->count)
        svc_die(SVC_BUG, "a row has %zu cells instead of %zu", w->column, w->count);
    w->column = 0;
    w->rows += !w->total;
    w->total = false;
    take_line(w);
    if (w->table) {
        svc_table_row(w->table);
        return;
    }
    if (w->opt.format == SVC_FORMAT_JSONL)
        svc_buf_putc(&w->row, '}');
    end_line(w);
}

void svc_write_total(struct svc_writer *w)
{
    w->total = true;
}

static void put_under(struct svc_writer *w, const char *word, const char *text)
{
    if (w->table)
        (strcmp(word, "sign") == 0 ? svc_table_signs : svc_table_footer)(w->table, text);
    if (!w->typed)
        return;
    begin(w);
    take_line(w);
    put_typed(w, word, text, NULL);
}

void svc_write_signs(struct svc_writer *w)
{
    put_under(w, "sign", w->opt.paper->sign);
}

void svc_write_footer(struct svc_writer *w, const char *text)
{
    put_under(w, "foot", text);
}

size_t svc_writer_rows(const struct svc_writer *w)
{
    return w->rows;
}

void svc_writer_close(struct svc_writer *w)
{
    begin(w);
    if (w->typed)
        put_typed(w, "end", NULL);
    if (w->table)
        svc_table_close(w->table);
    svc_encoder_close(w->encoder);
    svc_buf_free(&w->row);
    free(w);
}
