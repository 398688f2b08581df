/* Holds that a file brings whole, in the column `held`. */
#include "complaint.h"

#include <string.h>

#include "svc/change.h"
#include "svc/holds.h"
#include "svc/lang.h"

/* What the checks and the rows of one record share. */
struct held {
    struct svc_call *call;
    struct svc_rules *rules;
    const char *no;
    struct svc_holds was, is;
};

static bool is_open(const struct svc_held *hold)
{
    return hold->until == SVC_HOLD_OPEN;
}

/* No hold lies before what was held, behind its end, or in the future. */
static const char *misplaced(const struct held *held, const struct svc_value *values, svc_when now)
{
    svc_when received, opened, ended;
    const struct svc_value *end = svc_value_given(&values[C_CLOSED_AT]) ? &values[C_CLOSED_AT]
                                                                        : &values[C_WITHDRAWN_AT];
    if (svc_when_parse(values[C_RECEIVED_AT].text, &received) ||
        svc_when_parse(values[C_OPENED_AT].text, &opened))
        return NULL;
    if (!svc_value_given(end) || svc_when_parse(end->text, &ended))
        ended = 0;
    for (size_t i = 0; i < held->is.count; i++) {
        const struct svc_held *hold = &held->is.hold[i];
        svc_when last = is_open(hold) ? hold->from : hold->until;
        if (hold->from < received)
            return _("a period begins before the complaint was received");
        if (hold->from < opened && !svc_holds_at(&held->was, hold->from))
            return _("a new period begins before the complaint was opened again");
        if (last > now)
            return _("a period lies in the future");
        if (ended && last > ended)
            return _("a period lies after the end of the complaint");
    }
    return NULL;
}

/* As resuming it says it: one that lasted long needs somebody who may have allowed it. */
static const char *forbidden(const struct held *held, struct svc_value *values)
{
    char most[SVC_WHEN_SIZE];
    const char *why = NULL;
    for (size_t i = 0; !why && i < held->is.count; i++) {
        const struct svc_held *hold = &held->is.hold[i], *old = svc_holds_at(&held->was, hold->from);
        struct svc_step step = { held->call, held->no, values, hold->until, held->rules };
        if (!is_open(hold) && (!old || !svc_holds_end_alike(old, hold)))
            why = complaint_hold_forbids(
                &step, complaint_hold_longest(held->rules, hold->from, most),
                *hold->approver ? hold->approver : NULL);
    }
    return why;
}

static void take_back(const struct held *held, const struct svc_held *old)
{
    const struct svc_held *same = svc_holds_at(&held->is, old->from);
    char from[SVC_WHEN_SIZE];
    svc_when_format(old->from, from);
    if (!is_open(old) && (!same || !svc_holds_end_alike(same, old)))
        svc_change_delete(held->call, "hold_end", held->no,
            "DELETE FROM hold_end WHERE tbl = 'complaint' AND no = ?1 AND from_at = ?2 RETURNING *",
            "ss", held->no, from);
    if (!same)
        svc_change_delete(held->call, "hold", held->no,
            "DELETE FROM hold WHERE tbl = 'complaint' AND no = ?1 AND from_at = ?2 RETURNING *",
            "ss", held->no, from);
}

/* The reason is that of the file, which may have none. */
static void bring(const struct held *held, const struct svc_held *hold)
{
    const struct svc_held *old = svc_holds_at(&held->was, hold->from);
    char from[SVC_WHEN_SIZE], most[SVC_WHEN_SIZE];
    svc_when_format(hold->from, from);
    if (!old)
        svc_change_insert(held->call, "hold", held->no,
            "INSERT INTO hold (tbl, no, from_at, longest, reason, event)"
            " VALUES ('complaint', ?1, ?2, ?3, COALESCE(?4, ''), ?5) RETURNING *", "sssse",
            held->no, from, complaint_hold_longest(held->rules, hold->from, most),
            svc_shared.reason);
    if (!is_open(hold) && (!old || !svc_holds_end_alike(old, hold)))
        svc_change_insert(held->call, "hold_end", held->no,
            "INSERT INTO hold_end (tbl, no, from_at, until_at, approver, event)"
            " VALUES ('complaint', ?1, ?2, ?3, NULLIF(?4, ''), ?5) RETURNING *", "ssws" "e",
            held->no, from, hold->until, hold->approver);
}

static void read_holds(const struct svc_value *value, struct svc_holds *out)
{
    out->count = 0;
    if (value && svc_value_given(value) && svc_holds_parse(value->text, out))
        out->count = 0;
}

void complaint_take_holds(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                          const char *now, struct svc_value *values)
{
    static struct held held; /* its room serves every record */
    static char since[SVC_WHEN_SIZE];
    const struct svc_value *before = svc_import_before(in);
    svc_when moment = 0;
    read_holds(before ? &before[C_HELD] : NULL, &held.was);
    read_holds(&values[C_HELD], &held.is);
    if ((!held.was.count && !held.is.count) ||
        (before && svc_value_same(&before[C_HELD], &values[C_HELD])))
        return;
    held.call = call;
    held.no = values[C_NO].text;
    held.rules = rules;
    svc_when_parse(now, &moment);
    const char *why = misplaced(&held, values, moment);
    why = why ? why : forbidden(&held, values);
    if (why) {
        svc_import_reject(in, "held", "%s", why);
        return;
    }
    for (size_t i = 0; i < held.was.count; i++)
        take_back(&held, &held.was.hold[i]);
    for (size_t i = 0; i < held.is.count; i++)
        bring(&held, &held.is.hold[i]);
    const struct svc_held *last = held.is.count ? &held.is.hold[held.is.count - 1] : NULL;
    values[C_HELD_SINCE] =
        svc_value_text(last && is_open(last) ? svc_when_format(last->from, since) : NULL);
    svc_rules_stir(rules);
}
