#include "svc/frame.h"

#include <stdlib.h>

#include "svc/form.h"
#include "svc/mem.h"
#include "svc/parameter.h"
#include "svc/print.h"
#include "svc/when.h"
#include "svc/who.h"

char *svc_company(struct svc_db *db, const char *day)
{
    char *name = svc_parameter(db, "company", day);
    if (day && !(name && *name)) { /* it was not told then, what it is called today is right at least today */
        free(name);
        name = svc_parameter(db, "company", NULL);
    }
    return name ? name : svc_strdup("");
}

void svc_frame(struct svc_call *call, const struct svc_frame *frame)
{
    static struct svc_paper paper; /* printing borrows it, and what is in it, until the end of the process */
    char now[SVC_WHEN_SIZE];
    char *own = frame->dept ? svc_strdup(frame->dept)
                            : svc_one(call->db, "SELECT dept FROM person WHERE person = ?1", "s",
                                      call->actor.person);
    char *dept = svc_who_depts(call->db, own);
    char *maker = frame->made_by ? svc_strdup(frame->made_by) : svc_who_on_paper(call->db, call->actor.person);
    const char *made_on = frame->made_on ? frame->made_on : svc_when_format(svc_now(), now);
    paper = (struct svc_paper){
        .company = svc_company(call->db, frame->until),
        .about = { svc_format("填报部门：%s", dept ? dept : "　　　　　　"),
                   svc_format("统计期间：%s", frame->period),
                   frame->money    ? frame->points ? "单位：元、分" : "单位：元"
                   : frame->points ? "单位：分"
                                   : "" },
        .sign = svc_format("制表人：%s　　审核人：　　　　　　　批准人：　　　　　　　制表日期：%s",
                           maker ? maker : "　　　　　　",
                           svc_form_date(made_on, false)),
        .keys = frame->keys,
        .table = frame->table,
    };
    svc_print_paper(call, &paper);
    free(own);
    free(dept);
    free(maker);
}
