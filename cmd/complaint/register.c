/* What svc-complaint registers: the shape of its records. */
#include "complaint.h"

static const struct svc_column columns[] = {
    [C_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [C_SOURCE] = SVC_COLUMN_SOURCE,
    [C_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [C_RECEIVED_AT] = { .name = "received_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "受理时间", .help = "when the customer spoke" },
    [C_CHANNEL] = { .name = "channel", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                    .label = "渠道", .help = "how it came",
                    .values = "hotline:客服热线;热线;热线电话;服务热线;电话;来电;电话投诉;"
                              "呼叫中心;客服中心|"
                              "counter:营业厅;柜台;前台;营业窗口;窗口;营业网点;服务网点;来访;"
                              "上门;现场|"
                              "letter:来信;信函;信件;书信;书面;传真|"
                              "web:网络;网上;网站;官网;微信;微信公众号;公众号;小程序;APP;"
                              "网上营业厅;网厅;掌上营业厅;在线客服;电子邮件;邮件;互联网|"
                              "12345:12345热线;12345平台;市长热线;市民热线;政务热线;政府热线;"
                              "政务服务热线;政务服务便民热线;市长公开电话;便民热线|"
                              "regulator:主管部门;行业主管部门;监管部门;政府部门;上级转办;住建局;"
                              "住建委;城管局;市场监管局;12315;信访局;信访部门|"
                              "media:媒体;新闻媒体;媒体曝光;电视台;报社;广播电台;舆情;网络舆情|"
                              "monitor:社会监督员;监督员;行风监督员;社会监督;社会监督网|"
                              "internal:内部;内部转办;内部转单;内部发现;公司内部;员工反映" },
    [C_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "客户号",
                     .help = "customer number; empty for anonymous" },
    [C_TIER] = { .name = "tier", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "服务等级",
                 .help = "the customer's tier on that day" },
    [C_CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                          .label = "客户类别", .help = "home or business, as registered" },
    [C_PEOPLE] = { .name = "people", .type = SVC_TYPE_INT, .flags = SVC_SET, .label = "投诉人数",
                   .help = "how many customers complain together" },
    [C_ACCIDENT] = { .name = "accident", .type = SVC_TYPE_WORD, .flags = SVC_SET,
                     .label = "安全事故", .help = "casualty or safety accident",
                     .values = "yes:是;有;Y;√;对|no:否;无;没有;N;×" },
    [C_CALLER] = { .name = "caller", .type = SVC_TYPE_CODE, .flags = SVC_NAME | SVC_SET,
                   .label = "联系人", .help = "who spoke" },
    [C_PHONE] = { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE | SVC_SET,
                  .label = "电话", .help = "telephone" },
    [C_ADDRESS] = { .name = "address", .type = SVC_TYPE_CODE, .flags = SVC_ADDRESS | SVC_SET,
                    .label = "地址", .help = "address" },
    [C_CATEGORY] = { .name = "category", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED | SVC_SET,
                     .label = "类别", .help = "what it is about",
                     .values = "conduct:服务行为;服务态度;态度;行为规范;服务规范;工作作风;"
                               "人员服务|"
                               "billing:抄表收费;抄收;抄表;收费;缴费;账单;气费;燃气费;计费;"
                               "计量收费;计量;过户;价格;退费|"
                               "installation:报装安装;报装;安装;工程安装;户内安装;初装;开户;改管;"
                               "移表;改管移表|"
                               "gas_on:通气;通气点火;点火;置换;置换通气;开通;开栓|"
                               "repair:维修;报修;户内维修;故障维修;设备故障;抢修;抢险;抢修抢险;"
                               "漏气|"
                               "safety_check:安检;安全检查;入户安检;户内安检;入户安全检查;"
                               "隐患整改|"
                               "supply:供气;供气保障;供气质量;停气;停供;气压;压力;气质;恢复供气|"
                               "information:信息告知;信息咨询;业务咨询;咨询;信息;信息公开;"
                               "政策咨询;宣传告知|"
                               "online:线上服务;网上服务;线上业务;电子渠道;线上渠道;线上缴费|"
                               "other:其他;其它;其他类;其他问题" },
    [C_SUBJECT] = { .name = "subject", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "主题",
                    .help = "one line" },
    [C_CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_REQUIRED,
                    .label = "内容", .help = "what the customer said" },
    [C_LEVEL_INITIAL] = { .name = "level_initial", .type = SVC_TYPE_INT, .label = "初定级别",
                          .help = "level proposed at intake",
                          .values = "1:一级;一级投诉;Ⅰ级;1级|"
                                    "2:二级;二级投诉;Ⅱ级;2级|"
                                    "3:三级;三级投诉;Ⅲ级;3级" },
    [C_LEVEL] = { .name = "level", .type = SVC_TYPE_INT, .label = "级别",
                  .help = "level in force; 1 is the worst",
                  .values = "1:一级;一级投诉;Ⅰ级;1级|"
                            "2:二级;二级投诉;Ⅱ级;2级|"
                            "3:三级;三级投诉;Ⅲ级;3级" },
    [C_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department it stands with; at intake a suggestion", .table = "dept" },
    [C_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .label = "责任人",
                   .help = "person responsible", .table = "person" },
    [C_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "follows from the times",
                  .values = "open:待派单;待分派;待受理;已受理;待处理;未处理;未派单;新建|"
                            "assigned:已派单;已分派;已转办;已下派;待响应;处理中;办理中;承办中|"
                            "responded:已响应;已联系;已联系用户;已首次响应|"
                            "proposed:已答复方案;方案已告知;已提方案;已提出方案|"
                            "closed:已办结;办结;已结案;结案;已完结;完结;已关闭;已完成;已处理;"
                            "已解决|"
                            "withdrawn:已撤诉;撤诉;已撤销;已撤回;用户撤诉;撤单" },
    [C_ASSIGNED_AT] = { .name = "assigned_at", .type = SVC_TYPE_TIME, .label = "派单时间",
                        .help = "handed to a department" },
    [C_RESPONDED_AT] = { .name = "responded_at", .type = SVC_TYPE_TIME, .label = "响应时间",
                         .help = "first answer to the customer" },
    [C_SOLUTION_AT] = { .name = "solution_at", .type = SVC_TYPE_TIME, .label = "方案时间",
                        .help = "solution told to the customer" },
    [C_SOLUTION] = { .name = "solution", .type = SVC_TYPE_TEXT, .label = "解决方案",
                     .help = "the solution" },
    [C_CLOSED_AT] = { .name = "closed_at", .type = SVC_TYPE_TIME, .label = "办结时间",
                      .help = "closed" },
    [C_WITHDRAWN_AT] = { .name = "withdrawn_at", .type = SVC_TYPE_TIME, .label = "撤诉时间",
                         .help = "withdrawn by the customer" },
    [C_CAUSE] = { .name = "cause", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "原因代码",
                  .help = "cause code" },
    [C_VALID] = { .name = "valid", .type = SVC_TYPE_WORD, .label = "是否有效",
                  .help = "determined to be a complaint",
                  .values = "yes:有效;是;有效投诉;属实;投诉属实;成立|"
                            "no:无效;否;无效投诉;不属实;不成立;非投诉|"
                            "undetermined:未认定;待认定;待核实;未核实;未定;待定" },
    [C_RESPONSIBLE] = { .name = "responsible", .type = SVC_TYPE_WORD, .label = "是否有责",
                        .help = "determined to be the company's fault",
                        .values = "yes:有责;是;有责投诉;责任投诉;公司责任;我方责任|"
                                  "no:无责;否;无责投诉;非责任投诉;非我方责任;用户责任|"
                                  "undetermined:未认定;待认定;待核实;未核实;未定;待定" },
    [C_DETERMINED_AT] = { .name = "determined_at", .type = SVC_TYPE_TIME, .label = "认定时间",
                          .help = "when level and fault were determined" },
    [C_CLAUSE] = { .name = "clause", .type = SVC_TYPE_CODE, .label = "奖惩条款",
                   .help = "penalty clause named by the determination" },
    [C_REPEAT_OF] = { .name = "repeat_of", .type = SVC_TYPE_CODE, .label = "重复投诉",
                      .help = "closed complaint that this repeats" },
    [C_PLAN] = { .name = "plan", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "应急预案",
                 .help = "contingency plan used; a level 1 needs it" },
    [C_EXTERNAL_DUE] = { .name = "external_due", .type = SVC_TYPE_TIME, .label = "外部办理时限",
                         .help = "date an outside channel set; wins when earlier" },
    [C_ROUND] = { .name = "round", .type = SVC_TYPE_INT, .flags = SVC_OWN, .label = "轮次",
                  .help = "1, and one more for each reopening" },
    [C_OPENED_AT] = { .name = "opened_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "本轮起点", .help = "where this round's clocks run from" },
    [C_HELD_SINCE] = { .name = "held_since", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "挂起时间", .help = "on hold since: waiting for the customer" },
    [C_FLAGGED] = { .name = "flagged", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "重点关注",
                    .help = "third time of one customer for one matter",
                    .values = "yes:是;重点关注;√" },
    [C_RESPOND_DUE] = { .name = "respond_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "响应时限", .help = "deadline of the first answer" },
    [C_SOLUTION_DUE] = { .name = "solution_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "方案时限", .help = "deadline of the solution" },
    [C_CLOSE_DUE] = { .name = "close_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "办结时限", .help = "deadline of closing" },
    [C_CALLBACK_DUE] = { .name = "callback_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "回访时限", .help = "deadline of the call-back" },
    [C_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that reach into a year without calendar" },
    [C_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [C_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [C_DIGEST] = SVC_COLUMN_DIGEST,
    [C_EVENT] = SVC_COLUMN_EVENT,
    [C_COLUMNS] = { 0 }
};

/* What counts as open: neither closed nor withdrawn. */
#define OPEN "open|assigned|responded|proposed"

static const struct svc_move moves[] = {
    { .verb = "assign", .from = OPEN, .to = "assigned" },
    { .verb = "respond", .from = "open|assigned", .to = "responded" },
    { .verb = "propose", .from = "open|assigned|responded", .to = "proposed" },
    { .verb = "close", .from = OPEN, .to = "closed" },
    { .verb = "hold", .from = OPEN },
    { .verb = "resume", .from = OPEN },
    { .verb = "extend", .from = OPEN },
    { .verb = "withdraw", .from = OPEN, .to = "withdrawn" },
    { .verb = "reopen", .from = "closed", .to = "open|assigned|responded" },
    { .verb = "determine", .from = OPEN "|closed" },
    { .verb = "appeal", .from = OPEN "|closed" },
    { .verb = "appeal-decide", .from = OPEN "|closed" },
    { 0 }
};

const struct svc_register complaint_register = {
    .name = "complaints", .one = "complaint", .help = "what customers complained of",
    .table = "complaint", .letter = 'C', .fact = "received_at", .columns = columns,
    .moves = moves
};
