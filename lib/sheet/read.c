#include "svc/read.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/decode.h"
#include "svc/digest.h"
#include "svc/err.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/tsv.h"

enum { READ_SIZE = 64 * 1024 };

static const char misplaced[] =
    N_("a misplaced quote\nput the whole cell in quotes and double each quote inside it");

/* `text` is the decoded input that was not handed out yet. A record is found first, `start` to
 * `end`, and parted afterwards: at its separators when there is no quote in it, by libcsv when
 * there is. Most records have none, and parting those costs a tenth of what libcsv takes. */
struct svc_reader {
    int fd;
    const char *name;
    struct svc_reader_options opt;
    bool tsv, begun;
    bool ended; /* no more input will come */
    char *error;
    struct svc_decoder *decoder;
    struct svc_buf text;
    uint64_t dropped; /* decoded bytes before text.data[0] */
    size_t start;     /* of the record at hand */
    size_t end;       /* where its line end begins */
    size_t next;      /* where the next record begins */
    size_t scanned;   /* the search for the end came so far */
    size_t opened;    /* where the last quoted cell begins */
    bool quoted;      /* the record has quotes */
    bool inside;      /* … and the search is between two */
    size_t line;      /* on which the record begins */
    size_t record;
    struct csv_parser csv;
    struct svc_buf parsed; /* the text of libcsv's cells */
    struct svc_cell cells[SVC_COLUMNS_MAX];
    size_t count;
    struct svc_cell *header;
    size_t header_count, header_line;
    char *header_text;
    uint64_t bytes;
    struct svc_digest sum;
    char digest[SVC_DIGEST_HEX];
    char raw[READ_SIZE];
};

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void *grow(void *old, size_t size)
{
    return svc_realloc(old, size, 1);
}

struct svc_reader *svc_reader_open(int fd, const char *name, const struct svc_reader_options *opt)
{
    struct svc_decoder *decoder = svc_decoder_open(opt->encoding);
    if (!decoder)
        svc_die(SVC_USAGE, "unknown encoding \"%s\"\niconv -l lists the known ones", opt->encoding);
    struct svc_reader *r = svc_alloc(sizeof *r);
    r->fd = fd;
    r->name = name;
    r->opt = *opt;
    r->decoder = decoder;
    r->line = opt->rows ? opt->first : 1;
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
    csv_set_space_func(&r->csv, no_space);
    csv_set_realloc_func(&r->csv, grow);
    csv_set_blk_size(&r->csv, READ_SIZE);
    svc_digest_begin(&r->sum);
    return r;
}

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

/* A piece of what was read before. */
static ssize_t take_head(struct svc_reader *r)
{
    size_t n = r->opt.head_len < sizeof r->raw ? r->opt.head_len : sizeof r->raw;
    if (n)
        memcpy(r->raw, r->opt.head, n);
    r->opt.head += n;
    r->opt.head_len -= n;
    return (ssize_t)n;
}

/* Reads on: moves the unfinished record to the front and decodes one more piece behind it. */
static void fill(struct svc_reader *r)
{
    if (r->start) {
        r->text.len -= r->start;
        r->scanned -= r->start;
        r->opened -= r->start;
        r->dropped += r->start;
        memmove(r->text.data, r->text.data + r->start, r->text.len);
        r->start = 0;
    }
    ssize_t n = take_head(r);
    while (!n && (n = read(r->fd, r->raw, sizeof r->raw)) < 0 && errno == EINTR)
        n = 0;
    if (n < 0) {
        r->error = svc_format(_("cannot read: %s"), svc_lang_error(errno));
        return;
    }
    svc_digest_bytes(&r->sum, r->raw, (size_t)n);
    r->bytes += (uint64_t)n;
    r->ended = !svc_decode(r->decoder, r->raw, (size_t)n, n == 0, &r->text) || n == 0;
}

/* A quote outside of a quoted cell: begins one, or continues one as the second of two. */
static bool open_quote(struct svc_reader *r, size_t at)
{
    char before = at == r->start ? ',' : r->text.data[at - 1];
    if (before != ',' && before != '"')
        return refuse(r, at, _(misplaced));
    if (before == ',')
        r->opened = at;
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
        fill(r);
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
    r->quoted = false;
}

/* The same, but passes over blank lines. In TSV with one column they are records. */
static bool find_filled(struct svc_reader *r)
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
    if (r->opt.excel && len && *text == '\'') {
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

static void parse(struct svc_reader *r, const char *text, size_t len)
{
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

/* The next record, whatever it is. */
static bool next_record(struct svc_reader *r, struct svc_row *row)
{
    if (r->error || !find_filled(r))
        return false;
    char *text = r->text.data + r->start;
    size_t len = r->end - r->start;
    r->count = 0;
    if (r->quoted)
        parse(r, text, len);
    else
        split(r, text, len, r->tsv ? '\t' : ',');
    *row = (struct svc_row){ .cells = r->cells, .count = r->count, .line = r->line };
    pass(r);
    return !r->error;
}

static void keep_header(struct svc_reader *r, const struct svc_row *row)
{
    struct svc_buf text = { 0 };
    for (size_t i = 0; i < row->count; i++)
        svc_buf_add(&text, row->cells[i].len ? row->cells[i].text : "", row->cells[i].len + 1);
    r->header_text = svc_buf_take(&text);
    r->header = svc_alloc(row->count * sizeof *r->header);
    r->header_count = row->count;
    r->header_line = row->line;
    const char *at = r->header_text;
    for (size_t i = 0; i < row->count; i++) {
        r->header[i] = (struct svc_cell){ row->cells[i].len ? at : NULL, row->cells[i].len };
        at += row->cells[i].len + 1;
    }
}

/* Settles the format and reads the header, once. */
static void begin(struct svc_reader *r)
{
    if (r->begun)
        return;
    r->begun = true;
    r->tsv = r->opt.format != SVC_INPUT_CSV;
    if (r->opt.format == SVC_INPUT_AUTO && find_filled(r)) {
        const char *line = r->text.data + r->start;
        size_t len = r->end - r->start;
        r->tsv = memchr(line, '\t', len) && !memchr(line, ',', len);
        r->scanned = r->start;
    }
    struct svc_row row;
    if (!r->opt.headless && next_record(r, &row))
        keep_header(r, &row);
}

/* A row equal to the header, also behind the byte order mark of a file put behind another. */
static bool is_header(const struct svc_reader *r, const struct svc_row *row)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (!r->header || row->count != r->header_count)
        return false;
    for (size_t i = 0; i < row->count; i++) {
        struct svc_cell cell = row->cells[i];
        size_t skip = i == 0 && cell.len >= 3 && memcmp(cell.text, mark, 3) == 0 ? 3 : 0;
        if (cell.len - skip != r->header[i].len ||
            (r->header[i].len && memcmp(cell.text + skip, r->header[i].text, r->header[i].len)))
            return false;
    }
    return true;
}

bool svc_reader_header(struct svc_reader *r, struct svc_row *row)
{
    begin(r);
    *row = (struct svc_row){ .cells = r->header, .count = r->header_count, .line = r->header_line };
    return r->header;
}

bool svc_reader_next(struct svc_reader *r, struct svc_row *row)
{
    begin(r);
    do {
        if (!next_record(r, row))
            return false;
    } while (is_header(r, row));
    if (r->opt.rows)
        for (; row->count < r->header_count; row->count++)
            r->cells[row->count] = (struct svc_cell){ NULL, 0 };
    row->record = ++r->record;
    row->ragged = r->header && row->count != r->header_count;
    return true;
}

const char *svc_reader_error(const struct svc_reader *r)
{
    return r->error;
}

const char *svc_reader_name(const struct svc_reader *r)
{
    return r->name;
}

uint64_t svc_reader_bytes(const struct svc_reader *r)
{
    return r->bytes;
}

const char *svc_reader_digest(struct svc_reader *r)
{
    unsigned char bytes[SVC_DIGEST];
    struct svc_digest sum = r->sum; /* reading may go on */
    svc_digest_end(&sum, bytes);
    return svc_digest_hex(bytes, r->digest);
}

void svc_reader_close(struct svc_reader *r)
{
    if (!r)
        return;
    svc_input_end(r->fd, svc_reader_digest(r));
    svc_decoder_close(r->decoder);
    csv_free(&r->csv);
    svc_buf_free(&r->text);
    svc_buf_free(&r->parsed);
    free(r->header);
    free(r->header_text);
    free(r->error);
    free(r);
}
