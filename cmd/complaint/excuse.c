/* excuse and confirm: what the office says about a limit that was missed. The line stays, `reversed`. */
#include "complaint.h"

#include <stdlib.h>
#include <string.h>

#include "svc/misses.h"
#include "svc/refusal.h"

static struct {
    const char *clock;
    int64_t round;
} opt;

const struct svc_option excuse_options[] = {
    { .name = "clock", .type = SVC_OPT_TEXT, .to = &opt.clock,
      .arg = "respond|solution|close|callback", .help = "the limit that was missed",
      .list = "complaint.clock" },
    { .name = "round", .type = SVC_OPT_INT, .to = &opt.round, .arg = "N",
      .help = "of this round (default: the present one)" },
    SVC_OPTIONS_INCLUDE(svc_excuse_options),
    { 0 }
};

/* A call-back is done when the customer was reached, or given up. A round has several where its complaint
 * was opened again without a new one: the first that was missed is the last of the rows. */
static struct svc_query *find_call(const struct svc_step *step, int64_t round)
{
    return svc_query(step->call->db,
        "SELECT round, callback_due, done FROM ("
        "SELECT o.round, o.callback_due,"
        "       (SELECT MIN(COALESCE(t.called_at, t.unreachable_at)) FROM callback t"
        "         WHERE t.register = 'complaint' AND t.record = o.no"
        "           AND t.planned_at >= o.opened_at"
        "           AND t.planned_at < COALESCE(o.reopened_at, '9999')) AS done"
        "  FROM complaint_owed o WHERE o.no = ?1 AND o.round = ?2) owed"
        " ORDER BY CASE WHEN callback_due IS NULL THEN 0 WHEN done <= callback_due THEN 1 ELSE 2 END,"
        "          callback_due DESC", "si", step->no, round);
}

static struct svc_query *find(const struct svc_step *step)
{
    int64_t round = opt.round ? opt.round : step->values[C_ROUND].number;
    if (strcmp(opt.clock, "callback") == 0)
        return find_call(step, round);
    return svc_query(step->call->db,
        "SELECT round,"
        "       CASE ?3 WHEN 'respond' THEN respond_due WHEN 'solution' THEN solution_due"
        "               WHEN 'close' THEN close_due END,"
        "       CASE ?3 WHEN 'respond' THEN COALESCE(responded_at, solution_at, closed_at)"
        "               WHEN 'solution' THEN COALESCE(solution_at, closed_at)"
        "               WHEN 'close' THEN closed_at END"
        "  FROM complaint_rounds r WHERE no = ?1 AND round = ?2", "sis", step->no, round, opt.clock);
}

static void excuse(const struct svc_step *step)
{
    const struct svc_value *values = step->values;
    const char *const about[] = {
        values[C_PERSON].text ? values[C_PERSON].text : "",
        values[C_RESPONSIBLE_PERSON].text ? values[C_RESPONSIBLE_PERSON].text : "", NULL };
    struct svc_miss miss = { .table = "complaint", .no = step->no, .clock = opt.clock,
                             .about = about };
    struct svc_query *q = find(step);
    char due[SVC_WHEN_SIZE], done[SVC_WHEN_SIZE];
    bool found = false;
    while (svc_next(q)) {
        found = true;
        miss.round = svc_int(q, 0);
        miss.due = svc_is_null(q, 1) ? NULL : svc_when_format(svc_moment(q, 1), due);
        miss.done = svc_is_null(q, 2) ? NULL : svc_when_format(svc_moment(q, 2), done);
    }
    if (found)
        svc_misses_excuse(step, &miss);
    else
        svc_refuse(step->call, SVC_REFUSED, step->no, "has no such round");
}

int complaint_excuse(struct svc_call *call)
{
    return complaint_each(call, excuse);
}

static void confirm(const struct svc_step *step)
{
    const char *actor = step->call->actor.person;
    if (complaint_is_about(step->values, actor))
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot confirm it",
                   actor);
    else
        svc_misses_confirm(step, "complaint", NULL);
}

int complaint_confirm(struct svc_call *call)
{
    return complaint_each(call, confirm);
}
