/* index: what the answers come to, by question, dimension and unit; explain: with every product. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/lang.h"
#include "svc/num.h"

static struct {
    const char *survey, *by, *dimension;
    int64_t revision;
    bool acsi, equal;
} opt = { .revision = -1 };

#define SURVEY_OPTION \
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" }
#define REVISION_OPTION \
    { .name = "revision", .type = SVC_OPT_INT, .to = &opt.revision, .arg = "N", \
      .help = "as it was frozen for the N-th time (default: the latest, if it was frozen)" }

const struct svc_option survey_index_options[] = {
    SURVEY_OPTION,
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "unit",
      .help = "one row a unit, for rollup", .list = "survey.by_unit" },
    REVISION_OPTION,
    { .name = "acsi", .type = SVC_OPT_FLAG, .to = &opt.acsi,
      .help = "the mean of questions on 1 to 10 of one dimension, as the ACSI has it" },
    { .name = "dimension", .type = SVC_OPT_TEXT, .to = &opt.dimension, .arg = "CODE",
      .help = "with --acsi: which (default: satisfaction)" },
    { .name = "equal", .type = SVC_OPT_FLAG, .to = &opt.equal,
      .help = "with --acsi: all of its questions count the same" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option survey_explain_options[] = {
    SURVEY_OPTION,
    REVISION_OPTION,
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct survey_book *asked_book(struct svc_call *call)
{
    return survey_book(call, opt.survey);
}

static struct survey_table asked_table(struct svc_call *call, const struct survey_book *book)
{
    if (opt.revision == 0)
        svc_die(SVC_USAGE, "revisions are counted from 1");
    return survey_table(call, book, opt.revision);
}

/* -- index ---------------------------------------------------------------------------------- */

/* How sure an index is. */
#define PRECISION \
    { .name = "sd", .type = SVC_TYPE_RATE, .label = "标准差", \
      .help = "of the respondents' own scores" }, \
    { .name = "se", .type = SVC_TYPE_RATE, .label = "标准误", \
      .help = "of their mean; only where enough answered" }, \
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", \
      .help = "of the index" }, \
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限", \
      .help = "of the index" }, \
    { .name = "note", .type = SVC_TYPE_CODE, .label = "说明", \
      .help = "why something is not told", .list = "survey.note" }

static const struct svc_column index_columns[] = {
    { .name = "level", .type = SVC_TYPE_CODE, .label = "层级",
      .help = "question, dimension, or index: the whole", .list = "survey.level" },
    { .name = "dimension", .type = SVC_TYPE_CODE, .label = "维度", .help = "what it measures",
      .list = "survey.dimension" },
    { .name = "question", .type = SVC_TYPE_CODE, .label = "题号",
      .help = "the question" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数",
      .help = "how many answered; <5 where nothing of so few may be told" },
    { .name = "mean", .type = SVC_TYPE_RATE, .label = "均值",
      .help = "of the answers; of the index the mean of the respondents' own scores" },
    { .name = "score", .type = SVC_TYPE_RATE, .label = "得分",
      .help = "0 to 100" },
    { .name = "weight", .type = SVC_TYPE_RATE, .label = "权重",
      .help = "in its dimension; of a dimension in the index" },
    { .name = "contribution", .type = SVC_TYPE_RATE, .label = "贡献",
      .help = "its points of the index" },
    PRECISION,
    { 0 }
};

static void print_index(struct svc_call *call, const struct survey_table *table)
{
    const char *none = svc_print_none(call);
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        bool index = strcmp(cell[C_LEVEL], "index") == 0;
        struct svc_value row[SURVEY_CELLS - 1];
        if (cell[C_UNIT])
            continue;
        for (size_t c = C_LEVEL; c < SURVEY_CELLS; c++) {
            bool told = (c >= C_MEAN && c <= C_CONTRIBUTION && c != C_MEAN) ||
                        (index && c >= C_SD && c <= C_HIGH);
            row[c - 1] = svc_value_text(cell[c] ? cell[c] : told ? none : NULL);
        }
        svc_print_row(call, row);
    }
}

static const struct svc_column unit_columns[] = {
    { .name = "unit", .type = SVC_TYPE_CODE, .label = "单位代码",
      .help = "the unit" },
    { .name = "parent", .type = SVC_TYPE_CODE, .label = "上级单位",
      .help = "what it is rolled up into" },
    { .name = "name", .type = SVC_TYPE_LINE, .label = "单位名称",
      .help = "its name" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数",
      .help = "how many answered; <5 where nothing of so few may be told" },
    { .name = "index", .type = SVC_TYPE_RATE, .label = "满意度指数",
      .help = "0 to 100; empty where the unit is rolled up from others" },
    { .name = "customers", .type = SVC_TYPE_INT, .label = "客户数",
      .help = "how many customers it has" },
    { .name = "gas_m3", .type = SVC_TYPE_INT, .label = "售气量",
      .help = "cubic metres sold in the year" },
    PRECISION,
    { 0 }
};

const struct survey_row *survey_index_row(const struct survey_table *table, const char *unit)
{
    for (size_t i = 0; i < table->rows; i++)
        if (strcmp(table->row[i].cell[C_LEVEL], "index") == 0 &&
            svc_text_same(table->row[i].cell[C_UNIT], unit))
            return &table->row[i];
    return NULL;
}

static void print_unit(struct svc_call *call, const struct survey_table *table,
                       const struct survey_result *unit)
{
    static const struct survey_row nothing = { .cell = { NULL } };
    const struct survey_row *row = unit->leaf ? survey_index_row(table, unit->unit) : &nothing;
    char *const *cell = row->cell;
    const char *none = unit->leaf ? svc_print_none(call) : NULL;
    struct svc_value values[] = {
        svc_value_text(unit->unit), svc_value_text(unit->parent), svc_value_text(unit->name),
        svc_value_text(cell[C_N]), svc_value_text(cell[C_SCORE] ? cell[C_SCORE] : none),
        svc_value_number(unit->customers), svc_value_number(unit->gas), svc_value_text(cell[C_SD]),
        svc_value_text(cell[C_SE] ? cell[C_SE] : none), svc_value_text(cell[C_LOW] ? cell[C_LOW] : none),
        svc_value_text(cell[C_HIGH] ? cell[C_HIGH] : none), svc_value_text(cell[C_NOTE])
    };
    svc_print_row(call, values);
}

/* -- acsi ----------------------------------------------------------------------------------- */

static const struct svc_column acsi_columns[] = {
    { .name = "question", .type = SVC_TYPE_CODE, .label = "题号",
      .help = "the question; empty: the index" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数",
      .help = "how many answered" },
    { .name = "mean", .type = SVC_TYPE_RATE, .label = "均值",
      .help = "of the answers" },
    { .name = "weight", .type = SVC_TYPE_RATE, .label = "权重",
      .help = "of the question" },
    { .name = "score", .type = SVC_TYPE_RATE, .label = "得分",
      .help = "0 to 100" },
    { 0 }
};

/* The book's questions of the dimension, each with what counts: weights that sum to 1, or equal ones. */
static void check_acsi(struct svc_call *call, const struct survey_book *book, const char *dimension)
{
    int64_t sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[i];
        if (strcmp(question->dimension, dimension) != 0 || question->kind != SURVEY_SCALE)
            continue;
        count++;
        sum += question->weight;
        if (question->scale.min != 1 || question->scale.max != 10 || question->scale.down)
            svc_deny(call, SVC_REFUSED, book->no, "%s/%s: the ACSI asks on 1 to 10, more is better",
                     book->no, question->code);
    }
    char text[SVC_WEIGHT_SIZE];
    if (count == 0)
        svc_die(SVC_UNKNOWN, "%s: no question asks about %s", book->no, dimension);
    if (!opt.equal && sum != SVC_WEIGHT_ONE)
        svc_deny(call, SVC_REFUSED, book->no, "%s/%s: weights sum to %s, not to 1", book->no, dimension,
                 svc_weight_format(sum, text));
}

static void print_acsi(struct svc_call *call, const struct survey_book *book, const char *question,
                       const char *n, const char *mean, const char *weight, const char *score)
{
    const char *none = svc_print_none(call);
    (void)book;
    struct svc_value row[] = { svc_value_text(question), svc_value_text(n), svc_value_text(mean),
                               svc_value_text(weight), svc_value_text(score ? score : none) };
    svc_print_row(call, row);
}

/* From the means with four decimals that are printed, so that anybody reckons it again. */
static void acsi(struct svc_call *call, const struct survey_book *book, const struct survey_table *table)
{
    const char *dimension = opt.dimension ? opt.dimension : "satisfaction";
    int64_t parts = 0, weights = 0;
    bool whole = true;
    check_acsi(call, book, dimension);
    svc_print_begin(call, acsi_columns);
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        const struct survey_question *question =
            cell[C_QUESTION] && !cell[C_UNIT] ? survey_find_question(book, cell[C_QUESTION]) : NULL;
        if (!question || question->kind != SURVEY_SCALE ||
            strcmp(question->dimension, dimension) != 0)
            continue;
        int64_t weight = opt.equal ? 1 : question->weight;
        double mean = cell[C_MEAN] ? strtod(cell[C_MEAN], NULL) : 0;
        whole = whole && cell[C_MEAN];
        parts += (llround(mean * 10000) - 10000) * weight;
        weights += weight;
        print_acsi(call, book, question->code, cell[C_N], cell[C_MEAN],
                   opt.equal ? NULL : cell[C_WEIGHT], cell[C_SCORE]);
    }
    svc_fixed index = (svc_fixed)parts * 100 * 1000000000 / ((svc_fixed)weights * 9 * 10000);
    print_acsi(call, book, NULL, NULL, NULL, NULL,
               whole ? survey_decimal(svc_csi_round(index * 1000000000, 2), 2) : NULL);
}

/* -- the verb ------------------------------------------------------------------------------- */

int survey_index(struct svc_call *call)
{
    if (opt.acsi && opt.by)
        svc_die(SVC_USAGE, "--acsi has no units");
    if (!opt.acsi && (opt.equal || opt.dimension))
        svc_die(SVC_USAGE, "--equal and --dimension go with --acsi");
    const struct survey_book *book = asked_book(call);
    struct survey_table table = asked_table(call, book);
    svc_print_title(call, "%s %s", book->title, book->no);
    if (opt.acsi) {
        acsi(call, book, &table);
        return svc_finish(call);
    }
    svc_print_begin(call, opt.by ? unit_columns : index_columns);
    if (!opt.by)
        print_index(call, &table);
    for (size_t i = 1; opt.by && i < table.results; i++)
        print_unit(call, &table, &table.result[i]);
    return svc_finish(call);
}

/* -- explain -------------------------------------------------------------------------------- */

static const struct svc_column explain_columns[] = {
    { .name = "level", .type = SVC_TYPE_CODE, .label = "层级",
      .help = "question, dimension, unit, or index: the whole", .list = "survey.level" },
    { .name = "what", .type = SVC_TYPE_CODE, .label = "项目",
      .help = "the question, dimension or unit" },
    { .name = "reckoned", .type = SVC_TYPE_CODE, .flags = SVC_STATED, .label = "算式",
      .help = "how it comes about" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "结果",
      .help = "what that is" },
    { 0 }
};

/* `reckoned` is a statement. */
static void say(struct svc_call *call, const char *level, const char *what, const char *reckoned,
                const char *value)
{
    struct svc_value row[] = { svc_value_text(level), svc_value_text(what), svc_value_text(reckoned),
                               svc_value_text(value) };
    svc_print_row(call, row);
}

/* The contributions of the questions are those of their dimension, and these sum to the index: each is
 * told with four decimals, so that so many halves of the last one may be lost. */
static void assert_sum(const struct survey_book *book, const char *what, double sum, const char *total,
                       size_t count)
{
    if (total && fabs(sum - strtod(total, NULL)) > 0.00005 * (double)(count + 1) + 1e-9)
        svc_die(SVC_BUG, "%s: the products of %s sum to %.4f, not to %s", book->no, what, sum, total);
}

static void explain_question(struct svc_call *call, const struct survey_book *book, char *const *cell,
                             const char *weight)
{
    const struct survey_question *question = survey_find_question(book, cell[C_QUESTION]);
    if (!cell[C_SCORE]) {
        say(call, "question", cell[C_QUESTION], NULL, NULL);
        return;
    }
    long long min = (long long)question->scale.min, max = (long long)question->scale.max;
    char *score = question->scale.down
        ? svc_format("100 - (%s - %lld) / (%lld - %lld) x 100 = %s", cell[C_MEAN], min, max, min,
                     cell[C_SCORE])
        : svc_format("(%s - %lld) / (%lld - %lld) x 100 = %s", cell[C_MEAN], min, max, min,
                     cell[C_SCORE]);
    char *all = svc_format("text|%s; x %s x %s", score, cell[C_WEIGHT], weight ? weight : "0");
    say(call, "question", cell[C_QUESTION], all, cell[C_CONTRIBUTION]);
    free(score);
    free(all);
}

static const char *dimension_weight(const struct survey_table *table, const char *unit,
                                    const char *dimension)
{
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        if (strcmp(cell[C_LEVEL], "dimension") == 0 && svc_text_same(cell[C_UNIT], unit) &&
            strcmp(cell[C_DIMENSION], dimension) == 0)
            return cell[C_WEIGHT];
    }
    return NULL;
}

static void explain_leaf(struct svc_call *call, const struct survey_book *book,
                         const struct survey_table *table, const char *unit)
{
    double sum = 0, all = 0;
    size_t count = 0, dimensions = 0;
    for (size_t i = 0; i < table->rows; i++) {
        char *const *cell = table->row[i].cell;
        double points = cell[C_CONTRIBUTION] ? strtod(cell[C_CONTRIBUTION], NULL) : 0;
        if (!svc_text_same(cell[C_UNIT], unit))
            continue;
        if (strcmp(cell[C_LEVEL], "question") == 0) {
            explain_question(call, book, cell, dimension_weight(table, unit, cell[C_DIMENSION]));
            sum += points;
            count++;
        } else if (strcmp(cell[C_LEVEL], "dimension") == 0) {
            char *reckoned = svc_format("text|%s x %s", cell[C_SCORE] ? cell[C_SCORE] : "-", cell[C_WEIGHT]);
            assert_sum(book, cell[C_DIMENSION], sum, cell[C_CONTRIBUTION], count);
            say(call, "dimension", cell[C_DIMENSION], reckoned, cell[C_CONTRIBUTION]);
            free(reckoned);
            all += points;
            sum = 0;
            count = 0;
            dimensions++;
        } else {
            assert_sum(book, "dimensions", all, cell[C_CONTRIBUTION], dimensions);
            say(call, "index", unit ? unit : book->no, NULL,
                cell[C_SCORE] ? cell[C_SCORE] : svc_print_none(call));
        }
    }
}

int survey_explain(struct svc_call *call)
{
    if (call->count > 1)
        svc_die(SVC_USAGE, "explain takes one unit: \"%s\"", call->operand[1]);
    const struct survey_book *book = asked_book(call);
    struct survey_table table = asked_table(call, book);
    const char *unit = call->count ? call->operand[0] : NULL;
    const struct survey_result *result = NULL;
    for (size_t i = 0; i < table.results; i++)
        if (svc_text_same(table.result[i].unit, unit))
            result = &table.result[i];
    if (!result)
        svc_die(SVC_UNKNOWN, "%s: no unit \"%s\"", book->no, unit);
    svc_print_begin(call, explain_columns);
    if (result->leaf)
        explain_leaf(call, book, &table, unit);
    if (!unit || !result->leaf)
        survey_explain_rolled(call, book, &table, unit, say);
    return svc_finish(call);
}
