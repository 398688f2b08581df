/* due: what is open and when it must be done, for a crontab or the morning's list. */
#include "complaint.h"
#include "svc/duty.h"
#include "svc/err.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/sql.h"

static struct {
    const char *within, *dept;
    bool only_workday, fail_if_any;
} opt;

const struct svc_option due_options[] = {
    { "within", 0, SVC_OPT_TEXT, &opt.within, "LIMIT", "due within LIMIT from now, such as 1wd or 4h" },
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "this department only" },
    { "only-workday", 0, SVC_OPT_FLAG, &opt.only_workday, NULL,
      "nothing on a day that is not worked" },
    { "fail-if-any", 0, SVC_OPT_FLAG, &opt.fail_if_any, NULL, "exit 1 when something is due" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_column columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the complaint", NULL, NULL },
    { "clock", SVC_TYPE_CODE, 0, "时限", "respond, solution or close", NULL, NULL },
    { "level", SVC_TYPE_INT, 0, "级别", "its level", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "department it stands with", NULL, NULL },
    { "person", SVC_TYPE_CODE, 0, "责任人", "person responsible", NULL, NULL },
    { "state", SVC_TYPE_CODE, 0, "状态", "its state", NULL, NULL },
    { "due_at", SVC_TYPE_TIME, 0, "截止时间", "the deadline", NULL, NULL },
    { "left", SVC_TYPE_CODE, 0, "剩余", "what is left; negative when past", NULL, NULL },
    { "left_min", SVC_TYPE_INT, 0, "剩余分钟", "the same in minutes", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* The columns of cmd/complaint/due.sql. */
enum { KIND, NO, DEPT, PERSON, WHAT, DUE, LEVEL, STATE };

static size_t print_due(struct svc_call *call, struct svc_query *q)
{
    char left[SVC_SPAN_SIZE];
    size_t count = 0;
    while (svc_next(q)) {
        svc_when seconds = svc_moment(q, DUE) - svc_now();
        int64_t minutes = (seconds - (seconds < 0 ? 59 : 0)) / 60;
        struct svc_value row[] = {
            svc_value_text(svc_text(q, NO)), svc_value_text(svc_text(q, KIND)),
            svc_value_number(svc_int(q, LEVEL)), svc_value_text(svc_text(q, DEPT)),
            svc_value_text(svc_text(q, PERSON)), svc_value_text(svc_text(q, STATE)),
            svc_value_text(svc_text(q, DUE)), svc_value_text(svc_span_format(minutes, left)),
            svc_value_number(minutes)
        };
        svc_print_row(call, row);
        count++;
    }
    return count;
}

int complaint_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_day today = svc_when_day(svc_now());
    const struct svc_policy *policy = svc_rules_on(rules, today);
    svc_call_dept(call, opt.dept);
    bool quiet = opt.only_workday && !svc_calendar_works(policy->calendar, today);
    svc_print_begin(call, columns);
    size_t count = quiet ? 0 : print_due(call, svc_query(call->db,
        svc_sql("complaint/due"), "ws", svc_within(opt.within, policy, svc_within_all()),
        opt.dept));
    svc_rules_close(rules);
    int code = svc_finish(call);
    return code == SVC_OK && count && opt.fail_if_any ? SVC_NO : code;
}
