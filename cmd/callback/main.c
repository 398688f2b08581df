/* svc-callback: call-back tasks and what came of them. The entry is at the bottom. */
#include "callback.h"

#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/progress.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/tier.h"

#define SCORES "1|2|3|4|5|6|7|8|9|10"
#define ITEMS \
    "greeting|shoe_covers|cloth|safety|opinion|star_card|callback|question|request|matter|" \
    "complaint|mistake|alarm|favours|delay|rough_work|breach|fees"

static const struct svc_column columns[] = {
    [B_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [B_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the task came from", NULL,
                   NULL },
    [B_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号",
                      "its number there; key with source", NULL, NULL },
    [B_REGISTER] = { "register", SVC_TYPE_WORD, 0, "台帐", "where the record stands",
                     "complaint|order|customer", NULL },
    [B_RECORD] = { "record", SVC_TYPE_CODE, 0, "记录", "number of what is asked about", NULL,
                   NULL },
    [B_BUSINESS] = { "business", SVC_TYPE_WORD, SVC_REQUIRED, "业务类型", "what is asked about",
                     "complaint|install|gas_on|repair|pipe_change|emergency|safety_check|"
                     "name_transfer|stop_notice|restore|vip_monthly|other", NULL },
    [B_PLAN] = { "plan", SVC_TYPE_CODE, 0, "计划", "plan that drew it", NULL, NULL },
    [B_STRATUM] = { "stratum", SVC_TYPE_CODE, 0, "抽样层", "stratum it was drawn from", NULL,
                    NULL },
    [B_SECOND_OF] = { "second_of", SVC_TYPE_CODE, SVC_OWN, "首次回访",
                      "the call-back whose issue this one asks about again", NULL, NULL },
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
    [B_DISPOSITION] = { "disposition", SVC_TYPE_WORD, 0, "呼叫结果", "what the last attempt gave",
                        "reached|no_answer|busy|refused|wrong_number|powered_off|invalid", NULL },
    [B_CALLED_AT] = { "called_at", SVC_TYPE_TIME, 0, "回访时间", "when the customer was reached",
                      NULL, NULL },
    [B_UNREACHABLE_AT] = { "unreachable_at", SVC_TYPE_TIME, 0, "放弃时间",
                           "when it was given up", NULL, NULL },
    [B_CANCELLED_AT] = { "cancelled_at", SVC_TYPE_TIME, 0, "取消时间", "when it was cancelled",
                         NULL, NULL },
    [B_ATTITUDE] = { "attitude", SVC_TYPE_INT, 0, "态度评分", "10 is the best", SCORES, NULL },
    [B_SKILL] = { "skill", SVC_TYPE_INT, 0, "技能评分", "of a job on site or a complaint", SCORES,
                  NULL },
    [B_TIMELINESS] = { "timeliness", SVC_TYPE_INT, 0, "及时评分", "10 is the best", SCORES, NULL },
    [B_RESULT] = { "result", SVC_TYPE_INT, 0, "结果评分", "of what has a result", SCORES, NULL },
    [B_OVERALL] = { "overall", SVC_TYPE_INT, 0, "总体评分", "10 is the best", SCORES, NULL },
    [B_SATISFIED] = { "satisfied", SVC_TYPE_WORD, SVC_OWN, "满意程度",
                      "band of the overall score by the policy of that day",
                      "satisfied|fairly|dissatisfied", NULL },
    [B_SOLVED] = { "solved", SVC_TYPE_WORD, SVC_SET, "是否解决", "is it solved for the customer",
                   "yes|no", NULL },
    [B_KEPT] = { "kept", SVC_TYPE_WORDS, 0, "做到项", "7653 items kept, as the customer says",
                 ITEMS, NULL },
    [B_BROKEN] = { "broken", SVC_TYPE_WORDS, 0, "未做到项", "7653 items broken, as the customer says",
                   ITEMS, NULL },
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

const struct svc_register callback_register = {
    .name = "callbacks", .one = "call-back", .help = "call-back tasks and what came of them",
    .table = "callback", .letter = 'B', .fact = "planned_at", .columns = columns
};

/* -- what stands beside the tasks --------------------------------------------------------- */

#define OWN(name, type, label, help) { name, SVC_TYPE_##type, SVC_OWN, label, help, NULL, NULL }
#define WORD(name, label, help, words) { name, SVC_TYPE_WORD, SVC_OWN, label, help, words, NULL }
#define INNER_EVENT { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL }
#define NUMBER { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "the call-back", NULL, NULL }
#define END { NULL, 0, 0, NULL, NULL, NULL, NULL }

static const struct svc_column issue_columns[] = {
    [I_NO] = NUMBER,
    [I_DEPT] = { "dept", SVC_TYPE_CODE, SVC_SET, "部门", "department that answers", NULL, "dept" },
    [I_RAISED_AT] = OWN("raised_at", TIME, "提出时间", "where its clocks run from"),
    [I_CAUSE] = WORD("cause", "原因", "why it was raised", "dissatisfied|not_solved"),
    [I_ANSWER_DUE] = OWN("answer_due", TIME, "答复时限", "deadline of the answer"),
    [I_CLOSE_DUE] = OWN("close_due", TIME, "办结时限", "deadline of closing"),
    [I_PROVISIONAL] = OWN("provisional", CODE, "暂定时限",
                          "clocks that reach into a year without calendar"),
    [I_ANSWERED_AT] = OWN("answered_at", TIME, "答复时间", "when the department answered"),
    [I_ANSWERED_BY] = OWN("answered_by", CODE, "答复人", "who answered"),
    [I_ANSWER] = OWN("answer", TEXT, "答复", "what it answered"),
    [I_CLOSED_AT] = OWN("closed_at", TIME, "办结时间", "closed"),
    [I_CLOSED_BY] = OWN("closed_by", CODE, "办结人", "who closed it"),
    [I_SOLUTION] = OWN("solution", TEXT, "处理结果", "what was done"),
    [I_SECOND] = OWN("second", CODE, "二次回访", "the second call-back"),
    [I_STATE] = WORD("state", "状态", "follows from the times", "open|answered|closed"),
    [I_RECORDED_AT] = OWN("recorded_at", TIME, "登记时间", "when it was recorded here"),
    [I_RECORDED_BY] = OWN("recorded_by", CODE, "登记人", "who recorded it"),
    [I_EVENT] = INNER_EVENT,
    [I_COLUMNS] = END
};

const struct svc_register callback_issues = {
    .name = "issues", .one = "issue", .help = "what dissatisfied customers had answered",
    .table = "callback_issue", .fact = "raised_at", .columns = issue_columns
};

static const struct svc_column draw_columns[] = {
    { "plan", SVC_TYPE_CODE, SVC_KEY, "计划", "the plan's seed", NULL, NULL },
    OWN("stratum", CODE, "抽样层", "where was drawn from; excluded/… for what was left out"),
    OWN("drawn_at", TIME, "抽样时间", "when it was drawn"),
    OWN("ratio", CODE, "比例", "share of the population, by the policy"),
    OWN("min", INT, "最少", "least number, by the policy"),
    OWN("policy", INT, "规则版本", "version of the policy"),
    OWN("population", INT, "总体", "records of the stratum"),
    OWN("quota", INT, "应抽", "how many are to be called back"),
    OWN("had", INT, "已有", "had a call-back before"),
    OWN("drawn", INT, "新抽", "added by this drawing"),
    OWN("expired", INT, "超窗数", "added although their window was over"),
    OWN("records", CODE, "总体摘要", "SHA-256 of the population"),
    OWN("drawn_by", CODE, "抽样人", "who drew"),
    INNER_EVENT,
    END
};

static const struct svc_register draws = {
    .name = "draws", .one = "draw", .help = "how plans drew their samples",
    .table = "callback_draw", .fact = "drawn_at", .columns = draw_columns
};

static const struct svc_column attempt_columns[] = {
    NUMBER,
    OWN("nth", INT, "次数", "which attempt"),
    OWN("attempted_at", TIME, "呼叫时间", "when it was made"),
    OWN("half_day", CODE, "半天", "day and am or pm"),
    WORD("disposition", "呼叫结果", "what it gave",
         "reached|no_answer|busy|refused|wrong_number|powered_off|invalid"),
    OWN("caller", CODE, "回访人", "who called"),
    INNER_EVENT,
    END
};

static const struct svc_register attempts = {
    .name = "attempts", .one = "attempt", .help = "each attempt to call",
    .table = "callback_attempt", .fact = "attempted_at", .columns = attempt_columns
};

static const struct svc_column hearing_columns[] = {
    NUMBER,
    OWN("heard_at", TIME, "复听时间", "when it was listened to"),
    OWN("listener", CODE, "复听人", "who listened; not the caller"),
    OWN("caller", CODE, "回访人", "who had called"),
    OWN("deviations", INT, "偏差数", "how many answers deviate"),
    OWN("deviating", CODE, "偏差项", "which"),
    OWN("remark", TEXT, "说明", "what was heard"),
    INNER_EVENT,
    END
};

static const struct svc_register hearings = {
    .name = "hearings", .one = "hearing", .help = "calls listened to again",
    .table = "callback_hearing", .fact = "heard_at", .columns = hearing_columns
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
    static const enum callback_column answers[] = { B_ATTITUDE, B_SKILL,  B_TIMELINESS, B_RESULT,
                                                    B_OVERALL,  B_SOLVED, B_KEPT,       B_BROKEN,
                                                    B_COMMENT };
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
    if (is_given(values, B_DISPOSITION) &&
        reached != (strcmp(values[B_DISPOSITION].text, "reached") == 0))
        svc_import_reject(in, "disposition", reached ? "the customer was reached"
                                                     : "called_at is missing");
}

/* Who calls is not who did the job; answers fit the business and each other. */
static void check_answers(struct svc_import *in, struct svc_call *call,
                          const struct svc_value *values)
{
    enum callback_column at;
    const char *why = is_given(values, B_CALLER)
        ? callback_excludes(call, values[B_CALLER].text, values[B_PERSON].text,
                            values[B_DEPT].text)
        : NULL;
    if (why)
        svc_import_reject(in, "caller", "%s", why);
    why = callback_unfit(values, &at);
    if (why)
        svc_import_reject(in, columns[at].name, "%s", why);
}

/* The tier that the customer has on the day of planning; what was known then stays. */
static void take_tier(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static struct svc_tier known;
    const struct svc_value *before = svc_import_before(in);
    if (before && svc_value_same(&before[B_RECORD], &values[B_RECORD]))
        values[B_TIER] = before[B_TIER];
    else if (svc_tier_on(call->db, values[B_RECORD].text, values[B_PLANNED_AT].text, &known))
        values[B_TIER] = svc_value_text(known.tier);
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
    const char *reg = values[B_REGISTER].text, *no = values[B_RECORD].text;
    struct svc_query *q =
        strcmp(reg, "order") == 0
            ? svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                                  "  FROM service_order WHERE no = ?1", "s", no)
        : strcmp(reg, "complaint") == 0
            ? svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                                  "  FROM complaint WHERE no = ?1", "s", no)
            : svc_query(call->db, "SELECT NULL, customer_kind, NULL, NULL, customer"
                                  "  FROM customer WHERE customer = ?1", "s", no);
    if (!svc_next(q)) {
        svc_import_reject(in, "record", "no such %s", reg);
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
    if (strcmp(reg, "customer") == 0)
        take_tier(in, call, values);
}

const char *callback_band(const struct svc_policy *policy, const struct svc_value *overall)
{
    int64_t score = 100 * overall->number;
    return !svc_value_given(overall)                                        ? NULL
           : score >= svc_policy_number(policy, "satisfied_min", INT64_MAX) ? "satisfied"
           : score >= svc_policy_number(policy, "fairly_min", INT64_MAX)    ? "fairly"
                                                                            : "dissatisfied";
}

/* What follows from the times by the policy of their day: the band of the score, and that a task
 * tried as often as the policy allows is given up. */
static void judge(struct svc_rules *rules, struct svc_value *values)
{
    svc_when at;
    values[B_SATISFIED] = svc_value_text(NULL);
    if (!is_given(values, B_ATTEMPTED_AT) || svc_when_parse(values[B_ATTEMPTED_AT].text, &at))
        return;
    if (!is_given(values, B_CALLED_AT)) {
        const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(at));
        int64_t most = svc_policy_number(policy, "callback_attempts", INT64_MAX) / 100;
        if (values[B_ATTEMPTS].number >= most && !is_given(values, B_CANCELLED_AT) &&
            !is_given(values, B_UNREACHABLE_AT))
            values[B_UNREACHABLE_AT] = values[B_ATTEMPTED_AT];
    } else if (!svc_when_parse(values[B_CALLED_AT].text, &at)) {
        values[B_SATISFIED] = svc_value_text(
            callback_band(svc_rules_on(rules, svc_when_day(at)), &values[B_OVERALL]));
    }
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

/* Does the file tell of a call later than what was stored? */
static bool is_later(const struct svc_value *before, const struct svc_value *values)
{
    const char *then = before[B_ATTEMPTED_AT].text, *now = values[B_ATTEMPTED_AT].text;
    return svc_value_given(&before[B_ATTEMPTED_AT]) && now && strcmp(now, then) > 0;
}

/* A task that is tried for the first time was tried once, and once more with each later attempt,
 * unless the count is brought too. */
static void count_attempts(const struct svc_value *before, struct svc_value *values)
{
    bool tried = is_given(values, B_ATTEMPTED_AT) || is_given(values, B_CALLED_AT);
    bool stored = before && svc_value_same(&before[B_ATTEMPTS], &values[B_ATTEMPTS]);
    bool reached = is_given(values, B_CALLED_AT) && !(before && is_given(before, B_CALLED_AT));
    if (reached && (!is_given(values, B_ATTEMPTED_AT) ||
                    strcmp(values[B_ATTEMPTED_AT].text, values[B_CALLED_AT].text) < 0))
        values[B_ATTEMPTED_AT] = values[B_CALLED_AT];
    bool told = is_given(values, B_DISPOSITION) &&
                !(before && svc_value_same(&before[B_DISPOSITION], &values[B_DISPOSITION]));
    if (is_given(values, B_CALLED_AT) && !told)
        values[B_DISPOSITION] = svc_value_text("reached");
    if (!is_given(values, B_ATTEMPTS) || (stored && tried && values[B_ATTEMPTS].number == 0))
        values[B_ATTEMPTS] = svc_value_number(tried);
    else if (stored && is_later(before, values))
        values[B_ATTEMPTS].number++;
}

/* Of a task that goes on the attempts are kept: the one that its last values told, and the new. */
static void keep_attempts(struct svc_call *call, const struct svc_value *before,
                          const struct svc_value *values)
{
    if (!before || values[B_ATTEMPTS].number <= before[B_ATTEMPTS].number)
        return;
    callback_keep_attempt(call, before[B_NO].text, before);
    callback_keep_attempt(call, before[B_NO].text, values);
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
    check_answers(in, call, values);
    judge(rules, values);
    bool late = is_given(values, B_WINDOW_TO) &&
                strcmp(values[B_PLANNED_AT].text, values[B_WINDOW_TO].text) > 0;
    values[B_LATE] = svc_value_text(late ? "yes" : NULL);
    values[B_STATE] = svc_value_text(state_of(values));
    keep_attempts(call, svc_import_before(in), values);
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
    struct svc_import *in = svc_import_open(call);
    svc_import_finds_by(in, "no");
    return take_in(call, in);
}

/* -- shared by the verbs ------------------------------------------------------------------ */

int callback_each(struct svc_call *call, const struct svc_register *reg,
                  void (*one)(const struct callback_step *step))
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct callback_step step = { .call = call, .at = svc_call_at(call) };
    struct svc_record record;
    svc_call_begin(call);
    step.rules = svc_rules_open(call->db);
    step.policy = svc_rules_on(step.rules, svc_when_day(step.at));
    svc_progress_begin("done", numbers.count);
    for (size_t i = 0; i < numbers.count; i++) {
        svc_progress_step(i, i);
        call->reg = reg;
        step.no = numbers.no[i];
        if (!svc_record_read(call, step.no, &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such %s", step.no, reg->one);
            continue;
        }
        step.values = record.values;
        one(&step);
        call->reg = reg;
        svc_record_free(call, &record);
    }
    svc_progress_end();
    svc_rules_close(step.rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* Who stands in no department is in nobody's team. */
const char *callback_excludes(struct svc_call *call, const char *caller, const char *person,
                              const char *dept)
{
    if (person && strcmp(caller, person) == 0)
        return "is the handler";
    int64_t team = svc_one_int(call->db, 0,
        "SELECT 1 FROM person c LEFT JOIN person h ON h.person = ?2"
        " WHERE c.person = ?1 AND (c.dept = ?3 OR c.dept = h.dept)", "sss", caller, person, dept);
    return team ? "is of the team that did the job" : NULL;
}

/* A visit is judged by the 7653 items and, like the handling of a complaint, by skill; a call that
 * asks about no job has no result. */
const char *callback_unfit(const struct svc_value *values, enum callback_column *at)
{
    static const char on_site[] = "install|gas_on|repair|pipe_change|emergency|safety_check|"
                                  "restore";
    const char *business = values[B_BUSINESS].text, *list = values[B_KEPT].text, *word;
    size_t len;
    bool visit = business && svc_text_in(on_site, '|', business);
    bool handled = business && strcmp(business, "complaint") == 0;
    bool job = business && strcmp(business, "vip_monthly") != 0;
    *at = is_given(values, B_KEPT) ? B_KEPT : B_BROKEN;
    if (!visit && is_given(values, *at))
        return "is asked about visits only";
    *at = B_SKILL;
    if (!visit && !handled && is_given(values, B_SKILL))
        return "is asked about visits and complaints only";
    *at = B_RESULT;
    if (!job && is_given(values, B_RESULT))
        return "is not asked in a monthly call";
    *at = B_BROKEN;
    while (is_given(values, B_KEPT) && is_given(values, B_BROKEN) &&
           svc_text_next(&list, ';', &word, &len)) {
        char item[32] = "";
        memcpy(item, word, len < sizeof item ? len : sizeof item - 1);
        if (svc_text_in(values[B_BROKEN].text, ';', item))
            return "has an item that is kept as well";
    }
    return NULL;
}

/* -- the command -------------------------------------------------------------------------- */

#define TAKERS "agent;staff;team_leader;clerk;office;dept_head;admin;cron"
#define HANDLERS "agent;staff;team_leader;clerk;office;dept_head"
#define PLANNERS "agent;team_leader;clerk;office;dept_head;cron"
#define HEARERS "agent;team_leader;clerk;office;dept_head"

static const struct svc_verb verbs[] = {
    { "add", "", add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one call-back; prints its number" },
    { "import", "[FILE|-]", import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many call-backs, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", HANDLERS),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "plan", "[NO...|-]", callback_plan, plan_options, SVC_NEED_WRITE, PLANNERS,
      "draw the records that are to be called back" },
    { "queue", NULL, callback_queue, queue_options, SVC_NEED_READ, NULL,
      "what may be called now, the first deadline first" },
    { "attempt", "NO...|-", callback_attempt, attempt_options, SVC_NEED_WRITE, HANDLERS,
      "record an attempt to call" },
    { "answer", "NO...|-", callback_answer, answer_options, SVC_NEED_WRITE, HANDLERS,
      "record what the customer answered" },
    { "issue", "[NO...|-]", callback_issue, issue_options, SVC_NEED_WRITE, HANDLERS,
      "raise the issues of dissatisfied customers" },
    { "issue-answer", "NO...|-", callback_issue_answer, issue_answer_options, SVC_NEED_WRITE,
      HANDLERS, "record the department's answer" },
    { "issue-close", "NO...|-", callback_issue_close, issue_close_options, SVC_NEED_WRITE,
      HANDLERS, "close issues; the customer is called a second time" },
    { "raise", NULL, callback_raise, raise_options, SVC_NEED_READ, NULL,
      "what goes on as complaints, reopenings or data entry findings" },
    { "qc", "[NO...|-]", callback_qc, qc_options, SVC_NEED_WRITE, HEARERS,
      "calls to listen to again, or what was heard" },
    { "kpi", NULL, callback_kpi, kpi_options, SVC_NEED_READ, NULL,
      "rates of a period, each with numerator and denominator" },
    { "stats", NULL, callback_stats, kpi_options, SVC_NEED_READ, NULL,
      "counts and rates of a period, beside those before" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &callback_register, &callback_issues,
                                                        &draws, &attempts, &hearings, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-callback", .summary = "call-back tasks and what came of them",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
