/* A book of one department: its page, those of its people, and the records that they name. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "book-inner.h"
#include "svc/mem.h"
#include "svc/text.h"

/* Names of pages that stay, each once. */
static struct {
    void *names;
} kept;

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool stays(const char *name)
{
    return tfind(name, &kept.names, by_text);
}

static void keep(const char *name)
{
    if (!stays(name))
        tsearch(svc_strdup(name), &kept.names, by_text);
}

/* Calls for each page that a line links to; record numbers link wherever they stand. True when it said so once. */
static bool each_link(const char *line, const char *end, bool (*one)(const char *name))
{
    for (const char *p = line; p < end; p++) {
        size_t number = p > line && p[-1] != '\t' ? 0 : book_number_at(p);
        char *name = NULL;
        if (*p == BOOK_LINK) {
            const char *to = ++p;
            name = svc_strndup(to, strcspn(to, "#\1"));
            p = strchr(to, BOOK_LINK);
        } else if (number) {
            name = svc_format("record-%.*s", (int)number, p);
        }
        bool said = name && one(name);
        free(name);
        if (said)
            return true;
    }
    return false;
}

static bool keep_person(const char *name)
{
    if (strncmp(name, "person-", 7) == 0)
        keep(name);
    return false;
}

static bool keep_record(const char *name)
{
    if (strncmp(name, "record-", 7) == 0)
        keep(name);
    return false;
}

static bool leaves(const char *name)
{
    return !stays(name);
}

static const struct svc_page *page_of(const struct svc_book *book, const char *name)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->page[i]->name, name) == 0)
            return book->page[i];
    return NULL;
}

/* A row that links to what is not there tells of others. */
static void drop_rows(struct svc_page *page)
{
    struct svc_buf left = { 0 };
    const char *line = svc_buf_text(&page->text), *end;
    for (; *line; line = end + 1) {
        end = strchr(line, '\n');
        if (strncmp(line, "row\t", 4) != 0 || !each_link(line + 4, end, leaves))
            svc_buf_add(&left, line, (size_t)(end + 1 - line));
    }
    svc_buf_free(&page->text);
    page->text = left;
}

bool svc_book_of_dept(struct svc_book *book, const char *dept)
{
    static const char *const common[] = { "index", "persons", "records", "rules", "calendar", "search" };
    char *own = svc_book_name("dept", dept);
    const struct svc_page *page = page_of(book, own);
    size_t left = 0;
    if (!page)
        return false;
    keep(own);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        keep(common[i]);
    each_link(page->text.data, page->text.data + page->text.len, keep_person);
    for (size_t i = 0; i < book->count; i++) {
        page = book->page[i];
        if (strcmp(page->name, own) == 0 || (strncmp(page->name, "person-", 7) == 0 && stays(page->name)))
            each_link(page->text.data, page->text.data + page->text.len, keep_record);
    }
    for (size_t i = 0; i < book->count; i++) {
        if (!stays(book->page[i]->name))
            continue; /* its memory goes with the process */
        drop_rows(book->page[i]);
        book->page[left++] = book->page[i];
    }
    book->count = left;
    free(own);
    return true;
}
