/* again: an operation that is asked for once more by its --op-id.
 *
 * What has an event of the same login and name is not done again, but answered as it was. A verb that
 * writes files behind its commit writes those that a failure left out. Where something else is asked for
 * (asked.h) it is refused.
 */
#ifndef SVC_AGAIN_H
#define SVC_AGAIN_H

#include "svc/call.h"

/* True when the --op-id given names an operation that was applied, which is told. Once everything is read,
 * before svc_call_begin, which ends the tool then. */
bool svc_again(struct svc_call *call);

/* Tells who applied it, and when; refused, with what it was used for, when it was another one. */
void svc_again_tell(struct svc_call *call);

/* Prints the numbers that it gave: of the records whose key came with one of its events. */
void svc_again_answer(struct svc_call *call);

#endif
