/* outputs: no file that a command line names for writing is one that the run reads or keeps.
 *
 * What the tables say is enough for it: options that are written (`written` in svc/opt.h), a verb
 * whose operand is made (`makes` in svc/call.h), FILE and DIR among its operands and arguments.
 */
#ifndef SVC_OUTPUTS_H
#define SVC_OUTPUTS_H

#include "svc/call.h"

/* After svc_opt_parse and before anything is read: an output that is the store at `store` (NULL:
 * none is named), its lock or journal, an input or another output ends the tool with SVC_USAGE. On a
 * host the person's side looks, before it hands over. */
void svc_outputs_check(const struct svc_call *call, const char *store);

#endif
