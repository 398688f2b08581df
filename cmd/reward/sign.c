/* A case on its way: what was missing, signatures, rejection, withdrawal, suspension, reversal. */
#include "reward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/sign.h"

static struct {
    const char *evidence;
    bool lift, mine;
} opt;

const struct svc_option reverse_options[] = {
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "what proves it; needed for signing" },
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &svc_shared.format,
      .arg = "FORMAT", .help = "csv, tsv, jsonl, table, xlsx, html or auto" },
    { .name = "headless", .letter = 'H', .type = SVC_OPT_FLAG, .to = &svc_shared.headless,
      .help = "no header line" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option suspend_options[] = {
    { .name = "lift", .type = SVC_OPT_FLAG, .to = &opt.lift,
      .help = "the appeal is decided: it counts again" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option waiting_options[] = {
    { .name = "mine", .type = SVC_OPT_FLAG, .to = &opt.mine, .help = "only what waits for you" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* One step of one case, inside the call's transaction. */
struct step {
    struct svc_call *call;
    struct svc_rules *rules;
    struct svc_desk *desk;
    const char *no;
    const struct svc_value *values; /* as stored */
    svc_when at;
};

static const char *text_of(const struct step *step, enum reward_column column)
{
    return step->values[column].text;
}

/* Takes the step for each number of the call, all or none; reports unknown numbers. */
static void each(struct svc_call *call, svc_when at, void (*one)(const struct step *step))
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct step step = { .call = call, .at = at };
    struct svc_record record;
    svc_call_begin(call);
    step.rules = svc_rules_open(call->db);
    step.desk = svc_desk_open(call, at, &svc_signer);
    for (size_t i = 0; i < numbers.count; i++) {
        step.no = numbers.no[i];
        if (!svc_record_read(call, step.no, &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such case", step.no);
            continue;
        }
        step.values = record.values;
        one(&step);
        svc_record_free(call, &record);
    }
    svc_desk_close(step.desk);
    svc_rules_close(step.rules);
    svc_call_commit(call);
}

static void need_reason(const struct svc_call *call)
{
    if (!svc_shared.reason || !*svc_shared.reason)
        svc_die(SVC_USAGE, "%s needs a reason\nadd --reason TEXT", call->verb->name);
}

static bool has_effect(const struct step *step, const char *effect)
{
    char *like = svc_format("%%;%s;%%", effect);
    bool has = svc_one_int(step->call->db, 0,
        "SELECT 1 FROM reward_leg WHERE no = ?1 AND ';' || effect || ';' LIKE ?2 LIMIT 1", "ss",
        step->no, like);
    free(like);
    return has;
}

/* Whoever a case is about leaves its facts and its standing to others. */
static bool about_actor(const struct step *step)
{
    const char *actor = step->call->actor.person;
    bool about = svc_one_int(step->call->db, 0,
        "SELECT 1 FROM reward_leg WHERE no = ?1 AND person = ?2", "ss", step->no, actor);
    if (about)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot %s it", actor,
                   step->call->verb->name);
    return about;
}

/* -- set ---------------------------------------------------------------------------------- */

static const char *set_text(enum reward_column column)
{
    struct svc_value value;
    struct svc_buf room = { 0 };
    const struct svc_column *of = &reward_register.columns[column];
    const char *text = svc_shared.values.text[column];
    const char *why = text ? svc_value_read(of, text, strlen(text), &value, &room) : NULL;
    if (text && !why && !*text)
        why = "is required";
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s%s%s", of->name, why, of->values ? "\none of " : "",
                of->values ? of->values : "");
    svc_buf_free(&room);
    return text;
}

/* What was missing when it was proposed may be added until somebody has signed. */
static void set(const struct step *step)
{
    const char *suspension = set_text(R_SUSPENSION), *proposer = text_of(step, R_PROPOSER);
    if (about_actor(step))
        return;
    if (strcmp(proposer, step->call->actor.person) != 0 &&
        !svc_call_holds(step->call, "office;clerk"))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "was proposed by %s; besides only a clerk or the office may add to it",
                   proposer);
    else if (suspension && !has_effect(step, "suspension"))
        svc_refuse(step->call, SVC_REFUSED, step->no, "clause \"%s\" suspends nobody",
                   text_of(step, R_CLAUSE));
    else
        svc_change(step->call, step->no,
                   "UPDATE reward_case SET facts = COALESCE(?2, facts),"
                   " evidence = COALESCE(?3, evidence), suspension = COALESCE(?4, suspension)"
                   " WHERE no = ?1 AND state = 'proposed' AND NOT EXISTS"
                   " (SELECT 1 FROM signature s WHERE s.tbl = 'reward_case' AND s.no = ?1)",
                   "sss", set_text(R_FACTS), set_text(R_EVIDENCE), suspension);
}

int reward_set(struct svc_call *call)
{
    if (!set_text(R_FACTS) && !set_text(R_EVIDENCE) && !set_text(R_SUSPENSION))
        svc_die(SVC_USAGE, "nothing to set\nadd --facts, --evidence or --suspension");
    need_reason(call);
    each(call, svc_now(), set);
    return svc_finish(call);
}

/* -- sign, reject ------------------------------------------------------------------------- */

/* Who brought the case where it is, and when. */
static void refuse_state(const struct step *step)
{
    struct svc_query *q = svc_query(step->call->db,
        "SELECT verb, COALESCE(person, login), at FROM event WHERE record = ?1"
        "   AND tbl = 'reward_case' ORDER BY seq DESC LIMIT 1", "s", step->no);
    bool known = svc_next(q);
    svc_refuse(step->call, SVC_REFUSED, step->no, "cannot %s, it is %s (%s by %s at %s)",
               step->call->verb->name, text_of(step, R_STATE), known ? svc_text(q, 0) : "?",
               known ? svc_text(q, 1) : "?", known ? svc_text(q, 2) : "?");
    if (known)
        svc_done(q);
}

/* A signature lies neither before the fact nor before the signature before it. */
static bool in_order(const struct step *step)
{
    char at[SVC_WHEN_SIZE];
    char *last = svc_one(step->call->db,
        "SELECT MAX(signed_at) FROM signature WHERE tbl = 'reward_case' AND no = ?1", "s",
        step->no);
    const char *first = last ? last : text_of(step, R_OCCURRED_AT);
    bool good = strcmp(svc_when_format(step->at, at), first) >= 0;
    if (!good)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot %s before %s (%s)",
                   step->call->verb->name, last ? "the signature before it" : "the fact", first);
    free(last);
    return good;
}

/* What must be there before anybody signs; whoever says no may say that it is not. */
static bool complete(const struct step *step, bool reject)
{
    const char *state = text_of(step, R_STATE);
    if (strcmp(state, "rejected") == 0 || strcmp(state, "withdrawn") == 0)
        refuse_state(step);
    else if (text_of(step, R_SUSPENDED_AT))
        svc_refuse(step->call, SVC_REFUSED, step->no, "is suspended since %s",
                   text_of(step, R_SUSPENDED_AT));
    else if (!reject && !text_of(step, R_EVIDENCE))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "has no evidence\nadd it: svc-reward set --evidence REF");
    else if (!reject && !text_of(step, R_SUSPENSION) && has_effect(step, "suspension"))
        svc_refuse(step->call, SVC_REFUSED, step->no, "does not name the suspension\n"
                   "add it: svc-reward set --suspension probation or standby");
    else
        return strcmp(state, "proposed") != 0 || in_order(step);
    return false;
}

/* With the last signature the penalties count, so here the pay law has its last word. */
static bool within_cap(const struct step *step)
{
    bool good = true;
    struct svc_query *q = svc_query(step->call->db,
        "SELECT person FROM reward_leg WHERE no = ?1 AND person IS NOT NULL AND amount < 0"
        " ORDER BY leg", "s", step->no);
    while (svc_next(q)) {
        const char *fact = text_of(step, R_OCCURRED_AT);
        if (!reward_over_cap(step->call, step->rules, svc_text(q, 0), fact, 0))
            continue;
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "the penalties of %s in %.7s exceed the cap of the pay law", svc_text(q, 0),
                   fact);
        good = false;
    }
    return good;
}

/* The last signature of a reversing case takes the first one back. */
static void approve(const struct step *step)
{
    const char *first = text_of(step, R_REVERSES);
    bool approved = svc_change(step->call, step->no,
        "UPDATE reward_case SET state = 'approved', decided_at = ?2"
        " WHERE no = ?1 AND state = 'proposed'", "w", step->at);
    if (approved && first)
        svc_change(step->call, first,
                   "UPDATE reward_case SET state = 'reversed', suspended_at = NULL"
                   " WHERE no = ?1 AND state = 'approved'", "");
    else if (approved)
        within_cap(step);
}

static void say_waiting(const struct step *step)
{
    struct svc_buf who = { 0 };
    if (!svc_call_talks())
        return;
    svc_desk_waiting(step->desk, step->no, text_of(step, R_CHAIN), 1, &who);
    svc_warn("%s: signed; it waits for stage %s", step->no, svc_buf_text(&who));
    svc_buf_free(&who);
}

static void sign(const struct step *step)
{
    if (!complete(step, false))
        return;
    enum svc_sign_end end = svc_sign(step->desk, step->no, text_of(step, R_CHAIN), 1, false);
    if (end == SVC_SIGN_ENDED)
        approve(step);
    else if (end == SVC_SIGN_WAITS)
        say_waiting(step);
}

int reward_sign(struct svc_call *call)
{
    each(call, svc_call_at(call), sign);
    return svc_finish(call);
}

static void reject(const struct step *step)
{
    if (complete(step, true) &&
        svc_sign(step->desk, step->no, text_of(step, R_CHAIN), 1, true) == SVC_SIGN_ENDED)
        svc_change(step->call, step->no,
                   "UPDATE reward_case SET state = 'rejected', decided_at = ?2"
                   " WHERE no = ?1 AND state = 'proposed'", "w", step->at);
}

int reward_reject(struct svc_call *call)
{
    need_reason(call);
    each(call, svc_call_at(call), reject);
    return svc_finish(call);
}

/* -- waiting ------------------------------------------------------------------------------ */

static const struct svc_column waiting_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the case" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "its clause" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "its department" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "whom it is about" },
    { .name = "recorded_at", .type = SVC_TYPE_TIME, .label = "登记时间", .help = "waits since" },
    { .name = "stage", .type = SVC_TYPE_INT, .label = "环节", .help = "the stage that is next" },
    { .name = "role", .type = SVC_TYPE_CODE, .label = "角色", .help = "whose stage it is" },
    { .name = "signers", .type = SVC_TYPE_CODE, .label = "可签人",
      .help = "who may sign it, moved up where need be" },
    { .name = "lacks", .type = SVC_TYPE_CODE, .label = "尚缺",
      .help = "what must come first: evidence, suspension, appeal" },
    { 0 }
};

/* `who` is `STAGE ROLE PERSON…` as the desk tells it. */
static void print_waiting(struct svc_call *call, struct svc_query *q, const char *who)
{
    int64_t stage = strtol(who, NULL, 10);
    const char *role = strchr(who, ' '), *signers = role ? strchr(role + 1, ' ') : NULL;
    char *name = role ? svc_strndup(role + 1, signers ? (size_t)(signers - role - 1)
                                                      : strlen(role + 1)) : NULL;
    struct svc_value row[] = {
        svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
        svc_value_text(svc_text(q, 2)), svc_value_text(svc_text(q, 3)),
        svc_value_text(svc_text(q, 4)), svc_value_number(stage), svc_value_text(name),
        svc_value_text(signers ? signers + 1 : NULL), svc_value_text(svc_text(q, 5))
    };
    svc_print_row(call, row);
    free(name);
}

int reward_waiting(struct svc_call *call)
{
    struct svc_desk *desk = svc_desk_open(call, svc_now(), NULL);
    struct svc_buf who = { 0 };
    svc_print_begin(call, waiting_columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT c.no, c.clause, c.dept, c.person, c.recorded_at,"
        "       CASE WHEN c.suspended_at IS NOT NULL THEN 'appeal'"
        "            WHEN c.evidence IS NULL THEN 'evidence'"
        "            WHEN c.suspension IS NULL AND EXISTS"
        "                 (SELECT 1 FROM reward_leg l WHERE l.no = c.no"
        "                     AND ';' || l.effect || ';' LIKE '%;suspension;%')"
        "            THEN 'suspension' END, c.chain"
        "  FROM reward_case c WHERE c.state = 'proposed' ORDER BY c.no", NULL);
    while (svc_next(q)) {
        const char *no = svc_text(q, 0), *chain = svc_text(q, 6);
        svc_buf_clear(&who);
        svc_desk_waiting(desk, no, chain, 1, &who);
        if (!opt.mine || svc_desk_may(desk, no, chain, 1, call->actor.person))
            print_waiting(call, q, svc_buf_text(&who));
    }
    svc_buf_free(&who);
    svc_desk_close(desk);
    return svc_finish(call);
}

/* -- withdraw, suspend -------------------------------------------------------------------- */

static void withdraw(const struct step *step)
{
    const char *proposer = text_of(step, R_PROPOSER);
    if (strcmp(proposer, step->call->actor.person) != 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "was proposed by %s, who alone withdraws it",
                   proposer);
    else
        svc_change(step->call, step->no,
                   "UPDATE reward_case SET state = 'withdrawn', suspended_at = NULL"
                   " WHERE no = ?1 AND state = 'proposed'", "");
}

int reward_withdraw(struct svc_call *call)
{
    each(call, svc_now(), withdraw);
    return svc_finish(call);
}

static void suspend(const struct step *step)
{
    char at[SVC_WHEN_SIZE];
    const char *since = text_of(step, R_SUSPENDED_AT);
    const char *first = since ? since : text_of(step, R_OCCURRED_AT);
    if (about_actor(step))
        return;
    if (opt.lift != (since != NULL))
        svc_refuse(step->call, SVC_REFUSED, step->no, "is %s%s", since ? "suspended since " :
                   "not suspended", since ? since : "");
    else if (strcmp(svc_when_format(step->at, at), first) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot suspend before the step before it (%s)", first);
    else
        svc_change(step->call, step->no,
                   "UPDATE reward_case SET suspended_at = ?2"
                   " WHERE no = ?1 AND state IN ('proposed', 'approved')", "w",
                   opt.lift ? 0 : step->at);
}

int reward_suspend(struct svc_call *call)
{
    need_reason(call);
    each(call, svc_call_at(call), suspend);
    return svc_finish(call);
}

/* -- reverse ------------------------------------------------------------------------------ */

/* What was made, for the answer. */
static struct {
    char (*no)[2][SVC_NUMBER_SIZE]; /* the new case, the one it reverses */
    size_t count;
} made;

/* The legs of the first case with the other sign. */
static void negate_legs(struct svc_call *call, const char *first, const char *no)
{
    int64_t count = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM reward_leg WHERE no = ?1", "s",
                                first);
    for (int64_t leg = 1; leg <= count; leg++)
        svc_change_insert(call, "reward_leg", no,
            "INSERT INTO reward_leg (no, leg, subject, dept, person, points, amount, effect,"
            " event) SELECT ?2, leg, subject, dept, person, -points, -amount, effect, ?4"
            "  FROM reward_leg WHERE no = ?1 AND leg = ?3 RETURNING *", "ssie", first, no, leg);
}

static void reverse(const struct step *step)
{
    struct svc_call *call = step->call;
    char no[SVC_NUMBER_SIZE];
    const char *state = text_of(step, R_STATE), *fact = text_of(step, R_OCCURRED_AT);
    char *open = svc_one(call->db,
        "SELECT no FROM reward_case WHERE reverses = ?1 AND state = 'proposed'", "s", step->no);
    if (text_of(step, R_REVERSES)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "reverses %s and is not reversed itself\n"
                   "propose the fact again, with --also REASON", text_of(step, R_REVERSES));
    } else if (strcmp(state, "approved") != 0) {
        refuse_state(step);
    } else if (open) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "its reversal is proposed already, %s", open);
    } else {
        svc_number_next(call->db, reward_register.letter, (int)strtol(fact, NULL, 10), no);
        svc_change_insert(call, "reward_case", no,
            "INSERT INTO reward_case (no, source, source_no, clause, dept, person, facts,"
            " evidence, amount, head_amount, points, loss, suspension, occurred_at, chain,"
            " proposer, state, reverses, recorded_at, event)"
            " SELECT ?2, source, source_no, clause, dept, person, ?3, ?4, amount, head_amount,"
            " points, loss, suspension, occurred_at, chain, ?5, 'proposed', no, ?6, ?7"
            "  FROM reward_case WHERE no = ?1 RETURNING *",
            "ssssswe", step->no, no, svc_shared.reason, opt.evidence, call->actor.person,
            svc_now());
        negate_legs(call, step->no, no);
        reward_begin(call, no);
        made.no = svc_grow(made.no, made.count, sizeof *made.no);
        snprintf(made.no[made.count][0], SVC_NUMBER_SIZE, "%s", no);
        snprintf(made.no[made.count++][1], SVC_NUMBER_SIZE, "%s", step->no);
    }
    free(open);
}

int reward_reverse(struct svc_call *call)
{
    static const struct svc_column columns[] = {
        { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the reversing case" },
        { .name = "reverses", .type = SVC_TYPE_CODE, .label = "冲销",
          .help = "the case that it reverses" },
        { 0 }
    };
    need_reason(call);
    each(call, svc_now(), reverse);
    for (size_t i = 0; i < made.count && svc_worst() == SVC_OK; i++) {
        struct svc_value row[] = { svc_value_text(made.no[i][0]), svc_value_text(made.no[i][1]) };
        if (i == 0)
            svc_print_begin(call, columns);
        svc_print_row(call, row);
    }
    free(made.no);
    return svc_finish(call);
}
