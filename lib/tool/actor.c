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

/* A store that waits for its upgrade may not have the table of changed roles yet. */
static struct svc_query *find_person(struct svc_db *db, const char *login, const char *today)
{
    if (!svc_db_has_table(db, "role_change"))
        return svc_query(db,
            "SELECT person, roles FROM person"
            " WHERE login = ?1 AND (joined IS NULL OR joined <= ?2)"
            "   AND (\"left\" IS NULL OR \"left\" >= ?2)", "ss", login, today);
    return svc_query(db,
        "SELECT p.person, " SVC_ROLES_ON("?2") " FROM person p"
        " WHERE p.login = ?1 AND (p.joined IS NULL OR p.joined <= ?2)"
        "   AND (p.\"left\" IS NULL OR p.\"left\" >= ?2)", "ss", login, today);
}

char *svc_actor_roles(struct svc_db *db, const char *person)
{
    char today[SVC_DAY_SIZE];
    return svc_one(db, "SELECT " SVC_ROLES_ON("?2") " FROM person p WHERE p.person = ?1", "ss", person,
                   svc_day_format(svc_when_day(svc_now()), today));
}

struct svc_actor svc_actor_known(struct svc_db *db)
{
    struct svc_actor actor = svc_actor_login();
    char today[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(svc_now()), today);
    struct svc_query *q = find_person(db, actor.login, today);
    if (!svc_next(q))
        svc_die(SVC_DENIED, "\"%s\" is no person of this store\n"
                "an admin registers it with svc-admin add persons", actor.login);
    actor.person = svc_strdup(svc_text(q, 0));
    actor.roles = svc_strdup(svc_text(q, 1));
    svc_done(q);
    return actor;
}
