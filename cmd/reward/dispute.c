/* dispute, decide: a signature that another entered from paper, and whoever stands there did not sign. */
#include "reward.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/each.h"
#include "svc/entered.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/text.h"

static struct {
    int64_t stage;
    const char *decision;
} opt;

const struct svc_option dispute_options[] = {
    { .name = "stage", .type = SVC_OPT_INT, .to = &opt.stage, .arg = "N",
      .help = "whose signature it is: its stage" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option decide_options[] = {
    { .name = "stage", .type = SVC_OPT_INT, .to = &opt.stage, .arg = "N",
      .help = "the disputed signature's stage" },
    { .name = "decision", .type = SVC_OPT_TEXT, .to = &opt.decision, .arg = "stands|void",
      .help = "whether it was signed", .list = "reward.decided" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* One of the stage's signature: who signed, who entered it, when. */
struct paper {
    char *person, *entered_by, *entered_at;
};

static struct paper paper_of(const struct svc_step *step)
{
    struct paper paper = { NULL, NULL, NULL };
    struct svc_query *q = svc_query(step->call->db,
        "SELECT s.person, s.entered_by, e.at FROM signature s JOIN event e ON e.seq = s.event"
        " WHERE s.tbl = 'reward_case' AND s.no = ?1 AND s.stage = ?2", "si", step->no, opt.stage);
    if (svc_next(q)) {
        paper = (struct paper){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)) };
        svc_done(q);
    }
    return paper;
}

static void drop_paper(struct paper *paper)
{
    free(paper->person);
    free(paper->entered_by);
    free(paper->entered_at);
}

/* -- dispute ------------------------------------------------------------------------------ */

/* False, told and kept, where the acting person has nothing to dispute there, or no longer. */
static bool disputable(const struct svc_step *step, const struct paper *paper)
{
    struct svc_call *call = step->call;
    char due[SVC_WHEN_SIZE], now[SVC_WHEN_SIZE];
    if (!paper->person)
        svc_refuse(call, SVC_REFUSED, step->no, "nobody has signed stage %lld", (long long)opt.stage);
    else if (strcmp(paper->person, call->actor.person) != 0)
        svc_refuse(call, SVC_DENIED, step->no, "stage %lld was signed in the name of %s, who alone disputes it",
                   (long long)opt.stage, paper->person);
    else if (strcmp(paper->person, paper->entered_by) == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "\"%s\" signed stage %lld himself", paper->person,
                   (long long)opt.stage);
    else if (svc_one_int(call->db, 0, "SELECT 1 FROM paper_dispute WHERE no = ?1 AND stage = ?2", "si", step->no,
                         opt.stage))
        svc_refuse(call, SVC_REFUSED, step->no, "stage %lld is disputed already", (long long)opt.stage);
    else if (svc_entered_due(step->context, paper->entered_at, due) &&
             strcmp(svc_when_format(svc_now(), now), due) > 0)
        svc_refuse(call, SVC_REFUSED, step->no, "what was entered at %s could be disputed until %s",
                   paper->entered_at, due);
    else
        return true;
    return false;
}

/* As long as it is not decided the case does not count. */
static void dispute(const struct svc_step *step)
{
    struct paper paper = paper_of(step);
    const char *state = svc_step_text(step, R_STATE);
    if (disputable(step, &paper)) {
        svc_change_insert(step->call, "paper_dispute", step->no,
            "INSERT INTO paper_dispute (no, stage, person, at, reason, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " RETURNING *", "siswse", step->no, opt.stage, step->call->actor.person, step->at, svc_shared.reason);
        if (!svc_step_text(step, R_SUSPENDED_AT) && svc_text_in("proposed|approved", '|', state))
            svc_move(step, "UPDATE reward_case SET suspended_at = ?3 WHERE no = ?1 AND state = ?2", "w", step->at);
    }
    drop_paper(&paper);
}

int reward_dispute(struct svc_call *call)
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_each(call, SVC_OF(&reward_register), svc_now(), dispute, rules);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- decide ------------------------------------------------------------------------------- */

bool reward_disputed(struct svc_db *db, const char *no)
{
    return svc_one_int(db, 0,
        "SELECT 1 FROM paper_dispute d LEFT JOIN paper_decision c ON c.no = d.no AND c.stage = d.stage"
        " WHERE d.no = ?1 AND COALESCE(c.decision, 'void') = 'void' LIMIT 1", "s", no) == 1;
}

/* Whoever signed, entered, or is charged or honoured leaves it to others of the committee. */
static bool decides(const struct svc_step *step, const struct paper *paper)
{
    struct svc_call *call = step->call;
    const char *actor = call->actor.person;
    bool open = svc_one_int(call->db, 0,
        "SELECT 1 FROM paper_dispute d WHERE d.no = ?1 AND d.stage = ?2 AND NOT EXISTS"
        " (SELECT 1 FROM paper_decision c WHERE c.no = d.no AND c.stage = d.stage)", "si", step->no, opt.stage);
    if (!open)
        svc_refuse(call, SVC_REFUSED, step->no, "stage %lld is not disputed, or it is decided",
                   (long long)opt.stage);
    else if (strcmp(actor, paper->person) == 0 || strcmp(actor, paper->entered_by) == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "\"%s\" signed or entered it and cannot decide it", actor);
    else if (svc_one_int(call->db, 0, "SELECT 1 FROM reward_leg WHERE no = ?1 AND person = ?2 LIMIT 1", "ss",
                         step->no, actor))
        svc_refuse(call, SVC_REFUSED, step->no, "is about \"%s\", who cannot %s it", actor, call->verb->name);
    else
        return true;
    return false;
}

/* Whether its suspension is due to disputes alone. */
static bool suspended_by_dispute(const struct svc_step *step)
{
    return svc_step_text(step, R_SUSPENDED_AT) &&
           svc_one_int(step->call->db, 0, "SELECT 1 FROM paper_dispute WHERE no = ?1 AND at = ?2 LIMIT 1", "ss",
                       step->no, svc_step_text(step, R_SUSPENDED_AT)) == 1;
}

/* A signature that stands lets the case count again. Without one a case that is on its way ends there; one
 * that was approved stays suspended until it is reversed, by whom that takes. */
static void decide(const struct svc_step *step)
{
    struct paper paper = paper_of(step);
    bool is_void = strcmp(opt.decision, "void") == 0;
    const char *state = svc_step_text(step, R_STATE);
    if (decides(step, &paper)) {
        svc_change_insert(step->call, "paper_decision", step->no,
            "INSERT INTO paper_decision (no, stage, person, decision, at, reason, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "sisswse", step->no, opt.stage,
            step->call->actor.person, opt.decision, step->at, svc_shared.reason);
        if (is_void && strcmp(state, "proposed") == 0)
            svc_move(step, "UPDATE reward_case SET state = 'withdrawn', suspended_at = NULL"
                           " WHERE no = ?1 AND state = ?2", "");
        else if (!is_void && suspended_by_dispute(step) && !reward_disputed(step->call->db, step->no))
            svc_move(step, "UPDATE reward_case SET suspended_at = NULL WHERE no = ?1 AND state = ?2", "");
        else if (is_void && strcmp(state, "approved") == 0)
            svc_warn("%s: stays suspended\npropose its reversal: svc-reward reverse %s", step->no, step->no);
    }
    drop_paper(&paper);
}

int reward_decide(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&reward_register), svc_now(), decide, NULL);
}
