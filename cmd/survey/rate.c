/* rate, nps: the share that is satisfied, and the net promoter score, each with its interval. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"
#include "svc/compared.h"
#include "svc/feed.h"
#include "svc/heads.h"

static struct {
    const char *survey, *question, *satisfied, *by, *strata, *against;
    bool by_stratum;
} opt;

#define SURVEY_OPTION \
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO", .help = "the survey" }
#define BY_OPTION \
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "unit|stratum|grp", \
      .help = "one row for each", .list = "survey.by" }

const struct svc_option survey_rate_options[] = {
    SURVEY_OPTION,
    { .name = "question", .type = SVC_OPT_TEXT, .to = &opt.question, .arg = "CODE",
      .help = "whose answers (default: the survey's rate_question)" },
    { .name = "satisfied", .type = SVC_OPT_TEXT, .to = &opt.satisfied, .arg = "9,10,...",
      .help = "which answers count (default: the survey's)" },
    BY_OPTION,
    { .name = "by-stratum", .type = SVC_OPT_FLAG, .to = &opt.by_stratum,
      .help = "each stratum weighed by its size, with the correction for finite strata" },
    { .name = "strata", .type = SVC_OPT_TEXT, .to = &opt.strata, .arg = "FILE",
      .help = "columns stratum and size (default: units and their customers)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option survey_nps_options[] = {
    SURVEY_OPTION,
    { .name = "question", .type = SVC_OPT_TEXT, .to = &opt.question, .arg = "CODE",
      .help = "the question of the kind nps (default: the only one)" },
    BY_OPTION,
    { .name = "against", .type = SVC_OPT_TEXT, .to = &opt.against, .arg = "NO",
      .help = "the earlier survey to compare with" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- counting ------------------------------------------------------------------------------- */

static const char *part_of(const struct survey_person *person, const char *by)
{
    const char *word = !by                         ? NULL
                       : strcmp(by, "unit") == 0    ? person->unit
                       : strcmp(by, "stratum") == 0 ? person->stratum
                                                    : person->grp;
    return word ? word : "";
}

static struct survey_part *part(struct survey_parts *parts, const char *word)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strcmp(parts->part[i].word, word) == 0)
            return &parts->part[i];
    parts->part = svc_grow(parts->part, parts->count, sizeof *parts->part);
    parts->part[parts->count] = (struct survey_part){ .word = svc_strdup(word) };
    return &parts->part[parts->count++];
}

/* True when the answer is so many hundredths of a hundred of its scale, or more: in whole numbers. */
static bool scores(const struct survey_question *question, int64_t score, int64_t least)
{
    const struct svc_scale *scale = &question->scale;
    int64_t above = scale->down ? scale->max - score : score - scale->min;
    return 10000 * above >= least * (scale->max - scale->min);
}

static void count_person(void *ctx, const struct survey_person *person)
{
    struct survey_parts *parts = ctx;
    size_t at = (size_t)(parts->question - parts->book->question);
    if (!person->given[at])
        return;
    struct survey_part *p = part(parts, part_of(person, parts->by));
    int64_t score = person->score[at];
    p->n++;
    p->promoters += score >= 9;
    p->detractors += score <= 6;
    p->good += scores(parts->question, score, parts->book->known_good);
    p->known += scores(parts->question, score, parts->book->known_basic);
    p->satisfied += parts->satisfied && survey_is_satisfied(parts->satisfied, score);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(((const struct survey_part *)a)->word, ((const struct survey_part *)b)->word);
}

void survey_count_parts(struct svc_call *call, struct survey_parts *parts)
{
    survey_people(call, parts->book, count_person, parts, NULL);
    if (!parts->by && parts->count == 0)
        part(parts, "");
    if (parts->count > 1)
        qsort(parts->part, parts->count, sizeof *parts->part, by_word);
}

/* The survey's own question and answers stand for those that are not given. */
void survey_asked_rate(struct svc_call *call, struct survey_parts *parts, const char *question,
                       const char *satisfied)
{
    const char *asked = question ? question : parts->book->rate_question;
    bool own = asked && parts->book->rate_question && strcmp(asked, parts->book->rate_question) == 0;
    parts->satisfied = satisfied ? satisfied : own ? parts->book->satisfied : NULL;
    if (!asked || !parts->satisfied)
        svc_die(SVC_USAGE, "name --question and --satisfied\n%s has no rate_question of its own",
                parts->book->no);
    parts->question = survey_asked_question(call, parts->book, asked);
    for (const char *p = parts->satisfied; *p;) {
        char *end;
        int64_t score = strtoll(p, &end, 10);
        if (end == p || (*end && !strchr(",;", *end)) || score < parts->question->scale.min ||
            score > parts->question->scale.max)
            svc_die(SVC_USAGE, "option --satisfied: not a list of scores on the question's scale, %lld"
                    " to %lld", (long long)parts->question->scale.min,
                    (long long)parts->question->scale.max);
        p = *end ? end + 1 : end;
    }
}

/* -- rate ----------------------------------------------------------------------------------- */

static const struct svc_column rate_columns[] = {
    { .name = "part", .type = SVC_TYPE_CODE, .label = "分组",
      .help = "of --by; with --by-stratum each stratum, then all weighed, then all as they came",
      .list = "survey.part" },
    { .name = "satisfied", .type = SVC_TYPE_RATE, .label = "满意人数", .help = "how many are satisfied" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "of how many who answered" },
    { .name = "size", .type = SVC_TYPE_INT, .label = "层内户数", .help = "of a stratum" },
    { .name = "rate", .type = SVC_TYPE_RATE, .label = "满意率", .help = "percent" },
    { .name = "se", .type = SVC_TYPE_RATE, .label = "标准误", .help = "of the weighed rate" },
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", .help = "Wilson's; of the weighed rate its own" },
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限", .help = "its upper end" },
    { .name = "target", .type = SVC_TYPE_RATE, .label = "目标", .help = "satisfaction_target, percent" },
    { .name = "verdict", .type = SVC_TYPE_CODE, .label = "结论",
      .help = "reached only by a rate at the target or above; open where its interval holds the target",
      .list = "survey.verdict" },
    { 0 }
};

/* Reached or not, in whole numbers, and whether the interval leaves it open. */
static const char *verdict(bool reached, double high, int64_t target)
{
    return reached ? "reached" : high * 100 >= (double)target ? "open" : "missed";
}

static const char *count_text(int64_t number, bool few, const struct survey_book *book)
{
    return few ? survey_small(book) : svc_format("%lld", (long long)number);
}

static void print_rate(struct svc_call *call, const struct survey_book *book,
                       const struct survey_part *p)
{
    double low, high;
    const char *none = svc_print_none(call);
    bool few = p->n < book->least_cell;
    svc_stat_wilson((struct svc_share){ p->satisfied, p->n }, &low, &high);
    bool reached = 100 * p->satisfied >= book->target * p->n;
    struct svc_value row[] = {
        svc_value_text(p->word), svc_value_text(few ? none : count_text(p->satisfied, false, book)),
        svc_value_text(count_text(p->n, few, book)),
        p->size ? svc_value_number(p->size) : svc_value_text(NULL),
        svc_value_text(few ? none : survey_rounded(100 * (double)p->satisfied / (double)p->n, 2)),
        svc_value_text(NULL), svc_value_text(few ? none : survey_rounded(100 * low, 2)),
        svc_value_text(few ? none : survey_rounded(100 * high, 2)),
        svc_value_text(survey_decimal(100 * book->target, 2)),
        svc_value_text(few ? NULL : verdict(reached, high, book->target))
    };
    svc_print_row(call, row);
}

static void print_weighed(struct svc_call *call, const struct survey_parts *parts)
{
    const char *none = svc_print_none(call);
    const struct survey_book *book = parts->book;
    struct svc_stratum *strata = svc_alloc((parts->count + 1) * sizeof *strata);
    struct svc_estimate e;
    struct survey_part all = { .word = (char *)"plain" };
    for (size_t i = 0; i < parts->count; i++) {
        strata[i] = (struct svc_stratum){ parts->part[i].size,
                                          { parts->part[i].satisfied, parts->part[i].n } };
        all.size += parts->part[i].size;
        all.n += parts->part[i].n;
        all.satisfied += parts->part[i].satisfied;
    }
    bool told = svc_estimate_strata(strata, parts->count, &e) && all.n >= book->least_cell;
    bool known = told && e.known;
    struct svc_value row[] = {
        svc_value_text("weighed"), svc_value_text(NULL), svc_value_text(NULL),
        svc_value_number(all.size), svc_value_text(told ? survey_rounded(100 * e.value, 2) : none),
        svc_value_text(known ? survey_rounded(100 * e.se, 2) : none),
        svc_value_text(known ? survey_rounded(100 * e.low, 2) : none),
        svc_value_text(known ? survey_rounded(100 * e.high, 2) : none),
        svc_value_text(survey_decimal(100 * book->target, 2)),
        svc_value_text(!told ? NULL
                             : verdict(100 * e.value + 1e-9 >= (double)book->target,
                                       known ? e.high : e.value, book->target))
    };
    svc_print_row(call, row);
    print_rate(call, book, &all);
    free(strata);
}

/* The sizes of the strata: of the file, or the customers of the units. A stratum that nobody knows, or
 * where nobody answered, has no share in the whole. */
static void take_sizes(struct svc_call *call, struct survey_parts *parts)
{
    struct svc_row row;
    if (opt.strata) {
        svc_call_wait(call, true); /* nobody waits for whoever types them */
        struct svc_heads *heads = svc_heads_open(opt.strata);
        size_t name = svc_heads_at(heads, "stratum", survey_stratum_titles, true);
        size_t size = svc_heads_at(heads, "size", survey_size_titles, true);
        while (svc_heads_next(heads, &row))
            part(parts, row.cells[name].text ? row.cells[name].text : "")->size +=
                svc_heads_int(heads, &row, size, SVC_STAT_MOST);
        svc_heads_close(heads);
        svc_call_wait(call, false);
    } else {
        for (size_t i = 0; i < parts->book->unit_count; i++)
            if (parts->book->unit[i].leaf)
                part(parts, parts->book->unit[i].code)->size += parts->book->unit[i].customers;
    }
    for (size_t i = 0; i < parts->count; i++) {
        const struct survey_part *p = &parts->part[i];
        if (p->size < p->n)
            svc_deny(call, SVC_REFUSED, parts->book->no, "stratum \"%s\": %lld answered of %lld", p->word,
                     (long long)p->n, (long long)p->size);
        if (p->n == 0)
            svc_deny(call, SVC_REFUSED, parts->book->no, "stratum \"%s\": nobody answered", p->word);
    }
}

int survey_rate(struct svc_call *call)
{
    if (opt.by && opt.by_stratum)
        svc_die(SVC_USAGE, "--by and --by-stratum are two ways");
    if (opt.strata && !opt.by_stratum)
        svc_die(SVC_USAGE, "--strata goes with --by-stratum");
    struct survey_parts parts = { .book = survey_book(call, opt.survey), .by = opt.by };
    if (opt.by_stratum)
        parts.by = opt.strata ? "stratum" : "unit";
    survey_asked_rate(call, &parts, opt.question, opt.satisfied);
    survey_count_parts(call, &parts);
    if (opt.by_stratum)
        take_sizes(call, &parts);
    svc_print_begin(call, rate_columns);
    for (size_t i = 0; i < parts.count; i++)
        print_rate(call, parts.book, &parts.part[i]);
    if (opt.by_stratum)
        print_weighed(call, &parts);
    return svc_finish(call);
}

/* -- nps ------------------------------------------------------------------------------------ */

static const struct svc_column nps_columns[] = {
    { .name = "part", .type = SVC_TYPE_CODE, .label = "分组",
      .help = "of --by; with --against the surveys, then their difference", .list = "survey.part" },
    { .name = "promoters", .type = SVC_TYPE_RATE, .label = "推荐者", .help = "9 and 10" },
    { .name = "passives", .type = SVC_TYPE_RATE, .label = "中立者", .help = "7 and 8" },
    { .name = "detractors", .type = SVC_TYPE_RATE, .label = "贬损者", .help = "0 to 6" },
    { .name = "n", .type = SVC_TYPE_RATE, .label = "答复人数", .help = "how many answered" },
    { .name = "nps", .type = SVC_TYPE_RATE, .label = "净推荐值", .help = "-100 to 100" },
    { .name = "se", .type = SVC_TYPE_RATE, .label = "标准误", .help = "its standard error" },
    { .name = "low", .type = SVC_TYPE_RATE, .label = "95%下限", .help = "none where all are alike: that is no certainty" },
    { .name = "high", .type = SVC_TYPE_RATE, .label = "95%上限", .help = "its upper end" },
    { .name = "z", .type = SVC_TYPE_RATE, .label = "Z值", .help = "of a difference" },
    { .name = "p", .type = SVC_TYPE_CODE, .label = "P值", .help = "its two-sided probability" },
    { .name = "verdict", .type = SVC_TYPE_CODE, .label = "结论",
      .help = "whether the answers show a difference (p below 0.05)", .list = "survey.verdict" },
    { 0 }
};

static struct svc_estimate print_nps(struct svc_call *call, const struct survey_book *book,
                                     const struct survey_part *p, const char *word)
{
    const char *none = svc_print_none(call);
    struct svc_estimate e;
    bool few = p->n < book->least_cell;
    bool told = svc_estimate_nps(p->promoters, p->n - p->promoters - p->detractors, p->detractors, &e) &&
                !few;
    bool known = told && e.known;
    struct svc_value row[] = {
        svc_value_text(word), svc_value_text(few ? none : count_text(p->promoters, false, book)),
        svc_value_text(few ? none : count_text(p->n - p->promoters - p->detractors, false, book)),
        svc_value_text(few ? none : count_text(p->detractors, false, book)),
        svc_value_text(count_text(p->n, few, book)), svc_value_text(told ? survey_rounded(e.value, 2) : none),
        svc_value_text(known ? survey_rounded(e.se, 2) : none),
        svc_value_text(known ? survey_rounded(e.low, 2) : none),
        svc_value_text(known ? survey_rounded(e.high, 2) : none), svc_value_text(NULL),
        svc_value_text(NULL), svc_value_text(NULL)
    };
    svc_print_row(call, row);
    e.known = known;
    return e;
}

static void print_apart(struct svc_call *call, const struct svc_estimate *first,
                        const struct svc_estimate *second)
{
    struct svc_apart apart;
    char chance[SVC_COMPARED_TEXT];
    const char *none = svc_print_none(call);
    bool known = svc_estimate_apart(first, second, &apart);
    double half = SVC_STAT_Z95 * apart.se;
    struct svc_value row[] = {
        svc_value_text("difference"), svc_value_text(NULL), svc_value_text(NULL), svc_value_text(NULL),
        svc_value_text(NULL), svc_value_text(known ? survey_rounded(apart.difference, 2) : none),
        svc_value_text(known ? survey_rounded(apart.se, 2) : none),
        svc_value_text(known ? survey_rounded(apart.difference - half, 2) : none),
        svc_value_text(known ? survey_rounded(apart.difference + half, 2) : none),
        svc_value_text(known ? survey_rounded(apart.z, 3) : none),
        svc_value_text(known ? svc_chance_text(apart.log10_p, chance) : none),
        svc_value_text(!known ? NULL : apart.log10_p < log10(0.05) ? "differs" : "none_shown")
    };
    svc_print_row(call, row);
}

static const struct survey_question *nps_question(struct svc_call *call, const struct survey_book *book)
{
    const struct survey_question *found = NULL;
    if (opt.question)
        found = survey_asked_question(call, book, opt.question);
    for (size_t i = 0; i < book->question_count && !opt.question; i++) {
        if (book->question[i].kind != SURVEY_NPS)
            continue;
        if (found)
            svc_die(SVC_USAGE, "%s: several questions are of the kind nps\nname one with --question",
                    book->no);
        found = &book->question[i];
    }
    if (!found)
        svc_die(SVC_UNKNOWN, "%s: no question is of the kind nps", book->no);
    if (found->kind != SURVEY_NPS)
        svc_deny(call, SVC_REFUSED, book->no, "%s/%s: is asked on %lld to %lld; only a question of the kind"
                 " nps, 0 to 10, has a net promoter score", book->no, found->code,
                 (long long)found->scale.min, (long long)found->scale.max);
    return found;
}

static struct survey_parts nps_parts(struct svc_call *call, const char *survey)
{
    struct survey_parts parts = { .book = survey_book(call, survey), .by = opt.by };
    parts.question = nps_question(call, parts.book);
    survey_count_parts(call, &parts);
    return parts;
}

int survey_nps(struct svc_call *call)
{
    if (opt.by && opt.against)
        svc_die(SVC_USAGE, "--by and --against are two ways");
    struct survey_parts parts = nps_parts(call, opt.survey);
    if (opt.against) {
        struct survey_parts before = nps_parts(call, opt.against);
        svc_print_begin(call, nps_columns);
        struct svc_estimate first = print_nps(call, before.book, before.part, before.book->no);
        struct svc_estimate second = print_nps(call, parts.book, parts.part, parts.book->no);
        print_apart(call, &first, &second);
        return svc_finish(call);
    }
    svc_print_begin(call, nps_columns);
    for (size_t i = 0; i < parts.count; i++)
        print_nps(call, parts.book, &parts.part[i], parts.part[i].word);
    return svc_finish(call);
}
