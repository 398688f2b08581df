/* What svc-admin registers: the shape of its records. */
#include "admin.h"

#include "svc/actor.h"

static const struct svc_column dept_columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_REQUIRED, .label = "部门",
      .help = "department code" },
    { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET | SVC_CALLED, .label = "名称",
      .help = "its name" },
    { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "类型",
      .help = "what it is; business unless said",
      .list = "admin.kind" },
    { .name = "leader", .type = SVC_TYPE_CODE, .flags = SVC_SET | SVC_LOOSE,
      .label = "分管领导", .help = "person no of the supervising deputy GM", .table = "person" },
    { .name = "head", .type = SVC_TYPE_CODE, .flags = SVC_SET | SVC_LOOSE,
      .label = "负责人", .help = "person no of its head", .table = "person" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

static const struct svc_column person_columns[] = {
    [P_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_REQUIRED,
                   .label = "工号", .help = "staff number" },
    [P_NAME] = { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET | SVC_CALLED,
                 .label = "姓名", .help = "name" },
    [P_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED | SVC_SET,
                 .label = "部门", .help = "department", .table = "dept" },
    [P_POST] = { .name = "post", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "岗位",
                 .help = "post" },
    [P_TITLE] = { .name = "title", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "职称",
                  .help = "professional title" },
    [P_ROLES] = { .name = "roles", .type = SVC_TYPE_WORDS, .flags = SVC_REQUIRED, .label = "角色",
                  .help = "roles, ;-separated", .list = "verb.role" },
    [P_LOGIN] = { .name = "login", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "登录名",
                  .help = "login name of the machine" },
    [P_JOINED] = { .name = "joined", .type = SVC_TYPE_DAY, .flags = SVC_SET, .label = "入职日期",
                   .help = "first day" },
    [P_LEFT] = { .name = "left_on", .type = SVC_TYPE_DAY, .flags = SVC_SET, .label = "离职日期",
                 .help = "last day" },
    [P_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [P_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [P_DIGEST] = SVC_COLUMN_DIGEST,
    [P_EVENT] = SVC_COLUMN_EVENT,
    [P_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_COMPUTED, .label = "状态",
                  .help = "whether the person is employed today, by joined and left",
                  .list = "admin.state" },
    [P_COLUMNS] = { 0 }
};

const struct svc_register admin_depts = {
    .name = "depts", .one = "department", .help = "departments", .table = "dept",
    .columns = dept_columns
};

const struct svc_register admin_persons = {
    .name = "persons", .one = "person", .help = "persons, their roles and logins",
    .table = "person", .columns = person_columns
};

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
      .help = "number; given by the tool" },
    { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "工号",
      .help = "staff number; key with period", .table = "person" },
    { .name = "period", .type = SVC_TYPE_MONTH, .flags = SVC_REQUIRED, .label = "月份",
      .help = "the month, such as 2026-10" },
    { .name = "gross", .type = SVC_TYPE_MONEY, .flags = SVC_REQUIRED | SVC_SET | SVC_SECRET,
      .label = "应发工资", .help = "yuan before deductions" },
    SVC_COLUMN_RECORDED_AT,
    SVC_COLUMN_RECORDED_BY,
    SVC_COLUMN_DIGEST,
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register admin_wages = {
    .name = "wages", .one = "wage", .help = "what persons earned in a month", .table = "wage",
    .prefix = "Y", .fact = "period", .columns = columns, .pair = { "person", "period" }
};
