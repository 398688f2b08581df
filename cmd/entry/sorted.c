#include "sorted.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/heading.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/runs.h"
#include "svc/text.h"

enum { MEMORY = 8 << 20, MOST_COLUMNS = 32, NUMBER = 8 };

struct sorted {
    struct svc_runs *runs;
    size_t columns, keys;
    struct {
        int at;
        bool down;
    } key[MOST_COLUMNS];
    int64_t count;
    struct svc_buf bytes;
};

/* Two rows that differ have a byte in which the earlier one is less; where a column goes down, more. */
static void put_byte(struct svc_buf *out, unsigned char byte, bool down)
{
    svc_buf_putc(out, (char)(down ? 0xff - byte : byte));
}

static void put_number(struct svc_buf *out, int64_t number, bool down)
{
    uint64_t order = (uint64_t)number ^ UINT64_C(1) << 63;
    for (int i = NUMBER - 1; i >= 0; i--)
        put_byte(out, (unsigned char)(order >> (8 * i) & 0xff), down);
}

static void put_text(struct svc_buf *out, const char *text, bool down)
{
    do
        put_byte(out, (unsigned char)*text, down);
    while (*text++);
}

/* What a row is sorted by; which cells are empty is no matter of up or down. */
static void put_key(struct svc_buf *out, const struct svc_value *value, bool down)
{
    bool given = svc_value_given(value);
    put_byte(out, !given, false);
    if (given && value->is == SVC_IS_TEXT)
        put_text(out, value->text, down);
    else if (given)
        put_number(out, value->number, down);
}

struct sorted *sorted_open(const struct svc_column *columns, const char *by)
{
    struct sorted *sorted = svc_alloc(sizeof *sorted);
    const char *word;
    size_t len;
    while (sorted->columns < MOST_COLUMNS && columns[sorted->columns].name)
        sorted->columns++;
    while (svc_text_next(&by, ',', &word, &len)) {
        char *name = svc_strndup(word, len), *colon = strchr(name, ':');
        bool down = colon && strcmp(colon, ":desc") == 0;
        if (colon && !down && strcmp(colon, ":asc") != 0)
            svc_die(SVC_USAGE, "option --sort: \"%s\" is not COL or COL:desc", name);
        if (colon)
            *colon = '\0';
        int at = svc_column_find(columns, name);
        if (at < 0 || sorted->keys == MOST_COLUMNS)
            svc_sort_refuse(columns, name);
        sorted->key[sorted->keys].at = at;
        sorted->key[sorted->keys++].down = down;
        free(name);
    }
    sorted->runs = svc_runs_open(MEMORY);
    return sorted;
}

/* What it is sorted by, its place among those that are equal, its cells, and where these begin. */
void sorted_add(struct sorted *sorted, const struct svc_value *row)
{
    struct svc_buf *out = &sorted->bytes;
    svc_buf_clear(out);
    for (size_t k = 0; k < sorted->keys; k++)
        put_key(out, &row[sorted->key[k].at], sorted->key[k].down);
    put_number(out, sorted->count++, false);
    int64_t cells = (int64_t)out->len;
    for (size_t i = 0; i < sorted->columns; i++) {
        bool given = svc_value_given(&row[i]);
        svc_buf_putc(out, (char)(given ? row[i].is : SVC_EMPTY));
        if (given && row[i].is == SVC_IS_TEXT)
            put_text(out, row[i].text, false);
        else if (given)
            put_number(out, row[i].number, false);
    }
    put_number(out, cells, false);
    svc_runs_add(sorted->runs, out->data, out->len);
}

static int64_t number_at(const unsigned char *bytes)
{
    uint64_t order = 0;
    for (int i = 0; i < NUMBER; i++)
        order = order << 8 | bytes[i];
    return (int64_t)(order ^ UINT64_C(1) << 63);
}

static void print_row(const struct sorted *sorted, struct svc_call *call, const unsigned char *at)
{
    struct svc_value row[MOST_COLUMNS];
    for (size_t i = 0; i < sorted->columns; i++) {
        int is = *at++;
        if (is == SVC_IS_TEXT) {
            row[i] = svc_value_text((const char *)at);
            at += row[i].len + 1;
        } else if (is == SVC_IS_NUMBER) {
            row[i] = svc_value_number(number_at(at));
            at += NUMBER;
        } else {
            row[i] = svc_value_text(NULL);
        }
    }
    svc_print_row(call, row);
}

void sorted_print(struct sorted *sorted, struct svc_call *call, int64_t limit)
{
    const unsigned char *bytes;
    size_t len;
    svc_runs_sort(sorted->runs);
    while (limit-- > 0 && (bytes = svc_runs_next(sorted->runs, &len)))
        print_row(sorted, call, bytes + number_at(bytes + len - NUMBER));
    svc_runs_close(sorted->runs);
    svc_buf_free(&sorted->bytes);
    free(sorted);
}
