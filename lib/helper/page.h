/* page: how the columns of a workbook stand on pages of A4, in letters of 8 points at least. */
#ifndef SVC_HELPER_PAGE_H
#define SVC_HELPER_PAGE_H

#include "sheet.h"

/* Points of a line. A height that a spreadsheet has anyway is not written, and another one has another. */
#define PAGE_LINE 15.75

struct page {
    bool landscape;
    size_t across; /* pages side by side that a record takes */
    int scale;     /* percent: 73 of 11 points are 8, and no paper has less */
    double room;   /* points of rows that a page has at that scale */
};

/* Chooses how wide a column of a paper may be before its texts fold, so that a record takes as few pages
 * as it can: the widest that does. Behind sheet_measure, and before any row is written. */
struct page page_fit(struct sheet *sheet);

/* The width of a column as a workbook has it. */
double page_column(const struct sheet *sheet, const struct sheet_column *column);

#endif
