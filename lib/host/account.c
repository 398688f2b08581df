#include "svc/account.h"

#include <errno.h>
#include <grp.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"

/* What getpwnam and getpwuid leave in errno where there is none differs: see their NOTES. */
static const struct passwd *found(const struct passwd *pw)
{
    if (!pw && errno && errno != ENOENT && errno != ESRCH && errno != EBADF && errno != EPERM)
        svc_die(SVC_IO, "the logins of this machine cannot be read: %s", svc_lang_error(errno));
    return pw;
}

const struct passwd *svc_account_named(const char *login)
{
    errno = 0;
    return found(getpwnam(login));
}

const struct passwd *svc_account_of(uid_t uid)
{
    errno = 0;
    return found(getpwuid(uid));
}

/* A server of accounts need not list all that it has: what is found are those of the machine's own file. */
const char *svc_account_twin(uid_t uid, const char *login)
{
    const struct passwd *pw;
    setpwent();
    while ((pw = getpwent()) && (pw->pw_uid != uid || strcmp(pw->pw_name, login) == 0))
        continue;
    endpwent();
    return pw ? pw->pw_name : NULL;
}

bool svc_account_group(const char *name)
{
    errno = 0;
    return getgrnam(name) != NULL;
}
