/* svc-html: makes one self-contained page, to be read or printed on A4, of the typed sheet on
 * standard input. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/typed.h"

/* The page is A4 across; a half-width character takes some half of the type's size. */
enum { UNITS = 480, PAGE_POINTS = 780, CELL_POINTS = 7, LARGEST = 10, SMALLEST = 8 };

static const char style[] =
    "@page { size: A4 landscape; margin: 12mm 10mm 14mm;"
    " @bottom-center { content: \"第\" counter(page) \"页 共\" counter(pages) \"页\"; font-size: 9pt; } }\n"
    "body { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft YaHei\", sans-serif;"
    " max-width: 277mm; margin: 6mm auto; }\n"
    "h1 { font-size: 15pt; text-align: center; margin: 0 0 3mm; }\n"
    "h1 small { display: block; font-size: 12pt; font-weight: normal; margin-bottom: 1mm; }\n"
    "p.about { display: flex; justify-content: space-between; font-size: 10pt; margin: 1.5mm 0; }\n"
    "p.sign { font-size: 10pt; margin: 5mm 0 3mm; }\n"
    "tbody.total, tbody.under { break-before: avoid; }\n" /* the last record is on a page with who signs */
    "tbody.under:nth-child(n) { background: none; }\ntbody.under td { border: 0; padding: 0; white-space: normal; }\n"
    "table { border-collapse: collapse; table-layout: fixed; width: 100%; }\n"
    "thead { display: table-header-group; }\ntbody { break-inside: avoid; }\n"
    "th, td { border: 0.2mm solid #888; padding: 0.6mm 0.9mm; vertical-align: top; text-align: left;"
    " white-space: pre-wrap; overflow-wrap: break-word;"
    " -webkit-print-color-adjust: exact; print-color-adjust: exact; }\n"
    "th { background: #ededed; text-align: center; font-weight: bold; }\n"
    "td.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
    ".day { white-space: nowrap; }\n"
    "tbody:nth-child(even) { background: #f8f8f8; }\n"
    "tbody.total { font-weight: bold; background: #ededed; }\n"
    "td.green { background: #c6e0b4; }\ntd.amber { background: #ffe699; }\n"
    "td.red { background: #f4b0a0; }\n"
    "footer { font-size: 9pt; color: #444; margin-top: 2mm; text-align: center; }\n"
    "@media print { body { margin: 0; } }\n";

/* -- where the columns stand ------------------------------------------------------------------ */

/* A record takes so many lines of the page as its columns need at a size that can be read; what tells
 * which record it is stands beside all of them. */
static struct layout {
    int size; /* of the type, points */
    size_t lines;
    struct place {
        bool shown;
        size_t line, units; /* of UNITS */
        double points;
    } *at; /* of each column */
} layout;

static double points(double halves, int size)
{
    return halves * size * 0.6 + CELL_POINTS;
}

/* Free text may break anywhere between Chinese characters, a heading is read in two lines as well. */
static double wanted(const struct sheet_column *column, bool least)
{
    enum { TEXT_MOST = 36, TEXT_LEAST = 14 };
    size_t heading = svc_text_width(column->heading, strlen(column->heading));
    size_t most = least ? TEXT_LEAST : TEXT_MOST, width = column->width;
    if (width > most)
        width = column->least > most ? column->least : most;
    return (double)(heading > 2 * width ? (heading + 1) / 2 : width);
}

/* The lines that the columns take, 0 when a page has no room for them beside what tells the record. */
static size_t arrange(const struct sheet *in, int size, bool least)
{
    double beside = 0, used = 0;
    size_t lines = 1;
    for (size_t i = 0; i < in->shown; i++) {
        struct place *at = &layout.at[i];
        at->shown = in->columns[i].told || !in->company;
        at->points = points(wanted(&in->columns[i], least), size);
        at->line = 0;
        if (at->shown && i < in->keys)
            beside += at->points;
    }
    for (size_t i = in->keys; i < in->shown; i++) {
        struct place *at = &layout.at[i];
        if (!at->shown)
            continue;
        if (used > 0 && beside + used + at->points > PAGE_POINTS) {
            lines++;
            used = 0;
        }
        used += at->points;
        at->line = lines - 1;
    }
    layout.size = size;
    return layout.lines = lines;
}

/* The units of a line go to its columns by what they want; what is left over by rounding to the last. */
static void share_line(const struct sheet *in, size_t line, double all, size_t units)
{
    size_t left = units, last = in->shown;
    for (size_t i = in->keys; i < in->shown; i++) {
        struct place *at = &layout.at[i];
        if (!at->shown || at->line != line)
            continue;
        at->units = (size_t)((double)units * at->points / all);
        left -= at->units;
        last = i;
    }
    if (last < in->shown)
        layout.at[last].units += left;
}

static void share(const struct sheet *in)
{
    double beside = 0, most = 0, *all = svc_alloc(layout.lines * sizeof *all);
    size_t units = UNITS;
    for (size_t i = 0; i < in->shown; i++)
        if (layout.at[i].shown)
            *(i < in->keys ? &beside : &all[layout.at[i].line]) += layout.at[i].points;
    for (size_t line = 0; line < layout.lines; line++)
        most = all[line] > most ? all[line] : most;
    for (size_t i = 0; i < in->keys; i++) {
        layout.at[i].units = (size_t)(UNITS * layout.at[i].points / (beside + most));
        units -= layout.at[i].units;
    }
    for (size_t line = 0; line < layout.lines; line++)
        share_line(in, line, all[line], units);
    free(all);
}

static void lay_out(struct sheet *in)
{
    sheet_measure(in);
    layout.at = svc_alloc(in->shown * sizeof *layout.at);
    int size = LARGEST;
    while (size > SMALLEST && arrange(in, size, false) > 1)
        size--;
    size_t dense = arrange(in, size, true);
    if (arrange(in, size, false) > dense)
        arrange(in, size, true);
    share(in);
}

/* -- the page --------------------------------------------------------------------------------- */

static void put_part(const char *text, size_t len)
{
    static struct svc_buf escaped;
    svc_buf_clear(&escaped);
    svc_text_escape(&escaped, text, len);
    fwrite(svc_buf_text(&escaped), 1, escaped.len, stdout);
}

/* A day stands on one line. */
static void put(const char *text)
{
    for (size_t len; *text; text += len) {
        size_t day = svc_text_day(text);
        len = day ? day : strspn(text, "0123456789");
        len = len ? len : strcspn(text, "0123456789");
        fputs(day ? "<span class=\"day\">" : "", stdout);
        put_part(text, len);
        fputs(day ? "</span>" : "", stdout);
    }
}

/* Where no element may stand: in an attribute, in the title of the page. */
static void put_plain(const char *open, const char *text, const char *close)
{
    fputs(open, stdout);
    put_part(text, strlen(text));
    fputs(close, stdout);
}

static void put_element(const char *open, const char *text, const char *close)
{
    fputs(open, stdout);
    put(text);
    fputs(close, stdout);
}

/* The cells of one line, of a record or of the heading. */
static void begin_cell(const struct sheet *in, size_t column, const char *tag)
{
    printf("<%s colspan=\"%zu\"", tag, layout.at[column].units);
    if (column < in->keys && layout.lines > 1)
        printf(" rowspan=\"%zu\"", layout.lines);
}

static bool stands_in(const struct sheet *in, size_t column, size_t line)
{
    return layout.at[column].shown && (column < in->keys ? line == 0 : layout.at[column].line == line);
}

static void put_cell(const struct sheet *in, size_t column)
{
    static const char *const classes[] = { [SHEET_RATE] = "n", [SHEET_INT] = "n", [SHEET_HUNDREDTHS] = "n" };
    enum sheet_kind kind = in->columns[column].kind;
    const char *cell = in->cells[column], *class = classes[kind];
    begin_cell(in, column, "td");
    size_t len = strlen(cell);
    if (kind == SHEET_LIGHT)
        svc_typed_light(&cell, &len, &class);
    if (class && *class)
        printf(" class=\"%s\"", class);
    putchar('>');
    if (in->company && *cell && (kind == SHEET_DAY || kind == SHEET_TIME)) {
        char *date = sheet_date(cell); /* seconds are no matter of paper, but of who reads it back */
        put_plain("<time datetime=\"", cell, "\">");
        put_element("", date, "</time></td>");
        free(date);
    } else {
        put_element("", cell, "</td>");
    }
}

static void put_row(const struct sheet *in, bool total)
{
    fputs(total ? "<tbody class=\"total\">" : "<tbody>", stdout);
    for (size_t line = 0; line < layout.lines; line++) {
        fputs("<tr>", stdout);
        for (size_t i = 0; i < in->shown; i++)
            if (stands_in(in, i, line))
                put_cell(in, i);
        fputs("</tr>", stdout);
    }
    fputs("</tbody>\n", stdout);
}

static void put_heading(const struct sheet *in)
{
    printf("<colgroup><col span=\"%d\"></colgroup>\n", UNITS);
    if (in->headless)
        return;
    fputs("<thead>", stdout);
    for (size_t line = 0; line < layout.lines; line++) {
        fputs("<tr>", stdout);
        for (size_t i = 0; i < in->shown; i++) {
            if (!stands_in(in, i, line))
                continue;
            begin_cell(in, i, "th");
            put_element(">", in->columns[i].heading, "</th>");
        }
        fputs("</tr>", stdout);
    }
    fputs("</thead>\n", stdout);
}

static void put_about(const struct sheet *in)
{
    fputs("<p class=\"about\">", stdout);
    for (size_t i = 0; i < SHEET_ABOUT; i++)
        put_element("<span>", in->about[i], "</span>");
    fputs("</p>\n", stdout);
}

static void put_head(const struct sheet *in)
{
    put_plain("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
              in->title, "</title>\n<style>\n");
    fputs(style, stdout);
    printf("table { font-size: %dpt; }\n</style>\n</head>\n<body>\n<h1>", layout.size);
    if (in->company && *in->company)
        put_element("<small>", in->company, "</small>");
    put_element("", in->title, "</h1>\n");
    if (in->company)
        put_about(in);
    fputs("<table data-row=\"tbody\">\n", stdout); /* for svc-html-read: a record is no line */
    put_heading(in);
}

int main(int argc, char **argv)
{
    struct sheet in;
    enum sheet_line line;
    bool table = true;
    svc_err_tool(argc > 0 ? argv[0] : "svc-html");
    svc_lang_begin(svc_installed);
    sheet_open(&in);
    lay_out(&in);
    put_head(&in);
    while ((line = sheet_next(&in)) != SHEET_END) {
        if (line == SHEET_ROW || line == SHEET_TOTAL) {
            put_row(&in, line == SHEET_TOTAL);
            continue;
        }
        if (table)
            printf("<tbody class=\"under\"><tr class=\"under\"><td colspan=\"%d\">\n", UNITS);
        table = false;
        put_element(line == SHEET_SIGN ? "<p class=\"sign\">" : "<footer>", in.cells[0],
                    line == SHEET_SIGN ? "</p>\n" : "</footer>\n");
    }
    fputs(table ? "</table>\n</body>\n</html>\n" : "</td></tr></tbody>\n</table>\n</body>\n</html>\n", stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        svc_die(SVC_IO, "cannot write the page: %s", svc_lang_error(errno));
    return SVC_OK;
}
