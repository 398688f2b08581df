/* svc-complaint: complaints from intake to determination. The entry is at the bottom. */
#include "svc-complaint.h"

#include <string.h>

#include "svc/import.h"
#include "svc/level.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/when.h"

#define YES_NO "yes|no|undetermined"

static const struct svc_column columns[] = {
    [C_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought", NULL, NULL },
    [C_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL },
    [C_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source", NULL, NULL },
    [C_RECEIVED_AT] = { "received_at", SVC_TYPE_TIME, SVC_REQUIRED, "受理时间", "when the customer spoke", NULL, NULL },
    [C_CHANNEL] = { "channel", SVC_TYPE_WORD, SVC_REQUIRED, "渠道", "how it came",
      "hotline|counter|letter|web|12345|regulator|media|monitor|internal", NULL },
    [C_CUSTOMER] = { "customer", SVC_TYPE_CODE, 0, "客户号", "customer number; empty for anonymous", NULL, NULL },
    [C_CALLER] = { "caller", SVC_TYPE_CODE, SVC_NAME, "联系人", "who spoke", NULL, NULL },
    [C_PHONE] = { "phone", SVC_TYPE_PHONE, SVC_PHONE, "电话", "telephone", NULL, NULL },
    [C_ADDRESS] = { "address", SVC_TYPE_CODE, SVC_ADDRESS, "地址", "address", NULL, NULL },
    [C_CATEGORY] = { "category", SVC_TYPE_WORD, SVC_REQUIRED, "类别", "what it is about",
      "conduct|billing|installation|gas_on|repair|safety_check|supply|information|online|other",
      NULL },
    [C_SUBJECT] = { "subject", SVC_TYPE_TEXT, 0, "主题", "one line", NULL, NULL },
    [C_CONTENT] = { "content", SVC_TYPE_TEXT, SVC_REQUIRED, "内容", "what the customer said", NULL, NULL },
    [C_LEVEL_INITIAL] = { "level_initial", SVC_TYPE_INT, 0, "初定级别", "level proposed at intake", "1|2|3", NULL },
    [C_LEVEL] = { "level", SVC_TYPE_INT, 0, "级别", "level in force; 1 is the worst", "1|2|3", NULL },
    [C_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "department it stands with; at intake a suggestion", NULL,
      "dept" },
    [C_PERSON] = { "person", SVC_TYPE_CODE, 0, "责任人", "person responsible", NULL, "person" },
    [C_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "follows from the times",
      "open|assigned|responded|proposed|closed", NULL },
    [C_ASSIGNED_AT] = { "assigned_at", SVC_TYPE_TIME, 0, "派单时间", "handed to a department", NULL, NULL },
    [C_RESPONDED_AT] = { "responded_at", SVC_TYPE_TIME, 0, "响应时间", "first answer to the customer", NULL, NULL },
    [C_SOLUTION_AT] = { "solution_at", SVC_TYPE_TIME, 0, "方案时间", "solution told to the customer", NULL, NULL },
    [C_SOLUTION] = { "solution", SVC_TYPE_TEXT, 0, "解决方案", "the solution", NULL, NULL },
    [C_CLOSED_AT] = { "closed_at", SVC_TYPE_TIME, 0, "办结时间", "closed", NULL, NULL },
    [C_CAUSE] = { "cause", SVC_TYPE_CODE, 0, "原因代码", "cause code", NULL, NULL },
    [C_VALID] = { "valid", SVC_TYPE_WORD, 0, "是否有效", "determined to be a complaint", YES_NO, NULL },
    [C_RESPONSIBLE] = { "responsible", SVC_TYPE_WORD, 0, "是否有责", "determined to be the company's fault", YES_NO,
      NULL },
    [C_DETERMINED_AT] = { "determined_at", SVC_TYPE_TIME, 0, "认定时间", "when level and fault were determined", NULL,
      NULL },
    [C_CLAUSE] = { "clause", SVC_TYPE_CODE, 0, "奖惩条款", "penalty clause named by the determination", NULL,
      NULL },
    [C_REPEAT_OF] = { "repeat_of", SVC_TYPE_CODE, 0, "重复投诉", "closed complaint that this repeats", NULL,
      NULL },
    [C_PLAN] = { "plan", SVC_TYPE_CODE, 0, "应急预案", "contingency plan used; a level 1 needs it", NULL,
      NULL },
    [C_RESPOND_DUE] = { "respond_due", SVC_TYPE_TIME, SVC_OWN, "响应时限", "deadline of the first answer", NULL,
      NULL },
    [C_SOLUTION_DUE] = { "solution_due", SVC_TYPE_TIME, SVC_OWN, "方案时限", "deadline of the solution", NULL, NULL },
    [C_CLOSE_DUE] = { "close_due", SVC_TYPE_TIME, SVC_OWN, "办结时限", "deadline of closing", NULL, NULL },
    [C_CALLBACK_DUE] = { "callback_due", SVC_TYPE_TIME, SVC_OWN, "回访时限", "deadline of the call-back", NULL, NULL },
    [C_PROVISIONAL] = { "provisional", SVC_TYPE_CODE, SVC_OWN, "暂定时限",
      "clocks that reach into a year without calendar", NULL, NULL },
    [C_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded here", NULL, NULL },
    [C_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    [C_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [C_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [C_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register complaint_register = {
    .name = "complaints", .one = "complaint", .help = "what customers complained of",
    .table = "complaint", .letter = 'C', .fact = "received_at", .columns = columns
};

/* -- intake ------------------------------------------------------------------------------- */

/* The states in order of life, each with the time that brings a complaint there. */
static const struct {
    const char *state;
    enum complaint_column at;
} life[] = { { "assigned", C_ASSIGNED_AT }, { "responded", C_RESPONDED_AT },
             { "proposed", C_SOLUTION_AT }, { "closed", C_CLOSED_AT } };

/* No time of a complaint lies before it was received, none in the future. Times are canonical
 * text, so bytes compare as moments do. */
static void check_times(struct svc_import *in, struct svc_value *values)
{
    static const enum complaint_column times[] = { C_RECEIVED_AT, C_ASSIGNED_AT, C_RESPONDED_AT,
                                                   C_SOLUTION_AT, C_CLOSED_AT,
                                                   C_DETERMINED_AT };
    char now[SVC_WHEN_SIZE];
    const char *received = values[C_RECEIVED_AT].text;
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct svc_value *time = &values[times[i]];
        if (!svc_value_given(time))
            continue;
        if (strcmp(time->text, received) < 0)
            svc_import_reject(in, columns[times[i]].name, "lies before the complaint was received");
        if (strcmp(time->text, now) > 0)
            svc_import_reject(in, columns[times[i]].name, "lies in the future");
    }
}

/* Completes one record: level, undetermined answers, state from the times, deadlines. */
static void fill(struct svc_import *in, struct svc_rules *rules, struct svc_value *values)
{
    struct svc_value *level = &values[C_LEVEL], *first = &values[C_LEVEL_INITIAL];
    if (!svc_value_given(level))
        *level = svc_value_given(first)
                     ? *first
                     : svc_value_number(svc_level_propose(values[C_CHANNEL].text));
    if (!svc_value_given(first))
        *first = *level;
    if (!svc_value_given(&values[C_VALID]))
        values[C_VALID] = svc_value_text("undetermined");
    if (!svc_value_given(&values[C_RESPONSIBLE]))
        values[C_RESPONSIBLE] = svc_value_text("undetermined");
    values[C_STATE] = svc_value_text("open");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++)
        if (svc_value_given(&values[life[i].at]))
            values[C_STATE] = svc_value_text(life[i].state);
    bool closed = svc_value_given(&values[C_CLOSED_AT]);
    if (closed && level->number == 1 && !svc_value_given(&values[C_PLAN]))
        svc_import_reject(in, "plan", "a closed complaint of level 1 needs its contingency plan");
    check_times(in, values);
    svc_rules_deadlines(rules, &complaint_register, values);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(in, rules, values);
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(rules);
    return code;
}

int complaint_add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

int complaint_import(struct svc_call *call)
{
    return take_in(call, svc_import_open(call));
}

/* -- the command -------------------------------------------------------------------------- */

#define TAKERS "agent;staff;team_leader;clerk;office;dept_head;admin;cron"
#define HANDLERS "agent;staff;team_leader;clerk;office;dept_head"

static const struct svc_verb verbs[] = {
    { "add", "", complaint_add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one complaint; prints its number" },
    { "import", "[FILE|-]", complaint_import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many complaints, all or none" },
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { "assign", "NO...|-", complaint_assign, assign_options, SVC_NEED_WRITE, HANDLERS,
      "hand complaints to a department" },
    { "respond", "NO...|-", complaint_respond, respond_options, SVC_NEED_WRITE, HANDLERS,
      "record the first answer to the customer" },
    { "propose", "NO...|-", complaint_propose, propose_options, SVC_NEED_WRITE, HANDLERS,
      "record that the solution was told" },
    { "close", "NO...|-", complaint_close, close_options, SVC_NEED_WRITE, HANDLERS,
      "close complaints" },
    { "determine", "NO...|-", complaint_determine, determine_options, SVC_NEED_WRITE, "office",
      "determine level, validity, responsibility" },
    { "explain", "NO...|-", complaint_explain, svc_output_options, SVC_NEED_READ, NULL,
      "show the arithmetic of the deadlines" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &complaint_register, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-complaint", .summary = "complaints from intake to determination",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
