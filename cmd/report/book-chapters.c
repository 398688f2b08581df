/* A month's book: what stands beside the sheet, and the chapters of rules, days, ledgers and all pages. */
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "svc/calendar.h"
#include "svc/ledger.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/words.h"

/* -- the front page ----------------------------------------------------------------------- */

static void put_indicators(struct report_making *making, struct svc_page *page)
{
    report_section(page, "indicators");
    report_onto(making, page);
    report_print_kpi(making->call, making->month->period);
    report_onto_end(making);
}

/* A department's score of the month before. */
struct before {
    char *code, *score, *grade;
    int64_t number;
};

struct comparing {
    struct report_making *making;
    struct before *of;
    size_t count;
};

static void take_before(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct comparing *c = ctx;
    char digits[SVC_NUM_SIZE];
    int64_t score = values[svc_column_at(columns, "score")].number;
    c->of = svc_grow(c->of, c->count, sizeof *c->of);
    c->of[c->count++] = (struct before){
        svc_strdup(values[0].text), svc_strdup(svc_hundredths_format(score, digits)),
        svc_strdup(svc_words_text("grade", values[svc_column_at(columns, "final_grade")].text)), score
    };
}

static void print_change(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct comparing *c = ctx;
    struct svc_buf link = { 0 };
    char now[SVC_NUM_SIZE], by[SVC_NUM_SIZE];
    int64_t score = values[svc_column_at(columns, "score")].number;
    const struct before *was = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->of[i].code, values[0].text) == 0)
            was = &c->of[i];
    char *page = svc_book_name("dept", values[0].text);
    svc_book_link(&link, page, values[0].text);
    struct svc_value row[] = {
        svc_value_text(svc_buf_text(&link)), values[1], svc_value_text(was ? was->score : NULL),
        svc_value_text(svc_hundredths_format(score, now)),
        svc_value_text(was ? svc_hundredths_format(score - was->number, by) : NULL),
        svc_value_text(was ? was->grade : NULL),
        svc_value_text(svc_words_text("grade", values[svc_column_at(columns, "final_grade")].text))
    };
    svc_print_row(c->making->call, row);
    svc_buf_free(&link);
    free(page);
}

static void put_changes(struct report_making *making, struct svc_page *page)
{
    static const struct svc_column columns[] = {
        { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "" },
        { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "" },
        { .name = "before", .type = SVC_TYPE_RATE, .label = "上月得分", .help = "" },
        { .name = "score", .type = SVC_TYPE_RATE, .label = "本月得分", .help = "" },
        { .name = "change", .type = SVC_TYPE_RATE, .label = "增减", .help = "" },
        { .name = "grade_before", .type = SVC_TYPE_CODE, .label = "上月等级", .help = "" },
        { .name = "grade", .type = SVC_TYPE_CODE, .label = "本月等级", .help = "" },
        { 0 }
    };
    struct comparing c = { .making = making };
    struct svc_period last;
    svc_period_before(making->month->period, &last);
    struct report_month before = { &last, report_closed(making->call, last.name) };
    report_month_rows(making->call, &before, false, NULL, SVC_ENGLISH, take_before, &c);
    report_section(page, "changes");
    report_onto(making, page);
    svc_print_title(making->call, "与上月相比");
    svc_print_begin(making->call, columns);
    report_sheet_rows(making->call, making->month->period, making->lines, false, NULL, print_change, &c);
    report_onto_end(making);
    for (size_t i = 0; i < c.count; i++) {
        free(c.of[i].code);
        free(c.of[i].score);
        free(c.of[i].grade);
    }
    free(c.of);
}

static void put_causes(struct report_making *making, struct svc_page *page)
{
    static const struct svc_column columns[] = {
        { .name = "category", .type = SVC_TYPE_CODE, .label = "类别", .help = "", .list = "category" },
        { .name = "count", .type = SVC_TYPE_INT, .label = "件数", .help = "" },
        { 0 }
    };
    const struct svc_chart chart = { svc_words_text("report.section", "causes"), "category", "count" };
    report_section(page, "causes");
    report_onto(making, page);
    svc_print_title(making->call, "%s", chart.title);
    svc_print_chart(making->call, &chart);
    svc_print_query(making->call, columns, report_causes(making->call, making->month->period, "category", NULL));
    report_onto_end(making);
}

static bool any_line(const struct svc_line *line, const void *nothing)
{
    (void)nothing;
    return line->clause;
}

/* What waits is counted by a later month. */
static void put_carried(struct report_making *making, struct svc_page *page)
{
    struct svc_lines carried = report_stored_lines(making->call, making->month->period->name,
                                                   making->month->revision, true);
    struct report_making other = *making;
    other.lines = &carried;
    report_section(page, "carried");
    report_put_lines(&other, page, "结转下月的明细", any_line, NULL);
    svc_lines_free(&carried);
}

void report_put_front(struct report_making *making, struct svc_page *page)
{
    put_changes(making, page);
    put_indicators(making, page);
    put_causes(making, page);
    if (making->month->revision)
        put_carried(making, page);
}

/* -- rules in force ----------------------------------------------------------------------- */

static void put_legs(struct report_making *making, struct svc_page *page, int64_t version, const char *clause)
{
    static const struct svc_column columns[] = {
        { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象", .help = "", .list = "paper.subject" },
        { .name = "points_min", .type = SVC_TYPE_POINTS, .label = "最低分", .help = "" },
        { .name = "points_max", .type = SVC_TYPE_POINTS, .label = "最高分", .help = "" },
        { .name = "amount_min", .type = SVC_TYPE_MONEY, .label = "最低金额", .help = "" },
        { .name = "amount_max", .type = SVC_TYPE_MONEY, .label = "最高金额", .help = "" },
        { .name = "effect", .type = SVC_TYPE_CODE, .label = "效果", .help = "", .list = "effect" },
        { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据", .help = "", .list = "policy.basis" },
        { 0 }
    };
    report_onto(making, page);
    svc_print_title(making->call, "奖惩标准");
    svc_print_query(making->call, columns, svc_query(making->call->db,
        "SELECT subject, CASE sign WHEN '-' THEN -1 ELSE 1 END * points_min,"
        "       CASE sign WHEN '-' THEN -1 ELSE 1 END * points_max,"
        "       CASE sign WHEN '-' THEN -1 ELSE 1 END * amount_min,"
        "       CASE sign WHEN '-' THEN -1 ELSE 1 END * amount_max, effect, basis FROM policy_leg"
        " WHERE version = ?1 AND clause = ?2 ORDER BY subject, loss_from, share", "is", version, clause));
    report_onto_end(making);
}

/* Each clause once, as each version that judged in the month has it. */
static void make_rules(struct report_making *making, const char *versions)
{
    struct svc_page *page = svc_book_page(making->book, "rules", report_chapter("rules"));
    char *last = svc_strdup("");
    struct svc_query *q = svc_query(making->call->db,
        "SELECT k.clause, b.title, k.article, k.text, k.version, v.from_day FROM policy_clause k"
        "  JOIN policy_version v ON v.version = k.version"
        "  JOIN policy_book b ON b.version = k.version AND b.book = k.book"
        " WHERE ';' || ?1 || ';' LIKE '%;' || k.version || ';%' ORDER BY k.clause, k.version", "s", versions);
    while (svc_next(q)) {
        char *id = svc_book_name("clause", svc_text(q, 0));
        char *heading = svc_format("《%s》%s", svc_text(q, 1), svc_text(q, 2));
        char *text = svc_format("%s（%s，制度版本%lld，自%s）", svc_text(q, 3), svc_text(q, 0), (long long)svc_int(q, 4),
                                strcmp(svc_text(q, 5), "0001-01-01") == 0 ? "始" : svc_text(q, 5));
        if (strcmp(last, id) != 0)
            svc_book_section(page, id, heading);
        svc_book_text(page, text);
        put_legs(making, page, svc_int(q, 4), svc_text(q, 0));
        free(text);
        free(heading);
        free(last);
        last = id;
    }
    free(last);
}

/* -- days --------------------------------------------------------------------------------- */

static void make_calendar(struct report_making *making)
{
    static const struct svc_column columns[] = {
        { .name = "day", .type = SVC_TYPE_DAY, .label = "日期", .help = "" },
        { .name = "weekday", .type = SVC_TYPE_CODE, .label = "星期", .help = "", .list = "base.weekday" },
        { .name = "kind", .type = SVC_TYPE_CODE, .label = "上班", .help = "", .list = "policy.day" },
        { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "" },
        { 0 }
    };
    svc_day last = svc_when_day(making->month->period->until) - 1;
    const struct svc_calendar *calendar = svc_rules_on(making->rules, last)->calendar;
    struct svc_page *page = svc_book_page(making->book, "calendar", report_chapter("calendar"));
    report_onto(making, page);
    svc_print_title(making->call, "工作日历");
    svc_print_begin(making->call, columns);
    for (svc_day day = svc_when_day(making->month->period->from); day <= last; day++) {
        char text[SVC_DAY_SIZE];
        struct svc_value row[] = { svc_value_text(svc_day_format(day, text)), svc_value_text(svc_weekday_name(day)),
                                   svc_value_text(svc_calendar_works(calendar, day) ? "work" : "off"),
                                   svc_value_text(svc_calendar_name(calendar, day)) };
        svc_print_row(making->call, row);
    }
    report_onto_end(making);
}

/* -- ledgers ------------------------------------------------------------------------------ */

/* The columns that are printed: those that people write into are left out, and told on a record's page alone. */
static char *ledger_columns(const struct svc_ledger *ledger)
{
    struct svc_buf names = { 0 };
    for (const struct svc_column *c = ledger->columns; c->name; c++)
        if (!svc_column_is_free(c))
            svc_buf_printf(&names, "%s%s", names.len ? "," : "", c->name);
    return svc_buf_take(&names);
}

static void make_ledgers(struct report_making *making)
{
    static const struct svc_column columns[] = {
        { .name = "name", .type = SVC_TYPE_CODE, .label = "台账", .help = "" }, { 0 }
    };
    const char *asked = svc_shared.columns;
    for (const struct svc_ledger *ledger = svc_ledgers(); ledger->name; ledger++) {
        char *name = svc_book_name("ledger", ledger->name), *shown = ledger_columns(ledger);
        struct svc_page *page = svc_book_page(making->book, name, ledger->title);
        svc_shared.columns = shown;
        report_onto(making, page);
        svc_ledger_print(making->call, ledger->name, making->month->period, NULL);
        report_onto_end(making);
        svc_shared.columns = asked;
        free(shown);
        free(name);
    }
    struct svc_page *list = svc_book_page(making->book, "ledgers", report_chapter("ledgers"));
    report_onto(making, list);
    svc_print_title(making->call, "%s", report_chapter("ledgers"));
    svc_print_begin(making->call, columns);
    for (const struct svc_ledger *ledger = svc_ledgers(); ledger->name; ledger++) {
        struct svc_buf cell = { 0 };
        char *name = svc_book_name("ledger", ledger->name);
        svc_book_link(&cell, name, ledger->title);
        struct svc_value row[] = { svc_value_text(svc_buf_text(&cell)) };
        svc_print_row(making->call, row);
        svc_buf_free(&cell);
        free(name);
    }
    report_onto_end(making);
}

/* -- all pages ---------------------------------------------------------------------------- */

static int by_title(const void *a, const void *b)
{
    const struct svc_page *const *x = a, *const *y = b;
    int order = strcmp((*x)->title, (*y)->title);
    return order ? order : strcmp((*x)->name, (*y)->name);
}

static void make_search(struct report_making *making)
{
    static const struct svc_column columns[] = {
        { .name = "title", .type = SVC_TYPE_CODE, .label = "页面", .help = "" }, { 0 }
    };
    size_t count = making->book->count;
    struct svc_page **all = svc_alloc((count + 1) * sizeof *all);
    memcpy(all, making->book->page, count * sizeof *all);
    qsort(all, count, sizeof *all, by_title);
    struct svc_page *page = svc_book_page(making->book, "search", report_chapter("search"));
    report_onto(making, page);
    svc_print_title(making->call, "全部页面");
    svc_print_begin(making->call, columns);
    for (size_t i = 0; i < count; i++) {
        struct svc_buf cell = { 0 };
        svc_book_link(&cell, all[i]->name, all[i]->title);
        struct svc_value row[] = { svc_value_text(svc_buf_text(&cell)) };
        svc_print_row(making->call, row);
        svc_buf_free(&cell);
    }
    report_onto_end(making);
    free(all);
}

void report_make_chapters(struct report_making *making)
{
    char *versions = report_versions(making->call, making->month->period);
    make_rules(making, versions);
    make_calendar(making);
    make_ledgers(making);
    make_search(making);
    free(versions);
}
