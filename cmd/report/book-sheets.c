/* A month's book: its front page, and a page for each department and person. */
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/words.h"

const char *report_chapter(const char *name)
{
    return svc_words_text("paper.chapter", name);
}

void report_section(struct svc_page *page, const char *id)
{
    svc_book_section(page, id, svc_words_text("report.section", id));
}

void report_onto(struct report_making *making, struct svc_page *page)
{
    svc_print_paper(making->call, NULL);
    svc_print_chart(making->call, NULL);
    svc_print_into(&page->text);
    making->onto = page;
    making->from = page->text.len;
}

/* What a paper has around its table is not the page's: who made it, who signs, the head of the chain. */
static void strip_paper(struct svc_buf *text, size_t from)
{
    static const char *const around[] = { "paper\t", "about\t", "sign\t", "foot\t" };
    char *to = text->data + from, *end;
    for (char *line = to; line < text->data + text->len; line = end) {
        size_t at = 0, count = sizeof around / sizeof *around;
        end = strchr(line, '\n') + 1;
        while (at < count && strncmp(line, around[at], strlen(around[at])) != 0)
            at++;
        if (at < count)
            continue;
        memmove(to, line, (size_t)(end - line));
        to += end - line;
    }
    text->len = (size_t)(to - text->data);
    *to = '\0';
}

void report_onto_end(struct report_making *making)
{
    svc_print_end(making->call, true);
    svc_print_into(NULL);
    strip_paper(&making->onto->text, making->from);
}

/* -- lines -------------------------------------------------------------------------------- */

static const struct svc_column *line_columns(void)
{
    static struct svc_column columns[REPORT_LINE_COLUMNS + 1];
    static const char *const shown[] = { "dept", "person", "record", "clause", "text", "subject", "points", "amount", "effect", "status",
                                         "occurred_at", "reason", "policy" };
    if (columns[0].name)
        return columns;
    memcpy(columns, report_explain_columns(), sizeof columns);
    for (size_t i = 0; columns[i].name; i++) {
        size_t at = 0, count = sizeof shown / sizeof *shown;
        while (at < count && strcmp(shown[at], columns[i].name) != 0)
            at++;
        if (at == count)
            columns[i].flags |= SVC_INNER;
    }
    return columns;
}

/* Codes of what has a page link to it. */
static void link_code(struct svc_value *value, const char *kind, struct svc_buf *cell)
{
    if (!svc_value_given(value))
        return;
    char *to = svc_book_name(kind, value->text);
    svc_book_link(cell, to, value->text);
    *value = svc_value_text(svc_buf_text(cell));
    free(to);
}

static void put_line(void *ctx, const struct svc_value *values)
{
    static const char *const linked[][2] = { { "dept", "dept" }, { "person", "person" }, { "clause", "rules#clause" } };
    enum { LINKED = sizeof linked / sizeof *linked };
    struct svc_value row[REPORT_LINE_COLUMNS];
    struct svc_buf cell[LINKED] = { { 0 } };
    memcpy(row, values, sizeof row);
    for (int i = 0; i < LINKED; i++)
        link_code(&row[svc_column_at(line_columns(), linked[i][0])], linked[i][1], &cell[i]);
    svc_print_row(ctx, row);
    for (int i = 0; i < LINKED; i++)
        svc_buf_free(&cell[i]);
}

void report_put_lines(struct report_making *making, struct svc_page *page, const char *title, report_of *of,
                      const void *what)
{
    report_onto(making, page);
    svc_print_title(making->call, "%s", title);
    svc_print_begin(making->call, line_columns());
    for (size_t i = 0; i < making->lines->count; i++)
        if (of(&making->lines->line[i], what))
            report_explain_values(making->call, &making->lines->line[i], making->month->period->name, put_line,
                                  making->call);
    report_onto_end(making);
}

/* -- the sheet ---------------------------------------------------------------------------- */

/* Whose row it is, for the pages behind it. */
struct subject {
    char *code, *name, *dept, *page;
    char *score, *grade; /* as they are printed */
    char **cell;         /* the whole row of the sheet, the same; NULL for nothing */
};

struct subjects {
    struct report_making *making;
    const char *kind;                        /* dept or person */
    const struct svc_column *own, *columns;  /* of the sheet, and as they are printed */
    struct subject *of;
    size_t count;
};

/* The sheet's columns; numbers that link are texts that stand as numbers do. */
static struct svc_column *linked_columns(const struct svc_column *own)
{
    size_t count = svc_column_count(own);
    struct svc_column *columns = svc_alloc((count + 1) * sizeof *columns);
    memcpy(columns, own, (count + 1) * sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        columns[i].label = svc_column_label(&own[i]);
        columns[i].flags &= ~(unsigned)SVC_SUMMED;
        if (!svc_kind_is_number(svc_column_kind(&own[i])))
            continue;
        columns[i].type = SVC_TYPE_RATE;
        columns[i].list = NULL;
    }
    return columns;
}

static char *number_text(const struct svc_column *column, int64_t number)
{
    char digits[SVC_NUM_SIZE];
    if (column->type == SVC_TYPE_INT)
        digits[svc_int_digits(number, digits)] = '\0';
    else
        svc_hundredths_format(number, digits);
    return svc_strdup(digits);
}

/* A row's texts; a cell links to the whole page, or to the section of its item. */
static char **link_row(const struct svc_column *columns, const struct svc_value *values, const char *page)
{
    size_t count = svc_column_count(columns);
    char **cells = svc_alloc((count + 1) * sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        bool number = values[i].is == SVC_IS_NUMBER, item = report_is_item(&columns[i]);
        char *text = number                         ? number_text(&columns[i], values[i].number)
                     : svc_value_given(&values[i]) ? svc_strdup(values[i].text)
                                                    : NULL;
        struct svc_buf cell = { 0 };
        cells[i] = text;
        if (i != 0 && !item)
            continue;
        char *to = item ? svc_format("%s#%s", page, columns[i].name) : svc_strdup(page);
        svc_book_link(&cell, to, text);
        cells[i] = svc_buf_take(&cell);
        free(to);
        free(text);
    }
    return cells;
}

static void print_cells(const struct subjects *in, char *const *cells)
{
    size_t count = svc_column_count(in->columns);
    struct svc_value *row = svc_alloc((count + 1) * sizeof *row);
    for (size_t i = 0; i < count; i++)
        if (cells[i])
            row[i] = svc_value_text(cells[i]);
    svc_print_row(in->making->call, row);
    free(row);
}

static void take_row(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct subjects *in = ctx;
    char *page = svc_book_name(in->kind, values[0].text);
    in->of = svc_grow(in->of, in->count, sizeof *in->of);
    in->of[in->count] = (struct subject){
        svc_strdup(values[0].text), svc_strdup(values[1].text),
        svc_strdup(values[svc_column_count(columns) - 1].text), page,
        number_text(&columns[2], values[svc_column_at(columns, "score")].number),
        svc_strdup(svc_words_text("grade", values[svc_column_at(columns, "final_grade")].text)),
        link_row(columns, values, page)
    };
    print_cells(in, in->of[in->count++].cell);
}

static bool is_person(const struct subjects *in)
{
    return strcmp(in->kind, "person") == 0;
}

static void begin_sheet(struct subjects *in, struct svc_page *page, bool chart)
{
    static struct svc_chart scores = { NULL, "name", "score" };
    struct report_making *making = in->making;
    char title[SVC_PERIOD_SIZE];
    report_onto(making, page);
    scores.title = svc_words_text("report.sheet", scores.values);
    svc_print_chart(making->call, chart ? &scores : NULL);
    svc_print_title(making->call, "%s %s服务考核表", svc_period_title(making->month->period, title),
                    is_person(in) ? "个人" : "部门");
    svc_print_begin(making->call, in->columns);
}

/* The sheet as a table; `in` keeps its rows. */
static void put_sheet(struct subjects *in, struct svc_page *page, bool chart)
{
    struct report_making *making = in->making;
    begin_sheet(in, page, chart);
    report_sheet_rows(making->call, making->month->period, making->lines, is_person(in), NULL, take_row, in);
    report_onto_end(making);
}

/* -- pages -------------------------------------------------------------------------------- */

struct share {
    const struct subject *of;
    const char *item;
    bool person;
};

static bool of_share(const struct svc_line *line, const void *ctx)
{
    const struct share *share = ctx;
    const char *owner = share->person ? line->person : line->person ? NULL : line->dept;
    return owner && strcmp(owner, share->of->code) == 0 && (!share->item || strcmp(line->item, share->item) == 0);
}

/* A section for each item that has lines. */
static void put_items(const struct subjects *in, struct svc_page *page, const struct share *whose)
{
    struct report_making *making = in->making;
    for (const struct svc_column *c = in->own; c->name; c++) {
        struct share share = { whose->of, c->name, whose->person };
        size_t at = 0;
        while (report_is_item(c) && at < making->lines->count && !of_share(&making->lines->line[at], &share))
            at++;
        if (!report_is_item(c) || at == making->lines->count)
            continue;
        char *title = svc_format("%s 考核明细", svc_column_label(c));
        svc_book_section(page, c->name, svc_column_label(c));
        report_put_lines(making, page, title, of_share, &share);
        free(title);
    }
}

static void put_members(struct report_making *making, struct svc_page *page, const struct subject *dept,
                        const struct subjects *persons)
{
    static const struct svc_column columns[] = {
        { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "" },
        { .name = "name", .type = SVC_TYPE_CODE, .label = "姓名", .help = "" },
        { .name = "score", .type = SVC_TYPE_RATE, .label = "得分", .help = "" },
        { .name = "grade", .type = SVC_TYPE_CODE, .label = "等级", .help = "" },
        { 0 }
    };
    report_section(page, "members");
    report_onto(making, page);
    svc_print_title(making->call, "人员得分");
    svc_print_begin(making->call, columns);
    for (size_t i = 0; i < persons->count; i++) {
        const struct subject *one = &persons->of[i];
        struct svc_buf cell = { 0 };
        if (strcmp(one->dept, dept->code) != 0)
            continue;
        svc_book_link(&cell, one->page, one->code);
        struct svc_value row[] = { svc_value_text(svc_buf_text(&cell)), svc_value_text(one->name),
                                   svc_value_text(one->score), svc_value_text(one->grade) };
        svc_print_row(making->call, row);
        svc_buf_free(&cell);
    }
    report_onto_end(making);
}

static void make_subject(struct subjects *in, const struct subject *one, const struct subjects *persons)
{
    struct report_making *making = in->making;
    char *title = svc_format("%s %s", one->code, one->name);
    struct svc_page *page = svc_book_page(making->book, one->page, title);
    const struct share share = { one, NULL, persons == NULL };
    free(title);
    begin_sheet(in, page, false);
    print_cells(in, one->cell);
    report_onto_end(making);
    put_items(in, page, &share);
    if (persons)
        put_members(making, page, one, persons);
}

static void free_subjects(struct subjects *in)
{
    for (size_t i = 0; i < in->count; i++) {
        char *const texts[] = { in->of[i].code, in->of[i].name, in->of[i].dept, in->of[i].page, in->of[i].score,
                                in->of[i].grade };
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            free(texts[t]);
        for (size_t c = 0; in->own[c].name; c++)
            free(in->of[i].cell[c]);
        free(in->of[i].cell);
    }
    free(in->of);
}

void report_make_sheets(struct report_making *making)
{
    char title[SVC_PERIOD_SIZE];
    const struct svc_column *own = report_sheet_columns(making->call, making->month->period, making->lines);
    struct svc_column *columns = linked_columns(own);
    struct subjects depts = { .making = making, .kind = "dept", .own = own, .columns = columns };
    struct subjects persons = { .making = making, .kind = "person", .own = own, .columns = columns };
    svc_period_title(making->month->period, title);
    char *front = svc_format("%s 服务考核", title);
    struct svc_page *index = svc_book_page(making->book, "index", front);
    struct svc_page *people = svc_book_page(making->book, "persons", report_chapter("persons"));
    free(front);
    report_section(index, "sheet");
    put_sheet(&depts, index, true);
    report_put_front(making, index);
    report_section(people, "sheet");
    put_sheet(&persons, people, false);
    for (size_t i = 0; i < depts.count; i++)
        make_subject(&depts, &depts.of[i], &persons);
    for (size_t i = 0; i < persons.count; i++)
        make_subject(&persons, &persons.of[i], NULL);
    free_subjects(&depts);
    free_subjects(&persons);
    free(columns);
}
