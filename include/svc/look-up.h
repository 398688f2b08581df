/* look-up: who may not see personal data whole may look somebody up by it, one value at a time, which a
 * caller at the telephone needs; who asks much learns what the masks hide.
 *
 * To such a person a filter by a personal column takes one value, a list is not sorted by such a column, and
 * of look-ups he has as many within an hour as the parameter `personal_lookups` says. Each leaves an event
 * with the value's commitment (salt.h). It is written before the answer is given, for who has it may end the
 * program; but nobody at the telephone waits for a writer: where one has the store, the answer comes first,
 * and what ends the program meanwhile waits for the event. Look-ups of one login are looked at one after the
 * other, each with what those before have left.
 */
#ifndef SVC_LOOK_UP_H
#define SVC_LOOK_UP_H

#include <stdbool.h>

#include "svc/call.h"

/* Whether the filters and the sort given would be a look-up to whoever may not see. */
bool svc_look_up_asked(const struct svc_call *call);

/* Before that snapshot begins: waits for this login's other look-ups. Of a store that is no file nobody waits: several
 * at once may then see more than the parameter says. */
void svc_look_up_queue(const struct svc_call *call);

/* Once it is known who acts, within the snapshot that answers: denies what is too much (SVC_DENIED). */
void svc_look_up_judge(struct svc_call *call);

/* For svc_finish: the event of what svc_look_up_judge let pass, before anything is answered unless somebody else
 * writes; and then, once all is answered. */
void svc_look_up_keep_first(struct svc_call *call);
void svc_look_up_keep(struct svc_call *call);

#endif
