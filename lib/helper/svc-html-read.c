/* svc-html-read: the rows of the tables on a web page on standard input, as rows of CSV; see grid.h and
 * source.h. Many systems call such a page .xls.
 *
 * Tables follow one another, as a spreadsheet shows them; one inside of a cell is part of its text. A page that
 * svc-html has made says that a row is a body of the table, which may take several lines; its texts stand as they
 * are to be taken. */
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "grid.h"
#include "source.h"
#include "svc/buf.h"
#include "svc/decode.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/text.h"

enum { PIECE = 64 * 1024, DEPTH_MAX = 64 };

static struct page {
    htmlParserCtxtPtr parser;
    unsigned depth;   /* of all elements */
    unsigned tables;  /* that are open */
    bool any;         /* a table was there */
    bool own, under;  /* … and svc-html has made it; what stands under its records */
    bool told;        /* the cell's text is that of an attribute */
    bool in_cell;
    uint32_t row, column;             /* at hand */
    uint32_t taken;                   /* the last column that this row's cells take */
    uint32_t until[GRID_COLUMNS + 1]; /* by column: the last row of a cell that spans rows */
    struct svc_buf text;
    bool blank; /* between two words of it */
} page;

/* -- text --------------------------------------------------------------------------------------- */

/* Blanks are one, and none at the ends; a no-break space there, too, fills cells that are empty. */
static void put_text(void *ctx, const xmlChar *bytes, int len)
{
    (void)ctx;
    if (!page.in_cell || page.told)
        return;
    if (page.own) {
        svc_buf_add(&page.text, bytes, (size_t)len);
        len = 0;
    }
    for (const xmlChar *end = bytes + len; bytes < end; bytes++) {
        if (strchr(" \t\r\n\f", *bytes) && *bytes) {
            page.blank = true;
            continue;
        }
        if (page.blank && page.text.len && page.text.data[page.text.len - 1] != '\n')
            svc_buf_putc(&page.text, ' ');
        page.blank = false;
        svc_buf_putc(&page.text, (char)*bytes);
    }
    if (page.text.len > 2 * GRID_TEXT)
        grid_refuse(page.row, page.column, _("a text larger than 64 KiB"));
}

static size_t outer_blank(const char *text, size_t len, bool behind)
{
    const char *at = behind ? text + len : text;
    if (len >= 1 && strchr(" \n", at[behind ? -1 : 0]))
        return 1;
    return len >= 2 && memcmp(behind ? at - 2 : at, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static void end_cell(void)
{
    const char *text = svc_buf_text(&page.text);
    size_t len = page.text.len, n;
    if (!page.in_cell)
        return;
    page.in_cell = false;
    while (!page.own && len && (n = outer_blank(text, len, false))) {
        text += n;
        len -= n;
    }
    while (!page.own && len && (n = outer_blank(text, len, true)))
        len -= n;
    if (svc_utf8_valid(text, len) != len)
        grid_refuse(page.row, page.column, _("a character that is none"));
    grid_cell(page.column, text, len);
}

/* -- cells -------------------------------------------------------------------------------------- */

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (strcasecmp((const char *)attributes[0], name) == 0)
            return (const char *)attributes[1];
    return NULL;
}

static uint32_t span(const xmlChar **attributes, const char *name)
{
    enum { MOST = 65534 };
    const char *text = page.own ? NULL : attribute(attributes, name);
    long n = text ? strtol(text, NULL, 10) : 1;
    return n < 1 ? 1 : n > MOST ? MOST : (uint32_t)n;
}

static void begin_row(void)
{
    end_cell();
    if (page.row == GRID_ROWS)
        svc_die(SVC_BADINPUT, "a row behind row %u, where worksheets end at row %d", page.row, GRID_ROWS);
    grid_row(++page.row);
    page.taken = 0;
}

/* Those that reach down from above are passed over. */
static void begin_cell(const xmlChar **attributes)
{
    uint32_t right = span(attributes, "colspan"), down = span(attributes, "rowspan");
    end_cell();
    if (!page.row || !page.tables)
        return;
    do
        page.taken++;
    while (page.taken <= GRID_COLUMNS && page.until[page.taken] >= page.row);
    page.column = page.taken;
    page.taken += right - 1;
    if (page.taken > GRID_COLUMNS)
        grid_refuse(page.row, GRID_COLUMNS, _("stands behind the last column of a worksheet"));
    for (uint32_t c = page.column; down > 1 && c <= page.taken; c++)
        page.until[c] = page.row + down - 1;
    if (down > 1)
        grid_merged(page.column, page.row + down - 1);
    page.in_cell = true;
    page.blank = page.told = false;
    svc_buf_clear(&page.text);
}

static bool is(const xmlChar *name, const char *word)
{
    return strcmp((const char *)name, word) == 0;
}

static void start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    (void)ctx;
    if (++page.depth > DEPTH_MAX)
        svc_die(SVC_BADINPUT, "a web page that is nested more than %d levels deep", DEPTH_MAX);
    if (page.own && is(name, "tbody")) {
        const char *class = attribute(attributes, "class");
        page.under = class && strcmp(class, "under") == 0; /* no record: who signs, and what was asked */
    }
    if (page.under && page.tables == 1) {
        end_cell();
    } else if (is(name, "table")) {
        const char *row = attribute(attributes, "data-row");
        page.own = page.tables ? page.own : row && strcmp(row, "tbody") == 0;
        page.any = true;
        page.tables++;
    } else if (page.tables == 1 && (page.own ? is(name, "tbody") || is(name, "thead") : is(name, "tr"))) {
        begin_row();
    } else if (page.tables == 1 && (is(name, "td") || is(name, "th"))) {
        begin_cell(attributes);
    } else if (page.in_cell && page.own && is(name, "time") && attribute(attributes, "datetime")) {
        svc_buf_puts(&page.text, attribute(attributes, "datetime"));
        page.told = true;
    } else if (page.in_cell && !page.own && (is(name, "br") || is(name, "p") || is(name, "div") || is(name, "tr"))) {
        if (page.text.len)
            svc_buf_putc(&page.text, '\n');
        page.blank = false;
    } else if (page.in_cell && (is(name, "td") || is(name, "th"))) {
        page.blank = true;
    }
}

static void end(void *ctx, const xmlChar *name)
{
    (void)ctx;
    page.depth -= page.depth > 0;
    if (page.tables == 1 && (is(name, "td") || is(name, "th") || is(name, "tr") || is(name, "table")))
        end_cell();
    if (is(name, "table") && page.tables && --page.tables == 0) {
        memset(page.until, 0, sizeof page.until);
        page.under = false;
    }
}

/* -- bytes -------------------------------------------------------------------------------------- */

static void begin(void)
{
    static htmlSAXHandler events;
    memset(&events, 0, sizeof events);
    events.startElement = start;
    events.endElement = end;
    events.characters = events.cdataBlock = put_text;
    page.parser = htmlCreatePushParserCtxt(&events, NULL, "", 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!page.parser)
        svc_die(SVC_IO, "out of memory");
    htmlCtxtUseOptions(page.parser, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING | HTML_PARSE_NOIMPLIED);
}

static void feed(const char *bytes, size_t len, bool last)
{
    if (htmlParseChunk(page.parser, bytes, (int)len, last) == XML_ERR_NO_MEMORY ||
        page.parser->errNo == XML_ERR_NO_MEMORY)
        svc_die(SVC_BADINPUT, "a web page that takes more memory than there is");
}

static void read_page(void)
{
    struct svc_decoder *decoder = svc_decoder_open(NULL); /* a page that is no UTF-8 has no text of its own */
    struct svc_buf text = { 0 };
    char piece[PIECE];
    ssize_t n;
    begin();
    do {
        n = source_read(NULL, piece, sizeof piece);
        if (!svc_decode(decoder, piece, (size_t)n, n == 0, &text))
            svc_die(SVC_BADINPUT, "%s", svc_decoder_error(decoder));
        for (size_t at = 0; at < text.len; at += PIECE)
            feed(text.data + at, text.len - at < PIECE ? text.len - at : PIECE, false);
        svc_buf_clear(&text);
    } while (n);
    feed("", 0, true);
    svc_decoder_close(decoder);
    svc_buf_free(&text);
}

static void read_tables(const struct source *source)
{
    if (source->worksheet)
        svc_die(SVC_BADINPUT, "no worksheet \"%s\": a web page has none\nleave out --worksheet", source->worksheet);
    source_utf8(source);
    grid_begin(source->named, NULL, false);
    read_page();
    if (!page.any)
        svc_die(SVC_BADINPUT, "a web page without a table\nsave the table as .xlsx or CSV");
    grid_end();
}

int main(int argc, char **argv)
{
    struct source source = { 0 };
    source_open(&source, argc, argv);
    read_tables(&source);
    return SVC_OK;
}
