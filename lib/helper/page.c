#include "page.h"

/* Of A4 between its margins, in what spreadsheets measure by, at full size: across and down, upright and on
 * its side. A column is so many digits of the workbook's font wide: some machines have another for it, wider
 * by a third. */
enum { UPRIGHT = 735, ACROSS = 1040, UPRIGHT_POINTS = 720, POINTS = 478, BESIDE = 5, SMALL = 73 };
static const double DIGIT = 9.35;

double page_column(const struct sheet *sheet, const struct sheet_column *column)
{
    bool date = column->kind == SHEET_DAY || column->kind == SHEET_TIME; /* which folds nowhere */
    return (double)sheet_column_width(sheet, column) + (!sheet->company ? 1.5 : date ? 1.8 : 0.9);
}

static size_t wide(const struct sheet *sheet, size_t column)
{
    const struct sheet_column *at = &sheet->columns[column];
    return at->told || !sheet->company ? (size_t)(page_column(sheet, at) * DIGIT) + BESIDE : 0;
}

static size_t all(const struct sheet *sheet)
{
    size_t sum = 0;
    for (size_t i = 0; i < sheet->shown; i++)
        sum += wide(sheet, i);
    return sum;
}

/* The pages that a record takes, each beginning with what tells whose it is. */
static size_t across(const struct sheet *sheet)
{
    size_t keys = 0, used, count = 1;
    for (size_t i = 0; i < sheet->keys; i++)
        keys += wide(sheet, i);
    used = keys;
    for (size_t i = sheet->keys; i < sheet->shown; i++) {
        if (used > keys && (used + wide(sheet, i)) * SMALL > ACROSS * 100) {
            count++;
            used = keys;
        }
        used += wide(sheet, i);
    }
    return count;
}

/* The pages that all rows take one below the other. */
static size_t down(struct sheet *sheet)
{
    enum sheet_line line;
    size_t lines = 0;
    while ((line = sheet_next(sheet)) != SHEET_END)
        lines += line == SHEET_ROW ? sheet_row_lines(sheet) : 1;
    sheet_rewind(sheet);
    return (size_t)((double)lines * PAGE_LINE * SMALL / (POINTS * 100.0)) + 1;
}

struct page page_fit(struct sheet *sheet)
{
    static const size_t most[] = { 24, 20, 16, 12 };
    struct page best = { .across = across(sheet) };
    size_t limit = sheet->most, least = 0;
    for (size_t i = 0; sheet->company && best.across > 1 && i < sizeof most / sizeof *most; i++) {
        sheet->most = most[i];
        size_t pages = across(sheet) * down(sheet);
        if (!least || pages < least) {
            least = pages;
            limit = most[i];
        }
    }
    sheet->most = limit;
    size_t width = all(sheet);
    best.across = across(sheet);
    best.landscape = width > UPRIGHT;
    best.scale = best.across > 1 ? SMALL : width > ACROSS ? (int)(ACROSS * 100 / width) : 100;
    best.room = (best.landscape ? POINTS : UPRIGHT_POINTS) * 100.0 / best.scale;
    return best;
}
