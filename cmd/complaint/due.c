/* due: what is open and when it must be done, for a crontab or the morning's list. */
#include "complaint.h"

#include <string.h>

#include "svc/duty.h"
#include "svc/err.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/text.h"

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the complaint" },
    { .name = "clock", .type = SVC_TYPE_CODE, .label = "时限",
      .help = "respond, solution, close, the decision of an appeal, the end of a hold, or asked",
      .list = "complaint.clock complaint.due" },
    { .name = "level", .type = SVC_TYPE_INT, .label = "级别", .help = "its level", .list = "level" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department it stands with" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人", .help = "person who handles it" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "its state",
      .list = "complaint.state" },
    { .name = "due_at", .type = SVC_TYPE_TIME, .label = "截止时间", .help = "the deadline" },
    { .name = "left", .type = SVC_TYPE_CODE, .label = "剩余",
      .help = "what is left; negative when past" },
    { .name = "left_min", .type = SVC_TYPE_INT, .label = "剩余分钟",
      .help = "the same in minutes" },
    { 0 }
};

static struct {
    const char *kind;
} opt;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind, .arg = "respond|solution|close|appeal|hold",
      .help = "this kind only; appeal: what waits for a decision" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

static bool is_asked(const char *kind)
{
    return !opt.kind || strcmp(kind, opt.kind) == 0 ||
           (strcmp(opt.kind, "appeal") == 0 && strncmp(kind, "appeal", strlen("appeal")) == 0);
}

/* The columns of cmd/complaint/due.sql. */
enum { KIND, NO, DEPT, PERSON, WHAT, DUE, LEVEL, STATE };

static size_t print_due(struct svc_call *call, struct svc_query *q)
{
    char left[SVC_SPAN_SIZE];
    size_t count = 0;
    while (svc_next(q)) {
        if (!is_asked(svc_text(q, KIND)))
            continue;
        svc_when seconds = svc_moment(q, DUE) - svc_now();
        if (!opt.kind && seconds > 0 && strcmp(svc_text(q, KIND), "hold") == 0)
            continue; /* nothing is to be done about it yet */
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
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    svc_print_begin(call, columns);
    size_t count = svc_due_rests(policy) ? 0 : print_due(call, svc_query(call->db,
        svc_sql("complaint/due"), "ws", svc_due_horizon(policy, svc_due_ever()),
        svc_due_given.dept));
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}
