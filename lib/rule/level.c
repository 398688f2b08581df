#include "svc/level.h"

#include <string.h>

/* The row's word is the case's own, or the one that acts for it. */
static bool is_word(const struct svc_policy *policy, const char *list, const char *row,
                    const char *word)
{
    return !row || (word && (strcmp(row, word) == 0 ||
                             strcmp(row, svc_policy_acting(policy, list, word)) == 0));
}

static bool fits(const struct svc_policy *policy, const struct svc_level *row,
                 const struct svc_intake *intake)
{
    return is_word(policy, "channel", row->channel, intake->channel) &&
           is_word(policy, "category", row->category, intake->category) &&
           (!row->tier || (intake->tier && strcmp(row->tier, intake->tier) == 0)) &&
           (!row->accident || intake->accident) && (!row->repeat || intake->repeat) &&
           intake->people >= row->people;
}

const char *svc_level_propose(const struct svc_policy *policy, const struct svc_intake *intake)
{
    const char *worst = NULL;
    for (size_t i = 0; i < policy->level_count; i++) {
        const struct svc_level *row = &policy->levels[i];
        if (fits(policy, row, intake) && (!worst || strcmp(row->level, worst) < 0))
            worst = row->level;
    }
    return worst;
}
