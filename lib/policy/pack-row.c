/* The rows of a pack's file as spreadsheets leave them: cells of nothing at the end, rows of nothing, headings padded
 * or in Chinese. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/heading.h"
#include "svc/mem.h"
#include "svc/word.h"

static bool is_comment(const struct svc_row *row)
{
    return row->count && row->cells[0].text && row->cells[0].text[0] == '#';
}

static size_t filled(const struct svc_row *row)
{
    size_t count = row->count;
    while (count && !row->cells[count - 1].len)
        count--;
    return count;
}

bool svc_pack_next(struct svc_reader *reader, struct svc_row *row, size_t width)
{
    bool any;
    do
        any = svc_reader_next(reader, row);
    while (any && (is_comment(row) || (row->count && !filled(row))));
    if (any && row->count > width)
        row->count = filled(row) > width ? filled(row) : width;
    return any;
}

/* What a column is called in Chinese; where two files mean different things by one name, the file stands before it. */
static bool is_called(const struct svc_pack_shape *shape, const char *column, const char *heading)
{
    const char *labels = svc_word_list("policy.column");
    char *own = svc_format("%s.%s", shape->name, column);
    struct svc_word word;
    bool found = svc_word_find(labels, own, strlen(own), &word) || svc_word_find(labels, column, strlen(column), &word);
    char *label = found ? svc_strndup(word.label, word.label_len) : NULL;
    bool same = label && svc_heading_same(heading, strlen(heading), label);
    free(label);
    free(own);
    return same;
}

int svc_pack_column(const struct svc_pack_shape *shape, const char *heading)
{
    for (int i = 0; shape->columns[i].name; i++)
        if (svc_heading_same(heading, strlen(heading), shape->columns[i].name))
            return i;
    for (int i = 0; shape->columns[i].name; i++)
        if (is_called(shape, shape->columns[i].name, heading))
            return i;
    return -1;
}

const char *svc_pack_near(const struct svc_pack_shape *shape, const char *name)
{
    struct svc_buf words = { 0 };
    for (const struct svc_column *c = shape->columns; c->name; c++)
        svc_buf_printf(&words, "%s%s", words.len ? "|" : "", c->name);
    const char *hint = svc_word_hint(svc_buf_text(&words), name);
    svc_buf_free(&words);
    return hint;
}
