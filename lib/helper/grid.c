#include "grid.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

enum { PIECE = 64 * 1024, KEPT_MAX = 4 * 1024 * 1024 };
static const uint64_t OUTPUT_MAX = (uint64_t)4 << 30;

struct cell {
    uint32_t column;
    size_t at, len; /* in `text` */
};

/* What fills the cells below it. */
struct fill {
    uint32_t last; /* row, 0 for none */
    char *text;
    size_t len;
};

static struct {
    char *sheet;
    bool named, headed;
    uint32_t row, put; /* at hand, 0 before the first; lines written */
    struct svc_buf text, out;
    struct cell *cells;
    size_t count, room;
    struct fill fill[GRID_COLUMNS + 1];
    uint32_t most; /* no column behind this one is filled */
    size_t kept;   /* bytes that fill */
    uint64_t size; /* of all that was written */
} grid;

void grid_forget(void)
{
    for (uint32_t i = 0; i <= grid.most; i++)
        free(grid.fill[i].text);
    free(grid.sheet);
    free(grid.cells);
    svc_buf_free(&grid.text);
    svc_buf_free(&grid.out);
    memset(&grid, 0, sizeof grid);
}

const char *grid_name(uint32_t row, uint32_t column, char name[GRID_NAME])
{
    char letters[8];
    size_t n = sizeof letters;
    letters[--n] = '\0';
    for (uint32_t c = column; c && n; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    snprintf(name, GRID_NAME, "%.4s%u", letters + n, row);
    return name;
}

void grid_refuse(uint32_t row, uint32_t column, const char *what)
{
    char name[GRID_NAME];
    grid_name(row, column, name);
    if (grid.sheet)
        svc_die(SVC_BADINPUT, "worksheet \"%s\", cell %s: %s", grid.sheet, name, what);
    svc_die(SVC_BADINPUT, "cell %s: %s", name, what);
}

/* -- output ------------------------------------------------------------------------------------- */

static void flush(void)
{
    if (grid.out.len && !svc_write_all(STDOUT_FILENO, grid.out.data, grid.out.len))
        svc_die(SVC_IO, "cannot write the rows: %s", svc_lang_error(errno));
    grid.size += grid.out.len;
    svc_buf_clear(&grid.out);
    if (grid.size > OUTPUT_MAX)
        svc_die(SVC_BADINPUT, "the cells hold more than 4 GiB of text");
}

bool grid_again(void)
{
    struct stat st;
    if (fstat(STDOUT_FILENO, &st) != 0 || !S_ISREG(st.st_mode) || fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND)
        return false;
    if (grid.size && (lseek(STDOUT_FILENO, -(off_t)grid.size, SEEK_CUR) < 0 ||
                      ftruncate(STDOUT_FILENO, lseek(STDOUT_FILENO, 0, SEEK_CUR)) != 0))
        return false;
    char *sheet = svc_strdup(grid.sheet);
    bool named = grid.named, headed = grid.headed;
    grid_forget();
    grid_begin(named, sheet, headed);
    free(sheet);
    return true;
}

static void put_text(const char *text, size_t len)
{
    struct svc_buf *out = &grid.out;
    bool plain = true;
    for (size_t i = 0; i < len && plain; i++)
        plain = text[i] != ',' && text[i] != '"' && text[i] != '\n';
    if (plain) {
        svc_buf_add(out, text, len);
        return;
    }
    svc_buf_putc(out, '"');
    for (const char *end = text + len; text < end;) {
        const char *quote = memchr(text, '"', (size_t)(end - text));
        size_t n = quote ? (size_t)(quote - text) + 1 : (size_t)(end - text);
        svc_buf_add(out, text, n);
        if (quote)
            svc_buf_putc(out, '"');
        text += n;
    }
    svc_buf_putc(out, '"');
}

void grid_begin(bool named, const char *sheet, bool headed)
{
    grid.sheet = svc_strdup(sheet);
    grid.named = named;
    grid.headed = headed;
    if (named)
        svc_buf_printf(&grid.out, "%d\t", headed ? 0 : 1);
    for (const char *c = sheet; named && c && *c; c++)
        svc_buf_putc(&grid.out, (unsigned char)*c < ' ' ? ' ' : *c);
    if (named)
        svc_buf_putc(&grid.out, '\n');
}

/* -- a row -------------------------------------------------------------------------------------- */

static void unfill(struct fill *fill)
{
    grid.kept -= fill->len;
    free(fill->text);
    *fill = (struct fill){ 0 };
}

/* The merged cell has come: its text waits for the rows below. */
static void keep(struct fill *fill, const struct cell *cell)
{
    grid.kept += cell->len - fill->len;
    free(fill->text);
    fill->text = svc_strndup(grid.text.data + cell->at, cell->len);
    fill->len = cell->len;
    if (grid.kept > KEPT_MAX)
        grid_refuse(grid.row, cell->column, _("the texts of merged cells are larger than 4 MiB together"));
}

static void put_cell(uint32_t *at, uint32_t column, const char *text, size_t len)
{
    static const char commas[] = ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,";
    for (uint32_t n = column - *at; n;) {
        uint32_t piece = n < sizeof commas - 1 ? n : (uint32_t)(sizeof commas - 1);
        svc_buf_add(&grid.out, commas, piece);
        n -= piece;
    }
    put_text(text, len);
    *at = column;
}

/* In the order of their columns: the row's own, and those that are filled. */
static void put_row(void)
{
    uint32_t at = 1, column = 1;
    size_t before = grid.out.len;
    for (size_t i = 0; i < grid.count; i++) {
        const struct cell *cell = &grid.cells[i];
        for (; column < cell->column && column <= grid.most; column++)
            if (grid.fill[column].text)
                put_cell(&at, column, grid.fill[column].text, grid.fill[column].len);
        put_cell(&at, cell->column, grid.text.data + cell->at, cell->len);
        column = cell->column + 1;
    }
    for (; column <= grid.most; column++)
        if (grid.fill[column].text)
            put_cell(&at, column, grid.fill[column].text, grid.fill[column].len);
    if (grid.out.len - before > GRID_RECORD)
        grid_refuse(grid.row, 1, _("the row that begins here is larger than 1 MiB"));
}

static void end_row(void)
{
    for (; grid.put + 1 < grid.row; grid.put++) {
        svc_buf_putc(&grid.out, '\n');
        if (grid.out.len > PIECE)
            flush();
    }
    for (uint32_t i = 1; i <= grid.most; i++)
        if (grid.fill[i].last && grid.fill[i].last < grid.row)
            unfill(&grid.fill[i]);
    while (grid.most && !grid.fill[grid.most].last)
        grid.most--;
    if (grid.count)
        put_row();
    for (size_t i = 0; i < grid.count && grid.cells[i].column <= grid.most; i++)
        if (grid.fill[grid.cells[i].column].last)
            keep(&grid.fill[grid.cells[i].column], &grid.cells[i]);
    svc_buf_putc(&grid.out, '\n');
    grid.put = grid.row;
    if (grid.out.len > PIECE)
        flush();
}

void grid_row(uint32_t row)
{
    if (grid.count)
        end_row();
    grid.count = 0;
    svc_buf_clear(&grid.text);
    grid.row = row;
}

void grid_merged(uint32_t column, uint32_t last)
{
    if (last <= grid.row)
        return;
    unfill(&grid.fill[column]);
    grid.fill[column].last = last;
    grid.most = column > grid.most ? column : grid.most;
}

/* Puts the text behind the others with LF for the line ends that spreadsheets write. */
static void add_text(uint32_t column, const char *text, size_t len)
{
    for (size_t i = 0, from = 0; i <= len; i++) {
        unsigned char c = i < len ? (unsigned char)text[i] : '\r';
        bool c1 = c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] < 0xa0;
        if (i < len && ((c >= ' ' && c != 0x7f && !c1) || c == '\n' || c == '\t'))
            continue;
        if (c != '\r') {
            char *why = svc_format(_("the control character U+%04X"), c1 ? (unsigned char)text[i + 1] : c);
            grid_refuse(grid.row, column, why);
        }
        svc_buf_add(&grid.text, text + from, i - from);
        if (i < len && (i + 1 == len || text[i + 1] != '\n'))
            svc_buf_putc(&grid.text, '\n');
        from = i + 1;
    }
}

void grid_cell(uint32_t column, const char *text, size_t len)
{
    size_t at = grid.text.len;
    if (!len)
        return;
    if (grid.count && column <= grid.cells[grid.count - 1].column)
        grid_refuse(grid.row, column, _("stands where it cannot: cells do not ascend"));
    if (len > GRID_TEXT)
        grid_refuse(grid.row, column, _("a text larger than 64 KiB"));
    add_text(column, text, len);
    if (grid.count == grid.room)
        grid.cells = svc_realloc(grid.cells, grid.room = 2 * grid.room + 32, sizeof *grid.cells);
    grid.cells[grid.count++] = (struct cell){ column, at, grid.text.len - at };
    if (grid.text.len > GRID_RECORD)
        grid_refuse(grid.row, 1, _("the row that begins here is larger than 1 MiB"));
}

void grid_end(void)
{
    if (grid.count)
        end_row();
    grid.count = 0;
    flush();
}
