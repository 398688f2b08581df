/* due: what waits for somebody. late: tasks that were entered late, as errors. rights: whose rights to enter
 * are to be proposed for withdrawal. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/buf.h"
#include "svc/clock.h"
#include "svc/duty.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/sql.h"

static const char *only;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &only, .arg = "task|fix|decide|close|sign|monthly",
      .help = "this kind alone", .list = "entry.due" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

int entry_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    struct svc_duties found = { .kind = only, .dept = svc_due_given.dept,
                                .horizon = svc_due_horizon(policy, svc_due_ever()) };
    if (!svc_due_rests(policy))
        svc_duties_read(&found, svc_query(call->db, svc_sql("entry/due"), "w", svc_now()));
    size_t count = svc_duties_print(call, &found, "entry.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}

/* -- late --------------------------------------------------------------------------------- */

static const struct svc_column late_columns[] = {
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "svc-entry" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", .help = "the task" },
    { .name = "found_at", .type = SVC_TYPE_TIME, .label = "发现时间", .help = "when it was entered at last" },
    { .name = "register", .type = SVC_TYPE_CODE, .label = "台账", .help = "where the record stands" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号", .help = "the record" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "whose data it is" },
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "what was to be entered",
      .list = "entry.field" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错类型", .help = "late", .list = "entry.error" },
    { .name = "operator", .type = SVC_TYPE_CODE, .label = "录入人", .help = "who enters it" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "录入部门", .help = "department that entered it" },
    { .name = "entered_at", .type = SVC_TYPE_TIME, .label = "录入时间", .help = "the same moment" },
    { 0 }
};

/* What was not entered at all is chased by `due`, until it is. */
int entry_late(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    svc_print_query(call, late_columns, svc_query(call->db,
        "SELECT 'svc-entry', no, entered_at, register, record, customer, matter, 'late', person, dept,"
        "       entered_at"
        "  FROM entry_task WHERE entered_at > due_at AND due_at >= ?1 AND due_at < ?2 ORDER BY due_at, no",
        "ww", period->from, period->until));
    return svc_finish(call);
}

/* -- rights ------------------------------------------------------------------------------- */

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the training that did not help, or the complaint, and whose it is" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错编号", .help = "the error that made it so" },
    { .name = "occurred_at", .type = SVC_TYPE_CODE, .label = "发生时间", .help = "when it was found" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "操作人", .help = "whose rights" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the person's department" },
    { .name = "errors", .type = SVC_TYPE_INT, .label = "再错次数",
      .help = "errors of the window since the training" },
    { .name = "training", .type = SVC_TYPE_CODE, .label = "培训", .help = "the training before them" },
    { .name = "complaint", .type = SVC_TYPE_CODE, .label = "引发投诉", .help = "that the slip caused" },
    { .name = "facts", .type = SVC_TYPE_TEXT, .label = "事实",
      .help = "the training, or the complaint, and the errors that count" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "that entry.rights fires" },
    { 0 }
};

/* An error counts that stands, and whose audit, if it has one, is final. */
#define COUNTS "(e.state IN ('open', 'fixed') AND COALESCE((SELECT a.state FROM entry_audit a" \
               " WHERE a.no = e.audit), 'final') = 'final')"

/* The latest training of the error's group that the person had before it. */
static char *training_of(struct svc_call *call, const char *person, const char *grp, const char *found)
{
    return svc_one(call->db,
        "SELECT t.no FROM entry_training t WHERE t.person = ?1 AND t.trained_at < ?3"
        "   AND (t.grp IS NULL OR t.grp = ?2) ORDER BY t.trained_at DESC, t.no DESC LIMIT 1", "sss", person,
        grp, found);
}

/* The errors of the person in that group behind the training, inside of the window that ends with this
 * one, of those found at the same moment by their numbers; all go to `facts`. */
static int64_t count_errors(struct svc_call *call, const char *person, const char *grp, const char *training,
                            svc_when from, const char *until, const char *no, struct svc_buf *facts)
{
    int64_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT e.no FROM entry_error e JOIN entry_training t ON t.no = ?3"
        " WHERE e.operator = ?1 AND (t.grp IS NULL OR e.grp = t.grp OR ?2 IS NULL)"
        "   AND e.found_at > t.trained_at AND e.found_at >= ?4"
        "   AND (e.found_at < ?5 OR (e.found_at = ?5 AND e.no <= ?6)) AND " COUNTS
        " ORDER BY e.found_at, e.no", "ssswss", person, grp, training, from, until, no);
    while (svc_next(q)) {
        svc_buf_printf(facts, " %s", svc_text(q, 0));
        count++;
    }
    return count;
}

static void print_right(struct svc_call *call, struct svc_query *q, int64_t errors, const char *training,
                        const char *facts)
{
    /* The errors have cost points, each a fact of its own; what is proposed is another one. */
    char *no = svc_format("%s/%s", svc_is_null(q, 5) ? training : svc_text(q, 5), svc_text(q, 2));
    struct svc_value row[] = {
        svc_value_text(no), svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
        svc_value_text(svc_text(q, 2)), svc_value_text(svc_text(q, 3)), svc_value_number(errors), svc_value_text(training),
        svc_value_text(svc_text(q, 5)), svc_value_text(facts), svc_value_text(svc_text(q, 6))
    };
    svc_print_row(call, row);
    free(no);
}

static void judge(struct svc_call *call, struct svc_rules *rules, struct svc_query *q)
{
    svc_when found = svc_moment(q, 1);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(found));
    const char *window = svc_policy_param(policy, "entry_repeat_window");
    int64_t most = svc_policy_number(policy, "entry_repeat", 300) / 100;
    struct svc_length length = { .count = 90, .unit = SVC_UNIT_D };
    const char *person = svc_text(q, 2), *grp = svc_text(q, 4);
    struct svc_buf facts = { 0 };
    if (window && (svc_length_parse(window, &length) || length.unit != SVC_UNIT_D))
        svc_die(SVC_CONFIG, "the policy's entry_repeat_window is not a number of days, such as 90d");
    char *training = training_of(call, person, grp, svc_text(q, 1));
    int64_t errors = 0;
    svc_buf_puts(&facts, training ? training : "");
    if (training)
        errors = count_errors(call, person, grp, training,
                              svc_day_start(svc_when_day(found) - (svc_day)length.count), svc_text(q, 1),
                              svc_text(q, 0), &facts);
    if (!svc_is_null(q, 5))
        svc_buf_printf(&facts, "%s%s %s", facts.len ? "；" : "", svc_text(q, 5), svc_text(q, 0));
    if (errors == most || !svc_is_null(q, 5)) /* the one that reached it; those behind it say no more */
        print_right(call, q, errors, training, facts.data);
    svc_buf_free(&facts);
    free(training);
}

int entry_propose_rights(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_print_begin(call, columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT e.no, e.found_at, e.operator, e.dept, e.grp, e.complaint,"
        "       (SELECT MIN(s.clause) FROM fired s WHERE s.event = 'entry.rights'"
        "           AND s.from_day <= substr(e.found_at, 1, 10) AND s.until_day > substr(e.found_at, 1, 10))"
        "  FROM entry_error e WHERE e.operator IS NOT NULL AND " COUNTS
        "   AND e.found_at >= ?1 AND e.found_at < ?2 ORDER BY e.found_at, e.no", "ww", period->from,
        period->until);
    while (svc_next(q))
        judge(call, rules, q);
    svc_rules_close(rules);
    return svc_finish(call);
}
