#include "cells.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grid.h"
#include "package.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

enum { MERGED_MAX = 256 * 1024 };

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOLEAN, TYPE_ERROR, TYPE_DATE };

/* Cells that are one with those below them. */
struct merged {
    uint32_t first, column, last;
};

static struct {
    const struct workbook *book;
    bool looking;       /* only whether there is anything … */
    bool found;
    bool in_data, past; /* the rows; behind them */
    bool merges_known;
    uint32_t row, column; /* at hand; 0: none yet */
    enum type type;
    unsigned long style;
    bool collecting;    /* what stands there is the cell's */
    unsigned aside;     /* but not how it is pronounced */
    bool escapes;       /* it is a text that was typed, where _x000D_ may be */
    struct svc_buf text, plain;
    struct merged *merged;
    size_t merged_count, merged_at;
} cells;

void cells_forget(void)
{
    svc_buf_free(&cells.text);
    svc_buf_free(&cells.plain);
    free(cells.merged);
    memset(&cells, 0, sizeof cells);
}

/* -- places ------------------------------------------------------------------------------------- */

/* `C7` or `$C$7`; where it ends, NULL when it is none of a worksheet. */
static const char *read_place(const char *text, uint32_t *row, uint32_t *column)
{
    uint64_t r = 0, c = 0;
    text += *text == '$';
    for (; *text && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", *text) && c <= GRID_COLUMNS; text++)
        c = c * 26 + (uint64_t)(*text - 'A') + 1;
    text += *text == '$';
    for (; *text >= '0' && *text <= '9' && r <= GRID_ROWS; text++)
        r = r * 10 + (uint64_t)(*text - '0');
    *row = (uint32_t)r;
    *column = (uint32_t)c;
    return r >= 1 && r <= GRID_ROWS && c >= 1 && c <= GRID_COLUMNS ? text : NULL;
}

static void begin_row(const char **attributes)
{
    const char *r = xml_attribute(attributes, "r");
    unsigned long row = r ? strtoul(r, NULL, 10) : (unsigned long)cells.row + 1;
    if (row > GRID_ROWS || row == 0)
        svc_die(SVC_BADINPUT, "a row behind row %u, where worksheets end at row %d", cells.row, GRID_ROWS);
    if (row <= cells.row)
        svc_die(SVC_BADINPUT, "a row %lu behind row %u: rows do not ascend", row, cells.row);
    cells.row = (uint32_t)row;
    cells.column = 0;
    if (cells.looking)
        return;
    grid_row(cells.row);
    for (; cells.merged_at < cells.merged_count && cells.merged[cells.merged_at].first <= cells.row;
         cells.merged_at++)
        if (cells.merged[cells.merged_at].first == cells.row)
            grid_merged(cells.merged[cells.merged_at].column, cells.merged[cells.merged_at].last);
}

static enum type type_of(const char *t)
{
    static const struct { const char *word; enum type is; } types[] = {
        { "n", TYPE_NUMBER }, { "s", TYPE_SHARED },  { "str", TYPE_TEXT }, { "inlineStr", TYPE_TEXT },
        { "b", TYPE_BOOLEAN }, { "e", TYPE_ERROR }, { "d", TYPE_DATE }
    };
    for (size_t i = 0; t && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].word, t) == 0)
            return types[i].is;
    return t ? TYPE_TEXT : TYPE_NUMBER;
}

static void begin_cell(const char **attributes)
{
    const char *place = NULL, *type = NULL, *style = NULL;
    uint32_t row = cells.row, column = cells.column + 1;
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0)
            place = attributes[1];
        else if (strcmp(attributes[0], "t") == 0)
            type = attributes[1];
        else if (strcmp(attributes[0], "s") == 0)
            style = attributes[1];
    }
    if (place) {
        const char *end = read_place(place, &row, &column);
        if (!end || *end)
            svc_die(SVC_BADINPUT, "row %u holds a cell whose place is none of a worksheet", cells.row);
    }
    if (!cells.row || row != cells.row || column <= cells.column || column > GRID_COLUMNS)
        grid_refuse(row, column, _("stands where it cannot: cells do not ascend"));
    cells.column = column;
    cells.type = type_of(type);
    cells.style = style ? strtoul(style, NULL, 10) : 0;
    cells.escapes = false;
    svc_buf_clear(&cells.text);
}

/* -- what they hold ----------------------------------------------------------------------------- */

/* A number of at most fifteen digits, written as it would be here; most are. */
static bool is_written(const char *text, size_t len)
{
    size_t i = *text == '-', first = i, point = 0;
    for (; i < len; i++) {
        if (text[i] == '.' && !point && i > first)
            point = i;
        else if (text[i] < '0' || text[i] > '9')
            return false;
    }
    bool lead = text[first] == '0' && (len > first + 1 && point != first + 1);
    return len > first && len - first - (point > 0) <= 15 && !lead && text[len - 1] != '.' &&
           !(point && text[len - 1] == '0') && !(first && text[first] == '0');
}

static void put_number(void)
{
    char out[NUMFMT_SIZE], *end;
    struct numfmt format = workbook_format(cells.style);
    if (format.kind == NUMFMT_PLAIN && !format.zeros && is_written(cells.text.data, cells.text.len)) {
        grid_cell(cells.column, cells.text.data, cells.text.len);
        return;
    }
    double number = strtod(cells.text.data, &end);
    const char *why = *end || end == cells.text.data || memchr(cells.text.data, 'x', cells.text.len)
                          ? _("no number")
                          : numfmt_write(number, format, cells.book->since_1904, out);
    if (why)
        grid_refuse(cells.row, cells.column, why);
    grid_cell(cells.column, out, strlen(out));
}

static void put_shared(void)
{
    char *end;
    unsigned long long no = strtoull(cells.text.data, &end, 10);
    if (*end || end == cells.text.data || *cells.text.data == '-' || !workbook_string(no, &cells.plain))
        grid_refuse(cells.row, cells.column, _("names a text that the workbook lacks"));
    grid_cell(cells.column, svc_buf_text(&cells.plain), cells.plain.len);
}

/* As everywhere here, 2026-09-01 09:05:07. */
static void put_date(void)
{
    char *t = strchr(cells.text.data, 'T'), *point = strchr(cells.text.data, '.');
    if (t)
        *t = ' ';
    size_t len = cells.text.len;
    if (point && strspn(point + 1, "0") == strlen(point + 1))
        len = (size_t)(point - cells.text.data);
    else if (len && cells.text.data[len - 1] == 'Z')
        len--;
    grid_cell(cells.column, cells.text.data, len);
}

static void put_text(void)
{
    struct svc_buf *text = &cells.text;
    if (cells.escapes && memmem(text->data, text->len, "_x", 2)) {
        svc_buf_clear(&cells.plain);
        workbook_text(&cells.plain, text->data, text->len);
        text = &cells.plain;
    }
    grid_cell(cells.column, svc_buf_text(text), text->len);
}

static void end_cell(void)
{
    if (!cells.text.len)
        return;
    if (cells.looking) {
        cells.found = true;
        xml_stop();
        return;
    }
    switch (cells.type) {
    case TYPE_NUMBER: put_number(); break;
    case TYPE_SHARED: put_shared(); break;
    case TYPE_TEXT: put_text(); break;
    case TYPE_DATE: put_date(); break;
    case TYPE_BOOLEAN: {
        bool yes = strcmp(cells.text.data, "1") == 0 || strcmp(cells.text.data, "true") == 0;
        grid_cell(cells.column, yes ? "yes" : "no", yes ? 3 : 2);
        break;
    }
    case TYPE_ERROR: {
        char *why = svc_format(_("the error %.20s\nput the formula right, or empty the cell"), cells.text.data);
        grid_refuse(cells.row, cells.column, why);
    }
    }
}

/* -- merged cells: told behind all the others ----------------------------------------------------- */

static void merge(const char *name, const char **attributes)
{
    struct merged one;
    uint32_t right;
    const char *ref = strcmp(name, "mergeCell") == 0 ? xml_attribute(attributes, "ref") : NULL;
    if (!ref)
        return;
    const char *colon = read_place(ref, &one.first, &one.column);
    const char *past = colon && *colon == ':' ? read_place(colon + 1, &one.last, &right) : colon;
    if (!past || *past)
        svc_die(SVC_BADINPUT, "merges cells whose place is none of a worksheet");
    if (*colon != ':' || one.last <= one.first)
        return;
    if (cells.merged_count == MERGED_MAX)
        svc_die(SVC_BADINPUT, "merges more than %d groups of cells", MERGED_MAX);
    cells.merged = svc_grow(cells.merged, cells.merged_count, sizeof *cells.merged);
    cells.merged[cells.merged_count++] = one;
}

static void merge_start(void *ctx, const char *name, const char **attributes)
{
    (void)ctx;
    merge(name, attributes);
}

static void merge_end(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
}

static int by_place(const void *a, const void *b)
{
    const struct merged *x = a, *y = b;
    int order = (x->first > y->first) - (x->first < y->first);
    return order ? order : (x->column > y->column) - (x->column < y->column);
}

/* -- as they come ------------------------------------------------------------------------------ */

static void start(void *ctx, const char *name, const char **attributes)
{
    (void)ctx;
    if (!cells.in_data) {
        cells.in_data = !cells.past && strcmp(name, "sheetData") == 0;
        if (cells.past && !cells.merges_known && !cells.looking)
            merge(name, attributes);
        return;
    }
    if (strcmp(name, "c") == 0) {
        begin_cell(attributes);
    } else if (strcmp(name, "v") == 0) {
        cells.collecting = true;
    } else if (strcmp(name, "row") == 0) {
        begin_row(attributes);
    } else if (strcmp(name, "t") == 0) {
        cells.collecting = !cells.aside && cells.type == TYPE_TEXT;
        cells.escapes = true;
    } else if (strcmp(name, "rPh") == 0) {
        cells.aside++;
    }
}

static void end(void *ctx, const char *name)
{
    (void)ctx;
    if (!cells.in_data)
        return;
    if (strcmp(name, "c") == 0)
        end_cell();
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        cells.collecting = false;
    else if (strcmp(name, "rPh") == 0 && cells.aside)
        cells.aside--;
    else if (strcmp(name, "sheetData") == 0) {
        cells.in_data = false;
        cells.past = true;
    }
}

static void text(void *ctx, const char *bytes, int len)
{
    (void)ctx;
    if (!cells.collecting)
        return;
    svc_buf_add(&cells.text, bytes, (size_t)len);
    if (cells.text.len > 2 * GRID_TEXT)
        grid_refuse(cells.row, cells.column, _("a text larger than 64 KiB"));
}

/* -- all of it ---------------------------------------------------------------------------------- */

static const struct xml_events events = { start, end, text };

bool cells_there(const struct workbook_sheet *sheet)
{
    cells_forget();
    cells.looking = true;
    package_parse(sheet->part, &events, NULL);
    return cells.found;
}

static void read_rows(const struct workbook_sheet *sheet)
{
    size_t count = cells.merged_count;
    cells.past = cells.in_data = false;
    cells.row = 0;
    cells.merged_at = 0;
    if (count)
        qsort(cells.merged, count, sizeof *cells.merged, by_place);
    package_parse(sheet->part, &events, NULL);
}

/* Which cells are merged stands behind all of them, and most sheets merge none: then the rows are read once. What
 * goes into a pipe cannot be written anew, so there it is looked for first. */
void cells_read(const struct workbook *book, const struct workbook_sheet *sheet)
{
    static const struct xml_events merges = { merge_start, merge_end, NULL };
    cells_forget();
    cells.book = book;
    bool known = !grid_again();
    if (known && package_mentions(sheet->part, "mergeCell"))
        package_parse(sheet->part, &merges, NULL);
    cells.merges_known = known;
    read_rows(sheet);
    if (known || !cells.merged_count)
        return;
    if (!grid_again())
        svc_die(SVC_IO, "cannot write the rows: %s", svc_lang_error(errno));
    cells.merges_known = true;
    read_rows(sheet);
}
