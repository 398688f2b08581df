/* svc-report: the lines of a month, and what is kept of a closed one. */
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/refusal.h"
#include "svc/sink.h"
#include "svc/spool.h"
#include "svc/sql.h"
#include "svc/word.h"
#include "svc/words.h"
#include "svc/write.h"

/* -- which month ------------------------------------------------------------------------ */

const struct svc_option report_month_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_MONTH, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the month, such as 2026-10 or last-month; 2026-10@1 is a close's revision" },
    { 0 }
};

int64_t report_closed(struct svc_call *call, const char *period)
{
    return svc_one_int(call->db, 0, "SELECT MAX(revision) FROM month_close WHERE period = ?1", "s",
                       period);
}

struct report_month report_month(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(true);
    struct report_month month = { period, report_closed(call, period->name) };
    int64_t asked = svc_shared.period.revision;
    if (period->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", period->name);
    if (asked > month.revision)
        svc_die(SVC_UNKNOWN, "%s has no revision %lld; %s", period->name, (long long)asked,
                month.revision ? _("it was closed fewer times") : _("it is open"));
    if (asked)
        month.revision = asked;
    return month;
}

const struct svc_policy *report_policy(struct svc_call *call, struct svc_rules *rules,
                                       const struct report_month *month)
{
    svc_day last = svc_when_day(month->period->until) - 1;
    if (!month->revision)
        return svc_rules_on(rules, last);
    char *versions = svc_one(call->db,
        "SELECT versions FROM month_close WHERE period = ?1 AND revision = ?2", "si",
        month->period->name, month->revision);
    const struct svc_policy *policy = svc_rules_among(rules, versions, last);
    free(versions);
    return policy;
}

/* -- CSV in memory ------------------------------------------------------------------------ */

void report_csv_open(struct report_csv *csv, const struct svc_column *columns,
                     enum svc_language language)
{
    const struct svc_writer_options opt = {
        .format = SVC_FORMAT_CSV, .header = language == SVC_CHINESE ? SVC_HEADER_ZH : SVC_HEADER_ID
    };
    size_t count = 0;
    *csv = (struct report_csv){ .language = language, .columns = columns };
    csv->heads = svc_alloc(svc_column_count(columns) * sizeof *csv->heads);
    for (; columns->name; columns++)
        if (!(columns->flags & SVC_INNER))
            csv->heads[count++] = (struct svc_head){ columns->name, svc_column_label(columns),
                                                     svc_column_kind(columns) };
    csv->sink = svc_sink_open_memory(&csv->text);
    csv->writer = svc_writer_open(csv->sink, &opt, csv->heads, count);
}

static void put_text(struct report_csv *csv, const struct svc_column *column,
                     const struct svc_value *value)
{
    struct svc_buf label = { 0 };
    const char *words = svc_column_words(column, SVC_WORDS_EVER);
    if (csv->language == SVC_CHINESE && words)
        svc_word_labels(words, value->text, value->len, &label);
    else
        svc_buf_add(&label, value->text, value->len);
    svc_write_text(csv->writer, svc_buf_text(&label), label.len);
    svc_buf_free(&label);
}

void report_csv_row(void *ctx, const struct svc_value *values)
{
    struct report_csv *csv = ctx;
    for (size_t i = 0; csv->columns[i].name; i++) {
        if (csv->columns[i].flags & SVC_INNER)
            continue;
        if (values[i].is == SVC_IS_NUMBER)
            svc_write_number(csv->writer, values[i].number);
        else if (values[i].is == SVC_IS_TEXT)
            put_text(csv, &csv->columns[i], &values[i]);
        else
            svc_write_null(csv->writer);
    }
    svc_write_row(csv->writer);
}

void report_csv_close(struct report_csv *csv, char digest[SVC_DIGEST_HEX])
{
    svc_writer_close(csv->writer);
    if (!svc_sink_close(csv->sink))
        svc_die(SVC_BUG, "cannot write to memory: %s", svc_lang_error(errno));
    free(csv->heads);
    svc_digest_whole(svc_buf_text(&csv->text), csv->text.len, digest);
}

/* -- lines -------------------------------------------------------------------------------- */

struct svc_lines report_stored_lines(struct svc_call *call, const char *period, int64_t revision,
                                     bool carried)
{
    struct svc_lines lines = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, person, item, clause, subject, points, amount, effect, status, source,"
        "       record, occurred_at, reason FROM month_line"
        " WHERE period = ?1 AND revision = ?2 AND carried = ?3 ORDER BY place",
        "sii", period, revision, (int64_t)carried);
    svc_lines_read(&lines, q, "month_line");
    return lines;
}

/* The lines of the months whose facts were handed on, each read once. */
struct facts {
    struct fact_month {
        struct svc_period month;
        struct svc_lines lines;
    } *of;
    size_t count;
};

static const struct svc_lines *facts_of(struct svc_call *call, struct facts *facts,
                                        const struct svc_period *month)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->of[i].month.name, month->name) == 0)
            return &facts->of[i].lines;
    facts->of = svc_grow(facts->of, facts->count, sizeof *facts->of);
    facts->of[facts->count] = (struct fact_month){ *month, svc_score_lines(call->db, NULL, month) };
    return &facts->of[facts->count++].lines;
}

/* A line as its records give it today; `handed` was stored when its month was closed. */
static void add_today(struct svc_call *call, struct facts *facts, const struct svc_line *handed,
                      struct svc_lines *lines)
{
    struct svc_period month;
    if (!svc_line_month(handed, &month))
        svc_die(SVC_CONFIG, "a stored line of %s has no date\nrun svc-admin verify",
                handed->record);
    const struct svc_lines *today = facts_of(call, facts, &month);
    for (size_t i = 0; i < today->count; i++)
        if (svc_line_compare(&today->line[i], handed) == 0 &&
            strcmp(today->line[i].item, "adjust") != 0)
            svc_lines_add(lines, &today->line[i]);
}

/* True when a closed month behind `after`, up to and with `last`, took the line over. */
static bool taken_over(struct svc_call *call, const struct svc_line *line, const char *after,
                       const char *last)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM month_line l WHERE l.period > ?1 AND l.period <= ?8 AND l.source = ?2"
        "   AND l.record = ?3 AND l.clause = ?4 AND l.subject = ?5 AND l.dept = ?6"
        "   AND COALESCE(l.person, '') = ?7 AND l.item <> 'adjust'"
        "   AND l.revision = (SELECT MAX(c.revision) FROM month_close c WHERE c.period = l.period)"
        " LIMIT 1", "ssssssss", after, line->source, line->record, line->clause, line->subject,
        line->dept, line->person ? line->person : "", last) == 1;
}

/* What an earlier month handed on is of the first month that is open then: one that is closed takes
 * nothing over but what it has. */
struct svc_lines report_lines(struct svc_call *call, const struct svc_period *month)
{
    struct svc_lines lines = svc_score_lines(call->db, NULL, month);
    struct svc_period before, last;
    struct facts facts = { NULL, 0 };
    bool closed = report_closed(call, month->name) > 0;
    int64_t revision;
    svc_period_before(month, &before);
    last = before;
    for (; (revision = report_closed(call, before.name)) > 0; svc_period_before(&before, &before)) {
        struct svc_lines handed = report_stored_lines(call, before.name, revision, true);
        for (size_t i = 0; i < handed.count; i++)
            if (!taken_over(call, &handed.line[i], before.name, last.name) &&
                (!closed || taken_over(call, &handed.line[i], last.name, month->name)))
                add_today(call, &facts, &handed.line[i], &lines);
        svc_lines_free(&handed);
    }
    for (size_t i = 0; i < facts.count; i++)
        svc_lines_free(&facts.of[i].lines);
    free(facts.of);
    svc_lines_sort(&lines);
    return lines;
}

/* -- a stored sheet ----------------------------------------------------------------------- */

/* The cells of the header of a stored sheet, which are kept, and a NULL. */
static char **header_of(struct svc_call *call, const struct report_month *month, enum svc_language language)
{
    const struct svc_reader_options opt = { .format = SVC_INPUT_CSV };
    struct svc_row row = { .count = 0 };
    char *csv = report_stored_csv(call, month, "dept", language);
    int fd = svc_memory_file(csv, strlen(csv));
    struct svc_reader *reader = svc_reader_open(fd, _("stored sheet"), &opt);
    size_t count = svc_reader_header(reader, &row) ? row.count : 0;
    char **cells = svc_alloc((count + 1) * sizeof *cells);
    for (size_t i = 0; i < count; i++)
        cells[i] = svc_strdup(row.cells[i].text ? row.cells[i].text : "");
    svc_reader_close(reader);
    close(fd);
    free(csv);
    return cells;
}

struct svc_column *report_stored_columns(struct svc_call *call, const struct report_month *month)
{
    char **names = header_of(call, month, SVC_ENGLISH), **labels = header_of(call, month, SVC_CHINESE);
    size_t count = 0, labelled = 0;
    while (names[count])
        count++;
    struct svc_column *columns = svc_alloc((count + 2) * sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        columns[i] = report_sheet_column(names[i]);
        if (labels[labelled])
            columns[i].label = labels[labelled++];
        free(names[i]);
    }
    columns[count] = report_sheet_column("dept");
    free(names);
    free(labels);
    return columns;
}

/* The department of a row's subject, as the close knew it; to be freed. */
static char *dept_of(struct svc_call *call, const struct report_month *month, bool persons,
                     const char *subject)
{
    if (!persons)
        return svc_strdup(subject);
    return svc_one(call->db,
        "SELECT dept FROM month_roster WHERE period = ?1 AND revision = ?2 AND person = ?3", "sis",
        month->period->name, month->revision, subject);
}

void report_stored_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                         const char *dept, enum svc_language language, report_sheet_row *give,
                         void *ctx)
{
    struct svc_column *columns = report_stored_columns(call, month);
    const struct svc_reader_options opt = { .format = SVC_INPUT_CSV };
    size_t count = svc_column_count(columns) - 1; /* the department is not printed */
    struct svc_value *values = svc_alloc((count + 1) * sizeof *values);
    struct svc_buf *room = svc_alloc(count * sizeof *room);
    struct svc_row row;
    char *csv = report_stored_csv(call, month, persons ? "person" : "dept", language);
    int fd = svc_memory_file(csv, strlen(csv));
    struct svc_reader *reader = svc_reader_open(fd, _("stored sheet"), &opt);
    for (size_t i = 0; i < count && language == SVC_CHINESE; i++)
        if (columns[i].type == SVC_TYPE_CODE)
            columns[i].list = NULL; /* words as they were called then: no list of today's reads them */
    while (svc_reader_next(reader, &row)) {
        for (size_t i = 0; i < count && i < row.count; i++)
            if (svc_value_read(&columns[i], SVC_WORDS_EVER, row.cells[i].text, row.cells[i].len, &values[i],
                               &room[i]))
                svc_die(SVC_CONFIG, "the stored sheet of %s is unreadable\nrun svc-report verify",
                        month->period->name);
        char *whose = dept_of(call, month, persons, values[0].text);
        values[count] = svc_value_text(whose);
        if (!dept || (whose && strcmp(dept, whose) == 0))
            give(ctx, columns, values);
        free(whose);
    }
    svc_reader_close(reader);
    close(fd);
    for (size_t i = 0; i < count; i++)
        svc_buf_free(&room[i]);
    free(room);
    free(values);
    free(csv);
}

char *report_stored_csv(struct svc_call *call, const struct report_month *month, const char *kind,
                        enum svc_language language)
{
    char *csv = svc_one(call->db,
        "SELECT csv FROM month_sheet WHERE period = ?1 AND revision = ?2 AND kind = ?3"
        "   AND words = ?4", "siss", month->period->name, month->revision, kind,
        language == SVC_CHINESE ? "zh" : "code");
    if (!csv)
        svc_die(SVC_CONFIG, "the sheet of %s is missing\nrun svc-admin verify",
                month->period->name);
    return csv;
}

/* -- complaints by month ------------------------------------------------------------------ */

struct report_counts report_counts(struct svc_call *call, const struct svc_period *month,
                                   const char *dept)
{
    static const char *const names[REPORT_COUNTS] = { "received", "closed", "verified", "respond",
                                                      "close", "satisfied" };
    struct report_counts counts = { .of = { { 0, 0 } } };
    struct svc_query *q = svc_query(call->db, svc_sql("report/complaint-month"), "wwws",
                                    month->from, month->until, svc_now(), dept);
    while (svc_next(q))
        for (int i = 0; i < REPORT_COUNTS; i++)
            if (strcmp(svc_text(q, 0), names[i]) == 0)
                counts.of[i] = (struct svc_fraction){ svc_int(q, 1), svc_int(q, 2) };
    return counts;
}
