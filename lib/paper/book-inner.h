/* What the files of a book share. */
#ifndef SVC_BOOK_INNER_H
#define SVC_BOOK_INNER_H

#include "svc/book.h"

/* In a cell, around where it links to; in no text of a person's, which has no control characters but LF. */
enum { BOOK_LINK = 1 };

/* The name of a file of a page; and where a link leads, NULL for nowhere. To be freed. */
char *book_file(const struct svc_page *page, size_t part);
char *book_target(const struct svc_book *book, const char *to);

/* The length of a record's number that begins here: C2026-000123, one or two letters before the year. */
size_t book_number_at(const char *text);

/* A picture of bars, one below the other, as SVG: what each is called, and its value as it is printed. */
struct book_bar {
    char *name, *value;
};
void book_bars(struct svc_buf *out, const char *title, const struct book_bar *bar, size_t count);

#endif
