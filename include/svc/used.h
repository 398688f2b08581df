/* used: which limits of the policy decided the deadlines that a store keeps. */
#ifndef SVC_USED_H
#define SVC_USED_H

#include "svc/rules.h"

/* Calls `used` with the row of limits.csv for every kept deadline that it decided: not for one that was
 * agreed, or set from outside. The pack is the one that judges all of them: the store's only version. */
void svc_rules_used(struct svc_rules *rules, const struct svc_pack *pack,
                    void (*used)(void *ctx, const struct svc_pack_row *row), void *ctx);

#endif
