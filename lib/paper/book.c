#include "svc/book.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "book-inner.h"
#include "svc/mem.h"
#include "svc/tsv.h"

/* A row is some text and the tags around each cell; a file is at most 200 KB. */
enum { CELL_WEIGHT = 70, FILE_WEIGHT = 150 * 1000 };

/* -- making ------------------------------------------------------------------------------- */

struct svc_page *svc_book_page(struct svc_book *book, const char *name, const char *title)
{
    struct svc_page *page = svc_alloc(sizeof *page);
    page->name = svc_strdup(name);
    page->title = svc_strdup(title);
    book->page = svc_grow(book->page, book->count, sizeof *book->page);
    return book->page[book->count++] = page;
}

char *svc_book_name(const char *kind, const char *code)
{
    struct svc_buf name = { 0 };
    svc_buf_printf(&name, "%s-", kind);
    for (const char *p = code; *p; p++)
        if (isalnum((unsigned char)*p) || *p == '-')
            svc_buf_putc(&name, *p);
        else
            svc_buf_printf(&name, "_%02x", (unsigned char)*p);
    return svc_buf_take(&name);
}

static void put_escaped(struct svc_buf *out, const char *text)
{
    svc_tsv_escape(out, text, strlen(text));
}

void svc_book_section(struct svc_page *page, const char *id, const char *heading)
{
    svc_buf_printf(&page->text, "section\t%s\t", id);
    put_escaped(&page->text, heading);
    svc_buf_putc(&page->text, '\n');
}

void svc_book_text(struct svc_page *page, const char *words)
{
    svc_buf_puts(&page->text, "text\t");
    put_escaped(&page->text, words);
    svc_buf_putc(&page->text, '\n');
}

void svc_book_link(struct svc_buf *cell, const char *to, const char *text)
{
    svc_buf_printf(cell, "%c%s%c%s", BOOK_LINK, to, BOOK_LINK, text);
}

/* -- binding ------------------------------------------------------------------------------ */

/* What a line makes of HTML, about. */
static size_t weigh(const char *line, size_t len)
{
    size_t weight = len;
    for (const char *p = line; p < line + len; p++)
        weight += *p == '\t' ? CELL_WEIGHT : *p == '<' || *p == '&' || *p == BOOK_LINK ? 8 : 0;
    return weight;
}

static void part_page(struct svc_page *page)
{
    const char *text = svc_buf_text(&page->text), *end;
    size_t weight = 0;
    page->starts = svc_grow(NULL, 0, sizeof *page->starts);
    page->starts[0] = 0;
    page->parts = 1;
    for (const char *line = text; *line; line = end + 1) {
        end = strchr(line, '\n');
        size_t own = weigh(line, (size_t)(end - line));
        if (weight + own > FILE_WEIGHT && strncmp(line, "row\t", 4) == 0) {
            page->starts = svc_grow(page->starts, page->parts, sizeof *page->starts);
            page->starts[page->parts++] = (size_t)(line - text);
            weight = 0;
        }
        weight += own;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(struct svc_page *const *)a)->name, (*(struct svc_page *const *)b)->name);
}

void svc_book_bind(struct svc_book *book)
{
    if (book->count > 1)
        qsort(book->page, book->count, sizeof *book->page, by_name);
    for (size_t i = 0; i < book->count; i++)
        part_page(book->page[i]);
}

const struct svc_page *svc_book_find(const struct svc_book *book, const char *name)
{
    const struct svc_page key = { .name = (char *)name }, *wanted = &key;
    struct svc_page *const *found =
        book->count ? bsearch(&wanted, book->page, book->count, sizeof *book->page, by_name) : NULL;
    return found ? *found : NULL;
}

char *book_file(const struct svc_page *page, size_t part)
{
    return part ? svc_format("%s.%zu.html", page->name, part + 1) : svc_format("%s.html", page->name);
}

char *book_target(const struct svc_book *book, const char *to)
{
    if (strncmp(to, "../", 3) == 0) /* another book, whose name holds nothing of a person's */
        return to[strspn(to, "./@-0123456789abcdefghijklmnopqrstuvwxyz")] ? NULL : svc_strdup(to);
    const char *id = strchr(to, '#');
    char *name = id ? svc_strndup(to, (size_t)(id - to)) : svc_strdup(to);
    const struct svc_page *page = svc_book_find(book, name);
    free(name);
    if (!page || !id)
        return page ? book_file(page, 0) : NULL;
    char *line = svc_format("section\t%s\t", id + 1);
    const char *text = svc_buf_text(&page->text), *at = strstr(text, line);
    while (at && at > text && at[-1] != '\n')
        at = strstr(at + 1, line);
    free(line);
    if (!at)
        return NULL;
    size_t part = page->parts - 1;
    while (page->starts[part] > (size_t)(at - text))
        part--;
    char *file = book_file(page, part), *target = svc_format("%s%s", file, id);
    free(file);
    return target;
}

void svc_book_free(struct svc_book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        struct svc_page *page = book->page[i];
        svc_buf_free(&page->text);
        free(page->name);
        free(page->title);
        free(page->starts);
        free(page);
    }
    free(book->page);
    free(book->title);
    free(book->back_title);
}
