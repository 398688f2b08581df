/* chain: who may sign a case, and in which order.
 *
 * A chain is a list of stages (chains.csv); each names the role that signs, whose department it
 * is about, and sometimes a condition. The rules, the same for every chain:
 *   - Stages are signed in order; one whose condition does not hold is passed over.
 *   - Nobody signs as proposer or as subject, and nobody signs two stages: four stages are four
 *     persons. The stage `handler` is the proposer's own and no exception to the rest.
 *   - A stage belongs to its designated signers: a department's head or supervising leader, or
 *     whoever holds the role. When all of them are excluded (or there is none), it moves one
 *     level up, as often as needed: head, leader, GM, leadership, committee.
 *   - A delegate signs for a designated signer while the delegation lasts, inside its scope and
 *     cap; what was delegated cannot be delegated again. Who may not sign has nothing to delegate:
 *     nobody signs for the proposer, for a subject, or for whoever signed already.
 *   - A subject's delegate in this chain signs no stage of that case; the role cron signs nothing.
 *
 * Pure: the caller brings company and case as values, all borrowed.
 */
#ifndef SVC_CHAIN_H
#define SVC_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/when.h"

struct svc_stage {
    int stage; /* from 1 */
    const char *role, *scope;
    const char *condition; /* `;`-separated terms that must all hold; NULL for none */
};

/* The company on the day of the signature: whoever is here, with the roles in force. */
struct svc_staff {
    const char *person, *dept, *roles; /* roles `;`-separated */
};

struct svc_dept {
    const char *dept, *head, *leader; /* head and leader NULL where nobody is named */
};

struct svc_delegation {
    const char *grantor, *delegate;
    const char *scope; /* a chain's name, a matter of authority, or `all` */
    int64_t cap;       /* fen; -1 for none */
    svc_day from, until; /* both included */
};

struct svc_company {
    const struct svc_staff *staff;
    size_t staff_count;
    const struct svc_dept *depts;
    size_t dept_count;
    const struct svc_delegation *delegations;
    size_t delegation_count;
};

struct svc_signed {
    int stage;
    const char *person;
};

/* A case on its way through a chain. */
struct svc_signing {
    const char *chain;
    const struct svc_stage *stages; /* in order */
    size_t stage_count;
    const char *proposer;
    const char *const *subjects; /* persons whom the case is about */
    size_t subject_count;
    const char *subject_dept, *own_dept, *other_dept; /* NULL where the case has none */
    int64_t amount;   /* fen, without sign */
    const char *book; /* rule book, for its own chain; NULL elsewhere */
    svc_day day;      /* of the signature */
    const struct svc_signed *done; /* in order of stage */
    size_t done_count;
};

enum svc_verdict {
    SVC_SIGN_MAY,
    SVC_SIGN_COMPLETE, /* nothing is left to sign */
    SVC_SIGN_ABSENT,   /* not registered, or not here on that day */
    SVC_SIGN_CRON,
    SVC_SIGN_PROPOSER,
    SVC_SIGN_SUBJECT,
    SVC_SIGN_DELEGATE, /* acts for `person`, a subject, in this chain */
    SVC_SIGN_TWICE,    /* signed `stage` already */
    SVC_SIGN_EARLY,    /* could sign `stage`, but it is not its turn */
    SVC_SIGN_TAKEN,    /* `stage` was theirs and is signed by `person` */
    SVC_SIGN_EXPIRED,  /* delegation by `person` that does not cover the day */
    SVC_SIGN_GRANTOR,  /* delegation by `person`, who could not sign it himself */
    SVC_SIGN_OVER_CAP, /* delegation by `person` that does not cover the amount */
    SVC_SIGN_DEPT,     /* holds the role of `stage`, for another department */
    SVC_SIGN_ROLE      /* does not hold the role of `stage` */
};

struct svc_answer {
    enum svc_verdict verdict;
    const struct svc_stage *stage; /* the one to sign, or the one the verdict speaks of */
    const char *role;   /* MAY: in which role, after moving up */
    const char *person; /* MAY: for whom a delegate signs, else NULL; or as the verdict says */
};

/* The first stage that applies and is not signed; NULL when the chain is complete. */
const struct svc_stage *svc_chain_next(const struct svc_signing *signing);

/* Whether `person` may sign the next stage, and why not. */
struct svc_answer svc_chain_judge(const struct svc_company *company,
                                  const struct svc_signing *signing, const char *person);

/* The role one level above; NULL at the top and for bodies outside of the company. */
const char *svc_chain_above(const char *role);

/* Whether a stage's condition holds. Terms: `touches_other_dept`, `filing`, `amount>0`, `book<>BOOK`.
 * svc_chain_condition tells what is wrong with one, svc_chain_book which book one names; NULL for none. */
bool svc_chain_applies(const struct svc_signing *signing, const struct svc_stage *stage);
const char *svc_chain_condition(const char *condition);
const char *svc_chain_book(const char *term);

#endif
