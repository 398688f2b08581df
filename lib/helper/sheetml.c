/* The XML that spreadsheets wrote in 2003, and programs still write under the name .xls. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grid.h"
#include "numfmt.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "xlsx-read.h"
#include "xml.h"

enum { SHEETS_MAX = 10000 };

enum type { TYPE_TEXT, TYPE_NUMBER, TYPE_DATE, TYPE_BOOLEAN, TYPE_ERROR };

static struct {
    struct sheet {
        char *name;
        bool hidden, told; /* told: some cell holds something */
    } *sheets;
    size_t count;
    size_t wanted;        /* the one to be read, from 1; 0: which ones there are */
    uint32_t row, column; /* at hand, and … */
    uint32_t rows, cells; /* … the last ones that are taken, by spans, too */
    uint32_t until[GRID_COLUMNS + 1]; /* by column: the last row of a cell that is merged downwards */
    enum type type;
    bool in_data, in_visible;
    struct svc_buf text;
} book;

bool sheetml_is(const char *head, size_t len)
{
    size_t at = len >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (len >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0))
        return true; /* text in UTF-16 */
    while (at < len && strchr(" \t\r\n", head[at]))
        at++;
    return at < len && head[at] == '<';
}

static uint32_t number(const char **attributes, const char *name, uint32_t none, uint32_t most)
{
    const char *text = xml_attribute(attributes, name);
    char *end;
    if (!text)
        return none;
    unsigned long n = strtoul(text, &end, 10);
    if (*end || end == text || *text == '-' || n > most)
        svc_die(SVC_BADINPUT, "row %u, column %u: a place or size that is none of a worksheet: %s", book.row,
                book.column, name);
    return (uint32_t)n;
}

static void begin_sheet(const char **attributes)
{
    const char *name = xml_attribute(attributes, "Name");
    book.count++;
    book.row = book.rows = 0;
    memset(book.until, 0, sizeof book.until);
    if (book.wanted)
        return;
    if (book.count > SHEETS_MAX)
        svc_die(SVC_BADINPUT, "a workbook of more than %d worksheets", SHEETS_MAX);
    book.sheets = svc_grow(book.sheets, book.count - 1, sizeof *book.sheets);
    book.sheets[book.count - 1] = (struct sheet){ .name = svc_strdup(name ? name : "") };
}

static void begin_row(const char **attributes)
{
    uint32_t row = number(attributes, "Index", book.rows + 1, GRID_ROWS);
    uint32_t span = number(attributes, "Span", 0, GRID_ROWS);
    if (row <= book.rows)
        svc_die(SVC_BADINPUT, "a row %u behind row %u: rows do not ascend", row, book.rows);
    if ((uint64_t)row + span > GRID_ROWS)
        svc_die(SVC_BADINPUT, "a row behind row %u, where worksheets end at row %d", row, GRID_ROWS);
    book.row = row;
    book.rows = row + span;
    book.cells = 0;
    if (book.wanted == book.count)
        grid_row(row);
}

static void begin_cell(const char **attributes)
{
    uint32_t free = book.cells + 1;
    while (free <= GRID_COLUMNS && book.until[free] >= book.row)
        free++;
    uint32_t column = number(attributes, "Index", free, GRID_COLUMNS);
    uint32_t right = number(attributes, "MergeAcross", 0, GRID_COLUMNS);
    uint32_t down = number(attributes, "MergeDown", 0, GRID_ROWS);
    if (column <= book.cells || (uint64_t)column + right > GRID_COLUMNS)
        grid_refuse(book.row, column, _("stands where it cannot: cells do not ascend"));
    book.column = column;
    book.cells = column + right;
    for (uint32_t c = column; down && c <= book.cells; c++)
        book.until[c] = book.row + down;
    if (book.wanted == book.count && down)
        grid_merged(column, book.row + down);
}

static void begin_data(const char **attributes)
{
    static const char *const types[] = { "String", "Number", "DateTime", "Boolean", "Error" };
    const char *type = xml_attribute(attributes, "Type");
    book.type = TYPE_TEXT;
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            book.type = (enum type)i;
    book.in_data = true;
    svc_buf_clear(&book.text);
}

static void start(void *ctx, const char *name, const char **attributes)
{
    (void)ctx;
    if (strcmp(name, "Worksheet") == 0)
        begin_sheet(attributes);
    else if (!book.count)
        return;
    else if (strcmp(name, "Row") == 0)
        begin_row(attributes);
    else if (strcmp(name, "Cell") == 0 && book.row)
        begin_cell(attributes);
    else if (strcmp(name, "Data") == 0 && book.row)
        begin_data(attributes);
    else if (strcmp(name, "Visible") == 0)
        book.in_visible = true;
}

/* 2026-09-01T09:05:00.000: a midnight is a day, a moment of 1899 a time of day. */
static void put_date(char *text)
{
    char *t = strchr(text, 'T'), *point = strchr(text, '.');
    if (point)
        *point = '\0';
    if (t)
        *t = ' ';
    if (t && strcmp(t, " 00:00:00") == 0)
        *t = '\0';
    if (t && *t && strncmp(text, "1899-12-3", 9) == 0)
        text = t + 1;
    size_t len = strlen(text);
    if (text == (t ? t + 1 : NULL) && len == 8 && strcmp(text + 5, ":00") == 0)
        len = 5;
    grid_cell(book.column, text, len);
}

static void put_number(const char *text)
{
    char out[NUMFMT_SIZE], *end;
    double n = strtod(text, &end);
    const char *why = *end || end == text ? _("no number") : numfmt_write(n, (struct numfmt){ 0 }, false, out);
    if (why)
        grid_refuse(book.row, book.column, why);
    grid_cell(book.column, out, strlen(out));
}

static void end_data(void)
{
    book.in_data = false;
    if (!book.text.len)
        return;
    if (!book.wanted)
        book.sheets[book.count - 1].told = true;
    if (book.wanted != book.count)
        return;
    switch (book.type) {
    case TYPE_TEXT: grid_cell(book.column, book.text.data, book.text.len); break;
    case TYPE_NUMBER: put_number(book.text.data); break;
    case TYPE_DATE: put_date(book.text.data); break;
    case TYPE_BOOLEAN: {
        bool yes = strcmp(book.text.data, "1") == 0;
        grid_cell(book.column, yes ? "yes" : "no", yes ? 3 : 2);
        break;
    }
    case TYPE_ERROR: {
        char *why = svc_format(_("the error %.20s\nput the formula right, or empty the cell"), book.text.data);
        grid_refuse(book.row, book.column, why);
    }
    }
}

static void end(void *ctx, const char *name)
{
    (void)ctx;
    if (strcmp(name, "Data") == 0 && book.in_data)
        end_data();
    else if (strcmp(name, "Visible") == 0)
        book.in_visible = false;
    else if (strcmp(name, "Worksheet") == 0 && book.wanted && book.wanted == book.count)
        xml_stop();
}

static void text(void *ctx, const char *bytes, int len)
{
    (void)ctx;
    if (book.in_visible && !book.wanted && len >= 5 && strncmp(bytes, "Sheet", 5) == 0)
        book.sheets[book.count - 1].hidden = true;
    if (!book.in_data)
        return;
    svc_buf_add(&book.text, bytes, (size_t)len);
    if (book.text.len > 2 * GRID_TEXT)
        grid_refuse(book.row, book.column, _("a text larger than 64 KiB"));
}

static bool there(void *ctx, size_t at)
{
    (void)ctx;
    return book.sheets[at].told;
}

static void forget(void)
{
    for (size_t i = 0; book.sheets && i < book.count; i++)
        free(book.sheets[i].name);
    free(book.sheets);
    svc_buf_free(&book.text);
    memset(&book, 0, sizeof book);
}

static void parse(void)
{
    static const struct xml_events events = { start, end, text };
    if (lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
    xml_parse(_("the workbook"), "UTF-8", source_read, NULL, &events, NULL);
}

/* Whether a sheet is hidden stands behind its cells, so it is read twice. */
void sheetml_read(const struct source *source)
{
    forget();
    source_utf8(source);
    parse();
    size_t count = book.count;
    struct source_sheet *sheets = svc_alloc((count + 1) * sizeof *sheets);
    for (size_t i = 0; i < count; i++)
        sheets[i] = (struct source_sheet){ book.sheets[i].name, book.sheets[i].hidden };
    if (!count)
        svc_die(SVC_BADINPUT, "XML that is no workbook\nsave it as .xlsx or CSV");
    book.wanted = source_choose(source, sheets, count, there, NULL) + 1;
    grid_begin(source->named, sheets[book.wanted - 1].name, false);
    free(sheets);
    book.count = 0;
    parse();
}
