/* svc-admin: what persons earn. The office loads it for the cap that the law sets on deductions;
 * nobody but the office and the GM reads it. */
#include "admin.h"

#include "svc/refusal.h"

void admin_guard_wages(struct svc_call *call)
{
    if (call->reg == &admin_wages && !svc_call_holds(call, ADMIN_PAYERS))
        svc_deny(call, SVC_DENIED, NULL,
                 "wages are read by the roles %s alone; nothing was shown", svc_worded("verb.role", ADMIN_PAYERS));
}
