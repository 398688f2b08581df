/* look-up: who may not see personal data whole may look somebody up by it, one value at a time, which a
 * caller at the telephone needs; who asks much learns what the masks hide.
 *
 * To such a person a filter by a personal column takes one value, a list is not sorted by such a column, and
 * of look-ups he has as many within an hour as the parameter `personal_lookups` says. Each leaves an event
 * with the value's commitment (salt.h), which is written once the answer is given: nobody at the telephone
 * waits for a writer. What several look-ups of one person see of the hour before them is what was committed
 * when they began.
 */
#ifndef SVC_LOOK_UP_H
#define SVC_LOOK_UP_H

#include <stdbool.h>

#include "svc/call.h"

/* Whether the filters and the sort given would be a look-up to whoever may not see. */
bool svc_look_up_asked(const struct svc_call *call);

/* Once it is known who acts, within the snapshot that answers: denies what is too much (SVC_DENIED). */
void svc_look_up_judge(struct svc_call *call);

/* For svc_finish, once all is answered: the event of what svc_look_up_judge let pass. */
void svc_look_up_keep(struct svc_call *call);

#endif
