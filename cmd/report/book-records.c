/* A month's book: a page for each record that a line names. */
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "svc/explain.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/registered.h"
#include "svc/sql.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/words.h"

/* -- parts of the page -------------------------------------------------------------------- */

static void put_value(struct report_making *making, const struct svc_column *column, struct svc_query *q, int at)
{
    struct svc_buf shown = { 0 }, cell = { 0 };
    const char *kind = !column->table                         ? NULL
                       : strcmp(column->table, "dept") == 0   ? "dept"
                       : strcmp(column->table, "person") == 0 ? "person"
                                                              : NULL;
    svc_show_value(making->call, column, q, at, SVC_CHINESE, &shown);
    if (kind) {
        char *to = svc_book_name(kind, svc_buf_text(&shown));
        svc_book_link(&cell, to, svc_buf_text(&shown));
        free(to);
    } else if (svc_column_is_free(column)) {
        svc_text_unnumbered(&cell, svc_buf_text(&shown));
    } else {
        svc_buf_puts(&cell, svc_buf_text(&shown));
    }
    struct svc_value row[] = { svc_value_text(svc_column_label(column)), svc_value_text(svc_buf_text(&cell)) };
    svc_print_row(making->call, row);
    svc_buf_free(&shown);
    svc_buf_free(&cell);
}

static void put_values(struct report_making *making, struct svc_page *page, const struct svc_register *reg,
                       const char *no)
{
    static const struct svc_column columns[] = {
        { .name = "label", .type = SVC_TYPE_CODE, .label = "项目", .help = "" },
        { .name = "value", .type = SVC_TYPE_TEXT, .label = "内容", .help = "" },
        { 0 }
    };
    char *sql = svc_register_select(reg, NULL);
    report_section(page, "values");
    report_onto(making, page);
    svc_print_title(making->call, "登记内容");
    svc_print_begin(making->call, columns);
    struct svc_query *q = svc_query(making->call->db, sql, "s", no);
    while (svc_next(q))
        for (int i = 0; reg->columns[i].name; i++)
            if (!(reg->columns[i].flags & SVC_INNER) && !svc_is_null(q, i) &&
                (making->text || !svc_column_is_free(&reg->columns[i])))
                put_value(making, &reg->columns[i], q, i);
    report_onto_end(making);
    free(sql);
}

static void put_clocks(struct report_making *making, struct svc_page *page, const char *noun, const char *no)
{
    const struct svc_clock_columns *clocks;
    if (svc_rules_clocks(making->rules, making->call->reg->table, &clocks) == 0)
        return;
    report_section(page, "clocks");
    report_onto(making, page);
    svc_print_title(making->call, "时限推算");
    svc_print_begin(making->call, svc_explain_columns(noun));
    svc_explain_record(making->call, making->rules, no);
    report_onto_end(making);
}

static void put_links(struct report_making *making, struct svc_page *page, const char *no)
{
    static const struct svc_column columns[] = {
        { .name = "register", .type = SVC_TYPE_CODE, .label = "登记簿", .help = "", .list = "verb.linked_in" },
        { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "" },
        { .name = "at", .type = SVC_TYPE_TIME, .label = "时间", .help = "" },
        { .name = "what", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "情况", .help = "" },
        { 0 }
    };
    report_section(page, "links");
    report_onto(making, page);
    svc_print_title(making->call, "关联记录");
    svc_print_query(making->call, columns, svc_query(making->call->db, svc_sql("report/links"), "s", no));
    report_onto_end(making);
}

static void put_history(struct report_making *making, struct svc_page *page, const char *no)
{
    static const struct svc_column columns[] = {
        { .name = "seq", .type = SVC_TYPE_INT, .label = "序号", .help = "" },
        { .name = "at", .type = SVC_TYPE_TIME, .label = "时间", .help = "" },
        { .name = "verb", .type = SVC_TYPE_CODE, .label = "操作", .help = "" },
        { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "" },
        { 0 }
    };
    struct svc_query *q = svc_history(making->call, no);
    report_section(page, "history");
    report_onto(making, page);
    svc_print_title(making->call, "历史");
    svc_print_begin(making->call, columns);
    while (svc_next(q)) {
        struct svc_value row[] = { svc_value_number(svc_int(q, 1)), svc_value_text(svc_text(q, 2)),
                                   svc_value_text(svc_text(q, 6)), svc_value_text(svc_text(q, 4)) };
        svc_print_row(making->call, row);
    }
    report_onto_end(making);
}

/* -- pages -------------------------------------------------------------------------------- */

/* A round of a record, C2026-000007/2, is told on the record's page. */
static char *record_of(const struct svc_line *line)
{
    return svc_strndup(line->record, strcspn(line->record, "/"));
}

static bool of_record(const struct svc_line *line, const void *no)
{
    size_t len = strlen(no);
    return strncmp(line->record, no, len) == 0 && (!line->record[len] || line->record[len] == '/');
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void make_record(struct report_making *making, const struct svc_registered *of, const char *no)
{
    struct svc_call *call = making->call;
    const struct svc_register *was = call->reg;
    char *name = svc_book_name("record", no), *title = svc_format("%s %s", svc_chinese(of->reg->one), no);
    struct svc_page *page = svc_book_page(making->book, name, title);
    call->reg = of->reg;
    put_values(making, page, of->reg, no);
    report_section(page, "lines");
    report_put_lines(making, page, "考核明细", of_record, no);
    put_clocks(making, page, of->noun, no);
    put_links(making, page, no);
    put_history(making, page, no);
    call->reg = was;
    free(title);
    free(name);
}

static void put_list(struct report_making *making, char **no, size_t count)
{
    static const struct svc_column columns[] = {
        { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "" },
        { .name = "register", .type = SVC_TYPE_CODE, .label = "登记簿", .help = "" },
        { 0 }
    };
    struct svc_page *page = svc_book_page(making->book, "records", report_chapter("records"));
    report_onto(making, page);
    svc_print_title(making->call, "有考核明细的记录");
    svc_print_begin(making->call, columns);
    for (size_t i = 0; i < count; i++) {
        const struct svc_registered *of = svc_registered_of(no[i]);
        struct svc_value row[] = { svc_value_text(no[i]), svc_value_text(of ? svc_chinese(of->reg->one) : "") };
        svc_print_row(making->call, row);
    }
    report_onto_end(making);
}

void report_make_records(struct report_making *making)
{
    char **no = svc_alloc((making->lines->count + 1) * sizeof *no);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < making->lines->count; i++)
        if (making->lines->line[i].record)
            no[count++] = record_of(&making->lines->line[i]);
    if (count > 1)
        qsort(no, count, sizeof *no, by_text);
    for (size_t i = 0; i < count; i++) {
        if (kept && strcmp(no[kept - 1], no[i]) == 0)
            free(no[i]);
        else
            no[kept++] = no[i];
    }
    for (size_t i = 0; i < kept; i++) {
        const struct svc_registered *of = svc_registered_of(no[i]);
        if (of)
            make_record(making, of, no[i]);
    }
    put_list(making, no, kept);
    for (size_t i = 0; i < kept; i++)
        free(no[i]);
    free(no);
}
