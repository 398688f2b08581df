/* What the helpers that read an office's files write: rows of cells, as CSV on standard output.
 *
 * A record stands for each row of the sheet, blank rows included, so that the n-th record is the n-th row as
 * people see it. Cells behind the last one that holds something are left out. A cell that is merged with
 * those below it fills them, in rows that hold something of their own; one that is merged with those beside
 * it stands for itself alone. Whatever cannot be taken ends the program with SVC_BADINPUT, the cell named. */
#ifndef SVC_HELPER_GRID_H
#define SVC_HELPER_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GRID_ROWS = 1048576, GRID_COLUMNS = 16384,
    GRID_TEXT = 64 * 1024,     /* bytes of a cell, and … */
    GRID_RECORD = 1024 * 1024, /* … of a row: what svc/read.h takes */
    GRID_NAME = 16             /* of a cell: AAA1048576, with its NUL */
};

/* `named`: a line comes first, with the number of the first row, a tab, and the worksheet's name (NULL: it has
 * none). `headed`: the first row is a heading that the file itself has not, so that it counts as row 0. */
void grid_begin(bool named, const char *sheet, bool headed);

/* The row, from 1, that the next cells are of; later than the one before. */
void grid_row(uint32_t row);

/* A cell of this row: its column from 1, refused unless behind the one before; without text it is passed over. The text is
 * UTF-8 and copied. */
void grid_cell(uint32_t column, const char *text, size_t len);

/* This row's cell in this column goes down to row `last`; to be told before the row's first cell, or the cell
 * itself. */
void grid_merged(uint32_t column, uint32_t last);

/* The last row is whole. Standard output is written. */
void grid_end(void);

/* The name of a cell, such as F12. */
const char *grid_name(uint32_t row, uint32_t column, char name[GRID_NAME]);

/* Ends the program: the cell's name, and what is wrong with it, a remedy behind a newline. */
_Noreturn void grid_refuse(uint32_t row, uint32_t column, const char *what);

/* Back to before the first row, where standard output is a file that can be written anew; false, and nothing is
 * changed, where it is none. */
bool grid_again(void);

/* From scratch, as in a new process. */
void grid_forget(void);

#endif
