/* approve: the signing rounds of schemes, summaries and yearly plans. */
#include <stdlib.h>
#include <string.h>

#include "improve.h"
#include "svc/mem.h"
#include "svc/refusal.h"

static struct {
    bool reject;
} opt;

const struct svc_option approve_options[] = {
    { .name = "reject", .type = SVC_OPT_FLAG, .to = &opt.reject,
      .help = "do not sign but send back; needs --reason" },
    SVC_OPTIONS_INCLUDE(svc_sign_options),
    { 0 }
};

/* What is signed, and in which round. */
struct paper {
    const char *chain;
    int round;
    const char *owner, *dept; /* NULL for a year's plan */
    int64_t amount;
};

/* Signs or rejects; a signature lies neither before the last one nor before `since`. */
static enum svc_sign_end sign(const struct svc_step *step, const struct paper *paper,
                              const char *since)
{
    struct svc_call *call = step->call;
    enum svc_sign_end end = SVC_SIGN_REFUSED;
    struct svc_buf who = { 0 };
    struct svc_desk *desk = step->context;
    char *last = svc_one(call->db,
        "SELECT MAX(signed_at) FROM signature"
        " WHERE tbl = ?1 AND no = ?2 AND chain = ?3 AND round = ?4", "sssi", call->reg->table,
        step->no, paper->chain, (int64_t)paper->round);
    if (svc_in_order(step, last ? last : since))
        end = svc_sign(desk, step->no, paper->chain, paper->round, opt.reject);
    if (end == SVC_SIGN_WAITS && svc_call_talks()) {
        svc_desk_waiting(desk, step->no, paper->chain, paper->round, &who);
        svc_warn("%s: signed; it waits for stage %s", step->no, svc_buf_text(&who));
    }
    svc_buf_free(&who);
    free(last);
    return end;
}

/* The owner proposes and is a subject at once: no stage is the owner's. */
static void begin(const struct svc_step *step, const struct paper *paper)
{
    struct svc_sign_start start = {
        .no = step->no, .chain = paper->chain, .round = paper->round, .fact = step->at,
        .proposer = paper->owner ? paper->owner : step->values[Y_RECORDED_BY].text,
        .subjects = &paper->owner, .subject_count = paper->owner ? 1 : 0,
        .subject_dept = paper->dept, .own_dept = paper->dept, .amount = paper->amount
    };
    svc_sign_begin(step->call, &start);
}

/* From now on the record is being signed. */
static bool send_round(const struct svc_step *step, const char *sql, int state)
{
    bool sent = svc_move(step, sql, "");
    step->values[state] = svc_value_text("signing");
    return sent;
}

/* -- schemes ------------------------------------------------------------------------------ */

/* What form 1 lacks, for its route; NULL when it is complete. */
static const char *missing(const struct svc_step *step)
{
    static const struct {
        enum project_column column;
        const char *name;
    } key[] = { { P_SITUATION, "situation" }, { P_GOAL, "goal" }, { P_COST, "cost" },
                { P_BENEFIT, "benefit" }, { P_METHOD, "method" }, { P_RESOURCES, "resources" } };
    const struct svc_value *v = step->values;
    bool is_key = strcmp(v[P_ROUTE].text, "key") == 0;
    for (size_t i = 0; is_key && i < sizeof key / sizeof *key; i++)
        if (!svc_value_given(&v[key[i].column]))
            return key[i].name;
    if (!svc_value_given(&v[P_GOAL]))
        return "goal";
    if (strcmp(v[P_KIND].text, "circle") == 0 && !svc_value_given(&v[P_MEMBERS]))
        return "members";
    return svc_one_int(step->call->db, 0,
                       "SELECT COUNT(*) FROM improve_milestone WHERE project = ?1", "s", step->no)
               ? NULL : "milestones";
}

/* The plan fits into the project's days, and nothing of it is past when it goes to be signed. */
static bool plan_fits(const struct svc_step *step)
{
    char day[SVC_DAY_SIZE];
    const struct svc_value *v = step->values;
    svc_day_format(svc_when_day(step->at), day);
    struct svc_query *q = svc_query(step->call->db,
        "SELECT no, due_on, CASE WHEN due_on < ?4 THEN 'is past' ELSE 'lies outside of the"
        " project''s days' END FROM improve_milestone"
        " WHERE project = ?1 AND state <> 'done'"
        "   AND (due_on < ?2 OR due_on > ?3 OR due_on < ?4) ORDER BY due_on, no", "ssss", step->no,
        v[P_STARTS_ON].text, v[P_ENDS_ON].text, day);
    bool fits = !svc_next(q);
    if (!fits) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "milestone %s, due %s, %s\n"
                   "date it anew: svc-improve milestone --state planned --until DAY",
                   svc_text(q, 0), svc_text(q, 1), svc_text(q, 2));
        svc_done(q);
    } else if (strcmp(v[P_ENDS_ON].text, day) < 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "its last day, %s, is past\n"
                   "set another: svc-improve set --ends_on DAY", v[P_ENDS_ON].text);
        fits = false;
    }
    return fits;
}

static bool begin_scheme(const struct svc_step *step, const struct paper *paper)
{
    const char *lacks = missing(step);
    if (lacks)
        svc_refuse(step->call, SVC_REFUSED, step->no, "its scheme lacks the %s", lacks);
    if (lacks || !plan_fits(step))
        return false;
    begin(step, paper);
    return send_round(step, "UPDATE improve_project SET state = 'signing'"
                            " WHERE no = ?1 AND state = ?2", P_STATE);
}

static void approve_scheme(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    struct paper paper = { .chain = improve_chain(v[P_ROUTE].text), .round = (int)v[P_ROUND].number,
                           .owner = v[P_OWNER].text, .dept = v[P_DEPT].text,
                           .amount = svc_value_given(&v[P_COST]) ? v[P_COST].number : 0 };
    if (strcmp(v[P_STATE].text, "signing") != 0 && !begin_scheme(step, &paper))
        return;
    char *since = svc_format("%s 00:00:00", v[P_PROPOSED_ON].text);
    enum svc_sign_end end = sign(step, &paper, since);
    free(since);
    if (end != SVC_SIGN_ENDED)
        return;
    if (opt.reject) {
        svc_move(step,
                 "UPDATE improve_project SET round = round + 1,"
                 " state = CASE WHEN approved_at IS NULL THEN 'draft' ELSE 'replanning' END"
                 " WHERE no = ?1 AND state = ?2", "");
    } else if (svc_move(step,
                        "UPDATE improve_project SET state = 'running',"
                        " approved_at = COALESCE(approved_at, ?3)"
                        " WHERE no = ?1 AND state = ?2", "w", step->at)) {
        improve_finish(step->call, step->no);
    }
}

/* -- summaries ---------------------------------------------------------------------------- */

static void approve_summary(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    struct svc_query *q = svc_query(step->call->db,
        "SELECT round, written_at, CASE WHEN EXISTS"
        "       (SELECT 1 FROM signing g WHERE g.tbl = 'improve_project' AND g.no = s.no"
        "           AND g.chain = 'improve_summary' AND g.round = s.round) THEN 1 ELSE 0 END"
        "  FROM improve_summary s WHERE no = ?1 ORDER BY round DESC LIMIT 1", "s", step->no);
    if (!svc_next(q))
        return;
    struct paper paper = { .chain = "improve_summary", .round = (int)svc_int(q, 0),
                           .owner = v[P_OWNER].text, .dept = v[P_DEPT].text };
    char *since = svc_one(step->call->db,
        "SELECT written_at FROM improve_summary WHERE no = ?1 AND round = ?2", "si", step->no,
        (int64_t)paper.round);
    bool begun = svc_int(q, 2) == 1;
    svc_done(q);
    if (!begun)
        begin(step, &paper);
    if (sign(step, &paper, since) == SVC_SIGN_ENDED)
        svc_move(step, "UPDATE improve_project SET state = ?3 WHERE no = ?1 AND state = ?2", "s",
                 opt.reject ? "finished" : "closed");
    free(since);
}

/* -- the year's plan ---------------------------------------------------------------------- */

/* With the committee's signature, the last but the region's, the plan has left the company. */
static void plan_signed(const struct svc_step *step, enum svc_sign_end end)
{
    bool left = svc_one_int(step->call->db, 0,
        "SELECT 1 FROM signing g"
        "  JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain"
        "   AND c.scope = 'region'"
        " WHERE g.tbl = 'improve_plan' AND g.no = ?1 AND g.round = ?2 AND NOT EXISTS"
        "       (SELECT 1 FROM policy_chain b LEFT JOIN signature s"
        "            ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain"
        "           AND s.round = g.round AND s.stage = b.stage"
        "         WHERE b.version = g.version AND b.chain = g.chain AND b.stage < c.stage"
        "           AND s.stage IS NULL)", "si", step->no, step->values[Y_ROUND].number) == 1;
    if (left && !step->values[Y_SUBMITTED_AT].text)
        svc_move(step,
                 "UPDATE improve_plan SET submitted_at = ?3"
                 " WHERE \"year\" = ?1 AND state = ?2 AND submitted_at IS NULL", "w", step->at);
    if (end == SVC_SIGN_ENDED)
        svc_move(step,
                 "UPDATE improve_plan SET state = 'approved', approved_at = ?3"
                 " WHERE \"year\" = ?1 AND state = ?2", "w", step->at);
}

/* Month by month the plan is the milestones of its year: without one there is nothing to sign. */
static bool has_items(const struct svc_step *step)
{
    bool has = svc_one_int(step->call->db, 0,
        "SELECT 1 FROM improve_milestone m JOIN improve_project p ON p.no = m.project"
        " WHERE p.stopped_at IS NULL AND m.due_on BETWEEN ?1 || '-01-01' AND ?1 || '-12-31'", "s",
        step->no) == 1;
    if (!has)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has no items: no milestone of a project is due"
                   " that year\nplan one: svc-improve add milestones --project NO --due_on DAY");
    return has;
}

static void approve_plan(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    struct paper paper = { .chain = "improve_plan", .round = (int)v[Y_ROUND].number };
    if (!opt.reject && !has_items(step))
        return;
    if (strcmp(v[Y_STATE].text, "draft") == 0) {
        begin(step, &paper);
        send_round(step, "UPDATE improve_plan SET state = 'signing'"
                         " WHERE \"year\" = ?1 AND state = ?2", Y_STATE);
    }
    enum svc_sign_end end = sign(step, &paper, v[Y_RECORDED_AT].text);
    if (end == SVC_SIGN_ENDED && opt.reject)
        svc_move(step,
                 "UPDATE improve_plan SET state = 'draft', round = round + 1,"
                 " submitted_at = NULL WHERE \"year\" = ?1 AND state = ?2", "");
    else if (end != SVC_SIGN_REFUSED)
        plan_signed(step, end);
}

/* -- approve ------------------------------------------------------------------------------ */

static void approve(const struct svc_step *step)
{
    if (step->call->reg == &improve_plans)
        approve_plan(step);
    else if (strcmp(step->values[P_STATE].text, "summarised") == 0)
        approve_summary(step);
    else
        approve_scheme(step);
}

int improve_approve(struct svc_call *call)
{
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
    svc_each(call, SVC_OF(&improve_projects, &improve_plans), at, approve, desk);
    svc_desk_close(desk);
    svc_call_commit(call);
    return svc_finish(call);
}
