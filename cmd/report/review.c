/* svc-report review, note: what a department says of its month, what the records give and what
 * stands, side by side, with the reviewer's note. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/frame.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/print.h"
#include "svc/refusal.h"

static struct {
    const char *dept, *item, *text;
} opt;

const struct svc_option report_review_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option report_note_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the open month" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "the department", .table = "dept" },
    { .name = "item", .type = SVC_OPT_TEXT, .to = &opt.item, .arg = "ITEM", .list = "item",
      .help = "the sheet's column" },
    { .name = "text", .type = SVC_OPT_TEXT, .to = &opt.text, .arg = "TEXT",
      .help = "the note" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* Whether the actor is of the department, or its head. */
static bool is_of(struct svc_call *call, const char *dept)
{
    char today[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(svc_now()), today);
    char *head = svc_org_head(call->db, dept, today);
    bool heads = head && strcmp(head, call->actor.person) == 0;
    free(head);
    return heads || svc_org_in(call->db, call->actor.person, dept, today);
}

/* Before the lock is taken nobody knows whether the month stays open. */
static void check_open(struct svc_call *call, const char *period, svc_when from)
{
    if (from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun; nothing was applied", period);
    if (report_closed(call, period))
        svc_deny(call, SVC_REFUSED, NULL,
                 "%s is closed: what was said of it stays as it is; nothing was applied", period);
}

void report_take_selfscore(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    struct svc_period month;
    if (!svc_period_parse(values[H_PERIOD].text, &month))
        check_open(call, month.name, month.from);
    if (!svc_call_holds(call, "office;clerk") && !is_of(call, values[H_DEPT].text))
        svc_import_reject(in, "dept", "is not your own department");
}

/* -- review ------------------------------------------------------------------------------- */

static const struct svc_column review_columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department", .table = "dept" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "考核项", .help = "column of the sheet",
      .list = "item" },
    { .name = "self", .type = SVC_TYPE_POINTS, .label = "自评分",
      .help = "what the department gives itself" },
    { .name = "computed", .type = SVC_TYPE_POINTS, .label = "核算分",
      .help = "sum of the month's final lines, before caps" },
    { .name = "approved", .type = SVC_TYPE_POINTS, .label = "审定分",
      .help = "what the closed sheet says; empty while it is open" },
    { .name = "difference", .type = SVC_TYPE_POINTS, .label = "差异",
      .help = "self less computed" },
    { .name = "comment", .type = SVC_TYPE_TEXT, .label = "自评说明",
      .help = "what the department says of it" },
    { .name = "note", .type = SVC_TYPE_TEXT, .label = "复核意见",
      .help = "the reviewer's last note" },
    { .name = "noted_by", .type = SVC_TYPE_CODE, .label = "复核人", .help = "whose note it is",
      .table = "person" },
    { 0 }
};

struct review {
    struct svc_call *call;
    const struct report_month *month;
};

/* An item of a department is worth a row when somebody says something of it. */
static void print_item(const struct review *review, const char *dept, const char *item,
                       int64_t computed)
{
    struct svc_query *q = svc_query(review->call->db,
        "SELECT (SELECT points FROM selfscore WHERE period = ?1 AND dept = ?2 AND item = ?3),"
        "       (SELECT comment FROM selfscore WHERE period = ?1 AND dept = ?2 AND item = ?3),"
        "       (SELECT note FROM review_note WHERE period = ?1 AND dept = ?2 AND item = ?3"
        "         ORDER BY event DESC LIMIT 1),"
        "       (SELECT noted_by FROM review_note WHERE period = ?1 AND dept = ?2 AND item = ?3"
        "         ORDER BY event DESC LIMIT 1)",
        "sss", review->month->period->name, dept, item);
    while (svc_next(q)) {
        bool scored = !svc_is_null(q, 0);
        if (!scored && computed == 0 && svc_is_null(q, 2))
            continue;
        struct svc_value none = svc_value_text(NULL);
        struct svc_value row[] = {
            svc_value_text(dept), svc_value_text(item),
            scored ? svc_value_number(svc_int(q, 0)) : none, svc_value_number(computed),
            review->month->revision ? svc_value_number(computed) : none,
            scored ? svc_value_number(svc_int(q, 0) - computed) : none,
            svc_value_text(svc_text(q, 1)), svc_value_text(svc_text(q, 2)),
            svc_value_text(svc_text(q, 3))
        };
        svc_print_row(review->call, row);
    }
}

/* A row of the sheet is a department with its items. */
static void print_dept(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    for (size_t i = 0; columns[i].name; i++)
        if (report_is_item(&columns[i]))
            print_item(ctx, values[0].text, columns[i].name, values[i].number);
}

int report_review(struct svc_call *call)
{
    struct report_month month = report_month(call);
    char title[SVC_PERIOD_SIZE], day[SVC_DAY_SIZE];
    struct review review = { call, &month };
    svc_print_title(call, "%s 自评与考核对照表", svc_period_title(month.period, title));
    svc_frame(call, &(struct svc_frame){ .dept = opt.dept, .period = title, .points = true, .keys = 2,
                                         .until = svc_day_format(svc_when_day(month.period->until) - 1, day) });
    svc_print_begin(call, review_columns);
    if (month.revision) {
        report_stored_sheet(call, &month, false, opt.dept, SVC_ENGLISH, print_dept, &review);
    } else {
        struct svc_lines lines = report_lines(call, month.period);
        report_sheet_rows(call, month.period, &lines, false, opt.dept, print_dept, &review);
        svc_lines_free(&lines);
    }
    svc_print_foot(call, call->title, NULL);
    return svc_finish(call);
}

/* -- note --------------------------------------------------------------------------------- */

int report_note(struct svc_call *call)
{
    const struct svc_period *month = svc_call_period(true);
    svc_call_begin(call);
    check_open(call, month->name, month->from);
    char *record = svc_format("%s/%s/%s", month->name, opt.dept, opt.item);
    if (is_of(call, opt.dept))
        svc_refuse(call, SVC_REFUSED, record, "nobody reviews the sheet of the own department");
    else
        svc_change_insert(call, "review_note", record,
            "INSERT INTO review_note (period, dept, item, note, noted_at, noted_by, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "sssswse", month->name, opt.dept,
            opt.item, opt.text, svc_now(), call->actor.person);
    free(record);
    svc_call_commit(call);
    return svc_finish(call);
}
