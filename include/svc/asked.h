/* asked: what an operation was asked to do, as a digest that its events keep beside its name.
 *
 * It covers program, verb and register; the operands, a file by what it holds and record numbers as they
 * were read; every option that bears on what is stored, by what it means (a time, a period, a word or a
 * person is the same however it is spelled; the columns of a register are as they were written); and all
 * input. Where answers go and how they look is no part of it: -o, -f, -c, -v, --receipt, --rejects,
 * --dry-run, --max-errors.
 */
#ifndef SVC_ASKED_H
#define SVC_ASKED_H

#include "svc/call.h"

/* Before the verb runs, once all options are settled. */
void svc_asked_begin(const struct svc_call *call);

/* Once everything is read, before the transaction: call->op_digest, NULL without --op-id. */
void svc_asked_end(struct svc_call *call);

#endif
