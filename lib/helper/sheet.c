#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/typed.h"
#include "svc/when.h"

_Noreturn static void broken(const struct sheet *sheet)
{
    svc_die(SVC_BUG, "standard input: line %zu is not of a typed sheet", sheet->line);
}

/* Reads a line and parts it; returns its first word. The end of the input without the word that
 * ends a sheet means that the writer did not come to its end. */
static const char *read_line(struct sheet *sheet)
{
    ssize_t len = getline(&sheet->text, &sheet->room, stdin);
    if (len <= 0)
        svc_die(SVC_IO, "standard input ends before its sheet does");
    sheet->line++;
    if (sheet->text[len - 1] == '\n')
        sheet->text[len - 1] = '\0';
    sheet->cell_count = svc_typed_part(sheet->text, &sheet->parts, &sheet->part_room) - 1;
    sheet->cells = sheet->parts + 1;
    return sheet->parts[0];
}

static size_t place(const struct sheet *sheet, const char *text)
{
    int64_t n;
    if (svc_int_parse(text, &n) || n < 0 || (size_t)n >= sheet->count)
        broken(sheet);
    return (size_t)n;
}

static void add_column(struct sheet *sheet)
{
    static const char *const kinds[] = { "text", "code", "light", "day", "time", "rate",
                                         "int", "hundredths" };
    size_t kind = 0, count = sizeof kinds / sizeof *kinds;
    while (kind < count && strcmp(kinds[kind], sheet->cells[1]) != 0)
        kind++;
    if (kind == count)
        broken(sheet);
    sheet->columns = svc_grow(sheet->columns, sheet->count, sizeof *sheet->columns);
    sheet->columns[sheet->count++] = (struct sheet_column){ .heading = svc_strdup(sheet->cells[0]),
                                                            .kind = (enum sheet_kind)kind };
    sheet->shown = sheet->count;
}

/* True for a line that belongs to the sheet's head. */
static bool take_head(struct sheet *sheet, const char *word)
{
    static const struct { const char *word; size_t cells; } lines[] = {
        { "title", 1 }, { "column", 2 }, { "headless", 0 }, { "split", 1 }, { "chart", 3 },
        { "hidden", 0 }, { "paper", 2 }, { "about", SHEET_ABOUT }
    };
    size_t i = 0, count = sizeof lines / sizeof *lines;
    while (i < count && strcmp(lines[i].word, word) != 0)
        i++;
    if (i == count)
        return false;
    if (sheet->cell_count != lines[i].cells)
        broken(sheet);
    switch (i) {
    case 0: sheet->title = svc_strdup(sheet->cells[0]); break;
    case 1: add_column(sheet); break;
    case 2: sheet->headless = true; break;
    case 3: sheet->split = (int)place(sheet, sheet->cells[0]); break;
    case 4:
        sheet->chart = svc_strdup(sheet->cells[0]);
        sheet->names = place(sheet, sheet->cells[1]);
        sheet->values = place(sheet, sheet->cells[2]);
        break;
    case 5: sheet->shown--; break;
    case 6:
        sheet->company = svc_strdup(sheet->cells[0]);
        sheet->keys = place(sheet, sheet->cells[1]);
        break;
    case 7:
        for (size_t part = 0; part < SHEET_ABOUT; part++)
            sheet->about[part] = svc_strdup(sheet->cells[part]);
        break;
    }
    return true;
}

void sheet_open(struct sheet *sheet)
{
    *sheet = (struct sheet){ .split = -1 };
    while (take_head(sheet, read_line(sheet)))
        continue;
    if (!sheet->title || sheet->shown == 0)
        broken(sheet);
    sheet->pending = true;
}

enum sheet_line sheet_next(struct sheet *sheet)
{
    const char *word = sheet->pending ? sheet->text : read_line(sheet);
    sheet->pending = false;
    if (strcmp(word, "row") == 0 && sheet->cell_count == sheet->count)
        return SHEET_ROW;
    if (strcmp(word, "total") == 0 && sheet->cell_count == sheet->count)
        return SHEET_TOTAL;
    if (strcmp(word, "sign") == 0 && sheet->cell_count == 1)
        return SHEET_SIGN;
    if (strcmp(word, "foot") == 0 && sheet->cell_count == 1)
        return SHEET_FOOT;
    if (strcmp(word, "end") != 0)
        broken(sheet);
    return SHEET_END;
}

/* -- how wide ------------------------------------------------------------------------------- */

char *sheet_date(const char *cell)
{
    svc_when when;
    char label[SVC_LABEL_SIZE];
    bool bad = svc_when_parse(cell, &when) != NULL;
    return svc_strdup(bad ? cell : svc_when_label(when, strlen(cell) > SVC_DAY_SIZE, label));
}

/* The longest run of letters, digits and what binds them: between other characters a line may break. */
static size_t longest_word(const char *text)
{
    size_t longest = 0, run = 0, used;
    for (; *text; text += used) {
        svc_utf8_char(text, &used);
        run = used > 1 || *text == ' ' || *text == '\n' ? used > 1 ? 2 : 0 : run + 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void take_cell(struct sheet_column *column, const char *cell)
{
    size_t longest = longest_word(cell);
    column->least = longest > column->least ? longest : column->least;
    while (*cell) {
        size_t len = strcspn(cell, "\n"), width = svc_text_width(cell, len);
        column->width = width > column->width ? width : column->width;
        cell += len + (cell[len] == '\n');
    }
}

static bool says_something(const struct sheet_column *column, const char *cell)
{
    bool number = column->kind == SHEET_INT || column->kind == SHEET_HUNDREDTHS;
    return *cell && !(number && strspn(cell, "0.") == strlen(cell));
}

void sheet_rewind(struct sheet *sheet)
{
    const struct sheet was = *sheet;
    if (fseek(stdin, 0, SEEK_SET) != 0)
        svc_die(SVC_USAGE, "standard input must be a file");
    sheet_open(sheet);
    for (size_t i = 0; i < sheet->count; i++) {
        sheet->columns[i].width = was.columns[i].width;
        sheet->columns[i].least = was.columns[i].least;
        sheet->columns[i].told = was.columns[i].told;
    }
    sheet->most = was.most;
}

void sheet_measure(struct sheet *sheet)
{
    enum sheet_line line;
    struct sheet_column *columns = sheet->columns;
    for (size_t i = 0; i < sheet->shown; i++)
        columns[i].told = i < sheet->keys;
    size_t rows = 0;
    for (; (line = sheet_next(sheet)) != SHEET_END; rows += line == SHEET_ROW)
        for (size_t i = 0; line <= SHEET_TOTAL && i < sheet->shown; i++) {
            bool dated = columns[i].kind == SHEET_DAY || columns[i].kind == SHEET_TIME;
            char *date = dated && sheet->company ? sheet_date(sheet->cells[i]) : NULL;
            take_cell(&columns[i], date ? date : sheet->cells[i]);
            columns[i].told = columns[i].told || says_something(&columns[i], sheet->cells[i]);
            free(date);
        }
    for (size_t i = 0; i < sheet->shown; i++)
        columns[i].told = columns[i].told || rows == 0;
    sheet_rewind(sheet);
}

/* -- the head of a workbook's pages ---------------------------------------------------------- */

/* `&` begins a command in the header of a page. */
enum { HEADER_MAX = 200 }; /* of Excel's 255 */

static void put_header(struct svc_buf *out, const char *words)
{
    size_t used;
    for (; words && *words && out->len < HEADER_MAX; words += used) {
        svc_utf8_char(words, &used);
        svc_buf_puts(out, *words == '&' ? "&" : "");
        svc_buf_add(out, words, used);
    }
}

char *sheet_header(const struct sheet *sheet, const char *title)
{
    struct svc_buf out = { 0 };
    svc_buf_puts(&out, "&C");
    if (sheet->company && *sheet->company) {
        put_header(&out, sheet->company);
        svc_buf_putc(&out, '\n');
    }
    put_header(&out, title);
    for (size_t i = 0; sheet->company && i < SHEET_ABOUT; i++) {
        svc_buf_puts(&out, i ? "　　" : "\n");
        put_header(&out, sheet->about[i]);
    }
    return svc_buf_take(&out);
}

char *sheet_footer(const char *lines)
{
    struct svc_buf out = { 0 };
    if (*lines)
        svc_buf_puts(&out, "&L&11 "); /* smaller with its page; a digit behind the size would be one of it */
    put_header(&out, lines);
    svc_buf_puts(&out, "&C第&P页 共&N页");
    return svc_buf_take(&out);
}

/* -- how wide it is ----------------------------------------------------------------------- */

enum {
    WIDTH_MIN = 6, WIDTH_MAX = 48,
    PAPER_MIN = 4, PAPER_MAX = 24, PAPER_MOST = 36, PAPER_LINES = 4, /* of a column on a paper: what is longer takes several lines */
    LINES_MAX = 27  /* a spreadsheet's row is not higher than 409 points */
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t sheet_heading_width(const struct sheet_column *column)
{
    return svc_text_width(column->heading, strlen(column->heading));
}

size_t sheet_column_width(const struct sheet *in, const struct sheet_column *column)
{
    size_t head = in->headless ? 0 : (sheet_heading_width(column) + 1) / 2;
    size_t width = head > column->width ? head : column->width;
    size_t most = !in->company ? WIDTH_MAX : in->most ? in->most : PAPER_MAX;
    size_t least = in->company ? PAPER_MIN : WIDTH_MIN;
    bool folds = column->kind <= SHEET_LIGHT; /* a number or date that has no room is not shown */
    size_t lines = column->width / PAPER_LINES; /* what is very long has more room, and no word is broken that can be whole */
    if (in->company && most < PAPER_MOST)
        most = larger(most, larger(smaller(column->least, PAPER_MAX), smaller(lines, PAPER_MOST)));
    return width < least ? least : folds && width > most ? most : width;
}

size_t sheet_row_lines(const struct sheet *in)
{
    size_t most = 1;
    for (size_t i = 0; i < in->shown; i++) {
        size_t width = sheet_column_width(in, &in->columns[i]), lines = 0, len;
        const char *rest = in->columns[i].kind == SHEET_TEXT || in->columns[i].width > width ? in->cells[i] : NULL, *line;
        while (rest && svc_text_next(&rest, '\n', &line, &len))
            lines += 1 + (len ? svc_text_width(line, len) - 1 : 0) / (width - 1);
        most = lines > most ? lines : most;
    }
    return most < LINES_MAX ? most : LINES_MAX;
}
