/* closed: a write whose fact lies in a closed month says so.
 *
 * A closed month stays as it is; what a record of it says from now on is settled in an open one. So the
 * command that writes it tells the month and the remedy, once for each month, when its changes are
 * committed: the one exception to silence on success. Records that a step is taken for, changed and
 * imported ones are asked by the column that dates their register's facts, and by their deadlines, where
 * the command has score lines; whatever else bears on days that are past (who led a department then) is
 * noted by whoever writes it.
 */
#ifndef SVC_CLOSED_H
#define SVC_CLOSED_H

#include "svc/call.h"
#include "svc/when.h"

/* Notes the closed months that have a moment from `from` to before `until`. */
void svc_closed_span(struct svc_call *call, svc_when from, svc_when until);

/* The same for what a column that dates facts says: a moment, a day or a month; NULL: nothing. */
void svc_closed_fact(struct svc_call *call, const char *text);

/* The same for a record of the register; values NULL: none. */
void svc_closed_record(struct svc_call *call, const struct svc_register *reg,
                       const struct svc_value *values);

/* Tells the months that were noted, or forgets them. */
void svc_closed_end(struct svc_call *call, bool tells);

#endif
