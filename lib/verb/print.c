#include "svc/print.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "print-inner.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/helper.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/pager.h"
#include "svc/progress.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/word.h"

struct svc_print {
    struct svc_sink *sink;
    struct svc_sink *typed; /* what a helper makes the output of, or NULL */
    const char *helper;
    struct svc_writer *writer;
    const struct svc_column *columns;
    struct svc_head *heads;
    int *chosen;
    struct svc_field *cells; /* of a query's row, in the order printed */
    size_t count;
    struct svc_print_how how; /* cells are shown */
    const char **words; /* of the cells that are shown by their labels, in the order printed */
    const char **lights; /* the words of columns that tell how something stands by the colour they have; NULL: none */
    bool read;   /* by a person, not by a machine */
    bool paged; /* for a terminal */
    struct svc_paper *paper; /* NULL for what is none, or read by a machine */
    int64_t *sums; /* of a paper's summed columns, in the order printed; NULL where nothing is summed */
    struct svc_buf shown; /* of a cell that is shown otherwise than it is stored */
};

/* What --sheets asks for. A column that is there for that alone comes last. */
static void part(const struct svc_print *print, struct svc_writer_options *opt)
{
    if (!svc_shared.sheets)
        return;
    if (opt->format != SVC_FORMAT_XLSX)
        svc_die(SVC_USAGE, "option --sheets goes with the format xlsx");
    const struct svc_column *by = &print->columns[svc_print_split(print->columns)];
    opt->split = by->name;
    opt->hidden = svc_shared.columns ? !svc_text_in(svc_shared.columns, ',', by->name) &&
                                           !svc_text_in(svc_shared.columns, ',', by->label)
                                     : by->flags & SVC_INNER;
}

void svc_print_title(struct svc_call *call, const char *fmt, ...)
{
    va_list args;
    free(call->title);
    va_start(args, fmt);
    if (vasprintf(&call->title, fmt, args) < 0)
        svc_die(SVC_IO, "out of memory");
    va_end(args);
}

void svc_print_paper(struct svc_call *call, const struct svc_paper *paper)
{
    call->paper = paper;
}

void svc_print_chart(struct svc_call *call, const struct svc_chart *chart)
{
    call->chart = chart;
}

/* Which cells are shown by labels. A number that is called something, such as a level, is a text
 * then. */
static void take_words(struct svc_print *print, bool labels)
{
    print->words = svc_alloc((print->count + 1) * sizeof *print->words);
    for (size_t i = 0; labels && i < print->count; i++) {
        const struct svc_column *c = &print->columns[print->chosen[i]];
        const char *words = svc_column_words(c, SVC_WORDS_EVER);
        if (!words || (c->type == SVC_TYPE_POINTS && c->list) || !strchr(words, ':'))
            continue;
        print->words[i] = words;
        if (c->type != SVC_TYPE_LIGHT)
            print->heads[i].kind = SVC_KIND_CODE;
        print->cells[i].numeric = false;
    }
}

/* Whether a column tells how something stands: its lists are called so. */
static bool is_standing(const struct svc_column *column)
{
    const char *list = column->list ? column->list : "";
    const char *dot = strrchr(list, '.');
    const char *end = dot ? list + strlen(list) : list;
    return dot && ((end - dot > 5 && strcmp(end - 5, "state") == 0) || strcmp(dot + 1, "status") == 0);
}

/* On a terminal what is done, what somebody has to do and what went wrong differ in colour, too. */
static void take_lights(struct svc_print *print)
{
    print->lights = svc_alloc((print->count + 1) * sizeof *print->lights);
    for (size_t i = 0; i < print->count; i++) {
        if (!is_standing(&print->columns[print->chosen[i]]))
            continue;
        print->lights[i] = svc_word_list("verb.standing");
        print->heads[i].kind = SVC_KIND_LIGHT;
    }
}

/* What is printed goes in here, as a typed sheet; NULL: to the output. */
static struct svc_buf *into;

/* The output that is named, opened before the lock is taken. */
static struct svc_sink *ready;

void svc_print_ready(void)
{
    if (svc_shared.output && !ready)
        ready = svc_file_write(svc_shared.output);
}

static struct svc_sink *take_output(void)
{
    struct svc_sink *sink = ready ? ready : svc_file_write(svc_shared.output);
    ready = NULL;
    return sink;
}

/* What a paper is read for comes right behind what tells which row it is. */
static void lead(struct svc_print *print)
{
    size_t to = print->paper->keys;
    for (size_t i = to; i < print->count; i++) {
        int at = print->chosen[i];
        if (!(print->columns[at].flags & SVC_LEAD))
            continue;
        memmove(print->chosen + to + 1, print->chosen + to, (i - to) * sizeof *print->chosen);
        print->chosen[to++] = at;
    }
}

/* A code that has its name beside it is nothing to be read. */
static void leave_out(struct svc_print *print)
{
    size_t kept = 0, keys = print->paper->keys;
    for (size_t i = 0; i < print->count; i++) {
        if (!(print->columns[print->chosen[i]].flags & SVC_CODED))
            print->chosen[kept++] = print->chosen[i];
        else if (i < keys)
            print->paper->keys--;
    }
    print->chosen[print->count = kept] = -1;
}

static void take_paper(struct svc_print *print, const struct svc_call *call,
                       const struct svc_writer_options *opt)
{
    if (!call->paper || opt->format < SVC_FORMAT_TABLE || opt->header == SVC_HEADER_ID)
        return; /* papers are in Chinese */
    print->paper = svc_alloc(sizeof *print->paper);
    *print->paper = *call->paper;
    if (!svc_shared.columns) {
        if (opt->format > SVC_FORMAT_TABLE)
            leave_out(print);
        lead(print);
    }
    for (size_t i = 0; i < print->count && !print->sums; i++)
        if (print->columns[print->chosen[i]].flags & SVC_SUMMED)
            print->sums = svc_alloc(print->count * sizeof *print->sums);
}

static bool is_summed(const struct svc_print *print, size_t i)
{
    return print->columns[print->chosen[i]].flags & SVC_SUMMED;
}

/* Under the rows, unless there are none, it has no place or nothing was summed. */
static void put_total(struct svc_print *print)
{
    size_t at = 0, some = 0;
    while (print->sums && some < print->count && (!is_summed(print, some) || print->sums[some] == 0))
        some++;
    while (at < print->count && svc_kind_is_number(print->heads[at].kind))
        at++;
    if (!print->sums || svc_writer_rows(print->writer) == 0 || at == print->count ||
        some == print->count)
        return;
    svc_write_total(print->writer);
    for (size_t i = 0; i < print->count; i++) {
        if (i == at)
            svc_write_text(print->writer, "合计", strlen("合计"));
        else if (is_summed(print, i))
            svc_write_number(print->writer, print->sums[i]);
        else
            svc_write_null(print->writer);
    }
    svc_write_row(print->writer);
}

void svc_print_into(struct svc_buf *sheet)
{
    into = sheet;
}

void svc_print_begin(struct svc_call *call, const struct svc_column *columns)
{
    struct svc_print *print = svc_alloc(sizeof *print);
    print->columns = columns;
    print->chosen = svc_print_chosen(columns);
    print->sink = into ? svc_sink_open_memory(into) : take_output();
    struct svc_writer_options opt = { .format = SVC_FORMAT_HTML, .header = SVC_HEADER_ZH };
    if (!into)
        opt = svc_print_wanted(call, print->sink);
    size_t n = 0;
    while (print->chosen[n] >= 0)
        n++;
    print->count = n;
    take_paper(print, call, &opt);
    n = print->count;
    print->heads = svc_alloc((n + 1) * sizeof *print->heads);
    print->cells = svc_alloc((n + 1) * sizeof *print->cells);
    for (size_t i = 0; i < n; i++) {
        const struct svc_column *c = &columns[print->chosen[i]];
        print->heads[i] = (struct svc_head){ c->name, svc_column_label(c), svc_column_kind(c) };
        print->cells[i].column = print->chosen[i];
        print->cells[i].numeric = svc_kind_is_number(print->heads[i].kind);
    }
    if (!call->title)
        call->title = svc_print_own_title(call);
    opt.title = call->title;
    opt.chart = call->chart;
    opt.paper = print->paper;
    part(print, &opt);
    print->how.db = call->db;
    print->how.language = (svc_shared.words && !into ? strcmp(svc_shared.words, "zh") == 0
                                        : opt.header == SVC_HEADER_ZH ||
                                              opt.format >= SVC_FORMAT_XLSX) ? SVC_CHINESE
                                                                             : SVC_ENGLISH;
    print->how.named = call->paper && print->how.language == SVC_CHINESE;
    print->how.dated = print->paper;
    take_words(print, print->how.language == SVC_CHINESE);
    print->read = opt.format == SVC_FORMAT_TABLE || opt.format == SVC_FORMAT_HTML;
    print->paged = opt.format == SVC_FORMAT_TABLE && svc_sink_is_terminal(print->sink) &&
                   !svc_shared.output && !svc_shared.no_pager;
    if (print->paged && !opt.fit)
        opt.width = 0; /* the pager goes to the right */
    opt.colour = opt.colour && (opt.fit || !opt.width);
    print->how.coloured = opt.colour || opt.format >= SVC_FORMAT_XLSX;
    if (opt.colour)
        take_lights(print);
    if (opt.format >= SVC_FORMAT_XLSX && !into) {
        print->helper = opt.format == SVC_FORMAT_XLSX ? "xlsx" : "html";
        print->typed = svc_sink_wait(false);
    }
    print->writer = svc_writer_open(print->typed ? print->typed : print->sink, &opt, print->heads,
                                    n);
    call->print = print;
}

/* The cell at place `i` of the row. */
static void put(struct svc_print *print, size_t i, const char *text, size_t len)
{
    struct svc_word light;
    svc_buf_clear(&print->shown);
    bool lit = text && print->lights && print->lights[i] && svc_word_find(print->lights[i], text, len, &light);
    if (lit)
        svc_buf_printf(&print->shown, "%.*s ", (int)light.code_len, light.code);
    bool told = svc_print_cell(&print->how, &print->columns[print->chosen[i]], print->words[i], text, len,
                               &print->shown);
    if (lit && !told)
        svc_buf_add(&print->shown, text, len);
    if (lit || told)
        svc_write_text(print->writer, svc_buf_text(&print->shown), print->shown.len);
    else
        svc_write_text(print->writer, text, len);
}

static void put_number(struct svc_print *print, size_t i, int64_t number)
{
    svc_write_number(print->writer, number);
    if (print->sums)
        print->sums[i] += number;
}

static void put_value(struct svc_print *print, size_t i, const struct svc_value *value)
{
    char digits[SVC_NUM_SIZE];
    if (!svc_value_given(value))
        svc_write_null(print->writer);
    else if (value->is == SVC_IS_TEXT)
        put(print, i, value->text, value->len);
    else if (print->words[i])
        put(print, i, digits, svc_int_digits(value->number, digits));
    else
        put_number(print, i, value->number);
}

void svc_print_row(struct svc_call *call, const struct svc_value *values)
{
    struct svc_print *print = call->print;
    for (size_t i = 0; i < print->count; i++)
        put_value(print, i, &values[print->chosen[i]]);
    svc_write_row(print->writer);
}

void svc_print_query(struct svc_call *call, const struct svc_column *columns, struct svc_query *query)
{
    if (!call->print)
        svc_print_begin(call, columns);
    struct svc_print *print = call->print;
    print->how.db = call->db;
    svc_progress_begin("printed", 0);
    while (svc_next(query)) {
        svc_cells(query, print->cells, print->count);
        for (const struct svc_field *c = print->cells; c < print->cells + print->count; c++) {
            if (c->null)
                svc_write_null(print->writer);
            else if (c->numeric)
                put_number(print, (size_t)(c - print->cells), c->number);
            else
                put(print, (size_t)(c - print->cells), c->text, c->len);
        }
        svc_write_row(print->writer);
        svc_progress_step(svc_writer_rows(print->writer), 0);
    }
    svc_progress_end();
}

void svc_print_footer(struct svc_call *call, const char *text)
{
    svc_write_footer(call->print->writer, text);
}

void svc_print_bytes(struct svc_call *call, const char *bytes, size_t len)
{
    if (!call->print) {
        call->print = svc_alloc(sizeof *call->print);
        call->print->sink = take_output();
    }
    svc_sink_put(call->print->sink, bytes, len);
}

enum svc_language svc_print_language(const struct svc_call *call)
{
    return call->print->how.language;
}

bool svc_print_reads(const struct svc_call *call)
{
    return call->print->read;
}

enum svc_language svc_print_speaks(const struct svc_call *call)
{
    return svc_lang_in(svc_print_language(call));
}

const char *svc_print_none(const struct svc_call *call)
{
    return call->print->read ? "–" : NULL;
}

char *svc_foot(struct svc_call *call, enum svc_language language, const char *title,
               const char *mark)
{
    struct svc_buf out = { 0 }, head = { 0 };
    bool local = svc_one_int(call->db, 0,
        "SELECT 1 FROM meta WHERE name = 'mode' AND value = 'local'", NULL) == 1;
    svc_statement(&head, "head", "s", mark ? mark : svc_event_head(call->db).mark);
    svc_buf_printf(&out, "%s%s", title ? title : "", title ? "  " : "");
    svc_say(call->db, language, head.data, &out);
    if (local) {
        svc_buf_putc(&out, '\n');
        svc_say(call->db, language, "local_mode", &out);
    }
    svc_buf_free(&head);
    return svc_buf_take(&out);
}

void svc_print_foot(struct svc_call *call, const char *title, const char *mark)
{
    char *foot = svc_foot(call, svc_print_language(call), title, mark), *rest = foot, *line;
    if (call->print->paper) {
        put_total(call->print);
        svc_write_signs(call->print->writer);
    }
    while ((line = strsep(&rest, "\n")))
        svc_print_footer(call, line);
    free(foot);
}

/* Without the helper's output there is none at all: a file that was named stays as it was. */
static void make_of_typed(struct svc_print *print)
{
    enum svc_code code = svc_helper_run(print->helper, print->typed, print->sink);
    const char *fate = code == SVC_IO ? NULL : svc_fate(); /* which the message has itself */
    if (code != SVC_OK)
        svc_die(code, "the output was not written%s%s", fate ? _("; ") : "", fate ? fate : "");
    svc_sink_drop(print->typed);
    svc_sink_close(print->typed);
}

void svc_print_end(struct svc_call *call, bool committed)
{
    struct svc_print *print = call->print;
    if (!print)
        return;
    if (print->writer)
        svc_writer_close(print->writer);
    if (print->typed)
        make_of_typed(print);
    if (print->paged)
        svc_page(print->sink); /* without a pager the close shows it */
    if (!svc_file_close(print->sink)) {
        if (errno == EPIPE && !committed) {
            signal(SIGPIPE, SIG_DFL);
            raise(SIGPIPE);
        }
        if (errno != EPIPE && svc_shared.output)
            svc_fail(SVC_IO, "cannot write \"%s\": %s", svc_shared.output, svc_lang_error(errno));
        else if (errno != EPIPE)
            svc_fail(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
    }
    svc_buf_free(&print->shown);
    free(print->heads);
    free(print->chosen);
    free(print->words);
    free(print->lights);
    free(print->cells);
    free(print->sums);
    free(print);
    call->print = NULL;
}
