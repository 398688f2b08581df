/* What svc-survey registers: the shape of its records. */
#include "survey.h"

#define KEY_OF_PARTS \
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "编号", \
      .help = "the survey's number and its own code" }
#define SURVEY \
    { .name = "survey", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "调查编号", \
      .help = "the survey it belongs to" }
#define PLACE \
    { .name = "place", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "顺序", \
      .help = "in the order in which they came" }

static const struct svc_column survey_columns[] = {
    [S_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "调查编号",
               .help = "number; given by the tool unless brought" },
    [S_SOURCE] = SVC_COLUMN_SOURCE,
    [S_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [S_CODE] = { .name = "code", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "调查代码",
                 .help = "what it is called in the year; no two alike" },
    [S_TITLE] = { .name = "title", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "调查名称", .help = "the survey's title" },
    [S_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "评价类型",
                 .help = "by an agency from outside, or by the company itself",
                 .list = "survey.kind" },
    [S_AGENCY] = { .name = "agency", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "评价机构",
                   .help = "who carries it out" },
    [S_MODE] = { .name = "mode", .type = SVC_TYPE_WORDS, .flags = SVC_SET, .label = "调查方式",
                 .help = "how people are asked", .list = "survey.mode" },
    [S_OPEN_FROM] = { .name = "open_from", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "开始日期", .help = "first day of answers" },
    [S_OPEN_UNTIL] = { .name = "open_until", .type = SVC_TYPE_DAY, .flags = SVC_REQUIRED | SVC_SET,
                       .label = "截止日期", .help = "last day of answers" },
    [S_POPULATION] = { .name = "population", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "总体户数",
                       .help = "how many there are to be asked" },
    [S_TARGET_N] = { .name = "target_n", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "计划样本量",
                     .help = "how many answers are wanted" },
    [S_ISSUED] = { .name = "issued", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "发放份数",
                   .help = "how many were asked" },
    [S_RETURNED] = { .name = "returned", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "回收份数",
                     .help = "how many of them came back" },
    [S_RATE_QUESTION] = { .name = "rate_question", .type = SVC_TYPE_CODE, .flags = SVC_SET,
                          .label = "满意率题目",
                          .help = "the question whose answers are the satisfaction rate" },
    [S_SATISFIED] = { .name = "satisfied", .type = SVC_TYPE_CODE, .flags = SVC_SET,
                      .label = "满意分值", .help = "which of its scores count, such as 9;10" },
    [S_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "how far it is", .list = "survey.state" },
    [S_REVISION] = { .name = "revision", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "版次",
                     .help = "how often it was frozen" },
    [S_OPENED_AT] = { .name = "opened_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "启动时间", .help = "when answers began to be taken" },
    [S_CLOSED_AT] = { .name = "closed_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "结束时间", .help = "when that ended" },
    [S_FROZEN_AT] = { .name = "frozen_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "定稿时间", .help = "when the index was frozen for the first time" },
    [S_REPORTED_AT] = { .name = "reported_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "报告时间", .help = "when its report was handed in" },
    [S_REPORT] = { .name = "report", .type = SVC_TYPE_LINE, .flags = SVC_OWN, .label = "报告文号",
                   .help = "where the report lies" },
    [S_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [S_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [S_DIGEST] = SVC_COLUMN_DIGEST,
    [S_EVENT] = SVC_COLUMN_EVENT,
    [S_COLUMNS] = { 0 }
};

static const struct svc_move survey_moves[] = {
    { .verb = "open", .from = "draft", .to = "open" },
    { .verb = "close", .from = "open", .to = "closed" },
    { .verb = "freeze", .from = "closed|frozen", .to = "frozen" },
    { .verb = "report", .from = "frozen" },
    { .verb = "judge", .from = "frozen" },
    { 0 }
};

const struct svc_register survey_surveys = {
    .name = "surveys", .one = "survey", .help = "satisfaction surveys", .table = "survey",
    .prefix = "SV", .fact = "open_from", .columns = survey_columns, .moves = survey_moves
};

static const struct svc_column question_columns[] = {
    [Q_NO] = KEY_OF_PARTS,
    [Q_SURVEY] = SURVEY,
    [Q_QUESTION] = { .name = "question", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                     .label = "题号", .help = "its code, key with the survey" },
    [Q_DIMENSION] = { .name = "dimension", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "维度", .help = "what it measures; others than these may be",
                      .list = "survey.dimension" },
    [Q_TEXT] = { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "题目",
                 .help = "what is asked" },
    [Q_KIND] = { .name = "kind", .type = SVC_TYPE_WORD, .label = "题型",
                 .help = "scale unless said; nps is asked on 0 to 10, text has no score",
                 .list = "survey.question" },
    [Q_SCALE_MIN] = { .name = "scale_min", .type = SVC_TYPE_INT, .flags = SVC_SIGNED, .label = "最低分",
                      .help = "of a scale needed; 0 of the others" },
    [Q_SCALE_MAX] = { .name = "scale_max", .type = SVC_TYPE_INT, .flags = SVC_SIGNED, .label = "最高分",
                      .help = "of a scale needed; 10 of nps, 1 of yes_no" },
    [Q_DIRECTION] = { .name = "direction", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                      .label = "计分方向", .help = "up unless said; down: the least score is the best",
                      .list = "survey.direction" },
    [Q_WEIGHT] = { .name = "weight", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "权重", .help = "inside of its dimension, up to six decimals; 0 does not count" },
    [Q_PLACE] = PLACE,
    [Q_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [Q_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [Q_DIGEST] = SVC_COLUMN_DIGEST,
    [Q_EVENT] = SVC_COLUMN_EVENT,
    [Q_COLUMNS] = { 0 }
};

const struct svc_register survey_questions = {
    .name = "questions", .one = "question", .help = "what a survey asks",
    .table = "survey_question", .columns = question_columns, .pair = { "survey", "question" }
};

static const struct svc_column dimension_columns[] = {
    [D_NO] = KEY_OF_PARTS,
    [D_SURVEY] = SURVEY,
    [D_DIMENSION] = { .name = "dimension", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                      .label = "维度", .help = "its code, key with the survey; others than these may be",
                      .list = "survey.dimension" },
    [D_WEIGHT] = { .name = "weight", .type = SVC_TYPE_LINE, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "权重", .help = "of the whole, up to six decimals" },
    [D_METHOD] = { .name = "method", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "赋权方法",
                   .help = "how the weight was found; agreed unless said", .list = "survey.method" },
    [D_SOURCE] = { .name = "source", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "赋权依据",
                   .help = "where the weight comes from" },
    [D_PLACE] = PLACE,
    [D_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [D_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [D_DIGEST] = SVC_COLUMN_DIGEST,
    [D_EVENT] = SVC_COLUMN_EVENT,
    [D_COLUMNS] = { 0 }
};

const struct svc_register survey_dimensions = {
    .name = "dimensions", .one = "dimension", .help = "what an index is made of, with its weights",
    .table = "survey_dimension", .columns = dimension_columns, .pair = { "survey", "dimension" }
};

static const struct svc_column unit_columns[] = {
    [U_NO] = KEY_OF_PARTS,
    [U_SURVEY] = SURVEY,
    [U_UNIT] = { .name = "unit", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "单位代码",
                 .help = "its code, key with the survey" },
    [U_PARENT] = { .name = "parent", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "上级单位",
                   .help = "the unit that it is rolled up into; empty: the company" },
    [U_NAME] = { .name = "name", .type = SVC_TYPE_LINE, .flags = SVC_SET, .label = "单位名称",
                 .help = "its name" },
    [U_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "考核部门",
                 .help = "the department whose points it is about; empty: nobody's",
                 .table = "dept" },
    [U_CUSTOMERS] = { .name = "customers", .type = SVC_TYPE_INT, .flags = SVC_REQUIRED | SVC_SET,
                      .label = "客户数", .help = "how many customers it has" },
    [U_GAS_M3] = { .name = "gas_m3", .type = SVC_TYPE_INT, .flags = SVC_REQUIRED | SVC_SET,
                   .label = "售气量", .help = "cubic metres sold in the year" },
    [U_PLACE] = PLACE,
    [U_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [U_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [U_DIGEST] = SVC_COLUMN_DIGEST,
    [U_EVENT] = SVC_COLUMN_EVENT,
    [U_COLUMNS] = { 0 }
};

const struct svc_register survey_units = {
    .name = "units", .one = "unit", .help = "areas or branches with an index of their own",
    .table = "survey_unit", .columns = unit_columns, .pair = { "survey", "unit" }
};

static const struct svc_column answer_columns[] = {
    [A_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [A_SURVEY] = SURVEY,
    [A_RESPONDENT] = { .name = "respondent", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                       .label = "受访者代码", .help = "a code, no name and no telephone number" },
    [A_QUESTION] = { .name = "question", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "题号",
                     .help = "key with survey and respondent" },
    [A_SCORE] = { .name = "score", .type = SVC_TYPE_INT, .flags = SVC_SET | SVC_SIGNED, .label = "得分",
                  .help = "on the question's scale; empty: asked and not answered" },
    [A_UNIT] = { .name = "unit", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "单位代码",
                 .help = "needed where the survey has units" },
    [A_STRATUM] = { .name = "stratum", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "抽样层",
                    .help = "stratum it was drawn from" },
    [A_GRP] = { .name = "grp", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "组别",
                .help = "group to compare by" },
    [A_ANSWERED_AT] = { .name = "answered_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "答复时间", .help = "when it was answered" },
    [A_CHANNEL] = { .name = "channel", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "答复方式",
                    .help = "how the answer came", .list = "survey.mode" },
    [A_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [A_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [A_DIGEST] = SVC_COLUMN_DIGEST,
    [A_EVENT] = SVC_COLUMN_EVENT,
    [A_COLUMNS] = { 0 }
};

const struct svc_register survey_answers = {
    .name = "answers", .one = "answer", .help = "one answer of one respondent a row",
    .table = "survey_answer", .prefix = "SA", .fact = "answered_at", .columns = answer_columns,
    .pair = { "survey", "respondent", "question" }
};

static const struct svc_column expert_columns[] = {
    [X_NO] = KEY_OF_PARTS,
    [X_SURVEY] = SURVEY,
    [X_EXPERT] = { .name = "expert", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED, .label = "专家代码",
                   .help = "who judged, a code" },
    [X_DIMENSION] = { .name = "dimension", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                      .label = "维度", .help = "key with survey and expert",
                      .list = "survey.dimension" },
    [X_SCORE] = { .name = "score", .type = SVC_TYPE_INT, .flags = SVC_REQUIRED | SVC_SET,
                  .label = "重要性", .help = "0 to 10", .values = "0|1|2|3|4|5|6|7|8|9|10" },
    [X_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [X_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [X_DIGEST] = SVC_COLUMN_DIGEST,
    [X_EVENT] = SVC_COLUMN_EVENT,
    [X_COLUMNS] = { 0 }
};

const struct svc_register survey_experts = {
    .name = "experts", .one = "judgement", .help = "how important experts think the dimensions are",
    .table = "survey_expert", .columns = expert_columns, .pair = { "survey", "expert", "dimension" }
};

static const struct svc_column index_columns[] = {
    [N_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "指数编号",
               .help = "its number" },
    [N_SURVEY] = { .name = "survey", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "调查编号",
                   .help = "the survey it is of" },
    [N_REVISION] = { .name = "revision", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "版次",
                     .help = "the how many-th it is" },
    [N_FROZEN_AT] = { .name = "frozen_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "定稿时间", .help = "when it was frozen" },
    [N_WHY] = { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "更正原因",
                .help = "why there is another one" },
    [N_RESPONDENTS] = { .name = "respondents", .type = SVC_TYPE_INT, .flags = SVC_OWN,
                        .label = "受访人数", .help = "how many answered" },
    [N_CSI] = { .name = "csi", .type = SVC_TYPE_POINTS, .flags = SVC_OWN, .label = "满意度指数",
                .help = "the index of the whole" },
    [N_ROLLED] = { .name = "rolled", .type = SVC_TYPE_POINTS, .flags = SVC_OWN, .label = "加权汇总指数",
                   .help = "the company's index rolled up from its units; empty without units" },
    [N_TARGET] = { .name = "target", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "满意率目标",
                   .help = "the satisfaction rate that was to be reached, percent" },
    [N_ANSWERS] = { .name = "answers", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "答卷摘要",
                    .help = "SHA-256 of the answers that were counted" },
    [N_RECORDED_AT] = SVC_COLUMN_RECORDED_AT,
    [N_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [N_DIGEST] = SVC_COLUMN_DIGEST,
    [N_EVENT] = SVC_COLUMN_EVENT,
    [N_COLUMNS] = { 0 }
};

const struct svc_register survey_indices = {
    .name = "indices", .one = "index", .help = "indices that were frozen", .table = "survey_index",
    .prefix = "SI", .fact = "frozen_at", .columns = index_columns
};
