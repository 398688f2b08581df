/* explain: the arithmetic behind the deadlines of any record that has clocks.
 *
 * Of each clock: the limit that applies, with its row in limits.csv, its basis and the policy's
 * version; the limits that it passed over, and why; where it starts, each day counted, skipped or
 * held; the deadline; what was agreed with the customer or set from outside; and the result.
 */
#ifndef SVC_EXPLAIN_H
#define SVC_EXPLAIN_H

#include "svc/call.h"
#include "svc/rules.h"

/* For whoever prints it among other things: its columns, where clocks are called as svc-NOUN does, kept for the
 * process; and the rows of one record of call->reg, false when there is none. */
const struct svc_column *svc_explain_columns(const char *noun);
bool svc_explain_record(struct svc_call *call, struct svc_rules *rules, const char *no);

/* The verb, for the record numbers of the call. */
int svc_explain(struct svc_call *call);

#endif
