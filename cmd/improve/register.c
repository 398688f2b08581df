/* What svc-improve registers: the shape of its records. */
#include "improve.h"

#define MARKS "1|2|3|4|5"

/* A project that is neither filed away nor stopped may be reviewed. */
#define UNDER_WAY "draft|signing|running|replanning|finished|summarised|closed|evaluated"
#define PROJECT_STATES UNDER_WAY "|archived|stopped"

static const struct svc_column project_columns[] = {
    [P_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [P_SOURCE] = SVC_COLUMN_SOURCE,
    [P_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [P_PROPOSED_ON] = { .name = "proposed_on", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED,
                        .label = "填单日期", .help = "when the scheme was written" },
    [P_TITLE] = { .name = "title", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "项目名称", .help = "what it is called" },
    [P_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "类型",
                 .help = "a project, or a quality circle; project unless said",
                 .list = "improve.kind" },
    [P_ROUTE] = { .name = "route", .type = SVC_TYPE_WORD, .label = "改进途径",
                  .help = "as the idea was routed; needed without an idea",
                  .list = "improve.route" },
    [P_IDEA] = { .name = "idea", .type = SVC_TYPE_CODE, .label = "改进建议",
                 .help = "the idea that it carries out" },
    [P_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED | SVC_SET,
                 .label = "责任组织", .help = "department responsible", .table = "dept" },
    [P_OWNER] = { .name = "owner", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "责任人", .help = "person responsible; a circle's leader",
                  .table = "person" },
    [P_ADVISER] = { .name = "adviser", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "辅导员",
                    .help = "of a quality circle", .table = "person" },
    [P_MEMBERS] = { .name = "members", .type = SVC_TYPE_CODE, .flags = SVC_SET | SVC_LIST,
                    .label = "成员",
                    .help = "persons, ;-separated", .table = "person" },
    [P_STARTS_ON] = { .name = "starts_on", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "改进周期起", .help = "first day of the work" },
    [P_ENDS_ON] = { .name = "ends_on", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED | SVC_SET,
                    .label = "改进周期止", .help = "last day; done by its end" },
    [P_SITUATION] = { .name = "situation", .type = SVC_TYPE_TEXT, .flags = SVC_SET,
                      .label = "现状描述", .help = "how it is now" },
    [P_GOAL] = { .name = "goal", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "改进目标",
                 .help = "how it shall be" },
    [P_COST] = { .name = "cost", .type = SVC_TYPE_MONEY, .flags = SVC_SET, .label = "成本预估",
                 .help = "estimated, in yuan" },
    [P_BENEFIT] = { .name = "benefit", .type = SVC_TYPE_MONEY, .flags = SVC_SET,
                    .label = "收益预估", .help = "estimated, in yuan" },
    [P_METHOD] = { .name = "method", .type = SVC_TYPE_TEXT, .flags = SVC_SET,
                   .label = "效果评估方式", .help = "how the effect will be judged" },
    [P_RESOURCES] = { .name = "resources", .type = SVC_TYPE_TEXT, .flags = SVC_SET,
                      .label = "资源盘点", .help = "what it takes; as the idea says unless given" },
    [P_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is",
                  .list = "improve.state" },
    [P_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "轮次",
                  .help = "signing round of the scheme" },
    [P_APPROVED_AT] = { .name = "approved_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "批准时间", .help = "when the first scheme was approved" },
    [P_FINISHED_AT] = { .name = "finished_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "完成时间", .help = "when the last milestone was done" },
    [P_STOPPED_AT] = { .name = "stopped_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "终止时间", .help = "when a review stopped it" },
    [P_RESULT] = { .name = "result", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "评价结果",
                   .help = "the office's judgement",
                   .list = "improve.result" },
    [P_EVALUATED_AT] = { .name = "evaluated_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "评价时间", .help = "when it was judged" },
    [P_EVALUATION] = { .name = "evaluation", .type = SVC_TYPE_TEXT, .flags = SVC_OWN,
                       .label = "综合效果评价", .help = "the judgement in words" },
    [P_FILED_AT] = { .name = "filed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                     .label = "备案时间", .help = "when it was filed with the region" },
    [P_FILING] = { .name = "filing", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "备案号",
                   .help = "the region's reference" },
    [P_PROMOTED_AT] = { .name = "promoted_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "推广时间", .help = "when it was promoted" },
    [P_PROMOTION] = { .name = "promotion", .type = SVC_TYPE_TEXT, .flags = SVC_OWN,
                      .label = "固化推广", .help = "where it was made known or taken over" },
    [P_PAPERS] = { .name = "papers", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "过程文件",
                   .help = "where the process files are" },
    [P_IMAGES] = { .name = "images", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "影像资料",
                   .help = "where the pictures are" },
    [P_ROOM] = { .name = "room", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "档案号",
                 .help = "where it is filed away" },
    [P_ARCHIVED_AT] = { .name = "archived_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "归档时间", .help = "when it was filed away" },
    [P_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [P_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [P_DIGEST] = SVC_COLUMN_DIGEST,
    [P_EVENT] = SVC_COLUMN_EVENT,
    [P_COLUMNS] = { 0 }
};

/* A scheme is signed, and again after a review opened it; later the summary. With the last of its
 * milestones done or approved a running project is finished. */
static const struct svc_move project_moves[] = {
    { .verb = "approve", .from = "draft|signing|replanning|summarised",
      .to = "draft|signing|running|replanning|finished|closed" },
    { .verb = "milestone", .from = PROJECT_STATES, .to = "finished" },
    { .verb = "review", .from = UNDER_WAY, .to = "replanning|stopped" },
    { .verb = "summary", .from = "finished", .to = "summarised" },
    { .verb = "evaluate", .from = "finished|closed|evaluated|archived", .to = "evaluated" },
    { .verb = "archive",
      .from = "signing|running|replanning|finished|summarised|closed|evaluated|stopped",
      .to = "archived" },
    { 0 }
};

const struct svc_register improve_projects = {
    .name = "projects", .one = "project", .help = "key and department projects, quality circles",
    .table = "improve_project", .prefix = "G", .fact = "proposed_on", .columns = project_columns,
    .moves = project_moves
};

static const struct svc_column idea_columns[] = {
    [I_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [I_SOURCE] = { .name = "source", .type = SVC_TYPE_WORD, .label = "信息来源",
                   .help = "where it comes from", .list = "improve.source" },
    [I_SOURCE_NO] = { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
                      .help = "the record there; key with source" },
    [I_RAISED_AT] = { .name = "raised_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                      .label = "提出时间", .help = "when it was raised" },
    [I_CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED,
                    .label = "问题或建议", .help = "the problem or the idea" },
    [I_DIRECTION] = { .name = "direction", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                      .label = "改进方向", .help = "which of the eight it is",
                      .list = "improve.direction" },
    [I_IMPACT] = { .name = "impact", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "影响范围",
                   .help = "1 little to 5 wide", .values = MARKS },
    [I_DIFFICULTY] = { .name = "difficulty", .type = SVC_TYPE_INT, .flags = SVC_SET,
                       .label = "实施难度", .help = "1 easy to 5 hard", .values = MARKS },
    [I_CROSS_DEPT] = { .name = "cross_dept", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                       .label = "跨部门", .help = "takes several departments",
                       .list = "verb.yes_no" },
    [I_SYSTEMIC] = { .name = "systemic", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "系统性",
                     .help = "takes a change of the system",
                     .list = "verb.yes_no" },
    [I_PARENT] = { .name = "parent", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "上级问题",
                   .help = "the problem of which this is a cause" },
    [I_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "部门",
                 .help = "department concerned", .table = "dept" },
    [I_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "提出人",
                   .help = "who raised it", .table = "person" },
    [I_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is",
                  .list = "improve.idea_state" },
    [I_ROUTE] = { .name = "route", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "改进途径",
                  .help = "how it is carried out",
                  .list = "improve.idea_route" },
    [I_ROUTED_AT] = { .name = "routed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "确定时间", .help = "when that was chosen" },
    [I_WHY] = { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "确定理由",
                .help = "the reason of the choice" },
    [I_RESOURCES] = { .name = "resources", .type = SVC_TYPE_TEXT, .flags = SVC_OWN,
                      .label = "资源盘点", .help = "what a key project would take" },
    [I_OWNER] = { .name = "owner", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "改进人",
                  .help = "who fixes it on the spot", .table = "person" },
    [I_RESULT] = { .name = "result", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "跟踪结果",
                   .help = "of the fix on the spot",
                   .list = "improve.result" },
    [I_CHECKED_AT] = { .name = "checked_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "跟踪时间", .help = "when the office looked" },
    [I_EFFECT] = { .name = "effect", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "效果",
                   .help = "what the office saw" },
    [I_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [I_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [I_DIGEST] = SVC_COLUMN_DIGEST,
    [I_EVENT] = SVC_COLUMN_EVENT,
    [I_COLUMNS] = { 0 }
};

static const struct svc_move idea_moves[] = {
    { .verb = "route", .from = "open|routed|declined", .to = "routed|declined" },
    { .verb = "evaluate", .from = "routed", .to = "closed" },
    { 0 }
};

const struct svc_register improve_ideas = {
    .name = "ideas", .one = "idea", .help = "problems and ideas, wherever they come from",
    .table = "improve_idea", .prefix = "E", .fact = "raised_at", .columns = idea_columns,
    .moves = idea_moves
};

#define MILESTONE_STATES "planned|slipped|done"

static const struct svc_column milestone_columns[] = {
    [M_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [M_SOURCE] = SVC_COLUMN_SOURCE,
    [M_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [M_PROJECT] = { .name = "project", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                    .label = "项目", .help = "the project it is of" },
    [M_DUE_ON] = { .name = "due_on", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED,
                   .label = "时间节点", .help = "done by the end of this day" },
    [M_TITLE] = { .name = "title", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "改进措施", .help = "what is to be done" },
    [M_STANDARD] = { .name = "standard", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED | SVC_SET,
                     .label = "完成标准", .help = "when it counts as done" },
    [M_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "责任部门",
                 .help = "the project's unless given", .table = "dept" },
    [M_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "责任人",
                   .help = "person responsible", .table = "person" },
    [M_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "planned, slipped (missed, and told) or done",
                  .list = "improve.milestone_state" },
    [M_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "轮次",
                  .help = "1, and one more for each date missed" },
    [M_DONE_AT] = { .name = "done_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "完成时间",
                    .help = "when it was done" },
    [M_EVIDENCE] = { .name = "evidence", .type = SVC_TYPE_LINE, .flags = SVC_OWN,
                     .label = "凭证", .help = "what shows it" },
    [M_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [M_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [M_DIGEST] = SVC_COLUMN_DIGEST,
    [M_EVENT] = SVC_COLUMN_EVENT,
    [M_COLUMNS] = { 0 }
};

static const struct svc_move milestone_moves[] = {
    { .verb = "milestone", .from = MILESTONE_STATES, .to = MILESTONE_STATES },
    { .verb = "confirm", .from = MILESTONE_STATES },
    { 0 }
};

const struct svc_register improve_milestones = {
    .name = "milestones", .one = "milestone", .help = "what a project has to do, by when",
    .table = "improve_milestone", .prefix = "M", .fact = "due_on", .columns = milestone_columns,
    .moves = milestone_moves
};

static const struct svc_column plan_columns[] = {
    [Y_YEAR] = { .name = "year", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "年度",
                 .help = "the year" },
    [Y_GOAL] = { .name = "goal", .type = SVC_TYPE_TEXT, .label = "年度目标",
                 .help = "the year's goal" },
    [Y_DUTIES] = { .name = "duties", .type = SVC_TYPE_TEXT, .label = "职责分工",
                   .help = "who does what" },
    [Y_INCENTIVES] = { .name = "incentives", .type = SVC_TYPE_TEXT, .label = "激励办法",
                       .help = "what is rewarded" },
    [Y_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .label = "状态",
                  .help = "how far it is",
                  .list = "improve.plan_state" },
    [Y_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .label = "轮次", .help = "signing round" },
    [Y_SUBMITTED_AT] = { .name = "submitted_at", .type = SVC_TYPE_TIME, .label = "递交时间",
                         .help = "to the region" },
    [Y_APPROVED_AT] = { .name = "approved_at", .type = SVC_TYPE_TIME, .label = "批准时间",
                        .help = "by the region" },
    [Y_ADJUSTMENT] = { .name = "adjustment", .type = SVC_TYPE_TEXT, .label = "年中调整",
                       .help = "what was adjusted" },
    [Y_ADJUSTED_AT] = { .name = "adjusted_at", .type = SVC_TYPE_TIME, .label = "调整时间",
                        .help = "when" },
    [Y_FILING] = { .name = "filing", .type = SVC_TYPE_LINE, .label = "报备号",
                   .help = "of the adjustment, one level up" },
    [Y_FILED_AT] = { .name = "filed_at", .type = SVC_TYPE_TIME, .label = "报备时间",
                     .help = "when" },
    [Y_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .label = "登记时间",
                        .help = "when it was recorded" },
    [Y_RECORDED_BY] = { .name = "recorded_by", .type = SVC_TYPE_CODE, .label = "登记人",
                        .help = "who recorded it" },
    [Y_EVENT] = SVC_COLUMN_EVENT,
    [Y_COLUMNS] = { 0 }
};

static const struct svc_move plan_moves[] = {
    { .verb = "approve", .from = "draft|signing", .to = "draft|signing|approved" },
    { .verb = "plan", .from = "draft|approved" },
    { 0 }
};

const struct svc_register improve_plans = {
    .name = "plans", .one = "plan", .help = "the yearly plans", .table = "improve_plan",
    .columns = plan_columns, .moves = plan_moves
};
