/* What svc-entry registers: the shape of its records. */
#include "entry.h"

#include "svc/lang.h"

static const struct svc_column audit_columns[] = {
    [A_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [A_SOURCE] = SVC_COLUMN_SOURCE,
    [A_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [A_AUDITED_AT] = { .name = "audited_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "检查时间", .help = "when it was checked" },
    [A_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "检查方式",
                 .help = "whose check it is", .list = "entry.kind" },
    [A_AUDITOR] = { .name = "auditor", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "检查人",
                    .help = "who checked", .table = "person" },
    [A_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "被检查部门",
                 .help = "department checked", .table = "dept" },
    [A_OPERATOR] = { .name = "operator", .type = SVC_TYPE_CODE, .label = "被检查人",
                     .help = "who entered it; empty: the whole department", .table = "person" },
    [A_ROLE] = { .name = "role", .type = SVC_TYPE_WORD, .label = "录入岗位", .help = "at which post",
                 .list = "entry.role" },
    [A_GRP] = { .name = "grp", .type = SVC_TYPE_CODE, .label = "字段组",
                .help = "group of fields; svc-entry fields lists them", .list = "entry.grp" },
    [A_RECORDS_CHECKED] = { .name = "records_checked", .type = SVC_TYPE_INT,
                            .flags = SVC_REQUIRED | SVC_SET, .label = "检查记录数",
                            .help = "how many records were looked at" },
    [A_FIELDS_CHECKED] = { .name = "fields_checked", .type = SVC_TYPE_INT,
                           .flags = SVC_REQUIRED | SVC_SET, .label = "检查字段数",
                           .help = "how many fields: what every rate is of" },
    [A_POPULATION] = { .name = "population", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "总体",
                       .help = "of how many records the sample was drawn" },
    [A_SEED] = { .name = "seed", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "抽样种子",
                 .help = "what the sample depends on" },
    [A_NOTE] = { .name = "note", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "说明",
                 .help = "what else there is to say" },
    [A_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "only final ones count", .list = "entry.audit_state" },
    [A_CLOSED_AT] = { .name = "closed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "定稿时间",
                      .help = "final since" },
    [A_UNDATED] = SVC_COLUMN_UNDATED,
    [A_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [A_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [A_DIGEST] = SVC_COLUMN_DIGEST,
    [A_EVENT] = SVC_COLUMN_EVENT,
    [A_COLUMNS] = { 0 }
};

static const struct svc_move audit_moves[] = {
    { .verb = "close", .from = "draft", .to = "final" },
    { 0 }
};

const struct svc_register entry_audits = {
    .name = "audits", .one = "audit", .help = "checks of what was entered",
    .table = "entry_audit", .prefix = "EA", .fact = "audited_at", .columns = audit_columns,
    .moves = audit_moves
};

static const struct svc_column error_columns[] = {
    [E_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [E_SOURCE] = SVC_COLUMN_SOURCE,
    [E_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [E_FOUND_AT] = { .name = "found_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                     .label = "发现时间", .help = "when it was found; the month that it counts in" },
    [E_AUDIT] = { .name = "audit", .type = SVC_TYPE_CODE, .label = "检查编号",
                  .help = "the audit that found it; empty: met with elsewhere" },
    [E_REGISTER] = { .name = "register", .type = SVC_TYPE_CODE, .label = "台账",
                     .help = "where the record stands" },
    [E_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号",
                   .help = "the record that is wrong" },
    [E_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "whose data it is" },
    [E_GRP] = { .name = "grp", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "字段组",
                .help = "group of fields; the audit's unless said", .list = "entry.grp" },
    [E_FIELD] = { .name = "field", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "字段",
                  .help = "the field that is wrong", .list = "entry.field" },
    [E_ERROR] = { .name = "error", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "差错类型",
                  .help = "how it is wrong", .list = "entry.error" },
    [E_SEVERITY] = { .name = "severity", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "严重程度",
                     .help = "how serious it is; minor unless said", .list = "severity" },
    [E_OPERATOR] = { .name = "operator", .type = SVC_TYPE_CODE, .label = "录入人",
                     .help = "who entered it; the audit's unless said. Empty: nobody's score",
                     .table = "person" },
    [E_ROLE] = { .name = "role", .type = SVC_TYPE_WORD, .label = "录入岗位", .help = "at which post",
                 .list = "entry.role" },
    [E_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "录入部门",
                 .help = "the operator's, else the audit's, unless said", .table = "dept" },
    [E_ENTERED_AT] = { .name = "entered_at", .type = SVC_TYPE_TIME, .label = "录入时间",
                       .help = "when it was entered" },
    [E_FIX_DUE] = { .name = "fix_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "更正时限",
                    .help = "put right by then" },
    [E_FIXED_AT] = { .name = "fixed_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "更正时间",
                     .help = "put right" },
    [E_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "依据",
                     .help = "what shows it" },
    [E_COMPLAINT] = { .name = "complaint", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "引发投诉",
                      .help = "the complaint that the slip caused" },
    [E_POINTS] = { .name = "points", .type = SVC_TYPE_POINTS, .flags = SVC_SET, .label = "扣分",
                   .help = "inside the clause's range, without sign; empty: the least of it" },
    [E_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "disputed ones are suspended, dropped ones reversed",
                  .list = "entry.error_state" },
    [E_DISPUTED_AT] = { .name = "disputed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "异议时间", .help = "when somebody said that it is none" },
    [E_DISPUTED_BY] = { .name = "disputed_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "异议人", .help = "who did", .table = "person" },
    [E_OBJECTION] = { .name = "objection", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "异议理由",
                      .help = "and why" },
    [E_DECIDED_AT] = { .name = "decided_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "裁定时间", .help = "when that was decided" },
    [E_DECIDED_BY] = { .name = "decided_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                       .label = "裁定人", .help = "by whom", .table = "person" },
    [E_OUTCOME] = { .name = "outcome", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "裁定结果",
                    .help = "does the error stand", .list = "entry.outcome" },
    [E_DECISION] = { .name = "decision", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "裁定理由",
                     .help = "why it was decided so" },
    [E_FILE_LINE] = { .name = "file_line", .type = SVC_TYPE_INT, .label = "文件行号",
                      .help = "line of the file that check looked at" },
    [E_WHY] = { .name = "why", .type = SVC_TYPE_LINE, .label = "不符规则",
                .help = "the rule that it breaks" },
    [E_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "entry.clock" },
    [E_UNDATED] = SVC_COLUMN_UNDATED,
    [E_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [E_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [E_DIGEST] = SVC_COLUMN_DIGEST,
    [E_EVENT] = SVC_COLUMN_EVENT,
    [E_COLUMNS] = { 0 }
};

static const struct svc_move error_moves[] = {
    { .verb = "fix", .from = "open", .to = "fixed" },
    { .verb = "dispute", .from = "open|fixed", .to = "disputed" },
    { .verb = "decide", .from = "disputed", .to = "open|fixed|dropped" },
    { 0 }
};

const struct svc_register entry_errors = {
    .name = "errors", .one = "error", .help = "fields that were wrong",
    .table = "entry_error", .prefix = "EF", .fact = "found_at", .columns = error_columns,
    .moves = error_moves
};

static const struct svc_column training_columns[] = {
    [T_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [T_SOURCE] = SVC_COLUMN_SOURCE,
    [T_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [T_TRAINED_AT] = { .name = "trained_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "培训时间", .help = "when" },
    [T_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "受训人",
                   .help = "who was trained", .table = "person" },
    [T_GRP] = { .name = "grp", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "字段组",
                .help = "in which group of fields; empty: in all", .list = "entry.grp" },
    [T_TOPIC] = { .name = "topic", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "培训内容", .help = "in what" },
    [T_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                     .label = "培训记录", .help = "what shows it" },
    [T_UNDATED] = SVC_COLUMN_UNDATED,
    [T_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [T_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [T_DIGEST] = SVC_COLUMN_DIGEST,
    [T_EVENT] = SVC_COLUMN_EVENT,
    [T_COLUMNS] = { 0 }
};

const struct svc_register entry_trainings = {
    .name = "trainings", .one = "training", .help = "who was trained in entering what",
    .table = "entry_training", .prefix = "ET", .fact = "trained_at", .columns = training_columns
};

static const struct svc_column task_columns[] = {
    [N_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [N_SOURCE] = SVC_COLUMN_SOURCE,
    [N_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [N_MATTER] = { .name = "matter", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "录入事项",
                   .help = "what is to be entered",
                   .list = "entry.task" },
    [N_RECEIVED_AT] = { .name = "received_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "接到时间", .help = "when it came in" },
    [N_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "录入部门",
                 .help = "department that enters it", .table = "dept" },
    [N_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "录入人",
                   .help = "who enters it", .table = "person" },
    [N_REGISTER] = { .name = "register", .type = SVC_TYPE_CODE, .label = "台账",
                     .help = "where the record stands" },
    [N_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号", .help = "the record" },
    [N_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "whose data it is" },
    [N_ENTERED_AT] = { .name = "entered_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "录入时间",
                       .help = "when it was entered" },
    [N_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is", .list = "entry.task_state" },
    [N_DUE_AT] = { .name = "due_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "录入时限",
                   .help = "entered by then" },
    [N_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "entry.clock" },
    [N_UNDATED] = SVC_COLUMN_UNDATED,
    [N_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [N_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [N_DIGEST] = SVC_COLUMN_DIGEST,
    [N_EVENT] = SVC_COLUMN_EVENT,
    [N_COLUMNS] = { 0 }
};

static const struct svc_move task_moves[] = {
    { .verb = "entered", .from = "open", .to = "entered" },
    { 0 }
};

const struct svc_register entry_tasks = {
    .name = "tasks", .one = "task", .help = "what waits to be entered, and by when",
    .table = "entry_task", .prefix = "EN", .fact = "received_at", .columns = task_columns,
    .moves = task_moves
};

#define PARTY(name_, label_, help_)                                                                 \
    { .name = name_ "_file", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = label_ "文件",       \
      .help = help_ },                                                                              \
    { .name = name_ "_sha256", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = label_ "校验",     \
      .help = "its SHA-256" },                                                                      \
    { .name = name_ "_rows", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = label_ "笔数",        \
      .help = "how many payments it has" },                                                         \
    { .name = name_ "_sum", .type = SVC_TYPE_MONEY, .flags = SVC_OWN | SVC_SIGNED, .label = label_ "金额", \
      .help = "sum of their amounts" }

static const struct svc_column reconciliation_columns[] = {
    [R_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number" },
    [R_RUN_AT] = { .name = "run_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "核对时间",
                   .help = "when they were compared" },
    [R_DAY_FROM] = { .name = "day_from", .type = SVC_TYPE_DAY, .flags = SVC_OWN, .label = "起始日",
                     .help = "first day that they are of" },
    [R_DAY_TO] = { .name = "day_to", .type = SVC_TYPE_DAY, .flags = SVC_OWN, .label = "截止日",
                   .help = "last day" },
    [R_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "部门",
                 .help = "department that took the money", .table = "dept" },
    [R_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "核对内容",
                 .help = "money, or consumables with their quantities", .list = "entry.reconciled" },
    [R_FILES] = PARTY("receipt", "单据", N_("file of receipts")),
    PARTY("cash", "钱款", N_("file of the money")), PARTY("system", "系统", N_("file of the system's report")),
    [R_KEYS] = { .name = "keys", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "核对项数",
                 .help = "how many keys" },
    [R_MATCHED] = { .name = "matched", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "一致",
                    .help = "keys that agree" },
    [R_DIFFERING] = { .name = "differing", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "不一致",
                      .help = "keys that do not" },
    [R_MISSING] = { .name = "missing_receipt", .type = SVC_TYPE_INT, .flags = SVC_OWN,
                    .label = "缺单据", .help = "keys without a receipt" },
    { .name = "missing_cash", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "缺钱款",
      .help = "keys without money" },
    { .name = "missing_system", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "缺系统记录",
      .help = "keys that the system does not have" },
    [R_NETTED] = { .name = "netted", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "冲红抵销",
                   .help = "keys left out because they come to nothing" },
    [R_REASON] = { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "说明",
                   .help = "why it was kept" },
    [R_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "signed by cashier and auditor", .list = "entry.reconciliation_state" },
    [R_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [R_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [R_EVENT] = SVC_COLUMN_EVENT,
    [R_COLUMNS] = { 0 }
};

static const struct svc_move reconciliation_moves[] = {
    { .verb = "sign", .from = "open", .to = "open|signed|rejected" },
    { 0 }
};

const struct svc_register entry_reconciliations = {
    .name = "reconciliations", .one = "reconciliation",
    .help = "receipts, money and system held against each other",
    .table = "entry_reconciliation", .prefix = "ER", .fact = "run_at",
    .columns = reconciliation_columns, .moves = reconciliation_moves
};

static const struct svc_column right_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
      .help = "the case of svc-reward" },
    { .name = "source", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "来源",
      .help = "what caused it", .list = "item reward.source" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "来源编号",
      .help = "the record there" },
    { .name = "occurred_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "发生时间",
      .help = "of the fact" },
    { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "操作人",
      .help = "whose rights", .table = "person" },
    { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "部门",
      .help = "the person's department", .table = "dept" },
    { .name = "clause", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "条款",
      .help = "under which clause" },
    { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "奖惩状态",
      .help = "of the case", .list = "reward.state" },
    { .name = "action", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "权限处理",
      .help = "what became of the rights", .list = "entry.action" },
    { .name = "facts", .type = SVC_TYPE_TEXT, .flags = SVC_OWN | SVC_STATED, .label = "事实",
      .help = "what the proposal rests on" },
    { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_OWN | SVC_STATED, .label = "依据",
      .help = "what shows it" },
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register entry_rights = {
    .name = "rights", .one = "proposal", .help = "rights to enter that were asked to be withdrawn",
    .table = "entry_right", .view = true, .fact = "occurred_at", .columns = right_columns
};
