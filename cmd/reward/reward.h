/* The files of svc-reward share the register's shape and the making of a case. */
#ifndef SVC_CMD_REWARD_H
#define SVC_CMD_REWARD_H

#include "svc/call.h"
#include "svc/err.h"
#include "svc/number.h"
#include "svc/rules.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum reward_column {
    R_NO, R_SOURCE, R_SOURCE_NO, R_CLAUSE, R_DEPT, R_PERSON, R_FACTS, R_EVIDENCE, R_AMOUNT,
    R_HEAD_AMOUNT, R_POINTS, R_ANNUAL_POINTS, R_LOSS, R_QUANTITY, R_SUSPENSION, R_OCCURRED_AT, R_CHAIN, R_PROPOSER, R_STATE,
    R_DECIDED_AT, R_SUSPENDED_AT, R_REVERSES, R_BESIDE, R_ALSO_REASON, R_RECORDED_AT, R_EVENT, R_COLUMNS
};

extern const struct svc_register reward_register;

/* The source of a case that no other record caused. */
#define REWARD_OWN "reward"

/* -- a case in the making: case.c ------------------------------------------------ */

/* What is known of a case before the rules speak; they fill in what was left to them. Texts are
 * the draft's own. Numbers are without sign, 0 where nothing was given. Where the clause is per something,
 * points and yuan that a person gives are for one of these, those of score lines for all; written is what
 * they come to. */
struct reward_draft {
    const char *file; /* where it stands; NULL when it was typed as options */
    size_t line;
    bool lines;       /* it stands there as score lines */
    char *source, *source_no; /* NULL: nothing but the case itself */
    char *clause, *dept, *person, *facts, *evidence;
    const char *suspension, *shares, *with, *also;
    const char *proposer; /* whoever did so on paper, or the acting person */
    int64_t amount, head_amount, points, annual_points, loss, quantity;
    svc_when occurred_at;
    char *chain;
    char no[SVC_NUMBER_SIZE];
    char beside[SVC_NUMBER_SIZE]; /* the case of the fact that has the other legs; empty for none */
};

/* Reports what is wrong with a draft: FILE:LINE before it, and what a file got wrong is bad input
 * instead of a usage error or an unknown record. */
void reward_wrong(const struct reward_draft *draft, enum svc_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

enum reward_end {
    REWARD_BAD,    /* reported */
    REWARD_PASSED, /* every leg counts by itself, no case is needed */
    REWARD_SAME,   /* the fact has its case under this clause: `no` */
    REWARD_NEW     /* written, its chain begun: `no` */
};

/* Judges a draft by the policy of its fact's day and writes the case with its legs, inside the
 * call's transaction. */
enum reward_end reward_write(struct svc_call *call, struct svc_rules *rules,
                             struct reward_draft *draft);

/* Who proposes: the acting person, or `by`, who did so on paper. The rules of proposing are for that
 * one, and a clerk or the office copies the paper; ends the call where they do not hold. */
const char *reward_proposer(struct svc_call *call, const char *by);

/* Where the draft is of a file that this store printed: its facts become the statement that they were, and
 * the quantity that its lines were taken by is its own. */
void reward_find_said(struct svc_call *call, struct reward_draft *draft);

/* Begins the chain of a case whose legs are written. */
void reward_begin(struct svc_call *call, const char *no);

/* The pay law (params wage_deduction_cap, minimum_wage), in cap.c: whether the
 * penalties of the month of `fact` together with `more` fen are too much for the person's wage.
 * False when no wage is known. */
bool reward_over_cap(struct svc_call *call, struct svc_rules *rules, const char *person,
                     const char *fact, int64_t more);

/* -- verbs ---------------------------------------------------------------------------------- */

int reward_propose(struct svc_call *call);   /* propose.c */
extern const struct svc_option propose_options[];

int reward_set(struct svc_call *call);       /* sign.c: a case's way to its end */
int reward_sign(struct svc_call *call);
int reward_reject(struct svc_call *call);
int reward_withdraw(struct svc_call *call);
int reward_reverse(struct svc_call *call);
int reward_suspend(struct svc_call *call);
int reward_waiting(struct svc_call *call);
extern const struct svc_option withdraw_options[], reverse_options[], suspend_options[],
    waiting_options[];

int reward_dispute(struct svc_call *call);   /* dispute.c: signatures on paper */
int reward_decide(struct svc_call *call);
extern const struct svc_option dispute_options[], decide_options[];
bool reward_disputed(struct svc_db *db, const char *no); /* undecided, or decided to be none */

int reward_form(struct svc_call *call);      /* form.c: for paper */
int reward_notice(struct svc_call *call);
extern const struct svc_option notice_options[];

int reward_thresholds(struct svc_call *call); /* year.c */
int reward_award(struct svc_call *call);

int reward_stats(struct svc_call *call);     /* stats.c */
extern const struct svc_option stats_options[];

/* One of the case's legs has, on the day of the fact, an effect that acts as this one. */
#define REWARD_LEG_ACTS(no, on, effect)                                                 \
    "EXISTS (SELECT 1 FROM reward_leg l JOIN acting a ON a.list = 'effect'"           \
    "           AND a.word = " effect " AND ';' || l.effect || ';' LIKE '%;' || a.code || ';%'" \
    "           AND a.from_day <= substr(" on ", 1, 10) AND a.until_day > substr(" on ", 1, 10)" \
    "         WHERE l.no = " no ")"

#endif
