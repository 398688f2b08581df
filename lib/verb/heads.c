#include "svc/heads.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/shared.h"
#include "svc/text.h"

struct svc_heads {
    struct svc_feed feed;
    struct svc_reader *reader; /* its */
    char **names;
    size_t count;
};

struct svc_heads *svc_heads_open(const char *path)
{
    struct svc_heads *heads = svc_alloc(sizeof *heads);
    struct svc_row row;
    svc_feed_open(&heads->feed, path, NULL);
    heads->reader = heads->feed.reader;
    if (!svc_reader_header(heads->reader, &row))
        svc_die(SVC_BADINPUT, "%s: %s", svc_reader_name(heads->reader),
                svc_reader_error(heads->reader) ? svc_reader_error(heads->reader) : _("is empty"));
    heads->count = row.count;
    heads->names = svc_alloc(row.count * sizeof *heads->names);
    for (size_t i = 0; i < row.count; i++)
        heads->names[i] = svc_strdup(row.cells[i].text ? row.cells[i].text : "");
    return heads;
}

/* Whether the heading is one of the titles. */
static bool is_titled(const char *heading, const char *titles)
{
    const char *title;
    size_t len;
    while (titles && svc_text_next(&titles, ';', &title, &len)) {
        char *one = svc_strndup(title, len);
        bool same = svc_heading_same(heading, strlen(heading), one);
        free(one);
        if (same)
            return true;
    }
    return false;
}

size_t svc_heads_at(const struct svc_heads *heads, const char *name, const char *titles, bool needed)
{
    for (size_t i = 0; i < heads->count; i++)
        if (strcmp(heads->names[i], name) == 0 || is_titled(heads->names[i], titles))
            return i;
    if (needed)
        svc_die(SVC_BADINPUT, "%s: no column \"%s\"", svc_reader_name(heads->reader), name);
    return SIZE_MAX;
}

size_t svc_heads_count(const struct svc_heads *heads)
{
    return heads->count;
}

const char *svc_heads_name(const struct svc_heads *heads, size_t at)
{
    return heads->names[at];
}

bool svc_heads_next(struct svc_heads *heads, struct svc_row *row)
{
    if (svc_reader_next(heads->reader, row)) {
        if (row->ragged)
            svc_die(SVC_BADINPUT, "%s:%zu: has %zu cells, the header %zu",
                    svc_reader_name(heads->reader), row->line, row->count, heads->count);
        return true;
    }
    if (svc_reader_error(heads->reader))
        svc_die(SVC_BADINPUT, "%s: %s", svc_reader_name(heads->reader),
                svc_reader_error(heads->reader));
    return false;
}

void svc_heads_bad(const struct svc_heads *heads, const struct svc_row *row, size_t at,
                   const char *why)
{
    svc_die(SVC_BADINPUT, "%s:%zu: column \"%s\": %s", svc_reader_name(heads->reader), row->line,
            heads->names[at], why);
}

int64_t svc_heads_int(const struct svc_heads *heads, const struct svc_row *row, size_t at, int64_t most)
{
    int64_t number = 0;
    const char *text = row->cells[at].text;
    const char *why = text ? svc_int_parse(text, &number) : _("is required");
    if (!why && (number < 0 || number > most))
        why = svc_format(_("must be 0 to %lld"), (long long)most);
    if (why)
        svc_heads_bad(heads, row, at, why);
    return number;
}

void svc_heads_close(struct svc_heads *heads)
{
    svc_feed_close(&heads->feed);
    for (size_t i = 0; i < heads->count; i++)
        free(heads->names[i]);
    free(heads->names);
    free(heads);
}
