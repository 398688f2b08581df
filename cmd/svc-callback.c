/* svc-callback: call-back tasks and what came of them. The entry is at the bottom. */
#include <string.h>

#include "svc/import.h"
#include "svc/rules.h"
#include "svc/stock.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum callback_column {
    B_NO, B_SOURCE, B_SOURCE_NO, B_REGISTER, B_RECORD, B_BUSINESS, B_PLAN, B_STRATUM, B_DEPT,
    B_PERSON, B_CUSTOMER, B_TIER, B_CUSTOMER_KIND, B_PLANNED_AT, B_WINDOW_FROM, B_WINDOW_TO,
    B_LATE, B_CALLER, B_ATTEMPTS, B_ATTEMPTED_AT, B_CALLED_AT, B_UNREACHABLE_AT, B_CANCELLED_AT,
    B_OVERALL, B_SATISFIED, B_SOLVED, B_COMMENT, B_STATE, B_RECORDED_AT, B_RECORDED_BY, B_DIGEST,
    B_EVENT, B_COLUMNS
};

static const struct svc_column columns[] = {
    [B_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [B_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the task came from", NULL,
                   NULL },
    [B_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号",
                      "its number there; key with source", NULL, NULL },
    [B_REGISTER] = { "register", SVC_TYPE_WORD, 0, "台帐", "where the record stands",
                     "complaint|order", NULL },
    [B_RECORD] = { "record", SVC_TYPE_CODE, 0, "记录", "number of what is asked about", NULL,
                   NULL },
    [B_BUSINESS] = { "business", SVC_TYPE_WORD, SVC_REQUIRED, "业务类型", "what is asked about",
                     "complaint|install|gas_on|repair|pipe_change|emergency|safety_check|"
                     "name_transfer|stop_notice|restore|vip_monthly|other", NULL },
    [B_PLAN] = { "plan", SVC_TYPE_CODE, 0, "计划", "plan that drew it", NULL, NULL },
    [B_STRATUM] = { "stratum", SVC_TYPE_CODE, 0, "抽样层", "stratum it was drawn from", NULL,
                    NULL },
    [B_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "department of the handler; the record's unless "
                 "brought", NULL, "dept" },
    [B_PERSON] = { "person", SVC_TYPE_CODE, 0, "处理人", "the handler; the record's unless brought",
                   NULL, "person" },
    [B_CUSTOMER] = { "customer", SVC_TYPE_CODE, 0, "客户号", "the record's unless brought", NULL,
                     NULL },
    [B_TIER] = { "tier", SVC_TYPE_CODE, SVC_OWN, "服务等级", "as the record has it", NULL, NULL },
    [B_CUSTOMER_KIND] = { "customer_kind", SVC_TYPE_CODE, SVC_OWN, "用户类别",
                          "as the record has it", NULL, NULL },
    [B_PLANNED_AT] = { "planned_at", SVC_TYPE_TIME, SVC_REQUIRED, "计划时间",
                       "when the task was planned", NULL, NULL },
    [B_WINDOW_FROM] = { "window_from", SVC_TYPE_TIME, 0, "窗口起", "not to be called before", NULL,
                        NULL },
    [B_WINDOW_TO] = { "window_to", SVC_TYPE_TIME, 0, "窗口止", "to be called by", NULL, NULL },
    [B_LATE] = { "late", SVC_TYPE_WORD, SVC_OWN, "超窗", "planned when its window was over", "yes",
                 NULL },
    [B_CALLER] = { "caller", SVC_TYPE_CODE, 0, "回访人", "who calls; not the handler", NULL,
                   "person" },
    [B_ATTEMPTS] = { "attempts", SVC_TYPE_INT, 0, "呼叫次数", "how often it was tried", NULL,
                     NULL },
    [B_ATTEMPTED_AT] = { "attempted_at", SVC_TYPE_TIME, 0, "最近呼叫", "the last attempt", NULL,
                         NULL },
    [B_CALLED_AT] = { "called_at", SVC_TYPE_TIME, 0, "回访时间", "when the customer was reached",
                      NULL, NULL },
    [B_UNREACHABLE_AT] = { "unreachable_at", SVC_TYPE_TIME, 0, "放弃时间",
                           "when it was given up", NULL, NULL },
    [B_CANCELLED_AT] = { "cancelled_at", SVC_TYPE_TIME, 0, "取消时间", "when it was cancelled",
                         NULL, NULL },
    [B_OVERALL] = { "overall", SVC_TYPE_INT, 0, "总体评分", "10 is the best",
                    "1|2|3|4|5|6|7|8|9|10", NULL },
    [B_SATISFIED] = { "satisfied", SVC_TYPE_WORD, SVC_OWN, "满意程度",
                      "band of the overall score by the policy of that day",
                      "satisfied|fairly|dissatisfied", NULL },
    [B_SOLVED] = { "solved", SVC_TYPE_WORD, SVC_SET, "是否解决", "is it solved for the customer",
                   "yes|no", NULL },
    [B_COMMENT] = { "comment", SVC_TYPE_TEXT, SVC_SET, "客户意见", "what the customer said", NULL,
                    NULL },
    [B_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "follows from the times",
                  "planned|assigned|tried|reached|unreachable|cancelled", NULL },
    [B_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间",
                        "when it was recorded here", NULL, NULL },
    [B_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [B_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [B_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [B_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_register callbacks = {
    .name = "callbacks", .one = "call-back", .help = "call-back tasks and what came of them",
    .table = "callback", .letter = 'B', .fact = "planned_at", .columns = columns
};

/* -- intake ------------------------------------------------------------------------------- */

static bool is_given(const struct svc_value *values, enum callback_column at)
{
    return svc_value_given(&values[at]);
}

/* Times are canonical text, so bytes compare as moments do. */
static void check_times(struct svc_import *in, const struct svc_value *values)
{
    static const enum callback_column times[] = { B_PLANNED_AT, B_ATTEMPTED_AT, B_CALLED_AT,
                                                  B_UNREACHABLE_AT, B_CANCELLED_AT };
    char now[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (!is_given(values, times[i]))
            continue;
        if (strcmp(values[times[i]].text, values[B_PLANNED_AT].text) < 0)
            svc_import_reject(in, columns[times[i]].name, "lies before the call-back was planned");
        if (strcmp(values[times[i]].text, now) > 0)
            svc_import_reject(in, columns[times[i]].name, "lies in the future");
    }
    if (is_given(values, B_WINDOW_FROM) && is_given(values, B_WINDOW_TO) &&
        strcmp(values[B_WINDOW_FROM].text, values[B_WINDOW_TO].text) > 0)
        svc_import_reject(in, "window_from", "is later than window_to");
}

/* A task has one end, and answers come from a customer who was reached. */
static void check_end(struct svc_import *in, const struct svc_value *values)
{
    static const enum callback_column answers[] = { B_OVERALL, B_SOLVED, B_COMMENT };
    bool reached = is_given(values, B_CALLED_AT), given_up = is_given(values, B_UNREACHABLE_AT);
    if (reached && given_up)
        svc_import_reject(in, "unreachable_at", "the customer was reached");
    if ((reached || given_up) && is_given(values, B_CANCELLED_AT))
        svc_import_reject(in, "cancelled_at", "the call-back has ended otherwise");
    bool tried = reached || given_up || is_given(values, B_ATTEMPTED_AT);
    if (values[B_ATTEMPTS].number < tried)
        svc_import_reject(in, "attempts", tried ? "is below 1, but it was tried" : "is below 0");
    for (size_t i = 0; !reached && i < sizeof answers / sizeof *answers; i++)
        if (is_given(values, answers[i]))
            svc_import_reject(in, columns[answers[i]].name, "nobody was reached");
    if (is_given(values, B_CALLER) && svc_value_same(&values[B_CALLER], &values[B_PERSON]))
        svc_import_reject(in, "caller", "is the handler");
}

/* Handler and customer as the record has them, unless brought. A record without a register, or
 * one that is not there, is refused. */
static void take_record(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static const enum callback_column at[] = { B_TIER, B_CUSTOMER_KIND, B_DEPT, B_PERSON,
                                               B_CUSTOMER };
    static struct svc_buf word[5];
    if (is_given(values, B_REGISTER) != is_given(values, B_RECORD)) {
        bool alone = is_given(values, B_RECORD);
        svc_import_reject(in, alone ? "register" : "record", "register and record go together");
    }
    values[B_TIER] = values[B_CUSTOMER_KIND] = svc_value_text(NULL);
    if (!is_given(values, B_REGISTER) || !is_given(values, B_RECORD))
        return;
    bool order = strcmp(values[B_REGISTER].text, "order") == 0;
    struct svc_query *q = order
        ? svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                              "  FROM service_order WHERE no = ?1", "s", values[B_RECORD].text)
        : svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                              "  FROM complaint WHERE no = ?1", "s", values[B_RECORD].text);
    if (!svc_next(q)) {
        svc_import_reject(in, "record", "no such %s", order ? "order" : "complaint");
        return;
    }
    for (int i = 0; i < 5; i++) {
        if (svc_is_null(q, i) || is_given(values, at[i]))
            continue;
        svc_buf_clear(&word[i]);
        svc_buf_puts(&word[i], svc_text(q, i));
        values[at[i]] = svc_value_text(word[i].data);
    }
    svc_done(q);
}

/* satisfied, fairly or dissatisfied, by the bands of the policy in force at the call. */
static const char *band(struct svc_rules *rules, const struct svc_value *values)
{
    svc_when called;
    if (!is_given(values, B_OVERALL) || !is_given(values, B_CALLED_AT) ||
        svc_when_parse(values[B_CALLED_AT].text, &called))
        return NULL;
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(called));
    int64_t overall = 100 * values[B_OVERALL].number;
    return overall >= svc_policy_number(policy, "satisfied_min", INT64_MAX) ? "satisfied"
           : overall >= svc_policy_number(policy, "fairly_min", INT64_MAX)  ? "fairly"
                                                                            : "dissatisfied";
}

static const char *state_of(const struct svc_value *values)
{
    return is_given(values, B_CANCELLED_AT)     ? "cancelled"
           : is_given(values, B_CALLED_AT)      ? "reached"
           : is_given(values, B_UNREACHABLE_AT) ? "unreachable"
           : values[B_ATTEMPTS].number > 0      ? "tried"
           : is_given(values, B_CALLER)         ? "assigned"
                                                : "planned";
}

/* A task that is tried for the first time was tried once, unless the count is brought too. */
static void count_attempts(const struct svc_value *before, struct svc_value *values)
{
    bool tried = is_given(values, B_ATTEMPTED_AT) || is_given(values, B_CALLED_AT);
    bool stored = before && svc_value_same(&before[B_ATTEMPTS], &values[B_ATTEMPTS]);
    if (is_given(values, B_CALLED_AT) && !is_given(values, B_ATTEMPTED_AT))
        values[B_ATTEMPTED_AT] = values[B_CALLED_AT];
    if (!is_given(values, B_ATTEMPTS) || (stored && tried && values[B_ATTEMPTS].number == 0))
        values[B_ATTEMPTS] = svc_value_number(tried);
}

static void fill(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                 struct svc_value *values)
{
    if (!is_given(values, B_PLANNED_AT))
        return;
    take_record(in, call, values);
    count_attempts(svc_import_before(in), values);
    check_times(in, values);
    check_end(in, values);
    bool late = is_given(values, B_WINDOW_TO) &&
                strcmp(values[B_PLANNED_AT].text, values[B_WINDOW_TO].text) > 0;
    values[B_LATE] = svc_value_text(late ? "yes" : NULL);
    values[B_SATISFIED] = svc_value_text(band(rules, values));
    values[B_STATE] = svc_value_text(state_of(values));
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(in, call, rules, values);
    int code = svc_import_close(in);
    svc_rules_close(rules);
    return code;
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    return take_in(call, svc_import_open(call));
}

/* -- the command -------------------------------------------------------------------------- */

#define TAKERS "agent;staff;team_leader;clerk;office;dept_head;admin;cron"
#define HANDLERS "agent;staff;team_leader;clerk;office;dept_head"

static const struct svc_verb verbs[] = {
    { "add", "", add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one call-back; prints its number" },
    { "import", "[FILE|-]", import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many call-backs, all or none" },
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    SVC_STOCK_SET("", HANDLERS),
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &callbacks, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-callback", .summary = "call-back tasks and what came of them",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
