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

/* The clock of a limit alone once more, after the pack's row was changed in the copy. */
void svc_rehearse_clock(struct svc_call *call, const char *clock);

#endif
