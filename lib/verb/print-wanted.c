/* In which format, under which headings and how wide a verb's answer is wanted: by --format and --header,
 * the output's name, SVC_FORMAT and the terminal; which columns; and its title where the verb has none. */
#include "print-inner.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/terminal.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

static enum svc_format wanted_format(const struct svc_sink *sink)
{
    static const char *const names[] = { "csv", "tsv", "jsonl", "table", "xlsx", "html" };
    enum { NAMES = sizeof names / sizeof *names };
    const char *format = svc_shared.format;
    const char *dot = svc_shared.output ? strrchr(svc_shared.output, '.') : NULL;
    if (!format && dot)
        for (size_t i = 0; i < NAMES; i++)
            if (strcmp(dot + 1, names[i]) == 0)
                return (enum svc_format)i;
    if (!format && dot && svc_text_in("xls|ods|json|pdf", '|', dot + 1))
        svc_die(SVC_USAGE, "no format for a file that ends in \"%s\"\n"
                "use .csv, .tsv, .jsonl, .xlsx, .html or .table, or say which with --format", dot);
    if (!format && !svc_shared.excel)
        format = getenv("SVC_FORMAT");
    if (!format || !*format || strcmp(format, "auto") == 0)
        return svc_sink_is_terminal(sink) && !svc_shared.excel ? SVC_FORMAT_TABLE : SVC_FORMAT_CSV;
    for (size_t i = 0; i < NAMES; i++)
        if (strcmp(format, names[i]) == 0)
            return (enum svc_format)i;
    svc_die(SVC_USAGE, "%sunknown format \"%s\"%s\nuse csv, tsv, jsonl, table, xlsx, html or auto",
            svc_shared.format ? "" : "SVC_FORMAT: ", format,
            svc_word_hint(SVC_FORMAT_WORDS, format));
}

struct svc_writer_options svc_print_wanted(const struct svc_call *call, const struct svc_sink *sink)
{
    struct svc_writer_options opt = { .format = wanted_format(sink), .excel = svc_shared.excel,
                                      .encoding = svc_shared.output_encoding };
    const char *header = svc_shared.header;
    bool typed = opt.format >= SVC_FORMAT_XLSX;
    bool table = opt.format == SVC_FORMAT_TABLE; /* is read here and now, as messages are */
    bool paper = typed || (table && ((call->paper && call->paper->table) || svc_lang() == SVC_CHINESE));
    if (opt.excel && opt.format != SVC_FORMAT_CSV)
        svc_die(SVC_USAGE, "option --excel goes with the format csv");
    if (opt.encoding && typed)
        svc_die(SVC_USAGE, "option --output-encoding does not go with xlsx and html");
    if (opt.format == SVC_FORMAT_XLSX && svc_sink_is_terminal(sink))
        svc_die(SVC_USAGE, "a workbook is nothing for a terminal\nadd --output FILE.xlsx");
    opt.header = svc_shared.headless ? SVC_HEADER_NONE
                 : !header           ? opt.excel || paper ? SVC_HEADER_ZH : SVC_HEADER_ID
                 : strcmp(header, "zh") == 0 ? SVC_HEADER_ZH
                 : strcmp(header, "id") == 0 ? SVC_HEADER_ID
                                             : SVC_HEADER_NONE;
    if (opt.format == SVC_FORMAT_TABLE && svc_sink_is_terminal(sink)) {
        const char *columns = getenv("COLUMNS");
        int64_t width = 0;
        if (columns && !svc_int_parse(columns, &width) && width > 0)
            opt.width = (size_t)width;
        else
            opt.width = svc_terminal_width();
        opt.fit = !svc_shared.columns;
        const char *terminal = getenv("TERM"), *plain = getenv("NO_COLOR");
        opt.colour = !(plain && *plain) && terminal && strcmp(terminal, "dumb") != 0;
    }
    return opt;
}

static _Noreturn void no_column(const struct svc_column *columns, const char *name)
{
    struct svc_buf known = { 0 };
    const char *near = svc_column_near(columns, name);
    for (const struct svc_column *c = columns; c->name; c++)
        if (!(c->flags & SVC_INNER))
            svc_buf_word(&known, c->name);
    if (near)
        svc_die(SVC_USAGE, "no column \"%s\"; did you mean %s?\nknown columns: %s", name, near, svc_buf_text(&known));
    svc_die(SVC_USAGE, "no column \"%s\"\nknown columns: %s", name, svc_buf_text(&known));
}

int svc_print_split(const struct svc_column *columns)
{
    int at = svc_column_find(columns, svc_shared.sheets);
    if (at < 0 || !*svc_column_label(&columns[at]))
        no_column(columns, svc_shared.sheets);
    return at;
}

static bool is_chosen(const int *chosen, size_t count, int at)
{
    size_t i = 0;
    while (i < count && chosen[i] != at)
        i++;
    return i < count;
}

int *svc_print_chosen(const struct svc_column *columns)
{
    size_t count = svc_column_count(columns), n = 0;
    const char *list = svc_shared.columns, *word;
    size_t len;
    int *chosen = svc_alloc((count + 2) * sizeof *chosen);
    for (size_t i = 0; !list && i < count; i++)
        if (!(columns[i].flags & SVC_INNER))
            chosen[n++] = (int)i;
    while (list && svc_text_next(&list, ',', &word, &len)) {
        char name[64] = { 0 };
        memcpy(name, word, len < sizeof name ? len : sizeof name - 1);
        int at = svc_column_find(columns, name);
        if (at < 0 || columns[at].flags & SVC_INNER)
            no_column(columns, name);
        for (size_t i = 0; i < n; i++)
            if (chosen[i] == at)
                svc_die(SVC_USAGE, "option --columns names \"%s\" twice", name);
        chosen[n++] = at;
    }
    if (svc_shared.sheets && !is_chosen(chosen, n, svc_print_split(columns)))
        chosen[n++] = svc_print_split(columns);
    chosen[n] = -1;
    return chosen;
}

char *svc_print_own_title(const struct svc_call *call)
{
    char period[SVC_PERIOD_SIZE] = "";
    const char *of = call->reg ? svc_chinese(call->reg->one) : "", *verb = call->verb->name;
    const char *title = svc_words_text("verb.title", verb);
    bool own = strcmp(title, verb) == 0; /* no stock verb's */
    if (svc_shared.period.given)
        svc_period_title(&svc_shared.period.period, period);
    return svc_format("%s%s%s%s", period, *period ? " " : "", own ? "" : of,
                      own ? svc_chinese(call->verb->help) : title);
}
