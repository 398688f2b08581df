/* feed: a file of records that a verb reads, from the operand or standard input.
 *
 * It is CSV or TSV, or a workbook, a web page or JSON lines (svc_file_table): then its lines are the rows that the
 * spreadsheet shows, and messages name the worksheet. --input-format, --encoding and --worksheet say more, where
 * the verb has them. */
#ifndef SVC_FEED_H
#define SVC_FEED_H

#include "svc/read.h"

struct svc_feed {
    struct svc_reader *reader;
    const char *file; /* as the call names it, or "standard input" … */
    const char *name; /* … and as messages do: may.xlsx, worksheet "投诉" */
    int fd;
    char *head;
};

/* NULL and "-" are standard input. `how` (NULL: nothing) says what the reader is to do besides. A file that cannot
 * be read ends the tool with SVC_BADINPUT. */
void svc_feed_open(struct svc_feed *feed, const char *path, const struct svc_reader_options *how);
void svc_feed_close(struct svc_feed *feed);

#endif
