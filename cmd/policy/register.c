/* What svc-policy registers: the shape of its records. */
#include "policy.h"

static const struct svc_column columns[] = {
    [F_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [F_SOURCE] = SVC_COLUMN_SOURCE,
    [F_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [F_BOOK] = { .name = "book", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "制度",
                 .help = "the rule book's code" },
    [F_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .label = "类型",
                 .help = "an opinion, or an evaluation of the effect; feedback unless said",
                 .list = "policy.kind" },
    [F_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "反馈部门",
                 .help = "the department it comes from", .table = "dept" },
    [F_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "反馈人",
                   .help = "who gave it; who records it unless said", .table = "person" },
    [F_GIVEN_AT] = { .name = "given_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                     .label = "反馈时间", .help = "when it was given" },
    [F_TEXT] = { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED, .label = "内容",
                 .help = "what was said" },
    [F_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "open until it is answered",
                  .list = "policy.state" },
    [F_ANSWER] = { .name = "answer", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "答复",
                   .help = "the answer" },
    [F_ANSWERED_AT] = { .name = "answered_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "答复时间", .help = "when it was answered" },
    [F_ANSWERED_BY] = { .name = "answered_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "答复人", .help = "who answered", .table = "person" },
    [F_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_OWN,
                     .label = "答复凭证", .help = "the paper, of an answer on paper" },
    [F_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [F_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [F_DIGEST] = SVC_COLUMN_DIGEST,
    [F_EVENT] = SVC_COLUMN_EVENT,
    [F_COLUMNS] = { 0 }
};

static const struct svc_move moves[] = {
    { .verb = "answer", .from = "open", .to = "answered" },
    { 0 }
};

const struct svc_register policy_feedback = {
    .name = "feedback", .one = "feedback",
    .help = "what is said of the rule books, and the answers", .table = "book_feedback",
    .prefix = "F", .fact = "given_at", .columns = columns, .moves = moves
};
