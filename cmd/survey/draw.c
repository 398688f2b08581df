/* draw: customers in, a reproducible sample of them out, as call-backs to be planned. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/clock.h"
#include "svc/feed.h"
#include "svc/heads.h"
#include "svc/lang.h"
#include "svc/sample.h"
#include "svc/twice.h"
#include "svc/when.h"

static struct {
    const char *survey, *seed, *by, *business, *not_called;
    int64_t n, least;
    bool no_vip, excluded;
} opt;

const struct svc_option survey_draw_options[] = {
    { .name = "survey", .type = SVC_OPT_TEXT, .to = &opt.survey, .arg = "NO",
      .help = "the survey they are asked for" },
    { .name = "n", .type = SVC_OPT_INT, .to = &opt.n, .arg = "N", .help = "how many" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COLUMN",
      .help = "strata by this column of the file, in proportion to their size" },
    { .name = "least", .type = SVC_OPT_INT, .to = &opt.least, .arg = "N",
      .help = "of each stratum at least so many, or all it has" },
    { .name = "seed", .type = SVC_OPT_TEXT, .to = &opt.seed, .arg = "TEXT",
      .help = "the same seed draws the same customers (default: the survey's number)" },
    { .name = "no-vip", .type = SVC_OPT_FLAG, .to = &opt.no_vip,
      .help = "leave out customers above the general tier" },
    { .name = "not-called", .type = SVC_OPT_TEXT, .to = &opt.not_called, .arg = "LENGTH",
      .help = "leave out whom a call-back reached since, such as 30d" },
    { .name = "excluded", .type = SVC_OPT_FLAG, .to = &opt.excluded,
      .help = "print those who are left out, and why, instead of the sample" },
    { .name = "business", .type = SVC_OPT_TEXT, .to = &opt.business, .arg = "WORD",
      .help = "what the call-backs are about (default: other)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- who is there ------------------------------------------------------------------------------ */

struct stratum {
    char *name;
    struct svc_sampled *customer;
    size_t count;
};

struct draw {
    struct stratum *stratum;
    size_t count;
    struct left_out {
        char *customer;
        const char *why;
    } *left;
    size_t left_count;
};

static struct stratum *stratum_of(struct draw *draw, const char *name)
{
    for (size_t i = 0; i < draw->count; i++)
        if (strcmp(draw->stratum[i].name, name) == 0)
            return &draw->stratum[i];
    draw->stratum = svc_grow(draw->stratum, draw->count, sizeof *draw->stratum);
    draw->stratum[draw->count] = (struct stratum){ .name = svc_strdup(name) };
    return &draw->stratum[draw->count++];
}

static void add_customer(struct draw *draw, const char *stratum, const char *customer)
{
    struct stratum *of = stratum_of(draw, stratum);
    of->customer = svc_grow(of->customer, of->count, sizeof *of->customer);
    of->customer[of->count++] = (struct svc_sampled){ .no = svc_strdup(customer) };
}

/* Since when a call keeps a customer out; 0 where none does. */
static svc_when called_since(void)
{
    struct svc_length length;
    const char *why = opt.not_called ? svc_length_parse(opt.not_called, &length) : NULL;
    if (why || (opt.not_called && length.unit != SVC_UNIT_D))
        svc_die(SVC_USAGE, "option --not-called: %s", why ? why : "write days, such as 30d");
    return opt.not_called ? svc_now() - (svc_when)length.count * 86400 : 0;
}

/* Why the customer is not to be asked; NULL when he may be. */
static const char *kept_out(struct svc_query *tier, struct svc_query *called, const char *customer)
{
    const char *why = NULL;
    if (opt.no_vip) {
        svc_bind_text(tier, 1, customer, strlen(customer));
        why = svc_next(tier) ? "vip" : NULL;
        svc_rewind(tier);
    }
    if (opt.not_called && !why) {
        svc_bind_text(called, 1, customer, strlen(customer));
        why = svc_next(called) ? "called" : NULL;
        svc_rewind(called);
    }
    return why;
}

/* A row of the list. */
struct listed {
    char *by, *code;
};

/* Nobody waits for whoever types it. */
static struct listed *read_list(struct svc_call *call, const char *path, size_t *count)
{
    struct listed *all = NULL;
    struct svc_row row;
    svc_call_wait(call, true);
    struct svc_heads *heads = svc_heads_open(path);
    size_t customer = svc_heads_at(heads, "customer", "客户号;客户编号;用户编号;用户号;户号", true);
    size_t by = opt.by ? svc_heads_at(heads, opt.by, NULL, true) : SIZE_MAX;
    while (svc_heads_next(heads, &row)) {
        const char *code = row.cells[customer].text, *of = by == SIZE_MAX ? NULL : row.cells[by].text;
        if (!code)
            svc_heads_bad(heads, &row, customer, _("is required"));
        all = svc_grow(all, *count, sizeof *all);
        all[(*count)++] = (struct listed){ svc_strdup(of ? of : ""), svc_strdup(code) };
    }
    svc_heads_close(heads);
    svc_call_wait(call, false);
    return all;
}

static void read_customers(struct svc_call *call, const char *path, struct draw *draw)
{
    char since[SVC_WHEN_SIZE];
    size_t count = 0;
    struct listed *all = read_list(call, path, &count);
    svc_when_format(called_since(), since);
    struct svc_query *tier = svc_prepare(call->db,
        "SELECT 1 FROM customer WHERE customer = ?1 AND tier <> 'general'");
    struct svc_query *called = svc_prepare(call->db,
        "SELECT 1 FROM callback WHERE customer = ?1 AND called_at >= ?2 LIMIT 1");
    svc_bind_text(called, 2, since, strlen(since));
    for (size_t i = 0; i < count; i++) {
        const char *why = kept_out(tier, called, all[i].code);
        if (why) {
            draw->left = svc_grow(draw->left, draw->left_count, sizeof *draw->left);
            draw->left[draw->left_count++] = (struct left_out){ svc_strdup(all[i].code), why };
        } else {
            add_customer(draw, all[i].by, all[i].code);
        }
        free(all[i].by);
        free(all[i].code);
    }
    free(all);
    svc_free(tier);
    svc_free(called);
}

/* A customer who stands there twice would be drawn twice as easily. */
static int by_number(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_twice(const struct draw *draw)
{
    const char **all = NULL;
    size_t count = 0;
    for (size_t s = 0; s < draw->count; s++)
        for (size_t i = 0; i < draw->stratum[s].count; i++) {
            all = svc_grow(all, count, sizeof *all);
            all[count++] = draw->stratum[s].customer[i].no;
        }
    if (count > 1)
        qsort(all, count, sizeof *all, by_number);
    for (size_t i = 1; i < count; i++)
        if (strcmp(all[i - 1], all[i]) == 0)
            svc_die(SVC_BADINPUT, "a customer stands there twice: \"%s\"; nothing was drawn", all[i]);
    free(all);
}

/* -- printing ------------------------------------------------------------------------------- */

static const struct svc_column drawn_columns[] = {
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "the survey" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", .help = "the customer" },
    { .name = "business", .type = SVC_TYPE_CODE, .label = "业务类型", .help = "what is asked about",
      .list = "business callback.business" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "whom to ask" },
    { .name = "stratum", .type = SVC_TYPE_CODE, .label = "抽样层", .help = "stratum drawn from" },
    { .name = "planned_at", .type = SVC_TYPE_TIME, .label = "计划时间", .help = "now" },
    { 0 }
};

static const struct svc_column left_columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "who is left out" },
    { .name = "reason", .type = SVC_TYPE_CODE, .label = "原因",
      .help = "vip, or called: reached by a call-back of late", .list = "survey.left" },
    { 0 }
};

static void print_left(struct svc_call *call, const struct draw *draw)
{
    svc_print_begin(call, left_columns);
    for (size_t i = 0; i < draw->left_count; i++) {
        struct svc_value row[] = { svc_value_text(draw->left[i].customer),
                                   svc_value_text(draw->left[i].why) };
        svc_print_row(call, row);
    }
}

static void print_drawn(struct svc_call *call, const struct stratum *stratum, const char *now)
{
    for (size_t i = 0; i < stratum->count; i++) {
        const struct svc_sampled *one = &stratum->customer[i];
        struct svc_value row[] = {
            svc_value_text(opt.survey), svc_value_text(one->no),
            svc_value_text(opt.business ? opt.business : "other"), svc_value_text(one->no),
            svc_value_text(stratum->name), svc_value_text(now) };
        if (one->drawn)
            svc_print_row(call, row);
    }
}

static void print_sample(struct svc_call *call, struct draw *draw)
{
    char now[SVC_WHEN_SIZE];
    struct survey_strata strata = { svc_alloc((draw->count + 1) * sizeof *strata.name),
                                    svc_alloc((draw->count + 1) * sizeof *strata.size), draw->count };
    for (size_t s = 0; s < draw->count; s++) {
        strata.name[s] = draw->stratum[s].name;
        strata.size[s] = (int64_t)draw->stratum[s].count;
    }
    int64_t *part = survey_part_sample(call, &strata, opt.n, opt.least);
    svc_when_format(svc_now(), now);
    svc_print_begin(call, drawn_columns);
    for (size_t s = 0; s < draw->count; s++) {
        svc_sample_draw(draw->stratum[s].customer, draw->stratum[s].count,
                        opt.seed ? opt.seed : opt.survey, strata.name[s], part[s]);
        print_drawn(call, &draw->stratum[s], now);
    }
    free(part);
    free(strata.name);
    free(strata.size);
}

int survey_draw(struct svc_call *call)
{
    struct draw draw = { .count = 0 };
    if (call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    if (opt.excluded && (opt.n > 0 || !(opt.no_vip || opt.not_called)))
        svc_die(SVC_USAGE, "--excluded goes with --no-vip or --not-called, without --n");
    if (!opt.excluded && opt.n == 0)
        svc_die(SVC_USAGE, "how many? name --n");
    survey_book(call, opt.survey);
    read_customers(call, call->count ? call->operand[0] : "-", &draw);
    check_twice(&draw);
    if (opt.excluded)
        print_left(call, &draw);
    else
        print_sample(call, &draw);
    return svc_finish(call);
}
