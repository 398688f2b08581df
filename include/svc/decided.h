/* decided: times that decided a deadline already.
 *
 * What a clock runs from, is bounded or agreed by, and what met it, is changed by the office alone, with a
 * reason. What others' files say instead is kept as asked, the record stays as it is, and `due` tells it; an
 * appointment alone may be moved by whoever handles it before the earlier of both times. The former value
 * stays in the record's history. When a record was on hold (a column of type SVC_TYPE_HOLDS) decided, too;
only a list that goes on behind what is there is no change.
 */
#ifndef SVC_DECIDED_H
#define SVC_DECIDED_H

#include "svc/rules.h"

/* True when the call is the office's, with a reason: it changes what was decided. */
bool svc_decided_by(struct svc_call *call);

/* Puts back in `values` what must not change, and keeps what was asked for or what was there. */
void svc_decided_guard(struct svc_call *call, struct svc_rules *rules,
                       const struct svc_register *reg, const struct svc_value *before,
                       struct svc_value *values);

#endif
