/* excuse and confirm: what the office says about a call-back's window, or a limit of the issue it
 * raised, that was missed. The line stays, `reversed`. */
#include "callback.h"

#include <string.h>

#include "svc/lang.h"
#include "svc/misses.h"
#include "svc/refusal.h"

static struct {
    const char *clock;
} opt;

const struct svc_option excuse_options[] = {
    { .name = "clock", .type = SVC_OPT_TEXT, .to = &opt.clock, .arg = "window|answer|close",
      .help = "what was missed: the window of the call, or the issue's limits",
      .list = "callback.clock callback.due" },
    SVC_OPTIONS_INCLUDE(svc_excuse_options),
    { 0 }
};

/* The deadline, and what met it. A complaint's own call-back has its limit with the complaint. */
static struct svc_query *find(const struct svc_step *step)
{
    return svc_query(step->call->db,
        "SELECT t.window_to, COALESCE(t.called_at, t.unreachable_at, t.cancelled_at)"
        "  FROM callback t WHERE t.no = ?1 AND ?2 = 'window' AND t.late IS NULL"
        "   AND (t.business <> 'complaint' OR COALESCE(t.register, '') <> 'complaint'"
        "        OR t.second_of IS NOT NULL)"
        " UNION ALL"
        " SELECT CASE ?2 WHEN 'answer' THEN i.answer_due ELSE i.close_due END,"
        "        CASE ?2 WHEN 'answer' THEN COALESCE(i.answered_at, i.closed_at) ELSE i.closed_at END"
        "  FROM callback_issue i WHERE i.no = ?1 AND ?2 <> 'window'", "ss", step->no, opt.clock);
}

static void excuse(const struct svc_step *step)
{
    const char *caller = step->values[B_CALLER].text;
    const char *const about[] = { caller ? caller : "", NULL };
    bool window = strcmp(opt.clock, "window") == 0;
    struct svc_miss miss = { .table = window ? "callback" : "callback_issue", .no = step->no,
                             .clock = opt.clock, .round = 1, .about = about };
    char due[SVC_WHEN_SIZE], done[SVC_WHEN_SIZE];
    struct svc_query *q = find(step);
    bool found = false;
    while (svc_next(q)) {
        found = true;
        miss.due = svc_is_null(q, 0) ? NULL : svc_when_format(svc_moment(q, 0), due);
        miss.done = svc_is_null(q, 1) ? NULL : svc_when_format(svc_moment(q, 1), done);
    }
    if (found)
        svc_misses_excuse(step, &miss);
    else
        svc_refuse(step->call, SVC_REFUSED, step->no, "has no limit of that kind%s",
                   window ? _("\na complaint's call-back is excused with svc-complaint") : "");
}

int callback_excuse(struct svc_call *call)
{
    return callback_each(call, &callback_register, excuse);
}

static void confirm(const struct svc_step *step)
{
    const char *caller = step->values[B_CALLER].text, *actor = step->call->actor.person;
    if (caller && actor && strcmp(caller, actor) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot confirm it",
                   actor);
    else
        svc_misses_confirm(step, "callback", "callback_issue");
}

int callback_confirm(struct svc_call *call)
{
    return callback_each(call, &callback_register, confirm);
}
