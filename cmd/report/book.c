/* svc-report book: a month as a folder of pages. */
#include "book.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/folder.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/say.h"

static struct {
    const char *folder;
} opt;

const struct svc_option report_book_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &opt.folder, .arg = "DIR", .written = true,
      .help = "the folder of the book, made or made anew" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

static char *book_title(const char *period)
{
    return svc_format("%s 服务考核书", period);
}

void report_make_book(struct report_making *making)
{
    char title[SVC_PERIOD_SIZE];
    enum svc_typed typed = svc_statement_typed(making->text ? SVC_TYPED_MASKED : SVC_TYPED_OUT);
    making->rules = svc_rules_open(making->call->db);
    making->book->title = book_title(svc_period_title(making->month->period, title));
    report_make_sheets(making);
    report_make_records(making);
    svc_rules_close(making->rules);
    svc_statement_typed(typed);
}

/* The pages of a month that is open, as its records stand. */
static void make_pages(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    struct svc_lines lines = report_lines(call, month->period);
    report_sort_by_weight(&lines);
    report_make_book(&(struct report_making){ .call = call, .month = month, .lines = &lines, .book = book });
    svc_lines_free(&lines);
}

/* The pages that the close kept. */
static void take_pages(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    char title[SVC_PERIOD_SIZE];
    struct svc_query *q = svc_query(call->db,
        "SELECT name, title, text FROM month_page WHERE period = ?1 AND revision = ?2", "si", month->period->name,
        month->revision);
    book->title = book_title(svc_period_title(month->period, title));
    while (svc_next(q))
        svc_buf_add(&svc_book_page(book, svc_text(q, 0), svc_text(q, 1))->text, svc_text(q, 2), svc_text_len(q, 2));
}

static struct svc_page *front_of(const struct svc_book *book)
{
    size_t at = 0;
    while (strcmp(book->page[at]->name, "index") != 0)
        at++;
    return book->page[at];
}

/* How far the month is, and the head of the audit chain that vouches for it. */
static void put_standing(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    struct svc_page *index = front_of(book);
    struct svc_buf standing = { 0 }, head = { 0 }, told = { 0 }, rest = index->text;
    struct svc_query *q = svc_query(call->db,
        "SELECT head, closed_at FROM month_close WHERE period = ?1 AND revision = ?2", "si", month->period->name,
        month->revision);
    bool closed = svc_next(q);
    index->text = (struct svc_buf){ 0 };
    if (closed) {
        svc_statement(&standing, "month_closed", "si", month->period->name, month->revision);
        svc_say(call->db, SVC_CHINESE, svc_buf_text(&standing), &told);
        svc_buf_printf(&told, "（%s）", svc_text(q, 1));
    } else {
        svc_buf_puts(&told, "本月尚未封存，内容随记录变化");
    }
    svc_book_text(index, svc_buf_text(&told));
    svc_buf_clear(&told);
    svc_statement(&head, "head", "s", closed ? svc_text(q, 0) : svc_event_head(call->db).mark);
    svc_say(call->db, SVC_CHINESE, svc_buf_text(&head), &told);
    svc_book_text(index, svc_buf_text(&told));
    if (closed)
        svc_done(q);
    svc_buf_add(&index->text, svc_buf_text(&rest), rest.len);
    svc_buf_free(&rest);
    svc_buf_free(&standing);
    svc_buf_free(&head);
    svc_buf_free(&told);
}

/* -- the folder --------------------------------------------------------------------------- */

static const char sums_name[] = "SHA256SUMS";

static _Noreturn void not_written(void)
{
    svc_die(SVC_IO, "cannot write \"%s\": %s; it is as it was", opt.folder, svc_lang_error(errno));
}

static void put_file(struct svc_folder *folder, const char *name, const char *text, size_t len, struct svc_buf *sums)
{
    char digest[SVC_DIGEST_HEX];
    int error = svc_folder_put(folder, name, text, len) ? 0 : errno;
    if (error) {
        svc_folder_drop(folder);
        errno = error;
        not_written();
    }
    if (sums)
        svc_buf_printf(sums, "%s  %s\n", svc_digest_whole(text, len, digest), name);
}

static void write_book(const struct svc_book *book)
{
    struct svc_folder *folder = svc_folder_begin(opt.folder, sums_name);
    struct svc_buf html = { 0 }, sums = { 0 };
    if (!folder && errno == EEXIST)
        svc_die(SVC_IO, "\"%s\" is there and is no book\nname another folder", opt.folder);
    if (!folder)
        not_written();
    for (size_t i = 0; i < book->count; i++)
        for (size_t part = 0; part < book->page[i]->parts; part++) {
            svc_buf_clear(&html);
            char *name = svc_book_html(book, book->page[i], part, &html);
            put_file(folder, name, html.data, html.len, &sums);
            free(name);
        }
    for (const struct svc_book_file *file = svc_book_files; file->name; file++)
        put_file(folder, file->name, file->text, strlen(file->text), &sums);
    put_file(folder, sums_name, sums.data, sums.len, NULL);
    if (!svc_folder_end(folder))
        not_written();
    svc_buf_free(&html);
    svc_buf_free(&sums);
}

/* -- the verb ----------------------------------------------------------------------------- */

static void tell(struct svc_call *call, const struct report_month *month)
{
    struct svc_buf change = { 0 };
    svc_buf_printf(&change, "{\"period\":\"%s\"}", month->period->name);
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    svc_buf_free(&change);
}

int report_book(struct svc_call *call)
{
    struct report_month month = report_month(call);
    struct svc_book book = { .title = NULL };
    if (svc_host_acts())
        svc_die(SVC_USAGE, "a folder is written by a job of the store's own user alone");
    tell(call, &month);
    svc_begin_read(call->db);
    if (month.revision)
        take_pages(call, &month, &book);
    else
        make_pages(call, &month, &book);
    put_standing(call, &month, &book);
    svc_book_bind(&book);
    svc_end_read(call->db);
    write_book(&book);
    svc_book_free(&book);
    return svc_finish(call);
}
