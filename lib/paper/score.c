#include "svc/score.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/sql.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

const struct svc_column svc_line_columns[] = {
    { .name = "period", .type = SVC_TYPE_CODE, .label = "期间",
      .help = "the month or period asked for" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department charged" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "person charged; empty for a department" },
    { .name = "item", .type = SVC_TYPE_WORD, .label = "考核项", .help = "column of the sheet",
      .list = "item" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "rule that allows it" },
    { .name = "subject", .type = SVC_TYPE_WORD, .label = "对象",
      .help = "leg: person, head, leader, deputy, dept, contractor",
      .list = "paper.subject" },
    { .name = "points", .type = SVC_TYPE_POINTS, .label = "分值", .help = "points, signed" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan, signed" },
    { .name = "effect", .type = SVC_TYPE_WORDS, .flags = SVC_BACK, .label = "效果",
      .help = "effects, ;-separated; one taken back: -effect",
      .list = "effect" },
    { .name = "status", .type = SVC_TYPE_WORD, .label = "状态",
      .help = "final, proposed, suspended or reversed",
      .list = "paper.status" },
    { .name = "source", .type = SVC_TYPE_WORD, .label = "来源", .help = "domain of the record",
      .list = "item" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "记录", .help = "record that caused it" },
    { .name = "occurred_at", .type = SVC_TYPE_TIME, .label = "发生时间",
      .help = "the fact's moment, or the deadline" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因", .help = "why" },
    { 0 }
};

bool svc_line_acts(const struct svc_line *line, const char *effect)
{
    svc_when when;
    if (svc_when_parse(line->occurred_at, &when))
        when = svc_now();
    return svc_words_act("effect", line->effect, effect, svc_when_day(when));
}

bool svc_line_month(const struct svc_line *line, struct svc_period *out)
{
    svc_when at;
    if (!line->occurred_at || svc_when_parse(line->occurred_at, &at))
        return false;
    svc_period_month(svc_when_day(at), out);
    return true;
}

/* -- a line by the names of its columns ------------------------------------------------------ */

#define TEXT(name_) { .name = #name_, .at = offsetof(struct svc_line, name_) },
#define NUMBER(name_) { .name = #name_, .at = offsetof(struct svc_line, name_), .number = true },
#define INNER(name_, number_) \
    { .name = #name_, .at = offsetof(struct svc_line, name_), .number = number_, .inner = true }

static const struct field {
    const char *name;
    size_t at;
    bool number;
    bool inner; /* no column of a line, and not every statement has it */
} fields[] = {
    SVC_EACH_LINE_FIELD(TEXT, NUMBER)
    INNER(done_at, false), INNER(quantity, true)
};
enum { FIELDS = sizeof fields / sizeof *fields };

static char **text_of(const struct svc_line *line, const struct field *field)
{
    return (char **)((char *)line + field->at);
}

static int64_t *number_of(const struct svc_line *line, const struct field *field)
{
    return (int64_t *)((char *)line + field->at);
}

void svc_line_free(const struct svc_line *line)
{
    for (const struct field *f = fields; f < fields + FIELDS; f++)
        if (!f->number)
            free(*text_of(line, f));
}

void svc_lines_free(struct svc_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        svc_line_free(&lines->line[i]);
    free(lines->line);
    *lines = (struct svc_lines){ NULL, 0 };
}

void svc_lines_add(struct svc_lines *lines, const struct svc_line *line)
{
    struct svc_line copy = *line;
    for (const struct field *f = fields; f < fields + FIELDS; f++)
        if (!f->number)
            *text_of(&copy, f) = svc_strdup(*text_of(line, f));
    lines->line = svc_grow(lines->line, lines->count, sizeof *lines->line);
    lines->line[lines->count++] = copy;
}

void svc_line_find_fields(const struct svc_query *q, const char *name, struct svc_line_fields *out)
{
    int *at = out->at;
    _Static_assert(FIELDS == sizeof out->at / sizeof *at, "a place for each field");
    for (int f = 0; f < FIELDS; f++)
        at[f] = -1;
    for (int i = 0; i < svc_columns(q); i++) {
        int f = 0;
        while (f < FIELDS && strcmp(svc_column_name(q, i), fields[f].name) != 0)
            f++;
        if (f == FIELDS || at[f] >= 0)
            svc_die(SVC_BUG, "%s: column \"%s\" %s", name, svc_column_name(q, i),
                    f == FIELDS ? _("is none of a score line") : _("comes twice"));
        at[f] = i;
    }
    for (int f = 0; f < FIELDS; f++)
        if (at[f] < 0 && !fields[f].inner)
            svc_die(SVC_BUG, "%s: no column \"%s\"", name, fields[f].name);
}

struct svc_line svc_line_read(struct svc_query *q, const struct svc_line_fields *where)
{
    struct svc_line line = { 0 };
    for (int f = 0; f < FIELDS; f++)
        if (where->at[f] < 0)
            continue;
        else if (fields[f].number)
            *number_of(&line, &fields[f]) = svc_int(q, where->at[f]);
        else
            *text_of(&line, &fields[f]) = (char *)svc_text(q, where->at[f]);
    return line;
}

const char *svc_line_no_number(struct svc_query *q, const struct svc_line_fields *where)
{
    for (int f = 0; f < FIELDS; f++)
        if (where->at[f] >= 0 && fields[f].number && !svc_is_int(q, where->at[f]) && !svc_is_null(q, where->at[f]))
            return fields[f].name;
    return NULL;
}

void svc_lines_read(struct svc_lines *lines, struct svc_query *q, const char *name)
{
    struct svc_line_fields at;
    svc_line_find_fields(q, name, &at);
    while (svc_next(q)) {
        struct svc_line line = svc_line_read(q, &at);
        svc_lines_add(lines, &line);
    }
}

struct svc_line svc_line_of(const struct svc_value *values)
{
    struct svc_line line = { 0 };
    for (const struct field *f = fields; f < fields + FIELDS && !f->inner; f++) {
        const struct svc_value *v = &values[svc_column_at(svc_line_columns, f->name)];
        if (f->number)
            *number_of(&line, f) = v->is == SVC_IS_NUMBER ? v->number : 0;
        else if (v->is == SVC_IS_TEXT)
            *text_of(&line, f) = (char *)v->text;
    }
    return line;
}

void svc_line_values(const struct svc_line *line, const char *period, struct svc_value *values)
{
    values[svc_column_at(svc_line_columns, "period")] = svc_value_text(period);
    for (const struct field *f = fields; f < fields + FIELDS && !f->inner; f++)
        values[svc_column_at(svc_line_columns, f->name)] =
            f->number ? svc_value_number(*number_of(line, f)) : svc_value_text(*text_of(line, f));
}

int svc_line_compare(const struct svc_line *a, const struct svc_line *b)
{
    const char *const keys[][2] = { { a->source, b->source },   { a->record, b->record },
                                    { a->clause, b->clause },   { a->subject, b->subject },
                                    { a->dept, b->dept },       { a->person, b->person } };
    int order = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !order; i++)
        order = strcmp(keys[i][0] ? keys[i][0] : "", keys[i][1] ? keys[i][1] : "");
    return order;
}

/* A built-in one, or one that the company's list has, or had. */
static bool is_item(const char *item)
{
    struct svc_word word;
    size_t len = strlen(item);
    const char *words = svc_text_in(SVC_ITEMS, '|', item) ? NULL : svc_words("item", SVC_WORDS_EVER);
    if (!words)
        return true;
    return svc_word_find(words, item, len, &word) && word.code_len == len &&
           memcmp(word.code, item, len) == 0 &&
           strcmp(svc_word_acting("item", item, svc_when_day(svc_now())), item) == 0;
}

const char *svc_line_fault(const struct svc_line *line, const char **column)
{
    *column = "item";
    if (!line->item || !is_item(line->item))
        return _("no item of the sheet");
    *column = "status";
    return line->status && svc_text_in(SVC_LINE_STATUSES, '|', line->status)
               ? NULL
               : svc_format(_("must be one of %s"), SVC_LINE_STATUSES);
}

/* -- the lines of a period ------------------------------------------------------------------- */

static const char *or_blank(const char *text)
{
    return text ? text : "";
}

/* Those that a file's statement yields: a wrong one is a bug, one without department is left out,
 * and told where it was asked for. */
static void add_lines(struct svc_db *db, const struct svc_sql_file *file,
                      const struct svc_period *period, bool tells, struct svc_lines *lines)
{
    size_t homeless = 0, before = lines->count, kept = before;
    const char *column;
    char *example = NULL;
    svc_lines_read(lines, svc_query(db, file->sql, "www", period->from, period->until, svc_now()),
                   file->name);
    for (size_t i = before; i < lines->count; i++) {
        struct svc_line *line = &lines->line[i];
        const char *why = svc_line_fault(line, &column);
        if (why)
            svc_die(SVC_BUG, "%s: item \"%s\", status \"%s\": column \"%s\": %s", file->name,
                    or_blank(line->item), or_blank(line->status), column, why);
        if (line->dept) {
            lines->line[kept++] = *line;
            continue;
        }
        if (homeless++ == 0)
            example = svc_strdup(line->record);
        svc_line_free(line);
    }
    lines->count = kept;
    svc_legs_complete(db, file->name, lines, before);
    if (homeless && tells)
        svc_warn("%s: %zu lines have no department to charge and are left out, such as %s\n"
                 "nobody had them when their limits ran out: name the department that takes such"
                 " records in, parameter intake_dept of the policy", file->name, homeless, example);
    free(example);
}

/* The key of a line, with the larger leg of one person first. */
static int by_key(const void *x, const void *y)
{
    const struct svc_line *a = x, *b = y;
    const char *const keys[][2] = { { a->dept, b->dept }, { a->person, b->person },
                                    { a->item, b->item }, { a->clause, b->clause },
                                    { a->source, b->source }, { a->record, b->record } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int order = svc_text_compare(keys[i][0], keys[i][1]);
        if (order)
            return order;
    }
    if (llabs(a->amount) != llabs(b->amount))
        return llabs(a->amount) > llabs(b->amount) ? -1 : 1;
    if (llabs(a->points) != llabs(b->points))
        return llabs(a->points) > llabs(b->points) ? -1 : 1;
    return -svc_text_compare(a->subject, b->subject); /* person before head */
}

/* -- cases that are not decided --------------------------------------------------------------- */

/* Of a person's own leg the person: several may answer for one fact. */
static const char *culprit(const struct svc_line *line)
{
    return strcmp(line->subject, "person") == 0 ? line->person : NULL;
}

/* Order by the fact under its clause. */
static int by_fact(const void *x, const void *y)
{
    const struct svc_line *a = *(struct svc_line *const *)x, *b = *(struct svc_line *const *)y;
    int order = svc_text_compare(a->source, b->source);
    order = order ? order : svc_text_compare(a->record, b->record);
    order = order ? order : svc_text_compare(a->clause, b->clause);
    return order ? order : svc_text_compare(culprit(a), culprit(b));
}

static bool is_case(const struct svc_line *line)
{
    return strcmp(line->item, SVC_CASES) == 0;
}

static bool waits(const struct svc_line *line)
{
    return strcmp(line->status, "proposed") == 0 || strcmp(line->status, "suspended") == 0;
}

/* Until it is decided a case speaks by the line of the record that caused it, whose item's cap still
 * applies; where that has none under the clause it has its own. */
static void pass_over_cases(struct svc_lines *lines)
{
    const struct svc_line **own = svc_alloc((lines->count + 1) * sizeof *own);
    bool *spoken = svc_alloc(lines->count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < lines->count; i++)
        if (!is_case(&lines->line[i]) && strcmp(lines->line[i].item, SVC_CORRECTIONS) != 0)
            own[count++] = &lines->line[i];
    if (count > 1)
        qsort(own, count, sizeof *own, by_fact);
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        spoken[i] = count && is_case(line) && waits(line) &&
                    bsearch(&line, own, count, sizeof *own, by_fact);
    }
    for (size_t i = 0; i < lines->count; i++)
        if (spoken[i])
            svc_line_free(&lines->line[i]);
        else
            lines->line[kept++] = lines->line[i];
    lines->count = kept;
    free(own);
    free(spoken);
}

/* The lines of one domain alone: the cases, and what else their records give. */
static void keep_cases(struct svc_lines *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++)
        if (is_case(&lines->line[i]) || svc_text_same(lines->line[i].source, SVC_CASES))
            lines->line[kept++] = lines->line[i];
        else
            svc_line_free(&lines->line[i]);
    lines->count = kept;
}

bool svc_score_is_of(const struct svc_sql_file *file, const char *name)
{
    size_t len = strcspn(file->name, "/");
    return strncmp(file->name, name, len) == 0 && !name[len];
}

void svc_score_read(struct svc_db *db, const char *except, const struct svc_period *period,
                    struct svc_lines *lines)
{
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, "score"));)
        if (!except || !svc_score_is_of(file, except))
            add_lines(db, file, period, false, lines);
    svc_score_files(db, NULL, except, period, lines);
}

void svc_lines_sort(struct svc_lines *lines)
{
    if (lines->count > 1)
        qsort(lines->line, lines->count, sizeof *lines->line, by_key);
}

#define ALL SIZE_MAX

struct svc_lines svc_score_below(struct svc_db *db, const char *name,
                                 const struct svc_period *period, size_t level)
{
    struct svc_lines lines = { NULL, 0 };
    struct svc_thresholds thresholds = { NULL, 0 };
    bool cases = name && strcmp(name, SVC_CASES) == 0;
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, "score"));) {
        bool asked = !name || svc_score_is_of(file, name);
        if (asked || cases)
            add_lines(db, file, period, asked && level == ALL, &lines);
    }
    if (level)
        thresholds = svc_thresholds_read(db);
    svc_given_add(db, &thresholds, name, period, level, &lines);
    svc_score_files(db, cases ? NULL : name, NULL, period, &lines);
    if (!name)
        svc_score_bands(db, period, &lines);
    pass_over_cases(&lines);
    if (cases)
        keep_cases(&lines);
    svc_lines_sort(&lines);
    svc_legs_join(&lines);
    svc_fact_judge(db, name, period, &lines);
    svc_given_free(db, &thresholds, period, &lines);
    svc_thresholds_free(&thresholds);
    return lines;
}

struct svc_lines svc_score_lines(struct svc_db *db, const char *name,
                                 const struct svc_period *period)
{
    return svc_score_below(db, name, period, ALL);
}

struct svc_lines svc_score_record(struct svc_db *db, const char *name, const char *record)
{
    struct svc_lines lines = { NULL, 0 };
    struct svc_period ever = { .until = svc_now() + 1 };
    size_t kept = 0;
    svc_when_parse("2000-01-01", &ever.from);
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, "score"));)
        if (strncmp(file->name, name, strcspn(file->name, "/")) == 0)
            add_lines(db, file, &ever, false, &lines);
    svc_score_files(db, name, NULL, &ever, &lines);
    for (size_t i = 0; i < lines.count; i++)
        if (svc_text_same(lines.line[i].record, record))
            lines.line[kept++] = lines.line[i];
        else
            svc_line_free(&lines.line[i]);
    lines.count = kept;
    return lines;
}

int svc_score(struct svc_call *call)
{
    enum { COLUMNS = sizeof svc_line_columns / sizeof *svc_line_columns };
    struct svc_value values[COLUMNS];
    const struct svc_period *period = svc_call_period(false);
    const char *name = call->command->name + strlen("svc-");
    struct svc_lines lines = svc_score_lines(call->db, name, period);
    svc_print_begin(call, svc_line_columns);
    for (size_t i = 0; i < lines.count; i++) {
        svc_line_values(&lines.line[i], period->name, values);
        svc_print_row(call, values);
    }
    svc_lines_free(&lines);
    return svc_finish(call);
}
