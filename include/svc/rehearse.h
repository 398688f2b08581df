/* rehearse: the store as it would be if other rules, other days or fewer records had been there since
 * ever, on a copy that nobody else sees.
 *
 *     svc_rehearse_begin(call);
 *     ...what is now, from call->db...
 *     svc_rehearse(call, &with);
 *     ...what would be, from call->db...
 *     svc_rehearse_end(call);
 *
 * Every deadline is computed anew, of decided records too, and the levels that intake proposed. It is
 * what a fresh store with that pack would hold after the same entries; but call-backs stay those that
 * were drawn, and amounts those that people chose.
 */
#ifndef SVC_REHEARSE_H
#define SVC_REHEARSE_H

#include "svc/pack.h"
#include "svc/period.h"
#include "svc/rules.h"

/* What is otherwise; all may be missing. */
struct svc_rehearsal {
    const struct svc_pack *pack;     /* the one that was in force since ever; NULL: those of the store */
    const struct svc_pack *calendar; /* days that take the place of those known */
    char *const *without;            /* numbers of records that are not there; ends with NULL */
};

/* From here on call->db is a private copy, and no lock is held on the store. The end gives the store
 * back, with its words and months. */
void svc_rehearse_begin(struct svc_call *call);
void svc_rehearse_end(struct svc_call *call);

/* Makes it so, with the words and months of the copy in force from now on. A record that is not there is
 * told, and ends in SVC_UNKNOWN. */
void svc_rehearse(struct svc_call *call, const struct svc_rehearsal *with);

/* In the copy, whose one version came with `with.pack`: the limit with the matter, clock, level … of
 * `limit` becomes `length`, and its clock is judged once more. */
void svc_rehearse_limit(struct svc_call *call, const struct svc_limit *limit, const char *length);

/* The records, NO or NO/ROUND, that such a limit decides and whose deadline by it lies in the period and
 * is past: those that missed it, and where nothing of the record tells what met it (`unsure`) all. */
struct svc_missed {
    const char *record, *due;
    bool unsure;
};
void svc_rehearse_missed(struct svc_call *call, const struct svc_limit *limit,
                         const struct svc_period *period,
                         void (*one)(void *ctx, const struct svc_missed *missed), void *ctx);

#endif
