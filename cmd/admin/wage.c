/* svc-admin: what persons earn. The office loads it for the cap that the law sets on deductions;
 * nobody but the office and the GM reads it. */
#include "admin.h"

#include "svc/refusal.h"

static const struct svc_column columns[] = {
    { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool", NULL, NULL },
    { "person", SVC_TYPE_CODE, SVC_REQUIRED, "工号", "staff number; key with period", NULL,
      "person" },
    { "period", SVC_TYPE_MONTH, SVC_REQUIRED, "月份", "the month, such as 2026-10", NULL, NULL },
    { "gross", SVC_TYPE_MONEY, SVC_REQUIRED | SVC_SET | SVC_SECRET, "应发工资", "yuan before deductions",
      NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register admin_wages = {
    .name = "wages", .one = "wage", .help = "what persons earned in a month", .table = "wage",
    .letter = 'Y', .fact = "period", .columns = columns, .pair = { "person", "period" }
};

void admin_guard_wages(struct svc_call *call)
{
    if (call->reg == &admin_wages && !svc_call_holds(call, ADMIN_PAYERS))
        svc_deny(call, SVC_DENIED, NULL,
                 "wages are read by the roles " ADMIN_PAYERS " alone; nothing was shown");
}
