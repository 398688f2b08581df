/* refusal: what was asked for and must not be is kept in the audit too.
 *
 * A refused step changes nothing, so its transaction is rolled back; that somebody tried is a
 * fact of its own and gets its event in a transaction of its own afterwards. The event belongs to
 * the record but to no table, and its operation counts as not applied.
 */
#ifndef SVC_REFUSAL_H
#define SVC_REFUSAL_H

#include "svc/call.h"
#include "svc/err.h"

/* Reports the refusal of one record as svc_fail does and remembers it until the call's commit,
 * which then applies nothing. The message must not name personal data. */
void svc_refuse(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Writes the events of what was remembered. Called by svc_call_commit after it rolled back. */
void svc_refusals_keep(struct svc_call *call);

/* The whole call is refused: keeps the event of the record `no`, NULL for none, and ends the tool
 * with `code`. */
_Noreturn void svc_deny(struct svc_call *call, enum svc_code code, const char *no,
                        const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
