/* svc-xlsx: makes a workbook of the typed sheet on standard input.
 *
 * Codes stay text, numbers and dates become such; the heading is frozen and can be filtered by; the
 * pages are A4, one wide. Nothing in the file tells when it was made, so that equal input gives
 * equal bytes. Rows go to disk as they come, whatever their number. */
#include <search.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "bars.h"
#include "page.h"
#include "sheet.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/spool.h"
#include "svc/text.h"
#include "svc/typed.h"
#include "svc/when.h"

enum {
    NAME_MAX_CHARS = 31,                /* of Excel */
    SHEETS_MAX = 400,                   /* each keeps a file open until the end */
    PAPER_A4 = 9,
    FIRST_DAY = 25569,                  /* 1970-01-01, as spreadsheets count days … */
    MARCH_1900 = -25508                 /* … truly since this day */
};
static const time_t CREATED = 946684800; /* 2000-01-01, for every workbook */

/* One worksheet: all rows, or those with one value of the column that parts them. */
struct part {
    lxw_worksheet *sheet;
    char *name, *value;
    lxw_row_t next, last; /* row to be written; the last one with cells of a record, 0 for none */
    double high, used; /* points of all its rows, and of those on the page that the last is on */
};

static struct sheet in;
static struct page page;
static struct svc_buf foots; /* lines at the foot of each page */
static lxw_workbook *book;
static lxw_format *heading, *code, *number, *hundredths, *rate, *day, *moment, *foot;
static lxw_format *sum, *sum_text; /* of a total */
static lxw_format *lights[3]; /* green, amber, red */
static struct part *parts;
static size_t part_count;

static lxw_format *format(const char *pattern)
{
    lxw_format *new = workbook_add_format(book);
    format_set_font_name(new, "宋体");
    format_set_align(new, LXW_ALIGN_VERTICAL_TOP);
    format_set_border(new, LXW_BORDER_THIN);
    format_set_border_color(new, 0xBFBFBF);
    if (pattern)
        format_set_num_format(new, pattern);
    return new;
}

static void make_formats(void)
{
    heading = format(NULL);
    format_set_bold(heading);
    format_set_text_wrap(heading);
    format_set_align(heading, LXW_ALIGN_CENTER);
    format_set_bg_color(heading, 0xEDEDED);
    code = format("@");
    format_set_text_wrap(code);
    number = format("0_ ");
    hundredths = format("0.00_ ");
    rate = format(NULL);
    day = format(in.company ? "yyyy\"年\"m\"月\"d\"日\"" : "yyyy-mm-dd");
    format_set_align(day, LXW_ALIGN_LEFT);
    moment = format(in.company ? "yyyy\"年\"m\"月\"d\"日\" hh:mm" : "yyyy-mm-dd hh:mm:ss");
    format_set_align(moment, LXW_ALIGN_LEFT);
    static const lxw_color_t colors[] = { 0xC6E0B4, 0xFFE699, 0xF4B0A0 };
    for (int i = 0; i < 3; i++) {
        lights[i] = format(NULL);
        format_set_bg_color(lights[i], colors[i]);
    }
    sum = format("0.00_ ");
    sum_text = format("@");
    format_set_bold(sum);
    format_set_bold(sum_text);
    foot = workbook_add_format(book);
    format_set_font_name(foot, "宋体");
    format_set_font_color(foot, 0x595959);
}

/* -- worksheets --------------------------------------------------------------------------- */

static bool is_taken(const char *name)
{
    for (size_t i = 0; i < part_count; i++)
        if (strcasecmp(parts[i].name, name) == 0)
            return true;
    return false;
}

/* A name that a spreadsheet takes: 31 characters, none of []:*?/\, no ' at an end, none twice. */
static char *sheet_name(const char *wanted)
{
    struct svc_buf name = { 0 };
    size_t used, chars = 0;
    for (; *wanted && chars < NAME_MAX_CHARS - 3; wanted += used, chars++) {
        svc_utf8_char(wanted, &used);
        if (strchr("[]:*?/\\'", *wanted) || (unsigned char)*wanted < ' ')
            svc_buf_putc(&name, '_');
        else
            svc_buf_add(&name, wanted, used);
    }
    if (!name.len)
        svc_buf_putc(&name, '-');
    size_t len = name.len;
    for (int n = 2; is_taken(svc_buf_text(&name)); n++) {
        name.len = len;
        svc_buf_printf(&name, "~%d", n);
    }
    return svc_buf_take(&name);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(a, b);
}

static int by_text(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static int by_value(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    return strcmp(x->value, y->value);
}

static bool headings_wrap(void)
{
    for (size_t i = 0; i < in.shown; i++)
        if (sheet_heading_width(&in.columns[i]) > sheet_column_width(&in, &in.columns[i]))
            return true;
    return false;
}

static struct part *add_part(const char *wanted, const char *value)
{
    char *name = sheet_name(wanted);
    parts = svc_grow(parts, part_count, sizeof *parts);
    struct part *part = &parts[part_count++];
    *part = (struct part){ .sheet = workbook_add_worksheet(book, name), .name = name,
                           .value = svc_strdup(value) };
    if (!part->sheet)
        svc_die(SVC_IO, "cannot make the worksheet \"%s\"", name);
    if (!in.headless && headings_wrap())
        worksheet_set_row(part->sheet, 0, 2 * PAGE_LINE, NULL);
    for (size_t i = 0; !in.headless && i < in.shown; i++)
        worksheet_write_string(part->sheet, 0, (lxw_col_t)i, in.columns[i].heading, heading);
    part->next = !in.headless;
    return part;
}

static struct part *part_of(const char *value)
{
    struct part key = { .value = (char *)value };
    return bsearch(&key, parts + 1, part_count - 1, sizeof *parts, by_value);
}

/* Worksheets cannot change places once they are there, so the values are read and sorted first. */
static void add_parts(char **values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof *values, by_text);
    for (size_t i = 0; i < count; i++) {
        add_part(*values[i] ? values[i] : "-", values[i]);
        free(values[i]);
    }
    free(values);
}

/* The values of the column that parts the rows, each once; the input is read again after that. */
static char **read_values(size_t *count)
{
    enum sheet_line line;
    void *seen = NULL;
    char **values = NULL;
    for (*count = 0; (line = sheet_next(&in)) != SHEET_END;) {
        const char *value = line == SHEET_ROW ? in.cells[in.split] : NULL;
        if (!value || tfind(value, &seen, by_word))
            continue;
        if (*count == SHEETS_MAX)
            svc_die(SVC_REFUSED, "more than %d worksheets\nchoose another column to part the rows"
                    " by", SHEETS_MAX);
        values = svc_grow(values, *count, sizeof *values);
        values[*count] = svc_strdup(value);
        tsearch(values[(*count)++], &seen, by_word);
    }
    sheet_rewind(&in);
    return values;
}

/* -- cells -------------------------------------------------------------------------------- */

_Noreturn static void broken_cell(size_t column, const char *why)
{
    svc_die(SVC_BUG, "a cell of column \"%s\": %s", in.columns[column].heading, why);
}

static void write_text(struct part *part, size_t column, const char *cell, lxw_format *as)
{
    lxw_error error = worksheet_write_string(part->sheet, part->next, (lxw_col_t)column, cell, as);
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        svc_die(SVC_REFUSED, "row %u, column \"%s\": a text of more than 32767 characters does not"
                " fit into a workbook\nleave the column out with --columns, or write CSV",
                part->next + 1, in.columns[column].heading);
    if (error)
        svc_die(SVC_IO, "cannot write the workbook: %s", lxw_strerror(error));
}

static void write_number(struct part *part, size_t column, double value, lxw_format *as)
{
    lxw_error error = worksheet_write_number(part->sheet, part->next, (lxw_col_t)column, value, as);
    if (error)
        svc_die(SVC_IO, "cannot write the workbook: %s", lxw_strerror(error));
}

static void write_cell(struct part *part, size_t column, const char *cell)
{
    int64_t whole;
    svc_when when;
    double days;
    switch (in.columns[column].kind) {
    case SHEET_INT:
        if (svc_int_parse(cell, &whole))
            broken_cell(column, _("not a number"));
        write_number(part, column, (double)whole, number);
        return;
    case SHEET_HUNDREDTHS:
        if (svc_hundredths_parse(cell, &whole))
            broken_cell(column, _("not a number of two decimals"));
        write_number(part, column, (double)whole / 100, hundredths);
        return;
    case SHEET_DAY:
    case SHEET_TIME:
        if (svc_when_parse(cell, &when) || svc_when_day(when) < MARCH_1900)
            break; /* a spreadsheet knows no such day */
        days = (double)when / (double)SVC_DAY_SECONDS; /* rounded, where registers are longer */
        write_number(part, column, (double)FIRST_DAY + days, in.columns[column].kind == SHEET_DAY ? day : moment);
        return;
    case SHEET_RATE: {
        char *end;
        double value = strtod(cell, &end);
        if (*end)
            broken_cell(column, _("not a rate"));
        const char *point = strchr(cell, '.');
        write_number(part, column, value, point && strlen(point) == 3 ? hundredths : rate);
        return;
    }
    case SHEET_LIGHT: {
        const char *name;
        int light = svc_typed_light(&cell, &(size_t){ strlen(cell) }, &name);
        write_text(part, column, cell, light < 0 ? code : lights[light]);
        return;
    }
    case SHEET_TEXT:
    case SHEET_CODE: break;
    }
    write_text(part, column, cell, code);
}

/* Behind the last record, so that neither filter nor sorting takes it for one. */
static void write_total(struct part *part)
{
    int64_t hundred;
    for (size_t i = 0; i < in.shown; i++) {
        if (in.columns[i].kind == SHEET_HUNDREDTHS && !svc_hundredths_parse(in.cells[i], &hundred))
            write_number(part, i, (double)hundred / 100, sum);
        else
            write_text(part, i, in.cells[i], sum_text);
    }
    part->next++;
}

/* A line under the table, on each worksheet. Where a record takes several pages, who signs stands in the first
 * column that is not on all of them, and what else there is at the foot of each. */
static void write_line(const char *line, bool sign)
{
    bool several = page.across > 1 && in.keys < in.shown;
    if (several && !sign) {
        svc_buf_printf(&foots, "%s%s", foots.len ? "\n" : "", line);
        return;
    }
    for (size_t i = 0; i < part_count; i++, parts[i - 1].next++)
        write_text(&parts[i], several ? in.keys : 0, line, foot);
}

static void write_row(struct part *part)
{
    size_t lines = in.company ? sheet_row_lines(&in) : 1; /* a list is scrolled, a paper is not */
    double points = (double)lines * PAGE_LINE;
    if (in.company || lines > 1) /* else each machine has a height of its own */
        worksheet_set_row(part->sheet, part->next, points, NULL);
    part->high += points;
    part->used = 2 * PAGE_LINE + part->used + points > page.room ? points : part->used + points;
    for (size_t i = 0; i < in.shown; i++)
        if (*in.cells[i])
            write_cell(part, i, in.cells[i]);
        else
            worksheet_write_blank(part->sheet, part->next, (lxw_col_t)i, code);
    part->last = part->next++;
}

/* -- the whole ---------------------------------------------------------------------------- */

static void read_rows(void)
{
    enum sheet_line line;
    while ((line = sheet_next(&in)) != SHEET_END) {
        switch (line) {
        case SHEET_FOOT:
        case SHEET_SIGN: write_line(in.cells[0], line == SHEET_SIGN); break;
        case SHEET_TOTAL: write_total(&parts[0]); break;
        default:
            write_row(&parts[0]);
            if (in.split >= 0)
                write_row(part_of(in.cells[in.split]));
        }
    }
}

static void set_page(lxw_worksheet *sheet, bool landscape)
{
    worksheet_set_paper(sheet, PAPER_A4);
    if (landscape)
        worksheet_set_landscape(sheet);
    worksheet_set_margins(sheet, 0.3, 0.3, 0.8, 0.7);
    char *footer = sheet_footer(svc_buf_text(&foots));
    worksheet_set_footer(sheet, footer);
    free(footer);
}

/* One page where that can be; and the last of several has more than what stands under the rows. */
static void put_pages(struct part *part)
{
    lxw_row_t breaks[] = { part->last, 0 };
    double under = (double)(part->next - part->last - 1) * PAGE_LINE;
    bool one = 2 * PAGE_LINE + part->high + under <= page.room;
    if (page.across == 1 && (one || !in.company)) {
        worksheet_fit_to_pages(part->sheet, 1, one && in.company);
        return;
    }
    worksheet_set_print_scale(part->sheet, (uint16_t)page.scale);
    if (page.across > 1) {
        worksheet_repeat_columns(part->sheet, 0, (lxw_col_t)(in.keys ? in.keys - 1 : 0));
        worksheet_print_across(part->sheet);
    }
    if (in.company && part->last > 1 && 2 * PAGE_LINE + part->used + under > page.room)
        worksheet_set_h_pagebreaks(part->sheet, breaks);
}

static void lay_out(struct part *part)
{
    lxw_worksheet *sheet = part->sheet;
    char *title = part == parts ? svc_strdup(in.title) : svc_format("%s  %s", in.title, part->value);
    char *header = sheet_header(&in, title);
    for (size_t i = 0; i < in.shown; i++) {
        lxw_row_col_options untold = { .hidden = in.company && !in.columns[i].told };
        worksheet_set_column_opt(sheet, (lxw_col_t)i, (lxw_col_t)i, page_column(&in, &in.columns[i]), NULL, &untold);
    }
    if (!in.headless) {
        worksheet_freeze_panes(sheet, 1, 0);
        worksheet_repeat_rows(sheet, 0, 0);
        worksheet_autofilter(sheet, 0, 0, part->last, (lxw_col_t)(in.shown - 1));
    }
    set_page(sheet, page.landscape);
    put_pages(part);
    worksheet_set_header(sheet, header);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    free(header);
    free(title);
}

/* Under the rows of the first worksheet, or on a page of its own. */
static void draw_chart(const struct part *part)
{
    struct bars bars = { .title = in.chart, .heading = in.columns[in.values].heading, .rows = part->name,
                         .names = (lxw_col_t)in.names, .values = (lxw_col_t)in.values,
                         .first = !in.headless, .last = part->last };
    if (!in.chart || part->last < bars.first)
        return;
    bool own = bars_are_many(&bars);
    lxw_worksheet *sheet = own ? workbook_add_worksheet(book, sheet_name(in.chart)) : part->sheet;
    if (own)
        set_page(sheet, false);
    bars_draw(book, &bars, sheet, own ? 0 : part->next + 1);
}

/* The library writes to a path. That of a nameless file is as good as any other, and what is
 * behind standard output stays as it was opened. */
static void send(int fd)
{
    char piece[64 * 1024];
    ssize_t n;
    for (off_t at = 0; (n = pread(fd, piece, sizeof piece, at)) > 0; at += n)
        if (!svc_write_all(STDOUT_FILENO, piece, (size_t)n))
            n = -1;
    if (n < 0)
        svc_die(SVC_IO, "cannot write the workbook: %s", svc_lang_error(errno));
}

int main(int argc, char **argv)
{
    char path[64];
    svc_err_tool(argc > 0 ? argv[0] : "svc-xlsx");
    svc_lang_begin(svc_installed);
    int fd = svc_temporary();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE,
                                     .tmpdir = (char *)svc_temporary_folder() };
    sheet_open(&in);
    size_t count = 0;
    char **values = in.split < 0 ? NULL : read_values(&count);
    sheet_measure(&in);
    page = page_fit(&in);
    book = workbook_new_opt(path, &options);
    if (!book)
        svc_die(SVC_IO, "cannot begin the workbook");
    lxw_doc_properties properties = { .title = in.title, .created = CREATED };
    workbook_set_properties(book, &properties);
    make_formats();
    add_part(*in.title ? in.title : "-", "");
    add_parts(values, count);
    read_rows();
    for (size_t i = 0; i < part_count; i++)
        lay_out(&parts[i]);
    draw_chart(&parts[0]);
    lxw_error error = workbook_close(book);
    if (error)
        svc_die(SVC_IO, "cannot write the workbook: %s", lxw_strerror(error));
    send(fd);
    return SVC_OK;
}
