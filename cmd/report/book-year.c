/* A year's book: its months side by side, each of which has a book beside this one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/words.h"

static void put_year(struct report_making *making, struct svc_page *page, bool persons)
{
    report_section(page, "sheet");
    report_onto(making, page);
    report_print_year(making->call, making->month->period, persons);
    report_onto_end(making);
}

/* Where the month's book lies as seen from this one, NULL where there is none; to be freed. */
static char *beside(const char *folder, const char *month)
{
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    const char *slash = memrchr(folder, '/', len);
    char *there = svc_format("%.*s%s/index.html", slash ? (int)(slash - folder + 1) : 0, folder, month);
    char *link = access(there, F_OK) == 0 ? svc_format("../%s/index.html", month) : NULL;
    free(there);
    return link;
}

static void put_months(struct report_making *making, struct svc_page *page, const char *folder)
{
    static const struct svc_column columns[] = {
        { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "" },
        { .name = "revision", .type = SVC_TYPE_INT, .label = "封存次数", .help = "" },
        { 0 }
    };
    enum { MONTHS = 12 };
    report_section(page, "months");
    report_onto(making, page);
    svc_print_title(making->call, "各月考核书");
    svc_print_begin(making->call, columns);
    for (int m = 1; m <= MONTHS; m++) {
        struct svc_buf cell = { 0 };
        char *name = svc_format("%s-%02d", making->month->period->name, m);
        char *link = beside(folder, name);
        if (link)
            svc_book_link(&cell, link, name);
        else
            svc_buf_puts(&cell, name);
        struct svc_value row[] = { svc_value_text(svc_buf_text(&cell)),
                                   svc_value_number(report_closed(making->call, name)) };
        svc_print_row(making->call, row);
        svc_buf_free(&cell);
        free(link);
        free(name);
    }
    report_onto_end(making);
}

void report_make_year(struct report_making *making, const char *folder)
{
    char title[SVC_PERIOD_SIZE];
    enum svc_typed typed = svc_statement_typed(SVC_TYPED_OUT);
    char *front = svc_format("%s 服务考核", svc_period_title(making->month->period, title));
    struct svc_page *index = svc_book_page(making->book, "index", front);
    struct svc_page *people = svc_book_page(making->book, "persons", report_chapter("persons"));
    put_months(making, index, folder);
    put_year(making, index, false);
    put_year(making, people, true);
    svc_statement_typed(typed);
    free(front);
}
