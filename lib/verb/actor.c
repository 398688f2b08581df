#include "svc/actor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/account.h"
#include "svc/call.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lock.h"
#include "svc/mem.h"
#include "svc/refusal.h"

struct svc_actor svc_actor_login(void)
{
    uid_t uid = svc_host_acts() ? svc_host_person() : getuid();
    const struct passwd *pw = svc_account_of(uid);
    if (!pw)
        svc_die(SVC_DENIED, "user id %u has no login name on this machine", (unsigned)uid);
    struct svc_actor actor = { .uid = (int64_t)uid, .login = svc_strdup(pw->pw_name) };
    const char *twin = svc_host_acts() ? svc_account_twin(uid, actor.login) : NULL;
    if (twin)
        svc_die(SVC_DENIED, "\"%s\" and \"%s\" are one user id on this machine, %u: nobody can tell who of them"
                " acts; nothing was done\ngive each login an id of its own", actor.login, twin, (unsigned)uid);
    svc_lock_sign(actor.login, NULL);
    return actor;
}

static struct svc_query *find_person(struct svc_db *db, const char *login, const char *today)
{
    return svc_query(db,
        "SELECT p.person, " SVC_ROLES_ON("?2") " FROM person p"
        " WHERE p.login = ?1 AND (p.joined IS NULL OR p.joined <= ?2)"
        "   AND (p.left_on IS NULL OR p.left_on >= ?2)", "ss", login, today);
}

char *svc_actor_roles(struct svc_db *db, const char *person)
{
    char today[SVC_DAY_SIZE];
    return svc_one(db,
        "SELECT " SVC_ROLES_ON("?2") " FROM person p"
        " WHERE p.person = ?1 AND (p.joined IS NULL OR p.joined <= ?2)"
        "   AND (p.left_on IS NULL OR p.left_on >= ?2)", "ss", person,
        svc_day_format(svc_when_day(svc_now()), today));
}

/* The moment at which the person is judged. On a host several persons share the store, so nobody
 * brings a clock of his own: not to write, and not to be somebody of another day. */
static svc_when judged_at(struct svc_db *db, bool writes)
{
    if (!svc_host_acts() && !svc_now_is_fixed())
        return svc_now();
    char *mode = svc_one(db, "SELECT value FROM meta WHERE name = 'mode'", NULL);
    bool host = mode && strcmp(mode, "host") == 0;
    free(mode);
    if (svc_host_acts() && !host)
        svc_die(SVC_DENIED, "\"%s\" is no host's store; nothing was done\n"
                            "its owner alone may use it", svc_db_where(db));
    if (host && writes && svc_now_is_fixed())
        svc_die(SVC_USAGE, "a host's store is written at no other time than now; nothing was done\n"
                           "leave out --as-of and unset SVC_NOW");
    return host ? svc_clock() : svc_now();
}

struct svc_actor svc_actor_find(struct svc_db *db, bool writes)
{
    svc_when now = judged_at(db, writes);
    struct svc_actor actor = svc_actor_login();
    char today[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(now), today);
    struct svc_query *q = find_person(db, actor.login, today);
    if (!svc_next(q))
        return actor;
    actor.person = svc_strdup(svc_text(q, 0));
    actor.roles = svc_strdup(svc_text(q, 1));
    svc_done(q);
    return actor;
}

struct svc_actor svc_actor_known(struct svc_db *db, bool writes)
{
    struct svc_actor actor = svc_actor_find(db, writes);
    if (!actor.person)
        svc_die(SVC_DENIED, "\"%s\" is no person of this store\nan admin registers it with svc-admin add persons",
                actor.login);
    return actor;
}

void svc_actor_judge(struct svc_call *call, bool writes)
{
    const char *roles = call->verb->roles;
    call->actor = svc_actor_find(call->db, writes);
    if (!call->actor.person)
        svc_deny_stranger(call);
    if (roles && !call->actor.roles)
        svc_deny(call, SVC_DENIED, NULL, "%s needs one of the roles %s; \"%s\" holds none\nnothing was done",
                 call->verb->name, svc_worded("verb.role", roles), call->actor.login);
    if (roles && !svc_call_holds(call, roles))
        svc_deny(call, SVC_DENIED, NULL, "%s needs one of the roles %s; \"%s\" holds %s\nnothing was done",
                 call->verb->name, svc_worded("verb.role", roles), call->actor.login,
                 svc_worded("verb.role", call->actor.roles));
}
