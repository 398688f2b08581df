/* stats: the scores of the surveys frozen in a period, the low ones for improvement. response: how many
 * of those asked answered, and how much. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/num.h"
#include "svc/rates.h"
#include "svc/statement.h"

static struct {
    const char *survey, *below;
} opt;

const struct svc_option survey_stats_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO",
      .help = "of this survey, also where it is not frozen yet" },
    { .name = "below", .type = SVC_OPT_TEXT, .to = &opt.below, .arg = "SCORE",
      .help = "questions below this score alone" },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "of surveys frozen in it: 2026-10, 2026Q3, 2026, last-month, ..." },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option survey_response_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- stats ---------------------------------------------------------------------------------- */

static const struct svc_column stats_columns[] = {
    { .name = "survey", .type = SVC_TYPE_CODE, .label = "调查编号", .help = "the survey" },
    { .name = "unit", .type = SVC_TYPE_CODE, .label = "单位代码", .help = "empty: the whole" },
    { .name = "dimension", .type = SVC_TYPE_CODE, .label = "维度", .help = "what it measures",
      .list = "survey.dimension" },
    { .name = "question", .type = SVC_TYPE_CODE, .label = "题号", .help = "the question" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "how many answered" },
    { .name = "score", .type = SVC_TYPE_RATE, .label = "得分", .help = "0 to 100" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
      .help = "of an idea that is made of it" },
    { .name = "raised_at", .type = SVC_TYPE_TIME, .label = "提出时间",
      .help = "when the survey was frozen, else now" },
    { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "问题或建议",
      .help = "what it says, for an idea" },
    { 0 }
};

static void print_score(struct svc_call *call, const struct survey_book *book, char *const *cell,
                        const char *at)
{
    struct svc_buf said = { 0 };
    const struct survey_question *question = survey_find_question(book, cell[C_QUESTION]);
    const char *unit = cell[C_UNIT];
    char *no = svc_format("%s/%s%s%s", book->no, unit ? unit : "", unit ? "/" : "", cell[C_QUESTION]);
    svc_statement(&said, "survey_score", "ssss", book->title, unit,
                  question && question->text ? question->text : cell[C_QUESTION], cell[C_SCORE]);
    struct svc_value row[] = {
        svc_value_text(book->no), svc_value_text(unit), svc_value_text(cell[C_DIMENSION]),
        svc_value_text(cell[C_QUESTION]), svc_value_text(cell[C_N]), svc_value_text(cell[C_SCORE]),
        svc_value_text(no), svc_value_text(at), svc_value_text(said.data) };
    svc_print_row(call, row);
    svc_buf_free(&said);
    free(no);
}

static void print_survey(struct svc_call *call, const char *no, const char *at, int64_t below)
{
    const struct survey_book *book = survey_book(call, no);
    struct survey_table table = survey_table(call, book, -1);
    for (size_t i = 0; i < table.rows; i++) {
        char *const *cell = table.row[i].cell;
        int64_t score = 0;
        if (strcmp(cell[C_LEVEL], "question") == 0 && cell[C_SCORE] &&
            !svc_hundredths_parse(cell[C_SCORE], &score) && score < below)
            print_score(call, book, cell, at);
    }
}

int survey_stats(struct svc_call *call)
{
    int64_t below = INT64_MAX;
    const char *why = opt.below ? svc_hundredths_parse(opt.below, &below) : NULL;
    if (why)
        svc_die(SVC_USAGE, "option --below: %s", why);
    if ((opt.survey != NULL) == svc_shared.period.given)
        svc_die(SVC_USAGE, "name --survey or --period");
    svc_print_begin(call, stats_columns);
    struct svc_query *q = opt.survey
        ? svc_query(call->db, "SELECT no, COALESCE(frozen_at, ?2) FROM survey WHERE no = ?1", "sw",
                    opt.survey, svc_now())
        : svc_query(call->db, "SELECT no, frozen_at FROM survey WHERE frozen_at >= ?1"
                              " AND frozen_at < ?2 ORDER BY frozen_at, no", "ww",
                    svc_call_period(false)->from, svc_call_period(false)->until);
    size_t count = 0;
    for (; svc_next(q); count++)
        print_survey(call, svc_text(q, 0), svc_text(q, 1), below);
    if (opt.survey && count == 0)
        svc_die(SVC_UNKNOWN, "%s: no such survey", opt.survey);
    return svc_finish(call);
}

/* -- response ------------------------------------------------------------------------------- */

static const struct svc_column response_columns[] = {
    { .name = "issued", .type = SVC_TYPE_INT, .label = "发放份数", .help = "how many were asked" },
    { .name = "returned", .type = SVC_TYPE_INT, .label = "回收份数",
      .help = "how many came back; respondents, where the survey does not say" },
    { .name = "valid", .type = SVC_TYPE_RATE, .label = "有效份数",
      .help = "who answered enough for a score of their own" },
    { .name = "response_rate", .type = SVC_TYPE_RATE, .label = "回收率", .help = "percent of those issued" },
    { .name = "valid_rate", .type = SVC_TYPE_RATE, .label = "有效率", .help = "percent of those returned" },
    { 0 }
};

struct survey_answered survey_answered(struct svc_call *call, const struct survey_book *book,
                                       const struct survey_table *table)
{
    struct survey_answered a = { .issued = -1, .returned = table->result[0].respondents,
                                 .valid = table->result[0].valid };
    struct svc_query *q = svc_query(call->db, "SELECT issued, returned FROM survey WHERE no = ?1", "s",
                                    book->no);
    if (svc_next(q)) {
        a.issued = svc_is_null(q, 0) ? -1 : svc_int(q, 0);
        a.returned = svc_is_null(q, 1) ? a.returned : svc_int(q, 1);
        svc_done(q);
    }
    return a;
}

int survey_response(struct svc_call *call)
{
    char text[2][SVC_RATE_SIZE];
    const struct survey_book *book = survey_book(call, opt.survey);
    struct survey_table table = survey_table(call, book, -1);
    struct survey_answered a = survey_answered(call, book, &table);
    svc_print_begin(call, response_columns);
    const char *none = svc_print_none(call);
    struct svc_fraction returned = { a.returned, a.issued < 0 ? 0 : a.issued };
    struct svc_fraction valid = { a.valid, a.returned };
    char *count = svc_format("%lld", (long long)a.valid);
    struct svc_value row[] = {
        a.issued < 0 ? svc_value_text(NULL) : svc_value_number(a.issued), svc_value_number(a.returned),
        svc_value_text(count), svc_value_text(svc_rate_text(returned, 100, none, text[0])),
        svc_value_text(svc_rate_text(valid, 100, none, text[1])) };
    svc_print_row(call, row);
    free(count);
    return svc_finish(call);
}
