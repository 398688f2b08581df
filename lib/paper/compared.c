#include "svc/compared.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heads.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/word.h"

static struct {
    const char *before_n, *before_ok, *before_rate, *after_n, *after_ok, *after_rate;
    const char *column, *value;
} opt;

const struct svc_option svc_compared_options[] = {
    { .name = "before-n", .type = SVC_OPT_TEXT, .to = &opt.before_n, .arg = "N",
      .help = "how many were asked before" },
    { .name = "before-satisfied", .type = SVC_OPT_TEXT, .to = &opt.before_ok, .arg = "N",
      .help = "how many of them were satisfied" },
    { .name = "before-rate", .type = SVC_OPT_TEXT, .to = &opt.before_rate, .arg = "PERCENT",
      .help = "where only a rounded rate is known, such as 23.9" },
    { .name = "after-n", .type = SVC_OPT_TEXT, .to = &opt.after_n, .arg = "N",
      .help = "how many were asked after" },
    { .name = "after-satisfied", .type = SVC_OPT_TEXT, .to = &opt.after_ok, .arg = "N",
      .help = "how many of them were satisfied" },
    { .name = "after-rate", .type = SVC_OPT_TEXT, .to = &opt.after_rate, .arg = "PERCENT",
      .help = "where only a rounded rate is known" },
    { .name = "column", .type = SVC_OPT_TEXT, .to = &opt.column, .arg = "NAME",
      .help = "of two files with a row for each answer: the column that tells it" },
    { .name = "value", .type = SVC_OPT_TEXT, .to = &opt.value, .arg = "A,B,...",
      .help = "what stands there when satisfied (default: yes)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "before_n", .type = SVC_TYPE_INT, .label = "改进前人数",
      .help = "how many were asked before" },
    { .name = "before_satisfied", .type = SVC_TYPE_INT, .label = "改进前满意",
      .help = "how many of them were satisfied" },
    { .name = "before_rate", .type = SVC_TYPE_RATE, .label = "改进前满意率", .help = "percent" },
    { .name = "after_n", .type = SVC_TYPE_INT, .label = "改进后人数",
      .help = "how many were asked after" },
    { .name = "after_satisfied", .type = SVC_TYPE_INT, .label = "改进后满意",
      .help = "how many of them were satisfied" },
    { .name = "after_rate", .type = SVC_TYPE_RATE, .label = "改进后满意率", .help = "percent" },
    { .name = "difference", .type = SVC_TYPE_RATE, .label = "差值",
      .help = "after - before, in percentage points" },
    { .name = "low", .type = SVC_TYPE_CODE, .label = "95%下限", .help = "of the difference" },
    { .name = "high", .type = SVC_TYPE_CODE, .label = "95%上限", .help = "of the difference" },
    { .name = "chi", .type = SVC_TYPE_CODE, .label = "卡方",
      .help = "Pearson's chi-square; a range where a rate was rounded" },
    { .name = "yates", .type = SVC_TYPE_CODE, .label = "校正卡方",
      .help = "with Yates' correction" },
    { .name = "p", .type = SVC_TYPE_CODE, .label = "P值",
      .help = "its probability; 10^-N where a number would be 0" },
    { .name = "p_yates", .type = SVC_TYPE_CODE, .label = "校正P值",
      .help = "the same with Yates' correction" },
    { .name = "phi", .type = SVC_TYPE_CODE, .label = "效应量", .help = "effect size, -1 to 1" },
    { .name = "p_fisher", .type = SVC_TYPE_CODE, .label = "精确P值",
      .help = "Fisher's two-sided probability, where an expected count is below 5" },
    { .name = "test", .type = SVC_TYPE_CODE, .label = "适用检验",
      .help = "the probability that holds: of chi-square, or fisher where that misleads",
      .list = "paper.test" },
    { 0 }
};

/* What is known of a group: its counts, from `low` to `high` where the rate was rounded. */
static struct svc_counts groups[2];

bool svc_compared_given(void)
{
    return opt.before_n || opt.before_ok || opt.before_rate || opt.after_n || opt.after_ok ||
           opt.after_rate;
}

const struct svc_counts *svc_compared_group(int which)
{
    return &groups[which];
}

void svc_compared_set(int which, struct svc_counts counts)
{
    groups[which] = counts;
}

bool svc_compared_rounded(void)
{
    return opt.before_rate || opt.after_rate;
}

/* -- counts from options ------------------------------------------------------------------ */

static int64_t count(const char *option, const char *text)
{
    int64_t number = 0;
    const char *why = svc_int_parse(text, &number);
    if (!why && (number < 0 || number > SVC_STAT_MOST))
        why = _("must be 0 to 1000000000");
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", option, why);
    return number;
}

static struct svc_counts from_options(const char *name, const char *n, const char *ok,
                                      const char *rate)
{
    struct svc_counts group = { 0, 0, 0 };
    char option[32];
    if (!n || (ok != NULL) == (rate != NULL))
        svc_die(SVC_USAGE, "the group %s needs --%s-n and one of --%s-satisfied and --%s-rate",
                name, name, name, name);
    snprintf(option, sizeof option, "%s-n", name);
    group.n = count(option, n);
    snprintf(option, sizeof option, "%s-%s", name, ok ? "satisfied" : "rate");
    if (ok) {
        group.low = group.high = count(option, ok);
    } else {
        const char *why = svc_stat_rounded(rate, group.n, &group.low, &group.high);
        if (!why && group.low > group.high)
            why = _("no whole number out of so many rounds to it");
        if (why)
            svc_die(SVC_USAGE, "option --%s: %s", option, why);
    }
    if (group.high > group.n)
        svc_die(SVC_USAGE, "option --%s: more than were asked", option);
    return group;
}

/* -- counts from files -------------------------------------------------------------------- */

static void add(struct svc_counts *group, int64_t n, int64_t satisfied)
{
    group->n += n;
    group->low += satisfied;
    group->high = group->low;
}

/* A file with sums: columns n and satisfied, and `group` where it holds both groups. */
static void read_sums(const char *path, struct svc_counts *only)
{
    struct svc_heads *table = svc_heads_open(path);
    struct svc_row row;
    size_t n = svc_heads_at(table, "n", "样本数;样本量;人数", true);
    size_t ok = svc_heads_at(table, "satisfied", "满意数;满意人数", true);
    size_t group = svc_heads_at(table, "group", "组别;分组", !only);
    while (svc_heads_next(table, &row)) {
        const char *word = group == SIZE_MAX ? NULL : row.cells[group].text;
        struct svc_word which;
        bool known = word && svc_word_find(svc_word_list("paper.compared"), word, strlen(word), &which);
        bool before = known && strncmp(which.code, "before", which.code_len) == 0;
        if (!only && !known)
            svc_heads_bad(table, &row, group, _("must be before or after"));
        int64_t asked = svc_heads_int(table, &row, n, SVC_STAT_MOST);
        int64_t satisfied = svc_heads_int(table, &row, ok, SVC_STAT_MOST);
        if (satisfied > asked)
            svc_heads_bad(table, &row, ok, _("more are satisfied than were asked"));
        add(only ? only : &groups[before ? 0 : 1], asked, satisfied);
    }
    svc_heads_close(table);
}

/* A file with a row for each answer; who gave none was not asked. */
static void read_answers(const char *path, struct svc_counts *group)
{
    struct svc_heads *table = svc_heads_open(path);
    struct svc_row row;
    size_t at = svc_heads_at(table, opt.column, NULL, true);
    const char *yes = opt.value ? opt.value : "yes";
    while (svc_heads_next(table, &row))
        if (row.cells[at].text)
            add(group, 1, svc_text_in(yes, ',', row.cells[at].text));
    svc_heads_close(table);
}

void svc_compared_take(const struct svc_call *call)
{
    if (svc_compared_given() && (call->count > 0 || opt.column || opt.value))
        svc_die(SVC_USAGE, "give the counts as options or as files, not both");
    if (call->count > 2)
        svc_die(SVC_USAGE, "two files at most: before and after");
    if (opt.column ? call->count != 2 : opt.value != NULL)
        svc_die(SVC_USAGE, opt.column ? N_("--column needs two files: before and after")
                                      : N_("--value goes with --column"));
    if (call->count == 0) {
        groups[0] = from_options("before", opt.before_n, opt.before_ok, opt.before_rate);
        groups[1] = from_options("after", opt.after_n, opt.after_ok, opt.after_rate);
    } else if (call->count == 1) {
        read_sums(call->operand[0], NULL);
    } else {
        for (int i = 0; i < 2; i++) {
            if (opt.column)
                read_answers(call->operand[i], &groups[i]);
            else
                read_sums(call->operand[i], &groups[i]);
        }
    }
    if (groups[0].n > SVC_STAT_MOST || groups[1].n > SVC_STAT_MOST)
        svc_die(SVC_BADINPUT, "more than 1000000000 were asked");
    if (svc_compared_rounded())
        svc_warn("a rate was rounded: chi-square is printed for all counts that it may stand for");
}

/* -- printing ----------------------------------------------------------------------------- */

const char *svc_decimal_text(double value, int digits, char *out)
{
    snprintf(out, SVC_COMPARED_TEXT, "%.*f", digits, value);
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
        memmove(out, out + 1, strlen(out));
    return out;
}

/* As far as a double reaches as a number, else as a power of ten. */
const char *svc_chance_text(double log10_p, char *out)
{
    if (log10_p < -300)
        snprintf(out, SVC_COMPARED_TEXT, "10^%.1f", log10_p);
    else if (log10_p < -2)
        snprintf(out, SVC_COMPARED_TEXT, "%.3g", pow(10, log10_p));
    else
        snprintf(out, SVC_COMPARED_TEXT, "%.4f", pow(10, log10_p));
    return out;
}

static void range(bool yates, char *chi)
{
    double least, most;
    svc_stat_range(groups[0], groups[1], yates, &least, &most);
    snprintf(chi, SVC_COMPARED_TEXT, "%.1f-%.1f", least, most);
}

static struct svc_value counted(const struct svc_counts *group)
{
    return group->low == group->high ? svc_value_number(group->low) : svc_value_text(NULL);
}

/* Of a rounded rate the middle count stands for all in what has no range. */
static struct svc_share middle(const struct svc_counts *group)
{
    return (struct svc_share){ group->low + (group->high - group->low) / 2, group->n };
}

void svc_compared_print(struct svc_call *call)
{
    svc_print_begin(call, columns);
    struct svc_compared c;
    char text[12][SVC_COMPARED_TEXT];
    const char *none = svc_print_none(call);
    bool exact = groups[0].low == groups[0].high && groups[1].low == groups[1].high;
    bool some = groups[0].n > 0 && groups[1].n > 0;
    struct svc_share before = middle(&groups[0]), after = middle(&groups[1]);
    bool tested = svc_stat_compare(before, after, &c);
    bool few = tested && svc_stat_least_expected(before, after) < SVC_EXPECTED_LEAST;
    if (tested && !exact) {
        range(false, text[5]);
        range(true, text[6]);
    }
    struct svc_value row[] = {
        svc_value_number(groups[0].n), counted(&groups[0]),
        svc_value_text(groups[0].n == 0 ? none : opt.before_rate ? opt.before_rate
                       : svc_decimal_text(100 * (double)groups[0].low / (double)groups[0].n, 2, text[0])),
        svc_value_number(groups[1].n), counted(&groups[1]),
        svc_value_text(groups[1].n == 0 ? none : opt.after_rate ? opt.after_rate
                       : svc_decimal_text(100 * (double)groups[1].low / (double)groups[1].n, 2, text[1])),
        svc_value_text(some ? svc_decimal_text(100 * c.difference, 2, text[2]) : none),
        svc_value_text(some ? svc_decimal_text(100 * c.low, 2, text[3]) : none),
        svc_value_text(some ? svc_decimal_text(100 * c.high, 2, text[4]) : none),
        svc_value_text(!tested ? none : exact ? svc_decimal_text(c.chi, 3, text[5]) : text[5]),
        svc_value_text(!tested ? none : exact ? svc_decimal_text(c.yates, 3, text[6]) : text[6]),
        svc_value_text(tested ? svc_chance_text(c.log10_p, text[7]) : none),
        svc_value_text(tested ? svc_chance_text(c.log10_p_yates, text[8]) : none),
        svc_value_text(tested ? svc_decimal_text(c.phi, 4, text[9]) : none),
        svc_value_text(few ? svc_chance_text(svc_stat_log10_fisher(before, after), text[10]) : none),
        svc_value_text(!tested ? NULL : few ? "fisher" : "pearson")
    };
    svc_print_row(call, row);
}
