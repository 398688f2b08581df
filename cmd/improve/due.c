/* due: what the rule book asks for and nobody has done yet, for a crontab or the morning's list. */
#include "improve.h"
#include "svc/duty.h"
#include "svc/missing.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/when.h"

#define KINDS \
    "plan|adjustment|filing|project|scheme|signature|milestone|end|review|weekly|summary|" \
    "evaluation|archive"

static const char *only;

const struct svc_option due_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &only, .arg = KINDS,
      .help = "this kind alone" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

static struct svc_duties found;

/* -- weeks -------------------------------------------------------------------------------- */

/* A running circle meets once in each calendar week, Monday to Sunday, that it runs through. */
static void take_weeks(struct svc_call *call)
{
    svc_day today = svc_when_day(svc_now());
    struct svc_buf what = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT p.no, p.dept, p.owner, p.approved_at, p.starts_on || ' 00:00:00',"
        "       (SELECT MAX(r.reviewed_at) FROM improve_review r"
        "         WHERE r.no = p.no AND r.kind = 'weekly')"
        "  FROM improve_project p WHERE p.kind = 'circle' AND p.approved_at IS NOT NULL"
        "   AND p.state IN ('running', 'replanning', 'signing') ORDER BY p.no", NULL);
    while (svc_next(q)) {
        svc_when starts = svc_moment(q, 3) > svc_moment(q, 4) ? svc_moment(q, 3)
                                                              : svc_moment(q, 4);
        svc_day met = svc_when_day(svc_moment(q, 5)), day = svc_when_day(starts);
        day = svc_is_null(q, 5) ? day - svc_weekday(day) + 1 : met - svc_weekday(met) + 8;
        for (; day <= today; day += 7) {
            svc_buf_clear(&what);
            svc_statement(&what, "week_without_review", "d", day);
            svc_duties_add(&found, "weekly", svc_text(q, 0), svc_text(q, 1), svc_text(q, 2),
                           what.data, svc_day_start(day + 7) - 1);
        }
    }
    svc_buf_free(&what);
}

/* -- due ---------------------------------------------------------------------------------- */

int improve_due(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_day today = svc_when_day(svc_now());
    const struct svc_policy *policy = svc_rules_on(rules, today);
    found = (struct svc_duties){ .kind = only, .dept = svc_due_given.dept,
                                 .horizon = svc_due_horizon(policy, svc_due_ever()) };
    if (!svc_due_rests(policy)) {
        svc_duties_read(&found, svc_query(call->db, svc_sql("improve/due"), NULL));
        take_weeks(call);
        svc_missing_plan(&found, call->db, rules, svc_day_year(today));
        if (svc_due_given.within) /* next year's is due only when somebody looks that far */
            svc_missing_plan(&found, call->db, rules, svc_day_year(today) + 1);
    }
    size_t count = svc_duties_print(call, &found, "improve.due");
    svc_rules_close(rules);
    return svc_due_finish(call, count);
}
