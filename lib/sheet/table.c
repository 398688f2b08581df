#include "svc/table.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/encode.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"
#include "svc/text.h"
#include "svc/typed.h"

enum { SPOOL_MEMORY = 4 * 1024 * 1024, GAP = 2 };

/* How a cell lies in the spool, its text behind it. */
struct piece {
    size_t len;
    size_t width;
    int colour; /* of a terminal, 0 for none */
};

struct svc_table {
    struct svc_sink *sink;
    struct svc_writer_options opt;
    const struct svc_head *heads;
    size_t count;
    size_t column;
    size_t rows; /* in the spool, the header among them */
    size_t *widths;
    bool *left_out;
    bool *told; /* a column has a cell that says something */
    struct svc_spool *spool;
    struct svc_encoder *encoder; /* NULL for UTF-8 */
    struct svc_buf footers;
    struct svc_buf shown; /* work space */
};

struct svc_table *svc_table_open(struct svc_sink *sink, const struct svc_writer_options *opt,
                                 const struct svc_head *heads, size_t count)
{
    struct svc_table *t = svc_alloc(sizeof *t);
    t->sink = sink;
    t->opt = *opt;
    t->heads = heads;
    t->count = count;
    t->widths = svc_alloc(count * sizeof *t->widths);
    t->told = svc_alloc(count * sizeof *t->told);
    t->spool = svc_spool_open(SPOOL_MEMORY);
    t->encoder = svc_encoder_open(opt->encoding);
    if (opt->header == SVC_HEADER_NONE)
        return t;
    for (size_t i = 0; i < count; i++) {
        const char *name = opt->header == SVC_HEADER_ZH ? heads[i].label : heads[i].id;
        svc_table_cell(t, name, strlen(name));
    }
    svc_table_row(t);
    return t;
}

/* The colour of a light, which moves on to what it is called; 0 for any other word. */
static int colour_of(const char **text, size_t *len)
{
    static const int colours[SVC_LIGHTS] = { 32, 33, 31 };
    const char *name;
    int light = svc_typed_light(text, len, &name);
    return light < 0 ? 0 : colours[light];
}

void svc_table_cell(struct svc_table *t, const char *text, size_t len)
{
    bool light = text && t->opt.colour && t->heads[t->column].kind == SVC_KIND_LIGHT;
    int colour = light ? colour_of(&text, &len) : 0;
    svc_buf_clear(&t->shown);
    if (text)
        svc_text_visible(&t->shown, text, len);
    struct piece piece = { .len = t->shown.len, .colour = colour,
                           .width = svc_text_width(svc_buf_text(&t->shown), t->shown.len) };
    svc_spool_add(t->spool, &piece, sizeof piece);
    svc_spool_add(t->spool, svc_buf_text(&t->shown), piece.len);
    if (piece.width > t->widths[t->column])
        t->widths[t->column] = piece.width;
    if (t->rows || t->opt.header == SVC_HEADER_NONE)
        t->told[t->column] = t->told[t->column] || piece.len;
    t->column++;
}

void svc_table_row(struct svc_table *t)
{
    t->column = 0;
    t->rows++;
}

void svc_table_footer(struct svc_table *t, const char *text)
{
    svc_text_visible(&t->footers, text, strlen(text));
    svc_buf_putc(&t->footers, '\n');
}

void svc_table_signs(struct svc_table *t, const char *sign)
{
    static const char blank[] = "　";
    struct svc_buf out = { 0 };
    for (size_t run = 0; *sign;) {
        bool is_blank = strncmp(sign, blank, strlen(blank)) == 0;
        size_t len = is_blank ? strlen(blank) : 1;
        run = is_blank ? run + 1 : 0;
        if (run <= 2)
            svc_buf_add(&out, sign, len);
        sign += len;
    }
    svc_table_footer(t, svc_buf_text(&out));
    svc_buf_free(&out);
}

static void pad(struct svc_buf *line, size_t columns)
{
    memset(svc_buf_reserve(line, columns), ' ', columns);
    line->len += columns;
}

/* Cuts a line of `width` columns to the table's, the last of them being the …. */
static void cut(const struct svc_table *t, struct svc_buf *line, size_t width)
{
    if (t->opt.width == 0 || width <= t->opt.width)
        return;
    line->len = svc_text_fit(line->data, line->len, t->opt.width - 1);
    svc_buf_puts(line, "…");
}

static void put(struct svc_table *t, const struct svc_buf *line, size_t row)
{
    const struct svc_buf *bytes = svc_encode_row(t->encoder, line, row);
    svc_sink_put(t->sink, svc_buf_text(bytes), bytes->len);
}

/* `row` counts from 1, the header being 0. */
static void print_row(struct svc_table *t, struct svc_buf *line, size_t row)
{
    size_t width = 0; /* so far, and never much more than is shown */
    svc_buf_clear(line);
    for (size_t i = 0; i < t->count; i++) {
        struct piece piece;
        memcpy(&piece, svc_spool_take(t->spool, sizeof piece), sizeof piece);
        const char *text = svc_spool_take(t->spool, piece.len);
        size_t room = t->widths[i] - piece.width;
        bool right = svc_kind_is_number(t->heads[i].kind);
        if (t->left_out[i] || (t->opt.width && width > t->opt.width))
            continue;
        if (width)
            pad(line, GAP);
        if (right)
            pad(line, room);
        svc_encode_cell(t->encoder, line->len, t->heads[i].id);
        if (piece.colour)
            svc_buf_printf(line, "\033[%dm", piece.colour);
        svc_buf_add(line, text, piece.len);
        svc_buf_puts(line, piece.colour ? "\033[0m" : "");
        if (!right)
            pad(line, room);
        width += (width ? GAP : 0) + t->widths[i];
    }
    size_t ink = line->len;
    while (ink && line->data[ink - 1] == ' ')
        ink--;
    width -= line->len - ink;
    line->len = ink;
    cut(t, line, width);
    svc_buf_putc(line, '\n');
    put(t, line, row);
}

/* What says nothing, and what has no room beside the columns before it. */
static void leave_out(struct svc_table *t)
{
    size_t width = 0, count = 0, rows = t->rows - (t->opt.header != SVC_HEADER_NONE);
    t->left_out = svc_alloc(t->count * sizeof *t->left_out);
    for (size_t i = 0; i < t->count && t->opt.fit && t->opt.width; i++) {
        size_t all = width + (width ? GAP : 0) + t->widths[i];
        t->left_out[i] = (rows && !t->told[i]) || (width && all > t->opt.width);
        count += t->left_out[i] && (!rows || t->told[i]);
        width = t->left_out[i] ? width : all;
    }
    if (count) {
        char *told = svc_format(_("and %zu columns more: --columns names them, -f csv has them all"), count);
        svc_table_footer(t, told);
        free(told);
    }
}

void svc_table_close(struct svc_table *t)
{
    struct svc_buf line = { 0 };
    size_t first = t->opt.header == SVC_HEADER_NONE ? 1 : 0;
    leave_out(t);
    svc_spool_rewind(t->spool);
    for (size_t i = 0; i < t->rows; i++)
        print_row(t, &line, first + i);
    put(t, &t->footers, t->rows);
    svc_encoder_close(t->encoder);
    svc_buf_free(&line);
    svc_buf_free(&t->footers);
    svc_buf_free(&t->shown);
    svc_spool_close(t->spool);
    free(t->widths);
    free(t->told);
    free(t->left_out);
    free(t);
}
