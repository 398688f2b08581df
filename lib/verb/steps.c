#include "svc/steps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "steps-inner.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/digest.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/progress.h"
#include "svc/read.h"
#include "svc/refusal.h"
#include "svc/spool.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

enum { SPOOL_MEMORY = 8 << 20 };

/* The columns that every file of steps may have, before those of the verbs' options. */
enum { NO, SOURCE, SOURCE_NO, VERB, AT, FIXED };
static const struct svc_column fixed[FIXED] = {
    [NO] = { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    [SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统",
                 .help = "the system it came from, in the place of its number" },
    [SOURCE_NO] = { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
                    .help = "… and its number there" },
    [VERB] = { .name = "verb", .type = SVC_TYPE_CODE, .label = "操作",
               .help = "which step; a verb of this command" },
    [AT] = { .name = "at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED, .label = "时间",
             .help = "when it was taken" }
};

struct steps {
    struct svc_call *call;
    const char *verb; /* of rows that name none */
    const char *file;
    struct svc_column *columns; /* the fixed ones and the options; ends with { 0 } */
    size_t count;
    int *meaning; /* by the file's column: one of them, -1: passed over */
    size_t width;
    const char **cell; /* the row at hand, by column; NULL for nothing */
    struct svc_spool *spool;
    struct svc_piece *pieces;
    size_t read, taken, unchanged;
    char digest[65];
    struct svc_shared shared; /* as the call itself gave it */
    char **failed;            /* records whose later steps are passed over */
    size_t failed_count;
};

static bool taking; /* a verb is at a step of a file */

/* -- columns ------------------------------------------------------------------------------ */

/* A verb that takes one step of each record it names. */
static bool takes_steps(const struct svc_verb *verb)
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
    struct steps *steps = ctx;
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

static void find_columns(struct steps *steps)
{
    steps->columns = svc_alloc((FIXED + 1) * sizeof *steps->columns);
    memcpy(steps->columns, fixed, sizeof fixed);
    steps->count = FIXED;
    for (const struct svc_verb *verb = steps->call->command->verbs; verb->name; verb++)
        if (takes_steps(verb))
            svc_opt_each(verb->options, add_option, steps);
}

int svc_steps_columns(struct svc_call *call)
{
    struct steps steps = { .call = call };
    static struct svc_register reg;
    find_columns(&steps);
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
static int column_of(const struct steps *steps, const char *name)
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

static enum svc_heading is_heading(const void *steps, const char *text, size_t len)
{
    return column_of(steps, text) < 0 ? SVC_NO_HEADING : svc_heading_kind(text, len);
}

static void read_header(struct steps *steps, const struct svc_row *header)
{
    bool *given = svc_alloc(steps->count * sizeof *given);
    steps->width = header->count;
    steps->meaning = svc_alloc(header->count * sizeof *steps->meaning);
    for (size_t i = 0; i < header->count; i++) {
        const char *heading = header->cells[i].text ? header->cells[i].text : "";
        char *name = name_of(heading);
        int at = column_of(steps, name);
        bool passed = *name == '_' || (svc_shared.ignore &&
                                       svc_text_in(svc_shared.ignore, ',', heading));
        if (at < 0 && !passed)
            svc_die(SVC_BADINPUT, "%s: column %zu of the header has an unknown name; nothing was"
                    " read further\nsee %s columns steps; leave one out with --ignore",
                    steps->file, i + 1, steps->call->command->name);
        steps->meaning[i] = passed ? -1 : at;
        if (!passed && given[at])
            svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was read further",
                    steps->file, name);
        if (!passed)
            given[at] = true;
        free(name);
    }
    if (!given[AT] || !(given[NO] || (given[SOURCE] && given[SOURCE_NO])) ||
        !(given[VERB] || steps->verb))
        svc_die(SVC_BADINPUT, "%s: steps have columns at, %sand no, or source and source_no",
                steps->file, steps->verb ? "" : "verb, ");
    free(given);
}

static void bad(struct steps *steps, size_t line, const char *column, const char *why)
{
    svc_fail(SVC_BADINPUT, "%s:%zu: column \"%s\": %s", steps->file, line, column, why);
}

/* The row's line and its cells, each with a NUL, in the order of the file. */
static void spool_row(struct steps *steps, const struct svc_row *row, svc_when at)
{
    static struct svc_buf packed;
    svc_buf_clear(&packed);
    svc_buf_add(&packed, &row->line, sizeof row->line);
    for (size_t i = 0; i < row->count; i++) {
        svc_buf_add(&packed, row->cells[i].text ? row->cells[i].text : "", row->cells[i].len);
        svc_buf_putc(&packed, '\0');
    }
    steps->pieces = svc_grow(steps->pieces, steps->read, sizeof *steps->pieces);
    steps->pieces[steps->read++] = (struct svc_piece){ at, svc_spool_size(steps->spool), packed.len };
    svc_spool_add(steps->spool, packed.data, packed.len);
}

static void take_row(struct steps *steps, const struct svc_row *row)
{
    svc_when at = 0;
    const char *text = NULL;
    if (row->ragged) {
        svc_fail(SVC_BADINPUT, "%s:%zu: has %zu cells, the header %zu", steps->file, row->line,
                 row->count, steps->width);
        return;
    }
    for (size_t i = 0; i < row->count; i++)
        if (steps->meaning[i] == AT)
            text = row->cells[i].text;
    const char *why = text ? svc_when_read(text, &at) : _("is required");
    if (why)
        bad(steps, row->line, "at", why);
    spool_row(steps, row, at);
}

static void read_file(struct steps *steps)
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
    steps->spool = svc_spool_arrange(steps->spool, steps->pieces, steps->read);
    svc_spool_rewind(steps->spool);
}

/* -- one step ----------------------------------------------------------------------------- */

static size_t next_row(struct steps *steps, size_t i)
{
    size_t line;
    const char *p = svc_spool_take(steps->spool, steps->pieces[i].len);
    memcpy(&line, p, sizeof line);
    p += sizeof line;
    memset(steps->cell, 0, steps->count * sizeof *steps->cell);
    for (size_t c = 0; c < steps->width; c++, p += strlen(p) + 1)
        if (steps->meaning[c] >= 0 && *p)
            steps->cell[steps->meaning[c]] = p;
    return line;
}

/* The number of the row's record, kept for the process; NULL, and told, when there is none. */
static char *record_of(struct steps *steps)
{
    const char *const *cell = steps->cell;
    const struct svc_register *reg = steps->call->reg;
    if (cell[NO])
        return svc_strdup(cell[NO]);
    if (!cell[SOURCE] || !cell[SOURCE_NO]) {
        svc_fail(SVC_BADINPUT, "names no record\ngive no, or source and source_no");
        return NULL;
    }
    char *sql = svc_format("SELECT no FROM %s WHERE source = ?1 AND source_no = ?2", reg->table);
    char *no = svc_one(steps->call->db, sql, "ss", cell[SOURCE], cell[SOURCE_NO]);
    free(sql);
    if (!no)
        svc_fail(SVC_UNKNOWN, "no such %s: %s %s", svc_tr(reg->one), cell[SOURCE], cell[SOURCE_NO]);
    return no;
}

static const struct svc_verb *verb_of(struct steps *steps)
{
    const char *name = steps->cell[VERB] ? steps->cell[VERB] : steps->verb;
    for (const struct svc_verb *verb = steps->call->command->verbs; name && verb->name; verb++)
        if (strcmp(verb->name, name) == 0 && takes_steps(verb))
            return verb;
    svc_fail(SVC_BADINPUT, name ? N_("column \"verb\": \"%s\" takes no step")
                                : N_("column \"verb\": is required"), name);
    return NULL;
}

static bool may(struct steps *steps, const struct svc_verb *verb, const char *no)
{
    struct svc_call *call = steps->call;
    if (!verb->roles || svc_call_holds(call, verb->roles) ||
        (svc_call_holds(call, "cron;clerk") && steps->shared.reason))
        return true;
    svc_refuse(call, SVC_DENIED, no, "%s needs one of the roles %s%s", verb->name,
               svc_worded("verb.role", verb->roles),
               svc_call_holds(call, "cron;clerk") ? _("\nor give the file a reason: --reason TEXT") : "");
    return false;
}

static void digest_row(const struct steps *steps, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    for (size_t i = FIXED; i < steps->count; i++)
        if (steps->cell[i]) {
            svc_digest_text(&digest, steps->columns[i].name, strlen(steps->columns[i].name));
            svc_digest_text(&digest, steps->cell[i], strlen(steps->cell[i]));
        }
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, out);
}

/* True when the step was brought before; with other values that is a conflict. */
static bool brought(struct steps *steps, const struct svc_brought *step)
{
    char *old = svc_brought_as(steps->call, step);
    if (old && strcmp(old, step->digest) != 0)
        svc_refuse(steps->call, SVC_BADINPUT, step->no, "%s at %s was brought with other values",
                   step->verb, step->at);
    else if (old)
        steps->unchanged++;
    free(old);
    return old != NULL;
}

bool svc_steps_taking(void)
{
    return taking;
}

bool svc_steps_first(const struct svc_call *call, const char *no)
{
    return taking && svc_call_holds(call, SVC_ROLES_CORRECT) &&
           svc_one_int(call->db, 0, "SELECT 1 FROM event WHERE record = ?1"
                                    " AND (op_id <> ?2 OR login <> ?3)"
                                    " AND verb <> 'import' AND change NOT LIKE '{\"refused\":%'",
                       "sss", no, call->op_id, call->actor.login) == 0;
}

static void give_options(struct steps *steps, const struct svc_verb *verb)
{
    svc_shared = steps->shared;
    svc_shared.op_id = NULL;
    if (!svc_shared.late_reason)
        svc_shared.late_reason = steps->shared.reason;
    svc_opt_begin(verb->options, steps->call->reg);
    svc_opt_give(verb->name, "at", steps->cell[AT]);
    for (size_t i = FIXED; i < steps->count; i++)
        if (steps->cell[i])
            svc_opt_give(verb->name, steps->columns[i].name, steps->cell[i]);
    svc_opt_require(verb->name, verb->requires);
    svc_opt_settle();
}

/* The verb takes its step with the row's options. */
static bool take(struct steps *steps, const struct svc_verb *verb, char *no, const char *at)
{
    char digest[SVC_DIGEST_HEX];
    size_t wrong = svc_err_count();
    digest_row(steps, digest);
    const struct svc_brought step = { verb->name, no, at, digest };
    if (brought(steps, &step))
        return svc_err_count() == wrong;
    if (!may(steps, verb, no))
        return false;
    give_options(steps, verb);
    taking = true;
    svc_call_step(steps->call, verb, no);
    taking = false;
    svc_opt_end();
    svc_shared = steps->shared;
    if (svc_err_count() != wrong)
        return false;
    svc_brought_keep(steps->call, &step);
    steps->taken++;
    return true;
}

static bool has_failed(const struct steps *steps, const char *no)
{
    for (size_t i = 0; i < steps->failed_count; i++)
        if (strcmp(steps->failed[i], no) == 0)
            return true;
    return false;
}

static void take_step(struct steps *steps, size_t i)
{
    char at[SVC_WHEN_SIZE];
    size_t line = next_row(steps, i);
    char *place = svc_format("%s:%zu", steps->file, line);
    svc_err_place(place);
    const struct svc_verb *verb = verb_of(steps);
    char *no = record_of(steps);
    if (no && !has_failed(steps, no) &&
        (!verb || !take(steps, verb, no, svc_when_format(steps->pieces[i].place, at)))) {
        steps->failed = svc_grow(steps->failed, steps->failed_count, sizeof *steps->failed);
        steps->failed[steps->failed_count++] = svc_strdup(no);
    }
    svc_err_place(NULL);
    free(place);
    free(no);
}

/* One event for the register that the file was read into, one for the steps that were brought. */
static void file_events(struct steps *steps)
{
    char *change = svc_format("{\"input\":\"%s\",\"read\":%zu,\"steps\":%zu}", steps->digest,
                              steps->read, steps->taken);
    svc_change_event(steps->call, steps->call->reg->table, NULL, change);
    svc_brought_end(steps->call, change);
    free(change);
}

int svc_steps_import(struct svc_call *call, const char *verb)
{
    struct steps steps = { .call = call, .verb = verb, .shared = svc_shared };
    if (svc_shared.update || svc_shared.keep_good || svc_shared.set || svc_shared.profile || svc_shared.save_profile)
        svc_die(SVC_USAGE, "steps are taken all or none, as the file has them\n"
                           "leave out --update, --keep-good, --set, --profile and --save-profile");
    find_columns(&steps);
    read_file(&steps);
    steps.cell = svc_alloc(steps.count * sizeof *steps.cell);
    svc_call_begin(call);
    svc_progress_begin("done", steps.read);
    for (size_t i = 0; i < steps.read && svc_err_count() <= (size_t)svc_shared.max_errors; i++) {
        svc_progress_step(i, i);
        take_step(&steps, i);
    }
    svc_progress_end();
    if (steps.taken)
        file_events(&steps);
    if (svc_call_talks() || svc_worst() != SVC_OK)
        svc_warn("%s: read %zu: %zu taken, %zu unchanged; sha256 %s", steps.file, steps.read,
                 steps.taken, steps.unchanged, steps.digest);
    svc_call_commit(call);
    svc_spool_close(steps.spool);
    return svc_finish(call);
}
