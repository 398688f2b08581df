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
    { .name = "within", .type = SVC_OPT_TEXT, .to = &opt.within, .arg = "LIMIT",
      .help = "due within LIMIT from now, such as 1wd or 4h" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only" },
    { .name = "only-workday", .type = SVC_OPT_FLAG, .to = &opt.only_workday,
      .help = "nothing on a day that is not worked" },
    { .name = "fail-if-any", .type = SVC_OPT_FLAG, .to = &opt.fail_if_any,
      .help = "exit 1 when something is due" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the complaint" },
    { .name = "clock", .type = SVC_TYPE_CODE, .label = "时限",
      .help = "respond, solution or close" },
    { .name = "level", .type = SVC_TYPE_INT, .label = "级别", .help = "its level" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department it stands with" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "责任人", .help = "person responsible" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "its state" },
    { .name = "due_at", .type = SVC_TYPE_TIME, .label = "截止时间", .help = "the deadline" },
    { .name = "left", .type = SVC_TYPE_CODE, .label = "剩余",
      .help = "what is left; negative when past" },
    { .name = "left_min", .type = SVC_TYPE_INT, .label = "剩余分钟",
      .help = "the same in minutes" },
    { 0 }
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
