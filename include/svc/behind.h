/* behind: digests that a second processor ends, while the first goes on with its records.
 *
 *     struct svc_behind *behind = svc_behind_open(add, &state);
 *     while (…) {
 *         fill(svc_behind_digest(behind));
 *         svc_behind_end(behind);
 *     }
 *     svc_behind_close(behind);
 *
 * What a digest is made of is gathered by whoever calls; only its end, which costs most where the processor
 * has no instructions for it, is left to a thread of its own; where the machine gives none each digest ends at
 * once. `add` is called for each of them, in their order, one at a time, and by the end of svc_behind_close at
 * the latest: until then what it changes is its own, and it allocates nothing and tells nothing.
 */
#ifndef SVC_BEHIND_H
#define SVC_BEHIND_H

#include "svc/digest.h"

struct svc_behind;

struct svc_behind *svc_behind_open(void (*add)(void *ctx, const unsigned char digest[SVC_DIGEST]), void *ctx);

/* Room for the next one, to be begun and filled, and then to be ended. */
struct svc_digest *svc_behind_digest(struct svc_behind *behind);
void svc_behind_end(struct svc_behind *behind);

/* Waits until all are ended. */
void svc_behind_close(struct svc_behind *behind);

#endif
