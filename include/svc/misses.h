/* misses: what becomes of a missed limit afterwards.
 *
 * A limit that was missed stays missed. Three things change what its line says, none takes it away:
 * the office excuses it (`reversed`, with who and why); a step that is recorded after the deadline and
 * dated before it leaves it `proposed` until the office confirms the entry, `reversed` from then on; a
 * determination, a correction or an appeal that moves the deadline leaves it `reversed`. What would have
 * vanished from the record is kept in miss_undone; the score lines read the view miss_past. What hung on
 * a time of day that the office gives was no miss before.
 */
#ifndef SVC_MISSES_H
#define SVC_MISSES_H

#include "svc/each.h"
#include "svc/rules.h"

/* How a miss would vanish: by an entry that came late, or by a change of what was decided. */
enum svc_undoing { SVC_ENTERED_LATE, SVC_DECIDED_ANEW };

/* Keeps the misses of the record that are there before and not after, both values of a register with
 * clocks. A new round is another record of its clocks: nothing vanished. */
void svc_misses_keep(struct svc_call *call, struct svc_rules *rules, const struct svc_register *reg,
                     const struct svc_value *before, const struct svc_value *after,
                     enum svc_undoing undoing);

/* A limit as it stands. */
struct svc_miss {
    const char *table, *no, *clock;
    int64_t round;           /* 1 where a register has no rounds */
    const char *due, *done;  /* NULL: no deadline; not done */
    const char *const *about; /* whom it is about, who approve nothing of it; a NULL ends them */
};

/* The same for one limit, where the rules know no clock: keeps `was` when it is missed, and what it is now
 * is not. */
void svc_misses_undo(struct svc_call *call, const struct svc_miss *was, const struct svc_miss *is,
                     enum svc_undoing undoing);

/* What was given for excuse: --approver, --evidence. */
extern const struct svc_option svc_excuse_options[]; /* step, --approver --evidence */

/* Excuses it; or refused: not missed, excused already, an approver who does not lead, acts, or is the one
 * it is about. */
void svc_misses_excuse(const struct svc_step *step, const struct svc_miss *miss);

/* Confirms each entry of the record, and of what stands beside it under its number (NULL: nothing does),
 * that came late; refused where none waits. */
void svc_misses_confirm(const struct svc_step *step, const char *table, const char *beside);

/* Why this person may approve what moves or excuses a limit on the day of the step: NULL when it may, else
 * why not, told behind its number. */
const char *svc_misses_approver(const struct svc_step *step, const char *person,
                                const char *const *about);

#endif
