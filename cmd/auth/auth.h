/* The files of svc-auth share the registers' shapes. */
#ifndef SVC_CMD_AUTH_H
#define SVC_CMD_AUTH_H

#include "svc/buf.h"
#include "svc/each.h"
#include "svc/matrix.h"

/* Positions of the columns of the register of uses, of its table, of a record's values. */
enum auth_column {
    A_NO, A_SOURCE, A_SOURCE_NO, A_USED_AT, A_MATTER, A_CLASS, A_PERSON, A_DEPT, A_BEHALF,
    A_HANDLER, A_CUSTOMER, A_RECORD, A_FACTS, A_EVIDENCE, A_AMOUNT, A_UNITS, A_OTHER_DEPT,
    A_DAMAGE, A_HARM, A_REMARK, A_STATE, A_FALSE_USE, A_POINTS, A_VERDICT, A_FINDING, A_STANDING,
    A_RECORDED_AT, A_RECORDED_BY, A_DIGEST, A_EVENT, A_COLUMNS
};

extern const struct svc_register auth_uses, auth_delegations;

/* The chain of the slip 服务授权处理单. */
#define AUTH_CHAIN "auth_slip"

/* SQL: whether stage `c` of the chain applies, none of its condition's terms failing. */
#define AUTH_STAGE_APPLIES(amount, own, other)                                              \
    "NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;amount>0;%' AND " amount " = 0)"  \
    " AND NOT (';' || COALESCE(c.condition, '') || ';' LIKE '%;touches_other_dept;%'"       \
    "          AND COALESCE(" other ", '') IN ('', COALESCE(" own ", '')))"

/* Recording: fill.c. A use while it is recorded: what follows from the columns given.
 * Texts that the record's values borrow live here until the next call. */
struct auth_case {
    const struct svc_matter *matter; /* NULL: not in the matrix of its day */
    enum svc_judgement judgement;
    struct svc_buf why[SVC_JUDGEMENTS];
    struct svc_buf lacks;  /* signers of the matter whom the slip does not reach */
    bool slip;             /* it needs one, and has none yet */
    struct svc_buf facts, evidence, finding, fault;
    char *dept, *behalf, *other_dept, *standing;
};

/* Completes the values of one use and judges it; `before` is what is stored, NULL for a new one.
 * NULL when good, else why not, and `*column` which. */
const char *auth_fill(struct svc_call *call, struct svc_matrix *matrix, struct svc_value *values,
                      const struct svc_value *before, struct auth_case *out, const char **column);
void auth_case_free(struct auth_case *of);

/* Reads facts for a matter: good pairs with known keys only. NULL when good, else why not, into
 * `fault`. With `papers` the values are references and of any form. */
const char *auth_facts(const struct svc_policy *policy, const struct svc_matter *matter,
                       svc_when at, const char *text, bool papers, struct svc_facts *out,
                       struct svc_buf *fault);

/* The units of a cap are a condition of the matter, so what is `given` of them (0: nothing) must not
 * contradict the facts, and stands for a fact that is not shown. NULL when good, else why not, into
 * `fault`. */
const char *auth_units(const struct svc_matter *matter, int64_t given, struct svc_facts *facts,
                       struct svc_buf *fault);

/* The matter's own signers must be among those of the slip: appends whom it does not reach to
 * `of->lacks`, and fills in the other department where a signer says which it is. */
void auth_reach(struct svc_call *call, const struct svc_policy *policy, struct svc_value *values,
                struct auth_case *of);

/* Begins the slip of a use, inside the call's transaction. */
void auth_begin_slip(struct svc_call *call, const struct svc_value *values);

/* What the gravest reasons say, gravest first. */
void auth_reasons(struct svc_buf *const why, struct svc_buf *out);

/* The matrix and a question to it: can.c */
int auth_matrix(struct svc_call *call);
int auth_can(struct svc_call *call);
extern const struct svc_option auth_matrix_options[], auth_can_options[];

/* The register: use.c */
int auth_use(struct svc_call *call);
int auth_done(struct svc_call *call);
int auth_assess(struct svc_call *call);
extern const struct svc_option auth_use_options[], auth_done_options[], auth_assess_options[];

/* The slip's signatures, and delegations: sign.c */
int auth_sign(struct svc_call *call);
int auth_reject(struct svc_call *call);
int auth_delegate(struct svc_call *call);
int auth_confirm(struct svc_call *call);
int auth_end(struct svc_call *call);
extern const struct svc_option auth_delegate_options[], auth_end_options[];

/* What is due after uses and not done: due.c */
int auth_due(struct svc_call *call);
extern const struct svc_option auth_due_options[];

/* Replayed against the matrix of the day, and counted: audit.c */
int auth_audit(struct svc_call *call);
int auth_stats(struct svc_call *call);
extern const struct svc_option auth_audit_options[], auth_stats_options[];

/* On paper: form.c */
int auth_ledger(struct svc_call *call);
int auth_form(struct svc_call *call);
extern const struct svc_option auth_ledger_options[];

#endif
