/* entered: signatures of cases that others entered from paper, while their signers may dispute them.
 *
 * Whoever has a login is told what was signed in his name, and may say within the policy's
 * paper_dispute_limit that he did not sign it. The limit runs from when it was entered, by the policy of that
 * day; without one it never ends.
 */
#ifndef SVC_ENTERED_H
#define SVC_ENTERED_H

#include "svc/call.h"
#include "svc/rules.h"

struct svc_entered {
    const char *no, *chain, *role, *person, *entered_by, *entered_at;
    const char *due; /* the last moment for it; NULL: none */
    int stage;
};

/* Calls `found` for each that can still be disputed and was not, in order of the cases; borrowed. `person`
 * and `dept` choose those of one signer and of signers of one department, NULL for all. */
void svc_entered_each(struct svc_call *call, struct svc_rules *rules, const char *person, const char *dept,
                      void (*found)(void *ctx, const struct svc_entered *entered), void *ctx);

/* When the limit ends for what was entered at this moment, in `out`; NULL where the policy has none. */
const char *svc_entered_due(struct svc_rules *rules, const char *entered_at, char *out);

#endif
