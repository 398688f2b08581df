/* The front of a file: what its first 64 KiB tell of how it is to be read. */
#include "inner.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { LOOKED_AT = 30, LINES = 100, BEYOND = 2 };

static const char gb18030[] = "gb18030", utf16[] = "utf-16";

/* A way to read the file, and the heading that it shows. */
struct look {
    char separator;
    bool tsv;
    size_t line;  /* of the heading; 0: none was recognised */
    size_t named; /* how many of its cells are headings … */
    bool chinese; /* … and one of them a Chinese one */
    bool even;    /* all rows below it have as many cells … */
    bool wrapped; /* … most of which are in quotes still */
};

/* How much of what is held is looked at: so many lines, or the first 64 KiB, however it came. */
static size_t front_of(const struct svc_buf *held, bool *whole)
{
    const char *text = svc_buf_text(held), *at = text;
    size_t most = held->len < SVC_READ_SIZE ? held->len : SVC_READ_SIZE, lines = 0;
    while (lines < LINES && (at = memchr(at, '\n', most - (size_t)(at - text)))) {
        at++;
        lines++;
    }
    *whole = lines == LINES || held->len >= SVC_READ_SIZE;
    return lines == LINES ? (size_t)(at - text) : most;
}

static void hold(struct svc_reader *r)
{
    ssize_t n = 1;
    bool enough = false;
    while (!enough && n > 0) {
        char *to = svc_buf_reserve(&r->held, SVC_READ_SIZE);
        do
            n = read(r->fd, to, SVC_READ_SIZE); /* a packet is taken whole */
        while (n < 0 && errno == EINTR);
        if (n > 0)
            r->held.len += (size_t)n;
        r->front = front_of(&r->held, &enough);
    }
    r->drained = n == 0;
    if (n < 0)
        r->error = svc_format(_("cannot read: %s"), svc_lang_error(errno));
}

/* What is held, as text; up to what is refused, if anything is. */
static void decode(const struct svc_reader *r, const char *encoding, struct svc_buf *out)
{
    struct svc_decoder *decoder = svc_decoder_open(encoding);
    svc_decode(decoder, svc_buf_text(&r->held), r->front, true, out);
    svc_decoder_close(decoder);
}

/* How many cells of the row are headings, if it can be the heading at all: two, and half of what it has. */
static size_t count_headings(const struct svc_reader *r, const struct svc_row *row, bool *chinese)
{
    const struct svc_front *front = r->opt.front;
    size_t named = 0, filled = 0;
    *chinese = false;
    for (size_t i = 0; i < row->count; i++) {
        const struct svc_cell *cell = &row->cells[i];
        enum svc_heading is = cell->len ? front->heading(front->of, cell->text, cell->len) : SVC_NO_HEADING;
        filled += cell->len > 0;
        named += is != SVC_NO_HEADING;
        *chinese = *chinese || is == SVC_CHINESE_HEADING;
    }
    return named >= 2 && 2 * named >= filled ? named : 0;
}

/* What the rows below the heading, which has so many cells, tell of this way; the last one may be cut off. */
static void look_below(struct svc_reader *trial, size_t cells, struct look *look)
{
    struct svc_row row;
    size_t filled = 0, wrapped = 0;
    look->even = true;
    while (svc_reader_record(trial, &row)) {
        look->even = look->even && (row.count == cells || trial->start == trial->text.len);
        for (size_t i = 0; i < row.count; i++) {
            const char *text = row.cells[i].text;
            size_t len = row.cells[i].len;
            filled += len > 0;
            wrapped += len > 1 && text[0] == '"' && text[len - 1] == '"';
        }
    }
    look->even = look->even && (!trial->error || trial->inside);
    look->wrapped = 2 * wrapped > filled;
}

/* Reads the text in this way and looks for the heading, or at the row where it is said to stand. */
static void look_for(const struct svc_reader *r, const struct svc_buf *text, struct look *look)
{
    struct svc_reader_options opt = { .headless = true,
                                      .format = look->tsv ? SVC_INPUT_TSV : SVC_INPUT_CSV,
                                      .separator = look->separator,
                                      .rows = r->opt.rows, .first = r->opt.first };
    struct svc_reader *trial = svc_reader_open(-1, r->name, &opt);
    struct svc_row row;
    bool chinese;
    trial->begun = trial->ended = true;
    trial->separator = look->separator;
    trial->tsv = look->tsv;
    svc_buf_add(&trial->text, text->data, text->len);
    for (int i = 0; !look->line && (i < LOOKED_AT || r->opt.heading_row); i++) {
        if (!svc_reader_record(trial, &row) || (r->opt.heading_row && row.line > r->opt.heading_row))
            break;
        size_t named = count_headings(r, &row, &chinese);
        if (!named || (r->opt.heading_row && row.line != r->opt.heading_row))
            continue;
        *look = (struct look){ look->separator, look->tsv, row.line, named, chinese, false, false };
        if (look->separator == '\t')
            look_below(trial, row.count, look);
    }
    svc_reader_close(trial);
}

/* By the signs of a line, where no heading tells more; a table of our own has no semicolons between cells. */
static void guess(const struct svc_reader *r, const struct svc_buf *text, size_t line, bool quoted,
                  struct look *look)
{
    const char *at = svc_buf_text(text);
    for (; line > 1 && *at; line--)
        at = strchr(at, '\n') ? strchr(at, '\n') + 1 : "";
    bool comma = false, tab = false, semicolon = false, inside = false;
    for (at += strspn(at, "\r\n"); *at && (inside || *at != '\n'); at++) {
        inside ^= *at == '"';
        comma = comma || (!inside && *at == ',');
        tab = tab || (!inside && *at == '\t');
        semicolon = semicolon || (r->opt.front && !inside && *at == ';');
    }
    look->separator = comma ? ',' : tab ? '\t' : semicolon ? ';' : ',';
    look->tsv = look->separator == '\t' && !quoted;
}

/* Whether the file is rather read as CSV between tabs, where both ways show the same heading: by the rows that
 * come whole, by quotes around most cells, by one that is doubled, which our own table has no need of, and else by
 * the encoding, since spreadsheets write theirs in UTF-16, or in GB18030, where ours shows by its backslashes. */
static bool is_quoted(const struct look *csv, const struct look *tsv, const struct svc_buf *text, const char *encoding)
{
    const char *p = svc_buf_text(text);
    if (csv->even != tsv->even && strchr(p, '"'))
        return csv->even;
    if (!encoding || strcasecmp(encoding, "utf-8") == 0)
        return tsv->wrapped || strstr(p, "\"\"");
    return strcasecmp(encoding, utf16) == 0 || !strchr(p, '\\');
}

static struct look look_at(const struct svc_reader *r, const struct svc_buf *text, const char *encoding)
{
    struct look best = { .separator = ',' };
    const struct look ways[] = { { .separator = ',' }, { .separator = '\t', .tsv = true }, { .separator = ';' },
                                 { .separator = '\t' } };
    if (!r->opt.front || !text->len)
        return best;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct look one = ways[i];
        if (r->opt.separator)
            one = (struct look){ .separator = r->opt.separator };
        else if (r->opt.format != SVC_INPUT_AUTO)
            one = (struct look){ .separator = r->opt.format == SVC_INPUT_TSV ? '\t' : ',',
                                 .tsv = r->opt.format == SVC_INPUT_TSV };
        look_for(r, text, &one);
        if (one.named > best.named || (one.named && one.named == best.named && best.tsv && one.separator == '\t' &&
                                       is_quoted(&one, &best, text, encoding)))
            best = one;
        if (r->opt.separator || r->opt.format != SVC_INPUT_AUTO)
            break;
    }
    return best;
}

/* Whether it may be GB18030 unasked: it is no UTF-8, nor is a line that has more than one character
 * beyond ASCII. */
static bool may_be_gb18030(const struct svc_reader *r)
{
    const char *line = svc_buf_text(&r->held), *end = line + r->front;
    size_t valid = svc_utf8_valid(line, r->front), rest = r->front - valid;
    bool cut = rest && !r->drained && (size_t)svc_utf8_length((unsigned char)line[valid]) > rest;
    if (!rest || cut)
        return false;
    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t len = (size_t)((stop ? stop : end) - line), beyond = 0;
        for (size_t i = 0; i < len; i++)
            beyond += ((unsigned char)line[i] & 0xc0) == 0xc0;
        if (stop && beyond >= BEYOND && svc_utf8_valid(line, len) == len)
            return false;
        line += len + 1;
    }
    return true;
}

static void read_as(struct svc_reader *r, const char *encoding)
{
    svc_decoder_close(r->decoder);
    r->decoder = svc_decoder_open(encoding);
    r->seen.encoding = encoding;
}

static bool is_utf16(const struct svc_buf *held)
{
    return held->len >= 2 && (memcmp(held->data, "\xff\xfe", 2) == 0 || memcmp(held->data, "\xfe\xff", 2) == 0);
}

size_t svc_reader_front(struct svc_reader *r)
{
    struct svc_buf text = { 0 };
    bool fixed = r->opt.headless && r->opt.format != SVC_INPUT_AUTO && !r->opt.front;
    r->tsv = r->opt.format == SVC_INPUT_TSV;
    r->separator = r->opt.separator ? r->opt.separator : r->tsv ? '\t' : ',';
    if (fixed)
        return 0;
    hold(r);
    if (!r->opt.encoding && is_utf16(&r->held))
        read_as(r, utf16);
    decode(r, r->seen.encoding, &text);
    struct look look = look_at(r, &text, r->seen.encoding);
    if (!look.line && r->opt.front && !r->seen.encoding && may_be_gb18030(r)) {
        struct svc_buf other = { 0 };
        decode(r, gb18030, &other);
        struct look chinese = look_at(r, &other, gb18030);
        if (chinese.line && chinese.chinese) {
            look = chinese;
            read_as(r, gb18030);
        }
        svc_buf_free(&other);
    }
    size_t wanted = r->opt.heading_row;
    if (!look.line)
        guess(r, &text, wanted, r->seen.encoding == utf16, &look);
    if (r->opt.format == SVC_INPUT_AUTO && !r->opt.separator) {
        r->separator = look.separator;
        r->tsv = look.tsv;
    }
    svc_buf_free(&text);
    r->seen.heading = look.line ? look.line : wanted;
    return r->seen.heading;
}
