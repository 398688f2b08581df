/* svc-report sheet --lines: what the sheet would be with other lines than the records give. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/text.h"

enum column { PERIOD, DEPT, PERSON, ITEM, CLAUSE, SUBJECT, POINTS, AMOUNT, EFFECT, STATUS, SOURCE,
              RECORD, OCCURRED_AT, REASON }; /* as svc_line_columns; explain's are those and more */

struct input {
    const char *name; /* of the file */
    const struct svc_period *month;
    struct svc_lines lines;
    struct place {
        size_t line, record;
    } *place;                    /* of each of them in the file */
    int at[REPORT_LINE_COLUMNS]; /* where a column stands in a row, -1: nowhere */
    struct svc_value value[REPORT_LINE_COLUMNS];
    struct svc_buf room[REPORT_LINE_COLUMNS];
};

static void read_header(struct input *in, const struct svc_row *header)
{
    static const enum column needed[] = { DEPT, ITEM, POINTS, STATUS };
    const struct svc_column *columns = report_explain_columns();
    for (int i = 0; i < REPORT_LINE_COLUMNS; i++)
        in->at[i] = -1;
    for (size_t i = 0; i < header->count; i++) {
        const char *name = header->cells[i].text ? header->cells[i].text : "";
        int at = svc_column_find(columns, name);
        if (at < 0 || in->at[at] >= 0)
            svc_die(SVC_BADINPUT, "%s: column \"%s\" %s\ngive the lines as the verbs score and"
                    " explain print them", in->name, name, at < 0 ? "is unknown" : "comes twice");
        in->at[at] = (int)i;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (in->at[needed[i]] < 0)
            svc_die(SVC_BADINPUT, "%s: no column \"%s\"", in->name, columns[needed[i]].name);
}

static const char *text(const struct input *in, enum column column)
{
    return in->value[column].is == SVC_IS_TEXT ? in->value[column].text : NULL;
}

static void wrong(const struct input *in, struct place place, enum column column, const char *why)
{
    svc_fail(SVC_BADINPUT, "%s:%zu: record %zu, column \"%s\": %s", in->name, place.line,
             place.record, svc_line_columns[column].name, why);
}

/* What is wrong with the line, NULL for nothing; `column` is where. */
static const char *fault(const struct input *in, enum column *column)
{
    static const enum column needed[] = { DEPT, ITEM, STATUS };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!text(in, *column = needed[i]))
            return "is required";
    *column = PERIOD;
    if (text(in, PERIOD) && strcmp(text(in, PERIOD), in->month->name) != 0)
        return "another period than the sheet's";
    *column = ITEM;
    if (svc_item_find(text(in, ITEM)) < 0)
        return "no item of the sheet";
    *column = STATUS;
    return svc_text_in("final|proposed|suspended|reversed", '|', text(in, STATUS))
               ? NULL
               : "must be one of final|proposed|suspended|reversed";
}

/* A bad line is told; a good one is added. */
static void take_row(struct input *in, const struct svc_row *row)
{
    struct place place = { row->line, row->record };
    const struct svc_column *columns = report_explain_columns();
    const char *why = row->ragged ? "not as many cells as the header has" : NULL;
    enum column column = PERIOD;
    for (int i = 0; i < REPORT_LINE_COLUMNS && !why; i++) {
        const struct svc_cell *cell = in->at[i] < 0 ? NULL : &row->cells[in->at[i]];
        column = (enum column)i;
        why = svc_value_read(&columns[i], cell ? cell->text : NULL, cell ? cell->len : 0,
                             &in->value[i], &in->room[i]);
    }
    if (!why)
        why = fault(in, &column);
    if (why) {
        wrong(in, place, column, why);
        return;
    }
    in->place = svc_grow(in->place, in->lines.count, sizeof *in->place);
    in->place[in->lines.count] = place;
    svc_lines_add(&in->lines, &(struct svc_line){
        .dept = (char *)text(in, DEPT), .person = (char *)text(in, PERSON),
        .item = (char *)text(in, ITEM), .clause = (char *)text(in, CLAUSE),
        .subject = (char *)text(in, SUBJECT), .points = in->value[POINTS].number,
        .amount = in->value[AMOUNT].number, .effect = (char *)text(in, EFFECT),
        .status = (char *)text(in, STATUS), .source = (char *)text(in, SOURCE),
        .record = (char *)text(in, RECORD), .occurred_at = (char *)text(in, OCCURRED_AT),
        .reason = (char *)text(in, REASON) });
}

static void read_all(struct input *in, int fd)
{
    const struct svc_reader_options opt = { .format = SVC_INPUT_AUTO };
    struct svc_row row;
    struct svc_reader *reader = svc_reader_open(fd, in->name, &opt);
    if (svc_reader_header(reader, &row))
        read_header(in, &row);
    while (svc_reader_next(reader, &row))
        take_row(in, &row);
    if (svc_reader_error(reader))
        svc_die(SVC_BADINPUT, "%s: %s", in->name, svc_reader_error(reader));
    svc_reader_close(reader);
    for (int i = 0; i < REPORT_LINE_COLUMNS; i++)
        svc_buf_free(&in->room[i]);
}

/* What the store alone can tell; it was left alone while somebody may have been typing. */
static void check_names(struct svc_call *call, const struct input *in)
{
    for (size_t i = 0; i < in->lines.count; i++) {
        const struct svc_line *line = &in->lines.line[i];
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM dept WHERE dept = ?1", "s", line->dept))
            wrong(in, in->place[i], DEPT, "no such department");
        if (line->person &&
            !svc_one_int(call->db, 0, "SELECT 1 FROM person WHERE person = ?1", "s", line->person))
            wrong(in, in->place[i], PERSON, "no such person");
    }
}

struct svc_lines report_read_lines(struct svc_call *call, const struct svc_period *month,
                                   const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    struct input in = { .name = standard ? "standard input" : path, .month = month };
    int fd = standard ? STDIN_FILENO : svc_file_read(path);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s", path, strerror(errno));
    svc_call_wait(call, true);
    read_all(&in, fd);
    svc_call_wait(call, false);
    check_names(call, &in);
    if (svc_worst() != SVC_OK)
        svc_die(SVC_BADINPUT, "nothing was summed");
    if (!standard)
        close(fd);
    free(in.place);
    return in.lines;
}
