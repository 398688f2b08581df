#include "inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/tidy.h"
#include "svc/word.h"

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
        svc_die(SVC_USAGE, "unknown encoding \"%s\"%s\nknown are utf-8, gb18030, gbk, gb2312, big5, utf-16, utf-16le and utf-16be", opt->encoding,
                svc_word_hint("utf-8|gb18030|gbk|gb2312|utf-16|utf-16le|utf-16be|big5", opt->encoding));
    struct svc_reader *r = svc_alloc(sizeof *r);
    r->fd = fd;
    r->name = name;
    r->opt = *opt;
    r->decoder = decoder;
    r->line = opt->rows ? opt->first : 1;
    r->seen.encoding = opt->encoding;
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
    csv_set_space_func(&r->csv, no_space);
    csv_set_realloc_func(&r->csv, grow);
    csv_set_blk_size(&r->csv, SVC_READ_SIZE);
    svc_digest_begin(&r->sum);
    if (opt->head_len)
        svc_buf_add(&r->held, opt->head, opt->head_len);
    return r;
}

/* The next piece of the input into `raw`: what is held of it first. */
static ssize_t take(struct svc_reader *r)
{
    ssize_t n;
    size_t left = r->held.len - r->used;
    if (left) {
        n = (ssize_t)(left < sizeof r->raw ? left : sizeof r->raw);
        memcpy(r->raw, r->held.data + r->used, (size_t)n);
        r->used += (size_t)n;
        return n;
    }
    if (r->drained)
        return 0;
    do
        n = read(r->fd, r->raw, sizeof r->raw);
    while (n < 0 && errno == EINTR);
    return n;
}

void svc_reader_fill(struct svc_reader *r)
{
    if (r->start) {
        r->text.len -= r->start;
        r->scanned -= r->start;
        r->opened -= r->start;
        r->dropped += r->start;
        memmove(r->text.data, r->text.data + r->start, r->text.len);
        r->start = 0;
    }
    ssize_t n = take(r);
    if (n < 0) {
        r->error = svc_format(_("cannot read: %s"), svc_lang_error(errno));
        return;
    }
    svc_digest_bytes(&r->sum, r->raw, (size_t)n);
    r->bytes += (uint64_t)n;
    r->ended = !svc_decode(r->decoder, r->raw, (size_t)n, n == 0, &r->text) || n == 0;
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

/* Passes over what stands above the heading. */
static bool find_heading(struct svc_reader *r, size_t line, struct svc_row *row)
{
    while (svc_reader_record(r, row)) {
        if (row->line == line)
            return true;
        if (row->line > line)
            break;
        r->seen.above++;
    }
    if (!r->error)
        r->error = svc_format(_("line %zu: no row begins here"), line);
    return false;
}

/* Settles what was not given, and reads the header, once. */
static void begin(struct svc_reader *r)
{
    if (r->begun)
        return;
    r->begun = true;
    size_t line = svc_reader_front(r);
    struct svc_row row;
    if (!r->opt.headless && !r->error &&
        (line ? find_heading(r, line, &row) : svc_reader_record(r, &row)))
        keep_header(r, &row);
}

/* A row of a table that has nothing in it, as spreadsheets leave them behind the last one. */
static bool is_blank(const struct svc_reader *r, const struct svc_row *row)
{
    struct svc_buf room = { 0 };
    bool blank = r->opt.front && row->count > 1;
    for (size_t i = 0; i < row->count && blank; i++) {
        size_t len = row->cells[i].len;
        if (len)
            svc_tidy(row->cells[i].text, &len, &room);
        blank = len == 0;
    }
    svc_buf_free(&room);
    return blank;
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
    for (;;) {
        if (!svc_reader_record(r, row))
            return false;
        if (r->opt.headless && row->line < r->seen.heading)
            r->seen.above++;
        else if (is_blank(r, row))
            r->seen.blank++;
        else if (!is_header(r, row))
            break;
    }
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

const struct svc_reader_seen *svc_reader_seen(const struct svc_reader *r)
{
    return &r->seen;
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
    if (r->fd >= 0)
        svc_input_end(r->fd, svc_reader_digest(r));
    svc_decoder_close(r->decoder);
    csv_free(&r->csv);
    svc_buf_free(&r->text);
    svc_buf_free(&r->parsed);
    svc_buf_free(&r->bare);
    svc_buf_free(&r->held);
    free(r->header);
    free(r->header_text);
    free(r->error);
    free(r);
}
