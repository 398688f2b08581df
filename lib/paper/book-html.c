/* A page of a book as HTML. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "book-inner.h"
#include "svc/digest.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/typed.h"
#include "svc/word.h"

enum { LONGEST_NUMBER = 32, SHORT = 20 }; /* what is short stands on one line */

/* One line of a page's text, taken apart: its word is cell 0. */
struct line {
    char *text;
    char **cell;
    size_t count, room;
};

/* A page while it is written. */
struct writing {
    const struct svc_book *book;
    struct svc_buf *out;
    struct line line;
    bool in_section, rows; /* the table has begun */
    /* of the sheet at hand: */
    char *title;
    char **heading, **kind;
    size_t columns;
    char *chart;
    size_t names, values;
    struct book_bar *bar;
    size_t bars;
};

/* -- text --------------------------------------------------------------------------------- */

size_t book_number_at(const char *text)
{
    size_t len = 0, digits;
    while (len < 2 && isupper((unsigned char)text[len]))
        len++;
    if (!len || strspn(text + len, "0123456789") != 4 || text[len + 4] != '-')
        return 0;
    digits = strspn(text + len + 5, "0123456789");
    return digits >= 6 && len + 5 + digits < LONGEST_NUMBER ? len + 5 + digits : 0;
}

static void put_anchor(struct writing *w, const char *target, const char *text, size_t len)
{
    svc_buf_printf(w->out, "<a href=\"%s\">", target);
    svc_text_escape(w->out, text, len);
    svc_buf_puts(w->out, "</a>");
}

/* Numbers of records that have a page link to it. */
static void put_text(struct writing *w, const char *text)
{
    const char *from = text;
    for (const char *p = text; *p;) {
        bool inside = p > text && isalnum((unsigned char)p[-1]);
        size_t len = inside ? 0 : book_number_at(p);
        char *name = len ? svc_format("record-%.*s", (int)len, p) : NULL;
        char *target = name ? book_target(w->book, name) : NULL;
        if (target) {
            svc_text_escape(w->out, from, (size_t)(p - from));
            put_anchor(w, target, p, len);
            from = p + len;
        }
        p += len ? len : 1;
        free(target);
        free(name);
    }
    svc_text_escape(w->out, from, strlen(from));
}

/* The text of a cell, without where it links. */
static const char *shown(const char *cell)
{
    const char *end = *cell == BOOK_LINK ? strchr(cell + 1, BOOK_LINK) : NULL;
    return end ? end + 1 : cell;
}

static void put_cell(struct writing *w, const char *cell)
{
    const char *text = shown(cell);
    char *to = text > cell ? svc_strndup(cell + 1, (size_t)(text - cell) - 2) : NULL;
    char *target = to ? book_target(w->book, to) : NULL;
    if (target)
        put_anchor(w, target, text, strlen(text));
    else
        put_text(w, text);
    free(target);
    free(to);
}

/* -- lines -------------------------------------------------------------------------------- */

static void take_line(struct line *line, const char *from, const char *end)
{
    free(line->text);
    line->text = svc_strndup(from, (size_t)(end - from));
    line->count = svc_typed_part(line->text, &line->cell, &line->room);
}

static const char *cell_of(const struct line *line, size_t at)
{
    return at < line->count ? line->cell[at] : "";
}

/* -- tables ------------------------------------------------------------------------------- */

static void begin_sheet(struct writing *w)
{
    for (size_t i = 0; i < w->columns; i++) {
        free(w->heading[i]);
        free(w->kind[i]);
    }
    for (size_t i = 0; i < w->bars; i++) {
        free(w->bar[i].name);
        free(w->bar[i].value);
    }
    free(w->title);
    free(w->chart);
    w->title = svc_strdup(cell_of(&w->line, 1));
    w->chart = NULL;
    w->columns = w->bars = 0;
}

static void add_column(struct writing *w)
{
    w->heading = svc_grow(w->heading, w->columns, sizeof *w->heading);
    w->kind = svc_grow(w->kind, w->columns, sizeof *w->kind);
    w->heading[w->columns] = svc_strdup(cell_of(&w->line, 1));
    w->kind[w->columns++] = svc_strdup(cell_of(&w->line, 2));
}

static void add_chart(struct writing *w)
{
    int64_t names, values;
    if (svc_int_parse(cell_of(&w->line, 2), &names) || svc_int_parse(cell_of(&w->line, 3), &values))
        return;
    w->chart = svc_strdup(cell_of(&w->line, 1));
    w->names = (size_t)names + 1;
    w->values = (size_t)values + 1;
}

static void begin_table(struct writing *w)
{
    if (w->rows)
        return;
    w->rows = true;
    svc_buf_puts(w->out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
    svc_text_escape(w->out, w->title, strlen(w->title));
    svc_buf_puts(w->out, "\"><table>\n<caption>");
    svc_text_escape(w->out, w->title, strlen(w->title));
    svc_buf_puts(w->out, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < w->columns; i++) {
        svc_buf_puts(w->out, "<th scope=\"col\">");
        svc_text_escape(w->out, w->heading[i], strlen(w->heading[i]));
        svc_buf_puts(w->out, "</th>");
    }
    svc_buf_puts(w->out, "</tr></thead>\n<tbody>\n");
}

static const char *class_of(const char *kind, const char **cell)
{
    const char *light;
    size_t len = strlen(*cell);
    if (strcmp(kind, "light") == 0) /* its colour is the cell's class, its word what stands there */
        return svc_typed_light(cell, &len, &light) < 0 ? NULL : light;
    if (strcmp(kind, "day") == 0 || strcmp(kind, "time") == 0)
        return "day";
    if (strcmp(kind, "rate") == 0 || strcmp(kind, "int") == 0 || strcmp(kind, "hundredths") == 0)
        return "n";
    const char *text = shown(*cell);
    bool is_short = svc_text_width(text, strlen(text)) <= SHORT;
    return strcmp(kind, "text") == 0 ? is_short ? NULL : "t" : is_short ? "day" : NULL;
}

static void put_row(struct writing *w, bool total)
{
    begin_table(w);
    svc_buf_puts(w->out, total ? "<tr class=\"total\">" : "<tr>");
    for (size_t i = 0; i < w->columns; i++) {
        const char *cell = cell_of(&w->line, i + 1), *class = class_of(w->kind[i], &cell);
        svc_buf_puts(w->out, i ? "<td" : "<th scope=\"row\"");
        if (class)
            svc_buf_printf(w->out, " class=\"%s\"", class);
        svc_buf_putc(w->out, '>');
        put_cell(w, cell);
        svc_buf_puts(w->out, i ? "</td>" : "</th>");
    }
    svc_buf_puts(w->out, "</tr>\n");
    if (w->chart && !total) {
        w->bar = svc_grow(w->bar, w->bars, sizeof *w->bar);
        w->bar[w->bars++] = (struct book_bar){ svc_strdup(shown(cell_of(&w->line, w->names))),
                                               svc_strdup(shown(cell_of(&w->line, w->values))) };
    }
}

static void end_table(struct writing *w)
{
    if (w->rows)
        svc_buf_puts(w->out, "</tbody>\n</table></div>\n");
    if (w->rows && w->chart)
        book_bars(w->out, w->chart, w->bar, w->bars);
    w->rows = false;
}

/* A sheet without rows says so. */
static void end_sheet(struct writing *w)
{
    if (!w->rows) {
        svc_buf_puts(w->out, "<p class=\"none\">");
        svc_text_escape(w->out, w->title, strlen(w->title));
        svc_buf_puts(w->out, "：无</p>\n");
    }
    end_table(w);
}

/* -- the page ----------------------------------------------------------------------------- */

static void end_section(struct writing *w)
{
    if (w->in_section)
        svc_buf_puts(w->out, "</section>\n");
    w->in_section = false;
}

static void begin_section(struct writing *w)
{
    end_section(w);
    svc_buf_puts(w->out, "<section id=\"");
    svc_text_escape(w->out, cell_of(&w->line, 1), strlen(cell_of(&w->line, 1)));
    svc_buf_puts(w->out, "\">\n<h2>");
    svc_text_escape(w->out, cell_of(&w->line, 2), strlen(cell_of(&w->line, 2)));
    svc_buf_puts(w->out, "</h2>\n");
    w->in_section = true;
}

static void put_words(struct writing *w)
{
    svc_buf_puts(w->out, "<p>");
    put_cell(w, cell_of(&w->line, 1));
    svc_buf_puts(w->out, "</p>\n");
}

/* Lines of the part are written; those before it only tell which table goes on. What papers have around
 * their tables, and under them, is not for a page of a book. */
static void put_lines(struct writing *w, const struct svc_page *page, size_t part)
{
    const char *text = svc_buf_text(&page->text), *end;
    const char *from = text + page->starts[part];
    const char *until = part + 1 < page->parts ? text + page->starts[part + 1] : text + page->text.len;
    for (const char *line = text; line < until; line = end + 1) {
        end = strchr(line, '\n');
        bool written = line >= from;
        if (!written && strncmp(line, "row\t", 4) == 0)
            continue;
        take_line(&w->line, line, end);
        const char *word = cell_of(&w->line, 0);
        if (strcmp(word, "title") == 0)
            begin_sheet(w);
        else if (strcmp(word, "column") == 0)
            add_column(w);
        else if (strcmp(word, "chart") == 0)
            add_chart(w);
        else if (!written)
            continue;
        else if (strcmp(word, "row") == 0 || strcmp(word, "total") == 0)
            put_row(w, *word == 't');
        else if (strcmp(word, "end") == 0)
            end_sheet(w);
        else if (strcmp(word, "section") == 0)
            begin_section(w);
        else if (strcmp(word, "text") == 0)
            put_words(w);
    }
    end_table(w); /* which goes on in the next file */
    end_section(w);
}

/* Where one may go from here; the page at hand is no link. */
static void put_turn(struct writing *w, const char *name, const char *label, bool here)
{
    if (here)
        svc_buf_printf(w->out, "<li><strong>%s</strong></li>\n", label);
    else
        svc_buf_printf(w->out, "<li><a href=\"%s.html\">%s</a></li>\n", name, label);
}

/* The pages of this list that the book has. */
static void put_chapters(struct writing *w, const char *here)
{
    const char *words = svc_word_list("paper.chapter");
    for (struct svc_word word; svc_word_next(&words, &word);) {
        char *name = svc_strndup(word.code, word.code_len), *label = svc_strndup(word.label, word.label_len);
        if (svc_book_find(w->book, name))
            put_turn(w, name, label, strcmp(here, name) == 0);
        free(name);
        free(label);
    }
}

static void put_head(struct writing *w, const struct svc_page *page, size_t part)
{
    struct svc_buf *out = w->out;
    svc_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    svc_text_escape(out, page->title, strlen(page->title));
    if (part)
        svc_buf_printf(out, "（续%zu）", part);
    svc_buf_puts(out, " — ");
    svc_text_escape(out, w->book->title, strlen(w->book->title));
    svc_buf_puts(out, "</title>\n<link rel=\"stylesheet\" href=\"book.css\">\n");
    if (strcmp(page->name, "search") == 0)
        svc_buf_puts(out, "<script src=\"search.js\" defer></script>\n");
    svc_buf_puts(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n<header>\n<p>");
    svc_text_escape(out, w->book->title, strlen(w->book->title));
    svc_buf_puts(out, "</p>\n<nav aria-label=\"目录\"><ul>\n");
    put_chapters(w, part ? "" : page->name);
    if (w->book->back) {
        svc_buf_puts(out, "<li><a href=\"");
        svc_text_escape(out, w->book->back, strlen(w->book->back));
        svc_buf_puts(out, "/index.html\">");
        svc_text_escape(out, w->book->back_title, strlen(w->book->back_title));
        svc_buf_puts(out, "</a></li>\n");
    }
    svc_buf_puts(out, "</ul></nav>\n</header>\n<main id=\"main\">\n<h1>");
    svc_text_escape(out, page->title, strlen(page->title));
    if (part)
        svc_buf_printf(out, "（续%zu）", part);
    svc_buf_puts(out, "</h1>\n");
}

/* From file to file of one page. */
static void put_turns(struct writing *w, const struct svc_page *page, size_t part)
{
    if (page->parts < 2)
        return;
    svc_buf_puts(w->out, "<nav class=\"turn\" aria-label=\"本页各部分\"><ul>\n");
    for (size_t i = 0; i < page->parts; i++) {
        char *name = i ? svc_format("%s.%zu", page->name, i + 1) : svc_strdup(page->name);
        char *label = svc_format("第%zu部分", i + 1);
        put_turn(w, name, label, i == part);
        free(label);
        free(name);
    }
    svc_buf_puts(w->out, "</ul></nav>\n");
}

char *svc_book_html(const struct svc_book *book, const struct svc_page *page, size_t part, struct svc_buf *out)
{
    static const char zeros[SVC_DIGEST_HEX] = "0000000000000000000000000000000000000000000000000000000000000000";
    struct writing w = { .book = book, .out = out };
    size_t start = out->len;
    char digest[SVC_DIGEST_HEX];
    put_head(&w, page, part);
    put_lines(&w, page, part);
    put_turns(&w, page, part);
    svc_buf_puts(out, "</main>\n<footer><p>本页摘要 <code>");
    size_t at = out->len;
    svc_buf_printf(out, "%s</code></p></footer>\n</body>\n</html>\n", zeros);
    svc_digest_whole(out->data + start, out->len - start, digest);
    memcpy(out->data + at, digest, SVC_DIGEST_HEX - 1);
    begin_sheet(&w); /* which lets go of the last one's texts */
    free(w.title);
    free(w.heading);
    free(w.kind);
    free(w.bar);
    free(w.line.cell);
    free(w.line.text);
    return book_file(page, part);
}
