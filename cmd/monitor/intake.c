/* Opinions as they come in: alone, or with what another book already knows of their way. */
#include <string.h>

#include "monitor.h"
#include "svc/decided.h"
#include "svc/lang.h"
#include "svc/org.h"
#include "svc/text.h"
#include "svc/when.h"

/* What the records of one intake share. */
struct intake {
    struct svc_call *call;
    struct svc_import *in;
    struct svc_rules *rules;
    char now[SVC_WHEN_SIZE];
};

static bool is_praise(const struct svc_value *values)
{
    return strcmp(values[O_KIND].text, "praise") == 0;
}

/* -- times and who ------------------------------------------------------------------------- */

static const enum opinion_column way[] = { O_RAISED_AT, O_ASSIGNED_AT, O_ANSWERED_AT, O_VERIFIED_AT };
enum { STEPS = sizeof way / sizeof *way };

static const char *earliest(const struct svc_value *values, enum opinion_column at)
{
    static char room[SVC_WHEN_SIZE];
    return svc_value_earliest(monitor_opinions.columns, values, (int)at, room);
}

/* No step lies before the one before it, none in the future. */
static void check_times(const struct intake *intake, const struct svc_value *values)
{
    const char *last = NULL, *name;
    char kept[SVC_WHEN_SIZE];
    for (size_t i = 0; i < STEPS; i++) {
        const struct svc_value *value = &values[way[i]];
        if (!svc_value_given(value))
            continue;
        name = monitor_opinions.columns[way[i]].name;
        if (strcmp(earliest(values, way[i]), intake->now) > 0)
            svc_import_reject(intake->in, name, "lies in the future");
        else if (last && strcmp(value->text, last) < 0)
            svc_import_reject(intake->in, name, "lies before the step before it");
        memcpy(kept, earliest(values, way[i]), SVC_WHEN_SIZE);
        last = kept;
    }
}

/* It was said while a term ran; what is older or younger needs a reason. */
static void check_term(const struct intake *intake, const struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(intake->in);
    bool same = before && svc_value_same(&before[O_RAISED_AT], &values[O_RAISED_AT]) &&
                svc_value_same(&before[O_MONITOR], &values[O_MONITOR]);
    if (same || svc_one_int(intake->call->db, 0,
            "SELECT 1 FROM monitor_terms WHERE monitor = ?1 AND appointed_on <= substr(?2, 1, 10)"
            "   AND last_on >= substr(?2, 1, 10) LIMIT 1", "ss", values[O_MONITOR].text,
            values[O_RAISED_AT].text))
        return;
    if (!svc_shared.late_reason)
        monitor_forbid(intake->in, intake->call, "raised_at",
                       _("lies outside of the monitor's terms\nadd --late-reason TEXT"));
    else if (!svc_shared.reason)
        svc_shared.reason = svc_shared.late_reason;
}

/* Who answered belongs to the department that was asked, and does not verify the answer. */
static void check_persons(const struct intake *intake, const struct svc_value *values)
{
    struct svc_db *db = intake->call->db;
    const char *dept = values[O_DEPT].text, *by = values[O_ANSWERED_BY].text;
    const char *check = values[O_VERIFIED_BY].text;
    bool answered = svc_value_given(&values[O_ANSWERED_AT]);
    bool verified = svc_value_given(&values[O_VERIFIED_AT]);
    if (answered && !svc_value_given(&values[O_DEPT]))
        svc_import_reject(intake->in, "dept", "is missing: which department answered?");
    else if (answered && svc_value_given(&values[O_ANSWERED_BY]) &&
             !svc_org_in(db, by, dept, values[O_ANSWERED_AT].text))
        monitor_forbid(intake->in, intake->call, "answered_by",
                       _("was not of the department that answered"));
    if (verified && answered && svc_value_given(&values[O_VERIFIED_BY]) &&
        svc_org_in(db, check, dept, values[O_VERIFIED_AT].text))
        monitor_forbid(intake->in, intake->call, "verified_by",
                       _("is of the department that answered; the monitor or another one verifies"));
}

/* -- what belongs together ----------------------------------------------------------------- */

static void pair(const struct intake *intake, const struct svc_value *values, enum opinion_column time,
                 enum opinion_column of)
{
    if (svc_value_given(&values[of]) && !svc_value_given(&values[time]))
        svc_import_reject(intake->in, monitor_opinions.columns[of].name, "is given without %s",
                          monitor_opinions.columns[time].name);
}

static void check_whole(const struct intake *intake, const struct svc_value *values)
{
    struct svc_import *in = intake->in;
    const char *use = svc_value_given(&values[O_USE]) ? values[O_USE].text : NULL;
    pair(intake, values, O_ANSWERED_AT, O_ANSWER);
    pair(intake, values, O_ANSWERED_AT, O_ANSWERED_BY);
    pair(intake, values, O_VERIFIED_AT, O_VERIFIED);
    pair(intake, values, O_VERIFIED_AT, O_VERIFIED_BY);
    pair(intake, values, O_VERIFIED_AT, O_SATISFIED);
    pair(intake, values, O_ANSWERED_AT, O_VERIFIED_AT);
    pair(intake, values, O_USED_AT, O_USE);
    pair(intake, values, O_USE, O_USED_AT);
    pair(intake, values, O_USE, O_USE_NO);
    if (svc_value_given(&values[O_ANSWERED_AT]) && !svc_value_given(&values[O_ANSWER]))
        svc_import_reject(in, "answer", "is missing: what was answered?");
    if (svc_value_given(&values[O_VERIFIED_AT]) && !svc_value_given(&values[O_VERIFIED]))
        svc_import_reject(in, "verified", "is missing: was the answer borne out?");
    if (svc_value_given(&values[O_VERIFIED]) && strcmp(values[O_VERIFIED].text, "yes") != 0)
        svc_import_reject(in, "verified", "no sends an opinion back: bring that as a step,"
                          " svc-monitor import opinions steps");
    if (is_praise(values) && svc_value_given(&values[O_ANSWERED_AT]))
        svc_import_reject(in, "answered_at", "praise needs no answer");
    if (use && monitor_use_not(intake->call, use, values[O_USE_NO].text))
        svc_import_reject(in, "use_no", "%s",
                          monitor_use_not(intake->call, use, values[O_USE_NO].text));
}

static const char *state_of(const struct svc_value *values)
{
    bool verified = svc_value_given(&values[O_VERIFIED_AT]), praise = is_praise(values);
    return svc_value_given(&values[O_WITHDRAWN_AT])                    ? "withdrawn"
           : svc_value_given(&values[O_USE]) && (verified || praise) ? "closed"
           : praise                                                   ? "noted"
           : verified                                                 ? "verified"
           : svc_value_given(&values[O_ANSWERED_AT])                  ? "answered"
           : svc_value_given(&values[O_ASSIGNED_AT])                  ? "assigned"
                                                                      : "open";
}

/* -- one record ---------------------------------------------------------------------------- */

static void fill(const struct intake *intake, struct svc_value *values)
{
    struct svc_import *in = intake->in;
    const struct svc_value *before = svc_import_before(in);
    if (before && !svc_value_same(&before[O_KIND], &values[O_KIND]) &&
        (is_praise(before) || is_praise(values)))
        svc_import_reject(in, "kind", "praise has no clocks: register it anew");
    if (before)
        svc_decided_guard(intake->call, intake->rules, &monitor_opinions, before, values);
    if (!svc_value_given(&values[O_ROUND]))
        values[O_ROUND] = svc_value_number(1);
    if (is_praise(values))
        values[O_OPENED_AT] = svc_value_text(NULL);
    else if (values[O_ROUND].number == 1)
        values[O_OPENED_AT] = values[O_RAISED_AT];
    if (svc_value_given(&values[O_USE]) && !svc_value_given(&values[O_USED_AT]))
        values[O_USED_AT] = svc_value_text(intake->now);
    check_times(intake, values);
    check_term(intake, values);
    check_persons(intake, values);
    check_whole(intake, values);
    const char *why = !svc_value_given(&values[O_PERSON]) || before ? NULL
                      : svc_org_brought(intake->call, values[O_PERSON].text, values[O_DEPT].text,
                                        values[O_RAISED_AT].text);
    if (why)
        svc_import_reject(in, "person", "%s", why);
    values[O_STATE] = svc_value_text(state_of(values));
    svc_rules_deadlines(intake->rules, &monitor_opinions, values);
}

int monitor_take_opinions(struct svc_call *call, struct svc_import *in)
{
    struct intake intake = { .call = call, .in = in, .rules = svc_rules_open(call->db) };
    struct svc_value *values;
    svc_when_format(svc_now(), intake.now);
    while ((values = svc_import_next(in)))
        fill(&intake, values);
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(intake.rules);
    return code;
}
