/* svc-report year: twelve months side by side, and what a year adds up to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"

enum { MONTHS = 12 };

static struct {
    const char *by, *dept;
} opt;

const struct svc_option report_year_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "YEAR", .help = "the year, such as 2026 or last-year" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "dept|person",
      .help = "one row per department (default) or person", .list = "verb.by" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

#define SCORE(n) \
    { .name = "score_" n, .type = SVC_TYPE_POINTS, .label = n "月得分", .help = "score of the month" }
#define GRADE(n) \
    { .name = "grade_" n, .type = SVC_TYPE_CODE, .label = n "月等级", \
      .help = "final grade of the month", .list = "grade" }

static const struct svc_column year_columns[] = {
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "department code or staff number" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    SCORE("01"),
    SCORE("02"),
    SCORE("03"),
    SCORE("04"),
    SCORE("05"),
    SCORE("06"),
    SCORE("07"),
    SCORE("08"),
    SCORE("09"),
    SCORE("10"),
    SCORE("11"),
    SCORE("12"),
    GRADE("01"),
    GRADE("02"),
    GRADE("03"),
    GRADE("04"),
    GRADE("05"),
    GRADE("06"),
    GRADE("07"),
    GRADE("08"),
    GRADE("09"),
    GRADE("10"),
    GRADE("11"),
    GRADE("12"),
    { .name = "months", .type = SVC_TYPE_INT, .label = "月数",
      .help = "months that have begun, with a row" },
    { .name = "mean", .type = SVC_TYPE_POINTS, .label = "平均分", .help = "of these months" },
    { .name = "annual_points", .type = SVC_TYPE_POINTS, .label = "年度扣分",
      .help = "points off the year's assessment" },
    { .name = "suspensions", .type = SVC_TYPE_INT, .label = "留用待岗",
      .help = "suspensions decided" },
    { .name = "award", .type = SVC_TYPE_WORD, .label = "评优资格",
      .help = "eligible for the annual award", .list = "report.award" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因",
      .help = "what takes it away: clause and record" },
    { .name = "counted", .type = SVC_TYPE_INT, .label = "累计次数",
      .help = "what adds up over the year: a person's complaints, a department's notices of major findings" },
    { .name = "threshold", .type = SVC_TYPE_INT, .label = "界限",
      .help = "how many of them it takes" },
    { 0 }
};
enum { YEAR_COLUMNS = sizeof year_columns / sizeof *year_columns };

/* One row while the year is put together. */
struct subject {
    char *code, *name;
    bool there[MONTHS];
    int64_t score[MONTHS];
    char grade[MONTHS][2];
    int64_t annual_points, suspensions, counted;
    struct svc_buf reason;
};

struct year {
    struct svc_call *call;
    struct subject *row;
    size_t count;
    int month;
    bool persons;
    int score_at, grade_at; /* columns of a sheet */
    int64_t threshold;
};

static struct subject *subject_of(struct year *year, const char *code)
{
    for (size_t i = 0; i < year->count; i++)
        if (strcmp(year->row[i].code, code) == 0)
            return &year->row[i];
    return NULL;
}

/* A row of one month's sheet. A name is the one it had last. */
static void take_row(void *ctx, const struct svc_value *values)
{
    struct year *year = ctx;
    struct subject *row = subject_of(year, values[0].text);
    if (!row) {
        year->row = svc_grow(year->row, year->count, sizeof *year->row);
        row = &year->row[year->count++];
        *row = (struct subject){ .code = svc_strdup(values[0].text) };
    }
    free(row->name);
    row->name = svc_strdup(values[1].text);
    row->there[year->month] = true;
    row->score[year->month] = values[year->score_at].number;
    snprintf(row->grade[year->month], 2, "%s", values[year->grade_at].text);
}

/* What a final line does to the year of its subject. */
static void take_line(struct year *year, const struct svc_line *line,
                      const struct svc_policy *policy)
{
    const char *code = year->persons ? line->person : line->person ? NULL : line->dept;
    struct subject *row = code ? subject_of(year, code) : NULL;
    if (!row || !line->effect || strcmp(line->status, "final") != 0)
        return;
    if (svc_line_acts(line, "annual_points"))
        row->annual_points -= svc_policy_number(policy, "annual_points_suspension", 0);
    if (svc_line_acts(line, "suspension"))
        row->suspensions++;
    if (svc_line_acts(line, "no_annual_award")) {
        struct svc_buf reason = { 0 }, clause = { 0 };
        svc_buf_printf(&clause, "%s@%.10s", line->clause, line->occurred_at);
        svc_statement(&reason, "under", "ss", clause.data, line->record);
        svc_statement_join(&row->reason, reason.data);
        svc_buf_free(&reason);
        svc_buf_free(&clause);
    }
}

static void take_month(struct year *year, struct svc_rules *rules,
                       const struct svc_period *period)
{
    struct svc_call *call = year->call;
    struct report_month month = { period, report_closed(call, period->name) };
    const struct svc_policy *policy = report_policy(call, rules, &month);
    struct svc_lines lines = month.revision
        ? report_stored_lines(call, period->name, month.revision, false)
        : report_lines(call, period);
    if (month.revision)
        report_stored_sheet(call, &month, year->persons, opt.dept, SVC_ENGLISH, take_row, year);
    else
        report_sheet_rows(call, period, &lines, year->persons, opt.dept, take_row, year);
    for (size_t i = 0; i < lines.count; i++)
        take_line(year, &lines.line[i], policy);
    svc_lines_free(&lines);
}

/* What adds up over the calendar year, but for what is under appeal: see report/thresholds.sql. */
static void count_records(struct year *year, struct svc_rules *rules, const char *name)
{
    struct svc_period calendar, *period = &calendar;
    enum { PARAM, CLAUSE, PERSON, DEPT, NO, DISPUTED };
    const char *param = year->persons ? "complaints_per_person_year" : "major_notices_per_dept_year";
    svc_period_calendar(name, &calendar);
    svc_day last = svc_when_day(period->until) - 1, today = svc_when_day(svc_now());
    struct svc_query *q = svc_query(year->call->db, svc_sql("report/thresholds"), "ww",
                                    period->from, period->until);
    while (svc_next(q)) {
        const char *code = svc_text(q, year->persons ? PERSON : DEPT);
        struct subject *row = strcmp(svc_text(q, PARAM), param) == 0 && !svc_int(q, DISPUTED)
                                  ? subject_of(year, code)
                                  : NULL;
        if (row)
            row->counted++;
    }
    year->threshold =
        svc_policy_number(svc_rules_on(rules, last < today ? last : today), param, 0) / 100;
}

static int by_code(const void *a, const void *b)
{
    const struct subject *x = a, *y = b;
    return strcmp(x->code, y->code);
}

/* The mean in whole hundredths, halves away from zero. */
static int64_t mean_of(int64_t sum, int64_t count)
{
    return count ? (2 * sum + (sum < 0 ? -count : count)) / (2 * count) : 0;
}

static void print_subject(struct svc_call *call, const struct year *year, struct subject *row)
{
    struct svc_value v[YEAR_COLUMNS];
    int64_t sum = 0, months = 0;
    size_t n = 0;
    v[n++] = svc_value_text(row->code);
    v[n++] = svc_value_text(row->name);
    for (int m = 0; m < MONTHS; m++) {
        v[n++] = row->there[m] ? svc_value_number(row->score[m]) : svc_value_text(NULL);
        sum += row->there[m] ? row->score[m] : 0;
        months += row->there[m];
    }
    for (int m = 0; m < MONTHS; m++)
        v[n++] = svc_value_text(row->there[m] ? row->grade[m] : NULL);
    v[n++] = svc_value_number(months);
    v[n++] = svc_value_number(mean_of(sum, months));
    v[n++] = svc_value_number(row->annual_points);
    v[n++] = svc_value_number(row->suspensions);
    v[n++] = svc_value_text(row->reason.len ? "no" : "yes");
    v[n++] = svc_value_text(row->reason.len ? row->reason.data : NULL);
    v[n++] = svc_value_number(row->counted);
    v[n++] = svc_value_number(year->threshold);
    svc_print_row(call, v);
}

static void free_subject(struct subject *row)
{
    free(row->code);
    free(row->name);
    svc_buf_free(&row->reason);
}

int report_year(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    struct year year = { .call = call, .persons = opt.by && strcmp(opt.by, "person") == 0,
                         .score_at = svc_column_at(report_sheet_columns, "score"),
                         .grade_at = svc_column_at(report_sheet_columns, "final_grade") };
    if (period->kind != SVC_YEAR)
        svc_die(SVC_USAGE, "\"%s\" is not one year", period->name);
    if (period->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", period->name);
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_period month;
    svc_period_month(svc_when_day(period->from), &month);
    for (; year.month < MONTHS && month.from <= svc_now(); year.month++) {
        take_month(&year, rules, &month);
        svc_period_shift(&month, 1, &month);
    }
    count_records(&year, rules, period->name);
    svc_rules_close(rules);
    if (year.count > 1)
        qsort(year.row, year.count, sizeof *year.row, by_code);
    svc_print_title(call, "%s 年度%s考核汇总", period->name, year.persons ? "个人" : "部门");
    svc_print_begin(call, year_columns);
    for (size_t i = 0; i < year.count; i++) {
        print_subject(call, &year, &year.row[i]);
        free_subject(&year.row[i]);
    }
    free(year.row);
    return svc_finish(call);
}
