/* What the helper programs read: a typed sheet on standard input, as svc/write.h describes it. */
#ifndef SVC_HELPER_SHEET_H
#define SVC_HELPER_SHEET_H

#include <stdbool.h>
#include <stddef.h>

enum sheet_kind { SHEET_TEXT, SHEET_CODE, SHEET_LIGHT, SHEET_DAY, SHEET_TIME, SHEET_RATE,
                  SHEET_INT, SHEET_HUNDREDTHS };

struct sheet_column {
    char *heading;
    enum sheet_kind kind;
    size_t width, least; /* sheet_measure: of its widest line, and of its longest word */
    bool told;           /* and whether any cell says anything: all empty or zero says nothing */
};

enum { SHEET_ABOUT = 3 };

struct sheet {
    char *title;
    struct sheet_column *columns;
    size_t count, shown; /* a last one may be there for the split alone */
    bool headless;
    int split; /* a column, or -1 */
    char *chart;             /* its title, NULL for none … */
    size_t names, values;    /* … and its columns */
    char *company;           /* of a paper, NULL for a list … */
    size_t keys;             /* … how many columns tell which row it is … */
    size_t most;             /* … and how wide a column of texts may be */
    char *about[SHEET_ABOUT]; /* … and what stands above its table */
    size_t line;             /* of the input */
    char *text;              /* the line read last, … */
    size_t room;
    char **parts;            /* … what it is parted into, … */
    size_t part_room;
    char **cells;            /* … of which these are behind the first word, … */
    size_t cell_count;
    bool pending;            /* … which was read, but not handed out */
};

enum sheet_line { SHEET_END, SHEET_ROW, SHEET_TOTAL, SHEET_SIGN, SHEET_FOOT };

/* Reads up to the first row. What is no typed sheet ends the program with SVC_BUG. */
void sheet_open(struct sheet *sheet);

/* The next row or total, with a cell per column, or line under the table, with its texts as cells.
 * They live until the next call. */
enum sheet_line sheet_next(struct sheet *sheet);

/* Back to the first row, with what was measured: standard input is a file. */
void sheet_rewind(struct sheet *sheet);

/* Reads all of it, measures the columns, and goes back to the first row: standard input is a file. */
void sheet_measure(struct sheet *sheet);

/* What stands above each page of a workbook, in its language: the company, the title, and of a paper what
 * stands between that and the table. To be freed. */
char *sheet_header(const struct sheet *sheet, const char *title);

/* And below it: lines, or "", and the number of the page. To be freed. */
char *sheet_footer(const char *lines);

/* A day or moment as papers have it: 2026年9月1日, 2026年9月1日 09:12. To be freed. */
char *sheet_date(const char *cell);

/* Characters that a heading takes; that a column takes: its widest line or a heading in two lines, up to a
 * limit, behind which texts fold; and how many lines the row at hand takes where its texts fold, since a
 * spreadsheet that is handed a file fits no row by itself. */
size_t sheet_heading_width(const struct sheet_column *column);
size_t sheet_column_width(const struct sheet *in, const struct sheet_column *column);
size_t sheet_row_lines(const struct sheet *in);

#endif
