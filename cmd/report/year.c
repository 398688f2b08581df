/* svc-report year: twelve months side by side, and what a year adds up to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/frame.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/year.h"

enum { MONTHS = SVC_YEAR_MONTHS };

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
    { .name = "annual_score", .type = SVC_TYPE_POINTS, .label = "年度得分",
      .help = "mean and annual points together" },
    { .name = "suspensions", .type = SVC_TYPE_INT, .label = "留用待岗",
      .help = "suspensions decided" },
    { .name = "award", .type = SVC_TYPE_WORD, .label = "评优资格",
      .help = "eligible for the annual award: yes, no or open; empty for a contractor",
      .list = "paper.award" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因",
      .help = "effect:clause:record of what takes it away, open: before it while it is open" },
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
    char *grade[MONTHS]; /* by the score */
};

struct year {
    struct subject *row;
    size_t count;
    int month;
    struct svc_rules *rules;
    const struct svc_policy *policy[MONTHS]; /* whose grades they are */
};

static struct subject *subject_of(struct year *year, const char *code)
{
    for (size_t i = 0; i < year->count; i++)
        if (strcmp(year->row[i].code, code) == 0)
            return &year->row[i];
    return NULL;
}

/* A row of one month's sheet. A name is the one it had last. */
static void take_row(void *ctx, const struct svc_column *columns, const struct svc_value *values)
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
    row->score[year->month] = values[svc_column_at(columns, "score")].number;
    row->grade[year->month] = svc_strdup(values[svc_column_at(columns, "grade")].text);
}

static bool by_person(void)
{
    return opt.by && strcmp(opt.by, "person") == 0;
}

/* The sheet of each month that has begun, of a closed one as it was stored. */
static void take_months(struct svc_call *call, const struct svc_period *period, struct year *year)
{
    struct svc_period month;
    svc_period_month(svc_when_day(period->from), &month);
    for (; year->month < MONTHS && month.from <= svc_now(); year->month++) {
        struct report_month of = { &month, report_closed(call, month.name) };
        year->policy[year->month] = report_policy(call, year->rules, &of);
        report_month_rows(call, &of, by_person(), opt.dept, SVC_ENGLISH, take_row, year);
        svc_period_shift(&month, 1, &month);
    }
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

/* The lower one of the score's grade and what the month's facts force, whichever month counted them. */
static struct svc_value grade_of(const struct year *year, const struct subject *row,
                                 const struct svc_year_subject *what, int month)
{
    const struct svc_policy *policy = year->policy[month];
    const char *grade = row->grade[month], *forced = what->forced[month];
    bool lowers = grade && forced &&
                  svc_grade_place(policy, forced) > svc_grade_place(policy, grade);
    return svc_value_text(lowers ? forced : grade);
}

static void print_subject(struct svc_call *call, const struct year *year,
                          const struct svc_year *facts, const struct subject *row)
{
    static const struct svc_year_subject nothing;
    const struct svc_year_subject *what = svc_year_find(facts, by_person(), row->code);
    struct svc_value v[YEAR_COLUMNS];
    int64_t sum = 0, months = 0;
    size_t n = 0;
    if (!what)
        what = &nothing;
    v[n++] = svc_value_text(row->code);
    v[n++] = svc_value_text(row->name);
    for (int m = 0; m < MONTHS; m++) {
        v[n++] = row->there[m] ? svc_value_number(row->score[m]) : svc_value_text(NULL);
        sum += row->there[m] ? row->score[m] : 0;
        months += row->there[m];
    }
    for (int m = 0; m < MONTHS; m++)
        v[n++] = grade_of(year, row, what, m);
    v[n++] = svc_value_number(months);
    v[n++] = svc_value_number(mean_of(sum, months));
    v[n++] = svc_value_number(what->annual_points);
    v[n++] = svc_value_number(mean_of(sum, months) + what->annual_points);
    v[n++] = svc_value_number(what->suspensions);
    v[n++] = svc_value_text(svc_year_award(what));
    v[n++] = svc_value_text(what->contractor ? NULL : svc_buf_text(&what->reasons));
    v[n++] = svc_value_number(what->counted);
    v[n++] = svc_value_number(facts->threshold[by_person()]);
    svc_print_row(call, v);
}

void report_print_year(struct svc_call *call, const struct svc_period *period, bool persons)
{
    char title[SVC_PERIOD_SIZE], day[SVC_DAY_SIZE];
    struct year year = { .rules = svc_rules_open(call->db) };
    opt.by = persons ? "person" : "dept";
    take_months(call, period, &year);
    struct svc_year what = svc_year_read(call->db, period->name);
    if (year.count > 1)
        qsort(year.row, year.count, sizeof *year.row, by_code);
    svc_print_title(call, "%s %s年度考核汇总", svc_period_title(period, title),
                    by_person() ? "个人" : "部门");
    svc_frame(call, &(struct svc_frame){ .period = title, .points = true, .keys = 2,
                                         .until = svc_day_format(svc_when_day(period->until) - 1, day) });
    svc_print_begin(call, year_columns);
    for (size_t i = 0; i < year.count; i++) {
        print_subject(call, &year, &what, &year.row[i]);
        free(year.row[i].code);
        free(year.row[i].name);
        for (int m = 0; m < MONTHS; m++)
            free(year.row[i].grade[m]);
    }
    svc_print_foot(call, title, NULL);
    free(year.row);
    svc_year_free(&what);
    svc_rules_close(year.rules);
}

int report_year(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    if (period->kind != SVC_YEAR)
        svc_die(SVC_USAGE, "\"%s\" is not one year", period->name);
    if (period->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", period->name);
    report_print_year(call, period, by_person());
    return svc_finish(call);
}
