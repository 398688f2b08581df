/* sheet: an inspection is held. Each department of its scope gets a sheet with the items of a
 * template; a contractor gets one sheet a quarter. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspect.h"
#include "svc/actor.h"
#include "svc/below.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/read.h"
#include "svc/refusal.h"
#include "svc/rows.h"
#include "svc/sign.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/word.h"

static struct {
    const char *dept, *template, *quarter, *inspectors, *opinion;
} opt;

const struct svc_option sheet_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department alone; without an inspection, the contractor", .table = "dept" },
    { .name = "template", .type = SVC_OPT_TEXT, .to = &opt.template, .arg = "TEMPLATE",
      .help = "the items: service (default), property, security, cleaning, a CSV file, or -" },
    { .name = "quarter", .type = SVC_OPT_TEXT, .to = &opt.quarter, .arg = "QUARTER",
      .help = "of a contractor's sheet (default: that of the check)" },
    { .name = "inspectors", .type = SVC_OPT_TEXT, .to = &opt.inspectors, .arg = "NO;NO",
      .help = "of a contractor's sheet (default: you)", .table = "person", .separator = ';' },
    { .name = "opinion", .type = SVC_OPT_TEXT, .to = &opt.opinion, .arg = "TEXT",
      .help = "what must become better" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- templates ---------------------------------------------------------------------------- */

enum field { DEPT, CODE, CONTENT, TEXT, FIELDS };
static const struct svc_column fields[] = {
    [DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "for which department; empty: for any" },
    [CODE] = { .name = "item", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "编号", .help = "number of the item" },
    [CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED, .label = "检查内容",
                  .help = "what is looked at" },
    [TEXT] = { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED, .label = "检查标准",
               .help = "what is asked of it" },
    [FIELDS] = { 0 }
};
static const struct svc_register template = { .name = "template", .columns = fields };

static struct {
    const char *name;
    struct line {
        char *field[FIELDS]; /* dept NULL: for whichever department */
    } *line;
    size_t count, width;
} items;

/* Which cell of a line is which field; a column that says nothing here is passed over. */
static void find_fields(const char *path, const struct svc_row *header, int at[FIELDS])
{
    for (int f = 0; f < FIELDS; f++) {
        at[f] = -1;
        for (size_t i = 0; i < header->count; i++)
            if (header->cells[i].text && svc_heading_find(&template, header->cells[i].text, header->cells[i].len) == f)
                at[f] = (int)i;
        if (at[f] < 0 && f != DEPT)
            svc_die(SVC_BADINPUT, "%s: no column \"%s\"; nothing was done\n"
                    "a template has the columns item, content and text", path, fields[f].name);
    }
}

static bool twice(const struct line *line)
{
    for (const struct line *other = items.line; other < line; other++) {
        const char *a = other->field[DEPT], *b = line->field[DEPT];
        if (strcmp(other->field[CODE], line->field[CODE]) == 0 && (!a || !b || strcmp(a, b) == 0))
            return true;
    }
    return false;
}

static void take_line(const char *path, const struct svc_row *row, const int at[FIELDS])
{
    items.line = svc_grow(items.line, items.count, sizeof *items.line);
    struct line *line = &items.line[items.count++];
    *line = (struct line){ { NULL } };
    bool fits = row->count >= items.width;
    for (size_t i = items.width; i < row->count; i++)
        fits = fits && !row->cells[i].len;
    if (!fits)
        svc_die(SVC_BADINPUT, "%s:%zu: has too few or too many cells; nothing was done", path,
                row->line);
    for (int f = 0; f < FIELDS; f++) {
        struct svc_buf room = { 0 };
        size_t len = at[f] >= 0 ? row->cells[at[f]].len : 0;
        const char *text = len ? svc_tidy(row->cells[at[f]].text, &len, &room) : NULL;
        line->field[f] = len ? svc_strndup(text, len) : NULL;
        svc_buf_free(&room);
        if (!len && f != DEPT)
            svc_die(SVC_BADINPUT, "%s:%zu: column \"%s\" is required; nothing was done", path,
                    row->line, fields[f].name);
    }
    if (strpbrk(line->field[CODE], " /\t\n"))
        svc_die(SVC_BADINPUT, "%s:%zu: column \"item\" has a space or a slash; nothing was done",
                path, row->line);
    if (twice(line))
        svc_die(SVC_BADINPUT, "%s:%zu: item \"%s\" comes twice; nothing was done", path, row->line,
                line->field[CODE]);
}

static void read_items(const char *name, struct svc_reader *reader)
{
    struct svc_row row;
    int at[FIELDS];
    if (svc_reader_header(reader, &row)) {
        find_fields(name, &row, at);
        items.width = row.count;
        while (svc_reader_next(reader, &row))
            if (!row.cells[0].len || !svc_below(row.cells[0].text, row.cells[0].len) || row.cells[at[CODE]].len)
                take_line(name, &row, at);
    }
    if (svc_reader_error(reader) || !items.count)
        svc_die(SVC_BADINPUT, "%s: %s; nothing was done", name,
                svc_reader_error(reader) ? svc_reader_error(reader) : _("has no items"));
}

static void read_shipped(const char *name)
{
    char *file = svc_format("template/%s.csv", name), *path = svc_installed(file);
    const struct svc_reader_options options = { .format = SVC_INPUT_AUTO };
    int fd = svc_file_shipped(path);
    if (fd < 0)
        svc_die(SVC_USAGE, "option --template: no template \"%s\"%s\n"
                "one of service, property, security, cleaning, or a file such as ./items.csv", name,
                svc_word_hint("service|property|security|cleaning", name));
    struct svc_reader *reader = svc_reader_open(fd, path, &options);
    read_items(path, reader);
    svc_reader_close(reader);
    close(fd);
    free(file);
    free(path);
}

/* A word is a template of the tools; anything that looks like a path is a file of the caller's. */
static void read_template(const char *name)
{
    const struct svc_front front = { svc_heading_is, &template };
    const struct svc_reader_options how = { .front = &front };
    struct svc_feed feed;
    bool own = strpbrk(name, "./") || strcmp(name, "-") == 0;
    items.name = own ? "file" : name;
    if (!own) {
        read_shipped(name);
        return;
    }
    svc_feed_open(&feed, name, &how);
    read_items(feed.name, feed.reader);
    svc_feed_close(&feed);
}

/* -- one sheet ---------------------------------------------------------------------------- */

/* The numbers of the sheets made, printed at the end. */
static struct {
    char **no;
    size_t count;
} made;

/* Where a sheet comes from: an inspection, or a contractor's quarter. */
struct origin {
    const char *inspection, *quarter, *inspectors;
    svc_when at;
};

/* The items that the sheet does not have yet, in one event. */
static size_t add_items(struct svc_call *call, const char *sheet, const char *dept)
{
    struct svc_rows rows;
    int64_t seq = svc_event_head(call->db).seq + 1;
    const char **names = svc_column_names(inspect_items.columns);
    svc_rows_begin(&rows, call->db, "inspect_item", names, " ON CONFLICT DO NOTHING");
    free(names);
    for (const struct line *line = items.line; line < items.line + items.count; line++) {
        if (line->field[DEPT] && strcmp(line->field[DEPT], dept) != 0)
            continue;
        char *key = svc_format("%s/%s", sheet, line->field[CODE]);
        struct svc_value row[T_COLUMNS] = {
            [T_ITEM] = svc_value_text(key), [T_SHEET] = svc_value_text(sheet),
            [T_CODE] = svc_value_text(line->field[CODE]),
            [T_CONTENT] = svc_value_text(line->field[CONTENT]),
            [T_TEXT] = svc_value_text(line->field[TEXT]), [T_RESULT] = svc_value_text("unmarked"),
            [T_DIGEST] = { .is = SVC_IS_TEXT, .text = "", .len = 0 },
            [T_EVENT] = svc_value_number(seq)
        };
        svc_rows_add(&rows, row);
        free(key);
    }
    svc_rows_end(&rows);
    if (rows.count) {
        char *json = svc_format("{\"items\":[null,%zu]}", rows.count);
        svc_change_event(call, "inspect_item", sheet, json);
        free(json);
    }
    return rows.count;
}

/* The head of the department signs it, nobody who inspected: the chain's rules see to that. */
static void begin_signing(struct svc_call *call, const char *no, const char *dept,
                          const struct origin *origin)
{
    const char *list = origin->inspectors, *word;
    char **persons = NULL;
    size_t count = 0, len;
    while (svc_text_next(&list, ';', &word, &len)) {
        persons = svc_grow(persons, count, sizeof *persons);
        persons[count++] = svc_strndup(word, len);
    }
    struct svc_sign_start start = {
        .no = no, .chain = "department", .round = 1, .fact = origin->at, .proposer = persons[0],
        .subjects = (const char *const *)persons + 1, .subject_count = count - 1,
        .subject_dept = dept
    };
    svc_sign_begin(call, &start);
    for (size_t i = 0; i < count; i++)
        free(persons[i]);
    free(persons);
}

static void make_sheet(struct svc_call *call, const char *dept, const struct origin *origin)
{
    const struct svc_register *reg = call->reg;
    char no[SVC_NUMBER_SIZE], now[SVC_WHEN_SIZE];
    call->reg = &inspect_sheets;
    svc_number_next(call->db, inspect_sheets.prefix, svc_day_year(svc_when_day(origin->at)), no);
    svc_change_insert(call, "inspect_sheet", no,
        "INSERT INTO inspect_sheet (no, inspection, dept, quarter, template, checked_at,"
        " inspectors, opinion, state, recorded_at, recorded_by, digest, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', ?9, ?10, '', ?11) RETURNING *",
        "sssss" "wsss" "se", no, origin->inspection, dept, origin->quarter, items.name, origin->at,
        origin->inspectors, opt.opinion, svc_when_format(svc_now(), now), call->actor.person);
    if (!add_items(call, no, dept))
        svc_refuse(call, SVC_REFUSED, origin->inspection ? origin->inspection : dept,
                   "the template has no item for department %s", dept);
    begin_signing(call, no, dept, origin);
    made.no = svc_grow(made.no, made.count, sizeof *made.no);
    made.no[made.count++] = svc_strdup(no);
    call->reg = reg;
}

/* -- an inspection is held ---------------------------------------------------------------- */

static char *sheet_of(struct svc_call *call, const char *inspection, const char *dept)
{
    return svc_one(call->db, "SELECT no FROM inspect_sheet WHERE inspection = ?1 AND dept = ?2",
                   "ss", inspection, dept);
}

/* Makes the sheets that the scope lacks; how many. One asked for by name must be lacking. */
static size_t make_sheets(const struct svc_step *step)
{
    struct origin origin = { .inspection = step->no, .at = step->at,
                             .inspectors = step->values[I_INSPECTORS].text };
    const char *list = step->values[I_SCOPE].text, *word;
    size_t len, count = 0;
    while (svc_text_next(&list, ';', &word, &len)) {
        char *dept = svc_strndup(word, len);
        char *there = sheet_of(step->call, step->no, dept);
        if (!there && (!opt.dept || strcmp(opt.dept, dept) == 0)) {
            make_sheet(step->call, dept, &origin);
            count++;
        }
        free(there);
        free(dept);
    }
    return count;
}

static void hold(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    const char *who = step->call->actor.person;
    if (!svc_call_holds(step->call, SVC_ROLES_ENTER) &&
        !svc_text_in(values[I_INSPECTORS].text, ';', who)) {
        svc_refuse(step->call, SVC_DENIED, step->no, "\"%s\" is no inspector of it", who);
    } else if (!svc_value_given(&values[I_SCHEME])) {
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "has no scheme, and no check is made without one\n"
                   "svc-inspect set %s --scheme REF --reason TEXT", step->no);
    } else if (opt.dept && !svc_text_in(values[I_SCOPE].text, ';', opt.dept)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "department %s is not in its scope, %s",
                   opt.dept, values[I_SCOPE].text);
    } else if (make_sheets(step) == 0) {
        char *there = opt.dept ? sheet_of(step->call, step->no, opt.dept) : NULL;
        if (there)
            svc_refuse(step->call, SVC_REFUSED, step->no, "has its sheet %s already", there);
        else
            svc_refuse(step->call, SVC_REFUSED, step->no, "has its sheets already");
        free(there);
    } else if (strcmp(values[I_STATE].text, "planned") == 0) {
        svc_move(step, "UPDATE inspection SET held_at = ?3, state = 'held'"
                       " WHERE no = ?1 AND state = ?2", "w", step->at);
    }
}

static void hold_inspections(struct svc_call *call)
{
    svc_call_numbers(call);
    svc_call_begin(call);
    svc_each(call, SVC_OF(&inspect_plans), svc_call_at(call), hold, NULL);
}

/* -- a contractor's quarter --------------------------------------------------------------- */

/* Returns the quarter's name. */
static const char *check_contractor(struct svc_call *call, const char *text, svc_when at)
{
    static struct svc_period period;
    const char *quarter = period.name;
    if (svc_period_calendar(text, &period) || period.kind != SVC_QUARTER)
        svc_die(SVC_USAGE, "option --quarter: not a quarter, such as 2026Q4");
    if (at < period.from || at >= period.until)
        svc_deny(call, SVC_REFUSED, NULL,
                 "option --quarter: the check lies outside of %s; nothing was done\n"
                 "add --at TIME", quarter);
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM dept WHERE dept = ?1 AND kind = 'contractor'",
                     "s", opt.dept))
        svc_deny(call, SVC_REFUSED, NULL, "department %s is no contractor; nothing was done\n"
                 "a department is inspected by plan: svc-inspect plan, then sheet NO", opt.dept);
    return quarter;
}

/* One sheet a quarter; a second checklist joins the first on the sheet that is there. */
static void contractor_sheet(struct svc_call *call, const char *quarter, svc_when at)
{
    struct origin origin = { .quarter = quarter, .at = at,
                             .inspectors = opt.inspectors ? opt.inspectors : call->actor.person };
    char *no = svc_one(call->db,
                       "SELECT no FROM inspect_sheet WHERE quarter = ?1 AND dept = ?2", "ss",
                       quarter, opt.dept);
    bool sealed = no && svc_one_int(call->db, 0, "SELECT 1 FROM inspect_sheet WHERE no = ?1"
                                                 " AND state = 'signed'", "s", no);
    if (!no) {
        make_sheet(call, opt.dept, &origin);
    } else if (sealed) {
        svc_refuse(call, SVC_REFUSED, no, "the sheet of %s is signed already", quarter);
    } else {
        add_items(call, no, opt.dept);
        made.no = svc_grow(made.no, made.count, sizeof *made.no);
        made.no[made.count++] = no;
    }
}

static void hold_contractor(struct svc_call *call)
{
    char own[QUARTER_SIZE];
    svc_when at = svc_call_at(call);
    const char *quarter = opt.quarter ? opt.quarter : inspect_quarter(svc_when_day(at), own);
    if (!opt.dept)
        svc_die(SVC_USAGE, "no inspection named\n"
                "give its number, or --dept CODE for a contractor's sheet of the quarter");
    quarter = check_contractor(call, quarter, at);
    svc_call_begin(call);
    contractor_sheet(call, quarter, at);
}

int inspect_sheet(struct svc_call *call)
{
    if (call->count && (opt.quarter || opt.inspectors))
        svc_die(SVC_USAGE, "--quarter and --inspectors are for a contractor's sheet, which has no"
                           " inspection");
    if (!call->count && !opt.template)
        svc_die(SVC_USAGE, "no checklist\nadd --template property, security or cleaning");
    read_template(opt.template ? opt.template : "service");
    if (call->count)
        hold_inspections(call);
    else
        hold_contractor(call);
    svc_call_commit(call);
    inspect_print_numbers(call, made.no, made.count);
    return svc_finish(call);
}
