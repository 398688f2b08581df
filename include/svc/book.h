/* book: a folder of static pages, linked with each other, to be read without a server or a script.
 *
 * A page is kept as text, a line each for what stands on it, its cells parted by tabs and escaped as in TSV:
 *
 *     section ID HEADING   begins a part of the page that links can name
 *     text    WORDS        a paragraph
 *     title … end          a typed sheet (write.h), as svc_print_into makes it: a table, and its chart
 *
 * and HTML is made of it whenever it is wanted, so that what a close keeps is no HTML, and the same text is the
 * same page for one SVC_BOOK_TEMPLATE. A cell that links is made by svc_book_link. Links name a page, or a
 * section of it, `dept-02#complaint`, or begin with `../`: another book. Those whose page or section is not in
 * the book are their text alone, so that no link leads nowhere. Numbers of records link wherever they stand.
 *
 * A page whose rows are too many for one file goes on in others.
 */
#ifndef SVC_BOOK_H
#define SVC_BOOK_H

#include <stdbool.h>

#include "svc/buf.h"

#define SVC_BOOK_TEMPLATE "1"

struct svc_page {
    char *name;           /* of its file, without .html */
    char *title;
    struct svc_buf text;
    size_t *starts, parts; /* svc_book_bind: where each file's lines begin in the text */
};

struct svc_book {
    char *title;          /* of all pages */
    struct svc_page **page;
    size_t count;
    const char *back;     /* the folder of the book before this one, as a link; NULL: none */
    char *back_title;
};

/* A new page at the end of the book. Names are unique. */
struct svc_page *svc_book_page(struct svc_book *book, const char *name, const char *title);

/* The name of the page of that kind for a code, which may hold anything; to be freed. */
char *svc_book_name(const char *kind, const char *code);

void svc_book_section(struct svc_page *page, const char *id, const char *heading);
void svc_book_text(struct svc_page *page, const char *words);

/* Appends a cell that links. */
void svc_book_link(struct svc_buf *cell, const char *to, const char *text);

/* Leaves the pages of one department, of its people and of the records that these name, and of all others the rows
 * that link to what is left; ledgers go. False when the department has no page. Before svc_book_bind. */
bool svc_book_of_dept(struct svc_book *book, const char *dept);

/* When all pages are there: in order of name, and each parted into files. Before it nothing is found. */
void svc_book_bind(struct svc_book *book);
const struct svc_page *svc_book_find(const struct svc_book *book, const char *name);

/* Appends the HTML of one file of a page, which tells its own digest: SHA-256 of the file with zeros in the
 * digest's place. Its name, to be freed. */
char *svc_book_html(const struct svc_book *book, const struct svc_page *page, size_t part, struct svc_buf *out);

/* What stands beside the pages: the name of a file and its text, ended by a NULL name. */
struct svc_book_file {
    const char *name, *text;
};
extern const struct svc_book_file svc_book_files[];

void svc_book_free(struct svc_book *book);

#endif
