/* How a book looks: its one style, its pictures, and the script of its search, without which it is a list. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "book-inner.h"
#include "svc/num.h"
#include "svc/text.h"

enum { NAME_WIDE = 200, BAR_WIDE = 360, BAR_HIGH = 18, ROW = 26, WIDE = 640, MOST = 60 };

/* Every pair of colours has a contrast of 7:1 at least, in either scheme. */
static const char style[] =
    ":root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --soft: #f1f3f5; --line: #8a8f94;"
    " --link: #0b3d91; --bar: #2b5c9e; --green: #dff0d8; --amber: #fff0c2; --red: #fbdcd6; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #f0f0f0; --paper: #16181b; --soft: #23272c; --line: #7b828a;"
    " --link: #a9c8ff; --bar: #7fa8e0; --green: #16391f; --amber: #44350a; --red: #4f1c17; } }\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; max-width: 84rem; padding: 0 1rem 2rem; color: var(--ink); background: var(--paper);"
    " font: 1rem/1.6 \"Noto Sans CJK SC\", \"Source Han Sans SC\", \"Microsoft YaHei\", sans-serif; }\n"
    "a { color: var(--link); }\n"
    "a:focus-visible, .wide:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }\n"
    ".skip { position: absolute; left: -100rem; }\n.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }\n"
    "header { border-bottom: 2px solid var(--line); margin-bottom: 1rem; }\n"
    "header p { margin: .8rem 0 .2rem; font-weight: bold; }\n"
    "nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0 0 .6rem; padding: 0; }\n"
    "nav a { display: inline-block; padding: .3rem 0; }\n"
    "nav strong { display: inline-block; padding: .3rem 0; }\n"
    "h1 { font-size: 1.5rem; margin: .5rem 0 1rem; }\nh2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }\n"
    ".wide { overflow-x: auto; margin: .5rem 0 1rem; }\n"
    "table { border-collapse: collapse; font-size: .9rem; }\n"
    "caption { text-align: left; font-weight: bold; padding: .3rem 0; white-space: nowrap; }\n"
    "th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top;"
    " white-space: pre-line; min-width: 3rem; max-width: 26rem; overflow-wrap: break-word; }\n"
    "thead th { background: var(--soft); white-space: nowrap; }\ntbody th { font-weight: normal; white-space: nowrap; }\n"
    "td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }\n"
    ".day, td.green, td.amber, td.red { white-space: nowrap; }\ntd.t { min-width: 11rem; }\n"
    "tr.total { font-weight: bold; background: var(--soft); }\n"
    "td.green { background: var(--green); }\ntd.amber { background: var(--amber); }\ntd.red { background: var(--red); }\n"
    "figure { margin: 1rem 0; }\nsvg { width: 100%; max-width: 44rem; height: auto; }\n"
    "svg text { fill: var(--ink); font-size: 13px; }\nsvg rect { fill: var(--bar); }\n"
    "footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: .85rem; overflow-wrap: anywhere; }\n"
    "label { font-weight: bold; }\ninput { font: inherit; padding: .4rem; width: 100%; max-width: 24rem; }\n"
    "@media print { :root { --ink: #000; --paper: #fff; --soft: #eee; --line: #666; --link: #000; --bar: #555;"
    " --green: #dff0d8; --amber: #fff0c2; --red: #fbdcd6; }\n"
    "  @page { size: A4 landscape; margin: 12mm; }\n"
    "  body { max-width: none; padding: 0; font-size: 9pt; }\n  nav, .skip { display: none; }\n"
    "  .wide { overflow: visible; }\n  table { font-size: 7pt; width: 100%; }\n"
    "  th, td, td.t { padding: .15rem .2rem; min-width: 0; }\n  thead th, tbody th, td.n, .day { white-space: normal; }\n"
    "  td, tr.total { -webkit-print-color-adjust: exact; print-color-adjust: exact; }\n"
    "  thead { display: table-header-group; }\n  tr, figure { break-inside: avoid; }\n  h2 { break-after: avoid; } }\n";

/* The list is there without it; with it rows that do not have what is typed are not shown. */
static const char script[] =
    "'use strict';\n"
    "(function () {\n"
    "  var rows = document.querySelectorAll('tbody tr'), main = document.querySelector('h1');\n"
    "  var label = document.createElement('label'), input = document.createElement('input');\n"
    "  var told = document.createElement('p');\n"
    "  label.htmlFor = input.id = 'wanted';\n  label.textContent = '检索本页（编号、名称）';\n"
    "  input.type = 'search';\n  told.setAttribute('role', 'status');\n"
    "  main.after(label, input, told);\n"
    "  input.addEventListener('input', function () {\n"
    "    var wanted = input.value.trim().toLowerCase(), found = 0;\n"
    "    rows.forEach(function (row) {\n"
    "      var there = row.textContent.toLowerCase().indexOf(wanted) >= 0;\n"
    "      row.hidden = !there;\n      found += there;\n    });\n"
    "    told.textContent = wanted ? '找到' + found + '条' : '';\n"
    "  });\n"
    "})();\n";

const struct svc_book_file svc_book_files[] = { { "book.css", style }, { "search.js", script }, { NULL, NULL } };

/* What a number that is printed comes to; 0 for none. */
static int64_t hundredths(const char *text)
{
    int64_t value;
    return svc_hundredths_parse(text, &value) ? 0 : value;
}

void book_bars(struct svc_buf *out, const char *title, const struct book_bar *bar, size_t count)
{
    int64_t most = 1;
    if (count > MOST)
        count = MOST;
    for (size_t i = 0; i < count; i++)
        most = hundredths(bar[i].value) > most ? hundredths(bar[i].value) : most;
    svc_buf_printf(out, "<figure>\n<figcaption>");
    svc_text_escape(out, title, strlen(title));
    svc_buf_printf(out, "</figcaption>\n<svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"", WIDE, count * ROW + 4);
    svc_text_escape(out, title, strlen(title));
    svc_buf_puts(out, "\">\n");
    for (size_t i = 0; i < count; i++) {
        int64_t value = hundredths(bar[i].value), wide = value > 0 ? value * BAR_WIDE / most : 0;
        size_t top = i * ROW + 4;
        svc_buf_printf(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", NAME_WIDE - 8, top + 14);
        svc_text_escape(out, bar[i].name, strlen(bar[i].name));
        svc_buf_printf(out, "</text><rect x=\"%d\" y=\"%zu\" width=\"%lld\" height=\"%d\"/><text x=\"%lld\" y=\"%zu\">",
                       NAME_WIDE, top, (long long)wide, BAR_HIGH, (long long)(NAME_WIDE + wide + 6), top + 14);
        svc_text_escape(out, bar[i].value, strlen(bar[i].value));
        svc_buf_puts(out, "</text>\n");
    }
    svc_buf_puts(out, "</svg>\n</figure>\n");
}
