#include "svc/form.h"

#include <stdlib.h>
#include <string.h>

#include "leaf.h"
#include "svc/err.h"
#include "svc/frame.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/when.h"

/* Text: twelve columns of UNIT characters, borders included. */
enum { GRID = LEAF_GRID, UNIT = 7, MOST_CELLS = GRID };

struct svc_form {
    struct svc_call *call;
    struct svc_buf out;
    char *foot;    /* of every page … */
    char *company; /* … and its head */
    bool html, paged;
    struct leaf_form *leaf;  /* HTML: what is laid out when it ends */
    bool grid;               /* text: inside of a table … */
    unsigned char edge[GRID * UNIT + 1]; /* … where its last row had borders */
};

const struct svc_option svc_form_options[] = {
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &svc_shared.format,
      .arg = "text|html", .help = "what to write (default: text)" },
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &svc_shared.output,
      .arg = "FILE", .written = true, .help = "write to FILE, all or nothing; .html gives HTML" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

/* -- text --------------------------------------------------------------------------------- */

/* The line between two rows: a cross wherever one of them has a border. */
static void text_rule(struct svc_form *form, const unsigned char *next)
{
    for (int i = 0; i <= GRID * UNIT; i++)
        svc_buf_putc(&form->out, form->edge[i] || (next && next[i]) ? '+' : '-');
    svc_buf_putc(&form->out, '\n');
}

/* Takes the next line that fits off the text. */
static size_t text_line(const char **text, size_t width)
{
    size_t end = strcspn(*text, "\n");
    size_t len = svc_text_fit(*text, end, width);
    *text += len;
    if (len == end && **text == '\n')
        ++*text;
    return len;
}

static void text_cell(struct svc_form *form, const struct svc_form_cell *cell, const char **rest)
{
    size_t width = (size_t)cell->span * UNIT - 3;
    const char *from = *rest;
    size_t len = text_line(rest, width), shown = svc_text_width(from, len);
    svc_buf_puts(&form->out, "| ");
    svc_buf_add(&form->out, from, len);
    for (size_t i = shown; i < width + 1; i++)
        svc_buf_putc(&form->out, ' ');
}

static void text_row(struct svc_form *form, const struct svc_form_cell *cells, size_t count,
                     int lines)
{
    unsigned char edge[GRID * UNIT + 1] = { 0 };
    struct svc_buf shown[MOST_CELLS] = { { 0 } };
    const char *rest[MOST_CELLS];
    bool more = true;
    int at = 0;
    edge[0] = 1;
    for (size_t i = 0; i < count; i++) {
        at += cells[i].span * UNIT;
        edge[at] = 1;
        const char *text = cells[i].text ? cells[i].text : "";
        for (const char *end; *text; text = *end ? end + 1 : end) {
            end = text + strcspn(text, "\n");
            svc_text_visible(&shown[i], text, (size_t)(end - text));
            svc_buf_puts(&shown[i], *end ? "\n" : "");
        }
        rest[i] = svc_buf_text(&shown[i]);
    }
    text_rule(form, edge);
    for (int line = 0; more || line < lines; line++) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            text_cell(form, &cells[i], &rest[i]);
            more = more || *rest[i];
        }
        svc_buf_puts(&form->out, "|\n");
    }
    for (size_t i = 0; i < count; i++)
        svc_buf_free(&shown[i]);
    memcpy(form->edge, edge, sizeof edge);
    form->grid = true;
}

static void text_paragraph(struct svc_form *form, const char *text)
{
    struct svc_buf shown = { 0 };
    while (*text) {
        const char *from = text;
        size_t len = text_line(&text, GRID * UNIT + 1);
        svc_buf_clear(&shown);
        svc_text_visible(&shown, from, len);
        svc_buf_printf(&form->out, "%s\n", svc_buf_text(&shown));
    }
    svc_buf_putc(&form->out, '\n');
    svc_buf_free(&shown);
}

static void text_centred(struct svc_form *form, const char *text)
{
    size_t width = svc_text_width(text, strlen(text)), room = GRID * UNIT + 1;
    for (size_t i = 0; width < room && i < (room - width) / 2; i++)
        svc_buf_putc(&form->out, ' ');
    svc_buf_printf(&form->out, "%s\n\n", text);
}

static void text_right(struct svc_form *form, const char *text)
{
    size_t width = svc_text_width(text, strlen(text)), room = GRID * UNIT + 1;
    svc_buf_printf(&form->out, "%*s%s\n", width < room ? (int)(room - width) : 0, "", text);
}

/* -- pages -------------------------------------------------------------------------------- */

static bool wants_html(void)
{
    const char *dot = svc_shared.output ? strrchr(svc_shared.output, '.') : NULL;
    if (svc_shared.format)
        return strcmp(svc_shared.format, "html") == 0;
    return dot && strcmp(dot, ".html") == 0;
}

struct svc_form *svc_form_open(struct svc_call *call)
{
    struct svc_form *form = svc_alloc(sizeof *form);
    form->call = call;
    form->html = wants_html();
    form->foot = svc_foot(call, SVC_CHINESE, NULL, NULL);
    form->company = svc_company(call->db, NULL);
    return form;
}

static void end_grid(struct svc_form *form)
{
    if (form->grid)
        text_rule(form, NULL);
    form->grid = false;
    memset(form->edge, 0, sizeof form->edge);
}

static void end_page(struct svc_form *form)
{
    if (!form->paged)
        return;
    end_grid(form);
    if (form->html)
        leaf_end(form->leaf, form->foot, &form->out);
    else
        svc_buf_printf(&form->out, "%s\n", form->foot);
}

void svc_form_page(struct svc_form *form, const char *title, const char *no)
{
    end_page(form);
    if (form->html && !form->paged)
        leaf_head(title, &form->out);
    if (form->html) {
        form->leaf = leaf_begin(form->company, title);
    } else {
        svc_buf_puts(&form->out, form->paged ? "\f" : "");
        if (*form->company)
            text_centred(form, form->company);
        text_centred(form, title);
    }
    char *number = no ? svc_format("编号：%s", no) : NULL;
    if (number)
        svc_form_reference(form, number);
    free(number);
    form->paged = true;
}

void svc_form_reference(struct svc_form *form, const char *reference)
{
    if (form->html)
        leaf_reference(form->leaf, reference);
    else
        text_right(form, reference);
}

static void put_row(struct svc_form *form, const struct svc_form_cell *cells, size_t count,
                    int lines, bool sign)
{
    int span = 0;
    for (size_t i = 0; i < count; i++)
        span += cells[i].span;
    if (span != GRID)
        svc_die(SVC_BUG, "a form's row spans %d of %d columns", span, GRID);
    if (form->html)
        leaf_row(form->leaf, cells, count, lines, sign);
    else
        text_row(form, cells, count, lines);
}

void svc_form_row(struct svc_form *form, const struct svc_form_cell *cells, size_t count)
{
    put_row(form, cells, count, 1, false);
}

void svc_form_field(struct svc_form *form, const char *label, const char *value)
{
    svc_form_area(form, label, value, 1);
}

void svc_form_pair(struct svc_form *form, const char *label, const char *value,
                   const char *label2, const char *value2)
{
    const struct svc_form_cell cells[] = { { label, 2, true }, { value, 4, false },
                                           { label2, 2, true }, { value2, 4, false } };
    put_row(form, cells, 4, 1, false);
}

void svc_form_area(struct svc_form *form, const char *label, const char *text, int lines)
{
    const struct svc_form_cell cells[] = { { label, 3, true }, { text, 9, false } };
    put_row(form, cells, 2, lines, false);
}

const char *svc_form_date(const char *time, bool minutes)
{
    svc_when when;
    char label[SVC_LABEL_SIZE];
    if (!time || svc_when_parse(time, &when))
        return "　　年　月　日";
    return svc_strdup(svc_when_label(when, minutes, label));
}

const char *svc_form_money(int64_t fen)
{
    char number[SVC_NUM_SIZE];
    struct svc_buf words = { 0 };
    svc_yuan_words(fen, &words);
    char *text = svc_format("%s元（人民币%s）", svc_hundredths_format(fen, number), words.data);
    svc_buf_free(&words);
    return text;
}

void svc_form_seal(struct svc_form *form, const char *issuer, const char *time)
{
    char *whose = svc_format("%s（盖章）", issuer);
    const char *when = svc_form_date(time, false);
    end_grid(form);
    if (form->html) {
        leaf_seal(form->leaf, whose, when);
    } else {
        svc_buf_putc(&form->out, '\n');
        text_right(form, whose);
        text_right(form, when);
        svc_buf_putc(&form->out, '\n');
    }
    free(whose);
}

void svc_form_sign(struct svc_form *form, const char *role, const char *who, const char *when,
                   const char *note)
{
    char *text = svc_format("%s%s签名：%s　日期：%s", note ? note : "", note ? "\n" : "",
                            who ? who : "　　　　　　", svc_form_date(who ? when : NULL, false));
    const struct svc_form_cell cells[] = { { role, 3, true }, { text, 9, false } };
    put_row(form, cells, 2, 2, true);
    free(text);
}

void svc_form_text(struct svc_form *form, const char *text)
{
    end_grid(form);
    if (form->html)
        leaf_text(form->leaf, text);
    else
        text_paragraph(form, text);
}

void svc_form_close(struct svc_form *form)
{
    end_page(form);
    if (form->html && form->paged)
        leaf_tail(&form->out);
    if (svc_worst() == SVC_OK)
        svc_print_bytes(form->call, svc_buf_text(&form->out), form->out.len);
    svc_buf_free(&form->out);
    free(form->foot);
    free(form->company);
    free(form);
}
