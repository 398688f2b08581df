/* A file of steps as it is read: what its columns mean, its rows in order of time. */
#include "svc/steps.h"

#include <stdlib.h>
#include <string.h>

#include "steps-inner.h"
#include "svc/below.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/word.h"
#include "svc/words.h"

enum { SPOOL_MEMORY = 8 << 20 };

static const struct svc_column fixed[STEP_FIXED] = {
    [STEP_NO] = { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    [STEP_SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统",
                 .help = "the system it came from, in the place of its number" },
    [STEP_SOURCE_NO] = { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
                    .help = "… and its number there" },
    [STEP_VERB] = { .name = "verb", .type = SVC_TYPE_CODE, .label = "操作",
               .help = "which step; a verb of this command" },
    [STEP_AT] = { .name = "at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED, .label = "时间",
             .help = "when it was taken" }
};

/* -- columns ------------------------------------------------------------------------------ */

/* A verb that takes one step of each record it names. */
bool svc_steps_takes(const struct svc_verb *verb)
{
    return verb->need == SVC_NEED_WRITE && verb->operands &&
           strcmp(verb->operands, "NO...|-") == 0 && svc_opt_has(verb->options, "at");
}

/* The heading of an option's column: the register's, else the option's own word. */
static const char *label_of(const struct svc_register *reg, const char *name)
{
    int at = svc_column_find(reg->columns, name);
    const char *own = svc_words_text("verb.step_option", name);
    return at >= 0 && strcmp(own, name) == 0 ? svc_column_label(&reg->columns[at]) : own;
}

static void add_option(void *ctx, const struct svc_option *option)
{
    struct svc_steps *steps = ctx;
    if (svc_shared_option(option->name) && !svc_text_in("reason|late-reason", '|', option->name))
        return;
    for (size_t i = 0; i < steps->count; i++)
        if (strcmp(steps->columns[i].name, option->name) == 0)
            return;
    steps->columns = svc_realloc(steps->columns, steps->count + 2, sizeof *steps->columns);
    steps->columns[steps->count++] = (struct svc_column){
        .name = option->name, .label = label_of(steps->call->reg, option->name),
        .type = option->type == SVC_OPT_TIME ? SVC_TYPE_TIME
                : option->type == SVC_OPT_INT ? SVC_TYPE_INT : SVC_TYPE_CODE,
        .help = option->help, .list = option->list };
    steps->columns[steps->count] = (struct svc_column){ 0 };
}

void svc_steps_find_columns(struct svc_steps *steps)
{
    steps->columns = svc_alloc((STEP_FIXED + 1) * sizeof *steps->columns);
    memcpy(steps->columns, fixed, sizeof fixed);
    steps->count = STEP_FIXED;
    for (const struct svc_verb *verb = steps->call->command->verbs; verb->name; verb++)
        if (svc_steps_takes(verb))
            svc_opt_each(verb->options, add_option, steps);
}

int svc_steps_columns(struct svc_call *call)
{
    struct svc_steps steps = { .call = call };
    static struct svc_register reg;
    svc_steps_find_columns(&steps);
    reg = *call->reg;
    reg.columns = steps.columns;
    call->reg = &reg;
    call->count = 0;
    return svc_columns_verb(call);
}

bool svc_steps_named(const struct svc_call *call, const char *word)
{
    return call->count > 0 && strcmp(call->operand[0], word) == 0;
}

/* -- reading ------------------------------------------------------------------------------ */

/* What --map calls the column, else as it is called. */
static char *name_of(const char *heading)
{
    const char *list = svc_shared.map, *pair;
    size_t len, own = strlen(heading);
    while (svc_text_next(&list, ',', &pair, &len))
        if (len > own && memcmp(pair, heading, own) == 0 && pair[own] == '=')
            return svc_strndup(pair + own + 1, len - own - 1);
    return svc_strdup(heading);
}

/* An option's column may be written with a dash, as the option, or with a low line; or by a synonym. */
static int column_of(const struct svc_steps *steps, const char *name)
{
    struct svc_word word;
    if (!svc_word_find(svc_word_list("verb.step_option"), name, strlen(name), &word))
        word = (struct svc_word){ .code = name, .code_len = strlen(name) };
    for (size_t i = 0, n = 0; i < steps->count; i++, n = 0) {
        const char *own = steps->columns[i].name;
        while (n < word.code_len && (own[n] == word.code[n] || (own[n] == '-' && word.code[n] == '_')))
            n++;
        if ((n == word.code_len && !own[n]) || svc_heading_same(name, strlen(name), steps->columns[i].label))
            return (int)i;
    }
    return -1;
}

/* The column that a heading means: as it is called here, else as the register's own files call it. */
static int meaning_of(const struct svc_steps *steps, const char *name)
{
    const struct svc_register *reg = steps->call->reg;
    int at = column_of(steps, name), own = at < 0 ? svc_heading_find(reg, name, strlen(name)) : -1;
    if (own == SVC_HEADING_NONE)
        return SVC_HEADING_NONE;
    return own >= 0 ? column_of(steps, reg->columns[own].name) : at;
}

static enum svc_heading is_heading(const void *steps, const char *text, size_t len)
{
    char *name = svc_strndup(text, len);
    bool known = meaning_of(steps, name) != SVC_HEADING_UNKNOWN;
    free(name);
    return known ? svc_heading_kind(text, len) : SVC_NO_HEADING;
}

/* A line of data in the header's place is not told. */
static void note_unknown(const struct svc_steps *steps, const char *name, size_t at, struct svc_buf *unknown)
{
    enum { LONG = 60, DIGITS = 5 };
    bool like_a_name = strlen(name) <= LONG && strcspn(name, "0123456789") + DIGITS > strlen(name);
    const char *lead = unknown->len ? _(", ") : "";
    struct svc_buf words = { 0 };
    for (size_t i = 0; i < steps->count; i++)
        svc_buf_printf(&words, "%s%s:%s", i ? "|" : "", steps->columns[i].name, steps->columns[i].label);
    if (!like_a_name)
        svc_buf_printf(unknown, _("%scolumn %zu"), lead, at + 1);
    else if (*svc_word_hint(svc_buf_text(&words), name))
        svc_buf_printf(unknown, _("%s\"%s\" (near it: %s)"), lead, name, svc_word_meant(svc_buf_text(&words), name));
    else
        svc_buf_printf(unknown, _("%s\"%s\""), lead, name);
    svc_buf_free(&words);
}

enum { PASSED_OVER = -1, NAMELESS = -2 };

static bool is_ignored(const char *heading, const char *name)
{
    return *name == '_' || (svc_shared.ignore && svc_text_in(svc_shared.ignore, ',', heading));
}

static void read_header(struct svc_steps *steps, const struct svc_row *header)
{
    bool *given = svc_alloc(steps->count * sizeof *given);
    struct svc_buf unknown = { 0 };
    steps->width = header->count;
    steps->meaning = svc_alloc(header->count * sizeof *steps->meaning);
    for (size_t i = 0; i < header->count; i++) {
        const char *heading = header->cells[i].text ? header->cells[i].text : "";
        char *name = name_of(heading);
        int at = is_ignored(heading, name) ? SVC_HEADING_NONE : *name ? meaning_of(steps, name) : -1;
        if (at == SVC_HEADING_UNKNOWN && *name)
            note_unknown(steps, name, i, &unknown);
        steps->meaning[i] = !*name ? NAMELESS : at < 0 ? PASSED_OVER : at;
        if (at >= 0 && given[at])
            svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was read further",
                    steps->file, steps->columns[at].name);
        if (at >= 0)
            given[at] = true;
        free(name);
    }
    if (unknown.len)
        svc_die(SVC_BADINPUT, "%s: unknown columns: %s; nothing was read further\n"
                "see %s columns steps; rename them with --map, leave them out with --ignore", steps->file, unknown.data,
                steps->call->command->name);
    if (!given[STEP_AT] || !(given[STEP_NO] || (given[STEP_SOURCE] && given[STEP_SOURCE_NO])) ||
        !(given[STEP_VERB] || steps->verb))
        svc_die(SVC_BADINPUT, "%s: steps have columns at, %sand no, or source and source_no; nothing was applied",
                steps->file, steps->verb ? "" : "verb, ");
    free(given);
}

static void bad(struct svc_steps *steps, size_t line, const char *column, const char *why)
{
    svc_fail(SVC_BADINPUT, "%s:%zu: column \"%s\": %s", steps->file, line, column, why);
}

/* A cell without what is put around it; "" for one of nothing. Good until the next one. */
static const char *tidy(const struct svc_cell *cell, size_t *len)
{
    static struct svc_buf room;
    *len = cell->len;
    return cell->len ? svc_tidy(cell->text, len, &room) : "";
}

/* Sums and signatures below the steps: the row begins as one, and names no record and no moment. */
static bool passes_over(const struct svc_steps *steps, const struct svc_row *row)
{
    size_t first = 0, len = 0;
    while (first < row->count && !*tidy(&row->cells[first], &len))
        first++;
    if (first == row->count)
        return true;
    if (!svc_below(tidy(&row->cells[first], &len), len))
        return false;
    for (size_t i = 0; i < row->count && i < steps->width; i++) {
        const char *text = tidy(&row->cells[i], &len);
        if (steps->meaning[i] >= 0 && steps->meaning[i] < STEP_FIXED && len && !svc_sum(text, len) && !svc_below(text, len))
            return false;
    }
    return true;
}

/* Cells of nothing behind the last heading do not count. */
static bool fits(const struct svc_steps *steps, const struct svc_row *row)
{
    size_t len;
    for (size_t i = steps->width; i < row->count; i++)
        if (*tidy(&row->cells[i], &len))
            return false;
    return row->count >= steps->width;
}

/* The row's line and its cells, each with a NUL, in the order of the file. */
static void spool_row(struct svc_steps *steps, const struct svc_row *row, svc_when at)
{
    static struct svc_buf packed;
    svc_buf_clear(&packed);
    svc_buf_add(&packed, &row->line, sizeof row->line);
    for (size_t i = 0; i < steps->width; i++) {
        size_t len;
        const char *text = tidy(&row->cells[i], &len);
        svc_buf_add(&packed, text, len);
        svc_buf_putc(&packed, '\0');
    }
    steps->pieces = svc_grow(steps->pieces, steps->read, sizeof *steps->pieces);
    steps->pieces[steps->read++] = (struct svc_piece){ at, svc_spool_size(steps->spool), packed.len };
    svc_spool_add(steps->spool, packed.data, packed.len);
}

static void take_row(struct svc_steps *steps, const struct svc_row *row)
{
    svc_when at = 0;
    const char *text = NULL;
    size_t len;
    if (passes_over(steps, row))
        return;
    if (!fits(steps, row)) {
        svc_fail(SVC_BADINPUT, "%s:%zu: has %zu cells, the header %zu", steps->file, row->line,
                 row->count, steps->width);
        return;
    }
    for (size_t i = 0; i < steps->width; i++) {
        if (steps->meaning[i] == STEP_AT)
            text = row->cells[i].text;
        if (steps->meaning[i] == NAMELESS && *tidy(&row->cells[i], &len))
            svc_fail(SVC_BADINPUT, "%s:%zu: cell %zu stands below no heading", steps->file, row->line, i + 1);
    }
    const char *why = text ? svc_when_read(text, &at) : _("is required");
    if (why)
        bad(steps, row->line, "at", why);
    spool_row(steps, row, at);
}

void svc_steps_read(struct svc_steps *steps)
{
    const char *path = steps->call->count > 1 ? steps->call->operand[1] : "-";
    const struct svc_front front = { is_heading, steps };
    const struct svc_reader_options how = { .excel = svc_shared.excel, .front = &front };
    struct svc_feed feed;
    struct svc_row row;
    if (steps->call->count > 2)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    svc_feed_open(&feed, path, &how);
    struct svc_reader *reader = feed.reader;
    steps->file = feed.name;
    steps->spool = svc_spool_open(SPOOL_MEMORY);
    if (!svc_reader_header(reader, &row))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was applied", steps->file,
                svc_reader_error(reader) ? svc_reader_error(reader) : _("no header line"));
    read_header(steps, &row);
    while (svc_reader_next(reader, &row))
        take_row(steps, &row);
    if (svc_reader_error(reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was applied", steps->file, svc_reader_error(reader));
    memcpy(steps->digest, svc_reader_digest(reader), sizeof steps->digest);
    svc_feed_close(&feed);
    svc_spool_arrange(steps->spool, steps->pieces, steps->read);
    svc_spool_rewind(steps->spool);
}
