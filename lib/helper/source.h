/* How the helpers that read an office's files are called, and what they read: svc-xlsx-read, svc-html-read,
 * svc-json-read [--named] [--worksheet NAME] [--encoding NAME] <FILE >ROWS. */
#ifndef SVC_HELPER_SOURCE_H
#define SVC_HELPER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct source {
    bool named;            /* a first line with the worksheet's name is wanted */
    const char *worksheet; /* NULL: whichever has something */
    const char *encoding;  /* NULL: as the file says */
};

/* Takes the words of the command line and gives up what the program does not need. Standard input is a file
 * from then on, at its beginning: another one is copied into one. */
void source_open(struct source *source, int argc, char **argv);

/* Reads standard input on, as xml_parse wants it; an error ends the program. */
ssize_t source_read(void *none, void *to, size_t size);

/* Copies its first bytes; how many. */
size_t source_head(char *to, size_t size);

/* Makes standard input UTF-8, at its beginning: a file in another encoding becomes a copy. It is the one that the
 * caller names, else that of UTF-16's mark, else what XML or a page says of itself; a file that is UTF-8 after all is
 * left as it is. An encoding that is unknown here, and bytes that it does not have, end the program. */
void source_utf8(const struct source *source);

/* A sheet among others. `there` tells whether it has a cell that holds something, and is asked at need. */
struct source_sheet {
    const char *name;
    bool hidden;
};

/* The place of the sheet to be read: the one that is wanted, else the first one to be seen that has anything.
 * That others have something, too, is said on standard error. */
size_t source_choose(const struct source *source, const struct source_sheet *sheets, size_t count,
                     bool (*there)(void *ctx, size_t at), void *ctx);

#endif
