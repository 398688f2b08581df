/* What svc-complaint registers: the shape of its records. */
#include "complaint.h"

#include "svc/lang.h"

static const struct svc_column columns[] = {
    [C_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [C_SOURCE] = SVC_COLUMN_SOURCE,
    [C_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [C_RECEIVED_AT] = { .name = "received_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "受理时间", .help = "when the customer spoke" },
    [C_CHANNEL] = { .name = "channel", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                    .label = "渠道", .help = "how it came",
                    .list = "channel" },
    [C_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "客户号",
                     .help = "customer number; empty for anonymous" },
    [C_TIER] = { .name = "tier", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "服务等级",
                 .help = "the customer's tier on that day", .list = "tier.tier" },
    [C_CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                          .label = "客户类别", .help = "home or business, as registered",
                          .list = "customer_kind" },
    [C_PEOPLE] = { .name = "people", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "投诉人数",
                   .help = "how many customers complain together" },
    [C_ACCIDENT] = { .name = "accident", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                     .label = "安全事故", .help = "casualty or safety accident",
                     .list = "verb.yes_no" },
    [C_CALLER] = { .name = "caller", .type = SVC_TYPE_LINE, .flags = SVC_NAME | SVC_SET,
                   .label = "联系人", .help = "who spoke" },
    [C_PHONE] = { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET,
                  .label = "电话", .help = "telephone" },
    [C_ADDRESS] = { .name = "address", .type = SVC_TYPE_LINE, .flags = SVC_ADDRESS | SVC_SET,
                    .label = "地址", .help = "address" },
    [C_CATEGORY] = { .name = "category", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                     .label = "类别", .help = "what it is about",
                     .list = "category" },
    [C_SUBJECT] = { .name = "subject", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "主题",
                    .help = "one line" },
    [C_CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED,
                    .label = "内容", .help = "what the customer said" },
    [C_LEVEL_INITIAL] = { .name = "level_initial", .type = SVC_TYPE_INT, .label = "初定级别",
                          .help = "level proposed at intake",
                          .list = "level" },
    [C_LEVEL] = { .name = "level", .type = SVC_TYPE_INT, .label = "级别",
                  .help = "level in force; 1 is the worst",
                  .list = "level" },
    [C_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department it stands with; at intake a suggestion", .table = "dept" },
    [C_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人",
                   .help = "person who handles it", .table = "person" },
    [C_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "follows from the times",
                  .list = "complaint.state" },
    [C_ASSIGNED_AT] = { .name = "assigned_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "派单时间",
                        .help = "handed to a department" },
    [C_RESPONDED_AT] = { .name = "responded_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "响应时间",
                         .help = "first answer to the customer" },
    [C_SOLUTION_AT] = { .name = "solution_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "方案时间",
                        .help = "solution told to the customer" },
    [C_SOLUTION] = { .name = "solution", .type = SVC_TYPE_TEXT, .label = "解决方案",
                     .help = "the solution" },
    [C_ANSWERED_BY] = { .name = "answered_by", .type = SVC_TYPE_CODE, .flags = SVC_SET,
                        .label = "答复人", .help = "who told the customer the solution",
                        .table = "person" },
    [C_CLOSED_AT] = { .name = "closed_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "办结时间",
                      .help = "closed" },
    [C_WITHDRAWN_AT] = { .name = "withdrawn_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "撤诉时间",
                         .help = "withdrawn by the customer" },
    [C_CAUSE] = { .name = "cause", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "原因代码",
                  .help = "cause, of the company's list or free", .list = "cause" },
    [C_VALID] = { .name = "valid", .type = SVC_TYPE_WORD, .label = "是否有效",
                  .help = "determined to be a complaint",
                  .list = "complaint.valid" },
    [C_RESPONSIBLE] = { .name = "responsible", .type = SVC_TYPE_WORD, .label = "是否有责",
                        .help = "determined to be the company's fault",
                        .list = "complaint.responsible" },
    [C_RESPONSIBLE_DEPT] = { .name = "responsible_dept", .type = SVC_TYPE_CODE, .label = "责任部门",
                             .help = "department determined to answer for it", .table = "dept" },
    [C_RESPONSIBLE_PERSON] = { .name = "responsible_person", .type = SVC_TYPE_CODE,
                               .label = "责任人", .help = "person determined to answer for it",
                               .table = "person" },
    [C_DETERMINED_AT] = { .name = "determined_at", .type = SVC_TYPE_TIME, .flags = SVC_END,
                          .label = "认定时间",
                          .help = "when level and fault were determined" },
    [C_CLAUSE] = { .name = "clause", .type = SVC_TYPE_CODE, .label = "奖惩条款",
                   .help = "penalty clause named by the determination" },
    [C_REPEAT_OF] = { .name = "repeat_of", .type = SVC_TYPE_CODE, .label = "重复投诉",
                      .help = "closed complaint that this repeats" },
    [C_ORDER_NO] = { .name = "order_no", .type = SVC_TYPE_CODE, .label = "服务工单",
                     .help = "order of the visit that it is about, as its file names it" },
    [C_PLAN] = { .name = "plan", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "应急预案",
                 .help = "contingency plan used; a level 1 needs it" },
    [C_EXTERNAL_DUE] = { .name = "external_due", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "外部办理时限",
                         .help = "date an outside channel set; wins when earlier" },
    [C_HELD] = { .name = "held", .type = SVC_TYPE_HOLDS, .label = "挂起时段",
                 .help = "when it was on hold: FROM/UNTIL;FROM/UNTIL, the last may have no end" },
    [C_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "轮次",
                  .help = "1, and one more for each reopening" },
    [C_OPENED_AT] = { .name = "opened_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "本轮起点", .help = "where this round's clocks run from" },
    [C_HELD_SINCE] = { .name = "held_since", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "挂起时间", .help = "on hold since: waiting for the customer" },
    [C_FLAGGED] = { .name = "flagged", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "重点关注",
                    .help = "third time of one customer for one matter",
                    .list = "complaint.flagged" },
    [C_RESPOND_DUE] = { .name = "respond_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "响应时限", .help = "deadline of the first answer" },
    [C_SOLUTION_DUE] = { .name = "solution_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "方案时限", .help = "deadline of the solution" },
    [C_CLOSE_DUE] = { .name = "close_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "办结时限", .help = "deadline of closing" },
    [C_CALLBACK_DUE] = { .name = "callback_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "回访时限", .help = "deadline of the call-back" },
    [C_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "complaint.clock" },
    [C_UNDATED] = SVC_COLUMN_UNDATED,
    [C_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [C_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [C_DIGEST] = SVC_COLUMN_DIGEST,
    [C_EVENT] = SVC_COLUMN_EVENT,
    [C_COLUMNS] = { 0 }
};

/* What counts as open: neither closed nor withdrawn. */
#define OPEN "open|assigned|responded|proposed"

static const struct svc_move moves[] = {
    { .verb = "assign", .from = OPEN, .to = "assigned" },
    { .verb = "respond", .from = "open|assigned", .to = "responded" },
    { .verb = "propose", .from = "open|assigned|responded", .to = "proposed" },
    { .verb = "close", .from = OPEN, .to = "closed" },
    { .verb = "hold", .from = OPEN },
    { .verb = "resume", .from = OPEN },
    { .verb = "extend", .from = OPEN },
    { .verb = "withdraw", .from = OPEN, .to = "withdrawn" },
    { .verb = "reopen", .from = "closed", .to = "open|assigned|responded" },
    { .verb = "determine", .from = OPEN "|closed" },
    { .verb = "excuse", .from = OPEN "|closed|withdrawn" },
    { .verb = "confirm", .from = OPEN "|closed|withdrawn" },
    { .verb = "appeal", .from = OPEN "|closed" },
    { .verb = "appeal-decide", .from = OPEN "|closed" },
    { 0 }
};

const struct svc_register complaint_register = {
    .name = "complaints", .one = "complaint", .help = "what customers complained of",
    .table = "complaint", .prefix = "C", .fact = "received_at", .in_time = true, .columns = columns,
    .looks_back = { "customer", "phone" },
    .moves = moves, .open_states = "open;assigned;responded;proposed",
    .open = "closed_at IS NULL AND withdrawn_at IS NULL"
};

/* -- what moved its limits, forgave one, or was said against its determinations ------------------- */

#define NUMBER \
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "编号", \
      .help = "the complaint" }
#define OWN(name_, type_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_##type_, .flags = SVC_OWN, .label = label_, .help = help_ }
#define LISTED(name_, label_, help_, list_) \
    { .name = name_, .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = label_, .help = help_, \
      .list = list_ }
#define WHO(name_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = label_, .help = help_, \
      .table = "person" }

static const struct svc_column hold_columns[] = {
    NUMBER,
    OWN("from_at", TIME, "挂起时间", N_("when the clocks stopped")),
    OWN("until_at", TIME, "恢复时间", N_("when they ran again; empty: not yet")),
    OWN("longest", TIME, "最长至", N_("as long as it may last without an approver")),
    OWN("why", TEXT, "原因", "the reason given"),
    WHO("approver", "批准人", N_("who allowed it to last longer")),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register complaint_holds = {
    .name = "holds", .one = "hold", .help = "when clocks stood still, waiting for the customer",
    .table = "complaint_hold", .view = true, .fact = "from_at", .columns = hold_columns
};

static const struct svc_column extension_columns[] = {
    NUMBER,
    LISTED("clock", "时限", N_("the limit made longer"), "complaint.clock"),
    OWN("start_at", TIME, "起算时间", N_("where it runs from")),
    OWN("length", CODE, "延长时间", N_("by how much")),
    WHO("approver", "批准人", N_("who allowed it")),
    OWN("told_at", TIME, "告知时间", "when the customer was told"),
    OWN("why", TEXT, "原因", "the reason given"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register complaint_extensions = {
    .name = "extensions", .one = "extension", .help = "limits made longer, once each",
    .table = "complaint_extension", .view = true, .fact = "told_at", .columns = extension_columns
};

static const struct svc_column excuse_columns[] = {
    NUMBER,
    OWN("round", INT, "轮次", N_("of which round")),
    LISTED("clock", "时限", "the limit that was missed", "complaint.clock"),
    OWN("due_at", TIME, "截止时间", "the deadline"),
    WHO("approver", "批准人", N_("who allowed it")),
    OWN("why", TEXT, "原因", "the reason given"),
    OWN("evidence", LINE, "依据", "the paper that shows it"),
    OWN("excused_at", TIME, "免责时间", N_("when it was excused")),
    WHO("excused_by", "经办人", N_("who entered it")),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register complaint_excuses = {
    .name = "excuses", .one = "excuse", .help = "missed limits that the office excused",
    .table = "complaint_excuse", .view = true, .fact = "excused_at", .columns = excuse_columns
};

static const struct svc_column appeal_columns[] = {
    NUMBER,
    OWN("stage", INT, "申诉轮次", N_("1: to the service office, 2: to the committee")),
    LISTED("against", "申诉事项", N_("what is appealed against"), "complaint.against"),
    WHO("appellant", "申诉人", N_("who appealed")),
    OWN("why", TEXT, "原因", "the reason given"),
    OWN("appealed_at", TIME, "申诉时间", "when"),
    OWN("due", TIME, "裁定时限", N_("by when it is to be decided")),
    LISTED("state", "状态", N_("open, or decided"), "complaint.appeal_state"),
    LISTED("outcome", "裁定结果", N_("what was decided"), "complaint.outcome"),
    WHO("decider", "裁定人", N_("who decided")),
    OWN("ground", TEXT, "裁定理由", N_("the reason given for it")),
    OWN("decided_at", TIME, "裁定时间", N_("when it was decided")),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register complaint_appeals = {
    .name = "appeals", .one = "appeal", .help = "appeals against determinations, and their decisions",
    .table = "complaint_appeals", .view = true, .fact = "appealed_at", .columns = appeal_columns
};
