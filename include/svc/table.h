/* table: the aligned table a person reads on a terminal.
 *
 * Rows wait in a spool while the widest cell of each column is found; then they go out aligned by
 * display width, control and bidirectional characters shown, numbers to the right, lines cut with
 * … to the terminal's width, or made to fit by leaving columns out, which is told below. Used by write
 * alone.
 */
#ifndef SVC_TABLE_H
#define SVC_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/write.h"

struct svc_table;

struct svc_table *svc_table_open(struct svc_sink *sink, const struct svc_writer_options *opt,
                                 const struct svc_head *heads, size_t count);
void svc_table_cell(struct svc_table *table, const char *text, size_t len);
void svc_table_row(struct svc_table *table);
void svc_table_footer(struct svc_table *table, const char *text);

/* The line of a paper where it is signed, without the room for that: nobody signs on a screen. */
void svc_table_signs(struct svc_table *table, const char *sign);
void svc_table_close(struct svc_table *table);

#endif
