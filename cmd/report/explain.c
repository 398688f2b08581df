/* svc-report explain: the lines behind a sheet. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"

static struct {
    const char *dept, *person;
} opt;

const struct svc_option report_explain_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "lines of this department's own row", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "lines of this person's row", .table = "person" },
    SVC_OPTIONS_INCLUDE(report_rehearsal_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

#define CLOSED \
    "  FROM month_line WHERE period = ?1 AND revision = ?2 AND carried = 0" \
    "   AND (?4 <> '' OR ?3 = '' OR (dept = ?3 AND person IS NULL))" \
    "   AND (?4 = '' OR (person = ?4 AND (?3 = '' OR dept = ?3)))" \
    " ORDER BY place"

enum { LINE_COLUMNS = 14, ARTICLE = LINE_COLUMNS, POLICY = LINE_COLUMNS + 3 };

/* The line's own columns, then what its clause says. */
const struct svc_column *report_explain_columns(void)
{
    static const struct svc_column clause[] = {
        { .name = "article", .type = SVC_TYPE_CODE, .label = "条文号",
          .help = "article of the rule book" },
        { .name = "text", .type = SVC_TYPE_TEXT, .label = "条文", .help = "what the clause says" },
        { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据",
          .help = "seed, external or assumed: where the value is from", .list = "policy.basis" },
        { .name = "policy", .type = SVC_TYPE_INT, .label = "制度版本",
          .help = "policy version that judged" },
        { 0 }
    };
    static struct svc_column all[REPORT_LINE_COLUMNS + 1];
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
    return order ? order : svc_line_compare(x, y);
}

void report_sort_by_weight(struct svc_lines *lines)
{
    if (lines->count > 1)
        qsort(lines->line, lines->count, sizeof *lines->line, by_weight);
}

void report_explain_values(struct svc_call *call, const struct svc_line *line, const char *period,
                           report_row *give, void *ctx)
{
    struct svc_value values[REPORT_LINE_COLUMNS];
    svc_line_values(line, period, values);
    struct svc_query *q = svc_query(call->db,
        "SELECT c.article, c.text, COALESCE(b.basis, l.basis), c.version FROM policy_clause c"
        "  JOIN policy_version v ON v.version = c.version"
        "  LEFT JOIN policy_leg l ON l.version = c.version AND l.clause = c.clause AND l.subject = ?3"
        "  LEFT JOIN band_basis b ON b.version = c.version AND b.clause = c.clause"
        "   AND substr(?4, 1, length(b.lead)) = b.lead"
        " WHERE c.clause = ?1 AND v.from_day <= ?2 AND v.until_day > ?2"
        " ORDER BY CASE l.basis WHEN 'assumed' THEN 0 ELSE 1 END", /* of a ladder whatever is weakest */
        "ssss", line->clause, line->occurred_at, line->subject, line->record);
    bool known = svc_next(q);
    for (int i = 0; i < 3; i++)
        values[ARTICLE + i] = svc_value_text(known ? svc_text(q, i) : NULL);
    values[POLICY] = known ? svc_value_number(svc_int(q, 3)) : svc_value_text(NULL);
    give(ctx, values);
    if (known)
        svc_done(q);
}

static bool wanted(const struct svc_line *line)
{
    if (opt.person)
        return line->person && strcmp(line->person, opt.person) == 0 &&
               (!opt.dept || strcmp(line->dept, opt.dept) == 0);
    return !opt.dept || (!line->person && strcmp(line->dept, opt.dept) == 0);
}

static void print_row(void *call, const struct svc_value *values)
{
    svc_print_row(call, values);
}

void report_print_lines(struct svc_call *call, const struct svc_period *month,
                        struct svc_lines *lines, report_wanted *one)
{
    svc_print_begin(call, report_explain_columns());
    report_sort_by_weight(lines);
    for (size_t i = 0; i < lines->count; i++)
        if (one(&lines->line[i]))
            report_explain_values(call, &lines->line[i], month->name, print_row, call);
}

static void explain_open(struct svc_call *call, const struct svc_period *month)
{
    struct svc_lines lines = report_lines(call, month);
    report_print_lines(call, month, &lines, wanted);
    svc_lines_free(&lines);
}

/* As it was stored: labels and sentences are those of the close. A label is no code, and stays. */
static void explain_closed(struct svc_call *call, const struct report_month *month)
{
    svc_print_begin(call, report_explain_columns());
    bool chinese = svc_print_language(call) == SVC_CHINESE;
    svc_print_query(call, report_explain_columns(), svc_query(call->db, chinese
        ? "SELECT period, dept, person, item_zh, clause, subject_zh, points, amount, effect_zh,"
          "       status_zh, source_zh, record, occurred_at, 'text|' || reason_zh, article, text,"
          "       basis, policy" CLOSED
        : "SELECT period, dept, person, item, clause, subject, points, amount, effect, status,"
          "       source, record, occurred_at, 'text|' || reason_en, article, text, basis,"
          "       policy" CLOSED,
        "siss", month->period->name, month->revision, opt.dept ? opt.dept : "",
        opt.person ? opt.person : ""));
}

int report_explain(struct svc_call *call)
{
    struct report_month month = report_month(call);
    char title[SVC_PERIOD_SIZE];
    svc_print_title(call, "%s 考核明细", svc_period_title(month.period, title));
    if (report_rehearses())
        report_rehearse_lines(call, month.period, wanted);
    else if (!month.revision)
        explain_open(call, month.period);
    else
        explain_closed(call, &month);
    return svc_finish(call);
}
