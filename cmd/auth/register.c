/* What svc-auth registers: the shape of its records. */
#include "auth.h"

#define STATES "recorded|signing|authorised|rejected"

static const struct svc_column use_columns[] = {
    [A_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [A_SOURCE] = SVC_COLUMN_SOURCE,
    [A_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [A_USED_AT] = { .name = "used_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                    .label = "授权行使时间", .help = "when it was exercised" },
    [A_MATTER] = { .name = "matter", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                   .label = "授权事项",
                   .help = "matter of the matrix; or a class that lists none",
                   .list = "base.authority" },
    [A_CLASS] = { .name = "class", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "授权种类",
                  .help = "class of the matter", .list = "auth.class" },
    [A_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                   .label = "被授权人", .help = "who exercised it", .table = "person" },
    [A_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "the person's department unless said", .table = "dept" },
    [A_BEHALF] = { .name = "behalf", .type = SVC_TYPE_CODE, .label = "委托人",
                   .help = "whose authority a delegate used", .table = "person" },
    [A_HANDLER] = { .name = "handler", .type = SVC_TYPE_CODE, .label = "经办人",
                    .help = "signs the slip first; the person unless said", .table = "person" },
    [A_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "客户号",
                     .help = "customer number" },
    [A_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "关联单号",
                   .help = "order or other record" },
    [A_FACTS] = { .name = "facts", .type = SVC_TYPE_LINE, .label = "条件情况",
                  .help = "what is shown of the conditions: key=value,..." },
    [A_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .label = "凭证",
                     .help = "the papers for it: key=reference,..." },
    [A_AMOUNT] = { .name = "amount", .type = SVC_TYPE_MONEY, .label = "授权金额",
                   .help = "yuan waived or borne; any needs the slip" },
    [A_UNITS] = { .name = "units", .type = SVC_TYPE_INT, .label = "数量",
                  .help = "how many of the cap's unit; the fact that counts them" },
    [A_OTHER_DEPT] = { .name = "other_dept", .type = SVC_TYPE_CODE, .label = "相关部门",
                       .help = "other department it touches", .table = "dept" },
    [A_DAMAGE] = { .name = "damage", .type = SVC_TYPE_MONEY, .label = "损失金额",
                   .help = "yuan of damage done" },
    [A_HARM] = { .name = "harm", .type = SVC_TYPE_TEXT, .label = "不良影响",
                 .help = "harm done to the company's name" },
    [A_REMARK] = { .name = "remark", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "备注",
                   .help = "remark; why it was exercised beyond authority" },
    [A_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far its slip is; recorded without one",
                  .list = "auth.state" },
    [A_FALSE_USE] = { .name = "false_use", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                      .label = "虚假授权", .help = "decided to be a false use",
                      .list = "verb.yes_no" },
    [A_POINTS] = { .name = "points", .type = SVC_TYPE_POINTS, .flags = SVC_OWN, .label = "核定扣分",
                   .help = "points decided inside the clause's range" },
    [A_VERDICT] = { .name = "verdict", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "判定结论",
                    .help = "judged by the matrix of its day",
                    .list = "auth.verdict" },
    [A_FINDING] = { .name = "finding", .type = SVC_TYPE_TEXT,
                    .flags = SVC_OWN | SVC_STATED, .label = "判定说明",
                    .help = "why" },
    [A_STANDING] = { .name = "standing", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "被授权人身份",
                     .help = "roles, post, headed departments of whoever holds the authority", .list = "verb.role" },
    [A_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [A_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [A_DIGEST] = SVC_COLUMN_DIGEST,
    [A_EVENT] = SVC_COLUMN_EVENT,
    [A_COLUMNS] = { 0 }
};

static const struct svc_column delegation_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
      .help = "number, given by the tool" },
    { .name = "grantor", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "委托人",
      .help = "who is away", .table = "person" },
    { .name = "delegate", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "受托人",
      .help = "who acts instead", .table = "person" },
    { .name = "scope", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "范围",
      .help = "a chain of signatures, a matter, or all" },
    { .name = "cap", .type = SVC_TYPE_MONEY, .flags = SVC_OWN, .label = "限额",
      .help = "up to so many yuan; empty for any" },
    { .name = "from_day", .type = SVC_TYPE_DAY, .flags = SVC_OWN, .label = "起始日",
      .help = "first day" },
    { .name = "until_day", .type = SVC_TYPE_DAY, .flags = SVC_OWN, .label = "截止日",
      .help = "last day" },
    { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_INNER, .label = "", .help = "" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "凭证",
      .help = "the paper, where somebody else recorded it" },
    { .name = "confirmed_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "确认人",
      .help = "who gave it force; empty: it waits to be confirmed", .table = "person" },
    { 0 }
};

static const struct svc_move use_moves[] = {
    { .verb = "done", .from = STATES },
    { .verb = "sign", .from = "signing", .to = "authorised" },
    { .verb = "reject", .from = "signing", .to = "rejected" },
    { .verb = "assess", .from = STATES },
    { 0 }
};

const struct svc_register auth_uses = {
    .name = "uses", .one = "use", .help = "exercises of delegated authority",
    .table = "authority_use", .prefix = "A", .fact = "used_at", .columns = use_columns,
    .moves = use_moves
};

const struct svc_register auth_delegations = {
    .name = "delegations", .one = "delegation", .help = "who acts for whom, and for how long",
    .table = "delegation", .prefix = "D", .fact = "recorded_at", .columns = delegation_columns
};
