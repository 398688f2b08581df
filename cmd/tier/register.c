/* What svc-tier registers: the shape of its records. */
#include "tier.h"

static const struct svc_column columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_REQUIRED, .label = "客户号",
      .help = "customer number" },
    { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_NAME | SVC_SET, .label = "客户名称",
      .help = "name" },
    [KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "客户性质",
               .help = "person unless said",
               .list = "tier.kind" },
    [CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                        .label = "客户类别", .help = "home, or business for units, unless said",
                        .list = "customer_kind" },
    { .name = "class", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "用气类别",
      .help = "what kind of user",
      .list = "class" },
    { .name = "address", .type = SVC_TYPE_LINE, .flags = SVC_ADDRESS | SVC_SET, .label = "地址",
      .help = "address" },
    { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET, .label = "电话",
      .help = "telephone" },
    { .name = "meter", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "表号",
      .help = "meter number" },
    { .name = "daily_gas_m3", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "日用气量",
      .help = "cubic metres a day" },
    [TIER] = { .name = "tier", .type = SVC_TYPE_WORD, .label = "服务等级",
               .help = "general unless said; review changes it",
               .list = "tier.tier" },
    [SINCE] = { .name = "tier_since", .type = SVC_TYPE_DAY, .label = "等级起始日",
                .help = "first day of the tier" },
    [ASKED] = { .name = "asked", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "申报等级",
                .help = "tier asked for at registration, until it is reviewed",
                .list = "tier.tier" },
    [GRADING] = { .name = "grading", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "审核情况",
                  .help = "unreviewed, or waiting for its review; empty: reviewed, or general",
                  .list = "tier.grading" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register tier_customers = {
    .name = "customers", .one = "customer", .help = "customers and their tiers",
    .table = "customer", .columns = columns
};

static const struct svc_column contact_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
      .help = "number; given by the tool unless brought" },
    SVC_COLUMN_SOURCE,
    SVC_COLUMN_SOURCE_NO,
    [K_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                     .label = "客户号", .help = "the customer" },
    [K_BUSINESS] = { .name = "business", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                     .label = "联络业务", .help = "what for; all unless said",
                     .list = "tier.business business" },
    [K_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "联络人",
                   .help = "whom the customer may call", .table = "person" },
    [K_CONTACT] = { .name = "contact", .type = SVC_TYPE_LINE, .flags = SVC_NAME | SVC_SET,
                    .label = "客户联系人", .help = "who is called at the customer's" },
    [K_PHONE] = { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET,
                  .label = "联系电话", .help = "and the number" },
    [K_FROM_DAY] = { .name = "from_day", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED,
                     .label = "起始日", .help = "first day" },
    [K_UNTIL_DAY] = { .name = "until_day", .type = SVC_TYPE_DAY, .flags = SVC_SET, .label = "截止日",
                      .help = "last day; empty while it lasts" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register tier_contacts = {
    .name = "contacts", .one = "contact", .help = "whom VIPs may call, and who is called there",
    .table = "tier_contact", .prefix = "V", .fact = "from_day", .columns = contact_columns
};

static const struct svc_column review_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "审核单号",
      .help = "number of the review" },
    { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "类型",
      .help = "first grading, or changes",
      .list = "tier.review_kind" },
    { .name = "reviewed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "审核时间",
      .help = "when it was put to its reviewer" },
    { .name = "customers", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "客户数",
      .help = "how many it grades" },
    { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
      .help = "in force when signed",
      .list = "tier.state" },
    { .name = "file", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "清单摘要",
      .help = "SHA-256 of the list as it was read" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register tier_reviews = {
    .name = "reviews", .one = "review", .help = "lists of gradings and their signatures",
    .table = "tier_review", .prefix = "T", .fact = "reviewed_at", .columns = review_columns
};

static const struct svc_column check_columns[] = {
    [X_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [X_SOURCE] = SVC_COLUMN_SOURCE,
    [X_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [X_CHECKED_AT] = { .name = "checked_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "抽查时间", .help = "when it was checked" },
    [X_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "被查部门",
                 .help = "the department", .table = "dept" },
    [X_CLAUSE] = { .name = "clause", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "条款",
                   .help = "one that tier.spot fires" },
    [X_POINTS] = { .name = "points", .type = SVC_TYPE_POINTS, .label = "分值",
                   .help = "inside the clause's range; its least " "unless said, without sign" },
    [X_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "the customer it is about" },
    [X_DUTY] = { .name = "duty", .type = SVC_TYPE_CODE, .label = "承诺事项",
                 .help = "the duty it is about", .list = "tier.duty" },
    [X_FINDING] = { .name = "finding", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED,
                    .label = "抽查情况", .help = "what was found" },
    [X_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .label = "凭证",
                     .help = "what proves it" },
    [X_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "counts when signed",
                  .list = "tier.check_state" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

static const struct svc_move check_moves[] = {
    { .verb = "sign", .from = "proposed", .to = "signed|rejected" },
    { 0 }
};

const struct svc_register tier_checks = {
    .name = "spotchecks", .one = "spot check", .help = "checks of the service office, with points",
    .table = "tier_check", .prefix = "X", .fact = "checked_at", .columns = check_columns,
    .moves = check_moves
};
