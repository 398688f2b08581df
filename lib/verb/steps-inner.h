/* What the parts of steps share: steps.c takes the steps of a file, steps-brought.c remembers which were
 * taken, in the audited table step_brought. */
#ifndef SVC_VERB_STEPS_INNER_H
#define SVC_VERB_STEPS_INNER_H

#include "svc/call.h"

/* One row of a file: the step of a record, when it was taken, and the digest of what else the row says. */
struct svc_brought {
    const char *verb, *no, *at, *digest;
};

/* The digest that the step was brought with before, to be freed; NULL for a new one. */
char *svc_brought_as(struct svc_call *call, const struct svc_brought *step);

/* Remembers a step that was taken; after the last one svc_brought_end writes the event of all of them. */
void svc_brought_keep(struct svc_call *call, const struct svc_brought *step);
void svc_brought_end(struct svc_call *call, const char *change);

#endif
