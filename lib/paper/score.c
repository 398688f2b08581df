#include "svc/score.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/sql.h"

const struct svc_column svc_line_columns[] = {
    { .name = "period", .type = SVC_TYPE_CODE, .label = "期间",
      .help = "the month or period asked for" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department charged" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "person charged; empty for a department" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "考核项", .help = "column of the sheet" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "rule that allows it" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "leg: person, head, dept, contractor" },
    { .name = "points", .type = SVC_TYPE_POINTS, .label = "分值", .help = "points, signed" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan, signed" },
    { .name = "effect", .type = SVC_TYPE_CODE, .label = "效果", .help = "effects, ;-separated" },
    { .name = "status", .type = SVC_TYPE_CODE, .label = "状态",
      .help = "final, proposed, suspended or reversed" },
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源", .help = "domain of the record" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "记录", .help = "record that caused it" },
    { .name = "occurred_at", .type = SVC_TYPE_TIME, .label = "发生时间",
      .help = "the fact's moment, or the deadline" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .label = "原因", .help = "why" },
    { 0 }
};

static void add_lines(struct svc_db *db, const struct svc_sql_file *file,
                      const struct svc_period *period, struct svc_lines *lines)
{
    size_t homeless = 0;
    char *example = NULL;
    struct svc_query *q = svc_query(db, file->sql, "www", period->from, period->until, svc_now());
    while (svc_next(q)) {
        if (svc_is_null(q, 0)) {
            if (homeless++ == 0)
                example = svc_strdup(svc_text(q, 10));
            continue;
        }
        lines->line = svc_grow(lines->line, lines->count, sizeof *lines->line);
        lines->line[lines->count++] = (struct svc_line){
            .dept = svc_strdup(svc_text(q, 0)), .person = svc_strdup(svc_text(q, 1)),
            .item = svc_strdup(svc_text(q, 2)), .clause = svc_strdup(svc_text(q, 3)),
            .subject = svc_strdup(svc_text(q, 4)), .points = svc_int(q, 5),
            .amount = svc_int(q, 6), .effect = svc_strdup(svc_text(q, 7)),
            .status = svc_strdup(svc_text(q, 8)), .source = svc_strdup(svc_text(q, 9)),
            .record = svc_strdup(svc_text(q, 10)), .occurred_at = svc_strdup(svc_text(q, 11)),
            .reason = svc_strdup(svc_text(q, 12))
        };
    }
    if (homeless)
        svc_warn("%s: %zu lines have no department to charge and are left out, such as %s\n"
                 "give these records a department", file->name, homeless, example);
    free(example);
}

static void free_line(struct svc_line *line)
{
    char *const texts[] = { line->dept, line->person, line->item, line->clause, line->subject,
                            line->effect, line->status, line->source, line->record,
                            line->occurred_at, line->reason };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

void svc_lines_free(struct svc_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free_line(&lines->line[i]);
    free(lines->line);
    *lines = (struct svc_lines){ NULL, 0 };
}

void svc_lines_add(struct svc_lines *lines, const struct svc_line *line)
{
    struct svc_line copy = *line;
    char **const texts[] = { &copy.dept, &copy.person, &copy.item, &copy.clause, &copy.subject,
                             &copy.effect, &copy.status, &copy.source, &copy.record,
                             &copy.occurred_at, &copy.reason };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = svc_strdup(*texts[i]);
    lines->line = svc_grow(lines->line, lines->count, sizeof *lines->line);
    lines->line[lines->count++] = copy;
}

static int compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* The key of a line, with the larger leg of one person first. */
static int by_key(const void *x, const void *y)
{
    const struct svc_line *a = x, *b = y;
    const char *const keys[][2] = { { a->dept, b->dept }, { a->person, b->person },
                                    { a->item, b->item }, { a->clause, b->clause },
                                    { a->source, b->source }, { a->record, b->record } };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int order = compare(keys[i][0], keys[i][1]);
        if (order)
            return order;
    }
    if (llabs(a->amount) != llabs(b->amount))
        return llabs(a->amount) > llabs(b->amount) ? -1 : 1;
    if (llabs(a->points) != llabs(b->points))
        return llabs(a->points) > llabs(b->points) ? -1 : 1;
    return -compare(a->subject, b->subject); /* person before head */
}

/* One fact charges one person once: of a person's leg and the head's leg the larger stands. */
static bool same_fact(const struct svc_line *a, const struct svc_line *b)
{
    return a->person && b->person && compare(a->person, b->person) == 0 &&
           compare(a->dept, b->dept) == 0 && compare(a->clause, b->clause) == 0 &&
           compare(a->subject, b->subject) != 0 &&
           compare(a->source, b->source) == 0 && compare(a->record, b->record) == 0;
}

struct svc_lines svc_score_lines(struct svc_db *db, const char *name,
                                 const struct svc_period *period)
{
    struct svc_lines lines = { NULL, 0 };
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, "score"));)
        if (!name || strncmp(file->name, name, strcspn(file->name, "/")) == 0)
            add_lines(db, file, period, &lines);
    if (lines.count > 1)
        qsort(lines.line, lines.count, sizeof *lines.line, by_key);
    size_t kept = 0;
    for (size_t i = 0; i < lines.count; i++) {
        if (kept && same_fact(&lines.line[kept - 1], &lines.line[i]))
            free_line(&lines.line[i]);
        else
            lines.line[kept++] = lines.line[i];
    }
    lines.count = kept;
    return lines;
}

void svc_line_values(const struct svc_line *line, const char *period, struct svc_value *values)
{
    size_t n = 0;
    values[n++] = svc_value_text(period);
    values[n++] = svc_value_text(line->dept);
    values[n++] = svc_value_text(line->person);
    values[n++] = svc_value_text(line->item);
    values[n++] = svc_value_text(line->clause);
    values[n++] = svc_value_text(line->subject);
    values[n++] = svc_value_number(line->points);
    values[n++] = svc_value_number(line->amount);
    values[n++] = svc_value_text(line->effect);
    values[n++] = svc_value_text(line->status);
    values[n++] = svc_value_text(line->source);
    values[n++] = svc_value_text(line->record);
    values[n++] = svc_value_text(line->occurred_at);
    values[n++] = svc_value_text(line->reason);
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
