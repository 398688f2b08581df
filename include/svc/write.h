/* write: rows out, as CSV, TSV, JSON lines or an aligned table.
 *
 * CSV: RFC 4180, LF, quotes only where needed, a record of one empty column is "". TSV: one
 * record is one line, with \t \n \r \\. JSON lines: one object a line, keys always ids, numbers
 * of numeric columns as numbers. Content never depends on where it goes.
 */
#ifndef SVC_WRITE_H
#define SVC_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/sink.h"

enum svc_format { SVC_FORMAT_CSV, SVC_FORMAT_TSV, SVC_FORMAT_JSONL, SVC_FORMAT_TABLE };
enum svc_header { SVC_HEADER_ID, SVC_HEADER_ZH, SVC_HEADER_NONE };

/* How a column's cells are kept and printed. */
enum svc_kind {
    SVC_KIND_TEXT,   /* text, codes, times: a string everywhere */
    SVC_KIND_INT,    /* whole number */
    SVC_KIND_HUNDRED /* hundredths, printed with two decimals: points, yuan */
};

struct svc_head {
    const char *id;    /* ASCII snake_case */
    const char *label; /* Chinese */
    enum svc_kind kind;
};

struct svc_writer;

struct svc_writer_options {
    enum svc_format format;
    enum svc_header header;
    bool excel;      /* CSV for a spreadsheet: BOM, CRLF, Chinese header (or none), and a ' before
                        each text that would be read as a formula, number or time */
    const char *encoding; /* NULL or "utf-8", or a name iconv knows; without a BOM then. A character
                             that it lacks ends the tool */
    size_t width;    /* table: cut lines to so many columns with …; 0 = never */
};

/* The heads are borrowed until the writer is closed. The header goes out with the first row, or
 * at the close when there is none. */
struct svc_writer *svc_writer_open(struct svc_sink *sink, const struct svc_writer_options *opt,
                                   const struct svc_head *heads, size_t count);

/* Cells from left to right, each column once per row; NULL and "" are an empty cell. A number in
 * a TEXT column and a text in a numeric column are faults of the caller. */
void svc_write_text(struct svc_writer *writer, const char *text, size_t len);
void svc_write_number(struct svc_writer *writer, int64_t number);
void svc_write_null(struct svc_writer *writer);
void svc_write_row(struct svc_writer *writer); /* ends the row */

/* A line under a table; nothing in any other format. */
void svc_write_footer(struct svc_writer *writer, const char *text);

size_t svc_writer_rows(const struct svc_writer *writer);
void svc_writer_close(struct svc_writer *writer);

#endif
