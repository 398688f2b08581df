/* The logins of the machine: there is none, or nobody can tell. */
#include "svc/account.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/err.h"
#include "tap.h"

static int because;

/* The machine's own one, for this program. */
struct passwd *getpwnam(const char *name)
{
    static struct passwd found;
    if (strcmp(name, "liu") == 0)
        return &found;
    errno = because;
    return NULL;
}

struct passwd *getpwuid(uid_t uid)
{
    return getpwnam(uid == 7 ? "liu" : "nobody");
}

/* The code that asking ends with; 0 when it goes on. */
static int ends(int error)
{
    int status = 0;
    because = error;
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        close(STDERR_FILENO);
        _exit(svc_account_named("nobody") || svc_account_of(8) ? 1 : 0);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(void)
{
    is_int(svc_account_named("liu") && svc_account_of(7), 1, "an account is found");
    is_int(ends(0), 0, "there is none");
    is_int(ends(ENOENT), 0, "there is none, as other sources say it");
    is_int(ends(ENOMEM), SVC_IO, "without memory nobody can tell");
    is_int(ends(EIO), SVC_IO, "nor when it cannot be read");
    return done_testing();
}
