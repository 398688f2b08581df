#include "leaf.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/mem.h"
#include "svc/text.h"

/* Millimetres of a page: what its margins leave, what its parts take, what fonts differ by. */
static const double SHEET = 269, WIDTH = 178, TITLE = 14.5, COMPANY = 7, REFERENCE = 7, GOES_ON = 9, FOOT = 12,
                    SPARE = 5, BORDER = 0.3, BESIDE = 4, POINT = 0.3528, LEADING = 1.5;
enum { MOST_LINES = 24 }; /* of a row, before it goes on in the next */

/* From the largest type to the smallest: the type in points, room above and below a text, room to sign in. */
static const struct density {
    const char *name;
    double type, pad, sign;
} densities[] = { { "wide", 11, 1.6, 16 }, { "close", 10, 1.1, 13 }, { "dense", 9, 0.7, 11.5 } };
enum { DENSITIES = sizeof densities / sizeof *densities, SEVERAL = 1 /* that of more pages than one */ };

struct block {
    enum { ROW, TEXT, SEAL } kind;
    struct svc_form_cell cells[LEAF_GRID];
    size_t count;
    int lines;
    bool sign;
};

struct leaf_form {
    char *company, *title, *reference;
    struct block *blocks;
    size_t count;
    bool grid; /* inside of a table */
};

static const char page_head[] =
    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<style>\n"
    "@page { size: A4; margin: 14mm 16mm 12mm; }\n"
    "body { font-family: \"Noto Serif CJK SC\", \"Source Han Serif SC\", SimSun, serif;"
    " font-size: 11pt; line-height: 1.5; width: 178mm; margin: 0 auto; }\n"
    "section { position: relative; min-height: 269mm; box-sizing: border-box; padding-bottom: 12mm;"
    " break-after: page; }\nsection:last-child { break-after: auto; }\n"
    "h1 { font-size: 17pt; line-height: 1.4; text-align: center; margin: 0; padding: 6mm 0 2mm; }\n"
    "h1 small { display: block; font-size: 14pt; font-weight: normal; }\n"
    "p { line-height: 1.7; white-space: pre-wrap; margin: 1.5mm 0; }\n"
    "p.no { text-align: right; margin: 0 0 1mm; }\n"
    "p.on { display: flex; justify-content: space-between; margin: 0 0 2mm; }\n"
    "p.seal { text-align: right; margin: 8mm 12mm 8mm; }\n"
    "table { width: 100%; border-collapse: collapse; table-layout: fixed; }\n"
    "tr { break-inside: avoid; }\n"
    "th, td { border: 0.3mm solid #000; padding: 1.6mm 2mm; vertical-align: top;"
    " text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; }\n"
    "th { font-weight: normal; background: #f2f2f2; vertical-align: middle;"
    " text-align: center; }\n"
    "td.sign { height: 12.8mm; vertical-align: bottom; text-align: right; }\n"
    ".close { font-size: 10pt; }\n.close th, .close td { padding: 1.1mm 2mm; }\n"
    ".close td.sign { height: 10.8mm; }\n.close p.seal { margin: 6mm 12mm; }\n"
    ".dense { font-size: 9pt; }\n.dense th, .dense td { padding: 0.7mm 2mm; }\n"
    ".dense td.sign { height: 10.1mm; }\n.dense p.seal { margin: 5mm 12mm; }\n"
    ".day { white-space: nowrap; }\n"
    "footer { position: absolute; bottom: 0; left: 0; right: 0; display: flex; align-items: flex-end;"
    " justify-content: space-between; font-size: 9pt; line-height: 1.4; color: #333; white-space: pre-line; }\n"
    "@media screen { section { margin: 8mm 0; } }\n"
    "</style>\n";

/* -- what a form has ------------------------------------------------------------------------ */

struct leaf_form *leaf_begin(const char *company, const char *title)
{
    struct leaf_form *form = svc_alloc(sizeof *form);
    form->company = svc_strdup(company);
    form->title = svc_strdup(title);
    return form;
}

void leaf_reference(struct leaf_form *form, const char *reference)
{
    free(form->reference);
    form->reference = svc_strdup(reference);
}

static struct block *add(struct leaf_form *form, struct block block)
{
    form->blocks = svc_grow(form->blocks, form->count, sizeof *form->blocks);
    form->blocks[form->count] = block;
    return &form->blocks[form->count++];
}

static char *copy(const char *text)
{
    return svc_strdup(text ? text : "");
}

void leaf_text(struct leaf_form *form, const char *text)
{
    add(form, (struct block){ .kind = TEXT, .cells = { { copy(text), LEAF_GRID, false } }, .count = 1 });
}

void leaf_seal(struct leaf_form *form, const char *whose, const char *when)
{
    add(form, (struct block){ .kind = SEAL, .count = 2,
                              .cells = { { copy(whose), LEAF_GRID, false }, { copy(when), LEAF_GRID, false } } });
}

/* -- how much room it takes ------------------------------------------------------------------- */

/* Half-width characters on a line of so many columns: in some types they are wider than half of the others. */
static size_t room(const char *text, int span, double type)
{
    size_t chars = 0, bytes = strlen(text);
    for (size_t i = 0; i < bytes; i++)
        chars += (text[i] & 0xC0) != 0x80;
    double wider = 5 * svc_text_width(text, bytes) < 8 * chars ? 1.12 : 1.02;
    return (size_t)((WIDTH * span / LEAF_GRID - BESIDE - BORDER) / (type * POINT / 2 * wider));
}

/* Takes the next line that fits off the text. */
static void take_line(const char **text, size_t width)
{
    size_t end = strcspn(*text, "\n"), len = svc_text_fit(*text, end, width);
    *text += len;
    if (len == end && **text == '\n')
        ++*text;
}

static size_t lines_of(const char *text, int span, double type)
{
    size_t lines = 0, width = room(text, span, type);
    for (; *text; lines++)
        take_line(&text, width);
    return lines ? lines : 1;
}

static double height(const struct block *block, const struct density *at)
{
    size_t most = (size_t)block->lines;
    double line = at->type * POINT * LEADING;
    if (block->kind == SEAL)
        return 2 * at->type * POINT * 1.7 + 16;
    for (size_t i = 0; i < block->count; i++) {
        size_t lines = lines_of(block->cells[i].text, block->cells[i].span, at->type);
        most = lines > most ? lines : most;
    }
    if (block->kind == TEXT)
        return (double)most * at->type * POINT * 1.7 + 3;
    double text = (double)most * line + 2 * at->pad + BORDER;
    return block->sign && text < at->sign ? at->sign : text;
}

static double head_height(const struct leaf_form *form, bool first)
{
    return first ? TITLE + (*form->company ? COMPANY : 0) + (form->reference ? REFERENCE : 0) : GOES_ON;
}

static double page_room(const struct leaf_form *form, bool first)
{
    return SHEET - FOOT - SPARE - head_height(form, first);
}

static bool is_one_page(const struct leaf_form *form, const struct density *at)
{
    double all = 0;
    for (size_t i = 0; i < form->count; i++)
        all += height(&form->blocks[i], at);
    return all <= page_room(form, true);
}

/* What heads the rows behind it, as the seal ends the text before it, is on one page with them. */
static bool holds_next(const struct leaf_form *form, size_t i)
{
    const struct block *block = &form->blocks[i];
    if (i + 1 < form->count && form->blocks[i + 1].kind == SEAL)
        return true;
    for (size_t c = 0; c < block->count; c++)
        if (!block->cells[c].label)
            return false;
    return block->kind == ROW;
}

/* Where the page that begins with a block ends. */
static size_t page_end(const struct leaf_form *form, size_t from, const struct density *at)
{
    double left = page_room(form, from == 0);
    size_t end = from;
    while (end < form->count && (left -= height(&form->blocks[end], at)) >= 0)
        end++;
    if (end == form->count)
        return end;
    end = end > from ? end : from + 1;
    size_t kept = end;
    while (kept > from + 1 && holds_next(form, kept - 1))
        kept--;
    return kept > from + 1 ? kept : end;
}

/* A text that is long goes on in a row of its own, whatever page that is on. */
void leaf_row(struct leaf_form *form, const struct svc_form_cell *cells, size_t count, int lines, bool sign)
{
    const struct svc_form_cell *last = &cells[count - 1];
    struct block block = { .kind = ROW, .count = count, .lines = lines, .sign = sign };
    const char *rest = last->text ? last->text : "";
    for (size_t i = 0; i < count; i++)
        block.cells[i] = (struct svc_form_cell){ copy(cells[i].text), cells[i].span, cells[i].label };
    if (count == 2)
        for (int line = 0; line < MOST_LINES && *rest; line++)
            take_line(&rest, room(last->text, last->span, densities[0].type));
    if (count != 2 || !*rest) {
        add(form, block);
        return;
    }
    size_t len = strlen(last->text) - strlen(rest);
    struct svc_form_cell more[] = { { svc_format("%s（续）", block.cells[0].text), cells[0].span, cells[0].label },
                                    { rest, last->span, last->label } };
    free((char *)block.cells[1].text);
    block.cells[1].text = svc_strndup(last->text, len - (last->text[len - 1] == '\n'));
    add(form, block);
    if (strstr(block.cells[0].text, "（续）"))
        more[0].text = svc_strdup(block.cells[0].text);
    leaf_row(form, more, 2, lines, sign);
    free((char *)more[0].text);
}

/* -- HTML ----------------------------------------------------------------------------------- */

/* A text of a cell: a day stands on one line. */
static void put_text(struct svc_buf *out, const char *text)
{
    for (size_t len; text && *text; text += len) {
        size_t day = svc_text_day(text);
        len = day ? day : strspn(text, "0123456789");
        len = len ? len : strcspn(text, "0123456789");
        svc_buf_puts(out, day ? "<span class=\"day\">" : "");
        svc_text_escape(out, text, len);
        svc_buf_puts(out, day ? "</span>" : "");
    }
}

static void element(struct svc_buf *out, const char *open, const char *text, const char *close)
{
    svc_buf_puts(out, open);
    svc_text_escape(out, text, text ? strlen(text) : 0);
    svc_buf_puts(out, close);
}

static void put_row(struct svc_buf *out, const struct block *row)
{
    svc_buf_puts(out, "<tr>");
    for (size_t i = 0; i < row->count; i++) {
        const struct svc_form_cell *cell = &row->cells[i];
        const char *tag = cell->label ? "th" : "td";
        svc_buf_printf(out, "<%s colspan=\"%d\"", tag, cell->span);
        if (!cell->label && row->sign)
            svc_buf_puts(out, " class=\"sign\"");
        else if (!cell->label && row->lines > 1)
            svc_buf_printf(out, " style=\"height: %.1fem\"", row->lines * LEADING);
        svc_buf_putc(out, '>');
        put_text(out, cell->text);
        svc_buf_printf(out, "</%s>", tag);
    }
    svc_buf_puts(out, "</tr>\n");
}

static void put_block(struct svc_buf *out, struct leaf_form *form, const struct block *block)
{
    if (form->grid != (block->kind == ROW))
        svc_buf_puts(out, form->grid ? "</table>\n" : "<table>\n");
    form->grid = block->kind == ROW;
    if (block->kind == ROW) {
        put_row(out, block);
    } else if (block->kind == TEXT) {
        element(out, "<p>", block->cells[0].text, "</p>\n");
    } else {
        element(out, "<p class=\"seal\">", block->cells[0].text, "\n");
        element(out, "", block->cells[1].text, "</p>\n");
    }
}

static void put_title(struct svc_buf *out, const struct leaf_form *form, bool first)
{
    const char *no = form->reference ? form->reference : "";
    if (!first) {
        element(out, "<p class=\"on\"><span>", form->title, "（续）</span><span>");
        element(out, "", no, "</span></p>\n");
        return;
    }
    svc_buf_puts(out, "<h1>");
    if (*form->company)
        element(out, "<small>", form->company, "</small>");
    element(out, "", form->title, "</h1>\n");
    if (*no)
        element(out, "<p class=\"no\">", no, "</p>\n");
}

static void put_page(struct svc_buf *out, struct leaf_form *form, size_t from, size_t end, const struct density *at)
{
    svc_buf_printf(out, "<section>\n<div class=\"%s\">\n", at->name);
    put_title(out, form, from == 0);
    for (size_t i = from; i < end; i++)
        put_block(out, form, &form->blocks[i]);
    svc_buf_puts(out, form->grid ? "</table>\n</div>\n" : "</div>\n");
    form->grid = false;
}

static void free_form(struct leaf_form *form)
{
    for (size_t i = 0; i < form->count; i++)
        for (size_t c = 0; c < form->blocks[i].count; c++)
            free((char *)form->blocks[i].cells[c].text);
    free(form->blocks);
    free(form->company);
    free(form->title);
    free(form->reference);
    free(form);
}

void leaf_end(struct leaf_form *form, const char *foot, struct svc_buf *out)
{
    size_t density = 0, pages = 0, page = 0, from;
    while (density < DENSITIES && !is_one_page(form, &densities[density]))
        density++;
    const struct density *at = &densities[density < DENSITIES ? density : SEVERAL];
    for (from = 0; from < form->count || !pages; pages++)
        from = page_end(form, from, at);
    for (from = 0; page < pages; page++) {
        size_t end = page_end(form, from, at);
        put_page(out, form, from, end, at);
        element(out, "<footer><span>", foot, "</span>");
        svc_buf_printf(out, "<span>第%zu页 共%zu页</span></footer>\n</section>\n", page + 1, pages);
        from = end;
    }
    free_form(form);
}

void leaf_head(const char *title, struct svc_buf *out)
{
    svc_buf_puts(out, page_head);
    element(out, "<title>", title, "</title>\n</head>\n<body>\n");
}

void leaf_tail(struct svc_buf *out)
{
    svc_buf_puts(out, "</body>\n</html>\n");
}
