/* write: rows out, as CSV, TSV, JSON lines, an aligned table, or a typed sheet.
 *
 * CSV: RFC 4180, LF, quotes only where needed, a record of one empty column is "". TSV: one
 * record is one line, with \t \n \r \\. JSON lines: one object a line, keys always ids, numbers
 * of numeric columns as numbers. Content never depends on where it goes.
 *
 * A workbook (xlsx) and a page (html) are made by helper programs; for them the writer gives a
 * typed sheet, TSV whose first cell says what a line is:
 *
 *     title  TEXT                what the sheet is, once
 *     column HEADING KIND        text, code, light, day, time, rate, int or hundredths; one line per column
 *     headless                   no heading is wanted
 *     split  N                   a worksheet of its own per value of column N, counted from 0
 *     hidden                     the last column is there for the split alone
 *     chart  TITLE N M           bars: names from column N, values from column M
 *     paper  COMPANY N           it is handed in and filed: the first N columns tell which row it is
 *     about  TEXT...             between the title and the table: whose, when, in what unit
 *     row    CELL...             an empty cell is no value; a light is its colour, or that and what
 *                                it is called: `green 达标`
 *     total  CELL...             the sums of the rows above
 *     sign   TEXT                under the table: who made it, who checks and approves it
 *     foot   TEXT                a line under the table
 *     end                        without it the sheet is not whole
 */
#ifndef SVC_WRITE_H
#define SVC_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/sink.h"

enum svc_format {
    SVC_FORMAT_CSV, SVC_FORMAT_TSV, SVC_FORMAT_JSONL, SVC_FORMAT_TABLE, SVC_FORMAT_XLSX, SVC_FORMAT_HTML /* typed sheets */
};
#define SVC_FORMAT_WORDS "csv|tsv|jsonl|table|xlsx|html|auto"
enum svc_header { SVC_HEADER_ID, SVC_HEADER_ZH, SVC_HEADER_NONE };

/* How a column's cells are kept and printed. */
enum svc_kind {
    SVC_KIND_TEXT,   /* free text, */
    SVC_KIND_CODE,   /* and what stands on one line: a string everywhere */
    SVC_KIND_LIGHT,  /* the same: green, amber or red, in that colour on paper */
    SVC_KIND_DAY,    /* text, too, but a workbook keeps … */
    SVC_KIND_TIME,   /* … days and times as such */
    SVC_KIND_RATE,   /* text, too, but JSON and a workbook have numbers where it is one */
    SVC_KIND_INT,    /* whole number */
    SVC_KIND_HUNDRED /* hundredths, printed with two decimals: points, yuan */
};

static inline bool svc_kind_is_number(enum svc_kind kind)
{
    return kind >= SVC_KIND_INT;
}

struct svc_head {
    const char *id;    /* ASCII snake_case */
    const char *label; /* Chinese */
    enum svc_kind kind;
};

/* What a workbook draws beside its rows, by the ids of columns. */
struct svc_chart {
    const char *title, *names, *values;
};

enum { SVC_PAPER_ABOUT = 3 };
/* What a paper that is handed in and filed has around its table. Texts may be empty. */
struct svc_paper {
    const char *company;
    const char *about[SVC_PAPER_ABOUT];
    const char *sign; /* the line under it */
    size_t keys; /* columns that tell which row it is: first, and on every page … */
    bool table;  /* … and whether a table is one, whatever language messages have */
};

/* Lines of a worksheet, the heading and what stands under the rows among them. */
enum { SVC_XLSX_LINES = 1048576 };

struct svc_writer_options {
    enum svc_format format;
    enum svc_header header;
    bool excel;      /* CSV for a spreadsheet: BOM, CRLF, Chinese header (or none), and a guard before
                        each text that would be read as a formula, number or time */
    const char *encoding; /* NULL or "utf-8", or what iconv knows, without a BOM; what that lacks ends the tool */
    size_t width;    /* table: lines are cut to so many cells with …; 0: they are not */
    bool fit, colour; /* nor where what has no room, or says nothing, is left out; lights have their colour */
    const char *title;             /* typed sheets: what it is */
    const char *split;             /* xlsx: the column whose values get worksheets of their own */
    bool hidden;                   /* it is the last one, and there for that alone */
    const struct svc_chart *chart; /* xlsx: NULL for none */
    const struct svc_paper *paper; /* typed sheets and tables: NULL for a list */
};

struct svc_writer;

/* The heads are borrowed until the close. The header goes out with the first row, or at the close. */
struct svc_writer *svc_writer_open(struct svc_sink *sink, const struct svc_writer_options *opt,
                                   const struct svc_head *heads, size_t count);

/* Cells from left to right, each column once per row; NULL and "" are empty. A number in a text column and
 * a text in a numeric one are faults of the caller. */
void svc_write_text(struct svc_writer *writer, const char *text, size_t len);
void svc_write_number(struct svc_writer *writer, int64_t number);
void svc_write_null(struct svc_writer *writer);
void svc_write_row(struct svc_writer *writer); /* ends the row */

/* Of tables and typed sheets: the row that comes next is the sums of those before; a paper's line to sign. */
void svc_write_total(struct svc_writer *writer);
void svc_write_signs(struct svc_writer *writer);

/* A line under a table or typed sheet; nothing in any other format. More lines than a worksheet
 * holds end the tool with SVC_REFUSED. */
void svc_write_footer(struct svc_writer *writer, const char *text);

size_t svc_writer_rows(const struct svc_writer *writer);
void svc_writer_close(struct svc_writer *writer);

#endif
