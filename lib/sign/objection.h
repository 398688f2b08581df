/* objection: why somebody may not sign, in words. */
#ifndef SVC_SIGN_OBJECTION_H
#define SVC_SIGN_OBJECTION_H

#include "svc/chain.h"
#include "svc/statement.h"

/* The last signature, and when it was given; NULL: never. */
struct sign_last {
    const char *person, *at;
};

/* What the answer means for the person, and on a second line who is waited for: `2 gm 1001`, "" for nobody.
 * The caller frees it. */
char *svc_sign_explain(enum svc_language language, const struct svc_answer *answer,
                       const struct sign_last *last, const char *person, const char *waits);

#endif
