/* svc-order: service orders of the dispatch system and their time limits. The entry is at the
 * bottom. */
#include "order.h"

#include <stdio.h>
#include <string.h>

#include "svc/change.h"
#include "svc/explain.h"
#include "svc/import.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/tier.h"

static const struct svc_column columns[] = {
    [O_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [O_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL,
                   NULL },
    [O_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号",
                      "its number there; key with source", NULL, NULL },
    [O_BUSINESS] = { "business", SVC_TYPE_WORD, SVC_REQUIRED, "业务类型",
                     "what is done; its limits are those of this matter",
                     "install|gas_on|repair|pipe_change|emergency|safety_check|name_transfer|"
                     "stop_notice|restore|other", NULL },
    [O_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "department that does it", NULL, "dept" },
    [O_PERSON] = { "person", SVC_TYPE_CODE, SVC_SET, "处理人", "person who does it", NULL,
                   "person" },
    [O_CUSTOMER] = { "customer", SVC_TYPE_CODE, 0, "客户号", "customer number", NULL, NULL },
    [O_TIER] = { "tier", SVC_TYPE_CODE, SVC_OWN, "服务等级", "the customer's tier on that day",
                 NULL, NULL },
    [O_KIND] = { "kind", SVC_TYPE_CODE, SVC_OWN, "客户性质", "person or unit, as registered", NULL,
                 NULL },
    [O_CUSTOMER_KIND] = { "customer_kind", SVC_TYPE_WORD, 0, "用户类别",
                          "as registered, unless brought", "home|business", NULL },
    [O_CLASS] = { "class", SVC_TYPE_CODE, SVC_OWN, "用气类别", "the customer's class on that day",
                  NULL, NULL },
    [O_ACCEPTED_AT] = { "accepted_at", SVC_TYPE_TIME, SVC_REQUIRED, "受理时间",
                        "when the order was taken", NULL, NULL },
    [O_PAPERS_COMPLETE_AT] = { "papers_complete_at", SVC_TYPE_TIME, 0, "手续完善",
                               "the customer's papers were complete", NULL, NULL },
    [O_SURVEY_READY_AT] = { "survey_ready_at", SVC_TYPE_TIME, 0, "具备查勘条件",
                            "a survey became possible", NULL, NULL },
    [O_INSTALL_READY_AT] = { "install_ready_at", SVC_TYPE_TIME, 0, "具备安装条件",
                             "the installation became possible", NULL, NULL },
    [O_APPOINTED_AT] = { "appointed_at", SVC_TYPE_TIME, 0, "预约时间",
                         "when the customer wants the visit; wins over the limit", NULL, NULL },
    [O_CONTRACT_DAY] = { "contract_day", SVC_TYPE_DAY, 0, "合同期限",
                         "last day the contract allows; wins over the limit", NULL, NULL },
    [O_SURVEYED_AT] = { "surveyed_at", SVC_TYPE_TIME, 0, "查勘时间", "surveyed", NULL, NULL },
    [O_NOTIFIED_AT] = { "notified_at", SVC_TYPE_TIME, 0, "通知时间",
                        "customers were told of the stop", NULL, NULL },
    [O_STOPPED_AT] = { "stopped_at", SVC_TYPE_TIME, 0, "停气时间",
                       "supply stopped, or to be stopped", NULL, NULL },
    [O_ARRIVED_AT] = { "arrived_at", SVC_TYPE_TIME, 0, "到场时间", "arrived at the customer", NULL,
                       NULL },
    [O_SOLUTION_AT] = { "solution_at", SVC_TYPE_TIME, 0, "方案时间",
                        "solution and its date told to the customer", NULL, NULL },
    [O_FINISHED_AT] = { "finished_at", SVC_TYPE_TIME, 0, "完成时间", "finished", NULL, NULL },
    [O_CANCELLED_AT] = { "cancelled_at", SVC_TYPE_TIME, 0, "取消时间", "cancelled", NULL, NULL },
    [O_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "follows from the times",
                  "accepted|appointed|arrived|finished|cancelled", NULL },
    [O_CONTENT] = { "content", SVC_TYPE_TEXT, SVC_SET, "内容", "what is to be done", NULL, NULL },
    [O_APPLY_DUE] = { "apply_due", SVC_TYPE_TIME, SVC_OWN, "受理时限", "deadline of acceptance",
                      NULL, NULL },
    [O_SURVEY_DUE] = { "survey_due", SVC_TYPE_TIME, SVC_OWN, "查勘时限", "deadline of the survey",
                       NULL, NULL },
    [O_NOTICE_DUE] = { "notice_due", SVC_TYPE_TIME, SVC_OWN, "通知时限", "deadline of the notice",
                       NULL, NULL },
    [O_ARRIVE_DUE] = { "arrive_due", SVC_TYPE_TIME, SVC_OWN, "到场时限", "deadline of arrival",
                       NULL, NULL },
    [O_SOLUTION_DUE] = { "solution_due", SVC_TYPE_TIME, SVC_OWN, "方案时限",
                         "deadline of the solution", NULL, NULL },
    [O_FINISH_DUE] = { "finish_due", SVC_TYPE_TIME, SVC_OWN, "完成时限", "deadline of finishing",
                       NULL, NULL },
    [O_PROVISIONAL] = { "provisional", SVC_TYPE_CODE, SVC_OWN, "暂定时限",
                        "clocks that reach into a year without calendar", NULL, NULL },
    [O_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间",
                        "when it was recorded here", NULL, NULL },
    [O_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [O_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [O_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [O_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register order_register = {
    .name = "orders", .one = "order", .help = "service orders and their time limits",
    .table = "service_order", .letter = 'O', .fact = "accepted_at", .columns = columns
};

/* -- intake ------------------------------------------------------------------------------- */

static bool is_given(const struct svc_value *values, enum order_column at)
{
    return svc_value_given(&values[at]);
}

/* Times are canonical text, so bytes compare as moments do. A visit, a contract and a stop are
 * planned and may lie ahead; papers, readiness and a stop may come before the order. */
static void check_times(struct svc_import *in, const struct svc_value *values)
{
    static const struct {
        enum order_column at;
        bool planned, before;
    } times[] = {
        { O_ACCEPTED_AT, false, false },        { O_PAPERS_COMPLETE_AT, false, true },
        { O_SURVEY_READY_AT, false, true },     { O_INSTALL_READY_AT, false, true },
        { O_APPOINTED_AT, true, false },        { O_SURVEYED_AT, false, false },
        { O_NOTIFIED_AT, false, false },        { O_STOPPED_AT, true, true },
        { O_ARRIVED_AT, false, false },         { O_SOLUTION_AT, false, false },
        { O_FINISHED_AT, false, false },        { O_CANCELLED_AT, false, false },
    };
    char now[SVC_WHEN_SIZE];
    const char *accepted = values[O_ACCEPTED_AT].text;
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const char *time = values[times[i].at].text, *column = columns[times[i].at].name;
        if (!is_given(values, times[i].at))
            continue;
        if (!times[i].before && strcmp(time, accepted) < 0)
            svc_import_reject(in, column, "lies before the order was accepted");
        if (!times[i].planned && strcmp(time, now) > 0)
            svc_import_reject(in, column, "lies in the future");
    }
    if (is_given(values, O_CONTRACT_DAY) &&
        strncmp(values[O_CONTRACT_DAY].text, accepted, SVC_DAY_SIZE - 1) < 0)
        svc_import_reject(in, "contract_day", "lies before the order was accepted");
}

/* Nothing is done after the end; and an end is one of two. */
static void check_end(struct svc_import *in, const struct svc_value *values)
{
    static const enum order_column steps[] = { O_SURVEYED_AT, O_ARRIVED_AT, O_SOLUTION_AT };
    bool finished = is_given(values, O_FINISHED_AT), cancelled = is_given(values, O_CANCELLED_AT);
    const char *end = values[finished ? O_FINISHED_AT : O_CANCELLED_AT].text;
    if (finished && cancelled)
        svc_import_reject(in, "cancelled_at", "an order is finished or cancelled, not both");
    for (size_t i = 0; (finished || cancelled) && i < sizeof steps / sizeof *steps; i++)
        if (is_given(values, steps[i]) && strcmp(values[steps[i]].text, end) > 0)
            svc_import_reject(in, columns[steps[i]].name, "lies after the order was %s",
                              finished ? "finished" : "cancelled");
    if (is_given(values, O_APPOINTED_AT) && strcmp(values[O_BUSINESS].text, "emergency") == 0)
        svc_import_reject(in, "appointed_at", "an emergency waits for no appointment");
}

/* Nature, kind and class of the customer as registered, and the tier that it has on the order's
 * day; they stay with it. A kind that the record brings itself stands. */
static void take_customer(struct svc_call *call, struct svc_value *values, bool kind_brought)
{
    static struct svc_tier tier;
    tier = (struct svc_tier){ .tier = "" };
    if (is_given(values, O_CUSTOMER))
        svc_tier_on(call->db, values[O_CUSTOMER].text, values[O_ACCEPTED_AT].text, &tier);
    values[O_TIER] = svc_value_text(tier.tier);
    values[O_KIND] = svc_value_text(tier.kind);
    values[O_CLASS] = svc_value_text(tier.class);
    if (!kind_brought)
        values[O_CUSTOMER_KIND] = svc_value_text(tier.customer_kind);
}

/* The states in order of life, each with the time that brings an order there. */
static const struct {
    const char *state;
    enum order_column at;
} life[] = { { "appointed", O_APPOINTED_AT }, { "arrived", O_ARRIVED_AT },
             { "finished", O_FINISHED_AT }, { "cancelled", O_CANCELLED_AT } };

/* Completes one record: the customer as it was, state from the times, deadlines. */
static void fill(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                 struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(in);
    if (!is_given(values, O_ACCEPTED_AT))
        return;
    check_times(in, values);
    check_end(in, values);
    bool asks = !before || !is_given(values, O_CUSTOMER_KIND) ||
                !svc_value_same(&before[O_CUSTOMER], &values[O_CUSTOMER]) ||
                !svc_value_same(&before[O_ACCEPTED_AT], &values[O_ACCEPTED_AT]);
    bool brought = is_given(values, O_CUSTOMER_KIND) &&
                   !(before && svc_value_same(&before[O_CUSTOMER_KIND], &values[O_CUSTOMER_KIND]));
    if (asks)
        take_customer(call, values, brought);
    values[O_STATE] = svc_value_text("accepted");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++)
        if (is_given(values, life[i].at))
            values[O_STATE] = svc_value_text(life[i].state);
    svc_rules_deadlines(rules, &order_register, values);
}

/* Keeps with which department the order stood until now. */
static void keep_move(struct svc_call *call, const struct svc_value *before)
{
    svc_change_insert(call, "order_move", before[O_NO].text,
        "INSERT INTO order_move (no, moved_at, from_dept, event) VALUES (?1, ?2, ?3, ?4)"
        " RETURNING *", "swsi", before[O_NO].text, svc_now(), before[O_DEPT].text,
        svc_event_head(call->db).seq + 1);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        fill(in, call, rules, values);
        if (before && !svc_value_same(&before[O_DEPT], &values[O_DEPT]))
            keep_move(call, before);
    }
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(rules);
    return code;
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    struct svc_import *in = svc_import_open(call);
    svc_import_finds_by(in, "no");
    return take_in(call, in);
}

/* -- the command -------------------------------------------------------------------------- */

#define TAKERS "agent;staff;team_leader;clerk;office;dept_head;admin;cron"
#define HANDLERS "agent;staff;team_leader;clerk;office;dept_head"

static const struct svc_verb verbs[] = {
    { "add", "", add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one order; prints its number" },
    { "import", "[FILE|-]", import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many orders, all or none" },
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    SVC_STOCK_SET("", HANDLERS),
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { "limits", "NO...|-", svc_explain, svc_output_options, SVC_NEED_READ, NULL,
      "which limits apply to orders, why, and their arithmetic" },
    { "overdue", NULL, order_overdue, overdue_options, SVC_NEED_READ, NULL,
      "open orders past a limit, the longest first" },
    { "rate", NULL, order_rate, rate_options, SVC_NEED_READ, NULL,
      "limits and orders kept in time, each with numerator and denominator" },
    { "check7653", "NO...|-", order_check7653, check7653_options, SVC_NEED_WRITE, HANDLERS,
      "record what of the 7653 standard a visit kept or broke" },
    { "visits", "[NO...|-]", order_visits, svc_output_options, SVC_NEED_READ, NULL,
      "the 7653 items, and what was found of them on visits" },
    { "stats", NULL, order_stats, rate_options, SVC_NEED_READ, NULL,
      "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &order_register, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-order", .summary = "service orders and their time limits",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
