/* What svc-callback registers: the shape of its records. */
#include "callback.h"

#define ITEMS \
    "greeting:进门一声问候;问候;一声问候|" \
    "shoe_covers:自带一双鞋套;鞋套;一双鞋套|" \
    "cloth:垫好一张洁布;洁布;一张洁布;垫布|" \
    "safety:检查一次安全;一次安全;安全检查|" \
    "opinion:征求一份意见;征求意见;一份意见|" \
    "star_card:赠送一张“星”卡;星卡;赠送星卡|" \
    "callback:回访一个电话;回访电话;一个电话|" \
    "question:有问必答|" \
    "request:有求必应|" \
    "matter:有事必办|" \
    "complaint:有诉必回|" \
    "mistake:有错必纠|" \
    "alarm:有警必出|" \
    "favours:不吃拿卡要;吃拿卡要|" \
    "delay:不拖延工期;拖延工期|" \
    "rough_work:不野蛮施工;野蛮施工|" \
    "breach:不违章操作;违章操作|" \
    "fees:不乱收乱罚;乱收乱罚;乱收费"

/* -- what stands beside the tasks --------------------------------------------------------- */

#define WORD(name_, label_, help_, words) \
    { .name = name_, .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = label_, .help = help_, \
      .values = words }
#define OWN(name_, type_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_##type_, .flags = SVC_OWN, .label = label_, .help = help_ }
#define BY(name_, label_, help_) \
    { .name = name_, .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = label_, .help = help_, \
      .table = "person" }
#define NUMBER \
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号", \
      .help = "the call-back" }

static const struct svc_column columns[] = {
    [B_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [B_SOURCE] = { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统",
                   .help = "system the task came from" },
    [B_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [B_REGISTER] = { .name = "register", .type = SVC_TYPE_WORD, .label = "台帐",
                     .help = "where the record stands",
                     .values = "complaint:投诉;投诉台账;投诉单|"
                               "order:工单;服务工单;业务工单|"
                               "customer:客户;用户;客户档案" },
    [B_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .label = "记录",
                   .help = "number of what is asked about" },
    [B_BUSINESS] = { .name = "business", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                     .label = "业务类型", .help = "what is asked about",
                     .values = "complaint:投诉;投诉处理;客户投诉|"
                               "install:安装;报装;报装安装;新装;户内安装;工程安装;开户|"
                               "gas_on:通气;通气点火;点火;置换;置换通气;开通;开栓|"
                               "repair:维修;户内维修;报修;故障维修;入户维修|"
                               "pipe_change:改管;改管移表;移表;拆改;改装;户内改管|"
                               "emergency:抢修;抢险;抢修抢险;应急抢修;紧急抢修;漏气抢修|"
                               "safety_check:安检;安全检查;入户安检;户内安检;入户安全检查|"
                               "name_transfer:过户;更名;更名过户;户名变更|"
                               "stop_notice:停气通知;计划停气;停气公告|"
                               "restore:恢复供气;复气;恢复用气;复供|"
                               "vip_monthly:VIP月度回访;VIP回访;大客户月度回访|"
                               "other:其他;其它;其他业务" },
    [B_PLAN] = { .name = "plan", .type = SVC_TYPE_CODE, .label = "计划",
                 .help = "plan that drew it" },
    [B_STRATUM] = { .name = "stratum", .type = SVC_TYPE_CODE, .label = "抽样层",
                    .help = "stratum it was drawn from" },
    [B_SECOND_OF] = { .name = "second_of", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                      .label = "首次回访",
                      .help = "the call-back whose issue this one asks about again" },
    [B_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department of the handler; the record's unless " "brought",
                 .table = "dept" },
    [B_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人",
                   .help = "the handler; the record's unless brought", .table = "person" },
    [B_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "the record's unless brought" },
    [B_TIER] = { .name = "tier", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "服务等级",
                 .help = "as the record has it" },
    [B_CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                          .label = "用户类别", .help = "as the record has it" },
    [B_PLANNED_AT] = { .name = "planned_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                       .label = "计划时间", .help = "when the task was planned" },
    [B_WINDOW_FROM] = { .name = "window_from", .type = SVC_TYPE_TIME, .label = "窗口起",
                        .help = "not to be called before" },
    [B_WINDOW_TO] = { .name = "window_to", .type = SVC_TYPE_TIME, .label = "窗口止",
                      .help = "to be called by" },
    [B_LATE] = { .name = "late", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "超窗",
                 .help = "planned when its window was over",
                 .values = "yes:是;已超期;超窗;超期;√" },
    [B_CALLER] = { .name = "caller", .type = SVC_TYPE_CODE, .label = "回访人",
                   .help = "who calls; not the handler", .table = "person" },
    [B_ATTEMPTS] = { .name = "attempts", .type = SVC_TYPE_INT, .label = "呼叫次数",
                     .help = "how often it was tried" },
    [B_ATTEMPTED_AT] = { .name = "attempted_at", .type = SVC_TYPE_TIME, .label = "最近呼叫",
                         .help = "the last attempt" },
    [B_DISPOSITION] = { .name = "disposition", .type = SVC_TYPE_WORD, .label = "呼叫结果",
                        .help = "what the last attempt gave",
                        .values = "reached:接通;已接通;已接听;回访成功;成功|"
                                  "no_answer:无人接听;未接听;无应答;未接|"
                                  "busy:占线;忙;忙线;用户忙;正在通话中;通话中|"
                                  "refused:拒访;拒绝回访;拒绝;拒接;拒绝接听;挂断|"
                                  "wrong_number:错号;号码错误;非本人;非机主;非用户本人;打错;改号;"
                                  "号码已变更|"
                                  "powered_off:关机;已关机;无法接通;暂时无法接通;不在服务区|"
                                  "invalid:空号;停机;号码不存在;无效号码;空号停机;欠费停机;"
                                  "未留电话" },
    [B_CALLED_AT] = { .name = "called_at", .type = SVC_TYPE_TIME, .label = "回访时间",
                      .help = "when the customer was reached" },
    [B_UNREACHABLE_AT] = { .name = "unreachable_at", .type = SVC_TYPE_TIME, .label = "放弃时间",
                           .help = "when it was given up" },
    [B_CANCELLED_AT] = { .name = "cancelled_at", .type = SVC_TYPE_TIME, .label = "取消时间",
                         .help = "when it was cancelled" },
    [B_ATTITUDE] = { .name = "attitude", .type = SVC_TYPE_INT, .label = "态度评分",
                     .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_SKILL] = { .name = "skill", .type = SVC_TYPE_INT, .label = "技能评分",
                  .help = "of a job on site or a complaint", .values = CALLBACK_SCORES },
    [B_TIMELINESS] = { .name = "timeliness", .type = SVC_TYPE_INT, .label = "及时评分",
                       .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_RESULT] = { .name = "result", .type = SVC_TYPE_INT, .label = "结果评分",
                   .help = "of what has a result", .values = CALLBACK_SCORES },
    [B_OVERALL] = { .name = "overall", .type = SVC_TYPE_INT, .label = "总体评分",
                    .help = "10 is the best", .values = CALLBACK_SCORES },
    [B_SATISFIED] = { .name = "satisfied", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                      .label = "满意程度",
                      .help = "band of the overall score by the policy of that day",
                      .values = "satisfied:满意;非常满意;很满意|"
                                "fairly:较满意;基本满意;比较满意|"
                                "dissatisfied:不满意;很不满意;非常不满意;不太满意" },
    [B_SOLVED] = { .name = "solved", .type = SVC_TYPE_WORD, .flags = SVC_SET, .label = "是否解决",
                   .help = "is it solved for the customer",
                   .values = "yes:是;已解决;解决;√;Y|no:否;未解决;没解决;×;N" },
    [B_KEPT] = { .name = "kept", .type = SVC_TYPE_WORDS, .label = "做到项",
                 .help = "7653 items kept, as the customer says", .values = ITEMS },
    [B_BROKEN] = { .name = "broken", .type = SVC_TYPE_WORDS, .label = "未做到项",
                   .help = "7653 items broken, as the customer says", .values = ITEMS },
    [B_COMMENT] = { .name = "comment", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "客户意见",
                    .help = "what the customer said" },
    [B_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "follows from the times",
                  .values = "planned:待回访;已计划;未回访|"
                            "assigned:已分配;已派;回访中|"
                            "tried:已拨打未接通;未接通;已呼叫|"
                            "reached:已回访;回访完成;已完成;完成|"
                            "unreachable:联系不上;无法联系;回访失败;已放弃|"
                            "cancelled:已取消;取消;免回访;无需回访" },
    [B_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [B_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [B_DIGEST] = SVC_COLUMN_DIGEST,
    [B_EVENT] = SVC_COLUMN_EVENT,
    [B_COLUMNS] = { 0 }
};

static const struct svc_move moves[] = {
    { .verb = "attempt", .from = "planned|assigned|tried", .to = "tried|reached|unreachable" },
    { .verb = "answer", .from = "reached" },
    { .verb = "issue", .from = "reached" },
    { .verb = "qc", .from = "reached" },
    { 0 }
};

const struct svc_register callback_register = {
    .name = "callbacks", .one = "call-back", .help = "call-back tasks and what came of them",
    .table = "callback", .letter = 'B', .fact = "planned_at", .columns = columns, .moves = moves
};

static const struct svc_column issue_columns[] = {
    [I_NO] = NUMBER,
    [I_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "部门",
                 .help = "department that answers", .table = "dept" },
    [I_RAISED_AT] = OWN("raised_at", TIME, "提出时间", "where its clocks run from"),
    [I_CAUSE] = WORD("cause", "原因", "why it was raised",
                     "dissatisfied:不满意;客户不满意|not_solved:未解决;问题未解决"),
    [I_ANSWER_DUE] = OWN("answer_due", TIME, "答复时限", "deadline of the answer"),
    [I_CLOSE_DUE] = OWN("close_due", TIME, "办结时限", "deadline of closing"),
    [I_PROVISIONAL] = OWN("provisional", CODE, "暂定时限",
                          "clocks that reach into a year without calendar"),
    [I_ANSWERED_AT] = OWN("answered_at", TIME, "答复时间", "when the department answered"),
    [I_ANSWERED_BY] = BY("answered_by", "答复人", "who answered"),
    [I_ANSWER] = OWN("answer", TEXT, "答复", "what it answered"),
    [I_CLOSED_AT] = OWN("closed_at", TIME, "办结时间", "closed"),
    [I_CLOSED_BY] = BY("closed_by", "办结人", "who closed it"),
    [I_SOLUTION] = OWN("solution", TEXT, "处理结果", "what was done"),
    [I_SECOND] = OWN("second", CODE, "二次回访", "the second call-back"),
    [I_STATE] = WORD("state", "状态", "follows from the times",
                     "open:待答复;处理中;未答复|"
                     "answered:已答复;部门已答复|"
                     "closed:已办结;办结;已关闭;已完成"),
    [I_RECORDED_AT] = OWN("recorded_at", TIME, "登记时间", "when it was recorded here"),
    [I_RECORDED_BY] = BY("recorded_by", "登记人", "who recorded it"),
    [I_EVENT] = SVC_COLUMN_EVENT,
    [I_COLUMNS] = { 0 }
};

static const struct svc_move issue_moves[] = {
    { .verb = "issue-answer", .from = "open", .to = "answered" },
    { .verb = "issue-close", .from = "open|answered", .to = "closed" },
    { 0 }
};

const struct svc_register callback_issues = {
    .name = "issues", .one = "issue", .help = "what dissatisfied customers had answered",
    .table = "callback_issue", .fact = "raised_at", .columns = issue_columns,
    .moves = issue_moves
};

static const struct svc_column draw_columns[] = {
    { .name = "plan", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "计划",
      .help = "the plan's seed" },
    OWN("stratum", CODE, "抽样层", "where was drawn from; excluded/… for what was left out"),
    OWN("drawn_at", TIME, "抽样时间", "when it was drawn"),
    OWN("ratio", CODE, "比例", "share of the population, by the policy"),
    OWN("min", INT, "最少", "least number, by the policy"),
    OWN("policy", INT, "规则版本", "version of the policy"),
    OWN("population", INT, "总体", "records of the stratum"),
    OWN("quota", INT, "应抽", "how many are to be called back"),
    OWN("had", INT, "已有", "had a call-back before"),
    OWN("drawn", INT, "新抽", "added by this drawing"),
    OWN("expired", INT, "超窗数", "added although their window was over"),
    OWN("records", CODE, "总体摘要", "SHA-256 of the population"),
    BY("drawn_by", "抽样人", "who drew"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_draws = {
    .name = "draws", .one = "draw", .help = "how plans drew their samples",
    .table = "callback_draw", .fact = "drawn_at", .columns = draw_columns
};

static const struct svc_column attempt_columns[] = {
    NUMBER,
    OWN("nth", INT, "次数", "which attempt"),
    OWN("attempted_at", TIME, "呼叫时间", "when it was made"),
    OWN("half_day", CODE, "半天", "day and am or pm"),
    WORD("disposition", "呼叫结果", "what it gave",
         "reached:接通;已接通;已接听;回访成功;成功|"
         "no_answer:无人接听;未接听;无应答;未接|"
         "busy:占线;忙;忙线;用户忙;正在通话中;通话中|"
         "refused:拒访;拒绝回访;拒绝;拒接;拒绝接听;挂断|"
         "wrong_number:错号;号码错误;非本人;非机主;非用户本人;打错;改号;号码已变更|"
         "powered_off:关机;已关机;无法接通;暂时无法接通;不在服务区|"
         "invalid:空号;停机;号码不存在;无效号码;空号停机;欠费停机;未留电话"),
    BY("caller", "回访人", "who called"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_attempts = {
    .name = "attempts", .one = "attempt", .help = "each attempt to call",
    .table = "callback_attempt", .fact = "attempted_at", .columns = attempt_columns
};

static const struct svc_column hearing_columns[] = {
    NUMBER,
    OWN("heard_at", TIME, "复听时间", "when it was listened to"),
    BY("listener", "复听人", "who listened; not the caller"),
    BY("caller", "回访人", "who had called"),
    OWN("deviations", INT, "偏差数", "how many answers deviate"),
    OWN("deviating", CODE, "偏差项", "which"),
    OWN("remark", TEXT, "说明", "what was heard"),
    SVC_COLUMN_EVENT,
    { 0 }
};

const struct svc_register callback_hearings = {
    .name = "hearings", .one = "hearing", .help = "calls listened to again",
    .table = "callback_hearing", .fact = "heard_at", .columns = hearing_columns
};
