/* A case on its way: what was missing, signatures, rejection, withdrawal, suspension, reversal. */
#include "reward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/each.h"
#include "svc/entered.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/statement.h"
#include "svc/refusal.h"
#include "svc/sign.h"

static struct {
    const char *evidence, *by;
    bool lift, mine;
} opt;

const struct svc_option reverse_options[] = {
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "what proves it; needed for signing" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who proposed it on paper (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option withdraw_options[] = {
    SVC_OPTIONS_INCLUDE(svc_paper_options),
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

static bool has_effect(const struct svc_step *step, const char *effect)
{
    return svc_one_int(step->call->db, 0, "SELECT " REWARD_LEG_ACTS("?1", "?2", "?3"), "sss", step->no,
                       svc_step_text(step, R_OCCURRED_AT), effect);
}

/* Whoever a case is about leaves its facts and its standing to others. */
static bool about_actor(const struct svc_step *step)
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

/* The option's text as it is stored; NULL when it was not given. Kept for the process. */
static const char *set_text(enum reward_column column)
{
    struct svc_value value;
    struct svc_buf room = { 0 };
    const struct svc_column *of = &reward_register.columns[column];
    const char *text = svc_shared.values.text[column];
    const char *why = text ? svc_value_read(of, SVC_WORDS_EVER, text, strlen(text), &value, &room) : NULL;
    if (text && !why && !*text)
        why = _("is required");
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s%s", of->name, why, svc_value_choice(of, SVC_WORDS_EVER, text, "\n"));
    const char *kept = text ? svc_strdup(value.text) : NULL;
    svc_buf_free(&room);
    return kept;
}

/* What was missing when it was proposed may be added until somebody has signed. */
static void set(const struct svc_step *step)
{
    const char *suspension = set_text(R_SUSPENSION), *proposer = svc_step_text(step, R_PROPOSER);
    if (about_actor(step))
        return;
    if (strcmp(proposer, step->call->actor.person) != 0 &&
        !svc_call_holds(step->call, SVC_ROLES_ENTER))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "was proposed by %s; besides only a clerk or the office may add to it",
                   proposer);
    else if (suspension && !has_effect(step, "suspension"))
        svc_refuse(step->call, SVC_REFUSED, step->no, "clause \"%s\" suspends nobody",
                   svc_step_text(step, R_CLAUSE));
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
    return svc_each_verb(call, SVC_OF(&reward_register), svc_now(), set, NULL);
}

/* -- sign, reject ------------------------------------------------------------------------- */

/* What signatures share. */
struct signing {
    struct svc_desk *desk;
    struct svc_rules *rules;
};

static int sign_each(struct svc_call *call, void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct signing signing = { .desk = svc_desk_open(call, at, &svc_signer),
                               .rules = svc_rules_open(call->db) };
    svc_each(call, SVC_OF(&reward_register), at, one, &signing);
    svc_desk_close(signing.desk);
    svc_rules_close(signing.rules);
    svc_call_commit(call);
    return svc_finish(call);
}

static enum svc_sign_end put_name(const struct svc_step *step, bool reject)
{
    const struct signing *signing = step->context;
    return svc_sign(signing->desk, step->no, svc_step_text(step, R_CHAIN), 1, reject);
}

/* A signature lies neither before the fact nor before the signature before it. */
static bool in_order(const struct svc_step *step)
{
    char *last = svc_one(step->call->db,
        "SELECT MAX(signed_at) FROM signature WHERE tbl = 'reward_case' AND no = ?1", "s",
        step->no);
    bool good = svc_in_order(step, last ? last : svc_step_text(step, R_OCCURRED_AT));
    free(last);
    return good;
}

/* What must be there before anybody signs; whoever says no may say that it is not. */
static bool complete(const struct svc_step *step, bool reject)
{
    const char *since = svc_step_text(step, R_SUSPENDED_AT);
    if (since)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is suspended since %s", since);
    else if (!reject && !svc_step_text(step, R_EVIDENCE))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "has no evidence\nadd it: svc-reward set --evidence REF");
    else if (!reject && !svc_step_text(step, R_SUSPENSION) && has_effect(step, "suspension"))
        svc_refuse(step->call, SVC_REFUSED, step->no, "does not name the suspension\n"
                   "add it: svc-reward set --suspension probation or standby");
    else
        return in_order(step);
    return false;
}

/* With the last signature the penalties count, so here the pay law has its last word. */
static void check_cap(const struct svc_step *step)
{
    const struct signing *signing = step->context;
    const char *fact = svc_step_text(step, R_OCCURRED_AT);
    char month[SVC_MONTH_SIZE];
    svc_when when;
    if (svc_when_parse(fact, &when))
        return;
    svc_month_of(svc_when_day(when), month);
    struct svc_query *q = svc_query(step->call->db,
        "SELECT person FROM reward_leg WHERE no = ?1 AND person IS NOT NULL AND amount < 0"
        " ORDER BY leg", "s", step->no);
    while (svc_next(q))
        if (reward_over_cap(step->call, signing->rules, svc_text(q, 0), fact, 0))
            svc_refuse(step->call, SVC_REFUSED, step->no,
                       "the penalties of %s in %s exceed the cap of the pay law",
                       svc_text(q, 0), month);
}

/* The last signature of a reversing case takes the first one back. */
static void approve(const struct svc_step *step)
{
    const char *first = svc_step_text(step, R_REVERSES);
    bool approved = svc_move(step,
        "UPDATE reward_case SET state = 'approved', decided_at = ?3"
        " WHERE no = ?1 AND state = ?2", "w", step->at);
    if (approved && first)
        svc_change(step->call, first,
                   "UPDATE reward_case SET state = 'reversed', suspended_at = NULL"
                   " WHERE no = ?1 AND state = 'approved'", "");
    else if (approved)
        check_cap(step);
}

static void say_waiting(const struct svc_step *step)
{
    const struct signing *signing = step->context;
    struct svc_buf who = { 0 };
    if (!svc_call_talks())
        return;
    svc_desk_waiting(signing->desk, step->no, svc_step_text(step, R_CHAIN), 1, &who);
    svc_warn("%s: signed; it waits for stage %s", step->no, svc_buf_text(&who));
    svc_buf_free(&who);
}

static void sign(const struct svc_step *step)
{
    if (!complete(step, false))
        return;
    enum svc_sign_end end = put_name(step, false);
    if (end == SVC_SIGN_ENDED)
        approve(step);
    else if (end == SVC_SIGN_WAITS)
        say_waiting(step);
}

int reward_sign(struct svc_call *call)
{
    return sign_each(call, sign);
}

static void reject(const struct svc_step *step)
{
    if (complete(step, true) && put_name(step, true) == SVC_SIGN_ENDED)
        svc_move(step,
                 "UPDATE reward_case SET state = 'rejected', decided_at = ?3"
                 " WHERE no = ?1 AND state = ?2", "w", step->at);
}

int reward_reject(struct svc_call *call)
{
    return sign_each(call, reject);
}

/* -- waiting ------------------------------------------------------------------------------ */

static const struct svc_column waiting_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the case that waits" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "its clause" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "its department" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "whom it is about" },
    { .name = "recorded_at", .type = SVC_TYPE_TIME, .label = "登记时间", .help = "waits since" },
    { .name = "stage", .type = SVC_TYPE_INT, .label = "环节", .help = "the stage that is next" },
    { .name = "role", .type = SVC_TYPE_CODE, .label = "角色", .help = "whose stage it is",
      .list = "verb.role" },
    { .name = "signers", .type = SVC_TYPE_CODE, .label = "可签人",
      .help = "who may sign it, moved up where need be" },
    { .name = "lacks", .type = SVC_TYPE_CODE, .label = "尚缺",
      .help = "what must come first: evidence, suspension, appeal; paper: signed in the signer's name by"
              " another, to be disputed if he did not", .list = "reward.lack" },
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

/* What was signed in somebody's name, and may be disputed. */
static void print_entered(void *ctx, const struct svc_entered *entered)
{
    struct svc_call *call = ctx;
    struct svc_query *q = svc_query(call->db, "SELECT clause, dept, person FROM reward_case WHERE no = ?1", "s",
                                    entered->no);
    if (!svc_next(q))
        return;
    struct svc_value row[] = {
        svc_value_text(entered->no), svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
        svc_value_text(svc_text(q, 2)), svc_value_text(entered->entered_at), svc_value_number(entered->stage),
        svc_value_text(entered->role), svc_value_text(entered->person), svc_value_text("paper")
    };
    svc_print_row(call, row);
    svc_done(q);
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
        "            WHEN c.suspension IS NULL AND"
        "                 " REWARD_LEG_ACTS("c.no", "c.occurred_at", "'suspension'")
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
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_entered_each(call, rules, opt.mine ? call->actor.person : NULL, NULL, print_entered, call);
    svc_rules_close(rules);
    return svc_finish(call);
}

/* -- withdraw, suspend -------------------------------------------------------------------- */

static void withdraw(const struct svc_step *step)
{
    const char *proposer = svc_step_text(step, R_PROPOSER);
    if (!svc_signer_may(step->call, &svc_signer, step->no))
        return;
    if (strcmp(proposer, svc_signer_person(step->call, &svc_signer)) != 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "was proposed by %s, who alone withdraws it",
                   proposer);
    else
        svc_move(step,
                 "UPDATE reward_case SET state = 'withdrawn', suspended_at = NULL"
                 " WHERE no = ?1 AND state = ?2", "");
}

int reward_withdraw(struct svc_call *call)
{
    svc_signer_check(&svc_signer);
    return svc_each_verb(call, SVC_OF(&reward_register), svc_now(), withdraw, NULL);
}

static void suspend(const struct svc_step *step)
{
    const char *since = svc_step_text(step, R_SUSPENDED_AT);
    if (about_actor(step))
        return;
    if (since && !opt.lift)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is suspended since %s", since);
    else if (!since && opt.lift)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not suspended");
    else if (since && reward_disputed(step->call->db, step->no))
        svc_refuse(step->call, SVC_REFUSED, step->no, "a signature of it is disputed, or was found to be none");
    else if (svc_in_order(step, since ? since : svc_step_text(step, R_OCCURRED_AT)))
        svc_move(step, "UPDATE reward_case SET suspended_at = ?3 WHERE no = ?1 AND state = ?2",
                 "w", opt.lift ? 0 : step->at);
}

int reward_suspend(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&reward_register), svc_call_at(call), suspend, NULL);
}

/* -- reverse ------------------------------------------------------------------------------ */

/* What was made, for the answer. */
static struct {
    char (*no)[2][SVC_NUMBER_SIZE]; /* the new case, the one it reverses */
    size_t count;
    const char *proposer;
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

static void write_reversal(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    struct svc_buf facts = { 0 }, evidence = { 0 };
    made.no = svc_grow(made.no, made.count, sizeof *made.no);
    char *no = made.no[made.count][0];
    svc_number_next(call->db, reward_register.prefix,
                    (int)strtol(svc_step_text(step, R_OCCURRED_AT), NULL, 10), no);
    snprintf(made.no[made.count++][1], SVC_NUMBER_SIZE, "%s", step->no);
    svc_statement(&facts, "text", "s", svc_shared.reason);
    svc_statement(&evidence, "text", "s", opt.evidence);
    svc_change_insert(call, "reward_case", no,
        "INSERT INTO reward_case (no, source, source_no, clause, dept, person, facts,"
        " evidence, amount, head_amount, points, annual_points, loss, quantity, suspension, occurred_at, chain,"
        " proposer, state, reverses, recorded_at, event)"
        " SELECT ?2, source, source_no, clause, dept, person, ?3, ?4, amount, head_amount,"
        " points, annual_points, loss, quantity, suspension, occurred_at, chain, ?5, 'proposed', no, ?6, ?7"
        "  FROM reward_case WHERE no = ?1 RETURNING *",
        "ssssswe", step->no, no, facts.data, opt.evidence ? evidence.data : NULL,
        made.proposer, svc_now());
    svc_buf_free(&facts);
    svc_buf_free(&evidence);
    negate_legs(call, step->no, no);
    reward_begin(call, no);
}

static void reverse(const struct svc_step *step)
{
    char *open = svc_one(step->call->db,
        "SELECT no FROM reward_case WHERE reverses = ?1 AND state = 'proposed'", "s", step->no);
    if (svc_step_text(step, R_REVERSES))
        svc_refuse(step->call, SVC_REFUSED, step->no, "reverses %s and is not reversed itself\n"
                   "propose the fact again, with --also REASON", svc_step_text(step, R_REVERSES));
    else if (open)
        svc_refuse(step->call, SVC_REFUSED, step->no, "its reversal is proposed already, %s", open);
    else
        write_reversal(step);
    free(open);
}

int reward_reverse(struct svc_call *call)
{
    static const struct svc_column columns[] = {
        { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the reversing case" },
        { .name = "reverses", .type = SVC_TYPE_CODE, .label = "冲销案件",
          .help = "the case that it reverses" },
        { 0 }
    };
    made.proposer = reward_proposer(call, opt.by);
    svc_call_begin(call);
    svc_each(call, SVC_OF(&reward_register), svc_now(), reverse, NULL);
    svc_call_commit(call);
    for (size_t i = 0; i < made.count && svc_worst() == SVC_OK; i++) {
        struct svc_value row[] = { svc_value_text(made.no[i][0]), svc_value_text(made.no[i][1]) };
        if (i == 0)
            svc_print_begin(call, columns);
        svc_print_row(call, row);
    }
    free(made.no);
    return svc_finish(call);
}
