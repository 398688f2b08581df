/* overdue: what is open and past a limit, for a crontab or the morning's list. */
#include "order.h"

#include "svc/err.h"
#include "svc/print.h"
#include "svc/score.h"
#include "svc/sql.h"

static struct {
    const char *business, *dept;
    bool fail_if_any;
} opt;

const struct svc_option overdue_options[] = {
    { .name = "business", .type = SVC_OPT_TEXT, .to = &opt.business,
      .arg = "WORD",
      .list = "business", .help = "this business only" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    { .name = "limit", .letter = 'n', .type = SVC_OPT_INT, .to = &svc_shared.limit, .arg = "N",
      .help = "at most N; 0 is all" },
    { .name = "fail-if-any", .type = SVC_OPT_FLAG, .to = &opt.fail_if_any,
      .help = "exit 1 when something is overdue" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the order" },
    { .name = "clock", .type = SVC_TYPE_CODE, .label = "时限",
      .help = "survey, notice, arrive, solution, finish, or asked: a time to be corrected",
      .list = "order.clock order.due" },
    { .name = "business", .type = SVC_TYPE_CODE, .label = "业务类型", .help = "what is done",
      .list = "business" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department that does it" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人", .help = "person who does it" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the customer" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "服务等级", .help = "its tier",
      .list = "tier.tier" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "its state",
      .list = "order.state" },
    { .name = "due_at", .type = SVC_TYPE_TIME, .label = "截止时间", .help = "the deadline" },
    { .name = "over", .type = SVC_TYPE_CODE, .label = "超时", .help = "how long it is past" },
    { .name = "over_min", .type = SVC_TYPE_INT, .label = "超时分钟",
      .help = "the same in minutes" },
    { 0 }
};

/* The columns of cmd/order/due.sql. */
enum { KIND, NO, DEPT, PERSON, BUSINESS, DUE, CUSTOMER, TIER, STATE };

static int64_t print_overdue(struct svc_call *call, struct svc_query *q)
{
    static const int order[] = { NO, KIND, BUSINESS, DEPT, PERSON, CUSTOMER, TIER, STATE, DUE };
    enum { SAME = sizeof order / sizeof *order };
    char over[SVC_SPAN_SIZE];
    int64_t count = 0;
    while (svc_next(q)) {
        int64_t minutes = (svc_now() - svc_moment(q, DUE)) / 60;
        struct svc_value row[SAME + 2];
        for (int i = 0; i < SAME; i++)
            row[i] = svc_value_text(svc_text(q, order[i]));
        row[SAME] = svc_value_text(svc_span_format(minutes, over));
        row[SAME + 1] = svc_value_number(minutes);
        svc_print_row(call, row);
        if (++count == svc_shared.limit) {
            svc_done(q);
            break;
        }
    }
    return count;
}

int order_overdue(struct svc_call *call)
{
    svc_print_begin(call, columns);
    int64_t count = print_overdue(call, svc_query(call->db, svc_sql("order/due"), "wss",
                                                 svc_now() - 1, opt.dept, opt.business));
    int code = svc_finish(call);
    return code == SVC_OK && count && opt.fail_if_any ? SVC_NO : code;
}
