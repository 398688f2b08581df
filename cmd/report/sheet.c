/* svc-report sheet: a row per department or person. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/say.h"

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

#define ITEM_COLUMN(id) \
    { .name = id, .type = SVC_TYPE_POINTS, .list = "item", \
      .help = "points of this item, before caps" },

const struct svc_column report_sheet_columns[] = {
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "department code or staff number" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "base", .type = SVC_TYPE_POINTS, .label = "基础分",
      .help = "points every month begins with" },
    SVC_EACH_ITEM(ITEM_COLUMN)
    { .name = "bonus", .type = SVC_TYPE_POINTS, .label = "加分",
      .help = "added points, after the cap" },
    { .name = "deductions", .type = SVC_TYPE_POINTS, .label = "扣分",
      .help = "deducted points, after the caps" },
    { .name = "score", .type = SVC_TYPE_POINTS, .label = "得分",
      .help = "base + bonus + deductions + adjust, not below the floor" },
    { .name = "grade", .type = SVC_TYPE_CODE, .label = "等级", .help = "by the score's band",
      .list = "grade" },
    { .name = "forced_grade", .type = SVC_TYPE_CODE, .label = "强制等级",
      .help = "by a clause's effect", .list = "grade" },
    { .name = "final_grade", .type = SVC_TYPE_CODE, .label = "最终等级",
      .help = "the lower of the two", .list = "grade" },
    { .name = "reward_amount", .type = SVC_TYPE_MONEY, .label = "奖励金额", .help = "yuan" },
    { .name = "penalty_amount", .type = SVC_TYPE_MONEY, .label = "处罚金额",
      .help = "yuan, negative; positive where more came back than was taken" },
    { .name = "pending_lines", .type = SVC_TYPE_INT, .label = "待批条数",
      .help = "lines that wait for signatures" },
    { .name = "suspended_lines", .type = SVC_TYPE_INT, .label = "申诉中条数",
      .help = "lines under appeal" },
    { .name = "effects", .type = SVC_TYPE_CODE, .label = "其他处理",
      .help = "effects of the month's lines, WORD@MONTH of another month's",
      .list = "effect" },
    { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_INNER, .label = "部门",
      .help = "whose row it is, for --sheets" },
    { 0 }
};
enum { SHEET_COLUMNS = sizeof report_sheet_columns / sizeof *report_sheet_columns };

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
        .item = svc_item_find(line->item), .status = line->status, .effect = line->effect,
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

static void give_subject(const struct subject *row, report_row *give, void *ctx)
{
    const struct svc_mark *mark = &row->mark;
    struct svc_value v[SHEET_COLUMNS];
    size_t n = 0;
    v[n++] = svc_value_text(row->code);
    v[n++] = svc_value_text(row->name);
    v[n++] = svc_value_number(mark->base);
    for (int i = 0; i < SVC_ITEMS; i++)
        v[n++] = svc_value_number(mark->item[i]);
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
    give(ctx, v);
}

void report_sheet_rows(struct svc_call *call, const struct svc_period *month,
                       const struct svc_lines *lines, bool persons, const char *dept,
                       report_row *give, void *ctx)
{
    struct sheet sheet = { .persons = persons, .dept = dept };
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(month->until) - 1);
    load_rows(call, &sheet, month, lines);
    sum_lines(call, month, &sheet, lines);
    for (size_t i = 0; i < sheet.count; i++) {
        struct subject *row = &sheet.row[i];
        svc_mark_finish(&row->mark, policy);
        give_subject(row, give, ctx);
        svc_buf_free(&row->mark.effects);
        free(row->code);
        free(row->name);
        free(row->dept);
    }
    free(sheet.row);
    svc_rules_close(rules);
}

void report_month_rows(struct svc_call *call, const struct report_month *month, bool persons,
                       const char *dept, enum svc_language language, report_row *row, void *ctx)
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

static void print_row(void *call, const struct svc_value *values)
{
    svc_print_row(call, values);
}

void report_print_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                        const char *dept)
{
    static const struct svc_chart scores = { "得分", "name", "score" };
    char title[SVC_PERIOD_SIZE];
    const char *name = month->period->name;
    struct svc_buf closed = { 0 }, foot = { 0 };
    char *mark = NULL;
    svc_print_title(call, "%s %s服务考核表", svc_period_title(month->period, title),
                    persons ? "个人" : "部门");
    svc_print_chart(call, persons ? NULL : &scores);
    svc_print_begin(call, month->revision ? report_stored_columns(call, month)
                                          : report_sheet_columns);
    report_month_rows(call, month, persons, dept, svc_print_language(call), print_row, call);
    if (month->revision)
        mark = svc_one(call->db,
            "SELECT head FROM month_close WHERE period = ?1 AND revision = ?2", "si", name,
            month->revision);
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
    svc_print_begin(call, report_sheet_columns);
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
