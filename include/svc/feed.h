/* feed: a file of records that a verb reads, from the operand or standard input.
 *
 * It is CSV or TSV, or a workbook, a web page or JSON lines (svc_file_table): then its lines are the rows that the
 * spreadsheet shows, and messages name the worksheet. Where the headings stand, what parts the cells and in which
 * encoding they are is found in the file (read.h), or said by the options. */
#ifndef SVC_FEED_H
#define SVC_FEED_H

#include "svc/opt.h"
#include "svc/read.h"

extern const struct svc_option svc_feed_options[]; /* -i --encoding --delimiter --heading-row --worksheet */

struct svc_feed {
    struct svc_reader *reader;
    const char *file; /* as the call names it, or "standard input" … */
    const char *name; /* … and as messages do: may.xlsx, worksheet "投诉" */
    int fd;
    char *head;
};

/* NULL and "-" are standard input. `how` (NULL: nothing) says what the reader is to do besides what the options
 * say: who knows the headings (kept until it is closed), whether there are none. A file that cannot be read ends
 * the tool with SVC_BADINPUT, a wrong option with SVC_USAGE. */
void svc_feed_open(struct svc_feed *feed, const char *path, const struct svc_reader_options *how);
void svc_feed_close(struct svc_feed *feed);

#endif
