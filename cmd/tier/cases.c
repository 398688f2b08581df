/* What VIPs are promised for the single case: the answer to a complaint, who comes to a visit, who to
 * an emergency. What the complaint or the order tells proves it, and what `done` recorded of it. */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/refusal.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/words.h"

/* A case: when it began, by when it was due and when that was met, by whom; no limit and nobody's
 * own deed where only `done` tells. One that was taken back before it was due is none. */
enum { NO, CUSTOMER, KIND_OF, BEGAN_AT, DUE_AT, MET_AT, PERSON, ENDED_AT, UNSURE, BUSINESS };

/* ?1 first day, ?2 first day after. */
#define COMPLAINTS                                                                              \
    "SELECT c.no, c.customer, u.kind, c.opened_at, c.solution_due,"                             \
    "       COALESCE(c.solution_at, c.closed_at), c.answered_by,"                               \
    "       COALESCE(c.closed_at, c.withdrawn_at),"                                             \
    "       CASE WHEN ';' || c.provisional || ';' LIKE '%;solution;%' THEN 1 ELSE 0 END, NULL"  \
    "  FROM complaint c JOIN customer u ON u.customer = c.customer"                             \
    " WHERE c.tier = 'vip' AND c.opened_at >= ?1 AND c.opened_at < ?2"                          \
    "   AND (c.withdrawn_at IS NULL OR c.solution_at IS NOT NULL"                               \
    "        OR c.solution_due < c.withdrawn_at)"                                               \
    " UNION ALL "                                                                               \
    "SELECT r.no, c.customer, u.kind, r.opened_at, r.solution_due,"                             \
    "       COALESCE(r.solution_at, r.closed_at), r.answered_by, r.closed_at,"                  \
    "       CASE WHEN ';' || r.provisional || ';' LIKE '%;solution;%' THEN 1 ELSE 0 END, NULL"  \
    "  FROM complaint_round r JOIN complaint c ON c.no = r.no"                                  \
    "  JOIN customer u ON u.customer = c.customer"                                              \
    " WHERE c.tier = 'vip' AND r.opened_at >= ?1 AND r.opened_at < ?2"                          \
    " ORDER BY 4, 1"

/* The same; who comes is whoever had the order then. A leader comes to an emergency while it lasts. */
#define ORDERS                                                                                  \
    "SELECT o.no, o.customer, o.kind, o.accepted_at,"                                           \
    "       CASE ?3 WHEN 'emergency' THEN NULL ELSE o.arrive_due END,"                          \
    "       CASE ?3 WHEN 'emergency' THEN NULL ELSE COALESCE(o.arrived_at, o.finished_at) END," \
    "       CASE WHEN EXISTS (SELECT 1 FROM order_move v WHERE v.no = o.no"                     \
    "                            AND v.moved_at > COALESCE(o.arrived_at, o.finished_at))"       \
    "            THEN (SELECT v.from_person FROM order_move v WHERE v.no = o.no"                \
    "                     AND v.moved_at > COALESCE(o.arrived_at, o.finished_at)"               \
    "                   ORDER BY v.moved_at, v.event LIMIT 1)"                                  \
    "            ELSE o.person END,"                                                            \
    "       COALESCE(o.finished_at, o.cancelled_at),"                                           \
    "       CASE WHEN ';' || o.provisional || ';' LIKE '%;arrive;%' THEN 1 ELSE 0 END,"         \
    "       o.business"                                                                         \
    "  FROM service_order o"                                                                    \
    " WHERE o.tier = 'vip' AND o.accepted_at >= ?1 AND o.accepted_at < ?2"                      \
    "   AND (o.cancelled_at IS NULL OR o.arrived_at IS NOT NULL"                                \
    "        OR (o.arrive_due < o.cancelled_at AND ?3 <> 'emergency'))"                         \
    " ORDER BY o.accepted_at, o.no"

static bool is_complaint(const char *of)
{
    return strcmp(of, "complaint") == 0;
}

/* An order of that business, or of a word that acts as it. */
static bool is_case(const char *of, const char *business, svc_day began)
{
    return is_complaint(of) || svc_words_act("business", business, of, began);
}

/* -- judging ------------------------------------------------------------------------------ */

/* Whether somebody of the role did it by what the case itself tells. */
static bool was_led(struct svc_call *call, const struct svc_duty *duty, struct svc_query *q)
{
    const char *person = svc_text(q, PERSON);
    return person && (!*duty->role ||
                      svc_org_holds(call->db, person, duty->role, svc_text(q, MET_AT)));
}

/* What was recorded by `done` in time; true when any of it was. */
static bool was_done(struct svc_call *call, struct svc_query *q, struct tier_due *due)
{
    const char *until = svc_text(q, svc_is_null(q, DUE_AT) ? ENDED_AT : DUE_AT);
    struct svc_query *deeds = svc_query(call->db,
        "SELECT evidence FROM tier_done WHERE customer = ?1 AND duty = ?2 AND record = ?3"
        "   AND done_at >= ?4 AND done_at <= COALESCE(?5, done_at) ORDER BY done_at, evidence",
        "sssss", due->customer, due->duty->name, svc_text(q, NO), svc_text(q, BEGAN_AT), until);
    bool any = false;
    while (svc_next(deeds)) {
        any = true;
        if (!svc_is_null(deeds, 0))
            svc_buf_printf(&due->evidence, "%s%s", due->evidence.len ? ";" : "",
                           svc_text(deeds, 0));
    }
    return any;
}

static void judge(struct svc_call *call, struct svc_query *q, struct tier_due *due)
{
    bool in_time = !svc_is_null(q, MET_AT) &&
                   (svc_is_null(q, DUE_AT) || svc_moment(q, MET_AT) <= svc_moment(q, DUE_AT));
    if (in_time && !svc_int(q, UNSURE) && was_led(call, &due->duty->duty, q))
        svc_buf_puts(&due->evidence, svc_text(q, PERSON));
    bool done = was_done(call, q, due) || in_time;
    bool over = due->endless ? !svc_is_null(q, ENDED_AT) : svc_now() > svc_moment(q, DUE_AT);
    due->done = done;
    due->verdict = due->evidence.len ? TIER_KEPT
                   : done            ? TIER_NOT_PROVEN
                   : over            ? TIER_MISSED
                                     : TIER_OPEN;
}

void tier_each_case(struct svc_call *call, const struct tier_duty *duty, svc_day from, svc_day until,
                    bool judged, void (*tell)(void *ctx, const struct tier_due *due), void *ctx)
{
    const char *of = svc_duty_case(&duty->duty);
    struct svc_query *q = is_complaint(of)
                              ? svc_query(call->db, COMPLAINTS, "dd", from, until)
                              : svc_query(call->db, ORDERS, "dds", from, until, of);
    while (svc_next(q)) {
        svc_day began = svc_when_day(svc_moment(q, BEGAN_AT));
        struct tier_due due = { .customer = svc_text(q, CUSTOMER), .kind = svc_text(q, KIND_OF),
                                .duty = duty, .slot = svc_text(q, NO), .from = began,
                                .until = svc_when_day(svc_moment(q, DUE_AT)),
                                .endless = svc_is_null(q, DUE_AT), .verdict = TIER_OPEN };
        if (!svc_duty_for(&duty->duty, due.kind) || !is_case(of, svc_text(q, BUSINESS), began))
            continue;
        if (judged)
            judge(call, q, &due);
        tell(ctx, &due);
        svc_buf_free(&due.evidence);
    }
}

/* -- done --------------------------------------------------------------------------------- */

bool tier_case_is(struct svc_call *call, const struct tier_duty *duty, const char *no,
                  const char *customer, const char *at)
{
    const char *of = svc_duty_case(&duty->duty);
    struct svc_query *q = is_complaint(of)
        ? svc_query(call->db, "SELECT received_at, COALESCE(tier, ''), NULL FROM complaint"
                              " WHERE no = ?1 AND customer = ?2", "ss", no, customer)
        : svc_query(call->db, "SELECT accepted_at, COALESCE(tier, ''), business FROM service_order"
                              " WHERE no = ?1 AND customer = ?2", "ss", no, customer);
    bool there = svc_next(q), is = false;
    if (!there || !is_case(of, svc_text(q, 2), svc_when_day(svc_moment(q, 0))))
        svc_refuse(call, SVC_REFUSED, customer, "\"%s\" is no %s of this customer", no, of);
    else if (strcmp(svc_text(q, 1), "vip") != 0)
        svc_refuse(call, SVC_REFUSED, customer, "was no VIP when \"%s\" came; nothing was promised to it", no);
    else if (strcmp(at, svc_text(q, 0)) < 0)
        svc_refuse(call, SVC_REFUSED, customer, "\"%s\" came at %s, after this was done", no, svc_text(q, 0));
    else
        is = true;
    if (there)
        svc_done(q);
    return is;
}
