/* What svc-monitor registers: the shape of its records. */
#include "monitor.h"

#include "svc/lang.h"

#define OWN(name_, type_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_##type_, .flags = SVC_OWN, .label = label_, .help = help_ }
#define LISTED(name_, label_, help_, list_) \
    { .name = name_, .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = label_, .help = help_, \
      .list = list_ }
#define WHO(name_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = label_, .help = help_, \
      .table = "person" }

/* -- monitors and their terms -------------------------------------------------------------- */

static const struct svc_column monitor_columns[] = {
    [M_MONITOR] = { .name = "monitor", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_REQUIRED,
                    .label = "监督员编号", .help = "the monitor's number" },
    [M_NAME] = { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_NAME | SVC_SET | SVC_REQUIRED,
                 .label = "姓名", .help = "name" },
    [M_PHONE] = { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET,
                  .label = "电话", .help = "telephone" },
    [M_GRP] = { .name = "grp", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                .label = "所属群体", .help = "whom the monitor stands for", .list = "monitor_group" },
    [M_DISTRICT] = { .name = "district", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                     .label = "所在片区", .help = "the part of the city" },
    [M_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "客户号",
                     .help = "the same as a customer; a VIP while the term runs",
                     .table = "customer" },
    [M_APPOINTED_ON] = { .name = "appointed_on", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED,
                         .label = "聘任日期", .help = "first day of the term" },
    [M_ENDS_ON] = { .name = "ends_on", .type = SVC_TYPE_DAY, .label = "届满日期",
                    .help = "last day; as the policy has it unless brought" },
    [M_TERM] = { .name = "term", .type = SVC_TYPE_INT, .label = "届次",
                 .help = "which term without a gap; 1 unless brought" },
    [M_LETTER_NO] = { .name = "letter_no", .type = SVC_TYPE_CODE, .flags = SVC_SET,
                      .label = "聘书号", .help = "number of the letter of appointment" },
    [M_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .label = "状态",
                  .help = "active unless brought; then ended_on, too", .list = "monitor.state" },
    [M_ENDED_ON] = { .name = "ended_on", .type = SVC_TYPE_DAY, .label = "离任日期",
                     .help = "last day, where it is over" },
    [M_WHY] = { .name = "why", .type = SVC_TYPE_TEXT, .label = "原因", .help = "why it is over" },
    [M_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [M_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [M_DIGEST] = SVC_COLUMN_DIGEST,
    [M_EVENT] = SVC_COLUMN_EVENT,
    [M_COLUMNS] = { 0 }
};

static const struct svc_move monitor_moves[] = {
    { .verb = "renew", .from = "active|ended|resigned", .to = "active" },
    { .verb = "end", .from = "active", .to = "ended|resigned" },
    { .verb = "dismiss", .from = "active", .to = "dismissed" },
    { 0 }
};

const struct svc_register monitor_monitors = {
    .name = "monitors", .one = "monitor", .help = "social monitors and their present terms",
    .table = "monitor", .fact = "appointed_on", .columns = monitor_columns, .moves = monitor_moves
};

static const struct svc_column term_columns[] = {
    { .name = "monitor", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "监督员编号",
      .help = "the monitor" },
    OWN("term", INT, "届次", N_("which term without a gap")),
    OWN("appointed_on", DAY, "聘任日期", N_("first day")),
    OWN("ends_on", DAY, "届满日期", N_("last day, as it was appointed")),
    OWN("last_on", DAY, "任期止日", N_("last day on which it ran, or runs")),
    OWN("letter_no", CODE, "聘书号", N_("number of the letter of appointment")),
    LISTED("state", "状态", N_("how it stands"), "monitor.state"),
    OWN("ended_on", DAY, "离任日期", N_("last day, where it is over")),
    OWN("why", TEXT, "原因", N_("why it is over")),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register monitor_terms = {
    .name = "terms", .one = "term", .help = "every term of every monitor",
    .table = "monitor_terms", .view = true, .fact = "appointed_on", .columns = term_columns
};

/* -- opinions and their rounds ------------------------------------------------------------- */

static const struct svc_column opinion_columns[] = {
    [O_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [O_SOURCE] = SVC_COLUMN_SOURCE,
    [O_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [O_RAISED_AT] = { .name = "raised_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                      .label = "提出时间", .help = "when the monitor said so" },
    [O_MONITOR] = { .name = "monitor", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                    .label = "监督员编号", .help = "who said so", .table = "monitor" },
    [O_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "意见类型",
                 .help = "what it is; praise needs no answer", .list = "monitor.kind" },
    [O_CATEGORY] = { .name = "category", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "类别",
                     .help = "what it is about", .list = "category" },
    [O_CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED | SVC_SET,
                    .label = "意见内容", .help = "what was said" },
    [O_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "承办部门",
                 .help = "department that answers; alone it is a suggestion", .table = "dept" },
    [O_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人",
                   .help = "person who sees to it", .table = "person" },
    [O_ROUND] = OWN("round", INT, "轮次", N_("1, and one more for each answer that was not borne out")),
    [O_OPENED_AT] = OWN("opened_at", TIME, "本轮起点", N_("where its clocks run from; praise has none")),
    [O_ASSIGNED_AT] = { .name = "assigned_at", .type = SVC_TYPE_TIME, .flags = SVC_END,
                        .label = "转办时间", .help = "when the department got it" },
    [O_ASSIGN_DUE] = OWN("assign_due", TIME, "转办时限", N_("deadline of that")),
    [O_ANSWERED_AT] = { .name = "answered_at", .type = SVC_TYPE_TIME, .flags = SVC_END,
                        .label = "答复时间", .help = "when the monitor was answered" },
    [O_ANSWERED_BY] = { .name = "answered_by", .type = SVC_TYPE_CODE, .label = "答复人",
                        .help = "who answered, of that department", .table = "person" },
    [O_ANSWER] = { .name = "answer", .type = SVC_TYPE_TEXT, .label = "答复内容",
                   .help = "what was answered" },
    [O_ANSWER_DUE] = OWN("answer_due", TIME, "答复时限", N_("deadline of the answer")),
    [O_VERIFIED_AT] = { .name = "verified_at", .type = SVC_TYPE_TIME, .flags = SVC_END,
                        .label = "核实时间", .help = "when the answer was verified" },
    [O_VERIFIED_BY] = { .name = "verified_by", .type = SVC_TYPE_CODE, .label = "核实人",
                        .help = "who verified it; empty: the monitor", .table = "person" },
    [O_VERIFIED] = { .name = "verified", .type = SVC_TYPE_WORD, .label = "核实结果",
                     .help = "yes: the answer was borne out; no stands in the rounds",
                     .list = "verb.yes_no" },
    [O_SATISFIED] = { .name = "satisfied", .type = SVC_TYPE_WORD, .label = "是否满意",
                      .help = "what the monitor thinks of the answer", .list = "monitor.satisfied" },
    [O_VERIFY_DUE] = OWN("verify_due", TIME, "核实时限", N_("deadline of the verification")),
    [O_USE] = { .name = "use", .type = SVC_TYPE_WORD, .label = "结果应用",
                .help = "what it was used as", .list = "monitor.use" },
    [O_USE_NO] = { .name = "use_no", .type = SVC_TYPE_CODE, .label = "应用单号",
                   .help = "the record made of it" },
    [O_USED_AT] = { .name = "used_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "应用时间",
                    .help = "when that was" },
    [O_WITHDRAWN_AT] = { .name = "withdrawn_at", .type = SVC_TYPE_TIME, .flags = SVC_END,
                         .label = "撤回时间", .help = "when the monitor took it back" },
    [O_STATE] = LISTED("state", "状态", N_("follows from the times"), "monitor.opinion_state"),
    [O_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "monitor.clock" },
    [O_UNDATED] = SVC_COLUMN_UNDATED,
    [O_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [O_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [O_DIGEST] = SVC_COLUMN_DIGEST,
    [O_EVENT] = SVC_COLUMN_EVENT,
    [O_COLUMNS] = { 0 }
};

static const struct svc_move opinion_moves[] = {
    { .verb = "assign", .from = "open|assigned", .to = "assigned" },
    { .verb = "answer", .from = "assigned", .to = "answered" },
    { .verb = "verify", .from = "answered", .to = "verified|closed|assigned" },
    { .verb = "use", .from = "open|assigned|answered|verified|noted", .to = "open|assigned|answered|closed" },
    { .verb = "withdraw", .from = "open|assigned|answered|noted", .to = "withdrawn" },
    { 0 }
};

const struct svc_register monitor_opinions = {
    .name = "opinions", .one = "opinion", .help = "what monitors said, and what became of it",
    .table = "monitor_opinion", .prefix = "MO", .fact = "raised_at", .columns = opinion_columns,
    .moves = opinion_moves
};

static const struct svc_column round_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "编号",
      .help = "the opinion" },
    OWN("round", INT, "轮次", N_("which round")),
    OWN("opened_at", TIME, "本轮起点", N_("where its clocks ran from")),
    { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "承办部门",
      .help = "department that answered", .table = "dept" },
    WHO("person", "处理人", N_("person who saw to it")),
    OWN("assigned_at", TIME, "转办时间", N_("when the department got it")),
    OWN("assign_due", TIME, "转办时限", N_("deadline of that")),
    OWN("answered_at", TIME, "答复时间", N_("when the monitor was answered")),
    WHO("answered_by", "答复人", N_("who answered")),
    OWN("answer", TEXT, "答复内容", N_("what was answered")),
    OWN("answer_due", TIME, "答复时限", N_("deadline of the answer")),
    OWN("verified_at", TIME, "核实时间", N_("when the answer was not borne out")),
    WHO("verified_by", "核实人", N_("who found so; empty: the monitor")),
    LISTED("verified", "核实结果", N_("no"), "verb.yes_no"),
    LISTED("satisfied", "是否满意", N_("what the monitor thought of the answer"), "monitor.satisfied"),
    OWN("verify_due", TIME, "核实时限", N_("deadline of the verification")),
    OWN("why", TEXT, "原因", N_("what was found instead")),
    { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "暂定时限",
      .help = "clocks that are not settled", .list = "monitor.clock" },
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register monitor_rounds = {
    .name = "rounds", .one = "round", .help = "answers that were not borne out",
    .table = "monitor_round", .fact = "opened_at", .columns = round_columns
};

/* -- meetings ------------------------------------------------------------------------------ */

static const struct svc_column meeting_columns[] = {
    [T_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [T_SOURCE] = SVC_COLUMN_SOURCE,
    [T_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [T_HELD_AT] = { .name = "held_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                    .label = "活动时间", .help = "when" },
    [T_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                 .label = "活动类型", .help = "what it was", .list = "monitor.meeting" },
    [T_PLACE] = { .name = "place", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "地点",
                  .help = "where" },
    [T_CHAIR] = { .name = "chair", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "主持人",
                  .help = "who led it", .table = "person" },
    [T_MONITORS] = { .name = "monitors", .type = SVC_TYPE_CODE, .flags = SVC_SET | SVC_LIST,
                     .label = "参加监督员", .help = "who came, ;-separated", .table = "monitor" },
    [T_TOPICS] = { .name = "topics", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "议题",
                   .help = "what it was about" },
    [T_MINUTES] = { .name = "minutes", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "纪要文件",
                    .help = "file of the minutes; svc-monitor minutes keeps its digest" },
    [T_MINUTES_SHA256] = OWN("minutes_sha256", CODE, "纪要校验", N_("SHA-256 of that file")),
    [T_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [T_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [T_DIGEST] = SVC_COLUMN_DIGEST,
    [T_EVENT] = SVC_COLUMN_EVENT,
    [T_COLUMNS] = { 0 }
};

const struct svc_register monitor_meetings = {
    .name = "meetings", .one = "meeting", .help = "visits, symposia, trainings and reports",
    .table = "monitor_meeting", .prefix = "MM", .fact = "held_at", .columns = meeting_columns
};
