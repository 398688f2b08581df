/* A draft while it is judged: what its clause does to whom. Shared by case.c and legs.c. */
#ifndef SVC_CMD_REWARD_WORK_H
#define SVC_CMD_REWARD_WORK_H

#include "reward.h"

/* What the pack says of one leg that needs approval; a range is 0 to 0 where it gives none. */
struct rule {
    char *subject, *effect;
    bool plus;
    int64_t points_min, points_max, amount_min, amount_max;
};

struct leg {
    const struct rule *rule;
    char *dept, *person; /* person NULL: the department's own leg */
    int64_t points, amount; /* without sign */
    char *effect;
};

enum { RULES = 4 }; /* one for each subject */

/* A draft while it is judged. */
struct work {
    struct svc_call *call;
    struct svc_rules *rules;
    struct reward_draft *draft;
    char day[SVC_DAY_SIZE], *kind, *head;
    struct rule rule[RULES];
    size_t rule_count;
    struct leg *leg;
    size_t leg_count;
    bool bad;
};

#define WRONG(work, ...) ((work)->bad = true, reward_wrong((work)->draft, __VA_ARGS__))

const struct rule *reward_rule(const struct work *work, const char *subject); /* NULL for none */
bool reward_has_effect(const struct work *work, const char *effect);

/* The checks of a draft that are about its legs, in this order; each speaks only when the one before
 * it was content. */
void reward_check_unused(struct work *work); /* what the clause asks for, what it has no use for */
void reward_find_dept(struct work *work);
void reward_build_legs(struct work *work);

#endif
