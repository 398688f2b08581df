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
    { "business", 0, SVC_OPT_TEXT, &opt.business,
      "install|gas_on|repair|pipe_change|emergency|safety_check|name_transfer|stop_notice|restore|"
      "other", "this business only" },
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "this department only" },
    { "limit", 'n', SVC_OPT_INT, &svc_shared.limit, "N", "at most N; 0 is all" },
    { "fail-if-any", 0, SVC_OPT_FLAG, &opt.fail_if_any, NULL, "exit 1 when something is overdue" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_column columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the order", NULL, NULL },
    { "clock", SVC_TYPE_CODE, 0, "时限", "survey, notice, arrive, solution or finish", NULL, NULL },
    { "business", SVC_TYPE_CODE, 0, "业务类型", "what is done", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "department that does it", NULL, NULL },
    { "person", SVC_TYPE_CODE, 0, "处理人", "person who does it", NULL, NULL },
    { "customer", SVC_TYPE_CODE, 0, "客户号", "the customer", NULL, NULL },
    { "tier", SVC_TYPE_CODE, 0, "服务等级", "its tier", NULL, NULL },
    { "state", SVC_TYPE_CODE, 0, "状态", "its state", NULL, NULL },
    { "due_at", SVC_TYPE_TIME, 0, "截止时间", "the deadline", NULL, NULL },
    { "over", SVC_TYPE_CODE, 0, "超时", "how long it is past", NULL, NULL },
    { "over_min", SVC_TYPE_INT, 0, "超时分钟", "the same in minutes", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
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
    svc_call_dept(call, opt.dept);
    svc_print_begin(call, columns);
    int64_t count = print_overdue(call, svc_query(call->db, svc_sql("order/due"), "wss",
                                                 svc_now() - 1, opt.dept, opt.business));
    int code = svc_finish(call);
    return code == SVC_OK && count && opt.fail_if_any ? SVC_NO : code;
}
