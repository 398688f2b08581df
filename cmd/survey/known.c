/* known: how many know it. The score of a questionnaire about what people know - the rule books that apply,
 * how a bill is read - falls into bands: who knows it well, who knows the most of it, who does not. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/stat.h"

static struct {
    const char *survey, *question, *by;
} opt;

const struct svc_option survey_known_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" },
    { .name = "question", .type = SVC_OPT_TEXT, .to = &opt.question, .arg = "CODE",
      .help = "whose answers (default: the survey's rate_question)" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "unit|stratum|grp",
      .help = "one row for each", .list = "survey.by" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "part", .type = SVC_TYPE_CODE, .label = "分组", .help = "of --by" },
    { .name = "band", .type = SVC_TYPE_CODE, .label = "掌握程度",
      .help = "good, basic, none; known: good and basic together", .list = "survey.band" },
    { .name = "from", .type = SVC_TYPE_RATE, .label = "下限", .help = "from this score on, of 100" },
    { .name = "people", .type = SVC_TYPE_RATE, .label = "人数", .help = "how many are in the band" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "of how many who answered" },
    { .name = "rate", .type = SVC_TYPE_RATE, .label = "占比", .help = "percent" },
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", .help = "Wilson's interval" },
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限", .help = "its upper end" },
    { 0 }
};

static void print_band(struct svc_call *call, const struct survey_parts *parts, const struct survey_part *p,
                       const char *band, int64_t from, int64_t people)
{
    double low, high;
    const char *none = svc_print_none(call);
    bool few = p->n < parts->book->least_cell;
    svc_stat_wilson((struct svc_share){ people, p->n }, &low, &high);
    struct svc_value row[] = {
        svc_value_text(p->word), svc_value_text(band),
        svc_value_text(from < 0 ? NULL : survey_decimal(from, 2)),
        svc_value_text(few ? none : svc_format("%lld", (long long)people)),
        svc_value_text(few ? survey_small(parts->book) : svc_format("%lld", (long long)p->n)),
        svc_value_text(few ? none : survey_rounded(100 * (double)people / (double)p->n, 2)),
        svc_value_text(few ? none : survey_rounded(100 * low, 2)),
        svc_value_text(few ? none : survey_rounded(100 * high, 2))
    };
    svc_print_row(call, row);
}

int survey_known(struct svc_call *call)
{
    struct survey_parts parts = { .book = survey_book(call, opt.survey), .by = opt.by };
    const struct survey_book *book = parts.book;
    const char *asked = opt.question ? opt.question : book->rate_question;
    if (!asked)
        svc_die(SVC_USAGE, "name --question\n%s has no rate_question of its own", book->no);
    parts.question = survey_asked_question(call, book, asked);
    survey_count_parts(call, &parts);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < parts.count; i++) {
        const struct survey_part *p = &parts.part[i];
        print_band(call, &parts, p, "good", book->known_good, p->good);
        print_band(call, &parts, p, "basic", book->known_basic, p->known - p->good);
        print_band(call, &parts, p, "none", -1, p->n - p->known);
        print_band(call, &parts, p, "known", book->known_basic, p->known);
    }
    return svc_finish(call);
}
