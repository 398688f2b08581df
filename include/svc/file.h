/* file: files that a user names, opened with the user's own rights.
 *
 * Every path from an operand or an option is opened here and nowhere else, but for whole stores: in
 * local mode by this process, on a host by the person's side, whose bytes come and go through a pipe.
 * Standard input and output are such files, too. What is read is never replaced: a file that is to be
 * read and written ends the tool with SVC_USAGE.
 */
#ifndef SVC_FILE_H
#define SVC_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "svc/digest.h"
#include "svc/sink.h"

/* For reading, to be closed; NULL is standard input. -1 with errno set. It is an input (input.h), and so
 * are all that follow: a reader and svc_file_digest tell what it held, anybody else has to. */
int svc_file_read(const char *path);

/* A file of records, for reading: CSV or TSV as it stands, or the rows of a workbook, a web page or JSON lines,
 * which one knows by their first bytes. Those come from a program beside the tools, which has the person's
 * rights, no network, and little memory; what it cannot take ends the tool with SVC_BADINPUT. */
struct svc_file_kind {
    bool plain;                        /* it is CSV or TSV: no other is looked for */
    const char *worksheet, *encoding;  /* of a workbook, NULL: the first one that holds something; of a web page */
};
struct svc_file_table {
    int fd;          /* to be closed; -1 with errno set */
    char *head;      /* what was read of it already, to be freed */
    size_t head_len;
    bool made;       /* the rows of such a file, as CSV in UTF-8, a record for each … */
    size_t first;    /* … the first of which has this number there … */
    char *worksheet; /* … and where they stand, NULL: on none; to be freed */
};
struct svc_file_table svc_file_table(const char *path, const struct svc_file_kind *kind);

/* The open file is standard input from now on. */
void svc_file_stand_in(int fd);

/* Of the file that was opened last: whether a person types it, and how long it is, 0 when nobody knows. */
bool svc_file_is_typed(void);
uint64_t svc_file_size(void);

/* The same for a file that came with the tools (svc_installed), which no user names. */
int svc_file_shipped(const char *path);

/* All that it holds, to be freed; "" where it cannot be read. */
char *svc_file_shipped_text(const char *path);

/* The names that end so in a folder that a user names, or that came with the tools (svc_folder_names);
 * NULL with errno set. */
char **svc_file_names(const char *path, const char *end, bool shipped);

/* SHA-256 of all that is left to read from `fd`, in hex; false with errno set when that failed. */
bool svc_file_digest(int fd, char out[SVC_DIGEST_HEX]);

/* A file that an option names as evidence, and the SHA-256 of what it holds, read before any lock is
 * taken; one that cannot be read ends the tool with SVC_BADINPUT. */
struct svc_file_named {
    const char *path; /* NULL: none was named; then `sha256` is NULL too */
    const char *sha256;
};
struct svc_file_named svc_file_named(const char *option, const char *path);

/* Whether something has this name already, a link that leads nowhere, too; and its digest, "" of what is
 * no plain file; one that cannot be read ends the tool with SVC_IO. It is no input: an open sink may take
 * its place. */
bool svc_file_there(const char *path, char digest[SVC_DIGEST_HEX]);

/* svc_sink_open and svc_sink_open_new, NULL and "-" for standard output; a path that cannot be written ends
 * the tool with SVC_IO. */
struct svc_sink *svc_file_write(const char *path);
struct svc_sink *svc_file_write_new(const char *path);

/* svc_sink_close of any sink of these. */
bool svc_file_close(struct svc_sink *sink);

#endif
