/* svc-report sheet --lines: what the sheet would be with other lines than the records give. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/below.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/read.h"

struct input {
    const char *name; /* of the file */
    const struct svc_period *month;
    struct svc_lines lines;
    struct place {
        size_t line, record;
    } *place;                    /* of each of them in the file */
    size_t width;
    int at[REPORT_LINE_COLUMNS]; /* where a column stands in a row, -1: nowhere */
    struct svc_value value[REPORT_LINE_COLUMNS];
    struct svc_buf room[REPORT_LINE_COLUMNS];
};

static void read_header(struct input *in, const struct svc_row *header)
{
    static const char *const needed[] = { "dept", "item", "points", "status" };
    const struct svc_column *columns = report_explain_columns();
    const struct svc_register reg = { .columns = columns };
    for (int i = 0; i < REPORT_LINE_COLUMNS; i++)
        in->at[i] = -1;
    in->width = header->count;
    for (size_t i = 0; i < header->count; i++) {
        const char *name = header->cells[i].text ? header->cells[i].text : "";
        int at = *name ? svc_heading_find(&reg, name, strlen(name)) : SVC_HEADING_NONE;
        if (at == SVC_HEADING_NONE) /* 序号, or nothing */
            continue;
        if (at < 0 || in->at[at] >= 0)
            svc_die(SVC_BADINPUT, "%s: column \"%s\" %s\ngive the lines as the verbs score and"
                    " explain print them", in->name, name, at < 0 ? _("is unknown") : _("comes twice"));
        in->at[at] = (int)i;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (in->at[svc_column_at(columns, needed[i])] < 0)
            svc_die(SVC_BADINPUT, "%s: no column \"%s\"", in->name, needed[i]);
}

static void wrong(const struct input *in, struct place place, const char *column, const char *why)
{
    svc_fail(SVC_BADINPUT, "%s:%zu: record %zu, column \"%s\": %s", in->name, place.line,
             place.record, column, why);
}

/* What is wrong with the line, NULL for nothing; `column` is where. */
static const char *fault(const struct input *in, const struct svc_line *line, const char **column)
{
    const struct svc_value *period = &in->value[svc_column_at(svc_line_columns, "period")];
    if (!line->dept || !line->item || !line->status) {
        *column = !line->dept ? "dept" : !line->item ? "item" : "status";
        return _("is required");
    }
    *column = "period";
    if (period->is == SVC_IS_TEXT && strcmp(period->text, in->month->name) != 0)
        return _("another period than the sheet's");
    return svc_line_fault(line, column);
}

/* Sums and what stands below them are no line: they name no department. */
static bool passes_over(const struct input *in, const struct svc_row *row)
{
    const struct svc_cell *dept = &row->cells[in->at[svc_column_at(svc_line_columns, "dept")]];
    size_t first = 0;
    while (first < row->count && !row->cells[first].len)
        first++;
    return first < row->count && svc_below(row->cells[first].text, row->cells[first].len) &&
           (!dept->len || svc_below(dept->text, dept->len));
}

/* As many cells as the header has; those of nothing behind them do not count. */
static bool fits(const struct input *in, const struct svc_row *row)
{
    for (size_t i = in->width; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return row->count >= in->width;
}

/* A bad line is told; a good one is added. */
static void take_row(struct input *in, const struct svc_row *row)
{
    if (fits(in, row) && passes_over(in, row))
        return;
    struct place place = { row->line, row->record };
    const struct svc_column *columns = report_explain_columns();
    const char *why = !fits(in, row) ? _("not as many cells as the header has") : NULL;
    const char *column = columns[0].name;
    for (int i = 0; i < REPORT_LINE_COLUMNS && !why; i++) {
        const struct svc_cell *cell = in->at[i] < 0 ? NULL : &row->cells[in->at[i]];
        column = columns[i].name;
        why = svc_value_read(&columns[i], SVC_WORDS_EVER, cell ? cell->text : NULL, cell ? cell->len : 0,
                             &in->value[i], &in->room[i]);
        if (why)
            why = svc_format("%s%s", why, svc_value_choice(&columns[i], SVC_WORDS_EVER, cell->text, _("; ")));
    }
    struct svc_line line = svc_line_of(in->value);
    if (!why)
        why = fault(in, &line, &column);
    if (why) {
        wrong(in, place, column, why);
        return;
    }
    in->place = svc_grow(in->place, in->lines.count, sizeof *in->place);
    in->place[in->lines.count] = place;
    svc_lines_add(&in->lines, &line);
}

static void read_all(struct input *in, const char *path)
{
    const struct svc_register reg = { .columns = report_explain_columns() };
    const struct svc_front front = { svc_heading_is, &reg };
    const struct svc_reader_options how = { .front = &front };
    struct svc_feed feed;
    struct svc_row row;
    svc_feed_open(&feed, path, &how);
    in->name = feed.name;
    if (svc_reader_header(feed.reader, &row))
        read_header(in, &row);
    while (svc_reader_next(feed.reader, &row))
        take_row(in, &row);
    if (svc_reader_error(feed.reader))
        svc_die(SVC_BADINPUT, "%s: %s", in->name, svc_reader_error(feed.reader));
    svc_feed_close(&feed);
    for (int i = 0; i < REPORT_LINE_COLUMNS; i++)
        svc_buf_free(&in->room[i]);
}

/* What the store alone can tell; it was left alone while somebody may have been typing. */
static void take_names(struct svc_call *call, struct input *in)
{
    struct svc_where where = { .day = in->month->name };
    for (size_t i = 0; i < in->lines.count; i++) {
        struct svc_line *line = &in->lines.line[i];
        const char *why = svc_named_text(call->db, "dept", &where, &line->dept);
        if (why)
            wrong(in, in->place[i], "dept", why);
        where.dept = line->dept;
        why = svc_named_text(call->db, "person", &where, &line->person);
        if (why)
            wrong(in, in->place[i], "person", why);
    }
}

struct svc_lines report_read_lines(struct svc_call *call, const struct svc_period *month,
                                   const char *path)
{
    struct input in = { .month = month };
    svc_call_wait(call, true);
    read_all(&in, path);
    svc_call_wait(call, false);
    take_names(call, &in);
    if (svc_worst() != SVC_OK)
        svc_die(SVC_BADINPUT, "nothing was summed");
    free(in.place);
    return in.lines;
}
