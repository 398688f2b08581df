/* plan: which records an audit looks at: an exact share, or as many as find what is not rare. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/sample.h"
#include "svc/discovery.h"

static struct {
    const char *ratio, *seed, *by, *discover, *confidence, *column;
    int64_t min;
} opt = { .min = -1 };

const struct svc_option plan_options[] = {
    { .name = "seed", .type = SVC_OPT_TEXT, .to = &opt.seed, .arg = "CODE",
      .help = "what the sample depends on: the same seed, the same sample" },
    { .name = "ratio", .type = SVC_OPT_TEXT, .to = &opt.ratio, .arg = "SHARE",
      .help = "share to be looked at, such as 0.05" },
    { .name = "min", .type = SVC_OPT_INT, .to = &opt.min, .arg = "N",
      .help = "at least so many of each group" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COLUMN",
      .help = "a sample of each group, such as operator" },
    { .name = "column", .type = SVC_OPT_TEXT, .to = &opt.column, .arg = "COLUMN",
      .help = "the column of record numbers (default: no)" },
    { .name = "discover", .type = SVC_OPT_TEXT, .to = &opt.discover, .arg = "SHARE",
      .help = "as many as find one error where so many records are wrong" },
    { .name = "confidence", .type = SVC_OPT_TEXT, .to = &opt.confidence, .arg = "SHARE",
      .help = "with --discover: how surely (default: 0.95)" },
    { .name = "input-format", .letter = 'i', .type = SVC_OPT_TEXT, .to = &svc_shared.input_format,
      .arg = "csv|tsv|auto", .help = "of the list (default: auto)" },
    { .name = "worksheet", .type = SVC_OPT_TEXT, .to = &svc_shared.worksheet, .arg = "NAME",
      .help = "of a workbook (default: the first one that holds something)" },
    { .name = "encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.encoding, .arg = "NAME",
      .help = "of the list, such as gb18030" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record to look at" },
    { .name = "stratum", .type = SVC_TYPE_CODE, .label = "分组", .help = "its group, with --by" },
    { .name = "population", .type = SVC_TYPE_INT, .label = "总体", .help = "records of the group" },
    { .name = "drawn", .type = SVC_TYPE_INT, .label = "抽取数", .help = "how many of them are drawn" },
    { .name = "seed", .type = SVC_TYPE_CODE, .label = "抽样种子", .help = "what it depends on" },
    { 0 }
};

struct listed {
    char *no, *stratum;
};
static struct listed *list;
static size_t count;

/* -- the list ----------------------------------------------------------------------------- */

/* The column of this name, or of the title, which people read. */
static int place_of(const struct svc_row *header, const char *name, const char *title)
{
    for (size_t i = 0; i < header->count; i++) {
        const char *text = header->cells[i].text;
        if (text && (strcmp(text, name) == 0 || (title && strcmp(text, title) == 0)))
            return (int)i;
    }
    svc_die(SVC_BADINPUT, "the list has no column \"%s\"; nothing was done", name);
}

static void take_row(const struct svc_row *row, int no, int by)
{
    if (row->ragged)
        svc_die(SVC_BADINPUT, "line %zu: too few or too many cells; nothing was done", row->line);
    if (!row->cells[no].text)
        svc_die(SVC_BADINPUT, "line %zu: no number; nothing was done", row->line);
    list = svc_grow(list, count, sizeof *list);
    list[count++] = (struct listed){
        svc_strdup(row->cells[no].text),
        svc_strdup(by >= 0 && row->cells[by].text ? row->cells[by].text : "")
    };
}

static void read_list(struct svc_call *call)
{
    struct svc_row row;
    struct svc_feed feed;
    if (call->count > 1)
        svc_die(SVC_USAGE, "plan takes one list");
    svc_feed_open(&feed, call->count ? call->operand[0] : NULL, NULL);
    if (svc_reader_header(feed.reader, &row)) {
        int at = opt.column ? place_of(&row, opt.column, NULL) : place_of(&row, "no", columns[0].label);
        int by = opt.by ? place_of(&row, opt.by, NULL) : -1;
        while (svc_reader_next(feed.reader, &row))
            take_row(&row, at, by);
    }
    if (svc_reader_error(feed.reader))
        svc_die(SVC_BADINPUT, "%s; nothing was done", svc_reader_error(feed.reader));
    svc_feed_close(&feed);
}

static int by_stratum(const void *x, const void *y)
{
    const struct listed *a = x, *b = y;
    int order = strcmp(a->stratum, b->stratum);
    return order ? order : strcmp(a->no, b->no);
}

/* A record that is listed twice has one chance. */
static void drop_doubles(void)
{
    size_t kept = 0;
    if (count > 1)
        qsort(list, count, sizeof *list, by_stratum);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_stratum(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    count = kept;
}

/* -- the sample --------------------------------------------------------------------------- */

static double share_of(const char *option, const char *text)
{
    struct svc_share share;
    const char *why = svc_share_parse(text, &share);
    if (why || share.part == 0 || share.part == share.whole)
        svc_die(SVC_USAGE, "option --%s: %s", option, why ? why : _("must be between 0 and 1"));
    return (double)share.part / (double)share.whole;
}

static int64_t quota_of(int64_t population)
{
    struct svc_share share = { 0, 1 };
    if (opt.discover) {
        int64_t n = svc_discovery_size(share_of("discover", opt.discover),
                                       share_of("confidence", opt.confidence ? opt.confidence : "0.95"));
        return n < population ? n : population;
    }
    const char *why = svc_share_parse(opt.ratio, &share);
    if (why)
        svc_die(SVC_USAGE, "option --ratio: %s", why);
    return svc_sample_quota(&share, population, opt.min > 0 ? opt.min : 0);
}

static void print_stratum(struct svc_call *call, const struct listed *from, size_t n)
{
    struct svc_sampled *record = svc_alloc(n * sizeof *record);
    int64_t quota = quota_of((int64_t)n);
    for (size_t i = 0; i < n; i++)
        record[i] = (struct svc_sampled){ .no = from[i].no };
    svc_sample_draw(record, n, opt.seed, from->stratum, quota);
    for (size_t i = 0; i < n; i++) {
        if (!record[i].added)
            continue;
        struct svc_value row[] = { svc_value_text(record[i].no),
                                   svc_value_text(*from->stratum ? from->stratum : NULL),
                                   svc_value_number((int64_t)n), svc_value_number(quota),
                                   svc_value_text(opt.seed) };
        svc_print_row(call, row);
    }
    free(record);
}

int entry_plan(struct svc_call *call)
{
    if ((opt.ratio != NULL) == (opt.discover != NULL))
        svc_die(SVC_USAGE, "give --ratio SHARE, or --discover SHARE");
    if (opt.discover ? opt.min >= 0 : opt.confidence != NULL)
        svc_die(SVC_USAGE, "--min goes with --ratio, --confidence with --discover");
    quota_of(1);
    read_list(call);
    drop_doubles();
    svc_print_begin(call, columns);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && strcmp(list[to].stratum, list[from].stratum) == 0;)
            to++;
        print_stratum(call, &list[from], to - from);
    }
    return svc_finish(call);
}
