/* compare: two groups, as svc-improve measure does; two surveys; or each part of one survey beside all
 * the others, where several tests are made at once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"
#include "svc/compared.h"

static struct {
    const char *survey, *against, *question, *satisfied, *by;
} opt;

const struct svc_option survey_compare_options[] = {
    SVC_OPTIONS_INCLUDE(svc_compared_options),
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO",
      .help = "the answers of this survey, the later one" },
    { .name = "against", .type = SVC_OPT_TEXT, .to = &opt.against, .arg = "NO",
      .help = "the earlier survey" },
    { .name = "question", .type = SVC_OPT_TEXT, .to = &opt.question, .arg = "CODE",
      .help = "whose answers (default: the survey's rate_question)" },
    { .name = "satisfied", .type = SVC_OPT_TEXT, .to = &opt.satisfied, .arg = "9,10,...",
      .help = "which answers count (default: the survey's)" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "unit|stratum|grp",
      .help = "each of them beside all the others", .list = "survey.by" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "part", .type = SVC_TYPE_CODE, .label = "分组", .help = "of --by" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "how many of it answered" },
    { .name = "rate", .type = SVC_TYPE_RATE, .label = "满意率", .help = "percent" },
    { .name = "others_n", .type = SVC_TYPE_RATE, .label = "其余人数", .help = "how many of the others" },
    { .name = "others_rate", .type = SVC_TYPE_RATE, .label = "其余满意率", .help = "percent" },
    { .name = "difference", .type = SVC_TYPE_RATE, .label = "差值",
      .help = "its rate - theirs, in percentage points" },
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", .help = "of the difference" },
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限", .help = "of the difference" },
    { .name = "p", .type = SVC_TYPE_CODE, .label = "P值", .help = "of this test alone" },
    { .name = "p_holm", .type = SVC_TYPE_CODE, .label = "校正P值",
      .help = "among all of these tests (Holm)" },
    { .name = "test", .type = SVC_TYPE_CODE, .label = "适用检验",
      .help = "pearson, or fisher where an expected count is below 5", .list = "paper.test" },
    { .name = "verdict", .type = SVC_TYPE_CODE, .label = "结论",
      .help = "whether the answers show a difference (p_holm below 0.05)", .list = "survey.verdict" },
    { 0 }
};

struct tested {
    struct svc_compared c;
    double log10_p;
    bool told, fisher; /* enough answered, and there is something to test */
};

static struct tested test(struct svc_share others, struct svc_share one, int64_t least)
{
    struct tested t = { .told = false };
    bool any = svc_stat_compare(others, one, &t.c);
    t.told = any && one.n >= least && others.n >= least;
    t.fisher = any && svc_stat_least_expected(others, one) < SVC_EXPECTED_LEAST;
    t.log10_p = t.fisher ? svc_stat_log10_fisher(others, one) : t.c.log10_p;
    return t;
}

static void print_part(struct svc_call *call, const struct survey_parts *parts, size_t at,
                       struct svc_share others, const struct tested *t, double holm)
{
    char chance[2][SVC_COMPARED_TEXT];
    const char *none = svc_print_none(call);
    const struct survey_part *p = &parts->part[at];
    int64_t least = parts->book->least_cell;
    bool few = p->n < least, some = !few && others.n >= least;
    char *n = svc_format("%lld", (long long)p->n);
    char *others_n = svc_format("%lld", (long long)others.n);
    struct svc_value row[] = {
        svc_value_text(p->word), svc_value_text(few ? survey_small(parts->book) : n),
        svc_value_text(few ? none : survey_rounded(100 * (double)p->satisfied / (double)p->n, 2)),
        svc_value_text(few ? NULL : others.n >= least ? others_n : survey_small(parts->book)),
        svc_value_text(some ? survey_rounded(100 * (double)others.k / (double)others.n, 2) : none),
        svc_value_text(some ? survey_rounded(100 * t->c.difference, 2) : none),
        svc_value_text(some ? survey_rounded(100 * t->c.low, 2) : none),
        svc_value_text(some ? survey_rounded(100 * t->c.high, 2) : none),
        svc_value_text(t->told ? svc_chance_text(t->log10_p, chance[0]) : none),
        svc_value_text(t->told ? svc_chance_text(holm, chance[1]) : none),
        svc_value_text(!t->told ? NULL : t->fisher ? "fisher" : "pearson"),
        svc_value_text(!t->told ? NULL : holm < log10(0.05) ? "differs" : "none_shown")
    };
    svc_print_row(call, row);
    free(n);
    free(others_n);
}

/* Of those that are told alone the tests are several. */
static void compare_parts(struct svc_call *call, struct survey_parts *parts)
{
    struct svc_share all = { 0, 0 };
    struct tested *tests = svc_alloc((parts->count + 1) * sizeof *tests);
    double *chances = svc_alloc((parts->count + 1) * sizeof *chances);
    size_t count = 0, next = 0;
    for (size_t i = 0; i < parts->count; i++) {
        all.k += parts->part[i].satisfied;
        all.n += parts->part[i].n;
    }
    for (size_t i = 0; i < parts->count; i++) {
        struct svc_share one = { parts->part[i].satisfied, parts->part[i].n };
        tests[i] = test((struct svc_share){ all.k - one.k, all.n - one.n }, one,
                        parts->book->least_cell);
        if (tests[i].told)
            chances[count++] = tests[i].log10_p;
    }
    svc_stat_holm(chances, count);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < parts->count; i++) {
        struct svc_share others = { all.k - parts->part[i].satisfied, all.n - parts->part[i].n };
        print_part(call, parts, i, others, &tests[i], tests[i].told ? chances[next++] : 0);
    }
    free(tests);
    free(chances);
}

/* Both surveys' shares become the groups before and after. */
static void take_survey(struct svc_call *call, int which, const char *survey)
{
    struct survey_parts parts = { .book = survey_book(call, survey) };
    survey_asked_rate(call, &parts, opt.question, opt.satisfied);
    survey_count_parts(call, &parts);
    int64_t k = parts.part[0].satisfied, n = parts.part[0].n;
    if (n < parts.book->least_cell)
        svc_deny(call, SVC_REFUSED, survey, "%s: only %s answered, of whom nothing is told", survey,
                 survey_small(parts.book));
    svc_compared_set(which, (struct svc_counts){ k, k, n });
}

int survey_compare(struct svc_call *call)
{
    bool own = opt.survey || opt.against || opt.question || opt.satisfied || opt.by;
    if (own && (!opt.survey || (opt.against != NULL) == (opt.by != NULL)))
        svc_die(SVC_USAGE, "name --survey and one of --against and --by");
    if (own && (svc_compared_given() || call->count > 0))
        svc_die(SVC_USAGE, "give counts, files or surveys, not several of them");
    if (opt.by) {
        struct survey_parts parts = { .book = survey_book(call, opt.survey), .by = opt.by };
        survey_asked_rate(call, &parts, opt.question, opt.satisfied);
        survey_count_parts(call, &parts);
        compare_parts(call, &parts);
        return svc_finish(call);
    }
    if (own) {
        take_survey(call, 0, opt.against);
        take_survey(call, 1, opt.survey);
    } else {
        svc_call_wait(call, true);
        svc_compared_take(call);
        svc_call_wait(call, false);
    }
    svc_compared_print(call);
    return svc_finish(call);
}
