/* What svc-inspect registers: the shape of its records. */
#include "inspect.h"

/* The states of findings and notices, in any of which points may be chosen. */
#define FINDING_STATES "open|noticed|fixed|cancelled"
#define NOTICE_STATES "issued|replied|passed|effective|cancelled"

static const struct svc_column plan_columns[] = {
    [I_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [I_SOURCE] = SVC_COLUMN_SOURCE,
    [I_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [I_PLANNED_AT] = { .name = "planned_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "计划时间", .help = "when it is to be held" },
    [I_LEVEL] = { .name = "level", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                  .label = "检查级别", .help = "who inspects",
                  .list = "inspect.level" },
    [I_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "检查类型",
                 .help = "what kind of inspection",
                 .list = "inspect.kind" },
    [I_METHOD] = { .name = "method", .type = SVC_TYPE_WORDS, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "检查方式", .help = "how, ;-separated",
                   .list = "inspect.method" },
    [I_PLAN_OF] = { .name = "plan_of", .type = SVC_TYPE_PERIOD, .label = "所属计划",
                    .help = "the plan it stands in: 2026, 2026Q4 or 2026-10" },
    [I_TITLE] = { .name = "title", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "主题",
                  .help = "one line" },
    [I_SCOPE] = { .name = "scope", .type = SVC_TYPE_LINE,
                  .flags = SVC_REQUIRED | SVC_LIST | SVC_LOOSE, .label = "检查范围",
                  .help = "departments, ;-separated; all: every one but contractors",
                  .table = "dept" },
    [I_INSPECTORS] = { .name = "inspectors", .type = SVC_TYPE_CODE,
                       .flags = SVC_REQUIRED | SVC_LIST, .label = "检查小组成员",
                       .help = "staff numbers, ;-separated; the first leads", .table = "person" },
    [I_SCHEME] = { .name = "scheme", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "实施方案",
                   .help = "the scheme's reference; needed before the check" },
    [I_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is",
                  .list = "inspect.state" },
    [I_HELD_AT] = { .name = "held_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "实施时间",
                    .help = "its first sheet" },
    [I_SUMMARY] = { .name = "summary", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "小结",
                    .help = "summary to the committee" },
    [I_REPORT] = { .name = "report", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "检查报告",
                   .help = "file of the report" },
    [I_REPORT_SHA256] = { .name = "report_sha256", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                          .label = "报告校验", .help = "its SHA-256" },
    [I_REPORTED_AT] = { .name = "reported_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "小结时间", .help = "summary given" },
    [I_ROOM] = { .name = "room", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "档案号",
                 .help = "where the archive room keeps it" },
    [I_FILED_AT] = { .name = "filed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                     .label = "归档时间", .help = "handed to the archive room" },
    [I_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [I_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [I_DIGEST] = SVC_COLUMN_DIGEST,
    [I_EVENT] = SVC_COLUMN_EVENT,
    [I_COLUMNS] = { 0 }
};

static const struct svc_move plan_moves[] = {
    { .verb = "sheet", .from = "planned|held", .to = "held" },
    { .verb = "summary", .from = "held|reported", .to = "reported" },
    { .verb = "file", .from = "reported", .to = "filed" },
    { .verb = "cancel", .from = "planned", .to = "cancelled" },
    { 0 }
};

const struct svc_register inspect_plans = {
    .name = "inspections", .one = "inspection", .help = "planned, held, reported, filed",
    .table = "inspection", .prefix = "I", .fact = "planned_at", .columns = plan_columns,
    .moves = plan_moves
};

static const struct svc_column sheet_columns[] = {
    [K_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number" },
    [K_INSPECTION] = { .name = "inspection", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                       .label = "检查编号",
                       .help = "the inspection; empty for a contractor's sheet" },
    [K_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "被检查部门",
                 .help = "department inspected", .table = "dept" },
    [K_QUARTER] = { .name = "quarter", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "季度",
                    .help = "of a contractor's sheet" },
    [K_TEMPLATE] = { .name = "template", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                     .label = "检查项目", .help = "where its items are from" },
    [K_CHECKED_AT] = { .name = "checked_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "检查时间", .help = "when it was checked" },
    [K_INSPECTORS] = { .name = "inspectors", .type = SVC_TYPE_CODE, .flags = SVC_OWN | SVC_LIST,
                       .label = "检查小组成员", .help = "staff numbers, ;-separated", .table = "person" },
    [K_OPINION] = { .name = "opinion", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "整改意见",
                    .help = "what must become better" },
    [K_ANSWER] = { .name = "answer", .type = SVC_TYPE_TEXT, .flags = SVC_SET,
                   .label = "被检查部门意见", .help = "the department's answer" },
    [K_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "signed sheets never change",
                  .list = "inspect.sheet_state" },
    [K_SIGNED_AT] = { .name = "signed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "签字时间", .help = "signed by the head inspected" },
    [K_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [K_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [K_DIGEST] = SVC_COLUMN_DIGEST,
    [K_EVENT] = SVC_COLUMN_EVENT,
    [K_COLUMNS] = { 0 }
};

static const struct svc_move sheet_moves[] = {
    { .verb = "sign", .from = "open", .to = "signed" },
    { 0 }
};

const struct svc_register inspect_sheets = {
    .name = "sheets", .one = "sheet", .help = "sheets, one for each department inspected",
    .table = "inspect_sheet", .prefix = "K", .fact = "checked_at", .columns = sheet_columns,
    .moves = sheet_moves
};

static const struct svc_column item_columns[] = {
    [T_ITEM] = { .name = "item", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "检查项",
                 .help = "its sheet and code" },
    [T_SHEET] = { .name = "sheet", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "检查表",
                  .help = "its sheet" },
    [T_CODE] = { .name = "code", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "项目代码",
                 .help = "its code on the sheet" },
    [T_CONTENT] = { .name = "content", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "检查内容",
                    .help = "the content it belongs to" },
    [T_TEXT] = { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "检查要求",
                 .help = "what is checked" },
    [T_RESULT] = { .name = "result", .type = SVC_TYPE_WORD, .label = "结果",
                   .help = "unmarked until it is judged",
                   .list = "inspect.result" },
    [T_OPINION] = { .name = "opinion", .type = SVC_TYPE_TEXT, .label = "整改意见",
                    .help = "of the inspectors" },
    [T_ANSWER] = { .name = "answer", .type = SVC_TYPE_TEXT, .label = "被检查部门意见",
                   .help = "of the department" },
    [T_MARKED_AT] = { .name = "marked_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "评定时间", .help = "when it was judged" },
    [T_MARKED_BY] = { .name = "marked_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                      .label = "评定人", .help = "who judged it", .table = "person" },
    [T_DIGEST] = SVC_COLUMN_DIGEST,
    [T_EVENT] = SVC_COLUMN_EVENT,
    [T_COLUMNS] = { 0 }
};

const struct svc_register inspect_items = {
    .name = "items", .one = "item", .help = "what the sheets ask, and the marks",
    .table = "inspect_item", .columns = item_columns
};

static const struct svc_column finding_columns[] = {
    [F_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [F_SOURCE] = SVC_COLUMN_SOURCE,
    [F_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [F_SHEET] = { .name = "sheet", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "检查表",
                  .help = "the sheet it stands on" },
    [F_ITEM] = { .name = "item", .type = SVC_TYPE_CODE, .label = "项目代码",
                 .help = "code of the item that failed" },
    [F_FOUND_AT] = { .name = "found_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                     .label = "发现时间", .help = "when it was found" },
    [F_SEVERITY] = { .name = "severity", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                     .label = "问题等级", .help = "how serious it is",
                     .list = "severity" },
    [F_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "责任部门",
                 .help = "department; the sheet's unless said", .table = "dept" },
    [F_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "责任人",
                   .help = "person responsible", .table = "person" },
    [F_FACTS] = { .name = "facts", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED, .label = "问题",
                  .help = "what was found" },
    [F_ACTION] = { .name = "action", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "即时措施",
                   .help = "what was done at once" },
    [F_DEADLINE] = { .name = "deadline", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "要求完成时间",
                     .help = "fixed by then; a date alone is its last moment" },
    [F_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .label = "整改前证据",
                     .help = "file that shows it" },
    [F_EVIDENCE_SHA256] = { .name = "evidence_sha256", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                            .label = "整改前校验", .help = "SHA-256 of that file" },
    [F_AFTER_EVIDENCE] = { .name = "after_evidence", .type = SVC_TYPE_LINE, .label = "整改后证据",
                           .help = "file that shows it fixed" },
    [F_AFTER_SHA256] = { .name = "after_sha256", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                         .label = "整改后校验", .help = "SHA-256 of that file" },
    [F_FIXED_AT] = { .name = "fixed_at", .type = SVC_TYPE_TIME, .flags = SVC_END, .label = "整改时间",
                     .help = "fixed" },
    [F_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is",
                  .list = "inspect.finding_state" },
    [F_DUE_AT] = { .name = "due_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "整改时限",
                   .help = "the deadline in force" },
    [F_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "inspect.clock" },
    [F_UNDATED] = SVC_COLUMN_UNDATED,
    [F_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [F_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [F_DIGEST] = SVC_COLUMN_DIGEST,
    [F_EVENT] = SVC_COLUMN_EVENT,
    [F_COLUMNS] = { 0 }
};

/* With a notice's cancellation its finding is what it was before. */
static const struct svc_move finding_moves[] = {
    { .verb = "fix", .from = "open", .to = "fixed" },
    { .verb = "notice", .from = "open|fixed", .to = "noticed" },
    { .verb = "cancel", .from = "open|fixed", .to = "cancelled|open|fixed" },
    { .verb = "excuse", .from = "open|fixed" },
    { .verb = "confirm", .from = "open|noticed|fixed" },
    { .verb = "points", .from = FINDING_STATES },
    { 0 }
};

const struct svc_register inspect_findings = {
    .name = "findings", .one = "finding", .help = "what inspections found",
    .table = "inspect_finding", .prefix = "Q", .fact = "found_at", .columns = finding_columns,
    .moves = finding_moves
};

static const struct svc_column notice_columns[] = {
    [N_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number" },
    [N_FINDING] = { .name = "finding", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "问题编号",
                    .help = "the finding" },
    [N_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "责任部门",
                 .help = "department that puts it right", .table = "dept" },
    [N_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "责任人",
                   .help = "person responsible", .table = "person" },
    [N_SEVERITY] = { .name = "severity", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "问题等级",
                     .help = "of the finding",
                     .list = "severity" },
    [N_ISSUED_AT] = { .name = "issued_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "下达时间", .help = "issued" },
    [N_DEMAND] = { .name = "demand", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "整改要求",
                   .help = "what is demanded" },
    [N_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "轮次",
                  .help = "1, and one more for each failure" },
    [N_OPENED_AT] = { .name = "opened_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "本轮起点", .help = "where this round's clock runs from" },
    [N_DEADLINE] = { .name = "deadline", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "要求完成时间",
                     .help = "given for this round" },
    [N_DUE_AT] = { .name = "due_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "整改时限",
                   .help = "the deadline in force" },
    [N_REPLIED_AT] = { .name = "replied_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "回复时间", .help = "rectified and reported" },
    [N_REPLIED_BY] = { .name = "replied_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                       .label = "回复人", .help = "who reported it", .table = "person" },
    [N_REPLY] = { .name = "reply", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "整改情况",
                  .help = "what was done" },
    [N_REPORT] = { .name = "report", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "整改报告",
                   .help = "file of the report" },
    [N_REPORT_SHA256] = { .name = "report_sha256", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                          .label = "报告校验", .help = "its SHA-256" },
    [N_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is",
                  .list = "inspect.notice_state" },
    [N_PASSED_AT] = { .name = "passed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "验收时间", .help = "verified and passed" },
    [N_EFFECT_ON] = { .name = "effect_on", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "效果检查日", .help = "when the effect is to be checked" },
    [N_EFFECT_DUE] = { .name = "effect_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "效果检查时限", .help = "the deadline of that check" },
    [N_EFFECT_AT] = { .name = "effect_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "效果检查时间", .help = "checked" },
    [N_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that are not settled: no calendar of that year, or no time of day",
                        .list = "inspect.clock" },
    [N_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [N_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [N_DIGEST] = SVC_COLUMN_DIGEST,
    [N_EVENT] = SVC_COLUMN_EVENT,
    [N_COLUMNS] = { 0 }
};

static const struct svc_move notice_moves[] = {
    { .verb = "reply", .from = "issued|replied|passed|effective", .to = "replied" },
    { .verb = "excuse", .from = "issued|replied|passed|effective" },
    { .verb = "confirm", .from = "issued|replied|passed|effective" },
    { .verb = "verify", .from = "issued|replied|passed", .to = "issued|passed|effective" },
    { .verb = "cancel", .from = "issued|replied", .to = "cancelled" },
    { .verb = "points", .from = NOTICE_STATES },
    { 0 }
};

const struct svc_register inspect_notices = {
    .name = "notices", .one = "notice", .help = "rectification notices",
    .table = "inspect_notice", .prefix = "N", .fact = "issued_at", .columns = notice_columns,
    .moves = notice_moves
};

static const struct svc_column praise_columns[] = {
    [P_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [P_SOURCE] = SVC_COLUMN_SOURCE,
    [P_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [P_OCCURRED_AT] = { .name = "occurred_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "发生时间", .help = "when it happened" },
    [P_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department; the person's unless said", .table = "dept" },
    [P_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "工号",
                   .help = "who did it", .table = "person" },
    [P_FACTS] = { .name = "facts", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "事迹", .help = "the good deed" },
    [P_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "证据材料",
                     .help = "what shows it: letter, banner, …" },
    [P_INSPECTION] = { .name = "inspection", .type = SVC_TYPE_CODE, .label = "检查编号",
                       .help = "the inspection that saw it" },
    [P_CLAUSE] = { .name = "clause", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "奖励条款",
                   .help = "clause it may be rewarded under; reward-3.1.1-1 unless said" },
    [P_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [P_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [P_DIGEST] = SVC_COLUMN_DIGEST,
    [P_EVENT] = SVC_COLUMN_EVENT,
    [P_COLUMNS] = { 0 }
};

const struct svc_register inspect_praise = {
    .name = "praise", .one = "good deed", .help = "good deeds seen", .table = "praise",
    .prefix = "P", .fact = "occurred_at", .columns = praise_columns
};

static const struct svc_column walk_columns[] = {
    [W_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [W_SOURCE] = SVC_COLUMN_SOURCE,
    [W_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [W_WALKED_AT] = { .name = "walked_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                      .label = "巡查时间", .help = "when" },
    [W_ZONE] = { .name = "zone", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED, .label = "区域",
                 .help = "where" },
    [W_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "工号",
                   .help = "who is marked", .table = "person" },
    [W_WALKER] = { .name = "walker", .type = SVC_TYPE_CODE, .label = "巡查人",
                   .help = "who marks; you unless said", .table = "person" },
    [W_SCORE] = { .name = "score", .type = SVC_TYPE_INT, .flags = SVC_REQUIRED, .label = "得分",
                  .help = "1 to 5", .values = "1|2|3|4|5" },
    [W_REMARK] = { .name = "remark", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "说明",
                   .help = "why" },
    [W_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [W_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [W_DIGEST] = SVC_COLUMN_DIGEST,
    [W_EVENT] = SVC_COLUMN_EVENT,
    [W_COLUMNS] = { 0 }
};

const struct svc_register inspect_walks = {
    .name = "walks", .one = "mark", .help = "five-point marks of walk-rounds", .table = "walk",
    .prefix = "Z", .fact = "walked_at", .columns = walk_columns
};

static const struct svc_column patrol_columns[] = {
    [L_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [L_SOURCE] = SVC_COLUMN_SOURCE,
    [L_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [L_PATROLLED_AT] = { .name = "patrolled_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                         .label = "巡视时间", .help = "when" },
    [L_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "外委单位",
                 .help = "the contractor whose premises were walked", .table = "dept" },
    [L_AREA] = { .name = "area", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "院区",
                 .help = "which premises" },
    [L_PATROLLER] = { .name = "patroller", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "巡视人", .help = "who walked them, of the contractor or of us" },
    [L_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "巡视记录",
                     .help = "the record of it: a file, a paper's number" },
    [L_REMARK] = { .name = "remark", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "说明",
                   .help = "what was seen" },
    [L_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [L_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [L_DIGEST] = SVC_COLUMN_DIGEST,
    [L_EVENT] = SVC_COLUMN_EVENT,
    [L_COLUMNS] = { 0 }
};

const struct svc_register inspect_patrols = {
    .name = "patrols", .one = "patrol", .help = "daily patrols of contractors' premises",
    .table = "patrol", .prefix = "IP", .fact = "patrolled_at", .columns = patrol_columns
};
