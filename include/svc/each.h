/* each: one step for every record that a call names, all or none.
 *
 *     svc_call_begin(call);            reads the numbers, then takes the lock
 *     …what the steps share is opened…
 *     svc_each(call, SVC_OF(&complaint_register), at, close_one, rules);
 *     …
 *     svc_call_commit(call);
 *
 * A register tells as data which verb takes a record from which state to which (struct svc_move).
 * svc_each refuses the step of a record whose state forbids the verb, with who brought it there;
 * svc_move writes the new state as a compare-and-set and checks that it is one of those told.
 */
#ifndef SVC_EACH_H
#define SVC_EACH_H

#include "svc/call.h"

struct svc_step {
    struct svc_call *call; /* its register is the record's */
    const char *no;
    struct svc_value *values; /* as stored; a step may change them to work out what follows */
    svc_when at;
    void *context;            /* what the steps share */
};

/* The registers that a number may be of. */
#define SVC_OF(...) ((const struct svc_register *const[]){ __VA_ARGS__, NULL })

/* Takes the step for each number of the call, in a transaction that has begun. Of several registers
 * it is the one whose prefix begins the number, else the first without a prefix. A number that is
 * not there, and a state that forbids the verb, are told and remembered (SVC_UNKNOWN, SVC_REFUSED);
 * the others go on, so that all that is wrong is told at once. call->reg is restored. */
void svc_each(struct svc_call *call, const struct svc_register *const *of, svc_when at,
              void (*one)(const struct svc_step *step), void *context);

/* The same as the whole of a verb whose steps share nothing but what is there before: begins,
 * commits and finishes the call. */
int svc_each_verb(struct svc_call *call, const struct svc_register *const *of, svc_when at,
                  void (*one)(const struct svc_step *step), void *context);

/* What stands in the step's column, borrowed; NULL for nothing. */
const char *svc_step_text(const struct svc_step *step, int column);

/* True when the step is not before `last`, the canonical time of the step before it (NULL: there
 * was none); else it is refused. */
bool svc_in_order(const struct svc_step *step, const char *last);

/* True when the record stands in one of the `|`-separated states, where that hangs on more than the
 * verb; else it is refused as svc_each does. */
bool svc_stands(const struct svc_step *step, const char *states);

/* Changes the step's record as svc_change does, by a compare-and-set that ends in `WHERE no = ?1 AND
 * state = ?2`, ?2 being the state as it was read; what `types` tells begins with ?3. */
bool svc_move(const struct svc_step *step, const char *sql, const char *types, ...);

/* The register's moves as rows: which verb takes a record from which states to which. */
int svc_moves(struct svc_call *call);

#define SVC_STOCK_MOVES(reg) \
    { .name = "moves", .operands = reg, .run = svc_moves, .options = svc_output_options, \
      .need = SVC_NEED_NOTHING, .help = "which verb takes a record from which state to which" }

#endif
