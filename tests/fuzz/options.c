/* options: any command line is taken or refused, whatever stands in it; what was taken is said again
 * with one option a word, and taken to mean the same. Values of each type are read, shown and read. */
#include "fuzz.h"
#include "svc/mem.h"
#include "svc/opt.h"
#include "svc/value.h"

#include <getopt.h>

enum { ARGUMENTS = 24 };

static bool flag, other;
static const char *text, *file, *word, *words;
static int64_t number;
static struct svc_opt_time at;
static struct svc_opt_period period, month;
static struct svc_opt_columns filters;

static const struct svc_option included[] = {
    { .name = "dry-run", .letter = 'n', .type = SVC_OPT_FLAG, .to = &other, .help = "only says" },
    { .name = "period", .type = SVC_OPT_PERIOD, .to = &period, .arg = "PERIOD", .help = "when" },
    { 0 },
};
static const struct svc_option options[] = {
    SVC_OPTIONS_INCLUDE(included),
    { .name = "all", .letter = 'a', .type = SVC_OPT_FLAG, .to = &flag, .help = "all" },
    { .name = "text", .letter = 't', .type = SVC_OPT_TEXT, .to = &text, .arg = "TEXT", .help = "text" },
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &file, .arg = "FILE", .help = "file" },
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &word, .arg = "csv|tsv|table",
      .help = "format" },
    { .name = "states", .type = SVC_OPT_TEXT, .to = &words, .arg = "WORD,...", .list = "complaint.state",
      .help = "states" },
    { .name = "limit", .type = SVC_OPT_INT, .to = &number, .arg = "N", .help = "how many" },
    { .name = "at", .type = SVC_OPT_TIME, .to = &at, .arg = "TIME", .help = "when" },
    { .name = "month", .type = SVC_OPT_MONTH, .to = &month, .arg = "MONTH", .help = "which" },
    { .name = "", .type = SVC_OPT_FILTERS, .to = &filters, .help = "filters" },
    { 0 },
};

#define COLUMN(kind) .type = kind, .label = "列", .help = "a column"
static const struct svc_column columns[] = {
    { .name = "no", .flags = SVC_KEY, COLUMN(SVC_TYPE_CODE) },
    { .name = "note", COLUMN(SVC_TYPE_TEXT) },
    { .name = "said", .flags = SVC_STATED, COLUMN(SVC_TYPE_TEXT) },
    { .name = "phone", .flags = SVC_PHONE, COLUMN(SVC_TYPE_PHONE) },
    { .name = "state", COLUMN(SVC_TYPE_WORD), .list = "complaint.state" },
    { .name = "several", .flags = SVC_BACK, COLUMN(SVC_TYPE_WORDS), .list = "complaint.state" },
    { .name = "one", COLUMN(SVC_TYPE_WORD), .values = "yes:是|no:否;不" },
    { .name = "count", COLUMN(SVC_TYPE_INT) },
    { .name = "points", COLUMN(SVC_TYPE_POINTS) },
    { .name = "fen", COLUMN(SVC_TYPE_MONEY) },
    { .name = "begun", COLUMN(SVC_TYPE_TIME) },
    { .name = "ended", .flags = SVC_END, COLUMN(SVC_TYPE_TIME) },
    { .name = "day", COLUMN(SVC_TYPE_DAY) },
    { .name = "in_month", COLUMN(SVC_TYPE_MONTH) },
    { .name = "span", COLUMN(SVC_TYPE_PERIOD) },
    { .name = "holds", COLUMN(SVC_TYPE_HOLDS) },
    { 0 },
};
static const struct svc_register things = { .name = "things", .one = "thing", .table = "thing",
                                            .columns = columns };

static void clear(void)
{
    flag = other = false;
    text = file = word = words = NULL;
    number = -1;
    at = (struct svc_opt_time){ .given = false };
    period = month = (struct svc_opt_period){ .given = false };
    memset(filters.text, 0, svc_column_count(columns) * sizeof *filters.text);
}

/* What the command line came to, as another one, the operands behind; the bytes are for comparing. */
static void say(struct svc_buf *out, int operands, char **operand)
{
    char moment[SVC_WHEN_SIZE];
    svc_buf_puts(out, flag ? "--all\n" : "");
    svc_buf_puts(out, other ? "--dry-run\n" : "");
    if (text)
        svc_buf_printf(out, "--text=%s\n", text);
    if (file)
        svc_buf_printf(out, "--output=%s\n", file);
    if (word)
        svc_buf_printf(out, "--format=%s\n", word);
    if (words)
        svc_buf_printf(out, "--states=%s\n", words);
    if (number >= 0)
        svc_buf_printf(out, "--limit=%lld\n", (long long)number);
    if (at.given)
        svc_buf_printf(out, "--at=%s\n", at.day ? svc_day_format(svc_when_day(at.when), moment)
                                                : svc_when_format(at.when, moment));
    if (period.given)
        svc_buf_printf(out, "--period=%s\n", period.period.name);
    if (month.given && month.revision)
        svc_buf_printf(out, "--month=%s@%lld\n", month.period.name, (long long)month.revision);
    else if (month.given)
        svc_buf_printf(out, "--month=%s\n", month.period.name);
    for (size_t i = 0; columns[i].name; i++)
        if (filters.text[i])
            svc_buf_printf(out, "--%s=%s\n", columns[i].name, filters.text[i]);
    svc_buf_puts(out, "--\n");
    for (int i = 0; i < operands; i++)
        svc_buf_printf(out, "%s\n", operand[i]);
}

/* The lines of the text as arguments; the text is changed. */
static int arguments(char *lines, char **out)
{
    int n = 0;
    for (char *end; n < ARGUMENTS && *lines && (end = strchr(lines, '\n')); lines = end + 1) {
        *end = '\0';
        out[n++] = lines;
    }
    out[n] = NULL;
    return n;
}

/* getopt_long remembers where in a bundle of letters a refusal stopped it; a tool parses once. */
static void forget_getopt(void)
{
    static char name[] = "x";
    char *argv[] = { name, NULL };
    optind = 0;
    getopt(1, argv, "");
}

static bool parse(char *lines, struct svc_buf *out)
{
    char *argv[ARGUMENTS + 1];
    int argc = arguments(lines, argv);
    volatile bool taken = false;
    clear();
    forget_getopt();
    if (fuzz_begin()) {
        int operands = svc_opt_parse(options, &things, argc, argv);
        MUST(operands >= 0 && operands <= argc);
        svc_opt_periods();
        svc_opt_settle();
        say(out, operands, argv);
        taken = true;
        fuzz_end();
    }
    return taken;
}

static void check_options(const char *lines)
{
    struct svc_buf said = { 0 }, again = { 0 };
    char *own = svc_strdup(lines);
    if (parse(own, &said) && !strchr(svc_buf_text(&said), '\r')) {
        char *second = svc_strdup(svc_buf_text(&said));
        size_t lines_said = 0;
        for (const char *p = second; (p = strchr(p, '\n')); p++)
            lines_said++;
        if (lines_said <= ARGUMENTS) {
            MUST(parse(second, &again));
            MUST(strcmp(svc_buf_text(&said), svc_buf_text(&again)) == 0);
        }
        free(second);
    }
    free(own);
    svc_buf_free(&said);
    svc_buf_free(&again);
}

/* A cell that is read, shown and read again is the same value. */
static void check_value(const struct svc_column *column, const char *cell)
{
    struct svc_buf room = { 0 }, room_again = { 0 }, shown = { 0 };
    struct svc_value value, again;
    if (!svc_value_read(column, SVC_WORDS_EVER, cell, strlen(cell), &value, &room)) {
        const char *as = svc_value_show(column, &value, &shown);
        MUST(column->flags & SVC_STATED ||
             !svc_value_read(column, SVC_WORDS_EVER, as, strlen(as), &again, &room_again));
        MUST(column->flags & SVC_STATED || svc_value_same(&value, &again));
        MUST(svc_value_alike(column, &value, &value));
    } else {
        const char *choice = svc_value_choice(column, SVC_WORDS_EVER, cell, "; ");
        if (*choice)
            free((char *)choice);
    }
    svc_buf_free(&room);
    svc_buf_free(&room_again);
    svc_buf_free(&shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return -1;
    size_t count = svc_column_count(columns);
    if (!filters.text)
        filters.text = svc_alloc((count + 1) * sizeof *filters.text);
    char *own = svc_strndup((const char *)data + 1, size - 1);
    if (data[0] & 1)
        check_options(own);
    else if (fuzz_begin()) {
        check_value(&columns[data[0] / 2 % count], own);
        fuzz_end();
    }
    free(own);
    return 0;
}
