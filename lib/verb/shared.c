#include "svc/shared.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/call.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/num.h"
#include "svc/parameter.h"
#include "svc/read.h"
#include "svc/refusal.h"
#include "svc/roll.h"
#include "svc/steps.h"
#include "svc/terminal.h"
#include "svc/tidy.h"

struct svc_shared svc_shared = { .max_errors = 100, .limit = -1, .year = -1 };

static bool help; /* answered before options are parsed; here for the list of options */

const struct svc_option svc_base_options[] = {
    { .name = "as-of", .type = SVC_OPT_TIME, .to = &svc_shared.as_of, .arg = "TIME",
      .help = "take TIME for now" },
    { .name = "verbose", .letter = 'v', .type = SVC_OPT_FLAG, .to = &svc_shared.verbose,
      .help = "say what was changed" },
    { .name = "help", .type = SVC_OPT_FLAG, .to = &help, .help = "this text" },
    { 0 }
};

const struct svc_option svc_format_options[] = {
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &svc_shared.format,
      .arg = "FORMAT",
      .help = "csv, tsv, jsonl, table, xlsx, html or auto (table on a terminal, else csv)" },
    { .name = "headless", .letter = 'H', .type = SVC_OPT_FLAG, .to = &svc_shared.headless,
      .help = "print no header line" },
    { .name = "header", .type = SVC_OPT_TEXT, .to = &svc_shared.header, .arg = "id|zh|none",
      .help = "which header line" },
    { 0 }
};

const struct svc_option svc_output_options[] = {
    SVC_OPTIONS_INCLUDE(svc_format_options),
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &svc_shared.output,
      .arg = "FILE", .written = true, .help = "write FILE, whole or not at all" },
    { .name = "output-encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.output_encoding,
      .arg = "NAME", .help = "the output's encoding, such as gb18030 (default utf-8)" },
    { .name = "no-pager", .type = SVC_OPT_FLAG, .to = &svc_shared.no_pager,
      .help = "no pager for a table on a terminal" },
    { .name = "columns", .letter = 'c', .type = SVC_OPT_TEXT, .to = &svc_shared.columns,
      .arg = "A,B,...", .help = "these columns, in this order" },
    { .name = "words", .type = SVC_OPT_TEXT, .to = &svc_shared.words, .arg = "code|zh",
      .help = "words as codes or in Chinese (default: as the header line)" },
    { .name = "excel", .type = SVC_OPT_FLAG, .to = &svc_shared.excel,
      .help = "CSV for a spreadsheet: BOM, Chinese header, codes guarded by a TAB" },
    { .name = "sheets", .type = SVC_OPT_TEXT, .to = &svc_shared.sheets, .arg = "COL",
      .help = "xlsx: all rows, then a worksheet per value of this column" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

const struct svc_option svc_period_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "the period: 2026-10, 2026Q3, 2026-W37, 2026-08-26..2026-09-25, last-month, ..." },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option svc_year_options[] = {
    { .name = "year", .type = SVC_OPT_INT, .to = &svc_shared.year, .arg = "YEAR",
      .help = "the calendar year (default: this one)" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_option write_options[] = {
    { .name = "dry-run", .type = SVC_OPT_FLAG, .to = &svc_shared.dry_run,
      .help = "check everything, change nothing" },
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why, for the record's history" },
    { .name = "op-id", .type = SVC_OPT_TEXT, .to = &svc_shared.op_id, .arg = "ID", .most = SVC_OP_ID_MAX,
      .help = "this operation's own name" },
    { 0 }
};

const struct svc_option svc_write_options[] = {
    SVC_OPTIONS_INCLUDE(write_options),
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

const struct svc_option svc_write_output_options[] = {
    SVC_OPTIONS_INCLUDE(write_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_option step_options[] = {
    { .name = "at", .type = SVC_OPT_TIME, .to = &svc_shared.at, .arg = "TIME",
      .help = "when it happened (default: now)" },
    { .name = "late-reason", .type = SVC_OPT_TEXT, .to = &svc_shared.late_reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why it is recorded so late" },
    { .name = "worksheet", .type = SVC_OPT_TEXT, .to = &svc_shared.worksheet, .arg = "NAME",
      .help = "of a workbook (default: the first one that holds something)" },
    SVC_OPTIONS_INCLUDE(write_options),
    { 0 }
};

const struct svc_option svc_step_options[] = {
    SVC_OPTIONS_INCLUDE(step_options),
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

const struct svc_option svc_step_output_options[] = {
    SVC_OPTIONS_INCLUDE(step_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option svc_pii_options[] = {
    { .name = "pii", .type = SVC_OPT_TEXT, .to = &svc_shared.pii, .arg = "masked|full",
      .help = "full shows personal data; needs the role and --reason" },
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why personal data is shown" },
    { 0 }
};

const struct svc_option svc_list_options[] = {
    { .name = "", .type = SVC_OPT_FILTERS, .to = &svc_shared.filters },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "facts of 2026-10, 2026Q3, 2026, 2026-W37, 2026-08-26..2026-09-25, last-month, ..." },
    { .name = "since", .type = SVC_OPT_TIME, .to = &svc_shared.since, .arg = "TIME",
      .help = "facts from TIME on" },
    { .name = "until", .type = SVC_OPT_TIME, .to = &svc_shared.until, .arg = "TIME",
      .help = "facts up to TIME; a date: its whole day" },
    { .name = "sort", .type = SVC_OPT_TEXT, .to = &svc_shared.sort, .arg = "COL[:desc],...",
      .help = "order (default: by number)" },
    { .name = "limit", .letter = 'n', .type = SVC_OPT_INT, .to = &svc_shared.limit, .arg = "N",
      .help = "at most N rows" },
    SVC_OPTIONS_INCLUDE(svc_pii_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option svc_add_options[] = {
    { .name = "", .type = SVC_OPT_VALUES, .to = &svc_shared.values },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option svc_import_options[] = {
    { .name = "map", .type = SVC_OPT_TEXT, .to = &svc_shared.map, .joins = true, .arg = "OLD=NEW,...",
      .help = "rename the file's columns" },
    { .name = "set", .type = SVC_OPT_TEXT, .to = &svc_shared.set, .joins = true, .arg = "COL=VALUE,...",
      .help = "fill columns the file lacks" },
    { .name = "ignore", .type = SVC_OPT_TEXT, .to = &svc_shared.ignore, .joins = true, .arg = "COL,...",
      .help = "pass over columns of the file" },
    { .name = "profile", .type = SVC_OPT_TEXT, .to = &svc_shared.profile, .arg = "FILE",
      .help = "a profile of such files: FILE, or the name of one that is known" },
    { .name = "save-profile", .type = SVC_OPT_TEXT, .to = &svc_shared.save_profile, .arg = "FILE",
      .written = true, .help = "a new file for what these options say, a profile" },
    { .name = "update", .type = SVC_OPT_FLAG, .to = &svc_shared.update,
      .help = "let the file change stored records" },
    { .name = "keep-good", .type = SVC_OPT_FLAG, .to = &svc_shared.keep_good,
      .help = "take the good records; the bad ones go to --rejects" },
    { .name = "rejects", .type = SVC_OPT_TEXT, .to = &svc_shared.rejects, .arg = "FILE",
      .written = true,
      .help = "a new file for the bad records, to be repaired and imported" },
    { .name = "receipt", .type = SVC_OPT_TEXT, .to = &svc_shared.receipt, .arg = "FILE",
      .written = true, .help = "the counts as CSV" },
    { .name = "max-errors", .type = SVC_OPT_INT, .to = &svc_shared.max_errors, .arg = "N",
      .help = "report at most N faults (default 100)" },
    SVC_OPTIONS_INCLUDE(svc_feed_options),
    { .name = "excel", .type = SVC_OPT_FLAG, .to = &svc_shared.excel,
      .help = "undo the guards of a --excel export" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

bool svc_shared_option(const char *name)
{
    return svc_opt_has(svc_list_options, name) || svc_opt_has(svc_import_options, name) ||
           svc_opt_has(svc_step_options, name) || svc_opt_has(svc_year_options, name);
}

/* Once: the month in which the closing day changed is no month like others. */
static void say_odd(const struct svc_period *period)
{
    static bool said;
    char from[SVC_DAY_SIZE], to[SVC_DAY_SIZE];
    if (!said && svc_call_talks() && svc_period_odd(period))
        svc_warn("%s is an odd month, %s to %s: the day that months close on changed", period->name,
                 svc_day_format(svc_when_day(period->from), from),
                 svc_day_format(svc_when_day(period->until) - 1, to));
    said = true;
}

const struct svc_period *svc_call_period(bool month)
{
    if (!svc_shared.period.given)
        svc_die(SVC_USAGE, "no period\nadd --period, such as -m 2026-10 or -m last-month");
    if (month && svc_shared.period.period.kind != SVC_MONTH)
        svc_die(SVC_USAGE, "\"%s\" is not one month of assessment\n"
                "give one by its name, such as 2026-10, or by all of its days",
                svc_shared.period.period.name);
    say_odd(&svc_shared.period.period);
    return &svc_shared.period.period;
}

const struct svc_period *svc_call_year(void)
{
    static struct svc_period year;
    char text[SVC_NUM_SIZE];
    int64_t asked = svc_shared.year;
    text[svc_int_digits(asked < 0 ? svc_day_year(svc_when_day(svc_now())) : asked, text)] = '\0';
    if (strlen(text) != 4 || svc_period_calendar(text, &year))
        svc_die(SVC_USAGE, "option --year: not a year, such as 2026");
    return &year;
}

bool svc_call_talks(void)
{
    return svc_shared.verbose || svc_terminal(STDERR_FILENO);
}

/* How far a step may be backdated, from the policy of today. */
static svc_when earliest(struct svc_call *call)
{
    struct svc_length length;
    char *text = svc_parameter(call->db, "max_backdate", NULL);
    if (!text)
        return INT64_MIN;
    const char *why = svc_length_parse(text, &length);
    if (why || length.unit != SVC_UNIT_D)
        svc_die(SVC_CONFIG, "params: max_backdate must be days, such as 3d");
    free(text);
    return svc_now() - (svc_when)length.count * SVC_DAY_SECONDS;
}

svc_when svc_call_at(struct svc_call *call)
{
    if (!svc_shared.at.given)
        return svc_now();
    if (svc_shared.at.when > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "option --at: lies in the future; nothing was done");
    if (svc_shared.at.when < earliest(call)) {
        if (!svc_shared.late_reason)
            svc_deny(call, SVC_REFUSED, NULL,
                     "option --at: lies further back than the policy allows\n"
                     "add --%s TEXT; nothing was done",
                     svc_steps_taking() ? "reason" : "late-reason");
        svc_shared.reason = svc_format("%s%slate: %s", svc_shared.reason ? svc_shared.reason : "",
                                       svc_shared.reason ? "; " : "", svc_shared.late_reason);
    }
    return svc_shared.at.when;
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void add_number(struct svc_numbers *numbers, const char *no)
{
    static void *seen;
    if (tfind(no, &seen, compare))
        return;
    char *copy = svc_strdup(no);
    tsearch(copy, &seen, compare);
    numbers->no = svc_grow(numbers->no, numbers->count, sizeof *numbers->no);
    numbers->no[numbers->count++] = copy;
}

/* In the registers of departments and persons a name stands for its record. What is nobody's is left
 * to the verb, which tells that there is no such record. */
static const char *number_of(struct svc_call *call, const char *text)
{
    const char *table = call->reg ? svc_named_table(call->reg, 0) : NULL;
    struct svc_sought sought = { .text = text };
    if (!table || svc_roll_find(svc_roll(call->db, table), &sought) || sought.unknown)
        return sought.code ? sought.code : text;
    svc_die(SVC_USAGE, "\"%s\" %s; nothing was done", text, sought.why);
}

/* The column of the numbers in a header: the register's key by any of its names, else `no`; -1 when the row
 * is no header. */
static int number_column(const struct svc_register *reg, const struct svc_row *row)
{
    int other = -1;
    for (size_t i = 0; i < row->count; i++) {
        const struct svc_cell *cell = &row->cells[i];
        if (reg && cell->len && svc_heading_find(reg, cell->text, cell->len) == 0)
            return (int)i;
        if (cell->len && svc_heading_same(cell->text, cell->len, "no"))
            other = (int)i;
    }
    return other;
}

static void take_number(struct svc_numbers *numbers, const struct svc_cell *cell)
{
    static struct svc_buf room;
    size_t len = cell->len;
    const char *no = len ? svc_tidy(cell->text, &len, &room) : "";
    if (len)
        add_number(numbers, no);
}

/* Standard input: a first line with a column of numbers is a header, and so is any later line that
 * is one with it in the same place (several lists, one after the other); else one number a line. */
static void read_numbers(const struct svc_register *reg, struct svc_numbers *numbers)
{
    struct svc_front front = { svc_heading_is, reg };
    const struct svc_reader_options how = { .headless = true, .front = reg ? &front : NULL };
    struct svc_feed feed;
    svc_feed_open(&feed, NULL, &how);
    struct svc_row row;
    size_t at = 0;
    for (bool first = true; svc_reader_next(feed.reader, &row); first = false) {
        int head = number_column(reg, &row);
        if (first && head < 0 && row.count != 1)
            svc_die(SVC_BADINPUT, "standard input: no column \"%s\"\n"
                    "give a table with that column, or one number a line",
                    reg ? reg->columns[0].name : "no");
        if (first && head >= 0)
            at = (size_t)head;
        if (head != (int)at && at < row.count)
            take_number(numbers, &row.cells[at]);
    }
    if (svc_reader_error(feed.reader))
        svc_die(SVC_BADINPUT, "standard input: %s", svc_reader_error(feed.reader));
    svc_input_end(feed.fd, NULL); /* its numbers tell */
    svc_feed_close(&feed);
}

struct svc_numbers svc_call_numbers(struct svc_call *call)
{
    static struct svc_numbers numbers;
    bool stdin_named = false;
    if (call->numbers)
        return *call->numbers;
    call->numbers = &numbers;
    for (int i = 0; i < call->count; i++) {
        if (strcmp(call->operand[i], "-") == 0)
            stdin_named = true;
        else
            add_number(&numbers, number_of(call, call->operand[i]));
    }
    if (stdin_named) {
        svc_call_wait(call, true);
        read_numbers(call->reg, &numbers);
        svc_call_wait(call, false);
    }
    if (numbers.count == 0 && !stdin_named)
        svc_die(SVC_USAGE, "no record named\ngive its number, or - to read numbers from standard input");
    return numbers;
}
