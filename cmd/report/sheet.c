/* svc-report sheet: a row per department or person. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/frame.h"
#include "svc/grade.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/say.h"
#include "svc/words.h"

static struct {
    const char *by, *dept, *lines;
} opt;

const struct svc_option report_sheet_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "dept|person",
      .help = "one row per department (default) or person", .list = "verb.by" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    { .name = "lines", .type = SVC_OPT_TEXT, .to = &opt.lines, .arg = "FILE",
      .help = "sum these lines (- is standard input) instead of the month's own" },
    SVC_OPTIONS_INCLUDE(report_rehearsal_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* The sheet's own columns, called in the list `sheet`, so that no item of a company's is called so; its
 * items stand between them. */
static const struct svc_column before_items[] = {
    { .name = "subject", .type = SVC_TYPE_CODE, .help = "department code or staff number" },
    { .name = "name", .type = SVC_TYPE_CODE, .help = "its name" },
    { .name = "base", .type = SVC_TYPE_POINTS, .help = "points every month begins with" },
    { 0 }
};
static const struct svc_column item_column = {
    .type = SVC_TYPE_POINTS, .flags = SVC_SUMMED, .list = "item", .help = "points of this item, before caps"
};
static const struct svc_column after_items[] = {
    { .name = "bonus", .type = SVC_TYPE_POINTS, .flags = SVC_SUMMED, .help = "added points, after the cap" },
    { .name = "deductions", .type = SVC_TYPE_POINTS, .flags = SVC_SUMMED, .help = "deducted points, after the caps" },
    { .name = "score", .type = SVC_TYPE_POINTS, .flags = SVC_LEAD,
      .help = "base + bonus + deductions + adjust, not below the floor" },
    { .name = "grade", .type = SVC_TYPE_CODE, .help = "by the score's band", .list = "grade" },
    { .name = "forced_grade", .type = SVC_TYPE_CODE, .help = "by a clause's effect", .list = "grade" },
    { .name = "final_grade", .type = SVC_TYPE_CODE, .flags = SVC_LEAD, .help = "the lower of the two", .list = "grade" },
    { .name = "reward_amount", .type = SVC_TYPE_MONEY, .flags = SVC_SUMMED, .help = "yuan" },
    { .name = "penalty_amount", .type = SVC_TYPE_MONEY, .flags = SVC_SUMMED,
      .help = "yuan, negative; positive where more came back than was taken" },
    { .name = "pending_lines", .type = SVC_TYPE_INT, .help = "lines that wait for signatures" },
    { .name = "suspended_lines", .type = SVC_TYPE_INT, .help = "lines under appeal" },
    { .name = "effects", .type = SVC_TYPE_CODE,
      .help = "effects of the month's lines, WORD@MONTH of another month's", .list = "effect" },
    { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_INNER, .help = "whose row it is, for --sheets" },
    { 0 }
};

/* -- its columns -------------------------------------------------------------------------- */

/* By its name alone, -1 for none: what a heading says is not looked at. */
static int named(const struct svc_column *columns, const char *name)
{
    for (int at = 0; columns[at].name; at++)
        if (strcmp(columns[at].name, name) == 0)
            return at;
    return -1;
}

static void add_column(struct svc_column **columns, const char *name)
{
    size_t count = *columns ? svc_column_count(*columns) : 0;
    *columns = svc_realloc(*columns, count + 2, sizeof **columns);
    (*columns)[count] = report_sheet_column(name);
    (*columns)[count + 1] = (struct svc_column){ .name = NULL };
}

struct svc_column report_sheet_column(const char *name)
{
    const struct svc_column *const own[] = { before_items, after_items };
    struct svc_column column = item_column;
    for (int i = 0; i < 2; i++) {
        int at = named(own[i], name);
        if (at >= 0) {
            column = own[i][at];
            column.label = svc_words_text("report.sheet", name);
            return column;
        }
    }
    column.name = svc_strdup(name);
    return column;
}

bool report_is_item(const struct svc_column *column)
{
    return column->list == item_column.list && column->type == item_column.type;
}

/* The items of the version, and behind them what else the lines have that other versions judged. */
static const struct svc_column *columns_of(const struct svc_policy *policy, const struct svc_lines *lines)
{
    struct svc_column *columns = NULL;
    for (const struct svc_column *c = before_items; c->name; c++)
        add_column(&columns, c->name);
    for (size_t i = 0; i < policy->sheet_count; i++)
        add_column(&columns, policy->sheet[i]);
    for (size_t i = 0; i < lines->count; i++)
        if (named(columns, lines->line[i].item) < 0)
            add_column(&columns, lines->line[i].item);
    for (const struct svc_column *c = after_items; c->name; c++)
        add_column(&columns, c->name);
    return columns;
}

const struct svc_column *report_sheet_columns(struct svc_call *call, const struct svc_period *month,
                                              const struct svc_lines *lines)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_column *columns =
        columns_of(svc_rules_on(rules, svc_when_day(month->until) - 1), lines);
    svc_rules_close(rules);
    return columns;
}

/* One row of the sheet while it is summed. */
struct subject {
    char *code, *name, *dept;
    struct svc_mark mark;
};

struct sheet {
    struct subject *row;
    size_t count;
    bool persons;
    const char *dept; /* this one only, NULL for all */
};

static int by_code(const void *a, const void *b)
{
    const struct subject *x = a, *y = b;
    return strcmp(x->code, y->code);
}

/* -- who has a row ------------------------------------------------------------------------ */

#define THERE \
    "s.dept IS NOT NULL AND (p.joined IS NULL OR p.joined < ?2)" \
    " AND (p.left_on IS NULL OR p.left_on >= ?1)"

/* Persons as they were on the month's last day. */
#define AT_ITS_END \
    " FROM person_span s JOIN person p ON p.person = s.person AND s.from_day < ?2 AND s.until_day >= ?2"

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void keep_text(void *text)
{
    (void)text; /* the line's own */
}

static void give_person(struct svc_query *q, report_person *one, void *ctx)
{
    while (svc_next(q))
        one(ctx, svc_text(q, 0), svc_text(q, 1), svc_text(q, 2));
}

void report_roster(struct svc_call *call, const struct svc_period *month,
                   const struct svc_lines *lines, report_person *one, void *ctx)
{
    svc_day from = svc_when_day(month->from), until = svc_when_day(month->until);
    void *seen = NULL;
    give_person(svc_query(call->db,
        "SELECT s.person, s.name, s.dept" AT_ITS_END " WHERE " THERE " ORDER BY s.person", "dd", from,
        until), one, ctx);
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        const char *const *first = line->person ? tsearch(line->person, &seen, by_text) : NULL;
        if (first && *first == line->person)
            give_person(svc_query(call->db,
                "SELECT s.person, s.name, COALESCE(s.dept, ?4)" AT_ITS_END " WHERE s.person = ?3"
                "   AND NOT (" THERE ")", "ddss", from, until, line->person, line->dept), one, ctx);
    }
    tdestroy(seen, keep_text);
}

static void add_row(struct sheet *sheet, const char *code, const char *name, const char *dept)
{
    sheet->row = svc_grow(sheet->row, sheet->count, sizeof *sheet->row);
    sheet->row[sheet->count++] = (struct subject){ .code = svc_strdup(code),
                                                   .name = svc_strdup(name),
                                                   .dept = svc_strdup(dept) };
}

static void add_person(void *ctx, const char *person, const char *name, const char *dept)
{
    struct sheet *sheet = ctx;
    if (!sheet->dept || strcmp(sheet->dept, dept) == 0)
        add_row(sheet, person, name, dept);
}

static void load_rows(struct svc_call *call, struct sheet *sheet, const struct svc_period *month,
                      const struct svc_lines *lines)
{
    if (sheet->persons) {
        report_roster(call, month, lines, add_person, sheet);
    } else {
        struct svc_query *q = svc_query(call->db,
            "SELECT dept, name FROM dept_span WHERE dept = COALESCE(?1, dept)"
            "   AND from_day < ?2 AND until_day >= ?2 ORDER BY dept", "sd", sheet->dept,
            svc_when_day(month->until));
        while (svc_next(q))
            add_row(sheet, svc_text(q, 0), svc_text(q, 1), svc_text(q, 0));
    }
    if (sheet->count > 1)
        qsort(sheet->row, sheet->count, sizeof *sheet->row, by_code);
}

/* -- the sum ------------------------------------------------------------------------------ */

/* A line belongs to its person's row, a line without person to its department's. */
static const char *owner(const struct svc_line *line, bool persons)
{
    if (persons)
        return line->person;
    return line->person ? NULL : line->dept;
}

/* Of a correction the clause tells: a penalty that comes back is no reward. */
static bool is_penalty(struct svc_call *call, const struct svc_line *line)
{
    int64_t sign = strcmp(line->item, "adjust") != 0 || !line->clause ? 0
        : svc_one_int(call->db, 0,
            "SELECT CASE l.sign WHEN '-' THEN -1 ELSE 1 END FROM policy_leg l"
            "  JOIN policy_version v ON v.version = l.version"
            " WHERE l.clause = ?1 AND l.subject = ?2"
            "   AND v.from_day <= substr(?3, 1, 10) AND v.until_day > substr(?3, 1, 10)", "sss",
            line->clause, line->subject, line->occurred_at);
    return sign ? sign < 0 : line->amount < 0;
}

static void add_line(struct svc_call *call, const struct svc_period *month, struct svc_mark *mark,
                     const struct svc_line *line)
{
    struct svc_period fact;
    bool other = svc_line_month(line, &fact) && strcmp(fact.name, month->name) != 0;
    const struct svc_mark_line one = {
        .item = line->item, .status = line->status, .effect = line->effect,
        .points = line->points, .amount = line->amount, .penalty = is_penalty(call, line),
        .of_month = other ? fact.name : NULL };
    svc_mark_add(mark, &one);
}

static void sum_lines(struct svc_call *call, const struct svc_period *month, struct sheet *sheet,
                      const struct svc_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        struct subject key = { .code = (char *)owner(line, sheet->persons) };
        struct subject *row = key.code && sheet->count
                                  ? bsearch(&key, sheet->row, sheet->count, sizeof key, by_code)
                                  : NULL;
        if (row)
            add_line(call, month, &row->mark, line);
    }
}

static void give_subject(const struct subject *row, const struct svc_column *columns,
                         report_sheet_row *give, void *ctx)
{
    const struct svc_mark *mark = &row->mark;
    struct svc_value *v = svc_alloc(svc_column_count(columns) * sizeof *v);
    size_t n = 0;
    v[n++] = svc_value_text(row->code);
    v[n++] = svc_value_text(row->name);
    v[n++] = svc_value_number(mark->base);
    for (; report_is_item(&columns[n]); n++)
        v[n] = svc_value_number(svc_mark_sum(mark, columns[n].name));
    v[n++] = svc_value_number(mark->bonus);
    v[n++] = svc_value_number(mark->deductions);
    v[n++] = svc_value_number(mark->score);
    v[n++] = svc_value_text(mark->grade);
    v[n++] = svc_value_text(mark->forced ? mark->forced : "");
    v[n++] = svc_value_text(mark->final);
    v[n++] = svc_value_number(mark->reward);
    v[n++] = svc_value_number(mark->penalty);
    v[n++] = svc_value_number(mark->pending);
    v[n++] = svc_value_number(mark->suspended);
    v[n++] = svc_value_text(svc_buf_text(&mark->effects));
    v[n++] = svc_value_text(row->dept);
    give(ctx, columns, v);
    free(v);
}

void report_sheet_rows(struct svc_call *call, const struct svc_period *month,
                       const struct svc_lines *lines, bool persons, const char *dept,
                       report_sheet_row *give, void *ctx)
{
    struct sheet sheet = { .persons = persons, .dept = dept };
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(month->until) - 1);
    const struct svc_column *columns = columns_of(policy, lines);
    load_rows(call, &sheet, month, lines);
    sum_lines(call, month, &sheet, lines);
    for (size_t i = 0; i < sheet.count; i++) {
        struct subject *row = &sheet.row[i];
        svc_mark_finish(&row->mark, policy);
        give_subject(row, columns, give, ctx);
        svc_mark_free(&row->mark);
        free(row->code);
        free(row->name);
        free(row->dept);
    }
    free(sheet.row);
    svc_rules_close(rules);
}

void report_month_rows(struct svc_call *call, const struct report_month *month, bool persons,
                       const char *dept, enum svc_language language, report_sheet_row *row, void *ctx)
{
    if (month->revision) {
        report_stored_sheet(call, month, persons, dept, language, row, ctx);
        return;
    }
    struct svc_lines lines = report_lines(call, month->period);
    report_sheet_rows(call, month->period, &lines, persons, dept, row, ctx);
    svc_lines_free(&lines);
}

/* -- the verb ----------------------------------------------------------------------------- */

static void print_row(void *call, const struct svc_column *columns, const struct svc_value *values)
{
    (void)columns; /* that printing began with */
    svc_print_row(call, values);
}

static void print_month(struct svc_call *call, const struct report_month *month, bool persons,
                        const char *dept)
{
    if (month->revision) {
        svc_print_begin(call, report_stored_columns(call, month));
        report_stored_sheet(call, month, persons, dept, svc_print_language(call), print_row, call);
        return;
    }
    struct svc_lines lines = report_lines(call, month->period);
    svc_print_begin(call, report_sheet_columns(call, month->period, &lines));
    report_sheet_rows(call, month->period, &lines, persons, dept, print_row, call);
    svc_lines_free(&lines);
}

/* A sheet that was closed is the same for good: who closed it made it, under the name of then. */
static char *frame(struct svc_call *call, const struct report_month *month, const char *title, const char *dept)
{
    char day[SVC_DAY_SIZE], *mark = NULL;
    struct svc_query *q = svc_query(call->db,
        "SELECT c.head, c.closed_at, c.closed_by, r.name, r.dept FROM month_close c"
        "  LEFT JOIN month_roster r ON r.period = c.period AND r.revision = c.revision"
        "   AND r.person = c.closed_by"
        " WHERE c.period = ?1 AND c.revision = ?2", "si", month->period->name, month->revision);
    struct svc_frame of = { .dept = dept, .period = title, .points = true, .money = true, .keys = 2,
                            .until = svc_day_format(svc_when_day(month->period->until) - 1, day) };
    char *maker = NULL, *when = NULL;
    if (svc_next(q)) {
        mark = svc_strdup(svc_text(q, 0));
        when = svc_strdup(svc_text(q, 1));
        bool named = !svc_is_null(q, 3) && strcmp(svc_text(q, 3), svc_text(q, 2)) != 0;
        maker = named ? svc_format("%s %s", svc_text(q, 2), svc_text(q, 3)) : svc_strdup("　　　　　　");
        of.made_by = maker;
        of.made_on = when;
        of.dept = dept ? dept : svc_text(q, 4);
        svc_frame(call, &of);
        svc_done(q);
    } else {
        svc_frame(call, &of);
    }
    free(maker);
    free(when);
    return mark;
}

void report_print_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                        const char *dept)
{
    static struct svc_chart scores = { NULL, "name", "score" }; /* printing borrows it */
    char title[SVC_PERIOD_SIZE];
    const char *name = month->period->name;
    struct svc_buf closed = { 0 }, foot = { 0 };
    svc_print_title(call, "%s %s服务考核表", svc_period_title(month->period, title),
                    persons ? "个人" : "部门");
    scores.title = svc_words_text("report.sheet", scores.values);
    svc_print_chart(call, persons ? NULL : &scores);
    char *mark = frame(call, month, title, dept);
    print_month(call, month, persons, dept);
    svc_statement(&closed, "month_closed", "si", name, month->revision);
    if (month->revision)
        svc_say(call->db, svc_print_language(call), closed.data, &foot);
    svc_print_foot(call, month->revision ? foot.data : name, mark);
    free(mark);
    svc_buf_free(&closed);
    svc_buf_free(&foot);
}

void report_print_rows(struct svc_call *call, const struct svc_period *month,
                       const struct svc_lines *lines, bool persons, const char *dept)
{
    char title[SVC_PERIOD_SIZE];
    svc_print_title(call, "%s 试算", svc_period_title(month, title));
    svc_print_begin(call, report_sheet_columns(call, month, lines));
    report_sheet_rows(call, month, lines, persons, dept, print_row, call);
    svc_print_foot(call, call->title, NULL);
}

static void print_what_if(struct svc_call *call, const struct svc_period *month, bool persons)
{
    struct svc_lines lines = report_read_lines(call, month, opt.lines);
    report_print_rows(call, month, &lines, persons, opt.dept);
    svc_lines_free(&lines);
}

int report_sheet(struct svc_call *call)
{
    struct report_month month = report_month(call);
    bool persons = opt.by && strcmp(opt.by, "person") == 0;
    bool rehearses = report_rehearses();
    if (opt.lines && rehearses)
        svc_die(SVC_USAGE, "option --lines: the records are judged anew, not the lines of a file");
    if (rehearses)
        report_rehearse_sheet(call, month.period, persons, opt.dept);
    else if (opt.lines)
        print_what_if(call, month.period, persons);
    else
        report_print_sheet(call, &month, persons, opt.dept);
    return svc_finish(call);
}
