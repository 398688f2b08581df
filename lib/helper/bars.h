/* bars: what a workbook draws of its rows. */
#ifndef SVC_HELPER_BARS_H
#define SVC_HELPER_BARS_H

#include <stdbool.h>
#include <xlsxwriter.h>

struct bars {
    const char *title, *heading; /* of the picture, and of what it shows */
    const char *rows;            /* the worksheet that has them, and where */
    lxw_col_t names, values;
    lxw_row_t first, last;
};

/* More than stand side by side in letters to be read: they get a worksheet of their own. */
bool bars_are_many(const struct bars *bars);

/* Draws them from this row of a worksheet on: side by side, or, where they are many, one below the other. */
void bars_draw(lxw_workbook *book, const struct bars *bars, lxw_worksheet *sheet, lxw_row_t row);

#endif
