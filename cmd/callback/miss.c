/* What becomes of a call-back's missed limits when its times change: its window, and the limit of the
 * complaint that it is about. */
#include "callback.h"

#include <string.h>

#include "svc/decided.h"
#include "svc/misses.h"

void callback_guard(struct svc_call *call, const struct svc_value *before, struct svc_value *values)
{
    bool late = svc_value_given(&before[B_LATE]); /* nothing hangs on its window */
    svc_decided_columns(call, &callback_register, "planned_at;called_at;unreachable_at;cancelled_at",
                        late ? "" : "window_to", before, values);
}

static const char *earlier(const char *a, const char *b)
{
    return !a || (b && strcmp(b, a) < 0) ? b : a;
}

/* When it was done, the customer reached or given up; a date alone may be any moment of its day. */
static const char *done_at(const struct svc_value *values, char room[SVC_WHEN_SIZE])
{
    enum callback_column at = svc_value_given(&values[B_CALLED_AT]) ? B_CALLED_AT : B_UNREACHABLE_AT;
    return svc_value_given(&values[at])
               ? svc_value_earliest(callback_register.columns, values, (int)at, room) : NULL;
}

/* A task planned when its window was over has none; a complaint's own has its limit with it. */
static bool has_window(const struct svc_value *values)
{
    const char *reg = values[B_REGISTER].text;
    bool own = reg && strcmp(reg, "complaint") == 0 &&
               strcmp(values[B_BUSINESS].text, "complaint") == 0 &&
               !svc_value_given(&values[B_SECOND_OF]);
    return svc_value_given(&values[B_WINDOW_TO]) && !svc_value_given(&values[B_LATE]) && !own;
}

static struct svc_miss window_of(const struct svc_value *values, char room[SVC_WHEN_SIZE])
{
    const char *done = done_at(values, room), *ended = values[B_CANCELLED_AT].text;
    return (struct svc_miss){
        .table = "callback", .no = values[B_NO].text, .clock = "window", .round = 1,
        .due = has_window(values) ? values[B_WINDOW_TO].text : NULL, .done = done ? done : ended
    };
}

static bool is_about_complaint(const struct svc_value *values)
{
    const char *reg = values[B_REGISTER].text;
    return svc_value_given(&values[B_RECORD]) && reg && strcmp(reg, "complaint") == 0;
}

/* The complaint's round is called back by the first of its call-backs that is done. */
static void keep_complaint(struct svc_call *call, const struct svc_value *before,
                           const struct svc_value *after, enum svc_undoing undoing)
{
    char was_room[SVC_WHEN_SIZE], is_room[SVC_WHEN_SIZE], due[SVC_WHEN_SIZE], other[SVC_WHEN_SIZE];
    const struct svc_value *of = before ? before : after;
    bool same = !before || (is_about_complaint(after) &&
                            svc_value_same(&before[B_RECORD], &after[B_RECORD]));
    struct svc_query *q = svc_query(call->db,
        "SELECT r.round, r.callback_due,"
        "       (SELECT MIN(CASE WHEN ';' || t.undated || ';' LIKE '%;called_at;%'"
        "                          OR ';' || t.undated || ';' LIKE '%;unreachable_at;%'"
        "                        THEN substr(COALESCE(t.called_at, t.unreachable_at), 1, 10) ||"
        "                             ' 00:00:00'"
        "                        ELSE COALESCE(t.called_at, t.unreachable_at) END) FROM callback t"
        "         WHERE t.register = 'complaint' AND t.record = r.no AND t.no <> ?2"
        "           AND t.planned_at >= r.opened_at"
        "           AND t.planned_at < COALESCE(r.reopened_at, '9999'))"
        "  FROM complaint_owed r"
        " WHERE r.no = ?1 AND r.callback_due IS NOT NULL AND r.opened_at <= ?3"
        "   AND COALESCE(r.reopened_at, '9999') > ?3", "sss", of[B_RECORD].text,
        of[B_NO].text ? of[B_NO].text : "", of[B_PLANNED_AT].text);
    if (!svc_next(q))
        return;
    const char *others = svc_is_null(q, 2) ? NULL : svc_when_format(svc_moment(q, 2), other);
    svc_when_format(svc_moment(q, 1), due);
    const struct svc_miss was = {
        .table = "complaint", .no = of[B_RECORD].text, .clock = "callback", .round = svc_int(q, 0),
        .due = due, .done = earlier(others, before ? done_at(before, was_room) : NULL)
    };
    const struct svc_miss is = { .due = due,
                                 .done = earlier(others, same ? done_at(after, is_room) : NULL) };
    svc_done(q);
    svc_misses_undo(call, &was, &is, undoing);
}

void callback_keep_misses(struct svc_call *call, const struct svc_value *before,
                          const struct svc_value *after, enum svc_undoing undoing)
{
    char was_room[SVC_WHEN_SIZE], is_room[SVC_WHEN_SIZE];
    if (before) {
        const struct svc_miss was = window_of(before, was_room), is = window_of(after, is_room);
        svc_misses_undo(call, &was, &is, undoing);
    }
    if (is_about_complaint(before ? before : after))
        keep_complaint(call, before, after, undoing);
}
