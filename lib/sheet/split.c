/* Records: where one ends, and its cells. */
#include "inner.h"

#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/tsv.h"

static const char misplaced[] =
    N_("a misplaced quote\nput the whole cell in quotes and double each quote inside it");

/* Line ends in a part of the text. */
static size_t count_lines(const struct svc_reader *r, size_t from, size_t to)
{
    const char *at = r->text.data + from, *end = r->text.data + to;
    size_t n = 0;
    for (; !r->opt.rows && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        n++;
    return n;
}

/* Ends the reading because of the byte at `at`. */
static bool refuse(struct svc_reader *r, size_t at, const char *what)
{
    size_t line = r->line + count_lines(r, r->start, at);
    uint64_t byte;
    if (svc_decoder_offset(r->decoder, r->dropped + at, &byte))
        r->error = svc_format(_("line %zu, byte %lld: %s"), line, (long long)byte, what);
    else
        r->error = svc_format(_("line %zu: %s"), line, what);
    return false;
}

/* Ends the reading because of a quoted cell without an end. */
static bool refuse_open(struct svc_reader *r, const char *what)
{
    r->error = svc_format(_("line %zu: a quoted cell that began here is %s"),
                          r->line + count_lines(r, r->start, r->opened), what);
    return false;
}

static bool refuse_size(struct svc_reader *r)
{
    if (r->inside)
        return refuse_open(r, _("still open after 1 MiB"));
    r->error = svc_format(_("line %zu: the record is larger than 1 MiB"), r->line);
    return false;
}

/* A quote outside of a quoted cell: begins one, or continues one as the second of two. */
static bool open_quote(struct svc_reader *r, size_t at)
{
    char before = at == r->start ? r->separator : r->text.data[at - 1];
    bool guards = before == '=' && (at - 1 == r->start || r->text.data[at - 2] == r->separator);
    if (before != r->separator && before != '"' && !guards)
        return refuse(r, at, _(misplaced));
    if (before != '"')
        r->opened = at;
    r->guarded = r->guarded || guards;
    r->quoted = true;
    r->inside = true;
    r->scanned = at + 1;
    return true;
}

static bool end_at(struct svc_reader *r, size_t at)
{
    r->end = at;
    r->next = at + 1;
    if (at > r->start && r->text.data[at - 1] == '\r')
        r->end--;
    return true;
}

/* Searches on for the end of the record. False when the text at hand does not hold it. */
static bool find_end(struct svc_reader *r)
{
    const char *text = r->text.data;
    while (r->scanned < r->text.len) {
        const char *from = text + r->scanned;
        size_t left = r->text.len - r->scanned;
        if (r->inside) {
            const char *quote = memchr(from, '"', left);
            r->scanned = quote ? (size_t)(quote - text) + 1 : r->text.len;
            r->inside = !quote;
            continue;
        }
        size_t n = 0;
        if (r->quoted) {
            while (n < left && from[n] != '"' && from[n] != '\n')
                n++;
        } else {
            const char *end = memchr(from, '\n', left);
            n = end ? (size_t)(end - from) : left;
            const char *quote = r->tsv ? NULL : memchr(from, '"', n);
            n = quote ? (size_t)(quote - from) : n;
        }
        r->scanned += n;
        if (n == left)
            return false;
        if (from[n] == '\n')
            return end_at(r, r->scanned);
        if (!open_quote(r, r->scanned))
            return false;
    }
    return false;
}

/* Finds the end of the record that begins at `start`. False at the end and at an error. */
static bool find_record(struct svc_reader *r)
{
    while (!find_end(r)) {
        size_t len = r->text.len - r->start;
        if (r->error)
            return false;
        if (len > SVC_RECORD_MAX)
            return refuse_size(r);
        if (r->ended) {
            r->error = svc_strdup(svc_decoder_error(r->decoder));
            if (!r->error && r->inside)
                return refuse_open(r, _("never closed"));
            if (r->error || len == 0)
                return false;
            r->end = r->next = r->text.len;
            break;
        }
        svc_reader_fill(r);
        if (r->error)
            return false;
    }
    return r->end - r->start <= SVC_RECORD_MAX || refuse_size(r);
}

/* Leaves the record at hand behind. */
static void pass(struct svc_reader *r)
{
    r->line += r->quoted && !r->opt.rows ? count_lines(r, r->start, r->next) : 1;
    r->start = r->scanned = r->opened = r->next;
    r->quoted = r->guarded = false;
}

/* The same, but passes over blank lines. In TSV with one column they are records. */
bool svc_reader_find(struct svc_reader *r)
{
    bool single = r->tsv && r->header_count == 1;
    for (;;) {
        if (!find_record(r))
            return false;
        if (r->end > r->start || single)
            return true;
        pass(r);
    }
}

static void add_cell(struct svc_reader *r, const char *text, size_t len)
{
    if (r->opt.excel && len && (*text == '\t' || *text == '\'')) {
        text++;
        len--;
    }
    if (r->count < SVC_COLUMNS_MAX)
        r->cells[r->count] = (struct svc_cell){ len ? text : NULL, len };
    r->count++;
    if (len > SVC_FIELD_MAX && !r->error)
        r->error = svc_format(_("line %zu: cell %zu is larger than 64 KiB"), r->line, r->count);
    if (r->count > SVC_COLUMNS_MAX && !r->error)
        r->error = svc_format(_("line %zu: more than %d columns"), r->line, SVC_COLUMNS_MAX);
}

/* libcsv's callback. The room was made before, so no cell ever moves. */
static void parsed_cell(void *text, size_t len, void *reader)
{
    struct svc_reader *r = reader;
    char *to = r->parsed.data + r->parsed.len;
    if (len)
        memcpy(to, text, len);
    to[len] = '\0';
    r->parsed.len += len + 1;
    add_cell(r, to, len);
}

/* Leaves out the sign of each ="…", as which spreadsheets are given codes; libcsv knows no such quotes. */
static void unguard(struct svc_reader *r, const char *text, size_t len)
{
    bool inside = false;
    svc_buf_clear(&r->bare);
    for (size_t i = 0; i < len; i++) {
        bool first = i == 0 || text[i - 1] == r->separator;
        inside ^= text[i] == '"';
        if (inside || text[i] != '=' || !first || i + 1 == len || text[i + 1] != '"')
            svc_buf_putc(&r->bare, text[i]);
    }
}

static void parse(struct svc_reader *r, const char *text, size_t len)
{
    if (r->guarded) {
        unguard(r, text, len);
        text = svc_buf_text(&r->bare);
        len = r->bare.len;
    }
    csv_set_delim(&r->csv, (unsigned char)r->separator);
    svc_buf_clear(&r->parsed);
    svc_buf_reserve(&r->parsed, len + 1);
    size_t n = csv_parse(&r->csv, text, len, parsed_cell, NULL, r);
    if (n < len || csv_fini(&r->csv, parsed_cell, NULL, r) != 0)
        refuse(r, r->start + n, _(misplaced));
}

static bool unescape(struct svc_reader *r, char *text, size_t *len)
{
    const char *at, *why = svc_tsv_unescape(text, len, &at);
    return !why || refuse(r, (size_t)(at - r->text.data), why);
}

static void split(struct svc_reader *r, char *text, size_t len, char separator)
{
    bool escaped = r->tsv && memchr(text, '\\', len);
    for (char *end; !r->error; text = end + 1) {
        end = memchr(text, separator, len);
        size_t n = end ? (size_t)(end - text) : len, cell = n;
        text[n] = '\0';
        if (!escaped || unescape(r, text, &cell))
            add_cell(r, text, cell);
        if (!end)
            break;
        len -= n + 1;
    }
}

bool svc_reader_record(struct svc_reader *r, struct svc_row *row)
{
    if (r->error || !svc_reader_find(r))
        return false;
    char *text = r->text.data + r->start;
    size_t len = r->end - r->start;
    r->count = 0;
    if (r->quoted)
        parse(r, text, len);
    else
        split(r, text, len, r->separator);
    *row = (struct svc_row){ .cells = r->cells, .count = r->count, .line = r->line };
    pass(r);
    return !r->error;
}

