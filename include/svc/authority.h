/* authority: what front-line staff may decide by themselves (domain 5).
 *
 * A matter of the matrix (authority.csv) names who may exercise it, up to how much, and the
 * conditions that must all hold (authority_conditions.csv). What somebody shows of the conditions
 * are facts: `installed=yes,contract_due_within=20d`, one CSV record, so that a quoted pair may
 * carry a comma. A condition with op `after` is a duty: not tested before the act, but due after.
 *
 * A rank (`indoor_technician`) is held by whose standing names it as a role, or names one of the
 * words of the parameter `grantee_RANK`: a post, or a department whose head is meant. The
 * standing of a person is the list of roles, post and headed departments (code and name).
 *
 * Pure: values in, answers out; what is given is borrowed.
 */
#ifndef SVC_AUTHORITY_H
#define SVC_AUTHORITY_H

#include "svc/buf.h"
#include "svc/chain.h"
#include "svc/policy.h"

struct svc_condition {
    char *key, *op, *value, *text, *basis;
};

struct svc_matter {
    char *matter, *class, *text, *grantee, *unit, *signers, *basis; /* lists `;`-separated */
    int64_t cap; /* fen for each of `unit`, the condition whose number counts them; -1 for none */
    struct svc_condition *conditions;
    size_t condition_count;
};

/* -- facts -------------------------------------------------------------------------------- */

struct svc_facts {
    struct svc_fact {
        char *key, *value;
    } *fact;
    size_t count;
};

/* Reads `key=value,…` (NULL is none). NULL when good, else why not; free it in both cases. */
const char *svc_facts_read(const char *text, struct svc_facts *out);
void svc_facts_write(const struct svc_facts *facts, struct svc_buf *out); /* appends it again */
const char *svc_facts_get(const struct svc_facts *facts, const char *key); /* NULL for none */
void svc_facts_set(struct svc_facts *facts, const char *key, const char *value);
void svc_facts_free(struct svc_facts *facts);

/* -- conditions --------------------------------------------------------------------------- */

enum svc_met { SVC_MET_YES, SVC_MET_NO, SVC_MET_UNSHOWN, SVC_MET_DUTY };

/* What is wrong with a value for this condition ("must be yes or no"), NULL when it can be
 * compared. `why` is borrowed from the function. */
const char *svc_condition_fault(const struct svc_condition *condition, const char *value);

/* Whether it holds for an act at `at`. A limit (`<= 1month`) is compared with a length or a day:
 * the day must lie inside the limit from `at`, not before it. */
enum svc_met svc_condition_test(const struct svc_policy *policy,
                                const struct svc_condition *condition, const char *value,
                                svc_when at);

/* True when the standing holds one of the ranks of the list. */
bool svc_rank_held(const struct svc_policy *policy, const char *ranks, const char *standing);

/* How many units of its cap the facts show, whole ones; `given` where they show none. A cap
 * without a unit counts once. */
int64_t svc_matter_units(const struct svc_matter *matter, const struct svc_facts *facts,
                         int64_t given);

/* The cap on the whole amount: for each unit, times the units; -1 for none. */
int64_t svc_matter_cap(const struct svc_matter *matter, int64_t units);

/* -- duties ------------------------------------------------------------------------------- */

struct svc_duty {
    const char *key, *text;
    const struct svc_limit *limit; /* NULL: without a limit */
    svc_when due;                  /* 0 without */
};

/* What is due after an act: the conditions with op `after`, by the earliest limit of limits.csv
 * whose matter is `auth_X` where the matter's name begins with X. A matter with such a limit and
 * without such a condition owes the limit's clock itself (`promise`). Returns how many; the caller
 * frees `*out`. */
size_t svc_matter_duties(const struct svc_policy *policy, const struct svc_matter *matter,
                         svc_when at, struct svc_duty **out);

/* Whether a duty was done in time, judged at `now`; the fact is `yes` or when it was done. Without
 * a limit it is open until it is done. */
bool svc_duty_kept(const struct svc_duty *duty, const char *fact, svc_when now);

/* -- the judgement ------------------------------------------------------------------------ */

/* From mild to grave. */
enum svc_judgement { SVC_AUTH_OK, SVC_AUTH_MISSING, SVC_AUTH_EXPIRED, SVC_AUTH_EXCEEDED };
enum { SVC_JUDGEMENTS = SVC_AUTH_EXCEEDED + 1 };
extern const char *const svc_judgements[SVC_JUDGEMENTS]; /* ok missing_condition … */

/* One exercise. `standing` is that of `behalf`, else of `person`. */
struct svc_exercise {
    const struct svc_matter *matter; /* NULL: not in the matrix of that day */
    svc_when at;
    const char *person, *behalf, *standing;
    int64_t amount, units; /* fen; units where the facts show none */
    const struct svc_facts *facts;
};

#define SVC_NO_MATTER "no_matter" /* a statement */

/* Judges it by the matter of its day; adds to `why` of each judgement what speaks for it, statements
 * to be said together. Yields the gravest. */
enum svc_judgement svc_authority_judge(const struct svc_policy *policy,
                                       const struct svc_exercise *exercise,
                                       const struct svc_delegation *grants, size_t count,
                                       struct svc_buf why[SVC_JUDGEMENTS]);

#endif
