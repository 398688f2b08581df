/* import answers --wide: a row for each respondent becomes one for each answer, before it is taken in.
 *
 * A heading is the code of a question or what a column of answers is called in files (heading.h), by --map
 * if it is called otherwise; the survey is the one that --set names, whose questions they are. A question of
 * yes or no is answered by a number or a word. Faults are told by the rows of the file.
 * What comes of it stands in a temporary file that takes the place of standard input. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "survey.h"
#include "svc/feed.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/read.h"
#include "svc/spool.h"
#include "svc/tidy.h"
#include "svc/word.h"

enum { PASSED_OVER = -1, QUESTIONS = 1000, MOST_TOLD = 100 };

struct wide {
    const struct survey_book *book;
    const char *file, *blank;
    struct svc_front front;
    struct svc_reader *reader;
    int *meaning;        /* by cell: a column of answers, QUESTIONS + a question's place, or PASSED_OVER */
    size_t cells, faults;
    struct svc_spool *out;
    struct svc_buf line;
};

/* -- options -------------------------------------------------------------------------------- */

/* What stands behind NAME= in a list `A=B,…`, as a copy; NULL where it does not. */
static char *listed(const char *option, const char *list, const char *name)
{
    const char *rest = list, *word;
    size_t len, own = strlen(name);
    if (list && strchr(list, '"'))
        svc_die(SVC_USAGE, "option --%s: with --wide no quotes are read", option);
    while (list && svc_text_next(&rest, ',', &word, &len))
        if (len > own && strncmp(word, name, own) == 0 && word[own] == '=')
            return svc_strndup(word + own + 1, len - own - 1);
    return NULL;
}

/* Each OLD of --map is a heading of the file. */
static void check_map(const struct svc_row *header)
{
    const char *rest = svc_shared.map, *word;
    size_t len;
    while (rest && svc_text_next(&rest, ',', &word, &len)) {
        const char *equals = memchr(word, '=', len);
        bool there = false;
        if (!equals || equals == word || equals + 1 == word + len)
            svc_die(SVC_USAGE, "option --map: \"%.*s\" is not OLD=NEW", (int)len, word);
        for (size_t i = 0; i < header->count; i++)
            there = there || (header->cells[i].len == (size_t)(equals - word) &&
                              memcmp(header->cells[i].text, word, header->cells[i].len) == 0);
        if (!there)
            svc_die(SVC_BADINPUT, "no column for --map \"%.*s\"; nothing was read further", (int)len,
                    word);
    }
}

/* -- the header ----------------------------------------------------------------------------- */

/* A sentence is no code: the file was exported with the texts of the questions. */
static bool like_a_sentence(const char *name)
{
    return strchr(name, ' ') || strstr(name, "？") || strchr(name, '?') || strlen(name) > 40;
}

static _Noreturn void unknown(const struct wide *wide, const char *name, size_t at)
{
    struct svc_buf known = { 0 };
    for (size_t i = 0; i < wide->book->question_count; i++)
        svc_buf_word(&known, wide->book->question[wide->book->order[i]].code);
    if (like_a_sentence(name))
        svc_die(SVC_BADINPUT, "%s: column %zu of the header is a text and no code; nothing was read"
                " further\nexport question codes and answer codes, not their labels; or --map it",
                wide->file, at + 1);
    svc_die(SVC_BADINPUT, "%s: column %zu of the header is neither a column of answers nor a question;"
            " nothing was read further\nrename it with --map, leave it out with --ignore; it asks: %s",
            wide->file, at + 1, known.data ? known.data : "");
}

static int meaning_of(const struct wide *wide, const char *heading, size_t at)
{
    char *mapped = listed("map", svc_shared.map, heading);
    const char *name = mapped ? mapped : heading;
    int meaning = svc_heading_find(&survey_answers, name, strlen(name));
    const struct survey_question *question = survey_find_question(wide->book, name);
    if (!mapped && svc_shared.ignore && svc_text_in(svc_shared.ignore, ',', heading))
        return PASSED_OVER;
    if (question)
        meaning = QUESTIONS + (int)(question - wide->book->question);
    else if (meaning == SVC_HEADING_NONE && !mapped)
        return PASSED_OVER;
    if (meaning < 0 || meaning == A_QUESTION || meaning == A_SCORE || meaning == A_NO ||
        (meaning < QUESTIONS && survey_answers.columns[meaning].flags & (SVC_OWN | SVC_INNER)))
        unknown(wide, name, at);
    free(mapped);
    return meaning;
}

/* Whether a cell may stand in the heading row. A number may be an answer as well. */
static enum svc_heading is_heading(const void *of, const char *text, size_t len)
{
    const struct wide *wide = of;
    if (len == 0 || strspn(text, "-0123456789") >= len)
        return SVC_NO_HEADING;
    char *name = svc_strndup(text, len), *mapped = listed("map", svc_shared.map, name);
    bool known = mapped || survey_find_question(wide->book, name) ||
                 (svc_shared.ignore && svc_text_in(svc_shared.ignore, ',', name));
    free(mapped);
    free(name);
    return known ? svc_heading_kind(text, len) : svc_heading_is(&survey_answers, text, len);
}

static void read_header(struct wide *wide)
{
    struct svc_row header;
    if (!svc_reader_header(wide->reader, &header)) {
        const char *why = svc_reader_error(wide->reader);
        svc_die(SVC_BADINPUT, "%s: %s", wide->file, why ? why : _("no header line"));
    }
    check_map(&header);
    wide->cells = header.count;
    wide->meaning = svc_alloc(header.count * sizeof *wide->meaning);
    bool whose = false, asked = false;
    for (size_t i = 0; i < header.count; i++) {
        int meaning = meaning_of(wide, header.cells[i].text ? header.cells[i].text : "", i);
        for (size_t b = 0; b < i && meaning != PASSED_OVER; b++)
            if (wide->meaning[b] == meaning)
                svc_die(SVC_BADINPUT, "%s: column %zu of the header says what column %zu says; nothing"
                        " was read further", wide->file, i + 1, b + 1);
        wide->meaning[i] = meaning;
        whose = whose || meaning == A_RESPONDENT;
        asked = asked || meaning >= QUESTIONS;
    }
    if (!whose)
        svc_die(SVC_BADINPUT, "%s: no column \"respondent\"; nothing was read further\n"
                "name it with --map OLD=respondent", wide->file);
    if (!asked)
        svc_die(SVC_BADINPUT, "%s: no column is a question; nothing was read further\n"
                "name it with --map OLD=QUESTION", wide->file);
}

/* -- rows ----------------------------------------------------------------------------------- */

static void fault(struct wide *wide, const struct svc_row *row, const char *column, const char *why)
{
    if (wide->faults++ < MOST_TOLD)
        svc_fail(SVC_BADINPUT, "%s:%zu: record %zu, column \"%s\": %s", wide->file, row->line,
                 row->record, column, why);
    else if (wide->faults == MOST_TOLD + 1)
        svc_fail(SVC_BADINPUT, "%s: more bad cells follow; they are counted only", wide->file);
}

static bool is_blank(const struct wide *wide, const struct svc_cell *cell)
{
    return !cell->text || (wide->blank && strcmp(cell->text, wide->blank) == 0);
}

static void put_cell(struct svc_buf *line, const char *text)
{
    bool quoted = text && strpbrk(text, ",\"\r\n");
    svc_buf_puts(line, line->len ? "," : "");
    svc_buf_puts(line, quoted ? "\"" : "");
    for (const char *p = text ? text : ""; *p; p++) {
        svc_buf_putc(line, *p);
        if (*p == '"')
            svc_buf_putc(line, '"');
    }
    svc_buf_puts(line, quoted ? "\"" : "");
}

static void put_line(struct wide *wide)
{
    svc_buf_putc(&wide->line, '\n');
    svc_spool_add(wide->out, wide->line.data, wide->line.len);
    svc_buf_clear(&wide->line);
}

/* An answer of yes or no as its score, any other without blanks around it; NULL where nothing was answered. Good
 * until the next one. */
static const char *score_of(const struct wide *wide, const struct survey_question *question,
                            const struct svc_cell *cell)
{
    static struct svc_buf tidy, narrow;
    struct svc_word word;
    size_t len = cell->len;
    if (is_blank(wide, cell) || question->kind == SURVEY_TEXT)
        return NULL;
    const char *text = svc_tidy_narrow(svc_tidy(cell->text, &len, &tidy), &len, &narrow);
    if (question->kind == SURVEY_YES_NO && svc_word_find(svc_word_list("verb.yes_no"), text, len, &word))
        return strncmp(word.code, "yes", strlen("yes")) == 0 ? "1" : "0";
    return len ? text : NULL;
}

/* Whole numbers on the question's scale: the codes of the answers. */
static void check_score(struct wide *wide, const struct svc_row *row,
                        const struct survey_question *question, const char *text)
{
    int64_t score = 0;
    const char *why = svc_int_parse(text, &score);
    if (why)
        fault(wide, row, question->code,
              _("not a whole number; export answer codes, not their labels"));
    else if (score < question->scale.min || score > question->scale.max)
        fault(wide, row, question->code, _("lies outside of the question's scale"));
}

static void take_row(struct wide *wide, const struct svc_row *row)
{
    if (row->ragged) {
        fault(wide, row, "respondent", _("the row has more or fewer cells than the header"));
        return;
    }
    for (size_t i = 0; i < row->count; i++) {
        if (wide->meaning[i] < QUESTIONS)
            continue;
        const struct survey_question *question = &wide->book->question[wide->meaning[i] - QUESTIONS];
        const char *score = score_of(wide, question, &row->cells[i]);
        if (score)
            check_score(wide, row, question, score);
        for (size_t c = 0; c < row->count; c++)
            if (wide->meaning[c] >= 0 && wide->meaning[c] < QUESTIONS)
                put_cell(&wide->line, row->cells[c].text);
        put_cell(&wide->line, question->code);
        put_cell(&wide->line, score);
        put_line(wide);
    }
}

static void write_header(struct wide *wide)
{
    for (size_t c = 0; c < wide->cells; c++)
        if (wide->meaning[c] >= 0 && wide->meaning[c] < QUESTIONS)
            put_cell(&wide->line, survey_answers.columns[wide->meaning[c]].name);
    put_cell(&wide->line, "question");
    put_cell(&wide->line, "score");
    put_line(wide);
}

static void read_rows(struct wide *wide)
{
    struct svc_row row;
    while (svc_reader_next(wide->reader, &row))
        take_row(wide, &row);
    if (svc_reader_error(wide->reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was applied", wide->file,
                svc_reader_error(wide->reader));
    if (wide->faults)
        svc_die(SVC_BADINPUT, "%s: %zu bad cell%s; nothing was applied", wide->file, wide->faults,
                wide->faults == 1 ? "" : "s");
}

/* -- in and out ----------------------------------------------------------------------------- */

static void open_wide(const struct svc_call *call, struct wide *wide, struct svc_feed *feed)
{
    const struct svc_reader_options how = { .excel = svc_shared.excel, .front = &wide->front };
    if (call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    svc_feed_open(feed, call->count ? call->operand[0] : NULL, &how);
    wide->file = feed->name;
    wide->reader = feed->reader;
}

/* What was spooled takes the place of standard input. */
static void hand_over(struct svc_call *call, struct wide *wide)
{
    static char dash[] = "-", *operand[] = { dash };
    int fd = svc_temporary();
    svc_spool_rewind(wide->out);
    if (!svc_spool_send(wide->out, fd) || lseek(fd, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
    svc_file_stand_in(fd);
    svc_spool_close(wide->out);
    call->operand = operand;
    call->count = 1;
    svc_shared.map = svc_shared.ignore = svc_shared.delimiter = svc_shared.encoding = svc_shared.worksheet = NULL;
    svc_shared.heading_row = 0;
    svc_shared.input_format = "csv";
    svc_shared.excel = false;
}

void survey_widen(struct svc_call *call, const char *blank)
{
    enum { MEMORY = 8 << 20 };
    struct wide wide = { .blank = blank, .out = svc_spool_open(MEMORY) };
    struct svc_feed feed;
    char *survey = listed("set", svc_shared.set, "survey");
    if (!survey)
        svc_die(SVC_USAGE, "--wide needs --set survey=NO: whose questions the columns are");
    if (svc_shared.keep_good)
        svc_die(SVC_USAGE, "--wide takes all respondents or none\nleave --keep-good out");
    if (svc_shared.profile || svc_shared.save_profile)
        svc_die(SVC_USAGE, "profiles are for records, not for --wide\nleave out --profile and --save-profile");
    wide.book = survey_book(call, survey);
    wide.front = (struct svc_front){ is_heading, &wide };
    open_wide(call, &wide, &feed);
    read_header(&wide);
    write_header(&wide);
    read_rows(&wide);
    svc_feed_close(&feed);
    hand_over(call, &wide);
    svc_buf_free(&wide.line);
    free(wide.meaning);
    free(survey);
}
