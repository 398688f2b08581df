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
 * which then applies nothing. The message must not name personal data. It is remembered in English, so its
 * arguments are codes and values, no prose; but for what a second line tells, which is not kept. */
void svc_refuse(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* An argument of it that is a word's code, or several `;`-separated: kept as it is, told as svc_words_told
 * does. Kept for the process. */
const char *svc_worded(const char *lists, const char *codes);

/* The same of a sentence that was composed before, once in English to be kept (svc_lang_in) and once to be
 * told. Both are freed. */
void svc_refuse_both(struct svc_call *call, enum svc_code code, const char *no, char *english, char *told);

/* The same of what the store refused, by svc_try. */
void svc_refuse_by_store(struct svc_call *call, const char *no, struct svc_query *query);

/* Writes the events of what was remembered. Called by svc_call_commit after it rolled back. */
void svc_refusals_keep(struct svc_call *call);

/* The whole call is refused: keeps the event of the record `no`, NULL for none, and ends the tool
 * with `code`. */
_Noreturn void svc_deny(struct svc_call *call, enum svc_code code, const char *no,
                        const char *fmt, ...) __attribute__((format(printf, 4, 5)));
_Noreturn void svc_deny_both(struct svc_call *call, enum svc_code code, const char *no, char *english,
                             char *told);
_Noreturn void svc_deny_by_store(struct svc_call *call, const char *no, struct svc_query *query);

/* The whole call is refused to a login that is no person of the store, who must not fill it: the machine's
 * log has each of his tries, the audit the first one of a day that would change something, without what he
 * said. */
_Noreturn void svc_deny_stranger(struct svc_call *call);

#endif
