/* The answers of a survey counted, in one pass: questions, dimensions and the index of the whole and of
 * each unit, and what every respondent's own score tells of how far the index may be off. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"
#include "svc/num.h"

/* What is counted of the whole, and of each unit. */
struct group {
    struct svc_counted *answers; /* by question */
    int64_t respondents, own_n, satisfied, asked, promoters, detractors, advised;
    double own_first, own_sum, own_squares; /* the respondents' own scores, and what they differ by from the first */
    bool own_differ;
};

struct tally {
    const struct survey_book *book;
    struct group *group; /* the whole, then the units */
    size_t groups;
    const struct survey_question *rated, *advised; /* NULL: none */
    double *part;   /* by question: its share of the index, 0 … 1 … */
    int64_t *share; /* … in 10^-12 */
};

char *survey_decimal(int64_t number, int places)
{
    char text[SVC_CSI_SIZE];
    return svc_strdup(svc_csi_format(number, places, text));
}

char *survey_rounded(double value, int places)
{
    return survey_decimal(llround(value * pow(10, places)), places);
}

const char *survey_small(const struct survey_book *book)
{
    return svc_format("<%lld", (long long)book->least_cell);
}

/* Scores that differ by no more are the same: a mean of decimal weights is a little off. */
static const double hair = 1e-9;

/* -- one respondent ------------------------------------------------------------------------- */

/* His own score, where he answered enough of what counts: weights renormalised over that. */
static bool own_score(const struct tally *tally, const struct survey_person *person, double *out)
{
    const struct survey_book *book = tally->book;
    int64_t answered = 0;
    double sum = 0, weight = 0;
    for (size_t i = 0; i < book->question_count; i++) {
        const struct svc_scale *scale = &book->question[i].scale;
        if (!person->given[i] || tally->share[i] == 0)
            continue;
        double above = (double)(scale->down ? scale->max - person->score[i]
                                            : person->score[i] - scale->min);
        answered += tally->share[i];
        weight += tally->part[i];
        sum += tally->part[i] * 100 * above / (double)(scale->max - scale->min);
    }
    *out = weight > 0 ? sum / weight : 0;
    return answered > 0 && answered >= book->complete * INT64_C(10000000000);
}

static void add_answers(const struct tally *tally, struct group *group,
                        const struct survey_person *person)
{
    double own;
    group->respondents++;
    for (size_t i = 0; i < tally->book->question_count; i++) {
        group->answers[i].n += person->given[i];
        group->answers[i].sum += person->given[i] ? person->score[i] : 0;
    }
    if (own_score(tally, person, &own)) {
        group->own_first = group->own_n++ ? group->own_first : own;
        double apart = own - group->own_first;
        group->own_sum += apart;
        group->own_squares += apart * apart;
        group->own_differ = group->own_differ || fabs(apart) > hair;
    }
}

static void add_person(const struct tally *tally, struct group *group,
                       const struct survey_person *person)
{
    add_answers(tally, group, person);
    if (tally->rated && person->given[tally->rated - tally->book->question]) {
        int64_t score = person->score[tally->rated - tally->book->question];
        group->asked++;
        group->satisfied += survey_is_satisfied(tally->book->satisfied, score);
    }
    if (tally->advised && person->given[tally->advised - tally->book->question]) {
        int64_t score = person->score[tally->advised - tally->book->question];
        group->advised++;
        group->promoters += score >= 9;
        group->detractors += score <= 6;
    }
}

static void count_person(void *ctx, const struct survey_person *person)
{
    const struct tally *tally = ctx;
    const struct survey_unit *unit =
        person->unit ? survey_find_unit(tally->book, person->unit) : NULL;
    add_person(tally, &tally->group[0], person);
    if (unit)
        add_person(tally, &tally->group[unit - tally->book->unit + 1], person);
}

/* -- the rows ------------------------------------------------------------------------------- */

/* What is said of one group: the sums of its dimension, and of all. */
struct sums {
    const struct group *group;
    const char *unit;
    bool small, lacking; /* too few, and some question without answers … */
    svc_fixed dimension, all;
    bool dimension_lacking;
};

static struct survey_row *new_row(struct survey_table *table, const struct sums *sums,
                                  const char *level)
{
    table->row = svc_grow(table->row, table->rows, sizeof *table->row);
    struct survey_row *row = &table->row[table->rows++];
    *row = (struct survey_row){ .cell = { NULL } };
    row->cell[C_UNIT] = svc_strdup(sums->unit);
    row->cell[C_LEVEL] = svc_strdup(level);
    return row;
}

static char *weight_text(int64_t weight)
{
    char text[SVC_WEIGHT_SIZE];
    return svc_strdup(svc_weight_format(weight, text));
}

/* Points of the index, with four decimals so that they add up to it when they are read. */
static char *points(svc_fixed value)
{
    return survey_decimal(svc_csi_round(value, 4), 4);
}

static void put_question(struct survey_table *table, struct sums *sums, const struct tally *tally,
                         size_t at)
{
    const struct survey_book *book = tally->book;
    const struct survey_question *question = &book->question[at];
    struct svc_counted answers = sums->group->answers[at];
    struct survey_row *row = new_row(table, sums, "question");
    bool few = sums->small || answers.n < book->least_cell;
    row->cell[C_DIMENSION] = svc_strdup(question->dimension);
    row->cell[C_QUESTION] = svc_strdup(question->code);
    row->cell[C_WEIGHT] = weight_text(question->weight);
    row->cell[C_N] = few ? svc_strdup(survey_small(book)) : svc_format("%lld", (long long)answers.n);
    if (answers.n == 0) {
        sums->dimension_lacking = sums->dimension_lacking || question->weight > 0;
        row->cell[C_NOTE] = svc_strdup("unanswered");
        return;
    }
    svc_fixed score = svc_csi_score(&question->scale, answers);
    svc_fixed part = svc_csi_part(score, question->weight);
    sums->dimension += part;
    if (few) {
        row->cell[C_NOTE] = svc_strdup("few");
        return;
    }
    row->cell[C_MEAN] = survey_decimal(svc_csi_mean(answers), 4);
    row->cell[C_SCORE] = survey_decimal(svc_csi_round(score, 2), 2);
    if (question->of < book->dimension_count)
        row->cell[C_CONTRIBUTION] = points(svc_csi_weighed(svc_csi_part(
            svc_csi_weighed(part), book->dimension[question->of].weight)));
}

static void end_dimension(struct survey_table *table, struct sums *sums,
                          const struct survey_dimension *dimension)
{
    struct survey_row *row = new_row(table, sums, "dimension");
    svc_fixed score = svc_csi_weighed(sums->dimension);
    svc_fixed part = svc_csi_part(score, dimension->weight);
    row->cell[C_DIMENSION] = svc_strdup(dimension->code);
    row->cell[C_WEIGHT] = weight_text(dimension->weight);
    if (sums->dimension_lacking) {
        sums->lacking = sums->lacking || dimension->weight > 0;
        row->cell[C_NOTE] = svc_strdup("unanswered");
    } else if (sums->small) {
        row->cell[C_NOTE] = svc_strdup("few");
    } else {
        row->cell[C_SCORE] = survey_decimal(svc_csi_round(score, 2), 2);
        row->cell[C_CONTRIBUTION] = points(svc_csi_weighed(part));
    }
    sums->all += part;
    sums->dimension = 0;
    sums->dimension_lacking = false;
}

/* How far the index may be off, from the respondents' own scores: only where enough answered. */
static void put_interval(struct survey_row *row, const struct survey_book *book,
                         const struct group *group, int64_t csi)
{
    struct svc_estimate own;
    if (!svc_estimate_mean(group->own_n, group->own_sum, group->own_squares, &own))
        return;
    row->cell[C_MEAN] = survey_rounded(group->own_first + own.value, 2);
    if (group->own_n > 1)
        row->cell[C_SD] = survey_rounded(own.se * sqrt((double)group->own_n), 2);
    if (group->own_n < book->least_n || !group->own_differ) {
        row->cell[C_NOTE] = svc_strdup(group->own_n < book->least_n ? "provisional" : "alike");
        return;
    }
    double half = SVC_STAT_Z95 * own.se;
    row->cell[C_SE] = survey_rounded(own.se, 2);
    row->cell[C_LOW] = survey_rounded(fmax(0, (double)csi / 100 - half), 2);
    row->cell[C_HIGH] = survey_rounded(fmin(100, (double)csi / 100 + half), 2);
}

/* The index of the group, in hundredths; -1 where there is none. */
static int64_t end_group(struct survey_table *table, const struct sums *sums,
                         const struct survey_book *book)
{
    struct survey_row *row = new_row(table, sums, "index");
    int64_t csi = svc_csi_round(svc_csi_weighed(sums->all), 2);
    row->cell[C_WEIGHT] = svc_strdup("1");
    row->cell[C_N] = sums->small ? svc_strdup(survey_small(book))
                                 : svc_format("%lld", (long long)sums->group->respondents);
    if (sums->lacking || book->dimension_count == 0) {
        row->cell[C_NOTE] = svc_strdup("unanswered");
        return -1;
    }
    if (sums->small) {
        row->cell[C_NOTE] = svc_strdup("few");
        return csi;
    }
    row->cell[C_SCORE] = survey_decimal(csi, 2);
    row->cell[C_CONTRIBUTION] = points(svc_csi_weighed(sums->all));
    put_interval(row, book, sums->group, csi);
    return csi;
}

static int64_t put_group(struct survey_table *table, const struct tally *tally, size_t at)
{
    const struct survey_book *book = tally->book;
    struct sums sums = { .group = &tally->group[at], .unit = at ? book->unit[at - 1].code : NULL,
                         .small = tally->group[at].respondents < book->least_cell };
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[book->order[i]];
        if (question->kind != SURVEY_TEXT)
            put_question(table, &sums, tally, book->order[i]);
        bool last = i + 1 == book->question_count ||
                    book->question[book->order[i + 1]].of != question->of;
        if (last && question->of < book->dimension_count)
            end_dimension(table, &sums, &book->dimension[question->of]);
    }
    return end_group(table, &sums, book);
}

static struct survey_result result_of(const struct tally *tally, size_t at, int64_t csi)
{
    const struct survey_unit *unit = at ? &tally->book->unit[at - 1] : NULL;
    const struct group *group = &tally->group[at];
    double low, high;
    svc_stat_wilson((struct svc_share){ group->satisfied, group->asked }, &low, &high);
    return (struct survey_result){
        .unit = unit ? unit->code : NULL, .parent = unit ? unit->parent : NULL,
        .name = unit ? unit->name : NULL, .dept = unit ? unit->dept : NULL,
        .customers = unit ? unit->customers : 0, .gas = unit ? unit->gas : 0,
        .respondents = group->respondents, .valid = group->own_n, .csi = csi, .satisfied = group->satisfied,
        .asked = group->asked, .upper = group->asked ? llround(high * 10000) : -1,
        .promoters = group->promoters, .detractors = group->detractors, .advised = group->advised,
        .counts = group->asked > 0 && group->asked >= tally->book->least_n,
        .shown = group->respondents >= tally->book->least_cell, .leaf = !unit || unit->leaf };
}

/* -- the whole ------------------------------------------------------------------------------ */

static struct tally new_tally(const struct survey_book *book)
{
    struct tally tally = { .book = book, .groups = book->unit_count + 1 };
    size_t n = book->question_count + 1;
    tally.group = svc_alloc(tally.groups * sizeof *tally.group);
    for (size_t g = 0; g < tally.groups; g++)
        tally.group[g].answers = svc_alloc(n * sizeof *tally.group[g].answers);
    tally.part = svc_alloc(n * sizeof *tally.part);
    tally.share = svc_alloc(n * sizeof *tally.share);
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[i];
        if (question->of < book->dimension_count)
            tally.share[i] = question->weight * book->dimension[question->of].weight;
        tally.part[i] = (double)tally.share[i] / 1e12;
        if (question->kind == SURVEY_NPS && !tally.advised)
            tally.advised = question;
    }
    tally.rated = book->rate_question ? survey_find_question(book, book->rate_question) : NULL;
    return tally;
}

static void free_tally(struct tally *tally)
{
    for (size_t g = 0; g < tally->groups; g++)
        free(tally->group[g].answers);
    free(tally->group);
    free(tally->part);
    free(tally->share);
}

struct survey_table survey_count(struct svc_call *call, const struct survey_book *book, bool whole)
{
    struct survey_table table = { .least_cell = book->least_cell };
    struct tally tally = new_tally(book);
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    survey_people(call, book, count_person, &tally, whole ? &digest : NULL);
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, table.answers);
    for (size_t g = 0; g < tally.groups; g++) {
        bool asked = g == 0 || book->unit[g - 1].leaf;
        int64_t csi = asked ? put_group(&table, &tally, g) : -1;
        table.result = svc_grow(table.result, table.results, sizeof *table.result);
        table.result[table.results++] = result_of(&tally, g, csi);
    }
    free_tally(&tally);
    return table;
}
