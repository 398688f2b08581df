/* sample-size, allocate, draw: how many are to be asked, how many of each stratum, and whom. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/estimate.h"
#include "svc/feed.h"
#include "svc/heads.h"
#include "svc/lang.h"
#include "svc/num.h"

static struct {
    const char *error, *p, *deff, *response, *strata;
    int64_t population, least; /* population -1: any number */
} opt = { .population = -1 };

const struct svc_option survey_sample_size_options[] = {
    { .name = "error", .type = SVC_OPT_TEXT, .to = &opt.error, .arg = "SHARE",
      .help = "how far the rate may be off either way, such as 0.05" },
    { .name = "population", .type = SVC_OPT_INT, .to = &opt.population, .arg = "N",
      .help = "how many there are (default: any number)" },
    { .name = "p", .type = SVC_OPT_TEXT, .to = &opt.p, .arg = "SHARE",
      .help = "what the rate is expected to be (default: 0.5, the worst case)" },
    { .name = "deff", .type = SVC_OPT_TEXT, .to = &opt.deff, .arg = "NUMBER",
      .help = "design effect: how much more the way of drawing takes (default: 1)" },
    { .name = "response", .type = SVC_OPT_TEXT, .to = &opt.response, .arg = "SHARE",
      .help = "what share of those asked answers (default: 1)" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option survey_allocate_options[] = {
    { .name = "strata", .type = SVC_OPT_TEXT, .to = &opt.strata, .arg = "FILE",
      .help = "columns stratum and size" },
    { .name = "least", .type = SVC_OPT_INT, .to = &opt.least, .arg = "N",
      .help = "of each stratum at least so many, or all it has" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- sample-size ---------------------------------------------------------------------------- */

static const struct svc_column size_columns[] = {
    { .name = "error", .type = SVC_TYPE_RATE, .label = "允许误差", .help = "either way" },
    { .name = "population", .type = SVC_TYPE_INT, .label = "总体户数", .help = "empty: any number" },
    { .name = "p", .type = SVC_TYPE_RATE, .label = "预期比例", .help = "what the rate is expected to be" },
    { .name = "deff", .type = SVC_TYPE_RATE, .label = "设计效应",
      .help = "taken before the correction for the population" },
    { .name = "response", .type = SVC_TYPE_RATE, .label = "预期回收率", .help = "share that answers" },
    { .name = "n", .type = SVC_TYPE_INT, .label = "样本量", .help = "answers that are needed" },
    { .name = "send", .type = SVC_TYPE_INT, .label = "发放份数", .help = "how many to ask for them" },
    { 0 }
};

/* A plain decimal number inside of the bounds, `least` left out. */
static double number(const char *option, const char *text, double otherwise, double least, double most)
{
    if (!text)
        return otherwise;
    size_t digits = strspn(text, "0123456789."), points = 0;
    for (const char *p = text; *p; p++)
        points += *p == '.';
    double value = strtod(text, NULL);
    if (text[digits] || points > 1 || digits > 12 || value <= least || value > most)
        svc_die(SVC_USAGE, "option --%s: must be a number above %g, up to %g", option, least, most);
    return value;
}

int survey_sample_size(struct svc_call *call)
{
    struct svc_size_asked asked = {
        .error = number("error", opt.error, 0, 0, 0.5), .p = number("p", opt.p, 0.5, 0, 0.999999),
        .design = number("deff", opt.deff, 1, 0, 100), .population = opt.population < 0 ? 0 : opt.population,
        .response = number("response", opt.response, 1, 0, 1) };
    if (opt.population == 0 || opt.population > SVC_STAT_MOST)
        svc_die(SVC_USAGE, "option --population: must be 1 to 1000000000");
    struct svc_size size = svc_estimate_size(&asked);
    struct svc_value row[] = {
        svc_value_text(opt.error),
        opt.population < 0 ? svc_value_text(NULL) : svc_value_number(opt.population),
        svc_value_text(opt.p ? opt.p : "0.5"), svc_value_text(opt.deff ? opt.deff : "1"),
        svc_value_text(opt.response ? opt.response : "1"), svc_value_number(size.n),
        svc_value_number(size.send) };
    svc_print_begin(call, size_columns);
    svc_print_row(call, row);
    return svc_finish(call);
}

/* -- allocate ------------------------------------------------------------------------------- */

static const struct svc_column part_columns[] = {
    { .name = "stratum", .type = SVC_TYPE_CODE, .label = "抽样层", .help = "the stratum" },
    { .name = "size", .type = SVC_TYPE_INT, .label = "层内户数", .help = "how many it has" },
    { .name = "n", .type = SVC_TYPE_INT, .label = "样本量", .help = "how many of them are asked" },
    { 0 }
};

const char survey_stratum_titles[] = "抽样层;层", survey_size_titles[] = "层内户数;户数;客户数;总体";

struct survey_strata survey_read_strata(const char *file)
{
    struct survey_strata strata = { .count = 0 };
    struct svc_row row;
    struct svc_heads *heads = svc_heads_open(file);
    size_t name = svc_heads_at(heads, "stratum", survey_stratum_titles, true);
    size_t size = svc_heads_at(heads, "size", survey_size_titles, true);
    while (svc_heads_next(heads, &row)) {
        const char *word = row.cells[name].text ? row.cells[name].text : "";
        for (size_t i = 0; i < strata.count; i++)
            if (strcmp(strata.name[i], word) == 0)
                svc_heads_bad(heads, &row, name, "stands here twice");
        strata.name = svc_grow(strata.name, strata.count, sizeof *strata.name);
        strata.size = svc_grow(strata.size, strata.count, sizeof *strata.size);
        strata.name[strata.count] = svc_strdup(word);
        strata.size[strata.count++] = svc_heads_int(heads, &row, size, SVC_STAT_MOST);
    }
    svc_heads_close(heads);
    return strata;
}

int64_t *survey_part_sample(struct svc_call *call, const struct survey_strata *strata, int64_t total,
                            int64_t least)
{
    int64_t *part = svc_alloc((strata->count + 1) * sizeof *part), all = 0;
    for (size_t i = 0; i < strata->count; i++)
        all += strata->size[i];
    if (total > all)
        svc_deny(call, SVC_REFUSED, NULL, "%lld are wanted, and there are %lld", (long long)total,
                 (long long)all);
    if (!svc_allocate(strata->size, strata->count, total, least, part))
        svc_deny(call, SVC_REFUSED, NULL, "%lld do not suffice for %lld of each stratum",
                 (long long)total, (long long)least);
    return part;
}

int survey_allocate(struct svc_call *call)
{
    int64_t total = 0;
    const char *why = call->count == 1 ? svc_int_parse(call->operand[0], &total) : _("one number is needed");
    if (why || total < 1 || total > SVC_STAT_MOST)
        svc_die(SVC_USAGE, "how many in all: %s", why ? why : _("must be 1 to 1000000000"));
    struct survey_strata strata = survey_read_strata(opt.strata);
    int64_t *part = survey_part_sample(call, &strata, total, opt.least);
    svc_print_begin(call, part_columns);
    for (size_t i = 0; i < strata.count; i++) {
        struct svc_value row[] = { svc_value_text(strata.name[i]), svc_value_number(strata.size[i]),
                                   svc_value_number(part[i]) };
        svc_print_row(call, row);
    }
    free(part);
    return svc_finish(call);
}
