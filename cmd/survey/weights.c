/* weights: what experts think the dimensions weigh, or the answers as a matrix for R. reliability:
 * whether questions that ask for the same are answered alike. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"

static struct {
    const char *survey, *method, *questions;
} opt;

const struct svc_option survey_weights_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" },
    { .name = "method", .type = SVC_OPT_TEXT, .to = &opt.method, .arg = "expert",
      .help = "from the experts' scores (default)", .list = "survey.weighing" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option survey_reliability_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" },
    { .name = "questions", .type = SVC_OPT_TEXT, .to = &opt.questions, .arg = "A,B,...",
      .help = "these alone, together (default: each dimension's, then all that are on a scale)" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- experts -------------------------------------------------------------------------------- */

static const struct svc_column weight_columns[] = {
    { .name = "survey", .type = SVC_TYPE_CODE, .label = "调查编号", .help = "the survey" },
    { .name = "dimension", .type = SVC_TYPE_CODE, .label = "维度", .help = "the dimension",
      .list = "survey.dimension" },
    { .name = "weight", .type = SVC_TYPE_RATE, .label = "权重", .help = "four decimals, of all 1" },
    { .name = "method", .type = SVC_TYPE_CODE, .label = "赋权方法", .help = "expert",
      .list = "survey.method" },
    { .name = "source", .type = SVC_TYPE_CODE, .label = "赋权依据",
      .help = "the sum of the scores of how many experts" },
    { 0 }
};

/* In the order of the questions; each expert judged every dimension, or the sums would not compare. */
static void print_experts(struct svc_call *call, const struct survey_book *book)
{
    enum { MOST = 1000, PARTS = 10000 };
    static int64_t sum[MOST], experts[MOST], part[MOST];
    char *dimension[MOST];
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT x.dimension, SUM(x.score), COUNT(*) FROM survey_expert x"
        "  JOIN (SELECT dimension, MIN(place) AS place FROM survey_question WHERE survey = ?1"
        "         GROUP BY dimension) o ON o.dimension = x.dimension"
        " WHERE x.survey = ?1 GROUP BY x.dimension, o.place ORDER BY o.place", "s", book->no);
    while (svc_next(q) && count < MOST) {
        dimension[count] = svc_strdup(svc_text(q, 0));
        sum[count] = svc_int(q, 1);
        experts[count++] = svc_int(q, 2);
    }
    int64_t all = 0, whole = svc_one_int(call->db, 0,
        "SELECT COUNT(DISTINCT expert) FROM survey_expert WHERE survey = ?1", "s", book->no);
    for (size_t i = 0; i < count; i++) {
        all += sum[i];
        if (experts[i] != whole)
            svc_deny(call, SVC_REFUSED, book->no, "%s/%s: judged by %lld of %lld experts; all judge all",
                     book->no, dimension[i], (long long)experts[i], (long long)whole);
    }
    if (all == 0)
        svc_deny(call, SVC_REFUSED, book->no, "%s: no expert gave a dimension any weight", book->no);
    svc_apportion(sum, count, PARTS, part);
    svc_print_begin(call, weight_columns);
    for (size_t i = 0; i < count; i++) {
        char *source = svc_format("%lld/%lld", (long long)sum[i], (long long)all);
        struct svc_value row[] = { svc_value_text(book->no), svc_value_text(dimension[i]),
                                   svc_value_text(survey_decimal(part[i], 4)),
                                   svc_value_text("expert"), svc_value_text(source) };
        svc_print_row(call, row);
        free(source);
        free(dimension[i]);
    }
}

/* -- the matrix ----------------------------------------------------------------------------- */

struct matrix {
    struct svc_call *call;
    const struct survey_book *book;
    struct svc_value *row;
};

static void put_person(void *ctx, const struct survey_person *person)
{
    struct matrix *matrix = ctx;
    size_t at = 0;
    matrix->row[at++] = svc_value_text(person->code);
    matrix->row[at++] = svc_value_text(person->unit);
    for (size_t i = 0; i < matrix->book->question_count; i++) {
        size_t question = matrix->book->order[i];
        if (matrix->book->question[question].kind != SURVEY_TEXT)
            matrix->row[at++] = person->given[question] ? svc_value_number(person->score[question])
                                                        : svc_value_text(NULL);
    }
    svc_print_row(matrix->call, matrix->row);
}

static void export_matrix(struct svc_call *call, const struct survey_book *book)
{
    struct svc_column *columns = svc_alloc((book->question_count + 3) * sizeof *columns);
    struct matrix matrix = { call, book,
                             svc_alloc((book->question_count + 2) * sizeof *matrix.row) };
    size_t at = 0;
    columns[at++] = (struct svc_column){ .name = "respondent", .type = SVC_TYPE_CODE,
                                         .label = "受访者代码", .help = "who answered" };
    columns[at++] = (struct svc_column){ .name = "unit", .type = SVC_TYPE_CODE, .label = "单位代码",
                                         .help = "the unit" };
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[book->order[i]];
        if (question->kind != SURVEY_TEXT)
            columns[at++] = (struct svc_column){ .name = question->code, .type = SVC_TYPE_INT,
                                                 .label = question->code, .help = "the score" };
    }
    svc_print_begin(call, columns);
    survey_people(call, book, put_person, &matrix, NULL);
    free(matrix.row);
}

int survey_weights(struct svc_call *call)
{
    bool export = call->count == 1 && strcmp(call->operand[0], "export") == 0;
    if (call->count > 0 && !export)
        svc_die(SVC_USAGE, "weights takes nothing, or export: \"%s\"", call->operand[0]);
    if (export && opt.method)
        svc_die(SVC_USAGE, "export has no --method");
    const struct survey_book *book = survey_book(call, opt.survey);
    if (export)
        export_matrix(call, book);
    else
        print_experts(call, book);
    return svc_finish(call);
}

/* -- reliability ---------------------------------------------------------------------------- */

static const struct svc_column reliability_columns[] = {
    { .name = "dimension", .type = SVC_TYPE_CODE, .label = "维度", .help = "empty: all together",
      .list = "survey.dimension" },
    { .name = "questions", .type = SVC_TYPE_INT, .label = "题数", .help = "how many" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "how many answered all of them" },
    { .name = "alpha", .type = SVC_TYPE_RATE, .label = "信度系数",
      .help = "Cronbach's alpha; none for a single question, or where totals do not differ" },
    { 0 }
};

/* The questions of one row, and the sums over those who answered them all. */
struct scale {
    const struct survey_book *book;
    const char *dimension;
    size_t *asked; /* places among the book's questions */
    struct svc_sums *item, total;
    size_t items;
    int64_t n;
};

struct scales {
    struct scale *scale;
    size_t count;
};

static bool belongs(const struct survey_question *question, const char *dimension)
{
    return question->kind != SURVEY_TEXT &&
           (opt.questions ? svc_text_in(opt.questions, ',', question->code)
            : dimension   ? strcmp(question->dimension, dimension) == 0
                          : question->kind == SURVEY_SCALE);
}

static void add_scale(struct scales *scales, const struct survey_book *book, const char *dimension)
{
    struct scale scale = { .book = book, .dimension = dimension };
    scale.asked = svc_alloc((book->question_count + 1) * sizeof *scale.asked);
    scale.item = svc_alloc((book->question_count + 1) * sizeof *scale.item);
    for (size_t i = 0; i < book->question_count; i++)
        if (belongs(&book->question[i], dimension))
            scale.asked[scale.items++] = i;
    scales->scale = svc_grow(scales->scale, scales->count, sizeof *scales->scale);
    scales->scale[scales->count++] = scale;
}

/* Reversed questions are turned round first. */
static void add_to(struct scale *scale, const struct survey_person *person)
{
    int64_t total = 0;
    for (size_t i = 0; i < scale->items; i++)
        if (!person->given[scale->asked[i]])
            return;
    for (size_t i = 0; i < scale->items; i++) {
        const struct svc_scale *s = &scale->book->question[scale->asked[i]].scale;
        int64_t score = person->score[scale->asked[i]];
        score = s->down ? s->max + s->min - score : score;
        scale->item[i].sum += score;
        scale->item[i].squares += score * score;
        total += score;
    }
    scale->total.sum += total;
    scale->total.squares += total * total;
    scale->n++;
}

static void count_person(void *ctx, const struct survey_person *person)
{
    struct scales *scales = ctx;
    for (size_t i = 0; i < scales->count; i++)
        add_to(&scales->scale[i], person);
}

static void print_scale(struct svc_call *call, const struct scale *scale)
{
    double alpha;
    const char *none = svc_print_none(call);
    bool few = scale->n < scale->book->least_cell;
    bool known = !few && svc_alpha(scale->item, scale->items, scale->n, scale->total, &alpha);
    char *n = svc_format("%lld", (long long)scale->n);
    struct svc_value row[] = { svc_value_text(scale->dimension),
                               svc_value_number((int64_t)scale->items),
                               svc_value_text(few ? survey_small(scale->book) : n),
                               svc_value_text(known ? survey_rounded(alpha, 3) : none) };
    svc_print_row(call, row);
    free(n);
}

static void check_questions(struct svc_call *call, const struct survey_book *book)
{
    const char *rest = opt.questions, *word;
    size_t len;
    while (rest && svc_text_next(&rest, ',', &word, &len)) {
        char *code = svc_strndup(word, len);
        survey_asked_question(call, book, code);
        free(code);
    }
}

int survey_reliability(struct svc_call *call)
{
    const struct survey_book *book = survey_book(call, opt.survey);
    struct scales scales = { NULL, 0 };
    check_questions(call, book);
    for (size_t i = 0; i < book->dimension_count && !opt.questions; i++)
        add_scale(&scales, book, book->dimension[i].code);
    add_scale(&scales, book, NULL);
    survey_people(call, book, count_person, &scales, NULL);
    svc_print_begin(call, reliability_columns);
    for (size_t i = 0; i < scales.count; i++)
        print_scale(call, &scales.scale[i]);
    return svc_finish(call);
}
