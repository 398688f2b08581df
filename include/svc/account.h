/* account: the logins of this machine.
 *
 * That there is no such account and that the machine cannot tell just now are two answers: the second one
 * ends the process (SVC_IO), so that nobody is taken for a stranger because memory or a server of accounts
 * failed.
 */
#ifndef SVC_ACCOUNT_H
#define SVC_ACCOUNT_H

#include <pwd.h>
#include <stdbool.h>
#include <sys/types.h>

/* The account of a login or of a number, NULL where there is none. It is borrowed until the next one is asked. */
const struct passwd *svc_account_named(const char *login);
const struct passwd *svc_account_of(uid_t uid);

/* Another login of the machine's own accounts that has the same number, NULL where there is none; the same
 * lifetime. */
const char *svc_account_twin(uid_t uid, const char *login);

/* Whether there is a group of this name. */
bool svc_account_group(const char *name);

#endif
