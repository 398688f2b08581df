/* form: the report of a survey, the table of its units beside those of the year before, the questionnaire,
 * and how its sample is shared out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"
#include "svc/form.h"
#include "svc/rates.h"
#include "svc/words.h"

static struct {
    const char *kind, *against;
    int64_t least;
} opt;

const struct svc_option survey_form_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind,
      .arg = "report|indices|questionnaire|sample", .help = "which paper (default: report)",
      .list = "survey.form" },
    { .name = "against", .type = SVC_OPT_TEXT, .to = &opt.against, .arg = "NO",
      .help = "indices: the survey of the year before, whose units stand beside" },
    { .name = "least", .type = SVC_OPT_INT, .to = &opt.least, .arg = "N",
      .help = "sample: of each unit at least so many, or all it has" },
    SVC_OPTIONS_INCLUDE(svc_form_options),
    { 0 }
};

#define CELLS(...) (const struct svc_form_cell[]){ __VA_ARGS__ }

static const char *or_none(const char *text)
{
    return text && *text ? text : "–";
}

static const char *dimension_name(const char *code)
{
    const char *label = svc_words_text("survey.dimension", code);
    return label ? label : code;
}

/* -- the report ----------------------------------------------------------------------------- */

static void put_head(struct svc_call *call, struct svc_form *form, const struct survey_book *book)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT kind, agency, mode, population FROM survey WHERE no = ?1", "s", book->no);
    if (!svc_next(q))
        return;
    struct svc_buf modes = { 0 };
    const char *rest = svc_text(q, 2), *word;
    size_t len;
    while (rest && svc_text_next(&rest, ';', &word, &len)) {
        char *code = svc_strndup(word, len);
        svc_buf_printf(&modes, "%s%s", modes.len ? "、" : "", svc_words_text("survey.mode", code));
        free(code);
    }
    char *days = svc_format("%s\n至%s", svc_form_date(book->open_from, false), svc_form_date(book->open_until, false));
    svc_form_field(form, "调查名称", book->title);
    svc_form_pair(form, "评价类型", svc_words_text("survey.kind", svc_text(q, 0)), "评价机构",
                  or_none(svc_text(q, 1)));
    svc_form_pair(form, "调查方式", or_none(modes.data), "调查时间", days);
    svc_form_pair(form, "总体户数", or_none(svc_text(q, 3)), "状态",
                  svc_words_text("survey.state", book->state));
    svc_done(q);
    svc_buf_free(&modes);
    free(days);
}

static void put_response(struct svc_call *call, struct svc_form *form, const struct survey_book *book,
                         const struct survey_table *table)
{
    char text[2][SVC_RATE_SIZE];
    struct survey_answered a = survey_answered(call, book, table);
    struct svc_fraction returned = { a.returned, a.issued < 0 ? 0 : a.issued };
    struct svc_fraction valid = { a.valid, a.returned };
    char *sent = a.issued < 0 ? svc_strdup("–") : svc_format("%lld 份", (long long)a.issued);
    const char *rate = svc_rate_text(returned, 100, NULL, text[0]);
    char *back = svc_format("%lld 份%s%s%s", (long long)a.returned, rate ? "\n回收率 " : "",
                            rate ? rate : "", rate ? "%" : "");
    rate = svc_rate_text(valid, 100, NULL, text[1]);
    char *good = svc_format("%lld 份%s%s%s", (long long)a.valid, rate ? "\n有效率 " : "",
                            rate ? rate : "", rate ? "%" : "");
    svc_form_row(form, CELLS({ "发放", 2, true }, { sent, 2, false }, { "回收", 2, true },
                             { back, 2, false }, { "有效", 2, true }, { good, 2, false }), 6);
    free(sent);
    free(back);
    free(good);
}

static void put_index(struct svc_call *call, struct svc_form *form, const struct survey_table *table)
{
    struct svc_rolled rolled;
    const struct survey_row *row = survey_index_row(table, NULL);
    char *const *cell = row->cell;
    char *interval = cell[C_LOW] ? svc_format("%s（95%%置信区间 %s 至 %s）", cell[C_SCORE], cell[C_LOW],
                                              cell[C_HIGH])
                     : cell[C_NOTE] ? svc_format("%s（%s）", or_none(cell[C_SCORE]),
                                                 svc_words_text("survey.note", cell[C_NOTE]))
                                    : svc_strdup(or_none(cell[C_SCORE]));
    svc_form_field(form, "客户满意度指数", interval);
    if (survey_rolled(call, table, &rolled) >= 0) {
        char *text = svc_format("%s（按客户数 %s，按售气量 %s）", survey_decimal(rolled.index, 2),
                                survey_decimal(rolled.by_customers / 100, 4),
                                survey_decimal(rolled.by_gas / 100, 4));
        char *literal = svc_format("%s（原文第二个求和项漏印“权重”，照字面计算超出 0–100，不采用）",
                                   survey_rounded(rolled.literal, 2));
        svc_form_field(form, "加权汇总指数", text);
        svc_form_field(form, "按原文字面", literal);
        free(text);
        free(literal);
    }
    free(interval);
}

static void put_dimensions(struct svc_form *form, const struct survey_table *table)
{
    svc_form_row(form, CELLS({ "维度", 4, true }, { "权重", 2, true }, { "得分", 3, true },
                             { "对指数的贡献", 3, true }), 4);
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        if (!cell[C_UNIT] && strcmp(cell[C_LEVEL], "dimension") == 0)
            svc_form_row(form, CELLS({ dimension_name(cell[C_DIMENSION]), 4, false },
                                     { cell[C_WEIGHT], 2, false }, { or_none(cell[C_SCORE]), 3, false },
                                     { or_none(cell[C_CONTRIBUTION]), 3, false }), 4);
    }
}

/* The satisfaction rate and the net promoter score, where the survey asks for them. */
static void put_rates(struct svc_form *form, const struct survey_book *book,
                      const struct survey_table *table)
{
    const struct survey_result *whole = &table->result[0];
    struct svc_estimate nps;
    double low, high;
    char text[SVC_RATE_SIZE];
    if (whole->asked > 0 && whole->shown) {
        svc_stat_wilson((struct svc_share){ whole->satisfied, whole->asked }, &low, &high);
        char *rate = svc_format("%s%%（%lld / %lld，95%%置信区间 %s 至 %s），目标 %lld%%：%s",
            svc_rate_text((struct svc_fraction){ whole->satisfied, whole->asked }, 100, "–", text),
            (long long)whole->satisfied, (long long)whole->asked, survey_rounded(100 * low, 2),
            survey_rounded(100 * high, 2), (long long)book->target,
            svc_words_text("survey.verdict",
                           100 * whole->satisfied >= book->target * whole->asked ? "reached"
                           : high * 100 >= (double)book->target                  ? "open"
                                                                                 : "missed"));
        svc_form_field(form, "满意率", rate);
        free(rate);
    }
    if (whole->shown &&
        svc_estimate_nps(whole->promoters, whole->advised - whole->promoters - whole->detractors,
                         whole->detractors, &nps)) {
        char *line = svc_format("%s（推荐者 %lld，贬损者 %lld，共 %lld 人%s%s%s%s）",
            survey_rounded(nps.value, 2), (long long)whole->promoters, (long long)whole->detractors,
            (long long)whole->advised, nps.known ? "，95%置信区间 " : "",
            nps.known ? survey_rounded(nps.low, 2) : "", nps.known ? " 至 " : "",
            nps.known ? survey_rounded(nps.high, 2) : "");
        svc_form_field(form, "净推荐值", line);
        free(line);
    }
}

static int by_score(const void *a, const void *b)
{
    char *const *x = *(char *const *const *)a, *const *y = *(char *const *const *)b;
    double one = strtod(x[C_SCORE], NULL), other = strtod(y[C_SCORE], NULL);
    return one != other ? (one < other ? -1 : 1) : strcmp(x[C_QUESTION], y[C_QUESTION]);
}

/* The five questions that score least. */
static void put_weak(struct svc_form *form, const struct survey_book *book,
                     const struct survey_table *table)
{
    enum { MOST = 5 };
    char *const **cells = svc_alloc((table->rows + 1) * sizeof *cells);
    size_t count = 0;
    struct svc_buf out = { 0 };
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        if (!cell[C_UNIT] && strcmp(cell[C_LEVEL], "question") == 0 && cell[C_SCORE])
            cells[count++] = cell;
    }
    if (count > 1)
        qsort(cells, count, sizeof *cells, by_score);
    for (size_t i = 0; i < count && i < MOST; i++) {
        const struct survey_question *question = survey_find_question(book, cells[i][C_QUESTION]);
        svc_buf_printf(&out, "%s%s　%s（%s）", i ? "\n" : "", cells[i][C_SCORE],
                       question && question->text ? question->text : cells[i][C_QUESTION],
                       dimension_name(cells[i][C_DIMENSION]));
    }
    svc_form_area(form, "得分最低的题目", svc_buf_text(&out), 3);
    svc_buf_free(&out);
    free(cells);
}

static void report(struct svc_call *call, struct svc_form *form, const struct survey_book *book)
{
    struct survey_table table = survey_table(call, book, -1);
    svc_form_page(form, "满意度调查报告", book->no);
    put_head(call, form, book);
    put_response(call, form, book, &table);
    put_index(call, form, &table);
    put_rates(form, book, &table);
    put_dimensions(form, &table);
    put_weak(form, book, &table);
    svc_form_area(form, "改进建议", NULL, 4);
    svc_form_sign(form, "编制", NULL, NULL, NULL);
    svc_form_sign(form, svc_words_text("verb.role", "office"), NULL, NULL, NULL);
    svc_form_sign(form, svc_words_text("verb.role", "gm"), NULL, NULL, NULL);
}

/* -- indices -------------------------------------------------------------------------------- */

static const struct survey_result *unit_of(const struct survey_table *table, const char *unit)
{
    for (size_t i = 1; table && i < table->results; i++)
        if (strcmp(table->result[i].unit, unit) == 0)
            return &table->result[i];
    return NULL;
}

static const char *index_text(const struct survey_table *table, const struct survey_result *unit)
{
    const struct survey_row *row = unit && unit->leaf ? survey_index_row(table, unit->unit) : NULL;
    return row && row->cell[C_SCORE] ? row->cell[C_SCORE] : NULL;
}

static void put_unit(struct svc_form *form, const struct survey_table *table,
                     const struct survey_table *before, const struct survey_result *unit)
{
    const struct survey_row *row = survey_index_row(table, unit->unit);
    const char *now = index_text(table, unit);
    const char *then = before ? index_text(before, unit_of(before, unit->unit)) : NULL;
    const char *change = now && then ? survey_rounded(strtod(now, NULL) - strtod(then, NULL), 2) : NULL;
    char *interval = row && row->cell[C_LOW] ? svc_format("%s 至 %s", row->cell[C_LOW], row->cell[C_HIGH])
                                             : svc_strdup("–");
    svc_form_row(form, CELLS({ unit->name ? unit->name : unit->unit, 3, false },
                             { row ? row->cell[C_N] : "–", 1, false }, { or_none(now), 2, false },
                             { interval, 2, false }, { or_none(then), 2, false },
                             { or_none(change), 2, false }), 6);
    free(interval);
}

static void put_whole(struct svc_call *call, struct svc_form *form, const char *what,
                      const struct survey_table *table, const struct survey_table *before)
{
    struct svc_rolled now, then;
    bool known = survey_rolled(call, table, &now) >= 0;
    bool known_then = before && survey_rolled(call, before, &then) >= 0;
    svc_form_row(form, CELLS({ what, 4, true }, { known ? survey_decimal(now.index, 2) : "–", 4, false },
                             { known_then ? survey_decimal(then.index, 2) : "–", 2, false },
                             { known && known_then ? survey_decimal(now.index - then.index, 2) : "–", 2,
                               false }), 4);
}

static void indices(struct svc_call *call, struct svc_form *form, const struct survey_book *book)
{
    struct survey_table table = survey_table(call, book, -1), before;
    const struct survey_table *other = NULL;
    if (opt.against) {
        before = survey_table(call, survey_book(call, opt.against), -1);
        other = &before;
    }
    svc_form_page(form, "指数汇总表", book->no);
    svc_form_field(form, "调查名称", book->title);
    svc_form_field(form, "对比调查", opt.against ? survey_book(call, opt.against)->title : "–");
    svc_form_row(form, CELLS({ "单位", 3, true }, { "人数", 1, true }, { "本次指数", 2, true },
                             { "95%区间", 2, true }, { "对比指数", 2, true }, { "增减", 2, true }), 6);
    for (size_t i = 1; i < table.results; i++)
        if (table.result[i].leaf)
            put_unit(form, &table, other, &table.result[i]);
    put_whole(call, form, "加权汇总", &table, other);
    svc_form_sign(form, "编制", NULL, NULL, NULL);
    svc_form_sign(form, svc_words_text("verb.role", "office"), NULL, NULL, NULL);
}

/* -- questionnaire -------------------------------------------------------------------------- */

/* The boxes of a scale: □1 □2 … or, where it is wide, room for a number. */
static char *boxes(const struct survey_question *question)
{
    struct svc_buf out = { 0 };
    if (question->kind == SURVEY_TEXT)
        return svc_strdup("\n\n");
    if (question->kind == SURVEY_YES_NO)
        return svc_strdup("□是　□否");
    if (question->scale.max - question->scale.min > 10)
        return svc_format("____（%lld–%lld）", (long long)question->scale.min,
                          (long long)question->scale.max);
    for (int64_t score = question->scale.min; score <= question->scale.max; score++)
        svc_buf_printf(&out, "%s□%lld", out.len ? " " : "", (long long)score);
    return svc_buf_take(&out);
}

static void questionnaire(struct svc_form *form, const struct survey_book *book)
{
    svc_form_page(form, book->title, book->no);
    svc_form_text(form, "请按您的真实感受作答，每题选一项；不了解的可以不选。问卷不记名，请勿填写姓名和电话。");
    svc_form_pair(form, "问卷编号", NULL, "单位代码", NULL);
    svc_form_row(form, CELLS({ "题号", 1, true }, { "题目", 5, true }, { "选项", 6, true }), 3);
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[book->order[i]];
        char *choice = boxes(question);
        svc_form_row(form, CELLS({ question->code, 1, false },
                                 { question->text ? question->text : question->code, 5, false },
                                 { choice, 6, false }), 3);
        free(choice);
    }
}

/* -- sample --------------------------------------------------------------------------------- */

static void sample(struct svc_call *call, struct svc_form *form, const struct survey_book *book)
{
    struct survey_strata strata = { svc_alloc((book->unit_count + 1) * sizeof *strata.name),
                                    svc_alloc((book->unit_count + 1) * sizeof *strata.size), 0 };
    int64_t total = svc_one_int(call->db, 0, "SELECT target_n FROM survey WHERE no = ?1", "s", book->no);
    for (size_t i = 0; i < book->unit_count; i++) {
        if (!book->unit[i].leaf)
            continue;
        strata.name[strata.count] = book->unit[i].name ? book->unit[i].name : book->unit[i].code;
        strata.size[strata.count++] = book->unit[i].customers;
    }
    if (total <= 0 || strata.count == 0)
        svc_deny(call, SVC_REFUSED, book->no, "%s: needs target_n and units to share it out", book->no);
    int64_t *part = survey_part_sample(call, &strata, total, opt.least);
    svc_form_page(form, "样本分配表", book->no);
    svc_form_field(form, "调查名称", book->title);
    svc_form_row(form, CELLS({ "单位", 6, true }, { "客户数", 3, true }, { "样本量", 3, true }), 3);
    int64_t all = 0;
    for (size_t i = 0; i < strata.count; i++) {
        char *size = svc_format("%lld", (long long)strata.size[i]);
        char *n = svc_format("%lld", (long long)part[i]);
        svc_form_row(form, CELLS({ strata.name[i], 6, false }, { size, 3, false }, { n, 3, false }), 3);
        all += strata.size[i];
        free(size);
        free(n);
    }
    char *size = svc_format("%lld", (long long)all), *n = svc_format("%lld", (long long)total);
    svc_form_row(form, CELLS({ "合计", 6, true }, { size, 3, false }, { n, 3, false }), 3);
    svc_form_sign(form, "编制", NULL, NULL, NULL);
    free(size);
    free(n);
    free(part);
    free(strata.name);
    free(strata.size);
}

/* -- the verb ------------------------------------------------------------------------------- */

int survey_form(struct svc_call *call)
{
    const char *kind = opt.kind ? opt.kind : "report";
    if (opt.against && strcmp(kind, "indices") != 0)
        svc_die(SVC_USAGE, "--against goes with --kind indices");
    if (opt.least && strcmp(kind, "sample") != 0)
        svc_die(SVC_USAGE, "--least goes with --kind sample");
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct survey_book *book = survey_book(call, numbers.no[i]);
        if (strcmp(kind, "report") == 0)
            report(call, form, book);
        else if (strcmp(kind, "indices") == 0)
            indices(call, form, book);
        else if (strcmp(kind, "sample") == 0)
            sample(call, form, book);
        else
            questionnaire(form, book);
    }
    svc_form_close(form);
    return svc_finish(call);
}
