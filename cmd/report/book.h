/* The files of a month's book share what it is made of. */
#ifndef SVC_CMD_REPORT_BOOK_H
#define SVC_CMD_REPORT_BOOK_H

#include "report.h"
#include "svc/book.h"
#include "svc/rules.h"

/* A book while it is put together, in one snapshot. */
struct report_making {
    struct svc_call *call;
    const struct report_month *month;
    const struct svc_lines *lines; /* that count; worst first */
    bool text;                     /* what people wrote is told, too */
    struct svc_book *book;
    struct svc_rules *rules;
    struct svc_page *onto; /* what is printed now goes there … */
    size_t from;           /* … behind what it had */
};

/* All pages of a month, of which one that is open has its lines of now, a close those it stores. */
void report_make_book(struct report_making *making);

/* The pages of a year, whose months' books lie beside its folder. */
void report_make_year(struct report_making *making, const char *folder);

/* Its parts. */
void report_make_sheets(struct report_making *making);
void report_make_records(struct report_making *making);
void report_make_chapters(struct report_making *making); /* last: it tells of all pages */
void report_put_front(struct report_making *making, struct svc_page *page);

/* What a page of this name is called; and a section of this name begins. */
const char *report_chapter(const char *name);
void report_section(struct svc_page *page, const char *id);

/* Prints a table onto a page: between the two svc_print_begin and the like do. */
void report_onto(struct report_making *making, struct svc_page *page);
void report_onto_end(struct report_making *making);

/* The lines that are wanted, as a table on a page. */
typedef bool report_of(const struct svc_line *line, const void *what);
void report_put_lines(struct report_making *making, struct svc_page *page, const char *title, report_of *of,
                      const void *what);

#endif
