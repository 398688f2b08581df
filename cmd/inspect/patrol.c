/* patrols: whether somebody walked the premises of each contractor on every working day (contractors' book,
 * article 9.1). */
#include "inspect.h"

#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
#include "svc/missing.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/when.h"

static const struct svc_column columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "外委单位", .help = "the contractor" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "patrols", .type = SVC_TYPE_INT, .label = "巡视次数", .help = "patrols recorded" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子",
      .help = "working days with patrols enough" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母",
      .help = "working days of the period until today" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值", .help = "percent" },
    { .name = "missing", .type = SVC_TYPE_CODE, .label = "缺巡视日期",
      .help = "the other working days, ;-separated" },
    { 0 }
};

int inspect_patrol_days(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    svc_when today = svc_day_start(svc_when_day(svc_now()));
    svc_when until = period->until < today ? period->until : today;
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_print_begin(call, columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT d.dept, d.name, (SELECT COUNT(*) FROM patrol p WHERE p.dept = d.dept"
        "                           AND p.patrolled_at >= ?1 AND p.patrolled_at < ?2)"
        "  FROM dept d WHERE d.kind = 'contractor' AND d.dept = COALESCE(?3, d.dept) ORDER BY d.dept",
        "wws", period->from, until, inspect_contractor_asked());
    while (svc_next(q)) {
        char value[SVC_RATE_SIZE];
        struct svc_patrolled days = svc_patrolled(call->db, rules, svc_text(q, 0), period->from, until);
        struct svc_value row[] = {
            svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
            svc_value_number(svc_int(q, 2)), svc_value_number(days.patrolled),
            svc_value_number(days.working),
            svc_value_text(svc_rate_text((struct svc_fraction){ days.patrolled, days.working }, 100,
                                         svc_print_none(call), value)),
            svc_value_text(svc_buf_text(&days.missing))
        };
        svc_print_row(call, row);
        svc_buf_free(&days.missing);
    }
    svc_rules_close(rules);
    return svc_finish(call);
}
