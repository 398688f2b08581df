/* A draft while it is judged: what its clause does to whom. Shared by case.c and legs.c. */
#ifndef SVC_CMD_REWARD_WORK_H
#define SVC_CMD_REWARD_WORK_H

#include "reward.h"

/* What the pack says of one leg that needs approval; a range is 0 to 0 where it gives none, for one of what
 * it is per. */
struct rule {
    char *subject, *effect, *per, *base, *share; /* base and share: svc/leg.h */
    bool plus, banded;
    int64_t points_min, points_max, amount_min, amount_max;
    int64_t loss_from, loss_to; /* to below; INT64_MAX: no end */
};

struct leg {
    const struct rule *rule;
    char *dept, *person; /* person NULL: the department's own leg */
    int64_t points, amount; /* without sign */
    struct { const struct rule *rule; int64_t points, amount; } first; /* before a larger one took its place */
    char *effect;
};

enum { RULES = 6 }; /* one for each subject */

/* A draft while it is judged. */
struct work {
    struct svc_call *call;
    struct svc_rules *rules;
    struct reward_draft *draft;
    char day[SVC_DAY_SIZE], *kind, *head;
    struct rule rule[RULES];
    size_t rule_count;
    int64_t loss_least, loss_most; /* where the ladder of its clause begins and ends; equal: none */
    bool in_band;                  /* the loss has its band */
    int64_t head_points, head_amount; /* of the head's leg, also where he has a larger one */
    struct leg *leg;
    size_t leg_count;
    bool bad;
};

#define WRONG(work, ...) ((work)->bad = true, reward_wrong((work)->draft, __VA_ARGS__))

const struct rule *reward_rule(const struct work *work, const char *subject); /* NULL for none */
bool reward_has_effect(const struct work *work, const char *effect);

/* The checks of a draft that are about its legs, in this order; each speaks only when the one before
 * it was content. */
void reward_check_quantity(struct work *work); /* how many, where the clause is per something */
void reward_check_unused(struct work *work); /* what the clause asks for, what it has no use for */
void reward_find_dept(struct work *work);
void reward_build_legs(struct work *work);

#endif
