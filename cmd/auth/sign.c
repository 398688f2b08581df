/* sign, reject: the slip on its way. delegate, end: who acts for whom meanwhile. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/text.h"

/* -- signing ------------------------------------------------------------------------------ */

static void put_name(const struct svc_step *step, bool reject)
{
    if (svc_sign(step->context, step->no, AUTH_CHAIN, 1, reject) == SVC_SIGN_ENDED)
        svc_move(step, "UPDATE authority_use SET state = ?3 WHERE no = ?1 AND state = ?2", "s",
                 reject ? "rejected" : "authorised");
}

static void sign(const struct svc_step *step)
{
    put_name(step, false);
}

static void reject(const struct svc_step *step)
{
    put_name(step, true);
}

static int sign_each(struct svc_call *call, void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
    svc_each(call, SVC_OF(&auth_uses), at, one, desk);
    svc_desk_close(desk);
    svc_call_commit(call);
    return svc_finish(call);
}

int auth_sign(struct svc_call *call)
{
    return sign_each(call, sign);
}

int auth_reject(struct svc_call *call)
{
    return sign_each(call, reject);
}

/* -- delegate ----------------------------------------------------------------------------- */

static struct {
    const char *scope, *cap;
    struct svc_opt_time from, until;
} opt;

const struct svc_option auth_delegate_options[] = {
    { .name = "scope", .type = SVC_OPT_TEXT, .to = &opt.scope, .arg = "WORD",
      .help = "a chain, a matter, or all" },
    { .name = "until_day", .type = SVC_OPT_TIME, .to = &opt.until, .arg = "DAY",
      .help = "last day" },
    { .name = "from_day", .type = SVC_OPT_TIME, .to = &opt.from, .arg = "DAY",
      .help = "first day (default: today)" },
    { .name = "cap", .type = SVC_OPT_TEXT, .to = &opt.cap, .arg = "YUAN",
      .help = "up to so much (default: any amount)" },
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    { .name = "late-reason", .type = SVC_OPT_TEXT, .to = &svc_shared.late_reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why it is recorded so late" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option auth_end_options[] = {
    { .name = "until_day", .type = SVC_OPT_TIME, .to = &opt.until, .arg = "DAY",
      .help = "the new last day (default: today)" },
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* One delegation as it is asked for. */
struct grant {
    const char *grantor, *delegate;
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    int64_t cap; /* -1 for none */
};

static void read_options(struct svc_call *call, struct grant *grant)
{
    svc_day today = svc_when_day(svc_now());
    *grant = (struct grant){ .cap = -1, .delegate = call->count == 1 ? call->operand[0] : NULL };
    if (!grant->delegate)
        svc_die(SVC_USAGE, "delegate takes one person: who shall act");
    const char *why = opt.cap ? svc_hundredths_parse(opt.cap, &grant->cap) : NULL;
    if (why || (opt.cap && grant->cap < 0))
        svc_die(SVC_USAGE, "option --cap: %s", why ? why : _("must not be negative"));
    grant->delegate = svc_named_code(call, "person", grant->delegate, NULL);
    svc_day from = opt.from.given ? svc_when_day(opt.from.when) : today;
    if (from < today) { /* no further back than any step */
        svc_shared.at = (struct svc_opt_time){ true, true, svc_day_start(from) };
        svc_call_at(call);
    }
    svc_day_format(from, grant->from);
    svc_day_format(svc_when_day(opt.until.when), grant->until);
    svc_signer_check(&svc_signer);
    grant->grantor = svc_signer_person(call, &svc_signer);
}

static bool known_scope(struct svc_call *call)
{
    return strcmp(opt.scope, "all") == 0 ||
           svc_one_int(call->db, 0,
               "SELECT 1 FROM policy_version v WHERE v.from_day <= ?2 AND v.until_day > ?2"
               "   AND (EXISTS (SELECT 1 FROM policy_chain c"
               "                 WHERE c.version = v.version AND c.chain = ?1)"
               "        OR EXISTS (SELECT 1 FROM policy_authority a"
               "                    WHERE a.version = v.version AND a.matter = ?1))",
               "sd", opt.scope, svc_when_day(svc_now())) == 1;
}

/* The delegation by which one of the two already acts for somebody, or lets somebody act, in the
 * same matters and on some of the same days; to be freed. */
static char *passed_on(struct svc_call *call, const struct grant *g)
{
    return svc_one(call->db,
        "SELECT no FROM delegation"
        " WHERE (delegate = ?1 OR grantor = ?2) AND (scope = ?3 OR scope = 'all' OR ?3 = 'all')"
        "   AND from_day <= ?5 AND until_day >= ?4 ORDER BY no LIMIT 1",
        "sssss", g->grantor, g->delegate, opt.scope, g->from, g->until);
}

static bool is_there(struct svc_call *call, const struct grant *g)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM person WHERE person = ?1 AND (joined IS NULL OR joined <= ?2)"
        "   AND (left_on IS NULL OR left_on >= ?3)", "sss", g->delegate, g->from, g->until) == 1;
}

/* On a host nobody gives power by a paper that he alone has seen. */
static bool waits(struct svc_call *call, const struct grant *g)
{
    return strcmp(g->grantor, call->actor.person) != 0 && svc_signer_of_host(call->db);
}

/* False, told and kept in the audit, when it must not be. */
static bool allowed(struct svc_call *call, const struct grant *g)
{
    char *other = passed_on(call, g), *roles = svc_actor_roles(call->db, g->delegate);
    const char *no = g->grantor;
    bool good = false;
    if (strcmp(g->grantor, g->delegate) == 0)
        svc_refuse(call, SVC_REFUSED, no, "nobody delegates to oneself");
    else if (strcmp(g->until, g->from) < 0)
        svc_refuse(call, SVC_REFUSED, no, "the last day lies before the first");
    else if (!known_scope(call))
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" is no chain and no matter of the policy%s\n"
                   "name one of them, or all", opt.scope,
                   svc_near(call->db, "SELECT chain, NULL FROM policy_chain"
                                      " UNION SELECT matter, NULL FROM policy_authority", opt.scope));
    else if (!is_there(call, g))
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" is not with the company on all of these days",
                   g->delegate);
    else if (roles && svc_text_in(roles, ';', "cron"))
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" holds the role cron, which never signs",
                   g->delegate);
    else if (waits(call, g) && strcmp(g->delegate, call->actor.person) == 0)
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" is given it and cannot record it", g->delegate);
    else if (other)
        svc_refuse(call, SVC_REFUSED, no, "what was delegated cannot be delegated again (%s)",
                   other);
    else
        good = true;
    free(other);
    free(roles);
    return good;
}

static void write_grant(struct svc_call *call, const struct grant *g, const char *no)
{
    char now[SVC_WHEN_SIZE];
    svc_change_insert(call, "delegation", no,
        "INSERT INTO delegation (no, grantor, delegate, scope, cap, from_day, until_day, why,"
        " recorded_at, recorded_by, digest, event, evidence, confirmed_by)"
        " VALUES (?1, ?2, ?3, ?4, NULLIF(?5, -1), ?6, ?7, ?8, ?9, ?10, '', ?11, ?12, ?13) RETURNING *",
        "ssssisssssess", no, g->grantor, g->delegate, opt.scope, g->cap, g->from, g->until,
        svc_shared.reason, svc_when_format(svc_now(), now), call->actor.person,
        svc_signer.evidence, waits(call, g) ? NULL : call->actor.person);
}

static void print_number(struct svc_call *call, const char *no)
{
    static struct svc_column number[2];
    struct svc_value value = svc_value_text(no);
    number[0] = auth_delegations.columns[0];
    svc_print_begin(call, number);
    svc_print_row(call, &value);
}

int auth_delegate(struct svc_call *call)
{
    struct grant g;
    char no[SVC_NUMBER_SIZE];
    call->reg = &auth_delegations;
    read_options(call, &g);
    svc_call_begin(call);
    bool good = svc_signer_may(call, &svc_signer, g.grantor) && allowed(call, &g);
    if (good) {
        svc_number_next(call->db, auth_delegations.prefix, (int)strtol(g.from, NULL, 10), no);
        write_grant(call, &g, no);
    }
    bool open = good && waits(call, &g);
    svc_call_commit(call);
    if (open && !svc_worst())
        svc_warn("%s: has no force before %s or another clerk confirms it\nsvc-auth confirm %s", no, g.grantor, no);
    if (good && !svc_shared.dry_run)
        print_number(call, no);
    return svc_finish(call);
}

/* -- confirm ------------------------------------------------------------------------------ */

enum { D_GRANTOR = 1, D_DELEGATE = 2, D_FROM = 5, D_UNTIL = 6, D_RECORDED_BY = 9, D_CONFIRMED_BY = 13 };

static void confirm(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *actor = call->actor.person, *by = svc_step_text(step, D_CONFIRMED_BY);
    if (by)
        svc_refuse(call, SVC_REFUSED, step->no, "was confirmed by %s already", by);
    else if (strcmp(actor, svc_step_text(step, D_GRANTOR)) != 0 && !svc_call_holds(call, SVC_ROLES_ENTER))
        svc_refuse(call, SVC_DENIED, step->no, "is confirmed by %s, or by a clerk or the office who did not"
                   " record it; \"%s\" is neither", svc_step_text(step, D_GRANTOR), actor);
    else if (strcmp(actor, svc_step_text(step, D_DELEGATE)) == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "\"%s\" is given it and cannot confirm it", actor);
    else if (strcmp(actor, svc_step_text(step, D_RECORDED_BY)) == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "\"%s\" recorded it and cannot confirm it", actor);
    else
        svc_change(call, step->no,
                   "UPDATE delegation SET confirmed_by = ?2 WHERE no = ?1 AND confirmed_by IS NULL", "s", actor);
}

int auth_confirm(struct svc_call *call)
{
    call->reg = &auth_delegations;
    return svc_each_verb(call, SVC_OF(&auth_delegations), svc_now(), confirm, NULL);
}

/* -- end ---------------------------------------------------------------------------------- */

static void end(const struct svc_step *step)
{
    char day[SVC_DAY_SIZE], today[SVC_DAY_SIZE];
    const char *grantor = svc_step_text(step, D_GRANTOR), *from = svc_step_text(step, D_FROM);
    const char *until = svc_step_text(step, D_UNTIL);
    svc_day_format(svc_when_day(svc_now()), today);
    svc_day_format(svc_when_day(opt.until.given ? opt.until.when : svc_now()), day);
    if (!svc_signer_may(step->call, &svc_signer, step->no))
        return;
    if (strcmp(svc_signer_person(step->call, &svc_signer), grantor) != 0)
        svc_refuse(step->call, SVC_DENIED, step->no, "is ended by \"%s\", who delegated it",
                   grantor);
    else if (strcmp(until, today) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has ended already, on %s", until);
    else if (strcmp(day, today) < 0 || strcmp(day, until) >= 0 || strcmp(day, from) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "its last day can be from %s on and before %s",
                   strcmp(from, today) > 0 ? from : today, until);
    else
        svc_change(step->call, step->no,
                   "UPDATE delegation SET until_day = ?2 WHERE no = ?1 AND until_day > ?2", "s",
                   day);
}

int auth_end(struct svc_call *call)
{
    call->reg = &auth_delegations;
    svc_signer_check(&svc_signer);
    return svc_each_verb(call, SVC_OF(&auth_delegations), svc_now(), end, NULL);
}
