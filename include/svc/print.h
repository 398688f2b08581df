/* print: rows of a verb's answer, in the format and columns that were asked for.
 *
 * Rows are given with all columns in their order; -c selects and orders. The rows go to a sink
 * that svc_finish closes after the read transaction has ended. Personal columns are masked
 * unless --pii full was granted.
 */
#ifndef SVC_PRINT_H
#define SVC_PRINT_H

#include "svc/call.h"
#include "svc/statement.h"
#include "svc/write.h"

/* From now on (NULL: no longer) what is begun is appended to this as a typed sheet (write.h), in Chinese and
 * with personal data masked as ever, until svc_print_end: a part of something that is put together. */
void svc_print_into(struct svc_buf *sheet);

/* Opens the output; `columns` is borrowed until svc_finish. INNER columns are not printed,
 * but one with a heading can part the rows into worksheets. */
void svc_print_begin(struct svc_call *call, const struct svc_column *columns);

/* Opens the file that --output names, for what is printed later: before a lock is taken, because its file
 * system may be anybody's. */
void svc_print_ready(void);

/* Before it: what is printed, as the heading of a page or workbook (default: the verb's words); and
 * what a workbook draws of it, borrowed until svc_finish. */
void svc_print_title(struct svc_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void svc_print_chart(struct svc_call *call, const struct svc_chart *chart);

/* And that it is a paper (frame.h), where people read it: its SVC_SUMMED columns are summed, those with
 * SVC_LEAD stand first. Borrowed until svc_finish. */
void svc_print_paper(struct svc_call *call, const struct svc_paper *paper);

/* One row, all columns in order. */
void svc_print_row(struct svc_call *call, const struct svc_value *values);

/* Begins if that was not done, and prints every row of the query, whose columns are `columns`. */
void svc_print_query(struct svc_call *call, const struct svc_column *columns,
                     struct svc_query *query);

/* In which language statements are printed, once printing has begun: English where words are printed
 * as codes, Chinese where they are by their labels. */
enum svc_language svc_print_language(const struct svc_call *call);

/* Whether a person reads what is printed: a table or a page. */
bool svc_print_reads(const struct svc_call *call);

/* What is composed for a cell is in that language for a while: English where programs read it. Ended by
 * svc_lang_in with what it returned. */
enum svc_language svc_print_speaks(const struct svc_call *call);

/* What a rate with an empty denominator shows, once printing has begun: a dash to a reader, to a
 * machine an empty cell (NULL), never 0 or 100 %. */
const char *svc_print_none(const struct svc_call *call);

/* A line under a table, page or worksheet; nothing in other formats. */
void svc_print_footer(struct svc_call *call, const char *text);

/* Bytes as they are, instead of rows: a form's pages. */
void svc_print_bytes(struct svc_call *call, const char *bytes, size_t len);

/* What stands under everything that people read, sign or file: `TITLE  head #17 4F7A-91C2-03B5`
 * (NULL: no title; the mark is NULL for the chain's head of now), and in a store of mode local how
 * far its names can be trusted. Lines parted by LF, for a form; the caller frees it. */
char *svc_foot(struct svc_call *call, enum svc_language language, const char *title,
               const char *mark);

/* The same as footers. */
void svc_print_foot(struct svc_call *call, const char *title, const char *mark);

/* Positions of the columns that -c asks for (or all that are shown) and the one that --sheets does,
 * ended by -1; the caller frees it. An unknown name is a usage error that lists the known ones. */
int *svc_print_chosen(const struct svc_column *columns);

/* Ends the output; called by svc_finish. `committed`: a reader that went away is no failure. */
void svc_print_end(struct svc_call *call, bool committed);

#endif
