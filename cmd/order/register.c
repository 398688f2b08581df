/* What svc-order registers: the shape of its records. */
#include "order.h"

static const struct svc_column columns[] = {
    [O_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号",
               .help = "number; given by the tool unless brought" },
    [O_SOURCE] = SVC_COLUMN_SOURCE,
    [O_SOURCE_NO] = SVC_COLUMN_SOURCE_NO,
    [O_BUSINESS] = { .name = "business", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED,
                     .label = "业务类型",
                     .help = "what is done; its limits are those of this matter",
                     .values = "install:安装;报装;报装安装;新装;户内安装;工程安装;开户|"
                               "gas_on:通气;通气点火;点火;置换;置换通气;开通;开栓|"
                               "repair:维修;户内维修;报修;故障维修;入户维修|"
                               "pipe_change:改管;改管移表;移表;拆改;改装;户内改管|"
                               "emergency:抢修;抢险;抢修抢险;应急抢修;紧急抢修;漏气抢修|"
                               "safety_check:安检;安全检查;入户安检;户内安检;入户安全检查|"
                               "name_transfer:过户;更名;更名过户;户名变更|"
                               "stop_notice:停气通知;计划停气;停气公告|"
                               "restore:恢复供气;复气;恢复用气;复供|"
                               "other:其他;其它;其他业务" },
    [O_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
                 .help = "department that does it", .table = "dept" },
    [O_PERSON] = { .name = "person", .type = SVC_TYPE_CODE, .flags = SVC_SET, .label = "处理人",
                   .help = "person who does it", .table = "person" },
    [O_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
                     .help = "customer number" },
    [O_TIER] = { .name = "tier", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "服务等级",
                 .help = "the customer's tier on that day" },
    [O_KIND] = { .name = "kind", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "客户性质",
                 .help = "person or unit, as registered" },
    [O_CUSTOMER_KIND] = { .name = "customer_kind", .type = SVC_TYPE_WORD, .label = "客户类别",
                          .help = "as registered, unless brought",
                          .values = "home:居民;居民用户;民用;民用户;家庭|"
                                    "business:非居民;非居民用户;工商户;工商业用户;工商用户;"
                                    "商业用户" },
    [O_CLASS] = { .name = "class", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "用气类别",
                  .help = "the customer's class on that day" },
    [O_ACCEPTED_AT] = { .name = "accepted_at", .type = SVC_TYPE_TIME, .flags = SVC_REQUIRED,
                        .label = "受理时间", .help = "when the order was taken" },
    [O_PAPERS_COMPLETE_AT] = { .name = "papers_complete_at", .type = SVC_TYPE_TIME,
                               .label = "手续完善时间", .help = "the customer's papers were complete" },
    [O_SURVEY_READY_AT] = { .name = "survey_ready_at", .type = SVC_TYPE_TIME,
                            .label = "具备查勘条件时间", .help = "a survey became possible" },
    [O_INSTALL_READY_AT] = { .name = "install_ready_at", .type = SVC_TYPE_TIME,
                             .label = "具备安装条件时间", .help = "the installation became possible" },
    [O_APPOINTED_AT] = { .name = "appointed_at", .type = SVC_TYPE_TIME, .label = "预约时间",
                         .help = "when the customer wants the visit; wins over the limit" },
    [O_CONTRACT_DAY] = { .name = "contract_day", .type = SVC_TYPE_DAY, .label = "合同期限",
                         .help = "last day the contract allows; wins over the limit" },
    [O_DISPATCHED_AT] = { .name = "dispatched_at", .type = SVC_TYPE_TIME, .label = "派单时间",
                          .help = "handed to whoever does it" },
    [O_ACCEPTED_BY_AT] = { .name = "accepted_by_at", .type = SVC_TYPE_TIME, .label = "接单时间",
                           .help = "taken on by whoever does it" },
    [O_SURVEYED_AT] = { .name = "surveyed_at", .type = SVC_TYPE_TIME, .label = "查勘时间",
                        .help = "surveyed" },
    [O_NOTIFIED_AT] = { .name = "notified_at", .type = SVC_TYPE_TIME, .label = "停气通知时间",
                        .help = "customers were told of the stop" },
    [O_STOPPED_AT] = { .name = "stopped_at", .type = SVC_TYPE_TIME, .label = "停气时间",
                       .help = "supply stopped, or to be stopped" },
    [O_ARRIVED_AT] = { .name = "arrived_at", .type = SVC_TYPE_TIME, .label = "到场时间",
                       .help = "arrived at the customer" },
    [O_SOLUTION_AT] = { .name = "solution_at", .type = SVC_TYPE_TIME, .label = "方案时间",
                        .help = "solution and its date told to the customer" },
    [O_FINISHED_AT] = { .name = "finished_at", .type = SVC_TYPE_TIME, .label = "完工时间",
                        .help = "finished" },
    [O_CANCELLED_AT] = { .name = "cancelled_at", .type = SVC_TYPE_TIME, .label = "取消时间",
                         .help = "cancelled" },
    [O_RESULT] = { .name = "result", .type = SVC_TYPE_WORD, .label = "处理结果",
                   .help = "what came of it; no_access: a visit that met nobody",
                   .values = "done:已完成;完成;已完工;完工;已处理;已解决;正常|"
                             "no_access:到访不遇;到访未遇;入户不遇;户内无人;家中无人;无人在家;"
                             "用户不在家|"
                             "refused:用户拒绝;客户拒绝;拒绝;拒绝入户;拒绝服务;拒检|"
                             "cancelled:已取消;取消;撤单;已撤单;作废" },
    [O_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "follows from the times",
                  .values = "accepted:已受理;受理;待派单;已接单;待上门|"
                            "appointed:已预约;预约;待预约上门|"
                            "arrived:已到场;到场;处理中;维修中|"
                            "finished:已完工;完工;已完成;完成;已处理;已办结|"
                            "no_access:到访不遇;到访未遇;入户不遇|"
                            "cancelled:已取消;取消;撤单;已撤单;作废" },
    [O_CONTENT] = { .name = "content", .type = SVC_TYPE_TEXT, .flags = SVC_SET, .label = "内容",
                    .help = "what is to be done" },
    [O_APPLY_DUE] = { .name = "apply_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "受理时限", .help = "deadline of acceptance" },
    [O_SURVEY_DUE] = { .name = "survey_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "查勘时限", .help = "deadline of the survey" },
    [O_NOTICE_DUE] = { .name = "notice_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "通知时限", .help = "deadline of the notice" },
    [O_ARRIVE_DUE] = { .name = "arrive_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "到场时限", .help = "deadline of arrival" },
    [O_SOLUTION_DUE] = { .name = "solution_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                         .label = "方案时限", .help = "deadline of the solution" },
    [O_FINISH_DUE] = { .name = "finish_due", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                       .label = "完工时限", .help = "deadline of finishing" },
    [O_PROVISIONAL] = { .name = "provisional", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "暂定时限",
                        .help = "clocks that reach into a year without calendar" },
    [O_RECORDED_AT] = { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "登记时间", .help = "when it was recorded here" },
    [O_RECORDED_BY] = SVC_COLUMN_RECORDED_BY,
    [O_DIGEST] = SVC_COLUMN_DIGEST,
    [O_EVENT] = SVC_COLUMN_EVENT,
    [O_COLUMNS] = { 0 }
};

static const struct svc_move moves[] = {
    { .verb = "check7653", .from = "arrived|finished|cancelled" },
    { 0 }
};

const struct svc_register order_register = {
    .name = "orders", .one = "order", .help = "service orders and their time limits",
    .table = "service_order", .letter = 'O', .fact = "accepted_at", .columns = columns,
    .moves = moves
};
