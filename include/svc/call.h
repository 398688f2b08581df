/* call: one run of one verb.
 *
 * `main` hands the command's description to svc_main, which finds the verb, parses its options,
 * opens the store as the verb needs it, asks the kernel who is acting and runs the verb. The only
 * way out of a verb is `return svc_finish(call)`: it ends transactions, flushes and closes
 * standard output, and yields the exit code.
 */
#ifndef SVC_CALL_H
#define SVC_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/db.h"
#include "svc/event.h"
#include "svc/opt.h"
#include "svc/shared.h"
#include "svc/value.h"
#include "svc/write.h"

struct svc_call;

struct svc_numbers {
    char **no;
    size_t count;
};

/* What a verb needs of the store before it runs. */
enum svc_need {
    SVC_NEED_NOTHING,
    SVC_NEED_WORDS, /* of the store, if there is one; of anybody */
    SVC_NEED_READ,
    SVC_NEED_WRITE
};

struct svc_verb {
    const char *name;
    const char *operands; /* as in the usage line; NULL for none, so that any is refused */
    int (*run)(struct svc_call *call);
    const struct svc_option *options;
    enum svc_need need;
    const char *roles; /* `;`-separated, one of which the actor must hold; NULL: anybody known */
    const char *requires; /* `;`-separated options that must be given; of `one|other` one of them */
    const bool *saves;    /* where this option was given: SVC_NEED_WRITE, whatever `need` says */
    bool makes;           /* its operand names what is made, not what is read */
    const char *help;     /* one line */
    bool doubts; /* looks for what does not fit: a register that is not as the store has it is found by it,
                  * and does not end it */
};

struct svc_command {
    const char *name;
    const char *summary;
    const struct svc_register *const *registers; /* ends with NULL; the first is the main one */
    bool name_register; /* no main register: the operand must name one, also the only one */
    const struct svc_verb *verbs; /* stock verbs first; ends with a NULL name */
};

struct svc_call {
    const struct svc_command *command;
    const struct svc_verb *verb;
    const struct svc_register *reg; /* the register at hand, NULL for a command without */
    struct svc_numbers *numbers; /* svc_call_numbers, once they are read */
    int count;     /* operands, the register's name taken off */
    char **operand;
    struct svc_db *db;
    struct svc_actor actor;
    const char *op_id; /* of a writing verb; … */
    const char *op_digest; /* … what it asks for, where a person has named it (asked.h), else NULL */
    struct svc_print *print;
    const struct svc_paper *paper; /* svc_print_paper, NULL for a list: its table is in Chinese, too */
    char *title;                   /* svc_print_title … */
    const struct svc_chart *chart; /* … and svc_print_chart */
};

int svc_main(int argc, char **argv, const struct svc_command *command);

/* Runs a verb of the command for one record inside the call's transaction, with the options as they
 * stand (svc_opt_give): it neither begins nor commits, and its events are its own. */
void svc_call_step(struct svc_call *call, const struct svc_verb *verb, char *no);

/* The end of every verb. After a commit a vanished reader is no failure. */
int svc_finish(struct svc_call *call);

/* Where the store is, kept for the process. Does not return on the person's side of a host. `named`: what the
 * environment says, NULL for nothing. */
const char *svc_call_store(void);
const char *svc_call_named(void);

/* The period given, or a usage error. */
const struct svc_period *svc_call_period(bool month);

/* The calendar year given, else this one. */
const struct svc_period *svc_call_year(void);

/* The moment of the step: --at, else now. Refused in the future, and further back than the
 * policy's max_backdate unless --late-reason says why. */
svc_when svc_call_at(struct svc_call *call);

/* True when a write should say what it changed: -v, or a terminal listens. */
bool svc_call_talks(void);

/* While input is waited for a reading verb holds no lock; it sees a later state afterwards. */
void svc_call_wait(struct svc_call *call, bool waits);

/* Record numbers from the operands, `-` for standard input (a CSV or TSV with the register's key,
 * by either name, or a column `no`; or one number a line): each once, in order, kept; none: SVC_USAGE. */
struct svc_numbers svc_call_numbers(struct svc_call *call);

/* True when the actor holds one of the `;`-separated roles. */
bool svc_call_holds(const struct svc_call *call, const char *roles);

/* Reads the record numbers of a verb that must have them, takes the writer lock and begins; where
 * --op-id names an operation that was applied already, the tool ends here with that answer, and is refused
 * where it asked for something else. Commits, the counters of numbers given with it, or rolls back with
 * --dry-run or when a record was refused (nothing is done in part). */
void svc_call_begin(struct svc_call *call);
void svc_call_commit(struct svc_call *call);

#endif
