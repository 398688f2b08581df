#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"

_Noreturn static void broken(const struct sheet *sheet)
{
    svc_die(SVC_BUG, "standard input: line %zu is not of a typed sheet", sheet->line);
}

int sheet_light(const char **cell, const char **name)
{
    static const char *const words[SHEET_LIGHTS] = { "green", "amber", "red" };
    size_t len = strcspn(*cell, " ");
    *name = "";
    for (int i = 0; i < SHEET_LIGHTS; i++) {
        if (strlen(words[i]) != len || memcmp(words[i], *cell, len) != 0)
            continue;
        *name = words[i];
        *cell += (*cell)[len] ? len + 1 : 0;
        return i;
    }
    return -1;
}

/* Undoes \t \n \r \\ where the text stands. */
static void unescape(char *text)
{
    char *to = text;
    for (; *text; text++) {
        if (*text == '\\' && text[1])
            switch (*++text) {
            case 't': *text = '\t'; break;
            case 'n': *text = '\n'; break;
            case 'r': *text = '\r'; break;
            }
        *to++ = *text;
    }
    *to = '\0';
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
    char *rest = sheet->text, *word = strsep(&rest, "\t");
    sheet->cell_count = 0;
    for (char *cell; (cell = strsep(&rest, "\t")); sheet->cell_count++) {
        if (sheet->cell_count == sheet->cell_room)
            sheet->cells = svc_realloc(sheet->cells, sheet->cell_room = 2 * sheet->cell_room + 8,
                                       sizeof *sheet->cells);
        unescape(cell);
        sheet->cells[sheet->cell_count] = cell;
    }
    return word;
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
    sheet->columns[sheet->count++] = (struct sheet_column){ svc_strdup(sheet->cells[0]),
                                                            (enum sheet_kind)kind };
    sheet->shown = sheet->count;
}

/* True for a line that belongs to the sheet's head. */
static bool take_head(struct sheet *sheet, const char *word)
{
    static const struct { const char *word; size_t cells; } lines[] = {
        { "title", 1 }, { "column", 2 }, { "headless", 0 }, { "split", 1 }, { "chart", 3 },
        { "hidden", 0 }
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
    if (strcmp(word, "foot") == 0 && sheet->cell_count == 1)
        return SHEET_FOOT;
    if (strcmp(word, "end") != 0)
        broken(sheet);
    return SHEET_END;
}
