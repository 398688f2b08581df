/* svc-report digest: one page for a manager: what changed, what is overdue, who is near a
 * threshold, what waits for signatures. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/duty.h"
#include "svc/entered.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/missing.h"
#include "svc/who.h"
#include "svc/num.h"
#include "svc/rules.h"
#include "svc/say.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/threshold.h"
#include "svc/words.h"

/* Lines of each part, so that it stays one page. */
enum { DEPARTMENTS = 6, CHANGES = 4, OVERDUE = 4, NEAR = 4, WAITING = 6, WIDEST = 14 };

static struct {
    const char *dept;
} opt;

const struct svc_option report_digest_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_MONTH, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the month (default: last-month)" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_form_options),
    { 0 }
};

struct digest {
    struct svc_call *call;
    struct svc_form *form;
    struct svc_rules *rules;
    const struct svc_policy *policy; /* of the month's last day, or of today */
    struct report_month month;
    struct standing *row; /* the worst first */
    size_t count;
    int64_t proposed; /* lines of the open month */
};

/* -- parts -------------------------------------------------------------------------------- */

/* The first lines of a part, and how many there are. */
struct part {
    struct svc_buf text;
    size_t count, most;
};

static void add(struct part *part, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void add(struct part *part, const char *fmt, ...)
{
    char *line;
    va_list list;
    va_start(list, fmt);
    if (part->count++ < part->most && vasprintf(&line, fmt, list) >= 0) {
        svc_buf_puts(&part->text, part->text.len ? "\n" : "");
        svc_text_dated(&part->text, line);
        free(line);
    }
    va_end(list);
}

static void add_query(struct part *part, struct svc_query *q)
{
    while (svc_next(q))
        add(part, "%s", svc_text(q, 0));
}

/* Prints the part; `of` tells how the lines are divided of which it leaves some out. */
static void put(struct digest *digest, const char *label, struct part *part, const char *of)
{
    if (part->count > part->most)
        svc_buf_printf(&part->text, "\n另有 %zu 项%s%s", part->count - part->most,
                       of ? "；" : "", of ? of : "");
    const struct svc_form_cell cells[] = {
        { label, 2, true }, { part->count ? svc_buf_text(&part->text) : "无", 10, false }
    };
    svc_form_row(digest->form, cells, 2);
    svc_buf_free(&part->text);
}

/* -- the numbers -------------------------------------------------------------------------- */

static const char *number(const struct report_counts *counts, enum report_count which, bool rate,
                          char out[2 * SVC_RATE_SIZE])
{
    struct svc_fraction f = counts->of[which];
    char share[SVC_RATE_SIZE];
    if (!rate)
        snprintf(out, 2 * SVC_RATE_SIZE, "%lld", (long long)f.numerator);
    else if (f.denominator == 0)
        return "–";
    else
        snprintf(out, 2 * SVC_RATE_SIZE, "%s%%\n%lld/%lld", svc_rate_text(f, 100, NULL, share),
                 (long long)f.numerator, (long long)f.denominator);
    return out;
}

static void put_numbers(struct digest *digest)
{
    static const struct {
        const char *label;
        enum report_count of;
        bool rate;
    } numbers[] = { { "受理投诉", REPORT_RECEIVED, false }, { "办结投诉", REPORT_CLOSED, false },
                    { "责任投诉", REPORT_VERIFIED, false },
                    { "回访满意率", REPORT_SATISFIED, true },
                    { "响应及时率", REPORT_RESPOND, true }, { "办结及时率", REPORT_CLOSE, true } };
    static const struct svc_form_cell heads[] = { { "指标", 2, true }, { "本月", 2, true },
                                                  { "上月", 2, true }, { "指标", 2, true },
                                                  { "本月", 2, true }, { "上月", 2, true } };
    struct svc_period earlier;
    svc_period_before(digest->month.period, &earlier);
    struct report_counts now = report_counts(digest->call, digest->month.period, opt.dept);
    struct report_counts before = report_counts(digest->call, &earlier, opt.dept);
    svc_form_row(digest->form, heads, 6);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i += 2) {
        char text[4][2 * SVC_RATE_SIZE];
        struct svc_form_cell cells[6];
        for (size_t j = 0; j < 2; j++) {
            cells[3 * j] = (struct svc_form_cell){ numbers[i + j].label, 2, true };
            cells[3 * j + 1] = (struct svc_form_cell){
                number(&now, numbers[i + j].of, numbers[i + j].rate, text[2 * j]), 2, false };
            cells[3 * j + 2] = (struct svc_form_cell){
                number(&before, numbers[i + j].of, numbers[i + j].rate, text[2 * j + 1]), 2,
                false };
        }
        svc_form_row(digest->form, cells, 6);
    }
}

/* -- departments -------------------------------------------------------------------------- */

/* A department this month and the month before. */
struct standing {
    char *code, *name;
    int64_t score, before, pending;
    char *grade, *final, *final_before; /* NULL: it was not there */
};

static const struct svc_value *cell(const struct svc_column *columns, const struct svc_value *values,
                                    const char *column)
{
    return &values[svc_column_at(columns, column)];
}

static void take_now(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct digest *digest = ctx;
    digest->row = svc_grow(digest->row, digest->count, sizeof *digest->row);
    digest->row[digest->count++] = (struct standing){
        .code = svc_strdup(values[0].text), .name = svc_strdup(values[1].text),
        .score = cell(columns, values, "score")->number, .pending = cell(columns, values, "pending_lines")->number,
        .grade = svc_strdup(cell(columns, values, "grade")->text),
        .final = svc_strdup(cell(columns, values, "final_grade")->text) };
}

static void take_before(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct digest *digest = ctx;
    for (size_t i = 0; i < digest->count; i++) {
        struct standing *row = &digest->row[i];
        if (strcmp(row->code, values[0].text) == 0) {
            row->before = cell(columns, values, "score")->number;
            row->final_before = svc_strdup(cell(columns, values, "final_grade")->text);
        }
    }
}

static int worst_first(const void *a, const void *b)
{
    const struct standing *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return strcmp(x->code, y->code);
}

static void take_standings(struct digest *digest)
{
    struct svc_call *call = digest->call;
    struct svc_period earlier;
    svc_period_before(digest->month.period, &earlier);
    struct report_month before = { &earlier, report_closed(call, earlier.name) };
    if (digest->month.revision) {
        report_stored_sheet(call, &digest->month, false, opt.dept, SVC_ENGLISH, take_now, digest);
    } else {
        struct svc_lines lines = report_lines(call, digest->month.period);
        report_sheet_rows(call, digest->month.period, &lines, false, opt.dept, take_now, digest);
        for (size_t i = 0; i < lines.count; i++)
            digest->proposed += strcmp(lines.line[i].status, "proposed") == 0 &&
                                (!opt.dept || strcmp(lines.line[i].dept, opt.dept) == 0);
        svc_lines_free(&lines);
    }
    report_month_rows(call, &before, false, opt.dept, SVC_ENGLISH, take_before, digest);
    if (digest->count > 1)
        qsort(digest->row, digest->count, sizeof *digest->row, worst_first);
}

/* A line for each department in every cell, so that all stand close together. */
static void put_standings(struct digest *digest)
{
    static const struct svc_form_cell heads[] = { { "部门", 4, true }, { "得分", 2, true },
                                                  { "上月得分", 2, true }, { "等级", 1, true },
                                                  { "上月", 1, true }, { "待批", 2, true } };
    enum { CELLS = 6, NAME = 25 };
    struct part part[CELLS];
    struct svc_form_cell cells[CELLS];
    for (int c = 0; c < CELLS; c++)
        part[c] = (struct part){ .most = DEPARTMENTS };
    for (size_t i = 0; i < digest->count; i++) {
        const struct standing *row = &digest->row[i];
        char score[SVC_NUM_SIZE];
        char *name = svc_format("%s %s", row->code, row->name);
        add(&part[0], "%.*s", (int)svc_text_fit(name, strlen(name), NAME), name);
        add(&part[1], "%s", svc_hundredths_format(row->score, score));
        add(&part[2], "%s", row->final_before ? svc_hundredths_format(row->before, score) : "–");
        add(&part[3], "%s", svc_words_text("grade", row->final));
        add(&part[4], "%s", row->final_before ? svc_words_text("grade", row->final_before) : "–");
        add(&part[5], "%lld", (long long)row->pending);
        free(name);
    }
    if (digest->count > DEPARTMENTS)
        svc_buf_printf(&part[0].text, "\n另有 %zu 个部门", digest->count - DEPARTMENTS);
    svc_form_row(digest->form, heads, CELLS);
    for (int c = 0; c < CELLS; c++)
        cells[c] = (struct svc_form_cell){ svc_buf_text(&part[c].text), heads[c].span, false };
    svc_form_row(digest->form, cells, CELLS);
    for (int c = 0; c < CELLS; c++)
        svc_buf_free(&part[c].text);
}

/* -- changes ------------------------------------------------------------------------------ */

static void put_changes(struct digest *digest)
{
    struct part part = { .most = CHANGES };
    for (size_t i = 0; i < digest->count; i++) {
        const struct standing *row = &digest->row[i];
        if (row->final_before && strcmp(row->final, row->final_before) != 0)
            add(&part, "%s %s：等级 %s → %s", row->code, row->name,
                svc_words_text("grade", row->final_before), svc_words_text("grade", row->final));
    }
    add_query(&part, svc_query(digest->call->db, svc_sql("report/digest-changes"), "wws",
                               digest->month.period->from, svc_now(), opt.dept));
    put(digest, "月初至今", &part, NULL);
}

/* -- overdue ------------------------------------------------------------------------------ */

static const struct source {
    const char *file, *types; /* ?1 the horizon, ?2 the department, ?3 everything else; NULL: of uses */
    const char *kinds;        /* that have a deadline; NULL for all */
    const char *item;         /* of the assessment, whose name the source bears */
    const char *words;        /* the list of its kinds … */
    const char *what;         /* … and of what it is about; NULL: a statement */
} sources[] = {
    { "complaint/due", "ws", NULL, "complaint", "complaint.clock complaint.due", "category" },
    { "order/due", "wss", NULL, "order", "order.clock order.due", "business" },
    { "inspect/due", "", "plan|notice|finding|effect", "inspect", "inspect.due", NULL },
    { "improve/due", "", "milestone|end", "improve", "improve.due", NULL },
    { "survey/due", "", NULL, "survey", "survey.due", NULL },
    { "callback/due", "", NULL, "callback", "callback.clock callback.due", NULL },
    { NULL, NULL, NULL, "auth", "base.fact", NULL }
};

/* Adds what is late of the source, its words by their labels. */
static void take_late(struct digest *digest, const struct source *source, struct svc_duties *late)
{
    const char *const everything = NULL;
    size_t had = late->count;
    late->kind = source->kinds;
    if (source->file) {
        svc_duties_read(late, svc_query(digest->call->db, svc_sql(source->file), source->types,
                                        late->horizon, opt.dept, everything));
    } else {
        struct svc_matrix *matrix = svc_matrix_open(digest->call->db);
        svc_missing_of_uses(late, digest->call->db, matrix, true);
        svc_matrix_close(matrix);
    }
    for (struct svc_owed *d = late->duty + had; d < late->duty + late->count; d++) {
        char *const words[] = { d->kind, d->what };
        d->kind = svc_strdup(svc_words_text(source->words, d->kind));
        d->what = source->what ? svc_strdup(svc_words_text(source->what, d->what))
                               : svc_said(digest->call->db, SVC_CHINESE, d->what);
        free(words[0]);
        free(words[1]);
    }
}

static void add_late(struct digest *digest, struct part *part, const struct svc_owed *d)
{
    svc_day due = svc_when_day(d->due);
    char day[SVC_DAY_SIZE], *dept = svc_who_depts(digest->call->db, d->dept);
    const char *what = d->what ? d->what : "";
    size_t fits = svc_text_fit(what, strlen(what), WIDEST);
    add(part, "%s %s %s %.*s：%s，逾期%d天", d->no, d->kind, dept ? dept : "–", (int)fits, what,
        strstr(svc_form_date(svc_day_format(due, day), false), "年") + strlen("年"), (int)(svc_when_day(svc_now()) - due));
    free(dept);
}

/* What nobody has done that the calendar asks for: how much of each kind. */
static void add_kinds(struct svc_buf *line, const char *words, const char *kinds,
                      const struct svc_duties *missing)
{
    const char *word;
    size_t len;
    while (svc_text_next(&kinds, '|', &word, &len)) {
        char *kind = svc_strndup(word, len);
        size_t count = 0;
        for (const struct svc_owed *d = missing->duty; d < missing->duty + missing->count; d++)
            count += strcmp(d->kind, kind) == 0;
        if (count)
            svc_buf_printf(line, "%s%s %zu", line->len ? "、" : "未完成：",
                           svc_words_text(words, kind), count);
        free(kind);
    }
}

#define INSPECTIONS "special|coverage|routine|contractor"
#define PLANS "plan|adjustment|filing"

/* Returns how many are missing of each source, in the line all of them. */
static void take_missing(struct digest *digest, struct svc_buf *line, size_t count[2])
{
    struct svc_rules *rules = svc_rules_open(digest->call->db);
    struct svc_duties inspections = { .kind = INSPECTIONS, .dept = opt.dept,
                                      .horizon = svc_now() - 1 };
    struct svc_duties plans = { .kind = PLANS, .dept = opt.dept, .horizon = svc_now() - 1 };
    svc_missing_inspections(&inspections, digest->call->db, rules, NULL);
    svc_missing_plan(&plans, digest->call->db, rules, svc_day_year(svc_when_day(svc_now())));
    add_kinds(line, "inspect.due", INSPECTIONS, &inspections);
    add_kinds(line, "improve.due", PLANS, &plans);
    count[0] = inspections.count;
    count[1] = plans.count;
    svc_duties_free(&inspections);
    svc_duties_free(&plans);
    svc_rules_close(rules);
}

static void put_overdue(struct digest *digest)
{
    struct part part = { .most = OVERDUE };
    struct svc_buf of = { 0 }, missing = { 0 };
    size_t missed[2];
    take_missing(digest, &missing, missed);
    struct svc_duties late = { .dept = opt.dept, .horizon = svc_now() - 1 };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        size_t had = late.count;
        take_late(digest, &sources[i], &late);
        had = late.count - had + (strcmp(sources[i].item, "inspect") == 0   ? missed[0]
                                  : strcmp(sources[i].item, "improve") == 0 ? missed[1]
                                                                            : 0);
        if (had)
            svc_buf_printf(&of, "%s%s 共 %zu", of.len ? "、" : "",
                           svc_words_text("item", sources[i].item), had);
    }
    svc_duties_sort(&late);
    for (size_t i = 0; i < late.count; i++)
        add_late(digest, &part, &late.duty[i]);
    if (missing.len) { /* a line of its own, whatever is left out of the others */
        svc_buf_printf(&part.text, "%s%s", part.text.len ? "\n" : "", missing.data);
        part.count = part.count ? part.count : 1;
    }
    put(digest, "已逾期", &part, svc_buf_text(&of));
    svc_buf_free(&missing);
    svc_duties_free(&late);
    svc_buf_free(&of);
}

/* -- thresholds --------------------------------------------------------------------------- */

/* The lower bound that a score is not far above; the policy says how far that is. The worst grade has
 * none. */
static void add_near_grade(struct part *part, const struct svc_policy *policy,
                           const struct standing *row)
{
    int place = svc_grade_place(policy, row->grade);
    int64_t near = svc_policy_number(policy, "grade_near", -1);
    char score[SVC_NUM_SIZE], above[SVC_NUM_SIZE];
    if (place < 0 || place + 1 == policy->grade_count || strcmp(row->grade, row->final) != 0)
        return;
    int64_t bound = policy->grades[place].from;
    if (bound <= row->score && row->score - bound <= near)
        add(part, "%s %s：得分 %s，高于 %s 级下限 %s", row->code, row->name,
            svc_hundredths_format(row->score, score), svc_words_text("grade", row->grade),
            svc_hundredths_format(row->score - bound, above));
}

/* Whom one more brings over a threshold in the period that the month ends in. */
static void add_near(struct digest *digest, struct part *part, const struct svc_thresholds *all,
                     const struct svc_threshold *t)
{
    struct svc_period span;
    char today[SVC_WHEN_SIZE];
    svc_threshold_span(t, svc_when_day(digest->month.period->until - 1), &span);
    const struct svc_threshold_version *v = svc_threshold_on(t, svc_when_format(svc_now(), today));
    struct svc_tallies tallies = svc_tallies_read(digest->call->db, all, t, &span);
    for (size_t i = 0; v && i < tallies.count; i++) {
        const struct svc_tally *tally = &tallies.one[i];
        const char *dept = tally->one[tally->count - 1].dept;
        if (tally->sum / 100 + 1 != v->n || (opt.dept && (!dept || strcmp(dept, opt.dept) != 0)))
            continue;
        struct svc_buf near = { 0 };
        char *clause = svc_format("%s@%.10s", t->gives, today);
        char *name = svc_one(digest->call->db, t->person ? "SELECT name FROM person WHERE person = ?1"
                                                         : "SELECT name FROM dept WHERE dept = ?1",
                             "s", tally->whose);
        svc_statement(&near, "near_threshold", "sssiiss", tally->whose, name, t->event,
                      tally->sum / 100, v->n, clause, t->sum ? "points" : NULL);
        char *line = svc_said(digest->call->db, SVC_CHINESE, near.data);
        add(part, "%s", line);
        svc_buf_free(&near);
        free(line);
        free(name);
        free(clause);
    }
    svc_tallies_free(&tallies);
}

static void put_near(struct digest *digest)
{
    struct part part = { .most = NEAR };
    struct svc_thresholds all = svc_thresholds_read(digest->call->db);
    for (size_t i = 0; i < all.count; i++)
        if (all.one[i].gives)
            add_near(digest, &part, &all, &all.one[i]);
    svc_thresholds_free(&all);
    for (size_t i = 0; i < digest->count; i++)
        add_near_grade(&part, digest->policy, &digest->row[i]);
    put(digest, "临近界限", &part, NULL);
}

/* -- signatures --------------------------------------------------------------------------- */

struct entered_part {
    struct digest *digest;
    struct part *part;
};

/* Whose name it is reads it here, too. */
static void add_entered(void *ctx, const struct svc_entered *entered)
{
    const struct entered_part *to = ctx;
    char *signer = svc_one(to->digest->call->db, "SELECT name FROM person WHERE person = ?1", "s", entered->person);
    char *enterer = svc_one(to->digest->call->db, "SELECT name FROM person WHERE person = ?1", "s",
                            entered->entered_by);
    char *until = entered->due ? svc_format("，%s前可提出异议", entered->due) : svc_strdup("，可提出异议");
    add(to->part, "%s 第%d环节：%s的签字由%s按纸面录入%s", entered->no, entered->stage, signer, enterer, until);
    free(signer);
    free(enterer);
    free(until);
}

static void put_waiting(struct digest *digest)
{
    struct part part = { .most = WAITING };
    char *sql = svc_format("WITH d AS (%s) %s", svc_sql("improve/due"),
                           svc_sql("report/digest-waiting"));
    add_query(&part, svc_query(digest->call->db, sql, "s", opt.dept));
    free(sql);
    if (digest->proposed)
        add(&part, "待批得分行 %lld", (long long)digest->proposed);
    svc_entered_each(digest->call, digest->rules, NULL, opt.dept, add_entered, &(struct entered_part){ digest, &part });
    put(digest, "等待签字", &part, NULL); /* there are no more of them */
}

/* -- the verb ----------------------------------------------------------------------------- */

static void put_head(struct digest *digest)
{
    const struct report_month *month = &digest->month;
    char now[SVC_WHEN_SIZE];
    char title[SVC_PERIOD_SIZE];
    svc_period_title(month->period, title);
    char *name = month->revision ? svc_format("%s（已封存）", title) : svc_strdup(title);
    char *dept = opt.dept ? svc_one(digest->call->db,
        "SELECT dept || ' ' || name FROM dept WHERE dept = ?1", "s", opt.dept) : NULL;
    svc_form_page(digest->form, "客户服务月度摘要", NULL);
    svc_form_pair(digest->form, "月份", name, "截至", svc_form_date(svc_when_format(svc_now(), now), true));
    if (dept)
        svc_form_field(digest->form, "部门", dept);
    int year = svc_rules_unknown_year(digest->call->db, svc_when_day(svc_now()));
    char *unknown = year ? svc_format("尚无 %d 年放假安排，该年时限为暂定，公布后请载入", year) : NULL;
    if (unknown)
        svc_form_field(digest->form, "工作日历", unknown);
    free(unknown);
    free(name);
    free(dept);
}

static void drop(struct digest *digest)
{
    for (size_t i = 0; i < digest->count; i++) {
        free(digest->row[i].code);
        free(digest->row[i].name);
        free(digest->row[i].grade);
        free(digest->row[i].final);
        free(digest->row[i].final_before);
    }
    free(digest->row);
}

int report_digest(struct svc_call *call)
{
    struct svc_opt_period *asked = &svc_shared.period;
    if (!asked->given && !svc_period_parse("last-month", &asked->period))
        asked->given = true;
    struct digest digest = { .call = call, .month = report_month(call) };
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_when last = digest.month.period->until - 1;
    digest.rules = rules;
    digest.policy = svc_rules_on(rules, svc_when_day(last < svc_now() ? last : svc_now()));
    digest.form = svc_form_open(call);
    take_standings(&digest);
    put_head(&digest);
    put_numbers(&digest);
    put_standings(&digest);
    put_changes(&digest);
    put_overdue(&digest);
    put_near(&digest);
    put_waiting(&digest);
    svc_form_close(digest.form);
    drop(&digest);
    svc_rules_close(rules);
    return svc_finish(call);
}
