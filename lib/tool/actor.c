#include "svc/actor.h"

#include <pwd.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/mem.h"

struct svc_actor svc_actor_login(void)
{
    uid_t uid = getuid();
    const struct passwd *pw = getpwuid(uid);
    if (!pw)
        svc_die(SVC_DENIED, "user id %u has no login name on this machine", (unsigned)uid);
    return (struct svc_actor){ .uid = (int64_t)uid, .login = svc_strdup(pw->pw_name) };
}

struct svc_actor svc_actor_known(struct svc_db *db)
{
    struct svc_actor actor = svc_actor_login();
    char today[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(svc_now()), today);
    struct svc_query *q = svc_query(db,
        "SELECT person, roles FROM person"
        " WHERE login = ?1 AND (joined IS NULL OR joined <= ?2) AND (\"left\" IS NULL OR \"left\" >= ?2)",
        "ss", actor.login, today);
    if (!svc_next(q))
        svc_die(SVC_DENIED, "\"%s\" is no person of this store\n"
                "an admin registers it with svc-admin add persons", actor.login);
    actor.person = svc_strdup(svc_text(q, 0));
    actor.roles = svc_strdup(svc_text(q, 1));
    svc_done(q);
    return actor;
}
