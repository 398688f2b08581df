/* measure: a rate before and after the improvement, and what the difference is worth. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "improve.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/read.h"
#include "svc/stat.h"
#include "svc/text.h"

static struct {
    const char *before_n, *before_ok, *before_rate, *after_n, *after_ok, *after_rate;
    const char *column, *value, *project, *what;
} opt;

const struct svc_option measure_options[] = {
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
    { .name = "project", .type = SVC_OPT_TEXT, .to = &opt.project, .arg = "NO",
      .help = "keep the counts with this project" },
    { .name = "what", .type = SVC_OPT_TEXT, .to = &opt.what, .arg = "TEXT",
      .help = "what was measured; goes with --project" },
    { .name = "input-format", .letter = 'i', .type = SVC_OPT_TEXT, .to = &svc_shared.input_format,
      .arg = "csv|tsv|auto", .help = "of the files (default: auto)" },
    { .name = "encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.encoding, .arg = "NAME",
      .help = "of the files, such as gb18030" },
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
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
    { 0 }
};

/* What is known of a group: its counts, from `low` to `high` where the rate was rounded. */
static struct svc_counts groups[2];

/* -- counts from options ------------------------------------------------------------------ */

static int64_t count(const char *option, const char *text)
{
    int64_t number = 0;
    const char *why = svc_int_parse(text, &number);
    if (!why && (number < 0 || number > SVC_STAT_MOST))
        why = "must be 0 to 1000000000";
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
            why = "no whole number out of so many rounds to it";
        if (why)
            svc_die(SVC_USAGE, "option --%s: %s", option, why);
    }
    if (group.high > group.n)
        svc_die(SVC_USAGE, "option --%s: more than were asked", option);
    return group;
}

/* -- counts from files -------------------------------------------------------------------- */

struct table {
    struct svc_reader *reader;
    char **heads;
    size_t count;
};

static struct table open_table(const char *path)
{
    struct table table = { NULL, NULL, 0 };
    struct svc_row row;
    const char *format = svc_shared.input_format;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : svc_file_read(path);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s", path, svc_lang_error(errno));
    struct svc_reader_options options = {
        .format = !format || strcmp(format, "auto") == 0 ? SVC_INPUT_AUTO
                  : strcmp(format, "tsv") == 0           ? SVC_INPUT_TSV
                                                         : SVC_INPUT_CSV,
        .encoding = svc_shared.encoding
    };
    table.reader = svc_reader_open(fd, standard ? "standard input" : path, &options);
    if (!svc_reader_header(table.reader, &row))
        svc_die(SVC_BADINPUT, "%s: %s", svc_reader_name(table.reader),
                svc_reader_error(table.reader) ? svc_reader_error(table.reader) : "is empty");
    table.count = row.count;
    table.heads = svc_alloc(row.count * sizeof *table.heads);
    for (size_t i = 0; i < row.count; i++)
        table.heads[i] = svc_strdup(row.cells[i].text ? row.cells[i].text : "");
    return table;
}

static size_t position(const struct table *table, const char *name, bool needed)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->heads[i], name) == 0)
            return i;
    if (needed)
        svc_die(SVC_BADINPUT, "%s: no column \"%s\"", svc_reader_name(table->reader), name);
    return SIZE_MAX;
}

static bool next(struct table *table, struct svc_row *row)
{
    if (svc_reader_next(table->reader, row)) {
        if (row->ragged)
            svc_die(SVC_BADINPUT, "%s:%zu: has %zu cells, the header %zu",
                    svc_reader_name(table->reader), row->line, row->count, table->count);
        return true;
    }
    if (svc_reader_error(table->reader))
        svc_die(SVC_BADINPUT, "%s: %s", svc_reader_name(table->reader),
                svc_reader_error(table->reader));
    svc_reader_close(table->reader);
    for (size_t i = 0; i < table->count; i++)
        free(table->heads[i]);
    free(table->heads);
    return false;
}

static int64_t cell(const struct table *table, const struct svc_row *row, size_t at)
{
    int64_t number = 0;
    const char *text = row->cells[at].text;
    const char *why = text ? svc_int_parse(text, &number) : "is required";
    if (!why && (number < 0 || number > SVC_STAT_MOST))
        why = "must be 0 to 1000000000";
    if (why)
        svc_die(SVC_BADINPUT, "%s:%zu: column \"%s\": %s", svc_reader_name(table->reader),
                row->line, table->heads[at], why);
    return number;
}

static void add(struct svc_counts *group, int64_t n, int64_t satisfied)
{
    group->n += n;
    group->low += satisfied;
    group->high = group->low;
}

/* A file with sums: columns n and satisfied, and `group` where it holds both groups. */
static void read_sums(const char *path, struct svc_counts *only)
{
    struct table table = open_table(path);
    struct svc_row row;
    size_t n = position(&table, "n", true), ok = position(&table, "satisfied", true);
    size_t group = position(&table, "group", !only);
    while (next(&table, &row)) {
        const char *word = group == SIZE_MAX ? NULL : row.cells[group].text;
        bool before = word && strcmp(word, "before") == 0;
        if (!only && !before && (!word || strcmp(word, "after") != 0))
            svc_die(SVC_BADINPUT, "%s:%zu: column \"group\": must be before or after", path,
                    row.line);
        if (cell(&table, &row, ok) > cell(&table, &row, n))
            svc_die(SVC_BADINPUT, "%s:%zu: more are satisfied than were asked", path, row.line);
        add(only ? only : &groups[before ? 0 : 1], cell(&table, &row, n), cell(&table, &row, ok));
    }
}

/* A file with a row for each answer; who gave none was not asked. */
static void read_answers(const char *path, struct svc_counts *group)
{
    struct table table = open_table(path);
    struct svc_row row;
    size_t at = position(&table, opt.column, true);
    const char *yes = opt.value ? opt.value : "yes";
    while (next(&table, &row))
        if (row.cells[at].text)
            add(group, 1, svc_text_in(yes, ',', row.cells[at].text));
}

static void take_groups(const struct svc_call *call)
{
    bool options = opt.before_n || opt.before_ok || opt.before_rate || opt.after_n ||
                   opt.after_ok || opt.after_rate;
    if (options && (call->count > 0 || opt.column || opt.value))
        svc_die(SVC_USAGE, "give the counts as options or as files, not both");
    if (call->count > 2)
        svc_die(SVC_USAGE, "two files at most: before and after");
    if (opt.column ? call->count != 2 : opt.value != NULL)
        svc_die(SVC_USAGE, opt.column ? "--column needs two files: before and after"
                                      : "--value goes with --column");
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
}

/* -- keeping ------------------------------------------------------------------------------ */

static void keep(const struct svc_step *step)
{
    if (!svc_stands(step, "draft|signing|running|replanning|finished|summarised|closed|evaluated"))
        return;
    svc_change_insert(step->call, "improve_measure", step->no,
        "INSERT INTO improve_measure (no, measured_at, what, before_n, before_satisfied, after_n,"
        " after_satisfied, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "swsiiiie",
        step->no, step->at, opt.what, groups[0].n, groups[0].low, groups[1].n, groups[1].low);
}

/* -- printing ----------------------------------------------------------------------------- */

enum { TEXT = 64 };

/* Two decimals, never -0.00. */
static const char *decimal(double value, int digits, char out[TEXT])
{
    snprintf(out, TEXT, "%.*f", digits, value);
    if (out[0] == '-' && strspn(out + 1, "0.") == strlen(out + 1))
        memmove(out, out + 1, strlen(out));
    return out;
}

/* As far as a double reaches as a number, else as a power of ten. */
static const char *chance(double log10_p, char out[TEXT])
{
    if (log10_p < -300)
        snprintf(out, TEXT, "10^%.1f", log10_p);
    else if (log10_p < -4)
        snprintf(out, TEXT, "%.3g", pow(10, log10_p));
    else
        snprintf(out, TEXT, "%.4f", pow(10, log10_p));
    return out;
}

static void range(bool yates, char chi[TEXT])
{
    double least, most;
    svc_stat_range(groups[0], groups[1], yates, &least, &most);
    snprintf(chi, TEXT, "%.1f-%.1f", least, most);
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

static void print(struct svc_call *call)
{
    struct svc_compared c;
    char text[12][TEXT];
    const char *none = svc_print_none(call);
    bool exact = groups[0].low == groups[0].high && groups[1].low == groups[1].high;
    bool some = groups[0].n > 0 && groups[1].n > 0;
    bool tested = svc_stat_compare(middle(&groups[0]), middle(&groups[1]), &c);
    if (tested && !exact) {
        range(false, text[5]);
        range(true, text[6]);
    }
    struct svc_value row[] = {
        svc_value_number(groups[0].n), counted(&groups[0]),
        svc_value_text(groups[0].n == 0 ? none : opt.before_rate ? opt.before_rate
                       : decimal(100 * (double)groups[0].low / (double)groups[0].n, 2, text[0])),
        svc_value_number(groups[1].n), counted(&groups[1]),
        svc_value_text(groups[1].n == 0 ? none : opt.after_rate ? opt.after_rate
                       : decimal(100 * (double)groups[1].low / (double)groups[1].n, 2, text[1])),
        svc_value_text(some ? decimal(100 * c.difference, 2, text[2]) : none),
        svc_value_text(some ? decimal(100 * c.low, 2, text[3]) : none),
        svc_value_text(some ? decimal(100 * c.high, 2, text[4]) : none),
        svc_value_text(!tested ? none : exact ? decimal(c.chi, 3, text[5]) : text[5]),
        svc_value_text(!tested ? none : exact ? decimal(c.yates, 3, text[6]) : text[6]),
        svc_value_text(tested ? chance(c.log10_p, text[7]) : none),
        svc_value_text(tested ? chance(c.log10_p_yates, text[8]) : none),
        svc_value_text(tested ? decimal(c.phi, 4, text[9]) : none)
    };
    svc_print_row(call, row);
}

int improve_measure(struct svc_call *call)
{
    if ((opt.project != NULL) != (opt.what != NULL))
        svc_die(SVC_USAGE, "to keep it, give both --project NO and --what TEXT");
    take_groups(call);
    if (opt.project && (opt.before_rate || opt.after_rate))
        svc_die(SVC_USAGE, "a rounded rate is not kept\ngive the counts");
    if (groups[0].low != groups[0].high || groups[1].low != groups[1].high)
        svc_warn("a rate was rounded: chi-square is printed for all counts that it may stand for");
    if (opt.project) {
        improve_keeper(call, "keeping a measurement");
        call->operand = (char **)&opt.project;
        call->count = 1;
        svc_call_begin(call);
        svc_each(call, SVC_OF(&improve_projects), svc_now(), keep, NULL);
        svc_call_commit(call);
    }
    if (svc_worst() == SVC_OK) {
        svc_print_begin(call, columns);
        print(call);
    }
    return svc_finish(call);
}
