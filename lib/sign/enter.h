/* What paper may not do: who enters a signature is none of those whom it serves. */
#ifndef SVC_LIB_SIGN_ENTER_H
#define SVC_LIB_SIGN_ENTER_H

#include <stdbool.h>

#include "svc/call.h"
#include "svc/when.h"

/* Whether the acting person may enter what `signer` signed on paper for this record of call->reg; NULL, or
 * the acting person himself: nothing is entered. Of who proposed it, recorded that, is a subject, or acts for
 * the signer or a subject, it is refused on a host, told and kept; where one person keeps the store it is
 * said to who listens. */
bool svc_enterer_may(struct svc_call *call, const char *no, const char *chain, int round, const char *signer,
                     svc_when at);

/* Whether the policy of that day takes a paper of this signer: the parameter paper_with_login may forbid it
 * to those who have a login. Told and kept where not. */
bool svc_paper_taken(struct svc_call *call, const char *no, const char *signer, svc_when at);

#endif
