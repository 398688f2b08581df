/* svc-html: makes one self-contained page, to be read or printed on A4, of the typed sheet on
 * standard input. */
#include <errno.h>
#include <stdio.h>

#include "sheet.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"

static const char style[] =
    "@page { size: A4 landscape; margin: 12mm 10mm; }\n"
    "body { font-family: \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft YaHei\", sans-serif;"
    " font-size: 10pt; margin: 6mm; }\n"
    "h1 { font-size: 15pt; text-align: center; margin: 0 0 4mm; }\n"
    "table { border-collapse: collapse; margin: 0 auto; }\n"
    "thead { display: table-header-group; }\ntr { break-inside: avoid; }\n"
    "th, td { border: 0.2mm solid #888; padding: 1mm 1.6mm; vertical-align: top; text-align: left;"
    " white-space: pre-wrap; overflow-wrap: anywhere; min-width: 8em; }\n"
    "th { background: #ededed; text-align: center; }\n"
    "th, td.c, td.n { white-space: nowrap; min-width: 0; }\n"
    "td.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
    "tbody tr:nth-child(even) { background: #f8f8f8; }\n"
    "td.green { background: #c6e0b4; }\ntd.amber { background: #ffe699; }\n"
    "td.red { background: #f4b0a0; }\n"
    "footer { font-size: 9pt; color: #444; margin-top: 3mm; text-align: center; }\n";

/* Paper has one width: there every cell may break, and the more columns, the smaller the type. */
static double type_size(size_t columns)
{
    return columns <= 10 ? 9 : columns <= 16 ? 7.5 : columns <= 24 ? 6 : columns <= 36 ? 5 : 4;
}

static void put_paper_style(size_t columns)
{
    printf("@media print { body { margin: 0; } table { width: 100%%; font-size: %.1fpt; }"
           " th, td, td.c { padding: 0.6mm 0.8mm; white-space: pre-wrap; min-width: 0; }"
           " td, th { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }\n",
           type_size(columns));
}

static void put(const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<': fputs("&lt;", stdout); break;
        case '>': fputs("&gt;", stdout); break;
        case '&': fputs("&amp;", stdout); break;
        case '"': fputs("&quot;", stdout); break;
        default: putchar(*text);
        }
    }
}

static void put_element(const char *open, const char *text, const char *close)
{
    fputs(open, stdout);
    put(text);
    fputs(close, stdout);
}

static void put_row(const struct sheet *in)
{
    static const char *const cells[] = {
        [SHEET_TEXT] = "<td>", [SHEET_CODE] = "<td class=\"c\">", [SHEET_LIGHT] = "", [SHEET_DAY] = "<td class=\"c\">",
        [SHEET_TIME] = "<td class=\"c\">", [SHEET_RATE] = "<td class=\"n\">", [SHEET_INT] = "<td class=\"n\">",
        [SHEET_HUNDREDTHS] = "<td class=\"n\">"
    };
    fputs("<tr>", stdout);
    for (size_t i = 0; i < in->shown; i++) {
        const char *cell = in->cells[i], *light;
        if (in->columns[i].kind == SHEET_LIGHT) {
            sheet_light(&cell, &light);
            printf("<td class=\"c %s\">", light);
        }
        put_element(cells[in->columns[i].kind], cell, "</td>");
    }
    fputs("</tr>\n", stdout);
}

int main(int argc, char **argv)
{
    struct sheet in;
    enum sheet_line line;
    bool table = true;
    svc_err_tool(argc > 0 ? argv[0] : "svc-html");
    svc_lang_begin(svc_installed);
    sheet_open(&in);
    put_element("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                in.title, "</title>\n<style>\n");
    fputs(style, stdout);
    put_paper_style(in.shown);
    put_element("</style>\n</head>\n<body>\n<h1>", in.title, "</h1>\n<table>\n");
    if (!in.headless) {
        fputs("<thead><tr>", stdout);
        for (size_t i = 0; i < in.shown; i++)
            put_element("<th>", in.columns[i].heading, "</th>");
        fputs("</tr></thead>\n", stdout);
    }
    fputs("<tbody>\n", stdout);
    while ((line = sheet_next(&in)) != SHEET_END) {
        if (line == SHEET_ROW) {
            put_row(&in);
            continue;
        }
        fputs(table ? "</tbody>\n</table>\n" : "", stdout);
        table = false;
        put_element("<footer>", in.cells[0], "</footer>\n");
    }
    fputs(table ? "</tbody>\n</table>\n</body>\n</html>\n" : "</body>\n</html>\n", stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        svc_die(SVC_IO, "cannot write the page: %s", svc_lang_error(errno));
    return SVC_OK;
}
