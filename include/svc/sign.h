/* sign: signatures of a register's records, along the policy's chains.
 *
 * A command begins a record's way through a chain once (svc_sign_begin keeps what decides who may
 * sign) and then lets people sign it:
 *
 *     struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
 *     switch (svc_sign(desk, no, "reward", 1, false)) …
 *     svc_desk_close(desk);
 *
 * Who may sign is rule/chain's to judge; here the company, the delegations and the signatures so
 * far come from the store. The signer is the acting person, or with --by and --evidence the one
 * who signed on paper, copied by a clerk or the office: then both are kept and the rules are for
 * the signer. A refusal is reported with whom the stage waits for, and kept as an event.
 */
#ifndef SVC_SIGN_H
#define SVC_SIGN_H

#include "svc/buf.h"
#include "svc/call.h"

/* What a chain is begun with; NULL where the case has none. */
struct svc_sign_start {
    const char *no, *chain;
    int round;              /* 1, and one more for each new try */
    svc_when fact;          /* the policy of its day rules the chain */
    const char *proposer;   /* NULL: a rule alone proposes it, nobody is kept from signing */
    const char *const *subjects;
    size_t subject_count;
    const char *subject_dept, *own_dept, *other_dept;
    int64_t amount;         /* fen, without sign */
};

/* Inside the call's transaction, for a record of call->reg. */
void svc_sign_begin(struct svc_call *call, const struct svc_sign_start *start);

/* Who signs: the acting person, or whoever did so on paper. */
struct svc_signer {
    const char *by, *evidence; /* the person and the paper; NULL for the acting person */
    int64_t stage;             /* only if it is the next; 0: whichever is */
};

/* What was given for the options below. */
extern struct svc_signer svc_signer;
extern const struct svc_option svc_paper_options[]; /* --by --evidence */
extern const struct svc_option svc_sign_options[];  /* paper, --stage, and those of a step */

/* Ends the tool unless both or none of --by and --evidence were given (SVC_USAGE). */
void svc_signer_check(const struct svc_signer *signer);

/* The person whose act it is. */
const char *svc_signer_person(const struct svc_call *call, const struct svc_signer *signer);

/* True when the acting person may record what was signed on paper, if it was: a clerk or the
 * office copies papers. Otherwise the refusal of the record is told and kept. */
bool svc_signer_may(struct svc_call *call, const struct svc_signer *signer, const char *no);

/* True where many persons share the store: then nobody enters on paper what serves himself. */
bool svc_signer_of_host(struct svc_db *db);

struct svc_desk;

/* The company as it stands on the day of `at`, when the signer, who is checked, signs; NULL where
 * nobody does. */
struct svc_desk *svc_desk_open(struct svc_call *call, svc_when at,
                               const struct svc_signer *signer);
void svc_desk_close(struct svc_desk *desk);

enum svc_sign_end {
    SVC_SIGN_REFUSED, /* told; nothing was signed */
    SVC_SIGN_WAITS,   /* signed, and more stages wait */
    SVC_SIGN_ENDED    /* signed by everybody, or rejected */
};

/* Signs (or rejects, which needs --reason) the next stage of a record of call->reg; the head of
 * the audit chain goes to syslog with the commit. */
enum svc_sign_end svc_sign(struct svc_desk *desk, const char *no, const char *chain, int round,
                           bool reject);

/* Appends the stage that waits and who may sign it: `2 deputy_gm 1003`; nothing when complete. */
void svc_desk_waiting(struct svc_desk *desk, const char *no, const char *chain, int round,
                      struct svc_buf *out);

/* True when `person` may sign the record's next stage. */
bool svc_desk_may(struct svc_desk *desk, const char *no, const char *chain, int round,
                  const char *person);

#endif
