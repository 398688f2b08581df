/* svc-report: a month's sheet, and every point behind it. The entry is at the bottom. */
#include <stdlib.h>
#include <string.h>

#include "svc/call.h"
#include "svc/err.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/score.h"

static struct {
    const char *by, *dept, *person;
} opt;

static const struct svc_option sheet_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "MONTH", "the month, such as 2026-10 (required)" },
    { "by", 0, SVC_OPT_TEXT, &opt.by, "dept|person", "one row per department (default) or person" },
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "this department only" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_option explain_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "MONTH", "the month, such as 2026-10 (required)" },
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "lines of this department's own row" },
    { "person", 0, SVC_OPT_TEXT, &opt.person, "NO", "lines of this person's row" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

/* -- sheet -------------------------------------------------------------------------------- */

#define ITEM(id, label) { id, SVC_TYPE_POINTS, 0, label, "points of this item, before caps", NULL, NULL }

static const struct svc_column sheet_columns[] = {
    { "subject", SVC_TYPE_CODE, 0, "对象", "department code or staff number", NULL, NULL },
    { "name", SVC_TYPE_CODE, 0, "名称", "its name", NULL, NULL },
    { "base", SVC_TYPE_POINTS, 0, "基础分", "points every month begins with", NULL, NULL },
    ITEM("complaint", "投诉"), ITEM("callback", "回访"), ITEM("inspect", "服务检查"),
    ITEM("tier", "服务分级"), ITEM("auth", "授权"), ITEM("entry", "信息录入"),
    ITEM("reward", "奖惩"), ITEM("improve", "服务改进"), ITEM("contractor", "外委"),
    ITEM("order", "工单时限"), ITEM("survey", "满意度"), ITEM("adjust", "更正"),
    { "bonus", SVC_TYPE_POINTS, 0, "加分", "added points, after the cap", NULL, NULL },
    { "deductions", SVC_TYPE_POINTS, 0, "扣分", "deducted points, after the caps", NULL, NULL },
    { "score", SVC_TYPE_POINTS, 0, "得分", "base + bonus + deductions, not below the floor", NULL,
      NULL },
    { "grade", SVC_TYPE_CODE, 0, "等级", "by the score's band", NULL, NULL },
    { "forced_grade", SVC_TYPE_CODE, 0, "强制等级", "by a clause's effect", NULL, NULL },
    { "final_grade", SVC_TYPE_CODE, 0, "最终等级", "the lower of the two", NULL, NULL },
    { "reward_amount", SVC_TYPE_MONEY, 0, "奖励金额", "yuan", NULL, NULL },
    { "penalty_amount", SVC_TYPE_MONEY, 0, "处罚金额", "yuan, negative", NULL, NULL },
    { "pending_lines", SVC_TYPE_INT, 0, "待批", "lines that wait for signatures", NULL, NULL },
    { "suspended_lines", SVC_TYPE_INT, 0, "申诉中", "lines under appeal", NULL, NULL },
    { "effects", SVC_TYPE_CODE, 0, "效果", "effects of the month's lines", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};
enum { SHEET_COLUMNS = sizeof sheet_columns / sizeof *sheet_columns };

/* One row of the sheet while it is summed. */
struct subject {
    char *code, *name;
    struct svc_mark mark;
};

struct sheet {
    struct subject *row;
    size_t count;
    bool persons;
};

static int by_code(const void *a, const void *b)
{
    const struct subject *x = a, *y = b;
    return strcmp(x->code, y->code);
}

/* Every department, or every person with one who was there in the month, has a row. */
static void load_roster(struct svc_call *call, struct sheet *sheet, const struct svc_period *month)
{
    struct svc_query *q = sheet->persons
        ? svc_query(call->db,
              "SELECT person, name FROM person WHERE dept IS NOT NULL"
              " AND dept = COALESCE(?1, dept) AND (joined IS NULL OR joined < ?3)"
              " AND (\"left\" IS NULL OR \"left\" >= ?2) ORDER BY person",
              "sdd", opt.dept, svc_when_day(month->from), svc_when_day(month->until))
        : svc_query(call->db,
              "SELECT dept, name FROM dept WHERE dept = COALESCE(?1, dept) ORDER BY dept", "s",
              opt.dept);
    while (svc_next(q)) {
        sheet->row = svc_grow(sheet->row, sheet->count, sizeof *sheet->row);
        sheet->row[sheet->count++] = (struct subject){
            .code = svc_strdup(svc_text(q, 0)), .name = svc_strdup(svc_text(q, 1)) };
    }
    if (sheet->count > 1)
        qsort(sheet->row, sheet->count, sizeof *sheet->row, by_code);
}

/* A line belongs to its person's row, a line without person to its department's. */
static const char *owner(const struct svc_line *line, bool persons)
{
    if (persons)
        return line->person;
    return line->person ? NULL : line->dept;
}

static void sum_lines(struct sheet *sheet, const struct svc_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        struct subject key = { .code = (char *)owner(line, sheet->persons) };
        struct subject *row = key.code && sheet->count
                                  ? bsearch(&key, sheet->row, sheet->count, sizeof key, by_code)
                                  : NULL;
        if (row)
            svc_mark_add(&row->mark, svc_item_find(line->item), line->status, line->points,
                         line->amount, line->effect);
    }
}

static void print_subject(struct svc_call *call, const struct subject *row)
{
    const struct svc_mark *mark = &row->mark;
    const char grades[3][2] = { { mark->grade }, { mark->forced }, { mark->final } };
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
    for (int i = 0; i < 3; i++)
        v[n++] = svc_value_text(grades[i]);
    v[n++] = svc_value_number(mark->reward);
    v[n++] = svc_value_number(mark->penalty);
    v[n++] = svc_value_number(mark->pending);
    v[n++] = svc_value_number(mark->suspended);
    v[n++] = svc_value_text(svc_buf_text(&mark->effects));
    svc_print_row(call, v);
}

/* The month, which must have begun, and a department and person that exist. */
static const struct svc_period *asked_month(struct svc_call *call)
{
    const struct svc_period *month = svc_call_period(true);
    if (month->from > svc_now())
        svc_die(SVC_REFUSED, "%s has not begun", month->name);
    svc_call_dept(call, opt.dept);
    svc_call_person(call, opt.person);
    return month;
}

static int sheet(struct svc_call *call)
{
    const struct svc_period *month = asked_month(call);
    struct sheet sheet = { .persons = opt.by && strcmp(opt.by, "person") == 0 };
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(month->until) - 1);
    struct svc_lines lines = svc_score_lines(call->db, NULL, month);
    load_roster(call, &sheet, month);
    sum_lines(&sheet, &lines);
    svc_print_begin(call, sheet_columns);
    for (size_t i = 0; i < sheet.count; i++) {
        struct subject *row = &sheet.row[i];
        svc_mark_finish(&row->mark, policy);
        print_subject(call, row);
        svc_buf_free(&row->mark.effects);
        free(row->code);
        free(row->name);
    }
    svc_print_foot(call, month->name);
    free(sheet.row);
    svc_lines_free(&lines);
    svc_rules_close(rules);
    return svc_finish(call);
}

/* -- explain ------------------------------------------------------------------------------ */

enum { LINE_COLUMNS = 14, EXPLAIN_COLUMNS = LINE_COLUMNS + 4 };

/* The line's own columns, then what its clause says. */
static const struct svc_column *explain_columns(void)
{
    static const struct svc_column clause[] = {
        { "article", SVC_TYPE_CODE, 0, "条文号", "article of the rule book", NULL, NULL },
        { "text", SVC_TYPE_TEXT, 0, "条文", "what the clause says", NULL, NULL },
        { "basis", SVC_TYPE_CODE, 0, "依据", "seed, external or assumed: where the value is from",
          NULL, NULL },
        { "policy", SVC_TYPE_INT, 0, "制度版本", "policy version that judged", NULL, NULL },
        { NULL, 0, 0, NULL, NULL, NULL, NULL }
    };
    static struct svc_column all[EXPLAIN_COLUMNS + 1];
    memcpy(all, svc_line_columns, LINE_COLUMNS * sizeof *all);
    memcpy(all + LINE_COLUMNS, clause, sizeof clause);
    return all;
}

/* Worst first: counted points, then money, then the moment. */
static int by_weight(const void *a, const void *b)
{
    const struct svc_line *x = a, *y = b;
    if (x->points != y->points)
        return x->points < y->points ? -1 : 1;
    if (x->amount != y->amount)
        return x->amount < y->amount ? -1 : 1;
    int order = strcmp(x->occurred_at, y->occurred_at);
    return order ? order : strcmp(x->record, y->record);
}

static bool wanted(const struct svc_line *line)
{
    if (opt.person)
        return line->person && strcmp(line->person, opt.person) == 0 &&
               (!opt.dept || strcmp(line->dept, opt.dept) == 0);
    return !opt.dept || (!line->person && strcmp(line->dept, opt.dept) == 0);
}

static void print_line(struct svc_call *call, const struct svc_line *line,
                       const struct svc_period *month)
{
    struct svc_value values[EXPLAIN_COLUMNS];
    svc_line_values(line, month, values);
    struct svc_query *q = svc_query(call->db,
        "SELECT c.article, c.text, l.basis, c.version FROM policy_clause c"
        "  JOIN policy_version v ON v.version = c.version"
        "  JOIN policy_leg l ON l.version = c.version AND l.clause = c.clause AND l.subject = ?3"
        " WHERE c.clause = ?1 AND v.from_day <= ?2 AND v.until_day > ?2",
        "sss", line->clause, line->occurred_at, line->subject);
    bool known = svc_next(q);
    for (int i = 0; i < 3; i++)
        values[LINE_COLUMNS + i] = svc_value_text(known ? svc_text(q, i) : NULL);
    values[LINE_COLUMNS + 3] = known ? svc_value_number(svc_int(q, 3)) : svc_value_text(NULL);
    svc_print_row(call, values);
    if (known)
        svc_done(q);
}

static int explain(struct svc_call *call)
{
    const struct svc_period *month = asked_month(call);
    struct svc_lines lines = svc_score_lines(call->db, NULL, month);
    if (lines.count > 1)
        qsort(lines.line, lines.count, sizeof *lines.line, by_weight);
    svc_print_begin(call, explain_columns());
    for (size_t i = 0; i < lines.count; i++)
        if (wanted(&lines.line[i]))
            print_line(call, &lines.line[i], month);
    svc_lines_free(&lines);
    return svc_finish(call);
}

/* -- the command -------------------------------------------------------------------------- */

static const struct svc_verb verbs[] = {
    { "sheet", NULL, sheet, sheet_options, SVC_NEED_READ, NULL,
      "a month's assessment sheet, a row per department or person" },
    { "explain", NULL, explain, explain_options, SVC_NEED_READ, NULL,
      "the lines behind the sheet: record, clause, text, worst first" },
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-report", .summary = "a month's sheet, and every point behind it",
        .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
