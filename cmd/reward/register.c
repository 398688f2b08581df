/* What svc-reward registers: the shape of its records. */
#include "reward.h"

static const struct svc_column columns[] = {
    [R_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number, given by the tool" },
    [R_SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .label = "来源类别",
                   .help = "domain of the record that caused it; " "reward: no other record did",
                   .list = "item reward.source" },
    [R_SOURCE_NO] = { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源记录",
                      .help = "that record, or the case itself" },
    [R_CLAUSE] = { .name = "clause", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "条款",
                   .help = "the clause it is under" },
    [R_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department whose head and leader sign", .table = "dept" },
    [R_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
                   .help = "whom it is about; empty for a department " "or for several",
                   .table = "person" },
    [R_FACTS] = { .name = "facts", .type = SVC_TYPE_TEXT,
                  .flags = SVC_REQUIRED | SVC_SET | SVC_STATED, .label = "主要奖惩事实",
                  .help = "what happened" },
    [R_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE,
                     .flags = SVC_SET | SVC_STATED, .label = "证据材料",
                     .help = "what proves it; needed for signing" },
    [R_AMOUNT] = { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额",
                   .help = "yuan of the person, or of all shares; " "without sign" },
    [R_HEAD_AMOUNT] = { .name = "head_amount", .type = SVC_TYPE_MONEY, .label = "负责人金额",
                        .help = "yuan of the department's " "head; without sign" },
    [R_POINTS] = { .name = "points", .type = SVC_TYPE_POINTS, .label = "部门分值",
                   .help = "points of the department; without " "sign" },
    [R_ANNUAL_POINTS] = { .name = "annual_points", .type = SVC_TYPE_POINTS, .label = "年度扣分",
                          .help = "off the department's year; without sign" },
    [R_LOSS] = { .name = "loss", .type = SVC_TYPE_MONEY, .label = "直接经济损失",
                 .help = "yuan of loss that was caused" },
    [R_QUANTITY] = { .name = "quantity", .type = SVC_TYPE_INT, .label = "数量",
                     .help = "how many of what its clause is per, such as households" },
    [R_SUSPENSION] = { .name = "suspension", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                       .label = "处理方式", .help = "probation (留用察看) or " "standby (待岗)",
                       .list = "reward.suspension" },
    [R_OCCURRED_AT] = { .name = "occurred_at", .type = SVC_TYPE_TIME, .label = "发生时间",
                        .help = "the fact's moment" },
    [R_CHAIN] = { .name = "chain", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "审批流程",
                  .help = "the policy's chain that decides", .list = "reward.chain" },
    [R_PROPOSER] = { .name = "proposer", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "提出人",
                     .help = "who proposed it", .table = "person" },
    [R_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "what became of it",
                  .list = "reward.state" },
    [R_DECIDED_AT] = { .name = "decided_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "决定时间", .help = "the last signature, or the " "rejection" },
    [R_SUSPENDED_AT] = { .name = "suspended_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "申诉起始时间", .help = "under appeal since" },
    [R_REVERSES] = { .name = "reverses", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "冲销案件",
                     .help = "the case that this one takes back" },
    [R_BESIDE] = { .name = "beside", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "同案",
                   .help = "the fact's case that has the legs of head and department" },
    [R_ALSO_REASON] = { .name = "also_reason", .type = SVC_TYPE_TEXT, .flags = SVC_OWN,
                        .label = "再次奖惩原因", .help = "why the fact is "
                        "sanctioned once more" },
    [R_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was proposed here" },
    [R_EVENT] = SVC_COLUMN_EVENT,
    [R_COLUMNS] = { 0 }
};

/* The last signature of a reversal takes the first case back. */
static const struct svc_move moves[] = {
    { .verb = "sign", .from = "proposed", .to = "approved|reversed" },
    { .verb = "reject", .from = "proposed", .to = "rejected" },
    { .verb = "withdraw", .from = "proposed", .to = "withdrawn" },
    { .verb = "suspend", .from = "proposed|approved" },
    { .verb = "dispute", .from = "proposed|approved|rejected" },
    { .verb = "decide", .from = "proposed|approved|rejected", .to = "withdrawn" },
    { .verb = "reverse", .from = "approved" },
    { 0 }
};

const struct svc_register reward_register = {
    .name = "cases", .one = "case", .help = "rewards and penalties", .table = "reward_case",
    .prefix = "R", .fact = "occurred_at", .columns = columns, .moves = moves
};
