/* svc-report book: a month as a folder of pages. */
#include "book.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/file.h"
#include "svc/folder.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/read.h"
#include "svc/refusal.h"
#include "svc/say.h"

static struct {
    const char *folder, *dept, *base;
    bool text;
} opt;

const struct svc_option report_book_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &opt.folder, .arg = "DIR", .written = true,
      .help = "the folder of the book, made or made anew" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "a book of this department alone", .table = "dept" },
    { .name = "text", .type = SVC_OPT_FLAG, .to = &opt.text,
      .help = "what people wrote as well, digits of seven and more masked; of an open month" },
    { .name = "base", .type = SVC_OPT_TEXT, .to = &opt.base, .arg = "LINK",
      .help = "where the book before this one lies, as a link from its pages: ../2026-08" },
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
    report_make_chapters(making);
    svc_rules_close(making->rules);
    svc_statement_typed(typed);
}

/* The pages of a month that is open, as its records stand. */
static void make_pages(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    struct svc_lines lines = report_lines(call, month->period);
    report_sort_by_weight(&lines);
    report_make_book(&(struct report_making){ .call = call, .month = month, .lines = &lines, .text = opt.text,
                                               .book = book });
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

static bool is_year(const struct report_month *month)
{
    return month->period->kind == SVC_YEAR;
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
        svc_buf_puts(&told, is_year(month) ? "各月以其封存的考核书为准" : "本月尚未封存，内容随记录变化");
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

static const char sums_name[] = "SHA256SUMS", manifest_name[] = "book.csv"; /* which no other folder has */

static _Noreturn void not_written(void)
{
    svc_die(SVC_IO, "cannot write \"%s\": %s; it is as it was", opt.folder, svc_lang_error(errno));
}

/* Every file of a book goes somewhere; its digest is noted. */
struct giving {
    void (*give)(void *ctx, const char *name, const char *text, size_t len);
    void *ctx;
    struct svc_buf sums;
};

static void give_file(struct giving *to, const char *name, const char *text, size_t len)
{
    char digest[SVC_DIGEST_HEX];
    to->give(to->ctx, name, text, len);
    svc_buf_printf(&to->sums, "%s  %s\n", svc_digest_whole(text, len, digest), name);
}

/* What the book is of, and the template that made it. */
static void give_manifest(struct giving *to, const struct report_month *month)
{
    struct svc_buf text = { 0 };
    svc_buf_puts(&text, "name,value\n");
    report_put_value(&text, "period", month->period->name);
    svc_buf_printf(&text, "revision,%lld\n", (long long)month->revision);
    report_put_value(&text, "template", SVC_BOOK_TEMPLATE);
    report_put_value(&text, "dept", opt.dept);
    report_put_value(&text, "base", opt.base);
    report_put_value(&text, "text", opt.text ? "yes" : "no");
    give_file(to, manifest_name, text.data, text.len);
    svc_buf_free(&text);
}

static void give_files(const struct svc_book *book, const struct report_month *month, struct giving *to)
{
    struct svc_buf html = { 0 };
    for (size_t i = 0; i < book->count; i++)
        for (size_t part = 0; part < book->page[i]->parts; part++) {
            svc_buf_clear(&html);
            char *name = svc_book_html(book, book->page[i], part, &html);
            give_file(to, name, html.data, html.len);
            free(name);
        }
    for (const struct svc_book_file *file = svc_book_files; file->name; file++)
        give_file(to, file->name, file->text, strlen(file->text));
    give_manifest(to, month);
    to->give(to->ctx, sums_name, svc_buf_text(&to->sums), to->sums.len);
    svc_buf_free(&html);
}

static void put_file(void *ctx, const char *name, const char *text, size_t len)
{
    struct svc_folder *folder = ctx;
    if (svc_folder_put(folder, name, text, len))
        return;
    svc_folder_drop(folder);
    not_written();
}

static void write_book(const struct svc_book *book, const struct report_month *month)
{
    struct svc_folder *folder = svc_folder_begin(opt.folder, manifest_name);
    struct giving to = { .give = put_file, .ctx = folder };
    if (!folder && errno == EEXIST)
        svc_die(SVC_IO, "\"%s\" is there and is no book\nname another folder", opt.folder);
    if (!folder)
        not_written();
    give_files(book, month, &to);
    if (!svc_folder_end(folder))
        not_written();
    svc_buf_free(&to.sums);
}

/* -- what is in it ------------------------------------------------------------------------ */

static void make_year(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    char title[SVC_PERIOD_SIZE];
    book->title = book_title(svc_period_title(month->period, title));
    report_make_year(&(struct report_making){ .call = call, .month = month, .book = book }, opt.folder);
}

static void collect(struct svc_call *call, const struct report_month *month, struct svc_book *book)
{
    if (is_year(month))
        make_year(call, month, book);
    else if (month->revision)
        take_pages(call, month, book);
    else
        make_pages(call, month, book);
    if (opt.dept && !svc_book_of_dept(book, opt.dept))
        svc_die(SVC_UNKNOWN, "department \"%s\" is not on the sheet of %s", opt.dept, month->period->name);
    put_standing(call, month, book);
    book->back = opt.base;
    book->back_title = svc_strdup("上一册");
    svc_book_bind(book);
}

/* -- verify ------------------------------------------------------------------------------- */

/* A value of the manifest of the book in a folder, kept; NULL for none. */
static char *told_by(const char *folder, const char *name)
{
    const struct svc_reader_options how = { .format = SVC_INPUT_CSV };
    struct svc_row row;
    char *path = svc_format("%s/%s", folder, manifest_name), *value = NULL;
    int fd = svc_file_read(path);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "\"%s\" is no book: %s", folder, svc_lang_error(errno));
    struct svc_reader *reader = svc_reader_open(fd, path, &how);
    while (svc_reader_next(reader, &row))
        if (row.count == 2 && row.cells[0].text && strcmp(row.cells[0].text, name) == 0 && row.cells[1].len)
            value = svc_strdup(row.cells[1].text);
    svc_reader_close(reader);
    close(fd);
    free(path);
    return value;
}

struct checking {
    const char *folder;
    report_file *one;
    void *ctx;
    struct svc_buf seen; /* names, each with a line's end around it */
};

/* Its digest in the folder, "" where it is not there. */
static void digest_in(const char *folder, const char *name, char digest[SVC_DIGEST_HEX])
{
    char *path = svc_format("%s/%s", folder, name);
    int fd = svc_file_read(path);
    *digest = '\0';
    if (fd >= 0 && !svc_file_digest(fd, digest))
        *digest = '\0';
    if (fd >= 0)
        close(fd);
    free(path);
}

static void check_file(void *ctx, const char *name, const char *text, size_t len)
{
    struct checking *c = ctx;
    char made[SVC_DIGEST_HEX], there[SVC_DIGEST_HEX];
    digest_in(c->folder, name, there);
    c->one(c->ctx, name, svc_digest_whole(text, len, made), there);
    svc_buf_printf(&c->seen, "\n%s\n", name);
}

void report_check_book(struct svc_call *call, const struct report_month *month, const char *folder, report_file *one,
                       void *ctx)
{
    struct svc_book book = { .title = NULL };
    struct checking c = { .folder = folder, .one = one, .ctx = ctx };
    struct giving to = { .give = check_file, .ctx = &c };
    opt.dept = told_by(folder, "dept");
    opt.base = told_by(folder, "base");
    collect(call, month, &book);
    give_files(&book, month, &to);
    char **names = svc_file_names(folder, "", false);
    for (char **name = names; name && *name; name++) {
        char there[SVC_DIGEST_HEX], *line = svc_format("\n%s\n", *name);
        if (strcmp(*name, ".") != 0 && strcmp(*name, "..") != 0 && !strstr(svc_buf_text(&c.seen), line)) {
            digest_in(folder, *name, there);
            one(ctx, *name, "", *there ? there : "-");
        }
        free(line);
    }
    svc_book_free(&book);
}

/* -- the verb ----------------------------------------------------------------------------- */

static void tell(struct svc_call *call, const struct report_month *month)
{
    struct svc_buf change = { 0 };
    svc_buf_printf(&change, "{\"period\":\"%s\"", month->period->name);
    if (opt.dept) {
        svc_buf_puts(&change, ",\"dept\":");
        svc_buf_json(&change, opt.dept, strlen(opt.dept));
    }
    svc_buf_puts(&change, opt.text ? ",\"text\":\"yes\"}" : "}");
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    svc_buf_free(&change);
}

/* A month, or a year, which has neither departments nor texts of its own. */
static struct report_month asked_period(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    if (period->kind != SVC_YEAR)
        return report_month(call);
    if (period->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", period->name);
    if (opt.dept || opt.text)
        svc_die(SVC_USAGE, "option --%s goes with the book of a month", opt.dept ? "dept" : "text");
    return (struct report_month){ period, 0 };
}

int report_book(struct svc_call *call)
{
    struct report_month month = asked_period(call);
    struct svc_book book = { .title = NULL };
    if (svc_host_acts())
        svc_die(SVC_USAGE, "a folder is written by a job of the store's own user alone");
    if (opt.text && month.revision)
        svc_die(SVC_USAGE, "a close keeps nothing that people wrote\nleave out --text");
    tell(call, &month);
    svc_begin_read(call->db);
    collect(call, &month, &book);
    svc_end_read(call->db);
    write_book(&book, &month);
    svc_book_free(&book);
    return svc_finish(call);
}
