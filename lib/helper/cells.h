/* The cells of one worksheet of an open workbook. */
#ifndef SVC_HELPER_CELLS_H
#define SVC_HELPER_CELLS_H

#include <stdbool.h>

#include "workbook.h"

/* Whether the sheet has a cell that holds something. */
bool cells_there(const struct workbook_sheet *sheet);

/* Gives all of them to the grid, which has begun. */
void cells_read(const struct workbook *book, const struct workbook_sheet *sheet);

/* From scratch, as in a new process. */
void cells_forget(void);

#endif
