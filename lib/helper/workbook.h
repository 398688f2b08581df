/* What a workbook says beside its cells: its worksheets, the texts that cells share, the formats of numbers. */
#ifndef SVC_HELPER_WORKBOOK_H
#define SVC_HELPER_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "numfmt.h"
#include "svc/buf.h"

struct workbook_sheet {
    char *name, *part; /* part: NULL of what has no cells, such as a chart's sheet */
    bool hidden;
};

struct workbook {
    struct workbook_sheet *sheets;
    size_t count;
    bool since_1904;
    char *styles, *strings; /* parts, NULL for none */
};

/* Reads which parts the open package has. */
void workbook_open(struct workbook *book);

/* Reads the formats and the shared texts, before a cell is read. */
void workbook_read(const struct workbook *book);

/* The format of cells with this style; plain for one that is none. */
struct numfmt workbook_format(unsigned long style);

/* Puts the shared text with this number, from 0, into `text`; false when there is none. */
bool workbook_string(uint64_t no, struct svc_buf *text);

/* Appends the text without the escapes that spreadsheets write, such as _x000D_. */
void workbook_text(struct svc_buf *out, const char *text, size_t len);

/* From scratch, as in a new process. */
void workbook_forget(struct workbook *book);

#endif
