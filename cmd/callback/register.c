/* What svc-callback registers: the shape of its records. */
#include "callback.h"

#include "svc/lang.h"

/* -- what stands beside the tasks --------------------------------------------------------- */

#define WORD(name_, label_, help_, list_) \
    { .name = name_, .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = label_, .help = help_, \
      .list = list_ }
#define OWN(name_, type_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_##type_, .flags = SVC_OWN, .label = label_, .help = help_ }
#define BY(name_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = label_, .help = help_, \
      .table = "person" }
#define NUMBER \
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号", \
      .help = "the call-back" }

static const struct svc_column columns[] = {
    [B_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [B_SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统",
                   .help = "system the task came from" },
    [B_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [B_REGISTER] = { .name = "register", .type = SVC_TYPE_WORD, .label = "台账",
                     .help = "where the record stands",
                     .list = "callback.register" },
    [B_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号",
                   .help = "number of what is asked about" },
    [B_BUSINESS] = { .name = "business", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                     .label = "业务类型", .help = "what is asked about",
                     .list = "business callback.business" },
    [B_PLAN] = { .name = "plan", .type = SVC_TYPE_CODE, .label = "计划",
                 .help = "plan that drew it" },
    [B_STRATUM] = { .name = "stratum", .type = SVC_TYPE_CODE, .label = "抽样层",
                    .help = "stratum it was drawn from" },
    [B_SECOND_OF] = { .name = "second_of", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                      .label = "首次回访编号",
                      .help = "the call-back whose issue this one asks about again" },
    [B_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department of the handler; the record's unless " "brought",
                 .table = "dept" },
    [B_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人",
                   .help = "the handler; the record's unless brought", .table = "person" },
    [B_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "the record's unless brought" },
    [B_TIER] = { .name = "tier", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "服务等级",
                 .help = "as the record has it", .list = "tier.tier" },
    [B_CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                          .label = "客户类别", .help = "as the record has it",
                          .list = "customer_kind" },
    [B_PLANNED_AT] = { .name = "planned_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "计划时间", .help = "when the task was planned" },
    [B_WINDOW_FROM] = { .name = "window_from", .type = SVC_TYPE_TIME, .label = "回访起始时间",
                        .help = "not to be called before" },
    [B_WINDOW_TO] = { .name = "window_to", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "回访截止时间",
                      .help = "to be called by" },
    [B_LATE] = { .name = "late", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "超期生成",
                 .help = "planned when its window was over",
                 .list = "callback.late" },
    [B_CALLER] = { .name = "caller", .type = SVC_TYPE_CODE, .label = "回访人",
                   .help = "who calls; not the handler", .table = "person" },
    [B_ATTEMPTS] = { .name = "attempts", .type = SVC_TYPE_INT, .label = "呼叫次数",
                     .help = "how often it was tried" },
    [B_ATTEMPTED_AT] = { .name = "attempted_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "最近呼叫",
                         .help = "the last attempt" },
    [B_DISPOSITION] = { .name = "disposition", .type = SVC_TYPE_WORD, .label = "呼叫结果",
                        .help = "what the last attempt gave",
                        .list = "callback.disposition" },
    [B_CALLED_AT] = { .name = "called_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "回访时间",
                      .help = "when the customer was reached" },
    [B_UNREACHABLE_AT] = { .name = "unreachable_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "放弃时间",
                           .help = "when it was given up" },
    [B_CANCELLED_AT] = { .name = "cancelled_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "取消时间",
                         .help = "when it was cancelled" },
    [B_ATTITUDE] = { .name = "attitude", .type = SVC_TYPE_INT, .label = "态度评分",
                     .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_SKILL] = { .name = "skill", .type = SVC_TYPE_INT, .label = "专业能力评分",
                  .help = "of a job on site or a complaint", .values = CALLBACK_SCORES },
    [B_TIMELINESS] = { .name = "timeliness", .type = SVC_TYPE_INT, .label = "及时评分",
                       .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_RESULT] = { .name = "result", .type = SVC_TYPE_INT, .label = "结果评分",
                   .help = "of what has a result", .values = CALLBACK_SCORES },
    [B_OVERALL] = { .name = "overall", .type = SVC_TYPE_INT, .label = "总体评分",
                    .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_SATISFACTION] = { .name = "satisfaction", .type = SVC_TYPE_WORD, .label = "满意度评价",
                         .help = "the customer's word; overall is its value unless brought",
                         .list = "callback.satisfaction" },
    [B_SATISFIED] = { .name = "satisfied", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                      .label = "满意程度",
                      .help = "band of the overall score by the policy of that day",
                      .list = "callback.satisfied" },
    [B_SOLVED] = { .name = "solved", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "是否解决",
                   .help = "is it solved for the customer",
                   .list = "callback.solved" },
    [B_KEPT] = { .name = "kept", .type = SVC_TYPE_WORDS, .label = "做到项",
                 .help = "7653 items kept, as the customer says", .list = "callback.item" },
    [B_BROKEN] = { .name = "broken", .type = SVC_TYPE_WORDS, .label = "未做到项",
                   .help = "7653 items broken, as the customer says", .list = "callback.item" },
    [B_COMMENT] = { .name = "comment", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "客户意见",
                    .help = "what the customer said" },
    [B_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "follows from the times",
                  .list = "callback.state" },
    [B_UNDATED] = SVC_COLUMN_UNDATED,
    [B_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [B_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [B_DIGEST] = SVC_COLUMN_DIGEST,
    [B_EVENT] = SVC_COLUMN_EVENT,
    [B_COLUMNS] = { 0 }
};

static const struct svc_move moves[] = {
    { .verb = "attempt", .from = "planned|assigned|tried", .to = "tried|reached|unreachable" },
    { .verb = "answer", .from = "reached" },
    { .verb = "issue", .from = "reached" },
    { .verb = "qc", .from = "reached" },
    { .verb = "excuse", .from = "planned|assigned|tried|reached|unreachable" },
    { .verb = "confirm", .from = "planned|assigned|tried|reached|unreachable|cancelled" },
    { 0 }
};

const struct svc_register callback_register = {
    .name = "callbacks", .one = "call-back", .help = "call-back tasks and what came of them",
    .table = "callback", .prefix = "B", .fact = "planned_at", .columns = columns, .moves = moves,
    .open_states = "planned;assigned;tried",
    .open = "called_at IS NULL AND unreachable_at IS NULL AND cancelled_at IS NULL"
};

static const struct svc_column issue_columns[] = {
    [I_NO] = NUMBER,
    [I_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "部门",
                 .help = "department that answers", .table = "dept" },
    [I_RAISED_AT] = OWN("raised_at", TIME, "提出时间", N_("where its clocks run from")),
    [I_CAUSE] = WORD("cause", "原因", N_("why it was raised"),
                     "callback.cause"),
    [I_ANSWER_DUE] = OWN("answer_due", TIME, "答复时限", N_("deadline of the answer")),
    [I_CLOSE_DUE] = OWN("close_due", TIME, "办结时限", "deadline of closing"),
    [I_PROVISIONAL] = OWN("provisional", CODE, "暂定时限",
                          N_("clocks that reach into a year without calendar")),
    [I_ANSWERED_AT] = OWN("answered_at", TIME, "答复时间", N_("when the department answered")),
    [I_ANSWERED_BY] = BY("answered_by", "答复人", "who answered"),
    [I_ANSWER] = OWN("answer", TEXT, "答复", N_("what it answered")),
    [I_CLOSED_AT] = OWN("closed_at", TIME, "办结时间", "closed"),
    [I_CLOSED_BY] = BY("closed_by", "办结人", N_("who closed it")),
    [I_SOLUTION] = OWN("solution", TEXT, "处理结果", "what was done"),
    [I_SECOND] = OWN("second", CODE, "二次回访", "the second call-back"),
    [I_REOPENED_AT] = OWN("reopened_at", TIME, "转重办时间",
                          N_("its complaint was opened again, which goes on instead")),
    [I_STATE] = WORD("state", "状态", "follows from the times",
                     "callback.issue_state"),
    [I_RECORDED_AT] = OWN("recorded_at", TIME, "登记时间", "when it was recorded here"),
    [I_RECORDED_BY] = BY("recorded_by", "登记人", "who recorded it"),
    [I_EVENT] = SVC_COLUMN_EVENT,
    [I_COLUMNS] = { 0 }
};

static const struct svc_move issue_moves[] = {
    { .verb = "issue-answer", .from = "open", .to = "answered" },
    { .verb = "issue-close", .from = "open|answered", .to = "closed" },
    { 0 }
};

const struct svc_register callback_issues = {
    .name = "issues", .one = "issue", .help = "what dissatisfied customers had answered",
    .table = "callback_issue", .fact = "raised_at", .columns = issue_columns,
    .moves = issue_moves
};

static const struct svc_column draw_columns[] = {
    { .name = "plan", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "计划",
      .help = "the plan's seed" },
    OWN("stratum", CODE, "抽样层", N_("where was drawn from; excluded/… for what was left out")),
    OWN("drawn_at", TIME, "抽样时间", N_("when it was drawn")),
    OWN("ratio", CODE, "比例", N_("share of the population, by the policy")),
    OWN("min", INT, "最少", N_("least number, by the policy")),
    OWN("policy", INT, "制度版本", N_("version of the policy")),
    OWN("population", INT, "总体", N_("records of the stratum")),
    OWN("quota", INT, "应抽", "how many are to be called back"),
    OWN("had", INT, "已有", "had a call-back before"),
    OWN("drawn", INT, "新抽", N_("added by this drawing")),
    OWN("expired", INT, "已超期数", "added although their window was over"),
    OWN("records", CODE, "总体摘要", N_("SHA-256 of the population")),
    BY("drawn_by", "抽样人", N_("who drew")),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_draws = {
    .name = "draws", .one = "draw", .help = "how plans drew their samples",
    .table = "callback_draw", .fact = "drawn_at", .columns = draw_columns
};

static const struct svc_column attempt_columns[] = {
    NUMBER,
    OWN("nth", INT, "次数", N_("which attempt")),
    OWN("attempted_at", TIME, "呼叫时间", N_("when it was made")),
    OWN("half_day", CODE, "时段", N_("day and am or pm")),
    WORD("disposition", "呼叫结果", "what it gave",
         "callback.disposition"),
    BY("caller", "回访人", "who called"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_attempts = {
    .name = "attempts", .one = "attempt", .help = "each attempt to call",
    .table = "callback_attempt", .fact = "attempted_at", .columns = attempt_columns
};

static const struct svc_column hearing_columns[] = {
    NUMBER,
    OWN("heard_at", TIME, "质检时间", N_("when it was listened to")),
    BY("listener", "质检员", N_("who listened; not the caller")),
    BY("caller", "回访人", N_("who had called")),
    OWN("deviations", INT, "偏差数", N_("how many answers deviate")),
    OWN("deviating", CODE, "偏差项", N_("which of them deviate")),
    OWN("remark", TEXT, "说明", "what was heard"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_hearings = {
    .name = "hearings", .one = "hearing", .help = "calls listened to again",
    .table = "callback_hearing", .fact = "heard_at", .columns = hearing_columns
};
